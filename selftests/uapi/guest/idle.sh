# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# No timer, no wake-up, no work item of the driver while nobody asks. One link has an
# interrupt, the other has none.
UAPI_DRIVER=$1
. /lab/uapi.sh

seconds=10
tracing=/sys/kernel/tracing
events="timer/timer_start timer/timer_expire_entry timer/hrtimer_start timer/hrtimer_expire_entry
	workqueue/workqueue_queue_work workqueue/workqueue_execute_start
	sched/sched_wakeup sched/sched_switch"

# traced COMMAND...: lines of the trace that name the driver while the command ran
traced() {
	local e
	echo 0 >$tracing/tracing_on
	echo >$tracing/trace
	for e in $events; do
		echo 1 >"$tracing/events/$e/enable"
	done
	echo 1 >$tracing/tracing_on
	"$@"
	echo 0 >$tracing/tracing_on
	for e in $events; do
		echo 0 >"$tracing/events/$e/enable"
	done
	grep -aE "bmclink|bmc_|kcs_|kipmi|ipmi_|smi_" $tracing/trace | grep -v ipmi_probe
}

# quiet COMMAND...: the driver did nothing while the command ran
quiet() {
	local before after
	settled || return 1
	before=$(switches)
	traced "$@" >/tmp/trace
	after=$(switches)
	echo "in $seconds s $((after - before)) context switches and $(wc -l </tmp/trace) events"
	head -n 5 /tmp/trace
	[ "$before" = "$after" ] && [ ! -s /tmp/trace ]
}

# seen: the instruments show a driver that works
seen() {
	local before after
	before=$(switches)
	traced ipmi_probe burst 5 >/tmp/trace
	after=$(switches)
	echo "$((after - before)) context switches, $(wc -l </tmp/trace) events of the driver"
	[ "$after" -gt "$before" ] && [ -s /tmp/trace ]
}

closed_after_use() {
	ipmi_probe burst 20 >/dev/null
	quiet sleep $seconds
}

open_and_idle() {
	exec 7<>/dev/ipmi0
	quiet sleep $seconds
}

load_driver || fail "the driver does not load"
wait_for 20 test -c /dev/ipmi1 || fail "no second device"
[ -d $tracing/events/timer ] || fail "this kernel cannot trace timers"
ktap_plan 4
ktap_run "the instruments show a driver that works" seen
ktap_run "nothing runs after load" quiet sleep $seconds
ktap_run "nothing runs after requests, with no file open" closed_after_use
ktap_run "nothing runs while a file is open and nobody asks" open_and_idle
ktap_done
