// SPDX-License-Identifier: GPL-2.0-only
/*
 * Server Management Interface Chip interface: the transfers of IPMI 2.0,
 * section 10.9, as code.
 *
 * The host puts a control code and perhaps a byte into registers, sets BUSY, and
 * the BMC clears it when it has put a status code there.  Every wait has a
 * deadline, and every loop is bounded by the number of bytes or has a pause.
 */
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/module.h>

#include "si.h"
#include "smic.h"

enum {
	SMIC_DATA,
	SMIC_CONTROL,
	SMIC_STATUS = SMIC_CONTROL,
	SMIC_FLAGS,
};

/* Flags register (section 10.4) */
#define SMIC_BUSY		0x01
#define SMIC_SMS_ATN		0x04
#define SMIC_EVT_ATN		0x08
#define SMIC_TX_DATA_RDY	0x40
#define SMIC_RX_DATA_RDY	0x80
/* Not possible, as some bits are reserved: what a bus reads when nobody answers. */
#define SMIC_ABSENT		0xff

/* Control codes (section 10.7) */
#define SMIC_GET_STATUS		0x40
#define SMIC_WR_START		0x41
#define SMIC_WR_NEXT		0x42
#define SMIC_WR_END		0x43
#define SMIC_RD_START		0x44
#define SMIC_RD_NEXT		0x45
#define SMIC_RD_END		0x46

/* Status codes (section 10.8); the answer to a control code differs from it in one bit. */
#define SMIC_READY		0xc0
#define SMIC_STATUS_OF(code)	((code) | 0x80)

/* How long smic_make_idle() may take, and its first and longest pause. */
#define SMIC_IDLE_NS		(500ULL * NSEC_PER_MSEC)
#define SMIC_PAUSE_NS		(10ULL * NSEC_PER_MSEC)
#define SMIC_PAUSE_SHIFT_MAX	4

static u8 smic_look(struct smic *smic)
{
	smic->flags = smic->regs->read(smic->regs, SMIC_FLAGS);
	return smic->flags;
}

static bool smic_done(void *ctx)
{
	struct smic *smic = ctx;

	return smic_look(smic) == SMIC_ABSENT || !(smic->flags & SMIC_BUSY);
}

static bool smic_can_write(void *ctx)
{
	struct smic *smic = ctx;

	return smic_done(smic) && smic->flags & SMIC_TX_DATA_RDY;
}

static bool smic_can_read(void *ctx)
{
	struct smic *smic = ctx;

	return smic_done(smic) && smic->flags & SMIC_RX_DATA_RDY;
}

static int smic_wait(struct smic *smic, enum bmc_wait_kind kind, bool (*ready)(void *ctx),
		     ktime_t deadline)
{
	int err = bmc_wait_until(smic->wait, kind, ready, smic, deadline);

	if (err)
		return err;
	return smic->flags == SMIC_ABSENT ? -ENODEV : 0;
}

static u8 smic_data(struct smic *smic)
{
	return smic->regs->read(smic->regs, SMIC_DATA);
}

/* Let the BMC see the control code. */
static void smic_start(struct smic *smic, u8 code)
{
	smic->regs->write(smic->regs, SMIC_CONTROL, code);
	smic->regs->write(smic->regs, SMIC_FLAGS, smic->flags | SMIC_BUSY);
}

static void smic_start_byte(struct smic *smic, u8 code, u8 byte)
{
	smic->regs->write(smic->regs, SMIC_DATA, byte);
	smic_start(smic, code);
}

/* Wait for the BMC's answer to a control code. */
static int smic_finish(struct smic *smic, u8 *status, ktime_t deadline)
{
	int err = smic_wait(smic, BMC_WAIT_ACCEPT, smic_done, deadline);

	if (!err)
		*status = smic->regs->read(smic->regs, SMIC_STATUS);
	return err;
}

/* The same when only one answer will do. */
static int smic_expect(struct smic *smic, u8 want, ktime_t deadline)
{
	u8 status;
	int err = smic_finish(smic, &status, deadline);

	if (err)
		return err;
	return status == want ? 0 : -EIO;
}

/**
 * smic_write_request - write transfer
 * @smic: the interface
 * @req: what to send, at least 2 bytes
 * @deadline: when to give up, by bmc_wait_now()
 *
 * Returns as soon as the last byte is written: what the BMC says to that belongs
 * to the response.
 *
 * Context: the link's thread; may sleep.
 * Return: 0 when all of @req is written.  Otherwise the BMC does not have the
 * last byte: -ETIMEDOUT it does not take bytes, -EIO it is not in a write
 * transfer, -ENODEV there is no hardware, -ESHUTDOWN the link is going away.
 */
int smic_write_request(struct smic *smic, const struct bmc_frame *req, ktime_t deadline)
{
	u8 code = SMIC_WR_START;
	unsigned int i;
	int err;

	/* Some BMCs are ready for the first byte without saying so. */
	err = smic_wait(smic, BMC_WAIT_ACCEPT, smic_done, deadline);
	if (err)
		return err;
	for (i = 0; i + 1 < req->len; i++) {
		smic_start_byte(smic, code, req->data[i]);
		err = smic_expect(smic, SMIC_STATUS_OF(code), deadline);
		if (!err)
			err = smic_wait(smic, BMC_WAIT_ACCEPT, smic_can_write, deadline);
		if (err)
			return err;
		code = SMIC_WR_NEXT;
	}
	smic_start_byte(smic, SMIC_WR_END, req->data[i]);
	return 0;
}

/* The end of a transfer: the status, and an error code in the data register. */
static int smic_expect_end(struct smic *smic, u8 want, ktime_t deadline)
{
	int err = smic_expect(smic, want, deadline);

	if (err)
		return err;
	return smic_data(smic) ? -EIO : 0;
}

static void smic_keep(struct smic *smic, struct bmc_frame *rsp)
{
	u8 byte = smic_data(smic);

	if (rsp->len < BMC_FRAME_MAX)
		rsp->data[rsp->len++] = byte;
	else
		rsp->truncated = true;
}

/**
 * smic_read_response - read transfer
 * @smic: the interface, after smic_write_request()
 * @rsp: filled with the response; what does not fit is read, dropped, and
 *	marked in @truncated
 * @deadline: when to give up, by bmc_wait_now()
 *
 * Context: the link's thread; may sleep.
 * Return: 0; -ETIMEDOUT, -EIO the BMC left the transfer, refused the request or
 * does not stop, -ENODEV, -ESHUTDOWN.
 */
int smic_read_response(struct smic *smic, struct bmc_frame *rsp, ktime_t deadline)
{
	u8 code = SMIC_RD_START;
	unsigned int total;
	u8 status;
	int err;

	rsp->len = 0;
	rsp->truncated = false;
	err = smic_expect_end(smic, SMIC_STATUS_OF(SMIC_WR_END), deadline);
	if (!err)
		err = smic_wait(smic, BMC_WAIT_EXECUTE, smic_can_read, deadline);
	for (total = 0; !err && total < 2 * BMC_FRAME_MAX; total++) {
		smic_start(smic, code);
		err = smic_finish(smic, &status, deadline);
		if (err)
			return err;
		if (status == SMIC_STATUS_OF(SMIC_RD_END)) {
			smic_keep(smic, rsp);
			smic_start(smic, SMIC_RD_END);
			err = smic_expect_end(smic, SMIC_READY, deadline);
			if (!err)
				smic->failures = 0;
			return err;
		}
		if (status != SMIC_STATUS_OF(code))
			return -EIO;
		err = smic_wait(smic, BMC_WAIT_OFFER, smic_can_read, deadline);
		if (!err)
			smic_keep(smic, rsp);
		code = SMIC_RD_NEXT;
	}
	return err ?: -EIO;
}

/**
 * smic_make_idle - bring the interface to idle, whatever it does now
 * @smic: the interface
 *
 * Paced as kcs_make_idle(), so a caller may repeat send and resync without any
 * pause of its own.  Nothing is written while the BMC is busy.
 *
 * Context: the link's thread; may sleep, for half a second at most.
 * Return: 0, -ETIMEDOUT the BMC stays busy, -EIO it is not ready, -ENODEV there
 * is no hardware, -ESHUTDOWN.
 */
int smic_make_idle(struct smic *smic)
{
	ktime_t deadline = ktime_add_ns(bmc_wait_now(smic->wait), SMIC_IDLE_NS);
	unsigned int attempt = smic->failures++;
	int err = -EIO;

	for (;; attempt++) {
		if (attempt) {
			unsigned int shift = min(attempt - 1, SMIC_PAUSE_SHIFT_MAX);
			ktime_t next = ktime_add_ns(bmc_wait_now(smic->wait),
						    SMIC_PAUSE_NS << shift);

			if (ktime_compare(next, deadline) >= 0)
				return err;
			err = bmc_wait_pause(smic->wait, SMIC_PAUSE_NS << shift);
			if (err)
				return err;
		}
		err = smic_wait(smic, BMC_WAIT_ACCEPT, smic_done, deadline);
		if (err)
			return err;
		smic_start(smic, SMIC_GET_STATUS);
		err = smic_expect(smic, SMIC_READY, deadline);
		if (err != -EIO)
			return err;
	}
}

static bool smic_has_cause(u8 flags, u8 causes)
{
	return flags != SMIC_ABSENT && flags & causes;
}

/**
 * smic_wants_attention - look whether the BMC has something to tell
 * @smic: the interface
 *
 * Context: the link's thread; never waits.
 * Return: true when SMS_ATN or EVT_ATN is set.
 */
bool smic_wants_attention(struct smic *smic)
{
	return smic_has_cause(smic_look(smic), SMIC_SMS_ATN | SMIC_EVT_ATN);
}

/**
 * smic_raises_interrupt - look whether the BMC has a reason for an interrupt
 * @regs: registers of the interface
 *
 * Context: any; changes nothing.
 * Return: true when a response is ready, or with SMS_ATN or EVT_ATN.
 */
bool smic_raises_interrupt(const struct si_regs *regs)
{
	return smic_has_cause(regs->read(regs, SMIC_FLAGS),
			      SMIC_RX_DATA_RDY | SMIC_SMS_ATN | SMIC_EVT_ATN);
}

static int smic_send(struct bmc_link *link, const struct bmc_frame *req, ktime_t deadline)
{
	return smic_write_request(si_smic(link), req, deadline);
}

static int smic_recv(struct bmc_link *link, struct bmc_frame *rsp, ktime_t deadline)
{
	int err;

	si_arm_interrupt(link, true);
	err = smic_read_response(si_smic(link), rsp, deadline);
	if (!err)
		si_arm_interrupt(link, false);
	return err;
}

static bool smic_attention(struct bmc_link *link)
{
	return smic_wants_attention(si_smic(link));
}

static int smic_resync(struct bmc_link *link)
{
	return smic_make_idle(si_smic(link));
}

/** smic_transport - SMIC as the router sees it */
const struct bmc_transport smic_transport = {
	.owner = THIS_MODULE,
	.name = "smic",
	.depth = 1,
	.max_request = BMC_FRAME_MAX,
	.max_response = BMC_FRAME_MAX,
	.polled = true,
	.send = smic_send,
	.recv = smic_recv,
	.attention = smic_attention,
	.resync = smic_resync,
};
