// SPDX-License-Identifier: GPL-2.0-only
/* DCMI: coding. Pure. */
#include "dcmi.h"

#include <string.h>

#include "../cursor.h"

/**
 * ipmi_dcmi_encode() - build a DCMI request
 * @rq: the request
 * @cmd: &enum ipmi_dcmi_cmd
 * @data: what follows the group
 * @len: bytes of it
 */
void ipmi_dcmi_encode(struct ipmi_request *rq, uint8_t cmd, const void *data, size_t len)
{
	ipmi_request_init(rq, IPMI_NETFN_GROUP, cmd);
	ipmi_request_byte(rq, IPMI_DCMI_GROUP);
	ipmi_request_add(rq, data, len);
}

/* Each answer begins with the group it is of. */
static struct cursor start(const struct ipmi_response *rs)
{
	struct cursor c = cursor_init(rs->data, rs->len);

	if (cursor_u8(&c) != IPMI_DCMI_GROUP)
		c.bad = true;
	return c;
}

/**
 * ipmi_dcmi_power_decode() - read the answer to Get Power Reading
 * @rs: the answer
 * @p: filled
 *
 * Return: false when it is too short or of another group.
 */
bool ipmi_dcmi_power_decode(const struct ipmi_response *rs, struct ipmi_dcmi_power *p)
{
	struct cursor c = start(rs);

	p->now = (uint16_t)cursor_le(&c, 2);
	p->min = (uint16_t)cursor_le(&c, 2);
	p->max = (uint16_t)cursor_le(&c, 2);
	p->average = (uint16_t)cursor_le(&c, 2);
	p->stamp = cursor_le(&c, 4);
	p->window_ms = cursor_le(&c, 4);
	p->active = cursor_u8(&c) & 0x40;
	return !c.bad;
}

/**
 * ipmi_dcmi_limit_decode() - read the answer to Get Power Limit
 * @rs: the answer
 * @l: filled
 *
 * Return: false when it is too short or of another group.
 */
bool ipmi_dcmi_limit_decode(const struct ipmi_response *rs, struct ipmi_dcmi_limit *l)
{
	struct cursor c = start(rs);

	(void)cursor_le(&c, 2);
	l->action = cursor_u8(&c);
	l->watts = (uint16_t)cursor_le(&c, 2);
	l->correction_ms = cursor_le(&c, 4);
	(void)cursor_le(&c, 2);
	l->period_s = (uint16_t)cursor_le(&c, 2);
	return !c.bad;
}

/**
 * ipmi_dcmi_limit_encode() - build Set Power Limit
 * @rq: the request
 * @l: the limit
 */
void ipmi_dcmi_limit_encode(struct ipmi_request *rq, const struct ipmi_dcmi_limit *l)
{
	const uint8_t data[] = {
		0, 0, 0, l->action, (uint8_t)l->watts, (uint8_t)(l->watts >> 8),
		(uint8_t)l->correction_ms, (uint8_t)(l->correction_ms >> 8),
		(uint8_t)(l->correction_ms >> 16), (uint8_t)(l->correction_ms >> 24), 0, 0,
		(uint8_t)l->period_s, (uint8_t)(l->period_s >> 8),
	};

	ipmi_dcmi_encode(rq, IPMI_DCMI_SET_POWER_LIMIT, data, sizeof(data));
}

/**
 * ipmi_dcmi_string_decode() - read a piece of the asset tag or controller ID
 * @rs: the answer
 * @total: set to the length of the whole
 * @data: filled with the piece, room for IPMI_DCMI_PIECE bytes
 * @len: set to its length
 *
 * Return: false when it is too short or of another group.
 */
bool ipmi_dcmi_string_decode(const struct ipmi_response *rs, uint8_t *total, uint8_t *data,
			     size_t *len)
{
	struct cursor c = start(rs);

	*total = cursor_u8(&c);
	*len = c.left < IPMI_DCMI_PIECE ? c.left : IPMI_DCMI_PIECE;
	cursor_bytes(&c, data, *len);
	return !c.bad;
}

/**
 * ipmi_dcmi_temperatures_decode() - read the answer to Get Temperature Readings
 * @rs: the answer
 * @total: set to how many there are
 * @list: filled
 *
 * Return: how many are in @list.
 */
size_t ipmi_dcmi_temperatures_decode(const struct ipmi_response *rs, uint8_t *total,
				     struct ipmi_dcmi_temperature list[8])
{
	struct cursor c = start(rs);
	size_t n, i;
	uint8_t b;

	*total = cursor_u8(&c);
	n = cursor_u8(&c);
	for (i = 0; i < n && i < 8 && c.left >= 2; i++) {
		b = cursor_u8(&c);
		list[i].celsius = b & 0x80 ? -(int)(b & 0x7f) : b;
		list[i].instance = cursor_u8(&c);
	}
	return c.bad ? 0 : i;
}

/**
 * ipmi_dcmi_action_name() - the word for an action
 * @action: the action
 *
 * Return: a constant string, NULL when it has none.
 */
const char *ipmi_dcmi_action_name(uint8_t action)
{
	switch (action) {
	case 0x00:
		return "none";
	case 0x01:
		return "off";
	case 0x11:
		return "log";
	default:
		return action <= 0x10 ? "oem" : NULL;
	}
}
