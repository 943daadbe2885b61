// SPDX-License-Identifier: GPL-2.0-only
/* ipmi_abi: what the ioctls other than send and receive set and give. */
#include "abi.h"

#include <string.h>
#include <unistd.h>

#define DEFAULT_ADDRESS	0x20
#define DEFAULT_LUN	2

/* The per-channel and the legacy form of one pair of ioctls. */
struct own_ioctls {
	unsigned long set, get, set_chan, get_chan;
	unsigned char initial, mask;
};

static const struct own_ioctls own_address = {
	IPMICTL_SET_MY_ADDRESS_CMD, IPMICTL_GET_MY_ADDRESS_CMD,
	IPMICTL_SET_MY_CHANNEL_ADDRESS_CMD, IPMICTL_GET_MY_CHANNEL_ADDRESS_CMD,
	DEFAULT_ADDRESS, 0xff
};

static const struct own_ioctls own_lun = {
	IPMICTL_SET_MY_LUN_CMD, IPMICTL_GET_MY_LUN_CMD,
	IPMICTL_SET_MY_CHANNEL_LUN_CMD, IPMICTL_GET_MY_CHANNEL_LUN_CMD,
	DEFAULT_LUN, 0x03
};

static long set_chan(int fd, const struct own_ioctls *o, unsigned int chan, unsigned char v)
{
	struct ipmi_channel_lun_address_set s = { .channel = chan, .value = v };

	return xioctl(fd, o->set_chan, &s);
}

/* The value of a channel, or -errno. */
static long get_chan(int fd, const struct own_ioctls *o, unsigned int chan)
{
	struct ipmi_channel_lun_address_set s = { .channel = chan, .value = 0xa5 };
	long rc = xioctl(fd, o->get_chan, &s);

	if (rc)
		return rc;
	EXPECT_EQ(s.channel, chan);
	return s.value;
}

static long get_legacy(int fd, const struct own_ioctls *o)
{
	unsigned int v = 0xa5a5a5a5;
	long rc = xioctl(fd, o->get, &v);

	return rc ? rc : (long)v;
}

static void own_values(const struct own_ioctls *o)
{
	int fd = dev_open(), other = dev_open(), c;
	unsigned int v;

	for (c = 0; c < IPMI_NUM_CHANNELS; c++)
		EXPECT_EQ(get_chan(fd, o, c), o->initial);
	EXPECT_EQ(get_legacy(fd, o), o->initial);
	/* each channel has its own, seen by every file of the interface */
	for (c = 0; c < IPMI_NUM_CHANNELS; c++)
		EXPECT_EQ(set_chan(fd, o, c, 0x51 + c), 0);
	close(fd);
	for (c = 0; c < IPMI_NUM_CHANNELS; c++)
		EXPECT_EQ(get_chan(other, o, c), (0x51 + c) & o->mask);
	/* the old form is channel 0, and an int of which one byte counts */
	EXPECT_EQ(get_legacy(other, o), 0x51 & o->mask);
	v = 0x1fe;
	EXPECT_EQ(xioctl(other, o->set, &v), 0);
	EXPECT_EQ(get_legacy(other, o), 0xfe & o->mask);
	EXPECT_EQ(get_chan(other, o, 0), 0xfe & o->mask);
	EXPECT_EQ(get_chan(other, o, 1), 0x52 & o->mask);
	for (c = IPMI_NUM_CHANNELS; c < 0x10000; c += 0x3ff0) {
		EXPECT_EQ(set_chan(other, o, c, 0), -EINVAL);
		EXPECT_EQ(get_chan(other, o, c), -EINVAL);
	}
	EXPECT_EQ(set_chan(other, o, 0xffff, 0), -EINVAL);
	for (c = 0; c < IPMI_NUM_CHANNELS; c++)
		EXPECT_EQ(set_chan(other, o, c, o->initial), 0);
	close(other);
}

static void own_faults(const struct own_ioctls *o)
{
	const unsigned long all[] = { o->set, o->get, o->set_chan, o->get_chan };
	struct ipmi_channel_lun_address_set s = { .channel = 3 };
	unsigned int v = 0;
	int fd = dev_open();
	size_t i;

	for (i = 0; i < 4; i++) {
		EXPECT_EQ(xioctl(fd, all[i], NULL), -EFAULT);
		EXPECT_EQ(xioctl(fd, all[i], bad_ptr()), -EFAULT);
		EXPECT_EQ(xioctl(fd, all[i], edge(3)), -EFAULT);
	}
	EXPECT_EQ(xioctl(fd, o->get, read_only(&v, sizeof(v))), -EFAULT);
	EXPECT_EQ(xioctl(fd, o->get_chan, read_only(&s, sizeof(s))), -EFAULT);
	/* a wrong channel is found before the result is written */
	s.channel = 16;
	EXPECT_EQ(xioctl(fd, o->get_chan, read_only(&s, sizeof(s))), -EINVAL);
	EXPECT_EQ(get_chan(fd, o, 0), o->initial);
	close(fd);
}

static void my_address(void)
{
	own_values(&own_address);
}

static void my_address_faults(void)
{
	own_faults(&own_address);
}

static void my_lun(void)
{
	own_values(&own_lun);
}

static void my_lun_faults(void)
{
	own_faults(&own_lun);
}

static void my_values_apart(void)
{
	int fd = dev_open();

	EXPECT_EQ(set_chan(fd, &own_address, 4, 0x77), 0);
	EXPECT_EQ(get_chan(fd, &own_lun, 4), DEFAULT_LUN);
	EXPECT_EQ(set_chan(fd, &own_lun, 4, 1), 0);
	EXPECT_EQ(get_chan(fd, &own_address, 4), 0x77);
	EXPECT_EQ(set_chan(fd, &own_address, 4, DEFAULT_ADDRESS), 0);
	EXPECT_EQ(set_chan(fd, &own_lun, 4, DEFAULT_LUN), 0);
	close(fd);
}

static void timing_parms(void)
{
	struct ipmi_timing_parms p = { 7, 7 }, q;
	int fd = dev_open(), other = dev_open(), copy = dup(fd);
	struct answer a;

	EXPECT_EQ(xioctl(fd, IPMICTL_GET_TIMING_PARMS_CMD, &p), 0);
	EXPECT_EQ(p.retries, -1);
	EXPECT_EQ(p.retry_time_ms, 0);
	p.retries = 3;
	p.retry_time_ms = 0xfffffff0;
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_TIMING_PARMS_CMD, &p), 0);
	memset(&q, 0xa5, sizeof(q));
	EXPECT_EQ(xioctl(copy, IPMICTL_GET_TIMING_PARMS_CMD, &q), 0);
	EXPECT_EQ(q.retries, 3);
	EXPECT_EQ(q.retry_time_ms, 0xfffffff0);
	/* they belong to the open file, no other sees them */
	EXPECT_EQ(xioctl(other, IPMICTL_GET_TIMING_PARMS_CMD, &q), 0);
	EXPECT_EQ(q.retries, -1);
	EXPECT_EQ(q.retry_time_ms, 0);
	/* and have no say in messages to the BMC itself */
	EXPECT_EQ(dev_ask(fd, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a), 0);
	EXPECT_EQ(a.data[0], 0);
	EXPECT_EQ(xioctl(fd, IPMICTL_GET_TIMING_PARMS_CMD, bad_ptr()), -EFAULT);
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_TIMING_PARMS_CMD, bad_ptr()), -EFAULT);
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_TIMING_PARMS_CMD, edge(sizeof(p) - 1)), -EFAULT);
	EXPECT_EQ(xioctl(fd, IPMICTL_GET_TIMING_PARMS_CMD, &q), 0);
	EXPECT_EQ(q.retries, 3);
	close(fd);
	close(copy);
	close(other);
}

static int mode_of(int fd)
{
	int mode = 0x5a5a;

	EXPECT_EQ(xioctl(fd, IPMICTL_GET_MAINTENANCE_MODE_CMD, &mode), 0);
	return mode;
}

static void maintenance_mode(void)
{
	static const int modes[] = { IPMI_MAINTENANCE_MODE_OFF, IPMI_MAINTENANCE_MODE_ON,
				     IPMI_MAINTENANCE_MODE_ON, IPMI_MAINTENANCE_MODE_AUTO };
	static const int wrong[] = { 3, -1, 0x100, 0x10000, 0x7fffffff };
	int fd = dev_open(), other = dev_open();
	struct answer a;
	size_t i, k;

	EXPECT_EQ(mode_of(fd), IPMI_MAINTENANCE_MODE_AUTO);
	for (i = 0; i < ARRAY_SIZE(modes); i++) {
		EXPECT_EQ(xioctl(fd, IPMICTL_SET_MAINTENANCE_MODE_CMD, &modes[i]), 0);
		EXPECT_EQ(mode_of(other), modes[i]);
		for (k = 0; k < ARRAY_SIZE(wrong); k++)
			EXPECT_EQ(xioctl(fd, IPMICTL_SET_MAINTENANCE_MODE_CMD, &wrong[k]),
				  -EINVAL);
		EXPECT_EQ(mode_of(fd), modes[i]);
		EXPECT_EQ(dev_ask(fd, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a), 0);
		EXPECT_EQ(a.data[0], 0);
	}
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_MAINTENANCE_MODE_CMD, NULL), -EFAULT);
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_MAINTENANCE_MODE_CMD, edge(3)), -EFAULT);
	EXPECT_EQ(xioctl(fd, IPMICTL_GET_MAINTENANCE_MODE_CMD, bad_ptr()), -EFAULT);
	close(fd);
	close(other);
}

static void gets_events(void)
{
	static const int values[] = { 0, 1, 1, 0, 0, -1, 0x100, 0x10000, 0 };
	int fd = dev_open();
	struct answer a;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		EXPECT_EQ(xioctl(fd, IPMICTL_SET_GETS_EVENTS_CMD, &values[i]), 0);
		EXPECT_EQ(dev_ask(fd, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a), 0);
	}
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_GETS_EVENTS_CMD, NULL), -EFAULT);
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_GETS_EVENTS_CMD, edge(3)), -EFAULT);
	/* a listener that goes away leaves nothing behind */
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_GETS_EVENTS_CMD, &values[1]), 0);
	close(fd);
	fd = dev_open();
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_GETS_EVENTS_CMD, &values[1]), 0);
	expect_silent(fd);
	close(fd);
}

static void cmd_faults(void)
{
	static const unsigned long all[] = {
		IPMICTL_REGISTER_FOR_CMD, IPMICTL_UNREGISTER_FOR_CMD,
		IPMICTL_REGISTER_FOR_CMD_CHANS, IPMICTL_UNREGISTER_FOR_CMD_CHANS
	};
	int fd = dev_open();
	size_t i;

	for (i = 0; i < 4; i++) {
		EXPECT_EQ(xioctl(fd, all[i], NULL), -EFAULT);
		EXPECT_EQ(xioctl(fd, all[i], bad_ptr()), -EFAULT);
		EXPECT_EQ(xioctl(fd, all[i], edge(1)), -EFAULT);
	}
	EXPECT_EQ(xioctl(fd, IPMICTL_REGISTER_FOR_CMD_CHANS, edge(11)), -EFAULT);
	close(fd);
}

static void cmd_unregister_not_owned(void)
{
	struct ipmi_cmdspec_chans chans = { .netfn = 0x2c, .cmd = 0x11, .chans = IPMI_CHAN_ALL };
	struct ipmi_cmdspec spec = { .netfn = 0x2c, .cmd = 0x10 };
	int fd = dev_open();

	EXPECT_EQ(xioctl(fd, IPMICTL_UNREGISTER_FOR_CMD, &spec), -ENOENT);
	EXPECT_EQ(xioctl(fd, IPMICTL_UNREGISTER_FOR_CMD_CHANS, &chans), -ENOENT);
	close(fd);
}

static void cmd_register(void)
{
	struct ipmi_cmdspec_chans one = { .netfn = 0x2c, .cmd = 0x21, .chans = 1 << 1 };
	struct ipmi_cmdspec_chans two = { .netfn = 0x2c, .cmd = 0x21, .chans = 1 << 2 };
	struct ipmi_cmdspec spec = { .netfn = 0x2c, .cmd = 0x20 };
	int fd = dev_open(), other = dev_open();

	EXPECT_EQ(xioctl(fd, IPMICTL_REGISTER_FOR_CMD, &spec), 0);
	EXPECT_EQ(xioctl(fd, IPMICTL_REGISTER_FOR_CMD, &spec), -EBUSY);
	EXPECT_EQ(xioctl(other, IPMICTL_REGISTER_FOR_CMD, &spec), -EBUSY);
	EXPECT_EQ(xioctl(other, IPMICTL_UNREGISTER_FOR_CMD, &spec), -ENOENT);
	EXPECT_EQ(xioctl(fd, IPMICTL_REGISTER_FOR_CMD_CHANS, &one), 0);
	EXPECT_EQ(xioctl(other, IPMICTL_REGISTER_FOR_CMD_CHANS, &one), -EBUSY);
	EXPECT_EQ(xioctl(other, IPMICTL_REGISTER_FOR_CMD_CHANS, &two), 0);
	EXPECT_EQ(xioctl(fd, IPMICTL_UNREGISTER_FOR_CMD_CHANS, &one), 0);
	EXPECT_EQ(xioctl(fd, IPMICTL_UNREGISTER_FOR_CMD_CHANS, &one), -ENOENT);
	EXPECT_EQ(xioctl(fd, IPMICTL_UNREGISTER_FOR_CMD, &spec), 0);
	EXPECT_EQ(xioctl(other, IPMICTL_REGISTER_FOR_CMD, &spec), 0);
	close(other);
	/* closing the file drops what it had registered */
	other = dev_open();
	EXPECT_EQ(xioctl(fd, IPMICTL_REGISTER_FOR_CMD, &spec), 0);
	two.chans |= one.chans;
	EXPECT_EQ(xioctl(other, IPMICTL_REGISTER_FOR_CMD_CHANS, &two), 0);
	close(fd);
	close(other);
}

const struct ktap_case abi_state_cases[] = {
	{ "own address: 16 channels, shared, default 20h", my_address },
	{ "own address: faults", my_address_faults },
	{ "own LUN: 16 channels, shared, two bits, default 2", my_lun },
	{ "own LUN: faults", my_lun_faults },
	{ "own address and LUN are apart", my_values_apart },
	{ "timing parameters belong to the open file", timing_parms },
	{ "maintenance mode: three values, shared", maintenance_mode },
	{ "gets events: any integer, nothing but success or EFAULT", gets_events },
	{ "command registration: faults", cmd_faults },
	{ "command registration: what is not owned is ENOENT", cmd_unregister_not_owned },
	{ "command registration: one owner per command and channel", cmd_register },
};

const size_t abi_state_count = ARRAY_SIZE(abi_state_cases);
