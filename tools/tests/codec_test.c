// SPDX-License-Identifier: GPL-2.0-only
/* The encoders and decoders: exact bytes, every length, odd values. */
#include "common/test.h"

#include "../lib/cursor.h"
#include "../lib/ipmi/app.h"
#include "../lib/ipmi/cc.h"
#include "../lib/ipmi/channel.h"
#include "../lib/ipmi/chassis.h"
#include "../lib/ipmi/lan.h"
#include "../lib/ipmi/user.h"

/* An answer in memory of exactly its size, so that a sanitizer sees each byte too much. */
static struct ipmi_response *response(const void *data, size_t len)
{
	static struct ipmi_response rs;

	memset(&rs, 0xa5, sizeof(rs));
	rs.cc = 0;
	rs.len = (uint16_t)len;
	memcpy(rs.data, data, len);
	return &rs;
}

static void assert_request(const struct ipmi_request *rq, uint8_t netfn, uint8_t cmd,
			   const void *data, size_t len)
{
	assert_int_equal(rq->netfn, netfn);
	assert_int_equal(rq->cmd, cmd);
	assert_int_equal(rq->lun, 0);
	assert_int_equal(rq->len, len);
	assert_memory_equal(rq->data, data, len);
}

static void cursor_never_leaves_its_buffer(void **state)
{
	static const uint8_t bytes[] = { 1, 2, 3 };
	struct cursor c = cursor_init(bytes, sizeof(bytes));
	uint8_t two[2] = { 9, 9 };

	(void)state;
	assert_int_equal(cursor_u8(&c), 1);
	assert_int_equal(cursor_le(&c, 4), 0);
	assert_true(c.bad);
	assert_int_equal(cursor_u8(&c), 0);
	c = cursor_init(bytes, 3);
	assert_int_equal(cursor_le(&c, 3), 0x030201);
	assert_false(c.bad);
	cursor_bytes(&c, two, 0);
	assert_false(c.bad);
	cursor_bytes(&c, two, 2);
	assert_true(c.bad);
	assert_int_equal(two[0], 0);
	c = cursor_init(NULL, 0);
	assert_int_equal(cursor_u8(&c), 0);
	assert_true(c.bad);
}

static void device_id_is_read(void **state)
{
	static const uint8_t d[] = { 0x20, 0x83, 0x82, 0x31, 0x51, 0x8d, 0x7c, 0x2a, 0xf0, 0x34,
				     0x12, 9, 8, 7, 6 };
	struct ipmi_device_id id;
	size_t len;

	(void)state;
	for (len = 0; len < 11; len++)
		assert_false(ipmi_device_id_decode(response(d, len), &id));
	for (len = 11; len < 15; len++) {
		assert_true(ipmi_device_id_decode(response(d, len), &id));
		assert_false(id.has_aux);
	}
	assert_true(ipmi_device_id_decode(response(d, sizeof(d)), &id));
	assert_int_equal(id.id, 0x20);
	assert_int_equal(id.revision, 3);
	assert_true(id.provides_sdrs);
	assert_false(id.available);
	assert_int_equal(id.fw_major, 2);
	assert_int_equal(id.fw_minor, 0x31);
	assert_int_equal(id.ipmi_major, 1);
	assert_int_equal(id.ipmi_minor, 5);
	assert_int_equal(id.support, 0x8d);
	/* The upper four bits of the manufacturer are reserved. */
	assert_int_equal(id.manufacturer, 10876);
	assert_int_equal(id.product, 0x1234);
	assert_true(id.has_aux);
	assert_memory_equal(id.aux, "\x09\x08\x07\x06", 4);
	assert_string_equal(ipmi_manufacturer(10876), "Supermicro");
	assert_null(ipmi_manufacturer(0xfffff));
}

static void self_test_is_read(void **state)
{
	struct ipmi_self_test st;

	(void)state;
	assert_false(ipmi_self_test_decode(response("", 0), &st));
	assert_false(ipmi_self_test_decode(response("\x55", 1), &st));
	assert_true(ipmi_self_test_decode(response("\x57\x81", 2), &st));
	assert_int_equal(st.result, 0x57);
	assert_int_equal(st.detail, 0x81);
	assert_string_equal(ipmi_self_test_text(0x55), "ok");
	assert_null(ipmi_self_test_text(0x59));
	assert_string_equal(ipmi_self_test_bit(7), "no_sel_access");
}

static void guids_are_printed_in_the_order_they_came_in(void **state)
{
	static const uint8_t rfc[16] = { 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0x4d, 0xef, 0x81, 0x23,
					 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef };
	static const char text[] = "12345678-9abc-4def-8123-456789abcdef";
	static const uint8_t swap[16] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15 };
	uint8_t guid[16], wire[16];
	char out[IPMI_GUID_TEXT];
	size_t i;

	(void)state;
	for (i = 0; i < 16; i++)
		assert_false(ipmi_guid_decode(response(rfc, i), guid));
	assert_true(ipmi_guid_decode(response(rfc, 16), guid));
	assert_int_equal(ipmi_guid_guess(guid), IPMI_GUID_RFC4122);
	ipmi_guid_text(guid, IPMI_GUID_RFC4122, out);
	assert_string_equal(out, text);
	for (i = 0; i < 16; i++)
		wire[i] = rfc[15 - i];
	assert_int_equal(ipmi_guid_guess(wire), IPMI_GUID_IPMI);
	ipmi_guid_text(wire, IPMI_GUID_IPMI, out);
	assert_string_equal(out, text);
	for (i = 0; i < 16; i++)
		wire[i] = rfc[swap[i]];
	/* Bytes that are valid in no order are taken as the specification says. */
	ipmi_guid_text(wire, IPMI_GUID_SMBIOS, out);
	assert_string_equal(out, text);
	memset(wire, 0, sizeof(wire));
	assert_int_equal(ipmi_guid_guess(wire), IPMI_GUID_IPMI);
}

static void channels_are_read(void **state)
{
	static const uint8_t info[] = { 0xf1, 0x84, 0xe1, 0x83, 0xf2, 0x1b, 0x00, 0, 0 };
	struct ipmi_channel_access acc;
	struct ipmi_channel_info ci;
	struct ipmi_request rq;
	size_t len;

	(void)state;
	ipmi_channel_info_encode(&rq, 0x1e);
	assert_request(&rq, 6, 0x42, "\x0e", 1);
	for (len = 0; len < 7; len++)
		assert_false(ipmi_channel_info_decode(response(info, len), &ci));
	assert_true(ipmi_channel_info_decode(response(info, 7), &ci));
	assert_int_equal(ci.channel, 1);
	assert_int_equal(ci.medium, 4);
	assert_int_equal(ci.protocol, 1);
	assert_int_equal(ci.sessions, 2);
	assert_int_equal(ci.active, 3);
	assert_int_equal(ci.vendor, 7154);
	ipmi_channel_access_encode(&rq, 1, false);
	assert_request(&rq, 6, 0x41, "\x01\x80", 2);
	ipmi_channel_access_encode(&rq, 1, true);
	assert_request(&rq, 6, 0x41, "\x01\x40", 2);
	assert_false(ipmi_channel_access_decode(response("\x3a", 1), &acc));
	assert_true(ipmi_channel_access_decode(response("\x32\xf4", 2), &acc));
	assert_false(acc.pef_alerts);
	assert_false(acc.message_auth);
	assert_true(acc.user_auth);
	assert_int_equal(acc.mode, 2);
	assert_int_equal(acc.limit, 4);
}

static void words_exist_for_what_is_defined_and_no_more(void **state)
{
	unsigned int i;

	(void)state;
	/* Nothing a BMC can send may lead out of a table. */
	for (i = 0; i < 256; i++) {
		ipmi_medium_name((uint8_t)i);
		ipmi_protocol_name((uint8_t)i);
		ipmi_access_mode_name((uint8_t)i);
		ipmi_privilege_name((uint8_t)i);
		ipmi_restore_name((uint8_t)i);
		ipmi_identify_name((uint8_t)i);
		assert_non_null(ipmi_power_event_bit(i));
		assert_non_null(ipmi_sessions_name((uint8_t)i));
		assert_non_null(ipmi_cc_text(6, 1, i));
		assert_non_null(ipmi_lan_name(i));
		ipmi_lan_size(i);
	}
	assert_null(ipmi_medium_name(0));
	assert_null(ipmi_medium_name(0x0d));
	assert_string_equal(ipmi_medium_name(0x60), "oem");
	assert_null(ipmi_access_mode_name(4));
	assert_null(ipmi_privilege_name(6));
	assert_string_equal(ipmi_privilege_name(15), "none");
	assert_int_equal(ipmi_privilege_parse("admin"), 4);
	assert_int_equal(ipmi_privilege_parse("none"), 15);
	assert_int_equal(ipmi_privilege_parse("Admin"), -1);
	assert_int_equal(ipmi_privilege_parse(""), -1);
	assert_null(ipmi_lan_source_name(5));
	assert_string_equal(ipmi_lan_source_name(0xf2), "dhcp");
	assert_null(ipmi_lan_progress_name(3));
	assert_null(ipmi_restore_name(3));
}

static void completion_codes_have_words_hints_and_exit_statuses(void **state)
{
	(void)state;
	assert_string_equal(ipmi_cc_text(6, 0x47, 0x80), "password does not match");
	assert_string_equal(ipmi_cc_text(6, 0x46, 0x80), "command-specific error");
	assert_string_equal(ipmi_cc_hint(6, 0x47, 0xc8), "BMC password policy");
	assert_null(ipmi_cc_hint(6, 0x46, 0xc8));
	assert_string_equal(ipmi_cc_text(0, 0, 0xbf), "reserved completion code");
	assert_string_equal(ipmi_cc_text(0, 0, 0x01), "OEM error");
	assert_int_equal(ipmi_cc_exit(6, 1, 0xc1), 12);
	assert_int_equal(ipmi_cc_exit(6, 1, 0xd6), 12);
	assert_int_equal(ipmi_cc_exit(0x0c, 2, 0x80), 12);
	assert_int_equal(ipmi_cc_exit(6, 0x47, 0x80), 5);
	assert_int_equal(ipmi_cc_exit(6, 1, 0xd4), 4);
	assert_int_equal(ipmi_cc_exit(6, 1, 0xc0), 7);
	assert_int_equal(ipmi_cc_exit(0x0c, 1, 0x81), 7);
	assert_int_equal(ipmi_cc_exit(6, 1, 0xc3), 6);
	assert_int_equal(ipmi_cc_exit(0, 2, 0xd5), 5);
	assert_int_equal(ipmi_cc_exit(6, 1, 0xff), 5);
}

static void user_access_is_coded(void **state)
{
	struct ipmi_user_access acc;
	struct ipmi_request rq;
	size_t len;

	(void)state;
	ipmi_user_access_get_encode(&rq, 0x11, 0x43);
	assert_request(&rq, 6, 0x44, "\x01\x03", 2);
	for (len = 0; len < 4; len++)
		assert_false(ipmi_user_access_decode(response("\xca\x85\xc1\xf4", len), &acc));
	assert_true(ipmi_user_access_decode(response("\xca\x85\xc1\xf4", 4), &acc));
	assert_int_equal(acc.max_users, 10);
	assert_int_equal(acc.state, IPMI_USER_STATE_DISABLED);
	assert_int_equal(acc.enabled_users, 5);
	assert_int_equal(acc.fixed_names, 1);
	assert_true(acc.callback_only);
	assert_true(acc.link_auth);
	assert_true(acc.messaging);
	assert_int_equal(acc.privilege, 4);
	ipmi_user_access_set_encode(&rq, 1, 2, &acc, true);
	assert_request(&rq, 6, 0x43, "\xf1\x02\x04", 3);
	acc.link_auth = false;
	acc.privilege = IPMI_PRIVILEGE_NONE;
	ipmi_user_access_set_encode(&rq, 1, 2, &acc, true);
	assert_request(&rq, 6, 0x43, "\xd1\x02\x0f", 3);
	ipmi_user_access_set_encode(&rq, 1, 2, &acc, false);
	assert_request(&rq, 6, 0x43, "\x01\x02\x0f", 3);
}

static void user_names_are_coded_and_never_cut(void **state)
{
	static const char full[] = "sixteen-letters!";
	uint8_t name[IPMI_USER_NAME_MAX];
	struct ipmi_request rq;
	size_t i, len;

	(void)state;
	assert_true(ipmi_user_name_set_encode(&rq, 2, full));
	assert_request(&rq, 6, 0x45, "\x02sixteen-letters!", 17);
	assert_false(ipmi_user_name_set_encode(&rq, 2, "seventeen-letters"));
	assert_true(ipmi_user_name_set_encode(&rq, 2, "a"));
	assert_request(&rq, 6, 0x45, "\002a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 17);
	for (i = 0; i < 16; i++)
		assert_false(ipmi_user_name_decode(response(full, i), name, &len));
	/* A name of full length has no NUL behind it. */
	assert_true(ipmi_user_name_decode(response(full, 16), name, &len));
	assert_int_equal(len, 16);
	assert_true(ipmi_user_name_decode(response("ab\0cdefghijklmno", 16), name, &len));
	assert_int_equal(len, 2);
}

static void passwords_are_padded_to_their_form_and_never_cut(void **state)
{
	struct ipmi_request rq;

	(void)state;
	assert_true(ipmi_password_encode(&rq, 2, IPMI_PASSWORD_SET, "abc", 3, 16));
	assert_request(&rq, 6, 0x47, "\x02\002abc\0\0\0\0\0\0\0\0\0\0\0\0\0", 18);
	assert_int_equal(rq.secret, 2);
	assert_true(ipmi_password_encode(&rq, 2, IPMI_PASSWORD_TEST, "abc", 3, 20));
	assert_request(&rq, 6, 0x47, "\x82\003abc\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22);
	assert_true(ipmi_password_encode(&rq, 2, IPMI_PASSWORD_SET, "12345678901234567890", 20,
					 20));
	assert_int_equal(rq.len, 22);
	assert_false(ipmi_password_encode(&rq, 2, IPMI_PASSWORD_SET, "12345678901234567", 17,
					  16));
	assert_false(ipmi_password_encode(&rq, 2, IPMI_PASSWORD_SET, "123456789012345678901", 21,
					  20));
	assert_false(ipmi_password_encode(&rq, 2, IPMI_PASSWORD_SET, "abc", 3, 17));
	ipmi_user_switch_encode(&rq, 2, true, false);
	assert_request(&rq, 6, 0x47, "\x02\x01", 2);
	ipmi_user_switch_encode(&rq, 2, false, true);
	assert_request(&rq, 6, 0x47, "\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 18);
}

static void lan_parameters_are_read_at_every_length(void **state)
{
	uint8_t data[24] = { 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 };
	struct ipmi_lan_value v;
	unsigned int p;
	size_t len;

	(void)state;
	for (p = 0; p < 256; p++) {
		size_t size = ipmi_lan_size(p);

		for (len = 0; len <= sizeof(data); len++) {
			bool ok = ipmi_lan_get_decode(response(data, len), p, &v);

			assert_int_equal(ok, len >= 1 + size);
			assert_int_equal(v.state, ok ? IPMI_LAN_OK : IPMI_LAN_FAILED);
			assert_true(v.len <= IPMI_LAN_DATA_MAX);
			if (ok && size)
				assert_memory_equal(v.data, data + 1, v.len);
		}
	}
	assert_true(ipmi_lan_get_decode(response(data, 24), IPMI_LAN_CIPHER_LIST, &v));
	assert_int_equal(v.len, 17);
}

static void lan_requests_are_coded(void **state)
{
	struct ipmi_lan_value v = { .len = 0 };
	struct ipmi_request rq;

	(void)state;
	ipmi_lan_get_encode(&rq, 0x81, 3, 0);
	assert_request(&rq, 0x0c, 2, "\x01\x03\0\0", 4);
	ipmi_lan_put_ipv4(&v, 0x0a0b0c0d);
	ipmi_lan_set_encode(&rq, 1, 3, v.data, v.len);
	assert_request(&rq, 0x0c, 1, "\x01\x03\x0a\x0b\x0c\x0d", 6);
	assert_int_equal(ipmi_lan_ipv4(&v), 0x0a0b0c0d);
	ipmi_lan_put_vlan(&v, 0xabc);
	assert_memory_equal(v.data, "\xbc\x8a", 2);
	assert_int_equal(ipmi_lan_vlan(&v), 0xabc);
	ipmi_lan_put_vlan(&v, -1);
	assert_memory_equal(v.data, "\0\0", 2);
	assert_int_equal(ipmi_lan_vlan(&v), -1);
}

static struct ipmi_lan_value value(const void *data, size_t len)
{
	struct ipmi_lan_value v = { .state = IPMI_LAN_OK, .len = (uint8_t)len };

	memcpy(v.data, data, len);
	return v;
}

static void lan_values_are_equal_when_they_mean_the_same(void **state)
{
	struct ipmi_lan_value a = value("\xf2", 1), b = value("\x02", 1);

	(void)state;
	assert_true(ipmi_lan_equal(IPMI_LAN_SOURCE, &a, &b));
	assert_false(ipmi_lan_equal(IPMI_LAN_MAC, &a, &b));
	a = value("\x05\x00", 2);
	b = value("\x00\x00", 2);
	assert_true(ipmi_lan_equal(IPMI_LAN_VLAN, &a, &b));
	a = value("\x05\x80", 2);
	assert_false(ipmi_lan_equal(IPMI_LAN_VLAN, &a, &b));
	b = value("\x05\xf0", 2);
	assert_true(ipmi_lan_equal(IPMI_LAN_VLAN, &a, &b));
	b.state = IPMI_LAN_UNSUPPORTED;
	assert_false(ipmi_lan_equal(IPMI_LAN_VLAN, &a, &b));
}

static void cipher_privileges_belong_to_places_in_the_list(void **state)
{
	uint8_t ids[IPMI_CIPHER_MAX], priv[IPMI_CIPHER_MAX];
	struct ipmi_lan_config c;

	(void)state;
	memset(&c, 0, sizeof(c));
	assert_int_equal(ipmi_lan_ciphers(&c, ids, priv), 0);
	c.value[IPMI_LAN_CIPHER_LIST] = value("\0\x03\x11\x08", 4);
	c.value[IPMI_LAN_CIPHER_PRIVILEGES] = value("\0\x24\x0f\0\0\0\0\0\0", 9);
	assert_int_equal(ipmi_lan_ciphers(&c, ids, priv), 3);
	assert_memory_equal(ids, "\x03\x11\x08", 3);
	assert_memory_equal(priv, "\x04\x02\x0f", 3);
	c.value[IPMI_LAN_CIPHER_COUNT] = value("\xe2", 1);
	assert_int_equal(ipmi_lan_ciphers(&c, ids, priv), 2);
	/* More suites than there is room for are not believed. */
	c.value[IPMI_LAN_CIPHER_COUNT] = value("\x1f", 1);
	c.value[IPMI_LAN_CIPHER_LIST].len = IPMI_LAN_DATA_MAX;
	assert_int_equal(ipmi_lan_ciphers(&c, ids, priv), IPMI_CIPHER_MAX);
}

static void chassis_status_is_read(void **state)
{
	struct ipmi_chassis_status st;
	struct ipmi_request rq;
	size_t len;

	(void)state;
	for (len = 0; len < 3; len++)
		assert_false(ipmi_chassis_status_decode(response("\x35\x11\x69", len), &st));
	assert_true(ipmi_chassis_status_decode(response("\x35\x11\x69", 3), &st));
	assert_true(st.on && st.interlock && st.control_fault && !st.overload && !st.fault);
	assert_int_equal(st.restore, 1);
	assert_int_equal(st.last_event, 0x11);
	assert_true(st.intrusion && st.fan_fault && !st.lockout && !st.drive_fault);
	assert_int_equal(st.identify, IPMI_IDENTIFY_FOREVER);
	/* Without bit 6 the state of the light is not known, whatever bits 5:4 say. */
	assert_true(ipmi_chassis_status_decode(response("\x01\0\x30", 3), &st));
	assert_int_equal(st.identify, IPMI_IDENTIFY_UNKNOWN);
	ipmi_identify_encode(&rq, 30, false);
	assert_request(&rq, 0, 4, "\x1e", 1);
	ipmi_identify_encode(&rq, 0, true);
	assert_request(&rq, 0, 4, "\0\x01", 2);
	ipmi_chassis_control_encode(&rq, IPMI_CHASSIS_CYCLE);
	assert_request(&rq, 0, 2, "\x02", 1);
}

static void a_request_never_outgrows_its_buffer(void **state)
{
	uint8_t big[IPMI_DATA_MAX + 1] = { 0 };
	struct ipmi_request rq;

	(void)state;
	ipmi_request_init(&rq, 6, 1);
	ipmi_request_add(&rq, big, sizeof(big));
	assert_int_equal(rq.len, 0);
	ipmi_request_add(&rq, big, IPMI_DATA_MAX);
	assert_int_equal(rq.len, IPMI_DATA_MAX);
	ipmi_request_byte(&rq, 1);
	assert_int_equal(rq.len, IPMI_DATA_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cursor_never_leaves_its_buffer),
		cmocka_unit_test(device_id_is_read),
		cmocka_unit_test(self_test_is_read),
		cmocka_unit_test(guids_are_printed_in_the_order_they_came_in),
		cmocka_unit_test(channels_are_read),
		cmocka_unit_test(words_exist_for_what_is_defined_and_no_more),
		cmocka_unit_test(completion_codes_have_words_hints_and_exit_statuses),
		cmocka_unit_test(user_access_is_coded),
		cmocka_unit_test(user_names_are_coded_and_never_cut),
		cmocka_unit_test(passwords_are_padded_to_their_form_and_never_cut),
		cmocka_unit_test(lan_parameters_are_read_at_every_length),
		cmocka_unit_test(lan_requests_are_coded),
		cmocka_unit_test(lan_values_are_equal_when_they_mean_the_same),
		cmocka_unit_test(cipher_privileges_belong_to_places_in_the_list),
		cmocka_unit_test(chassis_status_is_read),
		cmocka_unit_test(a_request_never_outgrows_its_buffer),
	};

	return cmocka_run_group_tests_name("codec", tests, NULL, NULL);
}
