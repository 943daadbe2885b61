// SPDX-License-Identifier: GPL-2.0-only
/* bmc user del: nobody can log in with the slot any more, and it is free again. */
#include <string.h>

#include "../lib/ipmi/cc.h"
#include "../lib/policy.h"
#include "objects.h"
#include "users.h"

enum { DEL_USER, DEL_ALLOW };

static const struct ipmi_user_access nothing = {
	.state = IPMI_USER_STATE_DISABLED, .privilege = IPMI_PRIVILEGE_NONE,
};

/* Is there anything to do? A slot that was deleted before has no name and no access. */
static int deleted(struct bmc *bmc, const struct user_list *list, const struct user *user,
		   bool *yes)
{
	struct ipmi_user_access acc;
	unsigned int i;
	bool there;
	int rc;

	*yes = !user->name_len;
	for (i = 0; i < list->lan.n && *yes; i++) {
		rc = user_access(bmc, list->lan.info[i].channel, user->id, &acc, &there);
		if (rc)
			return rc;
		*yes = !there || (!acc.messaging && acc.privilege == IPMI_PRIVILEGE_NONE &&
				  acc.state != IPMI_USER_STATE_ENABLED);
	}
	return 0;
}

static int take_access(struct bmc *bmc, const struct user_list *list, uint8_t id)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	unsigned int i;
	int rc;

	for (i = 0; i < list->lan.n; i++) {
		ipmi_user_access_set_encode(&rq, list->lan.info[i].channel, id, &nothing, true);
		rc = bmc_change(bmc, &rq, &rs, "access");
		if (!rc && rs.cc)
			rc = bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, "access");
		if (rc) {
			bmc_error_step(&bmc->err, "access");
			return rc;
		}
	}
	bmc_error_applied(&bmc->err, "access");
	return 0;
}

/* If somebody enables the slot again, the old password shall not let anyone in. */
static int spoil_password(struct bmc *bmc, uint8_t id)
{
	struct bmc_password pw;
	uint8_t cc;
	int rc;

	rc = bmc_password_generate(bmc, NULL, &pw);
	if (!rc)
		rc = password_send(bmc, id, IPMI_PASSWORD_SET, &pw, IPMI_PASSWORD_SHORT, &cc);
	bmc_password_wipe(&pw);
	if (!rc && cc)
		bmc_note(bmc, "the BMC keeps the old password of user #%u", id);
	return rc;
}

/* *kept: the BMC does not let go of the name. */
static int blank_name(struct bmc *bmc, const struct user *user, bool *kept)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	*kept = user->fixed;
	if (user->fixed || !user->name_len)
		return 0;
	ipmi_user_name_set_encode(&rq, user->id, "");
	rc = bmc_change(bmc, &rq, &rs, "name");
	*kept = !rc && rs.cc;
	return rc;
}

static int check(struct bmc *bmc, const struct user_list *list, const struct user *user,
		 bool *kept)
{
	struct ipmi_user_access acc;
	struct user now;
	unsigned int i;
	bool there;
	int rc;

	for (i = 0; i < list->lan.n; i++) {
		rc = user_access(bmc, list->lan.info[i].channel, user->id, &acc, &there);
		if (rc)
			return rc;
		if (there && acc.state == IPMI_USER_STATE_ENABLED && acc.messaging &&
		    acc.privilege != IPMI_PRIVILEGE_NONE) {
			bmc_error_set(&bmc->err, BMC_EXIT_UNKNOWN,
				      "the BMC took the requests, but the user can still log in");
			bmc_error_step(&bmc->err, "verify");
			return bmc->err.code;
		}
	}
	rc = user_read(bmc, list, user->id, &now);
	*kept = *kept || now.name_len;
	return rc;
}

static int delete(struct bmc *bmc, const struct user_list *list, const struct user *user,
		  bool *kept)
{
	int rc;

	/* Out first; what follows is tidying up. */
	rc = user_switch(bmc, user->id, false);
	if (rc) {
		bmc_error_step(&bmc->err, "disable");
		return rc;
	}
	bmc_error_applied(&bmc->err, "disable");
	rc = take_access(bmc, list, user->id);
	if (!rc)
		rc = spoil_password(bmc, user->id);
	if (!rc)
		rc = blank_name(bmc, user, kept);
	return rc || bmc->opt.dry_run ? rc : check(bmc, list, user, kept);
}

/**
 * user_del_run() - delete a user
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or an exit status with the error set.
 */
int user_del_run(struct cli *cli, const struct args *args)
{
	struct bmc *bmc = &cli->bmc;
	struct json_object *changes;
	struct user_list list;
	bool gone, kept = false;
	struct user user;
	int rc;

	rc = users_read(bmc, &list);
	if (!rc)
		rc = user_find(bmc, &list, &args->v[DEL_USER], &user);
	if (!rc)
		rc = bmc_lock(bmc);
	if (!rc)
		rc = deleted(bmc, &list, &user, &gone);
	if (rc)
		return rc;
	if (gone)
		return cli_changed(cli, json_object_new_array(), 1);
	if (!args->v[DEL_ALLOW].set)
		rc = users_guard(bmc, &list, user.id, 0, &nothing);
	if (!rc)
		rc = delete(bmc, &list, &user, &kept);
	if (rc)
		return rc;
	changes = json_object_new_array();
	if (kept)
		bmc_note(bmc, "the BMC keeps the name of user #%u; the user is disabled",
			 user.id);
	else
		cli_change(changes, user.shown, "", "user.%u.name", user.id);
	cli_change(changes, NULL, "disabled", "user.%u.state", user.id);
	return cli_changed(cli, changes, 1);
}

const struct arg_spec user_del_args[] = {
	[DEL_USER] = { .kind = ARG_POS, .name = "user", .meta = "NAME|#ID", .parse = parse_user,
		       .flags = ARG_REQUIRED | ARG_FREE,
		       .help = "name of the user, or # and its ID" },
	[DEL_ALLOW] = { .kind = ARG_FLAG, .name = "--allow-lockout",
			.help = "also the last administrator" },
	{ .name = NULL },
};
