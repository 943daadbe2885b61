// SPDX-License-Identifier: GPL-2.0-only
/* bmc channel set: who may use a channel, now and after the next start of the BMC. */
#include <string.h>

#include "../lib/array.h"
#include "../lib/ipmi/cc.h"
#include "objects.h"
#include "users.h"

enum {
	CHAN_N, CHAN_ACCESS, CHAN_PRIV, CHAN_PERMSG, CHAN_USERAUTH, CHAN_PEF, CHAN_WHERE,
	CHAN_ALLOW,
};

enum { WHERE_BOTH, WHERE_VOLATILE };

static void wanted(const struct args *args, const struct ipmi_channel_access *old,
		   struct ipmi_channel_access *new)
{
	const struct arg_value *v = args->v;

	*new = *old;
	if (v[CHAN_ACCESS].set)
		new->mode = (uint8_t)v[CHAN_ACCESS].u;
	if (v[CHAN_PRIV].set)
		new->limit = (uint8_t)v[CHAN_PRIV].u;
	if (v[CHAN_PERMSG].set)
		new->message_auth = v[CHAN_PERMSG].u;
	if (v[CHAN_USERAUTH].set)
		new->user_auth = v[CHAN_USERAUTH].u;
	if (v[CHAN_PEF].set)
		new->pef_alerts = v[CHAN_PEF].u;
}

static bool same(const struct ipmi_channel_access *a, const struct ipmi_channel_access *b)
{
	return a->mode == b->mode && a->limit == b->limit && a->user_auth == b->user_auth &&
	       a->message_auth == b->message_auth && a->pef_alerts == b->pef_alerts;
}

static int read_access(struct bmc *bmc, uint8_t channel, bool saved,
		       struct ipmi_channel_access *acc)
{
	bool there;
	int rc = channel_access(bmc, channel, saved, acc, &there);

	if (rc || there)
		return rc;
	return bmc_error_set(&bmc->err, BMC_EXIT_UNSUPPORTED,
			     "this BMC does not offer access settings of channel %u", channel);
}

static int write_access(struct bmc *bmc, uint8_t channel, bool saved,
			const struct ipmi_channel_access *acc)
{
	const char *step = saved ? "saved" : "active";
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_channel_access_set_encode(&rq, channel, saved, acc);
	rc = bmc_change(bmc, &rq, &rs, step);
	if (!rc && rs.cc)
		rc = bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, "channel access");
	if (rc)
		bmc_error_step(&bmc->err, step);
	else
		bmc_error_applied(&bmc->err, step);
	return rc;
}

static void describe(struct json_object *changes, uint8_t channel, bool saved,
		     const struct ipmi_channel_access *old, const struct ipmi_channel_access *new)
{
	const char *where = saved ? "saved" : "active";
	const struct {
		const char *key, *old, *new;
	} rows[] = {
		{ "access", ipmi_access_mode_name(old->mode), ipmi_access_mode_name(new->mode) },
		{ "priv", ipmi_privilege_name(old->limit), ipmi_privilege_name(new->limit) },
		{ "permsg", old->message_auth ? "on" : "off", new->message_auth ? "on" : "off" },
		{ "userauth", old->user_auth ? "on" : "off", new->user_auth ? "on" : "off" },
		{ "pef_alerts", old->pef_alerts ? "on" : "off", new->pef_alerts ? "on" : "off" },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		if (!rows[i].old || !rows[i].new || strcmp(rows[i].old, rows[i].new) != 0)
			cli_change(changes, rows[i].old, rows[i].new, "channel.%u.%s.%s", channel,
				   where, rows[i].key);
}

/* One of the two settings; both go back to what they were when the second one fails. */
static int change(struct bmc *bmc, uint8_t channel, const struct ipmi_channel_access old[2],
		  const struct ipmi_channel_access new[2], unsigned int end)
{
	struct ipmi_channel_access now;
	struct bmc_error saved;
	unsigned int i;
	int rc = 0;

	for (i = end; i-- > 0 && !rc;)
		if (!same(&old[i], &new[i]))
			rc = write_access(bmc, channel, i, &new[i]);
	for (i = 0; i < end && !rc && !bmc->opt.dry_run; i++) {
		rc = read_access(bmc, channel, i, &now);
		if (!rc && !same(&now, &new[i])) {
			rc = bmc_error_set(&bmc->err, BMC_EXIT_VERIFY,
					   "the BMC took the %s access, but does not show it",
					   i ? "saved" : "active");
			bmc_error_step(&bmc->err, "verify");
		}
	}
	if (!rc || !bmc->err.n_applied)
		return rc;
	saved = bmc->err;
	bmc->cleanup = true;
	for (i = 0; i < end; i++)
		if (!same(&old[i], &new[i]) && write_access(bmc, channel, i, &old[i]))
			rc = BMC_EXIT_UNKNOWN;
	bmc->cleanup = false;
	bmc->err = saved;
	bmc->err.code = rc;
	bmc_error_hint(&bmc->err, rc == BMC_EXIT_UNKNOWN ?
		       "the old settings could not be put back: bmc channel show %u" :
		       "the old settings are back", channel);
	return rc;
}

static int guard(struct bmc *bmc, uint8_t channel, const struct ipmi_channel_access *new)
{
	struct user_list list;
	int rc = users_read(bmc, &list);

	return rc ? rc : users_guard_channel(bmc, &list, channel, new);
}

/**
 * channel_set_check() - look at the arguments as a whole
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or BMC_EXIT_USAGE with the error set.
 */
int channel_set_check(struct cli *cli, const struct args *args)
{
	unsigned int i;

	for (i = CHAN_ACCESS; i <= CHAN_PEF; i++)
		if (args->v[i].set)
			return 0;
	bmc_error_set(&cli->bmc.err, BMC_EXIT_USAGE, "nothing to set is given");
	bmc_error_hint(&cli->bmc.err, "see: bmc help channel set");
	return cli->bmc.err.code;
}

/**
 * channel_set_run() - set who may use a channel
 * @cli: the run
 * @args: the arguments
 *
 * Both what is in force and what is saved are written and read back.
 *
 * Return: 0, or an exit status with the error set.
 */
int channel_set_run(struct cli *cli, const struct args *args)
{
	const struct arg_value *where = &args->v[CHAN_WHERE];
	unsigned int end = where->set && where->u == WHERE_VOLATILE ? 1 : 2;
	struct ipmi_channel_access old[2] = { 0 }, new[2] = { 0 };
	uint8_t channel = (uint8_t)args->v[CHAN_N].u;
	struct bmc *bmc = &cli->bmc;
	struct ipmi_channel_info info;
	struct json_object *changes;
	unsigned int i;
	bool there;
	int rc;

	rc = bmc_lock(bmc);
	if (!rc)
		rc = channel_info(bmc, channel, &info, &there);
	if (!rc && !there)
		rc = bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "the BMC has no channel %u",
				   channel);
	for (i = 0; i < end && !rc; i++) {
		rc = read_access(bmc, channel, i, &old[i]);
		wanted(args, &old[i], &new[i]);
	}
	if (rc)
		return rc;
	changes = json_object_new_array();
	for (i = 0; i < end; i++)
		describe(changes, channel, i, &old[i], &new[i]);
	if (json_object_array_length(changes) && !args->v[CHAN_ALLOW].set &&
	    ipmi_medium_is_lan(info.medium))
		rc = guard(bmc, channel, &new[0]);
	if (!rc)
		rc = change(bmc, channel, old, new, end);
	if (!rc)
		return cli_changed(cli, changes, 1);
	json_object_put(changes);
	return rc;
}

static int parse_mode(struct bmc_error *err, const char *field, const char *text,
		      struct arg_value *v)
{
	for (v->u = 0; v->u < 4; v->u++)
		if (!strcmp(ipmi_access_mode_name((uint8_t)v->u), text))
			return 0;
	return bmc_error_value(err, field, text, "is not off, preboot, always or shared");
}

static int parse_limit(struct bmc_error *err, const char *field, const char *text,
		       struct arg_value *v)
{
	int rc = parse_level(err, field, text, v);

	if (!rc && v->u == IPMI_PRIVILEGE_NONE)
		return bmc_error_value(err, field, text, "is no limit of a channel: access off");
	return rc;
}

static int parse_where(struct bmc_error *err, const char *field, const char *text,
		       struct arg_value *v)
{
	if (strcmp(text, "both") != 0 && strcmp(text, "volatile") != 0)
		return bmc_error_value(err, field, text, "is not volatile or both");
	v->u = text[0] == 'v' ? WHERE_VOLATILE : WHERE_BOTH;
	return 0;
}

const struct arg_spec channel_set_args[] = {
	[CHAN_N] = { .kind = ARG_POS, .name = "channel", .meta = "N", .parse = parse_channel,
		     .flags = ARG_REQUIRED | ARG_FREE, .help = "channel number, 1 to 11" },
	[CHAN_ACCESS] = { .kind = ARG_KEY, .name = "access", .meta = "MODE", .parse = parse_mode,
			  .words = "always off preboot shared",
			  .help = "always, off, preboot or shared" },
	[CHAN_PRIV] = { .kind = ARG_KEY, .name = "priv", .meta = "LEVEL", .parse = parse_limit,
			.words = "callback user operator admin oem",
			.help = "highest privilege of a session" },
	[CHAN_PERMSG] = { .kind = ARG_KEY, .name = "permsg", .meta = "on|off",
			  .parse = parse_onoff, .words = "on off",
			  .help = "authenticate every message" },
	[CHAN_USERAUTH] = { .kind = ARG_KEY, .name = "userauth", .meta = "on|off",
			    .parse = parse_onoff, .words = "on off",
			    .help = "authenticate messages of level user" },
	[CHAN_PEF] = { .kind = ARG_KEY, .name = "pef-alerts", .meta = "on|off",
		       .parse = parse_onoff, .words = "on off",
		       .help = "let event filters send alerts" },
	[CHAN_WHERE] = { .kind = ARG_POS, .name = "where", .meta = "volatile|both",
			 .parse = parse_where, .words = "volatile both",
			 .help = "until the BMC starts again only, or for good too (default)" },
	[CHAN_ALLOW] = { .kind = ARG_FLAG, .name = "--allow-lockout",
			 .help = "also the last way in from the network" },
	{ .name = NULL },
};
