/* SPDX-License-Identifier: GPL-2.0-only */
/* Answers that are not the usual ones: rules that change what becomes of a request. */
#ifndef SELFTESTS_LIB_RULE_H
#define SELFTESTS_LIB_RULE_H

#include "bmc.h"

#define RULE_ACTIONS	12
#define RULE_PREFIX	24
#define RULE_ANY	-1

/**
 * enum act_kind - what a rule does; README.md says what each is for
 */
enum act_kind {
	ACT_CC, ACT_DATA, ACT_RAW, ACT_NONE, ACT_DELAY, ACT_DUP, ACT_CUT, ACT_PAD, ACT_NETFN,
	ACT_CMD, ACT_SEQ, ACT_BADSUM, ACT_PREVIOUS, ACT_GARBAGE, ACT_DROP, ACT_DO, ACT_THEN,
	ACT_XOR,
};

/**
 * struct action - one step of a rule
 * @kind: what it does
 * @a: its first number
 * @b: its second number
 * @len: bytes in @bytes
 * @bytes: its bytes
 * @text: a control command
 */
struct action {
	enum act_kind kind;
	unsigned int a, b;
	size_t len;
	uint8_t *bytes;
	char *text;
};

/**
 * struct rule - for which requests, and what
 * @netfn: network function, or RULE_ANY
 * @cmd: command, or RULE_ANY
 * @prefix: first bytes of the data, RULE_ANY for one that does not matter
 * @nr_prefix: how many
 * @after: this many matching requests are let through first
 * @times: for so many it holds, 0 = for ever
 * @seen: requests that matched
 * @act: what is done, in order
 * @nr_act: how many
 * @text: as it was written
 */
struct rule {
	int netfn, cmd;
	int prefix[RULE_PREFIX];
	size_t nr_prefix;
	unsigned long after, times, seen;
	struct action act[RULE_ACTIONS];
	size_t nr_act;
	char *text;
};

/**
 * struct rules - the list; the last one written is asked first
 * @list: rules
 * @count: how many
 */
struct rules {
	struct rule *list;
	size_t count;
};

/**
 * struct reply - what is to be sent for a request
 * @msg: the answer
 * @none: nothing is sent
 * @drop: the connection is closed instead
 * @badsum: with a wrong checksum
 * @delay_ms: after so long
 * @copies: so many times more
 * @gap_ms: so long apart
 * @garbage: after so many bytes that mean nothing
 * @seq_add: with a sequence number so far off
 * @then: control commands to be run when it is sent
 * @nr_then: how many
 */
struct reply {
	struct bmc_msg msg;
	bool none, drop, badsum;
	unsigned int delay_ms, copies, gap_ms, garbage;
	int seq_add;
	const char *then[RULE_ACTIONS];
	size_t nr_then;
};

/**
 * rule_add() - parse a rule, without the word "on" before it
 * @rules: list it is added to
 * @text: "NETFN CMD [BYTE...] [after N] [times N]: ACTION[; ACTION...]"
 * @err: what is wrong with it
 * @room: bytes in @err
 *
 * Return: false when something is wrong with it.
 */
bool rule_add(struct rules *rules, const char *text, char *err, size_t room);

/** rules_clear() - forget all rules. @rules: the list */
void rules_clear(struct rules *rules);

/**
 * rules_reply() - what becomes of a request
 * @rules: the rules
 * @b: the BMC, asked when no rule says otherwise
 * @rq: the request
 * @previous: the last answer, or NULL
 * @reply: filled
 */
void rules_reply(struct rules *rules, struct bmc *b, const struct bmc_msg *rq,
		 const struct bmc_msg *previous, struct reply *reply);

/**
 * parse_bytes() - hexadecimal bytes, separated by blanks
 * @text: what to read
 * @bytes: where to put them
 * @room: how many there may be
 *
 * Return: how many, or -1 when it is something else.
 */
int parse_bytes(const char *text, uint8_t *bytes, size_t room);

/**
 * parse_number() - a decimal number, or with 0x a hexadecimal one; nothing behind it
 * @text: what to read
 * @value: filled
 *
 * Return: false when it is none.
 */
bool parse_number(const char *text, unsigned int *value);

#endif
