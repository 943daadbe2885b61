// SPDX-License-Identifier: GPL-2.0-only
/*
 * ipmi_storm - many programs at once on one link: no answer lost, crossed or doubled.
 *
 *   ipmi_storm [-t SECONDS] [-p PROCESSES] [-n THREADS]
 *
 * Half of the processes share one open file between their threads, the others open one for
 * each. Each request has a msgid of its own and a known answer. One more process never reads,
 * and two more open, fork, dup and close at random.
 */
#define _GNU_SOURCE
#include "storm.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

#define MAX_THREADS	8
#define QUOTA		100
/* Answers a BMC in a debug kernel's emulated machine needs for all that can be queued at once. */
#define DRAIN_S		60.0
#define MIN_DISTINCT	24

static struct storm *storm;
static unsigned int seconds = 60, processes = 8, threads = 3;

/* One open file and the threads that ask through it. */
struct client {
	int fd;
	unsigned int index, senders, running;
	struct tally *tally;
	pthread_mutex_t lock;
	pthread_cond_t answered;
	struct slot {
		bool busy;
		long id;
		double since;
		struct question q;
	} slot[MAX_THREADS];
};

struct sender {
	struct client *c;
	unsigned int slot;
};

static bool stopped(void)
{
	return __atomic_load_n(&storm->stop, __ATOMIC_RELAXED);
}

/* All 64 bits are used, and no two requests of the storm have the same. */
static long make_id(unsigned int client, unsigned int slot, unsigned long n)
{
	unsigned long long id = ((unsigned long long)client << 56) |
				((unsigned long long)slot << 48) | n;

	return (long)(id * 0x9e3779b97f4a7c15ULL);
}

static void take_answer(struct client *c, const struct answer *a)
{
	double late;
	unsigned int i;

	pthread_mutex_lock(&c->lock);
	for (i = 0; i < c->senders; i++) {
		struct slot *s = &c->slot[i];

		if (!s->busy || s->id != a->id)
			continue;
		storm_check(&s->q, a, c->tally);
		late = now_s() - s->since;
		if (late > c->tally->worst_s)
			c->tally->worst_s = late;
		s->busy = false;
		pthread_cond_broadcast(&c->answered);
		break;
	}
	if (i == c->senders)
		tally_wrong(c->tally, "an answer to no open request: msgid 0x%lx, %02x/%02x",
			    a->id, a->netfn, a->cmd);
	pthread_mutex_unlock(&c->lock);
}

static void *receiver(void *arg)
{
	struct client *c = arg;
	struct answer a;
	bool more = true;
	long rc;

	while (more) {
		rc = dev_wait(c->fd, &a, 0.2);
		if (!rc)
			take_answer(c, &a);
		else if (rc != -ETIMEDOUT)
			tally_wrong(c->tally, "receive: %s", strerror(-rc));
		pthread_mutex_lock(&c->lock);
		more = c->running > 0;
		pthread_mutex_unlock(&c->lock);
	}
	return NULL;
}

static void *sender(void *arg)
{
	struct sender *me = arg;
	struct client *c = me->c;
	struct slot *s = &c->slot[me->slot];
	unsigned int seed = c->index * 64 + me->slot;
	struct timespec until;
	unsigned long n = 0;
	long rc;

	while (!stopped()) {
		pthread_mutex_lock(&c->lock);
		storm_pick(storm, &seed, &s->q);
		s->id = make_id(c->index, me->slot, ++n);
		s->since = now_s();
		s->busy = true;
		pthread_mutex_unlock(&c->lock);
		rc = dev_send(c->fd, s->id, s->q.netfn, s->q.cmd, s->q.data, s->q.len);
		pthread_mutex_lock(&c->lock);
		if (rc) {
			tally_wrong(c->tally, "send: %s", strerror(-rc));
			s->busy = false;
		}
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += DRAIN_S;
		while (s->busy)
			if (pthread_cond_timedwait(&c->answered, &c->lock, &until))
				break;
		if (s->busy)
			tally_wrong(c->tally, "%02x/%02x never answered", s->q.netfn, s->q.cmd);
		rc = s->busy || rc;
		s->busy = false;
		pthread_mutex_unlock(&c->lock);
		if (rc)
			break;
	}
	pthread_mutex_lock(&c->lock);
	c->running--;
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

/* After the last answer nothing more may come: the next thing read is the marker's answer. */
static void expect_no_more(struct client *c)
{
	struct answer a;

	if (dev_send(c->fd, 0, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0) ||
	    dev_wait(c->fd, &a, DRAIN_S))
		tally_wrong(c->tally, "the link is gone after the storm");
	else if (a.id)
		tally_wrong(c->tally, "a doubled answer: msgid 0x%lx", a.id);
	else if (dev_recv(c->fd, &a) != -EAGAIN)
		tally_wrong(c->tally, "an answer after the last: msgid 0x%lx", a.id);
}

static void run_clients(unsigned int first, unsigned int count, unsigned int senders)
{
	pthread_t send[MAX_CLIENTS * MAX_THREADS], recv[2 * MAX_CLIENTS];
	static struct sender arg[MAX_CLIENTS * MAX_THREADS];
	static struct client all[MAX_CLIENTS];
	unsigned int i, k, ns = 0, nr = 0;

	for (i = 0; i < count; i++) {
		struct client *c = &all[i];

		c->fd = dev_open();
		c->index = first + i;
		c->senders = senders;
		c->running = senders;
		c->tally = &storm->client[c->index];
		pthread_mutex_init(&c->lock, NULL);
		pthread_cond_init(&c->answered, NULL);
		/* threads that share a file also compete for its answers */
		for (k = 0; k < (senders > 1 ? 2 : 1); k++)
			pthread_create(&recv[nr++], NULL, receiver, c);
		for (k = 0; k < senders; k++) {
			arg[ns] = (struct sender){ c, k };
			pthread_create(&send[ns], NULL, sender, &arg[ns]);
			ns++;
		}
	}
	while (ns)
		pthread_join(send[--ns], NULL);
	while (nr)
		pthread_join(recv[--nr], NULL);
	for (i = 0; i < count; i++) {
		expect_no_more(&all[i]);
		close(all[i].fd);
	}
}

/* Sends and does not read: its own EBUSY after its quota, for as long as it likes. */
static void run_deaf(void)
{
	struct tally *t = &storm->deaf;
	struct answer a;
	int fd = dev_open();
	unsigned int i;
	long rc;

	while (!dev_send(fd, storm->deaf_accepted, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0))
		if (++storm->deaf_accepted > QUOTA)
			break;
	while (!stopped()) {
		rc = dev_send(fd, -1, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0);
		if (rc != -EBUSY)
			tally_wrong(t, "a send beyond the quota: %s", strerror(-rc));
		usleep(20000);
	}
	for (i = 0; i < storm->deaf_accepted; i++) {
		rc = dev_wait(fd, &a, DRAIN_S);
		if (rc)
			tally_wrong(t, "answer %u: %s", i, strerror(-rc));
		else if ((a.id != i && dev_keeps_order()) || a.cmd != CMD_GET_DEVICE_ID)
			tally_wrong(t, "answer %u has msgid %ld", i, a.id);
		else
			t->answers++;
	}
	if (dev_recv(fd, &a) != -EAGAIN)
		tally_wrong(t, "more answers than requests");
	close(fd);
}

static void read_all(int fd, const struct question *q, unsigned int n, struct tally *t)
{
	struct answer a;
	unsigned int i;
	long rc;

	for (i = 0; i < n; i++) {
		rc = dev_wait(fd, &a, DRAIN_S);
		if (rc)
			tally_wrong(t, "answer %u of %u: %s", i, n, strerror(-rc));
		else if (a.id < 0 || a.id >= n || (a.id != i && dev_keeps_order()))
			tally_wrong(t, "answer %u of %u has msgid %ld", i, n, a.id);
		else
			storm_check(&q[a.id], &a, t);
	}
}

static void run_opener(unsigned int which)
{
	struct tally *t = &storm->opener[which];
	unsigned int seed = 1000 + which, i, n;
	struct question q[6];
	int fd, copy;
	pid_t pid;

	while (!stopped()) {
		fd = dev_open();
		n = rand_r(&seed) % 6;
		for (i = 0; i < n; i++) {
			storm_pick(storm, &seed, &q[i]);
			if (dev_send(fd, i, q[i].netfn, q[i].cmd, q[i].data, q[i].len))
				tally_wrong(t, "send failed");
		}
		switch (rand_r(&seed) % 4) {
		case 0:
			break;
		case 1:
			read_all(fd, q, n, t);
			break;
		case 2:
			copy = dup(fd);
			close(fd);
			fd = copy;
			read_all(fd, q, n, t);
			break;
		case 3:
			/* the answers of the parent's requests are the child's to read */
			pid = fork();
			if (!pid) {
				read_all(fd, q, n, t);
				_exit(0);
			}
			close(fd);
			fd = -1;
			waitpid(pid, NULL, 0);
			break;
		}
		if (fd >= 0)
			close(fd);
	}
}

static pid_t start(void)
{
	pid_t pid = fork();

	if (!pid) {
		alarm(0);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	}
	return pid;
}

static void learn(void)
{
	int fd = dev_open();

	storm_learn(storm, fd);
	close(fd);
	ktap_note("%u questions, %u with an answer of their own, %s echo", storm->questions,
		  storm->distinct, storm->echo ? "with" : "no");
	EXPECT_MSG(storm->echo || storm->distinct >= MIN_DISTINCT,
		   "only %u answers can be told apart", storm->distinct);
}

static void rage(void)
{
	unsigned int i, per, first, left = 0;
	int st;

	if (!storm->questions) {
		EXPECT_MSG(0, "nothing to ask");
		return;
	}
	for (i = 0; i < processes; i++) {
		per = i % 2 ? threads : 1;
		first = storm->clients;
		storm->clients += per;
		if (!start()) {
			run_clients(first, per, i % 2 ? 1 : threads);
			_exit(0);
		}
	}
	if (!start()) {
		run_deaf();
		_exit(0);
	}
	for (i = 0; i < 2; i++) {
		if (!start()) {
			run_opener(i);
			_exit(0);
		}
	}
	sleep(seconds);
	__atomic_store_n(&storm->stop, 1, __ATOMIC_RELAXED);
	while (wait(&st) > 0)
		left += !WIFEXITED(st) || WEXITSTATUS(st);
	EXPECT_MSG(!left, "%u processes ended badly", left);
	for (i = 0; i < storm->clients; i++)
		EXPECT_MSG(!storm->client[i].wrong, "client %u: %lu wrong, first: %s", i,
			   storm->client[i].wrong, storm->client[i].first);
}

static void everybody_served(void)
{
	unsigned long sum = 0, least = -1UL, most = 0;
	double worst = 0;
	unsigned int i;

	for (i = 0; i < storm->clients; i++) {
		const struct tally *t = &storm->client[i];

		sum += t->answers;
		least = t->answers < least ? t->answers : least;
		most = t->answers > most ? t->answers : most;
		worst = t->worst_s > worst ? t->worst_s : worst;
	}
	ktap_note("%lu answers, %.1f per second, per file %lu to %lu, longest wait %.2f s", sum,
		  (double)sum / seconds, least, most, worst);
	EXPECT(storm->clients > 0 && sum > 0);
	/* in turn of request one file of several threads gets as many times one of a single */
	EXPECT_MSG(least * storm->clients * 5 >= sum, "one file got %lu of %lu answers", least,
		   sum);
}

static void deaf_gets_ebusy(void)
{
	EXPECT_EQ(storm->deaf_accepted, QUOTA);
	EXPECT_EQ(storm->deaf.answers, QUOTA);
	EXPECT_MSG(!storm->deaf.wrong, "%lu wrong, first: %s", storm->deaf.wrong,
		   storm->deaf.first);
}

static void openers_get_theirs(void)
{
	unsigned int i;

	for (i = 0; i < 2; i++) {
		EXPECT_MSG(!storm->opener[i].wrong, "%lu wrong, first: %s",
			   storm->opener[i].wrong, storm->opener[i].first);
		EXPECT(storm->opener[i].answers > 0);
	}
	ktap_note("%lu answers to files opened, forked, duplicated and closed at random",
		  storm->opener[0].answers + storm->opener[1].answers);
}

static const struct ktap_case cases[] = {
	{ "the BMC's answers can be told apart", learn },
	{ "no answer is lost, crossed or doubled", rage },
	{ "every open file is served", everybody_served },
	{ "who never reads gets EBUSY at its own quota, and all answers at the end",
	  deaf_gets_ebusy },
	{ "open, fork, dup and close at random", openers_get_theirs },
};

int main(int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "t:p:n:")) > 0) {
		switch (c) {
		case 't':
			seconds = atoi(optarg);
			break;
		case 'p':
			processes = atoi(optarg);
			break;
		case 'n':
			threads = atoi(optarg);
			break;
		default:
			return 2;
		}
	}
	if (!seconds || !threads || threads > MAX_THREADS || !processes ||
	    processes * threads > MAX_CLIENTS) {
		fprintf(stderr, "usage: ipmi_storm [-t SECONDS] [-p PROCESSES] [-n THREADS]\n");
		return 2;
	}
	storm = mmap(NULL, sizeof(*storm), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		     -1, 0);
	if (storm == MAP_FAILED)
		return 2;
	return ktap_run(cases, ARRAY_SIZE(cases), seconds + 180);
}
