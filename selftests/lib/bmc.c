// SPDX-License-Identifier: GPL-2.0-only
/* The BMC as a whole: how it begins, whom a request goes to, what waits for the host. */
#include "bmc.h"

#include <stdlib.h>
#include <string.h>

void bmc_put(struct bmc_msg *rs, const void *data, size_t len)
{
	if (len > sizeof(rs->data) - rs->len)
		len = sizeof(rs->data) - rs->len;
	memcpy(rs->data + rs->len, data, len);
	rs->len += len;
}

void bmc_put_number(struct bmc_msg *rs, uint64_t value, unsigned int bytes)
{
	for (; bytes--; value >>= 8)
		bmc_put(rs, &(uint8_t){ (uint8_t)value }, 1);
}

uint64_t bmc_number(const uint8_t *data, unsigned int bytes)
{
	uint64_t n = 0;

	while (bytes--)
		n = n << 8 | data[bytes];
	return n;
}

void bmc_set_value(struct bmc_value *v, const void *data, size_t len)
{
	memset(v, 0, sizeof(*v));
	v->len = (uint8_t)len;
	memcpy(v->data, data, len);
	memcpy(v->old, data, len);
}

void bmc_channel_set(struct bmc *b, unsigned int channel, uint8_t medium, uint8_t protocol)
{
	struct bmc_channel *c = &b->channel[channel];

	free(c->lan);
	memset(c, 0, sizeof(*c));
	c->medium = medium;
	c->protocol = protocol;
	if (!bmc_lan_is(b, channel))
		return;
	/* 802.3 and other LANs have sessions, open to administrators. */
	c->session = 0x80;
	c->access[0] = 0x22;
	c->access[1] = 0x22;
	c->limit[0] = 0x04;
	c->limit[1] = 0x04;
	c->lan = bmc_lan_new();
}

bool bmc_lan_is(const struct bmc *b, unsigned int channel)
{
	return b->channel[channel].medium == 4 || b->channel[channel].medium == 6;
}

struct bmc *bmc_new(void)
{
	static const uint8_t id[] = { 0x20, 0x01, 0x02, 0x10, 0x02, 0xbf, 0xf2, 0x1b, 0x00,
				      0x34, 0x12, 0x01, 0x02, 0x03, 0x04 };
	static const uint8_t guid[] = { 0xf0, 0xde, 0xbc, 0x9a, 0x78, 0x56, 0x34, 0x12, 0x34,
					0x12, 0x78, 0x56, 0x12, 0x34, 0x56, 0x78 };
	struct bmc *b = calloc(1, sizeof(*b));

	if (!b)
		abort();
	b->wish.power = BMC_POWER_NONE;
	memcpy(b->device_id, id, sizeof(id));
	b->device_id_len = sizeof(id);
	memcpy(b->guid, guid, sizeof(guid));
	b->enables = ENABLE_SEL;
	b->self_test[0] = 0x55;
	b->powered = true;
	b->knob.user_max = 15;
	b->knob.user_fixed = 1;
	b->knob.user_policy_cc = CC_LIMIT;
	b->knob.lan_vlan = 1;
	b->knob.restore_known = 7;
	b->knob.dcmi = 1;
	b->knob.sysinfo = 1;
	b->knob.init_cc = CC_INIT;
	b->knob.down_ms = 2000;
	b->knob.sdr_max_read = 0xff;
	bmc_channel_set(b, 0, 1, 1);
	bmc_channel_set(b, 1, 4, 1);
	bmc_channel_set(b, 15, 12, 5);
	bmc_users_init(b);
	bmc_chassis_init(b);
	bmc_storage_init(b);
	return b;
}

void bmc_free(struct bmc *b)
{
	unsigned int i;

	for (i = 0; i < BMC_CHANNELS; i++)
		free(b->channel[i].lan);
	free(b);
}

void bmc_restart(struct bmc *b, unsigned int down_ms)
{
	unsigned int i;

	b->enables = ENABLE_SEL;
	b->nr_events = 0;
	b->nr_queue = 0;
	b->pretimeout = false;
	b->init_left = b->knob.init_answers;
	b->init_until = b->now_ms + down_ms + b->knob.init_ms;
	b->sel_reservation++;
	b->sdr_reservation++;
	b->limit_active = false;
	if (b->knob.watchdog_forgets) {
		b->wdt_set = false;
		b->wdt_running = false;
	}
	for (i = 0; i < BMC_CHANNELS; i++) {
		b->channel[i].access[1] = b->channel[i].access[0];
		b->channel[i].limit[1] = b->channel[i].limit[0];
		if (b->channel[i].lan)
			bmc_lan_restart(b->channel[i].lan);
	}
}

uint8_t bmc_flags(const struct bmc *b)
{
	uint8_t flags = b->flags_sticky;

	if (b->flags_fixed)
		return flags;
	if (b->nr_queue)
		flags |= FLAG_QUEUE;
	if (b->nr_events || b->endless)
		flags |= FLAG_EVENT;
	if (b->pretimeout)
		flags |= FLAG_PRETIMEOUT;
	return flags;
}

bool bmc_irq(const struct bmc *b)
{
	uint8_t flags = bmc_flags(b);

	return (flags & FLAG_QUEUE && b->enables & ENABLE_QUEUE_IRQ) ||
	       (flags & FLAG_EVENT && b->enables & ENABLE_EVENT_IRQ);
}

bool bmc_event(struct bmc *b, const uint8_t event[16])
{
	if (!(b->enables & ENABLE_EVENTS) || b->nr_events == BMC_EVENTS) {
		b->events_lost++;
		return false;
	}
	memcpy(b->events[b->nr_events++], event, 16);
	return true;
}

bool bmc_queue(struct bmc *b, const uint8_t *data, size_t len)
{
	struct bmc_queued *q = &b->queue[b->nr_queue];

	if (b->nr_queue == BMC_QUEUE || len > sizeof(q->data)) {
		b->queue_lost++;
		return false;
	}
	memcpy(q->data, data, len);
	q->len = len;
	b->nr_queue++;
	return true;
}

static const struct bmc_command *find(const struct bmc_msg *rq)
{
	const struct {
		const struct bmc_command *list;
		size_t count;
	} parts[] = {
		{ bmc_app_commands, bmc_app_count },
		{ bmc_bridge_commands, bmc_bridge_count },
		{ bmc_user_commands, bmc_user_count },
		{ bmc_lan_commands, bmc_lan_count },
		{ bmc_chassis_commands, bmc_chassis_count },
		{ bmc_storage_commands, bmc_storage_count },
		{ bmc_dcmi_commands, bmc_dcmi_count },
	};
	size_t i, k;

	for (i = 0; i < ARRAY_SIZE(parts); i++)
		for (k = 0; k < parts[i].count; k++)
			if (parts[i].list[k].netfn == rq->netfn && parts[i].list[k].cmd == rq->cmd)
				return &parts[i].list[k];
	return NULL;
}

void bmc_answer(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	const struct bmc_command *c = find(rq);

	memset(rs, 0, sizeof(*rs));
	rs->netfn = rq->netfn | 1;
	rs->lun = rq->lun;
	rs->cmd = rq->cmd;
	rs->len = 1;
	if (b->init_left || b->now_ms < b->init_until) {
		b->init_left -= b->init_left ? 1 : 0;
		rs->data[0] = (uint8_t)b->knob.init_cc;
		return;
	}
	if (!c)
		rs->data[0] = CC_COMMAND;
	else if (rq->len < c->min || rq->len > c->max)
		rs->data[0] = CC_LENGTH;
	else
		c->run(b, rq, rs);
	/* A refusal carries no data, with one exception that group extensions make. */
	if (rs->data[0])
		rs->len = rq->netfn == 0x2c && rq->len ? 2 : 1;
	if (rs->len == 2 && rs->data[0])
		rs->data[1] = rq->data[0];
}
