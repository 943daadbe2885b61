// SPDX-License-Identifier: GPL-2.0-only
/* bmc host-info: what the BMC knows of the host (System Info Parameters). */
#include <string.h>

#include "../lib/array.h"
#include "../lib/ipmi/cc.h"
#include "../lib/ipmi/system.h"
#include "cli.h"

#define TEXT_MAX 255

enum { INFO_FIRMWARE, INFO_NAME, INFO_OS, INFO_OS_NAME, INFO_OS_VERSION, INFO_URL, INFO_COUNT };

static const struct {
	uint8_t parameter;
	const char *key;
} infos[INFO_COUNT] = {
	[INFO_FIRMWARE] = { 1, "firmware" },
	[INFO_NAME] = { 2, "name" },
	[INFO_OS] = { 3, "os" },
	[INFO_OS_NAME] = { 4, "os_running" },
	[INFO_OS_VERSION] = { 5, "os_version" },
	[INFO_URL] = { 6, "bmc_url" },
};

static const struct out_field fields[] = {
	{ .key = "firmware", .label = "Host firmware" },
	{ .key = "name", .label = "Host name" },
	{ .key = "os", .label = "Operating system" },
	{ .key = "os_running", .label = "Running system" },
	{ .key = "os_version", .label = "Its version" },
	{ .key = "bmc_url", .label = "URL of the BMC" },
	{ .key = NULL },
};

/* Read a text; *there turns false when the BMC does not have it. */
static int read_text(struct bmc *bmc, uint8_t parameter, char text[TEXT_MAX + 17], bool *there)
{
	uint8_t part[IPMI_SYSTEM_INFO_BLOCK];
	size_t len = 0, used = 0;
	struct ipmi_request rq;
	struct ipmi_response rs;
	uint8_t block = 0;
	int rc;

	*there = false;
	memset(text, 0, TEXT_MAX + 17);
	do {
		ipmi_system_info_get_encode(&rq, parameter, block);
		rc = bmc_query(bmc, &rq, &rs);
		if (rc)
			return rc;
		if (rs.cc == IPMI_CC_INVALID_COMMAND)
			return bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, "system info");
		if (rs.cc || !ipmi_system_info_decode(&rs, block, &len, part))
			return 0;
		memcpy(text + used, part, sizeof(part));
		used += block ? IPMI_SYSTEM_INFO_BLOCK : IPMI_SYSTEM_INFO_FIRST;
		block++;
	} while (used < len && used + sizeof(part) <= TEXT_MAX + 16);
	text[len < TEXT_MAX ? len : TEXT_MAX] = '\0';
	*there = true;
	return 0;
}

static int run_show(struct cli *cli, const struct args *args)
{
	struct json_object *o = out_object();
	char text[TEXT_MAX + 17], shown[4 * TEXT_MAX];
	unsigned int i, got = 0;
	bool there;
	int rc = 0;

	(void)args;
	for (i = 0; i < INFO_COUNT && !rc; i++) {
		rc = read_text(&cli->bmc, infos[i].parameter, text, &there);
		if (!there) {
			out_unsupported(o, infos[i].key);
			continue;
		}
		got++;
		bmc_printable(shown, sizeof(shown), text, strlen(text));
		out_str(o, infos[i].key, shown);
	}
	if (!rc && !got)
		rc = bmc_error_set(&cli->bmc.err, BMC_EXIT_UNSUPPORTED,
				   "this BMC keeps nothing of the host");
	if (!rc)
		return cli_show(cli, o, fields);
	json_object_put(o);
	return rc;
}

static int write_text(struct bmc *bmc, uint8_t parameter, const char *text, const char *key)
{
	uint8_t block = 0, blocks = 1;
	size_t len = strlen(text);
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc = 0;

	if (len > IPMI_SYSTEM_INFO_FIRST)
		blocks = (uint8_t)(1 + (len - IPMI_SYSTEM_INFO_FIRST + 15) /
				   IPMI_SYSTEM_INFO_BLOCK);
	for (block = 0; block < blocks && !rc; block++) {
		ipmi_system_info_set_encode(&rq, parameter, block, text);
		rc = bmc_change(bmc, &rq, &rs, key);
		if (!rc && rs.cc)
			rc = bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, key);
	}
	return rc;
}

static int set_one(struct bmc *bmc, unsigned int i, const char *new, struct json_object *changes)
{
	char old[TEXT_MAX + 17], now[TEXT_MAX + 17], shown[4 * TEXT_MAX];
	bool there;
	int rc;

	rc = read_text(bmc, infos[i].parameter, old, &there);
	if (rc || (there && !strcmp(old, new)))
		return rc;
	bmc_printable(shown, sizeof(shown), old, strlen(old));
	cli_change(changes, there ? shown : NULL, new, "host_info.%s", infos[i].key);
	rc = write_text(bmc, infos[i].parameter, new, infos[i].key);
	if (rc || bmc->opt.dry_run)
		return rc;
	bmc_error_applied(&bmc->err, infos[i].key);
	rc = read_text(bmc, infos[i].parameter, now, &there);
	if (!rc && (!there || strcmp(now, new) != 0)) {
		bmc_error_set(&bmc->err, BMC_EXIT_UNKNOWN,
			      "the BMC took %s, but does not show it", infos[i].key);
		bmc_error_step(&bmc->err, "verify");
		rc = BMC_EXIT_UNKNOWN;
	}
	return rc;
}

static int run_set(struct cli *cli, const struct args *args)
{
	struct json_object *changes = json_object_new_array();
	unsigned int i;
	int rc;

	rc = bmc_lock(&cli->bmc);
	for (i = 0; i < INFO_COUNT && !rc; i++)
		if (args->v[i].set)
			rc = set_one(&cli->bmc, i, args->v[i].text, changes);
	if (!rc)
		return cli_changed(cli, changes, 1);
	json_object_put(changes);
	return rc;
}

static int check_set(struct cli *cli, const struct args *args)
{
	unsigned int i;

	for (i = 0; i < INFO_COUNT; i++)
		if (args->v[i].set)
			return 0;
	return bmc_error_set(&cli->bmc.err, BMC_EXIT_USAGE, "nothing to set is given");
}

static int parse_info(struct bmc_error *err, const char *field, const char *text,
		      struct arg_value *v)
{
	size_t i;

	(void)v;
	for (i = 0; text[i]; i++)
		if (text[i] < 0x20 || text[i] > 0x7e)
			return bmc_error_value(err, field, text,
					       "has a byte that is not printable ASCII");
	return i <= TEXT_MAX ? 0 :
	       bmc_error_value(err, field, "(too long)", "is longer than %d bytes", TEXT_MAX);
}

#define INFO(word, text) \
	{ .kind = ARG_KEY, .name = (word), .meta = "TEXT", .parse = parse_info, .help = (text) }

static const struct arg_spec set_args[] = {
	[INFO_FIRMWARE] = INFO("firmware", "version of the host's firmware"),
	[INFO_NAME] = INFO("name", "name of the host"),
	[INFO_OS] = INFO("os", "its operating system"),
	[INFO_OS_NAME] = INFO("os-running", "the one that runs now, forgotten at power off"),
	[INFO_OS_VERSION] = INFO("os-version", "version of the operating system"),
	[INFO_URL] = INFO("bmc-url", "where the BMC's own pages are"),
	{ .name = NULL },
};

const struct command hostinfo_commands[] = {
	{ "show", NULL, NULL, run_show, CMD_DEFAULT, "Show what the BMC knows of the host" },
	{ "set", set_args, check_set, run_set, 0, "Tell it" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
