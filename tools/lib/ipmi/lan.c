// SPDX-License-Identifier: GPL-2.0-only
/* LAN configuration parameters: coding. Pure. */
#include "lan.h"

#include <string.h>

#include "../array.h"
#include "../cursor.h"

#define VLAN_ENABLE 0x8000

/* @sets: the first byte of the data is a set selector. */
static const struct {
	uint8_t size;
	bool sets;
	const char *name;
} parameters[] = {
	[IPMI_LAN_SET_IN_PROGRESS] = { 1, false, "set_in_progress" },
	[IPMI_LAN_AUTH_SUPPORT] = { 1, false, "auth_support" },
	[IPMI_LAN_AUTH_ENABLES] = { 5, false, "auth_enables" },
	[IPMI_LAN_ADDRESS] = { 4, false, "address" },
	[IPMI_LAN_SOURCE] = { 1, false, "ip_source" },
	[IPMI_LAN_MAC] = { 6, false, "mac" },
	[IPMI_LAN_NETMASK] = { 4, false, "netmask" },
	[IPMI_LAN_ARP_CONTROL] = { 1, false, "arp_control" },
	[IPMI_LAN_ARP_INTERVAL] = { 1, false, "arp_interval" },
	[IPMI_LAN_GATEWAY] = { 4, false, "gateway" },
	[IPMI_LAN_GATEWAY_MAC] = { 6, false, "gateway_mac" },
	[IPMI_LAN_BACKUP_GATEWAY] = { 4, false, "backup_gateway" },
	[IPMI_LAN_BACKUP_MAC] = { 6, false, "backup_gateway_mac" },
	[IPMI_LAN_COMMUNITY] = { 18, false, "snmp_community" },
	[IPMI_LAN_DEST_COUNT] = { 1, false, "dest_count" },
	[IPMI_LAN_DEST_TYPE] = { 4, true, "dest_type" },
	[IPMI_LAN_DEST_ADDRESS] = { 13, true, "dest_address" },
	[IPMI_LAN_VLAN] = { 2, false, "vlan" },
	[IPMI_LAN_VLAN_PRIORITY] = { 1, false, "vlan_priority" },
	[IPMI_LAN_CIPHER_COUNT] = { 1, false, "cipher_count" },
	[IPMI_LAN_CIPHER_LIST] = { 1, false, "cipher_suites" },
	[IPMI_LAN_CIPHER_PRIVILEGES] = { 9, false, "cipher_privileges" },
	[IPMI_LAN_IP6_SUPPORT] = { 1, false, "ip6_support" },
	[IPMI_LAN_IP6_ENABLES] = { 1, false, "ip6_enables" },
	[IPMI_LAN_IP6_STATUS] = { 3, false, "ip6_status" },
	[IPMI_LAN_IP6_STATIC] = { 20, true, "ip6_static" },
	[IPMI_LAN_IP6_DYNAMIC] = { 20, true, "ip6_dynamic" },
	[IPMI_LAN_IP6_ROUTER_CONTROL] = { 1, false, "ip6_router_control" },
	[IPMI_LAN_IP6_ROUTER] = { 16, false, "ip6_router" },
	[IPMI_LAN_IP6_ROUTER_MAC] = { 6, false, "ip6_router_mac" },
	[IPMI_LAN_IP6_ROUTER_PREFIX_LEN] = { 1, false, "ip6_router_prefix_len" },
	[IPMI_LAN_IP6_ROUTER_PREFIX] = { 16, false, "ip6_router_prefix" },
	[IPMI_SOL_SET_IN_PROGRESS] = { 1, false, "sol_set_in_progress" },
	[IPMI_SOL_ENABLE] = { 1, false, "sol_enabled" },
	[IPMI_SOL_AUTH] = { 1, false, "sol_authentication" },
	[IPMI_SOL_ACCUMULATE] = { 2, false, "sol_accumulate" },
	[IPMI_SOL_RETRY] = { 2, false, "sol_retry" },
	[IPMI_SOL_RATE_SAVED] = { 1, false, "sol_rate_saved" },
	[IPMI_SOL_RATE] = { 1, false, "sol_rate" },
	[IPMI_SOL_CHANNEL] = { 1, false, "sol_channel" },
	[IPMI_SOL_PORT] = { 2, false, "sol_port" },
};

/**
 * ipmi_lan_size() - data bytes of a parameter
 * @parameter: its number
 *
 * Return: the size; for a list the smallest one; 0 when not known here.
 */
size_t ipmi_lan_size(unsigned int parameter)
{
	return parameter < ARRAY_SIZE(parameters) ? parameters[parameter].size : 0;
}

/**
 * ipmi_lan_name() - the word for a parameter
 * @parameter: its number
 *
 * Return: a constant string.
 */
const char *ipmi_lan_name(unsigned int parameter)
{
	if (parameter >= ARRAY_SIZE(parameters) || !parameters[parameter].name)
		return "parameter";
	return parameters[parameter].name;
}

/**
 * ipmi_lan_has_sets() - is there more than one of a parameter?
 * @parameter: its number
 *
 * Return: true when its data begin with a set selector.
 */
bool ipmi_lan_has_sets(unsigned int parameter)
{
	return parameter < ARRAY_SIZE(parameters) && parameters[parameter].sets;
}

/**
 * ipmi_lan_get_encode() - build Get LAN Configuration Parameters
 * @rq: the request
 * @channel: channel number
 * @parameter: parameter number
 * @set: set selector, 0 for a parameter without sets
 */
void ipmi_lan_get_encode(struct ipmi_request *rq, uint8_t channel, uint8_t parameter, uint8_t set)
{
	ipmi_request_init(rq, IPMI_NETFN_TRANSPORT, parameter < IPMI_SOL_BASE ?
			  IPMI_GET_LAN_PARAMETERS : IPMI_GET_SOL_PARAMETERS);
	ipmi_request_byte(rq, channel & 0x0f);
	ipmi_request_byte(rq, parameter % IPMI_SOL_BASE);
	ipmi_request_byte(rq, set);
	ipmi_request_byte(rq, 0);
	rq->secret_answer = parameter == IPMI_LAN_COMMUNITY;
}

/**
 * ipmi_lan_get_decode() - read its answer
 * @rs: the answer
 * @parameter: the parameter that was asked for
 * @value: filled
 *
 * Return: false when the answer is too short for the parameter.
 */
bool ipmi_lan_get_decode(const struct ipmi_response *rs, unsigned int parameter,
			 struct ipmi_lan_value *value)
{
	struct cursor c = cursor_init(rs->data, rs->len);
	size_t size = ipmi_lan_size(parameter);

	memset(value, 0, sizeof(*value));
	cursor_u8(&c);
	if (parameter == IPMI_LAN_CIPHER_LIST && c.left > size)
		size = c.left < 1 + IPMI_CIPHER_MAX ? c.left : 1 + IPMI_CIPHER_MAX;
	cursor_bytes(&c, value->data, size);
	value->len = (uint8_t)size;
	value->state = c.bad ? IPMI_LAN_FAILED : IPMI_LAN_OK;
	return !c.bad;
}

/**
 * ipmi_lan_set_encode() - build Set LAN Configuration Parameters
 * @rq: the request
 * @channel: channel number
 * @parameter: parameter number
 * @data: parameter data
 * @len: bytes in @data
 */
void ipmi_lan_set_encode(struct ipmi_request *rq, uint8_t channel, uint8_t parameter,
			 const uint8_t *data, size_t len)
{
	ipmi_request_init(rq, IPMI_NETFN_TRANSPORT, parameter < IPMI_SOL_BASE ?
			  IPMI_SET_LAN_PARAMETERS : IPMI_SET_SOL_PARAMETERS);
	ipmi_request_byte(rq, channel & 0x0f);
	ipmi_request_byte(rq, parameter % IPMI_SOL_BASE);
	if (parameter == IPMI_LAN_COMMUNITY)
		rq->secret = rq->len;
	ipmi_request_add(rq, data, len);
}

/**
 * ipmi_lan_equal() - do two values mean the same?
 * @parameter: parameter number
 * @a: a value
 * @b: another
 *
 * Reserved bits don't count, and neither does the ID of a VLAN that is off.
 *
 * Return: true when they do.
 */
bool ipmi_lan_equal(unsigned int parameter, const struct ipmi_lan_value *a,
		    const struct ipmi_lan_value *b)
{
	static const uint8_t masks[] = {
		[IPMI_LAN_SET_IN_PROGRESS] = 0x03, [IPMI_LAN_SOURCE] = 0x0f,
		[IPMI_LAN_ARP_CONTROL] = 0x03, [IPMI_LAN_VLAN_PRIORITY] = 0x07,
		[IPMI_LAN_IP6_ROUTER_CONTROL] = 0x03,
		[IPMI_SOL_ENABLE] = 0x01, [IPMI_SOL_AUTH] = 0xcf,
		[IPMI_SOL_RATE_SAVED] = 0x0f, [IPMI_SOL_RATE] = 0x0f,
	};
	size_t len = a->len;

	if (a->state != IPMI_LAN_OK || b->state != IPMI_LAN_OK)
		return false;
	if (parameter == IPMI_LAN_VLAN)
		return ipmi_lan_vlan(a) == ipmi_lan_vlan(b);
	if (parameter < ARRAY_SIZE(masks) && masks[parameter])
		return !((a->data[0] ^ b->data[0]) & masks[parameter]);
	/* The last byte of an IPv6 address tells what became of it. */
	if (parameter == IPMI_LAN_IP6_STATIC && len)
		len--;
	return a->len == b->len && !memcmp(a->data, b->data, len);
}

/**
 * ipmi_lan_source_name() - the word for an IP address source
 * @source: IP address source, upper bits are ignored
 *
 * Return: a constant string, NULL when reserved.
 */
const char *ipmi_lan_source_name(uint8_t source)
{
	static const char *const names[] = { "unspecified", "static", "dhcp", "bios", "other" };

	source &= 0x0f;
	return source < ARRAY_SIZE(names) ? names[source] : NULL;
}

/**
 * ipmi_lan_progress_name() - the word for a state of "set in progress"
 * @progress: upper bits are ignored
 *
 * Return: a constant string, NULL when reserved.
 */
const char *ipmi_lan_progress_name(uint8_t progress)
{
	static const char *const names[] = { "complete", "in_progress", "commit" };

	progress &= 0x03;
	return progress < ARRAY_SIZE(names) ? names[progress] : NULL;
}

/**
 * ipmi_lan_ipv4() - the address in a parameter
 * @value: a parameter of four bytes
 *
 * Return: the address as a number.
 */
uint32_t ipmi_lan_ipv4(const struct ipmi_lan_value *value)
{
	const uint8_t *d = value->data;

	return (uint32_t)d[0] << 24 | (uint32_t)d[1] << 16 | (uint32_t)d[2] << 8 | d[3];
}

/**
 * ipmi_lan_put_ipv4() - put an address into a parameter
 * @value: the parameter
 * @address: the address as a number
 */
void ipmi_lan_put_ipv4(struct ipmi_lan_value *value, uint32_t address)
{
	value->state = IPMI_LAN_OK;
	value->len = 4;
	value->data[0] = (uint8_t)(address >> 24);
	value->data[1] = (uint8_t)(address >> 16);
	value->data[2] = (uint8_t)(address >> 8);
	value->data[3] = (uint8_t)address;
}

/**
 * ipmi_lan_vlan() - the VLAN ID in a parameter
 * @value: parameter 20
 *
 * Return: the ID, or -1 when the VLAN is off.
 */
int ipmi_lan_vlan(const struct ipmi_lan_value *value)
{
	unsigned int v = value->data[0] | (unsigned int)value->data[1] << 8;

	return v & VLAN_ENABLE ? (int)(v & 0x0fff) : -1;
}

/**
 * ipmi_lan_put_vlan() - put a VLAN ID into a parameter
 * @value: parameter 20
 * @vlan: the ID, or -1 to switch the VLAN off
 */
void ipmi_lan_put_vlan(struct ipmi_lan_value *value, int vlan)
{
	unsigned int v = vlan < 0 ? 0 : ((unsigned int)vlan & 0x0fff) | VLAN_ENABLE;

	value->state = IPMI_LAN_OK;
	value->len = 2;
	value->data[0] = (uint8_t)v;
	value->data[1] = (uint8_t)(v >> 8);
}

/**
 * ipmi_lan_ciphers() - cipher suites of a channel and their privilege limits
 * @config: parameters of the channel, 23 and 24 of them read
 * @ids: filled with cipher suite IDs
 * @privileges: filled with the limit of each, 0 where there is none
 *
 * The limits are a list of half bytes in the order of the list of suites.
 *
 * Return: how many there are.
 */
unsigned int ipmi_lan_ciphers(const struct ipmi_lan_config *config,
			      uint8_t ids[IPMI_CIPHER_MAX], uint8_t privileges[IPMI_CIPHER_MAX])
{
	const struct ipmi_lan_value *list = &config->value[IPMI_LAN_CIPHER_LIST];
	const struct ipmi_lan_value *limit = &config->value[IPMI_LAN_CIPHER_PRIVILEGES];
	const struct ipmi_lan_value *count = &config->value[IPMI_LAN_CIPHER_COUNT];
	unsigned int n, i;

	if (list->state != IPMI_LAN_OK || list->len < 1)
		return 0;
	n = list->len - 1U;
	if (n > IPMI_CIPHER_MAX)
		n = IPMI_CIPHER_MAX;
	if (count->state == IPMI_LAN_OK && (count->data[0] & 0x1f) < n)
		n = count->data[0] & 0x1f;
	for (i = 0; i < n; i++) {
		ids[i] = list->data[1 + i];
		privileges[i] = 0;
		if (limit->state == IPMI_LAN_OK)
			privileges[i] = limit->data[1 + i / 2] >> (i % 2 * 4) & 0x0f;
	}
	return n;
}
