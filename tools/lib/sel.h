/* SPDX-License-Identifier: GPL-2.0-only */
/* The system event log of a BMC: reading it, and following it. */
#ifndef BMC_SEL_H
#define BMC_SEL_H

#include "device.h"
#include "ipmi/sel.h"

#define SEL_MAX 65536U

/**
 * struct sel - the log
 * @record: the records, in order
 * @n: how many
 * @room: how many fit
 * @partial: there are more that could not be read
 */
struct sel {
	uint8_t (*record)[IPMI_SEL_RECORD];
	unsigned int n;
	unsigned int room;
	bool partial;
};

/**
 * enum sel_news - what following the log found
 * @SEL_EVENT: a new record
 * @SEL_CLEARED: the log was cleared; what came just before may be lost
 * @SEL_GAP: the record we knew last is gone: there may be records we never saw
 * @SEL_DOWN: the BMC does not answer
 * @SEL_UP: it answers again
 */
enum sel_news {
	SEL_EVENT,
	SEL_CLEARED,
	SEL_GAP,
	SEL_DOWN,
	SEL_UP,
};

typedef int sel_news_fn(void *priv, enum sel_news what, const uint8_t *record);

/**
 * struct sel_follow - following the log
 * @seen: what has been told or was there before
 * @known: @info is that of the last look
 * @info: what the log said of itself then
 * @down: the BMC does not answer
 */
struct sel_follow {
	struct sel seen;
	bool known;
	struct ipmi_sel_info info;
	bool down;
};

int sel_get_info(struct bmc *bmc, struct ipmi_sel_info *info);
int sel_get(struct bmc *bmc, uint16_t id, uint8_t record[IPMI_SEL_RECORD], uint16_t *next,
	    uint8_t *cc);
int sel_read(struct bmc *bmc, struct sel *sel);
void sel_free(struct sel *sel);
bool sel_add(struct sel *sel, const uint8_t record[IPMI_SEL_RECORD]);
int sel_utc_minutes(struct bmc *bmc, int *minutes);
int sel_clear(struct bmc *bmc);
int sel_follow_start(struct bmc *bmc, struct sel_follow *f);
int sel_follow_poll(struct bmc *bmc, struct sel_follow *f, sel_news_fn *tell, void *priv);

#endif
