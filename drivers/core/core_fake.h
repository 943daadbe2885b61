/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The router on a fake transport and virtual time.  The test plays the link's
 * thread.
 */
#ifndef BMCLINK_CORE_FAKE_H
#define BMCLINK_CORE_FAKE_H

#include <kunit/test.h>

#include "core.h"

/**
 * struct fake_bmc - a transport that does as it is told
 * @now: virtual time
 * @link: the link under test
 * @stop_at: when not 0, the link is stopped then
 * @send_err: what send returns, for @send_errs calls
 * @send_errs: how many sends fail; -1 for all
 * @send_after: how many sends before them succeed
 * @recv_err: what recv returns, for @recv_errs calls
 * @recv_errs: how many receives fail; -1 for all
 * @resync_err: what resync returns
 * @cc: completion code of Get Device ID
 * @oem_cc: completion code of OEM commands
 * @firmware: major firmware revision
 * @mute: this App command is never answered; 0 for none
 * @deny: this App command is answered with C1h; 0 for none
 * @wrong: answers are for another command
 * @short_len: when not 0, answers are cut to this length
 * @truncated: answers are marked as cut
 * @took_ns: how long a command takes
 * @enables: global enables
 * @sends: number of calls of send
 * @resyncs: number of calls of resync
 * @order: first data byte of each OEM request that was executed
 * @executed: how many those are
 * @req: the request being executed
 * @atn: the attention bit is stuck
 * @flags: message flags; the event flag follows @events
 * @events: how many events wait; -1 for no end
 * @empty_event: reading an event gives success without an event
 * @edge: the attention bit is cleared by a look at it
 * @stubborn: global enables that it does not change
 * @flags_cc: completion code of Get Message Flags
 * @message: what Get Message gives, once
 * @message_len: its length; 0 for no message
 * @intruder: called once in the middle of a transfer; may be NULL
 * @depth: how many requests it works on at once
 * @pending: those requests, oldest first
 * @nr_pending: how many they are
 * @transacts: App commands executed
 * @reverse: the newest of them is answered first
 * @lost: tag of a request that is never answered; -1 for none
 */
struct fake_bmc {
	ktime_t now;
	struct bmc_link *link;
	ktime_t stop_at;
	int send_err, send_errs, recv_err, recv_errs, resync_err;
	u8 cc, oem_cc, firmware, mute, deny;
	bool wrong, truncated;
	unsigned int short_len;
	u64 took_ns;
	u8 enables;
	unsigned int sends, send_after, resyncs;
	u8 order[64];
	unsigned int executed;
	struct bmc_frame req;
	bool atn, empty_event, reverse, edge;
	u8 stubborn, flags_cc;
	u8 message[32];
	unsigned int message_len;
	void (*intruder)(struct fake_bmc *bmc);
	u8 flags;
	int events, lost;
	unsigned int depth;
	struct bmc_frame pending[BMC_DEPTH_MAX];
	unsigned int nr_pending;
	unsigned int transacts;
};

/**
 * struct test_client - a client that counts what it is told
 * @client: for the router
 * @answered: number of messages put into its inbox
 * @firsts: how often the inbox was empty before
 * @gone: how often it was told that the link is gone
 * @released: set when the last reference goes; may be NULL
 */
struct test_client {
	struct bmc_client client;
	unsigned int answered, firsts, gone;
	bool *released;
};

int fake_link_init(struct kunit *test);
void fake_link_exit(struct kunit *test);
struct test_client *fake_open(struct kunit *test, enum bmc_class class, unsigned int quota);
void fake_close(struct kunit *test, struct test_client *tc);
int fake_ask(struct test_client *tc, u8 mark);
void fake_run(struct kunit *test, u64 ms);
void fake_serve(struct kunit *test, unsigned int turns);
void fake_expect(struct kunit *test, struct test_client *tc, u8 mark, u8 cc);
extern const struct bmc_client_ops fake_client_ops;

#endif
