// SPDX-License-Identifier: GPL-2.0-only
/* ipmi_abi: RECEIVE_MSG and RECEIVE_MSG_TRUNC. */
#include "abi.h"

#include <limits.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

static const unsigned long both[] = { IPMICTL_RECEIVE_MSG, IPMICTL_RECEIVE_MSG_TRUNC };

/* One unread answer of Get Device ID on a fresh file, and what it holds. */
static int with_answer(long id, struct answer *what)
{
	int fd = dev_open();

	EXPECT_EQ(dev_ask(fd, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, what), 0);
	EXPECT_EQ(what->data[0], 0);
	EXPECT(what->len >= 12);
	EXPECT_EQ(dev_send(fd, id, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
	EXPECT(dev_poll(fd, 20) & POLLIN);
	what->id = id;
	return fd;
}

/* The answer is still the first, and whole; it is taken. */
static void expect_still_there(int fd, const struct answer *what)
{
	struct answer a;

	EXPECT_EQ(dev_recv(fd, &a), 0);
	EXPECT_EQ(a.id, what->id);
	EXPECT_EQ(a.netfn, what->netfn);
	EXPECT_EQ(a.cmd, what->cmd);
	EXPECT_EQ(a.len, what->len);
	EXPECT(!memcmp(a.data, what->data, what->len));
	EXPECT_EQ(dev_recv(fd, &a), -EAGAIN);
}

static void recv_empty(void)
{
	int fd = dev_open();
	struct room m;
	size_t i;

	for (i = 0; i < 2; i++) {
		EXPECT_EQ(xioctl(fd, both[i], NULL), -EFAULT);
		EXPECT_EQ(xioctl(fd, both[i], bad_ptr()), -EFAULT);
		room_init(&m);
		EXPECT_EQ(xioctl(fd, both[i], &m.r), -EAGAIN);
		m.r.addr_len = 0;
		m.r.addr = NULL;
		m.r.msg.data = NULL;
		EXPECT_MSG(xioctl(fd, both[i], &m.r) == -EAGAIN,
			   "an empty queue is EAGAIN whatever the buffers");
	}
	close(fd);
}

static void recv_whole(void)
{
	struct answer what;
	struct room m, fresh;
	size_t i;

	for (i = 0; i < 2; i++) {
		const struct ipmi_system_interface_addr *a = (void *)m.addr;
		int fd = with_answer(0x1234, &what);

		room_init(&m);
		room_init(&fresh);
		EXPECT_EQ(xioctl(fd, both[i], &m.r), 0);
		EXPECT_EQ(m.r.recv_type, IPMI_RESPONSE_RECV_TYPE);
		EXPECT_EQ(m.r.msgid, 0x1234);
		EXPECT(m.r.addr == m.addr && m.r.msg.data == m.data);
		EXPECT_EQ(m.r.addr_len, sizeof(*a));
		EXPECT_EQ(a->addr_type, IPMI_SYSTEM_INTERFACE_ADDR_TYPE);
		EXPECT_EQ(a->channel, IPMI_BMC_CHANNEL);
		EXPECT_EQ(a->lun, 0);
		EXPECT_EQ(m.r.msg.netfn, NETFN_APP | 1);
		EXPECT_EQ(m.r.msg.cmd, CMD_GET_DEVICE_ID);
		EXPECT_EQ(m.r.msg.data_len, what.len);
		EXPECT(!memcmp(m.data, what.data, what.len));
		/* not a byte more than it says */
		EXPECT(!memcmp(m.addr + sizeof(*a), fresh.addr + sizeof(*a),
			       sizeof(m.addr) - sizeof(*a)));
		EXPECT(!memcmp(m.data + what.len, fresh.data + what.len,
			       sizeof(m.data) - what.len));
		EXPECT_EQ(xioctl(fd, both[i], &m.r), -EAGAIN);
		close(fd);
	}
}

static void recv_exact_room(void)
{
	struct answer what;
	struct room m;
	size_t i;

	for (i = 0; i < 2; i++) {
		int fd = with_answer(7, &what);

		room_init(&m);
		m.r.addr_len = sizeof(struct ipmi_system_interface_addr);
		m.r.msg.data_len = what.len;
		m.r.msg.data = edge(what.len);
		EXPECT_EQ(xioctl(fd, both[i], &m.r), 0);
		EXPECT_EQ(m.r.msg.data_len, what.len);
		EXPECT(!memcmp(m.r.msg.data, what.data, what.len));
		close(fd);
	}
}

static void recv_addr_room(void)
{
	struct answer what;
	unsigned int len;
	struct room m;
	size_t i;

	for (i = 0; i < 2; i++) {
		int fd = with_answer(8, &what);

		for (len = 0; len < sizeof(struct ipmi_system_interface_addr); len++) {
			room_init(&m);
			m.r.addr_len = len;
			EXPECT_EQ(xioctl(fd, both[i], &m.r), -EINVAL);
			EXPECT_EQ(m.addr[0], ROOM_UNTOUCHED);
			EXPECT_EQ(m.data[0], ROOM_UNTOUCHED);
			EXPECT_EQ(m.r.addr_len, len);
		}
		/* too little room for the address is found before all else */
		m.r.msg.data_len = 0;
		m.r.addr = NULL;
		EXPECT_EQ(xioctl(fd, both[i], &m.r), -EINVAL);
		expect_still_there(fd, &what);
		close(fd);
	}
}

static void recv_faults(void)
{
	struct answer what;
	struct room m;
	size_t i;

	for (i = 0; i < 2; i++) {
		int fd = with_answer(9, &what);

		room_init(&m);
		m.r.addr = NULL;
		EXPECT_EQ(xioctl(fd, both[i], &m.r), -EFAULT);
		m.r.addr = edge(sizeof(struct ipmi_system_interface_addr) - 1);
		EXPECT_EQ(xioctl(fd, both[i], &m.r), -EFAULT);
		m.r.addr = m.addr;
		m.r.msg.data = NULL;
		EXPECT_EQ(xioctl(fd, both[i], &m.r), -EFAULT);
		m.r.msg.data = edge(what.len - 1);
		EXPECT_EQ(xioctl(fd, both[i], &m.r), -EFAULT);
		m.r.msg.data = m.data;
		EXPECT_EQ(xioctl(fd, both[i], bad_ptr()), -EFAULT);
		/* all is readable, only the result cannot be written */
		EXPECT_EQ(xioctl(fd, both[i], read_only(&m.r, sizeof(m.r))), -EFAULT);
		expect_still_there(fd, &what);
		close(fd);
	}
}

static void recv_too_small(void)
{
	struct answer what;
	int fd = with_answer(10, &what), k;
	struct room m;

	for (k = 0; k < 2; k++) {
		room_init(&m);
		m.r.msg.data_len = k ? what.len - 1 : 0;
		EXPECT_EQ(xioctl(fd, IPMICTL_RECEIVE_MSG, &m.r), -EMSGSIZE);
		EXPECT_EQ(m.r.msg.data_len, k ? what.len - 1 : 0);
		EXPECT_EQ(m.r.addr_len, sizeof(m.addr));
		EXPECT(!memcmp(&m.r.recv_type, m.data, sizeof(m.r.recv_type)));
		EXPECT_EQ(m.data[0], ROOM_UNTOUCHED);
		/* the address is known by then, and given */
		EXPECT_EQ(m.addr[0], IPMI_SYSTEM_INTERFACE_ADDR_TYPE);
	}
	EXPECT(dev_poll(fd, 0) & POLLIN);
	expect_still_there(fd, &what);
	close(fd);
}

static void recv_truncated(void)
{
	unsigned int room;
	struct answer what, a;
	struct room m;

	for (room = 0; room < 4; room += 3) {
		int fd = with_answer(11, &what);

		EXPECT_EQ(dev_send(fd, 12, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
		room_init(&m);
		m.r.msg.data_len = room;
		EXPECT_EQ(xioctl(fd, IPMICTL_RECEIVE_MSG_TRUNC, &m.r), -EMSGSIZE);
		EXPECT_EQ(m.r.msg.data_len, room);
		EXPECT(!memcmp(m.data, what.data, room));
		EXPECT_EQ(m.data[room], ROOM_UNTOUCHED);
		EXPECT_EQ(m.r.recv_type, IPMI_RESPONSE_RECV_TYPE);
		EXPECT_EQ(m.r.msgid, 11);
		EXPECT_EQ(m.r.msg.cmd, CMD_GET_DEVICE_ID);
		EXPECT_EQ(m.r.addr_len, sizeof(struct ipmi_system_interface_addr));
		/* it is gone; the next is the next */
		EXPECT_EQ(dev_wait(fd, &a, 20), 0);
		EXPECT_EQ(a.id, 12);
		EXPECT_EQ(a.len, what.len);
		close(fd);
	}
}

/* In-tree the message goes back to the queue already cut; a reader can never see it whole again. */
static void recv_truncated_fault(void)
{
	struct answer what;
	int fd = with_answer(13, &what);
	struct room m;
	struct answer a;

	room_init(&m);
	m.r.msg.data_len = 3;
	EXPECT_EQ(xioctl(fd, IPMICTL_RECEIVE_MSG_TRUNC, read_only(&m.r, sizeof(m.r))), -EFAULT);
	m.r.msg.data = bad_ptr();
	EXPECT_EQ(xioctl(fd, IPMICTL_RECEIVE_MSG_TRUNC, &m.r), -EFAULT);
	if (dev_is_bmclink()) {
		expect_still_there(fd, &what);
	} else {
		EXPECT_EQ(dev_recv(fd, &a), 0);
		EXPECT_EQ(a.len, 3);
	}
	close(fd);
}

static void recv_keeps_msgid(void)
{
	static const long ids[] = {
		0, 1, -1, LONG_MIN, LONG_MAX, 0x3f, 0x40, 0x100, 0x12345678,
#if LONG_MAX > INT_MAX
		INT_MIN, 0x123456789abcdef0, -0x123456789abcdf0, 0x100000000, 0xffffffff,
#endif
	};
	const int n = ARRAY_SIZE(ids);
	bool seen[ARRAY_SIZE(ids)] = { false };
	int fd = dev_open(), i, k;
	struct answer a;

	for (i = 0; i < n; i++)
		EXPECT_EQ(dev_send(fd, ids[i], NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
	for (i = 0; i < n; i++) {
		EXPECT_EQ(dev_wait(fd, &a, 20), 0);
		for (k = 0; k < n && ids[k] != a.id; k++)
			;
		EXPECT_MSG(k < n && !seen[k], "msgid 0x%lx was not sent, or came twice", a.id);
		EXPECT(k == i || !dev_keeps_order());
		if (k < n)
			seen[k] = true;
	}
	close(fd);
}

static void recv_matches_request(void)
{
	static const struct {
		unsigned char netfn, cmd;
	} q[] = {
		{ NETFN_APP, CMD_GET_DEVICE_ID }, { NETFN_APP, CMD_GET_SELF_TEST },
		{ NETFN_APP, CMD_GET_SYSTEM_GUID }, { NETFN_SENSOR, 0xee },
		{ NETFN_STORAGE, 0xef }, { NETFN_OEM, 0xfe }, { 0x3e, 0xff }, { NETFN_APP, 0xfd },
	};
	const int n = ARRAY_SIZE(q);
	int fd = dev_open(), i, k;
	struct answer a;

	for (i = 0; i < n; i++)
		EXPECT_EQ(dev_send(fd, i, q[i].netfn, q[i].cmd, NULL, 0), 0);
	for (k = 0; k < n && !ktap_failures(); k++) {
		EXPECT_EQ(dev_wait(fd, &a, 20), 0);
		EXPECT(a.id >= 0 && a.id < n);
		EXPECT(a.id == k || !dev_keeps_order());
		i = a.id >= 0 && a.id < n ? a.id : 0;
		EXPECT_EQ(a.netfn, q[i].netfn | 1);
		EXPECT_EQ(a.cmd, q[i].cmd);
		EXPECT(a.len >= 1);
		/* the last five are commands no BMC knows */
		if (i >= 3)
			EXPECT_MSG(a.data[0] == IPMI_INVALID_COMMAND_ERR,
				   "netfn 0x%02x command 0x%02x: completion code 0x%02x",
				   q[i].netfn, q[i].cmd, a.data[0]);
	}
	close(fd);
}

static void recv_own_only(void)
{
	int one = dev_open(), two = dev_open();
	struct answer a;

	EXPECT_EQ(dev_send(one, 21, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
	EXPECT_EQ(dev_send(two, 21, NETFN_APP, CMD_GET_SELF_TEST, NULL, 0), 0);
	EXPECT_EQ(dev_wait(one, &a, 20), 0);
	EXPECT_EQ(a.cmd, CMD_GET_DEVICE_ID);
	EXPECT_EQ(dev_wait(two, &a, 20), 0);
	EXPECT_EQ(a.cmd, CMD_GET_SELF_TEST);
	EXPECT_EQ(dev_recv(one, &a), -EAGAIN);
	EXPECT_EQ(dev_recv(two, &a), -EAGAIN);
	close(one);
	close(two);
}

const struct ktap_case abi_recv_cases[] = {
	{ "receive: nothing queued is EAGAIN, a bad argument EFAULT", recv_empty },
	{ "receive: type, address, msgid, command and data are right", recv_whole },
	{ "receive: exactly enough room is enough", recv_exact_room },
	{ "receive: too little room for the address keeps the message first", recv_addr_room },
	{ "receive: a fault at any pointer keeps the message first", recv_faults },
	{ "receive: RECEIVE_MSG with too little room keeps the message whole", recv_too_small },
	{ "receive: TRUNC gives what fits, says so and takes the message", recv_truncated },
	{ "receive: a fault after truncation", recv_truncated_fault },
	{ "receive: all bits of the msgid come back", recv_keeps_msgid },
	{ "receive: each answer belongs to its request", recv_matches_request },
	{ "receive: a file gets its own answers only", recv_own_only },
};

const size_t abi_recv_count = ARRAY_SIZE(abi_recv_cases);
