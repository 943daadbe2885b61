/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A link without thread, number and device node, for the tests of transports:
 * the test plays the thread, on whatever clock it likes.
 */
#ifndef BMCLINK_CORE_LAB_H
#define BMCLINK_CORE_LAB_H

#include "transport.h"

struct bmc_lab;

struct bmc_lab *bmc_lab_new(const struct bmc_transport *transport, void *priv,
			    const struct bmc_clock *clock);
void bmc_lab_free(struct bmc_lab *lab);
void bmc_lab_turn(struct bmc_lab *lab);
bool bmc_lab_up(const struct bmc_lab *lab);
void bmc_lab_listen(struct bmc_lab *lab);
int bmc_lab_ask(struct bmc_lab *lab, const u8 *data, unsigned int len);

#endif
