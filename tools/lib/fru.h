/* SPDX-License-Identifier: GPL-2.0-only */
/* FRU data of a device: reading and writing it. */
#ifndef BMC_FRU_H
#define BMC_FRU_H

#include "device.h"
#include "ipmi/fru.h"

/**
 * struct fru - a FRU device and its data
 * @id: FRU device ID
 * @slave: controller behind the BMC that has it, 0 = the BMC
 * @channel: channel of that one
 * @lun: its LUN
 * @size: size of its data, as it says
 * @words: it is accessed by words
 * @chunk: bytes to ask for at a time
 * @data: the data, as far as it was read
 */
struct fru {
	uint8_t id;
	uint8_t slave;
	uint8_t channel;
	uint8_t lun;
	size_t size;
	bool words;
	size_t chunk;
	uint8_t *data;
};

int fru_open(struct bmc *bmc, struct fru *fru);
void fru_close(struct fru *fru);
int fru_read(struct bmc *bmc, struct fru *fru, size_t offset, size_t len);
int fru_read_areas(struct bmc *bmc, struct fru *fru);
int fru_write(struct bmc *bmc, struct fru *fru, size_t offset, const uint8_t *data, size_t len);

#endif
