// SPDX-License-Identifier: GPL-2.0-only
/* bmc status, clients, stats: what the driver knows of a link, without asking the BMC. */
#include <errno.h>
#include <fcntl.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../../uapi/linux/bmclink.h"
#include "../lib/array.h"
#include "../lib/genl.h"
#include "../lib/ipmi/app.h"
#include "cli.h"

#define NS_PER_S 1000000000ULL
/* Where the last contact is kept for the time after a restart. */
#define STATE_DIR "/var/lib/bmclink"

static unsigned long long num(struct nlattr *attr)
{
	return nla_len(attr) == 8 ? nla_get_u64(attr) : nla_get_u32(attr);
}

/* Number of the link behind the chosen device. */
static int link_number(struct cli *cli, unsigned int *number)
{
	unsigned long n;
	int rc = cli->bmc.path[0] ? 0 : bmc_select(&cli->bmc);

	if (rc)
		return rc;
	if (strncmp(cli->bmc.name, "ipmi", 4) != 0 || !parse_ulong(cli->bmc.name + 4, &n))
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_UNSUPPORTED,
				     "%s is not a name that the driver gives", cli->bmc.path);
	*number = (unsigned int)n;
	return 0;
}

/* Open the door and read all of something about the chosen link. */
static int read_link(struct cli *cli, int cmd, bmc_genl_fn *fn, void *ctx)
{
	struct bmc_genl nl = { .sk = NULL };
	unsigned int number = 0;
	int rc = link_number(cli, &number);

	if (!rc)
		rc = bmc_genl_open(&cli->bmc, &nl);
	if (!rc)
		rc = bmc_genl_dump(&cli->bmc, &nl, cmd, number, fn, ctx);
	bmc_genl_close(&nl);
	return rc;
}

static const struct out_field status_fields[] = {
	{ .key = "device", .label = "Device" },
	{ .key = "status", .label = "Status" },
	{ .key = "transport", .label = "Transport" },
	{ .key = "address", .label = "Address" },
	{ .key = "source", .label = "Found by" },
	{ .key = "last_contact", .label = "Last contact", .none = "NA" },
	{ .key = "last_contact_age_s", .label = "Seconds since then", .none = "NA" },
	{ .key = "last_error", .label = "Last error", .none = "none" },
	{ .key = "last_error_time", .label = "Time of that", .none = "NA" },
	{ .key = "maintenance", .label = "Maintenance mode" },
	{ .key = "queued", .label = "Requests waiting" },
	{ .key = "clients", .label = "Clients" },
	{ .key = NULL },
};

/* RFC 3339, in UTC. */
static void out_time(struct json_object *o, const char *key, unsigned long long ns)
{
	time_t s = (time_t)(ns / NS_PER_S);
	char text[32];
	struct tm tm;

	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&s, &tm));
	out_str(o, key, text);
}

static int fill_status(struct nlattr **a, struct genlmsghdr *g, void *ctx)
{
	static const char *const health[] = { "no contact yet", "OK", "the BMC does not answer",
					      "gone" };
	static const char *const mode[] = { "auto", "off", "on" };
	struct json_object *o = ctx;
	unsigned long long v;

	(void)g;
	if (!a[BMCLINK_A_LINK_NAME] || !a[BMCLINK_A_LINK_HEALTH])
		return 0;
	out_str(o, "device", nla_get_string(a[BMCLINK_A_LINK_NAME]));
	v = num(a[BMCLINK_A_LINK_HEALTH]);
	out_enum(o, "status", v < ARRAY_SIZE(health) ? health[v] : NULL, (long long)v);
	out_str(o, "transport", nla_get_string(a[BMCLINK_A_LINK_TRANSPORT]));
	out_str(o, "address", nla_get_string(a[BMCLINK_A_LINK_ADDRESS]));
	out_str(o, "source", nla_get_string(a[BMCLINK_A_LINK_SOURCE]));
	out_null(o, "last_contact");
	out_null(o, "last_contact_age_s");
	if (a[BMCLINK_A_LINK_LAST_CONTACT]) {
		out_time(o, "last_contact", num(a[BMCLINK_A_LINK_LAST_CONTACT]));
		out_int(o, "last_contact_age_s",
			(long long)num(a[BMCLINK_A_LINK_LAST_CONTACT_AGE]) / 1000);
	}
	out_null(o, "last_error");
	out_null(o, "last_error_time");
	if (a[BMCLINK_A_LINK_LAST_ERROR]) {
		out_str(o, "last_error", strerror((int)num(a[BMCLINK_A_LINK_LAST_ERROR])));
		out_time(o, "last_error_time", num(a[BMCLINK_A_LINK_LAST_ERROR_TIME]));
	}
	v = num(a[BMCLINK_A_LINK_MAINTENANCE]);
	out_enum(o, "maintenance", v < ARRAY_SIZE(mode) ? mode[v] : NULL, (long long)v);
	out_int(o, "queued", (long long)num(a[BMCLINK_A_LINK_QUEUED]));
	out_int(o, "clients", (long long)num(a[BMCLINK_A_LINK_CLIENTS]));
	return 0;
}

/*
 * The driver knows of contacts since it was loaded. Before that there is a file, whose
 * date is that of the last one, for whoever may write it.
 */
static void remember(struct cli *cli, struct json_object *o)
{
	struct json_object *at = NULL;
	struct stat st;
	char path[128];
	int fd;

	snprintf(path, sizeof(path), STATE_DIR "/contact.%s", cli->bmc.name);
	json_object_object_get_ex(o, "last_contact_age_s", &at);
	if (at) {
		struct timespec when[2] = { { .tv_nsec = UTIME_NOW } };

		when[1].tv_sec = time(NULL) - json_object_get_int64(at);
		mkdir(STATE_DIR, 0755);
		fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
		if (fd >= 0) {
			futimens(fd, when);
			close(fd);
		}
	} else if (!stat(path, &st)) {
		out_time(o, "last_contact", (unsigned long long)st.st_mtime * NS_PER_S);
		out_int(o, "last_contact_age_s", (long long)(time(NULL) - st.st_mtime));
	}
}

enum { STATUS_REFRESH };

static int run_status(struct cli *cli, const struct args *args)
{
	struct json_object *o, *status = NULL;
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	if (args->v[STATUS_REFRESH].set) {
		ipmi_request_init(&rq, IPMI_NETFN_APP, IPMI_GET_DEVICE_ID);
		rc = bmc_query(&cli->bmc, &rq, &rs);
		if (rc >= BMC_EXIT_SIGNAL || rc == BMC_EXIT_NO_DEVICE ||
		    rc == BMC_EXIT_PERMISSION)
			return rc;
		/* What went wrong is in the status, too. */
		bmc_error_clear(&cli->bmc.err);
	}
	o = out_object();
	rc = read_link(cli, BMCLINK_CMD_LINK_GET, fill_status, o);
	if (rc) {
		json_object_put(o);
		return rc;
	}
	remember(cli, o);
	json_object_object_get_ex(o, "status", &status);
	rc = status && !strcmp(json_object_get_string(status), "OK") ? 0 : BMC_EXIT_TIMEOUT;
	cli_show(cli, o, status_fields);
	return rc ? bmc_error_set(&cli->bmc.err, rc, "%s: the link is not up", cli->bmc.name) : 0;
}

static const struct out_field client_fields[] = {
	{ .key = "kind", .label = "Kind" },
	{ .key = "pid", .label = "PID" },
	{ .key = "comm", .label = "Program" },
	{ .key = "read_only", .label = "Read-only" },
	{ .key = "listens", .label = "Listens" },
	{ .key = "outstanding", .label = "Outstanding" },
	{ .key = "unread", .label = "Unread" },
	{ .key = "dropped", .label = "Dropped" },
	{ .key = NULL },
};

static int fill_client(struct nlattr **a, struct genlmsghdr *g, void *ctx)
{
	static const char *const kind[] = { "file", "netlink", "kernel" };
	struct json_object *o = json_object_new_object();
	unsigned long long v = num(a[BMCLINK_A_CLIENT_KIND]);
	char comm[64];

	(void)g;
	out_enum(o, "kind", v < ARRAY_SIZE(kind) ? kind[v] : NULL, (long long)v);
	out_int(o, "pid", (long long)num(a[BMCLINK_A_CLIENT_PID]));
	bmc_printable(comm, sizeof(comm), nla_data(a[BMCLINK_A_CLIENT_COMM]),
		      strlen(nla_get_string(a[BMCLINK_A_CLIENT_COMM])));
	out_str(o, "comm", comm);
	out_bool(o, "read_only", a[BMCLINK_A_CLIENT_READ_ONLY]);
	out_bool(o, "listens", a[BMCLINK_A_CLIENT_LISTENS]);
	out_int(o, "outstanding", (long long)num(a[BMCLINK_A_CLIENT_OUTSTANDING]));
	out_int(o, "unread", (long long)num(a[BMCLINK_A_CLIENT_UNREAD]));
	out_int(o, "dropped", (long long)num(a[BMCLINK_A_CLIENT_DROPPED]));
	json_object_array_add(ctx, o);
	return 0;
}

static int run_clients(struct cli *cli, const struct args *args)
{
	struct json_object *doc = json_object_new_array();
	int rc = read_link(cli, BMCLINK_CMD_CLIENT_GET, fill_client, doc);

	(void)args;
	if (!rc)
		return cli_show(cli, doc, client_fields);
	json_object_put(doc);
	return rc;
}

/* Names of the counters, in the order of their attributes. */
static const char *const counters[] = {
	[BMCLINK_A_STATS_INVALID_COMMANDS] = "invalid_commands",
	[BMCLINK_A_STATS_LOCAL_COMMANDS] = "local_commands",
	[BMCLINK_A_STATS_LOCAL_RESPONSES] = "local_responses",
	[BMCLINK_A_STATS_UNHANDLED_LOCAL_RESPONSES] = "unhandled_local_responses",
	[BMCLINK_A_STATS_LOCAL_TIMEOUTS] = "local_timeouts",
	[BMCLINK_A_STATS_IPMB_COMMANDS] = "ipmb_commands",
	[BMCLINK_A_STATS_IPMB_COMMAND_ERRORS] = "ipmb_command_errors",
	[BMCLINK_A_STATS_IPMB_RETRANSMITS] = "ipmb_retransmits",
	[BMCLINK_A_STATS_IPMB_TIMEOUTS] = "ipmb_timeouts",
	[BMCLINK_A_STATS_IPMB_BROADCAST_TIMEOUTS] = "ipmb_broadcast_timeouts",
	[BMCLINK_A_STATS_IPMB_ANSWERS] = "ipmb_answers",
	[BMCLINK_A_STATS_IPMB_RESPONSES] = "ipmb_responses",
	[BMCLINK_A_STATS_IPMB_INVALID_RESPONSES] = "ipmb_invalid_responses",
	[BMCLINK_A_STATS_IPMB_UNHANDLED_RESPONSES] = "ipmb_unhandled_responses",
	[BMCLINK_A_STATS_LAN_COMMANDS] = "lan_commands",
	[BMCLINK_A_STATS_LAN_COMMAND_ERRORS] = "lan_command_errors",
	[BMCLINK_A_STATS_LAN_RETRANSMITS] = "lan_retransmits",
	[BMCLINK_A_STATS_LAN_TIMEOUTS] = "lan_timeouts",
	[BMCLINK_A_STATS_LAN_ANSWERS] = "lan_answers",
	[BMCLINK_A_STATS_LAN_RESPONSES] = "lan_responses",
	[BMCLINK_A_STATS_LAN_INVALID_RESPONSES] = "lan_invalid_responses",
	[BMCLINK_A_STATS_LAN_UNHANDLED_RESPONSES] = "lan_unhandled_responses",
	[BMCLINK_A_STATS_COMMANDS] = "commands",
	[BMCLINK_A_STATS_INVALID_MESSAGES] = "invalid_messages",
	[BMCLINK_A_STATS_UNHANDLED_COMMANDS] = "unhandled_commands",
	[BMCLINK_A_STATS_EVENTS] = "events",
	[BMCLINK_A_STATS_INVALID_EVENTS] = "invalid_events",
	[BMCLINK_A_STATS_DROPPED_EVENTS] = "dropped_events",
	[BMCLINK_A_STATS_INCOMING_MESSAGES] = "incoming_messages",
	[BMCLINK_A_STATS_ATTENTIONS] = "attentions",
	[BMCLINK_A_STATS_FLAG_FETCHES] = "flag_fetches",
	[BMCLINK_A_STATS_WATCHDOG_PRETIMEOUTS] = "watchdog_pretimeouts",
	[BMCLINK_A_STATS_INTERRUPTS] = "interrupts",
	[BMCLINK_A_STATS_ALERTS] = "alerts",
	[BMCLINK_A_STATS_TRANSACTIONS] = "transactions",
	[BMCLINK_A_STATS_LOOKS] = "looks",
	[BMCLINK_A_STATS_SLEEPS] = "sleeps",
	[BMCLINK_A_STATS_SENT_MESSAGES] = "sent_messages",
	[BMCLINK_A_STATS_SENT_PARTS] = "sent_parts",
	[BMCLINK_A_STATS_SEND_RETRIES] = "send_retries",
	[BMCLINK_A_STATS_SEND_ERRORS] = "send_errors",
	[BMCLINK_A_STATS_RECEIVED_MESSAGES] = "received_messages",
	[BMCLINK_A_STATS_RECEIVED_PARTS] = "received_parts",
	[BMCLINK_A_STATS_RECEIVE_RETRIES] = "receive_retries",
	[BMCLINK_A_STATS_RECEIVE_ERRORS] = "receive_errors",
	[BMCLINK_A_STATS_HOSED] = "hosed",
	[BMCLINK_A_STATS_DOWNS] = "downs",
	[BMCLINK_A_STATS_RESETS] = "resets",
};

static const struct out_field stats_fields[] = {
	{ .key = "counter", .label = "" },
	{ .key = "value", .label = "" },
	{ .key = NULL },
};

static int fill_stats(struct nlattr **a, struct genlmsghdr *g, void *ctx)
{
	size_t i;

	(void)g;
	for (i = 0; i < ARRAY_SIZE(counters); i++) {
		struct json_object *o;

		if (!counters[i] || !a[i])
			continue;
		o = json_object_new_object();
		out_str(o, "counter", counters[i]);
		out_int(o, "value", (long long)num(a[i]));
		json_object_array_add(ctx, o);
	}
	return 0;
}

static int run_stats(struct cli *cli, const struct args *args)
{
	struct json_object *doc = json_object_new_array();
	int rc = read_link(cli, BMCLINK_CMD_STATS_GET, fill_stats, doc);

	(void)args;
	if (!rc)
		return cli_show(cli, doc, stats_fields);
	json_object_put(doc);
	return rc;
}

static const struct out_field bucket_fields[] = {
	{ .key = "below_us", .label = "below", .none = "more" },
	{ .key = "count", .label = "" },
	{ .key = NULL },
};

static const struct out_field latency_fields[] = {
	{ .key = "request", .label = "Request", .none = "others" },
	{ .key = "netfn", .label = NULL },
	{ .key = "cmd", .label = NULL },
	{ .key = "count", .label = "Answers" },
	{ .key = "errors", .label = "Errors" },
	{ .key = "mean_us", .label = "Mean" },
	{ .key = "half_below_us", .label = "Half below", .none = "more" },
	{ .key = "most_below_us", .label = "99 % below", .none = "more" },
	{ .key = "slowest_us", .label = "Slowest" },
	{ .key = "histogram", .label = NULL, .sub = bucket_fields },
	{ .key = NULL },
};

/* The buckets, and where they have half of the answers, and 99 of 100. */
static void fill_buckets(struct json_object *o, struct genlmsghdr *g, unsigned long long count)
{
	struct json_object *histogram = json_object_new_array();
	struct nlattr *in[BMCLINK_A_BUCKET_MAX + 1], *a;
	unsigned long long seen = 0;
	bool half = false, most = false;
	int left;

	out_null(o, "half_below_us");
	out_null(o, "most_below_us");
	nla_for_each_attr(a, genlmsg_attrdata(g, 0), genlmsg_attrlen(g, 0), left) {
		struct json_object *bucket;

		if (nla_type(a) != BMCLINK_A_LATENCY_BUCKET ||
		    nla_parse_nested(in, BMCLINK_A_BUCKET_MAX, a, NULL) ||
		    !in[BMCLINK_A_BUCKET_COUNT])
			continue;
		bucket = json_object_new_object();
		json_object_array_add(histogram, bucket);
		out_null(bucket, "below_us");
		out_int(bucket, "count", (long long)num(in[BMCLINK_A_BUCKET_COUNT]));
		seen += num(in[BMCLINK_A_BUCKET_COUNT]);
		if (!in[BMCLINK_A_BUCKET_BELOW])
			continue;
		out_int(bucket, "below_us", (long long)num(in[BMCLINK_A_BUCKET_BELOW]));
		if (!half && seen * 2 >= count)
			out_int(o, "half_below_us", (long long)num(in[BMCLINK_A_BUCKET_BELOW]));
		if (!most && seen * 100 >= count * 99)
			out_int(o, "most_below_us", (long long)num(in[BMCLINK_A_BUCKET_BELOW]));
		half = half || seen * 2 >= count;
		most = most || seen * 100 >= count * 99;
	}
	json_object_object_add(o, "histogram", histogram);
}

static int fill_latency(struct nlattr **a, struct genlmsghdr *g, void *ctx)
{
	struct json_object *o = json_object_new_object();
	unsigned long long count = num(a[BMCLINK_A_LATENCY_COUNT]);

	out_null(o, "request");
	out_null(o, "netfn");
	out_null(o, "cmd");
	if (a[BMCLINK_A_LATENCY_NETFN] && a[BMCLINK_A_LATENCY_CMD]) {
		unsigned int netfn = nla_get_u32(a[BMCLINK_A_LATENCY_NETFN]);
		unsigned int cmd = nla_get_u32(a[BMCLINK_A_LATENCY_CMD]);

		out_printf(o, "request", "%02x %02x", netfn, cmd);
		out_int(o, "netfn", netfn);
		out_int(o, "cmd", cmd);
	}
	out_int(o, "count", (long long)count);
	out_int(o, "errors", (long long)num(a[BMCLINK_A_LATENCY_ERRORS]));
	out_int(o, "mean_us", count ? (long long)(num(a[BMCLINK_A_LATENCY_TOTAL]) / count) : 0);
	fill_buckets(o, g, count);
	out_int(o, "slowest_us", (long long)num(a[BMCLINK_A_LATENCY_SLOWEST]));
	json_object_array_add(ctx, o);
	return 0;
}

static int run_latency(struct cli *cli, const struct args *args)
{
	struct json_object *doc = json_object_new_array();
	int rc = read_link(cli, BMCLINK_CMD_LATENCY_GET, fill_latency, doc);

	(void)args;
	if (!rc)
		return cli_show(cli, doc, latency_fields);
	json_object_put(doc);
	return rc;
}

static const struct arg_spec status_args[] = {
	[STATUS_REFRESH] = { .kind = ARG_FLAG, .name = "--refresh",
			     .help = "ask the BMC first, so that the answer is of now" },
	{ .name = NULL },
};

const struct command status_commands[] = {
	{ "", status_args, NULL, run_status, CMD_DEFAULT,
	  "Show whether the BMC answers, when it did last, and what went wrong" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};

const struct command clients_commands[] = {
	{ "", NULL, NULL, run_clients, CMD_DEFAULT, "List who uses the link, and what each holds" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};

const struct command stats_commands[] = {
	{ "show", NULL, NULL, run_stats, CMD_DEFAULT, "Show what the driver has counted" },
	{ "latency", NULL, NULL, run_latency, 0,
	  "Show how long the BMC took for each command, in microseconds" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
