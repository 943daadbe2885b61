// SPDX-License-Identifier: GPL-2.0-only
/* The system event log of a BMC: reading and clearing it. */
#include "sel.h"

#include <stdlib.h>
#include <string.h>

#include "cursor.h"
#include "progress.h"

#define PASSES 3
#define CLEAR_MS 60000
#define CLEAR_POLL_MS 200
#define LOST_MAX 8

/**
 * sel_get_info() - what the log says of itself
 * @bmc: the run
 * @info: filled
 *
 * Return: 0, or an exit status with the error set.
 */
int sel_get_info(struct bmc *bmc, struct ipmi_sel_info *info)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_request_init(&rq, IPMI_NETFN_STORAGE, IPMI_GET_SEL_INFO);
	rc = bmc_ask(bmc, &rq, &rs, "SEL info");
	if (rc)
		return rc;
	return ipmi_sel_info_decode(&rs, info) ? 0 : bmc_garbled(bmc, &rs, "SEL info");
}

/**
 * sel_get() - read one record
 * @bmc: the run
 * @id: its ID
 * @record: filled
 * @next: set to the ID of the next one
 * @cc: set to the completion code; the rest is valid only when it is 0
 *
 * Return: 0, or an exit status when the BMC can't be asked at all.
 */
int sel_get(struct bmc *bmc, uint16_t id, uint8_t record[IPMI_SEL_RECORD], uint16_t *next,
	    uint8_t *cc)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_sel_get_encode(&rq, id);
	rc = bmc_query(bmc, &rq, &rs);
	if (rc)
		return rc;
	*cc = rs.cc;
	if (rs.cc)
		return 0;
	return ipmi_sel_get_decode(&rs, next, record) ? 0 : bmc_garbled(bmc, &rs, "SEL entry");
}

/**
 * sel_add() - add a record
 * @sel: the log
 * @record: the record
 *
 * Return: false when there are too many.
 */
bool sel_add(struct sel *sel, const uint8_t record[IPMI_SEL_RECORD])
{
	unsigned int room = sel->room ? sel->room * 2 : 64;
	void *more;

	if (sel->n == SEL_MAX)
		return false;
	if (sel->n == sel->room) {
		more = realloc(sel->record, room * sizeof(*sel->record));
		if (!more)
			return false;
		sel->record = more;
		sel->room = room;
	}
	memcpy(sel->record[sel->n++], record, IPMI_SEL_RECORD);
	return true;
}

/**
 * sel_free() - give up the log
 * @sel: the log
 */
void sel_free(struct sel *sel)
{
	free(sel->record);
	memset(sel, 0, sizeof(*sel));
}

/* One walk; *again is set when the log was changed under it. */
static int walk(struct bmc *bmc, struct sel *sel, struct progress *progress, bool *again)
{
	uint8_t *seen = calloc(1, SEL_MAX / 8), record[IPMI_SEL_RECORD], cc;
	uint16_t id = IPMI_SEL_FIRST, next;
	int rc = 0;

	*again = false;
	if (!seen)
		return bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "out of memory");
	do {
		if (seen[id / 8] & 1 << id % 8) {
			bmc_note(bmc, "the log of this BMC forms a loop at record 0x%04x", id);
			sel->partial = true;
			break;
		}
		seen[id / 8] |= (uint8_t)(1 << id % 8);
		rc = sel_get(bmc, id, record, &next, &cc);
		if (rc)
			break;
		/* An empty log has no first record; a record in between was just deleted. */
		*again = cc && id != IPMI_SEL_FIRST;
		if (cc && cc != IPMI_CC_NOT_PRESENT) {
			rc = bmc_error_cc(&bmc->err, IPMI_NETFN_STORAGE, IPMI_GET_SEL_ENTRY, cc,
					  "SEL entry");
			break;
		}
		if (cc)
			break;
		if (!sel_add(sel, record)) {
			sel->partial = true;
			break;
		}
		progress_step(progress, sel->n);
		id = next;
	} while (id != IPMI_SEL_LAST && id != IPMI_SEL_FIRST);
	free(seen);
	return rc;
}

/**
 * sel_read() - read the whole log
 * @bmc: the run
 * @sel: filled; free it with sel_free(), also after an error
 *
 * Return: 0, or an exit status with the error set.
 */
int sel_read(struct bmc *bmc, struct sel *sel)
{
	struct ipmi_sel_info info;
	struct progress progress;
	unsigned int pass;
	bool again;
	int rc;

	memset(sel, 0, sizeof(*sel));
	rc = sel_get_info(bmc, &info);
	if (rc || !info.entries)
		return rc;
	for (pass = 0; pass < PASSES; pass++) {
		sel->n = 0;
		sel->partial = false;
		progress_start(&progress, bmc, "sel", info.entries);
		rc = walk(bmc, sel, &progress, &again);
		progress_end(&progress);
		if (!again)
			return rc;
		if (rc)
			break;
	}
	/* What was read is right as far as it goes. */
	sel->partial = sel->partial || again;
	return sel->n ? 0 : rc;
}

/**
 * sel_utc_minutes() - how far the clock of the log is from UTC
 * @bmc: the run
 * @minutes: set; 0 when the BMC does not know
 *
 * Return: 0, or an exit status when the BMC can't be asked at all.
 */
int sel_utc_minutes(struct bmc *bmc, int *minutes)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	struct cursor c;
	int16_t offset;
	int rc;

	*minutes = 0;
	ipmi_request_init(&rq, IPMI_NETFN_STORAGE, IPMI_GET_SEL_TIME_UTC_OFFSET);
	rc = bmc_query(bmc, &rq, &rs);
	if (rc || rs.cc)
		return rc;
	c = cursor_init(rs.data, rs.len);
	offset = (int16_t)cursor_le(&c, 2);
	if (!c.bad && offset != IPMI_UTC_UNSPECIFIED && offset >= -1440 && offset <= 1440)
		*minutes = offset;
	return 0;
}

static int reserve(struct bmc *bmc, uint16_t *reservation)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	struct cursor c;
	int rc;

	*reservation = 0;
	ipmi_request_init(&rq, IPMI_NETFN_STORAGE, IPMI_RESERVE_SEL);
	rc = bmc_query(bmc, &rq, &rs);
	if (rc || rs.cc == IPMI_CC_INVALID_COMMAND)
		return rc;
	if (rs.cc)
		return bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, "SEL reservation");
	c = cursor_init(rs.data, rs.len);
	*reservation = (uint16_t)cursor_le(&c, 2);
	return c.bad ? bmc_garbled(bmc, &rs, "SEL reservation") : 0;
}

/**
 * sel_clear() - clear the log, and wait until that is done
 * @bmc: the run
 *
 * Return: 0, or an exit status with the error set.
 */
int sel_clear(struct bmc *bmc)
{
	long long end = bmc_now(bmc) + CLEAR_MS;
	unsigned int lost = 0;
	struct ipmi_request rq;
	struct ipmi_response rs;
	uint16_t reservation;
	bool start = true;
	int rc;

	rc = reserve(bmc, &reservation);
	while (!rc) {
		ipmi_sel_clear_encode(&rq, reservation, start);
		rc = bmc_change(bmc, &rq, &rs, "clear");
		if (rc || bmc->opt.dry_run)
			return rc;
		if (rs.cc == IPMI_CC_RESERVATION && ++lost <= LOST_MAX) {
			/* Events that come in meanwhile cancel the reservation. */
			rc = reserve(bmc, &reservation);
			continue;
		}
		if (rs.cc)
			return bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, "clear");
		if (rs.len && (rs.data[0] & 0x0f) == 1)
			return 0;
		start = false;
		if (bmc_now(bmc) >= end)
			return bmc_error_set(&bmc->err, BMC_EXIT_UNKNOWN,
					     "the BMC does not come to an end with clearing");
		rc = bmc_sleep(bmc, CLEAR_POLL_MS);
	}
	return rc;
}
