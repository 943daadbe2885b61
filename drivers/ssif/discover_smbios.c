// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interfaces on SMBus described by SMBIOS type 38: an address on a bus that is
 * not named.  The kernel reads the table and makes a platform device of each
 * entry.
 */
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/property.h>

#include "ssif.h"

static bool ssif_try_dmi = true;
module_param_named(trydmi, ssif_try_dmi, bool, 0444);
MODULE_PARM_DESC(trydmi, "use the interfaces that SMBIOS describes (default yes)");

static void ssif_smbios_remove(void *want)
{
	ssif_find_remove(want);
}

static int ssif_smbios_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct ssif_want *want;
	u8 slave_addr;
	u16 addr;
	int err;

	if (device_property_read_u16(dev, "i2c-addr", &addr)) {
		dev_err(dev, "i2c-addr is missing: the address on SMBus must be given\n");
		return -EINVAL;
	}
	if (addr < SSIF_ADDR_MIN || addr > SSIF_ADDR_MAX) {
		dev_err(dev, "i2c-addr: 0x%02x: must be 0x%02x to 0x%02x\n", addr, SSIF_ADDR_MIN,
			SSIF_ADDR_MAX);
		return -EINVAL;
	}
	want = devm_kzalloc(dev, sizeof(*want), GFP_KERNEL);
	if (!want)
		return -ENOMEM;
	want->addr = addr;
	want->source = "smbios";
	if (!device_property_read_u8(dev, "slave-addr", &slave_addr))
		want->slave_addr = slave_addr;
	err = ssif_find_add(want);
	if (err)
		return err == -EEXIST ? -ENODEV : err;
	return devm_add_action_or_reset(dev, ssif_smbios_remove, want);
}

static const struct platform_device_id ssif_smbios_ids[] = {
	{ "dmi-ipmi-ssif" },
	{ }
};
MODULE_DEVICE_TABLE(platform, ssif_smbios_ids);

static struct platform_driver ssif_smbios_driver = {
	.probe = ssif_smbios_probe,
	.id_table = ssif_smbios_ids,
	.driver = {
		.name = "bmclink_ssif_smbios",
	},
};

/**
 * ssif_smbios_init - start to look for interfaces in SMBIOS
 *
 * Return: 0 or a negative error number.
 */
int ssif_smbios_init(void)
{
	return ssif_try_dmi ? platform_driver_register(&ssif_smbios_driver) : 0;
}

/**
 * ssif_smbios_exit - drop the interfaces found in SMBIOS
 */
void ssif_smbios_exit(void)
{
	if (ssif_try_dmi)
		platform_driver_unregister(&ssif_smbios_driver);
}
