// SPDX-License-Identifier: GPL-2.0-only
/* The event log: reading, clearing, following without loss and without invention. */
#include "common/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../lib/sel.h"
#include "common/fake_watch.h"

#define NOW 1700000000U

static void an_empty_log_is_an_empty_list(void **state)
{
	(void)state;
	assert_json(run_bmc("-j sel list"), 0, "[]", NULL);
	assert_run(run_bmc("sel info"), 0, "0", "");
}

static void events_are_decoded_with_names_and_values(void **state)
{
	uint8_t *e;

	(void)state;
	watch_add_full(7, 1, "CPU Temp");
	watch_add_event(NOW, 1, 7, 0x01, 0x59);
	e = watch.sel[0];
	e[14] = 97;
	e[15] = 95;
	watch_add_event(NOW + 5, 8, 9, 0xef, 0x01);
	assert_json(run_bmc("-j sel list"), 0, "'sensor':'CPU Temp'",
		    "'state':'upper-critical-going-high'", "'direction':'asserted'",
		    "'severity':'critical'", "'reading':'97 C'", "'threshold':'95 C'",
		    "'time_raw':1700000000", "'sensor':'#0x09'", "'state':'failure-detected'",
		    "'direction':'deasserted'", NULL);
	assert_run(run_bmc("sel show 2"), 0, "failure-detected", "");
	assert_run(run_bmc("sel show 77"), 5, "", "not present");
	assert_run(run_bmc("sel show x"), 2, "", NULL);
}

static void odd_records_and_time_stamps_are_marked(void **state)
{
	(void)state;
	watch_add_event(1234, 1, 1, 1, 0);
	watch_add_event(0xffffffff, 1, 1, 1, 0);
	watch_add_event(NOW, 1, 1, 1, 0);
	watch.sel[2][2] = 0xc1;
	watch_add_event(NOW, 1, 1, 1, 0);
	watch.sel[3][2] = 0xe5;
	assert_json(run_bmc("-j sel list"), 0,
		    "'time':null,'time_raw':1234,'time_status':'since_init'",
		    "'time_status':'unspecified'", "'type':'oem_timestamped'",
		    "'manufacturer':262176",
		    "'type':'oem'", "'time_status':'none'", NULL);
}

static void a_utc_offset_is_taken_into_account(void **state)
{
	(void)state;
	setenv("TZ", "UTC", 1);
	watch.sel_utc = 60;
	watch_add_event(NOW, 1, 1, 1, 0);
	assert_json(run_bmc("-j sel list"), 0, "'time':'2023-11-14T21:13:20+00:00'", NULL);
	watch.sel_utc = 0x07ff;
	assert_json(run_bmc("-j sel list"), 0, "'time':'2023-11-14T22:13:20+00:00'", NULL);
	unsetenv("TZ");
}

static void the_list_is_cut_by_time_and_number(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < 20; i++)
		watch_add_event(NOW + i, 1, (uint8_t)i, 1, 0);
	assert_null(strstr(run_bmc("sel list last 2")->out, "#0x11"));
	assert_run(run_bmc("sel list last 2"), 0, "#0x12", "");
	assert_run(run_bmc("sel list since 2023-11-14T22:13:38Z"), 0, "#0x12", "");
	assert_null(strstr(run_bmc("sel list since 2023-11-14T22:13:38Z")->out, "#0x11"));
	assert_run(run_bmc("sel list since yesterday"), 2, "", "is no time");
	assert_run(run_bmc("sel list since 2026-13-01"), 2, "", "is no time");
	assert_run(run_bmc("sel list last 0"), 2, "", NULL);
}

static void clearing_needs_a_yes_and_waits_for_the_end(void **state)
{
	(void)state;
	watch_add_event(NOW, 1, 1, 1, 0);
	assert_run(run_bmc("sel clear"), 10, "", "--yes");
	assert_int_equal(fake.n, 0);
	assert_run(run_bmc("-n sel clear"), 11, NULL, "");
	assert_int_equal(fake_count(0x0a, 0x47), 0);
	fake_rule(0x0a, 0x47, 0xaa, 5, 0xc5, 2);
	assert_json(run_bmc("-j --yes sel clear"), 0, "'old':'1','new':'0'", NULL);
	assert_int_equal(watch.n_sel, 0);
	assert_int_equal(watch.sel_clearing, 0);
	assert_run(run_bmc("--yes sel clear"), 0, "nothing to change", "");
	watch_add_event(NOW, 1, 1, 1, 0);
	fake_rule(0x0a, 0x47, -1, 0, 0xc5, -1);
	assert_run(run_bmc("--yes sel clear"), 5, "", "reservation");
}

static void a_log_is_saved_and_read_again(void **state)
{
	char path[100];
	int fd;

	(void)state;
	watch_add_event(NOW, 1, 1, 1, 0);
	watch_add_event(NOW, 1, 0x42, 1, 0);
	assert_run(run_bmc("sel save @log"), 0, "2", "");
	watch.n_sel = 0;
	assert_run(run_bmc("sel list from @log"), 0, "#0x42", "");
	snprintf(path, sizeof(path), "%s/log", fake.dir);
	fd = open(path, O_WRONLY);
	assert_int_equal(ftruncate(fd, 20), 0);
	close(fd);
	assert_run(run_bmc("sel list from @log"), 2, "", "no saved log");
	assert_run(run_bmc("sel list from @none"), 1, "", "No such file");
}

static void a_saved_log_is_added_again(void **state)
{
	const struct fake_run *r;

	(void)state;
	watch_add_event(NOW, 1, 1, 1, 0);
	watch_add_event(NOW, 1, 0x42, 1, 0);
	assert_run(run_bmc("sel save @log"), 0, "2", "");
	assert_run(run_bmc("-n sel restore @log"), 11, "10     68       01 00", "");
	assert_int_equal(watch.n_sel, 2);
	/* A remark is JSON where an error would be. */
	r = run_bmc("-j sel restore @log");
	assert_run(r, 0, "\"old\":\"2\",\"new\":\"4\"", "{\"note\":{\"message\":\"the BMC gives");
	assert_string_equal(strchr(r->err, '\n'), "\n");
	assert_run(run_bmc("sel restore @log"), 0, "4", "bmc: note: the BMC gives");
	assert_int_equal(watch.n_sel, 6);
	assert_memory_equal(watch.sel[5] + 10, watch.sel[1] + 10, 6);
	fake_rule(0x0a, 0x44, -1, 0, 0xc4, 1);
	assert_run(run_bmc("sel restore @log"), 5, "", "space");
}

static void a_name_that_is_no_utf8_leaves_json_valid(void **state)
{
	(void)state;
	assert_json(run_bmc("-j sel save @a\xff\xc0\x80\xed\xa0\x80"), 0, "'file':'",
		    "a\\\\xff\\\\xc0\\\\x80\\\\xed\\\\xa0\\\\x80'", NULL);
	assert_json(run_bmc("-j sel save @\xc3\xa4\xf0\x9f\x98\x80"), 0,
		    "/\xc3\xa4\xf0\x9f\x98\x80'", NULL);
}

static void the_clock_is_shown_and_set(void **state)
{
	char writes[60];

	(void)state;
	assert_json(run_bmc("-j sel time"), 0, "'time_raw':1700000000", "'difference_s':-", NULL);
	assert_json(run_bmc("-j sel time set now"), 0, "'changed':true", NULL);
	fake_writes(writes, sizeof(writes));
	assert_non_null(strstr(writes, "0a/49:"));
	assert_run(run_bmc("sel time set now"), 0, "nothing to change", "");
	assert_run(run_bmc("sel time set later"), 2, "", "is not now");
}

static void loops_and_short_answers_are_survived(void **state)
{
	int len;

	(void)state;
	watch_add_event(NOW, 1, 1, 1, 0);
	watch_add_event(NOW, 1, 2, 1, 0);
	watch.sel[1][0] = 1;
	assert_run(run_bmc("sel list"), 13, "#0x01", "loop");
	for (len = 0; len < 20; len++) {
		fake_reset();
		watch_add_event(NOW, 1, 1, 1, 0);
		fake.short_answers = len;
		assert_in_range(run_bmc("sel list")->status, 0, 13);
		assert_in_range(run_bmc("sel info")->status, 0, 13);
		assert_in_range(run_bmc("--yes sel clear")->status, 0, 13);
	}
}

/* A BMC with 50 events a second; what it logged, and what must be told of it. */
static unsigned int made, cleared_at, reset_at, stop_at;
static long long next_event;

static void busy_bmc(void)
{
	while (fake.now >= next_event && made < stop_at) {
		if (cleared_at && made == cleared_at) {
			cleared_at = 0;
			watch.sel_base = 1;
			watch.n_sel = 0;
			watch.sel_erased = watch.sel_time;
		}
		if (reset_at && made == reset_at) {
			reset_at = 0;
			fake.down_at = fake.now;
			fake.down_until = fake.now + 30000;
			/* Nothing is logged while the BMC starts. */
			next_event = fake.down_until;
			return;
		}
		next_event += 20;
		watch.sel_time = NOW + made / 50;
		watch_add_event(watch.sel_time, 1, (uint8_t)made, 1, 0);
		watch.sel[watch.n_sel - 1][14] = (uint8_t)(made >> 8);
		made++;
	}
}

static unsigned int count(const char *text, const char *word)
{
	unsigned int n = 0;

	for (; (text = strstr(text, word)); text++)
		n++;
	return n;
}

static void start_busy(unsigned int clear, unsigned int reset, unsigned int stop)
{
	made = 0;
	cleared_at = clear;
	reset_at = reset;
	stop_at = stop;
	next_event = fake.now + 500;
	fake.tick = busy_bmc;
}

static void each_event_is_told_once_at_50_a_second(void **state)
{
	const struct fake_run *r;
	char word[40];
	unsigned int i;

	(void)state;
	watch_add_event(NOW - 5, 2, 1, 1, 0);
	start_busy(0, 120, 250);
	r = run_bmc("-j -t 120 monitor --count 250");
	assert_int_equal(r->status, 0);
	assert_int_equal(count(r->out, "'event'"), 0);
	assert_int_equal(count(r->out, "\"event\":\"sel\""), 250);
	for (i = 0; i < 250; i++) {
		snprintf(word, sizeof(word), "\"data\":\"00 %02x", i >> 8);
		assert_true(count(r->out, word) > 0);
		snprintf(word, sizeof(word), "\"sensor_key\":\"20.0.%02x\"", i);
		assert_int_equal(count(r->out, word), 1);
	}
	assert_int_equal(count(r->out, "\"event\":\"down\""), 1);
	assert_int_equal(count(r->out, "\"event\":\"up\""), 1);
	assert_int_equal(count(r->out, "\"event\":\"gap\""), 0);
}

static void a_clear_is_told_and_nothing_twice(void **state)
{
	const struct fake_run *r;
	char word[40];
	unsigned int i, n, total = 0;

	(void)state;
	start_busy(100, 0, 220);
	r = run_bmc("-j -t 20 monitor");
	assert_int_equal(r->status, 6);
	assert_int_equal(count(r->out, "\"event\":\"cleared\""), 1);
	for (i = 0; i < 220; i++) {
		snprintf(word, sizeof(word), "\"sensor_key\":\"20.0.%02x\"", i);
		n = count(r->out, word);
		assert_true(n <= 1);
		total += n;
	}
	/* What was logged within one look before the clear is gone, and only that. */
	assert_in_range(total, 160, 220);
}

static void swap_log(void)
{
	if (!made && fake.now > next_event) {
		made = 1;
		watch.n_sel = 0;
		watch_add_event(NOW + 7, 1, 2, 1, 0);
		watch_add_event(NOW + 7, 1, 3, 1, 0);
	}
}

static void a_log_that_was_swapped_is_a_gap(void **state)
{
	const struct fake_run *r;

	(void)state;
	watch_add_event(NOW, 1, 1, 1, 0);
	start_busy(0, 0, 0);
	fake.tick = swap_log;
	r = run_bmc("-j -t 9 monitor --count 2");
	assert_int_equal(r->status, 0);
	assert_int_equal(count(r->out, "\"event\":\"gap\""), 1);
	assert_int_equal(count(r->out, "\"event\":\"sel\""), 2);
}

static void the_journal_gets_fields(void **state)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	char data[4096] = "";
	int fd;

	(void)state;
	start_busy(0, 0, 1);
	assert_run(run_bmc("monitor --journal --count 1"), 1, "", "no journal");
	start_busy(0, 0, 2);
	snprintf(at.sun_path, sizeof(at.sun_path), "%s", fake.journal);
	fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_run(run_bmc("monitor --journal --count 1"), 0, "", "");
	assert_true(recv(fd, data, sizeof(data) - 1, MSG_DONTWAIT) > 0);
	close(fd);
	assert_non_null(strstr(data, "MESSAGE=ipmi0 sel 0x0001"));
	assert_non_null(strstr(data, "\nPRIORITY="));
	assert_non_null(strstr(data, "\nBMC_RECORD_ID=0x0001\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FAKE_TEST(an_empty_log_is_an_empty_list),
		FAKE_TEST(events_are_decoded_with_names_and_values),
		FAKE_TEST(odd_records_and_time_stamps_are_marked),
		FAKE_TEST(a_utc_offset_is_taken_into_account),
		FAKE_TEST(the_list_is_cut_by_time_and_number),
		FAKE_TEST(clearing_needs_a_yes_and_waits_for_the_end),
		FAKE_TEST(a_log_is_saved_and_read_again),
		FAKE_TEST(a_saved_log_is_added_again),
		FAKE_TEST(a_name_that_is_no_utf8_leaves_json_valid),
		FAKE_TEST(the_clock_is_shown_and_set),
		FAKE_TEST(loops_and_short_answers_are_survived),
		FAKE_TEST(each_event_is_told_once_at_50_a_second),
		FAKE_TEST(a_clear_is_told_and_nothing_twice),
		FAKE_TEST(a_log_that_was_swapped_is_a_gap),
		FAKE_TEST(the_journal_gets_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
