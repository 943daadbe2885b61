// SPDX-License-Identifier: GPL-2.0-only
/*
 * What all interfaces have in common: time, faults, commands and answers.
 */
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "mmiobmc.h"

struct bmc_if ifs[IFS] = {
	{ .name = "kcs0", .kind = K_KCS, .off = 0x0000, .id = 0 },
	{ .name = "bt0",  .kind = K_BT,  .off = 0x1000, .id = 1 },
	{ .name = "kcs1", .kind = K_KCS, .off = 0x2000, .id = 2 },
	{ .name = "bt1",  .kind = K_BT,  .off = 0x3000, .id = 3 },
	{ .name = "scratch", .kind = K_SCRATCH, .off = SCRATCH_OFF, .id = 4 },
};

u8 enables;
static bool endless_seen;

enum fault fault;
u64 dead_until;
unsigned int d2_left;

bool hit(const struct bmc_if *b, enum fault f)
{
	return fault == f && (fault_mask & (1U << b->id));
}

static u8 msg_flags(const struct bmc_if *b)
{
	return events || hit(b, F_ENDLESS_EVENTS) ? 0x02 : 0;
}

bool atn(const struct bmc_if *b)
{
	if (hit(b, F_STUCK_ATN))
		return true;
	return msg_flags(b) && !b->sms_cleared;
}

/* Registers as they are after a BMC reset or power-on. */
void if_reset(struct bmc_if *b, u8 kcs_state)
{
	unsigned int i;

	b->state = kcs_state;
	b->phase = kcs_state == CS_ERROR ? KP_ERR : KP_IDLE;
	b->ibf = false;
	b->obf = false;
	b->cd = false;
	b->din = 0;
	b->dout = 0;
	b->kerr = 0;
	b->step = 0;
	b->in_len = 0;
	b->out_len = 0;
	b->out_pos = 0;
	b->h2b = false;
	b->b2h = false;
	b->hbusy = false;
	b->imask = 0;
	b->wlen = 0;
	b->rlen = 0;
	b->rpos = 0;
	b->serial_due = 0;
	for (i = 0; i < BT_QMAX; i++)
		b->q[i].used = false;
	b->sms_cleared = false;
}

void bmc_reset(u8 kcs_state)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ifs); i++)
		if_reset(&ifs[i], kcs_state);
	enables = 0;
}

/* The BMC's own random numbers: the same in every run. */
static u32 random_state = 1;

static u32 random_below(u32 limit)
{
	random_state = random_state * 1664525 + 1013904223;
	return ((u64)random_state * limit) >> 32;
}

/* How many nanoseconds the BMC takes this time for what takes @us on average. */
u64 takes(struct bmc_if *b, unsigned int us)
{
	u64 ns = us * 1000ULL;

	if (jitter && us)
		ns = ns * (1000 - jitter * 10 + random_below(jitter * 20 + 1)) / 1000;
	if (tail && us && random_below(1000) < tail)
		ns *= 10;
	b->worked += ns;
	return ns;
}

static const u8 device_id[] = {
	0x20, 0x01, 0x01, 0x02, 0x02, 0x0c, 0xde, 0xc0, 0x00, 0x34, 0x12,
	0x01, 0x02, 0x03, 0x04,
};

static const u8 guid[16] = {
	0x6d, 0x6d, 0x69, 0x6f, 0x62, 0x6d, 0x63, 0x01,
	0x80, 0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70,
};

static const u8 event_record[16] = {
	0x01, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x20, 0x00, 0x04,
	0x01, 0x30, 0x01, 0x57, 0x00, 0xff,
};

/*
 * Run one request.  rsp gets completion code and data; returns its length.
 */
static unsigned int run_cmd(struct bmc_if *b, u8 netfn, u8 cmd, const u8 *d,
			    unsigned int dl, u8 *rsp, unsigned int max)
{
	unsigned int n = 1, i, want;

	rsp[0] = 0;
	if (netfn == 0x30 && cmd == 0x01) {		/* OEM echo */
		if (dl < 2) {
			rsp[0] = 0xc7;
			return 1;
		}
		want = d[0] | d[1] << 8;
		if (want > max - 1) {
			rsp[0] = 0xc9;
			return 1;
		}
		for (i = 0; i < want; i++)
			rsp[1 + i] = i + 2 < dl ? d[i + 2] : (u8)i;
		return 1 + want;
	}
	if (netfn != 0x06) {
		rsp[0] = 0xc1;
		return 1;
	}
	switch (cmd) {
	case 0x01:					/* Get Device ID */
		memcpy(rsp + 1, device_id, sizeof(device_id));
		return 1 + sizeof(device_id);
	case 0x08:					/* Get Device GUID */
	case 0x37:					/* Get System GUID */
		memcpy(rsp + 1, guid, sizeof(guid));
		return 1 + sizeof(guid);
	case 0x2e:					/* Set Global Enables */
		if (dl < 1)
			goto len;
		enables = d[0];
		return 1;
	case 0x2f:					/* Get Global Enables */
		rsp[n++] = enables;
		return n;
	case 0x30:					/* Clear Message Flags */
		if (dl < 1)
			goto len;
		if (d[0] & 0x02)
			events = 0;
		return 1;
	case 0x31:					/* Get Message Flags */
		rsp[n++] = msg_flags(b);
		return n;
	case 0x33:					/* Get Message */
		rsp[0] = 0x80;
		return 1;
	case 0x35:					/* Read Event Buffer */
		if (!msg_flags(b)) {
			rsp[0] = 0x80;
			return 1;
		}
		if (!hit(b, F_ENDLESS_EVENTS)) {
			events--;
			b->sms_cleared = false;
		}
		memcpy(rsp + 1, event_record, sizeof(event_record));
		return 1 + sizeof(event_record);
	case 0x36:					/* Get BT Capabilities */
		if (b->kind != K_BT) {
			rsp[0] = 0xc1;
			return 1;
		}
		rsp[n++] = clamp(bt_outstanding, 1U, (unsigned int)BT_QMAX);
		rsp[n++] = 0xff;			/* input buffer */
		rsp[n++] = 0xff;			/* output buffer */
		rsp[n++] = bt_timeout_s;
		rsp[n++] = 1;				/* retries */
		return n;
	case 0x42:					/* Get Channel Info */
		if (dl < 1)
			goto len;
		i = d[0] & 0x0f;
		if (i == 0x0e)
			i = 0x0f;
		if (i != 0 && i != 0x0f) {
			rsp[0] = 0xcc;
			return 1;
		}
		rsp[n++] = i;
		rsp[n++] = i ? 0x0c : 0x01;		/* medium */
		rsp[n++] = i ? (b->kind == K_KCS ? 0x05 : 0x08) : 0x01;
		rsp[n++] = 0x00;
		rsp[n++] = 0xf2;			/* IPMI IANA 7154 */
		rsp[n++] = 0x1b;
		rsp[n++] = 0x00;
		rsp[n++] = i ? 0xff : 0x00;
		rsp[n++] = 0x00;
		return n;
	}
	rsp[0] = 0xc1;
	return 1;
len:
	rsp[0] = 0xc7;
	return 1;
}

/*
 * Build the whole reply (NetFn/LUN, command, completion code, data) and apply
 * the faults that act on replies.  Returns 0 when no reply must be given.
 */
unsigned int reply(struct bmc_if *b, const u8 *in, unsigned int len,
		   u8 *out, unsigned int max)
{
	unsigned int n;

	if (hit(b, F_NO_REPLY))
		return 0;
	if (b->cur[0] != (in[0] >> 2) || b->cur[1] != in[1]) {
		b->prev[0] = b->cur[0];
		b->prev[1] = b->cur[1];
		b->cur[0] = in[0] >> 2;
		b->cur[1] = in[1];
	}
	out[0] = (in[0] | 0x04);
	out[1] = in[1];
	if (hit(b, F_D2)) {
		out[2] = 0xd2;
		n = 3;
	} else if (d2_left) {
		d2_left--;
		out[2] = 0xd2;
		n = 3;
	} else {
		n = 2 + run_cmd(b, in[0] >> 2, in[1], in + 2, len - 2, out + 2,
				max - 2);
	}
	if (hit(b, F_WRONG_REPLY)) {
		/* the last request that was not this one */
		out[0] = (b->prev[0] << 2) | 0x04 | (in[0] & 3);
		out[1] = b->prev[1];
	}
	if (hit(b, F_SHORT_REPLY))
		n = clamp(short_len, 1U, n);
	b->replies++;
	return n;
}

/* True when the BMC does not run at all. */
static bool bmc_dead(const struct bmc_if *b)
{
	return hit(b, F_DEAD);
}

void tick(u64 now)
{
	static unsigned int seen;
	unsigned int i;

	if (fault == F_DEAD && now >= dead_until) {
		/* IPMI 2.0, 9.7: after a BMC reset KCS shows the error state */
		fault = F_NONE;
		d2_left = 5;
		bmc_reset(CS_ERROR);
	}
	if (events > seen)
		for (i = 0; i < ARRAY_SIZE(ifs); i++)
			ifs[i].sms_cleared = false;
	seen = events;
	if (fault == F_ENDLESS_EVENTS && !endless_seen)
		for (i = 0; i < ARRAY_SIZE(ifs); i++)
			ifs[i].sms_cleared = false;
	endless_seen = fault == F_ENDLESS_EVENTS;
}

void run(struct bmc_if *b, u64 now)
{
	if (bmc_dead(b))
		return;
	if (b->kind == K_KCS)
		kcs_run(b, now);
	else if (b->kind == K_BT)
		bt_run(b, now);
}
