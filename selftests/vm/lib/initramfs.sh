# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash source-path=SCRIPTDIR
# What the guest boots into: busybox, the script, programs, modules. Sourced after
# kernel.sh, whose kernel it is about.

# The kernel's own driver and what it comes with
# shellcheck disable=SC2034 # for whoever sources this
initramfs_intree=(ipmi_msghandler ipmi_devintf ipmi_si ipmi_ssif ipmi_watchdog ipmi_poweroff
	acpi_ipmi)

# initramfs_program ROOT PROGRAM: copy a program and the libraries it needs
initramfs_program() {
	local root=$1 file lib
	if ! file=$(command -v -- "$2"); then
		echo "run: --bin $2: no such program" >&2
		return 1
	fi
	cp -L "$file" "$root/usr/bin/${2##*/}"
	# A static program or a script has none, which is an error to ldd.
	{ ldd "$file" 2>/dev/null || true; } | sed -n 's|[^/]*\(/[^ ]*\).*|\1|p' |
		while read -r lib; do
			mkdir -p "$root${lib%/*}"
			cp -Ln "$lib" "$root$lib"
		done
}

# initramfs_file ROOT SOURCE[:DESTINATION]: copy a file or folder, by default to /lab/
initramfs_file() {
	local root=$1 source=${2%%:*} dest=/lab/
	[ "$source" = "$2" ] || dest=${2#*:}
	[ -e "$source" ] || {
		echo "run: --file $source: no such file" >&2
		return 1
	}
	case $dest in
	*/) mkdir -p "$root$dest" ;;
	*) mkdir -p "$root${dest%/*}" ;;
	esac
	cp -rL "$source" "$root$dest"
}

# initramfs_module ROOT FILE: copy a module, without debug information
initramfs_module() {
	# shellcheck disable=SC2154 # set by kernel_use
	local to=$1/lib/modules/$release/lab name
	name=${2##*/}
	mkdir -p "$to"
	case $name in
	*.xz) xz -dc "$2" >"$to/${name%.xz}" ;;
	*) cp "$2" "$to/$name" ;;
	esac
	strip --strip-debug "$to/${name%.xz}"
}

# initramfs_kernel_modules ROOT NAME...: modules of the kernel's own package and
# those they depend on
initramfs_kernel_modules() {
	# shellcheck disable=SC2154 # set by kernel_use
	local root=$1 base=${modules%/lib/modules/*} name file
	shift
	for name; do
		modprobe -d "$base" -S "$release" --show-depends "$name" 2>/dev/null |
			sed -n 's/^insmod \([^ ]*\).*/\1/p'
	done | sort -u | while read -r file; do
		initramfs_module "$root" "$file"
	done
}

# initramfs_finish ROOT FILE: modules.dep and the archive
initramfs_finish() {
	local f
	mkdir -p "$1/lib/modules/$release"
	for f in modules.builtin modules.builtin.modinfo modules.order; do
		[ ! -e "$modules/$f" ] || cp "$modules/$f" "$1/lib/modules/$release/"
	done
	depmod -b "$1" "$release"
	(cd "$1" && find . -print0 | cpio --null -o -H newc --quiet | gzip -1) >"$2"
}
