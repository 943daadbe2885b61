/* SPDX-License-Identifier: GPL-2.0-only */
/* Redfish host interface (DSP0270): SMBIOS type 42, and the commands of group 52h. */
#ifndef BMC_IPMI_REDFISH_H
#define BMC_IPMI_REDFISH_H

#include "ipmi.h"

enum ipmi_redfish_cmd {
	IPMI_GET_CERTIFICATE_FINGERPRINT = 0x01,
	IPMI_GET_BOOTSTRAP_CREDENTIALS = 0x02,
};

#define IPMI_REDFISH_GROUP 0x52
#define IPMI_BOOTSTRAP_KEEP 0xa5
#define IPMI_BOOTSTRAP_OFF 0x80
#define IPMI_CREDENTIAL 16
#define REDFISH_HOST_NAME 128

/**
 * struct redfish_interface - a way to a Redfish service
 * @device_type: 2 USB, 3 PCI, 4 USB v2, 5 PCI v2
 * @has_vendor: the next two are known
 * @vendor: USB or PCI vendor
 * @product: USB or PCI product
 * @has_mac: @mac is known
 * @mac: MAC address of the host's end
 * @bootstrap: credentials can be had through IPMI
 * @uuid: of the service
 * @assignment: how the host gets its address: 1 static, 2 DHCP, 3 automatic, 4 host selects
 * @host_format: 1 = IPv4, 2 = IPv6
 * @host: address of the host
 * @host_mask: its mask
 * @discovery: how the service gets its address
 * @service_format: 1 = IPv4, 2 = IPv6
 * @service: address of the service
 * @service_mask: its mask
 * @port: port of the service
 * @vlan: VLAN ID, 0 = none
 * @name: host name of the service, may be empty
 */
struct redfish_interface {
	uint8_t device_type;
	bool has_vendor;
	uint16_t vendor;
	uint16_t product;
	bool has_mac;
	uint8_t mac[6];
	bool bootstrap;
	uint8_t uuid[16];
	uint8_t assignment;
	uint8_t host_format;
	uint8_t host[16];
	uint8_t host_mask[16];
	uint8_t discovery;
	uint8_t service_format;
	uint8_t service[16];
	uint8_t service_mask[16];
	uint16_t port;
	uint32_t vlan;
	char name[REDFISH_HOST_NAME];
};

/**
 * struct smbios_walk - a walk over SMBIOS structures
 * @at: next structure
 * @type: type of the present one
 * @data: its formatted part
 * @len: bytes of that
 */
struct smbios_walk {
	size_t at;
	uint8_t type;
	const uint8_t *data;
	size_t len;
};

bool smbios_next(const uint8_t *table, size_t len, struct smbios_walk *walk);
bool redfish_interface_decode(const uint8_t *data, size_t len, struct redfish_interface *r);
bool ipmi_fingerprint_decode(const struct ipmi_response *rs, uint8_t *algorithm,
			     uint8_t hash[32]);
bool ipmi_bootstrap_decode(const struct ipmi_response *rs, char user[IPMI_CREDENTIAL + 1],
			   char password[IPMI_CREDENTIAL + 1]);

#endif
