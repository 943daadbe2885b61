/* SPDX-License-Identifier: GPL-2.0-only */
/* The rules for passwords of this site, and passwords made after them. */
#ifndef BMC_POLICY_H
#define BMC_POLICY_H

#include "password.h"

/**
 * struct bmc_policy - rules for passwords, section [password] of /etc/bmc.conf
 * @min: fewest bytes
 * @max: most bytes
 * @classes: how many of lower case, upper case, digits and others have to be in it
 */
struct bmc_policy {
	unsigned long min;
	unsigned long max;
	unsigned long classes;
};

int bmc_policy_parse(struct bmc_error *err, const char *file, const char *text, size_t len,
		     struct bmc_policy *policy);
int bmc_policy_read(struct bmc *bmc, struct bmc_policy *policy);
int bmc_password_generate(struct bmc *bmc, const char *name, struct bmc_password *pw);
int bmc_password_store(struct bmc *bmc, const char *file, const struct bmc_password *pw);

#endif
