/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages to SMBus blocks and back (IPMI 2.0, section 12); pure.
 */
#ifndef BMCLINK_SSIF_PART_H
#define BMCLINK_SSIF_PART_H

#include <linux/types.h>
#include <uapi/linux/i2c.h>

#include "transport.h"

/* The most an SMBus block can carry. */
#define SSIF_BLOCK		I2C_SMBUS_BLOCK_MAX

/* SMBus commands (table 12-16) */
#define SSIF_WRITE_SINGLE	0x02
#define SSIF_WRITE_START	0x06
#define SSIF_WRITE_MIDDLE	0x07
#define SSIF_WRITE_END		0x08
#define SSIF_READ_START		0x03
#define SSIF_READ_MIDDLE	0x09

/* Netfn, command and completion code */
#define SSIF_FIRST_MIN		3
/* The block number */
#define SSIF_NEXT_MIN		1

/**
 * enum ssif_end - how the end of a request of several parts is told
 * @SSIF_END_NONE: not at all: a request has one part
 * @SSIF_END_SHORT: by a middle part that is not full, and must not be empty
 * @SSIF_END_EMPTY: by a middle part that is not full, an empty one if need be
 * @SSIF_END_COMMAND: by a command of its own
 *
 * The specification's text means @SSIF_END_SHORT, with which not every length
 * can be sent; its table means @SSIF_END_COMMAND; and BMCs differ.
 */
enum ssif_end {
	SSIF_END_NONE,
	SSIF_END_SHORT,
	SSIF_END_EMPTY,
	SSIF_END_COMMAND,
};

/**
 * struct ssif_part - one block of a request
 * @command: SMBus command
 * @len: bytes in the block
 * @last: no part follows
 * @data: the bytes, within the request
 */
struct ssif_part {
	u8 command;
	u8 len;
	bool last;
	const u8 *data;
};

/**
 * enum ssif_joined - what a block has done to a response
 * @SSIF_MORE: another block is to be read
 * @SSIF_WHOLE: the response is complete
 * @SSIF_DAMAGED: the block does not belong here, or says so
 */
enum ssif_joined {
	SSIF_MORE,
	SSIF_WHOLE,
	SSIF_DAMAGED,
};

/**
 * struct ssif_join - a response that is being put together
 * @rsp: the response so far
 * @next: number of the next block
 */
struct ssif_join {
	struct bmc_frame *rsp;
	unsigned int next;
};

unsigned int ssif_request_max(enum ssif_end end);
void ssif_split(const struct bmc_frame *req, unsigned int pos, enum ssif_end end,
		struct ssif_part *part);
const u8 *ssif_header(const u8 *block, unsigned int len);
enum ssif_joined ssif_join_first(struct ssif_join *join, struct bmc_frame *rsp, const u8 *block,
				 unsigned int len);
enum ssif_joined ssif_join_next(struct ssif_join *join, const u8 *block, unsigned int len);

#endif
