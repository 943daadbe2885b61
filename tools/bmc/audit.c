// SPDX-License-Identifier: GPL-2.0-only
/*
 * bmc audit: settings that let strangers in. It only reads. Passwords that everybody
 * knows are tried by the BMC's own test, from inside, and are sent nowhere else.
 */
#include <string.h>
#include <unistd.h>

#include "../lib/array.h"
#include "../lib/ipmi/cc.h"
#include "../lib/ipmi/sol.h"
#include "../lib/policy.h"
#include "cli.h"
#include "lanconf.h"
#include "users.h"

static const struct out_field fields[] = {
	{ .key = "severity", .label = "Severity" },
	{ .key = "channel", .label = "Channel" },
	{ .key = "finding", .label = "Finding" },
	{ .key = "text", .label = "What" },
	{ .key = "fix", .label = "Fix" },
	{ .key = NULL },
};

static const struct out_field doc_fields[] = {
	{ .key = "result" },
	{ .key = "findings", .sub = fields },
	{ .key = NULL },
};

enum severity { INFO, LOW, MEDIUM, HIGH };

static const char *const severities[] = { "info", "low", "medium", "high" };

/**
 * struct audit - what was found so far
 * @bmc: the run
 * @list: all users
 * @found: the findings
 * @worst: the worst of them
 * @no_passwords: passwords may not be tested
 */
struct audit {
	struct bmc *bmc;
	struct user_list list;
	struct json_object *found;
	enum severity worst;
	bool no_passwords;
};

static void finding(struct audit *a, enum severity level, unsigned int channel,
		    const char *name, const char *text, const char *fix)
{
	struct json_object *o = json_object_new_object();

	out_str(o, "severity", severities[level]);
	out_null(o, "channel");
	if (channel)
		out_int(o, "channel", channel);
	out_str(o, "finding", name);
	out_str(o, "text", text);
	out_str(o, "fix", fix);
	json_object_array_add(a->found, o);
	if (level > a->worst)
		a->worst = level;
}

static int audit_access(struct audit *a, uint8_t channel, bool *open)
{
	struct ipmi_channel_access acc;
	char fix[80];
	bool there;
	int rc = channel_access(a->bmc, channel, false, &acc, &there);

	*open = !rc && (!there || acc.mode);
	if (rc || !there || !acc.mode)
		return rc;
	snprintf(fix, sizeof(fix), "bmc channel set %u access off, when nobody needs it", channel);
	finding(a, LOW, channel, "ipmi_over_lan", "IPMI over LAN is on", fix);
	if (!acc.message_auth)
		finding(a, MEDIUM, channel, "message_auth",
			"messages are not authenticated one by one", "bmc channel set N permsg on");
	return 0;
}

static int audit_ciphers(struct audit *a, uint8_t channel)
{
	static const uint8_t parameters[] = { IPMI_LAN_CIPHER_LIST, IPMI_LAN_CIPHER_PRIVILEGES };
	uint8_t ids[IPMI_CIPHER_MAX], limits[IPMI_CIPHER_MAX];
	char text[100], fix[60];
	struct ipmi_lan_config c;
	unsigned int i, n;
	int rc;

	memset(&c, 0, sizeof(c));
	rc = lan_read(a->bmc, channel, parameters, sizeof(parameters), &c);
	if (rc || c.value[IPMI_LAN_CIPHER_PRIVILEGES].state != IPMI_LAN_OK)
		return rc;
	n = ipmi_lan_ciphers(&c, ids, limits);
	for (i = 0; i < n; i++) {
		if (!limits[i] || ids[i] == 3 || ids[i] == 17)
			continue;
		snprintf(fix, sizeof(fix), "bmc cipher set %u %u none", channel, ids[i]);
		snprintf(text, sizeof(text), ids[i] ? "cipher suite %u is weak or not needed" :
			 "cipher suite %u lets anybody in without a password", ids[i]);
		finding(a, ids[i] ? MEDIUM : HIGH, channel, ids[i] ? "cipher_weak" : "cipher_0",
			text, fix);
	}
	return 0;
}

/* Authentication types of IPMI 1.5 sessions, enabled for any level. */
static int audit_auth(struct audit *a, uint8_t channel)
{
	static const struct {
		uint8_t bit;
		enum severity severity;
		const char *name, *text;
	} types[] = {
		{ 0x01, HIGH, "auth_none", "sessions without any authentication are enabled" },
		{ 0x02, MEDIUM, "auth_md2", "authentication by MD2 is enabled" },
		{ 0x04, LOW, "auth_md5", "authentication by MD5 is enabled" },
		{ 0x10, HIGH, "auth_straight", "passwords go over the network as they are" },
	};
	struct ipmi_lan_value v;
	unsigned int i;
	uint8_t all;
	int rc;

	rc = lan_read_set(a->bmc, channel, IPMI_LAN_AUTH_ENABLES, 0, &v);
	if (rc || v.state != IPMI_LAN_OK)
		return rc;
	all = v.data[0] | v.data[1] | v.data[2] | v.data[3] | v.data[4];
	for (i = 0; i < ARRAY_SIZE(types); i++)
		if (all & types[i].bit)
			finding(a, types[i].severity, channel, types[i].name, types[i].text,
				"clear the bit in LAN parameter 2");
	return 0;
}

static int audit_community(struct audit *a, uint8_t channel)
{
	static const uint8_t public[18] = "public";
	struct ipmi_lan_value v;
	int rc;

	rc = lan_read_set(a->bmc, channel, IPMI_LAN_COMMUNITY, 0, &v);
	if (rc || v.state != IPMI_LAN_OK)
		return rc;
	if (!memcmp(v.data, public, sizeof(public)))
		finding(a, MEDIUM, channel, "snmp_public", "the SNMP community is public",
			"bmc lan snmp-community");
	explicit_bzero(&v, sizeof(v));
	return 0;
}

/* Who may only read the device sees no secrets, but all the rest. */
static int not_for_readers(struct audit *a, uint8_t channel, const char *name, const char *what)
{
	char text[120];

	snprintf(text, sizeof(text), "%s: not checked, for want of permission", what);
	finding(a, INFO, channel, name, text, "bmc audit as root");
	bmc_error_clear(&a->bmc->err);
	return 0;
}

static int audit_key(struct audit *a, uint8_t channel)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	unsigned int i;
	uint8_t any = 0;
	int rc;

	ipmi_request_init(&rq, IPMI_NETFN_APP, IPMI_SET_CHANNEL_SECURITY_KEYS);
	ipmi_request_byte(&rq, channel);
	ipmi_request_byte(&rq, 0);
	ipmi_request_byte(&rq, 1);
	rq.secret_answer = true;
	rc = bmc_query(a->bmc, &rq, &rs);
	if (rc == BMC_EXIT_PERMISSION)
		return not_for_readers(a, channel, "kg_unread", "the key of the BMC (K_g)");
	if (rc || rs.cc || rs.len < 21)
		return rc;
	for (i = 1; i < 21; i++)
		any |= rs.data[i];
	explicit_bzero(&rs, sizeof(rs));
	if (!any)
		finding(a, LOW, channel, "kg_zero",
			"the key of the BMC (K_g) is not set: a password is all that is needed",
			"set K_g when the programs in use can do it");
	return 0;
}

static int audit_channel(struct audit *a, uint8_t channel)
{
	bool open;
	int rc = audit_access(a, channel, &open);

	if (!rc && open)
		rc = audit_ciphers(a, channel);
	if (!rc && open)
		rc = audit_auth(a, channel);
	if (!rc && open)
		rc = audit_community(a, channel);
	return rc || !open ? rc : audit_key(a, channel);
}

/* What BMCs leave the factory with. */
static const struct {
	const char *name, *password;
} defaults[] = {
	{ "ADMIN", "ADMIN" }, { "root", "calvin" }, { "root", "0penBmc" }, { "root", "root" },
	{ "admin", "admin" }, { "admin", "password" }, { "Administrator", "password" },
	{ "USERID", "PASSW0RD" }, { "sysadmin", "superuser" }, { "root", "changeme" },
};

static int try(struct audit *a, uint8_t id, const char *password, size_t len, bool *yes)
{
	struct bmc_password pw = { .len = len };
	uint8_t cc = 0;
	int rc;

	memcpy(pw.bytes, password, len);
	rc = password_send(a->bmc, id, IPMI_PASSWORD_TEST, &pw, IPMI_PASSWORD_SHORT, &cc);
	*yes = !rc && !cc;
	return rc;
}

/* A BMC that says yes to a random password says nothing. */
static int can_test(struct audit *a, uint8_t id, bool *yes)
{
	struct bmc_password pw;
	uint8_t cc = 0;
	int rc;

	rc = bmc_password_generate(a->bmc, NULL, &pw);
	if (!rc)
		rc = password_send(a->bmc, id, IPMI_PASSWORD_TEST, &pw, IPMI_PASSWORD_SHORT, &cc);
	bmc_password_wipe(&pw);
	*yes = !rc && (cc == IPMI_CC_COMMAND_80 || cc == IPMI_CC_COMMAND_81);
	return rc;
}

static int audit_passwords(struct audit *a, const struct user *user, bool *tested)
{
	char text[120], fix[60];
	unsigned int i;
	bool yes;
	int rc;

	rc = can_test(a, user->id, tested);
	if (rc || !*tested)
		return rc;
	snprintf(fix, sizeof(fix), "bmc user passwd '#%u'", user->id);
	rc = try(a, user->id, "", 0, &yes);
	if (!rc && yes) {
		snprintf(text, sizeof(text), "user #%u (%s) has an empty password", user->id,
			 user->shown);
		finding(a, HIGH, 0, "password_empty", text, fix);
	}
	for (i = 0; i < ARRAY_SIZE(defaults) && !rc && !yes; i++) {
		if (!user_is(user, defaults[i].name))
			continue;
		rc = try(a, user->id, defaults[i].password, strlen(defaults[i].password), &yes);
		if (rc || !yes)
			continue;
		snprintf(text, sizeof(text), "user #%u (%s) has the password of the factory",
			 user->id, user->shown);
		finding(a, HIGH, 0, "password_default", text, fix);
	}
	return rc;
}

/* May the user log in on any LAN channel? */
static int active(struct audit *a, const struct user *user, bool *yes)
{
	struct ipmi_user_access acc;
	unsigned int i;
	bool there;
	int rc = 0;

	*yes = false;
	for (i = 0; i < a->list.lan.n && !rc && !*yes; i++) {
		rc = user_access(a->bmc, a->list.lan.info[i].channel, user->id, &acc, &there);
		*yes = !rc && there && acc.state != IPMI_USER_STATE_DISABLED && acc.messaging &&
		       acc.privilege != IPMI_PRIVILEGE_NONE;
	}
	return rc;
}

static int audit_user(struct audit *a, const struct user *user, bool *untested)
{
	bool yes, tested;
	char text[120];
	unsigned int i;
	int rc;

	rc = active(a, user, &yes);
	if (rc || !yes)
		return rc;
	if (!user->name_len && user->id == 1)
		finding(a, HIGH, 0, "null_user", "the user without a name (#1) can log in",
			"bmc user disable '#1'");
	for (i = 0; i < ARRAY_SIZE(defaults); i++) {
		if (!user_is(user, defaults[i].name))
			continue;
		snprintf(text, sizeof(text), "user #%u has a name that everybody tries: %s",
			 user->id, user->shown);
		finding(a, LOW, 0, "name_default", text, "bmc user rename");
		break;
	}
	if (a->no_passwords)
		return 0;
	rc = audit_passwords(a, user, &tested);
	if (rc == BMC_EXIT_PERMISSION) {
		a->no_passwords = true;
		return not_for_readers(a, 0, "passwords_untested", "empty and factory passwords");
	}
	*untested |= !rc && !tested;
	return rc;
}

static int audit_users(struct audit *a)
{
	bool untested = false;
	struct user user;
	uint8_t id;
	int rc = 0;

	for (id = 1; id <= a->list.max && !rc; id++) {
		rc = user_read(a->bmc, &a->list, id, &user);
		if (!rc && (user.name_len || id == 1))
			rc = audit_user(a, &user, &untested);
	}
	if (!rc && untested)
		finding(a, INFO, 0, "passwords_untested",
			"this BMC can't tell whether a password is right: they were not tested",
			NULL);
	return rc;
}

static void color(struct cli *cli, const struct audit *a)
{
	static const char *const codes[] = { "", "", "\033[33m", "\033[31m" };

	if (cli->color && cli->format == OUT_TEXT)
		fputs(codes[a->worst], cli->bmc.sys->out);
}

static int print(struct cli *cli, struct audit *a)
{
	struct json_object *doc;

	if (cli->format == OUT_JSON) {
		doc = out_object();
		json_object_object_del(doc, "unsupported");
		out_str(doc, "result", a->worst == HIGH ? "high" : a->worst == MEDIUM ? "medium" :
			json_object_array_length(a->found) ? "low" : "ok");
		json_object_object_add(doc, "findings", a->found);
		cli_show(cli, doc, doc_fields);
	} else {
		color(cli, a);
		cli_show(cli, a->found, fields);
		if (cli->color && cli->format == OUT_TEXT && a->worst > LOW)
			fputs("\033[0m", cli->bmc.sys->out);
	}
	return a->worst == HIGH ?
	       bmc_error_set(&a->bmc->err, BMC_EXIT_FAILED, "strangers can get in: see above") : 0;
}

static int run_audit(struct cli *cli, const struct args *args)
{
	struct audit a = { .bmc = &cli->bmc, .found = json_object_new_array() };
	struct ipmi_channel_info info;
	unsigned int i;
	int rc;

	rc = users_read(a.bmc, &a.list);
	if (!rc && args->v[0].set)
		rc = channel_pick(a.bmc, &args->v[0], &info);
	for (i = 0; i < a.list.lan.n && !rc; i++)
		if (!args->v[0].set || a.list.lan.info[i].channel == info.channel)
			rc = audit_channel(&a, a.list.lan.info[i].channel);
	if (!rc)
		rc = audit_users(&a);
	if (!rc)
		return print(cli, &a);
	json_object_put(a.found);
	return rc;
}

static const struct arg_spec audit_args[] = {
	{ .kind = ARG_POS, .name = "channel", .meta = "N", .parse = parse_channel,
	  .help = "LAN channel; default: all of them" },
	{ .name = NULL },
};

const struct command audit_commands[] = {
	{ "", audit_args, NULL, run_audit, CMD_DEFAULT, "Look for settings that let strangers in" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
