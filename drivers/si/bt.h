/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Block Transfer interface (IPMI 2.0, chapter 11).
 */
#ifndef BMCLINK_SI_BT_H
#define BMCLINK_SI_BT_H

#include <linux/types.h>

#include "regs.h"
#include "transport.h"

/* BT_CTRL, HOST2BMC/BMC2HOST, INTMASK */
#define BT_REGISTERS	3

/*
 * The longest frame.  The length byte counts network function, sequence number,
 * command and data; the sequence number is not part of a frame.
 */
#define BT_FRAME_MAX	254

/**
 * struct bt - one BT interface; the link's thread only
 * @regs: its registers
 * @wait: how it waits
 * @owner: for @wanted
 * @wanted: would another request be sent if there was room?  NULL for never
 * @irq: the interrupt is to be enabled
 * @control: the control register when it was last looked at
 * @failures: resyncs since the last response; paces the next one
 * @serial: number of the last request; its low byte is the sequence number
 * @sent: @serial of the request in flight, by tag
 * @tags: tags of the requests in flight
 * @stash: responses that were taken while a request waited for room, a ring
 * @stash_first: the oldest of them
 * @stashed: how many there are
 */
struct bt {
	const struct si_regs *regs;
	struct bmc_wait *wait;
	void *owner;
	bool (*wanted)(void *owner);
	bool irq;
	u8 control;
	unsigned int failures;
	u32 serial;
	u32 sent[BMC_DEPTH_MAX];
	unsigned long tags;
	struct bmc_frame stash[BMC_DEPTH_MAX];
	unsigned int stash_first;
	unsigned int stashed;
};

extern const struct bmc_transport bt_transport;

void bt_init(struct bt *bt, const struct si_regs *regs);
int bt_send_request(struct bt *bt, const struct bmc_frame *req, ktime_t deadline);
int bt_read_response(struct bt *bt, struct bmc_frame *rsp, ktime_t deadline);
int bt_make_idle(struct bt *bt);
bool bt_wants_attention(struct bt *bt);
void bt_capabilities(struct bmc_limits *limits, const u8 *data, size_t len);
bool bt_raises_interrupt(const struct si_regs *regs);
bool bt_quiet_interrupt(const struct si_regs *regs, bool again);
bool bt_link_wanted(void *link);

#endif
