// SPDX-License-Identifier: GPL-2.0-only
/* The table of objects and global options; each object's commands are in its file. */
#include <string.h>

#include "cli.h"

const struct object objects[] = {
	{ "list", list_commands, "the BMCs of this host" },
	{ "mc", mc_commands, "the management controller itself" },
	{ "channel", channel_commands, "the channels of the BMC" },
	{ "lan", lan_commands, "the network settings of the BMC" },
	{ "user", user_commands, "the users of the BMC" },
	{ "identify", identify_commands, "the light that shows which machine this is" },
	{ "power", power_commands, "the power of this host" },
	{ "raw", raw_commands, "send any request" },
	{ "status", status_commands, "whether the BMC answers" },
	{ "clients", clients_commands, "who uses the BMC" },
	{ "stats", stats_commands, "what the driver has counted" },
	{ "capture", capture_commands, "every message, in a file for Wireshark" },
	{ "test", test_commands, "whether the BMC is well and can be reached" },
	{ "lan6", lan6_commands, "the IPv6 settings of the BMC" },
	{ "cipher", cipher_commands, "cipher suites" },
	{ "audit", audit_commands, "look for insecure settings" },
	{ "boot", boot_commands, "boot device" },
	{ "sensor", sensor_commands, "sensors" },
	{ "sdr", sdr_commands, "sensor data records" },
	{ "sel", sel_commands, "system event log" },
	{ "fru", fru_commands, "inventory of parts" },
	{ "sol", sol_commands, "serial over LAN" },
	{ "dcmi", dcmi_commands, "power and temperatures by DCMI" },
	{ "host-info", hostinfo_commands, "what the BMC knows of the host" },
	{ "chassis", chassis_commands, "the chassis: restart cause, power-on hours" },
	{ "watchdog", watchdog_commands, "watchdog timer" },
	{ "redfish", redfish_commands, "Redfish host interface" },
	{ "oem", oem_commands, "functions of manufacturers" },
	{ "config", config_commands, "settings from a file" },
	{ "monitor", monitor_commands, "watch for changes" },
	{ "metrics", metrics_commands, "figures for monitoring" },
	{ NULL, NULL, NULL },
};

const struct global_option global_options[] = {
	{ 'd', "device", "DEV", "which BMC: 0, ipmi0, or a path" },
	{ 'j', "json", NULL, "print JSON" },
	{ 'p', "pretty", NULL, "print JSON with indentation" },
	{ 'o', "output", "text|json|table", "form of the output" },
	{ 'n', "dry-run", NULL, "change nothing, print what would be sent" },
	{ 'y', "yes", NULL, "do what cuts off this host without being stopped" },
	{ 'f', "force", NULL, "relax soft checks, naming each" },
	{ 't', "timeout", "SEC", "time limit for the whole run" },
	{ 0, "retries", "N", "how often to repeat a request while the BMC is busy (default 5)" },
	{ 'q', "quiet", NULL, "print nothing on standard error" },
	{ 'v', "verbose", NULL, "show requests; twice: with their bytes" },
	{ 0, "no-progress", NULL, "no progress display" },
	{ 0, "no-color", NULL, "no colors" },
	{ 'b', "batch", "FILE|-", "read commands from a file" },
	{ 'k', "keep-going", NULL, "don't stop a batch at the first error" },
	{ 'V', "version", NULL, "print the version" },
	{ 'h', "help", NULL, "print help" },
	{ 0, NULL, NULL, NULL },
};

/**
 * object_find() - find an object by its name
 * @name: its name
 *
 * Return: the object, or NULL.
 */
const struct object *object_find(const char *name)
{
	const struct object *o;

	if (!strcmp(name, "ls"))
		name = "list";
	for (o = objects; o->name; o++)
		if (!strcmp(o->name, name))
			return o;
	return NULL;
}

/**
 * command_find() - find a command of an object by its name
 * @o: the object
 * @name: its name
 *
 * Return: the command, or NULL.
 */
const struct command *command_find(const struct object *o, const char *name)
{
	const struct command *c;

	if (!strcmp(name, "ls"))
		name = "list";
	for (c = o->commands; c && c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

/**
 * command_default() - what is done when only the object is named
 * @o: the object
 *
 * Return: the command, or NULL when one has to be named.
 */
const struct command *command_default(const struct object *o)
{
	const struct command *c;

	for (c = o->commands; c && c->name; c++)
		if (c->flags & CMD_DEFAULT || !c->name[0])
			return c;
	return NULL;
}
