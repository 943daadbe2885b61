// SPDX-License-Identifier: GPL-2.0-only
/* bmc lan dest and bmc lan snmp-community: where alerts go, and as what. */
#include <string.h>

#include "../lib/password.h"
#include "channels.h"
#include "lanconf.h"
#include "objects.h"

#define DEST_MAX 15

enum {
	DEST_WHAT, DEST_CHANNEL, DEST_ID, DEST_ADDRESS, DEST_MAC, DEST_GATEWAY, DEST_ACK,
	DEST_TIMEOUT, DEST_RETRIES, DEST_STEAL,
};

static const struct out_field fields[] = {
	{ .key = "channel", .label = "Channel" },
	{ .key = "dest", .label = "Destination" },
	{ .key = "type", .label = "Type" },
	{ .key = "address", .label = "Address" },
	{ .key = "mac", .label = "MAC address" },
	{ .key = "gateway", .label = "Gateway" },
	{ .key = "acknowledge", .label = "Acknowledge" },
	{ .key = "timeout_s", .label = "Timeout s" },
	{ .key = "retries", .label = "Retries" },
	{ .key = NULL },
};

static int count(struct bmc *bmc, uint8_t channel, unsigned int *n)
{
	struct ipmi_lan_value v;
	int rc = lan_read_set(bmc, channel, IPMI_LAN_DEST_COUNT, 0, &v);

	if (!rc)
		rc = lan_offered(bmc, IPMI_LAN_DEST_COUNT, &v);
	*n = v.data[0] & 0x0f;
	return rc;
}

static int read_dest(struct bmc *bmc, uint8_t channel, unsigned int id,
		     struct ipmi_lan_value *type, struct ipmi_lan_value *address)
{
	int rc = lan_read_set(bmc, channel, IPMI_LAN_DEST_TYPE, (uint8_t)id, type);

	if (!rc)
		rc = lan_read_set(bmc, channel, IPMI_LAN_DEST_ADDRESS, (uint8_t)id, address);
	if (!rc)
		rc = lan_offered(bmc, IPMI_LAN_DEST_TYPE, type);
	return rc ? rc : lan_offered(bmc, IPMI_LAN_DEST_ADDRESS, address);
}

static int list(struct cli *cli, uint8_t channel)
{
	struct json_object *doc = json_object_new_array(), *o;
	struct ipmi_lan_value type, address;
	char text[LAN_TEXT];
	unsigned int i, n;
	int rc;

	rc = count(&cli->bmc, channel, &n);
	for (i = 1; i <= n && !rc; i++) {
		const uint8_t *a = address.data;

		rc = read_dest(&cli->bmc, channel, i, &type, &address);
		if (rc)
			break;
		o = json_object_new_object();
		json_object_array_add(doc, o);
		out_int(o, "channel", channel);
		out_int(o, "dest", (long long)i);
		out_str(o, "type", (type.data[1] & 7) ? "oem" : "pet_trap");
		out_printf(o, "address", "%u.%u.%u.%u", a[3], a[4], a[5], a[6]);
		snprintf(text, sizeof(text), "%02x:%02x:%02x:%02x:%02x:%02x", a[7], a[8], a[9],
			 a[10], a[11], a[12]);
		out_str(o, "mac", text);
		out_str(o, "gateway", a[2] & 1 ? "backup" : "default");
		out_bool(o, "acknowledge", type.data[1] & 0x80);
		out_int(o, "timeout_s", type.data[2]);
		out_int(o, "retries", type.data[3] & 7);
	}
	if (!rc)
		return cli_show(cli, doc, fields);
	json_object_put(doc);
	return rc;
}

static void put(const struct arg_value *v, struct ipmi_lan_value *type,
		struct ipmi_lan_value *address)
{
	struct ipmi_lan_value ip = { .state = 0 };

	if (v[DEST_ADDRESS].set) {
		ipmi_lan_put_ipv4(&ip, v[DEST_ADDRESS].address);
		memcpy(address->data + 3, ip.data, 4);
		address->data[1] = 0;
	}
	if (v[DEST_MAC].set)
		memcpy(address->data + 7, v[DEST_MAC].bytes, 6);
	if (v[DEST_GATEWAY].set)
		address->data[2] = (uint8_t)((address->data[2] & 0xfe) | v[DEST_GATEWAY].u);
	if (v[DEST_ACK].set)
		type->data[1] = (uint8_t)((type->data[1] & 0x7f) | v[DEST_ACK].u << 7);
	if (v[DEST_TIMEOUT].set)
		type->data[2] = (uint8_t)v[DEST_TIMEOUT].u;
	if (v[DEST_RETRIES].set)
		type->data[3] = (uint8_t)v[DEST_RETRIES].u;
}

static int make_plan(struct bmc *bmc, struct lan_plan *plan, void *arg)
{
	const struct arg_value *v = ((const struct args *)arg)->v;
	struct ipmi_lan_value type, address, new_type, new_address;
	unsigned int n, id = (unsigned int)v[DEST_ID].u;
	int rc;

	rc = count(bmc, plan->channel, &n);
	if (!rc && id > n)
		return bmc_error_value(&bmc->err, "id", v[DEST_ID].text,
				       "is beyond the last destination of this BMC, %u", n);
	if (!rc)
		rc = read_dest(bmc, plan->channel, id, &type, &address);
	if (rc)
		return rc;
	new_type = type;
	new_address = address;
	put(v, &new_type, &new_address);
	lan_plan_clear(plan);
	lan_plan_add(plan, IPMI_LAN_DEST_ADDRESS, (uint8_t)id, &address, &new_address);
	lan_plan_add(plan, IPMI_LAN_DEST_TYPE, (uint8_t)id, &type, &new_type);
	return 0;
}

/**
 * lan_dest_check() - look at the arguments as a whole
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or BMC_EXIT_USAGE with the error set.
 */
int lan_dest_check(struct cli *cli, const struct args *args)
{
	bool set = args->v[DEST_WHAT].u;
	bool any = false;
	unsigned int i;

	for (i = DEST_ADDRESS; i < DEST_STEAL; i++)
		any |= args->v[i].set;
	if (set && !args->v[DEST_ID].set)
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_USAGE, "id is missing (id K)");
	if (set && !any)
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_USAGE, "nothing to set is given");
	if (!set && (any || args->v[DEST_ID].set))
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_USAGE,
				     "settings need the word set: lan dest set");
	return 0;
}

/**
 * lan_dest_run() - list or set destinations of alerts
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or an exit status with the error set.
 */
int lan_dest_run(struct cli *cli, const struct args *args)
{
	struct lan_plan plan = { .steal = args->v[DEST_STEAL].set };
	struct ipmi_channel_info info;
	struct args copy = *args;
	int rc;

	rc = channel_pick(&cli->bmc, &args->v[DEST_CHANNEL], &info);
	if (rc)
		return rc;
	if (!args->v[DEST_WHAT].u)
		return list(cli, info.channel);
	plan.channel = info.channel;
	rc = lan_transact(&cli->bmc, &plan, make_plan, &copy, 0);
	return rc ? rc : cli_changed(cli, lan_changes(&plan), 1);
}

static int parse_what(struct bmc_error *err, const char *field, const char *text,
		      struct arg_value *v)
{
	if (strcmp(text, "list") != 0 && strcmp(text, "set") != 0)
		return bmc_error_value(err, field, text, "is not list or set");
	v->u = text[0] == 's';
	return 0;
}

static int parse_dest(struct bmc_error *err, const char *field, const char *text,
		      struct arg_value *v)
{
	return parse_range(err, field, text, 1, DEST_MAX, &v->u);
}

static int parse_dest_gateway(struct bmc_error *err, const char *field, const char *text,
			      struct arg_value *v)
{
	if (strcmp(text, "default") != 0 && strcmp(text, "backup") != 0)
		return bmc_error_value(err, field, text, "is not default or backup");
	v->u = text[0] == 'b';
	return 0;
}

static int parse_dest_retries(struct bmc_error *err, const char *field, const char *text,
			      struct arg_value *v)
{
	return parse_range(err, field, text, 0, 7, &v->u);
}

static int parse_dest_address(struct bmc_error *err, const char *field, const char *text,
			      struct arg_value *v)
{
	int rc = parse_address(err, field, text, v);

	if (!rc && v->prefix >= 0)
		return bmc_error_value(err, field, text, "has a prefix length: not wanted here");
	return rc;
}

const struct arg_spec lan_dest_args[] = {
	[DEST_WHAT] = { .kind = ARG_POS, .name = "command", .meta = "list|set",
			.parse = parse_what, .flags = ARG_REQUIRED | ARG_FREE,
			.words = "list set", .help = "list destinations, or set one" },
	[DEST_CHANNEL] = { .kind = ARG_POS, .name = "channel", .meta = "N",
			   .parse = parse_channel,
			   .help = "LAN channel; can be left out when there is only one" },
	[DEST_ID] = { .kind = ARG_KEY, .name = "id", .meta = "K", .parse = parse_dest,
		      .help = "which destination, 1 to 15" },
	[DEST_ADDRESS] = { .kind = ARG_KEY, .name = "address", .meta = "A",
			   .parse = parse_dest_address, .help = "IPv4 address to send traps to" },
	[DEST_MAC] = { .kind = ARG_KEY, .name = "mac", .meta = "MAC", .parse = parse_mac,
		       .help = "its MAC address" },
	[DEST_GATEWAY] = { .kind = ARG_KEY, .name = "gateway", .meta = "default|backup",
			   .parse = parse_dest_gateway, .words = "default backup",
			   .help = "which gateway to use" },
	[DEST_ACK] = { .kind = ARG_KEY, .name = "acknowledge", .meta = "on|off",
		       .parse = parse_onoff, .words = "on off",
		       .help = "wait for the receiver's acknowledgment" },
	[DEST_TIMEOUT] = { .kind = ARG_KEY, .name = "timeout", .meta = "SEC",
			   .parse = parse_byte, .help = "how long, 0 to 255 seconds" },
	[DEST_RETRIES] = { .kind = ARG_KEY, .name = "retries", .meta = "N",
			   .parse = parse_dest_retries, .help = "how often again, 0 to 7" },
	[DEST_STEAL] = { .kind = ARG_FLAG, .name = "--steal-lock",
			 .help = "take over when another party's change never ends" },
	{ .name = NULL },
};

enum { COMMUNITY_CHANNEL, COMMUNITY_STDIN, COMMUNITY_FILE, COMMUNITY_STEAL };

static int make_community(struct bmc *bmc, struct lan_plan *plan, void *arg)
{
	const struct bmc_password *pw = arg;
	struct ipmi_lan_value old, new = { .state = IPMI_LAN_OK, .len = 18 };
	int rc;

	rc = lan_read_set(bmc, plan->channel, IPMI_LAN_COMMUNITY, 0, &old);
	if (!rc)
		rc = lan_offered(bmc, IPMI_LAN_COMMUNITY, &old);
	if (rc)
		return rc;
	memcpy(new.data, pw->bytes, pw->len);
	lan_plan_clear(plan);
	lan_plan_add(plan, IPMI_LAN_COMMUNITY, 0, &old, &new);
	return 0;
}

static int check_community(struct bmc *bmc, const struct bmc_password *pw)
{
	size_t i;

	if (pw->len > 18)
		return bmc_error_value(&bmc->err, "community", "(too long)",
				       "is longer than 18 bytes");
	for (i = 0; i < pw->len; i++)
		if (pw->bytes[i] <= 0x20)
			return bmc_error_value(&bmc->err, "community", "(not shown)",
					       "has a blank in it");
	if (pw->len == 6 && !memcmp(pw->bytes, "public", 6))
		bmc_note(bmc, "public is what everybody tries first");
	return 0;
}

/**
 * lan_community_run() - set the SNMP community of alerts
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or an exit status with the error set.
 */
int lan_community_run(struct cli *cli, const struct args *args)
{
	struct lan_plan plan = { .steal = args->v[COMMUNITY_STEAL].set };
	struct bmc_password_source src = {
		.from_stdin = args->v[COMMUNITY_STDIN].set, .fd = -1,
		.file = args->v[COMMUNITY_FILE].set ? args->v[COMMUNITY_FILE].text : NULL,
	};
	struct ipmi_channel_info info;
	struct bmc_password pw;
	int rc;

	rc = bmc_password_read(&cli->bmc, &src, true, &pw);
	if (!rc)
		rc = check_community(&cli->bmc, &pw);
	if (!rc)
		rc = channel_pick(&cli->bmc, &args->v[COMMUNITY_CHANNEL], &info);
	if (!rc) {
		plan.channel = info.channel;
		rc = lan_transact(&cli->bmc, &plan, make_community, &pw, 0);
	}
	bmc_password_wipe(&pw);
	return rc ? rc : cli_changed(cli, lan_changes(&plan), 1);
}

const struct arg_spec lan_community_args[] = {
	[COMMUNITY_CHANNEL] = { .kind = ARG_POS, .name = "channel", .meta = "N",
				.parse = parse_channel,
				.help = "LAN channel; can be left out when there is only one" },
	[COMMUNITY_STDIN] = { .kind = ARG_FLAG, .name = "--stdin", .group = 1,
			      .help = "take it from standard input" },
	[COMMUNITY_FILE] = { .kind = ARG_OPT, .name = "--file", .meta = "FILE", .group = 1,
			     .parse = parse_text,
			     .help = "take it from a file that only the caller may read" },
	[COMMUNITY_STEAL] = { .kind = ARG_FLAG, .name = "--steal-lock",
			      .help = "take over when another party's change never ends" },
	{ .name = NULL },
};
