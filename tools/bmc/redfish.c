// SPDX-License-Identifier: GPL-2.0-only
/* bmc redfish: the way to the BMC's Redfish service, and an account for it. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/array.h"
#include "../lib/ipmi/app.h"
#include "../lib/ipmi/redfish.h"
#include "watch.h"

#define HOST_INTERFACE 42
#define TABLE_MAX 0x100000U
#define SHA256 1
/* An UUID of SMBIOS has its first three parts in the order of the host. */
#define UUID_FORM IPMI_GUID_SMBIOS

static const struct out_field show_fields[] = {
	{ .key = "device_type", .label = "Device" },
	{ .key = "vendor", .label = "Vendor" },
	{ .key = "product", .label = "Product" },
	{ .key = "mac", .label = "MAC" },
	{ .key = "bootstrap", .label = "Bootstrap by IPMI" },
	{ .key = "service_uuid", .label = "Service" },
	{ .key = "host_assignment", .label = "Host address by" },
	{ .key = "host_address", .label = "Host address" },
	{ .key = "host_mask" },
	{ .key = "service_discovery" },
	{ .key = "service_address", .label = "Service address" },
	{ .key = "service_mask" },
	{ .key = "port", .label = "Port" },
	{ .key = "vlan", .label = "VLAN" },
	{ .key = "service_name", .label = "Name" },
	{ .key = "url", .label = "URL" },
	{ .key = NULL },
};

static const struct out_field list_fields[] = {
	{ .key = "interfaces", .sub = show_fields },
	{ .key = NULL },
};

static void address(struct json_object *o, const char *key, uint8_t format, const uint8_t *a)
{
	static const uint8_t none[16];
	char text[INET6_ADDRSTRLEN];

	if ((format != 1 && format != 2) || !memcmp(a, none, format == 1 ? 4 : 16) ||
	    !inet_ntop(format == 1 ? AF_INET : AF_INET6, a, text, sizeof(text)))
		out_null(o, key);
	else
		out_str(o, key, text);
}

static const char *assignment(uint8_t n)
{
	static const char *const names[] = { "unknown", "static", "dhcp", "auto", "host" };

	return n < ARRAY_SIZE(names) ? names[n] : NULL;
}

static void add_device(struct json_object *o, const struct redfish_interface *r)
{
	static const char *const types[] = { NULL, NULL, "usb", "pci", "usb_v2", "pci_v2" };
	const uint8_t *m = r->mac;

	out_enum(o, "device_type", r->device_type < ARRAY_SIZE(types) ? types[r->device_type] :
		 NULL, r->device_type);
	if (r->has_vendor) {
		out_printf(o, "vendor", "0x%04x", r->vendor);
		out_printf(o, "product", "0x%04x", r->product);
	} else {
		out_null(o, "vendor");
		out_null(o, "product");
	}
	if (r->has_mac) {
		out_printf(o, "mac", "%02x:%02x:%02x:%02x:%02x:%02x", m[0], m[1], m[2], m[3],
			   m[4], m[5]);
		out_bool(o, "bootstrap", r->bootstrap);
	} else {
		out_null(o, "mac");
		out_null(o, "bootstrap");
	}
}

static struct json_object *describe(const struct redfish_interface *r)
{
	struct json_object *o = json_object_new_object(), *v;
	char uuid[IPMI_GUID_TEXT];
	const char *host;

	add_device(o, r);
	ipmi_guid_text(r->uuid, UUID_FORM, uuid);
	out_str(o, "service_uuid", uuid);
	out_enum(o, "host_assignment", assignment(r->assignment), r->assignment);
	address(o, "host_address", r->host_format, r->host);
	address(o, "host_mask", r->host_format, r->host_mask);
	out_enum(o, "service_discovery", assignment(r->discovery), r->discovery);
	address(o, "service_address", r->service_format, r->service);
	address(o, "service_mask", r->service_format, r->service_mask);
	out_int(o, "port", r->port);
	if (r->vlan)
		out_int(o, "vlan", r->vlan);
	else
		out_null(o, "vlan");
	out_str(o, "service_name", r->name[0] ? r->name : NULL);
	json_object_object_get_ex(o, "service_address", &v);
	host = v ? json_object_get_string(v) : r->name;
	if (*host)
		out_printf(o, "url", strchr(host, ':') ? "https://[%s]:%u/redfish/v1/" :
			   "https://%s:%u/redfish/v1/", host, r->port ? r->port : 443U);
	else
		out_null(o, "url");
	return o;
}

static int load_table(struct cli *cli, uint8_t **table, size_t *len)
{
	char path[200];
	int rc;

	*table = malloc(TABLE_MAX);
	if (!*table)
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_FAILED, "out of memory");
	snprintf(path, sizeof(path), "%s/firmware/dmi/tables/DMI", cli->bmc.sys->sysfs_root);
	rc = file_load(&cli->bmc.err, path, *table, TABLE_MAX, len);
	if (rc && rc != BMC_EXIT_PERMISSION)
		rc = bmc_error_set(&cli->bmc.err, BMC_EXIT_NO_DEVICE,
				   "this host has no SMBIOS tables (%s)", path);
	return rc;
}

static int run_show(struct cli *cli, const struct args *args)
{
	struct json_object *list = json_object_new_array(), *o;
	struct smbios_walk walk = { .at = 0 };
	struct redfish_interface r;
	uint8_t *table;
	size_t len = 0, i;
	int rc;

	(void)args;
	rc = load_table(cli, &table, &len);
	while (!rc && smbios_next(table, len, &walk))
		if (walk.type == HOST_INTERFACE &&
		    redfish_interface_decode(walk.data, walk.len, &r))
			json_object_array_add(list, describe(&r));
	free(table);
	if (!rc && !json_object_array_length(list))
		rc = bmc_error_set(&cli->bmc.err, BMC_EXIT_UNSUPPORTED,
				   "SMBIOS tells of no Redfish host interface");
	if (rc) {
		json_object_put(list);
		return rc;
	}
	if (cli->format == OUT_TABLE)
		return cli_show(cli, list, show_fields);
	if (cli->format == OUT_JSON) {
		o = out_object();
		json_object_object_add(o, "interfaces", list);
		return cli_show(cli, o, list_fields);
	}
	for (i = 0; i < json_object_array_length(list); i++)
		out_print(cli->bmc.sys->out, json_object_array_get_idx(list, i), show_fields,
			  OUT_TEXT, false);
	json_object_put(list);
	return 0;
}

static int ask_fingerprint(struct cli *cli, uint8_t number, struct ipmi_request *rq,
			   struct ipmi_response *rs)
{
	ipmi_request_init(rq, IPMI_NETFN_GROUP, IPMI_GET_CERTIFICATE_FINGERPRINT);
	ipmi_request_byte(rq, IPMI_REDFISH_GROUP);
	ipmi_request_byte(rq, number);
	return bmc_query(&cli->bmc, rq, rs);
}

static const struct out_field fingerprint_fields[] = {
	{ .key = "certificate", .label = "Certificate" },
	{ .key = "algorithm", .label = "Algorithm" },
	{ .key = "fingerprint", .label = "Fingerprint" },
	{ .key = NULL },
};

static int run_fingerprint(struct cli *cli, const struct args *args)
{
	uint8_t number = args->v[0].set ? (uint8_t)args->v[0].u : 1, algorithm, hash[32];
	struct ipmi_request rq;
	struct ipmi_response rs;
	struct json_object *o;
	char hex[65];
	size_t i;
	int rc;

	rc = ask_fingerprint(cli, number, &rq, &rs);
	if (!rc && rs.cc)
		rc = bmc_error_cc(&cli->bmc.err, rq.netfn, rq.cmd, rs.cc, "fingerprint");
	if (rc)
		return rc;
	if (!ipmi_fingerprint_decode(&rs, &algorithm, hash))
		return bmc_garbled(&cli->bmc, &rs, "fingerprint");
	for (i = 0; i < sizeof(hash); i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
	o = out_object();
	out_int(o, "certificate", number);
	out_enum(o, "algorithm", algorithm == SHA256 ? "sha256" : NULL, algorithm);
	out_str(o, "fingerprint", hex);
	return cli_show(cli, o, fingerprint_fields);
}

enum { BOOTSTRAP_OUT, BOOTSTRAP_DISABLE };

static int check_bootstrap(struct cli *cli, const struct args *args)
{
	(void)args;
	if (cli->bmc.opt.yes || cli->bmc.opt.dry_run)
		return 0;
	bmc_error_set(&cli->bmc.err, BMC_EXIT_GUARD, "this makes a new account on the BMC");
	bmc_error_hint(&cli->bmc.err, "--yes does it");
	return cli->bmc.err.code;
}

/* Some BMCs take "keep" for "disable", so what came of it is looked at. */
static int after(struct cli *cli, bool disable, bool *enabled)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	rc = ask_fingerprint(cli, 1, &rq, &rs);
	if (rc)
		return rc;
	*enabled = rs.cc != IPMI_BOOTSTRAP_OFF;
	if (*enabled && disable)
		bmc_note(&cli->bmc, "bootstrapping is still enabled");
	else if (!*enabled && !disable)
		bmc_note(&cli->bmc, "bootstrapping is disabled now, though that was not asked for");
	return 0;
}

static int write_credentials(struct cli *cli, int fd, const struct ipmi_response *rs)
{
	char user[IPMI_CREDENTIAL + 1], password[IPMI_CREDENTIAL + 1], text[64];
	int n, rc = 0;

	if (!ipmi_bootstrap_decode(rs, user, password))
		rc = bmc_error_set(&cli->bmc.err, BMC_EXIT_BMC,
				   "the BMC gave no credentials that can be used");
	n = snprintf(text, sizeof(text), "username=%s\npassword=%s\n", user, password);
	if (!rc && (write(fd, text, (size_t)n) != n || fsync(fd)))
		rc = bmc_error_set(&cli->bmc.err, BMC_EXIT_FAILED, "can't write the file: %s",
				   strerror(errno));
	explicit_bzero(user, sizeof(user));
	explicit_bzero(password, sizeof(password));
	explicit_bzero(text, sizeof(text));
	return rc;
}

static int bootstrap(struct cli *cli, int fd, bool disable)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_request_init(&rq, IPMI_NETFN_GROUP, IPMI_GET_BOOTSTRAP_CREDENTIALS);
	rq.secret_answer = true;
	ipmi_request_byte(&rq, IPMI_REDFISH_GROUP);
	ipmi_request_byte(&rq, disable ? 0x00 : IPMI_BOOTSTRAP_KEEP);
	rc = bmc_change(&cli->bmc, &rq, &rs, "bootstrap");
	if (!rc && rs.cc)
		rc = bmc_error_cc(&cli->bmc.err, rq.netfn, rq.cmd, rs.cc, "bootstrap account");
	if (!rc && rs.cc == 0 && !cli->bmc.opt.dry_run)
		rc = write_credentials(cli, fd, &rs);
	explicit_bzero(&rs, sizeof(rs));
	return rc;
}

static int run_bootstrap(struct cli *cli, const struct args *args)
{
	const char *path = args->v[BOOTSTRAP_OUT].text;
	bool disable = args->v[BOOTSTRAP_DISABLE].set, enabled = true;
	struct json_object *changes;
	char shown[200];
	int fd = -1, rc;

	/* The file first: an account that nobody knows is of no use. */
	if (!cli->bmc.opt.dry_run) {
		fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
		bmc_printable(shown, sizeof(shown), path, strlen(path));
		if (fd < 0)
			return bmc_error_set(&cli->bmc.err, errno == EACCES ?
					     BMC_EXIT_PERMISSION : BMC_EXIT_FAILED, "%s: %s",
					     shown, strerror(errno));
	}
	rc = bootstrap(cli, fd, disable);
	if (fd >= 0)
		close(fd);
	if (rc && fd >= 0)
		unlink(path);
	if (!rc && !cli->bmc.opt.dry_run)
		rc = after(cli, disable, &enabled);
	if (rc)
		return rc;
	changes = json_object_new_array();
	cli_change(changes, NULL, "created", "redfish.bootstrap_account");
	if (disable)
		cli_change(changes, "enabled", enabled ? "enabled" : "disabled",
			   "redfish.bootstrapping");
	return cli_changed(cli, changes, disable && enabled ? -1 : 1);
}

static int parse_certificate(struct bmc_error *err, const char *name, const char *text,
			     struct arg_value *v)
{
	return parse_range(err, name, text, 1, 255, &v->u);
}

static const struct arg_spec fingerprint_args[] = {
	{ .kind = ARG_POS, .name = "certificate", .meta = "N", .parse = parse_certificate,
	  .help = "which certificate, from 1 (default)" },
	{ .name = NULL },
};

static const struct arg_spec bootstrap_args[] = {
	[BOOTSTRAP_OUT] = { .kind = ARG_OPT, .name = "--out", .meta = "FILE", .parse = parse_text,
			    .flags = ARG_REQUIRED,
			    .help = "new file for the credentials, readable by its owner only" },
	[BOOTSTRAP_DISABLE] = { .kind = ARG_FLAG, .name = "--disable",
				.help = "give out no more of them until the BMC or host resets" },
	{ .name = NULL },
};

const struct command redfish_commands[] = {
	{ "show", NULL, NULL, run_show, CMD_DEFAULT | CMD_NO_DEVICE,
	  "Show how this host reaches the Redfish service of its BMC" },
	{ "fingerprint", fingerprint_args, NULL, run_fingerprint, 0,
	  "Show the fingerprint of the service's certificate" },
	{ "bootstrap", bootstrap_args, check_bootstrap, run_bootstrap, 0,
	  "Make an account for the Redfish service" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
