// SPDX-License-Identifier: GPL-2.0-only
/*
 * A BMC behind KCS registers, made of software, on virtual time; for tests.
 *
 * It has no timers: what it has done until now is worked out when a register
 * is touched.
 */
#include <linux/preempt.h>

#include "kcs_fake.h"

enum {
	FAKE_OBF = 0x01,
	FAKE_IBF = 0x02,
	FAKE_ATN = 0x04,
	FAKE_CD = 0x08,
};

static void fake_offer(struct fake_bmc *bmc, u8 byte)
{
	if (bmc->mute)
		return;
	bmc->dout = byte;
	bmc->obf = true;
}

static void fake_to(struct fake_bmc *bmc, enum fake_phase phase)
{
	static const u8 states[] = {
		[FAKE_IDLE] = 0x00,
		[FAKE_WRITE] = 0x80,
		[FAKE_LAST] = 0x80,
		[FAKE_EXECUTE] = 0x40,
		[FAKE_READ] = 0x40,
		[FAKE_ERROR] = 0xc0,
		[FAKE_ABORT1] = 0x80,
		[FAKE_ABORT2] = 0x40,
	};

	bmc->phase = phase;
	bmc->status = states[phase];
}

static void fake_dummy(struct fake_bmc *bmc)
{
	if (!bmc->no_dummy)
		fake_offer(bmc, 0);
}

static void fake_take_command(struct fake_bmc *bmc)
{
	switch (bmc->din) {
	case 0x61:
		fake_to(bmc, FAKE_WRITE);
		bmc->in_len = 0;
		fake_dummy(bmc);
		return;
	case 0x62:
		if (bmc->phase != FAKE_WRITE)
			break;
		fake_to(bmc, FAKE_LAST);
		fake_dummy(bmc);
		return;
	case 0x60:
		fake_to(bmc, FAKE_ABORT1);
		fake_offer(bmc, 0);
		return;
	}
	fake_to(bmc, FAKE_ERROR);
	fake_offer(bmc, 0);
}

static void fake_execute(struct fake_bmc *bmc)
{
	unsigned int i;

	bmc->executed++;
	bmc->out_pos = 0;
	for (i = 0; i < FAKE_BUFFER; i++)
		bmc->out[i] = bmc->in[i % bmc->in_len];
	bmc->out[0] |= 0x04;
}

static void fake_next_byte(struct fake_bmc *bmc)
{
	if (bmc->out_pos == bmc->rsp_len && !bmc->endless) {
		fake_to(bmc, FAKE_IDLE);
		if (!bmc->no_last_dummy)
			fake_offer(bmc, 0);
		return;
	}
	fake_offer(bmc, bmc->out[bmc->out_pos % FAKE_BUFFER]);
	bmc->out_pos++;
}

static void fake_take_data(struct fake_bmc *bmc)
{
	switch (bmc->phase) {
	case FAKE_WRITE:
		bmc->in[bmc->in_len++] = bmc->din;
		fake_dummy(bmc);
		return;
	case FAKE_LAST:
		bmc->in[bmc->in_len++] = bmc->din;
		fake_execute(bmc);
		fake_to(bmc, FAKE_EXECUTE);
		bmc->offer_at = bmc->take_at + bmc->execute_ns;
		return;
	case FAKE_READ:
		if (bmc->din == 0x68) {
			fake_next_byte(bmc);
			return;
		}
		break;
	case FAKE_ABORT1:
		fake_to(bmc, FAKE_ABORT2);
		fake_offer(bmc, 0x01);
		return;
	case FAKE_ABORT2:
		fake_to(bmc, FAKE_IDLE);
		fake_offer(bmc, 0);
		return;
	default:
		break;
	}
	fake_to(bmc, FAKE_ERROR);
	fake_offer(bmc, 0);
}

static void fake_take(struct fake_bmc *bmc)
{
	bool hit = bmc->writes == bmc->fault_at;

	bmc->ibf = false;
	if (hit && bmc->fault == FAKE_STATE) {
		fake_to(bmc, FAKE_ERROR);
		bmc->status = bmc->fault_state;
		return;
	}
	if (hit && bmc->fault == FAKE_MUTE)
		bmc->mute = true;
	if (bmc->cd)
		fake_take_command(bmc);
	else
		fake_take_data(bmc);
}

static void fake_run(struct fake_bmc *bmc)
{
	if (bmc->ibf && bmc->now >= bmc->take_at)
		fake_take(bmc);
	if (bmc->phase == FAKE_EXECUTE && bmc->now >= bmc->offer_at) {
		fake_to(bmc, FAKE_READ);
		fake_next_byte(bmc);
	}
}

static void fake_access(struct fake_bmc *bmc)
{
	u64 *then = &bmc->recent[bmc->accesses % FAKE_RATE_MAX];

	/* The link's thread gives way to everybody; a kernel that does not count cannot tell. */
	KUNIT_ASSERT_TRUE(bmc->test, preemptible() || !IS_ENABLED(CONFIG_PREEMPT_COUNT));
	if (bmc->accesses >= FAKE_RATE_MAX && bmc->now - *then < NSEC_PER_SEC)
		bmc->too_fast = true;
	*then = bmc->now;
	bmc->accesses++;
	KUNIT_ASSERT_LE(bmc->test, bmc->accesses, (u64)FAKE_ACCESSES_MAX);
	bmc->now += FAKE_ACCESS_NS;
	fake_run(bmc);
}

static u8 fake_read(const struct si_regs *regs, unsigned int reg)
{
	struct fake_bmc *bmc = container_of(regs, struct fake_bmc, regs);

	fake_access(bmc);
	if (bmc->accesses > bmc->gone_at)
		return 0xff;
	if (bmc->random)
		return prandom_u32_state(bmc->random);
	if (bmc->fixed >= 0)
		return reg ? bmc->fixed : 0;
	if (!reg) {
		bmc->obf = false;
		return bmc->dout;
	}
	return bmc->status | (bmc->obf ? FAKE_OBF : 0) | (bmc->ibf ? FAKE_IBF : 0) |
		(bmc->cd ? FAKE_CD : 0) | (bmc->attention ? FAKE_ATN : 0);
}

static void fake_write(const struct si_regs *regs, unsigned int reg, u8 value)
{
	struct fake_bmc *bmc = container_of(regs, struct fake_bmc, regs);

	fake_access(bmc);
	if (bmc->accesses > bmc->gone_at || bmc->random || bmc->fixed >= 0)
		return;
	if (bmc->ibf)
		bmc->busy_writes++;
	bmc->writes++;
	bmc->din = value;
	bmc->cd = reg;
	bmc->ibf = true;
	bmc->take_at = bmc->now + bmc->byte_ns;
	if (bmc->writes != bmc->fault_at)
		return;
	if (bmc->fault == FAKE_STUCK_IBF)
		bmc->take_at = U64_MAX;
	else if (bmc->fault == FAKE_LATE)
		bmc->take_at += bmc->late_ns;
}

static ktime_t fake_now(struct bmc_wait *w)
{
	return ns_to_ktime(container_of(w, struct fake_bmc, wait)->now);
}

static void fake_sleep(struct bmc_wait *w, u64 min_ns, u64 max_ns)
{
	container_of(w, struct fake_bmc, wait)->now += max_ns;
}

static const struct bmc_clock fake_clock = {
	.now = fake_now,
	.sleep = fake_sleep,
};

/**
 * fake_new - a BMC in good order, and a host connected to it
 * @test: its owner
 *
 * Return: the BMC; freed with the test.
 */
struct fake_bmc *fake_new(struct kunit *test)
{
	struct fake_bmc *bmc = kunit_kzalloc(test, sizeof(*bmc), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bmc);
	bmc->test = test;
	bmc->regs.read = fake_read;
	bmc->regs.write = fake_write;
	bmc->now = 1000 * NSEC_PER_SEC;
	bmc->byte_ns = 30 * NSEC_PER_USEC;
	bmc->execute_ns = 2 * NSEC_PER_MSEC;
	bmc->rsp_len = 6;
	bmc->fixed = -1;
	bmc->gone_at = U64_MAX;
	bmc_wait_init(&bmc->wait, &fake_clock);
	bmc->kcs.regs = &bmc->regs;
	bmc->kcs.wait = &bmc->wait;
	return bmc;
}

/**
 * fake_arm - something is going to go wrong
 * @bmc: in which BMC
 * @fault: what
 * @at: at which write from now on, the first is 1
 */
void fake_arm(struct fake_bmc *bmc, enum fake_fault fault, unsigned int at)
{
	bmc->fault = fault;
	bmc->fault_at = at;
	bmc->writes = 0;
}

/**
 * fake_heal - nothing is wrong any more; goes on where it stopped
 * @bmc: the BMC
 */
void fake_heal(struct fake_bmc *bmc)
{
	bmc->fault = FAKE_NONE;
	bmc->fixed = -1;
	bmc->gone_at = U64_MAX;
	bmc->mute = false;
	bmc->random = NULL;
	bmc->endless = false;
	if (bmc->ibf)
		bmc->take_at = bmc->now;
}
