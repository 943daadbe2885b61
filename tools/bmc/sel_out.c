// SPDX-License-Identifier: GPL-2.0-only
/* Records of the event log as JSON and as text. */
#include <string.h>

#include "watch.h"

/* What each record prints; bmc sel and bmc monitor share it. */
const struct out_field sel_fields[] = {
	{ .key = "event" },
	{ .key = "id", .label = "ID" },
	{ .key = "time", .label = "Time" },
	{ .key = "time_status" },
	{ .key = "type" },
	{ .key = "sensor", .label = "Sensor" },
	{ .key = "sensor_key" },
	{ .key = "sensor_type", .label = "Type" },
	{ .key = "state", .label = "Event" },
	{ .key = "direction", .label = "Direction" },
	{ .key = "severity", .label = "Severity" },
	{ .key = "reading", .label = "Reading" },
	{ .key = "threshold", .label = "Threshold" },
	{ .key = "generator" },
	{ .key = "manufacturer" },
	{ .key = "data", .label = "Data" },
	{ .key = "record" },
	{ .key = NULL },
};

static void out_hex(struct json_object *o, const char *key, const uint8_t *data, size_t len)
{
	char hex[3 * IPMI_SEL_RECORD + 1];

	bmc_hex(hex, sizeof(hex), data, len, 0);
	out_str(o, key, hex);
}

/* Event data of a threshold event: the reading that did it, and the limit. */
static void out_values(struct json_object *o, const struct ipmi_sel_entry *e,
		       const struct sensor *s)
{
	static const char *const keys[] = { "reading", "threshold" };
	char text[160];
	double value;
	unsigned int i;

	for (i = 0; i < 2; i++) {
		out_null(o, keys[i]);
		/* Bits 7:6 and 5:4 of the first byte say what the other two are. */
		if (!s || e->event_type != IPMI_EVENT_THRESHOLD ||
		    (e->data[0] >> (6 - 2 * i) & 3) != 1 ||
		    s->sdr.factors.linearization >= IPMI_NONLINEAR ||
		    !ipmi_convert(&s->sdr.factors, e->data[1 + i], &value))
			continue;
		sensor_value_text(s, value, text, sizeof(text));
		out_str(o, keys[i], text);
	}
}

static void out_event(struct json_object *o, const struct sensors *sensors,
		      const struct ipmi_sel_entry *e)
{
	const struct sensor *s = NULL;

	if (sensors) {
		s = sensors_find(sensors, e->generator, e->lun, e->number);
		/* Some BMCs leave the LUN out of their events. */
		if (!s)
			s = sensors_find(sensors, e->generator, -1, e->number);
	}
	if (s)
		out_str(o, "sensor", s->sdr.name);
	else
		out_printf(o, "sensor", "#0x%02x", e->number);
	out_printf(o, "sensor_key", "%02x.%u.%02x", e->generator, e->lun, e->number);
	out_enum(o, "sensor_type", ipmi_sensor_type_name(e->sensor_type), e->sensor_type);
	out_str(o, "direction", e->deassertion ? "deasserted" : "asserted");
	out_printf(o, "generator", "0x%02x", e->generator);
	out_values(o, e, s);
}

static void out_stamp(struct json_object *o, const struct ipmi_sel_entry *e, int utc_minutes)
{
	if (e->has_stamp)
		out_time(o, "time", e->stamp, utc_minutes);
	else
		out_null(o, "time");
	out_str(o, "time_status", ipmi_sel_stamp_kind(e));
}

/**
 * sel_json() - a record of the log
 * @sensors: for the names; may be NULL
 * @record: the record
 * @utc_minutes: offset of the log's clock
 *
 * Return: a new object.
 */
struct json_object *sel_json(const struct sensors *sensors, const uint8_t *record,
			     int utc_minutes)
{
	struct json_object *o = json_object_new_object();
	char text[IPMI_SEL_EVENT_TEXT];
	struct ipmi_sel_entry e;

	ipmi_sel_entry_decode(record, &e);
	out_printf(o, "id", "0x%04x", e.id);
	out_stamp(o, &e, utc_minutes);
	out_str(o, "type", e.type == IPMI_SEL_SYSTEM ? "system" : e.is_event ? "reserved" :
		e.has_stamp ? "oem_timestamped" : "oem");
	ipmi_sel_event_text(&e, text);
	out_str(o, "state", text);
	out_str(o, "severity", ipmi_sel_severity(&e));
	if (e.is_event) {
		out_event(o, sensors, &e);
		out_hex(o, "data", e.data, sizeof(e.data));
	} else {
		out_null(o, "sensor");
		out_null(o, "sensor_type");
		out_null(o, "direction");
		if (e.has_stamp)
			out_int(o, "manufacturer", e.manufacturer);
		out_hex(o, "data", record + (e.has_stamp ? 10 : 3), e.has_stamp ? 6 : 13);
	}
	out_hex(o, "record", record, IPMI_SEL_RECORD);
	return o;
}
