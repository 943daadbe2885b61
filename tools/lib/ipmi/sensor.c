// SPDX-License-Identifier: GPL-2.0-only
/* Names of sensor types and entities. Pure. */
#include "sensor.h"

#include <stdio.h>
#include <string.h>

#include "../array.h"

static const char *const types[] = {
	"reserved", "temperature", "voltage", "current", "fan", "intrusion", "security",
	"processor", "power_supply", "power_unit", "cooling", "other", "memory", "drive",
	"post_memory_resize", "firmware_progress", "event_log", "watchdog1", "system_event",
	"critical_interrupt", "button", "module", "microcontroller", "add_in_card", "chassis",
	"chip_set", "other_fru", "cable", "terminator", "boot_initiated", "boot_error",
	"os_boot", "os_stop", "slot", "acpi_power_state", "watchdog2", "platform_alert",
	"entity_presence", "monitor_asic", "lan", "management_health", "battery", "session",
	"version", "fru_state",
};

static const char *const entities[] = {
	"unspecified", "other", "unknown", "processor", "disk", "peripheral_bay",
	"management_module", "system_board", "memory_module", "processor_module",
	"power_supply", "add_in_card", "front_panel", "back_panel", "power_system",
	"drive_backplane", "internal_expansion_board", "other_system_board",
	"processor_board", "power_unit", "power_module", "power_management",
	"chassis_back_panel", "system_chassis", "sub_chassis", "other_chassis",
	"disk_drive_bay", "peripheral_bay_2", "device_bay", "fan", "cooling_unit", "cable",
	"memory_device", "system_management_software", "system_firmware",
	"operating_system", "system_bus", "group", "remote_mgmt_device",
	"external_environment", "battery", "processing_blade", "connectivity_switch",
	"processor_memory_module", "io_module", "processor_io_module",
	"management_firmware", "ipmi_channel", "pci_bus", "pci_express_bus", "scsi_bus",
	"sata_bus", "front_side_bus", "clock",
};

/**
 * ipmi_sensor_type_name() - the word for a sensor type
 * @type: the type
 *
 * Return: a constant string, NULL when it has none.
 */
const char *ipmi_sensor_type_name(uint8_t type)
{
	if (type >= 0xc0)
		return "oem";
	return type < ARRAY_SIZE(types) ? types[type] : NULL;
}

/**
 * ipmi_sensor_type_find() - a sensor type by its word
 * @name: the word
 *
 * Return: the type, -1 when there is none.
 */
int ipmi_sensor_type_find(const char *name)
{
	size_t i;

	for (i = 1; i < ARRAY_SIZE(types); i++)
		if (!strcmp(types[i], name))
			return (int)i;
	return strcmp(name, "oem") ? -1 : 0xc0;
}

/**
 * ipmi_entity_text() - what part of the machine a sensor belongs to
 * @entity: entity ID
 * @instance: its instance
 * @text: filled: "processor 1", ...
 */
void ipmi_entity_text(uint8_t entity, uint8_t instance, char text[IPMI_ENTITY_TEXT])
{
	const char *name = NULL;
	char number[24];

	if (entity < ARRAY_SIZE(entities))
		name = entities[entity];
	else if (entity == 0x37 || entity == 0x40)
		name = "air_inlet";
	else if (entity == 0x41)
		name = "processor";
	else if (entity == 0x42)
		name = "baseboard";
	snprintf(number, sizeof(number), "%s_0x%02x", entity >= 0xd0 ? "oem" :
		 entity >= 0x90 ? "chassis_specific" : "entity", entity);
	/* Instances from 60h on count within their device. */
	snprintf(text, IPMI_ENTITY_TEXT, "%s %s%u", name ? name : number,
		 (instance & 0x7f) >= 0x60 ? "device " : "",
		 (instance & 0x7f) >= 0x60 ? (instance & 0x7f) - 0x60U : instance & 0x7fU);
}
