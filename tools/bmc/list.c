// SPDX-License-Identifier: GPL-2.0-only
/* bmc list: the BMCs of this host. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "../lib/ipmi/app.h"
#include "cli.h"

/* Enough for a BMC that works; a listing shall not hang on one that doesn't. */
#define ASK_MS 6000

static const struct out_field fields[] = {
	{ .key = "device", .label = "Device" },
	{ .key = "path" },
	{ .key = "driver", .label = "Driver" },
	{ .key = "health", .label = "Health" },
	{ .key = "transport", .label = "Transport" },
	{ .key = "manufacturer", .label = "Manufacturer" },
	{ .key = "manufacturer_id", .label = "ID" },
	{ .key = "product_id", .label = "Product" },
	{ .key = "firmware", .label = "Firmware" },
	{ .key = "ipmi_version", .label = "IPMI" },
	{ .key = NULL },
};

/* One word from sysfs; false when there is no such attribute. */
static bool attribute(const struct bmc_system *sys, const char *class, unsigned int number,
		      const char *name, char *word, size_t room)
{
	char path[256];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s/class/%s/ipmi%u%s%s", sys->sysfs_root, class, number,
		 *name ? "/" : "", name);
	if (!room)
		return !access(path, F_OK);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, word, room - 1);
	close(fd);
	if (n <= 0)
		return false;
	word[n] = '\0';
	word[strcspn(word, "\n")] = '\0';
	return true;
}

static bool describe(const struct bmc_system *sys, struct json_object *o, unsigned int number)
{
	bool ours = attribute(sys, "bmclink", number, "", NULL, 0);
	char word[32];
	bool up = true;

	out_str(o, "driver", ours ? "bmclink" :
		attribute(sys, "ipmi", number, "", NULL, 0) ? "ipmi_devintf" : NULL);
	out_null(o, "health");
	if (ours && attribute(sys, "bmclink", number, "health", word, sizeof(word))) {
		out_str(o, "health", word);
		up = !strcmp(word, "up");
	}
	out_null(o, "transport");
	if (attribute(sys, "bmclink", number, "transport", word, sizeof(word)) ||
	    attribute(sys, "ipmi", number, "device/type", word, sizeof(word)))
		out_str(o, "transport", word);
	return up;
}

static void identity(struct json_object *o, const struct ipmi_device_id *id)
{
	if (!id) {
		out_null(o, "manufacturer");
		out_null(o, "manufacturer_id");
		out_null(o, "product_id");
		out_null(o, "firmware");
		out_null(o, "ipmi_version");
		return;
	}
	out_str(o, "manufacturer", ipmi_manufacturer(id->manufacturer));
	out_int(o, "manufacturer_id", id->manufacturer);
	out_int(o, "product_id", id->product);
	out_printf(o, "firmware", "%u.%02x", id->fw_major, id->fw_minor);
	out_printf(o, "ipmi_version", "%u.%u", id->ipmi_major, id->ipmi_minor);
}

static int ask(struct cli *cli, const struct bmc_device *dev, struct ipmi_device_id *id)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	struct bmc bmc;
	int rc;

	bmc_init(&bmc, cli->bmc.sys, &cli->bmc.opt);
	bmc.deadline = cli->bmc.deadline;
	snprintf(bmc.path, sizeof(bmc.path), "%s", dev->path);
	snprintf(bmc.name, sizeof(bmc.name), "ipmi%u", dev->number);
	ipmi_request_init(&rq, IPMI_NETFN_APP, IPMI_GET_DEVICE_ID);
	rc = bmc_call(&bmc, &rq, &rs, ASK_MS);
	if (!rc && rs.cc)
		rc = bmc_error_cc(&bmc.err, rq.netfn, rq.cmd, rs.cc, "device ID");
	if (!rc && !ipmi_device_id_decode(&rs, id))
		rc = bmc_garbled(&bmc, &rs, "device ID");
	if (rc) {
		cli->bmc.err = bmc.err;
		if (rc < BMC_EXIT_SIGNAL)
			bmc_note(&cli->bmc, "ipmi%u: %s", dev->number, bmc.err.message);
	}
	bmc_done(&bmc);
	return rc;
}

/* Is it the one that was chosen with -d, if any? */
static bool wanted(const struct bmc *bmc, const struct bmc_device *dev)
{
	char name[16];

	snprintf(name, sizeof(name), "ipmi%u", dev->number);
	return !bmc->opt.device || !strcmp(bmc->path, dev->path) || !strcmp(bmc->name, name);
}

/* The devices to list. Return: 0, or an exit status with the error set. */
static int find(struct bmc *bmc, struct bmc_device *found, unsigned int *n)
{
	unsigned int all = bmc_devices(bmc->sys, found, BMC_DEVICES_MAX), i;
	int rc = 0;

	*n = 0;
	if (!all || bmc->opt.device)
		rc = bmc_select(bmc);
	for (i = 0; !rc && i < all; i++)
		if (wanted(bmc, &found[i]))
			found[(*n)++] = found[i];
	if (!rc && !*n)
		rc = bmc_error_set(&bmc->err, BMC_EXIT_NO_DEVICE, "%s is not the node of a BMC",
				   bmc->path);
	return rc;
}

static int run_list(struct cli *cli, const struct args *args)
{
	struct bmc_device found[BMC_DEVICES_MAX];
	struct json_object *doc;
	unsigned int i, n, failed = 0;
	int err;

	(void)args;
	err = find(&cli->bmc, found, &n);
	if (err)
		return err;
	bmc_close(&cli->bmc);
	doc = json_object_new_array();
	for (i = 0; i < n; i++) {
		struct json_object *o = json_object_new_object();
		struct ipmi_device_id id;
		int rc = -1;

		out_printf(o, "device", "ipmi%u", found[i].number);
		out_str(o, "path", found[i].path);
		/* What the driver knows to be down is not asked. */
		if (describe(cli->bmc.sys, o, found[i].number)) {
			rc = ask(cli, &found[i], &id);
			failed += rc != 0;
		}
		identity(o, rc ? NULL : &id);
		json_object_array_add(doc, o);
		if (rc > BMC_EXIT_SIGNAL) {
			json_object_put(doc);
			return rc;
		}
	}
	cli_show(cli, doc, fields);
	if (!failed)
		return 0;
	return bmc_error_set(&cli->bmc.err, BMC_EXIT_PARTIAL, "%u of %u BMCs could not be asked",
			     failed, n);
}

const struct command list_commands[] = {
	{ "", NULL, NULL, run_list, CMD_DEFAULT | CMD_NO_DEVICE,
	  "List the BMCs of this host: device, driver, health, maker, firmware" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
