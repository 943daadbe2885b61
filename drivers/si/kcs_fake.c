// SPDX-License-Identifier: GPL-2.0-only
/*
 * A BMC behind KCS registers, made of software, on virtual time; for tests.
 */
#include "kcs_fake.h"

enum {
	FAKE_OBF = 0x01,
	FAKE_IBF = 0x02,
	FAKE_ATN = 0x04,
	FAKE_CD = 0x08,
};

static struct fake_bmc *fake_of(struct si_fake *si)
{
	return container_of(si, struct fake_bmc, si);
}

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

static void fake_run(struct si_fake *si)
{
	struct fake_bmc *bmc = fake_of(si);

	if (bmc->ibf && bmc->si.now >= bmc->take_at)
		fake_take(bmc);
	if (bmc->phase == FAKE_EXECUTE && bmc->si.now >= bmc->offer_at) {
		fake_to(bmc, FAKE_READ);
		fake_next_byte(bmc);
	}
}

static u8 fake_read(struct si_fake *si, unsigned int reg)
{
	struct fake_bmc *bmc = fake_of(si);

	if (!reg) {
		bmc->obf = false;
		return bmc->dout;
	}
	return bmc->status | (bmc->obf ? FAKE_OBF : 0) | (bmc->ibf ? FAKE_IBF : 0) |
		(bmc->cd ? FAKE_CD : 0) | (bmc->attention ? FAKE_ATN : 0);
}

static void fake_write(struct si_fake *si, unsigned int reg, u8 value)
{
	struct fake_bmc *bmc = fake_of(si);

	if (bmc->ibf)
		bmc->busy_writes++;
	bmc->writes++;
	bmc->din = value;
	bmc->cd = reg;
	bmc->ibf = true;
	bmc->take_at = bmc->si.now + bmc->byte_ns;
	if (bmc->writes != bmc->fault_at)
		return;
	if (bmc->fault == FAKE_STUCK_IBF)
		bmc->take_at = U64_MAX;
	else if (bmc->fault == FAKE_LATE)
		bmc->take_at += bmc->late_ns;
}

static const struct si_fake_model fake_model = {
	.accesses_max = 200000,
	.status = 1,
	.run = fake_run,
	.read = fake_read,
	.write = fake_write,
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
	si_fake_init(test, &bmc->si, &fake_model);
	bmc->byte_ns = 30 * NSEC_PER_USEC;
	bmc->execute_ns = 2 * NSEC_PER_MSEC;
	bmc->rsp_len = 6;
	bmc->kcs.regs = &bmc->si.regs;
	bmc->kcs.wait = &bmc->si.wait;
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
	si_fake_heal(&bmc->si);
	bmc->fault = FAKE_NONE;
	bmc->mute = false;
	bmc->endless = false;
	if (bmc->ibf)
		bmc->take_at = bmc->si.now;
}
