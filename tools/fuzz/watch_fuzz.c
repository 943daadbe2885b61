// SPDX-License-Identifier: GPL-2.0-only
/* libFuzzer target: all decoders of what is watched. The first byte chooses one. */
#include <stdlib.h>
#include <string.h>

#include "../lib/array.h"
#include "../lib/ipmi/app.h"
#include "../lib/ipmi/dcmi.h"
#include "../lib/ipmi/fru.h"
#include "../lib/ipmi/redfish.h"
#include "../lib/ipmi/sel.h"
#include "../lib/ipmi/sensor.h"
#include "../lib/ipmi/text.h"
#include "../lib/ipmi/units.h"
#include "../lib/sdrs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fuzz_sdr(const uint8_t *data, size_t size)
{
	char text[IPMI_UNIT_TEXT], entity[IPMI_ENTITY_TEXT];
	struct ipmi_sdr sdr, one;
	double value, min, max;
	unsigned int i;
	uint8_t raw;

	ipmi_sdr_decode(data, size, &sdr);
	ipmi_unit_key(&sdr, text);
	ipmi_unit_symbol(&sdr, text);
	ipmi_entity_text(sdr.entity, sdr.instance, entity);
	for (i = 0; i < 256; i++)
		ipmi_convert(&sdr.factors, (uint8_t)i, &value);
	ipmi_unconvert(&sdr.factors, 1.5, &raw, &min, &max);
	ipmi_convert_distance(&sdr.factors, 7, &value);
	for (i = 0; ipmi_sdr_share(&sdr, i, &one); i++)
		ipmi_state_name(one.event_type, one.sensor_type, i, NULL);
}

static void each_field(void *priv, const char *key, const char *text)
{
	*(size_t *)priv += strlen(key) + strlen(text);
}

static void fuzz_fru(const uint8_t *data, size_t size)
{
	struct ipmi_fru_multi record;
	struct ipmi_fru fru;
	size_t sum = 0, at;
	unsigned int i;

	ipmi_fru_decode(data, size, &fru);
	for (i = 0; i < IPMI_FRU_AREAS; i++)
		ipmi_fru_fields(data, size, &fru, i, each_field, &sum);
	at = fru.area[IPMI_FRU_MULTI].offset;
	while (ipmi_fru_multi_next(data, size, &at, &record))
		sum += record.len ? record.data[record.len - 1] : 0U;
	ipmi_fru_board_minutes(data, &fru);
	ipmi_fru_rule(data, size);
}

static void fuzz_answers(const uint8_t *data, size_t size)
{
	struct ipmi_response rs = { .len = (uint16_t)(size < sizeof(rs.data) ? size :
						      sizeof(rs.data)) };
	char user[IPMI_CREDENTIAL + 1], password[IPMI_CREDENTIAL + 1];
	uint8_t b, hash[32], bytes[IPMI_DCMI_PIECE];
	struct ipmi_dcmi_temperature list[8];
	struct ipmi_dcmi_limit limit;
	struct ipmi_dcmi_power power;
	struct ipmi_sel_info sel;
	struct ipmi_sdr_info sdr;
	struct ipmi_reading reading;
	struct ipmi_factors factors;
	size_t len;

	memcpy(rs.data, data, rs.len);
	ipmi_dcmi_power_decode(&rs, &power);
	ipmi_dcmi_limit_decode(&rs, &limit);
	ipmi_dcmi_string_decode(&rs, &b, bytes, &len);
	ipmi_dcmi_temperatures_decode(&rs, &b, list);
	ipmi_fingerprint_decode(&rs, &b, hash);
	ipmi_bootstrap_decode(&rs, user, password);
	ipmi_sel_info_decode(&rs, &sel);
	ipmi_sdr_info_decode(&rs, &sdr);
	ipmi_reading_decode(&rs, size & 1, &reading);
	ipmi_factors_answer_decode(&rs, &factors);
	ipmi_thresholds_decode(&rs, &b, bytes);
}

static void fuzz_sel(const uint8_t *data, size_t size)
{
	uint8_t record[IPMI_SEL_RECORD] = { 0 };
	char text[IPMI_SEL_EVENT_TEXT];
	struct ipmi_sel_entry e;

	memcpy(record, data, size < sizeof(record) ? size : sizeof(record));
	ipmi_sel_entry_decode(record, &e);
	ipmi_sel_event_text(&e, text);
	ipmi_sel_severity(&e);
	ipmi_sel_stamp_kind(&e);
}

static void fuzz_smbios(const uint8_t *data, size_t size)
{
	struct smbios_walk walk = { .at = 0 };
	struct redfish_interface r;

	while (smbios_next(data, size, &walk))
		redfish_interface_decode(walk.data, walk.len, &r);
}

static void fuzz_cache(const uint8_t *data, size_t size)
{
	struct sdrs s = { .n = 0 };

	/* The key of the file is the one that is asked for. */
	if (size >= 8 + sizeof(s.key))
		memcpy(s.key, data + 8, sizeof(s.key));
	sdrs_decode(&s, data, size);
	sdrs_free(&s);
}

static void fuzz_text(const uint8_t *data, size_t size)
{
	char text[40];

	if (size)
		ipmi_text_decode(text, sizeof(text), data[0] % 6, data + 1, size - 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const targets[])(const uint8_t *data, size_t size) = {
		fuzz_sdr, fuzz_fru, fuzz_answers, fuzz_sel, fuzz_smbios, fuzz_cache, fuzz_text,
	};

	if (size)
		targets[data[0] % ARRAY_SIZE(targets)](data + 1, size - 1);
	return 0;
}
