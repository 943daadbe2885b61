/* SPDX-License-Identifier: GPL-2.0-only */
/* Sensor data records (sections 33 and 43). */
#ifndef BMC_IPMI_SDR_H
#define BMC_IPMI_SDR_H

#include "ipmi.h"
#include "reading.h"

enum ipmi_sdr_cmd {
	/* NetFn Storage */
	IPMI_GET_SDR_REPOSITORY_INFO = 0x20,
	IPMI_RESERVE_SDR_REPOSITORY = 0x22,
	IPMI_GET_SDR = 0x23,
	/* NetFn Sensor */
	IPMI_GET_DEVICE_SDR_INFO = 0x20,
	IPMI_GET_DEVICE_SDR = 0x21,
	IPMI_RESERVE_DEVICE_SDR_REPOSITORY = 0x22,
};

enum ipmi_sdr_type {
	IPMI_SDR_FULL = 0x01,
	IPMI_SDR_COMPACT = 0x02,
	IPMI_SDR_EVENT_ONLY = 0x03,
	IPMI_SDR_ENTITY_ASSOCIATION = 0x08,
	IPMI_SDR_DEVICE_ENTITY = 0x09,
	IPMI_SDR_DEVICE_LOCATOR = 0x10,
	IPMI_SDR_FRU_LOCATOR = 0x11,
	IPMI_SDR_MC_LOCATOR = 0x12,
	IPMI_SDR_MC_CONFIRMATION = 0x13,
	IPMI_SDR_CHANNEL_INFO = 0x14,
	IPMI_SDR_OEM = 0xc0,
};

#define IPMI_SDR_HEADER 5
#define IPMI_SDR_MAX (IPMI_SDR_HEADER + 255)
#define IPMI_SDR_NAME 100
#define IPMI_BMC_ADDRESS 0x20
#define IPMI_EVENT_THRESHOLD 0x01
#define IPMI_EVENT_SENSOR_SPECIFIC 0x6f

/**
 * struct ipmi_sdr_info - what an SDR repository says of itself
 * @version: version of its commands, BCD
 * @records: how many records there are
 * @free: free bytes; FFFFh = 64 KiB or more, FFFEh = not known
 * @added: time of the last addition
 * @erased: time of the last erasure
 * @support: bits of supported operations, and bit 7 for overflow
 */
struct ipmi_sdr_info {
	uint8_t version;
	uint16_t records;
	uint16_t free;
	uint32_t added;
	uint32_t erased;
	uint8_t support;
};

/**
 * struct ipmi_sdr - a record
 * @id: record ID
 * @type: &enum ipmi_sdr_type; only what the type has is filled in below
 * @owner: slave address, or software ID with bit 0 set
 * @lun: LUN of the owner
 * @channel: channel of the owner
 * @number: sensor number
 * @entity: entity ID
 * @instance: entity instance, with bit 7 as in the record
 * @initialization: which settings are made when the sensor is initialized
 * @capabilities: hysteresis, thresholds, event control
 * @sensor_type: sensor type
 * @event_type: event/reading type
 * @assertions: assertion event mask
 * @deassertions: deassertion event mask
 * @states: readable states; of a threshold sensor the readable thresholds, and
 *	from bit 8 on those that can be set
 * @units: units byte 1: rate, relation, percent
 * @base_unit: unit
 * @modifier_unit: the other unit
 * @factors: how a raw reading becomes a value
 * @analog_flags: which of the next three are given
 * @nominal: nominal reading
 * @normal_max: normal maximum
 * @normal_min: normal minimum
 * @max: largest reading
 * @min: smallest reading
 * @thresholds: in the order of Get Sensor Thresholds: LNC LC LNR UNC UC UNR
 * @hysteresis_up: positive-going hysteresis
 * @hysteresis_down: negative-going hysteresis
 * @shared: how many sensors share the record, at least 1
 * @share_letters: their names count with letters, not digits
 * @share_instances: their entity instances count up
 * @share_offset: where that counting starts
 * @device: slave address of a located device
 * @fru_id: FRU device ID of a located one
 * @logical: a logical FRU device: reached by commands
 * @device_type: kind of the located device
 * @device_modifier: more of that
 * @name: UTF-8
 */
struct ipmi_sdr {
	uint16_t id;
	uint8_t type;
	uint8_t owner;
	uint8_t lun;
	uint8_t channel;
	uint8_t number;
	uint8_t entity;
	uint8_t instance;
	uint8_t initialization;
	uint8_t capabilities;
	uint8_t sensor_type;
	uint8_t event_type;
	uint16_t assertions;
	uint16_t deassertions;
	uint16_t states;
	uint8_t units;
	uint8_t base_unit;
	uint8_t modifier_unit;
	struct ipmi_factors factors;
	uint8_t analog_flags;
	uint8_t nominal;
	uint8_t normal_max;
	uint8_t normal_min;
	uint8_t max;
	uint8_t min;
	uint8_t thresholds[IPMI_THRESHOLDS];
	uint8_t hysteresis_up;
	uint8_t hysteresis_down;
	uint8_t shared;
	bool share_letters;
	bool share_instances;
	uint8_t share_offset;
	uint8_t device;
	uint8_t fru_id;
	bool logical;
	uint8_t device_type;
	uint8_t device_modifier;
	char name[IPMI_SDR_NAME];
};

bool ipmi_sdr_info_decode(const struct ipmi_response *rs, struct ipmi_sdr_info *info);
void ipmi_sdr_get_encode(struct ipmi_request *rq, bool device, uint16_t reservation,
			 uint16_t id, uint8_t offset, uint8_t count);
bool ipmi_sdr_decode(const uint8_t *data, size_t len, struct ipmi_sdr *sdr);
bool ipmi_sdr_is_sensor(const struct ipmi_sdr *sdr);
bool ipmi_sdr_is_threshold(const struct ipmi_sdr *sdr);
bool ipmi_sdr_is_analog(const struct ipmi_sdr *sdr);
bool ipmi_sdr_share(const struct ipmi_sdr *sdr, unsigned int i, struct ipmi_sdr *one);
const char *ipmi_sdr_type_name(uint8_t type);

#endif
