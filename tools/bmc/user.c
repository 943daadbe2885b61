// SPDX-License-Identifier: GPL-2.0-only
/* bmc user: the users of the BMC; listing them. */
#include <string.h>

#include "../lib/ipmi/cc.h"
#include "objects.h"
#include "users.h"

static const struct out_field channel_fields[] = {
	{ .key = "channel", .label = "channel" },
	{ .key = "priv", .label = "priv" },
	{ .key = "messaging", .label = "messaging" },
	{ .key = "link_auth", .label = "link-auth" },
	{ .key = "callback_only", .label = "callback-only" },
	{ .key = "sol", .label = "sol" },
	{ .key = NULL },
};

static const struct out_field fields[] = {
	{ .key = "id", .label = "ID" },
	{ .key = "name", .label = "Name" },
	{ .key = "slot", .label = "Slot" },
	{ .key = "fixed_name", .label = "Fixed name" },
	{ .key = "enabled", .label = "Enabled", .none = "unknown" },
	{ .key = "channels", .label = "Channels", .sub = channel_fields },
	{ .key = NULL },
};

/* Serial over LAN; *offered turns false when the BMC has no such command. */
static int add_sol(struct cli *cli, struct json_object *o, uint8_t channel, uint8_t id,
		   bool *offered)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	bool sol;
	int rc;

	out_null(o, "sol");
	if (!*offered)
		return 0;
	ipmi_user_payload_encode(&rq, channel, id);
	rc = bmc_query(&cli->bmc, &rq, &rs);
	if (rc)
		return rc;
	if (rs.cc == IPMI_CC_TIMEOUT)
		return bmc_error_cc(&cli->bmc.err, rq.netfn, rq.cmd, rs.cc, "user payload");
	*offered = !ipmi_cc_unsupported(rq.netfn, rq.cmd, rs.cc);
	if (!rs.cc && ipmi_user_payload_decode(&rs, &sol))
		out_bool(o, "sol", sol);
	return 0;
}

/* What user #1 may do was asked to learn how many there are. */
static int access_of(struct cli *cli, const struct user_list *list, uint8_t channel, uint8_t id,
		     struct ipmi_user_access *acc, bool *there)
{
	if (id != 1 || channel != list->channel)
		return user_access(&cli->bmc, channel, id, acc, there);
	*acc = list->first;
	*there = true;
	return 0;
}

static int fill(struct cli *cli, struct json_object *o, const struct user_list *list,
		const struct user *user, bool *sol)
{
	struct json_object *channels = json_object_new_array();
	struct ipmi_user_access acc;
	unsigned int i;
	bool there;
	int rc;

	out_int(o, "id", user->id);
	out_str(o, "name", user->shown);
	out_str(o, "slot", user->name_len ? "in_use" : user->id == 1 ? "null_user" : "empty");
	out_bool(o, "fixed_name", user->fixed);
	out_null(o, "enabled");
	json_object_object_add(o, "channels", channels);
	for (i = 0; i < list->lan.n; i++) {
		uint8_t channel = list->lan.info[i].channel;
		struct json_object *c;

		rc = access_of(cli, list, channel, user->id, &acc, &there);
		if (rc)
			return rc;
		if (!there)
			continue;
		if (acc.state == IPMI_USER_STATE_ENABLED || acc.state == IPMI_USER_STATE_DISABLED)
			out_bool(o, "enabled", acc.state == IPMI_USER_STATE_ENABLED);
		c = json_object_new_object();
		json_object_array_add(channels, c);
		out_int(c, "channel", channel);
		out_enum(c, "priv", ipmi_privilege_name(acc.privilege), acc.privilege);
		out_bool(c, "messaging", acc.messaging);
		out_bool(c, "link_auth", acc.link_auth);
		out_bool(c, "callback_only", acc.callback_only);
		rc = add_sol(cli, c, channel, user->id, sol);
		if (rc)
			return rc;
	}
	return 0;
}

enum { LIST_ALL };

static int run_list(struct cli *cli, const struct args *args)
{
	struct json_object *doc, *o;
	struct user_list list;
	struct user user;
	bool sol = true;
	uint8_t id;
	int rc;

	rc = users_read(&cli->bmc, &list);
	if (rc)
		return rc;
	doc = json_object_new_array();
	for (id = 1; id <= list.max && !rc; id++) {
		rc = user_read(&cli->bmc, &list, id, &user);
		if (rc || (!user.name_len && id != 1 && !args->v[LIST_ALL].set))
			continue;
		o = json_object_new_object();
		json_object_array_add(doc, o);
		rc = fill(cli, o, &list, &user, &sol);
	}
	if (rc) {
		json_object_put(doc);
		return rc;
	}
	return cli_show(cli, doc, fields);
}

static int run_show(struct cli *cli, const struct args *args)
{
	struct user_list list;
	struct json_object *o;
	struct user user;
	bool sol = true;
	int rc;

	rc = users_read(&cli->bmc, &list);
	if (!rc)
		rc = user_find(&cli->bmc, &list, &args->v[0], &user);
	if (rc)
		return rc;
	o = out_object();
	rc = fill(cli, o, &list, &user, &sol);
	if (rc) {
		json_object_put(o);
		return rc;
	}
	return cli_show(cli, o, fields);
}

static const struct arg_spec list_args[] = {
	[LIST_ALL] = { .kind = ARG_FLAG, .name = "--all", .help = "also empty slots" },
	{ .name = NULL },
};

static const struct arg_spec show_args[] = {
	{ .kind = ARG_POS, .name = "user", .meta = "NAME|#ID", .parse = parse_user,
	  .flags = ARG_REQUIRED | ARG_FREE, .help = "name of the user, or # and its ID" },
	{ .name = NULL },
};

const struct command user_commands[] = {
	{ "list", list_args, NULL, run_list, CMD_DEFAULT, "List the users" },
	{ "show", show_args, NULL, run_show, 0, "Show one user" },
	{ "passwd", user_passwd_args, user_password_check, user_passwd_run, CMD_SECRET,
	  "Set a password and prove that the BMC took it" },
	{ "test", user_test_args, user_password_check, user_test_run, CMD_SECRET,
	  "Ask the BMC whether a password is right, and what the user may do" },
	{ "enable", user_switch_args, NULL, user_enable_run, 0, "Let a user log in" },
	{ "disable", user_switch_args, NULL, user_disable_run, 0, "Keep a user out" },
	{ "rename", user_rename_args, user_rename_check, user_rename_run, 0, "Rename a user" },
	{ "priv", user_priv_args, NULL, user_priv_run, 0,
	  "Set the privilege of a user on a LAN channel" },
	{ "add", user_add_args, user_add_check, user_add_run, CMD_SECRET,
	  "Add a user who can log in, or make one be as wanted" },
	{ "del", user_del_args, NULL, user_del_run, 0, "Delete a user" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
