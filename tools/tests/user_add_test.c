// SPDX-License-Identifier: GPL-2.0-only
/* bmc user add, del, passwd --generate: orders of vendors, proof, undo, guard, slots. */
#include <sys/stat.h>
#include <unistd.h>

#include "common/test.h"

#define PASSWORD "Correct-Horse7"
#define ADD "user add maint priv operator --password-stdin"

static const struct fake_run *run_pw(const char *line)
{
	return run_bmc_in(line, PASSWORD "\n", strlen(PASSWORD) + 1);
}

/* Can somebody log in as @id with the password on channel 1? */
static bool can_log_in(unsigned int id, const char *password)
{
	const struct fake_user *u = &fake.users[id];

	return u->name[0] && u->state == 1 && u->access[1] & 0x10 && (u->access[1] & 15) < 6 &&
	       !strncmp((const char *)u->password, password, sizeof(u->password));
}

static void assert_slot_empty(unsigned int id)
{
	assert_int_equal(fake.users[id].name[0], 0);
	assert_int_not_equal(fake.users[id].state, 1);
	assert_int_equal(fake.users[id].access[1] & 0x1f, 0x0f);
}

static void a_user_is_added_in_the_first_free_slot(void **state)
{
	(void)state;
	assert_run(run_pw(ADD " sol on"), 0, "user.4.name", "");
	assert_true(can_log_in(4, PASSWORD));
	assert_int_equal(fake.users[4].access[1] & 15, 3);
	assert_int_equal(fake.users[4].sol, 2);
	/* Once more: nothing is left to do, and nothing is written. */
	fake.n = 0;
	assert_json(run_pw("-j " ADD " sol on"), 0, "'changed':false", NULL);
	assert_int_equal(fake_count(6, 0x43) + fake_count(6, 0x45) + fake_count(6, 0x4c), 0);
	assert_run(run_pw("user add maint priv admin --password-stdin"), 0,
		   "user.4.channel.1.priv", "");
	assert_int_equal(fake.users[4].access[1] & 15, 4);
}

static void every_order_that_a_vendor_wants_is_found(void **state)
{
	bool *const wishes[] = { &fake.enable_first, &fake.privilege_first, &fake.access_first,
				 &fake.name_first };
	unsigned int i;

	(void)state;
	for (i = 0; i < 1 + ARRAY_SIZE(wishes); i++) {
		fake_reset();
		if (i)
			*wishes[i - 1] = true;
		assert_run(run_pw(ADD), 0, "user.4.channel.1.priv", "");
		assert_true(can_log_in(4, PASSWORD));
	}
	fake_reset();
	fake.privilege_first = true;
	fake.access_first = true;
	fake.name_first = true;
	assert_run(run_pw(ADD), 0, "maint", "");
	assert_true(can_log_in(4, PASSWORD));
}

static void any_step_that_fails_leaves_the_slot_empty(void **state)
{
	static const uint8_t steps[] = { 0x45, 0x43, 0x47, 0x4c };
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		fake_reset();
		/* Of the password command only the one that sets it. */
		fake_rule(6, steps[i], steps[i] == 0x47 ? 2 : -1, 1, 0xd5,
			  steps[i] == 0x43 ? 4 : 1);
		assert_run(run_pw(ADD " sol on"), 5, "", "slot #4 is empty again");
		assert_slot_empty(4);
	}
	/* The proof fails: the BMC cuts passwords. */
	fake_reset();
	fake.password_cut = 8;
	assert_run(run_pw(ADD), 8, "", "slot #4 is empty again");
	assert_slot_empty(4);
}

static void a_signal_at_any_message_leaves_a_whole_user_or_none(void **state)
{
	unsigned int at;

	(void)state;
	for (at = 1; at < 60; at++) {
		const struct fake_run *r;

		fake_reset();
		fake.signal_at = at;
		r = run_pw(ADD);
		assert_true(r->status == 143 || !r->status);
		if (r->status)
			assert_slot_empty(4);
		else
			assert_true(can_log_in(4, PASSWORD));
	}
}

static void slots_are_chosen_with_care(void **state)
{
	unsigned int i;

	(void)state;
	fake.fixed = 5;
	assert_run(run_pw(ADD), 0, "user.6.name", "");
	fake_reset();
	assert_run(run_pw(ADD " slot 7"), 0, "user.7.name", "");
	assert_run(run_pw("user add other priv user slot 7 --password-stdin"), 2, "",
		   "slot 7 is in use by maint");
	assert_run(run_pw(ADD " slot 8"), 2, "", "name maint is the name of user #7");
	assert_run(run_pw("user add other priv user slot 11 --password-stdin"), 2, "",
		   "last user ID of this BMC, 10");
	fake.users[4].state = 1;
	fake.users[4].access[1] = 0x34;
	assert_run(run_pw("user add other priv user --password-stdin"), 0, "user.5.name", "");
	for (i = 2; i <= 10; i++)
		if (!fake.users[i].name[0])
			fake.users[i].name[0] = (uint8_t)('a' + i);
	assert_run(run_pw("user add last priv user --password-stdin"), 1, "",
		   "no free slot: #2 ADMIN, #3 monitor");
	memcpy(fake.users[9].name, "ADMIN", 6);
	assert_run(run_pw("user add ADMIN priv user --password-stdin"), 2, "", "#2 and #9");
}

static void a_long_password_is_not_cut(void **state)
{
	static const char *const line = ADD " --allow-20";

	(void)state;
	assert_run(run_bmc_in(line, "Correct-Horse-Battery7", 22), 2, "", "20 bytes");
	assert_run(run_bmc_in(line, "Correct-Horse-Bat7", 18), 0, "maint", "");
	assert_int_equal(fake.users[4].size, 20);
	fake_reset();
	fake.refuse_20 = true;
	assert_run(run_bmc_in(line, "Correct-Horse-Bat7", 18), 5, "", "slot #4 is empty again");
	assert_slot_empty(4);
}

static void a_password_that_another_user_was_given_too_is_found(void **state)
{
	(void)state;
	fake.wrong_slot = 3;
	assert_run(run_pw(ADD " --paranoid"), 8, "", "user #3 (monitor) has the same password");
	assert_slot_empty(4);
	assert_run(run_pw("user passwd ADMIN --password-stdin --paranoid"), 9, "", "user #3");
	assert_run(run_pw("user passwd ADMIN --password-stdin"), 0, "password", NULL);
}

static void a_made_password_is_good_and_only_in_its_file(void **state)
{
	const struct fake_run *r;
	char path[128], text[64];
	struct stat st;
	FILE *f;

	(void)state;
	r = run_bmc("-vv user add maint priv admin --generate @secret");
	assert_run(r, 0, "maint", NULL);
	snprintf(path, sizeof(path), "%s/secret", fake.dir);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_non_null(fgets(text, sizeof(text), f));
	fclose(f);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(strlen(text), 17);
	text[16] = '\0';
	assert_true(can_log_in(4, text));
	assert_null(strstr(r->out, text));
	assert_null(strstr(r->err, text));
	/* A file that is there is not written over; a password nobody has is not kept. */
	assert_run(run_bmc("user passwd maint --generate @secret"), 2, "", "can't be created");
	assert_true(can_log_in(4, text));
	fake_rule(6, 0x47, 2, 1, 0xd5, 1);
	assert_run(run_bmc("user passwd maint --generate @other"), 5, "", NULL);
	snprintf(path, sizeof(path), "%s/other", fake.dir);
	assert_int_equal(access(path, F_OK), -1);
	assert_run(run_bmc("-n user passwd maint --generate @other"), 11, NULL, "");
	assert_int_equal(access(path, F_OK), -1);
}

static void a_deleted_user_can_not_log_in(void **state)
{
	(void)state;
	assert_run(run_pw(ADD), 0, NULL, "");
	assert_run(run_bmc("user del maint"), 0, "maint", "");
	assert_slot_empty(4);
	assert_int_not_equal(memcmp(fake.users[4].password, PASSWORD, strlen(PASSWORD)), 0);
	assert_run(run_bmc("user del maint"), 1, "", "no user maint; there is: ADMIN, monitor");
	assert_run(run_bmc("user del #4"), 0, "nothing to change", "");
	/* A BMC that keeps the name keeps the user out all the same. */
	fake.keep_names = true;
	assert_run(run_bmc("user del monitor"), 0, "disabled", "keeps the name");
	assert_false(can_log_in(3, "other-Passw0rd"));
}

static void the_last_administrator_stays(void **state)
{
	(void)state;
	assert_run(run_bmc("user del ADMIN"), 10, "", "no administrator");
	assert_run(run_pw("user add ADMIN priv user --password-stdin"), 10, "",
		   "no administrator");
	assert_true(can_log_in(2, "old-Password1"));
	assert_run(run_bmc("user del ADMIN --allow-lockout"), 0, "ADMIN", "");
	assert_slot_empty(2);
}

static void several_channels_are_named_one_by_one(void **state)
{
	(void)state;
	fake.medium[3] = 4;
	assert_run(run_pw(ADD), 2, "", "several LAN channels (1, 3)");
	assert_run(run_pw(ADD " channel 1 channel 3"), 0, "channel.3.priv", "");
	assert_int_equal(fake.users[4].access[3] & 15, 3);
	assert_run(run_pw(ADD " channel 1 channel 2"), 2, "", "LAN channels: 1, 3");
}

static void rules_for_passwords_come_from_a_file(void **state)
{
	static const struct {
		const char *text, *says;
	} bad[] = {
		{ "min_length = 12\n", "bmc.conf:1: the setting is in no section" },
		{ "[password]\nmin_length = 21\n", "bmc.conf:2: min_length 21 is not in 1 to 20" },
		{ "[password]\nfoo = 1\n", "bmc.conf:2: there is no setting foo" },
		{ "# x\n[lan]\n", "bmc.conf:2: there is no section [lan]" },
		{ "[password\n", "bmc.conf:1: the bracket is not closed" },
		{ "[password]\nmin_length\n", "neither [section] nor key" },
		{ "[password]\nmin_length = 17\n", "min_length is more than max_length" },
	};
	unsigned int i;
	FILE *f;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		f = fopen(fake.policy, "w");
		fputs(bad[i].text, f);
		fclose(f);
		assert_run(run_pw(ADD), 2, "", bad[i].says);
		assert_int_equal(fake.n, 0);
	}
	f = fopen(fake.policy, "w");
	fputs("# this site\n[password]\nmin_length = 15\nmax_length = 20\nclasses = 4\n", f);
	fclose(f);
	assert_run(run_pw(ADD), 2, "", "(14 bytes) is shorter than 15 bytes");
	assert_run(run_bmc_in(ADD, "correct-horse-bat7", 18), 2, "", "less than 4 of");
	assert_run(run_bmc_in(ADD, "Correct-Horse-Bat7", 18), 0, "maint", "");
}

static void what_can_not_be_is_refused_before_anything_is_sent(void **state)
{
	static const struct {
		const char *line, *says;
	} bad[] = {
		{ "user add", "name is missing" },
		{ "user add bob --password-stdin", "priv is missing" },
		{ "user add bob priv root --password-stdin", "priv root is not a level" },
		{ "user add bob priv none --password-stdin", "lets the user do nothing" },
		{ "user add seventeen-letters priv user --password-stdin", "1 to 16 bytes" },
		{ "user add 2bad priv user --password-stdin", "does not start with a letter" },
		{ "user add a:b priv user --password-stdin", "other than letters" },
		{ "user add #4 priv user --password-stdin", "marks user IDs" },
		{ "user add bob priv user channel 12 --password-stdin", "1 to 11" },
		{ "user add bob priv user channel 1 channel 1 --password-stdin", "twice" },
		{ "user add bob priv user slot 1 --password-stdin", "2 to 63" },
		{ "user add bob priv user sol yes --password-stdin", "on or off" },
		{ "user add bob priv user --password-stdin --generate x", "exclude" },
		{ "user add bob priv user", "no terminal to ask at" },
		{ "user add bob priv user Secret-Word1", "not taken from the command line" },
		{ "user del", "user is missing" },
		{ "user del bob eve", "eve" },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_run(run_pw(bad[i].line), 2, "", bad[i].says);
		assert_int_equal(fake.n, 0);
	}
	assert_run(run_bmc_in(ADD, "maint-Maint1", 12), 2, "", "contains the name");
	assert_run(run_bmc_in(ADD, "", 0), 2, "", "is empty");
	assert_run(run_bmc_in(ADD, "Abc\0defgh1", 10), 2, "", "NUL");
	assert_int_equal(fake.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FAKE_TEST(a_user_is_added_in_the_first_free_slot),
		FAKE_TEST(every_order_that_a_vendor_wants_is_found),
		FAKE_TEST(any_step_that_fails_leaves_the_slot_empty),
		FAKE_TEST(a_signal_at_any_message_leaves_a_whole_user_or_none),
		FAKE_TEST(slots_are_chosen_with_care),
		FAKE_TEST(a_long_password_is_not_cut),
		FAKE_TEST(a_password_that_another_user_was_given_too_is_found),
		FAKE_TEST(a_made_password_is_good_and_only_in_its_file),
		FAKE_TEST(a_deleted_user_can_not_log_in),
		FAKE_TEST(the_last_administrator_stays),
		FAKE_TEST(several_channels_are_named_one_by_one),
		FAKE_TEST(rules_for_passwords_come_from_a_file),
		FAKE_TEST(what_can_not_be_is_refused_before_anything_is_sent),
	};

	return cmocka_run_group_tests_name("user_add", tests, NULL, NULL);
}
