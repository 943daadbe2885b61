// SPDX-License-Identifier: GPL-2.0-only
/* The BMC as tools see it: users, LAN parameters, and what each knob makes of them. */
#include "fixture.h"

static struct bmc *b;

static int setup(void **state)
{
	(void)state;
	b = bmc_new();
	b->now_ms = 1000000;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	bmc_free(b);
	return 0;
}

/* A request by its bytes; the answer as text */
static const char *ask(const char *text)
{
	static char said[4 * BMC_DATA_MAX];
	struct bmc_msg rq = { 0 }, rs;
	uint8_t bytes[300];
	int n = parse_bytes(text, bytes, sizeof(bytes));
	size_t i, at = 0;

	assert_true(n >= 2);
	rq.netfn = bytes[0];
	rq.cmd = bytes[1];
	rq.len = (size_t)n - 2;
	memcpy(rq.data, bytes + 2, rq.len);
	bmc_answer(b, &rq, &rs);
	for (i = 0; i < rs.len; i++)
		at += (size_t)sprintf(said + at, "%s%02x", i ? " " : "", rs.data[i]);
	return said;
}

/* Set, test: operation, user, form (16 or 20), password */
static const char *password(unsigned int op, unsigned int id, unsigned int size, const char *word)
{
	char text[100];
	size_t i;
	int at;

	at = sprintf(text, "06 47 %02x %02x", id | (size == 20 ? 0x80 : 0), op);
	for (i = 0; i < size && op >= 2; i++)
		at += sprintf(text + at, " %02x", i < strlen(word) ? (unsigned char)word[i] : 0);
	return ask(text);
}

static void knob(const char *name, unsigned int value)
{
	assert_true(bmc_knob(b, name, value));
}

static void the_password_test_is_honest(void **state)
{
	(void)state;
	assert_string_equal(password(2, 3, 16, "right"), "00");
	assert_string_equal(password(3, 3, 16, "right"), "00");
	assert_string_equal(password(3, 3, 16, "wrong"), "80");
	assert_string_equal(password(3, 3, 20, "right"), "81");
	assert_string_equal(password(2, 3, 20, "seventeen letters"), "00");
	assert_string_equal(password(3, 3, 20, "seventeen letters"), "00");
	assert_string_equal(password(3, 3, 20, "seventeen letter"), "80");
	assert_string_equal(password(3, 3, 16, "seventeen letter"), "81");
	assert_string_equal(ask("06 47 03 02 41"), "c7");
	assert_string_equal(ask("06 47 00 01"), "c9");
	assert_string_equal(ask("06 47 3f 01"), "c9");
}

static void vendors_have_their_own_order(void **state)
{
	(void)state;
	knob("user.enable-needs", 3);
	assert_string_equal(password(1, 3, 16, ""), "cc");
	assert_string_equal(ask("06 45 03 6a 6f 65 00 00 00 00 00 00 00 00 00 00 00 00 00"), "00");
	assert_string_equal(password(1, 3, 16, ""), "cc");
	assert_string_equal(password(2, 3, 16, "x"), "00");
	assert_string_equal(password(1, 3, 16, ""), "00");
	knob("user.access-needs", 4);
	assert_string_equal(ask("06 43 b1 03 04"), "cc");
	assert_string_equal(ask("06 43 01 03 04"), "00");
	assert_string_equal(ask("06 43 b1 03 04"), "00");
	assert_string_equal(ask("06 44 01 03"), "00 0f 42 01 34");
}

static void policies_refuse_weak_passwords(void **state)
{
	(void)state;
	knob("user.min", 8);
	knob("user.classes", 3);
	assert_string_equal(password(2, 2, 16, "Short1"), "c8");
	assert_string_equal(password(2, 2, 16, "onlysmallletters"), "c8");
	assert_string_equal(password(2, 2, 16, "Three4Kinds"), "00");
	knob("user.size", 16);
	assert_string_equal(password(2, 2, 20, "Three4Kinds"), "cc");
	knob("user.cut", 4);
	assert_string_equal(password(2, 2, 16, "Three4Kinds"), "00");
	assert_string_equal(password(3, 2, 16, "Three4Kinds"), "80");
	knob("user.any-password", 1);
	assert_string_equal(password(3, 2, 16, "whatever"), "00");
}

static void a_strict_bmc_shows_old_values_before_the_commit(void **state)
{
	(void)state;
	knob("lan.staging", 1);
	assert_string_equal(ask("0c 01 01 00 01"), "00");
	assert_string_equal(ask("0c 01 01 00 01"), "81");
	assert_string_equal(ask("0c 01 01 03 0a 00 00 05"), "00");
	assert_string_equal(ask("0c 02 01 03 00 00"), "00 11 00 00 00 00");
	assert_string_equal(ask("0c 01 01 00 02"), "00");
	assert_string_equal(ask("0c 02 01 03 00 00"), "00 11 0a 00 00 05");
	assert_string_equal(ask("0c 01 01 03 0a 00 00 06"), "00");
	assert_string_equal(ask("0c 01 01 00 00"), "00");
	assert_string_equal(ask("0c 02 01 03 00 00"), "00 11 0a 00 00 05");
}

static void values_may_show_late(void **state)
{
	(void)state;
	knob("lan.late", 3000);
	assert_string_equal(ask("0c 01 01 03 0a 00 00 05"), "00");
	b->now_ms += 2999;
	assert_string_equal(ask("0c 02 01 03 00 00"), "00 11 00 00 00 00");
	b->now_ms++;
	assert_string_equal(ask("0c 02 01 03 00 00"), "00 11 0a 00 00 05");
}

static void dhcp_guards_and_forgets(void **state)
{
	(void)state;
	knob("lan.dhcp-strict", 1);
	knob("lan.forget", 1);
	assert_string_equal(ask("0c 01 01 03 0a 00 00 05"), "d5");
	assert_string_equal(ask("0c 01 01 04 01"), "00");
	assert_string_equal(ask("0c 01 01 03 0a 00 00 05"), "00");
	assert_string_equal(ask("0c 01 01 04 02"), "00");
	assert_string_equal(ask("0c 01 01 04 01"), "00");
	assert_string_equal(ask("0c 02 01 03 00 00"), "00 11 00 00 00 00");
}

static void locks_are_left_behind(void **state)
{
	(void)state;
	knob("lan.lock-stuck", 1);
	assert_string_equal(ask("0c 02 01 00 00 00"), "00 11 01");
	assert_string_equal(ask("0c 01 01 00 01"), "81");
	assert_string_equal(ask("0c 01 01 00 00"), "00");
	assert_string_equal(ask("0c 01 01 00 01"), "00");
	knob("lan.lock-ms", 60000);
	b->now_ms += 59999;
	assert_string_equal(ask("0c 01 01 00 01"), "81");
	b->now_ms++;
	assert_string_equal(ask("0c 01 01 00 01"), "00");
	knob("lan.no-lock", 1);
	assert_string_equal(ask("0c 01 01 00 00"), "80");
}

static void lan_parameters_refuse_what_they_must(void **state)
{
	(void)state;
	assert_string_equal(ask("0c 01 02 03 0a 00 00 05"), "cc");
	assert_string_equal(ask("0c 01 01 03 0a 00 00"), "c7");
	assert_string_equal(ask("0c 01 01 16 01"), "82");
	assert_string_equal(ask("0c 01 01 c0 01"), "80");
	assert_string_equal(ask("0c 02 81 03 00 00"), "00 11");
	assert_string_equal(ask("0c 01 01 14 64 80"), "00");
	assert_string_equal(ask("0c 02 01 14 00 00"), "00 11 64 80");
	knob("lan.vlan", 0);
	assert_string_equal(ask("0c 02 01 14 00 00"), "80");
	knob("lan.ignore", 3);
	assert_string_equal(ask("0c 01 01 03 0a 00 00 05"), "00");
	assert_string_equal(ask("0c 02 01 03 00 00"), "00 11 00 00 00 00");
}

static void the_light_goes_out_by_itself(void **state)
{
	(void)state;
	assert_string_equal(ask("00 04 0a"), "00");
	assert_string_equal(ask("00 01"), "00 21 00 50 f0");
	b->now_ms += 10000;
	assert_string_equal(ask("00 01"), "00 21 00 40 f0");
	assert_string_equal(ask("00 04 00 01"), "00");
	assert_string_equal(ask("00 01"), "00 21 00 60 f0");
	knob("identify.unknown", 1);
	assert_string_equal(ask("00 01"), "00 21 00 00 f0");
	knob("identify.no-force", 0xc7);
	assert_string_equal(ask("00 04 00 01"), "c7");
}

static void records_are_read_in_parts(void **state)
{
	(void)state;
	assert_string_equal(ask("0a 43 00 00 00 00 00 02"), "00 ff ff 01 00");
	assert_string_equal(ask("0a 43 00 00 00 00 02 02"), "c5");
	assert_string_equal(ask("0a 42"), "00 01 00");
	assert_string_equal(ask("0a 43 01 00 00 00 02 01"), "00 ff ff 02");
	assert_string_equal(ask("0a 47 02 00 43 4c 52 aa"), "c5");
	assert_string_equal(ask("0a 47 01 00 43 4c 52 aa"), "00 01");
	assert_string_equal(ask("0a 43 00 00 00 00 00 ff"), "cb");
	knob("sdr.max-read", 16);
	assert_string_equal(ask("0a 23 00 00 00 00 00 ff"), "ca");
	assert_string_equal(ask("0a 23 00 00 00 00 00 05"), "00 02 00 01 00 51 01 33");
}

static void fields_of_dcmi_come_in_pieces(void **state)
{
	(void)state;
	assert_string_equal(ask("2c 08 dc 00 03 41 42 43"), "00 dc 03");
	assert_string_equal(ask("2c 06 dc 01 10"), "00 dc 03 42 43");
	assert_string_equal(ask("2c 03 dc 00 00"), "80 dc");
	assert_string_equal(ask("2c 06 52 01 10"), "c1 52");
	knob("dcmi", 0);
	assert_string_equal(ask("2c 06 dc 01 10"), "c1 dc");
}

/* Whatever the bytes: no access outside of an object (the sanitizers look), always an answer. */
static void any_request_gets_an_answer(void **state)
{
	struct bmc_msg rq = { 0 }, rs;
	unsigned int i;
	size_t k;

	(void)state;
	srandom(1);
	for (i = 0; i < 300000; i++) {
		rq.netfn = (uint8_t)(random() % 8 * 2);
		if (rq.netfn == 0x0e)
			rq.netfn = 0x2c;
		rq.cmd = (uint8_t)(random() % 0x60);
		rq.len = (size_t)(random() % 30);
		for (k = 0; k < rq.len; k++)
			rq.data[k] = (uint8_t)random();
		if (i & 1 && rq.len)
			rq.data[0] = rq.netfn == 0x2c ? 0xdc : (uint8_t)(random() % 4);
		b->now_ms += 10;
		bmc_answer(b, &rq, &rs);
		assert_true(rs.len >= 1 && rs.netfn == (rq.netfn | 1) && rs.cmd == rq.cmd);
		bmc_tick(b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_password_test_is_honest, setup, teardown),
		cmocka_unit_test_setup_teardown(vendors_have_their_own_order, setup, teardown),
		cmocka_unit_test_setup_teardown(policies_refuse_weak_passwords, setup, teardown),
		cmocka_unit_test_setup_teardown(a_strict_bmc_shows_old_values_before_the_commit,
						setup, teardown),
		cmocka_unit_test_setup_teardown(values_may_show_late, setup, teardown),
		cmocka_unit_test_setup_teardown(dhcp_guards_and_forgets, setup, teardown),
		cmocka_unit_test_setup_teardown(locks_are_left_behind, setup, teardown),
		cmocka_unit_test_setup_teardown(lan_parameters_refuse_what_they_must, setup,
						teardown),
		cmocka_unit_test_setup_teardown(the_light_goes_out_by_itself, setup, teardown),
		cmocka_unit_test_setup_teardown(records_are_read_in_parts, setup, teardown),
		cmocka_unit_test_setup_teardown(fields_of_dcmi_come_in_pieces, setup, teardown),
		cmocka_unit_test_setup_teardown(any_request_gets_an_answer, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
