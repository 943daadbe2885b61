// SPDX-License-Identifier: GPL-2.0-only
/*
 * How long a BMC takes, learnt from what it took before.
 *
 * The last few durations are kept as they are.  Order statistics of them say
 * when an answer is likely: unlike a mean, they are not moved by one command
 * that took a hundred times as long, and a new pace has replaced the old one
 * after as many waits as there are places.
 *
 * Pure: no clock, no locks, no hardware.
 */
#include <linux/limits.h>
#include <linux/minmax.h>

#include "pace.h"

/* One early answer takes 1/2^4 off, the next in a row 1/2^3 and so on, to a half. */
#define BMC_PACE_EARLY_SHIFT	4
#define BMC_PACE_EARLY_MAX	(BMC_PACE_EARLY_SHIFT - 1)

static void bmc_pace_put(struct bmc_pace *pace, u64 ns)
{
	pace->ns[pace->next] = min_t(u64, ns, U32_MAX);
	pace->next = (pace->next + 1) % BMC_PACE_SAMPLES;
	if (pace->count < BMC_PACE_SAMPLES)
		pace->count++;
}

/**
 * bmc_pace_add - a wait took so long
 * @pace: what is known of this kind of wait
 * @ns: how long, more or less exactly
 */
void bmc_pace_add(struct bmc_pace *pace, u64 ns)
{
	pace->early = 0;
	bmc_pace_put(pace, ns);
}

/**
 * bmc_pace_add_less - a wait had ended before anybody looked
 * @pace: what is known of this kind of wait
 * @ns: when it was looked at first
 *
 * How long it really took is not known.  Something less is assumed, and much
 * less when that happens again and again, so that a BMC that has become faster
 * is found out.
 */
void bmc_pace_add_less(struct bmc_pace *pace, u64 ns)
{
	bmc_pace_put(pace, ns - (ns >> (BMC_PACE_EARLY_SHIFT - pace->early)));
	if (pace->early < BMC_PACE_EARLY_MAX)
		pace->early++;
}

/* Two extremes of the samples, the most extreme one left out when there are enough. */
static void bmc_pace_range(const struct bmc_pace *pace, u64 *low, u64 *high)
{
	u32 min1 = U32_MAX, min2 = U32_MAX, max1 = 0, max2 = 0;
	unsigned int i;

	for (i = 0; i < pace->count; i++) {
		u32 ns = pace->ns[i];

		if (ns < min1) {
			min2 = min1;
			min1 = ns;
		} else if (ns < min2) {
			min2 = ns;
		}
		if (ns > max1) {
			max2 = max1;
			max1 = ns;
		} else if (ns > max2) {
			max2 = ns;
		}
	}
	*low = pace->count < BMC_PACE_SAMPLES / 2 ? min1 : min2;
	*high = pace->count < BMC_PACE_SAMPLES / 2 ? max1 : max2;
}

/**
 * bmc_pace_low - before this, it is hardly worth looking
 * @pace: what is known of this kind of wait
 *
 * Return: nanoseconds; 0 when nothing is known.
 */
u64 bmc_pace_low(const struct bmc_pace *pace)
{
	u64 low, high;

	if (!pace->count)
		return 0;
	bmc_pace_range(pace, &low, &high);
	return low;
}

/**
 * bmc_pace_high - by then it is nearly always over
 * @pace: what is known of this kind of wait
 *
 * Return: nanoseconds; 0 when nothing is known.
 */
u64 bmc_pace_high(const struct bmc_pace *pace)
{
	u64 low, high;

	if (!pace->count)
		return 0;
	bmc_pace_range(pace, &low, &high);
	return high;
}
