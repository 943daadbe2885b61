/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading the values users give. The same rules everywhere; nothing is guessed. */
#ifndef BMC_PARSE_H
#define BMC_PARSE_H

#include <stdbool.h>
#include <stdint.h>

#include "error.h"

/**
 * struct arg_value - an argument that was read
 * @set: it was given
 * @text: as it was given
 * @u: a number: channel, seconds, byte, level, user ID (0 = by name), ...
 * @address: an IPv4 address
 * @prefix: length of the prefix that came with the address, -1 = none
 * @bytes: a MAC address
 * @ip6: an IPv6 address
 */
struct arg_value {
	bool set;
	const char *text;
	unsigned long u;
	uint32_t address;
	int prefix;
	uint8_t bytes[6];
	uint8_t ip6[16];
};

/* What parse_identify() gives for "forever", and parse_vlan() for "off". */
#define PARSE_FOREVER 256UL
#define PARSE_VLAN_OFF 0UL

typedef int parse_fn(struct bmc_error *err, const char *field, const char *text,
		     struct arg_value *v);

bool parse_ulong(const char *text, unsigned long *value);
int parse_range(struct bmc_error *err, const char *field, const char *text, unsigned long min,
		unsigned long max, unsigned long *value);
const char *parse_name_rule(const char *name);
void ipv4_text(uint32_t address, char text[16]);
int ipv4_mask_prefix(uint32_t mask);
uint32_t ipv4_prefix_mask(int prefix);
const char *ipv4_host_rule(uint32_t address);

parse_fn parse_channel, parse_byte, parse_netfn, parse_lun, parse_seconds, parse_identify,
	 parse_address, parse_netmask, parse_gateway, parse_vlan, parse_priority, parse_interval,
	 parse_onoff, parse_level, parse_user, parse_new_name, parse_reset, parse_text, parse_fd,
	 parse_mac, parse_channels, parse_slot;

#endif
