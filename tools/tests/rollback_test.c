// SPDX-License-Identifier: GPL-2.0-only
/* bmc lan set that ends in the middle or is not confirmed: what is left, and the way back. */
#include <sys/stat.h>
#include <unistd.h>

#include "common/test.h"

#define SET_BOTH "lan set static address 10.0.0.6/24 gateway 10.0.0.2 vlan 5"
#define LEAVE_DHCP "lan set static address 10.0.0.6/24 gateway 10.0.0.1"

#define JOURNAL(channel, back)								\
	"{\"version\":1,\"state\":\"pending\",\"boot\":\"\",\"due_ms\":0,\"mac\":\"\","	\
	"\"channel\":" channel ",\"back\":[" back "]}"

static bool journal_exists(void)
{
	char path[200];

	snprintf(path, sizeof(path), "%s/lan.ipmi0.json", fake.state);
	return !access(path, F_OK);
}

/* The settings that the change is about, as they are in force. */
struct settings {
	uint8_t source, address, gateway, vlan;
};

static struct settings settings(void)
{
	/* By DHCP the addresses are what the server says. */
	if (fake.lan[4][0] == 2)
		return (struct settings){ 2, 0, 0, fake.lan[20][1] };
	return (struct settings){ fake.lan[4][0], fake.lan[3][3], fake.lan[12][3],
				  fake.lan[20][1] };
}

static bool same(struct settings a, struct settings b)
{
	return !memcmp(&a, &b, sizeof(a));
}

static void lock_is_clear_or_cleared_by_one_rollback(const char *line, void (*prepare)(void))
{
	unsigned int at, seen_mix = 0;
	struct settings old, new;
	bool before;

	fake_reset();
	prepare();
	old = settings();
	assert_run(run_bmc(line), 0, NULL, NULL);
	new = settings();
	assert_false(same(old, new));
	for (before = true, at = 1;; before = !before, at += before) {
		bool killed, mix;

		fake_reset();
		prepare();
		killed = run_bmc_killed(line, at, before);
		if (!killed)
			break;
		mix = !same(settings(), old) && !same(settings(), new);
		seen_mix += mix;
		if (mix || fake.lan[0][0]) {
			/* It is reported wherever settings are shown, and to the next change. */
			assert_true(journal_exists());
			assert_run(run_bmc("lan show"), 0, "cut_off", "bmc lan rollback");
			assert_run(run_bmc("-j lan list"), 0, "\"unfinished_change\":\"cut_off\"",
				   "bmc lan rollback");
			assert_run(run_bmc("lan set vlan 7"), 10, "", "cut off in the middle");
		}
		if (!journal_exists()) {
			assert_false(mix);
			continue;
		}
		assert_run(run_bmc("lan rollback"), 0, "undone", "");
		assert_false(journal_exists());
		assert_int_equal(fake.lan[0][0], 0);
		assert_true(same(settings(), old));
		assert_run(run_bmc("lan show"), 0, "Unfinished change  no", "");
	}
	assert_true(at > 20);
	assert_true(same(settings(), new));
	/* The test would be worth nothing if a mixture could not come about. */
	assert_true(seen_mix || fake.staging);
}

static void nothing(void)
{
}

static void strict(void)
{
	fake.staging = true;
}

static void dhcp(void)
{
	fake.lan[4][0] = 2;
	fake.strict_dhcp = true;
}

static void kill_9_at_every_message_leaves_old_or_new_or_a_reported_mix(void **state)
{
	(void)state;
	lock_is_clear_or_cleared_by_one_rollback(SET_BOTH, nothing);
}

static void kill_9_at_every_message_of_a_strict_bmc(void **state)
{
	(void)state;
	lock_is_clear_or_cleared_by_one_rollback(SET_BOTH, strict);
}

static void kill_9_at_every_message_of_leaving_dhcp(void **state)
{
	(void)state;
	lock_is_clear_or_cleared_by_one_rollback(LEAVE_DHCP, dhcp);
}

static void kill_9_at_every_message_of_entering_dhcp(void **state)
{
	(void)state;
	lock_is_clear_or_cleared_by_one_rollback("lan set vlan 5 dhcp", nothing);
}

static void kill_9_at_every_message_of_the_rollback_itself(void **state)
{
	unsigned int at;

	(void)state;
	for (at = 1;; at++) {
		bool killed;

		fake_reset();
		assert_true(run_bmc_killed(SET_BOTH, 27, false));
		assert_true(journal_exists());
		killed = run_bmc_killed("lan rollback", at, false);
		if (journal_exists())
			assert_run(run_bmc("lan rollback"), 0, "undone", "");
		assert_int_equal(fake.lan[0][0], 0);
		assert_int_equal(fake.lan[3][3], 5);
		assert_int_equal(fake.lan[20][1], 0);
		if (!killed)
			break;
	}
	assert_true(at > 10);
}

static void a_change_that_is_over_leaves_no_journal(void **state)
{
	(void)state;
	assert_run(run_bmc("lan set vlan 5"), 0, NULL, "");
	assert_false(journal_exists());
	fake_rule(0x0c, 1, 20, 1, 0xcc, 1);
	assert_run(run_bmc("lan set address 10.0.0.6 vlan 6"), 5, "", "old settings are back");
	assert_false(journal_exists());
	assert_run(run_bmc("lan rollback"), 1, "", "no change to undo");
	assert_run(run_bmc("lan confirm"), 1, "", "no change waits");
}

static void what_could_not_be_put_back_can_be_rolled_back_later(void **state)
{
	(void)state;
	/* The first write of the address is taken, the next eight are refused. */
	fake_rule(0x0c, 1, 3, 1, 0x00, 1);
	fake.rules[0].act = true;
	fake_rule(0x0c, 1, 3, 1, 0xcc, 1);
	fake_rule(0x0c, 1, 20, 1, 0xcc, 1);
	assert_run(run_bmc("lan set address 10.0.0.6 vlan 5"), 9, "", "bmc lan rollback");
	assert_int_equal(fake.lan[3][3], 6);
	assert_run(run_bmc("lan rollback"), 0, "10.0.0.5", "");
	assert_int_equal(fake.lan[3][3], 5);
	assert_false(journal_exists());
}

static void a_confirmed_change_stays(void **state)
{
	(void)state;
	assert_run(run_bmc("lan set vlan 5 --confirm 60s"), 0, "vlan", "bmc lan confirm");
	assert_int_equal(fake.spawned, 1);
	assert_true(journal_exists());
	assert_run(run_bmc("-j lan show"), 0, "\"unfinished_change\":\"unconfirmed\"", NULL);
	assert_run(run_bmc("lan set vlan 6"), 10, "", "not confirmed yet");
	assert_run(run_bmc("-n lan confirm"), 11, NULL, "");
	assert_true(journal_exists());
	assert_run(run_bmc("lan confirm"), 0, "confirmed", "");
	assert_false(journal_exists());
	assert_run(run_bmc("lan rollback --when-due"), 0, "nothing to change", "");
	assert_int_equal(fake.lan[20][0], 5);
}

static void an_unconfirmed_change_is_undone_when_its_time_is_over(void **state)
{
	long long start;

	(void)state;
	assert_run(run_bmc("lan set vlan 5 --confirm 60"), 0, "vlan", NULL);
	start = fake.now;
	assert_run(run_bmc("lan rollback --when-due"), 0, "undone", "");
	assert_in_range(fake.now - start, 59000, 62000);
	assert_int_equal(fake.lan[20][1], 0);
	assert_false(journal_exists());
}

static void a_change_cut_off_with_confirm_is_undone_without_waiting(void **state)
{
	long long start;

	(void)state;
	assert_true(run_bmc_killed("lan set address 10.0.0.6 vlan 5 --confirm 60", 28, false));
	assert_int_equal(fake.spawned, 1);
	start = fake.now;
	assert_run(run_bmc("lan rollback --when-due"), 0, "undone", "");
	assert_in_range(fake.now - start, 0, 10000);
	assert_int_equal(fake.lan[3][3], 5);
	assert_int_equal(fake.lan[0][0], 0);
}

static void without_its_guard_a_change_is_not_begun(void **state)
{
	(void)state;
	fake.spawn_error = -2;
	assert_run(run_bmc("lan set vlan 5 --confirm 60"), 1, "", "nothing was changed");
	assert_int_equal(fake.lan[20][1], 0);
	assert_int_equal(fake_count(0x0c, 1), 0);
	assert_false(journal_exists());
}

static void another_bmc_is_not_given_the_settings_of_this_one(void **state)
{
	(void)state;
	run_bmc_killed(SET_BOTH, 28, false);
	assert_true(journal_exists());
	fake.lan[5][5] ^= 1;
	assert_run(run_bmc("lan rollback"), 10, "", "another BMC");
	assert_true(journal_exists());
}

static void without_a_place_for_the_journal_nothing_is_begun(void **state)
{
	char path[200];

	(void)state;
	snprintf(path, sizeof(path), "%s/var", fake.dir);
	fclose(fopen(path, "w"));
	assert_run(run_bmc("lan set vlan 5"), 1, "", "nothing was changed");
	assert_int_equal(fake_count(0x0c, 1), 0);
	assert_run(run_bmc("-f lan set vlan 5"), 0, "vlan", "could not be undone");
}

static void a_journal_that_is_none_is_said_and_not_followed(void **state)
{
	static const char *const bad[] = {
		"", "{", "[]", "{}", "{\"version\":2}",
		JOURNAL("99", ""),
		JOURNAL("1", "{\"parameter\":3,\"set\":0,\"data\":\"0a 0\"}"),
		JOURNAL("1", "{\"parameter\":300,\"set\":0,\"data\":\"0a\"}"),
	};
	char path[200];
	unsigned int i;

	(void)state;
	assert_run(run_bmc("lan set vlan 5"), 0, NULL, "");
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		FILE *f;

		snprintf(path, sizeof(path), "%s/lan.ipmi0.json", fake.state);
		f = fopen(path, "w");
		fputs(bad[i], f);
		fclose(f);
		assert_run(run_bmc("lan rollback"), 1, "", "no journal of bmc");
	}
}

static void a_lock_left_by_another_program_is_ended_by_request_only(void **state)
{
	(void)state;
	fake.lan[0][0] = 1;
	assert_run(run_bmc("lan rollback"), 1, "", "--steal-lock");
	assert_int_equal(fake.lan[0][0], 1);
	assert_run(run_bmc("lan rollback --steal-lock"), 0, "complete", "");
	assert_int_equal(fake.lan[0][0], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FAKE_TEST(kill_9_at_every_message_leaves_old_or_new_or_a_reported_mix),
		FAKE_TEST(kill_9_at_every_message_of_a_strict_bmc),
		FAKE_TEST(kill_9_at_every_message_of_leaving_dhcp),
		FAKE_TEST(kill_9_at_every_message_of_entering_dhcp),
		FAKE_TEST(kill_9_at_every_message_of_the_rollback_itself),
		FAKE_TEST(a_change_that_is_over_leaves_no_journal),
		FAKE_TEST(what_could_not_be_put_back_can_be_rolled_back_later),
		FAKE_TEST(a_confirmed_change_stays),
		FAKE_TEST(an_unconfirmed_change_is_undone_when_its_time_is_over),
		FAKE_TEST(a_change_cut_off_with_confirm_is_undone_without_waiting),
		FAKE_TEST(without_its_guard_a_change_is_not_begun),
		FAKE_TEST(another_bmc_is_not_given_the_settings_of_this_one),
		FAKE_TEST(without_a_place_for_the_journal_nothing_is_begun),
		FAKE_TEST(a_journal_that_is_none_is_said_and_not_followed),
		FAKE_TEST(a_lock_left_by_another_program_is_ended_by_request_only),
	};

	return cmocka_run_group_tests_name("rollback", tests, NULL, NULL);
}
