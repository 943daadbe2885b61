/* SPDX-License-Identifier: GPL-2.0-only */
/* The sensor data records of a BMC: reading them all, and keeping them. */
#ifndef BMC_SDRS_H
#define BMC_SDRS_H

#include "device.h"
#include "ipmi/sdr.h"

#define SDRS_KEY 40
#define SDRS_BYTES_MAX (4 << 20)

/**
 * struct sdrs - the records
 * @key: what the BMC said of itself and of its records; another key, other records
 * @device: they are device SDRs, the BMC has no repository
 * @info: what the repository says of itself; of device SDRs only the count
 * @bytes: all records, one after the other
 * @used: bytes in @bytes
 * @room: size of @bytes
 * @n: how many records
 * @partial: there are more that could not be read
 * @cached: they come from the cache
 */
struct sdrs {
	uint8_t key[SDRS_KEY];
	bool device;
	struct ipmi_sdr_info info;
	uint8_t *bytes;
	size_t used;
	size_t room;
	unsigned int n;
	bool partial;
	bool cached;
};

/**
 * struct sdrs_walk - a walk over records
 * @at: next record
 * @data: bytes of the present one
 * @len: how many
 */
struct sdrs_walk {
	size_t at;
	const uint8_t *data;
	size_t len;
};

int sdrs_load(struct bmc *bmc, struct sdrs *s, bool refresh);
int sdrs_identify(struct bmc *bmc, struct sdrs *s);
int sdrs_read(struct bmc *bmc, struct sdrs *s);
void sdrs_free(struct sdrs *s);
bool sdrs_next(const struct sdrs *s, struct sdrs_walk *walk);
bool sdrs_add(struct sdrs *s, const uint8_t *data, size_t len);

bool sdrs_cache_load(const struct bmc *bmc, struct sdrs *s);
bool sdrs_cache_store(const struct bmc *bmc, const struct sdrs *s);
size_t sdrs_encode(const struct sdrs *s, uint8_t *to, size_t room);
bool sdrs_decode(struct sdrs *s, const uint8_t *from, size_t len);

#endif
