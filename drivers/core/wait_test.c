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
	u64 ns = (t->late ? max_ns : min_ns) + t->late_ns;

	if (t->kick_ns && t->kick_ns <= ns) {
		ns = t->kick_ns;
		bmc_wait_kick(w);
	}
	t->now = ktime_add_ns(t->now, ns);
	if (t->stop_at && ktime_compare(t->now, t->stop_at) >= 0)
		w->stopped = true;
}

const struct bmc_clock fake_clock = {
	.now = fake_now,
	.sleep = fake_sleep,
};

static void fake_relax(struct bmc_wait *w)
{
	struct fake_time *t = container_of(w, struct fake_time, wait);

	t->now = ktime_add_ns(t->now, 50);
}

/* A machine: sleeps end late, looks take their time, and there is something like spinning. */
static const struct bmc_clock machine_clock = {
	.now = fake_now,
	.sleep = fake_sleep,
	.relax = fake_relax,
};

static bool ready_at(void *ctx)
{
	struct fake_time *t = ctx;
	bool ready = ktime_compare(t->now, t->ready_at) >= 0;

	t->now = ktime_add_ns(t->now, t->look_ns);
	return ready;
}

static bool somebody_else(void *ctx)
{
	struct fake_time *t = ctx;

	bmc_wait_void(&t->wait);
	return true;
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
	static struct fake_time t;

	fake_time_init(&t);
	KUNIT_EXPECT_EQ(test, 0, bmc_wait_until(&t.wait, BMC_WAIT_ACCEPT, ready_at, &t,
						ktime_add_ms(t.now, 5000)));
	KUNIT_EXPECT_EQ(test, 1ULL, t.wait.looks);
	KUNIT_EXPECT_EQ(test, 0ULL, t.wait.sleeps);
}

static void wait_notices_within_its_share(struct kunit *test)
{
	static const u64 us[] = { 1, 20, 100, 500, 1000, 5000, 20000, 100000, 1000000, 4000000 };
	static struct fake_time t;
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
	static struct fake_time t;
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
	static struct fake_time t;

	fake_time_init(&t);
	t.ready_at = ktime_add_ms(t.now, 100);
	KUNIT_EXPECT_EQ(test, 0, bmc_wait_until(&t.wait, BMC_WAIT_OFFER, ready_at, &t,
						t.ready_at));
	KUNIT_EXPECT_EQ(test, 0LL, ktime_to_ns(ktime_sub(t.now, t.ready_at)));
}

static void wait_with_a_past_deadline_looks_once(struct kunit *test)
{
	static struct fake_time t;

	fake_time_init(&t);
	KUNIT_EXPECT_EQ(test, -ETIMEDOUT,
			bmc_wait_until(&t.wait, BMC_WAIT_OFFER, never_ready, &t, 0));
	KUNIT_EXPECT_EQ(test, 1ULL, t.wait.looks);
}

static void stop_ends_a_wait_and_all_later_ones(struct kunit *test)
{
	static struct fake_time t;
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

/* How long after it is ready a command is found to be, with a kick so often. */
static s64 kicked_late_us(struct kunit *test, struct fake_time *t, u64 kick_us, u64 ready_us)
{
	fake_time_init(t);
	t->kick_ns = kick_us * NSEC_PER_USEC;
	t->ready_at = ktime_add_us(t->now, ready_us);
	KUNIT_EXPECT_EQ(test, 0, bmc_wait_until(&t->wait, BMC_WAIT_EXECUTE, ready_at, t,
						ktime_add_ms(t->now, 5000)));
	return ktime_us_delta(t->now, t->ready_at);
}

static void kicks_without_end_cost_little(struct kunit *test)
{
	static struct fake_time t;
	ktime_t start;

	fake_time_init(&t);
	start = t.now;
	t.kick_ns = 20 * NSEC_PER_USEC;
	KUNIT_EXPECT_EQ(test, -ETIMEDOUT,
			bmc_wait_until(&t.wait, BMC_WAIT_EXECUTE, never_ready, &t,
				       ktime_add_ms(start, 5000)));
	KUNIT_EXPECT_EQ(test, 5000LL, ktime_ms_delta(t.now, start));
	KUNIT_EXPECT_LE(test, t.wait.looks, 5200ULL);
	/* One that is right is heeded soon all the same. */
	KUNIT_EXPECT_LE(test, kicked_late_us(test, &t, 20, 1234567), 1100LL);
	/* And the first few at once. */
	KUNIT_EXPECT_LE(test, kicked_late_us(test, &t, 50, 300), 60LL);
}

static void pause_takes_its_time(struct kunit *test)
{
	static struct fake_time t;
	ktime_t start;

	fake_time_init(&t);
	start = t.now;
	KUNIT_EXPECT_EQ(test, 0, bmc_wait_pause(&t.wait, 300 * NSEC_PER_MSEC));
	KUNIT_EXPECT_GE(test, ktime_ms_delta(t.now, start), 300LL);
	KUNIT_EXPECT_LE(test, ktime_ms_delta(t.now, start), 340LL);
}

static void machine_init(struct fake_time *t)
{
	*t = (struct fake_time){ .now = ms_to_ktime(1000), .late = true, .late_ns = 4000,
				 .look_ns = 1000 };
	bmc_wait_init(&t->wait, &machine_clock);
}

/* One command that takes @ns: how much later it is noticed. */
static u64 noticed_after(struct kunit *test, struct fake_time *t, u64 ns)
{
	t->ready_at = ktime_add_ns(t->now, ns);
	bmc_wait_command(&t->wait, 0x18, 0x01, 0);
	KUNIT_EXPECT_EQ(test, 0, bmc_wait_until(&t->wait, BMC_WAIT_EXECUTE, ready_at, t,
						ktime_add_ms(t->now, 5000)));
	return ktime_to_ns(ktime_sub(t->now, t->ready_at));
}

static const u64 paces_us[] = { 1, 5, 10, 20, 50, 100, 300, 500, 1000, 5000, 20000, 200000 };

static void a_steady_pace_is_met(struct kunit *test)
{
	static struct fake_time t;
	int i, n;

	for (i = 0; i < ARRAY_SIZE(paces_us); i++) {
		u64 ns = paces_us[i] * NSEC_PER_USEC, looks, over = 0;

		machine_init(&t);
		for (n = 0; n < 20; n++)
			noticed_after(test, &t, ns);
		looks = t.wait.looks;
		for (n = 0; n < 100; n++)
			over += noticed_after(test, &t, ns);
		/* A look or two, and one part in a hundred. */
		KUNIT_EXPECT_LE_MSG(test, over / 100, 4000 + ns / 100, "%llu us", paces_us[i]);
		KUNIT_EXPECT_LE_MSG(test, t.wait.looks - looks,
				    100 * (14 + paces_us[i] / 20000), "%llu us", paces_us[i]);
	}
}

static void an_irregular_pace_is_met(struct kunit *test)
{
	static struct fake_time t;
	u32 seed = 1;
	int i, n;

	for (i = 3; i < ARRAY_SIZE(paces_us); i++) {
		u64 over = 0, all = 0;

		machine_init(&t);
		for (n = 0; n < 400; n++) {
			u64 ns = paces_us[i] * NSEC_PER_USEC / 2, late;

			/* half as long to one and a half times as long */
			seed = seed * 1664525 + 1013904223;
			ns += (2 * ns * (seed >> 16)) >> 16;
			late = noticed_after(test, &t, ns);
			if (n < 20)
				continue;
			over += late;
			all += ns;
		}
		KUNIT_EXPECT_LE_MSG(test, over, all * 12 / 100 + 380 * 3000, "%llu us",
				    paces_us[i]);
	}
}

static void a_new_pace_is_followed(struct kunit *test)
{
	static const u64 slow_us[] = { 200, 1000, 5000, 50000 };
	static struct fake_time t;
	int i, n;

	for (i = 0; i < ARRAY_SIZE(slow_us); i++) {
		u64 slow = slow_us[i] * NSEC_PER_USEC, over = 0;

		machine_init(&t);
		for (n = 0; n < 50; n++)
			noticed_after(test, &t, slow);
		for (n = 0; n < 20; n++)
			over = noticed_after(test, &t, slow / 10);
		KUNIT_EXPECT_LE_MSG(test, over, 4000 + slow / 10 / 20, "%llu us, faster",
				    slow_us[i]);
		for (n = 0; n < 20; n++)
			over = noticed_after(test, &t, slow);
		KUNIT_EXPECT_LE_MSG(test, over, 4000 + slow / 20, "%llu us, slower", slow_us[i]);
		/* Once in a while something takes a hundred times as long. */
		noticed_after(test, &t, 100 * slow);
		over = noticed_after(test, &t, slow);
		KUNIT_EXPECT_LE_MSG(test, over, 4000 + slow / 20, "%llu us, once", slow_us[i]);
	}
}

static void commands_have_paces_of_their_own(struct kunit *test)
{
	static struct fake_time t;
	u64 over = 0;
	int n;

	machine_init(&t);
	for (n = 0; n < 20; n++) {
		bmc_wait_command(&t.wait, 0x28, 0x11, 0);
		t.ready_at = ktime_add_ms(t.now, 30);
		KUNIT_EXPECT_EQ(test, 0, bmc_wait_until(&t.wait, BMC_WAIT_EXECUTE, ready_at, &t,
							ktime_add_ms(t.now, 5000)));
		over = noticed_after(test, &t, 500 * NSEC_PER_USEC);
	}
	KUNIT_EXPECT_LE(test, over, 10000ULL);
}

static void what_was_not_the_bmc_is_not_learnt(struct kunit *test)
{
	static struct fake_time t;
	int n;

	machine_init(&t);
	for (n = 0; n < 20; n++)
		noticed_after(test, &t, NSEC_PER_MSEC);
	for (n = 0; n < 20; n++) {
		bmc_wait_command(&t.wait, 0x18, 0x01, 0);
		bmc_wait_kick(&t.wait);
		KUNIT_EXPECT_EQ(test, 0,
				bmc_wait_until(&t.wait, BMC_WAIT_EXECUTE, somebody_else, &t,
					       ktime_add_ms(t.now, 5000)));
	}
	KUNIT_EXPECT_GE(test, bmc_pace_low(&t.wait.commands[t.wait.command]),
			900ULL * NSEC_PER_USEC);
}

static void a_stuck_bmc_costs_little(struct kunit *test)
{
	static struct fake_time t;
	u64 looks;
	int n;

	machine_init(&t);
	for (n = 0; n < 50; n++)
		noticed_after(test, &t, 20 * NSEC_PER_USEC);
	looks = t.wait.looks;
	bmc_wait_command(&t.wait, 0x18, 0x01, 0);
	KUNIT_EXPECT_EQ(test, -ETIMEDOUT,
			bmc_wait_until(&t.wait, BMC_WAIT_EXECUTE, never_ready, &t,
				       ktime_add_ms(t.now, 5000)));
	KUNIT_EXPECT_LE(test, t.wait.looks - looks, 1000ULL);
}

static void pace_remembers_the_last_ones(struct kunit *test)
{
	struct bmc_pace pace = {};
	int i;

	KUNIT_EXPECT_EQ(test, 0ULL, bmc_pace_low(&pace));
	KUNIT_EXPECT_EQ(test, 0ULL, bmc_pace_high(&pace));
	bmc_pace_add(&pace, 700);
	KUNIT_EXPECT_EQ(test, 700ULL, bmc_pace_low(&pace));
	KUNIT_EXPECT_EQ(test, 700ULL, bmc_pace_high(&pace));
	for (i = 0; i < BMC_PACE_SAMPLES; i++)
		bmc_pace_add(&pace, 100 + i);
	/* All but the extremes. */
	KUNIT_EXPECT_EQ(test, 101ULL, bmc_pace_low(&pace));
	KUNIT_EXPECT_EQ(test, 106ULL, bmc_pace_high(&pace));
	bmc_pace_add(&pace, U64_MAX);
	KUNIT_EXPECT_EQ(test, 102ULL, bmc_pace_low(&pace));
	KUNIT_EXPECT_EQ(test, 107ULL, bmc_pace_high(&pace));
}

static void pace_goes_down_ever_faster(struct kunit *test)
{
	struct bmc_pace pace = {};
	int i;

	for (i = 0; i < BMC_PACE_SAMPLES; i++)
		bmc_pace_add(&pace, 16000);
	bmc_pace_add_less(&pace, 16000);
	bmc_pace_add_less(&pace, 16000);
	KUNIT_EXPECT_EQ(test, 15000ULL, bmc_pace_low(&pace));
	for (i = 0; i < 12; i++)
		bmc_pace_add_less(&pace, bmc_pace_low(&pace));
	KUNIT_EXPECT_LE(test, bmc_pace_low(&pace), 1600ULL);
}

static struct kunit_case wait_cases[] = {
	KUNIT_CASE(a_steady_pace_is_met),
	KUNIT_CASE(an_irregular_pace_is_met),
	KUNIT_CASE(a_new_pace_is_followed),
	KUNIT_CASE(commands_have_paces_of_their_own),
	KUNIT_CASE(what_was_not_the_bmc_is_not_learnt),
	KUNIT_CASE(a_stuck_bmc_costs_little),
	KUNIT_CASE(pace_remembers_the_last_ones),
	KUNIT_CASE(pace_goes_down_ever_faster),
	KUNIT_CASE(wait_for_what_is_there_does_not_sleep),
	KUNIT_CASE(wait_notices_within_its_share),
	KUNIT_CASE(wait_for_a_stuck_bmc_is_bounded),
	KUNIT_CASE(wait_takes_a_last_look_at_the_deadline),
	KUNIT_CASE(wait_with_a_past_deadline_looks_once),
	KUNIT_CASE(stop_ends_a_wait_and_all_later_ones),
	KUNIT_CASE(kicks_without_end_cost_little),
	KUNIT_CASE(pause_takes_its_time),
	{}
};

static struct kunit_suite wait_suite = {
	.name = "bmclink-wait",
	.test_cases = wait_cases,
};

kunit_test_suite(wait_suite);
