// SPDX-License-Identifier: GPL-2.0-only
/* channel set, cipher, sol, boot, power policy, host-info, watchdog, oem, lan6, lan dest. */
#include "common/test.h"

static void assert_writes(const char *wanted)
{
	char text[4096];

	fake_writes(text, sizeof(text));
	assert_string_equal(text, wanted);
	fake.n = 0;
}

#define IP6_WRITES									\
	"010001 0138018020010db80000000000000000000000054000 "				\
	"0141fe800000000000000000000000000001 014003 013302 010002 010000"

/* Only requests of one transport command may have been sent. */
static void assert_lan_writes(unsigned int cmd, const char *wanted)
{
	char text[4096], data[4096] = "", prefix[8];
	char *word, *save = NULL;
	size_t n = 0;

	snprintf(prefix, sizeof(prefix), "0c/%02x:", cmd);
	fake_writes(text, sizeof(text));
	for (word = strtok_r(text, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		assert_memory_equal(word, prefix, 6);
		n += snprintf(data + n, sizeof(data) - n, "%s%s", n ? " " : "", word + 6);
	}
	assert_string_equal(data, wanted);
	fake.n = 0;
}

static void channel_access_is_set_in_force_and_saved(void **state)
{
	(void)state;
	fake.medium[3] = 4;
	assert_json(run_bmc("-j channel set 1 priv operator access always"), 0,
		    "{'path':'channel.1.active.priv','old':'admin','new':'operator'}",
		    "{'path':'channel.1.saved.priv','old':'admin','new':'operator'}", NULL);
	assert_writes("06/40:016243 06/40:01a283");
	assert_run(run_bmc("channel set 1 priv operator"), 0, "nothing to change", "");
	assert_writes("");
	assert_run(run_bmc("channel set 1 permsg off volatile"), 0, "active.permsg", "");
	assert_writes("06/40:01b283");
	assert_run(run_bmc("-n channel set 1 userauth off"), 11, "off", "");
	assert_writes("");
}

static void only_one_of_the_two_settings_is_an_error_and_undone(void **state)
{
	(void)state;
	fake.drop_saved = true;
	fake.medium[3] = 4;
	assert_run(run_bmc("channel set 1 priv operator"), 8, "", "old settings are back");
	assert_int_equal(fake.active_access[1][1], 4);
	fake_reset();
	fake.medium[3] = 4;
	fake_rule(6, 0x40, 0xa2, 1, 0x83, 1);
	assert_run(run_bmc("channel set 1 priv operator"), 5, "", "old settings are back");
	assert_int_equal(fake.saved_access[1][1], 4);
}

static void the_last_way_in_is_not_closed(void **state)
{
	(void)state;
	assert_run(run_bmc("channel set 1 access off"), 10, "", "no administrator");
	assert_run(run_bmc("channel set 1 priv user"), 10, "", "no administrator");
	assert_writes("");
	assert_run(run_bmc("channel set 1 access off --allow-lockout"), 0, "off", "");
	fake_reset();
	fake.medium[3] = 4;
	assert_run(run_bmc("channel set 1 access off"), 0, "off", "");
}

static void cipher_suites_go_by_id(void **state)
{
	(void)state;
	/* The BMC's list is 17, 3, 0: the place is not the ID. */
	memcpy(fake.lan[23], "\0\x11\x03\0", 4);
	fake.lan_size[23] = 4;
	memcpy(fake.lan[24], "\0\x44\x04", 3);
	assert_json(run_bmc("-j cipher list"), 0, "'id':0", "'authentication':'none'",
		    "'confidentiality':'aes_cbc_128','max_priv':'admin'", NULL);
	fake.n = 0;
	assert_run(run_bmc("cipher set 0 none"), 0, "cipher.1.suite.0", "");
	assert_writes("0c/01:010001 0c/01:0118004400000000000000 0c/01:010002 0c/01:010000");
	assert_run(run_bmc("cipher set 1 17 operator"), 0, "operator", "");
	assert_int_equal(fake.lan[24][1], 0x43);
	assert_run(run_bmc("cipher set 17 operator"), 0, "nothing to change", "");
	assert_run(run_bmc("cipher set 5 admin"), 1, "", "no suite 5; it has: 17, 3, 0");
	assert_run(run_bmc("cipher set 17 none"), 0, NULL, "");
	assert_run(run_bmc("cipher set 3 none"), 10, "", "every suite but 0");
	assert_run(run_bmc("cipher set 3 none --allow-lockout"), 0, "none", "");
}

static void sol_settings_change_as_one(void **state)
{
	(void)state;
	assert_json(run_bmc("-j sol show"), 0, "'priv':'admin'", "'force_encryption':true",
		    "'rate':115200", "'accumulate_ms':60", "'port':623", NULL);
	fake.n = 0;
	assert_run(run_bmc("sol set enabled on rate 19200 retries 3"), 0, "19200", "");
	assert_lan_writes(0x21, "010001 010101 01040332 010507 010607 010002 010000");
	assert_run(run_bmc("sol set enabled on"), 0, "nothing to change", "");
	fake_rule(0x0c, 0x21, 5, 1, 0xcc, 1);
	assert_run(run_bmc("sol set enabled off rate 9600"), 5, "", "old settings are back");
	assert_int_equal(fake.sol[1][0], 1);
	assert_int_equal(fake.sol[0][0], 0);
}

static void a_boot_device_is_set_and_read_back(void **state)
{
	(void)state;
	assert_json(run_bmc("-j boot show"), 0, "'device':'none','valid':false", NULL);
	fake.n = 0;
	assert_run(run_bmc("boot set setup efi"), 0, "setup once efi", "");
	assert_writes("00/08:0001 00/08:0308 00/08:040101 00/08:05a018000000 00/08:0000");
	assert_run(run_bmc("boot set setup"), 0, "nothing to change", "");
	assert_json(run_bmc("-j boot show"), 0, "'device':'setup','valid':true", NULL);
	assert_run(run_bmc("boot set pxe persistent legacy"), 0, "pxe persistent legacy", "");
	assert_run(run_bmc("boot clear"), 0, "none", "");
	fake.drop_persistent = true;
	assert_run(run_bmc("boot set disk persistent"), 8, "", "shows: disk once");
	assert_run(run_bmc("boot show"), 0, "none", "");
	fake_rule(0, 8, 0, 0, 0x81, 1);
	assert_run(run_bmc("boot set disk"), 7, "", "another party");
}

static void the_power_restore_policy_is_shown_and_set(void **state)
{
	(void)state;
	assert_json(run_bmc("-j power policy"), 0, "'policy':'previous','supported':['off',", NULL);
	assert_run(run_bmc("power policy set on"), 0, "on", "");
	assert_run(run_bmc("power policy show"), 0, "on", "");
	assert_run(run_bmc("power policy set on"), 0, "nothing to change", "");
}

static void long_texts_go_to_the_bmc_in_parts(void **state)
{
	static const char *const name = "a-name-that-needs-more-than-two-parts.example.org";
	char line[128];

	(void)state;
	snprintf(line, sizeof(line), "host-info set name %s os Debian", name);
	assert_run(run_bmc(line), 0, "host_info.os", "");
	assert_int_equal(fake_count(6, 0x58), 5);
	assert_run(run_bmc("-j host-info show"), 0, name, "");
	assert_json(run_bmc("-j host-info"), 0, "'os':'Debian'", "'unsupported':['bmc_url']",
		    NULL);
	fake.n = 0;
	assert_run(run_bmc(line), 0, "nothing to change", "");
	assert_int_equal(fake_count(6, 0x58), 0);
}

static void the_watchdog_is_shown(void **state)
{
	(void)state;
	assert_json(run_bmc("-j watchdog"), 0,
		    "'running':true,'use':'os','action':'reset','initial_ms':10000,"
		    , "'left_ms':5000,'pre_action':'nmi','pre_timeout_s':5", "'expired':['frb2']",
		    NULL);
	/* As ipmi_sim answers. */
	fake.short_answers = 6;
	assert_json(run_bmc("-j watchdog"), 0, "'initial_ms':10000,'left_ms':null",
		    "'unsupported':['left_ms']", NULL);
	fake.short_answers = 5;
	assert_run(run_bmc("watchdog"), 5, "", "too short");
}

static void the_global_enables_are_shown(void **state)
{
	(void)state;
	assert_json(run_bmc("-j mc enables"), 0,
		    "'receive_interrupt':true,'event_interrupt':false,'event_buffer':false,",
		    "'sel_logging':true,'oem':'100'", NULL);
}

static void a_factory_reset_wants_the_right_bmc_and_the_word(void **state)
{
	(void)state;
	assert_run(run_bmc("oem factory-reset"), 12, "", "343");
	memcpy(fake.device_id + 6, "\x7c\x2a\x00", 3);
	fake.n = 0;
	assert_run(run_bmc("oem factory-reset"), 10, "", "confirm supermicro");
	assert_run(run_bmc("-y -f oem factory-reset confirm yes"), 10, "", "confirm supermicro");
	assert_int_equal(fake_count(0x3c, 0x40), 0);
	assert_run(run_bmc("-n oem factory-reset confirm supermicro"), 11, NULL, "");
	assert_int_equal(fake_count(0x3c, 0x40), 0);
	assert_run(run_bmc("oem factory-reset confirm supermicro"), 0, "factory defaults", "");
	assert_int_equal(fake_count(0x3c, 0x40), 1);
	assert_json(run_bmc("-j oem list"), 0, "'tested':false,'this_bmc':true", NULL);
}

static void ipv6_is_set_as_one(void **state)
{
	(void)state;
	assert_run(run_bmc("lan6 show"), 12, "", "ip6_enables");
	fake_ip6();
	fake.n = 0;
	assert_run(run_bmc("lan6 set enable both address 2001:db8::5/64 slot 1 router fe80::1"), 0,
		   "2001:db8::5/64", "");
	assert_lan_writes(1, IP6_WRITES);
	assert_json(run_bmc("-j lan6 show"), 0, "'enabled':'both'", "'slot':1",
		    "'address':'2001:db8::5','prefix':64", "'router':'fe80::1'", NULL);
	assert_run(run_bmc("lan6 set address 2001:db8::5/64 slot 1"), 0, "nothing to change", "");
	assert_run(run_bmc("lan6 set address none slot 1"), 0, "off", "");
	fake_rule(0x0c, 1, 51, 1, 0xcc, 1);
	assert_run(run_bmc("lan6 set address 2001:db8::9/64 enable ipv4"), 5, "",
		   "old settings are back");
	assert_int_equal(fake.lan_sets[56][0][1], 0);
}

static void alert_destinations_are_listed_and_set(void **state)
{
	(void)state;
	assert_run(run_bmc("lan dest set id 2 address 10.0.0.9 mac 52:54:00:aa:bb:cc retries 3"), 0,
		   "10.0.0.9 default gateway 52:54:00:aa:bb:cc", "");
	assert_json(run_bmc("-j lan dest list"), 0, "'dest':2,'type':'pet_trap',",
		    "'address':'10.0.0.9','mac':'52:54:00:aa:bb:cc'", "'retries':3", NULL);
	assert_run(run_bmc("lan dest set id 3 retries 1"), 2, "", "last destination");
	assert_run(run_bmc("lan dest set id 2 retries 3"), 0, "nothing to change", "");
}

static void the_community_is_a_secret(void **state)
{
	const struct fake_run *r;

	(void)state;
	r = run_bmc_in("-vv lan snmp-community --stdin", "hunters-only\n", 13);
	assert_run(r, 0, "(secret)", NULL);
	assert_null(strstr(r->out, "hunters"));
	assert_null(strstr(r->err, "68 75 6e 74"));
	assert_null(strstr(r->err, "73 65 63 72"));
	assert_memory_equal(fake.lan[16], "hunters-only\0\0\0\0\0\0", 18);
	assert_run(run_bmc_in("lan snmp-community --stdin", "public", 6), 0, NULL, "everybody");
	assert_run(run_bmc_in("lan snmp-community --stdin", "with blank", 10), 2, "", "blank");
	assert_run(run_bmc_in("lan snmp-community --stdin", "nineteen-characters", 19), 2, "",
		   "18 bytes");
}

static void what_can_not_be_is_refused_before_anything_is_sent(void **state)
{
	static const struct {
		const char *line, *says;
	} bad[] = {
		{ "channel set", "channel is missing" },
		{ "channel set 1", "nothing to set is given" },
		{ "channel set 12 access off", "1 to 11" },
		{ "channel set 1 access sometimes", "off, preboot, always or shared" },
		{ "channel set 1 priv none", "no limit of a channel" },
		{ "channel set 1 access off forever", "forever is not volatile or both" },
		{ "cipher set", "suite is missing" },
		{ "cipher set 17", "level is missing" },
		{ "cipher set 256 admin", "0 to 255" },
		{ "cipher set 17 root", "is not a level" },
		{ "cipher set 0 17 admin", "channel 0 is not in 1 to 11" },
		{ "sol set", "nothing to set is given" },
		{ "sol set rate 300", "9600, 19200" },
		{ "sol set retries 8", "0 to 7" },
		{ "sol set priv callback", "user, operator, admin or oem" },
		{ "sol set accumulate 0", "5 to 1275" },
		{ "sol set accumulate 7", "multiple of 5" },
		{ "sol set retry-interval 2555", "0 to 2550" },
		{ "boot set", "device is missing" },
		{ "boot set floppydisk", "is not pxe, disk" },
		{ "boot set none", "is not pxe, disk" },
		{ "boot set pxe once persistent", "exclude" },
		{ "boot set pxe efi legacy", "exclude" },
		{ "power policy set", "policy is missing" },
		{ "power policy set maybe", "off, previous or on" },
		{ "power policy show on", "needs the word set" },
		{ "host-info set", "nothing to set is given" },
		{ "lan6 set", "nothing to set is given" },
		{ "lan6 set address 2001:db8::5", "with prefix length" },
		{ "lan6 set address 2001:db8::5/0", "1 to 128" },
		{ "lan6 set address 2001:db8::5/129", "1 to 128" },
		{ "lan6 set address ff02::1/64", "multicast" },
		{ "lan6 set address ::1/128", "loopback" },
		{ "lan6 set address ::/64", "unspecified" },
		{ "lan6 set address fe80::1/64", "link-local" },
		{ "lan6 set address 10.0.0.1/24", "is not an IPv6 address" },
		{ "lan6 set slot 1", "needs the address" },
		{ "lan6 set enable ipx", "ipv4, ipv6 or both" },
		{ "lan dest", "command is missing" },
		{ "lan dest set address 10.0.0.9", "id is missing" },
		{ "lan dest set id 16 address 10.0.0.9", "1 to 15" },
		{ "lan dest set id 1", "nothing to set is given" },
		{ "lan dest set id 1 address 224.0.0.1", "multicast" },
		{ "lan dest set id 1 retries 8", "0 to 7" },
		{ "lan dest list id 1", "need the word set" },
		{ "lan set gateway-mac 01:00:5e:00:00:01", "multicast" },
		{ "lan set gateway-mac 52:54:00:12:34", "six pairs" },
		{ "lan set gateway-mac 52-54-00-12-34-56", "six pairs" },
		{ "lan set dhcp --confirm 0", "1 to 86400" },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_run(run_bmc(bad[i].line), 2, "", bad[i].says);
		assert_int_equal(fake.n, 0);
	}
}

static void no_more_is_asked_than_is_needed(void **state)
{
	(void)state;
	/* Channel, MAC address, ten parameters, access in force and saved. */
	assert_run(run_bmc("lan show 1"), 0, NULL, "");
	assert_true(fake.n <= 15);
	/* The names, the channels, and what each of two users and #1 may do. */
	fake.n = 0;
	assert_run(run_bmc("user list"), 0, NULL, "");
	assert_true(fake.n <= 10 + 12 + 1 + 2 + 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FAKE_TEST(channel_access_is_set_in_force_and_saved),
		FAKE_TEST(only_one_of_the_two_settings_is_an_error_and_undone),
		FAKE_TEST(the_last_way_in_is_not_closed),
		FAKE_TEST(cipher_suites_go_by_id),
		FAKE_TEST(sol_settings_change_as_one),
		FAKE_TEST(a_boot_device_is_set_and_read_back),
		FAKE_TEST(the_power_restore_policy_is_shown_and_set),
		FAKE_TEST(long_texts_go_to_the_bmc_in_parts),
		FAKE_TEST(the_watchdog_is_shown),
		FAKE_TEST(the_global_enables_are_shown),
		FAKE_TEST(a_factory_reset_wants_the_right_bmc_and_the_word),
		FAKE_TEST(ipv6_is_set_as_one),
		FAKE_TEST(alert_destinations_are_listed_and_set),
		FAKE_TEST(the_community_is_a_secret),
		FAKE_TEST(no_more_is_asked_than_is_needed),
		FAKE_TEST(what_can_not_be_is_refused_before_anything_is_sent),
	};

	return cmocka_run_group_tests_name("objects", tests, NULL, NULL);
}
