// SPDX-License-Identifier: GPL-2.0-only
/*
 * One question's life: made, submitted, answered, freed.  There is one way to
 * make one and one way to end it.
 */
#include <linux/slab.h>

#include "core.h"

static void bmc_request_free_message(struct bmc_message *msg)
{
	bmc_request_free(container_of(msg, struct bmc_request, msg));
}

/**
 * bmc_request_new - make a request
 * @client: who asks; charged for it until it dies
 * @msgid: the client's own mark
 *
 * The caller fills @frame, then submits or frees it.
 *
 * Context: process.
 * Return: the request, or ERR_PTR(): -EBUSY the client has its fill, -ENOMEM.
 */
struct bmc_request *bmc_request_new(struct bmc_client *client, long msgid)
{
	struct bmc_request *req;
	int err;

	err = bmc_client_charge(client);
	if (err)
		return ERR_PTR(err);
	req = kmalloc(sizeof(*req), GFP_KERNEL);
	if (!req) {
		bmc_client_uncharge(client);
		return ERR_PTR(-ENOMEM);
	}
	bmc_client_get(client);
	req->client = client;
	INIT_LIST_HEAD(&req->node);
	atomic_set(&req->done, 0);
	req->msg.msgid = msgid;
	req->msg.free = bmc_request_free_message;
	req->frame.len = 0;
	req->frame.truncated = false;
	return req;
}

/**
 * bmc_request_free - the end of a request
 * @req: a request that is in no list
 */
void bmc_request_free(struct bmc_request *req)
{
	struct bmc_client *client = req->client;

	kfree_sensitive(req);
	bmc_client_uncharge(client);
	bmc_client_put(client);
}

/**
 * bmc_request_submit - ask
 * @req: a filled request
 *
 * From here on the request ends by itself, with exactly one answer in the
 * client's inbox.
 *
 * Context: process.
 * Return: 0, or -ENODEV when the link is gone; then @req stays the caller's.
 */
int bmc_request_submit(struct bmc_request *req)
{
	struct bmc_link *link = req->client->link;
	int err;

	req->netfn_lun = req->frame.data[0];
	req->cmd = req->frame.data[1];
	req->deadline = ktime_add_ns(bmc_wait_now(&link->wait), BMC_REQUEST_NS);
	err = bmc_sched_enqueue(req);
	if (err == -EAGAIN) {
		bmc_request_fail(req, BMC_CC_TIMEOUT);
		return 0;
	}
	if (!err) {
		wake_up(&link->work);
		/* With room in flight, it need not wait for the response to another. */
		if (READ_ONCE(link->inflight) && READ_ONCE(link->limits.depth) > 1)
			bmc_wait_kick(&link->wait);
	}
	return err;
}

/* The response in the frame, as the client will read it. */
static void bmc_request_message(struct bmc_request *req)
{
	struct ipmi_system_interface_addr *addr = (void *)&req->msg.addr;

	req->msg.recv_type = IPMI_RESPONSE_RECV_TYPE;
	addr->addr_type = IPMI_SYSTEM_INTERFACE_ADDR_TYPE;
	addr->channel = IPMI_BMC_CHANNEL;
	addr->lun = req->frame.data[0] & 3;
	req->msg.netfn = req->frame.data[0] >> 2;
	req->msg.cmd = req->frame.data[1];
	req->msg.data = req->frame.data + 2;
	req->msg.len = req->frame.len - 2;
}

/**
 * bmc_request_answer - a request has its response
 * @req: the request, in no list; not the caller's any more
 * @rsp: the response; copied
 *
 * Context: process, no locks.
 */
void bmc_request_answer(struct bmc_request *req, const struct bmc_frame *rsp)
{
	/* Whoever took the request out of its list owns it: a second answer is a bug. */
	if (WARN_ON_ONCE(atomic_xchg(&req->done, 1)))
		return;
	if (rsp != &req->frame) {
		req->frame.len = rsp->len;
		req->frame.truncated = rsp->truncated;
		memcpy(req->frame.data, rsp->data, rsp->len);
	}
	bmc_request_message(req);
	bmc_client_deliver(req->client, &req->msg);
}

/**
 * bmc_request_fail - a request ends without a response of the BMC
 * @req: the request, in no list; not the caller's any more
 * @cc: completion code for the client
 *
 * Context: process, no locks.
 */
void bmc_request_fail(struct bmc_request *req, u8 cc)
{
	req->frame.data[0] = req->netfn_lun | 1 << 2;
	req->frame.data[1] = req->cmd;
	req->frame.data[2] = cc;
	req->frame.len = BMC_RESPONSE_MIN;
	bmc_request_answer(req, &req->frame);
}

/**
 * bmc_request_cc - the completion code for a failure of the transport
 * @err: what the transport returned
 *
 * Return: as the in-tree driver: C3h for a time-out, FFh for anything else.
 */
u8 bmc_request_cc(int err)
{
	return err == -ETIMEDOUT ? BMC_CC_TIMEOUT : BMC_CC_UNSPECIFIED;
}
