// SPDX-License-Identifier: GPL-2.0-only
/* bmc sol: settings of serial over LAN. Using it is a matter of the other end. */
#include <string.h>

#include "../lib/ipmi/sol.h"
#include "../lib/ipmi/user.h"
#include "channels.h"
#include "cli.h"
#include "lanconf.h"

enum {
	SOL_CHANNEL, SOL_ENABLED, SOL_PRIV, SOL_ENCRYPT, SOL_AUTH, SOL_RATE, SOL_RETRIES,
	SOL_RETRY_MS, SOL_ACCUMULATE_MS, SOL_THRESHOLD, SOL_STEAL,
};

#define N_PARAMETERS 6

static const uint8_t parameters[N_PARAMETERS] = {
	IPMI_SOL_ENABLE, IPMI_SOL_AUTH, IPMI_SOL_ACCUMULATE, IPMI_SOL_RETRY, IPMI_SOL_RATE_SAVED,
	IPMI_SOL_RATE,
};

static const struct out_field fields[] = {
	{ .key = "channel", .label = "Channel" },
	{ .key = "enabled", .label = "Enabled" },
	{ .key = "priv", .label = "Privilege" },
	{ .key = "force_encryption", .label = "Force encryption" },
	{ .key = "force_authentication", .label = "Force authentication" },
	{ .key = "rate_saved", .label = "Rate saved", .none = "of the serial port" },
	{ .key = "rate", .label = "Rate in force", .none = "of the serial port" },
	{ .key = "accumulate_ms", .label = "Accumulate ms" },
	{ .key = "threshold_bytes", .label = "Threshold bytes" },
	{ .key = "retries", .label = "Retries" },
	{ .key = "retry_interval_ms", .label = "Retry interval ms" },
	{ .key = "port", .label = "UDP port" },
	{ .key = NULL },
};

static void add_rate(struct json_object *o, const char *key, const struct ipmi_lan_value *v)
{
	if (!lan_usable(o, key, v))
		return;
	if (ipmi_sol_rate(v->data[0]) > 0)
		out_int(o, key, ipmi_sol_rate(v->data[0]));
	else
		out_null(o, key);
}

static void fill(struct json_object *o, const struct ipmi_lan_value *v)
{
	if (lan_usable(o, "enabled", &v[0]))
		out_bool(o, "enabled", v[0].data[0] & 1);
	if (lan_usable(o, "priv", &v[1])) {
		out_enum(o, "priv", ipmi_privilege_name(v[1].data[0] & 0x0f),
			 v[1].data[0] & 0x0f);
		out_bool(o, "force_encryption", v[1].data[0] & 0x80);
		out_bool(o, "force_authentication", v[1].data[0] & 0x40);
	}
	if (lan_usable(o, "accumulate_ms", &v[2])) {
		out_int(o, "accumulate_ms", v[2].data[0] * 5LL);
		out_int(o, "threshold_bytes", v[2].data[1]);
	}
	if (lan_usable(o, "retries", &v[3])) {
		out_int(o, "retries", v[3].data[0] & 7);
		out_int(o, "retry_interval_ms", v[3].data[1] * 10LL);
	}
	add_rate(o, "rate_saved", &v[4]);
	add_rate(o, "rate", &v[5]);
	if (lan_usable(o, "port", &v[N_PARAMETERS]))
		out_int(o, "port", v[N_PARAMETERS].data[0] | v[N_PARAMETERS].data[1] << 8);
}

static int read_all(struct bmc *bmc, uint8_t channel, struct ipmi_lan_value *v)
{
	unsigned int i;
	int rc = 0;

	for (i = 0; i < N_PARAMETERS && !rc; i++)
		rc = lan_read_set(bmc, channel, parameters[i], 0, &v[i]);
	return rc;
}

static int run_show(struct cli *cli, const struct args *args)
{
	struct ipmi_lan_value v[N_PARAMETERS + 1];
	struct ipmi_channel_info info;
	struct json_object *o;
	int rc;

	rc = channel_pick(&cli->bmc, &args->v[0], &info);
	if (!rc)
		rc = read_all(&cli->bmc, info.channel, v);
	if (!rc)
		rc = lan_read_set(&cli->bmc, info.channel, IPMI_SOL_PORT, 0, &v[N_PARAMETERS]);
	if (!rc)
		rc = lan_offered(&cli->bmc, IPMI_SOL_ENABLE, &v[0]);
	if (rc)
		return rc;
	o = out_object();
	out_int(o, "channel", info.channel);
	fill(o, v);
	return cli_show(cli, o, fields);
}

static void put(const struct args *args, struct ipmi_lan_value *v)
{
	const struct arg_value *a = args->v;
	uint8_t *auth = &v[1].data[0];

	if (a[SOL_ENABLED].set)
		v[0].data[0] = (uint8_t)((v[0].data[0] & 0xfe) | a[SOL_ENABLED].u);
	if (a[SOL_PRIV].set)
		*auth = (uint8_t)((*auth & 0xf0) | a[SOL_PRIV].u);
	if (a[SOL_ENCRYPT].set)
		*auth = (uint8_t)((*auth & 0x7f) | a[SOL_ENCRYPT].u << 7);
	if (a[SOL_AUTH].set)
		*auth = (uint8_t)((*auth & 0xbf) | a[SOL_AUTH].u << 6);
	if (a[SOL_ACCUMULATE_MS].set)
		v[2].data[0] = (uint8_t)(a[SOL_ACCUMULATE_MS].u / 5);
	if (a[SOL_THRESHOLD].set)
		v[2].data[1] = (uint8_t)a[SOL_THRESHOLD].u;
	if (a[SOL_RETRIES].set)
		v[3].data[0] = (uint8_t)a[SOL_RETRIES].u;
	if (a[SOL_RETRY_MS].set)
		v[3].data[1] = (uint8_t)(a[SOL_RETRY_MS].u / 10);
	if (a[SOL_RATE].set) {
		v[4].data[0] = (uint8_t)a[SOL_RATE].u;
		v[5].data[0] = v[4].data[0];
	}
}

static int make_plan(struct bmc *bmc, struct lan_plan *plan, void *arg)
{
	struct ipmi_lan_value old[N_PARAMETERS], new[N_PARAMETERS];
	unsigned int i;
	int rc;

	rc = read_all(bmc, plan->channel, old);
	if (!rc)
		rc = lan_offered(bmc, IPMI_SOL_ENABLE, &old[0]);
	if (rc)
		return rc;
	memcpy(new, old, sizeof(new));
	put(arg, new);
	lan_plan_clear(plan);
	for (i = 0; i < N_PARAMETERS; i++) {
		/* Many BMCs have no rate in force apart from the saved one. */
		if (old[i].state != IPMI_LAN_OK && parameters[i] == IPMI_SOL_RATE)
			continue;
		if (memcmp(old[i].data, new[i].data, sizeof(old[i].data)) != 0)
			rc = lan_offered(bmc, parameters[i], &old[i]);
		if (rc)
			return rc;
		if (old[i].state == IPMI_LAN_OK)
			lan_plan_add(plan, parameters[i], 0, &old[i], &new[i]);
	}
	return 0;
}

static int check_set(struct cli *cli, const struct args *args)
{
	unsigned int i;

	for (i = SOL_ENABLED; i < SOL_STEAL; i++)
		if (args->v[i].set)
			return 0;
	bmc_error_set(&cli->bmc.err, BMC_EXIT_USAGE, "nothing to set is given");
	bmc_error_hint(&cli->bmc.err, "see: bmc help sol set");
	return cli->bmc.err.code;
}

static int run_set(struct cli *cli, const struct args *args)
{
	struct lan_plan plan = { .steal = args->v[SOL_STEAL].set, .base = IPMI_SOL_BASE };
	struct ipmi_channel_info info;
	struct args copy = *args;
	int rc;

	rc = channel_pick(&cli->bmc, &args->v[SOL_CHANNEL], &info);
	if (rc)
		return rc;
	plan.channel = info.channel;
	rc = lan_transact(&cli->bmc, &plan, make_plan, &copy, 0);
	return rc ? rc : cli_changed(cli, lan_changes(&plan), 1);
}

static int parse_rate(struct bmc_error *err, const char *field, const char *text,
		      struct arg_value *v)
{
	int code = parse_ulong(text, &v->u) ? ipmi_sol_rate_code(v->u) : -1;

	if (code < 0)
		return bmc_error_value(err, field, text,
				       "is not 9600, 19200, 38400, 57600 or 115200");
	v->u = (unsigned long)code;
	return 0;
}

static int parse_sol_priv(struct bmc_error *err, const char *field, const char *text,
			  struct arg_value *v)
{
	int rc = parse_level(err, field, text, v);

	if (!rc && (v->u < 2 || v->u > IPMI_PRIVILEGE_OEM))
		return bmc_error_value(err, field, text, "is not user, operator, admin or oem");
	return rc;
}

static int parse_retries(struct bmc_error *err, const char *field, const char *text,
			 struct arg_value *v)
{
	return parse_range(err, field, text, 0, 7, &v->u);
}

static int parse_step(struct bmc_error *err, const char *field, const char *text,
		      struct arg_value *v, unsigned long step, unsigned long min)
{
	int rc = parse_range(err, field, text, min, 255 * step, &v->u);

	if (!rc && v->u % step)
		return bmc_error_value(err, field, text, "is not a multiple of %lu ms", step);
	return rc;
}

static int parse_retry_ms(struct bmc_error *err, const char *field, const char *text,
			  struct arg_value *v)
{
	return parse_step(err, field, text, v, 10, 0);
}

static int parse_accumulate(struct bmc_error *err, const char *field, const char *text,
			    struct arg_value *v)
{
	return parse_step(err, field, text, v, 5, 5);
}

static int parse_threshold(struct bmc_error *err, const char *field, const char *text,
			   struct arg_value *v)
{
	return parse_range(err, field, text, 1, 255, &v->u);
}

#define CHANNEL_ARG									\
	{ .kind = ARG_POS, .name = "channel", .meta = "N", .parse = parse_channel,	\
	  .help = "LAN channel, 1 to 11; can be left out when there is only one" }

static const struct arg_spec show_args[] = { CHANNEL_ARG, { .name = NULL } };

static const struct arg_spec set_args[] = {
	[SOL_CHANNEL] = CHANNEL_ARG,
	[SOL_ENABLED] = { .kind = ARG_KEY, .name = "enabled", .meta = "on|off",
			  .parse = parse_onoff, .words = "on off",
			  .help = "let sessions activate it" },
	[SOL_PRIV] = { .kind = ARG_KEY, .name = "priv", .meta = "LEVEL", .parse = parse_sol_priv,
		       .words = "user operator admin oem", .help = "privilege that is needed" },
	[SOL_ENCRYPT] = { .kind = ARG_KEY, .name = "encryption", .meta = "on|off",
			  .parse = parse_onoff, .words = "on off", .help = "only encrypted" },
	[SOL_AUTH] = { .kind = ARG_KEY, .name = "authentication", .meta = "on|off",
		       .parse = parse_onoff, .words = "on off", .help = "only authenticated" },
	[SOL_RATE] = { .kind = ARG_KEY, .name = "rate", .meta = "BAUD", .parse = parse_rate,
		       .words = "9600 19200 38400 57600 115200",
		       .help = "9600, 19200, 38400, 57600 or 115200" },
	[SOL_RETRIES] = { .kind = ARG_KEY, .name = "retries", .meta = "N",
			  .parse = parse_retries,
			  .help = "how often a packet is sent again, 0 to 7" },
	[SOL_RETRY_MS] = { .kind = ARG_KEY, .name = "retry-interval", .meta = "MS",
			   .parse = parse_retry_ms, .help = "time between them, 0 to 2550" },
	[SOL_ACCUMULATE_MS] = { .kind = ARG_KEY, .name = "accumulate", .meta = "MS",
				.parse = parse_accumulate,
				.help = "how long characters are collected, 5 to 1275" },
	[SOL_THRESHOLD] = { .kind = ARG_KEY, .name = "threshold", .meta = "BYTES",
			    .parse = parse_threshold,
			    .help = "how many are sent at once, 1 to 255" },
	[SOL_STEAL] = { .kind = ARG_FLAG, .name = "--steal-lock",
			.help = "take over when another party's change never ends" },
	{ .name = NULL },
};

const struct command sol_commands[] = {
	{ "show", show_args, NULL, run_show, CMD_DEFAULT, "Show the settings" },
	{ "set", set_args, check_set, run_set, 0, "Change settings, and read them back" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
