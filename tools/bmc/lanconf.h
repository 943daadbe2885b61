/* SPDX-License-Identifier: GPL-2.0-only */
/* The LAN parameters of a channel: reading, planning a change, making it. */
#ifndef BMC_LANCONF_H
#define BMC_LANCONF_H

#include "../lib/device.h"
#include "../lib/ipmi/lan.h"

#define LAN_PLAN_MAX 24
#define LAN_TEXT 64

/**
 * struct lan_item - a parameter to write
 * @parameter: its number
 * @set: its set selector, 0 for one without
 * @after: index of the item in the plan that this one takes back
 * @old: as it is
 * @new: as it shall be
 */
struct lan_item {
	uint8_t parameter;
	uint8_t set;
	unsigned int after;
	struct ipmi_lan_value old;
	struct ipmi_lan_value new;
};

/**
 * struct lan_plan - a change of LAN parameters
 * @channel: the channel
 * @base: 0 for LAN parameters, IPMI_SOL_BASE for those of SOL
 * @mac: MAC address of the channel, to know the BMC again
 * @old: parameters as they are, for a plan made by lan_order()
 * @new: parameters as they shall be, for a plan made by lan_order()
 * @item: what to write, in this order
 * @n: how many
 * @back: what takes the change back, in this order
 * @n_back: how many
 * @done: how many of @item have been sent
 * @locked: "set in progress" is ours
 * @steal: take "set in progress" away from its owner
 * @waited: somebody else had it, so @old may be out of date
 */
struct lan_plan {
	uint8_t channel;
	uint8_t base;
	struct ipmi_lan_value mac;
	struct ipmi_lan_config old;
	struct ipmi_lan_config new;
	struct lan_item item[LAN_PLAN_MAX];
	unsigned int n;
	struct lan_item back[LAN_PLAN_MAX];
	unsigned int n_back;
	unsigned int done;
	bool locked;
	bool steal;
	bool waited;
};

typedef int lan_make_fn(struct bmc *bmc, struct lan_plan *plan, void *arg);

int lan_read(struct bmc *bmc, uint8_t channel, const uint8_t *parameters, unsigned int n,
	     struct ipmi_lan_config *config);
int lan_read_set(struct bmc *bmc, uint8_t channel, uint8_t parameter, uint8_t set,
		 struct ipmi_lan_value *value);
void lan_text(unsigned int parameter, const struct ipmi_lan_value *value, char text[LAN_TEXT]);
void lan_plan_clear(struct lan_plan *plan);
void lan_plan_add(struct lan_plan *plan, uint8_t parameter, uint8_t set,
		  const struct ipmi_lan_value *old, const struct ipmi_lan_value *new);
void lan_plan_back(struct lan_plan *plan);
void lan_order(struct lan_plan *plan);
int lan_offered(struct bmc *bmc, unsigned int parameter, const struct ipmi_lan_value *value);

int lan_transact(struct bmc *bmc, struct lan_plan *plan, lan_make_fn *make, void *arg,
		 unsigned long confirm);
int lan_take_back(struct bmc *bmc, struct lan_plan *plan);
int lan_clear_progress(struct bmc *bmc, uint8_t channel, bool *cleared);
bool lan_usable(struct json_object *o, const char *key, const struct ipmi_lan_value *v);
struct json_object *lan_changes(const struct lan_plan *plan);

#endif
