// SPDX-License-Identifier: GPL-2.0-only
/* Just enough generic netlink to write messages that no library would. */
#include "nl.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ktap.h"

#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif

static int family;
static struct { char name[16]; int id; } groups[8];

static int raw_open(void)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC), one = 1;

	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr))) {
		printf("Bail out! no netlink socket: %s\n", strerror(errno));
		exit(1);
	}
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	return fd;
}

int nl_open(void)
{
	int fd = raw_open();

	if (!family)
		nl_family();
	return fd;
}

static void read_groups(const void *data, size_t len)
{
	const char *at = data;
	size_t left = len, n = 0;

	while (left >= NLA_HDRLEN && n < ARRAY_SIZE(groups)) {
		const struct nlattr *group = (const void *)at, *nla;
		size_t inner = group->nla_len - NLA_HDRLEN, step;
		const char *in = at + NLA_HDRLEN;

		while (inner >= NLA_HDRLEN) {
			nla = (const void *)in;
			if (nla->nla_type == CTRL_ATTR_MCAST_GRP_NAME)
				snprintf(groups[n].name, sizeof(groups[n].name), "%s",
					 in + NLA_HDRLEN);
			if (nla->nla_type == CTRL_ATTR_MCAST_GRP_ID)
				memcpy(&groups[n].id, in + NLA_HDRLEN, 4);
			step = NLA_ALIGN(nla->nla_len);
			if (!step || step > inner)
				break;
			in += step;
			inner -= step;
		}
		n++;
		step = NLA_ALIGN(group->nla_len);
		if (!step || step > left)
			break;
		at += step;
		left -= step;
	}
}

int nl_family(void)
{
	static const char name[] = "bmclink";
	struct nl_msg m;
	const void *value;
	size_t len;
	int fd = raw_open(), rc;

	family = GENL_ID_CTRL;
	nl_start(&m, CTRL_CMD_GETFAMILY, 0);
	nl_put(&m, CTRL_ATTR_FAMILY_NAME, name, sizeof(name));
	nl_send(fd, &m);
	rc = nl_recv(fd, &m, 5);
	close(fd);
	if (rc)
		return rc;
	if (m.h.nlmsg_type == NLMSG_ERROR) {
		family = 0;
		return nl_error(&m, NULL);
	}
	value = nl_find(&m, CTRL_ATTR_FAMILY_ID, &len);
	family = value ? *(const uint16_t *)value : 0;
	value = nl_find(&m, CTRL_ATTR_MCAST_GROUPS, &len);
	if (value)
		read_groups(value, len);
	return family;
}

static int set_membership(int fd, const char *group, int option)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(groups); i++)
		if (!strcmp(groups[i].name, group))
			return setsockopt(fd, SOL_NETLINK, option, &groups[i].id,
					  sizeof(groups[i].id)) ? -errno : 0;
	return -ENOENT;
}

int nl_join(int fd, const char *group)
{
	return set_membership(fd, group, NETLINK_ADD_MEMBERSHIP);
}

int nl_leave(int fd, const char *group)
{
	return set_membership(fd, group, NETLINK_DROP_MEMBERSHIP);
}

void nl_start(struct nl_msg *m, unsigned char cmd, unsigned short flags)
{
	static unsigned int seq;

	memset(&m->h, 0, sizeof(m->h));
	memset(&m->g, 0, sizeof(m->g));
	m->h.nlmsg_len = NLMSG_HDRLEN + GENL_HDRLEN;
	m->h.nlmsg_type = (unsigned short)family;
	m->h.nlmsg_flags = NLM_F_REQUEST | flags;
	m->h.nlmsg_seq = ++seq;
	m->g.cmd = cmd;
	m->g.version = 1;
}

void nl_put(struct nl_msg *m, unsigned short type, const void *data, size_t len)
{
	struct nlattr *nla = (struct nlattr *)((char *)m + NLMSG_ALIGN(m->h.nlmsg_len));

	nla->nla_type = type;
	nla->nla_len = (unsigned short)(NLA_HDRLEN + len);
	memset((char *)nla + NLA_HDRLEN, 0, NLA_ALIGN(len));
	if (len)
		memcpy((char *)nla + NLA_HDRLEN, data, len);
	m->h.nlmsg_len = NLMSG_ALIGN(m->h.nlmsg_len) + (unsigned int)NLA_ALIGN(nla->nla_len);
}

void nl_put_u32(struct nl_msg *m, unsigned short type, uint32_t value)
{
	nl_put(m, type, &value, sizeof(value));
}

void nl_put_u64(struct nl_msg *m, unsigned short type, uint64_t value)
{
	nl_put(m, type, &value, sizeof(value));
}

int nl_send(int fd, struct nl_msg *m)
{
	return send(fd, m, m->h.nlmsg_len, 0) < 0 ? -errno : 0;
}

/* What came in one datagram, and has not been given out yet; one socket at a time. */
static struct {
	int fd;
	size_t at, len;
	char data[65536];
} stash = { .fd = -1 };

int nl_recv(int fd, struct nl_msg *m, double limit_s)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	const struct nlmsghdr *h;
	ssize_t n;

	if (stash.fd != fd || stash.at >= stash.len) {
		if (poll(&p, 1, (int)(limit_s * 1000)) < 1)
			return -ETIMEDOUT;
		n = recv(fd, stash.data, sizeof(stash.data), 0);
		if (n < 0)
			return -errno;
		stash.fd = fd;
		stash.at = 0;
		stash.len = (size_t)n;
	}
	h = (const void *)(stash.data + stash.at);
	if (h->nlmsg_len > sizeof(*m) || stash.at + h->nlmsg_len > stash.len)
		return -EBADMSG;
	memcpy(m, h, h->nlmsg_len);
	stash.at += NLMSG_ALIGN(h->nlmsg_len);
	return 0;
}

int nl_error(struct nl_msg *m, const char **text)
{
	const struct nlmsgerr *err = NLMSG_DATA(&m->h);
	size_t at = NLMSG_HDRLEN + sizeof(*err);

	if (text)
		*text = NULL;
	if (text && m->h.nlmsg_flags & NLM_F_ACK_TLVS) {
		while (at + NLA_HDRLEN <= m->h.nlmsg_len) {
			const struct nlattr *nla = (const void *)((char *)m + at);

			if ((nla->nla_type & NLA_TYPE_MASK) == NLMSGERR_ATTR_MSG)
				*text = (const char *)nla + NLA_HDRLEN;
			if (nla->nla_len < NLA_HDRLEN)
				break;
			at += NLA_ALIGN(nla->nla_len);
		}
	}
	return err->error;
}

int nl_talk(int fd, struct nl_msg *m, const char **text)
{
	static struct nl_msg reply;
	unsigned int seq = m->h.nlmsg_seq;
	int rc;

	m->h.nlmsg_flags |= NLM_F_ACK;
	rc = nl_send(fd, m);
	while (!rc) {
		rc = nl_recv(fd, &reply, 20);
		if (rc || reply.h.nlmsg_seq != seq)
			continue;
		if (reply.h.nlmsg_type == NLMSG_ERROR)
			return nl_error(&reply, text);
		if (reply.h.nlmsg_type == NLMSG_DONE)
			return 0;
		memcpy(m, &reply, reply.h.nlmsg_len);
	}
	return rc;
}

const void *nl_find(const struct nl_msg *m, unsigned short type, size_t *len)
{
	size_t at = NLMSG_HDRLEN + GENL_HDRLEN;

	while (at + NLA_HDRLEN <= m->h.nlmsg_len) {
		const struct nlattr *nla = (const void *)((const char *)m + at);

		if ((nla->nla_type & NLA_TYPE_MASK) == type) {
			if (len)
				*len = nla->nla_len - NLA_HDRLEN;
			return (const char *)nla + NLA_HDRLEN;
		}
		if (nla->nla_len < NLA_HDRLEN)
			break;
		at += NLA_ALIGN(nla->nla_len);
	}
	return NULL;
}

uint32_t nl_u32(const struct nl_msg *m, unsigned short type, uint32_t none)
{
	const void *value = nl_find(m, type, NULL);

	if (value)
		memcpy(&none, value, sizeof(none));
	return none;
}

uint64_t nl_u64(const struct nl_msg *m, unsigned short type, uint64_t none)
{
	const void *value = nl_find(m, type, NULL);

	if (value)
		memcpy(&none, value, sizeof(none));
	return none;
}
