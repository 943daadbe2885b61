// SPDX-License-Identifier: GPL-2.0-only
/*
 * System interfaces described by SMBIOS type 38.  The kernel reads the table
 * and makes a platform device of each entry.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/property.h>

#include "si.h"

static bool si_try_dmi = true;
module_param_named(trydmi, si_try_dmi, bool, 0444);
MODULE_PARM_DESC(trydmi, "use the interfaces that SMBIOS describes (default yes)");

static int si_smbios_probe(struct platform_device *pdev)
{
	struct si_desc desc = { .source = "smbios" };
	struct device *dev = &pdev->dev;
	u8 value;
	int err;

	if (device_property_read_u8(dev, "ipmi-type", &value)) {
		dev_err(dev, "ipmi-type is missing: the interface type must be given\n");
		return -EINVAL;
	}
	desc.type = si_type_by_code(value);
	if (!desc.type)
		return -ENODEV;
	err = si_place_from_resources(pdev, &desc.place);
	if (err)
		return err;
	if (!device_property_read_u8(dev, "reg-size", &value) && value)
		desc.place.size = value;
	if (!device_property_read_u8(dev, "reg-shift", &value))
		desc.place.shift = value;
	if (!device_property_read_u8(dev, "slave-addr", &value))
		desc.slave_addr = value;
	if (si_param_owns(&desc.place))
		return -ENODEV;
	desc.irq = si_irq_from_resources(pdev);
	if (desc.irq < 0)
		return desc.irq;
	return si_add(dev, &desc);
}

static const struct platform_device_id si_smbios_ids[] = {
	{ "dmi-ipmi-si" },
	{ }
};
MODULE_DEVICE_TABLE(platform, si_smbios_ids);

static struct platform_driver si_smbios_driver = {
	.probe = si_smbios_probe,
	.id_table = si_smbios_ids,
	.driver = {
		.name = "bmclink_si_smbios",
	},
};

/**
 * si_smbios_init - start to look for interfaces in SMBIOS
 *
 * Return: 0 or a negative error number.
 */
int si_smbios_init(void)
{
	return si_try_dmi ? platform_driver_register(&si_smbios_driver) : 0;
}

/**
 * si_smbios_exit - drop the interfaces found in SMBIOS
 */
void si_smbios_exit(void)
{
	if (si_try_dmi)
		platform_driver_unregister(&si_smbios_driver);
}
