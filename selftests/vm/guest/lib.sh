# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043,SC2034 source-path=SCRIPTDIR
# Functions for guest scripts; busybox sh. What a script writes to stdout are the
# results (KTAP), what it writes to stderr goes to the console log.

# The kernel under test: 6.1, 6.12 or debug
LAB_KERNEL=$(cat /lab/kernel)
# shellcheck source=ktap.sh
. /lab/ktap.sh

# fail MESSAGE: give up
fail() {
	echo "Bail out! $*"
	exit 1
}

# wait_for SECONDS COMMAND...: until the command succeeds
wait_for() {
	local end
	end=$(($(uptime_cs) + $1 * 100))
	shift
	until "$@"; do
		[ "$(uptime_cs)" -lt $end ] || return 1
		sleep 0.05
	done
}

# uptime_cs: time since boot in hundredths of a second
uptime_cs() {
	awk '{ printf "%d\n", $1 * 100 }' /proc/uptime
}

no_drivers_of() {
	! ls -d /sys/bus/*/drivers/"$1"* >/dev/null 2>&1
}

# name_free MODULE: a debug kernel releases the objects of a module that has gone seconds later,
# on purpose, and until then no other driver can have their names
name_free() {
	grep -q "^$1 " /proc/modules || wait_for 20 no_drivers_of "$1"
}

# load_bmclink [PARAMETER...]: the driver, with parameters for bmclink_si
load_bmclink() {
	modprobe bmclink && name_free bmclink_si && modprobe bmclink_si "$@"
}

unload_bmclink() {
	rmmod bmclink_si && rmmod bmclink
}

# load_intree [PARAMETER...]: the kernel's own driver, with parameters for ipmi_si
load_intree() {
	modprobe ipmi_devintf && modprobe ipmi_si "$@" && wait_for 20 test -c /dev/ipmi0
}

unload_intree() {
	rmmod ipmi_si && rmmod ipmi_devintf && rmmod ipmi_msghandler
}

health_is() {
	[ "$(cat "/sys/class/bmclink/$1/health" 2>/dev/null)" = "$2" ]
}

# wait_health LINK HEALTH SECONDS
wait_health() {
	wait_for "$3" health_is "$1" "$2"
}

# host COMMAND [ARGUMENT...]: have it done outside of the machine, by the function
# host_COMMAND of the runner or of its --host-script; gives its output and status
host() {
	local request answer
	request=$(for a; do printf '%s\n' "$a" | base64 | tr -d '\n'; echo; done | tr '\n' ' ')
	(
		flock 9
		echo "$request" >/dev/ttyS2
		IFS= read -r answer
		printf '%s' "${answer#* }" | base64 -d
		exit "${answer%% *}"
	) 9>/tmp/.host </dev/ttyS2
}

# kmemleak_check: what was lost since the start, onto the console. An object must
# be five seconds old to count; one scan may miss what another finds.
kmemleak_check() {
	[ -e /sys/kernel/debug/kmemleak ] || return 0
	sleep 6
	echo scan >/sys/kernel/debug/kmemleak
	sleep 1
	echo scan >/sys/kernel/debug/kmemleak
	cat /sys/kernel/debug/kmemleak
}

# counts_are_zero LINK: or it has gone
counts_are_zero() {
	[ ! -d "$1" ] || [ "$(cat "$1/nr_users" "$1/nr_msgs" | tr '\n' ' ')" = "0 0 " ]
}

# counts_check: when nobody has a link open, nothing may be left of those who had. Clients in
# the kernel stay as long as their modules.
counts_check() {
	local link
	! grep -qE '^bmclink_(wdt|hwmon|led|power|acpi) ' /proc/modules || return 0
	for link in /sys/class/bmclink/*; do
		[ -e "$link/nr_msgs" ] || continue
		wait_for 20 counts_are_zero "$link" ||
			echo "lab: ${link##*/} leaked: $(cat "$link/nr_users") users," \
				"$(cat "$link/nr_msgs") requests"
	done
}

# lockdep_check: a lockdep that switched itself off proves nothing
lockdep_check() {
	[ -e /proc/lockdep_stats ] || return 0
	grep -q 'debug_locks: *1$' /proc/lockdep_stats ||
		echo "lab: LOCKDEP-OFF: lockdep switched itself off"
}
