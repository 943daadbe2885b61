/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/bmclink.yaml */
/* YNL-GEN kernel header */

#ifndef _LINUX_BMCLINK_GEN_H
#define _LINUX_BMCLINK_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/bmclink.h>

/* Ops table for bmclink */
extern const struct genl_split_ops bmclink_nl_ops[14];

int bmclink_nl_link_get_doit(struct sk_buff *skb, struct genl_info *info);
int bmclink_nl_link_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb);
int bmclink_nl_link_set_doit(struct sk_buff *skb, struct genl_info *info);
int bmclink_nl_link_add_doit(struct sk_buff *skb, struct genl_info *info);
int bmclink_nl_link_del_doit(struct sk_buff *skb, struct genl_info *info);
int bmclink_nl_identity_get_doit(struct sk_buff *skb, struct genl_info *info);
int bmclink_nl_identity_get_dumpit(struct sk_buff *skb,
				   struct netlink_callback *cb);
int bmclink_nl_channel_get_doit(struct sk_buff *skb, struct genl_info *info);
int bmclink_nl_channel_get_dumpit(struct sk_buff *skb,
				  struct netlink_callback *cb);
int bmclink_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info);
int bmclink_nl_stats_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb);
int bmclink_nl_latency_get_dumpit(struct sk_buff *skb,
				  struct netlink_callback *cb);
int bmclink_nl_client_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb);
int bmclink_nl_request_doit(struct sk_buff *skb, struct genl_info *info);

enum {
	BMCLINK_NLGRP_STATE,
	BMCLINK_NLGRP_EVENT,
	BMCLINK_NLGRP_CAPTURE,
};

#endif /* _LINUX_BMCLINK_GEN_H */
