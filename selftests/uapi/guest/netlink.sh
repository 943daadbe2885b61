# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh source-path=SCRIPTDIR source=lib.sh
# The netlink family, used well and badly: DRIVER and how many random messages.
UAPI_DRIVER=$1
. /lab/uapi.sh

load_driver || fail "the driver does not load"
wait_for 60 test -c /dev/ipmi0 || fail "no device"
ktap_plan "$(ktap_count_of ipmi_netlink)"
export NETLINK_MESSAGES="$2"
ktap_program "" ipmi_netlink
ktap_done
