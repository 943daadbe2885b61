// SPDX-License-Identifier: GPL-2.0-only
/*
 * SSIF against a BMC that goes wrong in every way, on virtual time.
 */
#include <kunit/test.h>

#include "ssif_fake.h"

#define DEADLINE_NS	(5ULL * NSEC_PER_SEC)
/* How much later than its deadline a call may end: the longest sleep's slack, a transfer. */
#define LATE_NS		(4ULL * NSEC_PER_MSEC)

static struct bmc_frame request_of(unsigned int len, u8 cmd)
{
	struct bmc_frame req = { .len = len, .data = { 0x2c << 2, cmd } };
	unsigned int i;

	for (i = 2; i < len; i++)
		req.data[i] = cmd + i;
	return req;
}

static int transfer(struct fake_bmc *bmc, const struct bmc_frame *req, struct bmc_frame *rsp)
{
	ktime_t deadline = fake_in(bmc, DEADLINE_NS);
	int err = ssif_write_request(&bmc->ssif, req, deadline);

	return err ?: ssif_read_response(&bmc->ssif, rsp, deadline);
}

static int transfer_any(struct fake_bmc *bmc)
{
	struct bmc_frame req = request_of(5, 0x11);
	struct bmc_frame rsp;

	return transfer(bmc, &req, &rsp);
}

/* The host asks something new, and gets the answer to that. */
static void expect_works(struct kunit *test, struct fake_bmc *bmc)
{
	struct bmc_frame req = request_of(5, bmc->executed + 0x40);
	struct bmc_frame rsp;

	KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
	KUNIT_ASSERT_EQ(test, rsp.len, (u16)bmc->out_len);
	KUNIT_EXPECT_EQ(test, memcmp(rsp.data, bmc->out, rsp.len), 0);
	KUNIT_EXPECT_EQ(test, rsp.data[1], req.data[1]);
	KUNIT_EXPECT_FALSE(test, rsp.truncated);
	KUNIT_EXPECT_FALSE(test, bmc->too_fast);
}

static void every_length_passes(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	unsigned int len;

	bmc->echo = true;
	for (len = 2; len <= 255; len++) {
		struct bmc_frame req = request_of(len, len);
		struct bmc_frame rsp;

		bmc->transfers = 0;
		bmc->rsp_len = 258 - len;
		KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
		KUNIT_ASSERT_EQ(test, rsp.len, (u16)bmc->rsp_len);
		KUNIT_ASSERT_EQ(test, memcmp(rsp.data, bmc->out, rsp.len), 0);
		KUNIT_ASSERT_EQ(test, memcmp(bmc->in + 2, req.data + 2, len - 2), 0);
	}
}

/* Not ready for @ms after every single part, written or read. */
static void unready_bmc_is_waited_for(struct kunit *test)
{
	static const int nacks[] = { -ENXIO, -EREMOTEIO, -EIO };
	static const unsigned int ms[] = { 0, 1, 40, 300 };
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(nacks); i++) {
		for (j = 0; j < ARRAY_SIZE(ms); j++) {
			struct fake_bmc *bmc = fake_new(test);
			struct bmc_frame req = request_of(100, 0x20);
			struct bmc_frame rsp;
			u64 start = bmc->now;

			bmc->nack = nacks[i];
			bmc->part_ns = ms[j] * NSEC_PER_MSEC;
			bmc->rsp_len = 100;
			KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
			KUNIT_EXPECT_EQ(test, memcmp(rsp.data, bmc->out, 100), 0);
			/* 8 parts, each seen ready soon after it is. */
			KUNIT_EXPECT_LE(test, bmc->now - start,
					9 * (bmc->part_ns * 5 / 4 + 2 * NSEC_PER_MSEC) +
					bmc->execute_ns);
			KUNIT_EXPECT_FALSE(test, bmc->too_fast);
		}
	}
}

static void slow_command_is_waited_for(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	u64 start = bmc->now;

	bmc->execute_ns = 4800 * NSEC_PER_MSEC;
	expect_works(test, bmc);
	KUNIT_EXPECT_LT(test, bmc->now - start, 4850ULL * NSEC_PER_MSEC);
	KUNIT_EXPECT_LT(test, bmc->transfers, 400ULL);
}

static void silence_ends_at_the_deadline(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	u64 start = bmc->now;

	bmc->gone = true;
	KUNIT_EXPECT_EQ(test, transfer_any(bmc), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, bmc->executed, 0U);
	KUNIT_EXPECT_GE(test, bmc->now - start, DEADLINE_NS);
	KUNIT_EXPECT_LE(test, bmc->now - start, DEADLINE_NS + LATE_NS);
	KUNIT_EXPECT_LT(test, bmc->transfers, 400ULL);

	start = bmc->now;
	KUNIT_EXPECT_EQ(test, ssif_make_idle(&bmc->ssif), 0);
	KUNIT_EXPECT_LE(test, bmc->now - start, 10ULL * NSEC_PER_MSEC);
	bmc->gone = false;
	expect_works(test, bmc);
}

/* The alert line is stuck, or the BMC is: its alerts are not worth a look each. */
static void alerts_without_end_cost_little(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);

	bmc->alert_ns = 20 * NSEC_PER_USEC;
	expect_works(test, bmc);
	bmc->gone = true;
	KUNIT_EXPECT_EQ(test, transfer_any(bmc), -ETIMEDOUT);
	bmc->gone = false;
	bmc->execute_ns = U64_MAX / 2;
	KUNIT_EXPECT_EQ(test, transfer_any(bmc), -ETIMEDOUT);
	KUNIT_EXPECT_FALSE(test, bmc->too_fast);
	bmc->execute_ns = NSEC_PER_MSEC;
	KUNIT_EXPECT_EQ(test, ssif_make_idle(&bmc->ssif), 0);
	expect_works(test, bmc);
}

/* Not answered in time; the answer comes when the next one is due. */
static void late_response_is_not_the_next_one(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);

	bmc->execute_ns = DEADLINE_NS + 10 * NSEC_PER_MSEC;
	KUNIT_EXPECT_EQ(test, transfer_any(bmc), -ETIMEDOUT);
	bmc->now += 20 * NSEC_PER_MSEC;
	bmc->execute_ns = 3 * NSEC_PER_MSEC;
	KUNIT_EXPECT_EQ(test, ssif_make_idle(&bmc->ssif), 0);
	expect_works(test, bmc);
	expect_works(test, bmc);
}

static void previous_response_is_dropped(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	unsigned int count;

	for (count = 1; count < 4; count++) {
		bmc->leftovers = count;
		expect_works(test, bmc);
		KUNIT_EXPECT_EQ(test, bmc->leftovers, 0U);
	}
}

/* The BMC acknowledges while it works, and gives something. */
static void expect_withstands(struct kunit *test, enum fake_busy busy)
{
	struct fake_bmc *bmc = fake_new(test);
	unsigned int round;

	bmc->busy = busy;
	for (round = 0; round < 60; round++) {
		struct bmc_frame req = request_of(5, 0x11);
		struct bmc_frame rsp;
		u64 start = bmc->now;

		/* Twice the same command, another answer each time. */
		bmc->execute_ns = (round % 7) * 5 * NSEC_PER_MSEC;
		bmc->rsp_len = round % 3 ? 9 : 77;
		KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
		KUNIT_ASSERT_EQ(test, rsp.len, (u16)bmc->rsp_len);
		KUNIT_ASSERT_EQ_MSG(test, memcmp(rsp.data, bmc->out, rsp.len), 0, "round %u",
				    round);
		KUNIT_EXPECT_LE(test, bmc->now - start, 200ULL * NSEC_PER_MSEC);
	}
	/* No more looks for each than the time that it takes allows. */
	KUNIT_EXPECT_LT(test, bmc->transfers, 60ULL * 28);
	bmc->busy = FAKE_BUSY_NACK;
	expect_works(test, bmc);
}

static void previous_block_instead_of_nack(struct kunit *test)
{
	expect_withstands(test, FAKE_BUSY_OLD);
}

static void empty_block_instead_of_nack(struct kunit *test)
{
	expect_withstands(test, FAKE_BUSY_EMPTY);
}

static void nonsense_instead_of_nack(struct kunit *test)
{
	expect_withstands(test, FAKE_BUSY_ERROR);
}

static void same_answer_twice_is_believed_in_the_end(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	struct bmc_frame req = request_of(9, 0x11);
	struct bmc_frame rsp;
	u64 start;

	bmc->echo = true;
	bmc->execute_ns = 0;
	KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
	start = bmc->now;
	KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
	KUNIT_EXPECT_GE(test, bmc->now - start, 10ULL * NSEC_PER_MSEC);
	KUNIT_EXPECT_LE(test, bmc->now - start, 15ULL * NSEC_PER_MSEC);

	/* Once it has been seen to refuse while it works, at once. */
	bmc->execute_ns = 3 * NSEC_PER_MSEC;
	expect_works(test, bmc);
	bmc->execute_ns = 0;
	KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
	start = bmc->now;
	KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
	KUNIT_EXPECT_LE(test, bmc->now - start, 2ULL * NSEC_PER_MSEC);
}

/* How long the same question takes that has the same answer. */
static u64 same_again(struct fake_bmc *bmc)
{
	struct bmc_frame req = request_of(9, 0x11);
	struct bmc_frame rsp;
	u64 start;

	bmc->echo = true;
	KUNIT_ASSERT_EQ(bmc->test, transfer(bmc, &req, &rsp), 0);
	start = bmc->now;
	KUNIT_ASSERT_EQ(bmc->test, transfer(bmc, &req, &rsp), 0);
	KUNIT_EXPECT_GE(bmc->test, bmc->now, bmc->offer_at);
	bmc->echo = false;
	return bmc->now - start;
}

static void prompt_bmc_is_not_trusted_blindly(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	unsigned int i;

	bmc->busy = FAKE_BUSY_OLD_ONCE;
	bmc->execute_ns = 0;
	for (i = 0; i < SSIF_PROMPT - 3; i++)
		expect_works(test, bmc);
	KUNIT_EXPECT_GE(test, same_again(bmc), 10ULL * NSEC_PER_MSEC);
	/* All at once it is slow, first where the old response is to the same question. */
	bmc->execute_ns = 50 * NSEC_PER_MSEC;
	KUNIT_EXPECT_GE(test, same_again(bmc), 50ULL * NSEC_PER_MSEC);
}

static void prompt_bmc_is_trusted_until_it_is_not_prompt(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	unsigned int i;

	bmc->busy = FAKE_BUSY_OLD;
	bmc->execute_ns = 0;
	for (i = 0; i < SSIF_PROMPT; i++)
		expect_works(test, bmc);
	KUNIT_EXPECT_LE(test, same_again(bmc), 2ULL * NSEC_PER_MSEC);
	/* An old response to another question gives it away. */
	bmc->execute_ns = 5 * NSEC_PER_MSEC;
	expect_works(test, bmc);
	KUNIT_EXPECT_GE(test, same_again(bmc), 60ULL * NSEC_PER_MSEC);
	/* Which is not forgotten. */
	bmc->execute_ns = 0;
	for (i = 0; i < 2 * SSIF_PROMPT; i++)
		expect_works(test, bmc);
	KUNIT_EXPECT_GE(test, same_again(bmc), 10ULL * NSEC_PER_MSEC);
}

static void nonsense_is_no_error_of_a_prompt_bmc(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	unsigned int i;

	bmc->busy = FAKE_BUSY_ERROR;
	bmc->execute_ns = 0;
	for (i = 0; i < 20; i++)
		expect_works(test, bmc);
	bmc->execute_ns = 50 * NSEC_PER_MSEC;
	expect_works(test, bmc);
}

static void busy_look_ends_doubt(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	unsigned int round;

	bmc->busy = FAKE_BUSY_OLD_ONCE;
	for (round = 1; round < 20; round++) {
		bmc->execute_ns = round * NSEC_PER_MSEC;
		expect_works(test, bmc);
		KUNIT_EXPECT_LE(test, same_again(bmc),
				bmc->execute_ns * 5 / 4 + 2 * NSEC_PER_MSEC);
	}
	/* It never gives an old response twice, so the second look decides. */
	bmc->execute_ns = 0;
	KUNIT_EXPECT_LE(test, same_again(bmc), 2ULL * NSEC_PER_MSEC);

	/* One that does after all is not believed any more. */
	bmc->busy = FAKE_BUSY_OLD;
	bmc->execute_ns = 10 * NSEC_PER_MSEC;
	expect_works(test, bmc);
	KUNIT_EXPECT_GE(test, same_again(bmc), 60ULL * NSEC_PER_MSEC);
}

/* Block @at of a response is wrong, @times times. */
static int spoilt(struct fake_bmc *bmc, enum fake_fault fault, unsigned int at, u8 arg,
		  unsigned int times)
{
	struct bmc_frame req = request_of(5, 0x60 + at);
	struct bmc_frame rsp;
	int err;

	bmc->rsp_len = 100;
	bmc->fault = fault;
	bmc->fault_at = at;
	bmc->fault_arg = arg;
	bmc->fault_times = times;
	err = transfer(bmc, &req, &rsp);
	if (!err)
		KUNIT_EXPECT_EQ(bmc->test, memcmp(rsp.data, bmc->out, rsp.len), 0);
	bmc->fault_times = 0;
	return err;
}

/* A response of 100 bytes has blocks 0 to 3. */
static void expect_survives(struct kunit *test, enum fake_fault fault, u8 arg, unsigned int first,
			    unsigned int last)
{
	unsigned int at;

	for (at = first; at <= last; at++) {
		struct fake_bmc *bmc = fake_new(test);
		u64 start;

		expect_works(test, bmc);
		KUNIT_EXPECT_EQ_MSG(test, spoilt(bmc, fault, at, arg, 1), 0, "once at %u", at);
		start = bmc->now;
		KUNIT_EXPECT_LT_MSG(test, spoilt(bmc, fault, at, arg, UINT_MAX), 0,
				    "always at %u", at);
		KUNIT_EXPECT_LE(test, bmc->now - start, DEADLINE_NS + LATE_NS);
		KUNIT_EXPECT_FALSE(test, bmc->too_fast);
		start = bmc->now;
		KUNIT_EXPECT_EQ(test, ssif_make_idle(&bmc->ssif), 0);
		KUNIT_EXPECT_LE(test, bmc->now - start, 20ULL * NSEC_PER_MSEC);
		expect_works(test, bmc);
	}
}

static void short_blocks_are_read_again(struct kunit *test)
{
	/* The last one may have any length but none. */
	expect_survives(test, FAKE_SHORT, 0, 0, 3);
	expect_survives(test, FAKE_SHORT, 1, 0, 2);
	expect_survives(test, FAKE_SHORT, 2, 0, 2);
	expect_survives(test, FAKE_SHORT, 31, 0, 2);
}

static void long_blocks_are_read_again(struct kunit *test)
{
	expect_survives(test, FAKE_LONG, 0, 0, 3);
}

static void wrong_numbers_are_read_again(struct kunit *test)
{
	expect_survives(test, FAKE_NUMBER, 7, 1, 3);
	expect_survives(test, FAKE_NUMBER, 0xfe, 1, 3);
}

static void wrong_checksums_are_read_again(struct kunit *test)
{
	expect_survives(test, FAKE_PEC, 0, 0, 3);
}

static void refused_blocks_are_read_again(struct kunit *test)
{
	expect_survives(test, FAKE_NACK, 0, 0, 3);
}

static void duplicate_and_skipped_blocks_are_damage(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);

	expect_works(test, bmc);
	/* Block 2 has number 1. */
	KUNIT_EXPECT_EQ(test, spoilt(bmc, FAKE_NUMBER, 2, 0, UINT_MAX), -EIO);
	KUNIT_EXPECT_EQ(test, spoilt(bmc, FAKE_NUMBER, 2, 2, UINT_MAX), -EIO);
	KUNIT_EXPECT_EQ(test, spoilt(bmc, FAKE_NUMBER, 1, 1, UINT_MAX), -EIO);
	expect_works(test, bmc);
}

static void early_end_shortens_the_response(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	struct bmc_frame req = request_of(5, 0x11);
	struct bmc_frame rsp;

	bmc->rsp_len = 100;
	bmc->fault = FAKE_NUMBER;
	bmc->fault_at = 1;
	bmc->fault_arg = 0xff;
	bmc->fault_times = 1;
	KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
	KUNIT_EXPECT_EQ(test, rsp.len, (u16)61);
	expect_works(test, bmc);
}

static void response_without_completion_code_is_passed_on(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	struct bmc_frame req = request_of(5, 0x11);
	struct bmc_frame rsp;
	u64 start = bmc->now;

	bmc->rsp_len = 2;
	KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
	KUNIT_EXPECT_EQ(test, rsp.len, (u16)2);
	/* It could have been the beginning of one. */
	KUNIT_EXPECT_GE(test, bmc->now - start, 100ULL * NSEC_PER_MSEC);
	KUNIT_EXPECT_LE(test, bmc->now - start, 150ULL * NSEC_PER_MSEC);
	bmc->rsp_len = 6;
	expect_works(test, bmc);
}

static void response_of_one_byte_is_none(struct kunit *test)
{
	unsigned int len;

	for (len = 0; len < 2; len++) {
		struct fake_bmc *bmc = fake_new(test);
		u64 start;

		expect_works(test, bmc);
		bmc->fault = FAKE_SHORT;
		bmc->fault_arg = len;
		bmc->fault_times = UINT_MAX;
		start = bmc->now;
		KUNIT_EXPECT_EQ(test, transfer_any(bmc), -ETIMEDOUT);
		KUNIT_EXPECT_LE(test, bmc->now - start, DEADLINE_NS + LATE_NS);
		bmc->fault_times = 0;
		KUNIT_EXPECT_EQ(test, ssif_make_idle(&bmc->ssif), 0);
		expect_works(test, bmc);
	}
}

static void overlong_response_is_marked(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	struct bmc_frame req = request_of(5, 0x11);
	struct bmc_frame rsp;

	bmc->rsp_len = BMC_FRAME_MAX;
	KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
	KUNIT_EXPECT_FALSE(test, rsp.truncated);
	bmc->rsp_len = 500;
	KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
	KUNIT_EXPECT_TRUE(test, rsp.truncated);
	KUNIT_EXPECT_EQ(test, rsp.len, (u16)BMC_FRAME_MAX);
	KUNIT_EXPECT_EQ(test, memcmp(rsp.data, bmc->out, rsp.len), 0);
}

static void unfinished_request_is_forgotten(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	struct bmc_frame req = request_of(100, 0x11);

	/* It stops to acknowledge after the first part. */
	bmc->part_ns = DEADLINE_NS * 2;
	KUNIT_EXPECT_EQ(test, ssif_write_request(&bmc->ssif, &req, fake_in(bmc, DEADLINE_NS)),
			-ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, bmc->executed, 0U);
	bmc->part_ns = 0;
	bmc->ready_at = 0;
	KUNIT_EXPECT_EQ(test, ssif_make_idle(&bmc->ssif), 0);
	expect_works(test, bmc);
	KUNIT_EXPECT_EQ(test, bmc->executed, 1U);
}

static void idle_line_is_left_alone(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	u64 transfers;

	KUNIT_EXPECT_EQ(test, ssif_make_idle(&bmc->ssif), 0);
	KUNIT_EXPECT_EQ(test, bmc->transfers, 0ULL);
	expect_works(test, bmc);
	transfers = bmc->transfers;
	KUNIT_EXPECT_EQ(test, ssif_make_idle(&bmc->ssif), 0);
	KUNIT_EXPECT_EQ(test, bmc->transfers, transfers);
}

static void removal_ends_every_wait_at_once(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	struct bmc_frame req = request_of(5, 0x11);
	u64 transfers, start;

	KUNIT_EXPECT_EQ(test, ssif_write_request(&bmc->ssif, &req, fake_in(bmc, DEADLINE_NS)), 0);
	bmc_wait_stop(&bmc->wait);
	transfers = bmc->transfers;
	start = bmc->now;
	KUNIT_EXPECT_EQ(test, ssif_read_response(&bmc->ssif, &req, fake_in(bmc, DEADLINE_NS)),
			-ESHUTDOWN);
	KUNIT_EXPECT_EQ(test, ssif_make_idle(&bmc->ssif), -ESHUTDOWN);
	KUNIT_EXPECT_EQ(test, transfer_any(bmc), -ESHUTDOWN);
	KUNIT_EXPECT_EQ(test, bmc->transfers, transfers);
	KUNIT_EXPECT_EQ(test, bmc->now, start);
}

static struct kunit_case ssif_test_cases[] = {
	KUNIT_CASE(every_length_passes),
	KUNIT_CASE(unready_bmc_is_waited_for),
	KUNIT_CASE(slow_command_is_waited_for),
	KUNIT_CASE(silence_ends_at_the_deadline),
	KUNIT_CASE(alerts_without_end_cost_little),
	KUNIT_CASE(late_response_is_not_the_next_one),
	KUNIT_CASE(previous_response_is_dropped),
	KUNIT_CASE(previous_block_instead_of_nack),
	KUNIT_CASE(empty_block_instead_of_nack),
	KUNIT_CASE(nonsense_instead_of_nack),
	KUNIT_CASE(same_answer_twice_is_believed_in_the_end),
	KUNIT_CASE(prompt_bmc_is_not_trusted_blindly),
	KUNIT_CASE(prompt_bmc_is_trusted_until_it_is_not_prompt),
	KUNIT_CASE(nonsense_is_no_error_of_a_prompt_bmc),
	KUNIT_CASE(busy_look_ends_doubt),
	KUNIT_CASE(short_blocks_are_read_again),
	KUNIT_CASE(long_blocks_are_read_again),
	KUNIT_CASE(wrong_numbers_are_read_again),
	KUNIT_CASE(wrong_checksums_are_read_again),
	KUNIT_CASE(refused_blocks_are_read_again),
	KUNIT_CASE(duplicate_and_skipped_blocks_are_damage),
	KUNIT_CASE(early_end_shortens_the_response),
	KUNIT_CASE(response_without_completion_code_is_passed_on),
	KUNIT_CASE(response_of_one_byte_is_none),
	KUNIT_CASE(overlong_response_is_marked),
	KUNIT_CASE(unfinished_request_is_forgotten),
	KUNIT_CASE(idle_line_is_left_alone),
	KUNIT_CASE(removal_ends_every_wait_at_once),
	{}
};

static struct kunit_suite ssif_test_suite = {
	.name = "bmclink_ssif",
	.suite_init = fake_bus_add,
	.suite_exit = fake_bus_del,
	.test_cases = ssif_test_cases,
};

kunit_test_suite(ssif_test_suite);
