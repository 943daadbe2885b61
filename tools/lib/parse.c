// SPDX-License-Identifier: GPL-2.0-only
/* Reading the values users give. The same rules everywhere; nothing is guessed. */
#include "parse.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ipmi/channel.h"
#include "ipmi/user.h"

/**
 * parse_ulong() - read a number, decimal or 0x, the whole text
 * @text: the text
 * @value: filled
 *
 * A number with leading zeros is taken only when it can't be mistaken for octal.
 *
 * Return: false when it isn't such a number.
 */
bool parse_ulong(const char *text, unsigned long *value)
{
	bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
	const char *digits = hex ? text + 2 : text;
	char *end;

	if (hex ? !isxdigit((unsigned char)*digits) : !isdigit((unsigned char)*digits))
		return false;
	errno = 0;
	*value = strtoul(digits, &end, hex ? 16 : 10);
	if (*end || errno)
		return false;
	return hex || digits[0] != '0' || *value < 8;
}

/**
 * parse_range() - read a number that has limits
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @min: smallest number allowed
 * @max: largest number allowed
 * @value: filled
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_range(struct bmc_error *err, const char *field, const char *text, unsigned long min,
		unsigned long max, unsigned long *value)
{
	if (!parse_ulong(text, value))
		return bmc_error_value(err, field, text,
				       "is not a number from %lu to %lu (decimal or 0x, no leading zeros)",
				       min, max);
	if (*value < min || *value > max)
		return bmc_error_value(err, field, text, "is not in %lu to %lu", min, max);
	return 0;
}

/**
 * parse_channel() - a channel that can be a LAN channel
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_channel(struct bmc_error *err, const char *field, const char *text, struct arg_value *v)
{
	return parse_range(err, field, text, 1, 11, &v->u);
}

/**
 * parse_channels() - one more channel
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled with a bit for each channel
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_channels(struct bmc_error *err, const char *field, const char *text,
		   struct arg_value *v)
{
	unsigned long channel = 0;
	int rc = parse_range(err, field, text, 1, 11, &channel);

	if (!rc && v->u >> channel & 1)
		return bmc_error_value(err, field, text, "is given twice");
	if (!rc)
		v->u |= 1UL << channel;
	return rc;
}

/**
 * parse_slot() - a user ID that can be given a name
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_slot(struct bmc_error *err, const char *field, const char *text, struct arg_value *v)
{
	return parse_range(err, field, text, 2, IPMI_USER_MAX, &v->u);
}

/**
 * parse_byte() - a byte
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_byte(struct bmc_error *err, const char *field, const char *text, struct arg_value *v)
{
	return parse_range(err, field, text, 0, 255, &v->u);
}

/**
 * parse_lun() - a logical unit number
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_lun(struct bmc_error *err, const char *field, const char *text, struct arg_value *v)
{
	return parse_range(err, field, text, 0, 3, &v->u);
}

/**
 * parse_priority() - a priority in a VLAN
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_priority(struct bmc_error *err, const char *field, const char *text, struct arg_value *v)
{
	return parse_range(err, field, text, 0, 7, &v->u);
}

/**
 * parse_fd() - a file descriptor
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_fd(struct bmc_error *err, const char *field, const char *text, struct arg_value *v)
{
	return parse_range(err, field, text, 0, INT_MAX, &v->u);
}

/**
 * parse_netfn() - a network function of a request
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_netfn(struct bmc_error *err, const char *field, const char *text, struct arg_value *v)
{
	int rc = parse_range(err, field, text, 0, 0x3e, &v->u);

	if (!rc && v->u & 1)
		return bmc_error_value(err, field, text,
				       "is odd: requests have even network functions");
	return rc;
}

/* A duration in seconds: a number alone, or with s, m or h behind it. */
static bool seconds(const char *text, unsigned long *value)
{
	size_t len = strlen(text);
	unsigned long unit;
	char number[16];

	if (!len || len >= sizeof(number))
		return false;
	memcpy(number, text, len + 1);
	switch (number[len - 1]) {
	case 's':
		unit = 1;
		break;
	case 'm':
		unit = 60;
		break;
	case 'h':
		unit = 3600;
		break;
	default:
		return parse_ulong(number, value);
	}
	number[len - 1] = '\0';
	if (number[0] == '0' && (number[1] == 'x' || number[1] == 'X'))
		return false;
	if (!parse_ulong(number, value) || *value > ULONG_MAX / unit)
		return false;
	*value *= unit;
	return true;
}

/**
 * parse_seconds() - a duration, up to a day
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled with seconds
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_seconds(struct bmc_error *err, const char *field, const char *text,
		  struct arg_value *v)
{
	if (!seconds(text, &v->u) || v->u < 1 || v->u > 86400)
		return bmc_error_value(err, field, text,
				       "is not a time from 1 to 86400 seconds (30, 30s, 2m, 1h)");
	return 0;
}

/**
 * parse_identify() - how long the identify light shall be on
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled with seconds or PARSE_FOREVER
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_identify(struct bmc_error *err, const char *field, const char *text,
		   struct arg_value *v)
{
	if (!strcmp(text, "forever")) {
		v->u = PARSE_FOREVER;
		return 0;
	}
	if (!seconds(text, &v->u) || v->u < 1 || v->u > 255)
		return bmc_error_value(err, field, text,
				       "is not a time from 1 to 255 seconds, or forever");
	return 0;
}

static bool dotted_quad(const char *text, size_t len, uint32_t *address)
{
	unsigned int part = 0, parts = 0, digits = 0;
	size_t i;

	*address = 0;
	for (i = 0; i <= len; i++) {
		if (i < len && isdigit((unsigned char)text[i])) {
			if (digits && !part)
				return false;
			part = part * 10 + (unsigned int)(text[i] - '0');
			if (++digits > 3 || part > 255)
				return false;
			continue;
		}
		if (!digits || (i < len && text[i] != '.'))
			return false;
		*address = *address << 8 | part;
		parts++;
		part = 0;
		digits = 0;
	}
	return parts == 4;
}

/**
 * ipv4_text() - an address as text
 * @address: the address
 * @text: filled
 */
void ipv4_text(uint32_t address, char text[16])
{
	snprintf(text, 16, "%u.%u.%u.%u", address >> 24, address >> 16 & 0xff,
		 address >> 8 & 0xff, address & 0xff);
}

/**
 * ipv4_mask_prefix() - the prefix length of a netmask
 * @mask: the netmask
 *
 * Return: 0 to 32, or -1 when the mask has gaps.
 */
int ipv4_mask_prefix(uint32_t mask)
{
	int prefix = 0;

	while (mask & 0x80000000) {
		mask <<= 1;
		prefix++;
	}
	return mask ? -1 : prefix;
}

/**
 * ipv4_prefix_mask() - the netmask of a prefix length
 * @prefix: 0 to 32
 *
 * Return: the netmask.
 */
uint32_t ipv4_prefix_mask(int prefix)
{
	return prefix ? 0xffffffff << (32 - prefix) : 0;
}

/**
 * ipv4_host_rule() - can a host have this address?
 * @address: the address
 *
 * Return: NULL when it can, else the rule it breaks.
 */
const char *ipv4_host_rule(uint32_t address)
{
	unsigned int first = address >> 24;

	if (!first)
		return "is in 0.0.0.0/8: no host has such an address";
	if (first == 127)
		return "is a loopback address (127.0.0.0/8)";
	if (address == 0xffffffff)
		return "is the broadcast address";
	if (first >= 224 && first < 240)
		return "is a multicast address (224.0.0.0/4)";
	if (first >= 240)
		return "is a reserved address (240.0.0.0/4)";
	return NULL;
}

#define NOT_AN_ADDRESS "is not an IPv4 address (four decimal numbers 0-255, no leading zeros)"

static int parse_prefix(struct bmc_error *err, const char *text, int *prefix)
{
	unsigned long v;

	if (!isdigit((unsigned char)text[0]) || text[1] == 'x' || text[1] == 'X' ||
	    !parse_ulong(text, &v) || v < 1 || v > 31)
		return bmc_error_value(err, "prefix", text, "is not in 1 to 30");
	*prefix = (int)v;
	return 0;
}

/**
 * parse_address() - an IPv4 address of a host, with or without prefix length
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_address(struct bmc_error *err, const char *field, const char *text,
		  struct arg_value *v)
{
	const char *slash = strchr(text, '/');
	const char *rule;

	v->prefix = -1;
	if (!dotted_quad(text, slash ? (size_t)(slash - text) : strlen(text), &v->address))
		return bmc_error_value(err, field, text, NOT_AN_ADDRESS);
	rule = ipv4_host_rule(v->address);
	if (rule)
		return bmc_error_value(err, field, text, "%s", rule);
	return slash ? parse_prefix(err, slash + 1, &v->prefix) : 0;
}

/**
 * parse_netmask() - a netmask, dotted
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_netmask(struct bmc_error *err, const char *field, const char *text,
		  struct arg_value *v)
{
	if (!dotted_quad(text, strlen(text), &v->address))
		return bmc_error_value(err, field, text,
				       "is not a netmask (four decimal numbers 0-255)");
	v->prefix = ipv4_mask_prefix(v->address);
	if (v->prefix < 0)
		return bmc_error_value(err, field, text,
				       "is not contiguous: all ones have to be on the left");
	if (v->prefix < 1 || v->prefix > 31)
		return bmc_error_value(err, field, text,
				       "leaves no room for hosts or is no network (/1 to /30)");
	return 0;
}

/**
 * parse_gateway() - the address of a gateway, or none
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled, 0 for none
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_gateway(struct bmc_error *err, const char *field, const char *text,
		  struct arg_value *v)
{
	const char *rule;

	v->address = 0;
	if (!strcmp(text, "none") || !strcmp(text, "0.0.0.0"))
		return 0;
	if (!dotted_quad(text, strlen(text), &v->address))
		return bmc_error_value(err, field, text, NOT_AN_ADDRESS " or none");
	rule = ipv4_host_rule(v->address);
	return rule ? bmc_error_value(err, field, text, "%s", rule) : 0;
}

/**
 * parse_mac() - the MAC address of one station
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_mac(struct bmc_error *err, const char *field, const char *text, struct arg_value *v)
{
	unsigned int i;

	for (i = 0; i < sizeof(v->bytes); i++) {
		const char *p = text + 3 * (size_t)i;
		char end = i + 1 < sizeof(v->bytes) ? ':' : '\0';

		if (!isxdigit((unsigned char)p[0]) || !isxdigit((unsigned char)p[1]) ||
		    p[2] != end)
			return bmc_error_value(err, field, text,
					       "is not a MAC address (six pairs of hex digits with colons)");
		v->bytes[i] = (uint8_t)strtoul(p, NULL, 16);
	}
	if (v->bytes[0] & 1)
		return bmc_error_value(err, field, text, "is a multicast address");
	return 0;
}

/**
 * parse_vlan() - a VLAN ID, or off
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled, PARSE_VLAN_OFF for off
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_vlan(struct bmc_error *err, const char *field, const char *text, struct arg_value *v)
{
	if (!strcmp(text, "off")) {
		v->u = PARSE_VLAN_OFF;
		return 0;
	}
	if (!parse_ulong(text, &v->u) || v->u < 1 || v->u > 4094)
		return bmc_error_value(err, field, text, "is not in 1 to 4094, or off");
	return 0;
}

/**
 * parse_interval() - the time between gratuitous ARPs
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled with milliseconds
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_interval(struct bmc_error *err, const char *field, const char *text,
		   struct arg_value *v)
{
	int rc = parse_range(err, field, text, 500, 128000, &v->u);

	if (!rc && v->u % 500)
		return bmc_error_value(err, field, text, "is not a multiple of 500 milliseconds");
	return rc;
}

/**
 * parse_onoff() - on or off
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled with 1 or 0
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_onoff(struct bmc_error *err, const char *field, const char *text, struct arg_value *v)
{
	if (strcmp(text, "on") != 0 && strcmp(text, "off") != 0)
		return bmc_error_value(err, field, text, "is not on or off");
	v->u = text[1] == 'n';
	return 0;
}

/**
 * parse_level() - a privilege level by its name
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled with the level
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_level(struct bmc_error *err, const char *field, const char *text, struct arg_value *v)
{
	int level = ipmi_privilege_parse(text);

	if (level < 0)
		return bmc_error_value(err, field, text,
				       "is not a level: callback, user, operator, admin, oem or none");
	v->u = (unsigned long)level;
	return 0;
}

/**
 * parse_reset() - how to reset a BMC
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled, 1 for a cold reset
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_reset(struct bmc_error *err, const char *field, const char *text, struct arg_value *v)
{
	if (strcmp(text, "cold") != 0 && strcmp(text, "warm") != 0)
		return bmc_error_value(err, field, text, "is not cold or warm");
	v->u = text[0] == 'c';
	return 0;
}

/**
 * parse_text() - any text that is not empty
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: nothing to fill
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_text(struct bmc_error *err, const char *field, const char *text, struct arg_value *v)
{
	(void)v;
	return *text ? 0 : bmc_error_value(err, field, text, "is empty");
}

/**
 * parse_user() - a user, by name or as #ID
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: filled with the ID, 0 when by name
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_user(struct bmc_error *err, const char *field, const char *text, struct arg_value *v)
{
	size_t i, len = strlen(text);

	v->u = 0;
	if (text[0] == '#') {
		if (!parse_ulong(text + 1, &v->u) || v->u < 1 || v->u > IPMI_USER_MAX)
			return bmc_error_value(err, field, text, "is not #1 to #%d", IPMI_USER_MAX);
		return 0;
	}
	if (!len || len > IPMI_USER_NAME_MAX)
		return bmc_error_value(err, field, text, "is not a name of 1 to %d bytes",
				       IPMI_USER_NAME_MAX);
	for (i = 0; i < len; i++)
		if (text[i] < 0x20 || text[i] > 0x7e)
			return bmc_error_value(err, field, text,
					       "has a byte that is not printable ASCII");
	return 0;
}

/**
 * parse_name_rule() - is this a name that every BMC and every tool can take?
 * @name: the name
 *
 * Return: NULL when it is, else the rule it breaks.
 */
const char *parse_name_rule(const char *name)
{
	const char *p;

	if (!isalpha((unsigned char)name[0]) && name[0] != '_')
		return "does not start with a letter or an underscore";
	for (p = name; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr("_.-", *p))
			return "has a character other than letters, digits, _ . and -";
	return NULL;
}

/**
 * parse_new_name() - a name to give to a user; the soft rule is checked later
 * @err: set when it is wrong
 * @field: name of the argument
 * @text: the text
 * @v: nothing to fill
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_new_name(struct bmc_error *err, const char *field, const char *text,
		   struct arg_value *v)
{
	if (text[0] == '#')
		return bmc_error_value(err, field, text, "starts with #, which marks user IDs");
	return parse_user(err, field, text, v);
}
