// SPDX-License-Identifier: GPL-2.0-only
/*
 * Block Transfer interface (IPMI 2.0, chapter 11).
 *
 * A message moves as a whole, so there are few things to wait for: room for a
 * request, and a response.  Every wait has a deadline, and whatever the BMC
 * offers that nobody asked for costs time in proportion to its bytes, so a BMC
 * that babbles is not read more often than one that is silent.
 *
 * The retries that a BMC recommends are not made: whether it has executed a
 * request that it did not answer cannot be known.
 */
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/random.h>

#include "bt.h"
#include "si.h"

enum {
	BT_CTRL,
	BT_DATA,
	BT_INTMASK,
};

/* Control register (section 11.6.1) */
#define BT_CLR_WR_PTR		0x01
#define BT_CLR_RD_PTR		0x02
#define BT_H2B_ATN		0x04
#define BT_B2H_ATN		0x08
#define BT_SMS_ATN		0x10
#define BT_H_BUSY		0x40
#define BT_B_BUSY		0x80
/* Not possible, as the first two always read 0: what a bus reads when nobody answers. */
#define BT_ABSENT		0xff

/* Interrupt mask register (section 11.6.2); bit 7 resets the BMC: never write it. */
#define BT_IRQ_ENABLE		0x01
#define BT_IRQ_PENDING		0x02

/* Network function, sequence number, command: less cannot be told whose it is. */
#define BT_LENGTH_MIN		3
/* Belongs to no request. */
#define BT_NO_TAG		BMC_DEPTH_MAX

/* How long bt_make_idle() may take beside its pauses, of which the longest is given here. */
#define BT_IDLE_NS		(500ULL * NSEC_PER_MSEC)
#define BT_PAUSE_NS		(10ULL * NSEC_PER_MSEC)
#define BT_PAUSE_SHIFT_MAX	4
/* How long B2H_ATN may take to be cleared. */
#define BT_CLEAR_NS		(100ULL * NSEC_PER_MSEC)
/* What a register access costs when it was for nothing, and accesses beside those to data. */
#define BT_ACCESS_NS		(500ULL * NSEC_PER_USEC)
#define BT_OVERHEAD		16

#define BT_CMD_GET_CAPABILITIES	0x36
#define BT_NETFN_APP		0x06
#define BT_CMD_GET_DEVICE_ID	0x01
/* How long a BMC may take to say what it can do, or that it does not know. */
#define BT_SETUP_NS		(1ULL * NSEC_PER_SEC)
/* Get BT Interface Capabilities (section 22.10), after the completion code */
#define BT_CAPABILITIES_LEN	5
/* Smaller buffers could not hold the 32 bytes that every IPMI message may have. */
#define BT_BUFFER_MIN		33
#define BT_ANSWER_MAX		30

static void bt_control(struct bt *bt, u8 bits)
{
	bt->regs->write(bt->regs, BT_CTRL, bits);
}

static u8 bt_look(struct bt *bt)
{
	bt->control = bt->regs->read(bt->regs, BT_CTRL);
	return bt->control;
}

/*
 * Give the BMC its buffer back; whoever had it may be somebody before us.
 * Writing 1 toggles H_BUSY, so it must be known what it is.
 */
static int bt_release(struct bt *bt)
{
	if (bt_look(bt) == BT_ABSENT)
		return -ENODEV;
	if (bt->control & BT_H_BUSY)
		bt_control(bt, BT_H_BUSY);
	return 0;
}

/* Room for a request, by the last look. */
static bool bt_has_room(const struct bt *bt)
{
	return !(bt->control & (BT_B_BUSY | BT_H2B_ATN));
}

static bool bt_room_or_offer(void *ctx)
{
	struct bt *bt = ctx;

	return bt_look(bt) & BT_B2H_ATN || bt_has_room(bt);
}

static bool bt_offer_or_wanted(void *ctx)
{
	struct bt *bt = ctx;

	if (bt_look(bt) & BT_B2H_ATN)
		return true;
	if (!bt_has_room(bt) || !bt->wanted || !bt->wanted(bt->owner))
		return false;
	/* It says nothing of how long the BMC takes. */
	bmc_wait_void(bt->wait);
	return true;
}

/* Some BMCs need to be told several times. */
static bool bt_offer_cleared(void *ctx)
{
	struct bt *bt = ctx;

	bt_control(bt, BT_B2H_ATN);
	return bt_look(bt) == BT_ABSENT || !(bt->control & BT_B2H_ATN);
}

static int bt_wait(struct bt *bt, enum bmc_wait_kind kind, bool (*ready)(void *ctx),
		   ktime_t deadline)
{
	int err = bmc_wait_until(bt->wait, kind, ready, bt, deadline);

	if (err)
		return err;
	return bt->control == BT_ABSENT ? -ENODEV : 0;
}

static ktime_t bt_until(struct bt *bt, u64 ns)
{
	return ktime_add_ns(bmc_wait_now(bt->wait), ns);
}

/* The tag of the request in flight that has a sequence number, or BT_NO_TAG. */
static unsigned int bt_tag_of(const struct bt *bt, u8 seq)
{
	unsigned int tag;

	for_each_set_bit(tag, &bt->tags, BMC_DEPTH_MAX)
		if ((u8)bt->sent[tag] == seq)
			return tag;
	return BT_NO_TAG;
}

/* Requests end in the order they were sent when none is answered. */
static void bt_forget_oldest(struct bt *bt)
{
	unsigned int oldest = BT_NO_TAG;
	unsigned int tag;

	for_each_set_bit(tag, &bt->tags, BMC_DEPTH_MAX)
		if (oldest == BT_NO_TAG || (s32)(bt->sent[tag] - bt->sent[oldest]) < 0)
			oldest = tag;
	if (oldest != BT_NO_TAG)
		__clear_bit(oldest, &bt->tags);
}

/* Read what the BMC has put in its buffer: the length, then as many bytes. */
static void bt_read_message(struct bt *bt, struct bmc_frame *msg)
{
	u8 length = bt->regs->read(bt->regs, BT_DATA);
	unsigned int i;
	u8 seq = 0;

	BUILD_BUG_ON(BT_FRAME_MAX > BMC_FRAME_MAX);
	msg->len = 0;
	msg->truncated = false;
	msg->tag = BT_NO_TAG;
	for (i = 0; i < length; i++) {
		u8 byte = bt->regs->read(bt->regs, BT_DATA);

		if (i == 1)
			seq = byte;
		else
			msg->data[msg->len++] = byte;
	}
	if (length >= BT_LENGTH_MIN)
		msg->tag = bt_tag_of(bt, seq);
}

/*
 * Take the message that the last look saw: claim the buffer, acknowledge, read,
 * give the buffer back.
 */
static int bt_fetch(struct bt *bt, struct bmc_frame *msg)
{
	int err, gone;

	if (!(bt->control & BT_H_BUSY))
		bt_control(bt, BT_H_BUSY);
	err = bt_wait(bt, BMC_WAIT_ROOM, bt_offer_cleared, bt_until(bt, BT_CLEAR_NS));
	if (!err) {
		bt_control(bt, BT_CLR_RD_PTR);
		bt_read_message(bt, msg);
	}
	gone = bt_release(bt);
	if (gone)
		return gone;
	/* It offers the same for ever. */
	return err == -ETIMEDOUT ? -EIO : err;
}

/* Forget a message that belongs to nobody, and let the time pass that it costs. */
static int bt_discard(struct bt *bt, const struct bmc_frame *msg, ktime_t deadline)
{
	int err = bmc_wait_pause(bt->wait, (BT_OVERHEAD + msg->len) * BT_ACCESS_NS);

	if (err)
		return err;
	return ktime_before(bmc_wait_now(bt->wait), deadline) ? 0 : -ETIMEDOUT;
}

/*
 * A message after which somebody has to be told something: a response to a
 * request in flight, or one too short to know.
 */
static bool bt_matters(struct bt *bt, const struct bmc_frame *msg)
{
	if (msg->tag == BT_NO_TAG)
		return msg->len + 1 < BT_LENGTH_MIN;
	__clear_bit(msg->tag, &bt->tags);
	bt->failures = 0;
	return true;
}

/*
 * Wait for room for a request.  A BMC may make room only when its responses are
 * fetched, so that is done here too; the answers are kept for bt_read_response().
 */
static int bt_wait_room(struct bt *bt, ktime_t deadline)
{
	int err = bt_release(bt);

	while (!err) {
		struct bmc_frame *msg;

		err = bt_wait(bt, BMC_WAIT_ROOM, bt_room_or_offer, deadline);
		if (err)
			return err;
		if (bt_has_room(bt))
			return 0;
		/* More answers than there were requests. */
		if (bt->stashed == BMC_DEPTH_MAX)
			return -EIO;
		msg = &bt->stash[(bt->stash_first + bt->stashed) % BMC_DEPTH_MAX];
		err = bt_fetch(bt, msg);
		if (!err && bt_matters(bt, msg))
			bt->stashed++;
		else if (!err)
			err = bt_discard(bt, msg, deadline);
	}
	return err;
}

/**
 * bt_raises_interrupt - look whether the BMC raises its interrupt
 * @regs: registers of the interface
 *
 * Context: any; changes nothing.
 * Return: true when it does.
 */
bool bt_raises_interrupt(const struct si_regs *regs)
{
	u8 mask = regs->read(regs, BT_INTMASK);

	return mask != BT_ABSENT && mask & BT_IRQ_PENDING;
}

/**
 * bt_quiet_interrupt - make the BMC take its interrupt back
 * @regs: registers of the interface
 * @again: it may raise another one
 *
 * Context: any.
 * Return: true when it has done so.
 */
bool bt_quiet_interrupt(const struct si_regs *regs, bool again)
{
	regs->write(regs, BT_INTMASK, again ? BT_IRQ_PENDING | BT_IRQ_ENABLE : BT_IRQ_PENDING);
	return !bt_raises_interrupt(regs);
}

/* Put a request into the BMC's buffer, and tell it. */
static void bt_write_message(struct bt *bt, const struct bmc_frame *req, u8 seq)
{
	const struct si_regs *regs = bt->regs;
	unsigned int i;

	bt_control(bt, BT_CLR_WR_PTR);
	regs->write(regs, BT_DATA, req->len + 1);
	regs->write(regs, BT_DATA, req->data[0]);
	regs->write(regs, BT_DATA, seq);
	for (i = 1; i < req->len; i++)
		regs->write(regs, BT_DATA, req->data[i]);
	bt_control(bt, BT_H2B_ATN);
}

/* A sequence number that no request in flight has; there are 256 of them. */
static u32 bt_next_serial(struct bt *bt)
{
	do
		bt->serial++;
	while (bt_tag_of(bt, bt->serial) != BT_NO_TAG);
	return bt->serial;
}

/**
 * bt_send_request - the host's half of a transfer (section 11.6.3, first half)
 * @bt: the interface
 * @req: what to send, 2 to BT_FRAME_MAX bytes, with a tag that is not in flight
 * @deadline: when to give up, by bmc_wait_now()
 *
 * Returns as soon as the BMC is told: that it takes the request is part of the
 * wait for the response, or of the next request's wait for room.
 *
 * Context: the link's thread; may sleep.
 * Return: 0.  Otherwise the BMC has not been told of the request: -ETIMEDOUT it
 * has no room, -EIO it offers what cannot be taken, -ENODEV there is no
 * hardware, -ESHUTDOWN the link is going away.
 */
int bt_send_request(struct bt *bt, const struct bmc_frame *req, ktime_t deadline)
{
	int err = bt_wait_room(bt, deadline);

	if (err)
		return err;
	/*
	 * Some BMCs enter their interrupt as pending long before the global enables
	 * let it through, and then never raise it.
	 */
	if (READ_ONCE(bt->irq))
		bt_quiet_interrupt(bt->regs, true);
	bt->sent[req->tag] = bt_next_serial(bt);
	__set_bit(req->tag, &bt->tags);
	bt_write_message(bt, req, bt->sent[req->tag]);
	return 0;
}

/**
 * bt_read_response - the BMC's half of a transfer (section 11.6.3, second half)
 * @bt: the interface, after bt_send_request()
 * @rsp: filled with the response, @tag that of its request; with a response too
 *	short to know whose it is, empty and without a tag that was ever sent
 * @deadline: when to give up, by bmc_wait_now()
 *
 * Responses to requests that are not in flight are dropped.  After -ETIMEDOUT
 * the oldest request is not in flight any more.
 *
 * Context: the link's thread; may sleep.
 * Return: 0, -EAGAIN no response yet, but another request can be sent and is
 * wanted, -ETIMEDOUT, -EIO, -ENODEV, -ESHUTDOWN.
 */
int bt_read_response(struct bt *bt, struct bmc_frame *rsp, ktime_t deadline)
{
	int err;

	if (bt->stashed) {
		*rsp = bt->stash[bt->stash_first];
		bt->stash_first = (bt->stash_first + 1) % BMC_DEPTH_MAX;
		bt->stashed--;
		return 0;
	}
	do {
		err = bt_wait(bt, BMC_WAIT_EXECUTE, bt_offer_or_wanted, deadline);
		if (err)
			break;
		if (!(bt->control & BT_B2H_ATN))
			return -EAGAIN;
		err = bt_fetch(bt, rsp);
		if (err || bt_matters(bt, rsp))
			return err;
		err = bt_discard(bt, rsp, deadline);
	} while (!err);
	if (err == -ETIMEDOUT)
		bt_forget_oldest(bt);
	return err;
}

/* Wait until there is room and nothing is offered. */
static int bt_settle(struct bt *bt, ktime_t deadline)
{
	struct bmc_frame *msg = &bt->stash[0];
	int err = bt_release(bt);

	while (!err) {
		err = bt_wait(bt, BMC_WAIT_ROOM, bt_room_or_offer, deadline);
		if (err)
			return err;
		if (!(bt->control & BT_B2H_ATN))
			return 0;
		err = bt_fetch(bt, msg);
		if (!err)
			err = bt_discard(bt, msg, deadline);
	}
	return err;
}

/*
 * A BMC that lost its way in a message may stay busy until it gets another one,
 * so it gets one, though it seems to be busy.  There is no other way but to
 * reset it, which is not for a driver to decide.
 */
static int bt_knock(struct bt *bt, ktime_t deadline)
{
	static const struct bmc_frame question = {
		.len = 2,
		.data = { BT_NETFN_APP << 2, BT_CMD_GET_DEVICE_ID },
	};

	bt_write_message(bt, &question, bt_next_serial(bt));
	return bt_settle(bt, deadline);
}

static void bt_forget_all(struct bt *bt)
{
	bt->tags = 0;
	bt->stash_first = 0;
	bt->stashed = 0;
}

/* Repeated failures are paced here, so that a caller may repeat without any pause of its own. */
static int bt_make_idle_pause(struct bt *bt)
{
	unsigned int shift = min(bt->failures, BT_PAUSE_SHIFT_MAX + 1U);

	bt->failures++;
	return shift ? bmc_wait_pause(bt->wait, BT_PAUSE_NS << (shift - 1)) : 0;
}

/**
 * bt_make_idle - bring the interface to idle, whatever it does now
 * @bt: the interface
 *
 * No request is in flight any more after that, in error or not.
 *
 * Context: the link's thread; may sleep, for 0.9 seconds at most.
 * Return: 0, -ETIMEDOUT the BMC stays busy, -EIO it offers what cannot be
 * taken, -ENODEV there is no hardware, -ESHUTDOWN.
 */
int bt_make_idle(struct bt *bt)
{
	bool again = bt->failures;
	ktime_t deadline;
	int err;

	bt_forget_all(bt);
	err = bt_make_idle_pause(bt);
	if (err)
		return err;
	deadline = bt_until(bt, BT_IDLE_NS);
	err = bt_settle(bt, again ? bt_until(bt, BT_IDLE_NS / 2) : deadline);
	if (err == -ETIMEDOUT && again && (bt->control & (BT_B_BUSY | BT_H2B_ATN)) == BT_B_BUSY)
		err = bt_knock(bt, deadline);
	if (err)
		return err;
	bt_control(bt, BT_CLR_WR_PTR | BT_CLR_RD_PTR);
	bt_quiet_interrupt(bt->regs, READ_ONCE(bt->irq));
	return 0;
}

/**
 * bt_wants_attention - look whether the BMC has something to tell
 * @bt: the interface
 *
 * SMS_ATN says that something has happened: it is acknowledged here, before
 * anybody asks what, so that what happens later sets it again.
 *
 * Context: the link's thread; never waits.
 * Return: true when SMS_ATN was set, or when a message is offered and no
 * request is in flight.
 */
bool bt_wants_attention(struct bt *bt)
{
	if (bt_look(bt) == BT_ABSENT)
		return false;
	if (bt->control & BT_SMS_ATN) {
		bt_control(bt, BT_SMS_ATN);
		return true;
	}
	return bt->control & BT_B2H_ATN && !bt->tags && !bt->stashed;
}

static unsigned int bt_frame_of(u8 size)
{
	return size < BT_BUFFER_MIN ? BT_FRAME_MAX : size - 1;
}

/**
 * bt_capabilities - decode the answer to Get BT Interface Capabilities
 * @limits: result; the limits of a BMC that does not say when @data is too short
 * @data: the answer after the completion code
 * @len: its length
 *
 * Values that make no sense are replaced by the nearest that do.
 */
void bt_capabilities(struct bmc_limits *limits, const u8 *data, size_t len)
{
	*limits = (struct bmc_limits){
		.depth = 1,
		.max_request = BT_FRAME_MAX,
		.max_response = BT_FRAME_MAX,
		.answer_ns = BMC_ANSWER_NS,
	};
	if (len < BT_CAPABILITIES_LEN)
		return;
	limits->depth = clamp_t(unsigned int, data[0], 1, BMC_DEPTH_MAX);
	limits->max_request = bt_frame_of(data[1]);
	limits->max_response = bt_frame_of(data[2]);
	if (data[3])
		limits->answer_ns = min_t(u64, data[3], BT_ANSWER_MAX) * NSEC_PER_SEC;
}

/**
 * bt_init - an interface that nothing is known of yet
 * @bt: what to set up
 * @regs: its registers
 */
void bt_init(struct bt *bt, const struct si_regs *regs)
{
	bt->regs = regs;
	/* A late answer to somebody before us should not look like one to us. */
	bt->serial = get_random_u32();
}

/**
 * bt_link_wanted - bmc_link_wanted() in the form of &bt.wanted
 * @link: the link
 *
 * Return: as bmc_link_wanted().
 */
bool bt_link_wanted(void *link)
{
	return bmc_link_wanted(link);
}

static int bt_send(struct bmc_link *link, const struct bmc_frame *req, ktime_t deadline)
{
	return bt_send_request(si_bt(link), req, deadline);
}

static int bt_recv(struct bmc_link *link, struct bmc_frame *rsp, ktime_t deadline)
{
	si_arm_interrupt(link, true);
	return bt_read_response(si_bt(link), rsp, deadline);
}

static bool bt_attention(struct bmc_link *link)
{
	return bt_wants_attention(si_bt(link));
}

static int bt_setup(struct bmc_link *link)
{
	struct bmc_frame frame = {
		.len = 2,
		.data = { BT_NETFN_APP << 2, BT_CMD_GET_CAPABILITIES },
	};
	struct bmc_limits limits;
	int err;

	bt_capabilities(&limits, NULL, 0);
	err = bmc_link_transact(link, &frame, BT_SETUP_NS);
	if (err == -ENODEV || err == -ESHUTDOWN)
		return err;
	/* Not to answer is one way not to know a command. */
	if (err)
		err = bt_make_idle(si_bt(link));
	else if (!frame.data[2])
		bt_capabilities(&limits, frame.data + 3, frame.len - 3);
	bmc_link_set_limits(link, &limits);
	return err;
}

static int bt_resync(struct bmc_link *link)
{
	return bt_make_idle(si_bt(link));
}

/** bt_transport - BT as the router sees it */
const struct bmc_transport bt_transport = {
	.owner = THIS_MODULE,
	.name = "bt",
	.depth = 1,
	.max_request = BT_FRAME_MAX,
	.max_response = BT_FRAME_MAX,
	.polled = true,
	.send = bt_send,
	.recv = bt_recv,
	.attention = bt_attention,
	.setup = bt_setup,
	.resync = bt_resync,
};
