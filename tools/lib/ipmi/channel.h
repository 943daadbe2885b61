/* SPDX-License-Identifier: GPL-2.0-only */
/* Channels: what they are and who may use them (sections 22.22 to 22.24). */
#ifndef BMC_IPMI_CHANNEL_H
#define BMC_IPMI_CHANNEL_H

#include "ipmi.h"

enum ipmi_medium {
	IPMI_MEDIUM_LAN = 0x04,
	IPMI_MEDIUM_OTHER_LAN = 0x06,
};

/**
 * struct ipmi_channel_info - Get Channel Info
 * @channel: its number
 * @medium: channel medium type
 * @protocol: channel protocol type
 * @sessions: session support, 0 to 3
 * @active: active sessions
 * @vendor: IANA enterprise number of the protocol's owner
 * @mac: MAC address, filled for LAN channels by whoever looked for them
 */
struct ipmi_channel_info {
	uint8_t channel;
	uint8_t medium;
	uint8_t protocol;
	uint8_t sessions;
	uint8_t active;
	uint32_t vendor;
	uint8_t mac[6];
};

/**
 * struct ipmi_channel_access - Get Channel Access
 * @pef_alerts: PEF alerts may use the channel
 * @message_auth: every message is authenticated
 * @user_auth: user level commands are authenticated
 * @mode: access mode, 0 to 3
 * @limit: channel privilege limit
 */
struct ipmi_channel_access {
	bool pef_alerts;
	bool message_auth;
	bool user_auth;
	uint8_t mode;
	uint8_t limit;
};

void ipmi_channel_info_encode(struct ipmi_request *rq, uint8_t channel);
bool ipmi_channel_info_decode(const struct ipmi_response *rs, struct ipmi_channel_info *info);
void ipmi_channel_access_encode(struct ipmi_request *rq, uint8_t channel, bool saved);
bool ipmi_channel_access_decode(const struct ipmi_response *rs, struct ipmi_channel_access *acc);
void ipmi_channel_access_set_encode(struct ipmi_request *rq, uint8_t channel, bool saved,
				    const struct ipmi_channel_access *acc);
bool ipmi_medium_is_lan(uint8_t medium);
const char *ipmi_medium_name(uint8_t medium);
const char *ipmi_protocol_name(uint8_t protocol);
const char *ipmi_sessions_name(uint8_t sessions);
const char *ipmi_access_mode_name(uint8_t mode);
const char *ipmi_privilege_name(uint8_t level);
int ipmi_privilege_parse(const char *name);

#endif
