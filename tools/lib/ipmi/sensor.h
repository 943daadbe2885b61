/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of sensor types, entities and states (sections 42 and 43.14). */
#ifndef BMC_IPMI_SENSOR_H
#define BMC_IPMI_SENSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * enum ipmi_severity - how bad a state is
 * @IPMI_GOOD: as it should be, or nothing to worry about
 * @IPMI_WARNING: worth a look
 * @IPMI_CRITICAL: something is broken or about to break
 */
enum ipmi_severity {
	IPMI_GOOD,
	IPMI_WARNING,
	IPMI_CRITICAL,
};

#define IPMI_ENTITY_TEXT 48

const char *ipmi_sensor_type_name(uint8_t type);
int ipmi_sensor_type_find(const char *name);
const char *ipmi_state_name(uint8_t event_type, uint8_t sensor_type, unsigned int bit,
			    enum ipmi_severity *severity);
void ipmi_entity_text(uint8_t entity, uint8_t instance, char text[IPMI_ENTITY_TEXT]);

#endif
