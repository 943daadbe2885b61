// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who asks: the clients of a link, their quota and their inboxes.
 *
 * Owns bmc_link.clients under bmc_link.clients_lock, and each client's inbox
 * under bmc_client.lock.
 */
#include <linux/module.h>

#include "core.h"

/*
 * In-tree names, so that what administrators have in modprobe.d keeps working.
 */
static unsigned int bmc_max_users = 30;
module_param_named(max_users, bmc_max_users, uint, 0644);
MODULE_PARM_DESC(max_users, "How many clients a link may have at once (default 30)");

/* How many events an inbox holds, and how many commands. */
#define BMC_INBOX_EVENTS	100
#define BMC_INBOX_COMMANDS	100

/**
 * bmc_client_init - somebody starts to ask a link
 * @client: the client, embedded in its owner's object
 * @link: whom it asks
 * @class: how urgent it is
 * @quota: how many requests it may have, unread answers included
 * @ops: how it is told
 *
 * Context: process.
 * Return: 0, -ENODEV when the link is gone, -EBUSY when it has too many clients.
 */
int bmc_client_init(struct bmc_client *client, struct bmc_link *link, enum bmc_class class,
		    unsigned int quota, const struct bmc_client_ops *ops)
{
	int err = 0;

	*client = (struct bmc_client){
		.link = link,
		.ops = ops,
		.class = class,
		.kind = BMCLINK_CLIENT_KIND_FILE,
		.pid = task_tgid_nr(current),
		.quota = quota,
	};
	get_task_comm(client->comm, current);
	kref_init(&client->ref);
	atomic_set(&client->charged, 0);
	INIT_LIST_HEAD(&client->turn);
	INIT_LIST_HEAD(&client->queue);
	spin_lock_init(&client->lock);
	INIT_LIST_HEAD(&client->inbox);

	spin_lock(&link->clients_lock);
	if (READ_ONCE(link->health) == BMC_GONE) {
		err = -ENODEV;
	} else if (link->nr_clients >= READ_ONCE(bmc_max_users)) {
		err = -EBUSY;
	} else {
		list_add_tail(&client->node, &link->clients);
		WRITE_ONCE(link->nr_clients, link->nr_clients + 1);
	}
	spin_unlock(&link->clients_lock);
	if (!err)
		get_device(&link->dev);
	return err;
}

/**
 * bmc_client_get - take a reference
 * @client: the client
 */
void bmc_client_get(struct bmc_client *client)
{
	kref_get(&client->ref);
}

static void bmc_client_release(struct kref *ref)
{
	struct bmc_client *client = container_of(ref, struct bmc_client, ref);
	struct bmc_link *link = client->link;

	client->ops->release(client);
	put_device(&link->dev);
}

/**
 * bmc_client_put - give a reference back
 * @client: the client; may be freed by this
 */
void bmc_client_put(struct bmc_client *client)
{
	kref_put(&client->ref, bmc_client_release);
}

static void bmc_client_drop_messages(struct list_head *list)
{
	struct bmc_message *msg, *next;

	list_for_each_entry_safe(msg, next, list, node) {
		list_del(&msg->node);
		msg->free(msg);
	}
}

static void bmc_client_drop_requests(struct list_head *list)
{
	struct bmc_request *req, *next;

	list_for_each_entry_safe(req, next, list, node) {
		list_del(&req->node);
		bmc_request_free(req);
	}
}

/**
 * bmc_client_close - the client asks no more and reads no more
 * @client: the client; the owner's reference is given back
 *
 * Its queued requests are forgotten; the answer to one in flight will be
 * dropped when it comes.
 *
 * Context: process.
 */
void bmc_client_close(struct bmc_client *client)
{
	struct bmc_link *link = client->link;
	LIST_HEAD(messages);
	LIST_HEAD(requests);

	bmc_event_listen(client, false);
	bmc_command_forget(client);

	spin_lock(&link->clients_lock);
	list_del(&client->node);
	WRITE_ONCE(link->nr_clients, link->nr_clients - 1);
	spin_unlock(&link->clients_lock);

	spin_lock(&client->lock);
	WRITE_ONCE(client->closed, true);
	list_splice_init(&client->inbox, &messages);
	spin_unlock(&client->lock);
	bmc_client_drop_messages(&messages);

	bmc_sched_forget(client, &requests);
	bmc_client_drop_requests(&requests);
	/* What is away ends when the thread sees that nobody waits for it. */
	if (READ_ONCE(link->nr_away))
		bmc_link_poke(link);
	bmc_client_put(client);
}

/**
 * bmc_client_charge - account for one more request
 * @client: who makes it
 *
 * Return: 0, or -EBUSY when it has its fill.
 */
int bmc_client_charge(struct bmc_client *client)
{
	if (atomic_inc_return(&client->charged) <= client->quota) {
		atomic_inc(&client->link->nr_msgs);
		return 0;
	}
	atomic_dec(&client->charged);
	return -EBUSY;
}

/**
 * bmc_client_uncharge - a request of this client has died
 * @client: who made it
 */
void bmc_client_uncharge(struct bmc_client *client)
{
	atomic_dec(&client->link->nr_msgs);
	atomic_dec(&client->charged);
}

/* Count what comes into the inbox without having been asked for, or goes out of it. */
static void bmc_client_count(struct bmc_client *client, const struct bmc_message *msg, int by)
{
	lockdep_assert_held(&client->lock);
	switch (msg->recv_type) {
	case IPMI_ASYNC_EVENT_RECV_TYPE:
		client->nr_events += by;
		break;
	case IPMI_CMD_RECV_TYPE:
	case IPMI_OEM_RECV_TYPE:
		client->nr_commands += by;
		break;
	default:
		break;
	}
}

/* An inbox full of events loses the oldest of them; answers are never lost. */
static struct bmc_message *bmc_client_overflow(struct bmc_client *client)
{
	struct bmc_message *msg;

	lockdep_assert_held(&client->lock);
	if (client->nr_events < BMC_INBOX_EVENTS)
		return NULL;
	list_for_each_entry(msg, &client->inbox, node) {
		if (msg->recv_type == IPMI_ASYNC_EVENT_RECV_TYPE) {
			list_del(&msg->node);
			bmc_client_count(client, msg, -1);
			client->dropped++;
			bmc_count(client->link, BMCLINK_A_STATS_DROPPED_EVENTS);
			return msg;
		}
	}
	return NULL;
}

/**
 * bmc_client_deliver - put a message into a client's inbox
 * @client: who is to read it
 * @msg: the message; the client's from now on, or freed when nobody will read it
 *
 * Context: process, no spinlocks.
 */
void bmc_client_deliver(struct bmc_client *client, struct bmc_message *msg)
{
	struct bmc_message *oldest = NULL;
	bool first, closed;

	/* The reader may free @msg, and with it the last reference, at once. */
	bmc_client_get(client);
	spin_lock(&client->lock);
	closed = client->closed;
	first = list_empty(&client->inbox);
	if (!closed) {
		if (msg->recv_type == IPMI_ASYNC_EVENT_RECV_TYPE)
			oldest = bmc_client_overflow(client);
		bmc_client_count(client, msg, 1);
		list_add_tail(&msg->node, &client->inbox);
	}
	spin_unlock(&client->lock);

	if (oldest)
		oldest->free(oldest);
	if (closed)
		msg->free(msg);
	else
		client->ops->answered(client, first);
	bmc_client_put(client);
}

/**
 * bmc_client_take - the oldest message out of the inbox
 * @client: whose
 *
 * Return: a message, the caller's to free, or NULL.
 */
struct bmc_message *bmc_client_take(struct bmc_client *client)
{
	struct bmc_message *msg;

	spin_lock(&client->lock);
	msg = list_first_entry_or_null(&client->inbox, struct bmc_message, node);
	if (msg) {
		list_del_init(&msg->node);
		bmc_client_count(client, msg, -1);
	}
	spin_unlock(&client->lock);
	return msg;
}

/**
 * bmc_client_untake - put a message back as the oldest one
 * @client: whose
 * @msg: what bmc_client_take() gave
 */
void bmc_client_untake(struct bmc_client *client, struct bmc_message *msg)
{
	spin_lock(&client->lock);
	list_add(&msg->node, &client->inbox);
	bmc_client_count(client, msg, 1);
	spin_unlock(&client->lock);
}

/**
 * bmc_client_has_answer - is there something to read?
 * @client: whose inbox
 *
 * Return: true when bmc_client_take() would find a message.
 */
bool bmc_client_has_answer(struct bmc_client *client)
{
	bool has;

	spin_lock(&client->lock);
	has = !list_empty(&client->inbox);
	spin_unlock(&client->lock);
	return has;
}

/**
 * bmc_client_full - has it no room for another command from somebody else?
 * @client: whose inbox
 *
 * Other than events, commands are not dropped in silence: the sender is told.
 *
 * Return: true when the client has left so many unread.
 */
bool bmc_client_full(struct bmc_client *client)
{
	bool full;

	spin_lock(&client->lock);
	full = client->nr_commands >= BMC_INBOX_COMMANDS;
	spin_unlock(&client->lock);
	return full;
}

/**
 * bmc_clients_at - the client at a place of the list
 * @link: the link
 * @index: which place, from 0
 *
 * For those who only look: it disturbs nobody's walk.
 *
 * Return: the client, with a reference, or NULL when the list is not so long.
 */
struct bmc_client *bmc_clients_at(struct bmc_link *link, unsigned int index)
{
	struct bmc_client *client, *found = NULL;

	spin_lock(&link->clients_lock);
	list_for_each_entry(client, &link->clients, node) {
		if (!index--) {
			bmc_client_get(client);
			found = client;
			break;
		}
	}
	spin_unlock(&link->clients_lock);
	return found;
}

/**
 * bmc_clients_walk - begin to meet every client of a link once
 * @link: the link
 *
 * There is one walk at a time: a later one makes an earlier one miss clients.
 *
 * Context: the link's thread, or who has ended it.
 * Return: a number for bmc_clients_next().
 */
u64 bmc_clients_walk(struct bmc_link *link)
{
	u64 round;

	spin_lock(&link->clients_lock);
	round = ++link->round;
	spin_unlock(&link->clients_lock);
	return round;
}

/**
 * bmc_clients_next - the next client of a walk
 * @link: the link
 * @round: what bmc_clients_walk() gave
 *
 * Return: a client that has not been met in this walk, with a reference, or
 * NULL when there is none left.
 */
struct bmc_client *bmc_clients_next(struct bmc_link *link, u64 round)
{
	struct bmc_client *client, *found = NULL;

	spin_lock(&link->clients_lock);
	list_for_each_entry(client, &link->clients, node) {
		if (client->round >= round)
			continue;
		client->round = round;
		bmc_client_get(client);
		found = client;
		break;
	}
	spin_unlock(&link->clients_lock);
	return found;
}

/**
 * bmc_clients_gone - tell every client that its link is gone
 * @link: the link, with all its requests answered
 *
 * Context: process.
 */
void bmc_clients_gone(struct bmc_link *link)
{
	u64 round = bmc_clients_walk(link);
	struct bmc_client *client;

	while ((client = bmc_clients_next(link, round))) {
		client->ops->gone(client);
		bmc_client_put(client);
	}
}

/**
 * bmc_clients_pretimeout - tell those who care that the watchdog is about to expire
 * @link: the link
 *
 * Context: the link's thread.
 */
void bmc_clients_pretimeout(struct bmc_link *link)
{
	u64 round = bmc_clients_walk(link);
	struct bmc_client *client;

	while ((client = bmc_clients_next(link, round))) {
		if (client->ops->pretimeout)
			client->ops->pretimeout(client);
		bmc_client_put(client);
	}
}

/**
 * bmc_clients_count - how many clients has a link?
 * @link: the link
 *
 * Return: their number.
 */
unsigned int bmc_clients_count(struct bmc_link *link)
{
	return READ_ONCE(link->nr_clients);
}
