// SPDX-License-Identifier: GPL-2.0-only
/* ipmi_abi: SEND_COMMAND and SEND_COMMAND_SETTIME, what is refused, in which order, and quotas. */
#include "abi.h"

#include <string.h>
#include <unistd.h>

/* 272 bytes hold network function, command and data. */
#define MAX_DATA	(IPMI_MAX_MSG_LENGTH - 2)

static unsigned char big[IPMI_MAX_MSG_LENGTH + 1];

static void send_arg_fault(void)
{
	struct ipmi_system_interface_addr a;
	struct ipmi_req r = get_id_req(&a);
	int fd = dev_open();
	char *p;

	EXPECT_EQ(xioctl(fd, IPMICTL_SEND_COMMAND, NULL), -EFAULT);
	EXPECT_EQ(xioctl(fd, IPMICTL_SEND_COMMAND, bad_ptr()), -EFAULT);
	EXPECT_EQ(xioctl(fd, IPMICTL_SEND_COMMAND_SETTIME, bad_ptr()), -EFAULT);
	/* the plain form is the first part of the other: only the last 8 bytes are missing */
	p = edge(sizeof(r));
	memcpy(p, &r, sizeof(r));
	EXPECT_EQ(xioctl(fd, IPMICTL_SEND_COMMAND_SETTIME, p), -EFAULT);
	EXPECT_EQ(xioctl(fd, IPMICTL_SEND_COMMAND, p + 1), -EFAULT);
	expect_silent(fd);
	close(fd);
}

static void send_addr_checks(void)
{
	struct ipmi_system_interface_addr a;
	struct ipmi_req r = get_id_req(&a);
	int fd = dev_open();
	void *p;

	r.addr_len = sizeof(struct ipmi_addr) + 1;
	EXPECT_EQ(send_req(fd, &r), -EINVAL);
	r.addr = bad_ptr();
	EXPECT_MSG(send_req(fd, &r) == -EINVAL, "a long address is refused before it is read");
	r.addr_len = sizeof(a);
	EXPECT_EQ(send_req(fd, &r), -EFAULT);
	r.addr = NULL;
	EXPECT_EQ(send_req(fd, &r), -EFAULT);
	r.addr_len = 0;
	EXPECT_MSG(send_req(fd, &r) == -EINVAL, "an empty address cannot fault");
	p = edge(sizeof(a));
	memcpy(p, &a, sizeof(a));
	r.addr = p;
	r.addr_len = sizeof(a) + 1;
	EXPECT_EQ(send_req(fd, &r), -EFAULT);
	r.addr = (unsigned char *)&a;
	r.addr_len = sizeof(a) - 1;
	EXPECT_EQ(send_req(fd, &r), -EINVAL);
	r.addr_len = sizeof(int) + sizeof(short);
	EXPECT_EQ(send_req(fd, &r), -EINVAL);
	expect_silent(fd);
	close(fd);
}

static void send_addr_long_enough(void)
{
	struct ipmi_system_interface_addr a;
	struct ipmi_req r = get_id_req(&a);
	struct ipmi_addr whole;
	int fd = dev_open();
	struct answer ans;

	memset(&whole, 0xa5, sizeof(whole));
	memcpy(&whole, &a, sizeof(a));
	r.addr = (unsigned char *)&whole;
	r.addr_len = sizeof(whole);
	EXPECT_EQ(send_req(fd, &r), 0);
	EXPECT_EQ(dev_wait(fd, &ans, 20), 0);
	EXPECT_EQ(ans.addr_len, sizeof(a));
	close(fd);
}

static void send_channel(void)
{
	static const short wrong[] = { 0, 1, 7, 14, 16, 0x7fff, -1, -0x8000 };
	struct ipmi_system_interface_addr a;
	struct ipmi_req r = get_id_req(&a);
	int fd = dev_open();
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		a.channel = wrong[i];
		EXPECT_MSG(send_req(fd, &r) == -EINVAL, "channel %d is accepted", wrong[i]);
	}
	expect_silent(fd);
	close(fd);
}

static void send_addr_before_data(void)
{
	struct ipmi_system_interface_addr a;
	struct ipmi_req r = get_id_req(&a);
	int fd = dev_open();

	a.channel = 3;
	r.msg.data = big;
	r.msg.data_len = sizeof(big);
	EXPECT_EQ(send_req(fd, &r), -EINVAL);
	r.msg.data = bad_ptr();
	r.msg.data_len = 4;
	EXPECT_EQ(send_req(fd, &r), -EINVAL);
	a.channel = IPMI_BMC_CHANNEL;
	EXPECT_EQ(send_req(fd, &r), -EFAULT);
	close(fd);
}

static void send_data_checks(void)
{
	struct ipmi_system_interface_addr a;
	struct ipmi_req r = get_id_req(&a);
	int fd = dev_open();

	r.msg.data = bad_ptr();
	r.msg.data_len = IPMI_MAX_MSG_LENGTH + 1;
	EXPECT_MSG(send_req(fd, &r) == -EMSGSIZE, "long data is refused before it is read");
	r.msg.data_len = 0xffff;
	EXPECT_EQ(send_req(fd, &r), -EMSGSIZE);
	r.msg.data_len = IPMI_MAX_MSG_LENGTH;
	EXPECT_EQ(send_req(fd, &r), -EFAULT);
	r.msg.data_len = 1;
	EXPECT_EQ(send_req(fd, &r), -EFAULT);
	r.msg.data = edge(4);
	r.msg.data_len = 5;
	EXPECT_EQ(send_req(fd, &r), -EFAULT);
	r.msg.data = big;
	r.msg.data_len = MAX_DATA + 1;
	EXPECT_EQ(send_req(fd, &r), -EMSGSIZE);
	r.msg.data_len = IPMI_MAX_MSG_LENGTH;
	EXPECT_EQ(send_req(fd, &r), -EMSGSIZE);
	expect_silent(fd);
	close(fd);
}

static void send_data_null_has_no_length(void)
{
	static const unsigned short lens[] = { 1, MAX_DATA + 1, IPMI_MAX_MSG_LENGTH + 1, 0xffff };
	struct ipmi_system_interface_addr a;
	struct ipmi_req r = get_id_req(&a);
	struct answer plain, ans;
	int fd = dev_open();
	size_t i;

	EXPECT_EQ(dev_ask(fd, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &plain), 0);
	for (i = 0; i < ARRAY_SIZE(lens); i++) {
		r.msg.data = NULL;
		r.msg.data_len = lens[i];
		EXPECT_EQ(send_req(fd, &r), 0);
		EXPECT_EQ(dev_wait(fd, &ans, 20), 0);
		EXPECT_EQ(ans.len, plain.len);
		EXPECT(!memcmp(ans.data, plain.data, plain.len));
	}
	/* no byte is read when there is none */
	r.msg.data = bad_ptr();
	r.msg.data_len = 0;
	EXPECT_EQ(send_req(fd, &r), 0);
	EXPECT_EQ(dev_wait(fd, &ans, 20), 0);
	close(fd);
}

static void send_longest(void)
{
	int fd = dev_open();
	struct answer a;

	EXPECT_EQ(dev_ask(fd, NETFN_OEM, 0xf0, big, MAX_DATA, &a), 0);
	EXPECT_EQ(a.netfn, NETFN_OEM | 1);
	EXPECT_EQ(a.cmd, 0xf0);
	EXPECT(a.len >= 1);
	/* and the link is still in step */
	EXPECT_EQ(dev_ask(fd, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a), 0);
	EXPECT_EQ(a.data[0], 0);
	close(fd);
}

static void send_responses_refused(void)
{
	int fd = dev_open(), n;

	for (n = 1; n < 0x40; n += 2)
		EXPECT_MSG(dev_send(fd, 1, n, 1, NULL, 0) == -EINVAL, "netfn 0x%02x is accepted",
			   n);
	EXPECT_EQ(dev_send(fd, 1, 0xff, 1, NULL, 0), -EINVAL);
	expect_silent(fd);
	close(fd);
}

static void send_owned_commands(void)
{
	static const unsigned char owned[] = { CMD_SEND_MESSAGE, CMD_GET_MESSAGE, CMD_READ_EVENT };
	int fd = dev_open();
	struct answer a;
	size_t i;

	for (i = 0; i < sizeof(owned); i++) {
		EXPECT_MSG(dev_send(fd, 1, NETFN_APP, owned[i], NULL, 0) == -EINVAL,
			   "App command 0x%02x is accepted", owned[i]);
		EXPECT_MSG(dev_send(fd, 1, NETFN_APP, owned[i], big, MAX_DATA + 1) == -EINVAL,
			   "App command 0x%02x: ownership is checked before the length", owned[i]);
	}
	expect_silent(fd);
	/* only the App network function is the router's */
	for (i = 0; i < sizeof(owned); i++) {
		EXPECT_EQ(dev_ask(fd, NETFN_OEM, owned[i], NULL, 0, &a), 0);
		EXPECT_EQ(a.cmd, owned[i]);
	}
	close(fd);
}

static void send_lun(void)
{
	static const unsigned char wrong[] = { 4, 5, 0x20, 0x80, 0xff };
	struct ipmi_system_interface_addr a;
	struct ipmi_req r = get_id_req(&a);
	int fd = dev_open(), lun;
	struct answer ans;
	size_t i;

	for (i = 0; i < sizeof(wrong); i++) {
		a.lun = wrong[i];
		EXPECT_MSG(send_req(fd, &r) == -EINVAL, "LUN %u is accepted", wrong[i]);
	}
	a.lun = 4;
	r.msg.data = big;
	r.msg.data_len = MAX_DATA + 1;
	EXPECT_MSG(send_req(fd, &r) == -EINVAL, "the LUN is checked before the length");
	expect_silent(fd);
	r.msg.data_len = 0;
	for (lun = 0; lun < 4; lun++) {
		a.lun = lun;
		EXPECT_EQ(send_req(fd, &r), 0);
		EXPECT_EQ(dev_wait(fd, &ans, 20), 0);
		EXPECT_EQ(ans.cmd, CMD_GET_DEVICE_ID);
	}
	close(fd);
}

static void send_other_address_types(void)
{
	struct ipmi_ipmb_direct_addr direct = { .addr_type = IPMI_IPMB_DIRECT_ADDR_TYPE };
	struct ipmi_ipmb_addr ipmb = { .addr_type = IPMI_IPMB_ADDR_TYPE, .slave_addr = 0x20 };
	struct ipmi_lan_addr lan = { .addr_type = IPMI_LAN_ADDR_TYPE };
	struct ipmi_system_interface_addr a;
	struct ipmi_req r = get_id_req(&a);
	int fd = dev_open(), type;

	/* channel 5 has no medium on any of the simulated BMCs */
	r.addr = (unsigned char *)&ipmb;
	r.addr_len = sizeof(ipmb);
	ipmb.channel = 5;
	EXPECT_EQ(send_req(fd, &r), -EINVAL);
	ipmb.addr_type = IPMI_IPMB_BROADCAST_ADDR_TYPE;
	EXPECT_EQ(send_req(fd, &r), -EINVAL);
	ipmb.channel = IPMI_BMC_CHANNEL;
	EXPECT_EQ(send_req(fd, &r), -EINVAL);
	ipmb.channel = -1;
	EXPECT_EQ(send_req(fd, &r), -EINVAL);
	r.addr = (unsigned char *)&lan;
	lan.channel = 5;
	r.addr_len = sizeof(lan);
	EXPECT_EQ(send_req(fd, &r), -EINVAL);
	lan.channel = 1;
	r.addr_len = sizeof(lan) - 1;
	EXPECT_EQ(send_req(fd, &r), -EINVAL);
	r.addr = (unsigned char *)&direct;
	r.addr_len = sizeof(direct);
	direct.slave_addr = 0x21;
	EXPECT_EQ(send_req(fd, &r), -EINVAL);
	direct.slave_addr = 0x20;
	direct.rs_lun = 4;
	EXPECT_EQ(send_req(fd, &r), -EINVAL);
	direct.rs_lun = 0;
	direct.channel = 1;
	EXPECT_EQ(send_req(fd, &r), -EINVAL);
	direct.channel = 0;
	EXPECT_MSG(send_req(fd, &r) == -EAFNOSUPPORT,
		   "a link that cannot do direct IPMB says so by EAFNOSUPPORT");
	r.msg.netfn |= 1;
	EXPECT_EQ(send_req(fd, &r), -EAFNOSUPPORT);
	r.msg.netfn = NETFN_APP;
	/* every other type */
	r.addr = (unsigned char *)&a;
	r.addr_len = sizeof(a);
	a.channel = 0;
	for (type = 0; type < 0x100; type++) {
		if (type == IPMI_IPMB_ADDR_TYPE || type == IPMI_IPMB_BROADCAST_ADDR_TYPE ||
		    type == IPMI_IPMB_DIRECT_ADDR_TYPE || type == IPMI_LAN_ADDR_TYPE ||
		    type == IPMI_SYSTEM_INTERFACE_ADDR_TYPE)
			continue;
		a.addr_type = type;
		EXPECT_MSG(send_req(fd, &r) == -EINVAL, "address type 0x%x is accepted", type);
	}
	a.addr_type = 0x10c;
	a.channel = IPMI_BMC_CHANNEL;
	EXPECT_EQ(send_req(fd, &r), -EINVAL);
	expect_silent(fd);
	close(fd);
}

static void send_settime(void)
{
	struct ipmi_system_interface_addr a;
	struct ipmi_req_settime r = { .req = get_id_req(&a), .retries = -1 };
	int fd = dev_open(), i;
	struct answer ans;

	for (i = 0; i < 3; i++) {
		r.req.msgid = 100 + i;
		r.retries = i - 1;
		r.retry_time_ms = i * 1000;
		EXPECT_EQ(xioctl(fd, IPMICTL_SEND_COMMAND_SETTIME, &r), 0);
		EXPECT_EQ(dev_wait(fd, &ans, 20), 0);
		EXPECT_EQ(ans.id, 100 + i);
		EXPECT_EQ(ans.data[0], 0);
	}
	/* the checks are those of the plain form */
	a.lun = 4;
	EXPECT_EQ(xioctl(fd, IPMICTL_SEND_COMMAND_SETTIME, &r), -EINVAL);
	a.lun = 0;
	r.req.addr_len = sizeof(struct ipmi_addr) + 1;
	EXPECT_EQ(xioctl(fd, IPMICTL_SEND_COMMAND_SETTIME, &r), -EINVAL);
	r.req.addr_len = sizeof(a);
	r.req.addr = bad_ptr();
	EXPECT_EQ(xioctl(fd, IPMICTL_SEND_COMMAND_SETTIME, &r), -EFAULT);
	r.req.addr = (unsigned char *)&a;
	r.req.msg.data = bad_ptr();
	r.req.msg.data_len = IPMI_MAX_MSG_LENGTH + 1;
	EXPECT_EQ(xioctl(fd, IPMICTL_SEND_COMMAND_SETTIME, &r), -EMSGSIZE);
	expect_silent(fd);
	close(fd);
}

static void send_does_not_wait(void)
{
	struct answer a;
	double t, worst = 0;
	int fd = dev_open(), i;

	for (i = 0; i < 20; i++) {
		t = now_s();
		EXPECT_EQ(dev_send(fd, i, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
		t = now_s() - t;
		if (t > worst)
			worst = t;
	}
	/* what may take as long is the scheduler of a busy machine, but not a slow BMC */
	EXPECT_MSG(worst < 0.5, "a send took %.3f s", worst);
	for (i = 0; i < 20; i++) {
		EXPECT_EQ(dev_wait(fd, &a, 20), 0);
		EXPECT_MSG(a.id == i || !dev_keeps_order(), "answer %d has msgid %ld", i, a.id);
	}
	close(fd);
}

static void quota_counts_outstanding_and_unread(void)
{
	int fd = dev_open(), other = dev_open(), i, n;
	struct ipmi_system_interface_addr addr;
	struct ipmi_req r = get_id_req(&addr);
	struct answer a;

	for (n = 0; n <= MAX_MSGS; n++)
		if (dev_send(fd, n, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0))
			break;
	EXPECT_EQ(n, MAX_MSGS);
	EXPECT_EQ(dev_send(fd, 0, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), -EBUSY);
	/* the quota comes before the checks of the message, and after those of the address */
	EXPECT_EQ(dev_send(fd, 0, NETFN_APP | 1, CMD_GET_DEVICE_ID, NULL, 0), -EBUSY);
	EXPECT_EQ(dev_send(fd, 0, NETFN_APP, CMD_GET_MESSAGE, NULL, 0), -EBUSY);
	EXPECT_EQ(dev_send(fd, 0, NETFN_APP, CMD_GET_DEVICE_ID, big, MAX_DATA + 1), -EBUSY);
	EXPECT_EQ(dev_send(fd, 0, NETFN_APP, 1, big, IPMI_MAX_MSG_LENGTH + 1), -EMSGSIZE);
	addr.lun = 4;
	EXPECT_EQ(send_req(fd, &r), -EBUSY);
	addr.channel = 2;
	EXPECT_EQ(send_req(fd, &r), -EINVAL);
	/* nobody else is hurt */
	EXPECT_EQ(dev_ask(other, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a), 0);
	/* an answer that waits to be read counts like one that is outstanding */
	EXPECT(dev_poll(fd, 20) & 1);
	EXPECT_EQ(dev_send(fd, 0, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), -EBUSY);
	EXPECT_EQ(dev_wait(fd, &a, 20), 0);
	EXPECT(a.id == 0 || !dev_keeps_order());
	EXPECT_EQ(dev_send(fd, MAX_MSGS, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
	EXPECT_EQ(dev_send(fd, 0, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), -EBUSY);
	for (i = 1; i <= MAX_MSGS && !ktap_failures(); i++) {
		EXPECT_EQ(dev_wait(fd, &a, 20), 0);
		EXPECT(a.id == i || !dev_keeps_order());
	}
	EXPECT_EQ(dev_recv(fd, &a), -EAGAIN);
	/* a refused request gives its place back */
	for (i = 0; i < 2 * MAX_MSGS; i++)
		dev_send(fd, 0, NETFN_APP | 1, CMD_GET_DEVICE_ID, NULL, 0);
	EXPECT_EQ(dev_send(fd, 0, NETFN_APP | 1, CMD_GET_DEVICE_ID, NULL, 0), -EINVAL);
	expect_silent(fd);
	close(fd);
	close(other);
}

const struct ktap_case abi_send_cases[] = {
	{ "send: an unreadable argument is EFAULT", send_arg_fault },
	{ "send: address length and pointer, in order", send_addr_checks },
	{ "send: a longer address buffer than needed is fine", send_addr_long_enough },
	{ "send: the system interface is on channel 15 only", send_channel },
	{ "send: the address is checked before the data", send_addr_before_data },
	{ "send: data length and pointer, in order", send_data_checks },
	{ "send: without a data pointer the length is 0", send_data_null_has_no_length },
	{ "send: 270 data bytes are the most", send_longest },
	{ "send: odd network functions are refused", send_responses_refused },
	{ "send: the router's own commands are refused", send_owned_commands },
	{ "send: LUNs above 3 are refused", send_lun },
	{ "send: other address types where the link has none", send_other_address_types },
	{ "send: SETTIME takes the same and refuses the same", send_settime },
	{ "send: never waits for the BMC and keeps one file's order", send_does_not_wait },
	{ "send: EBUSY beyond 100 outstanding and unread", quota_counts_outstanding_and_unread },
};

const size_t abi_send_count = ARRAY_SIZE(abi_send_cases);
