/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A BMC on an I2C bus, made of software, on virtual time; for tests.
 *
 * A suite has one bus, on which the BMC is that was made last.
 */
#ifndef BMCLINK_SSIF_FAKE_H
#define BMCLINK_SSIF_FAKE_H

#include <kunit/test.h>
#include <linux/i2c.h>

#include "ssif.h"

/* What one transfer takes. */
#define FAKE_TRANSFER_NS	(300 * NSEC_PER_USEC)
/* No test needs more; more means a loop without an end. */
#define FAKE_TRANSFERS_MAX	20000
/* A BMC that is stuck must not be looked at more often than that in a second. */
#define FAKE_RATE_MAX		2000
#define FAKE_ADDR		0x10
#define FAKE_MESSAGE		600

/**
 * enum fake_busy - what a read gives while there is no response
 * @FAKE_BUSY_NACK: no acknowledge, as it should be
 * @FAKE_BUSY_OLD: the block that was read last
 * @FAKE_BUSY_OLD_ONCE: the same once after each request, then a block of no bytes
 * @FAKE_BUSY_EMPTY: a block of no bytes
 * @FAKE_BUSY_ERROR: a block of a length that cannot be, told by the controller
 */
enum fake_busy {
	FAKE_BUSY_NACK,
	FAKE_BUSY_OLD,
	FAKE_BUSY_OLD_ONCE,
	FAKE_BUSY_EMPTY,
	FAKE_BUSY_ERROR,
};

/**
 * enum fake_fault - what goes wrong with block number &fake_bmc.fault_at
 * @FAKE_NONE: nothing
 * @FAKE_SHORT: it has &fake_bmc.fault_arg bytes
 * @FAKE_LONG: it claims 33 bytes
 * @FAKE_NUMBER: its number is &fake_bmc.fault_arg
 * @FAKE_PEC: its checksum is wrong
 * @FAKE_NACK: it is not acknowledged
 */
enum fake_fault {
	FAKE_NONE,
	FAKE_SHORT,
	FAKE_LONG,
	FAKE_NUMBER,
	FAKE_PEC,
	FAKE_NACK,
};

/**
 * struct fake_bmc - the BMC, its bus, and what the host sees of it
 * @test: who is told about misuse
 * @client: the BMC on it
 * @wait: the host's waiting state, on virtual time
 * @ssif: the host's side
 * @now: virtual time
 * @nack: error number for "not acknowledged"
 * @execute_ns: from the last part of a request to the response
 * @part_ns: how long it is not ready after each part, written or read
 * @busy: what a read gives while there is no response
 * @ends: bit mask of the enum ssif_end that it understands
 * @pec: checksums work
 * @caps: answer to Get System Interface Capabilities from the flags on
 * @caps_len: its length, 0 for "unknown command"
 * @raw: the bus can transfer plain bytes
 * @gone: nobody acknowledges
 * @echo: answers are the request, up to @rsp_len bytes; else they are numbered
 * @rsp_len: length of the responses
 * @fault: what goes wrong
 * @fault_at: with which block of a response, from 0 on
 * @fault_arg: see enum fake_fault
 * @fault_times: how often
 * @leftovers: so many responses to something else come first
 * @in: request
 * @in_len: its length so far, 0 for none
 * @out: response
 * @out_len: its length, 0 for none
 * @ready_at: when the BMC acknowledges again
 * @offer_at: when the response is there
 * @block: number of the next block of the response, 0 for the first
 * @shown: the block that was read last
 * @shown_since: it was read again since the request
 * @answer: when not NULL, says what is in @out and how much of it
 * @flags: message flags, for fake_obey()
 * @enables: global enables
 * @flag_fetches: how often somebody asked for the flags
 * @alerting: the BMC raises the alert
 * @alert_ns: when not 0, the host is told of an alert that soon whenever it waits
 * @deaf: no write is acknowledged but the first of a request, with 2 none at all
 * @stuck: when not 0, what every transfer ends with
 * @executed: requests executed
 * @transfers: transfers on the bus
 * @pec_seen: the last transfer had a checksum
 * @recent: when the last FAKE_RATE_MAX transfers were, a ring
 * @too_fast: more than FAKE_RATE_MAX transfers in a second
 */
struct fake_bmc {
	struct kunit *test;
	struct i2c_client client;
	struct bmc_wait wait;
	struct ssif ssif;
	u64 now;

	int nack;
	u64 execute_ns;
	u64 part_ns;
	enum fake_busy busy;
	unsigned long ends;
	bool pec;
	u8 caps[3];
	unsigned int caps_len;
	bool raw;
	bool gone;
	bool echo;
	unsigned int rsp_len;

	enum fake_fault fault;
	unsigned int fault_at;
	u8 fault_arg;
	unsigned int fault_times;
	unsigned int leftovers;

	u8 in[FAKE_MESSAGE];
	unsigned int in_len;
	u8 out[FAKE_MESSAGE];
	unsigned int out_len;
	u64 ready_at;
	u64 offer_at;
	unsigned int block;
	u8 shown[SSIF_BLOCK + 1];
	bool shown_since;

	void (*answer)(struct fake_bmc *bmc);
	u8 flags;
	u8 enables;
	unsigned int flag_fetches;
	bool alerting;
	u64 alert_ns;
	unsigned int deaf;
	int stuck;
	unsigned int executed;
	u64 transfers;
	bool pec_seen;
	u64 recent[FAKE_RATE_MAX];
	bool too_fast;
};

void fake_obey(struct fake_bmc *bmc);
struct fake_bmc *fake_new(struct kunit *test);
int fake_bus_add(struct kunit_suite *suite);
void fake_bus_del(struct kunit_suite *suite);
extern const struct bmc_clock fake_clock;
ktime_t fake_in(struct fake_bmc *bmc, u64 ns);

#endif
