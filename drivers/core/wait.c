// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting for a BMC: be there when it answers, and asleep until then.
 *
 * What a BMC took before (pace.c) says when an answer is likely.  The thread
 * sleeps until just before that, less by what its own wake-ups are usually late,
 * then looks; a long wait is slept through in pieces, for what was learnt may be
 * wrong.  It spins only as long as going to sleep and waking up would take
 * anyway.  After that it sleeps again, first for a small share of the time
 * waited and then for an ever larger one: so an answer is noticed at most a
 * share too late whatever the BMC's pace, and a stuck BMC is looked at ever more
 * rarely.  An interrupt ends a sleep early; none is needed, and many for nothing are
 * not heeded.
 *
 * In a panic nothing may sleep, so the same code spins, by the clock of panic.c.
 *
 * Owns no lock: @stopped and @kicked are flags set by others and read by the
 * link's thread, ordered by the wait queue.
 */
#include <linux/hash.h>
#include <linux/hrtimer.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/sched.h>

#include "wait.h"

/* The longest sleep: how late the end of a long silence may be noticed. */
#define BMC_WAIT_MAX_NS		(20 * NSEC_PER_MSEC)
/* While the end is likely a step is at least 1/2^n of the time waited, later at most 1/2^m. */
#define BMC_WAIT_FIRST_SHIFT	7
#define BMC_WAIT_SHIFT		3
/* So much earlier than the likely end is the first look, as a share of the wait. */
#define BMC_WAIT_EARLY_SHIFT	8
/*
 * Going to sleep and waking up takes so long: what is assumed before the first
 * measurement, and the bounds of it, for it is also how long the thread may spin.
 */
#define BMC_WAIT_LATE_NS	(8 * NSEC_PER_USEC)
#define BMC_WAIT_LATE_MIN_NS	(2 * NSEC_PER_USEC)
#define BMC_WAIT_LATE_MAX_NS	(50 * NSEC_PER_USEC)
/* A new measurement moves the average by 1/2^n. */
#define BMC_WAIT_LATE_SHIFT	3
/* So many kicks for nothing are met at once in a wait, further ones after such a pause. */
#define BMC_WAIT_KICKS		8
#define BMC_WAIT_KICK_NS	(1 * NSEC_PER_MSEC)

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

static void bmc_real_relax(struct bmc_wait *w)
{
	cpu_relax();
}

/** bmc_real_clock - the machine's monotonic clock and its high-resolution timers */
const struct bmc_clock bmc_real_clock = {
	.now = bmc_real_now,
	.sleep = bmc_real_sleep,
	.relax = bmc_real_relax,
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
	*w = (struct bmc_wait){ .clock = clock, .late_ns = BMC_WAIT_LATE_NS };
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
 * bmc_wait_command - say what command the next BMC_WAIT_EXECUTE is about
 * @w: the link's waiting state
 * @netfn_lun: first byte of the request
 * @cmd: second byte of the request
 * @since: when the BMC got it, by bmc_wait_now(); 0: when the wait begins
 *
 * Commands take very different times, each of them about the same every time.
 */
void bmc_wait_command(struct bmc_wait *w, u8 netfn_lun, u8 cmd, ktime_t since)
{
	w->command = hash_32(netfn_lun << 8 | cmd, ilog2(BMC_WAIT_COMMANDS));
	w->since = since;
}

/**
 * bmc_wait_void - the wait has ended, but not because the BMC did something
 * @w: the link's waiting state
 *
 * For @ready of bmc_wait_until(), before it returns true for another reason.
 */
void bmc_wait_void(struct bmc_wait *w)
{
	w->void_sample = true;
}
EXPORT_SYMBOL_GPL(bmc_wait_void);

/* Sleep until a point in time, more or less; learn how late one is then. */
static ktime_t bmc_wait_sleep(struct bmc_wait *w, ktime_t now, u64 ns)
{
	u64 slack = ns >> BMC_WAIT_FIRST_SHIFT;
	u64 wanted = max_t(u64, ns - min_t(u64, w->late_ns, ns / 2), 1);
	ktime_t end;
	s64 late;

	w->sleeps++;
	READ_ONCE(w->clock)->sleep(w, wanted - min(slack, wanted - 1), wanted);
	end = bmc_wait_now(w);
	if (READ_ONCE(w->kicked) || bmc_wait_over(w))
		return end;
	late = ktime_to_ns(ktime_sub(end, now)) - (s64)wanted;
	late = clamp_t(s64, late, BMC_WAIT_LATE_MIN_NS, BMC_WAIT_LATE_MAX_NS);
	w->late_ns += (late - (s64)w->late_ns) / (1 << BMC_WAIT_LATE_SHIFT);
	return end;
}

/* A panic may change the clock at any time. */
static void bmc_wait_relax(struct bmc_wait *w)
{
	const struct bmc_clock *clock = READ_ONCE(w->clock);

	if (clock->relax)
		clock->relax(w);
}

/* struct bmc_watch - one wait: where it stands, in nanoseconds since its start */
struct bmc_watch {
	struct bmc_pace *pace;
	ktime_t start;
	u64 next;	/* the next look is due */
	u64 likely;	/* it may be over */
	u64 unlikely;	/* it ought to be over */
	u64 finest;	/* steps in between */
	u64 spin_until;
	u64 step;
	u64 missed;	/* when the last look was too early */
	bool early;	/* there was such a look */
	unsigned int vain;	/* looks because of a kick, for nothing */
};

static void bmc_watch_init(struct bmc_wait *w, struct bmc_watch *watch, enum bmc_wait_kind kind,
			   ktime_t now)
{
	u64 low, high;

	*watch = (struct bmc_watch){ .start = now };
	if (kind == BMC_WAIT_VAGUE)
		return;
	watch->pace = &w->paces[kind];
	if (kind == BMC_WAIT_EXECUTE) {
		watch->pace = &w->commands[w->command];
		if (w->since && ktime_before(w->since, now))
			watch->start = w->since;
		w->since = 0;
	}
	low = bmc_pace_low(watch->pace);
	high = bmc_pace_high(watch->pace);
	watch->likely = low - (low >> BMC_WAIT_EARLY_SHIFT);
	/* Not worth the trouble: about as long as it would take to sleep at all. */
	if (watch->likely < 2 * w->late_ns)
		watch->likely = 0;
	watch->next = min_t(u64, watch->likely, BMC_WAIT_MAX_NS);
	watch->unlikely = high + (high >> BMC_WAIT_EARLY_SHIFT);
	watch->finest = (high - low) >> BMC_WAIT_SHIFT;
}

/* A look was too early: when to look again. */
static void bmc_watch_missed(struct bmc_wait *w, struct bmc_watch *watch, u64 waited)
{
	u64 longest = max_t(u64, waited >> BMC_WAIT_SHIFT, 2 * w->late_ns);

	watch->missed = waited;
	watch->early = true;
	watch->next = waited;
	if (waited + w->late_ns < watch->likely) {
		watch->next += min_t(u64, watch->likely - waited, BMC_WAIT_MAX_NS);
		return;
	}
	if (!watch->spin_until)
		watch->spin_until = waited + 2 * w->late_ns;
	if (READ_ONCE(w->clock)->relax && waited < watch->spin_until)
		return;
	if (waited < watch->unlikely)
		watch->step = max(watch->finest, waited >> BMC_WAIT_FIRST_SHIFT);
	else
		watch->step = min(2 * watch->step, longest);
	watch->step = clamp_t(u64, watch->step, 2 * w->late_ns, BMC_WAIT_MAX_NS);
	watch->next += watch->step;
}

/*
 * Look now, because somebody says so?  Who says so without end, as an alert line that
 * nobody lets go does, is not worth a look each time.
 */
static bool bmc_watch_told(struct bmc_wait *w, struct bmc_watch *watch, u64 waited)
{
	u64 next = watch->missed + BMC_WAIT_KICK_NS;

	if (!READ_ONCE(w->kicked))
		return false;
	if (watch->vain < BMC_WAIT_KICKS || waited >= next)
		return true;
	WRITE_ONCE(w->kicked, false);
	watch->next = min(watch->next, next);
	return false;
}

/* It is over: remember how long it took. */
static void bmc_watch_learn(struct bmc_wait *w, const struct bmc_watch *watch, u64 waited,
			    bool told)
{
	if (!watch->pace || w->void_sample)
		return;
	if (watch->early)
		bmc_pace_add(watch->pace, told ? waited : (watch->missed + waited) / 2);
	else if (watch->likely && !told)
		bmc_pace_add_less(watch->pace, waited);
	else
		bmc_pace_add(watch->pace, told ? waited : 0);
}

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
	ktime_t now = bmc_wait_now(w);
	struct bmc_watch watch;

	bmc_watch_init(w, &watch, kind, now);
	w->void_sample = false;
	for (;;) {
		u64 waited = ktime_to_ns(ktime_sub(now, watch.start));
		s64 left = ktime_to_ns(ktime_sub(deadline, now));
		bool told = bmc_watch_told(w, &watch, waited);

		if (bmc_wait_over(w))
			return -ESHUTDOWN;
		if (told || waited + w->late_ns >= watch.next || left <= 0) {
			WRITE_ONCE(w->kicked, false);
			w->looks++;
			if (ready(ctx)) {
				bmc_watch_learn(w, &watch, waited, told);
				return 0;
			}
			if (left <= 0)
				return -ETIMEDOUT;
			watch.vain += told;
			bmc_watch_missed(w, &watch, waited);
		}
		if (watch.next > waited) {
			now = bmc_wait_sleep(w, now, min_t(u64, watch.next - waited, left));
		} else {
			bmc_wait_relax(w);
			now = bmc_wait_now(w);
		}
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
