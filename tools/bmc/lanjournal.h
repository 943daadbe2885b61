/* SPDX-License-Identifier: GPL-2.0-only */
/* What is needed to take a change of LAN parameters back, kept on disk. */
#ifndef BMC_LANJOURNAL_H
#define BMC_LANJOURNAL_H

#include "lanconf.h"

/**
 * struct lan_journal - a change that is not over
 * @there: there is one
 * @unconfirmed: it is made, and waits to be confirmed; else it was cut off
 * @over: the time to confirm it is over
 * @left_ms: else the time that is left
 * @plan: how to take it back: channel, MAC address and @back
 */
struct lan_journal {
	bool there;
	bool unconfirmed;
	bool over;
	long long left_ms;
	struct lan_plan plan;
};

int lan_journal_write(struct bmc *bmc, const struct lan_plan *plan, unsigned long confirm);
int lan_journal_read(struct bmc *bmc, struct lan_journal *journal);
int lan_journal_remove(struct bmc *bmc);
int lan_journal_none(struct bmc *bmc);

#endif
