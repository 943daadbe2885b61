/* SPDX-License-Identifier: GPL-2.0-only */
/* Errors of the bmc tool: one exit status and one message, explained. */
#ifndef BMC_ERROR_H
#define BMC_ERROR_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * enum bmc_exit - exit statuses; documented in bmc(8) and stable
 * @BMC_EXIT_OK: done, or nothing to change
 * @BMC_EXIT_FAILED: failed in a way not listed below
 * @BMC_EXIT_USAGE: usage or value error
 * @BMC_EXIT_NO_DEVICE: no such device, driver or BMC
 * @BMC_EXIT_PERMISSION: refused by the system or by the BMC for lack of privilege
 * @BMC_EXIT_BMC: the BMC completed the request with an error code
 * @BMC_EXIT_TIMEOUT: the BMC does not answer or went away
 * @BMC_EXIT_BUSY: locked by another, or the BMC stays busy
 * @BMC_EXIT_VERIFY: the change did not take, the old state is restored
 * @BMC_EXIT_UNKNOWN: the change did not take and the state is not known
 * @BMC_EXIT_GUARD: refused by a safety guard
 * @BMC_EXIT_PENDING: dry run: there are changes to make
 * @BMC_EXIT_UNSUPPORTED: this BMC does not offer it
 * @BMC_EXIT_PARTIAL: some items could not be read or checked
 * @BMC_EXIT_SIGNAL: plus the signal number: interrupted, after cleaning up
 */
enum bmc_exit {
	BMC_EXIT_OK = 0,
	BMC_EXIT_FAILED = 1,
	BMC_EXIT_USAGE = 2,
	BMC_EXIT_NO_DEVICE = 3,
	BMC_EXIT_PERMISSION = 4,
	BMC_EXIT_BMC = 5,
	BMC_EXIT_TIMEOUT = 6,
	BMC_EXIT_BUSY = 7,
	BMC_EXIT_VERIFY = 8,
	BMC_EXIT_UNKNOWN = 9,
	BMC_EXIT_GUARD = 10,
	BMC_EXIT_PENDING = 11,
	BMC_EXIT_UNSUPPORTED = 12,
	BMC_EXIT_PARTIAL = 13,
	BMC_EXIT_SIGNAL = 128,
};

#define BMC_ERROR_APPLIED 12

/**
 * struct bmc_error - what went wrong, for people and for programs
 * @code: &enum bmc_exit, 0 when there is no error
 * @message: one line without the name of the program
 * @hint: what may be the reason or the way out, may be empty
 * @cc: completion code of the BMC, -1 when there is none
 * @netfn: network function of the refused request, valid when @cc is not -1
 * @cmd: command of the refused request, valid when @cc is not -1
 * @step: the step of a longer change that failed, may be empty
 * @field: the argument that was wrong, may be empty
 * @value: its value as given (never a secret)
 * @rule: the rule it breaks
 * @applied: names of the steps that had been done before
 * @n_applied: how many
 */
struct bmc_error {
	int code;
	char message[512];
	char hint[256];
	int cc;
	unsigned int netfn;
	unsigned int cmd;
	char step[32];
	char field[32];
	char value[80];
	char rule[256];
	char applied[BMC_ERROR_APPLIED][32];
	unsigned int n_applied;
};

void bmc_error_clear(struct bmc_error *err);
int bmc_error_set(struct bmc_error *err, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void bmc_error_hint(struct bmc_error *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
int bmc_error_value(struct bmc_error *err, const char *field, const char *value,
		    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
int bmc_error_cc(struct bmc_error *err, unsigned int netfn, unsigned int cmd, unsigned int cc,
		 const char *what);
void bmc_error_step(struct bmc_error *err, const char *step);
void bmc_error_applied(struct bmc_error *err, const char *step);
const char *bmc_error_class(int code);
struct json_object *bmc_error_json(const struct bmc_error *err);
bool bmc_is_utf8(const char *text);
void bmc_printable(char *dst, size_t room, const void *src, size_t len);

#endif
