// SPDX-License-Identifier: GPL-2.0-only
/*
 * The router on a fake transport and virtual time: a request's life, quotas,
 * turns, health.  The test plays the link's thread.
 */
#include <kunit/test.h>
#include <linux/slab.h>

#include "core.h"

/**
 * struct fake_bmc - a transport that does as it is told
 * @now: virtual time
 * @link: the link under test
 * @stop_at: when not 0, the link is stopped then
 * @send_err: what send returns, for @send_errs calls
 * @send_errs: how many sends fail; -1 for all
 * @recv_err: what recv returns, for @recv_errs calls
 * @recv_errs: how many receives fail; -1 for all
 * @resync_err: what resync returns
 * @cc: completion code of Get Device ID
 * @mute: this App command is never answered; 0 for none
 * @deny: this App command is answered with C1h; 0 for none
 * @wrong: answers are for another command
 * @short_len: when not 0, answers are cut to this length
 * @truncated: answers are marked as cut
 * @took_ns: how long a command takes
 * @enables: global enables
 * @sends: number of calls of send
 * @resyncs: number of calls of resync
 * @order: first data byte of each OEM request that was executed
 * @executed: how many those are
 * @req: the request being executed
 */
struct fake_bmc {
	ktime_t now;
	struct bmc_link *link;
	ktime_t stop_at;
	int send_err, send_errs, recv_err, recv_errs, resync_err;
	u8 cc, mute, deny;
	bool wrong, truncated;
	unsigned int short_len;
	u64 took_ns;
	u8 enables;
	unsigned int sends, resyncs;
	u8 order[64];
	unsigned int executed;
	struct bmc_frame req;
};

struct test_client {
	struct bmc_client client;
	unsigned int answered, firsts, gone;
	bool *released;
};

static struct fake_bmc *the_bmc;

static ktime_t fake_bmc_now(struct bmc_wait *w)
{
	return the_bmc->now;
}

static void fake_bmc_sleep(struct bmc_wait *w, u64 min_ns, u64 max_ns)
{
	the_bmc->now = ktime_add_ns(the_bmc->now, min_ns);
	if (the_bmc->stop_at && ktime_compare(the_bmc->now, the_bmc->stop_at) >= 0)
		w->stopped = true;
}

static const struct bmc_clock fake_bmc_clock = {
	.now = fake_bmc_now,
	.sleep = fake_bmc_sleep,
};

static int fake_fail(struct fake_bmc *bmc, int *count, int err, ktime_t deadline)
{
	if (!*count)
		return 0;
	if (*count > 0)
		(*count)--;
	if (err == -ETIMEDOUT && ktime_before(bmc->now, deadline))
		bmc->now = deadline;
	return err;
}

static int fake_send(struct bmc_link *link, const struct bmc_frame *req, ktime_t deadline)
{
	struct fake_bmc *bmc = bmc_link_priv(link);

	bmc->sends++;
	if (bmc->link->wait.stopped)
		return -ESHUTDOWN;
	bmc->req = *req;
	return fake_fail(bmc, &bmc->send_errs, bmc->send_err, deadline);
}

static int fake_recv(struct bmc_link *link, struct bmc_frame *rsp, ktime_t deadline)
{
	struct fake_bmc *bmc = bmc_link_priv(link);
	u8 netfn = bmc->req.data[0] >> 2, cmd = bmc->req.data[1], cc = 0;
	int err;

	err = fake_fail(bmc, &bmc->recv_errs, bmc->recv_err, deadline);
	if (err)
		return err;
	if (netfn == BMC_NETFN_APP && cmd == bmc->mute) {
		bmc->now = deadline;
		return -ETIMEDOUT;
	}
	bmc->now = ktime_add_ns(bmc->now, bmc->took_ns);
	rsp->data[0] = bmc->req.data[0] | 4;
	rsp->data[1] = cmd;
	rsp->len = 3;
	rsp->truncated = bmc->truncated;
	if (netfn != BMC_NETFN_APP) {
		bmc->order[bmc->executed++ % sizeof(bmc->order)] = bmc->req.data[2];
		rsp->data[rsp->len++] = bmc->req.data[2];
	} else if (cmd == bmc->deny) {
		cc = 0xc1;
	} else if (cmd == BMC_CMD_GET_DEVICE_ID) {
		static const u8 id[] = { 0x20, 0x81, 3, 0x14, 2, 0xbf, 0x57, 1, 0, 0x2a, 0 };

		cc = bmc->cc;
		memcpy(rsp->data + 3, id, sizeof(id));
		rsp->len += sizeof(id);
	} else if (cmd == BMC_CMD_GET_GLOBAL_ENABLES) {
		rsp->data[rsp->len++] = bmc->enables;
	} else if (cmd == BMC_CMD_SET_GLOBAL_ENABLES) {
		bmc->enables = bmc->req.data[2];
	}
	rsp->data[2] = cc;
	if (bmc->wrong)
		rsp->data[1] ^= 0x55;
	if (bmc->short_len)
		rsp->len = min_t(unsigned int, rsp->len, bmc->short_len);
	return 0;
}

static bool fake_attention(struct bmc_link *link)
{
	return false;
}

static int fake_resync(struct bmc_link *link)
{
	struct fake_bmc *bmc = bmc_link_priv(link);

	bmc->resyncs++;
	if (bmc->resync_err)
		bmc->now = ktime_add_ms(bmc->now, 400);
	return bmc->resync_err;
}

static const struct bmc_transport fake_transport = {
	.owner = THIS_MODULE,
	.name = "fake",
	.depth = 1,
	.max_request = BMC_FRAME_MAX,
	.max_response = BMC_FRAME_MAX,
	.send = fake_send,
	.recv = fake_recv,
	.attention = fake_attention,
	.resync = fake_resync,
};

static void test_answered(struct bmc_client *client, bool first)
{
	struct test_client *tc = container_of(client, struct test_client, client);

	tc->answered++;
	tc->firsts += first;
}

static void test_gone(struct bmc_client *client)
{
	container_of(client, struct test_client, client)->gone++;
}

static void test_release(struct bmc_client *client)
{
	struct test_client *tc = container_of(client, struct test_client, client);

	if (tc->released)
		*tc->released = true;
}

static const struct bmc_client_ops test_ops = {
	.answered = test_answered,
	.gone = test_gone,
	.release = test_release,
};

static int core_test_init(struct kunit *test)
{
	struct bmc_link_desc desc = { .source = "test", .address = "nowhere" };
	struct fake_bmc *bmc = kunit_kzalloc(test, sizeof(*bmc), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bmc);
	bmc->now = ms_to_ktime(100000);
	bmc->took_ns = NSEC_PER_MSEC;
	bmc->link = bmc_link_alloc(&fake_transport, bmc, &desc);
	KUNIT_ASSERT_NOT_NULL(test, bmc->link);
	bmc->link->wait.clock = &fake_bmc_clock;
	dev_set_name(&bmc->link->dev, "bmclink-test");
	the_bmc = bmc;
	test->priv = bmc;
	bmc_health_probe(bmc->link);
	KUNIT_ASSERT_EQ(test, BMC_UP, bmc->link->health);
	bmc->sends = 0;
	bmc->resyncs = 0;
	return 0;
}

static void core_test_exit(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;

	KUNIT_EXPECT_EQ(test, 0U, bmc->link->nr_clients);
	KUNIT_EXPECT_EQ(test, 0U, bmc->link->queued);
	KUNIT_EXPECT_EQ(test, 0U, bmc->link->inflight);
	put_device(&bmc->link->dev);
}

static struct test_client *open_client(struct kunit *test, enum bmc_class class,
				       unsigned int quota)
{
	struct fake_bmc *bmc = test->priv;
	struct test_client *tc = kunit_kzalloc(test, sizeof(*tc), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, tc);
	KUNIT_ASSERT_EQ(test, 0, bmc_client_init(&tc->client, bmc->link, class, quota, &test_ops));
	return tc;
}

static void close_client(struct kunit *test, struct test_client *tc)
{
	bool released = false;

	tc->released = &released;
	bmc_client_close(&tc->client);
	KUNIT_EXPECT_TRUE(test, released);
	KUNIT_EXPECT_EQ(test, 0, atomic_read(&tc->client.charged));
	tc->released = NULL;
}

/* An OEM command whose data byte tells which one it was. */
static int ask(struct test_client *tc, u8 mark)
{
	struct bmc_request *req = bmc_request_new(&tc->client, 1000 + mark);
	int err;

	if (IS_ERR(req))
		return PTR_ERR(req);
	req->frame.data[0] = 0x30 << 2;
	req->frame.data[1] = 1;
	req->frame.data[2] = mark;
	req->frame.len = 3;
	err = bmc_request_submit(req);
	if (err)
		bmc_request_free(req);
	return err;
}

static void serve(struct kunit *test, unsigned int turns)
{
	struct fake_bmc *bmc = test->priv;

	while (turns-- && (bmc_sched_pending(bmc->link) || bmc->link->inflight) &&
	       bmc->link->health == BMC_UP)
		bmc_link_serve(bmc->link);
}

static void expect_answer(struct kunit *test, struct test_client *tc, u8 mark, u8 cc)
{
	struct bmc_request *req = bmc_client_take(&tc->client);

	KUNIT_ASSERT_NOT_NULL_MSG(test, req, "no answer to %u", mark);
	KUNIT_EXPECT_EQ(test, 1000L + mark, req->msgid);
	KUNIT_EXPECT_EQ(test, 0x31 << 2, (int)req->frame.data[0]);
	KUNIT_EXPECT_EQ(test, 1, (int)req->frame.data[1]);
	KUNIT_EXPECT_EQ(test, (int)cc, (int)req->frame.data[2]);
	bmc_request_free(req);
}

static void request_ends_with_its_response(struct kunit *test)
{
	struct test_client *tc = open_client(test, BMC_NORMAL, 10);

	KUNIT_EXPECT_EQ(test, 0, ask(tc, 7));
	KUNIT_EXPECT_FALSE(test, bmc_client_has_answer(&tc->client));
	serve(test, 5);
	KUNIT_EXPECT_EQ(test, 1U, tc->answered);
	expect_answer(test, tc, 7, 0);
	KUNIT_EXPECT_NULL(test, bmc_client_take(&tc->client));
	KUNIT_EXPECT_EQ(test, 0, atomic_read(&tc->client.charged));
	close_client(test, tc);
}

static void answers_come_in_order_and_first_is_told(struct kunit *test)
{
	struct test_client *tc = open_client(test, BMC_NORMAL, 10);
	int i;

	for (i = 0; i < 5; i++)
		KUNIT_EXPECT_EQ(test, 0, ask(tc, i));
	serve(test, 10);
	KUNIT_EXPECT_EQ(test, 5U, tc->answered);
	KUNIT_EXPECT_EQ(test, 1U, tc->firsts);
	for (i = 0; i < 5; i++)
		expect_answer(test, tc, i, 0);
	close_client(test, tc);
}

static void untaken_answer_stays_first(struct kunit *test)
{
	struct test_client *tc = open_client(test, BMC_NORMAL, 10);
	struct bmc_request *req;

	ask(tc, 1);
	ask(tc, 2);
	serve(test, 5);
	req = bmc_client_take(&tc->client);
	KUNIT_ASSERT_NOT_NULL(test, req);
	bmc_client_untake(&tc->client, req);
	expect_answer(test, tc, 1, 0);
	expect_answer(test, tc, 2, 0);
	close_client(test, tc);
}

static void quota_counts_unread_answers_and_hurts_only_its_owner(struct kunit *test)
{
	struct test_client *lazy = open_client(test, BMC_NORMAL, 3);
	struct test_client *other = open_client(test, BMC_NORMAL, 3);
	int i;

	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, 0, ask(lazy, i));
	KUNIT_EXPECT_EQ(test, -EBUSY, ask(lazy, 3));
	serve(test, 5);
	KUNIT_EXPECT_EQ(test, -EBUSY, ask(lazy, 3));
	for (i = 0; i < 10; i++) {
		KUNIT_EXPECT_EQ(test, 0, ask(other, i));
		serve(test, 5);
		expect_answer(test, other, i, 0);
	}
	expect_answer(test, lazy, 0, 0);
	KUNIT_EXPECT_EQ(test, 0, ask(lazy, 4));
	KUNIT_EXPECT_EQ(test, -EBUSY, ask(lazy, 5));
	close_client(test, lazy);
	close_client(test, other);
}

static void clients_take_turns(struct kunit *test)
{
	static const u8 want[] = { 0x10, 0x20, 0x30, 0x11, 0x21, 0x31, 0x12, 0x32, 0x13 };
	struct test_client *a = open_client(test, BMC_NORMAL, 10);
	struct test_client *b = open_client(test, BMC_NORMAL, 10);
	struct test_client *c = open_client(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	int i;

	for (i = 0; i < 4; i++)
		ask(a, 0x10 + i);
	for (i = 0; i < 2; i++)
		ask(b, 0x20 + i);
	for (i = 0; i < 3; i++)
		ask(c, 0x30 + i);
	serve(test, 20);
	KUNIT_ASSERT_EQ(test, (unsigned int)sizeof(want), bmc->executed);
	for (i = 0; i < sizeof(want); i++)
		KUNIT_EXPECT_EQ_MSG(test, (int)want[i], (int)bmc->order[i], "turn %d", i);
	close_client(test, a);
	close_client(test, b);
	close_client(test, c);
}

static void urgent_goes_first_and_background_last(struct kunit *test)
{
	static const u8 want[] = { 0x31, 0x32, 0x21, 0x22, 0x11, 0x12 };
	struct test_client *background = open_client(test, BMC_BACKGROUND, 10);
	struct test_client *normal = open_client(test, BMC_NORMAL, 10);
	struct test_client *urgent = open_client(test, BMC_URGENT, 10);
	struct fake_bmc *bmc = test->priv;
	int i;

	for (i = 1; i < 3; i++) {
		ask(background, 0x10 + i);
		ask(normal, 0x20 + i);
		ask(urgent, 0x30 + i);
	}
	serve(test, 20);
	KUNIT_ASSERT_EQ(test, (unsigned int)sizeof(want), bmc->executed);
	for (i = 0; i < sizeof(want); i++)
		KUNIT_EXPECT_EQ_MSG(test, (int)want[i], (int)bmc->order[i], "turn %d", i);
	close_client(test, background);
	close_client(test, normal);
	close_client(test, urgent);
}

static void close_forgets_what_is_queued(struct kunit *test)
{
	struct test_client *a = open_client(test, BMC_NORMAL, 10);
	struct test_client *b = open_client(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	ask(a, 1);
	ask(a, 2);
	ask(b, 3);
	serve(test, 1);
	close_client(test, a);
	serve(test, 10);
	KUNIT_EXPECT_EQ(test, 2U, bmc->executed);
	expect_answer(test, b, 3, 0);
	close_client(test, b);
}

static void close_in_flight_drops_the_answer(struct kunit *test)
{
	struct test_client *tc = open_client(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	struct bmc_request *req;
	struct bmc_frame rsp = { .len = 3, .data = { 0x31 << 2, 1, 0 } };
	bool released = false;

	ask(tc, 1);
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
	struct test_client *tc = open_client(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	ktime_t start = bmc->now;

	bmc->recv_err = -ETIMEDOUT;
	bmc->recv_errs = 1;
	ask(tc, 1);
	ask(tc, 2);
	serve(test, 10);
	KUNIT_EXPECT_LT(test, ktime_ms_delta(bmc->now, start), 6000LL);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	expect_answer(test, tc, 1, 0xc3);
	expect_answer(test, tc, 2, 0);
	close_client(test, tc);
}

static void dead_bmc_ends_everything_in_bounded_time(struct kunit *test)
{
	struct test_client *tc[4];
	struct fake_bmc *bmc = test->priv;
	ktime_t start = bmc->now;
	int i, n;

	for (i = 0; i < 4; i++)
		tc[i] = open_client(test, BMC_NORMAL, 50);
	for (n = 0; n < 25; n++)
		for (i = 0; i < 4; i++)
			KUNIT_EXPECT_EQ(test, 0, ask(tc[i], n));
	bmc->recv_err = -ETIMEDOUT;
	bmc->recv_errs = -1;
	bmc->resync_err = -ETIMEDOUT;
	serve(test, 200);
	KUNIT_EXPECT_EQ(test, BMC_DOWN, bmc->link->health);
	KUNIT_EXPECT_LT(test, ktime_ms_delta(bmc->now, start), 6000LL);
	for (n = 0; n < 25; n++)
		for (i = 0; i < 4; i++)
			expect_answer(test, tc[i], n, 0xc3);

	/* While down, answered at once. */
	start = bmc->now;
	KUNIT_EXPECT_EQ(test, 0, ask(tc[0], 30));
	expect_answer(test, tc[0], 30, 0xc3);
	KUNIT_EXPECT_EQ(test, 0LL, ktime_to_ns(ktime_sub(bmc->now, start)));
	bmc_health_probe(bmc->link);
	KUNIT_EXPECT_EQ(test, BMC_DOWN, bmc->link->health);

	/* And back. */
	bmc->recv_errs = 0;
	bmc->resync_err = 0;
	bmc_health_probe(bmc->link);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	ask(tc[0], 31);
	serve(test, 5);
	expect_answer(test, tc[0], 31, 0);
	for (i = 0; i < 4; i++)
		close_client(test, tc[i]);
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
	struct test_client *tc = open_client(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	bmc->send_err = -EIO;
	bmc->send_errs = 2;
	ask(tc, 1);
	serve(test, 5);
	KUNIT_EXPECT_EQ(test, 3U, bmc->sends);
	KUNIT_EXPECT_EQ(test, 2U, bmc->resyncs);
	KUNIT_EXPECT_EQ(test, 1U, bmc->executed);
	expect_answer(test, tc, 1, 0);
	close_client(test, tc);
}

static void failed_send_completes_once_whatever_fails(struct kunit *test)
{
	static const int errs[] = { -EIO, -ETIMEDOUT, -ENODEV };
	struct test_client *tc = open_client(test, BMC_NORMAL, 100);
	struct fake_bmc *bmc = test->priv;
	int i, n;

	for (i = 0; i < ARRAY_SIZE(errs); i++) {
		for (n = 1; n <= 20; n++) {
			bmc->send_err = errs[i];
			bmc->send_errs = n;
			tc->answered = 0;
			ask(tc, 1);
			serve(test, 5);
			KUNIT_EXPECT_EQ(test, 1U, tc->answered);
			bmc_request_free(bmc_client_take(&tc->client));
			KUNIT_EXPECT_FALSE(test, bmc_client_has_answer(&tc->client));
			KUNIT_EXPECT_EQ(test, 0, atomic_read(&tc->client.charged));
			bmc->send_errs = 0;
			if (bmc->link->health != BMC_UP)
				bmc_health_probe(bmc->link);
		}
	}
	close_client(test, tc);
}

static void answer_to_another_command_is_an_error(struct kunit *test)
{
	struct test_client *tc = open_client(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	bmc->wrong = true;
	ask(tc, 1);
	ask(tc, 2);
	serve(test, 5);
	expect_answer(test, tc, 1, 0xff);
	KUNIT_EXPECT_EQ(test, BMC_DOWN, bmc->link->health);
	expect_answer(test, tc, 2, 0xc3);
	KUNIT_EXPECT_GT(test, bmc->resyncs, 0U);
	bmc->wrong = false;
	bmc_health_probe(bmc->link);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	close_client(test, tc);
}

static void short_answer_is_an_error(struct kunit *test)
{
	struct test_client *tc = open_client(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	unsigned int len;

	for (len = 1; len < BMC_RESPONSE_MIN; len++) {
		bmc->short_len = len;
		ask(tc, len);
		serve(test, 5);
		expect_answer(test, tc, len, 0xff);
		bmc->short_len = 0;
		bmc_health_probe(bmc->link);
	}
	close_client(test, tc);
}

static void truncated_answer_says_so(struct kunit *test)
{
	struct test_client *tc = open_client(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	bmc->truncated = true;
	ask(tc, 1);
	serve(test, 5);
	expect_answer(test, tc, 1, 0xc6);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	close_client(test, tc);
}

static void hardware_gone_is_down_at_once(struct kunit *test)
{
	struct test_client *tc = open_client(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	ktime_t start = bmc->now;

	bmc->send_err = -ENODEV;
	bmc->send_errs = -1;
	ask(tc, 1);
	serve(test, 5);
	expect_answer(test, tc, 1, 0xff);
	KUNIT_EXPECT_EQ(test, BMC_DOWN, bmc->link->health);
	KUNIT_EXPECT_LT(test, ktime_ms_delta(bmc->now, start), 10LL);
	KUNIT_EXPECT_EQ(test, 0U, bmc->resyncs);
	close_client(test, tc);
}

static void request_out_of_time_is_not_sent(struct kunit *test)
{
	struct test_client *tc = open_client(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	ask(tc, 1);
	bmc->now = ktime_add_ns(bmc->now, BMC_REQUEST_NS / 2);
	ask(tc, 2);
	bmc->now = ktime_add_ns(bmc->now, BMC_REQUEST_NS / 2);
	serve(test, 5);
	expect_answer(test, tc, 1, 0xc3);
	expect_answer(test, tc, 2, 0);
	KUNIT_EXPECT_EQ(test, 1U, bmc->executed);
	close_client(test, tc);
}

static void late_bmc_comes_up_by_itself(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;
	struct bmc_link *link = bmc->link;
	struct test_client *tc = open_client(test, BMC_NORMAL, 10);
	int i;

	link->health = BMC_PROBING;
	bmc->cc = 0xd2;
	ask(tc, 1);
	KUNIT_EXPECT_FALSE(test, bmc_client_has_answer(&tc->client));
	for (i = 0; i < 10; i++) {
		bmc_health_probe(link);
		KUNIT_EXPECT_EQ(test, BMC_PROBING, link->health);
	}
	expect_answer(test, tc, 1, 0xc3);
	ask(tc, 2);
	expect_answer(test, tc, 2, 0xc3);
	bmc->cc = 0;
	bmc_health_probe(link);
	KUNIT_EXPECT_EQ(test, BMC_UP, link->health);
	ask(tc, 3);
	serve(test, 5);
	expect_answer(test, tc, 3, 0);
	close_client(test, tc);
}

static void gone_answers_everything_and_refuses_the_rest(struct kunit *test)
{
	struct test_client *tc = open_client(test, BMC_NORMAL, 10);
	struct test_client *idle = open_client(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	struct test_client late;

	ask(tc, 1);
	ask(tc, 2);
	bmc_wait_stop(&bmc->link->wait);
	bmc_health_set(bmc->link, BMC_GONE);
	bmc_clients_gone(bmc->link);
	expect_answer(test, tc, 1, 0xff);
	expect_answer(test, tc, 2, 0xff);
	KUNIT_EXPECT_EQ(test, -ENODEV, ask(tc, 3));
	KUNIT_EXPECT_EQ(test, 1U, tc->gone);
	KUNIT_EXPECT_EQ(test, 1U, idle->gone);
	KUNIT_EXPECT_EQ(test, -ENODEV, bmc_client_init(&late.client, bmc->link, BMC_NORMAL, 1,
						       &test_ops));
	close_client(test, tc);
	close_client(test, idle);
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

static void event_buffer_is_switched_on_and_interrupts_off(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;

	bmc->enables = 0x0b;
	KUNIT_EXPECT_EQ(test, 0, bmc_identity_setup(bmc->link));
	KUNIT_EXPECT_EQ(test, 0x0c, (int)bmc->enables);
	bmc->link->irq = 5;
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

static struct kunit_case core_cases[] = {
	KUNIT_CASE(request_ends_with_its_response),
	KUNIT_CASE(answers_come_in_order_and_first_is_told),
	KUNIT_CASE(untaken_answer_stays_first),
	KUNIT_CASE(quota_counts_unread_answers_and_hurts_only_its_owner),
	KUNIT_CASE(clients_take_turns),
	KUNIT_CASE(urgent_goes_first_and_background_last),
	KUNIT_CASE(close_forgets_what_is_queued),
	KUNIT_CASE(close_in_flight_drops_the_answer),
	KUNIT_CASE(slow_command_times_out_alone),
	KUNIT_CASE(dead_bmc_ends_everything_in_bounded_time),
	KUNIT_CASE(probes_of_a_dead_bmc_are_two_seconds_apart_at_most),
	KUNIT_CASE(request_not_taken_is_offered_again),
	KUNIT_CASE(failed_send_completes_once_whatever_fails),
	KUNIT_CASE(answer_to_another_command_is_an_error),
	KUNIT_CASE(short_answer_is_an_error),
	KUNIT_CASE(truncated_answer_says_so),
	KUNIT_CASE(hardware_gone_is_down_at_once),
	KUNIT_CASE(request_out_of_time_is_not_sent),
	KUNIT_CASE(late_bmc_comes_up_by_itself),
	KUNIT_CASE(gone_answers_everything_and_refuses_the_rest),
	KUNIT_CASE(removal_does_not_wait_for_a_dead_bmc),
	KUNIT_CASE(event_buffer_is_switched_on_and_interrupts_off),
	KUNIT_CASE(optional_commands_are_optional),
	KUNIT_CASE(device_id_of_every_length),
	{}
};

static struct kunit_suite core_suite = {
	.name = "bmclink-core",
	.init = core_test_init,
	.exit = core_test_exit,
	.test_cases = core_cases,
};

kunit_test_suite(core_suite);
