/* SPDX-License-Identifier: GPL-2.0-only */
/* What every test program needs to talk to /dev/ipmiN, and nothing but <linux/ipmi.h> below it. */
#ifndef SELFTESTS_UAPI_IPMI_DEV_H
#define SELFTESTS_UAPI_IPMI_DEV_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/ioctl.h>

/* uses _IOR() without including it */
#include <linux/ipmi.h>

#define NETFN_SENSOR	0x04
#define NETFN_APP	0x06
#define NETFN_STORAGE	0x0a
#define NETFN_OEM	0x30

#define CMD_GET_DEVICE_ID	0x01
#define CMD_GET_SELF_TEST	0x04
#define CMD_SEND_MESSAGE	0x34
#define CMD_GET_MESSAGE		0x33
#define CMD_READ_EVENT		0x35
#define CMD_GET_SYSTEM_GUID	0x37
#define CMD_GET_CHANNEL_INFO	0x42

/* The longest answer a KCS link can carry is far below this. */
#define ANSWER_ROOM	1024

/**
 * struct answer - one received message
 * @type: recv_type
 * @id: msgid
 * @netfn: network function
 * @cmd: command
 * @len: bytes in @data
 * @addr: sender, as the driver gave it
 * @addr_len: bytes the driver says it wrote to @addr
 * @data: completion code and data (events have no completion code)
 */
struct answer {
	int type;
	long id;
	unsigned char netfn;
	unsigned char cmd;
	unsigned int len;
	struct ipmi_addr addr;
	unsigned int addr_len;
	unsigned char data[ANSWER_ROOM];
};

/* What is in memory that nobody has written to */
#define ROOM_UNTOUCHED	0xa5

/**
 * struct room - an argument to receive with, and room for everything
 * @r: the argument
 * @addr: more than any address needs
 * @data: more than any message needs
 */
struct room {
	struct ipmi_recv r;
	unsigned char addr[64];
	unsigned char data[ANSWER_ROOM];
};

/**
 * room_init() - mark all of it as untouched, and point to it
 * @m: the room
 */
void room_init(struct room *m);

/** dev_path() - the device under test. Return: IPMI_DEV of the environment or /dev/ipmi0. */
const char *dev_path(void);

/**
 * dev_is_bmclink() - whether bmclink is the driver under test
 *
 * Only for the few places where bmclink promises more than the in-tree driver gives.
 *
 * Return: true for bmclink.
 */
bool dev_is_bmclink(void);

/**
 * dev_keeps_order() - whether requests of one file are answered in the order they were sent
 *
 * On two CPUs the in-tree driver lets a new request pass those that wait when it is sent in
 * the moment between two messages.
 *
 * Return: true for bmclink.
 */
bool dev_keeps_order(void);

/** now_s() - the monotonic clock. Return: seconds. */
double now_s(void);

/**
 * xioctl() - ioctl with the error as result
 * @fd: file
 * @request: ioctl number
 * @arg: argument
 *
 * Return: what ioctl() returned, or -errno.
 */
long xioctl(int fd, unsigned long request, const void *arg);

/**
 * sysif_addr() - a system interface address
 * @lun: logical unit
 *
 * Return: the address.
 */
struct ipmi_system_interface_addr sysif_addr(unsigned char lun);

/**
 * dev_open() - open the device under test
 *
 * Ends the program when it cannot be opened.
 *
 * Return: file.
 */
int dev_open(void);

/**
 * dev_send() - send one request to the BMC, do not wait
 * @fd: file
 * @id: msgid
 * @netfn: network function
 * @cmd: command
 * @data: request data
 * @len: its length
 *
 * Return: 0 or -errno.
 */
long dev_send(int fd, long id, unsigned char netfn, unsigned char cmd,
	      const void *data, unsigned int len);

/**
 * dev_poll() - wait until a message can be received
 * @fd: file
 * @limit_s: how long
 *
 * Return: the poll bits, 0 at the limit, -errno on error.
 */
int dev_poll(int fd, double limit_s);

/**
 * dev_recv() - receive one message, do not wait
 * @fd: file
 * @a: where to put it
 *
 * Return: 0 or -errno.
 */
long dev_recv(int fd, struct answer *a);

/**
 * dev_wait() - receive one message
 * @fd: file
 * @a: where to put it
 * @limit_s: how long to wait for it
 *
 * Return: 0, -ETIMEDOUT or another -errno.
 */
long dev_wait(int fd, struct answer *a, double limit_s);

/**
 * dev_ask() - send one request and wait for its answer
 * @fd: file nobody else receives from
 * @netfn: network function
 * @cmd: command
 * @data: request data
 * @len: its length
 * @a: the answer
 *
 * Return: 0 or -errno.
 */
long dev_ask(int fd, unsigned char netfn, unsigned char cmd, const void *data,
	     unsigned int len, struct answer *a);

#endif
