// SPDX-License-Identifier: GPL-2.0-only
/* ipmi_conform: what comes without being asked for: events, and commands from outside. */
#include "conform.h"

#include <poll.h>
#include <stdlib.h>

#define LISTEN_S	8.0

static long listen_to(int fd, int on)
{
	return xioctl(fd, IPMICTL_SET_GETS_EVENTS_CMD, &on);
}

static void drain(const char *name, int fd)
{
	struct answer a;
	int n = 0;

	while (!dev_wait(fd, &a, n ? 2 : LISTEN_S))
		n++;
	rec(name, "%d", n);
}

static void events(void)
{
	int one = dev_open(), two = dev_open();
	struct answer a;

	rec_rc("events.on", listen_to(one, 1));
	rec_rc("events.on-again", listen_to(one, 7));
	rec_rc("events.negative", listen_to(two, -1));
	order("event");
	rec_answer("events.first", dev_wait(one, &a, LISTEN_S), &a);
	rec_answer("events.other", dev_wait(two, &a, LISTEN_S), &a);
	rec_rc("events.off", listen_to(two, 0));
	order("event 2 0 2 0 0 0 0 20 0 4 1 1 1 59 61 5a");
	rec_answer("events.second", dev_wait(one, &a, LISTEN_S), &a);
	rec_rc("events.none", dev_recv(two, &a));
	close(one);
	close(two);
	/* nobody listens: what is fetched by then is held, not more than 25 */
	order("every 5 times 40 event");
	sleep(3);
	one = dev_open();
	dev_ask(one, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a);
	sleep(4);
	listen_to(one, 1);
	drain("events.all", one);
	two = dev_open();
	listen_to(two, 1);
	rec_rc("events.held-once", dev_recv(two, &a));
	close(one);
	close(two);
}

static long cmd(int fd, int un, unsigned char netfn, unsigned char c)
{
	struct ipmi_cmdspec s = { .netfn = netfn, .cmd = c };

	return xioctl(fd, un ? IPMICTL_UNREGISTER_FOR_CMD : IPMICTL_REGISTER_FOR_CMD, &s);
}

static long chans(int fd, int un, unsigned int netfn, unsigned int c, unsigned int mask)
{
	struct ipmi_cmdspec_chans s = { .netfn = netfn, .cmd = c, .chans = mask };

	return xioctl(fd, un ? IPMICTL_UNREGISTER_FOR_CMD_CHANS :
		      IPMICTL_REGISTER_FOR_CMD_CHANS, &s);
}

static void registration(void)
{
	int one = dev_open(), two = dev_open();

	rec_rc("cmd.register", cmd(one, 0, 0x30, 0x10));
	rec_rc("cmd.again", cmd(one, 0, 0x30, 0x10));
	rec_rc("cmd.other", cmd(two, 0, 0x30, 0x10));
	rec_rc("cmd.odd", cmd(one, 0, 0x31, 0x10));
	rec_rc("cmd.big-netfn", cmd(one, 0, 0xff, 0x10));
	rec_rc("cmd.other-unregister", cmd(two, 1, 0x30, 0x10));
	rec_rc("cmd.unregister", cmd(one, 1, 0x30, 0x10));
	rec_rc("cmd.unregister-again", cmd(one, 1, 0x30, 0x10));
	rec_rc("chans.some", chans(one, 0, 0x30, 0x10, 3));
	rec_rc("chans.overlap", chans(two, 0, 0x30, 0x10, 6));
	rec_rc("chans.beside", chans(two, 0, 0x30, 0x10, 4));
	rec_rc("chans.all", cmd(two, 0, 0x30, 0x10));
	rec_rc("chans.none", chans(one, 0, 0x30, 0x11, 0));
	rec_rc("chans.high", chans(one, 0, 0x30, 0x12, 0xffff0000));
	rec_rc("chans.wide-netfn", chans(one, 0, 0x130, 0x13, 1));
	rec_rc("chans.wide-cmd", chans(one, 0, 0x30, 0x114, 1));
	rec_rc("chans.unregister-part", chans(one, 1, 0x30, 0x10, 1));
	rec_rc("chans.unregister-rest", chans(one, 1, 0x30, 0x10, 0xffffffff));
	rec_rc("chans.unregister-none", chans(one, 1, 0x30, 0x10, 1));
	close(one);
	rec_rc("chans.after-close", chans(two, 0, 0x30, 0x11, 0xffffffff));
	close(two);
}

/* The answer as the other side got it: the sum and what is before the data do not vary. */
static void replies(const char *name)
{
	char text[300];

	snprintf(text, sizeof(text), "%s", order("replies"));
	text[strcspn(text, "\n")] = '\0';
	/* the first word counts all there have been */
	rec(name, "%s", strchr(text, ' ') ? strchr(text, ' ') + 1 : "none");
}

static unsigned long nr_replies(void)
{
	return strtoul(order("replies"), NULL, 10);
}

/* Until the other side has an answer to what it asked, or a while has passed */
static void wait_reply(const char *name, unsigned long before)
{
	int i;

	for (i = 0; i < 80 && nr_replies() == before; i++)
		usleep(100000);
	rec(key("%s.answered", name), "%lu", nr_replies() - before);
	replies(key("%s.reply", name));
}

static void from_outside(const char *name, const char *what)
{
	unsigned char answer[] = { 0x00, 0x11, 0x22 };
	struct pollfd p = { .events = POLLIN };
	unsigned long before = nr_replies();
	int fd = dev_open();
	struct ipmi_req r;
	struct answer a;
	long rc;

	rec_rc(key("%s.register", name), cmd(fd, 0, 0x30, 0x20));
	order("%s", what);
	rc = dev_wait(fd, &a, LISTEN_S);
	rec_answer(key("%s.command", name), rc, &a);
	if (!rc) {
		memset(&r, 0, sizeof(r));
		r.addr = (unsigned char *)&a.addr;
		r.addr_len = a.addr_len;
		r.msgid = a.id;
		r.msg.netfn = a.netfn | 1;
		r.msg.cmd = a.cmd;
		r.msg.data = answer;
		r.msg.data_len = sizeof(answer);
		rec_rc(key("%s.send", name), xioctl(fd, IPMICTL_SEND_COMMAND, &r));
		wait_reply(name, before);
		rec_answer(key("%s.result", name), dev_wait(fd, &a, LISTEN_S), &a);
	}
	p.fd = fd;
	rec(key("%s.poll", name), "%d", poll(&p, 1, 0));
	close(fd);
}

static void unclaimed(const char *name, const char *what)
{
	unsigned long before = nr_replies();

	order("%s", what);
	wait_reply(name, before);
}

static void commands(void)
{
	/* somebody listens, so that what comes is fetched also without an attention */
	int fd = dev_open();

	listen_to(fd, 1);
	from_outside("ipmb-command", "ipmb 00 30 30 20 aa bb");
	from_outside("ipmb-command-empty", "ipmb 00 30 30 20");
	from_outside("lan-command", "lan 01 07 81 30 20 aa bb");
	unclaimed("ipmb-unclaimed", "ipmb 00 30 30 21 aa");
	unclaimed("lan-unclaimed", "lan 01 07 81 30 21 aa");
	/* what cannot be one is dropped, and the next is good */
	order("queue 00");
	order("queue 00 c2");
	order("queue 00 c2 1e 30 00 20 aa 00");
	order("queue 0f c2 1e 30 00 20 aa 21");
	order("queue 41 07 81");
	from_outside("after-garbage", "ipmb 00 30 30 20 aa bb");
	close(fd);
}

void event_steps(void)
{
	events();
	registration();
	commands();
}
