// SPDX-License-Identifier: GPL-2.0-only
/*
 * Access to the registers of a system interface, in ports and in memory.
 *
 * Owns no state: a struct si_regs belongs to its device.
 */
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/ioport.h>

#include "regs.h"

#ifndef SI_NO_PORT_IO

#define SI_PORT_ACCESS(bits, suffix)							\
static u8 port_read##bits(const struct si_regs *regs, unsigned int reg)			\
{											\
	const struct si_place *at = &regs->place;					\
											\
	return in##suffix(at->addr + reg * at->spacing) >> at->shift;			\
}											\
											\
static void port_write##bits(const struct si_regs *regs, unsigned int reg, u8 value)	\
{											\
	const struct si_place *at = &regs->place;					\
											\
	out##suffix((u##bits)value << at->shift, at->addr + reg * at->spacing);		\
}

SI_PORT_ACCESS(8, b)
SI_PORT_ACCESS(16, w)
SI_PORT_ACCESS(32, l)

static int port_init(struct si_regs *regs)
{
	switch (regs->place.size) {
	case 1:
		regs->read = port_read8;
		regs->write = port_write8;
		return 0;
	case 2:
		regs->read = port_read16;
		regs->write = port_write16;
		return 0;
	case 4:
		regs->read = port_read32;
		regs->write = port_write32;
		return 0;
	}
	return -EINVAL;
}

#else

static int port_init(struct si_regs *regs)
{
	return -ENODEV;
}

#endif

#define SI_MEM_ACCESS(bits, suffix)							\
static u8 mem_read##bits(const struct si_regs *regs, unsigned int reg)			\
{											\
	const struct si_place *at = &regs->place;					\
											\
	return read##suffix(regs->mem + reg * at->spacing) >> at->shift;		\
}											\
											\
static void mem_write##bits(const struct si_regs *regs, unsigned int reg, u8 value)	\
{											\
	const struct si_place *at = &regs->place;					\
											\
	write##suffix((u##bits)value << at->shift, regs->mem + reg * at->spacing);	\
}

SI_MEM_ACCESS(8, b)
SI_MEM_ACCESS(16, w)
SI_MEM_ACCESS(32, l)
#ifdef CONFIG_64BIT
SI_MEM_ACCESS(64, q)
#endif

static int mem_init(struct si_regs *regs)
{
	switch (regs->place.size) {
	case 1:
		regs->read = mem_read8;
		regs->write = mem_write8;
		return 0;
	case 2:
		regs->read = mem_read16;
		regs->write = mem_write16;
		return 0;
	case 4:
		regs->read = mem_read32;
		regs->write = mem_write32;
		return 0;
#ifdef CONFIG_64BIT
	case 8:
		regs->read = mem_read64;
		regs->write = mem_write64;
		return 0;
#endif
	}
	return -EINVAL;
}

/**
 * si_same_place - look whether two descriptions mean the same registers
 * @a: one of them
 * @b: the other
 *
 * Return: true when the first register is the same: sources differ in how well
 * they know the rest.
 */
bool si_same_place(const struct si_place *a, const struct si_place *b)
{
	return a->space == b->space && a->addr == b->addr;
}

/**
 * si_place_fault - check where registers are said to be
 * @place: what to check
 * @count: number of registers
 *
 * Return: NULL when @place makes sense, else the rule that it breaks, to be
 * printed after the value.
 */
const char *si_place_fault(const struct si_place *place, unsigned int count)
{
	u64 last = (u64)(count - 1) * place->spacing + place->size - 1;
	struct si_regs probe;

	if (!place->addr)
		return "the address must not be 0";
	if (si_regs_init(&probe, place) == -ENODEV)
		return "this machine has no I/O ports";
	if (!probe.read)
		return place->space == SI_PORT ? "the register size must be 1, 2 or 4 bytes" :
			IS_ENABLED(CONFIG_64BIT) ?
			"the register size must be 1, 2, 4 or 8 bytes" :
			"the register size must be 1, 2 or 4 bytes";
	if (place->shift > 8 * place->size - 8)
		return "the register shift must leave 8 bits of the register";
	if (place->spacing < place->size)
		return "the register spacing must not be less than the register size";
	if (place->spacing > SI_SPACING_MAX)
		return "the register spacing must not be more than 4096 bytes";
	if (place->space == SI_PORT && place->addr + last > IO_SPACE_LIMIT)
		return "the last register must not lie beyond the last I/O port";
	if (place->space == SI_MEM && (place->addr | place->spacing) & (place->size - 1))
		return "address and register spacing must be multiples of the register size";
	if (place->addr + last < place->addr)
		return "the last register must not lie beyond the end of memory";
	return NULL;
}

/**
 * si_regs_init - choose the accessors for a place
 * @regs: what to set up; not usable before si_regs_claim() if in memory
 * @place: where the registers are
 *
 * Return: 0, -EINVAL when there is no access of that size, -ENODEV when the
 * machine has no such address space.
 */
int si_regs_init(struct si_regs *regs, const struct si_place *place)
{
	*regs = (struct si_regs){ .place = *place };
	return place->space == SI_PORT ? port_init(regs) : mem_init(regs);
}

/**
 * si_regs_claim - reserve registers for a device, and map them
 * @dev: for whom; the registers are given back when its driver leaves it
 * @regs: from si_regs_init()
 * @count: number of registers
 *
 * Context: may sleep.
 * Return: 0, -EBUSY when somebody else has them, -ENOMEM.
 */
int si_regs_claim(struct device *dev, struct si_regs *regs, unsigned int count)
{
	const struct si_place *at = &regs->place;
	unsigned int i;

	/* One by one: what lies between two registers may well be another device. */
	for (i = 0; i < count; i++) {
		resource_size_t start = at->addr + i * at->spacing;

		if (at->space == SI_PORT ? !devm_request_region(dev, start, at->size, "bmclink") :
		    !devm_request_mem_region(dev, start, at->size, "bmclink"))
			return -EBUSY;
	}
	if (at->space == SI_PORT)
		return 0;
	regs->mem = devm_ioremap(dev, at->addr, (count - 1) * at->spacing + at->size);
	return regs->mem ? 0 : -ENOMEM;
}
