// SPDX-License-Identifier: GPL-2.0-only
/* The text of a configuration file, INI or JSON: reading it. Nothing is sent. */
#include <stdlib.h>
#include <string.h>

#include "config.h"

#define YES_NO "yes no"
#define LEVELS "callback user operator admin oem"

const struct config_key config_keys[] = {
	{ "lan", "source", "static dhcp", "where the address comes from" },
	{ "lan", "address", NULL, "IPv4 address with prefix length" },
	{ "lan", "netmask", NULL, "netmask, when address has no prefix length" },
	{ "lan", "gateway", NULL, "default gateway, or none" },
	{ "lan", "gateway_mac", NULL, "its MAC address" },
	{ "lan", "backup_gateway", NULL, "second gateway, or none" },
	{ "lan", "vlan", NULL, "VLAN, 1 to 4094, or off" },
	{ "lan", "vlan_priority", NULL, "priority in the VLAN, 0 to 7" },
	{ "lan", "arp_respond", YES_NO, "answer ARP while the BMC owns the port" },
	{ "lan", "arp_gratuitous", YES_NO, "send gratuitous ARPs" },
	{ "channel", "access", "always off preboot shared", "who may use the channel, and when" },
	{ "channel", "privilege_limit", LEVELS, "highest privilege of a session" },
	{ "channel", "per_message_auth", YES_NO, "authenticate every message" },
	{ "channel", "user_auth", YES_NO, "authenticate messages of level user" },
	{ "channel", "pef_alerts", YES_NO, "let event filters send alerts" },
	{ "user", "privilege", LEVELS " none", "privilege on the channels" },
	{ "user", "privilege.", LEVELS " none", "privilege on one channel" },
	{ "user", "channels", NULL, "channels that privilege is for; default: the only one" },
	{ "user", "messaging", YES_NO, "enabled for IPMI messaging" },
	{ "user", "sol", YES_NO, "may use serial over LAN" },
	{ "user", "enabled", YES_NO, "may log in" },
	{ "user", "password_file", NULL, "file with the password, closed to others" },
	{ "users", "exclusive", YES_NO, "delete users that the file does not name" },
	{ "cipher", "suite.", LEVELS " none", "highest privilege with the suite" },
	{ "sol", "enabled", YES_NO, "let sessions activate it" },
	{ "sol", "privilege", "user operator admin oem", "privilege that is needed" },
	{ "sol", "encryption", YES_NO, "only encrypted" },
	{ "sol", "authentication", YES_NO, "only authenticated" },
	{ "sol", "rate", "9600 19200 38400 57600 115200", "bit rate" },
	{ "power", "policy", "off previous on", "what the host does when power comes back" },
	{ "boot", "device", NULL, "what the host starts from, or none" },
	{ "boot", "persistent", YES_NO, "at every start" },
	{ "boot", "mode", "efi legacy", "how it starts" },
	{ "guard", "keep_admin", NULL, "user who has to stay an administrator" },
	{ NULL, NULL, NULL, NULL },
};

/**
 * config_get() - the value of a key
 * @s: the section
 * @key: the key
 *
 * Return: the value, or NULL.
 */
const char *config_get(const struct config_section *s, const char *key)
{
	unsigned int i;

	for (i = 0; i < s->n; i++)
		if (!strcmp(s->v[i].key, key))
			return s->v[i].value;
	return NULL;
}

/**
 * config_free() - give up what config_parse() got
 * @config: the file
 */
void config_free(struct config *config)
{
	unsigned int i;

	for (i = 0; i < config->n; i++)
		free(config->s[i].v);
	config->n = 0;
}

static bool one_of(const char *words, const char *value)
{
	size_t len = strlen(value);

	for (; words && *words; words += strcspn(words, " "), words += *words == ' ')
		if (strcspn(words, " ") == len && !strncmp(words, value, len))
			return true;
	return !words;
}

static const struct config_key *find_key(const char *section, const char *key)
{
	const struct config_key *k;

	for (k = config_keys; k->section; k++) {
		size_t len = strlen(k->key);
		unsigned long number;

		if (strcmp(k->section, section) != 0)
			continue;
		if (k->key[len - 1] == '.' ? !strncmp(k->key, key, len) &&
		    parse_ulong(key + len, &number) && number < 256 : !strcmp(k->key, key))
			return k;
	}
	return NULL;
}

static bool known_section(const char *section)
{
	const struct config_key *k;

	for (k = config_keys; k->section; k++)
		if (!strcmp(k->section, section))
			return true;
	return false;
}

/* Sections about a channel or a user say which one. */
static int check_item(struct bmc_error *err, const struct ini_line *line)
{
	bool channel = !strcmp(line->section, "lan") || !strcmp(line->section, "channel") ||
		       !strcmp(line->section, "cipher") || !strcmp(line->section, "sol");
	struct arg_value v;

	if (channel || !strcmp(line->section, "user")) {
		if (!line->item[0])
			return ini_wrong(err, line, "[%s] does not say which one", line->section);
		if (channel ? parse_channel(err, "channel", line->item, &v) :
			      parse_user(err, "user", line->item, &v)) {
			char text[200];

			snprintf(text, sizeof(text), "%.199s", err->message);
			return ini_wrong(err, line, "%s", text);
		}
		return 0;
	}
	return line->item[0] ? ini_wrong(err, line, "[%s] is not about one of several",
					 line->section) : 0;
}

static int open_section(struct bmc_error *err, const struct ini_line *line, struct config *config)
{
	struct config_section *s = &config->s[config->n];
	unsigned int i;

	if (!known_section(line->section))
		return ini_wrong(err, line, "there is no section [%s]", line->section);
	if (check_item(err, line))
		return err->code;
	for (i = 0; i < config->n; i++)
		if (!strcmp(config->s[i].name, line->section) &&
		    !strcmp(config->s[i].item, line->item))
			return ini_wrong(err, line, "[%s%s%s] is there twice", line->section,
					 line->item[0] ? " " : "", line->item);
	if (config->n == CONFIG_SECTIONS)
		return ini_wrong(err, line, "more than %d sections", CONFIG_SECTIONS);
	memset(s, 0, sizeof(*s));
	s->v = calloc(CONFIG_KEYS, sizeof(*s->v));
	if (!s->v)
		return bmc_error_set(err, BMC_EXIT_FAILED, "out of memory");
	memcpy(s->name, line->section, sizeof(s->name));
	memcpy(s->item, line->item, sizeof(s->item));
	s->line = line->number;
	config->n++;
	return 0;
}

static int take(struct bmc_error *err, const struct ini_line *line, void *arg)
{
	struct config *config = arg;
	const struct config_key *k;
	struct config_section *s;

	if (line->opens)
		return open_section(err, line, config);
	s = &config->s[config->n - 1];
	k = find_key(line->section, line->key);
	if (!k)
		return ini_wrong(err, line, "[%s] has no key %s", line->section, line->key);
	if (config_get(s, line->key))
		return ini_wrong(err, line, "%s is there twice", line->key);
	if (!one_of(k->words, line->value))
		return ini_wrong(err, line, "%s %s is not one of: %s", line->key, line->value,
				 k->words);
	if (s->n == CONFIG_KEYS)
		return ini_wrong(err, line, "more than %d keys", CONFIG_KEYS);
	memcpy(s->v[s->n].key, line->key, sizeof(line->key));
	memcpy(s->v[s->n].value, line->value, sizeof(line->value));
	s->v[s->n++].line = line->number;
	return 0;
}

static int take_json_key(struct bmc_error *err, struct ini_line *line, const char *key,
			 struct json_object *value, struct config *config)
{
	const char *text = json_object_get_string(value);

	line->opens = false;
	if (!json_object_is_type(value, json_type_string))
		return ini_wrong(err, line, "%s is no string", key);
	if (strlen(key) >= sizeof(line->key) || strlen(text) >= sizeof(line->value))
		return ini_wrong(err, line, "a key or value is too long");
	snprintf(line->key, sizeof(line->key), "%s", key);
	snprintf(line->value, sizeof(line->value), "%s", text);
	return take(err, line, config);
}

/* A member of the document is a section. */
static int take_json_section(struct bmc_error *err, const char *file, const char *name,
			     struct json_object *section, struct config *config)
{
	const char *blank = strchr(name, ' ');
	size_t len = blank ? (size_t)(blank - name) : strlen(name);
	struct ini_line line = { .file = file };
	int rc;

	if (!strcmp(name, "schema"))
		return json_object_get_int(section) == 1 ? 0 :
		       ini_wrong(err, &line, "schema is not 1");
	if (len >= sizeof(line.section) || strlen(name + len) >= sizeof(line.item) ||
	    !json_object_is_type(section, json_type_object))
		return ini_wrong(err, &line, "a member is no section");
	snprintf(line.section, sizeof(line.section), "%.*s", (int)len, name);
	snprintf(line.item, sizeof(line.item), "%s", blank ? blank + 1 : "");
	line.opens = true;
	rc = take(err, &line, config);
	{
		json_object_object_foreach(section, key, value)
			rc = rc ? rc : take_json_key(err, &line, key, value, config);
	}
	return rc;
}

/* {"schema":1,"lan 1":{"source":"dhcp"}}: members are sections, theirs are keys. */
static int take_json(struct bmc_error *err, const char *file, struct json_object *doc,
		     struct config *config)
{
	int rc = 0;

	{
		json_object_object_foreach(doc, name, section)
			rc = rc ? rc : take_json_section(err, file, name, section, config);
	}
	return rc;
}

static int parse_json(struct bmc_error *err, const char *file, const char *text, size_t len,
		      struct config *config)
{
	struct json_tokener *tok = json_tokener_new_ex(8);
	struct json_object *doc = json_tokener_parse_ex(tok, text, (int)len);
	enum json_tokener_error error = json_tokener_get_error(tok);
	int rc;

	if (!doc || error != json_tokener_success || !json_object_is_type(doc, json_type_object))
		rc = bmc_error_set(err, BMC_EXIT_USAGE, "%s: is no JSON object: %s", file,
				   json_tokener_error_desc(error));
	else
		rc = take_json(err, file, doc, config);
	json_object_put(doc);
	json_tokener_free(tok);
	return rc;
}

/**
 * config_parse() - read the text of a file
 * @err: set when something is wrong with it
 * @file: its name, for messages
 * @text: the text, not terminated
 * @len: bytes in @text
 * @config: filled; config_free() it, also after an error
 *
 * Return: 0, or an exit status with the error set.
 */
int config_parse(struct bmc_error *err, const char *file, const char *text, size_t len,
		 struct config *config)
{
	size_t skip = 0;

	memset(config, 0, sizeof(*config));
	config->file = file;
	while (skip < len && strchr(" \t\r\n", text[skip]))
		skip++;
	if (skip < len && text[skip] == '{')
		return parse_json(err, file, text, len, config);
	return ini_parse(err, file, text, len, take, config);
}

static struct json_object *first_word(const char *words)
{
	return json_object_new_string_len(words, (int)strcspn(words, " "));
}

static struct json_object *key_schema(const struct config_key *k)
{
	struct json_object *o = json_object_new_object(), *list;
	const char *word;

	out_str(o, "type", "string");
	out_str(o, "description", k->help);
	if (!k->words)
		return o;
	list = json_object_new_array();
	for (word = k->words; *word; word += strcspn(word, " "), word += *word == ' ')
		json_object_array_add(list, first_word(word));
	json_object_object_add(o, "enum", list);
	return o;
}

/* The pattern of a section's name, or of a key that ends in a number. */
static void pattern(char *text, size_t room, const char *name, const char *rest)
{
	snprintf(text, room, "^%s%s$", name, rest);
}

/**
 * config_schema() - the JSON Schema of a file
 *
 * Return: a new object.
 */
struct json_object *config_schema(void)
{
	struct json_object *doc = json_object_new_object(), *sections, *s, *keys, *patterns;
	struct json_object *top = json_object_new_object(), *schema = json_object_new_object();
	const struct config_key *k;
	char name[64];

	out_str(doc, "$schema", "https://json-schema.org/draft/2020-12/schema");
	out_str(doc, "title", "settings of a BMC: bmc config");
	out_str(doc, "type", "object");
	json_object_object_add(schema, "const", json_object_new_int(1));
	json_object_object_add(top, "schema", schema);
	json_object_object_add(doc, "properties", top);
	sections = json_object_new_object();
	json_object_object_add(doc, "patternProperties", sections);
	out_bool(doc, "additionalProperties", false);
	for (k = config_keys; k->section; k++) {
		bool channel = strstr("lan channel cipher sol", k->section);

		pattern(name, sizeof(name), k->section,
			channel ? " [0-9]+" : !strcmp(k->section, "user") ? " .+" : "");
		if (!json_object_object_get_ex(sections, name, &s)) {
			s = json_object_new_object();
			json_object_object_add(sections, name, s);
			out_str(s, "type", "object");
			json_object_object_add(s, "properties", json_object_new_object());
			json_object_object_add(s, "patternProperties", json_object_new_object());
			out_bool(s, "additionalProperties", false);
		}
		json_object_object_get_ex(s, "properties", &keys);
		json_object_object_get_ex(s, "patternProperties", &patterns);
		if (k->key[strlen(k->key) - 1] == '.') {
			pattern(name, sizeof(name), k->key, "[0-9]+");
			json_object_object_add(patterns, name, key_schema(k));
		} else {
			json_object_object_add(keys, k->key, key_schema(k));
		}
	}
	return doc;
}
