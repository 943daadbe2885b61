# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Which kernels there are. Sourced.

# What kernel_use sets: its argument, the bootable file, uname -r, the build tree,
# the folder of the in-tree modules
# shellcheck disable=SC2034 # for whoever sources this
kernel='' image='' release='' kdir='' modules=''

# kernel_names: what --kernel takes
kernel_names() {
	echo 6.1 6.12 debug
}

# kernel_use NAME: set the variables above from what selftests/setup wrote
kernel_use() {
	local env=${BMCLINK_CACHE:-/var/cache/bmclink}/kernels/$1.env
	case " $(kernel_names) " in
	*" $1 "*) ;;
	*)
		echo "${0##*/}: kernel $1: unknown; one of $(kernel_names)" >&2
		return 2
		;;
	esac
	if [ ! -r "$env" ]; then
		echo "${0##*/}: kernel $1: not set up; run selftests/setup$(
			[ "$1" != debug ] || echo ' debug')" >&2
		return 1
	fi
	# shellcheck disable=SC2034
	kernel=$1
	# shellcheck disable=SC1090 # written by selftests/setup
	. "$env"
}
