// SPDX-License-Identifier: GPL-2.0-only
/*
 * ipmi_sizes - requests and responses of every length that the interface can carry.
 *
 *   ipmi_sizes [MAX]
 *
 * MAX (default 255) is the longest message, netfn and command included. The BMC needs FRU data
 * of 256 bytes that can be written, as that in QEMU has: what was written in one request is read
 * back in one, and has to be the same.
 */
#include "ipmi_dev.h"
#include "ktap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define CMD_READ_FRU		0x11
#define CMD_WRITE_FRU		0x12

/* What stands around the data: netfn, command, FRU id, offset; netfn, command, code, count */
#define WRITE_OVERHEAD		5
#define READ_OVERHEAD		4

static unsigned int max_len = 255;

static unsigned char pattern(unsigned int round, unsigned int i)
{
	return round * 37 + i * 11 + (i >> 5);
}

static void write_fru(int fd, unsigned int offset, unsigned int len, unsigned int round)
{
	unsigned char data[IPMI_MAX_MSG_LENGTH] = { 0, offset, 0 };
	struct answer a;
	unsigned int i;

	for (i = 0; i < len; i++)
		data[3 + i] = pattern(round, offset + i);
	EXPECT_EQ(dev_ask(fd, NETFN_STORAGE, CMD_WRITE_FRU, data, 3 + len, &a), 0);
	EXPECT_EQ(a.len, 2);
	EXPECT_EQ(a.data[0], 0);
	EXPECT_MSG(a.data[1] == len, "%u of %u bytes were written", a.data[1], len);
}

static void read_fru(int fd, unsigned int offset, unsigned int len, unsigned int round)
{
	unsigned char data[4] = { 0, offset, 0, len };
	struct answer a;
	unsigned int i;

	EXPECT_EQ(dev_ask(fd, NETFN_STORAGE, CMD_READ_FRU, data, sizeof(data), &a), 0);
	EXPECT_MSG(a.len == 2 + len, "asked for %u bytes, the answer has %u", len, a.len - 2);
	EXPECT_EQ(a.data[0], 0);
	for (i = 0; i < len && !ktap_failures(); i++)
		EXPECT_MSG(a.data[2 + i] == pattern(round, offset + i),
			   "byte %u of %u is 0x%02x", i, len, a.data[2 + i]);
}

static void requests_of_every_length(void)
{
	unsigned int most = max_len - READ_OVERHEAD, len;
	int fd = dev_open();

	for (len = 1; len <= max_len - WRITE_OVERHEAD && !ktap_failures(); len++) {
		write_fru(fd, 0, len, len);
		read_fru(fd, 0, len < most ? len : most, len);
	}
	ktap_note("requests of %u to %u bytes", 1 + WRITE_OVERHEAD, max_len);
}

static void responses_of_every_length(void)
{
	unsigned int written = max_len - WRITE_OVERHEAD, most = max_len - READ_OVERHEAD, len;
	int fd = dev_open();

	write_fru(fd, 0, written, 1);
	write_fru(fd, written, most - written, 1);
	for (len = 1; len <= most && !ktap_failures(); len++)
		read_fru(fd, len % 2 ? 0 : most - len, len, 1);
	ktap_note("responses of %u to %u bytes", 1 + READ_OVERHEAD, max_len);
}

static void short_ones(void)
{
	unsigned char channel = 0x0e;
	struct answer a;
	int fd = dev_open();

	EXPECT_EQ(dev_ask(fd, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a), 0);
	EXPECT_EQ(a.data[0], 0);
	EXPECT_EQ(dev_ask(fd, NETFN_OEM, 0xf0, NULL, 0, &a), 0);
	EXPECT_EQ(a.data[0], IPMI_INVALID_COMMAND_ERR);
	EXPECT_EQ(a.len, 1);
	EXPECT_EQ(dev_ask(fd, NETFN_APP, CMD_GET_CHANNEL_INFO, &channel, 1, &a), 0);
}

static void too_long_is_refused(void)
{
	unsigned char data[IPMI_MAX_MSG_LENGTH] = { 0 };
	struct answer a;
	int fd = dev_open();

	EXPECT_EQ(dev_send(fd, 1, NETFN_OEM, 0xf0, data, max_len - 2), 0);
	EXPECT_EQ(dev_wait(fd, &a, 20), 0);
	EXPECT_EQ(a.data[0], IPMI_INVALID_COMMAND_ERR);
	EXPECT_EQ(dev_send(fd, 2, NETFN_OEM, 0xf0, data, max_len - 1), -EMSGSIZE);
	EXPECT_EQ(dev_ask(fd, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a), 0);
}

static const struct ktap_case cases[] = {
	{ "requests of every length arrive as they were sent", requests_of_every_length },
	{ "responses of every length arrive as they were sent", responses_of_every_length },
	{ "the shortest requests and responses", short_ones },
	{ "the longest request is taken, a longer one is refused", too_long_is_refused },
};

int main(int argc, char **argv)
{
	if (argc > 1)
		max_len = strtoul(argv[1], NULL, 0);
	if (max_len < 64 || max_len > 255)
		return 2;
	return ktap_run(cases, ARRAY_SIZE(cases), 240);
}
