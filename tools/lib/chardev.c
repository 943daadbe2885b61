// SPDX-License-Identifier: GPL-2.0-only
/* The door to a BMC through /dev/ipmiN; works on bmclink and on the in-tree driver. */
#include <errno.h>
#include <fcntl.h>
#include <linux/ipmi.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "device.h"

static int chardev_open(void *priv, const char *path, bool *readonly)
{
	struct bmc_chardev *dev = priv;
	int err;

	*readonly = false;
	dev->fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (dev->fd < 0 && (errno == EACCES || errno == EPERM)) {
		err = errno;
		dev->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
		if (dev->fd < 0)
			return -err;
		*readonly = true;
	}
	return dev->fd < 0 ? -errno : 0;
}

static void chardev_close(void *priv)
{
	struct bmc_chardev *dev = priv;

	if (dev->fd >= 0)
		close(dev->fd);
	dev->fd = -1;
}

static int chardev_send(void *priv, long msgid, const struct ipmi_request *rq)
{
	struct bmc_chardev *dev = priv;
	struct ipmi_system_interface_addr addr = {
		.addr_type = IPMI_SYSTEM_INTERFACE_ADDR_TYPE,
		.channel = IPMI_BMC_CHANNEL,
		.lun = rq->lun,
	};
	struct ipmi_ipmb_addr behind = {
		.addr_type = IPMI_IPMB_ADDR_TYPE,
		.channel = rq->channel,
		.slave_addr = rq->slave,
		.lun = rq->lun,
	};
	uint8_t data[IPMI_DATA_MAX];
	struct ipmi_req req = {
		.addr = rq->slave ? (unsigned char *)&behind : (unsigned char *)&addr,
		.addr_len = rq->slave ? sizeof(behind) : sizeof(addr),
		.msgid = msgid,
		.msg = {
			.netfn = rq->netfn,
			.cmd = rq->cmd,
			.data_len = rq->len,
			.data = data,
		},
	};
	int rc;

	memcpy(data, rq->data, rq->len);
	rc = ioctl(dev->fd, IPMICTL_SEND_COMMAND, &req) < 0 ? -errno : 0;
	explicit_bzero(data, sizeof(data));
	return rc;
}

static int chardev_receive(void *priv, long *msgid, struct ipmi_response *rs)
{
	struct bmc_chardev *dev = priv;
	uint8_t data[1 + sizeof(rs->data)];
	struct ipmi_addr addr;
	struct ipmi_recv recv;

	memset(&recv, 0, sizeof(recv));
	recv.addr = (unsigned char *)&addr;
	recv.addr_len = sizeof(addr);
	recv.msg.data = data;
	recv.msg.data_len = sizeof(data);
	/* -EMSGSIZE has still filled @recv, and a cut answer is found short when decoded. */
	if (ioctl(dev->fd, IPMICTL_RECEIVE_MSG_TRUNC, &recv) < 0 && errno != EMSGSIZE)
		return -errno;
	if (recv.recv_type != IPMI_RESPONSE_RECV_TYPE || !recv.msg.data_len ||
	    recv.msg.data_len > sizeof(data)) {
		*msgid = 0;
		return 0;
	}
	*msgid = recv.msgid;
	rs->cc = data[0];
	rs->len = (uint16_t)(recv.msg.data_len - 1);
	memcpy(rs->data, data + 1, rs->len);
	return 0;
}

/* Signals are blocked but here and in chardev_sleep(), so none is lost between two calls. */
static int chardev_wait(void *priv, long ms)
{
	struct bmc_chardev *dev = priv;
	struct pollfd pfd = { .fd = dev->fd, .events = POLLIN };
	struct timespec ts = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
	sigset_t none;
	int n;

	sigemptyset(&none);
	n = ppoll(&pfd, 1, &ts, &none);
	if (n < 0)
		return -errno;
	if (!n)
		return -ETIME;
	if (pfd.revents & POLLIN)
		return 0;
	return pfd.revents & (POLLHUP | POLLERR | POLLNVAL) ? -ENODEV : 0;
}

static long long chardev_now(void *priv)
{
	struct timespec ts;

	(void)priv;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (long long)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int chardev_sleep(void *priv, long ms)
{
	struct timespec ts = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
	sigset_t none;

	(void)priv;
	sigemptyset(&none);
	return ppoll(NULL, 0, &ts, &none) < 0 ? -errno : 0;
}

const struct bmc_door_ops bmc_chardev_ops = {
	.open = chardev_open,
	.close = chardev_close,
	.send = chardev_send,
	.receive = chardev_receive,
	.wait = chardev_wait,
	.now_ms = chardev_now,
	.sleep_ms = chardev_sleep,
};
