// SPDX-License-Identifier: GPL-2.0-only
/* Channels: coding of Get Channel Info and Get Channel Access. Pure. */
#include "channel.h"

#include <string.h>

#include "../array.h"
#include "../cursor.h"

/**
 * ipmi_channel_info_encode() - build Get Channel Info
 * @rq: the request
 * @channel: channel number
 */
void ipmi_channel_info_encode(struct ipmi_request *rq, uint8_t channel)
{
	ipmi_request_init(rq, IPMI_NETFN_APP, IPMI_GET_CHANNEL_INFO);
	ipmi_request_byte(rq, channel & 0x0f);
}

/**
 * ipmi_channel_info_decode() - read its answer
 * @rs: the answer
 * @info: filled
 *
 * Return: false when the answer is too short.
 */
bool ipmi_channel_info_decode(const struct ipmi_response *rs, struct ipmi_channel_info *info)
{
	struct cursor c = cursor_init(rs->data, rs->len);
	uint8_t b;

	info->channel = cursor_u8(&c) & 0x0f;
	info->medium = cursor_u8(&c) & 0x7f;
	info->protocol = cursor_u8(&c) & 0x1f;
	b = cursor_u8(&c);
	info->sessions = b >> 6;
	info->active = b & 0x3f;
	info->vendor = cursor_le(&c, 3);
	return !c.bad;
}

/**
 * ipmi_channel_access_encode() - build Get Channel Access
 * @rq: the request
 * @channel: channel number
 * @saved: ask for the non-volatile settings instead of the active ones
 */
void ipmi_channel_access_encode(struct ipmi_request *rq, uint8_t channel, bool saved)
{
	ipmi_request_init(rq, IPMI_NETFN_APP, IPMI_GET_CHANNEL_ACCESS);
	ipmi_request_byte(rq, channel & 0x0f);
	ipmi_request_byte(rq, saved ? 0x40 : 0x80);
}

/**
 * ipmi_channel_access_decode() - read its answer
 * @rs: the answer
 * @acc: filled
 *
 * Return: false when the answer is too short.
 */
bool ipmi_channel_access_decode(const struct ipmi_response *rs, struct ipmi_channel_access *acc)
{
	struct cursor c = cursor_init(rs->data, rs->len);
	uint8_t b;

	b = cursor_u8(&c);
	acc->pef_alerts = !(b & 0x20);
	acc->message_auth = !(b & 0x10);
	acc->user_auth = !(b & 0x08);
	acc->mode = b & 0x07;
	acc->limit = cursor_u8(&c) & 0x0f;
	return !c.bad;
}

/**
 * ipmi_channel_access_set_encode() - build Set Channel Access
 * @rq: the request
 * @channel: channel number
 * @saved: set what is saved instead of what is in force
 * @acc: who may use the channel
 */
void ipmi_channel_access_set_encode(struct ipmi_request *rq, uint8_t channel, bool saved,
				    const struct ipmi_channel_access *acc)
{
	uint8_t what = saved ? 0x40 : 0x80;

	ipmi_request_init(rq, IPMI_NETFN_APP, IPMI_SET_CHANNEL_ACCESS);
	ipmi_request_byte(rq, channel & 0x0f);
	ipmi_request_byte(rq, what | (acc->pef_alerts ? 0 : 0x20) |
			  (acc->message_auth ? 0 : 0x10) | (acc->user_auth ? 0 : 0x08) |
			  (acc->mode & 0x07));
	ipmi_request_byte(rq, what | (acc->limit & 0x0f));
}

/**
 * ipmi_medium_is_lan() - is this a network?
 * @medium: channel medium type
 *
 * Return: true for 802.3 LAN and other LAN.
 */
bool ipmi_medium_is_lan(uint8_t medium)
{
	return medium == IPMI_MEDIUM_LAN || medium == IPMI_MEDIUM_OTHER_LAN;
}

/**
 * ipmi_medium_name() - the word for a channel medium type
 * @medium: channel medium type
 *
 * Return: a constant string, NULL when reserved.
 */
const char *ipmi_medium_name(uint8_t medium)
{
	static const char *const names[] = {
		[0x01] = "ipmb", [0x02] = "icmb_1_0", [0x03] = "icmb_0_9", [0x04] = "lan",
		[0x05] = "serial", [0x06] = "other_lan", [0x07] = "pci_smbus",
		[0x08] = "smbus_1", [0x09] = "smbus_2", [0x0a] = "usb_1", [0x0b] = "usb_2",
		[0x0c] = "system_interface",
	};

	if (medium >= 0x60 && medium <= 0x7f)
		return "oem";
	return medium < ARRAY_SIZE(names) ? names[medium] : NULL;
}

/**
 * ipmi_protocol_name() - the word for a channel protocol type
 * @protocol: channel protocol type
 *
 * Return: a constant string, NULL when reserved.
 */
const char *ipmi_protocol_name(uint8_t protocol)
{
	static const char *const names[] = {
		[0x01] = "ipmb_1_0", [0x02] = "icmb_1_0", [0x04] = "ipmi_smbus", [0x05] = "kcs",
		[0x06] = "smic", [0x07] = "bt_10", [0x08] = "bt_15", [0x09] = "tmode",
	};

	if (protocol >= 0x1c)
		return "oem";
	return protocol < ARRAY_SIZE(names) ? names[protocol] : NULL;
}

/**
 * ipmi_sessions_name() - the word for session support
 * @sessions: 0 to 3
 *
 * Return: a constant string.
 */
const char *ipmi_sessions_name(uint8_t sessions)
{
	static const char *const names[] = { "none", "single", "multi", "session_based" };

	return names[sessions & 3];
}

/**
 * ipmi_access_mode_name() - the word for an access mode
 * @mode: access mode
 *
 * Return: a constant string, NULL when reserved.
 */
const char *ipmi_access_mode_name(uint8_t mode)
{
	static const char *const names[] = { "off", "preboot", "always", "shared" };

	return mode < ARRAY_SIZE(names) ? names[mode] : NULL;
}

static const char *const privilege_names[] = {
	[1] = "callback", [2] = "user", [3] = "operator", [4] = "admin", [5] = "oem",
	[15] = "none",
};

/**
 * ipmi_privilege_name() - the word for a privilege level
 * @level: privilege level
 *
 * Return: a constant string, NULL when reserved.
 */
const char *ipmi_privilege_name(uint8_t level)
{
	return level < ARRAY_SIZE(privilege_names) ? privilege_names[level] : NULL;
}

/**
 * ipmi_privilege_parse() - the privilege level behind a word
 * @name: the word
 *
 * Return: the level, or -1 when there is no such word.
 */
int ipmi_privilege_parse(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(privilege_names); i++)
		if (privilege_names[i] && !strcmp(privilege_names[i], name))
			return (int)i;
	return -1;
}
