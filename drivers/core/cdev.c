// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/ipmiN: the ABI of <linux/ipmi.h>, translated; no routing.
 *
 * The order of the checks and the error numbers are those of the in-tree
 * driver, because programs have come to rely on them.
 *
 * Owns bmc_file.receive_lock: one reader of a file at a time, so that an
 * answer that could not be copied out stays the first one.
 */
#include <linux/cdev.h>
#include <linux/compat.h>
#include <linux/fs.h>
#include <linux/ipmi_msgdefs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "access.h"
#include "cdev.h"
#include "core.h"

/* In-tree name; see max_users. */
static unsigned int bmc_max_msgs_per_user = 100;
module_param_named(max_msgs_per_user, bmc_max_msgs_per_user, uint, 0644);
MODULE_PARM_DESC(max_msgs_per_user,
		 "How many requests an open file may have, unread answers included (default 100)");

static dev_t bmc_devt;
static struct cdev *bmc_cdev;

/**
 * struct bmc_file - one open of /dev/ipmiN
 * @client: what the router knows of it
 * @receive_lock: one reader at a time
 * @wait: who polls
 * @fasync: who wants SIGIO
 * @retries: default for bridged messages; -1 is the router's own
 * @retry_time_ms: default for bridged messages; 0 is the router's own
 */
struct bmc_file {
	struct bmc_client client;
	struct mutex receive_lock; /* one reader at a time */
	wait_queue_head_t wait;
	struct fasync_struct *fasync;
	int retries;
	unsigned int retry_time_ms;
};

static struct bmc_file *to_file(struct bmc_client *client)
{
	return container_of(client, struct bmc_file, client);
}

static bool bmc_file_gone(struct bmc_file *bf)
{
	return READ_ONCE(bf->client.link->health) == BMC_GONE;
}

static void bmc_file_answered(struct bmc_client *client, bool first)
{
	struct bmc_file *bf = to_file(client);

	wake_up_interruptible(&bf->wait);
	if (first)
		kill_fasync(&bf->fasync, SIGIO, POLL_IN);
}

static void bmc_file_hangup(struct bmc_client *client)
{
	struct bmc_file *bf = to_file(client);

	wake_up_interruptible(&bf->wait);
	kill_fasync(&bf->fasync, SIGIO, POLL_HUP);
}

static void bmc_file_free(struct bmc_client *client)
{
	kfree(to_file(client));
}

static const struct bmc_client_ops bmc_file_client_ops = {
	.answered = bmc_file_answered,
	.gone = bmc_file_hangup,
	.release = bmc_file_free,
};

static int bmc_file_open(struct inode *inode, struct file *file)
{
	struct bmc_link *link = bmc_link_find(iminor(inode) - MINOR(bmc_devt));
	struct bmc_file *bf;
	int err;

	if (IS_ERR(link))
		return PTR_ERR(link);
	bf = kzalloc(sizeof(*bf), GFP_KERNEL);
	if (!bf) {
		err = -ENOMEM;
		goto err_link;
	}
	mutex_init(&bf->receive_lock);
	init_waitqueue_head(&bf->wait);
	bf->retries = -1;
	err = bmc_client_init(&bf->client, link, BMC_NORMAL, READ_ONCE(bmc_max_msgs_per_user),
			      &bmc_file_client_ops);
	if (err)
		goto err_free;
	bf->client.readonly = !(file->f_mode & FMODE_WRITE);
	file->private_data = bf;
	return 0;

err_free:
	kfree(bf);
err_link:
	bmc_link_put(link);
	return err;
}

static int bmc_file_release(struct inode *inode, struct file *file)
{
	struct bmc_file *bf = file->private_data;
	struct bmc_link *link = bf->client.link;

	bmc_client_close(&bf->client);
	bmc_link_put(link);
	return 0;
}

static int bmc_file_fasync(int fd, struct file *file, int on)
{
	struct bmc_file *bf = file->private_data;

	return fasync_helper(fd, file, on, &bf->fasync);
}

static __poll_t bmc_file_poll(struct file *file, poll_table *table)
{
	struct bmc_file *bf = file->private_data;
	__poll_t mask = 0;

	poll_wait(file, &bf->wait, table);
	if (bmc_file_gone(bf))
		mask |= EPOLLHUP | EPOLLERR;
	if (bmc_client_has_answer(&bf->client))
		mask |= EPOLLIN | EPOLLRDNORM;
	return mask;
}

/* May this file ask this?  A message to a remote console is not a reading of anything. */
static bool bmc_file_may_send(const struct bmc_file *bf, const struct ipmi_addr *addr,
			      const struct ipmi_msg *msg, const u8 *data)
{
	if (!bf->client.readonly)
		return true;
	return addr->addr_type != IPMI_LAN_ADDR_TYPE &&
	       bmc_access_reads(msg->netfn, msg->cmd, data, msg->data_len);
}

/**
 * bmc_file_send - ask; never waits for the BMC
 * @bf: who asks
 * @ureq: the question; its pointers are the user's
 * @retries: for bridged messages
 * @retry_time_ms: for bridged messages
 *
 * Return: 0 when accepted, or the in-tree driver's error number.
 */
int bmc_file_send(struct bmc_file *bf, const struct ipmi_req *ureq, int retries,
		  unsigned int retry_time_ms)
{
	struct ipmi_msg msg = ureq->msg;
	u8 data[IPMI_MAX_MSG_LENGTH];
	struct bmc_request *req;
	struct ipmi_addr addr;
	int err;

	if (ureq->addr_len > sizeof(addr))
		return -EINVAL;
	memset(&addr, 0, sizeof(addr));
	if (copy_from_user(&addr, (void __user *)ureq->addr, ureq->addr_len))
		return -EFAULT;
	err = bmc_addr_validate(&addr, ureq->addr_len);
	if (err)
		return err;

	if (!msg.data)
		msg.data_len = 0;
	if (msg.data_len > sizeof(data))
		return -EMSGSIZE;
	if (copy_from_user(data, (void __user *)msg.data, msg.data_len))
		return -EFAULT;
	if (!bmc_file_may_send(bf, &addr, &msg, data)) {
		err = -EPERM;
		goto out;
	}

	req = bmc_file_gone(bf) ? ERR_PTR(-ENODEV) : bmc_request_new(&bf->client, ureq->msgid);
	if (IS_ERR(req)) {
		err = PTR_ERR(req);
		goto out;
	}
	bmc_encode_timing(req, retries, retry_time_ms);
	err = bmc_encode(req, &addr, msg.netfn, msg.cmd, data, msg.data_len);
	if (!err)
		err = bmc_request_submit(req);
	if (err)
		bmc_request_free(req);
out:
	/* It may have been a password. */
	memzero_explicit(data, sizeof(data));
	return err;
}

/**
 * bmc_file_send_default - bmc_file_send() with the timing set for the file
 * @bf: who asks
 * @req: the question
 *
 * Return: as bmc_file_send().
 */
int bmc_file_send_default(struct bmc_file *bf, const struct ipmi_req *req)
{
	return bmc_file_send(bf, req, READ_ONCE(bf->retries), READ_ONCE(bf->retry_time_ms));
}

/* Copy a message out; whatever fails, the message itself is not changed. */
static int bmc_recv_copy(struct ipmi_recv *recv, const struct bmc_message *msg, bool trunc)
{
	size_t addr_len = bmc_addr_len(&msg->addr);
	u16 len = msg->len;
	int ret = 0;

	if (recv->addr_len < addr_len)
		return -EINVAL;
	if (copy_to_user((void __user *)recv->addr, &msg->addr, addr_len))
		return -EFAULT;
	recv->addr_len = addr_len;
	recv->recv_type = msg->recv_type;
	recv->msgid = msg->msgid;
	recv->msg.netfn = msg->netfn;
	recv->msg.cmd = msg->cmd;
	if (len > recv->msg.data_len) {
		ret = -EMSGSIZE;
		if (!trunc)
			return ret;
		len = recv->msg.data_len;
	}
	if (copy_to_user((void __user *)recv->msg.data, msg->data, len))
		return -EFAULT;
	recv->msg.data_len = len;
	return ret;
}

/**
 * bmc_file_receive - read the oldest message; never waits
 * @bf: who reads
 * @recv: room for it; its pointers are the user's.  Filled.
 * @trunc: a message that does not fit is cut and taken all the same
 * @store: writes @recv back to the user in the layout of the caller's ABI
 * @arg: where to
 *
 * Return: 0; -EMSGSIZE the data did not fit; -EAGAIN there is no message;
 * -EINVAL no room for the address; -EFAULT.
 */
int bmc_file_receive(struct bmc_file *bf, struct ipmi_recv *recv, bool trunc,
		     int (*store)(const struct ipmi_recv *recv, void __user *arg),
		     void __user *arg)
{
	struct bmc_message *msg;
	int ret;

	mutex_lock(&bf->receive_lock);
	msg = bmc_client_take(&bf->client);
	if (!msg) {
		mutex_unlock(&bf->receive_lock);
		return -EAGAIN;
	}
	ret = bmc_recv_copy(recv, msg, trunc);
	if ((!ret || (ret == -EMSGSIZE && trunc)) && store(recv, arg))
		ret = -EFAULT;
	if (ret && !(ret == -EMSGSIZE && trunc)) {
		bmc_client_untake(&bf->client, msg);
		msg = NULL;
	}
	mutex_unlock(&bf->receive_lock);
	if (msg)
		msg->free(msg);
	return ret;
}

static int bmc_recv_store(const struct ipmi_recv *recv, void __user *arg)
{
	return copy_to_user(arg, recv, sizeof(*recv)) ? -EFAULT : 0;
}

static int bmc_ioctl_send(struct bmc_file *bf, void __user *arg)
{
	struct ipmi_req req;

	if (copy_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	return bmc_file_send_default(bf, &req);
}

static int bmc_ioctl_send_settime(struct bmc_file *bf, void __user *arg)
{
	struct ipmi_req_settime req;

	if (copy_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	return bmc_file_send(bf, &req.req, req.retries, req.retry_time_ms);
}

static int bmc_ioctl_receive(struct bmc_file *bf, void __user *arg, bool trunc)
{
	struct ipmi_recv recv;

	if (copy_from_user(&recv, arg, sizeof(recv)))
		return -EFAULT;
	return bmc_file_receive(bf, &recv, trunc, bmc_recv_store, arg);
}

static int bmc_ioctl_set_events(struct bmc_file *bf, void __user *arg)
{
	int val;

	if (copy_from_user(&val, arg, sizeof(val)))
		return -EFAULT;
	if (bmc_file_gone(bf))
		return -ENODEV;
	bmc_event_listen(&bf->client, val);
	return 0;
}

/* SET_MY_ADDRESS and SET_MY_LUN: channel 0. */
static int bmc_ioctl_set_my(struct bmc_file *bf, void __user *arg, u8 *table, u8 mask)
{
	unsigned int val;

	if (copy_from_user(&val, arg, sizeof(val)))
		return -EFAULT;
	if (bmc_file_gone(bf))
		return -ENODEV;
	WRITE_ONCE(table[0], val & mask);
	return 0;
}

static int bmc_ioctl_get_my(struct bmc_file *bf, void __user *arg, const u8 *table)
{
	unsigned int val = READ_ONCE(table[0]);

	if (bmc_file_gone(bf))
		return -ENODEV;
	return copy_to_user(arg, &val, sizeof(val)) ? -EFAULT : 0;
}

static int bmc_ioctl_set_my_channel(struct bmc_file *bf, void __user *arg, u8 *table, u8 mask)
{
	struct ipmi_channel_lun_address_set val;

	if (copy_from_user(&val, arg, sizeof(val)))
		return -EFAULT;
	if (bmc_file_gone(bf))
		return -ENODEV;
	if (val.channel >= BMC_CHANNELS)
		return -EINVAL;
	WRITE_ONCE(table[val.channel], val.value & mask);
	return 0;
}

static int bmc_ioctl_get_my_channel(struct bmc_file *bf, void __user *arg, const u8 *table)
{
	struct ipmi_channel_lun_address_set val;

	if (copy_from_user(&val, arg, sizeof(val)))
		return -EFAULT;
	if (bmc_file_gone(bf))
		return -ENODEV;
	if (val.channel >= BMC_CHANNELS)
		return -EINVAL;
	val.value = READ_ONCE(table[val.channel]);
	return copy_to_user(arg, &val, sizeof(val)) ? -EFAULT : 0;
}

static int bmc_ioctl_set_timing(struct bmc_file *bf, void __user *arg)
{
	struct ipmi_timing_parms parms;

	if (copy_from_user(&parms, arg, sizeof(parms)))
		return -EFAULT;
	WRITE_ONCE(bf->retries, parms.retries);
	WRITE_ONCE(bf->retry_time_ms, parms.retry_time_ms);
	return 0;
}

static int bmc_ioctl_get_timing(struct bmc_file *bf, void __user *arg)
{
	struct ipmi_timing_parms parms = {
		.retries = READ_ONCE(bf->retries),
		.retry_time_ms = READ_ONCE(bf->retry_time_ms),
	};

	return copy_to_user(arg, &parms, sizeof(parms)) ? -EFAULT : 0;
}

static int bmc_ioctl_command(struct bmc_file *bf, void __user *arg, bool all_chans,
			     int (*change)(struct bmc_client *client, u8 netfn, u8 cmd, u32 chans))
{
	struct ipmi_cmdspec_chans spec = { .chans = IPMI_CHAN_ALL };
	struct ipmi_cmdspec all;

	if (all_chans) {
		if (copy_from_user(&all, arg, sizeof(all)))
			return -EFAULT;
		spec.netfn = all.netfn;
		spec.cmd = all.cmd;
	} else if (copy_from_user(&spec, arg, sizeof(spec))) {
		return -EFAULT;
	}
	if (bmc_file_gone(bf))
		return -ENODEV;
	return change(&bf->client, spec.netfn, spec.cmd, spec.chans);
}

static int bmc_ioctl_set_maintenance(struct bmc_file *bf, void __user *arg)
{
	int mode;

	if (copy_from_user(&mode, arg, sizeof(mode)))
		return -EFAULT;
	if (bmc_file_gone(bf))
		return -ENODEV;
	return bmc_maintenance_set(bf->client.link, mode);
}

static int bmc_ioctl_get_maintenance(struct bmc_file *bf, void __user *arg)
{
	int mode = bmc_maintenance_mode(bf->client.link);

	if (bmc_file_gone(bf))
		return -ENODEV;
	return copy_to_user(arg, &mode, sizeof(mode)) ? -EFAULT : 0;
}

/* Does this ioctl change what others see?  Sending is judged by what is sent. */
static bool bmc_ioctl_changes(unsigned int cmd)
{
	switch (cmd) {
	case IPMICTL_SET_MY_ADDRESS_CMD:
	case IPMICTL_SET_MY_LUN_CMD:
	case IPMICTL_SET_MY_CHANNEL_ADDRESS_CMD:
	case IPMICTL_SET_MY_CHANNEL_LUN_CMD:
	case IPMICTL_REGISTER_FOR_CMD:
	case IPMICTL_REGISTER_FOR_CMD_CHANS:
	case IPMICTL_UNREGISTER_FOR_CMD:
	case IPMICTL_UNREGISTER_FOR_CMD_CHANS:
	case IPMICTL_SET_MAINTENANCE_MODE_CMD:
		return true;
	default:
		return false;
	}
}

/**
 * bmc_file_ioctl - the ioctls of <linux/ipmi.h>
 * @file: an open /dev/ipmiN
 * @cmd: which one
 * @uarg: its argument
 *
 * Return: 0 or an error number; -ENOTTY for one that does not exist.
 */
long bmc_file_ioctl(struct file *file, unsigned int cmd, unsigned long uarg)
{
	struct bmc_file *bf = file->private_data;
	struct bmc_link *link = bf->client.link;
	void __user *arg = (void __user *)uarg;

	if (bf->client.readonly && bmc_ioctl_changes(cmd))
		return -EPERM;
	switch (cmd) {
	case IPMICTL_SEND_COMMAND:
		return bmc_ioctl_send(bf, arg);
	case IPMICTL_SEND_COMMAND_SETTIME:
		return bmc_ioctl_send_settime(bf, arg);
	case IPMICTL_RECEIVE_MSG:
		return bmc_ioctl_receive(bf, arg, false);
	case IPMICTL_RECEIVE_MSG_TRUNC:
		return bmc_ioctl_receive(bf, arg, true);
	case IPMICTL_SET_GETS_EVENTS_CMD:
		return bmc_ioctl_set_events(bf, arg);
	case IPMICTL_SET_MY_ADDRESS_CMD:
		return bmc_ioctl_set_my(bf, arg, link->my_addr, 0xff);
	case IPMICTL_GET_MY_ADDRESS_CMD:
		return bmc_ioctl_get_my(bf, arg, link->my_addr);
	case IPMICTL_SET_MY_LUN_CMD:
		return bmc_ioctl_set_my(bf, arg, link->my_lun, 0x03);
	case IPMICTL_GET_MY_LUN_CMD:
		return bmc_ioctl_get_my(bf, arg, link->my_lun);
	case IPMICTL_SET_MY_CHANNEL_ADDRESS_CMD:
		return bmc_ioctl_set_my_channel(bf, arg, link->my_addr, 0xff);
	case IPMICTL_GET_MY_CHANNEL_ADDRESS_CMD:
		return bmc_ioctl_get_my_channel(bf, arg, link->my_addr);
	case IPMICTL_SET_MY_CHANNEL_LUN_CMD:
		return bmc_ioctl_set_my_channel(bf, arg, link->my_lun, 0x03);
	case IPMICTL_GET_MY_CHANNEL_LUN_CMD:
		return bmc_ioctl_get_my_channel(bf, arg, link->my_lun);
	case IPMICTL_SET_TIMING_PARMS_CMD:
		return bmc_ioctl_set_timing(bf, arg);
	case IPMICTL_GET_TIMING_PARMS_CMD:
		return bmc_ioctl_get_timing(bf, arg);
	case IPMICTL_REGISTER_FOR_CMD:
		return bmc_ioctl_command(bf, arg, true, bmc_command_register);
	case IPMICTL_REGISTER_FOR_CMD_CHANS:
		return bmc_ioctl_command(bf, arg, false, bmc_command_register);
	case IPMICTL_UNREGISTER_FOR_CMD:
		return bmc_ioctl_command(bf, arg, true, bmc_command_unregister);
	case IPMICTL_UNREGISTER_FOR_CMD_CHANS:
		return bmc_ioctl_command(bf, arg, false, bmc_command_unregister);
	case IPMICTL_SET_MAINTENANCE_MODE_CMD:
		return bmc_ioctl_set_maintenance(bf, arg);
	case IPMICTL_GET_MAINTENANCE_MODE_CMD:
		return bmc_ioctl_get_maintenance(bf, arg);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations bmc_file_ops = {
	.owner = THIS_MODULE,
	.open = bmc_file_open,
	.release = bmc_file_release,
	.unlocked_ioctl = bmc_file_ioctl,
#ifdef CONFIG_COMPAT
	.compat_ioctl = bmc_file_compat_ioctl,
#endif
	.poll = bmc_file_poll,
	.fasync = bmc_file_fasync,
	/* As in-tree: seeking does nothing, successfully. */
	.llseek = noop_llseek,
};

/**
 * bmc_cdev_devt - the device number of a link
 * @link: a link with a number
 *
 * Return: what /dev/ipmiN is to be made with.
 */
dev_t bmc_cdev_devt(const struct bmc_link *link)
{
	return bmc_devt + link->id;
}

/**
 * bmc_cdev_init - make the device numbers work
 *
 * Return: 0 or an error number.
 */
int __init bmc_cdev_init(void)
{
	int err = alloc_chrdev_region(&bmc_devt, 0, BMC_LINKS_MAX, "bmclink");

	if (err)
		return err;
	/* Not static: somebody may hold it longer than this module lives. */
	bmc_cdev = cdev_alloc();
	if (!bmc_cdev) {
		err = -ENOMEM;
		goto err_region;
	}
	bmc_cdev->ops = &bmc_file_ops;
	bmc_cdev->owner = THIS_MODULE;
	err = cdev_add(bmc_cdev, bmc_devt, BMC_LINKS_MAX);
	if (err)
		goto err_cdev;
	return 0;

err_cdev:
	kobject_put(&bmc_cdev->kobj);
err_region:
	unregister_chrdev_region(bmc_devt, BMC_LINKS_MAX);
	return err;
}

/**
 * bmc_cdev_exit - give the device numbers back
 */
void bmc_cdev_exit(void)
{
	cdev_del(bmc_cdev);
	unregister_chrdev_region(bmc_devt, BMC_LINKS_MAX);
}
