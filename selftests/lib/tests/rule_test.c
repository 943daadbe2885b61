// SPDX-License-Identifier: GPL-2.0-only
/* Rules: what is understood, what is refused and why, and what each action does. */
#include "fixture.h"

static struct rules rules;
static struct reply reply;
static struct bmc_msg previous;

static int setup(void **state)
{
	*state = bmc_new();
	memset(&previous, 0, sizeof(previous));
	return 0;
}

static int teardown(void **state)
{
	rules_clear(&rules);
	bmc_free(*state);
	return 0;
}

static void on(const char *text)
{
	char err[200] = "";

	if (!rule_add(&rules, text, err, sizeof(err)))
		fail_msg("%s: %s", text, err);
}

/* A request, and the reply to it as "netfn cmd data" */
static const char *ask(void **state, const char *text)
{
	static char said[4 * BMC_DATA_MAX];
	struct bmc_msg rq = { 0 };
	uint8_t bytes[300];
	int n = parse_bytes(text, bytes, sizeof(bytes));
	size_t i, at;

	assert_true(n >= 2);
	rq.netfn = bytes[0];
	rq.cmd = bytes[1];
	rq.len = (size_t)n - 2;
	memcpy(rq.data, bytes + 2, rq.len);
	rules_reply(&rules, *state, &rq, &previous, &reply);
	at = (size_t)sprintf(said, "%02x %02x", reply.msg.netfn, reply.msg.cmd);
	for (i = 0; i < reply.msg.len; i++)
		at += (size_t)sprintf(said + at, " %02x", reply.msg.data[i]);
	return said;
}

static void without_rules_the_bmc_answers(void **state)
{
	assert_string_equal(ask(state, "06 04"), "07 04 00 55 00");
	assert_string_equal(ask(state, "06 ee"), "07 ee c1");
	assert_string_equal(ask(state, "06 04 01"), "07 04 c7");
}

static void the_last_rule_that_matches_wins(void **state)
{
	on("06 *: cc c0");
	on("06 04: data 11 22");
	on("* * 01 * 03: cc c3");
	assert_string_equal(ask(state, "06 04"), "07 04 00 11 22");
	assert_string_equal(ask(state, "06 01"), "07 01 c0");
	assert_string_equal(ask(state, "06 04 01 02 03 04"), "07 04 c3");
	assert_string_equal(ask(state, "06 04 01 02 04"), "07 04 00 11 22");
	assert_string_equal(ask(state, "0a 40 01"), "0b 40 c7");
}

static void after_and_times_limit_a_rule(void **state)
{
	on("06 04 after 1 times 2: cc c0");
	assert_string_equal(ask(state, "06 04"), "07 04 00 55 00");
	assert_string_equal(ask(state, "06 04"), "07 04 c0");
	assert_string_equal(ask(state, "06 04"), "07 04 c0");
	assert_string_equal(ask(state, "06 04"), "07 04 00 55 00");
	assert_int_equal(rules.list[0].seen, 4);
}

static void the_answer_is_changed(void **state)
{
	on("06 04 00: cut 1");
	on("06 04 01: do; cc d4");
	on("06 04 02: data 01; pad 6");
	on("06 04 03: data 01; netfn 0b; cmd 43");
	on("06 04 04: previous");
	on("06 04 05: raw 1c 05 00 77");
	on("06 04 06: data 0f; xor 00 ff");
	on("06 04 07: data 01 02 03; cut 0");
	previous = (struct bmc_msg){ .netfn = 7, .cmd = 0x99, .len = 1, .data = { 0x42 } };
	assert_string_equal(ask(state, "06 04 00"), "07 04 c7");
	assert_string_equal(ask(state, "06 04 01"), "07 04 d4");
	assert_string_equal(ask(state, "06 04 02"), "07 04 00 01 5a 5a 5a 5a");
	assert_string_equal(ask(state, "06 04 03"), "0b 43 00 01");
	assert_string_equal(ask(state, "06 04 04"), "07 99 42");
	assert_string_equal(ask(state, "06 04 05"), "07 05 00 77");
	assert_string_equal(ask(state, "06 04 06"), "07 04 00 f0");
	assert_string_equal(ask(state, "06 04 07"), "07 04");
}

static void how_it_is_sent_is_changed(void **state)
{
	on("06 04 00: none");
	on("06 04 01: delay 50-60; dup 3 20; seq 1; garbage 9; badsum");
	on("06 04 02: drop; then reset 500; then event");
	ask(state, "06 04 00");
	assert_true(reply.none);
	ask(state, "06 04 01");
	assert_in_range(reply.delay_ms, 50, 60);
	assert_int_equal(reply.copies, 3);
	assert_int_equal(reply.gap_ms, 20);
	assert_int_equal(reply.seq_add, 1);
	assert_int_equal(reply.garbage, 9);
	assert_true(reply.badsum && !reply.none);
	ask(state, "06 04 02");
	assert_true(reply.drop);
	assert_int_equal(reply.nr_then, 2);
	assert_string_equal(reply.then[0], "reset 500");
	assert_string_equal(reply.then[1], "event");
}

static void another_answer_keeps_the_bmc_from_acting(void **state)
{
	struct bmc *b = *state;

	on("06 2e 01: cc c1");
	on("06 2e 02: cc c1; do");
	on("06 2e 03: delay 1");
	ask(state, "06 2e 01");
	assert_int_equal(b->enables, ENABLE_SEL);
	assert_string_equal(ask(state, "06 2e 02"), "07 2e c1");
	assert_int_equal(b->enables, 2);
	assert_string_equal(ask(state, "06 2e 03"), "07 2e 00");
	assert_int_equal(b->enables, 3);
}

static void what_is_wrong_is_said(void **state)
{
	static const struct {
		const char *rule, *err;
	} bad[] = {
		{ "06 01 cc c0", "no ':'" }, { "06: none", "NETFN CMD" },
		{ "06 gg: none", "match gg" }, { "06 001: none", "match 001" },
		{ "06 01 times: none", "NETFN CMD" }, { "06 01 after x: none", "match x" },
		{ "06 01: nothing", "action nothing" }, { "06 01: none 3", "action none" },
		{ "06 01: cc", "action cc" }, { "06 01: cc 1 2 xy", "action cc" },
		{ "06 01: delay 5-3", "action delay" }, { "06 01: delay", "action delay" },
		{ "06 01: netfn 07 08", "action netfn" }, { "06 01: then", "action then" },
		{ "06 01: none;", "no such action" },
	};
	char err[200];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		err[0] = '\0';
		assert_false(rule_add(&rules, bad[i].rule, err, sizeof(err)));
		if (!strstr(err, bad[i].err))
			fail_msg("%s: said \"%s\"", bad[i].rule, err);
	}
	assert_int_equal(rules.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(without_rules_the_bmc_answers, setup, teardown),
		cmocka_unit_test_setup_teardown(the_last_rule_that_matches_wins, setup, teardown),
		cmocka_unit_test_setup_teardown(after_and_times_limit_a_rule, setup, teardown),
		cmocka_unit_test_setup_teardown(the_answer_is_changed, setup, teardown),
		cmocka_unit_test_setup_teardown(how_it_is_sent_is_changed, setup, teardown),
		cmocka_unit_test_setup_teardown(another_answer_keeps_the_bmc_from_acting, setup,
						teardown),
		cmocka_unit_test_setup_teardown(what_is_wrong_is_said, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
