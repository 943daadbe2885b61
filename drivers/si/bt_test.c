// SPDX-License-Identifier: GPL-2.0-only
/*
 * BT against a BMC that goes wrong in every way there is, on virtual time.
 */
#include <kunit/test.h>

#include "bt_fake.h"

#define DEADLINE_NS	(5ULL * NSEC_PER_SEC)
/*
 * How much later than its deadline a call may end: B2H_ATN is given 100 ms, and
 * the longest message for nobody costs 140 ms.
 */
#define LATE_NS		(290ULL * NSEC_PER_MSEC)
#define IDLE_NS		(700ULL * NSEC_PER_MSEC + LATE_NS)

#define REQUEST_LEN	5

static struct bmc_frame *frames_of(struct kunit *test, unsigned int count)
{
	struct bmc_frame *frames = kunit_kcalloc(test, count, sizeof(*frames), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, frames);
	return frames;
}

static struct bmc_frame request_of(unsigned int len, u8 mark)
{
	struct bmc_frame req = { .len = len, .data = { 0x06 << 2, 0x01 } };
	unsigned int i;

	for (i = 2; i < len; i++)
		req.data[i] = mark + i;
	return req;
}

static ktime_t deadline_of(struct bt_fake *bmc)
{
	return ktime_add_ns(bmc_wait_now(&bmc->si.wait), DEADLINE_NS);
}

static int transfer(struct bt_fake *bmc, const struct bmc_frame *req, struct bmc_frame *rsp)
{
	ktime_t deadline = deadline_of(bmc);
	int err = bt_send_request(&bmc->bt, req, deadline);

	return err ?: bt_read_response(&bmc->bt, rsp, deadline);
}

static int transfer_any(struct bt_fake *bmc)
{
	struct bmc_frame req = request_of(REQUEST_LEN, 0x10);
	struct bmc_frame rsp;

	return transfer(bmc, &req, &rsp);
}

static void expect_answer(struct kunit *test, const struct bmc_frame *req,
			  const struct bmc_frame *rsp)
{
	KUNIT_ASSERT_EQ(test, rsp->len, req->len);
	KUNIT_EXPECT_EQ(test, rsp->tag, req->tag);
	KUNIT_EXPECT_EQ(test, rsp->data[0], (u8)(req->data[0] | 0x04));
	KUNIT_EXPECT_EQ(test, memcmp(rsp->data + 1, req->data + 1, req->len - 1), 0);
	KUNIT_EXPECT_FALSE(test, rsp->truncated);
}

/* The host asks something new, and gets the answer to that. */
static void expect_works(struct kunit *test, struct bt_fake *bmc)
{
	struct bmc_frame req = request_of(REQUEST_LEN, bmc->executed + 0x40);
	struct bmc_frame rsp;

	KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
	expect_answer(test, &req, &rsp);
}

static void expect_good_manners(struct kunit *test, struct bt_fake *bmc)
{
	KUNIT_EXPECT_EQ(test, bmc->bad, 0U);
	KUNIT_EXPECT_EQ(test, bmc->resets, 0U);
	KUNIT_EXPECT_FALSE(test, bmc->si.too_fast);
}

static void every_length_passes(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);
	unsigned int len;

	for (len = 2; len <= BT_FRAME_MAX; len++) {
		struct bmc_frame req = request_of(len, len);
		struct bmc_frame rsp;

		bmc->si.accesses = 0;
		bmc->rsp_len = BT_FRAME_MAX + 2 - len;
		KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
		KUNIT_ASSERT_EQ(test, rsp.len, (u16)bmc->rsp_len);
		KUNIT_ASSERT_EQ(test, memcmp(rsp.data + 1, req.data + 1,
					     min(len, bmc->rsp_len) - 1), 0);
		KUNIT_ASSERT_FALSE(test, rsp.truncated);
	}
	KUNIT_EXPECT_EQ(test, bmc->executed, BT_FRAME_MAX - 1U);
	KUNIT_EXPECT_EQ(test, bmc->bad, 0U);
}

static void sequence_numbers_run_free(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);
	unsigned int i;

	for (i = 0; i < 600; i++) {
		bmc->si.accesses = 0;
		expect_works(test, bmc);
		if (i)
			KUNIT_ASSERT_EQ(test, bmc->sequence[i % 256],
					(u8)(bmc->sequence[(i - 1) % 256] + 1));
	}
}

/* A busy line is left behind by somebody: each bit alone, and all together. */
static void leave_busy(struct bt_fake *bmc, unsigned int bits)
{
	bmc->hbusy = bits & 1;
	bmc->babble = bits & 2 ? 1 : 0;
	bmc->babble_len = 20;
	bmc->babble_seq = bmc->bt.serial + 100;
	bmc->in.len = bits & 4 ? 7 : 0;
	bmc->sms = bits & 8;
	if (bits & 16) {
		memcpy(bmc->in.data, (u8[]){ 5, 0x18, bmc->babble_seq, 0x22, 0, 0 }, 6);
		bmc->in.len = 6;
		bmc->h2b = true;
		bmc->take_at = bmc->si.now + 50 * NSEC_PER_MSEC;
	}
}

static void line_left_busy_is_used_all_the_same(struct kunit *test)
{
	unsigned int bits;

	for (bits = 0; bits < 32; bits++) {
		struct bt_fake *bmc = bt_fake_new(test);

		leave_busy(bmc, bits);
		expect_works(test, bmc);
		expect_works(test, bmc);
		expect_good_manners(test, bmc);

		bmc = bt_fake_new(test);
		leave_busy(bmc, bits);
		KUNIT_EXPECT_EQ(test, bt_make_idle(&bmc->bt), 0);
		KUNIT_EXPECT_FALSE(test, bmc->hbusy);
		expect_works(test, bmc);
		expect_good_manners(test, bmc);
	}
}

static void slow_command_is_waited_for(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);
	u64 start = bmc->si.now;

	bmc->execute_ns = 4900 * NSEC_PER_MSEC;
	expect_works(test, bmc);
	KUNIT_EXPECT_LT(test, bmc->si.now - start, 4950ULL * NSEC_PER_MSEC);

	bmc->execute_ns = 0;
	bmc->take_ns = 4900 * NSEC_PER_MSEC;
	expect_works(test, bmc);
	expect_good_manners(test, bmc);
}

static void acknowledge_is_repeated_as_often_as_needed(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);

	for (bmc->acks = 1; bmc->acks <= 20; bmc->acks++)
		expect_works(test, bmc);
	expect_good_manners(test, bmc);
}

static void looking_does_not_keep_the_bmc_from_its_work(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);
	u64 start = bmc->si.now;

	bmc->rest_ns = 15 * NSEC_PER_USEC;
	expect_works(test, bmc);
	KUNIT_EXPECT_LT(test, bmc->si.now - start, 4ULL * NSEC_PER_MSEC);
}

/* Not to be used now: time-out, no way to idle, twice; then it comes back. */
static void expect_recovers(struct kunit *test, struct bt_fake *bmc, int err, int idle)
{
	u64 start = bmc->si.now;
	unsigned int round;

	KUNIT_EXPECT_EQ(test, transfer_any(bmc), err);
	KUNIT_EXPECT_LE(test, bmc->si.now - start, DEADLINE_NS + LATE_NS);
	if (err == -ETIMEDOUT)
		KUNIT_EXPECT_GE(test, bmc->si.now - start, DEADLINE_NS);
	for (round = 0; round < 8; round++) {
		start = bmc->si.now;
		KUNIT_EXPECT_EQ(test, bt_make_idle(&bmc->bt), idle);
		KUNIT_EXPECT_LE(test, bmc->si.now - start, IDLE_NS);
		KUNIT_EXPECT_NE(test, transfer_any(bmc), 0);
	}
	expect_good_manners(test, bmc);
	bt_fake_heal(bmc);
	bmc->si.accesses = 0;
	KUNIT_ASSERT_EQ(test, bt_make_idle(&bmc->bt), 0);
	expect_works(test, bmc);
	expect_good_manners(test, bmc);
}

static void busy_bmc_is_given_up_in_time(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);

	bmc->stuck_busy = true;
	expect_recovers(test, bmc, -ETIMEDOUT, -ETIMEDOUT);
}

static void request_never_taken(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);

	bmc->stuck_request = true;
	expect_recovers(test, bmc, -ETIMEDOUT, -ETIMEDOUT);
}

static void request_never_answered(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);

	bmc->mute = true;
	expect_recovers(test, bmc, -ETIMEDOUT, 0);
}

static void response_never_taken_back(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);

	bmc->acks = UINT_MAX;
	expect_recovers(test, bmc, -EIO, -EIO);
}

static void absent_hardware_is_seen_at_every_access(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);
	u64 at, all;

	expect_works(test, bmc);
	all = bmc->si.accesses;
	for (at = 0; at < all; at++) {
		u64 start;

		bmc = bt_fake_new(test);
		start = bmc->si.now;
		bmc->si.gone_at = at;
		/* Gone after the last look: the response is there, H_BUSY stays. */
		if (transfer_any(bmc))
			KUNIT_EXPECT_EQ_MSG(test, transfer_any(bmc), -ENODEV, "access %llu", at);
		else
			KUNIT_EXPECT_GE(test, at, all - 1);
		KUNIT_EXPECT_LT(test, bmc->si.now - start, 10ULL * NSEC_PER_MSEC);
		/* A length byte of FFh, and the bytes that it promises. */
		KUNIT_EXPECT_LE(test, bmc->si.accesses, at + 20 + 256);
		KUNIT_EXPECT_EQ(test, bt_make_idle(&bmc->bt), -ENODEV);
		KUNIT_EXPECT_FALSE(test, bt_wants_attention(&bmc->bt));
		KUNIT_EXPECT_FALSE(test, bt_raises_interrupt(&bmc->si.regs));
		bt_fake_heal(bmc);
		KUNIT_ASSERT_EQ(test, bt_make_idle(&bmc->bt), 0);
		expect_works(test, bmc);
		expect_good_manners(test, bmc);
	}
}

/* Registers that always read the same, whatever is written. */
static void frozen_control_is_bounded(struct kunit *test)
{
	unsigned int control;

	for (control = 0; control <= 0xff; control++) {
		struct bt_fake *bmc = bt_fake_new(test);
		unsigned int round;

		bmc->si.fixed = control;
		/* As a caller does that tries as fast as it can. */
		for (round = 0; round < 20; round++) {
			u64 start = bmc->si.now;

			KUNIT_EXPECT_LT(test, transfer_any(bmc), 0);
			KUNIT_EXPECT_LE(test, bmc->si.now - start, DEADLINE_NS + LATE_NS);
			start = bmc->si.now;
			if (bt_make_idle(&bmc->bt))
				KUNIT_EXPECT_NE(test, control & 0x8c, 0x00U);
			KUNIT_EXPECT_LE(test, bmc->si.now - start, IDLE_NS);
		}
		expect_good_manners(test, bmc);
		bt_fake_heal(bmc);
		KUNIT_ASSERT_EQ(test, bt_make_idle(&bmc->bt), 0);
		expect_works(test, bmc);
	}
}

static void noise_is_bounded(struct kunit *test)
{
	struct rnd_state random;
	unsigned int seed;

	for (seed = 0; seed < 200; seed++) {
		struct bt_fake *bmc = bt_fake_new(test);
		u64 start = bmc->si.now;

		prandom_seed_state(&random, seed);
		bmc->si.random = &random;
		transfer_any(bmc);
		KUNIT_EXPECT_LE(test, bmc->si.now - start, DEADLINE_NS + LATE_NS);
		start = bmc->si.now;
		bt_make_idle(&bmc->bt);
		KUNIT_EXPECT_LE(test, bmc->si.now - start, IDLE_NS);
		bt_fake_heal(bmc);
		KUNIT_ASSERT_EQ(test, bt_make_idle(&bmc->bt), 0);
		expect_works(test, bmc);
		KUNIT_EXPECT_EQ(test, bmc->resets, 0U);
	}
}

/* The length byte says something else than the BMC has put in its buffer. */
static void every_length_byte_is_survived(struct kunit *test)
{
	unsigned int length;

	for (length = 0; length <= 0xff; length++) {
		struct bt_fake *bmc = bt_fake_new(test);
		struct bmc_frame req = request_of(REQUEST_LEN, 0x30);
		struct bmc_frame rsp;
		u64 start = bmc->si.now;

		bmc->length = length;
		KUNIT_ASSERT_EQ(test, transfer(bmc, &req, &rsp), 0);
		KUNIT_EXPECT_LT(test, bmc->si.now - start, 10ULL * NSEC_PER_MSEC);
		KUNIT_EXPECT_EQ(test, rsp.len, (u16)(length < 2 ? length : length - 1));
		if (length < 3)
			KUNIT_EXPECT_GE(test, rsp.tag, BMC_DEPTH_MAX);
		else
			KUNIT_EXPECT_EQ(test, rsp.tag, req.tag);
		bt_fake_heal(bmc);
		KUNIT_ASSERT_EQ(test, bt_make_idle(&bmc->bt), 0);
		expect_works(test, bmc);
		expect_good_manners(test, bmc);
	}
}

static void responses_for_nobody_are_dropped(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);

	bmc->babble = 10;
	bmc->babble_len = 30;
	bmc->babble_seq = bmc->bt.serial + 100;
	expect_works(test, bmc);
	KUNIT_EXPECT_EQ(test, bmc->babble, 0ULL);
	expect_good_manners(test, bmc);
}

static void babble_without_an_end_is_bounded(struct kunit *test)
{
	unsigned int len;

	for (len = 3; len <= 0xff; len += 84) {
		struct bt_fake *bmc = bt_fake_new(test);

		bmc->babble = U64_MAX;
		bmc->babble_len = len;
		bmc->babble_seq = bmc->bt.serial + 100;
		expect_recovers(test, bmc, -ETIMEDOUT, -ETIMEDOUT);
	}
}

static void endless_short_messages_are_bounded(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);
	struct bmc_frame *req = frames_of(test, 1);
	struct bmc_frame *rsp = frames_of(test, 1);
	unsigned int round;

	*req = request_of(REQUEST_LEN, 1);
	bmc->babble = U64_MAX;
	bmc->babble_len = 0;
	bmc->depth = BMC_DEPTH_MAX;
	for (round = 0; round < 8; round++) {
		/* With room, it is the response that is wrong; without, no request goes out. */
		KUNIT_ASSERT_EQ(test, transfer(bmc, req, rsp), 0);
		KUNIT_EXPECT_EQ(test, rsp->len, (u16)0);
		KUNIT_EXPECT_EQ(test, bt_make_idle(&bmc->bt), -ETIMEDOUT);
		bmc->lost = true;
		KUNIT_EXPECT_EQ(test, transfer(bmc, req, rsp), -EIO);
		bmc->lost = false;
		KUNIT_EXPECT_EQ(test, bt_make_idle(&bmc->bt), -ETIMEDOUT);
	}
	expect_good_manners(test, bmc);
	bt_fake_heal(bmc);
	KUNIT_ASSERT_EQ(test, bt_make_idle(&bmc->bt), 0);
	expect_works(test, bmc);
}

static void late_response_is_not_taken_for_another(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);

	bmc->depth = 2;
	bmc->execute_ns = 6 * NSEC_PER_SEC;
	KUNIT_EXPECT_EQ(test, transfer_any(bmc), -ETIMEDOUT);
	/* Same tag, and the answer to the first comes in between. */
	bmc->execute_ns = 2 * NSEC_PER_SEC;
	expect_works(test, bmc);
	KUNIT_EXPECT_EQ(test, bmc->executed, 2U);
	expect_good_manners(test, bmc);
}

static void lost_bmc_is_brought_back_by_another_message(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);
	unsigned int failures = 0;

	bmc->lost = true;
	KUNIT_EXPECT_EQ(test, transfer_any(bmc), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, bmc->executed, 0U);
	while (bt_make_idle(&bmc->bt))
		KUNIT_ASSERT_LT(test, ++failures, 3U);
	expect_works(test, bmc);
	expect_good_manners(test, bmc);
}

static void responses_find_their_requests_in_any_order(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);
	struct bmc_frame *req = frames_of(test, BMC_DEPTH_MAX);
	struct bmc_frame *rsp = frames_of(test, 1);
	unsigned int i;

	bmc->depth = BMC_DEPTH_MAX;
	bmc->reverse = true;
	bmc->execute_ns = 100 * NSEC_PER_MSEC;
	for (i = 0; i < BMC_DEPTH_MAX; i++) {
		req[i] = request_of(REQUEST_LEN, i);
		req[i].tag = i;
		KUNIT_ASSERT_EQ(test, bt_send_request(&bmc->bt, &req[i], deadline_of(bmc)), 0);
	}
	bmc->si.now += 200 * NSEC_PER_MSEC;
	bmc->si.accesses = 0;
	for (i = BMC_DEPTH_MAX; i--;) {
		KUNIT_ASSERT_EQ(test, bt_read_response(&bmc->bt, rsp, deadline_of(bmc)), 0);
		KUNIT_ASSERT_LT(test, rsp->tag, BMC_DEPTH_MAX);
		expect_answer(test, &req[rsp->tag], rsp);
		/* No answer comes twice. */
		req[rsp->tag].tag = BMC_DEPTH_MAX;
	}
	KUNIT_EXPECT_EQ(test, bmc->bt.tags, 0UL);
	KUNIT_EXPECT_EQ(test, bmc->bad, 0U);
}

static void only_the_oldest_is_given_up(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);
	struct bmc_frame *old = frames_of(test, 1);
	struct bmc_frame *young = frames_of(test, 1);
	struct bmc_frame *rsp = frames_of(test, 1);
	ktime_t deadline = deadline_of(bmc);

	*old = request_of(REQUEST_LEN, 1);
	*young = request_of(REQUEST_LEN, 9);
	bmc->depth = 4;
	bmc->mute = true;
	/* The sequence number goes round between them. */
	bmc->bt.serial = U32_MAX;
	old->tag = 3;
	KUNIT_ASSERT_EQ(test, bt_send_request(&bmc->bt, old, deadline), 0);
	bmc->si.now += 10 * NSEC_PER_MSEC;
	bmc->execute_ns = 6 * NSEC_PER_SEC;
	KUNIT_ASSERT_EQ(test, bt_send_request(&bmc->bt, young, deadline), 0);
	KUNIT_EXPECT_EQ(test, bt_read_response(&bmc->bt, rsp, deadline), -ETIMEDOUT);
	bmc->mute = false;
	KUNIT_ASSERT_EQ(test, bt_read_response(&bmc->bt, rsp, deadline_of(bmc)), 0);
	expect_answer(test, young, rsp);
	expect_good_manners(test, bmc);
}

/* A BMC with one buffer: no room until the response has been fetched. */
static void response_is_fetched_while_a_request_waits_for_room(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);
	struct bmc_frame *req = frames_of(test, 3);
	struct bmc_frame *rsp = frames_of(test, 1);
	unsigned int i;

	for (i = 0; i < 3; i++) {
		req[i] = request_of(REQUEST_LEN, 20 * i);
		req[i].tag = i;
		KUNIT_ASSERT_EQ(test, bt_send_request(&bmc->bt, &req[i], deadline_of(bmc)), 0);
	}
	for (i = 0; i < 3; i++) {
		KUNIT_ASSERT_EQ(test, bt_read_response(&bmc->bt, rsp, deadline_of(bmc)), 0);
		expect_answer(test, &req[i], rsp);
	}
	expect_good_manners(test, bmc);
}

/**
 * struct crowd - clients that ask again as soon as they have an answer
 * @bmc: whom they ask
 * @clients: how many
 * @inflight: how many have asked
 */
struct crowd {
	struct bt_fake *bmc;
	unsigned int clients;
	unsigned int inflight;
};

static bool crowd_wants(void *owner)
{
	struct crowd *crowd = owner;

	return crowd->inflight < min(crowd->clients, crowd->bmc->depth);
}

/* How long @clients need for @total requests of 10 ms each. */
static u64 crowd_run(struct kunit *test, unsigned int clients, unsigned int total)
{
	struct crowd crowd = { .bmc = bt_fake_new(test), .clients = clients };
	struct bt_fake *bmc = crowd.bmc;
	unsigned long tags = 0;
	u64 start = bmc->si.now;

	bmc->depth = clients;
	bmc->execute_ns = 10 * NSEC_PER_MSEC;
	bmc->bt.owner = &crowd;
	bmc->bt.wanted = crowd_wants;
	while (total) {
		struct bmc_frame rsp;
		int err;

		while (crowd_wants(&crowd)) {
			struct bmc_frame req = request_of(REQUEST_LEN, total);

			req.tag = ffz(tags);
			KUNIT_ASSERT_EQ(test, bt_send_request(&bmc->bt, &req, deadline_of(bmc)), 0);
			__set_bit(req.tag, &tags);
			crowd.inflight++;
		}
		err = bt_read_response(&bmc->bt, &rsp, deadline_of(bmc));
		if (err == -EAGAIN)
			continue;
		KUNIT_ASSERT_EQ(test, err, 0);
		KUNIT_ASSERT_TRUE(test, __test_and_clear_bit(rsp.tag, &tags));
		crowd.inflight--;
		total--;
	}
	KUNIT_EXPECT_EQ(test, bmc->bad, 0U);
	return bmc->si.now - start;
}

static void many_in_flight_are_as_many_times_faster(struct kunit *test)
{
	static const unsigned int clients[] = { 2, 4, 8, 16, 32 };
	u64 one = crowd_run(test, 1, 200);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(clients); i++) {
		unsigned int n = clients[i];
		u64 many = crowd_run(test, n, 200 * n);
		/* As many requests for each; rate is what is compared. */
		u64 percent = div64_u64(100 * one, many);

		kunit_info(test, "%u clients: %llu%% of %u times the rate of one\n", n, percent, n);
		KUNIT_EXPECT_GE(test, percent, 90ULL);
	}
}

static void room_is_given_up_for_another_request(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);
	struct crowd crowd = { .bmc = bmc, .clients = 2, .inflight = 1 };
	struct bmc_frame rsp, req = request_of(REQUEST_LEN, 1);

	bmc->depth = 2;
	bmc->bt.owner = &crowd;
	bmc->bt.wanted = crowd_wants;
	KUNIT_ASSERT_EQ(test, bt_send_request(&bmc->bt, &req, deadline_of(bmc)), 0);
	KUNIT_EXPECT_EQ(test, bt_read_response(&bmc->bt, &rsp, deadline_of(bmc)), -EAGAIN);
	/* Without room nothing is gained by coming back. */
	bmc->depth = 1;
	crowd.clients = 3;
	KUNIT_EXPECT_EQ(test, bt_read_response(&bmc->bt, &rsp, deadline_of(bmc)), 0);
	expect_answer(test, &req, &rsp);
}

static void failures_are_paced_and_success_ends_that(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);
	unsigned int round;
	u64 start = bmc->si.now;

	for (round = 0; round < 20; round++)
		KUNIT_EXPECT_EQ(test, bt_make_idle(&bmc->bt), 0);
	KUNIT_EXPECT_GT(test, bmc->si.now - start, 2ULL * NSEC_PER_SEC);
	expect_works(test, bmc);
	start = bmc->si.now;
	KUNIT_EXPECT_EQ(test, bt_make_idle(&bmc->bt), 0);
	KUNIT_EXPECT_LT(test, bmc->si.now - start, 1ULL * NSEC_PER_MSEC);
}

static void removal_ends_every_wait_at_once(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);
	struct bmc_frame rsp;
	u64 start, accesses;

	bmc->mute = true;
	transfer_any(bmc);
	bmc_wait_stop(&bmc->si.wait);
	start = bmc->si.now;
	accesses = bmc->si.accesses;
	KUNIT_EXPECT_EQ(test, transfer_any(bmc), -ESHUTDOWN);
	KUNIT_EXPECT_EQ(test, bt_read_response(&bmc->bt, &rsp, KTIME_MAX), -ESHUTDOWN);
	KUNIT_EXPECT_EQ(test, bt_make_idle(&bmc->bt), -ESHUTDOWN);
	KUNIT_EXPECT_EQ(test, bt_make_idle(&bmc->bt), -ESHUTDOWN);
	/* One look each, to give a buffer back; no waiting. */
	KUNIT_EXPECT_LE(test, bmc->si.accesses, accesses + 4);
	KUNIT_EXPECT_LE(test, bmc->si.now, start + 4 * NSEC_PER_USEC);
}

static void both_attention_bits_count(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);
	struct bmc_frame req = request_of(REQUEST_LEN, 1);
	struct bmc_frame rsp;

	KUNIT_EXPECT_FALSE(test, bt_wants_attention(&bmc->bt));
	bmc->sms = true;
	KUNIT_EXPECT_TRUE(test, bt_wants_attention(&bmc->bt));
	/* Acknowledged: once is enough. */
	KUNIT_EXPECT_FALSE(test, bmc->sms);
	KUNIT_EXPECT_FALSE(test, bt_wants_attention(&bmc->bt));

	/* A response that somebody waits for is none; one for nobody is. */
	KUNIT_ASSERT_EQ(test, bt_send_request(&bmc->bt, &req, deadline_of(bmc)), 0);
	bmc->si.now += 10 * NSEC_PER_MSEC;
	KUNIT_EXPECT_FALSE(test, bt_wants_attention(&bmc->bt));
	KUNIT_EXPECT_TRUE(test, bmc->b2h);
	KUNIT_EXPECT_EQ(test, bt_read_response(&bmc->bt, &rsp, deadline_of(bmc)), 0);
	KUNIT_EXPECT_FALSE(test, bt_wants_attention(&bmc->bt));
	leave_busy(bmc, 2);
	KUNIT_EXPECT_FALSE(test, bt_wants_attention(&bmc->bt) && !bmc->b2h);
	KUNIT_EXPECT_TRUE(test, bt_wants_attention(&bmc->bt));
	/* Whoever asks what it is about gets rid of it. */
	expect_works(test, bmc);
	KUNIT_EXPECT_FALSE(test, bt_wants_attention(&bmc->bt));
	expect_good_manners(test, bmc);
}

static void interrupt_is_enabled_seen_and_quieted(struct kunit *test)
{
	struct bt_fake *bmc = bt_fake_new(test);

	/* Without one, what firmware has left enabled is switched off. */
	bmc->intmask = 0x03;
	KUNIT_EXPECT_EQ(test, bt_make_idle(&bmc->bt), 0);
	KUNIT_EXPECT_EQ(test, bmc->intmask, (u8)0x00);

	bmc->bt.irq = true;
	bmc->intmask = 0x02;
	KUNIT_EXPECT_EQ(test, bt_make_idle(&bmc->bt), 0);
	KUNIT_EXPECT_EQ(test, bmc->intmask, (u8)0x01);
	KUNIT_EXPECT_FALSE(test, bt_raises_interrupt(&bmc->si.regs));
	expect_works(test, bmc);
	KUNIT_EXPECT_TRUE(test, bt_raises_interrupt(&bmc->si.regs));
	KUNIT_EXPECT_TRUE(test, bt_quiet_interrupt(&bmc->si.regs, true));
	KUNIT_EXPECT_FALSE(test, bt_raises_interrupt(&bmc->si.regs));
	KUNIT_EXPECT_EQ(test, bmc->intmask, (u8)0x01);

	/* Pending though it was never seen: another one could not be raised. */
	bmc->intmask = 0x03;
	bmc->execute_ns = 6 * NSEC_PER_SEC;
	KUNIT_EXPECT_EQ(test, transfer_any(bmc), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, bmc->intmask, (u8)0x01);
	bmc->execute_ns = 0;

	/* One that does not rest is told from one that does. */
	bmc->stuck_irq = true;
	expect_works(test, bmc);
	KUNIT_EXPECT_FALSE(test, bt_quiet_interrupt(&bmc->si.regs, true));
	KUNIT_EXPECT_FALSE(test, bt_quiet_interrupt(&bmc->si.regs, false));
	KUNIT_EXPECT_EQ(test, bmc->intmask, (u8)0x02);
	expect_good_manners(test, bmc);
}

static void capabilities_are_brought_into_range(struct kunit *test)
{
	static const struct {
		u8 data[6];
		size_t len;
		struct bmc_limits want;
	} cases[] = {
		{ { 4, 63, 128, 10, 2 }, 5, { 4, 62, 127, 10ULL * NSEC_PER_SEC } },
		{ { 1, 255, 255, 1, 0 }, 5, { 1, 254, 254, NSEC_PER_SEC } },
		{ { 32, 33, 33, 30, 9 }, 6, { 32, 32, 32, 30ULL * NSEC_PER_SEC } },
		/* nonsense */
		{ { 0, 0, 0, 0, 0 }, 5, { 1, 254, 254, DEADLINE_NS } },
		{ { 255, 1, 32, 255, 255 }, 5, { 32, 254, 254, 30ULL * NSEC_PER_SEC } },
		/* too short */
		{ { 4, 63, 63, 10 }, 4, { 1, 254, 254, DEADLINE_NS } },
		{ { }, 0, { 1, 254, 254, DEADLINE_NS } },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct bmc_limits limits;

		bt_capabilities(&limits, cases[i].data, cases[i].len);
		KUNIT_EXPECT_EQ(test, limits.depth, cases[i].want.depth);
		KUNIT_EXPECT_EQ(test, limits.max_request, cases[i].want.max_request);
		KUNIT_EXPECT_EQ(test, limits.max_response, cases[i].want.max_response);
		KUNIT_EXPECT_EQ(test, limits.answer_ns, cases[i].want.answer_ns);
	}
}

static struct kunit_case bt_test_cases[] = {
	KUNIT_CASE(every_length_passes),
	KUNIT_CASE(sequence_numbers_run_free),
	KUNIT_CASE(line_left_busy_is_used_all_the_same),
	KUNIT_CASE(slow_command_is_waited_for),
	KUNIT_CASE(acknowledge_is_repeated_as_often_as_needed),
	KUNIT_CASE(looking_does_not_keep_the_bmc_from_its_work),
	KUNIT_CASE(busy_bmc_is_given_up_in_time),
	KUNIT_CASE(request_never_taken),
	KUNIT_CASE(request_never_answered),
	KUNIT_CASE(response_never_taken_back),
	KUNIT_CASE(absent_hardware_is_seen_at_every_access),
	KUNIT_CASE(frozen_control_is_bounded),
	KUNIT_CASE(noise_is_bounded),
	KUNIT_CASE(every_length_byte_is_survived),
	KUNIT_CASE(responses_for_nobody_are_dropped),
	KUNIT_CASE(babble_without_an_end_is_bounded),
	KUNIT_CASE(endless_short_messages_are_bounded),
	KUNIT_CASE(late_response_is_not_taken_for_another),
	KUNIT_CASE(lost_bmc_is_brought_back_by_another_message),
	KUNIT_CASE(responses_find_their_requests_in_any_order),
	KUNIT_CASE(only_the_oldest_is_given_up),
	KUNIT_CASE(response_is_fetched_while_a_request_waits_for_room),
	KUNIT_CASE(many_in_flight_are_as_many_times_faster),
	KUNIT_CASE(room_is_given_up_for_another_request),
	KUNIT_CASE(failures_are_paced_and_success_ends_that),
	KUNIT_CASE(removal_ends_every_wait_at_once),
	KUNIT_CASE(both_attention_bits_count),
	KUNIT_CASE(interrupt_is_enabled_seen_and_quieted),
	KUNIT_CASE(capabilities_are_brought_into_range),
	{}
};

static struct kunit_suite bt_test_suite = {
	.name = "bmclink_bt",
	.test_cases = bt_test_cases,
};

kunit_test_suite(bt_test_suite);
