// SPDX-License-Identifier: GPL-2.0-only
/*
 * ipmi_poke - somebody else writes to the registers of an interface that is in use.
 *
 *   ipmi_poke PORT KIND SECONDS [ORDER]
 *
 * KIND is what is written:
 *   abort, start, end, command   to a KCS interface's command register: that code, or any
 *   data                         any byte to its data register
 *   length                       to a BT interface: a message that is shorter than it can be
 *   none                         nothing: it is the BMC that does wrong
 *
 * ORDER is one that the scriptable BMC understands.
 *
 * Three threads ask for what never changes, each through an open file of its own. Each answer has
 * to be an error, or what it was before. Prints lines of NAME=value.
 *
 * One thing no driver can tell: a KCS interface that is disturbed after the host's look at the
 * status and before its next write takes that write for the question what was wrong, and ends the
 * response with its error code; and one whose last byte is acknowledged by somebody else is done.
 * These are counted as cut.
 */
#define _GNU_SOURCE
#include "ipmi_dev.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <unistd.h>

#define ASKERS		3
#define PORTS		3
/* Longer than any request may take. */
#define ANSWER_S	30.0
#define RECOVER_S	30.0
/* Between two writes: a second one during the same message, or no message ever, proves nothing. */
#define PAUSE_MIN_US	1000
#define PAUSE_US	20000

/* An order to the scriptable BMC */
#define BMC_ORDER_NETFN	0x3e
#define BMC_ORDER_CMD	0xc0

#define KCS_ABORT	0x60
#define KCS_START	0x61
#define KCS_END		0x62
#define KCS_READ	0x68
/* Error codes (IPMI 2.0, table 9-3) */
#define KCS_ABORTED	0x01
#define KCS_ILLEGAL	0x02
#define BT_CLEAR_WRITE	0x01
#define BT_H2B_ATN	0x04

static bool stop;
static unsigned int port, seed = 1;

/**
 * struct asker - one who asks
 * @netfn: what
 * @cmd: what
 * @first: the answer while nobody interfered
 * @good: answers that are the same
 * @cut: the beginning of it, or all, and then an error code of KCS; or all but the last byte
 * @failed: answers with an error
 * @wrong: any other
 * @lost: requests without an answer
 * @longest: for an answer, in seconds
 */
struct asker {
	unsigned char netfn, cmd;
	int fd;
	struct answer first;
	unsigned long good, cut, failed, wrong, lost;
	double longest;
};

/* device ID, watchdog, SDR repository: what every BMC has */
static struct asker askers[ASKERS] = {
	{ .netfn = NETFN_APP, .cmd = 0x01 },
	{ .netfn = NETFN_APP, .cmd = 0x25 },
	{ .netfn = NETFN_STORAGE, .cmd = 0x20 },
};

#define TOLD		3

/* The first few say how. */
static void wrong(struct asker *me, long id, const struct answer *a)
{
	unsigned int i;

	if (me->wrong++ >= TOLD)
		return;
	flockfile(stderr);
	fprintf(stderr, "ipmi_poke: msgid %ld, %02x/%02x: msgid %ld, %02x/%02x:", id, me->netfn,
		me->cmd, a->id, a->netfn, a->cmd);
	for (i = 0; i < a->len; i++)
		fprintf(stderr, " %02x", a->data[i]);
	fprintf(stderr, "\n");
	funlockfile(stderr);
}

static bool is_cut(const struct answer *a, const struct answer *first)
{
	unsigned int last = a->len - 1;

	if (a->len <= 1 || last > first->len || memcmp(a->data, first->data, last))
		return false;
	return a->data[last] == KCS_ABORTED || a->data[last] == KCS_ILLEGAL ||
		(a->len + 1 == first->len && a->data[last] == first->data[last]);
}

static void judge(struct asker *me, long id, const struct answer *a)
{
	if (a->id != id || a->netfn != (me->netfn | 1) || a->cmd != me->cmd)
		wrong(me, id, a);
	else if (a->data[0])
		me->failed++;
	else if (a->len == me->first.len && !memcmp(a->data, me->first.data, a->len))
		me->good++;
	else if (is_cut(a, &me->first))
		me->cut++;
	else
		wrong(me, id, a);
}

static void ask(struct asker *me, long id)
{
	double t = now_s();
	struct answer a;

	if (dev_send(me->fd, id, me->netfn, me->cmd, NULL, 0) ||
	    dev_wait(me->fd, &a, ANSWER_S)) {
		me->lost++;
		return;
	}
	t = now_s() - t;
	if (t > me->longest)
		me->longest = t;
	judge(me, id, &a);
	/* An interface that is down refuses at once. */
	if (a.data[0])
		usleep(PAUSE_US);
}

static void *asks(void *arg)
{
	struct asker *me = arg;
	long id = 0;

	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED))
		ask(me, ++id);
	return NULL;
}

static unsigned char any_byte(void)
{
	return (unsigned char)(rand_r(&seed) >> 8);
}

static bool poke(const char *kind)
{
	unsigned char data;

	if (!strcmp(kind, "abort")) {
		outb(KCS_ABORT, port + 1);
	} else if (!strcmp(kind, "start")) {
		outb(KCS_START, port + 1);
	} else if (!strcmp(kind, "end")) {
		outb(KCS_END, port + 1);
	} else if (!strcmp(kind, "command")) {
		outb(any_byte(), port + 1);
	} else if (!strcmp(kind, "data")) {
		/* By that one the host takes a byte; nobody could tell that it was not he. */
		do
			data = any_byte();
		while (data == KCS_READ);
		outb(data, port);
	} else if (!strcmp(kind, "length")) {
		outb(BT_CLEAR_WRITE, port);
		outb(1, port + 1);
		outb(0, port + 1);
		outb(BT_H2B_ATN, port);
	} else {
		return !strcmp(kind, "none");
	}
	return true;
}

static bool orders(const char *text)
{
	struct answer a;

	if (!dev_ask(askers[0].fd, BMC_ORDER_NETFN, BMC_ORDER_CMD, text,
		     (unsigned int)strlen(text), &a) && !a.data[0])
		return true;
	fprintf(stderr, "ipmi_poke: the BMC does not do %s\n", text);
	return false;
}

/* Until everybody has what he had at first; returns how long it took. */
static double recover(void)
{
	double t = now_s();
	unsigned long good;
	unsigned int i;

	for (i = 0; i < ASKERS && now_s() - t < RECOVER_S; ) {
		good = askers[i].good;
		ask(&askers[i], -1);
		if (askers[i].good > good)
			i++;
	}
	return now_s() - t;
}

static bool learn(void)
{
	unsigned int i;

	for (i = 0; i < ASKERS; i++) {
		struct asker *me = &askers[i];

		me->fd = dev_open();
		if (!dev_ask(me->fd, me->netfn, me->cmd, NULL, 0, &me->first) &&
		    !me->first.data[0])
			continue;
		fprintf(stderr, "ipmi_poke: no answer to %02x/%02x\n", me->netfn, me->cmd);
		return false;
	}
	return true;
}

/* Returns how many writes there were. */
static unsigned long disturb(const char *kind, double seconds)
{
	double until = now_s() + seconds;
	pthread_t thread[ASKERS];
	unsigned long pokes = 0;
	unsigned int i;

	for (i = 0; i < ASKERS; i++)
		if (pthread_create(&thread[i], NULL, asks, &askers[i]))
			return 0;
	while (now_s() < until) {
		usleep(PAUSE_MIN_US + (useconds_t)(rand_r(&seed) % PAUSE_US));
		if (!poke(kind))
			break;
		pokes++;
	}
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	for (i = 0; i < ASKERS; i++)
		pthread_join(thread[i], NULL);
	return pokes;
}

static void sum_up(struct asker *sum)
{
	unsigned int i;

	memset(sum, 0, sizeof(*sum));
	for (i = 0; i < ASKERS; i++) {
		sum->good += askers[i].good;
		sum->cut += askers[i].cut;
		sum->failed += askers[i].failed;
		sum->wrong += askers[i].wrong;
		sum->lost += askers[i].lost;
		if (askers[i].longest > sum->longest)
			sum->longest = askers[i].longest;
	}
}

int main(int argc, char **argv)
{
	struct asker sum;
	unsigned long pokes;
	double back;

	port = argc > 1 ? (unsigned int)strtoul(argv[1], NULL, 0) : 0;
	if (argc < 4 || argc > 5 || ioperm(port, PORTS, 1)) {
		fprintf(stderr, "usage: ipmi_poke PORT KIND SECONDS [ORDER]\n");
		return 2;
	}
	if (!learn() || (argc > 4 && !orders(argv[4])))
		return 1;
	pokes = disturb(argv[2], atof(argv[3]));
	back = recover();
	sum_up(&sum);
	printf("pokes=%lu good=%lu cut=%lu failed=%lu wrong=%lu lost=%lu", pokes, sum.good, sum.cut,
	       sum.failed, sum.wrong, sum.lost);
	printf(" longest=%.2f back=%.2f\n", sum.longest, back);
	return 0;
}
