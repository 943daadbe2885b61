/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keyboard Controller Style interface (IPMI 2.0, chapter 9).
 */
#ifndef BMCLINK_SI_KCS_H
#define BMCLINK_SI_KCS_H

#include <linux/types.h>

#include "regs.h"
#include "transport.h"

/* Data_In/Data_Out, then Command/Status */
#define KCS_REGISTERS	2
/* The farthest that kcs_find_spacing() looks, in bytes */
#define KCS_SPACING_TRIED	16

/**
 * struct kcs - one KCS interface; the link's thread only
 * @regs: its registers
 * @wait: how it waits
 * @status: the status register when it was last looked at
 * @failures: resyncs since the last complete response; paces the next one
 */
struct kcs {
	const struct si_regs *regs;
	struct bmc_wait *wait;
	u8 status;
	unsigned int failures;
};

extern const struct bmc_transport kcs_transport;

int kcs_write_request(struct kcs *kcs, const struct bmc_frame *req, ktime_t deadline);
int kcs_read_response(struct kcs *kcs, struct bmc_frame *rsp, ktime_t deadline);
int kcs_make_idle(struct kcs *kcs);
bool kcs_wants_attention(struct kcs *kcs);
unsigned int kcs_find_spacing(struct si_regs *regs, unsigned int room);
bool kcs_raises_interrupt(const struct si_regs *regs);

#endif
