/* SPDX-License-Identifier: GPL-2.0-only */
/* What the tests have in common; cmocka wants the first four headers before its own. */
#ifndef SELFTESTS_LIB_FIXTURE_H
#define SELFTESTS_LIB_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sbmc.h"

#endif
