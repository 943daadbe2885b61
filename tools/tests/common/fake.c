// SPDX-License-Identifier: GPL-2.0-only
/* The fake door, and running the tool on it. */
#include "fake.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../bmc/cli.h"
#include "fake_watch.h"

struct fake fake;
static struct fake_run last;

static int fake_open(void *priv, const char *path, bool *readonly)
{
	(void)priv;
	(void)path;
	fake.opens++;
	*readonly = fake.reader;
	return fake.open_error;
}

static void fake_close(void *priv)
{
	(void)priv;
	fake.queued = 0;
}

static struct fake_rule *matching_rule(const struct ipmi_request *rq)
{
	unsigned int i;

	for (i = 0; i < 8; i++) {
		struct fake_rule *r = &fake.rules[i];

		if (!r->times || r->netfn != rq->netfn || r->cmd != rq->cmd)
			continue;
		if (r->byte >= 0 && (r->at >= rq->len || rq->data[r->at] != r->byte))
			continue;
		if (r->times > 0)
			r->times--;
		return r;
	}
	return NULL;
}

static void enqueue(long msgid, const struct ipmi_response *rs)
{
	assert_true(fake.queued < 8);
	fake.queue[fake.queued] = *rs;
	fake.queue_id[fake.queued++] = msgid;
}

/* Be killed, as by kill -9; the BMC lives on in a file. */
static void die(void)
{
	if (write(fake.kill_fd, &fake, sizeof(fake)) == sizeof(fake))
		kill(getpid(), SIGKILL);
	_exit(99);
}

static bool is_write(const struct ipmi_request *rq)
{
	if (rq->netfn == 0x06)
		return rq->cmd == 0x47 ? rq->data[1] != 3 :
		       rq->cmd && strchr("\x02\x03\x40\x43\x45\x4c\x58", rq->cmd);
	if (rq->netfn == 0x04)
		return rq->cmd == 0x26;
	if (rq->netfn == 0x0a)
		return rq->cmd == 0x12 || (rq->cmd >= 0x44 && rq->cmd <= 0x47) ||
		       rq->cmd == 0x49;
	return (rq->netfn == 0x0c && (rq->cmd == 0x01 || rq->cmd == 0x21)) ||
	       (rq->netfn == 0x00 && rq->cmd && strchr("\x02\x04\x06\x08", rq->cmd) &&
		(rq->cmd != 0x06 || rq->data[0] != 3));
}

/* What bmclink lets through a file that is open for reading only. */
static bool for_readers(const struct ipmi_request *rq)
{
	if (rq->netfn == 0x2c)
		return rq->len && rq->data[0] == 0xdc && rq->cmd &&
		       strchr("\x01\x02\x03\x06\x07\x09\x0c\x10\x13", rq->cmd);
	return !is_write(rq) && !(rq->netfn == 0x06 && (rq->cmd == 0x47 || rq->cmd == 0x56)) &&
	       !(rq->netfn == 0x00 && rq->cmd == 0x06) && rq->netfn < 0x2c;
}

static int fake_send(void *priv, long msgid, const struct ipmi_request *rq)
{
	struct ipmi_response rs, stale = { .cc = 0, .len = 4, .data = { 0xde, 0xad, 0xbe, 0xef } };
	struct fake_rule *rule = matching_rule(rq);
	unsigned int i;

	(void)priv;
	if (fake.tick)
		fake.tick();
	if (fake.only_bmc && rq->slave)
		return -EPERM;
	if (fake.refuse)
		return fake.refuse;
	if (fake.reader && !for_readers(rq))
		return -EPERM;
	if (fake.gone_after && fake.n >= fake.gone_after)
		return -ENODEV;
	assert_true(fake.n < FAKE_LOG);
	fake.log[fake.n++] = *rq;
	if (fake.kill_at == fake.n && fake.kill_before)
		die();
	if (fake.signal_at && fake.n == fake.signal_at)
		fake.signal = 15;
	memset(&rs, 0, sizeof(rs));
	if (!rule || rule->act)
		fake_answer(rq, &rs);
	if (fake.kill_at == fake.n)
		die();
	if (rule) {
		rs.len = 0;
		rs.cc = rule->cc;
	}
	if ((rule && rule->silent) || (fake.now >= fake.down_at && fake.now < fake.down_until))
		return 0;
	for (i = 0; i < fake.stale; i++)
		enqueue(msgid - 1 - (long)i, &stale);
	if (fake.short_answers >= 0 && rs.len > fake.short_answers)
		rs.len = (uint16_t)fake.short_answers;
	enqueue(msgid, &rs);
	fake.now += 2;
	return 0;
}

static int fake_receive(void *priv, long *msgid, struct ipmi_response *rs)
{
	(void)priv;
	if (!fake.queued)
		return -EAGAIN;
	*rs = fake.queue[0];
	*msgid = fake.queue_id[0];
	fake.queued--;
	memmove(fake.queue, fake.queue + 1, fake.queued * sizeof(fake.queue[0]));
	memmove(fake.queue_id, fake.queue_id + 1, fake.queued * sizeof(fake.queue_id[0]));
	return 0;
}

static int fake_wait(void *priv, long ms)
{
	(void)priv;
	if (fake.queued)
		return 0;
	fake.now += ms;
	return -ETIME;
}

static long long fake_now(void *priv)
{
	(void)priv;
	return fake.now;
}

static int fake_sleep(void *priv, long ms)
{
	(void)priv;
	fake.now += ms;
	return 0;
}

static const struct bmc_door_ops fake_ops = {
	.open = fake_open,
	.close = fake_close,
	.send = fake_send,
	.receive = fake_receive,
	.wait = fake_wait,
	.now_ms = fake_now,
	.sleep_ms = fake_sleep,
};

static void set_lan(unsigned int parameter, size_t size, const void *data)
{
	fake.lan_size[parameter] = (uint8_t)size;
	memcpy(fake.lan[parameter], data, size);
}

/**
 * fake_ip6() - the BMC knows IPv6
 */
void fake_ip6(void)
{
	set_lan(50, 1, "\x03");
	set_lan(51, 1, "\0");
	set_lan(55, 3, "\x02\x00\x03");
	fake.lan_size[56] = 20;
	fake.lan_size[59] = 20;
	set_lan(64, 1, "\x02");
	fake.lan_size[65] = 16;
	set_lan(66, 6, "\0\0\0\0\0\0");
}

static void add_user(unsigned int id, const char *name, const char *password, uint8_t access)
{
	struct fake_user *u = &fake.users[id];

	memcpy(u->name, name, strlen(name));
	memcpy(u->password, password, strlen(password));
	u->size = 16;
	u->state = 1;
	u->sol = 0xffff;
	memset(u->access, access, sizeof(u->access));
}

/**
 * fake_reset() - a healthy BMC with one LAN channel and two users
 */
void fake_reset(void)
{
	static const uint8_t id[] = { 0x20, 0x81, 0x02, 0x13, 0x02, 0x9f, 0x57, 0x01, 0x00,
				      0x34, 0x12, 1, 2, 3, 4 };
	unsigned int i;
	struct fake old = fake;

	memset(&fake, 0, sizeof(fake));
	memcpy(fake.dir, old.dir, sizeof(old.dir));
	memcpy(fake.state, old.state, sizeof(old.state));
	memcpy(fake.policy, old.policy, sizeof(old.policy));
	memcpy(fake.cache, old.cache, sizeof(old.cache));
	memcpy(fake.journal, old.journal, sizeof(old.journal));
	watch_reset();
	fake.now = 1000000;
	fake.short_answers = -1;
	fake.max_users = 10;
	fake.medium[0] = 1;
	fake.medium[1] = 4;
	fake.medium[15] = 0x0c;
	memset(fake.access_mode, 2, sizeof(fake.access_mode));
	for (i = 0; i < FAKE_CHANNELS; i++) {
		memcpy(fake.saved_access[i], "\x22\x04", 2);
		memcpy(fake.active_access[i], "\x22\x04", 2);
	}
	for (i = 1; i <= fake.max_users; i++) {
		memset(fake.users[i].access, 0x0f, sizeof(fake.users[i].access));
		fake.users[i].state = 2;
	}
	add_user(2, "ADMIN", "old-Password1", 0x34);
	add_user(3, "monitor", "other-Passw0rd", 0x32);
	memcpy(fake.device_id, id, sizeof(id));
	fake.device_id_len = sizeof(id);
	fake.status[0] = 0x21;
	fake.identify_known = true;
	set_lan(0, 1, "\0");
	set_lan(3, 4, "\x0a\x00\x00\x05");
	set_lan(4, 1, "\x01");
	set_lan(5, 6, "\x52\x54\x00\x12\x34\x59");
	set_lan(6, 4, "\xff\xff\xff\x00");
	set_lan(10, 1, "\x02");
	set_lan(11, 1, "\x03");
	set_lan(12, 4, "\x0a\x00\x00\x01");
	set_lan(13, 6, "\x52\x54\x00\x00\x00\x01");
	set_lan(14, 4, "\0\0\0\0");
	set_lan(15, 6, "\0\0\0\0\0\0");
	set_lan(16, 18, "secretish\0\0\0\0\0\0\0\0\0");
	set_lan(17, 1, "\x02");
	fake.lan_size[18] = 4;
	fake.lan_size[19] = 13;
	set_lan(20, 2, "\0\0");
	set_lan(21, 1, "\0");
	set_lan(22, 1, "\x02");
	set_lan(23, 3, "\0\x03\x11");
	memset(fake.key, 7, sizeof(fake.key));
	memcpy(fake.sol[2], "\xc4", 1);
	memcpy(fake.sol[3], "\x0c\x60", 2);
	memcpy(fake.sol[4], "\x07\x32", 2);
	memcpy(fake.sol[5], "\x0a", 1);
	memcpy(fake.sol[6], "\x0a", 1);
	memcpy(fake.sol[8], "\x6f\x02", 2);
	set_lan(24, 9, "\0\x44\0\0\0\0\0\0\0");
}

/**
 * fake_setup() - per test: a healthy BMC and a device node on an empty host
 * @state: unused
 *
 * Return: 0.
 */
int fake_setup(void **state)
{
	char path[128];
	int fd;

	(void)state;
	unsetenv("BMCCTL_DEVICE");
	unsetenv("CREDENTIALS_DIRECTORY");
	snprintf(fake.dir, sizeof(fake.dir), "/tmp/bmc-test-XXXXXX");
	if (!mkdtemp(fake.dir))
		return -1;
	snprintf(fake.state, sizeof(fake.state), "%s/var/lib/bmc", fake.dir);
	snprintf(fake.policy, sizeof(fake.policy), "%s/bmc.conf", fake.dir);
	snprintf(fake.journal, sizeof(fake.journal), "%s/journal", fake.dir);
	snprintf(fake.cache, sizeof(fake.cache), "%s/cache", fake.dir);
	snprintf(path, sizeof(path), "%s/ipmi0", fake.dir);
	fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	close(fd);
	fake_reset();
	return 0;
}

static int remove_one(const char *path, const struct stat *sb, int type, struct FTW *ftw)
{
	(void)sb;
	(void)type;
	(void)ftw;
	return remove(path);
}

/**
 * fake_teardown() - per test: leave nothing behind
 * @state: unused
 *
 * Return: 0.
 */
int fake_teardown(void **state)
{
	(void)state;
	free(last.out);
	free(last.err);
	memset(&last, 0, sizeof(last));
	return nftw(fake.dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/**
 * fake_rule() - make some requests fail
 * @netfn: of the request
 * @cmd: of the request
 * @byte: value its data byte @at must have, -1 = any
 * @at: index of that byte
 * @cc: completion code to give
 * @times: how often, -1 = always
 */
void fake_rule(uint8_t netfn, uint8_t cmd, int byte, unsigned int at, uint8_t cc, int times)
{
	unsigned int i;

	for (i = 0; i < 8 && fake.rules[i].times; i++)
		;
	assert_true(i < 8);
	fake.rules[i] = (struct fake_rule){ .netfn = netfn, .cmd = cmd, .byte = byte, .at = at,
					    .cc = cc, .times = times };
}

/* Words are divided by blanks; '_' stands for an empty word and '~' for a blank in one. */
static int split(char *line, char **argv)
{
	char *word, *save = NULL, *p;
	int argc = 0;

	argv[argc++] = strdup("bmc");
	for (word = strtok_r(line, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		argv[argc] = strdup(strcmp(word, "_") ? word : "");
		for (p = argv[argc]; *p; p++)
			if (*p == '~')
				*p = ' ';
		assert_true(++argc < 400);
	}
	argv[argc] = NULL;
	return argc;
}

static int fake_spawn(const char *device)
{
	(void)device;
	fake.spawned++;
	return fake.spawn_error;
}

/**
 * run_bmc_on() - run the tool on the fake BMC
 * @line: its arguments; '_' is an empty one, '~' a blank inside of one, '@' as
 *	first character of one the test's folder
 * @in: its standard input
 *
 * Return: what it did; valid until the next run.
 */
const struct fake_run *run_bmc_on(const char *line, int in)
{
	size_t out_len, err_len;
	FILE *out, *err;

	free(last.out);
	free(last.err);
	out = open_memstream(&last.out, &out_len);
	err = open_memstream(&last.err, &err_len);
	last.status = run_bmc_with(line, in, out, err);
	fclose(out);
	fclose(err);
	return &last;
}

/**
 * run_bmc_with() - run the tool on the fake BMC with other files
 * @line: its arguments, see run_bmc_on()
 * @in: its standard input
 * @out: its standard output
 * @err: its standard error
 *
 * Return: its exit status.
 */
int run_bmc_with(const char *line, int in, FILE *out, FILE *err)
{
	struct bmc_system sys = { .door = &fake_ops, .dev_root = fake.dir,
				  .sysfs_root = fake.dir, .lock_dir = fake.dir,
				  .state_dir = fake.state, .policy = fake.policy,
				  .spawn = fake_spawn,
				  .cache_dir = fake.cache, .journal = fake.journal,
				  .tty = "/dev/null/none", .in = in, .out = out, .err = err,
				  .signal = &fake.signal };
	char *copy = strdup(line);
	char *argv[400], *at;
	int argc, i, status;

	argc = split(copy, argv);
	for (i = 1; i < argc; i++) {
		if (argv[i][0] != '@')
			continue;
		if (asprintf(&at, "%s/%s", fake.dir, argv[i] + 1) < 0)
			abort();
		free(argv[i]);
		argv[i] = at;
	}
	status = cli_main(&sys, argc, argv);
	for (i = 0; i < argc; i++)
		free(argv[i]);
	free(copy);
	return status;
}

/**
 * run_bmc_in() - run the tool on the fake BMC with something to read
 * @line: its arguments, see run_bmc_on()
 * @in: its standard input
 * @len: bytes in @in
 *
 * Return: what it did; valid until the next run.
 */
const struct fake_run *run_bmc_in(const char *line, const char *in, size_t len)
{
	const struct fake_run *r;
	int pipes[2];

	assert_int_equal(pipe2(pipes, O_CLOEXEC), 0);
	assert_int_equal(write(pipes[1], in, len), len);
	close(pipes[1]);
	r = run_bmc_on(line, pipes[0]);
	close(pipes[0]);
	return r;
}

/**
 * run_bmc_killed() - run the tool, kill it at one of its messages, keep the BMC
 * @line: its arguments
 * @at: number of the message
 * @before: before the BMC carries the message out, not after
 *
 * Return: false when the tool ended before it came to that message.
 */
bool run_bmc_killed(const char *line, unsigned int at, bool before)
{
	FILE *f = tmpfile();
	pid_t pid;
	int status;

	assert_non_null(f);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		fake.n = 0;
		fake.kill_at = at;
		fake.kill_before = before;
		fake.kill_fd = fileno(f);
		run_bmc(line);
		if (write(fake.kill_fd, &fake, sizeof(fake)) != sizeof(fake))
			_exit(99);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_false(WIFEXITED(status) && WEXITSTATUS(status));
	assert_int_equal(pread(fileno(f), &fake, sizeof(fake), 0), sizeof(fake));
	fclose(f);
	fake.kill_at = 0;
	fake.n = 0;
	fake.queued = 0;
	return WIFSIGNALED(status);
}

/**
 * run_bmc() - run the tool on the fake BMC without input
 * @line: its arguments
 *
 * Return: what it did; valid until the next run.
 */
const struct fake_run *run_bmc(const char *line)
{
	return run_bmc_in(line, "", 0);
}

/**
 * fake_count() - how often something was asked
 * @netfn: of the requests
 * @cmd: of the requests
 *
 * Return: how often.
 */
unsigned int fake_count(uint8_t netfn, uint8_t cmd)
{
	unsigned int i, n = 0;

	for (i = 0; i < fake.n; i++)
		n += fake.log[i].netfn == netfn && fake.log[i].cmd == cmd;
	return n;
}

/* Does a request change the BMC? */

/**
 * fake_writes() - the changes that were asked for, as text
 * @text: filled with "netfn/cmd:bytes " for each
 * @room: size of @text
 */
void fake_writes(char *text, size_t room)
{
	size_t used = 0;
	unsigned int i, b;

	text[0] = '\0';
	for (i = 0; i < fake.n; i++) {
		const struct ipmi_request *rq = &fake.log[i];

		if (!is_write(rq))
			continue;
		used += (size_t)snprintf(text + used, room - used, "%s%02x/%02x:",
					 used ? " " : "", rq->netfn, rq->cmd);
		for (b = 0; b < rq->len; b++)
			used += (size_t)snprintf(text + used, room - used, "%02x", rq->data[b]);
	}
}

/**
 * assert_run() - fail unless a run did what it should
 * @r: the run
 * @status: exit status it should have
 * @out: has to be in standard output, NULL = anything, "" = nothing
 * @err: has to be in standard error, NULL = anything, "" = nothing
 */
void assert_run(const struct fake_run *r, int status, const char *out, const char *err)
{
	if (r->status != status || (out && (*out ? !strstr(r->out, out) : *r->out)) ||
	    (err && (*err ? !strstr(r->err, err) : *r->err))) {
		print_error("status %d (want %d)\nstdout: %s\n  want: %s\nstderr: %s\n  want: %s\n",
			    r->status, status, r->out, out ? out : "-", r->err, err ? err : "-");
		fail();
	}
}

/**
 * assert_json() - fail unless a run printed a document with some parts
 * @r: the run
 * @status: exit status it should have; with 0 nothing may be in standard error
 *
 * Then come the parts, with ' for ", ended by NULL. They have to be in standard
 * output, or in standard error when the status is no success.
 */
void assert_json(const struct fake_run *r, int status, ...)
{
	const char *part, *where = *r->out ? r->out : r->err;
	char wanted[512];
	va_list ap;
	size_t i;

	assert_run(r, status, NULL, status ? NULL : "");
	va_start(ap, status);
	while ((part = va_arg(ap, const char *))) {
		snprintf(wanted, sizeof(wanted), "%s", part);
		for (i = 0; wanted[i]; i++)
			if (wanted[i] == '\'')
				wanted[i] = '"';
		assert_run(r, status, *r->out ? wanted : NULL, *r->out ? NULL : wanted);
	}
	va_end(ap);
	assert_true(*where == '{' || *where == '[');
}
