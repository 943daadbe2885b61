/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What cdev.c and cdev_compat.c share: the ioctls after their arguments have
 * been brought into the kernel's own layout.
 */
#ifndef BMCLINK_CDEV_H
#define BMCLINK_CDEV_H

#include <linux/ipmi.h>

struct file;
struct bmc_file;

int bmc_file_send(struct bmc_file *bf, const struct ipmi_req *req, int retries,
		  unsigned int retry_time_ms);
int bmc_file_send_default(struct bmc_file *bf, const struct ipmi_req *req);
int bmc_file_receive(struct bmc_file *bf, struct ipmi_recv *recv, bool trunc,
		     int (*store)(const struct ipmi_recv *recv, void __user *arg),
		     void __user *arg);
long bmc_file_ioctl(struct file *file, unsigned int cmd, unsigned long arg);
long bmc_file_compat_ioctl(struct file *file, unsigned int cmd, unsigned long arg);

#endif
