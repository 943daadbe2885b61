// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting for a BMC: sleep, don't burn.
 *
 * The pause before the next look is a fixed share of the time already waited,
 * so the answer is noticed at most that share too late whatever the BMC's
 * pace, and a stuck BMC is looked at ever more rarely.
 *
 * In a panic nothing may sleep, so the same code spins, by the clock of panic.c.
 *
 * Owns no lock: @stopped and @kicked are flags set by others and read by the
 * link's thread, ordered by the wait queue.
 */
#include <linux/hrtimer.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/sched.h>

#include "wait.h"

/* The first sleep: below this, a look costs more than it can save. */
#define BMC_WAIT_MIN_NS		(20 * NSEC_PER_USEC)
/* The longest sleep: how late the end of a long silence may be noticed. */
#define BMC_WAIT_MAX_NS		(20 * NSEC_PER_MSEC)
/* A sleep is 1/2^n of the time waited so far. */
#define BMC_WAIT_SHIFT		3

static ktime_t bmc_real_now(struct bmc_wait *w)
{
	return ktime_get();
}

static void bmc_real_sleep(struct bmc_wait *w, u64 min_ns, u64 max_ns)
{
	ktime_t expires = ns_to_ktime(min_ns);
	DEFINE_WAIT(entry);

	prepare_to_wait(&w->wq, &entry, TASK_IDLE);
	if (!bmc_wait_over(w) && !READ_ONCE(w->kicked))
		schedule_hrtimeout_range(&expires, max_ns - min_ns, HRTIMER_MODE_REL);
	finish_wait(&w->wq, &entry);
}

/** bmc_real_clock - the machine's monotonic clock and its high-resolution timers */
const struct bmc_clock bmc_real_clock = {
	.now = bmc_real_now,
	.sleep = bmc_real_sleep,
	.panic = &bmc_panic_clock,
};
EXPORT_SYMBOL_GPL(bmc_real_clock);

/**
 * bmc_wait_init - prepare the waiting state of a link
 * @w: what to prepare
 * @clock: where time comes from
 */
void bmc_wait_init(struct bmc_wait *w, const struct bmc_clock *clock)
{
	*w = (struct bmc_wait){ .clock = clock };
	init_waitqueue_head(&w->wq);
}
EXPORT_SYMBOL_GPL(bmc_wait_init);

/**
 * bmc_wait_now - the time by the clock of this wait
 * @w: the link's waiting state
 *
 * Return: monotonic time; the base of every deadline a transport sees.
 */
ktime_t bmc_wait_now(struct bmc_wait *w)
{
	return READ_ONCE(w->clock)->now(w);
}
EXPORT_SYMBOL_GPL(bmc_wait_now);

/**
 * bmc_wait_until - wait until the hardware has done something
 * @w: the link's waiting state
 * @kind: what is waited for
 * @ready: looks at the hardware; true ends the wait.  Called at least once,
 *	in the link's thread, without locks.
 * @ctx: passed to @ready
 * @deadline: when to give up, by bmc_wait_now()
 *
 * Context: the link's thread; may sleep.
 * Return: 0 when @ready said so, -ETIMEDOUT at the deadline (after one last
 * look), -ESHUTDOWN when the link is going away.
 */
int bmc_wait_until(struct bmc_wait *w, enum bmc_wait_kind kind, bool (*ready)(void *ctx),
		   void *ctx, ktime_t deadline)
{
	ktime_t start = bmc_wait_now(w);
	ktime_t now = start;

	for (;;) {
		u64 pause, slack;

		if (bmc_wait_over(w))
			return -ESHUTDOWN;
		WRITE_ONCE(w->kicked, false);
		w->looks++;
		if (ready(ctx))
			return 0;
		if (ktime_compare(now, deadline) >= 0)
			return -ETIMEDOUT;

		pause = (u64)ktime_to_ns(ktime_sub(now, start)) >> BMC_WAIT_SHIFT;
		pause = clamp_t(u64, pause, BMC_WAIT_MIN_NS, BMC_WAIT_MAX_NS);
		pause = min_t(u64, pause, ktime_to_ns(ktime_sub(deadline, now)));
		slack = pause >> BMC_WAIT_SHIFT;
		w->sleeps++;
		READ_ONCE(w->clock)->sleep(w, pause, pause + slack);
		now = bmc_wait_now(w);
	}
}
EXPORT_SYMBOL_GPL(bmc_wait_until);

/**
 * bmc_wait_pause - let time pass between two attempts
 * @w: the link's waiting state
 * @ns: how long
 *
 * Interrupts do not shorten a pause.
 *
 * Context: the link's thread; may sleep.
 * Return: 0, or -ESHUTDOWN (at once) when the link is going away.
 */
int bmc_wait_pause(struct bmc_wait *w, u64 ns)
{
	ktime_t end = ktime_add_ns(bmc_wait_now(w), ns);

	for (;;) {
		s64 left = ktime_to_ns(ktime_sub(end, bmc_wait_now(w)));

		if (bmc_wait_over(w))
			return -ESHUTDOWN;
		if (left <= 0)
			return 0;
		WRITE_ONCE(w->kicked, false);
		w->sleeps++;
		READ_ONCE(w->clock)->sleep(w, left, left + (left >> BMC_WAIT_SHIFT));
	}
}
EXPORT_SYMBOL_GPL(bmc_wait_pause);

/**
 * bmc_wait_kick - the hardware says that something happened: look now
 * @w: the link's waiting state
 *
 * Context: any, interrupts included.
 */
void bmc_wait_kick(struct bmc_wait *w)
{
	WRITE_ONCE(w->kicked, true);
	wake_up(&w->wq);
}
EXPORT_SYMBOL_GPL(bmc_wait_kick);

/**
 * bmc_wait_stop - the link is going away: end every wait, current or later
 * @w: the link's waiting state
 *
 * Context: any, interrupts included.
 */
void bmc_wait_stop(struct bmc_wait *w)
{
	WRITE_ONCE(w->stopped, true);
	wake_up(&w->wq);
}
EXPORT_SYMBOL_GPL(bmc_wait_stop);
