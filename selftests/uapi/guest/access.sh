# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh source-path=SCRIPTDIR source=lib.sh
# What a group that may only read can do with /dev/ipmi0.
UAPI_DRIVER=$1
. /lab/uapi.sh

load_driver || fail "the driver does not load"
wait_for 20 test -c /dev/ipmi0 || fail "no device"
ktap_plan "$(ktap_count_of ipmi_access)"
ktap_program "" ipmi_access
ktap_done
