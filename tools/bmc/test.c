// SPDX-License-Identifier: GPL-2.0-only
/*
 * bmc test: can this BMC be used? Does it answer, has it passed its self test, can it be reached
 * by LAN, does a user have a password? It only reads.
 */
#include <arpa/inet.h>
#include <stdarg.h>
#include <string.h>

#include "../lib/ipmi/app.h"
#include "../lib/ipmi/cc.h"
#include "../lib/ipmi/lan.h"
#include "../lib/password.h"
#include "cli.h"
#include "lanconf.h"
#include "users.h"

#define GROUP_SOURCE 1
#define PART_TEXT 160

enum { TEST_USER, TEST_STDIN, TEST_FILE, TEST_FD };

/* How one of the tests has ended. */
enum outcome { PASSED, FAILED, UNKNOWN, OFF };

/**
 * struct testing - what was found so far
 * @cli: the run
 * @parts: results
 * @failed: one of them is bad
 */
struct testing {
	struct cli *cli;
	struct json_object *parts;
	bool failed;
};

static const struct out_field fields[] = {
	{ .key = "test", .label = "Test" },
	{ .key = "result", .label = "Result" },
	{ .key = "text", .label = "What" },
	{ .key = NULL },
};

__attribute__((format(printf, 4, 5)))
static void part(struct testing *t, const char *name, enum outcome outcome, const char *fmt, ...)
{
	static const char *const outcomes[] = { "ok", "failed", "unknown", "off" };
	struct json_object *o = json_object_new_object();
	char text[PART_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	out_str(o, "test", name);
	out_str(o, "result", outcomes[outcome]);
	out_str(o, "text", text);
	json_object_array_add(t->parts, o);
	t->failed = t->failed || outcome == FAILED;
}

static int test_identity(struct testing *t)
{
	struct bmc *bmc = &t->cli->bmc;
	struct ipmi_request rq;
	struct ipmi_response rs;
	struct ipmi_device_id id;
	int rc;

	ipmi_request_init(&rq, IPMI_NETFN_APP, IPMI_GET_DEVICE_ID);
	rc = bmc_ask(bmc, &rq, &rs, "device ID");
	if (rc)
		return rc;
	if (!ipmi_device_id_decode(&rs, &id))
		return bmc_garbled(bmc, &rs, "device ID");
	part(t, "identity", id.available ? PASSED : FAILED, "%s, firmware %u.%02x, IPMI %u.%u%s",
	     ipmi_manufacturer(id.manufacturer), id.fw_major, id.fw_minor, id.ipmi_major,
	     id.ipmi_minor, id.available ? "" : ": its firmware is being updated");
	return 0;
}

static int test_itself(struct testing *t)
{
	struct bmc *bmc = &t->cli->bmc;
	enum outcome outcome = FAILED;
	struct ipmi_request rq;
	struct ipmi_response rs;
	struct ipmi_self_test st;
	int rc;

	ipmi_request_init(&rq, IPMI_NETFN_APP, IPMI_GET_SELF_TEST_RESULTS);
	rc = bmc_query(bmc, &rq, &rs);
	if (rc)
		return rc;
	if (rs.cc) {
		part(t, "self_test", UNKNOWN, "this BMC does not tell (completion code 0x%02x)",
		     rs.cc);
		return 0;
	}
	if (!ipmi_self_test_decode(&rs, &st))
		return bmc_garbled(bmc, &rs, "self test");
	if (st.result == 0x55)
		outcome = PASSED;
	else if (st.result == 0x56)
		outcome = UNKNOWN;
	part(t, "self_test", outcome, "%s (%02x %02x)", ipmi_self_test_text(st.result), st.result,
	     st.detail);
	return 0;
}

/* Sessions to one channel: does it let them in, and has it an address? */
static int test_channel(struct testing *t, uint8_t channel, bool *open)
{
	static const uint8_t parameters[] = { IPMI_LAN_ADDRESS };
	struct bmc *bmc = &t->cli->bmc;
	struct ipmi_channel_access acc;
	struct ipmi_lan_config c;
	char name[16], ip[INET_ADDRSTRLEN];
	struct in_addr in;
	bool there;
	int rc;

	snprintf(name, sizeof(name), "lan.%u", channel);
	rc = channel_access(bmc, channel, false, &acc, &there);
	if (rc)
		return rc;
	if (there && !acc.mode) {
		part(t, name, OFF, "IPMI over LAN is off");
		return 0;
	}
	rc = lan_read(bmc, channel, parameters, sizeof(parameters), &c);
	if (rc)
		return rc;
	if (c.value[IPMI_LAN_ADDRESS].state != IPMI_LAN_OK) {
		part(t, name, UNKNOWN, "the BMC does not tell its address");
		return 0;
	}
	in.s_addr = htonl(ipmi_lan_ipv4(&c.value[IPMI_LAN_ADDRESS]));
	if (!in.s_addr) {
		part(t, name, OFF, "no IPv4 address");
		return 0;
	}
	*open = true;
	part(t, name, PASSED, "sessions at %s", inet_ntop(AF_INET, &in, ip, sizeof(ip)));
	return 0;
}

static int test_lan(struct testing *t)
{
	struct lan_channels list;
	bool open = false;
	unsigned int i;
	int rc;

	rc = channels_lan(&t->cli->bmc, &list);
	for (i = 0; !rc && i < list.n; i++)
		rc = test_channel(t, list.info[i].channel, &open);
	if (!rc && !open)
		part(t, "lan", UNKNOWN, "no channel is open for sessions with an IPv4 address");
	return rc;
}

static int test_password(struct testing *t, const struct args *args, const struct bmc_password *pw)
{
	struct bmc *bmc = &t->cli->bmc;
	struct user_list list;
	struct user user;
	bool honest = true;
	size_t size;
	uint8_t cc;
	int rc;

	rc = users_read(bmc, &list);
	if (!rc)
		rc = user_find(bmc, &list, &args->v[TEST_USER], &user);
	if (!rc)
		rc = password_try(bmc, &user, pw, &cc, &size);
	if (!rc && !cc)
		rc = password_honest(bmc, &user, pw, size, &honest);
	if (rc)
		return rc;
	if (!cc && honest)
		part(t, "password", PASSED, "user %s has it", user.shown);
	else if (cc == IPMI_CC_COMMAND_80 || cc == IPMI_CC_COMMAND_81)
		part(t, "password", FAILED, "user %s has another one", user.shown);
	else if (cc)
		part(t, "password", UNKNOWN, "this BMC can't test it (completion code 0x%02x)", cc);
	else
		part(t, "password", UNKNOWN, "this BMC says yes to any password");
	return 0;
}

static int run_all(struct testing *t, const struct args *args)
{
	struct bmc_password_source src = {
		.from_stdin = args->v[TEST_STDIN].set,
		.file = args->v[TEST_FILE].set ? args->v[TEST_FILE].text : NULL,
		.fd = args->v[TEST_FD].set ? (int)args->v[TEST_FD].u : -1,
	};
	struct bmc_password pw;
	bool user = args->v[TEST_USER].set;
	int rc;

	/* Before anything is asked: whoever gives it may be waiting. */
	rc = user ? bmc_password_read(&t->cli->bmc, &src, false, &pw) : 0;
	if (!rc)
		rc = test_identity(t);
	if (!rc)
		rc = test_itself(t);
	if (!rc)
		rc = test_lan(t);
	if (!rc && user)
		rc = test_password(t, args, &pw);
	if (user)
		bmc_password_wipe(&pw);
	return rc;
}

static int run_test(struct cli *cli, const struct args *args)
{
	struct testing t = { .cli = cli, .parts = json_object_new_array() };
	int rc = run_all(&t, args);

	if (rc) {
		json_object_put(t.parts);
		return rc;
	}
	cli_show(cli, t.parts, fields);
	return t.failed ? bmc_error_set(&cli->bmc.err, BMC_EXIT_FAILED,
					"not all is well with this BMC: see above") : 0;
}

static int check_test(struct cli *cli, const struct args *args)
{
	bool given = args->v[TEST_STDIN].set || args->v[TEST_FILE].set || args->v[TEST_FD].set;

	if (given && !args->v[TEST_USER].set)
		return bmc_error_value(&cli->bmc.err, "user", "",
				       "is missing: whose password is it?");
	if (cli->batch && args->v[TEST_STDIN].set)
		return bmc_error_value(&cli->bmc.err, "password-stdin", "in a batch",
				       "can't be used: take --password-file or --password-fd");
	return 0;
}

static const struct arg_spec test_args[] = {
	[TEST_USER] = { .kind = ARG_KEY, .name = "user", .meta = "NAME|#ID", .parse = parse_user,
			.help = "also test the password of this user" },
	[TEST_STDIN] = { .kind = ARG_FLAG, .name = "--password-stdin", .group = GROUP_SOURCE,
			 .help = "take the password from standard input" },
	[TEST_FILE] = { .kind = ARG_OPT, .name = "--password-file", .meta = "FILE",
			.group = GROUP_SOURCE, .parse = parse_text,
			.help = "take it from a file that only the caller may read" },
	[TEST_FD] = { .kind = ARG_OPT, .name = "--password-fd", .meta = "N",
		      .group = GROUP_SOURCE, .parse = parse_fd,
		      .help = "take it from an open file descriptor" },
	{ .name = NULL },
};

const struct command test_commands[] = {
	{ "", test_args, check_test, run_test, CMD_DEFAULT | CMD_SECRET,
	  "Test whether the BMC answers, is well and can be reached, and a password" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
