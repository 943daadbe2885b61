/* SPDX-License-Identifier: GPL-2.0-only */
/* Chassis commands (section 28). */
#ifndef BMC_IPMI_CHASSIS_H
#define BMC_IPMI_CHASSIS_H

#include "ipmi.h"

enum ipmi_chassis_control {
	IPMI_CHASSIS_OFF = 0,
	IPMI_CHASSIS_ON = 1,
	IPMI_CHASSIS_CYCLE = 2,
	IPMI_CHASSIS_RESET = 3,
	IPMI_CHASSIS_NMI = 4,
	IPMI_CHASSIS_SOFT = 5,
};

enum ipmi_identify {
	IPMI_IDENTIFY_OFF = 0,
	IPMI_IDENTIFY_TIMED = 1,
	IPMI_IDENTIFY_FOREVER = 2,
	IPMI_IDENTIFY_RESERVED = 3,
	IPMI_IDENTIFY_UNKNOWN = 4,
};

/**
 * struct ipmi_chassis_status - Get Chassis Status
 * @on: power is on
 * @overload: power overload
 * @interlock: the interlock is active
 * @fault: fault in the power subsystem
 * @control_fault: the power can't be controlled
 * @restore: power restore policy, 0 to 3
 * @last_event: bits of the last power event
 * @intrusion: the chassis is open
 * @lockout: front panel lockout
 * @drive_fault: a drive failed
 * @fan_fault: cooling or a fan failed
 * @identify: &enum ipmi_identify
 */
struct ipmi_chassis_status {
	bool on;
	bool overload;
	bool interlock;
	bool fault;
	bool control_fault;
	uint8_t restore;
	uint8_t last_event;
	bool intrusion;
	bool lockout;
	bool drive_fault;
	bool fan_fault;
	uint8_t identify;
};

bool ipmi_chassis_status_decode(const struct ipmi_response *rs, struct ipmi_chassis_status *st);
void ipmi_chassis_control_encode(struct ipmi_request *rq, enum ipmi_chassis_control what);
void ipmi_identify_encode(struct ipmi_request *rq, uint8_t seconds, bool forever);
const char *ipmi_restore_name(uint8_t restore);
const char *ipmi_power_event_bit(unsigned int bit);
const char *ipmi_identify_name(uint8_t identify);

#endif
