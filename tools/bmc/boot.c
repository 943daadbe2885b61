// SPDX-License-Identifier: GPL-2.0-only
/* bmc boot: what the host starts from next. */
#include <string.h>

#include "../lib/ipmi/cc.h"
#include "../lib/ipmi/system.h"
#include "cli.h"

static const struct out_field fields[] = {
	{ .key = "device", .label = "Device" },
	{ .key = "valid", .label = "Valid" },
	{ .key = "persistent", .label = "Persistent" },
	{ .key = "mode", .label = "Mode" },
	{ .key = NULL },
};

static int read_flags(struct bmc *bmc, struct ipmi_boot *boot)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_boot_get_encode(&rq, IPMI_BOOT_FLAGS);
	rc = bmc_ask(bmc, &rq, &rs, "boot flags");
	if (rc)
		return rc;
	return ipmi_boot_decode(&rs, boot) ? 0 : bmc_garbled(bmc, &rs, "boot flags");
}

static int run_show(struct cli *cli, const struct args *args)
{
	struct ipmi_boot boot;
	struct json_object *o;
	int rc;

	(void)args;
	rc = read_flags(&cli->bmc, &boot);
	if (rc)
		return rc;
	o = out_object();
	/* Flags that don't count wish for nothing. */
	out_enum(o, "device", boot.valid ? ipmi_boot_device(boot.device) : "none",
		 boot.valid ? boot.device : 0);
	out_bool(o, "valid", boot.valid);
	out_bool(o, "persistent", boot.valid && boot.persistent);
	out_str(o, "mode", boot.efi ? "efi" : "legacy");
	return cli_show(cli, o, fields);
}

/* Steps that many BMCs do not offer and that can be done without. */
static int may_fail(struct bmc *bmc, uint8_t parameter, const uint8_t *data, size_t len,
		    const char *step, bool *done)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_boot_set_encode(&rq, parameter, data, len);
	rc = bmc_change(bmc, &rq, &rs, step);
	*done = !rc && !rs.cc;
	if (!rc && rs.cc == IPMI_CC_COMMAND_81 && parameter == IPMI_BOOT_PROGRESS)
		rc = bmc_error_set(&bmc->err, BMC_EXIT_BUSY,
				   "another party is changing the boot options");
	return rc;
}

static int write_flags(struct bmc *bmc, const struct ipmi_boot *boot)
{
	static const uint8_t ack[] = { 0x01, 0x01 };
	uint8_t progress = 1, clearing = 0x08;
	struct ipmi_request rq;
	struct ipmi_response rs;
	bool locked, done;
	int rc;

	rc = may_fail(bmc, IPMI_BOOT_PROGRESS, &progress, 1, "set_in_progress", &locked);
	if (rc)
		return rc;
	/* Else the BMC forgets the flags when the host does not start within a minute. */
	rc = may_fail(bmc, IPMI_BOOT_CLEARING, &clearing, 1, "clearing", &done);
	if (!rc)
		rc = may_fail(bmc, IPMI_BOOT_ACK, ack, sizeof(ack), "acknowledge", &done);
	if (!rc) {
		ipmi_boot_flags_encode(&rq, boot);
		rc = bmc_change(bmc, &rq, &rs, "boot_flags");
		if (!rc && rs.cc)
			rc = bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, "boot flags");
	}
	if (locked) {
		struct bmc_error saved = bmc->err;

		progress = 0;
		bmc->cleanup = true;
		may_fail(bmc, IPMI_BOOT_PROGRESS, &progress, 1, "set_in_progress", &done);
		bmc->cleanup = false;
		bmc->err = saved;
	}
	return rc;
}

static bool same(const struct ipmi_boot *a, const struct ipmi_boot *b)
{
	if (!a->valid && !b->valid)
		return true;
	return a->valid == b->valid && a->persistent == b->persistent && a->efi == b->efi &&
	       a->device == b->device;
}

static const char *text_of(const struct ipmi_boot *boot, char text[64])
{
	const char *device = ipmi_boot_device(boot->device);

	if (!boot->valid)
		return "none";
	snprintf(text, 64, "%s %s %s", device ? device : "reserved",
		 boot->persistent ? "persistent" : "once", boot->efi ? "efi" : "legacy");
	return text;
}

static int not_taken(struct bmc *bmc, const struct ipmi_boot *old, const struct ipmi_boot *now)
{
	char text[64];
	bool ok;

	bmc_error_set(&bmc->err, BMC_EXIT_VERIFY, "the BMC took the boot flags, but shows: %s",
		      text_of(now, text));
	bmc_error_step(&bmc->err, "verify");
	{
		struct bmc_error saved = bmc->err;

		ok = !write_flags(bmc, old);
		bmc->err = saved;
	}
	if (!ok)
		bmc->err.code = BMC_EXIT_UNKNOWN;
	bmc_error_hint(&bmc->err, ok ? "the old flags are back" :
		       "the old flags could not be put back: bmc boot show");
	return bmc->err.code;
}

static int set_flags(struct cli *cli, const struct ipmi_boot *old, const struct ipmi_boot *new)
{
	struct json_object *changes = json_object_new_array();
	char before[64], after[64];
	struct ipmi_boot now;
	int rc = 0;

	if (!same(old, new)) {
		cli_change(changes, text_of(old, before), text_of(new, after), "boot");
		rc = bmc_lock(&cli->bmc);
		if (!rc)
			rc = write_flags(&cli->bmc, new);
		if (!rc && !cli->bmc.opt.dry_run)
			rc = read_flags(&cli->bmc, &now);
		if (!rc && !cli->bmc.opt.dry_run && !same(&now, new))
			rc = not_taken(&cli->bmc, old, &now);
	}
	if (!rc)
		return cli_changed(cli, changes, 1);
	json_object_put(changes);
	return rc;
}

enum { SET_DEVICE, SET_ONCE, SET_PERSISTENT, SET_EFI, SET_LEGACY };

static int run_set(struct cli *cli, const struct args *args)
{
	struct ipmi_boot old, new;
	int rc = read_flags(&cli->bmc, &old);

	if (rc)
		return rc;
	new = old;
	new.valid = true;
	new.device = (uint8_t)args->v[SET_DEVICE].u;
	new.persistent = args->v[SET_PERSISTENT].set;
	if (args->v[SET_EFI].set || args->v[SET_LEGACY].set)
		new.efi = args->v[SET_EFI].set;
	return set_flags(cli, &old, &new);
}

static int run_clear(struct cli *cli, const struct args *args)
{
	struct ipmi_boot old, new;
	int rc = read_flags(&cli->bmc, &old);

	(void)args;
	if (rc)
		return rc;
	memset(&new, 0, sizeof(new));
	return set_flags(cli, &old, &new);
}

static int parse_device(struct bmc_error *err, const char *field, const char *text,
			struct arg_value *v)
{
	int device = ipmi_boot_device_parse(text);

	if (device < 1)
		return bmc_error_value(err, field, text,
				       "is not pxe, disk, safe, diag, cdrom, setup, floppy, or remote-disk, -cdrom, -floppy, -media");
	v->u = (unsigned long)device;
	return 0;
}

static const struct arg_spec set_args[] = {
	[SET_DEVICE] = { .kind = ARG_POS, .name = "device", .meta = "DEV",
			 .parse = parse_device, .flags = ARG_REQUIRED | ARG_FREE,
			 .words = "pxe disk safe diag cdrom setup floppy remote-disk remote-cdrom",
			 .help = "pxe, disk, safe, diag, cdrom, setup, floppy, remote-disk, ..." },
	[SET_ONCE] = { .kind = ARG_WORD, .name = "once", .group = 1,
		       .help = "at the next start only (default)" },
	[SET_PERSISTENT] = { .kind = ARG_WORD, .name = "persistent", .group = 1,
			     .help = "at every start" },
	[SET_EFI] = { .kind = ARG_WORD, .name = "efi", .group = 2, .help = "start by EFI" },
	[SET_LEGACY] = { .kind = ARG_WORD, .name = "legacy", .group = 2,
			 .help = "start as a PC-compatible; default: as it is" },
	{ .name = NULL },
};

const struct command boot_commands[] = {
	{ "show", NULL, NULL, run_show, CMD_DEFAULT, "Show what the host starts from" },
	{ "set", set_args, NULL, run_set, 0, "Choose what it starts from, and read it back" },
	{ "clear", NULL, NULL, run_clear, 0, "Let the host start as it always does" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
