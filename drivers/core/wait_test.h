/* SPDX-License-Identifier: GPL-2.0-only */
/* Virtual time for tests of whatever waits. */
#ifndef BMCLINK_WAIT_TEST_H
#define BMCLINK_WAIT_TEST_H

#include "wait.h"

/**
 * struct fake_time - a wait on virtual time, advanced by sleeping
 * @wait: to be given to the code under test
 * @now: the time
 * @ready_at: for ready functions that are about time alone
 * @stop_at: when not 0, the wait is stopped then
 * @late: sleeps take as long as they may
 * @late_ns: and so much longer
 * @look_ns: what a look at the hardware takes
 * @kick_ns: when not 0, somebody kicks that soon in each sleep
 */
struct fake_time {
	struct bmc_wait wait;
	ktime_t now;
	ktime_t ready_at;
	ktime_t stop_at;
	bool late;
	u64 late_ns;
	u64 look_ns;
	u64 kick_ns;
};

extern const struct bmc_clock fake_clock;

#endif
