// SPDX-License-Identifier: GPL-2.0-only
/* bmc lan set: the order of writes, the lock of the BMC, reading back, putting back. */
#include "common/test.h"

#define SET_STATIC "lan set static address 10.0.0.6/24 gateway 10.0.0.1"

/* All requests that change something have to be Set LAN Configuration Parameters. */
static void assert_writes(const char *wanted)
{
	char text[4096], data[4096] = "";
	char *word, *save = NULL;
	size_t n = 0;

	fake_writes(text, sizeof(text));
	for (word = strtok_r(text, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		assert_memory_equal(word, "0c/01:", 6);
		n += snprintf(data + n, sizeof(data) - n, "%s%s", n ? " " : "", word + 6);
	}
	assert_string_equal(data, wanted);
}

static void dhcp(void)
{
	fake.lan[4][0] = 2;
	memcpy(fake.lan[3], "\x0a\x00\x00\x63", 4);
}

static void leaving_dhcp_comes_before_the_addresses(void **state)
{
	(void)state;
	dhcp();
	fake.strict_dhcp = true;
	assert_run(run_bmc(SET_STATIC), 0, "10.0.0.6", "");
	assert_writes("010001 010401 01030a000006 0106ffffff00 010c0a000001 010002 010000");
	assert_int_equal(fake.lan[4][0], 1);
	assert_memory_equal(fake.lan[3], "\x0a\x00\x00\x06", 4);
	assert_int_equal(fake.lan[0][0], 0);
}

static void a_bmc_that_forgets_on_leaving_dhcp_gets_all_addresses(void **state)
{
	(void)state;
	dhcp();
	fake.forget_on_static = true;
	assert_run(run_bmc("lan set static address 10.0.0.99/24 gateway 10.0.0.1"), 0,
		   "ip_source", "");
	assert_memory_equal(fake.lan[3], "\x0a\x00\x00\x63", 4);
	assert_memory_equal(fake.lan[6], "\xff\xff\xff\x00", 4);
	assert_memory_equal(fake.lan[12], "\x0a\x00\x00\x01", 4);
}

static void entering_dhcp_comes_after_the_vlan(void **state)
{
	(void)state;
	assert_run(run_bmc("lan set 1 vlan 120 prio 5 dhcp"), 0, "dhcp", "");
	assert_writes("010001 01147880 011505 010402 010002 010000");
}

static void dhcp_is_verified_by_its_source_alone(void **state)
{
	(void)state;
	memset(fake.lan[3], 0, 4);
	assert_run(run_bmc("lan set dhcp"), 0, "dhcp", "");
}

static void equal_values_are_not_written(void **state)
{
	(void)state;
	assert_run(run_bmc("lan set static address 10.0.0.5/24 gateway 10.0.0.1 vlan off"), 0,
		   "nothing to change", "");
	assert_writes("");
	assert_json(run_bmc("-j lan set vlan off"), 0,
		    "{'schema':1,'changed':false,'verified':true,'changes':[]}\n", NULL);
	assert_run(run_bmc(SET_STATIC), 0, "10.0.0.6", "");
	assert_writes("010001 01030a000006 010002 010000");
}

static void arp_settings_keep_the_other_bit(void **state)
{
	(void)state;
	assert_run(run_bmc("lan set arp-gratuitous on interval 3000"), 0, "gratuitous on", "");
	assert_writes("010001 010a03 010b05 010002 010000");
}

static void changes_are_reported_with_old_and_new(void **state)
{
	(void)state;
	assert_json(run_bmc("-j " SET_STATIC), 0,
		    "{'schema':1,'changed':true,'verified':true,'changes':[{'path':",
		    "[{'path':'lan.1.address','old':'10.0.0.5','new':'10.0.0.6'}]}", NULL);
}

static void a_dry_run_reads_and_sends_nothing(void **state)
{
	(void)state;
	assert_run(run_bmc("-n lan set vlan 5"), 11, "01 14 05 80", "");
	assert_writes("");
	assert_json(run_bmc("-n -j lan set vlan 5"), 11,
		    "'changed':false,'verified':null,'dry_run':true,'changes':[{'path':",
		    "[{'path':'lan.1.vlan','old':'off','new':'5'}],'writes':[{'step':",
		    "'set_in_progress','netfn':12,'cmd':1,'data':'01 00 01'}", NULL);
	assert_run(run_bmc("-n lan set vlan off"), 0, "nothing to change", "");
	assert_writes("");
}

static void the_whole_is_validated_with_what_is_stored(void **state)
{
	(void)state;
	assert_run(run_bmc("lan set address 192.168.7.5"), 2, "",
		   "gateway 10.0.0.1 is outside 192.168.7.0/24");
	assert_run(run_bmc("lan set gateway 10.0.0.5"), 2, "", "BMC itself");
	assert_run(run_bmc("lan set netmask 255.255.255.248"), 0, NULL, "");
	assert_run(run_bmc("lan set netmask 255.255.255.128 address 10.0.0.127"), 2, "",
		   "broadcast");
	dhcp();
	assert_run(run_bmc("lan set address 10.0.0.8"), 2, "", "address 10.0.0.8 needs the word");
	memset(fake.lan[12], 0, 4);
	assert_run(run_bmc("lan set static address 10.0.0.8/24"), 2, "",
		   "gateway is missing");
	memset(fake.lan[3], 0, 4);
	assert_run(run_bmc("lan set static netmask 255.0.0.0 gateway 10.0.0.1"), 2, "",
		   "address is missing");
}

static void force_relaxes_the_gateway_and_says_so(void **state)
{
	(void)state;
	assert_run(run_bmc("-f lan set gateway 10.9.9.9"), 0, "10.9.9.9",
		   "--force: gateway 10.9.9.9 is outside 10.0.0.0/24");
	assert_run(run_bmc("-f lan set address 224.0.0.5"), 2, "", "multicast");
}

static void no_gateway_can_be_said(void **state)
{
	(void)state;
	assert_run(run_bmc("lan set gateway none"), 0, "0.0.0.0", "");
	assert_memory_equal(fake.lan[12], "\0\0\0\0", 4);
}

static void a_bmc_without_lock_or_commit_is_fine(void **state)
{
	(void)state;
	fake.lan_size[0] = 0;
	assert_run(run_bmc("lan set vlan 5"), 0, "vlan", "");
	assert_writes("010001 01140580");
	fake_reset();
	fake_rule(0x0c, 1, 2, 2, 0xcc, 1);
	assert_run(run_bmc("lan set vlan 6"), 0, "vlan", "");
	assert_int_equal(fake.lan[0][0], 0);
}

static void values_are_read_back_only_after_the_commit(void **state)
{
	(void)state;
	fake.staging = true;
	assert_run(run_bmc("lan set vlan 5"), 0, "vlan", "");
	assert_memory_equal(fake.lan[20], "\x05\x80", 2);
}

static void a_slow_bmc_is_given_time_to_show_its_values(void **state)
{
	long long start = fake.now;

	(void)state;
	fake.delay_ms = 20000;
	assert_run(run_bmc("lan set vlan 5"), 0, "vlan", "");
	assert_in_range(fake.now - start, 20000, 25000);
}

static void the_lock_of_another_is_waited_for(void **state)
{
	(void)state;
	fake.foreign_until = fake.now + 4000;
	assert_run(run_bmc("lan set vlan 5"), 0, "vlan", "");
	assert_memory_equal(fake.lan[20], "\x05\x80", 2);
}

static void what_another_changed_meanwhile_is_seen(void **state)
{
	(void)state;
	fake.foreign_until = fake.now + 4000;
	/* The other one sets what is wanted here: then there is nothing left to write. */
	fake.delay_ms = 0;
	memcpy(fake.lan_old[20], "\0\0", 2);
	memcpy(fake.lan[20], "\x05\x80", 2);
	fake.lan_since[20] = fake.now;
	fake.delay_ms = 3000;
	assert_run(run_bmc("lan set vlan 5"), 0, "nothing to change", "");
	assert_writes("010001 010001 010002 010000");
}

static void a_lock_that_stays_is_busy_and_nothing_is_written(void **state)
{
	long long start = fake.now;

	(void)state;
	fake.foreign_until = fake.now + 1000000;
	assert_run(run_bmc("lan set vlan 5"), 7, "", "--steal-lock");
	assert_in_range(fake.now - start, 10000, 12000);
	assert_writes("010001");
}

static void a_lock_can_be_stolen_by_request(void **state)
{
	(void)state;
	fake.foreign_until = fake.now + 1000000;
	assert_run(run_bmc("lan set vlan 5 --steal-lock"), 0, "vlan", "taking over");
	assert_writes("010001 010000 010001 01140580 010002 010000");
}

static void a_value_that_does_not_take_is_put_back(void **state)
{
	long long start = fake.now;

	(void)state;
	fake.ignore = 20;
	assert_run(run_bmc("lan set static address 10.0.0.6/24 vlan 5"), 8, "", "vlan 5");
	assert_in_range(fake.now - start, 30000, 40000);
	assert_memory_equal(fake.lan[3], "\x0a\x00\x00\x05", 4);
	assert_int_equal(fake.lan[0][0], 0);
}

static void a_refused_value_is_put_back_and_the_code_shown(void **state)
{
	const struct fake_run *r;

	(void)state;
	dhcp();
	fake_rule(0x0c, 1, 12, 1, 0xcc, 1);
	r = run_bmc("-j " SET_STATIC);
	assert_run(r, 5, "", "\"cc\":204");
	assert_non_null(strstr(r->err, "\"step\":\"gateway\""));
	assert_non_null(strstr(r->err, "\"applied\":[\"ip_source\",\"address\",\"netmask\"]"));
	assert_non_null(strstr(r->err, "the old settings are back"));
	assert_int_equal(fake.lan[4][0], 2);
	assert_int_equal(fake.lan[0][0], 0);
}

static void an_old_state_that_can_not_be_put_back_is_9(void **state)
{
	(void)state;
	fake_rule(0x0c, 1, 20, 1, 0xcc, -1);
	fake_rule(0x0c, 1, 3, 1, 0x00, 1);
	fake.rules[1].act = true;
	fake_rule(0x0c, 1, 3, 1, 0xcc, -1);
	assert_run(run_bmc("lan set address 10.0.0.6 vlan 5"), 9, "", "bmc lan rollback");
	assert_int_equal(fake.lan[0][0], 0);
}

static void a_busy_bmc_is_asked_again(void **state)
{
	(void)state;
	fake_rule(0x0c, 1, 20, 1, 0xc0, 3);
	assert_run(run_bmc("lan set vlan 5"), 0, "vlan", "");
	fake_rule(0x0c, 1, 20, 1, 0xff, 2);
	assert_run(run_bmc("lan set vlan 6"), 0, "vlan", "");
	fake_rule(0x0c, 1, 20, 1, 0xcf, 9);
	assert_run(run_bmc("lan set vlan 7"), 5, "", "old settings are back");
}

static void a_write_without_answer_is_looked_at_before_it_is_repeated(void **state)
{
	(void)state;
	/* The write is done, but the driver says time-out. */
	fake_rule(0x0c, 1, 20, 1, 0xc3, 1);
	fake.rules[0].act = true;
	assert_run(run_bmc("lan set vlan 5"), 0, "vlan", "");
	assert_writes("010001 01140580 010002 010000");
	/* It is not done: it is sent again. */
	fake_reset();
	fake_rule(0x0c, 1, 20, 1, 0xc3, 1);
	assert_run(run_bmc("lan set vlan 5"), 0, "vlan", "");
	assert_writes("010001 01140580 01140580 010002 010000");
}

static void what_the_bmc_does_not_offer_is_refused_before_writing(void **state)
{
	(void)state;
	fake.lan_size[21] = 0;
	assert_run(run_bmc("lan set vlan 5 prio 2"), 12, "", "vlan_priority");
	assert_writes("");
	fake.lan_size[12] = 0;
	assert_run(run_bmc("lan set static address 10.0.0.6/24 gateway none"), 0, "10.0.0.6", "");
}

static void a_signal_in_the_middle_puts_the_old_state_back(void **state)
{
	unsigned int at;

	(void)state;
	for (at = 1; at < 60; at++) {
		const struct fake_run *r;

		fake_reset();
		fake.staging = true;
		fake.signal_at = at;
		r = run_bmc("lan set address 10.0.0.6 vlan 5");
		/* Before, in between or behind: never half, and never locked. */
		assert_true(r->status == 143 || r->status == 0);
		assert_int_equal(fake.lan[0][0], 0);
		assert_true((fake.lan[3][3] == 6) == !!(fake.lan[20][1] & 0x80));
		assert_true(r->status || fake.lan[3][3] == 6);
	}
}

static void the_channel_is_found_by_its_medium(void **state)
{
	(void)state;
	fake.medium[1] = 0;
	fake.medium[2] = 5;
	fake.medium[8] = 6;
	assert_run(run_bmc("lan set vlan 5"), 0, "lan.8.vlan", "");
	assert_run(run_bmc("lan set 1 vlan 6"), 2, "",
		   "channel 1 is no LAN channel (LAN channels: 8)");
	assert_run(run_bmc("lan show 2"), 2, "", "LAN channels: 8");
	fake.medium[8] = 0;
	assert_run(run_bmc("lan set vlan 5"), 12, "", "no LAN channel");
}

static void several_lan_channels_are_never_guessed(void **state)
{
	(void)state;
	fake.medium[3] = 4;
	assert_run(run_bmc("lan set vlan 5"), 2, "", "several LAN channels (1, 3)");
	assert_writes("");
	assert_run(run_bmc("lan set 3 vlan 5"), 0, "lan.3.vlan", "");
}

static void the_time_limit_of_the_run_ends_a_wait(void **state)
{
	(void)state;
	fake.foreign_until = fake.now + 1000000;
	assert_run(run_bmc("-t 3 lan set vlan 5"), 6, "", "time limit of 3 s");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FAKE_TEST(leaving_dhcp_comes_before_the_addresses),
		FAKE_TEST(a_bmc_that_forgets_on_leaving_dhcp_gets_all_addresses),
		FAKE_TEST(entering_dhcp_comes_after_the_vlan),
		FAKE_TEST(dhcp_is_verified_by_its_source_alone),
		FAKE_TEST(equal_values_are_not_written),
		FAKE_TEST(arp_settings_keep_the_other_bit),
		FAKE_TEST(changes_are_reported_with_old_and_new),
		FAKE_TEST(a_dry_run_reads_and_sends_nothing),
		FAKE_TEST(the_whole_is_validated_with_what_is_stored),
		FAKE_TEST(force_relaxes_the_gateway_and_says_so),
		FAKE_TEST(no_gateway_can_be_said),
		FAKE_TEST(a_bmc_without_lock_or_commit_is_fine),
		FAKE_TEST(values_are_read_back_only_after_the_commit),
		FAKE_TEST(a_slow_bmc_is_given_time_to_show_its_values),
		FAKE_TEST(the_lock_of_another_is_waited_for),
		FAKE_TEST(what_another_changed_meanwhile_is_seen),
		FAKE_TEST(a_lock_that_stays_is_busy_and_nothing_is_written),
		FAKE_TEST(a_lock_can_be_stolen_by_request),
		FAKE_TEST(a_value_that_does_not_take_is_put_back),
		FAKE_TEST(a_refused_value_is_put_back_and_the_code_shown),
		FAKE_TEST(an_old_state_that_can_not_be_put_back_is_9),
		FAKE_TEST(a_busy_bmc_is_asked_again),
		FAKE_TEST(a_write_without_answer_is_looked_at_before_it_is_repeated),
		FAKE_TEST(what_the_bmc_does_not_offer_is_refused_before_writing),
		FAKE_TEST(a_signal_in_the_middle_puts_the_old_state_back),
		FAKE_TEST(the_channel_is_found_by_its_medium),
		FAKE_TEST(several_lan_channels_are_never_guessed),
		FAKE_TEST(the_time_limit_of_the_run_ends_a_wait),
	};

	return cmocka_run_group_tests_name("lan", tests, NULL, NULL);
}
