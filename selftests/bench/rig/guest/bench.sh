# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash source-path=SCRIPTDIR
# bench.sh kcs|bt QUICK: all measurements, first on the in-tree driver, then on bmclink.
type=$1 quick=$2
interface=${type}0
case $type in
kcs) messages=600 ;;
bt) messages=2000 ;;
esac
asks=100
if [ "$quick" != 0 ]; then
	messages=$((messages / 5))
	asks=20
fi

measure() {
	# shellcheck disable=SC2086 # options
	res "$(rigbench -d "$DRV_DEV" -I "$interface" -k "$DRV_THREADS" $2 -L "$driver/$1")"
}

pace() {
	bmc byte_us "${1%,*}"
	bmc cmd_us "${1#*,}"
}

# settle: after a change the first messages do not count
settle() {
	rigbench -d "$DRV_DEV" -I "$interface" -n 50 >/dev/null
}

# ready: from the start of loading to the first good answer
ready() {
	local start end
	start=$(bmc_time)
	drv_load "$type" || return 1
	wait_dev 20 || return 1
	while ! rigbench -d "$DRV_DEV" -I "$interface" -n 1 >/dev/null; do
		sleep 0.01
	done
	end=$(bmc_time)
	res "READY label=$driver/load-to-answer secs=$(awk "BEGIN { print ($end - $start) / 1e9 }")"
}

bmc_time() {
	awk '$1 == "time_ns" { print $2 }' /proc/mmiobmc
}

paces() {
	local one
	for one in 0,0 20,500 100,1000 150,5000 300,20000; do
		pace $one
		settle
		measure $one "-n $messages"
	done
	bmc jitter 50
	for one in 20,500 100,1000 150,5000 300,20000; do
		pace $one
		settle
		measure $one/jitter "-n $messages"
	done
	bmc jitter 0
	bmc tail 20
	pace 100,1000
	settle
	measure 100,1000/tail "-n $messages"
	bmc tail 0
	pace 20,500
	settle
	measure 20,500/queue-4 "-n $messages -q 4"
	measure 20,500/queue-16 "-n $messages -q 16"
}

# fair DEPTH: one asks once a second, fifteen always have DEPTH requests waiting each
fair() {
	res "$(rigfair -d "$DRV_DEV" -q "$1" -n "$asks" -L "$driver/flood-15x$1")"
}

floods() {
	pace 100,1000
	settle
	fair 1
	fair 16
}

# After 19 messages at the new pace the next ones have to be as good as ever.
changes() {
	pace 20,500
	settle
	pace 200,5000
	rigbench -d "$DRV_DEV" -I "$interface" -n 19 >/dev/null
	measure 20,500-to-200,5000 "-n 20"
	settle
	pace 20,500
	rigbench -d "$DRV_DEV" -I "$interface" -n 19 >/dev/null
	measure 200,5000-to-20,500 "-n 20"
}

one_driver() {
	bmc_reset
	pace 20,500
	ready || { res "RIG $driver does not come up"; return 1; }
	sleep 3
	measure idle/nobody "-i 10"
	measure idle/open-file "-i 10 -o"
	measure idle/event-listener "-i 10 -e"
	measure event "-E 20"
	paces
	changes
	floods
	drv_unload
}

res "META kernel=$(uname -r) trap_ns=$(awk '/^trap_ns/ { print $2 }' /proc/mmiobmc)"
driver=intree
one_driver || exit 1
rmmod ipmi_devintf ipmi_msghandler
# shellcheck source=driver.sh
. /extra/bmclink.sh
driver=bmclink
one_driver || exit 1
! complaints
