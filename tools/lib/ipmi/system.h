/* SPDX-License-Identifier: GPL-2.0-only */
/* What the BMC does for the host: boot options, system info, watchdog timer. */
#ifndef BMC_IPMI_SYSTEM_H
#define BMC_IPMI_SYSTEM_H

#include "ipmi.h"

#define IPMI_BOOT_PROGRESS 0
#define IPMI_BOOT_CLEARING 3
#define IPMI_BOOT_ACK 4
#define IPMI_BOOT_FLAGS 5
#define IPMI_BOOT_DEVICES 16

/**
 * struct ipmi_boot - boot flags (section 28.13, parameter 5)
 * @valid: they count at the next start
 * @persistent: and at all later ones
 * @efi: start by EFI, not as a PC-compatible
 * @device: what to start from, 0 = no wish
 * @rest: the other bytes, kept
 */
struct ipmi_boot {
	bool valid;
	bool persistent;
	bool efi;
	uint8_t device;
	uint8_t rest[4];
};

/**
 * struct ipmi_watchdog - Get Watchdog Timer (section 27.7)
 * @use: timer use, 1 to 5
 * @running: it counts
 * @logging: its end is logged
 * @action: what happens at its end
 * @pre_action: what happens before
 * @pre_s: how long before, in seconds
 * @expired: bits of the uses that have expired
 * @initial_ms: where it starts
 * @left_ms: where it is
 * @has_left: that is known
 */
struct ipmi_watchdog {
	uint8_t use;
	bool running;
	bool logging;
	uint8_t action;
	uint8_t pre_action;
	uint8_t pre_s;
	uint8_t expired;
	uint32_t initial_ms;
	uint32_t left_ms;
	bool has_left;
};

#define IPMI_SYSTEM_INFO_FIRST 14
#define IPMI_SYSTEM_INFO_BLOCK 16

void ipmi_boot_get_encode(struct ipmi_request *rq, uint8_t parameter);
bool ipmi_boot_decode(const struct ipmi_response *rs, struct ipmi_boot *boot);
void ipmi_boot_set_encode(struct ipmi_request *rq, uint8_t parameter, const uint8_t *data,
			  size_t len);
void ipmi_boot_flags_encode(struct ipmi_request *rq, const struct ipmi_boot *boot);
const char *ipmi_boot_device(uint8_t device);
int ipmi_boot_device_parse(const char *name);
bool ipmi_watchdog_decode(const struct ipmi_response *rs, struct ipmi_watchdog *wd);
const char *ipmi_watchdog_use(uint8_t use);
const char *ipmi_watchdog_action(uint8_t action);
const char *ipmi_watchdog_pre_action(uint8_t action);
void ipmi_system_info_get_encode(struct ipmi_request *rq, uint8_t parameter, uint8_t block);
bool ipmi_system_info_decode(const struct ipmi_response *rs, uint8_t block, size_t *len,
			     uint8_t part[IPMI_SYSTEM_INFO_BLOCK]);
void ipmi_system_info_set_encode(struct ipmi_request *rq, uint8_t parameter, uint8_t block,
				 const char *text);

#endif
