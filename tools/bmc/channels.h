/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding channels on a BMC, for the objects that need them. */
#ifndef BMC_CHANNELS_H
#define BMC_CHANNELS_H

#include "../lib/device.h"
#include "../lib/ipmi/channel.h"
#include "../lib/parse.h"

#define CHANNEL_FIRST 1
#define CHANNEL_LAST 11

/**
 * struct lan_channels - the LAN channels of a BMC
 * @n: how many
 * @info: what the BMC says of each
 */
struct lan_channels {
	unsigned int n;
	struct ipmi_channel_info info[CHANNEL_LAST];
};

int channel_info(struct bmc *bmc, uint8_t channel, struct ipmi_channel_info *info, bool *there);
int channel_access(struct bmc *bmc, uint8_t channel, bool saved, struct ipmi_channel_access *acc,
		   bool *there);
int channels_lan(struct bmc *bmc, struct lan_channels *list);
int channel_pick(struct bmc *bmc, const struct arg_value *given, struct ipmi_channel_info *info);

#endif
