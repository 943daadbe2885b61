/* SPDX-License-Identifier: GPL-2.0-only */
/* FRU data: commands (section 34) and the storage format (FRU definition 1.0). */
#ifndef BMC_IPMI_FRU_H
#define BMC_IPMI_FRU_H

#include "ipmi.h"

enum ipmi_fru_cmd {
	IPMI_GET_FRU_INVENTORY_AREA_INFO = 0x10,
	IPMI_READ_FRU_DATA = 0x11,
	IPMI_WRITE_FRU_DATA = 0x12,
};

#define IPMI_FRU_HEADER 8
#define IPMI_FRU_MULTI_HEADER 5
#define IPMI_FRU_TEXT 200
#define IPMI_FRU_MAX 65536U

enum ipmi_fru_area {
	IPMI_FRU_INTERNAL,
	IPMI_FRU_CHASSIS,
	IPMI_FRU_BOARD,
	IPMI_FRU_PRODUCT,
	IPMI_FRU_MULTI,
	IPMI_FRU_AREAS,
};

/**
 * struct ipmi_fru_place - where an area is
 * @present: there is one
 * @offset: first byte
 * @len: bytes of it, 0 = it does not fit into the data
 * @sum_good: its checksum is right
 */
struct ipmi_fru_place {
	bool present;
	size_t offset;
	size_t len;
	bool sum_good;
};

/**
 * struct ipmi_fru - what the header says
 * @version_good: format version 1
 * @sum_good: its checksum is right
 * @area: the areas
 */
struct ipmi_fru {
	bool version_good;
	bool sum_good;
	struct ipmi_fru_place area[IPMI_FRU_AREAS];
};

/**
 * struct ipmi_fru_multi - a record of the multirecord area
 * @type: its type
 * @version: format version of the record
 * @last: it is the last one
 * @header_good: the checksum of its header is right
 * @sum_good: the checksum of its data is right
 * @data: the data
 * @len: bytes of it
 */
struct ipmi_fru_multi {
	uint8_t type;
	uint8_t version;
	bool last;
	bool header_good;
	bool sum_good;
	const uint8_t *data;
	size_t len;
};

typedef void ipmi_fru_field_fn(void *priv, const char *key, const char *text);

void ipmi_fru_decode(const uint8_t *data, size_t len, struct ipmi_fru *fru);
void ipmi_fru_fields(const uint8_t *data, size_t len, const struct ipmi_fru *fru,
		     enum ipmi_fru_area area, ipmi_fru_field_fn *each, void *priv);
bool ipmi_fru_multi_next(const uint8_t *data, size_t len, size_t *at,
			 struct ipmi_fru_multi *record);
uint32_t ipmi_fru_board_minutes(const uint8_t *data, const struct ipmi_fru *fru);
const char *ipmi_fru_area_name(unsigned int area);
const char *ipmi_fru_chassis_type(uint8_t type);
const char *ipmi_fru_multi_name(uint8_t type);
const char *ipmi_fru_rule(const uint8_t *data, size_t len);

#endif
