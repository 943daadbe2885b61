// SPDX-License-Identifier: GPL-2.0-only
/* bmc monitor: one line for each event, as it comes. */
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "../lib/array.h"
#include "watch.h"

#define INTERVAL_S 1

enum { MONITOR_INTERVAL, MONITOR_JOURNAL, MONITOR_COUNT, MONITOR_LIVE, MONITOR_OBJECTS };

/**
 * struct monitor - a run of bmc monitor
 * @cli: the run
 * @sensors: for the names
 * @utc: offset of the log's clock in minutes
 * @journal: socket of the journal, -1 = print
 * @left: events still to print, 0 = no limit
 * @told: something was told in this look
 * @done: the last of them was printed
 */
struct monitor {
	struct cli *cli;
	struct sensors sensors;
	int utc;
	int journal;
	unsigned long left;
	bool told;
	bool done;
};

static const char *text_of(struct json_object *o, const char *key)
{
	struct json_object *v;

	return json_object_object_get_ex(o, key, &v) && v ? json_object_get_string(v) : "";
}

/* One line for people: "[stamp] ipmi0 sel 0x012a CPU1 Temp: upper-critical... asserted" */
static void line_of(const struct monitor *m, struct json_object *o, char *line, size_t room)
{
	const char *threshold = text_of(o, "threshold"), *reading = text_of(o, "reading");

	if (strcmp(text_of(o, "event"), "sel") != 0)
		snprintf(line, room, "%s %s", m->cli->bmc.name, text_of(o, "message"));
	else
		snprintf(line, room, "%s sel %s %s%s%s%s%s%s%s%s%s", m->cli->bmc.name,
			 text_of(o, "id"), text_of(o, "sensor"), *text_of(o, "sensor") ? " " : "",
			 text_of(o, "state"), *text_of(o, "direction") ? " " : "",
			 text_of(o, "direction"), *reading ? " at " : "", reading,
			 *threshold ? " limit " : "", threshold);
}

static size_t field(char *to, size_t room, const char *name, const char *value)
{
	size_t n;

	if (!*value)
		return 0;
	n = (size_t)snprintf(to, room, "%s=%s\n", name, value);
	return n < room ? n : 0;
}

static int priority(struct json_object *o)
{
	const char *severity = text_of(o, "severity");

	if (!strcmp(severity, "critical") || !strcmp(severity, "non-recoverable"))
		return 2;
	if (!strcmp(severity, "non-critical") || !strcmp(text_of(o, "event"), "gap"))
		return 4;
	return !strcmp(text_of(o, "event"), "down") ? 3 : 5;
}

/* The journal takes NAME=value lines in one datagram. */
static int to_journal(struct monitor *m, struct json_object *o, const char *line)
{
	static const char *const fields[][2] = {
		{ "BMC_EVENT", "event" }, { "BMC_RECORD_ID", "id" }, { "BMC_TIME", "time" },
		{ "BMC_SENSOR", "sensor" }, { "BMC_SENSOR_KEY", "sensor_key" },
		{ "BMC_SENSOR_TYPE", "sensor_type" }, { "BMC_STATE", "state" },
		{ "BMC_DIRECTION", "direction" }, { "BMC_SEVERITY", "severity" },
		{ "BMC_READING", "reading" }, { "BMC_THRESHOLD", "threshold" },
		{ "BMC_RECORD", "record" },
	};
	char data[4096], number[4] = { (char)('0' + priority(o)), '\0' };
	size_t n = 0, i;

	n += field(data + n, sizeof(data) - n, "MESSAGE", line);
	n += field(data + n, sizeof(data) - n, "PRIORITY", number);
	n += field(data + n, sizeof(data) - n, "SYSLOG_IDENTIFIER", "bmc");
	n += field(data + n, sizeof(data) - n, "BMC_DEVICE", m->cli->bmc.name);
	for (i = 0; i < ARRAY_SIZE(fields); i++)
		n += field(data + n, sizeof(data) - n, fields[i][0], text_of(o, fields[i][1]));
	if (send(m->journal, data, n, MSG_NOSIGNAL) == (ssize_t)n)
		return 0;
	return bmc_error_set(&m->cli->bmc.err, BMC_EXIT_FAILED, "can't write to the journal");
}

static const struct out_field other_fields[] = {
	{ .key = "event" },
	{ .key = "device" },
	{ .key = "time" },
	{ .key = "message" },
	{ .key = NULL },
};

static int emit(struct monitor *m, struct json_object *o)
{
	FILE *f = m->cli->bmc.sys->out;
	char line[512], now[TIME_TEXT];
	const char *stamp;

	m->told = true;
	line_of(m, o, line, sizeof(line));
	if (m->journal >= 0)
		return to_journal(m, o, line);
	if (m->cli->format == OUT_JSON) {
		out_print(f, o, strcmp(text_of(o, "event"), "sel") != 0 ?
			  other_fields : sel_fields,
			  OUT_JSON, false);
	} else {
		stamp = text_of(o, "time");
		if (!*stamp) {
			time_text(now, (long long)time(NULL));
			stamp = now;
		}
		fprintf(f, "[%s] %s\n", stamp, line);
	}
	fflush(f);
	/* Nobody reads any more. */
	return ferror(f) ? bmc_error_set(&m->cli->bmc.err, BMC_EXIT_FAILED,
					 "can't write the output") : 0;
}

static int tell(void *priv, enum sel_news what, const uint8_t *record)
{
	static const char *const words[][2] = {
		[SEL_EVENT] = { "sel", "" },
		[SEL_CLEARED] = { "cleared",
				  "the event log was cleared; events just before may be lost" },
		[SEL_GAP] = { "gap", "the event log changed: events may be lost" },
		[SEL_DOWN] = { "down", "the BMC does not answer" },
		[SEL_UP] = { "up", "the BMC answers again" },
	};
	struct monitor *m = priv;
	struct json_object *o;
	char now[TIME_TEXT];
	int rc;

	if (m->done)
		return 0;
	if (what == SEL_EVENT) {
		o = sel_json(&m->sensors, record, m->utc);
	} else {
		o = json_object_new_object();
		time_text(now, (long long)time(NULL));
		out_str(o, "time", now);
		out_str(o, "message", words[what][1]);
		out_str(o, "device", m->cli->bmc.name);
	}
	out_str(o, "event", words[what][0]);
	rc = emit(m, o);
	json_object_put(o);
	if (what == SEL_EVENT && m->left && !--m->left)
		m->done = true;
	return rc;
}

static int open_journal(struct monitor *m)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	m->journal = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	snprintf(to.sun_path, sizeof(to.sun_path), "%s", m->cli->bmc.sys->journal);
	if (m->journal >= 0 && !connect(m->journal, (struct sockaddr *)&to, sizeof(to)))
		return 0;
	return bmc_error_set(&m->cli->bmc.err, BMC_EXIT_FAILED, "there is no journal at %s",
			     m->cli->bmc.sys->journal);
}

static int follow(struct monitor *m, long interval_ms)
{
	struct bmc *bmc = &m->cli->bmc;
	struct sel_follow f;
	int rc;

	rc = sel_follow_start(bmc, &f);
	while (!rc && !m->done) {
		m->told = false;
		rc = sel_follow_poll(bmc, &f, tell, m);
		/* Where something came, more may be coming. */
		if (!rc && !m->done && !m->told)
			rc = bmc_sleep(bmc, interval_ms);
	}
	sel_free(&f.seen);
	return rc;
}

/**
 * monitor_run() - follow the event log until told to stop
 * @cli: the run
 * @args: the arguments
 *
 * Return: exit status.
 */
int monitor_run(struct cli *cli, const struct args *args)
{
	struct monitor m = { .cli = cli, .journal = -1 };
	long interval = INTERVAL_S;
	int rc;

	if (args->v[MONITOR_INTERVAL].set)
		interval = (long)args->v[MONITOR_INTERVAL].u;
	if (args->v[MONITOR_LIVE].set)
		return args->v[MONITOR_JOURNAL].set || args->v[MONITOR_COUNT].set ?
		       bmc_error_set(&cli->bmc.err, BMC_EXIT_USAGE,
				     "--live excludes --journal and --count") :
		       live_run(cli, interval * 1000);
	m.left = args->v[MONITOR_COUNT].set ? args->v[MONITOR_COUNT].u : 0;
	rc = args->v[MONITOR_JOURNAL].set ? open_journal(&m) : 0;
	if (!rc)
		rc = sensors_load(&cli->bmc, &m.sensors);
	/* Without names events are still events. */
	if (rc == BMC_EXIT_BMC || rc == BMC_EXIT_UNSUPPORTED || rc == BMC_EXIT_BUSY)
		rc = 0;
	if (!rc)
		rc = sel_utc_minutes(&cli->bmc, &m.utc);
	if (!rc)
		rc = follow(&m, interval * 1000);
	if (m.journal >= 0)
		close(m.journal);
	sensors_free(&m.sensors);
	return rc;
}

static int parse_count(struct bmc_error *err, const char *name, const char *text,
		       struct arg_value *v)
{
	return parse_range(err, name, text, 1, 1000000000, &v->u);
}

static int parse_what(struct bmc_error *err, const char *name, const char *text,
		      struct arg_value *v)
{
	(void)v;
	return strcmp(text, "sel") != 0 ? bmc_error_value(err, name, text, "is not sel") : 0;
}

const struct arg_spec monitor_args[] = {
	[MONITOR_INTERVAL] = { .kind = ARG_OPT, .name = "--interval", .meta = "SEC",
			       .parse = parse_seconds,
			       .help = "how often to look when nothing comes (default 1)" },
	[MONITOR_JOURNAL] = { .kind = ARG_FLAG, .name = "--journal",
			      .help = "write to the journal, with fields, not to standard output" },
	[MONITOR_COUNT] = { .kind = ARG_OPT, .name = "--count", .meta = "N", .parse = parse_count,
			    .help = "stop after so many events" },
	[MONITOR_LIVE] = { .kind = ARG_FLAG, .name = "--live",
			   .help = "a page of sensors, power, light, health and the last events" },
	[MONITOR_OBJECTS] = { .kind = ARG_POS, .name = "what", .meta = "sel", .parse = parse_what,
			      .flags = ARG_WORDS, .words = "sel",
			      .help = "what to watch: sel, the event log (default)" },
	{ .name = NULL },
};

const struct command monitor_commands[] = {
	{ "", monitor_args, NULL, monitor_run, 0, "Print what happens as it happens" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
