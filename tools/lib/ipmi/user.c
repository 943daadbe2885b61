// SPDX-License-Identifier: GPL-2.0-only
/* Users: coding of names, access and passwords. Pure. */
#include "user.h"

#include <string.h>

#include "../cursor.h"

/**
 * ipmi_user_access_get_encode() - build Get User Access
 * @rq: the request
 * @channel: channel number
 * @uid: user ID
 */
void ipmi_user_access_get_encode(struct ipmi_request *rq, uint8_t channel, uint8_t uid)
{
	ipmi_request_init(rq, IPMI_NETFN_APP, IPMI_GET_USER_ACCESS);
	ipmi_request_byte(rq, channel & 0x0f);
	ipmi_request_byte(rq, uid & 0x3f);
}

/**
 * ipmi_user_access_decode() - read its answer
 * @rs: the answer
 * @acc: filled
 *
 * Return: false when the answer is too short.
 */
bool ipmi_user_access_decode(const struct ipmi_response *rs, struct ipmi_user_access *acc)
{
	struct cursor c = cursor_init(rs->data, rs->len);
	uint8_t b;

	acc->max_users = cursor_u8(&c) & 0x3f;
	b = cursor_u8(&c);
	acc->state = b >> 6;
	acc->enabled_users = b & 0x3f;
	acc->fixed_names = cursor_u8(&c) & 0x3f;
	b = cursor_u8(&c);
	acc->callback_only = b & 0x40;
	acc->link_auth = b & 0x20;
	acc->messaging = b & 0x10;
	acc->privilege = b & 0x0f;
	return !c.bad;
}

/**
 * ipmi_user_access_set_encode() - build Set User Access
 * @rq: the request
 * @channel: channel number
 * @uid: user ID
 * @acc: callback, link authentication, messaging and privilege to set
 * @change_bits: also set the first three of them, not only the privilege
 *
 * The optional session limit is left out: BMCs reject it, or reset it.
 */
void ipmi_user_access_set_encode(struct ipmi_request *rq, uint8_t channel, uint8_t uid,
				 const struct ipmi_user_access *acc, bool change_bits)
{
	uint8_t b = channel & 0x0f;

	if (change_bits)
		b |= (uint8_t)(0x80 | (acc->callback_only ? 0x40 : 0) |
			       (acc->link_auth ? 0x20 : 0) | (acc->messaging ? 0x10 : 0));
	ipmi_request_init(rq, IPMI_NETFN_APP, IPMI_SET_USER_ACCESS);
	ipmi_request_byte(rq, b);
	ipmi_request_byte(rq, uid & 0x3f);
	ipmi_request_byte(rq, acc->privilege & 0x0f);
}

/**
 * ipmi_user_name_get_encode() - build Get User Name
 * @rq: the request
 * @uid: user ID
 */
void ipmi_user_name_get_encode(struct ipmi_request *rq, uint8_t uid)
{
	ipmi_request_init(rq, IPMI_NETFN_APP, IPMI_GET_USER_NAME);
	ipmi_request_byte(rq, uid & 0x3f);
}

/**
 * ipmi_user_name_decode() - read its answer
 * @rs: the answer
 * @name: filled, not terminated; any byte but NUL may be in it
 * @len: bytes in @name
 *
 * Return: false when the answer is too short.
 */
bool ipmi_user_name_decode(const struct ipmi_response *rs, uint8_t name[IPMI_USER_NAME_MAX],
			   size_t *len)
{
	struct cursor c = cursor_init(rs->data, rs->len);

	cursor_bytes(&c, name, IPMI_USER_NAME_MAX);
	*len = strnlen((const char *)name, IPMI_USER_NAME_MAX);
	return !c.bad;
}

/**
 * ipmi_user_name_set_encode() - build Set User Name
 * @rq: the request
 * @uid: user ID
 * @name: the name
 *
 * Return: false when the name is too long; it is never cut.
 */
bool ipmi_user_name_set_encode(struct ipmi_request *rq, uint8_t uid, const char *name)
{
	static const uint8_t zero[IPMI_USER_NAME_MAX];
	size_t len = strlen(name);

	if (len > sizeof(zero))
		return false;
	ipmi_request_init(rq, IPMI_NETFN_APP, IPMI_SET_USER_NAME);
	ipmi_request_byte(rq, uid & 0x3f);
	ipmi_request_add(rq, name, len);
	ipmi_request_add(rq, zero, sizeof(zero) - len);
	return true;
}

/**
 * ipmi_user_switch_encode() - build Set User Password to enable or disable a user
 * @rq: the request
 * @uid: user ID
 * @enable: enable or disable
 * @padded: add 16 zero bytes, for BMCs that want the password field always
 */
void ipmi_user_switch_encode(struct ipmi_request *rq, uint8_t uid, bool enable, bool padded)
{
	static const uint8_t zero[IPMI_PASSWORD_SHORT];

	ipmi_request_init(rq, IPMI_NETFN_APP, IPMI_SET_USER_PASSWORD);
	ipmi_request_byte(rq, uid & 0x3f);
	ipmi_request_byte(rq, enable ? IPMI_PASSWORD_ENABLE_USER : IPMI_PASSWORD_DISABLE_USER);
	if (padded)
		ipmi_request_add(rq, zero, sizeof(zero));
}

/**
 * ipmi_password_encode() - build Set User Password to set or test a password
 * @rq: the request; wipe it after use
 * @uid: user ID
 * @op: IPMI_PASSWORD_SET or IPMI_PASSWORD_TEST
 * @password: the password, not terminated
 * @len: its length
 * @size: form to use, 16 or 20 bytes
 *
 * Return: false when the password does not fit the form; it is never cut.
 */
bool ipmi_password_encode(struct ipmi_request *rq, uint8_t uid, enum ipmi_password_op op,
			  const char *password, size_t len, size_t size)
{
	static const uint8_t zero[IPMI_PASSWORD_MAX];

	if ((size != IPMI_PASSWORD_SHORT && size != IPMI_PASSWORD_MAX) || len > size)
		return false;
	ipmi_request_init(rq, IPMI_NETFN_APP, IPMI_SET_USER_PASSWORD);
	ipmi_request_byte(rq, (uid & 0x3f) | (size == IPMI_PASSWORD_MAX ? 0x80 : 0));
	ipmi_request_byte(rq, (uint8_t)op);
	rq->secret = rq->len;
	ipmi_request_add(rq, password, len);
	ipmi_request_add(rq, zero, size - len);
	return true;
}

/**
 * ipmi_user_payload_encode() - build Get User Payload Access
 * @rq: the request
 * @channel: channel number
 * @uid: user ID
 */
void ipmi_user_payload_encode(struct ipmi_request *rq, uint8_t channel, uint8_t uid)
{
	ipmi_request_init(rq, IPMI_NETFN_APP, IPMI_GET_USER_PAYLOAD_ACCESS);
	ipmi_request_byte(rq, channel & 0x0f);
	ipmi_request_byte(rq, uid & 0x3f);
}

/**
 * ipmi_user_payload_set_encode() - build Set User Payload Access for serial over LAN
 * @rq: the request
 * @channel: channel number
 * @uid: user ID
 * @on: whether the user may use it
 */
void ipmi_user_payload_set_encode(struct ipmi_request *rq, uint8_t channel, uint8_t uid, bool on)
{
	static const uint8_t sol[] = { 0x02, 0, 0, 0 };

	ipmi_request_init(rq, IPMI_NETFN_APP, IPMI_SET_USER_PAYLOAD_ACCESS);
	ipmi_request_byte(rq, channel & 0x0f);
	ipmi_request_byte(rq, (uid & 0x3f) | (on ? 0 : 0x40));
	ipmi_request_add(rq, sol, sizeof(sol));
}

/**
 * ipmi_user_payload_decode() - read its answer
 * @rs: the answer
 * @sol: whether the user may use serial over LAN
 *
 * Return: false when the answer is too short.
 */
bool ipmi_user_payload_decode(const struct ipmi_response *rs, bool *sol)
{
	struct cursor c = cursor_init(rs->data, rs->len);

	*sol = cursor_u8(&c) & 0x02;
	return !c.bad;
}
