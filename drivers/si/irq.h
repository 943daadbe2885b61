/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The interrupt of a system interface: used when it works, never needed.
 */
#ifndef BMCLINK_SI_IRQ_H
#define BMCLINK_SI_IRQ_H

#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include "regs.h"

struct si_irq;

/**
 * struct si_line - one way for an interrupt to get here; constant
 * @claim: let it come, to si_irq_handle(); may sleep.  Return: 0 or a negative
 *	error number.
 * @release: let it come no more, and wait for a handler that still runs; the line is
 *	masked; may sleep.  Its other users get it back.
 * @mask: let none come until @unmask; from si_irq_handle(), and before @release
 * @unmask: undo @mask; any context but the handler's
 * @unwanted: how many of its last interrupts none of its users took for his, a counter
 *	that may begin anew at any time; from si_irq_handle().  NULL: there is one user.
 */
struct si_line {
	int (*claim)(struct si_irq *irq);
	void (*release)(struct si_irq *irq);
	void (*mask)(struct si_irq *irq);
	void (*unmask)(struct si_irq *irq);
	unsigned int (*unwanted)(struct si_irq *irq);
};

/**
 * struct si_irq_user - whose interrupt it is; constant
 * @raised: look whether the interface has a reason to raise its interrupt; any
 *	context, changes nothing
 * @quiet: make the interface take its interrupt back, and let it raise another
 *	one if the second argument says so; any context.  Return: true when it
 *	has.  NULL if there is no way.
 * @kick: something has happened; any context
 * @lost: there will be no more interrupts; process context
 */
struct si_irq_user {
	bool (*raised)(const struct si_regs *regs);
	bool (*quiet)(const struct si_regs *regs, bool again);
	void (*kick)(struct si_irq *irq);
	void (*lost)(struct si_irq *irq);
};

/**
 * struct si_irq - the interrupt of one interface
 * @line: how it comes
 * @user: whose it is
 * @regs: registers of the interface
 * @number: the line's number for it
 * @first_ms: the first delay of @again; tests have more patience
 * @claim_lock: nobody else claims or releases the line; outside of @arm_lock
 * @claimed: it is to be released; changed with @claim_lock, read by anybody
 * @working: a transfer is going on, so an interrupt may well be ours
 * @unraised: interrupts since @working was set that show no cause; the handler's
 * @quieted: interrupts since then that the interface took back; the handler's
 * @strays: interrupts that are not ours, within a few seconds; the handler's
 * @strays_end: when these are over, in jiffies
 * @causes: interrupts that are ours, meanwhile; the handler's
 * @unwanted: the line's counter when the strays were counted from; the handler's
 * @arm_lock: nobody else arms or leaves; outside of @lock
 * @lock: protects @masked, @leaving, @lost and @delay_ms
 * @masked: the line is masked
 * @leaving: no more arming
 * @lost: too many strays: the line is to be released
 * @delay_ms: until the next timed arming
 * @again: arms a line that nobody else has armed; releases one that is lost
 */
struct si_irq {
	const struct si_line *line;
	const struct si_irq_user *user;
	const struct si_regs *regs;
	unsigned int number;
	unsigned int first_ms;
	struct mutex claim_lock;	/* see above */
	bool claimed;

	bool working;
	unsigned int unraised;
	unsigned int quieted;
	unsigned int strays;
	unsigned long strays_end;
	unsigned int causes;
	unsigned int unwanted;

	spinlock_t arm_lock;	/* see above */
	spinlock_t lock;	/* see above */
	bool masked;
	bool leaving;
	bool lost;
	unsigned int delay_ms;
	struct delayed_work again;
};

extern const struct si_line si_linux_line;

int si_irq_init(struct si_irq *irq);
bool si_irq_is_lost(struct si_irq *irq);
void si_irq_exit(struct si_irq *irq);
bool si_irq_handle(struct si_irq *irq);
void si_irq_arm(struct si_irq *irq, bool working);

#endif
