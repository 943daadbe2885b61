// SPDX-License-Identifier: GPL-2.0-only
/* bmc sel: the system event log. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../lib/cursor.h"
#include "watch.h"

#define CLOCK_SLACK 2
/* What bmc sel save writes: the records as they are, one after the other. */
#define FILE_MAX ((size_t)SEL_MAX * IPMI_SEL_RECORD)

enum { LIST_SINCE, LIST_LAST, LIST_FROM };

static int load_file(struct cli *cli, const char *path, struct sel *sel)
{
	uint8_t *data = malloc(FILE_MAX);
	size_t len, at;
	int rc;

	memset(sel, 0, sizeof(*sel));
	if (!data)
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_FAILED, "out of memory");
	rc = file_load(&cli->bmc.err, path, data, FILE_MAX, &len);
	if (!rc && len % IPMI_SEL_RECORD)
		rc = bmc_error_value(&cli->bmc.err, "file", path,
				     "is no saved log: %zu bytes are no whole records", len);
	for (at = 0; !rc && at < len; at += IPMI_SEL_RECORD)
		sel_add(sel, data + at);
	free(data);
	return rc;
}

/* Records without a point in time belong to the one before them. */
static unsigned int first_since(const struct sel *sel, long long since, int utc_minutes)
{
	struct ipmi_sel_entry e;
	unsigned int i;

	for (i = 0; i < sel->n; i++) {
		ipmi_sel_entry_decode(sel->record[i], &e);
		if (!strcmp(ipmi_sel_stamp_kind(&e), "ok") &&
		    (long long)e.stamp - utc_minutes * 60LL >= since)
			break;
	}
	return i;
}

static int print_log(struct cli *cli, const struct args *args, const struct sel *sel,
		     const struct sensors *sensors, int utc)
{
	struct json_object *list = json_object_new_array();
	unsigned int i = 0;

	if (args->v[LIST_SINCE].set)
		i = first_since(sel, (long long)args->v[LIST_SINCE].u, utc);
	if (args->v[LIST_LAST].set && sel->n - i > args->v[LIST_LAST].u)
		i = sel->n - (unsigned int)args->v[LIST_LAST].u;
	for (; i < sel->n; i++)
		json_object_array_add(list, sel_json(sensors, sel->record[i], utc));
	cli_show(cli, list, sel_fields);
	if (!sel->partial)
		return 0;
	return bmc_error_set(&cli->bmc.err, BMC_EXIT_PARTIAL,
			     "some records could not be read");
}

/* Names are nice to have: without SDRs the log is still worth to be seen. */
static int load_names(struct cli *cli, struct sensors *sensors)
{
	int rc = sensors_load(&cli->bmc, sensors);

	if (!rc || rc >= BMC_EXIT_SIGNAL || rc == BMC_EXIT_TIMEOUT)
		return rc;
	bmc_note(&cli->bmc, "no names of sensors: %s", cli->bmc.err.message);
	bmc_error_clear(&cli->bmc.err);
	return 0;
}

static int run_list(struct cli *cli, const struct args *args)
{
	struct sensors sensors = { .n = 0 };
	struct sel sel = { .n = 0 };
	int rc, utc = 0;

	if (args->v[LIST_FROM].set) {
		rc = load_file(cli, args->v[LIST_FROM].text, &sel);
	} else {
		rc = sel_read(&cli->bmc, &sel);
		if (!rc && sel.n)
			rc = sel_utc_minutes(&cli->bmc, &utc);
		if (!rc && sel.n)
			rc = load_names(cli, &sensors);
	}
	if (!rc)
		rc = print_log(cli, args, &sel, &sensors, utc);
	sensors_free(&sensors);
	sel_free(&sel);
	return rc;
}

static const struct out_field info_fields[] = {
	{ .key = "version", .label = "Version" },
	{ .key = "entries", .label = "Entries" },
	{ .key = "free_bytes", .label = "Free bytes", .none = "64 KiB or more" },
	{ .key = "used_percent", .label = "Used percent", .none = "unknown" },
	{ .key = "added", .label = "Last addition" },
	{ .key = "erased", .label = "Last erasure" },
	{ .key = "overflow", .label = "Records were lost" },
	{ .key = NULL },
};

static int run_info(struct cli *cli, const struct args *args)
{
	struct ipmi_sel_info info;
	struct json_object *o;
	unsigned int used;
	int rc, utc = 0;

	(void)args;
	rc = sel_get_info(&cli->bmc, &info);
	if (!rc)
		rc = sel_utc_minutes(&cli->bmc, &utc);
	if (rc)
		return rc;
	o = out_object();
	used = info.entries * IPMI_SEL_RECORD;
	out_printf(o, "version", "%u.%u", info.version & 15, info.version >> 4);
	out_int(o, "entries", info.entries);
	if (info.free == 0xffff) {
		out_null(o, "free_bytes");
		out_null(o, "used_percent");
	} else {
		out_int(o, "free_bytes", info.free);
		out_int(o, "used_percent", used + info.free ? used * 100 / (used + info.free) : 0);
	}
	out_time(o, "added", info.added, utc);
	out_time(o, "erased", info.erased, utc);
	out_bool(o, "overflow", info.support & 0x80);
	return cli_show(cli, o, info_fields);
}

static int run_show(struct cli *cli, const struct args *args)
{
	uint8_t record[IPMI_SEL_RECORD], cc;
	struct sensors sensors = { .n = 0 };
	struct json_object *o;
	uint16_t next;
	int rc, utc;

	rc = sel_get(&cli->bmc, (uint16_t)args->v[0].u, record, &next, &cc);
	if (!rc && cc)
		rc = bmc_error_cc(&cli->bmc.err, IPMI_NETFN_STORAGE, IPMI_GET_SEL_ENTRY, cc,
				  "SEL entry");
	if (!rc)
		rc = sel_utc_minutes(&cli->bmc, &utc);
	if (!rc)
		rc = load_names(cli, &sensors);
	if (!rc) {
		o = sel_json(&sensors, record, utc);
		out_int(o, "schema", 1);
		json_object_object_add(o, "unsupported", json_object_new_array());
		cli_show(cli, o, sel_fields);
	}
	sensors_free(&sensors);
	return rc;
}

static int check_clear(struct cli *cli, const struct args *args)
{
	(void)args;
	if (cli->bmc.opt.yes || cli->bmc.opt.dry_run)
		return 0;
	bmc_error_set(&cli->bmc.err, BMC_EXIT_GUARD, "the events are gone after that");
	bmc_error_hint(&cli->bmc.err, "--yes does it; bmc sel save FILE keeps them");
	return cli->bmc.err.code;
}

static int run_clear(struct cli *cli, const struct args *args)
{
	struct json_object *changes;
	struct ipmi_sel_info info;
	char old[16];
	int rc;

	(void)args;
	rc = bmc_lock(&cli->bmc);
	if (!rc)
		rc = sel_get_info(&cli->bmc, &info);
	if (rc)
		return rc;
	changes = json_object_new_array();
	if (info.entries) {
		snprintf(old, sizeof(old), "%u", info.entries);
		cli_change(changes, old, "0", "sel.entries");
		rc = sel_clear(&cli->bmc);
	}
	if (!rc && info.entries && !cli->bmc.opt.dry_run)
		rc = sel_get_info(&cli->bmc, &info);
	/* One record may say that the log was cleared, and events go on. */
	if (!rc && !cli->bmc.opt.dry_run && info.entries > 1)
		bmc_note(&cli->bmc, "there are %u new records already", info.entries);
	if (rc) {
		json_object_put(changes);
		return rc;
	}
	return cli_changed(cli, changes, 1);
}

static const struct out_field time_fields[] = {
	{ .key = "time", .label = "Time of the log" },
	{ .key = "host_time", .label = "Time of this host" },
	{ .key = "difference_s", .label = "Difference in seconds" },
	{ .key = "utc_offset_minutes", .label = "Offset from UTC, minutes", .none = "unknown" },
	{ .key = NULL },
};

static int get_time(struct cli *cli, uint32_t *stamp)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	struct cursor c;
	int rc;

	ipmi_request_init(&rq, IPMI_NETFN_STORAGE, IPMI_GET_SEL_TIME);
	rc = bmc_ask(&cli->bmc, &rq, &rs, "SEL time");
	if (rc)
		return rc;
	c = cursor_init(rs.data, rs.len);
	*stamp = cursor_le(&c, 4);
	return c.bad ? bmc_garbled(&cli->bmc, &rs, "SEL time") : 0;
}

static int set_time(struct cli *cli, uint32_t old, int utc)
{
	uint32_t now = (uint32_t)(time(NULL) + utc * 60L), then;
	const uint8_t data[] = { (uint8_t)now, (uint8_t)(now >> 8), (uint8_t)(now >> 16),
				 (uint8_t)(now >> 24) };
	struct json_object *changes = json_object_new_array();
	char was[TIME_TEXT], is[TIME_TEXT];
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc = 0;

	if (labs((long)now - (long)old) < CLOCK_SLACK)
		return cli_changed(cli, changes, 1);
	time_text(was, (long long)old - utc * 60LL);
	time_text(is, (long long)now - utc * 60LL);
	cli_change(changes, was, is, "sel.time");
	ipmi_request_init(&rq, IPMI_NETFN_STORAGE, IPMI_SET_SEL_TIME);
	ipmi_request_add(&rq, data, sizeof(data));
	rc = bmc_change(&cli->bmc, &rq, &rs, "time");
	if (!rc && rs.cc)
		rc = bmc_error_cc(&cli->bmc.err, rq.netfn, rq.cmd, rs.cc, "SEL time");
	if (!rc && !cli->bmc.opt.dry_run)
		rc = get_time(cli, &then);
	if (!rc && !cli->bmc.opt.dry_run && labs((long)then - (long)now) > 5)
		rc = bmc_error_set(&cli->bmc.err, BMC_EXIT_UNKNOWN,
				   "the BMC took the time, but its clock shows another");
	if (rc) {
		json_object_put(changes);
		return rc;
	}
	return cli_changed(cli, changes, 1);
}

static int run_time(struct cli *cli, const struct args *args)
{
	struct json_object *o;
	char text[TIME_TEXT];
	uint32_t stamp;
	int rc, utc;

	rc = get_time(cli, &stamp);
	if (!rc)
		rc = sel_utc_minutes(&cli->bmc, &utc);
	if (rc)
		return rc;
	if (args->v[0].set)
		return set_time(cli, stamp, utc);
	o = out_object();
	out_time(o, "time", stamp, utc);
	time_text(text, (long long)time(NULL));
	out_str(o, "host_time", text);
	out_int(o, "difference_s", (long long)stamp - utc * 60LL - (long long)time(NULL));
	out_int(o, "utc_offset_minutes", utc);
	return cli_show(cli, o, time_fields);
}

static const struct out_field count_fields[] = {
	{ .key = "records", .label = "Records" },
	{ .key = "file", .label = "File" },
	{ .key = NULL },
};

static int run_save(struct cli *cli, const struct args *args)
{
	struct json_object *o;
	struct sel sel;
	int rc;

	rc = sel_read(&cli->bmc, &sel);
	if (!rc && sel.partial)
		rc = bmc_error_set(&cli->bmc.err, BMC_EXIT_PARTIAL,
				   "not saved: some records could not be read");
	if (!rc)
		rc = file_save(&cli->bmc.err, args->v[0].text, sel.n ? (void *)sel.record : "",
			       sel.n * (size_t)IPMI_SEL_RECORD, 0644);
	if (!rc) {
		o = out_object();
		out_int(o, "records", sel.n);
		out_str(o, "file", args->v[0].text);
		cli_show(cli, o, count_fields);
	}
	sel_free(&sel);
	return rc;
}

static int restore(struct cli *cli, const struct sel *sel)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	unsigned int i;
	int rc = 0;

	for (i = 0; i < sel->n && !rc; i++) {
		ipmi_request_init(&rq, IPMI_NETFN_STORAGE, IPMI_ADD_SEL_ENTRY);
		ipmi_request_add(&rq, sel->record[i], IPMI_SEL_RECORD);
		rc = bmc_change(&cli->bmc, &rq, &rs, "add");
		if (!rc && rs.cc)
			rc = bmc_error_cc(&cli->bmc.err, rq.netfn, rq.cmd, rs.cc, "add to the SEL");
		if (rc && i)
			bmc_error_hint(&cli->bmc.err, "%u records were added before", i);
	}
	return rc;
}

static int run_restore(struct cli *cli, const struct args *args)
{
	struct json_object *changes;
	struct ipmi_sel_info info = { .entries = 0 };
	struct sel sel;
	char old[16], new[16];
	int rc;

	rc = load_file(cli, args->v[0].text, &sel);
	if (!rc)
		rc = bmc_lock(&cli->bmc);
	if (!rc)
		rc = sel_get_info(&cli->bmc, &info);
	if (!rc)
		rc = restore(cli, &sel);
	if (!rc) {
		changes = json_object_new_array();
		snprintf(old, sizeof(old), "%u", info.entries);
		snprintf(new, sizeof(new), "%u", info.entries + sel.n);
		if (sel.n)
			cli_change(changes, old, new, "sel.entries");
		if (sel.n && !cli->bmc.opt.dry_run)
			bmc_note(&cli->bmc,
				 "the BMC gives records an ID and most of them a time of its own");
		rc = cli_changed(cli, changes, -1);
	}
	sel_free(&sel);
	return rc;
}

static int parse_last(struct bmc_error *err, const char *field, const char *text,
		      struct arg_value *v)
{
	return parse_range(err, field, text, 1, SEL_MAX, &v->u);
}

static int parse_record(struct bmc_error *err, const char *field, const char *text,
			struct arg_value *v)
{
	return parse_range(err, field, text, 0, 0xffff, &v->u);
}

static int parse_now(struct bmc_error *err, const char *field, const char *text,
		     struct arg_value *v)
{
	(void)v;
	return strcmp(text, "now") != 0 ? bmc_error_value(err, field, text, "is not now") : 0;
}

static const struct arg_spec list_args[] = {
	[LIST_SINCE] = { .kind = ARG_KEY, .name = "since", .meta = "TIME", .parse = parse_time,
			 .help = "from the first event at or after this date, or 2h ago: 2h" },
	[LIST_LAST] = { .kind = ARG_KEY, .name = "last", .meta = "N", .parse = parse_last,
			.help = "only the last N records" },
	[LIST_FROM] = { .kind = ARG_KEY, .name = "from", .meta = "FILE", .parse = parse_text,
			.help = "records saved in a file, not those of the BMC" },
	{ .name = NULL },
};

static const struct arg_spec show_args[] = {
	{ .kind = ARG_POS, .name = "record", .meta = "ID", .parse = parse_record,
	  .flags = ARG_REQUIRED,
	  .help = "record ID: 12 or 0x000c; 0 is the first, 0xffff the last" },
	{ .name = NULL },
};

static const struct arg_spec file_args[] = {
	{ .kind = ARG_POS, .name = "file", .meta = "FILE", .parse = parse_text,
	  .flags = ARG_REQUIRED, .help = "the file: 16 bytes for each record" },
	{ .name = NULL },
};

static const struct arg_spec time_args[] = {
	{ .kind = ARG_KEY, .name = "set", .meta = "now", .parse = parse_now, .words = "now",
	  .help = "set the clock of the log to the time of this host" },
	{ .name = NULL },
};

const struct command sel_commands[] = {
	{ "list", list_args, NULL, run_list, CMD_DEFAULT, "List the events" },
	{ "info", NULL, NULL, run_info, 0, "Show how full the log is" },
	{ "show", show_args, NULL, run_show, 0, "Show one record" },
	{ "follow", monitor_args, NULL, monitor_run, 0, "Print events as they come" },
	{ "clear", NULL, check_clear, run_clear, 0, "Clear the log" },
	{ "time", time_args, NULL, run_time, 0, "Show or set the clock of the log" },
	{ "save", file_args, NULL, run_save, 0, "Save the log in a file" },
	{ "restore", file_args, NULL, run_restore, 0, "Add the records of a file to the log" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
