// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who the BMC is, and the settings it must have for us.
 */
#include <linux/bits.h>
#include <linux/slab.h>

#include "core.h"
#include "genl.h"

/* Bits of the BMC's global enables (IPMI 2.0 section 22.1). */
#define BMC_ENABLE_RECEIVE_IRQ	BIT(0)
#define BMC_ENABLE_EVENT_IRQ	BIT(1)
#define BMC_ENABLE_EVENT_BUFFER	BIT(2)

/* Message flag: watchdog pre-timeout (IPMI 2.0 section 22.3). */
#define BMC_FLAG_PRETIMEOUT	BIT(3)

/* How long a command may take that a BMC need not know. */
#define BMC_OPTIONAL_NS		(1ULL * NSEC_PER_SEC)

/* Answers up to and including "additional device support" are of use. */
#define BMC_DEVICE_ID_MIN	6
#define BMC_DEVICE_ID_FULL	11
#define BMC_DEVICE_ID_AUX	15

#define BMC_GUID_LEN		16

/* Get Device ID, firmware revision 1: not available, its firmware is being updated */
#define BMC_FIRMWARE_UPDATE	BIT(7)

/**
 * bmc_identity_parse - decode the answer to Get Device ID
 * @id: result
 * @data: the answer after the completion code
 * @len: its length
 *
 * Return: 0, or -EBADMSG when it is too short to be one.
 */
int bmc_identity_parse(struct bmc_identity *id, const u8 *data, size_t len)
{
	if (len < BMC_DEVICE_ID_MIN)
		return -EBADMSG;
	memset(id, 0, sizeof(*id));
	id->device_id = data[0];
	id->device_rev = data[1];
	id->firmware_major = data[2];
	id->firmware_minor = data[3];
	id->ipmi_version = data[4];
	id->support = data[5];
	if (len >= BMC_DEVICE_ID_FULL) {
		id->manufacturer = data[6] | data[7] << 8 | (data[8] & 0xf) << 16;
		id->product = data[9] | data[10] << 8;
	}
	if (len >= BMC_DEVICE_ID_AUX) {
		memcpy(id->aux, data + BMC_DEVICE_ID_FULL, sizeof(id->aux));
		id->has_aux = true;
	}
	return 0;
}

/**
 * bmc_identity_ask - the thread's own App command
 * @link: the link, with nothing in flight; the response is in its @rsp
 * @cmd: the command
 * @data: its one byte of data, or -1 for none
 * @limit_ns: how long it may take
 *
 * Context: the link's thread.
 * Return: as bmc_link_transact().
 */
int bmc_identity_ask(struct bmc_link *link, u8 cmd, int data, u64 limit_ns)
{
	link->rsp = (struct bmc_frame){ .len = 2, .data = { BMC_NETFN_APP << 2, cmd } };
	if (data >= 0)
		link->rsp.data[link->rsp.len++] = data;
	return bmc_link_transact(link, &link->rsp, limit_ns);
}

/**
 * bmc_identity_read - is there a BMC, and who is it?
 * @link: the link, with nothing in flight
 * @limit_ns: how long it may take
 *
 * A BMC that answers with an error is one that is not ready yet.
 *
 * Context: the link's thread.
 * Return: 0 with the link's identity renewed, -EAGAIN not ready, -EBADMSG the
 * answer makes no sense, otherwise as the transport.
 */
int bmc_identity_read(struct bmc_link *link, u64 limit_ns)
{
	struct bmc_frame *frame = &link->rsp;
	struct bmc_identity id;
	int err;

	err = bmc_identity_ask(link, BMC_CMD_GET_DEVICE_ID, -1, limit_ns);
	if (err)
		return err;
	if (frame->data[2] != BMC_CC_OK)
		return -EAGAIN;
	err = bmc_identity_parse(&id, frame->data + 3, frame->len - 3);
	if (err)
		return err;
	spin_lock(&link->identity_lock);
	memcpy(&link->identity, &id, sizeof(id));
	spin_unlock(&link->identity_lock);
	return 0;
}

/*
 * Ask for something a BMC need not know.  Some never answer such a command:
 * that is a "no", as long as the line can be brought back to idle.  An error on
 * the line is one only when it comes again.
 *
 * Return: 1 when the BMC did it, 0 when it does not (the response is then in
 * @rsp, empty if there was none), or an error of the line.
 */
static int bmc_identity_try(struct bmc_link *link, u8 cmd, int data)
{
	int err, idle, try;

	for (try = 0; try < 2; try++) {
		err = bmc_identity_ask(link, cmd, data, BMC_OPTIONAL_NS);
		if (!err)
			return link->rsp.data[2] == BMC_CC_OK;
		if (err == -ESHUTDOWN || err == -ENODEV)
			return err;
		link->rsp.len = 0;
		idle = bmc_link_resync(link);
		if (idle)
			return idle;
		if (err == -ETIMEDOUT)
			break;
	}
	return 0;
}

/* The bits of the global enables that are the router's business. */
#define BMC_ENABLES	(BMC_ENABLE_RECEIVE_IRQ | BMC_ENABLE_EVENT_IRQ | BMC_ENABLE_EVENT_BUFFER)

static u8 bmc_identity_enables(const struct bmc_link *link)
{
	return READ_ONCE(link->wired) ? BMC_ENABLES : BMC_ENABLE_EVENT_BUFFER;
}

/* Say once what a BMC does not do. */
static void bmc_identity_refused(struct bmc_link *link, u8 refused)
{
	if (refused && refused != link->enables)
		dev_info(&link->dev, "the BMC does not take these global enables: 0x%02x\n",
			 refused);
	link->enables = refused;
}

/*
 * Set the global enables, if need be, and look what became of it; unless @again,
 * not if the BMC is known to refuse what would be set.
 *
 * Return: 1 when they had to be set, 0 when not or when the BMC does not have
 * them, or an error of the line.
 */
static int bmc_identity_enable(struct bmc_link *link, bool again)
{
	const struct bmc_frame *rsp = &link->rsp;
	u8 want = bmc_identity_enables(link);
	u8 now;
	int ret;

	ret = bmc_identity_try(link, BMC_CMD_GET_GLOBAL_ENABLES, -1);
	if (ret < 1 || rsp->len < BMC_RESPONSE_MIN + 1)
		return min(ret, 0);
	now = rsp->data[3];
	if ((now & BMC_ENABLES) == want ||
	    (!again && ((now & BMC_ENABLES) ^ want) == link->enables))
		return 0;
	ret = bmc_identity_try(link, BMC_CMD_SET_GLOBAL_ENABLES, (now & ~BMC_ENABLES) | want);
	if (ret < 0)
		return ret;
	ret = bmc_identity_try(link, BMC_CMD_GET_GLOBAL_ENABLES, -1);
	if (ret < 0)
		return ret;
	if (ret && rsp->len > BMC_RESPONSE_MIN)
		now = rsp->data[3];
	bmc_identity_refused(link, (now & BMC_ENABLES) ^ want);
	return 1;
}

/* It has been set up before, and is to be set up again. */
static void bmc_identity_reset(struct bmc_link *link)
{
	bmc_count(link, BMCLINK_A_STATS_RESETS);
	bmc_genl_state(link, BMCLINK_CHANGE_RESET);
}

/**
 * bmc_identity_setup - put the BMC's own settings right
 * @link: the link, with nothing in flight
 *
 * Clears a watchdog pre-timeout left from before, switches the event message
 * buffer on, and message interrupts on or off as there is one or not.  What a
 * BMC refuses it does not have.
 *
 * Context: the link's thread.
 * Return: 0, or an error of the line.
 */
int bmc_identity_setup(struct bmc_link *link)
{
	int ret;

	ret = bmc_identity_try(link, BMC_CMD_CLEAR_MSG_FLAGS, BMC_FLAG_PRETIMEOUT);
	if (ret < 0)
		return ret;
	ret = bmc_identity_enable(link, true);
	/* Another one than before, or one that has lost what it was told. */
	if (ret >= 0 && rcu_access_pointer(link->channels) &&
	    (bmc_identity_changed(link) || (ret && !link->enables)))
		bmc_identity_reset(link);
	return min(ret, 0);
}

/**
 * bmc_identity_check - has the BMC lost its settings?
 * @link: the link, with nothing in flight
 *
 * A reset that nobody noticed shows here; what was lost is restored.
 *
 * Context: the link's thread.
 * Return: 0, or an error of the line.
 */
int bmc_identity_check(struct bmc_link *link)
{
	int ret = bmc_identity_enable(link, false);

	if (ret == 1) {
		dev_notice_ratelimited(&link->dev,
				       "the BMC has lost its global enables; set again\n");
		bmc_identity_reset(link);
	}
	return min(ret, 0);
}

/**
 * bmc_identity_changed - is this another BMC, or firmware, than was set up?
 * @link: the link, with its identity read
 *
 * Context: the link's thread.
 * Return: true when it has to be set up again.
 */
bool bmc_identity_changed(struct bmc_link *link)
{
	struct bmc_identity now;

	/* Neither is it another one because its firmware is just being updated. */
	memcpy(&now, &link->identity, sizeof(now));
	now.firmware_major &= ~BMC_FIRMWARE_UPDATE;
	return memcmp(&link->scanned, &now, sizeof(now));
}

/**
 * bmc_identity_guid - read the GUID of the BMC, if it has one
 * @link: the link, with nothing in flight
 *
 * Context: the link's thread.
 * Return: 0, or an error of the line.
 */
int bmc_identity_guid(struct bmc_link *link)
{
	const struct bmc_frame *rsp = &link->rsp;
	u8 guid[BMC_GUID_LEN] = {};
	int ret;

	ret = bmc_identity_try(link, BMC_CMD_GET_DEVICE_GUID, -1);
	if (ret < 0)
		return ret;
	if (ret && rsp->len >= BMC_RESPONSE_MIN + BMC_GUID_LEN)
		memcpy(guid, rsp->data + BMC_RESPONSE_MIN, BMC_GUID_LEN);
	spin_lock(&link->identity_lock);
	memcpy(link->guid, guid, BMC_GUID_LEN);
	spin_unlock(&link->identity_lock);
	return 0;
}

/**
 * bmc_identity_get - who the BMC is, from memory
 * @link: the link
 * @id: copy of what it said; all zero when it never did
 * @guid: copy of its GUID; all zero when it has none
 *
 * Context: process.
 */
void bmc_identity_get(struct bmc_link *link, struct bmc_identity *id, u8 guid[16])
{
	spin_lock(&link->identity_lock);
	memcpy(id, &link->identity, sizeof(*id));
	memcpy(guid, link->guid, BMC_GUID_LEN);
	spin_unlock(&link->identity_lock);
}

static bool bmc_identity_has_channels(const struct bmc_identity *id)
{
	u8 major = id->ipmi_version & 0xf, minor = id->ipmi_version >> 4;

	/* Some firmware is of version 0.9. */
	return major > 1 || (major == 1 && minor >= 5);
}

static int bmc_identity_fill(struct bmc_link *link, struct bmc_channels *channels)
{
	const struct bmc_frame *rsp = &link->rsp;
	unsigned int chan;
	int ret;

	for (chan = 0; chan < BMC_CHANNELS; chan++) {
		ret = bmc_identity_try(link, BMC_CMD_GET_CHANNEL_INFO, chan);
		if (ret < 0)
			return ret;
		if (ret && rsp->len >= BMC_RESPONSE_MIN + 3) {
			channels->medium[chan] = rsp->data[4] & 0x7f;
			channels->protocol[chan] = rsp->data[5] & 0x1f;
		} else if (!ret && !chan && (!rsp->len || rsp->data[2] == BMC_CC_INVALID)) {
			/* It does not know the command, or does not say so. */
			return 0;
		}
	}
	return 1;
}

/**
 * bmc_identity_scan - what are the channels?
 * @link: the link, with nothing in flight and its identity read
 *
 * Asked again only when the BMC is another one, or its firmware is.
 *
 * Context: the link's thread.
 * Return: 0, -ENOMEM, or an error of the line.
 */
int bmc_identity_scan(struct bmc_link *link)
{
	struct bmc_channels *channels, *old;
	int ret = 0;

	old = rcu_dereference_protected(link->channels, true);
	if (old && !bmc_identity_changed(link))
		return 0;
	channels = kzalloc(sizeof(*channels), GFP_KERNEL);
	if (!channels)
		return -ENOMEM;
	if (bmc_identity_has_channels(&link->identity))
		ret = bmc_identity_fill(link, channels);
	if (ret < 0) {
		kfree(channels);
		return ret;
	}
	if (!ret) {
		channels->medium[0] = IPMI_CHANNEL_MEDIUM_IPMB;
		channels->protocol[0] = IPMI_CHANNEL_PROTOCOL_IPMB;
	}
	memcpy(&link->scanned, &link->identity, sizeof(link->scanned));
	link->scanned.firmware_major &= ~BMC_FIRMWARE_UPDATE;
	rcu_assign_pointer(link->channels, channels);
	if (old)
		kfree_rcu(old, rcu);
	return 0;
}

/**
 * bmc_channel_medium - what a channel is
 * @link: the link
 * @channel: its number, below BMC_CHANNELS
 *
 * Return: IPMI_CHANNEL_MEDIUM_*, or 0 when there is none or it is not known yet.
 */
u8 bmc_channel_medium(struct bmc_link *link, unsigned int channel)
{
	const struct bmc_channels *channels;
	u8 medium = 0;

	rcu_read_lock();
	channels = rcu_dereference(link->channels);
	if (channels)
		medium = channels->medium[channel];
	rcu_read_unlock();
	return medium;
}
