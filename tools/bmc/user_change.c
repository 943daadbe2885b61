// SPDX-License-Identifier: GPL-2.0-only
/* bmc user enable, disable, rename and priv. Each is read back. */
#include <string.h>

#include "../lib/ipmi/cc.h"
#include "objects.h"
#include "users.h"

/**
 * struct target - the user to change
 * @list: what is known of all users
 * @user: the user
 */
struct target {
	struct user_list list;
	struct user user;
};

static int find(struct bmc *bmc, const struct arg_value *who, struct target *t)
{
	int rc = users_read(bmc, &t->list);

	if (!rc)
		rc = user_find(bmc, &t->list, who, &t->user);
	return rc ? rc : bmc_lock(bmc);
}

static int access_on(struct bmc *bmc, const struct target *t, uint8_t channel,
		     struct ipmi_user_access *acc)
{
	bool there;
	int rc;

	rc = user_access(bmc, channel, t->user.id, acc, &there);
	if (rc || there)
		return rc;
	return bmc_error_set(&bmc->err, BMC_EXIT_BMC, "the BMC has no access data of user #%u",
			     t->user.id);
}

static int change(struct bmc *bmc, const struct ipmi_request *rq, const char *step)
{
	struct ipmi_response rs;
	int rc;

	rc = bmc_change(bmc, rq, &rs, step);
	if (!rc && rs.cc) {
		rc = bmc_error_cc(&bmc->err, rq->netfn, rq->cmd, rs.cc, step);
		bmc_error_step(&bmc->err, step);
	}
	return rc;
}

static int not_taken(struct bmc *bmc, const char *what)
{
	bmc_error_set(&bmc->err, BMC_EXIT_UNKNOWN, "the BMC took the request, but %s", what);
	bmc_error_step(&bmc->err, "verify");
	return bmc->err.code;
}

enum { SWITCH_USER, SWITCH_ALLOW };

/**
 * user_switch() - enable or disable a user
 * @bmc: the run
 * @id: user ID
 * @on: enable
 *
 * Some BMCs want a password field here, although it means nothing.
 *
 * Return: 0, or an exit status with the error set.
 */
int user_switch(struct bmc *bmc, uint8_t id, bool on)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_user_switch_encode(&rq, id, on, false);
	rc = bmc_change(bmc, &rq, &rs, on ? "enable" : "disable");
	if (rc)
		return rc;
	if (rs.cc == IPMI_CC_REQUEST_LENGTH) {
		ipmi_user_switch_encode(&rq, id, on, true);
		return change(bmc, &rq, on ? "enable" : "disable");
	}
	if (!rs.cc)
		return 0;
	rc = bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, on ? "enable" : "disable");
	bmc->err.hint[0] = '\0';
	return rc;
}

static const char *state_text(unsigned int state)
{
	return state == IPMI_USER_STATE_ENABLED ? "enabled" :
	       state == IPMI_USER_STATE_DISABLED ? "disabled" : NULL;
}

static int switch_user(struct cli *cli, const struct args *args, bool on)
{
	unsigned int wanted = on ? IPMI_USER_STATE_ENABLED : IPMI_USER_STATE_DISABLED;
	struct json_object *changes = NULL;
	struct ipmi_user_access acc, now;
	struct bmc *bmc = &cli->bmc;
	struct target t;
	int rc, verified = 1;

	rc = find(bmc, &args->v[SWITCH_USER], &t);
	if (!rc)
		rc = access_on(bmc, &t, t.list.channel, &acc);
	if (rc)
		return rc;
	if (acc.state == wanted)
		return cli_changed(cli, json_object_new_array(), 1);
	now = acc;
	now.state = IPMI_USER_STATE_DISABLED;
	if (!on && !args->v[SWITCH_ALLOW].set)
		rc = users_guard(bmc, &t.list, t.user.id, 0, &now);
	if (!rc)
		rc = user_switch(bmc, t.user.id, on);
	if (!rc && !bmc->opt.dry_run) {
		rc = access_on(bmc, &t, t.list.channel, &now);
		if (!rc && now.state != wanted) {
			if (state_text(now.state))
				return not_taken(bmc, on ? "the user is still disabled" :
						 "the user is still enabled");
			verified = -1;
			bmc_note(bmc, "this BMC does not tell whether a user is enabled");
		}
	}
	if (rc)
		return rc;
	changes = json_object_new_array();
	cli_change(changes, state_text(acc.state), state_text(wanted), "user.%u.state",
		   t.user.id);
	return cli_changed(cli, changes, verified);
}

/**
 * user_enable_run() - let a user log in
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or an exit status with the error set.
 */
int user_enable_run(struct cli *cli, const struct args *args)
{
	return switch_user(cli, args, true);
}

/**
 * user_disable_run() - keep a user out
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or an exit status with the error set.
 */
int user_disable_run(struct cli *cli, const struct args *args)
{
	return switch_user(cli, args, false);
}

const struct arg_spec user_switch_args[] = {
	[SWITCH_USER] = { .kind = ARG_POS, .name = "user", .meta = "NAME|#ID",
			  .parse = parse_user, .flags = ARG_REQUIRED | ARG_FREE,
			  .help = "name of the user, or # and its ID" },
	[SWITCH_ALLOW] = { .kind = ARG_FLAG, .name = "--allow-lockout",
			   .help = "also the last administrator" },
	{ .name = NULL },
};

enum { RENAME_USER, RENAME_NEW };

/**
 * user_name_soft() - is this a name that all programs can take?
 * @bmc: the run
 * @name: the name
 *
 * Return: 0, or BMC_EXIT_USAGE with the error set; --force takes any.
 */
int user_name_soft(struct bmc *bmc, const char *name)
{
	const char *rule = parse_name_rule(name);

	if (!rule)
		return 0;
	if (bmc->opt.force) {
		bmc_note(bmc, "--force: name '%s' %s", name, rule);
		return 0;
	}
	bmc_error_value(&bmc->err, "name", name, "%s", rule);
	bmc_error_hint(&bmc->err, "--force sets it all the same");
	return bmc->err.code;
}

/**
 * user_rename_check() - look at the new name
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or BMC_EXIT_USAGE with the error set.
 */
int user_rename_check(struct cli *cli, const struct args *args)
{
	return user_name_soft(&cli->bmc, args->v[RENAME_NEW].text);
}

static int rename_allowed(struct bmc *bmc, const struct target *t, const char *name)
{
	struct user other;
	bool found;
	int rc;

	if (t->user.fixed)
		return bmc_error_value(&bmc->err, "user", t->user.shown,
				       "is #%u, whose name is fixed (#1 to #%u are)", t->user.id,
				       t->list.fixed ? t->list.fixed : 1);
	rc = user_find_name(bmc, &t->list, name, &other, &found);
	if (rc)
		return rc;
	if (found)
		return bmc_error_value(&bmc->err, "name", name, "is the name of user #%u",
				       other.id);
	return 0;
}

/**
 * user_rename_run() - rename a user
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or an exit status with the error set.
 */
int user_rename_run(struct cli *cli, const struct args *args)
{
	const char *name = args->v[RENAME_NEW].text;
	struct bmc *bmc = &cli->bmc;
	struct json_object *changes;
	struct ipmi_request rq;
	struct user now;
	struct target t;
	int rc;

	rc = find(bmc, &args->v[RENAME_USER], &t);
	if (rc)
		return rc;
	if (user_is(&t.user, name))
		return cli_changed(cli, json_object_new_array(), 1);
	rc = rename_allowed(bmc, &t, name);
	if (rc)
		return rc;
	if (!ipmi_user_name_set_encode(&rq, t.user.id, name))
		return bmc_error_value(&bmc->err, "name", name, "is too long");
	rc = change(bmc, &rq, "name");
	if (!rc && !bmc->opt.dry_run) {
		rc = user_read(bmc, &t.list, t.user.id, &now);
		if (!rc && !user_is(&now, name))
			rc = not_taken(bmc, "the user has another name");
	}
	if (rc)
		return rc;
	changes = json_object_new_array();
	cli_change(changes, t.user.shown, name, "user.%u.name", t.user.id);
	return cli_changed(cli, changes, 1);
}

const struct arg_spec user_rename_args[] = {
	[RENAME_USER] = { .kind = ARG_POS, .name = "user", .meta = "NAME|#ID",
			  .parse = parse_user, .flags = ARG_REQUIRED | ARG_FREE,
			  .help = "name of the user, or # and its ID" },
	[RENAME_NEW] = { .kind = ARG_POS, .name = "name", .meta = "NEW",
			 .parse = parse_new_name, .flags = ARG_REQUIRED | ARG_FREE,
			 .help = "new name: letters, digits, _ . and -, up to 16" },
	{ .name = NULL },
};

enum { PRIV_USER, PRIV_LEVEL, PRIV_CHANNEL, PRIV_MESSAGING, PRIV_SOL, PRIV_ALLOW };

/* The access that is wanted on the channel; what is not named stays. */
static int priv_wanted(struct bmc *bmc, const struct args *args, const struct target *t,
		       uint8_t channel, const struct ipmi_user_access *old,
		       struct ipmi_user_access *new)
{
	*new = *old;
	new->privilege = (uint8_t)args->v[PRIV_LEVEL].u;
	if (args->v[PRIV_MESSAGING].set)
		new->messaging = args->v[PRIV_MESSAGING].u;
	if (new->privilege == old->privilege && new->messaging == old->messaging)
		return 0;
	return args->v[PRIV_ALLOW].set ? 0 :
	       users_guard(bmc, &t->list, t->user.id, channel, new);
}

static struct json_object *priv_changes(const struct target *t, uint8_t channel,
					const struct ipmi_user_access *old,
					const struct ipmi_user_access *new)
{
	struct json_object *changes = json_object_new_array();

	if (old->privilege != new->privilege)
		cli_change(changes, ipmi_privilege_name(old->privilege),
			   ipmi_privilege_name(new->privilege), "user.%u.channel.%u.priv",
			   t->user.id, channel);
	if (old->messaging != new->messaging)
		cli_change(changes, old->messaging ? "on" : "off", new->messaging ? "on" : "off",
			   "user.%u.channel.%u.messaging", t->user.id, channel);
	return changes;
}

static int priv_write(struct bmc *bmc, const struct target *t, uint8_t channel,
		      const struct ipmi_user_access *old, const struct ipmi_user_access *new)
{
	struct ipmi_user_access now;
	struct ipmi_request rq;
	int rc;

	ipmi_user_access_set_encode(&rq, channel, t->user.id, new,
				    old->messaging != new->messaging);
	rc = change(bmc, &rq, "access");
	if (rc || bmc->opt.dry_run)
		return rc;
	rc = access_on(bmc, t, channel, &now);
	if (!rc && (now.privilege != new->privilege || now.messaging != new->messaging))
		rc = not_taken(bmc, "the user has other access");
	return rc;
}

static int get_sol(struct bmc *bmc, uint8_t channel, uint8_t id, bool *sol)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_user_payload_encode(&rq, channel, id);
	rc = bmc_ask(bmc, &rq, &rs, "serial over LAN of the user");
	if (!rc && !ipmi_user_payload_decode(&rs, sol))
		rc = bmc_garbled(bmc, &rs, "serial over LAN of the user");
	return rc;
}

static int set_sol(struct bmc *bmc, const struct target *t, uint8_t channel, bool on,
		   struct json_object *changes)
{
	struct ipmi_request rq;
	bool sol;
	int rc;

	rc = get_sol(bmc, channel, t->user.id, &sol);
	if (rc || sol == on)
		return rc;
	cli_change(changes, sol ? "on" : "off", on ? "on" : "off", "user.%u.channel.%u.sol",
		   t->user.id, channel);
	ipmi_user_payload_set_encode(&rq, channel, t->user.id, on);
	rc = change(bmc, &rq, "sol");
	if (!rc && !bmc->opt.dry_run)
		rc = get_sol(bmc, channel, t->user.id, &sol);
	if (!rc && !bmc->opt.dry_run && sol != on)
		rc = not_taken(bmc, "serial over LAN is not as wanted");
	return rc;
}

/**
 * user_priv_run() - set the privilege of a user on a LAN channel
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or an exit status with the error set.
 */
int user_priv_run(struct cli *cli, const struct args *args)
{
	struct ipmi_user_access old, new;
	struct ipmi_channel_info info;
	struct json_object *changes;
	struct bmc *bmc = &cli->bmc;
	struct target t;
	int rc;

	rc = channel_pick(bmc, &args->v[PRIV_CHANNEL], &info);
	if (!rc)
		rc = find(bmc, &args->v[PRIV_USER], &t);
	if (!rc)
		rc = access_on(bmc, &t, info.channel, &old);
	if (!rc)
		rc = priv_wanted(bmc, args, &t, info.channel, &old, &new);
	if (rc)
		return rc;
	changes = priv_changes(&t, info.channel, &old, &new);
	if (old.privilege != new.privilege || old.messaging != new.messaging)
		rc = priv_write(bmc, &t, info.channel, &old, &new);
	if (!rc && args->v[PRIV_SOL].set)
		rc = set_sol(bmc, &t, info.channel, args->v[PRIV_SOL].u, changes);
	if (!rc)
		return cli_changed(cli, changes, 1);
	json_object_put(changes);
	return rc;
}

const struct arg_spec user_priv_args[] = {
	[PRIV_USER] = { .kind = ARG_POS, .name = "user", .meta = "NAME|#ID",
			.parse = parse_user, .flags = ARG_REQUIRED | ARG_FREE,
			.help = "name of the user, or # and its ID" },
	[PRIV_LEVEL] = { .kind = ARG_POS, .name = "level", .meta = "LEVEL",
			 .parse = parse_level, .flags = ARG_REQUIRED,
			 .words = "callback user operator admin oem none",
			 .help = "callback, user, operator, admin, oem or none" },
	[PRIV_CHANNEL] = { .kind = ARG_KEY, .name = "channel", .meta = "N",
			   .parse = parse_channel,
			   .help = "LAN channel; can be left out when there is only one" },
	[PRIV_MESSAGING] = { .kind = ARG_KEY, .name = "messaging", .meta = "on|off",
			     .parse = parse_onoff, .words = "on off",
			     .help = "enable the user for IPMI messaging too" },
	[PRIV_SOL] = { .kind = ARG_KEY, .name = "sol", .meta = "on|off", .parse = parse_onoff,
		       .words = "on off", .help = "may use serial over LAN" },
	[PRIV_ALLOW] = { .kind = ARG_FLAG, .name = "--allow-lockout",
			 .help = "also the last administrator" },
	{ .name = NULL },
};
