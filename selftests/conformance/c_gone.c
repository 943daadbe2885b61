// SPDX-License-Identifier: GPL-2.0-only
/*
 * ipmi_conform: the interface goes away. What to write where for it is in the environment:
 * CONFORM_UNBIND, a file of sysfs, and CONFORM_DEVICE, the name.
 */
#include "conform.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>

static long unbind(void)
{
	const char *path = getenv("CONFORM_UNBIND"), *device = getenv("CONFORM_DEVICE");
	int fd = path && device ? open(path, O_WRONLY) : -1;
	long rc = -errno;

	if (fd >= 0)
		rc = write(fd, device, strlen(device)) < 0 ? -errno : 0;
	close(fd);
	return rc;
}

void gone_steps(void)
{
	struct ipmi_timing_parms timing = { 0, 0 };
	struct ipmi_cmdspec spec = { 0x30, 0x10 };
	int fd = dev_open(), waiting = dev_open(), value = 1;
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct answer a;

	/* one answer unread, one never given */
	dev_send(fd, 1, NETFN_APP, CMD_GET_SELF_TEST, NULL, 0);
	poll(&p, 1, (int)(ANSWER_S * 1000));
	order("on 30 66: none");
	dev_send(waiting, 2, 0x30, 0x66, NULL, 0);
	rec_rc("gone.unbind", unbind());
	rec("gone.poll-unread", "%d", poll(&p, 1, 0) > 0 ? p.revents : 0);
	rec_answer("gone.unread", dev_recv(fd, &a), &a);
	p.fd = waiting;
	rec("gone.poll-waiting", "%d", poll(&p, 1, 0) > 0 ? p.revents : 0);
	rec_answer("gone.waiting", dev_recv(waiting, &a), &a);
	rec("gone.poll-empty", "%d", poll(&p, 1, 0) > 0 ? p.revents : 0);
	rec_rc("gone.recv", dev_recv(waiting, &a));
	rec_rc("gone.send", dev_send(fd, 3, NETFN_APP, CMD_GET_SELF_TEST, NULL, 0));
	rec_rc("gone.send-wrong", dev_send(fd, 3, NETFN_APP | 1, 1, NULL, 0));
	rec_rc("gone.events", xioctl(fd, IPMICTL_SET_GETS_EVENTS_CMD, &value));
	rec_rc("gone.register", xioctl(fd, IPMICTL_REGISTER_FOR_CMD, &spec));
	rec_rc("gone.unregister", xioctl(fd, IPMICTL_UNREGISTER_FOR_CMD, &spec));
	rec_rc("gone.set-address", xioctl(fd, IPMICTL_SET_MY_ADDRESS_CMD, &value));
	rec_rc("gone.get-address", xioctl(fd, IPMICTL_GET_MY_ADDRESS_CMD, &value));
	rec_rc("gone.set-lun", xioctl(fd, IPMICTL_SET_MY_LUN_CMD, &value));
	rec_rc("gone.get-lun", xioctl(fd, IPMICTL_GET_MY_LUN_CMD, &value));
	rec_rc("gone.get-timing", xioctl(fd, IPMICTL_GET_TIMING_PARMS_CMD, &timing));
	rec_rc("gone.set-timing", xioctl(fd, IPMICTL_SET_TIMING_PARMS_CMD, &timing));
	value = 1;
	rec_rc("gone.set-maintenance", xioctl(fd, IPMICTL_SET_MAINTENANCE_MODE_CMD, &value));
	rec_rc("gone.get-maintenance", xioctl(fd, IPMICTL_GET_MAINTENANCE_MODE_CMD, &value));
	rec_rc("gone.unknown", xioctl(fd, _IO('i', 99), NULL));
	rec_rc("gone.close", close(fd) < 0 ? -errno : 0);
	close(waiting);
	value = open(dev_path(), O_RDWR);
	rec_rc("gone.open", value < 0 ? -errno : 0);
}
