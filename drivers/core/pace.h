/* SPDX-License-Identifier: GPL-2.0-only */
/* How long a BMC takes, learnt from what it took before. */
#ifndef BMCLINK_PACE_H
#define BMCLINK_PACE_H

#include <linux/types.h>

/* So many durations are remembered: a BMC that changes its pace is followed that soon. */
#define BMC_PACE_SAMPLES	8

/**
 * struct bmc_pace - the last durations of one kind of wait
 * @ns: durations in nanoseconds, in no order
 * @count: how many of @ns there are
 * @next: which one the next replaces
 * @early: how often in a row the BMC was ready before it was looked at; bounded
 */
struct bmc_pace {
	u32 ns[BMC_PACE_SAMPLES];
	u8 count;
	u8 next;
	u8 early;
};

void bmc_pace_add(struct bmc_pace *pace, u64 ns);
void bmc_pace_add_less(struct bmc_pace *pace, u64 ns);
u64 bmc_pace_low(const struct bmc_pace *pace);
u64 bmc_pace_high(const struct bmc_pace *pace);

#endif
