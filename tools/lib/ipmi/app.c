// SPDX-License-Identifier: GPL-2.0-only
/* Device commands of NetFn App: identity, self test, GUIDs. Pure. */
#include "app.h"

#include <stdio.h>
#include <string.h>

#include "../array.h"
#include "../cursor.h"

/**
 * ipmi_device_id_decode() - read the answer to Get Device ID
 * @rs: the answer
 * @id: filled
 *
 * Return: false when the answer is too short.
 */
bool ipmi_device_id_decode(const struct ipmi_response *rs, struct ipmi_device_id *id)
{
	struct cursor c = cursor_init(rs->data, rs->len);
	uint8_t b;

	memset(id, 0, sizeof(*id));
	id->id = cursor_u8(&c);
	b = cursor_u8(&c);
	id->revision = b & 0x0f;
	id->provides_sdrs = b & 0x80;
	b = cursor_u8(&c);
	id->available = !(b & 0x80);
	id->fw_major = b & 0x7f;
	id->fw_minor = cursor_u8(&c);
	b = cursor_u8(&c);
	id->ipmi_major = b & 0x0f;
	id->ipmi_minor = b >> 4;
	id->support = cursor_u8(&c);
	id->manufacturer = cursor_le(&c, 3) & 0xfffff;
	id->product = (uint16_t)cursor_le(&c, 2);
	if (c.bad)
		return false;
	if (c.left >= sizeof(id->aux)) {
		cursor_bytes(&c, id->aux, sizeof(id->aux));
		id->has_aux = true;
	}
	return true;
}

/**
 * ipmi_self_test_decode() - read the answer to Get Self Test Results
 * @rs: the answer
 * @st: filled
 *
 * Return: false when the answer is too short.
 */
bool ipmi_self_test_decode(const struct ipmi_response *rs, struct ipmi_self_test *st)
{
	struct cursor c = cursor_init(rs->data, rs->len);

	st->result = cursor_u8(&c);
	st->detail = cursor_u8(&c);
	return !c.bad;
}

/**
 * ipmi_self_test_text() - the word for a self test result
 * @result: result code
 *
 * Return: a constant string, NULL for a code of the manufacturer.
 */
const char *ipmi_self_test_text(uint8_t result)
{
	switch (result) {
	case 0x55:
		return "ok";
	case 0x56:
		return "not_implemented";
	case 0x57:
		return "corrupted_or_inaccessible";
	case 0x58:
		return "fatal_hardware_error";
	default:
		return NULL;
	}
}

/**
 * ipmi_self_test_bit() - a bit of the detail byte of result 57h
 * @bit: 0 to 7
 *
 * Return: a constant string.
 */
const char *ipmi_self_test_bit(unsigned int bit)
{
	static const char *const names[] = {
		"controller_operational_firmware_corrupted", "boot_block_firmware_corrupted",
		"fru_internal_area_corrupted", "sdr_repository_empty", "no_ipmb_signal_lines",
		"no_bmc_fru_access", "no_sdr_repository_access", "no_sel_access",
	};

	return names[bit & 7];
}

/**
 * ipmi_support_bit() - a bit of the additional device support byte
 * @bit: 0 to 7
 *
 * Return: a constant string.
 */
const char *ipmi_support_bit(unsigned int bit)
{
	static const char *const names[] = {
		"sensor", "sdr_repository", "sel", "fru_inventory", "ipmb_event_receiver",
		"ipmb_event_generator", "bridge", "chassis",
	};

	return names[bit & 7];
}

/**
 * ipmi_guid_decode() - read the answer to Get Device GUID or Get System GUID
 * @rs: the answer
 * @guid: filled, in the order of the wire
 *
 * Return: false when the answer is too short.
 */
bool ipmi_guid_decode(const struct ipmi_response *rs, uint8_t guid[16])
{
	struct cursor c = cursor_init(rs->data, rs->len);

	cursor_bytes(&c, guid, 16);
	return !c.bad;
}

/* Where the bytes of the text form are on the wire. */
static const uint8_t guid_order[][16] = {
	[IPMI_GUID_IPMI] = { 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 },
	[IPMI_GUID_SMBIOS] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15 },
	[IPMI_GUID_RFC4122] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
};

/**
 * ipmi_guid_guess() - which byte order this BMC uses
 * @guid: the GUID as received
 *
 * The specification wants the reverse of the printed order. Many BMCs send the
 * SMBIOS UUID as it is in memory instead. The version and variant bits tell.
 *
 * Return: the order that makes a valid UUID, that of the specification if none does.
 */
enum ipmi_guid_form ipmi_guid_guess(const uint8_t guid[16])
{
	unsigned int form;

	for (form = IPMI_GUID_IPMI; form <= IPMI_GUID_RFC4122; form++) {
		unsigned int version = guid[guid_order[form][6]] >> 4;
		unsigned int variant = guid[guid_order[form][8]] >> 6;

		if (version >= 1 && version <= 5 && variant == 2)
			return form;
	}
	return IPMI_GUID_IPMI;
}

/**
 * ipmi_guid_form_name() - the word for a byte order
 * @form: the byte order
 *
 * Return: a constant string.
 */
const char *ipmi_guid_form_name(enum ipmi_guid_form form)
{
	static const char *const names[] = { "ipmi", "smbios", "rfc4122" };

	return names[form];
}

/**
 * ipmi_guid_text() - the printed form of a GUID
 * @guid: the GUID as received
 * @form: its byte order
 * @text: filled
 */
void ipmi_guid_text(const uint8_t guid[16], enum ipmi_guid_form form, char text[IPMI_GUID_TEXT])
{
	unsigned int i;
	char *p = text;

	for (i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*p++ = '-';
		p += sprintf(p, "%02x", guid[guid_order[form][i]]);
	}
}

/**
 * ipmi_manufacturer() - who made the BMC
 * @iana: IANA enterprise number
 *
 * Return: a constant string, or NULL when not in the small table kept here.
 */
const char *ipmi_manufacturer(uint32_t iana)
{
	static const struct {
		uint32_t iana;
		const char *name;
	} table[] = {
		{ 2, "IBM" }, { 9, "Cisco" }, { 11, "Hewlett-Packard" },
		{ 42, "Sun Microsystems" }, { 116, "Hitachi" }, { 119, "NEC" },
		{ 343, "Intel" }, { 373, "Tatung" }, { 674, "Dell" }, { 2011, "Huawei" },
		{ 2623, "ASUSTeK" }, { 5703, "NVIDIA" }, { 6653, "Tyan" },
		{ 7154, "IPMI Forum" }, { 7244, "Quanta" }, { 10368, "Fujitsu" },
		{ 10876, "Supermicro" }, { 15370, "Giga-Byte" }, { 19046, "Lenovo" },
		{ 20974, "American Megatrends" }, { 37945, "Inspur" }, { 40981, "Facebook" },
		{ 42817, "OpenPOWER" }, { 47196, "Hewlett Packard Enterprise" },
		{ 49622, "ASRock Rack" }, { 52538, "Ampere Computing" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(table); i++)
		if (table[i].iana == iana)
			return table[i].name;
	return NULL;
}
