// SPDX-License-Identifier: GPL-2.0-only
/*
 * KCS against a BMC that goes wrong at every byte, on virtual time.
 */
#include <kunit/test.h>

#include "kcs_fake.h"

#define DEADLINE_NS	(5ULL * NSEC_PER_SEC)
/* How much later than its deadline a call may end: the slack of the longest sleep. */
#define LATE_NS		(3ULL * NSEC_PER_MSEC)
/* Half a second, and the slack of the longest pause. */
#define IDLE_NS		(520ULL * NSEC_PER_MSEC)

#define REQUEST_LEN	5
#define RESPONSE_LEN	6
/* WRITE_START, WRITE_END and a byte each; READ for each byte of the response */
#define REQUEST_WRITES	(REQUEST_LEN + 2)
#define ALL_WRITES	(REQUEST_WRITES + RESPONSE_LEN)

static struct bmc_frame request_of(unsigned int len, u8 mark)
{
	struct bmc_frame req = { .len = len, .data = { 0x06 << 2, 0x01 } };
	unsigned int i;

	for (i = 2; i < len; i++)
		req.data[i] = mark + i;
	return req;
}

/* One request and its response; @rsp as kcs_read_response() leaves it. */
static int transfer(struct fake_bmc *bmc, const struct bmc_frame *req, struct bmc_frame *rsp)
{
	ktime_t deadline = ktime_add_ns(bmc_wait_now(&bmc->si.wait), DEADLINE_NS);
	int err = kcs_write_request(&bmc->kcs, req, deadline);

	return err ?: kcs_read_response(&bmc->kcs, rsp, deadline);
}

static int transfer_any(struct fake_bmc *bmc)
{
	struct bmc_frame req = request_of(REQUEST_LEN, 0x10);
	struct bmc_frame rsp;

	return transfer(bmc, &req, &rsp);
}

/* The host asks something new, and gets the answer to that. */
static void expect_works(struct kunit *test, struct fake_bmc *bmc)
{
	struct bmc_frame req = request_of(REQUEST_LEN, bmc->executed + 0x40);
	struct bmc_frame rsp;

	KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
	KUNIT_ASSERT_EQ(test, rsp.len, (u16)bmc->rsp_len);
	KUNIT_EXPECT_EQ(test, rsp.data[0], (u8)(req.data[0] | 0x04));
	KUNIT_EXPECT_EQ(test, memcmp(rsp.data + 1, req.data + 1, REQUEST_LEN - 1), 0);
	KUNIT_EXPECT_FALSE(test, rsp.truncated);
}

static void expect_good_manners(struct kunit *test, struct fake_bmc *bmc)
{
	KUNIT_EXPECT_EQ(test, bmc->busy_writes, 0ULL);
	KUNIT_EXPECT_FALSE(test, bmc->si.too_fast);
}

static void every_length_passes(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	unsigned int len;

	bmc->byte_ns = 0;
	bmc->execute_ns = 0;
	for (len = 2; len <= BMC_FRAME_MAX; len++) {
		struct bmc_frame req = request_of(len, len);
		struct bmc_frame rsp;

		/* Healthy: as many accesses in a second as it likes. */
		bmc->si.accesses = 0;
		bmc->rsp_len = BMC_FRAME_MAX + 2 - len;
		KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
		KUNIT_ASSERT_EQ(test, bmc->in_len, len);
		KUNIT_ASSERT_EQ(test, memcmp(bmc->in, req.data, len), 0);
		KUNIT_ASSERT_EQ(test, rsp.len, (u16)bmc->rsp_len);
		KUNIT_ASSERT_EQ(test, memcmp(rsp.data, bmc->out, rsp.len), 0);
		KUNIT_ASSERT_FALSE(test, rsp.truncated);
	}
	KUNIT_EXPECT_EQ(test, bmc->busy_writes, 0ULL);
}

static void missing_dummy_bytes_do_no_harm(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	unsigned int i;

	for (i = 0; i < 4; i++) {
		bmc->no_dummy = i & 1;
		bmc->no_last_dummy = i & 2;
		expect_works(test, bmc);
		expect_works(test, bmc);
	}
	expect_good_manners(test, bmc);
}

static void leftover_byte_is_thrown_away(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);

	bmc->obf = true;
	bmc->dout = 0x55;
	expect_works(test, bmc);
	bmc->no_dummy = true;
	bmc->obf = true;
	expect_works(test, bmc);
}

static void slow_bytes_are_waited_for(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	unsigned int at;

	bmc->late_ns = 4500 * NSEC_PER_MSEC;
	for (at = 1; at <= ALL_WRITES; at++) {
		fake_arm(bmc, FAKE_LATE, at);
		expect_works(test, bmc);
	}
	expect_good_manners(test, bmc);
}

static void slow_command_is_waited_for(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	u64 start = bmc->si.now;

	bmc->execute_ns = 4900 * NSEC_PER_MSEC;
	expect_works(test, bmc);
	KUNIT_EXPECT_LT(test, bmc->si.now - start, 4950ULL * NSEC_PER_MSEC);
	expect_good_manners(test, bmc);
}

/* The BMC stops at write @at: time-out, twice no way to idle, then it comes back. */
static void stops_and_comes_back(struct kunit *test, enum fake_fault fault, unsigned int at)
{
	struct fake_bmc *bmc = fake_new(test);
	u64 start = bmc->si.now;

	fake_arm(bmc, fault, at);
	KUNIT_EXPECT_EQ_MSG(test, transfer_any(bmc), -ETIMEDOUT, "at write %u", at);
	KUNIT_EXPECT_GE(test, bmc->si.now - start, DEADLINE_NS);
	KUNIT_EXPECT_LE(test, bmc->si.now - start, DEADLINE_NS + LATE_NS);
	KUNIT_EXPECT_EQ(test, bmc->executed, at < REQUEST_WRITES ||
			(at == REQUEST_WRITES && fault == FAKE_STUCK_IBF) ? 0U : 1U);

	start = bmc->si.now;
	KUNIT_EXPECT_EQ_MSG(test, kcs_make_idle(&bmc->kcs), -ETIMEDOUT, "at write %u", at);
	KUNIT_EXPECT_EQ_MSG(test, kcs_make_idle(&bmc->kcs), -ETIMEDOUT, "at write %u", at);
	KUNIT_EXPECT_LE(test, bmc->si.now - start, 2 * (IDLE_NS + LATE_NS));

	fake_heal(bmc);
	KUNIT_ASSERT_EQ_MSG(test, kcs_make_idle(&bmc->kcs), 0, "at write %u", at);
	expect_works(test, bmc);
	expect_good_manners(test, bmc);
}

static void byte_never_taken(struct kunit *test)
{
	unsigned int at;

	for (at = 1; at <= ALL_WRITES; at++)
		stops_and_comes_back(test, FAKE_STUCK_IBF, at);
}

/* Only the response is waited for: what is offered before is a mere dummy. */
static void byte_never_offered(struct kunit *test)
{
	unsigned int at;

	for (at = REQUEST_WRITES; at < ALL_WRITES; at++)
		stops_and_comes_back(test, FAKE_MUTE, at);
}

static void mute_request_phase_does_no_harm(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	unsigned int at;

	for (at = 1; at <= REQUEST_WRITES; at++) {
		struct bmc_frame req = request_of(REQUEST_LEN, at);

		fake_arm(bmc, FAKE_MUTE, at);
		KUNIT_ASSERT_EQ(test, kcs_write_request(&bmc->kcs, &req, KTIME_MAX), 0);
		fake_heal(bmc);
		KUNIT_ASSERT_EQ(test, kcs_make_idle(&bmc->kcs), 0);
	}
	expect_works(test, bmc);
	expect_good_manners(test, bmc);
}

static void wrong_state_fails_at_once(struct kunit *test)
{
	static const u8 states[] = { 0x00, 0x40, 0x80, 0xc0 };
	unsigned int i, at;

	for (i = 0; i < ARRAY_SIZE(states); i++) {
		for (at = 1; at <= ALL_WRITES; at++) {
			struct fake_bmc *bmc = fake_new(test);
			u64 start = bmc->si.now;
			bool write = at < REQUEST_WRITES;
			int err;

			bmc->fault_state = states[i];
			fake_arm(bmc, FAKE_STATE, at);
			err = transfer_any(bmc);
			/* Idle ends a response early; read state waits for more of it. */
			if (!write && states[i] == 0x00)
				KUNIT_EXPECT_EQ_MSG(test, err, 0, "at write %u", at);
			else if (!write && states[i] == 0x40)
				KUNIT_EXPECT_EQ_MSG(test, err, -ETIMEDOUT, "at write %u", at);
			else
				KUNIT_EXPECT_EQ_MSG(test, err, -EIO, "at write %u", at);
			if (err == -EIO)
				KUNIT_EXPECT_LT(test, bmc->si.now - start, 10ULL * NSEC_PER_MSEC);
			/* A byte lost in write state only shows when the next one comes. */
			if (write && states[i] != 0x80)
				KUNIT_EXPECT_EQ_MSG(test, bmc->writes, at, "at write %u", at);
			fake_heal(bmc);
			KUNIT_ASSERT_EQ(test, kcs_make_idle(&bmc->kcs), 0);
			expect_works(test, bmc);
			expect_good_manners(test, bmc);
		}
	}
}

static void absent_hardware_is_seen_at_every_access(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	u64 at, all;

	expect_works(test, bmc);
	all = bmc->si.accesses;
	for (at = 0; at < all; at++) {
		u64 start;

		bmc = fake_new(test);
		start = bmc->si.now;
		bmc->si.gone_at = at;
		/* When it goes with the very last look, the response is there. */
		if (transfer_any(bmc))
			KUNIT_EXPECT_EQ_MSG(test, transfer_any(bmc), -ENODEV, "access %llu", at);
		else
			KUNIT_EXPECT_GE(test, at, all - 1);
		KUNIT_EXPECT_LT(test, bmc->si.now - start, 10ULL * NSEC_PER_MSEC);
		KUNIT_EXPECT_LE(test, bmc->si.accesses, at + 4);
		KUNIT_EXPECT_EQ(test, kcs_make_idle(&bmc->kcs), -ENODEV);
		KUNIT_EXPECT_FALSE(test, kcs_wants_attention(&bmc->kcs));
		fake_heal(bmc);
		KUNIT_ASSERT_EQ(test, kcs_make_idle(&bmc->kcs), 0);
		expect_works(test, bmc);
		expect_good_manners(test, bmc);
	}
}

/* Registers that always read the same, whatever is written. */
static void frozen_status_is_bounded(struct kunit *test)
{
	unsigned int status;

	for (status = 0; status <= 0xff; status++) {
		struct fake_bmc *bmc = fake_new(test);
		u64 start = bmc->si.now;
		unsigned int round;

		bmc->si.fixed = status;
		KUNIT_EXPECT_LT(test, transfer_any(bmc), 0);
		KUNIT_EXPECT_LE(test, bmc->si.now - start, DEADLINE_NS + LATE_NS);
		/* As a caller does that tries as fast as it can. */
		for (round = 0; round < 20; round++) {
			start = bmc->si.now;
			if (kcs_make_idle(&bmc->kcs))
				KUNIT_EXPECT_NE(test, status & 0xc2, 0x00U);
			KUNIT_EXPECT_LE(test, bmc->si.now - start, IDLE_NS + LATE_NS);
			KUNIT_EXPECT_LT(test, transfer_any(bmc), 0);
		}
		expect_good_manners(test, bmc);
		fake_heal(bmc);
		KUNIT_ASSERT_EQ(test, kcs_make_idle(&bmc->kcs), 0);
		expect_works(test, bmc);
	}
}

static void endless_error_state_gets_few_looks(struct kunit *test)
{
	static const u8 states[] = { 0xc0, 0xc1, 0xc8, 0xc9 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(states); i++) {
		struct fake_bmc *bmc = fake_new(test);
		u64 start = bmc->si.now;

		bmc->si.fixed = states[i];
		KUNIT_EXPECT_EQ(test, kcs_make_idle(&bmc->kcs), -EIO);
		KUNIT_EXPECT_LE(test, bmc->si.now - start, IDLE_NS + LATE_NS);
		KUNIT_EXPECT_LT(test, bmc->si.accesses, 100ULL);
	}
}

static void noise_is_bounded(struct kunit *test)
{
	struct rnd_state random;
	unsigned int seed;

	for (seed = 0; seed < 200; seed++) {
		struct fake_bmc *bmc = fake_new(test);
		u64 start = bmc->si.now;

		prandom_seed_state(&random, seed);
		bmc->si.random = &random;
		transfer_any(bmc);
		KUNIT_EXPECT_LE(test, bmc->si.now - start, DEADLINE_NS + LATE_NS);
		start = bmc->si.now;
		kcs_make_idle(&bmc->kcs);
		KUNIT_EXPECT_LE(test, bmc->si.now - start, IDLE_NS + LATE_NS);
		fake_heal(bmc);
		KUNIT_ASSERT_EQ(test, kcs_make_idle(&bmc->kcs), 0);
		expect_works(test, bmc);
	}
}

static void abandoned_transfer_leaves_no_trace(struct kunit *test)
{
	unsigned int at;

	for (at = 1; at <= ALL_WRITES; at++) {
		struct fake_bmc *bmc = fake_new(test);
		unsigned int round;

		/* Every resync is cut short as well, at every byte it writes. */
		for (round = 1; round <= 3; round++) {
			fake_arm(bmc, FAKE_STUCK_IBF, at);
			transfer_any(bmc);
			fake_heal(bmc);
			fake_arm(bmc, FAKE_STUCK_IBF, round);
			kcs_make_idle(&bmc->kcs);
			fake_heal(bmc);
			KUNIT_ASSERT_EQ(test, kcs_make_idle(&bmc->kcs), 0);
			expect_works(test, bmc);
		}
		expect_good_manners(test, bmc);
	}
}

static void short_response_is_passed_on(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	struct bmc_frame req = request_of(REQUEST_LEN, 0x20);
	struct bmc_frame rsp;
	unsigned int len;

	for (len = 1; len < 3; len++) {
		bmc->rsp_len = len;
		KUNIT_EXPECT_EQ(test, transfer(bmc, &req, &rsp), 0);
		KUNIT_EXPECT_EQ(test, rsp.len, (u16)len);
	}
	/* Straight to idle after the request: a response of no bytes. */
	bmc->fault_state = 0x00;
	fake_arm(bmc, FAKE_STATE, REQUEST_WRITES);
	KUNIT_EXPECT_EQ(test, transfer(bmc, &req, &rsp), 0);
	KUNIT_EXPECT_EQ(test, rsp.len, (u16)0);
	bmc->rsp_len = RESPONSE_LEN;
	fake_heal(bmc);
	bmc->phase = FAKE_IDLE;
	expect_works(test, bmc);
}

static void long_response_is_read_to_its_end_and_marked(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	struct bmc_frame req = request_of(REQUEST_LEN, 0x20);
	struct bmc_frame rsp;

	bmc->rsp_len = BMC_FRAME_MAX;
	KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
	KUNIT_EXPECT_FALSE(test, rsp.truncated);

	bmc->rsp_len = BMC_FRAME_MAX + 1;
	KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
	KUNIT_EXPECT_TRUE(test, rsp.truncated);

	bmc->rsp_len = 2 * BMC_FRAME_MAX;
	KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
	KUNIT_EXPECT_TRUE(test, rsp.truncated);
	KUNIT_EXPECT_EQ(test, rsp.len, (u16)BMC_FRAME_MAX);
	KUNIT_EXPECT_EQ(test, memcmp(rsp.data, bmc->out, rsp.len), 0);

	bmc->rsp_len = RESPONSE_LEN;
	expect_works(test, bmc);
}

static void endless_response_is_given_up(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);

	bmc->endless = true;
	KUNIT_EXPECT_EQ(test, transfer_any(bmc), -EIO);
	KUNIT_EXPECT_LT(test, bmc->si.accesses, 12ULL * BMC_FRAME_MAX);
	/* The abort gets it out of there, endless or not. */
	KUNIT_ASSERT_EQ(test, kcs_make_idle(&bmc->kcs), 0);
	bmc->endless = false;
	expect_works(test, bmc);
}

static void failures_are_paced_and_success_ends_that(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);
	unsigned int round;
	u64 start;

	/* A BMC that always gets to idle and never takes a request. */
	bmc->fault_state = 0xc0;
	start = bmc->si.now;
	for (round = 0; round < 20; round++) {
		fake_arm(bmc, FAKE_STATE, 1);
		KUNIT_EXPECT_EQ(test, transfer_any(bmc), -EIO);
		KUNIT_EXPECT_EQ(test, kcs_make_idle(&bmc->kcs), 0);
	}
	KUNIT_EXPECT_GT(test, bmc->si.now - start, 2ULL * NSEC_PER_SEC);
	KUNIT_EXPECT_FALSE(test, bmc->si.too_fast);

	fake_heal(bmc);
	expect_works(test, bmc);
	start = bmc->si.now;
	KUNIT_EXPECT_EQ(test, kcs_make_idle(&bmc->kcs), 0);
	KUNIT_EXPECT_LT(test, bmc->si.now - start, 1ULL * NSEC_PER_MSEC);
}

static void removal_ends_every_wait_at_once(struct kunit *test)
{
	unsigned int at;

	for (at = 1; at <= ALL_WRITES; at++) {
		struct fake_bmc *bmc = fake_new(test);
		u64 start, accesses;

		fake_arm(bmc, FAKE_STUCK_IBF, at);
		transfer_any(bmc);
		bmc_wait_stop(&bmc->si.wait);
		start = bmc->si.now;
		accesses = bmc->si.accesses;
		KUNIT_EXPECT_EQ(test, transfer_any(bmc), -ESHUTDOWN);
		KUNIT_EXPECT_EQ(test, kcs_make_idle(&bmc->kcs), -ESHUTDOWN);
		KUNIT_EXPECT_EQ(test, kcs_make_idle(&bmc->kcs), -ESHUTDOWN);
		KUNIT_EXPECT_EQ(test, bmc->si.now, start);
		KUNIT_EXPECT_EQ(test, bmc->si.accesses, accesses);
	}
}

static void attention_is_sms_atn(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);

	KUNIT_EXPECT_FALSE(test, kcs_wants_attention(&bmc->kcs));
	bmc->attention = true;
	KUNIT_EXPECT_TRUE(test, kcs_wants_attention(&bmc->kcs));
	KUNIT_EXPECT_EQ(test, bmc->si.accesses, 2ULL);
	expect_works(test, bmc);
	KUNIT_EXPECT_EQ(test, kcs_make_idle(&bmc->kcs), 0);
}

static void a_byte_or_attention_is_reason_for_an_interrupt(struct kunit *test)
{
	struct fake_bmc *bmc = fake_new(test);

	KUNIT_EXPECT_FALSE(test, kcs_raises_interrupt(&bmc->si.regs));
	bmc->attention = true;
	KUNIT_EXPECT_TRUE(test, kcs_raises_interrupt(&bmc->si.regs));
	bmc->attention = false;
	bmc->obf = true;
	KUNIT_EXPECT_TRUE(test, kcs_raises_interrupt(&bmc->si.regs));
	/* It was only looked at. */
	KUNIT_EXPECT_TRUE(test, bmc->obf);
	bmc->si.fixed = 0xff;
	KUNIT_EXPECT_FALSE(test, kcs_raises_interrupt(&bmc->si.regs));
}

/* A BMC whose registers are elsewhere than the host may think. */
struct spaced_bmc {
	struct si_regs regs;
	struct fake_bmc *bmc;
	unsigned int spacing;
	u8 between;
};

static u8 spaced_read(const struct si_regs *regs, unsigned int reg)
{
	const struct spaced_bmc *spaced = container_of(regs, struct spaced_bmc, regs);

	if (reg && regs->place.spacing != spaced->spacing)
		return spaced->between;
	return spaced->bmc->si.regs.read(&spaced->bmc->si.regs, reg);
}

static void spaced_write(const struct si_regs *regs, unsigned int reg, u8 value)
{
	const struct spaced_bmc *spaced = container_of(regs, struct spaced_bmc, regs);

	if (!reg || regs->place.spacing == spaced->spacing)
		spaced->bmc->si.regs.write(&spaced->bmc->si.regs, reg, value);
}

static unsigned int find_spacing(struct kunit *test, unsigned int spacing, u8 between,
				 unsigned int room)
{
	struct spaced_bmc spaced = {
		.regs = { .read = spaced_read, .write = spaced_write },
		.bmc = fake_new(test),
		.spacing = spacing,
		.between = between,
	};
	unsigned int found = kcs_find_spacing(&spaced.regs, room);

	KUNIT_EXPECT_LE(test, spaced.bmc->si.accesses, 6ULL);
	/* It does not mind. */
	KUNIT_EXPECT_EQ(test, kcs_make_idle(&spaced.bmc->kcs), 0);
	expect_works(test, spaced.bmc);
	return found;
}

static void spacing_is_found(struct kunit *test)
{
	static const u8 between[] = { 0x00, 0xff };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(between); i++) {
		KUNIT_EXPECT_EQ(test, find_spacing(test, 1, between[i], 8), 1U);
		KUNIT_EXPECT_EQ(test, find_spacing(test, 4, between[i], 8), 4U);
		KUNIT_EXPECT_EQ(test, find_spacing(test, 16, between[i], 32), 16U);
		/* Nobody looks at what belongs to others. */
		KUNIT_EXPECT_EQ(test, find_spacing(test, 4, between[i], 4), 1U);
		KUNIT_EXPECT_EQ(test, find_spacing(test, 16, between[i], 16), 1U);
		KUNIT_EXPECT_EQ(test, find_spacing(test, 64, between[i], 256), 1U);
	}
}

static struct kunit_case kcs_test_cases[] = {
	KUNIT_CASE(every_length_passes),
	KUNIT_CASE(missing_dummy_bytes_do_no_harm),
	KUNIT_CASE(leftover_byte_is_thrown_away),
	KUNIT_CASE(slow_bytes_are_waited_for),
	KUNIT_CASE(slow_command_is_waited_for),
	KUNIT_CASE(byte_never_taken),
	KUNIT_CASE(byte_never_offered),
	KUNIT_CASE(mute_request_phase_does_no_harm),
	KUNIT_CASE(wrong_state_fails_at_once),
	KUNIT_CASE(absent_hardware_is_seen_at_every_access),
	KUNIT_CASE(frozen_status_is_bounded),
	KUNIT_CASE(endless_error_state_gets_few_looks),
	KUNIT_CASE(noise_is_bounded),
	KUNIT_CASE(abandoned_transfer_leaves_no_trace),
	KUNIT_CASE(short_response_is_passed_on),
	KUNIT_CASE(long_response_is_read_to_its_end_and_marked),
	KUNIT_CASE(endless_response_is_given_up),
	KUNIT_CASE(failures_are_paced_and_success_ends_that),
	KUNIT_CASE(removal_ends_every_wait_at_once),
	KUNIT_CASE(attention_is_sms_atn),
	KUNIT_CASE(a_byte_or_attention_is_reason_for_an_interrupt),
	KUNIT_CASE(spacing_is_found),
	{}
};

static struct kunit_suite kcs_test_suite = {
	.name = "bmclink_kcs",
	.test_cases = kcs_test_cases,
};

kunit_test_suite(kcs_test_suite);
