// SPDX-License-Identifier: GPL-2.0-only
/* bmc config: settings from a file, and as a file. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

static const struct out_field change_fields[] = {
	{ .key = "path" }, { .key = "old" }, { .key = "new" }, { .key = NULL },
};

static const struct out_field write_fields[] = {
	{ .key = "step" }, { .key = "netfn" }, { .key = "cmd" }, { .key = "data" },
	{ .key = NULL },
};

static const struct out_field doc_fields[] = {
	{ .key = "changed" },
	{ .key = "verified" },
	{ .key = "dry_run" },
	{ .key = "changes", .sub = change_fields },
	{ .key = "writes", .sub = write_fields },
	{ .key = NULL },
};

static void print_json(struct cli *cli, struct json_object *doc)
{
	const int flags = JSON_C_TO_STRING_NOSLASHESCAPE |
			  (cli->pretty ? JSON_C_TO_STRING_PRETTY : JSON_C_TO_STRING_PLAIN);

	fprintf(cli->bmc.sys->out, "%s\n", json_object_to_json_string_ext(doc, flags));
}

static int run_show(struct cli *cli, const struct args *args)
{
	struct json_object *doc;
	int rc;

	(void)args;
	rc = config_read(cli, &doc);
	if (!rc && cli->format == OUT_JSON)
		print_json(cli, doc);
	else if (!rc)
		config_print(cli->bmc.sys->out, doc);
	json_object_put(doc);
	return rc;
}

static int run_schema(struct cli *cli, const struct args *args)
{
	struct json_object *doc = config_schema();

	(void)args;
	print_json(cli, doc);
	json_object_put(doc);
	return 0;
}

static void print_change(struct cli *cli, struct json_object *change, const char *key, char sign,
			 const char *color)
{
	struct json_object *path, *value;

	json_object_object_get_ex(change, "path", &path);
	json_object_object_get_ex(change, key, &value);
	fprintf(cli->bmc.sys->out, "%s%c %s = %s%s\n", cli->color ? color : "", sign,
		json_object_get_string(path), value ? json_object_get_string(value) : "(not shown)",
		cli->color ? "\033[0m" : "");
}

/* What is different, or was changed: - old, + new. */
static void print_changes(struct cli *cli, struct json_object *changes)
{
	size_t i;

	for (i = 0; i < json_object_array_length(changes); i++) {
		struct json_object *change = json_object_array_get_idx(changes, i);

		print_change(cli, change, "old", '-', "\033[31m");
		print_change(cli, change, "new", '+', "\033[32m");
	}
	if (!i)
		fputs("nothing to change\n", cli->bmc.sys->out);
}

/* @asked: a dry run was asked for; then each planned request is printed too. */
static int report(struct cli *cli, struct json_object *changes, bool asked)
{
	struct bmc *bmc = &cli->bmc;
	bool any = json_object_array_length(changes);
	struct json_object *doc;

	if (cli->format != OUT_JSON) {
		print_changes(cli, changes);
		if (asked && bmc->writes)
			out_print(bmc->sys->out, bmc->writes, write_fields, OUT_TABLE, false);
	} else {
		doc = out_object();
		json_object_object_del(doc, "unsupported");
		out_bool(doc, "changed", any && !bmc->opt.dry_run);
		out_null(doc, "verified");
		if (bmc->opt.dry_run)
			out_bool(doc, "dry_run", true);
		else
			out_bool(doc, "verified", true);
		json_object_object_add(doc, "changes", json_object_get(changes));
		if (asked)
			json_object_object_add(doc, "writes", bmc->writes ?
					       json_object_get(bmc->writes) :
					       json_object_new_array());
		out_print(bmc->sys->out, doc, doc_fields, OUT_JSON, cli->pretty);
		json_object_put(doc);
	}
	return any && bmc->opt.dry_run ? BMC_EXIT_PENDING : 0;
}

static int load(struct cli *cli, const char *file, struct config *config)
{
	char *text;
	size_t len;
	int rc;

	config->n = 0;
	rc = ini_load(&cli->bmc, file, &text, &len, NULL);
	if (rc)
		return rc;
	rc = config_parse(&cli->bmc.err, file, text, len, config);
	free(text);
	/* All of it has to be right before anything is sent. */
	return rc ? rc : config_perform(cli, config, true);
}

/* Changes that were made before an error are told with it. */
static void note_applied(struct bmc *bmc, struct json_object *changes)
{
	struct json_object *path;
	size_t i;

	for (i = 0; i < json_object_array_length(changes); i++)
		if (json_object_object_get_ex(json_object_array_get_idx(changes, i), "path",
					      &path))
			bmc_error_applied(&bmc->err, json_object_get_string(path));
}

static int work(struct cli *cli, const char *file, bool diff)
{
	struct config *config = calloc(1, sizeof(*config));
	struct json_object *changes = json_object_new_array();
	bool asked = cli->bmc.opt.dry_run;
	struct bmc *bmc = &cli->bmc;
	int rc;

	rc = config ? load(cli, file, config) :
	     bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "out of memory");
	bmc->opt.dry_run |= diff;
	bmc->collect = changes;
	if (!rc)
		rc = bmc_lock(bmc);
	if (!rc)
		rc = config_perform(cli, config, false);
	bmc->collect = NULL;
	if (!rc)
		rc = report(cli, changes, asked);
	else if (!bmc->opt.dry_run)
		note_applied(bmc, changes);
	bmc->opt.dry_run = asked;
	json_object_put(changes);
	if (config)
		config_free(config);
	free(config);
	return rc;
}

static int run_diff(struct cli *cli, const struct args *args)
{
	return work(cli, args->v[0].text, true);
}

static int run_apply(struct cli *cli, const struct args *args)
{
	return work(cli, args->v[0].text, false);
}

static const struct arg_spec file_args[] = {
	{ .kind = ARG_POS, .name = "file", .meta = "FILE|-", .parse = parse_text,
	  .flags = ARG_REQUIRED, .help = "file to read, - for standard input" },
	{ .name = NULL },
};

const struct command config_commands[] = {
	{ "show", NULL, NULL, run_show, CMD_DEFAULT, "Print the settings as a file" },
	{ "diff", file_args, NULL, run_diff, 0, "Show what a file would change" },
	{ "apply", file_args, NULL, run_apply, 0, "Make the BMC be as a file says" },
	{ "schema", NULL, NULL, run_schema, CMD_NO_DEVICE, "Print the JSON Schema of a file" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
