# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# The kernel's own tools for netlink specifications (YNL), from Debian's source package. Sourced.

# ynl_use: sets ynl, a folder laid out as the kernel's, with tools/net/ynl and Documentation/netlink
ynl_use() {
	local cache=${BMCLINK_CACHE:-/var/cache/bmclink} tar=/usr/src/linux-source-6.12.tar.xz
	[ -r "$tar" ] || {
		echo "$tar is missing; run selftests/setup" >&2
		return 1
	}
	ynl=$cache/ynl-$(stat -c %Y "$tar")
	mkdir -p "$cache"
	(
		flock 9
		[ ! -d "$ynl" ] || exit 0
		rm -rf "$ynl.new"
		mkdir -p "$ynl.new"
		tar -C "$ynl.new" --strip-components=1 -xJf "$tar" --wildcards '*/tools/net/ynl' \
			'*/Documentation/netlink/*.yaml'
		# By this file the generator knows where the tree begins.
		: >"$ynl.new/MAINTAINERS"
		mv "$ynl.new" "$ynl"
	) 9>"$cache/ynl.lock"
}

# ynl_python FOLDER: the parts of Debian's Python that YNL's command line needs
ynl_python() {
	local file
	mkdir -p "$1"
	cp "$ynl/Documentation/netlink/specs/nlctrl.yaml" "$1/"
	PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$ynl/tools/net/ynl" /usr/bin/python3 -S - <<-P |
		import runpy, sys
		sys.path.append("/usr/lib/python3/dist-packages")
		import encodings.utf_8, encodings.ascii, encodings.latin_1, locale
		sys.stderr = open("/dev/null", "w")
		try:
		    # As far as it gets without the family.
		    sys.argv = ["cli.py", "--spec", "$1/nlctrl.yaml", "--no-schema"]
		    runpy.run_path("$ynl/tools/net/ynl/cli.py", run_name="__main__")
		except BaseException:
		    pass
		for m in list(sys.modules.values()):
		    f = getattr(m, "__file__", None)
		    if f and f.startswith("/usr/lib/"):
		        print(f)
	P
		while read -r file; do
			mkdir -p "$1${file%/*}"
			cp -L "$file" "$1$file"
		done
	[ -d "$1/usr/lib/python3" ]
}
