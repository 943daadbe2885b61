/* SPDX-License-Identifier: GPL-2.0-only */
/* What a file opened for reading only may ask. */
#ifndef BMCLINK_ACCESS_H
#define BMCLINK_ACCESS_H

#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/types.h>

bool bmc_access_reads(u8 netfn, u8 cmd, const u8 *data, unsigned int len);

#endif
