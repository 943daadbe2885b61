// SPDX-License-Identifier: GPL-2.0-only
#include "cli.h"
const struct command user_commands[] = { { "list", NULL, NULL, NULL, 0, "" }, { NULL, NULL, NULL, NULL, 0, NULL } };
