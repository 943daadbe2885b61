// SPDX-License-Identifier: GPL-2.0-only
/* System event log: coding. Pure. */
#include "sel.h"

#include <stdio.h>
#include <string.h>

#include "../cursor.h"
#include "reading.h"
#include "sdr.h"
#include "sensor.h"

/**
 * ipmi_sel_info_decode() - read the answer to Get SEL Info
 * @rs: the answer
 * @info: filled
 *
 * Return: false when the answer is too short.
 */
bool ipmi_sel_info_decode(const struct ipmi_response *rs, struct ipmi_sel_info *info)
{
	struct cursor c = cursor_init(rs->data, rs->len);

	info->version = cursor_u8(&c);
	info->entries = (uint16_t)cursor_le(&c, 2);
	info->free = (uint16_t)cursor_le(&c, 2);
	info->added = cursor_le(&c, 4);
	info->erased = cursor_le(&c, 4);
	info->support = cursor_u8(&c);
	return !c.bad;
}

/**
 * ipmi_sel_get_encode() - build Get SEL Entry for a whole record
 * @rq: the request
 * @id: record ID
 */
void ipmi_sel_get_encode(struct ipmi_request *rq, uint16_t id)
{
	const uint8_t data[] = { 0, 0, (uint8_t)id, (uint8_t)(id >> 8), 0, 0xff };

	ipmi_request_init(rq, IPMI_NETFN_STORAGE, IPMI_GET_SEL_ENTRY);
	ipmi_request_add(rq, data, sizeof(data));
}

/**
 * ipmi_sel_get_decode() - read the answer to Get SEL Entry
 * @rs: the answer
 * @next: set to the ID of the next record
 * @record: filled
 *
 * Return: false when the answer is too short.
 */
bool ipmi_sel_get_decode(const struct ipmi_response *rs, uint16_t *next,
			 uint8_t record[IPMI_SEL_RECORD])
{
	struct cursor c = cursor_init(rs->data, rs->len);

	*next = (uint16_t)cursor_le(&c, 2);
	cursor_bytes(&c, record, IPMI_SEL_RECORD);
	return !c.bad;
}

/**
 * ipmi_sel_clear_encode() - build Clear SEL
 * @rq: the request
 * @reservation: reservation ID
 * @start: begin to erase; else ask how far it is
 */
void ipmi_sel_clear_encode(struct ipmi_request *rq, uint16_t reservation, bool start)
{
	const uint8_t data[] = { (uint8_t)reservation, (uint8_t)(reservation >> 8), 'C', 'L', 'R',
				 start ? 0xaa : 0x00 };

	ipmi_request_init(rq, IPMI_NETFN_STORAGE, IPMI_CLEAR_SEL);
	ipmi_request_add(rq, data, sizeof(data));
}

/**
 * ipmi_sel_entry_decode() - read a record
 * @record: the record
 * @e: filled
 */
void ipmi_sel_entry_decode(const uint8_t record[IPMI_SEL_RECORD], struct ipmi_sel_entry *e)
{
	struct cursor c = cursor_init(record, IPMI_SEL_RECORD);
	uint8_t b;

	memset(e, 0, sizeof(*e));
	e->id = (uint16_t)cursor_le(&c, 2);
	e->type = cursor_u8(&c);
	e->has_stamp = e->type < 0xe0;
	if (!e->has_stamp)
		return;
	e->stamp = cursor_le(&c, 4);
	if (e->type >= 0xc0) {
		e->manufacturer = cursor_le(&c, 3);
		return;
	}
	e->is_event = true;
	e->generator = cursor_u8(&c);
	b = cursor_u8(&c);
	e->channel = b >> 4;
	e->lun = b & 0x03;
	(void)cursor_u8(&c);
	e->sensor_type = cursor_u8(&c);
	e->number = cursor_u8(&c);
	b = cursor_u8(&c);
	e->deassertion = b & 0x80;
	e->event_type = b & 0x7f;
	cursor_bytes(&c, e->data, sizeof(e->data));
}

/* Offsets of threshold events: each threshold going low and going high. */
static unsigned int threshold_of(unsigned int offset)
{
	static const uint8_t order[] = { IPMI_LNC, IPMI_LC, IPMI_LNR, IPMI_UNC, IPMI_UC, IPMI_UNR };

	return offset / 2 < sizeof(order) ? order[offset / 2] : IPMI_THRESHOLDS;
}

/**
 * ipmi_sel_event_text() - what happened
 * @e: a record
 * @text: filled
 */
void ipmi_sel_event_text(const struct ipmi_sel_entry *e, char text[IPMI_SEL_EVENT_TEXT])
{
	unsigned int offset = e->data[0] & 0x0f;
	const char *name;

	if (!e->is_event) {
		snprintf(text, IPMI_SEL_EVENT_TEXT, "oem-record-%02x", e->type);
		return;
	}
	if (e->event_type == IPMI_EVENT_THRESHOLD && offset < 12) {
		snprintf(text, IPMI_SEL_EVENT_TEXT, "%s-going-%s",
			 ipmi_threshold_word(threshold_of(offset)), offset & 1 ? "high" : "low");
		return;
	}
	name = ipmi_state_name(e->event_type, e->sensor_type, offset, NULL);
	if (name)
		snprintf(text, IPMI_SEL_EVENT_TEXT, "%s", name);
	else
		snprintf(text, IPMI_SEL_EVENT_TEXT, "%sstate-%u",
			 e->event_type >= 0x70 ? "oem-" : "", offset);
}

/**
 * ipmi_sel_severity() - how bad it was
 * @e: a record
 *
 * Return: a constant string, NULL when it can't be told.
 */
const char *ipmi_sel_severity(const struct ipmi_sel_entry *e)
{
	static const char *const names[] = { "ok", "non-critical", "critical" };
	unsigned int offset = e->data[0] & 0x0f;
	enum ipmi_severity severity;

	if (!e->is_event)
		return NULL;
	if (e->deassertion)
		return "ok";
	if (e->event_type == IPMI_EVENT_THRESHOLD) {
		switch (threshold_of(offset)) {
		case IPMI_LNC:
		case IPMI_UNC:
			return "non-critical";
		case IPMI_LC:
		case IPMI_UC:
			return "critical";
		case IPMI_LNR:
		case IPMI_UNR:
			return "non-recoverable";
		default:
			return NULL;
		}
	}
	if (!ipmi_state_name(e->event_type, e->sensor_type, offset, &severity))
		return NULL;
	return names[severity];
}

/**
 * ipmi_sel_stamp_kind() - what the time stamp of a record is worth
 * @e: a record
 *
 * Return: "ok", "since_init" (seconds since the BMC was initialized), "unspecified",
 * or "none".
 */
const char *ipmi_sel_stamp_kind(const struct ipmi_sel_entry *e)
{
	if (!e->has_stamp)
		return "none";
	if (e->stamp == IPMI_STAMP_UNSPECIFIED)
		return "unspecified";
	return e->stamp <= IPMI_STAMP_SINCE_INIT ? "since_init" : "ok";
}
