// SPDX-License-Identifier: GPL-2.0-only
/* Redfish host interface: SMBIOS type 42 and IPMI answers. Pure. */
#include "redfish.h"

#include <string.h>

#include "../cursor.h"
#include "text.h"

#define HEADER 4
#define NETWORK_HOST_INTERFACE 0x40
#define REDFISH_OVER_IP 0x04
#define USB 2
#define PCI 3
#define USB_V2 4
#define PCI_V2 5
#define NO_VLAN 0xffffffffU

/**
 * smbios_next() - the next structure of a table
 * @table: the table
 * @len: bytes of it
 * @walk: all zero before the first call
 *
 * Return: false after the last one, or where the table is broken.
 */
bool smbios_next(const uint8_t *table, size_t len, struct smbios_walk *walk)
{
	size_t at = walk->at, size;

	if (len < HEADER || at > len - HEADER)
		return false;
	size = table[at + 1];
	if (size < HEADER || size > len - at)
		return false;
	walk->type = table[at];
	walk->data = table + at;
	walk->len = size;
	/* Its strings follow, up to two zeros. */
	for (at += size; at + 2 <= len && (table[at] || table[at + 1]); at++)
		;
	walk->at = at + 2;
	return true;
}

static void decode_device(struct cursor c, struct redfish_interface *r)
{
	uint8_t skip[4];

	r->device_type = cursor_u8(&c);
	/* The newer descriptors begin with their length. */
	if (r->device_type == USB_V2 || r->device_type == PCI_V2)
		(void)cursor_u8(&c);
	r->vendor = (uint16_t)cursor_le(&c, 2);
	r->product = (uint16_t)cursor_le(&c, 2);
	r->has_vendor = !c.bad && r->device_type >= USB && r->device_type <= PCI_V2;
	if (r->device_type == USB_V2)
		cursor_bytes(&c, skip, 1);
	else if (r->device_type == PCI_V2)
		cursor_bytes(&c, skip, 4);
	else
		return;
	cursor_bytes(&c, r->mac, sizeof(r->mac));
	r->has_mac = !c.bad;
	if (r->device_type == PCI_V2)
		cursor_bytes(&c, skip, 4);
	r->bootstrap = cursor_le(&c, 2) & 1;
	if (c.bad)
		r->bootstrap = false;
}

static bool decode_protocol(struct cursor c, struct redfish_interface *r)
{
	size_t n;

	cursor_bytes(&c, r->uuid, sizeof(r->uuid));
	r->assignment = cursor_u8(&c);
	r->host_format = cursor_u8(&c);
	cursor_bytes(&c, r->host, sizeof(r->host));
	cursor_bytes(&c, r->host_mask, sizeof(r->host_mask));
	r->discovery = cursor_u8(&c);
	r->service_format = cursor_u8(&c);
	cursor_bytes(&c, r->service, sizeof(r->service));
	cursor_bytes(&c, r->service_mask, sizeof(r->service_mask));
	r->port = (uint16_t)cursor_le(&c, 2);
	r->vlan = cursor_le(&c, 4);
	if (c.bad)
		return false;
	if (r->vlan == NO_VLAN)
		r->vlan = 0;
	n = cursor_u8(&c);
	if (n > c.left)
		n = c.left;
	ipmi_text_decode(r->name, sizeof(r->name), IPMI_TEXT_8BIT, c.at, n);
	return true;
}

/**
 * redfish_interface_decode() - read an SMBIOS structure of type 42
 * @data: its formatted part
 * @len: bytes of it
 * @r: filled
 *
 * Return: false when it is no way to a Redfish service: many are for something else.
 */
bool redfish_interface_decode(const uint8_t *data, size_t len, struct redfish_interface *r)
{
	struct cursor c = cursor_init(data, len), inner;
	uint8_t header[HEADER], n, protocols, id;

	memset(r, 0, sizeof(*r));
	cursor_bytes(&c, header, sizeof(header));
	if (cursor_u8(&c) != NETWORK_HOST_INTERFACE)
		return false;
	n = cursor_u8(&c);
	if (c.bad || n > c.left)
		return false;
	inner = cursor_init(c.at, n);
	decode_device(inner, r);
	c.at += n;
	c.left -= n;
	for (protocols = cursor_u8(&c); protocols && !c.bad; protocols--) {
		id = cursor_u8(&c);
		n = cursor_u8(&c);
		if (c.bad || n > c.left)
			return false;
		inner = cursor_init(c.at, n);
		if (id == REDFISH_OVER_IP)
			return decode_protocol(inner, r);
		c.at += n;
		c.left -= n;
	}
	return false;
}

/**
 * ipmi_fingerprint_decode() - read the answer to Get Manager Certificate Fingerprint
 * @rs: the answer
 * @algorithm: set; 1 = SHA-256
 * @hash: filled
 *
 * Return: false when it is too short or of another group.
 */
bool ipmi_fingerprint_decode(const struct ipmi_response *rs, uint8_t *algorithm,
			     uint8_t hash[32])
{
	struct cursor c = cursor_init(rs->data, rs->len);

	if (cursor_u8(&c) != IPMI_REDFISH_GROUP)
		return false;
	*algorithm = cursor_u8(&c);
	cursor_bytes(&c, hash, 32);
	return !c.bad;
}

/* Padded with zeros, or by some firmware with blanks; at full length with neither. */
static bool get_credential(struct cursor *c, char text[IPMI_CREDENTIAL + 1])
{
	size_t n;

	cursor_bytes(c, text, IPMI_CREDENTIAL);
	text[IPMI_CREDENTIAL] = '\0';
	for (n = strlen(text); n && text[n - 1] == ' '; n--)
		text[n - 1] = '\0';
	/* It ends up in a file of lines. */
	return n && !strpbrk(text, "\r\n");
}

/**
 * ipmi_bootstrap_decode() - read the answer to Get Bootstrap Account Credentials
 * @rs: the answer
 * @user: filled
 * @password: filled
 *
 * Return: false when it is too short, of another group, or one of them is empty.
 */
bool ipmi_bootstrap_decode(const struct ipmi_response *rs, char user[IPMI_CREDENTIAL + 1],
			   char password[IPMI_CREDENTIAL + 1])
{
	struct cursor c = cursor_init(rs->data, rs->len);
	bool good;

	if (cursor_u8(&c) != IPMI_REDFISH_GROUP)
		return false;
	good = get_credential(&c, user);
	return get_credential(&c, password) && good && !c.bad;
}
