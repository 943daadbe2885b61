// SPDX-License-Identifier: GPL-2.0-only
/*
 * bmclink: the router between BMCs and those who ask them.  Ordered start and
 * its unwinding, nothing else.
 */
#include <linux/module.h>

#include "core.h"
#include "genl.h"

static int __init bmclink_init(void)
{
	int err;

	err = bmc_links_init();
	if (err)
		return err;
	err = bmc_cdev_init();
	if (err)
		goto err_links;
	err = bmc_genl_init();
	if (err)
		goto err_cdev;
	return 0;

err_cdev:
	bmc_cdev_exit();
err_links:
	bmc_links_exit();
	return err;
}

static void __exit bmclink_exit(void)
{
	bmc_genl_exit();
	bmc_cdev_exit();
	bmc_links_exit();
}

module_init(bmclink_init);
module_exit(bmclink_exit);

MODULE_DESCRIPTION("bmclink: message router and /dev/ipmiN for in-band BMC access");
MODULE_LICENSE("GPL");
