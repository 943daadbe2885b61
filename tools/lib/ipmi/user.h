/* SPDX-License-Identifier: GPL-2.0-only */
/* Users: names, access, passwords (sections 22.26 to 22.30 and 24.7). */
#ifndef BMC_IPMI_USER_H
#define BMC_IPMI_USER_H

#include "ipmi.h"

#define IPMI_USER_MAX 63
#define IPMI_USER_NAME_MAX 16
#define IPMI_PASSWORD_MAX 20
#define IPMI_PASSWORD_SHORT 16

enum ipmi_user_state {
	IPMI_USER_STATE_UNKNOWN = 0,
	IPMI_USER_STATE_ENABLED = 1,
	IPMI_USER_STATE_DISABLED = 2,
};

enum ipmi_privilege {
	IPMI_PRIVILEGE_ADMIN = 4,
	IPMI_PRIVILEGE_OEM = 5,
	IPMI_PRIVILEGE_NONE = 15,
};

enum ipmi_password_op {
	IPMI_PASSWORD_DISABLE_USER = 0,
	IPMI_PASSWORD_ENABLE_USER = 1,
	IPMI_PASSWORD_SET = 2,
	IPMI_PASSWORD_TEST = 3,
};

/**
 * struct ipmi_user_access - Get User Access
 * @max_users: how many user IDs there are
 * @enabled_users: how many of them are enabled
 * @fixed_names: how many have a name that can't be changed, from ID 1 on
 * @state: &enum ipmi_user_state
 * @callback_only: may only be called back
 * @link_auth: enabled for link authentication
 * @messaging: enabled for IPMI messaging
 * @privilege: privilege limit on the channel, 15 = no access
 */
struct ipmi_user_access {
	uint8_t max_users;
	uint8_t enabled_users;
	uint8_t fixed_names;
	uint8_t state;
	bool callback_only;
	bool link_auth;
	bool messaging;
	uint8_t privilege;
};

void ipmi_user_access_get_encode(struct ipmi_request *rq, uint8_t channel, uint8_t uid);
bool ipmi_user_access_decode(const struct ipmi_response *rs, struct ipmi_user_access *acc);
void ipmi_user_access_set_encode(struct ipmi_request *rq, uint8_t channel, uint8_t uid,
				 const struct ipmi_user_access *acc, bool change_bits);
void ipmi_user_name_get_encode(struct ipmi_request *rq, uint8_t uid);
bool ipmi_user_name_decode(const struct ipmi_response *rs, uint8_t name[IPMI_USER_NAME_MAX],
			   size_t *len);
bool ipmi_user_name_set_encode(struct ipmi_request *rq, uint8_t uid, const char *name);
void ipmi_user_switch_encode(struct ipmi_request *rq, uint8_t uid, bool enable, bool padded);
bool ipmi_password_encode(struct ipmi_request *rq, uint8_t uid, enum ipmi_password_op op,
			  const char *password, size_t len, size_t size);
void ipmi_user_payload_encode(struct ipmi_request *rq, uint8_t channel, uint8_t uid);
void ipmi_user_payload_set_encode(struct ipmi_request *rq, uint8_t channel, uint8_t uid, bool on);
bool ipmi_user_payload_decode(const struct ipmi_response *rs, bool *sol);

#endif
