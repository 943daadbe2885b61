/* SPDX-License-Identifier: GPL-2.0-only */
/* System event log (sections 31 and 32). */
#ifndef BMC_IPMI_SEL_H
#define BMC_IPMI_SEL_H

#include "ipmi.h"

enum ipmi_sel_cmd {
	IPMI_GET_SEL_INFO = 0x40,
	IPMI_RESERVE_SEL = 0x42,
	IPMI_GET_SEL_ENTRY = 0x43,
	IPMI_ADD_SEL_ENTRY = 0x44,
	IPMI_CLEAR_SEL = 0x47,
	IPMI_GET_SEL_TIME = 0x48,
	IPMI_SET_SEL_TIME = 0x49,
	IPMI_GET_SEL_TIME_UTC_OFFSET = 0x5c,
};

#define IPMI_SEL_RECORD 16
#define IPMI_SEL_FIRST 0x0000
#define IPMI_SEL_LAST 0xffff
#define IPMI_SEL_SYSTEM 0x02
#define IPMI_SEL_EVENT_TEXT 96
#define IPMI_UTC_UNSPECIFIED 0x07ff
#define IPMI_STAMP_UNSPECIFIED 0xffffffffU
/* Stamps up to this count seconds since the BMC was initialized (section 37). */
#define IPMI_STAMP_SINCE_INIT 0x20000000U

/**
 * struct ipmi_sel_info - Get SEL Info
 * @version: version of the commands, BCD
 * @entries: how many records there are
 * @free: free bytes
 * @added: time of the last addition
 * @erased: time of the last erasure
 * @support: bits of supported operations, and bit 7: records were lost
 */
struct ipmi_sel_info {
	uint8_t version;
	uint16_t entries;
	uint16_t free;
	uint32_t added;
	uint32_t erased;
	uint8_t support;
};

/**
 * struct ipmi_sel_entry - a record of the log
 * @id: record ID
 * @type: 02h, or an OEM type
 * @has_stamp: it has a time stamp
 * @stamp: the stamp
 * @is_event: it is a system event; then the next ones are filled in
 * @generator: slave address, or software ID with bit 0 set
 * @channel: channel of the generator
 * @lun: LUN of the generator
 * @sensor_type: sensor type
 * @number: sensor number
 * @event_type: event/reading type
 * @deassertion: the state went away
 * @data: event data
 * @manufacturer: IANA number, of OEM records with a time stamp
 */
struct ipmi_sel_entry {
	uint16_t id;
	uint8_t type;
	bool has_stamp;
	uint32_t stamp;
	bool is_event;
	uint8_t generator;
	uint8_t channel;
	uint8_t lun;
	uint8_t sensor_type;
	uint8_t number;
	uint8_t event_type;
	bool deassertion;
	uint8_t data[3];
	uint32_t manufacturer;
};

bool ipmi_sel_info_decode(const struct ipmi_response *rs, struct ipmi_sel_info *info);
void ipmi_sel_get_encode(struct ipmi_request *rq, uint16_t id);
bool ipmi_sel_get_decode(const struct ipmi_response *rs, uint16_t *next,
			 uint8_t record[IPMI_SEL_RECORD]);
void ipmi_sel_clear_encode(struct ipmi_request *rq, uint16_t reservation, bool start);
void ipmi_sel_entry_decode(const uint8_t record[IPMI_SEL_RECORD], struct ipmi_sel_entry *e);
void ipmi_sel_event_text(const struct ipmi_sel_entry *e, char text[IPMI_SEL_EVENT_TEXT]);
const char *ipmi_sel_severity(const struct ipmi_sel_entry *e);
const char *ipmi_sel_stamp_kind(const struct ipmi_sel_entry *e);

#endif
