// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parameter hotmod: what it means, and what is refused.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include "hotmod.h"

static struct si_hotmod_op *room(struct kunit *test)
{
	struct si_hotmod_op *ops = kunit_kcalloc(test, SI_HOTMOD_OPS, sizeof(*ops), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, ops);
	return ops;
}

static int parse(struct kunit *test, const char *text, struct si_hotmod_op *ops)
{
	char *copy = kunit_kzalloc(test, strlen(text) + 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, copy);
	memcpy(copy, text, strlen(text));
	return si_hotmod_parse(copy, ops);
}

static void an_address_is_enough(struct kunit *test)
{
	struct si_hotmod_op *ops = room(test);

	KUNIT_ASSERT_EQ(test, parse(test, "add,kcs,i/o,0xca2\n", ops), 1);
	KUNIT_EXPECT_TRUE(test, ops[0].add);
	KUNIT_EXPECT_STREQ(test, ops[0].desc.type->name, "kcs");
	KUNIT_EXPECT_EQ(test, (int)ops[0].desc.place.space, (int)SI_PORT);
	KUNIT_EXPECT_EQ(test, ops[0].desc.place.addr, (resource_size_t)0xca2);
	KUNIT_EXPECT_EQ(test, ops[0].desc.place.spacing, 1U);
	KUNIT_EXPECT_EQ(test, ops[0].desc.place.size, 1U);
	KUNIT_EXPECT_EQ(test, ops[0].desc.place.shift, 0U);
	KUNIT_EXPECT_EQ(test, ops[0].desc.irq, 0);
	KUNIT_EXPECT_EQ(test, ops[0].desc.slave_addr, (u8)0);
	KUNIT_EXPECT_STREQ(test, ops[0].desc.source, "hotmod");
}

static void every_option_counts(struct kunit *test)
{
	struct si_hotmod_op *ops = room(test);

	KUNIT_ASSERT_EQ(test, 1,
			parse(test, "add,bt,mem,4275306496,ipmb=0x24,irq=11,rsh=8,rsi=4,rsp=16",
			      ops));
	KUNIT_EXPECT_STREQ(test, ops[0].desc.type->name, "bt");
	KUNIT_EXPECT_EQ(test, (int)ops[0].desc.place.space, (int)SI_MEM);
	KUNIT_EXPECT_EQ(test, ops[0].desc.place.addr, (resource_size_t)0xfed40000);
	KUNIT_EXPECT_EQ(test, ops[0].desc.place.spacing, 16U);
	KUNIT_EXPECT_EQ(test, ops[0].desc.place.size, 4U);
	KUNIT_EXPECT_EQ(test, ops[0].desc.place.shift, 8U);
	KUNIT_EXPECT_EQ(test, ops[0].desc.irq, 11);
	KUNIT_EXPECT_EQ(test, ops[0].desc.slave_addr, (u8)0x24);
}

static void operations_keep_their_order(struct kunit *test)
{
	struct si_hotmod_op *ops = room(test);

	KUNIT_ASSERT_EQ(test, 3,
			parse(test, "remove,kcs,i/o,0xca2:add,kcs,i/o,0xca2,rsi=4:add,smic,mem,64",
			      ops));
	KUNIT_EXPECT_FALSE(test, ops[0].add);
	KUNIT_EXPECT_TRUE(test, ops[1].add);
	/* Not given: as wide as a register */
	KUNIT_EXPECT_EQ(test, ops[1].desc.place.spacing, 4U);
	KUNIT_EXPECT_STREQ(test, ops[2].desc.type->name, "smic");
	KUNIT_EXPECT_EQ(test, ops[2].desc.place.size, 1U);
}

static void as_many_as_there_is_room_for(struct kunit *test)
{
	struct si_hotmod_op *ops = room(test);
	char text[20 * (SI_HOTMOD_OPS + 1)];
	unsigned int len = 0;
	unsigned int i;

	for (i = 0; i < SI_HOTMOD_OPS; i++)
		len += scnprintf(text + len, sizeof(text) - len, "%sadd,kcs,i/o,0x%x",
				 i ? ":" : "", 0x100 + 2 * i);
	KUNIT_EXPECT_EQ(test, parse(test, text, ops), SI_HOTMOD_OPS);
	scnprintf(text + len, sizeof(text) - len, ":add,kcs,i/o,0x200");
	KUNIT_EXPECT_EQ(test, parse(test, text, ops), -EINVAL);
}

static void wrong_texts_are_refused(struct kunit *test)
{
	static const char *const cases[] = {
		"", "\n", ":", "add", "add,", "add,kcs", "add,kcs,i/o", "add,kcs,i/o,",
		"ad,kcs,i/o,0xca2", "addd,kcs,i/o,0xca2", "Add,kcs,i/o,0xca2",
		"add,ksc,i/o,0xca2", "add,kc,i/o,0xca2", "add,kcss,i/o,0xca2", "add,ssif,mem,0x10",
		"add,invalid,i/o,0xca2", "add,kcs,io,0xca2", "add,kcs,memory,0xca2",
		"add,kcs,i/o,ca2", "add,kcs,i/o,0xca2x", "add,kcs,i/o,-1", "add,kcs,i/o,0x10000",
		"add,kcs,i/o,0", "add,kcs,mem,0x10000000000000000",
		"add,kcs,i/o,0xca2,", "add,kcs,i/o,0xca2,rsp", "add,kcs,i/o,0xca2,rsp=",
		"add,kcs,i/o,0xca2,rsp=x", "add,kcs,i/o,0xca2,rsp=-1", "add,kcs,i/o,0xca2,rsp=4097",
		"add,kcs,i/o,0xca2,rsp=4,rsp=4", "add,kcs,i/o,0xca2,rsi=3",
		"add,kcs,i/o,0xca2,rsi=8",
		"add,kcs,i/o,0xca2,rsi=4,rsp=1", "add,kcs,i/o,0xca2,rsh=8",
		"add,kcs,i/o,0xca2,irq=2147483648", "add,kcs,i/o,0xca2,ipmb=0x100",
		"add,kcs,i/o,0xca2,foo=1", "add,kcs,i/o,0xca2,=1",
		"add,kcs,i/o,0xca2:", ":add,kcs,i/o,0xca2", "add,kcs,i/o,0xca2::add,bt,i/o,0xe4",
		"add,kcs,i/o,0xca2:ad,bt,i/o,0xe4", "remove,kcs,i/o,0xca2,rsi=3",
		"add, kcs,i/o,0xca2",
	};
	struct si_hotmod_op *ops = room(test);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		KUNIT_EXPECT_EQ_MSG(test, parse(test, cases[i], ops), -EINVAL, "%s", cases[i]);
}

static struct kunit_case hotmod_test_cases[] = {
	KUNIT_CASE(an_address_is_enough),
	KUNIT_CASE(every_option_counts),
	KUNIT_CASE(operations_keep_their_order),
	KUNIT_CASE(as_many_as_there_is_room_for),
	KUNIT_CASE(wrong_texts_are_refused),
	{}
};

static struct kunit_suite hotmod_test_suite = {
	.name = "bmclink_si_hotmod",
	.test_cases = hotmod_test_cases,
};

kunit_test_suite(hotmod_test_suite);
