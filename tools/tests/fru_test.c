// SPDX-License-Identifier: GPL-2.0-only
/* FRU data, DCMI, chassis: decoding, writing, and devices that lie. */
#include "common/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "../lib/ipmi/fru.h"
#include "common/fake_watch.h"

static void put_sum(uint8_t *data, size_t len)
{
	uint8_t sum = 0;
	size_t i;

	for (i = 0; i + 1 < len; i++)
		sum += data[i];
	data[len - 1] = (uint8_t)-sum;
}

/* Header, a chassis at 8, a board at 32, a product at 72, two multirecords at 112. */
static void make_fru(void)
{
	static const uint8_t head[] = { 1, 0, 1, 4, 9, 14, 0 };
	static const char chassis[] = "\x01\x03\x17\xc4PART\xc5S\0RAL\xc1";
	static const char board[] =
		"\x01\x05\x00\x60\x5a\xbe\304ACME\305BOARD\303123\300\300\304MORE\301";
	static const char product[] =
		"\x01\x05\x19\304ACME\306SERVER\300\300\304S-42\303TAG\300\301";
	static const uint8_t multi[] = { 0x02, 0x02, 3, 0, 0, 1, 2, 3, 0xc0, 0x82, 1, 0, 0, 9 };

	memset(watch.fru, 0, 256);
	memcpy(watch.fru, head, sizeof(head));
	put_sum(watch.fru, 8);
	memcpy(watch.fru + 8, chassis, sizeof(chassis) - 1);
	watch.fru[8 + 10] = 'E';
	put_sum(watch.fru + 8, 24);
	memcpy(watch.fru + 32, board, sizeof(board) - 1);
	put_sum(watch.fru + 32, 40);
	memcpy(watch.fru + 72, product, sizeof(product) - 1);
	put_sum(watch.fru + 72, 40);
	memcpy(watch.fru + 112, multi, sizeof(multi));
	watch.fru[112 + 3] = (uint8_t)-6;
	put_sum(watch.fru + 112, 5);
	watch.fru[120 + 3] = (uint8_t)-9;
	put_sum(watch.fru + 120, 5);
	watch.fru_size = 256;
	watch.fru_said = 256;
}

static void all_areas_are_decoded(void **state)
{
	(void)state;
	make_fru();
	assert_json(run_bmc("-j fru show 0"), 0, "'checksums':'ok'", "'type':'rack_mount'",
		    "'part_number':'PART'", "'manufacturer':'ACME'", "'product_name':'BOARD'",
		    "'custom':['MORE']", "'product_name':'SERVER'", "'serial_number':'S-42'",
		    "'asset_tag':'TAG'", "'type':'dc_load'", "'data':'01 02 03'",
		    "'type':'oem'", NULL);
	assert_run(run_bmc("fru list"), 0, "SERVER", "");
	assert_run(run_bmc("fru show 3"), 5, "", "not present");
	assert_run(run_bmc("fru show 300"), 2, "", NULL);
}

static void wrong_checksums_are_reported_not_fatal(void **state)
{
	(void)state;
	make_fru();
	watch.fru[80] ^= 1;
	assert_json(run_bmc("-j fru list"), 0, "'checksums':'bad'", "'product_name':'BOARD'",
		    NULL);
}

static void busy_and_narrow_devices_are_read(void **state)
{
	(void)state;
	make_fru();
	watch.fru_busy = 7;
	watch.most = 9;
	assert_json(run_bmc("-j fru show 0"), 0, "'asset_tag':'TAG'", NULL);
	watch.fru_busy = 100000;
	assert_run(run_bmc("fru show 0"), 7, "", "busy");
}

static void a_device_that_lies_about_its_size_costs_little(void **state)
{
	unsigned int i;

	(void)state;
	make_fru();
	watch.fru_said = 65535;
	assert_json(run_bmc("-j fru list"), 0, "'asset_tag':'TAG'", NULL);
	assert_in_range(fake.n, 5, 40);
	for (i = 0; i < 8; i++) {
		make_fru();
		watch.fru_said = 65535;
		watch.fru[i] = 0xff;
		put_sum(watch.fru, 8);
		fake.n = 0;
		assert_in_range(run_bmc("fru list")->status, 0, 13);
		assert_in_range(fake.n, 2, 200);
	}
	for (i = 8; i < 128; i++) {
		make_fru();
		watch.fru[i] = 0xff;
		fake.n = 0;
		assert_in_range(run_bmc("fru show 0")->status, 0, 13);
		assert_in_range(fake.n, 2, 200);
	}
}

static void write_file(const char *name, const void *data, size_t len)
{
	char path[120];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", fake.dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	fclose(f);
}

static void a_dump_is_written_back_with_what_differs(void **state)
{
	char path[120];
	uint8_t old[256], got[300];
	int fd;

	(void)state;
	make_fru();
	memcpy(old, watch.fru, sizeof(old));
	assert_run(run_bmc("fru dump 0 @dump"), 0, "256", "");
	assert_run(run_bmc("fru write 0 @dump"), 0, "nothing to change", "");
	assert_int_equal(fake_count(0x0a, 0x12), 0);
	watch.fru[90] = 'X';
	assert_run(run_bmc("-n fru write 0 @dump"), 11, NULL, "");
	assert_int_equal(fake_count(0x0a, 0x12), 0);
	assert_json(run_bmc("-j fru write 0 @dump backup @saved"), 0, "'verified':true", NULL);
	assert_int_equal(fake_count(0x0a, 0x12), 1);
	assert_memory_equal(watch.fru, old, sizeof(old));
	snprintf(path, sizeof(path), "%s/saved", fake.dir);
	fd = open(path, O_RDONLY);
	assert_int_equal(read(fd, got, sizeof(got)), 256);
	close(fd);
	assert_int_equal(got[90], 'X');
}

static void bad_data_is_not_written(void **state)
{
	uint8_t bad[300];
	unsigned int i;

	(void)state;
	for (i = 0; i < 126; i++) {
		make_fru();
		memcpy(bad, watch.fru, 256);
		bad[i] ^= 0x40;
		write_file("bad", bad, 256);
		assert_run(run_bmc("fru write 0 @bad"), 2, "", NULL);
	}
	memcpy(bad, watch.fru, 256);
	write_file("bad", bad, 5);
	assert_run(run_bmc("fru write 0 @bad"), 2, "", "too short");
	write_file("bad", bad, 300);
	assert_run(run_bmc("fru write 0 @bad"), 2, "", "only 256");
	assert_int_equal(fake_count(0x0a, 0x12), 0);
}

static void a_write_that_does_not_take_is_not_success(void **state)
{
	(void)state;
	make_fru();
	assert_run(run_bmc("fru dump 0 @dump"), 0, NULL, "");
	watch.fru[90] = 'X';
	watch.fru_broken = true;
	assert_run(run_bmc("fru write 0 @dump"), 9, "", "backup");
	make_fru();
	watch.fru[90] = 'X';
	watch.fru_broken = false;
	fake_rule(0x0a, 0x12, -1, 0, 0xd4, 1);
	assert_run(run_bmc("fru write 0 @dump"), 8, "", "did not take");
	assert_int_equal(watch.fru[90], 'X');
}

static void dcmi_power_that_is_not_measured_is_null(void **state)
{
	(void)state;
	assert_run(run_bmc("dcmi power"), 12, "", NULL);
	watch.dcmi = true;
	assert_json(run_bmc("-j dcmi power"), 0, "'active':false", "'power_w':null", NULL);
	watch.power = 230;
	assert_json(run_bmc("-j dcmi power"), 0, "'power_w':230", "'min_w':220", "'max_w':240",
		    NULL);
}

static void the_power_limit_is_set_and_switched_off(void **state)
{
	(void)state;
	watch.dcmi = true;
	assert_json(run_bmc("-j dcmi limit"), 0, "'active':false", NULL);
	assert_json(run_bmc("-j dcmi limit set 400 action log correction 6000 period 5"), 0,
		    "'old':'off','new':'400 W'", "'verified':true", NULL);
	assert_json(run_bmc("-j dcmi limit"), 0, "'active':true", "'limit_w':400",
		    "'action':'log'", "'correction_ms':6000", "'period_s':5", NULL);
	assert_run(run_bmc("dcmi limit set 400"), 0, "nothing to change", "");
	assert_json(run_bmc("-j dcmi limit off"), 0, "'new':'off'", NULL);
	assert_run(run_bmc("dcmi limit set 0"), 2, "", NULL);
	assert_run(run_bmc("dcmi limit set 70000"), 2, "", NULL);
	assert_run(run_bmc("dcmi limit action log"), 2, "", "need a limit");
	assert_run(run_bmc("dcmi limit set 5 action explode"), 2, "", "none, off or log");
	/* Each setting that changes is told, and what may cut off this host is asked for twice. */
	assert_run(run_bmc("dcmi limit set 400 correction 6000 period 5"), 0, "400 W", "");
	assert_json(run_bmc("-j dcmi limit set 400 correction 7000 action none"), 0,
		    "'path':'dcmi.limit.action','old':'log','new':'none'",
		    "'path':'dcmi.limit.correction','old':'6000 ms','new':'7000 ms'", NULL);
	fake.n = 0;
	assert_run(run_bmc("dcmi limit set 400 action off"), 10, "", "switches this host off");
	assert_int_equal(fake.n, 0);
	assert_json(run_bmc("-j -y dcmi limit set 400 action off"), 0, "'new':'off'", NULL);
}

static void the_asset_tag_is_read_and_written_in_pieces(void **state)
{
	char line[100];

	(void)state;
	watch.dcmi = true;
	watch.tag[0] = 7;
	memcpy(watch.tag + 1, "\357\273\277R2D2", 7);
	assert_json(run_bmc("-j dcmi asset-tag"), 0, "'asset_tag':'R2D2'", NULL);
	assert_json(run_bmc("-j dcmi asset-tag set Rack-7-Unit-12-a-rather-long-tag"), 0,
		    "'old':'R2D2'", "'verified':true", NULL);
	assert_json(run_bmc("-j dcmi asset-tag"), 0, "Rack-7-Unit-12-a-rather-long-tag", NULL);
	assert_run(run_bmc("dcmi asset-tag set _"), 2, "", "is empty");
	snprintf(line, sizeof(line), "dcmi asset-tag set %064d", 1);
	assert_run(run_bmc(line), 2, "", "longer");
}

static void short_answers_are_survived(void **state)
{
	static const char *const lines[] = {
		"fru list", "fru show 0", "fru dump 0 @d", "dcmi power", "dcmi limit",
		"dcmi limit set 5", "dcmi asset-tag", "dcmi temp", "chassis restart-cause",
		"chassis poh",
	};
	unsigned int i;
	int len;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		for (len = 0; len < 20; len++) {
			fake_reset();
			make_fru();
			watch.dcmi = true;
			fake.short_answers = len;
			assert_in_range(run_bmc(lines[i])->status, 0, 13);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FAKE_TEST(all_areas_are_decoded),
		FAKE_TEST(wrong_checksums_are_reported_not_fatal),
		FAKE_TEST(busy_and_narrow_devices_are_read),
		FAKE_TEST(a_device_that_lies_about_its_size_costs_little),
		FAKE_TEST(a_dump_is_written_back_with_what_differs),
		FAKE_TEST(bad_data_is_not_written),
		FAKE_TEST(a_write_that_does_not_take_is_not_success),
		FAKE_TEST(dcmi_power_that_is_not_measured_is_null),
		FAKE_TEST(the_power_limit_is_set_and_switched_off),
		FAKE_TEST(the_asset_tag_is_read_and_written_in_pieces),
		FAKE_TEST(short_answers_are_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
