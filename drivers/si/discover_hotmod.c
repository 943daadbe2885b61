// SPDX-License-Identifier: GPL-2.0-only
/*
 * System interfaces that come and go while the module is loaded, as somebody
 * writes to parameter hotmod.
 *
 * What a text asks for is done as a whole or not at all: first all of it is
 * read, then it is compared with what there is, and what fails after that is
 * undone.
 *
 * Owns the list of interfaces that were added in this way, and its lock; the
 * state of this source is under it too.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "hotmod.h"

#define SI_HOTMOD_NAME	"bmclink_si_hotmod"

/**
 * struct si_hotmod - an interface that was added
 * @node: in si_hotmods
 * @desc: the interface
 * @pdev: its device
 * @result: how its driver's probe ended
 */
struct si_hotmod {
	struct list_head node;
	struct si_desc desc;
	struct platform_device *pdev;
	int result;
};

/**
 * struct si_hotmod_step - an operation, and how to undo it
 * @op: the operation
 * @dev: the device that had the interface which was removed; holds a reference
 * @driver: its driver
 */
struct si_hotmod_step {
	struct si_hotmod_op op;
	struct device *dev;
	struct device_driver *driver;
};

static DEFINE_MUTEX(si_hotmod_lock);
static LIST_HEAD(si_hotmods);
static unsigned int si_hotmod_id;
/* Parameters are written to before the module is there, and until after it has left. */
static enum { SI_HOTMOD_EARLY, SI_HOTMOD_READY, SI_HOTMOD_LATE } si_hotmod_state;
static char *si_hotmod_early;

static int si_hotmod_probe(struct platform_device *pdev)
{
	struct si_hotmod *hot = *(struct si_hotmod **)dev_get_platdata(&pdev->dev);

	hot->result = si_add(&pdev->dev, &hot->desc);
	return hot->result;
}

static struct platform_driver si_hotmod_driver = {
	.probe = si_hotmod_probe,
	.driver = {
		.name = SI_HOTMOD_NAME,
		.probe_type = PROBE_FORCE_SYNCHRONOUS,
	},
};

/* The interface that was added at a place, or NULL. */
static struct si_hotmod *si_hotmod_at(const struct si_place *place)
{
	struct si_hotmod *hot;

	list_for_each_entry(hot, &si_hotmods, node)
		if (si_same_place(&hot->desc.place, place))
			return hot;
	return NULL;
}

static void si_hotmod_drop(struct si_hotmod *hot)
{
	platform_device_unregister(hot->pdev);
	list_del(&hot->node);
	kfree(hot);
}

static int si_hotmod_add(const struct si_desc *desc)
{
	struct si_hotmod *hot = kzalloc(sizeof(*hot), GFP_KERNEL);
	int err;

	if (!hot)
		return -ENOMEM;
	hot->desc = *desc;
	hot->result = -ENXIO;
	hot->pdev = platform_device_register_data(NULL, SI_HOTMOD_NAME, si_hotmod_id, &hot,
						  sizeof(hot));
	if (IS_ERR(hot->pdev)) {
		err = PTR_ERR(hot->pdev);
		kfree(hot);
		return err;
	}
	si_hotmod_id++;
	list_add_tail(&hot->node, &si_hotmods);
	err = hot->result;
	if (err)
		si_hotmod_drop(hot);
	return err;
}

static int si_hotmod_remove(struct si_hotmod_step *step)
{
	const struct si_place *place = &step->op.desc.place;
	struct si_hotmod *hot = si_hotmod_at(place);
	const struct si_type *type;

	if (hot) {
		/* For the undoing */
		step->op.desc = hot->desc;
		si_hotmod_drop(hot);
		return 0;
	}
	step->dev = si_find(place, &type);
	if (!step->dev)
		return -ENODEV;
	step->driver = step->dev->driver;
	device_release_driver(step->dev);
	return 0;
}

static int si_hotmod_do(struct si_hotmod_step *step)
{
	return step->op.add ? si_hotmod_add(&step->op.desc) : si_hotmod_remove(step);
}

static void si_hotmod_undo(struct si_hotmod_step *step)
{
	const struct si_place *place = &step->op.desc.place;
	int err = 0;

	if (step->op.add)
		si_hotmod_drop(si_hotmod_at(place));
	else if (!step->dev)
		err = si_hotmod_add(&step->op.desc);
	else if (step->driver)
		err = device_driver_attach(step->driver, step->dev);
	if (err)
		pr_err("hotmod: the interface at 0x%llx does not come back (error %d)\n",
		       (u64)place->addr, err);
}

/* The kind of interface at the place of step @n when those before it are done, or NULL. */
static const struct si_type *si_hotmod_type_at(const struct si_hotmod_step *steps, unsigned int n)
{
	const struct si_place *place = &steps[n].op.desc.place;
	struct si_hotmod *hot = si_hotmod_at(place);
	const struct si_type *type = NULL;
	unsigned int i;

	if (hot)
		type = hot->desc.type;
	else
		put_device(si_find(place, &type));
	for (i = 0; i < n; i++)
		if (si_same_place(&steps[i].op.desc.place, place))
			type = steps[i].op.add ? steps[i].op.desc.type : NULL;
	return type;
}

/* Can these operations be done, one after the other? */
static int si_hotmod_check(const struct si_hotmod_step *steps, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		const struct si_hotmod_op *op = &steps[i].op;
		const struct si_type *type = si_hotmod_type_at(steps, i);
		u64 addr = op->desc.place.addr;

		if (op->add && type) {
			pr_err("hotmod: operation %u: address: 0x%llx: must not be in use already\n",
			       i + 1, addr);
			return -EBUSY;
		}
		if (!op->add && !type) {
			pr_err("hotmod: operation %u: address: 0x%llx: must be that of an interface in use\n",
			       i + 1, addr);
			return -ENODEV;
		}
		if (!op->add && type != op->desc.type) {
			pr_err("hotmod: operation %u: type: %s: must be %s, as the interface at 0x%llx\n",
			       i + 1, op->desc.type->name, type->name, addr);
			return -EINVAL;
		}
	}
	return 0;
}

static int si_hotmod_do_all(struct si_hotmod_step *steps, unsigned int count)
{
	unsigned int i, done;
	int err;

	err = si_hotmod_check(steps, count);
	if (err)
		return err;
	for (done = 0; done < count; done++) {
		err = si_hotmod_do(&steps[done]);
		if (err)
			break;
	}
	if (err) {
		pr_err("hotmod: operation %u: cannot be done (error %d); nothing has changed\n",
		       done + 1, err);
		while (done--)
			si_hotmod_undo(&steps[done]);
	}
	for (i = 0; i < count; i++)
		put_device(steps[i].dev);
	return err;
}

static int si_hotmod_run(const char *text)
{
	struct si_hotmod_op *ops = kcalloc(SI_HOTMOD_OPS, sizeof(*ops), GFP_KERNEL);
	struct si_hotmod_step *steps = kcalloc(SI_HOTMOD_OPS, sizeof(*steps), GFP_KERNEL);
	char *copy = kstrdup(text, GFP_KERNEL);
	int count = -ENOMEM;
	int i;

	if (ops && steps && copy)
		count = si_hotmod_parse(copy, ops);
	for (i = 0; i < count; i++)
		steps[i].op = ops[i];
	if (count > 0)
		count = si_hotmod_do_all(steps, count);
	kfree(copy);
	kfree(steps);
	kfree(ops);
	return count;
}

static int si_hotmod_set(const char *text, const struct kernel_param *param)
{
	int err = 0;

	mutex_lock(&si_hotmod_lock);
	switch (si_hotmod_state) {
	case SI_HOTMOD_EARLY:
		kfree(si_hotmod_early);
		si_hotmod_early = kstrdup(text, GFP_KERNEL);
		if (!si_hotmod_early)
			err = -ENOMEM;
		break;
	case SI_HOTMOD_READY:
		err = si_hotmod_run(text);
		break;
	case SI_HOTMOD_LATE:
		err = -ENODEV;
		break;
	}
	mutex_unlock(&si_hotmod_lock);
	return err;
}

static const char *const si_hotmod_transports[] = { "kcs", "smic", "bt", NULL };

static int si_hotmod_change(const char *operation)
{
	return si_hotmod_set(operation, NULL);
}

/* By netlink, the same can be asked for. */
static struct bmc_adder si_hotmod_adder = {
	.transports = si_hotmod_transports,
	.change = si_hotmod_change,
};

static void si_hotmod_free(void *arg)
{
	kfree(si_hotmod_early);
}

static const struct kernel_param_ops si_hotmod_ops = {
	.set = si_hotmod_set,
	.free = si_hotmod_free,
};

module_param_cb(hotmod, &si_hotmod_ops, NULL, 0200);
MODULE_PARM_DESC(hotmod,
		 "add|remove,kcs|bt|smic,mem|i/o,ADDRESS[,rsp=][,rsi=][,rsh=][,irq=][,ipmb=][:...]");

/**
 * si_hotmod_init - start to add and remove interfaces when asked to
 *
 * Return: 0 or a negative error number; -EINVAL when the parameter was given at
 * load and breaks a rule.
 */
int si_hotmod_init(void)
{
	int err = platform_driver_register(&si_hotmod_driver);

	if (err)
		return err;
	mutex_lock(&si_hotmod_lock);
	if (si_hotmod_early)
		err = si_hotmod_run(si_hotmod_early);
	si_hotmod_state = err ? SI_HOTMOD_LATE : SI_HOTMOD_READY;
	mutex_unlock(&si_hotmod_lock);
	if (err)
		platform_driver_unregister(&si_hotmod_driver);
	else
		bmc_adder_register(&si_hotmod_adder);
	return err;
}

/**
 * si_hotmod_exit - drop the interfaces that were added
 */
void si_hotmod_exit(void)
{
	struct si_hotmod *hot, *next;

	bmc_adder_unregister(&si_hotmod_adder);
	mutex_lock(&si_hotmod_lock);
	si_hotmod_state = SI_HOTMOD_LATE;
	list_for_each_entry_safe(hot, next, &si_hotmods, node)
		si_hotmod_drop(hot);
	mutex_unlock(&si_hotmod_lock);
	platform_driver_unregister(&si_hotmod_driver);
}
