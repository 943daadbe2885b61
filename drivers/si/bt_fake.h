/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A BMC behind BT registers, made of software, on virtual time; for tests.
 */
#ifndef BMCLINK_SI_BT_FAKE_H
#define BMCLINK_SI_BT_FAKE_H

#include "bt.h"
#include "si_fake.h"

#define BT_FAKE_BUFFER		256

/**
 * struct bt_fake_message - what is in a buffer
 * @used: it holds a request that is being executed
 * @due: when that is done
 * @len: number of bytes
 * @data: length byte, network function, sequence number, command, ...
 */
struct bt_fake_message {
	bool used;
	u64 due;
	unsigned int len;
	u8 data[BT_FAKE_BUFFER];
};

/**
 * struct bt_fake - the BMC, and what the host sees of it
 * @si: the registers, and the time
 * @bt: the host's side
 * @take_ns: from H2B_ATN until the request is taken
 * @execute_ns: from there to the response; each request for itself, in parallel
 * @depth: how many requests it executes at a time
 * @rsp_len: length of the responses as frames, 0 for as long as the request
 * @reverse: the youngest request is answered first
 * @acks: how often B2H_ATN must be written until it is cleared
 * @rest_ns: a look that comes sooner after another keeps B2H_ATN away for long
 * @stuck_busy: B_BUSY is set and nothing is taken or answered
 * @stuck_request: no request is taken
 * @lost: it got a message that makes no sense, and is busy until the next
 * @mute: requests are taken and not answered
 * @length: length byte of responses, -1 for the right one
 * @babble: number of messages with sequence number @babble_seq that it has to
 *	offer before anything else
 * @babble_len: their length byte
 * @babble_seq: their sequence number
 * @h2b: H2B_ATN
 * @b2h: B2H_ATN
 * @hbusy: H_BUSY
 * @sms: SMS_ATN
 * @intmask: interrupt mask register
 * @stuck_irq: B2H_IRQ is not cleared by writing it
 * @acks_left: how often B2H_ATN must still be written
 * @take_at: when the request will be taken
 * @look_at: when the control register was read last
 * @offer_at: not before that
 * @in: host to BMC buffer
 * @out: BMC to host buffer
 * @out_pos: read pointer
 * @queue: requests being executed
 * @sequence: sequence numbers of the last 256 requests, by number
 * @executed: requests taken
 * @resets: writes that reset the BMC
 * @bad: what no host may do: write while H2B_ATN is set, read while H_BUSY is not
 */
struct bt_fake {
	struct si_fake si;
	struct bt bt;

	u64 take_ns;
	u64 execute_ns;
	unsigned int depth;
	unsigned int rsp_len;
	bool reverse;
	unsigned int acks;
	u64 rest_ns;

	bool stuck_busy;
	bool stuck_request;
	bool lost;
	bool mute;
	int length;
	u64 babble;
	u8 babble_len;
	u8 babble_seq;

	bool h2b;
	bool b2h;
	bool hbusy;
	bool sms;
	u8 intmask;
	bool stuck_irq;
	unsigned int acks_left;
	u64 take_at;
	u64 look_at;
	u64 offer_at;
	struct bt_fake_message in;
	struct bt_fake_message out;
	unsigned int out_pos;
	struct bt_fake_message queue[BMC_DEPTH_MAX];

	u8 sequence[256];
	unsigned int executed;
	unsigned int resets;
	unsigned int bad;
};

struct bt_fake *bt_fake_new(struct kunit *test);
void bt_fake_heal(struct bt_fake *bmc);

#endif
