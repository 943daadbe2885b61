// SPDX-License-Identifier: GPL-2.0-only
/* bmc user: passwords and their proof, finding users, the guard of the last administrator. */
#include "common/test.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define GOOD "New-Passw0rd"
#define PASSWD "user passwd ADMIN --password-stdin"

static const struct fake_run *pipe_in(const char *line, const char *password)
{
	return run_bmc_in(line, password, strlen(password));
}

static void a_password_is_set_and_proved(void **state)
{
	(void)state;
	assert_json(pipe_in("-j " PASSWD, GOOD "\n"), 0,
		    "{'schema':1,'changed':true,'verified':true,'changes':[",
		    "[{'path':'user.2.password','old':null,'new':null}]}", NULL);
	assert_memory_equal(fake.users[2].password, GOOD "\0\0\0\0", 16);
	assert_int_equal(fake.users[2].size, 16);
	/* Set, test, and a test that has to be refused. */
	assert_int_equal(fake_count(6, 0x47), 3);
	assert_run(pipe_in("user passwd #2 --password-stdin", "Other-Passw0rd"), 0, NULL, "");
	assert_memory_equal(fake.users[2].password, "Other-Passw0rd\0\0", 16);
}

static void a_long_password_goes_out_in_the_long_form(void **state)
{
	static const char sixteen[] = "Sixteen-Bytes-16", twenty[] = "Twenty-Bytes-Long-20";

	(void)state;
	assert_run(pipe_in(PASSWD, sixteen), 0, NULL, "");
	assert_int_equal(fake.users[2].size, 16);
	assert_run(pipe_in(PASSWD, twenty), 2, "", "16 bytes");
	assert_memory_equal(fake.users[2].password, sixteen, 16);
	assert_run(pipe_in(PASSWD " --allow-20", twenty), 0, NULL, "");
	assert_memory_equal(fake.users[2].password, twenty, 20);
	assert_int_equal(fake.users[2].size, 20);
	assert_run(pipe_in("user test ADMIN --password-stdin", twenty), 0, "ok", "");
}

static void a_long_password_is_refused_by_ipmi_1_5(void **state)
{
	(void)state;
	fake.device_id[4] = 0x51;
	assert_run(pipe_in(PASSWD " --allow-20", "Twenty-Bytes-Long-20"), 2, "", "IPMI 1.5");
	assert_int_equal(fake_count(6, 0x47), 0);
}

static void policy_misses_say_which_rule_and_send_nothing(void **state)
{
	static const struct {
		const char *password, *rule;
	} bad[] = {
		{ "", "empty" }, { "\n", "empty" }, { "Short-1", "shorter than 8" },
		{ "alllowercase1", "less than 3" }, { "12345678", "less than 3" },
		{ "my-Admin-123", "name of the user" }, { "Tab\tin-it-12", "control" },
		{ "Line\nin-it-12", "control" }, { "Carriage-1\r\n", "control" },
		{ "caf\xc3\xa9-Password1", "not ASCII" },
		{ "Seventeen-bytes-1", "16 bytes" },
		{ "Twenty-one-bytes-1234", "longer than 20" },
		{ "Much-longer-than-any-BMC-could-ever-store-1234", "longer than 20" },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		const struct fake_run *r = pipe_in(PASSWD, bad[i].password);

		assert_run(r, 2, "", bad[i].rule);
		assert_non_null(strstr(r->err, "password"));
		if (strlen(bad[i].password) > 5)
			assert_null(strstr(r->err, bad[i].password));
		assert_int_equal(fake.n, 0);
	}
	assert_run(run_bmc_in(PASSWD, "Nul\0-Passw0rd", 13), 2, "", "NUL");
	assert_int_equal(fake.n, 0);
	/* By #ID the name is known only after asking, but still before setting. */
	assert_run(pipe_in("user passwd #2 --password-stdin", "my-Admin-123"), 2, "", "name of");
	assert_int_equal(fake_count(6, 0x47), 0);
}

static void force_relaxes_the_policy_but_not_what_can_not_be(void **state)
{
	(void)state;
	assert_run(pipe_in("-f " PASSWD, "admin"), 0, NULL, "--force: the password is shorter");
	assert_memory_equal(fake.users[2].password, "admin", 6);
	assert_run(pipe_in("-f " PASSWD, "bad\tchar"), 2, "", "control");
	assert_run(pipe_in("-f " PASSWD, ""), 2, "", "empty");
}

static void awkward_characters_are_noted(void **state)
{
	(void)state;
	assert_run(pipe_in(PASSWD, "Quote'in-it1"), 0, NULL, "quote");
}

static void no_output_ever_has_the_password(void **state)
{
	static const char *const options[] = { "", "-v ", "-vv ", "-n ", "-n -j ", "-vv -j " };
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(options); i++) {
		const struct fake_run *r;
		char line[80];

		fake_reset();
		snprintf(line, sizeof(line), "%s" PASSWD, options[i]);
		r = pipe_in(line, GOOD);
		assert_int_equal(r->status, strchr(options[i], 'n') ? 11 : 0);
		assert_null(strstr(r->out, GOOD));
		assert_null(strstr(r->err, GOOD));
		/* "New-" in hex */
		assert_null(strstr(r->out, "4e 65 77"));
		assert_null(strstr(r->err, "4e 65 77"));
	}
	fake_rule(6, 0x47, 2, 1, 0xc8, 1);
	assert_null(strstr(pipe_in("-vv -j " PASSWD, GOOD)->err, GOOD));
}

static void a_dry_run_does_not_set_the_password(void **state)
{
	(void)state;
	assert_run(pipe_in("-n " PASSWD, GOOD), 11, "02 02 ** ** **", "");
	assert_memory_equal(fake.users[2].password, "old-Password1", 13);
	assert_int_equal(fake_count(6, 0x47), 0);
}

static void a_refusal_of_the_bmc_is_explained(void **state)
{
	(void)state;
	fake_rule(6, 0x47, 2, 1, 0xc8, 1);
	assert_json(pipe_in("-j " PASSWD, GOOD), 5,
		    "'cc':200,'cc_text':'request data field length limit exceeded',",
		    "'netfn':6,'cmd':71,'hint':'BMC password policy',",
		    "'step':'set_password'", NULL);
}

static void a_bmc_that_cuts_passwords_is_found_out(void **state)
{
	(void)state;
	fake.password_cut = 8;
	assert_run(pipe_in(PASSWD, GOOD), 9, "", "took the password but does not have it");
}

static void a_bmc_whose_test_proves_nothing_is_not_believed(void **state)
{
	(void)state;
	fake.password_any = true;
	assert_run(pipe_in("-j " PASSWD, GOOD), 0, "\"verified\":null", "yes to any");
	assert_run(pipe_in("user test ADMIN --password-stdin", GOOD), 12, "", "yes to any");
	assert_null(strstr(pipe_in(PASSWD, GOOD)->err, "first 16 bytes"));
	assert_run(pipe_in(PASSWD " --allow-20", "Seventeen-bytes-1"), 0, NULL, "first 16 bytes");
	fake_reset();
	fake_rule(6, 0x47, 3, 1, 0xc1, -1);
	assert_run(pipe_in("-j " PASSWD, GOOD), 0, "\"verified\":null", "can't test");
	assert_run(pipe_in("user test ADMIN --password-stdin", GOOD), 12, "", "can't test");
}

static void a_lost_answer_is_settled_by_the_test(void **state)
{
	(void)state;
	fake_rule(6, 0x47, 2, 1, 0xc3, 1);
	fake.rules[0].act = true;
	assert_run(pipe_in(PASSWD, GOOD), 0, NULL, "");
	fake_reset();
	fake_rule(6, 0x47, 2, 1, 0xc3, 1);
	assert_run(pipe_in(PASSWD, GOOD), 9, "", NULL);
}

static void a_password_can_be_tested(void **state)
{
	(void)state;
	assert_run(pipe_in("user test ADMIN --password-stdin", "old-Password1\n"), 0, "ok", "");
	assert_run(pipe_in("-j user test ADMIN --password-stdin", "wrong"), 1,
		   "\"result\":\"wrong\"", "\"code\":1");
	fake.users[2].size = 20;
	assert_run(pipe_in("-j user test #2 --password-stdin", "old-Password1"), 0,
		   "\"result\":\"ok\",\"stored_bytes\":20", "");
	assert_memory_equal(fake.users[2].password, "old-Password1", 13);
}

static void a_bmc_is_tested_with_and_without_a_password(void **state)
{
	(void)state;
	assert_json(run_bmc("-j test"), 0, "{'test':'identity','result':'ok','text':",
		    "{'test':'self_test','result':'ok',", "'test':'lan.1','result':'ok','text':",
		    NULL);
	assert_run(pipe_in("-j test user ADMIN --password-stdin", "old-Password1"), 0,
		   "{\"test\":\"password\",\"result\":\"ok\"", "");
	assert_run(pipe_in("-j test user ADMIN --password-stdin", "wrong"), 1,
		   "{\"test\":\"password\",\"result\":\"failed\"", "not all is well");
	fake.password_any = true;
	assert_run(pipe_in("test user ADMIN --password-stdin", "wrong"), 0, "says yes to any", "");
	assert_run(pipe_in("test --password-stdin", "wrong"), 2, "", "user");
}

static void a_bmc_that_is_not_well_fails_the_test(void **state)
{
	(void)state;
	fake_rule(6, 4, -1, 0, 0xc1, 1);
	assert_run(run_bmc("-j test"), 0, "\"self_test\",\"result\":\"unknown\"", "");
	memset(fake.lan[3], 0, 4);
	assert_run(run_bmc("-j test"), 0, "\"lan\",\"result\":\"unknown\"", "");
	fake.active_access[1][0] &= 0xf8;
	assert_run(run_bmc("test"), 0, "IPMI over LAN is off", "");
}

static void what_keeps_a_user_out_is_noted(void **state)
{
	(void)state;
	fake.users[2].state = 2;
	fake.users[2].access[1] = 0x24;
	assert_run(pipe_in(PASSWD, GOOD), 0, NULL, "not enabled for messaging on channel 1");
	assert_run(pipe_in(PASSWD, GOOD), 0, NULL, "user ADMIN is disabled");
	fake.users[2].access[1] = 0x1f;
	assert_run(pipe_in(PASSWD, GOOD), 0, NULL, "no privilege on channel 1");
}

static void write_password(const char *name, const char *password, mode_t mode)
{
	char path[160];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", fake.dir, name);
	fd = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, password, strlen(password)), strlen(password));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static void a_password_file_must_be_private(void **state)
{
	static const mode_t bad[] = { 0644, 0640, 0604, 0620, 0602, 0610, 0601, 0666 };
	char path[160];
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		write_password("pw", GOOD "\n", bad[i]);
		assert_run(run_bmc("user passwd ADMIN --password-file @pw"), 2, "",
			   "is open to group or others");
		assert_int_equal(fake.n, 0);
	}
	write_password("pw", GOOD "\n", 0600);
	if (!geteuid()) {
		snprintf(path, sizeof(path), "%s/pw", fake.dir);
		assert_int_equal(chown(path, 12345, 0), 0);
		assert_run(run_bmc("user passwd ADMIN --password-file @pw"), 2, "",
			   "does not belong to the caller");
		assert_int_equal(chown(path, 0, 0), 0);
	}
	assert_run(run_bmc("user passwd ADMIN --password-file ."), 2, "", "regular file");
	assert_int_equal(fake.n, 0);
	assert_run(run_bmc("user passwd ADMIN --password-file @pw"), 0, NULL, "");
	assert_memory_equal(fake.users[2].password, GOOD "\0", 13);
	write_password("pw", "Only-one\n\n", 0400);
	assert_run(run_bmc("user passwd ADMIN --password-file @pw"), 2, "", "control");
}

static void a_password_can_come_from_a_descriptor_or_the_credentials(void **state)
{
	char line[80];
	int pipes[2];

	(void)state;
	assert_int_equal(pipe(pipes), 0);
	assert_int_equal(write(pipes[1], GOOD, strlen(GOOD)), strlen(GOOD));
	close(pipes[1]);
	snprintf(line, sizeof(line), "user passwd ADMIN --password-fd %d", pipes[0]);
	assert_run(run_bmc(line), 0, NULL, "");
	assert_memory_equal(fake.users[2].password, GOOD, strlen(GOOD));
	close(pipes[0]);
	assert_run(run_bmc("user passwd ADMIN --password-fd 999"), 2, "",
		   "password-fd 999 can't be read: ");
	write_password("bmc-password", "Credential-1\n", 0440);
	setenv("CREDENTIALS_DIRECTORY", fake.dir, 1);
	assert_run(run_bmc("user passwd ADMIN"), 0, NULL, "");
	assert_memory_equal(fake.users[2].password, "Credential-1", 13);
}

static void users_are_found_by_name_or_id(void **state)
{
	(void)state;
	assert_run(run_bmc("user show monitor"), 0, "monitor", "");
	assert_json(run_bmc("-j user show #3"), 0, "{'schema':1,'id':3,'name':'monitor'", NULL);
	assert_run(run_bmc("user show monito"), 1, "", "there is: ADMIN, monitor");
	assert_run(run_bmc("user show Monitor"), 1, "", "no user Monitor");
	assert_run(run_bmc("user show #11"), 2, "",
		   "#11 is beyond the last user ID of this BMC, #10");
	memcpy(fake.users[5].name, "ADMIN", 6);
	assert_run(run_bmc("user show ADMIN"), 2, "", "#2 and #5");
}

static void a_hostile_name_does_not_reach_the_terminal(void **state)
{
	const struct fake_run *r;

	(void)state;
	memcpy(fake.users[4].name, "\x1b[31m\x07\xff\"\\evil", 14);
	r = run_bmc("user list");
	assert_run(r, 0, "\\x1b[31m\\x07\\xff", "");
	assert_null(strchr(r->out, 0x1b));
	r = run_bmc("-j user list");
	assert_run(r, 0, "\\\\x1b[31m", "");
	assert_null(strchr(r->out, 0x1b));
}

static void a_list_has_the_documented_form(void **state)
{
	(void)state;
	fake.users[1].state = 2;
	assert_json(run_bmc("-j user list"), 0,
		    "{'id':2,'name':'ADMIN','slot':'in_use','fixed_name':false,'enabled':true,",
		    "'enabled':true,'channels':[{'channel':1,'priv':'admin','messaging':true,",
		    "'messaging':true,'link_auth':true,'callback_only':false,'sol':true}]}", NULL);
	assert_null(strstr(run_bmc("-j user list")->out, "\"id\":4"));
	assert_json(run_bmc("-j user list --all"), 0, "'id':10,'name':'','slot':'empty'", NULL);
	fake.hide_state = true;
	assert_run(run_bmc("-j user list"), 0, "\"enabled\":null", "");
}

static void a_failed_list_is_an_error_and_not_an_empty_one(void **state)
{
	(void)state;
	fake_rule(6, 0x46, 3, 0, 0xff, -1);
	assert_run(run_bmc("-j user list"), 5, "", "\"cc\":255");
	fake_reset();
	fake_rule(6, 0x44, -1, 0, 0xc1, -1);
	assert_run(run_bmc("user list"), 12, "", NULL);
}

static void the_last_administrator_is_guarded(void **state)
{
	(void)state;
	assert_run(run_bmc("user disable ADMIN"), 10, "", "--allow-lockout");
	assert_run(run_bmc("user priv ADMIN operator"), 10, "", "no administrator");
	assert_run(run_bmc("user priv ADMIN admin messaging off"), 10, "", "no administrator");
	assert_int_equal(fake_count(6, 0x43) + fake_count(6, 0x47), 0);
	assert_run(run_bmc("user disable monitor"), 0, "disabled", "");
	/* A second one makes it safe, but not when it can't log in. */
	fake.users[3].state = 1;
	fake.users[3].access[1] = 0x24;
	assert_run(run_bmc("user disable ADMIN"), 10, "", NULL);
	fake.users[3].access[1] = 0x1f;
	assert_run(run_bmc("user disable ADMIN"), 10, "", NULL);
	fake.users[3].access[1] = 0x34;
	fake.users[3].state = 2;
	assert_run(run_bmc("user disable ADMIN"), 10, "", NULL);
	fake.users[3].state = 1;
	assert_run(run_bmc("user disable ADMIN"), 0, "disabled", "");
	assert_int_equal(fake.users[2].state, 2);
	fake_reset();
	assert_run(run_bmc("user disable ADMIN --allow-lockout"), 0, "disabled", "");
	assert_int_equal(fake.users[2].state, 2);
}

static void a_channel_that_is_off_does_not_count_for_the_guard(void **state)
{
	(void)state;
	fake.medium[2] = 4;
	assert_run(run_bmc("user priv ADMIN user channel 2"), 0, "user.2.channel.2.priv", "");
	fake.users[2].access[2] = 0x34;
	assert_run(run_bmc("user priv ADMIN user channel 1"), 0, "user.2.channel.1.priv", "");
	fake.users[2].access[1] = 0x34;
	fake.access_mode[2] = 0;
	assert_run(run_bmc("user priv ADMIN user channel 1"), 10, "", NULL);
	assert_run(run_bmc("user priv ADMIN user"), 2, "", "several LAN channels");
}

static void enable_and_disable_are_idempotent_and_verified(void **state)
{
	(void)state;
	assert_run(run_bmc("user enable ADMIN"), 0, "nothing to change", "");
	assert_int_equal(fake_count(6, 0x47), 0);
	assert_run(run_bmc("-j user disable monitor"), 0,
		   "\"old\":\"enabled\",\"new\":\"disabled\"", "");
	assert_run(run_bmc("user enable monitor"), 0, "enabled", "");
	/* A BMC that wants a password field gets one of zeros. */
	fake_rule(6, 0x47, 0, 1, 0xc7, 1);
	assert_run(run_bmc("user disable monitor"), 0, "disabled", "");
	assert_int_equal(fake.log[fake.n - 2].len, 18);
	fake_rule(6, 0x47, 1, 1, 0x00, 1);
	assert_run(run_bmc("user enable monitor"), 9, "", "still disabled");
}

static void privileges_are_set_and_the_other_bits_kept(void **state)
{
	(void)state;
	assert_run(run_bmc("user priv monitor operator"), 0, "operator", "");
	assert_int_equal(fake.users[3].access[1], 0x33);
	assert_run(run_bmc("user priv monitor none messaging off"), 0, "none", "");
	assert_int_equal(fake.users[3].access[1], 0x2f);
	assert_run(run_bmc("user priv monitor none"), 0, "nothing to change", "");
	fake_rule(6, 0x43, -1, 0, 0x00, 1);
	assert_run(run_bmc("user priv monitor user"), 9, "", "other access");
}

static void names_are_set_when_free(void **state)
{
	(void)state;
	assert_run(run_bmc("user rename monitor watcher"), 0, "watcher", "");
	assert_memory_equal(fake.users[3].name, "watcher\0", 8);
	assert_run(run_bmc("user rename watcher watcher"), 0, "nothing to change", "");
	assert_run(run_bmc("user rename watcher ADMIN"), 2, "", "name of user #2");
	assert_run(run_bmc("user rename #1 root"), 2, "", "fixed");
	fake.fixed = 3;
	assert_run(run_bmc("user rename watcher other"), 2, "", "#1 to #3");
	fake.fixed = 0;
	assert_run(run_bmc("-f user rename watcher two~words"), 0, "two words", "--force");
	assert_memory_equal(fake.users[3].name, "two words\0", 10);
	fake_rule(6, 0x45, -1, 0, 0x00, 1);
	assert_run(run_bmc("user rename #3 third"), 9, "", "another name");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FAKE_TEST(a_password_is_set_and_proved),
		FAKE_TEST(a_long_password_goes_out_in_the_long_form),
		FAKE_TEST(a_long_password_is_refused_by_ipmi_1_5),
		FAKE_TEST(policy_misses_say_which_rule_and_send_nothing),
		FAKE_TEST(force_relaxes_the_policy_but_not_what_can_not_be),
		FAKE_TEST(awkward_characters_are_noted),
		FAKE_TEST(no_output_ever_has_the_password),
		FAKE_TEST(a_dry_run_does_not_set_the_password),
		FAKE_TEST(a_refusal_of_the_bmc_is_explained),
		FAKE_TEST(a_bmc_that_cuts_passwords_is_found_out),
		FAKE_TEST(a_bmc_whose_test_proves_nothing_is_not_believed),
		FAKE_TEST(a_lost_answer_is_settled_by_the_test),
		FAKE_TEST(a_password_can_be_tested),
		FAKE_TEST(a_bmc_is_tested_with_and_without_a_password),
		FAKE_TEST(a_bmc_that_is_not_well_fails_the_test),
		FAKE_TEST(what_keeps_a_user_out_is_noted),
		FAKE_TEST(a_password_file_must_be_private),
		FAKE_TEST(a_password_can_come_from_a_descriptor_or_the_credentials),
		FAKE_TEST(users_are_found_by_name_or_id),
		FAKE_TEST(a_hostile_name_does_not_reach_the_terminal),
		FAKE_TEST(a_list_has_the_documented_form),
		FAKE_TEST(a_failed_list_is_an_error_and_not_an_empty_one),
		FAKE_TEST(the_last_administrator_is_guarded),
		FAKE_TEST(a_channel_that_is_off_does_not_count_for_the_guard),
		FAKE_TEST(enable_and_disable_are_idempotent_and_verified),
		FAKE_TEST(privileges_are_set_and_the_other_bits_kept),
		FAKE_TEST(names_are_set_when_free),
	};

	return cmocka_run_group_tests_name("user", tests, NULL, NULL);
}
