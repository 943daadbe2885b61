// SPDX-License-Identifier: GPL-2.0-only
/* ipmi_conform: addresses on other buses. */
#include "conform.h"

#include <stdlib.h>

static unsigned char data[IPMI_MAX_MSG_LENGTH + 8];

union addresses {
	struct ipmi_addr any;
	struct ipmi_ipmb_addr ipmb;
	struct ipmi_ipmb_direct_addr direct;
	struct ipmi_lan_addr lan;
};

struct bridged {
	struct ipmi_req_settime t;
	union addresses a;
};

static struct bridged ipmb(int type, int channel, unsigned char address)
{
	struct bridged b;

	memset(&b, 0, sizeof(b));
	b.a.ipmb.addr_type = type;
	b.a.ipmb.channel = (short)channel;
	b.a.ipmb.slave_addr = address;
	b.t.req.addr_len = sizeof(b.a.ipmb);
	b.t.req.msgid = 0x1234;
	b.t.req.msg.netfn = NETFN_APP;
	b.t.req.msg.cmd = CMD_GET_DEVICE_ID;
	b.t.retries = 0;
	b.t.retry_time_ms = 1500;
	return b;
}

static struct bridged lan(int channel)
{
	struct bridged b = ipmb(IPMI_LAN_ADDR_TYPE, channel, 0);

	b.a.lan.privilege = 4;
	b.a.lan.session_handle = 7;
	b.a.lan.remote_SWID = 0x81;
	b.a.lan.local_SWID = 0x81;
	b.t.req.addr_len = sizeof(b.a.lan);
	return b;
}

static void try(const char *name, struct bridged *b)
{
	struct answer a;
	int fd = dev_open();
	long rc;

	b->t.req.addr = (unsigned char *)&b->a;
	rc = xioctl(fd, IPMICTL_SEND_COMMAND_SETTIME, &b->t);
	rec_rc(name, rc);
	if (!rc) {
		rec_answer(key("%s.answer", name), dev_wait(fd, &a, ANSWER_S), &a);
		rec_rc(key("%s.more", name), dev_recv(fd, &a));
	}
	close(fd);
}

/*
 * What was sent, but for the sequence number and the sum that depends on it. Where the byte of
 * sequence and LUN is depends on the kind of address.
 */
static void on_the_wire(const char *name, struct bridged *b)
{
	int plain = b->a.any.addr_type == IPMI_IPMB_ADDR_TYPE;
	char text[200], *seq;

	try(name, b);
	snprintf(text, sizeof(text), "%s", sent());
	/* each byte is a blank and two digits */
	seq = text + 3 * (plain ? 5 : 6);
	if (strlen(text) < 24) {
		rec(key("%s.wire", name), "short:%s", text);
		return;
	}
	text[strlen(text) - 3] = '\0';
	rec(key("%s.wire-lun", name), "%lu", strtoul(seq, NULL, 16) & 3);
	memcpy(seq, " ..", 3);
	rec(key("%s.wire", name), "%s", text);
}

static void ipmb_fields(void)
{
	static const unsigned int lens[] = { 0, 1, 240, 258, 259, 260, 261, 262, 263, 264, 270, 272,
					     273 };
	struct bridged b;
	unsigned int i;

	for (i = 0; i < 20; i++) {
		b = ipmb(IPMI_IPMB_ADDR_TYPE, (int)i - 2, SATELLITE);
		try(key("ipmb.channel-%d", (int)i - 2), &b);
		b = ipmb(IPMI_IPMB_BROADCAST_ADDR_TYPE, (int)i - 2, SATELLITE);
		try(key("broadcast.channel-%d", (int)i - 2), &b);
		b = lan((int)i - 2);
		try(key("lan.channel-%d", (int)i - 2), &b);
	}
	for (i = 0; i <= 16; i++) {
		b = ipmb(IPMI_IPMB_ADDR_TYPE, 0, SATELLITE);
		b.t.req.addr_len = i;
		try(key("ipmb.addr-len-%u", i), &b);
		b = lan(1);
		b.t.req.addr_len = i;
		try(key("lan.addr-len-%u", i), &b);
	}
	for (i = 0; i < 256; i += i < 6 ? 1 : 49) {
		b = ipmb(IPMI_IPMB_ADDR_TYPE, 0, SATELLITE);
		b.a.ipmb.lun = (unsigned char)i;
		try(key("ipmb.lun-%u", i), &b);
		b = lan(1);
		b.a.lan.lun = (unsigned char)i;
		try(key("lan.lun-%u", i), &b);
	}
	for (i = 0; i < ARRAY_SIZE(lens); i++) {
		b = ipmb(IPMI_IPMB_ADDR_TYPE, 0, SATELLITE);
		b.t.req.msg.data = data;
		b.t.req.msg.data_len = (unsigned short)lens[i];
		try(key("ipmb.len-%u", lens[i]), &b);
		b.a.ipmb.lun = 4;
		try(key("ipmb.len-%u-lun", lens[i]), &b);
		b.a.ipmb.lun = 0;
		b.a.ipmb.addr_type = IPMI_IPMB_BROADCAST_ADDR_TYPE;
		try(key("broadcast.len-%u", lens[i]), &b);
	}
}

static void wires(void)
{
	unsigned int address = 0x42, lun = 1;
	struct bridged b;
	int fd = dev_open();

	b = ipmb(IPMI_IPMB_ADDR_TYPE, 0, SATELLITE);
	on_the_wire("ipmb.found", &b);
	b.t.req.msg.netfn = 0x30;
	b.t.req.msg.cmd = 0x01;
	b.t.req.msg.data = (unsigned char *)"abc";
	b.t.req.msg.data_len = 3;
	b.a.ipmb.lun = 2;
	on_the_wire("ipmb.echo", &b);
	xioctl(fd, IPMICTL_SET_MY_ADDRESS_CMD, &address);
	xioctl(fd, IPMICTL_SET_MY_LUN_CMD, &lun);
	on_the_wire("ipmb.own-address", &b);
	address = 0x20;
	lun = 2;
	xioctl(fd, IPMICTL_SET_MY_ADDRESS_CMD, &address);
	xioctl(fd, IPMICTL_SET_MY_LUN_CMD, &lun);
	b = ipmb(IPMI_IPMB_BROADCAST_ADDR_TYPE, 0, SATELLITE);
	on_the_wire("broadcast.found", &b);
	b = ipmb(IPMI_IPMB_ADDR_TYPE, 0, NOBODY);
	on_the_wire("ipmb.nobody", &b);
	b = lan(1);
	on_the_wire("lan.found", &b);
	/* a response may be sent; what comes back is the completion code alone */
	b = ipmb(IPMI_IPMB_ADDR_TYPE, 0, SATELLITE);
	b.t.req.msg.netfn |= 1;
	b.t.req.msgid = 0x7fffffc5;
	on_the_wire("ipmb.response", &b);
	b = lan(1);
	b.t.req.msg.netfn |= 1;
	on_the_wire("lan.response", &b);
	close(fd);
}

static unsigned long messages_sent(void)
{
	return strtoul(order("count 06 34"), NULL, 10);
}

/* What becomes of a message to a controller of its own, and how often it may be sent again */
static const struct incident {
	const char *name, *rule;
	int retries;
} incidents[] = {
	{ "lost-once", "times 1: cc 00", 0 }, { "lost-once-retry", "times 1: cc 00", 1 },
	{ "lost", "times 9: cc 00", 0 }, { "lost-retry", "times 9: cc 00", 1 },
	{ "busy", "times 1: cc c0", 1 }, { "arbitration", "times 1: cc 81", 1 },
	{ "bus-error", "times 1: cc 82", 1 }, { "nak", "times 1: cc 83", 1 },
	{ "nak-retry", "times 9: cc 83", 1 }, { "destination", "times 1: cc d3", 1 },
	{ "length", "times 1: cc c7", 1 },
};

/* All at the same time: each of them takes seconds. */
static void sent_in_vain(void)
{
	struct bridged b[ARRAY_SIZE(incidents)];
	int fd[ARRAY_SIZE(incidents)];
	unsigned long before = messages_sent();
	struct answer a;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(incidents); i++) {
		unsigned char address = (unsigned char)(0x60 + 2 * i);

		order("satellite %02x", address);
		order("on 06 34 00 %02x %s", address, incidents[i].rule);
		b[i] = ipmb(IPMI_IPMB_ADDR_TYPE, 0, address);
		b[i].t.req.addr = (unsigned char *)&b[i].a;
		b[i].t.retries = incidents[i].retries;
		fd[i] = dev_open();
	}
	for (i = 0; i < ARRAY_SIZE(incidents); i++)
		rec_rc(key("trouble.%s", incidents[i].name),
		       xioctl(fd[i], IPMICTL_SEND_COMMAND_SETTIME, &b[i].t));
	for (i = 0; i < ARRAY_SIZE(incidents); i++) {
		rec_answer(key("trouble.%s.answer", incidents[i].name),
			   dev_wait(fd[i], &a, ANSWER_S), &a);
		rec_rc(key("trouble.%s.more", incidents[i].name), dev_recv(fd[i], &a));
		close(fd[i]);
	}
	rec("trouble.sends", "%lu", messages_sent() - before);
	order("clear");
}

/* What other buses do to an answer, and a BMC that says nothing */
static void answered_wrong(void)
{
	static const struct {
		const char *name, *start, *end;
		unsigned int retry_ms;
	} orders[] = {
		{ "copies", "set bridge.copies 2", "set bridge.copies 0", 1500 },
		{ "number", "set bridge.seq 1", "set bridge.seq 0", 1500 },
		{ "sum", "set bridge.badsum 1", "set bridge.badsum 0", 1500 },
		/* late, but far from too late, on a busy machine as well */
		{ "delay", "set bridge.delay 900", "set bridge.delay 0", 6000 },
		{ "silence", "on 06 34 times 1: none", "clear", 1500 },
	};
	struct bridged b;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(orders); i++) {
		const char *name = key("trouble.%s", orders[i].name);
		unsigned long before = messages_sent();

		order("%s", orders[i].start);
		b = ipmb(IPMI_IPMB_ADDR_TYPE, 0, SATELLITE);
		b.t.retries = 1;
		b.t.retry_time_ms = orders[i].retry_ms;
		try(name, &b);
		rec(key("%s.sends", name), "%lu", messages_sent() - before);
		order("%s", orders[i].end);
	}
}

static void direct(void)
{
	struct bridged b;
	unsigned int i;

	for (i = 0; i < 18; i++) {
		memset(&b, 0, sizeof(b));
		b = ipmb(IPMI_IPMB_DIRECT_ADDR_TYPE, 0, SATELLITE);
		b.t.req.addr_len = i < 14 ? i : (unsigned int)sizeof(b.a.direct);
		b.a.direct.rs_lun = i == 14 ? 4 : 0;
		b.a.direct.rq_lun = i == 15 ? 4 : 0;
		b.a.direct.slave_addr = i == 16 ? 0x31 : SATELLITE;
		b.t.req.msg.netfn = i == 17 ? 7 : 6;
		try(key("direct.%u", i), &b);
	}
}

/* 64 questions may be under way. */
static void all_sequences(void)
{
	struct bridged b = ipmb(IPMI_IPMB_ADDR_TYPE, 0, SATELLITE);
	int fd = dev_open(), n;
	struct answer a;
	long rc = 0;

	order("set bridge.lost 1000");
	b.t.req.addr = (unsigned char *)&b.a;
	b.t.retry_time_ms = 2000;
	for (n = 0; n < 90 && !rc; n++)
		rc = xioctl(fd, IPMICTL_SEND_COMMAND_SETTIME, &b.t);
	rec("sequences.most", "%d", n - 1);
	rec_rc("sequences.one-more", rc);
	for (n--; n > 0; n--)
		if (dev_wait(fd, &a, 60) || a.data[0] != 0xc3)
			break;
	rec("sequences.not-ended", "%d", n);
	close(fd);
	order("set bridge.lost 0");
}

void bridge_steps(void)
{
	ipmb_fields();
	wires();
	sent_in_vain();
	answered_wrong();
	direct();
	all_sequences();
}
