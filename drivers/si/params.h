/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System interfaces described by module parameters: from text to description.
 */
#ifndef BMCLINK_SI_PARAMS_H
#define BMCLINK_SI_PARAMS_H

#include <linux/types.h>

#include "si.h"

/* How many interfaces the parameters can describe. */
#define SI_PARAMS	4
/* Room for that many kinds of interfaces. */
#define SI_TYPES_MAX	40

/**
 * struct si_params - module parameters as the kernel has parsed them
 * @type: kinds of interfaces, separated by commas; empty means kcs
 * @ports: address of interface i if it has I/O ports, else 0
 * @addrs: address of interface i if it is in memory, else 0
 * @irqs: interrupt of interface i, 0 for none
 * @regspacings: bytes from one register to the next, 0 for the register size
 * @regsizes: bytes in a register, 0 for 1
 * @regshifts: position of the byte in a register, in bits
 * @slave_addrs: IPMB address of the BMC, 0 for the usual one
 *
 * The arrays have SI_PARAMS elements; what is not given is 0.
 */
struct si_params {
	const char *type;
	const unsigned int *ports;
	const unsigned long *addrs;
	const int *irqs;
	const int *regspacings;
	const int *regsizes;
	const int *regshifts;
	const int *slave_addrs;
};

int si_params_parse(const struct si_params *params, struct si_desc descs[SI_PARAMS]);

#endif
