// SPDX-License-Identifier: GPL-2.0-only
/* bmc sdr: the sensor data records. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "../lib/sdrs.h"
#include "cli.h"
#include "watch.h"

static const struct out_field info_fields[] = {
	{ .key = "source", .label = "Source" },
	{ .key = "version", .label = "Version" },
	{ .key = "records", .label = "Records" },
	{ .key = "free_bytes", .label = "Free bytes", .none = "unknown" },
	{ .key = "added", .label = "Last addition" },
	{ .key = "added_raw" },
	{ .key = "erased", .label = "Last erasure" },
	{ .key = "erased_raw" },
	{ .key = "overflow", .label = "Overflow" },
	{ .key = "cached", .label = "In the cache" },
	{ .key = NULL },
};

static int run_info(struct cli *cli, const struct args *args)
{
	struct sdrs s = { .n = 0 };
	struct json_object *o;
	int rc;

	(void)args;
	rc = sdrs_identify(&cli->bmc, &s);
	if (rc)
		return rc;
	o = out_object();
	out_str(o, "source", s.device ? "device" : "repository");
	out_int(o, "records", s.info.records);
	if (!s.device) {
		out_printf(o, "version", "%u.%u", s.info.version & 15, s.info.version >> 4);
		if (s.info.free < 0xfffe)
			out_int(o, "free_bytes", s.info.free);
		else
			out_null(o, "free_bytes");
		out_time(o, "added", s.info.added, 0);
		out_time(o, "erased", s.info.erased, 0);
		out_bool(o, "overflow", s.info.support & 0x80);
	}
	out_bool(o, "cached", sdrs_cache_load(&cli->bmc, &s));
	sdrs_free(&s);
	return cli_show(cli, o, info_fields);
}

static const struct out_field list_fields[] = {
	{ .key = "id", .label = "ID" },
	{ .key = "type", .label = "Type" },
	{ .key = "name", .label = "Name" },
	{ .key = "entity", .label = "Entity" },
	{ .key = "owner", .label = "Owner" },
	{ .key = "lun" },
	{ .key = "number", .label = "Number" },
	{ .key = "bytes", .label = "Bytes" },
	{ .key = NULL },
};

static struct json_object *describe(const uint8_t *data, size_t len)
{
	struct json_object *o = json_object_new_object();
	char entity[IPMI_ENTITY_TEXT];
	struct ipmi_sdr sdr;
	bool good = ipmi_sdr_decode(data, len, &sdr);

	out_printf(o, "id", "0x%04x", sdr.id);
	out_enum(o, "type", ipmi_sdr_type_name(sdr.type), sdr.type);
	out_str(o, "name", good && sdr.name[0] ? sdr.name : NULL);
	ipmi_entity_text(sdr.entity, sdr.instance, entity);
	out_str(o, "entity", good && sdr.entity ? entity : NULL);
	if (good && ipmi_sdr_is_sensor(&sdr)) {
		out_printf(o, "owner", "0x%02x", sdr.owner);
		out_int(o, "lun", sdr.lun);
		out_int(o, "number", sdr.number);
	} else {
		out_null(o, "owner");
		out_null(o, "lun");
		out_null(o, "number");
	}
	out_int(o, "bytes", (long long)len);
	return o;
}

static int partial(struct cli *cli, const struct sdrs *s)
{
	if (!s->partial)
		return 0;
	return bmc_error_set(&cli->bmc.err, BMC_EXIT_PARTIAL, "some SDRs could not be read");
}

static int run_list(struct cli *cli, const struct args *args)
{
	struct sdrs_walk walk = { .at = 0 };
	struct json_object *list;
	struct sdrs s;
	int rc;

	(void)args;
	rc = sdrs_load(&cli->bmc, &s, false);
	if (!rc) {
		list = json_object_new_array();
		while (sdrs_next(&s, &walk))
			json_object_array_add(list, describe(walk.data, walk.len));
		cli_show(cli, list, list_fields);
		rc = partial(cli, &s);
	}
	sdrs_free(&s);
	return rc;
}

static const struct out_field count_fields[] = {
	{ .key = "records", .label = "Records" },
	{ .key = "file", .label = "File" },
	{ .key = NULL },
};

static int run_dump(struct cli *cli, const struct args *args)
{
	const char *path = args->v[0].text;
	struct json_object *o;
	struct sdrs s;
	int rc;

	rc = sdrs_load(&cli->bmc, &s, false);
	if (!rc)
		rc = file_save(&cli->bmc.err, path, s.bytes, s.used, 0644);
	if (!rc) {
		o = out_object();
		out_int(o, "records", s.n);
		out_str(o, "file", path);
		cli_show(cli, o, count_fields);
		rc = partial(cli, &s);
	}
	sdrs_free(&s);
	return rc;
}

static int run_refresh(struct cli *cli, const struct args *args)
{
	struct json_object *o;
	struct sdrs s;
	int rc;

	(void)args;
	rc = sdrs_load(&cli->bmc, &s, true);
	if (!rc) {
		o = out_object();
		out_int(o, "records", s.n);
		cli_show(cli, o, count_fields);
		rc = partial(cli, &s);
	}
	sdrs_free(&s);
	return rc;
}

static const struct arg_spec dump_args[] = {
	{ .kind = ARG_POS, .name = "file", .meta = "FILE", .parse = parse_text,
	  .flags = ARG_REQUIRED, .help = "file to make: the records as the BMC has them" },
	{ .name = NULL },
};

const struct command sdr_commands[] = {
	{ "info", NULL, NULL, run_info, CMD_DEFAULT, "Show what the BMC says of its records" },
	{ "list", NULL, NULL, run_list, 0, "List the records" },
	{ "dump", dump_args, NULL, run_dump, 0, "Write the records to a file" },
	{ "refresh", NULL, NULL, run_refresh, 0, "Read the records again, in spite of the cache" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
