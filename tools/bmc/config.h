/* SPDX-License-Identifier: GPL-2.0-only */
/* Settings of a BMC as a file: its keys, its text, and the commands that make it so. */
#ifndef BMC_CONFIG_H
#define BMC_CONFIG_H

#include "../lib/ini.h"
#include "cli.h"

#define CONFIG_SECTIONS 128
#define CONFIG_KEYS 48

/**
 * struct config_key - a key that a section may have
 * @section: name of the section
 * @key: name of the key; one that ends in a dot is followed by a number
 * @words: values it may have, divided by blanks; NULL = any
 * @help: what it is
 */
struct config_key {
	const char *section;
	const char *key;
	const char *words;
	const char *help;
};

/**
 * struct config_value - a key of a section as given
 * @key: the key
 * @value: its value
 * @line: line it is on, 0 = from JSON
 */
struct config_value {
	char key[INI_NAME_MAX];
	char value[INI_VALUE_MAX];
	unsigned int line;
};

/**
 * struct config_section - a section as given
 * @name: its name
 * @item: what it is about: a channel or a user, may be empty
 * @line: line it begins on
 * @v: its keys
 * @n: how many
 */
struct config_section {
	char name[INI_NAME_MAX];
	char item[INI_NAME_MAX];
	unsigned int line;
	struct config_value *v;
	unsigned int n;
};

/**
 * struct config - a file
 * @file: its name
 * @s: its sections
 * @n: how many
 */
struct config {
	const char *file;
	struct config_section s[CONFIG_SECTIONS];
	unsigned int n;
};

extern const struct config_key config_keys[];

int config_parse(struct bmc_error *err, const char *file, const char *text, size_t len,
		 struct config *config);
void config_free(struct config *config);
const char *config_get(const struct config_section *s, const char *key);
struct json_object *config_schema(void);
int config_read(struct cli *cli, struct json_object **doc);
void config_print(FILE *f, struct json_object *doc);
int config_perform(struct cli *cli, const struct config *config, bool check_only);

#endif
