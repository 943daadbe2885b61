/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef BMC_FILE_H
#define BMC_FILE_H

#include <stdbool.h>
#include <stddef.h>

bool bmc_write_all(int fd, const void *data, size_t len);

#endif
