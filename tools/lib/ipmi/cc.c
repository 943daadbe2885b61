// SPDX-License-Identifier: GPL-2.0-only
/* Completion codes (IPMI 2.0 section 5.2): words, hints, exit statuses. */
#include "cc.h"

#include <stddef.h>

#include "../array.h"
#include "../error.h"
#include "ipmi.h"

static const char *const generic_text[] = {
	[0xc0 - 0xc0] = "node busy",
	[0xc1 - 0xc0] = "command not known",
	[0xc2 - 0xc0] = "command not valid for this LUN",
	[0xc3 - 0xc0] = "time-out while processing the command",
	[0xc4 - 0xc0] = "out of space",
	[0xc5 - 0xc0] = "reservation cancelled or not valid",
	[0xc6 - 0xc0] = "request data truncated",
	[0xc7 - 0xc0] = "request data length not valid",
	[0xc8 - 0xc0] = "request data field length limit exceeded",
	[0xc9 - 0xc0] = "parameter out of range",
	[0xca - 0xc0] = "cannot return that many bytes",
	[0xcb - 0xc0] = "requested sensor, data or record not present",
	[0xcc - 0xc0] = "data field in the request not valid",
	[0xcd - 0xc0] = "command not legal for this sensor or record type",
	[0xce - 0xc0] = "no response could be provided",
	[0xcf - 0xc0] = "duplicated request",
	[0xd0 - 0xc0] = "SDR repository in update mode",
	[0xd1 - 0xc0] = "device in firmware update mode",
	[0xd2 - 0xc0] = "BMC still initializing",
	[0xd3 - 0xc0] = "destination not available",
	[0xd4 - 0xc0] = "privilege not sufficient",
	[0xd5 - 0xc0] = "not supported in the present state",
	[0xd6 - 0xc0] = "sub-function disabled or not available",
};

/**
 * struct cc_meaning - a command-specific completion code
 * @netfn: network function
 * @cmd: command
 * @cc: completion code
 * @unsupported: says that the BMC does not offer what was asked
 * @text: what it says
 */
struct cc_meaning {
	unsigned char netfn, cmd, cc;
	bool unsupported;
	const char *text;
};

static const struct cc_meaning specific[] = {
	{ 0x0c, 0x01, 0x80, true, "LAN parameter not supported" },
	{ 0x0c, 0x01, 0x81, false, "LAN parameters are being set by another party" },
	{ 0x0c, 0x01, 0x82, false, "LAN parameter is read-only" },
	{ 0x0c, 0x02, 0x80, true, "LAN parameter not supported" },
	{ 0x00, 0x08, 0x80, true, "boot parameter not supported" },
	{ 0x00, 0x09, 0x80, true, "boot parameter not supported" },
	{ 0x2c, 0x01, 0x80, true, "bootstrapping is disabled" },
	{ 0x2c, 0x02, 0x80, true, "bootstrapping is disabled" },
	{ 0x2c, 0x04, 0x84, false, "power limit out of range" },
	{ 0x2c, 0x04, 0x85, false, "correction time out of range" },
	{ 0x2c, 0x04, 0x89, false, "statistics period out of range" },
	{ 0x0a, 0x11, 0x81, false, "FRU device busy" },
	{ 0x0a, 0x12, 0x80, false, "FRU area is write-protected" },
	{ 0x0a, 0x12, 0x81, false, "FRU device busy" },
	{ 0x06, 0x47, 0x80, false, "password does not match" },
	{ 0x06, 0x47, 0x81, false, "password is stored with the other length (16 or 20 bytes)" },
	{ 0x06, 0x40, 0x82, false, "not for this channel" },
	{ 0x06, 0x40, 0x83, false, "access mode not supported" },
	{ 0x06, 0x41, 0x82, true, "not for this channel" },
};

static const struct cc_meaning *find(unsigned int netfn, unsigned int cmd, unsigned int cc)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(specific); i++)
		if (specific[i].netfn == netfn && specific[i].cmd == cmd && specific[i].cc == cc)
			return &specific[i];
	return NULL;
}

/**
 * ipmi_cc_text() - a completion code in words
 * @netfn: network function of the request
 * @cmd: command of the request
 * @cc: completion code
 *
 * Return: a constant string.
 */
const char *ipmi_cc_text(unsigned int netfn, unsigned int cmd, unsigned int cc)
{
	const struct cc_meaning *m = find(netfn, cmd, cc);

	if (m)
		return m->text;
	if (cc == IPMI_CC_OK)
		return "completed";
	if (cc >= 0xc0 && cc - 0xc0 < ARRAY_SIZE(generic_text))
		return generic_text[cc - 0xc0];
	if (cc == IPMI_CC_UNSPECIFIED)
		return "unspecified error";
	if (cc >= 0x80 && cc <= 0xbe)
		return "command-specific error";
	if (cc >= 0x01 && cc <= 0x7e)
		return "OEM error";
	return "reserved completion code";
}

/**
 * ipmi_cc_hint() - the likely reason for a completion code
 * @netfn: network function of the request
 * @cmd: command of the request
 * @cc: completion code
 *
 * Return: a constant string, or NULL when there is nothing to add.
 */
const char *ipmi_cc_hint(unsigned int netfn, unsigned int cmd, unsigned int cc)
{
	if (netfn == IPMI_NETFN_APP && cmd == IPMI_SET_USER_PASSWORD &&
	    (cc == IPMI_CC_REQUEST_LENGTH || cc == IPMI_CC_LENGTH_LIMIT ||
	     cc == IPMI_CC_INVALID_FIELD || cc == IPMI_CC_UNSPECIFIED))
		return "BMC password policy";
	if (netfn == IPMI_NETFN_TRANSPORT && cmd == IPMI_SET_LAN_PARAMETERS && cc == IPMI_CC_STATE)
		return "some BMCs refuse addresses while DHCP is on";
	if (netfn == IPMI_NETFN_CHASSIS && cmd == IPMI_CHASSIS_CONTROL && cc == IPMI_CC_STATE)
		return "not allowed in this power state";
	if (cc == 0xd1 || cc == 0xd2)
		return "try again when the BMC is ready";
	if (cc == IPMI_CC_TIMEOUT)
		return "the BMC does not answer, or the link to it is down";
	return NULL;
}

/**
 * ipmi_cc_unsupported() - does this code say "not offered here"?
 * @netfn: network function of the request
 * @cmd: command of the request
 * @cc: completion code
 *
 * Return: true when asking again can't help.
 */
bool ipmi_cc_unsupported(unsigned int netfn, unsigned int cmd, unsigned int cc)
{
	const struct cc_meaning *m = find(netfn, cmd, cc);

	return cc == IPMI_CC_INVALID_COMMAND || cc == 0xc2 || cc == IPMI_CC_DISABLED ||
	       (m && m->unsupported);
}

/**
 * ipmi_cc_exit() - the exit status that belongs to a completion code
 * @netfn: network function of the request
 * @cmd: command of the request
 * @cc: completion code, not 0
 *
 * Return: &enum bmc_exit.
 */
int ipmi_cc_exit(unsigned int netfn, unsigned int cmd, unsigned int cc)
{
	if (ipmi_cc_unsupported(netfn, cmd, cc))
		return BMC_EXIT_UNSUPPORTED;
	if (netfn == IPMI_NETFN_TRANSPORT && cmd == IPMI_SET_LAN_PARAMETERS && cc == 0x81)
		return BMC_EXIT_BUSY;
	switch (cc) {
	case IPMI_CC_PRIVILEGE:
		return BMC_EXIT_PERMISSION;
	case IPMI_CC_NODE_BUSY:
		return BMC_EXIT_BUSY;
	case IPMI_CC_TIMEOUT:
		return BMC_EXIT_TIMEOUT;
	default:
		return BMC_EXIT_BMC;
	}
}
