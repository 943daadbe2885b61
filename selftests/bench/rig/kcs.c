// SPDX-License-Identifier: GPL-2.0-only
/*
 * A KCS interface as the BMC sees it (IPMI 2.0, chapter 9).
 */
#include "mmiobmc.h"

enum { ST_OBF = 0x01, ST_IBF = 0x02, ST_ATN = 0x04, ST_CD = 0x08 };
enum { CC_ABORT = 0x60, CC_WR_START = 0x61, CC_WR_END = 0x62, CC_RD = 0x68 };
enum { KERR_NONE = 0, KERR_ABORTED = 1, KERR_ILLEGAL = 2, KERR_LENGTH = 6, KERR_OTHER = 0xff };

static void kcs_out(struct bmc_if *b, u8 v)
{
	b->dout = v;
	b->obf = true;
}

static void kcs_error(struct bmc_if *b, u8 code)
{
	b->state = CS_ERROR;
	b->phase = KP_ERR;
	b->kerr = code;
	b->errors++;
	kcs_out(b, 0);
}

/* The BMC takes the byte that waits in Data_In. */
static void kcs_take(struct bmc_if *b, u64 when)
{
	u8 v = b->din;

	b->ibf = false;
	if (b->cd) {
		switch (v) {
		case CC_WR_START:
			b->state = CS_WRITE;
			b->phase = KP_WRITE;
			b->in_len = 0;
			b->kerr = KERR_NONE;
			if (obf_dummy)
				kcs_out(b, 0);
			return;
		case CC_WR_END:
			if (b->phase != KP_WRITE) {
				kcs_error(b, KERR_ILLEGAL);
				return;
			}
			b->phase = KP_LAST;
			if (obf_dummy)
				kcs_out(b, 0);
			return;
		case CC_ABORT:
			if (b->kerr == KERR_NONE)
				b->kerr = KERR_ABORTED;
			b->state = CS_WRITE;
			b->phase = KP_AB1;
			b->aborts++;
			kcs_out(b, 0);
			return;
		default:
			kcs_error(b, KERR_ILLEGAL);
			return;
		}
	}
	switch (b->phase) {
	case KP_WRITE:
	case KP_LAST:
		if (b->in_len >= MSG_MAX) {
			kcs_error(b, KERR_LENGTH);
			return;
		}
		b->in[b->in_len++] = v;
		if (b->phase == KP_WRITE) {
			if (obf_dummy)
				kcs_out(b, 0);
			return;
		}
		if (b->in_len < 2) {
			kcs_error(b, KERR_LENGTH);
			return;
		}
		b->state = CS_READ;
		b->phase = KP_EXEC;
		b->rsp_due = when + takes(b, cmd_us);
		return;
	case KP_READ:
		if (v != CC_RD) {
			kcs_error(b, KERR_ILLEGAL);
			return;
		}
		if (b->out_pos == b->out_len) {
			b->state = CS_IDLE;
			b->phase = KP_IDLE;
			kcs_out(b, 0);
			return;
		}
		kcs_out(b, b->out[b->out_pos++]);
		return;
	case KP_AB1:
		b->state = CS_READ;
		b->phase = KP_AB2;
		kcs_out(b, b->kerr);
		b->kerr = KERR_NONE;
		return;
	case KP_AB2:
		b->state = CS_IDLE;
		b->phase = KP_IDLE;
		kcs_out(b, 0);
		return;
	default:
		kcs_error(b, KERR_OTHER);
	}
}

static bool kcs_stuck(const struct bmc_if *b)
{
	return hit(b, F_STUCK_IBF) && b->step >= fault_step;
}

void kcs_run(struct bmc_if *b, u64 now)
{
	if (b->ibf && now >= b->ibf_due && !kcs_stuck(b))
		kcs_take(b, b->ibf_due);
	if (b->phase == KP_EXEC && now >= b->rsp_due) {
		b->out_len = reply(b, b->in, b->in_len, b->out, MSG_MAX);
		b->out_pos = 0;
		if (!b->out_len) {			/* never answers */
			b->rsp_due = U64_MAX;
			return;
		}
		b->phase = KP_READ;
		kcs_out(b, b->out[b->out_pos++]);
	}
}

u8 kcs_read(struct bmc_if *b, unsigned int reg)
{
	u8 v;

	if (reg == 0) {
		v = b->dout;
		if (!b->obf)
			b->viol_empty_read++;
		b->obf = false;
		return v;
	}
	b->st_reads++;
	if (hit(b, F_STUCK_ERROR))
		return CS_ERROR | ST_OBF;
	v = b->state;
	if (b->obf)
		v |= ST_OBF;
	if (b->ibf)
		v |= ST_IBF;
	if (b->cd)
		v |= ST_CD;
	if (atn(b))
		v |= ST_ATN;
	return v;
}

void kcs_write(struct bmc_if *b, unsigned int reg, u8 v, u64 now)
{
	if (reg > 1)
		return;
	if (hit(b, F_STUCK_ERROR)) {
		/* swallowed; when the fault ends the BMC is in error state */
		b->state = CS_ERROR;
		b->phase = KP_ERR;
		b->ibf = false;
		return;
	}
	if (b->ibf)
		b->viol_busy_write++;
	if (reg == 1 && v == CC_WR_START) {
		b->step = 0;
		b->starts++;
	}
	b->step++;
	b->din = v;
	b->cd = reg == 1;
	b->ibf = true;
	b->ibf_due = now + takes(b, byte_us);
}
