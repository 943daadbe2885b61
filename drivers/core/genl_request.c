// SPDX-License-Identifier: GPL-2.0-only
/*
 * Netlink: requests.  A socket is a client of each link that it has asked; the
 * answer goes to it alone, with the number of the request, whenever there is
 * one.  Answers that do not fit into the socket's buffer are lost, and counted.
 *
 * Owns the list of sockets under bmc_genl_lock, a mutex.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/xarray.h>
#include <net/genetlink.h>

#include "core.h"
#include "genl.h"
#include "genl_gen.h"

/* How many requests a socket may have at a link without an answer. */
#define BMC_GENL_QUOTA	100

/**
 * struct bmc_socket - a netlink socket that has asked a link
 * @client: what the router knows of it
 * @node: in bmc_genl_sockets
 * @portid: the socket's address
 * @asks: what it has asked and has no answer to yet
 */
struct bmc_socket {
	struct bmc_client client;
	struct list_head node;
	u32 portid;
	struct xarray asks;
};

/**
 * struct bmc_ask - what an answer needs to be known of its request
 * @nlh: header of the request
 * @cookie: the caller's mark
 * @has_cookie: there is one
 * @type: BMCLINK_ADDRESS_TYPE_*
 */
struct bmc_ask {
	struct nlmsghdr nlh;
	u64 cookie;
	bool has_cookie;
	u8 type;
};

static DEFINE_MUTEX(bmc_genl_lock); /* bmc_genl_sockets */
static LIST_HEAD(bmc_genl_sockets);

static struct bmc_socket *to_socket(struct bmc_client *client)
{
	return container_of(client, struct bmc_socket, client);
}

/**
 * bmc_genl_client_port - the address of a netlink client
 * @client: a client whose kind is netlink
 *
 * Return: port number of its socket.
 */
u32 bmc_genl_client_port(struct bmc_client *client)
{
	return to_socket(client)->portid;
}

static bool bmc_put_whence(struct sk_buff *skb, const struct bmc_message *msg, u8 type)
{
	const struct ipmi_ipmb_addr *ipmb = (const void *)&msg->addr;
	const struct ipmi_lan_addr *lan = (const void *)&msg->addr;

	switch (type) {
	case BMCLINK_ADDRESS_TYPE_SYSTEM_INTERFACE:
		return false;
	case BMCLINK_ADDRESS_TYPE_LAN:
		return nla_put_u32(skb, BMCLINK_A_REQUEST_CHANNEL, lan->channel) ||
		       nla_put_u32(skb, BMCLINK_A_REQUEST_SESSION, lan->session_handle) ||
		       nla_put_u32(skb, BMCLINK_A_REQUEST_REMOTE_SWID, lan->remote_SWID) ||
		       nla_put_u32(skb, BMCLINK_A_REQUEST_LOCAL_SWID, lan->local_SWID) ||
		       nla_put_u32(skb, BMCLINK_A_REQUEST_LUN, lan->lun);
	default:
		return nla_put_u32(skb, BMCLINK_A_REQUEST_CHANNEL, ipmb->channel) ||
		       nla_put_u32(skb, BMCLINK_A_REQUEST_SLAVE_ADDRESS, ipmb->slave_addr) ||
		       nla_put_u32(skb, BMCLINK_A_REQUEST_LUN, ipmb->lun);
	}
}

/* What netlink would have said at once, had the answer been there. */
static bool bmc_put_ack(struct sk_buff *skb, u32 portid, const struct nlmsghdr *nlh)
{
	struct nlmsghdr *ack = nlmsg_put(skb, portid, nlh->nlmsg_seq, NLMSG_ERROR,
					 sizeof(struct nlmsgerr), NLM_F_CAPPED);
	struct nlmsgerr *err;

	if (!ack)
		return true;
	err = nlmsg_data(ack);
	err->error = 0;
	err->msg = *nlh;
	nlmsg_end(skb, ack);
	return false;
}

static struct sk_buff *bmc_answer_new(struct bmc_socket *sock, const struct bmc_ask *ask,
				      const struct bmc_message *msg)
{
	struct sk_buff *skb = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	void *hdr;

	if (!skb)
		return NULL;
	hdr = genlmsg_put(skb, sock->portid, ask->nlh.nlmsg_seq, &bmc_genl_family, 0,
			  BMCLINK_CMD_REQUEST);
	if (nla_put_u32(skb, BMCLINK_A_REQUEST_LINK, sock->client.link->id) ||
	    (ask->has_cookie && nla_put_u64_64bit(skb, BMCLINK_A_REQUEST_COOKIE, ask->cookie,
						  BMCLINK_A_REQUEST_PAD)) ||
	    nla_put_u32(skb, BMCLINK_A_REQUEST_ADDRESS_TYPE, ask->type) ||
	    bmc_put_whence(skb, msg, ask->type) ||
	    nla_put_u32(skb, BMCLINK_A_REQUEST_NETFN, msg->netfn) ||
	    nla_put_u32(skb, BMCLINK_A_REQUEST_CMD, msg->cmd) ||
	    nla_put_u32(skb, BMCLINK_A_REQUEST_COMPLETION_CODE, msg->data[0]) ||
	    (msg->len > 1 &&
	     nla_put(skb, BMCLINK_A_REQUEST_DATA, msg->len - 1, msg->data + 1)))
		goto err;
	genlmsg_end(skb, hdr);
	if (ask->nlh.nlmsg_flags & NLM_F_ACK && bmc_put_ack(skb, sock->portid, &ask->nlh))
		goto err;
	return skb;

err:
	WARN_ON_ONCE(1);
	nlmsg_free(skb);
	return NULL;
}

static void bmc_socket_lost(struct bmc_client *client)
{
	spin_lock(&client->lock);
	client->dropped++;
	spin_unlock(&client->lock);
}

static void bmc_socket_answered(struct bmc_client *client, bool first)
{
	struct bmc_socket *sock = to_socket(client);
	struct bmc_message *msg;
	struct bmc_ask *ask;
	struct sk_buff *skb;

	while ((msg = bmc_client_take(client))) {
		ask = xa_erase(&sock->asks, msg->msgid);
		if (ask) {
			skb = bmc_answer_new(sock, ask, msg);
			if (!skb || genlmsg_unicast(&init_net, skb, sock->portid))
				bmc_socket_lost(client);
		}
		kfree(ask);
		msg->free(msg);
	}
}

/* What it had asked is answered by now. */
static void bmc_socket_gone(struct bmc_client *client)
{
	struct bmc_socket *sock = to_socket(client), *it, *next;
	bool mine = false;

	mutex_lock(&bmc_genl_lock);
	list_for_each_entry_safe(it, next, &bmc_genl_sockets, node) {
		if (it == sock) {
			list_del_init(&sock->node);
			mine = true;
		}
	}
	mutex_unlock(&bmc_genl_lock);
	if (mine)
		bmc_client_close(client);
}

static void bmc_socket_release(struct bmc_client *client)
{
	struct bmc_socket *sock = to_socket(client);
	struct bmc_ask *ask;
	unsigned long id;

	xa_for_each(&sock->asks, id, ask)
		kfree(ask);
	xa_destroy(&sock->asks);
	kfree(sock);
}

static const struct bmc_client_ops bmc_socket_ops = {
	.answered = bmc_socket_answered,
	.gone = bmc_socket_gone,
	.release = bmc_socket_release,
};

/* The client that this socket is at this link; made at its first request. */
static struct bmc_socket *bmc_socket_get(struct bmc_link *link, u32 portid)
{
	struct bmc_socket *sock;
	int err;

	lockdep_assert_held(&bmc_genl_lock);
	list_for_each_entry(sock, &bmc_genl_sockets, node)
		if (sock->portid == portid && sock->client.link == link)
			return sock;
	sock = kzalloc(sizeof(*sock), GFP_KERNEL);
	if (!sock)
		return ERR_PTR(-ENOMEM);
	err = bmc_client_init(&sock->client, link, BMC_NORMAL, BMC_GENL_QUOTA, &bmc_socket_ops);
	if (err) {
		kfree(sock);
		return ERR_PTR(err);
	}
	sock->client.kind = BMCLINK_CLIENT_KIND_NETLINK;
	sock->portid = portid;
	xa_init_flags(&sock->asks, XA_FLAGS_ALLOC1);
	list_add_tail(&sock->node, &bmc_genl_sockets);
	return sock;
}

static u32 bmc_ask_u32(struct genl_info *info, unsigned int attr, u32 none)
{
	return info->attrs[attr] ? nla_get_u32(info->attrs[attr]) : none;
}

/* NL_SET_ERR_MSG() is for literals only. */
static void bmc_ask_why(struct genl_info *info, const char *why)
{
	if (info->extack)
		info->extack->_msg = why;
}

/* Is what this type of address needs there? */
static int bmc_ask_needs(struct genl_info *info, unsigned int attr, const char *what)
{
	if (!GENL_REQ_ATTR_CHECK(info, attr))
		return 0;
	bmc_ask_why(info, what);
	return -EINVAL;
}

static int bmc_ask_addr(struct genl_info *info, u8 type, struct ipmi_addr *addr)
{
	struct ipmi_system_interface_addr *si = (void *)addr;
	struct ipmi_ipmb_addr *ipmb = (void *)addr;
	struct ipmi_lan_addr *lan = (void *)addr;
	u8 lun = bmc_ask_u32(info, BMCLINK_A_REQUEST_LUN, 0);

	memset(addr, 0, sizeof(*addr));
	addr->channel = bmc_ask_u32(info, BMCLINK_A_REQUEST_CHANNEL, 0);
	switch (type) {
	case BMCLINK_ADDRESS_TYPE_SYSTEM_INTERFACE:
		addr->addr_type = IPMI_SYSTEM_INTERFACE_ADDR_TYPE;
		addr->channel = IPMI_BMC_CHANNEL;
		si->lun = lun;
		return bmc_addr_validate(addr, sizeof(*si));
	case BMCLINK_ADDRESS_TYPE_LAN:
		addr->addr_type = IPMI_LAN_ADDR_TYPE;
		lan->lun = lun;
		lan->session_handle = bmc_ask_u32(info, BMCLINK_A_REQUEST_SESSION, 0);
		lan->remote_SWID = bmc_ask_u32(info, BMCLINK_A_REQUEST_REMOTE_SWID, 0x81);
		lan->local_SWID = bmc_ask_u32(info, BMCLINK_A_REQUEST_LOCAL_SWID, 0x81);
		return bmc_addr_validate(addr, sizeof(*lan));
	default:
		addr->addr_type = type == BMCLINK_ADDRESS_TYPE_IPMB ?
				  IPMI_IPMB_ADDR_TYPE : IPMI_IPMB_BROADCAST_ADDR_TYPE;
		ipmb->lun = lun;
		ipmb->slave_addr = bmc_ask_u32(info, BMCLINK_A_REQUEST_SLAVE_ADDRESS, 0);
		return bmc_ask_needs(info, BMCLINK_A_REQUEST_SLAVE_ADDRESS,
				     "the slave address is missing") ?:
		       bmc_addr_validate(addr, sizeof(*ipmb));
	}
}

/* Why the router did not take it. */
static void bmc_ask_explain(struct genl_info *info, int err)
{
	const char *why = NULL;

	switch (err) {
	case -EBUSY:
		why = "the link has too many clients, or the socket too many requests";
		break;
	case -EAGAIN:
		why = "all sequence numbers are in use";
		break;
	case -ENODEV:
		why = "the link is gone";
		break;
	case -EMSGSIZE:
		why = "the link cannot carry so much data";
		break;
	case -EINVAL:
		why = "the address, or the channel, or the command is not for requests";
		break;
	}
	/* Somebody nearer may have said it better. */
	if (why && info->extack && !info->extack->_msg)
		bmc_ask_why(info, why);
}

static int bmc_ask_submit(struct bmc_socket *sock, struct genl_info *info, struct bmc_ask *ask,
			  const struct ipmi_addr *addr)
{
	struct nlattr *data = info->attrs[BMCLINK_A_REQUEST_DATA];
	struct bmc_request *req;
	u32 id;
	int err;

	err = xa_alloc(&sock->asks, &id, ask, xa_limit_31b, GFP_KERNEL);
	if (err)
		return err;
	req = bmc_request_new(&sock->client, id);
	if (IS_ERR(req)) {
		err = PTR_ERR(req);
		goto err_id;
	}
	bmc_encode_timing(req, info->attrs[BMCLINK_A_REQUEST_RETRIES] ?
			  (int)nla_get_u32(info->attrs[BMCLINK_A_REQUEST_RETRIES]) : -1,
			  bmc_ask_u32(info, BMCLINK_A_REQUEST_RETRY_TIME, 0));
	err = bmc_encode(req, addr, nla_get_u32(info->attrs[BMCLINK_A_REQUEST_NETFN]),
			 nla_get_u32(info->attrs[BMCLINK_A_REQUEST_CMD]),
			 data ? nla_data(data) : NULL, data ? nla_len(data) : 0);
	if (!err)
		err = bmc_request_submit(req);
	if (!err)
		return 0;
	bmc_request_free(req);
err_id:
	xa_erase(&sock->asks, id);
	return err;
}

static int bmc_ask_check(struct genl_info *info)
{
	struct nlattr *netfn = info->attrs[BMCLINK_A_REQUEST_NETFN];
	struct nlattr *data = info->attrs[BMCLINK_A_REQUEST_DATA];
	int err;

	err = bmc_ask_needs(info, BMCLINK_A_REQUEST_NETFN, "the network function is missing") ?:
	      bmc_ask_needs(info, BMCLINK_A_REQUEST_CMD, "the command is missing");
	if (err)
		return err;
	if (nla_get_u32(netfn) & 1) {
		NL_SET_ERR_MSG_ATTR(info->extack, netfn, "a request has an even network function");
		return -EINVAL;
	}
	if (data && nla_len(data) > IPMI_MAX_MSG_LENGTH) {
		NL_SET_ERR_MSG_ATTR(info->extack, data, "no message has more than 272 bytes");
		return -EMSGSIZE;
	}
	return 0;
}

static int bmc_ask(struct bmc_link *link, struct genl_info *info)
{
	struct nlattr *cookie = info->attrs[BMCLINK_A_REQUEST_COOKIE];
	struct ipmi_addr addr;
	struct bmc_socket *sock;
	struct bmc_ask *ask;
	int err;

	ask = kzalloc(sizeof(*ask), GFP_KERNEL);
	if (!ask)
		return -ENOMEM;
	ask->nlh = *info->nlhdr;
	ask->type = bmc_ask_u32(info, BMCLINK_A_REQUEST_ADDRESS_TYPE, 0);
	ask->has_cookie = cookie;
	if (cookie)
		ask->cookie = nla_get_u64(cookie);
	err = bmc_ask_check(info) ?: bmc_ask_addr(info, ask->type, &addr);
	if (!err) {
		mutex_lock(&bmc_genl_lock);
		sock = bmc_socket_get(link, info->snd_portid);
		if (!IS_ERR(sock))
			bmc_client_get(&sock->client);
		mutex_unlock(&bmc_genl_lock);
		err = PTR_ERR_OR_ZERO(sock);
	}
	if (!err) {
		err = bmc_ask_submit(sock, info, ask, &addr);
		bmc_client_put(&sock->client);
	}
	if (err) {
		kfree(ask);
		bmc_ask_explain(info, err);
	}
	return err;
}

int bmclink_nl_request_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct bmc_link *link = bmc_genl_link(info, BMCLINK_A_REQUEST_LINK);
	int err;

	if (IS_ERR(link))
		return PTR_ERR(link);
	err = bmc_ask(link, info);
	bmc_link_put(link);
	/* Makes netlink acknowledge nothing: that is done with the answer. */
	return err ?: -EINTR;
}

/* A socket has been closed: whatever it has asked is forgotten. */
static int bmc_genl_closed(struct notifier_block *nb, unsigned long event, void *data)
{
	const struct netlink_notify *note = data;
	struct bmc_socket *sock, *next;
	LIST_HEAD(closed);

	if (event != NETLINK_URELEASE || note->protocol != NETLINK_GENERIC)
		return NOTIFY_DONE;
	mutex_lock(&bmc_genl_lock);
	list_for_each_entry_safe(sock, next, &bmc_genl_sockets, node)
		if (sock->portid == note->portid && net_eq(note->net, &init_net))
			list_move(&sock->node, &closed);
	mutex_unlock(&bmc_genl_lock);
	list_for_each_entry_safe(sock, next, &closed, node) {
		list_del_init(&sock->node);
		bmc_client_close(&sock->client);
	}
	return NOTIFY_DONE;
}

static struct notifier_block bmc_genl_notifier = {
	.notifier_call = bmc_genl_closed,
};

/**
 * bmc_genl_request_init - hear of sockets that are closed
 *
 * Return: 0 or an error number.
 */
int __init bmc_genl_request_init(void)
{
	return netlink_register_notifier(&bmc_genl_notifier);
}

/**
 * bmc_genl_request_exit - the end; there are no links, so no clients any more
 */
void bmc_genl_request_exit(void)
{
	netlink_unregister_notifier(&bmc_genl_notifier);
}
