/* SPDX-License-Identifier: GPL-2.0-only */
/* What a command prints: one description, three forms (text, table, JSON). */
#ifndef BMC_OUT_H
#define BMC_OUT_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>

enum out_format {
	OUT_TEXT,
	OUT_TABLE,
	OUT_JSON,
};

enum out_look {
	OUT_PLAIN,
	OUT_HEX,
};

/**
 * struct out_field - one thing that is printed
 * @key: name in JSON and in tables; units belong into it
 * @label: name in text, empty = value only, NULL = not in text
 * @look: how numbers in an array look in text
 * @sub: fields of the objects inside, for an object or an array of objects
 * @none: text for null, NULL = a dash
 *
 * An array of fields ends with one whose key is NULL. A key that is in no
 * description is printed in no form.
 */
struct out_field {
	const char *key;
	const char *label;
	enum out_look look;
	const struct out_field *sub;
	const char *none;
};

struct json_object *out_object(void);
void out_str(struct json_object *o, const char *key, const char *value);
void out_int(struct json_object *o, const char *key, long long value);
void out_double(struct json_object *o, const char *key, double value);
struct json_object *out_number(double value);
void out_bool(struct json_object *o, const char *key, bool value);
void out_null(struct json_object *o, const char *key);
void out_enum(struct json_object *o, const char *key, const char *word, long long raw);
void out_unsupported(struct json_object *o, const char *key);
void out_printf(struct json_object *o, const char *key, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void out_print(FILE *f, struct json_object *doc, const struct out_field *fields,
	       enum out_format format, bool pretty);

#endif
