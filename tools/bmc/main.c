// SPDX-License-Identifier: GPL-2.0-only
/* bmc: the real world around the tool, and signals. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../lib/array.h"
#include "cli.h"

static volatile int stop_signal;

static void on_signal(int sig)
{
	stop_signal = sig;
}

/*
 * Signals stay blocked but while waiting, so that a change of several steps is
 * never cut between two of them: whoever waits sees the number and cleans up.
 */
static void catch_signals(void)
{
	struct sigaction sa = { .sa_handler = on_signal };
	const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction old;
	sigset_t set;
	size_t i;

	sigemptyset(&set);
	for (i = 0; i < ARRAY_SIZE(signals); i++) {
		sigaction(signals[i], NULL, &old);
		if (old.sa_handler == SIG_IGN)
			continue;
		sigaction(signals[i], &sa, NULL);
		sigaddset(&set, signals[i]);
	}
	sigprocmask(SIG_BLOCK, &set, NULL);
}

/*
 * Start "bmc lan rollback --when-due", so that it lives on when the session ends that
 * this runs in: as a unit of the service manager, else as a process of its own.
 */
static int spawn(const char *device)
{
	const char *const unit[] = { "systemd-run", "--quiet", "--collect", "--no-ask-password",
				     "/proc/self/exe", "-q", "-d", device, "lan", "rollback",
				     "--when-due", NULL };
	char self[4096];
	const char *argv[ARRAY_SIZE(unit)];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	pid_t pid;
	int status;

	if (n < 0)
		return -errno;
	self[n] = '\0';
	memcpy(argv, unit, sizeof(unit));
	argv[4] = self;
	pid = fork();
	if (!pid) {
		sigset_t none;

		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		if (!access("/run/systemd/system", F_OK))
			execvp(argv[0], (char **)(uintptr_t)argv);
		if (fork())
			_exit(0);
		setsid();
		if (!freopen("/dev/null", "r", stdin) || !freopen("/dev/null", "w", stdout) ||
		    !freopen("/dev/null", "w", stderr) || chdir("/"))
			_exit(1);
		execv(self, (char **)(uintptr_t)(argv + 4));
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -errno;
	return WIFEXITED(status) && !WEXITSTATUS(status) ? 0 : -EIO;
}

int main(int argc, char **argv)
{
	const struct rlimit none = { 0, 0 };
	struct bmc_chardev dev = { .fd = -1 };
	struct bmc_system sys = {
		.door = &bmc_chardev_ops,
		.door_priv = &dev,
		.dev_root = "/dev",
		.sysfs_root = "/sys",
		.lock_dir = "/run/lock",
		.state_dir = "/var/lib/bmc",
		.policy = "/etc/bmc.conf",
		.spawn = spawn,
		.tty = "/dev/tty",
		.in = STDIN_FILENO,
		.out = stdout,
		.err = stderr,
		.signal = &stop_signal,
	};

	/* Passwords don't belong into core files. */
	prctl(PR_SET_DUMPABLE, 0);
	setrlimit(RLIMIT_CORE, &none);
	catch_signals();
	return cli_main(&sys, argc, argv);
}
