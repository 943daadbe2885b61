// SPDX-License-Identifier: GPL-2.0-only
/* Passwords of users: setting one and proving it, asking whether one is right. */
#include <string.h>

#include "../lib/ask.h"
#include "../lib/ipmi/cc.h"
#include "../lib/policy.h"
#include "users.h"

/**
 * password_obtain() - get the password that a user shall have
 * @bmc: the run
 * @src: where from
 * @name: of the user, NULL when not known yet
 * @allow_20: more than 16 bytes are wanted
 * @pw: filled; wipe it after use, also after an error
 * @stored: whether it was made and is in a file now
 *
 * Return: 0, or an exit status with the error set.
 */
int password_obtain(struct bmc *bmc, const struct bmc_password_source *src, const char *name,
		    bool allow_20, struct bmc_password *pw, bool *stored)
{
	int rc;

	*stored = false;
	if (!src->generate) {
		rc = bmc_password_read(bmc, src, true, pw);
		return rc || !name ? rc : bmc_password_policy(bmc, pw, name, allow_20);
	}
	rc = bmc_password_generate(bmc, name, pw);
	if (rc || bmc->opt.dry_run)
		return rc;
	/* Before it is set: a password that nobody knows is worse than none. */
	rc = bmc_password_store(bmc, src->generate, pw);
	*stored = !rc;
	return rc;
}

static size_t form(const struct bmc_password *pw)
{
	return pw->len > IPMI_PASSWORD_SHORT ? IPMI_PASSWORD_MAX : IPMI_PASSWORD_SHORT;
}

/**
 * password_send() - send Set User Password and leave nothing of it in memory
 * @bmc: the run
 * @id: user ID
 * @op: IPMI_PASSWORD_SET or IPMI_PASSWORD_TEST
 * @pw: the password
 * @size: form to use, 16 or 20 bytes
 * @cc: filled with the completion code
 *
 * Return: 0 when there is an answer, else an exit status with the error set.
 */
int password_send(struct bmc *bmc, uint8_t id, enum ipmi_password_op op,
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

/**
 * password_refused() - the BMC completed Set User Password with an error
 * @bmc: the run
 * @cc: the completion code
 * @step: what it was for
 *
 * Return: an exit status with the error set.
 */
int password_refused(struct bmc *bmc, uint8_t cc, const char *step)
{
	int rc = bmc_error_cc(&bmc->err, IPMI_NETFN_APP, IPMI_SET_USER_PASSWORD, cc, step);

	bmc_error_step(&bmc->err, step);
	return rc;
}

/**
 * password_untestable() - does a BMC say that it can't test passwords?
 * @cc: completion code of the test
 *
 * Return: true when it does.
 */
bool password_untestable(uint8_t cc)
{
	return cc == IPMI_CC_INVALID_COMMAND || cc == IPMI_CC_INVALID_FIELD ||
	       cc == IPMI_CC_DISABLED || cc == IPMI_CC_OUT_OF_RANGE ||
	       cc == IPMI_CC_REQUEST_LENGTH;
}

/**
 * password_fits() - IPMI 1.5 knows no passwords of 20 bytes
 * @bmc: the run
 * @pw: the password
 *
 * Return: 0 when the BMC can have it, else an exit status with the error set.
 */
int password_fits(struct bmc *bmc, const struct bmc_password *pw)
{
	struct ipmi_device_id id;
	int rc;

	if (pw->len <= IPMI_PASSWORD_SHORT)
		return 0;
	rc = bmc_get_device_id(bmc, &id);
	if (rc)
		return rc;
	if (id.ipmi_major >= 2)
		return 0;
	return bmc_error_value(&bmc->err, "password", "(more than 16 bytes)",
			       "is too long for this BMC, which has IPMI %u.%u", id.ipmi_major,
			       id.ipmi_minor);
}

/**
 * password_honest() - does a BMC that said yes mean it?
 * @bmc: the run
 * @user: the user
 * @pw: the password that it said yes to
 * @size: in this form, 16 or 20 bytes
 * @honest: filled
 *
 * Some BMCs say yes to any password. One that is honest says no to the right password
 * in the wrong form, or at least to a wrong one. The form is tried first as it can't be
 * taken for a guess.
 *
 * Return: 0, or an exit status with the error set.
 */
int password_honest(struct bmc *bmc, const struct user *user, const struct bmc_password *pw,
		    size_t size, bool *honest)
{
	struct bmc_password wrong = *pw;
	uint8_t cc = IPMI_CC_OK;
	int rc = 0;

	if (pw->len <= IPMI_PASSWORD_SHORT)
		rc = password_send(bmc, user->id, IPMI_PASSWORD_TEST, pw,
				   size == IPMI_PASSWORD_SHORT ? IPMI_PASSWORD_MAX :
				   IPMI_PASSWORD_SHORT, &cc);
	if (!rc && !cc) {
		wrong.bytes[0] = (char)(wrong.bytes[0] == 'x' ? 'y' : 'x');
		rc = password_send(bmc, user->id, IPMI_PASSWORD_TEST, &wrong, size, &cc);
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
	rc = password_send(bmc, user->id, IPMI_PASSWORD_TEST, pw, form(pw), &cc);
	if (!rc && !cc)
		rc = password_honest(bmc, user, pw, form(pw), &honest);
	if (!rc && !cc && honest)
		return 0;
	if (!rc && (!cc || password_untestable(cc))) {
		*verified = -1;
		bmc_note(bmc, cc ? "the password is set, but this BMC can't test passwords" :
			 "the password is set, but this BMC says yes to any when asked");
		if (form(pw) == IPMI_PASSWORD_MAX)
			bmc_note(bmc, "it may have kept the first %d bytes only: try to log in",
				 IPMI_PASSWORD_SHORT);
		return 0;
	}
	if (!rc) {
		password_refused(bmc, cc, "test_password");
		bmc->err.code = BMC_EXIT_UNKNOWN;
		bmc_error_hint(&bmc->err,
			       "the BMC took the password but does not have it: set another one");
		rc = BMC_EXIT_UNKNOWN;
	}
	bmc_error_step(&bmc->err, "test_password");
	bmc_error_applied(&bmc->err, "set_password");
	return rc;
}

/**
 * password_set() - set a password and prove that the BMC has it
 * @bmc: the run
 * @user: the user
 * @pw: the password
 * @verified: 1 when it is proven, -1 when the BMC can't tell
 *
 * Return: 0, or an exit status with the error set.
 */
int password_set(struct bmc *bmc, const struct user *user, const struct bmc_password *pw,
		 int *verified)
{
	uint8_t cc;
	int rc;

	rc = password_send(bmc, user->id, IPMI_PASSWORD_SET, pw, form(pw), &cc);
	if (bmc->opt.dry_run)
		return rc;
	if (!rc && cc && cc != IPMI_CC_TIMEOUT)
		return password_refused(bmc, cc, "set_password");
	/* Without an answer it may have been set or not; the proof will tell. */
	if (rc && rc != BMC_EXIT_TIMEOUT)
		return rc;
	return prove(bmc, user, pw, verified);
}

/**
 * password_try() - ask whether a password is right
 * @bmc: the run
 * @user: the user
 * @pw: the password
 * @cc: filled with the completion code: 0, or 80h wrong, or 81h wrong form
 * @size: filled with the form that was tried last
 *
 * The form that is usual for the length comes first, then the other one.
 *
 * Return: 0 when there is an answer, else an exit status with the error set.
 */
int password_try(struct bmc *bmc, const struct user *user, const struct bmc_password *pw,
		 uint8_t *cc, size_t *size)
{
	int rc;

	*size = form(pw);
	rc = password_send(bmc, user->id, IPMI_PASSWORD_TEST, pw, *size, cc);
	if (rc || *cc != IPMI_CC_COMMAND_81 || pw->len > IPMI_PASSWORD_SHORT)
		return rc;
	*size = IPMI_PASSWORD_MAX;
	return password_send(bmc, user->id, IPMI_PASSWORD_TEST, pw, *size, cc);
}

/**
 * password_has() - does a user have this password already?
 * @bmc: the run
 * @user: the user
 * @pw: the password
 * @has: 1 when it is so, 0 when not, -1 when the BMC can't tell
 *
 * Return: 0, or an exit status with the error set.
 */
int password_has(struct bmc *bmc, const struct user *user, const struct bmc_password *pw, int *has)
{
	bool honest = true;
	uint8_t cc;
	int rc;

	rc = password_send(bmc, user->id, IPMI_PASSWORD_TEST, pw, form(pw), &cc);
	if (!rc && !cc)
		rc = password_honest(bmc, user, pw, form(pw), &honest);
	*has = cc == IPMI_CC_COMMAND_80 || cc == IPMI_CC_COMMAND_81 ? 0 : !cc && honest ? 1 : -1;
	return rc;
}

/**
 * password_alone() - does the password belong to this user alone?
 * @bmc: the run
 * @list: from users_read()
 * @user: the user who was given it
 * @pw: the password
 *
 * Firmware has been seen that changes the password of another slot.
 *
 * Return: 0, or an exit status with the error set.
 */
int password_alone(struct bmc *bmc, const struct user_list *list, const struct user *user,
		   const struct bmc_password *pw)
{
	struct user other;
	uint8_t id, cc;
	int rc;

	for (id = 1; id <= list->max; id++) {
		if (id == user->id)
			continue;
		rc = user_read(bmc, list, id, &other);
		if (!rc && !other.name_len)
			continue;
		if (!rc)
			rc = password_send(bmc, id, IPMI_PASSWORD_TEST, pw, form(pw), &cc);
		if (rc)
			return rc;
		if (cc)
			continue;
		bmc_error_set(&bmc->err, BMC_EXIT_UNKNOWN,
			      "user #%u (%s) has the same password now", id, other.shown);
		bmc_error_step(&bmc->err, "verify");
		return bmc->err.code;
	}
	return 0;
}
