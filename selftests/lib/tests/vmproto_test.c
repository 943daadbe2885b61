// SPDX-License-Identifier: GPL-2.0-only
/* The framing of QEMU's ipmi-bmc-extern. */
#include "fixture.h"

static enum vm_got feed(struct vm_receiver *rx, const uint8_t *wire, size_t len)
{
	enum vm_got got = VM_GOT_NOTHING;

	while (len--)
		got = vm_receive(rx, *wire++);
	return got;
}

static void a_message_comes_as_it_was_sent(void **state)
{
	static const uint8_t message[] = { 7, 0x18, 0x01, 0xe0 };
	struct vm_receiver rx = { 0 };
	uint8_t wire[16];
	size_t n = vm_frame(wire, message, sizeof(message), VM_END_MESSAGE);

	(void)state;
	assert_int_equal(vm_sum(message, 4), 0);
	assert_int_equal(n, 5);
	assert_int_equal(feed(&rx, wire, n), VM_GOT_MESSAGE);
	assert_int_equal(rx.len, 3);
	assert_memory_equal(rx.data, message, 3);
}

static void bytes_that_look_like_an_end_are_escaped(void **state)
{
	static const uint8_t wanted[] = { 0xaa, 0xb0, 0xaa, 0xb1, 0xaa, 0xba, 0x9f, 0xa1 };
	static const uint8_t data[] = { 0xa0, 0xa1, 0xaa, 0x9f };
	struct vm_receiver rx = { 0 };
	uint8_t wire[16];

	(void)state;
	assert_int_equal(vm_frame(wire, data, 4, VM_END_COMMAND), sizeof(wanted));
	assert_memory_equal(wire, wanted, sizeof(wanted));
	assert_int_equal(feed(&rx, wire, sizeof(wanted)), VM_GOT_COMMAND);
	assert_int_equal(rx.len, 4);
	assert_memory_equal(rx.data, data, 4);
}

static void every_byte_survives(void **state)
{
	struct vm_receiver rx = { 0 };
	uint8_t data[257], wire[600];
	size_t i, n;

	(void)state;
	for (i = 0; i < 256; i++)
		data[i] = (uint8_t)i;
	data[256] = vm_sum(data, 256);
	n = vm_frame(wire, data, 257, VM_END_MESSAGE);
	assert_int_equal(feed(&rx, wire, n), VM_GOT_MESSAGE);
	assert_int_equal(rx.len, 256);
	assert_memory_equal(rx.data, data, 256);
}

static void what_needs_an_escape_is_known(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 256; i++)
		assert_int_equal(vm_special((uint8_t)i), i == 0xa0 || i == 0xa1 || i == 0xaa);
}

static void what_makes_no_sense_is_dropped_and_the_next_is_good(void **state)
{
	static const struct {
		size_t len;
		uint8_t wire[8];
	} bad[] = {
		{ 1, { VM_END_MESSAGE } }, { 1, { VM_END_COMMAND } },
		{ 5, { 7, 0x18, 0x01, 0xe1, VM_END_MESSAGE } },
		{ 4, { 7, 0x18, 0xe1, VM_END_MESSAGE } },
		{ 6, { 7, 0x18, 0x01, 0xe0, VM_ESCAPE, VM_END_MESSAGE } },
		{ 3, { 1, VM_ESCAPE, VM_END_COMMAND } },
	};
	static const uint8_t good[] = { 7, 0x18, 0x01, 0xe0, VM_END_MESSAGE };
	struct vm_receiver rx = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(feed(&rx, bad[i].wire, bad[i].len), VM_GOT_WRONG);
		assert_int_equal(feed(&rx, good, sizeof(good)), VM_GOT_MESSAGE);
	}
}

static void too_long_a_frame_is_dropped_whole(void **state)
{
	static const uint8_t good[] = { 7, 0x18, 0x01, 0xe0, VM_END_MESSAGE };
	struct vm_receiver rx = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i <= VM_FRAME_MAX; i++)
		assert_int_equal(vm_receive(&rx, 0), VM_GOT_NOTHING);
	assert_int_equal(vm_receive(&rx, VM_END_MESSAGE), VM_GOT_WRONG);
	assert_int_equal(feed(&rx, good, sizeof(good)), VM_GOT_MESSAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_comes_as_it_was_sent),
		cmocka_unit_test(bytes_that_look_like_an_end_are_escaped),
		cmocka_unit_test(every_byte_survives),
		cmocka_unit_test(what_needs_an_escape_is_known),
		cmocka_unit_test(what_makes_no_sense_is_dropped_and_the_next_is_good),
		cmocka_unit_test(too_long_a_frame_is_dropped_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
