# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043
# Writing KTAP; sourced in the guest, and by what works hand in hand with it outside.

# Results written so far; who goes on where another stopped sets it.
ktap_count=0
ktap_failed=0

# ktap_plan N: the first thing a script says
ktap_plan() {
	echo "KTAP version 1"
	echo "1..$1"
}

# ktap_ok NAME, ktap_not_ok NAME [WHY], ktap_skip NAME WHY: one result
ktap_ok() {
	ktap_count=$((ktap_count + 1))
	echo "ok $ktap_count $1"
}

ktap_not_ok() {
	ktap_count=$((ktap_count + 1))
	ktap_failed=$((ktap_failed + 1))
	[ $# -lt 2 ] || echo "# $2"
	echo "not ok $ktap_count $1"
}

ktap_skip() {
	ktap_count=$((ktap_count + 1))
	echo "ok $ktap_count $1 # SKIP $2"
}

# ktap_run NAME COMMAND...: the result is the command's status; what it printed is shown
ktap_run() {
	local name="$1" status
	shift
	"$@" >"${TMPDIR:-/tmp}/ktap.$$" 2>&1
	status=$?
	sed 's/^/# /' "${TMPDIR:-/tmp}/ktap.$$"
	rm -f "${TMPDIR:-/tmp}/ktap.$$"
	if [ $status = 0 ]; then
		ktap_ok "$name"
	else
		ktap_not_ok "$name" "status $status: $*"
	fi
}

# ktap_done: the script's exit status, its last command
ktap_done() {
	[ $ktap_failed = 0 ]
}
