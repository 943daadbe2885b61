/* SPDX-License-Identifier: GPL-2.0-only */
/* Just enough generic netlink to write messages that no library would. */
#ifndef SELFTESTS_UAPI_NL_H
#define SELFTESTS_UAPI_NL_H

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NL_ROOM 8192

/**
 * struct nl_msg - a message under construction, or received
 * @h: its header
 * @g: header of generic netlink
 * @data: attributes
 */
struct nl_msg {
	struct nlmsghdr h;
	struct genlmsghdr g;
	unsigned char data[NL_ROOM];
};

/** nl_open() - a socket bound to the family; ends the program on failure. Return: it. */
int nl_open(void);

/** nl_family() - number of the family bmclink. Return: it, or -errno. */
int nl_family(void);

/**
 * nl_join() - join a multicast group
 * @fd: socket
 * @group: name
 *
 * Return: 0 or -errno.
 */
int nl_join(int fd, const char *group);

/** nl_leave() - leave a multicast group. Return: 0 or -errno. */
int nl_leave(int fd, const char *group);

/**
 * nl_start() - begin a message
 * @m: the message
 * @cmd: command of the family
 * @flags: NLM_F_*
 */
void nl_start(struct nl_msg *m, unsigned char cmd, unsigned short flags);

/**
 * nl_put() - add an attribute
 * @m: the message
 * @type: its type, as it is to stand there
 * @data: its value
 * @len: length of that
 */
void nl_put(struct nl_msg *m, unsigned short type, const void *data, size_t len);

/** nl_put_u32() - add a number of 32 bits */
void nl_put_u32(struct nl_msg *m, unsigned short type, uint32_t value);

/** nl_put_u64() - add a number of 64 bits */
void nl_put_u64(struct nl_msg *m, unsigned short type, uint64_t value);

/** nl_send() - send a message. Return: 0 or -errno. */
int nl_send(int fd, struct nl_msg *m);

/**
 * nl_recv() - receive one message
 * @fd: socket
 * @m: where to put it
 * @limit_s: how long to wait
 *
 * Return: 0, -ETIMEDOUT, or -errno of the socket.
 */
int nl_recv(int fd, struct nl_msg *m, double limit_s);

/**
 * nl_error() - what an acknowledgment says
 * @m: a message of type NLMSG_ERROR
 * @text: set to the explanation, or to NULL
 *
 * Return: 0 or -errno.
 */
int nl_error(struct nl_msg *m, const char **text);

/**
 * nl_talk() - send and wait for the acknowledgment
 * @fd: socket
 * @m: the message; the last reply on return, when there was one
 * @text: as for nl_error()
 *
 * Return: 0 or -errno.
 */
int nl_talk(int fd, struct nl_msg *m, const char **text);

/**
 * nl_find() - find an attribute
 * @m: a message of the family
 * @type: its type
 * @len: set to its length
 *
 * Return: its value, or NULL.
 */
const void *nl_find(const struct nl_msg *m, unsigned short type, size_t *len);

/** nl_u32() - value of a number of 32 bits. Return: it, or @none. */
uint32_t nl_u32(const struct nl_msg *m, unsigned short type, uint32_t none);

/** nl_u64() - value of a number of 64 bits. Return: it, or @none. */
uint64_t nl_u64(const struct nl_msg *m, unsigned short type, uint64_t none);

#endif
