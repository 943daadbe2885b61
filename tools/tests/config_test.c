// SPDX-License-Identifier: GPL-2.0-only
/* bmc config and bmc audit. */
#include <sys/stat.h>

#include "common/test.h"

static void file(const char *name, const char *text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", fake.dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	chmod(path, 0600);
}

static void assert_no_writes(void)
{
	char text[4096];

	fake_writes(text, sizeof(text));
	assert_string_equal(text, "");
}

static void what_is_shown_is_what_is_there(void **state)
{
	const char *const options[] = { "", "-j " };
	const struct fake_run *r;
	char line[64], *copy;
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(options); i++) {
		fake_reset();
		snprintf(line, sizeof(line), "%sconfig show", options[i]);
		r = run_bmc(line);
		assert_run(r, 0, i ? "\"user ADMIN\":{\"privilege\":\"admin\"" :
			   "[user ADMIN]\n", "");
		copy = strdup(r->out);
		assert_run(run_bmc_in("config diff -", copy, strlen(copy)), 0,
			   "nothing to change", "");
		assert_run(run_bmc_in("config apply -", copy, strlen(copy)), 0,
			   "nothing to change", "");
		assert_no_writes();
		/* A BMC that differs in everything becomes the same. */
		fake.lan[3][3] = 77;
		fake.lan[4][0] = 2;
		fake.users[3].access[1] = 0x33;
		fake.users[3].state = 2;
		fake.sol[1][0] = 1;
		fake.status[0] |= 0x40;
		fake.saved_access[1][1] = 3;
		fake.lan[24][1] = 0x43;
		assert_run(run_bmc_in("config diff -", copy, strlen(copy)), 11,
			   "- lan.1.ip_source = dhcp\n+ lan.1.ip_source = static\n", "");
		assert_run(run_bmc_in("config apply -", copy, strlen(copy)), 0,
			   "+ user.3.state = enabled", "");
		assert_run(run_bmc_in("config diff -", copy, strlen(copy)), 0,
			   "nothing to change", "");
		assert_int_equal(fake.lan[3][3], 5);
		free(copy);
	}
}

#define SITE									\
	"# a site\n[lan 1]\nsource = static\naddress = 10.20.0.15/24\n"		\
	"gateway = 10.20.0.1\nvlan = 120\n\n[channel 1]\naccess = always\n"	\
	"privilege_limit = admin\n\n[user svc-bmc]\nprivilege = operator\n"	\
	"channels = 1\nsol = yes\npassword_file = %s/pw\n\n[guard]\nkeep_admin = ADMIN\n"

static void a_file_is_applied_once(void **state)
{
	char text[1024];

	(void)state;
	snprintf(text, sizeof(text), SITE, fake.dir);
	file("site", text);
	file("pw", "Correct-Horse7\n");
	assert_json(run_bmc("-j config diff @site"), 11, "'changed':false", "'dry_run':true",
		    "{'path':'user.4.name','old':'','new':'svc-bmc'}",
		    "{'path':'lan.1.vlan','old':'off','new':'120'}", NULL);
	assert_no_writes();
	assert_run(run_bmc("-n config apply @site"), 11, "01 03 0a 14 00 0f", "");
	assert_no_writes();
	assert_run(run_bmc("config apply @site"), 0, "+ lan.1.address = 10.20.0.15", "");
	assert_memory_equal(fake.lan[3], "\x0a\x14\x00\x0f", 4);
	assert_memory_equal(fake.users[4].password, "Correct-Horse7", 14);
	fake.n = 0;
	assert_run(run_bmc("config diff @site"), 0, "nothing to change", "");
	assert_run(run_bmc("config apply @site"), 0, "nothing to change", "");
	assert_no_writes();
	/* Another password is found by the BMC's own test. */
	file("pw", "Other-Horse77\n");
	assert_run(run_bmc("config diff @site"), 11, "user.4.password", "");
	assert_run(run_bmc("config apply @site"), 0, "user.4.password", "");
	assert_memory_equal(fake.users[4].password, "Other-Horse77\0", 14);
}

static void what_is_reserved_is_not_in_the_file(void **state)
{
	const struct fake_run *r;
	char *copy;

	(void)state;
	fake.lan[24][1] = 0x49;
	fake.users[3].access[1] = 0x37;
	r = run_bmc("config show");
	assert_run(r, 0, "suite.17 = admin", "");
	assert_null(strstr(r->out, "suite.3 ="));
	copy = strdup(r->out);
	assert_run(run_bmc_in("config diff -", copy, strlen(copy)), 0, "nothing to change", "");
	free(copy);
}

static void users_that_are_not_named_go(void **state)
{
	(void)state;
	file("f", "[users]\nexclusive = yes\n[guard]\nkeep_admin = ADMIN\n");
	assert_run(run_bmc("config apply @f"), 0, "- user.3.name = monitor", "");
	assert_int_equal(fake.users[3].name[0], 0);
	assert_int_equal(fake.users[2].name[0], 'A');
	file("f", "[users]\nexclusive = yes\n");
	assert_run(run_bmc("config apply @f"), 10, "", "no administrator");
}

static void the_guarded_administrator_stays(void **state)
{
	(void)state;
	file("f", "[user ADMIN]\nenabled = no\n[guard]\nkeep_admin = ADMIN\n");
	assert_run(run_bmc("config apply @f"), 10, "", "not be an administrator");
	file("f", "[guard]\nkeep_admin = boss\n[lan 1]\nvlan = 5\n");
	assert_run(run_bmc("config apply @f"), 10, "", "boss is no user");
	file("f", "[user ADMIN]\nprivilege = user\n");
	assert_run(run_bmc("config apply @f"), 10, "", "no administrator");
	assert_int_equal(fake.users[2].state, 1);
}

static void a_mistake_anywhere_is_found_before_anything_is_sent(void **state)
{
	static const struct {
		const char *text, *says;
	} bad[] = {
		{ "vlan = 5\n", "f:1: the setting is in no section" },
		{ "[lan 1]\nvlna = 5\n", "f:2: [lan] has no key vlna" },
		{ "[lan]\nvlan = 5\n", "f:1: [lan] does not say which one" },
		{ "[lan 12]\n", "f:1: channel 12 is not in 1 to 11" },
		{ "[power 1]\n", "f:1: [power] is not about one of several" },
		{ "[lam 1]\n", "f:1: there is no section [lam]" },
		{ "[lan 1]\n[lan 1]\n", "f:2: [lan 1] is there twice" },
		{ "[lan 1]\nvlan = 5\nvlan = 6\n", "f:3: vlan is there twice" },
		{ "[lan 1]\nvlan = 4095\n", "f:1: [lan 1]: vlan 4095 is not in 1 to 4094" },
		{ "[lan 1]\naddress = 10.0.0.300/24\n", "is not an IPv4 address" },
		{ "[lan 1]\nsource = dhcp\naddress = 10.0.0.3/24\n", "together with dhcp" },
		{ "[lan 1]\nsource = bootp\n", "is not one of: static dhcp" },
		{ "[lan 1]\narp_respond = on\n", "is not one of: yes no" },
		{ "[cipher 1]\nsuite.x = admin\n", "has no key suite.x" },
		{ "[cipher 1]\nsuite.300 = admin\n", "has no key suite.300" },
		{ "[user a]\nprivilege = root\n", "is not one of: callback user" },
		{ "[user a]\nprivilege = user\nchannels = 1 14\n", "1 to 11" },
		{ "[user toolongtoolongtoolong]\n", "1 to 16 bytes" },
		{ "[boot]\ndevice = tape\n", "tape is not pxe" },
		{ "[boot]\npersistent = yes\n", "device is missing" },
		{ "[lan 1]\nvlan = 5\n[channel 1]\naccess = never\n", "f:4: access never" },
		{ "[user a]\npassword_file = ${CREDENTIALS_DIRECTORY}/x\n", "no CREDENTIALS" },
		{ "{", "is no JSON object" },
		{ "{\"lan 1\":5}", "a member is no section" },
		{ "{\"lan 1\":{\"vlan\":5}}", "vlan is no string" },
		{ "{\"schema\":2}", "schema is not 1" },
		{ "{\"lan 1\":{\"vlan\":\"9999\"}}", "1 to 4094" },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		file("f", bad[i].text);
		assert_run(run_bmc("config apply @f"), 2, "", bad[i].says);
		assert_int_equal(fake.n, 0);
	}
	assert_run(run_bmc("config apply @none"), 2, "", "can't be opened");
	assert_run(run_bmc("config diff"), 2, "", "file is missing");
	assert_int_equal(fake.n, 0);
}

static void what_was_done_before_an_error_is_told(void **state)
{
	(void)state;
	file("f", "[power]\npolicy = on\n[lan 1]\nvlan = 5\n");
	fake_rule(0x0c, 1, 20, 1, 0xcc, 1);
	assert_run(run_bmc("-j config apply @f"), 5, "", "\"power.policy\"");
	assert_int_equal(fake.status[0] & 0x60, 0x40);
}

static void the_schema_names_every_section(void **state)
{
	(void)state;
	assert_json(run_bmc("config schema"), 0, "'^lan [0-9]+$':{'type':'object'",
		    "'enum':['static','dhcp']", "'^suite.[0-9]+$'", "'^user .+$'", NULL);
	assert_int_equal(fake.opens, 0);
}

static void an_open_bmc_is_found_out(void **state)
{
	(void)state;
	/* The factory's own: suite 0, no name, straight passwords, ADMIN/ADMIN, public. */
	fake.lan_size[1] = 1;
	fake.lan_size[2] = 5;
	memcpy(fake.lan[2], "\x15\x15\x15\x15\x15", 5);
	memcpy(fake.lan[23], "\0\0\x11", 3);
	memcpy(fake.lan[16], "public\0\0\0\0\0\0\0\0\0\0\0\0", 18);
	memset(fake.key, 0, sizeof(fake.key));
	fake.users[1].state = 1;
	fake.users[1].access[1] = 0x34;
	fake.users[1].size = 16;
	memset(fake.users[2].password, 0, 20);
	memcpy(fake.users[2].password, "ADMIN", 5);
	assert_json(run_bmc("-j audit"), 1, "{'schema':1,'result':'high','findings':[",
		    "'finding':'cipher_0'", "'finding':'auth_none'", "'finding':'auth_straight'",
		    "'finding':'auth_md5'", "'finding':'snmp_public'", "'finding':'kg_zero'",
		    "'finding':'null_user'", "'finding':'password_empty'",
		    "'finding':'name_default'", "'finding':'password_default'",
		    "'finding':'ipmi_over_lan'", NULL);
	assert_run(run_bmc("audit"), 1, "anybody", "strangers can get in");
	assert_no_writes();
}

static void a_closed_bmc_passes(void **state)
{
	(void)state;
	fake.active_access[1][0] = 0x20;
	assert_run(run_bmc("audit"), 0, NULL, "");
	fake_reset();
	assert_json(run_bmc("-j audit 1"), 0, "'result':'low'", "ipmi_over_lan", NULL);
	fake.password_any = true;
	assert_run(run_bmc("audit"), 0, "were not tested", "");
	assert_no_writes();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FAKE_TEST(what_is_shown_is_what_is_there),
		FAKE_TEST(a_file_is_applied_once),
		FAKE_TEST(what_is_reserved_is_not_in_the_file),
		FAKE_TEST(users_that_are_not_named_go),
		FAKE_TEST(the_guarded_administrator_stays),
		FAKE_TEST(a_mistake_anywhere_is_found_before_anything_is_sent),
		FAKE_TEST(what_was_done_before_an_error_is_told),
		FAKE_TEST(the_schema_names_every_section),
		FAKE_TEST(an_open_bmc_is_found_out),
		FAKE_TEST(a_closed_bmc_passes),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
