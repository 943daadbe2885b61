// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is found out of BMCs that say and understand different things.
 */
#include <kunit/test.h>

#include "ssif_fake.h"

static const struct bmc_identity someone = { .device_id = 0x20, .firmware_major = 1 };
static const struct bmc_identity other = { .device_id = 0x20, .firmware_major = 2 };

static unsigned int learned_max(struct fake_bmc *bmc, const struct bmc_identity *identity)
{
	struct bmc_limits limits = {};
	u64 start = bmc->now;

	KUNIT_ASSERT_EQ(bmc->test, ssif_learn(&bmc->ssif, identity, &limits), 0);
	KUNIT_EXPECT_EQ(bmc->test, limits.depth, 1U);
	KUNIT_EXPECT_GE(bmc->test, limits.max_response, 255U);
	KUNIT_EXPECT_LT(bmc->test, bmc->now - start, 3ULL * NSEC_PER_SEC);
	KUNIT_EXPECT_FALSE(bmc->test, bmc->too_fast);
	return limits.max_request;
}

/* The longest request that was promised, and the one before, arrive. */
static void expect_keeps(struct fake_bmc *bmc, unsigned int max)
{
	unsigned int len;

	for (len = max > 70 ? max - 70 : 2; len <= max; len++) {
		struct bmc_frame frame = { .len = len, .data = { 0x2c << 2, len } };

		KUNIT_ASSERT_EQ_MSG(bmc->test,
				    ssif_transact(&bmc->ssif, &frame, 5ULL * NSEC_PER_SEC), 0,
				    "%u of %u bytes", len, max);
	}
}

static void expect_learns(struct fake_bmc *bmc, enum ssif_end end, unsigned int max)
{
	KUNIT_EXPECT_EQ(bmc->test, learned_max(bmc, &someone), max);
	KUNIT_EXPECT_EQ(bmc->test, bmc->ssif.end, end);
	expect_keeps(bmc, max);
}

static struct fake_bmc *fake_with(struct kunit *test, u8 flags, u8 input, unsigned long ends)
{
	struct fake_bmc *bmc = fake_new(test);

	bmc->caps[0] = flags;
	bmc->caps[1] = input;
	bmc->ends = ends;
	return bmc;
}

static struct fake_bmc *fake_raw_with(struct kunit *test, u8 input, unsigned long ends)
{
	struct fake_bmc *bmc = fake_with(test, 0x80, input, ends);

	bmc->raw = true;
	return bmc;
}

static void the_end_is_found_by_trying(struct kunit *test)
{
	expect_learns(fake_with(test, 0x80, 255, BIT(SSIF_END_COMMAND)), SSIF_END_COMMAND, 255);
	expect_learns(fake_raw_with(test, 255, BIT(SSIF_END_EMPTY)), SSIF_END_EMPTY, 255);
	/* A bus that cannot send it will do with what the BMC understands as well. */
	expect_learns(fake_with(test, 0x80, 255, BIT(SSIF_END_EMPTY)), SSIF_END_SHORT, 63);
	expect_learns(fake_with(test, 0x80, 255, BIT(SSIF_END_SHORT)), SSIF_END_SHORT, 63);
	expect_learns(fake_with(test, 0x80, 255, 0), SSIF_END_NONE, 32);
	/* Nothing is tried with more than the BMC can take. */
	expect_learns(fake_with(test, 0x80, 60, BIT(SSIF_END_COMMAND)), SSIF_END_COMMAND, 60);
	expect_learns(fake_raw_with(test, 64, BIT(SSIF_END_EMPTY)), SSIF_END_EMPTY, 64);
	expect_learns(fake_raw_with(test, 63, BIT(SSIF_END_EMPTY)), SSIF_END_SHORT, 63);
}

static void slow_parts_do_not_spoil_the_trials(struct kunit *test)
{
	struct fake_bmc *bmc = fake_with(test, 0x80, 255, BIT(SSIF_END_COMMAND));

	bmc->part_ns = 40 * NSEC_PER_MSEC;
	expect_learns(bmc, SSIF_END_COMMAND, 255);
}

static void kinds_of_multi_part_support(struct kunit *test)
{
	const unsigned long all = BIT(SSIF_END_COMMAND) | BIT(SSIF_END_SHORT);

	expect_learns(fake_with(test, 0x00, 255, all), SSIF_END_NONE, 32);
	expect_learns(fake_with(test, 0x40, 255, all), SSIF_END_COMMAND, 63);
	expect_learns(fake_with(test, 0x40, 255, BIT(SSIF_END_SHORT)), SSIF_END_SHORT, 63);
	expect_learns(fake_with(test, 0x80, 0, all), SSIF_END_NONE, 32);
}

static void unknown_or_short_capabilities_mean_the_least(struct kunit *test)
{
	unsigned int len;

	for (len = 0; len < 7; len++) {
		struct fake_bmc *bmc = fake_new(test);

		bmc->caps_len = len;
		expect_learns(bmc, SSIF_END_NONE, 32);
	}
}

static void ignored_question_costs_little(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	u64 start = bmc->now;

	bmc->execute_ns = 10ULL * NSEC_PER_SEC;
	KUNIT_EXPECT_EQ(test, learned_max(bmc, &someone), 32U);
	KUNIT_EXPECT_LE(test, bmc->now - start, 600ULL * NSEC_PER_MSEC);
}

static void checksums_are_used_when_they_work(struct kunit *test)
{
	struct fake_bmc *bmc = fake_with(test, 0x88, 255, BIT(SSIF_END_COMMAND));

	expect_learns(bmc, SSIF_END_COMMAND, 255);
	KUNIT_EXPECT_TRUE(test, bmc->pec_seen);

	bmc = fake_with(test, 0x88, 255, BIT(SSIF_END_COMMAND));
	bmc->pec = false;
	expect_learns(bmc, SSIF_END_COMMAND, 255);
	KUNIT_EXPECT_FALSE(test, bmc->pec_seen);

	bmc = fake_with(test, 0x80, 255, BIT(SSIF_END_COMMAND));
	expect_learns(bmc, SSIF_END_COMMAND, 255);
	KUNIT_EXPECT_FALSE(test, bmc->pec_seen);
}

static void the_same_bmc_is_not_tried_again(struct kunit *test)
{
	struct fake_bmc *bmc = fake_with(test, 0x88, 255, BIT(SSIF_END_SHORT));
	unsigned int executed;

	KUNIT_EXPECT_EQ(test, learned_max(bmc, &someone), 63U);
	/* As after a reset of the BMC. */
	ssif_make_idle(&bmc->ssif);
	ssif_make_idle(&bmc->ssif);
	executed = bmc->executed;
	KUNIT_EXPECT_EQ(test, learned_max(bmc, &someone), 63U);
	KUNIT_EXPECT_EQ(test, bmc->executed, executed + 1);
	expect_keeps(bmc, 63);
	KUNIT_EXPECT_TRUE(test, bmc->pec_seen);

	/* New firmware: another end, and no checksums. */
	bmc->ends = BIT(SSIF_END_COMMAND);
	bmc->pec = false;
	bmc->caps[0] = 0x80;
	ssif_make_idle(&bmc->ssif);
	ssif_make_idle(&bmc->ssif);
	KUNIT_EXPECT_EQ(test, learned_max(bmc, &other), 255U);
	KUNIT_EXPECT_EQ(test, bmc->ssif.end, SSIF_END_COMMAND);
	expect_keeps(bmc, 255);
}

static void removal_ends_the_questions(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	struct bmc_limits limits;

	bmc_wait_stop(&bmc->wait);
	KUNIT_EXPECT_EQ(test, ssif_learn(&bmc->ssif, &someone, &limits), -ESHUTDOWN);
	KUNIT_EXPECT_EQ(test, bmc->transfers, 0ULL);
}

static struct kunit_case caps_test_cases[] = {
	KUNIT_CASE(the_end_is_found_by_trying),
	KUNIT_CASE(slow_parts_do_not_spoil_the_trials),
	KUNIT_CASE(kinds_of_multi_part_support),
	KUNIT_CASE(unknown_or_short_capabilities_mean_the_least),
	KUNIT_CASE(ignored_question_costs_little),
	KUNIT_CASE(checksums_are_used_when_they_work),
	KUNIT_CASE(the_same_bmc_is_not_tried_again),
	KUNIT_CASE(removal_ends_the_questions),
	{}
};

static struct kunit_suite caps_test_suite = {
	.name = "bmclink_ssif_caps",
	.suite_init = fake_bus_add,
	.suite_exit = fake_bus_del,
	.test_cases = caps_test_cases,
};

kunit_test_suite(caps_test_suite);
