// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/bmclink.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "genl_gen.h"

#include <uapi/linux/bmclink.h>

/* BMCLINK_CMD_LINK_GET - do */
static const struct nla_policy bmclink_link_get_do_nl_policy[BMCLINK_A_LINK_ID + 1] = {
	[BMCLINK_A_LINK_ID] = NLA_POLICY_MAX(NLA_U32, 255),
};

/* BMCLINK_CMD_LINK_GET - dump */
static const struct nla_policy bmclink_link_get_dump_nl_policy[BMCLINK_A_LINK_ID + 1] = {
	[BMCLINK_A_LINK_ID] = NLA_POLICY_MAX(NLA_U32, 255),
};

/* BMCLINK_CMD_LINK_SET - do */
static const struct nla_policy bmclink_link_set_nl_policy[BMCLINK_A_LINK_LUN + 1] = {
	[BMCLINK_A_LINK_ID] = NLA_POLICY_MAX(NLA_U32, 255),
	[BMCLINK_A_LINK_MAINTENANCE] = NLA_POLICY_MAX(NLA_U32, 2),
	[BMCLINK_A_LINK_SLAVE_ADDRESS] = NLA_POLICY_MAX(NLA_U32, 255),
	[BMCLINK_A_LINK_LUN] = NLA_POLICY_MAX(NLA_U32, 3),
};

/* BMCLINK_CMD_LINK_ADD - do */
static const struct nla_policy bmclink_link_add_nl_policy[BMCLINK_A_LINK_REGISTER_SHIFT + 1] = {
	[BMCLINK_A_LINK_TRANSPORT] = { .type = NLA_NUL_STRING, .len = 15, },
	[BMCLINK_A_LINK_SPACE] = NLA_POLICY_MAX(NLA_U32, 1),
	[BMCLINK_A_LINK_BASE] = { .type = NLA_U64, },
	[BMCLINK_A_LINK_IRQ] = { .type = NLA_U32, },
	[BMCLINK_A_LINK_SPACING] = NLA_POLICY_MAX(NLA_U32, 255),
	[BMCLINK_A_LINK_REGISTER_SIZE] = NLA_POLICY_MAX(NLA_U32, 8),
	[BMCLINK_A_LINK_REGISTER_SHIFT] = NLA_POLICY_MAX(NLA_U32, 63),
	[BMCLINK_A_LINK_SLAVE_ADDRESS] = NLA_POLICY_MAX(NLA_U32, 255),
};

/* BMCLINK_CMD_LINK_DEL - do */
static const struct nla_policy bmclink_link_del_nl_policy[BMCLINK_A_LINK_ID + 1] = {
	[BMCLINK_A_LINK_ID] = NLA_POLICY_MAX(NLA_U32, 255),
};

/* BMCLINK_CMD_IDENTITY_GET - do */
static const struct nla_policy bmclink_identity_get_do_nl_policy[BMCLINK_A_IDENTITY_LINK + 1] = {
	[BMCLINK_A_IDENTITY_LINK] = NLA_POLICY_MAX(NLA_U32, 255),
};

/* BMCLINK_CMD_IDENTITY_GET - dump */
static const struct nla_policy bmclink_identity_get_dump_nl_policy[BMCLINK_A_IDENTITY_LINK + 1] = {
	[BMCLINK_A_IDENTITY_LINK] = NLA_POLICY_MAX(NLA_U32, 255),
};

/* BMCLINK_CMD_CHANNEL_GET - do */
static const struct nla_policy bmclink_channel_get_do_nl_policy[BMCLINK_A_CHANNELS_LINK + 1] = {
	[BMCLINK_A_CHANNELS_LINK] = NLA_POLICY_MAX(NLA_U32, 255),
};

/* BMCLINK_CMD_CHANNEL_GET - dump */
static const struct nla_policy bmclink_channel_get_dump_nl_policy[BMCLINK_A_CHANNELS_LINK + 1] = {
	[BMCLINK_A_CHANNELS_LINK] = NLA_POLICY_MAX(NLA_U32, 255),
};

/* BMCLINK_CMD_STATS_GET - do */
static const struct nla_policy bmclink_stats_get_do_nl_policy[BMCLINK_A_STATS_LINK + 1] = {
	[BMCLINK_A_STATS_LINK] = NLA_POLICY_MAX(NLA_U32, 255),
};

/* BMCLINK_CMD_STATS_GET - dump */
static const struct nla_policy bmclink_stats_get_dump_nl_policy[BMCLINK_A_STATS_LINK + 1] = {
	[BMCLINK_A_STATS_LINK] = NLA_POLICY_MAX(NLA_U32, 255),
};

/* BMCLINK_CMD_LATENCY_GET - dump */
static const struct nla_policy bmclink_latency_get_nl_policy[BMCLINK_A_LATENCY_LINK + 1] = {
	[BMCLINK_A_LATENCY_LINK] = NLA_POLICY_MAX(NLA_U32, 255),
};

/* BMCLINK_CMD_CLIENT_GET - dump */
static const struct nla_policy bmclink_client_get_nl_policy[BMCLINK_A_CLIENT_LINK + 1] = {
	[BMCLINK_A_CLIENT_LINK] = NLA_POLICY_MAX(NLA_U32, 255),
};

/* BMCLINK_CMD_REQUEST - do */
static const struct nla_policy bmclink_request_nl_policy[BMCLINK_A_REQUEST_RETRY_TIME + 1] = {
	[BMCLINK_A_REQUEST_LINK] = NLA_POLICY_MAX(NLA_U32, 255),
	[BMCLINK_A_REQUEST_COOKIE] = { .type = NLA_U64, },
	[BMCLINK_A_REQUEST_ADDRESS_TYPE] = NLA_POLICY_MAX(NLA_U32, 3),
	[BMCLINK_A_REQUEST_CHANNEL] = NLA_POLICY_MAX(NLA_U32, 15),
	[BMCLINK_A_REQUEST_SLAVE_ADDRESS] = NLA_POLICY_MAX(NLA_U32, 255),
	[BMCLINK_A_REQUEST_LUN] = NLA_POLICY_MAX(NLA_U32, 3),
	[BMCLINK_A_REQUEST_SESSION] = NLA_POLICY_MAX(NLA_U32, 255),
	[BMCLINK_A_REQUEST_REMOTE_SWID] = NLA_POLICY_MAX(NLA_U32, 255),
	[BMCLINK_A_REQUEST_LOCAL_SWID] = NLA_POLICY_MAX(NLA_U32, 255),
	[BMCLINK_A_REQUEST_NETFN] = NLA_POLICY_MAX(NLA_U32, 63),
	[BMCLINK_A_REQUEST_CMD] = NLA_POLICY_MAX(NLA_U32, 255),
	[BMCLINK_A_REQUEST_DATA] = { .type = NLA_BINARY, },
	[BMCLINK_A_REQUEST_RETRIES] = NLA_POLICY_MAX(NLA_U32, 100),
	[BMCLINK_A_REQUEST_RETRY_TIME] = NLA_POLICY_MAX(NLA_U32, 30000),
};

/* Ops table for bmclink */
const struct genl_split_ops bmclink_nl_ops[14] = {
	{
		.cmd		= BMCLINK_CMD_LINK_GET,
		.doit		= bmclink_nl_link_get_doit,
		.policy		= bmclink_link_get_do_nl_policy,
		.maxattr	= BMCLINK_A_LINK_ID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= BMCLINK_CMD_LINK_GET,
		.dumpit		= bmclink_nl_link_get_dumpit,
		.policy		= bmclink_link_get_dump_nl_policy,
		.maxattr	= BMCLINK_A_LINK_ID,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= BMCLINK_CMD_LINK_SET,
		.doit		= bmclink_nl_link_set_doit,
		.policy		= bmclink_link_set_nl_policy,
		.maxattr	= BMCLINK_A_LINK_LUN,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= BMCLINK_CMD_LINK_ADD,
		.doit		= bmclink_nl_link_add_doit,
		.policy		= bmclink_link_add_nl_policy,
		.maxattr	= BMCLINK_A_LINK_REGISTER_SHIFT,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= BMCLINK_CMD_LINK_DEL,
		.doit		= bmclink_nl_link_del_doit,
		.policy		= bmclink_link_del_nl_policy,
		.maxattr	= BMCLINK_A_LINK_ID,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= BMCLINK_CMD_IDENTITY_GET,
		.doit		= bmclink_nl_identity_get_doit,
		.policy		= bmclink_identity_get_do_nl_policy,
		.maxattr	= BMCLINK_A_IDENTITY_LINK,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= BMCLINK_CMD_IDENTITY_GET,
		.dumpit		= bmclink_nl_identity_get_dumpit,
		.policy		= bmclink_identity_get_dump_nl_policy,
		.maxattr	= BMCLINK_A_IDENTITY_LINK,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= BMCLINK_CMD_CHANNEL_GET,
		.doit		= bmclink_nl_channel_get_doit,
		.policy		= bmclink_channel_get_do_nl_policy,
		.maxattr	= BMCLINK_A_CHANNELS_LINK,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= BMCLINK_CMD_CHANNEL_GET,
		.dumpit		= bmclink_nl_channel_get_dumpit,
		.policy		= bmclink_channel_get_dump_nl_policy,
		.maxattr	= BMCLINK_A_CHANNELS_LINK,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= BMCLINK_CMD_STATS_GET,
		.doit		= bmclink_nl_stats_get_doit,
		.policy		= bmclink_stats_get_do_nl_policy,
		.maxattr	= BMCLINK_A_STATS_LINK,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= BMCLINK_CMD_STATS_GET,
		.dumpit		= bmclink_nl_stats_get_dumpit,
		.policy		= bmclink_stats_get_dump_nl_policy,
		.maxattr	= BMCLINK_A_STATS_LINK,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= BMCLINK_CMD_LATENCY_GET,
		.dumpit		= bmclink_nl_latency_get_dumpit,
		.policy		= bmclink_latency_get_nl_policy,
		.maxattr	= BMCLINK_A_LATENCY_LINK,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= BMCLINK_CMD_CLIENT_GET,
		.dumpit		= bmclink_nl_client_get_dumpit,
		.policy		= bmclink_client_get_nl_policy,
		.maxattr	= BMCLINK_A_CLIENT_LINK,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= BMCLINK_CMD_REQUEST,
		.doit		= bmclink_nl_request_doit,
		.policy		= bmclink_request_nl_policy,
		.maxattr	= BMCLINK_A_REQUEST_RETRY_TIME,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
};

static const struct genl_multicast_group bmclink_nl_mcgrps[] = {
	[BMCLINK_NLGRP_STATE] = { "state", },
	[BMCLINK_NLGRP_EVENT] = { "event", },
	[BMCLINK_NLGRP_CAPTURE] = { "capture", },
};
