# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What the suites without a virtual machine share. The caller sets $scratch, a folder for logs.

count=0
failed=0
scratch=${scratch-}

# result STATUS NAME: one KTAP line; STATUS is 0 for good
result()
{
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		failed=$((failed + 1))
	fi
}

# run_test NAME COMMAND...: the command's output is shown only when it fails
run_test()
{
	local name=$1 status
	shift
	"$@" >"$scratch/out" 2>&1
	status=$?
	[ "$status" -eq 0 ] || head -n "${BMCLINK_LOG_LINES:-60}" "$scratch/out" | sed 's/^/# /'
	result "$status" "$name"
}

# skip_test NAME WHY
skip_test()
{
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

# kernel_value NAME VARIABLE: what selftests/vm/lib/kernel.sh says of a kernel, say its release
kernel_value()
(
	# shellcheck source=selftests/vm/lib/kernel.sh
	. "$(dirname "${BASH_SOURCE[0]}")/../vm/lib/kernel.sh"
	kernel_use "$1" >&2 && echo "${!2}"
)
