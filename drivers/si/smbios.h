/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System interfaces described by SMBIOS type 38: from the entry to a description.
 */
#ifndef BMCLINK_SI_SMBIOS_H
#define BMCLINK_SI_SMBIOS_H

#include <linux/types.h>

#include "si.h"

int si_smbios_decode(const u8 *entry, struct si_desc *desc);

#endif
