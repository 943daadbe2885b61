// SPDX-License-Identifier: GPL-2.0-only
/*
 * bmclink: the router between BMCs and those who ask them.  Ordered start and
 * its unwinding, nothing else.
 */
#include <linux/module.h>

#include "core.h"

static int __init bmclink_init(void)
{
	int err;

	err = class_register(&bmc_class);
	if (err)
		return err;
	err = bmc_cdev_init();
	if (err)
		goto err_class;
	return 0;

err_class:
	class_unregister(&bmc_class);
	return err;
}

static void __exit bmclink_exit(void)
{
	bmc_cdev_exit();
	bmc_links_drain();
	class_unregister(&bmc_class);
}

module_init(bmclink_init);
module_exit(bmclink_exit);

MODULE_DESCRIPTION("bmclink: message router and /dev/ipmiN for in-band BMC access");
MODULE_LICENSE("GPL");
