// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events of a BMC: a copy for every listener, kept a while when there is none.
 *
 * Owns bmc_link.held and the listeners under bmc_link.event_lock.
 */
#include <linux/slab.h>

#include "core.h"
#include "genl.h"

/* As in-tree. */
#define BMC_HELD_MAX	25

/**
 * struct bmc_unasked - a message that nobody asked for
 * @msg: as it will be read
 * @data: what it points to
 */
struct bmc_unasked {
	struct bmc_message msg;
	u8 data[];
};

static void bmc_unasked_free(struct bmc_message *msg)
{
	kfree(container_of(msg, struct bmc_unasked, msg));
}

/**
 * bmc_message_new - a message that nobody asked for
 * @data: copied
 * @len: its length
 *
 * Return: the message with data and @free set, or NULL.
 */
struct bmc_message *bmc_message_new(const u8 *data, u16 len)
{
	struct bmc_unasked *unasked = kzalloc(struct_size(unasked, data, len), GFP_KERNEL);

	if (!unasked)
		return NULL;
	unasked->msg.data = unasked->data;
	unasked->msg.len = len;
	unasked->msg.free = bmc_unasked_free;
	memcpy(unasked->data, data, len);
	return &unasked->msg;
}

static struct bmc_message *bmc_event_new(const u8 *data, u16 len)
{
	struct bmc_message *msg = bmc_message_new(data, len);
	struct ipmi_system_interface_addr *addr;

	if (!msg)
		return NULL;
	addr = (void *)&msg->addr;
	addr->addr_type = IPMI_SYSTEM_INTERFACE_ADDR_TYPE;
	addr->channel = IPMI_BMC_CHANNEL;
	msg->recv_type = IPMI_ASYNC_EVENT_RECV_TYPE;
	msg->netfn = BMC_NETFN_APP | 1;
	msg->cmd = BMC_CMD_READ_EVENT_BUFFER;
	return msg;
}

/**
 * bmc_event_init - no event, no listener
 * @link: a new link
 */
void bmc_event_init(struct bmc_link *link)
{
	mutex_init(&link->event_lock);
	INIT_LIST_HEAD(&link->held);
}

/**
 * bmc_event_exit - forget held events
 * @link: a link that nobody uses any more
 */
void bmc_event_exit(struct bmc_link *link)
{
	struct bmc_message *msg, *next;

	list_for_each_entry_safe(msg, next, &link->held, node) {
		list_del(&msg->node);
		msg->free(msg);
	}
}

/* Nobody listens: keep it, as long as there is room. */
static void bmc_event_hold(struct bmc_link *link, const u8 *data, u16 len)
{
	struct bmc_message *msg = NULL;

	if (link->nr_held < BMC_HELD_MAX)
		msg = bmc_event_new(data, len);
	if (msg) {
		list_add_tail(&msg->node, &link->held);
		link->nr_held++;
		return;
	}
	bmc_count(link, BMCLINK_A_STATS_DROPPED_EVENTS);
	if (!link->lost_event) {
		link->lost_event = true;
		dev_warn(&link->dev, "nobody listens to events; dropping them from now on\n");
	}
}

/**
 * bmc_event_receive - the BMC has told an event
 * @link: the link
 * @data: the record
 * @len: its length
 *
 * A listener for which there is no memory, or room, misses it; the others
 * do not notice.
 *
 * Context: the link's thread.
 */
void bmc_event_receive(struct bmc_link *link, const u8 *data, u16 len)
{
	struct bmc_client *client;
	u64 round;

	bmc_genl_event(link, data, len);
	mutex_lock(&link->event_lock);
	if (!link->listeners)
		bmc_event_hold(link, data, len);
	round = bmc_clients_walk(link);
	while (link->listeners && (client = bmc_clients_next(link, round))) {
		struct bmc_message *msg = NULL;

		if (client->listens)
			msg = bmc_event_new(data, len);
		if (msg)
			bmc_client_deliver(client, msg);
		bmc_client_put(client);
	}
	mutex_unlock(&link->event_lock);
}

/**
 * bmc_event_listen - a client wants events, or does not any more
 * @client: the client
 * @listen: which of the two
 *
 * The first listener gets everything that was held.
 *
 * Context: process.
 */
void bmc_event_listen(struct bmc_client *client, bool listen)
{
	struct bmc_link *link = client->link;
	struct bmc_message *msg, *next;

	mutex_lock(&link->event_lock);
	if (client->listens != listen) {
		client->listens = listen;
		WRITE_ONCE(link->listeners, link->listeners + (listen ? 1 : -1));
	}
	if (listen) {
		list_for_each_entry_safe(msg, next, &link->held, node) {
			list_del_init(&msg->node);
			bmc_client_deliver(client, msg);
		}
		link->nr_held = 0;
		link->lost_event = false;
	}
	mutex_unlock(&link->event_lock);
	/* The thread may sleep for ever without listeners. */
	if (listen)
		bmc_link_poke(link);
}
