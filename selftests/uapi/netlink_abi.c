// SPDX-License-Identifier: GPL-2.0-only
/*
 * The netlink family as a program that means no good would use it, and what its promises are.
 * Runs as root; some tests do as another user.
 */
#include "ipmi_dev.h"
#include "ktap.h"
#include "nl.h"

#include <bmclink.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

/* Run a test as a user without any right; its failures count. */
static void as_nobody(void (*run)(void))
{
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		if (setgid(NOBODY) || setuid(NOBODY))
			_exit(1);
		run();
		fflush(stdout);
		_exit(ktap_failures() ? 1 : 0);
	}
	EXPECT(waitpid(pid, &status, 0) == pid);
	EXPECT_EQ(status, 0);
}

static void start_request(struct nl_msg *m, unsigned int netfn, unsigned int cmd)
{
	nl_start(m, BMCLINK_CMD_REQUEST, 0);
	nl_put_u32(m, BMCLINK_A_REQUEST_LINK, 0);
	nl_put_u32(m, BMCLINK_A_REQUEST_NETFN, netfn);
	nl_put_u32(m, BMCLINK_A_REQUEST_CMD, cmd);
}

static int get(int fd, unsigned char cmd, struct nl_msg *m)
{
	nl_start(m, cmd, 0);
	/* The number of the link is the first attribute everywhere. */
	nl_put_u32(m, 1, 0);
	return nl_talk(fd, m, NULL);
}

static void nobody_reads(void)
{
	static const unsigned char reads[] = {
		BMCLINK_CMD_LINK_GET, BMCLINK_CMD_IDENTITY_GET, BMCLINK_CMD_CHANNEL_GET,
		BMCLINK_CMD_STATS_GET,
	};
	static const unsigned char dumps[] = {
		BMCLINK_CMD_LINK_GET, BMCLINK_CMD_STATS_GET, BMCLINK_CMD_LATENCY_GET,
		BMCLINK_CMD_CLIENT_GET, BMCLINK_CMD_IDENTITY_GET, BMCLINK_CMD_CHANNEL_GET,
	};
	int fd = nl_open();
	struct nl_msg m;
	size_t i;

	for (i = 0; i < sizeof(reads); i++)
		EXPECT_EQ(get(fd, reads[i], &m), 0);
	for (i = 0; i < sizeof(dumps); i++) {
		nl_start(&m, dumps[i], NLM_F_DUMP);
		EXPECT_EQ(nl_talk(fd, &m, NULL), 0);
	}
	EXPECT_EQ(nl_join(fd, "state"), 0);
	EXPECT_EQ(nl_join(fd, "event"), 0);
	close(fd);
}

static void nobody_changes(void)
{
	int fd = nl_open();
	struct nl_msg m;

	start_request(&m, NETFN_APP, CMD_GET_DEVICE_ID);
	EXPECT_EQ(nl_talk(fd, &m, NULL), -EPERM);
	nl_start(&m, BMCLINK_CMD_LINK_SET, 0);
	nl_put_u32(&m, BMCLINK_A_LINK_ID, 0);
	nl_put_u32(&m, BMCLINK_A_LINK_MAINTENANCE, 2);
	EXPECT_EQ(nl_talk(fd, &m, NULL), -EPERM);
	nl_start(&m, BMCLINK_CMD_LINK_ADD, 0);
	EXPECT_EQ(nl_talk(fd, &m, NULL), -EPERM);
	nl_start(&m, BMCLINK_CMD_LINK_DEL, 0);
	nl_put_u32(&m, BMCLINK_A_LINK_ID, 0);
	EXPECT_EQ(nl_talk(fd, &m, NULL), -EPERM);
	EXPECT_EQ(nl_join(fd, "capture"), -EPERM);
	close(fd);
}

static void unprivileged_user_reads(void)
{
	as_nobody(nobody_reads);
}

static void unprivileged_user_changes_nothing(void)
{
	as_nobody(nobody_changes);
}

static void requests_are_answered_in_the_background(void)
{
	int fd = nl_open(), answers = 0, acks = 0, i;
	unsigned long long seen = 0;
	struct nl_msg m;

	for (i = 0; i < 40; i++) {
		start_request(&m, NETFN_APP, CMD_GET_DEVICE_ID);
		nl_put_u64(&m, BMCLINK_A_REQUEST_COOKIE, (uint64_t)i);
		m.h.nlmsg_flags |= NLM_F_ACK;
		EXPECT_EQ(nl_send(fd, &m), 0);
	}
	while (answers < 40 || acks < 40) {
		if (nl_recv(fd, &m, 20))
			break;
		if (m.h.nlmsg_type == NLMSG_ERROR) {
			EXPECT_EQ(nl_error(&m, NULL), 0);
			acks++;
			continue;
		}
		EXPECT_EQ(m.g.cmd, BMCLINK_CMD_REQUEST);
		EXPECT_EQ(nl_u32(&m, BMCLINK_A_REQUEST_COMPLETION_CODE, 999), 0);
		seen |= 1ULL << nl_u64(&m, BMCLINK_A_REQUEST_COOKIE, 63);
		answers++;
	}
	EXPECT_EQ(answers, 40);
	EXPECT_EQ(acks, 40);
	EXPECT_EQ(seen, (1ULL << 40) - 1);
	close(fd);
}

static uint64_t counter(unsigned short which)
{
	int fd = nl_open();
	struct nl_msg m;

	EXPECT_EQ(get(fd, BMCLINK_CMD_STATS_GET, &m), 0);
	close(fd);
	return nl_u64(&m, which, 0);
}

/* What is queued is queued before anything of it is served on this CPU. */
static void hurry(bool on)
{
	struct sched_param param = { .sched_priority = on };

	EXPECT_EQ(sched_setscheduler(0, on ? SCHED_FIFO : SCHED_OTHER, &param), 0);
}

static void closing_the_socket_cancels(void)
{
	int fd = nl_open(), i, clients;
	uint64_t before = counter(BMCLINK_A_STATS_LOCAL_COMMANDS), after;
	double end;
	struct nl_msg m;

	hurry(true);
	for (i = 0; i < 90; i++) {
		start_request(&m, NETFN_APP, CMD_GET_DEVICE_ID);
		EXPECT_EQ(nl_send(fd, &m), 0);
	}
	close(fd);
	hurry(false);
	/* Nobody is left of them, soon. */
	fd = nl_open();
	end = now_s() + 60;
	do {
		EXPECT_EQ(get(fd, BMCLINK_CMD_LINK_GET, &m), 0);
		clients = (int)nl_u32(&m, BMCLINK_A_LINK_CLIENTS, 99);
	} while (clients && now_s() < end);
	EXPECT_EQ(clients, 0);
	EXPECT_EQ(nl_u32(&m, BMCLINK_A_LINK_QUEUED, 99), 0);
	after = counter(BMCLINK_A_STATS_LOCAL_COMMANDS);
	ktap_note("%llu of 90 requests were sent", (unsigned long long)(after - before));
	EXPECT_MSG(after - before < 90, "%llu of 90 requests were sent",
		   (unsigned long long)(after - before));
	close(fd);
}

/* Attributes that the request takes, with the length each has to have; 0 for any. */
static const struct {
	unsigned short type, len;
} request_attrs[] = {
	{ BMCLINK_A_REQUEST_LINK, 4 }, { BMCLINK_A_REQUEST_COOKIE, 8 },
	{ BMCLINK_A_REQUEST_ADDRESS_TYPE, 4 }, { BMCLINK_A_REQUEST_CHANNEL, 4 },
	{ BMCLINK_A_REQUEST_SLAVE_ADDRESS, 4 }, { BMCLINK_A_REQUEST_LUN, 4 },
	{ BMCLINK_A_REQUEST_SESSION, 4 }, { BMCLINK_A_REQUEST_REMOTE_SWID, 4 },
	{ BMCLINK_A_REQUEST_LOCAL_SWID, 4 }, { BMCLINK_A_REQUEST_NETFN, 4 },
	{ BMCLINK_A_REQUEST_CMD, 4 }, { BMCLINK_A_REQUEST_RETRIES, 4 },
	{ BMCLINK_A_REQUEST_RETRY_TIME, 4 },
};

static void expect_refused(int fd, struct nl_msg *m, const char *how, unsigned int type)
{
	const char *text = NULL;
	int rc = nl_talk(fd, m, &text);

	EXPECT_MSG(rc < 0, "attribute %u, %s: accepted", type, how);
	EXPECT_MSG(rc >= 0 || text, "attribute %u, %s: error %d without a reason", type, how, rc);
}

static void try_wrong(int fd, unsigned short type, size_t len)
{
	unsigned char junk[512];
	struct nl_msg m;

	memset(junk, 0xff, sizeof(junk));
	start_request(&m, NETFN_APP, CMD_GET_DEVICE_ID);
	nl_put(&m, type, junk, len - 1);
	expect_refused(fd, &m, "short", type);
	start_request(&m, NETFN_APP, CMD_GET_DEVICE_ID);
	nl_put(&m, type, junk, len + 4);
	expect_refused(fd, &m, "long", type);
	start_request(&m, NETFN_APP, CMD_GET_DEVICE_ID);
	nl_put(&m, type, NULL, 0);
	expect_refused(fd, &m, "empty", type);
	start_request(&m, NETFN_APP, CMD_GET_DEVICE_ID);
	nl_put(&m, type | NLA_F_NESTED, junk, 200);
	expect_refused(fd, &m, "nested garbage", type);
	start_request(&m, NETFN_APP, CMD_GET_DEVICE_ID);
	memset(junk, 0, sizeof(junk));
	nl_put(&m, type, junk, len);
	nl_put(&m, type, junk, len);
	expect_refused(fd, &m, "twice", type);
	if (len != 4)
		return;
	start_request(&m, NETFN_APP, CMD_GET_DEVICE_ID);
	memset(junk, 0xff, sizeof(junk));
	nl_put(&m, type, junk, len);
	expect_refused(fd, &m, "out of range", type);
}

static void malformed_attributes_are_refused_and_explained(void)
{
	int fd = nl_open();
	unsigned char big[273] = { 0 };
	struct nl_msg m;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(request_attrs); i++)
		try_wrong(fd, request_attrs[i].type, request_attrs[i].len);
	start_request(&m, NETFN_APP, CMD_GET_DEVICE_ID);
	nl_put(&m, BMCLINK_A_REQUEST_DATA, big, sizeof(big));
	expect_refused(fd, &m, "too long", BMCLINK_A_REQUEST_DATA);
	start_request(&m, NETFN_APP, CMD_GET_DEVICE_ID);
	nl_put_u32(&m, 77, 0);
	expect_refused(fd, &m, "unknown", 77);
	start_request(&m, NETFN_APP | 1, CMD_GET_DEVICE_ID);
	expect_refused(fd, &m, "a response", BMCLINK_A_REQUEST_NETFN);
	start_request(&m, NETFN_APP, CMD_SEND_MESSAGE);
	expect_refused(fd, &m, "the router's", BMCLINK_A_REQUEST_CMD);
	nl_start(&m, BMCLINK_CMD_REQUEST, 0);
	expect_refused(fd, &m, "nothing at all", 0);
	nl_start(&m, BMCLINK_CMD_LINK_SET, 0);
	nl_put_u32(&m, BMCLINK_A_LINK_ID, 0);
	expect_refused(fd, &m, "nothing to set", 0);
	nl_start(&m, BMCLINK_CMD_LINK_GET, 0);
	nl_put_u32(&m, BMCLINK_A_LINK_ID, 0);
	nl_put_u32(&m, BMCLINK_A_LINK_ID, 0);
	expect_refused(fd, &m, "twice", BMCLINK_A_LINK_ID);
	/* And the good one still works. */
	start_request(&m, NETFN_APP, CMD_GET_DEVICE_ID);
	EXPECT_EQ(nl_talk(fd, &m, NULL), 0);
	close(fd);
}

static unsigned int roll(unsigned int *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static void random_message(struct nl_msg *m, unsigned int *state)
{
	unsigned int attrs = roll(state) % 6, i, k;
	unsigned char junk[300];

	nl_start(m, (unsigned char)(roll(state) % (BMCLINK_CMD_MAX + 3)),
		 roll(state) % 4 ? 0 : NLM_F_DUMP);
	if (roll(state) % 2)
		nl_put_u32(m, 1, 0);
	for (i = 0; i < attrs; i++) {
		size_t len = roll(state) % 3 ? 4 : roll(state) % sizeof(junk);

		for (k = 0; k < len; k++)
			junk[k] = roll(state) % 3 ? 0 : (unsigned char)roll(state);
		nl_put(m, (unsigned short)(roll(state) % 30 | (roll(state) % 8 ? 0 : NLA_F_NESTED)),
		       junk, len);
	}
	/* Sometimes the lengths lie. */
	if (!(roll(state) % 16) && m->h.nlmsg_len > 24)
		m->data[roll(state) % 4] = (unsigned char)roll(state);
}

static void random_messages_do_no_harm(void)
{
	const char *number = getenv("NETLINK_MESSAGES");
	unsigned int state = 20261121, messages = 100000, i, refused = 0;
	int fd = nl_open(), size = 1 << 20;
	char drop[65536];
	struct nl_msg m;

	if (number)
		messages = (unsigned int)strtoul(number, NULL, 10);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	for (i = 0; i < messages; i++) {
		random_message(&m, &state);
		/* A BMC that is told to reset, or worse, would be another test. */
		if (m.g.cmd == BMCLINK_CMD_REQUEST)
			nl_put_u32(&m, BMCLINK_A_REQUEST_NETFN, NETFN_APP | 1);
		/* This one would do what it says. */
		if (m.g.cmd == BMCLINK_CMD_LINK_DEL)
			m.g.cmd = BMCLINK_CMD_LINK_SET;
		if (nl_send(fd, &m))
			refused++;
		while (recv(fd, drop, sizeof(drop), MSG_DONTWAIT) > 0)
			;
	}
	ktap_note("%u of %u messages could not be sent", refused, messages);
	EXPECT(messages > refused);
	close(fd);
	fd = nl_open();
	nl_start(&m, BMCLINK_CMD_LINK_SET, 0);
	nl_put_u32(&m, BMCLINK_A_LINK_ID, 0);
	nl_put_u32(&m, BMCLINK_A_LINK_MAINTENANCE, 0);
	nl_put_u32(&m, BMCLINK_A_LINK_SLAVE_ADDRESS, 0x20);
	nl_put_u32(&m, BMCLINK_A_LINK_LUN, 2);
	EXPECT_EQ(nl_talk(fd, &m, NULL), 0);
	start_request(&m, NETFN_APP, CMD_GET_DEVICE_ID);
	EXPECT_EQ(nl_talk(fd, &m, NULL), 0);
	EXPECT_EQ(nl_u32(&m, BMCLINK_A_REQUEST_COMPLETION_CODE, 999), 0);
	close(fd);
}

static void a_capture_shows_frames_and_no_password(void)
{
	static const unsigned char set[] = { 0x3e, 0x03, 'S', 'e', 'S', 'a', 'm', 'e' };
	int fd = nl_open(), dev = dev_open(), requests = 0, responses = 0, i;
	const unsigned char *data;
	struct answer a;
	struct nl_msg m;
	size_t len;

	EXPECT_EQ(nl_join(fd, "capture"), 0);
	/* To test a password, of a user that does not exist. */
	EXPECT_EQ(dev_ask(dev, NETFN_APP, 0x47, set, sizeof(set), &a), 0);
	for (i = 0; i < 20 && !(requests && responses); i++) {
		if (nl_recv(fd, &m, 5))
			break;
		data = nl_find(&m, BMCLINK_A_FRAME_DATA, &len);
		if (!data || len < 2 || data[1] != 0x47)
			continue;
		if (nl_u32(&m, BMCLINK_A_FRAME_DIRECTION, 9) == BMCLINK_DIRECTION_RESPONSE) {
			EXPECT_EQ(data[0], (NETFN_APP | 1) << 2);
			responses++;
			continue;
		}
		requests++;
		EXPECT_EQ(data[0], NETFN_APP << 2);
		EXPECT_EQ(len, 2 + sizeof(set));
		EXPECT_EQ(data[2], 0x3e);
		EXPECT_EQ(nl_u32(&m, BMCLINK_A_FRAME_MASKED, 0), 6);
		EXPECT(!memcmp(data + 4, "\0\0\0\0\0", 6));
	}
	EXPECT_EQ(requests, 1);
	EXPECT_EQ(responses, 1);
	close(dev);
	close(fd);
}

/* Leave the group of events without having joined it. */
static void nobody_leaves(void)
{
	int fd = nl_open(), i;

	for (i = 0; i < 10; i++)
		EXPECT_EQ(nl_leave(fd, "event"), 0);
	close(fd);
}

static void a_listener_has_the_flags_fetched(void)
{
	uint64_t before = counter(BMCLINK_A_STATS_FLAG_FETCHES), now = before;
	int fd = nl_open();
	double end = now_s() + 60;

	as_nobody(nobody_leaves);
	EXPECT_EQ(nl_join(fd, "event"), 0);
	EXPECT_EQ(nl_join(fd, "event"), 0);
	while (now < before + 2 && now_s() < end) {
		usleep(50000);
		now = counter(BMCLINK_A_STATS_FLAG_FETCHES);
	}
	EXPECT_MSG(now >= before + 2, "flags were fetched %llu times",
		   (unsigned long long)(now - before));
	close(fd);
	/* One may be under way; then nobody wants them. */
	before = counter(BMCLINK_A_STATS_FLAG_FETCHES);
	usleep(3500000);
	now = counter(BMCLINK_A_STATS_FLAG_FETCHES);
	EXPECT_MSG(now <= before + 1, "without a listener flags were fetched %llu times",
		   (unsigned long long)(now - before));
}

static void a_slow_listener_costs_nobody_anything(void)
{
	int slow = nl_open(), dev = dev_open(), small = 2048, i, rc;
	struct answer a;
	struct nl_msg m;

	EXPECT_EQ(setsockopt(slow, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small)), 0);
	EXPECT_EQ(nl_join(slow, "capture"), 0);
	for (i = 0; i < 50; i++) {
		EXPECT_EQ(dev_ask(dev, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a), 0);
		EXPECT_EQ(a.data[0], 0);
	}
	/* It is told that it has missed something. */
	do {
		rc = nl_recv(slow, &m, 1);
	} while (!rc);
	EXPECT_EQ(rc, -ENOBUFS);
	close(dev);
	close(slow);
}

static const struct ktap_case cases[] = {
	{ "an unprivileged user reads", unprivileged_user_reads },
	{ "an unprivileged user requests, captures and sets nothing",
	  unprivileged_user_changes_nothing },
	{ "requests are answered in the background", requests_are_answered_in_the_background },
	{ "closing the socket cancels", closing_the_socket_cancels },
	{ "malformed attributes are refused and explained",
	  malformed_attributes_are_refused_and_explained },
	{ "a capture shows frames and no password", a_capture_shows_frames_and_no_password },
	{ "for a listener to events the flags are fetched", a_listener_has_the_flags_fetched },
	{ "a slow listener costs nobody anything", a_slow_listener_costs_nobody_anything },
	{ "random messages do no harm", random_messages_do_no_harm },
};

int main(void)
{
	return ktap_run(cases, ARRAY_SIZE(cases), 1800);
}
