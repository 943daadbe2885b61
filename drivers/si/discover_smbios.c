// SPDX-License-Identifier: GPL-2.0-only
/*
 * System interfaces described by SMBIOS type 38.  Most kernels make a platform
 * device of each entry; with others that is done here.
 *
 * Owns the devices made here, at load only.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/dmi.h>
#include <linux/err.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/string.h>

#include "smbios.h"

/* The kernel's devices, and those made here. */
#define SI_SMBIOS_KERNEL	"dmi-ipmi-si"
#define SI_SMBIOS_NAME		"bmclink_si_smbios"
/* There may be that many entries. */
#define SI_SMBIOS_MAX		8

static struct platform_device *si_smbios_devices[SI_SMBIOS_MAX];
static unsigned int si_smbios_count;

static bool si_try_dmi = true;
module_param_named(trydmi, si_try_dmi, bool, 0444);
MODULE_PARM_DESC(trydmi, "use the interfaces that SMBIOS describes (default yes)");

/* The description of a device that the kernel has made. */
static int si_smbios_describe(struct platform_device *pdev, struct si_desc *desc)
{
	struct device *dev = &pdev->dev;
	u8 value;
	int err;

	if (device_property_read_u8(dev, "ipmi-type", &value)) {
		dev_err(dev, "ipmi-type is missing: the interface type must be given\n");
		return -EINVAL;
	}
	desc->type = si_type_by_code(value);
	if (!desc->type)
		return -ENODEV;
	err = si_place_from_resources(pdev, &desc->place);
	if (err)
		return err;
	if (!device_property_read_u8(dev, "reg-size", &value) && value)
		desc->place.size = value;
	if (!device_property_read_u8(dev, "reg-shift", &value))
		desc->place.shift = value;
	if (!device_property_read_u8(dev, "slave-addr", &value))
		desc->slave_addr = value;
	desc->irq = si_irq_from_resources(pdev);
	return desc->irq < 0 ? desc->irq : 0;
}

static int si_smbios_probe(struct platform_device *pdev)
{
	const struct si_desc *own = dev_get_platdata(&pdev->dev);
	struct si_desc desc = { .source = "smbios" };
	int err;

	if (!strcmp(pdev->name, SI_SMBIOS_NAME)) {
		desc = *own;
	} else {
		err = si_smbios_describe(pdev, &desc);
		if (err)
			return err;
	}
	if (si_param_owns(&desc.place))
		return -ENODEV;
	return si_add(&pdev->dev, &desc);
}

static const struct platform_device_id si_smbios_ids[] = {
	{ SI_SMBIOS_KERNEL },
	{ SI_SMBIOS_NAME },
	{ }
};
MODULE_DEVICE_TABLE(platform, si_smbios_ids);

static struct platform_driver si_smbios_driver = {
	.probe = si_smbios_probe,
	.id_table = si_smbios_ids,
	.driver = {
		.name = SI_SMBIOS_NAME,
	},
};

static int si_smbios_is_kernels(struct device *dev, const void *unused)
{
	return !strcmp(to_platform_device(dev)->name, SI_SMBIOS_KERNEL);
}

static bool si_smbios_kernel_knows(void)
{
	struct device *dev = bus_find_device(&platform_bus_type, NULL, NULL,
					     si_smbios_is_kernels);

	put_device(dev);
	return dev;
}

static void si_smbios_make_devices(void)
{
	const struct dmi_device *entry = NULL;

	while ((entry = dmi_find_device(DMI_DEV_TYPE_IPMI, NULL, entry)) &&
	       si_smbios_count < SI_SMBIOS_MAX) {
		struct platform_device *pdev;
		struct si_desc desc;

		if (si_smbios_decode(entry->device_data, &desc))
			continue;
		desc.source = "smbios";
		pdev = platform_device_register_data(NULL, SI_SMBIOS_NAME, si_smbios_count, &desc,
						     sizeof(desc));
		if (!IS_ERR(pdev))
			si_smbios_devices[si_smbios_count++] = pdev;
	}
}

/**
 * si_smbios_complete - add what SMBIOS knows better
 * @desc: the description of an interface by another source
 *
 * ACPI does not tell the IPMB address of the BMC.
 */
void si_smbios_complete(struct si_desc *desc)
{
	const struct dmi_device *entry = NULL;
	struct si_desc other;

	while (si_try_dmi && (entry = dmi_find_device(DMI_DEV_TYPE_IPMI, NULL, entry))) {
		if (si_smbios_decode(entry->device_data, &other) || other.type != desc->type ||
		    !si_same_place(&other.place, &desc->place))
			continue;
		if (!desc->slave_addr)
			desc->slave_addr = other.slave_addr;
	}
}

/**
 * si_smbios_init - start to look for interfaces in SMBIOS
 *
 * Return: 0 or a negative error number.
 */
int si_smbios_init(void)
{
	int err;

	if (!si_try_dmi)
		return 0;
	err = platform_driver_register(&si_smbios_driver);
	if (!err && !si_smbios_kernel_knows())
		si_smbios_make_devices();
	return err;
}

/**
 * si_smbios_exit - drop the interfaces found in SMBIOS
 */
void si_smbios_exit(void)
{
	if (!si_try_dmi)
		return;
	while (si_smbios_count)
		platform_device_unregister(si_smbios_devices[--si_smbios_count]);
	platform_driver_unregister(&si_smbios_driver);
}
