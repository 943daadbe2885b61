// SPDX-License-Identifier: GPL-2.0-only
/* ipmi_conform: receiving. */
#include "conform.h"

#include <poll.h>
#include <stdint.h>

/* How many bytes from the start are not as they were */
static size_t written(const unsigned char *p, size_t len)
{
	while (len && p[len - 1] == ROOM_UNTOUCHED)
		len--;
	return len;
}

/* All that a receive did, to the caller's memory and to the queue */
static void receive(const char *name, int fd, int trunc, struct room *m)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct ipmi_recv before = m->r;
	struct answer a;

	rec_rc(name, xioctl(fd, trunc ? IPMICTL_RECEIVE_MSG_TRUNC : IPMICTL_RECEIVE_MSG, &m->r));
	rec(key("%s.struct", name), "%s", memcmp(&before, &m->r, sizeof(before)) ?
	    "written" : "kept");
	rec(key("%s.type", name), "%d", m->r.recv_type);
	rec(key("%s.addr_len", name), "%u", m->r.addr_len);
	rec(key("%s.addr-bytes", name), "%zu", written(m->addr, sizeof(m->addr)));
	rec(key("%s.data_len", name), "%u", m->r.msg.data_len);
	rec(key("%s.data-bytes", name), "%zu", written(m->data, sizeof(m->data)));
	rec(key("%s.msgid", name), "0x%lx", m->r.msgid);
	rec(key("%s.poll", name), "%d", poll(&p, 1, 0));
	rec_rc(key("%s.left", name), dev_recv(fd, &a));
}

static int with_answer(void)
{
	struct pollfd p = { .events = POLLIN };

	p.fd = dev_open();
	dev_send(p.fd, 0x77, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0);
	poll(&p, 1, (int)(ANSWER_S * 1000));
	return p.fd;
}

static void rooms(int trunc)
{
	const char *form = trunc ? "trunc" : "recv";
	struct room m;
	unsigned int n;
	int fd;

	for (n = 0; n <= 20; n++) {
		fd = with_answer();
		room_init(&m);
		m.r.addr_len = n;
		receive(key("%s.addr-room-%u", form, n), fd, trunc, &m);
		close(fd);
		fd = with_answer();
		room_init(&m);
		m.r.msg.data_len = (unsigned short)n;
		receive(key("%s.data-room-%u", form, n), fd, trunc, &m);
		close(fd);
		fd = with_answer();
		room_init(&m);
		m.r.addr_len = n;
		m.r.msg.data_len = (unsigned short)n;
		receive(key("%s.both-room-%u", form, n), fd, trunc, &m);
		close(fd);
	}
}

static void faults(int trunc)
{
	const char *form = trunc ? "trunc" : "recv";
	struct room m;
	int fd, k;

	for (k = 0; k < 6; k++) {
		fd = with_answer();
		room_init(&m);
		if (k & 1)
			m.r.addr = k & 4 ? NULL : no_access();
		if (k & 2)
			m.r.msg.data = no_access();
		if (k == 4)
			m.r.msg.data_len = 0;
		receive(key("%s.fault-%d", form, k), fd, trunc, &m);
		close(fd);
	}
	/* a fault of the data when it does not fit either */
	fd = with_answer();
	room_init(&m);
	m.r.msg.data = no_access();
	m.r.msg.data_len = 3;
	receive(key("%s.fault-short", form), fd, trunc, &m);
	close(fd);
	fd = dev_open();
	room_init(&m);
	receive(key("%s.empty", form), fd, trunc, &m);
	m.r.addr_len = 0;
	m.r.msg.data = NULL;
	receive(key("%s.empty-no-room", form), fd, trunc, &m);
	close(fd);
}

void recv_steps(void)
{
	int trunc;

	for (trunc = 0; trunc < 2; trunc++) {
		rooms(trunc);
		faults(trunc);
	}
}
