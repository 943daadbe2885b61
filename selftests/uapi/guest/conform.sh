# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# The same on both drivers, in one boot.
. /lab/uapi.sh

# record FILE PROGRAM [ioctls]: load, run, unload the driver $UAPI_DRIVER
record() {
	local class=/sys/class/ipmi device file="$1" program="$2"
	shift 2
	[ "$UAPI_DRIVER" = intree ] || class=/sys/class/bmclink
	load_driver || fail "$UAPI_DRIVER does not load"
	device=$(readlink -f "$class/ipmi0/device")
	CONFORM_UNBIND=$device/driver/unbind CONFORM_DEVICE=${device##*/} \
		"$program" "$@" >"$file" || fail "$program on $UAPI_DRIVER: $(tail -n 1 "$file")"
	unload_driver || fail "$UAPI_DRIVER does not unload"
}

# compare PROGRAM ACCEPTED: what it wrote on both drivers
compare() {
	awk -v kernel="$LAB_KERNEL" -v first=$((total + 1)) -v prefix="${1#ipmi_}: " \
		-f /lab/compare.awk "$2" /lab/differences.rst \
		"/tmp/$1.intree" "/tmp/$1.bmclink" >"/tmp/$1.result"
	total=$((total + $(sed -n 's/^TESTS //p' "/tmp/$1.result")))
}

for UAPI_DRIVER in intree bmclink; do
	record /tmp/ipmi_conform.$UAPI_DRIVER ipmi_conform
done
for UAPI_DRIVER in intree bmclink; do
	record /tmp/ipmi_conform32.$UAPI_DRIVER ipmi_conform32 ioctls
done
total=0
compare ipmi_conform /lab/accepted
echo "# nothing may differ" >/tmp/nothing
compare ipmi_conform32 /tmp/nothing
ktap_plan $total
cat /tmp/ipmi_conform.result /tmp/ipmi_conform32.result | grep -v '^TESTS'
! grep -q '^not ok' /tmp/ipmi_conform.result /tmp/ipmi_conform32.result
