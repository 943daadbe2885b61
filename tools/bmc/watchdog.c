// SPDX-License-Identifier: GPL-2.0-only
/* bmc watchdog: the timer of the BMC. Setting it is the kernel's business. */
#include "../lib/ipmi/system.h"
#include "cli.h"

static const struct out_field fields[] = {
	{ .key = "running", .label = "Running" },
	{ .key = "use", .label = "Use" },
	{ .key = "action", .label = "Action" },
	{ .key = "initial_ms", .label = "Initial ms" },
	{ .key = "left_ms", .label = "Left ms" },
	{ .key = "pre_action", .label = "Pre-timeout action" },
	{ .key = "pre_timeout_s", .label = "Pre-timeout s" },
	{ .key = "logging", .label = "Logging" },
	{ .key = "expired", .label = "Expired uses" },
	{ .key = NULL },
};

static int run_show(struct cli *cli, const struct args *args)
{
	struct json_object *o, *expired;
	struct ipmi_watchdog wd;
	struct ipmi_request rq;
	struct ipmi_response rs;
	uint8_t use;
	int rc;

	(void)args;
	ipmi_request_init(&rq, IPMI_NETFN_APP, IPMI_GET_WATCHDOG);
	rc = bmc_ask(&cli->bmc, &rq, &rs, "watchdog timer");
	if (rc)
		return rc;
	if (!ipmi_watchdog_decode(&rs, &wd))
		return bmc_garbled(&cli->bmc, &rs, "watchdog timer");
	o = out_object();
	out_bool(o, "running", wd.running);
	out_enum(o, "use", ipmi_watchdog_use(wd.use), wd.use);
	out_enum(o, "action", ipmi_watchdog_action(wd.action), wd.action);
	out_int(o, "initial_ms", wd.initial_ms);
	if (wd.has_left)
		out_int(o, "left_ms", wd.left_ms);
	else
		out_unsupported(o, "left_ms");
	out_enum(o, "pre_action", ipmi_watchdog_pre_action(wd.pre_action), wd.pre_action);
	out_int(o, "pre_timeout_s", wd.pre_s);
	out_bool(o, "logging", wd.logging);
	expired = json_object_new_array();
	for (use = 1; use < 6; use++)
		if (wd.expired >> use & 1)
			json_object_array_add(expired,
					      json_object_new_string(ipmi_watchdog_use(use)));
	json_object_object_add(o, "expired", expired);
	return cli_show(cli, o, fields);
}

const struct command watchdog_commands[] = {
	{ "show", NULL, NULL, run_show, CMD_DEFAULT, "Show the timer" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
