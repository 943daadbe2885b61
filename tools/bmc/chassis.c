// SPDX-License-Identifier: GPL-2.0-only
/* bmc chassis: why it started, how long it ran. */
#include "../lib/array.h"
#include "../lib/cursor.h"
#include "watch.h"

#define GET_RESTART_CAUSE 0x07
#define GET_POH_COUNTER 0x0f

static const struct out_field cause_fields[] = {
	{ .key = "restart_cause", .label = "Restart cause" },
	{ .key = "channel", .label = "Channel" },
	{ .key = NULL },
};

static int run_cause(struct cli *cli, const struct args *args)
{
	static const char *const causes[] = {
		NULL, "chassis_control", "reset_button", "power_button", "watchdog", "oem",
		"policy_always_on", "policy_previous", "pef_reset", "pef_power_cycle",
		"soft_reset", "rtc",
	};
	struct ipmi_request rq;
	struct ipmi_response rs;
	struct json_object *o;
	struct cursor c;
	uint8_t cause, channel;
	int rc;

	(void)args;
	ipmi_request_init(&rq, IPMI_NETFN_CHASSIS, GET_RESTART_CAUSE);
	rc = bmc_ask(&cli->bmc, &rq, &rs, "restart cause");
	if (rc)
		return rc;
	c = cursor_init(rs.data, rs.len);
	cause = cursor_u8(&c) & 0x0f;
	if (c.bad)
		return bmc_garbled(&cli->bmc, &rs, "restart cause");
	channel = cursor_u8(&c);
	o = out_object();
	out_enum(o, "restart_cause", cause < ARRAY_SIZE(causes) ? causes[cause] : NULL, cause);
	if (c.bad)
		out_null(o, "channel");
	else
		out_int(o, "channel", channel);
	return cli_show(cli, o, cause_fields);
}

static const struct out_field poh_fields[] = {
	{ .key = "power_on_hours", .label = "Power-on hours" },
	{ .key = "minutes_per_count", .label = "Minutes per count" },
	{ .key = "count", .label = "Count" },
	{ .key = NULL },
};

static int run_poh(struct cli *cli, const struct args *args)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	struct json_object *o;
	struct cursor c;
	uint32_t count;
	uint8_t minutes;
	int rc;

	(void)args;
	ipmi_request_init(&rq, IPMI_NETFN_CHASSIS, GET_POH_COUNTER);
	rc = bmc_ask(&cli->bmc, &rq, &rs, "power-on hours");
	if (rc)
		return rc;
	c = cursor_init(rs.data, rs.len);
	minutes = cursor_u8(&c);
	count = cursor_le(&c, 4);
	if (c.bad)
		return bmc_garbled(&cli->bmc, &rs, "power-on hours");
	o = out_object();
	out_int(o, "power_on_hours", (long long)count * minutes / 60);
	out_int(o, "minutes_per_count", minutes);
	out_int(o, "count", count);
	return cli_show(cli, o, poh_fields);
}

const struct command chassis_commands[] = {
	{ "status", NULL, NULL, power_show_run, CMD_DEFAULT,
	  "Show the state of the power and chassis, as bmc power show" },
	{ "restart-cause", NULL, NULL, run_cause, 0, "Show why the machine started last" },
	{ "poh", NULL, NULL, run_poh, 0, "Show the power-on hours" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
