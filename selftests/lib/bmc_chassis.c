// SPDX-License-Identifier: GPL-2.0-only
/* Power, the identify light, boot options (IPMI 2.0 chapter 28). */
#include "bmc.h"

#include <string.h>

#define BOOT_LOCK	0
#define BOOT_FLAGS	5
#define BOOT_PERSISTENT	0x40
#define RESTORE_ASK	3
#define IDENTIFY_S	15

void bmc_chassis_init(struct bmc *b)
{
	static const uint8_t sizes[BMC_BOOT_PARAMS] = { 1, 1, 1, 1, 2, 5, 9, 18 };
	static const uint8_t none[18];
	unsigned int i;

	for (i = 0; i < BMC_BOOT_PARAMS; i++)
		if (sizes[i])
			bmc_set_value(&b->boot[i], none, sizes[i]);
	b->restore = 1;
	b->watts = 220;
}

static uint8_t identify_state(struct bmc *b)
{
	if (b->identify == 1 && b->now_ms >= b->identify_until)
		b->identify = 0;
	return b->identify;
}

static void status(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	uint8_t misc = b->knob.identify_unknown ? 0 : 0x40 | identify_state(b) << 4;

	(void)rq;
	BMC_PUT(rs, b->powered | b->restore << 5, b->last_power, misc, 0xf0 | b->panel);
}

static void capabilities(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)b;
	(void)rq;
	BMC_PUT(rs, 0x00, 0x20, 0x20, 0x20, 0x20);
}

static void control(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	unsigned int what = rq->data[0] & 0x0f;

	if (what > BMC_POWER_SOFT) {
		rs->data[0] = CC_FIELD;
		return;
	}
	if (b->knob.power_refused) {
		rs->data[0] = (uint8_t)b->knob.power_refused;
		return;
	}
	if (!b->powered && what != BMC_POWER_ON && what != BMC_POWER_OFF) {
		rs->data[0] = CC_STATE;
		return;
	}
	if (what == BMC_POWER_OFF || what == BMC_POWER_ON)
		b->powered = what == BMC_POWER_ON;
	b->last_power = what == BMC_POWER_ON ? 0x10 : b->last_power;
	b->restart_cause = 1;
	b->wish.power = (int)what;
}

static void identify(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	unsigned int seconds = rq->len ? rq->data[0] : IDENTIFY_S;

	if (rq->len > 1 && rq->data[1] & 1) {
		if (b->knob.identify_no_force)
			rs->data[0] = (uint8_t)b->knob.identify_no_force;
		else
			b->identify = 2;
		return;
	}
	b->identify = seconds != 0;
	b->identify_until = b->now_ms + seconds * 1000ULL;
}

static void set_restore(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	unsigned int policy = rq->data[0] & 7;

	if (policy > RESTORE_ASK ||
	    (policy != RESTORE_ASK && !(b->knob.restore_known & 1U << policy))) {
		rs->data[0] = CC_FIELD;
		return;
	}
	if (policy != RESTORE_ASK)
		b->restore = (uint8_t)policy;
	BMC_PUT(rs, (uint8_t)b->knob.restore_known);
}

static void get_cause(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rq;
	BMC_PUT(rs, b->restart_cause, 0x0f);
}

static void set_panel(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rs;
	b->panel = rq->data[0] & 0x0f;
}

static void set_cycle(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rs;
	b->cycle_s = rq->data[0];
}

static void hours(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rq;
	BMC_PUT(rs, 60);
	bmc_put_number(rs, 1234 + b->now_ms / 3600000, 4);
}

static void set_boot(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	unsigned int par = rq->data[0] & 0x7f;
	struct bmc_value *v = &b->boot[par % BMC_BOOT_PARAMS];
	const uint8_t *data = rq->data + 1;

	if (par >= BMC_BOOT_PARAMS || !v->len) {
		rs->data[0] = 0x80;
	} else if (par == BOOT_LOCK && rq->len == 2 && data[0] == 1 && v->data[0] == 1) {
		rs->data[0] = 0x81;
	} else if (rq->len == 1) {
		/* without data only the "invalid" bit is changed */
	} else if (rq->len - 1 != v->len) {
		rs->data[0] = CC_LENGTH;
	} else {
		memcpy(v->data, data, v->len);
		if (par == BOOT_LOCK && data[0] == 2)
			v->data[0] = 1;
		if (par == BOOT_FLAGS && b->knob.boot_drop_persistent)
			v->data[0] &= ~BOOT_PERSISTENT;
	}
	if (!rs->data[0])
		v->is_staged = rq->data[0] & 0x80;
}

static void get_boot(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	unsigned int par = rq->data[0] & 0x7f;

	if (par >= BMC_BOOT_PARAMS || !b->boot[par].len) {
		rs->data[0] = 0x80;
		return;
	}
	BMC_PUT(rs, 1, par | (b->boot[par].is_staged ? 0x80 : 0));
	bmc_put(rs, b->boot[par].data, b->boot[par].len);
}

const struct bmc_command bmc_chassis_commands[] = {
	{ 0x00, 0x00, 0, 0, capabilities },
	{ 0x00, 0x01, 0, 0, status },
	{ 0x00, 0x02, 1, 1, control },
	{ 0x00, 0x04, 0, 2, identify },
	{ 0x00, 0x06, 1, 1, set_restore },
	{ 0x00, 0x07, 0, 0, get_cause },
	{ 0x00, 0x08, 1, 19, set_boot },
	{ 0x00, 0x09, 3, 3, get_boot },
	{ 0x00, 0x0a, 1, 1, set_panel },
	{ 0x00, 0x0b, 1, 1, set_cycle },
	{ 0x00, 0x0f, 0, 0, hours },
};

const size_t bmc_chassis_count = ARRAY_SIZE(bmc_chassis_commands);
