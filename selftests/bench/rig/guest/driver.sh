# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# How the rig finds, loads and unloads bmclink. Sourced by its guest scripts.
# shellcheck disable=SC2034 # for whoever sources this
DRV_NAME=bmclink_si
DRV_DEV=/dev/ipmi0
DRV_THREADS=bmclink/

# drv_load kcs|bt [PARAMETER...]
drv_load() {
	drv_type=$1
	case $1 in
	kcs) drv_addr=$KCS0 ;;
	bt) drv_addr=$BT0 ;;
	*) return 1 ;;
	esac
	shift
	[ -e /sys/module/bmclink ] || insmod /extra/bmclink.ko || return 1
	insmod /extra/bmclink_si.ko type="$drv_type" addrs="$drv_addr" \
		regspacings="$(bmc spacing)" "$@"
}

# drv_unload: and the router, too
drv_unload() {
	rmmod bmclink_si && rmmod bmclink
}

drv_settle() {
	drv_tries=0
	while ls -d /sys/bus/*/drivers/bmclink_si* >/dev/null 2>&1; do
		drv_tries=$((drv_tries + 1))
		[ $drv_tries -le 300 ] || return 1
		sleep 0.1
	done
}
