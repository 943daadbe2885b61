// SPDX-License-Identifier: GPL-2.0-only
/*
 * Links that no firmware describes: asked for by netlink, made by the driver
 * whose transport it is.
 *
 * Owns the list of such drivers under bmc_adders_lock, a mutex; held while one
 * of them works, so that it cannot go in the meantime.
 */
#include <linux/module.h>
#include <net/genetlink.h>

#include "core.h"
#include "genl.h"
#include "genl_gen.h"

static DEFINE_MUTEX(bmc_adders_lock); /* bmc_adders */
static LIST_HEAD(bmc_adders);

/**
 * bmc_adder_register - a driver can add and remove links
 * @adder: how; must stay until bmc_adder_unregister()
 *
 * Context: process.
 */
void bmc_adder_register(struct bmc_adder *adder)
{
	mutex_lock(&bmc_adders_lock);
	list_add_tail(&adder->node, &bmc_adders);
	mutex_unlock(&bmc_adders_lock);
}
EXPORT_SYMBOL_GPL(bmc_adder_register);

/**
 * bmc_adder_unregister - that driver goes
 * @adder: what was given to bmc_adder_register()
 *
 * Context: process.
 */
void bmc_adder_unregister(struct bmc_adder *adder)
{
	mutex_lock(&bmc_adders_lock);
	list_del(&adder->node);
	mutex_unlock(&bmc_adders_lock);
}
EXPORT_SYMBOL_GPL(bmc_adder_unregister);

static struct bmc_adder *bmc_adder_find(const char *transport)
{
	struct bmc_adder *adder;
	unsigned int i;

	lockdep_assert_held(&bmc_adders_lock);
	list_for_each_entry(adder, &bmc_adders, node)
		for (i = 0; adder->transports[i]; i++)
			if (!strcmp(adder->transports[i], transport))
				return adder;
	return NULL;
}

static int bmc_adder_change(const char *transport, const char *operation,
			    struct netlink_ext_ack *extack)
{
	struct bmc_adder *adder;
	int err = -EOPNOTSUPP;

	mutex_lock(&bmc_adders_lock);
	adder = bmc_adder_find(transport);
	if (adder)
		err = adder->change(operation);
	mutex_unlock(&bmc_adders_lock);
	if (!adder)
		NL_SET_ERR_MSG(extack, "no driver is loaded that can add or remove such a link");
	else if (err)
		NL_SET_ERR_MSG(extack, "the driver refused it; the kernel's log says why");
	return err;
}

/* Append ",word=number" when the attribute is given. */
static void bmc_adder_option(char *text, size_t room, struct genl_info *info, unsigned int attr,
			     const char *word)
{
	size_t len = strlen(text);

	if (info->attrs[attr])
		snprintf(text + len, room - len, ",%s=%u", word, nla_get_u32(info->attrs[attr]));
}

/* Who has just come into being there?  -1 for nobody. */
static int bmc_adder_new(const char *transport, const char *address)
{
	struct bmc_link *link;
	unsigned int id = 0;
	int found = -1;

	while (found < 0 && (link = bmc_link_from(id))) {
		id = link->id + 1;
		if (!strcmp(link->transport->name, transport) && !strcmp(link->address, address))
			found = link->id;
		bmc_link_put(link);
	}
	return found;
}

static int bmc_adder_reply(struct genl_info *info, int id)
{
	struct sk_buff *skb = genlmsg_new(NLMSG_DEFAULT_SIZE, GFP_KERNEL);
	void *hdr;

	if (!skb)
		return -ENOMEM;
	hdr = genlmsg_put_reply(skb, info, &bmc_genl_family, 0, info->genlhdr->cmd);
	if (!hdr || nla_put_u32(skb, BMCLINK_A_LINK_ID, id)) {
		nlmsg_free(skb);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return genlmsg_reply(skb, info);
}

int bmclink_nl_link_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *name = info->attrs[BMCLINK_A_LINK_TRANSPORT];
	struct nlattr *base = info->attrs[BMCLINK_A_LINK_BASE];
	struct nlattr *space = info->attrs[BMCLINK_A_LINK_SPACE];
	char operation[128], address[32];
	const char *where;
	int err, id;

	err = bmc_genl_once(nlmsg_attrdata(info->nlhdr, GENL_HDRLEN),
			    nlmsg_attrlen(info->nlhdr, GENL_HDRLEN), info->extack);
	if (err)
		return err;
	/* Whoever says where registers are has anything read and written there. */
	if (!netlink_capable(skb, CAP_SYS_RAWIO)) {
		NL_SET_ERR_MSG(info->extack, "to add a link needs CAP_SYS_RAWIO, too");
		return -EPERM;
	}
	if (!name || !base) {
		NL_SET_ERR_MSG(info->extack, "the transport or the base address is missing");
		return -EINVAL;
	}
	where = space && nla_get_u32(space) == BMCLINK_SPACE_MEM ? "mem" : "i/o";
	snprintf(address, sizeof(address), "%s 0x%llx", where, nla_get_u64(base));
	snprintf(operation, sizeof(operation), "add,%s,%s,0x%llx", (char *)nla_data(name), where,
		 nla_get_u64(base));
	bmc_adder_option(operation, sizeof(operation), info, BMCLINK_A_LINK_SPACING, "rsp");
	bmc_adder_option(operation, sizeof(operation), info, BMCLINK_A_LINK_REGISTER_SIZE, "rsi");
	bmc_adder_option(operation, sizeof(operation), info, BMCLINK_A_LINK_REGISTER_SHIFT, "rsh");
	bmc_adder_option(operation, sizeof(operation), info, BMCLINK_A_LINK_IRQ, "irq");
	bmc_adder_option(operation, sizeof(operation), info, BMCLINK_A_LINK_SLAVE_ADDRESS, "ipmb");
	err = bmc_adder_change(nla_data(name), operation, info->extack);
	if (err)
		return err;
	id = bmc_adder_new(nla_data(name), address);
	return id < 0 ? 0 : bmc_adder_reply(info, id);
}

int bmclink_nl_link_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct bmc_link *link = bmc_genl_link(info, BMCLINK_A_LINK_ID);
	char operation[96], transport[16], *blank;

	if (IS_ERR(link))
		return PTR_ERR(link);
	strscpy(transport, link->transport->name, sizeof(transport));
	snprintf(operation, sizeof(operation), "remove,%s,%s", transport, link->address);
	/* Held, the driver could not be unloaded; and it waits for the link to end. */
	bmc_link_put(link);
	blank = strchr(operation, ' ');
	if (blank)
		*blank = ',';
	return bmc_adder_change(transport, operation, info->extack);
}
