// SPDX-License-Identifier: GPL-2.0-only
/*
 * The LAN parameters of a channel: reading them, and changing several as one.
 *
 * A change is made under the BMC's own "set in progress", in an order that every
 * BMC takes, committed, and read back. What does not take is put back.
 */
#include "lanconf.h"

#include <string.h>

#include "../lib/ipmi/cc.h"
#include "../lib/parse.h"

#define WRITE_TRIES 5
#define PAUSE_MIN_MS 100
#define PAUSE_MAX_MS 2000
#define LOCK_WAIT_MS 10000
#define LOCK_POLL_MS 250
/* Some BMCs need half a minute to show what they have taken. */
#define VERIFY_MS 30000
#define VERIFY_POLL_MS 250
#define VERIFY_POLL_MAX_MS 1000

static int read_one(struct bmc *bmc, uint8_t channel, uint8_t parameter,
		    struct ipmi_lan_value *value)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	memset(value, 0, sizeof(*value));
	value->state = IPMI_LAN_FAILED;
	ipmi_lan_get_encode(&rq, channel, parameter);
	rc = bmc_query(bmc, &rq, &rs);
	if (rc)
		return rc;
	if (rs.cc == IPMI_CC_INVALID_COMMAND || rs.cc == IPMI_CC_TIMEOUT ||
	    rs.cc == IPMI_CC_PRIVILEGE)
		return bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, ipmi_lan_name(parameter));
	if (rs.cc == IPMI_CC_INVALID_FIELD || rs.cc == IPMI_CC_OUT_OF_RANGE ||
	    rs.cc == IPMI_CC_NOT_PRESENT || ipmi_cc_unsupported(rq.netfn, rq.cmd, rs.cc))
		value->state = IPMI_LAN_UNSUPPORTED;
	else if (!rs.cc)
		ipmi_lan_get_decode(&rs, parameter, value);
	return 0;
}

/**
 * lan_read() - read parameters
 * @bmc: the run
 * @channel: the channel
 * @parameters: their numbers
 * @n: how many
 * @config: filled; the state of each tells whether it could be read
 *
 * Return: 0, or an exit status with the error set when no more can be read.
 */
int lan_read(struct bmc *bmc, uint8_t channel, const uint8_t *parameters, unsigned int n,
	     struct ipmi_lan_config *config)
{
	unsigned int i;
	int rc;

	for (i = 0; i < n; i++) {
		rc = read_one(bmc, channel, parameters[i], &config->value[parameters[i]]);
		if (rc)
			return rc;
	}
	return 0;
}

/**
 * lan_text() - a parameter as text
 * @parameter: its number
 * @value: its value
 * @text: filled
 */
void lan_text(unsigned int parameter, const struct ipmi_lan_value *value, char text[LAN_TEXT])
{
	const char *name;
	int vlan;

	switch (parameter) {
	case IPMI_LAN_ADDRESS:
	case IPMI_LAN_NETMASK:
	case IPMI_LAN_GATEWAY:
		ipv4_text(ipmi_lan_ipv4(value), text);
		break;
	case IPMI_LAN_SOURCE:
		name = ipmi_lan_source_name(value->data[0]);
		snprintf(text, LAN_TEXT, "%s", name ? name : "reserved");
		break;
	case IPMI_LAN_VLAN:
		vlan = ipmi_lan_vlan(value);
		if (vlan < 0)
			snprintf(text, LAN_TEXT, "off");
		else
			snprintf(text, LAN_TEXT, "%d", vlan);
		break;
	case IPMI_LAN_VLAN_PRIORITY:
		snprintf(text, LAN_TEXT, "%u", value->data[0] & 7U);
		break;
	case IPMI_LAN_ARP_CONTROL:
		snprintf(text, LAN_TEXT, "respond %s, gratuitous %s",
			 value->data[0] & 2 ? "on" : "off", value->data[0] & 1 ? "on" : "off");
		break;
	case IPMI_LAN_ARP_INTERVAL:
		snprintf(text, LAN_TEXT, "%u ms", (value->data[0] + 1U) * 500);
		break;
	default:
		bmc_hex(text, LAN_TEXT, value->data, value->len, 0);
	}
}

static void add(struct lan_plan *plan, uint8_t parameter, bool anyway)
{
	const struct ipmi_lan_value *new = &plan->new.value[parameter];

	if (new->state != IPMI_LAN_OK || plan->n == LAN_PLAN_MAX)
		return;
	if (anyway || !ipmi_lan_equal(parameter, &plan->old.value[parameter], new))
		plan->parameter[plan->n++] = parameter;
}

/**
 * lan_order() - decide what to write, in which order
 * @plan: old and new parameters; the rest is filled
 *
 * Equal values are not written again, to spare the flash. DHCP is left before
 * addresses are written, as BMCs refuse them while it is on, and entered last.
 * A BMC may forget its addresses when it leaves DHCP, so then they are all written.
 */
void lan_order(struct lan_plan *plan)
{
	const struct ipmi_lan_value *source = &plan->new.value[IPMI_LAN_SOURCE];
	bool dhcp = source->state == IPMI_LAN_OK && (source->data[0] & 0x0f) == IPMI_LAN_DHCP;
	bool changes = !ipmi_lan_equal(IPMI_LAN_SOURCE, &plan->old.value[IPMI_LAN_SOURCE],
				       source);

	plan->n = 0;
	plan->done = 0;
	if (!dhcp) {
		add(plan, IPMI_LAN_SOURCE, false);
		add(plan, IPMI_LAN_ADDRESS, changes);
		add(plan, IPMI_LAN_NETMASK, changes);
		add(plan, IPMI_LAN_GATEWAY, changes);
	}
	add(plan, IPMI_LAN_VLAN, false);
	add(plan, IPMI_LAN_VLAN_PRIORITY, false);
	add(plan, IPMI_LAN_ARP_CONTROL, false);
	add(plan, IPMI_LAN_ARP_INTERVAL, false);
	if (dhcp)
		add(plan, IPMI_LAN_SOURCE, false);
}

static int write_progress(struct bmc *bmc, const struct lan_plan *plan, uint8_t progress,
			  uint8_t *cc)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_lan_set_encode(&rq, plan->channel, IPMI_LAN_SET_IN_PROGRESS, &progress, 1);
	rc = bmc_change(bmc, &rq, &rs, "set_in_progress");
	*cc = rs.cc;
	return rc;
}

static int wait_unlocked(struct bmc *bmc, struct lan_plan *plan, long long end)
{
	struct ipmi_lan_value value;
	int rc;

	do {
		rc = bmc_sleep(bmc, LOCK_POLL_MS);
		if (!rc)
			rc = read_one(bmc, plan->channel, IPMI_LAN_SET_IN_PROGRESS, &value);
		if (rc)
			return rc;
		if (value.state != IPMI_LAN_OK ||
		    (value.data[0] & 3) == IPMI_LAN_SET_COMPLETE)
			return 0;
	} while (bmc_now(bmc) < end);
	bmc_error_set(&bmc->err, BMC_EXIT_BUSY,
		      "another party is changing the LAN parameters of channel %u", plan->channel);
	bmc_error_hint(&bmc->err, "--steal-lock if it is dead");
	return bmc->err.code;
}

/**
 * lan_acquire() - make "set in progress" ours
 * @bmc: the run
 * @plan: the change
 *
 * A BMC without this lock is fine.
 *
 * Return: 0, or an exit status with the error set; 7 when another party keeps it.
 */
int lan_acquire(struct bmc *bmc, struct lan_plan *plan)
{
	long long end = bmc_now(bmc) + LOCK_WAIT_MS;
	uint8_t cc;
	int rc;

	plan->locked = false;
	plan->waited = false;
	for (;;) {
		rc = write_progress(bmc, plan, IPMI_LAN_SET_BUSY, &cc);
		if (rc)
			return rc;
		switch (cc) {
		case IPMI_CC_OK:
			plan->locked = true;
			return 0;
		case IPMI_CC_COMMAND_81:
			break;
		case IPMI_CC_COMMAND_80:
		case IPMI_CC_COMMAND_82:
		case IPMI_CC_OUT_OF_RANGE:
		case IPMI_CC_INVALID_FIELD:
			return 0;
		default:
			rc = bmc_error_cc(&bmc->err, IPMI_NETFN_TRANSPORT,
					  IPMI_SET_LAN_PARAMETERS, cc, "set in progress");
			bmc_error_step(&bmc->err, "set_in_progress");
			return rc;
		}
		plan->waited = true;
		if (plan->steal) {
			plan->steal = false;
			bmc_note(bmc, "--steal-lock: taking over a change of another party");
			rc = write_progress(bmc, plan, IPMI_LAN_SET_COMPLETE, &cc);
		} else {
			rc = wait_unlocked(bmc, plan, end);
		}
		if (rc)
			return rc;
	}
}

/**
 * lan_release() - give "set in progress" back
 * @bmc: the run; its error is kept
 * @plan: the change
 * @commit: what was written shall be taken
 *
 * To be called after lan_acquire() whatever has happened in between.
 */
void lan_release(struct bmc *bmc, struct lan_plan *plan, bool commit)
{
	struct bmc_error saved = bmc->err;
	bool cleanup = bmc->cleanup;
	unsigned int i;
	uint8_t cc;

	if (!plan->locked)
		return;
	bmc->cleanup = true;
	/* Commit is optional: a BMC without it has stored the values already. */
	if (commit)
		write_progress(bmc, plan, IPMI_LAN_SET_COMMIT, &cc);
	for (i = 0; i < WRITE_TRIES; i++) {
		if (!write_progress(bmc, plan, IPMI_LAN_SET_COMPLETE, &cc) && !cc)
			break;
		bmc_sleep(bmc, PAUSE_MIN_MS);
	}
	if (i == WRITE_TRIES)
		bmc_note(bmc, "the BMC did not end the change: 'set in progress' may be stuck");
	plan->locked = false;
	bmc->cleanup = cleanup;
	bmc->err = saved;
}

/* Is it worth to send a write again? */
static bool again(uint8_t cc)
{
	return cc == IPMI_CC_NODE_BUSY || cc == IPMI_CC_TIMEOUT || cc == IPMI_CC_DUPLICATED ||
	       cc == IPMI_CC_UNSPECIFIED;
}

static int write_one(struct bmc *bmc, struct lan_plan *plan, uint8_t parameter)
{
	const struct ipmi_lan_value *new = &plan->new.value[parameter];
	struct ipmi_lan_value now;
	struct ipmi_request rq;
	struct ipmi_response rs;
	long pause = PAUSE_MIN_MS;
	unsigned int i;
	int rc;

	ipmi_lan_set_encode(&rq, plan->channel, parameter, new->data, new->len);
	for (i = 0;; i++) {
		rs.cc = IPMI_CC_TIMEOUT;
		rc = bmc_change(bmc, &rq, &rs, ipmi_lan_name(parameter));
		if (rc && rc != BMC_EXIT_TIMEOUT)
			return rc;
		if (!rc && !rs.cc)
			return 0;
		if (!rc && !again(rs.cc))
			return bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc,
					    ipmi_lan_name(parameter));
		/* It may have been done although there was no answer. */
		if (rs.cc == IPMI_CC_TIMEOUT &&
		    !read_one(bmc, plan->channel, parameter, &now) &&
		    ipmi_lan_equal(parameter, &now, new))
			return 0;
		if (i + 1 == WRITE_TRIES)
			return bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc,
					    ipmi_lan_name(parameter));
		rc = bmc_sleep(bmc, pause);
		if (rc)
			return rc;
		pause = pause * 2 > PAUSE_MAX_MS ? PAUSE_MAX_MS : pause * 2;
	}
}

static int write_all(struct bmc *bmc, struct lan_plan *plan)
{
	unsigned int i;
	int rc;

	for (i = 0; i < plan->n; i++) {
		const char *name = ipmi_lan_name(plan->parameter[i]);

		rc = bmc_interrupted(bmc);
		if (rc)
			return rc;
		plan->done = i + 1;
		rc = write_one(bmc, plan, plan->parameter[i]);
		if (rc) {
			bmc_error_step(&bmc->err, name);
			return rc;
		}
		bmc_error_applied(&bmc->err, name);
	}
	return 0;
}

/* Read back until all is as wanted; *wrong is the first parameter that is not. */
static int verify(struct bmc *bmc, const struct lan_plan *plan, uint8_t *wrong)
{
	long long end = bmc_now(bmc) + VERIFY_MS;
	long pause = VERIFY_POLL_MS;
	struct ipmi_lan_value now;
	unsigned int i = 0;
	int rc;

	while (i < plan->n) {
		uint8_t p = plan->parameter[i];

		rc = read_one(bmc, plan->channel, p, &now);
		/* A BMC that applies new settings may be away for a moment. */
		if (rc && rc != BMC_EXIT_TIMEOUT)
			return rc;
		if (!rc && ipmi_lan_equal(p, &now, &plan->new.value[p])) {
			i++;
			continue;
		}
		if (bmc_now(bmc) >= end) {
			*wrong = p;
			return BMC_EXIT_VERIFY;
		}
		rc = bmc_sleep(bmc, pause);
		if (rc)
			return rc;
		pause = pause * 2 > VERIFY_POLL_MAX_MS ? VERIFY_POLL_MAX_MS : pause * 2;
	}
	return 0;
}

/* Put back what had been sent. Not stopped by signals; true when the old state is back. */
static bool restore(struct bmc *bmc, const struct lan_plan *plan)
{
	struct bmc_error saved = bmc->err;
	struct lan_plan back = { .channel = plan->channel };
	uint8_t wrong;
	unsigned int i;
	bool ok;

	back.old = plan->old;
	back.new = plan->old;
	/* What was sent is to be written back, whatever became of it. */
	for (i = 0; i < plan->done; i++)
		back.old.value[plan->parameter[i]].state = IPMI_LAN_UNREAD;
	lan_order(&back);
	bmc->cleanup = true;
	ok = !lan_acquire(bmc, &back) && !write_all(bmc, &back);
	lan_release(bmc, &back, ok);
	ok = ok && !verify(bmc, &back, &wrong);
	bmc->cleanup = false;
	bmc->err = saved;
	return ok;
}

static int failed(struct bmc *bmc, struct lan_plan *plan, int rc)
{
	if (!plan->done)
		return rc;
	if (restore(bmc, plan)) {
		bmc_error_hint(&bmc->err, "the old settings are back");
		return rc;
	}
	bmc->err.code = BMC_EXIT_UNKNOWN;
	bmc_error_hint(&bmc->err, "the old settings could not be put back: look at bmc lan show");
	return BMC_EXIT_UNKNOWN;
}

/**
 * lan_commit() - make the change
 * @bmc: the run
 * @plan: the change, after lan_order() and lan_acquire()
 *
 * In a dry run the writes are recorded only.
 *
 * Return: 0 when it is made and read back; else an exit status with the error set,
 * and the old state is back unless the status is 9 or 128 and more.
 */
int lan_commit(struct bmc *bmc, struct lan_plan *plan)
{
	char old[LAN_TEXT];
	uint8_t wrong = 0;
	int rc;

	rc = write_all(bmc, plan);
	lan_release(bmc, plan, !rc);
	if (rc)
		return failed(bmc, plan, rc);
	if (bmc->opt.dry_run)
		return 0;
	rc = verify(bmc, plan, &wrong);
	if (!rc || rc >= BMC_EXIT_SIGNAL)
		return rc;
	if (rc == BMC_EXIT_VERIFY) {
		lan_text(wrong, &plan->new.value[wrong], old);
		bmc_error_set(&bmc->err, rc, "the BMC took %s %s, but does not show it",
			      ipmi_lan_name(wrong), old);
	}
	bmc_error_step(&bmc->err, "verify");
	return failed(bmc, plan, rc);
}
