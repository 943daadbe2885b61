// SPDX-License-Identifier: GPL-2.0-only
/*
 * The interrupt of a system interface: used when it works, never needed.
 *
 * What can go wrong with it on real machines is all met here: it never comes;
 * it comes and does not end; the line is shared; the line is raised by nobody.
 * The handler makes a few register accesses and leaves the rest to the link's
 * thread.
 *
 * Owns no list: a struct si_irq belongs to its interface, and says which of its
 * members have which lock.
 */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/jiffies.h>
#include <linux/minmax.h>

#include "irq.h"

/* How often the thread may be faster than the interrupt, in one transfer. */
#define SI_UNRAISED_MAX		10
/* How often the interface may be told to take its interrupt back, in one transfer. */
#define SI_QUIETED_MAX		100
/*
 * A line that comes that often in a few seconds, nearly always for nobody, is broken.
 * One of our own may come late, but not more often than one that is on time.
 */
#define SI_STRAYS_MAX		1000
#define SI_STRAYS_JIFFIES	(4 * HZ)
#define SI_STRAYS_WANTED_MAX	(SI_STRAYS_MAX / 8)
#define SI_STRAYS_LATE_MAX	(SI_STRAYS_MAX / 2)
/*
 * One that comes for nobody more rarely is left before the kernel's own guard takes it
 * from everybody, with a complaint: when there are 99,900 among 100,000 interrupts.
 */
#define SI_UNWANTED_MAX		90000
/* How long a masked line waits to be armed by the thread, at first; later up to 16 times that. */
#define SI_DELAY_MS		1
#define SI_DELAY_FACTOR_MAX	16
/* How long, and how often, to wait for interrupts that other CPUs have taken. */
#define SI_SETTLE_US		100
#define SI_SETTLE_LOOKS		1000

static irqreturn_t si_linux_handler(int number, void *data)
{
	return si_irq_handle(data) ? IRQ_HANDLED : IRQ_NONE;
}

static int si_linux_claim(struct si_irq *irq)
{
	return request_irq(irq->number, si_linux_handler, IRQF_SHARED, "bmclink", irq);
}

/*
 * Wait for the interrupts that other CPUs have taken, on a masked line.  free_irq() does so,
 * too, but asks without a pause and with the line's lock, which is what the other CPU waits
 * for: where locks are not fair and CPUs take turns, as in some virtual machines, that takes
 * seconds.
 */
static void si_linux_settle(struct si_irq *irq)
{
	unsigned int looks = SI_SETTLE_LOOKS;
	bool active;

	do {
		usleep_range(SI_SETTLE_US, 2 * SI_SETTLE_US);
	} while (!irq_get_irqchip_state(irq->number, IRQCHIP_STATE_ACTIVE, &active) && active &&
		 --looks);
}

static void si_linux_release(struct si_irq *irq)
{
	si_linux_settle(irq);
	free_irq(irq->number, irq);
	/* Without other users it is off anyway; they must not suffer for us. */
	if (irq->masked && irq_has_action(irq->number))
		enable_irq(irq->number);
}

static void si_linux_mask(struct si_irq *irq)
{
	disable_irq_nosync(irq->number);
}

static void si_linux_unmask(struct si_irq *irq)
{
	enable_irq(irq->number);
}

static unsigned int si_linux_unwanted(struct si_irq *irq)
{
	struct irq_data *data = irq_get_irq_data(irq->number);

	return data ? READ_ONCE(irq_data_to_desc(data)->irqs_unhandled) : 0;
}

/** si_linux_line - an interrupt with a number of the kernel's, perhaps shared */
const struct si_line si_linux_line = {
	.claim = si_linux_claim,
	.release = si_linux_release,
	.mask = si_linux_mask,
	.unmask = si_linux_unmask,
	.unwanted = si_linux_unwanted,
};

/* Make the interface take its interrupt back.  Return: false when that is not enough. */
static bool si_irq_quiet(struct si_irq *irq)
{
	unsigned long flags;
	bool quiet;

	if (!irq->user->quiet)
		return false;
	spin_lock_irqsave(&irq->lock, flags);
	quiet = irq->user->quiet(irq->regs, !irq->leaving);
	spin_unlock_irqrestore(&irq->lock, flags);
	return quiet && irq->quieted++ < SI_QUIETED_MAX;
}

static void si_irq_mask(struct si_irq *irq, bool lost)
{
	unsigned long flags;

	spin_lock_irqsave(&irq->lock, flags);
	if (!irq->masked) {
		irq->masked = true;
		irq->line->mask(irq);
	}
	irq->lost |= lost;
	if (!irq->leaving)
		schedule_delayed_work(&irq->again, msecs_to_jiffies(lost ? 0 : irq->delay_ms));
	spin_unlock_irqrestore(&irq->lock, flags);
}

static void si_irq_count(struct si_irq *irq)
{
	irq->strays = 0;
	irq->causes = 0;
	irq->unwanted = irq->line->unwanted ? irq->line->unwanted(irq) : 0;
}

/* One more that is not ours.  Return: true when it is time to leave the line. */
static bool si_irq_is_broken(struct si_irq *irq)
{
	unsigned int causes = irq->causes, before = irq->unwanted;

	if (time_after(jiffies, irq->strays_end)) {
		irq->strays_end = jiffies + SI_STRAYS_JIFFIES;
		si_irq_count(irq);
		return irq->unwanted > SI_UNWANTED_MAX;
	}
	if (++irq->strays < SI_STRAYS_MAX)
		return false;
	si_irq_count(irq);
	if (causes >= SI_STRAYS_LATE_MAX)
		return false;
	/* This one is not counted there yet, which does not matter. */
	return !irq->line->unwanted ||
		irq->unwanted >= before + SI_STRAYS_MAX - SI_STRAYS_WANTED_MAX;
}

/* Interrupts that are somebody else's, or nobody's.  Return: true to claim this one. */
static bool si_irq_stray(struct si_irq *irq)
{
	/* The thread may have been faster. */
	if (READ_ONCE(irq->working) && irq->unraised++ < SI_UNRAISED_MAX)
		return true;
	if (!si_irq_is_broken(irq))
		return false;
	si_irq_mask(irq, true);
	return true;
}

/**
 * si_irq_handle - an interrupt has come
 * @irq: perhaps this one
 *
 * The line is masked until the link's thread has looked and arms it again, so
 * there are a few interrupts in a transfer, whatever the BMC does.  A thread that
 * has no reason to look, as the BMC has asked for nothing too often, does not do
 * so; then the line is armed after a while, as others may share it.
 *
 * An interface that can be told to take its interrupt back is, and the line
 * stays open as long as that helps.
 *
 * Context: any; a handler only, and one at a time.
 * Return: true when it was ours.
 */
bool si_irq_handle(struct si_irq *irq)
{
	if (!irq->user->raised(irq->regs))
		return si_irq_stray(irq);
	irq->causes++;
	if (!si_irq_quiet(irq))
		si_irq_mask(irq, false);
	irq->user->kick(irq);
	return true;
}

static void si_irq_unmask(struct si_irq *irq, bool timed)
{
	unsigned long flags;
	bool masked;

	/* Not with the lock that the handler takes: a line may have one of its own. */
	spin_lock_irqsave(&irq->arm_lock, flags);
	spin_lock(&irq->lock);
	masked = irq->masked && !irq->leaving && !irq->lost;
	if (masked) {
		irq->masked = false;
		cancel_delayed_work(&irq->again);
	}
	irq->delay_ms = timed ? min(irq->delay_ms * 2, irq->first_ms * SI_DELAY_FACTOR_MAX) :
			irq->first_ms;
	spin_unlock(&irq->lock);
	if (masked)
		irq->line->unmask(irq);
	spin_unlock_irqrestore(&irq->arm_lock, flags);
}

/**
 * si_irq_arm - let the next interrupt come
 * @irq: the interrupt
 * @working: a transfer is going on
 *
 * Every interrupt must be armed; polling works without.
 *
 * Context: the link's thread.
 */
void si_irq_arm(struct si_irq *irq, bool working)
{
	if (!irq->claimed)
		return;
	WRITE_ONCE(irq->unraised, 0);
	WRITE_ONCE(irq->quieted, 0);
	WRITE_ONCE(irq->working, working);
	if (READ_ONCE(irq->masked))
		si_irq_unmask(irq, false);
}

/*
 * Stop all arming, then let the line go; not raised, if that is possible.  An interrupt
 * controller need not see how a line falls that nobody has: QEMU's does not, and raises
 * it for the next one without end.
 */
static void si_irq_release(struct si_irq *irq)
{
	spin_lock_irq(&irq->arm_lock);
	spin_lock(&irq->lock);
	irq->leaving = true;
	if (irq->user->quiet)
		irq->user->quiet(irq->regs, false);
	if (!irq->masked) {
		irq->masked = true;
		irq->line->mask(irq);
	}
	spin_unlock(&irq->lock);
	spin_unlock_irq(&irq->arm_lock);
	irq->line->release(irq);
	irq->claimed = false;
}

static void si_irq_again(struct work_struct *work)
{
	struct si_irq *irq = container_of(work, struct si_irq, again.work);

	if (!READ_ONCE(irq->lost)) {
		si_irq_unmask(irq, true);
		return;
	}
	/* A line may be broken before it is ours altogether. */
	mutex_lock(&irq->claim_lock);
	if (irq->claimed) {
		si_irq_release(irq);
		irq->user->lost(irq);
	}
	mutex_unlock(&irq->claim_lock);
}

/**
 * si_irq_init - start to use an interrupt
 * @irq: with line, user, regs and number set, and zeroes
 *
 * Context: may sleep.
 * Return: 0, or the line's negative error number: do without.
 */
int si_irq_init(struct si_irq *irq)
{
	int err;

	mutex_init(&irq->claim_lock);
	spin_lock_init(&irq->arm_lock);
	spin_lock_init(&irq->lock);
	INIT_DELAYED_WORK(&irq->again, si_irq_again);
	irq->first_ms = irq->first_ms ?: SI_DELAY_MS;
	irq->delay_ms = irq->first_ms;
	irq->strays_end = jiffies - 1;
	mutex_lock(&irq->claim_lock);
	/* Before the first one comes. */
	irq->claimed = true;
	err = irq->line->claim(irq);
	if (err)
		irq->claimed = false;
	mutex_unlock(&irq->claim_lock);
	return err;
}

/**
 * si_irq_is_lost - look whether the interrupt was given up
 * @irq: from si_irq_init(), which returned 0
 *
 * For who could not be told when that happened.
 *
 * Context: may sleep.
 * Return: true when it was, and &si_irq_user.lost has been called.
 */
bool si_irq_is_lost(struct si_irq *irq)
{
	bool lost;

	mutex_lock(&irq->claim_lock);
	lost = !irq->claimed;
	mutex_unlock(&irq->claim_lock);
	return lost;
}

/**
 * si_irq_exit - do without the interrupt
 * @irq: from si_irq_init(), whatever that returned; or zeroes
 *
 * Context: may sleep.
 */
void si_irq_exit(struct si_irq *irq)
{
	if (!irq->line)
		return;
	spin_lock_irq(&irq->lock);
	irq->leaving = true;
	spin_unlock_irq(&irq->lock);
	/* It may be releasing the line. */
	cancel_delayed_work_sync(&irq->again);
	if (irq->claimed)
		si_irq_release(irq);
}
