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
