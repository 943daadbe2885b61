// SPDX-License-Identifier: GPL-2.0-only
/*
 * System interfaces with registers, from description to link.
 *
 * Owns the list of interfaces in use, keyed by where their registers are, and
 * its lock: the same interface is often described twice, by ACPI and SMBIOS,
 * and must be driven once.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "si.h"

/**
 * struct si_device - one system interface in use
 * @node: in si_devices
 * @dev: the device that describes it
 * @desc: the description
 * @regs: access to its registers
 * @kcs: state of the transport, if that is KCS
 * @bt: the same for BT
 * @smic: the same for SMIC
 * @link: the router's view of it; NULL until registered, and when it goes away
 * @link_lock: protects @link and keeps the link there for the interrupt's part
 * @irq: its interrupt, if it has one
 */
struct si_device {
	struct list_head node;
	struct device *dev;
	struct si_desc desc;
	struct si_regs regs;
	union {
		struct kcs kcs;
		struct bt bt;
		struct smic smic;
	};
	struct bmc_link *link;
	spinlock_t link_lock;	/* see above */
	struct si_irq irq;
};

static struct si_device *si_of_irq(struct si_irq *irq)
{
	return container_of(irq, struct si_device, irq);
}

static void si_irq_kick(struct si_irq *irq)
{
	struct si_device *si = si_of_irq(irq);
	unsigned long flags;

	spin_lock_irqsave(&si->link_lock, flags);
	if (si->link)
		bmc_link_interrupt(si->link);
	spin_unlock_irqrestore(&si->link_lock, flags);
}

static void si_irq_lost(struct si_irq *irq)
{
	struct si_device *si = si_of_irq(irq);

	dev_warn(si->dev, "interrupt %u comes without end, and not from here; polling instead\n",
		 irq->number);
	/* The thread does not let the BMC raise it again, either. */
	if (irq->user->quiet) {
		WRITE_ONCE(si->bt.irq, false);
		irq->user->quiet(&si->regs, false);
	}
	spin_lock_irq(&si->link_lock);
	if (si->link)
		bmc_link_lost_interrupt(si->link);
	spin_unlock_irq(&si->link_lock);
}

static const struct si_irq_user si_kcs_irq_user = {
	.raised = kcs_raises_interrupt,
	.kick = si_irq_kick,
	.lost = si_irq_lost,
};

static const struct si_irq_user si_smic_irq_user = {
	.raised = smic_raises_interrupt,
	.kick = si_irq_kick,
	.lost = si_irq_lost,
};

static const struct si_irq_user si_bt_irq_user = {
	.raised = bt_raises_interrupt,
	.quiet = bt_quiet_interrupt,
	.kick = si_irq_kick,
	.lost = si_irq_lost,
};

static const struct si_type si_types[] = {
	{ .name = "kcs", .code = 1, .registers = KCS_REGISTERS, .transport = &kcs_transport,
	  .irq_user = &si_kcs_irq_user },
	{ .name = "smic", .code = 2, .registers = SMIC_REGISTERS, .transport = &smic_transport,
	  .irq_user = &si_smic_irq_user },
	{ .name = "bt", .code = 3, .registers = BT_REGISTERS, .transport = &bt_transport,
	  .irq_user = &si_bt_irq_user },
};

static LIST_HEAD(si_devices);
static DEFINE_MUTEX(si_devices_lock);

/**
 * si_type_by_name - find a kind of system interface
 * @name: as users write it; need not end in a NUL
 * @len: its length
 *
 * Return: the type, or NULL.
 */
const struct si_type *si_type_by_name(const char *name, size_t len)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(si_types); i++)
		if (strlen(si_types[i].name) == len && !memcmp(si_types[i].name, name, len))
			return &si_types[i];
	return NULL;
}

/**
 * si_type_by_code - find a kind of system interface
 * @code: as in ACPI _IFT and SMBIOS type 38
 *
 * Return: the type, or NULL.
 */
const struct si_type *si_type_by_code(unsigned long long code)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(si_types); i++)
		if (si_types[i].code == code)
			return &si_types[i];
	return NULL;
}

/**
 * si_kcs - the KCS interface behind a link
 * @link: a link that si_add() has made
 *
 * Return: its state.
 */
struct kcs *si_kcs(struct bmc_link *link)
{
	struct si_device *si = bmc_link_priv(link);

	/* Only now, as the link's thread may run before its maker knows the link. */
	si->kcs.wait = bmc_link_wait(link);
	return &si->kcs;
}

/**
 * si_bt - the BT interface behind a link
 * @link: a link that si_add() has made
 *
 * Return: its state.
 */
struct bt *si_bt(struct bmc_link *link)
{
	struct si_device *si = bmc_link_priv(link);

	si->bt.wait = bmc_link_wait(link);
	si->bt.owner = link;
	si->bt.wanted = bt_link_wanted;
	return &si->bt;
}

/**
 * si_smic - the SMIC interface behind a link
 * @link: a link that si_add() has made
 *
 * Return: its state.
 */
struct smic *si_smic(struct bmc_link *link)
{
	struct si_device *si = bmc_link_priv(link);

	si->smic.wait = bmc_link_wait(link);
	return &si->smic;
}

/* The interface in use at a place, or NULL.  With si_devices_lock held. */
static struct si_device *si_at(const struct si_place *place)
{
	struct si_device *si;

	list_for_each_entry(si, &si_devices, node)
		if (si_same_place(&si->desc.place, place))
			return si;
	return NULL;
}

/**
 * si_in_use - look whether an interface is in use already
 * @place: where its registers are
 *
 * For sources that touch registers before si_add(), which looks again.
 *
 * Context: may sleep.
 * Return: true when it is.
 */
bool si_in_use(const struct si_place *place)
{
	bool found;

	mutex_lock(&si_devices_lock);
	found = si_at(place);
	mutex_unlock(&si_devices_lock);
	return found;
}

/**
 * si_find - find an interface in use
 * @place: where its registers are
 * @type: its kind, when there is one
 *
 * Context: may sleep.
 * Return: the device that describes it, with a reference, or NULL.
 */
struct device *si_find(const struct si_place *place, const struct si_type **type)
{
	struct device *dev = NULL;
	struct si_device *si;

	mutex_lock(&si_devices_lock);
	si = si_at(place);
	if (si) {
		*type = si->desc.type;
		dev = get_device(si->dev);
	}
	mutex_unlock(&si_devices_lock);
	return dev;
}

/* Enter an interface in the list, unless it is there already. */
static int si_enter(struct si_device *si)
{
	struct si_device *other;

	mutex_lock(&si_devices_lock);
	other = si_at(&si->desc.place);
	if (other)
		dev_dbg(si->dev, "the same interface as %s\n", dev_name(other->dev));
	else
		list_add_tail(&si->node, &si_devices);
	mutex_unlock(&si_devices_lock);
	return other ? -ENODEV : 0;
}

static void si_leave(void *data)
{
	struct si_device *si = data;

	mutex_lock(&si_devices_lock);
	list_del(&si->node);
	mutex_unlock(&si_devices_lock);
}

/**
 * si_arm_interrupt - let the next interrupt come
 * @link: a link that si_add() has made
 * @working: a transfer is going on
 *
 * Every interrupt must be armed; polling works without.
 *
 * Context: the link's thread.
 */
void si_arm_interrupt(struct bmc_link *link, bool working)
{
	struct si_device *si = bmc_link_priv(link);

	/* In a panic somebody may hold the lock for ever. */
	if (!bmc_wait_seized(bmc_link_wait(link)))
		si_irq_arm(&si->irq, working);
}

/* An interrupt of Linux is the better known way.  Return: true when there is one now. */
static bool si_claim_irq(struct si_device *si)
{
	const struct si_desc *desc = &si->desc;
	int err;

	if (!desc->irq && !desc->line)
		return false;
	si->irq.user = desc->type->irq_user;
	si->irq.regs = &si->regs;
	si->irq.line = desc->irq ? &si_linux_line : desc->line;
	si->irq.number = desc->irq ?: desc->line_number;
	/* Before, as the line may be lost at once. */
	if (desc->type->transport == &bt_transport)
		si->bt.irq = true;
	err = si_irq_init(&si->irq);
	if (!err)
		return true;
	if (desc->type->transport == &bt_transport)
		si->bt.irq = false;
	dev_warn(si->dev, "no interrupt %u (error %d); polling instead\n", si->irq.number, err);
	return false;
}

/* The handler and its work see the link, or a link that is not there. */
static void si_set_link(struct si_device *si, struct bmc_link *link)
{
	spin_lock_irq(&si->link_lock);
	si->link = link;
	spin_unlock_irq(&si->link_lock);
}

/*
 * The thread first: then nothing raises the interrupt while its line is let go, but what
 * the thread has left behind.
 */
static void si_remove(void *data)
{
	struct si_device *si = data;
	struct bmc_link *link = si->link;

	si_set_link(si, NULL);
	bmc_link_unregister(link);
	si_irq_exit(&si->irq);
}

static int si_register(struct si_device *si)
{
	struct si_desc *desc = &si->desc;
	struct bmc_link_desc link_desc = {
		.source = desc->source,
		.slave_addr = desc->slave_addr,
	};
	struct bmc_link *link;
	char address[24];
	bool has_irq;

	/* Before the link, which tells its users whether there is an interrupt. */
	has_irq = si_claim_irq(si);
	snprintf(address, sizeof(address), "%s 0x%llx",
		 desc->place.space == SI_PORT ? "i/o" : "mem", (u64)desc->place.addr);
	link_desc.address = address;
	link_desc.irq = has_irq ? desc->irq : 0;
	link = bmc_link_register(si->dev, desc->type->transport, si, &link_desc);
	if (IS_ERR(link)) {
		si_irq_exit(&si->irq);
		return PTR_ERR(link);
	}
	si_set_link(si, link);
	if (has_irq && si_irq_is_lost(&si->irq))
		bmc_link_lost_interrupt(link);
	return devm_add_action_or_reset(si->dev, si_remove, si);
}

/**
 * si_add - put a system interface to use
 * @dev: the device that describes it, in its driver's probe; the interface
 *	goes away when the driver leaves the device
 * @desc: the description; copied
 *
 * Does not touch the hardware: the link's thread will find out what is there.
 *
 * Context: may sleep.
 * Return: 0, -ENODEV when the interface is in use already or of a kind that
 * cannot be driven, -EINVAL the description makes no sense, -EBUSY somebody
 * else has the registers, -ENOMEM.
 */
int si_add(struct device *dev, const struct si_desc *desc)
{
	const char *fault = si_place_fault(&desc->place, desc->type->registers);
	struct si_device *si;
	int err;

	if (!desc->type->transport) {
		dev_dbg(dev, "%s interfaces cannot be driven\n", desc->type->name);
		return -ENODEV;
	}
	if (fault) {
		dev_err(dev, "%s interface at 0x%llx, spacing %u, size %u, shift %u: %s\n",
			desc->type->name, (u64)desc->place.addr, desc->place.spacing,
			desc->place.size, desc->place.shift, fault);
		return -EINVAL;
	}
	si = devm_kzalloc(dev, sizeof(*si), GFP_KERNEL);
	if (!si)
		return -ENOMEM;
	si->dev = dev;
	si->desc = *desc;
	spin_lock_init(&si->link_lock);
	err = si_enter(si);
	if (err)
		return err;
	err = devm_add_action_or_reset(dev, si_leave, si);
	if (err)
		return err;
	err = si_regs_init(&si->regs, &desc->place);
	if (err)
		return err;
	err = si_regs_claim(dev, &si->regs, desc->type->registers);
	if (err) {
		dev_err(dev, "cannot have the registers at 0x%llx: %s\n", (u64)desc->place.addr,
			err == -EBUSY ? "another driver has them" : "out of memory");
		return err;
	}
	if (desc->type->transport == &bt_transport)
		bt_init(&si->bt, &si->regs);
	else if (desc->type->transport == &smic_transport)
		si->smic.regs = &si->regs;
	else
		si->kcs.regs = &si->regs;
	return si_register(si);
}

/**
 * si_place_from_resources - find the registers among the resources of a device
 * @pdev: the device
 * @place: filled in, with 8-bit registers; the second resource, if there is
 *	one, is the second register
 *
 * Return: 0, or -EINVAL when the device has no ports and no memory.
 */
int si_place_from_resources(struct platform_device *pdev, struct si_place *place)
{
	struct resource *first = platform_get_mem_or_io(pdev, 0);
	struct resource *second = platform_get_mem_or_io(pdev, 1);

	if (!first) {
		dev_err(&pdev->dev, "no I/O ports and no memory are given\n");
		return -EINVAL;
	}
	*place = (struct si_place){
		.space = resource_type(first) == IORESOURCE_IO ? SI_PORT : SI_MEM,
		.addr = first->start,
		.spacing = 1,
		.size = 1,
	};
	if (second && resource_type(second) == resource_type(first) &&
	    second->start > first->start)
		place->spacing = min_t(resource_size_t, second->start - first->start, UINT_MAX);
	return 0;
}

static int si_read_property(const struct fwnode_handle *fwnode, const char *name,
			    unsigned int *value)
{
	u32 number;

	if (!fwnode_property_present(fwnode, name))
		return 0;
	if (fwnode_property_read_u32(fwnode, name, &number)) {
		pr_err("%pfw: %s: must be a number\n", fwnode, name);
		return -EINVAL;
	}
	*value = number;
	return 0;
}

/**
 * si_place_from_properties - what else a device says of its registers
 * @fwnode: where it says so, as device trees do
 * @place: from si_place_from_resources(); completed
 *
 * Return: 0, or -EINVAL when a property is not a number.
 */
int si_place_from_properties(const struct fwnode_handle *fwnode, struct si_place *place)
{
	int err;

	err = si_read_property(fwnode, "reg-size", &place->size);
	/* Registers that are as close as possible, unless it is said otherwise. */
	if (!err && place->spacing < place->size)
		place->spacing = place->size;
	if (!err)
		err = si_read_property(fwnode, "reg-spacing", &place->spacing);
	if (!err)
		err = si_read_property(fwnode, "reg-shift", &place->shift);
	return err;
}

/**
 * si_irq_from_resources - find the interrupt of a device
 * @pdev: the device
 *
 * Return: Linux interrupt number, 0 when there is none that can be used,
 * -EPROBE_DEFER.
 */
int si_irq_from_resources(struct platform_device *pdev)
{
	int irq = platform_get_irq_optional(pdev, 0);

	if (irq > 0 || irq == -EPROBE_DEFER)
		return irq;
	return 0;
}

/*
 * Where interfaces are looked for, in that order: what users say overrides
 * firmware; of firmware, ACPI is more trustworthy.
 */
static const struct si_source {
	int (*init)(void);
	void (*exit)(void);
} si_sources[] = {
	{ si_param_init, si_param_exit },
	{ si_acpi_init, si_acpi_exit },
	{ si_smbios_init, si_smbios_exit },
	{ si_pci_init, si_pci_exit },
	{ si_of_init, si_of_exit },
	{ si_hotmod_init, si_hotmod_exit },
};

static void si_sources_exit(unsigned int count)
{
	while (count--)
		si_sources[count].exit();
}

static bool si_unload_when_empty;
module_param_named(unload_when_empty, si_unload_when_empty, bool, 0444);
MODULE_PARM_DESC(unload_when_empty, "fail to load when no interface is found (default no)");

static bool si_empty(void)
{
	bool empty;

	mutex_lock(&si_devices_lock);
	empty = list_empty(&si_devices);
	mutex_unlock(&si_devices_lock);
	return empty;
}

static int __init si_init(void)
{
	unsigned int i;
	int err = 0;

	for (i = 0; !err && i < ARRAY_SIZE(si_sources); i++)
		err = si_sources[i].init();
	if (err) {
		si_sources_exit(i - 1);
		return err;
	}
	if (si_unload_when_empty && si_empty()) {
		pr_info("no interface is found, and unload_when_empty is set\n");
		si_sources_exit(i);
		return -ENODEV;
	}
	return 0;
}

static void __exit si_exit(void)
{
	si_sources_exit(ARRAY_SIZE(si_sources));
}

module_init(si_init);
module_exit(si_exit);
MODULE_LICENSE("GPL");
MODULE_AUTHOR("bmclink");
MODULE_DESCRIPTION("IPMI system interfaces with registers: KCS, BT, SMIC");
