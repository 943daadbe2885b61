// SPDX-License-Identifier: GPL-2.0-only
/*
 * Module parameters: every one counts, and every wrong one is refused.
 */
#include <kunit/test.h>

#include "params.h"

/* Parameters as the kernel hands them over, to be changed by a test. */
struct param_values {
	char type[SI_TYPES_MAX];
	unsigned int ports[SI_PARAMS];
	unsigned long addrs[SI_PARAMS];
	int irqs[SI_PARAMS];
	int regspacings[SI_PARAMS];
	int regsizes[SI_PARAMS];
	int regshifts[SI_PARAMS];
	int slave_addrs[SI_PARAMS];
};

static int parse(const struct param_values *values, struct si_desc *descs)
{
	const struct si_params params = {
		.type = values->type,
		.ports = values->ports,
		.addrs = values->addrs,
		.irqs = values->irqs,
		.regspacings = values->regspacings,
		.regsizes = values->regsizes,
		.regshifts = values->regshifts,
		.slave_addrs = values->slave_addrs,
	};

	return si_params_parse(&params, descs);
}

static void nothing_given_is_nothing_found(struct kunit *test)
{
	struct si_desc descs[SI_PARAMS];
	struct param_values values = {};

	KUNIT_EXPECT_EQ(test, parse(&values, descs), 0);
}

static void a_port_alone_has_the_usual_registers(struct kunit *test)
{
	struct si_desc descs[SI_PARAMS];
	struct param_values values = { .ports = { 0xca2 } };

	KUNIT_ASSERT_EQ(test, parse(&values, descs), 1);
	KUNIT_EXPECT_STREQ(test, descs[0].type->name, "kcs");
	KUNIT_EXPECT_EQ(test, (int)descs[0].place.space, (int)SI_PORT);
	KUNIT_EXPECT_EQ(test, descs[0].place.addr, (resource_size_t)0xca2);
	KUNIT_EXPECT_EQ(test, descs[0].place.spacing, 1U);
	KUNIT_EXPECT_EQ(test, descs[0].place.size, 1U);
	KUNIT_EXPECT_EQ(test, descs[0].place.shift, 0U);
	KUNIT_EXPECT_EQ(test, descs[0].irq, 0);
	KUNIT_EXPECT_STREQ(test, descs[0].source, "parameter");
}

static void every_parameter_counts_for_its_interface(struct kunit *test)
{
	struct si_desc descs[SI_PARAMS];
	struct param_values values = {
		.type = ",kcs,,kcs",
		.ports = { 0xca2, 0, 0xca8 },
		.addrs = { 0, 0x3f000000, 0, 0x3f002000 },
		.irqs = { 0, 5, 0, 11 },
		.regspacings = { 4, 16 },
		.regsizes = { 1, 4, 2 },
		.regshifts = { 0, 8, 0, 0 },
		.slave_addrs = { 0, 0x24, 0, 0 },
	};

	KUNIT_ASSERT_EQ(test, parse(&values, descs), 4);
	KUNIT_EXPECT_EQ(test, descs[0].place.spacing, 4U);
	KUNIT_EXPECT_EQ(test, (int)descs[1].place.space, (int)SI_MEM);
	KUNIT_EXPECT_EQ(test, descs[1].place.addr, (resource_size_t)0x3f000000);
	KUNIT_EXPECT_EQ(test, descs[1].place.spacing, 16U);
	KUNIT_EXPECT_EQ(test, descs[1].place.size, 4U);
	KUNIT_EXPECT_EQ(test, descs[1].place.shift, 8U);
	KUNIT_EXPECT_EQ(test, descs[1].irq, 5);
	KUNIT_EXPECT_EQ(test, descs[1].slave_addr, (u8)0x24);
	/* Not given: as wide as a register */
	KUNIT_EXPECT_EQ(test, descs[2].place.spacing, 2U);
	KUNIT_EXPECT_EQ(test, descs[3].place.addr, (resource_size_t)0x3f002000);
	KUNIT_EXPECT_EQ(test, descs[3].irq, 11);
}

static void interfaces_may_have_gaps(struct kunit *test)
{
	struct si_desc descs[SI_PARAMS];
	struct param_values values = { .ports = { 0, 0, 0xca8 }, .irqs = { 0, 0, 7 } };

	KUNIT_ASSERT_EQ(test, parse(&values, descs), 1);
	KUNIT_EXPECT_EQ(test, descs[0].place.addr, (resource_size_t)0xca8);
	KUNIT_EXPECT_EQ(test, descs[0].irq, 7);
}

static void invalid_means_leave_alone(struct kunit *test)
{
	struct si_desc descs[SI_PARAMS];
	struct param_values values = { .type = "invalid,kcs", .ports = { 0xca2, 0xca8 } };

	KUNIT_ASSERT_EQ(test, parse(&values, descs), 2);
	KUNIT_EXPECT_NULL(test, descs[0].type);
	KUNIT_EXPECT_EQ(test, descs[0].place.addr, (resource_size_t)0xca2);
	KUNIT_EXPECT_NOT_NULL(test, descs[1].type);
}

static void wrong_values_are_refused(struct kunit *test)
{
	static const struct param_values cases[] = {
		{ .type = "ksc", .ports = { 0xca2 } },
		{ .type = "kc", .ports = { 0xca2 } },
		{ .type = "kcss", .ports = { 0xca2 } },
		{ .type = "kcs,ssif", .ports = { 0xca2, 0xe4 } },
		{ .type = "kcs,kcs", .ports = { 0xca2 } },
		{ .type = "kcs" },
		{ .ports = { 0xca2 }, .addrs = { 0x3f000000 } },
		{ .ports = { 0xca2, 0xca2 } },
		{ .addrs = { 0x3f000000, 0, 0x3f000000 } },
		{ .ports = { 0x10000 } },
		{ .irqs = { 5 } },
		{ .ports = { 0xca2 }, .irqs = { 0, 5 } },
		{ .ports = { 0xca2 }, .irqs = { -1 } },
		{ .ports = { 0xca2 }, .regspacings = { -1 } },
		{ .ports = { 0xca2 }, .regspacings = { 5000 } },
		{ .ports = { 0xca2 }, .regspacings = { 0, 1 } },
		{ .ports = { 0xca2 }, .regsizes = { 3 } },
		{ .ports = { 0xca2 }, .regsizes = { 8 } },
		{ .ports = { 0xca2 }, .regsizes = { -1 } },
		{ .ports = { 0xca2 }, .regsizes = { 0, 1 } },
		{ .ports = { 0xca2 }, .regsizes = { 4 }, .regspacings = { 1 } },
		{ .ports = { 0xca2 }, .regshifts = { 8 } },
		{ .ports = { 0xca2 }, .regshifts = { -8 } },
		{ .ports = { 0xca2 }, .regshifts = { 0, 8 } },
		{ .ports = { 0xca2 }, .slave_addrs = { 0x100 } },
		{ .ports = { 0xca2 }, .slave_addrs = { 0, 0x20 } },
	};
	struct si_desc descs[SI_PARAMS];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		KUNIT_EXPECT_EQ_MSG(test, parse(&cases[i], descs), -EINVAL, "case %u", i);
}

static struct kunit_case params_test_cases[] = {
	KUNIT_CASE(nothing_given_is_nothing_found),
	KUNIT_CASE(a_port_alone_has_the_usual_registers),
	KUNIT_CASE(every_parameter_counts_for_its_interface),
	KUNIT_CASE(interfaces_may_have_gaps),
	KUNIT_CASE(invalid_means_leave_alone),
	KUNIT_CASE(wrong_values_are_refused),
	{}
};

static struct kunit_suite params_test_suite = {
	.name = "bmclink_si_params",
	.test_cases = params_test_cases,
};

kunit_test_suite(params_test_suite);
