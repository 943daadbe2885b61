// SPDX-License-Identifier: GPL-2.0-only
/*
 * From what a client asks to the frame that is sent.  The order of the checks
 * and the error numbers are those of the in-tree driver.
 */
#include <linux/module.h>

#include "core.h"

/* In-tree name; see max_users. */
static unsigned int bmc_default_max_retries = 4;
module_param_named(default_max_retries, bmc_default_max_retries, uint, 0644);
MODULE_PARM_DESC(default_max_retries,
		 "How often a message to another channel is sent again (default 4)");

/* Commands with which the router itself drives the BMC's message queues. */
static bool bmc_router_owns(u8 netfn, u8 cmd)
{
	return netfn == IPMI_NETFN_APP_REQUEST &&
	       (cmd == BMC_CMD_SEND_MSG || cmd == BMC_CMD_GET_MSG ||
		cmd == BMC_CMD_READ_EVENT_BUFFER);
}

/* Encode a request to the BMC itself. */
static int bmc_encode_system(struct bmc_request *req, const u8 *data, u16 len)
{
	const struct ipmi_system_interface_addr *si = (const void *)&req->msg.addr;
	u8 netfn = req->msg.netfn, cmd = req->msg.cmd;

	if (netfn & 1 || si->lun > 3 || bmc_router_owns(netfn, cmd))
		return -EINVAL;
	if (len + 2 > READ_ONCE(req->client->link->limits.max_request))
		return -EMSGSIZE;
	req->frame.data[0] = netfn << 2 | si->lun;
	req->frame.data[1] = cmd;
	memcpy(req->frame.data + 2, data, len);
	req->frame.len = 2 + len;
	return 0;
}

static bool bmc_medium_fits(u8 medium, int addr_type)
{
	if (addr_type == IPMI_LAN_ADDR_TYPE)
		return medium == IPMI_CHANNEL_MEDIUM_8023LAN || medium == IPMI_CHANNEL_MEDIUM_ASYNC;
	return medium == IPMI_CHANNEL_MEDIUM_IPMB;
}

static u8 bmc_addr_lun(const struct ipmi_addr *addr)
{
	if (addr->addr_type == IPMI_LAN_ADDR_TYPE)
		return ((const struct ipmi_lan_addr *)addr)->lun;
	return ((const struct ipmi_ipmb_addr *)addr)->lun;
}

/* Encode a request, or an answer, to somebody on another channel. */
static int bmc_encode_bridged(struct bmc_request *req, const u8 *data, u16 len)
{
	struct bmc_link *link = req->client->link;
	struct ipmi_addr *addr = &req->msg.addr;
	unsigned int max_request = READ_ONCE(link->limits.max_request);
	struct bmc_bridged m = {
		.netfn = req->msg.netfn,
		.cmd = req->msg.cmd,
		.from = READ_ONCE(link->my_addr[addr->channel]),
		.from_lun = READ_ONCE(link->my_lun[addr->channel]),
		.data = data,
		.len = len,
	};

	if (!bmc_medium_fits(bmc_channel_medium(link, addr->channel), addr->addr_type))
		return -EINVAL;
	if (addr->addr_type == IPMI_IPMB_BROADCAST_ADDR_TYPE) {
		/* Only its request is a broadcast, and that is never repeated. */
		addr->addr_type = IPMI_IPMB_ADDR_TYPE;
		m.broadcast = true;
		req->retries = 0;
	}
	m.addr = *addr;
	if (bmc_bridge_size(&m) > max_request)
		return -EMSGSIZE;
	if (bmc_addr_lun(addr) > 3)
		return -EINVAL;
	if (m.netfn & 1) {
		req->kind = BMC_ANSWER;
		m.seq = req->msg.msgid & (BMC_SEQS - 1);
	} else {
		req->kind = BMC_BRIDGED;
		req->seq = bmc_seq_get(link);
		if (req->seq < 0)
			return -EAGAIN;
		m.seq = req->seq;
	}
	return bmc_bridge_encode(&req->frame, &m, max_request);
}

static int bmc_encode_for(struct bmc_request *req, const u8 *data, u16 len)
{
	switch (req->msg.addr.addr_type) {
	case IPMI_SYSTEM_INTERFACE_ADDR_TYPE:
		return bmc_encode_system(req, data, len);
	case IPMI_IPMB_ADDR_TYPE:
	case IPMI_IPMB_BROADCAST_ADDR_TYPE:
	case IPMI_LAN_ADDR_TYPE:
		return bmc_encode_bridged(req, data, len);
	default:
		/* No transport has IPMB without a BMC. */
		return -EAFNOSUPPORT;
	}
}

/**
 * bmc_encode - fill a request with what is asked
 * @req: a new request, with @retries and @retry_ms set
 * @addr: whom, as checked by bmc_addr_validate()
 * @netfn: network function; odd for an answer to another party's command
 * @cmd: command
 * @data: what goes with it; copied
 * @len: length of @data, at most IPMI_MAX_MSG_LENGTH
 *
 * Return: 0, or the in-tree driver's error number.
 */
int bmc_encode(struct bmc_request *req, const struct ipmi_addr *addr, u8 netfn, u8 cmd,
	       const u8 *data, u16 len)
{
	int err;

	req->msg.addr = *addr;
	req->msg.netfn = netfn;
	req->msg.cmd = cmd;
	err = bmc_encode_for(req, data, len);
	if (err)
		bmc_count(req->client->link, BMCLINK_A_STATS_INVALID_COMMANDS);
	return err;
}

/**
 * bmc_encode_timing - how long to wait for an answer from another channel
 * @req: a new request
 * @retries: how often to send it again, negative for the usual number
 * @retry_time_ms: how long to wait each time, 0 for the usual time
 */
void bmc_encode_timing(struct bmc_request *req, int retries, unsigned int retry_time_ms)
{
	req->retries = retries < 0 ? READ_ONCE(bmc_default_max_retries) : retries;
	req->retry_ms = retry_time_ms ?: bmc_maintenance_retry_ms(req->client->link);
}
