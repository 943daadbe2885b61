// SPDX-License-Identifier: GPL-2.0-only
/* A transport that does as it is told, for tests of the router. */
#include <linux/slab.h>

#include "core_fake.h"

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
	if (bmc->intruder) {
		void (*intruder)(struct fake_bmc *bmc) = bmc->intruder;

		bmc->intruder = NULL;
		intruder(bmc);
	}
	if (bmc_wait_over(&link->wait))
		return -ESHUTDOWN;
	bmc->req = *req;
	if (bmc->depth > 1)
		bmc->pending[bmc->nr_pending++] = *req;
	if (bmc->send_after) {
		bmc->send_after--;
		return 0;
	}
	return fake_fail(bmc, &bmc->send_errs, bmc->send_err, deadline);
}

/* Which of several requests is answered now? */
static int fake_choose(struct fake_bmc *bmc, ktime_t deadline)
{
	unsigned int i, n = bmc->nr_pending;

	if (bmc_link_wanted(bmc->link))
		return -EAGAIN;
	for (i = 0; i < n; i++) {
		unsigned int at = bmc->reverse ? n - 1 - i : i;

		if (bmc->lost >= 0 && bmc->pending[at].data[2] == bmc->lost)
			continue;
		bmc->req = bmc->pending[at];
		memmove(bmc->pending + at, bmc->pending + at + 1,
			(n - 1 - at) * sizeof(bmc->pending[0]));
		bmc->nr_pending--;
		return 0;
	}
	bmc->now = deadline;
	return -ETIMEDOUT;
}

/* What this BMC answers to a command of its own.  Return: completion code. */
static u8 fake_app(struct fake_bmc *bmc, u8 cmd, struct bmc_frame *rsp)
{
	u8 cc = 0;

	if (cmd == bmc->deny) {
		cc = 0xc1;
	} else if (cmd == BMC_CMD_GET_DEVICE_ID) {
		static const u8 id[] = { 0x20, 0x81, 3, 0x14, 2, 0xbf, 0x57, 1, 0, 0x2a, 0 };

		cc = bmc->cc;
		memcpy(rsp->data + 3, id, sizeof(id));
		rsp->data[5] += bmc->firmware;
		rsp->len += sizeof(id);
	} else if (cmd == BMC_CMD_GET_GLOBAL_ENABLES) {
		rsp->data[rsp->len++] = bmc->enables;
	} else if (cmd == BMC_CMD_GET_CHANNEL_INFO) {
		rsp->data[rsp->len++] = bmc->req.data[2];
		rsp->data[rsp->len++] = bmc->req.data[2] ? bmc->req.data[2] | 0x50 : 1;
		rsp->data[rsp->len++] = 1;
	} else if (cmd == BMC_CMD_SET_GLOBAL_ENABLES) {
		bmc->enables = (bmc->enables & bmc->stubborn) |
			       (bmc->req.data[2] & ~bmc->stubborn);
	} else if (cmd == BMC_CMD_GET_MSG_FLAGS) {
		cc = bmc->flags_cc;
		rsp->data[rsp->len++] = bmc->flags | (bmc->events ? 2 : 0);
	} else if (cmd == BMC_CMD_GET_MSG) {
		cc = bmc->message_len ? 0 : 0x80;
		memcpy(rsp->data + 3, bmc->message, bmc->message_len);
		rsp->len += bmc->message_len;
		bmc->message_len = 0;
		bmc->flags &= cc ? ~1 : ~0;
	} else if (cmd == BMC_CMD_CLEAR_MSG_FLAGS) {
		bmc->flags &= ~bmc->req.data[2];
	} else if (cmd == BMC_CMD_READ_EVENT_BUFFER) {
		cc = bmc->events ? 0 : 0x80;
		if (bmc->events && !bmc->empty_event) {
			memset(rsp->data + 3, bmc->events, 16);
			rsp->len += 16;
		}
		if (bmc->events > 0)
			bmc->events--;
	}
	return cc;
}

static int fake_recv(struct bmc_link *link, struct bmc_frame *rsp, ktime_t deadline)
{
	struct fake_bmc *bmc = bmc_link_priv(link);
	u8 netfn = bmc->req.data[0] >> 2, cmd = bmc->req.data[1], cc;
	int err;

	err = fake_fail(bmc, &bmc->recv_errs, bmc->recv_err, deadline);
	if (err)
		return err;
	if (bmc->depth > 1) {
		err = fake_choose(bmc, deadline);
		if (err)
			return err;
		netfn = bmc->req.data[0] >> 2;
		cmd = bmc->req.data[1];
		rsp->tag = bmc->req.tag;
	}
	bmc->transacts += netfn == BMC_NETFN_APP;
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
		cc = bmc->oem_cc;
	} else {
		cc = fake_app(bmc, cmd, rsp);
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
	struct fake_bmc *bmc = bmc_link_priv(link);

	bool atn = bmc->atn;

	if (bmc->edge)
		bmc->atn = false;
	return atn || bmc->flags || bmc->events;
}

static int fake_resync(struct bmc_link *link)
{
	struct fake_bmc *bmc = bmc_link_priv(link);

	bmc->resyncs++;
	bmc->nr_pending = 0;
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
	.polled = true,
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

const struct bmc_client_ops fake_client_ops = {
	.answered = test_answered,
	.gone = test_gone,
	.release = test_release,
};

/**
 * fake_link_init - a link that is up
 * @test: gets the fake BMC as its @priv
 *
 * Return: 0.
 */
int fake_link_init(struct kunit *test)
{
	struct bmc_link_desc desc = { .source = "test", .address = "nowhere" };
	struct fake_bmc *bmc = kunit_kzalloc(test, sizeof(*bmc), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bmc);
	bmc->now = ms_to_ktime(100000);
	bmc->took_ns = NSEC_PER_MSEC;
	bmc->lost = -1;
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

/**
 * fake_link_exit - the link must be empty now
 * @test: the test
 */
void fake_link_exit(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;

	KUNIT_EXPECT_EQ(test, 0U, bmc->link->nr_clients);
	KUNIT_EXPECT_EQ(test, 0U, bmc->link->queued);
	KUNIT_EXPECT_EQ(test, 0U, bmc->link->inflight);
	KUNIT_EXPECT_EQ(test, 0U, bmc->link->nr_away);
	KUNIT_EXPECT_EQ(test, 0U, bmc->link->listeners);
	KUNIT_EXPECT_EQ(test, 0U, bmc->link->nr_commands);
	KUNIT_EXPECT_EQ(test, 0UL, bmc->link->tags);
	KUNIT_EXPECT_EQ(test, 0, atomic_read(&bmc->link->nr_msgs));
	KUNIT_EXPECT_TRUE(test, bitmap_empty(bmc->link->seqs, BMC_SEQS));
	put_device(&bmc->link->dev);
}

/**
 * fake_open - a new client of the link
 * @test: the test
 * @class: how urgent
 * @quota: how many requests it may have
 *
 * Return: the client, to be given to fake_close().
 */
struct test_client *fake_open(struct kunit *test, enum bmc_class class, unsigned int quota)
{
	struct fake_bmc *bmc = test->priv;
	struct test_client *tc = kunit_kzalloc(test, sizeof(*tc), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, tc);
	KUNIT_ASSERT_EQ(test, 0, bmc_client_init(&tc->client, bmc->link, class, quota,
						 &fake_client_ops));
	return tc;
}

/**
 * fake_close - close a client, which must vanish with all its requests
 * @test: the test
 * @tc: the client
 */
void fake_close(struct kunit *test, struct test_client *tc)
{
	bool released = false;

	tc->released = &released;
	bmc_client_close(&tc->client);
	KUNIT_EXPECT_TRUE(test, released);
	KUNIT_EXPECT_EQ(test, 0, atomic_read(&tc->client.charged));
	tc->released = NULL;
}

/**
 * fake_ask - an OEM command whose data byte tells which one it was
 * @tc: who asks
 * @mark: the data byte
 *
 * Return: as bmc_request_submit().
 */
int fake_ask(struct test_client *tc, u8 mark)
{
	struct bmc_request *req = bmc_request_new(&tc->client, 1000 + mark);
	int err;

	if (IS_ERR(req))
		return PTR_ERR(req);
	req->msg.addr.addr_type = IPMI_SYSTEM_INTERFACE_ADDR_TYPE;
	req->msg.addr.channel = IPMI_BMC_CHANNEL;
	req->msg.netfn = 0x30;
	req->msg.cmd = 1;
	req->frame.data[0] = 0x30 << 2;
	req->frame.data[1] = 1;
	req->frame.data[2] = mark;
	req->frame.len = 3;
	err = bmc_request_submit(req);
	if (err)
		bmc_request_free(req);
	return err;
}

/**
 * fake_serve - play the link's thread as long as there is something to do
 * @test: the test
 * @turns: how long at most
 */
void fake_serve(struct kunit *test, unsigned int turns)
{
	struct fake_bmc *bmc = test->priv;

	while (turns-- && (bmc_sched_pending(bmc->link) || bmc->link->inflight) &&
	       bmc->link->health == BMC_UP)
		bmc_link_serve(bmc->link);
}

/**
 * fake_run - let the thread run for a while; it sleeps as it says
 * @test: the test
 * @ms: how long
 */
void fake_run(struct kunit *test, u64 ms)
{
	struct fake_bmc *bmc = test->priv;
	struct bmc_link *link = bmc->link;
	ktime_t end = ktime_add_ms(bmc->now, ms);

	while (ktime_before(bmc->now, end)) {
		long sleep = bmc_attention_sleep(link);
		s64 left = bmc_maintenance_sleep(link);

		if (link->health != BMC_UP) {
			bmc_health_probe(link);
			continue;
		}
		if (bmc_sched_pending(link) || !left || bmc_attention_due(link)) {
			bmc_link_serve(link);
			continue;
		}
		if (left > 0)
			sleep = min_t(long, sleep, nsecs_to_jiffies(left) + 1);
		bmc->now = ktime_add_ns(bmc->now, jiffies_to_nsecs(min_t(long, sleep, HZ)));
	}
}

/**
 * fake_expect - the next message must be this answer
 * @test: the test
 * @tc: who asked
 * @mark: which request
 * @cc: its completion code
 */
void fake_expect(struct kunit *test, struct test_client *tc, u8 mark, u8 cc)
{
	struct bmc_message *msg = bmc_client_take(&tc->client);

	KUNIT_ASSERT_NOT_NULL_MSG(test, msg, "no answer to %u", mark);
	KUNIT_EXPECT_EQ(test, 1000L + mark, msg->msgid);
	KUNIT_EXPECT_EQ(test, IPMI_RESPONSE_RECV_TYPE, msg->recv_type);
	KUNIT_EXPECT_EQ(test, 0x31, (int)msg->netfn);
	KUNIT_EXPECT_EQ(test, 1, (int)msg->cmd);
	KUNIT_EXPECT_EQ(test, (int)cc, (int)msg->data[0]);
	msg->free(msg);
}
