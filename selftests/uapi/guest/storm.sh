# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh source-path=SCRIPTDIR source=lib.sh
# Many programs at once.
UAPI_DRIVER=$1
. /lab/uapi.sh

load_driver || fail "the driver does not load"
seconds=60
[ "$LAB_KERNEL" != debug ] || seconds=30
ktap_plan $(($(ktap_count_of ipmi_storm) + 1))
ktap_program "" ipmi_storm -t $seconds
ktap_run "unload after the storm" unload_driver
ktap_done
