// SPDX-License-Identifier: GPL-2.0-only
/* bmc fru: the inventory of the parts of the machine. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../lib/fru.h"
#include "../lib/ipmi/text.h"
#include "../lib/progress.h"
#include "watch.h"

#define EPOCH_1996 820454400LL
#define DUMP_STEP 256
#define WRITE_STEP 16

static const struct out_field area_fields[] = {
	{ .key = "type", .label = "Type" },
	{ .key = "made", .label = "Made" },
	{ .key = "manufacturer", .label = "Manufacturer" },
	{ .key = "product_name", .label = "Product" },
	{ .key = "part_number", .label = "Part number" },
	{ .key = "version", .label = "Version" },
	{ .key = "serial_number", .label = "Serial number" },
	{ .key = "asset_tag", .label = "Asset tag" },
	{ .key = "fru_file_id" },
	{ .key = "custom" },
	{ .key = "checksum", .label = NULL },
	{ .key = NULL },
};

static const struct out_field multi_fields[] = {
	{ .key = "type", .label = "Type" },
	{ .key = "version" },
	{ .key = "checksum" },
	{ .key = "data" },
	{ .key = NULL },
};

static const struct out_field fields[] = {
	{ .key = "id", .label = "ID" },
	{ .key = "name", .label = "Name" },
	{ .key = "status", .label = "Status" },
	{ .key = "why", .label = NULL },
	{ .key = "bytes", .label = "Bytes" },
	{ .key = "checksums", .label = "Checksums" },
	{ .key = "chassis", .label = "Chassis", .sub = area_fields },
	{ .key = "board", .label = "Board", .sub = area_fields },
	{ .key = "product", .label = "Product", .sub = area_fields },
	{ .key = "multirecords", .label = "Multirecords", .sub = multi_fields },
	{ .key = NULL },
};

static void add_field(void *priv, const char *key, const char *text)
{
	struct json_object *o = priv, *custom;

	if (strncmp(key, "custom_", 7) != 0) {
		out_str(o, key, *text ? text : NULL);
		return;
	}
	if (!json_object_object_get_ex(o, "custom", &custom)) {
		custom = json_object_new_array();
		json_object_object_add(o, "custom", custom);
	}
	json_object_array_add(custom, json_object_new_string(text));
}

static struct json_object *area_json(const struct fru *fru, const struct ipmi_fru *head,
				     unsigned int area, bool *good)
{
	const struct ipmi_fru_place *place = &head->area[area];
	struct json_object *o = json_object_new_object();
	uint32_t minutes;
	char text[TIME_TEXT];

	out_str(o, "checksum", !place->len ? "truncated" : place->sum_good ? "ok" : "bad");
	*good = *good && place->len && place->sum_good;
	if (!place->len)
		return o;
	if (area == IPMI_FRU_CHASSIS)
		out_enum(o, "type", ipmi_fru_chassis_type(fru->data[place->offset + 2]),
			 fru->data[place->offset + 2]);
	if (area == IPMI_FRU_BOARD) {
		minutes = ipmi_fru_board_minutes(fru->data, head);
		time_text(text, EPOCH_1996 + minutes * 60LL);
		out_str(o, "made", minutes ? text : NULL);
	}
	ipmi_fru_fields(fru->data, fru->size, head, area, add_field, o);
	return o;
}

static struct json_object *multi_json(const struct fru *fru, size_t at, bool *good)
{
	struct json_object *list = json_object_new_array(), *o;
	struct ipmi_fru_multi r;
	char hex[3 * 255 + 1];

	while (ipmi_fru_multi_next(fru->data, fru->size, &at, &r)) {
		o = json_object_new_object();
		out_enum(o, "type", ipmi_fru_multi_name(r.type), r.type);
		out_int(o, "version", r.version);
		out_str(o, "checksum", r.header_good && r.sum_good ? "ok" : "bad");
		bmc_hex(hex, sizeof(hex), r.data, r.len, 0);
		out_str(o, "data", hex);
		json_object_array_add(list, o);
		*good = *good && r.header_good && r.sum_good;
		if (r.last || !r.header_good)
			break;
	}
	return list;
}

static void describe(struct json_object *o, const struct fru *fru)
{
	struct ipmi_fru head;
	bool good;
	unsigned int i;

	ipmi_fru_decode(fru->data, fru->size, &head);
	good = head.sum_good && head.version_good;
	for (i = IPMI_FRU_CHASSIS; i <= IPMI_FRU_PRODUCT; i++) {
		if (head.area[i].present)
			json_object_object_add(o, ipmi_fru_area_name(i),
					       area_json(fru, &head, i, &good));
		else
			out_null(o, ipmi_fru_area_name(i));
	}
	if (head.area[IPMI_FRU_MULTI].len)
		json_object_object_add(o, "multirecords",
				       multi_json(fru, head.area[IPMI_FRU_MULTI].offset, &good));
	else
		json_object_object_add(o, "multirecords", json_object_new_array());
	out_str(o, "checksums", good ? "ok" : "bad");
	out_int(o, "bytes", (long long)fru->size);
}

/* A device that can't be read is a line of the list, not the end of it. */
static int add_device(struct cli *cli, struct json_object *o, struct fru *fru, bool *failed)
{
	struct bmc_error *err = &cli->bmc.err;
	int rc;

	out_int(o, "id", fru->id);
	rc = fru_open(&cli->bmc, fru);
	if (!rc)
		rc = fru_read_areas(&cli->bmc, fru);
	if (rc >= BMC_EXIT_SIGNAL || (rc && err->cc < 0 && !fru->slave && rc != BMC_EXIT_BMC &&
				      rc != BMC_EXIT_BUSY)) {
		fru_close(fru);
		return rc;
	}
	if (rc && err->cc == IPMI_CC_NOT_PRESENT) {
		out_str(o, "status", "not_present");
	} else if (rc) {
		out_str(o, "status", "error");
		*failed = true;
	} else {
		out_str(o, "status", "ok");
	}
	out_str(o, "why", rc ? err->message : NULL);
	if (!rc)
		describe(o, fru);
	fru_close(fru);
	return 0;
}

static int add_named(struct cli *cli, struct json_object *list, struct fru *fru,
		     const char *name, bool *failed)
{
	struct json_object *o = json_object_new_object();
	int rc;

	out_str(o, "name", name);
	rc = add_device(cli, o, fru, failed);
	json_object_array_add(list, o);
	return rc;
}

static int list_all(struct cli *cli, struct json_object *list, bool *failed)
{
	struct sdrs_walk walk = { .at = 0 };
	struct fru fru = { .id = 0 };
	struct ipmi_sdr sdr;
	struct sdrs records;
	int rc;

	rc = sdrs_load(&cli->bmc, &records, false);
	/* FRU 0 is the BMC's own; it needs no record. */
	if (rc == BMC_EXIT_UNSUPPORTED || rc == BMC_EXIT_BMC)
		rc = 0;
	if (!rc)
		rc = add_named(cli, list, &fru, "Builtin FRU Device", failed);
	while (!rc && sdrs_next(&records, &walk)) {
		if (!ipmi_sdr_decode(walk.data, walk.len, &sdr) ||
		    sdr.type != IPMI_SDR_FRU_LOCATOR || !sdr.logical)
			continue;
		fru = (struct fru){ .id = sdr.fru_id, .lun = sdr.lun };
		if (sdr.device != IPMI_BMC_ADDRESS) {
			fru.slave = sdr.device;
			fru.channel = sdr.channel;
		} else if (!sdr.fru_id) {
			continue;
		}
		ipmi_text_trim(sdr.name);
		rc = add_named(cli, list, &fru, sdr.name, failed);
	}
	sdrs_free(&records);
	return rc;
}

static int run_list(struct cli *cli, const struct args *args)
{
	struct json_object *list = json_object_new_array();
	bool failed = false;
	int rc;

	(void)args;
	rc = list_all(cli, list, &failed);
	if (rc) {
		json_object_put(list);
		return rc;
	}
	cli_show(cli, list, fields);
	return failed ? bmc_error_set(&cli->bmc.err, BMC_EXIT_PARTIAL,
				      "some FRU devices could not be read") : 0;
}

static int run_show(struct cli *cli, const struct args *args)
{
	struct fru fru = { .id = (uint8_t)args->v[0].u };
	struct json_object *o;
	int rc;

	rc = fru_open(&cli->bmc, &fru);
	if (!rc)
		rc = fru_read_areas(&cli->bmc, &fru);
	if (!rc) {
		o = out_object();
		out_int(o, "id", fru.id);
		out_str(o, "status", "ok");
		describe(o, &fru);
		cli_show(cli, o, fields);
	}
	fru_close(&fru);
	return rc;
}

static int read_whole(struct cli *cli, struct fru *fru)
{
	struct progress progress;
	size_t at, n;
	int rc;

	rc = fru_open(&cli->bmc, fru);
	if (rc)
		return rc;
	progress_start(&progress, &cli->bmc, "fru", fru->size);
	for (at = 0; at < fru->size && !rc; at += n) {
		n = fru->size - at < DUMP_STEP ? fru->size - at : DUMP_STEP;
		rc = fru_read(&cli->bmc, fru, at, n);
		progress_step(&progress, at + n);
	}
	progress_end(&progress);
	return rc;
}

static const struct out_field dump_fields[] = {
	{ .key = "bytes", .label = "Bytes" },
	{ .key = "file", .label = "File" },
	{ .key = NULL },
};

enum { FILE_ID, FILE_PATH, FILE_BACKUP };

static int run_dump(struct cli *cli, const struct args *args)
{
	struct fru fru = { .id = (uint8_t)args->v[FILE_ID].u };
	struct json_object *o;
	int rc;

	rc = read_whole(cli, &fru);
	if (!rc)
		rc = file_save(&cli->bmc.err, args->v[FILE_PATH].text, fru.data, fru.size, 0644);
	if (!rc) {
		o = out_object();
		out_int(o, "bytes", (long long)fru.size);
		out_str(o, "file", args->v[FILE_PATH].text);
		cli_show(cli, o, dump_fields);
	}
	fru_close(&fru);
	return rc;
}

/* Write what differs; *pieces counts how much that was. */
static int write_differences(struct cli *cli, struct fru *fru, const uint8_t *old,
			     const uint8_t *new, size_t len, unsigned int *pieces)
{
	struct progress progress;
	size_t at, n;
	int rc = 0;

	*pieces = 0;
	progress_start(&progress, &cli->bmc, "fru", len);
	for (at = 0; at < len && !rc; at += n) {
		n = len - at < WRITE_STEP ? len - at : WRITE_STEP;
		if (memcmp(old + at, new + at, n) != 0) {
			rc = fru_write(&cli->bmc, fru, at, new + at, n);
			(*pieces)++;
		}
		progress_step(&progress, at + n);
	}
	progress_end(&progress);
	return rc;
}

/* The new data has to be there; else the old data comes back. */
static int verify(struct cli *cli, struct fru *fru, const uint8_t *old, const uint8_t *new,
		  size_t len, int rc)
{
	struct bmc_error first = cli->bmc.err;
	unsigned int pieces;

	cli->bmc.cleanup = true;
	if (!rc)
		rc = fru_read(&cli->bmc, fru, 0, len);
	if (!rc && !memcmp(fru->data, new, len)) {
		cli->bmc.cleanup = false;
		return 0;
	}
	if (rc && !first.code)
		first = cli->bmc.err;
	/* Nobody knows what is there: write all of it. */
	memset(fru->data, 0, len);
	rc = fru_read(&cli->bmc, fru, 0, len);
	if (!rc)
		rc = write_differences(cli, fru, fru->data, old, len, &pieces);
	if (!rc)
		rc = fru_read(&cli->bmc, fru, 0, len);
	if (!rc && memcmp(fru->data, old, len) != 0)
		rc = BMC_EXIT_FAILED;
	cli->bmc.cleanup = false;
	bmc_error_set(&cli->bmc.err, rc ? BMC_EXIT_UNKNOWN : BMC_EXIT_VERIFY,
		      "the FRU data did not take%s%s", first.code ? ": " : "",
		      first.code ? first.message : "");
	bmc_error_hint(&cli->bmc.err, rc ? "the old data is in the backup" :
		       "the old data was written back");
	return cli->bmc.err.code;
}

static int write_it(struct cli *cli, const struct args *args, struct fru *fru,
		    const uint8_t *new, size_t len)
{
	struct json_object *changes = json_object_new_array();
	char backup[4096];
	unsigned int pieces;
	uint8_t *old;
	int rc = 0;

	old = malloc(len + 1);
	if (!old) {
		json_object_put(changes);
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_FAILED, "out of memory");
	}
	memcpy(old, fru->data, len);
	if (args->v[FILE_BACKUP].set)
		snprintf(backup, sizeof(backup), "%s", args->v[FILE_BACKUP].text);
	else
		snprintf(backup, sizeof(backup), "%s.backup", args->v[FILE_PATH].text);
	if (memcmp(old, new, len) != 0) {
		cli_change(changes, NULL, args->v[FILE_PATH].text, "fru.%u", fru->id);
		if (!cli->bmc.opt.dry_run)
			rc = file_save(&cli->bmc.err, backup, fru->data, fru->size, 0644);
		if (!rc) {
			rc = write_differences(cli, fru, old, new, len, &pieces);
			if (!cli->bmc.opt.dry_run)
				rc = verify(cli, fru, old, new, len, rc);
		}
	}
	free(old);
	if (rc) {
		json_object_put(changes);
		return rc;
	}
	return cli_changed(cli, changes, 1);
}

static int run_write(struct cli *cli, const struct args *args)
{
	struct fru fru = { .id = (uint8_t)args->v[FILE_ID].u };
	const char *path = args->v[FILE_PATH].text, *rule;
	uint8_t *new = calloc(1, IPMI_FRU_MAX);
	size_t len;
	int rc;

	if (!new)
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_FAILED, "out of memory");
	rc = file_load(&cli->bmc.err, path, new, IPMI_FRU_MAX, &len);
	rule = rc ? NULL : ipmi_fru_rule(new, len);
	if (rule && cli->bmc.opt.force)
		bmc_note(&cli->bmc, "%s %s", path, rule);
	else if (rule)
		rc = bmc_error_value(&cli->bmc.err, "file", path, "%s", rule);
	if (!rc)
		rc = bmc_lock(&cli->bmc);
	if (!rc)
		rc = read_whole(cli, &fru);
	if (!rc && len > fru.size)
		rc = bmc_error_value(&cli->bmc.err, "file", path,
				     "has %zu bytes, the device only %zu", len, fru.size);
	if (!rc)
		rc = write_it(cli, args, &fru, new, len);
	fru_close(&fru);
	free(new);
	return rc;
}

static int parse_fru(struct bmc_error *err, const char *name, const char *text,
		     struct arg_value *v)
{
	return parse_range(err, name, text, 0, 254, &v->u);
}

static const struct arg_spec show_args[] = {
	{ .kind = ARG_POS, .name = "id", .meta = "ID", .parse = parse_fru,
	  .flags = ARG_REQUIRED, .help = "FRU device ID; 0 is the BMC's own" },
	{ .name = NULL },
};

static const struct arg_spec dump_args[] = {
	[FILE_ID] = { .kind = ARG_POS, .name = "id", .meta = "ID", .parse = parse_fru,
		      .flags = ARG_REQUIRED, .help = "FRU device ID; 0 is the BMC's own" },
	[FILE_PATH] = { .kind = ARG_POS, .name = "file", .meta = "FILE", .parse = parse_text,
			.flags = ARG_REQUIRED, .help = "the file" },
	{ .name = NULL },
};

static const struct arg_spec write_args[] = {
	[FILE_ID] = { .kind = ARG_POS, .name = "id", .meta = "ID", .parse = parse_fru,
		      .flags = ARG_REQUIRED, .help = "FRU device ID; 0 is the BMC's own" },
	[FILE_PATH] = { .kind = ARG_POS, .name = "file", .meta = "FILE", .parse = parse_text,
			.flags = ARG_REQUIRED,
			.help = "the file; checked before it is written, --force writes anyway" },
	[FILE_BACKUP] = { .kind = ARG_KEY, .name = "backup", .meta = "BACKUP",
			  .parse = parse_text,
			  .help = "where to keep the old data (default FILE.backup)" },
	{ .name = NULL },
};

const struct command fru_commands[] = {
	{ "list", NULL, NULL, run_list, CMD_DEFAULT, "List all FRU devices" },
	{ "show", show_args, NULL, run_show, 0, "Show one FRU device" },
	{ "dump", dump_args, NULL, run_dump, 0, "Save the data of a FRU device in a file" },
	{ "write", write_args, NULL, run_write, 0,
	  "Write a file to a FRU device, keeping the old data in a backup" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
