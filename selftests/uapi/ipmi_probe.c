// SPDX-License-Identifier: GPL-2.0-only
/*
 * ipmi_probe - looks at the driver while something is wrong, for guest scripts.
 *
 *   ipmi_probe burst [COUNT]        send COUNT requests at once, say how each ended
 *   ipmi_probe leave [COUNT]        send COUNT requests and end without reading
 *   ipmi_probe recover SECONDS      ask until the BMC answers well
 *   ipmi_probe time COMMAND...      run a command, say how long it took
 *   ipmi_probe watch FILE [NAME]    until FILE is gone: who (but NAME) was in D state longest
 *   ipmi_probe uevents FILE         until FILE is gone: the driver's uevents
 *   ipmi_probe sysfs FILE           until FILE is gone: read the link's attributes
 *   ipmi_probe ask FILE             until FILE is gone: ask, one request at a time
 *   ipmi_probe busy                 until the link goes: always have 32 requests under way
 *   ipmi_probe serve FILE NETFN CMD until FILE is gone: answer that command from others
 *   ipmi_probe poke FILE OFF VALUE  write 32 bits to a register in FILE, a resource on PCI
 *
 * Each prints lines of NAME=value.
 */
#define _GNU_SOURCE
#include "ipmi_dev.h"
#include "probe.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Longer than the in-tree driver needs to give a request up. */
#define GIVE_UP_S	120.0
#define MAX_TASKS	4096
/* A look at all tasks counts for so long at most: what was after that nobody has seen. */
#define LOOK_S		0.1

static int burst(int count)
{
	unsigned int cc[256] = { 0 }, answered = 0, again = 0;
	double t0, t, first = -1, last = 0;
	int fd = dev_open(), sent = 0, i;
	unsigned char seen[100] = { 0 };
	struct answer a;
	long rc = 0;

	t0 = now_s();
	while (sent < count) {
		rc = dev_send(fd, sent, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0);
		if (rc)
			break;
		sent++;
	}
	while ((int)answered < sent && !dev_wait(fd, &a, GIVE_UP_S)) {
		t = now_s() - t0;
		if (first < 0)
			first = t;
		last = t;
		if (a.id < 0 || a.id >= sent || seen[a.id]++)
			again++;
		cc[a.data[0]]++;
		answered++;
	}
	printf("sent=%d refused=%ld answered=%u doubled=%u first=%.3f last=%.3f spread=%.3f",
	       sent, -rc, answered, again, first, last, last - first);
	printf(" good=%u codes=", cc[0]);
	for (i = 0; i < 256; i++)
		if (cc[i])
			printf("%02X*%u,", i, cc[i]);
	printf("\n");
	return 0;
}

static int leave(int count)
{
	int fd = dev_open();

	while (count-- > 0)
		if (dev_send(fd, count, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0))
			return 1;
	return 0;
}

static int recover(double limit_s)
{
	double t0 = now_s();
	struct answer a;
	int fd = dev_open();
	long rc;

	do {
		rc = dev_send(fd, 1, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0);
		if (!rc)
			rc = dev_wait(fd, &a, GIVE_UP_S);
		if (!rc && !a.data[0]) {
			printf("recovered=1 secs=%.3f\n", now_s() - t0);
			return 0;
		}
		usleep(20000);
	} while (now_s() - t0 < limit_s);
	printf("recovered=0 secs=%.3f\n", now_s() - t0);
	return 1;
}

static int time_of(char **argv)
{
	double t0 = now_s();
	int st = 0;
	pid_t pid = fork();

	if (!pid) {
		execvp(argv[0], argv);
		_exit(127);
	}
	waitpid(pid, &st, 0);
	printf("status=%d secs=%.3f\n", WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st),
	       now_s() - t0);
	return 0;
}

/* One task that is in D state now, and was at all looks for so long. */
struct d_task {
	int tid;
	bool now;
	double secs;
	char name[32];
};

static struct d_task d_tasks[MAX_TASKS];
static double d_longest;
static const char *d_except;
static char d_name[32];

static void d_seen(int tid, const char *name, double step)
{
	struct d_task *d, *place = NULL;

	if (d_except && !strcmp(name, d_except))
		return;

	for (d = d_tasks; d < d_tasks + MAX_TASKS; d++) {
		if (d->tid == tid) {
			place = d;
			break;
		}
		if (!d->tid && !place)
			place = d;
	}
	if (!place)
		return;
	if (place->tid == tid) {
		place->secs += step;
	} else {
		place->tid = tid;
		place->secs = 0;
		snprintf(place->name, sizeof(place->name), "%s", name);
	}
	place->now = true;
	if (place->secs > d_longest) {
		d_longest = place->secs;
		memcpy(d_name, place->name, sizeof(d_name));
	}
}

static void d_scan(const char *dir_path, bool threads, double step)
{
	char path[300], stat[512], *open, *close;
	DIR *dir = opendir(dir_path);
	struct dirent *e;
	FILE *f;
	size_t n;

	while (dir && (e = readdir(dir))) {
		if (!isdigit((unsigned char)e->d_name[0]))
			continue;
		if (!threads) {
			snprintf(path, sizeof(path), "/proc/%s/task", e->d_name);
			d_scan(path, true, step);
			continue;
		}
		snprintf(path, sizeof(path), "%s/%s/stat", dir_path, e->d_name);
		f = fopen(path, "r");
		if (!f)
			continue;
		n = fread(stat, 1, sizeof(stat) - 1, f);
		fclose(f);
		stat[n] = 0;
		open = strchr(stat, '(');
		close = strrchr(stat, ')');
		if (!open || !close || close[1] != ' ' || close[2] != 'D')
			continue;
		*close = 0;
		d_seen(atoi(e->d_name), open + 1, step);
	}
	if (dir)
		closedir(dir);
}

static int watch(const char *file, const char *except)
{
	double last = now_s(), t, step;
	struct d_task *d;
	bool more;

	d_except = except;
	do {
		more = !access(file, F_OK);
		t = now_s();
		step = t - last < LOOK_S ? t - last : LOOK_S;
		last = t;
		for (d = d_tasks; d < d_tasks + MAX_TASKS; d++)
			d->now = false;
		d_scan("/proc", false, step);
		for (d = d_tasks; d < d_tasks + MAX_TASKS; d++)
			if (!d->now)
				d->tid = 0;
		usleep(20000);
	} while (more);
	printf("longest_d=%.2f who=%s\n", d_longest, d_longest > 0 ? d_name : "-");
	return 0;
}

/* One message: "change@/devices/..." and then KEY=value strings, each ended by a NUL. */
static void print_uevent(const char *buf, ssize_t len)
{
	const char *p, *health = "-";

	for (p = buf + strlen(buf) + 1; p < buf + len; p += strlen(p) + 1)
		if (!strncmp(p, "BMCLINK_HEALTH=", 15))
			health = p + 15;
	if (!strstr(buf, "/bmclink/") && !strstr(buf, "/ipmi"))
		return;
	printf("action=%.*s health=%s path=%s\n", (int)strcspn(buf, "@"), buf, health,
	       strchr(buf, '@') ? strchr(buf, '@') + 1 : "-");
	fflush(stdout);
}

static int uevents(const char *file)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char buf[8192];
	ssize_t n;

	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr))) {
		perror("netlink");
		return 1;
	}
	printf("listening=1\n");
	fflush(stdout);
	do {
		if (poll(&p, 1, 50) <= 0)
			continue;
		n = recv(fd, buf, sizeof(buf) - 1, 0);
		if (n <= 0)
			continue;
		buf[n] = 0;
		print_uevent(buf, n);
	} while (!access(file, F_OK));
	return 0;
}

#define POKE_ROOM	4096

static int poke(const char *file, unsigned long offset, unsigned long value)
{
	int fd = open(file, O_RDWR | O_CLOEXEC);
	volatile uint32_t *regs;

	if (fd < 0) {
		perror(file);
		return 1;
	}
	regs = mmap(NULL, POKE_ROOM, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (regs == MAP_FAILED || offset >= POKE_ROOM) {
		perror(file);
		return 1;
	}
	regs[offset / sizeof(*regs)] = value;
	return 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	const char *arg = argc > 2 ? argv[2] : NULL;

	if (!strcmp(what, "burst"))
		return burst(arg ? atoi(arg) : 100);
	if (!strcmp(what, "leave"))
		return leave(arg ? atoi(arg) : 10);
	if (!strcmp(what, "recover") && arg)
		return recover(atof(arg));
	if (!strcmp(what, "time") && arg)
		return time_of(argv + 2);
	if (!strcmp(what, "watch") && arg)
		return watch(arg, argc > 3 ? argv[3] : NULL);
	if (!strcmp(what, "uevents") && arg)
		return uevents(arg);
	if (!strcmp(what, "sysfs") && arg)
		return probe_sysfs(arg);
	if (!strcmp(what, "ask") && arg)
		return probe_ask(arg);
	if (!strcmp(what, "busy"))
		return probe_busy();
	if (!strcmp(what, "serve") && argc == 5)
		return probe_serve(arg, (unsigned char)strtoul(argv[3], NULL, 0),
				   (unsigned char)strtoul(argv[4], NULL, 0));
	if (!strcmp(what, "poke") && argc == 5)
		return poke(arg, strtoul(argv[3], NULL, 0), strtoul(argv[4], NULL, 0));
	fprintf(stderr,
		"usage: ipmi_probe burst|leave [COUNT] | recover SECONDS | time COMMAND... |\n"
		"       watch FILE [NAME] | uevents FILE | sysfs FILE | ask FILE |\n"
		"       busy | serve FILE NETFN CMD | poke FILE OFFSET VALUE\n");
	return 2;
}
