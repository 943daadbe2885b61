// SPDX-License-Identifier: GPL-2.0-only
/*
 * Addresses of <linux/ipmi.h>: pure functions.
 */
#include "core.h"

/**
 * bmc_addr_len - how long an address of this type is
 * @addr: the address
 *
 * Return: bytes, as they are copied to a program.
 */
size_t bmc_addr_len(const struct ipmi_addr *addr)
{
	switch (addr->addr_type) {
	case IPMI_IPMB_ADDR_TYPE:
	case IPMI_IPMB_BROADCAST_ADDR_TYPE:
		return sizeof(struct ipmi_ipmb_addr);
	case IPMI_IPMB_DIRECT_ADDR_TYPE:
		return sizeof(struct ipmi_ipmb_direct_addr);
	case IPMI_LAN_ADDR_TYPE:
		return sizeof(struct ipmi_lan_addr);
	default:
		return sizeof(struct ipmi_system_interface_addr);
	}
}

/**
 * bmc_addr_validate - is this a well-formed address at all?
 * @addr: the address
 * @len: how much of it was given
 *
 * Whether it can be reached is asked later.
 *
 * Return: 0 or -EINVAL.
 */
int bmc_addr_validate(const struct ipmi_addr *addr, size_t len)
{
	const struct ipmi_ipmb_direct_addr *direct = (const void *)addr;

	if (len < sizeof(struct ipmi_system_interface_addr) ||
	    addr->channel < 0 || addr->channel >= BMC_CHANNELS)
		return -EINVAL;
	if (addr->addr_type == IPMI_SYSTEM_INTERFACE_ADDR_TYPE)
		return addr->channel == IPMI_BMC_CHANNEL ? 0 : -EINVAL;
	if (addr->channel == IPMI_BMC_CHANNEL || len < bmc_addr_len(addr))
		return -EINVAL;

	switch (addr->addr_type) {
	case IPMI_IPMB_ADDR_TYPE:
	case IPMI_IPMB_BROADCAST_ADDR_TYPE:
	case IPMI_LAN_ADDR_TYPE:
		return 0;
	case IPMI_IPMB_DIRECT_ADDR_TYPE:
		if (addr->channel || direct->slave_addr & 1 ||
		    direct->rs_lun > 3 || direct->rq_lun > 3)
			return -EINVAL;
		return 0;
	default:
		return -EINVAL;
	}
}

/**
 * bmc_addr_equal - do two addresses name the same party?
 * @a: one
 * @b: the other
 *
 * A plain and a broadcast IPMB address are of different type.
 *
 * Return: true when an answer from @b is one to a request to @a.
 */
bool bmc_addr_equal(const struct ipmi_addr *a, const struct ipmi_addr *b)
{
	const struct ipmi_ipmb_addr *ipmb_a = (const void *)a, *ipmb_b = (const void *)b;
	const struct ipmi_lan_addr *lan_a = (const void *)a, *lan_b = (const void *)b;

	if (a->addr_type != b->addr_type || a->channel != b->channel)
		return false;
	switch (a->addr_type) {
	case IPMI_IPMB_ADDR_TYPE:
		return ipmb_a->slave_addr == ipmb_b->slave_addr && ipmb_a->lun == ipmb_b->lun;
	case IPMI_LAN_ADDR_TYPE:
		return lan_a->session_handle == lan_b->session_handle &&
		       lan_a->remote_SWID == lan_b->remote_SWID &&
		       lan_a->local_SWID == lan_b->local_SWID && lan_a->lun == lan_b->lun;
	default:
		return false;
	}
}
