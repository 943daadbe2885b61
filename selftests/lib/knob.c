// SPDX-License-Identifier: GPL-2.0-only
/* By what name a knob is turned, and what it does. */
#include "bmc.h"

#include <string.h>

struct knob {
	const char *name;
	size_t at;
	const char *what;
};

#define KNOB(text, member, does) { text, offsetof(struct bmc_knobs, member), does }

static const struct knob knobs[] = {
	KNOB("lan.staging", lan_staging, "1: values are read as they were until the commit"),
	KNOB("lan.late", lan_late_ms, "ms until a written value is read back"),
	KNOB("lan.dhcp-strict", lan_dhcp_strict, "1: D5h to address, mask, gateway under DHCP"),
	KNOB("lan.forget", lan_forget, "1: leaving DHCP clears address, mask and gateway"),
	KNOB("lan.lock-stuck", lan_lock_stuck,
	     "1: somebody has \"set in progress\", and never ends"),
	KNOB("lan.lock-ms", lan_lock_ms, "ms until a forgotten \"set in progress\" clears itself"),
	KNOB("lan.no-lock", lan_no_lock, "1: there is no \"set in progress\" (80h)"),
	KNOB("lan.no-commit", lan_no_commit, "1: \"commit write\" is refused (CCh)"),
	KNOB("lan.ignore", lan_ignore, "writes of this parameter are accepted and do nothing"),
	KNOB("lan.vlan", lan_vlan, "0: there are no VLAN parameters"),
	KNOB("lan.no-gateway-mac", lan_no_gw_mac, "1: the gateway's MAC can only be read"),
	KNOB("user.max", user_max, "highest user ID"),
	KNOB("user.fixed", user_fixed, "so many names are fixed"),
	KNOB("user.hide-state", user_hide_state, "1: whether a user is enabled is not told"),
	KNOB("user.size", user_size, "16: passwords of 20 bytes are refused"),
	KNOB("user.cut", user_cut, "passwords are cut to so many bytes"),
	KNOB("user.any-password", user_any_password, "1: the password test accepts all"),
	KNOB("user.min", user_min, "least length of a password"),
	KNOB("user.classes", user_classes, "least kinds of characters in a password"),
	KNOB("user.policy-cc", user_policy_cc, "completion code for a weak password"),
	KNOB("user.enable-needs", user_enable_needs,
	     "before a user is enabled: 1 name, 2 password, 4 privilege (added up)"),
	KNOB("user.access-needs", user_access_needs,
	     "before messaging is allowed: 1 name, 2 password, 8 enabled (added up)"),
	KNOB("user.keep-name", user_keep_name, "1: a name cannot be made empty"),
	KNOB("user.password-enables", user_password_enables, "1: a new password enables the user"),
	KNOB("user.no-empty-name", user_no_empty_name, "1: CCh for the name of an empty slot"),
	KNOB("user.shift", user_shift, "1: a new password goes to the next user"),
	KNOB("access.one", access_one, "1: only the volatile access mode can be set"),
	KNOB("access.no-modes", access_no_modes, "1: 83h to all access modes but 2"),
	KNOB("payload.none", payload_none, "1: there are no payload commands"),
	KNOB("identify.unknown", identify_unknown, "1: the state of the light is not told"),
	KNOB("identify.no-force", identify_no_force, "completion code for \"force\""),
	KNOB("boot.drop-persistent", boot_drop_persistent, "1: \"persistent\" is not kept"),
	KNOB("power.refused", power_refused, "completion code for power control"),
	KNOB("restore.known", restore_known, "restore policies there are, as bits"),
	KNOB("dcmi", dcmi, "0: there is no DCMI"),
	KNOB("sysinfo", sysinfo, "0: there are no system info strings"),
	KNOB("watchdog.forgets", watchdog_forgets, "1: a reset stops and forgets the watchdog"),
	KNOB("init.answers", init_answers, "after a reset so many answers are init.cc"),
	KNOB("init.ms", init_ms, "and for so long"),
	KNOB("init.cc", init_cc, "completion code while it starts"),
	KNOB("reset.down", down_ms, "ms a reset that the host asks for takes"),
	KNOB("sdr.max-read", sdr_max_read, "most bytes of an SDR in one read, else CAh"),
	KNOB("bridge.delay", bridge_delay_ms, "ms until another controller's answer comes"),
	KNOB("bridge.copies", bridge_copies, "and so many times more"),
	KNOB("bridge.lost", bridge_lost, "so many answers of others are lost"),
	KNOB("bridge.seq", bridge_seq_add, "their sequence number is so far off"),
	KNOB("bridge.badsum", bridge_badsum, "1: their last checksum is wrong"),
	KNOB("fru.busy", fru_busy, "so many FRU reads in a row are refused with 81h"),
};

bool bmc_knob(struct bmc *b, const char *name, unsigned int value)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(knobs); i++) {
		if (strcmp(knobs[i].name, name))
			continue;
		memcpy((char *)&b->knob + knobs[i].at, &value, sizeof(value));
		return true;
	}
	return false;
}

void bmc_knobs_list(FILE *f)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(knobs); i++)
		fprintf(f, "  %-24s%s\n", knobs[i].name, knobs[i].what);
}
