/* SPDX-License-Identifier: GPL-2.0-only */
/* Getting a password without it ever being seen; and whether it is a good one. */
#ifndef BMC_PASSWORD_H
#define BMC_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>

#include "device.h"
#include "ipmi/user.h"

/**
 * struct bmc_password - a password in memory that is not swapped out
 * @len: its length
 * @bytes: its bytes, not terminated; wiped by bmc_password_wipe()
 */
struct bmc_password {
	size_t len;
	/* Room for one too many and a newline, to notice that it is too long. */
	char bytes[IPMI_PASSWORD_MAX + 4];
};

/**
 * struct bmc_password_source - where to take it from
 * @from_stdin: from standard input
 * @file: from a file, NULL = no
 * @fd: from an open file, -1 = no
 * @generate: make one and write it to this new file, NULL = no
 *
 * When none is set it comes from the service manager's credentials, or is asked
 * for at the terminal.
 */
struct bmc_password_source {
	bool from_stdin;
	const char *file;
	int fd;
	const char *generate;
};

int bmc_password_read(struct bmc *bmc, const struct bmc_password_source *src, bool twice,
		      struct bmc_password *pw);
int bmc_password_check(struct bmc *bmc, const struct bmc_password *pw);
int bmc_password_policy(struct bmc *bmc, const struct bmc_password *pw, const char *name,
			bool allow_20);
void bmc_password_wipe(struct bmc_password *pw);

#endif
