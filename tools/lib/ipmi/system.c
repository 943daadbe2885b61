// SPDX-License-Identifier: GPL-2.0-only
/* What the BMC does for the host: coding of boot options, system info, watchdog. Pure. */
#include "system.h"

#include <string.h>

#include "../array.h"
#include "../cursor.h"

/**
 * ipmi_boot_get_encode() - build Get System Boot Options
 * @rq: the request
 * @parameter: parameter number
 */
void ipmi_boot_get_encode(struct ipmi_request *rq, uint8_t parameter)
{
	ipmi_request_init(rq, IPMI_NETFN_CHASSIS, IPMI_GET_BOOT_OPTIONS);
	ipmi_request_byte(rq, parameter & 0x7f);
	ipmi_request_byte(rq, 0);
	ipmi_request_byte(rq, 0);
}

/**
 * ipmi_boot_decode() - read its answer for the boot flags
 * @rs: the answer
 * @boot: filled
 *
 * Return: false when the answer is too short.
 */
bool ipmi_boot_decode(const struct ipmi_response *rs, struct ipmi_boot *boot)
{
	struct cursor c = cursor_init(rs->data, rs->len);
	uint8_t b;

	cursor_u8(&c);
	b = cursor_u8(&c);
	boot->valid = !(b & 0x80);
	b = cursor_u8(&c);
	boot->valid = boot->valid && b & 0x80;
	boot->persistent = b & 0x40;
	boot->efi = b & 0x20;
	cursor_bytes(&c, boot->rest, sizeof(boot->rest));
	boot->device = boot->rest[0] >> 2 & 0x0f;
	return !c.bad;
}

/**
 * ipmi_boot_set_encode() - build Set System Boot Options
 * @rq: the request
 * @parameter: parameter number
 * @data: parameter data
 * @len: bytes in @data
 */
void ipmi_boot_set_encode(struct ipmi_request *rq, uint8_t parameter, const uint8_t *data,
			  size_t len)
{
	ipmi_request_init(rq, IPMI_NETFN_CHASSIS, IPMI_SET_BOOT_OPTIONS);
	ipmi_request_byte(rq, parameter & 0x7f);
	ipmi_request_add(rq, data, len);
}

/**
 * ipmi_boot_flags_encode() - build Set System Boot Options for the boot flags
 * @rq: the request
 * @boot: the flags
 */
void ipmi_boot_flags_encode(struct ipmi_request *rq, const struct ipmi_boot *boot)
{
	uint8_t data[5];

	data[0] = (uint8_t)((boot->valid ? 0x80 : 0) | (boot->persistent ? 0x40 : 0) |
			    (boot->efi ? 0x20 : 0));
	memcpy(data + 1, boot->rest, sizeof(boot->rest));
	data[1] = (uint8_t)((data[1] & 0xc3) | (boot->device & 0x0f) << 2);
	ipmi_boot_set_encode(rq, IPMI_BOOT_FLAGS, data, sizeof(data));
}

static const char *const devices[IPMI_BOOT_DEVICES] = {
	"none", "pxe", "disk", "safe", "diag", "cdrom", "setup", "remote-floppy", "remote-cdrom",
	"remote-media", NULL, "remote-disk", NULL, NULL, NULL, "floppy",
};

/**
 * ipmi_boot_device() - the word for a boot device
 * @device: device selector, 0 to 15
 *
 * Return: a constant string, NULL when reserved.
 */
const char *ipmi_boot_device(uint8_t device)
{
	return device < ARRAY_SIZE(devices) ? devices[device] : NULL;
}

/**
 * ipmi_boot_device_parse() - the boot device behind a word
 * @name: the word
 *
 * Return: the device selector, or -1 when there is no such word.
 */
int ipmi_boot_device_parse(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(devices); i++)
		if (devices[i] && !strcmp(devices[i], name))
			return (int)i;
	return -1;
}

/**
 * ipmi_watchdog_decode() - read the answer to Get Watchdog Timer
 * @rs: the answer
 * @wd: filled
 *
 * Return: false when the answer is too short.
 */
bool ipmi_watchdog_decode(const struct ipmi_response *rs, struct ipmi_watchdog *wd)
{
	struct cursor c = cursor_init(rs->data, rs->len);
	uint8_t b;

	b = cursor_u8(&c);
	wd->use = b & 0x07;
	wd->running = b & 0x40;
	wd->logging = !(b & 0x80);
	b = cursor_u8(&c);
	wd->action = b & 0x07;
	wd->pre_action = b >> 4 & 0x07;
	wd->pre_s = cursor_u8(&c);
	wd->expired = cursor_u8(&c) & 0x3e;
	wd->initial_ms = cursor_le(&c, 2) * 100;
	/* Some BMCs, ipmi_sim too, leave out where it is: that is no reason to know nothing. */
	wd->has_left = rs->len >= 8;
	wd->left_ms = wd->has_left ? cursor_le(&c, 2) * 100 : 0;
	return !c.bad;
}

/**
 * ipmi_watchdog_use() - the word for a timer use
 * @use: timer use
 *
 * Return: a constant string, NULL when reserved.
 */
const char *ipmi_watchdog_use(uint8_t use)
{
	static const char *const names[] = { NULL, "frb2", "post", "os_load", "os", "oem" };

	return use < ARRAY_SIZE(names) ? names[use] : NULL;
}

/**
 * ipmi_watchdog_action() - the word for what happens at the end
 * @action: timer action
 *
 * Return: a constant string, NULL when reserved.
 */
const char *ipmi_watchdog_action(uint8_t action)
{
	static const char *const names[] = { "none", "reset", "off", "cycle" };

	return action < ARRAY_SIZE(names) ? names[action] : NULL;
}

/**
 * ipmi_watchdog_pre_action() - the word for what happens before the end
 * @action: pre-timeout interrupt
 *
 * Return: a constant string, NULL when reserved.
 */
const char *ipmi_watchdog_pre_action(uint8_t action)
{
	static const char *const names[] = { "none", "smi", "nmi", "message" };

	return action < ARRAY_SIZE(names) ? names[action] : NULL;
}

/**
 * ipmi_system_info_get_encode() - build Get System Info Parameters
 * @rq: the request
 * @parameter: parameter number
 * @block: which part of the text
 */
void ipmi_system_info_get_encode(struct ipmi_request *rq, uint8_t parameter, uint8_t block)
{
	ipmi_request_init(rq, IPMI_NETFN_APP, IPMI_GET_SYSTEM_INFO);
	ipmi_request_byte(rq, 0);
	ipmi_request_byte(rq, parameter);
	ipmi_request_byte(rq, block);
	ipmi_request_byte(rq, 0);
}

/**
 * ipmi_system_info_decode() - read its answer
 * @rs: the answer
 * @block: which part of the text was asked for
 * @len: filled with the length of the whole text, from the first part
 * @part: filled with the bytes of this part, padded with zeros
 *
 * Return: false when the answer is too short.
 */
bool ipmi_system_info_decode(const struct ipmi_response *rs, uint8_t block, size_t *len,
			     uint8_t part[IPMI_SYSTEM_INFO_BLOCK])
{
	struct cursor c = cursor_init(rs->data, rs->len);
	size_t n;

	memset(part, 0, IPMI_SYSTEM_INFO_BLOCK);
	cursor_u8(&c);
	cursor_u8(&c);
	if (!block) {
		cursor_u8(&c);
		*len = cursor_u8(&c);
	}
	n = c.left < IPMI_SYSTEM_INFO_BLOCK ? c.left : IPMI_SYSTEM_INFO_BLOCK;
	if (!block && n > IPMI_SYSTEM_INFO_FIRST)
		n = IPMI_SYSTEM_INFO_FIRST;
	cursor_bytes(&c, part, n);
	return !c.bad;
}

/**
 * ipmi_system_info_set_encode() - build Set System Info Parameters
 * @rq: the request
 * @parameter: parameter number
 * @block: which part of the text
 * @text: the whole text, ASCII
 */
void ipmi_system_info_set_encode(struct ipmi_request *rq, uint8_t parameter, uint8_t block,
				 const char *text)
{
	size_t at = block ? IPMI_SYSTEM_INFO_FIRST + (block - 1U) * IPMI_SYSTEM_INFO_BLOCK : 0;
	size_t room = block ? IPMI_SYSTEM_INFO_BLOCK : IPMI_SYSTEM_INFO_FIRST;
	uint8_t part[IPMI_SYSTEM_INFO_BLOCK] = { 0 };
	size_t len = strlen(text);

	if (at < len)
		memcpy(part, text + at, len - at < room ? len - at : room);
	ipmi_request_init(rq, IPMI_NETFN_APP, IPMI_SET_SYSTEM_INFO);
	ipmi_request_byte(rq, parameter);
	ipmi_request_byte(rq, block);
	if (!block) {
		ipmi_request_byte(rq, 0);
		ipmi_request_byte(rq, (uint8_t)len);
	}
	ipmi_request_add(rq, part, room);
}
