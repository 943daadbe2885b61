// SPDX-License-Identifier: GPL-2.0-only
/* Messages to and from other channels. */
#include "core_fake.h"

static const u8 ipmb_frame[] = {
	0x06 << 2, 0x34, 0x00, 0x30, 0x18, 0xb8, 0x20, 0x2a << 2 | 2, 0x01, 0x35,
};

static const u8 lan_frame[] = {
	0x06 << 2, 0x34, 0x01, 0x07, 0x81, 0x18, 0x67, 0x8f, 0x15 << 2, 0x01, 0x1c,
};

static struct bmc_bridged to_ipmb(u8 slave)
{
	struct bmc_bridged m = {
		.netfn = 6, .cmd = 1, .seq = 0x2a, .from = 0x20, .from_lun = 2,
	};
	struct ipmi_ipmb_addr *addr = (void *)&m.addr;

	addr->addr_type = IPMI_IPMB_ADDR_TYPE;
	addr->slave_addr = slave;
	return m;
}

static void ipmb_request_is_coded_as_specified(struct kunit *test)
{
	struct bmc_bridged m = to_ipmb(0x30);
	struct bmc_frame frame = {};
	u8 sum = 0;
	int i;

	KUNIT_EXPECT_EQ(test, 0, bmc_bridge_encode(&frame, &m, BMC_FRAME_MAX));
	KUNIT_ASSERT_EQ(test, sizeof(ipmb_frame), (size_t)frame.len);
	for (i = 0; i < 9; i++)
		KUNIT_EXPECT_EQ_MSG(test, (int)ipmb_frame[i], (int)frame.data[i], "byte %d", i);
	for (i = 6; i < 10; i++)
		sum += frame.data[i];
	KUNIT_EXPECT_EQ(test, 0, (int)sum);
}

static void broadcast_has_a_zero_first(struct kunit *test)
{
	struct bmc_bridged m = to_ipmb(0x30);
	struct bmc_frame frame = {};

	m.broadcast = true;
	KUNIT_EXPECT_EQ(test, 0, bmc_bridge_encode(&frame, &m, BMC_FRAME_MAX));
	KUNIT_EXPECT_EQ(test, sizeof(ipmb_frame) + 1, (size_t)frame.len);
	KUNIT_EXPECT_EQ(test, 0, (int)frame.data[3]);
	KUNIT_EXPECT_EQ(test, 0x30, (int)frame.data[4]);
}

static void lan_request_is_coded_as_specified(struct kunit *test)
{
	struct bmc_bridged m = { .netfn = 6, .cmd = 1, .seq = 0x15 };
	struct ipmi_lan_addr *addr = (void *)&m.addr;
	struct bmc_frame frame = {};
	u8 sum = 0;
	int i;

	addr->addr_type = IPMI_LAN_ADDR_TYPE;
	addr->channel = 1;
	addr->session_handle = 7;
	addr->remote_SWID = 0x81;
	addr->local_SWID = 0x8f;
	KUNIT_EXPECT_EQ(test, 0, bmc_bridge_encode(&frame, &m, BMC_FRAME_MAX));
	KUNIT_ASSERT_EQ(test, sizeof(lan_frame), (size_t)frame.len);
	for (i = 0; i < 10; i++)
		KUNIT_EXPECT_EQ_MSG(test, (int)lan_frame[i], (int)frame.data[i], "byte %d", i);
	for (i = 7; i < 11; i++)
		sum += frame.data[i];
	KUNIT_EXPECT_EQ(test, 0, (int)sum);
}

static void message_that_does_not_fit_is_refused(struct kunit *test)
{
	static const u8 data[BMC_FRAME_MAX];
	struct bmc_bridged m = to_ipmb(0x30);
	struct bmc_frame frame = {};

	m.data = data;
	for (m.len = 0; m.len < BMC_FRAME_MAX; m.len++)
		KUNIT_EXPECT_EQ(test, m.len + 10 > BMC_FRAME_MAX ? -EMSGSIZE : 0,
				bmc_bridge_encode(&frame, &m, BMC_FRAME_MAX));
	m.len = BMC_FRAME_MAX - 10;
	m.broadcast = true;
	KUNIT_EXPECT_EQ(test, -EMSGSIZE, bmc_bridge_encode(&frame, &m, BMC_FRAME_MAX));
}

static void get_message_of_every_length_is_safe(struct kunit *test)
{
	static const u8 media[] = { IPMI_CHANNEL_MEDIUM_IPMB, IPMI_CHANNEL_MEDIUM_8023LAN };
	static const unsigned int least[] = { 7, 9 };
	struct bmc_bridged m;
	unsigned int len, i;

	for (i = 0; i < ARRAY_SIZE(media); i++) {
		for (len = 0; len < 64; len++) {
			/* Exactly as long as it says, so that KASAN sees one byte too many. */
			u8 *data = kunit_kzalloc(test, len ?: 1, GFP_KERNEL);
			int err;

			KUNIT_ASSERT_NOT_NULL(test, data);
			err = bmc_bridge_decode(&m, media[i], data, len);
			KUNIT_EXPECT_EQ(test, len < least[i] ? -EBADMSG : 0, err);
			if (!err) {
				KUNIT_EXPECT_EQ(test, len - least[i], (unsigned int)m.len);
				KUNIT_EXPECT_TRUE(test, m.data + m.len <= data + len);
			}
			kunit_kfree(test, data);
		}
	}
	KUNIT_EXPECT_EQ(test, -EPROTONOSUPPORT, bmc_bridge_decode(&m, 0, NULL, 0));
}

static void response_without_completion_code_is_none(struct kunit *test)
{
	static const u8 data[] = { 0, 0x07 << 2, 0, 0x30, 0, 1, 0 };
	struct bmc_bridged m;

	KUNIT_EXPECT_EQ(test, -EBADMSG,
			bmc_bridge_decode(&m, IPMI_CHANNEL_MEDIUM_IPMB, data, sizeof(data)));
}

static struct bmc_request *bridged(struct kunit *test, struct test_client *tc)
{
	struct fake_bmc *bmc = test->priv;
	struct bmc_request *req = bmc_request_new(&tc->client, 77);
	struct bmc_bridged m = to_ipmb(0x30);

	KUNIT_ASSERT_FALSE(test, IS_ERR(req));
	req->kind = BMC_BRIDGED;
	req->seq = bmc_seq_get(bmc->link);
	KUNIT_ASSERT_GE(test, req->seq, 0);
	m.seq = req->seq;
	req->msg.addr = m.addr;
	req->msg.netfn = m.netfn;
	req->msg.cmd = m.cmd;
	req->retries = 1;
	req->retry_ms = 1000;
	KUNIT_EXPECT_EQ(test, 0, bmc_bridge_encode(&req->frame, &m, BMC_FRAME_MAX));
	KUNIT_EXPECT_EQ(test, 0, bmc_request_submit(req));
	return req;
}

static void expect_bridged(struct kunit *test, struct test_client *tc, u8 cc)
{
	struct bmc_message *msg = bmc_client_take(&tc->client);

	KUNIT_ASSERT_NOT_NULL(test, msg);
	KUNIT_EXPECT_EQ(test, 77L, msg->msgid);
	KUNIT_EXPECT_EQ(test, 7, (int)msg->netfn);
	KUNIT_EXPECT_EQ(test, IPMI_IPMB_ADDR_TYPE, msg->addr.addr_type);
	KUNIT_EXPECT_EQ(test, (int)cc, (int)msg->data[0]);
	msg->free(msg);
}

static struct bmc_bridged answer_to(const struct bmc_request *req, const u8 *cc)
{
	struct bmc_bridged m = to_ipmb(0x30);

	m.netfn = 7;
	m.seq = req->seq;
	m.data = cc;
	m.len = 1;
	return m;
}

static void answer_is_matched_exactly(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	struct bmc_request *req = bridged(test, tc);
	struct bmc_bridged m, wrong;
	struct ipmi_ipmb_addr *addr = (void *)&wrong.addr;
	u8 cc = 0;

	fake_serve(test, 1);
	KUNIT_EXPECT_EQ(test, 1U, bmc->link->nr_away);
	m = answer_to(req, &cc);
	wrong = m;
	wrong.seq ^= 1;
	KUNIT_EXPECT_FALSE(test, bmc_seq_answer(bmc->link, &wrong));
	wrong = m;
	wrong.cmd ^= 1;
	KUNIT_EXPECT_FALSE(test, bmc_seq_answer(bmc->link, &wrong));
	wrong = m;
	wrong.netfn ^= 8;
	KUNIT_EXPECT_FALSE(test, bmc_seq_answer(bmc->link, &wrong));
	wrong = m;
	addr->slave_addr ^= 2;
	KUNIT_EXPECT_FALSE(test, bmc_seq_answer(bmc->link, &wrong));
	wrong = m;
	addr->channel = 1;
	KUNIT_EXPECT_FALSE(test, bmc_seq_answer(bmc->link, &wrong));
	KUNIT_EXPECT_TRUE(test, bmc_seq_answer(bmc->link, &m));
	expect_bridged(test, tc, 0);
	KUNIT_EXPECT_FALSE(test, bmc_seq_answer(bmc->link, &m));
	KUNIT_EXPECT_TRUE(test, bitmap_empty(bmc->link->seqs, BMC_SEQS));
	fake_close(test, tc);
}

static void no_answer_is_asked_again_then_timed_out(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	unsigned int sends;

	bridged(test, tc);
	fake_serve(test, 1);
	sends = bmc->sends;
	bmc->now = ktime_add_ms(bmc->now, 999);
	bmc_link_serve(bmc->link);
	KUNIT_EXPECT_FALSE(test, bmc_client_has_answer(&tc->client));
	bmc->now = ktime_add_ms(bmc->now, 2);
	bmc_link_serve(bmc->link);
	KUNIT_EXPECT_GT(test, bmc->sends, sends);
	KUNIT_EXPECT_EQ(test, 1U, bmc->link->nr_away);
	bmc->now = ktime_add_ms(bmc->now, 1001);
	KUNIT_EXPECT_NULL(test, bmc_seq_due(bmc->link));
	expect_bridged(test, tc, 0xc3);
	KUNIT_EXPECT_EQ(test, 0U, bmc->link->nr_away);
	fake_close(test, tc);
}

static void refused_send_message_ends_the_request(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	bmc->deny = BMC_CMD_SEND_MSG;
	bridged(test, tc);
	fake_serve(test, 1);
	expect_bridged(test, tc, 0xc1);
	fake_close(test, tc);
}

/* How often the flags are fetched in a second in which an answer is awaited. */
static unsigned int polls_while_away(struct kunit *test, bool told, bool wired)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	const struct bmc_transport *transport = bmc->link->transport;
	struct bmc_transport other = *transport;
	unsigned int before, turns = 0;
	ktime_t end;

	other.told = told;
	bmc->link->transport = &other;
	bmc->link->wired = wired;
	bridged(test, tc);
	fake_serve(test, 1);
	before = bmc->transacts;
	end = ktime_add_ms(bmc->now, 990);
	while (ktime_before(bmc->now, end) && turns++ < 1000) {
		if (bmc_attention_due(bmc->link))
			bmc_attention_serve(bmc->link);
		else
			bmc->now = ktime_add_ns(bmc->now,
						jiffies_to_nsecs(bmc_attention_sleep(bmc->link)));
	}
	KUNIT_EXPECT_LT(test, turns, told ? 25U : 600U);
	before = bmc->transacts - before;
	bmc_seq_flush(bmc->link, BMC_CC_TIMEOUT);
	expect_bridged(test, tc, BMC_CC_TIMEOUT);
	bmc->link->transport = transport;
	fake_close(test, tc);
	return before;
}

static void answers_are_polled_for_where_nothing_tells(struct kunit *test)
{
	unsigned int polls = polls_while_away(test, true, false);

	KUNIT_EXPECT_GE(test, polls, 5U);
	KUNIT_EXPECT_LE(test, polls, 10U);
	KUNIT_EXPECT_LE(test, polls_while_away(test, true, true), 4U);
	KUNIT_EXPECT_LE(test, polls_while_away(test, false, false), 4U);
}

static void dead_bmc_ends_what_is_away(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	bridged(test, tc);
	fake_serve(test, 1);
	bmc_health_set(bmc->link, BMC_DOWN);
	expect_bridged(test, tc, 0xc3);
	fake_close(test, tc);
}

static void closed_client_leaves_nothing_away(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	bool released = false;

	bridged(test, tc);
	fake_serve(test, 1);
	tc->released = &released;
	bmc_client_close(&tc->client);
	KUNIT_EXPECT_TRUE(test, bmc->link->interrupted);
	KUNIT_EXPECT_NULL(test, bmc_seq_due(bmc->link));
	KUNIT_EXPECT_TRUE(test, released);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(bmc->link->seqs, BMC_SEQS));
}

static void sixty_four_at_once_and_no_more(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;
	int i, first;

	first = bmc_seq_get(bmc->link);
	for (i = 1; i < BMC_SEQS; i++)
		KUNIT_EXPECT_EQ(test, (first + i) % BMC_SEQS, bmc_seq_get(bmc->link));
	KUNIT_EXPECT_EQ(test, -EAGAIN, bmc_seq_get(bmc->link));
	bmc_seq_put(bmc->link, 5);
	KUNIT_EXPECT_EQ(test, 5, bmc_seq_get(bmc->link));
	for (i = 0; i < BMC_SEQS; i++)
		bmc_seq_put(bmc->link, i);
}

static void commands_have_one_owner_per_channel(struct kunit *test)
{
	struct test_client *a = fake_open(test, BMC_NORMAL, 10);
	struct test_client *b = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	KUNIT_EXPECT_EQ(test, 0, bmc_command_register(&a->client, 6, 1, 0x3));
	KUNIT_EXPECT_EQ(test, -EBUSY, bmc_command_register(&b->client, 6, 1, 0x6));
	KUNIT_EXPECT_EQ(test, 0, bmc_command_register(&b->client, 6, 1, 0x4));
	KUNIT_EXPECT_EQ(test, 0, bmc_command_register(&b->client, 6, 2, ~0));
	KUNIT_EXPECT_EQ(test, -ENOENT, bmc_command_unregister(&b->client, 6, 1, 0x3));
	KUNIT_EXPECT_EQ(test, 0, bmc_command_unregister(&a->client, 6, 1, 0x1));
	KUNIT_EXPECT_EQ(test, -ENOENT, bmc_command_unregister(&a->client, 6, 1, 0x1));
	KUNIT_EXPECT_EQ(test, 3U, bmc->link->nr_commands);
	fake_close(test, a);
	fake_close(test, b);
	KUNIT_EXPECT_EQ(test, 0U, bmc->link->nr_commands);
}

static void command_reaches_its_owner_or_is_refused(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	struct bmc_bridged m = to_ipmb(0x30);
	struct bmc_message *msg;

	KUNIT_EXPECT_EQ(test, 0, bmc_command_register(&tc->client, 6, 1, 1));
	KUNIT_EXPECT_EQ(test, 0, bmc_command_receive(bmc->link, &m));
	KUNIT_EXPECT_EQ(test, 0U, bmc->sends);
	msg = bmc_client_take(&tc->client);
	KUNIT_ASSERT_NOT_NULL(test, msg);
	KUNIT_EXPECT_EQ(test, IPMI_CMD_RECV_TYPE, msg->recv_type);
	KUNIT_EXPECT_EQ(test, 0x2aL, msg->msgid);
	msg->free(msg);

	m.cmd = 9;
	KUNIT_EXPECT_EQ(test, 0, bmc_command_receive(bmc->link, &m));
	KUNIT_EXPECT_EQ(test, 1U, bmc->sends);
	KUNIT_EXPECT_EQ(test, 0x34, (int)bmc->req.data[1]);
	KUNIT_EXPECT_EQ(test, 0x07 << 2, (int)bmc->req.data[4]);
	KUNIT_EXPECT_EQ(test, 0xc1, (int)bmc->req.data[9]);
	fake_close(test, tc);
}

static void commands_that_nobody_reads_do_not_pile_up(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	struct bmc_bridged m = to_ipmb(0x30);
	struct bmc_message *msg;
	int i;

	KUNIT_EXPECT_EQ(test, 0, bmc_command_register(&tc->client, 6, 1, 1));
	for (i = 0; i < 100; i++)
		KUNIT_EXPECT_EQ(test, 0, bmc_command_receive(bmc->link, &m));
	KUNIT_EXPECT_EQ(test, 100U, tc->answered);
	KUNIT_EXPECT_EQ(test, 0U, bmc->sends);
	/* No room: the sender is told that the node is busy. */
	KUNIT_EXPECT_EQ(test, 0, bmc_command_receive(bmc->link, &m));
	KUNIT_EXPECT_EQ(test, 100U, tc->answered);
	KUNIT_EXPECT_EQ(test, 1U, bmc->sends);
	KUNIT_EXPECT_EQ(test, 0xc0, (int)bmc->req.data[9]);
	/* Its own requests and events have nothing to do with it. */
	KUNIT_EXPECT_EQ(test, 0, fake_ask(tc, 1));
	msg = bmc_client_take(&tc->client);
	KUNIT_ASSERT_NOT_NULL(test, msg);
	msg->free(msg);
	KUNIT_EXPECT_EQ(test, 0, bmc_command_receive(bmc->link, &m));
	KUNIT_EXPECT_EQ(test, 101U, tc->answered);
	fake_close(test, tc);
}

static void set_medium(struct fake_bmc *bmc, unsigned int channel, u8 medium)
{
	rcu_dereference_protected(bmc->link->channels, true)->medium[channel] = medium;
}

/* One message in the receive queue, fetched by the thread. */
static void receive_message(struct fake_bmc *bmc, const u8 *message, unsigned int len)
{
	memcpy(bmc->message, message, len);
	bmc->message_len = len;
	bmc->link->attention.flags = 1;
	bmc_attention_serve(bmc->link);
}

static void oem_channel_message_reaches_who_registered(struct kunit *test)
{
	static const u8 message[] = { 0x05, 0xde, 0xad, 0xbe, 0xef };
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	struct ipmi_system_interface_addr *addr;
	struct bmc_message *msg;

	set_medium(bmc, 5, 0x60);
	receive_message(bmc, message, sizeof(message));
	KUNIT_EXPECT_FALSE(test, bmc_client_has_answer(&tc->client));
	KUNIT_EXPECT_EQ(test, 0, bmc_command_register(&tc->client, 7, 0x33, BIT(5)));
	bmc->sends = 0;
	receive_message(bmc, message, sizeof(message));
	msg = bmc_client_take(&tc->client);
	KUNIT_ASSERT_NOT_NULL(test, msg);
	addr = (void *)&msg->addr;
	KUNIT_EXPECT_EQ(test, IPMI_OEM_RECV_TYPE, msg->recv_type);
	KUNIT_EXPECT_EQ(test, IPMI_SYSTEM_INTERFACE_ADDR_TYPE, addr->addr_type);
	KUNIT_EXPECT_EQ(test, IPMI_BMC_CHANNEL, (int)addr->channel);
	KUNIT_EXPECT_EQ(test, 7, (int)msg->netfn);
	KUNIT_EXPECT_EQ(test, 0x33, (int)msg->cmd);
	KUNIT_EXPECT_EQ(test, 4, (int)msg->len);
	KUNIT_EXPECT_EQ(test, 0, memcmp(msg->data, message + 1, 4));
	/* Nothing was sent in return. */
	KUNIT_EXPECT_EQ(test, 1U, bmc->sends);
	msg->free(msg);
	/* A channel byte alone is a message without data. */
	receive_message(bmc, message, 1);
	msg = bmc_client_take(&tc->client);
	KUNIT_ASSERT_NOT_NULL(test, msg);
	KUNIT_EXPECT_EQ(test, 0, (int)msg->len);
	msg->free(msg);
	fake_close(test, tc);
}

static void command_from_lan_that_nobody_wants_is_refused(struct kunit *test)
{
	/* channel 1 session 7, to 81h: netfn 30h, from 8Fh seq 5, cmd 42h */
	static const u8 message[] = { 0x01, 0x07, 0x81, 0xc0, 0xbf, 0x8f, 0x14, 0x42, 0x1b };
	struct fake_bmc *bmc = test->priv;

	set_medium(bmc, 1, IPMI_CHANNEL_MEDIUM_8023LAN);
	receive_message(bmc, message, sizeof(message));
	KUNIT_EXPECT_EQ(test, 0x34, (int)bmc->req.data[1]);
	KUNIT_EXPECT_EQ(test, 0x01, (int)bmc->req.data[2]);
	KUNIT_EXPECT_EQ(test, 0x07, (int)bmc->req.data[3]);
	KUNIT_EXPECT_EQ(test, 0x8f, (int)bmc->req.data[4]);
	KUNIT_EXPECT_EQ(test, 0xc4, (int)bmc->req.data[5]);
	KUNIT_EXPECT_EQ(test, 0x81, (int)bmc->req.data[7]);
	KUNIT_EXPECT_EQ(test, 0x14, (int)bmc->req.data[8]);
	KUNIT_EXPECT_EQ(test, 0x42, (int)bmc->req.data[9]);
	KUNIT_EXPECT_EQ(test, 0xc1, (int)bmc->req.data[10]);
}

static void message_of_every_length_from_every_medium_is_safe(struct kunit *test)
{
	static const u8 media[] = { 0, IPMI_CHANNEL_MEDIUM_IPMB, IPMI_CHANNEL_MEDIUM_8023LAN,
				    IPMI_CHANNEL_MEDIUM_ASYNC, 0x60, 0x7f };
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	u8 message[32];
	unsigned int i, len;

	KUNIT_EXPECT_EQ(test, 0, bmc_command_register(&tc->client, 7, 0x33, ~0));
	for (i = 0; i < ARRAY_SIZE(media); i++) {
		for (len = 0; len <= sizeof(message); len++) {
			struct bmc_message *msg;

			memset(message, len * 7, sizeof(message));
			message[0] = 0x03;
			set_medium(bmc, 3, media[i]);
			receive_message(bmc, message, len);
			KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
			while ((msg = bmc_client_take(&tc->client)))
				msg->free(msg);
		}
	}
	fake_close(test, tc);
}

static void addresses_are_checked(struct kunit *test)
{
	struct ipmi_addr addr = { .addr_type = IPMI_SYSTEM_INTERFACE_ADDR_TYPE, .channel = 0xf };
	struct ipmi_ipmb_direct_addr *direct = (void *)&addr;

	KUNIT_EXPECT_EQ(test, -EINVAL, bmc_addr_validate(&addr, 7));
	KUNIT_EXPECT_EQ(test, 0, bmc_addr_validate(&addr, 8));
	addr.channel = 0;
	KUNIT_EXPECT_EQ(test, -EINVAL, bmc_addr_validate(&addr, 8));
	addr.channel = 16;
	KUNIT_EXPECT_EQ(test, -EINVAL, bmc_addr_validate(&addr, 8));
	addr.channel = -1;
	KUNIT_EXPECT_EQ(test, -EINVAL, bmc_addr_validate(&addr, 8));
	addr = (struct ipmi_addr){ .addr_type = IPMI_IPMB_ADDR_TYPE };
	KUNIT_EXPECT_EQ(test, 0, bmc_addr_validate(&addr, sizeof(struct ipmi_ipmb_addr)));
	addr.addr_type = IPMI_LAN_ADDR_TYPE;
	KUNIT_EXPECT_EQ(test, -EINVAL, bmc_addr_validate(&addr, sizeof(struct ipmi_lan_addr) - 1));
	KUNIT_EXPECT_EQ(test, 0, bmc_addr_validate(&addr, sizeof(struct ipmi_lan_addr)));
	addr.channel = 0xf;
	KUNIT_EXPECT_EQ(test, -EINVAL, bmc_addr_validate(&addr, sizeof(struct ipmi_lan_addr)));
	addr = (struct ipmi_addr){ .addr_type = IPMI_IPMB_DIRECT_ADDR_TYPE };
	KUNIT_EXPECT_EQ(test, 0, bmc_addr_validate(&addr, sizeof(*direct)));
	direct->slave_addr = 0x21;
	KUNIT_EXPECT_EQ(test, -EINVAL, bmc_addr_validate(&addr, sizeof(*direct)));
	addr.addr_type = 0x55;
	KUNIT_EXPECT_EQ(test, -EINVAL, bmc_addr_validate(&addr, sizeof(addr)));
}

static struct kunit_case bridge_cases[] = {
	KUNIT_CASE(ipmb_request_is_coded_as_specified),
	KUNIT_CASE(broadcast_has_a_zero_first),
	KUNIT_CASE(lan_request_is_coded_as_specified),
	KUNIT_CASE(message_that_does_not_fit_is_refused),
	KUNIT_CASE(get_message_of_every_length_is_safe),
	KUNIT_CASE(response_without_completion_code_is_none),
	KUNIT_CASE(answer_is_matched_exactly),
	KUNIT_CASE(no_answer_is_asked_again_then_timed_out),
	KUNIT_CASE(refused_send_message_ends_the_request),
	KUNIT_CASE(answers_are_polled_for_where_nothing_tells),
	KUNIT_CASE(dead_bmc_ends_what_is_away),
	KUNIT_CASE(closed_client_leaves_nothing_away),
	KUNIT_CASE(sixty_four_at_once_and_no_more),
	KUNIT_CASE(commands_have_one_owner_per_channel),
	KUNIT_CASE(command_reaches_its_owner_or_is_refused),
	KUNIT_CASE(commands_that_nobody_reads_do_not_pile_up),
	KUNIT_CASE(oem_channel_message_reaches_who_registered),
	KUNIT_CASE(command_from_lan_that_nobody_wants_is_refused),
	KUNIT_CASE(message_of_every_length_from_every_medium_is_safe),
	KUNIT_CASE(addresses_are_checked),
	{}
};

static struct kunit_suite bridge_suite = {
	.name = "bmclink-bridge",
	.init = fake_link_init,
	.exit = fake_link_exit,
	.test_cases = bridge_cases,
};

kunit_test_suite(bridge_suite);
