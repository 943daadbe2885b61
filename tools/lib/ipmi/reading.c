// SPDX-License-Identifier: GPL-2.0-only
/* Readings of sensors: coding, and from raw counts to values and back. Pure. */
#include "reading.h"

#include <math.h>
#include <string.h>

#include "../array.h"
#include "../cursor.h"

static int sign_extend(unsigned int value, unsigned int bits)
{
	return value & 1U << (bits - 1) ? (int)value - (1 << bits) : (int)value;
}

/**
 * ipmi_factors_decode() - read the six bytes from M to the exponents
 * @bytes: as they are in a full record and in Get Sensor Reading Factors
 * @f: filled but for its format and linearization
 */
void ipmi_factors_decode(const uint8_t bytes[6], struct ipmi_factors *f)
{
	f->m = (int16_t)sign_extend(bytes[0] | (unsigned int)(bytes[1] & 0xc0) << 2, 10);
	f->tolerance = bytes[1] & 0x3f;
	f->b = (int16_t)sign_extend(bytes[2] | (unsigned int)(bytes[3] & 0xc0) << 2, 10);
	f->accuracy = (uint16_t)((bytes[3] & 0x3f) | (bytes[4] & 0xf0) << 2);
	f->accuracy_exp = bytes[4] >> 2 & 0x03;
	f->r_exp = (int8_t)sign_extend(bytes[5] >> 4, 4);
	f->b_exp = (int8_t)sign_extend(bytes[5] & 0x0f, 4);
}

/**
 * ipmi_factors_answer_decode() - read the answer to Get Sensor Reading Factors
 * @rs: the answer
 * @f: filled but for its format and linearization
 *
 * Return: false when the answer is too short.
 */
bool ipmi_factors_answer_decode(const struct ipmi_response *rs, struct ipmi_factors *f)
{
	struct cursor c = cursor_init(rs->data, rs->len);
	uint8_t bytes[6];

	(void)cursor_u8(&c);
	cursor_bytes(&c, bytes, sizeof(bytes));
	if (!c.bad)
		ipmi_factors_decode(bytes, f);
	return !c.bad;
}

/**
 * ipmi_raw_signed() - a raw reading as a number
 * @f: factors, for the format
 * @raw: the reading
 *
 * Return: -128 to 255.
 */
int ipmi_raw_signed(const struct ipmi_factors *f, uint8_t raw)
{
	switch (f->format) {
	case IPMI_ONES_COMPLEMENT:
		return raw & 0x80 ? -(int)(uint8_t)~raw : raw;
	case IPMI_TWOS_COMPLEMENT:
		return (int8_t)raw;
	default:
		return raw;
	}
}

static double linearize(uint8_t linearization, double y)
{
	switch (linearization) {
	case IPMI_LN:
		return log(y);
	case IPMI_LOG10:
		return log10(y);
	case IPMI_LOG2:
		return log2(y);
	case IPMI_EXP:
		return exp(y);
	case IPMI_EXP10:
		return pow(10.0, y);
	case IPMI_EXP2:
		return pow(2.0, y);
	case IPMI_INVERSE:
		return 1.0 / y;
	case IPMI_SQUARE:
		return y * y;
	case IPMI_CUBE:
		return y * y * y;
	case IPMI_SQRT:
		return sqrt(y);
	case IPMI_CBRT:
		return cbrt(y);
	default:
		return y;
	}
}

/**
 * ipmi_convert() - the value of a raw reading
 * @f: factors
 * @raw: the reading
 * @value: set
 *
 * Return: false when there is no such value: no analog sensor, 1/0, log(0), ...
 */
bool ipmi_convert(const struct ipmi_factors *f, uint8_t raw, double *value)
{
	double y;

	if (f->format == IPMI_NOT_ANALOG)
		return false;
	y = ((double)f->m * ipmi_raw_signed(f, raw) + f->b * pow(10.0, f->b_exp)) *
	    pow(10.0, f->r_exp);
	y = linearize(f->linearization, y);
	if (!isfinite(y))
		return false;
	/* There is no minus zero on a dial. */
	*value = y + 0.0;
	return true;
}

/**
 * ipmi_convert_distance() - the size of a hysteresis, without the offset
 * @f: factors
 * @raw: raw counts, unsigned
 * @value: set
 *
 * Return: false when a distance has no fixed size: only linear sensors have one.
 */
bool ipmi_convert_distance(const struct ipmi_factors *f, uint8_t raw, double *value)
{
	if (f->format == IPMI_NOT_ANALOG || f->linearization != IPMI_LINEAR)
		return false;
	*value = fabs((double)f->m * raw * pow(10.0, f->r_exp));
	return true;
}

/**
 * ipmi_unconvert() - the raw reading that is nearest to a value
 * @f: factors
 * @value: the value
 * @raw: set
 * @min: set to the smallest value there is
 * @max: set to the largest value there is
 *
 * Return: false when no raw reading can be converted, or @value is outside of
 * all of them.
 */
bool ipmi_unconvert(const struct ipmi_factors *f, double value, uint8_t *raw, double *min,
		    double *max)
{
	double v, best = 0;
	bool any = false;
	unsigned int i;

	for (i = 0; i < 256; i++) {
		if (!ipmi_convert(f, (uint8_t)i, &v))
			continue;
		if (!any || fabs(v - value) < best) {
			best = fabs(v - value);
			*raw = (uint8_t)i;
		}
		*min = any && *min < v ? *min : v;
		*max = any && *max > v ? *max : v;
		any = true;
	}
	return any && value >= *min && value <= *max;
}

/**
 * ipmi_factors_falling() - does the value fall when the raw reading rises?
 * @f: factors
 *
 * Return: true for a negative factor, or a positive one of 1/x.
 */
bool ipmi_factors_falling(const struct ipmi_factors *f)
{
	return (f->m < 0) != (f->linearization == IPMI_INVERSE);
}

/**
 * ipmi_sensor_ask_encode() - build a request about one sensor
 * @rq: the request
 * @cmd: &enum ipmi_sensor_cmd
 * @lun: LUN of the sensor's owner
 * @number: sensor number
 */
void ipmi_sensor_ask_encode(struct ipmi_request *rq, uint8_t cmd, uint8_t lun, uint8_t number)
{
	ipmi_request_init(rq, IPMI_NETFN_SENSOR, cmd);
	rq->lun = lun & 0x03;
	ipmi_request_byte(rq, number);
}

/**
 * ipmi_reading_decode() - read the answer to Get Sensor Reading
 * @rs: the answer
 * @threshold: it is a threshold sensor
 * @r: filled
 *
 * Some BMCs leave out the states.
 *
 * Return: false when the answer is too short.
 */
bool ipmi_reading_decode(const struct ipmi_response *rs, bool threshold, struct ipmi_reading *r)
{
	struct cursor c = cursor_init(rs->data, rs->len);
	uint8_t b;

	r->raw = cursor_u8(&c);
	b = cursor_u8(&c);
	r->unavailable = b & 0x20;
	r->scanning = b & 0x40;
	r->events = b & 0x80;
	r->has_states = c.left;
	r->states = c.left ? cursor_u8(&c) : 0;
	if (threshold)
		r->states &= 0x3f;
	else if (c.left)
		r->states |= (uint16_t)((cursor_u8(&c) & 0x7f) << 8);
	return !c.bad;
}

/**
 * ipmi_thresholds_decode() - read the answer to Get Sensor Thresholds
 * @rs: the answer
 * @readable: set to a bit for each threshold there is
 * @values: filled with raw values
 *
 * Return: false when the answer is too short.
 */
bool ipmi_thresholds_decode(const struct ipmi_response *rs, uint8_t *readable,
			    uint8_t values[IPMI_THRESHOLDS])
{
	struct cursor c = cursor_init(rs->data, rs->len);

	*readable = cursor_u8(&c) & 0x3f;
	cursor_bytes(&c, values, IPMI_THRESHOLDS);
	return !c.bad;
}

/**
 * ipmi_thresholds_encode() - build Set Sensor Thresholds
 * @rq: the request
 * @lun: LUN of the sensor's owner
 * @number: sensor number
 * @mask: a bit for each threshold to set
 * @values: raw values
 */
void ipmi_thresholds_encode(struct ipmi_request *rq, uint8_t lun, uint8_t number, uint8_t mask,
			    const uint8_t values[IPMI_THRESHOLDS])
{
	ipmi_sensor_ask_encode(rq, IPMI_SET_SENSOR_THRESHOLDS, lun, number);
	ipmi_request_byte(rq, mask);
	ipmi_request_add(rq, values, IPMI_THRESHOLDS);
}

/**
 * ipmi_threshold_name() - short name of a threshold
 * @threshold: &enum ipmi_threshold
 *
 * Return: a constant string.
 */
const char *ipmi_threshold_name(unsigned int threshold)
{
	static const char *const names[] = { "lnc", "lc", "lnr", "unc", "uc", "unr" };

	return threshold < ARRAY_SIZE(names) ? names[threshold] : "reserved";
}

/**
 * ipmi_threshold_word() - what is wrong when a threshold is passed
 * @threshold: &enum ipmi_threshold
 *
 * Return: a constant string.
 */
const char *ipmi_threshold_word(unsigned int threshold)
{
	static const char *const names[] = {
		"lower-non-critical", "lower-critical", "lower-non-recoverable",
		"upper-non-critical", "upper-critical", "upper-non-recoverable",
	};

	return threshold < ARRAY_SIZE(names) ? names[threshold] : "reserved";
}

/**
 * ipmi_linearization_name() - the word for a linearization
 * @linearization: &enum ipmi_linearization
 *
 * Return: a constant string, NULL when it has none.
 */
const char *ipmi_linearization_name(uint8_t linearization)
{
	static const char *const names[] = {
		"linear", "ln", "log10", "log2", "exp", "exp10", "exp2", "1/x", "square", "cube",
		"sqrt", "cbrt",
	};

	if (linearization >= IPMI_NONLINEAR)
		return linearization == IPMI_NONLINEAR ? "nonlinear" : "oem";
	return linearization < ARRAY_SIZE(names) ? names[linearization] : NULL;
}
