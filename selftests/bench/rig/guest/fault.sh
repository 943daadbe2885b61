# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# fault.sh kcs|bt RECOVER_SECONDS FAULT[:STEP],SECONDS...
# Faults one after the other, each when the driver is loaded, under load, and when it is
# unloaded. The lines of results begin with the name of the fault.
type=$1 recover=$2
shift 2

say() {
	res "$fault $*"
}

loaded() {
	grep -q "^$DRV_NAME " /proc/modules
}

watched() {
	rigwatch "$@" | tail -n 1
}

# load_under_fault: and 30 s after it
load_under_fault() {
	local dev=no use=
	drv_settle
	bmc fault "$name"
	say "L1 $(watched load 240 sh -c ". /rig/lib.sh; drv_load $type")"
	sleep 2
	[ ! -e "$DRV_DEV" ] || dev=yes
	say "L2 after the load: device=$dev"
	bmc fault none
	sleep 30
	dev=no
	if [ -e "$DRV_DEV" ]; then
		dev=yes
		use=$(rigwatch use 10 rigbench -d "$DRV_DEV" -I "${type}0" -n 20 |
			grep -oE 'ok=[0-9]* bad=[0-9]*|STALLED.*' | head -n 1)
	fi
	say "L4 30 s after the fault ended: device=$dev $use"
	say "L5 $(watched unload 60 rmmod "$DRV_NAME")"
	! loaded || say "L6 cannot be unloaded"
}

user_under_fault() {
	bmc_reset
	bmc fault_step "$step"
	drv_settle
	drv_load "$type" || { say "A load failed"; return 1; }
	wait_dev 10 || { say "A no device"; return 1; }
	sleep 1
	say "A1 $(rigfault -d "$DRV_DEV" -I "${type}0" -k "$DRV_THREADS" -F "$seconds" \
		-R "$recover" "$name")"
	say "A2 $(rigbench -d "$DRV_DEV" -I "${type}0" -n 50 -k "$DRV_THREADS")"
	say "A3 $(grep "${type}0" /proc/mmiobmc)"
}

unload_under_fault() {
	bmc fault "$name"
	say "U1 close $(watched user 3 rigbench -d "$DRV_DEV" -n 1)"
	say "U2 unload $(watched unload 60 rmmod "$DRV_NAME")"
	if loaded; then
		bmc fault none
		sleep 20
		! loaded || say "U3 still loaded 20 s after the fault ended"
	fi
	bmc_reset
}

bmc byte_us 20
bmc cmd_us 500
bmc dead_ms 8000
sleep 3
for one; do
	fault=${one%,*} seconds=${one#*,}
	name=${fault%%:*} step=3
	[ "$name" = "$fault" ] || step=${fault##*:}
	bmc fault_step "$step"
	dmesg -c >/dev/null
	load_under_fault
	user_under_fault && unload_under_fault
	complaints | while read -r line; do say "BAD $line"; done
	! loaded || { say "A the driver cannot be unloaded"; exit 1; }
done
