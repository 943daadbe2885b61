// SPDX-License-Identifier: GPL-2.0-only
/*
 * Netlink: what is told to whoever listens.  Nobody who is slow is waited for:
 * netlink drops what does not fit into a listener's buffer, and tells it so.
 */
#include <net/genetlink.h>

#include "core.h"
#include "genl.h"
#include "genl_gen.h"

/* What a notification needs besides its data. */
#define BMC_NOTE_ROOM	256

/**
 * bmc_genl_listened - does anybody listen to events by netlink?
 *
 * Context: any.
 * Return: true when events of the BMC are to be fetched for that.
 */
bool bmc_genl_listened(void)
{
	return genl_has_listeners(&bmc_genl_family, &init_net, BMCLINK_NLGRP_EVENT);
}

/**
 * bmc_genl_wake - somebody listens to events from now on
 *
 * Threads may sleep for ever without listeners.
 *
 * Context: process.
 */
void bmc_genl_wake(void)
{
	struct bmc_link *link;
	unsigned int id = 0;

	while ((link = bmc_link_from(id))) {
		id = link->id + 1;
		bmc_link_poke(link);
		bmc_link_put(link);
	}
}

static struct sk_buff *bmc_note_new(unsigned int group, u8 cmd, unsigned int room, void **hdr)
{
	struct sk_buff *skb;

	if (!genl_has_listeners(&bmc_genl_family, &init_net, group))
		return NULL;
	skb = genlmsg_new(BMC_NOTE_ROOM + room, GFP_KERNEL);
	if (!skb)
		return NULL;
	*hdr = genlmsg_put(skb, 0, 0, &bmc_genl_family, 0, cmd);
	return skb;
}

static void bmc_note_send(struct sk_buff *skb, void *hdr, unsigned int group, bool bad)
{
	if (WARN_ON_ONCE(bad)) {
		nlmsg_free(skb);
		return;
	}
	genlmsg_end(skb, hdr);
	genlmsg_multicast(&bmc_genl_family, skb, 0, group, GFP_KERNEL);
}

/**
 * bmc_genl_state - tell that something has happened to a link
 * @link: the link
 * @change: what
 *
 * Context: process.
 */
void bmc_genl_state(struct bmc_link *link, enum bmclink_change change)
{
	struct sk_buff *skb;
	void *hdr;
	bool bad;

	skb = bmc_note_new(BMCLINK_NLGRP_STATE, BMCLINK_CMD_STATE, 0, &hdr);
	if (!skb)
		return;
	bad = nla_put_u32(skb, BMCLINK_A_LINK_ID, link->id) ||
	      nla_put_string(skb, BMCLINK_A_LINK_NAME, dev_name(&link->dev)) ||
	      nla_put_string(skb, BMCLINK_A_LINK_TRANSPORT, link->transport->name) ||
	      nla_put_u32(skb, BMCLINK_A_LINK_HEALTH, READ_ONCE(link->health)) ||
	      nla_put_u32(skb, BMCLINK_A_LINK_CHANGE, change) ||
	      nla_put_u64_64bit(skb, BMCLINK_A_LINK_TIME, ktime_get_real_ns(),
				BMCLINK_A_LINK_PAD);
	if (!bad && change == BMCLINK_CHANGE_DOWN && link->stats.error)
		bad = nla_put_u32(skb, BMCLINK_A_LINK_LAST_ERROR, link->stats.error);
	bmc_note_send(skb, hdr, BMCLINK_NLGRP_STATE, bad);
}

/**
 * bmc_genl_event - tell an event of the BMC
 * @link: the link
 * @data: the record
 * @len: its length
 *
 * Context: process.
 */
void bmc_genl_event(struct bmc_link *link, const u8 *data, u16 len)
{
	struct sk_buff *skb;
	void *hdr;
	bool bad;

	skb = bmc_note_new(BMCLINK_NLGRP_EVENT, BMCLINK_CMD_EVENT, len, &hdr);
	if (!skb)
		return;
	bad = nla_put_u32(skb, BMCLINK_A_EVENT_LINK, link->id) ||
	      nla_put_u64_64bit(skb, BMCLINK_A_EVENT_TIME, ktime_get_real_ns(),
				BMCLINK_A_EVENT_PAD) ||
	      nla_put(skb, BMCLINK_A_EVENT_DATA, len, data);
	bmc_note_send(skb, hdr, BMCLINK_NLGRP_EVENT, bad);
}

static bool bmc_frame_put(struct sk_buff *skb, struct bmc_link *link,
			  const struct bmc_frame *frame, enum bmclink_direction direction)
{
	struct nlattr *data;
	unsigned int masked;

	if (nla_put_u32(skb, BMCLINK_A_FRAME_LINK, link->id) ||
	    nla_put_u64_64bit(skb, BMCLINK_A_FRAME_TIME, ktime_get_real_ns(),
			      BMCLINK_A_FRAME_PAD) ||
	    nla_put_u32(skb, BMCLINK_A_FRAME_DIRECTION, direction) ||
	    nla_put_string(skb, BMCLINK_A_FRAME_TRANSPORT, link->transport->name))
		return false;
	data = nla_reserve(skb, BMCLINK_A_FRAME_DATA, frame->len);
	if (!data)
		return false;
	memcpy(nla_data(data), frame->data, frame->len);
	masked = bmc_mask(nla_data(data), frame->len, bmc_stats_asked(link, frame));
	if (masked && nla_put_u32(skb, BMCLINK_A_FRAME_MASKED, masked))
		return false;
	if (frame->truncated && nla_put_flag(skb, BMCLINK_A_FRAME_TRUNCATED))
		return false;
	return !link->stats.lost || !nla_put_u64_64bit(skb, BMCLINK_A_FRAME_LOST,
						       link->stats.lost, BMCLINK_A_FRAME_PAD);
}

/**
 * bmc_genl_frame - tell that a frame has been sent or received
 * @link: the link
 * @frame: the frame; what is secret in it is not told
 * @direction: which of the two
 *
 * Context: the link's thread.
 */
void bmc_genl_frame(struct bmc_link *link, const struct bmc_frame *frame,
		    enum bmclink_direction direction)
{
	struct sk_buff *skb;
	void *hdr;
	bool bad;

	if (!genl_has_listeners(&bmc_genl_family, &init_net, BMCLINK_NLGRP_CAPTURE))
		return;
	skb = bmc_note_new(BMCLINK_NLGRP_CAPTURE, BMCLINK_CMD_FRAME, frame->len, &hdr);
	if (!skb) {
		link->stats.lost++;
		return;
	}
	bad = !bmc_frame_put(skb, link, frame, direction);
	link->stats.lost = 0;
	bmc_note_send(skb, hdr, BMCLINK_NLGRP_CAPTURE, bad);
}
