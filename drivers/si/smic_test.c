// SPDX-License-Identifier: GPL-2.0-only
/*
 * SMIC against a BMC that goes wrong at every step, on virtual time.
 */
#include <kunit/test.h>

#include "si_fake.h"
#include "smic.h"

#define DEADLINE_NS	(5ULL * NSEC_PER_SEC)
/* How much later than its deadline a call may end: the slack of the longest sleep. */
#define LATE_NS		(3ULL * NSEC_PER_MSEC)
/* Half a second, and the slack of the longest pause. */
#define IDLE_NS		(520ULL * NSEC_PER_MSEC)

#define REQUEST_LEN	5
#define RESPONSE_LEN	6
/* Control codes: one for each byte of a request; of a response, and one to end it */
#define REQUEST_CODES	REQUEST_LEN
#define ALL_CODES	(REQUEST_CODES + RESPONSE_LEN + 1)

#define FAKE_BUFFER		2048

enum {
	FAKE_BUSY = 0x01,
	FAKE_SMS = 0x04,
	FAKE_EVT = 0x08,
	FAKE_TX = 0x40,
	FAKE_RX = 0x80,
};

/**
 * enum fake_fault - what goes wrong, at control code number &fake_smic.fault_at
 * @FAKE_NONE: nothing
 * @FAKE_STUCK: BUSY is never cleared
 * @FAKE_STATUS: the answer is &fake_smic.fault_status
 * @FAKE_DEAF: TX_DATA_RDY and RX_DATA_RDY are not set any more
 */
enum fake_fault {
	FAKE_NONE,
	FAKE_STUCK,
	FAKE_STATUS,
	FAKE_DEAF,
};

/**
 * struct fake_smic - a BMC behind SMIC registers, and what the host sees of it
 * @si: the registers, and the time
 * @smic: the host's side
 * @step_ns: how long it takes to answer a control code
 * @execute_ns: from the last byte of a request to the response
 * @rsp_len: length of the responses
 * @endless: a response has no end
 * @refuse: error code in the data register at the end of a request
 * @attention: SMS_ATN and EVT_ATN
 * @fault: what goes wrong
 * @fault_at: at which control code, counted from fake_arm()
 * @fault_status: for FAKE_STATUS
 * @busy: BUSY
 * @deaf: no ready bit is set
 * @control: control register
 * @status: status register
 * @data: data register
 * @done_at: when the control code is answered
 * @ready_at: when the response is ready
 * @in: request
 * @in_len: its length so far
 * @in_done: it is complete
 * @out_pos: how much of the response has been read
 * @codes: control codes since fake_arm()
 * @executed: requests executed
 * @bad: what no host may do: write while BUSY is set
 */
struct fake_smic {
	struct si_fake si;
	struct smic smic;

	u64 step_ns;
	u64 execute_ns;
	unsigned int rsp_len;
	bool endless;
	u8 refuse;
	u8 attention;
	enum fake_fault fault;
	unsigned int fault_at;
	u8 fault_status;

	bool busy;
	bool deaf;
	u8 control;
	u8 status;
	u8 data;
	u64 done_at;
	u64 ready_at;
	u8 in[FAKE_BUFFER];
	unsigned int in_len;
	bool in_done;
	unsigned int out_pos;

	unsigned int codes;
	unsigned int executed;
	unsigned int bad;
};

static struct fake_smic *fake_of(struct si_fake *si)
{
	return container_of(si, struct fake_smic, si);
}

/* The response repeats the request. */
static u8 fake_byte(const struct fake_smic *bmc, unsigned int i)
{
	return bmc->in[i % bmc->in_len] | (i ? 0 : 0x04);
}

static u8 fake_take_byte(struct fake_smic *bmc)
{
	bmc->in[bmc->in_len++ % FAKE_BUFFER] = bmc->data;
	if (bmc->control != 0x43)
		return bmc->control | 0x80;
	bmc->data = bmc->refuse;
	bmc->in_done = true;
	bmc->ready_at = bmc->si.now + bmc->execute_ns;
	bmc->out_pos = 0;
	bmc->executed++;
	return 0xc3;
}

static u8 fake_give_byte(struct fake_smic *bmc)
{
	bool last = bmc->out_pos + 1 == bmc->rsp_len && !bmc->endless;

	bmc->data = fake_byte(bmc, bmc->out_pos++);
	return last ? 0xc6 : bmc->control | 0x80;
}

static u8 fake_answer(struct fake_smic *bmc)
{
	switch (bmc->control) {
	case 0x41:
		bmc->in_len = 0;
		bmc->in_done = false;
		return fake_take_byte(bmc);
	case 0x42:
	case 0x43:
		return bmc->in_len && !bmc->in_done ? fake_take_byte(bmc) : 0xc0;
	case 0x44:
	case 0x45:
		return bmc->in_done && bmc->si.now >= bmc->ready_at ? fake_give_byte(bmc) : 0xc0;
	}
	/* Status, and the end of a response */
	bmc->in_done = false;
	bmc->in_len = 0;
	bmc->data = 0;
	return 0xc0;
}

static void fake_run(struct si_fake *si)
{
	struct fake_smic *bmc = fake_of(si);
	bool hit = bmc->codes == bmc->fault_at;

	if (!bmc->busy || bmc->si.now < bmc->done_at || (hit && bmc->fault == FAKE_STUCK))
		return;
	bmc->busy = false;
	bmc->status = fake_answer(bmc);
	if (hit && bmc->fault == FAKE_STATUS)
		bmc->status = bmc->fault_status;
	if (hit && bmc->fault == FAKE_DEAF)
		bmc->deaf = true;
}

static u8 fake_flags(const struct fake_smic *bmc)
{
	u8 flags = bmc->attention | (bmc->busy ? FAKE_BUSY : 0);

	if (bmc->deaf || bmc->busy)
		return flags;
	if (!bmc->in_done)
		return flags | FAKE_TX;
	return flags | (bmc->si.now >= bmc->ready_at ? FAKE_RX : 0);
}

static u8 fake_read(struct si_fake *si, unsigned int reg)
{
	struct fake_smic *bmc = fake_of(si);

	return reg == 0 ? bmc->data : reg == 1 ? bmc->status : fake_flags(bmc);
}

static void fake_write(struct si_fake *si, unsigned int reg, u8 value)
{
	struct fake_smic *bmc = fake_of(si);

	bmc->bad += bmc->busy;
	if (reg == 0) {
		bmc->data = value;
	} else if (reg == 1) {
		bmc->control = value;
	} else if (value & FAKE_BUSY) {
		bmc->busy = true;
		bmc->codes++;
		bmc->done_at = bmc->si.now + bmc->step_ns;
	}
}

static const struct si_fake_model fake_model = {
	.accesses_max = 200000,
	.status = 2,
	.others = 0xc1,
	.run = fake_run,
	.read = fake_read,
	.write = fake_write,
};

static struct fake_smic *fake_new(struct kunit *test)
{
	struct fake_smic *bmc = kunit_kzalloc(test, sizeof(*bmc), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bmc);
	si_fake_init(test, &bmc->si, &fake_model);
	bmc->step_ns = 30 * NSEC_PER_USEC;
	bmc->execute_ns = 2 * NSEC_PER_MSEC;
	bmc->rsp_len = RESPONSE_LEN;
	bmc->smic.regs = &bmc->si.regs;
	bmc->smic.wait = &bmc->si.wait;
	return bmc;
}

static void fake_arm(struct fake_smic *bmc, enum fake_fault fault, unsigned int at)
{
	bmc->fault = fault;
	bmc->fault_at = at;
	bmc->codes = 0;
}

static void fake_heal(struct fake_smic *bmc)
{
	si_fake_heal(&bmc->si);
	bmc->fault = FAKE_NONE;
	bmc->deaf = false;
	bmc->endless = false;
	bmc->refuse = 0;
}

static struct bmc_frame request_of(unsigned int len, u8 mark)
{
	struct bmc_frame req = { .len = len, .data = { 0x06 << 2, 0x01 } };
	unsigned int i;

	for (i = 2; i < len; i++)
		req.data[i] = mark + i;
	return req;
}

static int transfer(struct fake_smic *bmc, const struct bmc_frame *req, struct bmc_frame *rsp)
{
	ktime_t deadline = ktime_add_ns(bmc_wait_now(&bmc->si.wait), DEADLINE_NS);
	int err = smic_write_request(&bmc->smic, req, deadline);

	return err ?: smic_read_response(&bmc->smic, rsp, deadline);
}

static int transfer_any(struct fake_smic *bmc)
{
	struct bmc_frame req = request_of(REQUEST_LEN, 0x10);
	struct bmc_frame rsp;

	return transfer(bmc, &req, &rsp);
}

/* The host asks something new, and gets the answer to that. */
static void expect_works(struct kunit *test, struct fake_smic *bmc)
{
	struct bmc_frame req = request_of(REQUEST_LEN, bmc->executed + 0x40);
	struct bmc_frame rsp;

	KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
	KUNIT_ASSERT_EQ(test, rsp.len, (u16)bmc->rsp_len);
	KUNIT_EXPECT_EQ(test, rsp.data[0], (u8)(req.data[0] | 0x04));
	KUNIT_EXPECT_EQ(test, memcmp(rsp.data + 1, req.data + 1, REQUEST_LEN - 1), 0);
	KUNIT_EXPECT_FALSE(test, rsp.truncated);
}

static void expect_good_manners(struct kunit *test, struct fake_smic *bmc)
{
	KUNIT_EXPECT_EQ(test, bmc->bad, 0U);
	KUNIT_EXPECT_FALSE(test, bmc->si.too_fast);
}

/* The fault is over: at most one resync, and everything is as before. */
static void expect_recovers(struct kunit *test, struct fake_smic *bmc)
{
	fake_heal(bmc);
	KUNIT_ASSERT_EQ(test, smic_make_idle(&bmc->smic), 0);
	expect_works(test, bmc);
	expect_good_manners(test, bmc);
}

static void every_length_passes(struct kunit *test)
{
	struct fake_smic *bmc = fake_new(test);
	unsigned int len;

	bmc->step_ns = 0;
	bmc->execute_ns = 0;
	for (len = 2; len <= BMC_FRAME_MAX; len++) {
		struct bmc_frame req = request_of(len, len);
		struct bmc_frame rsp;

		bmc->si.accesses = 0;
		bmc->rsp_len = BMC_FRAME_MAX + 2 - len;
		KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
		KUNIT_ASSERT_EQ(test, bmc->executed, len - 1);
		KUNIT_ASSERT_EQ(test, rsp.len, (u16)bmc->rsp_len);
		KUNIT_ASSERT_EQ(test, memcmp(rsp.data + 1, req.data + 1,
					     min(len, bmc->rsp_len) - 1), 0);
		KUNIT_ASSERT_FALSE(test, rsp.truncated);
	}
	KUNIT_EXPECT_EQ(test, bmc->bad, 0U);
}

static void slow_bmc_is_waited_for(struct kunit *test)
{
	struct fake_smic *bmc = fake_new(test);

	bmc->execute_ns = 4900 * NSEC_PER_MSEC;
	expect_works(test, bmc);
	bmc->execute_ns = 0;
	bmc->step_ns = 300 * NSEC_PER_MSEC;
	expect_works(test, bmc);
	expect_good_manners(test, bmc);
}

static void busy_at_every_step(struct kunit *test)
{
	unsigned int at;

	for (at = 1; at <= ALL_CODES; at++) {
		struct fake_smic *bmc = fake_new(test);
		u64 start = bmc->si.now;

		fake_arm(bmc, FAKE_STUCK, at);
		KUNIT_EXPECT_EQ_MSG(test, transfer_any(bmc), -ETIMEDOUT, "at code %u", at);
		KUNIT_EXPECT_LE(test, bmc->si.now - start, DEADLINE_NS + LATE_NS);
		start = bmc->si.now;
		KUNIT_EXPECT_EQ(test, smic_make_idle(&bmc->smic), -ETIMEDOUT);
		KUNIT_EXPECT_EQ(test, smic_make_idle(&bmc->smic), -ETIMEDOUT);
		KUNIT_EXPECT_LE(test, bmc->si.now - start, 2 * (IDLE_NS + LATE_NS));
		KUNIT_EXPECT_EQ(test, bmc->executed, at <= REQUEST_CODES ? 0U : 1U);
		expect_recovers(test, bmc);
	}
}

static void not_ready_at_every_step(struct kunit *test)
{
	unsigned int at;

	/* Only after a byte that is not the last is there something to be ready for. */
	for (at = 1; at < ALL_CODES - 1; at++) {
		struct fake_smic *bmc = fake_new(test);
		u64 start = bmc->si.now;

		fake_arm(bmc, FAKE_DEAF, at);
		KUNIT_EXPECT_EQ_MSG(test, transfer_any(bmc), -ETIMEDOUT, "at code %u", at);
		KUNIT_EXPECT_LE(test, bmc->si.now - start, DEADLINE_NS + LATE_NS);
		expect_recovers(test, bmc);
	}
}

static void wrong_status_fails_at_once(struct kunit *test)
{
	static const u8 statuses[] = { 0x00, 0x41, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xff };
	/* What is right at each control code */
	static const u8 right[ALL_CODES] = {
		0xc1, 0xc2, 0xc2, 0xc2, 0xc3, 0xc4, 0xc5, 0xc5, 0xc5, 0xc5, 0xc6, 0xc0,
	};
	unsigned int i, at;

	for (i = 0; i < ARRAY_SIZE(statuses); i++) {
		for (at = 1; at <= ALL_CODES; at++) {
			struct fake_smic *bmc = fake_new(test);
			u64 start = bmc->si.now;
			int err;

			bmc->fault_status = statuses[i];
			fake_arm(bmc, FAKE_STATUS, at);
			err = transfer_any(bmc);
			if (statuses[i] == right[at - 1])
				KUNIT_EXPECT_EQ_MSG(test, err, 0, "at code %u", at);
			else
				KUNIT_EXPECT_EQ_MSG(test, err, -EIO, "0x%x at code %u", statuses[i],
						    at);
			/* Not the end after all: a response without one, see below. */
			if (statuses[i] == 0xc5 && right[at - 1] == 0xc6)
				continue;
			KUNIT_EXPECT_LT(test, bmc->si.now - start, 10ULL * NSEC_PER_MSEC);
			expect_recovers(test, bmc);
		}
	}
}

static void refused_request_is_an_error(struct kunit *test)
{
	struct fake_smic *bmc = fake_new(test);

	bmc->refuse = 0x01;
	KUNIT_EXPECT_EQ(test, transfer_any(bmc), -EIO);
	expect_recovers(test, bmc);
}

static void absent_hardware_is_seen_at_every_access(struct kunit *test)
{
	struct fake_smic *bmc = fake_new(test);
	u64 at, all;

	expect_works(test, bmc);
	all = bmc->si.accesses;
	for (at = 0; at < all; at++) {
		u64 start;

		bmc = fake_new(test);
		start = bmc->si.now;
		bmc->si.gone_at = at;
		/* FFh is no status and no error code: an error at worst, then absent. */
		KUNIT_EXPECT_LT(test, transfer_any(bmc), 0);
		KUNIT_EXPECT_EQ_MSG(test, transfer_any(bmc), -ENODEV, "access %llu", at);
		KUNIT_EXPECT_LT(test, bmc->si.now - start, 10ULL * NSEC_PER_MSEC);
		KUNIT_EXPECT_LE(test, bmc->si.accesses, at + 8);
		KUNIT_EXPECT_EQ(test, smic_make_idle(&bmc->smic), -ENODEV);
		KUNIT_EXPECT_FALSE(test, smic_wants_attention(&bmc->smic));
		KUNIT_EXPECT_FALSE(test, smic_raises_interrupt(&bmc->si.regs));
		expect_recovers(test, bmc);
	}
}

/* Registers that always read the same, whatever is written. */
static void frozen_flags_are_bounded(struct kunit *test)
{
	unsigned int flags;

	for (flags = 0; flags <= 0xff; flags++) {
		struct fake_smic *bmc = fake_new(test);
		unsigned int round;

		bmc->si.fixed = flags;
		for (round = 0; round < 20; round++) {
			u64 start = bmc->si.now;

			KUNIT_EXPECT_LT(test, transfer_any(bmc), 0);
			KUNIT_EXPECT_LE(test, bmc->si.now - start, DEADLINE_NS + LATE_NS);
			start = bmc->si.now;
			KUNIT_EXPECT_LT(test, smic_make_idle(&bmc->smic), 0);
			KUNIT_EXPECT_LE(test, bmc->si.now - start, IDLE_NS + LATE_NS);
		}
		bmc->busy = false;
		expect_recovers(test, bmc);
	}
}

static void noise_is_bounded(struct kunit *test)
{
	struct rnd_state random;
	unsigned int seed;

	for (seed = 0; seed < 200; seed++) {
		struct fake_smic *bmc = fake_new(test);
		u64 start = bmc->si.now;

		prandom_seed_state(&random, seed);
		bmc->si.random = &random;
		transfer_any(bmc);
		KUNIT_EXPECT_LE(test, bmc->si.now - start, DEADLINE_NS + LATE_NS);
		start = bmc->si.now;
		smic_make_idle(&bmc->smic);
		KUNIT_EXPECT_LE(test, bmc->si.now - start, IDLE_NS + LATE_NS);
		expect_recovers(test, bmc);
	}
}

static void short_response_is_passed_on(struct kunit *test)
{
	struct fake_smic *bmc = fake_new(test);
	struct bmc_frame req = request_of(REQUEST_LEN, 0x20);
	struct bmc_frame rsp;

	for (bmc->rsp_len = 1; bmc->rsp_len < 3; bmc->rsp_len++) {
		KUNIT_EXPECT_EQ(test, transfer(bmc, &req, &rsp), 0);
		KUNIT_EXPECT_EQ(test, rsp.len, (u16)bmc->rsp_len);
	}
	expect_good_manners(test, bmc);
}

static void long_response_is_read_to_its_end_and_marked(struct kunit *test)
{
	struct fake_smic *bmc = fake_new(test);
	struct bmc_frame req = request_of(REQUEST_LEN, 0x20);
	struct bmc_frame rsp;

	bmc->rsp_len = BMC_FRAME_MAX + 1;
	KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
	KUNIT_EXPECT_TRUE(test, rsp.truncated);
	KUNIT_EXPECT_EQ(test, rsp.len, (u16)BMC_FRAME_MAX);
	bmc->rsp_len = RESPONSE_LEN;
	expect_works(test, bmc);

	bmc->endless = true;
	KUNIT_EXPECT_EQ(test, transfer_any(bmc), -EIO);
	KUNIT_EXPECT_EQ(test, bmc->bad, 0U);
	fake_heal(bmc);
	KUNIT_ASSERT_EQ(test, smic_make_idle(&bmc->smic), 0);
	expect_works(test, bmc);
}

static void removal_ends_every_wait_at_once(struct kunit *test)
{
	struct fake_smic *bmc = fake_new(test);
	u64 start, accesses;

	fake_arm(bmc, FAKE_STUCK, 2);
	transfer_any(bmc);
	bmc_wait_stop(&bmc->si.wait);
	start = bmc->si.now;
	accesses = bmc->si.accesses;
	KUNIT_EXPECT_EQ(test, transfer_any(bmc), -ESHUTDOWN);
	KUNIT_EXPECT_EQ(test, smic_make_idle(&bmc->smic), -ESHUTDOWN);
	KUNIT_EXPECT_EQ(test, bmc->si.now, start);
	KUNIT_EXPECT_EQ(test, bmc->si.accesses, accesses);
}

static void attention_and_interrupt_follow_the_flags(struct kunit *test)
{
	struct fake_smic *bmc = fake_new(test);

	KUNIT_EXPECT_FALSE(test, smic_wants_attention(&bmc->smic));
	KUNIT_EXPECT_FALSE(test, smic_raises_interrupt(&bmc->si.regs));
	bmc->attention = FAKE_SMS;
	KUNIT_EXPECT_TRUE(test, smic_wants_attention(&bmc->smic));
	KUNIT_EXPECT_TRUE(test, smic_raises_interrupt(&bmc->si.regs));
	bmc->attention = FAKE_EVT;
	KUNIT_EXPECT_TRUE(test, smic_wants_attention(&bmc->smic));
	expect_works(test, bmc);
	bmc->attention = 0;
	bmc->in_len = 1;
	bmc->in_done = true;
	KUNIT_EXPECT_FALSE(test, smic_wants_attention(&bmc->smic));
	KUNIT_EXPECT_TRUE(test, smic_raises_interrupt(&bmc->si.regs));
}

static struct kunit_case smic_test_cases[] = {
	KUNIT_CASE(every_length_passes),
	KUNIT_CASE(slow_bmc_is_waited_for),
	KUNIT_CASE(busy_at_every_step),
	KUNIT_CASE(not_ready_at_every_step),
	KUNIT_CASE(wrong_status_fails_at_once),
	KUNIT_CASE(refused_request_is_an_error),
	KUNIT_CASE(absent_hardware_is_seen_at_every_access),
	KUNIT_CASE(frozen_flags_are_bounded),
	KUNIT_CASE(noise_is_bounded),
	KUNIT_CASE(short_response_is_passed_on),
	KUNIT_CASE(long_response_is_read_to_its_end_and_marked),
	KUNIT_CASE(removal_ends_every_wait_at_once),
	KUNIT_CASE(attention_and_interrupt_follow_the_flags),
	{}
};

static struct kunit_suite smic_test_suite = {
	.name = "bmclink_smic",
	.test_cases = smic_test_cases,
};

kunit_test_suite(smic_test_suite);
