/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared by the parts of ipmi_probe. */
#ifndef SELFTESTS_UAPI_PROBE_H
#define SELFTESTS_UAPI_PROBE_H

/**
 * probe_sysfs() - read all attributes of a link again and again
 * @file: until this is gone
 *
 * Prints how many reads there were, how often one of them went to sleep, and how long the
 * longest took.
 *
 * Return: exit status.
 */
int probe_sysfs(const char *file);

/**
 * probe_ask() - ask the BMC again and again, one request at a time
 * @file: until this is gone
 *
 * Prints how the requests ended and how long the longest took.
 *
 * Return: exit status.
 */
int probe_ask(const char *file);

/**
 * probe_busy() - always have many requests under way, until the link goes away
 *
 * Prints a line when the first is answered, and at the end how many there were, how many were
 * answered, more than once, and by the driver.
 *
 * Return: exit status.
 */
int probe_busy(void);

/**
 * probe_serve() - answer commands that come from behind the BMC
 * @file: until this is gone
 * @netfn: network function to register for
 * @cmd: command to register for
 *
 * Prints each command; the answer is the command's own data.
 *
 * Return: exit status.
 */
int probe_serve(const char *file, unsigned char netfn, unsigned char cmd);

#endif
