// SPDX-License-Identifier: GPL-2.0-only
/* DCMI 1.5: power, limit, asset tag, controller ID, temperatures. */
#include "bmc.h"

#include <string.h>

#define DCMI	0xdc
#define CHUNK	16

/* Whether the request is one of DCMI; the group's number comes first both ways. */
static bool dcmi(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	if (!b->knob.dcmi || rq->data[0] != DCMI) {
		rs->data[0] = CC_COMMAND;
		return false;
	}
	BMC_PUT(rs, DCMI);
	return true;
}

static void capabilities(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	if (!dcmi(b, rq, rs))
		return;
	BMC_PUT(rs, 1, 5, 2);
	switch (rq->data[1]) {
	case 1:
		BMC_PUT(rs, 0, 1, 7);
		break;
	case 2:
		BMC_PUT(rs, 0x00, 0x81, 0, 0, 1);
		break;
	case 3:
		BMC_PUT(rs, 0x20, 0);
		break;
	case 4:
		BMC_PUT(rs, 1, 0xff, 0xff);
		break;
	case 5:
		BMC_PUT(rs, 1, 0x05);
		break;
	default:
		rs->data[0] = CC_FIELD;
	}
}

static void power(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	if (!dcmi(b, rq, rs))
		return;
	bmc_put_number(rs, b->watts, 2);
	bmc_put_number(rs, b->watts / 2, 2);
	bmc_put_number(rs, b->watts * 2, 2);
	bmc_put_number(rs, b->watts, 2);
	bmc_put_number(rs, (uint64_t)b->sel_clock, 4);
	bmc_put_number(rs, 1000, 4);
	BMC_PUT(rs, b->watts ? 0x40 : 0);
}

static void get_limit(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	if (!dcmi(b, rq, rs))
		return;
	if (!b->limit_active) {
		rs->data[0] = 0x80;
		return;
	}
	/* reserved, action, watts, correction time, reserved, sampling period */
	bmc_put_number(rs, 0, 2);
	bmc_put(rs, b->limit + 4, 11);
}

static void set_limit(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	if (!dcmi(b, rq, rs))
		return;
	if (!bmc_number(rq->data + 5, 2)) {
		rs->data[0] = 0x84;
		return;
	}
	memcpy(b->limit, rq->data, 15);
	b->limit_set = true;
}

static void use_limit(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	if (!dcmi(b, rq, rs))
		return;
	if (rq->data[1] > 1 || !b->limit_set)
		rs->data[0] = CC_FIELD;
	else
		b->limit_active = rq->data[1];
}

static void get_text(const char *text, size_t max, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	size_t total = strnlen(text, max), off = rq->data[1], n = rq->data[2];

	if (n > CHUNK || off > total) {
		rs->data[0] = CC_FIELD;
		return;
	}
	if (n > total - off)
		n = total - off;
	BMC_PUT(rs, (uint8_t)total);
	bmc_put(rs, text + off, n);
}

/* A write at some place also says where the text ends. */
static void set_text(char *text, size_t max, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	size_t off = rq->data[1], n = rq->data[2];

	if (n > CHUNK || off + n > max || rq->len != 3 + n) {
		rs->data[0] = CC_FIELD;
		return;
	}
	memcpy(text + off, rq->data + 3, n);
	memset(text + off + n, 0, max - off - n);
	BMC_PUT(rs, (uint8_t)(off + n));
}

static void get_tag(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	if (dcmi(b, rq, rs))
		get_text(b->asset_tag, sizeof(b->asset_tag) - 1, rq, rs);
}

static void set_tag(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	if (dcmi(b, rq, rs))
		set_text(b->asset_tag, sizeof(b->asset_tag) - 1, rq, rs);
}

static void get_controller(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	if (dcmi(b, rq, rs))
		get_text(b->controller_id, sizeof(b->controller_id) - 1, rq, rs);
}

static void set_controller(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	if (dcmi(b, rq, rs))
		set_text(b->controller_id, sizeof(b->controller_id) - 1, rq, rs);
}

static void sensor_info(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	if (!dcmi(b, rq, rs))
		return;
	if (rq->data[2] == 0x41)
		BMC_PUT(rs, 1, 1, 1, 0);
	else
		BMC_PUT(rs, 0, 0);
}

static void temperatures(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	if (!dcmi(b, rq, rs))
		return;
	if (rq->data[2] == 0x41)
		BMC_PUT(rs, 1, 1, b->sensor[1].reading[0] & 0x7f, 1);
	else
		BMC_PUT(rs, 0, 0);
}

const struct bmc_command bmc_dcmi_commands[] = {
	{ 0x2c, 0x01, 2, 2, capabilities },
	{ 0x2c, 0x02, 4, 4, power },
	{ 0x2c, 0x03, 3, 3, get_limit },
	{ 0x2c, 0x04, 15, 15, set_limit },
	{ 0x2c, 0x05, 4, 4, use_limit },
	{ 0x2c, 0x06, 3, 3, get_tag },
	{ 0x2c, 0x07, 5, 5, sensor_info },
	{ 0x2c, 0x08, 3, 19, set_tag },
	{ 0x2c, 0x09, 3, 3, get_controller },
	{ 0x2c, 0x0a, 3, 19, set_controller },
	{ 0x2c, 0x10, 5, 5, temperatures },
};

const size_t bmc_dcmi_count = ARRAY_SIZE(bmc_dcmi_commands);
