/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Server Management Interface Chip interface (IPMI 2.0, chapter 10).
 */
#ifndef BMCLINK_SI_SMIC_H
#define BMCLINK_SI_SMIC_H

#include <linux/types.h>

#include "regs.h"
#include "transport.h"

/* Data, Control/Status, Flags */
#define SMIC_REGISTERS	3

/**
 * struct smic - one SMIC interface; the link's thread only
 * @regs: its registers
 * @wait: how it waits
 * @flags: the flags register when it was last looked at
 * @failures: resyncs since the last complete response; paces the next one
 */
struct smic {
	const struct si_regs *regs;
	struct bmc_wait *wait;
	u8 flags;
	unsigned int failures;
};

extern const struct bmc_transport smic_transport;

int smic_write_request(struct smic *smic, const struct bmc_frame *req, ktime_t deadline);
int smic_read_response(struct smic *smic, struct bmc_frame *rsp, ktime_t deadline);
int smic_make_idle(struct smic *smic);
bool smic_wants_attention(struct smic *smic);
bool smic_raises_interrupt(const struct si_regs *regs);

#endif
