# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# The tool on what only bmclink tells, and tracepoints.
UAPI_DRIVER=$1
. /lab/uapi.sh

tracing=/sys/kernel/tracing
secret=OnlyIKnowIt

# says TEXT...: the last output has each of these
says() {
	local text
	for text; do
		grep -qF -- "$text" /tmp/out || {
			echo "it does not say $text, but"
			cat /tmp/out
			return 1
		}
	done
}

# exits STATUS COMMAND...
exits() {
	local want="$1" got
	shift
	"$@" >/tmp/out 2>&1
	got=$?
	[ $got = "$want" ] || {
		echo "status $got, not $want: $*"
		cat /tmp/out
		return 1
	}
}

missing_in_tree() {
	local verb
	for verb in status clients stats "capture -w /tmp/none"; do
		# shellcheck disable=SC2086 # words are what it is made of
		exits 12 bmc -d 0 $verb && says "this needs the driver bmclink" || return
	done
	exits 0 bmc -d 0 mc info
}

status() {
	exits 0 bmc status --refresh && says OK "Last contact" kcs "i/o 0xca2" &&
		exits 0 bmc -j status && says '"status":"OK"' '"last_contact":"20' || return
	grep -qE '"last_contact_age_s":[0-9]' /tmp/out
}

clients() {
	exec 7</dev/ipmi0 8<>/dev/ipmi0 || return
	exits 0 bmc -j clients
	exec 7>&- 8>&-
	says '"kind":"file"' '"comm":"sh"' '"read_only":true' '"read_only":false'
}

stats() {
	exits 0 bmc raw 6 1 && exits 0 bmc -j stats && says local_commands transactions sleeps
}

latency() {
	exits 0 bmc stats latency && says "06 01" || return
	exits 0 bmc -j stats latency && says '"request":"06 01"' '"histogram":[{"below_us":' \
		'"slowest_us":'
}

# answered NETFN/LUN CMD: the capture has a response of these bytes, in hexadecimal
answered() {
	od -An -v -tx1 /tmp/cap | tr -d '\n' | grep -q "05 00 00 .. $1 $2"
}

# A password is set while somebody listens; it must be nowhere.
capture() {
	local pid i=0
	: >/tmp/cap
	bmc -t 120 capture -w /tmp/cap 2>/tmp/cap.err &
	pid=$!
	wait_for 60 test -s /tmp/cap || return
	while [ $i -lt 3 ]; do
		exits 0 bmc raw 6 1 || return
		i=$((i + 1))
	done
	# shellcheck disable=SC2046 # bytes
	bmc raw 6 0x47 4 2 $(printf %s "$secret" | od -An -tx1 | sed 's/ / 0x/g') 0 0 0 0 0 \
		>/dev/null 2>&1
	exits 0 bmc raw 0 1 && wait_for 60 answered 04 01 || return
	kill $pid
	wait $pid
	cat /tmp/cap.err
	[ "$(wc -c </tmp/cap)" -gt 200 ]
}

decoded() {
	host tshark "$(base64 </tmp/cap | tr -d '\n')" >/tmp/out
	says 0x06 0x01 0x07 0x47 0x00 || return
	awk -F'\t' '
		$1 ~ /0x06/ && $2 ~ /0x01/ { asked++ }
		$1 ~ /0x07/ && $2 ~ /0x01/ && $3 ~ /0x00/ { answered++ }
		$1 ~ /0x06/ && $2 ~ /0x47/ { set++ }
		END {
			print asked " asked, " answered " answered, " set " set"
			exit !(asked >= 3 && answered >= 3 && set == 1)
		}' /tmp/out
}

nowhere() {
	! grep -q "$secret" /tmp/cap && ! grep -q "$secret" $tracing/trace &&
		! dmesg | grep -q "$secret"
}

traced() {
	grep . $tracing/trace >/tmp/out
	says bmc_request_queued: bmc_request_sent: bmc_request_done: "cmd=01 cc=00" \
		bmc_health: "probing -> up" bmc_resync:
}

ktap_plan 9
load_intree >&2 || fail "the in-tree driver does not load"
ktap_run "on the in-tree driver it says what is missing" missing_in_tree
unload_intree >&2 || fail "the in-tree driver does not unload"
modprobe bmclink || fail "the driver does not load"
echo 1 >$tracing/events/bmclink/enable || fail "there are no tracepoints"
load_driver || fail "the driver does not load"
wait_for 60 test -c /dev/ipmi0 || fail "no device"
ktap_run "status tells the last contact" status
ktap_run "clients are listed" clients
ktap_run "counters are shown" stats
ktap_run "latencies are shown" latency
ktap_run "a capture is written" capture
ktap_run "Wireshark decodes it" decoded
ktap_run "no password is in capture, trace or log" nowhere
ktap_run "tracepoints tell the life of a request and of the link" traced
ktap_done
