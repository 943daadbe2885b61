// SPDX-License-Identifier: GPL-2.0-only
/* Sensor data records: coding. Pure. */
#include "sdr.h"

#include <stdio.h>
#include <string.h>

#include "../array.h"
#include "../cursor.h"
#include "text.h"

/**
 * ipmi_sdr_info_decode() - read the answer to Get SDR Repository Info
 * @rs: the answer
 * @info: filled
 *
 * Return: false when the answer is too short.
 */
bool ipmi_sdr_info_decode(const struct ipmi_response *rs, struct ipmi_sdr_info *info)
{
	struct cursor c = cursor_init(rs->data, rs->len);

	info->version = cursor_u8(&c);
	info->records = (uint16_t)cursor_le(&c, 2);
	info->free = (uint16_t)cursor_le(&c, 2);
	info->added = cursor_le(&c, 4);
	info->erased = cursor_le(&c, 4);
	info->support = cursor_u8(&c);
	return !c.bad;
}

/**
 * ipmi_sdr_get_encode() - build Get SDR or Get Device SDR
 * @rq: the request
 * @device: ask for a device SDR, not for one of the repository
 * @reservation: reservation ID, 0 when none is needed
 * @id: record ID
 * @offset: first byte
 * @count: bytes, 255 = all
 */
void ipmi_sdr_get_encode(struct ipmi_request *rq, bool device, uint16_t reservation,
			 uint16_t id, uint8_t offset, uint8_t count)
{
	const uint8_t data[] = { (uint8_t)reservation, (uint8_t)(reservation >> 8), (uint8_t)id,
				 (uint8_t)(id >> 8), offset, count };

	ipmi_request_init(rq, device ? IPMI_NETFN_SENSOR : IPMI_NETFN_STORAGE,
			  device ? IPMI_GET_DEVICE_SDR : IPMI_GET_SDR);
	ipmi_request_add(rq, data, sizeof(data));
}

/* A name whose end is cut off is still a name. */
static void get_name(struct cursor *c, char name[IPMI_SDR_NAME])
{
	uint8_t code = cursor_u8(c);
	size_t len = code & 0x1f;

	name[0] = '\0';
	if (c->bad)
		return;
	if (len > c->left)
		len = c->left;
	ipmi_text_decode(name, IPMI_SDR_NAME, code >> 6, c->at, len);
}

static void get_owner(struct cursor *c, struct ipmi_sdr *sdr)
{
	uint8_t b;

	sdr->owner = cursor_u8(c);
	b = cursor_u8(c);
	sdr->channel = b >> 4;
	sdr->lun = b & 0x03;
	sdr->number = cursor_u8(c);
	sdr->entity = cursor_u8(c);
	sdr->instance = cursor_u8(c);
}

/* What full and compact records have in common. */
static void get_sensor(struct cursor *c, struct ipmi_sdr *sdr)
{
	get_owner(c, sdr);
	sdr->initialization = cursor_u8(c);
	sdr->capabilities = cursor_u8(c);
	sdr->sensor_type = cursor_u8(c);
	sdr->event_type = cursor_u8(c) & 0x7f;
	sdr->assertions = (uint16_t)cursor_le(c, 2);
	sdr->deassertions = (uint16_t)cursor_le(c, 2);
	sdr->states = (uint16_t)cursor_le(c, 2);
	sdr->units = cursor_u8(c);
	sdr->base_unit = cursor_u8(c);
	sdr->modifier_unit = cursor_u8(c);
	sdr->factors.format = sdr->units >> 6;
}

static void get_full(struct cursor *c, struct ipmi_sdr *sdr)
{
	/* In the record the thresholds stand in another order than in commands. */
	static const uint8_t to[IPMI_THRESHOLDS] = {
		IPMI_UNR, IPMI_UC, IPMI_UNC, IPMI_LNR, IPMI_LC, IPMI_LNC,
	};
	uint8_t b[6];
	size_t i;

	get_sensor(c, sdr);
	sdr->factors.linearization = cursor_u8(c) & 0x7f;
	cursor_bytes(c, b, sizeof(b));
	ipmi_factors_decode(b, &sdr->factors);
	sdr->analog_flags = cursor_u8(c);
	sdr->nominal = cursor_u8(c);
	sdr->normal_max = cursor_u8(c);
	sdr->normal_min = cursor_u8(c);
	sdr->max = cursor_u8(c);
	sdr->min = cursor_u8(c);
	for (i = 0; i < IPMI_THRESHOLDS; i++)
		sdr->thresholds[to[i]] = cursor_u8(c);
	sdr->hysteresis_up = cursor_u8(c);
	sdr->hysteresis_down = cursor_u8(c);
	cursor_bytes(c, b, 3);
	get_name(c, sdr->name);
}

static void get_sharing(struct cursor *c, struct ipmi_sdr *sdr)
{
	uint8_t b = cursor_u8(c);

	sdr->shared = b & 0x0f ? b & 0x0f : 1;
	sdr->share_letters = (b & 0x30) == 0x10;
	b = cursor_u8(c);
	sdr->share_instances = b & 0x80;
	sdr->share_offset = b & 0x7f;
}

static void get_compact(struct cursor *c, struct ipmi_sdr *sdr)
{
	uint8_t reserved[4];

	get_sensor(c, sdr);
	/* A compact record has no factors: its readings are states. */
	sdr->factors.format = IPMI_NOT_ANALOG;
	get_sharing(c, sdr);
	sdr->hysteresis_up = cursor_u8(c);
	sdr->hysteresis_down = cursor_u8(c);
	cursor_bytes(c, reserved, 4);
	get_name(c, sdr->name);
}

static void get_event_only(struct cursor *c, struct ipmi_sdr *sdr)
{
	uint8_t reserved[2];

	get_owner(c, sdr);
	sdr->sensor_type = cursor_u8(c);
	sdr->event_type = cursor_u8(c) & 0x7f;
	sdr->factors.format = IPMI_NOT_ANALOG;
	get_sharing(c, sdr);
	cursor_bytes(c, reserved, 2);
	get_name(c, sdr->name);
}

/* Locators of FRU devices, controllers and other devices. */
static void get_locator(struct cursor *c, struct ipmi_sdr *sdr)
{
	uint8_t b[5];

	cursor_bytes(c, b, sizeof(b));
	sdr->device_type = cursor_u8(c);
	sdr->device_modifier = cursor_u8(c);
	sdr->entity = cursor_u8(c);
	sdr->instance = cursor_u8(c);
	(void)cursor_u8(c);
	sdr->device = b[0] & 0xfe;
	if (sdr->type == IPMI_SDR_FRU_LOCATOR) {
		sdr->fru_id = b[1];
		sdr->logical = b[2] & 0x80;
		sdr->lun = b[2] >> 3 & 0x03;
		sdr->channel = b[3] >> 4;
	} else {
		sdr->channel = b[1] & 0x0f;
	}
	get_name(c, sdr->name);
}

/**
 * ipmi_sdr_decode() - read a record
 * @data: the record with its header
 * @len: bytes of it
 * @sdr: filled
 *
 * A record of a type without further decoding has only its ID and type.
 *
 * Return: false when the record is shorter than its type needs.
 */
bool ipmi_sdr_decode(const uint8_t *data, size_t len, struct ipmi_sdr *sdr)
{
	struct cursor c = cursor_init(data, len);
	uint8_t rest;

	memset(sdr, 0, sizeof(*sdr));
	sdr->shared = 1;
	sdr->id = (uint16_t)cursor_le(&c, 2);
	(void)cursor_u8(&c);
	sdr->type = cursor_u8(&c);
	rest = cursor_u8(&c);
	if (c.left > rest)
		c.left = rest;
	switch (sdr->type) {
	case IPMI_SDR_FULL:
		get_full(&c, sdr);
		break;
	case IPMI_SDR_COMPACT:
		get_compact(&c, sdr);
		break;
	case IPMI_SDR_EVENT_ONLY:
		get_event_only(&c, sdr);
		break;
	case IPMI_SDR_DEVICE_LOCATOR:
	case IPMI_SDR_FRU_LOCATOR:
	case IPMI_SDR_MC_LOCATOR:
		get_locator(&c, sdr);
		break;
	}
	return !c.bad;
}

/**
 * ipmi_sdr_is_sensor() - does a record describe sensors?
 * @sdr: the record
 *
 * Return: true for full, compact and event-only records.
 */
bool ipmi_sdr_is_sensor(const struct ipmi_sdr *sdr)
{
	return sdr->type >= IPMI_SDR_FULL && sdr->type <= IPMI_SDR_EVENT_ONLY;
}

/**
 * ipmi_sdr_is_threshold() - is it a sensor with thresholds?
 * @sdr: the record
 *
 * Return: true when its states are about thresholds.
 */
bool ipmi_sdr_is_threshold(const struct ipmi_sdr *sdr)
{
	return sdr->event_type == IPMI_EVENT_THRESHOLD;
}

/**
 * ipmi_sdr_is_analog() - has its reading a value?
 * @sdr: the record
 *
 * Return: true when the raw reading can be converted.
 */
bool ipmi_sdr_is_analog(const struct ipmi_sdr *sdr)
{
	return sdr->type == IPMI_SDR_FULL && sdr->factors.format != IPMI_NOT_ANALOG;
}

/**
 * ipmi_sdr_share() - one of the sensors that share a record
 * @sdr: the record
 * @i: which one, from 0
 * @one: filled with that sensor's own number, instance and name
 *
 * Return: false when there are not so many.
 */
bool ipmi_sdr_share(const struct ipmi_sdr *sdr, unsigned int i, struct ipmi_sdr *one)
{
	unsigned int number = sdr->share_offset + i;
	size_t used;

	if (i >= sdr->shared)
		return false;
	*one = *sdr;
	if (sdr->shared == 1) {
		ipmi_text_trim(one->name);
		return true;
	}
	one->number = (uint8_t)(sdr->number + i);
	if (sdr->share_instances)
		one->instance = (uint8_t)((sdr->instance & 0x80) | ((sdr->instance + i) & 0x7f));
	used = strlen(one->name);
	if (!sdr->share_letters)
		snprintf(one->name + used, sizeof(one->name) - used, "%u", number);
	else if (number < 26)
		snprintf(one->name + used, sizeof(one->name) - used, "%c", 'A' + (int)number);
	else
		snprintf(one->name + used, sizeof(one->name) - used, "%c%c",
			 'A' + (int)(number / 26 - 1), 'A' + (int)(number % 26));
	return true;
}

/**
 * ipmi_sdr_type_name() - the word for a type of records
 * @type: the type
 *
 * Return: a constant string, NULL when it has none.
 */
const char *ipmi_sdr_type_name(uint8_t type)
{
	static const char *const names[] = {
		[IPMI_SDR_FULL] = "full", [IPMI_SDR_COMPACT] = "compact",
		[IPMI_SDR_EVENT_ONLY] = "event_only",
		[IPMI_SDR_ENTITY_ASSOCIATION] = "entity_association",
		[IPMI_SDR_DEVICE_ENTITY] = "device_entity_association",
		[IPMI_SDR_DEVICE_LOCATOR] = "device_locator",
		[IPMI_SDR_FRU_LOCATOR] = "fru_locator", [IPMI_SDR_MC_LOCATOR] = "mc_locator",
		[IPMI_SDR_MC_CONFIRMATION] = "mc_confirmation",
		[IPMI_SDR_CHANNEL_INFO] = "channel_info",
	};

	if (type == IPMI_SDR_OEM)
		return "oem";
	return type < ARRAY_SIZE(names) ? names[type] : NULL;
}
