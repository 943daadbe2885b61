/* SPDX-License-Identifier: GPL-2.0-only */
/* Completion codes: words, hints, exit statuses. */
#ifndef BMC_IPMI_CC_H
#define BMC_IPMI_CC_H

#include <stdbool.h>

const char *ipmi_cc_text(unsigned int netfn, unsigned int cmd, unsigned int cc);
const char *ipmi_cc_hint(unsigned int netfn, unsigned int cmd, unsigned int cc);
int ipmi_cc_exit(unsigned int netfn, unsigned int cmd, unsigned int cc);
bool ipmi_cc_unsupported(unsigned int netfn, unsigned int cmd, unsigned int cc);

#endif
