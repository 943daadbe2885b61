// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes as configuration file and as rules for passwords. */
#include <stdlib.h>

#include "../bmc/config.h"
#include "../lib/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config *config = calloc(1, sizeof(*config));
	struct bmc_policy policy;
	struct bmc_error err;

	if (!config || size > INI_TEXT_MAX) {
		free(config);
		return 0;
	}
	bmc_error_clear(&err);
	config_parse(&err, "file", (const char *)data, size, config);
	config_free(config);
	bmc_policy_parse(&err, "file", (const char *)data, size, &policy);
	free(config);
	return 0;
}
