// SPDX-License-Identifier: GPL-2.0-only
/*
 * A BT interface as the BMC sees it (IPMI 2.0, chapter 11).
 */
#include <linux/minmax.h>
#include <linux/string.h>

#include "mmiobmc.h"

enum {
	BC_CLR_WR = 0x01, BC_CLR_RD = 0x02, BC_H2B = 0x04, BC_B2H = 0x08,
	BC_SMS = 0x10, BC_HBUSY = 0x40, BC_BBUSY = 0x80
};

unsigned int bt_queued(const struct bmc_if *b)
{
	unsigned int i, n = 0;

	for (i = 0; i < BT_QMAX; i++)
		n += b->q[i].used;
	return n;
}

void bt_run(struct bmc_if *b, u64 now)
{
	unsigned int max_q = clamp(bt_outstanding, 1U, (unsigned int)BT_QMAX);
	struct bt_req *best;
	unsigned int i, n;
	u64 from;

	if (hit(b, F_STUCK_IBF) || hit(b, F_STUCK_ERROR))
		return;
	if (b->h2b && now >= b->take_due && bt_queued(b) < max_q) {
		for (i = 0; b->q[i].used; i++)
			;
		b->q[i].used = true;
		b->q[i].len = b->wlen;
		memcpy(b->q[i].buf, b->wbuf, b->wlen);
		b->wlen = 0;
		b->h2b = false;
		from = b->take_due;
		if (bt_serial && b->serial_due > from)
			from = b->serial_due;
		b->q[i].due = from + takes(b, cmd_us);
		b->serial_due = b->q[i].due;
	}
	while (!b->b2h && !b->hbusy) {
		best = NULL;
		for (i = 0; i < BT_QMAX; i++)
			if (b->q[i].used && b->q[i].due <= now &&
			    (!best || b->q[i].due < best->due))
				best = &b->q[i];
		if (!best)
			return;
		best->used = false;
		if (hit(b, F_NO_REPLY))
			continue;
		/* length, NetFn/LUN, seq, cmd, data */
		if (best->len < 4 || best->buf[0] + 1 != best->len) {
			b->errors++;
			continue;
		}
		{
			/* reply() wants NetFn, cmd, data without a hole */
			u8 seq = best->buf[2];
			static u8 tmp[BT_MAX];		/* interrupts are off */

			best->buf[2] = best->buf[1];
			n = reply(b, best->buf + 2, best->len - 2, tmp,
				  BT_MAX - 2);
			/* tmp: NetFn, cmd, cc, data */
			b->rbuf[0] = n + 1;
			b->rbuf[1] = tmp[0];
			b->rbuf[2] = seq;
			memcpy(b->rbuf + 3, tmp + 1, n - 1);
			b->rlen = n + 2;
			b->rpos = 0;
			b->b2h = true;
		}
	}
}

u8 bt_read(struct bmc_if *b, unsigned int reg)
{
	bool full;
	u8 v = 0;

	switch (reg) {
	case 0:
		b->st_reads++;
		full = bt_queued(b) >= clamp(bt_outstanding, 1U,
					     (unsigned int)BT_QMAX);
		if (b->h2b)
			v |= BC_H2B;
		if (b->b2h)
			v |= BC_B2H;
		if (atn(b))
			v |= BC_SMS;
		if (b->hbusy)
			v |= BC_HBUSY;
		if (full || hit(b, F_STUCK_IBF) || hit(b, F_STUCK_ERROR))
			v |= BC_BBUSY;
		return v;
	case 1:
		if (b->rpos >= b->rlen) {
			b->viol_empty_read++;
			return 0;
		}
		return b->rbuf[b->rpos++];
	default:
		return b->imask;
	}
}

void bt_write(struct bmc_if *b, unsigned int reg, u8 v, u64 now)
{
	switch (reg) {
	case 0:
		if (v & BC_CLR_WR)
			b->wlen = 0;
		if (v & BC_CLR_RD)
			b->rpos = 0;
		if (v & BC_H2B) {
			if (b->h2b)
				b->viol_busy_write++;
			b->h2b = true;
			b->take_due = now + takes(b, byte_us);
			b->starts++;
		}
		if (v & BC_B2H)
			b->b2h = false;
		if (v & BC_SMS)
			b->sms_cleared = true;
		if (v & BC_HBUSY)
			b->hbusy = !b->hbusy;
		return;
	case 1:
		if (b->h2b) {
			b->viol_busy_write++;
			return;
		}
		if (b->wlen < BT_MAX)
			b->wbuf[b->wlen++] = v;
		return;
	case 2:
		if (v & 0x80) {
			b->hwrst++;
			if_reset(b, CS_IDLE);
			return;
		}
		b->imask = v & 0x01;
	}
}
