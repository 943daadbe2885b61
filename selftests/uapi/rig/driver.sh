# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# How the rig finds, loads and unloads bmclink. Sourced by its guest scripts.
# shellcheck disable=SC2034 # for whoever sources this
DRV_NAME=bmclink_si
DRV_DEV=/dev/ipmi0
DRV_THREADS=bmclink/

# drv_load kcs [PARAMETER...]
drv_load() {
	drv_type=$1
	shift
	[ "$drv_type" = kcs ] || return 1
	[ -e /sys/module/bmclink ] || insmod /extra/bmclink.ko || return 1
	insmod /extra/bmclink_si.ko type=kcs addrs="$KCS0" regspacings="$(bmc spacing)" "$@"
}

drv_unload() {
	rmmod bmclink_si && rmmod bmclink
}
