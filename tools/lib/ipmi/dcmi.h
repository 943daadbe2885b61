/* SPDX-License-Identifier: GPL-2.0-only */
/* DCMI 1.5: power, asset tag, controller ID, temperatures. */
#ifndef BMC_IPMI_DCMI_H
#define BMC_IPMI_DCMI_H

#include "ipmi.h"

enum ipmi_dcmi_cmd {
	IPMI_DCMI_CAPABILITIES = 0x01,
	IPMI_DCMI_POWER_READING = 0x02,
	IPMI_DCMI_GET_POWER_LIMIT = 0x03,
	IPMI_DCMI_SET_POWER_LIMIT = 0x04,
	IPMI_DCMI_ACTIVATE_POWER_LIMIT = 0x05,
	IPMI_DCMI_GET_ASSET_TAG = 0x06,
	IPMI_DCMI_SET_ASSET_TAG = 0x08,
	IPMI_DCMI_GET_CONTROLLER_ID = 0x09,
	IPMI_DCMI_SET_CONTROLLER_ID = 0x0a,
	IPMI_DCMI_TEMPERATURES = 0x10,
};

#define IPMI_DCMI_GROUP 0xdc
#define IPMI_DCMI_PIECE 16
#define IPMI_DCMI_TAG_MAX 63
#define IPMI_DCMI_ID_MAX 64
#define IPMI_DCMI_NO_LIMIT 0x80
/* What to do when the limit is exceeded. */
#define IPMI_DCMI_POWER_OFF 0x01

/**
 * struct ipmi_dcmi_power - Get Power Reading
 * @now: watts
 * @min: watts
 * @max: watts
 * @average: watts
 * @stamp: time of the reading
 * @window_ms: what minimum, maximum and average are of
 * @active: power is being measured
 */
struct ipmi_dcmi_power {
	uint16_t now;
	uint16_t min;
	uint16_t max;
	uint16_t average;
	uint32_t stamp;
	uint32_t window_ms;
	bool active;
};

/**
 * struct ipmi_dcmi_limit - Get Power Limit
 * @action: what happens when it is exceeded
 * @watts: the limit
 * @correction_ms: how long it may be exceeded
 * @period_s: how long the average is over
 */
struct ipmi_dcmi_limit {
	uint8_t action;
	uint16_t watts;
	uint32_t correction_ms;
	uint16_t period_s;
};

/**
 * struct ipmi_dcmi_temperature - one temperature
 * @celsius: degrees
 * @instance: of the entity
 */
struct ipmi_dcmi_temperature {
	int celsius;
	uint8_t instance;
};

void ipmi_dcmi_encode(struct ipmi_request *rq, uint8_t cmd, const void *data, size_t len);
bool ipmi_dcmi_power_decode(const struct ipmi_response *rs, struct ipmi_dcmi_power *p);
bool ipmi_dcmi_limit_decode(const struct ipmi_response *rs, struct ipmi_dcmi_limit *l);
void ipmi_dcmi_limit_encode(struct ipmi_request *rq, const struct ipmi_dcmi_limit *l);
bool ipmi_dcmi_string_decode(const struct ipmi_response *rs, uint8_t *total, uint8_t *data,
			     size_t *len);
size_t ipmi_dcmi_temperatures_decode(const struct ipmi_response *rs, uint8_t *total,
				     struct ipmi_dcmi_temperature list[8]);
const char *ipmi_dcmi_action_name(uint8_t action);

#endif
