// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests cut into blocks, responses joined from blocks.
 */
#include <kunit/test.h>

#include "part.h"

#define FILL(i)		((u8)((i) * 7 + 3))

static struct bmc_frame frame_of(unsigned int len)
{
	struct bmc_frame frame = { .len = len };
	unsigned int i;

	for (i = 0; i < len; i++)
		frame.data[i] = FILL(i);
	return frame;
}

/* What a BMC makes of the parts of a request: its length, or 0 when it waits for more. */
static unsigned int bmc_takes(struct kunit *test, const struct bmc_frame *req, enum ssif_end end)
{
	unsigned int pos = 0, parts = 0;
	struct ssif_part part;

	do {
		ssif_split(req, pos, end, &part);
		KUNIT_ASSERT_PTR_EQ(test, part.data, req->data + pos);
		if (req->len <= 32)
			KUNIT_EXPECT_EQ(test, part.command, (u8)0x02);
		else if (!parts)
			KUNIT_EXPECT_EQ(test, part.command, (u8)0x06);
		else if (part.last && end == SSIF_END_COMMAND)
			KUNIT_EXPECT_EQ(test, part.command, (u8)0x08);
		else
			KUNIT_EXPECT_EQ(test, part.command, (u8)0x07);
		if (!part.last)
			KUNIT_EXPECT_EQ(test, part.len, (u8)32);
		else if (part.command == 0x07)
			KUNIT_EXPECT_LT(test, part.len, (u8)32);
		if (end != SSIF_END_EMPTY)
			KUNIT_EXPECT_GT(test, part.len, (u8)0);
		pos += part.len;
		KUNIT_ASSERT_LE(test, ++parts, 10U);
	} while (!part.last);
	return pos;
}

static void every_request_is_cut_as_the_end_demands(struct kunit *test)
{
	enum ssif_end end;
	unsigned int len;

	for (end = SSIF_END_NONE; end <= SSIF_END_COMMAND; end++) {
		for (len = 1; len <= ssif_request_max(end); len++) {
			struct bmc_frame req = frame_of(len);

			KUNIT_ASSERT_EQ_MSG(test, bmc_takes(test, &req, end), len, "end %u", end);
		}
	}
	KUNIT_EXPECT_EQ(test, ssif_request_max(SSIF_END_NONE), 32U);
	KUNIT_EXPECT_EQ(test, ssif_request_max(SSIF_END_SHORT), 63U);
	KUNIT_EXPECT_GE(test, ssif_request_max(SSIF_END_EMPTY), 255U);
	KUNIT_EXPECT_GE(test, ssif_request_max(SSIF_END_COMMAND), 255U);
}

static void a_full_last_part_needs_an_end_of_its_own(struct kunit *test)
{
	struct bmc_frame req = frame_of(64);
	struct ssif_part part;

	ssif_split(&req, 32, SSIF_END_COMMAND, &part);
	KUNIT_EXPECT_TRUE(test, part.last);
	KUNIT_EXPECT_EQ(test, part.command, (u8)0x08);
	ssif_split(&req, 32, SSIF_END_EMPTY, &part);
	KUNIT_EXPECT_FALSE(test, part.last);
	ssif_split(&req, 64, SSIF_END_EMPTY, &part);
	KUNIT_EXPECT_TRUE(test, part.last);
	KUNIT_EXPECT_EQ(test, part.len, (u8)0);
	KUNIT_EXPECT_EQ(test, part.command, (u8)0x07);
}

/* A response in blocks as the specification wants them; @empty: even if nothing is left. */
static enum ssif_joined joined(const struct bmc_frame *from, struct bmc_frame *rsp, bool empty)
{
	unsigned int pos = 30, n = 0;
	enum ssif_joined state;
	struct ssif_join join;
	u8 block[SSIF_BLOCK] = { 0, 1 };

	if (from->len <= 32)
		return ssif_join_first(&join, rsp, from->data, from->len);
	memcpy(block + 2, from->data, 30);
	state = ssif_join_first(&join, rsp, block, 32);
	while (state == SSIF_MORE) {
		unsigned int left = from->len - pos;
		unsigned int now = min(left, 31U);

		block[0] = left > 31 || (empty && left == 31) ? n++ : 0xff;
		memcpy(block + 1, from->data + pos, now);
		pos += now;
		state = ssif_join_next(&join, block, now + 1);
	}
	return state;
}

static void every_response_is_joined(struct kunit *test)
{
	unsigned int len;

	for (len = 3; len <= BMC_FRAME_MAX; len++) {
		struct bmc_frame from = frame_of(len);
		struct bmc_frame rsp;
		unsigned int empty;

		/* Some BMCs end a full last part with an empty one. */
		for (empty = 0; empty < 2; empty++) {
			memset(&rsp, 0xee, sizeof(rsp));
			KUNIT_ASSERT_EQ(test, joined(&from, &rsp, empty), SSIF_WHOLE);
			KUNIT_ASSERT_EQ(test, rsp.len, from.len);
			KUNIT_ASSERT_EQ(test, memcmp(rsp.data, from.data, len), 0);
			KUNIT_ASSERT_FALSE(test, rsp.truncated);
		}
	}
}

static void endless_response_ends_and_is_marked(struct kunit *test)
{
	struct bmc_frame rsp;
	struct ssif_join join;
	u8 block[SSIF_BLOCK] = { 0, 1 };
	enum ssif_joined state = ssif_join_first(&join, &rsp, block, 32);
	unsigned int n;

	for (n = 0; state == SSIF_MORE; n++) {
		KUNIT_ASSERT_LT(test, n, 300U);
		block[0] = n;
		state = ssif_join_next(&join, block, 32);
	}
	KUNIT_EXPECT_TRUE(test, rsp.truncated);
	KUNIT_EXPECT_EQ(test, rsp.len, (u16)BMC_FRAME_MAX);
}

static void wrong_number_is_damage(struct kunit *test)
{
	unsigned int right, number;

	for (right = 0; right < 5; right++) {
		for (number = 0; number <= 0xff; number++) {
			u8 block[SSIF_BLOCK] = { 0, 1 };
			enum ssif_joined state;
			struct bmc_frame rsp;
			struct ssif_join join;
			unsigned int n;

			ssif_join_first(&join, &rsp, block, 32);
			for (n = 0; n < right; n++) {
				block[0] = n;
				ssif_join_next(&join, block, 32);
			}
			block[0] = number;
			state = ssif_join_next(&join, block, 32);
			KUNIT_EXPECT_EQ_MSG(test, state,
					    number == right ? SSIF_MORE :
					    number == 0xff ? SSIF_WHOLE : SSIF_DAMAGED,
					    "block %u as %u", right, number);
		}
	}
}

static void length_must_fit_the_kind_of_block(struct kunit *test)
{
	unsigned int len;

	for (len = 0; len <= SSIF_BLOCK; len++) {
		u8 first[SSIF_BLOCK] = { 0, 1 };
		u8 middle[SSIF_BLOCK] = { 0 };
		u8 last[SSIF_BLOCK] = { 0xff };
		struct bmc_frame rsp;
		struct ssif_join join;

		if (len >= 2)
			KUNIT_EXPECT_EQ(test, ssif_join_first(&join, &rsp, first, len),
					len == 32 ? SSIF_MORE : SSIF_DAMAGED);
		ssif_join_first(&join, &rsp, first, 32);
		KUNIT_EXPECT_EQ(test, ssif_join_next(&join, middle, len),
				len == 32 ? SSIF_MORE : SSIF_DAMAGED);
		ssif_join_first(&join, &rsp, first, 32);
		KUNIT_EXPECT_EQ(test, ssif_join_next(&join, last, len),
				len ? SSIF_WHOLE : SSIF_DAMAGED);
		if (len)
			KUNIT_EXPECT_EQ(test, rsp.len, (u16)(30 + len - 1));
	}
}

static void header_is_behind_the_mark(struct kunit *test)
{
	static const u8 single[] = { 0x1c, 0x01, 0x00 };
	static const u8 multi[] = { 0x00, 0x01, 0x1c, 0x01 };

	KUNIT_EXPECT_PTR_EQ(test, ssif_header(single, 3), &single[0]);
	KUNIT_EXPECT_PTR_EQ(test, ssif_header(single, 2), &single[0]);
	KUNIT_EXPECT_NULL(test, ssif_header(single, 1));
	KUNIT_EXPECT_NULL(test, ssif_header(single, 0));
	KUNIT_EXPECT_PTR_EQ(test, ssif_header(multi, 4), &multi[2]);
	KUNIT_EXPECT_NULL(test, ssif_header(multi, 3));
	KUNIT_EXPECT_NULL(test, ssif_header(multi, 2));
}

static struct kunit_case part_test_cases[] = {
	KUNIT_CASE(every_request_is_cut_as_the_end_demands),
	KUNIT_CASE(a_full_last_part_needs_an_end_of_its_own),
	KUNIT_CASE(every_response_is_joined),
	KUNIT_CASE(endless_response_ends_and_is_marked),
	KUNIT_CASE(wrong_number_is_damage),
	KUNIT_CASE(length_must_fit_the_kind_of_block),
	KUNIT_CASE(header_is_behind_the_mark),
	{}
};

static struct kunit_suite part_test_suite = {
	.name = "bmclink_ssif_part",
	.test_cases = part_test_cases,
};

kunit_test_suite(part_test_suite);
