// SPDX-License-Identifier: GPL-2.0-only
/* Redfish host interface and metrics. */
#include "common/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../lib/ipmi/redfish.h"
#include "common/fake_watch.h"

/* A KCS interface, then a USB network one that is Redfish over IP, then the end. */
static const uint8_t table[] = {
	42, 9, 1, 0, 0x02, 0, 1, 0xff, 0, 0, 0,
	42, 121, 2, 0, 0x40, 17, 4, 17, 0x6b, 0x04, 0x01, 0xff, 0,
	0x52, 0x54, 0, 1, 2, 3, 1, 0, 0, 0,
	1, 4, 95,
	0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee,
	0xff, 1, 1, 169, 254, 0, 18, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	1, 1, 169, 254, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0xbb, 0x01, 0xff, 0xff, 0xff, 0xff, 4, 'b', 'm', 'c', '1',
	0, 0, 0, 127, 4, 3, 0, 0, 0,
};

static void put_table(const uint8_t *data, size_t len)
{
	static const char *const dirs[] = { "firmware", "firmware/dmi", "firmware/dmi/tables" };
	char path[160];
	unsigned int i;
	FILE *f;

	for (i = 0; i < ARRAY_SIZE(dirs); i++) {
		snprintf(path, sizeof(path), "%s/%s", fake.dir, dirs[i]);
		mkdir(path, 0700);
	}
	snprintf(path, sizeof(path), "%s/firmware/dmi/tables/DMI", fake.dir);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	fclose(f);
}

static void the_redfish_record_is_found_among_others(void **state)
{
	(void)state;
	assert_run(run_bmc("redfish show"), 3, "", "no SMBIOS");
	put_table(table, sizeof(table));
	assert_json(run_bmc("-j redfish show"), 0, "'device_type':'usb_v2'",
		    "'vendor':'0x046b'", "'mac':'52:54:00:01:02:03'", "'bootstrap':true",
		    "'service_uuid':'00112233-4455-6677-8899-aabbccddeeff'",
		    "'host_address':'169.254.0.18'", "'service_address':'169.254.0.17'",
		    "'port':443", "'vlan':null", "'service_name':'bmc1'",
		    "'url':'https://169.254.0.17:443/redfish/v1/'", NULL);
	assert_int_equal(fake.n, 0);
	put_table(table, 11);
	assert_run(run_bmc("redfish show"), 12, "", "no Redfish");
}

static void a_broken_table_is_survived(void **state)
{
	uint8_t broken[sizeof(table)];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table); i++) {
		memcpy(broken, table, sizeof(table));
		broken[i] = 0xff;
		put_table(broken, sizeof(broken));
		assert_in_range(run_bmc("redfish show")->status, 0, 12);
		put_table(table, i);
		assert_in_range(run_bmc("redfish show")->status, 0, 12);
	}
}

static void credentials_go_into_a_file_of_ones_own(void **state)
{
	char path[120], text[100] = "";
	struct stat st;
	int fd;

	(void)state;
	watch.redfish = true;
	assert_run(run_bmc("redfish bootstrap --out @cred"), 10, "", "--yes");
	assert_run(run_bmc("redfish bootstrap"), 2, "", "--out");
	assert_int_equal(fake.n, 0);
	assert_run(run_bmc("-vv --yes redfish bootstrap --out @cred"), 0, "created", NULL);
	assert_null(strstr(run_bmc("-n -vv redfish bootstrap --out @cred2")->err, "73 65 63"));
	snprintf(path, sizeof(path), "%s/cred", fake.dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	fd = open(path, O_RDONLY);
	assert_true(read(fd, text, sizeof(text) - 1) > 0);
	close(fd);
	assert_string_equal(text, "username=boot0\npassword=secret-of-16-by!\n");
	assert_run(run_bmc("--yes redfish bootstrap --out @cred"), 1, "", "exists");
	assert_int_equal(fake_count(0x2c, 0x02), 1);
	assert_null(strstr(run_bmc("-vv --yes redfish bootstrap --out @c3")->err, "73 65 63 72"));
}

static void a_bmc_that_disables_uninvited_is_noticed(void **state)
{
	(void)state;
	watch.redfish = true;
	watch.redfish_trap = true;
	assert_run(run_bmc("--yes redfish bootstrap --out @cred"), 0, NULL, "disabled now");
	assert_run(run_bmc("redfish fingerprint"), 12, "", "disabled");
	assert_run(run_bmc("--yes redfish bootstrap --out @cred2"), 12, "", "disabled");
	assert_run(run_bmc("--yes redfish bootstrap --out @cred2"), 12, "", "disabled");
}

static void the_fingerprint_is_shown(void **state)
{
	(void)state;
	watch.redfish = true;
	assert_json(run_bmc("-j redfish fingerprint"), 0, "'algorithm':'sha256'",
		    "'fingerprint':'abababab", NULL);
	assert_run(run_bmc("redfish fingerprint 0"), 2, "", NULL);
}

static void figures_have_the_names_dashboards_know(void **state)
{
	const struct fake_run *r;

	(void)state;
	watch_add_full(1, 1, "CPU \"0\" Temp");
	watch_add_full(2, 4, "Gone");
	watch.missing[2] = true;
	watch.raw[1] = 97;
	watch.states[1] = 0x18;
	watch.dcmi = true;
	watch.power = 230;
	r = run_bmc("metrics");
	assert_run(r, 0, "ipmi_temperature_celsius{id=\"1\",name=\"CPU \\\"0\\\" Temp\"} 97\n", "");
	assert_run(r, 0, "ipmi_temperature_state{id=\"1\",name=\"CPU \\\"0\\\" Temp\"} 2\n", "");
	assert_run(r, 0, "ipmi_dcmi_power_consumption_watts 230\n", "");
	assert_run(r, 0, "ipmi_chassis_power_state 1\n", "");
	assert_run(r, 0, "ipmi_sel_entries_count 0\n", "");
	assert_run(r, 0, "ipmi_up{collector=\"sel\"} 1\n", "");
	assert_run(r, 0, "ipmi_bmc_info{firmware_revision=\"2.13\"", "");
	assert_run(r, 0, "ipmi_bmc_lan_info{channel=\"1\",address=\"10.0.0.5\",mac=\"", "");
	assert_null(strstr(r->out, "Gone"));
	assert_string_equal(r->out + strlen(r->out) - 6, "# EOF\n");
}

static void a_textfile_is_replaced_also_when_the_bmc_is_down(void **state)
{
	char path[120], text[400] = "";
	struct stat st;
	int fd;

	(void)state;
	assert_run(run_bmc("metrics --textfile @bmc.prom"), 0, "", "");
	fake.down_until = fake.now + 1000000;
	assert_run(run_bmc("metrics --textfile @bmc.prom"), 6, "", "does not answer");
	snprintf(path, sizeof(path), "%s/bmc.prom", fake.dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	fd = open(path, O_RDONLY);
	assert_true(read(fd, text, sizeof(text) - 1) > 0);
	close(fd);
	assert_non_null(strstr(text, "ipmi_up{collector=\"ipmi\"} 0\n"));
	assert_run(run_bmc("metrics --textfile @none/bmc.prom"), 1, "", "No such file");
}

/* What promtool says of a file, as its exit status; 127: there is no promtool. */
static int promtool(const char *path)
{
	pid_t pid = fork();
	int status, fd;

	if (!pid) {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0 || dup2(fd, STDIN_FILENO) < 0)
			_exit(126);
		execlp("promtool", "promtool", "check", "metrics", (char *)NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void promtool_has_nothing_to_say(void **state)
{
	char path[120];
	int status;

	(void)state;
	watch_add_full(1, 1, "Temp");
	watch_add_full(2, 2, "Volt")[21] = 4;
	watch_add_full(3, 4, "Fan")[21] = 18;
	watch_add_full(4, 3, "Amps")[21] = 5;
	watch_add_full(5, 8, "Watts")[21] = 6;
	watch_add_full(6, 0x0b, "Air")[21] = 17;
	watch_add_discrete(7, 8, 0x6f, "PSU");
	watch.dcmi = true;
	watch.power = 100;
	assert_run(run_bmc("metrics --textfile @bmc.prom"), 0, "", "");
	snprintf(path, sizeof(path), "%s/bmc.prom", fake.dir);
	status = promtool(path);
	if (status == 127)
		skip();
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FAKE_TEST(the_redfish_record_is_found_among_others),
		FAKE_TEST(a_broken_table_is_survived),
		FAKE_TEST(credentials_go_into_a_file_of_ones_own),
		FAKE_TEST(a_bmc_that_disables_uninvited_is_noticed),
		FAKE_TEST(the_fingerprint_is_shown),
		FAKE_TEST(figures_have_the_names_dashboards_know),
		FAKE_TEST(a_textfile_is_replaced_also_when_the_bmc_is_down),
		FAKE_TEST(promtool_has_nothing_to_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
