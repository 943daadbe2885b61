// SPDX-License-Identifier: GPL-2.0-only
/* bmc lan confirm and bmc lan rollback: how a change that is not over ends. */
#include <string.h>

#include "channels.h"
#include "lanjournal.h"
#include "objects.h"

#define WATCH_MS 500

enum { BACK_CHANNEL, BACK_STEAL, BACK_WHEN_DUE };

/**
 * lan_confirm_run() - keep a change
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or an exit status with the error set.
 */
int lan_confirm_run(struct cli *cli, const struct args *args)
{
	struct lan_journal journal;
	struct json_object *changes;
	struct bmc *bmc = &cli->bmc;
	int rc;

	(void)args;
	rc = bmc_lock(bmc);
	if (!rc)
		rc = lan_journal_read(bmc, &journal);
	if (rc)
		return rc;
	if (!journal.there)
		return bmc_error_set(&bmc->err, BMC_EXIT_FAILED,
				     "no change waits to be confirmed");
	if (!journal.unconfirmed)
		return lan_journal_none(bmc);
	if (!bmc->opt.dry_run)
		rc = lan_journal_remove(bmc);
	if (rc)
		return rc;
	changes = json_object_new_array();
	cli_change(changes, "unconfirmed", "confirmed", "lan.%u.change", journal.plan.channel);
	return cli_changed(cli, changes, 1);
}

static int take_back(struct cli *cli, struct lan_journal *journal)
{
	struct json_object *changes = json_object_new_array();
	struct lan_plan *plan = &journal->plan;
	struct bmc *bmc = &cli->bmc;
	char old[LAN_TEXT], new[LAN_TEXT];
	unsigned int i;
	int rc = 0;

	for (i = 0; i < plan->n_back && !rc; i++) {
		struct lan_item *item = &plan->back[i];

		rc = lan_read_set(bmc, plan->channel, item->parameter, item->set, &item->old);
		if (rc || ipmi_lan_equal(item->parameter, &item->old, &item->new))
			continue;
		lan_text(item->parameter, &item->old, old);
		lan_text(item->parameter, &item->new, new);
		cli_change(changes, item->old.state == IPMI_LAN_OK ? old : NULL, new,
			   "lan.%u.%s", plan->channel, ipmi_lan_name(item->parameter));
	}
	cli_change(changes, journal->unconfirmed ? "unconfirmed" : "cut off", "undone",
		   "lan.%u.change", plan->channel);
	if (!rc && !bmc->opt.dry_run)
		rc = lan_take_back(bmc, plan);
	if (rc) {
		json_object_put(changes);
		return rc;
	}
	return cli_changed(cli, changes, 1);
}

/* There is no journal, but another program may have left the BMC's lock behind. */
static int clear_foreign(struct cli *cli, const struct args *args)
{
	struct ipmi_channel_info info;
	struct bmc *bmc = &cli->bmc;
	struct json_object *changes;
	bool cleared = false;
	int rc;

	if (!args->v[BACK_STEAL].set) {
		bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "there is no change to undo");
		bmc_error_hint(&bmc->err,
			       "--steal-lock ends a change that another program has left");
		return bmc->err.code;
	}
	rc = channel_pick(bmc, &args->v[BACK_CHANNEL], &info);
	if (!rc)
		rc = lan_clear_progress(bmc, info.channel, &cleared);
	if (rc)
		return rc;
	changes = json_object_new_array();
	if (cleared)
		cli_change(changes, "in_progress", "complete", "lan.%u.set_in_progress",
			   info.channel);
	return cli_changed(cli, changes, 1);
}

/* Wait until the change is confirmed, not confirmed in time, or its maker is dead. */
static int wait_due(struct bmc *bmc, struct lan_journal *journal)
{
	int rc;

	for (;;) {
		rc = lan_journal_read(bmc, journal);
		if (rc || !journal->there)
			return rc;
		if (!journal->unconfirmed || journal->over) {
			rc = bmc_lock(bmc);
			if (!rc)
				rc = lan_journal_read(bmc, journal);
			if (rc && rc != BMC_EXIT_BUSY)
				return rc;
			if (!rc && (!journal->there || !journal->unconfirmed || journal->over))
				return 0;
			bmc_unlock(bmc);
		}
		rc = bmc_sleep(bmc, WATCH_MS);
		if (rc)
			return rc;
	}
}

/**
 * lan_rollback_run() - undo a change
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or an exit status with the error set.
 */
int lan_rollback_run(struct cli *cli, const struct args *args)
{
	struct lan_journal journal;
	struct bmc *bmc = &cli->bmc;
	int rc;

	if (args->v[BACK_WHEN_DUE].set) {
		rc = wait_due(bmc, &journal);
		if (rc || !journal.there)
			return rc ? rc : cli_changed(cli, json_object_new_array(), 1);
		return take_back(cli, &journal);
	}
	rc = bmc_lock(bmc);
	if (!rc)
		rc = lan_journal_read(bmc, &journal);
	if (rc)
		return rc;
	return journal.there ? take_back(cli, &journal) : clear_foreign(cli, args);
}

const struct arg_spec lan_rollback_args[] = {
	[BACK_CHANNEL] = { .kind = ARG_POS, .name = "channel", .meta = "N",
			   .parse = parse_channel, .help = "channel for --steal-lock" },
	[BACK_STEAL] = { .kind = ARG_FLAG, .name = "--steal-lock",
			 .help = "end a change that another program has left unfinished" },
	[BACK_WHEN_DUE] = { .kind = ARG_FLAG, .name = "--when-due",
			    .help = "wait until the time to confirm is over" },
	{ .name = NULL },
};
