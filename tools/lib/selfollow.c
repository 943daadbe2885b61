// SPDX-License-Identifier: GPL-2.0-only
/*
 * Following the log: each record is told once, and nothing that is no record.
 *
 * A record is the same when all of its 16 bytes are. What was seen is kept, so that
 * after a reset of the BMC, when IDs may have changed, the log can be compared as a
 * whole. After a clear nothing of it can be in the log any more, and it is forgotten.
 */
#include <string.h>

#include "sel.h"

#define SEEN_KEEP 8192U

static bool seen(const struct sel *sel, const uint8_t *record)
{
	unsigned int i;

	for (i = sel->n; i--;)
		if (!memcmp(sel->record[i], record, IPMI_SEL_RECORD))
			return true;
	return false;
}

/* Only so much is kept: of what a log can hold, the newest half at least. */
static void remember(struct sel *sel, const uint8_t *record)
{
	if (sel->n == SEEN_KEEP) {
		memmove(sel->record, sel->record + SEEN_KEEP / 2,
			SEEN_KEEP / 2 * sizeof(*sel->record));
		sel->n = SEEN_KEEP / 2;
	}
	sel_add(sel, record);
}

/**
 * sel_follow_start() - begin to follow the log: what is in it now is known
 * @bmc: the run
 * @f: filled; its list is freed with sel_free()
 *
 * Return: 0, or an exit status with the error set.
 */
int sel_follow_start(struct bmc *bmc, struct sel_follow *f)
{
	struct sel now;
	unsigned int i;
	int rc;

	memset(f, 0, sizeof(*f));
	rc = sel_get_info(bmc, &f->info);
	if (!rc)
		rc = sel_read(bmc, &now);
	else
		memset(&now, 0, sizeof(now));
	for (i = 0; i < now.n && !rc; i++)
		remember(&f->seen, now.record[i]);
	f->known = !rc;
	sel_free(&now);
	return rc;
}

/* Compare the whole log with what was seen. */
static int resync(struct bmc *bmc, struct sel_follow *f, sel_news_fn *tell, void *priv)
{
	const uint8_t *last = f->seen.n ? f->seen.record[f->seen.n - 1] : NULL;
	uint8_t was[IPMI_SEL_RECORD];
	struct sel now;
	unsigned int i;
	int rc;

	if (last)
		memcpy(was, last, sizeof(was));
	rc = sel_read(bmc, &now);
	if (!rc && last && !seen(&now, was))
		rc = tell(priv, SEL_GAP, NULL);
	for (i = 0; i < now.n && !rc; i++) {
		if (seen(&f->seen, now.record[i]))
			continue;
		remember(&f->seen, now.record[i]);
		rc = tell(priv, SEL_EVENT, now.record[i]);
	}
	sel_free(&now);
	return rc;
}

/* Read on behind the record seen last; *lost when that is not in its place any more. */
static int read_on(struct bmc *bmc, struct sel_follow *f, sel_news_fn *tell, void *priv,
		   bool *lost)
{
	uint8_t record[IPMI_SEL_RECORD], cc;
	const uint8_t *last = f->seen.record[f->seen.n - 1];
	uint16_t id = (uint16_t)(last[0] | last[1] << 8), next;
	unsigned int n;
	int rc;

	rc = sel_get(bmc, id, record, &next, &cc);
	*lost = !rc && (cc || memcmp(record, last, sizeof(record)) != 0);
	for (n = 0; !rc && !*lost && next != IPMI_SEL_LAST && n < SEL_MAX; n++) {
		id = next;
		rc = sel_get(bmc, id, record, &next, &cc);
		*lost = !rc && (cc || next == id || seen(&f->seen, record));
		if (rc || *lost)
			break;
		remember(&f->seen, record);
		rc = tell(priv, SEL_EVENT, record);
	}
	return rc;
}

static int look(struct bmc *bmc, struct sel_follow *f, sel_news_fn *tell, void *priv)
{
	struct ipmi_sel_info info;
	bool cleared, lost = true;
	int rc;

	rc = sel_get_info(bmc, &info);
	if (rc)
		return rc;
	if (f->down) {
		f->down = false;
		rc = tell(priv, SEL_UP, NULL);
	}
	cleared = info.erased != f->info.erased || info.entries < f->info.entries;
	/* In a full log a new record may take the place of an old one. */
	if (!rc && !cleared && info.added == f->info.added &&
	    info.entries == f->info.entries && info.free >= IPMI_SEL_RECORD)
		return 0;
	if (!rc && cleared) {
		f->seen.n = 0;
		rc = tell(priv, SEL_CLEARED, NULL);
	}
	/* Taken over at once: a record that comes from here on changes it again. */
	f->info = info;
	if (!rc && f->seen.n)
		rc = read_on(bmc, f, tell, priv, &lost);
	if (!rc && lost)
		rc = resync(bmc, f, tell, priv);
	return rc;
}

/**
 * sel_follow_poll() - look once for what is new
 * @bmc: the run
 * @f: what is known
 * @tell: called for each news, in order; what it returns ends the look unless 0
 * @priv: passed to it
 *
 * A BMC that does not answer is news, no error.
 *
 * Return: 0, or an exit status.
 */
int sel_follow_poll(struct bmc *bmc, struct sel_follow *f, sel_news_fn *tell, void *priv)
{
	int rc = look(bmc, f, tell, priv);

	if (rc != BMC_EXIT_TIMEOUT && rc != BMC_EXIT_NO_DEVICE)
		return rc;
	/* The time limit of the run ends it like any other. */
	if (bmc->deadline && bmc_now(bmc) >= bmc->deadline)
		return rc;
	bmc_close(bmc);
	/* Whatever was going on, the next look compares everything. */
	f->info.added ^= 1;
	if (f->down)
		return 0;
	f->down = true;
	return tell(priv, SEL_DOWN, NULL);
}
