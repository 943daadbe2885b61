// SPDX-License-Identifier: GPL-2.0-only
/* bmc: the real world around the tool, and signals. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../lib/array.h"
#include "cli.h"

#define SHARED_CACHE "/var/cache/bmc"

static volatile int stop_signal;
static volatile int asked;

static void on_signal(int sig)
{
	if (sig == SIGUSR1)
		asked = 1;
	else
		stop_signal = sig;
}

/* Root's cache is for all to read; everyone else has one of their own. */
static const char *find_cache(char *room, size_t size)
{
	const char *dir = getenv("CACHE_DIRECTORY"), *home = getenv("HOME");

	if (dir && dir[0] == '/')
		return dir;
	if (!geteuid())
		return SHARED_CACHE;
	dir = getenv("XDG_CACHE_HOME");
	if (dir && dir[0] == '/')
		snprintf(room, size, "%s/bmc", dir);
	else if (home && home[0] == '/')
		snprintf(room, size, "%s/.cache/bmc", home);
	else
		return NULL;
	return room;
}

/*
 * Signals stay blocked but while waiting, so that a change of several steps is
 * never cut between two of them: whoever waits sees the number and cleans up.
 */
static void catch_signals(void)
{
	struct sigaction sa = { .sa_handler = on_signal };
	const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGUSR1 };
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
	char cache[PATH_MAX];
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
		.cache_dir = find_cache(cache, sizeof(cache)),
		.cache_shared = SHARED_CACHE,
		.journal = "/run/systemd/journal/socket",
		.tty = "/dev/tty",
		.in = STDIN_FILENO,
		.out = stdout,
		.err = stderr,
		.signal = &stop_signal,
		.asked = &asked,
	};

	/* Passwords don't belong into core files. */
	prctl(PR_SET_DUMPABLE, 0);
	setrlimit(RLIMIT_CORE, &none);
	catch_signals();
	return cli_main(&sys, argc, argv);
}
