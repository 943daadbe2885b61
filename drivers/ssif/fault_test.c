// SPDX-License-Identifier: GPL-2.0-only
/*
 * The router on an SSIF whose BMC breaks for a while in one of many ways: how
 * soon users know, what it costs, and how soon all is well again.  On virtual
 * time.
 */
#include <kunit/test.h>

#include "../core/lab.h"
#include "ssif_fake.h"

/* How long a fault lasts; one with which the BMC still answers; one that ends by itself. */
#define FAULT_NS		(20ULL * NSEC_PER_SEC)
#define FAULT_BEARABLE_NS	(4ULL * NSEC_PER_SEC)
#define FAULT_DEAD_NS		(8ULL * NSEC_PER_SEC)
/* How soon a user knows of it, and how long one request may take. */
#define KNOWN_NS	(6ULL * NSEC_PER_SEC)
/* How soon all is well afterwards. */
#define WELL_NS		(2ULL * NSEC_PER_SEC)

#define CC_NOT_NOW	0xd2

/**
 * enum fault - what a BMC may do
 * @FAULT_NO_WRITE: it acknowledges no request
 * @FAULT_NO_PART: it acknowledges the first part of a request only
 * @FAULT_BUS: another holds the bus for ever
 * @FAULT_HIGH: the bus is open: all bits that are read are set
 * @FAULT_EVENTS: its event buffer is never empty
 * @FAULT_ALERT: it alerts all the time, without a reason
 * @FAULT_WRONG: its responses are to something else
 * @FAULT_SHORT: its responses have no completion code
 * @FAULT_DEAD: it is gone for eight seconds, then not ready for five requests
 * @FAULT_BUSY: it answers everything with "not now"
 * @FAULT_SILENT: it takes requests and never answers
 */
enum fault {
	FAULT_NO_WRITE,
	FAULT_NO_PART,
	FAULT_BUS,
	FAULT_HIGH,
	FAULT_EVENTS,
	FAULT_ALERT,
	FAULT_WRONG,
	FAULT_SHORT,
	FAULT_DEAD,
	FAULT_BUSY,
	FAULT_SILENT,
};

/* The fault that is on, or -1; tests are run one by one. */
static int fault_now;
static unsigned int fault_refusals;

static void fault_answer(struct fake_bmc *bmc)
{
	fake_obey(bmc);
	switch (fault_now) {
	case FAULT_WRONG:
		bmc->out[1] ^= 0x55;
		break;
	case FAULT_SHORT:
		bmc->out_len = 2;
		break;
	case FAULT_SILENT:
		bmc->out_len = 0;
		break;
	case FAULT_BUSY:
		bmc->out[2] = CC_NOT_NOW;
		bmc->out_len = 3;
		break;
	default:
		if (!fault_refusals)
			break;
		fault_refusals--;
		bmc->out[2] = CC_NOT_NOW;
		bmc->out_len = 3;
	}
}

static void fault_set(struct fake_bmc *bmc, int fault)
{
	fault_now = fault;
	bmc->deaf = fault == FAULT_NO_WRITE ? 2 : fault == FAULT_NO_PART;
	bmc->stuck = fault == FAULT_BUS ? -EAGAIN : fault == FAULT_HIGH ? -EPROTO : 0;
	bmc->gone = fault == FAULT_DEAD;
	bmc->flags = fault == FAULT_EVENTS ? 0x02 : 0;
}

/* One request of several parts. */
static int fault_ask(struct bmc_lab *lab)
{
	const u8 req[70] = { 0x2c << 2, 0x11, 1, 2, 3 };

	return bmc_lab_ask(lab, req, sizeof(req));
}

struct fault_score {
	u64 first_bad;
	u64 longest;
	unsigned int good;
};

/* Somebody asks all the time until @end; what happened. */
static struct fault_score fault_load(struct kunit *test, struct fake_bmc *bmc,
				     struct bmc_lab *lab, u64 end)
{
	struct fault_score score = {};
	u64 begin = bmc->now;

	while (bmc->now < end) {
		u64 asked = bmc->now;
		int cc;

		bmc->transfers = 0;
		bmc->ssif.alerted = fault_now == FAULT_ALERT;
		cc = fault_ask(lab);
		KUNIT_ASSERT_GE_MSG(test, cc, 0, "no answer");
		score.longest = max(score.longest, bmc->now - asked);
		score.good += !cc;
		if (cc && !score.first_bad)
			score.first_bad = bmc->now - begin + 1;
		/* An answer without the BMC takes no time. */
		bmc_lab_turn(lab);
	}
	return score;
}

static void fault_until_up(struct kunit *test, struct fake_bmc *bmc, struct bmc_lab *lab)
{
	u64 begin = bmc->now;

	while (!bmc_lab_up(lab) && bmc->now - begin < 2 * WELL_NS)
		bmc_lab_turn(lab);
	KUNIT_ASSERT_TRUE(test, bmc_lab_up(lab));
	KUNIT_ASSERT_LE(test, bmc->now - begin, WELL_NS);
	KUNIT_EXPECT_EQ(test, fault_ask(lab), 0);
	KUNIT_EXPECT_LE(test, bmc->now - begin, WELL_NS);
}

static bool fault_is_bearable(enum fault fault)
{
	return fault == FAULT_EVENTS || fault == FAULT_ALERT;
}

static u64 fault_lasts(enum fault fault)
{
	if (fault_is_bearable(fault))
		return FAULT_BEARABLE_NS;
	return fault == FAULT_DEAD ? FAULT_DEAD_NS : FAULT_NS;
}

static void fault_run(struct kunit *test, struct fake_bmc *bmc, struct bmc_lab *lab,
		      enum fault fault)
{
	struct fault_score score;

	fault_until_up(test, bmc, lab);
	bmc_lab_listen(lab);
	fault_set(bmc, fault);
	score = fault_load(test, bmc, lab, bmc->now + fault_lasts(fault));
	kunit_info(test, "first error after %llu ms, longest %llu ms, %u answered\n",
		   score.first_bad / NSEC_PER_MSEC, score.longest / NSEC_PER_MSEC, score.good);
	KUNIT_EXPECT_LT(test, score.longest, KNOWN_NS);
	if (fault_is_bearable(fault)) {
		KUNIT_EXPECT_EQ(test, score.first_bad, 0ULL);
		KUNIT_EXPECT_GE(test, score.good, 4U * 10);
	} else {
		KUNIT_EXPECT_GT(test, score.first_bad, 0ULL);
		KUNIT_EXPECT_LT(test, score.first_bad, KNOWN_NS);
	}
	KUNIT_EXPECT_FALSE(test, bmc->too_fast);

	fault_set(bmc, -1);
	fault_refusals = fault == FAULT_DEAD ? 5 : 0;
	fault_until_up(test, bmc, lab);
	score = fault_load(test, bmc, lab, bmc->now + NSEC_PER_SEC);
	KUNIT_EXPECT_EQ(test, score.first_bad, 0ULL);
	KUNIT_EXPECT_FALSE(test, bmc->too_fast);
}

static void fault_is_survived(struct kunit *test)
{
	const enum fault *fault = test->param_value;
	struct fake_bmc *bmc = fake_new(test);
	struct bmc_lab *lab;

	fault_set(bmc, -1);
	fault_refusals = 0;
	bmc->answer = fault_answer;
	lab = bmc_lab_new(&ssif_transport, &bmc->ssif, &fake_clock);
	KUNIT_ASSERT_NOT_NULL(test, lab);
	fault_run(test, bmc, lab, *fault);
	bmc_lab_free(lab);
}

static const enum fault faults[] = {
	FAULT_NO_WRITE, FAULT_NO_PART, FAULT_BUS, FAULT_HIGH, FAULT_EVENTS, FAULT_ALERT,
	FAULT_WRONG, FAULT_SHORT, FAULT_DEAD, FAULT_BUSY, FAULT_SILENT,
};

static void fault_name(const enum fault *fault, char *name)
{
	static const char *const names[] = {
		[FAULT_NO_WRITE] = "no request acknowledged",
		[FAULT_NO_PART] = "only first parts acknowledged",
		[FAULT_BUS] = "bus held by another",
		[FAULT_HIGH] = "bus open",
		[FAULT_EVENTS] = "endless events",
		[FAULT_ALERT] = "endless alerts",
		[FAULT_WRONG] = "responses to something else",
		[FAULT_SHORT] = "responses without completion code",
		[FAULT_DEAD] = "gone for eight seconds",
		[FAULT_BUSY] = "not now",
		[FAULT_SILENT] = "silence",
	};

	strscpy(name, names[*fault], KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(fault, faults, fault_name);

static struct kunit_case fault_test_cases[] = {
	KUNIT_CASE_PARAM(fault_is_survived, fault_gen_params),
	{}
};

static struct kunit_suite fault_test_suite = {
	.name = "bmclink_ssif_fault",
	.suite_init = fake_bus_add,
	.suite_exit = fake_bus_del,
	.test_cases = fault_test_cases,
};

kunit_test_suite(fault_test_suite);
