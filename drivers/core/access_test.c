// SPDX-License-Identifier: GPL-2.0-only
/* Which of all 64 x 256 commands a read-only file may ask. */
#include <kunit/test.h>

#include "access.h"

/*
 * The list as it was agreed on, written once more and in another form: for each
 * network function its commands, in ascending order.
 */
static const struct {
	u8 netfn;
	const char *cmds;
} agreed[] = {
	{ 0x00, "\x01\x07\x09\x0f" /* and 00h */ },
	{ 0x04, "\x01\x10\x13\x15\x20\x21\x22\x23\x25\x27\x29\x2b\x2d\x2f" },
	{ 0x06, "\x01\x04\x07\x08\x09\x0a\x0b\x0c\x0d\x25\x2f\x31\x36\x37\x38\x3d"
		"\x41\x42\x44\x46\x4a\x4b\x4d\x4e\x4f\x50\x54\x57\x59\x61\x63\x64" },
	{ 0x0a, "\x10\x11\x20\x21\x22\x23\x28\x40\x41\x42\x43\x48\x5a\x5c" },
	{ 0x0c, "\x02\x22" },
	{ 0x2c, "\x01\x02\x03\x06\x07\x09\x0c\x10\x13" },
};

static bool agreed_on(u8 netfn, u8 cmd)
{
	unsigned int i;

	if (!netfn && !cmd)
		return true;
	for (i = 0; i < ARRAY_SIZE(agreed); i++)
		if (agreed[i].netfn == netfn)
			return cmd && strchr(agreed[i].cmds, cmd);
	return false;
}

static void all_commands_are_as_agreed(struct kunit *test)
{
	static const u8 dcmi[] = { 0xdc };
	unsigned int netfn, cmd, allowed = 0;

	for (netfn = 0; netfn < 64; netfn++) {
		for (cmd = 0; cmd < 256; cmd++) {
			bool reads = bmc_access_reads(netfn, cmd, dcmi, sizeof(dcmi));

			KUNIT_EXPECT_EQ_MSG(test, reads, agreed_on(netfn, cmd),
					    "netfn %02x command %02x", netfn, cmd);
			allowed += reads;
		}
	}
	KUNIT_EXPECT_EQ(test, allowed, 76);
}

static void other_groups_than_dcmi_are_refused(struct kunit *test)
{
	unsigned int group, cmd;
	u8 data[2];

	for (cmd = 0; cmd < 256; cmd++) {
		KUNIT_EXPECT_FALSE(test, bmc_access_reads(0x2c, cmd, data, 0));
		for (group = 0; group < 256; group++) {
			data[0] = group;
			if (group != 0xdc)
				KUNIT_EXPECT_FALSE(test, bmc_access_reads(0x2c, cmd, data, 1));
		}
	}
}

static struct kunit_case access_cases[] = {
	KUNIT_CASE(all_commands_are_as_agreed),
	KUNIT_CASE(other_groups_than_dcmi_are_refused),
	{}
};

static struct kunit_suite access_suite = {
	.name = "bmc_access",
	.test_cases = access_cases,
};

kunit_test_suite(access_suite);
