// SPDX-License-Identifier: GPL-2.0-only
/*
 * SMBus System Interfaces: start and end of the module.
 */
#include <linux/module.h>

#include "ssif.h"

static int __init ssif_init(void)
{
	int err;

	err = ssif_find_init();
	if (err)
		return err;
	/* What users say overrides firmware, and both add to what ACPI says. */
	err = ssif_param_init();
	if (err)
		goto find;
	err = ssif_smbios_init();
	if (err)
		goto param;
	err = ssif_i2c_init();
	if (err)
		goto smbios;
	return 0;
smbios:
	ssif_smbios_exit();
param:
	ssif_param_exit();
find:
	ssif_find_exit();
	return err;
}

static void __exit ssif_exit(void)
{
	ssif_smbios_exit();
	ssif_param_exit();
	ssif_i2c_exit();
	ssif_find_exit();
}

module_init(ssif_init);
module_exit(ssif_exit);
MODULE_LICENSE("GPL");
MODULE_AUTHOR("bmclink");
MODULE_DESCRIPTION("IPMI system interface on SMBus (SSIF)");
