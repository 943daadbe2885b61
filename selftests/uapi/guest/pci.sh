# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# Two interfaces on PCI. Nobody else describes them.
UAPI_DRIVER=$1
. /lab/uapi.sh

rounds=5 scale=1
if [ "$LAB_KERNEL" = debug ]; then
	# Under load everything takes seconds there, what the driver has no part in as well.
	rounds=2 scale=15
fi

# by_class CLASS: the PCI device of that class
by_class() {
	local dev
	for dev in /sys/bus/pci/devices/*; do
		[ "$(cat "$dev/class")" != "$1" ] || echo "$dev"
	done
}

# found LINK TRANSPORT DEVICE: it is up, and what it should be
found() {
	local address
	address=$(awk 'NR == 1 { print $1 }' "$3/resource")
	wait_health "$1" up $((30 * scale)) && is transport "$(attr "$1" transport)" "$2" &&
		is source "$(attr "$1" source)" pci &&
		is address "$(attr "$1" address)" "$(printf 'i/o 0x%x' "$((address))")" &&
		is irq "$(attr "$1" irq)" "$(cat "$3/irq")"
}

by_alias() {
	modprobe "$(cat "$kcs/modalias")" &&
		is driver "$(basename "$(readlink "$kcs/driver")")" bmclink_si_pci &&
		found ipmi0 kcs "$kcs" && found ipmi1 bt "$bt"
}

interrupts_come() {
	local before
	before=$(interrupts)
	IPMI_DEV=/dev/$1 ipmi_probe burst 20 >/dev/null || return 1
	[ "$(interrupts)" -gt "$before" ]
}

load_both() {
	load_bmclink && wait_health ipmi0 up $((30 * scale)) &&
		wait_health ipmi1 up $((30 * scale))
}

switched_off() {
	unload_bmclink && load_bmclink trypci=0 && is links "$(links)" ""
}

# polled TRANSPORT DEVICE LINK: an administrator adds it without its interrupt
polled() {
	local addr
	addr=$(awk 'NR == 1 { print $1 }' "$2/resource")
	echo 1 >"$2/enable" &&
		echo "add,$1,i/o,$addr" >/sys/module/bmclink_si/parameters/hotmod &&
		wait_health "$3" up $((30 * scale)) && is irq "$(attr "$3" irq)" 0 &&
		IPMI_DEV=/dev/$3 ipmi_probe burst 20 | grep -q 'good=20 '
}

# After switched_off()
without_interrupt() {
	local before
	before=$(interrupts)
	polled kcs "$kcs" ipmi0 && polled bt "$bt" ipmi1 &&
		is interrupts "$(interrupts)" "$before" && unload_bmclink &&
		echo 0 >"$kcs/enable" && echo 0 >"$bt/enable" && load_both
}

kcs=$(by_class 0x0c0701)
bt=$(by_class 0x0c0702)
if [ -z "$kcs" ] || [ -z "$bt" ]; then
	fail "the machine has no such devices"
fi
by_alias || true
wait_health ipmi0 up $((30 * scale)) || fail "no link comes up"
set -- ipmi_unbind -p -s $scale -n $rounds
ktap_plan $((6 + 2 * $(ktap_count_of "$@")))
ktap_run "loaded by the alias of the device, both are up and as described" by_alias
ktap_run "KCS raises interrupts" interrupts_come ipmi0
ktap_run "BT raises interrupts" interrupts_come ipmi1
ktap_run "trypci=0 leaves them alone" switched_off
ktap_run "both work without interrupt" without_interrupt
ktap_program "KCS: " "$@"
load_both
IPMI_DEV=/dev/ipmi1 ktap_program "BT: " "$@"
ktap_run "the router unloads too" rmmod bmclink
ktap_done
