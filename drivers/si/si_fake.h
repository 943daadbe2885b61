/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What BMCs behind registers that are made of software have in common: virtual
 * time, and a host that is watched; for tests.
 */
#ifndef BMCLINK_SI_FAKE_H
#define BMCLINK_SI_FAKE_H

#include <kunit/test.h>
#include <linux/prandom.h>

#include "regs.h"
#include "wait.h"

/* A BMC that is stuck must not be looked at more often than that in a second. */
#define SI_FAKE_RATE_MAX	2000

struct si_fake;

/**
 * struct si_fake_model - one kind of BMC; constant
 * @accesses_max: no test needs more accesses; more means a loop without an end
 * @status: the register that &si_fake.fixed is about
 * @others: what the others read then
 * @run: what the BMC has done until now is worked out
 * @read: get the byte in a register
 * @write: put a byte in a register
 */
struct si_fake_model {
	u64 accesses_max;
	unsigned int status;
	u8 others;
	void (*run)(struct si_fake *si);
	u8 (*read)(struct si_fake *si, unsigned int reg);
	void (*write)(struct si_fake *si, unsigned int reg, u8 value);
};

/**
 * struct si_fake - what is the same for all of them; embedded in each
 * @test: who is told about misuse
 * @model: the BMC
 * @regs: the registers
 * @wait: the host's waiting state, on virtual time
 * @now: virtual time
 * @fixed: the status is always this and nothing else happens, -1 for not
 * @random: registers hold noise
 * @gone_at: from this access on there is no hardware
 * @accesses: register accesses
 * @recent: when the last SI_FAKE_RATE_MAX accesses were, a ring
 * @too_fast: more than SI_FAKE_RATE_MAX accesses in a second
 */
struct si_fake {
	struct kunit *test;
	const struct si_fake_model *model;
	struct si_regs regs;
	struct bmc_wait wait;
	u64 now;
	int fixed;
	struct rnd_state *random;
	u64 gone_at;
	u64 accesses;
	u64 recent[SI_FAKE_RATE_MAX];
	bool too_fast;
};

void si_fake_init(struct kunit *test, struct si_fake *si, const struct si_fake_model *model);
void si_fake_heal(struct si_fake *si);
u8 si_fake_read(const struct si_regs *regs, unsigned int reg);
void si_fake_write(const struct si_regs *regs, unsigned int reg, u8 value);

#endif
