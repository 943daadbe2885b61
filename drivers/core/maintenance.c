// SPDX-License-Identifier: GPL-2.0-only
/*
 * Maintenance mode: the BMC is being reset, or gets new firmware.
 *
 * While it lasts a BMC that is slow to answer is given more time before it is
 * taken for dead, one that is away is looked for at an even pace, its flags are
 * not polled for listeners, and background work is refused.  When it ends, the
 * settings that the BMC may have lost are restored.
 *
 * Owns bmc_link.maintenance under its own lock; @announced is the thread's.
 */
#include <linux/ipmi_msgdefs.h>
#include <linux/kobject.h>
#include <linux/module.h>

#include "core.h"

/* In-tree names, so that what administrators have in modprobe.d keeps working. */
static unsigned long bmc_maintenance_timeout_ms = 30000;
module_param_named(maintenance_mode_timeout_ms, bmc_maintenance_timeout_ms, ulong, 0644);
MODULE_PARM_DESC(maintenance_mode_timeout_ms,
		 "How long maintenance mode lasts after the last command that causes it (default 30000)");

static unsigned long bmc_default_retry_ms = 2000;
module_param_named(default_retry_ms, bmc_default_retry_ms, ulong, 0644);
MODULE_PARM_DESC(default_retry_ms,
		 "How long to wait for an answer from another channel (default 2000)");

static unsigned long bmc_default_maintenance_retry_ms = 3000;
module_param_named(default_maintenance_retry_ms, bmc_default_maintenance_retry_ms, ulong, 0644);
MODULE_PARM_DESC(default_maintenance_retry_ms,
		 "The same while somebody on another channel is in maintenance (default 3000)");

/* No time that an administrator can give overflows. */
#define BMC_MAINTENANCE_MAX_MS	(24UL * 3600 * 1000)

static const char *const bmc_maintenance_names[] = {
	[BMC_MAINTENANCE_OFF] = "off",
	[BMC_MAINTENANCE_FIRMWARE] = "firmware",
	[BMC_MAINTENANCE_RESET] = "reset",
};

/**
 * bmc_maintenance_init - no maintenance
 * @link: a new link
 */
void bmc_maintenance_init(struct bmc_link *link)
{
	spin_lock_init(&link->maintenance.lock);
	link->maintenance.mode = IPMI_MAINTENANCE_MODE_AUTO;
}

static enum bmc_maintenance_state bmc_maintenance_caused(u8 netfn, u8 cmd)
{
	if (netfn == IPMI_NETFN_FIRMWARE_REQUEST)
		return BMC_MAINTENANCE_FIRMWARE;
	if (netfn == IPMI_NETFN_APP_REQUEST &&
	    (cmd == IPMI_COLD_RESET_CMD || cmd == IPMI_WARM_RESET_CMD))
		return BMC_MAINTENANCE_RESET;
	return BMC_MAINTENANCE_OFF;
}

/**
 * bmc_maintenance_note - a request is about to be submitted
 * @req: the request
 *
 * The rule is the in-tree driver's: a reset command or anything of the Firmware
 * network function, for as long as the parameter says.
 */
void bmc_maintenance_note(const struct bmc_request *req)
{
	enum bmc_maintenance_state state = bmc_maintenance_caused(req->msg.netfn, req->msg.cmd);
	struct bmc_link *link = req->client->link;
	struct bmc_maintenance *m = &link->maintenance;
	unsigned long ms = min(READ_ONCE(bmc_maintenance_timeout_ms), BMC_MAINTENANCE_MAX_MS);
	ktime_t until;

	if (state == BMC_MAINTENANCE_OFF)
		return;
	until = ktime_add_ms(bmc_wait_now(&link->wait), ms);
	spin_lock(&m->lock);
	if (req->kind == BMC_DIRECT) {
		m->cause = state;
		m->until = until;
	} else if (req->kind == BMC_BRIDGED) {
		m->away_until = until;
	}
	spin_unlock(&m->lock);
}

/**
 * bmc_maintenance_retry_ms - how long to wait for an answer from another channel
 * @link: the link
 *
 * Return: milliseconds, for a program that leaves it to the driver.
 */
unsigned int bmc_maintenance_retry_ms(struct bmc_link *link)
{
	struct bmc_maintenance *m = &link->maintenance;
	bool away;

	spin_lock(&m->lock);
	away = ktime_before(bmc_wait_now(&link->wait), m->away_until);
	spin_unlock(&m->lock);
	return min(away ? READ_ONCE(bmc_default_maintenance_retry_ms) :
			  READ_ONCE(bmc_default_retry_ms), BMC_MAINTENANCE_MAX_MS);
}

/**
 * bmc_maintenance_mode - which mode has been set
 * @link: the link
 *
 * Return: IPMI_MAINTENANCE_MODE_AUTO, _OFF or _ON.
 */
int bmc_maintenance_mode(struct bmc_link *link)
{
	return READ_ONCE(link->maintenance.mode);
}

/**
 * bmc_maintenance_set - somebody wants maintenance, or wants none
 * @link: the link
 * @mode: IPMI_MAINTENANCE_MODE_AUTO, _OFF or _ON
 *
 * Return: 0, or -EINVAL for another mode.
 */
int bmc_maintenance_set(struct bmc_link *link, int mode)
{
	struct bmc_maintenance *m = &link->maintenance;

	if (mode != IPMI_MAINTENANCE_MODE_AUTO && mode != IPMI_MAINTENANCE_MODE_OFF &&
	    mode != IPMI_MAINTENANCE_MODE_ON)
		return -EINVAL;
	spin_lock(&m->lock);
	WRITE_ONCE(m->mode, mode);
	spin_unlock(&m->lock);
	/* It tells, and may have something to restore. */
	bmc_link_poke(link);
	return 0;
}

/**
 * bmc_maintenance_state - is this link in maintenance, and for how long?
 * @link: the link
 * @left_ns: time left, 0 for no end; may be NULL
 *
 * Return: the state.
 */
enum bmc_maintenance_state bmc_maintenance_state(struct bmc_link *link, u64 *left_ns)
{
	struct bmc_maintenance *m = &link->maintenance;
	enum bmc_maintenance_state state = BMC_MAINTENANCE_OFF;
	s64 left;

	spin_lock(&m->lock);
	left = ktime_to_ns(ktime_sub(m->until, bmc_wait_now(&link->wait)));
	if (m->mode == IPMI_MAINTENANCE_MODE_ON) {
		state = left > 0 ? m->cause : BMC_MAINTENANCE_FIRMWARE;
		left = 0;
	} else if (m->mode == IPMI_MAINTENANCE_MODE_AUTO && left > 0) {
		state = m->cause;
	}
	spin_unlock(&m->lock);
	if (left_ns)
		*left_ns = state && left > 0 ? left : 0;
	return state;
}

static void bmc_maintenance_announce(struct bmc_link *link, enum bmc_maintenance_state state)
{
	char env[40];
	char *envp[2] = { env };

	dev_info(&link->dev, "maintenance: %s\n", bmc_maintenance_names[state]);
	snprintf(env, sizeof(env), "BMCLINK_MAINTENANCE=%s", bmc_maintenance_names[state]);
	kobject_uevent_env(&link->dev.kobj, KOBJ_CHANGE, envp);
}

/**
 * bmc_maintenance_turn - look whether maintenance has begun or ended
 * @link: the link, with nothing in flight
 *
 * At its end, the settings that the BMC may have lost are restored.
 *
 * Context: the link's thread.
 * Return: true when there was something to do.
 */
bool bmc_maintenance_turn(struct bmc_link *link)
{
	enum bmc_maintenance_state state = bmc_maintenance_state(link, NULL);
	struct bmc_maintenance *m = &link->maintenance;
	int err;

	if (state == m->announced)
		return false;
	m->announced = state;
	bmc_maintenance_announce(link, state);
	if (state != BMC_MAINTENANCE_OFF || link->health != BMC_UP)
		return true;
	err = bmc_identity_setup(link);
	if (err)
		bmc_health_verify(link, err);
	return true;
}

/**
 * bmc_maintenance_sleep - when will maintenance end?
 * @link: the link
 *
 * Context: the link's thread.
 * Return: nanoseconds from now, or -1 when there is none, or none that ends.
 */
s64 bmc_maintenance_sleep(struct bmc_link *link)
{
	u64 left;

	/* Also when its end has not been announced yet. */
	if (bmc_maintenance_state(link, &left) == link->maintenance.announced && !left)
		return -1;
	return left;
}
