// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages to SMBus blocks and back (IPMI 2.0, section 12); pure.
 *
 * A request is cut into blocks of 32 bytes.  A response of several parts begins
 * with a mark and 30 bytes; each further block has a number, from 0 on, and 31
 * bytes, but for the last, which has FFh and what is left.
 */
#include <linux/minmax.h>
#include <linux/string.h>

#include "part.h"

/* Mark of the first of several parts: no response has these as netfn and command. */
#define SSIF_MULTI_0		0x00
#define SSIF_MULTI_1		0x01
#define SSIF_MULTI_LEN		2

#define SSIF_LAST_NUMBER	0xff
#define SSIF_NUMBER_LEN		1

/**
 * ssif_request_max - the longest request that can be sent
 * @end: how its end is told
 *
 * Return: length in bytes.
 */
unsigned int ssif_request_max(enum ssif_end end)
{
	switch (end) {
	case SSIF_END_EMPTY:
	case SSIF_END_COMMAND:
		return BMC_FRAME_MAX;
	case SSIF_END_SHORT:
		/* A request of 64 bytes would have no end. */
		return 2 * SSIF_BLOCK - 1;
	default:
		return SSIF_BLOCK;
	}
}

/**
 * ssif_split - cut the next block off a request
 * @req: the request, at most ssif_request_max() bytes
 * @pos: how much of it is sent already
 * @end: how its end is told
 * @part: filled in; the next one begins where this ends
 */
void ssif_split(const struct bmc_frame *req, unsigned int pos, enum ssif_end end,
		struct ssif_part *part)
{
	unsigned int left = req->len - pos;

	part->data = req->data + pos;
	part->len = min_t(unsigned int, left, SSIF_BLOCK);
	if (req->len <= SSIF_BLOCK) {
		part->command = SSIF_WRITE_SINGLE;
		part->last = true;
	} else if (!pos) {
		part->command = SSIF_WRITE_START;
		part->last = false;
	} else if (end == SSIF_END_COMMAND) {
		part->last = left <= SSIF_BLOCK;
		part->command = part->last ? SSIF_WRITE_END : SSIF_WRITE_MIDDLE;
	} else {
		part->last = left < SSIF_BLOCK;
		part->command = SSIF_WRITE_MIDDLE;
	}
}

static void ssif_append(struct bmc_frame *rsp, const u8 *data, unsigned int len)
{
	unsigned int room = BMC_FRAME_MAX - rsp->len;

	if (len > room) {
		rsp->truncated = true;
		len = room;
	}
	memcpy(rsp->data + rsp->len, data, len);
	rsp->len += len;
}

static bool ssif_is_multi(const u8 *block, unsigned int len)
{
	return len >= SSIF_MULTI_LEN && block[0] == SSIF_MULTI_0 && block[1] == SSIF_MULTI_1;
}

/**
 * ssif_header - what the first block of a response answers
 * @block: the block that the BMC gave for SSIF_READ_START
 * @len: its length
 *
 * Return: netfn and command, within @block, or NULL when there are none.
 */
const u8 *ssif_header(const u8 *block, unsigned int len)
{
	unsigned int skip = ssif_is_multi(block, len) ? SSIF_MULTI_LEN : 0;

	return len >= skip + 2 ? block + skip : NULL;
}

/**
 * ssif_join_first - begin a response
 * @join: state, set up here
 * @rsp: where the response goes; what does not fit is dropped, and marked in
 *	@truncated
 * @block: the block that the BMC gave for SSIF_READ_START
 * @len: its length
 *
 * Return: what came of it.
 */
enum ssif_joined ssif_join_first(struct ssif_join *join, struct bmc_frame *rsp, const u8 *block,
				 unsigned int len)
{
	join->rsp = rsp;
	join->next = 0;
	rsp->len = 0;
	rsp->truncated = false;
	if (!ssif_is_multi(block, len)) {
		ssif_append(rsp, block, len);
		return SSIF_WHOLE;
	}
	ssif_append(rsp, block + SSIF_MULTI_LEN, len - SSIF_MULTI_LEN);
	/* With less than that in it, nobody knows what follows. */
	return len == SSIF_BLOCK ? SSIF_MORE : SSIF_DAMAGED;
}

/**
 * ssif_join_next - go on with a response
 * @join: state
 * @block: the block that the BMC gave for SSIF_READ_MIDDLE
 * @len: its length
 *
 * A response ends after 256 blocks at most, whatever the BMC does.
 *
 * Return: what came of it.
 */
enum ssif_joined ssif_join_next(struct ssif_join *join, const u8 *block, unsigned int len)
{
	if (len < SSIF_NEXT_MIN)
		return SSIF_DAMAGED;
	if (block[0] != SSIF_LAST_NUMBER && (block[0] != join->next || len != SSIF_BLOCK))
		return SSIF_DAMAGED;
	join->next++;
	ssif_append(join->rsp, block + SSIF_NUMBER_LEN, len - SSIF_NUMBER_LEN);
	return block[0] == SSIF_LAST_NUMBER ? SSIF_WHOLE : SSIF_MORE;
}
