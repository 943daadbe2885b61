// SPDX-License-Identifier: GPL-2.0-only
/* Serial over LAN and cipher suites: words. Pure. */
#include "sol.h"

#include <stdio.h>

#include "../array.h"
#include "channel.h"

static const struct {
	uint8_t code;
	unsigned long rate;
} rates[] = {
	{ 6, 9600 }, { 7, 19200 }, { 8, 38400 }, { 9, 57600 }, { 10, 115200 },
};

/**
 * ipmi_sol_rate() - the bit rate behind a code
 * @code: parameter 5 or 6, upper bits are ignored
 *
 * Return: bits a second, 0 for that of the serial channel, -1 when reserved.
 */
long ipmi_sol_rate(uint8_t code)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rates); i++)
		if (rates[i].code == (code & 0x0f))
			return (long)rates[i].rate;
	return code & 0x0f ? -1 : 0;
}

/**
 * ipmi_sol_rate_code() - the code for a bit rate
 * @rate: bits a second
 *
 * Return: the code, or -1 when there is none.
 */
int ipmi_sol_rate_code(unsigned long rate)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rates); i++)
		if (rates[i].rate == rate)
			return rates[i].code;
	return -1;
}

/**
 * ipmi_sol_text() - a SOL parameter as text
 * @parameter: its number, from IPMI_SOL_BASE on
 * @data: its data
 * @text: filled
 * @room: size of @text
 */
void ipmi_sol_text(unsigned int parameter, const uint8_t *data, char *text, size_t room)
{
	const char *level = ipmi_privilege_name(data[0] & 0x0f);

	switch (parameter) {
	case IPMI_SOL_ENABLE:
		snprintf(text, room, "%s", data[0] & 1 ? "on" : "off");
		break;
	case IPMI_SOL_AUTH:
		snprintf(text, room, "priv %s%s%s", level ? level : "reserved",
			 data[0] & 0x80 ? ", encryption" : "",
			 data[0] & 0x40 ? ", authentication" : "");
		break;
	case IPMI_SOL_ACCUMULATE:
		snprintf(text, room, "%u ms, %u bytes", data[0] * 5U, data[1]);
		break;
	case IPMI_SOL_RETRY:
		snprintf(text, room, "%u times, %u ms", data[0] & 7U, data[1] * 10U);
		break;
	default:
		snprintf(text, room, "%ld", ipmi_sol_rate(data[0]));
	}
}

/**
 * ipmi_cipher_names() - the algorithms of a cipher suite
 * @id: suite ID
 * @auth: filled with the one for authentication
 * @integrity: filled with the one for integrity
 * @confidentiality: filled with the one for confidentiality
 *
 * Return: false when the suite is not a standard one.
 */
bool ipmi_cipher_names(uint8_t id, const char **auth, const char **integrity,
		       const char **confidentiality)
{
	static const char *const names[][3] = {
		{ "none", "none", "none" },
		{ "sha1", "none", "none" },
		{ "sha1", "sha1_96", "none" },
		{ "sha1", "sha1_96", "aes_cbc_128" },
		{ "sha1", "sha1_96", "xrc4_128" },
		{ "sha1", "sha1_96", "xrc4_40" },
		{ "md5", "none", "none" },
		{ "md5", "hmac_md5_128", "none" },
		{ "md5", "hmac_md5_128", "aes_cbc_128" },
		{ "md5", "hmac_md5_128", "xrc4_128" },
		{ "md5", "hmac_md5_128", "xrc4_40" },
		{ "md5", "md5_128", "none" },
		{ "md5", "md5_128", "aes_cbc_128" },
		{ "md5", "md5_128", "xrc4_128" },
		{ "md5", "md5_128", "xrc4_40" },
		{ "sha256", "none", "none" },
		{ "sha256", "sha256_128", "none" },
		{ "sha256", "sha256_128", "aes_cbc_128" },
		{ "sha256", "sha256_128", "xrc4_128" },
		{ "sha256", "sha256_128", "xrc4_40" },
	};

	if (id >= ARRAY_SIZE(names))
		return false;
	*auth = names[id][0];
	*integrity = names[id][1];
	*confidentiality = names[id][2];
	return true;
}
