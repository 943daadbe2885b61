// SPDX-License-Identifier: GPL-2.0-only
/* Units of sensors: names and symbols. Pure. */
#include "units.h"

#include <stdio.h>

#include "../array.h"

/**
 * struct unit - a unit
 * @key: its name in JSON
 * @symbol: how people write it
 */
struct unit {
	const char *key;
	const char *symbol;
};

static const struct unit units[] = {
	{ "unspecified", "" }, { "celsius", "C" }, { "fahrenheit", "F" }, { "kelvin", "K" },
	{ "volts", "V" }, { "amperes", "A" }, { "watts", "W" }, { "joules", "J" },
	{ "coulombs", "C (charge)" }, { "volt_amperes", "VA" }, { "nits", "nt" },
	{ "lumens", "lm" }, { "lux", "lx" }, { "candelas", "cd" }, { "kilopascals", "kPa" },
	{ "psi", "PSI" }, { "newtons", "N" }, { "cfm", "CFM" }, { "rpm", "RPM" },
	{ "hertz", "Hz" }, { "microseconds", "us" }, { "milliseconds", "ms" },
	{ "seconds", "s" }, { "minutes", "min" }, { "hours", "h" }, { "days", "d" },
	{ "weeks", "weeks" }, { "mils", "mil" }, { "inches", "in" }, { "feet", "ft" },
	{ "cubic_inches", "in3" }, { "cubic_feet", "ft3" }, { "millimeters", "mm" },
	{ "centimeters", "cm" }, { "meters", "m" }, { "cubic_centimeters", "cm3" },
	{ "cubic_meters", "m3" }, { "liters", "l" }, { "fluid_ounces", "fl oz" },
	{ "radians", "rad" }, { "steradians", "sr" }, { "revolutions", "rev" },
	{ "cycles", "cycles" }, { "gravities", "g (gravity)" }, { "ounces", "oz" },
	{ "pounds", "lb" }, { "foot_pounds", "ft-lb" }, { "ounce_inches", "oz-in" },
	{ "gauss", "G" }, { "gilberts", "Gi" }, { "henries", "H" }, { "millihenries", "mH" },
	{ "farads", "F (farad)" }, { "microfarads", "uF" }, { "ohms", "ohm" },
	{ "siemens", "S" }, { "moles", "mol" }, { "becquerels", "Bq" }, { "ppm", "ppm" },
	{ "reserved", "" }, { "decibels", "dB" }, { "dba", "dBA" }, { "dbc", "dBC" },
	{ "grays", "Gy" }, { "sieverts", "Sv" }, { "color_temperature_kelvin", "K (color)" },
	{ "bits", "bit" }, { "kilobits", "kbit" }, { "megabits", "Mbit" },
	{ "gigabits", "Gbit" }, { "bytes", "B" }, { "kilobytes", "kB" }, { "megabytes", "MB" },
	{ "gigabytes", "GB" }, { "words", "words" }, { "dwords", "dwords" },
	{ "qwords", "qwords" }, { "lines", "lines" }, { "hits", "hits" },
	{ "misses", "misses" }, { "retries", "retries" }, { "resets", "resets" },
	{ "overflows", "overflows" }, { "underruns", "underruns" },
	{ "collisions", "collisions" }, { "packets", "packets" }, { "messages", "messages" },
	{ "characters", "characters" }, { "errors", "errors" },
	{ "correctable_errors", "correctable errors" },
	{ "uncorrectable_errors", "uncorrectable errors" }, { "fatal_errors", "fatal errors" },
	{ "grams", "g" },
};

static const struct unit rates[] = {
	{ "", "" }, { "per_microsecond", "/us" }, { "per_millisecond", "/ms" },
	{ "per_second", "/s" }, { "per_minute", "/min" }, { "per_hour", "/h" },
	{ "per_day", "/d" }, { "", "" },
};

static const struct unit *unit(uint8_t number)
{
	static const struct unit unknown = { "unknown", "" };

	return number < ARRAY_SIZE(units) ? &units[number] : &unknown;
}

/**
 * ipmi_unit_key() - the unit of a sensor as one word
 * @sdr: its record
 * @text: filled: "celsius", "percent", "bytes_per_second", ...
 */
void ipmi_unit_key(const struct ipmi_sdr *sdr, char text[IPMI_UNIT_TEXT])
{
	unsigned int relation = sdr->units >> 1 & 3;
	const char *rate = rates[sdr->units >> 3 & 7].key;
	const char *base = unit(sdr->base_unit)->key;

	/* A percentage of something is still a percentage. */
	if (sdr->units & 1)
		base = "percent";
	snprintf(text, IPMI_UNIT_TEXT, "%s%s%s%s%s", base,
		 relation == 1 ? "_per_" : relation == 2 ? "_times_" : "",
		 relation == 1 || relation == 2 ? unit(sdr->modifier_unit)->key : "",
		 rate[0] ? "_" : "", rate);
}

/**
 * ipmi_unit_symbol() - the unit of a sensor as people write it
 * @sdr: its record
 * @text: filled: "C", "%", "MB/s", ...
 */
void ipmi_unit_symbol(const struct ipmi_sdr *sdr, char text[IPMI_UNIT_TEXT])
{
	unsigned int relation = sdr->units >> 1 & 3;

	snprintf(text, IPMI_UNIT_TEXT, "%s%s%s%s%s%s", sdr->units & 1 ? "%" : "",
		 sdr->units & 1 && sdr->base_unit ? " " : "", unit(sdr->base_unit)->symbol,
		 relation == 1 ? "/" : relation == 2 ? "*" : "",
		 relation == 1 || relation == 2 ? unit(sdr->modifier_unit)->symbol : "",
		 rates[sdr->units >> 3 & 7].symbol);
}
