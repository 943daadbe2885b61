# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Guest script of the rig: where registers are said to be, and several requests at once.
# Arguments: who describes the KCS and the BT interface, acpi or smbios; or nothing.

count=0
result() {
	local name="$1"
	shift
	count=$((count + 1))
	if "$@"; then
		res "ok $count $name"
	else
		res "not ok $count $name"
	fi
}

attr() {
	cat "/sys/class/bmclink/$1/$2"
}

is() {
	[ "$2" = "$3" ] || {
		res "# $1 is '$2', not '$3'"
		return 1
	}
}

# good LINK
good() {
	local line
	line=$(IPMI_DEV=/dev/$1 /extra/ipmi_probe burst 20)
	case $line in *" good=20 "*) return 0 ;; esac
	res "# $line"
	return 1
}

# described TRANSPORT SOURCE ADDRESS
described() {
	local link
	for link in ipmi0 ipmi1; do
		[ "$(attr $link transport)" != "$1" ] || break
	done
	is transport "$(attr $link transport)" "$1" && is source "$(attr $link source)" "$2" &&
		is address "$(attr $link address)" "mem $3" && good $link
}

# accesses TRANSPORT SIZE: of the width that a user asks for
accesses() {
	rmmod bmclink_si && drv_settle && drv_load "$1" regsizes="$2" && wait_dev 5 && good ipmi0
}

now() {
	awk '$1 == "time_ns" { print $2 }' /proc/mmiobmc
}

# rate CLIENTS: messages in a second, all together
rate() {
	local n=0 start
	start=$(now)
	while [ $n -lt "$1" ]; do
		rigbench -d "$DRV_DEV" -I bt0 -n 50 >/dev/null &
		n=$((n + 1))
	done
	wait
	awk "BEGIN { print $1 * 50 * 1e9 / ($(now) - $start) }"
}

# in_parallel N: clients of a BMC that takes as many requests at once get as many times the rate
in_parallel() {
	local one many
	rmmod bmclink_si && drv_settle || return 1
	bmc bt_outstanding "$1"
	bmc cmd_us 10000
	drv_load bt && wait_dev 5 && good ipmi0 || return 1
	one=$(rate 1)
	many=$(rate "$1")
	res "# $1 clients: $many messages a second, one: $one"
	awk "BEGIN { exit !($many >= 0.9 * $1 * $one) }"
}

bmc byte_us 20
bmc cmd_us 500
if [ $# -gt 0 ]; then
	insmod /extra/bmclink.ko && insmod /extra/bmclink_si.ko && wait_dev 5
	result "KCS from $1, registers $(bmc spacing) bytes apart" described kcs "$1" "$KCS0"
	result "BT from $2, registers $(bmc spacing) bytes apart" described bt "$2" "$BT0"
else
	drv_load kcs && wait_dev 5
	for size in 1 2 4; do
		result "KCS, accesses of $size bytes" accesses kcs $size
		result "BT, accesses of $size bytes" accesses bt $size
	done
	result "BT, two requests at once" in_parallel 2
	result "BT, eight requests at once" in_parallel 8
fi
result "the module unloads" rmmod bmclink_si
complaints | head -n 3 | while read -r line; do res "BAD $line"; done
