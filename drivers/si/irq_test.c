// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts that work, and all the ways in which they do not.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/minmax.h>

#include "bt.h"
#include "irq.h"
#include "kcs.h"
#include "smic.h"

/* More interrupts in a row than any test should see; the kernel would complain by then. */
#define ENDLESS		100000
/* What one interrupt may cost; a register access takes a microsecond. */
#define ACCESSES_MAX	4
/* Never, unless a test lets the time pass; the longest is 16 times that, as in real life. */
#define FIRST_MS	100000U
#define LAST_MS		(16 * FIRST_MS)

/*
 * A line and an interface with one register: its reason for an interrupt.
 * @asserted: the line is raised, whoever does that
 * @ours: the interface shows a reason
 * @ends: it takes its interrupt back when told so
 * @unwanted: what the line says of its interrupts that nobody wanted
 * @open_at_release: it could still come when it was let go
 */
struct irq_fake {
	struct si_irq irq;
	struct si_regs regs;
	bool asserted;
	bool ours;
	bool ends;
	int claim_err;
	int claimed;
	int masked;
	unsigned int accesses;
	unsigned int kicks;
	unsigned int losses;
	unsigned int unwanted;
	bool open_at_release;
};

static struct irq_fake *fake_of(struct si_irq *irq)
{
	return container_of(irq, struct irq_fake, irq);
}

static int fake_claim(struct si_irq *irq)
{
	if (!fake_of(irq)->claim_err)
		fake_of(irq)->claimed++;
	return fake_of(irq)->claim_err;
}

static void fake_release(struct si_irq *irq)
{
	fake_of(irq)->claimed--;
	fake_of(irq)->open_at_release = !fake_of(irq)->masked;
}

static void fake_mask(struct si_irq *irq)
{
	fake_of(irq)->masked++;
}

static void fake_unmask(struct si_irq *irq)
{
	fake_of(irq)->masked--;
}

static unsigned int fake_unwanted(struct si_irq *irq)
{
	return fake_of(irq)->unwanted;
}

static const struct si_line fake_line = {
	.claim = fake_claim,
	.release = fake_release,
	.mask = fake_mask,
	.unmask = fake_unmask,
	.unwanted = fake_unwanted,
};

/* As an ACPI event: nobody else is there. */
static const struct si_line own_line = {
	.claim = fake_claim,
	.release = fake_release,
	.mask = fake_mask,
	.unmask = fake_unmask,
};

static bool fake_raised(const struct si_regs *regs)
{
	return regs->read(regs, 0);
}

static bool fake_quiet(const struct si_regs *regs, bool again)
{
	regs->write(regs, 0, again);
	return !regs->read(regs, 0);
}

static void fake_kick(struct si_irq *irq)
{
	fake_of(irq)->kicks++;
}

static void fake_lost(struct si_irq *irq)
{
	fake_of(irq)->losses++;
}

/* As KCS: nothing but its cause ends an interrupt. */
static const struct si_irq_user stubborn_user = {
	.raised = fake_raised,
	.kick = fake_kick,
	.lost = fake_lost,
};

/* As BT */
static const struct si_irq_user polite_user = {
	.raised = fake_raised,
	.quiet = fake_quiet,
	.kick = fake_kick,
	.lost = fake_lost,
};

static u8 fake_read(const struct si_regs *regs, unsigned int reg)
{
	struct irq_fake *fake = container_of(regs, struct irq_fake, regs);

	fake->accesses++;
	return fake->ours;
}

static void fake_write(const struct si_regs *regs, unsigned int reg, u8 value)
{
	struct irq_fake *fake = container_of(regs, struct irq_fake, regs);

	fake->accesses++;
	if (fake->ends) {
		fake->ours = false;
		fake->asserted = false;
	}
}

static void fake_exit(void *data)
{
	struct irq_fake *fake = data;

	si_irq_exit(&fake->irq);
}

static struct irq_fake *fake_new(struct kunit *test, const struct si_irq_user *user)
{
	struct irq_fake *fake = kunit_kzalloc(test, sizeof(*fake), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, fake);
	fake->regs.read = fake_read;
	fake->regs.write = fake_write;
	fake->irq.line = &fake_line;
	fake->irq.user = user;
	fake->irq.regs = &fake->regs;
	fake->irq.number = 5;
	fake->irq.first_ms = FIRST_MS;
	KUNIT_ASSERT_EQ(test, si_irq_init(&fake->irq), 0);
	KUNIT_ASSERT_EQ(test, fake->claimed, 1);
	return fake;
}

/* What a raised line does until it is masked.  Return: how many interrupts that were. */
static unsigned int deliver(struct kunit *test, struct irq_fake *fake)
{
	unsigned int n = 0;

	while (fake->asserted && !fake->masked && fake->claimed && n < ENDLESS) {
		unsigned int before = fake->accesses;

		si_irq_handle(&fake->irq);
		if (fake->accesses - before > ACCESSES_MAX) {
			KUNIT_FAIL(test, "%u accesses in one interrupt", fake->accesses - before);
			break;
		}
		n++;
	}
	return n;
}

/* The time is over after which a masked line is armed by itself. */
static void time_passes(struct irq_fake *fake)
{
	flush_delayed_work(&fake->irq.again);
}

static void an_interrupt_kicks_and_waits_for_arming(struct kunit *test)
{
	struct irq_fake *fake = fake_new(test, &stubborn_user);

	si_irq_arm(&fake->irq, true);
	fake->asserted = true;
	fake->ours = true;
	KUNIT_EXPECT_EQ(test, deliver(test, fake), 1U);
	KUNIT_EXPECT_EQ(test, fake->kicks, 1U);
	KUNIT_EXPECT_EQ(test, fake->masked, 1);
	/* The thread has fetched what there was. */
	fake->asserted = false;
	fake->ours = false;
	si_irq_arm(&fake->irq, false);
	KUNIT_EXPECT_EQ(test, fake->masked, 0);
	/* Nothing is left to do by itself. */
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&fake->irq.again));
	fake_exit(fake);
	KUNIT_EXPECT_EQ(test, fake->claimed, 0);
	/* Who lets it go waits for those that are under way, which must come to an end. */
	KUNIT_EXPECT_FALSE(test, fake->open_at_release);
	KUNIT_EXPECT_EQ(test, fake->masked, 1);
}

static void a_line_masked_for_nothing_is_armed_in_time(struct kunit *test)
{
	struct irq_fake *fake = fake_new(test, &stubborn_user);
	unsigned int total = 0;
	unsigned int i;

	/* Attention that does not end, and a thread that has enough of it. */
	fake->asserted = true;
	fake->ours = true;
	for (i = 0; i < 100; i++) {
		total += deliver(test, fake);
		KUNIT_ASSERT_EQ(test, fake->masked, 1);
		KUNIT_ASSERT_TRUE(test, delayed_work_pending(&fake->irq.again));
		/* Others may share the line; but a storm would be a load. */
		KUNIT_ASSERT_EQ(test, fake->irq.delay_ms, min(FIRST_MS << min(i, 4U), LAST_MS));
		time_passes(fake);
		KUNIT_ASSERT_EQ(test, fake->masked, 0);
	}
	KUNIT_EXPECT_EQ(test, total, 100U);
	KUNIT_EXPECT_EQ(test, fake->losses, 0U);
	/* It ends, and everything is as before. */
	fake->asserted = false;
	fake->ours = false;
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&fake->irq.again));
	si_irq_arm(&fake->irq, true);
	fake->asserted = true;
	fake->ours = true;
	KUNIT_EXPECT_EQ(test, deliver(test, fake), 1U);
	si_irq_arm(&fake->irq, false);
	KUNIT_EXPECT_EQ(test, fake->irq.delay_ms, FIRST_MS);
	fake_exit(fake);
}

static void an_interrupt_taken_back_leaves_the_line_open(struct kunit *test)
{
	struct irq_fake *fake = fake_new(test, &polite_user);
	unsigned int i;

	fake->ends = true;
	for (i = 0; i < 10; i++) {
		si_irq_arm(&fake->irq, true);
		fake->asserted = true;
		fake->ours = true;
		KUNIT_EXPECT_EQ(test, deliver(test, fake), 1U);
		KUNIT_EXPECT_EQ(test, fake->masked, 0);
	}
	KUNIT_EXPECT_EQ(test, fake->kicks, 10U);
	fake_exit(fake);
}

static void an_interrupt_not_taken_back_is_masked(struct kunit *test)
{
	struct irq_fake *fake = fake_new(test, &polite_user);

	fake->asserted = true;
	fake->ours = true;
	KUNIT_EXPECT_EQ(test, deliver(test, fake), 1U);
	KUNIT_EXPECT_EQ(test, fake->masked, 1);
	fake_exit(fake);
}

static void interrupts_without_end_are_masked_though_taken_back(struct kunit *test)
{
	struct irq_fake *fake = fake_new(test, &polite_user);
	unsigned int n;

	fake->ends = true;
	si_irq_arm(&fake->irq, true);
	for (n = 0; n < ENDLESS && !fake->masked; n++) {
		fake->asserted = true;
		fake->ours = true;
		deliver(test, fake);
	}
	KUNIT_EXPECT_LE(test, n, 200U);
	fake_exit(fake);
}

static void an_interrupt_after_the_answer_is_not_unclaimed(struct kunit *test)
{
	struct irq_fake *fake = fake_new(test, &stubborn_user);

	/* The thread has the answer already: its cause is gone. */
	si_irq_arm(&fake->irq, true);
	KUNIT_EXPECT_TRUE(test, si_irq_handle(&fake->irq));
	si_irq_arm(&fake->irq, false);
	KUNIT_EXPECT_FALSE(test, si_irq_handle(&fake->irq));
	KUNIT_EXPECT_EQ(test, fake->masked, 0);
	fake_exit(fake);
}

/* Interrupts without a cause of ours, of which so many in a thousand are nobody's. */
static void strays(struct irq_fake *fake, unsigned int count, unsigned int nobodys)
{
	unsigned int n;

	for (n = 0; n < count && !fake->irq.lost; n++)
		if (!si_irq_handle(&fake->irq))
			fake->unwanted += n % 1000 < nobodys;
}

static void others_interrupts_are_left_to_them(struct kunit *test)
{
	struct irq_fake *fake = fake_new(test, &stubborn_user);
	unsigned int second;

	/* More than any driver has, and each has an owner but for a few. */
	strays(fake, 1, 0);
	fake->irq.strays_end = jiffies + 1000 * HZ;
	strays(fake, 200000, 100);
	/* As many for nobody as a careless driver may leave, but not more. */
	for (second = 0; second < 20; second++) {
		strays(fake, 900, 1000);
		fake->irq.strays_end = jiffies - 1;
		/* The kernel's guard has seen others as well, and begins anew. */
		fake->unwanted = 0;
	}
	KUNIT_EXPECT_EQ(test, fake->masked, 0);
	KUNIT_EXPECT_EQ(test, fake->kicks, 0U);
	KUNIT_EXPECT_FALSE(test, fake->irq.lost);
	KUNIT_EXPECT_EQ(test, fake->losses, 0U);
	fake_exit(fake);
}

static void a_line_that_nobody_wants_is_left(struct kunit *test)
{
	static const struct si_line *const lines[] = { &fake_line, &own_line };
	unsigned int l;

	for (l = 0; l < ARRAY_SIZE(lines); l++) {
		struct irq_fake *fake = fake_new(test, &stubborn_user);

		fake->irq.line = lines[l];
		/* All within that second, with requests that are answered all the same */
		strays(fake, 1, 1000);
		fake->irq.strays_end = jiffies + 1000 * HZ;
		strays(fake, 500, 1000);
		si_irq_arm(&fake->irq, true);
		strays(fake, ENDLESS, 1000);
		/* Few accesses, and long before the kernel takes it away from everybody. */
		KUNIT_EXPECT_LE(test, fake->accesses, 1100U);
		KUNIT_EXPECT_EQ(test, fake->masked, 1);
		/* Arming does not bring the storm back. */
		si_irq_arm(&fake->irq, true);
		KUNIT_EXPECT_TRUE(test, fake->masked || !fake->claimed);
		time_passes(fake);
		KUNIT_EXPECT_EQ(test, fake->claimed, 0);
		KUNIT_EXPECT_EQ(test, fake->losses, 1U);
		si_irq_arm(&fake->irq, true);
		si_irq_arm(&fake->irq, false);
		fake_exit(fake);
		KUNIT_EXPECT_EQ(test, fake->claimed, 0);
		KUNIT_EXPECT_EQ(test, fake->losses, 1U);
	}
}

/* Requests, each with an interrupt, and @late ones without a cause after its answer. */
static void requests_with(struct kunit *test, struct irq_fake *fake, unsigned int late)
{
	unsigned int n;

	strays(fake, 1, 1000);
	fake->irq.strays_end = jiffies + 1000 * HZ;
	for (n = 0; n < 3000 && !fake->irq.lost; n++) {
		si_irq_arm(&fake->irq, true);
		fake->ours = true;
		KUNIT_ASSERT_TRUE(test, si_irq_handle(&fake->irq));
		fake->ours = false;
		si_irq_arm(&fake->irq, false);
		strays(fake, late, 1000);
	}
}

/* The line is raised already, for nobody; there is time to do something wrong about it. */
static int stormy_claim(struct si_irq *irq)
{
	strays(fake_of(irq), ENDLESS, 1000);
	msleep(50);
	/* Whoever has released it now has released what he does not have. */
	fake_of(irq)->kicks = fake_of(irq)->claimed < 0;
	fake_of(irq)->claimed++;
	return 0;
}

static void a_line_broken_from_the_start_is_left_when_it_is_ours(struct kunit *test)
{
	static const struct si_line stormy_line = {
		.claim = stormy_claim,
		.release = fake_release,
		.mask = fake_mask,
		.unmask = fake_unmask,
	};
	struct irq_fake *fake = fake_new(test, &stubborn_user);

	fake_exit(fake);
	KUNIT_ASSERT_EQ(test, fake->claimed, 0);
	fake->irq = (struct si_irq){
		.line = &stormy_line,
		.user = &stubborn_user,
		.regs = &fake->regs,
	};
	KUNIT_EXPECT_EQ(test, si_irq_init(&fake->irq), 0);
	KUNIT_EXPECT_EQ(test, fake->kicks, 0U);
	KUNIT_EXPECT_TRUE(test, fake->irq.lost);
	time_passes(fake);
	KUNIT_EXPECT_TRUE(test, si_irq_is_lost(&fake->irq));
	KUNIT_EXPECT_EQ(test, fake->claimed, 0);
	KUNIT_EXPECT_EQ(test, fake->losses, 1U);
	fake_exit(fake);
}

static void late_interrupts_of_its_own_break_no_line(struct kunit *test)
{
	struct irq_fake *fake = fake_new(test, &stubborn_user);

	requests_with(test, fake, 1);
	KUNIT_EXPECT_FALSE(test, fake->irq.lost);
	fake_exit(fake);
}

static void requests_do_not_hide_a_broken_line(struct kunit *test)
{
	struct irq_fake *fake = fake_new(test, &stubborn_user);

	requests_with(test, fake, 20);
	KUNIT_EXPECT_TRUE(test, fake->irq.lost);
	time_passes(fake);
	KUNIT_EXPECT_EQ(test, fake->losses, 1U);
	fake_exit(fake);
}

static void a_line_is_left_before_the_kernel_complains(struct kunit *test)
{
	struct irq_fake *fake = fake_new(test, &stubborn_user);

	/* Not many a second, but for a long time and all for nobody. */
	while (!fake->irq.lost && fake->unwanted < ENDLESS) {
		fake->irq.strays_end = jiffies - 1;
		strays(fake, 900, 1000);
	}
	KUNIT_EXPECT_LT(test, fake->unwanted, 99900U);
	KUNIT_EXPECT_TRUE(test, fake->irq.lost);
	time_passes(fake);
	KUNIT_EXPECT_EQ(test, fake->losses, 1U);
	fake_exit(fake);
}

static void leaving_ends_a_masked_line(struct kunit *test)
{
	struct irq_fake *fake = fake_new(test, &stubborn_user);

	fake->asserted = true;
	fake->ours = true;
	deliver(test, fake);
	fake_exit(fake);
	KUNIT_EXPECT_EQ(test, fake->claimed, 0);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&fake->irq.again));
	/* A thread that is still there does no harm. */
	si_irq_arm(&fake->irq, true);
	KUNIT_EXPECT_EQ(test, fake->masked, 1);
}

static void a_line_that_cannot_be_had_is_done_without(struct kunit *test)
{
	struct irq_fake *fake = kunit_kzalloc(test, sizeof(*fake), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, fake);
	/* Never set up: there is none. */
	si_irq_arm(&fake->irq, true);
	si_irq_exit(&fake->irq);
	fake->irq.line = &fake_line;
	fake->irq.user = &stubborn_user;
	fake->irq.regs = &fake->regs;
	fake->claim_err = -EBUSY;
	KUNIT_EXPECT_EQ(test, si_irq_init(&fake->irq), -EBUSY);
	si_irq_arm(&fake->irq, true);
	si_irq_arm(&fake->irq, false);
	si_irq_exit(&fake->irq);
	KUNIT_EXPECT_EQ(test, fake->claimed, 0);
	KUNIT_EXPECT_EQ(test, fake->accesses, 0U);
}

/* Registers that all read the same. */
struct counted_regs {
	struct si_regs regs;
	u8 value;
	unsigned int accesses;
};

static u8 counted_read(const struct si_regs *regs, unsigned int reg)
{
	struct counted_regs *counted = container_of(regs, struct counted_regs, regs);

	counted->accesses++;
	return counted->value;
}

static void counted_write(const struct si_regs *regs, unsigned int reg, u8 value)
{
	container_of(regs, struct counted_regs, regs)->accesses++;
}

/* Interrupts are off while a handler runs: it makes few accesses, whatever it finds. */
static void no_register_value_keeps_a_handler(struct kunit *test)
{
	static const struct si_irq_user users[] = {
		{ .raised = kcs_raises_interrupt, .kick = fake_kick },
		{ .raised = smic_raises_interrupt, .kick = fake_kick },
		{ .raised = bt_raises_interrupt, .quiet = bt_quiet_interrupt, .kick = fake_kick },
	};
	struct counted_regs counted = {
		.regs = { .read = counted_read, .write = counted_write },
	};
	struct irq_fake *fake;
	unsigned int u, value;

	for (u = 0; u < ARRAY_SIZE(users); u++) {
		fake = fake_new(test, &users[u]);
		fake->irq.regs = &counted.regs;
		for (value = 0; value <= 0xff; value++) {
			counted.value = value;
			counted.accesses = 0;
			si_irq_arm(&fake->irq, value & 1);
			si_irq_handle(&fake->irq);
			KUNIT_EXPECT_LE(test, counted.accesses, (unsigned int)ACCESSES_MAX);
		}
		fake_exit(fake);
	}
}

static struct kunit_case irq_test_cases[] = {
	KUNIT_CASE(an_interrupt_kicks_and_waits_for_arming),
	KUNIT_CASE(a_line_masked_for_nothing_is_armed_in_time),
	KUNIT_CASE(an_interrupt_taken_back_leaves_the_line_open),
	KUNIT_CASE(an_interrupt_not_taken_back_is_masked),
	KUNIT_CASE(interrupts_without_end_are_masked_though_taken_back),
	KUNIT_CASE(an_interrupt_after_the_answer_is_not_unclaimed),
	KUNIT_CASE(others_interrupts_are_left_to_them),
	KUNIT_CASE(a_line_that_nobody_wants_is_left),
	KUNIT_CASE(a_line_broken_from_the_start_is_left_when_it_is_ours),
	KUNIT_CASE(late_interrupts_of_its_own_break_no_line),
	KUNIT_CASE(requests_do_not_hide_a_broken_line),
	KUNIT_CASE(a_line_is_left_before_the_kernel_complains),
	KUNIT_CASE(leaving_ends_a_masked_line),
	KUNIT_CASE(a_line_that_cannot_be_had_is_done_without),
	KUNIT_CASE(no_register_value_keeps_a_handler),
	{}
};

static struct kunit_suite irq_test_suite = {
	.name = "bmclink_si_irq",
	.test_cases = irq_test_cases,
};

kunit_test_suite(irq_test_suite);
