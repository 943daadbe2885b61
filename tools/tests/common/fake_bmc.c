// SPDX-License-Identifier: GPL-2.0-only
/* What the fake BMC answers. */
#include <string.h>

#include "fake.h"
#include "fake_watch.h"

static void answer(struct ipmi_response *rs, const void *data, size_t len)
{
	memcpy(rs->data, data, len);
	rs->len = (uint16_t)len;
}

/* A value as it is read now: writes may take a while to show. */
static const uint8_t *lan_now(unsigned int p)
{
	return fake.now - fake.lan_since[p] < fake.delay_ms ? fake.lan_old[p] : fake.lan[p];
}

static void lan_store(unsigned int p, const uint8_t *data)
{
	if (p == fake.ignore)
		return;
	memcpy(fake.lan_old[p], fake.lan[p], sizeof(fake.lan[p]));
	memcpy(fake.lan[p], data, fake.lan_size[p]);
	fake.lan_since[p] = fake.now;
	if (p == 4 && (data[0] & 15) == 1 && (fake.lan_old[p][0] & 15) == 2 &&
	    fake.forget_on_static) {
		memset(fake.lan[3], 0, 4);
		memset(fake.lan[6], 0, 4);
		memset(fake.lan[12], 0, 4);
	}
}

static void progress(uint8_t value, struct ipmi_response *rs)
{
	unsigned int p;

	if (!fake.lan_size[0]) {
		rs->cc = 0x80;
		return;
	}
	if (value == 1 && (fake.now < fake.foreign_until || fake.lan[0][0] == 1)) {
		rs->cc = 0x81;
		return;
	}
	if (value == 0)
		fake.foreign_until = 0;
	for (p = 1; p < 80; p++) {
		if (value == 2 && fake.lan_is_staged[p])
			lan_store(p, fake.lan_staged[p]);
		fake.lan_is_staged[p] = false;
	}
	fake.lan[0][0] = value == 2 ? 1 : value;
}

/* Parameters with a set selector in front of their data. */
static void set_answer(const struct ipmi_request *rq, struct ipmi_response *rs, unsigned int p)
{
	unsigned int set = rq->data[2];

	if (set > 3 || (p < 20 && !set)) {
		rs->cc = 0xc9;
	} else if (rq->cmd == 2) {
		rs->data[0] = 0x11;
		memcpy(rs->data + 1, fake.lan_sets[p][set], fake.lan_size[p]);
		rs->data[1] = (uint8_t)set;
		rs->len = 1 + fake.lan_size[p];
	} else if (rq->len != 2 + fake.lan_size[p]) {
		rs->cc = 0xc7;
	} else {
		memcpy(fake.lan_sets[p][set], rq->data + 2, fake.lan_size[p]);
	}
}

static void sol_answer(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	static const uint8_t sizes[] = { 1, 1, 1, 2, 2, 1, 1, 1, 2 };
	unsigned int p = rq->data[1];

	if (fake.medium[rq->data[0]] != 4 || p > 8 || (p == 8 && rq->cmd == 0x21)) {
		rs->cc = p == 8 ? 0x82 : 0x80;
	} else if (rq->cmd == 0x22) {
		rs->data[0] = 0x11;
		memcpy(rs->data + 1, fake.sol[p], sizes[p]);
		rs->len = 1 + sizes[p];
	} else if (rq->len != 2 + sizes[p]) {
		rs->cc = 0xc7;
	} else {
		memcpy(fake.sol[p], rq->data + 2, sizes[p]);
		fake.sol[0][0] = fake.sol[0][0] == 2 ? 1 : fake.sol[0][0];
	}
}

/**
 * fake_lan_answer() - LAN parameters
 * @rq: the request
 * @rs: filled
 */
void fake_lan_answer(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	unsigned int p = rq->data[1];

	if (fake.medium[rq->data[0]] != 4 && fake.medium[rq->data[0]] != 6) {
		rs->cc = 0xcc;
	} else if (rq->cmd == 1 && p == 0) {
		progress(rq->data[2], rs);
	} else if (p >= 80 || !fake.lan_size[p]) {
		rs->cc = 0x80;
	} else if (p == 18 || p == 19 || p == 56 || p == 59) {
		set_answer(rq, rs, p);
	} else if (rq->cmd == 2) {
		rs->data[0] = 0x11;
		memcpy(rs->data + 1, lan_now(p), fake.lan_size[p]);
		if (p == 0 && fake.now < fake.foreign_until)
			rs->data[1] = 1;
		rs->len = 1 + fake.lan_size[p];
	} else if (rq->len != 2 + fake.lan_size[p]) {
		rs->cc = 0xc7;
	} else if (fake.strict_dhcp && (fake.lan[4][0] & 15) == 2 &&
		   (p == 3 || p == 6 || p == 12)) {
		rs->cc = 0xd5;
	} else if (fake.staging) {
		memcpy(fake.lan_staged[p], rq->data + 2, fake.lan_size[p]);
		fake.lan_is_staged[p] = true;
	} else {
		lan_store(p, rq->data + 2);
	}
}

static void password(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	struct fake_user *u = &fake.users[rq->data[0] & 0x3f];
	unsigned int size = rq->data[0] & 0x80 ? 20 : 16;
	uint8_t given[20] = { 0 };

	switch (rq->data[1]) {
	case 0:
	case 1:
		if (rq->data[1] && fake.access_first && (u->access[1] & 15) == 15) {
			rs->cc = 0xcc;
			return;
		}
		u->state = rq->data[1] ? 1 : 2;
		return;
	case 2:
		if (rq->len != 2 + size || (size == 20 && fake.refuse_20)) {
			rs->cc = rq->len != 2 + size ? 0xc7 : 0xc8;
			return;
		}
		if (fake.name_first && !u->name[0]) {
			rs->cc = 0xcc;
			return;
		}
		memset(u->password, 0, sizeof(u->password));
		memcpy(u->password, rq->data + 2, fake.password_cut ? fake.password_cut : size);
		u->size = (uint8_t)size;
		if (fake.wrong_slot) {
			memcpy(fake.users[fake.wrong_slot].password, u->password, 20);
			fake.users[fake.wrong_slot].size = u->size;
		}
		return;
	default:
		if (rq->len != 2 + size)
			rs->cc = 0xc7;
		if (rs->cc || fake.password_any)
			return;
		memcpy(given, rq->data + 2, size);
		if (u->size != size)
			rs->cc = 0x81;
		else if (memcmp(given, u->password, sizeof(given)) != 0)
			rs->cc = 0x80;
	}
}

/**
 * fake_user_answer() - users
 * @rq: the request
 * @rs: filled
 */
void fake_user_answer(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	unsigned int id = (rq->cmd == 0x43 || rq->cmd == 0x44 ||
			   rq->cmd >= 0x4c ? rq->data[1] : rq->data[0]) & 0x3f;
	unsigned int channel = rq->data[0] & 0x0f;
	struct fake_user *u = &fake.users[id < FAKE_USERS ? id : 0];

	if (!id || id > fake.max_users) {
		rs->cc = 0xc9;
		return;
	}
	switch (rq->cmd) {
	case 0x43:
		if ((fake.enable_first && u->state != 1) ||
		    (fake.privilege_first && rq->data[0] & 0x10 &&
		     (u->access[channel] & 15) == 15)) {
			rs->cc = 0xcc;
			break;
		}
		u->access[channel] = (uint8_t)((u->access[channel] & 0x70) | (rq->data[2] & 15));
		if (rq->data[0] & 0x80)
			u->access[channel] = (uint8_t)((rq->data[0] & 0x70) |
						       (rq->data[2] & 15));
		break;
	case 0x44:
		rs->data[0] = fake.max_users;
		rs->data[1] = (uint8_t)((fake.hide_state ? 0 : u->state << 6) | 2);
		rs->data[2] = fake.fixed;
		rs->data[3] = u->access[channel];
		rs->len = 4;
		break;
	case 0x45:
		if (fake.keep_names && !rq->data[1]) {
			rs->cc = 0xcc;
			break;
		}
		memcpy(u->name, rq->data + 1, 16);
		break;
	case 0x46:
		if (!u->name[0])
			rs->cc = 0xcc;
		else
			answer(rs, u->name, 16);
		break;
	case 0x47:
		password(rq, rs);
		break;
	case 0x4c:
		u->sol = (uint16_t)(u->sol & ~(1U << channel));
		if (!(rq->data[1] & 0x40))
			u->sol |= (uint16_t)(1U << channel);
		break;
	case 0x4d:
		answer(rs, u->sol >> channel & 1 ? "\x02\0\0\0" : "\0\0\0\0", 4);
		break;
	}
}

static void channel_answer(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	unsigned int channel = rq->data[0] & 0x0f;
	uint8_t medium = fake.medium[channel];

	if (!medium) {
		rs->cc = 0xcc;
	} else if (rq->cmd == 0x42) {
		const uint8_t data[] = { (uint8_t)channel, medium, 1,
					 medium == 4 || medium == 6 ? 0x80 : 0, 0xf2, 0x1b, 0, 0,
					 0 };
		answer(rs, data, sizeof(data));
	} else if (rq->cmd == 0x41) {
		answer(rs, rq->data[1] & 0x40 ? fake.saved_access[channel] :
		       fake.active_access[channel], 2);
		if (fake.access_mode[channel] != 2)
			rs->data[0] = (uint8_t)(0x20 | fake.access_mode[channel]);
	} else {
		uint8_t *a = rq->data[1] & 0x40 ? fake.saved_access[channel] :
			     fake.active_access[channel];

		if (fake.drop_saved && rq->data[1] & 0x40)
			return;
		a[0] = rq->data[1] & 0x3f;
		a[1] = rq->data[2] & 0x0f;
	}
}

static void chassis_answer(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	switch (rq->cmd) {
	case 0x06:
		if (rq->data[0] < 3)
			fake.status[0] = (uint8_t)((fake.status[0] & 0x9f) | rq->data[0] << 5);
		answer(rs, "\x07", 1);
		break;
	case 0x08:
		memcpy(fake.boot[rq->data[0] & 7], rq->data + 1, rq->len - 1U);
		if (fake.drop_persistent && rq->data[0] == 5)
			fake.boot[5][0] &= 0xbf;
		break;
	case 0x09:
		rs->data[0] = 1;
		rs->data[1] = rq->data[0];
		memcpy(rs->data + 2, fake.boot[rq->data[0] & 7], 5);
		rs->len = 7;
		break;
	case 0x01:
		answer(rs, fake.status, 3);
		if (fake.identify_known)
			rs->data[2] |= (uint8_t)(0x40 | fake.identify << 4);
		break;
	case 0x02:
		if (rq->data[0] < 2)
			fake.status[0] = (uint8_t)((fake.status[0] & 0xfe) | rq->data[0]);
		break;
	case 0x04:
		fake.identify = rq->len > 1 && rq->data[1] & 1 ? 2 : rq->data[0] ? 1 : 0;
		break;
	default:
		rs->cc = 0xc1;
	}
}

/* Parts of 16 bytes; the first one begins with encoding and length. */
static void info_answer(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	unsigned int p = rq->cmd == 0x58 ? rq->data[0] : rq->data[1];
	unsigned int block = rq->cmd == 0x58 ? rq->data[1] : rq->data[2];

	if (p < 1 || p > 5) {
		rs->cc = 0x80;
	} else if (block > 3) {
		rs->cc = 0xc9;
	} else if (rq->cmd == 0x58) {
		memcpy(fake.info[p] + 16 * (size_t)block, rq->data + 2, 16);
	} else {
		rs->data[0] = 0x11;
		rs->data[1] = (uint8_t)block;
		memcpy(rs->data + 2, fake.info[p] + 16 * (size_t)block, 16);
		rs->len = 18;
	}
}

static void app_answer(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	static const uint8_t guid[] = { 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x47, 0x88, 0x99,
					0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff };

	if (rq->cmd == 0x25) {
		answer(rs, "\x44\x21\x05\x02\x64\x00\x32\x00", 8);
	} else if (rq->cmd == 0x2f) {
		answer(rs, "\x89", 1);
	} else if (rq->cmd == 0x58 || rq->cmd == 0x59) {
		info_answer(rq, rs);
	} else if (rq->cmd == 0x56) {
		memcpy(rs->data + 1, fake.key, sizeof(fake.key));
		rs->len = 1 + sizeof(fake.key);
	} else if (rq->cmd >= 0x40 && rq->cmd <= 0x42) {
		channel_answer(rq, rs);
	} else if (rq->cmd >= 0x43 && rq->cmd <= 0x4d) {
		fake_user_answer(rq, rs);
	} else if (rq->cmd == 0x01) {
		answer(rs, fake.device_id, fake.device_id_len);
	} else if (rq->cmd == 0x04) {
		answer(rs, "\x55\0", 2);
	} else if (rq->cmd == 0x37) {
		answer(rs, guid, sizeof(guid));
	} else if (rq->cmd == 0x02 || rq->cmd == 0x03) {
		fake.down_at = fake.now + 500;
		fake.down_until = fake.now + 12000;
	} else {
		rs->cc = 0xc1;
	}
}

/**
 * fake_answer() - answer a request
 * @rq: the request
 * @rs: filled, zero before
 */
void fake_answer(const struct ipmi_request *rq, struct ipmi_response *rs)
{
	if (rq->netfn == 0x0c && (rq->cmd == 1 || rq->cmd == 2))
		fake_lan_answer(rq, rs);
	else if (rq->netfn == 0x0c && (rq->cmd == 0x21 || rq->cmd == 0x22))
		sol_answer(rq, rs);
	else if (rq->netfn == 0x3c && rq->cmd == 0x40)
		rs->len = 0;
	else if (rq->netfn == 0x00)
		chassis_answer(rq, rs);
	else if (rq->netfn == 0x06)
		app_answer(rq, rs);
	else if (rq->netfn == 0x04 || rq->netfn == 0x0a || rq->netfn == 0x2c)
		watch_answer(rq, rs);
	else
		rs->cc = 0xc1;
}
