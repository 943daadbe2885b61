// SPDX-License-Identifier: GPL-2.0-only
/* bmc cipher: cipher suites by their ID, never by their place in the BMC's list. */
#include <string.h>

#include "../lib/ipmi/sol.h"
#include "../lib/ipmi/user.h"
#include "channels.h"
#include "cli.h"
#include "lanconf.h"

static const uint8_t parameters[] = { IPMI_LAN_CIPHER_LIST, IPMI_LAN_CIPHER_PRIVILEGES };

static const struct out_field fields[] = {
	{ .key = "channel", .label = "Channel" },
	{ .key = "id", .label = "ID" },
	{ .key = "authentication", .label = "Authentication" },
	{ .key = "integrity", .label = "Integrity" },
	{ .key = "confidentiality", .label = "Confidentiality" },
	{ .key = "max_priv", .label = "Max" },
	{ .key = "advice", .label = "Advice" },
	{ .key = NULL },
};

static const char *advice(uint8_t id)
{
	if (!id)
		return "close: no authentication";
	return id == 17 || id == 3 ? "good" : "close: weak or not needed";
}

static int run_list(struct cli *cli, const struct args *args)
{
	uint8_t ids[IPMI_CIPHER_MAX], privileges[IPMI_CIPHER_MAX];
	const char *auth, *integrity, *confidentiality;
	struct ipmi_channel_info info;
	struct ipmi_lan_config c;
	struct json_object *doc;
	unsigned int i, n;
	int rc;

	memset(&c, 0, sizeof(c));
	rc = channel_pick(&cli->bmc, &args->v[0], &info);
	if (!rc)
		rc = lan_read(&cli->bmc, info.channel, parameters, sizeof(parameters), &c);
	if (!rc)
		rc = lan_offered(&cli->bmc, IPMI_LAN_CIPHER_LIST,
				 &c.value[IPMI_LAN_CIPHER_LIST]);
	if (rc)
		return rc;
	doc = json_object_new_array();
	n = ipmi_lan_ciphers(&c, ids, privileges);
	for (i = 0; i < n; i++) {
		struct json_object *o = json_object_new_object();
		bool known = ipmi_cipher_names(ids[i], &auth, &integrity, &confidentiality);

		json_object_array_add(doc, o);
		out_int(o, "channel", info.channel);
		out_int(o, "id", ids[i]);
		out_str(o, "authentication", known ? auth : NULL);
		out_str(o, "integrity", known ? integrity : NULL);
		out_str(o, "confidentiality", known ? confidentiality : NULL);
		if (c.value[IPMI_LAN_CIPHER_PRIVILEGES].state != IPMI_LAN_OK)
			out_null(o, "max_priv");
		else if (!privileges[i])
			out_str(o, "max_priv", "none");
		else
			out_enum(o, "max_priv", ipmi_privilege_name(privileges[i]), privileges[i]);
		out_str(o, "advice", advice(ids[i]));
	}
	return cli_show(cli, doc, fields);
}

enum { SET_FIRST, SET_SECOND, SET_THIRD, SET_STEAL, SET_ALLOW };

/**
 * struct wish - what "cipher set" is asked for
 * @bmc: the run
 * @suite: suite ID
 * @level: its limit, 0 = nobody may use it
 * @lockout: leave no other suite, if need be
 */
struct wish {
	uint8_t suite;
	uint8_t level;
	bool lockout;
};

/* [N] SUITE LEVEL: with three words the first one is the channel. */
static int read_words(struct bmc_error *err, const struct args *args, struct arg_value *channel,
		      struct wish *wish)
{
	unsigned int three = args->v[SET_THIRD].set;
	struct arg_value v = { .u = 0 };
	unsigned long suite;
	const char *level = args->v[SET_SECOND + three].text;
	int rc = 0;

	memset(channel, 0, sizeof(*channel));
	if (three) {
		channel->text = args->v[SET_FIRST].text;
		channel->set = true;
		rc = parse_channel(err, "channel", channel->text, channel);
	}
	if (!rc)
		rc = parse_range(err, "suite", args->v[SET_FIRST + three].text, 0, 255, &suite);
	if (!rc)
		rc = parse_level(err, "level", level, &v);
	if (rc)
		return rc;
	wish->suite = (uint8_t)suite;
	wish->level = v.u == IPMI_PRIVILEGE_NONE ? 0 : (uint8_t)v.u;
	wish->lockout = args->v[SET_ALLOW].set;
	return 0;
}

static int check_set(struct cli *cli, const struct args *args)
{
	struct arg_value channel;
	struct wish wish;

	return read_words(&cli->bmc.err, args, &channel, &wish);
}

/* With every suite from 1 on closed nobody could log in any more. */
static int guard(struct bmc *bmc, const struct ipmi_lan_config *c)
{
	uint8_t ids[IPMI_CIPHER_MAX], privileges[IPMI_CIPHER_MAX];
	unsigned int i, n = ipmi_lan_ciphers(c, ids, privileges);

	for (i = 0; i < n; i++)
		if (ids[i] && privileges[i])
			return 0;
	bmc_error_set(&bmc->err, BMC_EXIT_GUARD, "this would close every suite but 0");
	bmc_error_hint(&bmc->err, "--allow-lockout does it");
	return bmc->err.code;
}

static int no_suite(struct bmc *bmc, uint8_t suite, const uint8_t *ids, unsigned int n)
{
	char text[80] = "";
	size_t used = 0;
	unsigned int i;

	for (i = 0; i < n && used < sizeof(text); i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%u", i ? ", " : "",
					 ids[i]);
	return bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "this BMC has no suite %u; it has: %s",
			     suite, text);
}

static int make_plan(struct bmc *bmc, struct lan_plan *plan, void *arg)
{
	struct ipmi_lan_value *list = &plan->new.value[IPMI_LAN_CIPHER_LIST];
	struct ipmi_lan_value *limit = &plan->new.value[IPMI_LAN_CIPHER_PRIVILEGES];
	uint8_t ids[IPMI_CIPHER_MAX], privileges[IPMI_CIPHER_MAX];
	const struct wish *wish = arg;
	struct ipmi_lan_value old;
	unsigned int i, n;
	int rc;

	memset(&plan->new, 0, sizeof(plan->new));
	rc = lan_read(bmc, plan->channel, parameters, sizeof(parameters), &plan->new);
	if (!rc)
		rc = lan_offered(bmc, IPMI_LAN_CIPHER_LIST, list);
	if (!rc)
		rc = lan_offered(bmc, IPMI_LAN_CIPHER_PRIVILEGES, limit);
	if (rc)
		return rc;
	old = *limit;
	n = ipmi_lan_ciphers(&plan->new, ids, privileges);
	for (i = 0; i < n && ids[i] != wish->suite; i++)
		;
	if (i == n)
		return no_suite(bmc, wish->suite, ids, n);
	limit->data[1 + i / 2] = (uint8_t)((limit->data[1 + i / 2] & (i % 2 ? 0x0f : 0xf0)) |
					   wish->level << i % 2 * 4);
	lan_plan_clear(plan);
	lan_plan_add(plan, IPMI_LAN_CIPHER_PRIVILEGES, 0, &old, limit);
	return plan->n && !wish->level && !wish->lockout ? guard(bmc, &plan->new) : 0;
}

static const char *limit_name(uint8_t level)
{
	return level ? ipmi_privilege_name(level) : "none";
}

static int run_set(struct cli *cli, const struct args *args)
{
	uint8_t ids[IPMI_CIPHER_MAX], privileges[IPMI_CIPHER_MAX];
	struct lan_plan plan = { .steal = args->v[SET_STEAL].set };
	struct json_object *changes = json_object_new_array();
	struct ipmi_channel_info info;
	struct bmc *bmc = &cli->bmc;
	struct arg_value channel;
	struct wish wish;
	unsigned int i, n;
	int rc;

	rc = read_words(&bmc->err, args, &channel, &wish);
	if (!rc)
		rc = channel_pick(bmc, &channel, &info);
	if (!rc) {
		plan.channel = info.channel;
		rc = lan_transact(bmc, &plan, make_plan, &wish, 0);
	}
	if (rc) {
		json_object_put(changes);
		return rc;
	}
	if (plan.n) {
		plan.new.value[IPMI_LAN_CIPHER_PRIVILEGES] = plan.item[0].old;
		n = ipmi_lan_ciphers(&plan.new, ids, privileges);
		for (i = 0; i < n; i++)
			if (ids[i] == wish.suite)
				cli_change(changes, limit_name(privileges[i]),
					   limit_name(wish.level), "cipher.%u.suite.%u",
					   info.channel, wish.suite);
	}
	return cli_changed(cli, changes, 1);
}

static const struct arg_spec list_args[] = {
	{ .kind = ARG_POS, .name = "channel", .meta = "N", .parse = parse_channel,
	  .help = "LAN channel, 1 to 11; can be left out when there is only one" },
	{ .name = NULL },
};

static const struct arg_spec set_args[] = {
	[SET_FIRST] = { .kind = ARG_POS, .name = "suite", .meta = "[N] SUITE",
			.parse = parse_text, .flags = ARG_REQUIRED,
			.help = "suite ID, after the LAN channel when there are several" },
	[SET_SECOND] = { .kind = ARG_POS, .name = "level", .meta = "LEVEL|none",
			 .parse = parse_text, .flags = ARG_REQUIRED,
			 .words = "callback user operator admin oem none",
			 .help = "highest privilege with this suite; none closes it" },
	[SET_THIRD] = { .kind = ARG_POS, .name = "level", .meta = "", .parse = parse_text },
	[SET_STEAL] = { .kind = ARG_FLAG, .name = "--steal-lock",
			.help = "take over when another party's change never ends" },
	[SET_ALLOW] = { .kind = ARG_FLAG, .name = "--allow-lockout",
			.help = "also when no other suite is left" },
	{ .name = NULL },
};

const struct command cipher_commands[] = {
	{ "list", list_args, NULL, run_list, CMD_DEFAULT, "List the cipher suites" },
	{ "set", set_args, check_set, run_set, 0, "Set who may use a cipher suite" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
