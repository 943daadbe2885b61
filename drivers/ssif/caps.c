// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an SSIF can do: Get System Interface Capabilities (IPMI 2.0, section
 * 22.9), and trying what the specification leaves open.
 *
 * Every single thing here is optional: a BMC that refuses or ignores all of it
 * has single-part requests without checksum.
 */
#include <linux/errno.h>
#include <linux/i2c.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "ssif.h"

#define SSIF_NETFN_APP			(0x06 << 2)
#define SSIF_CMD_GET_DEVICE_ID		0x01
#define SSIF_CMD_GET_SELF_TEST		0x04
#define SSIF_CMD_GET_CAPABILITIES	0x57
#define SSIF_TYPE_SSIF			0

/* Response: netfn, command, completion code, reserved, flags, two sizes */
#define SSIF_CAPS_FLAGS			4
#define SSIF_CAPS_INPUT			5
#define SSIF_CAPS_LEN			7

#define SSIF_CAPS_PEC			0x08
#define SSIF_CAPS_PARTS			6
#define SSIF_PARTS_ONE			0
#define SSIF_PARTS_TWO			1

/* How long a BMC may take for something that it need not know. */
#define SSIF_TRY_NS			(500ULL * NSEC_PER_MSEC)

/* A bus that has gone, or a link that goes, ends the questions. */
static bool ssif_fatal(int err)
{
	return err == -ENODEV || err == -ESHUTDOWN;
}

static void ssif_ask_device_id(struct bmc_frame *frame, unsigned int len)
{
	*frame = (struct bmc_frame){
		.len = len,
		.data = { SSIF_NETFN_APP, SSIF_CMD_GET_DEVICE_ID },
	};
}

/*
 * Does the BMC answer when it is asked with @len bytes?  Any answer will do:
 * what counts is that it has seen the end of the request.
 *
 * Return: 1 or 0, or an error of the line.
 */
static int ssif_answers(struct ssif *ssif, unsigned int len)
{
	int err;

	ssif_ask_device_id(&ssif->scratch, len);
	err = ssif_transact(ssif, &ssif->scratch, SSIF_TRY_NS);
	if (!err)
		return 1;
	if (ssif_fatal(err))
		return err;
	err = ssif_make_idle(ssif);
	return ssif_fatal(err) ? err : 0;
}

/*
 * The trials leave a BMC that does not know one in the middle of a request, out
 * of which the start of the next brings it.
 */
static int ssif_try_ends(struct ssif *ssif, unsigned int max)
{
	const struct {
		enum ssif_end end;
		unsigned int len;
	} trials[] = {
		{ SSIF_END_COMMAND, max > 2 * SSIF_BLOCK ? 2 * SSIF_BLOCK + 1 : SSIF_BLOCK + 1 },
		{ SSIF_END_EMPTY, 2 * SSIF_BLOCK },
		{ SSIF_END_SHORT, SSIF_BLOCK + 1 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(trials); i++) {
		int ret;

		if (trials[i].len > max)
			continue;
		ssif->end = trials[i].end;
		ret = ssif_answers(ssif, trials[i].len);
		if (ret)
			return min(ret, 0);
	}
	ssif->end = SSIF_END_NONE;
	return 0;
}

/*
 * Is a response there at the first look?  In turn two that cannot be mistaken for each
 * other.  A BMC that shows that it is busy has a better way to be told, and ends this.
 */
static int ssif_try_prompt(struct ssif *ssif)
{
	unsigned int i;
	int err = 0;

	/* Who has not answered at all is not. */
	if (ssif->failures)
		return 0;
	for (i = 0; !err && !ssif->honest && !ssif->lagged && i < SSIF_PROMPT; i++) {
		ssif_ask_device_id(&ssif->scratch, SSIF_FIRST_MIN - 1);
		if (i % 2)
			ssif->scratch.data[1] = SSIF_CMD_GET_SELF_TEST;
		err = ssif_transact(ssif, &ssif->scratch, SSIF_TRY_NS);
	}
	if (err && !ssif_fatal(err))
		err = ssif_make_idle(ssif);
	return ssif_fatal(err) ? err : 0;
}

static int ssif_try_pec(struct ssif *ssif)
{
	int ret;

	if (!i2c_check_functionality(ssif->client->adapter, I2C_FUNC_SMBUS_PEC))
		return 0;
	ssif->pec = true;
	ret = ssif_answers(ssif, SSIF_FIRST_MIN - 1);
	if (ret > 0)
		return 0;
	ssif->pec = false;
	if (!ret)
		dev_notice(&ssif->client->dev, "the BMC offers checksums (PEC), which fail\n");
	return ret;
}

static int ssif_ask_capabilities(struct ssif *ssif, u8 *flags, unsigned int *max)
{
	struct bmc_frame *frame = &ssif->scratch;
	int err;

	*flags = 0;
	*max = SSIF_BLOCK;
	*frame = (struct bmc_frame){
		.len = 3,
		.data = { SSIF_NETFN_APP, SSIF_CMD_GET_CAPABILITIES, SSIF_TYPE_SSIF },
	};
	err = ssif_transact(ssif, frame, SSIF_TRY_NS);
	if (ssif_fatal(err))
		return err;
	if (err) {
		err = ssif_make_idle(ssif);
		return ssif_fatal(err) ? err : 0;
	}
	if (frame->data[2] || frame->len < SSIF_CAPS_LEN)
		return 0;
	*flags = frame->data[SSIF_CAPS_FLAGS];
	if (*flags >> SSIF_CAPS_PARTS != SSIF_PARTS_ONE)
		*max = max_t(unsigned int, frame->data[SSIF_CAPS_INPUT], SSIF_BLOCK);
	if (*flags >> SSIF_CAPS_PARTS == SSIF_PARTS_TWO)
		*max = min_t(unsigned int, *max, 2 * SSIF_BLOCK - 1);
	return 0;
}

/**
 * ssif_learn - find out what an interface can do
 * @ssif: the interface, with nothing in flight
 * @identity: who the BMC said it is: what was found out with trials once is
 *	believed of the same BMC with the same firmware
 * @limits: what the router should know of it
 *
 * Context: the link's thread; may sleep, for less than three seconds.
 * Return: 0, also when the BMC knows none of it; -ENODEV or -ESHUTDOWN.
 */
int ssif_learn(struct ssif *ssif, const struct bmc_identity *identity,
	       struct bmc_limits *limits)
{
	unsigned int max;
	u8 flags;
	int err;

	err = ssif_ask_capabilities(ssif, &flags, &max);
	if (err)
		return err;
	if (!ssif->learned || memcmp(&ssif->identity, identity, sizeof(*identity))) {
		ssif->learned = false;
		ssif->honest = false;
		ssif->once = false;
		ssif->persists = false;
		ssif->prompt = 0;
		ssif->lagged = false;
		ssif->pec = false;
		ssif->end = SSIF_END_NONE;
		err = ssif_try_prompt(ssif);
		if (!err && flags & SSIF_CAPS_PEC)
			err = ssif_try_pec(ssif);
		/* Ends that fail cast doubt on it. */
		ssif->pec_works = ssif->pec;
		if (!err)
			err = ssif_try_ends(ssif, max);
		if (err)
			return err;
		ssif->identity = *identity;
		ssif->learned = true;
	}
	ssif->pec = ssif->pec_works && flags & SSIF_CAPS_PEC;
	*limits = (struct bmc_limits){
		.depth = 1,
		.max_request = min(max, ssif_request_max(ssif->end)),
		.max_response = BMC_FRAME_MAX,
		.answer_ns = BMC_ANSWER_NS,
	};
	return 0;
}
