/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System interfaces with registers: what their sources and transports share.
 */
#ifndef BMCLINK_SI_SI_H
#define BMCLINK_SI_SI_H

#include <linux/device.h>
#include <linux/types.h>

#include "bt.h"
#include "irq.h"
#include "kcs.h"
#include "regs.h"
#include "smic.h"
#include "transport.h"

struct fwnode_handle;
struct platform_device;

/**
 * struct si_type - one kind of system interface; constant
 * @name: as users write it
 * @code: number in ACPI (_IFT) and SMBIOS (type 38)
 * @registers: how many it has
 * @transport: how it is driven, NULL when that cannot be done yet
 * @irq_user: what its interrupts are
 */
struct si_type {
	const char *name;
	u8 code;
	u8 registers;
	const struct bmc_transport *transport;
	const struct si_irq_user *irq_user;
};

/**
 * struct si_desc - a system interface as somebody described it
 * @type: what it is
 * @place: where its registers are
 * @irq: Linux interrupt number, 0 for none
 * @line: how an interrupt comes that has no such number; NULL for none
 * @line_number: its number there
 * @slave_addr: IPMB address of the BMC, 0 when not told
 * @source: who described it, as users see it
 */
struct si_desc {
	const struct si_type *type;
	struct si_place place;
	int irq;
	const struct si_line *line;
	unsigned int line_number;
	u8 slave_addr;
	const char *source;
};

/* si.c */
const struct si_type *si_type_by_name(const char *name, size_t len);
const struct si_type *si_type_by_code(unsigned long long code);
struct kcs *si_kcs(struct bmc_link *link);
struct bt *si_bt(struct bmc_link *link);
struct smic *si_smic(struct bmc_link *link);
void si_arm_interrupt(struct bmc_link *link, bool working);
bool si_in_use(const struct si_place *place);
struct device *si_find(const struct si_place *place, const struct si_type **type);
int si_add(struct device *dev, const struct si_desc *desc);
int si_place_from_resources(struct platform_device *pdev, struct si_place *place);
int si_place_from_properties(const struct fwnode_handle *fwnode, struct si_place *place);
int si_irq_from_resources(struct platform_device *pdev);

/* discover_param.c */
int si_param_init(void);
void si_param_exit(void);
bool si_param_owns(const struct si_place *place);

/* discover_acpi.c */
#ifdef CONFIG_ACPI
int si_acpi_init(void);
void si_acpi_exit(void);
#else
static inline int si_acpi_init(void)
{
	return 0;
}

static inline void si_acpi_exit(void)
{
}
#endif

/* discover_smbios.c */
void si_smbios_complete(struct si_desc *desc);
int si_smbios_init(void);
void si_smbios_exit(void);

/* discover_pci.c */
#ifdef CONFIG_PCI
int si_pci_init(void);
void si_pci_exit(void);
#else
static inline int si_pci_init(void)
{
	return 0;
}

static inline void si_pci_exit(void)
{
}
#endif

/* discover_of.c */
int si_of_init(void);
void si_of_exit(void);

/* discover_hotmod.c */
int si_hotmod_init(void);
void si_hotmod_exit(void);

#endif
