# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# The simulated BMC: one ipmi_sim, its configuration and its state. Sourced.
#
# All state lies in the folder $SIM_DIR: password (of the user ADMIN, id 2),
# lan and chassis (what the hook keeps), lan.log and chassis.log (what was set),
# log (what ipmi_sim said).

sim_here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../sim" && pwd)
SIM_DIR='' SIM_LAN_PORT='' SIM_VM_PORT=''
sim_pid=

# sim_port udp|tcp VARIABLE: reserve a port of 127.0.0.1 that nobody uses. The
# lock makes parallel runs take different ones; it goes with this process.
sim_port() {
	local dir=${BMCLINK_CACHE:-/var/cache/bmclink}/ports port fd
	mkdir -p "$dir"
	for ((port = 20000 + RANDOM % 4000; port < 28000; port++)); do
		exec {fd}>"$dir/$port"
		# ipmi_sim must not inherit the lock: it may outlive this shell for a moment
		if flock -n "$fd" && ! grep -qi ":$(printf %04x "$port") " "/proc/net/$1"; then
			printf -v "$2" %s "$port"
			sim_fds+=("$fd")
			return
		fi
		exec {fd}>&-
	done
	echo "sim: no free port" >&2
	return 1
}
sim_fds=()

# sim_setup DIR: write the configuration of a BMC into the new folder DIR
sim_setup() {
	SIM_DIR=$1
	mkdir -p "$SIM_DIR/state"
	sim_port udp SIM_LAN_PORT && sim_port tcp SIM_VM_PORT || return 1
	[ -e "$SIM_DIR/password" ] ||
		echo "Lost-$(od -An -N4 -tx4 /dev/urandom | tr -d ' ')" >"$SIM_DIR/password"
	sed "s|@LAN_PORT@|$SIM_LAN_PORT|; s|@VM_PORT@|$SIM_VM_PORT|; s|@DIR@|$SIM_DIR|
		s|@HOOK@|$sim_here/hook|; s|@PASSWORD@|$(cat "$SIM_DIR/password")|
		s|@OPERATOR@|Op-$(od -An -N4 -tx4 /dev/urandom | tr -d ' ')|" \
		"$sim_here/lan.conf.in" >"$SIM_DIR/lan.conf"
	cat >"$SIM_DIR/lan" <<-'V'
	ip_addr_src:dhcp
	ip_addr:0.0.0.0
	mac_addr:52:54:00:bc:00:01
	subnet_mask:0.0.0.0
	default_gw_ip_addr:0.0.0.0
	default_gw_mac_addr:00:00:00:00:00:00
	backup_gw_ip_addr:0.0.0.0
	backup_gw_mac_addr:00:00:00:00:00:00
	V
	printf '%s\n' power:1 reset:0 shutdown:0 boot:default >"$SIM_DIR/chassis"
	: >"$SIM_DIR/lan.log"
	: >"$SIM_DIR/chassis.log"
	: >"$SIM_DIR/log"
	mkfifo "$SIM_DIR/console"
	# Kept open for reading and writing: ipmi_sim must never see the end of it.
	exec {sim_console}<>"$SIM_DIR/console"
}

sim_listening() {
	grep -qi ":$(printf %04x "$SIM_VM_PORT") 00000000:0000 0A" /proc/net/tcp &&
		grep -qi ":$(printf %04x "$SIM_LAN_PORT") " /proc/net/udp
}

# sim_alive: does an ipmi_sim of ours exist?
sim_alive() {
	[ -n "$sim_pid" ] && kill -0 "$sim_pid" 2>/dev/null
}

# sim_start: power the BMC; returns when it listens
sim_start() {
	local fd deadline
	! sim_alive || return 0
	(
		for fd in "${sim_fds[@]}"; do exec {fd}>&-; done
		exec setpriv --pdeathsig KILL ipmi_sim -c "$SIM_DIR/lan.conf" \
			-f "$sim_here/bmc.emu" -s "$SIM_DIR/state" \
			<&"$sim_console" >>"$SIM_DIR/log" 2>&1
	) &
	sim_pid=$!
	deadline=$((SECONDS + 20))
	until sim_listening; do
		if ! sim_alive || [ $SECONDS -ge $deadline ]; then
			echo "sim: ipmi_sim does not start:" >&2
			tail -n 5 "$SIM_DIR/log" >&2
			sim_kill
			return 1
		fi
		sleep 0.05
	done
}

# sim_kill: the BMC dies at once
sim_kill() {
	[ -n "$sim_pid" ] || return 0
	kill -KILL "$sim_pid" 2>/dev/null || true
	wait "$sim_pid" 2>/dev/null || true
	sim_pid=
}

# sim_pause, sim_resume: the BMC stops to answer, and goes on where it was
sim_pause() {
	sim_alive && kill -STOP "$sim_pid"
}

sim_resume() {
	sim_alive && kill -CONT "$sim_pid"
}

# sim_console_cmd COMMAND: a command for ipmi_sim itself, see ipmi_sim_cmd(5)
sim_console_cmd() {
	echo "$*" >&"$sim_console"
}

# sim_ipmitool ARGS...: ipmitool from outside, over RMCP+, as ADMIN with the
# password of $SIM_DIR/password. The cipher suite is given because this BMC does
# not answer the question for it, which costs ipmitool ten seconds.
sim_ipmitool() {
	timeout 60 ipmitool -I lanplus -C 3 -H 127.0.0.1 -p "$SIM_LAN_PORT" -U ADMIN \
		-f "$SIM_DIR/password" "$@" </dev/null
}
