// SPDX-License-Identifier: GPL-2.0-only
/* Sensors as JSON, as text, as a small bar. */
#include <math.h>
#include <string.h>

#include "../lib/ipmi/units.h"
#include "watch.h"

/**
 * sensor_value_text() - a value with its unit, for people
 * @s: the sensor
 * @value: the value
 * @text: filled; up to three decimals, no more than needed
 * @room: size of @text
 */
void sensor_value_text(const struct sensor *s, double value, char *text, size_t room)
{
	char number[64], unit[IPMI_UNIT_TEXT];
	size_t n;

	snprintf(number, sizeof(number), fabs(value) < 1e12 ? "%.3f" : "%.6g", value);
	n = strlen(number);
	if (strchr(number, '.') && !strchr(number, 'e')) {
		while (number[n - 1] == '0')
			number[--n] = '\0';
		if (number[n - 1] == '.')
			number[--n] = '\0';
	}
	ipmi_unit_symbol(&s->sdr, unit);
	snprintf(text, room, "%s%s%s", number, unit[0] ? " " : "", unit);
}

/**
 * sensor_thresholds_json() - the thresholds of a sensor
 * @s: the sensor
 *
 * Return: a new object with the value of each threshold there is, from low to high.
 */
struct json_object *sensor_thresholds_json(const struct sensor *s)
{
	static const uint8_t order[] = { IPMI_LNR, IPMI_LC, IPMI_LNC, IPMI_UNC, IPMI_UC,
					 IPMI_UNR };
	struct json_object *o = json_object_new_object();
	double value;
	size_t i;

	for (i = 0; i < IPMI_THRESHOLDS; i++)
		if (sensor_threshold(s, order[i], &value))
			out_double(o, ipmi_threshold_name(order[i]), value);
	return o;
}

static void add_states(struct json_object *o, const struct sensor *s)
{
	struct json_object *alarms = json_object_new_array();
	struct json_object *states = json_object_new_array();
	bool threshold = ipmi_sdr_is_threshold(&s->sdr);
	bool told = s->status == SENSOR_OK && s->reading.has_states;
	enum ipmi_severity severity;
	const char *name;
	char text[24];
	unsigned int i;

	for (i = 0; told && i < 15; i++) {
		if (!(s->reading.states >> i & 1))
			continue;
		severity = IPMI_WARNING;
		name = threshold ? ipmi_threshold_word(i) :
		       ipmi_state_name(s->sdr.event_type, s->sdr.sensor_type, i, &severity);
		snprintf(text, sizeof(text), "state-%u", i);
		if (!threshold)
			json_object_array_add(states, json_object_new_string(name ? name : text));
		if (severity != IPMI_GOOD)
			json_object_array_add(alarms, json_object_new_string(name ? name : text));
	}
	out_str(o, "state", sensor_state(s));
	json_object_object_add(o, "alarms", alarms);
	json_object_object_add(o, "states", states);
	if (told)
		out_int(o, "states_raw", s->reading.states);
}

static void add_reading(struct json_object *o, const struct sensor *s)
{
	char text[160];

	if (s->status != SENSOR_OK) {
		out_null(o, "reading");
		out_null(o, "raw");
		return;
	}
	if (s->has_value) {
		sensor_value_text(s, s->value, text, sizeof(text));
		out_str(o, "reading", text);
	} else {
		out_null(o, "reading");
	}
	out_int(o, "raw", s->reading.raw);
}

static bool beyond(const bool *has, const double *t, enum ipmi_threshold i, double x)
{
	double limit = t[i];

	if (!has[i])
		return false;
	if (i < IPMI_UNC)
		return x < limit;
	return x > limit;
}

/**
 * sensor_bar() - where a value lies between its thresholds
 * @s: the sensor
 * @bar: filled: '!' critical, '~' non-critical, '-' good, '#' the value; empty when
 *	there is nothing to compare
 */
void sensor_bar(const struct sensor *s, char bar[SENSOR_BAR])
{
	double t[IPMI_THRESHOLDS], low = 0, high = 0, x, margin;
	bool has[IPMI_THRESHOLDS], any = false;
	int i, cells = SENSOR_BAR - 1;

	bar[0] = '\0';
	for (i = 0; i < IPMI_THRESHOLDS; i++) {
		has[i] = sensor_threshold(s, (unsigned int)i, &t[i]);
		if (!has[i])
			continue;
		low = any && low < t[i] ? low : t[i];
		high = any && high > t[i] ? high : t[i];
		any = true;
	}
	if (!any || s->status != SENSOR_OK || !s->has_value)
		return;
	low = s->value < low ? s->value : low;
	high = s->value > high ? s->value : high;
	margin = high > low ? (high - low) / 8 : 1;
	low -= margin;
	high += margin;
	for (i = 0; i < cells; i++) {
		x = low + (high - low) * (i + 0.5) / cells;
		bar[i] = '-';
		if (beyond(has, t, IPMI_LNC, x) || beyond(has, t, IPMI_UNC, x))
			bar[i] = '~';
		if (beyond(has, t, IPMI_LC, x) || beyond(has, t, IPMI_UC, x) ||
		    beyond(has, t, IPMI_LNR, x) || beyond(has, t, IPMI_UNR, x))
			bar[i] = '!';
	}
	i = (int)((s->value - low) / (high - low) * cells);
	bar[i < 0 ? 0 : i >= cells ? cells - 1 : i] = '#';
	bar[cells] = '\0';
}

/**
 * sensor_json() - a sensor with its reading
 * @s: the sensor
 *
 * Return: a new object.
 */
struct json_object *sensor_json(const struct sensor *s)
{
	struct json_object *o = json_object_new_object();
	char text[IPMI_UNIT_TEXT], entity[IPMI_ENTITY_TEXT];
	bool analog = ipmi_sdr_is_analog(&s->sdr);

	out_str(o, "key", s->key);
	out_str(o, "name", s->sdr.name);
	out_enum(o, "type", ipmi_sensor_type_name(s->sdr.sensor_type), s->sdr.sensor_type);
	ipmi_entity_text(s->sdr.entity, s->sdr.instance, entity);
	out_str(o, "entity", entity);
	if (s->has_value && s->status == SENSOR_OK)
		out_double(o, "value", s->value);
	else
		out_null(o, "value");
	ipmi_unit_key(&s->sdr, text);
	out_str(o, "unit", analog ? text : NULL);
	add_reading(o, s);
	add_states(o, s);
	json_object_object_add(o, "thresholds", sensor_thresholds_json(s));
	out_str(o, "thresholds_from", !s->mask ? NULL : s->live ? "sensor" : "sdr");
	out_str(o, "status", s->sdr.type == IPMI_SDR_EVENT_ONLY ? "unavailable" :
		sensor_status_name(s->status));
	out_bool(o, "event_only", s->sdr.type == IPMI_SDR_EVENT_ONLY);
	return o;
}
