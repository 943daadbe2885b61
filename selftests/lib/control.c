// SPDX-License-Identifier: GPL-2.0-only
/* Orders to the scriptable BMC, one a line. */
#include "sbmc.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define ARGS_MAX	64
#define SCRIPTS_DEEP	8

/* One order on its way: its words, and the line behind its first word */
struct order {
	struct sbmc *s;
	int n;
	char *arg[ARGS_MAX];
	const char *rest;
	FILE *out;
};

static bool wrong(struct order *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static bool wrong(struct order *o, const char *fmt, ...)
{
	va_list ap;

	fprintf(o->out, "error: ");
	va_start(ap, fmt);
	vfprintf(o->out, fmt, ap);
	va_end(ap);
	fprintf(o->out, "\n");
	return false;
}

static bool number(struct order *o, int i, const char *name, unsigned int max, unsigned int *value)
{
	if (i >= o->n)
		return wrong(o, "%s: is missing", name);
	if (!parse_number(o->arg[i], value) || *value > max)
		return wrong(o, "%s %s: must be a number up to %u", name, o->arg[i], max);
	return true;
}

static bool byte(struct order *o, int i, const char *name, uint8_t *value)
{
	if (i >= o->n)
		return wrong(o, "%s: is missing", name);
	if (parse_bytes(o->arg[i], value, 1) != 1)
		return wrong(o, "%s %s: must be a byte, two hexadecimal digits", name, o->arg[i]);
	return true;
}

/* The bytes from argument @from on; how many, or -1 */
static int bytes(struct order *o, int from, uint8_t *data, size_t room)
{
	int i;

	if ((size_t)(o->n - from) > room) {
		wrong(o, "data: at most %zu bytes", room);
		return -1;
	}
	for (i = from; i < o->n; i++)
		if (!byte(o, i, "data", &data[i - from]))
			return -1;
	return o->n - from;
}

static bool do_on(struct order *o)
{
	char err[200];

	return rule_add(&o->s->rules, o->rest, err, sizeof(err)) || wrong(o, "%s", err);
}

static bool do_rules(struct order *o)
{
	size_t i;

	for (i = 0; i < o->s->rules.count; i++)
		fprintf(o->out, "%lu %s\n", o->s->rules.list[i].seen, o->s->rules.list[i].text);
	return true;
}

static bool do_clear(struct order *o)
{
	rules_clear(&o->s->rules);
	return true;
}

static bool do_set(struct order *o)
{
	unsigned int value;

	if (!number(o, 2, "value", 0xffffffffU, &value))
		return false;
	return bmc_knob(o->s->b, o->arg[1], value) || wrong(o, "knob %s: there is none", o->arg[1]);
}

static bool do_pace(struct order *o)
{
	unsigned int low, high;

	if (!number(o, 1, "least", 60000, &low))
		return false;
	high = low;
	if (o->n > 2 && !number(o, 2, "most", 60000, &high))
		return false;
	if (high < low)
		return wrong(o, "most %u: must not be below the least, %u", high, low);
	o->s->pace[0] = low;
	o->s->pace[1] = high;
	return true;
}

static bool do_event(struct order *o)
{
	static const uint8_t usual[16] = { 1, 0, 2, 0, 0, 0, 0, 0x20, 0, 4, 1, 1, 0x01, 0x59, 97,
					   90 };
	uint8_t event[16];
	int n = bytes(o, 1, event, 16);

	if (n < 0)
		return false;
	if (!n)
		memcpy(event, usual, 16);
	else if (n != 16)
		return wrong(o, "event: must have 16 bytes, or none for the usual one");
	return bmc_event(o->s->b, event) ||
	       wrong(o, "event: the event message buffer is off or full");
}

static bool do_endless(struct order *o)
{
	uint8_t event[16];
	int n;

	if (o->n == 2 && !strcmp(o->arg[1], "off")) {
		o->s->b->endless = false;
		return true;
	}
	n = bytes(o, 1, event, 16);
	if (n < 0)
		return false;
	if (n && n != 16)
		return wrong(o, "endless: must be off, or 16 bytes, or nothing");
	if (n)
		memcpy(o->s->b->endless_event, event, 16);
	o->s->b->endless = true;
	return true;
}

static bool do_flags(struct order *o)
{
	uint8_t flags = 0;

	if (o->n < 2 || (strcmp(o->arg[1], "auto") && strcmp(o->arg[1], "sticky") &&
			 strcmp(o->arg[1], "fixed")))
		return wrong(o, "flags: must be auto, sticky BYTE or fixed BYTE");
	if (strcmp(o->arg[1], "auto") && !byte(o, 2, "flags", &flags))
		return false;
	o->s->b->flags_sticky = flags;
	o->s->b->flags_fixed = !strcmp(o->arg[1], "fixed");
	return true;
}

static bool do_attention(struct order *o)
{
	static const char *const names[] = { "auto", "off", "on", "irq" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (o->n == 2 && !strcmp(o->arg[1], names[i])) {
			o->s->attention = (enum attention)i;
			return true;
		}
	}
	return wrong(o, "attn: must be auto, off, on or irq");
}

static bool do_irq(struct order *o)
{
	bool on = o->n == 2 && !strcmp(o->arg[1], "on");

	if (!on && (o->n != 2 || strcmp(o->arg[1], "off")))
		return wrong(o, "irq: must be on or off");
	sbmc_command(o->s, on ? VM_ENABLE_IRQ : VM_DISABLE_IRQ);
	return true;
}

static bool do_pretimeout(struct order *o)
{
	o->s->b->pretimeout = true;
	return true;
}

static bool queued(struct order *o, bool good)
{
	return good || wrong(o, "%s: the receive message queue is full", o->arg[0]);
}

static bool do_queue(struct order *o)
{
	uint8_t data[ARGS_MAX];
	int n = bytes(o, 1, data, sizeof(data));

	return n >= 0 && queued(o, bmc_queue(o->s->b, data, (size_t)n));
}

/* CHANNEL FROM NETFN CMD [DATA...], or CHANNEL SESSION FROM NETFN CMD [DATA...] */
static bool request(struct order *o, bool lan)
{
	uint8_t head[3] = { 0 };
	struct bmc_msg rq = { 0 };
	int i, n = lan ? 3 : 2, len;

	for (i = 0; i < n; i++)
		if (!byte(o, 1 + i, lan && i == 1 ? "session" : i ? "address" : "channel",
			  &head[i]))
			return false;
	if (!byte(o, 1 + n, "netfn", &rq.netfn) || !byte(o, 2 + n, "cmd", &rq.cmd))
		return false;
	len = bytes(o, 3 + n, rq.data, ARGS_MAX);
	if (len < 0)
		return false;
	rq.len = (size_t)len;
	if (lan)
		return queued(o, bmc_lan_request(o->s->b, head[0], head[1], head[2], &rq));
	return queued(o, bmc_ipmb_request(o->s->b, head[0], head[1], &rq, 2));
}

static bool do_ipmb(struct order *o)
{
	return request(o, false);
}

static bool do_lan(struct order *o)
{
	return request(o, true);
}

static bool do_satellite(struct order *o)
{
	uint8_t address;

	if (!byte(o, 1, "address", &address))
		return false;
	o->s->b->satellite[address] = o->n < 3 || strcmp(o->arg[2], "off");
	memcpy(o->s->b->satellite_id[address], o->s->b->device_id, 15);
	o->s->b->satellite_id[address][0] = address;
	return true;
}

static bool do_replies(struct order *o)
{
	size_t i;

	fprintf(o->out, "%lu", o->s->b->replies);
	for (i = 0; i < o->s->b->reply.len; i++)
		fprintf(o->out, " %02x", o->s->b->reply.data[i]);
	fprintf(o->out, "\n");
	return true;
}

static bool do_identity(struct order *o)
{
	int n = bytes(o, 1, o->s->b->device_id, sizeof(o->s->b->device_id));

	if (n < 0)
		return false;
	o->s->b->device_id_len = (size_t)n;
	return true;
}

static bool do_firmware(struct order *o)
{
	uint8_t major, minor;

	if (!byte(o, 1, "major", &major) || !byte(o, 2, "minor", &minor))
		return false;
	o->s->b->device_id[2] = major;
	o->s->b->device_id[3] = minor;
	return true;
}

static bool do_guid(struct order *o)
{
	uint8_t guid[16];

	if (bytes(o, 1, guid, 16) != 16)
		return wrong(o, "guid: must have 16 bytes");
	memcpy(o->s->b->guid, guid, 16);
	return true;
}

static bool do_channel(struct order *o)
{
	unsigned int channel;
	uint8_t medium, protocol = 1;

	if (!number(o, 1, "channel", 15, &channel) || !byte(o, 2, "medium", &medium) ||
	    (o->n > 3 && !byte(o, 3, "protocol", &protocol)))
		return false;
	bmc_channel_set(o->s->b, channel, medium, protocol);
	return true;
}

static bool do_reset(struct order *o)
{
	unsigned int ms = o->s->b->knob.down_ms;

	if (o->n > 1 && !number(o, 1, "down", 600000, &ms))
		return false;
	bmc_restart(o->s->b, ms);
	sbmc_down(o->s, ms);
	return true;
}

static bool do_drop(struct order *o)
{
	sbmc_down(o->s, 0);
	return true;
}

static bool do_power(struct order *o)
{
	static const struct {
		const char *name;
		uint8_t command;
	} list[] = {
		{ "off", VM_POWEROFF }, { "reset", VM_RESET }, { "nmi", VM_NMI },
		{ "shutdown", VM_SHUTDOWN },
	};
	size_t i;

	for (i = 0; o->n == 2 && i < ARRAY_SIZE(list); i++) {
		if (!strcmp(o->arg[1], list[i].name)) {
			sbmc_command(o->s, list[i].command);
			return true;
		}
	}
	if (o->n != 2 || (strcmp(o->arg[1], "pretend") && strcmp(o->arg[1], "real")))
		return wrong(o, "power: must be pretend, real, off, reset, nmi or shutdown");
	o->s->pretend = !strcmp(o->arg[1], "pretend");
	return true;
}

static bool do_user(struct order *o)
{
	struct bmc_user *u;
	unsigned int id;

	if (!number(o, 1, "user", BMC_USERS - 1, &id))
		return false;
	u = &o->s->b->user[id];
	if (o->n > 2) {
		memset(u->name, 0, sizeof(u->name));
		memcpy(u->name, o->arg[2], strnlen(o->arg[2], 16));
	}
	if (o->n > 3) {
		memset(u->password, 0, sizeof(u->password));
		memcpy(u->password, o->arg[3], strnlen(o->arg[3], 20));
		u->size = strlen(o->arg[3]) > 16 ? 20 : 16;
	}
	if (o->n > 4 && !byte(o, 4, "access", &u->access[1]))
		return false;
	if (o->n > 5)
		u->state = !strcmp(o->arg[5], "on") ? 1 : 2;
	fprintf(o->out, "%u %.16s size %u state %u access %02x payload %02x\n", id,
		(const char *)u->name, u->size, u->state, u->access[1], u->payload[1][0]);
	return true;
}

/* The parameter itself, not what a BMC with late values says of it. */
static bool do_lanpar(struct order *o)
{
	unsigned int channel, par, i;
	uint8_t data[BMC_LAN_BYTES];
	struct bmc_value *v;
	int n;

	if (!number(o, 1, "channel", 15, &channel) || !number(o, 2, "parameter", 255, &par))
		return false;
	if (!o->s->b->channel[channel].lan)
		return wrong(o, "channel %u: is no LAN", channel);
	v = &o->s->b->channel[channel].lan->param[par];
	if (o->n > 3 && !strcmp(o->arg[3], "none")) {
		v->len = 0;
		return true;
	}
	n = bytes(o, 3, data, sizeof(data));
	if (n < 0)
		return false;
	if (n)
		bmc_set_value(v, data, (size_t)n);
	for (i = 0; i < v->len; i++)
		fprintf(o->out, "%02x%s", v->data[i], i + 1 < v->len ? " " : "\n");
	return true;
}

static bool load_records(struct order *o, struct bmc_record *list, unsigned int max,
			 unsigned int *count)
{
	FILE *f = o->n == 3 ? fopen(o->arg[2], "r") : NULL;
	char line[1024];
	bool good = true;

	if (!f)
		return wrong(o, "file %s: %s", o->n == 3 ? o->arg[2] : "", strerror(errno));
	for (*count = 0; good && fgets(line, sizeof(line), f);) {
		int n;

		line[strcspn(line, "#")] = '\0';
		if (!line[strspn(line, " \t\n")])
			continue;
		n = *count < max ? parse_bytes(line, list[*count].data,
					       sizeof(list[0].data)) : -1;
		good = n >= 2 || wrong(o, "file %s: record %u: must be up to %zu bytes", o->arg[2],
				       *count, sizeof(list[0].data));
		list[*count].len = (uint8_t)n;
		*count += good;
	}
	fclose(f);
	return good;
}

static bool do_load(struct order *o)
{
	struct bmc *b = o->s->b;
	FILE *f;

	if (o->n > 1 && !strcmp(o->arg[1], "sel")) {
		bool good = load_records(o, b->sel, BMC_SEL, &b->nr_sel);

		b->next_sel_id = b->nr_sel ?
			(unsigned int)bmc_number(b->sel[b->nr_sel - 1].data, 2) : 0;
		return good;
	}
	if (o->n > 1 && !strcmp(o->arg[1], "sdr"))
		return load_records(o, b->sdr, BMC_SDR, &b->nr_sdr);
	if (o->n != 3 || strcmp(o->arg[1], "fru"))
		return wrong(o, "load: must be sel, sdr or fru, and a file");
	f = fopen(o->arg[2], "r");
	if (!f)
		return wrong(o, "file %s: %s", o->arg[2], strerror(errno));
	b->fru_len[0] = fread(b->fru[0], 1, BMC_FRU_BYTES, f);
	fclose(f);
	return true;
}

static bool do_sensor(struct order *o)
{
	uint8_t num, reading[4] = { 0, 0xc0, 0xc0, 0x80 };
	int n;

	if (!byte(o, 1, "sensor", &num))
		return false;
	n = bytes(o, 2, reading, 4);
	if (n < 0)
		return false;
	memcpy(o->s->b->sensor[num].reading, reading, 4);
	o->s->b->sensor[num].there = true;
	return true;
}

static bool do_sel(struct order *o)
{
	uint8_t record[16];

	if (bytes(o, 1, record, 16) != 16)
		return wrong(o, "sel: must have 16 bytes");
	return bmc_sel_add(o->s->b, record) || wrong(o, "sel: it is full");
}

static bool do_in(struct order *o)
{
	unsigned int ms, times = 0;
	const char *text = o->rest;
	bool every = !strcmp(o->arg[0], "every");
	int words = 1;

	if (!number(o, 1, "ms", 3600000, &ms))
		return false;
	if (every && o->n > 3 && !strcmp(o->arg[2], "times")) {
		if (!number(o, 3, "times", 1000000, &times))
			return false;
		words = 3;
	}
	if (o->n <= words + 1)
		return wrong(o, "%s: the order to be carried out is missing", o->arg[0]);
	if (every && !ms)
		return wrong(o, "ms 0: must be 1 or more");
	while (words--) {
		text += strcspn(text, " \t");
		text += strspn(text, " \t");
	}
	sbmc_later(o->s, ms, every ? ms : 0, times, text);
	return true;
}

static bool do_stop(struct order *o)
{
	sbmc_stop(o->s);
	return true;
}

static bool do_profile(struct order *o)
{
	char path[4096];

	if (o->n != 2 || strchr(o->arg[1], '/'))
		return wrong(o, "profile: must be one name");
	snprintf(path, sizeof(path), "%s/%s.sbmc", o->s->profiles, o->arg[1]);
	return control_file(o->s, path, o->out);
}

static bool do_script(struct order *o)
{
	if (o->n != 2)
		return wrong(o, "script: must be one file");
	return control_file(o->s, o->arg[1], o->out);
}

static bool do_factory(struct order *o)
{
	uint64_t now = o->s->b->now_ms;
	uint8_t enables = o->s->b->enables;

	bmc_free(o->s->b);
	o->s->b = bmc_new();
	o->s->b->now_ms = now;
	/* what the host has set up it does not set up again */
	o->s->b->enables = enables;
	rules_clear(&o->s->rules);
	sbmc_stop(o->s);
	o->s->attention = ATTENTION_AUTO;
	o->s->pace[0] = 0;
	o->s->pace[1] = 0;
	memset(o->s->count, 0, sizeof(o->s->count));
	return true;
}

static bool do_count(struct order *o)
{
	uint8_t netfn, cmd;

	if (o->n == 1) {
		fprintf(o->out, "%lu\n", o->s->requests);
		return true;
	}
	if (!byte(o, 1, "netfn", &netfn) || !byte(o, 2, "cmd", &cmd))
		return false;
	fprintf(o->out, "%lu\n", o->s->count[netfn & 0x3f][cmd]);
	return true;
}

static bool do_frames(struct order *o)
{
	unsigned int n = 20;
	unsigned long i;

	if (o->n > 1 && !number(o, 1, "frames", SBMC_FRAMES, &n))
		return false;
	i = o->s->nr_frames > n ? o->s->nr_frames - n : 0;
	for (; i < o->s->nr_frames; i++)
		fprintf(o->out, "%s\n", o->s->frames[i % SBMC_FRAMES]);
	return true;
}

/* The last request of one command: the frames are searched backwards. */
static bool do_last(struct order *o)
{
	uint8_t netfn, cmd;
	unsigned long i;
	char head[16];

	if (!byte(o, 1, "netfn", &netfn) || !byte(o, 2, "cmd", &cmd))
		return false;
	snprintf(head, sizeof(head), "< %02x/%02x.", netfn, cmd);
	for (i = o->s->nr_frames; i && o->s->nr_frames - i < SBMC_FRAMES; i--) {
		const char *text = o->s->frames[(i - 1) % SBMC_FRAMES];

		if (strncmp(text, head, strlen(head)))
			continue;
		fprintf(o->out, "%s\n", text + strlen(head) + 1);
		return true;
	}
	return wrong(o, "last: there was none");
}

static bool do_stat(struct order *o)
{
	struct bmc *b = o->s->b;

	fprintf(o->out, "requests=%lu wrong=%lu connects=%lu host_resets=%lu power=%d ",
		o->s->requests, o->s->wrong, o->s->connects, o->s->host_resets, o->s->power);
	fprintf(o->out, "enables=%02x flags=%02x events=%u events_read=%lu events_lost=%lu ",
		b->enables, bmc_flags(b), b->nr_events, b->events_read, b->events_lost);
	fprintf(o->out, "queue=%u queue_lost=%lu replies=%lu powered=%d identify=%u wdt=%d\n",
		b->nr_queue, b->queue_lost, b->replies, b->powered, b->identify,
		b->wdt_running);
	return true;
}

static bool do_quit(struct order *o)
{
	o->s->quit = true;
	return true;
}

static bool do_help(struct order *o)
{
	control_help(o->out);
	return true;
}

static const struct {
	const char *word;
	bool (*run)(struct order *o);
	int least;
	const char *usage;
} orders[] = {
	{ "on", do_on, 2, "NETFN CMD [BYTE|*...] [after N] [times N]: ACTION[; ACTION...]" },
	{ "rules", do_rules, 1, "        the rules, and how often each has matched" },
	{ "clear", do_clear, 1, "        forget all rules" },
	{ "set", do_set, 3, "KNOB N  turn a knob of the BMC" },
	{ "pace", do_pace, 2, "MS [MS] each answer takes so long, or between the two" },
	{ "event", do_event, 1, "[16 BYTES]  into the event message buffer" },
	{ "endless", do_endless, 1, "[off|16 BYTES]  the buffer is never empty again" },
	{ "flags", do_flags, 2, "auto|sticky BYTE|fixed BYTE" },
	{ "attn", do_attention, 2, "auto|off|on|irq" },
	{ "irq", do_irq, 2, "on|off  whether the machine takes interrupts" },
	{ "pretimeout", do_pretimeout, 1, "the watchdog is about to expire" },
	{ "queue", do_queue, 2, "BYTE... into the receive message queue, as it is" },
	{ "ipmb", do_ipmb, 5, "CHANNEL FROM NETFN CMD [BYTE...]  a request to the host" },
	{ "lan", do_lan, 6, "CHANNEL SESSION FROM NETFN CMD [BYTE...]  the same" },
	{ "satellite", do_satellite, 2, "ADDRESS [off]  another controller on the IPMB" },
	{ "replies", do_replies, 1, "how many requests the host has answered, and the last" },
	{ "identity", do_identity, 2, "BYTE... what Get Device ID answers" },
	{ "firmware", do_firmware, 3, "MAJOR MINOR" },
	{ "guid", do_guid, 17, "16 BYTES" },
	{ "channel", do_channel, 3, "N MEDIUM [PROTOCOL]" },
	{ "reset", do_reset, 1, "[MS]    the BMC resets, and is away for so long" },
	{ "drop", do_drop, 1, "        the connection breaks" },
	{ "power", do_power, 2, "pretend|real|off|reset|nmi|shutdown" },
	{ "user", do_user, 2, "ID [NAME [PASSWORD [ACCESS [on|off]]]]" },
	{ "lanpar", do_lanpar, 3, "CHANNEL N [none|BYTE...]" },
	{ "load", do_load, 3, "sel|sdr|fru FILE" },
	{ "sensor", do_sensor, 3, "N READING [BYTE...]" },
	{ "sel", do_sel, 17, "16 BYTES  log it" },
	{ "in", do_in, 3, "MS ORDER" },
	{ "every", do_in, 3, "MS [times N] ORDER" },
	{ "stop", do_stop, 1, "        forget what is to be done later" },
	{ "profile", do_profile, 2, "NAME    a BMC of a kind" },
	{ "script", do_script, 2, "FILE" },
	{ "factory", do_factory, 1, "all as it was at first" },
	{ "count", do_count, 1, "[NETFN CMD]  requests so far" },
	{ "last", do_last, 3, "NETFN CMD  data of the last such request" },
	{ "frames", do_frames, 1, "[N]     the last messages" },
	{ "stat", do_stat, 1, "        how it stands" },
	{ "help", do_help, 1, "" },
	{ "quit", do_quit, 1, "" },
};

void control_help(FILE *f)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(orders); i++)
		fprintf(f, "  %-10s%s\n", orders[i].word, orders[i].usage);
}

bool control(struct sbmc *s, const char *line, FILE *out)
{
	struct order o = { .s = s, .out = out };
	char *whole, *copy, *at, *word;
	bool good = false;
	size_t i;

	line += strspn(line, " \t\r\n");
	if (!*line || *line == '#')
		return true;
	whole = strndup(line, strcspn(line, "\r\n"));
	copy = whole ? strdup(whole) : NULL;
	if (!copy)
		abort();
	sbmc_note(s, "! %s", whole);
	at = copy;
	while (o.n < ARGS_MAX && (word = strsep(&at, " \t")))
		if (*word)
			o.arg[o.n++] = word;
	o.rest = whole + strlen(o.arg[0]);
	o.rest += strspn(o.rest, " \t");
	for (i = 0; i < ARRAY_SIZE(orders) && strcmp(orders[i].word, o.arg[0]); i++)
		;
	if (i == ARRAY_SIZE(orders))
		wrong(&o, "%s: there is no such order; see help", o.arg[0]);
	else if (o.n < orders[i].least)
		wrong(&o, "%s: usage: %s %s", o.arg[0], o.arg[0], orders[i].usage);
	else
		good = orders[i].run(&o);
	free(copy);
	free(whole);
	return good;
}

bool control_file(struct sbmc *s, const char *path, FILE *out)
{
	FILE *f = s->depth < SCRIPTS_DEEP ? fopen(path, "r") : NULL;
	unsigned int n = 0;
	char line[2048];
	bool good = true;

	if (!f) {
		fprintf(out, "error: %s: %s\n", path, s->depth < SCRIPTS_DEEP ?
			strerror(errno) : "scripts in scripts too deep");
		return false;
	}
	s->depth++;
	while (good && fgets(line, sizeof(line), f)) {
		n++;
		good = control(s, line, out);
	}
	if (!good)
		fprintf(out, "error: in %s, line %u\n", path, n);
	s->depth--;
	fclose(f);
	return good;
}
