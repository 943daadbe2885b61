// SPDX-License-Identifier: GPL-2.0-only
/* bmc identify: the light that shows which machine this is. */
#include <string.h>

#include "../lib/ask.h"
#include "cli.h"

#define DEFAULT_SECONDS 15
#define LONGEST_SECONDS 255
#define READ_BACK_TRIES 8
#define READ_BACK_MS 250

static const struct out_field fields[] = {
	{ .key = "identify", .label = "Identify", .none = "unknown" },
	{ .key = NULL },
};

static int run_show(struct cli *cli, const struct args *args)
{
	struct ipmi_chassis_status st;
	struct json_object *o;
	int rc;

	(void)args;
	rc = bmc_get_chassis_status(&cli->bmc, &st);
	if (rc)
		return rc;
	o = out_object();
	if (st.identify == IPMI_IDENTIFY_UNKNOWN) {
		out_unsupported(o, "identify");
		bmc_note(&cli->bmc, "this BMC does not tell whether the light is on");
	} else {
		out_enum(o, "identify", ipmi_identify_name(st.identify), st.identify);
	}
	return cli_show(cli, o, fields);
}

/* Read the state back until it is as wanted; *verified is -1 when the BMC does not tell. */
static int read_back(struct cli *cli, bool on, int *verified)
{
	struct ipmi_chassis_status st;
	unsigned int i;
	int rc;

	for (i = 0; i < READ_BACK_TRIES; i++) {
		rc = bmc_get_chassis_status(&cli->bmc, &st);
		if (rc == BMC_EXIT_UNSUPPORTED || (!rc && st.identify == IPMI_IDENTIFY_UNKNOWN)) {
			*verified = -1;
			bmc_note(&cli->bmc, "this BMC does not tell whether the light is on");
			return 0;
		}
		if (rc)
			return rc;
		if (on == !!st.identify) {
			*verified = 1;
			return 0;
		}
		rc = bmc_sleep(&cli->bmc, READ_BACK_MS);
		if (rc)
			return rc;
	}
	return bmc_error_set(&cli->bmc.err, BMC_EXIT_UNKNOWN,
			     "the BMC took the request, but says the light is %s",
			     on ? "off" : "still on");
}

static int send_identify(struct cli *cli, unsigned long seconds, bool *fallback)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	*fallback = false;
	ipmi_identify_encode(&rq, (uint8_t)seconds, seconds == PARSE_FOREVER);
	rc = bmc_change(&cli->bmc, &rq, &rs, "identify");
	if (!rc && seconds == PARSE_FOREVER &&
	    (rs.cc == IPMI_CC_REQUEST_LENGTH || rs.cc == IPMI_CC_INVALID_FIELD)) {
		bmc_note(&cli->bmc, "this BMC can't keep the light on forever: %d s instead",
			 LONGEST_SECONDS);
		*fallback = true;
		ipmi_identify_encode(&rq, LONGEST_SECONDS, false);
		rc = bmc_change(&cli->bmc, &rq, &rs, "identify");
	}
	if (rc)
		return rc;
	return rs.cc ? bmc_error_cc(&cli->bmc.err, rq.netfn, rq.cmd, rs.cc, "identify") : 0;
}

static int switch_to(struct cli *cli, unsigned long seconds)
{
	struct json_object *changes;
	int rc, verified = -1;
	char text[16];
	bool fallback;

	rc = send_identify(cli, seconds, &fallback);
	if (!rc && !cli->bmc.opt.dry_run)
		rc = read_back(cli, seconds, &verified);
	if (rc)
		return rc;
	if (fallback)
		seconds = LONGEST_SECONDS;
	snprintf(text, sizeof(text), "%lu s", seconds);
	changes = json_object_new_array();
	cli_change(changes, NULL, !seconds ? "off" : seconds == PARSE_FOREVER ? "forever" : text,
		   "identify");
	return cli_changed(cli, changes, verified);
}

static int run_on(struct cli *cli, const struct args *args)
{
	return switch_to(cli, args->v[0].set ? args->v[0].u : DEFAULT_SECONDS);
}

static int run_off(struct cli *cli, const struct args *args)
{
	(void)args;
	return switch_to(cli, 0);
}

static const struct arg_spec on_args[] = {
	{ .kind = ARG_POS, .name = "seconds", .meta = "SEC|forever", .parse = parse_identify,
	  .words = "forever", .help = "how long, 1 to 255 seconds (30, 30s, 2m); default 15" },
	{ .name = NULL },
};

const struct command identify_commands[] = {
	{ "on", on_args, NULL, run_on, 0, "Switch the light on" },
	{ "off", NULL, NULL, run_off, 0, "Switch the light off" },
	{ "show", NULL, NULL, run_show, 0, "Show whether the light is on" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
