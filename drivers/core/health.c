// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the router believes of a link, and how it finds out.
 *
 * Owns bmc_link.health.  The thread writes it, in one function; anybody reads.
 */
#include <linux/kobject.h>

#include "core.h"
#include "genl.h"
#include "trace.h"

/* How long a BMC that was in doubt may take to say that it is there. */
#define BMC_VERIFY_NS		(500ULL * NSEC_PER_MSEC)
/* The same for one that is being worked on: as long as for any message. */
#define BMC_VERIFY_PATIENT_NS	BMC_ANSWER_NS
/* The same for one that is not up; with the longest pause below, 2 s in all. */
#define BMC_PROBE_NS		(1200ULL * NSEC_PER_MSEC)
#define BMC_BACKOFF_MIN_NS	(20ULL * NSEC_PER_MSEC)
#define BMC_BACKOFF_MAX_NS	(600ULL * NSEC_PER_MSEC)
/* One that answers, but "not now", is nearly there. */
#define BMC_BACKOFF_BUSY_NS	(100ULL * NSEC_PER_MSEC)

/*
 * A BMC's own front end may answer "time-out" for a BMC that is dead behind it.
 * One that took this long to say so is suspect.
 */
#define BMC_SLOW_NS		(1ULL * NSEC_PER_SEC)
/* Suspicion is followed up this often at most: some commands always raise it. */
#define BMC_SUSPECT_NS		(1ULL * NSEC_PER_SEC)

static const char *const bmc_health_names[] = {
	[BMC_PROBING] = "probing",
	[BMC_UP] = "up",
	[BMC_DOWN] = "down",
	[BMC_GONE] = "gone",
};

/**
 * bmc_health_name - the word for a state, as users read it
 * @health: the state
 *
 * Return: a constant string.
 */
const char *bmc_health_name(enum bmc_health health)
{
	return bmc_health_names[health];
}

static void bmc_health_announce(struct bmc_link *link)
{
	char env[32];
	char *envp[2] = { env };

	snprintf(env, sizeof(env), "BMCLINK_HEALTH=%s", bmc_health_name(link->health));
	kobject_uevent_env(&link->dev.kobj, KOBJ_CHANGE, envp);
	switch (link->health) {
	case BMC_UP:
		bmc_genl_state(link, BMCLINK_CHANGE_UP);
		break;
	case BMC_DOWN:
		bmc_count(link, BMCLINK_A_STATS_DOWNS);
		bmc_genl_state(link, BMCLINK_CHANGE_DOWN);
		break;
	case BMC_GONE:
		bmc_genl_state(link, BMCLINK_CHANGE_GONE);
		break;
	case BMC_PROBING:
		break;
	}
}

static void bmc_health_log(struct bmc_link *link)
{
	const struct bmc_identity *id = &link->identity;

	switch (link->health) {
	case BMC_UP:
		dev_info(&link->dev,
			 "up: %s at %s (%s), manufacturer 0x%06x, product 0x%04x, firmware %u.%02x, IPMI %u.%u\n",
			 link->transport->name, link->address, link->source, id->manufacturer,
			 id->product, id->firmware_major & 0x7f, id->firmware_minor,
			 id->ipmi_version & 0xf, id->ipmi_version >> 4);
		break;
	case BMC_DOWN:
		dev_warn(&link->dev, "down: the BMC does not answer; looking for it\n");
		break;
	default:
		break;
	}
}

/* End everything that waits; what comes later is met as @admit says. */
static void bmc_health_refuse(struct bmc_link *link, int admit, u8 cc)
{
	struct bmc_request *req, *next;
	LIST_HEAD(queued);

	bmc_sched_admit(link, admit, &queued);
	bmc_link_flush(link, cc);
	bmc_seq_flush(link, cc);
	list_for_each_entry_safe(req, next, &queued, node) {
		list_del_init(&req->node);
		bmc_request_fail(req, cc);
	}
}

/**
 * bmc_health_set - the one way from one state to another
 * @link: the link
 * @health: its new state
 *
 * Leaving "up" completes every request, in flight and queued, at once.
 *
 * Context: the link's thread.
 */
void bmc_health_set(struct bmc_link *link, enum bmc_health health)
{
	LIST_HEAD(none);

	if (link->health == health)
		return;
	/* Whoever sees the new state finds everything done that belongs to it. */
	switch (health) {
	case BMC_UP:
		bmc_sched_admit(link, 0, &none);
		link->backoff_ns = 0;
		link->suspected = 0;
		bmc_attention_reset(link);
		break;
	case BMC_DOWN:
		bmc_health_refuse(link, -EAGAIN, BMC_CC_TIMEOUT);
		break;
	case BMC_GONE:
		bmc_health_refuse(link, -ENODEV, BMC_CC_UNSPECIFIED);
		break;
	case BMC_PROBING:
		break;
	}
	trace_bmc_health(link, link->health, health);
	WRITE_ONCE(link->health, health);
	bmc_health_log(link);
	bmc_health_announce(link);
}

/**
 * bmc_health_suspects - does this answer say that something has happened to the BMC?
 * @link: a link that is up
 * @cc: completion code
 * @took_ns: how long the BMC took
 *
 * Such as a reset, by whomever.  An answer of this kind may as well be the right
 * one to its command, so the question is not asked for each of a flood.
 *
 * Context: the link's thread.
 * Return: true when bmc_health_verify() is to be called.
 */
bool bmc_health_suspects(struct bmc_link *link, u8 cc, u64 took_ns)
{
	ktime_t now = bmc_wait_now(&link->wait);

	switch (cc) {
	case BMC_CC_TIMEOUT:
		if (took_ns < BMC_SLOW_NS)
			return false;
		break;
	case BMC_CC_UPDATING:
	case BMC_CC_INITIALIZING:
	case BMC_CC_WRONG_STATE:
		break;
	default:
		return false;
	}
	if (link->suspected && ktime_before(now, ktime_add_ns(link->suspected, BMC_SUSPECT_NS)))
		return false;
	link->suspected = now;
	return true;
}

/**
 * bmc_health_verify - a message failed: was it the message or the BMC?
 * @link: a link that is up, with nothing in flight
 * @err: how the transport failed
 *
 * A BMC that is there but another one, or with other firmware, has to be set up
 * again: it comes up anew.
 *
 * Context: the link's thread; takes two seconds at most, in maintenance of the
 * firmware six.
 */
void bmc_health_verify(struct bmc_link *link, int err)
{
	u64 patience = BMC_VERIFY_NS;

	link->suspect = false;
	/* Writing flash takes its time; a reset does not get better by waiting for it here. */
	if (bmc_maintenance_state(link, NULL) == BMC_MAINTENANCE_FIRMWARE)
		patience = BMC_VERIFY_PATIENT_NS;
	if (err != -ENODEV && !bmc_link_resync(link) && !bmc_identity_read(link, patience) &&
	    !bmc_identity_changed(link))
		return;
	if (!bmc_wait_over(&link->wait))
		bmc_health_set(link, BMC_DOWN);
}

/**
 * bmc_health_probe - look once for the BMC of a link that is not up
 * @link: the link
 *
 * Ends with the link up, or after a pause.  Whoever asked before the first
 * look has ended waits for its result; later requests are answered at once.
 *
 * Context: the link's thread.
 */
void bmc_health_probe(struct bmc_link *link)
{
	u64 least = BMC_BACKOFF_MIN_NS, most = BMC_BACKOFF_MAX_NS;
	int err;

	bmc_maintenance_turn(link);
	err = bmc_link_resync(link);
	if (!err)
		err = bmc_identity_read(link, BMC_PROBE_NS);
	if (!err && link->transport->setup)
		err = link->transport->setup(link);
	if (!err)
		err = bmc_identity_setup(link);
	if (!err)
		err = bmc_identity_guid(link);
	if (!err)
		err = bmc_identity_scan(link);
	if (bmc_wait_over(&link->wait))
		return;
	if (!err) {
		bmc_health_set(link, BMC_UP);
		return;
	}
	bmc_health_refuse(link, -EAGAIN, BMC_CC_TIMEOUT);
	if (err == -EAGAIN)
		most = BMC_BACKOFF_BUSY_NS;
	/* What is being worked on will not be back at once. */
	if (bmc_maintenance_state(link, NULL)) {
		least = BMC_BACKOFF_MAX_NS;
		most = BMC_BACKOFF_MAX_NS;
	}
	link->backoff_ns = clamp_t(u64, link->backoff_ns * 2, least, most);
	bmc_wait_pause(&link->wait, link->backoff_ns);
}
