// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands from other channels: who has registered for which, and the answer
 * to those that nobody wants.
 *
 * Owns bmc_link.commands under bmc_link.command_lock.
 */
#include <linux/slab.h>

#include "core.h"

/**
 * struct bmc_command - a command somebody has registered for
 * @node: in bmc_link.commands
 * @client: who
 * @netfn: network function
 * @cmd: command
 * @chans: mask of channels
 */
struct bmc_command {
	struct list_head node;
	struct bmc_client *client;
	u8 netfn;
	u8 cmd;
	u32 chans;
};

/**
 * bmc_command_init - nobody has registered
 * @link: a new link
 */
void bmc_command_init(struct bmc_link *link)
{
	spin_lock_init(&link->command_lock);
	INIT_LIST_HEAD(&link->commands);
}

static struct bmc_command *bmc_command_find(struct bmc_link *link, u8 netfn, u8 cmd, u32 chans)
{
	struct bmc_command *command;

	lockdep_assert_held(&link->command_lock);
	list_for_each_entry(command, &link->commands, node)
		if (command->netfn == netfn && command->cmd == cmd && command->chans & chans)
			return command;
	return NULL;
}

/**
 * bmc_command_register - a client wants a command
 * @client: the client
 * @netfn: network function
 * @cmd: command
 * @chans: mask of channels
 *
 * Context: process.
 * Return: 0, -EBUSY when another registration overlaps, -ENOMEM.
 */
int bmc_command_register(struct bmc_client *client, u8 netfn, u8 cmd, u32 chans)
{
	struct bmc_link *link = client->link;
	struct bmc_command *command = kmalloc(sizeof(*command), GFP_KERNEL);
	int err = 0;

	if (!command)
		return -ENOMEM;
	*command = (struct bmc_command){
		.client = client, .netfn = netfn, .cmd = cmd, .chans = chans,
	};
	spin_lock(&link->command_lock);
	if (bmc_command_find(link, netfn, cmd, chans)) {
		err = -EBUSY;
	} else {
		list_add_tail(&command->node, &link->commands);
		WRITE_ONCE(link->nr_commands, link->nr_commands + 1);
	}
	spin_unlock(&link->command_lock);
	if (err)
		kfree(command);
	else
		bmc_link_poke(link);
	return err;
}

/* Take channels out of a registration; the last one ends it. */
static void bmc_command_reduce(struct bmc_link *link, struct bmc_command *command, u32 chans,
			       struct list_head *out)
{
	command->chans &= ~chans;
	if (command->chans)
		return;
	list_move(&command->node, out);
	WRITE_ONCE(link->nr_commands, link->nr_commands - 1);
}

static void bmc_command_free(struct list_head *list)
{
	struct bmc_command *command, *next;

	list_for_each_entry_safe(command, next, list, node)
		kfree(command);
}

/**
 * bmc_command_unregister - a client does not want a command any more
 * @client: the client
 * @netfn: network function
 * @cmd: command
 * @chans: mask of channels
 *
 * Context: process.
 * Return: 0, or -ENOENT when it owns none of it.
 */
int bmc_command_unregister(struct bmc_client *client, u8 netfn, u8 cmd, u32 chans)
{
	struct bmc_link *link = client->link;
	struct bmc_command *command, *next;
	int err = -ENOENT;
	LIST_HEAD(out);

	spin_lock(&link->command_lock);
	list_for_each_entry_safe(command, next, &link->commands, node) {
		if (command->client != client || command->netfn != netfn ||
		    command->cmd != cmd || !(command->chans & chans))
			continue;
		bmc_command_reduce(link, command, chans, &out);
		err = 0;
	}
	spin_unlock(&link->command_lock);
	bmc_command_free(&out);
	return err;
}

/**
 * bmc_command_forget - a client goes: its registrations go with it
 * @client: the client
 */
void bmc_command_forget(struct bmc_client *client)
{
	struct bmc_link *link = client->link;
	struct bmc_command *command, *next;
	LIST_HEAD(out);

	spin_lock(&link->command_lock);
	list_for_each_entry_safe(command, next, &link->commands, node)
		if (command->client == client)
			bmc_command_reduce(link, command, ~0, &out);
	spin_unlock(&link->command_lock);
	bmc_command_free(&out);
}

static struct bmc_client *bmc_command_owner(struct bmc_link *link, u8 netfn, u8 cmd,
					    unsigned int channel)
{
	struct bmc_client *client = NULL;
	struct bmc_command *command;

	spin_lock(&link->command_lock);
	command = bmc_command_find(link, netfn, cmd, BIT(channel));
	if (command) {
		client = command->client;
		bmc_client_get(client);
	}
	spin_unlock(&link->command_lock);
	return client;
}

/* Answer instead of somebody. */
static int bmc_command_refuse(struct bmc_link *link, const struct bmc_bridged *m, u8 cc)
{
	struct bmc_bridged answer = *m;

	answer.netfn |= 1;
	answer.data = &cc;
	answer.len = 1;
	answer.from = READ_ONCE(link->my_addr[m->addr.channel]);
	if (bmc_bridge_encode(&link->rsp, &answer, link->limits.max_request))
		return 0;
	return bmc_link_transact(link, &link->rsp, BMC_ANSWER_NS);
}

/**
 * bmc_command_receive - a command has come by Get Message
 * @link: the link, with nothing in flight
 * @m: the command; not to be used after this, it may lie in bmc_link.rsp
 *
 * Context: the link's thread.
 * Return: 0 or an error of the line.
 */
int bmc_command_receive(struct bmc_link *link, const struct bmc_bridged *m)
{
	struct bmc_client *client = bmc_command_owner(link, m->netfn, m->cmd, m->addr.channel);
	struct bmc_message *msg = NULL;

	if (!client) {
		bmc_count(link, BMCLINK_A_STATS_UNHANDLED_COMMANDS);
		return bmc_command_refuse(link, m, BMC_CC_INVALID);
	}
	if (!bmc_client_full(client))
		msg = bmc_message_new(m->data, m->len);
	if (msg) {
		msg->recv_type = IPMI_CMD_RECV_TYPE;
		msg->addr = m->addr;
		msg->msgid = m->seq;
		msg->netfn = m->netfn;
		msg->cmd = m->cmd;
		bmc_count(link, BMCLINK_A_STATS_COMMANDS);
		bmc_client_deliver(client, msg);
	}
	bmc_client_put(client);
	return msg ? 0 : bmc_command_refuse(link, m, BMC_CC_NODE_BUSY);
}

/**
 * bmc_command_receive_oem - a message from a channel with an OEM medium has come
 * @link: the link; what Get Message answered is in its @rsp
 * @data: after the completion code: the channel, then what only the OEM knows
 * @len: length of @data, at least 1
 *
 * As in-tree, it goes to who has registered for the response to Get Message on
 * that channel, and is dropped when there is nobody: no answer can be made to
 * what is not understood.
 *
 * Context: the link's thread.
 */
void bmc_command_receive_oem(struct bmc_link *link, const u8 *data, u16 len)
{
	struct ipmi_system_interface_addr *addr;
	struct bmc_message *msg = NULL;
	struct bmc_client *client;

	client = bmc_command_owner(link, BMC_NETFN_APP | 1, BMC_CMD_GET_MSG, data[0] & 0xf);
	if (!client)
		return;
	if (!bmc_client_full(client))
		msg = bmc_message_new(data + 1, len - 1);
	if (msg) {
		addr = (void *)&msg->addr;
		addr->addr_type = IPMI_SYSTEM_INTERFACE_ADDR_TYPE;
		addr->channel = IPMI_BMC_CHANNEL;
		addr->lun = link->rsp.data[0] & 3;
		msg->recv_type = IPMI_OEM_RECV_TYPE;
		msg->netfn = BMC_NETFN_APP | 1;
		msg->cmd = BMC_CMD_GET_MSG;
		bmc_client_deliver(client, msg);
	}
	bmc_client_put(client);
}
