// SPDX-License-Identifier: GPL-2.0-only
/* SEL, SDR repository, FRU inventory, sensors (IPMI 2.0 chapters 31, 33, 34, 35). */
#include "bmc.h"

#include <string.h>
#include <time.h>

#define CANNOT_RETURN	0xca
#define FRU_BUSY	0x81

static uint32_t sel_now(const struct bmc *b)
{
	return (uint32_t)(b->sel_clock + (int64_t)(b->now_ms / 1000));
}

bool bmc_sel_add(struct bmc *b, const uint8_t record[16])
{
	struct bmc_record *r = &b->sel[b->nr_sel];
	unsigned int id;

	if (b->nr_sel == BMC_SEL) {
		b->sel_overflow = true;
		return false;
	}
	id = ++b->next_sel_id;
	memcpy(r->data, record, 16);
	r->len = 16;
	r->data[0] = (uint8_t)id;
	r->data[1] = (uint8_t)(id >> 8);
	b->nr_sel++;
	b->sel_added = sel_now(b);
	return true;
}

/* A full sensor record: threshold, linear, reading = raw. */
static void sensor_init(struct bmc *b, uint8_t num, uint8_t type, uint8_t unit, const char *name,
			uint8_t value)
{
	struct bmc_record *r = &b->sdr[b->nr_sdr++];
	size_t len = strlen(name);

	memset(r, 0, sizeof(*r));
	r->data[0] = (uint8_t)b->nr_sdr;
	r->data[2] = 0x51;
	r->data[3] = 0x01;
	r->data[5] = 0x20;
	r->data[7] = num;
	r->data[8] = 0x07;
	r->data[9] = 0x60;
	r->data[10] = 0x7f;
	r->data[11] = 0x68;
	r->data[12] = type;
	r->data[13] = 0x01;
	r->data[19] = 0x18;
	r->data[18] = 0x18;
	r->data[21] = unit;
	r->data[24] = 1;
	r->data[37] = 90;
	r->data[38] = 80;
	r->data[47] = (uint8_t)(0xc0 | len);
	memcpy(r->data + 48, name, len);
	r->len = (uint8_t)(48 + len);
	r->data[4] = (uint8_t)(r->len - 5);
	b->sensor[num] = (struct bmc_sensor){
		.there = true,
		.reading = { value, 0xc0, 0xc0, 0x80 },
		.thresholds = { 0x18, 0, 0, 0, 80, 90, 0 },
	};
}

/* A common header and a board area of two strings. */
static void fru_init(struct bmc *b)
{
	static const uint8_t board[] = {
		0x01, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
		0x01, 0x03, 0x19, 0x00, 0x00, 0x00, 0xc4, 'A', 'C', 'M', 'E',
		0xc5, 'B', 'O', 'A', 'R', 'D', 0xc1, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	};
	uint8_t *f = b->fru[0], sum = 0;
	size_t i;

	memcpy(f, board, sizeof(board));
	for (i = 0; i < 7; i++)
		sum += f[i];
	f[7] = (uint8_t)-sum;
	for (i = 8, sum = 0; i < 31; i++)
		sum += f[i];
	f[31] = (uint8_t)-sum;
	b->fru_len[0] = 256;
}

void bmc_storage_init(struct bmc *b)
{
	static const uint8_t started[16] = { 0, 0, 0x02, 0, 0, 0, 0, 0x20, 0, 0x04, 0x10, 0x01,
					     0x6f, 0x02, 0xff, 0xff };

	b->sel_clock = time(NULL);
	b->sdr_added = (uint32_t)b->sel_clock;
	b->sel_erased = (uint32_t)b->sel_clock;
	sensor_init(b, 1, 0x01, 1, "CPU Temp", 46);
	sensor_init(b, 2, 0x04, 18, "FAN1", 60);
	sensor_init(b, 3, 0x02, 4, "12V", 12);
	bmc_sel_add(b, started);
	fru_init(b);
}

static void sel_info(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rq;
	BMC_PUT(rs, 0x51);
	bmc_put_number(rs, b->nr_sel, 2);
	bmc_put_number(rs, (BMC_SEL - b->nr_sel) * 16, 2);
	bmc_put_number(rs, b->sel_added, 4);
	bmc_put_number(rs, b->sel_erased, 4);
	BMC_PUT(rs, 0x0a | (b->sel_overflow ? 0x80 : 0));
}

static void sel_reserve(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rq;
	if (!++b->sel_reservation)
		b->sel_reservation++;
	bmc_put_number(rs, b->sel_reservation, 2);
}

/* The record with an ID; 0000h is the first, FFFFh the last. Its index, or -1. */
static int record_index(const struct bmc_record *list, unsigned int count, unsigned int id)
{
	unsigned int i;

	if (!count)
		return -1;
	if (!id)
		return 0;
	if (id == 0xffff)
		return (int)count - 1;
	for (i = 0; i < count; i++)
		if (bmc_number(list[i].data, 2) == id)
			return (int)i;
	return -1;
}

static void record_get(const struct bmc_record *list, unsigned int count, uint16_t reservation,
		       unsigned int most, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	unsigned int given = (unsigned int)bmc_number(rq->data, 2), off = rq->data[4];
	unsigned int n = rq->data[5];
	int i = record_index(list, count, (unsigned int)bmc_number(rq->data + 2, 2));

	if ((off || n != 0xff) && given && given != reservation) {
		rs->data[0] = CC_RESERVATION;
	} else if (off && !given) {
		rs->data[0] = CC_RESERVATION;
	} else if (i < 0) {
		rs->data[0] = CC_ABSENT;
	} else if (off >= list[i].len) {
		rs->data[0] = CC_RANGE;
	} else {
		if (n == 0xff || n > list[i].len - off)
			n = list[i].len - off;
		if (n > most) {
			rs->data[0] = CANNOT_RETURN;
			return;
		}
		bmc_put_number(rs, (unsigned int)i + 1 < count ?
			       bmc_number(list[i + 1].data, 2) : 0xffff, 2);
		bmc_put(rs, list[i].data + off, n);
	}
}

static void sel_get(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	record_get(b->sel, b->nr_sel, b->sel_reservation, 0xff, rq, rs);
}

static void sel_add(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	uint8_t record[16];
	uint32_t now = sel_now(b);

	memcpy(record, rq->data, 16);
	/* Below E0h records have a time stamp, which is the BMC's. */
	if (record[2] < 0xe0) {
		unsigned int i;

		for (i = 0; i < 4; i++)
			record[3 + i] = (uint8_t)(now >> 8 * i);
	}
	if (bmc_sel_add(b, record))
		bmc_put_number(rs, b->next_sel_id, 2);
	else
		rs->data[0] = CC_SPACE;
}

static void sel_delete(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	int i = record_index(b->sel, b->nr_sel, (unsigned int)bmc_number(rq->data + 2, 2));

	if (bmc_number(rq->data, 2) != b->sel_reservation) {
		rs->data[0] = CC_RESERVATION;
	} else if (i < 0) {
		rs->data[0] = CC_ABSENT;
	} else {
		bmc_put(rs, b->sel[i].data, 2);
		memmove(&b->sel[i], &b->sel[i + 1], (--b->nr_sel - i) * sizeof(b->sel[0]));
		b->sel_erased = sel_now(b);
		b->sel_reservation++;
	}
}

static void sel_clear(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	if (bmc_number(rq->data, 2) != b->sel_reservation) {
		rs->data[0] = CC_RESERVATION;
	} else if (memcmp(rq->data + 2, "CLR", 3)) {
		rs->data[0] = CC_FIELD;
	} else {
		if (rq->data[5] == 0xaa) {
			b->nr_sel = 0;
			b->sel_overflow = false;
			b->sel_erased = sel_now(b);
		}
		BMC_PUT(rs, 1);
	}
}

static void sel_get_time(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rq;
	bmc_put_number(rs, sel_now(b), 4);
}

static void sel_set_time(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rs;
	b->sel_clock = (int64_t)bmc_number(rq->data, 4) - (int64_t)(b->now_ms / 1000);
}

static void get_offset(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rq;
	bmc_put_number(rs, (uint16_t)b->utc_offset, 2);
}

static void set_offset(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rs;
	b->utc_offset = (int16_t)bmc_number(rq->data, 2);
}

static void sdr_info(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rq;
	BMC_PUT(rs, 0x51);
	bmc_put_number(rs, b->nr_sdr, 2);
	bmc_put_number(rs, 0x1000, 2);
	bmc_put_number(rs, b->sdr_added, 4);
	bmc_put_number(rs, 0, 4);
	BMC_PUT(rs, 0x02);
}

static void sdr_reserve(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rq;
	if (!++b->sdr_reservation)
		b->sdr_reservation++;
	bmc_put_number(rs, b->sdr_reservation, 2);
}

static void sdr_get(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	record_get(b->sdr, b->nr_sdr, b->sdr_reservation, b->knob.sdr_max_read, rq, rs);
}

static bool fru_there(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	if (rq->data[0] >= BMC_FRUS || !b->fru_len[rq->data[0]])
		rs->data[0] = CC_ABSENT;
	return !rs->data[0];
}

static void fru_info(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	if (!fru_there(b, rq, rs))
		return;
	bmc_put_number(rs, b->fru_len[rq->data[0]], 2);
	BMC_PUT(rs, 0);
}

static void fru_read(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	size_t off = bmc_number(rq->data + 1, 2), n = rq->data[3], len;

	if (!fru_there(b, rq, rs))
		return;
	if (b->fru_refused < b->knob.fru_busy) {
		b->fru_refused++;
		rs->data[0] = FRU_BUSY;
		return;
	}
	b->fru_refused = 0;
	len = b->fru_len[rq->data[0]];
	if (off >= len) {
		rs->data[0] = CC_RANGE;
		return;
	}
	if (n > len - off)
		n = len - off;
	BMC_PUT(rs, (uint8_t)n);
	bmc_put(rs, b->fru[rq->data[0]] + off, n);
}

static void fru_write(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	size_t off = bmc_number(rq->data + 1, 2), n = rq->len - 3;

	if (!fru_there(b, rq, rs))
		return;
	if (off + n > b->fru_len[rq->data[0]]) {
		rs->data[0] = CC_RANGE;
		return;
	}
	memcpy(b->fru[rq->data[0]] + off, rq->data + 3, n);
	BMC_PUT(rs, (uint8_t)n);
}

static struct bmc_sensor *sensor_of(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_sensor *s = &b->sensor[rq->data[0]];

	if (s->there && !rq->lun)
		return s;
	rs->data[0] = CC_ABSENT;
	return NULL;
}

static void get_reading(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_sensor *s = sensor_of(b, rq, rs);

	if (s)
		bmc_put(rs, s->reading, 4);
}

static void get_thresholds(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_sensor *s = sensor_of(b, rq, rs);

	if (s)
		bmc_put(rs, s->thresholds, 7);
}

static void set_thresholds(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_sensor *s = sensor_of(b, rq, rs);
	unsigned int i;

	for (i = 0; s && i < 6; i++)
		if (rq->data[1] & 1U << i)
			s->thresholds[1 + i] = rq->data[2 + i];
}

/* Platform Event: what the host tells is logged, and comes back as an event. */
static void platform_event(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	const uint8_t *d = rq->data;
	uint8_t record[16] = { 0, 0, 2, 0, 0, 0, 0, d[0], 0, d[1], d[2], d[3], d[4], d[5],
			       rq->len > 6 ? d[6] : 0xff, rq->len > 7 ? d[7] : 0xff };

	(void)rs;
	bmc_sel_add(b, record);
	bmc_event(b, record);
}

const struct bmc_command bmc_storage_commands[] = {
	{ 0x04, 0x02, 6, 8, platform_event },
	{ 0x04, 0x26, 8, 8, set_thresholds },
	{ 0x04, 0x27, 1, 1, get_thresholds },
	{ 0x04, 0x2d, 1, 1, get_reading },
	{ 0x0a, 0x10, 1, 1, fru_info },
	{ 0x0a, 0x11, 4, 4, fru_read },
	{ 0x0a, 0x12, 4, BMC_ANY, fru_write },
	{ 0x0a, 0x20, 0, 0, sdr_info },
	{ 0x0a, 0x22, 0, 0, sdr_reserve },
	{ 0x0a, 0x23, 6, 6, sdr_get },
	{ 0x0a, 0x40, 0, 0, sel_info },
	{ 0x0a, 0x42, 0, 0, sel_reserve },
	{ 0x0a, 0x43, 6, 6, sel_get },
	{ 0x0a, 0x44, 16, 16, sel_add },
	{ 0x0a, 0x46, 4, 4, sel_delete },
	{ 0x0a, 0x47, 6, 6, sel_clear },
	{ 0x0a, 0x48, 0, 0, sel_get_time },
	{ 0x0a, 0x49, 4, 4, sel_set_time },
	{ 0x0a, 0x5c, 0, 0, get_offset },
	{ 0x0a, 0x5d, 2, 2, set_offset },
};

const size_t bmc_storage_count = ARRAY_SIZE(bmc_storage_commands);
