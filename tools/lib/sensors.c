// SPDX-License-Identifier: GPL-2.0-only
/* The sensors of a BMC: what they are, what they read. */
#include "sensors.h"

#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "cursor.h"

#define SENSORS_MAX 65536U

static void init_sensor(struct sensor *s)
{
	memset((char *)s + sizeof(s->sdr), 0, sizeof(*s) - sizeof(s->sdr));
	snprintf(s->key, sizeof(s->key), "%02x.%u.%02x", s->sdr.owner, s->sdr.lun,
		 s->sdr.number);
	/* Bits 3:2 of the capabilities: 0 = the sensor has no thresholds at all. */
	if (s->sdr.type == IPMI_SDR_FULL && ipmi_sdr_is_threshold(&s->sdr) &&
	    s->sdr.capabilities & 0x0c) {
		s->mask = s->sdr.states & 0x3f;
		s->settable = s->sdr.states >> 8 & 0x3f;
		memcpy(s->raw, s->sdr.thresholds, sizeof(s->raw));
	}
	s->hysteresis[0] = s->sdr.hysteresis_up;
	s->hysteresis[1] = s->sdr.hysteresis_down;
}

/**
 * sensors_from() - the sensors that records describe
 * @bmc: the run
 * @records: the records
 * @s: filled; free it with sensors_free()
 *
 * Return: 0, or an exit status with the error set.
 */
int sensors_from(struct bmc *bmc, const struct sdrs *records, struct sensors *s)
{
	struct sdrs_walk walk = { .at = 0 };
	struct ipmi_sdr sdr;
	unsigned int i, total = 0;

	memset(s, 0, sizeof(*s));
	s->partial = records->partial;
	while (sdrs_next(records, &walk))
		if (ipmi_sdr_decode(walk.data, walk.len, &sdr) && ipmi_sdr_is_sensor(&sdr))
			total += sdr.shared;
	if (total > SENSORS_MAX)
		return bmc_error_set(&bmc->err, BMC_EXIT_BMC, "%u sensors can't be", total);
	s->list = calloc(total + 1UL, sizeof(*s->list));
	if (!s->list)
		return bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "out of memory");
	walk.at = 0;
	while (sdrs_next(records, &walk)) {
		if (!ipmi_sdr_decode(walk.data, walk.len, &sdr)) {
			if (ipmi_sdr_is_sensor(&sdr))
				s->partial = true;
			continue;
		}
		if (!ipmi_sdr_is_sensor(&sdr))
			continue;
		for (i = 0; i < sdr.shared; i++) {
			ipmi_sdr_share(&sdr, i, &s->list[s->n].sdr);
			init_sensor(&s->list[s->n++]);
		}
	}
	return 0;
}

/**
 * sensors_load() - the sensors of the BMC, not read yet
 * @bmc: the run
 * @s: filled; free it with sensors_free(), also after an error
 *
 * Return: 0, or an exit status with the error set.
 */
int sensors_load(struct bmc *bmc, struct sensors *s)
{
	struct sdrs records;
	int rc;

	memset(s, 0, sizeof(*s));
	rc = sdrs_load(bmc, &records, false);
	if (!rc)
		rc = sensors_from(bmc, &records, s);
	sdrs_free(&records);
	return rc;
}

/**
 * sensors_free() - give up the sensors
 * @s: the sensors
 */
void sensors_free(struct sensors *s)
{
	free(s->list);
	s->list = NULL;
	s->n = 0;
}

/* A question about a sensor goes to its owner, which need not be the BMC. */
static void address(struct ipmi_request *rq, const struct sensor *s)
{
	if (s->sdr.owner == IPMI_BMC_ADDRESS)
		return;
	rq->slave = s->sdr.owner;
	rq->channel = s->sdr.channel;
}

static int ask(struct bmc *bmc, const struct sensor *s, uint8_t cmd, struct ipmi_request *rq,
	       struct ipmi_response *rs)
{
	ipmi_sensor_ask_encode(rq, cmd, s->sdr.lun, s->sdr.number);
	if (cmd == IPMI_GET_SENSOR_HYSTERESIS)
		ipmi_request_byte(rq, 0xff);
	address(rq, s);
	return bmc_query(bmc, rq, rs);
}

static bool is_dead(const struct sensors *all, uint8_t owner)
{
	unsigned int i;

	for (i = 0; i < all->n_dead; i++)
		if (all->dead[i] == owner)
			return true;
	return false;
}

static void owner_is_dead(struct sensors *all, uint8_t owner)
{
	all->failed++;
	if (all->n_dead < SENSORS_DEAD)
		all->dead[all->n_dead++] = owner;
}

/* What a completion code says of a sensor. */
static enum sensor_status judge(uint8_t cc)
{
	switch (cc) {
	case IPMI_CC_OK:
		return SENSOR_OK;
	case IPMI_CC_NOT_PRESENT:
		return SENSOR_NOT_PRESENT;
	case IPMI_CC_ILLEGAL:
	case IPMI_CC_STATE:
		return SENSOR_UNAVAILABLE;
	default:
		return SENSOR_ERROR;
	}
}

/* The factors of such a sensor hold for one reading only. */
static int read_factors(struct bmc *bmc, struct sensor *s)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	ipmi_sensor_ask_encode(&rq, IPMI_GET_SENSOR_READING_FACTORS, s->sdr.lun, s->sdr.number);
	ipmi_request_byte(&rq, s->reading.raw);
	address(&rq, s);
	rc = bmc_query(bmc, &rq, &rs);
	if (rc)
		return rc;
	s->has_value = !rs.cc && ipmi_factors_answer_decode(&rs, &s->sdr.factors);
	return 0;
}

static int find_value(struct bmc *bmc, struct sensor *s)
{
	uint8_t linearization = s->sdr.factors.linearization;
	int rc = 0;

	s->has_value = ipmi_sdr_is_analog(&s->sdr) &&
		       (ipmi_sdr_is_threshold(&s->sdr) || s->sdr.factors.m) &&
		       linearization <= IPMI_NONLINEAR;
	if (s->has_value && linearization == IPMI_NONLINEAR)
		rc = read_factors(bmc, s);
	if (s->has_value)
		s->has_value = ipmi_convert(&s->sdr.factors, s->reading.raw, &s->value);
	return rc;
}

/* Does the sensor report on this threshold? Bits 14:12 of its event masks say so. */
static bool reported(const struct ipmi_sdr *sdr, unsigned int threshold)
{
	return threshold < IPMI_UNC ? sdr->assertions >> (12 + threshold) & 1 :
				      sdr->deassertions >> (12 + threshold - IPMI_UNC) & 1;
}

/*
 * Thresholds may have been set to other values than the record has. When the states
 * the sensor reports don't fit the ones we know, they were.
 */
static bool doubtful(const struct sensor *s)
{
	double limit, margin;
	unsigned int i;
	bool above, asserted;

	if (!s->has_value || !s->reading.has_states)
		return false;
	for (i = 0; i < IPMI_THRESHOLDS; i++) {
		if (!sensor_threshold(s, i, &limit))
			continue;
		if (!ipmi_convert_distance(&s->sdr.factors, s->hysteresis[i >= IPMI_UNC], &margin))
			return false;
		above = i >= IPMI_UNC;
		asserted = s->reading.states >> i & 1;
		if (asserted && (above ? s->value < limit - margin : s->value > limit + margin))
			return true;
		if (!asserted && reported(&s->sdr, i) &&
		    (above ? s->value > limit : s->value < limit))
			return true;
	}
	return false;
}

/**
 * sensor_read() - read a sensor
 * @bmc: the run
 * @all: all sensors, for what is known of their owners; may be NULL
 * @s: the sensor
 *
 * A reading that is not there is no error; see its status.
 *
 * Return: 0, or an exit status when the BMC can't be asked at all.
 */
int sensor_read(struct bmc *bmc, struct sensors *all, struct sensor *s)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	s->has_value = false;
	s->status = SENSOR_UNAVAILABLE;
	/* Events only, or made by software: nobody can be asked. */
	if (s->sdr.type == IPMI_SDR_EVENT_ONLY || s->sdr.owner & 1)
		return 0;
	s->status = SENSOR_ERROR;
	s->cc = IPMI_CC_TIMEOUT;
	if (all && is_dead(all, s->sdr.owner)) {
		all->failed++;
		return 0;
	}
	rc = ask(bmc, s, IPMI_GET_SENSOR_READING, &rq, &rs);
	/* A driver that does not let us reach another controller lets us reach the BMC. */
	if ((rc == BMC_EXIT_PERMISSION || rc == BMC_EXIT_FAILED) &&
	    s->sdr.owner != IPMI_BMC_ADDRESS) {
		if (all)
			owner_is_dead(all, s->sdr.owner);
		return 0;
	}
	if (rc)
		return rc;
	s->cc = rs.cc;
	s->status = judge(rs.cc);
	if (s->status == SENSOR_OK &&
	    !ipmi_reading_decode(&rs, ipmi_sdr_is_threshold(&s->sdr), &s->reading))
		s->status = SENSOR_ERROR;
	if (all && s->status == SENSOR_ERROR)
		all->failed++;
	if (all && (rs.cc == IPMI_CC_TIMEOUT || rs.cc == 0xd3) &&
	    s->sdr.owner != IPMI_BMC_ADDRESS && all->n_dead < SENSORS_DEAD)
		all->dead[all->n_dead++] = s->sdr.owner;
	if (s->status != SENSOR_OK)
		return 0;
	if (!s->reading.scanning)
		s->status = SENSOR_DISABLED;
	else if (s->reading.unavailable)
		s->status = SENSOR_UNAVAILABLE;
	if (s->status != SENSOR_OK)
		return 0;
	rc = find_value(bmc, s);
	return !rc && doubtful(s) ? sensor_read_thresholds(bmc, s) : rc;
}

/**
 * sensor_read_thresholds() - ask a sensor for its thresholds
 * @bmc: the run
 * @s: the sensor; keeps those of its record when it does not tell
 *
 * Return: 0, or an exit status when the BMC can't be asked at all.
 */
int sensor_read_thresholds(struct bmc *bmc, struct sensor *s)
{
	uint8_t values[IPMI_THRESHOLDS], mask;
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	if (s->sdr.type == IPMI_SDR_EVENT_ONLY || s->sdr.owner & 1 ||
	    !ipmi_sdr_is_threshold(&s->sdr))
		return 0;
	rc = ask(bmc, s, IPMI_GET_SENSOR_THRESHOLDS, &rq, &rs);
	if (rc || rs.cc || !ipmi_thresholds_decode(&rs, &mask, values))
		return rc;
	s->mask = mask;
	s->live = true;
	memcpy(s->raw, values, sizeof(values));
	return 0;
}

/**
 * sensor_read_hysteresis() - ask a sensor for its hysteresis
 * @bmc: the run
 * @s: the sensor; keeps that of its record when it does not tell
 *
 * Return: 0, or an exit status when the BMC can't be asked at all.
 */
int sensor_read_hysteresis(struct bmc *bmc, struct sensor *s)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	/* Bits 5:4 of the capabilities: 0 = no hysteresis, 3 = it can't be read. */
	if (s->sdr.type == IPMI_SDR_EVENT_ONLY || s->sdr.owner & 1 ||
	    !(s->sdr.capabilities & 0x30) || (s->sdr.capabilities & 0x30) == 0x30)
		return 0;
	rc = ask(bmc, s, IPMI_GET_SENSOR_HYSTERESIS, &rq, &rs);
	if (rc || rs.cc || rs.len < 2)
		return rc;
	memcpy(s->hysteresis, rs.data, sizeof(s->hysteresis));
	return 0;
}

/**
 * sensor_threshold() - the value of a threshold
 * @s: the sensor
 * @threshold: &enum ipmi_threshold
 * @value: set
 *
 * Return: false when the sensor does not have it.
 */
bool sensor_threshold(const struct sensor *s, unsigned int threshold, double *value)
{
	return s->mask >> threshold & 1 && ipmi_sdr_is_analog(&s->sdr) &&
	       s->sdr.factors.linearization <= IPMI_NONLINEAR &&
	       ipmi_convert(&s->sdr.factors, s->raw[threshold], value);
}

/**
 * sensor_status_name() - the word for a status
 * @status: &enum sensor_status
 *
 * Return: a constant string.
 */
const char *sensor_status_name(uint8_t status)
{
	static const char *const names[] = {
		"unread", "ok", "unavailable", "not_present", "disabled", "error",
	};

	return status < ARRAY_SIZE(names) ? names[status] : "error";
}

/**
 * sensor_severity() - how bad is what a sensor says?
 * @s: a sensor that was read
 *
 * Return: the worst of its states.
 */
enum ipmi_severity sensor_severity(const struct sensor *s)
{
	enum ipmi_severity worst = IPMI_GOOD, one;
	unsigned int i;

	if (s->status != SENSOR_OK || !s->reading.has_states)
		return IPMI_GOOD;
	if (ipmi_sdr_is_threshold(&s->sdr)) {
		if (s->reading.states & (1 << IPMI_LNC | 1 << IPMI_UNC))
			worst = IPMI_WARNING;
		if (s->reading.states &
		    (1 << IPMI_LC | 1 << IPMI_UC | 1 << IPMI_LNR | 1 << IPMI_UNR))
			worst = IPMI_CRITICAL;
		return worst;
	}
	for (i = 0; i < 15; i++) {
		if (!(s->reading.states >> i & 1))
			continue;
		ipmi_state_name(s->sdr.event_type, s->sdr.sensor_type, i, &one);
		if (one > worst)
			worst = one;
	}
	return worst;
}

/**
 * sensor_state() - what a sensor says, in one word
 * @s: a sensor that was read
 *
 * Return: a constant string, NULL when it says nothing.
 */
const char *sensor_state(const struct sensor *s)
{
	uint16_t states = s->reading.states;

	if (s->status != SENSOR_OK)
		return NULL;
	if (ipmi_sdr_is_threshold(&s->sdr) && s->reading.has_states) {
		if (states & (1 << IPMI_LNR | 1 << IPMI_UNR))
			return "non-recoverable";
		if (states & (1 << IPMI_LC | 1 << IPMI_UC))
			return "critical";
		return states & (1 << IPMI_LNC | 1 << IPMI_UNC) ? "non-critical" : "ok";
	}
	if (!s->reading.has_states)
		return s->has_value ? "ok" : NULL;
	switch (sensor_severity(s)) {
	case IPMI_CRITICAL:
		return "critical";
	case IPMI_WARNING:
		return "non-critical";
	default:
		return "ok";
	}
}

/**
 * sensors_find() - a sensor by its address
 * @s: the sensors
 * @owner: slave address or software ID
 * @lun: LUN, -1 = any
 * @number: sensor number
 *
 * Return: the sensor, or NULL.
 */
const struct sensor *sensors_find(const struct sensors *s, uint8_t owner, int lun,
				  uint8_t number)
{
	unsigned int i;

	for (i = 0; i < s->n; i++)
		if (s->list[i].sdr.owner == owner && s->list[i].sdr.number == number &&
		    (lun < 0 || s->list[i].sdr.lun == lun))
			return &s->list[i];
	return NULL;
}
