// SPDX-License-Identifier: GPL-2.0-only
/* Loops of ipmi_probe that go on while the BMC comes and goes. */
#define _GNU_SOURCE
#include "ipmi_dev.h"
#include "probe.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define CLASS_DIR	"/sys/class/bmclink/ipmi0"
/* Longer than any request may take. */
#define ASK_LIMIT_S	20.0

static long sleeps_so_far(void)
{
	struct rusage use;

	getrusage(RUSAGE_THREAD, &use);
	return use.ru_nvcsw;
}

/**
 * struct reading - what has come of the reads of a program
 * @reads: how many
 * @slept: in which it went to sleep: readers share the locks of sysfs
 * @longest: in seconds
 */
struct reading {
	unsigned long reads, slept;
	double longest;
};

static void read_attr(const char *name, struct reading *r)
{
	long before = sleeps_so_far();
	double t0 = now_s(), t;
	char path[PATH_MAX], buf[4096];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", CLASS_DIR, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		/* Some have no data before the BMC has answered. */
		if (read(fd, buf, sizeof(buf)) < 0 && errno != ENODATA)
			perror(path);
		close(fd);
	}
	t = now_s() - t0;
	if (t > r->longest)
		r->longest = t;
	r->reads++;
	r->slept += sleeps_so_far() != before;
}

int probe_sysfs(const char *file)
{
	struct reading r = { 0 };
	struct dirent *e;
	DIR *dir;

	while (!access(file, F_OK)) {
		dir = opendir(CLASS_DIR);
		while (dir && (e = readdir(dir))) {
			if (e->d_type != DT_REG || !strcmp(e->d_name, "uevent"))
				continue;
			read_attr(e->d_name, &r);
		}
		if (dir)
			closedir(dir);
		usleep(50000);
	}
	printf("reads=%lu slept=%lu longest=%.4f\n", r.reads, r.slept, r.longest);
	return 0;
}

int probe_ask(const char *file)
{
	unsigned long asked = 0, good = 0, failed = 0, wrong = 0, lost = 0;
	double longest = 0, t0, t;
	int fd = dev_open();
	struct answer a;
	long rc;

	while (!access(file, F_OK)) {
		t0 = now_s();
		rc = dev_send(fd, asked, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0);
		if (!rc)
			rc = dev_wait(fd, &a, ASK_LIMIT_S);
		t = now_s() - t0;
		if (t > longest)
			longest = t;
		if (rc)
			lost++;
		else if (a.id != (long)asked || a.cmd != CMD_GET_DEVICE_ID)
			wrong++;
		else if (a.data[0])
			failed++;
		else
			good++;
		asked++;
		if (rc || a.data[0])
			usleep(20000);
	}
	/* Nothing comes that nobody asked for. */
	if (!dev_recv(fd, &a))
		wrong++;
	close(fd);
	printf("asked=%lu good=%lu failed=%lu wrong=%lu lost=%lu longest=%.2f\n", asked, good,
	       failed, wrong, lost, longest);
	return 0;
}
