/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For kernels on which class_create() is a macro that wants the module as well.
 * Kbuild finds that out.
 */
#ifndef BMCLINK_COMPAT_LINUX_DEVICE_CLASS_H
#define BMCLINK_COMPAT_LINUX_DEVICE_CLASS_H

#include <linux/export.h>

#include_next <linux/device/class.h>

static inline struct class *bmclink_compat_class_create(const char *name)
{
	return class_create(THIS_MODULE, name);
}

#undef class_create
#define class_create(name) bmclink_compat_class_create(name)

#endif
