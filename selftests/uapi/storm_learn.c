// SPDX-License-Identifier: GPL-2.0-only
/* ipmi_storm: questions that can be told apart by their answers, on any BMC. */
#include "storm.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CMD_READ_FRU		0x11
#define CMD_RESERVE_SDR		0x22
#define CMD_GET_SDR		0x23
#define CMD_ECHO		0x01

void tally_wrong(struct tally *t, const char *fmt, ...)
{
	va_list ap;

	if (__atomic_fetch_add(&t->wrong, 1, __ATOMIC_RELAXED))
		return;
	va_start(ap, fmt);
	vsnprintf(t->first, sizeof(t->first), fmt, ap);
	va_end(ap);
}

/* Take a question when the BMC gives the same answer twice. */
static void try_question(struct storm *s, int fd, unsigned char netfn, unsigned char cmd,
			 const unsigned char *data, unsigned char len)
{
	struct question *q = &s->question[s->questions];
	struct answer one, two;

	if (s->questions == MAX_QUESTIONS)
		return;
	if (dev_ask(fd, netfn, cmd, data, len, &one) || dev_ask(fd, netfn, cmd, data, len, &two))
		return;
	if (one.len != two.len || memcmp(one.data, two.data, one.len))
		return;
	q->netfn = netfn;
	q->cmd = cmd;
	q->len = len;
	if (len)
		memcpy(q->data, data, len);
	q->answer_len = one.len;
	memcpy(q->answer, one.data, one.len);
	s->questions++;
}

static void try_sdrs(struct storm *s, int fd)
{
	unsigned char d[6] = { 0 };
	unsigned int rec, off;
	struct answer a;

	if (dev_ask(fd, NETFN_STORAGE, CMD_RESERVE_SDR, NULL, 0, &a) || a.len < 3 || a.data[0])
		return;
	d[0] = a.data[1];
	d[1] = a.data[2];
	for (rec = 0; rec < 4; rec++) {
		d[2] = rec;
		for (off = 0; off < 24; off++) {
			d[4] = off;
			d[5] = 1 + off % 7;
			try_question(s, fd, NETFN_STORAGE, CMD_GET_SDR, d, sizeof(d));
		}
	}
}

static void count_distinct(struct storm *s)
{
	unsigned int i, k;

	s->distinct = 0;
	for (i = 0; i < s->questions; i++) {
		const struct question *p = &s->question[i];

		for (k = 0; k < s->questions; k++) {
			const struct question *q = &s->question[k];

			if (k != i && p->netfn == q->netfn && p->cmd == q->cmd &&
			    p->answer_len == q->answer_len &&
			    !memcmp(p->answer, q->answer, p->answer_len))
				break;
		}
		s->distinct += k == s->questions;
	}
}

void storm_learn(struct storm *s, int fd)
{
	unsigned char d[QUESTION_DATA] = { 0 };
	struct answer a;
	unsigned int i;

	try_question(s, fd, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0);
	try_question(s, fd, NETFN_APP, CMD_GET_SELF_TEST, NULL, 0);
	try_question(s, fd, NETFN_APP, CMD_GET_SYSTEM_GUID, NULL, 0);
	for (i = 0; i < 16; i++) {
		d[0] = i;
		try_question(s, fd, NETFN_APP, CMD_GET_CHANNEL_INFO, d, 1);
		try_question(s, fd, NETFN_OEM, 0xe0 + i, d, 1);
	}
	for (i = 0; i < 24; i++) {
		d[0] = 0;
		d[1] = i;
		d[2] = 0;
		d[3] = 1 + i % 5;
		try_question(s, fd, NETFN_STORAGE, CMD_READ_FRU, d, 4);
	}
	try_sdrs(s, fd);
	count_distinct(s);
	memcpy(d, (unsigned char[]){ 4, 0, 0xde, 0xad, 0xbe, 0xef }, 6);
	s->echo = !dev_ask(fd, NETFN_OEM, CMD_ECHO, d, 6, &a) && a.len == 5 && !a.data[0] &&
		  !memcmp(a.data + 1, d + 2, 4);
}

void storm_pick(const struct storm *s, unsigned int *seed, struct question *q)
{
	unsigned int i, n;

	if (!s->echo || rand_r(seed) % 2) {
		*q = s->question[rand_r(seed) % s->questions];
		return;
	}
	memset(q, 0, sizeof(*q));
	n = 1 + rand_r(seed) % (QUESTION_DATA - 2);
	q->netfn = NETFN_OEM;
	q->cmd = CMD_ECHO;
	q->len = n + 2;
	q->data[0] = n;
	for (i = 0; i < n; i++)
		q->data[2 + i] = rand_r(seed);
	q->answer_len = n + 1;
	memcpy(q->answer + 1, q->data + 2, n);
}

void storm_check(const struct question *q, const struct answer *a, struct tally *t)
{
	if (a->type != IPMI_RESPONSE_RECV_TYPE)
		tally_wrong(t, "message of type %d", a->type);
	else if (a->netfn != (q->netfn | 1) || a->cmd != q->cmd)
		tally_wrong(t, "asked %02x/%02x, answered %02x/%02x", q->netfn, q->cmd, a->netfn,
			    a->cmd);
	else if (a->len != q->answer_len || memcmp(a->data, q->answer, a->len))
		tally_wrong(t, "%02x/%02x: %u bytes, completion code %02x, expected %u bytes",
			    q->netfn, q->cmd, a->len, a->len ? a->data[0] : 0, q->answer_len);
	else
		__atomic_fetch_add(&t->answers, 1, __ATOMIC_RELAXED);
}
