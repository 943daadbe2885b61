// SPDX-License-Identifier: GPL-2.0-only
/*
 * Entries of SMBIOS type 38: what they mean, and what is refused.
 */
#include <kunit/test.h>

#include "smbios.h"

/* The bytes of an entry; type, length, and two of the handle come first. */
#define ENTRY(len, type, slave, a0, a1, a2, a3, a4, a5, a6, a7, ...)			\
	{ 38, len, 0, 1, type, 0x20, slave, 0xff, a0, a1, a2, a3, a4, a5, a6, a7, __VA_ARGS__ }

static void ports_and_memory(struct kunit *test)
{
	static const u8 port[] = ENTRY(18, 1, 0x20, 0xa3, 0x0c, 0, 0, 0, 0, 0, 0, 0x00, 5);
	static const u8 mem[] = ENTRY(18, 3, 0x24, 0, 0, 0xd4, 0xfe, 1, 0, 0, 0, 0x80, 0);
	static const u8 odd[] = ENTRY(18, 2, 0, 0xe5, 0, 0, 0, 0, 0, 0, 0, 0x50, 0);
	struct si_desc desc;

	KUNIT_ASSERT_EQ(test, si_smbios_decode(port, &desc), 0);
	KUNIT_EXPECT_STREQ(test, desc.type->name, "kcs");
	KUNIT_EXPECT_EQ(test, (int)desc.place.space, (int)SI_PORT);
	KUNIT_EXPECT_EQ(test, desc.place.addr, (resource_size_t)0xca2);
	KUNIT_EXPECT_EQ(test, desc.place.spacing, 1U);
	KUNIT_EXPECT_EQ(test, desc.place.size, 1U);
	KUNIT_EXPECT_EQ(test, desc.irq, 5);
	KUNIT_EXPECT_EQ(test, desc.slave_addr, (u8)0x20);

	KUNIT_ASSERT_EQ(test, si_smbios_decode(mem, &desc), 0);
	KUNIT_EXPECT_STREQ(test, desc.type->name, "bt");
	KUNIT_EXPECT_EQ(test, (int)desc.place.space, (int)SI_MEM);
	KUNIT_EXPECT_EQ(test, desc.place.addr, (resource_size_t)0x1fed40000ULL);
	KUNIT_EXPECT_EQ(test, desc.place.spacing, 16U);
	KUNIT_EXPECT_EQ(test, desc.irq, 0);
	KUNIT_EXPECT_EQ(test, desc.slave_addr, (u8)0x24);

	KUNIT_ASSERT_EQ(test, si_smbios_decode(odd, &desc), 0);
	KUNIT_EXPECT_STREQ(test, desc.type->name, "smic");
	KUNIT_EXPECT_EQ(test, desc.place.addr, (resource_size_t)0xe5);
	KUNIT_EXPECT_EQ(test, desc.place.spacing, 4U);
}

static void old_entries_have_ports(struct kunit *test)
{
	static const u8 right[] = ENTRY(16, 1, 0x20, 0xa3, 0x0c, 0, 0, 0, 0, 0, 0, 0xff, 0xff);
	static const u8 wrong[] = ENTRY(16, 1, 0x20, 0xa2, 0x0c, 0, 0, 0, 0, 0, 0, 0xff, 0xff);
	struct si_desc desc;

	KUNIT_ASSERT_EQ(test, si_smbios_decode(right, &desc), 0);
	KUNIT_EXPECT_EQ(test, (int)desc.place.space, (int)SI_PORT);
	KUNIT_EXPECT_EQ(test, desc.place.addr, (resource_size_t)0xca2);
	KUNIT_EXPECT_EQ(test, desc.place.spacing, 1U);
	KUNIT_EXPECT_EQ(test, desc.irq, 0);
	KUNIT_ASSERT_EQ(test, si_smbios_decode(wrong, &desc), 0);
	KUNIT_EXPECT_EQ(test, (int)desc.place.space, (int)SI_PORT);
	KUNIT_EXPECT_EQ(test, desc.place.addr, (resource_size_t)0xca2);
}

static void nonsense_is_refused(struct kunit *test)
{
	static const u8 cut[] = ENTRY(15, 1, 0x20, 0xa3, 0x0c, 0, 0, 0, 0, 0, 0, 0, 0);
	static const u8 nowhere[] = ENTRY(18, 1, 0x20, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	static const u8 spacing[] = ENTRY(18, 1, 0x20, 0xa3, 0x0c, 0, 0, 0, 0, 0, 0, 0xc0, 0);
	static const u8 port[] = ENTRY(18, 1, 0x20, 0xa3, 0x0c, 1, 0, 0, 0, 0, 0, 0, 0);
	static const u8 ssif[] = ENTRY(18, 4, 0x20, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	static const u8 unknown[] = ENTRY(18, 9, 0x20, 0xa3, 0x0c, 0, 0, 0, 0, 0, 0, 0, 0);
	struct si_desc desc;

	KUNIT_EXPECT_EQ(test, si_smbios_decode(cut, &desc), -EINVAL);
	KUNIT_EXPECT_EQ(test, si_smbios_decode(nowhere, &desc), -EINVAL);
	KUNIT_EXPECT_EQ(test, si_smbios_decode(spacing, &desc), -EINVAL);
	KUNIT_EXPECT_EQ(test, si_smbios_decode(port, &desc), -EINVAL);
	KUNIT_EXPECT_EQ(test, si_smbios_decode(ssif, &desc), -ENODEV);
	KUNIT_EXPECT_EQ(test, si_smbios_decode(unknown, &desc), -ENODEV);
}

static struct kunit_case smbios_test_cases[] = {
	KUNIT_CASE(ports_and_memory),
	KUNIT_CASE(old_entries_have_ports),
	KUNIT_CASE(nonsense_is_refused),
	{}
};

static struct kunit_suite smbios_test_suite = {
	.name = "bmclink_si_smbios",
	.test_cases = smbios_test_cases,
};

kunit_test_suite(smbios_test_suite);
