/* SPDX-License-Identifier: GPL-2.0-only */
/* The netlink door of bmclink: what /dev/ipmiN cannot say. */
#ifndef BMC_GENL_H
#define BMC_GENL_H

#include <netlink/attr.h>

#include "device.h"

struct genlmsghdr;
struct nl_sock;

/* No attribute of the family has a higher number. */
#define BMC_GENL_ATTRS 64

/**
 * struct bmc_genl - the door
 * @sk: the socket, NULL when closed
 * @family: number of the family
 */
struct bmc_genl {
	struct nl_sock *sk;
	int family;
};

/*
 * Is given the attributes of each message, of those that are there several times the last one,
 * and the message itself; not 0 ends the reading.
 */
typedef int bmc_genl_fn(struct nlattr **attrs, struct genlmsghdr *g, void *ctx);

int bmc_genl_open(struct bmc *bmc, struct bmc_genl *nl);
void bmc_genl_close(struct bmc_genl *nl);
int bmc_genl_dump(struct bmc *bmc, struct bmc_genl *nl, int cmd, unsigned int link,
		  bmc_genl_fn *fn, void *ctx);
int bmc_genl_join(struct bmc *bmc, struct bmc_genl *nl, const char *group);
int bmc_genl_next(struct bmc *bmc, struct bmc_genl *nl, bmc_genl_fn *fn, void *ctx, bool *lost);

#endif
