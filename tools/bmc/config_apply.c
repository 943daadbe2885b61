// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a configuration file to what is done. Each section becomes commands of this very
 * program, so that a file can do nothing that a command can't, with the same checks, the
 * same guards, the same proof.
 */
#include <stdlib.h>
#include <string.h>

#include "../lib/array.h"
#include "../lib/ipmi/user.h"
#include "config.h"
#include "users.h"

#define WORDS 40
#define TEXT 2048

/**
 * struct line - one command that is being put together
 * @words: its words
 * @n: how many
 * @text: where they are
 * @used: bytes of @text
 */
struct line {
	char *words[WORDS];
	int n;
	char text[TEXT];
	size_t used;
};

/**
 * struct applying - a file that is being applied
 * @cli: the run
 * @config: the file
 * @check_only: only look whether the commands are right
 * @list: all users of the BMC
 */
struct applying {
	struct cli *cli;
	const struct config *config;
	bool check_only;
	struct user_list list;
};

static void add(struct line *l, const char *word)
{
	size_t len = strlen(word) + 1;

	if (l->n == WORDS || l->used + len > sizeof(l->text))
		return;
	l->words[l->n++] = memcpy(l->text + l->used, word, len);
	l->used += len;
}

static void begin(struct line *l, const char *object, const char *command, const char *item)
{
	memset(l, 0, sizeof(*l));
	add(l, object);
	add(l, command);
	if (item)
		add(l, item);
}

/* Names the section in whatever goes wrong. */
static int located(struct applying *a, const struct config_section *s, int rc)
{
	struct bmc_error *err = &a->cli->bmc.err;
	char text[300];

	if (!rc || rc == BMC_EXIT_PENDING || !err->code)
		return rc;
	snprintf(text, sizeof(text), "%.299s", err->message);
	snprintf(err->message, sizeof(err->message), "%.60s:%u: [%s%s%s]: %s",
		 a->config->file, s->line, s->name, s->item[0] ? " " : "", s->item, text);
	return rc;
}

/* Run a command, or only see whether it could be run. A pending change is no error. */
static int perform(struct applying *a, const struct config_section *s, struct line *l)
{
	const struct command *cmd;
	struct args args;
	int rc;

	rc = cli_understand(a->cli, l->words, l->n, &cmd, &args);
	if (!rc && !a->check_only)
		rc = cmd->run(a->cli, &args);
	return located(a, s, rc == BMC_EXIT_PENDING ? 0 : rc);
}

/* A key and the word of the command that it becomes. */
struct translation {
	const char *key;
	const char *word;
};

static void translate(struct line *l, const struct config_section *s,
		      const struct translation *t, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const char *value = config_get(s, t[i].key);

		if (!value)
			continue;
		add(l, t[i].word);
		add(l, !strcmp(value, "yes") ? "on" : !strcmp(value, "no") ? "off" : value);
	}
}

static int apply_lan(struct applying *a, const struct config_section *s)
{
	static const struct translation keys[] = {
		{ "address", "address" }, { "netmask", "netmask" }, { "gateway", "gateway" },
		{ "gateway_mac", "gateway-mac" }, { "backup_gateway", "backup-gateway" },
		{ "vlan", "vlan" }, { "vlan_priority", "prio" },
		{ "arp_respond", "arp-respond" }, { "arp_gratuitous", "arp-gratuitous" },
	};
	struct line l;

	begin(&l, "lan", "set", s->item);
	if (config_get(s, "source"))
		add(&l, config_get(s, "source"));
	translate(&l, s, keys, ARRAY_SIZE(keys));
	return s->n ? perform(a, s, &l) : 0;
}

static int apply_channel(struct applying *a, const struct config_section *s)
{
	static const struct translation keys[] = {
		{ "access", "access" }, { "privilege_limit", "priv" },
		{ "per_message_auth", "permsg" }, { "user_auth", "userauth" },
		{ "pef_alerts", "pef-alerts" },
	};
	struct line l;

	begin(&l, "channel", "set", s->item);
	translate(&l, s, keys, ARRAY_SIZE(keys));
	return s->n ? perform(a, s, &l) : 0;
}

static int apply_sol(struct applying *a, const struct config_section *s)
{
	static const struct translation keys[] = {
		{ "enabled", "enabled" }, { "privilege", "priv" },
		{ "encryption", "encryption" }, { "authentication", "authentication" },
		{ "rate", "rate" },
	};
	struct line l;

	begin(&l, "sol", "set", s->item);
	translate(&l, s, keys, ARRAY_SIZE(keys));
	return s->n ? perform(a, s, &l) : 0;
}

/* Open what shall be open before closing the rest, so that one is always open. */
static int apply_cipher(struct applying *a, const struct config_section *s)
{
	unsigned int i, closing;
	struct line l;
	int rc = 0;

	for (closing = 0; closing < 2; closing++) {
		for (i = 0; i < s->n && !rc; i++) {
			bool closes = !strcmp(s->v[i].value, "none");

			if (closes != closing)
				continue;
			begin(&l, "cipher", "set", s->item);
			add(&l, s->v[i].key + strlen("suite."));
			add(&l, s->v[i].value);
			rc = perform(a, s, &l);
		}
	}
	return rc;
}

static int apply_power(struct applying *a, const struct config_section *s)
{
	struct line l;

	begin(&l, "power", "policy", "set");
	if (!s->n)
		return 0;
	add(&l, config_get(s, "policy"));
	return perform(a, s, &l);
}

static int apply_boot(struct applying *a, const struct config_section *s)
{
	const char *device = config_get(s, "device"), *persistent = config_get(s, "persistent");
	const char *mode = config_get(s, "mode");
	struct line l;

	if (!device) {
		bmc_error_set(&a->cli->bmc.err, BMC_EXIT_USAGE, "device is missing");
		return s->n ? located(a, s, BMC_EXIT_USAGE) : 0;
	}
	begin(&l, "boot", strcmp(device, "none") ? "set" : "clear", NULL);
	if (strcmp(device, "none") != 0) {
		add(&l, device);
		add(&l, persistent && !strcmp(persistent, "yes") ? "persistent" : "once");
		if (mode)
			add(&l, mode);
	}
	return perform(a, s, &l);
}

/* ${CREDENTIALS_DIRECTORY} is the only thing that is replaced in a value. */
static int password_file(struct applying *a, const struct config_section *s, char *path,
			 size_t room)
{
	static const char variable[] = "${CREDENTIALS_DIRECTORY}";
	const char *value = config_get(s, "password_file");
	const char *dir = getenv("CREDENTIALS_DIRECTORY");

	if (strncmp(value, variable, strlen(variable)) != 0) {
		snprintf(path, room, "%s", value);
		return 0;
	}
	if (!dir) {
		bmc_error_set(&a->cli->bmc.err, BMC_EXIT_USAGE,
			      "password_file: there is no CREDENTIALS_DIRECTORY");
		return located(a, s, BMC_EXIT_USAGE);
	}
	snprintf(path, room, "%s%s", dir, value + strlen(variable));
	return 0;
}

static int set_password(struct applying *a, const struct config_section *s)
{
	char path[TEXT / 2];
	struct line l;
	int rc;

	if (!config_get(s, "password_file"))
		return 0;
	rc = password_file(a, s, path, sizeof(path));
	if (rc)
		return rc;
	begin(&l, "user", "passwd", s->item);
	add(&l, "--password-file");
	add(&l, path);
	add(&l, "--if-changed");
	return perform(a, s, &l);
}

static int set_level(struct applying *a, const struct config_section *s, const char *level,
		     const char *channel)
{
	static const struct translation keys[] = {
		{ "messaging", "messaging" }, { "sol", "sol" },
	};
	struct line l;

	begin(&l, "user", "priv", s->item);
	add(&l, level);
	if (channel) {
		add(&l, "channel");
		add(&l, channel);
	}
	translate(&l, s, keys, ARRAY_SIZE(keys));
	return perform(a, s, &l);
}

static int set_levels(struct applying *a, const struct config_section *s)
{
	const char *level = config_get(s, "privilege"), *channels = config_get(s, "channels");
	char copy[INI_VALUE_MAX], *save = NULL, *channel;
	unsigned int i;
	int rc = 0;

	for (i = 0; i < s->n && !rc; i++)
		if (!strncmp(s->v[i].key, "privilege.", 10))
			rc = set_level(a, s, s->v[i].value, s->v[i].key + 10);
	if (rc || !level)
		return rc;
	if (!channels)
		return set_level(a, s, level, NULL);
	snprintf(copy, sizeof(copy), "%s", channels);
	for (channel = strtok_r(copy, " ,", &save); channel && !rc;
	     channel = strtok_r(NULL, " ,", &save))
		rc = set_level(a, s, level, channel);
	return rc;
}

static int switch_user(struct applying *a, const struct config_section *s)
{
	const char *enabled = config_get(s, "enabled");
	struct line l;

	if (!enabled)
		return 0;
	begin(&l, "user", !strcmp(enabled, "yes") ? "enable" : "disable", s->item);
	return perform(a, s, &l);
}

static int add_user(struct applying *a, const struct config_section *s)
{
	const char *level = config_get(s, "privilege"), *channels = config_get(s, "channels");
	const char *sol = config_get(s, "sol"), *enabled = config_get(s, "enabled");
	char path[TEXT / 2], copy[INI_VALUE_MAX], *save = NULL, *channel;
	struct line l;
	int rc;

	if (!level || !config_get(s, "password_file")) {
		bmc_error_set(&a->cli->bmc.err, BMC_EXIT_USAGE,
			      "the user does not exist yet: privilege and password_file are needed");
		return located(a, s, BMC_EXIT_USAGE);
	}
	rc = password_file(a, s, path, sizeof(path));
	if (rc)
		return rc;
	begin(&l, "user", "add", s->item);
	add(&l, "priv");
	add(&l, level);
	snprintf(copy, sizeof(copy), "%s", channels ? channels : "");
	for (channel = strtok_r(copy, " ,", &save); channel;
	     channel = strtok_r(NULL, " ,", &save)) {
		add(&l, "channel");
		add(&l, channel);
	}
	if (sol) {
		add(&l, "sol");
		add(&l, !strcmp(sol, "yes") ? "on" : "off");
	}
	add(&l, "--password-file");
	add(&l, path);
	rc = perform(a, s, &l);
	return rc || !enabled || strcmp(enabled, "no") != 0 ? rc : switch_user(a, s);
}

static int apply_user(struct applying *a, const struct config_section *s)
{
	struct user user;
	bool found = true;
	int rc = 0;

	if (!a->check_only && s->item[0] != '#')
		rc = user_find_name(&a->cli->bmc, &a->list, s->item, &user, &found);
	if (rc)
		return located(a, s, rc);
	if (!found)
		return add_user(a, s);
	rc = set_password(a, s);
	if (!rc)
		rc = set_levels(a, s);
	return rc ? rc : switch_user(a, s);
}

static const struct config_section *find(const struct config *config, const char *name,
					 const char *item)
{
	unsigned int i;

	for (i = 0; i < config->n; i++)
		if (!strcmp(config->s[i].name, name) && (!item ||
							 !strcmp(config->s[i].item, item)))
			return &config->s[i];
	return NULL;
}

/* [users] exclusive = yes: whoever is not named goes, but for who is guarded. */
static int apply_users(struct applying *a, const struct config_section *s)
{
	const struct config_section *guard = find(a->config, "guard", NULL);
	const char *keep = guard ? config_get(guard, "keep_admin") : NULL;
	const char *exclusive = config_get(s, "exclusive");
	struct user user;
	struct line l;
	char number[8];
	uint8_t id;
	int rc = 0;

	if (!exclusive || strcmp(exclusive, "yes") != 0 || a->check_only)
		return 0;
	for (id = 2; id <= a->list.max && !rc; id++) {
		rc = user_read(&a->cli->bmc, &a->list, id, &user);
		if (rc || !user.name_len)
			continue;
		snprintf(number, sizeof(number), "#%u", id);
		if (find(a->config, "user", user.shown) || find(a->config, "user", number) ||
		    (keep && user_is(&user, keep)))
			continue;
		begin(&l, "user", "del", number);
		rc = perform(a, s, &l);
	}
	return rc;
}

/* What the file says of the guarded administrator must not take anything away. */
static int apply_guard(struct applying *a, const struct config_section *s)
{
	const char *keep = config_get(s, "keep_admin");
	const struct config_section *user = keep ? find(a->config, "user", keep) : NULL;
	const char *level = user ? config_get(user, "privilege") : NULL;
	const char *enabled = user ? config_get(user, "enabled") : NULL;
	bool taken = (level && strcmp(level, "admin") != 0) || (enabled && !strcmp(enabled, "no"));
	struct user there;
	bool found = true;
	int rc = 0;

	if (!keep)
		return 0;
	if (!taken && !a->check_only && !user)
		rc = user_find_name(&a->cli->bmc, &a->list, keep, &there, &found);
	if (rc || (!taken && found))
		return located(a, s, rc);
	bmc_error_set(&a->cli->bmc.err, BMC_EXIT_GUARD,
		      found ? "keep_admin %s would not be an administrator any more" :
		      "keep_admin %s is no user of this BMC", keep);
	return located(a, s, BMC_EXIT_GUARD);
}

/**
 * config_perform() - make a BMC be as a file says
 * @cli: the run; in a dry run nothing is changed
 * @config: the file
 * @check_only: only look whether everything in it is right; sends nothing
 *
 * Users come before the channels they use, and those before addresses.
 *
 * Return: 0, or an exit status with the error set.
 */
int config_perform(struct cli *cli, const struct config *config, bool check_only)
{
	static const struct {
		const char *name;
		int (*apply)(struct applying *a, const struct config_section *s);
	} order[] = {
		{ "guard", apply_guard }, { "user", apply_user }, { "users", apply_users },
		{ "cipher", apply_cipher }, { "sol", apply_sol }, { "power", apply_power },
		{ "boot", apply_boot }, { "channel", apply_channel }, { "lan", apply_lan },
	};
	struct applying a = { .cli = cli, .config = config, .check_only = check_only };
	unsigned int i, k;
	int rc = 0;

	if (!check_only && (find(config, "user", NULL) || find(config, "users", NULL) ||
			    find(config, "guard", NULL)))
		rc = users_read(&cli->bmc, &a.list);
	for (i = 0; i < ARRAY_SIZE(order) && !rc; i++)
		for (k = 0; k < config->n && !rc; k++)
			if (!strcmp(config->s[k].name, order[i].name))
				rc = order[i].apply(&a, &config->s[k]);
	return rc;
}
