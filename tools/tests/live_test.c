// SPDX-License-Identifier: GPL-2.0-only
/* bmc monitor --live, on a terminal that this program is the other end of. */
#include "common/test.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "common/fake_watch.h"

#define PATIENCE_S 60

static char seen[65536];
static size_t n_seen;

/* Start it on a new terminal; *fd is our end. */
static pid_t start_live(const char *line, unsigned short rows, unsigned short columns, int *fd)
{
	struct winsize size = { .ws_row = rows, .ws_col = columns };
	pid_t pid;

	n_seen = 0;
	seen[0] = '\0';
	setenv("TERM", "xterm", 1);
	fflush(stdout);
	fflush(stderr);
	pid = forkpty(fd, NULL, NULL, &size);
	assert_true(pid >= 0);
	if (!pid && !prctl(PR_SET_PDEATHSIG, SIGKILL))
		_exit(run_bmc_with(line, STDIN_FILENO, stdout, stderr));
	return pid;
}

/* Read what is drawn until there is this text. */
static void wait_for(int fd, const char *text)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	time_t end = time(NULL) + PATIENCE_S;
	ssize_t n;

	while (!strstr(seen, text)) {
		if (time(NULL) >= end || n_seen + 1 >= sizeof(seen) || poll(&pfd, 1, 1000) < 0)
			fail_msg("no '%s' in: %s", text, seen);
		if (!(pfd.revents & (POLLIN | POLLHUP)))
			continue;
		n = read(fd, seen + n_seen, sizeof(seen) - 1 - n_seen);
		if (n <= 0)
			fail_msg("the end, and no '%s' in: %s", text, seen);
		n_seen += (size_t)n;
		seen[n_seen] = '\0';
	}
}

/* Read to the end, so that nothing keeps it from ending. */
static int end_live(pid_t pid, int fd)
{
	int status;

	while (read(fd, seen, sizeof(seen)) > 0)
		;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	close(fd);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void a_machine(void)
{
	watch_add_full(1, 1, "CPU Temp");
	watch_add_full(2, 1, "Board Temp");
	watch_add_full(3, 1, "Gone");
	watch.raw[1] = 97;
	watch.states[1] = 0x18;
	watch.raw[2] = 30;
	watch.missing[3] = true;
	watch_add_event(1700000000, 1, 1, 1, 9);
}

static void the_page_shows_the_machine_and_q_ends_it(void **state)
{
	int fd;
	pid_t pid;

	(void)state;
	a_machine();
	pid = start_live("monitor --live", 24, 100, &fd);
	wait_for(fd, "ipmi0  power on  light ");
	wait_for(fd, "CPU Temp");
	wait_for(fd, "97 C");
	wait_for(fd, "#");
	wait_for(fd, "critical");
	wait_for(fd, "Board Temp");
	wait_for(fd, "not_present");
	wait_for(fd, "Last events");
	wait_for(fd, "asserted");
	assert_int_equal(write(fd, "q", 1), 1);
	/* The terminal is as it was. */
	wait_for(fd, "\033[?1049l");
	assert_int_equal(end_live(pid, fd), 0);
}

static void the_page_follows_the_size_of_the_terminal(void **state)
{
	struct winsize size = { .ws_row = 40, .ws_col = 120 };
	unsigned int i;
	char name[16];
	pid_t pid;
	int fd;

	(void)state;
	for (i = 1; i <= 30; i++) {
		snprintf(name, sizeof(name), "Sensor %02u", i);
		watch_add_full((uint8_t)i, 1, name);
	}
	pid = start_live("monitor --live", 3, 20, &fd);
	wait_for(fd, "ipmi0");
	assert_int_equal(ioctl(fd, TIOCSWINSZ, &size), 0);
	wait_for(fd, "Sensor 30");
	assert_int_equal(write(fd, "\033[6~\033[A\033[Bq", 11), 11);
	assert_int_equal(end_live(pid, fd), 0);
}

static void what_is_not_known_is_shown_as_that(void **state)
{
	pid_t pid;
	int fd;

	(void)state;
	a_machine();
	fake.identify_known = false;
	pid = start_live("monitor --live", 24, 100, &fd);
	wait_for(fd, "power on  light unknown");
	assert_int_equal(write(fd, "q", 1), 1);
	assert_int_equal(end_live(pid, fd), 0);
	/* Behind what is needed to start. */
	fake_rule(0x00, 0x01, -1, 0, 0, -1);
	fake.rules[0].silent = true;
	pid = start_live("monitor --live", 24, 100, &fd);
	wait_for(fd, "power unknown");
	wait_for(fd, "no answer");
	wait_for(fd, "does not answer");
	assert_int_equal(write(fd, "q", 1), 1);
	assert_int_equal(end_live(pid, fd), 0);
}

static void without_a_terminal_there_is_no_page(void **state)
{
	(void)state;
	assert_run(run_bmc("monitor --live"), 2, "", "needs a terminal");
	assert_run(run_bmc("monitor --live --journal"), 2, "", NULL);
	assert_run(run_bmc("monitor --live --count 1"), 2, "", NULL);
	assert_int_equal(fake.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FAKE_TEST(the_page_shows_the_machine_and_q_ends_it),
		FAKE_TEST(the_page_follows_the_size_of_the_terminal),
		FAKE_TEST(what_is_not_known_is_shown_as_that),
		FAKE_TEST(without_a_terminal_there_is_no_page),
	};

	return cmocka_run_group_tests_name("live", tests, NULL, NULL);
}
