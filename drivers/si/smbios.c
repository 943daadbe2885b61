// SPDX-License-Identifier: GPL-2.0-only
/*
 * SMBIOS type 38 (IPMI Device Information, SMBIOS 3.x section 7.39) to
 * descriptions of system interfaces; pure.
 */
#include <linux/bits.h>
#include <linux/errno.h>

#include "smbios.h"

/* Offsets in an entry */
#define SMBIOS_LENGTH		0x01
#define SMBIOS_TYPE		0x04
#define SMBIOS_SLAVE_ADDR	0x06
#define SMBIOS_ADDR		0x08
#define SMBIOS_MODIFIER		0x10
#define SMBIOS_IRQ		0x11
/* Without and with the last two */
#define SMBIOS_LENGTH_OLD	0x10
#define SMBIOS_LENGTH_NEW	0x12

#define SMBIOS_ADDR_PORT	BIT(0)
#define SMBIOS_MODIFIER_ODD	BIT(4)
#define SMBIOS_MODIFIER_SPACING	6

/* Registers are that many bytes apart; the last value has no meaning. */
static const u8 smbios_spacings[] = { 1, 4, 16, 0 };

/**
 * si_smbios_decode - what an entry says of a system interface
 * @entry: the entry, all bytes that it says it has
 * @desc: filled in; without a source
 *
 * Return: 0, -EINVAL when it makes no sense, -ENODEV for an interface without
 * registers.
 */
int si_smbios_decode(const u8 *entry, struct si_desc *desc)
{
	struct si_place *place = &desc->place;
	u64 addr = 0;
	int i;

	*desc = (struct si_desc){};
	if (entry[SMBIOS_LENGTH] < SMBIOS_LENGTH_OLD)
		return -EINVAL;
	desc->type = si_type_by_code(entry[SMBIOS_TYPE]);
	if (!desc->type)
		return -ENODEV;
	desc->slave_addr = entry[SMBIOS_SLAVE_ADDR];
	for (i = 7; i >= 0; i--)
		addr = addr << 8 | entry[SMBIOS_ADDR + i];
	*place = (struct si_place){ .space = SI_PORT, .spacing = 1, .size = 1 };
	/* In old entries the lowest bit is not to be relied on: they all have ports. */
	if (entry[SMBIOS_LENGTH] >= SMBIOS_LENGTH_NEW) {
		u8 modifier = entry[SMBIOS_MODIFIER];

		if (!(addr & SMBIOS_ADDR_PORT))
			place->space = SI_MEM;
		place->spacing = smbios_spacings[modifier >> SMBIOS_MODIFIER_SPACING];
		addr &= ~SMBIOS_ADDR_PORT;
		if (modifier & SMBIOS_MODIFIER_ODD)
			addr |= 1;
		desc->irq = entry[SMBIOS_IRQ];
	} else {
		addr &= ~SMBIOS_ADDR_PORT;
	}
	place->addr = addr;
	if (place->addr != addr)
		return -EINVAL;
	return si_place_fault(place, desc->type->registers) ? -EINVAL : 0;
}
