// SPDX-License-Identifier: GPL-2.0-only
/* Long work shows itself, on standard error when that is a terminal. */
#include "progress.h"

#include <unistd.h>

#define QUIET_MS 1000
#define EACH_MS 200

/**
 * progress_tty() - is there somebody to show progress to?
 * @bmc: the run
 *
 * Return: true when standard error is a terminal and progress is wanted.
 */
bool progress_tty(const struct bmc *bmc)
{
	int fd = fileno(bmc->sys->err);

	return !bmc->opt.quiet && !bmc->opt.no_progress && fd >= 0 && isatty(fd);
}

/**
 * progress_start() - begin to show progress
 * @p: filled
 * @bmc: the run
 * @what: what the work is about, a word
 * @total: how many steps there are, 0 = not known
 */
void progress_start(struct progress *p, struct bmc *bmc, const char *what, unsigned long total)
{
	*p = (struct progress){ .bmc = bmc, .what = what, .total = total,
				.start = bmc_now(bmc) };
}

static void show(struct progress *p, unsigned long done, long long now, const char *before,
		 const char *after)
{
	long long spent = now - p->start;
	FILE *f = p->bmc->sys->err;

	fprintf(f, "%s%s %lu", before, p->what, done);
	if (p->total)
		fprintf(f, "/%lu %lu%%", p->total, done * 100 / p->total);
	if (p->total && done && done <= p->total)
		fprintf(f, " %llds", spent * (long long)(p->total - done) /
			(long long)done / 1000);
	fputs(after, f);
	fflush(f);
}

/**
 * progress_step() - some of the work is done
 * @p: the work
 * @done: steps done so far
 *
 * Nothing is shown in the first second. SIGUSR1 asks for one line at any time.
 */
void progress_step(struct progress *p, unsigned long done)
{
	volatile int *asked = p->bmc->sys->asked;
	long long now = bmc_now(p->bmc);

	if (asked && *asked) {
		*asked = 0;
		show(p, done, now, "bmc: ", "\n");
	}
	if (now - p->start < QUIET_MS || (p->shown && now - p->shown < EACH_MS) ||
	    !progress_tty(p->bmc))
		return;
	p->shown = now;
	show(p, done, now, "\r", "\033[K");
}

/**
 * progress_end() - the work is over, well or not
 * @p: the work
 */
void progress_end(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", p->bmc->sys->err);
	p->shown = 0;
}
