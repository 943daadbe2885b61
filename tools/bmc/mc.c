// SPDX-License-Identifier: GPL-2.0-only
/* bmc mc: the management controller itself. */
#include <string.h>

#include "../lib/array.h"
#include "../lib/ask.h"
#include "cli.h"

#define POLL_MS 500
/* A BMC may go on answering for a while after it took a reset. */
#define GRACE_MS 10000
#define ANSWER_MS 2000

static const struct out_field info_fields[] = {
	{ .key = "device_id", .label = "Device ID" },
	{ .key = "device_revision", .label = "Device revision" },
	{ .key = "firmware", .label = "Firmware" },
	{ .key = "firmware_aux", .label = "Auxiliary firmware" },
	{ .key = "ipmi_version", .label = "IPMI version" },
	{ .key = "manufacturer", .label = "Manufacturer" },
	{ .key = "manufacturer_id", .label = "Manufacturer ID" },
	{ .key = "product_id", .label = "Product ID" },
	{ .key = "available", .label = "Available" },
	{ .key = "device_sdrs", .label = "Device SDRs" },
	{ .key = "support", .label = "Support" },
	{ .key = NULL },
};

static int run_info(struct cli *cli, const struct args *args)
{
	struct json_object *o, *support;
	struct ipmi_device_id id;
	char aux[16];
	unsigned int i;
	int rc;

	(void)args;
	rc = bmc_get_device_id(&cli->bmc, &id);
	if (rc)
		return rc;
	o = out_object();
	support = json_object_new_array();
	out_int(o, "device_id", id.id);
	out_int(o, "device_revision", id.revision);
	out_printf(o, "firmware", "%u.%02x", id.fw_major, id.fw_minor);
	bmc_hex(aux, sizeof(aux), id.aux, sizeof(id.aux), 0);
	out_str(o, "firmware_aux", id.has_aux ? aux : NULL);
	out_printf(o, "ipmi_version", "%u.%u", id.ipmi_major, id.ipmi_minor);
	out_str(o, "manufacturer", ipmi_manufacturer(id.manufacturer));
	out_int(o, "manufacturer_id", id.manufacturer);
	out_int(o, "product_id", id.product);
	out_bool(o, "available", id.available);
	out_bool(o, "device_sdrs", id.provides_sdrs);
	for (i = 0; i < 8; i++)
		if (id.support >> i & 1)
			json_object_array_add(support,
					      json_object_new_string(ipmi_support_bit(i)));
	json_object_object_add(o, "support", support);
	return cli_show(cli, o, info_fields);
}

static const struct out_field selftest_fields[] = {
	{ .key = "result", .label = "Self test" },
	{ .key = "detail", .label = "Detail" },
	{ .key = "detail_byte", .label = NULL },
	{ .key = NULL },
};

static int run_selftest(struct cli *cli, const struct args *args)
{
	struct json_object *o, *detail;
	struct ipmi_self_test st;
	struct ipmi_request rq;
	struct ipmi_response rs;
	unsigned int i;
	int rc;

	(void)args;
	ipmi_request_init(&rq, IPMI_NETFN_APP, IPMI_GET_SELF_TEST_RESULTS);
	rc = bmc_ask(&cli->bmc, &rq, &rs, "self test");
	if (rc)
		return rc;
	if (!ipmi_self_test_decode(&rs, &st))
		return bmc_garbled(&cli->bmc, &rs, "self test");
	o = out_object();
	detail = json_object_new_array();
	out_enum(o, "result", ipmi_self_test_text(st.result), st.result);
	out_int(o, "detail_byte", st.detail);
	for (i = 0; st.result == 0x57 && i < 8; i++)
		if (st.detail >> i & 1)
			json_object_array_add(detail,
					      json_object_new_string(ipmi_self_test_bit(i)));
	json_object_object_add(o, "detail", detail);
	cli_show(cli, o, selftest_fields);
	if (st.result == 0x55 || st.result == 0x56)
		return 0;
	return bmc_error_set(&cli->bmc.err, BMC_EXIT_FAILED,
			     "the BMC failed its self test (%02x %02x)", st.result, st.detail);
}

static const struct out_field guid_fields[] = {
	{ .key = "system_guid", .label = "System GUID" },
	{ .key = "system_guid_order", .label = "System GUID order" },
	{ .key = "system_guid_bytes", .label = NULL },
	{ .key = "device_guid", .label = "Device GUID" },
	{ .key = "device_guid_order", .label = "Device GUID order" },
	{ .key = "device_guid_bytes", .label = NULL },
	{ .key = NULL },
};

/* Adds one GUID; *got counts those the BMC has. */
static int add_guid(struct cli *cli, struct json_object *o, uint8_t cmd, const char *key,
		    unsigned int *got)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	char text[IPMI_GUID_TEXT];
	enum ipmi_guid_form form;
	char name[32], hex[64];
	uint8_t guid[16];
	int rc;

	ipmi_request_init(&rq, IPMI_NETFN_APP, cmd);
	rc = bmc_query(&cli->bmc, &rq, &rs);
	if (rc)
		return rc;
	if (rs.cc) {
		bmc_error_cc(&cli->bmc.err, rq.netfn, rq.cmd, rs.cc, key);
		if (cli->bmc.err.code != BMC_EXIT_UNSUPPORTED && rs.cc != IPMI_CC_NOT_PRESENT)
			return cli->bmc.err.code;
		out_unsupported(o, key);
		return 0;
	}
	if (!ipmi_guid_decode(&rs, guid))
		return bmc_garbled(&cli->bmc, &rs, key);
	form = ipmi_guid_guess(guid);
	ipmi_guid_text(guid, form, text);
	bmc_hex(hex, sizeof(hex), guid, sizeof(guid), 0);
	out_str(o, key, text);
	snprintf(name, sizeof(name), "%s_order", key);
	out_str(o, name, ipmi_guid_form_name(form));
	snprintf(name, sizeof(name), "%s_bytes", key);
	out_str(o, name, hex);
	(*got)++;
	return 0;
}

static int run_guid(struct cli *cli, const struct args *args)
{
	struct json_object *o = out_object();
	unsigned int got = 0;
	int rc;

	(void)args;
	rc = add_guid(cli, o, IPMI_GET_SYSTEM_GUID, "system_guid", &got);
	if (!rc)
		rc = add_guid(cli, o, IPMI_GET_DEVICE_GUID, "device_guid", &got);
	if (!rc && !got)
		rc = bmc_error_set(&cli->bmc.err, BMC_EXIT_UNSUPPORTED, "this BMC has no GUID");
	if (rc) {
		json_object_put(o);
		return rc;
	}
	return cli_show(cli, o, guid_fields);
}

static const struct out_field enables_fields[] = {
	{ .key = "receive_interrupt", .label = "Interrupt for messages" },
	{ .key = "event_interrupt", .label = "Interrupt for events" },
	{ .key = "event_buffer", .label = "Event message buffer" },
	{ .key = "sel_logging", .label = "System event logging" },
	{ .key = "oem", .label = "Manufacturer's bits" },
	{ .key = NULL },
};

static int run_enables(struct cli *cli, const struct args *args)
{
	static const char *const bits[] = { "receive_interrupt", "event_interrupt",
					    "event_buffer", "sel_logging" };
	struct ipmi_request rq;
	struct ipmi_response rs;
	struct json_object *o;
	unsigned int i;
	int rc;

	(void)args;
	ipmi_request_init(&rq, IPMI_NETFN_APP, IPMI_GET_GLOBAL_ENABLES);
	rc = bmc_ask(&cli->bmc, &rq, &rs, "global enables");
	if (rc)
		return rc;
	if (rs.len < 1)
		return bmc_garbled(&cli->bmc, &rs, "global enables");
	o = out_object();
	for (i = 0; i < ARRAY_SIZE(bits); i++)
		out_bool(o, bits[i], rs.data[0] >> i & 1);
	out_printf(o, "oem", "%u%u%u", rs.data[0] >> 7 & 1, rs.data[0] >> 6 & 1,
		   rs.data[0] >> 5 & 1);
	return cli_show(cli, o, enables_fields);
}

/* Is the BMC up, with its firmware running and its self test done? */
static int ready(struct cli *cli, bool *yes)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	struct ipmi_device_id id;
	struct ipmi_self_test st;
	int rc;

	*yes = false;
	ipmi_request_init(&rq, IPMI_NETFN_APP, IPMI_GET_DEVICE_ID);
	rc = bmc_call(&cli->bmc, &rq, &rs, ANSWER_MS);
	if (!rc && !rs.cc && ipmi_device_id_decode(&rs, &id) && id.available) {
		ipmi_request_init(&rq, IPMI_NETFN_APP, IPMI_GET_SELF_TEST_RESULTS);
		rc = bmc_call(&cli->bmc, &rq, &rs, ANSWER_MS);
		if (!rc && rs.cc == IPMI_CC_INVALID_COMMAND)
			*yes = true;
		else if (!rc && !rs.cc && ipmi_self_test_decode(&rs, &st))
			*yes = st.result == 0x55 || st.result == 0x56;
	}
	if (rc >= BMC_EXIT_SIGNAL)
		return rc;
	/* The device may vanish for the time of the reset. */
	if (rc)
		bmc_close(&cli->bmc);
	return 0;
}

static int wait_ready(struct cli *cli, unsigned long seconds, bool was_down)
{
	long long start = bmc_now(&cli->bmc), good = 0;
	long long end = start + (long long)seconds * 1000;
	bool yes;
	int rc;

	for (;;) {
		rc = bmc_sleep(&cli->bmc, POLL_MS);
		if (!rc)
			rc = ready(cli, &yes);
		if (rc)
			return rc;
		if (!yes)
			was_down = true;
		good = yes ? good + 1 : 0;
		if (good > 1 && was_down)
			return 0;
		if (good > 1 && bmc_now(&cli->bmc) - start >= GRACE_MS) {
			bmc_note(&cli->bmc, "the BMC answered all the time");
			return 0;
		}
		if (bmc_now(&cli->bmc) >= end)
			return bmc_error_set(&cli->bmc.err, BMC_EXIT_TIMEOUT,
					     "the BMC is not back after %lu s", seconds);
	}
}

enum { RESET_HOW, RESET_WAIT };

static int run_reset(struct cli *cli, const struct args *args)
{
	bool cold = args->v[RESET_HOW].u;
	struct json_object *changes;
	struct ipmi_request rq;
	struct ipmi_response rs;
	bool was_down = false;
	int rc;

	ipmi_request_init(&rq, IPMI_NETFN_APP, cold ? IPMI_COLD_RESET : IPMI_WARM_RESET);
	rc = bmc_change(&cli->bmc, &rq, &rs, "reset");
	/* A BMC that resets at once can't answer any more. */
	if (rc == BMC_EXIT_TIMEOUT ||
	    (!rc && (rs.cc == IPMI_CC_TIMEOUT || rs.cc == IPMI_CC_UNSPECIFIED))) {
		was_down = true;
		rc = 0;
	} else if (!rc && rs.cc) {
		rc = bmc_error_cc(&cli->bmc.err, rq.netfn, rq.cmd, rs.cc,
				  cold ? "cold reset" : "warm reset");
	}
	if (!rc && args->v[RESET_WAIT].set && !cli->bmc.opt.dry_run)
		rc = wait_ready(cli, args->v[RESET_WAIT].u, was_down);
	if (rc)
		return rc;
	changes = json_object_new_array();
	cli_change(changes, NULL, cold ? "cold" : "warm", "mc.reset");
	return cli_changed(cli, changes, args->v[RESET_WAIT].set ? 1 : -1);
}

static const struct arg_spec reset_args[] = {
	[RESET_HOW] = { .kind = ARG_POS, .name = "reset", .meta = "cold|warm",
			.parse = parse_reset, .flags = ARG_REQUIRED, .words = "cold warm",
			.help = "how: cold starts the firmware anew, warm keeps more state" },
	[RESET_WAIT] = { .kind = ARG_OPT, .name = "--wait", .meta = "SEC",
			 .parse = parse_seconds,
			 .help = "wait until the BMC is back and passed its self test" },
	{ .name = NULL },
};

const struct command mc_commands[] = {
	{ "info", NULL, NULL, run_info, 0, "Show what the BMC says of itself" },
	{ "selftest", NULL, NULL, run_selftest, 0, "Show the results of its self test" },
	{ "guid", NULL, NULL, run_guid, 0, "Show the GUIDs of the system and of the BMC" },
	{ "enables", NULL, NULL, run_enables, 0, "Show the global enables; the driver sets them" },
	{ "reset", reset_args, NULL, run_reset, 0, "Reset the BMC, not the host" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
