/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System interfaces that come and go by parameter hotmod: from text to operations.
 */
#ifndef BMCLINK_SI_HOTMOD_H
#define BMCLINK_SI_HOTMOD_H

#include <linux/types.h>

#include "si.h"

/* How many operations one text can have. */
#define SI_HOTMOD_OPS	16

/**
 * struct si_hotmod_op - one operation
 * @add: put the interface to use; else do without it
 * @desc: the interface
 */
struct si_hotmod_op {
	bool add;
	struct si_desc desc;
};

int si_hotmod_parse(char *text, struct si_hotmod_op ops[SI_HOTMOD_OPS]);

#endif
