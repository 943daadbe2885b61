// SPDX-License-Identifier: GPL-2.0-only
/*
 * ipmi_flood - many who ask at once, while something is wrong with the BMC.
 *
 *   ipmi_flood ask THREADS PERIOD_MS SECONDS [deaf]
 *
 * Each thread asks for the device ID each PERIOD_MS; with "deaf" one more file gets events and
 * never reads them. Prints one line of NAME=value.
 */
#define _GNU_SOURCE
#include "ipmi_dev.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define THREADS_MAX	64

static double until;
static unsigned int period_ms;

/**
 * struct part - what one thread has seen
 * @done: answers
 * @wrong: those with an error
 * @worst: longest wait for one, in seconds
 */
struct part {
	unsigned long done, wrong;
	double worst;
};

static void took(struct part *p, double from)
{
	double t = now_s() - from;

	p->done++;
	if (t > p->worst)
		p->worst = t;
}

static void *asks(void *arg)
{
	struct part *p = arg;
	struct answer a;
	int fd = dev_open();
	double t;

	while (now_s() < until) {
		t = now_s();
		if (dev_ask(fd, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a) || a.data[0])
			p->wrong++;
		took(p, t);
		t += period_ms / 1000.0 - now_s();
		if (t > 0)
			usleep((useconds_t)(t * 1e6));
	}
	close(fd);
	return NULL;
}

int main(int argc, char **argv)
{
	bool ask = argc >= 5 && !strcmp(argv[1], "ask");
	struct part part[THREADS_MAX] = { 0 }, sum = { 0 };
	pthread_t thread[THREADS_MAX];
	int n = argc > 2 ? atoi(argv[2]) : 0, i, on = 1, deaf;
	double seconds;

	if (!ask || n < 1 || n > THREADS_MAX) {
		fprintf(stderr, "usage: ipmi_flood ask THREADS PERIOD_MS SECONDS [deaf]\n");
		return 2;
	}
	seconds = atof(argv[4]);
	period_ms = (unsigned int)atoi(argv[3]);
	deaf = argc > 5 ? dev_open() : -1;
	if (deaf >= 0)
		xioctl(deaf, IPMICTL_SET_GETS_EVENTS_CMD, &on);
	until = now_s() + seconds;
	for (i = 0; i < n; i++)
		if (pthread_create(&thread[i], NULL, asks, &part[i]))
			return 1;
	for (i = 0; i < n; i++) {
		pthread_join(thread[i], NULL);
		sum.done += part[i].done;
		sum.wrong += part[i].wrong;
		if (part[i].worst > sum.worst)
			sum.worst = part[i].worst;
	}
	printf("done=%lu wrong=%lu worst=%.3f rate=%.1f\n", sum.done, sum.wrong, sum.worst,
	       (double)sum.done / seconds);
	return 0;
}
