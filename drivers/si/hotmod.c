// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parameter hotmod to operations, in the syntax of the in-tree ipmi_si; pure.
 *
 *   OPERATION[:OPERATION]...
 *   add|remove,kcs|bt|smic,mem|i/o,ADDRESS[,rsp=N][,rsi=N][,rsh=N][,irq=N][,ipmb=N]
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "hotmod.h"

enum {
	HOTMOD_RSP,
	HOTMOD_RSI,
	HOTMOD_RSH,
	HOTMOD_IRQ,
	HOTMOD_IPMB,
	HOTMOD_OPTIONS,
};

static const struct {
	const char *name;
	unsigned int max;
} hotmod_options[HOTMOD_OPTIONS] = {
	[HOTMOD_RSP] = { "rsp", SI_SPACING_MAX },
	[HOTMOD_RSI] = { "rsi", 8 },
	[HOTMOD_RSH] = { "rsh", 56 },
	[HOTMOD_IRQ] = { "irq", INT_MAX },
	[HOTMOD_IPMB] = { "ipmb", 0xff },
};

static int hotmod_refuse(unsigned int n, const char *field, const char *value, const char *rule)
{
	pr_err("hotmod: operation %u: %s: %s: %s\n", n, field, value && *value ? value : "missing",
	       rule);
	return -EINVAL;
}

static int hotmod_option(unsigned int n, char *text, unsigned int values[HOTMOD_OPTIONS],
			 unsigned long *seen)
{
	char *name = strsep(&text, "=");
	unsigned int i;

	for (i = 0; i < HOTMOD_OPTIONS; i++)
		if (!strcmp(name, hotmod_options[i].name))
			break;
	if (i == HOTMOD_OPTIONS)
		return hotmod_refuse(n, "option", name, "must be rsp, rsi, rsh, irq or ipmb");
	if (*seen & BIT(i))
		return hotmod_refuse(n, name, text, "must not be given twice");
	*seen |= BIT(i);
	if (!text || kstrtouint(text, 0, &values[i]) || values[i] > hotmod_options[i].max) {
		pr_err("hotmod: operation %u: %s: %s: must be a number, 0 to %u\n", n, name,
		       text && *text ? text : "missing", hotmod_options[i].max);
		return -EINVAL;
	}
	return 0;
}

static int hotmod_place(unsigned int n, char **text, struct si_place *place)
{
	const char *space = strsep(text, ",");
	const char *addr = strsep(text, ",");
	u64 value;

	if (space && !strcmp(space, "i/o"))
		place->space = SI_PORT;
	else if (space && !strcmp(space, "mem"))
		place->space = SI_MEM;
	else
		return hotmod_refuse(n, "address space", space, "must be mem or i/o");
	if (!addr || kstrtou64(addr, 0, &value) || (resource_size_t)value != value)
		return hotmod_refuse(n, "address", addr, "must be a number");
	place->addr = value;
	return 0;
}

static int hotmod_operation(unsigned int n, char *text, struct si_hotmod_op *op)
{
	unsigned int values[HOTMOD_OPTIONS] = {};
	struct si_place *place = &op->desc.place;
	unsigned long seen = 0;
	const char *fault;
	char *word;
	int err;

	*op = (struct si_hotmod_op){ .desc = { .source = "hotmod" } };
	word = strsep(&text, ",");
	op->add = !strcmp(word, "add");
	if (!op->add && strcmp(word, "remove"))
		return hotmod_refuse(n, "operation", word, "must be add or remove");
	word = strsep(&text, ",");
	if (word)
		op->desc.type = si_type_by_name(word, strlen(word));
	if (!op->desc.type)
		return hotmod_refuse(n, "type", word, "must be kcs, bt or smic");
	err = hotmod_place(n, &text, place);
	while (!err && text)
		err = hotmod_option(n, strsep(&text, ","), values, &seen);
	if (err)
		return err;
	place->size = values[HOTMOD_RSI] ?: 1;
	place->spacing = values[HOTMOD_RSP] ?: place->size;
	place->shift = values[HOTMOD_RSH];
	op->desc.irq = values[HOTMOD_IRQ];
	op->desc.slave_addr = values[HOTMOD_IPMB];
	fault = si_place_fault(place, op->desc.type->registers);
	if (fault) {
		pr_err("hotmod: operation %u: address: 0x%llx, rsp %u, rsi %u, rsh %u: %s\n", n,
		       (u64)place->addr, place->spacing, place->size, place->shift, fault);
		return -EINVAL;
	}
	return 0;
}

/**
 * si_hotmod_parse - make operations of the text of parameter hotmod
 * @text: the text; destroyed
 * @ops: filled from the first on
 *
 * Return: number of operations, at least 1; -EINVAL when something breaks a rule,
 * which is named in the kernel log.
 */
int si_hotmod_parse(char *text, struct si_hotmod_op ops[SI_HOTMOD_OPS])
{
	unsigned int n = 0;
	int err;

	text = strim(text);
	while (text) {
		char *one = strsep(&text, ":");

		if (n == SI_HOTMOD_OPS) {
			pr_err("hotmod: operation %u: %s: must not be more than %u\n", n + 1, one,
			       SI_HOTMOD_OPS);
			return -EINVAL;
		}
		err = hotmod_operation(n + 1, one, &ops[n]);
		if (err)
			return err;
		n++;
	}
	return n;
}
