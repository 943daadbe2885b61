// SPDX-License-Identifier: GPL-2.0-only
/*
 * ipmi_flood - many who ask or read at once, while something is wrong with the BMC.
 *
 *   ipmi_flood ask THREADS PERIOD_MS SECONDS [deaf]
 *       each thread asks for the device ID each PERIOD_MS; with "deaf" one more file gets
 *       events and never reads them
 *   ipmi_flood read READERS SECONDS FILE...
 *       each reader reads the files in turn, all the time
 *
 * Each prints one line of NAME=value.
 */
#define _GNU_SOURCE
#include "ipmi_dev.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define THREADS_MAX	64
#define FILES_MAX	16
/* A sysfs file is read in less, whatever the BMC does. */
#define READ_LIMIT_S	0.005

static double until;
static unsigned int period_ms;
static char **files;
static int nr_files;

/**
 * struct part - what one thread has seen
 * @done: answers, or reads
 * @wrong: those with an error
 * @worst: longest, in seconds
 * @long_reads: reads that took longer than READ_LIMIT_S
 * @waited: and in which the reader gave up the CPU by itself
 */
struct part {
	unsigned long done, wrong, long_reads, waited;
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

static long switches(void)
{
	struct rusage u;

	getrusage(RUSAGE_THREAD, &u);
	return u.ru_nvcsw;
}

/*
 * The files are opened once: opening takes locks of sysfs that readers share, reading takes
 * none but the driver's.
 */
static void *reads(void *arg)
{
	struct part *p = arg;
	int fd[FILES_MAX], i;
	char text[4096];
	double t;
	long n;

	for (i = 0; i < nr_files; i++)
		fd[i] = open(files[i], O_RDONLY);
	for (i = 0; now_s() < until; i = (i + 1) % nr_files) {
		n = switches();
		t = now_s();
		if (pread(fd[i], text, sizeof(text), 0) < 1)
			p->wrong++;
		if (now_s() - t > READ_LIMIT_S) {
			p->long_reads++;
			p->waited += switches() > n;
		}
		took(p, t);
	}
	for (i = 0; i < nr_files; i++)
		close(fd[i]);
	return NULL;
}

int main(int argc, char **argv)
{
	bool read_files = argc >= 5 && argc <= 4 + FILES_MAX && !strcmp(argv[1], "read");
	bool ask = argc >= 5 && !strcmp(argv[1], "ask");
	struct part part[THREADS_MAX] = { 0 }, sum = { 0 };
	pthread_t thread[THREADS_MAX];
	int n = argc > 2 ? atoi(argv[2]) : 0, i, on = 1, deaf;
	double seconds;

	if ((!ask && !read_files) || n < 1 || n > THREADS_MAX) {
		fprintf(stderr, "usage: ipmi_flood ask THREADS PERIOD_MS SECONDS [deaf]\n"
			"       ipmi_flood read READERS SECONDS FILE...\n");
		return 2;
	}
	seconds = atof(argv[ask ? 4 : 3]);
	period_ms = ask ? (unsigned int)atoi(argv[3]) : 0;
	files = argv + 4;
	nr_files = argc - 4;
	deaf = ask && argc > 5 ? dev_open() : -1;
	if (deaf >= 0)
		xioctl(deaf, IPMICTL_SET_GETS_EVENTS_CMD, &on);
	until = now_s() + seconds;
	for (i = 0; i < n; i++)
		if (pthread_create(&thread[i], NULL, ask ? asks : reads, &part[i]))
			return 1;
	for (i = 0; i < n; i++) {
		pthread_join(thread[i], NULL);
		sum.done += part[i].done;
		sum.wrong += part[i].wrong;
		sum.long_reads += part[i].long_reads;
		sum.waited += part[i].waited;
		if (part[i].worst > sum.worst)
			sum.worst = part[i].worst;
	}
	printf("done=%lu wrong=%lu worst=%.3f rate=%.1f long=%lu waited=%lu\n", sum.done, sum.wrong,
	       sum.worst, (double)sum.done / seconds, sum.long_reads, sum.waited);
	return 0;
}
