# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# See ipmi_bridge.vm. Arguments: driver, part of the suite.
UAPI_DRIVER=$1
. /lab/uapi.sh

# Part "satellite": an ipmi_sim with one more controller at 30h, and none at 42h

identity() {
	ipmitool -t 0x30 mc info
}

# is_known FILE ID: the identity in there is that of this device
is_known() {
	grep -qE "^Device ID +: $2\$" "$1" || { cat "$1"; return 1; }
}

says_who_it_is() {
	identity >/tmp/bmclink && is_known /tmp/bmclink 49 &&
		grep -E '^Firmware Revision +: 3\.21$' /tmp/bmclink
}

as_in_tree() {
	diff /tmp/intree /tmp/bmclink
}

# fails_soon ADDRESS: with an error of its own, and nothing stays behind
fails_soon() {
	local start status=0
	start=$(uptime_cs)
	timeout 100 ipmitool -t "$1" mc info || status=$?
	echo "status $status after $(($(uptime_cs) - start))0 ms"
	[ $status = 1 ] && wait_for 20 grep -qx 0 /sys/class/bmclink/ipmi0/nr_msgs
}

# asks NAME ID [OPTION...]: ten times
asks() {
	local name="$1" id="$2" n=0
	shift 2
	while [ $n -lt 10 ]; do
		n=$((n + 1))
		ipmitool "$@" mc info >"/tmp/$name.out" 2>&1 && is_known "/tmp/$name.out" "$id" ||
			return 1
	done
	echo "$name" >>/tmp/good
}

both_at_once() {
	local n pids=
	: >/tmp/good
	for n in 1 2; do
		asks near$n 32 &
		pids="$pids $!"
		asks far$n 49 -t 0x30 &
		pids="$pids $!"
	done
	# shellcheck disable=SC2086 # a list
	wait $pids
	sort /tmp/good
	[ "$(wc -l </tmp/good)" = 4 ]
}

bmc_dies() {
	host sim kill && fails_soon 0x30 && host sim start && wait_health ipmi0 up 30 &&
		identity >/tmp/again && diff /tmp/bmclink /tmp/again
}

# Part "commands": the BMC is one that does as it is told

replies() {
	host sim replies | sed 's/ .*//'
}

# reaches LINE ORDER...: who has registered is told, and the answer goes back
reaches() {
	local line="$1" before
	shift
	before=$(replies)
	host sim "$@" >/dev/null || return 1
	wait_for 20 grep -q "$line" /tmp/served || { cat /tmp/served; return 1; }
	wait_for 20 more_than "$before" && answer_is "$before" " 20 00 aa bb"
}

more_than() {
	[ "$(replies)" -gt "$1" ]
}

# answer_is BEFORE END: there is one more, and it ends with these bytes and a sum
answer_is() {
	host sim replies
	[ "$(replies)" = $(($1 + 1)) ] && host sim replies | grep -qE "$2 [0-9a-f]{2}\$"
}

# refused ORDER...: nobody has registered for that
refused() {
	local before
	before=$(replies)
	host sim "$@" >/dev/null || return 1
	wait_for 20 more_than "$before" && answer_is "$before" " 21 c1"
}

# all_came BEFORE: what the BMC had no room for has never been sent
all_came() {
	local lost
	lost=$(field queue_lost "$(host sim stat)")
	[ "$(replies)" = $(($1 + 100 - lost)) ]
}

many_among_others() {
	local before line
	before=$(replies)
	: >/tmp/ask.on
	ipmi_probe ask /tmp/ask.on >/tmp/ask &
	host sim every 50 times 100 ipmb 00 30 30 20 aa bb >/dev/null
	sleep 6
	wait_for 30 all_came "$before"
	rm /tmp/ask.on
	wait $!
	line=$(cat /tmp/ask)
	echo "$line answers=$(($(replies) - before)) $(host sim stat)"
	all_came "$before" && at_most 50 $(($(replies) - before)) &&
		at_most "$(field failed "$line")" 0 && at_most "$(field wrong "$line")" 0 &&
		at_most "$(field lost "$line")" 0
}

reload() {
	unload_driver && load_driver
}

# BMCs take their time to say what channels they have. Nobody sees half of them.
slow_channels() {
	host sim satellite 30 && host sim "on 06 42: delay 150" && reload && identity &&
		host sim clear
}

# channel_2: a controller on a second IPMB
channel_2() {
	timeout 100 ipmitool -b 2 -t 0x30 mc info
}

firmware_is() {
	[ "$(cat /sys/class/bmclink/ipmi0/firmware_revision)" = "$1" ]
}

# Who does not ask does not see a reset.
new_channel() {
	! channel_2 && host sim channel 2 1 1 && host sim firmware 9 9 || return 1
	: >/tmp/ask.on
	ipmi_probe ask /tmp/ask.on &
	host sim reset 2000
	wait_for 30 firmware_is 9.9
	rm /tmp/ask.on
	wait $!
	firmware_is 9.9 && wait_health ipmi0 up 30 && channel_2
}

case $2 in
satellite)
	ktap_plan 5
	load_intree || fail "the in-tree driver does not load"
	identity >/tmp/intree || fail "nobody at 30h on the in-tree driver"
	unload_intree || fail "the in-tree driver does not unload"
	load_driver || fail "the driver does not load"
	ktap_run "ipmitool -t 30h reads who is behind the BMC" says_who_it_is
	ktap_run "that is what it says on the in-tree driver" as_in_tree
	ktap_run "a controller that is not there is an error" fails_soon 0x42
	ktap_run "four at once ask the BMC and who is behind it" both_at_once
	ktap_run "when the BMC dies so do questions to others; then all is as before" bmc_dies
	;;
commands)
	load_driver || fail "the driver does not load"
	ktap_plan 7
	ktap_run "channels are told slowly: once the link is up all of them are there" \
		slow_channels
	ktap_run "new firmware has one channel more" new_channel
	: >/tmp/serve.on
	ipmi_probe serve /tmp/serve.on 0x30 0x20 >/tmp/served &
	server=$!
	wait_for 20 grep -q registered=1 /tmp/served || fail "no registration"
	ktap_run "a command of another controller reaches who has registered, and is answered" \
		reaches "type=1 channel=0 from=30 netfn=30 cmd=20 data=aabb" \
		ipmb 00 30 30 20 aa bb
	ktap_run "so does one of a remote console" \
		reaches "type=4 channel=1 from=81 netfn=30 cmd=20 data=aabb" \
		lan 01 07 81 30 20 aa bb
	ktap_run "a hundred are answered while others ask" many_among_others
	ktap_run "what nobody has registered for is refused: another controller" \
		refused ipmb 00 30 30 21 aa
	ktap_run "what nobody has registered for is refused: a remote console" \
		refused lan 01 07 81 30 21 aa
	rm /tmp/serve.on
	wait $server
	;;
esac
ktap_done
