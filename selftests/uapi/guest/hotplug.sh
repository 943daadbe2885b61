# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# See ipmi_hotplug.vm.
UAPI_DRIVER=$1
. /lab/uapi.sh

rounds=20 scale=1
if [ "$LAB_KERNEL" = debug ]; then
	rounds=5 scale=5
fi

# link_of TRANSPORT: the name of its link, not of one to an address where nobody is
link_of() {
	local dir
	for dir in /sys/class/bmclink/ipmi*; do
		case $(cat "$dir/transport" "$dir/address" 2>/dev/null) in
		"$1"*0x22) ;;
		"$1"*) basename "$dir" ;;
		esac
	done
}

# is_up TRANSPORT
is_up() {
	health_is "$(link_of "$1")" up
}

load_ssif() {
	modprobe bmclink && name_free bmclink_ssif && modprobe bmclink_ssif "$@"
}

# begun: requests are under way
begun() {
	[ -s /tmp/busy ]
}

# ask_all_the_time: as many requests at once as may be, in the background, until the link goes
ask_all_the_time() {
	rm -f /tmp/busy
	IPMI_DEV=/dev/$link ipmi_probe busy >/tmp/busy &
	busy_pid=$!
	wait_for 30 begun || return 1
	sleep "0.$(printf %02d $((4 + n % 3 * 4)))"
}

# all_answered: each request that was accepted was answered, once; by the driver, if not by the BMC
all_answered() {
	local line
	wait "$busy_pid"
	line=$(tail -n 1 /tmp/busy)
	if [ -z "$(field sent "$line")" ] || [ "$(field doubled "$line")" != 0 ] ||
		[ "$(field sent "$line")" != "$(field answered "$line")" ]; then
		echo "round $n: $line"
		return 1
	fi
	# At times the BMC has just answered all.
	[ "$(field made "$line")" = 0 ] || cut=$((cut + 1))
}

gone() {
	[ -z "$(link_of ssif)" ] && [ ! -e "/dev/$link" ]
}

# rounds_of TAKE BRING: a link goes away under requests, and comes back
rounds_of() {
	n=0 cut=0
	while [ $n -lt $rounds ]; do
		link=$(link_of ssif)
		[ -n "$link" ] || { echo "round $n: no link"; return 1; }
		ask_all_the_time || { echo "round $n: nobody asks"; return 1; }
		$1 || { echo "round $n: $1 fails"; return 1; }
		gone || { echo "round $n: $link is still there"; return 1; }
		all_answered || { $2; return 1; }
		$2 || { echo "round $n: $2 fails"; return 1; }
		wait_for $((30 * scale)) is_up ssif || { echo "round $n: not up"; return 1; }
		n=$((n + 1))
	done
	echo "requests were under way in $cut of $n rounds"
	[ $cut -gt 0 ]
}

i801=/sys/bus/pci/drivers/i801_smbus
bus_gone() {
	echo "$i801_device" >$i801/unbind
}

bus_back() {
	echo "$i801_device" >$i801/bind
}

# The bus's own folder; the address is on the first one.
adapter=/sys/bus/i2c/devices/i2c-0
new_device() {
	echo "bmclink_ssif 0x10" >$adapter/new_device
}

delete_device() {
	echo 0x10 >$adapter/delete_device
}

refused_twice() {
	! new_device 2>/dev/null && is_up ssif
}

# An address where nobody is: a link that never comes up does no harm, and can be taken back.
nobody_there() {
	echo "bmclink_ssif 0x22" >$adapter/new_device || return 1
	[ "$(find /sys/class/bmclink/ -name 'ipmi*' | wc -l)" = 2 ] || return 1
	is_up ssif || { echo "the other one suffers"; return 1; }
	echo 0x22 >$adapter/delete_device && is_up ssif &&
		[ "$(find /sys/class/bmclink/ -name 'ipmi*' | wc -l)" = 1 ]
}

# QEMU's interrupt controller raises a line for ever that falls when nobody has it.
keeps_interrupt() {
	! dmesg | grep "comes without end" && grep -q ' bmclink$' /proc/interrupts
}

unload_all() {
	rmmod bmclink_ssif && { ! grep -q '^bmclink_si ' /proc/modules || rmmod bmclink_si; } &&
		rmmod bmclink
}

modprobe i2c_i801 2>/dev/null
i801_device=$(basename "$(find $i801/ -name '0000:*' | head -n 1)")
case $2 in
unbind)
	{ load_bmclink && load_ssif && wait_for $((30 * scale)) is_up bt &&
		wait_for $((30 * scale)) is_up ssif; } || fail "the links do not come up"
	set -- ipmi_unbind -s $scale -n $rounds
	ktap_plan $((2 * $(ktap_count_of "$@") + 3))
	IPMI_DEV=/dev/$(link_of bt) ktap_program "BT: " "$@"
	# Who comes back gets the lowest free number: no gap, then.
	{ load_bmclink && wait_for $((30 * scale)) is_up bt; } || fail "BT does not come back"
	ktap_run "BT: what is unbound leaves no interrupt behind" keeps_interrupt
	IPMI_DEV=/dev/$(link_of ssif) ktap_program "SSIF: " "$@"
	{ load_ssif && wait_for $((30 * scale)) is_up ssif; } || fail "SSIF does not come back"
	ktap_run "the bus under SSIF goes away and comes back, $rounds times" \
		rounds_of bus_gone bus_back
	ktap_run "all modules unload" unload_all
	;;
new_device)
	load_ssif trydmi=0 || fail "bmclink_ssif does not load"
	ktap_plan 5
	ktap_run "a device that the administrator adds comes up" \
		sh -c ". /lab/lib.sh; echo bmclink_ssif 0x10 >$adapter/new_device &&
			wait_health ipmi0 up $((30 * scale))"
	ktap_run "added twice is refused" refused_twice
	ktap_run "removed under load and added again, $rounds times" \
		rounds_of delete_device new_device
	ktap_run "an address where nobody answers" nobody_there
	ktap_run "all modules unload" unload_all
	;;
esac
ktap_done
