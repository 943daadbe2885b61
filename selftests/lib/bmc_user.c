// SPDX-License-Identifier: GPL-2.0-only
/* Users, passwords, channel access, payloads (IPMI 2.0 sections 22.22 to 22.32, 24.4 to 24.8). */
#include "bmc.h"

#include <ctype.h>
#include <string.h>

/* Bits of user.enable-needs and user.access-needs */
#define NEED_NAME	1
#define NEED_PASSWORD	2
#define NEED_PRIVILEGE	4
#define NEED_ENABLED	8

#define STATE_ENABLED	1
#define STATE_DISABLED	2

#define NO_ACCESS	0x0f
#define MESSAGING	0x10

void bmc_users_init(struct bmc *b)
{
	unsigned int id, c;

	for (id = 1; id < BMC_USERS; id++) {
		b->user[id].state = STATE_DISABLED;
		for (c = 0; c < BMC_CHANNELS; c++)
			b->user[id].access[c] = NO_ACCESS;
	}
	memcpy(b->user[2].name, "ADMIN", 5);
	memcpy(b->user[2].password, "ADMIN", 5);
	b->user[2].size = 16;
	b->user[2].state = STATE_ENABLED;
	b->user[2].access[1] = 0x34;
	b->user[2].payload[1][0] = 0x02;
}

static bool met(const struct bmc_user *u, unsigned int needs)
{
	unsigned int c;

	if (needs & NEED_NAME && !u->name[0])
		return false;
	if (needs & NEED_PASSWORD && !u->size)
		return false;
	if (needs & NEED_ENABLED && u->state != STATE_ENABLED)
		return false;
	if (!(needs & NEED_PRIVILEGE))
		return true;
	for (c = 0; c < BMC_CHANNELS; c++)
		if ((u->access[c] & 0x0f) != NO_ACCESS)
			return true;
	return false;
}

static struct bmc_user *user_of(struct bmc *b, uint8_t byte, struct bmc_msg *rs)
{
	unsigned int id = byte & 0x3f;

	if (!id || id > b->knob.user_max || id >= BMC_USERS) {
		rs->data[0] = CC_RANGE;
		return NULL;
	}
	return &b->user[id];
}

static void set_access(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_user *u = user_of(b, rq->data[1], rs);
	unsigned int c = rq->data[0] & 0x0f;
	uint8_t access;

	if (!u)
		return;
	if (!b->channel[c].medium) {
		rs->data[0] = CC_FIELD;
		return;
	}
	access = (u->access[c] & 0x70) | (rq->data[2] & 0x0f);
	if (rq->data[0] & 0x80)
		access = (rq->data[0] & 0x70) | (rq->data[2] & 0x0f);
	if (access & MESSAGING && !met(u, b->knob.user_access_needs)) {
		rs->data[0] = CC_FIELD;
		return;
	}
	u->access[c] = access;
}

static unsigned int enabled_users(const struct bmc *b)
{
	unsigned int id, n = 0;

	for (id = 1; id <= b->knob.user_max && id < BMC_USERS; id++)
		n += b->user[id].state == STATE_ENABLED;
	return n;
}

static void get_access(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_user *u = user_of(b, rq->data[1], rs);
	unsigned int c = rq->data[0] & 0x0f;

	if (!u)
		return;
	if (!b->channel[c].medium) {
		rs->data[0] = CC_FIELD;
		return;
	}
	BMC_PUT(rs, b->knob.user_max & 0x3f);
	BMC_PUT(rs, (b->knob.user_hide_state ? 0 : u->state << 6) | enabled_users(b));
	BMC_PUT(rs, (uint8_t)b->knob.user_fixed);
	bmc_put(rs, &u->access[c], 1);
}

static void set_name(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_user *u = user_of(b, rq->data[0], rs);
	unsigned int id = rq->data[0] & 0x3f, i;

	if (!u)
		return;
	if (id <= b->knob.user_fixed || (b->knob.user_keep_name && !rq->data[1])) {
		rs->data[0] = CC_FIELD;
		return;
	}
	for (i = 1; i < BMC_USERS && rq->data[1]; i++) {
		if (i != id && !memcmp(b->user[i].name, rq->data + 1, 16)) {
			rs->data[0] = CC_FIELD;
			return;
		}
	}
	memcpy(u->name, rq->data + 1, 16);
}

static void get_name(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_user *u = user_of(b, rq->data[0], rs);

	if (!u)
		return;
	if (!u->name[0] && b->knob.user_no_empty_name)
		rs->data[0] = CC_FIELD;
	else
		bmc_put(rs, u->name, 16);
}

static bool weak(const struct bmc *b, const uint8_t *password, unsigned int size)
{
	unsigned int len = strnlen((const char *)password, size), i, seen = 0;

	for (i = 0; i < len; i++)
		seen |= islower(password[i]) ? 1 : isupper(password[i]) ? 2 :
			isdigit(password[i]) ? 4 : 8;
	return len < b->knob.user_min ||
	       (unsigned int)__builtin_popcount(seen) < b->knob.user_classes;
}

static void set_password(struct bmc *b, struct bmc_user *u, const uint8_t *data,
			 unsigned int size, struct bmc_msg *rs)
{
	if (weak(b, data, size)) {
		rs->data[0] = (uint8_t)b->knob.user_policy_cc;
		return;
	}
	if (b->knob.user_shift && u < &b->user[b->knob.user_max])
		u++;
	memset(u->password, 0, sizeof(u->password));
	memcpy(u->password, data, b->knob.user_cut && b->knob.user_cut < size ?
	       b->knob.user_cut : size);
	u->size = (uint8_t)size;
	if (b->knob.user_password_enables)
		u->state = STATE_ENABLED;
}

static void test_password(struct bmc *b, const struct bmc_user *u, const uint8_t *data,
			  unsigned int size, struct bmc_msg *rs)
{
	if (b->knob.user_any_password)
		return;
	if (u->size != size)
		rs->data[0] = 0x81;
	else if (memcmp(u->password, data, size))
		rs->data[0] = 0x80;
}

static void password(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_user *u = user_of(b, rq->data[0], rs);
	unsigned int size = rq->data[0] & 0x80 ? 20 : 16, op = rq->data[1] & 3;

	if (!u)
		return;
	if (op >= 2 && b->knob.user_size == 16 && size == 20) {
		rs->data[0] = CC_FIELD;
		return;
	}
	if (op >= 2 && rq->len != 2 + size) {
		rs->data[0] = CC_LENGTH;
		return;
	}
	switch (op) {
	case 0:
		u->state = STATE_DISABLED;
		break;
	case 1:
		if (met(u, b->knob.user_enable_needs))
			u->state = STATE_ENABLED;
		else
			rs->data[0] = CC_FIELD;
		break;
	case 2:
		set_password(b, u, rq->data + 2, size, rs);
		break;
	default:
		test_password(b, u, rq->data + 2, size, rs);
	}
}

static struct bmc_channel *session_channel(struct bmc *b, uint8_t byte, struct bmc_msg *rs)
{
	struct bmc_channel *c = &b->channel[byte & 0x0f];

	if (!c->medium)
		rs->data[0] = CC_FIELD;
	else if (!c->session)
		rs->data[0] = 0x82;
	return rs->data[0] ? NULL : c;
}

/* Bits 7:6 of both bytes: 1 for the non-volatile setting, 2 for the present one, 0 for none. */
static void set_channel_access(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_channel *c = session_channel(b, rq->data[0], rs);
	unsigned int which = rq->data[1] >> 6, limit = rq->data[2] >> 6;

	if (!c)
		return;
	if (which == 3 || limit == 3) {
		rs->data[0] = CC_FIELD;
	} else if (which == 1 && b->knob.access_one) {
		rs->data[0] = CC_FIELD;
	} else if (which && b->knob.access_no_modes && (rq->data[1] & 7) != 2) {
		rs->data[0] = 0x83;
	} else {
		if (which)
			c->access[which - 1] = rq->data[1] & 0x3f;
		if (limit)
			c->limit[limit - 1] = rq->data[2] & 0x0f;
	}
}

static void get_channel_access(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_channel *c = session_channel(b, rq->data[0], rs);
	unsigned int which = rq->data[1] >> 6;

	if (!c)
		return;
	if (which != 1 && which != 2) {
		rs->data[0] = CC_FIELD;
		return;
	}
	bmc_put(rs, &c->access[which - 1], 1);
	bmc_put(rs, &c->limit[which - 1], 1);
}

static void set_payload(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_user *u = user_of(b, rq->data[1], rs);
	unsigned int c = rq->data[0] & 0x0f, i;

	if (b->knob.payload_none)
		rs->data[0] = CC_COMMAND;
	if (!u || rs->data[0])
		return;
	for (i = 0; i < 4; i++) {
		if (rq->data[1] >> 6 == 0)
			u->payload[c][i] |= rq->data[2 + i];
		else
			u->payload[c][i] &= ~rq->data[2 + i];
	}
}

static void get_payload(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_user *u = user_of(b, rq->data[1], rs);

	if (b->knob.payload_none)
		rs->data[0] = CC_COMMAND;
	if (u && !rs->data[0])
		bmc_put(rs, u->payload[rq->data[0] & 0x0f], 4);
}

/* Suites 0, 3 and 17, as records with ID, authentication, integrity, encryption. */
static void cipher_suites(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	static const uint8_t records[] = {
		0xc0, 0x00, 0x00, 0x40, 0x80, 0xc0, 0x03, 0x01, 0x41, 0x81,
		0xc0, 0x11, 0x03, 0x44, 0x81,
	};
	size_t at = (rq->data[2] & 0x3f) * 16, n;
	unsigned int c = rq->data[0] & 0x0f;

	if (c == 0x0e)
		c = 0x0f;
	if (!b->channel[c].medium) {
		rs->data[0] = CC_FIELD;
		return;
	}
	n = at < sizeof(records) ? sizeof(records) - at : 0;
	BMC_PUT(rs, (uint8_t)c);
	bmc_put(rs, records + (n ? at : 0), n > 16 ? 16 : n);
}

const struct bmc_command bmc_user_commands[] = {
	{ 0x06, 0x40, 3, 3, set_channel_access },
	{ 0x06, 0x41, 2, 2, get_channel_access },
	{ 0x06, 0x43, 3, 4, set_access },
	{ 0x06, 0x44, 2, 2, get_access },
	{ 0x06, 0x45, 17, 17, set_name },
	{ 0x06, 0x46, 1, 1, get_name },
	{ 0x06, 0x47, 2, 22, password },
	{ 0x06, 0x4c, 6, 6, set_payload },
	{ 0x06, 0x4d, 2, 2, get_payload },
	{ 0x06, 0x54, 3, 3, cipher_suites },
};

const size_t bmc_user_count = ARRAY_SIZE(bmc_user_commands);
