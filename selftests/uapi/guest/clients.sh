# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# Each command on the in-tree driver and on bmclink, in one boot, on the same two BMCs.
# What changes the BMC ("change" in the list) is run once before it counts, so that both
# drivers meet it in the same state.
# Which BMC has which number is the driver's affair: they are found by their manufacturer.
# Compared are standard output and status. Where a command prints a time of day, digits of
# times and dates are masked; where a program prints what it never set, that is. Nothing else.
. /lab/uapi.sh

commands() {
	grep -v '^#' /lab/clients.list
}

mask_clock() {
	sed -E 's/[0-9]{2}:[0-9]{2}:[0-9]{2}/HH:MM:SS/g
		s#[0-9]{2}/[0-9]{2}/[0-9]{2,4}#MM/DD/YY#g
		s/[A-Z][a-z]{2}-[0-9]{2}-[0-9]{4}/MON-DD-YYYY/g
		s/Post-Init [0-9]+ s/Post-Init N s/'
}

# What FreeIPMI says of channels that the BMC refuses to describe, it has never set.
mask_unset() {
	sed '/^Channel Information/,$d'
}

# number_of BMC: of the device with the large (ipmi_sim) or the small BMC (in QEMU)
number_of() {
	local dev large=1
	for dev in 0 1; do
		ipmitool -I open -d $dev raw 6 1 | grep -q ' 91 12 00 ' && large=$dev
	done
	[ "$1" = large ] && echo $large || echo $((1 - large))
}

# run_all FOLDER [WORD]: what each command (only those of this kind) says on each BMC; the last
# word of a file is its status
run_all() {
	local bmc dev n line clock out start
	mkdir -p "$1"
	for bmc in large small; do
		dev=$(number_of $bmc)
		export HOME="/tmp/home.$bmc"
		rm -rf "$HOME"
		mkdir -p "$HOME"
		n=0
		commands | while read -r line; do
			n=$((n + 1))
			clock='cat'
			case $line in
			"clock "*) clock=mask_clock ;;
			"unset "*) [ $bmc = large ] || clock=mask_unset ;;
			"change "*) ;;
			*) [ $# = 1 ] || continue ;;
			esac
			case $line in
			"clock "* | "unset "*) [ $# = 1 ] || continue ;;
			esac
			line=${line#clock }
			line=${line#unset }
			line=${line#change }
			line=$(echo "$line" | sed "s|@DEV@|$dev|
				s|@FREE@|-D OPENIPMI --driver-device=/dev/ipmi$dev|")
			out=$1/$bmc.$n
			start=$(uptime_cs)
			# shellcheck disable=SC2086 # words are what it is made of
			timeout 120 $line >"$out.raw" 2>"$out.err" </dev/null
			echo "status $?" >"$out.status"
			echo "$(($(uptime_cs) - start)) cs: $line: $(cat "$out.status")" >&2
			$clock <"$out.raw" >"$out"
			cat "$out.status" >>"$out"
			rm "$out.raw"
		done
	done
}

both_devices() {
	wait_for 30 test -c /dev/ipmi0 && wait_for 30 test -c /dev/ipmi1
}

# FreeIPMI and ipmitool print what they never set when a command is refused: at least the
# same each time, then.
echo 0 >/proc/sys/kernel/randomize_va_space
total=$(($(commands | wc -l) * 2))
ktap_plan $((total + 1))
{ load_intree >&2 && both_devices; } || fail "the in-tree driver does not load"
run_all /tmp/before change
run_all /tmp/intree
unload_intree >&2 || fail "the in-tree driver does not unload"
{ load_bmclink >&2 && both_devices && wait_health ipmi0 up 30 && wait_health ipmi1 up 30; } ||
	fail "bmclink does not load"
run_all /tmp/bmclink

good=0
for bmc in large small; do
	n=0
	while read -r line; do
		n=$((n + 1))
		f=$bmc.$n
		if cmp -s /tmp/intree/$f /tmp/bmclink/$f; then
			ktap_ok "$bmc BMC: $line"
			[ "$(cat /tmp/bmclink/$f.status)" != "status 0" ] || good=$((good + 1))
		else
			diff -u /tmp/intree/$f /tmp/bmclink/$f | sed 's/^/# /'
			sed 's/^/# stderr: /' /tmp/bmclink/$f.err | head -n 5
			ktap_not_ok "$bmc BMC: $line"
		fi
	done <<-LIST
	$(commands)
	LIST
done
echo "# $good of $total commands ended with status 0 on both drivers"
if [ $good -ge $((total / 2)) ]; then
	ktap_ok "at least half of the commands work on these BMCs"
else
	ktap_not_ok "at least half of the commands work on these BMCs"
fi
ktap_done
