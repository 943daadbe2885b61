// SPDX-License-Identifier: GPL-2.0-only
/* Chassis commands: coding. Pure. */
#include "chassis.h"

#include "../array.h"
#include "../cursor.h"

/**
 * ipmi_chassis_status_decode() - read the answer to Get Chassis Status
 * @rs: the answer
 * @st: filled
 *
 * Return: false when the answer is too short.
 */
bool ipmi_chassis_status_decode(const struct ipmi_response *rs, struct ipmi_chassis_status *st)
{
	struct cursor c = cursor_init(rs->data, rs->len);
	uint8_t b;

	b = cursor_u8(&c);
	st->on = b & 0x01;
	st->overload = b & 0x02;
	st->interlock = b & 0x04;
	st->fault = b & 0x08;
	st->control_fault = b & 0x10;
	st->restore = b >> 5 & 0x03;
	st->last_event = cursor_u8(&c) & 0x1f;
	b = cursor_u8(&c);
	st->intrusion = b & 0x01;
	st->lockout = b & 0x02;
	st->drive_fault = b & 0x04;
	st->fan_fault = b & 0x08;
	st->identify = b & 0x40 ? b >> 4 & 0x03 : IPMI_IDENTIFY_UNKNOWN;
	return !c.bad;
}

/**
 * ipmi_chassis_control_encode() - build Chassis Control
 * @rq: the request
 * @what: what to do with the power
 */
void ipmi_chassis_control_encode(struct ipmi_request *rq, enum ipmi_chassis_control what)
{
	ipmi_request_init(rq, IPMI_NETFN_CHASSIS, IPMI_CHASSIS_CONTROL);
	ipmi_request_byte(rq, (uint8_t)what);
}

/**
 * ipmi_identify_encode() - build Chassis Identify
 * @rq: the request
 * @seconds: how long, 0 = off
 * @forever: until switched off; not every BMC takes this second byte, so it is
 *	sent only when needed
 */
void ipmi_identify_encode(struct ipmi_request *rq, uint8_t seconds, bool forever)
{
	ipmi_request_init(rq, IPMI_NETFN_CHASSIS, IPMI_CHASSIS_IDENTIFY);
	ipmi_request_byte(rq, forever ? 0 : seconds);
	if (forever)
		ipmi_request_byte(rq, 0x01);
}

/**
 * ipmi_restore_name() - the word for a power restore policy
 * @restore: 0 to 3
 *
 * Return: a constant string, NULL when the BMC does not know.
 */
const char *ipmi_restore_name(uint8_t restore)
{
	static const char *const names[] = { "off", "previous", "on" };

	return restore < ARRAY_SIZE(names) ? names[restore] : NULL;
}

/**
 * ipmi_power_event_bit() - a bit of the last power event
 * @bit: 0 to 4
 *
 * Return: a constant string.
 */
const char *ipmi_power_event_bit(unsigned int bit)
{
	static const char *const names[] = {
		"ac_failed", "overload", "interlock", "fault", "on_by_command",
	};

	return bit < ARRAY_SIZE(names) ? names[bit] : "reserved";
}

/**
 * ipmi_identify_name() - the word for the state of the identify light
 * @identify: &enum ipmi_identify
 *
 * Return: a constant string, NULL when not known.
 */
const char *ipmi_identify_name(uint8_t identify)
{
	static const char *const names[] = { "off", "timed", "forever" };

	return identify < ARRAY_SIZE(names) ? names[identify] : NULL;
}
