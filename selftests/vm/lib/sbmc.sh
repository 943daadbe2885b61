# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash source-path=SCRIPTDIR
# The scriptable BMC of selftests/lib in the place of ipmi_sim. Sourced.
#
# Its folder is $SBMC_DIR: socket (for QEMU), control (for orders), log (every frame).

sbmc_lib=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../lib" && pwd)
SBMC_DIR=''
sbmc_program='' sbmc_pid='' sbmc_orders=()

# sbmc_build: the program, outside of the checkout; several runs may want it at once
sbmc_build() {
	local cache
	cache=$(printf %s "$sbmc_lib" | sha256sum | cut -c1-8)
	cache=${BMCLINK_CACHE:-/var/cache/bmclink}/sbmc-$cache
	mkdir -p "$cache"
	(
		flock 9
		make -s -C "$sbmc_lib" O="$cache" >"$cache/log" 2>&1 9>&- || {
			cat "$cache/log" >&2
			exit 1
		}
	) 9>"$cache/lock" || return 1
	sbmc_program=$cache/sbmc
}

# sbmc_setup DIR ORDER...: a BMC with a folder of its own, not yet powered
sbmc_setup() {
	SBMC_DIR=$1
	shift
	sbmc_orders=("$@")
	mkdir -p "$SBMC_DIR"
	sbmc_build || return 1
	# The build may be replaced while this BMC is started again.
	cp "$sbmc_program" "$SBMC_DIR/sbmc"
}

sbmc_alive() {
	[ -n "$sbmc_pid" ] && kill -0 "$sbmc_pid" 2>/dev/null
}

# sbmc_start: power the BMC; returns when it listens. All it was told before is forgotten.
sbmc_start() {
	local deadline=$((SECONDS + 20))
	! sbmc_alive || return 0
	rm -f "$SBMC_DIR/control"
	setpriv --pdeathsig KILL "$SBMC_DIR/sbmc" --listen "$SBMC_DIR/socket" \
		--control "$SBMC_DIR/control" --log "$SBMC_DIR/log" \
		--profiles "$sbmc_lib/profiles" "${sbmc_orders[@]}" \
		</dev/null >>"$SBMC_DIR/errors" 2>&1 &
	sbmc_pid=$!
	until [ -S "$SBMC_DIR/control" ]; do
		if ! sbmc_alive || [ $SECONDS -ge $deadline ]; then
			echo "sbmc: does not start:" >&2
			tail -n 5 "$SBMC_DIR/errors" >&2
			sbmc_kill
			return 1
		fi
		sleep 0.05
	done
}

# sbmc_kill: the BMC dies at once
sbmc_kill() {
	[ -n "$sbmc_pid" ] || return 0
	kill -KILL "$sbmc_pid" 2>/dev/null || true
	wait "$sbmc_pid" 2>/dev/null || true
	sbmc_pid=
}

# sbmc_host WORD...: what "host sim" of the guest asks: its life, or an order
sbmc_host() {
	case ${1-} in
	start) sbmc_start ;;
	kill) sbmc_kill ;;
	pause) sbmc_alive && kill -STOP "$sbmc_pid" ;;
	resume) sbmc_alive && kill -CONT "$sbmc_pid" ;;
	log) cat "$SBMC_DIR/log" ;;
	*) "$SBMC_DIR/sbmc" --tell "$SBMC_DIR/control" "$@" ;;
	esac
}
