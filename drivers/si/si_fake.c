// SPDX-License-Identifier: GPL-2.0-only
/*
 * What BMCs behind registers that are made of software have in common.
 *
 * They have no timers: what they have done until now is worked out when a
 * register is touched.
 */
#include <linux/preempt.h>

#include "si_fake.h"

/* What one register access takes. */
#define FAKE_ACCESS_NS		(1 * NSEC_PER_USEC)

static struct si_fake *fake_of(const struct si_regs *regs)
{
	return container_of(regs, struct si_fake, regs);
}

static void fake_access(struct si_fake *si)
{
	u64 *then = &si->recent[si->accesses % SI_FAKE_RATE_MAX];

	/* The link's thread gives way to everybody; a kernel that does not count cannot tell. */
	KUNIT_ASSERT_TRUE(si->test, preemptible() || !IS_ENABLED(CONFIG_PREEMPT_COUNT));
	if (si->accesses >= SI_FAKE_RATE_MAX && si->now - *then < NSEC_PER_SEC)
		si->too_fast = true;
	*then = si->now;
	si->accesses++;
	KUNIT_ASSERT_LE(si->test, si->accesses, si->model->accesses_max);
	si->now += FAKE_ACCESS_NS;
	si->model->run(si);
}

/**
 * si_fake_read - &si_regs.read
 * @regs: of a fake
 * @reg: register
 *
 * Return: the byte in it.
 */
u8 si_fake_read(const struct si_regs *regs, unsigned int reg)
{
	struct si_fake *si = fake_of(regs);

	fake_access(si);
	if (si->accesses > si->gone_at)
		return 0xff;
	if (si->random)
		return prandom_u32_state(si->random);
	if (si->fixed >= 0)
		return reg == si->model->status ? si->fixed : si->model->others;
	return si->model->read(si, reg);
}

/**
 * si_fake_write - &si_regs.write
 * @regs: of a fake
 * @reg: register
 * @value: the byte that is put in it
 */
void si_fake_write(const struct si_regs *regs, unsigned int reg, u8 value)
{
	struct si_fake *si = fake_of(regs);

	fake_access(si);
	if (si->accesses <= si->gone_at && !si->random && si->fixed < 0)
		si->model->write(si, reg, value);
}

static ktime_t fake_now(struct bmc_wait *w)
{
	return ns_to_ktime(container_of(w, struct si_fake, wait)->now);
}

static void fake_sleep(struct bmc_wait *w, u64 min_ns, u64 max_ns)
{
	container_of(w, struct si_fake, wait)->now += max_ns;
}

static const struct bmc_clock fake_clock = {
	.now = fake_now,
	.sleep = fake_sleep,
};

/**
 * si_fake_init - registers with a BMC in good order behind them
 * @test: its owner
 * @si: what to set up, zeroes
 * @model: the BMC
 */
void si_fake_init(struct kunit *test, struct si_fake *si, const struct si_fake_model *model)
{
	si->test = test;
	si->model = model;
	si->regs.read = si_fake_read;
	si->regs.write = si_fake_write;
	si->now = 1000 * NSEC_PER_SEC;
	bmc_wait_init(&si->wait, &fake_clock);
	si_fake_heal(si);
}

/**
 * si_fake_heal - nothing is wrong with the registers any more
 * @si: the fake
 */
void si_fake_heal(struct si_fake *si)
{
	si->fixed = -1;
	si->random = NULL;
	si->gone_at = U64_MAX;
}
