/* SPDX-License-Identifier: GPL-2.0-only */
/* LAN configuration parameters (section 23). */
#ifndef BMC_IPMI_LAN_H
#define BMC_IPMI_LAN_H

#include "ipmi.h"

enum ipmi_lan_parameter {
	IPMI_LAN_SET_IN_PROGRESS = 0,
	IPMI_LAN_AUTH_SUPPORT = 1,
	IPMI_LAN_AUTH_ENABLES = 2,
	IPMI_LAN_ADDRESS = 3,
	IPMI_LAN_SOURCE = 4,
	IPMI_LAN_MAC = 5,
	IPMI_LAN_NETMASK = 6,
	IPMI_LAN_ARP_CONTROL = 10,
	IPMI_LAN_ARP_INTERVAL = 11,
	IPMI_LAN_GATEWAY = 12,
	IPMI_LAN_GATEWAY_MAC = 13,
	IPMI_LAN_BACKUP_GATEWAY = 14,
	IPMI_LAN_BACKUP_MAC = 15,
	IPMI_LAN_COMMUNITY = 16,
	IPMI_LAN_DEST_COUNT = 17,
	IPMI_LAN_DEST_TYPE = 18,
	IPMI_LAN_DEST_ADDRESS = 19,
	IPMI_LAN_VLAN = 20,
	IPMI_LAN_VLAN_PRIORITY = 21,
	IPMI_LAN_CIPHER_COUNT = 22,
	IPMI_LAN_CIPHER_LIST = 23,
	IPMI_LAN_CIPHER_PRIVILEGES = 24,
	IPMI_LAN_IP6_SUPPORT = 50,
	IPMI_LAN_IP6_ENABLES = 51,
	IPMI_LAN_IP6_STATUS = 55,
	IPMI_LAN_IP6_STATIC = 56,
	IPMI_LAN_IP6_DYNAMIC = 59,
	IPMI_LAN_IP6_ROUTER_CONTROL = 64,
	IPMI_LAN_IP6_ROUTER = 65,
	IPMI_LAN_IP6_ROUTER_MAC = 66,
	IPMI_LAN_IP6_ROUTER_PREFIX_LEN = 67,
	IPMI_LAN_IP6_ROUTER_PREFIX = 68,
};

/* SOL configuration parameters (section 26), told from those of LAN by an offset. */
#define IPMI_SOL_BASE 128

enum ipmi_sol_parameter {
	IPMI_SOL_SET_IN_PROGRESS = IPMI_SOL_BASE,
	IPMI_SOL_ENABLE = IPMI_SOL_BASE + 1,
	IPMI_SOL_AUTH = IPMI_SOL_BASE + 2,
	IPMI_SOL_ACCUMULATE = IPMI_SOL_BASE + 3,
	IPMI_SOL_RETRY = IPMI_SOL_BASE + 4,
	IPMI_SOL_RATE_SAVED = IPMI_SOL_BASE + 5,
	IPMI_SOL_RATE = IPMI_SOL_BASE + 6,
	IPMI_SOL_CHANNEL = IPMI_SOL_BASE + 7,
	IPMI_SOL_PORT = IPMI_SOL_BASE + 8,
};

enum ipmi_lan_progress {
	IPMI_LAN_SET_COMPLETE = 0,
	IPMI_LAN_SET_BUSY = 1,
	IPMI_LAN_SET_COMMIT = 2,
};

enum ipmi_lan_source {
	IPMI_LAN_STATIC = 1,
	IPMI_LAN_DHCP = 2,
};

#define IPMI_LAN_DATA_MAX 20
#define IPMI_LAN_PARAMETERS 32
#define IPMI_CIPHER_MAX 16

enum ipmi_lan_state {
	IPMI_LAN_UNREAD,
	IPMI_LAN_OK,
	IPMI_LAN_UNSUPPORTED,
	IPMI_LAN_FAILED,
};

/**
 * struct ipmi_lan_value - one parameter as the BMC has it
 * @state: &enum ipmi_lan_state
 * @len: bytes in @data
 * @data: parameter data without the revision byte
 */
struct ipmi_lan_value {
	uint8_t state;
	uint8_t len;
	uint8_t data[IPMI_LAN_DATA_MAX];
};

/**
 * struct ipmi_lan_config - the parameters of a channel, by number
 * @value: the parameters
 */
struct ipmi_lan_config {
	struct ipmi_lan_value value[IPMI_LAN_PARAMETERS];
};

size_t ipmi_lan_size(unsigned int parameter);
const char *ipmi_lan_name(unsigned int parameter);
bool ipmi_lan_has_sets(unsigned int parameter);
void ipmi_lan_get_encode(struct ipmi_request *rq, uint8_t channel, uint8_t parameter, uint8_t set);
bool ipmi_lan_get_decode(const struct ipmi_response *rs, unsigned int parameter,
			 struct ipmi_lan_value *value);
void ipmi_lan_set_encode(struct ipmi_request *rq, uint8_t channel, uint8_t parameter,
			 const uint8_t *data, size_t len);
bool ipmi_lan_equal(unsigned int parameter, const struct ipmi_lan_value *a,
		    const struct ipmi_lan_value *b);
const char *ipmi_lan_source_name(uint8_t source);
const char *ipmi_lan_progress_name(uint8_t progress);
uint32_t ipmi_lan_ipv4(const struct ipmi_lan_value *value);
void ipmi_lan_put_ipv4(struct ipmi_lan_value *value, uint32_t address);
int ipmi_lan_vlan(const struct ipmi_lan_value *value);
void ipmi_lan_put_vlan(struct ipmi_lan_value *value, int vlan);
unsigned int ipmi_lan_ciphers(const struct ipmi_lan_config *config,
			      uint8_t ids[IPMI_CIPHER_MAX], uint8_t privileges[IPMI_CIPHER_MAX]);

#endif
