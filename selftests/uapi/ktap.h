/* SPDX-License-Identifier: GPL-2.0-only */
/* KTAP output for the test programs: one case is one line, one process runs them all. */
#ifndef SELFTESTS_UAPI_KTAP_H
#define SELFTESTS_UAPI_KTAP_H

#include <stddef.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/**
 * struct ktap_case - one test
 * @name: the behaviour it proves, in words
 * @run: does it; reports through EXPECT() and its like
 */
struct ktap_case {
	const char *name;
	void (*run)(void);
};

/**
 * ktap_run() - run a table of tests and print KTAP
 * @cases: the table
 * @count: its length
 * @limit_s: seconds one test may take; the program ends with "Bail out!" when one takes longer
 *
 * KTAP_COUNT_ONLY in the environment makes it print the number of tests and end, KTAP_OFFSET
 * makes it go on after that many results and print no plan, KTAP_PREFIX goes before each name.
 *
 * Return: 0 when all passed, 1 otherwise; to be used as exit status.
 */
int ktap_run(const struct ktap_case *cases, size_t count, unsigned int limit_s);

/**
 * ktap_fail() - mark the running test as failed and say why
 * @file: source file
 * @line: source line
 * @fmt: what was found and what was expected
 *
 * Safe to call from several threads.
 */
void ktap_fail(const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * ktap_note() - print a diagnostic line
 * @fmt: its text
 */
void ktap_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/**
 * ktap_failures() - failures of the running test so far
 *
 * Return: their number.
 */
unsigned int ktap_failures(void);

#define EXPECT_MSG(cond, fmt, ...)						\
	do {									\
		if (!(cond))							\
			ktap_fail(__FILE__, __LINE__, fmt, ##__VA_ARGS__);	\
	} while (0)

#define EXPECT(cond) EXPECT_MSG(cond, "not so: %s", #cond)

#define EXPECT_EQ(expr, want)							\
	do {									\
		long long got_ = (expr), want_ = (want);			\
										\
		EXPECT_MSG(got_ == want_, "%s is %lld (0x%llx), expected %s = %lld",	\
			   #expr, got_, got_, #want, want_);			\
	} while (0)

#endif
