// SPDX-License-Identifier: GPL-2.0-only
/* The users of a BMC: finding one, reading what it may do, guarding the last one. */
#include "users.h"

#include <string.h>

#include "../lib/ipmi/cc.h"

#define CHANNEL_CURRENT 0x0e

/* What BMCs answer for a user ID that is not in use. */
static bool means_empty(uint8_t cc)
{
	return cc == IPMI_CC_INVALID_FIELD || cc == IPMI_CC_OUT_OF_RANGE ||
	       cc == IPMI_CC_NOT_PRESENT;
}

/**
 * user_access() - what a user may do on a channel
 * @bmc: the run
 * @channel: the channel
 * @id: user ID
 * @acc: filled when there is an answer
 * @there: whether the BMC has such a user on the channel
 *
 * Return: 0, or an exit status with the error set.
 */
int user_access(struct bmc *bmc, uint8_t channel, uint8_t id, struct ipmi_user_access *acc,
		bool *there)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	*there = false;
	ipmi_user_access_get_encode(&rq, channel, id);
	rc = bmc_query(bmc, &rq, &rs);
	if (rc)
		return rc;
	if (means_empty(rs.cc))
		return 0;
	if (rs.cc)
		return bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, "user access");
	if (!ipmi_user_access_decode(&rs, acc))
		return bmc_garbled(bmc, &rs, "user access");
	*there = true;
	return 0;
}

/**
 * users_read() - find out how many users there are, and on which channels
 * @bmc: the run
 * @list: filled
 *
 * Return: 0, or an exit status with the error set.
 */
int users_read(struct bmc *bmc, struct user_list *list)
{
	struct ipmi_user_access acc;
	bool there;
	int rc;

	memset(list, 0, sizeof(*list));
	rc = channels_lan(bmc, &list->lan);
	if (rc)
		return rc;
	/* Some BMCs answer for a real channel only, so "this one" is the last resort. */
	list->channel = list->lan.n ? list->lan.info[0].channel : CHANNEL_CURRENT;
	rc = user_access(bmc, list->channel, 1, &acc, &there);
	if (rc)
		return rc;
	if (!there || !acc.max_users)
		return bmc_error_set(&bmc->err, BMC_EXIT_BMC,
				     "the BMC does not tell how many users it has");
	list->max = acc.max_users;
	list->fixed = acc.fixed_names;
	list->first = acc;
	return 0;
}

/**
 * user_read() - read the name of a user
 * @bmc: the run
 * @list: from users_read()
 * @id: user ID
 * @user: filled; without a name when the ID is not in use
 *
 * Return: 0, or an exit status with the error set.
 */
int user_read(struct bmc *bmc, const struct user_list *list, uint8_t id, struct user *user)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	memset(user, 0, sizeof(*user));
	user->id = id;
	user->fixed = id == 1 || id <= list->fixed;
	ipmi_user_name_get_encode(&rq, id);
	rc = bmc_query(bmc, &rq, &rs);
	if (rc)
		return rc;
	if (rs.cc && !means_empty(rs.cc))
		return bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, "user name");
	if (!rs.cc && !ipmi_user_name_decode(&rs, user->name, &user->name_len))
		return bmc_garbled(bmc, &rs, "user name");
	bmc_printable(user->shown, sizeof(user->shown), user->name, user->name_len);
	return 0;
}

/**
 * user_is() - is this the user of a name?
 * @user: the user
 * @name: the name
 *
 * Return: true when it is, byte by byte.
 */
bool user_is(const struct user *user, const char *name)
{
	return user->name_len == strlen(name) && !memcmp(user->name, name, user->name_len);
}

/**
 * user_find_name() - find a user by name
 * @bmc: the run
 * @list: from users_read()
 * @name: the name
 * @user: filled when found
 * @found: whether there is such a user
 *
 * Return: 0, or an exit status with the error set; 2 when two users have the name.
 */
int user_find_name(struct bmc *bmc, const struct user_list *list, const char *name,
		   struct user *user, bool *found)
{
	struct user one;
	uint8_t id;
	int rc;

	*found = false;
	for (id = 1; id <= list->max; id++) {
		rc = user_read(bmc, list, id, &one);
		if (rc)
			return rc;
		if (!user_is(&one, name))
			continue;
		if (*found)
			return bmc_error_value(&bmc->err, "user", name,
					       "is the name of #%u and #%u: say which by #ID",
					       user->id, id);
		*user = one;
		*found = true;
	}
	return 0;
}

static int no_such_user(struct bmc *bmc, const struct user_list *list, const char *name)
{
	char known[256] = "", shown[USER_SHOWN];
	size_t used = 0;
	struct user user;
	uint8_t id;
	int rc;

	for (id = 1; id <= list->max && used < sizeof(known); id++) {
		rc = user_read(bmc, list, id, &user);
		if (rc)
			return rc;
		if (user.name_len)
			used += (size_t)snprintf(known + used, sizeof(known) - used, "%s%s",
						 used ? ", " : "", user.shown);
	}
	bmc_printable(shown, sizeof(shown), name, strlen(name));
	return bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "there is no user %s; there is: %s",
			     shown, known[0] ? known : "nobody");
}

/**
 * user_find() - find the user that is meant
 * @bmc: the run
 * @list: from users_read()
 * @who: a name or #ID
 * @user: filled
 *
 * Return: 0, or an exit status with the error set.
 */
int user_find(struct bmc *bmc, const struct user_list *list, const struct arg_value *who,
	      struct user *user)
{
	bool found;
	int rc;

	if (who->u > list->max)
		return bmc_error_value(&bmc->err, "user", who->text,
				       "is beyond the last user ID of this BMC, #%u", list->max);
	if (who->u)
		return user_read(bmc, list, (uint8_t)who->u, user);
	rc = user_find_name(bmc, list, who->text, user, &found);
	if (rc || found)
		return rc;
	return no_such_user(bmc, list, who->text);
}

/**
 * user_path() - how messages and paths call a user
 * @text: filled
 * @room: size of @text
 * @user: the user
 */
void user_path(char *text, size_t room, const struct user *user)
{
	snprintf(text, room, "user.%u", user->id);
}

static bool may_admin(const struct ipmi_user_access *acc)
{
	return acc->state != IPMI_USER_STATE_DISABLED && acc->messaging &&
	       (acc->privilege == IPMI_PRIVILEGE_ADMIN || acc->privilege == IPMI_PRIVILEGE_OEM);
}

static bool lets_in(const struct ipmi_channel_access *acc)
{
	return acc->mode && acc->limit >= IPMI_PRIVILEGE_ADMIN;
}

/* Does the channel let administrators in at all? One that does not tell, does. */
static int channel_lets_in(struct bmc *bmc, uint8_t channel, bool *yes)
{
	struct ipmi_channel_access acc;
	bool there;
	int rc;

	rc = channel_access(bmc, channel, false, &acc, &there);
	*yes = !rc && (!there || lets_in(&acc));
	return rc;
}

static int count_admins(struct bmc *bmc, const struct user_list *list, uint8_t on, uint8_t id,
			const struct ipmi_user_access *after, unsigned int *before,
			unsigned int *left, uint8_t channel)
{
	struct ipmi_user_access acc;
	struct user user;
	bool there;
	uint8_t i;
	int rc;

	for (i = 1; i <= list->max; i++) {
		rc = user_access(bmc, on, i, &acc, &there);
		if (rc)
			return rc;
		if (!there || !may_admin(&acc))
			continue;
		/* Nobody can log in to a slot without a name, but to that of the null user. */
		rc = user_read(bmc, list, i, &user);
		if (rc)
			return rc;
		if (!user.name_len && i != 1)
			continue;
		(*before)++;
		if (after && i == id && (!channel || channel == on)) {
			acc.state = after->state;
			acc.messaging = after->messaging;
			acc.privilege = after->privilege;
		}
		*left += may_admin(&acc);
	}
	return 0;
}

static int locked_out(struct bmc *bmc)
{
	bmc_error_set(&bmc->err, BMC_EXIT_GUARD,
		      "this would leave no administrator on any LAN channel");
	bmc_error_hint(&bmc->err,
		       "--allow-lockout does it; the way in from this host always remains");
	return bmc->err.code;
}

/**
 * users_guard() - refuse to take the last administrator away from the network
 * @bmc: the run
 * @list: from users_read()
 * @id: the user that is going to be changed
 * @channel: on this channel only, 0 = on all
 * @after: what it may do then
 *
 * Return: 0 when somebody is left (or nobody was there before), BMC_EXIT_GUARD when
 * not, or another exit status, with the error set.
 */
int users_guard(struct bmc *bmc, const struct user_list *list, uint8_t id, uint8_t channel,
		const struct ipmi_user_access *after)
{
	unsigned int before = 0, left = 0, i;
	bool open;
	int rc;

	for (i = 0; i < list->lan.n; i++) {
		uint8_t on = list->lan.info[i].channel;

		rc = channel_lets_in(bmc, on, &open);
		if (!rc && open)
			rc = count_admins(bmc, list, on, id, after, &before, &left, channel);
		if (rc)
			return rc;
	}
	return before && !left ? locked_out(bmc) : 0;
}

/**
 * users_guard_channel() - refuse to close the last channel an administrator can use
 * @bmc: the run
 * @list: from users_read()
 * @channel: the channel that is going to be changed
 * @after: who may use it then
 *
 * Return: as users_guard().
 */
int users_guard_channel(struct bmc *bmc, const struct user_list *list, uint8_t channel,
			const struct ipmi_channel_access *after)
{
	unsigned int before = 0, left = 0, same, i;
	bool open;
	int rc;

	for (i = 0; i < list->lan.n && !lets_in(after); i++) {
		uint8_t on = list->lan.info[i].channel;

		same = 0;
		rc = channel_lets_in(bmc, on, &open);
		if (!rc && open)
			rc = count_admins(bmc, list, on, 0, NULL, &before, &same, 0);
		if (rc)
			return rc;
		if (on != channel)
			left += same;
	}
	return before && !left ? locked_out(bmc) : 0;
}
