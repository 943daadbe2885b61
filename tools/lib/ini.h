/* SPDX-License-Identifier: GPL-2.0-only */
/* Files with sections of "key = value" lines. */
#ifndef BMC_INI_H
#define BMC_INI_H

#include "device.h"

#define INI_TEXT_MAX 65536
#define INI_NAME_MAX 48
#define INI_VALUE_MAX 256

/**
 * struct ini_line - one setting of a file
 * @file: name of the file
 * @number: number of the line
 * @section: first word in the brackets above it
 * @item: the rest in the brackets, may be empty
 * @opens: the line opens the section; then there are no @key and @value
 * @key: left of the equals sign
 * @value: right of it, without quotes
 */
struct ini_line {
	const char *file;
	unsigned int number;
	char section[INI_NAME_MAX];
	char item[INI_NAME_MAX];
	bool opens;
	char key[INI_NAME_MAX];
	char value[INI_VALUE_MAX];
};

/**
 * typedef ini_fn - takes one line
 * @err: to be set when something is wrong with it
 * @line: the line
 * @arg: as given to ini_parse()
 *
 * Return: 0, or an exit status with the error set.
 */
typedef int ini_fn(struct bmc_error *err, const struct ini_line *line, void *arg);

int ini_parse(struct bmc_error *err, const char *file, const char *text, size_t len, ini_fn *fn,
	      void *arg);
int ini_wrong(struct bmc_error *err, const struct ini_line *line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
int ini_load(struct bmc *bmc, const char *file, char **text, size_t *len, bool *there);

#endif
