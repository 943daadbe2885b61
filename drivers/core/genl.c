// SPDX-License-Identifier: GPL-2.0-only
/*
 * Netlink: the family, and what can be read of a link.  Nothing here asks a BMC;
 * see Documentation/netlink/specs/bmclink.yaml for the words.
 */
#include <linux/module.h>
#include <linux/workqueue.h>

#include "core.h"
#include "genl.h"
#include "genl_compat.h"
#include "genl_gen.h"

/* Writes one message, or the part of it that fits: the next index, or -EMSGSIZE. */
typedef int (*bmc_fill_fn)(struct sk_buff *skb, struct bmc_link *link, unsigned int index);

/**
 * bmc_genl_once - is every attribute there only once?
 * @head: the first of them
 * @len: length of all
 * @extack: filled when not
 *
 * The kernel's own validation lets the last one win, which hides mistakes.
 *
 * Return: 0 or -EINVAL.
 */
int bmc_genl_once(const struct nlattr *head, int len, struct netlink_ext_ack *extack)
{
	const struct nlattr *nla;
	u64 seen = 0;
	int rem;

	nla_for_each_attr(nla, head, len, rem) {
		unsigned int type = nla_type(nla);

		if (type < 64 && seen & BIT_ULL(type)) {
			NL_SET_ERR_MSG_ATTR(extack, nla, "this attribute is given twice");
			return -EINVAL;
		}
		if (type < 64)
			seen |= BIT_ULL(type);
	}
	return 0;
}

static struct bmc_link *bmc_genl_find(struct nlattr *id, struct netlink_ext_ack *extack)
{
	struct bmc_link *link = bmc_link_find(nla_get_u32(id));

	if (IS_ERR(link)) {
		NL_SET_ERR_MSG_ATTR(extack, id, "there is no link of this number");
		return ERR_PTR(-ENODEV);
	}
	return link;
}

/**
 * bmc_genl_link - the link that a message is about
 * @info: the message
 * @attr: the attribute that has its number
 *
 * Return: the link, to be given back by bmc_link_put(), or ERR_PTR() with the
 * reason told.
 */
struct bmc_link *bmc_genl_link(struct genl_info *info, unsigned int attr)
{
	int err = bmc_genl_once(nlmsg_attrdata(info->nlhdr, GENL_HDRLEN),
				nlmsg_attrlen(info->nlhdr, GENL_HDRLEN), info->extack);

	if (err)
		return ERR_PTR(err);
	if (GENL_REQ_ATTR_CHECK(info, attr)) {
		NL_SET_ERR_MSG(info->extack, "the number of the link is missing");
		return ERR_PTR(-EINVAL);
	}
	return bmc_genl_find(info->attrs[attr], info->extack);
}

static int bmc_genl_put(struct sk_buff *skb, u32 portid, u32 seq, int flags, u8 cmd,
			struct bmc_link *link, bmc_fill_fn fill, unsigned int index)
{
	void *hdr = genlmsg_put(skb, portid, seq, &bmc_genl_family, flags, cmd);
	int ret;

	if (!hdr)
		return -EMSGSIZE;
	ret = fill(skb, link, index);
	if (ret < 0)
		genlmsg_cancel(skb, hdr);
	else
		genlmsg_end(skb, hdr);
	return ret;
}

static int bmc_genl_get(struct genl_info *info, unsigned int attr, bmc_fill_fn fill)
{
	struct bmc_link *link = bmc_genl_link(info, attr);
	struct sk_buff *skb;
	int ret;

	if (IS_ERR(link))
		return PTR_ERR(link);
	skb = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	if (!skb) {
		ret = -ENOMEM;
		goto out;
	}
	ret = bmc_genl_put(skb, info->snd_portid, info->snd_seq, 0, info->genlhdr->cmd, link,
			   fill, 0);
	if (ret < 0)
		nlmsg_free(skb);
	else
		ret = genlmsg_reply(skb, info);
	if (ret == -ENODATA)
		NL_SET_ERR_MSG(info->extack, "nothing is known of it yet");
out:
	bmc_link_put(link);
	return ret;
}

/*
 * Who joins a group is told before the socket is in it, also when it was already,
 * and when it leaves without ever having joined.  So nothing is counted: soon, and
 * a few times in case that it takes longer, it is looked whether somebody is there.
 */
#define BMC_LOOK_JIFFIES	max(HZ / 50, 1)
#define BMC_LOOKS		50

static void bmc_genl_look(struct work_struct *work);
static DECLARE_DELAYED_WORK(bmc_genl_looker, bmc_genl_look);
static atomic_t bmc_genl_looks = ATOMIC_INIT(0);

static void bmc_genl_look(struct work_struct *work)
{
	if (bmc_genl_listened())
		bmc_genl_wake();
	else if (atomic_dec_if_positive(&bmc_genl_looks) > 0)
		schedule_delayed_work(&bmc_genl_looker, BMC_LOOK_JIFFIES);
}

static void bmc_genl_expect(void)
{
	atomic_set(&bmc_genl_looks, BMC_LOOKS);
	schedule_delayed_work(&bmc_genl_looker, BMC_LOOK_JIFFIES);
}

#ifdef BMC_OLD_GENL

/* Nobody tells who joins; but who asks something may be about to, or have done so. */
static int bmc_genl_pre_doit(const struct genl_split_ops *ops, struct sk_buff *skb,
			     struct genl_info *info)
{
	bmc_genl_expect();
	return 0;
}

static void bmc_genl_pre_dump(void)
{
	bmc_genl_expect();
}

#else

static int bmc_genl_bind(int group)
{
	if (group == BMCLINK_NLGRP_EVENT)
		bmc_genl_expect();
	return 0;
}

static void bmc_genl_pre_dump(void)
{
}

#endif

/*
 * A dump of one link, or of all.  args[0] is the next link, args[1] the next
 * index within it.
 */
static int bmc_genl_dump(struct sk_buff *skb, struct netlink_callback *cb, unsigned int attr,
			 u8 cmd, bmc_fill_fn fill)
{
	struct nlattr *one = bmc_genl_dump_attrs(cb) ? bmc_genl_dump_attrs(cb)[attr] : NULL;
	struct bmc_link *link;
	int ret;

	if (!cb->args[2]++) {
		bmc_genl_pre_dump();
		ret = bmc_genl_once(nlmsg_attrdata(cb->nlh, GENL_HDRLEN),
				    nlmsg_attrlen(cb->nlh, GENL_HDRLEN), cb->extack);
		if (ret)
			return ret;
		if (one) {
			link = bmc_genl_find(one, cb->extack);
			if (IS_ERR(link))
				return PTR_ERR(link);
			bmc_link_put(link);
			cb->args[0] = nla_get_u32(one);
		}
	}
	while ((link = bmc_link_from(cb->args[0]))) {
		if (one && link->id != nla_get_u32(one)) {
			bmc_link_put(link);
			break;
		}
		/* The one that did not fit may have gone in the meantime. */
		if (link->id != cb->args[0])
			cb->args[1] = 0;
		cb->args[0] = link->id;
		do {
			ret = bmc_genl_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
					   NLM_F_MULTI, cmd, link, fill, cb->args[1]);
			if (ret > 0)
				cb->args[1] = ret;
		} while (ret > 0);
		bmc_link_put(link);
		if (ret == -EMSGSIZE)
			break;
		cb->args[0]++;
		cb->args[1] = 0;
	}
	return skb->len;
}

static bool bmc_put_time(struct sk_buff *skb, unsigned int attr, u64 boottime)
{
	return nla_put_u64_64bit(skb, attr, bmc_stats_time(boottime), BMCLINK_A_LINK_PAD);
}

static bool bmc_put_contact(struct sk_buff *skb, struct bmc_link *link)
{
	u64 contact = READ_ONCE(link->stats.contact), at = READ_ONCE(link->stats.error_at);
	u64 age = div_u64(ktime_get_boottime_ns() - contact, NSEC_PER_MSEC);

	if (contact && (bmc_put_time(skb, BMCLINK_A_LINK_LAST_CONTACT, contact) ||
			nla_put_u64_64bit(skb, BMCLINK_A_LINK_LAST_CONTACT_AGE, age,
					  BMCLINK_A_LINK_PAD)))
		return true;
	return at && (nla_put_u32(skb, BMCLINK_A_LINK_LAST_ERROR, READ_ONCE(link->stats.error)) ||
		      bmc_put_time(skb, BMCLINK_A_LINK_LAST_ERROR_TIME, at));
}

static int bmc_fill_link(struct sk_buff *skb, struct bmc_link *link, unsigned int index)
{
	if (nla_put_u32(skb, BMCLINK_A_LINK_ID, link->id) ||
	    nla_put_string(skb, BMCLINK_A_LINK_NAME, dev_name(&link->dev)) ||
	    nla_put_string(skb, BMCLINK_A_LINK_TRANSPORT, link->transport->name) ||
	    nla_put_string(skb, BMCLINK_A_LINK_SOURCE, link->source) ||
	    nla_put_string(skb, BMCLINK_A_LINK_ADDRESS, link->address) ||
	    (link->irq && nla_put_u32(skb, BMCLINK_A_LINK_IRQ, link->irq)) ||
	    nla_put_u32(skb, BMCLINK_A_LINK_HEALTH, READ_ONCE(link->health)) ||
	    nla_put_u32(skb, BMCLINK_A_LINK_MAINTENANCE, bmc_maintenance_mode(link)) ||
	    nla_put_u32(skb, BMCLINK_A_LINK_SLAVE_ADDRESS, READ_ONCE(link->my_addr[0])) ||
	    nla_put_u32(skb, BMCLINK_A_LINK_LUN, READ_ONCE(link->my_lun[0])) ||
	    nla_put_u32(skb, BMCLINK_A_LINK_DEPTH, READ_ONCE(link->limits.depth)) ||
	    nla_put_u32(skb, BMCLINK_A_LINK_MAX_REQUEST, READ_ONCE(link->limits.max_request)) ||
	    nla_put_u32(skb, BMCLINK_A_LINK_MAX_RESPONSE, READ_ONCE(link->limits.max_response)) ||
	    nla_put_u32(skb, BMCLINK_A_LINK_QUEUED, READ_ONCE(link->queued)) ||
	    nla_put_u32(skb, BMCLINK_A_LINK_IN_FLIGHT, READ_ONCE(link->inflight)) ||
	    nla_put_u32(skb, BMCLINK_A_LINK_CLIENTS, READ_ONCE(link->nr_clients)) ||
	    bmc_put_contact(skb, link))
		return -EMSGSIZE;
	return 0;
}

static int bmc_fill_identity(struct sk_buff *skb, struct bmc_link *link, unsigned int index)
{
	struct bmc_identity id;
	u8 guid[16];

	bmc_identity_get(link, &id, guid);
	/* It has never answered. */
	if (!id.ipmi_version)
		return -ENODATA;
	if (nla_put_u32(skb, BMCLINK_A_IDENTITY_LINK, link->id) ||
	    nla_put_u32(skb, BMCLINK_A_IDENTITY_DEVICE_ID, id.device_id) ||
	    nla_put_u32(skb, BMCLINK_A_IDENTITY_DEVICE_REVISION, id.device_rev & 0xf) ||
	    nla_put_u32(skb, BMCLINK_A_IDENTITY_DEVICE_SDRS, id.device_rev >> 7) ||
	    nla_put_u32(skb, BMCLINK_A_IDENTITY_FIRMWARE_MAJOR, id.firmware_major & 0x7f) ||
	    nla_put_u32(skb, BMCLINK_A_IDENTITY_FIRMWARE_MINOR, id.firmware_minor) ||
	    nla_put_u32(skb, BMCLINK_A_IDENTITY_UPDATING, id.firmware_major >> 7) ||
	    nla_put_u32(skb, BMCLINK_A_IDENTITY_IPMI_MAJOR, id.ipmi_version & 0xf) ||
	    nla_put_u32(skb, BMCLINK_A_IDENTITY_IPMI_MINOR, id.ipmi_version >> 4) ||
	    nla_put_u32(skb, BMCLINK_A_IDENTITY_DEVICE_SUPPORT, id.support) ||
	    nla_put_u32(skb, BMCLINK_A_IDENTITY_MANUFACTURER, id.manufacturer) ||
	    nla_put_u32(skb, BMCLINK_A_IDENTITY_PRODUCT, id.product) ||
	    (id.has_aux && nla_put(skb, BMCLINK_A_IDENTITY_AUX, sizeof(id.aux), id.aux)) ||
	    (memchr_inv(guid, 0, sizeof(guid)) &&
	     nla_put(skb, BMCLINK_A_IDENTITY_GUID, sizeof(guid), guid)))
		return -EMSGSIZE;
	return 0;
}

static int bmc_fill_channels(struct sk_buff *skb, struct bmc_link *link, unsigned int index)
{
	const struct bmc_channels *channels;
	struct bmc_channels copy;
	struct nlattr *nest;
	unsigned int chan;

	rcu_read_lock();
	channels = rcu_dereference(link->channels);
	if (channels)
		copy = *channels;
	rcu_read_unlock();
	if (!channels)
		return -ENODATA;
	if (nla_put_u32(skb, BMCLINK_A_CHANNELS_LINK, link->id))
		return -EMSGSIZE;
	for (chan = 0; chan < BMC_CHANNELS; chan++) {
		if (!copy.medium[chan])
			continue;
		nest = nla_nest_start(skb, BMCLINK_A_CHANNELS_CHANNEL);
		if (!nest || nla_put_u32(skb, BMCLINK_A_CHANNEL_NUMBER, chan) ||
		    nla_put_u32(skb, BMCLINK_A_CHANNEL_MEDIUM, copy.medium[chan]) ||
		    nla_put_u32(skb, BMCLINK_A_CHANNEL_PROTOCOL, copy.protocol[chan]))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}

static int bmc_fill_stats(struct sk_buff *skb, struct bmc_link *link, unsigned int index)
{
	unsigned int counter;

	if (nla_put_u32(skb, BMCLINK_A_STATS_LINK, link->id))
		return -EMSGSIZE;
	for (counter = BMCLINK_A_STATS_PAD + 1; counter <= BMCLINK_A_STATS_MAX; counter++)
		if (nla_put_u64_64bit(skb, counter, bmc_counter(link, counter),
				      BMCLINK_A_STATS_PAD))
			return -EMSGSIZE;
	return 0;
}

static int bmc_put_bucket(struct sk_buff *skb, unsigned int n, u64 count)
{
	struct nlattr *nest = nla_nest_start(skb, BMCLINK_A_LATENCY_BUCKET);

	if (!nest ||
	    (n < BMC_LATENCY_BUCKETS - 1 && nla_put_u32(skb, BMCLINK_A_BUCKET_BELOW, 1U << n)) ||
	    nla_put_u64_64bit(skb, BMCLINK_A_BUCKET_COUNT, count, BMCLINK_A_BUCKET_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int bmc_put_latency(struct sk_buff *skb, struct bmc_link *link,
			   const struct bmc_latency *entry, bool others)
{
	unsigned int n;

	if (nla_put_u32(skb, BMCLINK_A_LATENCY_LINK, link->id))
		return -EMSGSIZE;
	if (!others && (nla_put_u32(skb, BMCLINK_A_LATENCY_NETFN, entry->netfn) ||
			nla_put_u32(skb, BMCLINK_A_LATENCY_CMD, entry->cmd)))
		return -EMSGSIZE;
	if (nla_put_u64_64bit(skb, BMCLINK_A_LATENCY_COUNT, READ_ONCE(entry->count),
			      BMCLINK_A_LATENCY_PAD) ||
	    nla_put_u64_64bit(skb, BMCLINK_A_LATENCY_ERRORS, READ_ONCE(entry->errors),
			      BMCLINK_A_LATENCY_PAD) ||
	    nla_put_u64_64bit(skb, BMCLINK_A_LATENCY_TOTAL, READ_ONCE(entry->total_us),
			      BMCLINK_A_LATENCY_PAD) ||
	    nla_put_u64_64bit(skb, BMCLINK_A_LATENCY_SLOWEST, READ_ONCE(entry->max_us),
			      BMCLINK_A_LATENCY_PAD))
		return -EMSGSIZE;
	for (n = 0; n < BMC_LATENCY_BUCKETS; n++)
		if (READ_ONCE(entry->bucket[n]) && bmc_put_bucket(skb, n, entry->bucket[n]))
			return -EMSGSIZE;
	return 0;
}

/* One message a command. */
static int bmc_fill_latency(struct sk_buff *skb, struct bmc_link *link, unsigned int index)
{
	const struct bmc_latency *entry;

	for (; index <= BMC_LATENCY_COMMANDS; index++) {
		entry = &link->stats.latency[index];
		/* Whose it is can be read once it is used; the last is everybody's. */
		if (index < BMC_LATENCY_COMMANDS && !smp_load_acquire(&entry->used))
			continue;
		if (!READ_ONCE(entry->count))
			continue;
		if (bmc_put_latency(skb, link, entry, index == BMC_LATENCY_COMMANDS))
			return -EMSGSIZE;
		return index + 1;
	}
	return -ENODATA;
}

static int bmc_put_client(struct sk_buff *skb, struct bmc_link *link, struct bmc_client *client)
{
	unsigned int unread = 0, answers = 0, dropped;
	struct bmc_message *msg;
	int charged;

	spin_lock(&client->lock);
	charged = atomic_read(&client->charged);
	list_for_each_entry(msg, &client->inbox, node) {
		unread++;
		answers += msg->recv_type == IPMI_RESPONSE_RECV_TYPE ||
			   msg->recv_type == IPMI_RESPONSE_RESPONSE_TYPE;
	}
	dropped = client->dropped;
	spin_unlock(&client->lock);
	if (nla_put_u32(skb, BMCLINK_A_CLIENT_LINK, link->id) ||
	    nla_put_u32(skb, BMCLINK_A_CLIENT_KIND, client->kind) ||
	    nla_put_u32(skb, BMCLINK_A_CLIENT_PID, client->pid) ||
	    nla_put_string(skb, BMCLINK_A_CLIENT_COMM, client->comm) ||
	    (client->kind == BMCLINK_CLIENT_KIND_NETLINK &&
	     nla_put_u32(skb, BMCLINK_A_CLIENT_PORT, bmc_genl_client_port(client))) ||
	    (client->readonly && nla_put_flag(skb, BMCLINK_A_CLIENT_READ_ONLY)) ||
	    (READ_ONCE(client->listens) && nla_put_flag(skb, BMCLINK_A_CLIENT_LISTENS)) ||
	    nla_put_u32(skb, BMCLINK_A_CLIENT_OUTSTANDING, max(charged - (int)answers, 0)) ||
	    nla_put_u32(skb, BMCLINK_A_CLIENT_UNREAD, unread) ||
	    nla_put_u32(skb, BMCLINK_A_CLIENT_DROPPED, dropped))
		return -EMSGSIZE;
	return 0;
}

/* One message a client, the one of this index. */
static int bmc_fill_client(struct sk_buff *skb, struct bmc_link *link, unsigned int index)
{
	struct bmc_client *client = bmc_clients_at(link, index);
	int ret;

	if (!client)
		return -ENODATA;
	ret = bmc_put_client(skb, link, client);
	bmc_client_put(client);
	return ret ?: (int)index + 1;
}

/* The command that a dump is for. */
static u8 bmc_genl_cmd(struct netlink_callback *cb)
{
	return ((struct genlmsghdr *)nlmsg_data(cb->nlh))->cmd;
}

#define BMC_GENL_DO(name, attr, fill)							\
int bmclink_nl_##name##_get_doit(struct sk_buff *skb, struct genl_info *info)		\
{											\
	return bmc_genl_get(info, attr, fill);						\
}

#define BMC_GENL_DUMP(name, attr, fill)							\
int bmclink_nl_##name##_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)	\
{											\
	return bmc_genl_dump(skb, cb, attr, bmc_genl_cmd(cb), fill);			\
}

BMC_GENL_DO(link, BMCLINK_A_LINK_ID, bmc_fill_link)
BMC_GENL_DO(identity, BMCLINK_A_IDENTITY_LINK, bmc_fill_identity)
BMC_GENL_DO(channel, BMCLINK_A_CHANNELS_LINK, bmc_fill_channels)
BMC_GENL_DO(stats, BMCLINK_A_STATS_LINK, bmc_fill_stats)
BMC_GENL_DUMP(link, BMCLINK_A_LINK_ID, bmc_fill_link)
BMC_GENL_DUMP(identity, BMCLINK_A_IDENTITY_LINK, bmc_fill_identity)
BMC_GENL_DUMP(channel, BMCLINK_A_CHANNELS_LINK, bmc_fill_channels)
BMC_GENL_DUMP(stats, BMCLINK_A_STATS_LINK, bmc_fill_stats)
BMC_GENL_DUMP(latency, BMCLINK_A_LATENCY_LINK, bmc_fill_latency)
BMC_GENL_DUMP(client, BMCLINK_A_CLIENT_LINK, bmc_fill_client)

int bmclink_nl_link_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct bmc_link *link = bmc_genl_link(info, BMCLINK_A_LINK_ID);
	struct nlattr *mode, *addr, *lun;
	int err = 0;

	if (IS_ERR(link))
		return PTR_ERR(link);
	mode = info->attrs[BMCLINK_A_LINK_MAINTENANCE];
	addr = info->attrs[BMCLINK_A_LINK_SLAVE_ADDRESS];
	lun = info->attrs[BMCLINK_A_LINK_LUN];
	if (!mode && !addr && !lun) {
		NL_SET_ERR_MSG(info->extack, "there is nothing to set");
		err = -EINVAL;
	} else if (addr && nla_get_u32(addr) & 1) {
		NL_SET_ERR_MSG_ATTR(info->extack, addr, "an address on IPMB is even");
		err = -EINVAL;
	} else {
		if (mode)
			err = bmc_maintenance_set(link, nla_get_u32(mode));
		if (addr)
			WRITE_ONCE(link->my_addr[0], nla_get_u32(addr));
		if (lun)
			WRITE_ONCE(link->my_lun[0], nla_get_u32(lun));
	}
	bmc_link_put(link);
	return err;
}

#ifdef BMC_OLD_GENL

static struct genl_ops bmc_genl_merged[ARRAY_SIZE(bmclink_nl_ops)];
#endif

static const struct genl_multicast_group bmc_genl_groups[] = {
	[BMCLINK_NLGRP_STATE] = { .name = BMCLINK_MCGRP_STATE },
	[BMCLINK_NLGRP_EVENT] = { .name = BMCLINK_MCGRP_EVENT },
	/* Shows what others ask and are told. */
	[BMCLINK_NLGRP_CAPTURE] = { .name = BMCLINK_MCGRP_CAPTURE, .flags = BMC_GENL_GROUP_ADMIN },
};

/*
 * For the initial network namespace only: whoever made a namespace of their own
 * would have every right in it.
 */
struct genl_family bmc_genl_family __ro_after_init = {
	.name = BMCLINK_FAMILY_NAME,
	.version = BMCLINK_FAMILY_VERSION,
	.netnsok = false,
	.parallel_ops = true,
	.module = THIS_MODULE,
	.mcgrps = bmc_genl_groups,
	.n_mcgrps = ARRAY_SIZE(bmc_genl_groups),
#ifndef BMC_OLD_GENL
	.split_ops = bmclink_nl_ops,
	.n_split_ops = ARRAY_SIZE(bmclink_nl_ops),
	.bind = bmc_genl_bind,
#else
	.pre_doit = bmc_genl_pre_doit,
#endif
};

/**
 * bmc_genl_init - make the family known
 *
 * Return: 0 or an error number.
 */
int __init bmc_genl_init(void)
{
	int err;

#ifdef BMC_OLD_GENL
	bmc_genl_family.ops = bmc_genl_merged;
	bmc_genl_family.n_ops = bmc_genl_merge_ops(bmc_genl_merged, bmclink_nl_ops,
						   ARRAY_SIZE(bmclink_nl_ops));
#endif
	err = bmc_genl_request_init();
	if (err)
		return err;
	err = genl_register_family(&bmc_genl_family);
	if (err) {
		bmc_genl_request_exit();
		return err;
	}
	return 0;
}

/**
 * bmc_genl_exit - forget the family
 */
void bmc_genl_exit(void)
{
	genl_unregister_family(&bmc_genl_family);
	/* Nobody can join any more. */
	cancel_delayed_work_sync(&bmc_genl_looker);
	bmc_genl_request_exit();
}
