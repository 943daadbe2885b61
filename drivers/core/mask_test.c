// SPDX-License-Identifier: GPL-2.0-only
/* What must not be seen in a copy of a frame. */
#include <kunit/test.h>

#include "core.h"
#include "genl.h"

/**
 * struct mask_case - a frame, and what is left of it
 * @what: which message
 * @asked: the request that a response is for
 * @frame: the frame
 * @len: its length
 * @masked: how many bytes at its end have to be zero
 */
struct mask_case {
	const char *what;
	u8 asked[4];
	u8 frame[24];
	unsigned int len;
	unsigned int masked;
};

static const struct mask_case mask_cases[] = {
	{ "Get Device ID", {}, { 0x18, 0x01, 1, 2, 3 }, 5, 0 },
	{ "Set User Password", {}, { 0x18, 0x47, 2, 2, 'a', 'b', 'c' }, 7, 3 },
	{ "on another LUN", {}, { 0x19, 0x47, 2, 2, 'a', 'b', 'c' }, 7, 3 },
	{ "without a password", {}, { 0x18, 0x47, 2, 1 }, 4, 0 },
	{ "its response", { 0x18, 0x47, 2, 2 }, { 0x1c, 0x47, 0x80 }, 3, 0 },
	{ "Set Channel Security Keys", {}, { 0x18, 0x56, 1, 1, 0, 9, 9 }, 7, 2 },
	{ "keys read back", { 0x18, 0x56, 1, 0 }, { 0x1c, 0x56, 0, 1, 9, 9 }, 6, 2 },
	{ "Get Session Challenge", {}, { 0x18, 0x39, 2, 'u', 's' }, 5, 2 },
	{ "its response", { 0x18, 0x39, 2, 'u' }, { 0x1c, 0x39, 0, 9, 9 }, 5, 2 },
	{ "Set LAN address", {}, { 0x30, 0x01, 1, 3, 10, 0, 0, 1 }, 8, 0 },
	{ "Set LAN community string", {}, { 0x30, 0x01, 1, 16, 'p', 'u' }, 6, 2 },
	{ "Get LAN address", { 0x30, 0x02, 1, 3 }, { 0x34, 0x02, 0, 0x11, 10, 0, 0, 1 }, 8, 0 },
	{ "community string", { 0x30, 0x02, 1, 16 }, { 0x34, 0x02, 0, 0x11, 'p', 'u' }, 6, 2 },
	{ "bootstrap account", { 0xb0, 0x02, 0x52, 0xa5 },
	  { 0xb4, 0x02, 0, 0x52, 'u', 'p' }, 6, 2 },
	{ "DCMI power reading", { 0xb0, 0x02, 0xdc, 1 }, { 0xb4, 0x02, 0, 0xdc, 1, 2 }, 6, 0 },
	{ "a password by IPMB", {},
	  { 0x18, 0x34, 0x40, 0x52, 0x18, 0x96, 0x20, 4, 0x47, 2, 2, 'a', 'b', 0x55 }, 14, 3 },
	{ "a password by broadcast", {},
	  { 0x18, 0x34, 0x40, 0, 0x52, 0x18, 0x96, 0x20, 4, 0x47, 2, 2, 'a', 'b', 0x55 }, 15, 3 },
	{ "identity by IPMB", {},
	  { 0x18, 0x34, 0x40, 0x52, 0x18, 0x96, 0x20, 4, 0x01, 0xdb }, 10, 0 },
	{ "keys from IPMB", { 0x18, 0x33 },
	  { 0x1c, 0x33, 0, 0, 0x1c, 0xc4, 0x52, 4, 0x56, 0, 1, 9, 9, 0x55 }, 14, 3 },
	{ "a password over two bridges", {},
	  { 0x18, 0x34, 0x40, 0x52, 0x18, 0x96, 0x20, 4, 0x34,
	    0x40, 0x54, 0x18, 0x94, 0x52, 8, 0x47, 2, 2, 'a', 'b', 0x55, 0x55 }, 22, 4 },
	{ "identity over two bridges", {},
	  { 0x18, 0x34, 0x40, 0x52, 0x18, 0x96, 0x20, 4, 0x34,
	    0x40, 0x54, 0x18, 0x94, 0x52, 8, 0x01, 0xa5, 0x55 }, 18, 0 },
	{ "an answer in that to Send Message", { 0x18, 0x34, 0x40, 0x52 },
	  { 0x1c, 0x34, 0, 0x20, 0x1c, 0xc4, 0x52, 4, 0x56, 0, 9 }, 11, 8 },
	{ "Send Message is done", { 0x18, 0x34, 0x40, 0x52 }, { 0x1c, 0x34, 0 }, 3, 0 },
	{ "a response to another request", { 0x18, 0x01 },
	  { 0x34, 0x02, 0, 0x11, 'p', 'u' }, 6, 2 },
	{ "one byte", {}, { 0x18 }, 1, 0 },
};

static void without_a_request_all_is_secret_that_may_be(struct kunit *test)
{
	u8 frame[] = { 0x34, 0x02, 0, 0x11, 10, 1 };

	KUNIT_EXPECT_EQ(test, bmc_mask(frame, sizeof(frame), NULL), 2);
	KUNIT_EXPECT_EQ(test, frame[3], 0x11);
	KUNIT_EXPECT_EQ(test, frame[4] | frame[5], 0);
}

static void no_depth_is_too_deep(struct kunit *test)
{
	/* Each a Send Message to IPMB with the next one in it; the last is a password. */
	static const u8 bridge[] = { 0x40, 0x52, 0x18, 0x96, 0x20, 4, 0x34 };
	u8 frame[2 + 10 * sizeof(bridge) + 4];
	unsigned int n, k, len;

	for (n = 1; n <= 10; n++) {
		frame[0] = BMC_NETFN_APP << 2;
		frame[1] = BMC_CMD_SEND_MSG;
		for (k = 0, len = 2; k < n; k++, len += sizeof(bridge))
			memcpy(frame + len, bridge, sizeof(bridge));
		frame[len - 1] = 0x47;
		memcpy(frame + len, "\x02\x02pw", 4);
		len += 4;
		KUNIT_EXPECT_GE(test, bmc_mask(frame, len, NULL), 2);
		KUNIT_EXPECT_EQ(test, frame[len - 2] | frame[len - 1], 0);
	}
}

static void secrets_are_zero_and_nothing_else(struct kunit *test)
{
	unsigned int i, k, len;
	u8 frame[24];

	for (i = 0; i < ARRAY_SIZE(mask_cases); i++) {
		const struct mask_case *c = &mask_cases[i];

		memcpy(frame, c->frame, sizeof(frame));
		KUNIT_EXPECT_EQ_MSG(test, bmc_mask(frame, c->len, c->asked), c->masked, "%s",
				    c->what);
		len = c->len - c->masked;
		KUNIT_EXPECT_EQ_MSG(test, memcmp(frame, c->frame, len), 0, "%s", c->what);
		for (k = len; k < c->len; k++)
			KUNIT_EXPECT_EQ_MSG(test, frame[k], 0, "%s, byte %u", c->what, k);
	}
}

static void no_length_is_too_short(struct kunit *test)
{
	static const u8 asked[4] = {};
	unsigned int i, len;
	u8 frame[24];

	for (i = 0; i < ARRAY_SIZE(mask_cases); i++) {
		for (len = 0; len <= mask_cases[i].len; len++) {
			memset(frame, 0xaa, sizeof(frame));
			memcpy(frame, mask_cases[i].frame, len);
			KUNIT_EXPECT_LE(test, bmc_mask(frame, len, asked), len);
			if (len < sizeof(frame))
				KUNIT_EXPECT_EQ(test, frame[len], 0xaa);
		}
	}
}

static struct kunit_case mask_test_cases[] = {
	KUNIT_CASE(secrets_are_zero_and_nothing_else),
	KUNIT_CASE(no_length_is_too_short),
	KUNIT_CASE(without_a_request_all_is_secret_that_may_be),
	KUNIT_CASE(no_depth_is_too_deep),
	{}
};

static struct kunit_suite mask_suite = {
	.name = "bmc_mask",
	.test_cases = mask_test_cases,
};

kunit_test_suite(mask_suite);
