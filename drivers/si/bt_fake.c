// SPDX-License-Identifier: GPL-2.0-only
/*
 * A BMC behind BT registers, made of software, on virtual time; for tests.
 *
 * It has no timers: what it has done until now is worked out when a register
 * is touched.
 */
#include <linux/preempt.h>

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

/* What one register access takes. */
#define FAKE_ACCESS_NS		(1 * NSEC_PER_USEC)
/* For how long looking too often keeps the BMC from its work. */
#define FAKE_DISTURBED_NS	(1 * NSEC_PER_MSEC)

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

static void fake_run(struct bt_fake *bmc)
{
	struct bt_fake_message *best = NULL;
	unsigned int i;

	if (bmc->stuck_busy)
		return;
	if (bmc->h2b && !bmc->stuck_request && bmc->now >= bmc->take_at &&
	    fake_queued(bmc) < bmc->depth)
		fake_take(bmc);
	if (bmc->b2h || bmc->hbusy || bmc->now < bmc->offer_at)
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

		if (req->used && req->due <= bmc->now &&
		    (!best || (bmc->reverse ? req->due >= best->due : req->due < best->due)))
			best = req;
	}
	if (best)
		fake_answer(bmc, best);
}

static void fake_access(struct bt_fake *bmc)
{
	u64 *then = &bmc->recent[bmc->accesses % BT_FAKE_RATE_MAX];

	/* The link's thread gives way to everybody; a kernel that does not count cannot tell. */
	KUNIT_ASSERT_TRUE(bmc->test, preemptible() || !IS_ENABLED(CONFIG_PREEMPT_COUNT));
	if (bmc->accesses >= BT_FAKE_RATE_MAX && bmc->now - *then < NSEC_PER_SEC)
		bmc->too_fast = true;
	*then = bmc->now;
	bmc->accesses++;
	KUNIT_ASSERT_LE(bmc->test, bmc->accesses, (u64)BT_FAKE_ACCESSES_MAX);
	bmc->now += FAKE_ACCESS_NS;
	fake_run(bmc);
}

static u8 fake_read_control(struct bt_fake *bmc)
{
	bool busy = bmc->stuck_busy || bmc->lost || fake_queued(bmc) >= bmc->depth;

	if (bmc->now - bmc->look_at < bmc->rest_ns)
		bmc->offer_at = bmc->now + FAKE_DISTURBED_NS;
	bmc->look_at = bmc->now;
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

static u8 fake_read(const struct si_regs *regs, unsigned int reg)
{
	struct bt_fake *bmc = container_of(regs, struct bt_fake, regs);

	fake_access(bmc);
	if (bmc->accesses > bmc->gone_at)
		return 0xff;
	if (bmc->random)
		return prandom_u32_state(bmc->random);
	if (bmc->fixed >= 0)
		return reg ? 0 : bmc->fixed;
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
		bmc->take_at = bmc->now + bmc->take_ns;
	}
	if (value & FAKE_B2H && bmc->b2h && !--bmc->acks_left)
		bmc->b2h = false;
	if (value & FAKE_SMS)
		bmc->sms = false;
	if (value & FAKE_H_BUSY)
		bmc->hbusy = !bmc->hbusy;
}

static void fake_write(const struct si_regs *regs, unsigned int reg, u8 value)
{
	struct bt_fake *bmc = container_of(regs, struct bt_fake, regs);

	fake_access(bmc);
	if (reg == 2)
		bmc->resets += value >> 7;
	if (bmc->accesses > bmc->gone_at || bmc->random || bmc->fixed >= 0)
		return;
	if (reg == 0) {
		fake_write_control(bmc, value);
	} else if (reg == 1) {
		bmc->bad += bmc->h2b;
		KUNIT_ASSERT_LT(bmc->test, bmc->in.len, (unsigned int)BT_FAKE_BUFFER);
		bmc->in.data[bmc->in.len++] = value;
	} else {
		bmc->intmask = (value & 0x01) |
			(value & 0x02 && !bmc->stuck_irq ? 0 : bmc->intmask & 0x02);
	}
}

static ktime_t fake_now(struct bmc_wait *w)
{
	return ns_to_ktime(container_of(w, struct bt_fake, wait)->now);
}

static void fake_sleep(struct bmc_wait *w, u64 min_ns, u64 max_ns)
{
	container_of(w, struct bt_fake, wait)->now += max_ns;
}

static const struct bmc_clock fake_clock = {
	.now = fake_now,
	.sleep = fake_sleep,
};

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
	bmc->test = test;
	bmc->regs.read = fake_read;
	bmc->regs.write = fake_write;
	bmc->now = 1000 * NSEC_PER_SEC;
	bmc->take_ns = 30 * NSEC_PER_USEC;
	bmc->execute_ns = 2 * NSEC_PER_MSEC;
	bmc->depth = 1;
	bmc->acks = 1;
	bmc->length = -1;
	bmc->fixed = -1;
	bmc->gone_at = U64_MAX;
	bmc_wait_init(&bmc->wait, &fake_clock);
	bt_init(&bmc->bt, &bmc->regs);
	bmc->bt.wait = &bmc->wait;
	return bmc;
}

/**
 * bt_fake_heal - nothing is wrong any more; goes on where it stopped
 * @bmc: the BMC
 */
void bt_fake_heal(struct bt_fake *bmc)
{
	bmc->acks = 1;
	if (bmc->b2h)
		bmc->acks_left = 1;
	bmc->stuck_busy = false;
	bmc->stuck_request = false;
	bmc->mute = false;
	bmc->length = -1;
	bmc->babble = 0;
	bmc->fixed = -1;
	bmc->random = NULL;
	bmc->gone_at = U64_MAX;
}
