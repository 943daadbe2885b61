// SPDX-License-Identifier: GPL-2.0-only
/* The part of the fake BMC that is watched: SDRs, sensors, event log, FRU data, DCMI. */
#include "fake_watch.h"

#include <string.h>

struct watch watch;

static void put(struct ipmi_response *rs, const void *data, size_t len)
{
	memcpy(rs->data + rs->len, data, len);
	rs->len += (uint16_t)len;
}

static void put_le(struct ipmi_response *rs, uint32_t v, unsigned int size)
{
	unsigned int i;

	for (i = 0; i < size; i++)
		rs->data[rs->len++] = (uint8_t)(v >> 8 * i);
}

/**
 * watch_reset() - a fake BMC with nothing to watch but its own health
 */
void watch_reset(void)
{
	memset(&watch, 0, sizeof(watch));
	watch.said_sdr = -1;
	watch.added = 1700000000;
	watch.sel_base = 1;
	watch.sel_time = 1700000000;
	watch.sel_utc = 0x07ff;
	memset(watch.flags, 0xc0, sizeof(watch.flags));
}

static uint8_t *add_sdr(uint8_t type, size_t fixed, const char *name)
{
	struct watch_sdr *r = &watch.sdr[watch.n_sdr++];
	size_t n = strlen(name), i;

	memset(r, 0, sizeof(*r));
	r->len = fixed + n;
	r->data[0] = (uint8_t)watch.n_sdr;
	r->data[1] = (uint8_t)(watch.n_sdr >> 8);
	r->data[2] = 0x51;
	r->data[3] = type;
	r->data[4] = (uint8_t)(r->len - 5);
	r->data[5] = 0x20;
	r->data[8] = 3;
	r->data[9] = 1;
	r->data[fixed - 1] = (uint8_t)(0xc0 | n);
	for (i = 0; i < n; i++)
		r->data[fixed + i] = (uint8_t)name[i];
	return r->data;
}

/**
 * watch_add_full() - add a sensor with a value: y = x, degrees C
 * @number: its number; above 255 in the next LUN
 * @type: its type
 * @name: its name
 *
 * Return: the record, to change it.
 */
uint8_t *watch_add_full(unsigned int number, uint8_t type, const char *name)
{
	static const uint8_t limits[] = { 0x64, 0x5f, 0x55, 0x00, 0x05, 0x0a };
	uint8_t *r = add_sdr(0x01, 48, name);

	r[6] = (uint8_t)(number >> 8);
	r[7] = (uint8_t)number;
	r[11] = 0x68;
	r[12] = type;
	r[13] = 0x01;
	r[18] = 0x3f;
	r[19] = 0x3f;
	r[21] = 1;
	r[24] = 1;
	memcpy(r + 36, limits, sizeof(limits));
	memcpy(watch.limits[(uint8_t)number], "\x3f\x0a\x05\x00\x55\x5f\x64", 7);
	return r;
}

/**
 * watch_add_discrete() - add a sensor with states
 * @number: its number
 * @type: its type
 * @event_type: event/reading type
 * @name: its name
 *
 * Return: the record, to change it.
 */
uint8_t *watch_add_discrete(unsigned int number, uint8_t type, uint8_t event_type,
			    const char *name)
{
	uint8_t *r = add_sdr(0x02, 32, name);

	r[7] = (uint8_t)number;
	r[12] = type;
	r[13] = event_type;
	r[20] = 0xc0;
	r[23] = 1;
	return r;
}

/**
 * watch_add_event() - add an event to the log
 * @stamp: its time stamp
 * @sensor_type: sensor type
 * @number: sensor number
 * @event_type: event/reading type, with bit 7 for a deassertion
 * @data1: first byte of event data
 */
void watch_add_event(uint32_t stamp, uint8_t sensor_type, uint8_t number, uint8_t event_type,
		     uint8_t data1)
{
	unsigned int id = watch.sel_base + watch.n_sel;
	const uint8_t record[16] = {
		(uint8_t)id, (uint8_t)(id >> 8), 0x02, (uint8_t)stamp, (uint8_t)(stamp >> 8),
		(uint8_t)(stamp >> 16), (uint8_t)(stamp >> 24), 0x20, 0x00, 0x04, sensor_type,
		number, event_type, data1, 0xff, 0xff,
	};

	memcpy(watch.sel[watch.n_sel++], record, sizeof(record));
	watch.sel_added = stamp > watch.sel_added ? stamp : watch.sel_added + 1;
}

static void sdr_info(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	unsigned int n = watch.said_sdr < 0 ? watch.n_sdr : (unsigned int)watch.said_sdr;

	if (rq->netfn == 0x04) {
		put_le(rs, n, 1);
		put_le(rs, 1, 1);
		return;
	}
	put_le(rs, 0x51, 1);
	put_le(rs, n, 2);
	put_le(rs, 0xffff, 2);
	put_le(rs, watch.added, 4);
	put_le(rs, 0, 4);
	put_le(rs, 0x02, 1);
}

static void get_sdr(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	unsigned int id = rq->data[2] | (unsigned int)rq->data[3] << 8;
	unsigned int offset = rq->data[4], n = rq->data[5];
	struct watch_sdr *r;

	if (!id)
		id = 1;
	if (id > watch.n_sdr) {
		rs->cc = 0xcb;
		return;
	}
	r = &watch.sdr[id - 1];
	if ((rq->data[0] | rq->data[1] << 8) != watch.reservation &&
	    (offset || rq->data[0] || rq->data[1]))
		rs->cc = 0xc5;
	else if (offset > r->len || (watch.exact && n != 255 && offset + n > r->len))
		rs->cc = 0xc9;
	else if (watch.most && (n == 255 || n > watch.most))
		rs->cc = 0xca;
	if (watch.lossy)
		watch.reservation++;
	if (rs->cc)
		return;
	if (n > r->len - offset)
		n = (unsigned int)(r->len - offset);
	put_le(rs, id < watch.n_sdr ? id + 1 : watch.loop_sdr ? 1 : 0xffff, 2);
	put(rs, r->data + offset, n);
}

static void sensor_answer(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	uint8_t number = rq->data[0];

	if (watch.missing[number]) {
		rs->cc = 0xcb;
		return;
	}
	switch (rq->cmd) {
	case 0x2d:
		put_le(rs, watch.raw[number], 1);
		put_le(rs, watch.flags[number], 1);
		put_le(rs, watch.states[number], 2);
		break;
	case 0x27:
		put(rs, watch.limits[number], 7);
		break;
	case 0x26:
		for (unsigned int i = 0; i < 6; i++)
			if (rq->data[1] >> i & 1)
				watch.limits[number][1 + i] = rq->data[2 + i];
		break;
	case 0x25:
		put_le(rs, 0x0302, 2);
		break;
	case 0x23:
		put_le(rs, 0, 1);
		put_le(rs, watch.nonlinear, 1);
		put(rs, "\0\0\0\0\0", 5);
		break;
	default:
		rs->cc = 0xc1;
	}
}

static void sel_info(struct ipmi_response *rs)
{
	put_le(rs, 0x51, 1);
	put_le(rs, watch.n_sel, 2);
	put_le(rs, (WATCH_SEL - watch.n_sel) * 16, 2);
	put_le(rs, watch.sel_added, 4);
	put_le(rs, watch.sel_erased, 4);
	put_le(rs, 0x0a, 1);
}

static void get_sel(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	unsigned int id = rq->data[2] | (unsigned int)rq->data[3] << 8, i;

	for (i = 0; i < watch.n_sel; i++) {
		if (id == 0xffff)
			i = watch.n_sel - 1;
		if (!id || id == 0xffff ||
		    (watch.sel[i][0] | (unsigned int)watch.sel[i][1] << 8) == id)
			break;
	}
	if (i >= watch.n_sel) {
		rs->cc = 0xcb;
		return;
	}
	put_le(rs, i + 1 < watch.n_sel ? watch.sel[i + 1][0] |
	       (uint32_t)watch.sel[i + 1][1] << 8 : 0xffff, 2);
	put(rs, watch.sel[i], 16);
}

static void clear_sel(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	if ((rq->data[0] | rq->data[1] << 8) != watch.reservation) {
		rs->cc = 0xc5;
	} else if (memcmp(rq->data + 2, "CLR", 3) != 0) {
		rs->cc = 0xcc;
	} else if (rq->data[5] == 0xaa) {
		watch.sel_base += watch.n_sel;
		watch.n_sel = 0;
		watch.sel_erased = watch.sel_time;
		watch.sel_clearing = 3;
		put_le(rs, 0, 1);
	} else {
		watch.sel_clearing -= watch.sel_clearing > 0;
		put_le(rs, !watch.sel_clearing, 1);
	}
}

static void sel_answer(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	switch (rq->cmd) {
	case 0x40:
		sel_info(rs);
		break;
	case 0x42:
		put_le(rs, ++watch.reservation, 2);
		break;
	case 0x43:
		get_sel(rq, rs);
		break;
	case 0x44:
		/* As BMCs do: the time is that of the addition. */
		watch_add_event(watch.sel_time, rq->data[10], rq->data[11], rq->data[12],
				rq->data[13]);
		put_le(rs, watch.sel_base + watch.n_sel - 1, 2);
		break;
	case 0x47:
		clear_sel(rq, rs);
		break;
	case 0x48:
		put_le(rs, watch.sel_time, 4);
		break;
	case 0x49:
		memcpy(&watch.sel_time, rq->data, 4);
		break;
	case 0x5c:
		put_le(rs, watch.sel_utc, 2);
		break;
	default:
		rs->cc = 0xc1;
	}
}

static void fru_answer(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	unsigned int offset = rq->data[1] | (unsigned int)rq->data[2] << 8, n = rq->data[3];

	if (rq->data[0] || !watch.fru_said) {
		rs->cc = 0xcb;
	} else if (rq->cmd == 0x10) {
		put_le(rs, watch.fru_said, 2);
		put_le(rs, 0, 1);
	} else if (watch.fru_busy) {
		watch.fru_busy--;
		rs->cc = 0x81;
	} else if (rq->cmd == 0x11) {
		if (watch.most && n > watch.most)
			rs->cc = 0xc8;
		else if (offset + n > watch.fru_size)
			rs->cc = 0xc9;
		if (rs->cc)
			return;
		put_le(rs, n, 1);
		put(rs, watch.fru + offset, n);
	} else {
		n = rq->len - 3U;
		memcpy(watch.fru + offset, rq->data + 3, n);
		if (watch.fru_broken)
			watch.fru[offset] ^= 0x01;
		put_le(rs, n, 1);
	}
}

static void asset_tag(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	unsigned int offset = rq->data[1], n = rq->data[2];

	if (rq->cmd == 0x08) {
		memcpy(watch.tag + 1 + offset, rq->data + 3, n);
		watch.tag[0] = (uint8_t)(offset + n);
		put_le(rs, watch.tag[0], 1);
		return;
	}
	put_le(rs, watch.tag[0], 1);
	n = offset > watch.tag[0] ? 0 : n > watch.tag[0] - offset ? watch.tag[0] - offset : n;
	put(rs, watch.tag + 1 + offset, n);
}

static void dcmi_answer(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	if (!watch.dcmi || rq->data[0] != 0xdc) {
		rs->cc = 0xc1;
		return;
	}
	put_le(rs, 0xdc, 1);
	switch (rq->cmd) {
	case 0x02:
		put_le(rs, watch.power, 2);
		put_le(rs, watch.power - 10U, 2);
		put_le(rs, watch.power + 10U, 2);
		put_le(rs, watch.power, 2);
		put_le(rs, watch.sel_time, 4);
		put_le(rs, 60000, 4);
		put_le(rs, watch.power ? 0x40 : 0, 1);
		break;
	case 0x03:
		rs->cc = watch.limit_on ? 0 : 0x80;
		put_le(rs, 0, 2);
		put(rs, watch.limit, sizeof(watch.limit) - 1);
		break;
	case 0x04:
		memcpy(watch.limit, rq->data + 4, sizeof(watch.limit) - 1);
		break;
	case 0x05:
		watch.limit_on = rq->data[1];
		break;
	case 0x06:
	case 0x08:
		asset_tag(rq, rs);
		break;
	default:
		rs->cc = 0xc1;
	}
}

static void redfish_answer(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	static const uint8_t user[16] = { 'b', 'o', 'o', 't', '0', ' ', ' ' };
	static const char password[] = "secret-of-16-by!";

	rs->cc = !watch.redfish ? 0xc1 : watch.redfish_off ? 0x80 : 0;
	if (rs->cc)
		return;
	put_le(rs, 0x52, 1);
	if (rq->cmd == 0x01) {
		put_le(rs, 1, 1);
		memset(rs->data + rs->len, 0xab, 32);
		rs->len += 32;
		return;
	}
	put(rs, user, sizeof(user));
	put(rs, password, 16);
	watch.redfish_off = watch.redfish_trap || rq->data[1] != 0xa5;
}

/**
 * watch_answer() - answer a request about what is watched
 * @rq: the request
 * @rs: filled, zero before
 */
void watch_answer(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	bool sdr = rq->netfn == 0x0a || (rq->cmd >= 0x20 && rq->cmd <= 0x22);

	if (rq->netfn == 0x2c && rq->data[0] == 0x52)
		redfish_answer(rq, rs);
	else if (rq->netfn == 0x2c)
		dcmi_answer(rq, rs);
	else if (rq->netfn == 0x0a && rq->cmd >= 0x40)
		sel_answer(rq, rs);
	else if (rq->netfn == 0x0a && rq->cmd < 0x20)
		fru_answer(rq, rs);
	else if (sdr && rq->cmd == 0x20)
		sdr_info(rq, rs);
	else if (sdr && rq->cmd == 0x22)
		put_le(rs, ++watch.reservation, 2);
	else if (sdr)
		get_sdr(rq, rs);
	else
		sensor_answer(rq, rs);
}
