# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh source-path=SCRIPTDIR source=lib.sh
# The contract of /dev/ipmiN.
UAPI_DRIVER=$1
. /lab/uapi.sh

load_driver || fail "the driver does not load"
wait_for 20 test -c /dev/ipmi1 || fail "no second device"
[ "$UAPI_DRIVER" != bmclink ] || wait_health ipmi1 up 30 || fail "the second link is not up"
both=$(ktap_count_of ipmi_abi)
if [ -x /usr/bin/ipmi_abi32 ]; then
	ktap_plan $((both * 4))
else
	ktap_plan $((both * 2 + 1))
	ktap_skip "32-bit program" "no compiler for it"
fi
for dev in 0 1; do
	ktap_program "ipmi$dev: " env IPMI_DEV=/dev/ipmi$dev ipmi_abi
	[ ! -x /usr/bin/ipmi_abi32 ] ||
		ktap_program "ipmi$dev, 32-bit: " env IPMI_DEV=/dev/ipmi$dev ipmi_abi32
done
ktap_done
