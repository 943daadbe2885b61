#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# Two BMCs on one SMBus: the large one (ipmi_sim) at 0x10, QEMU's small one at 0x12. Where
# the kernel knows them from ACPI, SMBIOS describes them as well.
UAPI_DRIVER=$1
. /lab/uapi.sh

bus=/sys/bus/i2c/devices/i2c-0
scale=1
[ "$LAB_KERNEL" != debug ] || scale=8

no_links() {
	[ -z "$(links)" ]
}

# at ADDRESS: the number of the link there
at() {
	local link
	for link in $(links); do
		[ "$(attr "$link" address)" != "i2c-0 $1" ] || echo "${link#ipmi}"
	done
}

# alone ADDRESS SOURCE: one link, there, described so
alone() {
	is links "$(links)" "ipmi0 " && is address "$(attr ipmi0 address)" "i2c-0 $1" &&
		is source "$(attr ipmi0 source)" "$2"
}

# both SOURCE: both links are up, described so, in the order of the firmware: always the same
both() {
	wait_for $((30 * scale)) links_up || {
		echo "ipmi0 is $(attr ipmi0 health), ipmi1 is $(attr ipmi1 health)"
		return 1
	}
	is links "$(links)" "ipmi0 ipmi1 " && is source "$(attr ipmi0 source)" "$1" &&
		is source "$(attr ipmi1 source)" "$1" || return 1
	[ -n "$order" ] || order="$(attr ipmi0 address) $(attr ipmi1 address)"
	is order "$(attr ipmi0 address) $(attr ipmi1 address)" "$order"
}

links_up() {
	health_is ipmi0 up && health_is ipmi1 up
}

gone() {
	! grep -q '^bmclink_ssif ' /proc/modules || rmmod bmclink_ssif
}

reload() {
	gone && load_bmclink "$@"
}

# What udev does at boot: load what the devices say they want.
coldplug() {
	find /sys/devices -name modalias -exec cat {} + | sort -u >/tmp/modalias
	while read -r alias; do
		modprobe -q "$alias" >/dev/null 2>&1
	done </tmp/modalias
	return 0
}

by_alias() {
	coldplug && wait_for 30 test -d $bus || return 1
	coldplug
	grep '^bmclink' /proc/modules
	grep -q '^bmclink_ssif ' /proc/modules && grep -q '^bmclink_si ' /proc/modules &&
		both "$firmware"
}

# The fastest of a few: the machine is emulated and not alone.
soon_up() {
	local i=0 start took least=9999
	while [ $i -lt 5 ]; do
		gone || return 1
		start=$(uptime_cs)
		load_bmclink && wait_health ipmi0 up $((30 * scale)) &&
			wait_health ipmi1 up $((30 * scale)) || return 1
		took=$(($(uptime_cs) - start))
		echo "both links up $took cs after the load"
		[ $took -ge $least ] || least=$took
		i=$((i + 1))
	done
	at_most $least $((100 * scale))
}

smbios_alone() {
	reload tryacpi=0 && both smbios
}

nothing() {
	reload tryacpi=0 trydmi=0 && sleep 1 && is links "$(links)" ""
}

# name: of the bus, without spaces, as in a parameter
name() {
	tr -d ' ' <$bus/name
}

by_parameter() {
	reload tryacpi=0 trydmi=0 addr=0x10 adapter_name="$(name)" slave_addrs=0x24 &&
		wait_health ipmi0 up $((30 * scale)) && alone 0x10 parameter || return 1
	reload tryacpi=0 trydmi=0 addr=0x12 && wait_health ipmi0 up $((30 * scale)) &&
		alone 0x12 parameter
}

# refused NEEDLE PARAMETER...: loading fails, the log says why, and no link is left
refused() {
	gone && refuses_to_load bmclink_ssif "$@"
}

# transfers COMMAND...: on the bus while the command runs, where the kernel can tell
transfers() {
	local trace=/sys/kernel/tracing
	[ -d $trace/events/smbus ] || { "$@" >&2; echo 0; return; }
	echo 1 >$trace/events/smbus/smbus_result/enable
	echo >$trace/trace
	"$@" >&2
	echo 0 >$trace/events/smbus/smbus_result/enable
	grep -c smbus_result $trace/trace
}

# An address at which nobody is: a link that waits, which costs next to nothing.
nobody() {
	local start n
	reload tryacpi=0 trydmi=0 addr=0x33 && wait_for 30 test -c /dev/ipmi0 || return 1
	n=$(transfers sleep 2)
	echo "$n transfers in 2 s"
	at_most "$n" 1000 && is health "$(attr ipmi0 health)" probing || return 1
	start=$(uptime_cs)
	gone
	echo "unloaded in $(($(uptime_cs) - start)) cs"
	[ "$LAB_KERNEL" = debug ] || at_most $(($(uptime_cs) - start)) 100
}

# An administrator adds an interface and removes it; where ACPI has made a device of both
# addresses already, one with nobody there.
by_hand() {
	local addr=0x12 health=up
	[ -z "$acpi" ] || { addr=0x33 health=probing; }
	reload tryacpi=0 trydmi=0 && is links "$(links)" "" || return 1
	for type in ssif ipmi_ssif bmclink_ssif; do
		echo $type $addr >$bus/new_device && wait_health ipmi0 $health $((30 * scale)) &&
			alone $addr user || return 1
		echo $addr >$bus/delete_device && wait_for 2 no_links || return 1
	done
}

# The bus goes while programs ask, and comes back.
bus_gone() {
	local pci load i=0
	reload && both "$firmware" || return 1
	pci=$(basename "$(readlink -f $bus/..)")
	rm -f /tmp/enough
	while [ ! -e /tmp/enough ]; do
		timeout 30 ipmi_probe burst 10 >/dev/null 2>&1 || sleep 0.1
	done &
	load=$!
	while [ $i -lt 5 ]; do
		echo "$pci" >/sys/bus/pci/drivers/i801_smbus/unbind
		no_links || { echo "round $i: links are left"; break; }
		echo "$pci" >/sys/bus/pci/drivers/i801_smbus/bind
		both "$firmware" || { echo "round $i"; break; }
		i=$((i + 1))
	done
	touch /tmp/enough
	wait $load
	is rounds $i 5
}

idle() {
	local before after n
	reload && wait_for $((30 * scale)) links_up || return 1
	ipmi_probe burst 5 >/dev/null && settled || return 1
	before=$(switches)
	n=$(transfers sleep 5)
	after=$(switches)
	echo "in 5 s $((after - before)) context switches, $n transfers"
	is switches "$after" "$before" && is transfers "$n" 0
}

# What the large BMC says is what it was given, each time: no answer is an older one.
content() {
	local i=0 dev
	dev=$(at 0x10)
	while [ $i -lt 3 ]; do
		ipmitool -d "$dev" sdr >/tmp/sdr &&
			ipmitool -d "$dev" fru print 0 >/tmp/fru &&
			ipmitool -d "$dev" sel elist >/tmp/sel &&
			ipmitool -d "$dev" user list 1 >/tmp/users || return 1
		for what in 'sdr:CPU Temp .*45 degrees' 'sdr:Board Temp .*31 degrees' \
			'fru:Board Serial .*LAB0001' 'fru:Product Name .*Virtual Server' \
			'sel:Upper Non-critical.* Deasserted' 'users:ADMIN' 'users:operator'; do
			grep -q "${what#*:}" "/tmp/${what%%:*}" || {
				echo "round $i: no '$what'"
				cat "/tmp/${what%%:*}"
				return 1
			}
		done
		cat /tmp/sdr /tmp/fru /tmp/users >/tmp/said
		[ $i = 0 ] || cmp /tmp/said /tmp/said.0 || return 1
		mv /tmp/said /tmp/said.0
		i=$((i + 1))
	done
}

modprobe i2c-i801
wait_for 30 test -d $bus || fail "there is no SMBus"
acpi=$(find /sys/bus/i2c/devices/ -name 'i2c-IPI0001:*' | head -n 1)
order=
firmware=smbios
[ -z "$acpi" ] || firmware=acpi
sizes=$(ktap_count_of ipmi_sizes)
ktap_plan $((17 + sizes))
echo "# the BMCs are known from $firmware"
ktap_run "module aliases bring both links up, each BMC is one link" by_alias
ktap_run "both links are up in a second" soon_up
ktap_run "what a slow BMC says is right, each time" content
IPMI_DEV=/dev/ipmi$(at 0x12)
export IPMI_DEV
ktap_program "" ipmi_sizes
unset IPMI_DEV
ktap_run "SMBIOS alone is enough" smbios_alone
ktap_run "with both switched off there is no link" nothing
ktap_run "parameters alone are enough" by_parameter
ktap_run "an address of eight bits is refused" refused "addr[0]: 0x90: must be" addr=0x90
ktap_run "an address given twice is refused" \
	refused "addr[1]: 0x10: must not be given twice" addr=0x10,0x10
ktap_run "the address of a BMC without that of an interface is refused" \
	refused "slave_addrs[0]: 32: needs an address" slave_addrs=0x20
ktap_run "the name of a bus without an address is refused" \
	refused "adapter_name[0]: x: needs an address" adapter_name=x
ktap_run "an IPMB address of nine bits is refused" \
	refused "slave_addrs[0]: 256: must be 0 to 255" addr=0x10 slave_addrs=256
ktap_run "an address with nobody there is quiet, and unloads at once" nobody
ktap_run "new_device and delete_device" by_hand
ktap_run "the bus goes under load, and comes back" bus_gone
ktap_run "nothing runs when nobody asks" idle
ktap_run "both modules unload" rmmod bmclink_ssif bmclink_si bmclink
ktap_run "no device of ours is left on the bus" test ! -e /sys/bus/i2c/devices/0-0010
ktap_done
