// SPDX-License-Identifier: GPL-2.0-only
/* bmc power: the power of this host. */
#include <string.h>
#include <unistd.h>

#include "../lib/ask.h"
#include "objects.h"
#include "watch.h"

#define READ_BACK_TRIES 20
#define READ_BACK_MS 250

static const struct out_field fields[] = {
	{ .key = "power", .label = "Power" },
	{ .key = "overload", .label = "Overload" },
	{ .key = "interlock", .label = "Interlock" },
	{ .key = "fault", .label = "Fault" },
	{ .key = "control_fault", .label = "Control fault" },
	{ .key = "restore_policy", .label = "Restore policy" },
	{ .key = "last_event", .label = "Last event" },
	{ .key = "intrusion", .label = "Intrusion" },
	{ .key = "front_panel_lockout", .label = "Front panel lockout" },
	{ .key = "drive_fault", .label = "Drive fault" },
	{ .key = "fan_fault", .label = "Fan fault" },
	{ .key = "identify", .label = "Identify", .none = "unknown" },
	{ .key = NULL },
};

/**
 * power_show_run() - show the state of the power and chassis
 * @cli: the run
 * @args: none
 *
 * Return: exit status.
 */
int power_show_run(struct cli *cli, const struct args *args)
{
	struct json_object *o, *events;
	struct ipmi_chassis_status st;
	unsigned int i;
	int rc;

	(void)args;
	rc = bmc_get_chassis_status(&cli->bmc, &st);
	if (rc)
		return rc;
	o = out_object();
	events = json_object_new_array();
	out_str(o, "power", st.on ? "on" : "off");
	out_bool(o, "overload", st.overload);
	out_bool(o, "interlock", st.interlock);
	out_bool(o, "fault", st.fault);
	out_bool(o, "control_fault", st.control_fault);
	out_str(o, "restore_policy", ipmi_restore_name(st.restore));
	for (i = 0; i < 5; i++)
		if (st.last_event >> i & 1)
			json_object_array_add(events,
					      json_object_new_string(ipmi_power_event_bit(i)));
	json_object_object_add(o, "last_event", events);
	out_bool(o, "intrusion", st.intrusion);
	out_bool(o, "front_panel_lockout", st.lockout);
	out_bool(o, "drive_fault", st.drive_fault);
	out_bool(o, "fan_fault", st.fan_fault);
	if (st.identify == IPMI_IDENTIFY_UNKNOWN)
		out_unsupported(o, "identify");
	else
		out_enum(o, "identify", ipmi_identify_name(st.identify), st.identify);
	return cli_show(cli, o, fields);
}

/*
 * Through this path the tool reaches the BMC of the host it runs on, so all but
 * "on" end the session of the person at the keyboard.
 */
static int guard(struct cli *cli, const struct args *args)
{
	if (cli->bmc.opt.yes || cli->bmc.opt.dry_run || !isatty(cli->bmc.sys->in))
		return 0;
	bmc_error_set(&cli->bmc.err, BMC_EXIT_GUARD, "%s hits the host this runs on",
		      args->cmd->name);
	bmc_error_hint(&cli->bmc.err, "--yes does it");
	return cli->bmc.err.code;
}

static int wait_for(struct cli *cli, bool on, int *verified)
{
	struct ipmi_chassis_status st;
	unsigned int i;
	int rc;

	*verified = -1;
	for (i = 0; i < READ_BACK_TRIES; i++) {
		rc = bmc_get_chassis_status(&cli->bmc, &st);
		if (rc)
			return rc;
		if (st.on == on) {
			*verified = 1;
			return 0;
		}
		rc = bmc_sleep(&cli->bmc, READ_BACK_MS);
		if (rc)
			return rc;
	}
	bmc_note(&cli->bmc, "the power is not %s yet", on ? "on" : "off");
	return 0;
}

/* The verb is the name of the command. */
static enum ipmi_chassis_control verb(const struct args *args)
{
	static const char *const names[] = {
		[IPMI_CHASSIS_OFF] = "off", [IPMI_CHASSIS_ON] = "on",
		[IPMI_CHASSIS_CYCLE] = "cycle", [IPMI_CHASSIS_RESET] = "reset",
		[IPMI_CHASSIS_NMI] = "nmi", [IPMI_CHASSIS_SOFT] = "soft",
	};
	unsigned int i = 0;

	while (strcmp(names[i], args->cmd->name) != 0)
		i++;
	return i;
}

static int run_control(struct cli *cli, const struct args *args)
{
	enum ipmi_chassis_control what = verb(args);
	bool has_goal = what == IPMI_CHASSIS_ON || what == IPMI_CHASSIS_OFF;
	struct json_object *changes = NULL;
	struct ipmi_chassis_status st;
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc, verified = -1;
	const char *old = NULL;

	if (has_goal) {
		rc = bmc_get_chassis_status(&cli->bmc, &st);
		if (rc)
			return rc;
		if (st.on ? what == IPMI_CHASSIS_ON : what == IPMI_CHASSIS_OFF)
			return cli_changed(cli, json_object_new_array(), 1);
		old = st.on ? "on" : "off";
	}
	ipmi_chassis_control_encode(&rq, what);
	rc = bmc_change(&cli->bmc, &rq, &rs, "chassis_control");
	if (!rc && rs.cc)
		rc = bmc_error_cc(&cli->bmc.err, rq.netfn, rq.cmd, rs.cc, args->cmd->name);
	if (!rc && has_goal && !cli->bmc.opt.dry_run)
		rc = wait_for(cli, what == IPMI_CHASSIS_ON, &verified);
	if (rc)
		return rc;
	changes = json_object_new_array();
	cli_change(changes, old, args->cmd->name, "power");
	return cli_changed(cli, changes, verified);
}

const struct command power_commands[] = {
	{ "show", NULL, NULL, power_show_run, CMD_DEFAULT,
	  "Show the state of the power and chassis" },
	{ "on", NULL, NULL, run_control, 0, "Power on" },
	{ "off", NULL, guard, run_control, 0, "Power off at once, without a shutdown" },
	{ "cycle", NULL, guard, run_control, 0, "Power off and on again" },
	{ "reset", NULL, guard, run_control, 0, "Hard reset" },
	{ "soft", NULL, guard, run_control, 0, "Ask the operating system to shut down" },
	{ "nmi", NULL, guard, run_control, 0, "Send a diagnostic interrupt" },
	{ "policy", power_policy_args, power_policy_check, power_policy_run, 0,
	  "Show or set what the host does when power comes back" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
