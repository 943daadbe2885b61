/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a link counts.  Counters have the numbers of the netlink attributes that
 * carry them, BMCLINK_A_STATS_*.
 */
#ifndef BMCLINK_STATS_H
#define BMCLINK_STATS_H

#include <linux/atomic.h>
#include <linux/types.h>
#include <uapi/linux/bmclink.h>

struct bmc_frame;
struct bmc_link;
struct bmc_request;

/* Latencies are counted by powers of two, in microseconds; the last has no end. */
#define BMC_LATENCY_BUCKETS	26
/* Commands that are told apart; the others share the entry after them. */
#define BMC_LATENCY_COMMANDS	64

/* Tags that requests in flight may have, and how much of each is kept. */
#define BMC_STATS_TAGS		32
#define BMC_STATS_ASKED		4

/**
 * struct bmc_latency - how long the BMC took for one command
 * @netfn: network function
 * @cmd: command
 * @used: it is one; set last
 * @count: answers
 * @errors: completion codes other than 0 among them
 * @total_us: microseconds in all
 * @max_us: microseconds of the slowest
 * @bucket: answers by time: bucket n took less than 2^n microseconds
 */
struct bmc_latency {
	u8 netfn;
	u8 cmd;
	bool used;
	u64 count;
	u64 errors;
	u64 total_us;
	u64 max_us;
	u64 bucket[BMC_LATENCY_BUCKETS];
};

/**
 * struct bmc_stats - what a link counts; written and read without a lock
 * @count: the counters; from anywhere
 * @latency: by command; written by the thread
 * @contact: when the BMC answered last, by CLOCK_BOOTTIME; 0 for never.  The thread's.
 * @error: how a message failed last, a positive error number; the thread's
 * @error_at: when, by CLOCK_BOOTTIME
 * @asked: the first bytes of requests, by tag: what their responses are about; the thread's
 * @lost: frames not captured for want of memory; the thread's
 */
struct bmc_stats {
	atomic64_t count[BMCLINK_A_STATS_MAX + 1];
	struct bmc_latency latency[BMC_LATENCY_COMMANDS + 1];
	u64 contact;
	int error;
	u64 error_at;
	u8 asked[BMC_STATS_TAGS][BMC_STATS_ASKED];
	u64 lost;
};

void bmc_count(struct bmc_link *link, unsigned int counter);
void bmc_count_bridged(struct bmc_link *link, const struct bmc_request *req, unsigned int ipmb,
		       unsigned int lan);
u64 bmc_counter(struct bmc_link *link, unsigned int counter);
const u8 *bmc_stats_asked(const struct bmc_link *link, const struct bmc_frame *rsp);
void bmc_stats_sent(struct bmc_link *link, const struct bmc_frame *req, int err);
void bmc_stats_received(struct bmc_link *link, const struct bmc_frame *rsp, int err);
void bmc_stats_latency(struct bmc_link *link, u8 netfn, u8 cmd, u8 cc, s64 ns);
void bmc_stats_timeout(struct bmc_link *link, const struct bmc_request *req);
u64 bmc_stats_time(u64 boottime);

#endif
