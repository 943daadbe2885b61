// SPDX-License-Identifier: GPL-2.0-only
/*
 * rigwatch - run a command and say how long it took and how much of that it
 * spent in uninterruptible sleep.
 *
 *   rigwatch LABEL LIMIT_SECS COMMAND...
 *
 * All processes of the command count, not only the first one.
 *
 * What the command prints comes out when it has ended.
 *
 * A command that is still there at the limit gets SIGKILL; if it does not die
 * of it within two seconds the line says stuck=1 and it is left behind.
 */
#include "rigutil.h"
#include <signal.h>
#include <sys/wait.h>

/* State of a process group: D if any member is in D, else R, else S. */
static char group_state(pid_t pg, char *where, size_t max)
{
	DIR *d = opendir("/proc");
	struct dirent *e;
	char p[300], buf[600], *q, best = 0;
	int ppid, g;
	FILE *f;

	while (d && (e = readdir(d))) {
		if (atoi(e->d_name) < pg)	/* not a process, or older */
			continue;
		snprintf(p, sizeof(p), "/proc/%s/stat", e->d_name);
		f = fopen(p, "r");
		if (!f)
			continue;
		buf[fread(buf, 1, sizeof(buf) - 1, f)] = 0;
		fclose(f);
		q = strrchr(buf, ')');
		if (!q || sscanf(q + 3, "%d %d", &ppid, &g) != 2 || g != pg || q[2] == 'Z')
			continue;
		if (q[2] == 'D') {
			best = 'D';
			proc_stack(atoi(e->d_name), where, max);
		} else if (q[2] == 'R' && best != 'D') {
			best = 'R';
		} else if (!best) {
			best = q[2];
		}
	}
	if (d)
		closedir(d);
	return best;
}

#define OUTPUT "/tmp/rigwatch.out"

/* Start the command, in a process group of its own. */
static pid_t start(char **argv)
{
	pid_t pid = fork();

	if (!pid) {
		/* not our own stdout: a process that hangs would hold it */
		int o = open(OUTPUT, O_WRONLY | O_CREAT | O_TRUNC, 0600);

		dup2(o, 1);
		dup2(o, 2);
		close(o);
		setpgid(0, 0);
		execvp(argv[0], argv);
		_exit(127);
	}
	return pid;
}

static void show_output(void)
{
	FILE *f = fopen(OUTPUT, "r");
	int c;

	while (f && (c = getc(f)) != EOF)
		putchar(c);
	if (f)
		fclose(f);
}

static char stack[300];
static double d_secs, r_secs;
static int killed;

/* Watch until it has ended or cannot be killed. Return: its exit code, -1 for neither. */
static int watch(pid_t pid, double since, double limit)
{
	double last = since, t;
	int status;

	for (;;) {
		char s;

		if (waitpid(pid, &status, WNOHANG) == pid)
			return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
		s = group_state(pid, stack, sizeof(stack));
		t = now();
		if (s == 'D')
			d_secs += t - last;
		else if (s == 'R')
			r_secs += t - last;
		last = t;
		if (!killed && t - since > limit) {
			if (!stack[0])
				proc_stack(pid, stack, sizeof(stack));
			kill(-pid, SIGKILL);
			killed = 1;
		}
		if (killed && t - since > limit + 2)
			return -1;
		usleep(20000);
	}
}

int main(int argc, char **argv)
{
	int status, left = 0;
	double since, secs;
	pid_t pid;

	if (argc < 4)
		return 2;
	since = now();
	pid = start(argv + 3);
	status = watch(pid, since, atof(argv[2]));
	secs = now() - since;
	/* did a child of the command survive SIGKILL? */
	for (int i = 0; killed && i < 100; i++) {
		left = group_state(pid, stack, sizeof(stack)) != 0;
		if (!left)
			break;
		usleep(20000);
	}
	show_output();
	printf("WATCH label=%s rc=%d secs=%.2f d_secs=%.2f r_secs=%.2f", argv[1], status, secs,
	       d_secs, r_secs);
	printf(" killed=%d stuck=%d where=%s\n", killed, status < 0 || left,
	       stack[0] ? stack : "-");
	return status < 0 ? 99 : status;
}
