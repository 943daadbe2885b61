// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes as answers of a BMC: the first one chooses the decoder. */
#include "../bmc/lanconf.h"
#include "../lib/ipmi/app.h"
#include "../lib/ipmi/chassis.h"
#include "../lib/ipmi/sol.h"
#include "../lib/ipmi/system.h"
#include "../lib/ipmi/user.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void lan(const struct ipmi_response *rs, unsigned int parameter)
{
	uint8_t ids[IPMI_CIPHER_MAX], limits[IPMI_CIPHER_MAX];
	struct ipmi_lan_config config;
	struct ipmi_lan_value value;
	char text[LAN_TEXT];

	memset(&config, 0, sizeof(config));
	ipmi_lan_get_decode(rs, parameter, &value);
	lan_text(parameter, &value, text);
	ipmi_lan_equal(parameter, &value, &value);
	ipmi_lan_get_decode(rs, IPMI_LAN_CIPHER_LIST, &config.value[IPMI_LAN_CIPHER_LIST]);
	ipmi_lan_get_decode(rs, IPMI_LAN_CIPHER_PRIVILEGES,
			    &config.value[IPMI_LAN_CIPHER_PRIVILEGES]);
	ipmi_lan_ciphers(&config, ids, limits);
}

static void user(const struct ipmi_response *rs)
{
	uint8_t name[IPMI_USER_NAME_MAX];
	struct ipmi_user_access acc;
	char shown[100];
	size_t len = 0;
	bool sol;

	ipmi_user_access_decode(rs, &acc);
	ipmi_user_payload_decode(rs, &sol);
	if (ipmi_user_name_decode(rs, name, &len))
		bmc_printable(shown, sizeof(shown), name, len);
}

static void system_info(const struct ipmi_response *rs, uint8_t block)
{
	uint8_t part[IPMI_SYSTEM_INFO_BLOCK];
	struct ipmi_watchdog wd;
	struct ipmi_boot boot;
	size_t len;

	ipmi_boot_decode(rs, &boot);
	ipmi_watchdog_decode(rs, &wd);
	ipmi_system_info_decode(rs, block, &len, part);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ipmi_response rs = { .len = 0 };
	struct ipmi_chassis_status status;
	struct ipmi_channel_access access;
	struct ipmi_channel_info info;
	struct ipmi_self_test test;
	struct ipmi_device_id id;
	uint8_t guid[16];

	if (size < 2 || size - 2 > sizeof(rs.data))
		return 0;
	rs.len = (uint16_t)(size - 2);
	memcpy(rs.data, data + 2, rs.len);
	switch (data[0] & 3) {
	case 0:
		lan(&rs, data[1]);
		break;
	case 1:
		user(&rs);
		break;
	case 2:
		system_info(&rs, data[1]);
		break;
	default:
		ipmi_device_id_decode(&rs, &id);
		ipmi_self_test_decode(&rs, &test);
		ipmi_guid_decode(&rs, guid);
		ipmi_chassis_status_decode(&rs, &status);
		ipmi_channel_info_decode(&rs, &info);
		ipmi_channel_access_decode(&rs, &access);
	}
	return 0;
}
