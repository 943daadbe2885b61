/* SPDX-License-Identifier: GPL-2.0-only */
/* Texts with a type and a length, as in SDRs (section 43.15) and FRU data. */
#ifndef BMC_IPMI_TEXT_H
#define BMC_IPMI_TEXT_H

#include <stddef.h>
#include <stdint.h>

enum ipmi_text_type {
	IPMI_TEXT_UNICODE = 0,
	IPMI_TEXT_BCD = 1,
	IPMI_TEXT_6BIT = 2,
	IPMI_TEXT_8BIT = 3,
	/* How FRU data understands type 0, and type 3 in other languages than English. */
	IPMI_TEXT_BINARY = 4,
	IPMI_TEXT_UTF16 = 5,
};

void ipmi_text_decode(char *dst, size_t room, enum ipmi_text_type type, const uint8_t *src,
		      size_t len);
void ipmi_text_trim(char *text);

#endif
