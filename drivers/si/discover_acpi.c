// SPDX-License-Identifier: GPL-2.0-only
/*
 * System interfaces described by ACPI: device IPI0001.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/acpi.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include "gpe.h"
#include "si.h"

static bool si_try_acpi = true;
module_param_named(tryacpi, si_try_acpi, bool, 0444);
MODULE_PARM_DESC(tryacpi, "use the interfaces that ACPI describes (default yes)");

static int si_acpi_type(struct device *dev, struct si_desc *desc)
{
	unsigned long long code;
	acpi_status status = acpi_evaluate_integer(ACPI_HANDLE(dev), "_IFT", NULL, &code);

	if (status == AE_NO_MEMORY)
		return -ENOMEM;
	if (ACPI_FAILURE(status)) {
		dev_err(dev, "_IFT: %s: the interface type must be given\n",
			status == AE_NOT_FOUND ? "missing" : acpi_format_exception(status));
		return -EINVAL;
	}
	desc->type = si_type_by_code(code);
	return desc->type ? 0 : -ENODEV;
}

/* An event may take the place of an interrupt; one of a block of its own is done without. */
static int si_acpi_event(struct device *dev, struct si_desc *desc)
{
	unsigned long long event;
	acpi_status status = acpi_evaluate_integer(ACPI_HANDLE(dev), "_GPE", NULL, &event);

	if (status == AE_NO_MEMORY)
		return -ENOMEM;
	if (ACPI_SUCCESS(status)) {
		desc->line = &si_gpe_line;
		desc->line_number = event;
	}
	return 0;
}

static int si_acpi_probe(struct platform_device *pdev)
{
	struct si_desc desc = { .source = "acpi" };
	int err;

	if (!ACPI_HANDLE(&pdev->dev))
		return -ENODEV;
	err = si_acpi_type(&pdev->dev, &desc);
	if (err)
		return err;
	err = si_place_from_resources(pdev, &desc.place);
	if (err)
		return err;
	if (si_param_owns(&desc.place))
		return -ENODEV;
	desc.irq = si_irq_from_resources(pdev);
	if (desc.irq < 0)
		return desc.irq;
	err = desc.irq ? 0 : si_acpi_event(&pdev->dev, &desc);
	if (err)
		return err;
	si_smbios_complete(&desc);
	return si_add(&pdev->dev, &desc);
}

static const struct acpi_device_id si_acpi_ids[] = {
	{ "IPI0001" },
	{ }
};
MODULE_DEVICE_TABLE(acpi, si_acpi_ids);

static struct platform_driver si_acpi_driver = {
	.probe = si_acpi_probe,
	.driver = {
		.name = "bmclink_si_acpi",
		.acpi_match_table = si_acpi_ids,
	},
};

/**
 * si_acpi_init - start to look for interfaces in ACPI
 *
 * Return: 0 or a negative error number.
 */
int si_acpi_init(void)
{
	return si_try_acpi ? platform_driver_register(&si_acpi_driver) : 0;
}

/**
 * si_acpi_exit - drop the interfaces found in ACPI
 */
void si_acpi_exit(void)
{
	if (si_try_acpi)
		platform_driver_unregister(&si_acpi_driver);
}
