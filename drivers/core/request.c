// SPDX-License-Identifier: GPL-2.0-only
/*
 * One question's life: made, submitted, answered, freed.  There is one way to
 * make one and one way to end it.
 */
#include <linux/slab.h>

#include "core.h"
#include "trace.h"

static void bmc_request_free_message(struct bmc_message *msg)
{
	bmc_request_free(container_of(msg, struct bmc_request, msg));
}

/**
 * bmc_request_new - make a request
 * @client: who asks; charged for it until it dies
 * @msgid: the client's own mark
 *
 * The caller fills @frame, and address, netfn and command of @msg, then submits or frees it.
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
	req->kind = BMC_DIRECT;
	req->seq = -1;
	req->msg.msgid = msgid;
	req->msg.recv_type = IPMI_RESPONSE_RECV_TYPE;
	req->msg.free = bmc_request_free_message;
	req->frame.len = 0;
	req->frame.truncated = false;
	return req;
}

static void bmc_request_put_seq(struct bmc_request *req)
{
	if (req->seq >= 0)
		bmc_seq_put(req->client->link, req->seq);
	req->seq = -1;
}

/**
 * bmc_request_free - the end of a request
 * @req: a request that is in no list
 */
void bmc_request_free(struct bmc_request *req)
{
	struct bmc_client *client = req->client;

	bmc_request_put_seq(req);
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

	req->deadline = ktime_add_ns(bmc_wait_now(&link->wait), BMC_REQUEST_NS);
	trace_bmc_request_queued(req);
	bmc_maintenance_note(req);
	if (req->client->class == BMC_BACKGROUND && bmc_maintenance_state(link, NULL)) {
		/* It can wait until the BMC has been worked on. */
		bmc_request_fail(req, BMC_CC_NODE_BUSY);
		return 0;
	}
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

/**
 * bmc_request_finish - the one end of every request that was submitted
 * @req: the request, in no list; not the caller's any more
 * @netfn: network function of the answer
 * @data: the answer, completion code first; copied
 * @len: its length
 *
 * Context: process, no spinlocks.
 */
void bmc_request_finish(struct bmc_request *req, u8 netfn, const u8 *data, u16 len)
{
	/* Whoever took the request out of its list owns it: a second answer is a bug. */
	if (WARN_ON_ONCE(atomic_xchg(&req->done, 1)))
		return;
	bmc_request_put_seq(req);
	req->msg.netfn = netfn;
	req->msg.len = min_t(u16, len, sizeof(req->frame.data));
	memcpy(req->frame.data, data, req->msg.len);
	req->msg.data = req->frame.data;
	trace_bmc_request_done(req, req->frame.data[0]);
	bmc_client_deliver(req->client, &req->msg);
}

/**
 * bmc_request_answer - the BMC has answered a request to itself
 * @req: the request, in no list; not the caller's any more
 * @rsp: the response, complete with netfn, command and completion code
 *
 * Context: process, no spinlocks.
 */
void bmc_request_answer(struct bmc_request *req, const struct bmc_frame *rsp)
{
	struct ipmi_system_interface_addr *addr = (void *)&req->msg.addr;

	addr->lun = rsp->data[0] & 3;
	bmc_request_finish(req, rsp->data[0] >> 2, rsp->data + 2, rsp->len - 2);
}

/**
 * bmc_request_fail - a request ends without an answer of whom it was for
 * @req: the request, in no list; not the caller's any more
 * @cc: completion code for the client
 *
 * Context: process, no spinlocks.
 */
void bmc_request_fail(struct bmc_request *req, u8 cc)
{
	if (cc == BMC_CC_TIMEOUT)
		bmc_stats_timeout(req->client->link, req);
	if (req->kind == BMC_ANSWER)
		req->msg.recv_type = IPMI_RESPONSE_RESPONSE_TYPE;
	bmc_request_finish(req, req->msg.netfn | 1, &cc, 1);
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
