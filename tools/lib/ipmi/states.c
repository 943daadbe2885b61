// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of the states of discrete sensors. Pure.
 *
 * A '!' in front of a name says that the state is critical, a '?' that it is a
 * warning; neither is part of the name.
 */
#include "sensor.h"

#include "../array.h"

#define STATES 15

static const char *const generic[][STATES] = {
	[0x02] = { "transition-to-idle", "transition-to-active", "transition-to-busy" },
	[0x03] = { "state-deasserted", "state-asserted" },
	[0x04] = { "predictive-failure-deasserted", "?predictive-failure-asserted" },
	[0x05] = { "limit-not-exceeded", "?limit-exceeded" },
	[0x06] = { "performance-met", "?performance-lags" },
	[0x07] = { "ok", "?to-non-critical-from-ok", "!to-critical-from-less-severe",
		   "!to-non-recoverable-from-less-severe", "?to-non-critical-from-more-severe",
		   "!to-critical-from-non-recoverable", "!to-non-recoverable", "?monitor",
		   "informational" },
	[0x08] = { "device-removed", "device-inserted" },
	[0x09] = { "device-disabled", "device-enabled" },
	[0x0a] = { "running", "in-test", "power-off", "on-line", "?off-line", "off-duty",
		   "?degraded", "power-save", "!install-error" },
	[0x0b] = { "fully-redundant", "!redundancy-lost", "?redundancy-degraded",
		   "?non-redundant-sufficient-from-redundant",
		   "?non-redundant-sufficient-from-insufficient",
		   "!non-redundant-insufficient", "?redundancy-degraded-from-full",
		   "?redundancy-degraded-from-non-redundant" },
	[0x0c] = { "d0-power-state", "d1-power-state", "d2-power-state", "d3-power-state" },
};

static const char *const specific[][STATES] = {
	[0x05] = { "!chassis-intrusion", "!drive-bay-intrusion", "!io-card-area-intrusion",
		   "!processor-area-intrusion", "?lan-leash-lost", "!unauthorized-dock",
		   "!fan-area-intrusion" },
	[0x06] = { "!secure-mode-violation-attempt", "!user-password-violation",
		   "!setup-password-violation", "!network-boot-password-violation",
		   "!other-password-violation", "!out-of-band-password-violation" },
	[0x07] = { "!ierr", "!thermal-trip", "!frb1-bist-failure", "!frb2-hang-in-post",
		   "!frb3-startup-failure", "!configuration-error", "!uncorrectable-cpu-error",
		   "presence-detected", "?disabled", "?terminator-presence-detected",
		   "?throttled", "!machine-check", "?correctable-machine-check" },
	[0x08] = { "presence-detected", "!failure-detected", "?predictive-failure",
		   "!input-lost", "!input-lost-or-out-of-range",
		   "!input-out-of-range-but-present", "!configuration-error", "standby" },
	[0x09] = { "power-off", "power-cycle", "240va-power-down", "!interlock-power-down",
		   "!ac-lost", "!soft-power-control-failure", "!failure-detected",
		   "?predictive-failure" },
	[0x0c] = { "?correctable-ecc", "!uncorrectable-ecc", "!parity", "!scrub-failed",
		   "?device-disabled", "?correctable-ecc-limit-reached", "presence-detected",
		   "!configuration-error", "spare", "?throttled", "!critical-overtemperature" },
	[0x0d] = { "presence-detected", "!drive-fault", "?predictive-failure", "hot-spare",
		   "?consistency-check", "!in-critical-array", "!in-failed-array",
		   "?rebuild-in-progress", "?rebuild-aborted" },
	[0x0f] = { "!post-error", "!post-hang", "post-progress" },
	[0x10] = { "?correctable-memory-logging-disabled", "?event-type-logging-disabled",
		   "log-cleared", "?all-logging-disabled", "?log-full", "?log-almost-full",
		   "?correctable-machine-check-logging-disabled" },
	[0x11] = { "!bios-reset", "!os-reset", "!os-shutdown", "!os-power-down",
		   "!os-power-cycle", "!os-nmi", "?os-expired", "?os-pre-timeout-interrupt" },
	[0x12] = { "reconfigured", "oem-boot-event", "!hardware-failure",
		   "auxiliary-log-entry", "pef-action", "timestamp-clock-sync" },
	[0x13] = { "!front-panel-nmi", "!bus-timeout", "!io-channel-check-nmi",
		   "!software-nmi", "!pci-perr", "!pci-serr", "!eisa-failsafe-timeout",
		   "?bus-correctable", "!bus-uncorrectable", "!fatal-nmi", "!bus-fatal",
		   "?bus-degraded" },
	[0x14] = { "power-button-pressed", "sleep-button-pressed", "reset-button-pressed",
		   "fru-latch-open", "fru-service-request" },
	[0x19] = { "?soft-power-control-failure", "!thermal-trip" },
	[0x1b] = { "connected", "!configuration-error" },
	[0x1d] = { "power-up", "hard-reset", "warm-reset", "pxe-boot", "diagnostic-boot",
		   "os-hard-reset", "os-warm-reset", "restart-cause" },
	[0x1e] = { "!no-bootable-media", "!non-bootable-diskette", "!pxe-server-not-found",
		   "!invalid-boot-sector", "!boot-selection-timeout" },
	[0x1f] = { "a-boot-completed", "c-boot-completed", "pxe-boot-completed",
		   "diagnostic-boot-completed", "cd-boot-completed", "rom-boot-completed",
		   "boot-completed", "installation-started", "installation-completed",
		   "!installation-aborted", "!installation-failed" },
	[0x20] = { "!stop-during-load", "!runtime-critical-stop", "os-graceful-stop",
		   "os-graceful-shutdown", "pef-soft-shutdown", "?agent-not-responding" },
	[0x21] = { "!fault", "identify", "device-installed", "ready-for-installation",
		   "ready-for-removal", "slot-power-off", "removal-request", "interlock",
		   "disabled", "spare-device" },
	[0x22] = { "s0-g0-working", "s1-sleeping", "s2-sleeping", "s3-sleeping",
		   "s4-hibernated", "s5-g2-soft-off", "s4-s5-soft-off", "g3-mechanical-off",
		   "sleeping-s1-s2-or-s3", "g1-sleeping", "s5-by-override", "legacy-on",
		   "legacy-off" },
	[0x23] = { "?timer-expired", "!hard-reset", "!power-down", "!power-cycle",
		   "reserved", "reserved", "reserved", "reserved", "?timer-interrupt" },
	[0x24] = { "page-generated", "lan-alert-generated", "event-trap-generated",
		   "snmp-trap-generated" },
	[0x25] = { "present", "absent", "disabled" },
	[0x27] = { "?heartbeat-lost", "heartbeat" },
	[0x28] = { "?sensor-access-degraded", "?controller-access-degraded",
		   "!controller-off-line", "!controller-unavailable", "!sensor-failure",
		   "!fru-failure" },
	[0x29] = { "?low", "!failed", "presence-detected" },
	[0x2a] = { "activated", "deactivated", "?invalid-user-name-or-password",
		   "?invalid-password-disable" },
	[0x2b] = { "hardware-change-detected", "software-change-detected",
		   "?hardware-incompatibility", "?software-incompatibility",
		   "?invalid-hardware", "?invalid-software", "hardware-change-successful",
		   "software-change-successful" },
	[0x2c] = { "not-installed", "inactive", "activation-requested",
		   "activation-in-progress", "active", "deactivation-requested",
		   "deactivation-in-progress", "?communication-lost" },
};

/**
 * ipmi_state_name() - the name of a state
 * @event_type: event/reading type
 * @sensor_type: sensor type
 * @bit: which state, the offset of the event
 * @severity: set to how bad it is; may be NULL
 *
 * Return: a constant string, NULL when it has none.
 */
const char *ipmi_state_name(uint8_t event_type, uint8_t sensor_type, unsigned int bit,
			    enum ipmi_severity *severity)
{
	const char *name = NULL;

	if (severity)
		*severity = IPMI_GOOD;
	if (bit >= STATES)
		return NULL;
	if (event_type < ARRAY_SIZE(generic))
		name = generic[event_type][bit];
	else if (event_type == 0x6f && sensor_type < ARRAY_SIZE(specific))
		name = specific[sensor_type][bit];
	if (!name)
		return NULL;
	if (*name == '!' || *name == '?') {
		if (severity)
			*severity = *name == '!' ? IPMI_CRITICAL : IPMI_WARNING;
		name++;
	}
	return name;
}
