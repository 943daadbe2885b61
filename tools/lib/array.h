/* SPDX-License-Identifier: GPL-2.0-only */
/* How many elements an array has. */
#ifndef BMC_ARRAY_H
#define BMC_ARRAY_H

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#endif
