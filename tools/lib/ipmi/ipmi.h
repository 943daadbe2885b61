/* SPDX-License-Identifier: GPL-2.0-only */
/* Requests, responses and numbers of the IPMI 2.0 specification. No I/O here. */
#ifndef BMC_IPMI_H
#define BMC_IPMI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The kernel takes 272 bytes with netfn/LUN and command. */
#define IPMI_DATA_MAX 270

/**
 * struct ipmi_request - one question to the BMC
 * @netfn: network function, even
 * @lun: logical unit, 0 to 3
 * @cmd: command
 * @slave: slave address of the controller behind the BMC it is for, 0 = the BMC
 * @channel: the channel that one is reached by
 * @len: bytes in @data
 * @secret: from this byte of @data on nothing may be shown; 0 = no secret in it
 * @secret_answer: nothing of the answer may be shown
 * @data: the data bytes
 */
struct ipmi_request {
	uint8_t netfn;
	uint8_t lun;
	uint8_t cmd;
	uint8_t slave;
	uint8_t channel;
	uint16_t len;
	uint16_t secret;
	bool secret_answer;
	uint8_t data[IPMI_DATA_MAX];
};

/**
 * struct ipmi_response - its answer
 * @cc: completion code
 * @len: bytes in @data
 * @data: what follows the completion code
 */
struct ipmi_response {
	uint8_t cc;
	uint16_t len;
	uint8_t data[IPMI_DATA_MAX + 2];
};

enum ipmi_netfn {
	IPMI_NETFN_CHASSIS = 0x00,
	IPMI_NETFN_SENSOR = 0x04,
	IPMI_NETFN_APP = 0x06,
	IPMI_NETFN_STORAGE = 0x0a,
	IPMI_NETFN_TRANSPORT = 0x0c,
	IPMI_NETFN_GROUP = 0x2c,
};

enum ipmi_app_cmd {
	IPMI_GET_DEVICE_ID = 0x01,
	IPMI_COLD_RESET = 0x02,
	IPMI_WARM_RESET = 0x03,
	IPMI_GET_SELF_TEST_RESULTS = 0x04,
	IPMI_GET_DEVICE_GUID = 0x08,
	IPMI_GET_WATCHDOG = 0x25,
	IPMI_GET_GLOBAL_ENABLES = 0x2f,
	IPMI_GET_SYSTEM_GUID = 0x37,
	IPMI_SET_CHANNEL_ACCESS = 0x40,
	IPMI_GET_CHANNEL_ACCESS = 0x41,
	IPMI_GET_CHANNEL_INFO = 0x42,
	IPMI_SET_USER_ACCESS = 0x43,
	IPMI_GET_USER_ACCESS = 0x44,
	IPMI_SET_USER_NAME = 0x45,
	IPMI_GET_USER_NAME = 0x46,
	IPMI_SET_USER_PASSWORD = 0x47,
	IPMI_SET_USER_PAYLOAD_ACCESS = 0x4c,
	IPMI_GET_USER_PAYLOAD_ACCESS = 0x4d,
	IPMI_SET_CHANNEL_SECURITY_KEYS = 0x56,
	IPMI_SET_SYSTEM_INFO = 0x58,
	IPMI_GET_SYSTEM_INFO = 0x59,
};

enum ipmi_chassis_cmd {
	IPMI_GET_CHASSIS_STATUS = 0x01,
	IPMI_CHASSIS_CONTROL = 0x02,
	IPMI_CHASSIS_IDENTIFY = 0x04,
	IPMI_SET_RESTORE_POLICY = 0x06,
	IPMI_SET_BOOT_OPTIONS = 0x08,
	IPMI_GET_BOOT_OPTIONS = 0x09,
};

enum ipmi_transport_cmd {
	IPMI_SET_LAN_PARAMETERS = 0x01,
	IPMI_GET_LAN_PARAMETERS = 0x02,
	IPMI_SET_SOL_PARAMETERS = 0x21,
	IPMI_GET_SOL_PARAMETERS = 0x22,
};

enum ipmi_cc {
	IPMI_CC_OK = 0x00,
	IPMI_CC_COMMAND_80 = 0x80,
	IPMI_CC_COMMAND_81 = 0x81,
	IPMI_CC_COMMAND_82 = 0x82,
	IPMI_CC_NODE_BUSY = 0xc0,
	IPMI_CC_INVALID_COMMAND = 0xc1,
	IPMI_CC_TIMEOUT = 0xc3,
	IPMI_CC_RESERVATION = 0xc5,
	IPMI_CC_TRUNCATED = 0xc6,
	IPMI_CC_REQUEST_LENGTH = 0xc7,
	IPMI_CC_LENGTH_LIMIT = 0xc8,
	IPMI_CC_OUT_OF_RANGE = 0xc9,
	IPMI_CC_TOO_MANY_BYTES = 0xca,
	IPMI_CC_NOT_PRESENT = 0xcb,
	IPMI_CC_INVALID_FIELD = 0xcc,
	IPMI_CC_ILLEGAL = 0xcd,
	IPMI_CC_DUPLICATED = 0xcf,
	IPMI_CC_PRIVILEGE = 0xd4,
	IPMI_CC_STATE = 0xd5,
	IPMI_CC_DISABLED = 0xd6,
	IPMI_CC_UNSPECIFIED = 0xff,
};

void ipmi_request_init(struct ipmi_request *rq, uint8_t netfn, uint8_t cmd);
void ipmi_request_add(struct ipmi_request *rq, const void *data, size_t len);
void ipmi_request_byte(struct ipmi_request *rq, uint8_t byte);

#endif
