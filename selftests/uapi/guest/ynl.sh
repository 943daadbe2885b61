# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# The kernel's own netlink client on our family. It takes its time to start: few calls.
UAPI_DRIVER=$1
. /lab/uapi.sh

# ynl ARGUMENT...: what the client prints, also kept in /tmp/ynl; how long it takes, in hundredths
# of a second, is in $took
ynl() {
	took=$(uptime_cs)
	PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/usr/lib/python3/dist-packages timeout 300 \
		python3 /lab/ynl/cli.py --spec /lab/bmclink.yaml --no-schema "$@" >/tmp/ynl 2>&1
	status=$?
	took=$(($(uptime_cs) - took))
	cat /tmp/ynl
	return $status
}

# says TEXT...: the client printed each of these
says() {
	local text
	for text; do
		grep -qF -- "$text" /tmp/ynl || {
			echo "it does not say $text"
			return 1
		}
	done
}

lists_links() {
	ynl --dump link-get && says "'id': 0" "'name': 'ipmi0'" "'transport': 'kcs'" \
		"'health': 'up'" "'last-contact'" "'maintenance': 'auto'" "'depth': 1"
}

says_what_is_wrong() {
	! ynl --do link-set --json '{"id": 0, "slave-address": 33}' &&
		says "an address on IPMB is even"
}

sends() {
	ynl --do request --json '{"link": 0, "netfn": 6, "cmd": 1, "cookie": 77}' &&
		says "'completion-code': 0" "'cookie': 77" "'netfn': 7" "'cmd': 1" "'data': b'"
}

counts() {
	ynl --do stats-get --json '{"link": 0}' && says "'local-commands': 1" \
		"'local-responses': 1" "'flag-fetches'" "'sleeps'"
}

listened() {
	awk '$2 == 16 && $4 ~ /[1-9a-f]/ { found = 1 } END { exit !found }' /proc/net/netlink
}

# The BMC is lost, and somebody asks it, when the client listens. It shows what it was told after a
# time that must be given; a machine that took longer for the call before gets more.
notified() {
	local pid
	: >/tmp/asking
	(
		wait_for 300 listened && host sim kill
		while [ -e /tmp/asking ]; do
			ipmi_probe burst 1
			sleep 1
		done
	) >/dev/null 2>&1 &
	pid=$!
	echo "the client takes $took cs for one call"
	ynl --subscribe state --sleep $((15 + took / 40))
	rm -f /tmp/asking
	# With the results open, it would keep the last of them from being written out.
	wait $pid
	says "'change': 'down'" "'name': 'ipmi0'"
}

adds() {
	ynl --do link-add --json '{"transport": "kcs", "space": 0, "base": 3240, "irq": 0}' &&
		says "'id': 1" && [ -e /sys/class/bmclink/ipmi1 ] &&
		ynl --do link-del --json '{"id": 1}' && [ ! -e /sys/class/bmclink/ipmi1 ]
}

load_driver || fail "the driver does not load"
ktap_plan 6
ktap_run "links are listed" lists_links
ktap_run "a mistake is explained" says_what_is_wrong
ktap_run "Get Device ID is answered" sends
ktap_run "what happened is counted" counts
ktap_run "a link is added and removed" adds
ktap_run "the loss of the BMC is notified" notified
ktap_done
