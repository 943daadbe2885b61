// SPDX-License-Identifier: GPL-2.0-only
/*
 * ipmi_abi - the contract of /dev/ipmiN, error by error, for messages to the BMC itself.
 *
 * The same program passes on the in-tree driver and on bmclink. The few places where bmclink
 * promises more ask dev_is_bmclink() and say what they expect of each.
 */
#include "abi.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The slowest test sends a hundred requests under a debug kernel with software emulation. */
#define CASE_LIMIT_S	120

static void *map_page(size_t pages)
{
	void *p = mmap(NULL, pages * sysconf(_SC_PAGESIZE), PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED) {
		printf("Bail out! out of memory\n");
		exit(1);
	}
	return p;
}

void *bad_ptr(void)
{
	static void *p;

	if (!p) {
		p = map_page(1);
		mprotect(p, sysconf(_SC_PAGESIZE), PROT_NONE);
	}
	return p;
}

void *edge(size_t len)
{
	long page = sysconf(_SC_PAGESIZE);
	static char *p;

	if (!p) {
		p = map_page(2);
		mprotect(p + page, page, PROT_NONE);
	}
	memset(p, 0, page);
	return p + page - len;
}

void *read_only(const void *obj, size_t len)
{
	long page = sysconf(_SC_PAGESIZE);
	static char *p;

	if (!p)
		p = map_page(1);
	mprotect(p, page, PROT_READ | PROT_WRITE);
	memcpy(p, obj, len);
	mprotect(p, page, PROT_READ);
	return p;
}

struct ipmi_req get_id_req(struct ipmi_system_interface_addr *a)
{
	struct ipmi_req r;

	*a = sysif_addr(0);
	memset(&r, 0, sizeof(r));
	r.addr = (unsigned char *)a;
	r.addr_len = sizeof(*a);
	r.msgid = 1;
	r.msg.netfn = NETFN_APP;
	r.msg.cmd = CMD_GET_DEVICE_ID;
	return r;
}

long send_req(int fd, const struct ipmi_req *r)
{
	return xioctl(fd, IPMICTL_SEND_COMMAND, r);
}

void expect_silent(int fd)
{
	const long marker = 0x51137;
	struct answer a;

	EXPECT_EQ(dev_send(fd, marker, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
	EXPECT_EQ(dev_wait(fd, &a, 20), 0);
	EXPECT_EQ(a.id, marker);
	EXPECT_EQ(dev_recv(fd, &a), -EAGAIN);
}

int main(void)
{
	const struct {
		const struct ktap_case *cases;
		size_t count;
	} parts[] = {
		{ abi_send_cases, abi_send_count },
		{ abi_recv_cases, abi_recv_count },
		{ abi_state_cases, abi_state_count },
		{ abi_file_cases, abi_file_count },
	};
	struct ktap_case all[128];
	size_t i, n = 0;

	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		memcpy(all + n, parts[i].cases, parts[i].count * sizeof(all[0]));
		n += parts[i].count;
	}
	return ktap_run(all, n, CASE_LIMIT_S);
}
