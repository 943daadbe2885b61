// SPDX-License-Identifier: GPL-2.0-only
/*
 * ipmi_failslab - walks every path of the driver on which memory runs out, or a copy from or
 * to the program fails: each operation is repeated with its first, second, third ... attempt
 * to get memory failing, until one goes through without a failure. Loading is slow, so only some
 * of its attempts are made to fail.
 *
 *   ipmi_failslab CORE.KO SI.KO     the files of the modules; they must be loaded
 *
 * The kernel must have been told to let only the driver's own attempts fail; see
 * guest/failslab.sh.
 */
#define _GNU_SOURCE
#include "ipmi_dev.h"
#include "ktap.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* No operation has as many attempts as this. */
#define NTH_MAX		600
#define ANSWER_S	20.0
#define UP_S		60.0

static const char *core_ko, *si_ko;
static int nth_fd = -1;

/**
 * struct operation - something that may fail half way
 * @name: in words
 * @least: attempts it has at least, or the walk proves nothing
 * @ready: brings the driver into the state @run needs; may be NULL
 * @run: does it. Return: 0 or -errno
 * @undo: after success; may be NULL
 * @step: 1, or more where one round takes seconds
 */
struct operation {
	const char *name;
	unsigned int least;
	void (*ready)(void);
	int (*run)(void);
	void (*undo)(void);
	unsigned int step;
};

static void arm(int fd, unsigned int nth)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", nth);

	EXPECT_EQ(pwrite(fd, text, len, 0), len);
}

/* What is left of the countdown: 0 when the failure has been had. */
static unsigned int left(int fd)
{
	char text[16] = "";

	EXPECT(pread(fd, text, sizeof(text) - 1, 0) > 0);
	return atoi(text);
}

static int count_of(const char *attr)
{
	char path[PATH_MAX], text[32] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/sys/class/bmclink/ipmi0/%s", attr);
	f = fopen(path, "r");
	if (!f || !fgets(text, sizeof(text), f))
		ktap_fail(__FILE__, __LINE__, "%s cannot be read", path);
	if (f)
		fclose(f);
	return atoi(text);
}

static bool link_is(const char *health)
{
	char text[32] = "";
	FILE *f = fopen("/sys/class/bmclink/ipmi0/health", "r");

	if (!f)
		return false;
	if (!fgets(text, sizeof(text), f))
		text[0] = 0;
	fclose(f);
	return !strncmp(text, health, strlen(health));
}

static void pause_ms(long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

	nanosleep(&t, NULL);
}

static void until_up(void)
{
	double end = now_s() + UP_S;

	while (!link_is("up") && now_s() < end)
		pause_ms(20);
	EXPECT_MSG(link_is("up"), "the link does not come up");
}

/* Nothing is left of what programs had: what is in flight still has to end. */
static void until_empty(void)
{
	double end = now_s() + ANSWER_S;

	while ((count_of("nr_msgs") || count_of("nr_users")) && now_s() < end)
		pause_ms(20);
	EXPECT_EQ(count_of("nr_users"), 0);
	EXPECT_EQ(count_of("nr_msgs"), 0);
}

static bool may_be(int rc)
{
	return !rc || rc == -ENOMEM || rc == -EFAULT;
}

static void walk(const struct operation *op)
{
	unsigned int nth, rest = 0;
	int rc = 0;

	for (nth = 1; nth < NTH_MAX && !ktap_failures(); nth += op->step) {
		if (op->ready)
			op->ready();
		arm(nth_fd, nth);
		rc = op->run();
		rest = left(nth_fd);
		arm(nth_fd, 0);
		EXPECT_MSG(may_be(rc), "%s, failure %u: %s", op->name, nth, strerror(-rc));
		if (!rc && op->undo)
			op->undo();
		if (rest)
			break;
		/* And it still works; what is slow shows so the next time. */
		if (rc && op->step == 1) {
			if (op->ready)
				op->ready();
			rc = op->run();
			EXPECT_MSG(!rc, "%s, after failure %u: %s", op->name, nth, strerror(-rc));
			if (!rc && op->undo)
				op->undo();
		}
	}
	EXPECT_MSG(rest, "%s: no end after %u failures", op->name, nth);
	EXPECT_MSG(!rc, "%s without a failure: %s", op->name, strerror(-rc));
	EXPECT_MSG(nth > op->least, "%s: only %u failures", op->name, nth - 1);
	ktap_note("%s: %u places, one of %u failed", op->name, nth - 1, op->step);
}

static int file = -1;

static int do_open(void)
{
	file = open(dev_path(), O_RDWR | O_CLOEXEC);
	return file < 0 ? -errno : 0;
}

static void do_close(void)
{
	close(file);
	file = -1;
	until_empty();
}

static void opens(void)
{
	walk(&(struct operation){ "open", 1, NULL, do_open, do_close, 1 });
}

static void drop_answer(void)
{
	struct answer a;

	EXPECT_EQ(dev_wait(file, &a, ANSWER_S), 0);
}

static int send_own(void)
{
	static const unsigned char data[] = { 1 };

	return dev_send(file, 1, NETFN_APP, CMD_GET_CHANNEL_INFO, data, sizeof(data));
}

static int send_ipmb(void)
{
	struct ipmi_ipmb_addr addr = { IPMI_IPMB_ADDR_TYPE, 0, 0x7c, 0 };
	struct ipmi_req_settime req = {
		.req = {
			.addr = (unsigned char *)&addr,
			.addr_len = sizeof(addr),
			.msgid = 2,
			.msg = { NETFN_APP, CMD_GET_DEVICE_ID, 0, NULL },
		},
		.retries = 0,
		.retry_time_ms = 100,
	};

	return xioctl(file, IPMICTL_SEND_COMMAND_SETTIME, &req);
}

static void with_file(const struct operation *op)
{
	EXPECT_EQ(do_open(), 0);
	walk(op);
	do_close();
}

static void sends(void)
{
	with_file(&(struct operation){ "send", 3, NULL, send_own, drop_answer, 1 });
}

static void sends_bridged(void)
{
	with_file(&(struct operation){ "send to IPMB", 3, NULL, send_ipmb, drop_answer, 1 });
}

static struct answer got;

static void send_before(void)
{
	/* The one that could not be received the last time is still there. */
	if (dev_poll(file, 0) & 1)
		return;
	EXPECT_EQ(send_own(), 0);
	EXPECT(dev_poll(file, ANSWER_S) & 1);
}

static int receive(void)
{
	return dev_recv(file, &got);
}

static void check_got(void)
{
	EXPECT_EQ(got.id, 1);
	EXPECT_EQ(got.cmd, CMD_GET_CHANNEL_INFO);
	EXPECT(got.len > 0);
	EXPECT_EQ(dev_recv(file, &got), -EAGAIN);
}

static void receives(void)
{
	with_file(&(struct operation){ "receive", 3, send_before, receive, check_got, 1 });
}

static int register_cmd(void)
{
	struct ipmi_cmdspec_chans spec = { 0x30, 0x42, IPMI_CHAN_ALL };

	return xioctl(file, IPMICTL_REGISTER_FOR_CMD_CHANS, &spec);
}

static void unregister_cmd(void)
{
	struct ipmi_cmdspec_chans spec = { 0x30, 0x42, IPMI_CHAN_ALL };

	EXPECT_EQ(xioctl(file, IPMICTL_UNREGISTER_FOR_CMD_CHANS, &spec), 0);
}

static void registers(void)
{
	static const struct operation op = {
		"register a command", 2, NULL, register_cmd, unregister_cmd, 1
	};

	with_file(&op);
}

static int wants_signals(void)
{
	return fcntl(file, F_SETFL, O_ASYNC) < 0 ? -errno : 0;
}

static void no_signals(void)
{
	EXPECT_EQ(fcntl(file, F_SETFL, 0), 0);
}

static void signals(void)
{
	with_file(&(struct operation){ "SIGIO", 1, NULL, wants_signals, no_signals, 1 });
}

static int set_and_get(void)
{
	static const unsigned long numbers[] = {
		IPMICTL_SET_GETS_EVENTS_CMD, IPMICTL_GET_MY_ADDRESS_CMD,
		IPMICTL_SET_MY_ADDRESS_CMD, IPMICTL_GET_MY_LUN_CMD, IPMICTL_SET_MY_LUN_CMD,
		IPMICTL_GET_MY_CHANNEL_ADDRESS_CMD, IPMICTL_GET_MY_CHANNEL_LUN_CMD,
		IPMICTL_GET_TIMING_PARMS_CMD, IPMICTL_SET_TIMING_PARMS_CMD,
		IPMICTL_GET_MAINTENANCE_MODE_CMD, IPMICTL_SET_MAINTENANCE_MODE_CMD,
	};
	unsigned int arg[8] = { 0 };
	unsigned int i;
	long rc = 0;

	for (i = 0; i < ARRAY_SIZE(numbers) && !rc; i++) {
		if (numbers[i] == IPMICTL_GET_TIMING_PARMS_CMD ||
		    numbers[i] == IPMICTL_GET_MAINTENANCE_MODE_CMD)
			memset(arg, 0, sizeof(arg));
		rc = xioctl(file, numbers[i], arg);
	}
	return rc;
}

static void settings(void)
{
	with_file(&(struct operation){ "settings", 10, NULL, set_and_get, NULL, 1 });
}

/* The link's thread fails while the program does something: nothing may be lost but memory. */
static int thread_nth(void)
{
	struct dirent *entry;
	char path[PATH_MAX], comm[32];
	DIR *dir = opendir("/proc");
	int fd = -1;

	while (dir && fd < 0 && (entry = readdir(dir))) {
		FILE *f;

		snprintf(path, sizeof(path), "/proc/%.16s/comm", entry->d_name);
		f = fopen(path, "r");
		if (!f)
			continue;
		if (fgets(comm, sizeof(comm), f) && !strncmp(comm, "bmclink/ipmi0", 13)) {
			snprintf(path, sizeof(path), "/proc/%.16s/fail-nth", entry->d_name);
			fd = open(path, O_RDWR | O_CLOEXEC);
		}
		fclose(f);
	}
	if (dir)
		closedir(dir);
	return fd;
}

/* Changes of maintenance are announced by the thread, which takes memory. */
static void thread_announces(void)
{
	unsigned int nth, rest = 0;
	int fd = thread_nth(), mode;
	struct answer a;

	EXPECT(fd >= 0);
	EXPECT_EQ(do_open(), 0);
	for (nth = 1; nth < NTH_MAX && !rest && !ktap_failures(); nth++) {
		arm(fd, nth);
		for (mode = IPMI_MAINTENANCE_MODE_ON; mode >= 0; mode -= 2) {
			EXPECT_EQ(xioctl(file, IPMICTL_SET_MAINTENANCE_MODE_CMD, &mode), 0);
			EXPECT_EQ(dev_ask(file, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a), 0);
			EXPECT_EQ(a.data[0], 0);
		}
		rest = left(fd);
		arm(fd, 0);
	}
	EXPECT(rest);
	EXPECT_MSG(nth > 3, "only %u failures", nth - 2);
	ktap_note("announcements: %u failures", nth - 2);
	close(fd);
	do_close();
}

/* The scriptable BMC takes orders. */
static void cause_event(void)
{
	static const char order[] = "event";
	struct answer a;

	EXPECT_EQ(dev_ask(file, 0x3e, 0xc0, order, strlen(order), &a), 0);
	EXPECT_EQ(a.data[0], 0);
}

#define LISTENERS	3

static void wait_for_any(const int *fd)
{
	struct pollfd p[LISTENERS];
	unsigned int i;

	for (i = 0; i < LISTENERS; i++)
		p[i] = (struct pollfd){ .fd = fd[i], .events = POLLIN };
	EXPECT(poll(p, LISTENERS, ANSWER_S * 1000) > 0);
}

/* Three listen, and for one of them there is no memory. */
static void thread_fans_out(void)
{
	unsigned int nth, rest = 0, got_it, i;
	int fd = thread_nth(), listener[LISTENERS], on = 1;
	struct answer a;

	EXPECT(fd >= 0);
	EXPECT_EQ(do_open(), 0);
	for (i = 0; i < LISTENERS; i++) {
		listener[i] = dev_open();
		EXPECT_EQ(xioctl(listener[i], IPMICTL_SET_GETS_EVENTS_CMD, &on), 0);
	}
	for (nth = 1; nth < 20 && !rest && !ktap_failures(); nth++) {
		arm(fd, nth);
		cause_event();
		wait_for_any(listener);
		/* Who hands it out answers this when he has done so. */
		EXPECT_EQ(dev_ask(file, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a), 0);
		got_it = 0;
		for (i = 0; i < LISTENERS; i++)
			got_it += !dev_recv(listener[i], &a);
		EXPECT_MSG(got_it >= 2, "failure %u: %u of 3 have the event", nth, got_it);
		rest = left(fd);
		arm(fd, 0);
		EXPECT(!rest || got_it == 3);
	}
	EXPECT(rest);
	EXPECT_MSG(nth > 4, "only %u failures", nth - 2);
	ktap_note("events: %u failures", nth - 2);
	for (i = 0; i < LISTENERS; i++)
		close(listener[i]);
	close(fd);
	do_close();
}

static char device[256], driver[PATH_MAX];

static int write_name(const char *name)
{
	char path[PATH_MAX + 16];
	int fd, rc = 0;

	snprintf(path, sizeof(path), "%s/%s", driver, name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (write(fd, device, strlen(device)) < 0)
		rc = -errno;
	close(fd);
	return rc;
}

static int bind_device(void)
{
	int rc = write_name("bind");

	/*
	 * Firmware that could not be read for want of memory has said nothing, and the kernel
	 * has one answer for registers that are taken and for those it cannot remember.
	 */
	if (rc == -EINVAL || rc == -ENODEV || rc == -EBUSY)
		return -ENOMEM;
	/* A probe that failed for want of memory leaves the device without a driver. */
	if (rc)
		return rc;
	return access("/sys/class/bmclink/ipmi0", F_OK) ? -ENOMEM : 0;
}

static void unbind_device(void)
{
	EXPECT_EQ(write_name("unbind"), 0);
	EXPECT(access("/sys/class/bmclink/ipmi0", F_OK));
}

static void binds(void)
{
	char link[PATH_MAX], *slash;

	EXPECT(realpath("/sys/class/bmclink/ipmi0/device/driver", driver));
	EXPECT(realpath("/sys/class/bmclink/ipmi0/device", link));
	slash = strrchr(link, '/');
	snprintf(device, sizeof(device), "%s", slash ? slash + 1 : "");
	unbind_device();
	walk(&(struct operation){ "bind", 20, NULL, bind_device, unbind_device, 1 });
	EXPECT_EQ(bind_device(), 0);
	until_up();
}

/*
 * A debug kernel releases the objects of a module that has gone seconds later, on purpose, and
 * until then nobody can have their names.
 */
static void names_are_free(void)
{
	static const char *const patterns[] = {
		"/sys/bus/platform/drivers/bmclink_si*", "/sys/bus/pci/drivers/bmclink_si*",
	};
	double end = now_s() + UP_S;
	bool taken;
	glob_t g;
	size_t i;

	do {
		taken = false;
		for (i = 0; i < ARRAY_SIZE(patterns); i++) {
			if (!glob(patterns[i], 0, NULL, &g))
				taken = true;
			globfree(&g);
		}
		if (taken)
			pause_ms(20);
	} while (taken && now_s() < end);
	EXPECT_MSG(!taken, "names of the driver are still taken");
}

static void class_is_free(void)
{
	double end = now_s() + UP_S;

	while (!access("/sys/class/bmclink", F_OK) && now_s() < end)
		pause_ms(20);
	EXPECT(access("/sys/class/bmclink", F_OK));
}

static int load(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc = 0;

	if (fd < 0)
		return -errno;
	if (syscall(SYS_finit_module, fd, "", 0))
		rc = -errno;
	close(fd);
	return rc;
}

static void unload(const char *name)
{
	EXPECT_MSG(!syscall(SYS_delete_module, name, 0), "module %s stays loaded: %s", name,
		   strerror(errno));
}

static int load_core(void)
{
	return load(core_ko);
}

static void unload_core(void)
{
	unload("bmclink");
}

static int load_si(void)
{
	int rc = load(si_ko);

	/* Without a device when only that could not be made. */
	return rc == -ENODEV ? -ENOMEM : rc;
}

static void unload_si(void)
{
	unload("bmclink_si");
}

static void loads(void)
{
	static const struct operation core = {
		"load bmclink", 5, class_is_free, load_core, unload_core, 4
	};
	static const struct operation si = {
		"load bmclink_si", 20, names_are_free, load_si, unload_si, 60
	};

	unload_si();
	unload_core();
	walk(&core);
	class_is_free();
	EXPECT_EQ(load_core(), 0);
	walk(&si);
	names_are_free();
	EXPECT_EQ(load_si(), 0);
	until_up();
}

static const struct ktap_case cases[] = {
	{ "open: every failure is clean", opens },
	{ "send: every failure is clean", sends },
	{ "send to another channel: every failure is clean, no sequence number is lost",
	  sends_bridged },
	{ "receive: after every failure the message is still there", receives },
	{ "register a command: every failure is clean", registers },
	{ "SIGIO: every failure is clean", signals },
	{ "settings: every failure is clean", settings },
	{ "the link's thread goes on without memory for announcements", thread_announces },
	{ "a listener without memory misses an event, the others do not", thread_fans_out },
	{ "bind: every failure leaves nothing behind", binds },
	{ "load: every failure leaves nothing behind", loads },
};

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: ipmi_failslab CORE.KO SI.KO\n");
		return 2;
	}
	core_ko = argv[1];
	si_ko = argv[2];
	nth_fd = open("/proc/self/fail-nth", O_RDWR | O_CLOEXEC);
	return ktap_run(cases, ARRAY_SIZE(cases), 300);
}
