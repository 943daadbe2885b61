/* SPDX-License-Identifier: GPL-2.0-only */
/* The users of a BMC: finding one, reading what it may do, guarding the last one. */
#ifndef BMC_USERS_H
#define BMC_USERS_H

#include "../lib/device.h"
#include "../lib/ipmi/user.h"
#include "../lib/parse.h"
#include "../lib/password.h"
#include "channels.h"

#define USER_SHOWN 72

/**
 * struct user_list - what is known of all users
 * @lan: the LAN channels
 * @channel: a channel to ask for limits and states
 * @max: the largest user ID
 * @fixed: user IDs up to this one have a fixed name
 * @first: what user #1 may do on @channel
 */
struct user_list {
	struct lan_channels lan;
	uint8_t channel;
	uint8_t max;
	uint8_t fixed;
	struct ipmi_user_access first;
};

/**
 * struct user - one user ID
 * @id: its number
 * @name: its name, not terminated, any bytes
 * @name_len: bytes in @name, 0 = it has none
 * @shown: its name for people and JSON, made printable
 * @fixed: the name can't be changed
 */
struct user {
	uint8_t id;
	uint8_t name[IPMI_USER_NAME_MAX];
	size_t name_len;
	char shown[USER_SHOWN];
	bool fixed;
};

int users_read(struct bmc *bmc, struct user_list *list);
int user_read(struct bmc *bmc, const struct user_list *list, uint8_t id, struct user *user);
int user_access(struct bmc *bmc, uint8_t channel, uint8_t id, struct ipmi_user_access *acc,
		bool *there);
int user_find(struct bmc *bmc, const struct user_list *list, const struct arg_value *who,
	      struct user *user);
int user_find_name(struct bmc *bmc, const struct user_list *list, const char *name,
		   struct user *user, bool *found);
int users_guard(struct bmc *bmc, const struct user_list *list, uint8_t id, uint8_t channel,
		const struct ipmi_user_access *after);
int users_guard_channel(struct bmc *bmc, const struct user_list *list, uint8_t channel,
			const struct ipmi_channel_access *after);
int password_obtain(struct bmc *bmc, const struct bmc_password_source *src, const char *name,
		    bool allow_20, struct bmc_password *pw, bool *stored);
int password_send(struct bmc *bmc, uint8_t id, enum ipmi_password_op op,
		  const struct bmc_password *pw, size_t size, uint8_t *cc);
int password_refused(struct bmc *bmc, uint8_t cc, const char *step);
bool password_untestable(uint8_t cc);
int password_fits(struct bmc *bmc, const struct bmc_password *pw);
int password_honest(struct bmc *bmc, const struct user *user, const struct bmc_password *pw,
		    size_t size, bool *honest);
int password_set(struct bmc *bmc, const struct user *user, const struct bmc_password *pw,
		 int *verified);
int password_try(struct bmc *bmc, const struct user *user, const struct bmc_password *pw,
		 uint8_t *cc, size_t *size);
int password_has(struct bmc *bmc, const struct user *user, const struct bmc_password *pw,
		 int *has);
int password_alone(struct bmc *bmc, const struct user_list *list, const struct user *user,
		   const struct bmc_password *pw);
int user_name_soft(struct bmc *bmc, const char *name);
int user_switch(struct bmc *bmc, uint8_t id, bool on);
bool user_is(const struct user *user, const char *name);
void user_path(char *text, size_t room, const struct user *user);

#endif
