# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043
# Functions for the guest scripts of these suites, on top of the lab's own. Sourced.

UAPI_DRIVER=${UAPI_DRIVER:-bmclink}
# A suite for another transport brings its own way to load the drivers.
# shellcheck source=/dev/null
[ ! -r /lab/transport.sh ] || . /lab/transport.sh

# load_driver, unload_driver: the one under test
load_driver() {
	case $UAPI_DRIVER in
	bmclink) load_bmclink && wait_health ipmi0 up 30 ;;
	*) load_intree ;;
	esac
}

unload_driver() {
	case $UAPI_DRIVER in
	bmclink) unload_bmclink ;;
	*) unload_intree ;;
	esac
}

# modules_left: modules of the driver under test that are loaded
modules_left() {
	case $UAPI_DRIVER in
	bmclink) grep -E '^bmclink(_s[a-z]*)? ' /proc/modules ;;
	*) grep -E '^ipmi_(si|ssif|devintf|msghandler) ' /proc/modules ;;
	esac
}

# platform_driver: folder of the driver's devices
platform_driver() {
	case $UAPI_DRIVER in
	bmclink) echo /sys/bus/platform/drivers/bmclink_si ;;
	*) echo /sys/bus/platform/drivers/ipmi_si ;;
	esac
}

# driver_threads: process ids of the driver's threads
driver_threads() {
	local dir comm
	for dir in /proc/[0-9]*; do
		comm=
		read -r comm 2>/dev/null <"$dir/comm"
		case $comm in
		bmclink/* | kipmi*) echo "${dir#/proc/}" ;;
		esac
	done
}

# ktap_count_of PROGRAM...: how many tests it has
ktap_count_of() {
	KTAP_COUNT_ONLY=1 "$@"
}

# ktap_program PREFIX PROGRAM...: its results go on after those so far; status: all passed
ktap_program() {
	local prefix="$1" status=0 count
	shift
	count=$(ktap_count_of "$@")
	KTAP_OFFSET=$ktap_count KTAP_PREFIX=$prefix "$@" || {
		status=1
		ktap_failed=$((ktap_failed + 1))
	}
	ktap_count=$((ktap_count + count))
	return $status
}

# field NAME LINE: the value of NAME=value in a line of a test program
field() {
	printf '%s\n' "$2" | tr ' ' '\n' | sed -n "s/^$1=//p" | head -n 1
}

# at_most VALUE LIMIT: decimal numbers; says so when it is not
at_most() {
	awk -v v="${1:-none}" -v l="$2" 'BEGIN { exit !(v ~ /^[0-9.]+$/ && v + 0 <= l + 0) }' || {
		echo "${1:-nothing} where at most $2 is due"
		return 1
	}
}

# is WHAT VALUE WANTED: says so when it is not
is() {
	[ "$2" = "$3" ] || {
		echo "$1 is '$2', not '$3'"
		return 1
	}
}

# attr LINK NAME: an attribute of a link, or nothing
attr() {
	cat "/sys/class/bmclink/$1/$2" 2>/dev/null
}

# links: the names of all links
links() {
	find /sys/class/bmclink -name 'ipmi*' -exec basename {} \; | sort | tr '\n' ' '
}

# refuses_to_load MODULE NEEDLE PARAMETER...: the log says why, and no link is left.
# Busybox's own modprobe tries a second time at once, when the debug kernel may still have the names
# of what the first attempt had registered; the suite has to bring the real one (--bin modprobe).
refuses_to_load() {
	local module="$1" needle="$2"
	shift 2
	dmesg -c >/dev/null
	if /usr/bin/modprobe "$module" "$@"; then
		echo "it loads"
		return 1
	fi
	dmesg | grep -qF "$needle" || {
		dmesg
		return 1
	}
	is links "$(links)" ""
}

# interrupts: how many the driver has had so far
interrupts() {
	awk '/bmclink/ {
		for (i = 2; i <= NF; i++)
			if ($i ~ /^[0-9]+$/)
				n += $i
	}
	END { print n + 0 }' /proc/interrupts
}

# switches: context switches of the driver's threads since they began
switches() {
	local pid
	for pid in $(driver_threads); do
		cat "/proc/$pid/status"
	done | awk '/ctxt_switches:/ { n += $2 } END { print n + 0 }'
}

# settled: until the driver's threads have done nothing for a second; what they were asked for
# may take its time on a busy machine
settled() {
	local before end
	end=$(($(uptime_cs) + 2000))
	while
		before=$(switches)
		sleep 1
		[ "$(switches)" != "$before" ]
	do
		[ "$(uptime_cs)" -lt $end ] || {
			echo "the driver does not come to rest"
			return 1
		}
	done
}
