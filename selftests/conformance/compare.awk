# SPDX-License-Identifier: GPL-2.0-only
# Compare what ipmi_conform wrote on two drivers, value by value.
#
#   awk -v kernel=K -v first=N -v prefix=TEXT -f compare.awk ACCEPTED DOCUMENT INTREE BMCLINK
#
# A line of ACCEPTED: ID KERNELS KEY INTREE BMCLINK; the last three are regular expressions for
# all of the key and of the values, in which "_" stands for a blank. One test per group of keys
# (what is before the first dot), one per accepted difference: it occurs, and DOCUMENT says why.

function blank(text) { gsub(/ /, "_", text); return text }

function whole(text, expression) { return text ~ ("^(" expression ")$") }

function result(good, name) {
	printf "%s %d %s%s\n", good ? "ok" : "not ok", first + n++, prefix, name
	if (!good)
		failed = 1
}

FNR == 1 { file++ }
/^#/ && file == 1 { next }
NF == 0 { next }
file == 1 {
	if (NF != 5) {
		print "# accepted: line " FNR ": must have 5 fields"
		failed = 1
	} else if ($2 == "*" || index("," $2 ",", "," kernel ",")) {
		id[++ids] = $1; key[ids] = $3; old[ids] = $4; new[ids] = $5
		if (!($1 in known)) {
			known[$1] = 0
			order[++names] = $1
		}
	}
	next
}
file == 2 {
	if (match($0, /^``[a-z0-9-]+``/))
		documented[substr($0, 3, RLENGTH - 4)] = 1
	next
}
{
	name = $1
	sub(/^[^ ]* /, "")
	if (name == "END") {
		ended[file] = 1
		next
	}
	group = name
	sub(/\..*/, "", group)
	if (!(group in count)) {
		groups[++nr_groups] = group
		count[group] = 0
	}
	if (!(name in seen)) {
		seen[name] = 1
		keys[++nr_keys] = name
		in_group[name] = group
	}
	if ((file, name) in value) {
		print "# " name " was written twice"
		doubled = 1
	}
	value[file, name] = blank($0)
}
END {
	for (k = 1; k <= nr_keys; k++) {
		name = keys[k]
		a = (3, name) in value ? value[3, name] : "absent"
		b = (4, name) in value ? value[4, name] : "absent"
		count[in_group[name]]++
		if (a == b)
			continue
		for (i = 1; i <= ids; i++)
			if (whole(name, key[i]) && whole(a, old[i]) && whole(b, new[i]))
				break
		if (i <= ids) {
			known[id[i]]++
			used[i] = 1
			continue
		}
		print "# " name ": in-tree " a ", bmclink " b
		different[in_group[name]]++
	}
	for (g = 1; g <= nr_groups; g++)
		result(!different[groups[g]], groups[g] ": " count[groups[g]] \
		       " values are the same or differ as documented")
	for (i = 1; i <= names; i++) {
		if (!(order[i] in documented))
			print "# " order[i] " is not in the documentation"
		for (k = 1; k <= ids; k++) {
			if (id[k] == order[i] && !used[k]) {
				print "# " key[k] " does not differ any more"
				known[order[i]] = 0
			}
		}
		result(order[i] in documented && known[order[i]], "difference " order[i] \
		       ": occurs, and is documented")
	}
	result(ended[3] && ended[4] && nr_keys > 1000 && !doubled,
	       "both went to the end: " nr_keys " values")
	printf "TESTS %d\n", n
	exit failed
}
