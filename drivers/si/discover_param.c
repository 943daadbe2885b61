// SPDX-License-Identifier: GPL-2.0-only
/*
 * System interfaces described by module parameters, with the names and the
 * syntax of the in-tree ipmi_si.
 *
 * Each gets a platform device, so that it can be unbound like any other.  The
 * device has no resources of its own: firmware often describes the same
 * registers, and two devices with the same resources nest in the resource tree
 * in a way that the removal of one breaks.
 *
 * Owns the descriptions and their devices, both written at load only.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include "params.h"

#define SI_PARAM_NAME	"bmclink_si_param"

static char type[SI_TYPES_MAX];
static unsigned int ports[SI_PARAMS];
static unsigned long addrs[SI_PARAMS];
static int irqs[SI_PARAMS];
static int regspacings[SI_PARAMS];
static int regsizes[SI_PARAMS];
static int regshifts[SI_PARAMS];
static int slave_addrs[SI_PARAMS];

module_param_string(type, type, sizeof(type), 0444);
MODULE_PARM_DESC(type,
		 "kinds of interfaces, with commas: kcs (default), bt, smic, invalid = leave alone");
module_param_hw_array(ports, uint, ioport, NULL, 0444);
MODULE_PARM_DESC(ports, "I/O port of each interface, 0 if it is in memory");
module_param_hw_array(addrs, ulong, iomem, NULL, 0444);
MODULE_PARM_DESC(addrs, "memory address of each interface, 0 if it has I/O ports");
module_param_hw_array(irqs, int, irq, NULL, 0444);
MODULE_PARM_DESC(irqs, "interrupt of each interface, 0 (default) for none");
module_param_hw_array(regspacings, int, other, NULL, 0444);
MODULE_PARM_DESC(regspacings, "bytes from one register to the next (default: regsizes)");
module_param_hw_array(regsizes, int, other, NULL, 0444);
MODULE_PARM_DESC(regsizes, "bytes in a register: 1 (default), 2, 4 or 8");
module_param_hw_array(regshifts, int, other, NULL, 0444);
MODULE_PARM_DESC(regshifts, "position of the byte in a register, in bits (default 0)");
module_param_hw_array(slave_addrs, int, other, NULL, 0444);
MODULE_PARM_DESC(slave_addrs, "IPMB address of the BMC behind each interface (default 0x20)");

static struct si_desc si_param_descs[SI_PARAMS];
static struct platform_device *si_param_devices[SI_PARAMS];
static unsigned int si_param_count;

static int si_param_probe(struct platform_device *pdev)
{
	return si_add(&pdev->dev, &si_param_descs[pdev->id]);
}

static struct platform_driver si_param_driver = {
	.probe = si_param_probe,
	.driver = {
		.name = SI_PARAM_NAME,
	},
};

/**
 * si_param_owns - look whether the user has said what to do with an interface
 * @place: where its registers are
 *
 * Return: true when a parameter names that address: what firmware says of it
 * does not count then.
 */
bool si_param_owns(const struct si_place *place)
{
	unsigned int i;

	for (i = 0; i < si_param_count; i++)
		if (si_same_place(&si_param_descs[i].place, place))
			return true;
	return false;
}

static void si_param_remove_devices(void)
{
	unsigned int i;

	for (i = 0; i < SI_PARAMS; i++)
		platform_device_unregister(si_param_devices[i]);
}

static int si_param_add_devices(void)
{
	unsigned int i;

	for (i = 0; i < si_param_count; i++) {
		struct platform_device *pdev;

		if (!si_param_descs[i].type)
			continue;
		pdev = platform_device_register_simple(SI_PARAM_NAME, i, NULL, 0);
		if (IS_ERR(pdev)) {
			si_param_remove_devices();
			return PTR_ERR(pdev);
		}
		si_param_devices[i] = pdev;
	}
	return 0;
}

/**
 * si_param_init - put the interfaces that parameters describe to use
 *
 * Return: 0, also when there are none; -EINVAL when a parameter breaks a rule,
 * or another negative error number.
 */
int si_param_init(void)
{
	const struct si_params params = {
		.type = type,
		.ports = ports,
		.addrs = addrs,
		.irqs = irqs,
		.regspacings = regspacings,
		.regsizes = regsizes,
		.regshifts = regshifts,
		.slave_addrs = slave_addrs,
	};
	int count = si_params_parse(&params, si_param_descs);
	int err;

	if (count < 0)
		return count;
	si_param_count = count;
	err = platform_driver_register(&si_param_driver);
	if (err)
		return err;
	err = si_param_add_devices();
	if (err)
		platform_driver_unregister(&si_param_driver);
	return err;
}

/**
 * si_param_exit - drop the interfaces that parameters describe
 */
void si_param_exit(void)
{
	si_param_remove_devices();
	platform_driver_unregister(&si_param_driver);
}
