// SPDX-License-Identifier: GPL-2.0-only
/*
 * Between channels: Send Message, Get Message, controllers on the IPMB, remote consoles
 * (IPMI 2.0 sections 6.13, 22.6, 22.7).
 */
#include "bmc.h"
#include "vmproto.h"

#include <string.h>

#define BMC_ADDRESS	0x20
#define HOST_SWID	0x81

/* A message of IPMB or LAN shape behind the channel byte: header with sum, rest with sum. */
struct bridged {
	size_t len;
	uint8_t data[BMC_DATA_MAX - 8];
};

/*
 * @to is part of the first sum but not of the message on IPMB: it is the BMC itself, to
 * whom the message came. On a LAN it stands in the message, behind the session handle.
 */
static void compose(struct bridged *m, uint8_t channel, int session, uint8_t to, uint8_t from,
		    const struct bmc_msg *msg, uint8_t to_lun, uint8_t seq)
{
	const uint8_t head[] = { to, (uint8_t)(msg->netfn << 2 | to_lun) };
	size_t start;

	m->len = 0;
	m->data[m->len++] = channel;
	if (session >= 0) {
		m->data[m->len++] = (uint8_t)session;
		m->data[m->len++] = to;
	}
	m->data[m->len++] = head[1];
	m->data[m->len++] = vm_sum(head, 2);
	start = m->len;
	m->data[m->len++] = from;
	m->data[m->len++] = (uint8_t)(seq << 2 | msg->lun);
	m->data[m->len++] = msg->cmd;
	memcpy(m->data + m->len, msg->data, msg->len);
	m->len += msg->len;
	m->data[m->len] = vm_sum(m->data + start, m->len - start);
	m->len++;
}

bool bmc_ipmb_request(struct bmc *b, uint8_t channel, uint8_t from, const struct bmc_msg *rq,
		      uint8_t host_lun)
{
	struct bridged m;

	compose(&m, channel, -1, BMC_ADDRESS, from, rq, host_lun, b->bridge_seq++ & 0x3f);
	return bmc_queue(b, m.data, m.len);
}

bool bmc_lan_request(struct bmc *b, uint8_t channel, uint8_t session, uint8_t from,
		     const struct bmc_msg *rq)
{
	struct bridged m;

	/* The privilege of the session stands in the upper half: administrator. */
	compose(&m, channel | 0x40, session, HOST_SWID, from, rq, 2, b->bridge_seq++ & 0x3f);
	return bmc_queue(b, m.data, m.len);
}

/* An answer of another controller comes when it comes, or comes twice, or broken. */
static void answer_back(struct bmc *b, struct bridged *m)
{
	unsigned int copies = 1 + b->knob.bridge_copies;

	if (b->knob.bridge_lost) {
		b->knob.bridge_lost--;
		return;
	}
	if (b->knob.bridge_badsum)
		m->data[m->len - 1] ^= 0x55;
	while (copies-- && b->nr_late < BMC_QUEUE) {
		struct bmc_queued *q = &b->late[b->nr_late++];

		q->ready = b->now_ms + b->knob.bridge_delay_ms;
		memcpy(q->data, m->data, m->len);
		q->len = m->len;
	}
	bmc_tick(b);
}

long bmc_tick(struct bmc *b)
{
	while (b->nr_late && b->late[0].ready <= b->now_ms) {
		bmc_queue(b, b->late[0].data, b->late[0].len);
		memmove(&b->late[0], &b->late[1], --b->nr_late * sizeof(b->late[0]));
	}
	return b->nr_late ? (long)(b->late[0].ready - b->now_ms) : -1;
}

/* What a controller on the IPMB knows: who it is. */
static void satellite_answer(struct bmc *b, uint8_t address, const struct bmc_msg *rq,
			     struct bmc_msg *rs)
{
	memset(rs, 0, sizeof(*rs));
	rs->netfn = rq->netfn | 1;
	rs->lun = rq->lun;
	rs->cmd = rq->cmd;
	rs->len = 1;
	if (rq->netfn == 0x06 && rq->cmd == 0x01)
		bmc_put(rs, b->satellite_id[address], 15);
	else if (rq->netfn == 0x30 && rq->cmd == 0x01)
		bmc_put(rs, rq->data, rq->len);
	else
		rs->data[0] = CC_COMMAND;
}

/* The host's software has answered what it was asked. */
static void replied(struct bmc *b, const uint8_t *data, size_t len)
{
	b->replies++;
	memcpy(b->reply.data, data, len);
	b->reply.len = len;
}

static void to_ipmb(struct bmc *b, const uint8_t *d, size_t len, struct bmc_msg *rs)
{
	uint8_t channel = d[0] & 0x0f, seq, from_lun;
	struct bmc_msg rq = { 0 }, answer;
	struct bridged m;

	d++;
	len--;
	/* A broadcast has one more byte before the address. */
	if (len && !d[0]) {
		d++;
		len--;
	}
	if (len < 7 || vm_sum(d, 3) || vm_sum(d + 3, len - 3)) {
		rs->data[0] = CC_FIELD;
		return;
	}
	rq.netfn = d[1] >> 2;
	rq.lun = d[1] & 3;
	seq = d[4] >> 2;
	from_lun = d[4] & 3;
	rq.cmd = d[5];
	rq.len = len - 7;
	memcpy(rq.data, d + 6, rq.len);
	if (rq.netfn & 1) {
		replied(b, d - 1, len + 1);
		return;
	}
	if (!b->satellite[d[0]]) {
		rs->data[0] = CC_NAK;
		return;
	}
	satellite_answer(b, d[0], &rq, &answer);
	seq = (seq + b->knob.bridge_seq_add) & 0x3f;
	compose(&m, channel, -1, d[3], d[0], &answer, from_lun, seq);
	answer_back(b, &m);
}

/* A console acknowledges what it is sent; it has no commands of its own to answer. */
static void to_lan(struct bmc *b, const uint8_t *d, size_t len, struct bmc_msg *rs)
{
	d += 2;
	len -= 2;
	if (len < 7 || vm_sum(d, 3) || vm_sum(d + 3, len - 3)) {
		rs->data[0] = CC_FIELD;
		return;
	}
	if (d[1] >> 2 & 1) {
		replied(b, d - 2, len + 2);
	} else {
		struct bmc_msg answer = { .netfn = (d[1] >> 2) | 1, .cmd = d[5],
					  .lun = d[1] & 3, .len = 1 };
		struct bridged m;

		answer.data[0] = CC_COMMAND;
		compose(&m, d[-2] & 0x0f, d[-1], d[3], d[0], &answer, d[4] & 3, d[4] >> 2);
		answer_back(b, &m);
	}
}

static void send_message(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	unsigned int channel = rq->data[0] & 0x0f;

	switch (b->channel[channel].medium) {
	case 1:
		to_ipmb(b, rq->data, rq->len, rs);
		break;
	case 4:
	case 5:
	case 6:
		to_lan(b, rq->data, rq->len, rs);
		break;
	default:
		rs->data[0] = CC_FIELD;
	}
}

static void get_message(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs)
{
	(void)rq;
	if (!b->nr_queue) {
		rs->data[0] = 0x80;
		return;
	}
	bmc_put(rs, b->queue[0].data, b->queue[0].len);
	memmove(&b->queue[0], &b->queue[1], --b->nr_queue * sizeof(b->queue[0]));
}

const struct bmc_command bmc_bridge_commands[] = {
	{ 0x06, 0x33, 0, 0, get_message },
	{ 0x06, 0x34, 8, BMC_ANY, send_message },
};

const size_t bmc_bridge_count = ARRAY_SIZE(bmc_bridge_commands);
