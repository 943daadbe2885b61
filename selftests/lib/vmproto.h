/* SPDX-License-Identifier: GPL-2.0-only */
/* The framing between QEMU's ipmi-bmc-extern and a BMC outside of the machine. */
#ifndef SELFTESTS_LIB_VMPROTO_H
#define SELFTESTS_LIB_VMPROTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What ends a message, ends a command, and goes before a byte that looks like one of them. */
#define VM_END_MESSAGE	0xa0
#define VM_END_COMMAND	0xa1
#define VM_ESCAPE	0xaa
#define VM_ESCAPED_BIT	0x10

/* Commands, first byte. Both sides may send VERSION, CAPABILITIES and RESET. */
#define VM_NOATTN	0x00
#define VM_ATTN		0x01
#define VM_ATTN_IRQ	0x02
#define VM_POWEROFF	0x03
#define VM_RESET	0x04
#define VM_ENABLE_IRQ	0x05
#define VM_DISABLE_IRQ	0x06
#define VM_NMI		0x07
#define VM_CAPABILITIES	0x08
#define VM_SHUTDOWN	0x09
#define VM_VERSION	0xff

#define VM_PROTOCOL_VERSION	1

/* What CAPABILITIES tells of the machine */
#define VM_CAN_POWER	0x01
#define VM_CAN_RESET	0x02
#define VM_CAN_IRQ	0x04
#define VM_CAN_NMI	0x08
#define VM_CAN_ATTN	0x10
#define VM_CAN_SHUTDOWN	0x20

/* Sequence number, netfn/LUN, command, completion code, data, checksum */
#define VM_FRAME_MAX	1100
/* Each byte may need an escape, and one ends it all. */
#define VM_WIRE_MAX	(2 * VM_FRAME_MAX + 1)
/* Sequence number, netfn/LUN, command, checksum: no request is shorter. */
#define VM_REQUEST_MIN	4

/**
 * enum vm_got - what a byte has completed
 * @VM_GOT_NOTHING: nothing yet
 * @VM_GOT_MESSAGE: a message with a good checksum, which is cut off
 * @VM_GOT_COMMAND: a command
 * @VM_GOT_WRONG: something that is neither; it is dropped
 */
enum vm_got { VM_GOT_NOTHING, VM_GOT_MESSAGE, VM_GOT_COMMAND, VM_GOT_WRONG };

/**
 * struct vm_receiver - a frame that comes in byte by byte; zero to start with
 * @data: the bytes, valid until the next call once a frame is complete
 * @len: how many
 * @done: the frame is complete, the next byte begins another
 * @escape: the last byte was an escape
 * @over: there were too many bytes
 */
struct vm_receiver {
	uint8_t data[VM_FRAME_MAX];
	size_t len;
	bool done;
	bool escape;
	bool over;
};

/**
 * vm_receive() - take one byte from the wire
 * @rx: the frame so far
 * @byte: the byte
 *
 * Return: what is complete with it.
 */
enum vm_got vm_receive(struct vm_receiver *rx, uint8_t byte);

/**
 * vm_sum() - the byte that makes a sum zero
 * @data: bytes
 * @len: how many
 *
 * Return: the checksum.
 */
uint8_t vm_sum(const uint8_t *data, size_t len);

/**
 * vm_special() - does a byte need an escape?
 * @byte: the byte
 *
 * Return: true when it looks like an end or an escape.
 */
bool vm_special(uint8_t byte);

/**
 * vm_frame() - bytes as they go over the wire
 * @wire: room for 2 * @len + 1 bytes
 * @data: the bytes
 * @len: how many
 * @end: VM_END_MESSAGE or VM_END_COMMAND
 *
 * Return: bytes put into @wire.
 */
size_t vm_frame(uint8_t *wire, const uint8_t *data, size_t len, uint8_t end);

#endif
