/* SPDX-License-Identifier: GPL-2.0-only */
/* What the rest of the router knows of netlink, and what its files share. */
#ifndef BMCLINK_GENL_H
#define BMCLINK_GENL_H

#include <linux/types.h>
#include <uapi/linux/bmclink.h>

struct bmc_client;
struct bmc_frame;
struct bmc_link;
struct genl_family;
struct genl_info;
struct netlink_ext_ack;
struct nlattr;
struct sk_buff;

extern struct genl_family bmc_genl_family;

/* genl.c */
int bmc_genl_init(void);
void bmc_genl_exit(void);
struct bmc_link *bmc_genl_link(struct genl_info *info, unsigned int attr);
int bmc_genl_once(const struct nlattr *head, int len, struct netlink_ext_ack *extack);

/* genl_notify.c */
bool bmc_genl_listened(void);
void bmc_genl_wake(void);
void bmc_genl_state(struct bmc_link *link, enum bmclink_change change);
void bmc_genl_event(struct bmc_link *link, const u8 *data, u16 len);
void bmc_genl_frame(struct bmc_link *link, const struct bmc_frame *frame,
		    enum bmclink_direction direction);

/* genl_request.c */
int bmc_genl_request_init(void);
void bmc_genl_request_exit(void);
u32 bmc_genl_client_port(struct bmc_client *client);

/* mask.c */
unsigned int bmc_mask(u8 *data, unsigned int len, const u8 *asked);

#endif
