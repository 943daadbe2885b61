// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/class/bmclink/ipmiN: what is known of a link without asking its BMC.
 */
#include <linux/sysfs.h>

#include "core.h"

#define to_link(d) container_of(d, struct bmc_link, dev)

static ssize_t health_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", bmc_health_name(READ_ONCE(to_link(dev)->health)));
}
static DEVICE_ATTR_RO(health);

static ssize_t transport_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", to_link(dev)->transport->name);
}
static DEVICE_ATTR_RO(transport);

static ssize_t address_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", to_link(dev)->address);
}
static DEVICE_ATTR_RO(address);

static ssize_t source_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", to_link(dev)->source);
}
static DEVICE_ATTR_RO(source);

static ssize_t irq_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", to_link(dev)->irq);
}
static DEVICE_ATTR_RO(irq);

static struct attribute *bmc_link_attrs[] = {
	&dev_attr_health.attr,
	&dev_attr_transport.attr,
	&dev_attr_address.attr,
	&dev_attr_source.attr,
	&dev_attr_irq.attr,
	NULL,
};

static const struct attribute_group bmc_link_group = {
	.attrs = bmc_link_attrs,
};

const struct attribute_group *bmc_link_groups[] = {
	&bmc_link_group,
	NULL,
};
