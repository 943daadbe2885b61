# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Guest script of the rig: the BMC stops for good at each byte of a transfer in turn, with a
# hundred requests waiting. Arguments: first and last byte (1 is WRITE_START).

count=0
field() {
	printf '%s\n' "$2" | tr ' ' '\n' | sed -n "s/^$1=//p" | head -n 1
}

# check LINE NAME OPERATOR VALUE
check() {
	local value
	value=$(field "$2" "$1")
	awk -v a="${value:-none}" -v b="$4" -v op="$3" 'BEGIN {
		if (a == "none") exit 1
		exit !(op == "=" ? a == b : a + 0 < b + 0)
	}' || {
		res "# $2 is ${value:-missing}, must be $3 $4"
		return 1
	}
}

# all_good: the BMC answers a burst
all_good() {
	check "$(/extra/ipmi_probe burst 20)" good = 20
}

one_byte() {
	local line
	bmc_reset
	bmc byte_us 20
	bmc cmd_us 500
	bmc fault_step "$1"
	drv_settle
	if ! drv_load kcs || ! wait_dev 5; then
		res "# does not load"
		return 1
	fi
	/extra/ipmi_probe recover 5 >/dev/null
	all_good || return 1
	bmc fault stuck_ibf
	line=$(/extra/ipmi_probe burst 100)
	res "# $line"
	check "$line" sent = 100 && check "$line" answered = 100 && check "$line" doubled = 0 &&
		check "$line" good = 0 && check "$line" first "<" 6 &&
		check "$line" spread "<" 2.5 || return 1
	line=$(/extra/ipmi_probe burst 20)
	check "$line" good = 0 && check "$line" last "<" 0.5 || return 1
	bmc fault none
	line=$(/extra/ipmi_probe recover 10)
	check "$line" recovered = 1 && check "$line" secs "<" 3 && all_good || return 1
	bmc fault stuck_ibf
	/extra/ipmi_probe leave 50
	line=$(/extra/ipmi_probe time rmmod "$DRV_NAME")
	bmc fault none
	check "$line" status = 0 && check "$line" secs "<" $unload
}

unload=1
! slow_kernel || unload=20
n=$1
while [ "$n" -le "$2" ]; do
	count=$((count + 1))
	if one_byte "$n"; then
		res "ok $count BMC dead from byte $n of a transfer on"
	else
		res "not ok $count BMC dead from byte $n of a transfer on"
		rmmod "$DRV_NAME" 2>/dev/null
	fi
	n=$((n + 1))
done
complaints | head -n 3 | while read -r line; do res "BAD $line"; done
