// SPDX-License-Identifier: GPL-2.0-only
/* Help, completion and the synopses of the manual, all from the table of commands. */
#include <string.h>

#include "cli.h"

static void synopsis_arg(FILE *f, const struct arg_spec *s)
{
	const char *many = s->flags & (ARG_MANY | ARG_WORDS) ? ".." : "";

	switch (s->kind) {
	case ARG_POS:
		fprintf(f, "%s%s", s->meta, many);
		break;
	case ARG_WORD:
	case ARG_FLAG:
		fputs(s->name, f);
		break;
	case ARG_KEY:
	case ARG_OPT:
		fprintf(f, "%s %s", s->name, s->meta);
		break;
	}
}

/**
 * help_synopsis() - one line that shows how a command is written
 * @f: where to
 * @o: the object
 * @c: the command
 */
void help_synopsis(FILE *f, const struct object *o, const struct command *c)
{
	const struct arg_spec *s;

	fprintf(f, "bmc %s", o->name);
	if (c->name[0])
		fprintf(f, c->flags & CMD_DEFAULT ? " [%s]" : " %s", c->name);
	for (s = c->args; s && s->name; s++) {
		const struct arg_spec *last = s;

		/* The second form of an argument that has been shown. */
		if (!s->help)
			continue;
		fputs(s->flags & ARG_REQUIRED ? " " : " [", f);
		synopsis_arg(f, s);
		while (s->group && last[1].name && last[1].group == s->group) {
			fputs(" | ", f);
			synopsis_arg(f, ++last);
		}
		fputs(s->flags & ARG_REQUIRED ? "" : "]", f);
		s = last;
	}
}

static void later(FILE *f, bool is)
{
	fputs(is ? " (not in this version)\n" : "\n", f);
}

/**
 * help_command() - help for a command
 * @f: where to
 * @o: the object
 * @c: the command
 */
void help_command(FILE *f, const struct object *o, const struct command *c)
{
	const struct arg_spec *s;
	char left[48];

	fputs("usage: ", f);
	help_synopsis(f, o, c);
	fprintf(f, "\n%s", c->help);
	later(f, !c->run);
	if (c->args && c->args->name)
		fputc('\n', f);
	for (s = c->args; s && s->name; s++) {
		if (!s->help)
			continue;
		snprintf(left, sizeof(left), "%s%s%s", s->kind == ARG_POS ? "" : s->name,
			 s->kind == ARG_KEY || s->kind == ARG_OPT ? " " : "",
			 s->meta ? s->meta : "");
		fprintf(f, "  %-22s %s\n", left, s->help);
	}
}

/**
 * help_object() - help for an object
 * @f: where to
 * @o: the object
 */
void help_object(FILE *f, const struct object *o)
{
	const struct command *c;

	fprintf(f, "bmc %s: %s", o->name, o->help);
	later(f, !o->commands);
	for (c = o->commands; c && c->name; c++) {
		fputs("  ", f);
		help_synopsis(f, o, c);
		fprintf(f, "\n      %s", c->help);
		later(f, !c->run);
	}
}

/**
 * help_all() - the overview
 * @f: where to
 */
void help_all(FILE *f)
{
	const struct global_option *g;
	const struct object *o;
	char left[40];

	fputs("usage: bmc [OPTIONS] OBJECT [COMMAND] [ARGS]\n"
	      "       bmc [OPTIONS] -b FILE|-\n"
	      "       bmc help [OBJECT [COMMAND]]\n\nobjects:\n", f);
	for (o = objects; o->name; o++)
		if (o->commands)
			fprintf(f, "  %-20s %s\n", o->name, o->help);
	fputs("\noptions:\n", f);
	for (g = global_options; g->name; g++) {
		snprintf(left, sizeof(left), "%c%c%s--%s%s%s", g->letter ? '-' : ' ',
			 g->letter ? g->letter : ' ', g->letter ? ", " : "  ", g->name,
			 g->meta ? " " : "", g->meta ? g->meta : "");
		fprintf(f, "  %-26s %s\n", left, g->help);
	}
}

/* A dash may be taken for a hyphen in a manual page. */
static void roff(FILE *f, const char *text)
{
	for (; *text; text++)
		fprintf(f, *text == '-' ? "\\-" : *text == '\\' ? "\\e" : "%c", *text);
}

/**
 * help_man() - the commands of an object for its manual page
 * @f: where to
 * @o: the object, NULL for the global options
 */
void help_man(FILE *f, const struct object *o)
{
	const struct global_option *g;
	const struct command *c;
	const struct arg_spec *s;
	char line[512];
	FILE *mem;

	for (g = global_options; !o && g->name; g++) {
		fputs(".TP\n", f);
		if (g->letter)
			fprintf(f, ".BR \\-%c , ", g->letter);
		else
			fputs(".B ", f);
		fputs("\\-\\-", f);
		roff(f, g->name);
		if (g->meta)
			fprintf(f, g->letter ? " \" \\fI%s\\fR\"" : " \\fI%s\\fR", g->meta);
		fputc('\n', f);
		roff(f, g->help);
		fputs(".\n", f);
	}
	for (c = o ? o->commands : NULL; c && c->name; c++) {
		if (!c->run)
			continue;
		mem = fmemopen(line, sizeof(line), "w");
		help_synopsis(mem, o, c);
		fclose(mem);
		fputs(".SS \"", f);
		roff(f, line);
		fputs("\"\n", f);
		roff(f, c->help);
		fputs(".\n", f);
		for (s = c->args; s && s->name; s++) {
			if (!s->help)
				continue;
			fputs(".TP\n.B ", f);
			if (s->kind != ARG_POS)
				roff(f, s->name);
			if (s->meta)
				fprintf(f, "%s\\fI%s\\fR", s->kind == ARG_POS ? "" : " ", s->meta);
			fputc('\n', f);
			roff(f, s->help);
			fputs(".\n", f);
		}
	}
}

static void offer(FILE *f, const char *words)
{
	for (; words && *words; words++)
		fputc(*words == ' ' ? '\n' : *words, f);
	if (words)
		fputc('\n', f);
}

static void complete_args(FILE *f, const struct command *c, char **words, int n)
{
	const struct arg_spec *s;

	if (n && c->args)
		for (s = c->args; s->name; s++)
			if ((s->kind == ARG_KEY || s->kind == ARG_OPT) &&
			    !strcmp(s->name, words[n - 1])) {
				if (s->words)
					offer(f, s->words);
				return;
			}
	for (s = c->args; s && s->name; s++) {
		if (s->kind != ARG_POS)
			offer(f, s->name);
		else if (s->words)
			offer(f, s->words);
	}
}

static void complete_options(FILE *f)
{
	const struct global_option *g;

	for (g = global_options; g->name; g++)
		fprintf(f, "--%s\n", g->name);
}

/* Is this a global option whose value is the next word? */
static bool takes_value(const char *word)
{
	const struct global_option *g;

	for (g = global_options; g->name; g++) {
		if (!g->meta)
			continue;
		if (!strncmp(word, "--", 2) && !strcmp(word + 2, g->name))
			return true;
		if (g->letter && word[1] == g->letter && !word[2])
			return true;
	}
	return false;
}

/**
 * help_complete() - what may come after some words
 * @f: where to, one word a line
 * @words: the words before, without "bmc" and without the one being typed
 * @n: how many
 */
void help_complete(FILE *f, char **words, int n)
{
	const struct command *c;
	const struct object *o;
	int i;

	/* Skip global options in front of the object. */
	for (i = 0; i < n && words[i][0] == '-'; i++)
		i += takes_value(words[i]);
	if (i > n) {
		if (!strcmp(words[n - 1], "-o") || !strcmp(words[n - 1], "--output"))
			offer(f, "text json table");
		return;
	}
	words += i;
	n -= i;
	if (!n) {
		for (o = objects; o->name; o++)
			if (o->commands)
				offer(f, o->name);
		offer(f, "help");
		complete_options(f);
		return;
	}
	if (!strcmp(words[0], "help") && n == 1) {
		for (o = objects; o->name; o++)
			if (o->commands)
				offer(f, o->name);
		return;
	}
	o = object_find(words[0]);
	if (!o || !o->commands)
		return;
	if (!o->commands->name[0]) {
		complete_args(f, o->commands, words + 1, n - 1);
		return;
	}
	if (n == 1) {
		for (c = o->commands; c->name; c++)
			if (c->run)
				offer(f, c->name);
		return;
	}
	c = command_find(o, words[1]);
	if (c && c->run)
		complete_args(f, c, words + 2, n - 2);
}
