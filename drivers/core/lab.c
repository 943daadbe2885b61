// SPDX-License-Identifier: GPL-2.0-only
/*
 * A link without thread, number and device node, for the tests of transports.
 */
#include <linux/err.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "core.h"
#include "lab.h"

/* How long a thread without work sleeps that nothing would wake. */
#define LAB_IDLE_NS	(10 * NSEC_PER_MSEC)
/* Turns after which a request that was not answered never will be. */
#define LAB_TURNS	100000

/**
 * struct bmc_lab - a link and somebody who asks
 * @link: the link
 * @client: who asks
 */
struct bmc_lab {
	struct bmc_link *link;
	struct bmc_client client;
};

static void lab_answered(struct bmc_client *client, bool first)
{
}

static void lab_gone(struct bmc_client *client)
{
}

static void lab_release(struct bmc_client *client)
{
}

static const struct bmc_client_ops lab_client_ops = {
	.answered = lab_answered,
	.gone = lab_gone,
	.release = lab_release,
};

/**
 * bmc_lab_new - a link in state "probing"
 * @transport: how its hardware is driven
 * @priv: the transport's own
 * @clock: where its time comes from
 *
 * Return: the link, or NULL.
 */
struct bmc_lab *bmc_lab_new(const struct bmc_transport *transport, void *priv,
			    const struct bmc_clock *clock)
{
	struct bmc_link_desc desc = { .source = "test", .address = "nowhere" };
	struct bmc_lab *lab = kzalloc(sizeof(*lab), GFP_KERNEL);

	if (!lab)
		return NULL;
	lab->link = bmc_link_alloc(transport, priv, &desc);
	if (!lab->link)
		goto err_free;
	lab->link->wait.clock = clock;
	dev_set_name(&lab->link->dev, "bmclink-lab");
	if (bmc_client_init(&lab->client, lab->link, BMC_NORMAL, 10, &lab_client_ops))
		goto err_put;
	return lab;
err_put:
	put_device(&lab->link->dev);
err_free:
	kfree(lab);
	return NULL;
}
EXPORT_SYMBOL_GPL(bmc_lab_new);

/**
 * bmc_lab_free - the end of the link
 * @lab: the link, with every request answered
 */
void bmc_lab_free(struct bmc_lab *lab)
{
	bmc_client_close(&lab->client);
	put_device(&lab->link->dev);
	kfree(lab);
}
EXPORT_SYMBOL_GPL(bmc_lab_free);

/**
 * bmc_lab_turn - one turn of the link's thread, which never sleeps for real
 * @lab: the link
 */
void bmc_lab_turn(struct bmc_lab *lab)
{
	struct bmc_link *link = lab->link;

	if (link->health != BMC_UP)
		bmc_health_probe(link);
	else if (bmc_sched_pending(link) || link->inflight)
		bmc_link_serve(link);
	else if (bmc_attention_due(link))
		bmc_attention_serve(link);
	else
		link->wait.clock->sleep(&link->wait, LAB_IDLE_NS, LAB_IDLE_NS);
}
EXPORT_SYMBOL_GPL(bmc_lab_turn);

/**
 * bmc_lab_up - does the BMC answer, as far as the router knows?
 * @lab: the link
 *
 * Return: whether it is up.
 */
bool bmc_lab_up(const struct bmc_lab *lab)
{
	return lab->link->health == BMC_UP;
}
EXPORT_SYMBOL_GPL(bmc_lab_up);

/**
 * bmc_lab_listen - from now on somebody listens to events
 * @lab: the link
 */
void bmc_lab_listen(struct bmc_lab *lab)
{
	bmc_event_listen(&lab->client, true);
}
EXPORT_SYMBOL_GPL(bmc_lab_listen);

/**
 * bmc_lab_ask - send a request and wait for its answer
 * @lab: the link
 * @data: netfn and LUN, command, data
 * @len: length of @data, at least 2
 *
 * Return: completion code; -EIO when there is none, another negative error
 * number when the request was not taken.
 */
int bmc_lab_ask(struct bmc_lab *lab, const u8 *data, unsigned int len)
{
	struct bmc_request *req = bmc_request_new(&lab->client, 1);
	struct bmc_message *msg = NULL;
	unsigned int turns;
	int ret;

	if (IS_ERR(req))
		return PTR_ERR(req);
	req->msg.addr.addr_type = IPMI_SYSTEM_INTERFACE_ADDR_TYPE;
	req->msg.addr.channel = IPMI_BMC_CHANNEL;
	req->msg.netfn = data[0] >> 2;
	req->msg.cmd = data[1];
	memcpy(req->frame.data, data, len);
	req->frame.len = len;
	ret = bmc_request_submit(req);
	if (ret) {
		bmc_request_free(req);
		return ret;
	}
	for (turns = 0; turns < LAB_TURNS; turns++) {
		do {
			msg = bmc_client_take(&lab->client);
			if (msg && msg->recv_type == IPMI_RESPONSE_RECV_TYPE) {
				ret = msg->data[0];
				msg->free(msg);
				return ret;
			}
			if (msg)
				msg->free(msg);
		} while (msg);
		bmc_lab_turn(lab);
	}
	return -EIO;
}
EXPORT_SYMBOL_GPL(bmc_lab_ask);
