// SPDX-License-Identifier: GPL-2.0-only
/* bmc user passwd and bmc user test. */
#include <string.h>

#include "../lib/ipmi/app.h"
#include "../lib/ipmi/cc.h"
#include "../lib/password.h"
#include "objects.h"
#include "users.h"

enum { PW_USER, PW_STDIN, PW_FILE, PW_FD, PW_ALLOW_20 };

#define GROUP_SOURCE 1

static size_t form(const struct bmc_password *pw)
{
	return pw->len > IPMI_PASSWORD_SHORT ? IPMI_PASSWORD_MAX : IPMI_PASSWORD_SHORT;
}

/* Send Set User Password and leave nothing of it in memory. */
static int send_password(struct bmc *bmc, uint8_t id, enum ipmi_password_op op,
			 const struct bmc_password *pw, size_t size, uint8_t *cc)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	memset(&rs, 0, sizeof(rs));
	if (!ipmi_password_encode(&rq, id, op, pw->bytes, pw->len, size))
		rc = bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "the password does not fit");
	else if (op == IPMI_PASSWORD_SET)
		rc = bmc_change(bmc, &rq, &rs, "set_password");
	else
		/* A wrong guess may be counted, so it is made once. */
		rc = bmc_call(bmc, &rq, &rs, 0);
	explicit_bzero(&rq, sizeof(rq));
	*cc = rs.cc;
	return rc;
}

static int cc_error(struct bmc *bmc, uint8_t cc, const char *step)
{
	int rc = bmc_error_cc(&bmc->err, IPMI_NETFN_APP, IPMI_SET_USER_PASSWORD, cc, step);

	bmc_error_step(&bmc->err, step);
	return rc;
}

/* Codes by which BMCs say that they can't test passwords. */
static bool no_test(uint8_t cc)
{
	return cc == IPMI_CC_INVALID_COMMAND || cc == IPMI_CC_INVALID_FIELD ||
	       cc == IPMI_CC_DISABLED || cc == IPMI_CC_OUT_OF_RANGE ||
	       cc == IPMI_CC_REQUEST_LENGTH;
}

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

/* IPMI 1.5 knows no passwords of 20 bytes. */
static int check_version(struct bmc *bmc, const struct bmc_password *pw)
{
	struct ipmi_device_id id;
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	if (pw->len <= IPMI_PASSWORD_SHORT)
		return 0;
	ipmi_request_init(&rq, IPMI_NETFN_APP, IPMI_GET_DEVICE_ID);
	rc = bmc_ask(bmc, &rq, &rs, "device ID");
	if (rc)
		return rc;
	if (!ipmi_device_id_decode(&rs, &id))
		return bmc_garbled(bmc, &rs, "device ID");
	if (id.ipmi_major >= 2)
		return 0;
	return bmc_error_value(&bmc->err, "password", "(more than 16 bytes)",
			       "is too long for this BMC, which has IPMI %u.%u", id.ipmi_major,
			       id.ipmi_minor);
}

/*
 * Some BMCs say yes to any password. One that is honest says no to the right password
 * in the wrong form, or at least to a wrong one. The form is tried first as it can't be
 * taken for a guess.
 */
static int test_is_honest(struct bmc *bmc, const struct user *user, const struct bmc_password *pw,
			  size_t size, bool *honest)
{
	struct bmc_password wrong = *pw;
	uint8_t cc = IPMI_CC_OK;
	int rc = 0;

	if (pw->len <= IPMI_PASSWORD_SHORT)
		rc = send_password(bmc, user->id, IPMI_PASSWORD_TEST, pw,
				   size == IPMI_PASSWORD_SHORT ? IPMI_PASSWORD_MAX :
				   IPMI_PASSWORD_SHORT, &cc);
	if (!rc && !cc) {
		wrong.bytes[0] = (char)(wrong.bytes[0] == 'x' ? 'y' : 'x');
		rc = send_password(bmc, user->id, IPMI_PASSWORD_TEST, &wrong, size, &cc);
	}
	bmc_password_wipe(&wrong);
	*honest = cc != IPMI_CC_OK;
	return rc;
}

/*
 * The proof: the BMC has to know the password, in the form it was sent in. *verified
 * is -1 when the BMC can't tell.
 */
static int prove(struct bmc *bmc, const struct user *user, const struct bmc_password *pw,
		 int *verified)
{
	bool honest = true;
	uint8_t cc;
	int rc;

	*verified = 1;
	rc = send_password(bmc, user->id, IPMI_PASSWORD_TEST, pw, form(pw), &cc);
	if (!rc && !cc)
		rc = test_is_honest(bmc, user, pw, form(pw), &honest);
	if (!rc && !cc && honest)
		return 0;
	if (!rc && (!cc || no_test(cc))) {
		*verified = -1;
		bmc_note(bmc, cc ? "the password is set, but this BMC can't test passwords" :
			 "the password is set, but this BMC says yes to any when asked");
		return 0;
	}
	if (!rc) {
		cc_error(bmc, cc, "test_password");
		bmc->err.code = BMC_EXIT_UNKNOWN;
		bmc_error_hint(&bmc->err,
			       "the BMC took the password but does not have it: set another one");
		rc = BMC_EXIT_UNKNOWN;
	}
	bmc_error_step(&bmc->err, "test_password");
	bmc_error_applied(&bmc->err, "set_password");
	return rc;
}

static int set_password(struct bmc *bmc, const struct user *user, const struct bmc_password *pw,
			int *verified)
{
	uint8_t cc;
	int rc;

	rc = send_password(bmc, user->id, IPMI_PASSWORD_SET, pw, form(pw), &cc);
	if (bmc->opt.dry_run)
		return rc;
	if (!rc && cc && cc != IPMI_CC_TIMEOUT)
		return cc_error(bmc, cc, "set_password");
	/* Without an answer it may have been set or not; the proof will tell. */
	if (rc && rc != BMC_EXIT_TIMEOUT)
		return rc;
	return prove(bmc, user, pw, verified);
}

static int passwd(struct cli *cli, const struct args *args, const struct bmc_password *pw)
{
	struct json_object *changes;
	struct bmc *bmc = &cli->bmc;
	struct user_list list;
	struct user user;
	char path[16];
	int rc, verified = -1;

	rc = users_read(bmc, &list);
	if (!rc)
		rc = user_find(bmc, &list, &args->v[PW_USER], &user);
	/* By #ID the name is known only now. */
	if (!rc && args->v[PW_USER].u)
		rc = bmc_password_policy(bmc, pw, user.shown, args->v[PW_ALLOW_20].set);
	if (!rc)
		rc = check_version(bmc, pw);
	if (!rc)
		rc = bmc_lock(bmc);
	if (!rc)
		rc = set_password(bmc, &user, pw, &verified);
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
	struct bmc_password_source src;
	struct bmc_password pw;
	int rc;

	source(args, &src);
	rc = bmc_password_read(&cli->bmc, &src, true, &pw);
	if (!rc && !args->v[PW_USER].u)
		rc = bmc_password_policy(&cli->bmc, &pw, args->v[PW_USER].text,
					 args->v[PW_ALLOW_20].set);
	if (!rc)
		rc = passwd(cli, args, &pw);
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

/* Try the form that is usual for the length, then the other one. */
static int try_password(struct bmc *bmc, const struct user *user, const struct bmc_password *pw,
			uint8_t *cc, size_t *size)
{
	int rc;

	*size = form(pw);
	rc = send_password(bmc, user->id, IPMI_PASSWORD_TEST, pw, *size, cc);
	if (rc || *cc != IPMI_CC_COMMAND_81 || pw->len > IPMI_PASSWORD_SHORT)
		return rc;
	*size = IPMI_PASSWORD_MAX;
	return send_password(bmc, user->id, IPMI_PASSWORD_TEST, pw, *size, cc);
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
		rc = try_password(bmc, &user, pw, &cc, &size);
	if (!rc && !cc)
		rc = test_is_honest(bmc, &user, pw, size, &honest);
	if (rc)
		return rc;
	if (!honest)
		return bmc_error_set(&bmc->err, BMC_EXIT_UNSUPPORTED,
				     "this BMC says yes to any password: its test tells nothing");
	if (cc && no_test(cc))
		return bmc_error_set(&bmc->err, BMC_EXIT_UNSUPPORTED,
				     "this BMC can't test passwords (completion code 0x%02x)", cc);
	if (cc && cc != IPMI_CC_COMMAND_80 && cc != IPMI_CC_COMMAND_81)
		return cc_error(bmc, cc, "test_password");
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
	[PW_ALLOW_20] = { .kind = ARG_FLAG, .name = "--allow-20",
			  .help = "allow 17 to 20 bytes, which IPMI 1.5 sessions can't use" },
	{ .name = NULL },
};

const struct arg_spec user_test_args[] = {
	PASSWORD_ARGS,
	{ .name = NULL },
};
