/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For kernels on which the probe function of struct i2c_driver that has one
 * argument is the member probe_new.  Kbuild finds that out.
 */
#ifndef BMCLINK_COMPAT_LINUX_I2C_H
#define BMCLINK_COMPAT_LINUX_I2C_H

#include_next <linux/i2c.h>

/* No other kind of driver can be in a file that includes this one. */
#define probe probe_new

#endif
