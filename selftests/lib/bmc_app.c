// SPDX-License-Identifier: GPL-2.0-only
/* Identity, reset, flags, events, watchdog, system info (IPMI 2.0 chapters 20, 22, 27). */
#include "bmc.h"

#include <string.h>

static void get_device_id(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rq;
	bmc_put(rs, b->device_id, b->device_id_len);
}

static void reset(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rq;
	(void)rs;
	b->wish.reset = true;
}

static void self_test(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rq;
	bmc_put(rs, b->self_test, 2);
}

static void get_guid(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rq;
	bmc_put(rs, b->guid, 16);
}

static void set_enables(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rs;
	b->enables = rq->data[0];
}

static void get_enables(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rq;
	bmc_put(rs, &b->enables, 1);
}

static void clear_flags(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rs;
	if (rq->data[0] & FLAG_QUEUE)
		b->nr_queue = 0;
	if (rq->data[0] & FLAG_EVENT)
		b->nr_events = 0;
	if (rq->data[0] & FLAG_PRETIMEOUT)
		b->pretimeout = false;
}

static void get_flags(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	uint8_t flags = bmc_flags(b);

	(void)rq;
	bmc_put(rs, &flags, 1);
}

static void read_event(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rq;
	if (b->nr_events) {
		bmc_put(rs, b->events[0], 16);
		memmove(b->events[0], b->events[1], --b->nr_events * sizeof(b->events[0]));
	} else if (b->endless) {
		bmc_put(rs, b->endless_event, 16);
	} else {
		rs->data[0] = 0x80;
		return;
	}
	b->events_read++;
}

static void wdt_set(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rs;
	memcpy(b->wdt, rq->data, 6);
	b->wdt_set = true;
	/* Set stops the timer, unless it is told not to. */
	if (!(rq->data[0] & 0x40))
		b->wdt_running = false;
}

static void wdt_reset(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rq;
	if (!b->wdt_set) {
		rs->data[0] = 0x80;
		return;
	}
	b->wdt_running = true;
	b->wdt_until = b->now_ms + bmc_number(b->wdt + 4, 2) * 100;
}

static void wdt_get(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	uint64_t left = bmc_number(b->wdt + 4, 2);

	(void)rq;
	if (b->wdt_running)
		left = b->wdt_until > b->now_ms ? (b->wdt_until - b->now_ms) / 100 : 0;
	BMC_PUT(rs, (b->wdt[0] & 0x87) | (b->wdt_running ? 0x40 : 0));
	bmc_put(rs, b->wdt + 1, 5);
	bmc_put_number(rs, left, 2);
}

static void channel_info(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	unsigned int n = rq->data[0] & 0x0f;
	struct bmc_channel *c = &b->channel[n == 0x0e ? 0x0f : n];

	if (!c->medium) {
		rs->data[0] = CC_FIELD;
		return;
	}
	BMC_PUT(rs, n == 0x0e ? 0x0f : n);
	BMC_PUT(rs, c->medium, c->protocol, c->session, 0xf2, 0x1b, 0x00, 0, 0);
}

static struct bmc_value *string_of(struct bmc *b, unsigned int par, unsigned int set)
{
	return b->knob.sysinfo && par < BMC_STRINGS && set < BMC_LAN_SETS ?
	       &b->string[par][set] : NULL;
}

static void set_string(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	unsigned int par = rq->data[0];
	struct bmc_value *v = string_of(b, par, par ? rq->data[1] : 0);

	if (!v)
		rs->data[0] = 0x80;
	else if (par && rq->len != 18)
		rs->data[0] = CC_LENGTH;
	else if (!par && rq->data[1] == 1 && v->data[0] == 1)
		rs->data[0] = 0x81;
	else
		bmc_set_value(v, rq->data + (par ? 2 : 1), rq->len - (par ? 2 : 1));
}

static void get_string(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	struct bmc_value *v = string_of(b, rq->data[1], rq->data[1] ? rq->data[2] : 0);

	if (!v || (rq->data[1] && !v->len)) {
		rs->data[0] = 0x80;
		return;
	}
	BMC_PUT(rs, 0x11);
	if (rq->data[0] & 0x80)
		return;
	if (rq->data[1])
		bmc_put(rs, &rq->data[2], 1);
	bmc_put(rs, v->data, rq->data[1] ? 16 : 1);
}

const struct bmc_command bmc_app_commands[] = {
	{ 0x06, 0x01, 0, BMC_ANY, get_device_id },
	{ 0x06, 0x02, 0, 0, reset },
	{ 0x06, 0x03, 0, 0, reset },
	{ 0x06, 0x04, 0, 0, self_test },
	{ 0x06, 0x08, 0, 0, get_guid },
	{ 0x06, 0x22, 0, 0, wdt_reset },
	{ 0x06, 0x24, 6, 6, wdt_set },
	{ 0x06, 0x25, 0, 0, wdt_get },
	{ 0x06, 0x2e, 1, 1, set_enables },
	{ 0x06, 0x2f, 0, 0, get_enables },
	{ 0x06, 0x30, 1, 1, clear_flags },
	{ 0x06, 0x31, 0, 0, get_flags },
	{ 0x06, 0x35, 0, 0, read_event },
	{ 0x06, 0x37, 0, 0, get_guid },
	{ 0x06, 0x42, 1, 1, channel_info },
	{ 0x06, 0x58, 2, 18, set_string },
	{ 0x06, 0x59, 4, 4, get_string },
};

const size_t bmc_app_count = ARRAY_SIZE(bmc_app_commands);
