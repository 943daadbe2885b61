// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a file opened for reading only may ask: commands that change nothing.
 *
 * One table, and what is not in it is refused.  Left out on purpose, though
 * they only read: what reads back keys or credentials, or serves to try
 * passwords; and what can be told apart from a change by its data only, but for
 * the DCMI group.
 */
#include "access.h"

/* First byte of data that makes a group extension command one of DCMI. */
#define BMC_GROUP_DCMI	0xdc

/**
 * struct bmc_readable - commands of one network function that change nothing
 * @netfn: network function of the requests
 * @cmds: one bit per command
 *
 * Reserving a repository changes nothing in it, and without that long records
 * cannot be read.
 */
struct bmc_readable {
	u8 netfn;
	u64 cmds[4];
};

#define LOW(cmd)	BIT_ULL(cmd)
#define MID(cmd)	BIT_ULL((cmd) - 0x40)

static const struct bmc_readable bmc_readable[] = {
	{ 0x00, { /* Chassis */
		LOW(0x00) |	/* Get Chassis Capabilities */
		LOW(0x01) |	/* Get Chassis Status */
		LOW(0x07) |	/* Get System Restart Cause */
		LOW(0x09) |	/* Get System Boot Options */
		LOW(0x0f),	/* Get POH Counter */
	} },
	{ 0x04, { /* Sensor/Event */
		LOW(0x01) |	/* Get Event Receiver */
		LOW(0x10) |	/* Get PEF Capabilities */
		LOW(0x13) |	/* Get PEF Configuration Parameters */
		LOW(0x15) |	/* Get Last Processed Event ID */
		LOW(0x20) |	/* Get Device SDR Info */
		LOW(0x21) |	/* Get Device SDR */
		LOW(0x22) |	/* Reserve Device SDR Repository */
		LOW(0x23) |	/* Get Sensor Reading Factors */
		LOW(0x25) |	/* Get Sensor Hysteresis */
		LOW(0x27) |	/* Get Sensor Threshold */
		LOW(0x29) |	/* Get Sensor Event Enable */
		LOW(0x2b) |	/* Get Sensor Event Status */
		LOW(0x2d) |	/* Get Sensor Reading */
		LOW(0x2f),	/* Get Sensor Type */
	} },
	{ 0x06, { /* App */
		LOW(0x01) |	/* Get Device ID */
		LOW(0x04) |	/* Get Self Test Results */
		LOW(0x07) |	/* Get ACPI Power State */
		LOW(0x08) |	/* Get Device GUID */
		LOW(0x09) |	/* Get NetFn Support */
		LOW(0x0a) |	/* Get Command Support */
		LOW(0x0b) |	/* Get Command Sub-function Support */
		LOW(0x0c) |	/* Get Configurable Commands */
		LOW(0x0d) |	/* Get Configurable Command Sub-functions */
		LOW(0x25) |	/* Get Watchdog Timer */
		LOW(0x2f) |	/* Get BMC Global Enables */
		LOW(0x31) |	/* Get Message Flags */
		LOW(0x36) |	/* Get BT Interface Capabilities */
		LOW(0x37) |	/* Get System GUID */
		LOW(0x38) |	/* Get Channel Authentication Capabilities */
		LOW(0x3d),	/* Get Session Info */
		MID(0x41) |	/* Get Channel Access */
		MID(0x42) |	/* Get Channel Info */
		MID(0x44) |	/* Get User Access */
		MID(0x46) |	/* Get User Name */
		MID(0x4a) |	/* Get Payload Activation Status */
		MID(0x4b) |	/* Get Payload Instance Info */
		MID(0x4d) |	/* Get User Payload Access */
		MID(0x4e) |	/* Get Channel Payload Support */
		MID(0x4f) |	/* Get Channel Payload Version */
		MID(0x50) |	/* Get Channel OEM Payload Info */
		MID(0x54) |	/* Get Channel Cipher Suites */
		MID(0x57) |	/* Get System Interface Capabilities */
		MID(0x59) |	/* Get System Info Parameters */
		MID(0x61) |	/* Get Command Enables */
		MID(0x63) |	/* Get Command Sub-function Enables */
		MID(0x64),	/* Get OEM NetFn IANA Support */
	} },
	{ 0x0a, { /* Storage */
		LOW(0x10) |	/* Get FRU Inventory Area Info */
		LOW(0x11) |	/* Read FRU Data */
		LOW(0x20) |	/* Get SDR Repository Info */
		LOW(0x21) |	/* Get SDR Repository Allocation Info */
		LOW(0x22) |	/* Reserve SDR Repository */
		LOW(0x23) |	/* Get SDR */
		LOW(0x28),	/* Get SDR Repository Time */
		MID(0x40) |	/* Get SEL Info */
		MID(0x41) |	/* Get SEL Allocation Info */
		MID(0x42) |	/* Reserve SEL */
		MID(0x43) |	/* Get SEL Entry */
		MID(0x48) |	/* Get SEL Time */
		MID(0x5a) |	/* Get Auxiliary Log Status */
		MID(0x5c),	/* Get SEL Time UTC Offset */
	} },
	{ 0x0c, { /* Transport */
		LOW(0x02) |	/* Get LAN Configuration Parameters */
		LOW(0x22),	/* Get SOL Configuration Parameters */
	} },
	{ 0x2c, { /* Group extension: DCMI */
		LOW(0x01) |	/* Get DCMI Capabilities Info */
		LOW(0x02) |	/* Get Power Reading */
		LOW(0x03) |	/* Get Power Limit */
		LOW(0x06) |	/* Get Asset Tag */
		LOW(0x07) |	/* Get DCMI Sensor Info */
		LOW(0x09) |	/* Get Management Controller Identifier String */
		LOW(0x0c) |	/* Get Thermal Limit */
		LOW(0x10) |	/* Get Temperature Readings */
		LOW(0x13),	/* Get DCMI Configuration Parameters */
	} },
};

/**
 * bmc_access_reads - does this command change nothing?
 * @netfn: network function
 * @cmd: command
 * @data: what is sent with it
 * @len: length of @data
 *
 * A pure function.
 *
 * Return: true when a file that was opened for reading only may ask it.
 */
bool bmc_access_reads(u8 netfn, u8 cmd, const u8 *data, unsigned int len)
{
	unsigned int i;

	if (netfn == 0x2c && (!len || data[0] != BMC_GROUP_DCMI))
		return false;
	for (i = 0; i < ARRAY_SIZE(bmc_readable); i++)
		if (bmc_readable[i].netfn == netfn)
			return bmc_readable[i].cmds[cmd / 64] & BIT_ULL(cmd % 64);
	return false;
}
