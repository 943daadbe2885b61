// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/class/bmclink/ipmiN: what is known of a link without asking its BMC.
 */
#include <linux/math64.h>
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
	return sysfs_emit(buf, "%d\n", READ_ONCE(to_link(dev)->irq));
}
static DEVICE_ATTR_RO(irq);

/* The next three in the in-tree driver's names and formats. */
static ssize_t nr_users_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n", bmc_clients_count(to_link(dev)));
}
static DEVICE_ATTR_RO(nr_users);

static ssize_t nr_msgs_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", atomic_read(&to_link(dev)->nr_msgs));
}
static DEVICE_ATTR_RO(nr_msgs);

static ssize_t maintenance_mode_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	enum bmc_maintenance_state state;
	u64 left;

	state = bmc_maintenance_state(to_link(dev), &left);
	return sysfs_emit(buf, "%u %llu\n", state, div_u64(left, NSEC_PER_MSEC));
}
static DEVICE_ATTR_RO(maintenance_mode);

/*
 * What the BMC said of itself, in the in-tree driver's formats.  What it did not
 * say, or not yet, has no data.
 */
static bool known(const struct bmc_identity *id)
{
	return id->ipmi_version;
}

#define BMC_IDENTITY_SHOW(name, given, fmt, ...)					\
static ssize_t name##_show(struct device *dev, struct device_attribute *attr, char *buf) \
{											\
	struct bmc_identity id;								\
	u8 guid[16];									\
											\
	bmc_identity_get(to_link(dev), &id, guid);					\
	if (!(given))									\
		return -ENODATA;							\
	return sysfs_emit(buf, fmt "\n", __VA_ARGS__);					\
}

BMC_IDENTITY_SHOW(device_id, known(&id), "%u", id.device_id)
static DEVICE_ATTR_RO(device_id);

BMC_IDENTITY_SHOW(provides_device_sdrs, known(&id), "%u", id.device_rev >> 7)
static DEVICE_ATTR_RO(provides_device_sdrs);

BMC_IDENTITY_SHOW(revision, known(&id), "%u", id.device_rev & 0xf)
static DEVICE_ATTR_RO(revision);

BMC_IDENTITY_SHOW(firmware_revision, known(&id), "%u.%x",
		  id.firmware_major & 0x7f, id.firmware_minor)
static DEVICE_ATTR_RO(firmware_revision);

BMC_IDENTITY_SHOW(ipmi_version, known(&id), "%u.%u",
		  id.ipmi_version & 0xf, id.ipmi_version >> 4)
static DEVICE_ATTR_RO(ipmi_version);

BMC_IDENTITY_SHOW(additional_device_support, known(&id), "0x%02x", id.support)
static DEVICE_ATTR_RO(additional_device_support);

BMC_IDENTITY_SHOW(manufacturer_id, known(&id), "0x%06x", id.manufacturer)
static DEVICE_ATTR_RO(manufacturer_id);

BMC_IDENTITY_SHOW(product_id, known(&id), "0x%04x", id.product)
static DEVICE_ATTR_RO(product_id);

BMC_IDENTITY_SHOW(aux_firmware_revision, id.has_aux, "0x%02x 0x%02x 0x%02x 0x%02x",
		  id.aux[3], id.aux[2], id.aux[1], id.aux[0])
static DEVICE_ATTR_RO(aux_firmware_revision);

BMC_IDENTITY_SHOW(guid, memchr_inv(guid, 0, sizeof(guid)), "%pUl", guid)
static DEVICE_ATTR_RO(guid);

static struct attribute *bmc_identity_attrs[] = {
	&dev_attr_device_id.attr,
	&dev_attr_provides_device_sdrs.attr,
	&dev_attr_revision.attr,
	&dev_attr_firmware_revision.attr,
	&dev_attr_ipmi_version.attr,
	&dev_attr_additional_device_support.attr,
	&dev_attr_manufacturer_id.attr,
	&dev_attr_product_id.attr,
	&dev_attr_aux_firmware_revision.attr,
	&dev_attr_guid.attr,
	NULL,
};

static const struct attribute_group bmc_identity_group = {
	.attrs = bmc_identity_attrs,
};

static struct attribute *bmc_link_attrs[] = {
	&dev_attr_health.attr,
	&dev_attr_transport.attr,
	&dev_attr_address.attr,
	&dev_attr_source.attr,
	&dev_attr_irq.attr,
	&dev_attr_nr_users.attr,
	&dev_attr_nr_msgs.attr,
	&dev_attr_maintenance_mode.attr,
	NULL,
};

static const struct attribute_group bmc_link_group = {
	.attrs = bmc_link_attrs,
};

const struct attribute_group *bmc_link_groups[] = {
	&bmc_link_group,
	&bmc_identity_group,
	NULL,
};
