// SPDX-License-Identifier: GPL-2.0-only
/*
 * Changing several LAN parameters as one.
 *
 * A change is made under the BMC's own "set in progress", in an order that every
 * BMC takes, committed, and read back. What does not take is put back. A journal on
 * disk says how, for the case that the program or the host ends in the middle.
 */
#include <string.h>

#include "../lib/ipmi/cc.h"
#include "lanjournal.h"

#define WRITE_TRIES 5
#define PAUSE_MIN_MS 100
#define PAUSE_MAX_MS 2000
#define LOCK_WAIT_MS 10000
#define LOCK_POLL_MS 250
/* How long a lock that a dead run of ours has left is watched before it is taken. */
#define STALE_MS 2000
/* Some BMCs need half a minute to show what they have taken. */
#define VERIFY_MS 30000
#define VERIFY_POLL_MS 250
#define VERIFY_POLL_MAX_MS 1000

static int write_progress(struct bmc *bmc, const struct lan_plan *plan, uint8_t progress,
			  uint8_t *cc)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	memset(&rs, 0, sizeof(rs));
	ipmi_lan_set_encode(&rq, plan->channel, plan->base + IPMI_LAN_SET_IN_PROGRESS,
			    &progress, 1);
	rc = bmc_change(bmc, &rq, &rs, "set_in_progress");
	*cc = rs.cc;
	return rc;
}

static int wait_unlocked(struct bmc *bmc, const struct lan_plan *plan, long long end, bool *free)
{
	struct ipmi_lan_value value;
	int rc;

	*free = true;
	do {
		rc = bmc_sleep(bmc, LOCK_POLL_MS);
		if (!rc)
			rc = lan_read_set(bmc, plan->channel,
					  plan->base + IPMI_LAN_SET_IN_PROGRESS, 0, &value);
		if (rc)
			return rc;
		if (value.state != IPMI_LAN_OK ||
		    (value.data[0] & 3) == IPMI_LAN_SET_COMPLETE)
			return 0;
	} while (bmc_now(bmc) < end);
	*free = false;
	return 0;
}

static int locked_out(struct bmc *bmc, const struct lan_plan *plan)
{
	bmc_error_set(&bmc->err, BMC_EXIT_BUSY,
		      "another party is changing the LAN parameters of channel %u", plan->channel);
	bmc_error_hint(&bmc->err, "--steal-lock if it is dead");
	return bmc->err.code;
}

/* Another party has "set in progress": wait for it, or take it. */
static int other_party(struct bmc *bmc, struct lan_plan *plan, long long end, bool stale)
{
	bool free = false;
	uint8_t cc;
	int rc;

	if (!plan->steal) {
		rc = wait_unlocked(bmc, plan, end, &free);
		if (rc || free)
			return rc;
		if (!stale)
			return locked_out(bmc, plan);
	}
	plan->steal = false;
	if (!stale)
		bmc_note(bmc, "--steal-lock: taking over a change of another party");
	return write_progress(bmc, plan, IPMI_LAN_SET_COMPLETE, &cc);
}

/* Codes of a BMC that has no such lock, which is fine. */
static bool no_lock(uint8_t cc)
{
	return cc == IPMI_CC_COMMAND_80 || cc == IPMI_CC_COMMAND_82 ||
	       cc == IPMI_CC_OUT_OF_RANGE || cc == IPMI_CC_INVALID_FIELD;
}

/* Make "set in progress" ours; @stale: whoever has it is a dead run of this tool. */
static int acquire(struct bmc *bmc, struct lan_plan *plan, bool stale)
{
	long long end = bmc_now(bmc) + (stale ? STALE_MS : LOCK_WAIT_MS);
	uint8_t cc;
	int rc;

	plan->locked = false;
	plan->waited = false;
	for (;;) {
		rc = write_progress(bmc, plan, IPMI_LAN_SET_BUSY, &cc);
		/* Without an answer it may be ours all the same. */
		plan->locked = rc == BMC_EXIT_TIMEOUT || (!rc && (!cc || cc == IPMI_CC_TIMEOUT));
		if (rc || !cc || no_lock(cc))
			return rc;
		if (cc != IPMI_CC_COMMAND_81) {
			rc = bmc_error_cc(&bmc->err, IPMI_NETFN_TRANSPORT,
					  IPMI_SET_LAN_PARAMETERS, cc, "set in progress");
			bmc_error_step(&bmc->err, "set_in_progress");
			return rc;
		}
		plan->waited = true;
		rc = other_party(bmc, plan, end, stale);
		if (rc)
			return rc;
	}
}

/* Give "set in progress" back, whatever has happened in between. The error is kept. */
static void release(struct bmc *bmc, struct lan_plan *plan, bool commit)
{
	struct bmc_error saved = bmc->err;
	bool cleanup = bmc->cleanup;
	unsigned int i;
	uint8_t cc;

	if (!plan->locked)
		return;
	bmc->cleanup = true;
	/* Commit is optional: a BMC without it has stored the values already. */
	if (commit)
		write_progress(bmc, plan, IPMI_LAN_SET_COMMIT, &cc);
	for (i = 0; i < WRITE_TRIES && plan->locked; i++) {
		int rc = write_progress(bmc, plan, IPMI_LAN_SET_COMPLETE, &cc);

		plan->locked = rc || cc;
		if (!plan->locked || (rc && i))
			break;
		bmc_sleep(bmc, PAUSE_MIN_MS);
	}
	if (plan->locked)
		bmc_note(bmc, "the BMC did not end the change: 'set in progress' may be stuck");
	bmc->cleanup = cleanup;
	bmc->err = saved;
}

/* Is it worth to send a write again? */
static bool again(uint8_t cc)
{
	return cc == IPMI_CC_NODE_BUSY || cc == IPMI_CC_TIMEOUT || cc == IPMI_CC_DUPLICATED ||
	       cc == IPMI_CC_UNSPECIFIED;
}

static int write_one(struct bmc *bmc, const struct lan_plan *plan, const struct lan_item *item)
{
	const char *name = ipmi_lan_name(item->parameter);
	struct ipmi_lan_value now;
	struct ipmi_request rq;
	struct ipmi_response rs;
	long pause = PAUSE_MIN_MS;
	unsigned int i;
	int rc;

	ipmi_lan_set_encode(&rq, plan->channel, item->parameter, item->new.data, item->new.len);
	for (i = 0;; i++) {
		rs.cc = IPMI_CC_TIMEOUT;
		rc = bmc_change(bmc, &rq, &rs, name);
		if (rc && rc != BMC_EXIT_TIMEOUT)
			return rc;
		if (!rc && !rs.cc)
			return 0;
		if (!rc && !again(rs.cc))
			return bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, name);
		/* It may have been done although there was no answer. */
		if (rs.cc == IPMI_CC_TIMEOUT &&
		    !lan_read_set(bmc, plan->channel, item->parameter, item->set, &now) &&
		    ipmi_lan_equal(item->parameter, &now, &item->new))
			return 0;
		if (i + 1 == WRITE_TRIES)
			return bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, name);
		rc = bmc_sleep(bmc, pause);
		if (rc)
			return rc;
		pause = pause * 2 > PAUSE_MAX_MS ? PAUSE_MAX_MS : pause * 2;
	}
}

static int write_all(struct bmc *bmc, struct lan_plan *plan)
{
	unsigned int i;
	int rc;

	for (i = 0; i < plan->n; i++) {
		const char *name = ipmi_lan_name(plan->item[i].parameter);

		rc = bmc_interrupted(bmc);
		if (rc)
			return rc;
		plan->done = i + 1;
		rc = write_one(bmc, plan, &plan->item[i]);
		if (rc) {
			bmc_error_step(&bmc->err, name);
			return rc;
		}
		bmc_error_applied(&bmc->err, name);
	}
	return 0;
}

/* Read back until all is as wanted; *wrong is the first item that is not. */
static int verify(struct bmc *bmc, const struct lan_plan *plan, const struct lan_item **wrong)
{
	long long end = bmc_now(bmc) + VERIFY_MS;
	long pause = VERIFY_POLL_MS;
	struct ipmi_lan_value now;
	unsigned int i = 0;
	int rc;

	while (i < plan->n) {
		const struct lan_item *item = &plan->item[i];

		rc = lan_read_set(bmc, plan->channel, item->parameter, item->set, &now);
		/* A BMC that applies new settings may be away for a moment. */
		if (rc && rc != BMC_EXIT_TIMEOUT)
			return rc;
		if (!rc && ipmi_lan_equal(item->parameter, &now, &item->new)) {
			i++;
			continue;
		}
		if (bmc_now(bmc) >= end) {
			*wrong = item;
			return BMC_EXIT_VERIFY;
		}
		rc = bmc_sleep(bmc, pause);
		if (rc)
			return rc;
		pause = pause * 2 > VERIFY_POLL_MAX_MS ? VERIFY_POLL_MAX_MS : pause * 2;
	}
	return 0;
}

/* Write back what takes @plan back. Not stopped by signals; true when the old state is back. */
static bool restore(struct bmc *bmc, const struct lan_plan *plan, bool stale)
{
	struct lan_plan back = { .channel = plan->channel, .base = plan->base };
	const struct lan_item *wrong;
	bool cleanup = bmc->cleanup;
	unsigned int i;
	bool ok;

	for (i = 0; i < plan->n_back; i++)
		if (plan->back[i].after < plan->done)
			back.item[back.n++] = plan->back[i];
	bmc->cleanup = true;
	ok = !acquire(bmc, &back, stale) && !write_all(bmc, &back);
	release(bmc, &back, ok);
	ok = ok && !back.locked && !verify(bmc, &back, &wrong);
	bmc->cleanup = cleanup;
	return ok;
}

static int failed(struct bmc *bmc, struct lan_plan *plan, int rc)
{
	struct bmc_error saved = bmc->err;
	bool stuck = plan->locked;
	bool ok = true;

	if (plan->done)
		ok = restore(bmc, plan, stuck);
	bmc->err = saved;
	if (ok) {
		if (plan->done)
			bmc_error_hint(&bmc->err, "the old settings are back");
		lan_journal_remove(bmc);
		bmc->err.code = rc;
		return rc;
	}
	bmc->err.code = BMC_EXIT_UNKNOWN;
	bmc_error_hint(&bmc->err,
		       "the old settings could not be put back: bmc lan rollback tries again");
	return BMC_EXIT_UNKNOWN;
}

static int prove(struct bmc *bmc, struct lan_plan *plan)
{
	const struct lan_item *wrong;
	char text[LAN_TEXT];
	int rc;

	if (bmc->opt.dry_run)
		return 0;
	rc = verify(bmc, plan, &wrong);
	if (rc == BMC_EXIT_VERIFY) {
		lan_text(wrong->parameter, &wrong->new, text);
		bmc_error_set(&bmc->err, rc, "the BMC took %s %s, but does not show it",
			      ipmi_lan_name(wrong->parameter), text);
	}
	if (rc)
		bmc_error_step(&bmc->err, "verify");
	return rc;
}

static int make_change(struct bmc *bmc, struct lan_plan *plan)
{
	int rc = write_all(bmc, plan);

	release(bmc, plan, !rc);
	if (!rc)
		rc = prove(bmc, plan);
	return rc ? failed(bmc, plan, rc) : 0;
}

/* The journal, and whoever goes back when nobody confirms. */
static int prepare(struct bmc *bmc, const struct lan_plan *plan, unsigned long confirm)
{
	int rc;

	if (bmc->opt.dry_run)
		return 0;
	rc = lan_journal_write(bmc, plan, 0);
	if (rc || !confirm)
		return rc;
	if (bmc->sys->spawn && !bmc->sys->spawn(bmc->path))
		return 0;
	lan_journal_remove(bmc);
	return bmc_error_set(&bmc->err, BMC_EXIT_FAILED,
			     "can't start what would undo the change: nothing was changed");
}

/* "Set in progress" is ours; when it was not free, look again at what there is to do. */
static int begin(struct bmc *bmc, struct lan_plan *plan, lan_make_fn *make, void *arg)
{
	int rc = acquire(bmc, plan, false);

	if (!rc && plan->waited) {
		rc = make(bmc, plan, arg);
		lan_plan_back(plan);
		if (!rc && plan->n && !bmc->opt.dry_run)
			rc = lan_journal_write(bmc, plan, 0);
	}
	if (rc) {
		release(bmc, plan, false);
		if (!plan->locked && !bmc->opt.dry_run) {
			struct bmc_error saved = bmc->err;

			lan_journal_remove(bmc);
			bmc->err = saved;
		}
	}
	return rc;
}

/**
 * lan_transact() - change LAN parameters as one
 * @bmc: the run
 * @plan: its channel is set; the rest is filled by @make
 * @make: reads what there is and plans what to write; called again when another party
 *	has changed something meanwhile
 * @arg: passed to @make
 * @confirm: seconds in which the change has to be confirmed, 0 = it need not be
 *
 * In a dry run the writes are recorded only.
 *
 * Return: 0 when the change is made and read back, or there was nothing to do (then the
 * plan is empty); else an exit status with the error set, and the old state is back
 * unless the status is 9.
 */
int lan_transact(struct bmc *bmc, struct lan_plan *plan, lan_make_fn *make, void *arg,
		 unsigned long confirm)
{
	int rc;

	rc = bmc_lock(bmc);
	if (!rc)
		rc = lan_journal_none(bmc);
	if (!rc)
		rc = make(bmc, plan, arg);
	if (rc || !plan->n)
		return rc;
	lan_plan_back(plan);
	if (!bmc->opt.dry_run)
		rc = lan_read_set(bmc, plan->channel, IPMI_LAN_MAC, 0, &plan->mac);
	if (!rc)
		rc = prepare(bmc, plan, confirm);
	if (!rc)
		rc = begin(bmc, plan, make, arg);
	if (!rc)
		rc = make_change(bmc, plan);
	if (rc || bmc->opt.dry_run)
		return rc;
	return confirm && plan->n ? lan_journal_write(bmc, plan, confirm) :
	       lan_journal_remove(bmc);
}

/**
 * lan_take_back() - take a change back that a journal tells of
 * @bmc: the run, which holds the host lock
 * @plan: the change, from the journal
 *
 * Return: 0 when the old state is back, else an exit status with the error set.
 */
int lan_take_back(struct bmc *bmc, struct lan_plan *plan)
{
	struct ipmi_lan_value mac;
	int rc;

	rc = lan_read_set(bmc, plan->channel, IPMI_LAN_MAC, 0, &mac);
	if (rc)
		return rc;
	if (plan->mac.state == IPMI_LAN_OK && mac.state == IPMI_LAN_OK &&
	    !ipmi_lan_equal(IPMI_LAN_MAC, &mac, &plan->mac))
		return bmc_error_set(&bmc->err, BMC_EXIT_GUARD,
				     "%s is another BMC now: the MAC address of channel %u differs",
				     bmc->name, plan->channel);
	plan->done = 1;
	if (restore(bmc, plan, true))
		return lan_journal_remove(bmc);
	if (!bmc->err.code)
		bmc_error_set(&bmc->err, BMC_EXIT_UNKNOWN, "%s", "the BMC does not show them");
	bmc_error_hint(&bmc->err, "the old settings are not back: bmc lan show");
	bmc->err.code = BMC_EXIT_UNKNOWN;
	return BMC_EXIT_UNKNOWN;
}

/**
 * lan_clear_progress() - end a change that another program has left behind
 * @bmc: the run
 * @channel: the channel
 * @cleared: whether there was one
 *
 * Return: 0, or an exit status with the error set.
 */
int lan_clear_progress(struct bmc *bmc, uint8_t channel, bool *cleared)
{
	struct lan_plan plan = { .channel = channel };
	struct ipmi_lan_value value;
	uint8_t cc;
	int rc;

	*cleared = false;
	rc = lan_read_set(bmc, channel, IPMI_LAN_SET_IN_PROGRESS, 0, &value);
	if (rc || value.state != IPMI_LAN_OK || (value.data[0] & 3) == IPMI_LAN_SET_COMPLETE)
		return rc;
	rc = write_progress(bmc, &plan, IPMI_LAN_SET_COMPLETE, &cc);
	if (!rc && cc)
		rc = bmc_error_cc(&bmc->err, IPMI_NETFN_TRANSPORT, IPMI_SET_LAN_PARAMETERS, cc,
				  "set in progress");
	*cleared = !rc;
	return rc;
}
