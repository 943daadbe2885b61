// SPDX-License-Identifier: GPL-2.0-only
/* What a link counts: each counter is provoked. */
#include "core_fake.h"

#define MS(n)	((n) * NSEC_PER_MSEC)

static u64 counted_before[BMCLINK_A_STATS_MAX + 1];

static void count_from_here(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;
	unsigned int i;

	for (i = 0; i <= BMCLINK_A_STATS_MAX; i++)
		counted_before[i] = bmc_counter(bmc->link, i);
}

static void expect_counted(struct kunit *test, unsigned int counter, const char *name, u64 n)
{
	struct fake_bmc *bmc = test->priv;

	KUNIT_EXPECT_EQ_MSG(test, n, bmc_counter(bmc->link, counter) - counted_before[counter],
			    "%s", name);
}

#define EXPECT_COUNTED(test, name, n)	\
	expect_counted(test, BMCLINK_A_STATS_##name, #name, n)

static int stats_test_init(struct kunit *test)
{
	int err = fake_link_init(test);

	if (!err)
		count_from_here(test);
	return err;
}

static void drain(struct test_client *tc)
{
	struct bmc_message *msg;

	while ((msg = bmc_client_take(&tc->client)))
		msg->free(msg);
}

static void set_medium(struct fake_bmc *bmc, unsigned int channel, u8 medium)
{
	rcu_dereference_protected(bmc->link->channels, true)->medium[channel] = medium;
}

static void receive_message(struct fake_bmc *bmc, const u8 *message, unsigned int len)
{
	memcpy(bmc->message, message, len);
	bmc->message_len = len;
	bmc->link->attention.flags = 1;
	bmc_attention_serve(bmc->link);
}

static struct ipmi_addr on_ipmb(int type)
{
	struct ipmi_addr addr = { .addr_type = type };

	((struct ipmi_ipmb_addr *)&addr)->slave_addr = 0x30;
	return addr;
}

static struct ipmi_addr on_lan(struct kunit *test)
{
	struct ipmi_addr addr = { .addr_type = IPMI_LAN_ADDR_TYPE, .channel = 1 };
	struct ipmi_lan_addr *lan = (void *)&addr;

	set_medium(test->priv, 1, IPMI_CHANNEL_MEDIUM_8023LAN);
	lan->session_handle = 7;
	lan->remote_SWID = 0x81;
	lan->local_SWID = 0x8f;
	return addr;
}

/* Get Device ID, or with an odd @netfn an answer; sent by the thread. */
static void send_away(struct kunit *test, struct test_client *tc, struct ipmi_addr addr, u8 netfn,
		      int retries)
{
	struct bmc_request *req = bmc_request_new(&tc->client, 1);
	u8 cc = 0;

	KUNIT_ASSERT_FALSE(test, IS_ERR(req));
	bmc_encode_timing(req, retries, 1000);
	KUNIT_EXPECT_EQ(test, 0, bmc_encode(req, &addr, netfn, 1, &cc, 1));
	KUNIT_EXPECT_EQ(test, 0, bmc_request_submit(req));
	fake_serve(test, 1);
}

/* Nobody answers: it is sent again once, then given up. */
static void let_it_expire(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;

	bmc->now = ktime_add_ms(bmc->now, 1001);
	bmc_link_serve(bmc->link);
	bmc->now = ktime_add_ms(bmc->now, 1001);
	KUNIT_EXPECT_NULL(test, bmc_seq_due(bmc->link));
}

static void requests_and_responses(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	fake_ask(tc, 1);
	bmc->now = ktime_add_ms(bmc->now, 1);
	fake_serve(test, 1);
	EXPECT_COUNTED(test, LOCAL_COMMANDS, 1);
	EXPECT_COUNTED(test, LOCAL_RESPONSES, 1);
	EXPECT_COUNTED(test, SENT_MESSAGES, 1);
	EXPECT_COUNTED(test, RECEIVED_MESSAGES, 1);
	EXPECT_COUNTED(test, TRANSACTIONS, 1);
	EXPECT_COUNTED(test, SEND_ERRORS, 0);
	EXPECT_COUNTED(test, RECEIVE_ERRORS, 0);
	KUNIT_EXPECT_NE(test, bmc->link->stats.contact, 0ULL);
	drain(tc);
	fake_close(test, tc);
}

static void failures_of_the_line(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	bmc->send_err = -EIO;
	bmc->send_errs = 1;
	fake_ask(tc, 1);
	fake_serve(test, 1);
	EXPECT_COUNTED(test, SEND_ERRORS, 1);
	EXPECT_COUNTED(test, SEND_RETRIES, 1);
	EXPECT_COUNTED(test, HOSED, 1);
	KUNIT_EXPECT_EQ(test, EIO, bmc->link->stats.error);
	bmc->recv_err = -ETIMEDOUT;
	bmc->recv_errs = 1;
	fake_ask(tc, 2);
	fake_serve(test, 1);
	EXPECT_COUNTED(test, RECEIVE_ERRORS, 1);
	EXPECT_COUNTED(test, LOCAL_TIMEOUTS, 1);
	EXPECT_COUNTED(test, HOSED, 2);
	EXPECT_COUNTED(test, DOWNS, 0);
	KUNIT_EXPECT_EQ(test, ETIMEDOUT, bmc->link->stats.error);
	/* An answer to another command; and so it goes on. */
	bmc->wrong = true;
	fake_ask(tc, 3);
	fake_serve(test, 1);
	EXPECT_COUNTED(test, UNHANDLED_LOCAL_RESPONSES, 1);
	EXPECT_COUNTED(test, DOWNS, 1);
	EXPECT_COUNTED(test, RESETS, 0);
	drain(tc);
	fake_close(test, tc);
}

static void resets(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;

	/* Other firmware. */
	bmc->firmware = 1;
	bmc_health_verify(bmc->link, -EAGAIN);
	EXPECT_COUNTED(test, DOWNS, 1);
	bmc_health_probe(bmc->link);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	EXPECT_COUNTED(test, RESETS, 1);
	/* Away for a moment, but not reset. */
	bmc_health_set(bmc->link, BMC_DOWN);
	bmc_health_probe(bmc->link);
	EXPECT_COUNTED(test, DOWNS, 2);
	EXPECT_COUNTED(test, RESETS, 1);
	/* It has lost what it was told, when it comes up and while it is. */
	bmc_health_set(bmc->link, BMC_DOWN);
	bmc->enables = 0;
	bmc_health_probe(bmc->link);
	EXPECT_COUNTED(test, RESETS, 2);
	bmc->enables = 0;
	KUNIT_EXPECT_EQ(test, 0, bmc_identity_check(bmc->link));
	EXPECT_COUNTED(test, RESETS, 3);
}

static void what_is_malformed(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct ipmi_addr addr = { .addr_type = IPMI_SYSTEM_INTERFACE_ADDR_TYPE,
				  .channel = IPMI_BMC_CHANNEL };
	struct bmc_request *req = bmc_request_new(&tc->client, 1);

	KUNIT_ASSERT_FALSE(test, IS_ERR(req));
	KUNIT_EXPECT_EQ(test, -EINVAL,
			bmc_encode(req, &addr, BMC_NETFN_APP, BMC_CMD_SEND_MSG, NULL, 0));
	EXPECT_COUNTED(test, INVALID_COMMANDS, 1);
	bmc_request_free(req);
	fake_close(test, tc);
}

static void messages_to_ipmb(struct kunit *test)
{
	/* From 30h: an answer to sequence number 3Fh, that nobody waits for; too short for one. */
	static const u8 stray[] = { 0x00, 0x1e, 0xc2, 0x30, 0xfc, 0x01, 0x00, 0xd3 };
	static const u8 stump[] = { 0x00, 0x1e, 0xc2 };
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	send_away(test, tc, on_ipmb(IPMI_IPMB_ADDR_TYPE), 6, 1);
	EXPECT_COUNTED(test, IPMB_COMMANDS, 1);
	let_it_expire(test);
	EXPECT_COUNTED(test, IPMB_COMMANDS, 2);
	EXPECT_COUNTED(test, IPMB_RETRANSMITS, 1);
	EXPECT_COUNTED(test, IPMB_TIMEOUTS, 1);
	send_away(test, tc, on_ipmb(IPMI_IPMB_BROADCAST_ADDR_TYPE), 6, 1);
	bmc->now = ktime_add_ms(bmc->now, 1001);
	KUNIT_EXPECT_NULL(test, bmc_seq_due(bmc->link));
	EXPECT_COUNTED(test, IPMB_BROADCAST_TIMEOUTS, 1);
	EXPECT_COUNTED(test, IPMB_TIMEOUTS, 1);
	send_away(test, tc, on_ipmb(IPMI_IPMB_ADDR_TYPE), 7, 0);
	EXPECT_COUNTED(test, IPMB_ANSWERS, 1);
	bmc->deny = BMC_CMD_SEND_MSG;
	send_away(test, tc, on_ipmb(IPMI_IPMB_ADDR_TYPE), 6, 0);
	EXPECT_COUNTED(test, IPMB_COMMAND_ERRORS, 1);
	bmc->deny = 0;
	receive_message(bmc, stray, sizeof(stray));
	EXPECT_COUNTED(test, IPMB_UNHANDLED_RESPONSES, 1);
	receive_message(bmc, stump, sizeof(stump));
	EXPECT_COUNTED(test, IPMB_INVALID_RESPONSES, 1);
	EXPECT_COUNTED(test, INCOMING_MESSAGES, 2);
	drain(tc);
	fake_close(test, tc);
}

static void answers_from_ipmb(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	struct bmc_request *req;
	/* The sequence number is filled in. */
	u8 answer[] = { 0x00, 0x1e, 0xc2, 0x30, 0x00, 0x01, 0x00, 0x00 };

	send_away(test, tc, on_ipmb(IPMI_IPMB_ADDR_TYPE), 6, 0);
	req = list_first_entry(&bmc->link->away, struct bmc_request, node);
	answer[4] = req->seq << 2;
	receive_message(bmc, answer, sizeof(answer));
	EXPECT_COUNTED(test, IPMB_RESPONSES, 1);
	EXPECT_COUNTED(test, IPMB_UNHANDLED_RESPONSES, 0);
	bmc_seq_flush(bmc->link, BMC_CC_TIMEOUT);
	drain(tc);
	fake_close(test, tc);
}

static void messages_to_consoles(struct kunit *test)
{
	/* Session 7, to 8Fh: netfn 07h, from 81h, sequence number 3Fh, command, completion code. */
	static const u8 stray[] = { 0x01, 0x07, 0x8f, 0x1c, 0x55, 0x81, 0xfc, 0x01, 0x00, 0x82 };
	static const u8 stump[] = { 0x01, 0x07, 0x8f };
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct ipmi_addr console = on_lan(test);
	struct fake_bmc *bmc = test->priv;
	struct bmc_request *req;
	u8 answer[sizeof(stray)];

	send_away(test, tc, console, 6, 1);
	EXPECT_COUNTED(test, LAN_COMMANDS, 1);
	let_it_expire(test);
	EXPECT_COUNTED(test, LAN_RETRANSMITS, 1);
	EXPECT_COUNTED(test, LAN_TIMEOUTS, 1);
	send_away(test, tc, console, 7, 0);
	EXPECT_COUNTED(test, LAN_ANSWERS, 1);
	bmc->deny = BMC_CMD_SEND_MSG;
	send_away(test, tc, console, 6, 0);
	EXPECT_COUNTED(test, LAN_COMMAND_ERRORS, 1);
	bmc->deny = 0;
	receive_message(bmc, stray, sizeof(stray));
	EXPECT_COUNTED(test, LAN_UNHANDLED_RESPONSES, 1);
	receive_message(bmc, stump, sizeof(stump));
	EXPECT_COUNTED(test, LAN_INVALID_RESPONSES, 1);
	send_away(test, tc, console, 6, 0);
	req = list_first_entry(&bmc->link->away, struct bmc_request, node);
	memcpy(answer, stray, sizeof(answer));
	answer[6] = req->seq << 2;
	receive_message(bmc, answer, sizeof(answer));
	EXPECT_COUNTED(test, LAN_RESPONSES, 1);
	bmc_seq_flush(bmc->link, BMC_CC_TIMEOUT);
	drain(tc);
	fake_close(test, tc);
}

static void commands_from_others(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct bmc_bridged m = { .netfn = 6, .cmd = 1, .from = 0x20,
				 .addr = on_ipmb(IPMI_IPMB_ADDR_TYPE) };
	static const u8 message[] = { 0x03, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
	struct fake_bmc *bmc = test->priv;

	KUNIT_EXPECT_EQ(test, 0, bmc_command_register(&tc->client, 6, 1, 1));
	KUNIT_EXPECT_EQ(test, 0, bmc_command_receive(bmc->link, &m));
	EXPECT_COUNTED(test, COMMANDS, 1);
	m.cmd = 2;
	KUNIT_EXPECT_EQ(test, 0, bmc_command_receive(bmc->link, &m));
	EXPECT_COUNTED(test, UNHANDLED_COMMANDS, 1);
	/* From a channel that is none. */
	set_medium(bmc, 3, 0);
	receive_message(bmc, message, sizeof(message));
	EXPECT_COUNTED(test, INVALID_MESSAGES, 1);
	drain(tc);
	fake_close(test, tc);
}

static void what_the_bmc_tells(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;
	unsigned int i;

	/* Held until somebody listens, but not for ever. */
	for (i = 0; i < 30; i++) {
		bmc->events = 1;
		bmc->link->attention.flags = 2;
		bmc->link->attention.tokens = 2;
		bmc_attention_serve(bmc->link);
	}
	EXPECT_COUNTED(test, EVENTS, 30);
	EXPECT_COUNTED(test, DROPPED_EVENTS, 5);
	bmc->events = 1;
	bmc->empty_event = true;
	bmc->link->attention.flags = 2;
	bmc_attention_serve(bmc->link);
	EXPECT_COUNTED(test, INVALID_EVENTS, 1);
	bmc->events = 0;
	bmc->flags = 8;
	bmc->link->attention.flags = 8;
	bmc_attention_serve(bmc->link);
	EXPECT_COUNTED(test, WATCHDOG_PRETIMEOUTS, 1);
	/* It asks for attention, and the flags are fetched. */
	count_from_here(test);
	bmc->link->attention.flags = 0;
	bmc->link->attention.tokens = 2;
	bmc->atn = true;
	KUNIT_EXPECT_TRUE(test, bmc_attention_due(bmc->link));
	bmc_attention_serve(bmc->link);
	EXPECT_COUNTED(test, ATTENTIONS, 1);
	EXPECT_COUNTED(test, FLAG_FETCHES, 1);
	bmc->atn = false;
	bmc_link_interrupt(bmc->link);
	EXPECT_COUNTED(test, INTERRUPTS, 1);
}

static void latencies_by_command(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;
	struct bmc_stats *stats = &bmc->link->stats;
	unsigned int i, found = 0;

	bmc_stats_latency(bmc->link, 0x3e, 0x77, 0, MS(3));
	bmc_stats_latency(bmc->link, 0x3e, 0x77, 0xc1, MS(1));
	for (i = 0; i < BMC_LATENCY_COMMANDS; i++) {
		const struct bmc_latency *entry = &stats->latency[i];

		if (!entry->used || entry->netfn != 0x3e || entry->cmd != 0x77)
			continue;
		found++;
		KUNIT_EXPECT_EQ(test, 2ULL, entry->count);
		KUNIT_EXPECT_EQ(test, 1ULL, entry->errors);
		KUNIT_EXPECT_EQ(test, 4000ULL, entry->total_us);
		KUNIT_EXPECT_EQ(test, 3000ULL, entry->max_us);
		/* 3000 is below 4096 and not below 2048, 1000 is below 1024. */
		KUNIT_EXPECT_EQ(test, 1ULL, entry->bucket[12]);
		KUNIT_EXPECT_EQ(test, 1ULL, entry->bucket[10]);
	}
	KUNIT_EXPECT_EQ(test, 1U, found);
	/* More commands than there is room for share one place; no time is too short or long. */
	for (i = 0; i < 256; i++)
		bmc_stats_latency(bmc->link, 0x3c, i, 0, i & 1 ? 0 : S64_MAX);
	KUNIT_EXPECT_GT(test, stats->latency[BMC_LATENCY_COMMANDS].count, 100ULL);
	KUNIT_EXPECT_FALSE(test, stats->latency[BMC_LATENCY_COMMANDS].used);
}

static void what_a_response_is_for_is_known_by_its_tag(struct kunit *test)
{
	struct bmc_frame req = { .len = 3, .tag = 5, .data = { 0x18, 0x47, 2, 0xff, 0xff } };
	struct fake_bmc *bmc = test->priv;
	struct bmc_frame rsp = { .tag = 5 };
	const u8 *asked;

	bmc_stats_sent(bmc->link, &req, 0);
	asked = bmc_stats_asked(bmc->link, &rsp);
	KUNIT_ASSERT_NOT_NULL(test, asked);
	KUNIT_EXPECT_EQ(test, 0x47, (int)asked[1]);
	KUNIT_EXPECT_EQ(test, 2, (int)asked[2]);
	KUNIT_EXPECT_EQ(test, 0, (int)asked[3]);
	/* A response to nothing that was asked. */
	rsp.tag = BMC_DEPTH_MAX;
	KUNIT_EXPECT_NULL(test, bmc_stats_asked(bmc->link, &rsp));
	rsp.tag = 0xff;
	KUNIT_EXPECT_NULL(test, bmc_stats_asked(bmc->link, &rsp));
}

static void nothing_is_counted_in_a_panic(struct kunit *test)
{
	struct bmc_frame frame = { .len = 2, .data = { 0x18, 0x01 } };
	struct fake_bmc *bmc = test->priv;

	bmc->link->wait.seizer = current;
	bmc_stats_sent(bmc->link, &frame, 0);
	bmc_stats_received(bmc->link, &frame, -EIO);
	bmc->link->wait.seizer = NULL;
	EXPECT_COUNTED(test, SENT_MESSAGES, 0);
	EXPECT_COUNTED(test, RECEIVE_ERRORS, 0);
}

static struct kunit_case stats_cases[] = {
	KUNIT_CASE(requests_and_responses),
	KUNIT_CASE(failures_of_the_line),
	KUNIT_CASE(resets),
	KUNIT_CASE(what_is_malformed),
	KUNIT_CASE(messages_to_ipmb),
	KUNIT_CASE(answers_from_ipmb),
	KUNIT_CASE(messages_to_consoles),
	KUNIT_CASE(commands_from_others),
	KUNIT_CASE(what_the_bmc_tells),
	KUNIT_CASE(latencies_by_command),
	KUNIT_CASE(what_a_response_is_for_is_known_by_its_tag),
	KUNIT_CASE(nothing_is_counted_in_a_panic),
	{}
};

static struct kunit_suite stats_suite = {
	.name = "bmc_stats",
	.init = stats_test_init,
	.exit = fake_link_exit,
	.test_cases = stats_cases,
};

kunit_test_suite(stats_suite);
