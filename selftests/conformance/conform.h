/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shared by the parts of ipmi_conform: each does something to /dev/ipmiN and writes down, as
 * "KEY VALUE" lines, all that came of it. The lines of two drivers are compared by compare.
 */
#ifndef SELFTESTS_CONFORMANCE_H
#define SELFTESTS_CONFORMANCE_H

#include "../uapi/ipmi_dev.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#endif

#define ANSWER_S	20.0
/* The BMC of selftests/lib takes orders by this command. */
#define ORDER_NETFN	0x3e
#define ORDER_CMD	0xc0
/* A controller on the IPMB that answers, and one that is not there */
#define SATELLITE	0x30
#define NOBODY		0x54

/**
 * rec() - write a line down
 * @key: what was looked at
 * @fmt: what it was
 */
void rec(const char *key, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * rec_rc() - write down how a call ended
 * @key: what was looked at
 * @rc: 0 or more, or -errno
 */
void rec_rc(const char *key, long rc);

/**
 * rec_answer() - write down all of a received message, or that there was none
 * @key: what was looked at
 * @rc: of the receive
 * @a: the message
 */
void rec_answer(const char *key, long rc, const struct answer *a);

/**
 * order() - let the BMC do something; ends the program when it does not
 * @fmt: an order, see selftests/lib/README.md
 *
 * Return: what it said.
 */
const char *order(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/** sent() - data of the last Send Message, with a blank first. Return: as text. */
const char *sent(void);

/** no_access() - an address that faults. Return: it. */
void *no_access(void);

/**
 * key() - compose a key
 * @fmt: its text
 *
 * Return: it, valid for 63 more calls.
 */
const char *key(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/** file_steps() - the file itself and the ioctls that set and get. */
void file_steps(void);

/** send_steps() - requests to the BMC: what is refused. */
void send_steps(void);

/** answer_steps() - answers of the BMC that are not the usual ones. */
void answer_steps(void);

/** recv_steps() - receiving: room, faults, truncation. */
void recv_steps(void);

/** bridge_steps() - IPMB, LAN and direct addresses. */
void bridge_steps(void);

/** event_steps() - events, and commands from outside. */
void event_steps(void);

/** gone_steps() - the interface goes away. */
void gone_steps(void);

#endif
