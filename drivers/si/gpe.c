// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts that come as ACPI general purpose events: device IPI0001 with _GPE.
 *
 * ACPI disables an event while its handler runs, and leaves it so unless the
 * handler says otherwise: that is the mask.
 */
#include <linux/acpi.h>

#include "gpe.h"

static u32 si_gpe_handler(acpi_handle device, u32 number, void *context)
{
	struct si_irq *irq = context;

	si_irq_handle(irq);
	return ACPI_INTERRUPT_HANDLED | (READ_ONCE(irq->masked) ? 0 : ACPI_REENABLE_GPE);
}

static int si_gpe_claim(struct si_irq *irq)
{
	acpi_status status = acpi_install_gpe_handler(NULL, irq->number,
						      ACPI_GPE_LEVEL_TRIGGERED,
						      si_gpe_handler, irq);

	if (status == AE_ALREADY_EXISTS)
		return -EBUSY;
	if (status == AE_NO_MEMORY)
		return -ENOMEM;
	if (ACPI_FAILURE(status))
		return -EINVAL;
	if (ACPI_SUCCESS(acpi_enable_gpe(NULL, irq->number)))
		return 0;
	acpi_remove_gpe_handler(NULL, irq->number, si_gpe_handler);
	return -EIO;
}

static void si_gpe_release(struct si_irq *irq)
{
	acpi_disable_gpe(NULL, irq->number);
	/* Waits for the handler. */
	acpi_remove_gpe_handler(NULL, irq->number, si_gpe_handler);
}

/* Done when the handler returns. */
static void si_gpe_mask(struct si_irq *irq)
{
}

static void si_gpe_unmask(struct si_irq *irq)
{
	acpi_finish_gpe(NULL, irq->number);
}

/** si_gpe_line - an ACPI general purpose event; it has one user */
const struct si_line si_gpe_line = {
	.claim = si_gpe_claim,
	.release = si_gpe_release,
	.mask = si_gpe_mask,
	.unmask = si_gpe_unmask,
};
