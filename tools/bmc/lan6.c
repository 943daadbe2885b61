// SPDX-License-Identifier: GPL-2.0-only
/* bmc lan6: the IPv6 settings of the BMC. */
#include <arpa/inet.h>
#include <string.h>

#include "../lib/array.h"
#include "channels.h"
#include "cli.h"
#include "lanconf.h"

#define SLOTS_MAX 16

static const struct out_field address_fields[] = {
	{ .key = "slot", .label = "slot" },
	{ .key = "address", .label = "address" },
	{ .key = "prefix", .label = "prefix" },
	{ .key = "source", .label = "source" },
	{ .key = "status", .label = "status" },
	{ .key = NULL },
};

static const struct out_field fields[] = {
	{ .key = "channel", .label = "Channel" },
	{ .key = "enabled", .label = "Enabled" },
	{ .key = "ipv6_only", .label = "IPv6 only offered" },
	{ .key = "both", .label = "Both offered" },
	{ .key = "dhcp6", .label = "DHCPv6 offered" },
	{ .key = "slaac", .label = "SLAAC offered" },
	{ .key = "static_addresses", .label = "Static", .sub = address_fields },
	{ .key = "dynamic_addresses", .label = "Dynamic", .sub = address_fields },
	{ .key = "router_static", .label = "Static router used" },
	{ .key = "router_dynamic", .label = "Router discovery" },
	{ .key = "router", .label = "Static router" },
	{ .key = "router_mac", .label = "Its MAC address" },
	{ .key = NULL },
};

static const char *status_name(uint8_t status)
{
	static const char *const names[] = { "active", "disabled", "pending", "failed",
					     "deprecated", "invalid" };

	return status < ARRAY_SIZE(names) ? names[status] : NULL;
}

static const char *source_name(uint8_t source)
{
	static const char *const names[] = { "static", "slaac", "dhcp6" };

	return source < ARRAY_SIZE(names) ? names[source] : NULL;
}

static void add_ip6(struct json_object *o, const char *key, const uint8_t *data)
{
	char text[INET6_ADDRSTRLEN];

	out_str(o, key, inet_ntop(AF_INET6, data, text, sizeof(text)));
}

/* The addresses of one parameter that has @n of them. */
static int add_addresses(struct bmc *bmc, struct json_object *o, const char *key,
			 uint8_t channel, uint8_t parameter, unsigned int n)
{
	struct json_object *list = json_object_new_array(), *a;
	struct ipmi_lan_value v;
	unsigned int i;
	int rc = 0;

	json_object_object_add(o, key, list);
	for (i = 0; i < n && i < SLOTS_MAX && !rc; i++) {
		rc = lan_read_set(bmc, channel, parameter, (uint8_t)i, &v);
		if (rc || v.state != IPMI_LAN_OK)
			continue;
		if (parameter == IPMI_LAN_IP6_STATIC && !(v.data[1] & 0x80))
			continue;
		a = json_object_new_object();
		json_object_array_add(list, a);
		out_int(a, "slot", (long long)i);
		add_ip6(a, "address", v.data + 2);
		out_int(a, "prefix", v.data[18]);
		out_enum(a, "source", source_name(v.data[1] & 0x0f), v.data[1] & 0x0f);
		out_enum(a, "status", status_name(v.data[19]), v.data[19]);
	}
	return rc;
}

static int read_many(struct bmc *bmc, uint8_t channel, const uint8_t *parameters, size_t n,
		     struct ipmi_lan_value *v)
{
	size_t i;
	int rc = 0;

	for (i = 0; i < n && !rc; i++)
		rc = lan_read_set(bmc, channel, parameters[i], 0, &v[i]);
	return rc;
}

static void add_router(struct json_object *o, const struct ipmi_lan_value *control,
		       const struct ipmi_lan_value *router, const struct ipmi_lan_value *mac)
{
	char text[LAN_TEXT];

	if (control->state == IPMI_LAN_OK) {
		out_bool(o, "router_static", control->data[0] & 1);
		out_bool(o, "router_dynamic", control->data[0] & 2);
	} else {
		out_unsupported(o, "router_static");
		out_unsupported(o, "router_dynamic");
	}
	if (router->state == IPMI_LAN_OK)
		add_ip6(o, "router", router->data);
	else
		out_unsupported(o, "router");
	if (mac->state == IPMI_LAN_OK) {
		lan_text(IPMI_LAN_GATEWAY_MAC, mac, text);
		out_str(o, "router_mac", text);
	} else {
		out_unsupported(o, "router_mac");
	}
}

static int fill(struct cli *cli, struct json_object *o, uint8_t channel)
{
	static const uint8_t parameters[] = {
		IPMI_LAN_IP6_ENABLES, IPMI_LAN_IP6_SUPPORT, IPMI_LAN_IP6_STATUS,
		IPMI_LAN_IP6_ROUTER_CONTROL, IPMI_LAN_IP6_ROUTER, IPMI_LAN_IP6_ROUTER_MAC,
	};
	struct ipmi_lan_value v[sizeof(parameters)];
	char text[LAN_TEXT];
	int rc;

	rc = read_many(&cli->bmc, channel, parameters, sizeof(parameters), v);
	if (!rc)
		rc = lan_offered(&cli->bmc, IPMI_LAN_IP6_ENABLES, &v[0]);
	if (rc)
		return rc;
	out_int(o, "channel", channel);
	lan_text(IPMI_LAN_IP6_ENABLES, &v[0], text);
	out_str(o, "enabled", text);
	out_bool(o, "ipv6_only", v[1].data[0] & 1);
	out_bool(o, "both", v[1].data[0] & 2);
	out_bool(o, "dhcp6", v[2].data[2] & 1);
	out_bool(o, "slaac", v[2].data[2] & 2);
	add_router(o, &v[3], &v[4], &v[5]);
	rc = add_addresses(&cli->bmc, o, "static_addresses", channel, IPMI_LAN_IP6_STATIC,
			   v[2].data[0]);
	return rc ? rc : add_addresses(&cli->bmc, o, "dynamic_addresses", channel,
				       IPMI_LAN_IP6_DYNAMIC, v[2].data[1]);
}

static int run_show(struct cli *cli, const struct args *args)
{
	struct ipmi_channel_info info;
	struct json_object *o;
	int rc;

	rc = channel_pick(&cli->bmc, &args->v[0], &info);
	if (rc)
		return rc;
	o = out_object();
	rc = fill(cli, o, info.channel);
	if (!rc)
		return cli_show(cli, o, fields);
	json_object_put(o);
	return rc;
}

enum {
	SET_CHANNEL, SET_ENABLE, SET_ADDRESS, SET_SLOT, SET_ROUTER, SET_ROUTER_MAC, SET_DYNAMIC,
	SET_STEAL, SET_CONFIRM,
};

static void put_bytes(struct ipmi_lan_value *v, const uint8_t *data, size_t len)
{
	memset(v, 0, sizeof(*v));
	v->state = IPMI_LAN_OK;
	v->len = (uint8_t)len;
	memcpy(v->data, data, len);
}

static int plan_one(struct bmc *bmc, struct lan_plan *plan, uint8_t parameter, uint8_t set,
		    const struct ipmi_lan_value *new)
{
	struct ipmi_lan_value old;
	int rc = lan_read_set(bmc, plan->channel, parameter, set, &old);

	if (!rc)
		rc = lan_offered(bmc, parameter, &old);
	if (!rc)
		lan_plan_add(plan, parameter, set, &old, new);
	return rc;
}

static int plan_address(struct bmc *bmc, struct lan_plan *plan, const struct arg_value *v)
{
	uint8_t slot = v[SET_SLOT].set ? (uint8_t)v[SET_SLOT].u : 0;
	struct ipmi_lan_value new;
	uint8_t data[20] = { slot };

	if (v[SET_ADDRESS].prefix >= 0) {
		data[1] = 0x80;
		memcpy(data + 2, v[SET_ADDRESS].ip6, 16);
		data[18] = (uint8_t)v[SET_ADDRESS].prefix;
	}
	put_bytes(&new, data, sizeof(data));
	return plan_one(bmc, plan, IPMI_LAN_IP6_STATIC, slot, &new);
}

/* A static router is used only when the control says so. */
static int plan_control(struct bmc *bmc, struct lan_plan *plan, const struct arg_value *v)
{
	static const uint8_t nowhere[16];
	struct ipmi_lan_value old, new;
	int rc;

	rc = lan_read_set(bmc, plan->channel, IPMI_LAN_IP6_ROUTER_CONTROL, 0, &old);
	if (!rc)
		rc = lan_offered(bmc, IPMI_LAN_IP6_ROUTER_CONTROL, &old);
	if (rc)
		return rc;
	new = old;
	if (v[SET_ROUTER].set)
		new.data[0] = (uint8_t)((new.data[0] & 0xfe) |
					!!memcmp(v[SET_ROUTER].ip6, nowhere, sizeof(nowhere)));
	if (v[SET_DYNAMIC].set)
		new.data[0] = (uint8_t)((new.data[0] & 0xfd) | v[SET_DYNAMIC].u << 1);
	lan_plan_add(plan, IPMI_LAN_IP6_ROUTER_CONTROL, 0, &old, &new);
	return 0;
}

/* What is enabled comes last, so that it starts with the addresses it shall have. */
static int make_plan(struct bmc *bmc, struct lan_plan *plan, void *arg)
{
	const struct arg_value *v = ((const struct args *)arg)->v;
	struct ipmi_lan_value new;
	uint8_t enable = (uint8_t)v[SET_ENABLE].u;
	int rc = 0;

	lan_plan_clear(plan);
	if (v[SET_ADDRESS].set)
		rc = plan_address(bmc, plan, v);
	if (!rc && v[SET_ROUTER].set) {
		put_bytes(&new, v[SET_ROUTER].ip6, sizeof(v->ip6));
		rc = plan_one(bmc, plan, IPMI_LAN_IP6_ROUTER, 0, &new);
	}
	if (!rc && v[SET_ROUTER_MAC].set) {
		put_bytes(&new, v[SET_ROUTER_MAC].bytes, sizeof(v->bytes));
		rc = plan_one(bmc, plan, IPMI_LAN_IP6_ROUTER_MAC, 0, &new);
	}
	if (!rc && (v[SET_ROUTER].set || v[SET_DYNAMIC].set))
		rc = plan_control(bmc, plan, v);
	if (!rc && v[SET_ENABLE].set) {
		put_bytes(&new, &enable, 1);
		rc = plan_one(bmc, plan, IPMI_LAN_IP6_ENABLES, 0, &new);
	}
	return rc;
}

static int check_set(struct cli *cli, const struct args *args)
{
	unsigned int i;

	if (args->v[SET_SLOT].set && !args->v[SET_ADDRESS].set)
		return bmc_error_value(&cli->bmc.err, "slot", args->v[SET_SLOT].text,
				       "needs the address that goes there");
	for (i = SET_ENABLE; i <= SET_DYNAMIC; i++)
		if (args->v[i].set)
			return 0;
	return bmc_error_set(&cli->bmc.err, BMC_EXIT_USAGE, "nothing to set is given");
}

static int run_set(struct cli *cli, const struct args *args)
{
	unsigned long confirm = args->v[SET_CONFIRM].set ? args->v[SET_CONFIRM].u : 0;
	struct lan_plan plan = { .steal = args->v[SET_STEAL].set };
	struct ipmi_channel_info info;
	struct args copy = *args;
	int rc;

	rc = channel_pick(&cli->bmc, &args->v[SET_CHANNEL], &info);
	if (rc)
		return rc;
	plan.channel = info.channel;
	rc = lan_transact(&cli->bmc, &plan, make_plan, &copy, confirm);
	return rc ? rc : cli_changed(cli, lan_changes(&plan), 1);
}

static const char *host_rule(const uint8_t *a)
{
	static const uint8_t zero[16];

	if (!memcmp(a, zero, 15) && a[15] < 2)
		return a[15] ? "is the loopback address" : "is the unspecified address";
	return a[0] == 0xff ? "is a multicast address" : NULL;
}

static int parse_enable(struct bmc_error *err, const char *field, const char *text,
			struct arg_value *v)
{
	static const char *const words[] = { "ipv4", "ipv6", "both" };

	for (v->u = 0; v->u < 3; v->u++)
		if (!strcmp(words[v->u], text))
			return 0;
	return bmc_error_value(err, field, text, "is not ipv4, ipv6 or both");
}

static int parse_address6(struct bmc_error *err, const char *field, const char *text,
			  struct arg_value *v)
{
	char address[INET6_ADDRSTRLEN];
	const char *slash = strchr(text, '/');
	unsigned long prefix;

	v->prefix = -1;
	if (!strcmp(text, "none"))
		return 0;
	if (!slash || (size_t)(slash - text) >= sizeof(address))
		return bmc_error_value(err, field, text,
				       "is not an IPv6 address with prefix length, or none");
	memcpy(address, text, (size_t)(slash - text));
	address[slash - text] = '\0';
	if (inet_pton(AF_INET6, address, v->ip6) != 1)
		return bmc_error_value(err, field, text, "is not an IPv6 address");
	if (host_rule(v->ip6))
		return bmc_error_value(err, field, text, "%s", host_rule(v->ip6));
	if (v->ip6[0] == 0xfe && (v->ip6[1] & 0xc0) == 0x80)
		return bmc_error_value(err, field, text,
				       "is link-local: a BMC makes that one itself");
	if (!parse_ulong(slash + 1, &prefix) || prefix < 1 || prefix > 128)
		return bmc_error_value(err, "prefix", slash + 1, "is not in 1 to 128");
	v->prefix = (int)prefix;
	return 0;
}

static int parse_router6(struct bmc_error *err, const char *field, const char *text,
			 struct arg_value *v)
{
	if (!strcmp(text, "none"))
		return 0;
	if (inet_pton(AF_INET6, text, v->ip6) != 1)
		return bmc_error_value(err, field, text, "is not an IPv6 address, or none");
	if (host_rule(v->ip6))
		return bmc_error_value(err, field, text, "%s", host_rule(v->ip6));
	return 0;
}

static int parse_slot6(struct bmc_error *err, const char *field, const char *text,
		       struct arg_value *v)
{
	return parse_range(err, field, text, 0, SLOTS_MAX - 1, &v->u);
}

#define CHANNEL_ARG									\
	{ .kind = ARG_POS, .name = "channel", .meta = "N", .parse = parse_channel,	\
	  .help = "LAN channel, 1 to 11; can be left out when there is only one" }

static const struct arg_spec show_args[] = { CHANNEL_ARG, { .name = NULL } };

static const struct arg_spec set_args[] = {
	[SET_CHANNEL] = CHANNEL_ARG,
	[SET_ENABLE] = { .kind = ARG_KEY, .name = "enable", .meta = "ipv4|ipv6|both",
			 .parse = parse_enable, .words = "ipv4 ipv6 both",
			 .help = "which of them the BMC uses" },
	[SET_ADDRESS] = { .kind = ARG_KEY, .name = "address", .meta = "A/P|none",
			  .parse = parse_address6, .words = "none",
			  .help = "static address with prefix length" },
	[SET_SLOT] = { .kind = ARG_KEY, .name = "slot", .meta = "K", .parse = parse_slot6,
		       .help = "which of the static addresses, from 0 (default) on" },
	[SET_ROUTER] = { .kind = ARG_KEY, .name = "router", .meta = "A|none",
			 .parse = parse_router6, .words = "none", .help = "static router" },
	[SET_ROUTER_MAC] = { .kind = ARG_KEY, .name = "router-mac", .meta = "MAC",
			     .parse = parse_mac, .help = "its MAC address" },
	[SET_DYNAMIC] = { .kind = ARG_KEY, .name = "router-discovery", .meta = "on|off",
			  .parse = parse_onoff, .words = "on off",
			  .help = "learn routers from the network" },
	[SET_STEAL] = { .kind = ARG_FLAG, .name = "--steal-lock",
			.help = "take over when another party's change never ends" },
	[SET_CONFIRM] = { .kind = ARG_OPT, .name = "--confirm", .meta = "SEC",
			  .parse = parse_seconds,
			  .help = "undo it after this time, unless confirmed: bmc lan confirm" },
	{ .name = NULL },
};

const struct command lan6_commands[] = {
	{ "show", show_args, NULL, run_show, CMD_DEFAULT, "Show the IPv6 settings" },
	{ "set", set_args, check_set, run_set, 0,
	  "Change IPv6 settings as one, and read them back" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
