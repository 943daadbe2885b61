// SPDX-License-Identifier: GPL-2.0-only
/*
 * bmc oem: what has no standard command. A table of recipes, each for one manufacturer,
 * each with where it comes from. None of them could be tried here, and the table says so.
 */
#include <string.h>

#include "../lib/array.h"
#include "../lib/ask.h"
#include "cli.h"

/**
 * struct recipe - how to set a BMC back to what it was when it left the factory
 * @manufacturer: IANA enterprise number
 * @word: has to be typed to do it
 * @steps: requests: netfn, command, number of data bytes, data
 * @n: how many
 * @source: who says so
 */
struct recipe {
	uint32_t manufacturer;
	const char *word;
	struct {
		uint8_t netfn, cmd, len, data[3];
	} steps[2];
	unsigned int n;
	const char *source;
};

static const struct recipe recipes[] = {
	{ 10876, "supermicro", { { 0x3c, 0x40, 0, { 0 } } }, 1,
	  "how-to pages of hosters; depends on the generation" },
	{ 15370, "gigabyte", { { 0x32, 0x66, 0, { 0 } } }, 1, "administration guide of a vendor" },
	{ 42817, "openpower", { { 0x32, 0x20, 0, { 0 } }, { 0x06, 0x03, 0, { 0 } } }, 2,
	  "test suite of the firmware" },
};

static const struct out_field fields[] = {
	{ .key = "manufacturer_id", .label = "Manufacturer" },
	{ .key = "word", .label = "Word" },
	{ .key = "requests", .label = "Requests" },
	{ .key = "source", .label = "Source" },
	{ .key = "tested", .label = "Tested" },
	{ .key = "this_bmc", .label = "This BMC" },
	{ .key = NULL },
};

static int get_manufacturer(struct bmc *bmc, uint32_t *manufacturer)
{
	struct ipmi_device_id id;
	int rc = bmc_get_device_id(bmc, &id);

	if (!rc)
		*manufacturer = id.manufacturer;
	return rc;
}

static int run_list(struct cli *cli, const struct args *args)
{
	struct json_object *doc, *o, *requests;
	uint32_t manufacturer = 0;
	unsigned int i, k;
	char text[16];
	int rc;

	(void)args;
	rc = get_manufacturer(&cli->bmc, &manufacturer);
	if (rc)
		return rc;
	doc = json_object_new_array();
	for (i = 0; i < ARRAY_SIZE(recipes); i++) {
		o = json_object_new_object();
		requests = json_object_new_array();
		json_object_array_add(doc, o);
		out_int(o, "manufacturer_id", recipes[i].manufacturer);
		out_str(o, "word", recipes[i].word);
		for (k = 0; k < recipes[i].n; k++) {
			snprintf(text, sizeof(text), "%02x/%02x", recipes[i].steps[k].netfn,
				 recipes[i].steps[k].cmd);
			json_object_array_add(requests, json_object_new_string(text));
		}
		json_object_object_add(o, "requests", requests);
		out_str(o, "source", recipes[i].source);
		out_bool(o, "tested", false);
		out_bool(o, "this_bmc", recipes[i].manufacturer == manufacturer);
	}
	return cli_show(cli, doc, fields);
}

enum { RESET_CONFIRM };

static int find_recipe(struct bmc *bmc, const struct arg_value *word, const struct recipe **found)
{
	uint32_t manufacturer = 0;
	unsigned int i;
	int rc = get_manufacturer(bmc, &manufacturer);

	if (rc)
		return rc;
	for (i = 0; i < ARRAY_SIZE(recipes); i++)
		if (recipes[i].manufacturer == manufacturer)
			break;
	if (i == ARRAY_SIZE(recipes)) {
		bmc_error_set(&bmc->err, BMC_EXIT_UNSUPPORTED,
			      "no way to reset a BMC of manufacturer %u is known", manufacturer);
		bmc_error_hint(&bmc->err, "bmc raw sends what its manual says");
		return bmc->err.code;
	}
	*found = &recipes[i];
	if (word->set && !strcmp(word->text, recipes[i].word))
		return 0;
	bmc_error_set(&bmc->err, BMC_EXIT_GUARD,
		      "this erases all settings of the BMC, users and network included");
	bmc_error_hint(&bmc->err, "not tested; to do it: bmc oem factory-reset confirm %s",
		       recipes[i].word);
	return bmc->err.code;
}

static int run_reset(struct cli *cli, const struct args *args)
{
	const struct recipe *recipe = NULL;
	struct json_object *changes;
	struct ipmi_request rq;
	struct ipmi_response rs;
	unsigned int i;
	int rc;

	rc = find_recipe(&cli->bmc, &args->v[RESET_CONFIRM], &recipe);
	if (!rc)
		rc = bmc_lock(&cli->bmc);
	for (i = 0; !rc && recipe && i < recipe->n; i++) {
		ipmi_request_init(&rq, recipe->steps[i].netfn, recipe->steps[i].cmd);
		ipmi_request_add(&rq, recipe->steps[i].data, recipe->steps[i].len);
		rc = bmc_change(&cli->bmc, &rq, &rs, "factory_reset");
		if (!rc && rs.cc)
			rc = bmc_error_cc(&cli->bmc.err, rq.netfn, rq.cmd, rs.cc,
					  "factory reset");
	}
	if (rc)
		return rc;
	changes = json_object_new_array();
	cli_change(changes, NULL, "factory defaults", "mc");
	return cli_changed(cli, changes, -1);
}

static const struct arg_spec reset_args[] = {
	[RESET_CONFIRM] = { .kind = ARG_KEY, .name = "confirm", .meta = "WORD",
			    .parse = parse_text, .help = "the word that bmc oem list shows" },
	{ .name = NULL },
};

const struct command oem_commands[] = {
	{ "list", NULL, NULL, run_list, CMD_DEFAULT, "List the recipes that are known" },
	{ "factory-reset", reset_args, NULL, run_reset, 0, "Erase all settings of the BMC" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
