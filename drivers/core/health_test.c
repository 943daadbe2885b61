// SPDX-License-Identifier: GPL-2.0-only
/* Suspicion and maintenance. */
#include "core_fake.h"

static int ask_command(struct test_client *tc, u8 netfn, u8 cmd)
{
	struct bmc_request *req = bmc_request_new(&tc->client, 5);
	int err;

	if (IS_ERR(req))
		return PTR_ERR(req);
	req->msg.addr.addr_type = IPMI_SYSTEM_INTERFACE_ADDR_TYPE;
	req->msg.addr.channel = IPMI_BMC_CHANNEL;
	req->msg.netfn = netfn;
	req->msg.cmd = cmd;
	req->frame.data[0] = netfn << 2;
	req->frame.data[1] = cmd;
	req->frame.data[2] = 0;
	req->frame.len = 3;
	err = bmc_request_submit(req);
	if (err)
		bmc_request_free(req);
	return err;
}

static void drop_answers(struct test_client *tc)
{
	struct bmc_message *msg;

	while ((msg = bmc_client_take(&tc->client)))
		msg->free(msg);
}

static void every_answer_of_a_bmc_that_starts_is_suspect(struct kunit *test)
{
	static const u8 ccs[] = { 0xd1, 0xd2, 0xd5 };
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	int i;

	for (i = 0; i < ARRAY_SIZE(ccs); i++) {
		bmc->oem_cc = ccs[i];
		bmc->cc = ccs[i];
		fake_ask(tc, i);
		fake_serve(test, 5);
		fake_expect(test, tc, i, ccs[i]);
		KUNIT_EXPECT_EQ(test, BMC_DOWN, bmc->link->health);
		bmc->cc = 0;
		bmc->enables = 0;
		fake_run(test, 700);
		KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
		KUNIT_EXPECT_EQ(test, 4, (int)bmc->enables);
	}
	fake_close(test, tc);
}

static void flood_of_errors_is_not_a_flood_of_questions(struct kunit *test)
{
	static const u8 ccs[] = { 0xd2, 0xd5, 0xc3 };
	struct test_client *tc = fake_open(test, BMC_NORMAL, 100);
	struct fake_bmc *bmc = test->priv;
	int i, n;

	bmc->took_ns = 20 * NSEC_PER_MSEC;
	for (i = 0; i < ARRAY_SIZE(ccs); i++) {
		bmc->oem_cc = ccs[i];
		bmc->transacts = 0;
		bmc->executed = 0;
		for (n = 0; n < 100; n++) {
			fake_ask(tc, 1);
			fake_serve(test, 2);
			fake_expect(test, tc, 1, ccs[i]);
		}
		KUNIT_EXPECT_EQ(test, 100U, bmc->executed);
		/* Two seconds, and one question a second for them all. */
		KUNIT_EXPECT_LE(test, bmc->transacts, 4U);
		KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	}
	fake_close(test, tc);
}

static void reset_shows_in_the_flags_too(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	bmc_event_listen(&tc->client, true);
	fake_run(test, 2000);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	bmc->flags_cc = 0xd2;
	bmc->cc = 0xd2;
	fake_run(test, 1500);
	KUNIT_EXPECT_EQ(test, BMC_DOWN, bmc->link->health);
	bmc->flags_cc = 0;
	bmc->cc = 0;
	fake_run(test, 700);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	fake_close(test, tc);
}

static void suspicion_with_several_in_flight_waits_for_them(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	struct bmc_limits limits = bmc->link->limits;
	int i;

	limits.depth = 2;
	bmc->depth = 2;
	bmc_link_set_limits(bmc->link, &limits);
	bmc->oem_cc = 0xd2;
	bmc->cc = 0xd2;
	for (i = 0; i < 4; i++)
		fake_ask(tc, i);
	fake_serve(test, 10);
	KUNIT_EXPECT_EQ(test, BMC_DOWN, bmc->link->health);
	/* Two had been sent; the others end with the link. */
	KUNIT_EXPECT_EQ(test, 2U, bmc->executed);
	fake_expect(test, tc, 0, 0xd2);
	fake_expect(test, tc, 1, 0xd2);
	fake_expect(test, tc, 2, 0xc3);
	fake_expect(test, tc, 3, 0xc3);
	fake_close(test, tc);
}

static void firmware_being_updated_is_no_other_firmware(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	bmc->firmware = 0x80;
	bmc->oem_cc = 0xd1;
	fake_ask(tc, 1);
	fake_serve(test, 2);
	fake_expect(test, tc, 1, 0xd1);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	KUNIT_EXPECT_EQ(test, 0x83, (int)bmc->link->identity.firmware_major);
	fake_close(test, tc);
}

static void reset_and_firmware_commands_cause_maintenance(struct kunit *test)
{
	static const struct {
		u8 netfn, cmd;
		enum bmc_maintenance_state state;
	} cases[] = {
		{ 6, 1, BMC_MAINTENANCE_OFF }, { 6, 2, BMC_MAINTENANCE_RESET },
		{ 6, 3, BMC_MAINTENANCE_RESET }, { 6, 4, BMC_MAINTENANCE_OFF },
		{ 8, 0, BMC_MAINTENANCE_FIRMWARE }, { 8, 2, BMC_MAINTENANCE_FIRMWARE },
		{ 0, 2, BMC_MAINTENANCE_OFF }, { 0x30, 2, BMC_MAINTENANCE_OFF },
	};
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	struct bmc_link *link = bmc->link;
	u64 left;
	int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		KUNIT_EXPECT_EQ(test, 0, ask_command(tc, cases[i].netfn, cases[i].cmd));
		KUNIT_EXPECT_EQ_MSG(test, cases[i].state, bmc_maintenance_state(link, &left),
				    "%02x %02x", cases[i].netfn, cases[i].cmd);
		if (cases[i].state)
			KUNIT_EXPECT_EQ(test, 30ULL * NSEC_PER_SEC, left);
		fake_serve(test, 5);
		KUNIT_EXPECT_EQ(test, cases[i].state, link->maintenance.announced);
		fake_run(test, 28500);
		KUNIT_EXPECT_EQ(test, cases[i].state, bmc_maintenance_state(link, &left));
		fake_run(test, 2500);
		KUNIT_EXPECT_EQ(test, BMC_MAINTENANCE_OFF, bmc_maintenance_state(link, &left));
		KUNIT_EXPECT_EQ(test, BMC_MAINTENANCE_OFF, link->maintenance.announced);
		drop_answers(tc);
	}
	fake_close(test, tc);
}

static void maintenance_is_as_the_user_says(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	struct bmc_link *link = bmc->link;

	KUNIT_EXPECT_EQ(test, IPMI_MAINTENANCE_MODE_AUTO, bmc_maintenance_mode(link));
	KUNIT_EXPECT_EQ(test, -EINVAL, bmc_maintenance_set(link, 3));
	KUNIT_EXPECT_EQ(test, -EINVAL, bmc_maintenance_set(link, -1));
	KUNIT_EXPECT_EQ(test, 0, bmc_maintenance_set(link, IPMI_MAINTENANCE_MODE_ON));
	KUNIT_EXPECT_EQ(test, BMC_MAINTENANCE_FIRMWARE, bmc_maintenance_state(link, NULL));
	fake_run(test, 100000);
	KUNIT_EXPECT_EQ(test, BMC_MAINTENANCE_FIRMWARE, bmc_maintenance_state(link, NULL));
	KUNIT_EXPECT_EQ(test, 0, bmc_maintenance_set(link, IPMI_MAINTENANCE_MODE_OFF));
	ask_command(tc, 6, 2);
	KUNIT_EXPECT_EQ(test, BMC_MAINTENANCE_OFF, bmc_maintenance_state(link, NULL));
	/* As in-tree, the command still counts when the mode is automatic again. */
	KUNIT_EXPECT_EQ(test, 0, bmc_maintenance_set(link, IPMI_MAINTENANCE_MODE_AUTO));
	KUNIT_EXPECT_EQ(test, BMC_MAINTENANCE_RESET, bmc_maintenance_state(link, NULL));
	fake_serve(test, 5);
	fake_run(test, 31000);
	fake_close(test, tc);
}

static void bmc_in_maintenance_is_left_alone(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct test_client *background = fake_open(test, BMC_BACKGROUND, 10);
	struct fake_bmc *bmc = test->priv;
	unsigned int sends;

	bmc_event_listen(&tc->client, true);
	fake_run(test, 5000);
	KUNIT_EXPECT_GT(test, bmc->transacts, 3U);
	ask_command(tc, 8, 1);
	fake_serve(test, 5);
	drop_answers(tc);
	bmc->transacts = 0;
	fake_run(test, 28500);
	KUNIT_EXPECT_EQ(test, 0U, bmc->transacts);
	/* Work that can wait is refused, and what a program asks is not. */
	sends = bmc->sends;
	fake_ask(background, 1);
	fake_expect(test, background, 1, 0xc0);
	KUNIT_EXPECT_EQ(test, sends, bmc->sends);
	fake_ask(tc, 2);
	fake_serve(test, 5);
	fake_expect(test, tc, 2, 0);
	/* Afterwards its settings are looked at, and the polling goes on. */
	bmc->enables = 0;
	fake_run(test, 4000);
	KUNIT_EXPECT_EQ(test, 4, (int)bmc->enables);
	KUNIT_EXPECT_GT(test, bmc->transacts, 1U);
	fake_ask(background, 3);
	fake_serve(test, 5);
	fake_expect(test, background, 3, 0);
	fake_close(test, background);
	fake_close(test, tc);
}

static void bmc_that_writes_flash_is_not_taken_for_dead(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	ask_command(tc, 8, 1);
	fake_serve(test, 5);
	drop_answers(tc);
	/* The next request is not answered, and Get Device ID only after 3 s. */
	bmc->recv_err = -ETIMEDOUT;
	bmc->recv_errs = 1;
	bmc->took_ns = 3ULL * NSEC_PER_SEC;
	fake_ask(tc, 1);
	fake_serve(test, 5);
	fake_expect(test, tc, 1, 0xc3);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	bmc->took_ns = NSEC_PER_MSEC;
	fake_run(test, 31000);
	fake_close(test, tc);
}

static void probes_in_maintenance_keep_an_even_pace(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	ktime_t start;
	int i;

	ask_command(tc, 6, 2);
	fake_serve(test, 5);
	drop_answers(tc);
	bmc->cc = 0xd2;
	bmc_health_set(bmc->link, BMC_DOWN);
	for (i = 0; i < 10; i++) {
		start = bmc->now;
		bmc_health_probe(bmc->link);
		KUNIT_EXPECT_GE(test, ktime_ms_delta(bmc->now, start), 500LL);
		KUNIT_EXPECT_LE(test, ktime_ms_delta(bmc->now, start), 1900LL);
	}
	bmc->cc = 0;
	fake_run(test, 35000);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	fake_close(test, tc);
}

static void others_in_maintenance_get_more_time(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	struct bmc_request *req = bmc_request_new(&tc->client, 5);

	KUNIT_ASSERT_FALSE(test, IS_ERR(req));
	KUNIT_EXPECT_EQ(test, 2000U, bmc_maintenance_retry_ms(bmc->link));
	req->kind = BMC_BRIDGED;
	req->msg.netfn = 6;
	req->msg.cmd = 2;
	bmc_maintenance_note(req);
	KUNIT_EXPECT_EQ(test, 3000U, bmc_maintenance_retry_ms(bmc->link));
	/* It is not this BMC that is reset. */
	KUNIT_EXPECT_EQ(test, BMC_MAINTENANCE_OFF, bmc_maintenance_state(bmc->link, NULL));
	bmc->now = ktime_add_ms(bmc->now, 30000);
	KUNIT_EXPECT_EQ(test, 2000U, bmc_maintenance_retry_ms(bmc->link));
	bmc_request_free(req);
	fake_close(test, tc);
}

static struct kunit_case health_cases[] = {
	KUNIT_CASE(every_answer_of_a_bmc_that_starts_is_suspect),
	KUNIT_CASE(flood_of_errors_is_not_a_flood_of_questions),
	KUNIT_CASE(reset_shows_in_the_flags_too),
	KUNIT_CASE(suspicion_with_several_in_flight_waits_for_them),
	KUNIT_CASE(firmware_being_updated_is_no_other_firmware),
	KUNIT_CASE(reset_and_firmware_commands_cause_maintenance),
	KUNIT_CASE(maintenance_is_as_the_user_says),
	KUNIT_CASE(bmc_in_maintenance_is_left_alone),
	KUNIT_CASE(bmc_that_writes_flash_is_not_taken_for_dead),
	KUNIT_CASE(probes_in_maintenance_keep_an_even_pace),
	KUNIT_CASE(others_in_maintenance_get_more_time),
	{}
};

static struct kunit_suite health_suite = {
	.name = "bmclink-health",
	.init = fake_link_init,
	.exit = fake_link_exit,
	.test_cases = health_cases,
};

kunit_test_suite(health_suite);
