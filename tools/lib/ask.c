// SPDX-License-Identifier: GPL-2.0-only
/* Questions that several commands ask, with their answers taken apart. */
#include "ask.h"

/**
 * bmc_get_device_id() - ask the BMC who it is
 * @bmc: the run
 * @id: what it says
 *
 * Return: 0, or an exit status with the error set.
 */
int bmc_get_device_id(struct bmc *bmc, struct ipmi_device_id *id)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_request_init(&rq, IPMI_NETFN_APP, IPMI_GET_DEVICE_ID);
	rc = bmc_ask(bmc, &rq, &rs, "device ID");
	if (rc)
		return rc;
	return ipmi_device_id_decode(&rs, id) ? 0 : bmc_garbled(bmc, &rs, "device ID");
}

/**
 * bmc_get_chassis_status() - ask for the state of power and chassis
 * @bmc: the run
 * @st: what the BMC says
 *
 * Return: 0, or an exit status with the error set.
 */
int bmc_get_chassis_status(struct bmc *bmc, struct ipmi_chassis_status *st)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_request_init(&rq, IPMI_NETFN_CHASSIS, IPMI_GET_CHASSIS_STATUS);
	rc = bmc_ask(bmc, &rq, &rs, "chassis status");
	if (rc)
		return rc;
	return ipmi_chassis_status_decode(&rs, st) ? 0 : bmc_garbled(bmc, &rs, "chassis status");
}
