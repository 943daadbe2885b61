// SPDX-License-Identifier: GPL-2.0-only
/* ipmi_conform: requests to the BMC itself. */
#include "conform.h"

#include <limits.h>

static unsigned char data[IPMI_MAX_MSG_LENGTH + 8];

/* A request to fill wrong values into, behind an address of any type and length */
struct request {
	struct ipmi_req_settime t;
	union {
		struct ipmi_addr any;
		struct ipmi_system_interface_addr si;
	} addr;
};

static struct request usual(void)
{
	struct request r;

	memset(&r, 0, sizeof(r));
	r.addr.si = sysif_addr(0);
	r.t.req.addr_len = sizeof(r.addr.si);
	r.t.req.msgid = 1;
	r.t.req.msg.netfn = NETFN_APP;
	r.t.req.msg.cmd = CMD_GET_SELF_TEST;
	r.t.retries = -1;
	return r;
}

/* Closing a file takes the in-tree driver a while, and there are a thousand tries. */
static int file;

/* Both forms; what comes back when it was accepted */
static void try(const char *name, struct request *r)
{
	struct answer a;
	int form;
	long rc;

	if (!r->t.req.addr)
		r->t.req.addr = (unsigned char *)&r->addr;
	for (form = 0; form < 2; form++) {
		rc = xioctl(file, form ? IPMICTL_SEND_COMMAND_SETTIME : IPMICTL_SEND_COMMAND,
			    &r->t);
		rec_rc(key("send.%s.%s", name, form ? "settime" : "plain"), rc);
		if (!rc)
			rec_answer(key("send.%s.%s.answer", name, form ? "settime" : "plain"),
				   dev_wait(file, &a, ANSWER_S), &a);
	}
}

static void lengths(void)
{
	static const unsigned int lens[] = { 0, 1, 2, 16, 255, 256, 268, 269, 270, 271, 272, 273,
					     300, 0x7fff, 0xffff };
	struct request r;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lens); i++) {
		r = usual();
		r.t.req.msg.netfn = 0x30;
		r.t.req.msg.cmd = 0x77;
		r.t.req.msg.data = data;
		r.t.req.msg.data_len = (unsigned short)lens[i];
		try(key("len-%u", lens[i]), &r);
		r.t.req.msg.data = no_access();
		try(key("len-%u-fault", lens[i]), &r);
		r.t.req.msg.data = NULL;
		try(key("len-%u-null", lens[i]), &r);
	}
	for (i = 0; i <= sizeof(struct ipmi_addr) + 2; i++) {
		r = usual();
		r.t.req.addr_len = (unsigned int)i;
		try(key("addr-len-%zu", i), &r);
		r.t.req.addr = no_access();
		try(key("addr-len-%zu-fault", i), &r);
	}
	r = usual();
	r.t.req.addr_len = UINT_MAX;
	try("addr-len-max", &r);
}

static void fields(void)
{
	static const short channels[] = { SHRT_MIN, -1, 0, 1, 7, 13, 14, 15, 16, 255, SHRT_MAX };
	struct request r;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(channels); i++) {
		r = usual();
		r.addr.si.channel = channels[i];
		try(key("channel-%d", channels[i]), &r);
	}
	for (i = 0; i < 256; i += i < 8 ? 1 : 31) {
		r = usual();
		r.addr.si.lun = (unsigned char)i;
		try(key("lun-%u", i), &r);
	}
	for (i = 0; i < 256; i++) {
		r = usual();
		r.addr.si.addr_type = (int)i;
		if (i != IPMI_SYSTEM_INTERFACE_ADDR_TYPE)
			try(key("type-%02x", i), &r);
	}
	for (i = 0; i < 256; i++) {
		/* the order to the BMC, resets and firmware are left alone */
		if (i == ORDER_NETFN || i == 0x08)
			continue;
		r = usual();
		r.t.req.msg.netfn = (unsigned char)i;
		r.t.req.msg.cmd = 0x77;
		try(key("netfn-%02x", i), &r);
	}
	for (i = 0x30; i < 0x38; i++) {
		r = usual();
		r.t.req.msg.cmd = (unsigned char)i;
		try(key("app-%02x", i), &r);
		r.addr.si.lun = 1;
		try(key("app-%02x-lun", i), &r);
	}
}

static void ids(void)
{
	static const long list[] = { 0, 1, -1, INT_MAX, INT_MIN, LONG_MAX, LONG_MIN, 0x3f, 0x40,
				     0x12345678 };
	struct request r;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(list); i++) {
		r = usual();
		r.t.req.msgid = list[i];
		try(key("msgid-%zu", i), &r);
	}
	r = usual();
	r.t.retries = INT_MIN;
	r.t.retry_time_ms = UINT_MAX;
	try("retries-min", &r);
	r.t.retries = INT_MAX;
	try("retries-max", &r);
}

static void quota(void)
{
	struct answer a;
	int fd = dev_open(), n;
	long rc = 0;

	for (n = 0; n < 300 && !rc; n++)
		rc = dev_send(fd, n, NETFN_APP, CMD_GET_SELF_TEST, NULL, 0);
	rec("quota.most", "%d", n - 1);
	rec_rc("quota.one-more", rc);
	rec_rc("quota.odd-netfn", dev_send(fd, 0, 0x07, 1, NULL, 0));
	rec_rc("quota.too-long", dev_send(fd, 0, 0x06, 1, data, 271));
	for (n--; n > 0; n--)
		if (dev_wait(fd, &a, ANSWER_S))
			break;
	rec("quota.answers-missing", "%d", n);
	rec_rc("quota.afterwards", dev_ask(fd, NETFN_APP, CMD_GET_SELF_TEST, NULL, 0, &a));
	close(fd);
}

void send_steps(void)
{
	file = dev_open();
	lengths();
	fields();
	ids();
	close(file);
	quota();
}

/* What the BMC says comes through as it is, and what it cannot say becomes a code. */
void answer_steps(void)
{
	static const char *const rules[] = {
		"cc c0", "cc ff", "cc d2", "data", "data 01", "cc 00 01; cut 1", "pad 255",
		"pad 270", "pad 272", "pad 273", "pad 300", "pad 1000", "delay 600", "netfn 0b",
		"cmd 99", "previous", "none", "garbage 20",
	};
	struct answer a;
	int fd = dev_open();
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		order("on 30 55 times 1: %s", rules[i]);
		rec_rc(key("answer.%zu", i), dev_send(fd, 7, 0x30, 0x55, NULL, 0));
		rec_answer(key("answer.%zu.answer", i), dev_wait(fd, &a, 60), &a);
		/* the link is in step again */
		rec_rc(key("answer.%zu.next", i), dev_ask(fd, 0x06, 0x04, NULL, 0, &a));
		rec(key("answer.%zu.next.data", i), "%02x", a.data[0]);
	}
	close(fd);
	order("clear");
}
