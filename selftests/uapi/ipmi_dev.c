// SPDX-License-Identifier: GPL-2.0-only
/* What every test program needs to talk to /dev/ipmiN. */
#include "ipmi_dev.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* In-tree 6.1 may take 55 s to give up; a healthy BMC under a debug kernel takes far less. */
#define ANSWER_LIMIT_S	20.0

void room_init(struct room *m)
{
	memset(m, ROOM_UNTOUCHED, sizeof(*m));
	m->r.addr = m->addr;
	m->r.addr_len = sizeof(m->addr);
	m->r.msg.data = m->data;
	m->r.msg.data_len = sizeof(m->data);
}

const char *dev_path(void)
{
	const char *p = getenv("IPMI_DEV");

	return p ? p : "/dev/ipmi0";
}

bool dev_is_bmclink(void)
{
	return !access("/sys/class/bmclink", F_OK);
}

bool dev_keeps_order(void)
{
	return dev_is_bmclink();
}

double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

long xioctl(int fd, unsigned long request, const void *arg)
{
	int rc = ioctl(fd, request, arg);

	return rc < 0 ? -errno : rc;
}

struct ipmi_system_interface_addr sysif_addr(unsigned char lun)
{
	struct ipmi_system_interface_addr a;

	memset(&a, 0, sizeof(a));
	a.addr_type = IPMI_SYSTEM_INTERFACE_ADDR_TYPE;
	a.channel = IPMI_BMC_CHANNEL;
	a.lun = lun;
	return a;
}

int dev_open(void)
{
	int fd = open(dev_path(), O_RDWR | O_CLOEXEC);

	if (fd < 0) {
		printf("Bail out! cannot open %s: %s\n", dev_path(), strerror(errno));
		fflush(stdout);
		_exit(1);
	}
	return fd;
}

long dev_send(int fd, long id, unsigned char netfn, unsigned char cmd,
	      const void *data, unsigned int len)
{
	struct ipmi_system_interface_addr a = sysif_addr(0);
	struct ipmi_req r = {
		.addr = (unsigned char *)&a,
		.addr_len = sizeof(a),
		.msgid = id,
		.msg = {
			.netfn = netfn,
			.cmd = cmd,
			.data_len = len,
			.data = (unsigned char *)data,
		},
	};

	return xioctl(fd, IPMICTL_SEND_COMMAND, &r);
}

int dev_poll(int fd, double limit_s)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	double until = now_s() + limit_s, left;
	int rc;

	for (;;) {
		left = until - now_s();
		rc = poll(&p, 1, left > 0 ? (int)(left * 1000) + 1 : 0);
		if (rc > 0)
			return p.revents;
		if (rc < 0 && errno != EINTR)
			return -errno;
		if (!rc && now_s() >= until)
			return 0;
	}
}

long dev_recv(int fd, struct answer *a)
{
	struct ipmi_recv r = {
		.addr = (unsigned char *)&a->addr,
		.addr_len = sizeof(a->addr),
		.msg = { .data = a->data, .data_len = sizeof(a->data) },
	};
	long rc = xioctl(fd, IPMICTL_RECEIVE_MSG, &r);

	if (rc)
		return rc;
	a->type = r.recv_type;
	a->id = r.msgid;
	a->netfn = r.msg.netfn;
	a->cmd = r.msg.cmd;
	a->len = r.msg.data_len;
	a->addr_len = r.addr_len;
	return 0;
}

long dev_wait(int fd, struct answer *a, double limit_s)
{
	double until = now_s() + limit_s;
	long rc;
	int p;

	for (;;) {
		rc = dev_recv(fd, a);
		if (rc != -EAGAIN)
			return rc;
		p = dev_poll(fd, until - now_s());
		if (p < 0)
			return p;
		if (!p)
			return -ETIMEDOUT;
		if (!(p & POLLIN))
			return -ENODEV;
	}
}

long dev_ask(int fd, unsigned char netfn, unsigned char cmd, const void *data,
	     unsigned int len, struct answer *a)
{
	static long id;
	long rc, mine = __atomic_add_fetch(&id, 1, __ATOMIC_RELAXED);

	rc = dev_send(fd, mine, netfn, cmd, data, len);
	if (rc)
		return rc;
	do {
		rc = dev_wait(fd, a, ANSWER_LIMIT_S);
	} while (!rc && (a->type != IPMI_RESPONSE_RECV_TYPE || a->id != mine));
	return rc;
}
