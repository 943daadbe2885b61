// SPDX-License-Identifier: GPL-2.0-only
/*
 * SMBus System Interface: requests and responses as block transfers (IPMI 2.0,
 * section 12).
 *
 * A BMC that does not acknowledge is not ready, for whatever is next.  That is
 * no error: the transfer is tried again, ever more rarely, until the deadline.
 *
 * There is no state between two messages that could be wrong: each request
 * begins with a command that makes the BMC forget an unfinished one.
 */
#include <linux/errno.h>
#include <linux/i2c.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "ssif.h"

/* How often a response with a damaged block is read, and how long after the first time. */
#define SSIF_READS		3
#define SSIF_REREAD_NS		(250ULL * NSEC_PER_MSEC)

/* Between a response that answers something else and the next one. */
#define SSIF_STALE_NS		(5ULL * NSEC_PER_MSEC)

/*
 * How long a response without completion code is taken for the beginning of
 * one: some bus controllers give that when the BMC is not ready.
 */
#define SSIF_SHORT_NS		(100ULL * NSEC_PER_MSEC)

/* A BMC that has not answered for that often may be another one by now, without checksums. */
#define SSIF_DOUBTS		2

/* How many responses can be in the way of the next one. */
#define SSIF_LEFTOVERS		3

/*
 * Bus controllers don't agree on how to tell that nobody acknowledged; and what
 * else these stand for (lost arbitration, a stuck or suspended bus) goes away as
 * well.
 */
static bool ssif_not_ready(int err)
{
	switch (err) {
	case -ENXIO:
	case -EREMOTEIO:
	case -EIO:
	case -EAGAIN:
	case -EBUSY:
	case -ETIMEDOUT:
	case -ESHUTDOWN:
		return true;
	default:
		return false;
	}
}

static int ssif_transfer(struct ssif *ssif, char direction, u8 command)
{
	unsigned short flags = ssif->client->flags;

	if (ssif->pec)
		flags |= I2C_CLIENT_PEC;
	return i2c_smbus_xfer(ssif->client->adapter, ssif->client->addr, flags, direction,
			      command, I2C_SMBUS_BLOCK_DATA, &ssif->block);
}

static bool ssif_written(void *ctx)
{
	struct ssif *ssif = ctx;

	/* Again each time: a bus controller may leave anything there. */
	ssif->block.block[0] = ssif->part.len;
	memcpy(&ssif->block.block[1], ssif->part.data, ssif->part.len);
	ssif->result = ssif_transfer(ssif, I2C_SMBUS_WRITE, ssif->part.command);
	return !ssif_not_ready(ssif->result);
}

static bool ssif_same_command(const struct ssif *ssif, const u8 *rsp)
{
	/* The LUN is not compared: some BMCs answer with LUN 0 whatever was asked. */
	return rsp[0] >> 2 == ((ssif->netfn_lun >> 2) | 1) && rsp[1] == ssif->cmd;
}

/* Is this a response that ends before its completion code, and stays like that? */
static bool ssif_stays_short(struct ssif *ssif)
{
	ktime_t now;

	if (ssif->command != SSIF_READ_START || ssif->result != SSIF_FIRST_MIN - 1 ||
	    !ssif_same_command(ssif, &ssif->block.block[1]))
		return false;
	now = bmc_wait_now(ssif->wait);
	if (!ssif->short_since)
		ssif->short_since = now;
	return ktime_to_ns(ktime_sub(now, ssif->short_since)) >= SSIF_SHORT_NS;
}

static bool ssif_offered(void *ctx)
{
	struct ssif *ssif = ctx;

	ssif->block.block[0] = 0;
	ssif->result = ssif_transfer(ssif, I2C_SMBUS_READ, ssif->command);
	if (ssif_not_ready(ssif->result))
		return false;
	if (ssif->result < 0)
		return true;
	ssif->result = ssif->block.block[0];
	if (ssif->result > SSIF_BLOCK)
		ssif->result = -EPROTO;
	else if (ssif->result < ssif->least)
		return ssif_stays_short(ssif);
	return true;
}

static int ssif_wait(struct ssif *ssif, enum bmc_wait_kind kind, bool (*ready)(void *ctx),
		     ktime_t deadline)
{
	int err = bmc_wait_until(ssif->wait, kind, ready, ssif, deadline);

	if (err)
		return err;
	switch (min(ssif->result, 0)) {
	case 0:
		return 0;
	case -EPROTO:
	case -EBADMSG:
		return -EBADMSG;
	case -ENODEV:
		return -ENODEV;
	default:
		return -EIO;
	}
}

/**
 * ssif_write_request - send a request, in as many parts as it needs
 * @ssif: the interface
 * @req: what to send, at most ssif_request_max() bytes
 * @deadline: when to give up, by bmc_wait_now()
 *
 * Context: the link's thread; may sleep.
 * Return: 0 when the BMC has acknowledged all of @req.  Otherwise it has not:
 * -ETIMEDOUT it is not ready for a part, -EIO the bus cannot send this, -ENODEV
 * there is no bus any more, -ESHUTDOWN the link is going away.
 */
int ssif_write_request(struct ssif *ssif, const struct bmc_frame *req, ktime_t deadline)
{
	unsigned int pos = 0;
	int err;

	ssif->netfn_lun = req->data[0];
	ssif->cmd = req->data[1];
	do {
		ssif_split(req, pos, ssif->end, &ssif->part);
		err = ssif_wait(ssif, BMC_WAIT_ACCEPT, ssif_written, deadline);
		if (err)
			return err == -EBADMSG ? -EIO : err;
		pos += ssif->part.len;
	} while (!ssif->part.last);
	return 0;
}

static int ssif_read_block(struct ssif *ssif, u8 command, ktime_t deadline)
{
	bool first = command == SSIF_READ_START;

	ssif->command = command;
	ssif->least = first ? SSIF_FIRST_MIN : SSIF_NEXT_MIN;
	ssif->short_since = 0;
	return ssif_wait(ssif, first ? BMC_WAIT_EXECUTE : BMC_WAIT_OFFER, ssif_offered, deadline);
}

/* One response, whatever it answers; -EBADMSG for one with a damaged block. */
static int ssif_read_any(struct ssif *ssif, struct bmc_frame *rsp, ktime_t deadline)
{
	const u8 *block = &ssif->block.block[1];
	struct ssif_join join;
	enum ssif_joined joined;
	int err;

	err = ssif_read_block(ssif, SSIF_READ_START, deadline);
	if (err)
		return err;
	joined = ssif_join_first(&join, rsp, block, ssif->result);
	while (joined == SSIF_MORE) {
		err = ssif_read_block(ssif, SSIF_READ_MIDDLE, deadline);
		if (err)
			return err;
		joined = ssif_join_next(&join, block, ssif->result);
	}
	return joined == SSIF_WHOLE ? 0 : -EBADMSG;
}

/* One response, whatever it answers; a damaged one is read again from its start. */
static int ssif_read_good(struct ssif *ssif, struct bmc_frame *rsp, ktime_t deadline)
{
	unsigned int reads;
	int err = ssif_read_any(ssif, rsp, deadline);

	for (reads = 1; err == -EBADMSG; reads++) {
		ktime_t again = ktime_add_ns(bmc_wait_now(ssif->wait), SSIF_REREAD_NS);

		if (reads == SSIF_READS)
			return -EIO;
		err = ssif_read_any(ssif, rsp, ktime_before(again, deadline) ? again : deadline);
		/* A BMC that has forgotten it already does not offer it twice. */
		if (err == -ETIMEDOUT)
			return -EIO;
	}
	return err;
}

/**
 * ssif_read_response - get the response to the last request
 * @ssif: the interface, after ssif_write_request()
 * @rsp: filled with the response; what does not fit is read, dropped, and
 *	marked in @truncated
 * @deadline: when to give up, by bmc_wait_now()
 *
 * A response to something else is dropped, once: it was left over when the end
 * of an earlier one got lost.
 *
 * Context: the link's thread; may sleep.
 * Return: 0, also for a response without completion code or to something else;
 * -ETIMEDOUT, -EIO the blocks make no sense, -ENODEV, -ESHUTDOWN.
 */
int ssif_read_response(struct ssif *ssif, struct bmc_frame *rsp, ktime_t deadline)
{
	int err = ssif_read_good(ssif, rsp, deadline);

	if (!err && !ssif_same_command(ssif, rsp->data)) {
		err = bmc_wait_pause(ssif->wait, SSIF_STALE_NS);
		if (!err)
			err = ssif_read_good(ssif, rsp, deadline);
	}
	if (!err && ssif_same_command(ssif, rsp->data)) {
		ssif->failures = 0;
		WRITE_ONCE(ssif->heard, true);
	}
	return err;
}

/**
 * ssif_make_idle - take what the BMC may still want to give
 * @ssif: the interface
 *
 * A BMC may offer its last response for ever, so no more than a few are taken.
 *
 * Context: the link's thread; may sleep.
 * Return: 0, also when nobody acknowledges; -EIO or -ENODEV the bus cannot be
 * used, -ESHUTDOWN.
 */
int ssif_make_idle(struct ssif *ssif)
{
	unsigned int leftovers;

	if (++ssif->failures >= SSIF_DOUBTS)
		ssif->pec = false;
	for (leftovers = 0; leftovers < SSIF_LEFTOVERS; leftovers++) {
		int err = ssif_read_any(ssif, &ssif->scratch, bmc_wait_now(ssif->wait));

		if (err == -ETIMEDOUT)
			break;
		if (err && err != -EBADMSG)
			return err;
	}
	return 0;
}

/**
 * ssif_transact - ask the BMC something and get its answer
 * @ssif: the interface
 * @frame: the request; with 0 returned, the response
 * @limit_ns: how long it may take
 *
 * Context: the link's thread; may sleep.
 * Return: 0 when the BMC has answered this very command, -EBADMSG when it
 * answered something else, otherwise as ssif_write_request() and
 * ssif_read_response().
 */
int ssif_transact(struct ssif *ssif, struct bmc_frame *frame, u64 limit_ns)
{
	ktime_t deadline = ktime_add_ns(bmc_wait_now(ssif->wait), limit_ns);
	int err;

	err = ssif_write_request(ssif, frame, deadline);
	if (!err)
		err = ssif_read_response(ssif, frame, deadline);
	if (err)
		return err;
	if (frame->len < SSIF_FIRST_MIN || !ssif_same_command(ssif, frame->data))
		return -EBADMSG;
	return 0;
}
