#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# Links are found where they should be, each once, and only with sensible parameters.
# QEMU describes its two interfaces in ACPI, and in SMBIOS.

attr() {
	cat "/sys/class/bmclink/$1/$2" 2>/dev/null
}

# links: the names of all links
links() {
	find /sys/class/bmclink -name 'ipmi*' -exec basename {} \; | sort | tr '\n' ' '
}

is() {
	[ "$2" = "$3" ] || {
		echo "$1 is '$2', not '$3'"
		return 1
	}
}

gone() {
	! grep -q '^bmclink_si ' /proc/modules || rmmod bmclink_si
	name_free bmclink_si
}

reload() {
	gone && modprobe bmclink_si "$@"
}

# addresses: of all links
addresses() {
	cat /sys/class/bmclink/ipmi*/address | sort | tr '\n' ' '
}

# up_from SOURCE: both interfaces are found there, each once, and work
up_from() {
	wait_health ipmi0 up 10 && wait_health ipmi1 up 10 &&
		is source "$(attr ipmi0 source)" "$1" &&
		is addresses "$(addresses)" "i/o 0xca2 i/o 0xca8 "
}

both_firmware() {
	reload && up_from acpi
}

smbios_alone() {
	reload tryacpi=0 && up_from smbios
}

nothing() {
	reload tryacpi=0 trydmi=0 && is links "$(links)" ""
}

override() {
	reload type=kcs ports=0xca2 irqs=5 regspacings=1 regsizes=1 regshifts=0 &&
		up_from parameter && is address "$(attr ipmi0 address)" "i/o 0xca2" &&
		is irq "$(attr ipmi0 irq)" 5 && is source "$(attr ipmi1 source)" acpi
}

two_ports() {
	reload ports=0xca2,0xca8 tryacpi=0 trydmi=0 && wait_health ipmi0 up 10 &&
		wait_health ipmi1 up 10 && is links "$(links)" "ipmi0 ipmi1 "
}

# The status register is elsewhere then: nobody answers.
wrong_spacing() {
	reload ports=0xca2 regspacings=4 tryacpi=0 trydmi=0 || return 1
	probe_once
	is health "$(attr ipmi0 health)" probing
}

# A program's request is answered at once when the first look at the hardware has failed.
probe_once() {
	ipmi_probe burst 1 >/dev/null 2>&1 || true
}

left_alone() {
	reload type=invalid,kcs ports=0xca2,0xca8 tryacpi=0 trydmi=0 && wait_health ipmi0 up 10 &&
		is links "$(links)" "ipmi0 " && is address "$(attr ipmi0 address)" "i/o 0xca8"
}

unbind_and_bind() {
	reload ports=0xca2 tryacpi=0 trydmi=0 && wait_health ipmi0 up 10 || return 1
	echo bmclink_si_param.0 >/sys/bus/platform/drivers/bmclink_si_param/unbind || return 1
	is links "$(links)" "" || return 1
	echo bmclink_si_param.0 >/sys/bus/platform/drivers/bmclink_si_param/bind &&
		wait_health ipmi0 up 10
}

# refused NEEDLE PARAMETER...: loading fails, the log says why, and no link is left
refused() {
	needle=$1
	shift
	gone || return 1
	dmesg -c >/dev/null
	if modprobe bmclink_si "$@"; then
		echo "it loads"
		return 1
	fi
	dmesg | grep -qF "$needle" || {
		dmesg
		return 1
	}
	is links "$(links)" ""
}

# Registers that the in-tree driver has are not touched.
taken() {
	gone && modprobe ipmi_si trydmi=0 tryacpi=0 ports=0xca2 || return 1
	dmesg -c >/dev/null
	modprobe bmclink_si ports=0xca2 tryacpi=0 trydmi=0 && is links "$(links)" "" &&
		dmesg | grep -qF "another driver has them"
	taken=$?
	gone && rmmod ipmi_si && return $taken
}

reloads() {
	n=0
	while [ $n -lt 30 ]; do
		reload && [ -c /dev/ipmi0 ] || return 1
		n=$((n + 1))
	done
}

modprobe bmclink
ktap_plan 15
ktap_run "what ACPI and SMBIOS both describe is one link" both_firmware
ktap_run "SMBIOS alone is enough" smbios_alone
ktap_run "with both switched off there is no link" nothing
ktap_run "parameters override firmware at the same address" override
ktap_run "two ports are two links" two_ports
ktap_run "regspacings counts" wrong_spacing
ktap_run "type invalid leaves an interface alone" left_alone
ktap_run "unbind and bind through sysfs" unbind_and_bind
ktap_run "an unknown type is refused" refused "type[0]: foo" type=foo ports=0xca2
ktap_run "an interrupt without an address is refused" \
	refused "irqs[1]: 5: needs an address" ports=0xca2 irqs=0,5
ktap_run "a register size of 3 is refused" refused "regsizes 3" ports=0xca2 regsizes=3
ktap_run "a port beyond the last is refused" refused "ports[0]: 0x10000" ports=0x10000
ktap_run "five ports are refused" refused "can only take 4" ports=1,2,3,4,5
ktap_run "registers of another driver are left alone" taken
ktap_run "thirty reloads" reloads
ktap_done
