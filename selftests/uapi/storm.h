/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared by the parts of ipmi_storm. */
#ifndef SELFTESTS_UAPI_STORM_H
#define SELFTESTS_UAPI_STORM_H

#include "ipmi_dev.h"
#include "ktap.h"

#define MAX_QUESTIONS	256
#define MAX_CLIENTS	32
#define QUESTION_DATA	24

/**
 * struct question - a request whose answer is known
 * @netfn: network function
 * @cmd: command
 * @len: bytes in @data
 * @data: request data
 * @answer_len: bytes in @answer
 * @answer: completion code and data, the same every time
 */
struct question {
	unsigned char netfn, cmd, len;
	unsigned char data[QUESTION_DATA];
	unsigned int answer_len;
	unsigned char answer[ANSWER_ROOM];
};

/**
 * struct tally - what one client saw, in memory shared by all processes
 * @answers: right answers
 * @wrong: failures of any kind
 * @worst_s: longest wait for an answer
 * @first: the first failure in words
 */
struct tally {
	unsigned long answers;
	unsigned long wrong;
	double worst_s;
	char first[160];
};

/**
 * struct storm - what all processes of the storm share
 * @stop: set by the first process when the time is over
 * @echo: the BMC has the echo command of the register-level BMC
 * @questions: number of @question
 * @distinct: how many of them have an answer no other has
 * @question: what is asked
 * @clients: number of @client
 * @client: one per open file that asks and reads
 * @deaf: the one that does not read
 * @deaf_accepted: requests it could send before the first error
 * @opener: those that open, fork, dup and close
 */
struct storm {
	int stop;
	bool echo;
	unsigned int questions, distinct;
	struct question question[MAX_QUESTIONS];
	unsigned int clients;
	struct tally client[MAX_CLIENTS];
	struct tally deaf;
	unsigned int deaf_accepted;
	struct tally opener[2];
};

/**
 * tally_wrong() - count a failure and keep the first in words
 * @t: whose
 * @fmt: what happened
 */
void tally_wrong(struct tally *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * storm_learn() - find questions this BMC answers the same way each time
 * @s: filled with them
 * @fd: file nobody else uses
 */
void storm_learn(struct storm *s, int fd);

/**
 * storm_pick() - choose a question
 * @s: questions
 * @seed: state of the random numbers
 * @q: a question and its answer; an echo of random data when the BMC can do that
 */
void storm_pick(const struct storm *s, unsigned int *seed, struct question *q);

/**
 * storm_check() - compare an answer with what it has to be
 * @q: question
 * @a: answer
 * @t: counts it as right or wrong
 */
void storm_check(const struct question *q, const struct answer *a, struct tally *t);

#endif
