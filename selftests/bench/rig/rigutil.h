/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared by the guest programs of the rig. */
#ifndef RIGUTIL_H
#define RIGUTIL_H
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>
#include <linux/ipmi.h>

static inline double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* Seconds the (only) CPU was idle since boot. */
static inline double cpu_idle(void)
{
	unsigned long long u, n, s, i, w;
	FILE *f = fopen("/proc/stat", "r");

	if (!f || fscanf(f, "cpu %llu %llu %llu %llu %llu", &u, &n, &s, &i, &w) != 5)
		exit(3);
	fclose(f);
	return (i + w) / 100.0;
}

/* CPU seconds used by kernel threads whose name starts with prefix. */
static inline double thread_cpu(const char *prefix)
{
	DIR *d = opendir("/proc");
	struct dirent *e;
	char p[300], name[64];
	double sum = 0;
	unsigned long long ns;
	FILE *f;

	while (d && (e = readdir(d))) {
		if (e->d_name[0] < '0' || e->d_name[0] > '9')
			continue;
		snprintf(p, sizeof(p), "/proc/%s/comm", e->d_name);
		f = fopen(p, "r");
		if (!f)
			continue;
		if (!fgets(name, sizeof(name), f))
			name[0] = 0;
		fclose(f);
		if (strncmp(name, prefix, strlen(prefix)))
			continue;
		snprintf(p, sizeof(p), "/proc/%s/schedstat", e->d_name);
		f = fopen(p, "r");
		if (!f)
			continue;
		if (fscanf(f, "%llu", &ns) == 1)
			sum += ns / 1e9;
		fclose(f);
	}
	if (d)
		closedir(d);
	return sum;
}

/* A counter of one interface in /proc/mmiobmc. */
static inline unsigned long long bmc_count(const char *ifname, const char *field)
{
	char line[1000], *p, pat[64];
	unsigned long long v = 0;
	FILE *f = fopen("/proc/mmiobmc", "r");

	if (!f)
		return 0;
	snprintf(pat, sizeof(pat), " %s ", field);
	while (fgets(line, sizeof(line), f)) {
		if (strncmp(line, ifname, strlen(ifname)) || line[strlen(ifname)] != ' ')
			continue;
		p = strstr(line, pat);
		if (p)
			v = strtoull(p + strlen(pat), NULL, 0);
	}
	fclose(f);
	return v;
}

static inline int put(const char *path, const char *val)
{
	int fd = open(path, O_WRONLY), rc;

	if (fd < 0)
		return -1;
	rc = write(fd, val, strlen(val));
	close(fd);
	return rc < 0 ? -1 : 0;
}

static inline int bmc_set(const char *knob, const char *val)
{
	char p[200];

	snprintf(p, sizeof(p), "/sys/module/mmiobmc/parameters/%s", knob);
	return put(p, val);
}

static inline int ipmi_send(int fd, long id, int netfn, int cmd,
			    unsigned char *data, int len)
{
	struct ipmi_system_interface_addr a = {
		.addr_type = IPMI_SYSTEM_INTERFACE_ADDR_TYPE,
		.channel = IPMI_BMC_CHANNEL,
	};
	struct ipmi_req r = {
		.addr = (void *)&a, .addr_len = sizeof(a), .msgid = id,
		.msg = { .netfn = netfn, .cmd = cmd, .data_len = len, .data = data },
	};

	return ioctl(fd, IPMICTL_SEND_COMMAND, &r);
}

struct ipmi_answer {
	long id;
	int type, netfn, cmd, len;
	unsigned char data[1100];
};

static inline int ipmi_recv(int fd, struct ipmi_answer *a)
{
	struct ipmi_addr ad;
	struct ipmi_recv r = {
		.addr = (void *)&ad, .addr_len = sizeof(ad),
		.msg = { .data = a->data, .data_len = sizeof(a->data) },
	};
	int rc = ioctl(fd, IPMICTL_RECEIVE_MSG_TRUNC, &r);

	a->id = r.msgid;
	a->type = r.recv_type;
	a->netfn = r.msg.netfn;
	a->cmd = r.msg.cmd;
	a->len = r.msg.data_len;
	return rc;
}

static inline int cmp_double(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* Process state letter, 0 when the process is gone. */
static inline char proc_state(pid_t pid)
{
	char p[64], buf[600], *q;
	FILE *f;
	size_t n;

	snprintf(p, sizeof(p), "/proc/%d/stat", pid);
	f = fopen(p, "r");
	if (!f)
		return 0;
	n = fread(buf, 1, sizeof(buf) - 1, f);
	fclose(f);
	buf[n] = 0;
	q = strrchr(buf, ')');
	return q ? q[2] : 0;
}

/* First kernel function of the stack that says where a task waits. */
static inline void proc_stack(pid_t pid, char *out, size_t max)
{
	char p[64], line[200], *s, *e;
	FILE *f;
	size_t used = 0;
	int n = 0;

	out[0] = 0;
	snprintf(p, sizeof(p), "/proc/%d/stack", pid);
	f = fopen(p, "r");
	if (!f)
		return;
	while (n < 5 && fgets(line, sizeof(line), f)) {
		s = strstr(line, "] ");
		if (!s)
			continue;
		s += 2;
		e = strchr(s, '+');
		if (e)
			*e = 0;
		used += snprintf(out + used, used < max ? max - used : 0, "%s%s",
				 n ? "<" : "", s);
		if (used >= max)
			break;
		n++;
	}
	fclose(f);
}
#endif
