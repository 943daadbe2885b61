// SPDX-License-Identifier: GPL-2.0-only
/*
 * A BMC behind BT registers, made of software, on virtual time; for tests.
 */
#include "bt_fake.h"

enum {
	FAKE_CLR_WR = 0x01,
	FAKE_CLR_RD = 0x02,
	FAKE_H2B = 0x04,
	FAKE_B2H = 0x08,
	FAKE_SMS = 0x10,
	FAKE_H_BUSY = 0x40,
	FAKE_B_BUSY = 0x80,
};

/* For how long looking too often keeps the BMC from its work. */
#define FAKE_DISTURBED_NS	(1 * NSEC_PER_MSEC)

static struct bt_fake *fake_of(struct si_fake *si)
{
	return container_of(si, struct bt_fake, si);
}

static unsigned int fake_queued(const struct bt_fake *bmc)
{
	unsigned int i, n = 0;

	for (i = 0; i < BMC_DEPTH_MAX; i++)
		n += bmc->queue[i].used;
	return n;
}

static void fake_offer(struct bt_fake *bmc)
{
	bmc->out_pos = 0;
	bmc->acks_left = bmc->acks;
	bmc->b2h = true;
	if (bmc->intmask & 0x01)
		bmc->intmask |= 0x02;
}

static void fake_take(struct bt_fake *bmc)
{
	struct bt_fake_message *in = &bmc->in;
	unsigned int i = 0;

	bmc->h2b = false;
	bmc->lost = in->len < 4 || in->data[0] + 1 != in->len;
	if (!bmc->lost) {
		while (bmc->queue[i].used)
			i++;
		bmc->queue[i] = *in;
		bmc->queue[i].used = true;
		bmc->queue[i].due = bmc->take_at + bmc->execute_ns;
		bmc->sequence[bmc->executed++ % 256] = in->data[2];
	}
	in->len = 0;
}

static void fake_answer(struct bt_fake *bmc, struct bt_fake_message *req)
{
	struct bt_fake_message *out = &bmc->out;
	unsigned int len = bmc->rsp_len ?: req->len - 2;
	unsigned int i;

	req->used = false;
	if (bmc->mute)
		return;
	for (i = 0; i < BT_FAKE_BUFFER; i++)
		out->data[i] = i < req->len ? req->data[i] : i;
	out->data[0] = bmc->length < 0 ? len + 1 : bmc->length;
	out->data[1] |= 0x04;
	out->len = len + 2;
	fake_offer(bmc);
}

static void fake_run(struct si_fake *si)
{
	struct bt_fake *bmc = fake_of(si);
	struct bt_fake_message *best = NULL;
	unsigned int i;

	if (bmc->stuck_busy)
		return;
	if (bmc->h2b && !bmc->stuck_request && bmc->si.now >= bmc->take_at &&
	    fake_queued(bmc) < bmc->depth)
		fake_take(bmc);
	if (bmc->b2h || bmc->hbusy || bmc->si.now < bmc->offer_at)
		return;
	if (bmc->babble) {
		bmc->babble--;
		memset(bmc->out.data, 0, BT_FAKE_BUFFER);
		bmc->out.data[0] = bmc->babble_len;
		bmc->out.data[2] = bmc->babble_seq;
		bmc->out.len = bmc->babble_len + 1;
		fake_offer(bmc);
		return;
	}
	for (i = 0; i < BMC_DEPTH_MAX; i++) {
		struct bt_fake_message *req = &bmc->queue[i];

		if (req->used && req->due <= bmc->si.now &&
		    (!best || (bmc->reverse ? req->due >= best->due : req->due < best->due)))
			best = req;
	}
	if (best)
		fake_answer(bmc, best);
}

static u8 fake_read_control(struct bt_fake *bmc)
{
	bool busy = bmc->stuck_busy || bmc->lost || fake_queued(bmc) >= bmc->depth;

	if (bmc->si.now - bmc->look_at < bmc->rest_ns)
		bmc->offer_at = bmc->si.now + FAKE_DISTURBED_NS;
	bmc->look_at = bmc->si.now;
	return (bmc->h2b ? FAKE_H2B : 0) | (bmc->b2h ? FAKE_B2H : 0) |
		(bmc->sms ? FAKE_SMS : 0) | (bmc->hbusy ? FAKE_H_BUSY : 0) |
		(busy ? FAKE_B_BUSY : 0);
}

static u8 fake_read_data(struct bt_fake *bmc)
{
	if (!bmc->hbusy)
		bmc->bad++;
	return bmc->out_pos < bmc->out.len ? bmc->out.data[bmc->out_pos++] : 0xff;
}

static u8 fake_read(struct si_fake *si, unsigned int reg)
{
	struct bt_fake *bmc = fake_of(si);

	return reg == 0 ? fake_read_control(bmc) : reg == 1 ? fake_read_data(bmc) : bmc->intmask;
}

static void fake_write_control(struct bt_fake *bmc, u8 value)
{
	if (value & FAKE_CLR_WR)
		bmc->in.len = 0;
	if (value & FAKE_CLR_RD)
		bmc->out_pos = 0;
	if (value & FAKE_H2B) {
		bmc->bad += bmc->h2b;
		bmc->h2b = true;
		bmc->take_at = bmc->si.now + bmc->take_ns;
	}
	if (value & FAKE_B2H && bmc->b2h && !--bmc->acks_left)
		bmc->b2h = false;
	if (value & FAKE_SMS)
		bmc->sms = false;
	if (value & FAKE_H_BUSY)
		bmc->hbusy = !bmc->hbusy;
}

static void fake_write(struct si_fake *si, unsigned int reg, u8 value)
{
	struct bt_fake *bmc = fake_of(si);

	if (reg == 0) {
		fake_write_control(bmc, value);
	} else if (reg == 1) {
		bmc->bad += bmc->h2b;
		KUNIT_ASSERT_LT(bmc->si.test, bmc->in.len, (unsigned int)BT_FAKE_BUFFER);
		bmc->in.data[bmc->in.len++] = value;
	} else {
		bmc->intmask = (value & 0x01) |
			(value & 0x02 && !bmc->stuck_irq ? 0 : bmc->intmask & 0x02);
	}
}

static const struct si_fake_model fake_model = {
	.accesses_max = 1000000,
	.run = fake_run,
	.read = fake_read,
	.write = fake_write,
};

/* A write that resets the BMC is wrong whether or not somebody is there to be reset. */
static void fake_write_watched(const struct si_regs *regs, unsigned int reg, u8 value)
{
	struct bt_fake *bmc = container_of(regs, struct bt_fake, si.regs);

	if (reg == 2)
		bmc->resets += value >> 7;
	si_fake_write(regs, reg, value);
}

/**
 * bt_fake_new - a BMC in good order, and a host connected to it
 * @test: its owner
 *
 * Return: the BMC; freed with the test.
 */
struct bt_fake *bt_fake_new(struct kunit *test)
{
	struct bt_fake *bmc = kunit_kzalloc(test, sizeof(*bmc), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bmc);
	si_fake_init(test, &bmc->si, &fake_model);
	bmc->si.regs.write = fake_write_watched;
	bmc->take_ns = 30 * NSEC_PER_USEC;
	bmc->execute_ns = 2 * NSEC_PER_MSEC;
	bmc->depth = 1;
	bmc->acks = 1;
	bmc->length = -1;
	bt_init(&bmc->bt, &bmc->si.regs);
	bmc->bt.wait = &bmc->si.wait;
	return bmc;
}

/**
 * bt_fake_heal - nothing is wrong any more; goes on where it stopped
 * @bmc: the BMC
 */
void bt_fake_heal(struct bt_fake *bmc)
{
	si_fake_heal(&bmc->si);
	bmc->acks = 1;
	if (bmc->b2h)
		bmc->acks_left = 1;
	bmc->stuck_busy = false;
	bmc->stuck_request = false;
	bmc->mute = false;
	bmc->length = -1;
	bmc->babble = 0;
}
