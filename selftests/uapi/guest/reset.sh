# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# reset.sh DRIVER SECONDS: the BMC is reset again and again, by somebody else, under load.
# QEMU answers for a BMC that is away with completion code D2h.
UAPI_DRIVER=$1
duration=$2
. /lab/uapi.sh

# QEMU looks for its BMC once a second; then the driver has two.
back_limit=4 may_wait=
if [ "$LAB_KERNEL" = debug ]; then
	back_limit=8 may_wait=rmmod
fi
resets=0 slowest_back=0 not_refreshed=0 loudest=0

# ipmitool_loop NAME ARGUMENT...: one command again and again
ipmitool_loop() {
	local name="$1" n=0 good=0
	shift
	while [ -e /tmp/storm.on ]; do
		# It waits 15 s for an answer that does not come, up to four times.
		if timeout 100 ipmitool "$@" >/dev/null 2>&1; then
			good=$((good + 1))
		elif [ $? -ge 124 ]; then
			echo "$name: hangs" >>/tmp/hangs
		fi
		n=$((n + 1))
		sleep 0.2
	done
	echo "$name: $n runs, $good good" >>/tmp/tools
}

log_lines() {
	dmesg | grep -c bmclink
}

# one_reset AWAY: the BMC is away for so many seconds and comes back with other firmware
one_reset() {
	local lines t0 t1 version
	lines=$(log_lines)
	resets=$((resets + 1))
	host sim kill
	sleep "$1"
	version=$((resets % 90 + 10))
	host sim_firmware $version && host sim start || return 1
	t0=$(uptime_cs)
	wait_for 30 health_is ipmi0 up || { echo "reset $resets: the link stays away"; return 1; }
	t1=$(uptime_cs)
	[ $((t1 - t0)) -le $slowest_back ] || slowest_back=$((t1 - t0))
	[ "$(cat /sys/class/bmclink/ipmi0/firmware_revision)" = "2.$version" ] ||
		not_refreshed=$((not_refreshed + 1))
	lines=$(($(log_lines) - lines))
	[ $lines -le $loudest ] || loudest=$lines
}

storm() {
	local end away=1
	end=$(($(uptime_cs) + duration * 100))
	while [ "$(uptime_cs)" -lt $end ]; do
		one_reset $away || return 1
		away=$((away % 7 + 2))
		sleep 4
	done
	echo "$resets resets, slowest back after ${slowest_back}0 ms, $loudest lines of log at most"
}

everything_ended() {
	cat /tmp/tools /tmp/ask.*
	[ ! -s /tmp/hangs ] || { cat /tmp/hangs; return 1; }
	! grep -v 'wrong=0 lost=0' /tmp/ask.* && ! grep -h 'good=0 ' /tmp/ask.*
}

in_time() {
	local f
	for f in /tmp/ask.*; do
		at_most "$(field longest "$(cat "$f")")" "$1" || return 1
	done
}

# Who asks the BMC sleeps in every read; readers hardly ever meet at a lock of sysfs. Who waits for
# a BMC that is away does so for longer than a second.
sysfs_never_waited() {
	local f
	cat /tmp/sysfs.*
	for f in /tmp/sysfs.*; do
		at_most "$(($(field slept "$(cat "$f")") * 200))" "$(field reads "$(cat "$f")")" &&
			at_most "$(field longest "$(cat "$f")")" 1 || return 1
	done
	! grep 'reads=0 ' /tmp/sysfs.*
}

nobody_in_d_state() {
	cat /tmp/watch
	at_most "$(field longest_d "$(cat /tmp/watch)")" 1
}

nothing_left() {
	cd /sys/class/bmclink/ipmi0 || return 1
	wait_for 20 grep -qx 0 nr_msgs
	wait_for 5 grep -qx 0 nr_users
	echo "nr_users $(cat nr_users), nr_msgs $(cat nr_msgs)"
	grep -qx 0 nr_users && grep -qx 0 nr_msgs
}

load_driver || fail "the driver does not load"
: >/tmp/storm.on
ipmi_probe watch /tmp/storm.on $may_wait >/tmp/watch &
for n in 1 2 3 4 5 6 7 8; do
	ipmi_probe sysfs /tmp/storm.on >/tmp/sysfs.$n &
done
for n in 1 2; do
	ipmi_probe ask /tmp/storm.on >/tmp/ask.$n &
done
ipmitool_loop "mc info" mc info &
ipmitool_loop "sensors" sdr list &
ipmitool_loop "log" sel info &
ipmitool_loop "raw" raw 6 1 &
ktap_plan 9
ktap_run "the BMC comes back from every reset by itself" storm
rm /tmp/storm.on
wait
ktap_run "every request and every program has ended" everything_ended
ktap_run "no request took longer than it may" in_time 7
ktap_run "no reader of sysfs has ever waited for the BMC" sysfs_never_waited
ktap_run "no task was in D state for a second" nobody_in_d_state
ktap_run "the link is up soon after the BMC is" at_most $slowest_back ${back_limit}00
ktap_run "what is known of the BMC is what it says now" [ $not_refreshed = 0 ]
ktap_run "less than ten lines of log for a reset" at_most $loudest 9
ktap_run "nothing is left of those who asked" nothing_left
ktap_done
