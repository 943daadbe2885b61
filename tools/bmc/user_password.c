// SPDX-License-Identifier: GPL-2.0-only
/* bmc user passwd and bmc user test. */
#include <string.h>
#include <unistd.h>

#include "../lib/ipmi/cc.h"
#include "../lib/password.h"
#include "objects.h"
#include "users.h"

enum {
	PW_USER, PW_STDIN, PW_FILE, PW_FD, PW_GENERATE, PW_ALLOW_20, PW_PARANOID, PW_IF_CHANGED,
};

#define GROUP_SOURCE 1

static void source(const struct args *args, struct bmc_password_source *src)
{
	src->from_stdin = args->v[PW_STDIN].set;
	src->file = args->v[PW_FILE].set ? args->v[PW_FILE].text : NULL;
	src->fd = args->v[PW_FD].set ? (int)args->v[PW_FD].u : -1;
}

/**
 * user_password_check() - look at the arguments as a whole
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or BMC_EXIT_USAGE with the error set.
 */
int user_password_check(struct cli *cli, const struct args *args)
{
	if (cli->batch && args->v[PW_STDIN].set)
		return bmc_error_value(&cli->bmc.err, "password-stdin", "in a batch",
				       "can't be used: take --password-file or --password-fd");
	return 0;
}

/* What keeps the user from logging in, for a note. */
static int note_access(struct bmc *bmc, const struct user_list *list, const struct user *user)
{
	struct ipmi_user_access acc;
	unsigned int i;
	bool there;
	int rc;

	for (i = 0; i < list->lan.n; i++) {
		uint8_t channel = list->lan.info[i].channel;

		rc = user_access(bmc, channel, user->id, &acc, &there);
		if (rc)
			return rc;
		if (!there || acc.privilege == IPMI_PRIVILEGE_NONE)
			bmc_note(bmc, "user %s has no privilege on channel %u", user->shown,
				 channel);
		else if (!acc.messaging)
			bmc_note(bmc, "user %s is not enabled for messaging on channel %u",
				 user->shown, channel);
		if (!i && there && acc.state == IPMI_USER_STATE_DISABLED)
			bmc_note(bmc, "user %s is disabled: bmc user enable", user->shown);
	}
	return 0;
}

static int passwd(struct cli *cli, const struct args *args, const struct bmc_password *pw)
{
	struct json_object *changes;
	struct bmc *bmc = &cli->bmc;
	struct user_list list;
	struct user user;
	char path[16];
	int rc, verified = -1, has = 0;

	rc = users_read(bmc, &list);
	if (!rc)
		rc = user_find(bmc, &list, &args->v[PW_USER], &user);
	/* By #ID the name is known only now. */
	if (!rc && args->v[PW_USER].u && !args->v[PW_GENERATE].set)
		rc = bmc_password_policy(bmc, pw, user.shown, args->v[PW_ALLOW_20].set);
	if (!rc)
		rc = password_fits(bmc, pw);
	if (!rc)
		rc = bmc_lock(bmc);
	if (!rc && args->v[PW_IF_CHANGED].set) {
		rc = password_has(bmc, &user, pw, &has);
		if (!rc && has < 0 && bmc->opt.dry_run)
			bmc_note(bmc, "this BMC can't tell whether user %s has the password",
				 user.shown);
		if (!rc && (has > 0 || (has < 0 && bmc->opt.dry_run)))
			return cli_changed(cli, json_object_new_array(), 1);
	}
	if (!rc)
		rc = password_set(bmc, &user, pw, &verified);
	if (!rc && !bmc->opt.dry_run && args->v[PW_PARANOID].set)
		rc = password_alone(bmc, &list, &user, pw);
	if (!rc && !bmc->opt.dry_run)
		rc = note_access(bmc, &list, &user);
	if (rc)
		return rc;
	changes = json_object_new_array();
	user_path(path, sizeof(path), &user);
	cli_change(changes, NULL, NULL, "%s.password", path);
	return cli_changed(cli, changes, verified);
}

/**
 * user_passwd_run() - set a password and prove that it was taken
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or an exit status with the error set.
 */
int user_passwd_run(struct cli *cli, const struct args *args)
{
	const char *name = args->v[PW_USER].u ? NULL : args->v[PW_USER].text;
	struct bmc_password_source src;
	struct bmc_password pw;
	bool stored = false;
	int rc;

	source(args, &src);
	src.generate = args->v[PW_GENERATE].set ? args->v[PW_GENERATE].text : NULL;
	rc = password_obtain(&cli->bmc, &src, name, args->v[PW_ALLOW_20].set, &pw, &stored);
	if (!rc)
		rc = passwd(cli, args, &pw);
	/* A password that is in no BMC is of no use. */
	if (rc && stored && src.generate && rc != BMC_EXIT_UNKNOWN && rc != BMC_EXIT_TIMEOUT)
		unlink(src.generate);
	bmc_password_wipe(&pw);
	return rc;
}

static const struct out_field channel_fields[] = {
	{ .key = "channel", .label = "channel" },
	{ .key = "priv", .label = "priv" },
	{ .key = "messaging", .label = "messaging" },
	{ .key = NULL },
};

static const struct out_field test_fields[] = {
	{ .key = "id", .label = "ID" },
	{ .key = "name", .label = "Name" },
	{ .key = "result", .label = "Password" },
	{ .key = "stored_bytes", .label = "Stored in bytes" },
	{ .key = "enabled", .label = "Enabled", .none = "unknown" },
	{ .key = "channels", .label = "Channels", .sub = channel_fields },
	{ .key = NULL },
};

static int add_access(struct bmc *bmc, struct json_object *o, const struct user_list *list,
		      const struct user *user)
{
	struct json_object *channels = json_object_new_array();
	struct ipmi_user_access acc;
	unsigned int i;
	bool there;
	int rc;

	out_null(o, "enabled");
	json_object_object_add(o, "channels", channels);
	for (i = 0; i < list->lan.n; i++) {
		struct json_object *c = json_object_new_object();

		json_object_array_add(channels, c);
		out_int(c, "channel", list->lan.info[i].channel);
		rc = user_access(bmc, list->lan.info[i].channel, user->id, &acc, &there);
		if (rc)
			return rc;
		out_enum(c, "priv", there ? ipmi_privilege_name(acc.privilege) : "none",
			 there ? acc.privilege : 0);
		out_bool(c, "messaging", there && acc.messaging);
		if (there && (acc.state == IPMI_USER_STATE_ENABLED ||
			      acc.state == IPMI_USER_STATE_DISABLED))
			out_bool(o, "enabled", acc.state == IPMI_USER_STATE_ENABLED);
	}
	return 0;
}

static int test(struct cli *cli, const struct args *args, const struct bmc_password *pw)
{
	struct bmc *bmc = &cli->bmc;
	struct user_list list;
	struct json_object *o;
	bool honest = true;
	struct user user;
	size_t size;
	uint8_t cc;
	int rc;

	rc = users_read(bmc, &list);
	if (!rc)
		rc = user_find(bmc, &list, &args->v[PW_USER], &user);
	if (!rc)
		rc = password_try(bmc, &user, pw, &cc, &size);
	if (!rc && !cc)
		rc = password_honest(bmc, &user, pw, size, &honest);
	if (rc)
		return rc;
	if (!honest)
		return bmc_error_set(&bmc->err, BMC_EXIT_UNSUPPORTED,
				     "this BMC says yes to any password: its test tells nothing");
	if (cc && password_untestable(cc))
		return bmc_error_set(&bmc->err, BMC_EXIT_UNSUPPORTED,
				     "this BMC can't test passwords (completion code 0x%02x)", cc);
	if (cc && cc != IPMI_CC_COMMAND_80 && cc != IPMI_CC_COMMAND_81)
		return password_refused(bmc, cc, "test_password");
	o = out_object();
	out_int(o, "id", user.id);
	out_str(o, "name", user.shown);
	out_str(o, "result", cc ? "wrong" : "ok");
	out_null(o, "stored_bytes");
	if (!cc)
		out_int(o, "stored_bytes", (long long)size);
	rc = add_access(bmc, o, &list, &user);
	if (rc) {
		json_object_put(o);
		return rc;
	}
	cli_show(cli, o, test_fields);
	return cc ? bmc_error_set(&bmc->err, BMC_EXIT_FAILED,
				  "the password of user %s is another one", user.shown) : 0;
}

/**
 * user_test_run() - ask the BMC whether a password is right
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0 when it is, 1 when not, or another exit status, with the error set.
 */
int user_test_run(struct cli *cli, const struct args *args)
{
	struct bmc_password_source src;
	struct bmc_password pw;
	int rc;

	source(args, &src);
	rc = bmc_password_read(&cli->bmc, &src, false, &pw);
	if (!rc)
		rc = test(cli, args, &pw);
	bmc_password_wipe(&pw);
	return rc;
}

#define PASSWORD_ARGS								\
	[PW_USER] = { .kind = ARG_POS, .name = "user", .meta = "NAME|#ID",	\
		      .parse = parse_user, .flags = ARG_REQUIRED | ARG_FREE,	\
		      .help = "name of the user, or # and its ID" },		\
	[PW_STDIN] = { .kind = ARG_FLAG, .name = "--password-stdin",		\
		       .group = GROUP_SOURCE,					\
		       .help = "take the password from standard input" },	\
	[PW_FILE] = { .kind = ARG_OPT, .name = "--password-file", .meta = "FILE", \
		      .group = GROUP_SOURCE, .parse = parse_text,		\
		      .help = "take it from a file that only the caller may read" }, \
	[PW_FD] = { .kind = ARG_OPT, .name = "--password-fd", .meta = "N",	\
		    .group = GROUP_SOURCE, .parse = parse_fd,			\
		    .help = "take it from an open file descriptor" }

const struct arg_spec user_passwd_args[] = {
	PASSWORD_ARGS,
	[PW_GENERATE] = { .kind = ARG_OPT, .name = "--generate", .meta = "FILE",
			  .group = GROUP_SOURCE, .parse = parse_text,
			  .help = "make one of 16 characters and write it to a new file" },
	[PW_ALLOW_20] = { .kind = ARG_FLAG, .name = "--allow-20",
			  .help = "allow 17 to 20 bytes, which IPMI 1.5 sessions can't use" },
	[PW_PARANOID] = { .kind = ARG_FLAG, .name = "--paranoid",
			  .help = "also prove that no other user was given it" },
	[PW_IF_CHANGED] = { .kind = ARG_FLAG, .name = "--if-changed",
			    .help = "only when the user does not have it already" },
	{ .name = NULL },
};

const struct arg_spec user_test_args[] = {
	PASSWORD_ARGS,
	{ .name = NULL },
};
