/* SPDX-License-Identifier: GPL-2.0-only */
/* Readings of sensors, what they mean, their thresholds (sections 35 and 36). */
#ifndef BMC_IPMI_READING_H
#define BMC_IPMI_READING_H

#include "ipmi.h"

enum ipmi_sensor_cmd {
	IPMI_GET_SENSOR_READING_FACTORS = 0x23,
	IPMI_GET_SENSOR_HYSTERESIS = 0x25,
	IPMI_SET_SENSOR_THRESHOLDS = 0x26,
	IPMI_GET_SENSOR_THRESHOLDS = 0x27,
	IPMI_GET_SENSOR_READING = 0x2d,
};

/* In the order of Get Sensor Thresholds and of the states of a threshold sensor. */
enum ipmi_threshold {
	IPMI_LNC,
	IPMI_LC,
	IPMI_LNR,
	IPMI_UNC,
	IPMI_UC,
	IPMI_UNR,
	IPMI_THRESHOLDS,
};

enum ipmi_analog_format {
	IPMI_UNSIGNED = 0,
	IPMI_ONES_COMPLEMENT = 1,
	IPMI_TWOS_COMPLEMENT = 2,
	IPMI_NOT_ANALOG = 3,
};

enum ipmi_linearization {
	IPMI_LINEAR = 0x00,
	IPMI_LN = 0x01,
	IPMI_LOG10 = 0x02,
	IPMI_LOG2 = 0x03,
	IPMI_EXP = 0x04,
	IPMI_EXP10 = 0x05,
	IPMI_EXP2 = 0x06,
	IPMI_INVERSE = 0x07,
	IPMI_SQUARE = 0x08,
	IPMI_CUBE = 0x09,
	IPMI_SQRT = 0x0a,
	IPMI_CBRT = 0x0b,
	IPMI_NONLINEAR = 0x70,
};

/**
 * struct ipmi_factors - how a raw reading becomes a value
 * @format: &enum ipmi_analog_format
 * @linearization: &enum ipmi_linearization
 * @m: factor
 * @b: offset
 * @b_exp: exponent of the offset
 * @r_exp: exponent of the result
 * @tolerance: in half raw counts
 * @accuracy: in 1/100 percent
 * @accuracy_exp: exponent of the accuracy
 */
struct ipmi_factors {
	uint8_t format;
	uint8_t linearization;
	int16_t m;
	int16_t b;
	int8_t b_exp;
	int8_t r_exp;
	uint8_t tolerance;
	uint16_t accuracy;
	uint8_t accuracy_exp;
};

/**
 * struct ipmi_reading - Get Sensor Reading
 * @raw: the raw reading
 * @unavailable: the sensor has no reading now
 * @scanning: the BMC looks at the sensor
 * @events: it makes events
 * @has_states: @states is there
 * @states: states that are asserted; of a threshold sensor bit n is threshold n
 */
struct ipmi_reading {
	uint8_t raw;
	bool unavailable;
	bool scanning;
	bool events;
	bool has_states;
	uint16_t states;
};

void ipmi_factors_decode(const uint8_t bytes[6], struct ipmi_factors *f);
bool ipmi_factors_answer_decode(const struct ipmi_response *rs, struct ipmi_factors *f);
int ipmi_raw_signed(const struct ipmi_factors *f, uint8_t raw);
bool ipmi_convert(const struct ipmi_factors *f, uint8_t raw, double *value);
bool ipmi_convert_distance(const struct ipmi_factors *f, uint8_t raw, double *value);
bool ipmi_unconvert(const struct ipmi_factors *f, double value, uint8_t *raw, double *min,
		    double *max);
bool ipmi_factors_falling(const struct ipmi_factors *f);
void ipmi_sensor_ask_encode(struct ipmi_request *rq, uint8_t cmd, uint8_t lun, uint8_t number);
bool ipmi_reading_decode(const struct ipmi_response *rs, bool threshold,
			 struct ipmi_reading *r);
bool ipmi_thresholds_decode(const struct ipmi_response *rs, uint8_t *readable,
			    uint8_t values[IPMI_THRESHOLDS]);
void ipmi_thresholds_encode(struct ipmi_request *rq, uint8_t lun, uint8_t number, uint8_t mask,
			    const uint8_t values[IPMI_THRESHOLDS]);
const char *ipmi_threshold_name(unsigned int threshold);
const char *ipmi_threshold_word(unsigned int threshold);
const char *ipmi_linearization_name(uint8_t linearization);

#endif
