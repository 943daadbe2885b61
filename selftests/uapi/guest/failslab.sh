# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# Memory runs out in every place where the driver asks for it.
UAPI_DRIVER=$1
. /lab/uapi.sh

if [ ! -e /proc/self/fail-nth ]; then
	echo "KTAP version 1"
	echo "1..0 # SKIP this kernel has no fault injection"
	exit 0
fi

# only_driver ATTRIBUTE: failures only where a function of a module is on the stack
only_driver() {
	local dir="/sys/kernel/debug/$1"
	echo 0 >"$dir/verbose"
	echo 32 >"$dir/stacktrace-depth"
	# Where modules are; this kernel is not moved about.
	echo 0xffffffffa0000000 >"$dir/require-start"
	echo 0xffffffffff000000 >"$dir/require-end"
}

module_file() {
	find /lib/modules -name "$1.ko" | head -n 1
}

for attr in failslab fail_page_alloc fail_usercopy; do
	only_driver $attr
done
echo N >/sys/kernel/debug/failslab/ignore-gfp-wait
echo N >/sys/kernel/debug/fail_page_alloc/ignore-gfp-wait
echo 0 >/sys/kernel/debug/fail_page_alloc/min-order

load_driver || fail "the driver does not load"
core=$(module_file bmclink) si=$(module_file bmclink_si)
ktap_plan "$(ktap_count_of ipmi_failslab "$core" "$si")"
ktap_program "" ipmi_failslab "$core" "$si"
ktap_done
