# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034
# How drivers are loaded when the BMC is on SMBus; takes the place of the lab's own way. Sourced.

UNBIND_ROUNDS=10

load_bmclink() {
	modprobe i2c-i801 && modprobe bmclink && name_free bmclink_ssif &&
		modprobe bmclink_ssif "$@"
}

unload_bmclink() {
	rmmod bmclink_ssif && rmmod bmclink
}

load_intree() {
	modprobe i2c-i801 && modprobe ipmi_devintf && modprobe ipmi_ssif "$@" &&
		wait_for 20 test -c /dev/ipmi0
}

unload_intree() {
	rmmod ipmi_ssif && rmmod ipmi_devintf && rmmod ipmi_msghandler
}
