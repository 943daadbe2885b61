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
#define ANY	-1

/**
 * struct bmc_secret - a message that carries a secret
 * @netfn: network function of the request
 * @cmd: command
 * @first: first byte of data of the request that it depends on, or ANY
 * @second: second byte of data, or ANY
 * @request: from which byte of data on the request is secret; 0xff for none
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
	{ 0x06, 0x47, ANY, ANY, 2, 0xff },	/* Set User Password */
	{ 0x06, 0x56, ANY, ANY, 3, 1 },		/* Set Channel Security Keys */
	{ 0x0c, 0x01, ANY, 16, 2, 0xff },	/* Set LAN Configuration: community string */
	{ 0x0c, 0x02, ANY, 16, 0xff, 1 },	/* Get LAN Configuration: the same */
	{ 0x0c, 0x10, ANY, ANY, 2, 0xff },	/* Set Serial/Modem Configuration: PPP accounts */
	{ 0x0c, 0x11, ANY, ANY, 0xff, 1 },	/* Get Serial/Modem Configuration */
	{ 0x2c, 0x02, 0x52, ANY, 0xff, 1 },	/* Redfish bootstrap credentials */
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

/*
 * Where a secret begins in a message within a message: @at is the place of its
 * network function, @cmd that of its command.  A wrong guess at what kind of
 * channel it is from masks too much, never too little.
 */
static unsigned int bmc_mask_inner(const u8 *data, unsigned int len, unsigned int at,
				   unsigned int cmd)
{
	const struct bmc_secret *s;
	unsigned int from = cmd + 1;

	if (len <= cmd)
		return len;
	if (data[at] >> 2 & 1) {
		/* What was asked is not known any more. */
		s = bmc_secret_find(data[at] >> 2, data[cmd], NULL, 0);
		return s && s->response != 0xff ? min(from + 1 + s->response, len) : len;
	}
	s = bmc_secret_find(data[at] >> 2, data[cmd], data + from, len - from);
	return s && s->request != 0xff ? min(from + s->request, len) : len;
}

static unsigned int bmc_mask_from(const u8 *data, unsigned int len, const u8 asked[4])
{
	u8 netfn = data[0] >> 2, cmd = data[1];
	const struct bmc_secret *s;

	if (netfn == BMC_NETFN_APP && cmd == BMC_CMD_SEND_MSG)
		/* IPMB; broadcast and LAN */
		return min(bmc_mask_inner(data, len, 4, 8), bmc_mask_inner(data, len, 5, 9));
	if (netfn == (BMC_NETFN_APP | 1) && cmd == BMC_CMD_GET_MSG)
		return min(bmc_mask_inner(data, len, 4, 8), bmc_mask_inner(data, len, 6, 10));
	if (netfn & 1) {
		s = bmc_secret_find(netfn, cmd, asked + 2, 2);
		return s && s->response != 0xff ? BMC_RESPONSE_MIN + s->response : len;
	}
	s = bmc_secret_find(netfn, cmd, data + 2, len - 2);
	return s && s->request != 0xff ? 2 + s->request : len;
}

/**
 * bmc_mask - put zeros over what is secret in a frame
 * @data: the frame: a request, or a response with its completion code
 * @len: its length
 * @asked: first bytes of the request that a response is for
 *
 * Return: how many bytes are zero because of that.
 */
unsigned int bmc_mask(u8 *data, unsigned int len, const u8 asked[4])
{
	unsigned int from;

	if (len < 2)
		return 0;
	from = min(bmc_mask_from(data, len, asked), len);
	memset(data + from, 0, len - from);
	return len - from;
}
