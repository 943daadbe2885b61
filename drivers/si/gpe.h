/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Interrupts that come as ACPI general purpose events.
 */
#ifndef BMCLINK_SI_GPE_H
#define BMCLINK_SI_GPE_H

#include "irq.h"

extern const struct si_line si_gpe_line;

#endif
