/* SPDX-License-Identifier: GPL-2.0-only */
/* Device commands of NetFn App: identity, self test, GUIDs. */
#ifndef BMC_IPMI_APP_H
#define BMC_IPMI_APP_H

#include "ipmi.h"

/**
 * struct ipmi_device_id - Get Device ID (section 20.1)
 * @id: device ID
 * @revision: device revision
 * @provides_sdrs: has device SDRs
 * @available: false while a firmware update or the initialization goes on
 * @fw_major: major firmware revision
 * @fw_minor: minor firmware revision, BCD
 * @ipmi_major: version of IPMI
 * @ipmi_minor: version of IPMI
 * @support: additional device support, a bit each
 * @manufacturer: IANA enterprise number
 * @product: product ID
 * @has_aux: @aux is there
 * @aux: auxiliary firmware revision
 */
struct ipmi_device_id {
	uint8_t id;
	uint8_t revision;
	bool provides_sdrs;
	bool available;
	uint8_t fw_major;
	uint8_t fw_minor;
	uint8_t ipmi_major;
	uint8_t ipmi_minor;
	uint8_t support;
	uint32_t manufacturer;
	uint16_t product;
	bool has_aux;
	uint8_t aux[4];
};

/**
 * struct ipmi_self_test - Get Self Test Results (section 20.4)
 * @result: result code
 * @detail: detail byte
 */
struct ipmi_self_test {
	uint8_t result;
	uint8_t detail;
};

/* Ways BMCs put a GUID on the wire. */
enum ipmi_guid_form {
	IPMI_GUID_IPMI,
	IPMI_GUID_SMBIOS,
	IPMI_GUID_RFC4122,
};

#define IPMI_GUID_TEXT 37

bool ipmi_device_id_decode(const struct ipmi_response *rs, struct ipmi_device_id *id);
bool ipmi_self_test_decode(const struct ipmi_response *rs, struct ipmi_self_test *st);
const char *ipmi_self_test_text(uint8_t result);
const char *ipmi_self_test_bit(unsigned int bit);
const char *ipmi_support_bit(unsigned int bit);
bool ipmi_guid_decode(const struct ipmi_response *rs, uint8_t guid[16]);
enum ipmi_guid_form ipmi_guid_guess(const uint8_t guid[16]);
const char *ipmi_guid_form_name(enum ipmi_guid_form form);
void ipmi_guid_text(const uint8_t guid[16], enum ipmi_guid_form form, char text[IPMI_GUID_TEXT]);
const char *ipmi_manufacturer(uint32_t iana);

#endif
