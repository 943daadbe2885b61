// SPDX-License-Identifier: GPL-2.0-only
/* Texts with a type and a length, as in SDRs (section 43.15) and FRU data. Pure. */
#include "text.h"

#include <stdio.h>
#include <string.h>

/* One character as UTF-8; control characters would end up on a terminal. */
static size_t put_char(char *dst, size_t room, unsigned int c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0xd800 && c < 0xe000) || c > 0xffff)
		c = '?';
	if (c < 0x80 && room > 1) {
		dst[0] = (char)c;
		return 1;
	}
	if (c >= 0x80 && c < 0x800 && room > 2) {
		dst[0] = (char)(0xc0 | c >> 6);
		dst[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c >= 0x800 && room > 3) {
		dst[0] = (char)(0xe0 | c >> 12);
		dst[1] = (char)(0x80 | (c >> 6 & 0x3f));
		dst[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	return 0;
}

/* How long a well-formed UTF-8 sequence of more than one byte is here, 0 = it is none. */
static size_t utf8_length(const uint8_t *src, size_t left)
{
	size_t want = (src[0] & 0xe0) == 0xc0 ? 2 : (src[0] & 0xf0) == 0xe0 ? 3 : 0;
	unsigned int c;
	size_t i;

	if (!want || left < want)
		return 0;
	for (i = 1; i < want; i++)
		if ((src[i] & 0xc0) != 0x80)
			return 0;
	c = want == 2 ? (unsigned int)(src[0] & 0x1f) << 6 | (src[1] & 0x3f) :
			(unsigned int)(src[0] & 0x0f) << 12 | (unsigned int)(src[1] & 0x3f) << 6 |
			(src[2] & 0x3f);
	return c >= (want == 2 ? 0xa0 : 0x800) && (c < 0xd800 || c > 0xdfff) ? want : 0;
}

/* Bytes that are well-formed UTF-8 are taken as that, others as Latin-1. */
static size_t put_8bit(char *dst, size_t room, const uint8_t *src, size_t len)
{
	size_t used = 0, i, n;

	for (i = 0; i < len && src[i]; i += n) {
		n = utf8_length(src + i, len - i);
		if (n && room - used > n) {
			memcpy(dst + used, src + i, n);
			used += n;
			continue;
		}
		n = 1;
		used += put_char(dst + used, room - used, src[i]);
	}
	return used;
}

static size_t put_6bit(char *dst, size_t room, const uint8_t *src, size_t len)
{
	size_t used = 0, bit;

	for (bit = 0; bit + 6 <= len * 8; bit += 6) {
		unsigned int pair = src[bit / 8];

		if (bit / 8 + 1 < len)
			pair |= (unsigned int)src[bit / 8 + 1] << 8;
		used += put_char(dst + used, room - used, (pair >> bit % 8 & 0x3f) + 0x20);
	}
	return used;
}

static size_t put_bcd(char *dst, size_t room, const uint8_t *src, size_t len)
{
	size_t used = 0, i;

	for (i = 0; i < len * 2; i++)
		used += put_char(dst + used, room - used,
				 (unsigned char)"0123456789 -.:,_"[i & 1 ? src[i / 2] & 15 :
									   src[i / 2] >> 4]);
	return used;
}

static size_t put_hex(char *dst, size_t room, const uint8_t *src, size_t len)
{
	size_t used = 0, i;

	for (i = 0; i < len && used + 3 <= room; i++)
		used += (size_t)snprintf(dst + used, room - used, "%02x", src[i]);
	return used;
}

/**
 * ipmi_text_decode() - make UTF-8 of a text
 * @dst: filled, always terminated
 * @room: size of @dst, at least 1
 * @type: how the text is coded
 * @src: the text
 * @len: bytes in @src
 */
void ipmi_text_decode(char *dst, size_t room, enum ipmi_text_type type, const uint8_t *src,
		      size_t len)
{
	size_t used = 0, i;

	switch (type) {
	case IPMI_TEXT_BCD:
		used = put_bcd(dst, room, src, len);
		break;
	case IPMI_TEXT_6BIT:
		used = put_6bit(dst, room, src, len);
		break;
	case IPMI_TEXT_BINARY:
		used = put_hex(dst, room, src, len);
		break;
	case IPMI_TEXT_UTF16:
		for (i = 0; i + 1 < len; i += 2)
			used += put_char(dst + used, room - used,
					 src[i] | (unsigned int)src[i + 1] << 8);
		break;
	default:
		used = put_8bit(dst, room, src, len);
	}
	dst[used] = '\0';
}

/**
 * ipmi_text_trim() - take away blanks at the end
 * @text: the text
 */
void ipmi_text_trim(char *text)
{
	size_t n = strlen(text);

	while (n && text[n - 1] == ' ')
		text[--n] = '\0';
}
