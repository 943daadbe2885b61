// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages through the BMC to other channels: coding of Send Message and Get
 * Message (IPMI 2.0 sections 22.6 and 22.7).  Pure functions.
 */
#include "core.h"

/* A frame under construction. */
static void bmc_put(struct bmc_frame *frame, u8 byte)
{
	frame->data[frame->len++] = byte;
}

/* The checksum that makes the bytes since @start add up to 0. */
static void bmc_put_checksum(struct bmc_frame *frame, unsigned int start)
{
	unsigned int i;
	u8 sum = 0;

	for (i = start; i < frame->len; i++)
		sum += frame->data[i];
	bmc_put(frame, -sum);
}

static void bmc_put_body(struct bmc_frame *frame, const struct bmc_bridged *m, u8 from)
{
	unsigned int start = frame->len;

	bmc_put(frame, from);
	bmc_put(frame, m->seq << 2 | m->from_lun);
	bmc_put(frame, m->cmd);
	memcpy(frame->data + frame->len, m->data, m->len);
	frame->len += m->len;
	bmc_put_checksum(frame, start);
}

/**
 * bmc_bridge_size - how long the frame of a message will be
 * @m: the message; of @addr only the type counts
 *
 * Return: in bytes.
 */
unsigned int bmc_bridge_size(const struct bmc_bridged *m)
{
	bool is_lan = m->addr.addr_type == IPMI_LAN_ADDR_TYPE;

	return m->len + (is_lan ? BMC_LAN_OVERHEAD : BMC_IPMB_OVERHEAD) + m->broadcast;
}

/**
 * bmc_bridge_encode - a message as the data of Send Message
 * @frame: result
 * @m: the message; @addr tells where to
 * @max: longest frame that the link can carry
 *
 * Return: 0, or -EMSGSIZE.
 */
int bmc_bridge_encode(struct bmc_frame *frame, const struct bmc_bridged *m, unsigned int max)
{
	const struct ipmi_ipmb_addr *ipmb = (const void *)&m->addr;
	const struct ipmi_lan_addr *lan = (const void *)&m->addr;
	bool is_lan = m->addr.addr_type == IPMI_LAN_ADDR_TYPE;
	unsigned int start;

	if (bmc_bridge_size(m) > max)
		return -EMSGSIZE;

	frame->len = 0;
	bmc_put(frame, BMC_NETFN_APP << 2);
	bmc_put(frame, BMC_CMD_SEND_MSG);
	bmc_put(frame, m->addr.channel);
	if (is_lan) {
		bmc_put(frame, lan->session_handle);
		start = frame->len;
		bmc_put(frame, lan->remote_SWID);
		bmc_put(frame, m->netfn << 2 | lan->lun);
		bmc_put_checksum(frame, start);
		bmc_put_body(frame, m, lan->local_SWID);
		return 0;
	}
	if (m->broadcast)
		bmc_put(frame, 0);
	start = frame->len;
	bmc_put(frame, ipmb->slave_addr);
	bmc_put(frame, m->netfn << 2 | ipmb->lun);
	bmc_put_checksum(frame, start);
	bmc_put_body(frame, m, m->from);
	return 0;
}

static int bmc_decode_ipmb(struct bmc_bridged *m, const u8 *data, unsigned int len)
{
	struct ipmi_ipmb_addr *addr = (void *)&m->addr;

	/* channel, netfn/LUN, checksum, address, seq/LUN, command, ..., checksum */
	if (len < 7)
		return -EBADMSG;
	addr->addr_type = IPMI_IPMB_ADDR_TYPE;
	addr->channel = data[0] & 0xf;
	addr->slave_addr = data[3];
	addr->lun = data[4] & 3;
	m->netfn = data[1] >> 2;
	m->from_lun = data[1] & 3;
	m->seq = data[4] >> 2;
	m->cmd = data[5];
	m->data = data + 6;
	m->len = len - 7;
	return 0;
}

static int bmc_decode_lan(struct bmc_bridged *m, const u8 *data, unsigned int len)
{
	struct ipmi_lan_addr *addr = (void *)&m->addr;

	/* channel, session, SWID, netfn/LUN, checksum, SWID, seq/LUN, command, ..., checksum */
	if (len < 9)
		return -EBADMSG;
	addr->addr_type = IPMI_LAN_ADDR_TYPE;
	addr->channel = data[0] & 0xf;
	addr->privilege = data[0] >> 4;
	addr->session_handle = data[1];
	addr->local_SWID = data[2];
	addr->remote_SWID = data[5];
	addr->lun = data[6] & 3;
	m->netfn = data[3] >> 2;
	m->from_lun = data[3] & 3;
	m->seq = data[6] >> 2;
	m->cmd = data[7];
	m->data = data + 8;
	m->len = len - 9;
	return 0;
}

/**
 * bmc_bridge_decode - the data of a response to Get Message
 * @m: result; its data points into @data
 * @medium: what the channel is (IPMI_CHANNEL_MEDIUM_*)
 * @data: after the completion code
 * @len: its length
 *
 * A response has an odd netfn and its completion code first in @data.
 *
 * Return: 0; -EBADMSG too short; -EPROTONOSUPPORT no message of a kind that
 * can be handed on.
 */
int bmc_bridge_decode(struct bmc_bridged *m, u8 medium, const u8 *data, unsigned int len)
{
	int err;

	*m = (struct bmc_bridged){};
	switch (medium) {
	case IPMI_CHANNEL_MEDIUM_IPMB:
		err = bmc_decode_ipmb(m, data, len);
		break;
	case IPMI_CHANNEL_MEDIUM_8023LAN:
	case IPMI_CHANNEL_MEDIUM_ASYNC:
		err = bmc_decode_lan(m, data, len);
		break;
	default:
		return -EPROTONOSUPPORT;
	}
	if (!err && m->netfn & 1 && !m->len)
		err = -EBADMSG;
	return err;
}
