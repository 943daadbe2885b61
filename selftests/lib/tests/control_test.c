// SPDX-License-Identifier: GPL-2.0-only
/* Orders: each does what it says, and a wrong one says what is wrong. */
#include "fixture.h"

#include <glob.h>

static struct sbmc *s;
static char *said;
static uint8_t sent;
static unsigned int down;
static char later[200];

/* What sbmc.c would do */
void sbmc_command(struct sbmc *bmc, uint8_t command)
{
	(void)bmc;
	sent = command;
}

void sbmc_later(struct sbmc *bmc, unsigned int ms, unsigned int every, unsigned int times,
		const char *text)
{
	(void)bmc;
	snprintf(later, sizeof(later), "%u %u %u %s", ms, every, times, text);
}

void sbmc_stop(struct sbmc *bmc)
{
	(void)bmc;
	later[0] = '\0';
}

void sbmc_down(struct sbmc *bmc, unsigned int ms)
{
	(void)bmc;
	down = ms;
}

void sbmc_note(struct sbmc *bmc, const char *fmt, ...)
{
	(void)bmc;
	(void)fmt;
}

static int setup(void **state)
{
	(void)state;
	s = calloc(1, sizeof(*s));
	if (!s)
		return -1;
	s->b = bmc_new();
	s->profiles = "profiles";
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	rules_clear(&s->rules);
	bmc_free(s->b);
	free(s);
	free(said);
	said = NULL;
	return 0;
}

static bool tell(const char *line)
{
	size_t len;
	FILE *f;
	bool good;

	free(said);
	f = open_memstream(&said, &len);
	assert_non_null(f);
	good = control(s, line, f);
	fclose(f);
	return good;
}

static void must(const char *line)
{
	if (!tell(line))
		fail_msg("%s: %s", line, said);
}

static void ask(const char *text, struct bmc_msg *rs)
{
	struct bmc_msg rq = { 0 };
	uint8_t bytes[100];
	int n = parse_bytes(text, bytes, sizeof(bytes));

	assert_true(n >= 2);
	rq.netfn = bytes[0];
	rq.cmd = bytes[1];
	rq.len = (size_t)n - 2;
	memcpy(rq.data, bytes + 2, rq.len);
	bmc_answer(s->b, &rq, rs);
}

static void orders_that_are_wrong_say_what(void **state)
{
	static const char *const bad[][2] = {
		{ "fly", "there is no such order" }, { "on 06 01", "no ':'" },
		{ "set nothing 1", "knob nothing" }, { "set lan.late x", "value x" },
		{ "pace 10 5", "most 5" }, { "event 1 2", "16 bytes" },
		{ "event", "is off or full" }, { "attn maybe", "attn" },
		{ "flags sticky", "flags" },
		{ "ipmb 0 20 6", "usage" }, { "ipmb 0 zz 6 1", "address zz" },
		{ "channel 16 4", "channel 16" }, { "reset x", "down x" }, { "power up", "power" },
		{ "in 5", "usage" }, { "every 0 event", "ms 0" },
		{ "profile ../x", "profile" }, { "profile none-such", "No such file" },
		{ "load sel none-such", "No such file" }, { "guid 1 2", "usage" },
		{ "lanpar 2 3", "is no LAN" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		if (tell(bad[i][0]) || !strstr(said, bad[i][1]))
			fail_msg("%s: said \"%s\"", bad[i][0], said);
	}
}

static void events_come_out_in_order_and_set_the_flag(void **state)
{
	struct bmc_msg rs;

	(void)state;
	ask("06 2e 0f", &rs);
	must("event 1 0 2 0 0 0 0 20 0 4 1 1 1 59 61 5a");
	must("event 2 0 2 0 0 0 0 20 0 4 1 1 1 59 61 5a");
	assert_int_equal(bmc_flags(s->b), FLAG_EVENT);
	assert_true(bmc_irq(s->b));
	ask("06 35", &rs);
	assert_int_equal(rs.len, 17);
	assert_int_equal(rs.data[1], 1);
	ask("06 35", &rs);
	assert_int_equal(rs.data[1], 2);
	ask("06 35", &rs);
	assert_int_equal(rs.data[0], 0x80);
	assert_int_equal(bmc_flags(s->b), 0);
	must("endless");
	ask("06 35", &rs);
	ask("06 35", &rs);
	assert_int_equal(rs.len, 17);
	must("endless off");
	must("flags fixed 02");
	assert_int_equal(bmc_flags(s->b), 2);
	must("flags auto");
	assert_int_equal(bmc_flags(s->b), 0);
}

static void a_request_to_the_host_has_the_shape_of_ipmb(void **state)
{
	/* completion code, channel, netfn/LUN, sum, address, sequence/LUN, cmd, data, sum */
	static const uint8_t wanted[] = { 0, 0x00, 0xc2, 0x1e, 0x30, 0x00, 0x05, 0xaa, 0x21 };
	struct bmc_msg rs;

	(void)state;
	must("ipmb 00 30 30 05 aa");
	assert_int_equal(bmc_flags(s->b), FLAG_QUEUE);
	ask("06 33", &rs);
	assert_int_equal(rs.len, sizeof(wanted));
	assert_memory_equal(rs.data, wanted, sizeof(wanted));
	ask("06 33", &rs);
	assert_int_equal(rs.data[0], 0x80);
	must("lan 01 07 81 30 05");
	ask("06 33", &rs);
	assert_int_equal(rs.len, 10);
	assert_int_equal(rs.data[1], 0x41);
	assert_int_equal(rs.data[2], 0x07);
	assert_int_equal(vm_sum(rs.data + 3, 3), 0);
	assert_int_equal(vm_sum(rs.data + 6, 4), 0);
}

static void satellites_answer_through_the_queue(void **state)
{
	struct bmc_msg rs;

	(void)state;
	/* to 30h, Get Device ID, from 20h, sequence 5, LUN 2 */
	ask("06 34 00 30 18 b8 20 16 01 c9", &rs);
	assert_int_equal(rs.data[0], CC_NAK);
	must("satellite 30");
	ask("06 34 00 30 18 b8 20 16 01 c9", &rs);
	assert_int_equal(rs.data[0], 0);
	ask("06 33", &rs);
	assert_int_equal(rs.data[2], 0x1e);
	assert_int_equal(rs.data[4], 0x30);
	assert_int_equal(rs.data[5], 0x14);
	assert_int_equal(rs.data[6], 0x01);
	assert_int_equal(rs.data[7], 0);
	assert_int_equal(rs.data[8], 0x30);
	must("set bridge.delay 100");
	ask("06 34 00 30 18 b8 20 16 01 c9", &rs);
	assert_int_equal(bmc_flags(s->b), 0);
	s->b->now_ms += 100;
	assert_int_equal(bmc_tick(s->b), -1);
	assert_int_equal(bmc_flags(s->b), FLAG_QUEUE);
	/* an answer of the host is not answered */
	ask("06 34 00 30 1c b4 20 16 01 00 c9", &rs);
	must("replies");
	assert_int_equal(said[0], '1');
}

static void orders_reach_the_line(void **state)
{
	(void)state;
	must("irq on");
	assert_int_equal(sent, VM_ENABLE_IRQ);
	must("power nmi");
	assert_int_equal(sent, VM_NMI);
	must("reset 700");
	assert_int_equal(down, 700);
	must("in 20 event");
	assert_string_equal(later, "20 0 0 event");
	must("every 5 times 3 ipmb 0 30 30 1");
	assert_string_equal(later, "5 5 3 ipmb 0 30 30 1");
	must("stop");
	assert_string_equal(later, "");
}

static void a_reset_loses_what_it_must(void **state)
{
	struct bmc_msg rs;

	(void)state;
	must("set init.answers 2");
	ask("06 2e 0f", &rs);
	must("event");
	must("reset 0");
	assert_int_equal(s->b->enables, ENABLE_SEL);
	assert_int_equal(bmc_flags(s->b), 0);
	ask("06 01", &rs);
	assert_int_equal(rs.data[0], CC_INIT);
	ask("06 01", &rs);
	assert_int_equal(rs.data[0], CC_INIT);
	ask("06 01", &rs);
	assert_int_equal(rs.data[0], 0);
	must("set init.answers 0");
	must("set init.ms 500");
	must("reset 100");
	s->b->now_ms += 599;
	ask("06 01", &rs);
	assert_int_equal(rs.data[0], CC_INIT);
	s->b->now_ms++;
	ask("06 01", &rs);
	assert_int_equal(rs.data[0], 0);
}

static void every_profile_is_understood(void **state)
{
	char line[200];
	glob_t g;
	size_t i;

	(void)state;
	assert_int_equal(glob("profiles/*.sbmc", 0, NULL, &g), 0);
	for (i = 0; i < g.gl_pathc; i++) {
		snprintf(line, sizeof(line), "script %s", g.gl_pathv[i]);
		must("factory");
		must(line);
	}
	globfree(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(orders_that_are_wrong_say_what, setup, teardown),
		cmocka_unit_test_setup_teardown(events_come_out_in_order_and_set_the_flag, setup,
						teardown),
		cmocka_unit_test_setup_teardown(a_request_to_the_host_has_the_shape_of_ipmb, setup,
						teardown),
		cmocka_unit_test_setup_teardown(satellites_answer_through_the_queue, setup,
						teardown),
		cmocka_unit_test_setup_teardown(orders_reach_the_line, setup, teardown),
		cmocka_unit_test_setup_teardown(every_profile_is_understood, setup, teardown),
		cmocka_unit_test_setup_teardown(a_reset_loses_what_it_must, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
