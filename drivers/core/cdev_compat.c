// SPDX-License-Identifier: GPL-2.0-only
/*
 * 32-bit programs on a 64-bit kernel: the four ioctls that carry pointers and
 * longs have other numbers and layouts there; all others are the same.
 */
#include <linux/build_bug.h>
#include <linux/compat.h>
#include <linux/fs.h>
#include <linux/uaccess.h>

#include "cdev.h"
#include "core.h"

#ifdef CONFIG_COMPAT

struct bmc_compat_msg {
	u8 netfn;
	u8 cmd;
	u16 data_len;
	compat_uptr_t data;
};

struct bmc_compat_req {
	compat_uptr_t addr;
	compat_uint_t addr_len;
	compat_long_t msgid;
	struct bmc_compat_msg msg;
};

struct bmc_compat_req_settime {
	struct bmc_compat_req req;
	compat_int_t retries;
	compat_uint_t retry_time_ms;
};

struct bmc_compat_recv {
	compat_int_t recv_type;
	compat_uptr_t addr;
	compat_uint_t addr_len;
	compat_long_t msgid;
	struct bmc_compat_msg msg;
};

#define BMC_COMPAT_SEND_COMMAND \
	_IOR(IPMI_IOC_MAGIC, 13, struct bmc_compat_req)
#define BMC_COMPAT_SEND_COMMAND_SETTIME \
	_IOR(IPMI_IOC_MAGIC, 21, struct bmc_compat_req_settime)
#define BMC_COMPAT_RECEIVE_MSG \
	_IOWR(IPMI_IOC_MAGIC, 12, struct bmc_compat_recv)
#define BMC_COMPAT_RECEIVE_MSG_TRUNC \
	_IOWR(IPMI_IOC_MAGIC, 11, struct bmc_compat_recv)

/* What a 32-bit program has been compiled with */
static_assert(sizeof(struct bmc_compat_msg) == 8);
static_assert(sizeof(struct bmc_compat_req) == 20);
static_assert(offsetof(struct bmc_compat_req, msg) == 12);
static_assert(sizeof(struct bmc_compat_req_settime) == 28);
static_assert(sizeof(struct bmc_compat_recv) == 24);
static_assert(offsetof(struct bmc_compat_recv, msg) == 16);

static void bmc_compat_msg_in(struct ipmi_msg *msg, const struct bmc_compat_msg *msg32)
{
	msg->netfn = msg32->netfn;
	msg->cmd = msg32->cmd;
	msg->data_len = msg32->data_len;
	msg->data = compat_ptr(msg32->data);
}

static void bmc_compat_req_in(struct ipmi_req *req, const struct bmc_compat_req *req32)
{
	req->addr = compat_ptr(req32->addr);
	req->addr_len = req32->addr_len;
	req->msgid = req32->msgid;
	bmc_compat_msg_in(&req->msg, &req32->msg);
}

static int bmc_compat_recv_store(const struct ipmi_recv *recv, void __user *arg)
{
	struct bmc_compat_recv recv32 = {
		.recv_type = recv->recv_type,
		.addr = ptr_to_compat((void __user *)recv->addr),
		.addr_len = recv->addr_len,
		.msgid = recv->msgid,
		.msg = {
			.netfn = recv->msg.netfn,
			.cmd = recv->msg.cmd,
			.data_len = recv->msg.data_len,
			.data = ptr_to_compat((void __user *)recv->msg.data),
		},
	};

	return copy_to_user(arg, &recv32, sizeof(recv32)) ? -EFAULT : 0;
}

static int bmc_compat_send(struct bmc_file *bf, void __user *arg)
{
	struct bmc_compat_req req32;
	struct ipmi_req req;

	if (copy_from_user(&req32, arg, sizeof(req32)))
		return -EFAULT;
	bmc_compat_req_in(&req, &req32);
	return bmc_file_send_default(bf, &req);
}

static int bmc_compat_send_settime(struct bmc_file *bf, void __user *arg)
{
	struct bmc_compat_req_settime req32;
	struct ipmi_req req;

	if (copy_from_user(&req32, arg, sizeof(req32)))
		return -EFAULT;
	bmc_compat_req_in(&req, &req32.req);
	return bmc_file_send(bf, &req, req32.retries, req32.retry_time_ms);
}

static int bmc_compat_receive(struct bmc_file *bf, void __user *arg, bool trunc)
{
	struct bmc_compat_recv recv32;
	struct ipmi_recv recv;

	if (copy_from_user(&recv32, arg, sizeof(recv32)))
		return -EFAULT;
	memset(&recv, 0, sizeof(recv));
	recv.addr = compat_ptr(recv32.addr);
	recv.addr_len = recv32.addr_len;
	bmc_compat_msg_in(&recv.msg, &recv32.msg);
	return bmc_file_receive(bf, &recv, trunc, bmc_compat_recv_store, arg);
}

/**
 * bmc_file_compat_ioctl - the ioctls of <linux/ipmi.h> from a 32-bit program
 * @file: an open /dev/ipmiN
 * @cmd: which one
 * @arg: its argument
 *
 * Return: as bmc_file_ioctl().
 */
long bmc_file_compat_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct bmc_file *bf = file->private_data;

	switch (cmd) {
	case BMC_COMPAT_SEND_COMMAND:
		return bmc_compat_send(bf, compat_ptr(arg));
	case BMC_COMPAT_SEND_COMMAND_SETTIME:
		return bmc_compat_send_settime(bf, compat_ptr(arg));
	case BMC_COMPAT_RECEIVE_MSG:
		return bmc_compat_receive(bf, compat_ptr(arg), false);
	case BMC_COMPAT_RECEIVE_MSG_TRUNC:
		return bmc_compat_receive(bf, compat_ptr(arg), true);
	default:
		return bmc_file_ioctl(file, cmd, (unsigned long)compat_ptr(arg));
	}
}

#endif /* CONFIG_COMPAT */
