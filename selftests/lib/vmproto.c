// SPDX-License-Identifier: GPL-2.0-only
/* The framing between QEMU's ipmi-bmc-extern and a BMC outside of the machine. */
#include "vmproto.h"

uint8_t vm_sum(const uint8_t *data, size_t len)
{
	uint8_t sum = 0;

	while (len--)
		sum += *data++;
	return (uint8_t)-sum;
}

bool vm_special(uint8_t byte)
{
	return byte == VM_END_MESSAGE || byte == VM_END_COMMAND || byte == VM_ESCAPE;
}

size_t vm_frame(uint8_t *wire, const uint8_t *data, size_t len, uint8_t end)
{
	uint8_t *p = wire;
	size_t i;

	for (i = 0; i < len; i++) {
		if (vm_special(data[i]))
			*p++ = VM_ESCAPE;
		*p++ = vm_special(data[i]) ? data[i] | VM_ESCAPED_BIT : data[i];
	}
	*p++ = end;
	return p - wire;
}

static enum vm_got vm_end(struct vm_receiver *rx, uint8_t end)
{
	rx->done = true;
	if (rx->over || rx->escape)
		return VM_GOT_WRONG;
	if (end == VM_END_COMMAND)
		return rx->len ? VM_GOT_COMMAND : VM_GOT_WRONG;
	if (rx->len < VM_REQUEST_MIN || vm_sum(rx->data, rx->len))
		return VM_GOT_WRONG;
	rx->len--;
	return VM_GOT_MESSAGE;
}

enum vm_got vm_receive(struct vm_receiver *rx, uint8_t byte)
{
	if (rx->done) {
		rx->done = false;
		rx->escape = false;
		rx->over = false;
		rx->len = 0;
	}
	if (byte == VM_END_MESSAGE || byte == VM_END_COMMAND)
		return vm_end(rx, byte);
	if (byte == VM_ESCAPE) {
		rx->escape = true;
		return VM_GOT_NOTHING;
	}
	if (rx->escape)
		byte &= ~VM_ESCAPED_BIT;
	rx->escape = false;
	if (rx->len == sizeof(rx->data))
		rx->over = true;
	else
		rx->data[rx->len++] = byte;
	return VM_GOT_NOTHING;
}
