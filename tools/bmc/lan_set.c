// SPDX-License-Identifier: GPL-2.0-only
/* bmc lan set: from words to a plan. The rules of IPv4 are applied to the whole. */
#include <string.h>

#include "channels.h"
#include "lanconf.h"
#include "objects.h"

enum {
	SET_CHANNEL, SET_DHCP, SET_STATIC, SET_ADDRESS, SET_NETMASK, SET_GATEWAY, SET_VLAN,
	SET_PRIO, SET_ARP_RESPOND, SET_ARP_GRATUITOUS, SET_INTERVAL, SET_GATEWAY_MAC, SET_BACKUP,
	SET_BACKUP_MAC, SET_STEAL, SET_CONFIRM,
};

#define FIRST_SETTING SET_DHCP
#define LAST_SETTING SET_BACKUP_MAC
#define GROUP_SOURCE 1

static const uint8_t set_parameters[] = {
	IPMI_LAN_ADDRESS, IPMI_LAN_SOURCE, IPMI_LAN_NETMASK, IPMI_LAN_ARP_CONTROL,
	IPMI_LAN_ARP_INTERVAL, IPMI_LAN_GATEWAY, IPMI_LAN_VLAN, IPMI_LAN_VLAN_PRIORITY,
	IPMI_LAN_GATEWAY_MAC, IPMI_LAN_BACKUP_GATEWAY, IPMI_LAN_BACKUP_MAC,
};

/* A soft rule: --force breaks it, but not in silence. */
static int soft(struct bmc *bmc, const char *field, const char *value, const char *fmt,
		const char *detail)
{
	char rule[128];

	snprintf(rule, sizeof(rule), "%s%s", fmt, detail);
	if (bmc->opt.force) {
		bmc_note(bmc, "--force: %s %s %s", field, value, rule);
		return 0;
	}
	return bmc_error_value(&bmc->err, field, value, "%s", rule);
}

/* Do address, mask and gateway fit together? */
static int check_network(struct bmc *bmc, uint32_t address, uint32_t mask, bool has_gateway,
			 uint32_t gateway)
{
	char text[16], gw[16], net[24];
	int prefix = ipv4_mask_prefix(mask);
	int rc = 0;

	ipv4_text(address, text);
	ipv4_text(address & mask, gw);
	snprintf(net, sizeof(net), "%s/%d", gw, prefix);
	ipv4_text(gateway, gw);
	if (prefix < 31 && address == (address & mask))
		return bmc_error_value(&bmc->err, "address", text,
				       "is the address of the network %s itself", net);
	if (prefix < 31 && address == (address | ~mask))
		return bmc_error_value(&bmc->err, "address", text,
				       "is the broadcast address of %s", net);
	if (!has_gateway || !gateway)
		return 0;
	if (gateway == address)
		rc = soft(bmc, "gateway", gw, "is the address of the BMC itself", "");
	else if ((gateway & mask) != (address & mask))
		rc = soft(bmc, "gateway", gw, "is outside ", net);
	else if (prefix < 31 && (gateway == (address & mask) || gateway == (address | ~mask)))
		rc = soft(bmc, "gateway", gw, "is the network or broadcast address of ", net);
	return rc;
}

static uint32_t given_mask(const struct args *args)
{
	if (args->v[SET_NETMASK].set)
		return args->v[SET_NETMASK].address;
	if (args->v[SET_ADDRESS].set && args->v[SET_ADDRESS].prefix >= 0)
		return ipv4_prefix_mask(args->v[SET_ADDRESS].prefix);
	return 0;
}

static int check_source(struct bmc *bmc, const struct args *args)
{
	static const uint8_t fixed[] = { SET_ADDRESS, SET_NETMASK, SET_GATEWAY };
	unsigned int i;

	for (i = 0; args->v[SET_DHCP].set && i < sizeof(fixed); i++)
		if (args->v[fixed[i]].set)
			return bmc_error_value(&bmc->err, args->cmd->args[fixed[i]].name,
					       args->v[fixed[i]].text,
					       "can't be set together with dhcp");
	if (args->v[SET_NETMASK].set && args->v[SET_ADDRESS].set &&
	    args->v[SET_ADDRESS].prefix >= 0 &&
	    args->v[SET_NETMASK].prefix != args->v[SET_ADDRESS].prefix)
		return bmc_error_value(&bmc->err, "netmask", args->v[SET_NETMASK].text,
				       "is not the mask of %s", args->v[SET_ADDRESS].text);
	return 0;
}

static int check_extras(struct bmc *bmc, const struct args *args)
{
	const struct arg_value *v = args->v;

	if (v[SET_PRIO].set && (!v[SET_VLAN].set || v[SET_VLAN].u == PARSE_VLAN_OFF))
		return bmc_error_value(&bmc->err, "prio", v[SET_PRIO].text,
				       "needs the vlan it is for: vlan ID prio P");
	if (v[SET_INTERVAL].set && (!v[SET_ARP_GRATUITOUS].set || !v[SET_ARP_GRATUITOUS].u))
		return bmc_error_value(&bmc->err, "interval", v[SET_INTERVAL].text,
				       "needs arp-gratuitous on");
	return 0;
}

/**
 * lan_set_check() - look at the arguments of "lan set" as a whole
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or BMC_EXIT_USAGE with the error set.
 */
int lan_set_check(struct cli *cli, const struct args *args)
{
	struct bmc *bmc = &cli->bmc;
	uint32_t mask = given_mask(args);
	unsigned int i;
	int rc;

	for (i = FIRST_SETTING; i <= LAST_SETTING && !args->v[i].set; i++)
		;
	if (i > LAST_SETTING) {
		bmc_error_set(&bmc->err, BMC_EXIT_USAGE, "nothing to set is given");
		bmc_error_hint(&bmc->err, "see: bmc help lan set");
		return bmc->err.code;
	}
	rc = check_source(bmc, args);
	if (!rc)
		rc = check_extras(bmc, args);
	if (rc || !args->v[SET_ADDRESS].set || !mask)
		return rc;
	return check_network(bmc, args->v[SET_ADDRESS].address, mask, args->v[SET_GATEWAY].set,
			     args->v[SET_GATEWAY].address);
}

static bool is_static(const struct ipmi_lan_config *c)
{
	const struct ipmi_lan_value *v = &c->value[IPMI_LAN_SOURCE];

	return v->state == IPMI_LAN_OK && (v->data[0] & 0x0f) == IPMI_LAN_STATIC;
}

static uint32_t stored_ipv4(const struct ipmi_lan_config *c, unsigned int parameter)
{
	return c->value[parameter].state == IPMI_LAN_OK ?
	       ipmi_lan_ipv4(&c->value[parameter]) : 0;
}

static void put_byte(struct ipmi_lan_value *v, uint8_t byte)
{
	v->state = IPMI_LAN_OK;
	v->len = 1;
	v->data[0] = byte;
}

static void put_mac(struct ipmi_lan_value *v, const struct arg_value *mac)
{
	v->state = IPMI_LAN_OK;
	v->len = sizeof(mac->bytes);
	memcpy(v->data, mac->bytes, sizeof(mac->bytes));
}

static void put_arp(const struct args *args, struct ipmi_lan_config *c)
{
	uint8_t control = c->value[IPMI_LAN_ARP_CONTROL].data[0] & 0x03;

	if (args->v[SET_ARP_RESPOND].set)
		control = (uint8_t)((control & 1) | args->v[SET_ARP_RESPOND].u << 1);
	if (args->v[SET_ARP_GRATUITOUS].set)
		control = (uint8_t)((control & 2) | args->v[SET_ARP_GRATUITOUS].u);
	if (args->v[SET_ARP_RESPOND].set || args->v[SET_ARP_GRATUITOUS].set)
		put_byte(&c->value[IPMI_LAN_ARP_CONTROL], control);
	if (args->v[SET_INTERVAL].set)
		put_byte(&c->value[IPMI_LAN_ARP_INTERVAL],
			 (uint8_t)(args->v[SET_INTERVAL].u / 500 - 1));
}

/* The settings that are wanted: those there are, with those given put over them. */
static void put_given(const struct args *args, struct ipmi_lan_config *c)
{
	const struct arg_value *v = args->v;
	uint32_t mask = given_mask(args);

	if (v[SET_DHCP].set || v[SET_STATIC].set)
		put_byte(&c->value[IPMI_LAN_SOURCE],
			 v[SET_DHCP].set ? IPMI_LAN_DHCP : IPMI_LAN_STATIC);
	if (v[SET_ADDRESS].set)
		ipmi_lan_put_ipv4(&c->value[IPMI_LAN_ADDRESS], v[SET_ADDRESS].address);
	if (mask)
		ipmi_lan_put_ipv4(&c->value[IPMI_LAN_NETMASK], mask);
	if (v[SET_GATEWAY].set)
		ipmi_lan_put_ipv4(&c->value[IPMI_LAN_GATEWAY], v[SET_GATEWAY].address);
	if (v[SET_GATEWAY_MAC].set)
		put_mac(&c->value[IPMI_LAN_GATEWAY_MAC], &v[SET_GATEWAY_MAC]);
	if (v[SET_BACKUP].set)
		ipmi_lan_put_ipv4(&c->value[IPMI_LAN_BACKUP_GATEWAY], v[SET_BACKUP].address);
	if (v[SET_BACKUP_MAC].set)
		put_mac(&c->value[IPMI_LAN_BACKUP_MAC], &v[SET_BACKUP_MAC]);
	if (v[SET_VLAN].set)
		ipmi_lan_put_vlan(&c->value[IPMI_LAN_VLAN],
				  v[SET_VLAN].u == PARSE_VLAN_OFF ? -1 : (int)v[SET_VLAN].u);
	if (v[SET_PRIO].set)
		put_byte(&c->value[IPMI_LAN_VLAN_PRIORITY], (uint8_t)v[SET_PRIO].u);
	put_arp(args, c);
}

/* A static address needs three settings, given now or stored before. */
static int check_trio(struct bmc *bmc, const struct args *args, const struct ipmi_lan_config *c)
{
	static const struct {
		uint8_t arg, parameter;
		const char *word;
	} trio[] = {
		{ SET_ADDRESS, IPMI_LAN_ADDRESS, "address A/P" },
		{ SET_NETMASK, IPMI_LAN_NETMASK, "netmask M" },
		{ SET_GATEWAY, IPMI_LAN_GATEWAY, "gateway G, or gateway none" },
	};
	unsigned int i;

	for (i = 0; i < 3; i++) {
		if (args->v[trio[i].arg].set || stored_ipv4(c, trio[i].parameter))
			continue;
		return bmc_error_set(&bmc->err, BMC_EXIT_USAGE,
				     "%s is missing: static needs it and the BMC has none stored (%s)",
				     args->cmd->args[trio[i].arg].name, trio[i].word);
	}
	return 0;
}

/* A second gateway is of use on the same network only. */
static int check_backup(struct bmc *bmc, const struct args *args,
			const struct ipmi_lan_config *c)
{
	uint32_t mask = stored_ipv4(c, IPMI_LAN_NETMASK);
	uint32_t address = stored_ipv4(c, IPMI_LAN_ADDRESS);

	if (!args->v[SET_BACKUP].set || !args->v[SET_BACKUP].address || !is_static(c) || !mask ||
	    !((args->v[SET_BACKUP].address ^ address) & mask))
		return 0;
	return soft(bmc, "backup-gateway", args->v[SET_BACKUP].text,
		    "is outside the network of the BMC's address", "");
}

/* The rules for what will be there when all is written. */
static int check_whole(struct bmc *bmc, const struct args *args, const struct ipmi_lan_config *c)
{
	uint32_t address = stored_ipv4(c, IPMI_LAN_ADDRESS);
	uint32_t mask = stored_ipv4(c, IPMI_LAN_NETMASK);
	bool given = args->v[SET_ADDRESS].set || given_mask(args) || args->v[SET_GATEWAY].set;
	unsigned int arg = args->v[SET_ADDRESS].set ? SET_ADDRESS :
			   args->v[SET_NETMASK].set ? SET_NETMASK : SET_GATEWAY;
	char text[16];
	int rc;

	if (given && !is_static(c)) {
		bmc_error_value(&bmc->err, args->cmd->args[arg].name, args->v[arg].text,
				"needs the word static: the BMC gets its address another way now");
		return bmc->err.code;
	}
	if (args->v[SET_STATIC].set) {
		rc = check_trio(bmc, args, c);
		if (rc)
			return rc;
	}
	rc = check_backup(bmc, args, c);
	if (rc || (!given && !args->v[SET_STATIC].set))
		return rc;
	ipv4_text(address, text);
	if (ipv4_host_rule(address))
		return bmc_error_value(&bmc->err, "address", text, "%s (as stored in the BMC)",
				       ipv4_host_rule(address));
	ipv4_text(mask, text);
	if (ipv4_mask_prefix(mask) < 1 || ipv4_mask_prefix(mask) > 31)
		return bmc_error_value(&bmc->err, "netmask", text,
				       "is no usable mask (as stored in the BMC)");
	if (ipv4_mask_prefix(mask) == 31)
		bmc_note(bmc, "a network of /31 has two addresses; few BMCs know of that");
	return check_network(bmc, address, mask, true, stored_ipv4(c, IPMI_LAN_GATEWAY));
}

/* "none" and "off" are true of what does not exist. */
static bool nothing_wanted(const struct lan_item *item)
{
	if (item->old.state != IPMI_LAN_UNSUPPORTED)
		return false;
	if (item->parameter == IPMI_LAN_GATEWAY || item->parameter == IPMI_LAN_BACKUP_GATEWAY)
		return !ipmi_lan_ipv4(&item->new);
	return item->parameter == IPMI_LAN_VLAN && ipmi_lan_vlan(&item->new) < 0;
}

/* What shall be written has to be there to be written. */
static int check_offered(struct bmc *bmc, struct lan_plan *plan)
{
	unsigned int i, kept = 0;
	int rc;

	for (i = 0; i < plan->n; i++) {
		if (nothing_wanted(&plan->item[i]))
			continue;
		rc = lan_offered(bmc, plan->item[i].parameter, &plan->item[i].old);
		if (rc)
			return rc;
		plan->item[kept++] = plan->item[i];
	}
	plan->n = kept;
	return 0;
}

static int make_plan(struct bmc *bmc, struct lan_plan *plan, void *arg)
{
	const struct args *args = arg;
	int rc;

	memset(&plan->old, 0, sizeof(plan->old));
	rc = lan_read(bmc, plan->channel, set_parameters, sizeof(set_parameters), &plan->old);
	if (rc)
		return rc;
	plan->new = plan->old;
	put_given(args, &plan->new);
	rc = check_whole(bmc, args, &plan->new);
	if (rc)
		return rc;
	lan_order(plan);
	return check_offered(bmc, plan);
}

/**
 * lan_set_run() - change settings of a LAN channel
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or an exit status with the error set.
 */
int lan_set_run(struct cli *cli, const struct args *args)
{
	unsigned long confirm = args->v[SET_CONFIRM].set ? args->v[SET_CONFIRM].u : 0;
	struct lan_plan plan = { .steal = args->v[SET_STEAL].set };
	struct ipmi_channel_info info;
	struct bmc *bmc = &cli->bmc;
	struct args copy = *args;
	int rc;

	rc = channel_pick(bmc, &args->v[SET_CHANNEL], &info);
	if (rc)
		return rc;
	plan.channel = info.channel;
	rc = lan_transact(bmc, &plan, make_plan, &copy, confirm);
	if (rc)
		return rc;
	if (confirm && plan.n && !bmc->opt.dry_run)
		bmc_note(bmc, "the change is undone in %lu s unless: bmc lan confirm", confirm);
	return cli_changed(cli, lan_changes(&plan), 1);
}

const struct arg_spec lan_set_args[] = {
	[SET_CHANNEL] = { .kind = ARG_POS, .name = "channel", .meta = "N",
			  .parse = parse_channel,
			  .help = "LAN channel, 1 to 11; can be left out when there is only one" },
	[SET_DHCP] = { .kind = ARG_WORD, .name = "dhcp", .group = GROUP_SOURCE,
		       .help = "get the address by DHCP" },
	[SET_STATIC] = { .kind = ARG_WORD, .name = "static", .group = GROUP_SOURCE,
			 .help = "fixed address, with netmask and gateway, given or stored" },
	[SET_ADDRESS] = { .kind = ARG_KEY, .name = "address", .meta = "A[/P]",
			  .parse = parse_address,
			  .help = "IPv4 address, with prefix length or without" },
	[SET_NETMASK] = { .kind = ARG_KEY, .name = "netmask", .meta = "M",
			  .parse = parse_netmask, .help = "netmask, such as 255.255.255.0" },
	[SET_GATEWAY] = { .kind = ARG_KEY, .name = "gateway", .meta = "G|none",
			  .parse = parse_gateway, .words = "none", .help = "default gateway" },
	[SET_VLAN] = { .kind = ARG_KEY, .name = "vlan", .meta = "ID|off", .parse = parse_vlan,
		       .words = "off", .help = "VLAN, 1 to 4094, or off" },
	[SET_PRIO] = { .kind = ARG_KEY, .name = "prio", .meta = "P", .parse = parse_priority,
		       .words = "0 1 2 3 4 5 6 7", .help = "priority in the VLAN, 0 to 7" },
	[SET_ARP_RESPOND] = { .kind = ARG_KEY, .name = "arp-respond", .meta = "on|off",
			      .parse = parse_onoff, .words = "on off",
			      .help = "answer ARP while the BMC owns the port" },
	[SET_ARP_GRATUITOUS] = { .kind = ARG_KEY, .name = "arp-gratuitous", .meta = "on|off",
				 .parse = parse_onoff, .words = "on off",
				 .help = "send gratuitous ARPs" },
	[SET_INTERVAL] = { .kind = ARG_KEY, .name = "interval", .meta = "MS",
			   .parse = parse_interval,
			   .help = "time between them, 500 to 128000 ms in steps of 500" },
	[SET_GATEWAY_MAC] = { .kind = ARG_KEY, .name = "gateway-mac", .meta = "MAC",
			      .parse = parse_mac, .help = "MAC address of the default gateway" },
	[SET_BACKUP] = { .kind = ARG_KEY, .name = "backup-gateway", .meta = "G|none",
			 .parse = parse_gateway, .words = "none", .help = "second gateway" },
	[SET_BACKUP_MAC] = { .kind = ARG_KEY, .name = "backup-gateway-mac", .meta = "MAC",
			     .parse = parse_mac, .help = "MAC address of the second gateway" },
	[SET_STEAL] = { .kind = ARG_FLAG, .name = "--steal-lock",
			.help = "take over when another party's change never ends" },
	[SET_CONFIRM] = { .kind = ARG_OPT, .name = "--confirm", .meta = "SEC",
			  .parse = parse_seconds,
			  .help = "undo it after this time, unless confirmed: bmc lan confirm" },
	{ .name = NULL },
};
