// SPDX-License-Identifier: GPL-2.0-only
/* SDRs and sensors: reading, keeping, decoding, setting; and BMCs that lie about them. */
#include "common/test.h"

#include <dirent.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/ipmi/sensor.h"
#include "../lib/ipmi/text.h"
#include "../lib/ipmi/units.h"
#include "../lib/sdrs.h"
#include "common/fake_watch.h"

static void thousand_sensors(void)
{
	char name[20];
	unsigned int i;

	for (i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "Sensor number %03u", i);
		watch_add_full(i % 250 | i / 250 << 8, 1, name);
	}
	watch.raw[3] = 40;
}

static void a_thousand_sensors_cost_no_more_messages_than_needed(void **state)
{
	static const unsigned int most[] = { 0, 22, 32, 64, 16, 251 };
	unsigned int i, first, needed, chunk;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(most); i++) {
		fake_reset();
		thousand_sensors();
		watch.most = most[i];
		chunk = most[i] ? most[i] : 255;
		/* Records of 65 bytes, a reading each, device ID and repository info. */
		needed = 1000 * ((65 + chunk - 1) / chunk + 1) + 2;
		unlink(fake.cache);
		assert_run(run_bmc("sdr refresh"), 0, "1000", "");
		fake.n = 0;
		assert_run(run_bmc("sensor list"), 0, "Sensor number 999", "");
		assert_in_range(fake.n, 1000, 1002);
		fake.n = 0;
		watch.added++;
		assert_run(run_bmc("sensor list"), 0, "Sensor number 999", "");
		first = fake.n;
		assert_in_range(first, needed, needed + needed / 10);
	}
}

static void the_cache_saves_most_messages_where_records_come_in_pieces(void **state)
{
	unsigned int first;

	(void)state;
	thousand_sensors();
	watch.most = 22;
	assert_run(run_bmc("sensor list"), 0, "Sensor number 999", "");
	first = fake.n;
	fake.n = 0;
	assert_run(run_bmc("sensor list"), 0, "Sensor number 999", "");
	assert_in_range(fake.n, 1000, first * 3 / 10);
}

static void a_changed_bmc_is_noticed(void **state)
{
	(void)state;
	watch_add_full(1, 1, "Before");
	assert_run(run_bmc("sensor list"), 0, "Before", "");
	watch.n_sdr = 0;
	watch_add_full(1, 1, "After");
	assert_run(run_bmc("sensor list"), 0, "Before", "");
	watch.added++;
	assert_run(run_bmc("sensor list"), 0, "After", "");
	watch.n_sdr = 0;
	watch_add_full(1, 1, "Updated");
	fake.device_id[2]++;
	assert_run(run_bmc("sensor list"), 0, "Updated", "");
}

static void cache_path(char *path, size_t room)
{
	snprintf(path, room, "%s/sdr-ipmi0", fake.cache);
}

static void a_damaged_cache_is_not_used(void **state)
{
	char path[120], byte;
	struct stat st;
	off_t at;
	int fd;

	(void)state;
	cache_path(path, sizeof(path));
	watch_add_full(1, 1, "Sensor");
	assert_run(run_bmc("sdr list"), 0, "Sensor", "");
	assert_int_equal(stat(path, &st), 0);
	for (at = 0; at < st.st_size; at++) {
		fd = open(path, O_RDWR);
		assert_int_equal(pread(fd, &byte, 1, at), 1);
		byte ^= 0x10;
		assert_int_equal(pwrite(fd, &byte, 1, at), 1);
		close(fd);
		fake.n = 0;
		assert_run(run_bmc("sdr list"), 0, "Sensor", "");
		assert_int_equal(fake_count(0x0a, 0x23), 1);
	}
	for (at = 0; at < st.st_size; at += 7) {
		assert_int_equal(truncate(path, at), 0);
		fake.n = 0;
		assert_run(run_bmc("sdr list"), 0, "Sensor", "");
		assert_int_equal(fake_count(0x0a, 0x23), 1);
	}
	assert_int_equal(chmod(path, 0666), 0);
	fake.n = 0;
	assert_run(run_bmc("sdr list"), 0, "Sensor", "");
	assert_int_equal(fake_count(0x0a, 0x23), 1);
}

static void without_a_place_for_a_cache_all_works(void **state)
{
	int fd;

	(void)state;
	fd = open(fake.cache, O_CREAT | O_WRONLY, 0600);
	close(fd);
	watch_add_full(1, 1, "Sensor");
	assert_run(run_bmc("sensor list"), 0, "Sensor", "");
	assert_run(run_bmc("sensor list"), 0, "Sensor", "");
	assert_int_equal(fake_count(0x0a, 0x23), 2);
}

static void reservations_are_taken_again_when_lost(void **state)
{
	(void)state;
	watch.most = 16;
	watch_add_full(1, 1, "One");
	watch_add_full(2, 1, "Two");
	fake_rule(0x0a, 0x23, 16, 4, 0xc5, 3);
	assert_run(run_bmc("sdr list"), 0, "Two", "");
}

static void a_bmc_whose_reservations_never_hold_is_left(void **state)
{
	(void)state;
	watch.most = 16;
	watch.lossy = true;
	watch_add_full(1, 1, "One");
	assert_run(run_bmc("sdr list"), 7, "", "reservation");
	assert_in_range(fake.n, 10, 100);
}

static void a_loop_of_records_ends(void **state)
{
	(void)state;
	watch_add_full(1, 1, "One");
	watch_add_full(2, 1, "Two");
	watch.loop_sdr = true;
	assert_run(run_bmc("sdr list"), 13, "Two", "loop");
	assert_in_range(fake.n, 3, 10);
}

static void a_wrong_count_of_records_does_no_harm(void **state)
{
	(void)state;
	watch_add_full(1, 1, "One");
	watch_add_full(2, 1, "Two");
	watch.said_sdr = 1;
	assert_run(run_bmc("sdr list"), 0, "Two", "");
	watch.said_sdr = 60000;
	assert_run(run_bmc("sdr list"), 0, "Two", "");
	watch.said_sdr = 0;
	assert_run(run_bmc("-j sensor list"), 0, "[]", "");
}

static void short_records_are_read_on_strict_bmcs(void **state)
{
	(void)state;
	watch.exact = true;
	watch.most = 48;
	watch_add_full(1, 1, "Full");
	watch_add_discrete(2, 0x08, 0x6f, "PS");
	watch_add_full(3, 1, "Full 2");
	assert_run(run_bmc("sdr list"), 0, "PS", "");
	assert_run(run_bmc("sensor list"), 0, "Full 2", "");
}

static void lying_lengths_are_survived(void **state)
{
	unsigned int i, len;

	(void)state;
	for (i = 0; i < 256; i += 5) {
		fake_reset();
		fake.device_id[6] = (uint8_t)i;
		watch_add_full(1, 1, "One");
		watch_add_discrete(2, 0x08, 0x6f, "Two");
		watch.sdr[0].data[4] = (uint8_t)i;
		watch.sdr[0].data[47] = (uint8_t)i;
		assert_in_range(run_bmc("sensor list")->status, 0, 13);
	}
	for (len = 0; len < 20; len++) {
		fake_reset();
		watch_add_full(1, 1, "One");
		fake.short_answers = (int)len;
		assert_in_range(run_bmc("sensor list")->status, 0, 13);
		assert_in_range(run_bmc("sensor thresholds One")->status, 0, 13);
		assert_in_range(run_bmc("sensor set One uc=80")->status, 0, 13);
	}
}

static void device_sdrs_are_used_when_there_is_no_repository(void **state)
{
	(void)state;
	fake.device_id[5] = 0x01;
	watch_add_full(1, 1, "Device sensor");
	assert_run(run_bmc("sensor list"), 0, "Device sensor", "");
	assert_int_equal(fake_count(0x04, 0x21), 1);
	assert_int_equal(fake_count(0x0a, 0x23), 0);
}

static void readings_have_values_units_and_states(void **state)
{
	uint8_t *r;

	(void)state;
	r = watch_add_full(5, 2, "12V");
	r[21] = 4;
	r[24] = 0x3f;
	r[29] = 0xd0;
	memset(watch.limits[5], 0, 7);
	watch.raw[5] = 190;
	watch.states[5] = 0xc0;
	watch.added++;
	r[18] = 0;
	assert_json(run_bmc("-j sensor list"), 0, "'name':'12V'", "'value':11.97,",
		    "'unit':'volts'", "'state':'ok'", "'key':'20.0.05'", "'raw':190",
		    "'entity':'processor 1'", "'status':'ok'", NULL);
	assert_run(run_bmc("sensor list"), 0, "11.97 V", "");
}

static void a_sensor_without_reading_has_no_value(void **state)
{
	(void)state;
	watch_add_full(1, 1, "Off");
	watch.flags[1] = 0x80;
	assert_json(run_bmc("-j sensor list"), 0, "'value':null", "'status':'disabled'", NULL);
	watch.flags[1] = 0xe0;
	assert_json(run_bmc("-j sensor list"), 0, "'value':null", "'status':'unavailable'", NULL);
	watch.missing[1] = true;
	assert_json(run_bmc("-j sensor list"), 0, "'value':null", "'status':'not_present'", NULL);
	watch.missing[1] = false;
	fake_rule(4, 0x2d, -1, 0, 0xff, -1);
	assert_json(run_bmc("-j sensor list"), 13, "'value':null", "'status':'error'", NULL);
}

static void alarms_are_named_and_filtered(void **state)
{
	(void)state;
	watch_add_full(1, 1, "Hot");
	watch_add_full(2, 4, "Fine");
	watch_add_discrete(3, 0x08, 0x6f, "PSU");
	watch.raw[1] = 97;
	watch.states[1] = 0x18;
	watch.raw[2] = 50;
	watch.states[3] = 0x8003;
	assert_json(run_bmc("-j sensor list"), 0, "'state':'critical'",
		    "['upper-non-critical','upper-critical']",
		    "'states':['presence-detected','failure-detected']",
		    "'alarms':['failure-detected']", NULL);
	assert_null(strstr(run_bmc("sensor list state alarm")->out, "Fine"));
	assert_run(run_bmc("sensor list state alarm"), 0, "Hot", "");
	assert_null(strstr(run_bmc("sensor list type fan")->out, "Hot"));
	assert_run(run_bmc("sensor list type fan"), 0, "Fine", "");
	assert_run(run_bmc("sensor list type nonsense"), 2, "", "no sensor type");
}

static void shared_records_are_so_many_sensors(void **state)
{
	uint8_t *r;

	(void)state;
	r = watch_add_discrete(10, 0x0d, 0x6f, "Drive ");
	r[23] = 3;
	r[24] = 0x81;
	watch.states[12] = 0x0002;
	assert_run(run_bmc("sensor list"), 0, "Drive 1", "");
	assert_run(run_bmc("sensor list"), 0, "Drive 3", "");
	assert_run(run_bmc("sensor show Drive~3"), 0, "drive-fault", "");
	assert_json(run_bmc("-j sensor show Drive~3"), 0, "'entity':'processor 3'", NULL);
}

static void owner_and_lun_are_respected(void **state)
{
	uint8_t *r;

	(void)state;
	r = watch_add_full(1, 1, "Here");
	r[6] = 0x02;
	r = watch_add_full(2, 1, "There");
	r[5] = 0x2c;
	r[6] = 0x60;
	r = watch_add_full(3, 1, "Nowhere");
	r[5] = 0x41;
	assert_run(run_bmc("sensor list"), 0, "There", "");
	assert_int_equal(fake_count(4, 0x2d), 2);
	assert_int_equal(fake.log[fake.n - 2].lun, 2);
	assert_int_equal(fake.log[fake.n - 2].slave, 0);
	assert_int_equal(fake.log[fake.n - 1].slave, 0x2c);
	assert_int_equal(fake.log[fake.n - 1].channel, 6);
}

static void an_owner_that_does_not_answer_is_asked_once(void **state)
{
	unsigned int i;
	char name[8];

	(void)state;
	for (i = 0; i < 10; i++) {
		snprintf(name, sizeof(name), "S%u", i);
		watch_add_full(i, 1, name)[5] = 0x2c;
	}
	fake_rule(4, 0x2d, -1, 0, 0xd3, -1);
	assert_run(run_bmc("sensor list"), 13, "S9", "10 of 10");
	assert_int_equal(fake_count(4, 0x2d), 1);
}

static void controllers_out_of_reach_leave_the_rest_readable(void **state)
{
	(void)state;
	fake.only_bmc = true;
	watch_add_full(1, 1, "There")[5] = 0x2c;
	watch_add_full(2, 1, "Here");
	watch.raw[2] = 50;
	assert_run(run_bmc("sensor list"), 13, "50 C", "1 of 2");
}

static void nonlinear_sensors_are_asked_for_their_factors(void **state)
{
	(void)state;
	watch_add_full(1, 1, "Curve")[23] = 0x70;
	watch.raw[1] = 7;
	watch.nonlinear = 6;
	assert_json(run_bmc("-j sensor list"), 0, "'value':42.0", NULL);
	assert_int_equal(fake.log[fake.n - 1].netfn, 0x04);
	assert_int_equal(fake.log[fake.n - 1].cmd, 0x23);
}

static void thresholds_that_were_changed_are_noticed_in_the_list(void **state)
{
	(void)state;
	watch_add_full(1, 1, "Moved");
	watch.raw[1] = 45;
	assert_json(run_bmc("-j sensor list"), 0, "'uc':95.0", "'thresholds_from':'sdr'", NULL);
	assert_int_equal(fake_count(4, 0x27), 0);
	watch.limits[1][4] = 40;
	watch.limits[1][5] = 44;
	watch.states[1] = 0x18;
	assert_json(run_bmc("-j sensor list"), 0, "'uc':44.0", "'thresholds_from':'sensor'", NULL);
}

static void thresholds_are_set_and_read_back(void **state)
{
	char writes[200];

	(void)state;
	watch_add_full(1, 1, "CPU Temp");
	assert_run(run_bmc("-n sensor set CPU~Temp ucr=90"), 11, "90", "");
	assert_int_equal(fake_count(4, 0x26), 0);
	assert_json(run_bmc("-j sensor set CPU~Temp ucr=90 lnc=12"), 0,
		    "{'path':'sensor.CPU Temp.uc','old':'95','new':'90'}", "'verified':true",
		    NULL);
	fake_writes(writes, sizeof(writes));
	assert_string_equal(writes, "04/26:01110c0500555a64");
	assert_run(run_bmc("sensor set CPU~Temp uc=90"), 0, "nothing to change", "");
	assert_run(run_bmc("sensor thresholds CPU~Temp"), 0, "90", "");
	fake_rule(4, 0x26, -1, 0, 0, -1);
	assert_run(run_bmc("sensor set CPU~Temp uc=91"), 9, "", "not what was set");
}

static void bad_thresholds_are_refused(void **state)
{
	static const char *const bad[] = {
		"uc=300", "uc=-1", "uc=nan", "uc=inf", "uc=", "uc", "up=5", "uc=5x", "uc=0x50",
		"uc=80 uc=81", "uc=80 unc=81", "lc=11", "unc=5", "uc=1e999",
	};
	char line[80];
	unsigned int i;

	(void)state;
	watch_add_full(1, 1, "T");
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		snprintf(line, sizeof(line), "sensor set T %s", bad[i]);
		assert_run(run_bmc(line), 2, "", NULL);
	}
	assert_int_equal(fake_count(4, 0x26), 0);
	watch.sdr[0].data[19] = 0x08;
	watch.added++;
	assert_run(run_bmc("sensor set T uc=90"), 2, "", "can't be set");
}

static void an_unknown_sensor_is_1_with_near_names(void **state)
{
	(void)state;
	watch_add_full(1, 1, "CPU1 Temp");
	watch_add_full(2, 1, "CPU2 Temp");
	assert_run(run_bmc("sensor show cpu"), 1, "", "'CPU1 Temp', 'CPU2 Temp'");
	assert_run(run_bmc("sensor show CPU3~Temp"), 1, "", "'CPU1 Temp'");
	assert_run(run_bmc("sensor thresholds nope"), 1, "", "no sensor 'nope'");
	assert_run(run_bmc("sensor show CPU1~Temp 20.0.02"), 0, "CPU2 Temp", "");
}

static double value(uint8_t format, uint8_t linearization, int m, int b, int exps, uint8_t raw)
{
	struct ipmi_factors f = { .format = format, .linearization = linearization,
				  .m = (int16_t)m, .b = (int16_t)b,
				  .b_exp = (int8_t)(exps % 10), .r_exp = (int8_t)(exps / 10) };
	double v = -9999;

	return ipmi_convert(&f, raw, &v) ? v : NAN;
}

static void raw_readings_convert_in_all_formats(void **state)
{
	(void)state;
	assert_true(value(0, 0, 1, 0, 0, 200) == 200);
	assert_true(value(1, 0, 1, 0, 0, 0xfe) == -1);
	assert_true(value(1, 0, 1, 0, 0, 0xff) == 0);
	assert_true(value(1, 0, 1, 0, 0, 0x80) == -127);
	assert_true(value(2, 0, 1, 0, 0, 0xff) == -1);
	assert_true(value(2, 0, 1, 0, 0, 0x80) == -128);
	assert_true(isnan(value(3, 0, 1, 0, 0, 1)));
	assert_true(value(0, 0, -2, 5, 1, 10) == 30);
	assert_true(isnan(value(0, 7, 1, 0, 0, 0)));
	assert_true(isnan(value(0, 1, 1, 0, 0, 0)));
	assert_true(isnan(value(2, 10, 1, 0, 0, 0xff)));
	assert_true(value(0, 8, 1, 0, 0, 12) == 144);
	assert_true(value(0, 7, 1, 0, 0, 4) == 0.25);
}

static void every_raw_value_can_be_set_back(void **state)
{
	struct ipmi_factors f = { .m = 3, .b = -20, .r_exp = -1 };
	double v, min, max;
	uint8_t raw;
	int i;

	(void)state;
	for (f.linearization = 0; f.linearization <= 0x0b; f.linearization++) {
		for (i = 0; i < 256; i++) {
			double back;

			if (!ipmi_convert(&f, (uint8_t)i, &v))
				continue;
			assert_true(ipmi_unconvert(&f, v, &raw, &min, &max));
			assert_true(ipmi_convert(&f, raw, &back));
			assert_true(fabs(back - v) <= fabs(v) / 1e12);
		}
	}
}

static void names_are_decoded_in_all_codings(void **state)
{
	char text[40];

	(void)state;
	ipmi_text_decode(text, sizeof(text), IPMI_TEXT_BCD, (const uint8_t *)"\x12\xab\x3c", 3);
	assert_string_equal(text, "12 -3.");
	ipmi_text_decode(text, sizeof(text), IPMI_TEXT_6BIT, (const uint8_t *)"\x29\xdc\xa6", 3);
	assert_string_equal(text, "IPMI");
	ipmi_text_decode(text, sizeof(text), IPMI_TEXT_8BIT, (const uint8_t *)"T\xe9m\x1bp  ", 7);
	assert_string_equal(text, "T\xc3\xa9m?p  ");
	ipmi_text_trim(text);
	assert_string_equal(text, "T\xc3\xa9m?p");
	ipmi_text_decode(text, sizeof(text), IPMI_TEXT_UTF16, (const uint8_t *)"A\0\xe9\0", 4);
	assert_string_equal(text, "A\xc3\xa9");
	ipmi_text_decode(text, 4, IPMI_TEXT_8BIT, (const uint8_t *)"abcdef", 6);
	assert_string_equal(text, "abc");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FAKE_TEST(a_thousand_sensors_cost_no_more_messages_than_needed),
		FAKE_TEST(the_cache_saves_most_messages_where_records_come_in_pieces),
		FAKE_TEST(a_changed_bmc_is_noticed),
		FAKE_TEST(a_damaged_cache_is_not_used),
		FAKE_TEST(without_a_place_for_a_cache_all_works),
		FAKE_TEST(reservations_are_taken_again_when_lost),
		FAKE_TEST(a_bmc_whose_reservations_never_hold_is_left),
		FAKE_TEST(a_loop_of_records_ends),
		FAKE_TEST(a_wrong_count_of_records_does_no_harm),
		FAKE_TEST(short_records_are_read_on_strict_bmcs),
		FAKE_TEST(lying_lengths_are_survived),
		FAKE_TEST(device_sdrs_are_used_when_there_is_no_repository),
		FAKE_TEST(readings_have_values_units_and_states),
		FAKE_TEST(a_sensor_without_reading_has_no_value),
		FAKE_TEST(alarms_are_named_and_filtered),
		FAKE_TEST(shared_records_are_so_many_sensors),
		FAKE_TEST(owner_and_lun_are_respected),
		FAKE_TEST(an_owner_that_does_not_answer_is_asked_once),
		FAKE_TEST(controllers_out_of_reach_leave_the_rest_readable),
		FAKE_TEST(nonlinear_sensors_are_asked_for_their_factors),
		FAKE_TEST(thresholds_that_were_changed_are_noticed_in_the_list),
		FAKE_TEST(thresholds_are_set_and_read_back),
		FAKE_TEST(bad_thresholds_are_refused),
		FAKE_TEST(an_unknown_sensor_is_1_with_near_names),
		FAKE_TEST(raw_readings_convert_in_all_formats),
		FAKE_TEST(every_raw_value_can_be_set_back),
		FAKE_TEST(names_are_decoded_in_all_codings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
