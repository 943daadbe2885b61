// SPDX-License-Identifier: GPL-2.0-only
/* Finding channels on a BMC. The LAN channel is found by its medium, never guessed. */
#include "channels.h"

#include <string.h>

#include "../lib/ipmi/cc.h"
#include "../lib/ipmi/lan.h"

/**
 * channel_info() - what a channel is
 * @bmc: the run
 * @channel: its number
 * @info: filled when it is there
 * @there: whether the BMC has such a channel
 *
 * Return: 0, or an exit status with the error set; 12 when the BMC does not tell.
 */
int channel_info(struct bmc *bmc, uint8_t channel, struct ipmi_channel_info *info, bool *there)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	*there = false;
	ipmi_channel_info_encode(&rq, channel);
	rc = bmc_query(bmc, &rq, &rs);
	if (rc)
		return rc;
	switch (rs.cc) {
	case IPMI_CC_OK:
		if (!ipmi_channel_info_decode(&rs, info))
			return bmc_garbled(bmc, &rs, "channel info");
		info->channel = channel;
		*there = info->medium != 0;
		return 0;
	case IPMI_CC_INVALID_COMMAND:
	case IPMI_CC_NODE_BUSY:
	case IPMI_CC_TIMEOUT:
	case IPMI_CC_PRIVILEGE:
	case IPMI_CC_UNSPECIFIED:
		return bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, "channel info");
	default:
		return 0;
	}
}

/**
 * channel_access() - who may use a channel
 * @bmc: the run
 * @channel: its number
 * @saved: the stored settings, not the ones in force
 * @acc: filled when there is an answer
 * @there: whether the BMC offers this for the channel
 *
 * Return: 0, or an exit status with the error set.
 */
int channel_access(struct bmc *bmc, uint8_t channel, bool saved, struct ipmi_channel_access *acc,
		   bool *there)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	*there = false;
	ipmi_channel_access_encode(&rq, channel, saved);
	rc = bmc_query(bmc, &rq, &rs);
	if (rc)
		return rc;
	if (rs.cc == IPMI_CC_INVALID_FIELD || rs.cc == IPMI_CC_OUT_OF_RANGE ||
	    ipmi_cc_unsupported(rq.netfn, rq.cmd, rs.cc))
		return 0;
	if (rs.cc)
		return bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, "channel access");
	if (!ipmi_channel_access_decode(&rs, acc))
		return bmc_garbled(bmc, &rs, "channel access");
	*there = true;
	return 0;
}

/* A channel of the right medium is a LAN channel when it has a MAC address. */
static int has_lan(struct bmc *bmc, struct ipmi_channel_info *info, bool *yes)
{
	struct ipmi_lan_value value;
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_lan_get_encode(&rq, info->channel, IPMI_LAN_MAC, 0);
	rc = bmc_query(bmc, &rq, &rs);
	if (rc)
		return rc;
	if (rs.cc == IPMI_CC_TIMEOUT || rs.cc == IPMI_CC_NODE_BUSY)
		return bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, "MAC address");
	*yes = !rs.cc && ipmi_lan_get_decode(&rs, IPMI_LAN_MAC, &value);
	if (*yes)
		memcpy(info->mac, value.data, sizeof(info->mac));
	return 0;
}

/**
 * channels_lan() - find the LAN channels
 * @bmc: the run
 * @list: filled
 *
 * Return: 0, or an exit status with the error set.
 */
int channels_lan(struct bmc *bmc, struct lan_channels *list)
{
	struct ipmi_channel_info info;
	uint8_t channel;
	bool yes;
	int rc;

	memset(list, 0, sizeof(*list));
	if (bmc->lan_known) {
		memcpy(list->info, bmc->lan, sizeof(list->info));
		list->n = bmc->n_lan;
		return 0;
	}
	for (channel = CHANNEL_FIRST; channel <= CHANNEL_LAST; channel++) {
		rc = channel_info(bmc, channel, &info, &yes);
		if (rc)
			return rc;
		if (!yes || !ipmi_medium_is_lan(info.medium))
			continue;
		rc = has_lan(bmc, &info, &yes);
		if (rc)
			return rc;
		if (yes)
			list->info[list->n++] = info;
	}
	memcpy(bmc->lan, list->info, sizeof(bmc->lan));
	bmc->n_lan = list->n;
	bmc->lan_known = true;
	return 0;
}

static void names(const struct lan_channels *list, char *text, size_t room)
{
	size_t used = 0;
	unsigned int i;

	text[0] = '\0';
	for (i = 0; i < list->n && used < room; i++)
		used += (size_t)snprintf(text + used, room - used, "%s%u", i ? ", " : "",
					 list->info[i].channel);
}

/* A channel that is named need not be looked for. */
static int pick_named(struct bmc *bmc, uint8_t channel, struct ipmi_channel_info *info,
		      bool *found)
{
	int rc = channel_info(bmc, channel, info, found);

	if (rc || !*found)
		return rc;
	*found = ipmi_medium_is_lan(info->medium);
	return *found ? has_lan(bmc, info, found) : 0;
}

/**
 * channel_pick() - the LAN channel to work on
 * @bmc: the run
 * @given: the channel named by the user, or not set
 * @info: filled
 *
 * The one named, if it is a LAN channel; else the only one there is.
 *
 * Return: 0, or an exit status with the error set.
 */
int channel_pick(struct bmc *bmc, const struct arg_value *given, struct ipmi_channel_info *info)
{
	struct lan_channels list;
	bool found = false;
	char text[64];
	unsigned int i;
	int rc;

	if (given->set && !bmc->lan_known) {
		rc = pick_named(bmc, (uint8_t)given->u, info, &found);
		if (rc || found)
			return rc;
	}
	rc = channels_lan(bmc, &list);
	if (rc)
		return rc;
	if (!list.n)
		return bmc_error_set(&bmc->err, BMC_EXIT_UNSUPPORTED,
				     "this BMC has no LAN channel");
	names(&list, text, sizeof(text));
	if (given->set) {
		for (i = 0; i < list.n; i++) {
			if (list.info[i].channel == given->u) {
				*info = list.info[i];
				return 0;
			}
		}
		return bmc_error_value(&bmc->err, "channel", given->text,
				       "is no LAN channel (LAN channels: %s)", text);
	}
	if (list.n > 1)
		return bmc_error_set(&bmc->err, BMC_EXIT_USAGE,
				     "channel is missing: there are several LAN channels (%s)",
				     text);
	*info = list.info[0];
	return 0;
}
