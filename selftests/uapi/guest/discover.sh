#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# Links are found where they should be, each once, and only with sensible parameters.
# QEMU describes its two interfaces in ACPI, and in SMBIOS.
UAPI_DRIVER=$1
. /lab/uapi.sh

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
	wait_health ipmi0 up 30 && wait_health ipmi1 up 30 &&
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
	reload ports=0xca2,0xca8 tryacpi=0 trydmi=0 && wait_health ipmi0 up 30 &&
		wait_health ipmi1 up 30 && is links "$(links)" "ipmi0 ipmi1 "
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
	reload type=invalid,kcs ports=0xca2,0xca8 tryacpi=0 trydmi=0 && wait_health ipmi0 up 30 &&
		is links "$(links)" "ipmi0 " && is address "$(attr ipmi0 address)" "i/o 0xca8"
}

unbind_and_bind() {
	reload ports=0xca2 tryacpi=0 trydmi=0 && wait_health ipmi0 up 30 || return 1
	echo bmclink_si_param.0 >/sys/bus/platform/drivers/bmclink_si_param/unbind || return 1
	is links "$(links)" "" || return 1
	echo bmclink_si_param.0 >/sys/bus/platform/drivers/bmclink_si_param/bind &&
		wait_health ipmi0 up 30
}

# refused NEEDLE PARAMETER...: loading fails, the log says why, and no link is left
refused() {
	gone && refuses_to_load bmclink_si "$@"
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

hotmod=/sys/module/bmclink_si/parameters/hotmod

# A firmware's link makes way for one with other words, in one go.
replaced() {
	reload && wait_health ipmi0 up 30 && wait_health ipmi1 up 30 || return 1
	echo "remove,kcs,i/o,0xca2:add,kcs,i/o,0xca2,rsp=1,rsi=1,irq=5" >$hotmod || return 1
	wait_for 30 all_up && is addresses "$(addresses)" "i/o 0xca2 i/o 0xca8 " &&
		is source "$(source_of 0xca2)" hotmod && is source "$(source_of 0xca8)" acpi
}

all_up() {
	! grep -qvx up /sys/class/bmclink/ipmi*/health
}

# source_of PORT: who described the link there
source_of() {
	grep -lx "i/o $1" /sys/class/bmclink/ipmi*/address | sed 's/address$/source/' | xargs cat
}

# After replaced()
removed() {
	echo remove,kcs,i/o,0xca2 >$hotmod && is addresses "$(addresses)" "i/o 0xca8 " &&
		echo remove,kcs,i/o,0xca8 >$hotmod && is links "$(links)" ""
}

# After removed()
added() {
	echo add,kcs,i/o,0xca8:add,kcs,i/o,0xca2 >$hotmod && wait_for 30 all_up &&
		is address "$(attr ipmi0 address)" "i/o 0xca8" &&
		is address "$(attr ipmi1 address)" "i/o 0xca2"
}

# refused_write NEEDLE TEXT: the log says why, and all is as before
refused_write() {
	before=$(links)$(addresses)
	dmesg -c >/dev/null
	if echo "$2" 2>/dev/null >$hotmod; then
		echo "it is taken"
		return 1
	fi
	dmesg | grep -qF "$1" || {
		dmesg
		return 1
	}
	is "what there is" "$(links)$(addresses)" "$before"
}

# The second of two operations is wrong, or cannot be done.
nothing_half_done() {
	echo remove,kcs,i/o,0xca2 >$hotmod &&
		refused_write "operation 2: type: ksc" add,kcs,i/o,0xca2:add,ksc,i/o,0x200 &&
		refused_write "operation 2: address: 0xca8: must not be in use" \
			add,kcs,i/o,0xca2:add,kcs,i/o,0xca8 &&
		refused_write "operation 2: address: 0xca2: must be that of" \
			remove,kcs,i/o,0xca8:remove,kcs,i/o,0xca2 &&
		refused_write "operation 1: type: bt: must be kcs" remove,bt,i/o,0xca8 || return 1
	# The console has these ports.
	refused_write "operation 2: cannot be done" add,kcs,i/o,0xca2:add,kcs,i/o,0x3f8 &&
		refused_write "operation 2: cannot be done" remove,kcs,i/o,0xca8:add,bt,i/o,0x3f8 &&
		wait_for 30 all_up
}

at_load() {
	reload tryacpi=0 trydmi=0 hotmod=add,kcs,i/o,0xca8 && wait_health ipmi0 up 30 &&
		is address "$(attr ipmi0 address)" "i/o 0xca8" &&
		is source "$(attr ipmi0 source)" hotmod
}

# has_alias ALIAS: a device with it finds the module
has_alias() {
	while read -r _ pattern module; do
		# shellcheck disable=SC2254 # it is a pattern
		case $(echo "$1" | tr - _) in
		$(echo "$pattern" | tr - _)) [ "$module" != bmclink_si ] || return 0 ;;
		esac
	done </tmp/aliases
	echo "$1: not found"
	return 1
}

# aliases: each kind of device finds the module, and others do not
aliases() {
	grep bmclink_si "/lib/modules/$(uname -r)/modules.alias" >/tmp/aliases
	for alias in acpi:IPI0001: platform:dmi-ipmi-si of:NbtTipmiCipmi-bt \
		of:NkcsTipmiCipmi-kcs of:NsmicTipmiCipmi-smic \
		pci:v00001234d00001111sv00001234sd00001111bc0Csc07i00 \
		pci:v00001234d00001111sv00001234sd00001111bc0Csc07i01 \
		pci:v00001234d00001111sv00001234sd00001111bc0Csc07i02 \
		pci:v0000103Cd0000121Asv0000103Csd00001111bc07sc80i02; do
		has_alias $alias || return 1
	done
	! has_alias pci:v00001234d00001111sv00001234sd00001111bc0Csc08i00 >/dev/null
}

must_not_be_empty() {
	refused "unload_when_empty is set" tryacpi=0 trydmi=0 unload_when_empty=1 &&
		reload unload_when_empty=1 && wait_health ipmi0 up 30
}

reloads() {
	n=0
	while [ $n -lt 30 ]; do
		reload && [ -c /dev/ipmi0 ] || return 1
		n=$((n + 1))
	done
}

modprobe bmclink
ktap_plan 23
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
ktap_run "hotmod: a link is replaced" replaced
ktap_run "hotmod: links are removed, whoever described them" removed
ktap_run "hotmod: links are added, in that order" added
ktap_run "hotmod: all of it or nothing" nothing_half_done
ktap_run "hotmod: given at load" at_load
ktap_run "hotmod: wrong at load" refused "hotmod: operation 1: type: foo" hotmod=add,foo,i/o,0xca2
ktap_run "unload_when_empty" must_not_be_empty
ktap_run "aliases for ACPI, SMBIOS, PCI and device trees" aliases
ktap_run "thirty reloads" reloads
ktap_done
