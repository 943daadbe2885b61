# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# Unbind, bind, load and unload.
UAPI_DRIVER=$1
. /lab/uapi.sh

rounds=${UNBIND_ROUNDS:-100} binds=30 scale=1
if [ "$LAB_KERNEL" = debug ]; then
	# rmmod takes seconds there: kernel objects are released late on purpose
	rounds=5 binds=10 scale=5
fi

# load_rounds COUNT COMMAND...: load, run the command, unload at once
load_rounds() {
	local n="$1" i=0 before after
	shift
	before=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)
	while [ $i -lt "$n" ]; do
		load_driver || { echo "round $i: does not load"; return 1; }
		"$@" >&2 || { echo "round $i: $* failed"; return 1; }
		unload_driver || { echo "round $i: does not unload"; return 1; }
		i=$((i + 1))
	done
	after=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)
	echo "$n rounds, available memory $before kB before, $after kB after"
	! modules_left && [ ! -e /dev/ipmi0 ]
}

# load_without_waiting COUNT: unload before the first look at the BMC has ended
load_without_waiting() {
	local i=0
	while [ $i -lt "$1" ]; do
		load_bmclink || { echo "round $i: does not load"; return 1; }
		unload_bmclink || { echo "round $i: does not unload"; return 1; }
		i=$((i + 1))
	done
	! modules_left
}

unload_router() {
	case $UAPI_DRIVER in
	bmclink) rmmod bmclink ;;
	*) rmmod ipmi_devintf ipmi_msghandler ;;
	esac
	! modules_left
}

load_driver || fail "the driver does not load"
set -- ipmi_unbind -s $scale -n $binds
ktap_plan $(($(ktap_count_of "$@") + 4))
ktap_program "" "$@"
ktap_run "the router unloads after its transport" unload_router
ktap_run "load and unload, $rounds times" load_rounds "$rounds" true
ktap_run "load and unload with requests in flight, $rounds times" \
	load_rounds "$rounds" ipmi_probe leave 20
if [ "$UAPI_DRIVER" = bmclink ]; then
	ktap_run "load and unload at once, $rounds times" load_without_waiting "$rounds"
else
	ktap_skip "load and unload at once" "the in-tree driver's load waits for the BMC"
fi
ktap_done
