# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# The BMC is ipmi_sim behind QEMU's KCS port. When ipmi_sim hangs, QEMU holds IBF for 4 s and
# then gives completion code C3h itself; when it is not there, D2h at once.
UAPI_DRIVER=$1
. /lab/uapi.sh

# What a kernel with all its checks on needs longer than a plain one; the bounds of
# the hardware's time (6 s) are not touched by it.
# That a load takes less than 0.1 s is checked in the rig's time, which does not depend
# on how busy the host is (rig_faults); here it must not wait for the BMC.
# With DEBUG_KOBJECT_RELEASE rmmod itself waits seconds for the last reference to the module.
slow=1 load_limit=1 unload_limit=1 may_wait=
if [ "$LAB_KERNEL" = debug ]; then
	slow=5 load_limit=4 unload_limit=20 may_wait=rmmod
fi

# expect LINE NAME OPERATOR VALUE: compare one value of a line
expect() {
	local value
	value=$(field "$2" "$1")
	awk -v a="${value:-none}" -v b="$4" -v op="$3" 'BEGIN {
		if (a == "none") exit 1
		if (op == "<") exit !(a + 0 < b + 0)
		if (op == ">") exit !(a + 0 > b + 0)
		exit !(a == b)
	}' || {
		echo "$2 is ${value:-missing}, must be $3 $4"
		return 1
	}
}

# burst_ends COUNT FIRST SPREAD: all get an error, the first in FIRST s, the others SPREAD s
# later
burst_ends() {
	local line
	line=$(ipmi_probe burst "$1")
	echo "$line"
	expect "$line" sent = "$1" && expect "$line" answered = "$1" &&
		expect "$line" doubled = 0 && expect "$line" good = 0 &&
		expect "$line" first "<" "$2" && expect "$line" spread "<" "$3"
}

burst_good() {
	local line
	line=$(ipmi_probe burst "$1")
	echo "$line"
	expect "$line" good = "$1"
}

recovers() {
	local line
	line=$(ipmi_probe recover 30)
	echo "$line"
	expect "$line" recovered = 1 && expect "$line" secs "<" "$1" && health_becomes up 10
}

health_becomes() {
	[ "$UAPI_DRIVER" != bmclink ] || wait_health ipmi0 "$1" "$2" || {
		echo "health is $(cat /sys/class/bmclink/ipmi0/health), not $1"
		return 1
	}
}

# timed LIMIT COMMAND...: succeeds, in time
timed() {
	local limit="$1" line
	shift
	line=$(ipmi_probe time "$@")
	echo "$line"
	expect "$line" status = 0 && expect "$line" secs "<" "$limit"
}

device() {
	local class=bmclink
	[ "$UAPI_DRIVER" = bmclink ] || class=ipmi
	basename "$(readlink -f /sys/class/$class/ipmi0/device)"
}

driver_dir() {
	local class=bmclink
	[ "$UAPI_DRIVER" = bmclink ] || class=ipmi
	readlink -f /sys/class/$class/ipmi0/device/driver
}

hangs_under_load() {
	host sim pause
	burst_ends 20 6 $((2 * slow))
}

dies_under_load() {
	local line pid
	ipmi_probe burst 100 >/tmp/burst &
	pid=$!
	host sim kill
	wait $pid
	line=$(cat /tmp/burst)
	echo "$line"
	expect "$line" answered = 100 && expect "$line" doubled = 0 && expect "$line" last "<" 6
}

unbinds_hung() {
	local line pid dir dev
	dir=$(driver_dir)
	dev=$(device)
	host sim pause
	ipmi_probe burst 50 >/tmp/burst &
	pid=$!
	sleep 1
	line=$(ipmi_probe time sh -c "echo $dev >$dir/unbind")
	echo "unbind: $line"
	wait $pid
	echo "requests: $(cat /tmp/burst)"
	expect "$line" status = 0 && expect "$line" secs "<" $slow &&
		expect "$(cat /tmp/burst)" answered = 50 &&
		expect "$(cat /tmp/burst)" last "<" $((1 + 2 * slow)) &&
		ipmi_probe time sh -c "echo $dev >$dir/bind"
}

unload_modules() {
	local m failed=0
	if [ "$UAPI_DRIVER" = bmclink ]; then
		set -- bmclink_si bmclink
	else
		set -- ipmi_si ipmi_devintf ipmi_msghandler
	fi
	for m; do
		timed $unload_limit rmmod "$m" || failed=1
	done
	return $failed
}

# Both modules are loaded even when one took too long, for what comes after.
load_modules() {
	local failed=0 first=ipmi_devintf second=ipmi_si
	if [ "$UAPI_DRIVER" = bmclink ]; then
		first=bmclink second=bmclink_si
	fi
	timed $load_limit modprobe $first || failed=1
	name_free bmclink_si || failed=1
	timed $load_limit modprobe $second || failed=1
	[ -c /dev/ipmi0 ] || { echo "no /dev/ipmi0"; failed=1; }
	return $failed
}

not_up() {
	[ "$UAPI_DRIVER" != bmclink ] || ! health_is ipmi0 up
}

stays_away() {
	local n=0
	while [ $n -lt 60 ]; do
		not_up || { echo "up without a BMC"; return 1; }
		sleep 1
		n=$((n + 1))
	done
	echo "health after a minute: $(cat /sys/class/bmclink/ipmi0/health)"
	burst_ends 5 1 1
}

comes_by_itself() {
	local t0 t1
	host sim start
	t0=$(uptime_cs)
	health_becomes up 20 || return 1
	t1=$(uptime_cs)
	echo "up $(((t1 - t0) * 10)) ms after the BMC"
	rm -f /tmp/uevents.on
	wait $uevents_pid
	cat /tmp/uevents
	grep -q '^action=change health=up ' /tmp/uevents || { echo "no uevent"; return 1; }
	burst_good 20
}

no_d_state() {
	rm -f /tmp/watch.on
	wait $watch_pid
	cat /tmp/watch
	expect "$(cat /tmp/watch)" longest_d "<" 0.5
}

load_driver || fail "the driver does not load"
: >/tmp/watch.on
ipmi_probe watch /tmp/watch.on $may_wait >/tmp/watch &
watch_pid=$!
ktap_plan 17
ktap_run "a healthy BMC answers" burst_good 20
ktap_run "BMC hangs: the first request ends in 6 s, those behind it at once" hangs_under_load
ktap_run "BMC hangs: the link is down" health_becomes down 5
ktap_run "BMC hangs: new requests end at once" burst_ends 20 1 1
host sim resume
ktap_run "BMC goes on: recovery by itself" recovers 10
ktap_run "BMC dies: each request ends once" dies_under_load
host sim start
ktap_run "BMC is started again: recovery by itself" recovers 10
ktap_run "BMC hangs: unbind under load in a second, each request ends" unbinds_hung
ktap_run "BMC hangs: unload in a second" unload_modules
ktap_run "BMC hangs: load at once, with a device" load_modules
ktap_run "BMC hangs: unload in a second after a load" unload_modules
ktap_run "BMC hangs: load again" load_modules
host sim resume
ktap_run "BMC goes on: the link comes up by itself" recovers 10
unload_modules >&2
host sim kill
: >/tmp/uevents.on
ipmi_probe uevents /tmp/uevents.on >/tmp/uevents &
uevents_pid=$!
wait_for 5 grep -q listening=1 /tmp/uevents
ktap_run "late BMC: load at once, with a device" load_modules
ktap_run "late BMC: a minute later requests still end at once" stays_away
ktap_run "late BMC: the link comes up by itself and says so" comes_by_itself
ktap_run "no task was in D state for half a second" no_d_state
ktap_done
