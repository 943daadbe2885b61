/* SPDX-License-Identifier: GPL-2.0-only */
/* What every test file includes; cmocka wants these headers before its own. */
#ifndef BMC_TEST_H
#define BMC_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/array.h"
#include "fake.h"

#define FAKE_TEST(name) cmocka_unit_test_setup_teardown(name, fake_setup, fake_teardown)

#endif
