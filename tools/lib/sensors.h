/* SPDX-License-Identifier: GPL-2.0-only */
/* The sensors of a BMC: what they are, what they read. */
#ifndef BMC_SENSORS_H
#define BMC_SENSORS_H

#include "ipmi/sensor.h"
#include "sdrs.h"

/**
 * enum sensor_status - what became of a reading
 * @SENSOR_UNREAD: not asked for
 * @SENSOR_OK: there is one
 * @SENSOR_UNAVAILABLE: the sensor has none now, or never
 * @SENSOR_NOT_PRESENT: the BMC does not know the sensor
 * @SENSOR_DISABLED: the BMC does not scan it
 * @SENSOR_ERROR: asking failed
 */
enum sensor_status {
	SENSOR_UNREAD,
	SENSOR_OK,
	SENSOR_UNAVAILABLE,
	SENSOR_NOT_PRESENT,
	SENSOR_DISABLED,
	SENSOR_ERROR,
};

#define SENSOR_KEY 16

/**
 * struct sensor - a sensor
 * @sdr: its record; the factors may be those of the present reading
 * @key: owner, LUN and number in hexadecimal
 * @status: &enum sensor_status
 * @cc: completion code of the reading
 * @reading: the reading, when @status is SENSOR_OK
 * @has_value: the reading has a value
 * @value: the value
 * @mask: which thresholds there are
 * @settable: which of them can be set
 * @raw: raw thresholds
 * @live: they come from the sensor, not from its record
 * @hysteresis: up and down, raw; of the record
 */
struct sensor {
	struct ipmi_sdr sdr;
	char key[SENSOR_KEY];
	uint8_t status;
	uint8_t cc;
	struct ipmi_reading reading;
	bool has_value;
	double value;
	uint8_t mask;
	uint8_t settable;
	uint8_t raw[IPMI_THRESHOLDS];
	bool live;
	uint8_t hysteresis[2];
};

#define SENSORS_DEAD 8

/**
 * struct sensors - all sensors of a BMC
 * @list: the sensors, in the order of their records
 * @n: how many
 * @partial: there are more, their records could not be read
 * @dead: owners that don't answer, not to be asked again in this run
 * @n_dead: how many
 * @failed: how many readings failed
 */
struct sensors {
	struct sensor *list;
	unsigned int n;
	bool partial;
	uint8_t dead[SENSORS_DEAD];
	unsigned int n_dead;
	unsigned int failed;
};

int sensors_load(struct bmc *bmc, struct sensors *s);
int sensors_from(struct bmc *bmc, const struct sdrs *records, struct sensors *s);
void sensors_free(struct sensors *s);
int sensor_read(struct bmc *bmc, struct sensors *all, struct sensor *s);
int sensor_read_thresholds(struct bmc *bmc, struct sensor *s);
int sensor_read_hysteresis(struct bmc *bmc, struct sensor *s);
bool sensor_threshold(const struct sensor *s, unsigned int threshold, double *value);
const char *sensor_status_name(uint8_t status);
const char *sensor_state(const struct sensor *s);
enum ipmi_severity sensor_severity(const struct sensor *s);
const struct sensor *sensors_find(const struct sensors *s, uint8_t owner, int lun,
				  uint8_t number);

#endif
