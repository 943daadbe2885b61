# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Was a run good? Looks at the console log and at the results. Sourced.

# What a kernel says when something is wrong with it
judge_splats='(BUG|WARNING|UBSAN|KASAN|KCSAN|KFENCE|ODEBUG|refcount_t|INFO): |Oops|Kernel panic|\
general protection fault|Call Trace:|cut here|unable to handle|blocked for more than|soft lockup|\
hard LOCKUP|detected stall|self-detected stall|rcu_.*stall|possible .*deadlock|\
possible (circular|recursive|irq lock)|inconsistent lock state|suspicious RCU|held lock freed|\
unreferenced object|new suspected memory leaks|LOCKDEP-OFF|nobody cared|scheduling while atomic|\
sleeping function called|list_(add|del) corruption|cannot create duplicate filename|\
kobject_add_internal failed|does not have a release\(\) function|page allocation failure|\
bad page state|leaked|Objects remaining in'
judge_splats=${judge_splats//\\$'\n'/}

# Not a complaint although it looks like one
judge_harmless='INFO: lockdep is turned off|lockdep.*INFO: '

# judge_console LOG [ALLOW]: fail and show the place when the kernel complained
judge_console() {
	local first
	first=$(grep -anE "$judge_splats" "$1" | grep -vE -- "$judge_harmless${2:+|$2}" |
		head -n 1 | cut -d: -f1) || true
	[ -n "$first" ] || return 0
	judge_say "the kernel complained:"
	sed -n "$((first > 2 ? first - 2 : 1)),$((first + 45))p" "$1" | sed 's/^/    /' >&2
	return 1
}

# judge_ktap RESULTS: fail when there is no plan, a result is missing, or one is "not ok"
judge_ktap() {
	local verdict
	verdict=$(awk '
		/^Bail out!/ { bail = $0 }
		/^1\.\.[0-9]+/ { plans++; plan = substr($1, 4) + 0 }
		/^(ok|not ok) [0-9]+/ {
			n++
			num = ($1 == "ok") ? $2 : $3
			if (num != n && !odd) odd = "result " num " where " n " was due"
		}
		/^[[:space:]]*not ok / { bad++ }
		END {
			if (bail) print bail
			else if (!plans) print "no KTAP plan (1..N)"
			else if (plans > 1) print plans " KTAP plans"
			else if (!plan) print "the KTAP plan is empty"
			else if (n != plan) print n + 0 " results, but " plan " were planned"
			else if (odd) print odd
			else if (bad) print bad " tests failed"
		}' "$1")
	[ -z "$verdict" ] || {
		judge_say "$verdict"
		return 1
	}
}

judge_say() {
	echo "run: FAILED: $*" >&2
}
