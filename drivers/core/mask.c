// SPDX-License-Identifier: GPL-2.0-only
/*
 * What must not leave the kernel in a copy of a frame: passwords, keys and what
 * they could be computed from.  A pure function.
 */
#include <linux/minmax.h>
#include <linux/string.h>

#include "core.h"
#include "genl.h"

/* Any value of a byte of data. */
#define ANY		-1
/* Nothing is secret in this direction. */
#define NONE		0xff
/* Messages within messages: more than two bridges in a row nobody has. */
#define BMC_MASK_DEPTH	3

/**
 * struct bmc_secret - a message that carries a secret
 * @netfn: network function of the request
 * @cmd: command
 * @first: first byte of data of the request that it depends on, or ANY
 * @second: second byte of data, or ANY
 * @request: from which byte of data on the request is secret; NONE for none
 * @response: the same for the response, counted after the completion code
 */
struct bmc_secret {
	u8 netfn;
	u8 cmd;
	s16 first;
	s16 second;
	u8 request;
	u8 response;
};

static const struct bmc_secret bmc_secrets[] = {
	{ 0x06, 0x39, ANY, ANY, 1, 0 },		/* Get Session Challenge */
	{ 0x06, 0x3a, ANY, ANY, 2, 0 },		/* Activate Session */
	{ 0x06, 0x3f, ANY, ANY, 0, 0 },		/* Get AuthCode */
	{ 0x06, 0x47, ANY, ANY, 2, NONE },		/* Set User Password */
	{ 0x06, 0x56, ANY, ANY, 3, 1 },		/* Set Channel Security Keys */
	{ 0x0c, 0x01, ANY, 16, 2, NONE },	/* Set LAN Configuration: community string */
	{ 0x0c, 0x02, ANY, 16, NONE, 1 },	/* Get LAN Configuration: the same */
	{ 0x0c, 0x10, ANY, ANY, 2, NONE },	/* Set Serial/Modem Configuration: PPP accounts */
	{ 0x0c, 0x11, ANY, ANY, NONE, 1 },	/* Get Serial/Modem Configuration */
	{ 0x2c, 0x02, 0x52, ANY, NONE, 1 },	/* Redfish bootstrap credentials */
};

/* Is this secret in a message that begins so?  @data is the request's, as far as it is known. */
static const struct bmc_secret *bmc_secret_find(u8 netfn, u8 cmd, const u8 *data, unsigned int len)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bmc_secrets); i++) {
		const struct bmc_secret *s = &bmc_secrets[i];

		if (s->netfn != (netfn & ~1) || s->cmd != cmd)
			continue;
		if (s->first != ANY && len > 0 && s->first != data[0])
			continue;
		if (s->second != ANY && len > 1 && s->second != data[1])
			continue;
		return s;
	}
	return NULL;
}

static unsigned int bmc_mask_message(const u8 *data, unsigned int len, unsigned int at,
				     unsigned int cmd, const u8 *asked, unsigned int depth);

/*
 * Where a secret begins in a message within a message: @ipmb and @other are the
 * places of its network function when it is for IPMB, and when it is for a remote
 * console or a broadcast.  A wrong guess which it is masks too much, never too
 * little; so does a message too deep to be looked into.
 */
static unsigned int bmc_mask_within(const u8 *data, unsigned int len, unsigned int ipmb,
				    unsigned int other, unsigned int depth)
{
	if (!depth)
		return min(ipmb, len);
	/* Checksum, address and sequence number stand before the command. */
	return min(bmc_mask_message(data, len, ipmb, ipmb + 4, NULL, depth - 1),
		   bmc_mask_message(data, len, other, other + 4, NULL, depth - 1));
}

/*
 * Where a secret begins in a message whose network function is at @at and whose
 * command is at @cmd; @asked is the request's beginning, or NULL.
 */
static unsigned int bmc_mask_message(const u8 *data, unsigned int len, unsigned int at,
				     unsigned int cmd, const u8 *asked, unsigned int depth)
{
	unsigned int body = cmd + 1, from;
	const struct bmc_secret *s;
	u8 netfn;

	if (len <= cmd)
		return len;
	netfn = data[at] >> 2;
	if (!(netfn & 1)) {
		if (netfn == BMC_NETFN_APP && data[cmd] == BMC_CMD_SEND_MSG)
			return bmc_mask_within(data, len, body + 2, body + 3, depth);
		s = bmc_secret_find(netfn, data[cmd], data + body, len - body);
		from = s ? s->request : NONE;
	} else {
		body++;
		if (netfn == (BMC_NETFN_APP | 1) && data[cmd] == BMC_CMD_GET_MSG)
			return bmc_mask_within(data, len, body + 1, body + 3, depth);
		/* Some put the whole answer in here, each in a form of their own. */
		if (netfn == (BMC_NETFN_APP | 1) && data[cmd] == BMC_CMD_SEND_MSG)
			return min(body, len);
		/* What was asked is known only for the very command. */
		if (asked && (asked[0] >> 2 | 1) == netfn && asked[1] == data[cmd])
			s = bmc_secret_find(netfn, data[cmd], asked + 2, 2);
		else
			s = bmc_secret_find(netfn, data[cmd], NULL, 0);
		from = s ? s->response : NONE;
	}
	return from == NONE ? len : min(body + from, len);
}

/**
 * bmc_mask - put zeros over what is secret in a frame
 * @data: the frame: a request, or a response with its completion code
 * @len: its length
 * @asked: first BMC_STATS_ASKED bytes of the request that a response is for, or
 *	NULL when that is not known
 *
 * Return: how many bytes are zero because of that.
 */
unsigned int bmc_mask(u8 *data, unsigned int len, const u8 *asked)
{
	unsigned int from = bmc_mask_message(data, len, 0, 1, asked, BMC_MASK_DEPTH);

	memset(data + from, 0, len - from);
	return len - from;
}
