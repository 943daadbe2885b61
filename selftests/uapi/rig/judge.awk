# SPDX-License-Identifier: GPL-2.0-only
# Reads the result lines of the rig's guest script fault.sh and says in KTAP whether they keep
# the bounds. Variables: faults (their names), load_limit and unload_limit
# (seconds).

# value(NAME, LINE): of NAME=value
function value(name, line,    n, w, i) {
	n = split(line, w, " ")
	for (i = 1; i <= n; i++)
		if (index(w[i], name "=") == 1)
			return substr(w[i], length(name) + 2)
	return ""
}

function wrong(text) {
	why = why "# " text "\n"
	bad = 1
}

# within(NAME, LINE, LIMIT): a number that must be there
function within(what, name, line, limit,    v) {
	v = value(name, line)
	if (v == "")
		wrong(what ": no " name)
	else if (v + 0 > limit)
		wrong(what ": " name " is " v ", must be at most " limit)
}

function equal(what, name, line, want,    v) {
	v = value(name, line)
	if (v != want)
		wrong(what ": " name " is " (v == "" ? "missing" : v) ", must be " want)
}

function need(key) {
	if (!(key in got))
		wrong("no line " key)
	return key in got
}

function result(text) {
	count++
	printf "%s%sok %d %s: %s\n", why, bad ? "not " : "", count, fault, text
	if (bad)
		failed++
	why = ""
	bad = 0
}

# load under the fault: at once, without D state, and the device is there
function load() {
	if (need("L1")) {
		equal("load", "rc", got["L1"], "0")
		within("load", "secs", got["L1"], load_limit)
		equal("load", "stuck", got["L1"], "0")
	}
	if (need("L2"))
		equal("load", "device", got["L2"], "yes")
	result("load in " load_limit " s, device there")
}

# it comes by itself, and goes
function appear() {
	if (need("L4")) {
		equal("30 s after the fault", "device", got["L4"], "yes")
		equal("30 s after the fault", "ok", got["L4"], "20")
		equal("30 s after the fault", "bad", got["L4"], "0")
	}
	if (need("L5")) {
		equal("unload", "rc", got["L5"], "0")
		within("unload", "secs", got["L5"], unload_limit)
	}
	if ("L6" in got)
		wrong(got["L6"])
	result("after the fault the device works by itself, unload in " unload_limit " s")
}

# a user under the fault
function user(    first) {
	if (need("A1")) {
		first = value("fault_first_bad", got["A1"])
		if (first == "")
			wrong("no fault_first_bad")
		else if (first + 0 > 6)
			wrong("first error after " first)
		else if (fault ~ no_answer && first + 0 < 0)
			wrong("no error although the BMC cannot answer")
		else if (fault ~ /endless_events|stuck_atn/ && first + 0 >= 0)
			wrong("an error after " first " although the BMC answers")
		equal("before", "pre_bad", got["A1"], "0")
		within("under the fault", "fault_maxlat", got["A1"], 6)
		within("under the fault", "outstanding_at_end", got["A1"], 6)
		within("under the fault", "max_send", got["A1"], 0.1)
		within("under the fault", "d_secs", got["A1"], 0.1)
		# Accesses to registers in a second
		if (fault ~ stuck)
			within("under the fault", "acc_s", got["A1"], 2000)
		equal("after", "recovered", got["A1"], "1")
		within("after", "rec_first_ok", got["A1"], 2)
		# This one ends by itself after 8 s; five answers more say D2h.
		if (fault ~ /dead_for/)
			within("dead for 8 s", "fault_last_bad", got["A1"], 12)
		if (value("user_close", got["A1"]) !~ /^ok/)
			wrong("close: " value("user_close", got["A1"]))
		summary = "first error " first ", recovered after " \
			value("rec_first_ok", got["A1"]) " s, cpu " \
			value("cpu_pct", got["A1"]) " %, " value("acc_s", got["A1"]) \
			" accesses/s"
	}
	if (need("A2")) {
		equal("after", "ok", got["A2"], "50")
		equal("after", "bad", got["A2"], "0")
	}
	if (summary != "")
		why = why "# " summary "\n"
	result("first error in 6 s, recovery by itself")
	summary = ""
}

# close and unload while the fault is on
function unload() {
	if (need("U1"))
		equal("close", "stuck", got["U1"], "0")
	if (need("U2")) {
		equal("unload", "rc", got["U2"], "0")
		within("unload", "secs", got["U2"], unload_limit)
		within("unload", "d_secs", got["U2"], unload_limit)
		equal("unload", "stuck", got["U2"], "0")
	}
	if ("U3" in got)
		wrong(got["U3"])
	if ("BAD" in got)
		wrong("the kernel complained: " got["BAD"])
	if ("RIG" in got)
		wrong(got["RIG"])
	if ("A" in got)
		wrong(got["A"])
	result("unload in " unload_limit " s under the fault, nothing in the log")
}

# A line begins with the name of its fault, then a key.
$1 == "RIG" {
	rig = $0
	next
}

{
	if (!(($1, $2) in said) || $2 !~ /BAD/)
		said[$1, $2] = $0
}

END {
	stuck = "stuck_ibf|stuck_error|allff|no_reply"
	no_answer = "stuck_ibf|stuck_error|allff|no_reply|cc0xD2|short_reply|wrong_reply|dead_for"
	n = split(faults, fault_list, " ")
	print "KTAP version 1"
	printf "1..%d\n", n * 4
	for (k = 1; k <= n; k++) {
		fault = fault_list[k]
		split("", got)
		for (key in said) {
			split(key, part, SUBSEP)
			if (part[1] == fault)
				got[part[2]] = said[key]
		}
		if (rig != "")
			got["RIG"] = rig
		load()
		appear()
		user()
		unload()
	}
	exit failed > 0
}
