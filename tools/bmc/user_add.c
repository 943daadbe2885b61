// SPDX-License-Identifier: GPL-2.0-only
/*
 * bmc user add and bmc user del: whole users, in an order that BMCs take, proven at the
 * end and undone when it can't be done.
 */
#include <string.h>
#include <unistd.h>

#include "../lib/ipmi/cc.h"
#include "../lib/policy.h"
#include "objects.h"
#include "users.h"

enum {
	ADD_NAME, ADD_PRIV, ADD_CHANNEL, ADD_SLOT, ADD_SOL, ADD_STDIN, ADD_FILE, ADD_FD,
	ADD_GENERATE, ADD_ALLOW_20, ADD_PARANOID, ADD_ALLOW_LOCKOUT,
};

#define GROUP_SOURCE 1

/**
 * struct target - a user on one channel
 * @channel: the channel
 * @old: what the user may do there
 * @new: what it shall be able to do
 * @sol: whether it may use serial over LAN
 * @sol_known: the BMC tells
 */
struct target {
	uint8_t channel;
	struct ipmi_user_access old;
	struct ipmi_user_access new;
	bool sol;
	bool sol_known;
};

/**
 * struct adding - a user that is being added
 * @bmc: the run
 * @list: what is known of all users
 * @user: the slot
 * @name: its new name
 * @fresh: the slot was empty
 * @target: the channels
 * @n: how many
 * @sol: serial over LAN: 1 on, 0 off, -1 as it is
 * @enabled: it is enabled now
 * @changes: what was changed
 */
struct adding {
	struct bmc *bmc;
	struct user_list list;
	struct user user;
	const char *name;
	bool fresh;
	struct target target[CHANNEL_LAST];
	unsigned int n;
	int sol;
	bool enabled;
	struct json_object *changes;
};

static int send(struct bmc *bmc, const struct ipmi_request *rq, const char *step)
{
	struct ipmi_response rs;
	int rc;

	rc = bmc_change(bmc, rq, &rs, step);
	if (!rc && rs.cc)
		rc = bmc_error_cc(&bmc->err, rq->netfn, rq->cmd, rs.cc, step);
	if (rc)
		bmc_error_step(&bmc->err, step);
	else
		bmc_error_applied(&bmc->err, step);
	return rc;
}

static int no_slot(struct bmc *bmc, const struct user_list *list)
{
	char text[256] = "";
	struct user user;
	size_t used = 0;
	uint8_t id;
	int rc;

	for (id = 2; id <= list->max && used < sizeof(text); id++) {
		rc = user_read(bmc, list, id, &user);
		if (rc)
			return rc;
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s#%u %s",
					 used ? ", " : "", id, user.name_len ? user.shown :
					 user.fixed ? "(fixed)" : "(enabled without a name)");
	}
	return bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "there is no free slot: %s", text);
}

/* A slot is free when it has no name, can have one, and nobody can log in to it. */
static int find_free(struct adding *a)
{
	struct ipmi_user_access acc;
	struct user user;
	bool there;
	uint8_t id;
	int rc;

	for (id = 2; id <= a->list.max; id++) {
		rc = user_read(a->bmc, &a->list, id, &user);
		if (rc)
			return rc;
		if (user.name_len || user.fixed)
			continue;
		rc = user_access(a->bmc, a->list.channel, id, &acc, &there);
		if (rc)
			return rc;
		if (there && acc.state == IPMI_USER_STATE_ENABLED && acc.messaging &&
		    acc.privilege != IPMI_PRIVILEGE_NONE)
			continue;
		a->user = user;
		a->fresh = true;
		return 0;
	}
	return no_slot(a->bmc, &a->list);
}

static int take_slot(struct adding *a, const struct arg_value *slot)
{
	int rc;

	if (slot->u > a->list.max)
		return bmc_error_value(&a->bmc->err, "slot", slot->text,
				       "is beyond the last user ID of this BMC, %u", a->list.max);
	rc = user_read(a->bmc, &a->list, (uint8_t)slot->u, &a->user);
	if (rc)
		return rc;
	if (a->user.name_len)
		return bmc_error_value(&a->bmc->err, "slot", slot->text,
				       "is in use by %s", a->user.shown);
	if (a->user.fixed)
		return bmc_error_value(&a->bmc->err, "slot", slot->text,
				       "has a fixed name (#1 to #%u have)", a->list.fixed);
	a->fresh = true;
	return 0;
}

static int find_slot(struct adding *a, const struct arg_value *slot)
{
	bool found;
	int rc;

	rc = user_find_name(a->bmc, &a->list, a->name, &a->user, &found);
	if (rc)
		return rc;
	if (found && slot->set && slot->u != a->user.id)
		return bmc_error_value(&a->bmc->err, "name", a->name, "is the name of user #%u",
				       a->user.id);
	if (found)
		return 0;
	return slot->set ? take_slot(a, slot) : find_free(a);
}

static int read_sol(struct bmc *bmc, uint8_t id, struct target *t)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_user_payload_encode(&rq, t->channel, id);
	rc = bmc_query(bmc, &rq, &rs);
	t->sol_known = !rc && !rs.cc && ipmi_user_payload_decode(&rs, &t->sol);
	return rc;
}

/* The channels that are named, or the only one. */
static int find_targets(struct adding *a, const struct args *args)
{
	struct ipmi_channel_info info;
	unsigned long named = args->v[ADD_CHANNEL].u;
	struct arg_value one = { .set = true, .text = "" };
	char text[8];
	int rc;

	if (!named) {
		one.set = false;
		rc = channel_pick(a->bmc, &one, &info);
		a->target[0].channel = info.channel;
		a->n = 1;
		return rc;
	}
	for (one.u = CHANNEL_FIRST; one.u <= CHANNEL_LAST; one.u++) {
		if (!(named >> one.u & 1))
			continue;
		snprintf(text, sizeof(text), "%lu", one.u);
		one.text = text;
		rc = channel_pick(a->bmc, &one, &info);
		if (rc)
			return rc;
		a->target[a->n++].channel = info.channel;
	}
	return 0;
}

static int read_targets(struct adding *a, const struct args *args)
{
	unsigned int i;
	bool there;
	int rc;

	for (i = 0; i < a->n; i++) {
		struct target *t = &a->target[i];

		rc = user_access(a->bmc, t->channel, a->user.id, &t->old, &there);
		if (!rc && !there)
			memset(&t->old, 0, sizeof(t->old));
		if (!rc && a->sol >= 0)
			rc = read_sol(a->bmc, a->user.id, t);
		if (rc)
			return rc;
		t->new = t->old;
		t->new.messaging = true;
		t->new.link_auth = true;
		t->new.callback_only = false;
		t->new.privilege = (uint8_t)args->v[ADD_PRIV].u;
		if (!i)
			a->enabled = t->old.state == IPMI_USER_STATE_ENABLED;
	}
	return 0;
}

static bool same_access(const struct ipmi_user_access *a, const struct ipmi_user_access *b)
{
	return a->privilege == b->privilege && a->messaging == b->messaging &&
	       a->callback_only == b->callback_only;
}

static int set_name(struct adding *a)
{
	struct ipmi_request rq;

	if (!a->fresh)
		return 0;
	ipmi_user_name_set_encode(&rq, a->user.id, a->name);
	cli_change(a->changes, "", a->name, "user.%u.name", a->user.id);
	return send(a->bmc, &rq, "name");
}

static int send_access(struct adding *a, const struct target *t, bool bits)
{
	struct ipmi_request rq;

	ipmi_user_access_set_encode(&rq, t->channel, a->user.id, &t->new, bits);
	return send(a->bmc, &rq, "access");
}

/* Some BMCs want the privilege before messaging is switched on. */
static int set_access(struct adding *a, const struct target *t)
{
	int rc = send_access(a, t, true);

	if (rc == BMC_EXIT_TIMEOUT || rc >= BMC_EXIT_SIGNAL || !rc)
		return rc;
	rc = send_access(a, t, false);
	return rc ? rc : send_access(a, t, true);
}

static int set_accesses(struct adding *a)
{
	unsigned int i;
	int rc;

	for (i = 0; i < a->n; i++) {
		const struct target *t = &a->target[i];

		if (!a->fresh && same_access(&t->old, &t->new))
			continue;
		rc = set_access(a, t);
		if (rc)
			return rc;
		cli_change(a->changes, ipmi_privilege_name(t->old.privilege),
			   ipmi_privilege_name(t->new.privilege), "user.%u.channel.%u.priv",
			   a->user.id, t->channel);
	}
	return 0;
}

static int enable(struct adding *a)
{
	int rc;

	if (a->enabled)
		return 0;
	rc = user_switch(a->bmc, a->user.id, true);
	if (rc) {
		bmc_error_step(&a->bmc->err, "enable");
		return rc;
	}
	a->enabled = true;
	bmc_error_applied(&a->bmc->err, "enable");
	cli_change(a->changes, "disabled", "enabled", "user.%u.state", a->user.id);
	return 0;
}

/* Access first, then enable; a BMC that wants it the other way round gets it so. */
static int let_in(struct adding *a)
{
	size_t before = json_object_array_length(a->changes);
	int rc = set_accesses(a);

	if (!rc)
		rc = enable(a);
	if (!rc || rc == BMC_EXIT_TIMEOUT || rc >= BMC_EXIT_SIGNAL)
		return rc;
	while (json_object_array_length(a->changes) > before)
		json_object_array_del_idx(a->changes, before, 1);
	rc = enable(a);
	return rc ? rc : set_accesses(a);
}

static int set_sol(struct adding *a)
{
	struct ipmi_request rq;
	unsigned int i;
	int rc;

	for (i = 0; a->sol >= 0 && i < a->n; i++) {
		const struct target *t = &a->target[i];

		if (t->sol_known && t->sol == a->sol)
			continue;
		ipmi_user_payload_set_encode(&rq, t->channel, a->user.id, a->sol);
		rc = send(a->bmc, &rq, "sol");
		if (rc)
			return rc;
		cli_change(a->changes, !t->sol_known ? NULL : t->sol ? "on" : "off",
			   a->sol ? "on" : "off", "user.%u.channel.%u.sol", a->user.id,
			   t->channel);
	}
	return 0;
}

static int differs(struct bmc *bmc, const char *what)
{
	bmc_error_set(&bmc->err, BMC_EXIT_VERIFY, "the BMC took the user, but %s", what);
	bmc_error_step(&bmc->err, "verify");
	return bmc->err.code;
}

static int check(struct adding *a)
{
	struct ipmi_user_access acc;
	struct user user;
	struct target t;
	unsigned int i;
	bool there;
	int rc;

	rc = user_read(a->bmc, &a->list, a->user.id, &user);
	if (!rc && !user_is(&user, a->name))
		return differs(a->bmc, "it has another name");
	for (i = 0; i < a->n && !rc; i++) {
		t = a->target[i];
		rc = user_access(a->bmc, t.channel, a->user.id, &acc, &there);
		if (!rc && (!there || !same_access(&acc, &t.new)))
			return differs(a->bmc, "it has other access");
		if (!rc && acc.state == IPMI_USER_STATE_DISABLED)
			return differs(a->bmc, "it is still disabled");
		if (!rc && a->sol >= 0)
			rc = read_sol(a->bmc, a->user.id, &t);
		if (!rc && a->sol >= 0 && t.sol_known && t.sol != a->sol)
			return differs(a->bmc, "serial over LAN is not as wanted");
	}
	return rc;
}

/* The slot as it was: closed first, whatever else fails then. True when it is so. */
static bool undo(struct adding *a)
{
	static const struct ipmi_user_access none = { .privilege = IPMI_PRIVILEGE_NONE };
	struct bmc_error saved = a->bmc->err;
	struct ipmi_request rq;
	unsigned int i;
	bool ok = true;

	a->bmc->cleanup = true;
	if (a->fresh || a->target[0].old.state == IPMI_USER_STATE_DISABLED)
		ok = !user_switch(a->bmc, a->user.id, false);
	for (i = 0; i < a->n; i++) {
		bool had = !a->fresh && a->target[i].old.max_users;

		ipmi_user_access_set_encode(&rq, a->target[i].channel, a->user.id,
					    had ? &a->target[i].old : &none, true);
		ok = !send(a->bmc, &rq, "access") && ok;
	}
	if (a->fresh) {
		ipmi_user_name_set_encode(&rq, a->user.id, "");
		ok = !send(a->bmc, &rq, "name") && ok;
	}
	a->bmc->cleanup = false;
	a->bmc->err = saved;
	return ok;
}

static int make(struct adding *a, const struct args *args, const struct bmc_password *pw,
		int *verified)
{
	int rc, has = 0;

	rc = set_name(a);
	if (!rc && !a->fresh)
		rc = password_has(a->bmc, &a->user, pw, &has);
	if (!rc && has <= 0) {
		cli_change(a->changes, NULL, NULL, "user.%u.password", a->user.id);
		rc = password_set(a->bmc, &a->user, pw, verified);
	}
	if (!rc)
		rc = let_in(a);
	if (!rc)
		rc = set_sol(a);
	if (rc || a->bmc->opt.dry_run)
		return rc;
	rc = check(a);
	if (!rc && args->v[ADD_PARANOID].set)
		rc = password_alone(a->bmc, &a->list, &a->user, pw);
	return rc;
}

/* For a user who is there already, less privilege may lock everybody out. */
static int guard(struct adding *a, const struct args *args)
{
	unsigned int i;
	int rc = 0;

	for (i = 0; i < a->n && !rc && !a->fresh && !args->v[ADD_ALLOW_LOCKOUT].set; i++) {
		struct ipmi_user_access after = a->target[i].new;

		after.state = IPMI_USER_STATE_ENABLED;
		if (!same_access(&a->target[i].old, &after))
			rc = users_guard(a->bmc, &a->list, a->user.id, a->target[i].channel,
					 &after);
	}
	return rc;
}

static int add(struct cli *cli, const struct args *args, const struct bmc_password *pw)
{
	struct adding a = { .bmc = &cli->bmc, .name = args->v[ADD_NAME].text,
			    .sol = args->v[ADD_SOL].set ? (int)args->v[ADD_SOL].u : -1 };
	int rc, verified = 1;

	rc = find_targets(&a, args);
	if (!rc)
		rc = bmc_lock(a.bmc);
	if (!rc)
		rc = users_read(a.bmc, &a.list);
	if (!rc)
		rc = find_slot(&a, &args->v[ADD_SLOT]);
	if (!rc)
		rc = password_fits(a.bmc, pw);
	if (!rc)
		rc = read_targets(&a, args);
	if (!rc)
		rc = guard(&a, args);
	if (rc)
		return rc;
	a.changes = json_object_new_array();
	rc = make(&a, args, pw, &verified);
	if (!rc)
		return cli_changed(cli, a.changes, verified);
	json_object_put(a.changes);
	if (!a.bmc->err.n_applied && !a.fresh)
		return rc;
	if (undo(&a)) {
		bmc_error_hint(&a.bmc->err, a.fresh ? "slot #%u is empty again" :
			       "user #%u has its old access, but maybe another password",
			       a.user.id);
		if (rc == BMC_EXIT_UNKNOWN && a.fresh)
			rc = BMC_EXIT_VERIFY;
	} else {
		rc = BMC_EXIT_UNKNOWN;
		bmc_error_hint(&a.bmc->err, "slot #%u could not be put back: bmc user del '#%u'",
			       a.user.id, a.user.id);
	}
	a.bmc->err.code = rc;
	return rc;
}

/**
 * user_add_check() - look at the arguments as a whole
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or BMC_EXIT_USAGE with the error set.
 */
int user_add_check(struct cli *cli, const struct args *args)
{
	if (cli->batch && args->v[ADD_STDIN].set)
		return bmc_error_value(&cli->bmc.err, "password-stdin", "in a batch",
				       "can't be used: take --password-file or --password-fd");
	if (args->v[ADD_PRIV].u == IPMI_PRIVILEGE_NONE)
		return bmc_error_value(&cli->bmc.err, "priv", args->v[ADD_PRIV].text,
				       "lets the user do nothing: bmc user disable or del");
	return user_name_soft(&cli->bmc, args->v[ADD_NAME].text);
}

/**
 * user_add_run() - add a user, or make one be as wanted
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or an exit status with the error set.
 */
int user_add_run(struct cli *cli, const struct args *args)
{
	const struct arg_value *v = args->v;
	struct bmc_password_source src = {
		.from_stdin = v[ADD_STDIN].set,
		.file = v[ADD_FILE].set ? v[ADD_FILE].text : NULL,
		.fd = v[ADD_FD].set ? (int)v[ADD_FD].u : -1,
		.generate = v[ADD_GENERATE].set ? v[ADD_GENERATE].text : NULL,
	};
	struct bmc_password pw;
	bool stored;
	int rc;

	rc = password_obtain(&cli->bmc, &src, v[ADD_NAME].text, v[ADD_ALLOW_20].set, &pw,
			     &stored);
	if (!rc)
		rc = add(cli, args, &pw);
	if (rc && stored && src.generate && rc != BMC_EXIT_UNKNOWN && rc != BMC_EXIT_TIMEOUT)
		unlink(src.generate);
	bmc_password_wipe(&pw);
	return rc;
}

const struct arg_spec user_add_args[] = {
	[ADD_NAME] = { .kind = ARG_POS, .name = "name", .meta = "NAME", .parse = parse_new_name,
		       .flags = ARG_REQUIRED | ARG_FREE,
		       .help = "up to 16 letters, digits, _ . and -; one who exists is changed" },
	[ADD_PRIV] = { .kind = ARG_KEY, .name = "priv", .meta = "LEVEL", .parse = parse_level,
		       .flags = ARG_REQUIRED, .words = "callback user operator admin oem",
		       .help = "callback, user, operator, admin or oem" },
	[ADD_CHANNEL] = { .kind = ARG_KEY, .name = "channel", .meta = "N",
			  .parse = parse_channels, .flags = ARG_REPEAT,
			  .help = "LAN channel, may be repeated; default: the only one" },
	[ADD_SLOT] = { .kind = ARG_KEY, .name = "slot", .meta = "ID", .parse = parse_slot,
		       .help = "user ID to take; default: the first free one" },
	[ADD_SOL] = { .kind = ARG_KEY, .name = "sol", .meta = "on|off", .parse = parse_onoff,
		      .words = "on off", .help = "may use serial over LAN" },
	[ADD_STDIN] = { .kind = ARG_FLAG, .name = "--password-stdin", .group = GROUP_SOURCE,
			.help = "take the password from standard input" },
	[ADD_FILE] = { .kind = ARG_OPT, .name = "--password-file", .meta = "FILE",
		       .group = GROUP_SOURCE, .parse = parse_text,
		       .help = "take it from a file that only the caller may read" },
	[ADD_FD] = { .kind = ARG_OPT, .name = "--password-fd", .meta = "N",
		     .group = GROUP_SOURCE, .parse = parse_fd,
		     .help = "take it from an open file descriptor" },
	[ADD_GENERATE] = { .kind = ARG_OPT, .name = "--generate", .meta = "FILE",
			   .group = GROUP_SOURCE, .parse = parse_text,
			   .help = "make one of 16 characters and write it to a new file" },
	[ADD_ALLOW_20] = { .kind = ARG_FLAG, .name = "--allow-20",
			   .help = "allow 17 to 20 bytes, which IPMI 1.5 sessions can't use" },
	[ADD_PARANOID] = { .kind = ARG_FLAG, .name = "--paranoid",
			   .help = "also prove that no other user was given the password" },
	[ADD_ALLOW_LOCKOUT] = { .kind = ARG_FLAG, .name = "--allow-lockout",
				.help = "also when it leaves no administrator" },
	{ .name = NULL },
};
