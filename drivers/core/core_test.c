// SPDX-License-Identifier: GPL-2.0-only
/* A request's life, quotas, turns, health. */
#include "core_fake.h"

static void request_ends_with_its_response(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);

	KUNIT_EXPECT_EQ(test, 0, fake_ask(tc, 7));
	KUNIT_EXPECT_FALSE(test, bmc_client_has_answer(&tc->client));
	fake_serve(test, 5);
	KUNIT_EXPECT_EQ(test, 1U, tc->answered);
	fake_expect(test, tc, 7, 0);
	KUNIT_EXPECT_NULL(test, bmc_client_take(&tc->client));
	KUNIT_EXPECT_EQ(test, 0, atomic_read(&tc->client.charged));
	fake_close(test, tc);
}

static void answers_come_in_order_and_first_is_told(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	int i;

	for (i = 0; i < 5; i++)
		KUNIT_EXPECT_EQ(test, 0, fake_ask(tc, i));
	fake_serve(test, 10);
	KUNIT_EXPECT_EQ(test, 5U, tc->answered);
	KUNIT_EXPECT_EQ(test, 1U, tc->firsts);
	for (i = 0; i < 5; i++)
		fake_expect(test, tc, i, 0);
	fake_close(test, tc);
}

static void untaken_answer_stays_first(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct bmc_message *msg;

	fake_ask(tc, 1);
	fake_ask(tc, 2);
	fake_serve(test, 5);
	msg = bmc_client_take(&tc->client);
	KUNIT_ASSERT_NOT_NULL(test, msg);
	bmc_client_untake(&tc->client, msg);
	fake_expect(test, tc, 1, 0);
	fake_expect(test, tc, 2, 0);
	fake_close(test, tc);
}

static void quota_counts_unread_answers_and_hurts_only_its_owner(struct kunit *test)
{
	struct test_client *lazy = fake_open(test, BMC_NORMAL, 3);
	struct test_client *other = fake_open(test, BMC_NORMAL, 3);
	int i;

	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, 0, fake_ask(lazy, i));
	KUNIT_EXPECT_EQ(test, -EBUSY, fake_ask(lazy, 3));
	fake_serve(test, 5);
	KUNIT_EXPECT_EQ(test, -EBUSY, fake_ask(lazy, 3));
	for (i = 0; i < 10; i++) {
		KUNIT_EXPECT_EQ(test, 0, fake_ask(other, i));
		fake_serve(test, 5);
		fake_expect(test, other, i, 0);
	}
	fake_expect(test, lazy, 0, 0);
	KUNIT_EXPECT_EQ(test, 0, fake_ask(lazy, 4));
	KUNIT_EXPECT_EQ(test, -EBUSY, fake_ask(lazy, 5));
	fake_close(test, lazy);
	fake_close(test, other);
}

static void clients_take_turns(struct kunit *test)
{
	static const u8 want[] = { 0x10, 0x20, 0x30, 0x11, 0x21, 0x31, 0x12, 0x32, 0x13 };
	struct test_client *a = fake_open(test, BMC_NORMAL, 10);
	struct test_client *b = fake_open(test, BMC_NORMAL, 10);
	struct test_client *c = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	int i;

	for (i = 0; i < 4; i++)
		fake_ask(a, 0x10 + i);
	for (i = 0; i < 2; i++)
		fake_ask(b, 0x20 + i);
	for (i = 0; i < 3; i++)
		fake_ask(c, 0x30 + i);
	fake_serve(test, 20);
	KUNIT_ASSERT_EQ(test, (unsigned int)sizeof(want), bmc->executed);
	for (i = 0; i < sizeof(want); i++)
		KUNIT_EXPECT_EQ_MSG(test, (int)want[i], (int)bmc->order[i], "turn %d", i);
	fake_close(test, a);
	fake_close(test, b);
	fake_close(test, c);
}

static void flood_of_fifteen_does_not_keep_the_sixteenth_waiting(struct kunit *test)
{
	struct test_client *tc[16];
	struct fake_bmc *bmc = test->priv;
	unsigned int before;
	int i, n;

	for (i = 0; i < 16; i++)
		tc[i] = fake_open(test, BMC_NORMAL, 12);
	for (i = 0; i < 15; i++)
		for (n = 0; n < 12; n++)
			KUNIT_EXPECT_EQ(test, 0, fake_ask(tc[i], i));
	KUNIT_EXPECT_EQ(test, 180, atomic_read(&bmc->link->nr_msgs));
	for (n = 0; n < 10; n++) {
		KUNIT_EXPECT_EQ(test, 0, fake_ask(tc[15], 15));
		before = bmc->executed;
		while (!bmc_client_has_answer(&tc[15]->client) && bmc->executed < before + 100)
			bmc_link_serve(bmc->link);
		/* One of each of the others, and its own. */
		KUNIT_EXPECT_LE(test, bmc->executed - before, 16U);
		fake_expect(test, tc[15], 15, 0);
	}
	/* Nor has any of the fifteen had more turns than another. */
	for (i = 0; i < 15; i++)
		KUNIT_EXPECT_LE(test, tc[i]->answered - tc[0]->answered + 1, 2U);
	for (i = 0; i < 16; i++)
		fake_close(test, tc[i]);
}

static void links_have_room_for_so_many_clients_and_no_more(struct kunit *test)
{
	struct test_client *tc[30];
	struct test_client late;
	struct fake_bmc *bmc = test->priv;
	int i;

	for (i = 0; i < 30; i++)
		tc[i] = fake_open(test, BMC_NORMAL, 1);
	KUNIT_EXPECT_EQ(test, 30U, bmc_clients_count(bmc->link));
	KUNIT_EXPECT_EQ(test, -EBUSY, bmc_client_init(&late.client, bmc->link, BMC_NORMAL, 1,
						      &fake_client_ops));
	fake_close(test, tc[0]);
	tc[0] = fake_open(test, BMC_NORMAL, 1);
	for (i = 0; i < 30; i++)
		fake_close(test, tc[i]);
}

static void urgent_goes_first_and_background_last(struct kunit *test)
{
	static const u8 want[] = { 0x31, 0x32, 0x21, 0x22, 0x11, 0x12 };
	struct test_client *background = fake_open(test, BMC_BACKGROUND, 10);
	struct test_client *normal = fake_open(test, BMC_NORMAL, 10);
	struct test_client *urgent = fake_open(test, BMC_URGENT, 10);
	struct fake_bmc *bmc = test->priv;
	int i;

	for (i = 1; i < 3; i++) {
		fake_ask(background, 0x10 + i);
		fake_ask(normal, 0x20 + i);
		fake_ask(urgent, 0x30 + i);
	}
	fake_serve(test, 20);
	KUNIT_ASSERT_EQ(test, (unsigned int)sizeof(want), bmc->executed);
	for (i = 0; i < sizeof(want); i++)
		KUNIT_EXPECT_EQ_MSG(test, (int)want[i], (int)bmc->order[i], "turn %d", i);
	fake_close(test, background);
	fake_close(test, normal);
	fake_close(test, urgent);
}

static void close_forgets_what_is_queued(struct kunit *test)
{
	struct test_client *a = fake_open(test, BMC_NORMAL, 10);
	struct test_client *b = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	fake_ask(a, 1);
	fake_ask(a, 2);
	fake_ask(b, 3);
	fake_serve(test, 1);
	fake_close(test, a);
	fake_serve(test, 10);
	KUNIT_EXPECT_EQ(test, 2U, bmc->executed);
	fake_expect(test, b, 3, 0);
	fake_close(test, b);
}

static void close_in_flight_drops_the_answer(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	struct bmc_request *req;
	struct bmc_frame rsp = { .len = 3, .data = { 0x31 << 2, 1, 0 } };
	bool released = false;

	fake_ask(tc, 1);
	req = bmc_sched_pick(bmc->link);
	KUNIT_ASSERT_NOT_NULL(test, req);
	tc->released = &released;
	bmc_client_close(&tc->client);
	KUNIT_EXPECT_FALSE(test, released);
	bmc_request_answer(req, &rsp);
	KUNIT_EXPECT_TRUE(test, released);
	KUNIT_EXPECT_EQ(test, 0U, tc->answered);
}

static void slow_command_times_out_alone(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	ktime_t start = bmc->now;

	bmc->recv_err = -ETIMEDOUT;
	bmc->recv_errs = 1;
	fake_ask(tc, 1);
	fake_ask(tc, 2);
	fake_serve(test, 10);
	KUNIT_EXPECT_LT(test, ktime_ms_delta(bmc->now, start), 6000LL);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	fake_expect(test, tc, 1, 0xc3);
	fake_expect(test, tc, 2, 0);
	fake_close(test, tc);
}

static void dead_bmc_ends_everything_in_bounded_time(struct kunit *test)
{
	struct test_client *tc[4];
	struct fake_bmc *bmc = test->priv;
	ktime_t start = bmc->now;
	int i, n;

	for (i = 0; i < 4; i++)
		tc[i] = fake_open(test, BMC_NORMAL, 50);
	for (n = 0; n < 25; n++)
		for (i = 0; i < 4; i++)
			KUNIT_EXPECT_EQ(test, 0, fake_ask(tc[i], n));
	bmc->recv_err = -ETIMEDOUT;
	bmc->recv_errs = -1;
	bmc->resync_err = -ETIMEDOUT;
	fake_serve(test, 200);
	KUNIT_EXPECT_EQ(test, BMC_DOWN, bmc->link->health);
	KUNIT_EXPECT_LT(test, ktime_ms_delta(bmc->now, start), 6000LL);
	for (n = 0; n < 25; n++)
		for (i = 0; i < 4; i++)
			fake_expect(test, tc[i], n, 0xc3);

	/* While down, answered at once. */
	start = bmc->now;
	KUNIT_EXPECT_EQ(test, 0, fake_ask(tc[0], 30));
	fake_expect(test, tc[0], 30, 0xc3);
	KUNIT_EXPECT_EQ(test, 0LL, ktime_to_ns(ktime_sub(bmc->now, start)));
	bmc_health_probe(bmc->link);
	KUNIT_EXPECT_EQ(test, BMC_DOWN, bmc->link->health);

	/* And back. */
	bmc->recv_errs = 0;
	bmc->resync_err = 0;
	bmc_health_probe(bmc->link);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	fake_ask(tc[0], 31);
	fake_serve(test, 5);
	fake_expect(test, tc[0], 31, 0);
	for (i = 0; i < 4; i++)
		fake_close(test, tc[i]);
}

static void probes_of_a_dead_bmc_are_two_seconds_apart_at_most(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;
	ktime_t start;
	int i;

	bmc->recv_err = -ETIMEDOUT;
	bmc->recv_errs = -1;
	bmc_health_set(bmc->link, BMC_DOWN);
	for (i = 0; i < 20; i++) {
		start = bmc->now;
		bmc_health_probe(bmc->link);
		KUNIT_EXPECT_LE(test, ktime_ms_delta(bmc->now, start), 2000LL);
		KUNIT_EXPECT_GE(test, ktime_ms_delta(bmc->now, start), 20LL);
	}
}

static void request_not_taken_is_offered_again(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	bmc->send_err = -EIO;
	bmc->send_errs = 2;
	fake_ask(tc, 1);
	fake_serve(test, 5);
	KUNIT_EXPECT_EQ(test, 3U, bmc->sends);
	KUNIT_EXPECT_EQ(test, 2U, bmc->resyncs);
	KUNIT_EXPECT_EQ(test, 1U, bmc->executed);
	fake_expect(test, tc, 1, 0);
	fake_close(test, tc);
}

static void failed_send_completes_once_whatever_fails(struct kunit *test)
{
	static const int errs[] = { -EIO, -ETIMEDOUT, -ENODEV };
	struct test_client *tc = fake_open(test, BMC_NORMAL, 100);
	struct fake_bmc *bmc = test->priv;
	int i, n;

	for (i = 0; i < ARRAY_SIZE(errs); i++) {
		for (n = 1; n <= 6; n++) {
			bmc->send_err = errs[i];
			bmc->send_errs = n;
			tc->answered = 0;
			fake_ask(tc, 1);
			fake_serve(test, 5);
			KUNIT_EXPECT_EQ(test, 1U, tc->answered);
			fake_expect(test, tc, 1, bmc->executed ? 0 : bmc_request_cc(errs[i]));
			bmc->executed = 0;
			KUNIT_EXPECT_FALSE(test, bmc_client_has_answer(&tc->client));
			KUNIT_EXPECT_EQ(test, 0, atomic_read(&tc->client.charged));
			bmc->send_errs = 0;
			if (bmc->link->health != BMC_UP)
				bmc_health_probe(bmc->link);
		}
	}
	fake_close(test, tc);
}

static void failed_send_of_a_question_of_our_own_is_survived(struct kunit *test)
{
	static const int errs[] = { -EIO, -ETIMEDOUT, -ENODEV };
	struct fake_bmc *bmc = test->priv;
	struct bmc_link *link = bmc->link;
	int i, n, in_a_row, probes;

	for (i = 0; i < ARRAY_SIZE(errs); i++) {
		/* All channels but the first and the last are alike. */
		for (n = 0; n < 24; n += n < 6 || n > 17 ? 1 : 6) {
			for (in_a_row = 1; in_a_row <= 3; in_a_row++) {
				bmc_health_set(link, BMC_DOWN);
				/* Channels are asked for, too. */
				memset(&link->scanned, 0, sizeof(link->scanned));
				bmc->send_err = errs[i];
				bmc->send_errs = in_a_row;
				bmc->send_after = n;
				for (probes = 0; link->health != BMC_UP && probes < 9; probes++)
					bmc_health_probe(link);
				KUNIT_EXPECT_LE(test, probes, 1 + in_a_row);
				KUNIT_EXPECT_EQ(test, BMC_UP, link->health);
				/* One failure alone changes nothing that is known. */
				if (in_a_row == 1 && errs[i] == -EIO)
					KUNIT_EXPECT_EQ(test, 0x55,
							(int)bmc_channel_medium(link, 5));
				bmc->send_errs = 0;
				bmc->send_after = 0;
			}
		}
	}
}

static void answer_to_another_command_is_an_error(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	bmc->wrong = true;
	fake_ask(tc, 1);
	fake_ask(tc, 2);
	fake_serve(test, 5);
	fake_expect(test, tc, 1, 0xff);
	KUNIT_EXPECT_EQ(test, BMC_DOWN, bmc->link->health);
	fake_expect(test, tc, 2, 0xc3);
	KUNIT_EXPECT_GT(test, bmc->resyncs, 0U);
	bmc->wrong = false;
	bmc_health_probe(bmc->link);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	fake_close(test, tc);
}

static void short_answer_is_an_error(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	unsigned int len;

	for (len = 1; len < BMC_RESPONSE_MIN; len++) {
		bmc->short_len = len;
		fake_ask(tc, len);
		fake_serve(test, 5);
		fake_expect(test, tc, len, 0xff);
		bmc->short_len = 0;
		bmc_health_probe(bmc->link);
	}
	fake_close(test, tc);
}

static void truncated_answer_says_so(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	bmc->truncated = true;
	fake_ask(tc, 1);
	fake_serve(test, 5);
	fake_expect(test, tc, 1, 0xc6);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	fake_close(test, tc);
}

static void hardware_gone_is_down_at_once(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	ktime_t start = bmc->now;

	bmc->send_err = -ENODEV;
	bmc->send_errs = -1;
	fake_ask(tc, 1);
	fake_serve(test, 5);
	fake_expect(test, tc, 1, 0xff);
	KUNIT_EXPECT_EQ(test, BMC_DOWN, bmc->link->health);
	KUNIT_EXPECT_LT(test, ktime_ms_delta(bmc->now, start), 10LL);
	KUNIT_EXPECT_EQ(test, 0U, bmc->resyncs);
	fake_close(test, tc);
}

static void request_out_of_time_is_not_sent(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	fake_ask(tc, 1);
	bmc->now = ktime_add_ns(bmc->now, BMC_REQUEST_NS / 2);
	fake_ask(tc, 2);
	bmc->now = ktime_add_ns(bmc->now, BMC_REQUEST_NS / 2);
	fake_serve(test, 5);
	fake_expect(test, tc, 1, 0xc3);
	fake_expect(test, tc, 2, 0);
	KUNIT_EXPECT_EQ(test, 1U, bmc->executed);
	fake_close(test, tc);
}

static void late_bmc_comes_up_by_itself(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;
	struct bmc_link *link = bmc->link;
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	int i;

	link->health = BMC_PROBING;
	bmc->cc = 0xd2;
	fake_ask(tc, 1);
	KUNIT_EXPECT_FALSE(test, bmc_client_has_answer(&tc->client));
	for (i = 0; i < 10; i++) {
		bmc_health_probe(link);
		KUNIT_EXPECT_EQ(test, BMC_PROBING, link->health);
	}
	fake_expect(test, tc, 1, 0xc3);
	fake_ask(tc, 2);
	fake_expect(test, tc, 2, 0xc3);
	bmc->cc = 0;
	bmc_health_probe(link);
	KUNIT_EXPECT_EQ(test, BMC_UP, link->health);
	fake_ask(tc, 3);
	fake_serve(test, 5);
	fake_expect(test, tc, 3, 0);
	fake_close(test, tc);
}

static void gone_answers_everything_and_refuses_the_rest(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct test_client *idle = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	struct test_client late;

	fake_ask(tc, 1);
	fake_ask(tc, 2);
	bmc_wait_stop(&bmc->link->wait);
	bmc_health_set(bmc->link, BMC_GONE);
	bmc_clients_gone(bmc->link);
	fake_expect(test, tc, 1, 0xff);
	fake_expect(test, tc, 2, 0xff);
	KUNIT_EXPECT_EQ(test, -ENODEV, fake_ask(tc, 3));
	KUNIT_EXPECT_EQ(test, 1U, tc->gone);
	KUNIT_EXPECT_EQ(test, 1U, idle->gone);
	KUNIT_EXPECT_EQ(test, -ENODEV, bmc_client_init(&late.client, bmc->link, BMC_NORMAL, 1,
						       &fake_client_ops));
	fake_close(test, tc);
	fake_close(test, idle);
}

static void removal_does_not_wait_for_a_dead_bmc(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;
	ktime_t start = bmc->now;

	bmc->resync_err = -ENODEV;
	bmc_health_set(bmc->link, BMC_DOWN);
	bmc->link->backoff_ns = NSEC_PER_SEC * 100;
	bmc->stop_at = ktime_add_ms(start, 5);
	bmc_health_probe(bmc->link);
	KUNIT_EXPECT_LT(test, ktime_ms_delta(bmc->now, start), 1100LL);
}

/* It answers: it will be there any moment, however long it was away. */
static void bmc_that_says_not_now_is_asked_again_soon(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;
	ktime_t start;
	int i;

	bmc_health_set(bmc->link, BMC_DOWN);
	bmc->link->backoff_ns = NSEC_PER_SEC * 100;
	bmc->cc = 0xd2;
	start = bmc->now;
	for (i = 0; i < 5; i++)
		bmc_health_probe(bmc->link);
	KUNIT_EXPECT_LT(test, ktime_ms_delta(bmc->now, start), 600LL);
	KUNIT_EXPECT_GT(test, ktime_ms_delta(bmc->now, start), 400LL);
	bmc->cc = 0;
	bmc_health_probe(bmc->link);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
}

static void event_buffer_is_switched_on_and_interrupts_off(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;

	bmc->enables = 0x0b;
	KUNIT_EXPECT_EQ(test, 0, bmc_identity_setup(bmc->link));
	KUNIT_EXPECT_EQ(test, 0x0c, (int)bmc->enables);
	bmc->link->wired = true;
	KUNIT_EXPECT_EQ(test, 0, bmc_identity_setup(bmc->link));
	KUNIT_EXPECT_EQ(test, 0x0f, (int)bmc->enables);
}

static void optional_commands_are_optional(struct kunit *test)
{
	static const u8 cmds[] = { BMC_CMD_CLEAR_MSG_FLAGS, BMC_CMD_GET_GLOBAL_ENABLES,
				   BMC_CMD_SET_GLOBAL_ENABLES };
	struct fake_bmc *bmc = test->priv;
	int i;

	for (i = 0; i < ARRAY_SIZE(cmds); i++) {
		bmc->enables = 0;
		bmc->deny = cmds[i];
		bmc_health_set(bmc->link, BMC_DOWN);
		bmc_health_probe(bmc->link);
		KUNIT_EXPECT_EQ_MSG(test, BMC_UP, bmc->link->health, "denied %02x", cmds[i]);
		bmc->deny = 0;
		bmc->mute = cmds[i];
		bmc_health_set(bmc->link, BMC_DOWN);
		bmc_health_probe(bmc->link);
		KUNIT_EXPECT_EQ_MSG(test, BMC_UP, bmc->link->health, "mute %02x", cmds[i]);
		bmc->mute = 0;
	}
}

static void device_id_of_every_length(struct kunit *test)
{
	static const u8 data[] = { 0x20, 0x81, 0x83, 0x14, 0x51, 0xbf, 0x57, 0x01, 0xf2,
				   0x2a, 0x01, 9, 9, 9, 9 };
	struct bmc_identity id;
	size_t len;

	for (len = 0; len <= sizeof(data); len++) {
		int err = bmc_identity_parse(&id, data, len);

		KUNIT_EXPECT_EQ(test, len < 6 ? -EBADMSG : 0, err);
		if (err)
			continue;
		KUNIT_EXPECT_EQ(test, 0x51, (int)id.ipmi_version);
		KUNIT_EXPECT_EQ(test, len < 11 ? 0U : 0x20157U, id.manufacturer);
		KUNIT_EXPECT_EQ(test, len < 11 ? 0 : 0x12a, (int)id.product);
	}
}

static void reset_by_others_is_noticed(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	bmc->oem_cc = 0xd2;
	fake_ask(tc, 1);
	fake_serve(test, 1);
	fake_expect(test, tc, 1, 0xd2);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);

	bmc->now = ktime_add_ms(bmc->now, 1000);
	bmc->cc = 0xd2;
	bmc->enables = 0;
	fake_ask(tc, 2);
	fake_serve(test, 1);
	fake_expect(test, tc, 2, 0xd2);
	KUNIT_EXPECT_EQ(test, BMC_DOWN, bmc->link->health);
	bmc->cc = 0;
	bmc_health_probe(bmc->link);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	KUNIT_EXPECT_EQ(test, 4, (int)bmc->enables);
	fake_close(test, tc);
}

static void new_firmware_is_set_up_again(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	struct bmc_channels *before = rcu_dereference_protected(bmc->link->channels, true);

	bmc->firmware = 1;
	bmc->enables = 0;
	bmc->oem_cc = 0xd2;
	fake_ask(tc, 1);
	fake_serve(test, 1);
	fake_expect(test, tc, 1, 0xd2);
	KUNIT_EXPECT_EQ(test, BMC_DOWN, bmc->link->health);
	bmc_health_probe(bmc->link);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	KUNIT_EXPECT_EQ(test, 4, (int)bmc->enables);
	KUNIT_EXPECT_PTR_NE(test, before,
			    rcu_dereference_protected(bmc->link->channels, true));
	fake_close(test, tc);
}

static struct kunit_case core_cases[] = {
	KUNIT_CASE(request_ends_with_its_response),
	KUNIT_CASE(answers_come_in_order_and_first_is_told),
	KUNIT_CASE(untaken_answer_stays_first),
	KUNIT_CASE(quota_counts_unread_answers_and_hurts_only_its_owner),
	KUNIT_CASE(clients_take_turns),
	KUNIT_CASE(flood_of_fifteen_does_not_keep_the_sixteenth_waiting),
	KUNIT_CASE(links_have_room_for_so_many_clients_and_no_more),
	KUNIT_CASE(urgent_goes_first_and_background_last),
	KUNIT_CASE(close_forgets_what_is_queued),
	KUNIT_CASE(close_in_flight_drops_the_answer),
	KUNIT_CASE(slow_command_times_out_alone),
	KUNIT_CASE(dead_bmc_ends_everything_in_bounded_time),
	KUNIT_CASE(probes_of_a_dead_bmc_are_two_seconds_apart_at_most),
	KUNIT_CASE(request_not_taken_is_offered_again),
	KUNIT_CASE(failed_send_completes_once_whatever_fails),
	KUNIT_CASE(failed_send_of_a_question_of_our_own_is_survived),
	KUNIT_CASE(answer_to_another_command_is_an_error),
	KUNIT_CASE(short_answer_is_an_error),
	KUNIT_CASE(truncated_answer_says_so),
	KUNIT_CASE(hardware_gone_is_down_at_once),
	KUNIT_CASE(request_out_of_time_is_not_sent),
	KUNIT_CASE(late_bmc_comes_up_by_itself),
	KUNIT_CASE(gone_answers_everything_and_refuses_the_rest),
	KUNIT_CASE(removal_does_not_wait_for_a_dead_bmc),
	KUNIT_CASE(bmc_that_says_not_now_is_asked_again_soon),
	KUNIT_CASE(event_buffer_is_switched_on_and_interrupts_off),
	KUNIT_CASE(optional_commands_are_optional),
	KUNIT_CASE(device_id_of_every_length),
	KUNIT_CASE(reset_by_others_is_noticed),
	KUNIT_CASE(new_firmware_is_set_up_again),
	{}
};

static struct kunit_suite core_suite = {
	.name = "bmclink-core",
	.init = fake_link_init,
	.exit = fake_link_exit,
	.test_cases = core_cases,
};

kunit_test_suite(core_suite);
