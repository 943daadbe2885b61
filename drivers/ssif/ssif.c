// SPDX-License-Identifier: GPL-2.0-only
/*
 * SMBus System Interface: requests and responses as block transfers (IPMI 2.0,
 * section 12).
 *
 * A BMC that does not acknowledge is not ready, for whatever is next.  That is
 * no error: the transfer is tried again, ever more rarely, until the deadline.
 *
 * Some BMCs acknowledge all the same, with what they gave before or with
 * nonsense.  Only a response to the very command is one.  When it is the same as
 * the one before, and the BMC has not been seen to be busy since the request, it
 * may be the one before: then it counts when it stays, unless this BMC is known
 * to refuse while it is busy, or not to give an old one twice in a row, or has
 * been prompt so often that it is believed to be so this time.
 *
 * There is no state between two messages that could be wrong: each request
 * begins with a command that makes the BMC forget an unfinished one.
 */
#include <linux/errno.h>
#include <linux/i2c.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "ssif.h"

/* How often a response with a damaged block is read, and how long it may take each time. */
#define SSIF_READS		3
#define SSIF_REREAD_NS		(250ULL * NSEC_PER_MSEC)

/*
 * How long a response that is the same as the one before may be that: as long as
 * other drivers wait in any case.  A BMC that has never been seen to give an old
 * response twice for one request has always been ready by the second look.
 */
#define SSIF_DOUBT_NS		(60ULL * NSEC_PER_MSEC)
#define SSIF_DOUBT_QUICK_NS	(10ULL * NSEC_PER_MSEC)

/*
 * How long a block that is too short is taken for the beginning of one: some bus
 * controllers give that when the BMC is not ready.
 */
#define SSIF_SHORT_NS		(100ULL * NSEC_PER_MSEC)

/* A BMC that has not answered for that often may be another one by now. */
#define SSIF_DOUBTS		2

/* One may be an accident on the bus. */
#define SSIF_REFUSALS		2

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

/* Nobody acknowledged, as far as one can tell. */
static bool ssif_refused(int err)
{
	return err == -ENXIO || err == -EREMOTEIO || err == -EIO;
}

static int ssif_transfer(struct ssif *ssif, char direction, u8 command)
{
	unsigned short flags = ssif->client->flags;

	if (ssif->pec)
		flags |= I2C_CLIENT_PEC;
	return i2c_smbus_xfer(ssif->client->adapter, ssif->client->addr, flags, direction,
			      command, I2C_SMBUS_BLOCK_DATA, &ssif->block);
}

/* No SMBus block, so only a bus that transfers plain bytes can do it. */
static int ssif_write_empty(struct ssif *ssif)
{
	const u8 bytes[] = { ssif->part.command, 0 };
	int ret;

	if (ssif->pec || !i2c_check_functionality(ssif->client->adapter, I2C_FUNC_I2C))
		return -EOPNOTSUPP;
	ret = i2c_master_send(ssif->client, bytes, sizeof(bytes));
	return min(ret, 0);
}

static bool ssif_written(void *ctx)
{
	struct ssif *ssif = ctx;

	if (!ssif->part.len) {
		ssif->result = ssif_write_empty(ssif);
		return !ssif_not_ready(ssif->result);
	}
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

/* Is a block too short for what it is, and stays like that? */
static bool ssif_stays_short(struct ssif *ssif)
{
	ktime_t now = bmc_wait_now(ssif->wait);

	if (!ssif->short_since)
		ssif->short_since = now;
	return ktime_to_ns(ktime_sub(now, ssif->short_since)) >= SSIF_SHORT_NS;
}

/*
 * Acknowledged, but no response.  One that was given before tells that this BMC
 * does that; after anything else, the next response cannot be an old one.
 */
static void ssif_vague(struct ssif *ssif)
{
	bool old = ssif->result > 0 &&
		   !memcmp(ssif->last, ssif->block.block, 1 + ssif->result);

	ssif->prompt = 0;
	/* What is given once and then no more cannot be there at the next look. */
	ssif->honest = false;
	if (old) {
		ssif->lagged = true;
		ssif->persists |= ++ssif->old > 1;
	} else {
		ssif->once |= ssif->old > 0;
		ssif->busy = true;
	}
}

/* The same as the last response, so soon that it may be the last response. */
static bool ssif_suspicious(struct ssif *ssif)
{
	u64 doubt = ssif->persists ? SSIF_DOUBT_NS : SSIF_DOUBT_QUICK_NS;

	if (memcmp(ssif->last, ssif->block.block, 1 + ssif->result)) {
		/* What was doubted was an old one. */
		ssif->persists |= ssif->old > 1;
		ssif->lagged |= ssif->old > 0;
		ssif->prompt = ssif->busy ? 0 : ssif->prompt + 1;
		return false;
	}
	if (ssif->honest || ssif->busy || (ssif->prompt >= SSIF_PROMPT && !ssif->lagged))
		return false;
	/* What is given once is given at the first look, however late that is. */
	if (++ssif->old == 1)
		return true;
	if (ssif->once && !ssif->persists)
		return false;
	return ktime_before(bmc_wait_now(ssif->wait), ktime_add_ns(ssif->sent, doubt));
}

/* Does the block that was read begin the response to the last request? */
static bool ssif_begins(struct ssif *ssif)
{
	const u8 *header = ssif_header(&ssif->block.block[1], ssif->result);

	if (ssif->draining)
		return ssif->result >= SSIF_FIRST_MIN;
	if (!header || !ssif_same_command(ssif, header)) {
		ssif_vague(ssif);
		return false;
	}
	if (ssif->result < SSIF_FIRST_MIN)
		return ssif_stays_short(ssif);
	return !ssif_suspicious(ssif);
}

static bool ssif_offered(void *ctx)
{
	struct ssif *ssif = ctx;

	ssif->block.block[0] = 0;
	ssif->result = ssif_transfer(ssif, I2C_SMBUS_READ, ssif->command);
	if (ssif_not_ready(ssif->result)) {
		ssif->refusals += ssif_refused(ssif->result);
		ssif->busy |= ssif->refusals >= SSIF_REFUSALS;
		return false;
	}
	if (!ssif->result)
		ssif->result = ssif->block.block[0];
	if (ssif->result > SSIF_BLOCK)
		ssif->result = -EPROTO;
	if (ssif->command == SSIF_READ_MIDDLE)
		return ssif->result < 0 || ssif->result >= SSIF_NEXT_MIN ||
			ssif_stays_short(ssif);
	if (ssif->result == -EPROTO && !ssif->draining) {
		ssif_vague(ssif);
		return false;
	}
	return ssif->result < 0 || ssif_begins(ssif);
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
		return ssif->result;
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
	ssif->owed = true;
	do {
		ssif_split(req, pos, ssif->end, &ssif->part);
		err = ssif_wait(ssif, BMC_WAIT_ACCEPT, ssif_written, deadline);
		if (err)
			return err == -EBADMSG ? -EIO : err;
		pos += ssif->part.len;
	} while (!ssif->part.last);
	ssif->sent = bmc_wait_now(ssif->wait);
	ssif->refusals = 0;
	ssif->busy = false;
	ssif->old = 0;
	return 0;
}

static int ssif_look(struct ssif *ssif)
{
	return ssif_wait(ssif, BMC_WAIT_VAGUE, ssif_offered, bmc_wait_now(ssif->wait));
}

/*
 * At a BMC that is not trusted there is a look at once, when what it does while
 * it is busy can be seen, and another when that showed an old response.  Further
 * looks are made when the response is likely.
 */
static int ssif_read_first(struct ssif *ssif, ktime_t deadline)
{
	int err = -ETIMEDOUT;

	ssif->command = SSIF_READ_START;
	ssif->short_since = 0;
	if (!ssif->honest)
		err = ssif_look(ssif);
	if (err == -ETIMEDOUT && ssif->old == 1)
		err = ssif_look(ssif);
	if (err == -ETIMEDOUT)
		err = ssif_wait(ssif, ssif->honest ? BMC_WAIT_EXECUTE : BMC_WAIT_VAGUE,
				ssif_offered, deadline);
	if (err)
		return err;
	if (ssif->refusals >= SSIF_REFUSALS)
		ssif->honest = true;
	memcpy(ssif->last, ssif->block.block, 1 + ssif->result);
	return 0;
}

static int ssif_read_next(struct ssif *ssif, ktime_t deadline)
{
	ssif->command = SSIF_READ_MIDDLE;
	ssif->short_since = 0;
	return ssif_wait(ssif, BMC_WAIT_OFFER, ssif_offered, deadline);
}

/* One response; -EBADMSG when one of its blocks is damaged. */
static int ssif_read_once(struct ssif *ssif, struct bmc_frame *rsp, ktime_t deadline)
{
	const u8 *block = &ssif->block.block[1];
	struct ssif_join join;
	enum ssif_joined joined;
	int err;

	err = ssif_read_first(ssif, deadline);
	if (err)
		return err;
	joined = ssif_join_first(&join, rsp, block, ssif->result);
	while (joined == SSIF_MORE) {
		err = ssif_read_next(ssif, deadline);
		if (err)
			return err;
		joined = ssif_join_next(&join, block, ssif->result);
	}
	return joined == SSIF_WHOLE ? 0 : -EBADMSG;
}

/**
 * ssif_read_response - get the response to the last request
 * @ssif: the interface, after ssif_write_request()
 * @rsp: filled with the response; what does not fit is read, dropped, and
 *	marked in @truncated
 * @deadline: when to give up, by bmc_wait_now()
 *
 * A response to something else is none: it was left over when the end of an
 * earlier one got lost, or the BMC gives it while it has no new one.
 *
 * Context: the link's thread; may sleep.
 * Return: 0, also for a response without completion code; -ETIMEDOUT, -EIO the
 * blocks make no sense, -ENODEV, -ESHUTDOWN.
 */
int ssif_read_response(struct ssif *ssif, struct bmc_frame *rsp, ktime_t deadline)
{
	int err = ssif_read_once(ssif, rsp, deadline);
	unsigned int reads;

	/* From its start again, which the BMC keeps until the next request. */
	for (reads = 1; err == -EBADMSG && reads < SSIF_READS; reads++) {
		ktime_t again = ktime_add_ns(bmc_wait_now(ssif->wait), SSIF_REREAD_NS);

		err = ssif_read_once(ssif, rsp, ktime_before(again, deadline) ? again : deadline);
		if (err == -ETIMEDOUT)
			return -EIO;
	}
	if (err)
		return err == -EBADMSG ? -EIO : err;
	ssif->owed = false;
	ssif->failures = 0;
	WRITE_ONCE(ssif->heard, true);
	return 0;
}

/**
 * ssif_make_idle - take what the BMC may still want to give
 * @ssif: the interface
 *
 * A BMC may offer its last response for ever, so no more than a few are taken.
 * Without need it is not asked: some buses complain when there is nothing.
 *
 * Context: the link's thread; may sleep.
 * Return: 0, also when nobody acknowledges; -EIO or -ENODEV the bus cannot be
 * used, -ESHUTDOWN.
 */
int ssif_make_idle(struct ssif *ssif)
{
	unsigned int leftovers;
	int err = 0;

	if (++ssif->failures >= SSIF_DOUBTS) {
		ssif->pec = false;
		ssif->honest = false;
		ssif->prompt = 0;
	}
	ssif->draining = true;
	for (leftovers = 0; ssif->owed && leftovers < SSIF_LEFTOVERS; leftovers++) {
		err = ssif_read_once(ssif, &ssif->scratch, bmc_wait_now(ssif->wait));
		if (err && err != -EBADMSG)
			break;
	}
	ssif->draining = false;
	return err == -ETIMEDOUT || err == -EBADMSG ? 0 : err;
}

/**
 * ssif_transact - ask the BMC something and get its answer
 * @ssif: the interface
 * @frame: the request; with 0 returned, the response
 * @limit_ns: how long it may take
 *
 * Context: the link's thread; may sleep.
 * Return: 0 when the BMC has answered, -EBADMSG without a completion code,
 * otherwise as ssif_write_request() and
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
	return frame->len < SSIF_FIRST_MIN ? -EBADMSG : 0;
}
