# SPDX-License-Identifier: GPL-2.0-only
# Several KTAP streams become one. Input lines: "name TEXT" begins a stream, "out LINE" is a line
# of it, "verdict good|bad" ends it: was its machine content?

$1 == "name" {
	name = substr($0, 6)
	planned = 0
	n = 0
	bad = 0
	next
}

$1 == "verdict" {
	total++
	if ($2 == "good" && planned && n == planned) {
		text[++lines] = "ok " total " " name ": all tests run, nothing in the log"
	} else if (bad && n == planned) {
		# Which test it was has been said.
		text[++lines] = "ok " total " " name ": all tests run"
	} else {
		text[++lines] = "# " n " results of " planned
		text[++lines] = "not ok " total " " name ": all tests run, nothing in the log"
		failed++
	}
	next
}

{
	sub(/^out /, "")
}

/^KTAP version/ {
	next
}

/^1\.\.[0-9]+/ {
	planned = substr($1, 4) + 0
	next
}

/^(not )?ok [0-9]+ / {
	n++
	total++
	word = "ok"
	if ($1 == "not") {
		word = "not ok"
		bad++
		failed++
	}
	sub(/^(not )?ok [0-9]+ /, "")
	text[++lines] = word " " total " " name ": " $0
	next
}

/^Bail out!/ {
	text[++lines] = "# " $0
	next
}

{
	text[++lines] = $0
}

END {
	print "1.." total
	for (i = 1; i <= lines; i++)
		print text[i]
	exit failed > 0 || !total
}
