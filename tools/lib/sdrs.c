// SPDX-License-Identifier: GPL-2.0-only
/* The sensor data records of a BMC: reading them all. */
#include "sdrs.h"

#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "cursor.h"
#include "ipmi/app.h"
#include "progress.h"

/* The whole record at once, if the BMC can. */
#define WHOLE 255
/* How often a reservation may be lost, and the repository change, until we give up. */
#define LOST_MAX 16
#define PASSES 3
/* Repositories that say a wrong number of records are known, but not by that much. */
#define COUNT_SLACK 1024U
#define FIRST 0x0000
#define LAST 0xffff

/**
 * struct reader - state while reading records
 * @bmc: the run
 * @device: device SDRs
 * @reservation: reservation ID
 * @reserved: there is one
 * @chunk: bytes to ask for
 * @known: an answer with @chunk bytes has been seen
 * @lost: how often a reservation was lost
 * @seen: a bit for each record ID asked for
 */
struct reader {
	struct bmc *bmc;
	bool device;
	uint16_t reservation;
	bool reserved;
	uint8_t chunk;
	bool known;
	unsigned int lost;
	uint8_t seen[65536 / 8];
};

/**
 * sdrs_next() - the next record
 * @s: the records
 * @walk: all zero before the first call
 *
 * Return: false after the last one.
 */
bool sdrs_next(const struct sdrs *s, struct sdrs_walk *walk)
{
	size_t left = s->used - walk->at;

	if (left < IPMI_SDR_HEADER || left < IPMI_SDR_HEADER + (size_t)s->bytes[walk->at + 4])
		return false;
	walk->data = s->bytes + walk->at;
	walk->len = IPMI_SDR_HEADER + (size_t)walk->data[4];
	walk->at += walk->len;
	return true;
}

/**
 * sdrs_add() - add a record
 * @s: the records
 * @data: the record, as long as its header says
 * @len: bytes of it
 *
 * Return: false when there are too many of them.
 */
bool sdrs_add(struct sdrs *s, const uint8_t *data, size_t len)
{
	uint8_t *more;

	if (s->used + len > SDRS_BYTES_MAX || len != IPMI_SDR_HEADER + (size_t)data[4])
		return false;
	if (s->used + len > s->room) {
		more = realloc(s->bytes, s->room * 2 + IPMI_SDR_MAX);
		if (!more)
			return false;
		s->bytes = more;
		s->room = s->room * 2 + IPMI_SDR_MAX;
	}
	memcpy(s->bytes + s->used, data, len);
	s->used += len;
	s->n++;
	return true;
}

/**
 * sdrs_free() - give up the records
 * @s: the records
 */
void sdrs_free(struct sdrs *s)
{
	free(s->bytes);
	memset(s, 0, sizeof(*s));
}

static int reserve(struct reader *r)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	struct cursor c;
	int rc;

	ipmi_request_init(&rq, r->device ? IPMI_NETFN_SENSOR : IPMI_NETFN_STORAGE,
			  r->device ? IPMI_RESERVE_DEVICE_SDR_REPOSITORY :
				      IPMI_RESERVE_SDR_REPOSITORY);
	rc = bmc_query(r->bmc, &rq, &rs);
	if (rc)
		return rc;
	r->reserved = true;
	r->reservation = 0;
	/* A BMC without reservations takes 0. */
	if (rs.cc == IPMI_CC_INVALID_COMMAND)
		return 0;
	if (rs.cc)
		return bmc_error_cc(&r->bmc->err, rq.netfn, rq.cmd, rs.cc, "SDR reservation");
	c = cursor_init(rs.data, rs.len);
	r->reservation = (uint16_t)cursor_le(&c, 2);
	return c.bad ? bmc_garbled(r->bmc, &rs, "SDR reservation") : 0;
}

static int reservation_lost(struct reader *r)
{
	if (++r->lost > LOST_MAX)
		return bmc_error_set(&r->bmc->err, BMC_EXIT_BUSY,
				     "the BMC cancelled the reservation of its SDRs %u times",
				     r->lost);
	return reserve(r);
}

/* Does this code say that fewer bytes should be asked for? */
static bool too_much(uint8_t cc)
{
	return cc == IPMI_CC_TOO_MANY_BYTES || cc == IPMI_CC_TIMEOUT ||
	       cc == IPMI_CC_TRUNCATED || cc == IPMI_CC_REQUEST_LENGTH ||
	       cc == IPMI_CC_LENGTH_LIMIT || cc == IPMI_CC_OUT_OF_RANGE ||
	       cc == IPMI_CC_INVALID_FIELD || cc == IPMI_CC_UNSPECIFIED;
}

static bool shrink(struct reader *r)
{
	static const uint8_t sizes[] = { 128, 64, 48, 40, 32, 28, 24, 22, 20, 16, 12, 8, 4 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		if (sizes[i] < r->chunk) {
			r->chunk = sizes[i];
			return true;
		}
	}
	return false;
}

/**
 * struct piece - a part of a record to read
 * @id: record ID
 * @offset: first byte
 * @want: how many bytes
 * @next: set to the ID of the next record
 * @got: set to the number of bytes
 */
struct piece {
	uint16_t id;
	size_t offset;
	size_t want;
	uint16_t next;
	size_t got;
};

static int ask(struct reader *r, struct piece *p, uint8_t *to, uint8_t *cc)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	struct cursor c;
	int rc;

	ipmi_sdr_get_encode(&rq, r->device, r->reservation, p->id, (uint8_t)p->offset,
			    (uint8_t)p->want);
	rc = bmc_query(r->bmc, &rq, &rs);
	if (rc)
		return rc;
	*cc = rs.cc;
	if (rs.cc)
		return 0;
	c = cursor_init(rs.data, rs.len);
	p->next = (uint16_t)cursor_le(&c, 2);
	p->got = c.left < p->want || p->want == WHOLE ? c.left : p->want;
	if (p->got > IPMI_SDR_MAX - p->offset)
		p->got = IPMI_SDR_MAX - p->offset;
	if (c.bad || !p->got || (!p->offset && p->got < IPMI_SDR_HEADER))
		return bmc_garbled(r->bmc, &rs, "SDR");
	cursor_bytes(&c, to + p->offset, p->got);
	return 0;
}

/* An error code for one piece: ask otherwise (0), or give up. */
static int recover(struct reader *r, struct piece *p, uint8_t cc, bool *header)
{
	if (cc == IPMI_CC_RESERVATION) {
		p->offset = 0;
		return reservation_lost(r);
	}
	if (!too_much(cc))
		return bmc_error_cc(&r->bmc->err, r->device ? IPMI_NETFN_SENSOR :
				    IPMI_NETFN_STORAGE, r->device ? IPMI_GET_DEVICE_SDR :
				    IPMI_GET_SDR, cc, "SDR");
	if (!p->offset && !*header && (r->known || r->chunk == WHOLE)) {
		/* It may only be that the record is shorter than that. */
		*header = true;
		if (r->chunk == WHOLE)
			shrink(r);
		return r->reserved ? 0 : reserve(r);
	}
	if (!shrink(r))
		return bmc_error_cc(&r->bmc->err, IPMI_NETFN_STORAGE, IPMI_GET_SDR, cc, "SDR");
	return 0;
}

/*
 * Read one record. As long as the BMC gives whole records that takes one request and
 * no reservation; then as many pieces as there must be, the first with the header in it.
 */
static int read_record(struct reader *r, uint16_t id, uint8_t *to, size_t *len, uint16_t *next)
{
	struct piece p = { .id = id };
	size_t total = 0;
	bool header = false;
	uint8_t cc;
	int rc;

	for (;;) {
		p.want = p.offset ? total - p.offset : header ? IPMI_SDR_HEADER : r->chunk;
		if (r->chunk != WHOLE && p.want > r->chunk)
			p.want = r->chunk;
		if (p.offset && !r->reserved) {
			rc = reserve(r);
			if (rc)
				return rc;
		}
		rc = ask(r, &p, to, &cc);
		if (!rc && cc) {
			rc = recover(r, &p, cc, &header);
			if (!rc)
				continue;
		}
		if (rc)
			return rc;
		if (!p.offset) {
			total = IPMI_SDR_HEADER + (size_t)to[4];
			*next = p.next;
		}
		/* A BMC that gives less than a whole record tells how much it can give. */
		if (r->chunk == WHOLE && p.got < total)
			r->chunk = (uint8_t)p.got;
		r->known |= p.want == r->chunk;
		p.offset += p.got;
		if (p.offset >= total)
			break;
	}
	*len = total;
	return 0;
}

/* Is this code about one record, so that the ones read so far are worth something? */
static bool about_record(const struct bmc_error *err)
{
	return err->cc > 0 || err->code == BMC_EXIT_BMC;
}

static int read_all(struct reader *r, struct sdrs *s, struct progress *progress)
{
	uint8_t record[IPMI_SDR_MAX] = { 0 };
	uint16_t id = FIRST, next = LAST;
	size_t len;
	int rc;

	/* An empty repository has no first record. */
	if (!s->info.records)
		return 0;
	do {
		if (r->seen[id / 8] & 1 << id % 8) {
			bmc_note(r->bmc, "the SDRs of this BMC form a loop at record 0x%04x", id);
			s->partial = true;
			return 0;
		}
		r->seen[id / 8] |= (uint8_t)(1 << id % 8);
		rc = read_record(r, id, record, &len, &next);
		if (rc && s->n && about_record(&r->bmc->err)) {
			bmc_note(r->bmc, "SDR 0x%04x can't be read: %s", id, r->bmc->err.message);
			s->partial = true;
			return 0;
		}
		if (rc)
			return rc;
		if (s->n >= s->info.records + COUNT_SLACK || !sdrs_add(s, record, len))
			return bmc_error_set(&r->bmc->err, BMC_EXIT_BMC,
					     "the BMC says it has %u SDRs, and gives %u and more",
					     s->info.records, s->n);
		progress_step(progress, s->n);
		id = next;
	} while (id != LAST);
	return 0;
}

/* What device SDRs have instead of repository info: count, flags, change indicator. */
static int device_info(struct bmc *bmc, struct sdrs *s, uint8_t *key)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	struct cursor c;
	int rc;

	ipmi_request_init(&rq, IPMI_NETFN_SENSOR, IPMI_GET_DEVICE_SDR_INFO);
	ipmi_request_byte(&rq, 1);
	rc = bmc_ask(bmc, &rq, &rs, "device SDR info");
	if (rc)
		return rc;
	c = cursor_init(rs.data, rs.len);
	s->info.records = cursor_u8(&c);
	if (c.bad)
		return bmc_garbled(bmc, &rs, "device SDR info");
	/* A count of 255 can't tell whether there are more. */
	memcpy(key, rs.data, rs.len < 6 ? rs.len : 6);
	return 0;
}

static int repository_info(struct bmc *bmc, struct sdrs *s, uint8_t *key)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_request_init(&rq, IPMI_NETFN_STORAGE, IPMI_GET_SDR_REPOSITORY_INFO);
	rc = bmc_ask(bmc, &rq, &rs, "SDR repository info");
	if (rc)
		return rc;
	if (!ipmi_sdr_info_decode(&rs, &s->info))
		return bmc_garbled(bmc, &rs, "SDR repository info");
	memcpy(key, rs.data, 13);
	return 0;
}

/**
 * sdrs_identify() - which records has the BMC, without reading them?
 * @bmc: the run
 * @s: its key and info are set
 *
 * Return: 0, or an exit status with the error set.
 */
int sdrs_identify(struct bmc *bmc, struct sdrs *s)
{
	struct ipmi_device_id id;
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	memset(s->key, 0, sizeof(s->key));
	ipmi_request_init(&rq, IPMI_NETFN_APP, IPMI_GET_DEVICE_ID);
	rc = bmc_ask(bmc, &rq, &rs, "device ID");
	if (rc)
		return rc;
	if (!ipmi_device_id_decode(&rs, &id))
		return bmc_garbled(bmc, &rs, "device ID");
	memcpy(s->key, rs.data, rs.len < 16 ? rs.len : 16);
	/* The bit for "not ready" is not part of who it is. */
	s->key[2] &= 0x7f;
	s->device = id.provides_sdrs && !(id.support & 0x02);
	s->key[16] = s->device;
	return s->device ? device_info(bmc, s, s->key + 17) :
			   repository_info(bmc, s, s->key + 17);
}

/**
 * sdrs_read() - read all records from the BMC
 * @bmc: the run
 * @s: identified; filled
 *
 * When the repository changes meanwhile they are read again.
 *
 * Return: 0, or an exit status with the error set.
 */
int sdrs_read(struct bmc *bmc, struct sdrs *s)
{
	struct reader *r = calloc(1, sizeof(*r));
	struct progress progress;
	uint8_t key[SDRS_KEY];
	unsigned int pass;
	int rc = 0;

	if (!r)
		return bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "out of memory");
	r->bmc = bmc;
	r->device = s->device;
	r->chunk = WHOLE;
	for (pass = 0; pass < PASSES; pass++) {
		memset(r->seen, 0, sizeof(r->seen));
		memcpy(key, s->key, sizeof(key));
		s->used = 0;
		s->n = 0;
		s->partial = false;
		progress_start(&progress, bmc, "sdr", s->info.records);
		rc = read_all(r, s, &progress);
		progress_end(&progress);
		if (!rc)
			rc = sdrs_identify(bmc, s);
		if (rc || !memcmp(key, s->key, sizeof(key)))
			break;
	}
	free(r);
	if (!rc && pass == PASSES)
		rc = bmc_error_set(&bmc->err, BMC_EXIT_BUSY,
				   "the SDRs of the BMC change all the time");
	return rc;
}

/**
 * sdrs_load() - get all records, from the cache when that is still right
 * @bmc: the run
 * @s: filled; free it with sdrs_free(), also after an error
 * @refresh: don't look at the cache
 *
 * Return: 0, or an exit status with the error set.
 */
int sdrs_load(struct bmc *bmc, struct sdrs *s, bool refresh)
{
	int rc;

	memset(s, 0, sizeof(*s));
	rc = sdrs_identify(bmc, s);
	if (rc)
		return rc;
	if (!refresh && sdrs_cache_load(bmc, s))
		return 0;
	rc = sdrs_read(bmc, s);
	if (!rc && !s->partial && !sdrs_cache_store(bmc, s) && bmc->opt.verbose)
		bmc_note(bmc, "the SDRs can't be kept in a cache");
	return rc;
}
