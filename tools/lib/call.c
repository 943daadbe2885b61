// SPDX-License-Identifier: GPL-2.0-only
/* One request, its answer, its deadline, its repetitions, its trace. */
#include <errno.h>
#include <string.h>

#include "device.h"
#include "ipmi/cc.h"

/*
 * A driver answers within seconds whatever the BMC does; this is for one that
 * doesn't.
 */
#define ANSWER_MS 15000
/* A read that fails sooner than this is worth a second try. */
#define QUICK_MS 2000
#define BACKOFF_MIN_MS 100
#define BACKOFF_MAX_MS 2000

/**
 * bmc_hex() - bytes as text
 * @dst: filled, always terminated
 * @room: size of @dst
 * @data: the bytes
 * @len: how many
 * @secret: mask from this byte on, 0 = don't
 */
void bmc_hex(char *dst, size_t room, const uint8_t *data, size_t len, size_t secret)
{
	size_t used = 0;
	size_t i;

	dst[0] = '\0';
	for (i = 0; i < len && used + 4 < room; i++)
		if (secret && i >= secret)
			used += (size_t)snprintf(dst + used, room - used, "%s**", i ? " " : "");
		else
			used += (size_t)snprintf(dst + used, room - used, "%s%02x", i ? " " : "",
						 data[i]);
}

static void trace(struct bmc *bmc, const char *arrow, const struct ipmi_request *rq,
		  const struct ipmi_response *rs, long long ms)
{
	char hex[3 * (IPMI_DATA_MAX + 2) + 1] = "";
	FILE *f = bmc->sys->err;

	if (!bmc->opt.verbose || bmc->opt.quiet)
		return;
	if (bmc->opt.verbose > 1 && rs)
		bmc_hex(hex, sizeof(hex), rs->data, rq->secret_answer ? 0 : rs->len, 0);
	else if (bmc->opt.verbose > 1)
		bmc_hex(hex, sizeof(hex), rq->data, rq->len, rq->secret);
	if (rs)
		fprintf(f, "bmc: %s %02x/%02x cc %02x (%s), %u bytes in %lld ms%s%s\n", arrow,
			rq->netfn, rq->cmd, rs->cc, ipmi_cc_text(rq->netfn, rq->cmd, rs->cc),
			rs->len, ms, hex[0] ? ": " : "", hex);
	else
		fprintf(f, "bmc: %s %02x/%02x lun %u, %u bytes%s%s\n", arrow, rq->netfn, rq->cmd,
			rq->lun, rq->len, hex[0] ? ": " : "", hex);
}

static int send_failed(struct bmc *bmc, const struct ipmi_request *rq, int rc)
{
	switch (rc) {
	case -ENODEV:
	case -ENXIO:
		return bmc_error_set(&bmc->err, BMC_EXIT_TIMEOUT, "%s went away", bmc->name);
	case -EPERM:
	case -EACCES:
		return bmc_error_set(&bmc->err, BMC_EXIT_PERMISSION,
				     "no permission to send %02x/%02x to %s", rq->netfn, rq->cmd,
				     bmc->name);
	case -EBUSY:
	case -EAGAIN:
		return bmc_error_set(&bmc->err, BMC_EXIT_BUSY, "the driver of %s is busy",
				     bmc->name);
	case -EINVAL:
		if (rq->slave)
			return bmc_error_set(&bmc->err, BMC_EXIT_USAGE,
					     "channel %u of %s is no IPMB: 0x%02x can't be there",
					     rq->channel, bmc->name, rq->slave);
		return bmc_error_set(&bmc->err, BMC_EXIT_USAGE,
				     "the driver does not let programs send %02x/%02x", rq->netfn,
				     rq->cmd);
	case -EMSGSIZE:
		return bmc_error_set(&bmc->err, BMC_EXIT_USAGE,
				     "a request of %u data bytes is too long for %s", rq->len,
				     bmc->name);
	case -ENOTTY:
		return bmc_error_set(&bmc->err, BMC_EXIT_NO_DEVICE, "%s is not the node of a BMC",
				     bmc->path);
	default:
		return bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "can't send to %s: %s",
				     bmc->name, strerror(-rc));
	}
}

static int receive_failed(struct bmc *bmc, int rc)
{
	if (rc == -ENODEV || rc == -ENXIO || rc == -EIO)
		return bmc_error_set(&bmc->err, BMC_EXIT_TIMEOUT, "%s went away", bmc->name);
	return bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "can't receive from %s: %s", bmc->name,
			     strerror(-rc));
}

/* Wait for the answer to msgid; what is not it is late and thrown away. */
static int await(struct bmc *bmc, struct ipmi_response *rs, long long end)
{
	const struct bmc_door_ops *door = bmc->sys->door;
	bool hung_up = false;
	long long left;
	long msgid;
	int rc;

	for (;;) {
		rc = door->receive(bmc->sys->door_priv, &msgid, rs);
		if (!rc && msgid == bmc->msgid)
			return 0;
		if (!rc)
			continue;
		if (rc != -EAGAIN)
			return receive_failed(bmc, rc);
		if (hung_up)
			return receive_failed(bmc, -ENODEV);
		rc = bmc_interrupted(bmc);
		if (rc)
			return rc;
		left = end - bmc_now(bmc);
		if (left <= 0)
			return bmc_error_set(&bmc->err, BMC_EXIT_TIMEOUT,
					     "%s does not answer", bmc->name);
		rc = door->wait(bmc->sys->door_priv, (long)left);
		/* The last answers may have come just before the end. */
		hung_up = rc == -ENODEV;
	}
}

/**
 * bmc_call() - ask once
 * @bmc: the run; the device is opened when it isn't yet
 * @rq: the question
 * @rs: the answer, whatever its completion code
 * @limit_ms: how long to wait for it, 0 = as long as a driver may need
 *
 * Return: 0 when there is an answer, else an exit status with the error set.
 */
int bmc_call(struct bmc *bmc, const struct ipmi_request *rq, struct ipmi_response *rs,
	     long limit_ms)
{
	long long start, end;
	int rc;

	rc = bmc_open(bmc);
	if (!rc)
		rc = bmc_interrupted(bmc);
	if (rc)
		return rc;
	start = bmc_now(bmc);
	end = start + (limit_ms ? limit_ms : ANSWER_MS);
	if (bmc->deadline && !bmc->cleanup && bmc->deadline < end)
		end = bmc->deadline;
	if (end <= start)
		return bmc_error_set(&bmc->err, BMC_EXIT_TIMEOUT,
				     "the time limit of %ld s is over", bmc->opt.timeout_ms / 1000);
	trace(bmc, ">", rq, NULL, 0);
	bmc->msgid++;
	rc = bmc->sys->door->send(bmc->sys->door_priv, bmc->msgid, rq);
	if (rc)
		return send_failed(bmc, rq, rc);
	rc = await(bmc, rs, end);
	if (!rc)
		trace(bmc, "<", rq, rs, bmc_now(bmc) - start);
	return rc;
}

static int call_patient(struct bmc *bmc, const struct ipmi_request *rq, struct ipmi_response *rs,
			bool read)
{
	long long start = bmc_now(bmc);
	long pause = BACKOFF_MIN_MS;
	unsigned int tries = 0;
	bool again;
	int rc;

	for (;;) {
		rc = bmc_call(bmc, rq, rs, 0);
		if (rc)
			return rc;
		again = rs->cc == IPMI_CC_NODE_BUSY;
		/* Only what changes nothing may be repeated when it may have been done. */
		if (read && (rs->cc == IPMI_CC_TIMEOUT || rs->cc == IPMI_CC_UNSPECIFIED))
			again = !tries && bmc_now(bmc) - start < QUICK_MS;
		if (!again || tries >= bmc->opt.retries)
			return 0;
		rc = bmc_sleep(bmc, pause);
		if (rc)
			return rc;
		tries++;
		pause = pause * 2 > BACKOFF_MAX_MS ? BACKOFF_MAX_MS : pause * 2;
	}
}

/**
 * bmc_query() - ask something that changes nothing
 * @bmc: the run
 * @rq: the question
 * @rs: the answer, whatever its completion code
 *
 * Repeats the question while the BMC is busy.
 *
 * Return: 0 when there is an answer, else an exit status with the error set.
 */
int bmc_query(struct bmc *bmc, const struct ipmi_request *rq, struct ipmi_response *rs)
{
	return call_patient(bmc, rq, rs, true);
}

/**
 * bmc_ask() - ask something that changes nothing and has to be answered
 * @bmc: the run
 * @rq: the question
 * @rs: the answer
 * @what: what is asked, for the error message
 *
 * Return: 0 when the BMC completed it, else an exit status with the error set.
 */
int bmc_ask(struct bmc *bmc, const struct ipmi_request *rq, struct ipmi_response *rs,
	    const char *what)
{
	int rc = bmc_query(bmc, rq, rs);

	if (rc)
		return rc;
	return rs->cc ? bmc_error_cc(&bmc->err, rq->netfn, rq->cmd, rs->cc, what) : 0;
}

static void record(struct bmc *bmc, const struct ipmi_request *rq, const char *what)
{
	struct json_object *o = json_object_new_object();
	char hex[3 * IPMI_DATA_MAX + 1];

	if (!bmc->writes)
		bmc->writes = json_object_new_array();
	bmc_hex(hex, sizeof(hex), rq->data, rq->len, rq->secret);
	json_object_object_add(o, "step", json_object_new_string(what));
	json_object_object_add(o, "netfn", json_object_new_int(rq->netfn));
	json_object_object_add(o, "cmd", json_object_new_int(rq->cmd));
	json_object_object_add(o, "data", json_object_new_string(hex));
	json_object_array_add(bmc->writes, o);
}

/**
 * bmc_change() - ask for a change
 * @bmc: the run
 * @rq: the request
 * @rs: the answer, whatever its completion code
 * @what: name of the step
 *
 * In a dry run nothing is sent, the request is recorded and taken as completed.
 * The request is repeated while the BMC is busy, not when it may have been done.
 *
 * Return: 0 when there is an answer, else an exit status with the error set.
 */
int bmc_change(struct bmc *bmc, const struct ipmi_request *rq, struct ipmi_response *rs,
	       const char *what)
{
	if (bmc->opt.dry_run) {
		memset(rs, 0, sizeof(*rs));
		record(bmc, rq, what);
		return 0;
	}
	return call_patient(bmc, rq, rs, false);
}

/**
 * bmc_garbled() - an answer that can't be understood
 * @bmc: the run
 * @rs: the answer
 * @what: what had been asked
 *
 * Return: BMC_EXIT_BMC with the error set.
 */
int bmc_garbled(struct bmc *bmc, const struct ipmi_response *rs, const char *what)
{
	return bmc_error_set(&bmc->err, BMC_EXIT_BMC, "%s: the answer of %u bytes is too short",
			     what, rs->len);
}
