/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The registers of a system interface: bytes, whatever they sit in.
 */
#ifndef BMCLINK_SI_REGS_H
#define BMCLINK_SI_REGS_H

#include <linux/device.h>
#include <linux/types.h>

/* The farthest that two neighbouring registers may be apart, in bytes. */
#define SI_SPACING_MAX	4096

/**
 * enum si_space - which addresses registers have
 * @SI_PORT: I/O ports
 * @SI_MEM: memory
 */
enum si_space {
	SI_PORT,
	SI_MEM,
};

/**
 * struct si_place - where registers are
 * @space: kind of address
 * @addr: first register
 * @spacing: from one register to the next, in bytes
 * @size: width of an access: 1, 2, 4, or 8 (memory only) bytes
 * @shift: position of the byte in what is accessed, in bits
 */
struct si_place {
	enum si_space space;
	resource_size_t addr;
	unsigned int spacing;
	unsigned int size;
	unsigned int shift;
};

/**
 * struct si_regs - access to registers
 * @read: get the byte in register @reg; any context
 * @write: put a byte in register @reg; any context
 * @place: where they are
 * @mem: where the first one is mapped (memory only)
 *
 * Tests bring their own @read and @write and embed this.
 */
struct si_regs {
	u8 (*read)(const struct si_regs *regs, unsigned int reg);
	void (*write)(const struct si_regs *regs, unsigned int reg, u8 value);
	struct si_place place;
	void __iomem *mem;
};

bool si_same_place(const struct si_place *a, const struct si_place *b);
const char *si_place_fault(const struct si_place *place, unsigned int count);
int si_regs_init(struct si_regs *regs, const struct si_place *place);
int si_regs_claim(struct device *dev, struct si_regs *regs, unsigned int count);

#endif
