/* SPDX-License-Identifier: GPL-2.0-only */
/* The part of the fake BMC that is watched: SDRs, sensors, event log, FRU data, DCMI. */
#ifndef BMC_FAKE_WATCH_H
#define BMC_FAKE_WATCH_H

#include "fake.h"

#define WATCH_SDRS 1100
#define WATCH_SEL 300
#define WATCH_FRU 65536

/**
 * struct watch_sdr - a record of the fake BMC
 * @len: its length with the header
 * @data: its bytes
 */
struct watch_sdr {
	size_t len;
	uint8_t data[80];
};

/**
 * struct watch - what there is to watch
 * @sdr: the records; record N has ID N+1
 * @n_sdr: how many
 * @said_sdr: how many it says it has, -1 = the truth
 * @loop_sdr: after the last record comes record 1 again
 * @most: bytes an answer to Get SDR may have at most, 0 = no limit
 * @exact: asking past the end of a record is an error
 * @lossy: each use of a reservation is the last
 * @reservation: the present one
 * @added: time of the last addition
 * @raw: readings, by sensor number
 * @flags: second byte of the answer to Get Sensor Reading
 * @states: states, by sensor number
 * @limits: thresholds, by sensor number; the first byte is the mask
 * @missing: the sensor is not there
 * @nonlinear: M of the answers to Get Sensor Reading Factors
 * @sel: the event log
 * @n_sel: how many
 * @sel_base: record ID of the first
 * @sel_added: time of the last addition
 * @sel_erased: time of the last erasure
 * @sel_clearing: so many status questions until a clear is done
 * @sel_time: its clock
 * @sel_utc: its offset from UTC
 * @fru: FRU data of device 0
 * @fru_size: size of it
 * @fru_said: size it says it has
 * @fru_busy: so many requests are answered with "busy"
 * @fru_broken: bit 0 of written bytes is lost
 * @dcmi: DCMI is there
 * @power: the power reading
 * @limit_on: a power limit is active
 * @limit: that limit
 * @tag: asset tag, and its length in the first byte
 * @redfish: bootstrap accounts are there
 * @redfish_off: but disabled
 * @redfish_trap: they get disabled whatever was asked for
 */
struct watch {
	struct watch_sdr sdr[WATCH_SDRS];
	unsigned int n_sdr;
	int said_sdr;
	bool loop_sdr;
	unsigned int most;
	bool exact;
	bool lossy;
	uint16_t reservation;
	uint32_t added;
	uint8_t raw[256];
	uint8_t flags[256];
	uint16_t states[256];
	uint8_t limits[256][7];
	bool missing[256];
	uint8_t nonlinear;
	uint8_t sel[WATCH_SEL][16];
	unsigned int n_sel;
	unsigned int sel_base;
	uint32_t sel_added;
	uint32_t sel_erased;
	unsigned int sel_clearing;
	uint32_t sel_time;
	uint16_t sel_utc;
	uint8_t fru[WATCH_FRU];
	unsigned int fru_size;
	unsigned int fru_said;
	unsigned int fru_busy;
	bool fru_broken;
	bool dcmi;
	uint16_t power;
	bool limit_on;
	uint8_t limit[12];
	uint8_t tag[65];
	bool redfish;
	bool redfish_off;
	bool redfish_trap;
};

extern struct watch watch;

void watch_reset(void);
void watch_answer(const struct ipmi_request *rq, struct ipmi_response *rs);
uint8_t *watch_add_full(unsigned int number, uint8_t type, const char *name);
uint8_t *watch_add_discrete(unsigned int number, uint8_t type, uint8_t event_type,
			    const char *name);
void watch_add_event(uint32_t stamp, uint8_t sensor_type, uint8_t number, uint8_t event_type,
		     uint8_t data1);

#endif
