// SPDX-License-Identifier: GPL-2.0-only
/* Runs as a whole: devices, answers that are late or missing, batches, output, exit statuses. */
#include "common/test.h"

#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <pty.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../bmc/cli.h"

static void make_file(const char *name, const char *text)
{
	char path[200];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", fake.dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void make_dir(const char *name)
{
	char path[200];

	snprintf(path, sizeof(path), "%s/%s", fake.dir, name);
	assert_int_equal(mkdir(path, 0700), 0);
}

static void answers_to_earlier_requests_are_ignored(void **state)
{
	(void)state;
	fake.stale = 3;
	assert_run(run_bmc("raw 6 1"), 0, "20 81 02 13", "");
	assert_run(run_bmc("mc info"), 0, "Intel", "");
}

static void a_request_without_answer_ends_in_time(void **state)
{
	long long start = fake.now;

	(void)state;
	fake.down_until = fake.now + 1000000;
	assert_run(run_bmc("mc info"), 6, "", "ipmi0 does not answer");
	assert_in_range(fake.now - start, 10000, 20000);
	start = fake.now;
	assert_run(run_bmc("-t 2 mc info"), 6, "", NULL);
	assert_in_range(fake.now - start, 1900, 2100);
	assert_int_equal(fake_count(6, 1), 2);
}

static void a_device_that_goes_away_is_6(void **state)
{
	(void)state;
	fake.gone_after = 3;
	assert_run(run_bmc("lan show"), 6, "", "ipmi0 went away");
}

static void completion_codes_become_exit_statuses(void **state)
{
	static const struct {
		uint8_t cc;
		int status;
	} table[] = {
		{ 0xc1, 12 }, { 0xd6, 12 }, { 0xd4, 4 }, { 0xc3, 6 }, { 0xc0, 7 }, { 0xcc, 5 },
		{ 0xff, 5 }, { 0x01, 5 },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(table); i++) {
		fake_reset();
		fake_rule(6, 1, -1, 0, table[i].cc, -1);
		assert_run(run_bmc("mc info"), table[i].status, "", "completion code 0x");
		assert_run(run_bmc("raw 6 1"), table[i].status, "", "completion code 0x");
	}
}

static void a_busy_bmc_is_asked_as_often_as_told(void **state)
{
	(void)state;
	fake_rule(6, 1, -1, 0, 0xc0, 5);
	assert_run(run_bmc("mc info"), 0, "Intel", "");
	assert_int_equal(fake_count(6, 1), 6);
	fake_reset();
	fake_rule(6, 1, -1, 0, 0xc0, -1);
	assert_run(run_bmc("--retries 2 mc info"), 7, "", "node busy");
	assert_int_equal(fake_count(6, 1), 3);
}

static void a_raw_request_is_not_repeated_when_it_may_have_been_done(void **state)
{
	(void)state;
	fake_rule(0x2e, 5, -1, 0, 0xc3, -1);
	assert_run(run_bmc("raw 0x2e 5"), 6, "", NULL);
	assert_int_equal(fake.n, 1);
	assert_run(run_bmc("raw lun 2 0x2e 6 1 0xff"), 12, "", NULL);
	assert_int_equal(fake.log[1].lun, 2);
	assert_memory_equal(fake.log[1].data, "\x01\xff", 2);
}

static void a_raw_request_reaches_a_controller_behind_the_bmc(void **state)
{
	(void)state;
	assert_run(run_bmc("raw to 7:0x30 lun 1 6 1"), 0, "20 81 02 13", "");
	assert_int_equal(fake.log[0].channel, 7);
	assert_int_equal(fake.log[0].slave, 0x30);
	assert_int_equal(fake.log[0].lun, 1);
	assert_run(run_bmc("raw 6 1"), 0, "20 81 02 13", "");
	assert_int_equal(fake.log[1].slave, 0);
}

static void what_the_driver_refuses_to_send_is_explained(void **state)
{
	(void)state;
	fake.refuse = -EINVAL;
	assert_run(run_bmc("raw 6 0x34"), 2, "", "does not let programs send 06/34");
	assert_run(run_bmc("raw to 5:0x30 6 1"), 2, "", "channel 5 of ipmi0 is no IPMB");
	fake.refuse = -EMSGSIZE;
	assert_run(run_bmc("raw 6 1 2 3"), 2, "", "2 data bytes is too long for ipmi0");
	fake.refuse = -ENOTTY;
	assert_run(run_bmc("raw 6 1"), 3, "", "is not the node of a BMC");
	assert_int_equal(fake.n, 0);
}

static void short_answers_are_refused_and_never_overread(void **state)
{
	static const char *const lines[] = {
		"mc info", "mc selftest", "mc guid", "channel list", "channel show 1", "lan list",
		"lan show", "lan set vlan 5", "user list", "user show #2", "user disable #2",
		"user priv #2 user", "identify show", "identify on", "power show", "power on",
		"list",
	};
	unsigned int i;
	int len;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		for (len = 0; len < 16; len++) {
			fake_reset();
			fake.short_answers = len;
			assert_in_range(run_bmc(lines[i])->status, 0, 13);
		}
		fake_reset();
		fake.short_answers = 0;
		assert_int_not_equal(run_bmc(lines[i])->status, 0);
	}
}

static void the_device_is_chosen_and_named(void **state)
{
	(void)state;
	assert_run(run_bmc("-d 0 mc info"), 0, NULL, "");
	assert_run(run_bmc("-d ipmi0 mc info"), 0, NULL, "");
	assert_run(run_bmc("-d @ipmi0 mc info"), 0, NULL, "");
	assert_run(run_bmc("--device=0 mc info"), 0, NULL, "");
	assert_run(run_bmc("mc info -d0"), 0, NULL, "");
	assert_run(run_bmc("-d 1 mc info"), 3, "", "there is: ipmi0");
	assert_run(run_bmc("-d nonsense mc info"), 3, "", "there is: ipmi0");
	assert_run(run_bmc("-d @ipmi9 mc info"), 3, "", "there is: ipmi0");
	assert_run(run_bmc("-d 00 mc info"), 3, "", "there is: ipmi0");
	make_file("ipmi1", "");
	assert_run(run_bmc("mc info"), 2, "", "several BMCs (ipmi0, ipmi1)");
	setenv("BMCCTL_DEVICE", "ipmi1", 1);
	assert_run(run_bmc("mc info"), 0, NULL, "");
	setenv("BMCCTL_DEVICE", "ipmi7", 1);
	assert_run(run_bmc("mc info"), 3, "", "ipmi7");
	assert_run(run_bmc("-d 1 mc info"), 0, NULL, "");
}

static void a_host_without_bmc_is_3_and_quiet_on_request(void **state)
{
	char path[128];

	(void)state;
	snprintf(path, sizeof(path), "%s/ipmi0", fake.dir);
	unlink(path);
	assert_run(run_bmc("mc info"), 3, "", "no BMC");
	assert_run(run_bmc("list"), 3, "", "no BMC");
	assert_run(run_bmc("-q mc info"), 3, "", "");
	assert_run(run_bmc("-q list"), 3, "", "");
}

static void other_places_of_device_nodes_are_known(void **state)
{
	char path[128];

	(void)state;
	snprintf(path, sizeof(path), "%s/ipmi0", fake.dir);
	unlink(path);
	make_dir("ipmidev");
	make_file("ipmidev/3", "");
	assert_run(run_bmc("list"), 0, "ipmi3", "");
	assert_run(run_bmc("-d 3 list"), 0, "ipmi3", "");
	assert_run(run_bmc("mc info"), 0, NULL, "");
}

static void permissions_are_4(void **state)
{
	(void)state;
	fake.open_error = -EACCES;
	assert_run(run_bmc("mc info"), 4, "", "no permission");
	fake.open_error = -ENODEV;
	assert_run(run_bmc("mc info"), 3, "", "can't open");
}

static void the_list_has_health_and_identity(void **state)
{
	(void)state;
	make_dir("class");
	make_dir("class/bmclink");
	make_dir("class/bmclink/ipmi0");
	make_file("class/bmclink/ipmi0/health", "up\n");
	make_file("class/bmclink/ipmi0/transport", "kcs\n");
	assert_json(run_bmc("-j list"), 0,
		    "'driver':'bmclink','health':'up','transport':'kcs','manufacturer':'Intel',",
		    "'manufacturer_id':343,'product_id':4660,'firmware':'2.13',",
		    "'ipmi_version':'2.0'}]", NULL);
	/* What is down is listed, but not asked. */
	make_file("class/bmclink/ipmi0/health", "down\n");
	fake.n = 0;
	assert_run(run_bmc("-j ls"), 0, "\"health\":\"down\"", "");
	assert_int_equal(fake.n, 0);
	make_file("class/bmclink/ipmi0/health", "up\n");
	fake.down_until = fake.now + 1000000;
	assert_run(run_bmc("list"), 13, "ipmi0", "could not be asked");
}

static void the_list_can_be_of_one(void **state)
{
	char line[200];

	(void)state;
	make_file("ipmi1", "");
	assert_run(run_bmc("list"), 0, "ipmi1", "");
	assert_run(run_bmc("-d 1 list"), 0, "ipmi1", "");
	assert_null(strstr(run_bmc("-d ipmi1 list")->out, "ipmi0"));
	snprintf(line, sizeof(line), "-d %s/ipmi0 list", fake.dir);
	assert_null(strstr(run_bmc(line)->out, "ipmi1"));
	assert_run(run_bmc("-d 7 list"), 3, "", "device 7 does not exist; there is: ipmi0, ipmi1");
	assert_run(run_bmc("-d /dev/null list"), 3, "", "is not the node of a BMC");
}

static void several_commands_come_from_a_batch(void **state)
{
	const char *in = "# comment\n\nidentify on 30\n  lan set 1 vlan 5 # tail\n"
			 "user rename monitor 'wat'ch\"er\"\n";

	(void)state;
	assert_run(run_bmc_in("-j -b -", in, strlen(in)), 0, NULL, "");
	assert_int_equal(fake.identify, 1);
	assert_memory_equal(fake.lan[20], "\x05\x80", 2);
	assert_memory_equal(fake.users[3].name, "watcher\0", 8);
	assert_int_equal(fake.opens, 1);
}

static void a_bad_line_stops_a_batch_before_its_first_command(void **state)
{
	(void)state;
	make_file("batch", "identify on 30\nlan set vlan 4095\nidentify off\n");
	assert_run(run_bmc("-b @batch"), 2, "", "batch:2: lan set: vlan 4095 is not in");
	assert_int_equal(fake.n, 0);
	assert_run(run_bmc("-k -b @batch"), 2, "identify", "batch:2: lan set: vlan 4095");
	assert_int_equal(fake.identify, 0);
	assert_int_equal(fake_count(0, 4), 2);
}

static void a_failing_line_stops_a_batch_unless_told(void **state)
{
	(void)state;
	make_file("batch", "raw 0x2e 1\nidentify on 30\n");
	assert_run(run_bmc("-b @batch"), 12, "", "batch:1: raw: ");
	assert_int_equal(fake_count(0, 4), 0);
	assert_run(run_bmc("-j -k -b @batch"), 12, "identify", "\"line\":1");
	assert_int_equal(fake_count(0, 4), 1);
	make_file("batch", "identify 'on 30\n");
	assert_run(run_bmc("-b @batch"), 2, "", "quote");
	make_file("batch", "user passwd ADMIN --password-stdin\n");
	assert_run(run_bmc("-b @batch"), 2, "", "in a batch");
}

/* Every document is one JSON value, of the kind that is documented. */
static void json_output_is_one_document(void **state)
{
	static const struct {
		const char *line;
		enum json_type type;
	} table[] = {
		{ "list", json_type_array }, { "channel list", json_type_array },
		{ "lan list", json_type_array }, { "user list", json_type_array },
		{ "mc info", json_type_object }, { "mc selftest", json_type_object },
		{ "mc guid", json_type_object }, { "channel show 1", json_type_object },
		{ "lan show", json_type_object }, { "user show ADMIN", json_type_object },
		{ "identify show", json_type_object }, { "power show", json_type_object },
		{ "raw 6 1", json_type_object }, { "identify on", json_type_object },
		{ "lan set vlan 9", json_type_object },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(table); i++) {
		char line[64];
		struct json_object *o, *schema;
		struct json_tokener *tok = json_tokener_new();
		const struct fake_run *r;

		snprintf(line, sizeof(line), "-j %s", table[i].line);
		r = run_bmc(line);
		assert_int_equal(r->status, 0);
		o = json_tokener_parse_ex(tok, r->out, (int)strlen(r->out));
		assert_non_null(o);
		/* Nothing but one newline behind it. */
		assert_true(json_tokener_get_parse_end(tok) >= strlen(r->out) - 1);
		assert_ptr_equal(strchr(r->out, '\n'), r->out + strlen(r->out) - 1);
		assert_int_equal(json_object_get_type(o), table[i].type);
		if (table[i].type == json_type_object) {
			assert_true(json_object_object_get_ex(o, "schema", &schema));
			assert_int_equal(json_object_get_int(schema), 1);
		}
		json_object_put(o);
		json_tokener_free(tok);
	}
}

static void lan_show_has_the_documented_form(void **state)
{
	const struct fake_run *r = run_bmc("-j lan show");

	(void)state;
	assert_json(r, 0, "{'schema':1,'channel':1,'medium':'lan','mac':'52:54:00:12:34:59',",
		    "'ip_source':'static','address':'10.0.0.5','prefix':24,", "'vlan':null",
		    "'access':{'active':'always','saved':'always'}",
		    "'set_in_progress':'complete'",
		    "[{'id':3,'max_priv':'admin'},{'id':17,'max_priv':'admin'}]",
		    "'unsupported':[]}\n", NULL);
}

static void what_is_not_offered_is_null_and_listed(void **state)
{
	(void)state;
	memcpy(fake.lan[20], "\x05\x80", 2);
	fake.lan_size[21] = 0;
	assert_run(run_bmc("-j lan show"), 0, "\"vlan_priority\":null", "");
	assert_run(run_bmc("-j lan show"), 0, "\"unsupported\":[\"vlan_priority\"]", "");
	assert_run(run_bmc("lan show"), 0, "not supported", "");
}

static void what_can_not_be_read_is_null_and_partial(void **state)
{
	(void)state;
	fake_rule(0x0c, 2, 12, 1, 0xce, -1);
	assert_run(run_bmc("-j lan show"), 13, "\"gateway\":null", "gateway");
	assert_run(run_bmc("-j lan show"), 13, "\"unsupported\":[]", NULL);
	fake_rule(0x0c, 2, 20, 1, 0xc3, -1);
	assert_run(run_bmc("lan show"), 6, "", "vlan");
}

static void unknown_numbers_are_kept_beside_the_word(void **state)
{
	(void)state;
	fake.lan[4][0] = 7;
	assert_run(run_bmc("-j lan show"), 0, "\"ip_source\":\"unknown\",\"ip_source_raw\":7", "");
	assert_run(run_bmc("lan show"), 0, "unknown (7)", "");
}

static void tables_have_their_keys_as_heading(void **state)
{
	(void)state;
	assert_run(run_bmc("-o table power show"), 0, "power  overload", "");
	assert_run(run_bmc("-o table user list"), 0, "fixed_name", "");
}

static void the_light_is_switched_and_read_back(void **state)
{
	(void)state;
	assert_run(run_bmc("-j identify on 30"), 0, "\"verified\":true", "");
	assert_memory_equal(fake.log[0].data, "\x1e", 1);
	assert_int_equal(fake.log[0].len, 1);
	assert_run(run_bmc("-j identify on"), 0, "15 s", "");
	assert_run(run_bmc("-j identify show"), 0, "\"identify\":\"timed\"", "");
	assert_run(run_bmc("identify on 2m"), 0, "120 s", "");
	assert_run(run_bmc("-j identify on forever"), 0, "\"new\":\"forever\"", "");
	assert_run(run_bmc("-j identify show"), 0, "\"identify\":\"forever\"", "");
	assert_run(run_bmc("-j identify off"), 0, "\"verified\":true", "");
	fake_rule(0, 4, -1, 0, 0x00, 1);
	assert_run(run_bmc("identify on"), 9, "", "says the light is off");
	fake.identify_known = false;
	assert_run(run_bmc("-j identify on"), 0, "\"verified\":null", "does not tell");
	assert_run(run_bmc("-j identify show"), 0, "\"unsupported\":[\"identify\"]", NULL);
	assert_run(run_bmc("identify show"), 0, "unknown", NULL);
}

static void a_light_that_can_not_stay_on_gets_255_seconds(void **state)
{
	(void)state;
	fake_rule(0, 4, 1, 1, 0xc7, 1);
	assert_run(run_bmc("-j identify on forever"), 0, "\"new\":\"255 s\"", "255 s instead");
	fake_rule(0, 4, 1, 1, 0xcc, 1);
	assert_run(run_bmc("identify on forever"), 0, "255 s", "255 s instead");
	assert_int_equal(fake.log[fake.n - 2].data[0], 255);
}

static void power_is_shown_and_set(void **state)
{
	(void)state;
	assert_run(run_bmc("-j power"), 0, "\"power\":\"on\"", "");
	assert_run(run_bmc("-j chassis power show"), 0, "\"restore_policy\":\"previous\"", "");
	assert_run(run_bmc("power on"), 0, "nothing to change", "");
	assert_int_equal(fake_count(0, 2), 0);
	assert_run(run_bmc("-j power off"), 0, "\"verified\":true", "");
	assert_run(run_bmc("-j power off"), 0, "\"changed\":false", "");
	fake_rule(0, 2, 2, 0, 0xd5, 1);
	assert_run(run_bmc("power cycle"), 5, "", "not allowed in this power state");
	assert_run(run_bmc("power soft"), 0, "soft", "");
	assert_int_equal(fake.log[fake.n - 1].data[0], 5);
}

/* The guard looks at the terminal, so this one needs one. */
static void power_at_a_terminal_needs_yes(void **state)
{
	static const char *const verbs[] = { "off", "cycle", "reset", "soft", "nmi" };
	int master, slave;
	unsigned int i;

	(void)state;
	assert_int_equal(openpty(&master, &slave, NULL, NULL, NULL), 0);
	for (i = 0; i < ARRAY_SIZE(verbs); i++) {
		char line[32];

		snprintf(line, sizeof(line), "power %s", verbs[i]);
		assert_run(run_bmc_on(line, slave), 10, "", "--yes");
		assert_int_equal(fake.n, 0);
	}
	assert_run(run_bmc_on("power on", slave), 0, NULL, "");
	assert_run(run_bmc_on("-n power reset", slave), 11, "03", "");
	assert_run(run_bmc_on("--yes power reset", slave), 0, "reset", "");
	assert_int_equal(fake_count(0, 2), 1);
	close(master);
	close(slave);
}

static void a_reset_is_waited_for_until_the_bmc_is_back(void **state)
{
	long long start = fake.now;

	(void)state;
	assert_run(run_bmc("-j mc reset cold --wait 60"), 0, "\"verified\":true", "");
	assert_in_range(fake.now - start, 12000, 18000);
	assert_int_equal(fake_count(6, 2), 1);
	start = fake.now;
	assert_run(run_bmc("mc reset warm --wait 5"), 6, "", "not back after 5 s");
	assert_in_range(fake.now - start, 5000, 9000);
	fake_reset();
	assert_run(run_bmc("mc reset warm"), 0, "warm", "");
	fake_reset();
	fake_rule(6, 2, -1, 0, 0, 1);
	fake.rules[0].silent = true;
	fake.rules[0].act = true;
	assert_run(run_bmc("mc reset cold --wait 60"), 0, "cold", "");
	fake_reset();
	fake_rule(6, 2, -1, 0, 0xd4, 1);
	assert_run(run_bmc("mc reset cold --wait 60"), 4, "", "privilege");
	fake_reset();
	fake_rule(6, 2, -1, 0, 0x00, 1);
	assert_run(run_bmc("mc reset cold --wait 60"), 0, "cold", "answered all the time");
}

static void a_failed_self_test_is_1(void **state)
{
	(void)state;
	assert_run(run_bmc("-j mc selftest"), 0, "\"result\":\"ok\"", "");
	fake_rule(6, 4, -1, 0, 0xc1, 1);
	assert_run(run_bmc("mc selftest"), 12, "", NULL);
}

static void another_program_with_the_lock_is_waited_for_then_busy(void **state)
{
	long long start = fake.now;
	char path[128];
	int fd;

	(void)state;
	snprintf(path, sizeof(path), "%s/bmc.ipmi0", fake.dir);
	fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_run(run_bmc("lan set vlan 5"), 7, "", "another program on this host");
	assert_in_range(fake.now - start, 10000, 11000);
	assert_int_equal(fake_count(0x0c, 1), 0);
	assert_run(run_bmc("-n lan set vlan 5"), 11, NULL, "");
	close(fd);
	assert_run(run_bmc("lan set vlan 5"), 0, NULL, "");
}

static void a_signal_ends_a_read_with_its_status(void **state)
{
	(void)state;
	fake.signal_at = 3;
	assert_run(run_bmc("-j lan show"), 143, "", "\"class\":\"signal\",\"code\":143");
}

static void quiet_and_verbose_do_what_they_say(void **state)
{
	(void)state;
	assert_run(run_bmc("-v mc info"), 0, NULL, "> 06/01 lun 0, 0 bytes\n");
	assert_run(run_bmc("-vv mc info"), 0, NULL, "bytes in 2 ms: 20 81 02");
	assert_run(run_bmc("-q raw 0x2e 1"), 12, "", "");
	/* What is known to be a secret is masked in raw requests too. */
	assert_null(strstr(run_bmc("-vv raw 6 0x47 2 2 0x41 0x42")->err, "41 42"));
	assert_null(strstr(run_bmc("-n raw 12 1 1 16 0x41 0x42")->out, "41 42"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FAKE_TEST(answers_to_earlier_requests_are_ignored),
		FAKE_TEST(a_request_without_answer_ends_in_time),
		FAKE_TEST(a_device_that_goes_away_is_6),
		FAKE_TEST(completion_codes_become_exit_statuses),
		FAKE_TEST(a_busy_bmc_is_asked_as_often_as_told),
		FAKE_TEST(a_raw_request_is_not_repeated_when_it_may_have_been_done),
		FAKE_TEST(a_raw_request_reaches_a_controller_behind_the_bmc),
		FAKE_TEST(what_the_driver_refuses_to_send_is_explained),
		FAKE_TEST(short_answers_are_refused_and_never_overread),
		FAKE_TEST(the_device_is_chosen_and_named),
		FAKE_TEST(a_host_without_bmc_is_3_and_quiet_on_request),
		FAKE_TEST(other_places_of_device_nodes_are_known),
		FAKE_TEST(permissions_are_4),
		FAKE_TEST(the_list_has_health_and_identity),
		FAKE_TEST(the_list_can_be_of_one),
		FAKE_TEST(several_commands_come_from_a_batch),
		FAKE_TEST(a_bad_line_stops_a_batch_before_its_first_command),
		FAKE_TEST(a_failing_line_stops_a_batch_unless_told),
		FAKE_TEST(json_output_is_one_document),
		FAKE_TEST(lan_show_has_the_documented_form),
		FAKE_TEST(what_is_not_offered_is_null_and_listed),
		FAKE_TEST(what_can_not_be_read_is_null_and_partial),
		FAKE_TEST(unknown_numbers_are_kept_beside_the_word),
		FAKE_TEST(tables_have_their_keys_as_heading),
		FAKE_TEST(the_light_is_switched_and_read_back),
		FAKE_TEST(a_light_that_can_not_stay_on_gets_255_seconds),
		FAKE_TEST(power_is_shown_and_set),
		FAKE_TEST(power_at_a_terminal_needs_yes),
		FAKE_TEST(a_reset_is_waited_for_until_the_bmc_is_back),
		FAKE_TEST(a_failed_self_test_is_1),
		FAKE_TEST(another_program_with_the_lock_is_waited_for_then_busy),
		FAKE_TEST(a_signal_ends_a_read_with_its_status),
		FAKE_TEST(quiet_and_verbose_do_what_they_say),
	};

	return cmocka_run_group_tests_name("run", tests, NULL, NULL);
}
