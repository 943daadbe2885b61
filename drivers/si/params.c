// SPDX-License-Identifier: GPL-2.0-only
/*
 * Module parameters to descriptions of system interfaces; pure.
 *
 * One wrong value fails all: a machine that silently runs with half of what
 * was asked for is harder to find out about than a module that says why it
 * does not load.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "params.h"

/* The name of interface @i in a list of names; its length may be 0. */
static const char *param_name(const char *list, unsigned int i, size_t *len)
{
	while (i--) {
		list = strchrnul(list, ',');
		if (*list)
			list++;
	}
	*len = strcspn(list, ",");
	return list;
}

static int param_type(const struct si_params *params, unsigned int i, struct si_desc *desc)
{
	size_t len;
	const char *name = param_name(params->type, i, &len);

	/* "invalid" is the in-tree name for: do not use what firmware describes there. */
	desc->type = len ? si_type_by_name(name, len) : si_type_by_name("kcs", 3);
	if (desc->type && desc->type->transport)
		return 0;
	if (len == strlen("invalid") && !memcmp(name, "invalid", len)) {
		desc->type = NULL;
		return 0;
	}
	pr_err("type[%u]: %.*s: must be kcs, bt, smic, or invalid to leave it alone\n", i,
	       (int)len, name);
	return -EINVAL;
}

static int param_in_range(const char *name, unsigned int i, int value, int max)
{
	if (value >= 0 && value <= max)
		return 0;
	pr_err("%s[%u]: %d: must be 0 to %d\n", name, i, value, max);
	return -EINVAL;
}

/* Nothing may be said of an interface without an address. */
static int param_unused(const struct si_params *params, unsigned int i)
{
	const struct {
		const char *name;
		int value;
	} values[] = {
		{ "irqs", params->irqs[i] },
		{ "regspacings", params->regspacings[i] },
		{ "regsizes", params->regsizes[i] },
		{ "regshifts", params->regshifts[i] },
		{ "slave_addrs", params->slave_addrs[i] },
	};
	unsigned int v;
	size_t len;
	const char *name = param_name(params->type, i, &len);

	if (len) {
		pr_err("type[%u]: %.*s: needs an address, ports[%u] or addrs[%u]\n", i, (int)len,
		       name, i, i);
		return -EINVAL;
	}
	for (v = 0; v < ARRAY_SIZE(values); v++) {
		if (values[v].value) {
			pr_err("%s[%u]: %d: needs an address, ports[%u] or addrs[%u]\n",
			       values[v].name, i, values[v].value, i, i);
			return -EINVAL;
		}
	}
	return 0;
}

static int param_place(const struct si_params *params, unsigned int i, struct si_desc *desc)
{
	struct si_place *place = &desc->place;
	const char *fault;

	if (params->ports[i] && params->addrs[i]) {
		pr_err("ports[%u]: 0x%x and addrs[%u]: 0x%lx: only one of them can be the address\n",
		       i, params->ports[i], i, params->addrs[i]);
		return -EINVAL;
	}
	if (param_in_range("regsizes", i, params->regsizes[i], 8) ||
	    param_in_range("regspacings", i, params->regspacings[i], SI_SPACING_MAX) ||
	    param_in_range("regshifts", i, params->regshifts[i], 56))
		return -EINVAL;
	place->space = params->ports[i] ? SI_PORT : SI_MEM;
	place->addr = params->ports[i] ?: params->addrs[i];
	place->size = params->regsizes[i] ?: 1;
	place->spacing = params->regspacings[i] ?: place->size;
	place->shift = params->regshifts[i];
	fault = si_place_fault(place, desc->type ? desc->type->registers : 1);
	if (fault) {
		pr_err("%s[%u]: 0x%llx, regspacings %u, regsizes %u, regshifts %u: %s\n",
		       params->ports[i] ? "ports" : "addrs", i, (u64)place->addr, place->spacing,
		       place->size, place->shift, fault);
		return -EINVAL;
	}
	return 0;
}

static int param_unique(const struct si_desc *descs, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		if (si_same_place(&descs[i].place, &descs[n].place)) {
			pr_err("%s: 0x%llx: must not be given twice\n",
			       descs[n].place.space == SI_PORT ? "ports" : "addrs",
			       (u64)descs[n].place.addr);
			return -EINVAL;
		}
	}
	return 0;
}

/**
 * si_params_parse - make descriptions of module parameters
 * @params: the parameters
 * @descs: filled from the first on; one with type NULL is an address to be
 *	left alone
 *
 * Return: number of descriptions; -EINVAL when a value breaks a rule, which is
 * named in the kernel log.
 */
int si_params_parse(const struct si_params *params, struct si_desc descs[SI_PARAMS])
{
	unsigned int n = 0;
	unsigned int i;
	int err;

	for (i = 0; i < SI_PARAMS; i++) {
		struct si_desc *desc = &descs[n];

		if (!params->ports[i] && !params->addrs[i]) {
			err = param_unused(params, i);
			if (err)
				return err;
			continue;
		}
		*desc = (struct si_desc){ .source = "parameter" };
		err = param_type(params, i, desc);
		if (!err)
			err = param_place(params, i, desc);
		if (!err)
			err = param_unique(descs, n);
		if (!err)
			err = param_in_range("irqs", i, params->irqs[i], INT_MAX);
		if (!err)
			err = param_in_range("slave_addrs", i, params->slave_addrs[i], 0xff);
		if (err)
			return err;
		desc->irq = params->irqs[i];
		desc->slave_addr = params->slave_addrs[i];
		n++;
	}
	return n;
}
