// SPDX-License-Identifier: GPL-2.0-only
/* Several requests in flight, events, and BMCs that never stop telling. */
#include "core_fake.h"

static void set_depth(struct fake_bmc *bmc, unsigned int depth)
{
	struct bmc_limits limits = bmc->link->limits;

	limits.depth = depth;
	bmc->depth = depth;
	bmc_link_set_limits(bmc->link, &limits);
}

static void several_in_flight_are_told_apart(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 50);
	struct fake_bmc *bmc = test->priv;
	int i;

	set_depth(bmc, 4);
	bmc->reverse = true;
	for (i = 0; i < 4; i++)
		fake_ask(tc, i);
	bmc_link_serve(bmc->link);
	KUNIT_EXPECT_EQ(test, 3U, bmc->link->inflight);
	fake_serve(test, 20);
	for (i = 3; i >= 0; i--)
		fake_expect(test, tc, i, 0);
	KUNIT_EXPECT_EQ(test, 0UL, bmc->link->tags);
	fake_close(test, tc);
}

static void room_in_flight_is_used_while_others_wait(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 50);
	struct fake_bmc *bmc = test->priv;

	set_depth(bmc, 2);
	bmc->lost = 1;
	fake_ask(tc, 1);
	bmc->recv_err = -EAGAIN;
	bmc->recv_errs = 1;
	bmc_link_serve(bmc->link);
	KUNIT_EXPECT_EQ(test, 1U, bmc->link->inflight);
	fake_ask(tc, 2);
	bmc_link_serve(bmc->link);
	fake_expect(test, tc, 2, 0);
	fake_serve(test, 5);
	fake_expect(test, tc, 1, 0xc3);
	fake_close(test, tc);
}

static void late_answer_of_one_does_not_hurt_others(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 50);
	struct fake_bmc *bmc = test->priv;

	set_depth(bmc, 2);
	bmc->lost = 1;
	fake_ask(tc, 1);
	fake_ask(tc, 2);
	bmc_link_serve(bmc->link);
	fake_expect(test, tc, 2, 0);
	KUNIT_EXPECT_EQ(test, 0U, bmc->resyncs);
	fake_ask(tc, 3);
	bmc_link_serve(bmc->link);
	fake_expect(test, tc, 3, 0);
	fake_ask(tc, 4);
	bmc->lost = 1;
	fake_serve(test, 5);
	fake_expect(test, tc, 4, 0);
	fake_expect(test, tc, 1, 0xc3);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	fake_close(test, tc);
}

static void death_with_several_in_flight_is_noticed(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 50);
	struct fake_bmc *bmc = test->priv;
	ktime_t start = bmc->now;
	int i;

	set_depth(bmc, 4);
	for (i = 0; i < 10; i++)
		fake_ask(tc, i);
	bmc->recv_err = -ETIMEDOUT;
	bmc->recv_errs = -1;
	bmc->resync_err = -ETIMEDOUT;
	fake_serve(test, 20);
	KUNIT_EXPECT_EQ(test, BMC_DOWN, bmc->link->health);
	KUNIT_EXPECT_LT(test, ktime_ms_delta(bmc->now, start), 6000LL);
	for (i = 0; i < 10; i++)
		fake_expect(test, tc, i, 0xc3);
	fake_close(test, tc);
}

static struct bmc_message *take_event(struct kunit *test, struct test_client *tc)
{
	struct bmc_message *msg = bmc_client_take(&tc->client);

	if (!msg)
		return NULL;
	KUNIT_EXPECT_EQ(test, IPMI_ASYNC_EVENT_RECV_TYPE, msg->recv_type);
	KUNIT_EXPECT_EQ(test, 0x07, (int)msg->netfn);
	KUNIT_EXPECT_EQ(test, 0x35, (int)msg->cmd);
	KUNIT_EXPECT_EQ(test, 16, (int)msg->len);
	KUNIT_EXPECT_EQ(test, 0L, msg->msgid);
	return msg;
}

static unsigned int count_events(struct kunit *test, struct test_client *tc)
{
	struct bmc_message *msg;
	unsigned int n = 0;

	while ((msg = take_event(test, tc))) {
		msg->free(msg);
		n++;
	}
	return n;
}

/* Let the thread run for a while; it sleeps as it says. */
static unsigned int run_for(struct kunit *test, u64 ms)
{
	struct fake_bmc *bmc = test->priv;
	ktime_t end = ktime_add_ms(bmc->now, ms);
	unsigned int turns = 0;

	while (ktime_before(bmc->now, end) && bmc->link->health == BMC_UP) {
		turns++;
		if (bmc_sched_pending(bmc->link)) {
			bmc_link_serve(bmc->link);
		} else if (bmc_attention_due(bmc->link)) {
			bmc_attention_serve(bmc->link);
		} else {
			long sleep = bmc_attention_sleep(bmc->link);

			if (sleep == MAX_SCHEDULE_TIMEOUT)
				bmc->now = end;
			else
				bmc->now = ktime_add_ns(bmc->now, jiffies_to_nsecs(sleep));
		}
	}
	return turns;
}

static void every_listener_gets_every_event(struct kunit *test)
{
	struct test_client *a = fake_open(test, BMC_NORMAL, 10);
	struct test_client *b = fake_open(test, BMC_NORMAL, 10);
	struct test_client *c = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	bmc_event_listen(&a->client, true);
	bmc_event_listen(&b->client, true);
	bmc->events = 5;
	run_for(test, 500);
	KUNIT_EXPECT_EQ(test, 5U, count_events(test, a));
	KUNIT_EXPECT_EQ(test, 5U, count_events(test, b));
	KUNIT_EXPECT_EQ(test, 0U, count_events(test, c));
	fake_close(test, a);
	fake_close(test, b);
	fake_close(test, c);
	KUNIT_EXPECT_EQ(test, 0U, bmc->link->listeners);
}

static void events_without_listener_are_held_for_the_first(struct kunit *test)
{
	struct test_client *a = fake_open(test, BMC_NORMAL, 10);
	struct test_client *b = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	bmc->events = 30;
	run_for(test, 3000);
	KUNIT_EXPECT_EQ(test, 25U, bmc->link->nr_held);
	bmc_event_listen(&a->client, true);
	bmc_event_listen(&b->client, true);
	KUNIT_EXPECT_EQ(test, 25U, count_events(test, a));
	KUNIT_EXPECT_EQ(test, 0U, count_events(test, b));
	fake_close(test, a);
	fake_close(test, b);
}

static void listener_that_does_not_read_loses_its_oldest_and_hurts_nobody(struct kunit *test)
{
	struct test_client *lazy = fake_open(test, BMC_NORMAL, 10);
	struct test_client *other = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	unsigned int got = 0;
	int i;

	bmc_event_listen(&lazy->client, true);
	bmc_event_listen(&other->client, true);
	for (i = 0; i < 20; i++) {
		bmc->events = 10;
		run_for(test, 2000);
		got += count_events(test, other);
	}
	KUNIT_EXPECT_EQ(test, 200U, got);
	KUNIT_EXPECT_EQ(test, 100U, lazy->client.dropped);
	KUNIT_EXPECT_EQ(test, 0, fake_ask(lazy, 1));
	KUNIT_EXPECT_EQ(test, 100U, count_events(test, lazy));
	fake_serve(test, 5);
	fake_expect(test, lazy, 1, 0);
	fake_close(test, lazy);
	fake_close(test, other);
}

static void endless_events_do_not_starve_requests(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 100);
	struct fake_bmc *bmc = test->priv;
	ktime_t start = bmc->now;
	int i;

	bmc->events = -1;
	for (i = 0; i < 100; i++)
		fake_ask(tc, i);
	fake_serve(test, 100);
	/* A millisecond each, and one for the BMC's own after each at most. */
	KUNIT_EXPECT_LE(test, ktime_ms_delta(bmc->now, start), 200LL);
	for (i = 0; i < 100; i++)
		fake_expect(test, tc, i, 0);
	fake_close(test, tc);
}

static void endless_events_cost_little(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 100);
	struct fake_bmc *bmc = test->priv;

	bmc->transacts = 0;
	bmc->events = -1;
	bmc_event_listen(&tc->client, true);
	run_for(test, 10000);
	KUNIT_EXPECT_LE(test, bmc->transacts, 32U + 10 * 20 + 1);
	KUNIT_EXPECT_LE(test, tc->client.nr_events, 100U);
	fake_close(test, tc);
}

static void stuck_attention_costs_little(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 100);
	struct fake_bmc *bmc = test->priv;

	bmc->atn = true;
	bmc->transacts = 0;
	run_for(test, 10000);
	KUNIT_EXPECT_LE(test, bmc->transacts, 40U);
	bmc->transacts = 0;
	bmc_event_listen(&tc->client, true);
	run_for(test, 10000);
	KUNIT_EXPECT_LE(test, bmc->transacts, 60U);
	fake_close(test, tc);
}

static void empty_event_ends_the_fetching(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 100);
	struct fake_bmc *bmc = test->priv;

	bmc->events = -1;
	bmc->empty_event = true;
	bmc->transacts = 0;
	bmc_event_listen(&tc->client, true);
	run_for(test, 1000);
	KUNIT_EXPECT_EQ(test, 0U, count_events(test, tc));
	KUNIT_EXPECT_LE(test, bmc->transacts, 60U);
	fake_close(test, tc);
}

static void silence_without_listeners_is_complete(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;

	bmc->transacts = 0;
	KUNIT_EXPECT_EQ(test, 1U, run_for(test, 100000));
	KUNIT_EXPECT_EQ(test, 0U, bmc->transacts);
}

static void pretimeout_and_messages_are_cleared(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;

	bmc->flags = 0x09;
	run_for(test, 1000);
	KUNIT_EXPECT_EQ(test, 0, (int)bmc->flags);
}

static void attention_seen_once_is_not_forgotten(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 50);
	struct fake_bmc *bmc = test->priv;

	set_depth(bmc, 2);
	bmc->edge = true;
	fake_ask(tc, 1);
	fake_ask(tc, 2);
	bmc_link_serve(bmc->link);
	KUNIT_EXPECT_EQ(test, 1U, bmc->link->inflight);
	/* The bit is looked at, and thereby cleared, while something is in flight. */
	bmc->atn = true;
	fake_ask(tc, 3);
	bmc->transacts = 0;
	bmc_link_serve(bmc->link);
	KUNIT_EXPECT_FALSE(test, bmc->atn);
	KUNIT_EXPECT_EQ(test, 1U, bmc->transacts);
	KUNIT_EXPECT_EQ(test, BMC_CMD_GET_MSG_FLAGS, (int)bmc->req.data[1]);
	fake_serve(test, 5);
	fake_close(test, tc);
}

static void nothing_is_wanted_while_the_thread_waits_for_its_turn(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 50);
	struct fake_bmc *bmc = test->priv;

	set_depth(bmc, 2);
	bmc->lost = 1;
	bmc->recv_err = -EAGAIN;
	bmc->recv_errs = 1;
	fake_ask(tc, 1);
	bmc_link_serve(bmc->link);
	fake_ask(tc, 2);
	KUNIT_EXPECT_TRUE(test, bmc_link_wanted(bmc->link));
	bmc->atn = true;
	bmc_link_serve(bmc->link);
	KUNIT_EXPECT_FALSE(test, bmc_link_wanted(bmc->link) && bmc->link->inflight);
	bmc->atn = false;
	fake_serve(test, 10);
	fake_close(test, tc);
}

static unsigned int told;

static void count_pretimeout(struct bmc_client *client)
{
	told++;
}

static void pretimeout_is_told_before_anything_else(struct kunit *test)
{
	struct bmc_client_ops ops = fake_client_ops;
	struct test_client *tc = fake_open(test, BMC_URGENT, 10);
	struct test_client *other = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	told = 0;
	ops.pretimeout = count_pretimeout;
	tc->client.ops = &ops;
	bmc->flags = 0x09;
	bmc->events = 3;
	/* The flags are fetched, then the pre-timeout is served. */
	bmc_attention_serve(bmc->link);
	bmc_attention_serve(bmc->link);
	KUNIT_EXPECT_EQ(test, 1U, told);
	KUNIT_EXPECT_EQ(test, 0x01, (int)bmc->flags);
	KUNIT_EXPECT_EQ(test, 3, bmc->events);
	bmc_attention_serve(bmc->link);
	KUNIT_EXPECT_EQ(test, BMC_CMD_GET_MSG, (int)bmc->req.data[1]);
	bmc_attention_serve(bmc->link);
	KUNIT_EXPECT_EQ(test, BMC_CMD_READ_EVENT_BUFFER, (int)bmc->req.data[1]);
	bmc->events = 0;
	fake_close(test, other);
	fake_close(test, tc);
}

static void oem_flags_mean_a_message_to_some_and_nothing_to_others(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;
	struct bmc_link *link = bmc->link;

	bmc->flags = 0x20;
	bmc_attention_serve(link);
	KUNIT_EXPECT_EQ(test, 0, (int)link->attention.flags);
	link->identity.manufacturer = 674;
	bmc_attention_serve(link);
	KUNIT_EXPECT_EQ(test, 0, (int)link->attention.flags);
	link->identity.device_id = 0x20;
	link->identity.device_rev = 0x80;
	link->identity.ipmi_version = 0x51;
	bmc_attention_serve(link);
	KUNIT_EXPECT_EQ(test, 1, (int)link->attention.flags);
	link->identity.ipmi_version = 0x01;
	link->attention.flags = 0;
	bmc_attention_serve(link);
	KUNIT_EXPECT_EQ(test, 1, (int)link->attention.flags);
}

static void alternating_flags_do_not_starve_requests(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 100);
	struct fake_bmc *bmc = test->priv;
	ktime_t start = bmc->now;
	int i;

	bmc->atn = true;
	bmc_event_listen(&tc->client, true);
	for (i = 0; i < 50; i++) {
		bmc->flags = i & 1 ? 0x01 : 0x00;
		bmc->events = i & 1 ? 0 : 1;
		fake_ask(tc, i);
		fake_serve(test, 5);
	}
	KUNIT_EXPECT_LE(test, ktime_ms_delta(bmc->now, start), 100LL + 1);
	KUNIT_EXPECT_EQ(test, 50U, bmc->executed);
	bmc->atn = false;
	fake_close(test, tc);
}

static void settings_lost_unnoticed_are_restored_for_listeners(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	bmc->enables = 0;
	fake_run(test, 60000);
	KUNIT_EXPECT_EQ(test, 0, (int)bmc->enables);
	bmc_event_listen(&tc->client, true);
	fake_run(test, 11000);
	KUNIT_EXPECT_EQ(test, 4, (int)bmc->enables);
	fake_close(test, tc);
}

static void settings_that_are_refused_are_not_tried_for_ever(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	struct bmc_link *link = bmc->link;

	bmc->enables = 0x03;
	bmc->stubborn = 0x05;
	KUNIT_EXPECT_EQ(test, 0, bmc_identity_setup(link));
	KUNIT_EXPECT_EQ(test, 0x01, (int)bmc->enables);
	KUNIT_EXPECT_EQ(test, 0x05, (int)link->enables);
	bmc->transacts = 0;
	KUNIT_EXPECT_EQ(test, 0, bmc_identity_check(link));
	KUNIT_EXPECT_EQ(test, 1U, bmc->transacts);
	fake_close(test, tc);
}

/* That nothing was there when nobody had said so is no lie. */
static void own_polls_cast_no_doubt_on_attention(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;
	int i;

	bmc->link->listeners++;
	for (i = 0; i < 5; i++) {
		bmc->now = ktime_add_ms(bmc->now, 1001);
		KUNIT_EXPECT_TRUE(test, bmc_attention_due(bmc->link));
		bmc_attention_serve(bmc->link);
		KUNIT_EXPECT_FALSE(test, bmc_attention_due(bmc->link));
	}
	bmc->atn = true;
	KUNIT_EXPECT_TRUE(test, bmc_attention_due(bmc->link));
	bmc->link->listeners--;
}

static struct kunit_case attention_cases[] = {
	KUNIT_CASE(several_in_flight_are_told_apart),
	KUNIT_CASE(room_in_flight_is_used_while_others_wait),
	KUNIT_CASE(late_answer_of_one_does_not_hurt_others),
	KUNIT_CASE(death_with_several_in_flight_is_noticed),
	KUNIT_CASE(every_listener_gets_every_event),
	KUNIT_CASE(events_without_listener_are_held_for_the_first),
	KUNIT_CASE(listener_that_does_not_read_loses_its_oldest_and_hurts_nobody),
	KUNIT_CASE(endless_events_do_not_starve_requests),
	KUNIT_CASE(endless_events_cost_little),
	KUNIT_CASE(stuck_attention_costs_little),
	KUNIT_CASE(empty_event_ends_the_fetching),
	KUNIT_CASE(silence_without_listeners_is_complete),
	KUNIT_CASE(pretimeout_and_messages_are_cleared),
	KUNIT_CASE(attention_seen_once_is_not_forgotten),
	KUNIT_CASE(nothing_is_wanted_while_the_thread_waits_for_its_turn),
	KUNIT_CASE(pretimeout_is_told_before_anything_else),
	KUNIT_CASE(oem_flags_mean_a_message_to_some_and_nothing_to_others),
	KUNIT_CASE(alternating_flags_do_not_starve_requests),
	KUNIT_CASE(settings_lost_unnoticed_are_restored_for_listeners),
	KUNIT_CASE(settings_that_are_refused_are_not_tried_for_ever),
	KUNIT_CASE(own_polls_cast_no_doubt_on_attention),
	{}
};

static struct kunit_suite attention_suite = {
	.name = "bmclink-attention",
	.init = fake_link_init,
	.exit = fake_link_exit,
	.test_cases = attention_cases,
};

kunit_test_suite(attention_suite);
