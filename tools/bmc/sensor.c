// SPDX-License-Identifier: GPL-2.0-only
/* bmc sensor: list and show sensors. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/array.h"
#include "../lib/progress.h"
#include "watch.h"

#define NEAR_MAX 5
#define NEAR_EDITS 3
#define NEAR_SHORT 6UL

static const struct out_field threshold_fields[] = {
	{ .key = "lnr", .label = "lnr" }, { .key = "lc", .label = "lc" },
	{ .key = "lnc", .label = "lnc" }, { .key = "unc", .label = "unc" },
	{ .key = "uc", .label = "uc" },	  { .key = "unr", .label = "unr" },
	{ .key = NULL },
};

/* The bar has a label only where there is one: on a terminal. */
static const struct out_field fields[] = {
	{ .key = "key" },
	{ .key = "name", .label = "Name" },
	{ .key = "type", .label = "Type" },
	{ .key = "entity" },
	{ .key = "value" },
	{ .key = "unit" },
	{ .key = "reading", .label = "Reading" },
	{ .key = "bar" },
	{ .key = "state", .label = "State" },
	{ .key = "alarms" },
	{ .key = "states", .label = "Asserted" },
	{ .key = "thresholds", .sub = threshold_fields },
	{ .key = "thresholds_from" },
	{ .key = "raw" },
	{ .key = "status", .label = "Status" },
	{ .key = "event_only" },
	{ .key = NULL },
};

static const struct out_field show_fields[] = {
	{ .key = "name", .label = "Name" },
	{ .key = "key", .label = "Key" },
	{ .key = "type", .label = "Type" },
	{ .key = "entity", .label = "Entity" },
	{ .key = "value" },
	{ .key = "unit", .label = "Unit" },
	{ .key = "reading", .label = "Reading" },
	{ .key = "state", .label = "State" },
	{ .key = "alarms", .label = "Alarms" },
	{ .key = "states", .label = "Asserted" },
	{ .key = "thresholds", .label = NULL, .sub = threshold_fields },
	{ .key = "thresholds_from" },
	{ .key = "linearization", .label = "Linearization" },
	{ .key = "raw", .label = "Raw reading" },
	{ .key = "status", .label = "Status" },
	{ .key = "event_only" },
	{ .key = NULL },
};

static const struct out_field sensors_fields[] = {
	{ .key = "sensors", .sub = show_fields },
	{ .key = NULL },
};

static const struct out_field limits_fields[] = {
	{ .key = "name", .label = "Name" },
	{ .key = "key", .label = "Key" },
	{ .key = "unit", .label = "Unit" },
	{ .key = "thresholds", .sub = threshold_fields },
	{ .key = "lnr", .label = "Lower non-recoverable" },
	{ .key = "lc", .label = "Lower critical" },
	{ .key = "lnc", .label = "Lower non-critical" },
	{ .key = "unc", .label = "Upper non-critical" },
	{ .key = "uc", .label = "Upper critical" },
	{ .key = "unr", .label = "Upper non-recoverable" },
	{ .key = "settable", .label = "Can be set" },
	{ .key = "hysteresis_up", .label = "Hysteresis up" },
	{ .key = "hysteresis_down", .label = "Hysteresis down" },
	{ .key = "thresholds_from", .label = "From" },
	{ .key = NULL },
};

/* How many single characters differ, as far as that is few. */
static unsigned int edits(const char *a, const char *b)
{
	unsigned int row[80], left, up, i, j;
	size_t n = strlen(b);

	if (n + 1 > ARRAY_SIZE(row) || strlen(a) > 2 * n)
		return NEAR_EDITS + 1;
	for (j = 0; j <= n; j++)
		row[j] = j;
	for (i = 1; *a; a++, i++) {
		left = row[0];
		row[0] = i;
		for (j = 1; j <= n; j++) {
			up = row[j];
			row[j] = left + (tolower((unsigned char)*a) !=
					 tolower((unsigned char)b[j - 1]));
			row[j] = row[j] < up + 1 ? row[j] : up + 1;
			row[j] = row[j] < row[j - 1] + 1 ? row[j] : row[j - 1] + 1;
			left = up;
		}
	}
	return row[n];
}

static int unknown_sensor(struct cli *cli, const struct sensors *all, const char *name)
{
	char shown[60], near[200] = "";
	unsigned int i, n = 0;

	for (i = 0; i < all->n && n < NEAR_MAX; i++) {
		const char *other = all->list[i].sdr.name;

		if (!strcasestr(other, name) &&
		    (strlen(name) < NEAR_SHORT || edits(name, other) > NEAR_EDITS))
			continue;
		snprintf(near + strlen(near), sizeof(near) - strlen(near), "%s'%s'",
			 n++ ? ", " : "", other);
	}
	bmc_printable(shown, sizeof(shown), name, strlen(name));
	bmc_error_set(&cli->bmc.err, BMC_EXIT_FAILED, "there is no sensor '%s'", shown);
	if (n)
		bmc_error_hint(&cli->bmc.err, "is it one of: %s", near);
	return cli->bmc.err.code;
}

/**
 * sensor_choose() - find the next sensor that is meant by a name
 * @cli: the run
 * @all: the sensors
 * @name: its name or its key; several sensors may have the same name
 * @at: where to begin to look; set to the place of the sensor
 *
 * Return: 0; or an exit status, with the error set when no sensor is meant at all.
 */
int sensor_choose(struct cli *cli, const struct sensors *all, const char *name, size_t *at)
{
	size_t i;

	for (i = *at; i < all->n; i++) {
		if (strcmp(all->list[i].sdr.name, name) != 0 &&
		    strcmp(all->list[i].key, name) != 0)
			continue;
		*at = i;
		return 0;
	}
	return *at ? BMC_EXIT_FAILED : unknown_sensor(cli, all, name);
}

static bool wanted(const struct sensor *s, const struct args *args)
{
	return !args->v[0].set || s->sdr.sensor_type == args->v[0].u ||
	       (args->v[0].u == 0xc0 && s->sdr.sensor_type > 0xc0);
}

static int read_all(struct cli *cli, struct sensors *all, const struct args *args)
{
	struct progress progress;
	unsigned int i;
	int rc = 0;

	progress_start(&progress, &cli->bmc, "sensors", all->n);
	for (i = 0; i < all->n && !rc; i++) {
		if (wanted(&all->list[i], args))
			rc = sensor_read(&cli->bmc, all, &all->list[i]);
		progress_step(&progress, i + 1);
	}
	progress_end(&progress);
	return rc;
}

static const char *color(const struct sensor *s)
{
	switch (sensor_severity(s)) {
	case IPMI_CRITICAL:
		return "\033[31m";
	case IPMI_WARNING:
		return "\033[33m";
	default:
		return NULL;
	}
}

static bool on_terminal(const struct cli *cli)
{
	int fd = fileno(cli->bmc.sys->out);

	return cli->format == OUT_TEXT && fd >= 0 && isatty(fd);
}

static void show_list(struct cli *cli, struct json_object *list, bool bar)
{
	struct out_field with_bar[ARRAY_SIZE(fields)];
	size_t i;

	memcpy(with_bar, fields, sizeof(fields));
	for (i = 0; bar && fields[i].key; i++)
		if (!strcmp(fields[i].key, "bar"))
			with_bar[i].label = "Range";
	cli_show(cli, list, with_bar);
}

static void add_bar(const struct cli *cli, struct json_object *o, const struct sensor *s)
{
	bool colors = !cli->bmc.opt.no_color && !getenv("NO_COLOR");
	char bar[SENSOR_BAR];

	sensor_bar(s, bar);
	/* The same number of bytes around each bar keeps the columns straight. */
	out_printf(o, "bar", "%s%s%s", !colors ? "" : color(s) ? color(s) : "\033[32m", bar,
		   colors ? "\033[0m" : "");
}

static int some_failed(struct cli *cli, const struct sensors *all)
{
	if (all->failed)
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_PARTIAL,
				     "%u of %u sensors could not be read", all->failed, all->n);
	if (all->partial)
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_PARTIAL,
				     "some sensor data records could not be read");
	return 0;
}

static int run_list(struct cli *cli, const struct args *args)
{
	bool alarm = args->v[1].set, bar = on_terminal(cli);
	struct json_object *list, *o;
	struct sensors all;
	unsigned int i;
	int rc;

	rc = sensors_load(&cli->bmc, &all);
	if (!rc)
		rc = read_all(cli, &all, args);
	if (!rc) {
		list = json_object_new_array();
		for (i = 0; i < all.n; i++) {
			const struct sensor *s = &all.list[i];

			if (!wanted(s, args) || (alarm && sensor_severity(s) == IPMI_GOOD))
				continue;
			o = sensor_json(s);
			if (bar)
				add_bar(cli, o, s);
			json_object_array_add(list, o);
		}
		show_list(cli, list, bar);
		rc = some_failed(cli, &all);
	}
	sensors_free(&all);
	return rc;
}

static int read_one(struct cli *cli, struct sensors *all, struct sensor *s)
{
	int rc = sensor_read(&cli->bmc, all, s);

	if (!rc && !s->live)
		rc = sensor_read_thresholds(&cli->bmc, s);
	return rc;
}

static void show_all(struct cli *cli, struct json_object *list)
{
	struct json_object *doc;
	size_t i;

	if (cli->format == OUT_TEXT) {
		for (i = 0; i < json_object_array_length(list); i++) {
			if (i)
				fputc('\n', cli->bmc.sys->out);
			out_print(cli->bmc.sys->out, json_object_array_get_idx(list, i),
				  show_fields, OUT_TEXT, false);
		}
		json_object_put(list);
		return;
	}
	if (cli->format == OUT_TABLE) {
		cli_show(cli, list, show_fields);
		return;
	}
	doc = out_object();
	json_object_object_add(doc, "sensors", list);
	cli_show(cli, doc, sensors_fields);
}

static int run_show(struct cli *cli, const struct args *args)
{
	struct json_object *list = json_object_new_array(), *o;
	struct sensors all;
	size_t i, at;
	int rc;

	rc = sensors_load(&cli->bmc, &all);
	for (i = 0; i < args->n_words && !rc; i++) {
		at = 0;
		rc = sensor_choose(cli, &all, args->words[i], &at);
		while (!rc) {
			rc = read_one(cli, &all, &all.list[at]);
			if (rc)
				break;
			o = sensor_json(&all.list[at]);
			out_enum(o, "linearization",
				 ipmi_linearization_name(all.list[at].sdr.factors.linearization),
				 all.list[at].sdr.factors.linearization);
			json_object_array_add(list, o);
			at++;
			if (sensor_choose(cli, &all, args->words[i], &at))
				break;
		}
	}
	if (!rc) {
		show_all(cli, list);
		rc = some_failed(cli, &all);
	} else {
		json_object_put(list);
	}
	sensors_free(&all);
	return rc;
}

static void add_hysteresis(struct json_object *o, const struct sensor *s)
{
	static const char *const keys[] = { "hysteresis_up", "hysteresis_down" };
	double value;
	size_t i;

	for (i = 0; i < 2; i++) {
		if (s->sdr.capabilities & 0x30 &&
		    ipmi_convert_distance(&s->sdr.factors, s->hysteresis[i], &value))
			out_double(o, keys[i], value);
		else
			out_null(o, keys[i]);
	}
}

static struct json_object *limits_json(const struct cli *cli, const struct sensor *s)
{
	struct json_object *o = out_object(), *settable = json_object_new_array(), *one;
	struct json_object *from = sensor_json(s);
	double value;
	unsigned int i;

	out_str(o, "name", s->sdr.name);
	out_str(o, "key", s->key);
	json_object_object_get_ex(from, "unit", &one);
	json_object_object_add(o, "unit", json_object_get(one));
	json_object_object_add(o, "thresholds", sensor_thresholds_json(s));
	for (i = 0; i < IPMI_THRESHOLDS; i++) {
		if (s->settable >> i & 1)
			json_object_array_add(settable,
					      json_object_new_string(ipmi_threshold_name(i)));
		if (cli->format != OUT_JSON && sensor_threshold(s, i, &value))
			out_double(o, ipmi_threshold_name(i), value);
	}
	json_object_object_add(o, "settable", settable);
	add_hysteresis(o, s);
	out_str(o, "thresholds_from", s->live ? "sensor" : "sdr");
	json_object_put(from);
	return o;
}

static int run_thresholds(struct cli *cli, const struct args *args)
{
	struct sensors all;
	size_t at = 0;
	int rc;

	rc = sensors_load(&cli->bmc, &all);
	if (!rc)
		rc = sensor_choose(cli, &all, args->v[0].text, &at);
	if (!rc && !ipmi_sdr_is_threshold(&all.list[at].sdr))
		rc = bmc_error_set(&cli->bmc.err, BMC_EXIT_FAILED,
				   "%s is a sensor without thresholds", all.list[at].sdr.name);
	/* The factors of some sensors depend on the reading. */
	if (!rc && all.list[at].sdr.factors.linearization == IPMI_NONLINEAR)
		rc = sensor_read(&cli->bmc, &all, &all.list[at]);
	if (!rc)
		rc = sensor_read_thresholds(&cli->bmc, &all.list[at]);
	if (!rc)
		rc = sensor_read_hysteresis(&cli->bmc, &all.list[at]);
	if (!rc)
		rc = cli_show(cli, limits_json(cli, &all.list[at]), limits_fields);
	sensors_free(&all);
	return rc;
}

static int parse_type(struct bmc_error *err, const char *field, const char *text,
		      struct arg_value *v)
{
	int type = ipmi_sensor_type_find(text);

	if (type < 0)
		return bmc_error_value(err, field, text, "%s",
				       "is no sensor type (temperature, voltage, fan, ...)");
	v->u = (unsigned long)type;
	return 0;
}

static int parse_alarm(struct bmc_error *err, const char *field, const char *text,
		       struct arg_value *v)
{
	(void)v;
	return strcmp(text, "alarm") != 0 ? bmc_error_value(err, field, text, "is not alarm") : 0;
}

static const struct arg_spec list_args[] = {
	{ .kind = ARG_KEY, .name = "type", .meta = "TYPE", .parse = parse_type,
	  .words = "temperature voltage current fan power_supply processor memory drive",
	  .help = "only sensors of this type" },
	{ .kind = ARG_KEY, .name = "state", .meta = "alarm", .parse = parse_alarm,
	  .words = "alarm", .help = "only sensors that report something wrong" },
	{ .name = NULL },
};

static const struct arg_spec show_args[] = {
	{ .kind = ARG_POS, .name = "sensor", .meta = "NAME", .parse = parse_text,
	  .flags = ARG_REQUIRED | ARG_WORDS, .help = "name of a sensor, or its key (20.0.01)" },
	{ .name = NULL },
};

static const struct arg_spec thresholds_args[] = {
	{ .kind = ARG_POS, .name = "sensor", .meta = "NAME", .parse = parse_text,
	  .flags = ARG_REQUIRED, .help = "name of a sensor, or its key (20.0.01)" },
	{ .name = NULL },
};

const struct command sensor_commands[] = {
	{ "list", list_args, NULL, run_list, CMD_DEFAULT, "List the sensors with their readings" },
	{ "show", show_args, NULL, run_show, 0, "Show all there is to know of some sensors" },
	{ "thresholds", thresholds_args, NULL, run_thresholds, 0,
	  "Show the thresholds and the hysteresis of a sensor" },
	{ "set", sensor_set_args, sensor_set_check, sensor_set_run, 0,
	  "Set thresholds of a sensor" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
