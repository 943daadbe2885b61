// SPDX-License-Identifier: GPL-2.0-only
/* LAN and SOL parameters (IPMI 2.0 chapters 23 and 26), and how vendors treat writes to them. */
#include "bmc.h"

#include <stdlib.h>
#include <string.h>

#define PAR_LOCK	0
#define PAR_IP		3
#define PAR_SOURCE	4
#define PAR_MAC		5
#define PAR_MASK	6
#define PAR_GATEWAY	12
#define PAR_GATEWAY_MAC	13
#define PAR_NR_DEST	17
#define PAR_DEST_TYPE	18
#define PAR_DEST_ADDR	19
#define PAR_VLAN	20
#define PAR_VLAN_PRIO	21
#define PAR_NR_CIPHER	22
#define PAR_CIPHERS	23
#define PAR_IP6_STATIC	56

#define SOURCE_STATIC	1
#define SOURCE_DHCP	2

#define REVISION	0x11

static const struct {
	uint8_t par, len;
	uint8_t data[18];
} factory[] = {
	{ PAR_LOCK, 1, { 0 } }, { 1, 1, { 0x17 } }, { 2, 5, { 0, 0x14, 0x14, 0x14, 0 } },
	{ PAR_IP, 4, { 0 } }, { PAR_SOURCE, 1, { SOURCE_DHCP } },
	{ PAR_MAC, 6, { 0x52, 0x54, 0x00, 0xbc, 0x00, 0x01 } }, { PAR_MASK, 4, { 0 } },
	{ 7, 3, { 0x40, 0x40, 0x10 } }, { 8, 2, { 0x6f, 0x02 } }, { 9, 2, { 0x98, 0x02 } },
	{ 10, 1, { 0x02 } }, { 11, 1, { 0x03 } }, { PAR_GATEWAY, 4, { 0 } },
	{ PAR_GATEWAY_MAC, 6, { 0 } }, { 14, 4, { 0 } }, { 15, 6, { 0 } },
	{ 16, 18, "public" }, { PAR_NR_DEST, 1, { 4 } }, { PAR_VLAN, 2, { 0 } },
	{ PAR_VLAN_PRIO, 1, { 0 } }, { PAR_NR_CIPHER, 1, { 3 } },
	{ PAR_CIPHERS, 17, { 0, 0, 3, 17 } }, { 24, 9, { 0, 0x40, 0x04 } },
	{ 26, 6, { 0 } }, { 50, 1, { 0x07 } }, { 51, 1, { 0x02 } }, { 55, 3, { 2, 2, 3 } },
	{ 64, 1, { 0x03 } }, { 65, 16, { 0 } }, { 66, 6, { 0 } }, { 67, 1, { 0 } },
	{ 68, 16, { 0 } },
};

static const struct {
	uint8_t len, data[2];
} sol_factory[] = {
	{ 1, { 0 } }, { 1, { 1 } }, { 1, { 0xc2 } }, { 2, { 12, 96 } }, { 2, { 7, 50 } },
	{ 1, { 0x0a } }, { 1, { 0x0a } }, { 1, { 1 } }, { 2, { 0x6f, 0x02 } },
};

static const uint8_t read_only[] = { 1, PAR_NR_DEST, PAR_NR_CIPHER, PAR_CIPHERS, 50, 55 };

struct bmc_lan *bmc_lan_new(void)
{
	struct bmc_lan *l = calloc(1, sizeof(*l));
	static const uint8_t none[20];
	size_t i;

	if (!l)
		abort();
	for (i = 0; i < ARRAY_SIZE(factory); i++)
		bmc_set_value(&l->param[factory[i].par], factory[i].data, factory[i].len);
	for (i = 0; i < ARRAY_SIZE(sol_factory); i++)
		bmc_set_value(&l->sol[i], sol_factory[i].data, sol_factory[i].len);
	for (i = 0; i <= 4; i++) {
		bmc_set_value(&l->dest_type[i], none, 4);
		bmc_set_value(&l->dest_addr[i], none, 13);
		l->dest_type[i].data[0] = (uint8_t)i;
		l->dest_addr[i].data[0] = (uint8_t)i;
	}
	/* set selector, source, address, prefix length, state */
	for (i = 0; i < 2; i++) {
		bmc_set_value(&l->ip6[i], none, 20);
		l->ip6[i].data[0] = (uint8_t)i;
		l->ip6[i].data[18] = 64;
		l->ip6[i].data[19] = 1;
	}
	return l;
}

void bmc_lan_restart(struct bmc_lan *l)
{
	unsigned int i;

	for (i = 0; i < BMC_LAN_PARAMS; i++)
		l->param[i].is_staged = false;
	l->param[PAR_LOCK].data[0] = 0;
	l->sol[0].data[0] = 0;
}

static bool is_read_only(const struct bmc *b, unsigned int par)
{
	return memchr(read_only, (int)par, sizeof(read_only)) ||
	       (par == PAR_GATEWAY_MAC && b->knob.lan_no_gw_mac);
}

/* Parameters of several values carry a set selector in their first byte. */
static struct bmc_value *value_of(struct bmc *b, struct bmc_lan *l, unsigned int par,
				  unsigned int set)
{
	set &= par == PAR_IP6_STATIC ? 0xff : 0x0f;
	if ((par == PAR_VLAN || par == PAR_VLAN_PRIO) && !b->knob.lan_vlan)
		return NULL;
	if (par == PAR_LOCK && b->knob.lan_no_lock)
		return NULL;
	if (par == PAR_DEST_TYPE || par == PAR_DEST_ADDR || par == PAR_IP6_STATIC) {
		struct bmc_value *list = par == PAR_DEST_TYPE ? l->dest_type :
					 par == PAR_DEST_ADDR ? l->dest_addr : l->ip6;

		return set < BMC_LAN_SETS ? &list[set] : NULL;
	}
	return l->param[par].len ? &l->param[par] : NULL;
}

static void store(struct bmc *b, struct bmc_lan *l, unsigned int par, struct bmc_value *v,
		  const uint8_t *data)
{
	static const uint8_t none[4];
	uint8_t was = l->param[PAR_SOURCE].data[0] & 0x0f;

	if (par && par == b->knob.lan_ignore)
		return;
	if (b->now_ms - v->since >= b->knob.lan_late_ms)
		memcpy(v->old, v->data, sizeof(v->old));
	memcpy(v->data, data, v->len);
	v->since = b->now_ms;
	if (par == PAR_SOURCE && b->knob.lan_forget && was == SOURCE_DHCP &&
	    (data[0] & 0x0f) == SOURCE_STATIC) {
		bmc_set_value(&l->param[PAR_IP], none, 4);
		bmc_set_value(&l->param[PAR_MASK], none, 4);
		bmc_set_value(&l->param[PAR_GATEWAY], none, 4);
	}
}

static void stage(struct bmc_value *v, const uint8_t *data)
{
	memcpy(v->staged, data, v->len);
	v->is_staged = true;
}

static void end_of_changes(struct bmc *b, struct bmc_lan *l, bool keep)
{
	unsigned int par;

	for (par = 1; par < BMC_LAN_PARAMS; par++) {
		struct bmc_value *v = &l->param[par];

		if (v->is_staged && keep)
			store(b, l, par, v, v->staged);
		v->is_staged = false;
	}
}

static bool locked(const struct bmc *b, const struct bmc_lan *l)
{
	if (b->knob.lan_lock_stuck)
		return true;
	return l->param[PAR_LOCK].data[0] == 1 &&
	       (!b->knob.lan_lock_ms || b->now_ms - l->lock_since < b->knob.lan_lock_ms);
}

static void set_lock(struct bmc *b, struct bmc_lan *l, uint8_t value, struct bmc_msg *rs)
{
	switch (value & 3) {
	case 1:
		if (locked(b, l)) {
			rs->data[0] = 0x81;
			return;
		}
		l->param[PAR_LOCK].data[0] = 1;
		l->lock_since = b->now_ms;
		break;
	case 2:
		if (b->knob.lan_no_commit)
			rs->data[0] = CC_FIELD;
		else
			end_of_changes(b, l, true);
		break;
	case 0:
		/* The next who writes 00 is believed: it is how a forgotten lock is broken. */
		if (b->knob.lan_lock_stuck == 1)
			b->knob.lan_lock_stuck = 0;
		end_of_changes(b, l, false);
		l->param[PAR_LOCK].data[0] = 0;
		break;
	default:
		rs->data[0] = CC_FIELD;
	}
}

static struct bmc_lan *lan_of(struct bmc *b, uint8_t byte, struct bmc_msg *rs)
{
	struct bmc_lan *l = b->channel[byte & 0x0f].lan;

	if (!l)
		rs->data[0] = CC_FIELD;
	return l;
}

static void set_lan(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_lan *l = lan_of(b, rq->data[0], rs);
	unsigned int par = rq->data[1];
	struct bmc_value *v;

	if (!l)
		return;
	v = value_of(b, l, par, rq->data[2]);
	if (!v || !v->len)
		rs->data[0] = v ? CC_RANGE : 0x80;
	else if (is_read_only(b, par))
		rs->data[0] = 0x82;
	else if (par == PAR_LOCK)
		set_lock(b, l, rq->data[2], rs);
	/* The last byte of an IPv6 address is its state, which is not written. */
	else if (rq->len - 2 != (par == PAR_IP6_STATIC ? v->len - 1U : v->len))
		rs->data[0] = CC_LENGTH;
	else if (b->knob.lan_dhcp_strict && (l->param[PAR_SOURCE].data[0] & 0x0f) == SOURCE_DHCP &&
		 (par == PAR_IP || par == PAR_MASK || par == PAR_GATEWAY))
		rs->data[0] = CC_STATE;
	else if (b->knob.lan_staging && v == &l->param[par])
		stage(v, rq->data + 2);
	else if (par == PAR_IP6_STATIC)
		memcpy(v->data, rq->data + 2, v->len - 1);
	else
		store(b, l, par, v, rq->data + 2);
}

static void get_lan(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_lan *l = lan_of(b, rq->data[0], rs);
	struct bmc_value *v;

	if (!l)
		return;
	v = value_of(b, l, rq->data[1], rq->data[2]);
	if (!v || !v->len) {
		rs->data[0] = v ? CC_RANGE : 0x80;
		return;
	}
	BMC_PUT(rs, REVISION);
	if (rq->data[0] & 0x80)
		return;
	if (rq->data[1] == PAR_LOCK)
		BMC_PUT(rs, locked(b, l));
	else if (b->knob.lan_late_ms && v->since && b->now_ms - v->since < b->knob.lan_late_ms)
		bmc_put(rs, v->old, v->len);
	else
		bmc_put(rs, v->data, v->len);
}

static void set_sol(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_lan *l = lan_of(b, rq->data[0], rs);
	struct bmc_value *v;

	if (!l)
		return;
	v = &l->sol[rq->data[1] & 0x0f];
	if (rq->data[1] >= BMC_SOL_PARAMS || !v->len)
		rs->data[0] = 0x80;
	else if (rq->data[1] == 7)
		rs->data[0] = 0x82;
	else if (!rq->data[1] && rq->data[2] == 1 && v->data[0] == 1)
		rs->data[0] = 0x81;
	else if (rq->len - 2 != v->len)
		rs->data[0] = CC_LENGTH;
	else
		memcpy(v->data, rq->data + 2, v->len);
}

static void get_sol(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_lan *l = lan_of(b, rq->data[0], rs);

	if (!l)
		return;
	if (rq->data[1] >= BMC_SOL_PARAMS || !l->sol[rq->data[1]].len) {
		rs->data[0] = 0x80;
		return;
	}
	BMC_PUT(rs, REVISION);
	if (!(rq->data[0] & 0x80))
		bmc_put(rs, l->sol[rq->data[1]].data, l->sol[rq->data[1]].len);
}

const struct bmc_command bmc_lan_commands[] = {
	{ 0x0c, 0x01, 3, 26, set_lan },
	{ 0x0c, 0x02, 4, 4, get_lan },
	{ 0x0c, 0x21, 3, 4, set_sol },
	{ 0x0c, 0x22, 4, 4, get_sol },
};

const size_t bmc_lan_count = ARRAY_SIZE(bmc_lan_commands);
