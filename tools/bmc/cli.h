/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line: the table of commands, reading it, running it. */
#ifndef BMC_CLI_H
#define BMC_CLI_H

#include "../lib/device.h"
#include "../lib/ipmi/ipmi.h"
#include "../lib/out.h"
#include "../lib/parse.h"

#define ARGS_MAX 20

/**
 * enum arg_kind - how an argument is written
 * @ARG_POS: a value at its place
 * @ARG_KEY: a word followed by a value
 * @ARG_WORD: a word alone
 * @ARG_OPT: an option followed by a value
 * @ARG_FLAG: an option alone
 */
enum arg_kind {
	ARG_POS,
	ARG_KEY,
	ARG_WORD,
	ARG_OPT,
	ARG_FLAG,
};

/* Flags of an argument. */
#define ARG_REQUIRED 0x01 /* has to be given */
#define ARG_MANY 0x02 /* the rest of the words, bytes of a request */
#define ARG_REPEAT 0x08 /* may be given again, values are put together */
#define ARG_FREE 0x04 /* may look like a keyword, so it comes before them */
#define ARG_WORDS 0x10 /* the rest of the words, as they are */
#define ARG_WORDS_MAX 64

/**
 * struct arg_spec - one argument of a command
 * @kind: how it is written
 * @name: the word or option; for a value at its place what messages call it
 * @meta: how help calls the value
 * @parse: reads the value
 * @flags: ARG_REQUIRED, ...
 * @group: of arguments with the same group, not 0, only one may be given
 * @words: values to offer for completion, separated by blanks
 * @help: one line
 */
struct arg_spec {
	enum arg_kind kind;
	const char *name;
	const char *meta;
	parse_fn *parse;
	unsigned int flags;
	unsigned int group;
	const char *words;
	const char *help;
};

struct command;

/**
 * struct args - the arguments of one call
 * @cmd: the command
 * @v: values in the order of the command's table
 * @bytes: data bytes of an argument with ARG_MANY
 * @n_bytes: how many
 * @words: words of an argument with ARG_WORDS
 * @n_words: how many
 */
struct args {
	const struct command *cmd;
	struct arg_value v[ARGS_MAX];
	uint8_t bytes[IPMI_DATA_MAX];
	size_t n_bytes;
	const char *words[ARG_WORDS_MAX];
	size_t n_words;
};

/**
 * struct cli - everything a command needs
 * @bmc: the run
 * @format: how to print
 * @pretty: indent JSON
 * @batch: commands come from a file; JSON is one line each
 * @color: people look at the output, and want it colored
 * @capture: what a command shows is kept here instead of being printed; NULL = no
 */
struct cli {
	struct bmc bmc;
	enum out_format format;
	bool pretty;
	bool batch;
	bool color;
	struct json_object **capture;
};

/* Flags of a command. */
#define CMD_DEFAULT 0x01 /* done when only the object is named */
#define CMD_NO_DEVICE 0x02 /* finds devices itself */
#define CMD_SECRET 0x04 /* a word too many may be a password: never repeat it */

/**
 * struct command - a verb of an object
 * @name: the verb
 * @args: its arguments, ends with one without name; NULL = none
 * @check: looks at the arguments as a whole before anything is sent; may be NULL
 * @run: does it; NULL = comes in a later version
 * @flags: CMD_DEFAULT, ...
 * @help: one line
 */
struct command {
	const char *name;
	const struct arg_spec *args;
	int (*check)(struct cli *cli, const struct args *args);
	int (*run)(struct cli *cli, const struct args *args);
	unsigned int flags;
	const char *help;
};

/**
 * struct object - a thing that commands are about
 * @name: its name
 * @commands: its verbs, ends with one without name; NULL = comes in a later version
 * @help: one line
 */
struct object {
	const char *name;
	const struct command *commands;
	const char *help;
};

/**
 * struct global_option - an option of all commands
 * @letter: short form, 0 = none
 * @name: long form without dashes
 * @meta: how help calls its value, NULL = it has none
 * @help: one line
 */
struct global_option {
	char letter;
	const char *name;
	const char *meta;
	const char *help;
};

extern const struct object objects[];
extern const struct global_option global_options[];
extern const struct command list_commands[], mc_commands[], channel_commands[], lan_commands[],
			    user_commands[], identify_commands[], power_commands[],
			    raw_commands[];
/* One line for each object that came later. */
extern const struct command cipher_commands[];
extern const struct command sol_commands[];
extern const struct command lan6_commands[];
extern const struct command boot_commands[];
extern const struct command audit_commands[];
extern const struct command config_commands[];
extern const struct command hostinfo_commands[];
extern const struct command watchdog_commands[];
extern const struct command oem_commands[];
extern const struct command sdr_commands[], sensor_commands[], sel_commands[], fru_commands[],
			    dcmi_commands[], chassis_commands[], redfish_commands[],
			    metrics_commands[], monitor_commands[],
			    status_commands[], clients_commands[], stats_commands[],
			    capture_commands[], test_commands[];

const struct object *object_find(const char *name);
const struct command *command_find(const struct object *o, const char *name);
const struct command *command_default(const struct object *o);

int args_read(struct bmc_error *err, const struct command *cmd, char **words, int n,
	      struct args *args);

void help_all(FILE *f);
void help_object(FILE *f, const struct object *o);
void help_command(FILE *f, const struct object *o, const struct command *c);
void help_synopsis(FILE *f, const struct object *o, const struct command *c);
void help_man(FILE *f, const struct object *o);
void help_complete(FILE *f, char **words, int n);

int cli_understand(struct cli *cli, char **words, int n, const struct command **cmd,
		   struct args *args);
int cli_main(const struct bmc_system *sys, int argc, char **argv);
int cli_show(struct cli *cli, struct json_object *doc, const struct out_field *fields);
int cli_changed(struct cli *cli, struct json_object *changes, int verified);
void cli_change(struct json_object *changes, const char *old, const char *new, const char *fmt,
		...) __attribute__((format(printf, 4, 5)));

#endif
