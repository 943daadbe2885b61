// SPDX-License-Identifier: GPL-2.0-only
/* Building requests. */
#include <string.h>

#include "ipmi.h"

/**
 * ipmi_request_init() - start a request to LUN 0 without data
 * @rq: the request
 * @netfn: network function
 * @cmd: command
 */
void ipmi_request_init(struct ipmi_request *rq, uint8_t netfn, uint8_t cmd)
{
	memset(rq, 0, sizeof(*rq));
	rq->netfn = netfn;
	rq->cmd = cmd;
}

/**
 * ipmi_request_add() - append data bytes
 * @rq: the request
 * @data: the bytes
 * @len: how many; what does not fit is a programming error and left out
 */
void ipmi_request_add(struct ipmi_request *rq, const void *data, size_t len)
{
	if (len > sizeof(rq->data) - rq->len)
		return;
	memcpy(rq->data + rq->len, data, len);
	rq->len += (uint16_t)len;
}

/**
 * ipmi_request_byte() - append one data byte
 * @rq: the request
 * @byte: the byte
 */
void ipmi_request_byte(struct ipmi_request *rq, uint8_t byte)
{
	ipmi_request_add(rq, &byte, 1);
}
