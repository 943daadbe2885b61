// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interfaces on SMBus described by module parameters, with the names and the
 * meaning of those of the in-tree ipmi_ssif.
 *
 * One wrong value fails all: a machine that silently runs with half of what was
 * asked for is harder to find out about than a module that says why it does not
 * load.
 *
 * Owns the descriptions, written at load only.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/errno.h>
#include <linux/module.h>
#include <linux/printk.h>

#include "ssif.h"

#define SSIF_PARAMS	4

static unsigned short addr[SSIF_PARAMS];
static char *adapter_name[SSIF_PARAMS];
static int slave_addrs[SSIF_PARAMS];
static unsigned int addr_count;
static unsigned int adapter_name_count;
static unsigned int slave_addrs_count;

module_param_array(addr, ushort, &addr_count, 0444);
MODULE_PARM_DESC(addr, "address of each interface on its bus, 7 bits, as 0x10");
module_param_array(adapter_name, charp, &adapter_name_count, 0444);
MODULE_PARM_DESC(adapter_name,
		 "name of each interface's bus, spaces don't count (default: any that may be asked)");
module_param_array(slave_addrs, int, &slave_addrs_count, 0444);
MODULE_PARM_DESC(slave_addrs, "IPMB address of the BMC behind each interface (default 0x20)");

static struct ssif_want ssif_param_wants[SSIF_PARAMS];
static unsigned int ssif_param_count;

static int ssif_param_check(unsigned int i)
{
	if (addr[i] < SSIF_ADDR_MIN || addr[i] > SSIF_ADDR_MAX) {
		pr_err("addr[%u]: 0x%02x: must be 0x%02x to 0x%02x\n", i, addr[i], SSIF_ADDR_MIN,
		       SSIF_ADDR_MAX);
		return -EINVAL;
	}
	if (slave_addrs[i] < 0 || slave_addrs[i] > 0xff) {
		pr_err("slave_addrs[%u]: %d: must be 0 to 255\n", i, slave_addrs[i]);
		return -EINVAL;
	}
	return 0;
}

static int ssif_param_add(unsigned int i)
{
	struct ssif_want *want = &ssif_param_wants[i];
	int err;

	err = ssif_param_check(i);
	if (err)
		return err;
	*want = (struct ssif_want){
		.addr = addr[i],
		.adapter_name = adapter_name[i] && *adapter_name[i] ? adapter_name[i] : NULL,
		.slave_addr = slave_addrs[i],
		.source = "parameter",
	};
	err = ssif_find_add(want);
	if (!err)
		return 0;
	/* Its own error number would mean to modprobe that the module is loaded already. */
	pr_err("addr[%u]: 0x%02x: must not be given twice for the same bus\n", i, addr[i]);
	return -EINVAL;
}

/**
 * ssif_param_init - look for the interfaces that parameters describe
 *
 * Return: 0, also when there are none; -EINVAL when a parameter breaks a
 * rule, which is named in the kernel log.
 */
int ssif_param_init(void)
{
	if (adapter_name_count > addr_count) {
		pr_err("adapter_name[%u]: %s: needs an address, addr[%u]\n", addr_count,
		       adapter_name[addr_count], addr_count);
		return -EINVAL;
	}
	if (slave_addrs_count > addr_count) {
		pr_err("slave_addrs[%u]: %d: needs an address, addr[%u]\n", addr_count,
		       slave_addrs[addr_count], addr_count);
		return -EINVAL;
	}
	for (; ssif_param_count < addr_count; ssif_param_count++) {
		int err = ssif_param_add(ssif_param_count);

		if (err) {
			ssif_param_exit();
			return err;
		}
	}
	return 0;
}

/**
 * ssif_param_exit - drop the interfaces that parameters describe
 */
void ssif_param_exit(void)
{
	while (ssif_param_count)
		ssif_find_remove(&ssif_param_wants[--ssif_param_count]);
}
