# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# See ipmi_hostile.vm. Arguments: driver, part of the suite.
UAPI_DRIVER=$1
. /lab/uapi.sh

seconds=4
# Seconds until an answer: five, and what it takes to bring the line back. QEMU says of its BT
# interface that it wants ten.
longest=7
# Lines of log in that time: an episode may have ten, and the link comes back from some.
lines_limit=40

# survives LINK PORT KIND [ORDER]: every answer is right or an error, and all is well afterwards;
# sets $line
survives() {
	local before lines
	before=$(log_lines)
	line=$(IPMI_DEV=/dev/$1 ipmi_poke "$2" "$3" $seconds ${4:+"$4"})
	lines=$(($(log_lines) - before))
	echo "$line lines=$lines"
	at_most "$(field wrong "$line")" 0 && at_most "$(field lost "$line")" 0 &&
		at_most "$(field longest "$line")" $longest && at_most "$(field back "$line")" 20 &&
		at_most $lines $lines_limit && wait_health "$1" up 10
}

log_lines() {
	dmesg | grep -c bmclink
}

poked() {
	survives "$@" && at_most 5 "$(field pokes "$line")"
}

# lies ACTION: so the BMC answers six questions, and then as it should
lies() {
	survives ipmi0 0 none "on 06 * times 6: $1" &&
		at_most 1 "$(field failed "$line")" && at_most 1 "$(field good "$line")"
}

# stutters ACTION: that is no reason for an error
stutters() {
	survives ipmi0 0 none "on 06 * times 100: $1" &&
		at_most "$(field failed "$line")" 0 && at_most 1 "$(field good "$line")"
}

# link_of TRANSPORT
link_of() {
	grep -lx "$1" /sys/class/bmclink/*/transport | sed 's/.*bmclink.\([^/]*\).*/\1/'
}

load_driver || fail "the driver does not load"
case $2 in
registers)
	wait_health ipmi1 up 30 || fail "no second link"
	kcs=$(link_of kcs) bt=$(link_of bt)
	ktap_plan 6
	for kind in abort start end command data; do
		ktap_run "KCS, $kind: no answer is wrong or lost, and all is well soon" \
			poked "$kcs" 0xca2 $kind
	done
	longest=13
	ktap_run "BT, length: no answer is wrong or lost, and all is well soon" \
		poked "$bt" 0xe4 length
	;;
answers)
	ktap_plan 6
	ktap_run "answers to another command" lies "cmd 02"
	ktap_run "answers of another network function" lies "netfn 05"
	ktap_run "answers to the question before" lies previous
	ktap_run "answers that are too long" lies "pad 400"
	ktap_run "answers that come three times" stutters "dup 2 5"
	ktap_run "answers that take their time" stutters "delay 0-60"
	;;
esac
ktap_done
