// SPDX-License-Identifier: GPL-2.0-only
/* bmc metrics: figures for monitoring, with the names ipmi_exporter uses where it has them. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../lib/array.h"
#include "../lib/ask.h"
#include "channels.h"
#include "lanconf.h"
#include "watch.h"

/* Units that have a metric of their own. */
enum unit { CELSIUS, VOLTS, AMPERES, WATTS, RPM, OTHER, UNITS };

/**
 * struct metric - a pair of metrics for a kind of sensors
 * @base_unit: unit in the record
 * @name: prefix of the names
 * @unit: the rest of the name of the value
 * @what: for the help
 */
struct metric {
	uint8_t base_unit;
	const char *name;
	const char *unit;
	const char *what;
};

static const struct metric metrics[UNITS] = {
	[CELSIUS] = { 1, "ipmi_temperature", "celsius", "Temperature in degrees Celsius" },
	[VOLTS] = { 4, "ipmi_voltage", "volts", "Voltage in volts" },
	[AMPERES] = { 5, "ipmi_current", "amperes", "Current in amperes" },
	[WATTS] = { 6, "ipmi_power", "watts", "Power in watts" },
	[RPM] = { 18, "ipmi_fan_speed", "rpm", "Fan speed in rotations per minute" },
	[OTHER] = { 0, "ipmi_sensor", "value", "Reading of a sensor in its own unit" },
};

static void label(FILE *f, const char *name, const char *value)
{
	fprintf(f, "%s=\"", name);
	for (; *value; value++) {
		if (*value == '"' || *value == '\\')
			fputc('\\', f);
		fputc(*value, f);
	}
	fputc('"', f);
}

static void head(FILE *f, const char *name, const char *help)
{
	fprintf(f, "# HELP %s %s.\n# TYPE %s gauge\n", name, help, name);
}

static void simple(FILE *f, const char *name, const char *help, double value)
{
	head(f, name, help);
	fprintf(f, "%s %.15g\n", name, value);
}

static enum unit unit_of(const struct sensor *s)
{
	unsigned int i;

	/* With a rate, a relation or as a percentage it is another unit. */
	for (i = 0; i < OTHER && !(s->sdr.units & 0x3f); i++)
		if (ipmi_sdr_is_analog(&s->sdr) && metrics[i].base_unit == s->sdr.base_unit)
			return i;
	return OTHER;
}

static void sample(FILE *f, const char *name, const char *suffix, const struct sensor *s,
		   double value)
{
	const char *type = ipmi_sensor_type_name(s->sdr.sensor_type);
	char id[16];

	snprintf(id, sizeof(id), "%u", s->sdr.id);
	fprintf(f, "%s_%s{", name, suffix);
	label(f, "id", id);
	fputc(',', f);
	label(f, "name", s->sdr.name);
	if (unit_of(s) == OTHER) {
		fputc(',', f);
		label(f, "type", type ? type : "unknown");
	}
	fprintf(f, "} %.15g\n", value);
}

static void print_kind(FILE *f, const struct sensors *all, enum unit kind, bool state)
{
	const struct metric *m = &metrics[kind];
	char name[64];
	bool any = false;
	unsigned int i;

	snprintf(name, sizeof(name), "%s_%s", m->name, state ? "state" : m->unit);
	for (i = 0; i < all->n; i++) {
		const struct sensor *s = &all->list[i];

		/* What could not be read is left out, never 0. */
		if (unit_of(s) != kind || s->status != SENSOR_OK ||
		    (state ? !s->reading.has_states : !s->has_value))
			continue;
		if (!any)
			head(f, name, !state ? m->what :
			     "State of a sensor (0=nominal, 1=warning, 2=critical)");
		any = true;
		sample(f, m->name, state ? "state" : m->unit, s,
		       state ? (double)sensor_severity(s) : s->value);
	}
}

static int collect_sensors(struct cli *cli, FILE *f)
{
	struct sensors all;
	unsigned int i;
	int rc;

	rc = sensors_load(&cli->bmc, &all);
	for (i = 0; i < all.n && !rc; i++)
		rc = sensor_read(&cli->bmc, &all, &all.list[i]);
	for (i = 0; i < UNITS && !rc; i++) {
		print_kind(f, &all, i, false);
		print_kind(f, &all, i, true);
	}
	sensors_free(&all);
	return rc;
}

/* Where the BMC is found on the network: the host is the one who can always tell. */
static int collect_lan(struct cli *cli, FILE *f)
{
	static const uint8_t parameter = IPMI_LAN_ADDRESS;
	struct lan_channels list;
	unsigned int i;
	int rc = channels_lan(&cli->bmc, &list);

	for (i = 0; i < list.n && !rc; i++) {
		const struct ipmi_channel_info *info = &list.info[i];
		struct ipmi_lan_config c;
		char text[32];

		memset(&c, 0, sizeof(c));
		rc = lan_read(&cli->bmc, info->channel, &parameter, 1, &c);
		if (rc || c.value[parameter].state != IPMI_LAN_OK)
			continue;
		if (!i)
			head(f, "ipmi_bmc_lan_info", "Constant 1 with where the BMC is found");
		snprintf(text, sizeof(text), "%u", info->channel);
		fputs("ipmi_bmc_lan_info{", f);
		label(f, "channel", text);
		ipv4_text(ipmi_lan_ipv4(&c.value[parameter]), text);
		fputc(',', f);
		label(f, "address", text);
		bmc_hex(text, sizeof(text), info->mac, sizeof(info->mac), 0);
		for (char *p = text; *p; p++)
			if (*p == ' ')
				*p = ':';
		fputc(',', f);
		label(f, "mac", text);
		fputs("} 1\n", f);
	}
	return rc;
}

static int collect_bmc(struct cli *cli, FILE *f)
{
	struct ipmi_device_id id;
	int rc = bmc_get_device_id(&cli->bmc, &id);
	const char *maker;
	char text[32];

	if (rc)
		return rc;
	head(f, "ipmi_bmc_info", "Constant 1 with what the BMC says of itself");
	fputs("ipmi_bmc_info{", f);
	snprintf(text, sizeof(text), "%u.%02x", id.fw_major, id.fw_minor);
	label(f, "firmware_revision", text);
	maker = ipmi_manufacturer(id.manufacturer);
	snprintf(text, sizeof(text), "%u", id.manufacturer);
	fputc(',', f);
	label(f, "manufacturer_id", maker ? maker : text);
	fputs("} 1\n", f);
	rc = collect_lan(cli, f);
	/* A BMC without a network is still a BMC. */
	if (rc && rc != BMC_EXIT_TIMEOUT && rc != BMC_EXIT_NO_DEVICE && rc < BMC_EXIT_SIGNAL)
		rc = 0;
	return rc;
}

static int collect_sel(struct cli *cli, FILE *f)
{
	struct ipmi_sel_info info;
	int rc = sel_get_info(&cli->bmc, &info);

	if (rc)
		return rc;
	/* The name ends like that of a histogram, so it gets no type. */
	fprintf(f, "# HELP ipmi_sel_entries_count Records in the event log.\n"
		"ipmi_sel_entries_count %u\n", info.entries);
	if (info.free != 0xffff)
		simple(f, "ipmi_sel_free_space_bytes", "Free space in the event log", info.free);
	return 0;
}

static int collect_chassis(struct cli *cli, FILE *f)
{
	struct ipmi_chassis_status st;
	int rc = bmc_get_chassis_status(&cli->bmc, &st);

	if (rc)
		return rc;
	simple(f, "ipmi_chassis_power_state", "Power (1=on, 0=off)", st.on);
	simple(f, "ipmi_chassis_drive_fault_state", "Drives (1=good, 0=fault)", !st.drive_fault);
	simple(f, "ipmi_chassis_cooling_fault_state", "Cooling (1=good, 0=fault)",
	       !st.fan_fault);
	return 0;
}

static int collect_dcmi(struct cli *cli, FILE *f)
{
	struct ipmi_dcmi_power p;
	int rc = dcmi_power(cli, &p);

	if (!rc && p.active)
		simple(f, "ipmi_dcmi_power_consumption_watts", "Power the machine takes", p.now);
	return rc;
}

/**
 * struct collector - one part of the figures
 * @name: its name
 * @run: prints it
 */
struct collector {
	const char *name;
	int (*run)(struct cli *cli, FILE *f);
};

static const struct collector collectors[] = {
	{ "bmc", collect_bmc }, { "chassis", collect_chassis }, { "dcmi", collect_dcmi },
	{ "ipmi", collect_sensors }, { "sel", collect_sel },
};

/* One that fails takes only its own figures away; a BMC without DCMI is no failure. */
static int collect(struct cli *cli, FILE *f)
{
	int up[ARRAY_SIZE(collectors)], first = 0, rc;
	bool answered = false;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(collectors); i++) {
		char *text = NULL;
		size_t len = 0;
		FILE *part = open_memstream(&text, &len);

		if (!part)
			return bmc_error_set(&cli->bmc.err, BMC_EXIT_FAILED, "out of memory");
		rc = collectors[i].run(cli, part);
		fclose(part);
		if (!rc)
			fwrite(text, 1, len, f);
		free(text);
		if (rc >= BMC_EXIT_SIGNAL)
			return rc;
		up[i] = !rc;
		answered |= !rc || cli->bmc.err.cc >= 0;
		if (rc && rc != BMC_EXIT_UNSUPPORTED && !first)
			first = rc;
		/* Nobody is there: asking for the rest only takes time. */
		if (rc == BMC_EXIT_NO_DEVICE || rc == BMC_EXIT_PERMISSION || rc == BMC_EXIT_TIMEOUT)
			break;
	}
	head(f, "ipmi_up", "1 if the part could be collected");
	for (rc = 0; rc < (int)ARRAY_SIZE(collectors); rc++)
		fprintf(f, "ipmi_up{collector=\"%s\"} %d\n", collectors[rc].name,
			(unsigned int)rc < i && up[rc]);
	if (answered)
		simple(f, "ipmi_bmc_last_response_timestamp_seconds", "When the BMC last answered",
		       (double)time(NULL));
	fputs("# EOF\n", f);
	return first;
}

static int run_metrics(struct cli *cli, const struct args *args)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);
	int rc, saved = 0;

	if (!f)
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_FAILED, "out of memory");
	rc = collect(cli, f);
	fclose(f);
	/* Figures that say "down" are figures, too. */
	if (rc < BMC_EXIT_SIGNAL && !args->v[0].set)
		fwrite(text, 1, len, cli->bmc.sys->out);
	else if (rc < BMC_EXIT_SIGNAL)
		saved = file_save(&cli->bmc.err, args->v[0].text, text, len, 0644);
	free(text);
	return saved ? saved : rc;
}

static const struct arg_spec metrics_args[] = {
	{ .kind = ARG_OPT, .name = "--textfile", .meta = "PATH", .parse = parse_text,
	  .help = "write to a file, replaced as a whole, for node_exporter's textfile collector" },
	{ .name = NULL },
};

const struct command metrics_commands[] = {
	{ "", metrics_args, NULL, run_metrics, 0, "Print the figures in the OpenMetrics format" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
