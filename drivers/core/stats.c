// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a link counts, and how long its BMC took.  Owns bmc_link.stats; no lock:
 * the counters are atomic, the rest is written by the link's thread and read
 * by anybody who can live with figures that are about to change.
 */
#include <linux/export.h>
#include <linux/log2.h>
#include <linux/timekeeping.h>

#include "core.h"
#include "genl.h"

/**
 * bmc_count - something has happened once more
 * @link: where
 * @counter: what, BMCLINK_A_STATS_*
 *
 * Context: any.
 */
void bmc_count(struct bmc_link *link, unsigned int counter)
{
	atomic64_inc(&link->stats.count[counter]);
}
EXPORT_SYMBOL_GPL(bmc_count);

/**
 * bmc_count_bridged - something has happened to a message for another channel
 * @link: where
 * @req: the message
 * @ipmb: what to count when it is for IPMB
 * @lan: what to count when it is for a remote console
 */
void bmc_count_bridged(struct bmc_link *link, const struct bmc_request *req, unsigned int ipmb,
		       unsigned int lan)
{
	bmc_count(link, req->msg.addr.addr_type == IPMI_LAN_ADDR_TYPE ? lan : ipmb);
}

/**
 * bmc_counter - how often something has happened
 * @link: where
 * @counter: what, BMCLINK_A_STATS_*
 *
 * Return: since the link exists.
 */
u64 bmc_counter(struct bmc_link *link, unsigned int counter)
{
	switch (counter) {
	case BMCLINK_A_STATS_LOOKS:
		return READ_ONCE(link->wait.looks);
	case BMCLINK_A_STATS_SLEEPS:
		return READ_ONCE(link->wait.sleeps);
	default:
		return atomic64_read(&link->stats.count[counter]);
	}
}

static void bmc_stats_error(struct bmc_link *link, int err)
{
	WRITE_ONCE(link->stats.error_at, ktime_get_boottime_ns());
	WRITE_ONCE(link->stats.error, -err);
}

/* What a response with this tag will be about. */
static void bmc_stats_ask(struct bmc_link *link, const struct bmc_frame *req)
{
	u8 *asked = link->stats.asked[req->tag];

	BUILD_BUG_ON(BMC_STATS_TAGS < BMC_DEPTH_MAX);
	memset(asked, 0, BMC_STATS_ASKED);
	memcpy(asked, req->data, min_t(unsigned int, req->len, BMC_STATS_ASKED));
}

/**
 * bmc_stats_asked - the beginning of the request that a response is for
 * @link: the link
 * @rsp: the response, as the transport gave it: its tag may be that of no request
 *
 * Context: the link's thread.
 * Return: BMC_STATS_ASKED bytes, or NULL when it is not known.
 */
const u8 *bmc_stats_asked(const struct bmc_link *link, const struct bmc_frame *rsp)
{
	return rsp->tag < BMC_STATS_TAGS ? link->stats.asked[rsp->tag] : NULL;
}

/**
 * bmc_stats_sent - the transport has sent a frame, or not
 * @link: the link
 * @req: the frame
 * @err: what the transport returned
 *
 * Context: the link's thread.
 */
void bmc_stats_sent(struct bmc_link *link, const struct bmc_frame *req, int err)
{
	/* In a panic nobody counts, and nothing can be told. */
	if (err == -ESHUTDOWN || bmc_wait_seized(&link->wait))
		return;
	if (err) {
		bmc_count(link, BMCLINK_A_STATS_SEND_ERRORS);
		bmc_stats_error(link, err);
		return;
	}
	bmc_count(link, BMCLINK_A_STATS_SENT_MESSAGES);
	bmc_stats_ask(link, req);
	bmc_genl_frame(link, req, BMCLINK_DIRECTION_REQUEST);
}

/**
 * bmc_stats_received - the transport has received a frame, or not
 * @link: the link
 * @rsp: the frame
 * @err: what the transport returned
 *
 * Context: the link's thread.
 */
void bmc_stats_received(struct bmc_link *link, const struct bmc_frame *rsp, int err)
{
	/* A look that came too early, or a link that goes away, is no failure. */
	if (err == -EAGAIN || err == -ESHUTDOWN || bmc_wait_seized(&link->wait))
		return;
	if (err) {
		bmc_count(link, BMCLINK_A_STATS_RECEIVE_ERRORS);
		bmc_stats_error(link, err);
		return;
	}
	bmc_count(link, BMCLINK_A_STATS_RECEIVED_MESSAGES);
	bmc_count(link, BMCLINK_A_STATS_TRANSACTIONS);
	WRITE_ONCE(link->stats.contact, ktime_get_boottime_ns());
	bmc_genl_frame(link, rsp, BMCLINK_DIRECTION_RESPONSE);
}

static struct bmc_latency *bmc_stats_entry(struct bmc_stats *stats, u8 netfn, u8 cmd)
{
	unsigned int at = (netfn * 37 + cmd) % BMC_LATENCY_COMMANDS, i;

	for (i = 0; i < BMC_LATENCY_COMMANDS; i++) {
		struct bmc_latency *entry = &stats->latency[(at + i) % BMC_LATENCY_COMMANDS];

		if (!entry->used) {
			entry->netfn = netfn;
			entry->cmd = cmd;
			/* Whoever sees it used sees whose it is. */
			smp_store_release(&entry->used, true);
		}
		if (entry->netfn == netfn && entry->cmd == cmd)
			return entry;
	}
	return &stats->latency[BMC_LATENCY_COMMANDS];
}

/**
 * bmc_stats_latency - the BMC has answered a request
 * @link: the link
 * @netfn: network function of the request
 * @cmd: command
 * @cc: completion code
 * @ns: how long it took, from the first byte sent to the last received
 *
 * Context: the link's thread.
 */
void bmc_stats_latency(struct bmc_link *link, u8 netfn, u8 cmd, u8 cc, s64 ns)
{
	struct bmc_latency *entry = bmc_stats_entry(&link->stats, netfn, cmd);
	u64 us = div_u64(max_t(s64, ns, 0), NSEC_PER_USEC);
	unsigned int bucket = us ? min(ilog2(us) + 1, BMC_LATENCY_BUCKETS - 1) : 0;

	WRITE_ONCE(entry->count, entry->count + 1);
	WRITE_ONCE(entry->errors, entry->errors + !!cc);
	WRITE_ONCE(entry->total_us, entry->total_us + us);
	WRITE_ONCE(entry->max_us, max(entry->max_us, us));
	WRITE_ONCE(entry->bucket[bucket], entry->bucket[bucket] + 1);
}

/**
 * bmc_stats_timeout - nobody has answered a request
 * @link: the link
 * @req: the request
 */
void bmc_stats_timeout(struct bmc_link *link, const struct bmc_request *req)
{
	if (req->kind == BMC_DIRECT)
		bmc_count(link, BMCLINK_A_STATS_LOCAL_TIMEOUTS);
	else if (req->msg.addr.addr_type == IPMI_LAN_ADDR_TYPE)
		bmc_count(link, BMCLINK_A_STATS_LAN_TIMEOUTS);
	else if (req->frame.len > 3 && !req->frame.data[3])
		/* The broadcast address before that of who is meant. */
		bmc_count(link, BMCLINK_A_STATS_IPMB_BROADCAST_TIMEOUTS);
	else
		bmc_count(link, BMCLINK_A_STATS_IPMB_TIMEOUTS);
}

/**
 * bmc_stats_time - the date of something
 * @boottime: when it was, by CLOCK_BOOTTIME
 *
 * Return: nanoseconds since 1970, as the clock is set now.
 */
u64 bmc_stats_time(u64 boottime)
{
	return ktime_get_real_ns() - (ktime_get_boottime_ns() - boottime);
}
