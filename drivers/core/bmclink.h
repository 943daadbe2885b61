/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The in-kernel API: all that a kernel client knows of the router.
 */
#ifndef BMCLINK_BMCLINK_H
#define BMCLINK_BMCLINK_H

#include <linux/types.h>

struct bmc_link;

/* How long all requests of a panic may take in vain, on one link. */
#define BMC_PANIC_BUDGET_NS	(2ULL * NSEC_PER_SEC)

/* Platform Event: what follows netfn and command (IPMI 2.0 section 29.3) */
#define BMC_PANIC_EVENT_LEN	8
/* Add SEL Entry: a SEL record (IPMI 2.0 section 32.3), and what text fits into one */
#define BMC_PANIC_RECORD_LEN	16
#define BMC_PANIC_TEXT_LEN	11

int bmc_panic_request(struct bmc_link *link, u8 netfn, u8 cmd, const u8 *data, unsigned int len,
		      u64 limit_ns);
void bmc_panic_event(u8 event[BMC_PANIC_EVENT_LEN], const char *text);
bool bmc_panic_record(u8 record[BMC_PANIC_RECORD_LEN], const char *text, unsigned int n, u8 from);

#endif
