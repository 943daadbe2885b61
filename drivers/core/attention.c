// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a BMC tells without being asked: message flags, the receive message
 * queue and the event message buffer.
 *
 * One budget for all of it.  The thread makes one such transaction after each
 * request at most, and not more in a second than a lying BMC may cost; a BMC
 * that asks for attention without a reason is not listened to for a while.
 *
 * Owns bmc_link.attention; no lock, it is the thread's.
 */
#include <linux/bits.h>

#include "core.h"
#include "genl.h"
#include "trace.h"

/* Message flags (IPMI 2.0 section 22.4) */
#define BMC_FLAG_RECEIVE	BIT(0)
#define BMC_FLAG_EVENT		BIT(1)
#define BMC_FLAG_PRETIMEOUT	BIT(3)
#define BMC_FLAG_OEM		GENMASK(7, 5)

#define BMC_MANUFACTURER_DELL	674

/* A full event message: netfn, command, completion code and the record. */
#define BMC_EVENT_LEN		16
#define BMC_EVENT_RSP_LEN	(BMC_RESPONSE_MIN + BMC_EVENT_LEN)

/* As many transactions at once as a filled event queue needs; then this pace. */
#define BMC_TOKENS_MAX		32U
#define BMC_TOKEN_NS		(50ULL * NSEC_PER_MSEC)

/* This often "attention" without a reason is believed. */
#define BMC_USELESS_MAX		3
/* How long the attention bit is then ignored. */
#define BMC_IGNORE_NS		(1ULL * NSEC_PER_SEC)
/* How often the flags are fetched for listeners, attention or not. */
#define BMC_POLL_NS		(1ULL * NSEC_PER_SEC)
/* The same while somebody waits for an answer from another channel. */
#define BMC_POLL_AWAY_NS	(250ULL * NSEC_PER_MSEC)
/* The same at first, on a link where nothing else can tell. */
#define BMC_POLL_AWAY_MIN_NS	(10ULL * NSEC_PER_MSEC)
/* How often the BMC's settings are looked at for listeners: a reset loses them. */
#define BMC_CHECK_NS		(10ULL * NSEC_PER_SEC)
/* How often the attention bit is looked at while somebody waits for such an answer. */
#define BMC_LOOK_AWAY_NS	(2ULL * NSEC_PER_MSEC)
/* What an expected answer costs: flags, message, and "no more". */
#define BMC_TOKENS_ANSWER	3

/**
 * bmc_attention_reset - a BMC has come up: nothing is known
 * @link: the link
 *
 * Context: the link's thread.
 */
void bmc_attention_reset(struct bmc_link *link)
{
	ktime_t now = bmc_wait_now(&link->wait);

	link->attention = (struct bmc_attention){
		.tokens = BMC_TOKENS_MAX,
		.refill = now,
		.poll = now,
		.check = ktime_add_ns(now, BMC_CHECK_NS),
	};
}

/* Somebody listens.  A BMC that is being worked on is not asked for what he may want. */
static bool bmc_attention_listened(struct bmc_link *link)
{
	return (READ_ONCE(link->listeners) || READ_ONCE(link->nr_commands) ||
		bmc_genl_listened()) &&
	       !bmc_maintenance_state(link, NULL);
}

/* When somebody is to be told even if no hardware asks for attention, and in how long. */
static s64 bmc_attention_wake(struct bmc_link *link, ktime_t now)
{
	struct bmc_attention *att = &link->attention;
	bool listened = bmc_attention_listened(link);

	if (!listened && !link->nr_away)
		return -1;
	if (!listened || ktime_before(att->poll, att->check))
		return max_t(s64, ktime_to_ns(ktime_sub(att->poll, now)), 0);
	return max_t(s64, ktime_to_ns(ktime_sub(att->check, now)), 0);
}

/* Nothing but a question can tell what the BMC has. */
static bool bmc_attention_blind(struct bmc_link *link)
{
	return link->transport->told && !link->wired;
}

/* How long until the flags are fetched again though nothing asks for it. */
static u64 bmc_attention_pause(struct bmc_link *link)
{
	struct bmc_attention *att = &link->attention;

	if (!link->nr_away)
		return BMC_POLL_NS;
	att->away_ns = bmc_attention_blind(link) ?
		       clamp_t(u64, att->away_ns * 2, BMC_POLL_AWAY_MIN_NS, BMC_POLL_AWAY_NS) :
		       BMC_POLL_AWAY_NS;
	return att->away_ns;
}

/**
 * bmc_attention_expect - an answer from another channel is on its way
 * @link: the link
 *
 * Context: the link's thread.
 */
void bmc_attention_expect(struct bmc_link *link)
{
	struct bmc_attention *att = &link->attention;
	ktime_t poll;

	att->away_ns = 0;
	poll = ktime_add_ns(bmc_wait_now(&link->wait), bmc_attention_pause(link));
	/* What nobody listened to before has a time in the past. */
	if (link->nr_away == 1 || ktime_before(poll, att->poll))
		att->poll = poll;
}

static void bmc_attention_refill(struct bmc_attention *att, ktime_t now)
{
	u64 passed = ktime_to_ns(ktime_sub(now, att->refill));
	u64 tokens = div64_u64(passed, BMC_TOKEN_NS);

	if (att->tokens + tokens >= BMC_TOKENS_MAX) {
		att->tokens = BMC_TOKENS_MAX;
		att->refill = now;
	} else if (tokens) {
		att->tokens += tokens;
		att->refill = ktime_add_ns(att->refill, tokens * BMC_TOKEN_NS);
	}
}

/**
 * bmc_attention_due - does the BMC have something to tell, and may it?
 * @link: the link
 *
 * Context: the link's thread.
 * Return: true when bmc_attention_serve() is to be called.
 */
bool bmc_attention_due(struct bmc_link *link)
{
	struct bmc_attention *att = &link->attention;
	ktime_t now = bmc_wait_now(&link->wait);

	WRITE_ONCE(link->interrupted, false);
	bmc_attention_refill(att, now);
	if (!att->tokens)
		return false;
	if (att->flags)
		return true;
	if (!bmc_attention_wake(link, now))
		return true;
	/* Some hardware says it once. */
	if (!att->asked && !ktime_before(now, att->not_before)) {
		att->asked = link->transport->attention(link);
		if (att->asked)
			bmc_count(link, BMCLINK_A_STATS_ATTENTIONS);
	}
	return att->asked;
}

/**
 * bmc_attention_sleep - how long an idle thread may sleep
 * @link: the link
 *
 * Without listeners for ever, unless something was left for want of budget.
 *
 * Context: the link's thread.
 * Return: jiffies, or MAX_SCHEDULE_TIMEOUT.
 */
long bmc_attention_sleep(struct bmc_link *link)
{
	struct bmc_attention *att = &link->attention;
	ktime_t now = bmc_wait_now(&link->wait);
	s64 ns;

	if (att->flags)
		ns = BMC_TOKEN_NS;
	else if (link->nr_away)
		ns = min_t(s64, bmc_seq_sleep(link), link->transport->told ?
			   bmc_attention_wake(link, now) : BMC_LOOK_AWAY_NS);
	else
		ns = bmc_attention_wake(link, now);
	if (ns < 0)
		return MAX_SCHEDULE_TIMEOUT;
	return nsecs_to_jiffies(ns) + 1;
}

/* BMCs that set an OEM flag for a message in the receive queue (as in-tree). */
static bool bmc_oem_flag_is_receive(const struct bmc_identity *id)
{
	u8 major = id->ipmi_version & 0xf, minor = id->ipmi_version >> 4;

	if (id->manufacturer != BMC_MANUFACTURER_DELL)
		return false;
	return major < 1 || (major == 1 && minor < 5) ||
	       (id->device_id == 0x20 && id->device_rev == 0x80 && major == 1 && minor == 5);
}

/* What is to be done about the flags the BMC has set; others have no meaning here. */
static u8 bmc_attention_flags(const struct bmc_link *link, u8 flags)
{
	u8 known = flags & (BMC_FLAG_RECEIVE | BMC_FLAG_EVENT | BMC_FLAG_PRETIMEOUT);

	if (flags & BMC_FLAG_OEM && bmc_oem_flag_is_receive(&link->identity))
		known |= BMC_FLAG_RECEIVE;
	return known;
}

static int bmc_attention_fetch(struct bmc_link *link)
{
	struct bmc_attention *att = &link->attention;
	bool asked = att->asked;
	ktime_t now;
	int err;

	att->asked = false;
	err = bmc_identity_ask(link, BMC_CMD_GET_MSG_FLAGS, -1, BMC_ANSWER_NS);
	if (err)
		return err;
	bmc_count(link, BMCLINK_A_STATS_FLAG_FETCHES);
	now = bmc_wait_now(&link->wait);
	att->poll = ktime_add_ns(now, bmc_attention_pause(link));
	if (link->rsp.data[2] == BMC_CC_OK && link->rsp.len > BMC_RESPONSE_MIN)
		att->flags = bmc_attention_flags(link, link->rsp.data[3]);
	trace_bmc_attention(link, att->flags);
	if (att->flags) {
		att->useless = 0;
		att->away_ns = 0;
	} else if (asked && ++att->useless >= BMC_USELESS_MAX) {
		att->useless = 0;
		att->not_before = ktime_add_ns(now, BMC_IGNORE_NS);
	}
	return 0;
}

static int bmc_attention_pretimeout(struct bmc_link *link)
{
	int err = bmc_identity_ask(link, BMC_CMD_CLEAR_MSG_FLAGS, BMC_FLAG_PRETIMEOUT,
				   BMC_ANSWER_NS);

	bmc_count(link, BMCLINK_A_STATS_WATCHDOG_PRETIMEOUTS);
	link->attention.flags &= ~BMC_FLAG_PRETIMEOUT;
	/* Whatever became of the flag: time is short. */
	bmc_clients_pretimeout(link);
	return err;
}

static int bmc_attention_check(struct bmc_link *link)
{
	link->attention.check = ktime_add_ns(bmc_wait_now(&link->wait), BMC_CHECK_NS);
	return bmc_identity_check(link);
}

static void bmc_attention_invalid(struct bmc_link *link, u8 medium)
{
	switch (medium) {
	case IPMI_CHANNEL_MEDIUM_IPMB:
		bmc_count(link, BMCLINK_A_STATS_IPMB_INVALID_RESPONSES);
		break;
	case IPMI_CHANNEL_MEDIUM_8023LAN:
	case IPMI_CHANNEL_MEDIUM_ASYNC:
		bmc_count(link, BMCLINK_A_STATS_LAN_INVALID_RESPONSES);
		break;
	default:
		bmc_count(link, BMCLINK_A_STATS_INVALID_MESSAGES);
	}
}

/* Hand on what came by Get Message. */
static int bmc_attention_bridged(struct bmc_link *link)
{
	struct bmc_attention *att = &link->attention;
	const u8 *data = link->rsp.data + BMC_RESPONSE_MIN;
	unsigned int len = link->rsp.len - BMC_RESPONSE_MIN;
	struct bmc_bridged m;
	u8 medium;

	/* Success without a message: as good as "no more". */
	if (!len) {
		att->flags &= ~BMC_FLAG_RECEIVE;
		return 0;
	}
	bmc_count(link, BMCLINK_A_STATS_INCOMING_MESSAGES);
	medium = bmc_channel_medium(link, data[0] & 0xf);
	if (medium >= IPMI_CHANNEL_MEDIUM_OEM_MIN && medium <= IPMI_CHANNEL_MEDIUM_OEM_MAX) {
		bmc_command_receive_oem(link, data, len);
		return 0;
	}
	if (bmc_bridge_decode(&m, medium, data, len)) {
		bmc_attention_invalid(link, medium);
		return 0;
	}
	if (!(m.netfn & 1))
		return bmc_command_receive(link, &m);
	/* What somebody has asked for is not unsolicited. */
	if (!bmc_seq_answer(link, &m))
		bmc_count(link, m.addr.addr_type == IPMI_LAN_ADDR_TYPE ?
			  BMCLINK_A_STATS_LAN_UNHANDLED_RESPONSES :
			  BMCLINK_A_STATS_IPMB_UNHANDLED_RESPONSES);
	else
		att->tokens = min(att->tokens + BMC_TOKENS_ANSWER, BMC_TOKENS_MAX);
	return 0;
}

static int bmc_attention_message(struct bmc_link *link)
{
	int err = bmc_identity_ask(link, BMC_CMD_GET_MSG, -1, BMC_ANSWER_NS);

	if (err)
		return err;
	if (link->rsp.data[2] == BMC_CC_OK)
		return bmc_attention_bridged(link);
	link->attention.flags &= ~BMC_FLAG_RECEIVE;
	return 0;
}

static int bmc_attention_event(struct bmc_link *link)
{
	int err = bmc_identity_ask(link, BMC_CMD_READ_EVENT_BUFFER, -1, BMC_ANSWER_NS);

	if (err)
		return err;
	/* Some BMCs say "success" with an empty buffer. */
	if (link->rsp.data[2] == BMC_CC_OK && link->rsp.len == BMC_EVENT_RSP_LEN) {
		bmc_count(link, BMCLINK_A_STATS_EVENTS);
		bmc_event_receive(link, link->rsp.data + BMC_RESPONSE_MIN, BMC_EVENT_LEN);
		return 0;
	}
	if (link->rsp.data[2] == BMC_CC_OK)
		bmc_count(link, BMCLINK_A_STATS_INVALID_EVENTS);
	link->attention.flags &= ~BMC_FLAG_EVENT;
	return 0;
}

/**
 * bmc_attention_serve - one transaction for what the BMC has to tell
 * @link: the link, with nothing in flight
 *
 * In the order that IPMI prescribes: what is there; watchdog pre-timeout;
 * receive message queue; event message buffer.
 *
 * Context: the link's thread.
 */
void bmc_attention_serve(struct bmc_link *link)
{
	struct bmc_attention *att = &link->attention;
	ktime_t start = bmc_wait_now(&link->wait);
	int err;

	att->tokens--;
	if (att->flags & BMC_FLAG_PRETIMEOUT)
		err = bmc_attention_pretimeout(link);
	else if (att->flags & BMC_FLAG_RECEIVE)
		err = bmc_attention_message(link);
	else if (att->flags & BMC_FLAG_EVENT)
		err = bmc_attention_event(link);
	else if (bmc_attention_listened(link) && !ktime_before(start, att->check))
		err = bmc_attention_check(link);
	else
		err = bmc_attention_fetch(link);
	/* A BMC that was reset may say so to us first. */
	if (!err && link->rsp.len >= BMC_RESPONSE_MIN &&
	    bmc_health_suspects(link, link->rsp.data[2],
				ktime_to_ns(ktime_sub(bmc_wait_now(&link->wait), start))))
		err = -EAGAIN;
	if (err) {
		att->flags = 0;
		bmc_health_verify(link, err);
	}
}
