// SPDX-License-Identifier: GPL-2.0-only
/* Waiting, on virtual time. */
#include <kunit/test.h>

#include "wait_test.h"

static ktime_t fake_now(struct bmc_wait *w)
{
	return container_of(w, struct fake_time, wait)->now;
}

static void fake_sleep(struct bmc_wait *w, u64 min_ns, u64 max_ns)
{
	struct fake_time *t = container_of(w, struct fake_time, wait);

	t->now = ktime_add_ns(t->now, t->late ? max_ns : min_ns);
	if (t->stop_at && ktime_compare(t->now, t->stop_at) >= 0)
		w->stopped = true;
}

const struct bmc_clock fake_clock = {
	.now = fake_now,
	.sleep = fake_sleep,
};

static bool ready_at(void *ctx)
{
	struct fake_time *t = ctx;

	return ktime_compare(t->now, t->ready_at) >= 0;
}

static bool never_ready(void *ctx)
{
	return false;
}

static void fake_time_init(struct fake_time *t)
{
	*t = (struct fake_time){ .now = ms_to_ktime(1000) };
	bmc_wait_init(&t->wait, &fake_clock);
}

static void wait_for_what_is_there_does_not_sleep(struct kunit *test)
{
	struct fake_time t;

	fake_time_init(&t);
	KUNIT_EXPECT_EQ(test, 0, bmc_wait_until(&t.wait, BMC_WAIT_ACCEPT, ready_at, &t,
						ktime_add_ms(t.now, 5000)));
	KUNIT_EXPECT_EQ(test, 1ULL, t.wait.looks);
	KUNIT_EXPECT_EQ(test, 0ULL, t.wait.sleeps);
}

static void wait_notices_within_its_share(struct kunit *test)
{
	static const u64 us[] = { 1, 20, 100, 500, 1000, 5000, 20000, 100000, 1000000, 4000000 };
	struct fake_time t;
	int i, late;

	for (i = 0; i < ARRAY_SIZE(us); i++) {
		for (late = 0; late < 2; late++) {
			ktime_t start;
			u64 over;

			fake_time_init(&t);
			t.late = late;
			start = t.now;
			t.ready_at = ktime_add_us(start, us[i]);
			KUNIT_EXPECT_EQ(test, 0,
					bmc_wait_until(&t.wait, BMC_WAIT_EXECUTE, ready_at, &t,
						       ktime_add_ms(start, 5000)));
			over = ktime_to_ns(ktime_sub(t.now, t.ready_at));
			KUNIT_EXPECT_LE(test, over, us[i] * NSEC_PER_USEC / 6 + 25000);
		}
	}
}

static void wait_for_a_stuck_bmc_is_bounded(struct kunit *test)
{
	struct fake_time t;
	ktime_t start;

	fake_time_init(&t);
	start = t.now;
	KUNIT_EXPECT_EQ(test, -ETIMEDOUT,
			bmc_wait_until(&t.wait, BMC_WAIT_ACCEPT, never_ready, &t,
				       ktime_add_ms(start, 5000)));
	KUNIT_EXPECT_EQ(test, 5000LL, ktime_ms_delta(t.now, start));
	/* Five seconds at fifty looks a second, and the way there. */
	KUNIT_EXPECT_LE(test, t.wait.looks, 400ULL);
}

static void wait_takes_a_last_look_at_the_deadline(struct kunit *test)
{
	struct fake_time t;

	fake_time_init(&t);
	t.ready_at = ktime_add_ms(t.now, 100);
	KUNIT_EXPECT_EQ(test, 0, bmc_wait_until(&t.wait, BMC_WAIT_OFFER, ready_at, &t,
						t.ready_at));
	KUNIT_EXPECT_EQ(test, 0LL, ktime_to_ns(ktime_sub(t.now, t.ready_at)));
}

static void wait_with_a_past_deadline_looks_once(struct kunit *test)
{
	struct fake_time t;

	fake_time_init(&t);
	KUNIT_EXPECT_EQ(test, -ETIMEDOUT,
			bmc_wait_until(&t.wait, BMC_WAIT_OFFER, never_ready, &t, 0));
	KUNIT_EXPECT_EQ(test, 1ULL, t.wait.looks);
}

static void stop_ends_a_wait_and_all_later_ones(struct kunit *test)
{
	struct fake_time t;
	ktime_t start;

	fake_time_init(&t);
	start = t.now;
	t.stop_at = ktime_add_ms(start, 300);
	KUNIT_EXPECT_EQ(test, -ESHUTDOWN,
			bmc_wait_until(&t.wait, BMC_WAIT_ACCEPT, never_ready, &t,
				       ktime_add_ms(start, 5000)));
	KUNIT_EXPECT_LE(test, ktime_ms_delta(t.now, start), 350LL);
	KUNIT_EXPECT_EQ(test, -ESHUTDOWN,
			bmc_wait_until(&t.wait, BMC_WAIT_ACCEPT, ready_at, &t,
				       ktime_add_ms(t.now, 5000)));
	KUNIT_EXPECT_EQ(test, -ESHUTDOWN, bmc_wait_pause(&t.wait, NSEC_PER_SEC));
}

static void pause_takes_its_time(struct kunit *test)
{
	struct fake_time t;
	ktime_t start;

	fake_time_init(&t);
	start = t.now;
	KUNIT_EXPECT_EQ(test, 0, bmc_wait_pause(&t.wait, 300 * NSEC_PER_MSEC));
	KUNIT_EXPECT_GE(test, ktime_ms_delta(t.now, start), 300LL);
	KUNIT_EXPECT_LE(test, ktime_ms_delta(t.now, start), 340LL);
}

static struct kunit_case wait_cases[] = {
	KUNIT_CASE(wait_for_what_is_there_does_not_sleep),
	KUNIT_CASE(wait_notices_within_its_share),
	KUNIT_CASE(wait_for_a_stuck_bmc_is_bounded),
	KUNIT_CASE(wait_takes_a_last_look_at_the_deadline),
	KUNIT_CASE(wait_with_a_past_deadline_looks_once),
	KUNIT_CASE(stop_ends_a_wait_and_all_later_ones),
	KUNIT_CASE(pause_takes_its_time),
	{}
};

static struct kunit_suite wait_suite = {
	.name = "bmclink-wait",
	.test_cases = wait_cases,
};

kunit_test_suite(wait_suite);
