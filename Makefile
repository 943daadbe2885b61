# SPDX-License-Identifier: GPL-2.0-only
#
# Front door of the build; "make help" lists the targets. What goes into a module is said in Kbuild,
# which is the file that the kernel's build system reads.

KDIR		?= /lib/modules/$(shell uname -r)/build
PREFIX		?= /usr
DESTDIR		?=
UDEVDIR		?= $(PREFIX)/lib/udev/rules.d
SYSUSERSDIR	?= $(PREFIX)/lib/sysusers.d
UNITDIR		?= $(PREFIX)/lib/systemd/system
units		:= bmc-metrics.service bmc-metrics.timer bmc-monitor.service
MODPROBEDIR	?= $(PREFIX)/lib/modprobe.d
DKMS		?= dkms
INSTALL		?= install

# The version is said once, in dkms.conf.
dkms_name	:= $(shell sed -n 's/^PACKAGE_NAME="\(.*\)"$$/\1/p' dkms.conf)
dkms_version	:= $(shell sed -n 's/^PACKAGE_VERSION="\(.*\)"$$/\1/p' dkms.conf)
dkms_src	 = $(DESTDIR)/usr/src/$(dkms_name)-$(dkms_version)
dkms_files	:= Kbuild dkms.conf COPYING drivers $(wildcard uapi)

modules		:= drivers/core/bmclink.ko drivers/si/bmclink_si.ko drivers/ssif/bmclink_ssif.ko
# Beats modules of the same name elsewhere, and is the same folder on every kernel.
mod_dir		:= updates
# Debian's 6.1 headers have the right name in this place only.
kernelrelease	 = $(shell sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' \
		   '$(KDIR)/include/generated/utsrelease.h' 2>/dev/null)

kbuild		 = $(MAKE) -C '$(KDIR)' M='$(CURDIR)'

all: modules tools

check-kdir:
	@test -e '$(KDIR)/Makefile' || { \
		echo "KDIR=$(KDIR): no kernel headers there; install the package" >&2; \
		echo "linux-headers-$$(uname -r), or name a build folder: make KDIR=DIR" >&2; \
		exit 1; }

modules: check-kdir
	$(kbuild) modules

tools:
	$(MAKE) -C tools

# Installing never builds: a "sudo make install" after "make" leaves no root-owned objects behind.
install: install-modules install-tools install-integration

install-modules:
	@if [ -e drivers/core/bmclink.ko ]; then \
		$(MAKE) --no-print-directory do-install-modules; \
	else \
		echo "modules: none built here (make modules), none installed"; \
	fi

# Kernel headers come without the key that signs, and without the System.map that modules_install
# wants to see before it runs depmod.
do-install-modules: check-kdir
	$(kbuild) INSTALL_MOD_DIR=$(mod_dir) \
		$(if $(wildcard $(KDIR)/certs/signing_key.pem),,CONFIG_MODULE_SIG_ALL=) \
		$(if $(DESTDIR),INSTALL_MOD_PATH='$(abspath $(DESTDIR))') modules_install
	$(if $(DESTDIR),,depmod '$(kernelrelease)')
	$(MAKE) --no-print-directory install-modprobe

install-tools:
	@test -x tools/bmc/bmc || { echo "tools/bmc/bmc: not built; run: make tools" >&2; exit 1; }
	$(MAKE) -C tools install DESTDIR='$(abspath $(DESTDIR))' PREFIX='$(PREFIX)'

# Keeps the in-tree drivers off the hardware, so it comes only together with modules.
install-modprobe:
	$(INSTALL) -D -m 0644 tools/integration/bmclink.modprobe.conf \
		'$(DESTDIR)$(MODPROBEDIR)/bmclink.conf'

install-integration:
	$(INSTALL) -D -m 0644 tools/integration/60-bmc.rules '$(DESTDIR)$(UDEVDIR)/60-bmc.rules'
	$(INSTALL) -D -m 0644 tools/integration/bmclink.sysusers.conf \
		'$(DESTDIR)$(SYSUSERSDIR)/bmclink.conf'
	for u in $(units); do $(INSTALL) -D -m 0644 tools/integration/$$u \
		'$(DESTDIR)$(UNITDIR)'/$$u || exit 1; done
ifeq ($(DESTDIR),)
	if command -v systemd-sysusers >/dev/null; then \
		systemd-sysusers '$(SYSUSERSDIR)/bmclink.conf'; fi
	if [ -S /run/udev/control ]; then udevadm control --reload; fi
endif

uninstall:
	$(MAKE) -C tools uninstall DESTDIR='$(abspath $(DESTDIR))' PREFIX='$(PREFIX)'
	rm -f '$(DESTDIR)$(UDEVDIR)/60-bmc.rules' '$(DESTDIR)$(SYSUSERSDIR)/bmclink.conf' \
		'$(DESTDIR)$(MODPROBEDIR)/bmclink.conf' \
		$(units:%='$(DESTDIR)$(UNITDIR)/%')
	if [ -n '$(kernelrelease)' ]; then \
		cd '$(DESTDIR)/lib/modules/$(kernelrelease)/$(mod_dir)' 2>/dev/null && \
			rm -f $(foreach m,$(modules),$m $m.xz $m.zst $m.gz); \
		$(if $(DESTDIR),:,depmod '$(kernelrelease)'); fi

dkms-source:
	rm -rf '$(dkms_src)'
	$(INSTALL) -d '$(dkms_src)'
	tar -c --exclude='*.o' --exclude='*.ko' --exclude='*.mod' --exclude='*.mod.c' \
		--exclude='.*.cmd' --exclude='*.a' $(dkms_files) | \
		tar -x --no-same-owner -C '$(dkms_src)'

# With DESTDIR only the files are put in place, as a package needs them. The in-tree drivers are
# kept off the hardware only when there is something to take their place.
dkms-install: dkms-source
ifeq ($(DESTDIR),)
	$(DKMS) install --force $(dkms_name)/$(dkms_version)
endif
	$(MAKE) --no-print-directory install-modprobe

dkms-remove:
	$(DKMS) remove $(dkms_name)/$(dkms_version) --all
	rm -rf '$(dkms_src)'
	rm -f '$(DESTDIR)$(MODPROBEDIR)/bmclink.conf'

demo:
	selftests/vm/demo

check:
	selftests/check

soak:
	selftests/setup debug
	RESET_SECONDS=1800 selftests/uapi/ipmi_reset.vm debug

lint:
	selftests/lint/run

bench:
	selftests/bench/run

clean:
	if [ -e '$(KDIR)/Makefile' ]; then $(kbuild) clean; fi
	$(MAKE) -C tools clean
	if [ -e selftests/uapi/Makefile ]; then $(MAKE) -C selftests/uapi clean; fi

help:
	@printf '%-26s%s\n' \
	'make' 'modules and tools' \
	'make modules' 'kernel modules; KDIR=DIR builds for that kernel, W=1 C=1 as there' \
	'make tools' 'the bmc tool' \
	'sudo make demo' 'a VM, a simulated BMC, a lost password, and the way back in' \
	'sudo make check' 'all tests; the last line counts passed, failed, skipped' \
	'sudo make soak' 'half an hour of resets under load, on the debug kernel' \
	'make lint' 'style and static checks only' \
	'sudo make bench' 'bmclink and the in-tree driver side by side in one VM boot' \
	'sudo make install' 'what was built: modules, tools, integration files;' \
	'' 'DESTDIR= and PREFIX=/usr; one part: install-modules,' \
	'' 'install-tools, install-integration' \
	'sudo make uninstall' 'takes away what install put in place' \
	'sudo make dkms-install' 'modules by DKMS, built again for every new kernel' \
	'sudo make dkms-remove' 'undoes dkms-install' \
	'make clean' 'removes what was built'

.PHONY: all modules tools check-kdir install install-modules do-install-modules install-tools \
	install-modprobe install-integration uninstall dkms-source dkms-install dkms-remove \
	demo check soak lint bench clean help
