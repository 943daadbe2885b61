# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2086,SC3043 source-path=SCRIPTDIR source=lib.sh
# See tool_config.vm.
. /lab/uapi.sh
driver=$1

if [ "$driver" = bmclink ]; then
	{ load_bmclink && wait_health ipmi0 up 20; } || fail "the driver does not come up"
else
	load_intree || fail "the driver does not come up"
fi
ktap_plan 22
first="First-Pass-$$"
second="Second-Pass-$$"

# expect STATUS COMMAND...: run it, keep its output, say whether it ended so
expect() {
	wanted=$1
	shift
	"$@" >/tmp/out 2>&1
	status=$?
	[ $status = "$wanted" ] && return
	echo "# $*: status $status, wanted $wanted"
	sed 's/^/# /' /tmp/out
	return 1
}

# result NAME COMMAND...: one result
result() {
	name=$1
	shift
	if "$@"; then ktap_ok "$name"; else ktap_not_ok "$name" "failed: $*"; fi
}

gets_in() { host login maint "$1" >/tmp/out 2>&1; }
kept_out() { ! gets_in "$1" && grep -q 'Unable to establish' /tmp/out; }
with_password() {
	password=$1
	shift
	printf %s "$password" >/tmp/pw
	expect 0 "$@" --password-stdin </tmp/pw
}
chain() {
	sh -c "$1" >/tmp/out 2>&1 || { sed 's/^/# /' /tmp/out; return 1; }
}

result "nobody called maint gets in before" kept_out "$first"
result "user add" with_password "$first" bmc user add maint priv operator
result "maint logs in from outside" gets_in "$first"
result "user passwd" with_password "$second" bmc user passwd maint
result "the new password lets in" gets_in "$second"
result "the old one does not" kept_out "$first"
result "user disable" expect 0 bmc user disable maint
result "who is disabled does not get in" kept_out "$second"
result "user enable" expect 0 bmc user enable maint
result "who is enabled gets in again" gets_in "$second"
result "user del" expect 0 bmc user del maint
result "who is deleted does not get in" kept_out "$second"
result "the last administrator is not deleted" expect 10 bmc user del ADMIN

set_lan="bmc lan set static address 10.20.0.15/24 gateway 10.20.0.1"
result "lan set" expect 0 $set_lan
result "lan set once more finds nothing to do" chain "$set_lan | grep 'nothing to change'"
result "a dry run changes nothing" expect 11 bmc -n lan set address 10.20.0.16
result "lan show shows it" chain "bmc lan show | grep '10.20.0.15'"
result "what is shown as a file is what is there" chain "bmc config show >/tmp/site &&
	bmc config diff /tmp/site"
result "the same as JSON" chain "bmc -j config show | bmc config diff -"
result "config apply changes what differs, once" chain "
	sed s/10.20.0.15/10.20.0.17/ /tmp/site >/tmp/other &&
	bmc config apply /tmp/other | grep 'lan.1.address = 10.20.0.17' &&
	bmc config apply /tmp/other | grep 'nothing to change' &&
	bmc config apply /tmp/site | grep 'lan.1.address = 10.20.0.15'"
result "an open BMC does not pass the audit" expect 1 bmc audit
result "an unconfirmed change is undone" chain "
	bmc -q lan set address 10.20.0.18 --confirm 2 &&
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		sleep 1
		bmc -q lan show | grep -q 10.20.0.15 && exit 0
	done
	exit 1"

ktap_done
