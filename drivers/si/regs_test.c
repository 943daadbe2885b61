// SPDX-License-Identifier: GPL-2.0-only
/*
 * Register access: the right byte and no other; and which places are refused.
 */
#include <kunit/test.h>
#include <linux/io.h>

#include "regs.h"

static void memory_access_hits_one_byte(struct kunit *test)
{
	static const unsigned int sizes[] = { 1, 2, 4, 8 };
	unsigned int s, shift, spacing, reg;
	u8 *mem = kunit_kzalloc(test, 64, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, mem);
	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		for (shift = 0; shift < 8 * sizes[s]; shift += 8) {
			for (spacing = sizes[s]; spacing <= 16; spacing *= 2) {
				struct si_place place = {
					.space = SI_MEM,
					.addr = 0x1000,
					.spacing = spacing,
					.size = sizes[s],
					.shift = shift,
				};
				struct si_regs regs;

				KUNIT_ASSERT_EQ(test, si_regs_init(&regs, &place), 0);
				regs.mem = (void __iomem __force *)mem;
				for (reg = 0; reg < 3; reg++) {
					unsigned int at = reg * spacing + shift / 8;

					memset(mem, 0, 64);
					regs.write(&regs, reg, 0xa5);
					KUNIT_EXPECT_EQ(test, mem[at], (u8)0xa5);
					mem[at] = 0;
					KUNIT_EXPECT_NULL(test, memchr_inv(mem, 0, 64));
					memset(mem, 0xff, 64);
					mem[at] = 0x5a;
					KUNIT_EXPECT_EQ(test, regs.read(&regs, reg), (u8)0x5a);
				}
			}
		}
	}
}

static void nonsensical_places_are_refused(struct kunit *test)
{
	static const struct {
		struct si_place place;
		const char *word;
	} cases[] = {
		{ { SI_PORT, 0xca2, 1, 1, 0 }, NULL },
		{ { SI_PORT, 0xca2, 4, 4, 24 }, NULL },
		{ { SI_PORT, 0xfffe, 1, 1, 0 }, NULL },
		{ { SI_MEM, 0x3f000000, 16, 8, 56 }, NULL },
		{ { SI_PORT, 0, 1, 1, 0 }, "address" },
		{ { SI_PORT, 0xffff, 1, 1, 0 }, "last I/O port" },
		{ { SI_PORT, 0xca2, 8, 8, 0 }, "size" },
		{ { SI_PORT, 0xca2, 3, 3, 0 }, "size" },
		{ { SI_PORT, 0xca2, 0, 0, 0 }, "size" },
		{ { SI_PORT, 0xca2, 0, 1, 0 }, "spacing" },
		{ { SI_PORT, 0xca2, 1, 2, 0 }, "spacing" },
		{ { SI_PORT, 0xca2, 4097, 1, 0 }, "spacing" },
		{ { SI_PORT, 0xca2, 1, 1, 1 }, "shift" },
		{ { SI_MEM, 0x3f000000, 4, 4, 25 }, "shift" },
		{ { SI_MEM, 0x3f000002, 4, 4, 0 }, "multiples" },
		{ { SI_MEM, 0x3f000000, 6, 4, 0 }, "multiples" },
		{ { SI_MEM, (resource_size_t)-1, 1, 1, 0 }, "end of memory" },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *fault = si_place_fault(&cases[i].place, 2);

		if (!cases[i].word)
			KUNIT_EXPECT_NULL_MSG(test, fault, "case %u", i);
		else if (!fault)
			KUNIT_FAIL(test, "case %u is not refused", i);
		else
			KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(fault, cases[i].word),
						  "case %u: %s", i, fault);
	}
}

static struct kunit_case regs_test_cases[] = {
	KUNIT_CASE(memory_access_hits_one_byte),
	KUNIT_CASE(nonsensical_places_are_refused),
	{}
};

static struct kunit_suite regs_test_suite = {
	.name = "bmclink_si_regs",
	.test_cases = regs_test_cases,
};

kunit_test_suite(regs_test_suite);
