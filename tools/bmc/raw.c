// SPDX-License-Identifier: GPL-2.0-only
/* bmc raw: send any request. */
#include <string.h>

#include "../lib/ipmi/cc.h"
#include "../lib/ipmi/user.h"
#include "cli.h"

enum { RAW_LUN, RAW_TO, RAW_NETFN, RAW_CMD, RAW_BYTES };

static const struct out_field fields[] = {
	{ .key = "netfn" },
	{ .key = "lun" },
	{ .key = "cmd" },
	{ .key = "cc" },
	{ .key = "cc_text" },
	{ .key = "data", .label = "", .look = OUT_HEX },
	{ .key = NULL },
};

/* What is known to carry a secret is not shown in traces and dry runs. */
static uint16_t secret_from(const struct ipmi_request *rq)
{
	if (rq->netfn == IPMI_NETFN_APP && rq->cmd == IPMI_SET_USER_PASSWORD)
		return 2;
	if (rq->netfn == IPMI_NETFN_APP && rq->cmd == IPMI_SET_CHANNEL_SECURITY_KEYS)
		return 3;
	if (rq->netfn == IPMI_NETFN_TRANSPORT && rq->cmd == IPMI_SET_LAN_PARAMETERS &&
	    rq->len > 1 && rq->data[1] == 16)
		return 2;
	return 0;
}

static int run_raw(struct cli *cli, const struct args *args)
{
	struct json_object *o, *data;
	struct ipmi_request rq;
	struct ipmi_response rs;
	unsigned int i;
	int rc;

	ipmi_request_init(&rq, (uint8_t)args->v[RAW_NETFN].u, (uint8_t)args->v[RAW_CMD].u);
	rq.lun = args->v[RAW_LUN].set ? (uint8_t)args->v[RAW_LUN].u : 0;
	ipmi_request_add(&rq, args->bytes, args->n_bytes);
	rq.secret = secret_from(&rq);
	rq.slave = (uint8_t)args->v[RAW_TO].u;
	rq.channel = (uint8_t)(args->v[RAW_TO].u >> 8);
	rc = bmc_change(&cli->bmc, &rq, &rs, "raw");
	if (!rc && rs.cc)
		rc = bmc_error_cc(&cli->bmc.err, rq.netfn, rq.cmd, rs.cc, "BMC says");
	if (rc)
		return rc;
	if (cli->bmc.opt.dry_run) {
		data = json_object_new_array();
		cli_change(data, NULL, NULL, "raw");
		return cli_changed(cli, data, -1);
	}
	o = out_object();
	json_object_object_del(o, "unsupported");
	data = json_object_new_array();
	out_int(o, "netfn", rq.netfn);
	out_int(o, "lun", rq.lun);
	out_int(o, "cmd", rq.cmd);
	out_int(o, "cc", rs.cc);
	out_str(o, "cc_text", ipmi_cc_text(rq.netfn, rq.cmd, rs.cc));
	for (i = 0; i < rs.len; i++)
		json_object_array_add(data, json_object_new_int(rs.data[i]));
	json_object_object_add(o, "data", data);
	return cli_show(cli, o, fields);
}

/* CHAN:ADDR, a controller on an IPMB; both in one number. */
static int parse_to(struct bmc_error *err, const char *field, const char *text,
		    struct arg_value *v)
{
	const char *colon = strchr(text, ':');
	unsigned long channel, slave;
	char number[8];

	if (colon && (size_t)(colon - text) < sizeof(number)) {
		memcpy(number, text, (size_t)(colon - text));
		number[colon - text] = '\0';
		if (parse_ulong(number, &channel) && channel <= 11 &&
		    parse_ulong(colon + 1, &slave) && slave && slave <= 0xfe && !(slave & 1)) {
			v->u = channel << 8 | slave;
			return 0;
		}
	}
	return bmc_error_value(err, field, text,
			       "is not a channel (0 to 11), a colon and an even address (0x02 to 0xfe)");
}

static const struct arg_spec raw_args[] = {
	[RAW_LUN] = { .kind = ARG_KEY, .name = "lun", .meta = "L", .parse = parse_lun,
		      .words = "0 1 2 3", .help = "logical unit, 0 to 3; default 0" },
	[RAW_TO] = { .kind = ARG_KEY, .name = "to", .meta = "CHAN:ADDR", .parse = parse_to,
		     .help = "a controller behind the BMC: channel and address on the bus" },
	[RAW_NETFN] = { .kind = ARG_POS, .name = "netfn", .meta = "NETFN",
			.parse = parse_netfn, .flags = ARG_REQUIRED,
			.help = "network function, even, up to 0x3e" },
	[RAW_CMD] = { .kind = ARG_POS, .name = "command", .meta = "CMD", .parse = parse_byte,
		      .flags = ARG_REQUIRED, .help = "command" },
	[RAW_BYTES] = { .kind = ARG_POS, .name = "byte", .meta = "BYTE", .parse = parse_byte,
			.flags = ARG_MANY, .help = "data bytes, decimal or 0x" },
	{ .name = NULL },
};

const struct command raw_commands[] = {
	{ "", raw_args, NULL, run_raw, 0, "Send a request and print the data of the answer" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
