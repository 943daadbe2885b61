// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a device tree says of registers.
 */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/property.h>

#include "si.h"

/* What becomes of @place; the properties are those of a device. */
static int completed(struct kunit *test, const struct property_entry *properties,
		     struct si_place *place)
{
	struct fwnode_handle *node = fwnode_create_software_node(properties, NULL);
	int err;

	KUNIT_ASSERT_FALSE(test, IS_ERR(node));
	err = si_place_from_properties(node, place);
	fwnode_remove_software_node(node);
	return err;
}

static struct si_place place_of(unsigned int spacing)
{
	return (struct si_place){
		.space = SI_MEM,
		.addr = 0x1e789000,
		.spacing = spacing,
		.size = 1,
	};
}

static void registers_are_bytes_side_by_side(struct kunit *test)
{
	static const struct property_entry none[] = { { } };
	struct si_place place = place_of(1);

	KUNIT_EXPECT_EQ(test, completed(test, none, &place), 0);
	KUNIT_EXPECT_EQ(test, place.spacing, 1U);
	KUNIT_EXPECT_EQ(test, place.size, 1U);
	KUNIT_EXPECT_EQ(test, place.shift, 0U);
	/* A second resource has told. */
	place = place_of(4);
	KUNIT_EXPECT_EQ(test, completed(test, none, &place), 0);
	KUNIT_EXPECT_EQ(test, place.spacing, 4U);
}

static void every_property_counts(struct kunit *test)
{
	static const struct property_entry all[] = {
		PROPERTY_ENTRY_U32("reg-size", 4),
		PROPERTY_ENTRY_U32("reg-spacing", 16),
		PROPERTY_ENTRY_U32("reg-shift", 8),
		{ }
	};
	static const struct property_entry size[] = {
		PROPERTY_ENTRY_U32("reg-size", 4),
		{ }
	};
	struct si_place place = place_of(1);

	KUNIT_EXPECT_EQ(test, completed(test, all, &place), 0);
	KUNIT_EXPECT_EQ(test, place.spacing, 16U);
	KUNIT_EXPECT_EQ(test, place.size, 4U);
	KUNIT_EXPECT_EQ(test, place.shift, 8U);
	KUNIT_EXPECT_EQ(test, place.addr, (resource_size_t)0x1e789000);
	KUNIT_EXPECT_NULL(test, si_place_fault(&place, KCS_REGISTERS));
	/* They do not overlap for want of a word. */
	place = place_of(1);
	KUNIT_EXPECT_EQ(test, completed(test, size, &place), 0);
	KUNIT_EXPECT_EQ(test, place.spacing, 4U);
	KUNIT_EXPECT_NULL(test, si_place_fault(&place, KCS_REGISTERS));
}

static void what_makes_no_sense_is_refused(struct kunit *test)
{
	static const struct property_entry narrow[] = {
		PROPERTY_ENTRY_U8("reg-spacing", 4),
		{ }
	};
	static const struct property_entry wide[] = {
		PROPERTY_ENTRY_U32("reg-size", 3),
		{ }
	};
	static const struct property_entry zero[] = {
		PROPERTY_ENTRY_U32("reg-spacing", 0),
		{ }
	};
	struct si_place place = place_of(1);

	KUNIT_EXPECT_EQ(test, completed(test, narrow, &place), -EINVAL);
	place = place_of(1);
	KUNIT_EXPECT_EQ(test, completed(test, wide, &place), 0);
	KUNIT_EXPECT_NOT_NULL(test, si_place_fault(&place, KCS_REGISTERS));
	place = place_of(1);
	KUNIT_EXPECT_EQ(test, completed(test, zero, &place), 0);
	KUNIT_EXPECT_NOT_NULL(test, si_place_fault(&place, KCS_REGISTERS));
}

static struct kunit_case of_test_cases[] = {
	KUNIT_CASE(registers_are_bytes_side_by_side),
	KUNIT_CASE(every_property_counts),
	KUNIT_CASE(what_makes_no_sense_is_refused),
	{}
};

static struct kunit_suite of_test_suite = {
	.name = "bmclink_si_of",
	.test_cases = of_test_cases,
};

kunit_test_suite(of_test_suite);
