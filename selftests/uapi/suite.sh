# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# What the suites (*.vm) have in common. Sourced.
#
#   NAME.vm [--driver bmclink|intree] KERNEL
#
# The in-tree driver is for comparison: where bmclink promises more, it fails.

suite_here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
suite_driver=bmclink
suite_kernel=
suite_programs=

# suite_args ARGUMENT...: read the command line of a suite
suite_args() {
	while [ $# -gt 0 ]; do
		case $1 in
		--driver)
			suite_driver=${2-}
			shift
			;;
		-*)
			suite_usage
			;;
		*)
			[ -z "$suite_kernel" ] || suite_usage
			suite_kernel=$1
			;;
		esac
		shift
	done
	case $suite_kernel in
	6.1 | 6.12 | debug) ;;
	*) suite_usage ;;
	esac
	case $suite_driver in
	bmclink | intree) ;;
	*) suite_usage ;;
	esac
}

suite_usage() {
	echo "usage: ${0##*/} [--driver bmclink|intree] 6.1|6.12|debug" >&2
	exit 2
}

# suite_build: the test programs, outside of the checkout; several suites may want them at once
suite_build() {
	local cache
	cache=${BMCLINK_CACHE:-/var/cache/bmclink}/uapi-$(printf %s "$suite_here" | sha256sum | cut -c1-8)
	mkdir -p "$cache"
	(
		flock 9
		make -s -C "$suite_here" O="$cache" >"$cache/log" 2>&1 || {
			cat "$cache/log" >&2
			exit 1
		}
	) 9>"$cache/lock" || exit 1
	suite_programs=$cache
}

# suite_run SCRIPT [OPTION OF vm/run...]: boot the kernel with programs and driver, run SCRIPT
suite_run() {
	local script=$1 p args=()
	shift
	for p in "$suite_programs"/ipmi_*; do
		args+=(--file "$p:/usr/bin/$(basename "$p")")
	done
	[ "$suite_driver" = bmclink ] || args+=(--intree --modules none)
	"$suite_here/../vm/run" --kernel "$suite_kernel" --file "$suite_here/guest/lib.sh:/lab/uapi.sh" \
		"${args[@]}" "$@" "$suite_here/guest/$script" "$suite_driver"
}
