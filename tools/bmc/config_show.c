// SPDX-License-Identifier: GPL-2.0-only
/* The settings of a BMC as a configuration file, from what the show commands show. */
#include <ctype.h>
#include <string.h>

#include "../lib/parse.h"
#include "channels.h"
#include "config.h"

/* Run a show command and keep what it would print; NULL when the BMC does not offer it. */
static int ask(struct cli *cli, const char *object, const char *command, const char *item,
	       struct json_object **doc)
{
	char words[3][32];
	char *list[3];
	struct json_object **outer = cli->capture;
	const struct command *cmd;
	struct args args;
	int rc;

	*doc = NULL;
	list[0] = words[0];
	list[1] = words[1];
	list[2] = words[2];
	snprintf(words[0], sizeof(words[0]), "%s", object);
	snprintf(words[1], sizeof(words[1]), "%s", command);
	snprintf(words[2], sizeof(words[2]), "%s", item ? item : "");
	rc = cli_understand(cli, list, item ? 3 : 2, &cmd, &args);
	if (rc)
		return rc;
	cli->capture = doc;
	rc = cmd->run(cli, &args);
	cli->capture = outer;
	if (rc == BMC_EXIT_UNSUPPORTED || rc == BMC_EXIT_PARTIAL || rc == BMC_EXIT_BMC) {
		bmc_error_clear(&cli->bmc.err);
		rc = 0;
	}
	return rc;
}

static struct json_object *get(struct json_object *o, const char *key)
{
	struct json_object *v = NULL;

	if (o)
		json_object_object_get_ex(o, key, &v);
	return v;
}

static const char *text(struct json_object *o, const char *key)
{
	struct json_object *v = get(o, key);

	return json_object_is_type(v, json_type_string) ? json_object_get_string(v) : NULL;
}

static struct json_object *open_section(struct json_object *doc, const char *name,
					const char *item)
{
	struct json_object *s = json_object_new_object();
	char title[100];

	snprintf(title, sizeof(title), "%s%s%s", name, item ? " " : "", item ? item : "");
	json_object_object_add(doc, title, s);
	return s;
}

static void put(struct json_object *s, const char *key, const char *value)
{
	/* A reserved value can't be set again. */
	if (value && strcmp(value, "unknown") != 0)
		out_str(s, key, value);
}

static void put_bool(struct json_object *s, const char *key, struct json_object *v)
{
	if (json_object_is_type(v, json_type_boolean))
		out_str(s, key, json_object_get_boolean(v) ? "yes" : "no");
}

static void put_int(struct json_object *s, const char *key, struct json_object *v)
{
	if (json_object_is_type(v, json_type_int))
		out_printf(s, key, "%lld", (long long)json_object_get_int64(v));
}

static bool quad(const char *word, uint32_t *address)
{
	struct bmc_error err;
	struct arg_value v;

	if (!word || parse_gateway(&err, "", word, &v))
		return false;
	*address = v.address;
	return true;
}

/* Addresses that the rules of "lan set" would refuse are left out: nobody wants them again. */
static void put_static(struct json_object *s, struct json_object *lan)
{
	struct json_object *prefix = get(lan, "prefix");
	const char *gateway = text(lan, "gateway");
	uint32_t address, gw, mask;
	int bits;

	if (!quad(text(lan, "address"), &address) || !address ||
	    !json_object_is_type(prefix, json_type_int))
		return;
	bits = json_object_get_int(prefix);
	mask = bits > 0 && bits < 32 ? ipv4_prefix_mask(bits) : 0;
	if (!mask || (bits < 31 && (!(address & ~mask) || (address | mask) == 0xffffffff)))
		return;
	if (gateway && (!quad(gateway, &gw) || (gw && ((gw ^ address) & mask || gw == address))))
		return;
	out_str(s, "source", "static");
	out_printf(s, "address", "%s/%d", text(lan, "address"), bits);
	if (gateway)
		out_str(s, "gateway", gw ? gateway : "none");
}

static int show_lan(struct cli *cli, struct json_object *doc, const char *channel)
{
	struct json_object *lan, *s, *vlan;
	const char *source;
	int rc = ask(cli, "lan", "show", channel, &lan);

	if (rc || !lan)
		return rc;
	s = open_section(doc, "lan", channel);
	source = text(lan, "ip_source");
	if (source && !strcmp(source, "dhcp"))
		out_str(s, "source", "dhcp");
	else if (source && !strcmp(source, "static"))
		put_static(s, lan);
	vlan = get(lan, "vlan");
	if (json_object_is_type(vlan, json_type_int)) {
		put_int(s, "vlan", vlan);
		put_int(s, "vlan_priority", get(lan, "vlan_priority"));
	} else {
		out_str(s, "vlan", "off");
	}
	put_bool(s, "arp_respond", get(lan, "arp_respond"));
	put_bool(s, "arp_gratuitous", get(lan, "arp_gratuitous"));
	json_object_put(lan);
	return 0;
}

static int show_channel(struct cli *cli, struct json_object *doc, const char *channel)
{
	struct json_object *c, *s;
	int rc = ask(cli, "channel", "show", channel, &c);

	if (rc || !c)
		return rc;
	s = open_section(doc, "channel", channel);
	put(s, "access", text(get(c, "access"), "saved"));
	put(s, "privilege_limit", text(get(c, "priv_limit"), "saved"));
	put_bool(s, "per_message_auth", get(c, "message_auth"));
	put_bool(s, "user_auth", get(c, "user_auth"));
	put_bool(s, "pef_alerts", get(c, "pef_alerts"));
	json_object_put(c);
	return 0;
}

static int show_cipher(struct cli *cli, struct json_object *doc, const char *channel)
{
	struct json_object *list, *s;
	char key[32];
	size_t i;
	int rc = ask(cli, "cipher", "list", channel, &list);

	if (rc || !list)
		return rc;
	s = open_section(doc, "cipher", channel);
	for (i = 0; i < json_object_array_length(list); i++) {
		struct json_object *suite = json_object_array_get_idx(list, i);

		snprintf(key, sizeof(key), "suite.%d", json_object_get_int(get(suite, "id")));
		put(s, key, text(suite, "max_priv"));
	}
	json_object_put(list);
	return 0;
}

static int show_sol(struct cli *cli, struct json_object *doc, const char *channel)
{
	struct json_object *sol, *s;
	const char *level;
	int rc = ask(cli, "sol", "show", channel, &sol);

	if (rc || !sol)
		return rc;
	s = open_section(doc, "sol", channel);
	put_bool(s, "enabled", get(sol, "enabled"));
	level = text(sol, "priv");
	/* Some BMCs leave the factory with a level that can't be set. */
	if (level && strcmp(level, "callback") != 0 && strcmp(level, "none") != 0) {
		out_str(s, "privilege", level);
		put_bool(s, "encryption", get(sol, "force_encryption"));
		put_bool(s, "authentication", get(sol, "force_authentication"));
	}
	if (json_object_is_type(get(sol, "rate"), json_type_int) ||
	    json_object_is_type(get(sol, "rate_saved"), json_type_int))
		put_int(s, "rate", get(sol, "rate_saved"));
	json_object_put(sol);
	return 0;
}

/* A user whose name can't stand in brackets is named by ID. */
static void user_title(char *title, size_t room, struct json_object *user)
{
	const char *name = text(user, "name");
	const char *p;

	for (p = name; p && *p && isgraph((unsigned char)*p) && !strchr("[]#\\", *p); p++)
		;
	if (p && !*p && name[0] && strlen(name) <= 16)
		snprintf(title, room, "%s", name);
	else
		snprintf(title, room, "#%d", json_object_get_int(get(user, "id")));
}

static void show_user(struct json_object *doc, struct json_object *user)
{
	struct json_object *channels = get(user, "channels"), *s, *c;
	size_t i, n = channels ? json_object_array_length(channels) : 0;
	char title[INI_NAME_MAX], key[32];

	user_title(title, sizeof(title), user);
	s = open_section(doc, "user", title);
	for (i = 0; i < n; i++) {
		c = json_object_array_get_idx(channels, i);
		snprintf(key, sizeof(key), "privilege.%d", json_object_get_int(get(c, "channel")));
		put(s, n == 1 ? "privilege" : key, text(c, "priv"));
	}
	if (n == 1) {
		c = json_object_array_get_idx(channels, 0);
		put_bool(s, "messaging", get(c, "messaging"));
		put_bool(s, "sol", get(c, "sol"));
	}
	put_bool(s, "enabled", get(user, "enabled"));
}

static int show_users(struct cli *cli, struct json_object *doc)
{
	struct json_object *list;
	size_t i;
	int rc = ask(cli, "user", "list", NULL, &list);

	if (rc || !list)
		return rc;
	for (i = 0; i < json_object_array_length(list); i++) {
		struct json_object *user = json_object_array_get_idx(list, i);
		const char *slot = text(user, "slot");

		if (slot && !strcmp(slot, "in_use"))
			show_user(doc, user);
	}
	json_object_put(list);
	return 0;
}

static int show_host(struct cli *cli, struct json_object *doc)
{
	struct json_object *o, *s;
	const char *device;
	int rc = ask(cli, "power", "policy", NULL, &o);

	if (rc)
		return rc;
	if (text(o, "policy"))
		out_str(open_section(doc, "power", NULL), "policy", text(o, "policy"));
	json_object_put(o);
	rc = ask(cli, "boot", "show", NULL, &o);
	device = text(o, "device");
	if (!rc && device) {
		s = open_section(doc, "boot", NULL);
		out_str(s, "device", device);
		if (strcmp(device, "none") != 0) {
			put_bool(s, "persistent", get(o, "persistent"));
			put(s, "mode", text(o, "mode"));
		}
	}
	json_object_put(o);
	return rc;
}

/**
 * config_read() - the settings of a BMC
 * @cli: the run
 * @doc: set to a new object: sections with their keys
 *
 * Return: 0, or an exit status with the error set.
 */
int config_read(struct cli *cli, struct json_object **doc)
{
	struct lan_channels lan;
	char channel[8];
	unsigned int i;
	int rc;

	*doc = json_object_new_object();
	json_object_object_add(*doc, "schema", json_object_new_int(1));
	rc = show_users(cli, *doc);
	if (!rc)
		rc = channels_lan(&cli->bmc, &lan);
	for (i = 0; !rc && i < lan.n; i++) {
		snprintf(channel, sizeof(channel), "%u", lan.info[i].channel);
		rc = show_cipher(cli, *doc, channel);
		if (!rc)
			rc = show_sol(cli, *doc, channel);
		if (!rc)
			rc = show_channel(cli, *doc, channel);
		if (!rc)
			rc = show_lan(cli, *doc, channel);
	}
	return rc ? rc : show_host(cli, *doc);
}

static void print_section(FILE *f, const char *title, struct json_object *section)
{
	fprintf(f, "[%s]\n", title);
	{
		json_object_object_foreach(section, key, value)
			fprintf(f, "%s = %s\n", key, json_object_get_string(value));
	}
	fputc('\n', f);
}

/**
 * config_print() - settings as text, with sections and keys
 * @f: where to
 * @doc: from config_read()
 */
void config_print(FILE *f, struct json_object *doc)
{
	json_object_object_foreach(doc, title, section)
		if (json_object_is_type(section, json_type_object))
			print_section(f, title, section);
}
