// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keyboard Controller Style interface: the flow charts of IPMI 2.0, section
 * 9.15, as code.
 *
 * Every loop here is bounded by the number of bytes or waits for the BMC, and
 * every wait has a deadline, so whatever the BMC does ends in bounded time and
 * with few register accesses.
 */
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/module.h>

#include "kcs.h"
#include "si.h"

enum {
	KCS_DATA,
	KCS_STATUS,
	KCS_COMMAND = KCS_STATUS,
};

/* Status register (section 9.5) */
#define KCS_OBF			0x01
#define KCS_IBF			0x02
#define KCS_SMS_ATN		0x04
#define KCS_STATE		0xc0
#define KCS_STATE_IDLE		0x00
#define KCS_STATE_READ		0x40
#define KCS_STATE_WRITE		0x80
/* Not a state of any BMC: what a bus reads when nobody answers. */
#define KCS_ABSENT		0xff

/* Control codes (section 9.10) */
#define KCS_ABORT		0x60
#define KCS_WRITE_START		0x61
#define KCS_WRITE_END		0x62
#define KCS_READ		0x68
/* None of them: only moves a BMC to another state. */
#define KCS_NO_CODE		0x10

/* How long kcs_make_idle() may take, and its first and longest pause. */
#define KCS_IDLE_NS		(500ULL * NSEC_PER_MSEC)
#define KCS_PAUSE_NS		(10ULL * NSEC_PER_MSEC)
#define KCS_PAUSE_SHIFT_MAX	4

static u8 kcs_look(struct kcs *kcs)
{
	kcs->status = kcs->regs->read(kcs->regs, KCS_STATUS);
	return kcs->status;
}

static u8 kcs_state(const struct kcs *kcs)
{
	return kcs->status & KCS_STATE;
}

static bool kcs_accepted(void *ctx)
{
	struct kcs *kcs = ctx;

	return kcs_look(kcs) == KCS_ABSENT || !(kcs->status & KCS_IBF);
}

static bool kcs_offered_or_over(void *ctx)
{
	struct kcs *kcs = ctx;

	if (!kcs_accepted(kcs))
		return false;
	return kcs->status & KCS_OBF || kcs_state(kcs) != KCS_STATE_READ;
}

static int kcs_wait(struct kcs *kcs, enum bmc_wait_kind kind, bool (*ready)(void *ctx),
		    ktime_t deadline)
{
	int err = bmc_wait_until(kcs->wait, kind, ready, kcs, deadline);

	if (err)
		return err;
	return kcs->status == KCS_ABSENT ? -ENODEV : 0;
}

/* Take and forget what is in Data_Out, if the last look saw something there. */
static void kcs_clear_obf(struct kcs *kcs)
{
	if (kcs->status & KCS_OBF)
		kcs->regs->read(kcs->regs, KCS_DATA);
}

/* Wait until what was written is taken, then clear Data_Out. */
static int kcs_wait_accepted(struct kcs *kcs, enum bmc_wait_kind kind, ktime_t deadline)
{
	int err = kcs_wait(kcs, kind, kcs_accepted, deadline);

	if (!err)
		kcs_clear_obf(kcs);
	return err;
}

/* Write one byte of a request or a control code, all but the last. */
static int kcs_put(struct kcs *kcs, unsigned int reg, u8 byte, ktime_t deadline)
{
	int err;

	kcs->regs->write(kcs->regs, reg, byte);
	err = kcs_wait_accepted(kcs, BMC_WAIT_ACCEPT, deadline);
	if (err)
		return err;
	return kcs_state(kcs) == KCS_STATE_WRITE ? 0 : -EIO;
}

/**
 * kcs_write_request - write transfer (figure 9-6)
 * @kcs: the interface
 * @req: what to send, at least 2 bytes
 * @deadline: when to give up, by bmc_wait_now()
 *
 * A byte has all the time until @deadline: while it is not taken nothing else
 * may be written, not even an abort, so to give up earlier would gain nothing
 * and fail a BMC that only stalls.
 *
 * Returns as soon as the last byte is written: when it is taken the BMC works
 * already, so that wait belongs to the response.
 *
 * Context: the link's thread; may sleep.
 * Return: 0 when all of @req is written.  Otherwise the BMC does not have the
 * last byte: -ETIMEDOUT it does not take bytes, -EIO it is not in write state,
 * -ENODEV there is no hardware, -ESHUTDOWN the link is going away.
 */
int kcs_write_request(struct kcs *kcs, const struct bmc_frame *req, ktime_t deadline)
{
	unsigned int i;
	int err;

	err = kcs_wait_accepted(kcs, BMC_WAIT_ROOM, deadline);
	if (err)
		return err;
	err = kcs_put(kcs, KCS_COMMAND, KCS_WRITE_START, deadline);
	if (err)
		return err;
	for (i = 0; i + 1 < req->len; i++) {
		err = kcs_put(kcs, KCS_DATA, req->data[i], deadline);
		if (err)
			return err;
	}
	err = kcs_put(kcs, KCS_COMMAND, KCS_WRITE_END, deadline);
	if (err)
		return err;
	kcs->regs->write(kcs->regs, KCS_DATA, req->data[i]);
	return 0;
}

/**
 * kcs_read_response - read transfer (figure 9-7)
 * @kcs: the interface, after kcs_write_request()
 * @rsp: filled with the response; what does not fit is read, dropped, and
 *	marked in @truncated
 * @deadline: when to give up, by bmc_wait_now()
 *
 * Context: the link's thread; may sleep.
 * Return: 0, also for a response of no bytes; -ETIMEDOUT, -EIO the BMC left
 * the transfer or does not stop, -ENODEV, -ESHUTDOWN.
 */
int kcs_read_response(struct kcs *kcs, struct bmc_frame *rsp, ktime_t deadline)
{
	enum bmc_wait_kind kind = BMC_WAIT_EXECUTE;
	unsigned int total = 0;
	int err;

	rsp->len = 0;
	rsp->truncated = false;
	for (;;) {
		u8 byte;

		err = kcs_wait(kcs, kind, kcs_offered_or_over, deadline);
		if (err)
			return err;
		if (kcs_state(kcs) != KCS_STATE_READ)
			break;
		byte = kcs->regs->read(kcs->regs, KCS_DATA);
		if (rsp->len < BMC_FRAME_MAX)
			rsp->data[rsp->len++] = byte;
		else
			rsp->truncated = true;
		if (++total > 2 * BMC_FRAME_MAX)
			return -EIO;
		kcs->regs->write(kcs->regs, KCS_DATA, KCS_READ);
		kind = BMC_WAIT_OFFER;
	}
	if (kcs_state(kcs) != KCS_STATE_IDLE)
		return -EIO;
	/* The dummy byte at the end: some BMCs omit it, and a late one does no harm. */
	kcs_clear_obf(kcs);
	kcs->failures = 0;
	return 0;
}

/* Error exit (figure 9-8), once. */
static int kcs_abort(struct kcs *kcs, ktime_t deadline)
{
	int err;

	kcs->regs->write(kcs->regs, KCS_COMMAND, KCS_ABORT);
	err = kcs_wait_accepted(kcs, BMC_WAIT_ROOM, deadline);
	if (err)
		return err;
	kcs->regs->write(kcs->regs, KCS_DATA, 0);
	err = kcs_wait(kcs, BMC_WAIT_ROOM, kcs_offered_or_over, deadline);
	if (err)
		return err;
	/* The error code says why a transfer failed that is forgotten already. */
	kcs_clear_obf(kcs);
	if (kcs_state(kcs) == KCS_STATE_READ) {
		kcs->regs->write(kcs->regs, KCS_DATA, KCS_READ);
		err = kcs_wait_accepted(kcs, BMC_WAIT_ROOM, deadline);
		if (err)
			return err;
	}
	return kcs_state(kcs) == KCS_STATE_IDLE ? 0 : -EIO;
}

/**
 * kcs_make_idle - bring the interface to idle, whatever it does now
 * @kcs: the interface
 *
 * A BMC in error state is asked again after ever longer pauses; one that fails
 * again and again finds a pause before the first attempt too, so a caller may
 * repeat send and resync without any pause of its own.  Nothing is written
 * while the last byte is not taken: the BMC might take half of each.
 *
 * Context: the link's thread; may sleep, for half a second at most.
 * Return: 0, -ETIMEDOUT the BMC does not take or offer a byte, -EIO it stays in
 * another state, -ENODEV there is no hardware, -ESHUTDOWN.
 */
int kcs_make_idle(struct kcs *kcs)
{
	ktime_t deadline = ktime_add_ns(bmc_wait_now(kcs->wait), KCS_IDLE_NS);
	unsigned int attempt = kcs->failures++;
	int err = -EIO;

	for (;; attempt++) {
		if (attempt) {
			unsigned int shift = min(attempt - 1, KCS_PAUSE_SHIFT_MAX);
			ktime_t next = ktime_add_ns(bmc_wait_now(kcs->wait),
						    KCS_PAUSE_NS << shift);

			if (ktime_compare(next, deadline) >= 0)
				return err;
			err = bmc_wait_pause(kcs->wait, KCS_PAUSE_NS << shift);
			if (err)
				return err;
		}
		err = kcs_wait_accepted(kcs, BMC_WAIT_ROOM, deadline);
		if (err)
			return err;
		if (kcs_state(kcs) == KCS_STATE_IDLE)
			return 0;
		err = kcs_abort(kcs, deadline);
		if (err != -EIO)
			return err;
	}
}

/**
 * kcs_wants_attention - look whether the BMC has something to tell
 * @kcs: the interface
 *
 * Context: the link's thread; never waits.
 * Return: true when SMS_ATN is set.
 */
bool kcs_wants_attention(struct kcs *kcs)
{
	return kcs_look(kcs) != KCS_ABSENT && kcs->status & KCS_SMS_ATN;
}

/**
 * kcs_raises_interrupt - look whether the BMC has a reason for an interrupt
 * @regs: registers of the interface
 *
 * Context: any; changes nothing.
 * Return: true when a byte is offered or SMS_ATN is set.
 */
bool kcs_raises_interrupt(const struct si_regs *regs)
{
	u8 status = regs->read(regs, KCS_STATUS);

	return status != KCS_ABSENT && status & (KCS_OBF | KCS_SMS_ATN);
}

/**
 * kcs_find_spacing - find out how far apart the registers are
 * @regs: access to @room bytes; the spacing of its place is changed
 * @room: how many bytes from the first register on belong to the device
 *
 * A status register changes when something is written to it; what is none has
 * mostly zeroes, or nobody behind it.  The BMC may be in error state afterwards,
 * which kcs_make_idle() ends.
 *
 * Context: before the link exists.
 * Return: bytes from one register to the next; 1 when nothing answers.
 */
unsigned int kcs_find_spacing(struct si_regs *regs, unsigned int room)
{
	unsigned int spacing;

	for (spacing = 1; spacing <= KCS_SPACING_TRIED && spacing < room; spacing *= 4) {
		u8 status;

		regs->place.spacing = spacing;
		regs->write(regs, KCS_COMMAND, KCS_NO_CODE);
		status = regs->read(regs, KCS_STATUS);
		if (status && status != KCS_ABSENT)
			return spacing;
	}
	return 1;
}

static int kcs_send(struct bmc_link *link, const struct bmc_frame *req, ktime_t deadline)
{
	return kcs_write_request(si_kcs(link), req, deadline);
}

/*
 * The interrupt serves the one long wait, for the first byte.  Those after it
 * come faster than an interrupt per byte is worth.
 */
static int kcs_recv(struct bmc_link *link, struct bmc_frame *rsp, ktime_t deadline)
{
	int err;

	si_arm_interrupt(link, true);
	err = kcs_read_response(si_kcs(link), rsp, deadline);
	if (!err)
		si_arm_interrupt(link, false);
	return err;
}

static bool kcs_attention(struct bmc_link *link)
{
	return kcs_wants_attention(si_kcs(link));
}

static int kcs_resync(struct bmc_link *link)
{
	return kcs_make_idle(si_kcs(link));
}

/** kcs_transport - KCS as the router sees it */
const struct bmc_transport kcs_transport = {
	.owner = THIS_MODULE,
	.name = "kcs",
	.depth = 1,
	.max_request = BMC_FRAME_MAX,
	.max_response = BMC_FRAME_MAX,
	.polled = true,
	.send = kcs_send,
	.recv = kcs_recv,
	.attention = kcs_attention,
	.resync = kcs_resync,
};
