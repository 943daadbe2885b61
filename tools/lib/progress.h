/* SPDX-License-Identifier: GPL-2.0-only */
/* Long work shows itself, on standard error when that is a terminal. */
#ifndef BMC_PROGRESS_H
#define BMC_PROGRESS_H

#include "device.h"

/**
 * struct progress - work that is going on
 * @bmc: the run
 * @what: what it is about
 * @total: how many steps there are, 0 = not known
 * @start: when it began
 * @shown: when it was last shown, 0 = never
 */
struct progress {
	struct bmc *bmc;
	const char *what;
	unsigned long total;
	long long start;
	long long shown;
};

void progress_start(struct progress *p, struct bmc *bmc, const char *what, unsigned long total);
void progress_step(struct progress *p, unsigned long done);
void progress_end(struct progress *p);
bool progress_tty(const struct bmc *bmc);

#endif
