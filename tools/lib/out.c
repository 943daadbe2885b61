// SPDX-License-Identifier: GPL-2.0-only
/* What a command prints: one description, three forms (text, table, JSON). */
#include "out.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

#define SCHEMA 1
#define UNSUPPORTED "unsupported"
#define CELL 512

/**
 * out_object() - start the document of a command that prints one object
 *
 * Return: a new object with the version of the schema in it.
 */
struct json_object *out_object(void)
{
	struct json_object *o = json_object_new_object();

	out_int(o, "schema", SCHEMA);
	json_object_object_add(o, UNSUPPORTED, json_object_new_array());
	return o;
}

/**
 * out_str() - set a text
 * @o: the object
 * @key: its key
 * @value: the text, NULL = not known; what is no UTF-8, as names of files may be, is escaped
 */
void out_str(struct json_object *o, const char *key, const char *value)
{
	char shown[4096];

	if (value && !bmc_is_utf8(value)) {
		bmc_printable(shown, sizeof(shown), value, strlen(value));
		value = shown;
	}
	json_object_object_add(o, key, value ? json_object_new_string(value) : NULL);
}

/**
 * out_int() - set a number
 * @o: the object
 * @key: its key
 * @value: the number
 */
void out_int(struct json_object *o, const char *key, long long value)
{
	json_object_object_add(o, key, json_object_new_int64(value));
}

/**
 * out_number() - a number with a fraction
 * @value: the number
 *
 * Fifteen digits are what a double holds of any decimal number; more would show how
 * the sum was done. Only where the third decimal depends on them there are more.
 *
 * Return: a new JSON number.
 */
struct json_object *out_number(double value)
{
	char text[40], exact[800], rounded[800];
	int digits = 15;
	double v;

	snprintf(exact, sizeof(exact), "%.2f %.3f", value, value);
	do {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		v = strtod(text, NULL);
		snprintf(rounded, sizeof(rounded), "%.2f %.3f", v, v);
	} while (strcmp(exact, rounded) != 0 && ++digits <= 17);
	if (!strpbrk(text, ".e"))
		snprintf(text + strlen(text), sizeof(text) - strlen(text), ".0");
	return json_object_new_double_s(value, text);
}

/**
 * out_double() - set a number with a fraction
 * @o: the object
 * @key: its key
 * @value: the number
 */
void out_double(struct json_object *o, const char *key, double value)
{
	json_object_object_add(o, key, out_number(value));
}

/**
 * out_bool() - set a yes or no
 * @o: the object
 * @key: its key
 * @value: yes or no
 */
void out_bool(struct json_object *o, const char *key, bool value)
{
	json_object_object_add(o, key, json_object_new_boolean(value));
}

/**
 * out_null() - set "not known"
 * @o: the object
 * @key: its key
 */
void out_null(struct json_object *o, const char *key)
{
	json_object_object_add(o, key, NULL);
}

/**
 * out_enum() - set a word that stands for a number
 * @o: the object
 * @key: its key
 * @word: the word, NULL when the number has none
 * @raw: the number, then printed as KEY_raw
 */
void out_enum(struct json_object *o, const char *key, const char *word, long long raw)
{
	char raw_key[64];

	out_str(o, key, word ? word : "unknown");
	if (word)
		return;
	snprintf(raw_key, sizeof(raw_key), "%s_raw", key);
	out_int(o, raw_key, raw);
}

/**
 * out_unsupported() - set "this BMC does not offer it"
 * @o: the object
 * @key: its key
 */
void out_unsupported(struct json_object *o, const char *key)
{
	struct json_object *list;

	out_null(o, key);
	if (!json_object_object_get_ex(o, UNSUPPORTED, &list)) {
		list = json_object_new_array();
		json_object_object_add(o, UNSUPPORTED, list);
	}
	json_object_array_add(list, json_object_new_string(key));
}

/**
 * out_printf() - set a text made from parts
 * @o: the object
 * @key: its key
 * @fmt: the text, up to 255 characters
 */
void out_printf(struct json_object *o, const char *key, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	out_str(o, key, text);
}

static void copy_key(struct json_object *to, struct json_object *from, const char *key,
		     const struct out_field *sub);

static struct json_object *described(struct json_object *value, const struct out_field *fields)
{
	struct json_object *to;
	const struct out_field *f;
	char raw[64];
	size_t i;

	if (!fields || !value)
		return json_object_get(value);
	if (json_object_is_type(value, json_type_array)) {
		to = json_object_new_array();
		for (i = 0; i < json_object_array_length(value); i++)
			json_object_array_add(to, described(json_object_array_get_idx(value, i),
							    fields));
		return to;
	}
	to = json_object_new_object();
	copy_key(to, value, "schema", NULL);
	for (f = fields; f->key; f++) {
		copy_key(to, value, f->key, f->sub);
		snprintf(raw, sizeof(raw), "%s_raw", f->key);
		copy_key(to, value, raw, NULL);
	}
	copy_key(to, value, UNSUPPORTED, NULL);
	return to;
}

static void copy_key(struct json_object *to, struct json_object *from, const char *key,
		     const struct out_field *sub)
{
	struct json_object *v;

	if (json_object_object_get_ex(from, key, &v))
		json_object_object_add(to, key, described(v, sub));
}

static void append(char *cell, const char *separator, const char *text)
{
	size_t used = strlen(cell);

	snprintf(cell + used, CELL - used, "%s%s", used ? separator : "", text);
}

static bool is_unsupported(struct json_object *o, const char *key)
{
	struct json_object *list;
	size_t i;

	if (!json_object_object_get_ex(o, UNSUPPORTED, &list))
		return false;
	for (i = 0; i < json_object_array_length(list); i++)
		if (!strcmp(json_object_get_string(json_object_array_get_idx(list, i)), key))
			return true;
	return false;
}

static void scalar(char *cell, struct json_object *v, const struct out_field *f)
{
	char text[8];

	switch (json_object_get_type(v)) {
	case json_type_null:
		append(cell, ", ", f->none ? f->none : "-");
		break;
	case json_type_boolean:
		append(cell, ", ", json_object_get_boolean(v) ? "yes" : "no");
		break;
	case json_type_int:
		if (f->look == OUT_HEX) {
			snprintf(text, sizeof(text), "%02x",
				 (unsigned int)json_object_get_int(v) & 0xff);
			append(cell, " ", text);
			break;
		}
		/* fall through */
	default:
		append(cell, ", ", json_object_get_string(v));
	}
}

/* An object in a cell: values side by side, a switch by its name when it is on. */
static void inline_object(char *cell, struct json_object *o, const struct out_field *fields)
{
	const struct out_field *f;
	char inner[CELL] = "";
	struct json_object *v;

	for (f = fields; f->key; f++) {
		char one[CELL] = "";

		if (!f->label || !json_object_object_get_ex(o, f->key, &v) || !v)
			continue;
		if (json_object_is_type(v, json_type_boolean)) {
			if (json_object_get_boolean(v))
				append(inner, " ", f->label);
			continue;
		}
		scalar(one, v, f);
		append(inner, " ", one);
	}
	append(cell, ", ", inner);
}

static void fill_cell(char *cell, struct json_object *o, const struct out_field *f)
{
	struct json_object *v = NULL, *raw;
	char raw_key[64];
	size_t i;

	cell[0] = '\0';
	json_object_object_get_ex(o, f->key, &v);
	snprintf(raw_key, sizeof(raw_key), "%s_raw", f->key);
	if (json_object_is_type(v, json_type_array)) {
		for (i = 0; i < json_object_array_length(v); i++) {
			struct json_object *e = json_object_array_get_idx(v, i);

			if (f->sub)
				inline_object(cell, e, f->sub);
			else
				scalar(cell, e, f);
		}
		if (!cell[0] && f->look != OUT_HEX)
			append(cell, "", "-");
	} else if (json_object_is_type(v, json_type_object)) {
		inline_object(cell, v, f->sub);
	} else {
		scalar(cell, v, f);
		if (!v && !f->none && is_unsupported(o, f->key))
			snprintf(cell, CELL, "not supported");
		if (json_object_object_get_ex(o, raw_key, &raw))
			snprintf(cell + strlen(cell), CELL - strlen(cell), " (%s)",
				 json_object_get_string(raw));
	}
}

static const char *heading(const struct out_field *f, enum out_format format)
{
	return format == OUT_TABLE ? f->key : f->label;
}

static void print_columns(FILE *out, struct json_object *rows, const struct out_field *fields,
			  enum out_format format)
{
	size_t n = json_object_array_length(rows);
	const struct out_field *f, *last = NULL;
	char cell[CELL];
	int width[32];
	size_t i;

	for (f = fields; f->key; f++) {
		if (!heading(f, format))
			continue;
		last = f;
		width[f - fields] = (int)strlen(heading(f, format));
		for (i = 0; i < n; i++) {
			fill_cell(cell, json_object_array_get_idx(rows, i), f);
			if ((int)strlen(cell) > width[f - fields])
				width[f - fields] = (int)strlen(cell);
		}
	}
	for (i = 0; i <= n; i++) {
		for (f = fields; f->key; f++) {
			if (!heading(f, format))
				continue;
			if (i)
				fill_cell(cell, json_object_array_get_idx(rows, i - 1), f);
			else
				snprintf(cell, sizeof(cell), "%s", heading(f, format));
			fprintf(out, "%-*s%s", f == last ? 0 : width[f - fields], cell,
				f == last ? "\n" : "  ");
		}
	}
}

static void print_lines(FILE *out, struct json_object *o, const struct out_field *fields)
{
	const struct out_field *f;
	char cell[CELL];
	int width = 0;

	for (f = fields; f->key; f++)
		if (f->label && (int)strlen(f->label) > width)
			width = (int)strlen(f->label);
	for (f = fields; f->key; f++) {
		if (!f->label || !json_object_object_get_ex(o, f->key, NULL))
			continue;
		fill_cell(cell, o, f);
		if (f->label[0])
			fprintf(out, "%-*s  %s\n", width, f->label, cell);
		else
			fprintf(out, "%s\n", cell);
	}
}

/**
 * out_print() - print a document
 * @f: where to
 * @doc: an object or an array of objects; the reference is kept by the caller
 * @fields: their description
 * @format: the form
 * @pretty: indent JSON
 */
void out_print(FILE *f, struct json_object *doc, const struct out_field *fields,
	       enum out_format format, bool pretty)
{
	struct json_object *rows, *ordered;
	int flags = JSON_C_TO_STRING_NOSLASHESCAPE;

	if (format == OUT_JSON) {
		flags |= pretty ? JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED :
				  JSON_C_TO_STRING_PLAIN;
		ordered = described(doc, fields);
		fprintf(f, "%s\n", json_object_to_json_string_ext(ordered, flags));
		json_object_put(ordered);
	} else if (json_object_is_type(doc, json_type_array)) {
		print_columns(f, doc, fields, format);
	} else if (format == OUT_TABLE) {
		rows = json_object_new_array();
		json_object_array_add(rows, json_object_get(doc));
		print_columns(f, rows, fields, format);
		json_object_put(rows);
	} else {
		print_lines(f, doc, fields);
	}
}
