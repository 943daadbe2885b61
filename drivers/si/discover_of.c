// SPDX-License-Identifier: GPL-2.0-only
/*
 * System interfaces described by a device tree, or by ACPI in the words of one
 * (PRP0001).
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/property.h>

#include "si.h"

static bool si_try_of = true;
module_param_named(tryopenfirmware, si_try_of, bool, 0444);
MODULE_PARM_DESC(tryopenfirmware, "use the interfaces that a device tree describes (default yes)");

static int si_of_probe(struct platform_device *pdev)
{
	const char *name = device_get_match_data(&pdev->dev);
	struct si_desc desc = { .source = "devicetree" };
	int err;

	if (!name)
		return -ENODEV;
	desc.type = si_type_by_name(name, strlen(name));
	err = si_place_from_resources(pdev, &desc.place);
	if (!err)
		err = si_place_from_properties(dev_fwnode(&pdev->dev), &desc.place);
	if (err)
		return err;
	if (si_param_owns(&desc.place))
		return -ENODEV;
	desc.irq = si_irq_from_resources(pdev);
	if (desc.irq < 0)
		return desc.irq;
	return si_add(&pdev->dev, &desc);
}

static const struct of_device_id si_of_ids[] = {
	{ .compatible = "ipmi-kcs", .data = "kcs" },
	{ .compatible = "ipmi-smic", .data = "smic" },
	{ .compatible = "ipmi-bt", .data = "bt" },
	{ }
};
MODULE_DEVICE_TABLE(of, si_of_ids);

static struct platform_driver si_of_driver = {
	.probe = si_of_probe,
	.driver = {
		.name = "bmclink_si_of",
		.of_match_table = si_of_ids,
	},
};

/**
 * si_of_init - start to look for interfaces in the device tree
 *
 * Return: 0 or a negative error number.
 */
int si_of_init(void)
{
	return si_try_of ? platform_driver_register(&si_of_driver) : 0;
}

/**
 * si_of_exit - drop the interfaces found in the device tree
 */
void si_of_exit(void)
{
	if (si_try_of)
		platform_driver_unregister(&si_of_driver);
}
