// SPDX-License-Identifier: GPL-2.0-only
/* bmc dcmi: power, asset tag, controller ID, temperatures. */
#include <string.h>

#include "../lib/array.h"
#include "../lib/ipmi/dcmi.h"
#include "../lib/ipmi/text.h"
#include "watch.h"

static int ask(struct cli *cli, uint8_t cmd, const void *data, size_t len,
	       struct ipmi_response *rs, const char *what)
{
	struct ipmi_request rq;

	ipmi_dcmi_encode(&rq, cmd, data, len);
	return bmc_ask(&cli->bmc, &rq, rs, what);
}

static const struct out_field power_fields[] = {
	{ .key = "active", .label = "Measuring" },
	{ .key = "power_w", .label = "Power, W" },
	{ .key = "min_w", .label = "Minimum, W" },
	{ .key = "max_w", .label = "Maximum, W" },
	{ .key = "average_w", .label = "Average, W" },
	{ .key = "window_ms", .label = "Measured over, ms" },
	{ .key = "time", .label = "Time" },
	{ .key = NULL },
};

/**
 * dcmi_power() - the power reading
 * @cli: the run
 * @p: filled
 *
 * Return: 0, or an exit status with the error set.
 */
int dcmi_power(struct cli *cli, struct ipmi_dcmi_power *p)
{
	struct ipmi_response rs;
	int rc;

	rc = ask(cli, IPMI_DCMI_POWER_READING, "\x01\0\0", 3, &rs, "power reading");
	if (rc)
		return rc;
	return ipmi_dcmi_power_decode(&rs, p) ? 0 :
	       bmc_garbled(&cli->bmc, &rs, "power reading");
}

static int run_power(struct cli *cli, const struct args *args)
{
	static const char *const keys[] = { "power_w", "min_w", "max_w", "average_w" };
	struct ipmi_dcmi_power p;
	struct json_object *o;
	unsigned int i;
	int rc;

	(void)args;
	rc = dcmi_power(cli, &p);
	if (rc)
		return rc;
	o = out_object();
	out_bool(o, "active", p.active);
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		const uint16_t watts[] = { p.now, p.min, p.max, p.average };

		if (p.active)
			out_int(o, keys[i], watts[i]);
		else
			out_null(o, keys[i]);
	}
	out_int(o, "window_ms", p.window_ms);
	out_time(o, "time", p.stamp, 0);
	return cli_show(cli, o, power_fields);
}

static const struct out_field limit_fields[] = {
	{ .key = "active", .label = "Active" },
	{ .key = "limit_w", .label = "Limit, W" },
	{ .key = "action", .label = "When exceeded" },
	{ .key = "correction_ms", .label = "May be exceeded for, ms" },
	{ .key = "period_s", .label = "Average over, s" },
	{ .key = NULL },
};

static int get_limit(struct cli *cli, struct ipmi_dcmi_limit *l, bool *active)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_dcmi_encode(&rq, IPMI_DCMI_GET_POWER_LIMIT, "\0\0", 2);
	rc = bmc_query(&cli->bmc, &rq, &rs);
	if (rc)
		return rc;
	memset(l, 0, sizeof(*l));
	*active = !rs.cc;
	if (rs.cc && rs.cc != IPMI_DCMI_NO_LIMIT)
		return bmc_error_cc(&cli->bmc.err, rq.netfn, rq.cmd, rs.cc, "power limit");
	/* Without a limit some answers end here. */
	return ipmi_dcmi_limit_decode(&rs, l) || rs.cc ? 0 :
	       bmc_garbled(&cli->bmc, &rs, "power limit");
}

enum { LIMIT_WATTS, LIMIT_OFF, LIMIT_ACTION, LIMIT_CORRECTION, LIMIT_PERIOD };

static int show_limit(struct cli *cli, const struct ipmi_dcmi_limit *l, bool active)
{
	struct json_object *o = out_object();

	out_bool(o, "active", active);
	out_int(o, "limit_w", l->watts);
	out_enum(o, "action", ipmi_dcmi_action_name(l->action), l->action);
	out_int(o, "correction_ms", l->correction_ms);
	out_int(o, "period_s", l->period_s);
	return cli_show(cli, o, limit_fields);
}

static int change(struct cli *cli, const struct ipmi_request *rq, const char *what)
{
	struct ipmi_response rs;
	int rc = bmc_change(&cli->bmc, rq, &rs, what);

	if (!rc && rs.cc)
		rc = bmc_error_cc(&cli->bmc.err, rq->netfn, rq->cmd, rs.cc, what);
	return rc;
}

static void number_change(struct json_object *changes, const char *path, const char *unit,
			  unsigned long old, unsigned long new)
{
	char was[24], is[24];

	snprintf(was, sizeof(was), "%lu %s", old, unit);
	snprintf(is, sizeof(is), "%lu %s", new, unit);
	if (old != new)
		cli_change(changes, was, is, "%s", path);
}

/* What changes from one limit to another; NULL is none. */
static void limit_changes(struct json_object *changes, const struct ipmi_dcmi_limit *old,
			  const struct ipmi_dcmi_limit *new)
{
	char was[24], is[24];

	snprintf(was, sizeof(was), old ? "%u W" : "off", old ? old->watts : 0);
	snprintf(is, sizeof(is), new ? "%u W" : "off", new ? new->watts : 0);
	if (strcmp(was, is) != 0)
		cli_change(changes, was, is, "dcmi.limit");
	if (!old || !new)
		return;
	if (old->action != new->action)
		cli_change(changes, ipmi_dcmi_action_name(old->action),
			   ipmi_dcmi_action_name(new->action), "dcmi.limit.action");
	number_change(changes, "dcmi.limit.correction", "ms", old->correction_ms,
		      new->correction_ms);
	number_change(changes, "dcmi.limit.period", "s", old->period_s, new->period_s);
}

static int set_limit(struct cli *cli, const struct args *args, const struct ipmi_dcmi_limit *old,
		     bool active)
{
	bool on = args->v[LIMIT_WATTS].set;
	struct ipmi_dcmi_limit want = *old, is;
	struct json_object *changes = json_object_new_array();
	struct ipmi_request rq;
	uint8_t data[] = { on, 0, 0 };
	bool same;
	int rc = 0;

	want.watts = on ? (uint16_t)args->v[LIMIT_WATTS].u : old->watts;
	if (args->v[LIMIT_ACTION].set)
		want.action = (uint8_t)args->v[LIMIT_ACTION].u;
	if (args->v[LIMIT_CORRECTION].set)
		want.correction_ms = (uint32_t)args->v[LIMIT_CORRECTION].u;
	if (args->v[LIMIT_PERIOD].set)
		want.period_s = (uint16_t)args->v[LIMIT_PERIOD].u;
	same = want.watts == old->watts && want.action == old->action &&
	       want.correction_ms == old->correction_ms && want.period_s == old->period_s;
	if (same && on == active)
		return cli_changed(cli, changes, 1);
	limit_changes(changes, active ? old : NULL, on ? &want : NULL);
	if (on && !same) {
		ipmi_dcmi_limit_encode(&rq, &want);
		rc = change(cli, &rq, "power limit");
	}
	if (!rc && on != active) {
		ipmi_dcmi_encode(&rq, IPMI_DCMI_ACTIVATE_POWER_LIMIT, data, sizeof(data));
		rc = change(cli, &rq, on ? "activate power limit" : "deactivate power limit");
	}
	if (!rc && !cli->bmc.opt.dry_run) {
		rc = get_limit(cli, &is, &active);
		if (!rc && (active != on || (on && is.watts != want.watts)))
			rc = bmc_error_set(&cli->bmc.err, BMC_EXIT_UNKNOWN,
					   "the BMC took the limit, but shows another");
	}
	if (rc) {
		json_object_put(changes);
		return rc;
	}
	return cli_changed(cli, changes, 1);
}

static int run_limit(struct cli *cli, const struct args *args)
{
	struct ipmi_dcmi_limit l;
	bool active;
	int rc;

	rc = get_limit(cli, &l, &active);
	if (rc)
		return rc;
	if (args->v[LIMIT_WATTS].set || args->v[LIMIT_OFF].set)
		return set_limit(cli, args, &l, active);
	return show_limit(cli, &l, active);
}

static int check_limit(struct cli *cli, const struct args *args)
{
	if (!args->v[LIMIT_WATTS].set &&
	    (args->v[LIMIT_ACTION].set || args->v[LIMIT_CORRECTION].set ||
	     args->v[LIMIT_PERIOD].set))
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_USAGE,
				     "action, correction and period need a limit in watts");
	if (!args->v[LIMIT_ACTION].set || args->v[LIMIT_ACTION].u != IPMI_DCMI_POWER_OFF ||
	    cli->bmc.opt.yes || cli->bmc.opt.dry_run)
		return 0;
	bmc_error_set(&cli->bmc.err, BMC_EXIT_GUARD,
		      "this switches this host off when it takes more");
	bmc_error_hint(&cli->bmc.err, "--yes does it; action log only tells");
	return cli->bmc.err.code;
}

/* Asset tag and controller ID come in pieces of up to 16 bytes. */
static int get_string(struct cli *cli, uint8_t cmd, uint8_t data[256], size_t *len)
{
	uint8_t total = 0, ask_for[2], piece[IPMI_DCMI_PIECE];
	struct ipmi_response rs;
	size_t n;
	int rc;

	*len = 0;
	do {
		ask_for[0] = (uint8_t)*len;
		ask_for[1] = total && total - *len < IPMI_DCMI_PIECE ?
			     (uint8_t)(total - *len) : IPMI_DCMI_PIECE;
		rc = ask(cli, cmd, ask_for, sizeof(ask_for), &rs, "DCMI string");
		if (rc)
			return rc;
		if (!ipmi_dcmi_string_decode(&rs, &total, piece, &n))
			return bmc_garbled(&cli->bmc, &rs, "DCMI string");
		if (n > total - *len)
			n = total > *len ? total - *len : 0;
		memcpy(data + *len, piece, n);
		*len += n;
	} while (n && *len < total);
	return 0;
}

static int get_text(struct cli *cli, uint8_t cmd, char *text, size_t room)
{
	const uint8_t *from;
	uint8_t data[256];
	size_t len;
	int rc;

	rc = get_string(cli, cmd, data, &len);
	if (rc)
		return rc;
	from = data;
	/* A byte order mark is no part of the text. */
	if (len >= 3 && !memcmp(data, "\xef\xbb\xbf", 3)) {
		from += 3;
		len -= 3;
	}
	ipmi_text_decode(text, room, IPMI_TEXT_8BIT, from, len);
	return 0;
}

static int set_string(struct cli *cli, uint8_t cmd, const char *text, size_t len)
{
	uint8_t data[2 + IPMI_DCMI_PIECE];
	struct ipmi_request rq;
	size_t at, n;
	int rc = 0;

	for (at = 0; at < len && !rc; at += n) {
		n = len - at < IPMI_DCMI_PIECE ? len - at : IPMI_DCMI_PIECE;
		data[0] = (uint8_t)at;
		data[1] = (uint8_t)n;
		memcpy(data + 2, text + at, n);
		ipmi_dcmi_encode(&rq, cmd, data, 2 + n);
		rc = change(cli, &rq, "DCMI string");
	}
	return rc;
}

static const struct out_field tag_fields[] = {
	{ .key = "asset_tag", .label = "Asset tag" },
	{ .key = "controller_id", .label = "Controller ID" },
	{ .key = NULL },
};

/* Show or set one of the two texts. */
static int text(struct cli *cli, const struct args *args, const char *key, uint8_t get,
		uint8_t set)
{
	char old[600], now[600];
	struct json_object *o;
	int rc;

	rc = get_text(cli, get, old, sizeof(old));
	if (rc)
		return rc;
	if (!args->v[0].set) {
		o = out_object();
		out_str(o, key, old);
		return cli_show(cli, o, tag_fields);
	}
	o = json_object_new_array();
	if (strcmp(old, args->v[0].text) != 0) {
		cli_change(o, old, args->v[0].text, "dcmi.%s", key);
		rc = set_string(cli, set, args->v[0].text, strlen(args->v[0].text) +
				(set == IPMI_DCMI_SET_CONTROLLER_ID));
		if (!rc && !cli->bmc.opt.dry_run)
			rc = get_text(cli, get, now, sizeof(now));
		if (!rc && !cli->bmc.opt.dry_run && strcmp(now, args->v[0].text) != 0)
			rc = bmc_error_set(&cli->bmc.err, BMC_EXIT_UNKNOWN,
					   "the BMC took it, but shows '%s'", now);
	}
	if (rc) {
		json_object_put(o);
		return rc;
	}
	return cli_changed(cli, o, 1);
}

static int run_tag(struct cli *cli, const struct args *args)
{
	return text(cli, args, "asset_tag", IPMI_DCMI_GET_ASSET_TAG, IPMI_DCMI_SET_ASSET_TAG);
}

static int run_id(struct cli *cli, const struct args *args)
{
	return text(cli, args, "controller_id", IPMI_DCMI_GET_CONTROLLER_ID,
		    IPMI_DCMI_SET_CONTROLLER_ID);
}

static const struct out_field temp_fields[] = {
	{ .key = "entity", .label = "Entity" },
	{ .key = "instance", .label = "Instance" },
	{ .key = "celsius", .label = "Celsius" },
	{ .key = NULL },
};

static int add_temperatures(struct cli *cli, struct json_object *list, uint8_t entity,
			    const char *name)
{
	uint8_t data[] = { 0x01, entity, 0x00, 0x01 }, total = 0;
	struct ipmi_dcmi_temperature t[8];
	struct ipmi_response rs;
	struct ipmi_request rq;
	size_t got = 0, n, i;
	struct json_object *o;
	int rc;

	do {
		data[3] = (uint8_t)(got + 1);
		ipmi_dcmi_encode(&rq, IPMI_DCMI_TEMPERATURES, data, sizeof(data));
		rc = bmc_query(&cli->bmc, &rq, &rs);
		/* Not every machine has all three. */
		if (!rc && (rs.cc == IPMI_CC_NOT_PRESENT || rs.cc == IPMI_CC_INVALID_FIELD))
			return 0;
		if (!rc && rs.cc)
			rc = bmc_error_cc(&cli->bmc.err, rq.netfn, rq.cmd, rs.cc, "temperatures");
		if (rc)
			return rc;
		n = ipmi_dcmi_temperatures_decode(&rs, &total, t);
		for (i = 0; i < n; i++) {
			o = json_object_new_object();
			out_str(o, "entity", name);
			out_int(o, "instance", t[i].instance);
			out_int(o, "celsius", t[i].celsius);
			json_object_array_add(list, o);
		}
		got += n;
	} while (n && got < total);
	return 0;
}

static int run_temp(struct cli *cli, const struct args *args)
{
	struct json_object *list = json_object_new_array();
	int rc;

	(void)args;
	rc = add_temperatures(cli, list, 0x40, "inlet");
	if (!rc)
		rc = add_temperatures(cli, list, 0x41, "cpu");
	if (!rc)
		rc = add_temperatures(cli, list, 0x42, "baseboard");
	if (!rc)
		return cli_show(cli, list, temp_fields);
	json_object_put(list);
	return rc;
}

static int parse_watts(struct bmc_error *err, const char *name, const char *word,
		       struct arg_value *v)
{
	return parse_range(err, name, word, 1, 65534, &v->u);
}

static int parse_ms(struct bmc_error *err, const char *name, const char *word,
		    struct arg_value *v)
{
	return parse_range(err, name, word, 0, 0xfffffffe, &v->u);
}

static int parse_period(struct bmc_error *err, const char *name, const char *word,
			struct arg_value *v)
{
	return parse_range(err, name, word, 0, 65535, &v->u);
}

static int parse_action(struct bmc_error *err, const char *name, const char *word,
			struct arg_value *v)
{
	v->u = !strcmp(word, "off") ? IPMI_DCMI_POWER_OFF : !strcmp(word, "log") ? 0x11 : 0x00;
	if (!v->u && strcmp(word, "none") != 0)
		return bmc_error_value(err, name, word, "is not none, off or log");
	return 0;
}

/* UTF-8 would be allowed, but what shows it is rarely ready for more than ASCII. */
static int parse_short(struct bmc_error *err, const char *name, const char *word,
		       struct arg_value *v)
{
	const char *p;

	v->u = strlen(word);
	if (v->u > IPMI_DCMI_TAG_MAX)
		return bmc_error_value(err, name, word, "is longer than %d bytes",
				       IPMI_DCMI_TAG_MAX);
	if (!v->u)
		return bmc_error_value(err, name, word, "is empty");
	for (p = word; *p; p++)
		if (*p < 0x20 || *p > 0x7e)
			return bmc_error_value(err, name, word,
					       "has other than printable ASCII characters");
	return 0;
}

static const struct arg_spec limit_args[] = {
	[LIMIT_WATTS] = { .kind = ARG_KEY, .name = "set", .meta = "WATTS", .group = 1,
			  .parse = parse_watts, .help = "limit in watts, 1 to 65534" },
	[LIMIT_OFF] = { .kind = ARG_WORD, .name = "off", .group = 1, .help = "no limit" },
	[LIMIT_ACTION] = { .kind = ARG_KEY, .name = "action", .meta = "none|off|log",
			   .parse = parse_action, .words = "none off log",
			   .help = "what to do when it is exceeded; off switches this host off" },
	[LIMIT_CORRECTION] = { .kind = ARG_KEY, .name = "correction", .meta = "MS",
			       .parse = parse_ms, .help = "how long it may be exceeded" },
	[LIMIT_PERIOD] = { .kind = ARG_KEY, .name = "period", .meta = "SEC",
			   .parse = parse_period, .help = "how long the average is over" },
	{ .name = NULL },
};

static const struct arg_spec tag_args[] = {
	{ .kind = ARG_KEY, .name = "set", .meta = "TEXT", .parse = parse_short,
	  .help = "the new one, up to 63 printable ASCII characters" },
	{ .name = NULL },
};

const struct command dcmi_commands[] = {
	{ "power", NULL, NULL, run_power, CMD_DEFAULT, "Show how much power the machine takes" },
	{ "limit", limit_args, check_limit, run_limit, 0, "Show or set the power limit" },
	{ "asset-tag", tag_args, NULL, run_tag, 0, "Show or set the asset tag" },
	{ "mc-id", tag_args, NULL, run_id, 0, "Show or set the controller ID" },
	{ "temp", NULL, NULL, run_temp, 0, "Show inlet, CPU and baseboard temperatures" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
