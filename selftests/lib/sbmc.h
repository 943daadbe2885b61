/* SPDX-License-Identifier: GPL-2.0-only */
/* The scriptable BMC: a BMC, rules in front of it, a socket, and somebody who gives orders. */
#ifndef SELFTESTS_LIB_SBMC_H
#define SELFTESTS_LIB_SBMC_H

#include "bmc.h"
#include "rule.h"
#include "vmproto.h"

#define SBMC_FRAMES	512
#define SBMC_FRAME_TEXT	160

/* How the attention line is driven */
enum attention { ATTENTION_AUTO, ATTENTION_OFF, ATTENTION_ON, ATTENTION_IRQ };

/**
 * struct sbmc - all of it
 * @b: the BMC
 * @rules: rules, see rule.h
 * @attention: how the attention line is driven
 * @pretend: power control is only remembered, the machine goes on
 * @pace: every answer takes so long, least and most
 * @previous: the last answer
 * @has_previous: whether there was one
 * @count: requests by network function and command
 * @requests: requests in all
 * @wrong: frames that made no sense
 * @connects: times the machine has connected
 * @host_resets: times it said that it was reset
 * @power: the last power control command, or BMC_POWER_NONE
 * @frames: the last messages, as text; a ring
 * @nr_frames: how many there have been
 * @log: where all of them go, or NULL
 * @profiles: folder of the profiles
 * @depth: how many scripts run inside each other
 * @quit: the end
 */
struct sbmc {
	struct bmc *b;
	struct rules rules;
	enum attention attention;
	bool pretend;
	unsigned int pace[2];
	struct bmc_msg previous;
	bool has_previous;
	unsigned long count[64][256];
	unsigned long requests, wrong, connects, host_resets;
	int power;
	char frames[SBMC_FRAMES][SBMC_FRAME_TEXT];
	unsigned long nr_frames;
	FILE *log;
	const char *profiles;
	unsigned int depth;
	bool quit;
};

/**
 * control() - carry out an order
 * @s: the BMC
 * @line: the order
 * @out: what it has to say
 *
 * Return: false when it is wrong; @out then has a line that says what.
 */
bool control(struct sbmc *s, const char *line, FILE *out);

/**
 * control_file() - carry out each line of a file; '#' begins a comment
 * @s: the BMC
 * @path: the file
 * @out: what it has to say
 *
 * Return: false at the first that is wrong.
 */
bool control_file(struct sbmc *s, const char *path, FILE *out);

/** control_help() - all orders. @f: where to write */
void control_help(FILE *f);

/**
 * sbmc_note() - into the log
 * @s: the BMC
 * @fmt: what
 */
void sbmc_note(struct sbmc *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* What sbmc.c does for control.c */

/**
 * sbmc_command() - send a command of the protocol to the machine
 * @s: the BMC
 * @command: VM_*
 */
void sbmc_command(struct sbmc *s, uint8_t command);

/**
 * sbmc_later() - carry out an order later
 * @s: the BMC
 * @ms: when
 * @every: and so often again, 0 = once
 * @times: so many times in all, 0 = for ever
 * @text: the order
 */
void sbmc_later(struct sbmc *s, unsigned int ms, unsigned int every, unsigned int times,
		const char *text);

/** sbmc_stop() - forget all orders for later. @s: the BMC */
void sbmc_stop(struct sbmc *s);

/** sbmc_down() - nobody is there for a while. @s: the BMC; @ms: how long */
void sbmc_down(struct sbmc *s, unsigned int ms);

#endif
