# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 source-path=SCRIPTDIR source=lib.sh
# The interfaces of the machine, as ipmi_devices.vm describes them: they are found by nothing but
# modaliases, and work as they do on the in-tree driver.
UAPI_DRIVER=$1
shift
alone=
[ "$1" != alone ] || { alone=1; shift; }
. /lab/uapi.sh

limit=1 reloads=10 least=
if [ "$LAB_KERNEL" = debug ]; then
	limit=10 reloads=3
fi

# autoload: hand the modaliases of all devices to modprobe, as udev does, until none is new: a bus
# that came shows others
autoload() {
	: >/tmp/seen
	while :; do
		cat /sys/bus/*/devices/*/modalias 2>/dev/null | sort -u >/tmp/there
		awk 'FILENAME == ARGV[1] { seen[$0] = 1; next } !($0 in seen)' \
			/tmp/seen /tmp/there >/tmp/new
		[ -s /tmp/new ] || break
		# Not busybox's own, which it would take by itself.
		xargs /usr/bin/modprobe -b -q -a -- </tmp/new
		cp /tmp/there /tmp/seen
	done
}

unload_all() {
	local m
	for m in bmclink_ssif bmclink_si bmclink; do
		! grep -q "^$m " /proc/modules || rmmod $m || return 1
		name_free $m || return 1
	done
}

# links CLASS: the names of all links
links() {
	find "/sys/class/$1" -name 'ipmi[0-9]*' -exec basename {} \; 2>/dev/null | sort
}

# key CLASS LINK: what the same interface has in common under both drivers
key() {
	local path
	path=$(readlink -f "/sys/class/$1/$2/device")
	case $path in
	*/i2c-*) echo "ssif" ;;
	*) basename "$path" ;;
	esac
}

# parse LINK: set transport, place, irq, bmc
parse() {
	local rest
	transport=${1%%:*} rest=${1#*:}
	place=${rest%%:*} rest=${rest#*:}
	irq=${rest%%:*} bmc=${rest#*:}
}

# matches LINK: is it the interface that was parsed last?
matches() {
	[ "$(attr "$1" transport)" = "$transport" ] || return 1
	case $place in
	pci) [ "$(attr "$1" source)" = pci ] ;;
	*) case "$(attr "$1" address)" in *" $place") ;; *) return 1 ;; esac ;;
	esac
}

# find_link DESCRIPTION: the link that is it
find_link() {
	local link
	parse "$1"
	for link in $(links bmclink); do
		! matches "$link" || echo "$link"
	done
}

all_up() {
	local link count=0
	for link in $(links bmclink); do
		[ "$(attr "$link" health)" = up ] || return 1
		count=$((count + 1))
	done
	[ $count = "$wanted" ]
}

# show: the order of all links
show() {
	local link
	for link in $(links bmclink); do
		echo "$link $(attr "$link" transport) $(attr "$link" address)" \
			"$(attr "$link" source)"
	done
}

# all_come: after an autoload; keeps how long the fastest one took
all_come() {
	local start took
	start=$(uptime_cs)
	wait_for $((20 * limit)) all_up || return 1
	took=$(($(uptime_cs) - start))
	echo "up after $took cs"
	[ $took -ge "${least:-$took}" ] || least=$took
	least=${least:-$took}
}

found() {
	autoload
	all_come || { show; return 1; }
	show
}

as_described() {
	local link
	parse "$1"
	link=$(find_link "$1")
	[ -c "/dev/${link:-none}" ] || { echo "not there"; return 1; }
	case $transport:$place in
	*:pci) [ "$(attr "$link" irq)" != 0 ] ;;
	*) [ "$(attr "$link" irq)" = "$irq" ] ;;
	esac || { echo "interrupt $(attr "$link" irq)"; return 1; }
	case $bmc:$(attr "$link" manufacturer_id) in
	extern:0x001291 | sim:0x000000) ;;
	*) echo "manufacturer $(attr "$link" manufacturer_id)"; return 1 ;;
	esac
}

same_order() {
	local n=0
	show >/tmp/order
	while [ $n -lt $reloads ]; do
		unload_all || { echo "round $n: does not unload"; return 1; }
		autoload
		all_come || { echo "round $n: not all up"; show; return 1; }
		show | diff /tmp/order - || return 1
		n=$((n + 1))
	done
}

commands='mc info
mc guid
mc selftest
mc getenables
chassis status
sdr elist all
raw 0x0a 0x10 0
raw 6 1
raw 6 0x42 0x0e
raw 0x0a 0x20
raw 0x30 0x01
raw 0x3e 0xff 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25'

# say CLASS FOLDER: what ipmitool says on each link
say() {
	local link dev line
	mkdir -p "$2"
	for link in $(links "$1"); do
		dev=${link#ipmi}
		echo "$commands" | while read -r line; do
			echo "\$ ipmitool $line"
			# shellcheck disable=SC2086 # words
			timeout 60 ipmitool -I open -d "$dev" $line 2>&1 </dev/null
			echo "status $?"
		done >"$2/$(key "$1" "$link")"
	done
}

# same KEY: as on the in-tree driver
same() {
	[ "$(grep -c '^status 0$' "/tmp/bmclink/$1")" -ge 6 ] ||
		{ cat "/tmp/bmclink/$1"; return 1; }
	[ -e "/tmp/intree/$1" ] || { echo "the in-tree driver has no $1"; return 1; }
	diff -u "/tmp/intree/$1" "/tmp/bmclink/$1"
}

# answers: the BMC that the in-tree driver does not get on with
answers() {
	local link n=0
	link=$(find_link "$1")
	while [ $n -lt 20 ]; do
		ipmitool -I open -d "${link#ipmi}" raw 6 1 | grep -q '^ 20 .* 91 12 00 ' || return 1
		n=$((n + 1))
	done
	grep -q '^status 0$' "/tmp/bmclink/$(key bmclink "$link")"
}

# asked LINK ROUNDS: its BMC says the same each time; leaves a file behind when it does not
asked() {
	local n=0 first this
	first=$(ipmitool -I open -d "${1#ipmi}" raw 6 1 2>&1)
	while [ $n -lt "$2" ]; do
		this=$(ipmitool -I open -d "${1#ipmi}" raw 6 1 2>&1)
		[ "$this" = "$first" ] || echo "$1: '$this' after '$first'" >>/tmp/wrong
		n=$((n + 1))
	done
}

all_at_once() {
	local link
	rm -f /tmp/wrong
	for link in $(links bmclink); do
		asked "$link" 15 &
		IPMI_DEV=/dev/$link ipmi_probe burst 100 >"/tmp/burst.$link" &
	done
	wait
	for link in $(links bmclink); do
		grep -q 'good=100 ' "/tmp/burst.$link" || { cat "/tmp/burst.$link"; return 1; }
	done
	[ ! -e /tmp/wrong ] || { cat /tmp/wrong; return 1; }
}

intree_all() {
	modprobe ipmi_devintf && modprobe ipmi_si && modprobe ipmi_ssif || return 1
	wait_for 30 intree_has $wanted
}

intree_has() {
	[ "$(links ipmi | wc -l)" = "$1" ]
}

mkdir -p /etc/modprobe.d
cp /lab/bmclink.modprobe.conf /etc/modprobe.d/bmclink.conf
wanted=$#
if [ -n "$alone" ]; then
	ktap_plan $((4 + wanted))
else
	ktap_plan $((5 + 2 * wanted))
fi
ktap_run "$wanted interfaces are found by modalias alone, and come up" found
for one; do
	ktap_run "$one is what it should be" as_described "$one"
done
ktap_run "the same numbers in $reloads loads" same_order
# The fastest of them: the machine is emulated and not alone.
ktap_run "all are up within $limit s of autoload" at_most "$least" $((limit * 100))
ktap_run "requests to all at once, each BMC answers its own" all_at_once
if [ -n "$alone" ]; then
	ktap_done
	exit
fi
say bmclink /tmp/bmclink
for one; do
	find_link "$one" >/tmp/link
	key bmclink "$(cat /tmp/link)" >"/tmp/key.$one"
done
case " $* " in
*" ssif:"*":extern "*)
	# QEMU's device answers with the block before while this BMC works, which the in-tree
	# driver takes for the answer: there is nothing to compare with.
	uncompared=$(for one; do case $one in ssif:*:extern) echo "$one" ;; esac; done)
	;;
*)
	uncompared=
	;;
esac
for one; do
	[ "$one" != "$uncompared" ] || ktap_run "$one answers ipmitool" answers "$one"
done
unload_all >&2 || fail "bmclink does not unload"
if intree_all; then
	ktap_ok "the in-tree driver finds as many"
else
	links ipmi | sed 's/^/# /'
	ktap_not_ok "the in-tree driver finds as many"
fi
say ipmi /tmp/intree
for one; do
	[ "$one" != "$uncompared" ] || continue
	ktap_run "$one: ipmitool says what it says on the in-tree driver" \
		same "$(cat "/tmp/key.$one")"
done
ktap_done
