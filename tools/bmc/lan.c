// SPDX-License-Identifier: GPL-2.0-only
/* bmc lan: the network settings of the BMC; showing them. */
#include <string.h>

#include "channels.h"
#include "cli.h"
#include "lanjournal.h"
#include "objects.h"

static const struct out_field access_fields[] = {
	{ .key = "active", .label = "active" },
	{ .key = "saved", .label = "saved" },
	{ .key = NULL },
};

static const struct out_field cipher_fields[] = {
	{ .key = "id", .label = "id" },
	{ .key = "max_priv", .label = "max" },
	{ .key = NULL },
};

static const struct out_field show_fields[] = {
	{ .key = "channel", .label = "Channel" },
	{ .key = "medium", .label = "Medium" },
	{ .key = "mac", .label = "MAC address" },
	{ .key = "ip_source", .label = "IP source" },
	{ .key = "address", .label = "Address" },
	{ .key = "prefix", .label = "Prefix" },
	{ .key = "netmask", .label = "Netmask" },
	{ .key = "gateway", .label = "Gateway" },
	{ .key = "gateway_mac", .label = "Gateway MAC" },
	{ .key = "backup_gateway", .label = "Backup gateway" },
	{ .key = "vlan", .label = "VLAN", .none = "off" },
	{ .key = "vlan_priority", .label = "VLAN priority" },
	{ .key = "arp_respond", .label = "ARP respond" },
	{ .key = "arp_gratuitous", .label = "ARP gratuitous" },
	{ .key = "arp_interval_ms", .label = "ARP interval ms" },
	{ .key = "access", .label = "Access", .sub = access_fields },
	{ .key = "set_in_progress", .label = "Set in progress" },
	{ .key = "cipher_suites", .label = "Cipher suites", .sub = cipher_fields },
	{ .key = "unfinished_change", .label = "Unfinished change", .none = "no" },
	{ .key = NULL },
};

static const struct out_field list_fields[] = {
	{ .key = "channel", .label = "Channel" },
	{ .key = "medium", .label = "Medium" },
	{ .key = "mac", .label = "MAC address" },
	{ .key = "ip_source", .label = "Source" },
	{ .key = "address", .label = "Address" },
	{ .key = "prefix", .label = "Prefix" },
	{ .key = "gateway", .label = "Gateway" },
	{ .key = "vlan", .label = "VLAN", .none = "off" },
	{ .key = "unfinished_change", .label = NULL },
	{ .key = NULL },
};

static const uint8_t list_parameters[] = {
	IPMI_LAN_SOURCE, IPMI_LAN_ADDRESS, IPMI_LAN_NETMASK, IPMI_LAN_GATEWAY, IPMI_LAN_VLAN,
};

static const uint8_t show_parameters[] = {
	IPMI_LAN_SET_IN_PROGRESS, IPMI_LAN_SOURCE, IPMI_LAN_ADDRESS,
	IPMI_LAN_NETMASK, IPMI_LAN_GATEWAY, IPMI_LAN_BACKUP_GATEWAY, IPMI_LAN_VLAN,
	IPMI_LAN_ARP_CONTROL, IPMI_LAN_CIPHER_LIST,
};

static void add_ipv4(struct json_object *o, const char *key, const struct ipmi_lan_value *v)
{
	char text[16];

	if (!lan_usable(o, key, v))
		return;
	ipv4_text(ipmi_lan_ipv4(v), text);
	out_str(o, key, text);
}

static void add_mac(struct json_object *o, const char *key, const struct ipmi_lan_value *v)
{
	const uint8_t *d = v->data;

	if (lan_usable(o, key, v))
		out_printf(o, key, "%02x:%02x:%02x:%02x:%02x:%02x", d[0], d[1], d[2], d[3],
			   d[4], d[5]);
}

static void add_common(struct json_object *o, const struct ipmi_channel_info *info,
		       const struct ipmi_lan_config *c)
{
	struct ipmi_lan_value mac = { .state = IPMI_LAN_OK, .len = sizeof(info->mac) };
	const struct ipmi_lan_value *v;

	out_int(o, "channel", info->channel);
	out_enum(o, "medium", ipmi_medium_name(info->medium), info->medium);
	/* It was read when the channel was looked for. */
	memcpy(mac.data, info->mac, sizeof(info->mac));
	add_mac(o, "mac", &mac);
	v = &c->value[IPMI_LAN_SOURCE];
	if (lan_usable(o, "ip_source", v))
		out_enum(o, "ip_source", ipmi_lan_source_name(v->data[0]), v->data[0] & 0x0f);
	add_ipv4(o, "address", &c->value[IPMI_LAN_ADDRESS]);
	v = &c->value[IPMI_LAN_NETMASK];
	add_ipv4(o, "netmask", v);
	/* A mask with gaps has no prefix length. */
	if (lan_usable(o, "prefix", v)) {
		int prefix = ipv4_mask_prefix(ipmi_lan_ipv4(v));

		if (prefix < 0)
			out_null(o, "prefix");
		else
			out_int(o, "prefix", prefix);
	}
	add_ipv4(o, "gateway", &c->value[IPMI_LAN_GATEWAY]);
	v = &c->value[IPMI_LAN_VLAN];
	if (lan_usable(o, "vlan", v)) {
		out_null(o, "vlan");
		if (ipmi_lan_vlan(v) >= 0)
			out_int(o, "vlan", ipmi_lan_vlan(v));
	}
}

static void add_ciphers(struct json_object *o, const struct ipmi_lan_config *c)
{
	uint8_t ids[IPMI_CIPHER_MAX], privileges[IPMI_CIPHER_MAX];
	struct json_object *list, *suite;
	unsigned int i, n;

	if (!lan_usable(o, "cipher_suites", &c->value[IPMI_LAN_CIPHER_LIST]))
		return;
	list = json_object_new_array();
	n = ipmi_lan_ciphers(c, ids, privileges);
	for (i = 0; i < n; i++) {
		suite = json_object_new_object();
		out_int(suite, "id", ids[i]);
		/* 0 says that nobody may use the suite. */
		if (c->value[IPMI_LAN_CIPHER_PRIVILEGES].state != IPMI_LAN_OK)
			out_null(suite, "max_priv");
		else if (!privileges[i])
			out_str(suite, "max_priv", "none");
		else
			out_enum(suite, "max_priv", ipmi_privilege_name(privileges[i]),
				 privileges[i]);
		json_object_array_add(list, suite);
	}
	json_object_object_add(o, "cipher_suites", list);
}

static void add_details(struct json_object *o, const struct ipmi_lan_config *c)
{
	const struct ipmi_lan_value *v;

	add_mac(o, "gateway_mac", &c->value[IPMI_LAN_GATEWAY_MAC]);
	add_ipv4(o, "backup_gateway", &c->value[IPMI_LAN_BACKUP_GATEWAY]);
	v = &c->value[IPMI_LAN_VLAN_PRIORITY];
	if (lan_usable(o, "vlan_priority", v))
		out_int(o, "vlan_priority", v->data[0] & 0x07);
	v = &c->value[IPMI_LAN_ARP_CONTROL];
	if (lan_usable(o, "arp_respond", v))
		out_bool(o, "arp_respond", v->data[0] & 0x02);
	if (lan_usable(o, "arp_gratuitous", v))
		out_bool(o, "arp_gratuitous", v->data[0] & 0x01);
	v = &c->value[IPMI_LAN_ARP_INTERVAL];
	if (lan_usable(o, "arp_interval_ms", v))
		out_int(o, "arp_interval_ms", (v->data[0] + 1LL) * 500);
	v = &c->value[IPMI_LAN_SET_IN_PROGRESS];
	if (lan_usable(o, "set_in_progress", v))
		out_enum(o, "set_in_progress", ipmi_lan_progress_name(v->data[0]),
			 v->data[0] & 0x03);
	add_ciphers(o, c);
}

static int add_access(struct cli *cli, struct json_object *o, uint8_t channel)
{
	struct json_object *access = json_object_new_object();
	struct ipmi_channel_access acc;
	unsigned int saved;
	bool there;
	int rc;

	json_object_object_add(o, "access", access);
	for (saved = 0; saved < 2; saved++) {
		const char *key = saved ? "saved" : "active";

		rc = channel_access(&cli->bmc, channel, saved, &acc, &there);
		if (rc)
			return rc;
		if (there)
			out_enum(access, key, ipmi_access_mode_name(acc.mode), acc.mode);
		else
			out_null(access, key);
	}
	return 0;
}

/* A change that was cut off may have left a mixture: say so wherever settings are shown. */
static int add_unfinished(struct cli *cli, struct json_object *o, uint8_t channel)
{
	struct lan_journal journal;
	int rc = lan_journal_read(&cli->bmc, &journal);

	if (rc)
		return rc;
	out_null(o, "unfinished_change");
	if (!journal.there || journal.plan.channel != channel)
		return 0;
	out_str(o, "unfinished_change", journal.unconfirmed ? "unconfirmed" : "cut_off");
	if (journal.unconfirmed && !journal.over)
		bmc_note(&cli->bmc, "channel %u: the change is undone in %lld s unless confirmed",
			 channel, journal.left_ms / 1000);
	else
		bmc_note(&cli->bmc, "channel %u: a change is not over: bmc lan rollback undoes it",
			 channel);
	return 0;
}

/* Names of parameters the BMC has but did not give; 13 when there are any. */
static int unread(struct cli *cli, const struct ipmi_lan_config *c)
{
	char names[256] = "";
	size_t used = 0;
	unsigned int i;

	for (i = 0; i < IPMI_LAN_PARAMETERS && used < sizeof(names); i++)
		if (c->value[i].state == IPMI_LAN_FAILED)
			used += (size_t)snprintf(names + used, sizeof(names) - used, "%s%s",
						 used ? ", " : "", ipmi_lan_name(i));
	if (!used)
		return 0;
	return bmc_error_set(&cli->bmc.err, BMC_EXIT_PARTIAL, "could not be read: %s", names);
}

static int run_list(struct cli *cli, const struct args *args)
{
	struct json_object *doc = json_object_new_array();
	struct lan_channels list;
	unsigned int i;
	int rc, partial = 0;

	(void)args;
	rc = channels_lan(&cli->bmc, &list);
	for (i = 0; !rc && i < list.n; i++) {
		struct json_object *o = json_object_new_object();
		struct ipmi_lan_config c;

		memset(&c, 0, sizeof(c));
		json_object_array_add(doc, o);
		rc = lan_read(&cli->bmc, list.info[i].channel, list_parameters,
			      sizeof(list_parameters), &c);
		if (rc)
			break;
		add_common(o, &list.info[i], &c);
		rc = add_unfinished(cli, o, list.info[i].channel);
		if (unread(cli, &c))
			partial = BMC_EXIT_PARTIAL;
	}
	if (rc) {
		json_object_put(doc);
		return rc;
	}
	cli_show(cli, doc, list_fields);
	return partial;
}

/* What means something only beside another setting is asked for only then. */
static int read_rest(struct bmc *bmc, uint8_t channel, struct ipmi_lan_config *c)
{
	const struct ipmi_lan_value *v = c->value;
	uint8_t more[4];
	unsigned int n = 0;

	if (v[IPMI_LAN_GATEWAY].state == IPMI_LAN_OK && ipmi_lan_ipv4(&v[IPMI_LAN_GATEWAY]))
		more[n++] = IPMI_LAN_GATEWAY_MAC;
	if (v[IPMI_LAN_VLAN].state == IPMI_LAN_OK && ipmi_lan_vlan(&v[IPMI_LAN_VLAN]) >= 0)
		more[n++] = IPMI_LAN_VLAN_PRIORITY;
	if (v[IPMI_LAN_ARP_CONTROL].state == IPMI_LAN_OK && v[IPMI_LAN_ARP_CONTROL].data[0] & 1)
		more[n++] = IPMI_LAN_ARP_INTERVAL;
	if (v[IPMI_LAN_CIPHER_LIST].state == IPMI_LAN_OK && v[IPMI_LAN_CIPHER_LIST].len > 1)
		more[n++] = IPMI_LAN_CIPHER_PRIVILEGES;
	return lan_read(bmc, channel, more, n, c);
}

static int run_show(struct cli *cli, const struct args *args)
{
	struct ipmi_channel_info info;
	struct ipmi_lan_config c;
	struct json_object *o;
	int rc;

	memset(&c, 0, sizeof(c));
	rc = channel_pick(&cli->bmc, &args->v[0], &info);
	if (!rc)
		rc = lan_read(&cli->bmc, info.channel, show_parameters, sizeof(show_parameters),
			      &c);
	if (!rc)
		rc = read_rest(&cli->bmc, info.channel, &c);
	if (rc)
		return rc;
	o = out_object();
	add_common(o, &info, &c);
	add_details(o, &c);
	rc = add_access(cli, o, info.channel);
	if (!rc)
		rc = add_unfinished(cli, o, info.channel);
	if (rc) {
		json_object_put(o);
		return rc;
	}
	cli_show(cli, o, show_fields);
	return unread(cli, &c);
}

static const struct arg_spec show_args[] = {
	{ .kind = ARG_POS, .name = "channel", .meta = "N", .parse = parse_channel,
	  .help = "LAN channel, 1 to 11; can be left out when there is only one" },
	{ .name = NULL },
};

const struct command lan_commands[] = {
	{ "list", NULL, NULL, run_list, CMD_DEFAULT, "List the LAN channels" },
	{ "show", show_args, NULL, run_show, 0, "Show the settings of a LAN channel" },
	{ "set", lan_set_args, lan_set_check, lan_set_run, 0,
	  "Change settings of a LAN channel as one, and read them back" },
	{ "confirm", NULL, NULL, lan_confirm_run, 0, "Keep what was set with --confirm" },
	{ "rollback", lan_rollback_args, NULL, lan_rollback_run, 0,
	  "Undo a change that is not confirmed or was cut off" },
	{ "dest", lan_dest_args, lan_dest_check, lan_dest_run, 0,
	  "List or set where alerts are sent" },
	{ "snmp-community", lan_community_args, NULL, lan_community_run, CMD_SECRET,
	  "Set the SNMP community of alerts" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
