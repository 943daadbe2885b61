// SPDX-License-Identifier: GPL-2.0-only
/*
 * One request when nothing works any more: in a panic, or when the machine is
 * about to be switched off.
 *
 * The link is taken from its thread, which leaves at its next wait, and the
 * transport's own code runs in the caller's context, spinning where it would
 * sleep.  No lock is taken, nothing is allocated, nobody is told; memory is
 * static, and so is the time that it may all take.
 *
 * Owns the two frames, under @bmc_panic_busy: whoever finds it taken goes away.
 */
#include <linux/atomic.h>
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/nmi.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "bmclink.h"
#include "core.h"

/* Between two attempts. */
#define BMC_PANIC_PAUSE_NS	(10ULL * NSEC_PER_MSEC)
/* How long a CPU may spin before it tells the watchdogs that it is alive. */
#define BMC_SPIN_US		500U

static atomic_t bmc_panic_busy = ATOMIC_INIT(0);
static struct bmc_frame bmc_panic_req, bmc_panic_frame;

/*
 * In a panic the clock may stand still, or be locked by a CPU that has been
 * stopped.  The delays made here count in any case, so a deadline is always met.
 */
static ktime_t bmc_panic_now(struct bmc_wait *w)
{
	ktime_t now = ns_to_ktime(ktime_get_mono_fast_ns());

	if (ktime_before(w->spun, now))
		w->spun = now;
	return w->spun;
}

static void bmc_panic_sleep(struct bmc_wait *w, u64 min_ns, u64 max_ns)
{
	u64 us = div_u64(min_ns, NSEC_PER_USEC) + 1;

	while (us) {
		unsigned int part = min_t(u64, us, BMC_SPIN_US);

		udelay(part);
		touch_nmi_watchdog();
		w->spun = ktime_add_us(w->spun, part);
		us -= part;
	}
}

/** bmc_panic_clock - what &bmc_real_clock becomes in a panic */
const struct bmc_clock bmc_panic_clock = {
	.now = bmc_panic_now,
	.sleep = bmc_panic_sleep,
};

/**
 * bmc_wait_seize - a panic: the caller needs the hardware now
 * @w: the link's waiting state
 *
 * From here on the caller may wait, in any context, and waits by spinning; the
 * link's thread is sent away at its next wait and does not come back.  There is
 * no way back for anybody.
 *
 * Context: any, with anything locked.
 */
void bmc_wait_seize(struct bmc_wait *w)
{
	const struct bmc_clock *clock = READ_ONCE(w->clock);

	/* Also from somebody who has seized it before: the last one is in trouble now. */
	WRITE_ONCE(w->seizer, current);
	if (!clock->panic)
		return;
	w->spun = ns_to_ktime(ktime_get_mono_fast_ns());
	/* Who sees the clock that spins has to see that it is not for him. */
	smp_store_release(&w->clock, clock->panic);
}

/**
 * bmc_wait_seized - has a panic taken the link from its thread?
 * @w: the link's waiting state
 *
 * Return: true for everybody, the one who did it included.
 */
bool bmc_wait_seized(const struct bmc_wait *w)
{
	return READ_ONCE(w->seizer);
}
EXPORT_SYMBOL_GPL(bmc_wait_seized);

/**
 * bmc_wait_over - is the caller not to touch the hardware any more?
 * @w: the link's waiting state
 *
 * Return: true when the link is going away, or has been seized by somebody else.
 */
bool bmc_wait_over(const struct bmc_wait *w)
{
	const struct task_struct *seizer = READ_ONCE(w->seizer);

	return READ_ONCE(w->stopped) || (seizer && seizer != current);
}

/*
 * A request that was in flight may still spoil the first attempt, so there is
 * another one; that a BMC then does something twice is the lesser evil.
 */
static int bmc_panic_try(struct bmc_link *link, ktime_t deadline)
{
	struct bmc_frame *frame = &bmc_panic_frame;
	int err;

	for (;;) {
		s64 left = ktime_to_ns(ktime_sub(deadline, bmc_wait_now(&link->wait)));

		if (left <= 0)
			return -ETIMEDOUT;
		err = link->transport->resync(link);
		if (!err) {
			*frame = bmc_panic_req;
			left = ktime_to_ns(ktime_sub(deadline, bmc_wait_now(&link->wait)));
			err = bmc_link_transact(link, frame, max_t(s64, left, 0));
		}
		if (!err || err == -ENODEV || err == -ESHUTDOWN)
			return err;
		err = bmc_wait_pause(&link->wait, BMC_PANIC_PAUSE_NS);
		if (err)
			return err;
	}
}

static int bmc_panic_send(struct bmc_link *link, u64 limit_ns)
{
	ktime_t start = bmc_wait_now(&link->wait);
	int err;

	limit_ns = min(limit_ns, BMC_PANIC_BUDGET_NS - link->panic_ns);
	err = bmc_panic_try(link, ktime_add_ns(start, limit_ns));
	if (err) {
		u64 took = ktime_to_ns(ktime_sub(bmc_wait_now(&link->wait), start));

		link->panic_ns = min(link->panic_ns + took, BMC_PANIC_BUDGET_NS);
		return err;
	}
	return bmc_panic_frame.data[2];
}

/**
 * bmc_panic_request - ask the BMC, whatever state the machine is in
 * @link: whom; not used for anything else afterwards
 * @netfn: network function
 * @cmd: command
 * @data: what goes with it
 * @len: length of @data
 * @limit_ns: how long it may take, give or take the second that bringing the line
 *	to idle may cost.  All requests to a BMC that does not answer are given
 *	BMC_PANIC_BUDGET_NS together.
 *
 * Context: any, with anything locked, interrupts on or off.  Spins.
 * Return: the completion code, or -EOPNOTSUPP the link needs locks to work
 * (SSIF), -EBUSY somebody else is here already, -ENODEV it is gone, -EMSGSIZE,
 * -ETIMEDOUT, -EIO, -EBADMSG, -ESHUTDOWN somebody else has taken the link.
 */
int bmc_panic_request(struct bmc_link *link, u8 netfn, u8 cmd, const u8 *data, unsigned int len,
		      u64 limit_ns)
{
	int ret = -ETIMEDOUT;

	if (!link->transport->polled)
		return -EOPNOTSUPP;
	if (READ_ONCE(link->health) == BMC_GONE || READ_ONCE(link->wait.stopped))
		return -ENODEV;
	if (len + 2 > link->limits.max_request)
		return -EMSGSIZE;
	if (atomic_cmpxchg(&bmc_panic_busy, 0, 1))
		return -EBUSY;
	bmc_wait_seize(&link->wait);
	bmc_panic_req.tag = 0;
	bmc_panic_req.len = len + 2;
	bmc_panic_req.data[0] = netfn << 2;
	bmc_panic_req.data[1] = cmd;
	memcpy(bmc_panic_req.data + 2, data, len);
	if (link->panic_ns < BMC_PANIC_BUDGET_NS)
		ret = bmc_panic_send(link, limit_ns);
	atomic_set(&bmc_panic_busy, 0);
	return ret;
}
EXPORT_SYMBOL_GPL(bmc_panic_request);

/**
 * bmc_panic_event - the data of a Platform Event that says "the system has stopped"
 * @event: result
 * @text: what the panic said; its first three characters go with the event
 *
 * Byte by byte what the in-tree driver sends.
 */
void bmc_panic_event(u8 event[BMC_PANIC_EVENT_LEN], const char *text)
{
	char hint[3] = {};

	memcpy(hint, text, strnlen(text, sizeof(hint)));
	event[0] = 0x41; /* generator: software of the system (table 5-4) */
	event[1] = 0x03; /* format of event messages of IPMI 1.0 */
	event[2] = 0x20; /* sensor type: OS stop (table 42-3) */
	event[3] = hint[0];
	event[4] = 0x6f; /* event type: specific to the sensor */
	event[5] = 0xa1; /* run-time stop; OEM codes in bytes 2 and 3 */
	event[6] = hint[1];
	event[7] = hint[2];
}
EXPORT_SYMBOL_GPL(bmc_panic_event);

/**
 * bmc_panic_record - a SEL record with a part of the panic's text
 * @record: result; the BMC gives it its number
 * @text: the whole text
 * @n: which part, from 0
 * @from: own IPMB address
 *
 * Byte by byte what the in-tree driver sends: OEM records without time (type
 * F0h), with the text cut every 11 characters and filled up with zeros.
 *
 * Return: false when the text has no such part.
 */
bool bmc_panic_record(u8 record[BMC_PANIC_RECORD_LEN], const char *text, unsigned int n, u8 from)
{
	size_t at = (size_t)n * BMC_PANIC_TEXT_LEN;
	size_t len = strnlen(text, at + BMC_PANIC_TEXT_LEN);

	if (len <= at)
		return false;
	memset(record, 0, BMC_PANIC_RECORD_LEN);
	record[2] = 0xf0;
	record[3] = from;
	record[4] = n;
	memcpy(record + 5, text + at, len - at);
	return true;
}
EXPORT_SYMBOL_GPL(bmc_panic_record);
