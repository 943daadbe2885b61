/* SPDX-License-Identifier: GPL-2.0-only */
/* Units of sensors (section 43.17). */
#ifndef BMC_IPMI_UNITS_H
#define BMC_IPMI_UNITS_H

#include "sdr.h"

#define IPMI_UNIT_TEXT 80

void ipmi_unit_key(const struct ipmi_sdr *sdr, char text[IPMI_UNIT_TEXT]);
void ipmi_unit_symbol(const struct ipmi_sdr *sdr, char text[IPMI_UNIT_TEXT]);

#endif
