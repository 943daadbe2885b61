// SPDX-License-Identifier: GPL-2.0-only
/* Reading the arguments of a command after its table. Sends nothing. */
#include <ctype.h>
#include <string.h>

#include "cli.h"

/**
 * struct reader - state while reading
 * @err: set when something is wrong
 * @cmd: the command
 * @args: filled
 * @words: the words
 * @n: how many
 * @at: the next one
 * @plain: after "--" nothing is an option
 */
struct reader {
	struct bmc_error *err;
	const struct command *cmd;
	struct args *args;
	char **words;
	int n;
	int at;
	bool plain;
};

static bool looks_like_option(const char *word)
{
	return word[0] == '-' && word[1] && !isdigit((unsigned char)word[1]);
}

static int conflict(struct reader *r, const struct arg_spec *spec)
{
	const struct arg_spec *s = r->cmd->args;
	unsigned int i;

	for (i = 0; s[i].name; i++) {
		if (!r->args->v[i].set)
			continue;
		if (&s[i] == spec && !(spec->flags & ARG_REPEAT))
			return bmc_error_set(r->err, BMC_EXIT_USAGE, "%s is given twice",
					     spec->name);
		if (&s[i] != spec && spec->group && s[i].group == spec->group)
			return bmc_error_set(r->err, BMC_EXIT_USAGE,
					     "%s and %s exclude each other", s[i].name,
					     spec->name);
	}
	return 0;
}

static int take(struct reader *r, unsigned int i, const char *text)
{
	const struct arg_spec *spec = &r->cmd->args[i];
	struct arg_value *v = &r->args->v[i];
	int rc;

	if (!(spec->flags & (ARG_MANY | ARG_WORDS)) || !v->set) {
		rc = conflict(r, spec);
		if (rc)
			return rc;
	}
	v->text = text;
	if (spec->parse) {
		rc = spec->parse(r->err, spec->kind == ARG_OPT ? spec->name + 2 : spec->name,
				 text, v);
		if (rc)
			return rc;
	}
	if (spec->flags & ARG_WORDS) {
		if (r->args->n_words == ARG_WORDS_MAX)
			return bmc_error_set(r->err, BMC_EXIT_USAGE,
					     "%s: more than %d are too many", spec->name,
					     ARG_WORDS_MAX);
		r->args->words[r->args->n_words++] = text;
	}
	if (spec->flags & ARG_MANY) {
		if (r->args->n_bytes == sizeof(r->args->bytes))
			return bmc_error_set(r->err, BMC_EXIT_USAGE,
					     "%s: more than %zu bytes don't fit into a request",
					     spec->name, sizeof(r->args->bytes));
		r->args->bytes[r->args->n_bytes++] = (uint8_t)v->u;
	}
	v->set = true;
	return 0;
}

static int missing_value(struct reader *r, const struct arg_spec *spec)
{
	return bmc_error_set(r->err, BMC_EXIT_USAGE, "%s needs a value: %s", spec->name,
			     spec->meta);
}

/* A word that is the name of an argument, with its value if it has one. */
static int named(struct reader *r, unsigned int i, const char *value)
{
	const struct arg_spec *spec = &r->cmd->args[i];

	if (spec->kind == ARG_WORD || spec->kind == ARG_FLAG) {
		if (value)
			return bmc_error_set(r->err, BMC_EXIT_USAGE, "%s takes no value",
					     spec->name);
		return take(r, i, spec->name);
	}
	if (!value) {
		if (r->at == r->n)
			return missing_value(r, spec);
		value = r->words[r->at++];
	}
	return take(r, i, value);
}

static int option(struct reader *r, const char *word)
{
	const struct arg_spec *s = r->cmd->args;
	const char *eq = strchr(word, '=');
	size_t len = eq ? (size_t)(eq - word) : strlen(word);
	unsigned int i;

	for (i = 0; s && s[i].name; i++)
		if ((s[i].kind == ARG_OPT || s[i].kind == ARG_FLAG) &&
		    strlen(s[i].name) == len && !strncmp(s[i].name, word, len))
			return named(r, i, eq ? eq + 1 : NULL);
	/* What follows the = may be a secret somebody put there by mistake. */
	return bmc_error_set(r->err, BMC_EXIT_USAGE, "there is no option %.*s here",
			     len > 40 ? 40 : (int)len, word);
}

static int next_place(const struct reader *r)
{
	const struct arg_spec *s = r->cmd->args;
	unsigned int i;

	for (i = 0; s && s[i].name; i++)
		if (s[i].kind == ARG_POS &&
		    (!r->args->v[i].set || s[i].flags & (ARG_MANY | ARG_WORDS)))
			return (int)i;
	return -1;
}

static int plain_word(struct reader *r, const char *word)
{
	const struct arg_spec *s = r->cmd->args;
	int place = next_place(r);
	char shown[60];
	unsigned int i;

	if (place >= 0 && s[place].flags & ARG_FREE)
		return take(r, (unsigned int)place, word);
	for (i = 0; s && s[i].name; i++)
		if ((s[i].kind == ARG_KEY || s[i].kind == ARG_WORD) && !strcmp(s[i].name, word))
			return named(r, i, NULL);
	if (place >= 0)
		return take(r, (unsigned int)place, word);
	if (r->cmd->flags & CMD_SECRET)
		return bmc_error_set(r->err, BMC_EXIT_USAGE,
				     "a word too many: passwords are not taken from the command line");
	bmc_printable(shown, sizeof(shown), word, strlen(word));
	return bmc_error_set(r->err, BMC_EXIT_USAGE, "'%s' is not understood here", shown);
}

/**
 * args_read() - read the arguments of a command
 * @err: set when they are wrong
 * @cmd: the command
 * @words: what follows the command on the command line
 * @n: how many words
 * @args: filled
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int args_read(struct bmc_error *err, const struct command *cmd, char **words, int n,
	      struct args *args)
{
	struct reader r = { .err = err, .cmd = cmd, .args = args, .words = words, .n = n };
	unsigned int i;
	int rc;

	memset(args, 0, sizeof(*args));
	args->cmd = cmd;
	while (r.at < n) {
		const char *word = words[r.at++];

		if (!r.plain && !strcmp(word, "--")) {
			r.plain = true;
			continue;
		}
		rc = !r.plain && looks_like_option(word) ? option(&r, word) :
							   plain_word(&r, word);
		if (rc)
			return rc;
	}
	for (i = 0; cmd->args && cmd->args[i].name; i++)
		if (cmd->args[i].flags & ARG_REQUIRED && !args->v[i].set)
			return bmc_error_set(err, BMC_EXIT_USAGE, "%s is missing (%s)",
					     cmd->args[i].name, cmd->args[i].help);
	return 0;
}
