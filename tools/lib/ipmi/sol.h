/* SPDX-License-Identifier: GPL-2.0-only */
/* Serial over LAN (section 26) and cipher suites (table 22-20): words. */
#ifndef BMC_IPMI_SOL_H
#define BMC_IPMI_SOL_H

#include "lan.h"

void ipmi_sol_text(unsigned int parameter, const uint8_t *data, char *text, size_t room);
long ipmi_sol_rate(uint8_t code);
int ipmi_sol_rate_code(unsigned long rate);
bool ipmi_cipher_names(uint8_t id, const char **auth, const char **integrity,
		       const char **confidentiality);

#endif
