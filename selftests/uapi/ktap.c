// SPDX-License-Identifier: GPL-2.0-only
/* KTAP output for the test programs. */
#include "ktap.h"

#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A test that fails in a loop must not bury the reason of the first failure. */
#define MAX_DIAGNOSTICS	12

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned int failures;
static const char *running;

void ktap_fail(const char *file, int line, const char *fmt, ...)
{
	const char *base = strrchr(file, '/');
	va_list ap;

	pthread_mutex_lock(&lock);
	if (failures++ < MAX_DIAGNOSTICS) {
		printf("# %s:%d: ", base ? base + 1 : file, line);
		va_start(ap, fmt);
		vprintf(fmt, ap);
		va_end(ap);
		printf("\n");
	}
	pthread_mutex_unlock(&lock);
}

void ktap_note(const char *fmt, ...)
{
	va_list ap;

	pthread_mutex_lock(&lock);
	printf("# ");
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	pthread_mutex_unlock(&lock);
}

unsigned int ktap_failures(void)
{
	unsigned int n;

	pthread_mutex_lock(&lock);
	n = failures;
	pthread_mutex_unlock(&lock);
	return n;
}

static void too_long(int sig)
{
	static const char text[] = "\nBail out! a test took too long: ";

	(void)sig;
	if (write(STDOUT_FILENO, text, sizeof(text) - 1) < 0 ||
	    write(STDOUT_FILENO, running, strlen(running)) < 0 ||
	    write(STDOUT_FILENO, "\n", 1) < 0)
		_exit(2);
	_exit(1);
}

/* How a script puts the results of several programs into one list, see guest/lib.sh. */
static size_t first_number(size_t count)
{
	const char *offset = getenv("KTAP_OFFSET");

	if (getenv("KTAP_COUNT_ONLY")) {
		printf("%zu\n", count);
		exit(0);
	}
	if (offset)
		return strtoul(offset, NULL, 10) + 1;
	printf("KTAP version 1\n1..%zu\n", count);
	return 1;
}

int ktap_run(const struct ktap_case *cases, size_t count, unsigned int limit_s)
{
	const char *prefix = getenv("KTAP_PREFIX");
	unsigned int failed = 0;
	size_t i, first;

	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGALRM, too_long);
	first = first_number(count);
	for (i = 0; i < count; i++) {
		failures = 0;
		running = cases[i].name;
		alarm(limit_s);
		cases[i].run();
		alarm(0);
		if (failures > MAX_DIAGNOSTICS)
			printf("# ... %u failed expectations in all\n", failures);
		if (failures)
			failed++;
		printf("%s %zu %s%s\n", failures ? "not ok" : "ok", first + i,
		       prefix ? prefix : "", cases[i].name);
	}
	return failed ? 1 : 0;
}
