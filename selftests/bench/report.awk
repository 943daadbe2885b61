# SPDX-License-Identifier: GPL-2.0-only
# What bench/run measured. Input: lines "part=P KIND label=DRIVER/NAME KEY=VALUE..."; the same
# label more than once: medians. Variable: format (text, json, plot).

function median(list,    n, v, i, j, t) {
	n = split(list, v, " ")
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && v[j - 1] + 0 > v[j] + 0; j--) {
			t = v[j]
			v[j] = v[j - 1]
			v[j - 1] = t
		}
	return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}

# get(DRIVER, ROW, KEY): median, or ""
function get(driver, row, key) {
	return (driver SUBSEP row SUBSEP key) in all ? median(all[driver, row, key]) : ""
}

function ratio(a, b) {
	return a != "" && b != "" && b + 0 > 0 ? sprintf("%.2f", a / b) : "-"
}

function number(v, digits) {
	return v == "" ? "-" : sprintf("%." digits "f", v)
}

{
	part = substr($1, 6)
	kind = $2
	if (kind == "META") {
		for (i = 3; i <= NF; i++)
			if ($i ~ /^kernel=/)
				kernel = substr($i, 8)
		next
	}
	for (i = 3; i <= NF; i++) {
		at = index($i, "=")
		key = substr($i, 1, at - 1)
		value = substr($i, at + 1)
		if (key == "label") {
			driver = value
			sub(/\/.*/, "", driver)
			row = kind " " part " " substr(value, length(driver) + 2)
			if (!(row in seen)) {
				seen[row] = 1
				rows[++count] = row
			}
		} else if (value ~ /^-?[0-9.]+$/) {
			all[driver, row, key] = all[driver, row, key] " " value
			if (!((row, key) in has)) {
				has[row, key] = 1
				keys[row] = keys[row] " " key
			}
		}
	}
}

function bench_row(row, name,    a, b, limit) {
	a = get("intree", row, "p50")
	b = get("bmclink", row, "p50")
	limit = get("bmclink", row, "limit")
	printf "%-5s %-26s %7s %9s %9s %6s %6s %6s %8s %8s %6s\n", part_of, name,
		(limit + 0 > 0) ? number(limit, 0) : "-", number(a, 0), number(b, 0), ratio(b, a),
		ratio(b, limit), ratio(get("bmclink", row, "p99"), limit),
		number(get("intree", row, "cpu_msg"), 3), number(get("bmclink", row, "cpu_msg"), 3),
		ratio(get("bmclink", row, "cpu_msg"), get("intree", row, "cpu_msg"))
}

function text_all(    i, w, row) {
	if (kernel != "")
		print "kernel " kernel
	printf "%-5s %-26s %7s %9s %9s %6s %6s %6s %8s %8s %6s\n", "", "", "limit", "in-tree",
		"bmclink", "", "p50/", "p99/", "in-tree", "bmclink", ""
	printf "%-5s %-26s %7s %9s %9s %6s %6s %6s %8s %8s %6s\n", "", "byte us, command us", "us",
		"p50 us", "p50 us", "ratio", "limit", "limit", "cpu ms", "cpu ms", "ratio"
	for (i = 1; i <= count; i++) {
		split(rows[i], w, " ")
		part_of = w[2]
		if (w[1] == "BENCH")
			bench_row(rows[i], w[3])
	}
	print ""
	for (i = 1; i <= count; i++) {
		split(rows[i], w, " ")
		row = rows[i]
		if (w[1] == "IDLE")
			printf "%-5s %-26s cpu %%: %s in-tree, %s bmclink; accesses/s: %s, %s\n",
				w[2], w[3], number(get("intree", row, "cpu_pct"), 2),
				number(get("bmclink", row, "cpu_pct"), 2),
				number(get("intree", row, "acc_s"), 1),
				number(get("bmclink", row, "acc_s"), 1)
		else if (w[1] == "FAIR")
			printf "%-5s %-26s one's p99, in message times: %s in-tree, %s bmclink\n",
				w[2], w[3], number(get("intree", row, "p99_msgs"), 2),
				number(get("bmclink", row, "p99_msgs"), 2)
		else if (w[1] == "EVENT" || w[1] == "READY")
			printf "%-5s %-26s seconds: %s in-tree, %s bmclink\n", w[2], w[3],
				number(get("intree", row, "secs"), 3),
				number(get("bmclink", row, "secs"), 3)
	}
}

# Name, the BMC's own time and both drivers' median in ms: the even paces.
function plot_all(    i, w, row) {
	for (i = 1; i <= count; i++) {
		split(rows[i], w, " ")
		row = rows[i]
		if (w[1] == "BENCH" && w[3] ~ /^[0-9]+,[0-9]+$/ && get("bmclink", row, "limit") > 0)
			printf "\"%s %s\" %.3f %.3f %.3f\n", toupper(w[2]), w[3],
				get("bmclink", row, "limit") / 1000,
				get("intree", row, "p50") / 1000, get("bmclink", row, "p50") / 1000
	}
}

function json_object(driver, row,    n, k, i, s) {
	n = split(keys[row], k, " ")
	for (i = 1; i <= n; i++)
		if (get(driver, row, k[i]) != "")
			s = s (s == "" ? "" : ", ") "\"" k[i] "\": " get(driver, row, k[i])
	return "{ " s " }"
}

function json_all(    i, w) {
	printf "{\n\t\"kernel\": \"%s\",\n\t\"results\": [\n", kernel
	for (i = 1; i <= count; i++) {
		split(rows[i], w, " ")
		printf "\t\t{ \"part\": \"%s\", \"kind\": \"%s\", \"name\": \"%s\",\n", w[2],
			tolower(w[1]), w[3]
		printf "\t\t  \"intree\": %s,\n", json_object("intree", rows[i])
		printf "\t\t  \"bmclink\": %s }%s\n", json_object("bmclink", rows[i]),
			i < count ? "," : ""
	}
	print "\t]\n}"
}

END {
	if (format == "json")
		json_all()
	else if (format == "plot")
		plot_all()
	else
		text_all()
}
