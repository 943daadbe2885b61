// SPDX-License-Identifier: GPL-2.0-only
/* bmc power policy: what the host does when power comes back. */
#include <string.h>

#include "../lib/ask.h"
#include "objects.h"

enum { POLICY_WHAT, POLICY_WORD };

#define ASK_ONLY 3

static const struct out_field fields[] = {
	{ .key = "policy", .label = "Policy" },
	{ .key = "supported", .label = "Supported" },
	{ .key = NULL },
};

static int read_policy(struct cli *cli, uint8_t *policy)
{
	struct ipmi_chassis_status st = { 0 };
	int rc = bmc_get_chassis_status(&cli->bmc, &st);

	*policy = st.restore;
	return rc;
}

static int ask_supported(struct cli *cli, uint8_t *supported)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_request_init(&rq, IPMI_NETFN_CHASSIS, IPMI_SET_RESTORE_POLICY);
	ipmi_request_byte(&rq, ASK_ONLY);
	rc = bmc_ask(&cli->bmc, &rq, &rs, "power restore policies");
	*supported = !rc && rs.len ? rs.data[0] & 7 : 7;
	return rc;
}

static struct json_object *name_of(unsigned int policy)
{
	return json_object_new_string(ipmi_restore_name((uint8_t)policy));
}

static int show(struct cli *cli)
{
	struct json_object *o, *list;
	uint8_t policy, supported;
	unsigned int i;
	int rc;

	rc = read_policy(cli, &policy);
	if (rc)
		return rc;
	o = out_object();
	out_str(o, "policy", ipmi_restore_name(policy));
	rc = ask_supported(cli, &supported);
	if (rc) {
		out_unsupported(o, "supported");
		bmc_error_clear(&cli->bmc.err);
	} else {
		list = json_object_new_array();
		for (i = 0; i < 3; i++)
			if (supported >> i & 1)
				json_object_array_add(list, name_of(i));
		json_object_object_add(o, "supported", list);
	}
	return cli_show(cli, o, fields);
}

static int set(struct cli *cli, uint8_t wanted)
{
	struct json_object *changes = json_object_new_array();
	struct ipmi_request rq;
	struct ipmi_response rs;
	uint8_t old, now;
	int rc;

	rc = read_policy(cli, &old);
	if (!rc && old != wanted) {
		ipmi_request_init(&rq, IPMI_NETFN_CHASSIS, IPMI_SET_RESTORE_POLICY);
		ipmi_request_byte(&rq, wanted);
		cli_change(changes, ipmi_restore_name(old), ipmi_restore_name(wanted),
			   "power.policy");
		rc = bmc_change(&cli->bmc, &rq, &rs, "restore_policy");
		if (!rc && rs.cc)
			rc = bmc_error_cc(&cli->bmc.err, rq.netfn, rq.cmd, rs.cc,
					  "power restore policy");
		if (!rc && !cli->bmc.opt.dry_run) {
			rc = read_policy(cli, &now);
			if (!rc && now != wanted)
				rc = bmc_error_set(&cli->bmc.err, BMC_EXIT_UNKNOWN,
						   "the BMC took the policy, but shows %s",
						   ipmi_restore_name(now));
		}
	}
	if (!rc)
		return cli_changed(cli, changes, 1);
	json_object_put(changes);
	return rc;
}

/**
 * power_policy_check() - look at the arguments as a whole
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or BMC_EXIT_USAGE with the error set.
 */
int power_policy_check(struct cli *cli, const struct args *args)
{
	bool set = args->v[POLICY_WHAT].set && args->v[POLICY_WHAT].u;

	if (set && !args->v[POLICY_WORD].set)
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_USAGE,
				     "policy is missing (off, previous or on)");
	if (!set && args->v[POLICY_WORD].set)
		return bmc_error_value(&cli->bmc.err, "policy", args->v[POLICY_WORD].text,
				       "needs the word set before it");
	return 0;
}

/**
 * power_policy_run() - show or set the power restore policy
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or an exit status with the error set.
 */
int power_policy_run(struct cli *cli, const struct args *args)
{
	return args->v[POLICY_WORD].set ? set(cli, (uint8_t)args->v[POLICY_WORD].u) : show(cli);
}

static int parse_what(struct bmc_error *err, const char *field, const char *text,
		      struct arg_value *v)
{
	if (strcmp(text, "show") != 0 && strcmp(text, "set") != 0)
		return bmc_error_value(err, field, text, "is not show or set");
	v->u = text[1] == 'e';
	return 0;
}

static int parse_policy(struct bmc_error *err, const char *field, const char *text,
			struct arg_value *v)
{
	for (v->u = 0; v->u < 3; v->u++)
		if (!strcmp(ipmi_restore_name((uint8_t)v->u), text))
			return 0;
	return bmc_error_value(err, field, text, "is not off, previous or on");
}

const struct arg_spec power_policy_args[] = {
	[POLICY_WHAT] = { .kind = ARG_POS, .name = "command", .meta = "show|set",
			  .parse = parse_what, .words = "show set",
			  .help = "show it (default) or set it" },
	[POLICY_WORD] = { .kind = ARG_POS, .name = "policy", .meta = "POLICY",
			  .parse = parse_policy, .words = "off previous on",
			  .help = "stay off, go back to what was before, or go on" },
	{ .name = NULL },
};
