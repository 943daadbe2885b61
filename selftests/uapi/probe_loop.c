// SPDX-License-Identifier: GPL-2.0-only
/* Loops of ipmi_probe that go on while the BMC comes and goes. */
#define _GNU_SOURCE
#include "ipmi_dev.h"
#include "probe.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
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

static void print_command(const struct answer *a)
{
	const struct ipmi_ipmb_addr *ipmb = (const void *)&a->addr;
	const struct ipmi_lan_addr *lan = (const void *)&a->addr;
	bool is_lan = a->addr.addr_type == IPMI_LAN_ADDR_TYPE;
	unsigned int i;

	printf("type=%x channel=%d from=%02x netfn=%02x cmd=%02x data=", a->addr.addr_type,
	       a->addr.channel, is_lan ? lan->remote_SWID : ipmb->slave_addr, a->netfn, a->cmd);
	for (i = 0; i < a->len; i++)
		printf("%02x", a->data[i]);
	printf("\n");
	fflush(stdout);
}

static long answer_command(int fd, struct answer *a)
{
	struct ipmi_req r = {
		.addr = (unsigned char *)&a->addr,
		.addr_len = a->addr_len,
		.msgid = a->id,
		.msg = { .netfn = a->netfn | 1, .cmd = a->cmd, .data = a->data },
	};

	if (a->len >= sizeof(a->data))
		return -EMSGSIZE;
	/* what came, behind a completion code */
	memmove(a->data + 1, a->data, a->len);
	a->data[0] = 0;
	r.msg.data_len = (unsigned short)(a->len + 1);
	return xioctl(fd, IPMICTL_SEND_COMMAND, &r);
}

int probe_serve(const char *file, unsigned char netfn, unsigned char cmd)
{
	struct ipmi_cmdspec spec = { .netfn = netfn, .cmd = cmd };
	struct answer a = { 0 };
	int fd = dev_open();
	long rc;

	rc = xioctl(fd, IPMICTL_REGISTER_FOR_CMD, &spec);
	printf("registered=%d\n", !rc);
	fflush(stdout);
	while (!rc && !access(file, F_OK)) {
		rc = dev_wait(fd, &a, 0.1);
		if (!rc && a.type == IPMI_CMD_RECV_TYPE) {
			print_command(&a);
			rc = answer_command(fd, &a);
		} else if (rc == -ETIMEDOUT) {
			rc = 0;
		}
	}
	if (rc)
		printf("error=%ld\n", -rc);
	close(fd);
	return rc != 0;
}

/* Requests of the busy program that are under way, and the numbers that tell them apart. */
#define BUSY_DEPTH	32
#define BUSY_IDS	65536

static struct {
	unsigned char waits[BUSY_IDS];
	unsigned long sent, answered, doubled, made;
} busy;

static void take_answers(int fd)
{
	struct answer a;

	while (!dev_recv(fd, &a)) {
		if (a.id < 0 || a.id >= BUSY_IDS || !busy.waits[a.id]) {
			busy.doubled++;
			continue;
		}
		busy.waits[a.id] = 0;
		busy.made += a.data[0] == IPMI_ERR_UNSPECIFIED;
		/* Whoever waits for this knows that the others are under way. */
		if (!busy.answered++) {
			printf("going\n");
			fflush(stdout);
		}
	}
}

int probe_busy(void)
{
	double until = now_s() + 600;
	int fd = dev_open(), bits = 0;
	long rc = 0;

	while (!(bits & POLLHUP) && now_s() < until) {
		while (!rc && busy.sent - busy.answered < BUSY_DEPTH) {
			unsigned int id = busy.sent % BUSY_IDS;

			rc = dev_send(fd, id, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0);
			if (rc)
				break;
			busy.waits[id] = 1;
			busy.sent++;
		}
		bits = dev_poll(fd, 1);
		take_answers(fd);
	}
	printf("sent=%lu refused=%ld answered=%lu doubled=%lu made=%lu\n", busy.sent, -rc,
	       busy.answered, busy.doubled, busy.made);
	close(fd);
	return !(bits & POLLHUP);
}
