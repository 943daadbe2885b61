// SPDX-License-Identifier: GPL-2.0-only
/* bmc channel: the channels of the BMC. */
#include <string.h>

#include "channels.h"
#include "cli.h"
#include "objects.h"

static const struct out_field access_fields[] = {
	{ .key = "active", .label = "active" },
	{ .key = "saved", .label = "saved" },
	{ .key = NULL },
};

static const struct out_field fields[] = {
	{ .key = "channel", .label = "Channel" },
	{ .key = "medium", .label = "Medium" },
	{ .key = "protocol", .label = "Protocol" },
	{ .key = "sessions", .label = "Sessions" },
	{ .key = "active_sessions", .label = "Active" },
	{ .key = "vendor_id", .label = NULL },
	{ .key = "access", .label = "Access", .sub = access_fields },
	{ .key = "priv_limit", .label = "Limit", .sub = access_fields },
	{ .key = "user_auth", .label = "User auth" },
	{ .key = "message_auth", .label = "Message auth" },
	{ .key = "pef_alerts", .label = "PEF alerts" },
	{ .key = NULL },
};

static int add_access(struct cli *cli, struct json_object *o, uint8_t channel)
{
	struct json_object *mode = json_object_new_object();
	struct json_object *limit = json_object_new_object();
	struct ipmi_channel_access acc;
	unsigned int saved;
	bool there = false;
	int rc;

	json_object_object_add(o, "access", mode);
	json_object_object_add(o, "priv_limit", limit);
	for (saved = 0; saved < 2; saved++) {
		const char *key = saved ? "saved" : "active";

		rc = channel_access(&cli->bmc, channel, saved, &acc, &there);
		if (rc)
			return rc;
		if (!there) {
			out_null(mode, key);
			out_null(limit, key);
			continue;
		}
		out_enum(mode, key, ipmi_access_mode_name(acc.mode), acc.mode);
		out_enum(limit, key, ipmi_privilege_name(acc.limit), acc.limit);
		if (saved)
			continue;
		out_bool(o, "user_auth", acc.user_auth);
		out_bool(o, "message_auth", acc.message_auth);
		out_bool(o, "pef_alerts", acc.pef_alerts);
	}
	return 0;
}

static int fill(struct cli *cli, struct json_object *o, const struct ipmi_channel_info *info)
{
	out_int(o, "channel", info->channel);
	out_enum(o, "medium", ipmi_medium_name(info->medium), info->medium);
	out_enum(o, "protocol", ipmi_protocol_name(info->protocol), info->protocol);
	out_str(o, "sessions", ipmi_sessions_name(info->sessions));
	out_int(o, "active_sessions", info->active);
	out_int(o, "vendor_id", info->vendor);
	out_null(o, "user_auth");
	out_null(o, "message_auth");
	out_null(o, "pef_alerts");
	if (info->sessions)
		return add_access(cli, o, info->channel);
	out_null(o, "access");
	out_null(o, "priv_limit");
	return 0;
}

static int run_list(struct cli *cli, const struct args *args)
{
	struct json_object *doc = json_object_new_array();
	struct ipmi_channel_info info;
	unsigned int channel;
	bool there;
	int rc = 0;

	(void)args;
	for (channel = 0; channel <= 15 && !rc; channel++) {
		struct json_object *o;

		/* 12 and 13 are reserved, 14 is another name of the channel in use. */
		if (channel > CHANNEL_LAST && channel < 15)
			continue;
		rc = channel_info(&cli->bmc, (uint8_t)channel, &info, &there);
		if (rc || !there)
			continue;
		o = json_object_new_object();
		json_object_array_add(doc, o);
		rc = fill(cli, o, &info);
	}
	if (rc) {
		json_object_put(doc);
		return rc;
	}
	return cli_show(cli, doc, fields);
}

static int run_show(struct cli *cli, const struct args *args)
{
	struct ipmi_channel_info info;
	struct json_object *o;
	bool there;
	int rc;

	rc = channel_info(&cli->bmc, (uint8_t)args->v[0].u, &info, &there);
	if (rc)
		return rc;
	if (!there)
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_FAILED,
				     "the BMC has no channel %lu", args->v[0].u);
	o = out_object();
	rc = fill(cli, o, &info);
	if (rc) {
		json_object_put(o);
		return rc;
	}
	return cli_show(cli, o, fields);
}

static const struct arg_spec show_args[] = {
	{ .kind = ARG_POS, .name = "channel", .meta = "N", .parse = parse_channel,
	  .flags = ARG_REQUIRED, .help = "channel number, 1 to 11" },
	{ .name = NULL },
};

const struct command channel_commands[] = {
	{ "list", NULL, NULL, run_list, CMD_DEFAULT, "List the channels" },
	{ "show", show_args, NULL, run_show, 0, "Show one channel" },
	{ "set", channel_set_args, channel_set_check, channel_set_run, 0,
	  "Set who may use a channel, in force and saved" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
