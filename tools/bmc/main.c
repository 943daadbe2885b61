// SPDX-License-Identifier: GPL-2.0-only
/* bmc: the real world around the tool, and signals. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
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

int main(int argc, char **argv)
{
	struct bmc_chardev dev = { .fd = -1 };
	struct bmc_system sys = {
		.door = &bmc_chardev_ops,
		.door_priv = &dev,
		.dev_root = "/dev",
		.sysfs_root = "/sys",
		.lock_dir = "/run/lock",
		.tty = "/dev/tty",
		.in = STDIN_FILENO,
		.out = stdout,
		.err = stderr,
		.signal = &stop_signal,
	};

	/* Passwords don't belong into core files. */
	prctl(PR_SET_DUMPABLE, 0);
	catch_signals();
	return cli_main(&sys, argc, argv);
}
