// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests to other channels: the 64 sequence numbers, and what waits for an
 * answer that comes by Get Message some time.
 *
 * Owns the sequence numbers under bmc_link.seq_lock, and bmc_link.away, which
 * is the thread's and has no lock.
 */
#include "core.h"

/* Completion codes of Send Message after which only time can help. */
#define BMC_CC_LOST_ARBITRATION		0x81
#define BMC_CC_BUS_ERROR		0x82
#define BMC_CC_NAK_ON_WRITE		0x83

/**
 * bmc_seq_init - nothing is away
 * @link: a new link
 */
void bmc_seq_init(struct bmc_link *link)
{
	spin_lock_init(&link->seq_lock);
	INIT_LIST_HEAD(&link->away);
}

/**
 * bmc_seq_get - a sequence number for a request
 * @link: the link
 *
 * They are given out in turn, so that an answer that comes too late does not
 * meet another request.
 *
 * Return: 0 to 63, or -EAGAIN when all are in use.
 */
int bmc_seq_get(struct bmc_link *link)
{
	unsigned int i;
	int seq = -EAGAIN;

	spin_lock(&link->seq_lock);
	for (i = 0; i < BMC_SEQS && seq < 0; i++) {
		unsigned int next = (link->seq_last + 1 + i) % BMC_SEQS;

		if (!test_bit(next, link->seqs)) {
			__set_bit(next, link->seqs);
			link->seq_last = next;
			seq = next;
		}
	}
	spin_unlock(&link->seq_lock);
	return seq;
}

/**
 * bmc_seq_put - a sequence number is free again
 * @link: the link
 * @seq: what bmc_seq_get() gave
 */
void bmc_seq_put(struct bmc_link *link, int seq)
{
	spin_lock(&link->seq_lock);
	__clear_bit(seq, link->seqs);
	spin_unlock(&link->seq_lock);
}

static bool bmc_seq_only_time_helps(u8 cc)
{
	switch (cc) {
	case BMC_CC_OK:
	case BMC_CC_NODE_BUSY:
	case BMC_CC_LOST_ARBITRATION:
	case BMC_CC_BUS_ERROR:
	case BMC_CC_NAK_ON_WRITE:
		return true;
	default:
		return false;
	}
}

/**
 * bmc_seq_sent - the BMC has answered Send Message
 * @link: the link
 * @req: whose message it was, in no list
 * @cc: completion code
 *
 * Context: the link's thread.
 */
void bmc_seq_sent(struct bmc_link *link, struct bmc_request *req, u8 cc)
{
	if (req->kind == BMC_ANSWER) {
		bmc_count_bridged(link, req, BMCLINK_A_STATS_IPMB_ANSWERS,
				  BMCLINK_A_STATS_LAN_ANSWERS);
		req->msg.recv_type = IPMI_RESPONSE_RESPONSE_TYPE;
		bmc_request_finish(req, req->msg.netfn, &cc, 1);
		return;
	}
	if (cc != BMC_CC_OK)
		bmc_count_bridged(link, req, BMCLINK_A_STATS_IPMB_COMMAND_ERRORS,
				  BMCLINK_A_STATS_LAN_COMMAND_ERRORS);
	if (!bmc_seq_only_time_helps(cc)) {
		bmc_request_fail(req, cc);
		return;
	}
	req->deadline = ktime_add_ms(bmc_wait_now(&link->wait), req->retry_ms);
	list_add_tail(&req->node, &link->away);
	WRITE_ONCE(link->nr_away, link->nr_away + 1);
	bmc_attention_expect(link);
}

static void bmc_seq_return(struct bmc_link *link, struct bmc_request *req)
{
	list_del_init(&req->node);
	WRITE_ONCE(link->nr_away, link->nr_away - 1);
}

/**
 * bmc_seq_answer - an answer has come by Get Message
 * @link: the link
 * @m: the answer
 *
 * Context: the link's thread.
 * Return: whether somebody waited for it.
 */
bool bmc_seq_answer(struct bmc_link *link, const struct bmc_bridged *m)
{
	struct bmc_request *req;

	list_for_each_entry(req, &link->away, node) {
		if (req->seq != m->seq || req->msg.cmd != m->cmd ||
		    (req->msg.netfn | 1) != m->netfn || !bmc_addr_equal(&req->msg.addr, &m->addr))
			continue;
		bmc_seq_return(link, req);
		bmc_count_bridged(link, req, BMCLINK_A_STATS_IPMB_RESPONSES,
				  BMCLINK_A_STATS_LAN_RESPONSES);
		bmc_request_finish(req, m->netfn, m->data, m->len);
		return true;
	}
	return false;
}

/**
 * bmc_seq_due - whose time is up?
 * @link: the link
 *
 * Ends the requests that have no try left, or whose client is gone.
 *
 * Context: the link's thread.
 * Return: a request to be sent again, out of all lists, or NULL.
 */
struct bmc_request *bmc_seq_due(struct bmc_link *link)
{
	ktime_t now = bmc_wait_now(&link->wait);
	struct bmc_request *req, *next;

	list_for_each_entry_safe(req, next, &link->away, node) {
		bool closed = READ_ONCE(req->client->closed);

		if (!closed && ktime_before(now, req->deadline))
			continue;
		bmc_seq_return(link, req);
		if (!closed && req->retries > 0) {
			bmc_count_bridged(link, req, BMCLINK_A_STATS_IPMB_RETRANSMITS,
					  BMCLINK_A_STATS_LAN_RETRANSMITS);
			req->retries--;
			req->deadline = ktime_add_ns(now, BMC_REQUEST_NS);
			return req;
		}
		bmc_request_fail(req, BMC_CC_TIMEOUT);
	}
	return NULL;
}

/**
 * bmc_seq_sleep - when is the next one due?
 * @link: the link
 *
 * Context: the link's thread.
 * Return: nanoseconds from now, 0 for overdue, or -1 when nothing is away.
 */
s64 bmc_seq_sleep(struct bmc_link *link)
{
	ktime_t now = bmc_wait_now(&link->wait);
	struct bmc_request *req;
	s64 least = -1;

	list_for_each_entry(req, &link->away, node) {
		s64 left = max_t(s64, ktime_to_ns(ktime_sub(req->deadline, now)), 0);

		if (least < 0 || left < least)
			least = left;
	}
	return least;
}

/**
 * bmc_seq_flush - end everything that is away
 * @link: the link
 * @cc: completion code for those who asked
 *
 * Context: the link's thread.
 */
void bmc_seq_flush(struct bmc_link *link, u8 cc)
{
	struct bmc_request *req, *next;

	list_for_each_entry_safe(req, next, &link->away, node) {
		bmc_seq_return(link, req);
		bmc_request_fail(req, cc);
	}
}
