// SPDX-License-Identifier: GPL-2.0-only
/* One request when nothing works any more. */
#include <linux/completion.h>
#include <linux/kthread.h>

#include "bmclink.h"
#include "core_fake.h"

#define FAKE_NETFN	0x30
#define FAKE_CMD	1
#define LIMIT_NS	(500ULL * NSEC_PER_MSEC)

static int panic_ask(struct fake_bmc *bmc, u8 mark)
{
	return bmc_panic_request(bmc->link, FAKE_NETFN, FAKE_CMD, &mark, 1, LIMIT_NS);
}

/* After the panic that was none: what a reboot does otherwise. */
static void calm_down(struct fake_bmc *bmc)
{
	bmc->link->wait.seizer = NULL;
}

static void panic_request_is_answered_in_place(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;

	KUNIT_EXPECT_EQ(test, 0, panic_ask(bmc, 7));
	KUNIT_EXPECT_EQ(test, 1U, bmc->executed);
	KUNIT_EXPECT_EQ(test, 7, (int)bmc->order[0]);
	bmc->oem_cc = 0xc1;
	KUNIT_EXPECT_EQ(test, 0xc1, panic_ask(bmc, 8));
	KUNIT_EXPECT_EQ(test, 2U, bmc->executed);
	KUNIT_EXPECT_EQ(test, BMC_UP, bmc->link->health);
	calm_down(bmc);
}

static void panic_works_with_every_lock_of_the_router_held(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;
	struct bmc_link *link = bmc->link;
	unsigned long flags;
	int ret;

	/* Each in turn: held by the code that the panic has interrupted. */
	local_irq_save(flags);
	spin_lock(&link->queue_lock);
	ret = panic_ask(bmc, 1);
	spin_unlock(&link->queue_lock);
	KUNIT_EXPECT_EQ(test, 0, ret);
	spin_lock(&link->clients_lock);
	ret = panic_ask(bmc, 2);
	spin_unlock(&link->clients_lock);
	KUNIT_EXPECT_EQ(test, 0, ret);
	spin_lock(&link->seq_lock);
	ret = panic_ask(bmc, 3);
	spin_unlock(&link->seq_lock);
	KUNIT_EXPECT_EQ(test, 0, ret);
	spin_lock(&link->command_lock);
	ret = panic_ask(bmc, 4);
	spin_unlock(&link->command_lock);
	KUNIT_EXPECT_EQ(test, 0, ret);
	spin_lock(&link->identity_lock);
	ret = panic_ask(bmc, 5);
	spin_unlock(&link->identity_lock);
	KUNIT_EXPECT_EQ(test, 0, ret);
	spin_lock(&link->maintenance.lock);
	ret = panic_ask(bmc, 6);
	spin_unlock(&link->maintenance.lock);
	KUNIT_EXPECT_EQ(test, 0, ret);
	spin_lock(&tc->client.lock);
	ret = panic_ask(bmc, 7);
	spin_unlock(&tc->client.lock);
	KUNIT_EXPECT_EQ(test, 0, ret);
	spin_lock(&link->work.lock);
	ret = panic_ask(bmc, 8);
	spin_unlock(&link->work.lock);
	KUNIT_EXPECT_EQ(test, 0, ret);
	spin_lock(&link->wait.wq.lock);
	ret = panic_ask(bmc, 9);
	spin_unlock(&link->wait.wq.lock);
	KUNIT_EXPECT_EQ(test, 0, ret);
	local_irq_restore(flags);
	KUNIT_EXPECT_EQ(test, 9U, bmc->executed);
	calm_down(bmc);
	fake_close(test, tc);
}

static void panic_tells_no_client_and_counts_nothing(struct kunit *test)
{
	struct test_client *tc = fake_open(test, BMC_NORMAL, 10);
	struct fake_bmc *bmc = test->priv;

	fake_ask(tc, 1);
	KUNIT_EXPECT_EQ(test, 0, panic_ask(bmc, 2));
	KUNIT_EXPECT_EQ(test, 0U, tc->answered);
	KUNIT_EXPECT_EQ(test, 1, atomic_read(&bmc->link->nr_msgs));
	KUNIT_EXPECT_EQ(test, 1, atomic_read(&tc->client.charged));
	calm_down(bmc);
	fake_close(test, tc);
}

static void panic_with_a_dead_bmc_ends_within_its_budget(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;
	ktime_t start = bmc->now;
	int i;

	bmc->recv_err = -ETIMEDOUT;
	bmc->recv_errs = -1;
	for (i = 0; i < 50; i++)
		KUNIT_EXPECT_EQ(test, -ETIMEDOUT, panic_ask(bmc, 1));
	KUNIT_EXPECT_GE(test, ktime_ms_delta(bmc->now, start), 1900LL);
	KUNIT_EXPECT_LE(test, ktime_ms_delta(bmc->now, start), 2100LL);
	calm_down(bmc);
}

static void panic_with_a_line_that_is_stuck_ends_within_its_budget(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;
	ktime_t start = bmc->now;
	int i;

	bmc->resync_err = -EIO;
	for (i = 0; i < 50; i++)
		KUNIT_EXPECT_EQ(test, -ETIMEDOUT, panic_ask(bmc, 1));
	/* One attempt to bring it to idle may begin just before the end. */
	KUNIT_EXPECT_LE(test, ktime_ms_delta(bmc->now, start), 2500LL);
	KUNIT_EXPECT_EQ(test, 0U, bmc->sends);
	calm_down(bmc);
}

static void panic_without_hardware_ends_at_once(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;
	ktime_t start = bmc->now;

	bmc->resync_err = -ENODEV;
	KUNIT_EXPECT_EQ(test, -ENODEV, panic_ask(bmc, 1));
	KUNIT_EXPECT_LE(test, ktime_ms_delta(bmc->now, start), 500LL);
	calm_down(bmc);
}

static void slow_success_is_not_held_against_the_next_one(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;
	int i;

	bmc->took_ns = 400 * NSEC_PER_MSEC;
	for (i = 0; i < 20; i++)
		KUNIT_EXPECT_EQ(test, 0, panic_ask(bmc, 1));
	KUNIT_EXPECT_EQ(test, 0ULL, bmc->link->panic_ns);
	calm_down(bmc);
}

static void first_attempt_may_be_spoiled(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;

	bmc->send_err = -EIO;
	bmc->send_errs = 1;
	KUNIT_EXPECT_EQ(test, 0, panic_ask(bmc, 1));
	bmc->recv_err = -EBADMSG;
	bmc->recv_errs = 1;
	KUNIT_EXPECT_EQ(test, 0, panic_ask(bmc, 2));
	KUNIT_EXPECT_EQ(test, 2U, bmc->executed);
	calm_down(bmc);
}

static int nested;

static void panic_again(struct fake_bmc *bmc)
{
	nested = panic_ask(bmc, 99);
}

static void panic_in_a_panic_is_refused(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;

	nested = 0;
	bmc->intruder = panic_again;
	KUNIT_EXPECT_EQ(test, 0, panic_ask(bmc, 1));
	KUNIT_EXPECT_EQ(test, -EBUSY, nested);
	KUNIT_EXPECT_EQ(test, 1U, bmc->executed);
	calm_down(bmc);
}

static void panic_says_what_it_cannot_do(struct kunit *test)
{
	static const u8 data[BMC_FRAME_MAX];
	struct fake_bmc *bmc = test->priv;
	struct bmc_link *link = bmc->link;
	const struct bmc_transport *polled = link->transport;
	struct bmc_transport locks = *polled;

	KUNIT_EXPECT_EQ(test, -EMSGSIZE, bmc_panic_request(link, 6, 1, data, BMC_FRAME_MAX - 1,
							   LIMIT_NS));
	locks.polled = false;
	link->transport = &locks;
	KUNIT_EXPECT_EQ(test, -EOPNOTSUPP, panic_ask(bmc, 1));
	link->transport = polled;
	KUNIT_EXPECT_FALSE(test, bmc_wait_seized(&link->wait));
	link->wait.stopped = true;
	KUNIT_EXPECT_EQ(test, -ENODEV, panic_ask(bmc, 1));
	link->wait.stopped = false;
	KUNIT_EXPECT_EQ(test, 0U, bmc->sends);
}

/**
 * struct other_cpu - what the test and its thread tell each other
 * @bmc: whose link it is about
 * @seized: the panic has it
 * @done: the thread has tried everything
 */
struct other_cpu {
	struct fake_bmc *bmc;
	struct completion seized;
	struct completion done;
};

/* The link's thread, on another CPU that nobody has stopped. */
static int other_cpu(void *data)
{
	struct other_cpu *other = data;
	struct bmc_frame frame = { .len = 2, .data = { 6 << 2, 1 } };
	struct bmc_link *link = other->bmc->link;
	unsigned int executed;
	int bad = 0;

	wait_for_completion(&other->seized);
	executed = other->bmc->executed;
	bad += !bmc_wait_over(&link->wait);
	bad += bmc_wait_pause(&link->wait, 1) != -ESHUTDOWN;
	bad += bmc_link_transact(link, &frame, NSEC_PER_SEC) != -ESHUTDOWN;
	bmc_health_verify(link, -EIO);
	bad += link->health != BMC_UP;
	bad += other->bmc->executed != executed;
	complete(&other->done);
	return bad;
}

static void thread_leaves_at_its_next_wait(struct kunit *test)
{
	struct fake_bmc *bmc = test->priv;
	struct other_cpu other = { .bmc = bmc };
	struct task_struct *thread;

	init_completion(&other.seized);
	init_completion(&other.done);
	thread = kthread_run(other_cpu, &other, "panic-test");
	KUNIT_ASSERT_FALSE(test, IS_ERR(thread));
	get_task_struct(thread);
	KUNIT_EXPECT_EQ(test, 0, panic_ask(bmc, 1));
	complete(&other.seized);
	wait_for_completion(&other.done);
	KUNIT_EXPECT_EQ(test, 0, kthread_stop(thread));
	put_task_struct(thread);
	KUNIT_EXPECT_FALSE(test, bmc_wait_over(&bmc->link->wait));
	KUNIT_EXPECT_EQ(test, 0, panic_ask(bmc, 2));
	calm_down(bmc);
}

static void real_time_passes_while_spinning(struct kunit *test)
{
	static struct bmc_wait w;
	ktime_t start;

	bmc_wait_init(&w, &bmc_real_clock);
	start = bmc_wait_now(&w);
	bmc_wait_seize(&w);
	/* The same time goes on. */
	KUNIT_EXPECT_LE(test, ktime_ms_delta(bmc_wait_now(&w), start), 100LL);
	KUNIT_EXPECT_GE(test, ktime_ms_delta(bmc_wait_now(&w), start), -1LL);
	start = bmc_wait_now(&w);
	preempt_disable();
	KUNIT_EXPECT_EQ(test, 0, bmc_wait_pause(&w, 3 * NSEC_PER_MSEC));
	preempt_enable();
	KUNIT_EXPECT_GE(test, ktime_us_delta(bmc_wait_now(&w), start), 3000LL);
}

static void event_is_what_the_in_tree_driver_sends(struct kunit *test)
{
	static const u8 full[] = { 0x41, 0x03, 0x20, 'F', 0x6f, 0xa1, 'a', 't' };
	static const u8 one[] = { 0x41, 0x03, 0x20, 'F', 0x6f, 0xa1, 0, 0 };
	static const u8 none[] = { 0x41, 0x03, 0x20, 0, 0x6f, 0xa1, 0, 0 };
	u8 event[BMC_PANIC_EVENT_LEN];

	bmc_panic_event(event, "Fatal exception");
	KUNIT_EXPECT_EQ(test, 0, memcmp(event, full, sizeof(full)));
	bmc_panic_event(event, "F");
	KUNIT_EXPECT_EQ(test, 0, memcmp(event, one, sizeof(one)));
	bmc_panic_event(event, "");
	KUNIT_EXPECT_EQ(test, 0, memcmp(event, none, sizeof(none)));
}

static void text_is_cut_and_padded_byte_by_byte(struct kunit *test)
{
	static const unsigned int lens[] = { 0, 1, 10, 11, 12, 22, 100 };
	u8 record[BMC_PANIC_RECORD_LEN];
	char text[101];
	unsigned int i, n, k;

	for (i = 0; i < ARRAY_SIZE(lens); i++) {
		for (k = 0; k < lens[i]; k++)
			text[k] = 'a' + k % 26;
		text[k] = 0;
		for (n = 0; n < DIV_ROUND_UP(lens[i], 11); n++) {
			KUNIT_EXPECT_TRUE(test, bmc_panic_record(record, text, n, 0x20));
			KUNIT_EXPECT_EQ(test, 0, (int)record[0]);
			KUNIT_EXPECT_EQ(test, 0, (int)record[1]);
			KUNIT_EXPECT_EQ(test, 0xf0, (int)record[2]);
			KUNIT_EXPECT_EQ(test, 0x20, (int)record[3]);
			KUNIT_EXPECT_EQ(test, (int)n, (int)record[4]);
			for (k = 0; k < 11; k++) {
				unsigned int at = n * 11 + k;

				KUNIT_EXPECT_EQ_MSG(test, at < lens[i] ? 'a' + at % 26 : 0,
						    (int)record[5 + k], "%u of %u", at, lens[i]);
			}
		}
		KUNIT_EXPECT_FALSE(test, bmc_panic_record(record, text, n, 0x20));
		KUNIT_EXPECT_FALSE(test, bmc_panic_record(record, text, n + 5, 0x20));
	}
}

static struct kunit_case panic_cases[] = {
	KUNIT_CASE(panic_request_is_answered_in_place),
	KUNIT_CASE(panic_works_with_every_lock_of_the_router_held),
	KUNIT_CASE(panic_tells_no_client_and_counts_nothing),
	KUNIT_CASE(panic_with_a_dead_bmc_ends_within_its_budget),
	KUNIT_CASE(panic_with_a_line_that_is_stuck_ends_within_its_budget),
	KUNIT_CASE(panic_without_hardware_ends_at_once),
	KUNIT_CASE(slow_success_is_not_held_against_the_next_one),
	KUNIT_CASE(first_attempt_may_be_spoiled),
	KUNIT_CASE(panic_in_a_panic_is_refused),
	KUNIT_CASE(panic_says_what_it_cannot_do),
	KUNIT_CASE(thread_leaves_at_its_next_wait),
	KUNIT_CASE(real_time_passes_while_spinning),
	KUNIT_CASE(event_is_what_the_in_tree_driver_sends),
	KUNIT_CASE(text_is_cut_and_padded_byte_by_byte),
	{}
};

static struct kunit_suite panic_suite = {
	.name = "bmclink-panic",
	.init = fake_link_init,
	.exit = fake_link_exit,
	.test_cases = panic_cases,
};

kunit_test_suite(panic_suite);
