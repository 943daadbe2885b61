# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# What the suites (*.vm) have in common. Sourced.
#
#   NAME.vm [--driver bmclink|intree] KERNEL
#
# The in-tree driver is for comparison: where bmclink promises more, it fails. With
# SUITE_VERBOSE in the environment the guest's console is shown, with SUITE_MODULES modules
# are taken from that folder instead of building this checkout.

suite_here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
suite_rig=$suite_here/../bench/rig
suite_driver=bmclink
suite_kernel=''
suite_programs=''
suite_extra=''
suite_work=''
suite_parts=0
suite_rig_options=()

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
	cache=$(printf %s "$suite_here" | sha256sum | cut -c1-8)
	cache=${BMCLINK_CACHE:-/var/cache/bmclink}/uapi-$cache
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
	local script=$1 p args=() words=()
	shift
	for p in "$suite_programs"/ipmi_*; do
		args+=(--file "$p:/usr/bin/$(basename "$p")")
	done
	[ "$suite_driver" = bmclink ] || args+=(--intree --modules none)
	[ -z "${SUITE_MODULES-}" ] || args+=(--modules "$SUITE_MODULES")
	[ -z "${SUITE_VERBOSE-}" ] || args+=(--verbose)
	# --args WORDS, the last option, goes to the script.
	if [ $# -ge 2 ] && [ "${*: -2:1}" = --args ]; then
		read -ra words <<<"${*: -1}"
		set -- "${@:1:$#-2}"
	fi
	"$suite_here/../vm/run" --kernel "$suite_kernel" \
		--file "$suite_here/guest/lib.sh:/lab/uapi.sh" "${args[@]}" "$@" \
		"$suite_here/guest/$script" "$suite_driver" "${words[@]}"
}

# suite_part NAME SCRIPT [OPTION...]: a suite_run whose results are those of a part; what came out
# of all parts is printed by suite_merge. A part has one result more: that of its machine.
suite_part() {
	local name=$1 dir
	shift
	if [ -z "$suite_work" ]; then
		suite_work=$(mktemp -d "${TMPDIR:-/tmp}/bmclink-suite.XXXXXX")
		trap 'suite_rig_end' EXIT
		trap 'exit 130' INT
		trap 'exit 143' TERM HUP
	fi
	suite_parts=$((suite_parts + 1))
	dir=$suite_work/$(printf 'part%02d' "$suite_parts")
	mkdir "$dir"
	echo "$name" >"$dir/name"
	# In the background: bash runs a trap only when what is in front has ended.
	suite_run "$@" >"$dir/out" &
	if wait $!; then
		echo good >"$dir/verdict"
	else
		echo bad >"$dir/verdict"
	fi
}

# suite_merge: one KTAP from all parts; status: all is good
suite_merge() {
	local dir
	echo "KTAP version 1"
	for dir in "$suite_work"/part*; do
		sed "s/^/name /" "$dir/name"
		sed "s/^/out /" "$dir/out"
		sed "s/^/verdict /" "$dir/verdict"
	done | awk -f "$suite_here/merge.awk"
}

# suite_rig_setup: kernel and driver for the rig, see rig_faults.vm. Sets suite_work, a folder
# that goes with the script, and suite_extra in it, what the machine gets.
suite_rig_setup() {
	suite_work=$(mktemp -d "${TMPDIR:-/tmp}/bmclink-rig.XXXXXX")
	trap 'suite_rig_end' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	suite_extra=$suite_work/extra
	mkdir "$suite_extra"
	if [ -n "$suite_programs" ]; then
		cp "$suite_programs/ipmi_probe" "$suite_extra/"
	fi
	if [ "$suite_driver" = bmclink ]; then
		local built=${SUITE_MODULES-}
		[ -n "$built" ] || built=$("$suite_here/../vm/build" "$suite_kernel") || exit
		cp "$built/bmclink.ko" "$built/bmclink_si.ko" "$suite_rig/guest/driver.sh" \
			"$suite_extra/"
	fi
}

# suite_rig_run SCRIPT [ARGUMENT...]: boot and run one of the rig's own guest scripts, or the one
# with this path; its lines are in $suite_work/results, the console is in $suite_work/log
suite_rig_run() {
	local script=$1
	case $script in */*) ;; *) script=$suite_rig/guest/$script ;; esac
	shift
	: >"$suite_work/results"
	# In the background: bash runs a trap only when what is in front has ended.
	"$suite_rig/run" --icount 0 --timeout 2000 --results "$suite_work/results" \
		"${suite_rig_options[@]}" "$suite_kernel" "$suite_extra" "$script" "$@" \
		>"$suite_work/log" 2>&1 &
	wait $! || echo "RIG status $?" >>"$suite_work/results"
	[ -z "${SUITE_VERBOSE-}" ] || cat "$suite_work/log" >&2
}

suite_rig_end() {
	local pids
	pids=$(jobs -p)
	# shellcheck disable=SC2086 # a list
	[ -z "$pids" ] || kill $pids 2>/dev/null || true
	wait
	rm -rf "$suite_work"
}
