// SPDX-License-Identifier: GPL-2.0-only
/* The netlink door of bmclink, by libnl. */
#include "genl.h"

#include <errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <poll.h>
#include <signal.h>

#include "../../uapi/linux/bmclink.h"

/* Of the socket: what is not read in time is lost. */
#define GENL_ROOM 1048576

/* What is waited for, and whom to give it to. */
struct reading {
	bmc_genl_fn *fn;
	void *ctx;
	int rc;
};

static int take(struct nl_msg *msg, void *arg)
{
	struct nlattr *attrs[BMC_GENL_ATTRS + 1];
	struct nlmsghdr *nlh = nlmsg_hdr(msg);
	struct reading *r = arg;

	if (genlmsg_parse(nlh, 0, attrs, BMC_GENL_ATTRS, NULL))
		return NL_SKIP;
	r->rc = r->fn(attrs, genlmsg_hdr(nlh), r->ctx);
	return r->rc ? NL_STOP : NL_OK;
}

static int any_sequence(struct nl_msg *msg, void *arg)
{
	(void)msg;
	(void)arg;
	return NL_OK;
}

/**
 * bmc_genl_open() - open the door
 * @bmc: the run
 * @nl: the door, to be closed by bmc_genl_close() whatever this returns
 *
 * Return: 0, or an exit status with the error set; the one for "not supported" when the
 * driver is another one.
 */
int bmc_genl_open(struct bmc *bmc, struct bmc_genl *nl)
{
	nl->sk = nl_socket_alloc();
	if (!nl->sk || genl_connect(nl->sk))
		return bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "no netlink socket");
	nl_socket_set_buffer_size(nl->sk, GENL_ROOM, 0);
	nl->family = genl_ctrl_resolve(nl->sk, BMCLINK_FAMILY_NAME);
	if (nl->family >= 0)
		return 0;
	bmc_error_set(&bmc->err, BMC_EXIT_UNSUPPORTED,
		      "this needs the driver bmclink: there is no netlink family %s",
		      BMCLINK_FAMILY_NAME);
	bmc_error_hint(&bmc->err, "the in-tree driver does not tell it");
	return bmc->err.code;
}

/**
 * bmc_genl_close() - close the door
 * @nl: the door
 */
void bmc_genl_close(struct bmc_genl *nl)
{
	if (nl->sk)
		nl_socket_free(nl->sk);
	nl->sk = NULL;
}

static int failed(struct bmc *bmc, int err)
{
	return bmc_error_set(&bmc->err, err == -NLE_PERM ? BMC_EXIT_PERMISSION :
			     err == -NLE_NODEV ? BMC_EXIT_NO_DEVICE : BMC_EXIT_FAILED,
			     "netlink: %s", nl_geterror(err));
}

/**
 * bmc_genl_dump() - read all that there is of something
 * @bmc: the run
 * @nl: the door
 * @cmd: BMCLINK_CMD_*_GET
 * @link: number of the link that it is about
 * @fn: is given each message
 * @ctx: passed to it
 *
 * Return: 0, what @fn returned, or an exit status with the error set.
 */
int bmc_genl_dump(struct bmc *bmc, struct bmc_genl *nl, int cmd, unsigned int link,
		  bmc_genl_fn *fn, void *ctx)
{
	struct reading r = { .fn = fn, .ctx = ctx };
	struct nl_msg *msg = nlmsg_alloc();
	int rc = -NLE_NOMEM;

	/* The number of the link is the first attribute in each set. */
	if (msg && genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, nl->family, 0, NLM_F_DUMP,
			       (uint8_t)cmd, BMCLINK_FAMILY_VERSION) &&
	    !nla_put_u32(msg, BMCLINK_A_LINK_ID, link))
		rc = nl_send_auto(nl->sk, msg);
	nlmsg_free(msg);
	if (rc >= 0) {
		nl_socket_modify_cb(nl->sk, NL_CB_VALID, NL_CB_CUSTOM, take, &r);
		rc = nl_recvmsgs_default(nl->sk);
	}
	if (r.rc)
		return r.rc;
	return rc < 0 ? failed(bmc, rc) : 0;
}

/**
 * bmc_genl_join() - listen to a multicast group
 * @bmc: the run
 * @nl: the door; only for listening from now on
 * @group: its name
 *
 * Return: 0, or an exit status with the error set.
 */
int bmc_genl_join(struct bmc *bmc, struct bmc_genl *nl, const char *group)
{
	int id = genl_ctrl_resolve_grp(nl->sk, BMCLINK_FAMILY_NAME, group);
	int rc = id < 0 ? id : nl_socket_add_membership(nl->sk, id);

	if (rc < 0)
		return failed(bmc, rc);
	nl_socket_disable_seq_check(nl->sk);
	nl_socket_modify_cb(nl->sk, NL_CB_SEQ_CHECK, NL_CB_CUSTOM, any_sequence, NULL);
	nl_socket_set_nonblocking(nl->sk);
	return 0;
}

/**
 * bmc_genl_next() - wait for messages of the groups, and take them
 * @bmc: the run
 * @nl: the door
 * @fn: is given each message
 * @ctx: passed to it
 * @lost: set when messages were lost because they were not read in time
 *
 * Signals are let through only while this waits.
 *
 * Return: 0, what @fn returned, or an exit status: interrupted, the time is up.
 */
int bmc_genl_next(struct bmc *bmc, struct bmc_genl *nl, bmc_genl_fn *fn, void *ctx, bool *lost)
{
	struct pollfd pfd = { .fd = nl_socket_get_fd(nl->sk), .events = POLLIN };
	struct reading r = { .fn = fn, .ctx = ctx };
	struct timespec ts = { .tv_sec = 3600 };
	sigset_t none;
	int rc;

	*lost = false;
	if (bmc->deadline) {
		long long left = bmc->deadline - bmc_now(bmc);

		if (left <= 0)
			return BMC_EXIT_TIMEOUT;
		ts = (struct timespec){ .tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000 };
	}
	sigemptyset(&none);
	rc = ppoll(&pfd, 1, &ts, &none);
	if (rc <= 0)
		return bmc_interrupted(bmc);
	nl_socket_modify_cb(nl->sk, NL_CB_VALID, NL_CB_CUSTOM, take, &r);
	rc = nl_recvmsgs_default(nl->sk);
	if (r.rc)
		return r.rc;
	/* What libnl makes of ENOBUFS. */
	*lost = rc == -NLE_NOMEM;
	return rc < 0 && rc != -NLE_AGAIN && !*lost ? failed(bmc, rc) : 0;
}
