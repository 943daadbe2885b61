// SPDX-License-Identifier: GPL-2.0-only
/* FRU data of a device: reading and writing it. */
#include "fru.h"

#include <stdlib.h>
#include <string.h>

#include "cursor.h"

#define CHUNK 64
#define CHUNK_MIN 4
#define WRITE_CHUNK 16
#define BUSY 0x81
#define BUSY_TRIES 50
#define BUSY_MS 100
/* More records than that are no inventory. */
#define MULTI_MAX 64

static void address(struct ipmi_request *rq, const struct fru *fru, uint8_t cmd)
{
	ipmi_request_init(rq, IPMI_NETFN_STORAGE, cmd);
	rq->slave = fru->slave;
	rq->channel = fru->channel;
	rq->lun = fru->lun;
	ipmi_request_byte(rq, fru->id);
}

/* A device that is being read by others says so for a while. */
static int ask(struct bmc *bmc, const struct ipmi_request *rq, struct ipmi_response *rs,
	       bool write)
{
	unsigned int tries;
	int rc;

	for (tries = 0; ; tries++) {
		rc = write ? bmc_change(bmc, rq, rs, "fru") : bmc_query(bmc, rq, rs);
		if (rc || rs->cc != BUSY)
			return rc;
		if (tries == BUSY_TRIES)
			return bmc_error_set(&bmc->err, BMC_EXIT_BUSY,
					     "the FRU device stays busy");
		rc = bmc_sleep(bmc, BUSY_MS);
		if (rc)
			return rc;
	}
}

/**
 * fru_open() - learn how much data a FRU device has
 * @bmc: the run
 * @fru: its address is set; close it with fru_close(), also after an error
 *
 * Return: 0, or an exit status with the error set.
 */
int fru_open(struct bmc *bmc, struct fru *fru)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	struct cursor c;
	int rc;

	fru->data = NULL;
	address(&rq, fru, IPMI_GET_FRU_INVENTORY_AREA_INFO);
	rc = ask(bmc, &rq, &rs, false);
	if (!rc && rs.cc)
		rc = bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, "FRU inventory area");
	if (rc)
		return rc;
	c = cursor_init(rs.data, rs.len);
	fru->size = cursor_le(&c, 2);
	fru->words = cursor_u8(&c) & 0x01;
	fru->chunk = CHUNK;
	if (c.bad)
		return bmc_garbled(bmc, &rs, "FRU inventory area");
	fru->data = calloc(1, IPMI_FRU_MAX + 512);
	return fru->data ? 0 : bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "out of memory");
}

/**
 * fru_close() - give up the data
 * @fru: the device
 */
void fru_close(struct fru *fru)
{
	free(fru->data);
	fru->data = NULL;
}

static bool too_much(uint8_t cc)
{
	return cc == IPMI_CC_REQUEST_LENGTH || cc == IPMI_CC_LENGTH_LIMIT ||
	       cc == IPMI_CC_TOO_MANY_BYTES || cc == IPMI_CC_TIMEOUT ||
	       cc == IPMI_CC_TRUNCATED || cc == IPMI_CC_OUT_OF_RANGE ||
	       cc == IPMI_CC_INVALID_FIELD || cc == IPMI_CC_UNSPECIFIED;
}

/* One piece; *got is 0 when it has to be asked for in smaller ones. */
static int read_piece(struct bmc *bmc, struct fru *fru, size_t offset, size_t want, size_t *got)
{
	size_t at = fru->words ? offset / 2 : offset, n = fru->words ? (want + 1) / 2 : want;
	struct ipmi_request rq;
	struct ipmi_response rs;
	struct cursor c;
	int rc;

	*got = 0;
	address(&rq, fru, IPMI_READ_FRU_DATA);
	ipmi_request_byte(&rq, (uint8_t)at);
	ipmi_request_byte(&rq, (uint8_t)(at >> 8));
	ipmi_request_byte(&rq, (uint8_t)n);
	rc = ask(bmc, &rq, &rs, false);
	if (rc)
		return rc;
	if (too_much(rs.cc) && fru->chunk > CHUNK_MIN) {
		fru->chunk /= 2;
		return 0;
	}
	if (rs.cc)
		return bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, "FRU data");
	c = cursor_init(rs.data, rs.len);
	n = cursor_u8(&c) * (fru->words ? 2UL : 1UL);
	if (n > want)
		n = want;
	if (n > c.left)
		n = c.left;
	if (!n)
		return bmc_garbled(bmc, &rs, "FRU data");
	cursor_bytes(&c, fru->data + offset, n);
	*got = n;
	return 0;
}

/**
 * fru_read() - read a part of the data
 * @bmc: the run
 * @fru: the device
 * @offset: first byte
 * @len: how many; must lie within the size of the data
 *
 * Return: 0, or an exit status with the error set.
 */
int fru_read(struct bmc *bmc, struct fru *fru, size_t offset, size_t len)
{
	size_t got, want;
	int rc;

	if (offset > fru->size || len > fru->size - offset)
		return bmc_error_set(&bmc->err, BMC_EXIT_BMC,
				     "the FRU data ends at %zu, before what it refers to",
				     fru->size);
	/* Words begin at even places. */
	if (fru->words && offset & 1) {
		offset--;
		len++;
	}
	while (len) {
		want = len < fru->chunk ? len : fru->chunk;
		rc = read_piece(bmc, fru, offset, want, &got);
		if (rc)
			return rc;
		offset += got;
		len -= got;
	}
	return 0;
}

static int read_multi(struct bmc *bmc, struct fru *fru, size_t at)
{
	unsigned int n;
	int rc;

	for (n = 0; n < MULTI_MAX; n++) {
		const uint8_t *h = fru->data + at;

		rc = fru_read(bmc, fru, at, IPMI_FRU_MULTI_HEADER);
		if (rc)
			return rc;
		/* What follows a broken header can't be found. */
		if ((uint8_t)(h[0] + h[1] + h[2] + h[3] + h[4]))
			return 0;
		rc = fru_read(bmc, fru, at + IPMI_FRU_MULTI_HEADER, h[2]);
		if (rc || h[1] & 0x80)
			return rc;
		at += IPMI_FRU_MULTI_HEADER + (size_t)h[2];
	}
	return 0;
}

/**
 * fru_read_areas() - read what the inventory is in, not the rest
 * @bmc: the run
 * @fru: the device
 *
 * Return: 0, or an exit status with the error set.
 */
int fru_read_areas(struct bmc *bmc, struct fru *fru)
{
	struct ipmi_fru head;
	unsigned int i;
	size_t len;
	int rc;

	rc = fru_read(bmc, fru, 0, IPMI_FRU_HEADER);
	if (rc)
		return rc;
	ipmi_fru_decode(fru->data, fru->size, &head);
	for (i = IPMI_FRU_CHASSIS; i <= IPMI_FRU_PRODUCT && !rc; i++) {
		size_t at = head.area[i].offset;

		if (!head.area[i].present || at + 2 > fru->size)
			continue;
		rc = fru_read(bmc, fru, at, 2);
		len = fru->data[at + 1] * 8UL;
		if (!rc && len > 2 && at + len <= fru->size)
			rc = fru_read(bmc, fru, at + 2, len - 2);
	}
	if (!rc && head.area[IPMI_FRU_MULTI].present &&
	    head.area[IPMI_FRU_MULTI].offset + IPMI_FRU_MULTI_HEADER <= fru->size)
		rc = read_multi(bmc, fru, head.area[IPMI_FRU_MULTI].offset);
	return rc;
}

/**
 * fru_write() - write a part of the data
 * @bmc: the run
 * @fru: the device
 * @offset: first byte, even
 * @data: what to write
 * @len: how many bytes
 *
 * Return: 0, or an exit status with the error set.
 */
int fru_write(struct bmc *bmc, struct fru *fru, size_t offset, const uint8_t *data, size_t len)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	size_t n, at;
	int rc;

	while (len) {
		n = len < WRITE_CHUNK ? len : WRITE_CHUNK;
		at = fru->words ? offset / 2 : offset;
		address(&rq, fru, IPMI_WRITE_FRU_DATA);
		ipmi_request_byte(&rq, (uint8_t)at);
		ipmi_request_byte(&rq, (uint8_t)(at >> 8));
		ipmi_request_add(&rq, data, n);
		rc = ask(bmc, &rq, &rs, true);
		if (!rc && rs.cc)
			rc = bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, "write FRU data");
		if (rc)
			return rc;
		offset += n;
		data += n;
		len -= n;
	}
	return 0;
}
