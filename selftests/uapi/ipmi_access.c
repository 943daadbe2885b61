// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a member of a group that may only read can do with /dev/ipmiN. Runs as root, gives the node
 * to a group, and tries as a user in that group.
 */
#include "ipmi_dev.h"
#include "ktap.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READERS		4242
#define SOMEBODY	4243

/**
 * struct range - commands that change something
 * @netfn: network function
 * @first: first command
 * @last: last command
 * @data: first byte of data, -1 for none
 */
struct range {
	unsigned char netfn, first, last;
	int data;
};

static const struct range mutating[] = {
	{ 0x00, 0x02, 0x06, -1 }, { 0x00, 0x08, 0x08, -1 }, { 0x00, 0x0a, 0x0b, -1 },
	{ 0x02, 0x00, 0x03, -1 }, { 0x04, 0x00, 0x00, -1 }, { 0x04, 0x02, 0x02, -1 },
	{ 0x04, 0x11, 0x12, -1 }, { 0x04, 0x14, 0x14, -1 }, { 0x04, 0x16, 0x17, -1 },
	{ 0x04, 0x24, 0x24, -1 }, { 0x04, 0x26, 0x26, -1 }, { 0x04, 0x28, 0x28, -1 },
	{ 0x04, 0x2a, 0x2a, -1 }, { 0x04, 0x2c, 0x2c, -1 }, { 0x04, 0x30, 0x30, -1 },
	{ 0x06, 0x02, 0x03, -1 }, { 0x06, 0x05, 0x06, -1 }, { 0x06, 0x22, 0x22, -1 },
	{ 0x06, 0x24, 0x24, -1 }, { 0x06, 0x2e, 0x2e, -1 }, { 0x06, 0x30, 0x30, -1 },
	{ 0x06, 0x32, 0x35, -1 }, { 0x06, 0x39, 0x3c, -1 }, { 0x06, 0x3f, 0x40, -1 },
	{ 0x06, 0x43, 0x43, -1 }, { 0x06, 0x45, 0x45, -1 },
	{ 0x06, 0x47, 0x49, -1 },	/* to try a password is op 3 of the first */
	{ 0x06, 0x4c, 0x4c, -1 }, { 0x06, 0x52, 0x52, -1 },
	{ 0x06, 0x55, 0x56, -1 },	/* the second reads keys back, too */
	{ 0x06, 0x58, 0x58, -1 }, { 0x06, 0x60, 0x60, -1 }, { 0x06, 0x62, 0x62, -1 },
	{ 0x08, 0x00, 0x3f, -1 },	/* firmware */
	{ 0x0a, 0x12, 0x12, -1 }, { 0x0a, 0x24, 0x27, -1 }, { 0x0a, 0x29, 0x2c, -1 },
	{ 0x0a, 0x44, 0x47, -1 }, { 0x0a, 0x49, 0x49, -1 }, { 0x0a, 0x5b, 0x5b, -1 },
	{ 0x0a, 0x5d, 0x5d, -1 }, { 0x0c, 0x01, 0x01, -1 }, { 0x0c, 0x03, 0x04, -1 },
	{ 0x0c, 0x10, 0x1b, -1 }, { 0x0c, 0x20, 0x21, -1 }, { 0x2c, 0x04, 0x05, 0xdc },
	{ 0x2c, 0x08, 0x08, 0xdc }, { 0x2c, 0x0a, 0x0b, 0xdc }, { 0x2c, 0x12, 0x12, 0xdc },
	{ 0x2c, 0x02, 0x02, 0x52 },	/* Redfish bootstrap credentials */
	{ 0x2e, 0x00, 0x1f, 0x00 }, { 0x30, 0x00, 0x3f, 0x00 },
};

static int open_as_reader(int flags)
{
	return open(dev_path(), flags | O_CLOEXEC);
}

static void reader_cannot_open_for_writing(void)
{
	int fd = open_as_reader(O_RDWR);

	EXPECT_MSG(fd < 0 && errno == EACCES, "open: %s", fd < 0 ? strerror(errno) : "succeeded");
	if (fd >= 0)
		close(fd);
}

static void reader_reads(void)
{
	static const struct {
		unsigned char netfn, cmd, len, data[6];
	} reads[] = {
		{ 0x06, 0x01, 0, {} }, { 0x06, 0x04, 0, {} }, { 0x00, 0x01, 0, {} },
		{ 0x0a, 0x20, 0, {} }, { 0x0a, 0x22, 0, {} }, { 0x0a, 0x40, 0, {} },
		{ 0x0a, 0x42, 0, {} }, { 0x0a, 0x43, 6, { 0, 0, 0, 0, 0, 0xff } },
		{ 0x0c, 0x02, 4, { 1, 3, 0, 0 } }, { 0x06, 0x44, 2, { 1, 2 } },
		{ 0x06, 0x46, 1, { 2 } }, { 0x04, 0x2d, 1, { 1 } }, { 0x2c, 0x01, 2, { 0xdc, 1 } },
	};
	int fd = open_as_reader(O_RDONLY);
	struct answer a;
	size_t i;

	EXPECT(fd >= 0);
	for (i = 0; i < ARRAY_SIZE(reads); i++)
		EXPECT_MSG(!dev_ask(fd, reads[i].netfn, reads[i].cmd, reads[i].data, reads[i].len,
				    &a), "netfn %02x command %02x was refused",
			   reads[i].netfn, reads[i].cmd);
	close(fd);
}

static void reader_changes_nothing(void)
{
	int fd = open_as_reader(O_RDONLY);
	unsigned int tried = 0, cmd;
	unsigned char data[8] = {};
	struct answer a;
	size_t i;

	EXPECT(fd >= 0);
	for (i = 0; i < ARRAY_SIZE(mutating); i++) {
		const struct range *r = &mutating[i];

		for (cmd = r->first; cmd <= r->last; cmd++) {
			data[0] = r->data < 0 ? 0 : (unsigned char)r->data;
			EXPECT_MSG(dev_send(fd, 1, r->netfn, (unsigned char)cmd, data,
					    sizeof(data)) == -EPERM,
				   "netfn %02x command %02x was not refused", r->netfn, cmd);
			tried++;
		}
	}
	EXPECT_MSG(tried >= 200, "%u commands are not enough", tried);
	/* None of them has an answer, so none was accepted. */
	EXPECT_EQ(dev_ask(fd, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a), 0);
	EXPECT_EQ(a.cmd, CMD_GET_DEVICE_ID);
	EXPECT_EQ(dev_recv(fd, &a), -EAGAIN);
	close(fd);
}

static void reader_does_not_message_consoles(void)
{
	struct ipmi_lan_addr lan = { .addr_type = IPMI_LAN_ADDR_TYPE, .channel = 1 };
	struct ipmi_req req = {
		.addr = (unsigned char *)&lan,
		.addr_len = sizeof(lan),
		.msg = { .netfn = NETFN_APP, .cmd = CMD_GET_DEVICE_ID },
	};
	int fd = open_as_reader(O_RDONLY);

	EXPECT_EQ(xioctl(fd, IPMICTL_SEND_COMMAND, &req), -EPERM);
	close(fd);
}

static void reader_sets_nothing_that_others_share(void)
{
	struct ipmi_channel_lun_address_set chan = { .channel = 1, .value = 0x22 };
	struct ipmi_cmdspec_chans chans = { .netfn = 6, .cmd = 1, .chans = 1 };
	struct ipmi_cmdspec spec = { .netfn = 6, .cmd = 1 };
	struct ipmi_timing_parms timing = { .retries = 1, .retry_time_ms = 100 };
	int fd = open_as_reader(O_RDONLY);
	unsigned int val = 0x22;
	int one = 1;

	EXPECT_EQ(xioctl(fd, IPMICTL_SET_MY_ADDRESS_CMD, &val), -EPERM);
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_MY_LUN_CMD, &val), -EPERM);
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_MY_CHANNEL_ADDRESS_CMD, &chan), -EPERM);
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_MY_CHANNEL_LUN_CMD, &chan), -EPERM);
	EXPECT_EQ(xioctl(fd, IPMICTL_REGISTER_FOR_CMD, &spec), -EPERM);
	EXPECT_EQ(xioctl(fd, IPMICTL_UNREGISTER_FOR_CMD, &spec), -EPERM);
	EXPECT_EQ(xioctl(fd, IPMICTL_REGISTER_FOR_CMD_CHANS, &chans), -EPERM);
	EXPECT_EQ(xioctl(fd, IPMICTL_UNREGISTER_FOR_CMD_CHANS, &chans), -EPERM);
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_MAINTENANCE_MODE_CMD, &one), -EPERM);
	/* What is the file's own may be set, and events may be read. */
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_TIMING_PARMS_CMD, &timing), 0);
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_GETS_EVENTS_CMD, &one), 0);
	EXPECT_EQ(xioctl(fd, IPMICTL_GET_MY_ADDRESS_CMD, &val), 0);
	EXPECT_EQ(val, 0x20);
	close(fd);
}

static const struct ktap_case cases[] = {
	{ "a reader cannot open the node for writing", reader_cannot_open_for_writing },
	{ "a reader gets identity, sensors, SEL, LAN settings, users", reader_reads },
	{ "over 200 commands that change something are refused", reader_changes_nothing },
	{ "a reader sends nothing to remote consoles", reader_does_not_message_consoles },
	{ "a reader sets nothing that others share", reader_sets_nothing_that_others_share },
};

int main(void)
{
	gid_t group = READERS;

	if (chown(dev_path(), 0, READERS) || chmod(dev_path(), 0640) || setgroups(1, &group) ||
	    setgid(SOMEBODY) || setuid(SOMEBODY)) {
		printf("Bail out! cannot become another user: %s\n", strerror(errno));
		return 1;
	}
	return ktap_run(cases, ARRAY_SIZE(cases), 60);
}
