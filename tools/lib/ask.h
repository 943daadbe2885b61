/* SPDX-License-Identifier: GPL-2.0-only */
/* Questions that several commands ask, with their answers taken apart. */
#ifndef BMC_ASK_H
#define BMC_ASK_H

#include "device.h"
#include "ipmi/app.h"
#include "ipmi/chassis.h"

int bmc_get_device_id(struct bmc *bmc, struct ipmi_device_id *id);
int bmc_get_chassis_status(struct bmc *bmc, struct ipmi_chassis_status *st);

#endif
