# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# See ipmi_interrupt.vm. Arguments: driver, part of the suite.
UAPI_DRIVER=$1
. /lab/uapi.sh

scale=1
[ "$LAB_KERNEL" != debug ] || scale=10

# answered LINK SECONDS: a burst of requests, the last answer in that time
answered() {
	local line
	line=$(IPMI_DEV=/dev/$1 ipmi_probe burst 20)
	echo "$line"
	[ "$(field good "$line")" = 20 ] && at_most "$(field last "$line")" "$2"
}

# come LINK: interrupts do, with requests
come() {
	local before
	before=$(interrupts)
	answered "$1" $((2 * scale)) && [ "$(interrupts)" -gt "$before" ]
}

reload() {
	! grep -q '^bmclink_si ' /proc/modules || rmmod bmclink_si || return 1
	load_bmclink "$@" && wait_health ipmi0 up $((30 * scale))
}

# An interrupt that was promised and never comes.
never() {
	local before
	reload tryacpi=0 trydmi=0 trypci=0 ports=0xca8 irqs=7 || return 1
	[ "$(attr ipmi0 irq)" = 7 ] || { echo "interrupt $(attr ipmi0 irq)"; return 1; }
	before=$(interrupts)
	answered ipmi0 "$1" && [ "$(interrupts)" = "$before" ]
}

# One that cannot be had: there is no such interrupt.
not_there() {
	dmesg -c >/dev/null
	reload tryacpi=0 trydmi=0 trypci=0 ports=0xca8 irqs=9999 && answered ipmi0 "$1" &&
		[ "$(attr ipmi0 irq)" = 0 ] && dmesg | grep "no interrupt 9999"
}

# stranger SLOT: the registers of the device that nobody drives
stranger() {
	echo "/sys/bus/pci/devices/0000:00:0$1.0/resource0"
}

# lost LINK: it does without its interrupt
lost() {
	[ "$(attr "$1" irq)" = 0 ]
}

quiet() {
	! dmesg | grep "nobody cared"
}

# foreign LINK SLOT SECONDS: its line is raised by a stranger, and stays so
foreign() {
	local start took
	start=$(uptime_cs)
	ipmi_probe poke "$(stranger "$2")" 0x60 1 || return 1
	wait_for $((30 * scale)) lost "$1" || { cat /proc/interrupts; return 1; }
	took=$(($(uptime_cs) - start))
	echo "left after $took cs"
	at_most $took $((100 * scale)) && quiet && answered "$1" "$3"
}

# The same while somebody asks all the time.
foreign_under_load() {
	local status load
	(
		while [ ! -e /tmp/enough ]; do
			IPMI_DEV=/dev/$1 ipmi_probe burst 50
		done >/dev/null 2>&1
	) &
	load=$!
	foreign "$@"
	status=$?
	touch /tmp/enough
	wait $load
	return $status
}

# Both lines are raised from the start.
from_the_start() {
	reload tryacpi=0 trydmi=0 && wait_for $((30 * scale)) lost ipmi0 &&
		wait_for $((30 * scale)) lost ipmi1 && quiet && answered ipmi0 "$1" &&
		answered ipmi1 "$1"
}

# order ORDER...: the BMC carries it out
order() {
	host sim "$@" >/dev/null 2>&1
}

stuck() {
	local before n
	order profile stuck-interrupt || return 1
	before=$(interrupts)
	answered ipmi0 "$1" || return 1
	sleep 2
	n=$(($(interrupts) - before))
	echo "$n interrupts in two seconds"
	at_most $n 2000
}

works_again() {
	order flags auto && order attn auto && answered ipmi0 $((2 * scale)) && come ipmi0
}

case $2 in
pci)
	for slot in 8 9; do
		echo 1 >"$(dirname "$(stranger $slot)")/enable" || fail "no stranger in slot $slot"
	done
	reload tryacpi=0 trydmi=0 || fail "no link"
	wait_health ipmi1 up $((30 * scale)) || fail "no second link"
	ktap_plan 7
	ktap_run "KCS: interrupts come" come ipmi0
	ktap_run "BT: interrupts come" come ipmi1
	ktap_run "KCS: a line that a stranger raises for ever is left within a second" \
		foreign ipmi0 8 2
	ktap_run "BT: so it is under load" foreign_under_load ipmi1 9 $((4 * scale))
	ktap_run "it is left when it is raised from the start" from_the_start 2
	ktap_run "an interrupt that never comes is not waited for" never 2
	ktap_run "an interrupt that does not exist is done without" not_there 2
	;;
stuck)
	reload || fail "no link"
	ktap_plan 3
	ktap_run "interrupts come" come ipmi0
	ktap_run "attention by interrupt without end" stuck $((2 * scale))
	ktap_run "when that has ended, all is as before" works_again
	;;
esac
ktap_done
