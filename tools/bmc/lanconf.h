/* SPDX-License-Identifier: GPL-2.0-only */
/* The LAN parameters of a channel: reading, planning a change, making it. */
#ifndef BMC_LANCONF_H
#define BMC_LANCONF_H

#include "../lib/device.h"
#include "../lib/ipmi/lan.h"

#define LAN_PLAN_MAX 12
#define LAN_TEXT 32

/**
 * struct lan_plan - a change of LAN parameters
 * @channel: the channel
 * @old: parameters as they are
 * @new: parameters as they shall be
 * @parameter: parameters to write, in this order
 * @n: how many
 * @done: how many of them have been sent
 * @locked: "set in progress" is ours
 * @steal: take "set in progress" away from its owner
 * @waited: somebody else had it, so @old may be out of date
 */
struct lan_plan {
	uint8_t channel;
	struct ipmi_lan_config old;
	struct ipmi_lan_config new;
	uint8_t parameter[LAN_PLAN_MAX];
	unsigned int n;
	unsigned int done;
	bool locked;
	bool steal;
	bool waited;
};

int lan_read(struct bmc *bmc, uint8_t channel, const uint8_t *parameters, unsigned int n,
	     struct ipmi_lan_config *config);
void lan_text(unsigned int parameter, const struct ipmi_lan_value *value, char text[LAN_TEXT]);
void lan_order(struct lan_plan *plan);
int lan_acquire(struct bmc *bmc, struct lan_plan *plan);
void lan_release(struct bmc *bmc, struct lan_plan *plan, bool commit);
int lan_commit(struct bmc *bmc, struct lan_plan *plan);

#endif
