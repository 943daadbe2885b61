// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whose turn it is: urgent clients first, then programs one request each in
 * turn, then background work.
 *
 * Owns the queues of a link and its clients, and whether requests are admitted,
 * under bmc_link.queue_lock.
 */
#include "core.h"

/**
 * bmc_sched_init - no queue, and everybody is welcome
 * @link: a new link
 */
void bmc_sched_init(struct bmc_link *link)
{
	unsigned int class;

	spin_lock_init(&link->queue_lock);
	for (class = 0; class < BMC_CLASSES; class++)
		INIT_LIST_HEAD(&link->turns[class]);
}

/**
 * bmc_sched_enqueue - queue a request
 * @req: the request
 *
 * Return: 0, or how the link meets new requests now: -EAGAIN it is not up,
 * -ENODEV it is gone.
 */
int bmc_sched_enqueue(struct bmc_request *req)
{
	struct bmc_client *client = req->client;
	struct bmc_link *link = client->link;
	int err;

	spin_lock(&link->queue_lock);
	err = link->admit;
	if (!err) {
		if (list_empty(&client->queue))
			list_add_tail(&client->turn, &link->turns[client->class]);
		list_add_tail(&req->node, &client->queue);
		WRITE_ONCE(link->queued, link->queued + 1);
	}
	spin_unlock(&link->queue_lock);
	return err;
}

static void bmc_sched_remove(struct bmc_link *link, struct bmc_request *req)
{
	struct bmc_client *client = req->client;

	lockdep_assert_held(&link->queue_lock);
	list_del_init(&req->node);
	WRITE_ONCE(link->queued, link->queued - 1);
	if (list_empty(&client->queue))
		list_del_init(&client->turn);
	else
		list_move_tail(&client->turn, &link->turns[client->class]);
}

/**
 * bmc_sched_pick - whose turn it is
 * @link: the link
 *
 * Return: the next request, out of its queue, or NULL.
 */
struct bmc_request *bmc_sched_pick(struct bmc_link *link)
{
	struct bmc_request *req = NULL;
	struct bmc_client *client;
	unsigned int class;

	spin_lock(&link->queue_lock);
	for (class = 0; class < BMC_CLASSES && !req; class++) {
		client = list_first_entry_or_null(&link->turns[class], struct bmc_client, turn);
		if (!client)
			continue;
		req = list_first_entry(&client->queue, struct bmc_request, node);
		bmc_sched_remove(link, req);
	}
	spin_unlock(&link->queue_lock);
	return req;
}

/**
 * bmc_sched_expired - take out the requests whose time is up
 * @link: the link
 * @now: the time
 * @out: where they go
 *
 * A client's requests are made with the same time to live, so only the oldest
 * of each need be looked at.
 */
void bmc_sched_expired(struct bmc_link *link, ktime_t now, struct list_head *out)
{
	struct bmc_client *client, *next;
	struct bmc_request *req;
	unsigned int class;

	spin_lock(&link->queue_lock);
	for (class = 0; class < BMC_CLASSES; class++) {
		list_for_each_entry_safe(client, next, &link->turns[class], turn) {
			while ((req = list_first_entry_or_null(&client->queue, struct bmc_request,
							       node)) &&
			       !ktime_before(now, req->deadline)) {
				list_move_tail(&req->node, out);
				WRITE_ONCE(link->queued, link->queued - 1);
			}
			if (list_empty(&client->queue))
				list_del_init(&client->turn);
		}
	}
	spin_unlock(&link->queue_lock);
}

/**
 * bmc_sched_forget - take out all queued requests of a client
 * @client: the client
 * @out: where they go
 */
void bmc_sched_forget(struct bmc_client *client, struct list_head *out)
{
	struct bmc_link *link = client->link;
	struct bmc_request *req;

	spin_lock(&link->queue_lock);
	list_for_each_entry(req, &client->queue, node)
		WRITE_ONCE(link->queued, link->queued - 1);
	list_splice_tail_init(&client->queue, out);
	list_del_init(&client->turn);
	spin_unlock(&link->queue_lock);
}

/**
 * bmc_sched_admit - change how new requests are met
 * @link: the link
 * @admit: see bmc_link.admit
 * @out: with @admit not 0, where everything goes that is queued
 *
 * Nothing is queued while @admit is not 0: what comes before this call is in
 * @out, what comes after it sees @admit.
 */
void bmc_sched_admit(struct bmc_link *link, int admit, struct list_head *out)
{
	struct bmc_client *client, *next;
	unsigned int class;

	spin_lock(&link->queue_lock);
	link->admit = admit;
	for (class = 0; admit && class < BMC_CLASSES; class++) {
		list_for_each_entry_safe(client, next, &link->turns[class], turn) {
			list_splice_tail_init(&client->queue, out);
			list_del_init(&client->turn);
		}
	}
	if (admit)
		WRITE_ONCE(link->queued, 0);
	spin_unlock(&link->queue_lock);
}

/**
 * bmc_sched_pending - is anything queued?
 * @link: the link
 *
 * Return: true when bmc_sched_pick() would find a request.
 */
bool bmc_sched_pending(struct bmc_link *link)
{
	return READ_ONCE(link->queued) > 0;
}
