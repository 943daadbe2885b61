# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# A BMC that never has enough attention: others are served, nothing grows, little is burnt.
UAPI_DRIVER=$1
. /lab/uapi.sh

seconds=2 cpu_limit=10 answer_limit=1
# All checks of that kernel count as the thread's own time.
[ "$LAB_KERNEL" != debug ] || cpu_limit=60

# thread_ticks: CPU time of the driver's threads in hundredths of a second
thread_ticks() {
	local pid
	for pid in $(driver_threads); do
		sed 's/.*) //' "/proc/$pid/stat"
	done | awk '{ n += $12 + $13 } END { print n + 0 }'
}

slab_kb() {
	awk '/^Slab:/ { print $2 }' /proc/meminfo
}

# asking [deaf]: eight threads ask four times a second each while it goes on
asking() {
	local line ticks slab requests
	slab=$(slab_kb)
	requests=$(host sim count 06 01)
	ticks=$(thread_ticks)
	line=$(ipmi_flood ask 8 250 $seconds "$@")
	ticks=$(($(thread_ticks) - ticks))
	slab=$(($(slab_kb) - slab))
	[ $slab -ge 0 ] || slab=0
	requests=$(($(host sim count 06 01) - requests))
	[ $((ticks / seconds)) -ge "$least" ] || least=$((ticks / seconds))
	echo "$line cpu=$((ticks / seconds))% slab=${slab}kB at_bmc=$requests"
	at_most "$(field wrong "$line")" 0 && at_most "$(field worst "$line")" $answer_limit &&
		at_most $slab 2048 && at_most 10 "$(field rate "$line")"
}

# served [deaf]: so they do twice. What a busy host takes away from a CPU counts as CPU time of the
# thread that has it, so the less of both is what the driver has needed.
# shellcheck disable=SC2119,SC2120 # called by name, too
served() {
	local least=1000
	asking "$@" && asking "$@" && at_most $least $cpu_limit
}

# asked: how often the BMC was asked for what it has to tell
asked() {
	echo $(($(host sim count 06 31) + $(host sim count 06 33) + $(host sim count 06 35)))
}

# fetches: how many of these a second while nobody asks, once a burst is over
fetches() {
	local before start
	sleep 2
	start=$(uptime_cs)
	before=$(asked)
	sleep 3
	echo $((($(asked) - before) * 100 / ($(uptime_cs) - start)))
}

calm() {
	local n
	n=$(fetches)
	echo "$n fetches a second while nobody asks"
	at_most "$n" 25
}

# shellcheck disable=SC2119
as_usual() {
	host sim factory && wait_for 10 ipmi_probe recover 1 && served
}

load_driver || fail "the driver does not load"
ktap_plan 14
ktap_run "a BMC in good health: each of 8 threads has every answer in a second" served
for fault in endless-events stuck-attention alternating stuck-interrupt; do
	host sim profile $fault >/dev/null || fail "$fault is not understood"
	ktap_run "$fault: 8 threads have every answer in a second, the rest stays small" served
	ktap_run "$fault: the same with a listener that never reads" served deaf
	ktap_run "$fault: few fetches while nobody asks" calm
	host sim factory >/dev/null
done
ktap_run "afterwards all is as usual" as_usual
ktap_done
