// SPDX-License-Identifier: GPL-2.0-only
/* Bad input: exit status 2, a message with field, value and rule, and nothing is sent. */
#include "common/test.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

struct bad {
	const char *line;
	const char *message[4];
};

static const struct bad table[] = {
	/* Words that mean nothing. */
	{ "", { "object is missing" } },
	{ "frobnicate", { "frobnicate" } },
	{ "lan frobnicate", { "frobnicate" } },
	{ "lan sho", { "sho" } },
	{ "mc", { "command is missing" } },
	{ "identify", { "command is missing" } },
	{ "mc info extra", { "extra" } },
	{ "--frobnicate list", { "--frobnicate" } },
	{ "list --frobnicate", { "--frobnicate" } },
	{ "-Z list", { "-Z" } },
	/* What comes in later versions says so. */
	{ "-o prom list", { "prom", "not part of this version" } },
	/* Global options. */
	{ "-o xml list", { "output", "xml", "text, json or table" } },
	{ "-t", { "-t", "SEC" } },
	{ "-t 0 list", { "timeout", "0", "1 to 86400" } },
	{ "-t 010 list", { "timeout", "010", "1 to 86400" } },
	{ "-t 5x list", { "timeout", "5x", "1 to 86400" } },
	{ "--timeout=-3 list", { "timeout", "-3", "1 to 86400" } },
	{ "--retries 101 list", { "retries", "101", "0 to 100" } },
	{ "--retries two list", { "retries", "two", "0 to 100" } },
	{ "--json=yes list", { "--json", "no value" } },
	{ "-d _ mc info", { "device", "''", "empty" } },
	{ "-b @none", { "batch", "can't be read" } },
	{ "-b - list", { "-b", "exclude" } },
	/* mc */
	{ "mc reset", { "reset is missing" } },
	{ "mc reset hot", { "reset", "hot", "cold or warm" } },
	{ "mc reset cold warm", { "warm" } },
	{ "mc reset cold --wait", { "--wait", "SEC" } },
	{ "mc reset cold --wait 0", { "wait", "0", "1 to 86400" } },
	{ "mc reset cold --wait soon", { "wait", "soon", "1 to 86400" } },
	{ "mc reset cold --wait 5 --wait 6", { "--wait", "twice" } },
	/* channel */
	{ "channel show", { "channel is missing" } },
	{ "channel show 0", { "channel", "0", "1 to 11" } },
	{ "channel show 12", { "channel", "12", "1 to 11" } },
	{ "channel show 15", { "channel", "15", "1 to 11" } },
	{ "channel show 0x10", { "channel", "0x10", "1 to 11" } },
	{ "channel show one", { "channel", "one", "1 to 11" } },
	{ "channel show 1x", { "channel", "1x", "1 to 11" } },
	{ "channel show -1", { "channel", "-1", "1 to 11" } },
	{ "channel show _", { "channel", "''", "1 to 11" } },
	{ "channel show 99999999999999999999", { "channel", "1 to 11" } },
	/* identify */
	{ "identify on 0", { "seconds", "0", "1 to 255" } },
	{ "identify on 256", { "seconds", "256", "1 to 255" } },
	{ "identify on -1", { "seconds", "-1", "1 to 255" } },
	{ "identify on long", { "seconds", "long", "1 to 255" } },
	{ "identify on 5m", { "seconds", "5m", "1 to 255" } },
	{ "identify on 1.5", { "seconds", "1.5", "1 to 255" } },
	{ "identify on 017", { "seconds", "017", "1 to 255" } },
	{ "identify on 10 20", { "20" } },
	{ "identify off 3", { "3" } },
	/* raw */
	{ "raw", { "netfn is missing" } },
	{ "raw 6", { "command is missing" } },
	{ "raw 7 1", { "netfn", "7", "odd" } },
	{ "raw 0x40 1", { "netfn", "0x40", "0 to 62" } },
	{ "raw 6 256", { "command", "256", "0 to 255" } },
	{ "raw 6 1 0x100", { "byte", "0x100", "0 to 255" } },
	{ "raw 6 1 0x", { "byte", "0x", "0 to 255" } },
	{ "raw 6 1 012", { "byte", "012", "no leading zeros" } },
	{ "raw 6 1 1h", { "byte", "1h", "0 to 255" } },
	{ "raw 6 1 -1", { "byte", "-1", "0 to 255" } },
	{ "raw lun 4 6 1", { "lun", "4", "0 to 3" } },
	{ "raw lun 1 lun 2 6 1", { "lun", "twice" } },
	{ "raw lun", { "lun", "needs a value" } },
	{ "raw to 0 6 1", { "to", "0", "channel (0 to 11), a colon and an even address" } },
	{ "raw to 12:0x20 6 1", { "to", "12:0x20", "0 to 11" } },
	{ "raw to 0:0x21 6 1", { "to", "0:0x21", "even" } },
	{ "raw to 0:0 6 1", { "to", "0:0", "0x02" } },
	{ "raw to 0:0x100 6 1", { "to", "0:0x100", "0xfe" } },
	{ "raw to :0x20 6 1", { "to", ":0x20", "0 to 11" } },
	{ "raw to 0: 6 1", { "to", "0:", "even" } },
	{ "raw to 0:0x20:0x30 6 1", { "to", "0:0x20:0x30", "even" } },
	{ "raw to -1:0x20 6 1", { "to", "-1:0x20", "0 to 11" } },
	/* lan */
	{ "lan show 12", { "channel", "12", "1 to 11" } },
	{ "lan show 1 2", { "2" } },
	{ "lan set", { "nothing to set" } },
	{ "lan set 1", { "nothing to set" } },
	{ "lan set 0 dhcp", { "channel", "0", "1 to 11" } },
	{ "lan set dhcp static", { "dhcp", "static", "exclude" } },
	{ "lan set dhcp dhcp", { "dhcp", "twice" } },
	{ "lan set dhcp address 10.0.0.5/24", { "address", "10.0.0.5/24", "dhcp" } },
	{ "lan set dhcp gateway 10.0.0.1", { "gateway", "10.0.0.1", "dhcp" } },
	{ "lan set dhcp netmask 255.0.0.0", { "netmask", "255.0.0.0", "dhcp" } },
	{ "lan set address", { "address", "A[/P]" } },
	{ "lan set address 10.0.0", { "address", "10.0.0", "IPv4" } },
	{ "lan set address 10.0.0.5.6", { "address", "10.0.0.5.6", "IPv4" } },
	{ "lan set address 10.0.0.256", { "address", "10.0.0.256", "IPv4" } },
	{ "lan set address 10.0.0.05", { "address", "10.0.0.05", "IPv4" } },
	{ "lan set address 10.0.0.5x", { "address", "10.0.0.5x", "IPv4" } },
	{ "lan set address ~10.0.0.5", { "address", "IPv4" } },
	{ "lan set address 10..0.5", { "address", "10..0.5", "IPv4" } },
	{ "lan set address 10.0.0.", { "address", "10.0.0.", "IPv4" } },
	{ "lan set address 0x0a.0.0.5", { "address", "0x0a.0.0.5", "IPv4" } },
	{ "lan set address ::1", { "address", "::1", "IPv4" } },
	{ "lan set address 0.0.0.0", { "address", "0.0.0.0", "0.0.0.0/8" } },
	{ "lan set address 0.1.2.3", { "address", "0.1.2.3", "0.0.0.0/8" } },
	{ "lan set address 127.0.0.1/8", { "address", "127.0.0.1/8", "loopback" } },
	{ "lan set address 224.0.0.5", { "address", "224.0.0.5", "multicast" } },
	{ "lan set address 239.255.255.255", { "address", "239.255.255.255", "multicast" } },
	{ "lan set address 240.0.0.1", { "address", "240.0.0.1", "reserved" } },
	{ "lan set address 255.255.255.255", { "address", "255.255.255.255", "broadcast" } },
	{ "lan set address 10.0.0.5/", { "prefix", "1 to 30" } },
	{ "lan set address 10.0.0.5/0", { "prefix", "0", "1 to 30" } },
	{ "lan set address 10.0.0.5/32", { "prefix", "32", "1 to 30" } },
	{ "lan set address 10.0.0.5/33", { "prefix", "33", "1 to 30" } },
	{ "lan set address 10.0.0.5/x", { "prefix", "x", "1 to 30" } },
	{ "lan set address 10.0.0.5/0x18", { "prefix", "0x18", "1 to 30" } },
	{ "lan set address 10.0.0.5/24/24", { "prefix", "24/24", "1 to 30" } },
	{ "lan set address 10.0.0.0/24", { "address", "10.0.0.0", "network 10.0.0.0/24" } },
	{ "lan set address 10.0.0.255/24", { "address", "10.0.0.255", "broadcast" } },
	{ "lan set static address 10.0.3.255 netmask 255.255.252.0",
	  { "address", "10.0.3.255", "broadcast", "10.0.0.0/22" } },
	{ "lan set netmask 255.0.255.0", { "netmask", "255.0.255.0", "contiguous" } },
	{ "lan set netmask 0.255.255.255", { "netmask", "0.255.255.255", "contiguous" } },
	{ "lan set netmask 0.0.0.0", { "netmask", "0.0.0.0", "/1 to /30" } },
	{ "lan set netmask 255.255.255.255", { "netmask", "255.255.255.255", "/1 to /30" } },
	{ "lan set netmask 24", { "netmask", "24", "four decimal" } },
	{ "lan set address 10.0.0.5/24 netmask 255.255.0.0",
	  { "netmask", "255.255.0.0", "10.0.0.5/24" } },
	{ "lan set gateway 10.0.0", { "gateway", "10.0.0", "IPv4" } },
	{ "lan set gateway nobody", { "gateway", "nobody", "IPv4" } },
	{ "lan set gateway 224.0.0.1", { "gateway", "224.0.0.1", "multicast" } },
	{ "lan set static address 10.0.0.5/24 gateway 10.0.1.1",
	  { "gateway", "10.0.1.1", "outside 10.0.0.0/24" } },
	{ "lan set static address 10.0.0.5/24 gateway 10.0.0.5",
	  { "gateway", "10.0.0.5", "BMC itself" } },
	{ "lan set static address 10.0.0.5/24 gateway 10.0.0.255",
	  { "gateway", "10.0.0.255", "broadcast" } },
	{ "lan set vlan 0", { "vlan", "0", "1 to 4094" } },
	{ "lan set vlan 4095", { "vlan", "4095", "1 to 4094" } },
	{ "lan set vlan 4096", { "vlan", "4096", "1 to 4094" } },
	{ "lan set vlan none", { "vlan", "none", "1 to 4094" } },
	{ "lan set vlan 5 prio 8", { "prio", "8", "0 to 7" } },
	{ "lan set prio 3", { "prio", "3", "vlan" } },
	{ "lan set vlan off prio 3", { "prio", "3", "vlan" } },
	{ "lan set vlan 5 vlan 6", { "vlan", "twice" } },
	{ "lan set arp-respond maybe", { "arp-respond", "maybe", "on or off" } },
	{ "lan set arp-gratuitous on interval 700", { "interval", "700", "500" } },
	{ "lan set arp-gratuitous on interval 128500", { "interval", "128500", "128000" } },
	{ "lan set arp-gratuitous off interval 500", { "interval", "500", "arp-gratuitous on" } },
	{ "lan set interval 500", { "interval", "500", "arp-gratuitous on" } },
	/* user */
	{ "user show", { "user is missing" } },
	{ "user show #0", { "user", "#0", "#1 to #63" } },
	{ "user show #64", { "user", "#64", "#1 to #63" } },
	{ "user show #x", { "user", "#x", "#1 to #63" } },
	{ "user show _", { "user", "''", "1 to 16" } },
	{ "user show name-of-17-letters", { "user", "name-of-17-letters", "1 to 16" } },
	{ "user enable ADMIN now", { "now" } },
	{ "user rename ADMIN", { "name is missing" } },
	{ "user rename ADMIN #3", { "name", "#3", "#" } },
	{ "user rename ADMIN two~words", { "name", "two words", "letters" } },
	{ "user rename ADMIN a:b", { "name", "a:b", "letters" } },
	{ "user rename ADMIN a'b", { "name", "a'b", "letters" } },
	{ "user rename ADMIN 1st", { "name", "1st", "start with a letter" } },
	{ "user rename ADMIN seventeen-letters", { "name", "seventeen-letters", "1 to 16" } },
	{ "user rename ADMIN _", { "name", "''", "1 to 16" } },
	{ "user rename ADMIN caf\xc3\xa9", { "name", "caf\\xc3\\xa9", "printable ASCII" } },
	{ "user priv ADMIN", { "level is missing" } },
	{ "user priv ADMIN 4", { "level", "4", "admin" } },
	{ "user priv ADMIN administrator", { "level", "administrator", "admin" } },
	{ "user priv ADMIN admin channel 14", { "channel", "14", "1 to 11" } },
	{ "user priv ADMIN admin messaging yes", { "messaging", "yes", "on or off" } },
	{ "user passwd", { "user is missing" } },
	{ "user passwd ADMIN --password-stdin --password-fd 3", { "exclude" } },
	{ "user passwd ADMIN --password-fd x", { "password-fd", "x" } },
	{ "user passwd ADMIN --password-file _", { "password-file", "''", "empty" } },
	{ "user passwd ADMIN --password-file @none", { "password-file", "can't be opened" } },
	{ "user passwd ADMIN", { "no password given", "--password-stdin" } },
	{ "user passwd ADMIN --password-stdin", { "password", "empty" } },
};

static void bad_input_is_refused_and_nothing_sent(void **state)
{
	const struct fake_run *r;
	unsigned int i, m, failed = 0;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(table); i++) {
		bool ok;

		r = run_bmc(table[i].line);
		ok = r->status == 2 && !fake.n && !fake.opens && !*r->out;
		for (m = 0; m < 4 && table[i].message[m]; m++)
			ok = ok && strstr(r->err, table[i].message[m]);
		/* One line, by the program. */
		ok = ok && !strncmp(r->err, "bmc: ", 5) &&
		     strchr(r->err, '\n') == r->err + strlen(r->err) - 1;
		if (ok)
			continue;
		failed++;
		print_error("bmc %s: status %d, %u sent, says: %s%s\n", table[i].line, r->status,
			    fake.n, r->err, r->out);
		fake_reset();
	}
	assert_int_equal(failed, 0);
}

static void bad_input_in_json_names_field_value_and_rule(void **state)
{
	const struct fake_run *r = run_bmc("-j lan set vlan 4095");

	(void)state;
	assert_run(r, 2, "", "{\"error\":{\"class\":\"usage\",\"code\":2,");
	assert_non_null(strstr(r->err, "\"field\":\"vlan\",\"value\":\"4095\",\"rule\":"));
	assert_int_equal(fake.n, 0);
}

static void too_many_bytes_for_a_request_are_refused(void **state)
{
	char line[2000] = "raw 6 1";
	size_t n = strlen(line);
	unsigned int i;

	(void)state;
	for (i = 0; i < 271; i++)
		n += snprintf(line + n, sizeof(line) - n, " 1");
	assert_run(run_bmc(line), 2, "", "270 bytes");
	assert_int_equal(fake.n, 0);
	line[strlen(line) - 2] = '\0';
	run_bmc(line);
	assert_int_equal(fake.n, 1);
	assert_int_equal(fake.log[0].len, 270);
}

static void a_password_on_the_command_line_is_not_repeated(void **state)
{
	static const char *const lines[] = {
		"user passwd ADMIN Hunter2-secret", "user passwd ADMIN --password Hunter2-secret",
		"user passwd ADMIN --password=Hunter2-secret",
		"user passwd ADMIN --password-stdin=Hunter2-secret",
		"user test ADMIN Hunter2-secret", "test user ADMIN Hunter2-secret",
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		const struct fake_run *r = run_bmc(lines[i]);

		assert_int_equal(r->status, 2);
		assert_null(strstr(r->err, "unter2"));
		assert_int_equal(fake.n, 0);
	}
}

static void help_is_given_at_every_level(void **state)
{
	static const char *const lines[] = {
		"help", "--help", "-h", "help lan", "lan help", "lan --help", "help lan set",
		"lan set help", "lan set --help", "lan set -h", "raw help", "help list",
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(lines); i++)
		assert_run(run_bmc(lines[i]), 0, "bmc", "");
	assert_run(run_bmc("lan set help"), 0, "gateway G|none", "");
	assert_run(run_bmc("help nonsense"), 2, "", "nonsense");
	assert_run(run_bmc("-V"), 0, "bmc ", "");
	assert_int_equal(fake.n, 0);
}

static void completion_offers_what_the_table_has(void **state)
{
	(void)state;
	assert_run(run_bmc("help --complete"), 0, "identify\n", "");
	assert_run(run_bmc("help --complete lan"), 0, "set\n", "");
	assert_run(run_bmc("help --complete -d 0 lan set"), 0, "gateway\n", "");
	assert_run(run_bmc("help --complete user priv ADMIN"), 0, "admin\n", "");
	assert_run(run_bmc("help --complete mc reset"), 0, "cold\nwarm\n--wait\n", "");
	assert_run(run_bmc("help --complete lan"), 0, "rollback\n", "");
	assert_run(run_bmc("help --complete stats"), 0, "latency\n", "");
	assert_run(run_bmc("help --complete -o"), 0, "text\njson\ntable\n", "");
}

/* What the shell would offer behind the words, one a line. */
static void shell_offers(const char *words, char *text, size_t room)
{
	size_t n = 0;
	int pipes[2], status;
	char line[600];
	ssize_t got;
	pid_t pid;

	snprintf(line, sizeof(line), "PATH=build/bmc:build-san/bmc:$PATH; "
		 ". completion/bmc.bash; COMP_WORDS=(%s \"\"); "
		 "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _bmc; "
		 "echo \"${COMPREPLY[*]}\"; complete -p bmc", words);
	assert_int_equal(pipe(pipes), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		dup2(pipes[1], STDOUT_FILENO);
		close(pipes[0]);
		close(pipes[1]);
		execlp("bash", "bash", "-c", line, (char *)NULL);
		_exit(127);
	}
	close(pipes[1]);
	while (n < room - 1 && (got = read(pipes[0], text + n, room - 1 - n)) > 0)
		n += (size_t)got;
	text[n] = '\0';
	close(pipes[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && !WEXITSTATUS(status));
}

static void the_shell_offers_words_and_where_there_are_none_files(void **state)
{
	char text[2000];

	(void)state;
	shell_offers("bmc sel", text, sizeof(text));
	assert_non_null(strstr(text, "restore"));
	shell_offers("bmc sel save", text, sizeof(text));
	assert_string_equal(text, "\ncomplete -o default -F _bmc bmc\n");
	shell_offers("bmc -b", text, sizeof(text));
	assert_int_equal(text[0], '\n');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FAKE_TEST(bad_input_is_refused_and_nothing_sent),
		FAKE_TEST(bad_input_in_json_names_field_value_and_rule),
		FAKE_TEST(too_many_bytes_for_a_request_are_refused),
		FAKE_TEST(a_password_on_the_command_line_is_not_repeated),
		FAKE_TEST(help_is_given_at_every_level),
		FAKE_TEST(completion_offers_what_the_table_has),
		FAKE_TEST(the_shell_offers_words_and_where_there_are_none_files),
	};

	return cmocka_run_group_tests_name("usage", tests, NULL, NULL);
}
