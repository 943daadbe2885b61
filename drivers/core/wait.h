/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one place that decides how to wait for a BMC.
 *
 * A transport never sleeps, spins or reads a clock by itself: it says what it
 * waits for, and wait.c finds the cheapest way to be there in time.  Only the
 * link's thread waits, and in a panic who has seized the link from it; anybody
 * may kick or stop.
 */
#ifndef BMCLINK_WAIT_H
#define BMCLINK_WAIT_H

#include <linux/ktime.h>
#include <linux/types.h>
#include <linux/wait.h>

#include "pace.h"

struct bmc_wait;
struct task_struct;

/**
 * enum bmc_wait_kind - what the BMC is expected to do
 * @BMC_WAIT_ROOM: be at rest, as it should be before a transfer; mostly it is at once
 * @BMC_WAIT_ACCEPT: take the byte just written; KCS IBF, SMIC BUSY
 * @BMC_WAIT_OFFER: offer the next byte of a response that has begun; KCS OBF
 * @BMC_WAIT_EXECUTE: run a command, until the first sign of its response
 * @BMC_WAIT_VAGUE: the same for a BMC that may give something else first: how long it
 *	took cannot be told, so it is looked at from the beginning
 * @BMC_WAIT_KINDS: number of kinds
 */
enum bmc_wait_kind {
	BMC_WAIT_ROOM,
	BMC_WAIT_ACCEPT,
	BMC_WAIT_OFFER,
	BMC_WAIT_EXECUTE,
	BMC_WAIT_VAGUE,
	BMC_WAIT_KINDS,
};

/**
 * struct bmc_clock - the source of time of a wait
 * @now: current time, monotonic
 * @sleep: give up the CPU for @min_ns to @max_ns nanoseconds; may return early
 * @relax: let a moment pass without giving up the CPU; NULL: there is no such thing
 * @panic: what takes its place in a panic, going on from the same time; NULL for
 *	itself
 *
 * &bmc_real_clock in production; tests put virtual time here.
 */
struct bmc_clock {
	ktime_t (*now)(struct bmc_wait *w);
	void (*sleep)(struct bmc_wait *w, u64 min_ns, u64 max_ns);
	void (*relax)(struct bmc_wait *w);
	const struct bmc_clock *panic;
};

extern const struct bmc_clock bmc_real_clock;
extern const struct bmc_clock bmc_panic_clock;

/* Commands that a BMC may take different times for are told apart so far. */
#define BMC_WAIT_COMMANDS	16

/**
 * struct bmc_wait - the waiting state of one link
 * @clock: where time comes from
 * @wq: where the link's thread sleeps during a wait
 * @stopped: the link is going away; every wait, current or later, ends with
 *	-ESHUTDOWN.  Set once.
 * @kicked: something happened (an interrupt): look again now
 * @seizer: the task in whose context the panic goes on, NULL for none; every wait
 *	of anybody else ends with -ESHUTDOWN.  Set once.
 * @spun: the time, as far as it is made of @seizer's own delays
 * @void_sample: the wait that has just ended says nothing of the BMC's pace
 * @command: which of @commands the next BMC_WAIT_EXECUTE is about
 * @since: when that command was handed over; 0: when the wait begins
 * @late_ns: how much longer than asked for a sleep takes, on average
 * @paces: by kind of wait; BMC_WAIT_EXECUTE has @commands, BMC_WAIT_VAGUE none
 * @commands: pace of BMC_WAIT_EXECUTE, by a hash of the command
 * @looks: how often the hardware was looked at
 * @sleeps: how often the thread went to sleep
 *
 * All but @stopped, @kicked and @seizer is for the link's thread only, or for who has
 * seized the link from it.
 */
struct bmc_wait {
	const struct bmc_clock *clock;
	wait_queue_head_t wq;
	bool stopped;
	bool kicked;
	struct task_struct *seizer;
	ktime_t spun;
	bool void_sample;
	u8 command;
	ktime_t since;
	u32 late_ns;
	struct bmc_pace paces[BMC_WAIT_KINDS];
	struct bmc_pace commands[BMC_WAIT_COMMANDS];
	u64 looks;
	u64 sleeps;
};

void bmc_wait_init(struct bmc_wait *w, const struct bmc_clock *clock);
int bmc_wait_until(struct bmc_wait *w, enum bmc_wait_kind kind, bool (*ready)(void *ctx),
		   void *ctx, ktime_t deadline);
void bmc_wait_command(struct bmc_wait *w, u8 netfn_lun, u8 cmd, ktime_t since);
void bmc_wait_void(struct bmc_wait *w);
int bmc_wait_pause(struct bmc_wait *w, u64 ns);
ktime_t bmc_wait_now(struct bmc_wait *w);
void bmc_wait_kick(struct bmc_wait *w);
void bmc_wait_stop(struct bmc_wait *w);

/* panic.c */
void bmc_wait_seize(struct bmc_wait *w);
bool bmc_wait_seized(const struct bmc_wait *w);
bool bmc_wait_over(const struct bmc_wait *w);

#endif
