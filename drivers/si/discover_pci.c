// SPDX-License-Identifier: GPL-2.0-only
/*
 * System interfaces on PCI: class 0C07h, kind by programming interface.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/device.h>
#include <linux/module.h>
#include <linux/pci.h>

#include "si.h"

/* Says so with a programming interface of IPMI, in a class of its own. */
#define PCI_DEVICE_ID_HP_MMC		0x121a
/* Calls itself a KCS interface, and is none. */
#define PCI_DEVICE_ID_REALTEK_VIRTUAL	0x816c

/* The registers are behind this one. */
#define SI_BAR	0

static bool si_try_pci = true;
module_param_named(trypci, si_try_pci, bool, 0444);
MODULE_PARM_DESC(trypci, "use the interfaces on PCI (default yes)");

static const struct pci_device_id si_pci_refused[] = {
	{ PCI_VDEVICE(REALTEK, PCI_DEVICE_ID_REALTEK_VIRTUAL) },
	{ }
};

static const struct si_type *si_pci_type(const struct pci_dev *pdev)
{
	static const char *const names[] = { "smic", "kcs", "bt" };
	unsigned int interface = pdev->class & 0xff;

	if (interface >= ARRAY_SIZE(names))
		return NULL;
	return si_type_by_name(names[interface], strlen(names[interface]));
}

static int si_pci_place(struct pci_dev *pdev, struct si_place *place)
{
	if (!pci_resource_len(pdev, SI_BAR)) {
		dev_err(&pdev->dev, "BAR %d is empty: it must hold the registers\n", SI_BAR);
		return -EINVAL;
	}
	*place = (struct si_place){
		.space = pci_resource_flags(pdev, SI_BAR) & IORESOURCE_IO ? SI_PORT : SI_MEM,
		.addr = pci_resource_start(pdev, SI_BAR),
		.spacing = 1,
		.size = 1,
	};
	return 0;
}

/*
 * Neither class nor BAR tell how far apart the registers of a KCS interface are.
 * Registers that cannot be had for a try are none of ours; si_add() will say so.
 */
static void si_pci_find_spacing(struct pci_dev *pdev, struct si_place *place)
{
	unsigned int room = min_t(resource_size_t, pci_resource_len(pdev, SI_BAR),
				  KCS_SPACING_TRIED + 1);
	void *group = devres_open_group(&pdev->dev, NULL, GFP_KERNEL);
	struct si_regs regs;

	if (!group)
		return;
	if (!si_regs_init(&regs, place) && !si_regs_claim(&pdev->dev, &regs, room))
		place->spacing = kcs_find_spacing(&regs, room);
	devres_release_group(&pdev->dev, group);
}

static int si_pci_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct si_desc desc = { .source = "pci" };
	int err;

	if (pci_match_id(si_pci_refused, pdev))
		return -ENODEV;
	desc.type = si_pci_type(pdev);
	if (!desc.type) {
		dev_info(&pdev->dev, "no known IPMI interface: class 0x%06x\n", pdev->class);
		return -ENODEV;
	}
	err = pcim_enable_device(pdev);
	if (err) {
		dev_err(&pdev->dev, "cannot be enabled (error %d)\n", err);
		return err;
	}
	err = si_pci_place(pdev, &desc.place);
	if (err)
		return err;
	if (si_param_owns(&desc.place) || si_in_use(&desc.place))
		return -ENODEV;
	if (desc.type->transport == &kcs_transport)
		si_pci_find_spacing(pdev, &desc.place);
	/* Without a pin the number means nothing. */
	if (pdev->pin && pdev->irq != IRQ_NOTCONNECTED)
		desc.irq = pdev->irq;
	return si_add(&pdev->dev, &desc);
}

static const struct pci_device_id si_pci_ids[] = {
	{ PCI_VDEVICE(HP, PCI_DEVICE_ID_HP_MMC) },
	{ PCI_DEVICE_CLASS(PCI_CLASS_SERIAL_IPMI_SMIC, ~0) },
	{ PCI_DEVICE_CLASS(PCI_CLASS_SERIAL_IPMI_KCS, ~0) },
	{ PCI_DEVICE_CLASS(PCI_CLASS_SERIAL_IPMI_BT, ~0) },
	{ }
};
MODULE_DEVICE_TABLE(pci, si_pci_ids);

static struct pci_driver si_pci_driver = {
	.name = "bmclink_si_pci",
	.id_table = si_pci_ids,
	.probe = si_pci_probe,
};

/**
 * si_pci_init - start to look for interfaces on PCI
 *
 * Return: 0 or a negative error number.
 */
int si_pci_init(void)
{
	return si_try_pci ? pci_register_driver(&si_pci_driver) : 0;
}

/**
 * si_pci_exit - drop the interfaces found on PCI
 */
void si_pci_exit(void)
{
	if (si_try_pci)
		pci_unregister_driver(&si_pci_driver);
}
