// SPDX-License-Identifier: GPL-2.0-only
/* Options, commands, batches: from the command line to the exit status. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef BMC_VERSION
#define BMC_VERSION "unknown"
#endif
#define RETRIES 5
#define WORDS_MAX 320
#define LINE_MAX_BYTES 4096

/**
 * struct call - a command with its arguments, ready to run
 * @object: the object
 * @command: the command, NULL when help was asked for and given
 * @args: its arguments
 * @line: line of the batch, 0 = command line
 */
struct call {
	const struct object *object;
	const struct command *command;
	struct args args;
	unsigned int line;
};

/**
 * struct line_options - what the command line says besides the command
 * @opt: options for the talk with the BMC
 * @format: form of the output
 * @pretty: indent JSON
 * @batch: file with commands, NULL = none
 * @keep_going: go on after an error in a batch
 * @help: -h
 * @version: -V
 * @no_color: --no-color
 */
struct line_options {
	struct bmc_options opt;
	enum out_format format;
	bool pretty;
	const char *batch;
	bool keep_going;
	bool help;
	bool version;
	bool no_color;
};

/**
 * cli_show() - print what a command found
 * @cli: the run
 * @doc: an object or an array; consumed
 * @fields: its description
 *
 * Return: 0.
 */
int cli_show(struct cli *cli, struct json_object *doc, const struct out_field *fields)
{
	if (cli->capture) {
		json_object_put(*cli->capture);
		*cli->capture = doc;
		return 0;
	}
	out_print(cli->bmc.sys->out, doc, fields, cli->format, cli->pretty && !cli->batch);
	json_object_put(doc);
	return 0;
}

/**
 * cli_change() - note a change for cli_changed()
 * @changes: array it is added to
 * @old: value before, NULL = not known or secret
 * @new: value after, NULL = not known or secret
 * @fmt: path of the setting
 */
void cli_change(struct json_object *changes, const char *old, const char *new, const char *fmt,
		...)
{
	struct json_object *o = json_object_new_object();
	char path[80];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(path, sizeof(path), fmt, ap);
	va_end(ap);
	out_str(o, "path", path);
	out_str(o, "old", old);
	out_str(o, "new", new);
	json_object_array_add(changes, o);
}

static const struct out_field change_fields[] = {
	{ .key = "path", .label = "Setting" },
	{ .key = "old", .label = "Old" },
	{ .key = "new", .label = "New" },
	{ .key = NULL },
};

static const struct out_field write_fields[] = {
	{ .key = "step", .label = "Step" },
	{ .key = "netfn", .label = "NetFn" },
	{ .key = "cmd", .label = "Command" },
	{ .key = "data", .label = "Data" },
	{ .key = NULL },
};

static const struct out_field changed_fields[] = {
	{ .key = "changed" },
	{ .key = "verified" },
	{ .key = "dry_run" },
	{ .key = "changes", .sub = change_fields },
	{ .key = "writes", .sub = write_fields },
	{ .key = NULL },
};

/**
 * cli_changed() - print what a command changed, or would change in a dry run
 * @cli: the run
 * @changes: array made with cli_change(); consumed
 * @verified: 1 = read back and right, -1 = can't be read back
 *
 * Return: 0, or BMC_EXIT_PENDING when a dry run found something to do.
 */
int cli_changed(struct cli *cli, struct json_object *changes, int verified)
{
	FILE *f = cli->bmc.sys->out;
	bool dry = cli->bmc.opt.dry_run;
	bool any = json_object_array_length(changes);
	struct json_object *doc, *writes;
	size_t i;

	if (cli->bmc.collect) {
		for (i = 0; i < json_object_array_length(changes); i++) {
			doc = json_object_array_get_idx(changes, i);
			json_object_array_add(cli->bmc.collect, json_object_get(doc));
		}
		json_object_put(changes);
		return dry && any ? BMC_EXIT_PENDING : 0;
	}

	writes = cli->bmc.writes ? cli->bmc.writes : json_object_new_array();
	cli->bmc.writes = NULL;
	doc = out_object();
	json_object_object_del(doc, "unsupported");
	out_bool(doc, "changed", any && !dry);
	if (dry || verified < 0)
		out_null(doc, "verified");
	else
		out_bool(doc, "verified", true);
	if (dry) {
		out_bool(doc, "dry_run", true);
		json_object_object_add(doc, "writes", writes);
	} else {
		json_object_put(writes);
	}
	json_object_object_add(doc, "changes", changes);
	if (cli->format == OUT_JSON) {
		out_print(f, doc, changed_fields, OUT_JSON, cli->pretty && !cli->batch);
	} else if (any) {
		out_print(f, changes, change_fields, cli->format, false);
		if (dry)
			out_print(f, writes, write_fields, cli->format, false);
	} else if (cli->format == OUT_TEXT) {
		fputs("nothing to change\n", f);
	}
	json_object_put(doc);
	return dry && any ? BMC_EXIT_PENDING : 0;
}

static void report(struct cli *cli, const struct call *call, const char *file)
{
	const struct bmc_error *err = &cli->bmc.err;
	FILE *f = cli->bmc.sys->err;
	const int flags = JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE;
	struct json_object *doc, *o;

	if (cli->bmc.opt.quiet || !err->code)
		return;
	if (cli->format == OUT_JSON) {
		doc = bmc_error_json(err);
		if (file && json_object_object_get_ex(doc, "error", &o)) {
			out_str(o, "file", file);
			out_int(o, "line", call->line);
		}
		fprintf(f, "%s\n", json_object_to_json_string_ext(doc, flags));
		json_object_put(doc);
		return;
	}
	fputs("bmc: ", f);
	if (file)
		fprintf(f, "%s:%u: ", file, call->line);
	if (call->object && call->object->commands)
		fprintf(f, "%s%s%s: ", call->object->name,
			call->command && call->command->name[0] ? " " : "",
			call->command ? call->command->name : "");
	fprintf(f, "%s%s%s\n", err->message, err->hint[0] ? "; " : "", err->hint);
}

static int not_yet(struct bmc_error *err, const char *object, const char *command)
{
	return bmc_error_set(err, BMC_EXIT_USAGE, "%s%s%s is not part of this version", object,
			     command[0] ? " " : "", command);
}

static int unknown(struct bmc_error *err, const char *what, const char *word)
{
	char shown[60];

	bmc_printable(shown, sizeof(shown), word, strlen(word));
	bmc_error_set(err, BMC_EXIT_USAGE, "there is no %s '%s'", what, shown);
	bmc_error_hint(err, "see: bmc help");
	return err->code;
}

/* Help at every level: bmc help lan set, bmc lan help, bmc lan set --help. */
static int give_help(struct cli *cli, char **words, int n)
{
	FILE *f = cli->bmc.sys->out;
	const struct command *c;
	const struct object *o;

	if (!n) {
		help_all(f);
		return 0;
	}
	o = object_find(words[0]);
	if (!o)
		return unknown(&cli->bmc.err, "object", words[0]);
	if (n == 1 || !o->commands || !o->commands->name[0]) {
		help_object(f, o);
		if (o->commands && !o->commands->name[0])
			help_command(f, o, o->commands);
		return 0;
	}
	c = command_find(o, words[1]);
	if (!c)
		return unknown(&cli->bmc.err, "command", words[1]);
	help_command(f, o, c);
	return 0;
}

static int hidden_help(struct cli *cli, char **words, int n)
{
	const struct object *o = n > 1 ? object_find(words[1]) : NULL;

	if (!strcmp(words[0], "--complete"))
		help_complete(cli->bmc.sys->out, words + 1, n - 1);
	else
		help_man(cli->bmc.sys->out, o);
	return 0;
}

/* Find the command behind the words and read its arguments. Sends nothing. */
static int understand(struct cli *cli, char **words, int n, struct call *call)
{
	struct bmc_error *err = &cli->bmc.err;
	const struct object *o;
	const struct command *c;
	int rc;

	memset(call, 0, sizeof(*call));
	if (n > 1 && !strcmp(words[0], "help") &&
	    (!strcmp(words[1], "--complete") || !strcmp(words[1], "--man")))
		return hidden_help(cli, words + 1, n - 1);
	if (n && !strcmp(words[0], "help"))
		return give_help(cli, words + 1, n - 1);
	if (n > 1 && !strcmp(words[n - 1], "help") && n <= 3)
		return give_help(cli, words, n - 1);
	if (n > 1 && !strcmp(words[0], "chassis") && !strcmp(words[1], "power")) {
		words++;
		n--;
	}
	o = object_find(words[0]);
	if (!o)
		return unknown(err, "object", words[0]);
	call->object = o;
	if (!o->commands)
		return not_yet(err, o->name, "");
	words++;
	n--;
	if (!o->commands->name[0]) {
		c = o->commands;
	} else if (!n) {
		c = command_default(o);
		if (!c) {
			bmc_error_set(err, BMC_EXIT_USAGE, "a command is missing");
			bmc_error_hint(err, "see: bmc help %s", o->name);
			return err->code;
		}
	} else {
		c = command_find(o, words[0]);
		if (!c)
			return unknown(err, "command", words[0]);
		words++;
		n--;
	}
	if (!c->run)
		return not_yet(err, o->name, c->name);
	call->command = c;
	rc = args_read(err, c, words, n, &call->args);
	return !rc && c->check ? c->check(cli, &call->args) : rc;
}

/**
 * cli_understand() - find the command behind words and read its arguments
 * @cli: the run
 * @words: the words; have to live as long as @args
 * @n: how many
 * @cmd: set to the command
 * @args: filled
 *
 * Return: 0, or BMC_EXIT_USAGE with the error set. Nothing is sent.
 */
int cli_understand(struct cli *cli, char **words, int n, const struct command **cmd,
		   struct args *args)
{
	struct call call;
	int rc = understand(cli, words, n, &call);

	*cmd = call.command;
	*args = call.args;
	return rc;
}

static int run(struct cli *cli, struct call *call, const char *file)
{
	int rc;

	bmc_error_clear(&cli->bmc.err);
	json_object_put(cli->bmc.writes);
	cli->bmc.writes = NULL;
	if (!(call->command->flags & CMD_NO_DEVICE)) {
		rc = cli->bmc.path[0] ? 0 : bmc_select(&cli->bmc);
		if (rc) {
			report(cli, call, file);
			return rc;
		}
	}
	rc = call->command->run(cli, &call->args);
	bmc_unlock(&cli->bmc);
	if (rc)
		report(cli, call, file);
	fflush(cli->bmc.sys->out);
	return rc;
}

/* Split a line into words: blanks divide, quotes and backslashes keep together. */
static int split(struct bmc_error *err, char *line, char **words)
{
	char *to = line, *from = line;
	char quote = '\0';
	bool in_word = false;
	int n = 0;

	for (; *from && (quote || *from != '\n'); from++) {
		bool blank = !quote && (*from == ' ' || *from == '\t' || *from == '\r');

		if (!in_word && *from == '#')
			break;
		if (blank) {
			if (in_word)
				*to++ = '\0';
			in_word = false;
			continue;
		}
		if (!in_word) {
			if (n == WORDS_MAX)
				return bmc_error_set(err, BMC_EXIT_USAGE, "too many words"), -1;
			words[n++] = to;
			in_word = true;
		}
		if (quote ? *from == quote : *from == '\'' || *from == '"') {
			if (quote)
				quote = '\0';
			else
				quote = *from;
			continue;
		}
		if (*from == '\\' && quote != '\'' && from[1])
			from++;
		*to++ = *from;
	}
	if (quote)
		return bmc_error_set(err, BMC_EXIT_USAGE, "a quote is not closed"), -1;
	*to = '\0';
	return n;
}

/* One line of a batch: understand it, or without a call to keep, run it at once. */
static int batch_line(struct cli *cli, char *text, unsigned int line, const char *file,
		      bool execute)
{
	struct call *call = calloc(1, sizeof(*call));
	char *words[WORDS_MAX];
	int n, rc = 0;

	if (!call)
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_FAILED, "out of memory");
	bmc_error_clear(&cli->bmc.err);
	n = split(&cli->bmc.err, text, words);
	if (n > 0)
		rc = understand(cli, words, n, call);
	else if (n < 0)
		rc = cli->bmc.err.code;
	call->line = line;
	if (rc)
		report(cli, call, file);
	else if (n > 0 && call->command && execute)
		rc = run(cli, call, file);
	free(call);
	return rc;
}

static int batch_pass(struct cli *cli, FILE *f, const char *file, bool execute, bool keep_going)
{
	char line[LINE_MAX_BYTES];
	unsigned int number = 0;
	int rc, first = 0;

	rewind(f);
	while (fgets(line, sizeof(line), f)) {
		number++;
		rc = batch_line(cli, line, number, file, execute);
		if (rc && !first)
			first = rc;
		if (rc && (!keep_going || rc > BMC_EXIT_SIGNAL))
			break;
	}
	return first;
}

/* The whole input in memory, so that it can be read twice. */
static FILE *batch_open(struct cli *cli, const char *file)
{
	int fd = strcmp(file, "-") == 0 ? dup(cli->bmc.sys->in) : open(file, O_RDONLY | O_CLOEXEC);
	FILE *from = fd < 0 ? NULL : fdopen(fd, "r");
	FILE *to = from ? tmpfile() : NULL;
	char buf[LINE_MAX_BYTES];
	size_t n;

	if (!to)
		bmc_error_value(&cli->bmc.err, "batch", file, "can't be read: %s",
				strerror(errno));
	while (to && (n = fread(buf, 1, sizeof(buf), from)) > 0)
		fwrite(buf, 1, n, to);
	if (from)
		fclose(from);
	return to;
}

static int run_batch(struct cli *cli, const struct line_options *line)
{
	struct call none = { .object = NULL };
	FILE *f = batch_open(cli, line->batch);
	int rc = 0;

	if (!f) {
		report(cli, &none, NULL);
		return cli->bmc.err.code;
	}
	cli->batch = true;
	/* Unless told to go on after errors, a bad line stops the batch before its first one. */
	if (!line->keep_going)
		rc = batch_pass(cli, f, line->batch, false, true);
	if (!rc)
		rc = batch_pass(cli, f, line->batch, true, line->keep_going);
	fclose(f);
	return rc;
}

static const struct global_option *option_find(const char *name, size_t len, char letter)
{
	const struct global_option *g;

	for (g = global_options; g->name; g++) {
		if (letter && g->letter == letter)
			return g;
		if (!letter && strlen(g->name) == len && !strncmp(g->name, name, len))
			return g;
	}
	return NULL;
}

static int option_output(struct bmc_error *err, struct line_options *line, const char *value)
{
	if (!strcmp(value, "text"))
		line->format = OUT_TEXT;
	else if (!strcmp(value, "json"))
		line->format = OUT_JSON;
	else if (!strcmp(value, "table"))
		line->format = OUT_TABLE;
	else if (!strcmp(value, "prom"))
		return not_yet(err, "output prom", "");
	else
		return bmc_error_value(err, "output", value, "is not text, json or table");
	return 0;
}

/* An option without a value. */
static void option_flag(struct line_options *line, const char *name)
{
	if (!strcmp(name, "json"))
		line->format = OUT_JSON;
	line->pretty |= !strcmp(name, "pretty");
	line->opt.dry_run |= !strcmp(name, "dry-run");
	line->opt.yes |= !strcmp(name, "yes");
	line->opt.force |= !strcmp(name, "force");
	line->opt.quiet |= !strcmp(name, "quiet");
	line->opt.verbose += !strcmp(name, "verbose");
	line->opt.no_progress |= !strcmp(name, "no-progress");
	line->opt.no_color |= !strcmp(name, "no-color");
	line->keep_going |= !strcmp(name, "keep-going");
	line->no_color |= !strcmp(name, "no-color");
	line->help |= !strcmp(name, "help");
	line->version |= !strcmp(name, "version");
}

static int option_value(struct bmc_error *err, struct line_options *line, const char *name,
			const char *value)
{
	struct arg_value v = { .u = 0 };
	int rc = 0;

	if (!strcmp(name, "device")) {
		line->opt.device = value;
		rc = parse_text(err, name, value, &v);
	} else if (!strcmp(name, "output")) {
		rc = option_output(err, line, value);
	} else if (!strcmp(name, "timeout")) {
		rc = parse_seconds(err, name, value, &v);
		line->opt.timeout_ms = (long)v.u * 1000;
	} else if (!strcmp(name, "retries")) {
		rc = parse_range(err, name, value, 0, 100, &v.u);
		line->opt.retries = (unsigned int)v.u;
	} else if (!strcmp(name, "batch")) {
		line->batch = value;
	}
	return rc;
}

/* A word with options in it. Sets *used to the number of words it took, 0 = not ours. */
static int option_word(struct bmc_error *err, struct line_options *line, char **argv, int left,
		       int *used)
{
	const char *word = argv[0], *eq, *p;
	const struct global_option *g;

	*used = 0;
	if (!strncmp(word, "--", 2)) {
		eq = strchr(word, '=');
		g = option_find(word + 2, eq ? (size_t)(eq - word) - 2 : strlen(word + 2), 0);
		if (!g)
			return 0;
		if (eq && !g->meta)
			return bmc_error_set(err, BMC_EXIT_USAGE, "--%s takes no value", g->name);
		if (g->meta && !eq && left < 2)
			return bmc_error_set(err, BMC_EXIT_USAGE, "--%s needs a value: %s",
					     g->name, g->meta);
		*used = g->meta && !eq ? 2 : 1;
		if (g->meta)
			return option_value(err, line, g->name, eq ? eq + 1 : argv[1]);
		option_flag(line, g->name);
		return 0;
	}
	for (p = word + 1; *p; p++) {
		g = option_find(NULL, 0, *p);
		if (!g)
			return 0;
		*used = 1;
		if (g->meta && !p[1] && left < 2)
			return bmc_error_set(err, BMC_EXIT_USAGE, "-%c needs a value: %s", *p,
					     g->meta);
		if (g->meta) {
			*used = p[1] ? 1 : 2;
			return option_value(err, line, g->name, p[1] ? p + 1 : argv[1]);
		}
		option_flag(line, g->name);
	}
	return 0;
}

/* Take the global options out of the words, wherever they are. */
static int read_options(struct bmc_error *err, struct line_options *line, int argc, char **argv,
			char **words, int *n)
{
	bool completing = argc > 2 && !strcmp(argv[1], "help") && !strcmp(argv[2], "--complete");
	int i, used, rc;

	*n = 0;
	for (i = 1; i < argc; i += used) {
		used = 0;
		if (!completing && !strcmp(argv[i], "--")) {
			while (i < argc && *n < WORDS_MAX)
				words[(*n)++] = argv[i++];
			break;
		}
		if (!completing && argv[i][0] == '-' && argv[i][1] &&
		    (argv[i][1] < '0' || argv[i][1] > '9')) {
			rc = option_word(err, line, argv + i, argc - i, &used);
			if (rc)
				return rc;
		}
		if (used)
			continue;
		if (*n == WORDS_MAX)
			return bmc_error_set(err, BMC_EXIT_USAGE, "too many words");
		words[(*n)++] = argv[i];
		used = 1;
	}
	return 0;
}

static int run_line(struct cli *cli, const struct line_options *line, char **words, int n)
{
	struct call call = { .object = NULL };
	int rc;

	if (line->version) {
		fputs("bmc " BMC_VERSION "\n", cli->bmc.sys->out);
		return 0;
	}
	if (line->help) {
		rc = give_help(cli, words, n);
	} else if (line->batch) {
		if (!n)
			return run_batch(cli, line);
		rc = bmc_error_set(&cli->bmc.err, BMC_EXIT_USAGE,
				   "-b and a command exclude each other");
	} else if (!n) {
		rc = bmc_error_set(&cli->bmc.err, BMC_EXIT_USAGE, "an object is missing");
		bmc_error_hint(&cli->bmc.err, "see: bmc help");
	} else if (words[0][0] == '-' && strcmp(words[0], "--") != 0) {
		rc = unknown(&cli->bmc.err, "option", words[0]);
	} else {
		if (!strcmp(words[0], "--") && n > 1) {
			words++;
			n--;
		}
		rc = understand(cli, words, n, &call);
		if (!rc && call.command)
			return run(cli, &call, NULL);
	}
	if (rc)
		report(cli, &call, NULL);
	return rc;
}

/**
 * cli_main() - the tool
 * @sys: the world around
 * @argc: as for main()
 * @argv: as for main()
 *
 * Return: the exit status.
 */
int cli_main(const struct bmc_system *sys, int argc, char **argv)
{
	struct line_options line = { .opt.retries = RETRIES };
	struct call none = { .object = NULL };
	char *words[WORDS_MAX];
	struct bmc_error err;
	struct cli cli;
	int n, rc;

	memset(&cli, 0, sizeof(cli));
	bmc_error_clear(&err);
	rc = read_options(&err, &line, argc, argv, words, &n);
	line.opt.json = line.format == OUT_JSON;
	bmc_init(&cli.bmc, sys, &line.opt);
	cli.format = line.format;
	cli.pretty = line.pretty;
	cli.color = !line.no_color && isatty(fileno(sys->out)) && !getenv("NO_COLOR");
	if (rc) {
		cli.bmc.err = err;
		report(&cli, &none, NULL);
	} else {
		rc = run_line(&cli, &line, words, n);
	}
	bmc_done(&cli.bmc);
	if (fflush(sys->out) || ferror(sys->out)) {
		bmc_error_set(&cli.bmc.err, BMC_EXIT_FAILED, "can't write the output: %s",
			      strerror(errno));
		report(&cli, &none, NULL);
		return rc ? rc : BMC_EXIT_FAILED;
	}
	return rc;
}
