// SPDX-License-Identifier: GPL-2.0-only
/* FRU data: the storage format. Pure; nothing in it is trusted. */
#include "fru.h"

#include <stdio.h>
#include <string.h>

#include "../array.h"
#include "../cursor.h"
#include "text.h"

#define END_OF_FIELDS 0xc1
#define LANGUAGE_ENGLISH 25

static bool sums_to_zero(const uint8_t *data, size_t len)
{
	uint8_t sum = 0;

	while (len--)
		sum += *data++;
	return !sum;
}

static void find_area(const uint8_t *data, size_t len, enum ipmi_fru_area i,
		      struct ipmi_fru_place *place)
{
	place->offset = data[1 + i] * 8UL;
	place->present = place->offset;
	if (!place->present || place->offset + 2 > len)
		return;
	if (i == IPMI_FRU_INTERNAL || i == IPMI_FRU_MULTI) {
		/* They have no length of their own. */
		place->len = len - place->offset;
		place->sum_good = true;
		return;
	}
	if (place->offset + data[place->offset + 1] * 8UL > len)
		return;
	place->len = data[place->offset + 1] * 8UL;
	place->sum_good = place->len && sums_to_zero(data + place->offset, place->len);
}

/**
 * ipmi_fru_decode() - find the areas
 * @data: FRU data
 * @len: bytes of it
 * @fru: filled
 */
void ipmi_fru_decode(const uint8_t *data, size_t len, struct ipmi_fru *fru)
{
	unsigned int i;

	memset(fru, 0, sizeof(*fru));
	if (len < IPMI_FRU_HEADER)
		return;
	fru->version_good = (data[0] & 0x0f) == 1;
	fru->sum_good = sums_to_zero(data, IPMI_FRU_HEADER);
	for (i = 0; fru->version_good && i < IPMI_FRU_AREAS; i++)
		find_area(data, len, i, &fru->area[i]);
}

static enum ipmi_text_type text_type(uint8_t code, uint8_t language)
{
	switch (code >> 6) {
	case 0:
		return IPMI_TEXT_BINARY;
	case 1:
		return IPMI_TEXT_BCD;
	case 2:
		return IPMI_TEXT_6BIT;
	default:
		return !language || language == LANGUAGE_ENGLISH ? IPMI_TEXT_8BIT :
								   IPMI_TEXT_UTF16;
	}
}

static const char *const *field_names(enum ipmi_fru_area area, size_t *n, size_t *skip)
{
	static const char *const chassis[] = { "part_number", "serial_number" };
	static const char *const board[] = {
		"manufacturer", "product_name", "serial_number", "part_number", "fru_file_id",
	};
	static const char *const product[] = {
		"manufacturer", "product_name", "part_number", "version", "serial_number",
		"asset_tag", "fru_file_id",
	};

	switch (area) {
	case IPMI_FRU_CHASSIS:
		*n = ARRAY_SIZE(chassis);
		*skip = 3;
		return chassis;
	case IPMI_FRU_BOARD:
		*n = ARRAY_SIZE(board);
		*skip = 6;
		return board;
	case IPMI_FRU_PRODUCT:
		*n = ARRAY_SIZE(product);
		*skip = 3;
		return product;
	default:
		*n = 0;
		return NULL;
	}
}

/**
 * ipmi_fru_fields() - the fields of the chassis, board or product area
 * @data: FRU data
 * @len: bytes of it
 * @fru: decoded from it
 * @area: which area
 * @each: called for each field with its name and its text
 * @priv: passed to it
 */
void ipmi_fru_fields(const uint8_t *data, size_t len, const struct ipmi_fru *fru,
		     enum ipmi_fru_area area, ipmi_fru_field_fn *each, void *priv)
{
	const struct ipmi_fru_place *place = &fru->area[area];
	char text[IPMI_FRU_TEXT], custom[16];
	const char *const *names;
	size_t n, skip = 0, i;
	uint8_t language;
	struct cursor c;

	names = field_names(area, &n, &skip);
	if (!names || place->len < skip || place->offset + place->len > len)
		return;
	/* For the chassis this byte is its type; it speaks English. */
	language = area == IPMI_FRU_CHASSIS ? 0 : data[place->offset + 2];
	c = cursor_init(data + place->offset + skip, place->len - skip);
	for (i = 0; c.left; i++) {
		uint8_t code = cursor_u8(&c);
		size_t size = code & 0x3f;

		if (code == END_OF_FIELDS || size > c.left)
			return;
		ipmi_text_decode(text, sizeof(text), text_type(code, language), c.at, size);
		ipmi_text_trim(text);
		c.at += size;
		c.left -= size;
		snprintf(custom, sizeof(custom), "custom_%zu", i < n ? 0 : i - n + 1);
		each(priv, i < n ? names[i] : custom, text);
	}
}

/**
 * ipmi_fru_multi_next() - the next record of the multirecord area
 * @data: FRU data
 * @len: bytes of it
 * @at: where it begins; set to where the next one does
 * @record: filled
 *
 * Return: false when there is no whole record.
 */
bool ipmi_fru_multi_next(const uint8_t *data, size_t len, size_t *at,
			 struct ipmi_fru_multi *record)
{
	const uint8_t *h;
	uint8_t sum;
	size_t i;

	if (*at > len || len - *at < IPMI_FRU_MULTI_HEADER)
		return false;
	h = data + *at;
	if (len - *at - IPMI_FRU_MULTI_HEADER < h[2])
		return false;
	record->type = h[0];
	record->last = h[1] & 0x80;
	record->version = h[1] & 0x0f;
	record->header_good = sums_to_zero(h, IPMI_FRU_MULTI_HEADER);
	record->data = h + IPMI_FRU_MULTI_HEADER;
	record->len = h[2];
	sum = h[3];
	for (i = 0; i < record->len; i++)
		sum += record->data[i];
	record->sum_good = !sum;
	*at += IPMI_FRU_MULTI_HEADER + record->len;
	return true;
}

/**
 * ipmi_fru_board_minutes() - when the board was made
 * @data: FRU data
 * @fru: decoded from it
 *
 * Return: minutes since 1996-01-01, 0 = not known.
 */
uint32_t ipmi_fru_board_minutes(const uint8_t *data, const struct ipmi_fru *fru)
{
	const struct ipmi_fru_place *place = &fru->area[IPMI_FRU_BOARD];
	struct cursor c;

	if (place->len < 6)
		return 0;
	c = cursor_init(data + place->offset + 3, 3);
	return cursor_le(&c, 3);
}

/**
 * ipmi_fru_area_name() - the word for an area
 * @area: &enum ipmi_fru_area
 *
 * Return: a constant string.
 */
const char *ipmi_fru_area_name(unsigned int area)
{
	static const char *const names[] = {
		"internal_use", "chassis", "board", "product", "multirecord",
	};

	return area < ARRAY_SIZE(names) ? names[area] : "reserved";
}

/**
 * ipmi_fru_chassis_type() - the word for a type of chassis
 * @type: the type, as in SMBIOS
 *
 * Return: a constant string, NULL when it has none.
 */
const char *ipmi_fru_chassis_type(uint8_t type)
{
	static const char *const names[] = {
		NULL, "other", "unknown", "desktop", "low_profile_desktop", "pizza_box",
		"mini_tower", "tower", "portable", "laptop", "notebook", "hand_held",
		"docking_station", "all_in_one", "sub_notebook", "space_saving", "lunch_box",
		"main_server", "expansion", "sub_chassis", "bus_expansion", "peripheral",
		"raid", "rack_mount", "sealed_case_pc", "multi_system", "compact_pci",
		"advanced_tca", "blade", "blade_enclosure", "tablet", "convertible",
		"detachable", "iot_gateway", "embedded_pc", "mini_pc", "stick_pc",
	};

	return type < ARRAY_SIZE(names) ? names[type] : NULL;
}

/**
 * ipmi_fru_multi_name() - the word for a type of multirecords
 * @type: the type
 *
 * Return: a constant string, NULL when it has none.
 */
const char *ipmi_fru_multi_name(uint8_t type)
{
	static const char *const names[] = {
		"power_supply", "dc_output", "dc_load", "management_access",
		"base_compatibility", "extended_compatibility", "asf_fixed_smbus",
		"asf_legacy_alerts", "asf_remote_control", "extended_dc_output",
		"extended_dc_load",
	};

	if (type >= 0xc0)
		return "oem";
	return type < ARRAY_SIZE(names) ? names[type] : NULL;
}

/**
 * ipmi_fru_rule() - may this be written as FRU data?
 * @data: the data
 * @len: bytes of it
 *
 * Return: NULL, or the rule it breaks, worded to follow the name of the file.
 */
const char *ipmi_fru_rule(const uint8_t *data, size_t len)
{
	struct ipmi_fru_multi record;
	struct ipmi_fru fru;
	unsigned int i;
	size_t at;

	ipmi_fru_decode(data, len, &fru);
	if (len < IPMI_FRU_HEADER)
		return "is too short for FRU data";
	if (!fru.version_good)
		return "does not begin with format version 1";
	if (!fru.sum_good)
		return "has a header with a wrong checksum";
	for (i = 0; i < IPMI_FRU_AREAS; i++) {
		if (fru.area[i].present && !fru.area[i].len)
			return "has an area that goes past its end";
		if (fru.area[i].present && !fru.area[i].sum_good)
			return "has an area with a wrong checksum";
	}
	if (!fru.area[IPMI_FRU_MULTI].present)
		return NULL;
	at = fru.area[IPMI_FRU_MULTI].offset;
	do {
		if (!ipmi_fru_multi_next(data, len, &at, &record))
			return "has a multirecord that goes past its end";
		if (!record.header_good || !record.sum_good)
			return "has a multirecord with a wrong checksum";
	} while (!record.last);
	return NULL;
}
