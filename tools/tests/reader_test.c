// SPDX-License-Identifier: GPL-2.0-only
/* Who may only read the device: what shows works, what changes is refused. */
#include "common/test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "common/fake_watch.h"

static void a_machine(void)
{
	watch_add_full(1, 1, "CPU Temp");
	watch_add_discrete(2, 8, 0x6f, "PSU");
	watch.raw[1] = 40;
	watch.dcmi = true;
	watch.power = 230;
}

/* The same words, with and without the right to write. */
static void assert_same(const char *line)
{
	static char out[65536];
	const struct fake_run *r;
	int status;

	fake.reader = false;
	r = run_bmc(line);
	status = r->status;
	snprintf(out, sizeof(out), "%s", r->out);
	fake.reader = true;
	r = run_bmc(line);
	if (r->status != status || strcmp(r->out, out) != 0) {
		print_error("%s: %d %s\nfor readers: %d %s%s\n", line, status, out, r->status,
			    r->out, r->err);
		fail();
	}
}

static void what_shows_needs_no_right_to_write(void **state)
{
	static const char *const lines[] = {
		"mc info", "mc selftest", "mc guid", "channel list", "channel show 1", "lan list",
		"lan show", "lan6 show", "lan dest list", "user list", "user list --all",
		"user show ADMIN", "cipher list", "identify show", "power show", "boot show",
		"sensor list", "sensor show CPU~Temp", "sensor thresholds CPU~Temp",
		"sdr info", "sdr list", "sdr dump @sdr", "sel list", "sel info", "sel save @sel",
		"fru list", "fru show 0", "fru dump 0 @fru", "sol show", "dcmi power",
		"dcmi limit", "dcmi asset-tag", "dcmi mc-id", "dcmi temp", "host-info",
		"chassis status", "chassis restart-cause", "chassis poh", "watchdog show",
		"oem list", "config show", "raw 6 1",
	};
	unsigned int i;

	(void)state;
	a_machine();
	for (i = 0; i < ARRAY_SIZE(lines); i++)
		assert_same(lines[i]);
	assert_run(run_bmc("metrics"), 0, "ipmi_temperature_celsius", "");
	assert_json(run_bmc("-j power policy"), 0, "'unsupported':['supported']", NULL);
}

static void the_audit_says_what_it_could_not_see(void **state)
{
	(void)state;
	fake.reader = true;
	assert_json(run_bmc("-j audit"), 0, "'finding':'ipmi_over_lan'", "'finding':'kg_unread'",
		    "'finding':'passwords_untested'", NULL);
	fake.lan_size[1] = 1;
	fake.lan_size[2] = 5;
	memcpy(fake.lan[2], "\x15\x15\x15\x15\x15", 5);
	assert_run(run_bmc("audit"), 1, "not checked, for want of permission", "strangers");
}

static void what_changes_is_refused_for_want_of_permission(void **state)
{
	static const char *const lines[] = {
		"-y power cycle", "mc reset cold", "identify on", "user disable monitor",
		"user add new channel 1 priv user --generate @pw", "lan set 1 vlan 7",
		"sel clear -y", "sel time set now", "sensor set CPU~Temp unc=50", "boot set pxe",
		"channel set 1 priv operator", "cipher set 1 17 operator", "sol set 1 enabled off",
		"dcmi limit set 100 correction 1000 period 1", "dcmi asset-tag set x",
		"raw 6 2", "raw 0 2 3",
	};
	char text[400];
	unsigned int i;

	(void)state;
	a_machine();
	fake.medium[3] = 4;
	fake.reader = true;
	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		const struct fake_run *r = run_bmc(lines[i]);

		if (r->status != 4)
			print_error("%s:\n", lines[i]);
		assert_run(r, 4, "", "permission");
	}
	fake_writes(text, sizeof(text));
	assert_string_equal(text, "");
}

static void who_may_open_the_device_may_take_the_lock(void **state)
{
	char dev[200], lock[200];
	struct stat st;

	(void)state;
	/* Taken first by somebody else of the group, whose file it is then. */
	snprintf(dev, sizeof(dev), "%s/ipmi0", fake.dir);
	snprintf(lock, sizeof(lock), "%s/bmc.ipmi0", fake.dir);
	if (geteuid())
		skip();
	assert_int_equal(chown(dev, (uid_t)-1, 4711), 0);
	assert_run(run_bmc("lan set 1 vlan 7"), 0, NULL, NULL);
	assert_int_equal(stat(lock, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_int_equal(st.st_gid, 4711);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FAKE_TEST(what_shows_needs_no_right_to_write),
		FAKE_TEST(the_audit_says_what_it_could_not_see),
		FAKE_TEST(who_may_open_the_device_may_take_the_lock),
		FAKE_TEST(what_changes_is_refused_for_want_of_permission),
	};

	return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
