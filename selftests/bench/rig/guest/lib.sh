# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash source-path=SCRIPTDIR
# Functions for the rig's guest scripts; busybox sh. Sourced.
# shellcheck disable=SC2034 # for whoever sources this

# Addresses of the simulated BMC's interfaces
KCS0=0x3f000000 BT0=0x3f001000 KCS1=0x3f002000 BT1=0x3f003000

# res TEXT...: a line of results for the host
res() {
	echo "$*"
	echo "$*" >/dev/ttyS1
}

# bmc KNOB [VALUE]: read or set a knob of the simulated BMC
bmc() {
	if [ $# = 1 ]; then
		cat "/sys/module/mmiobmc/parameters/$1"
	else
		echo "$2" >"/sys/module/mmiobmc/parameters/$1"
	fi
}

bmc_reset() {
	echo reset >/proc/mmiobmc
}

# bmc_count INTERFACE FIELD: one counter
bmc_count() {
	awk -v i="$1" -v f="$2" '$1 == i {
		for (n = 2; n < NF; n += 2)
			if ($n == f)
				print $(n + 1)
	}' /proc/mmiobmc
}

# wait_dev SECONDS: until the driver's device node is there
wait_dev() {
	local n=0
	while [ ! -e "$DRV_DEV" ]; do
		n=$((n + 1))
		[ $n -le $(($1 * 10)) ] || return 1
		sleep 0.1
	done
}

# complaints: what the kernel said that it must not say
complaints() {
	dmesg | grep -E 'WARNING:|BUG:|Oops|rcu.*(stall|detected)|lockup|blocked for more'
}

# The driver under test; /extra/driver.sh may redefine all of this. The threads are known by
# the start of their names.
DRV_NAME=ipmi_si
DRV_DEV=/dev/ipmi0
DRV_THREADS=kipmi

# drv_load kcs|bt [PARAMETER...]
drv_load() {
	local type="$1" address=$KCS0
	[ "$type" = kcs ] || address=$BT0
	shift
	modprobe ipmi_devintf
	modprobe ipmi_si trydmi=0 tryacpi=0 type="$type" addrs="$address" \
		regspacings="$(bmc spacing)" "$@"
}

drv_unload() {
	rmmod ipmi_si
}

# drv_settle: after unloading, until it can be loaded again
drv_settle() {
	:
}

# slow_kernel: is this one with debugging aids, which releases objects seconds late on purpose?
slow_kernel() {
	[ -e /sys/kernel/debug/kmemleak ]
}

if [ -e /extra/driver.sh ]; then
	# shellcheck source=driver.sh
	. /extra/driver.sh
fi
