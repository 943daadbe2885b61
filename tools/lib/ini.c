// SPDX-License-Identifier: GPL-2.0-only
/* Files with sections of "key = value" lines. Nothing in them is guessed or ignored. */
#include "ini.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/**
 * ini_wrong() - say what is wrong with a line
 * @err: the error
 * @line: the line
 * @fmt: what is wrong
 *
 * Return: BMC_EXIT_USAGE.
 */
int ini_wrong(struct bmc_error *err, const struct ini_line *line, const char *fmt, ...)
{
	char what[256], file[80];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	bmc_printable(file, sizeof(file), line->file, strlen(line->file));
	return bmc_error_set(err, BMC_EXIT_USAGE, "%s:%u: %s", file, line->number, what);
}

/* Copy text without blanks around it. */
static bool trimmed(char *dst, size_t room, const char *from, const char *to)
{
	while (from < to && isblank((unsigned char)*from))
		from++;
	while (to > from && (isblank((unsigned char)to[-1]) || to[-1] == '\r'))
		to--;
	if ((size_t)(to - from) >= room)
		return false;
	memcpy(dst, from, (size_t)(to - from));
	dst[to - from] = '\0';
	return true;
}

static int section(struct bmc_error *err, struct ini_line *line, const char *from, const char *to)
{
	const char *end = memchr(from, ']', (size_t)(to - from));
	const char *blank;
	char rest[INI_NAME_MAX];

	if (!end)
		return ini_wrong(err, line, "the bracket is not closed");
	if (!trimmed(rest, sizeof(rest), end + 1, to) || (rest[0] && rest[0] != '#'))
		return ini_wrong(err, line, "something follows the closing bracket");
	for (blank = from + 1; blank < end && !isblank((unsigned char)*blank); blank++)
		;
	if (!trimmed(line->section, sizeof(line->section), from + 1, blank) ||
	    !trimmed(line->item, sizeof(line->item), blank, end))
		return ini_wrong(err, line, "the name of the section is too long");
	if (!line->section[0])
		return ini_wrong(err, line, "the section has no name");
	return 0;
}

static int setting(struct bmc_error *err, struct ini_line *line, const char *from, const char *to)
{
	const char *equals = memchr(from, '=', (size_t)(to - from));
	size_t len;

	if (!equals)
		return ini_wrong(err, line, "is neither [section] nor key = value");
	if (!line->section[0])
		return ini_wrong(err, line, "the setting is in no section");
	if (!trimmed(line->key, sizeof(line->key), from, equals) || !line->key[0])
		return ini_wrong(err, line, "the key is missing or too long");
	if (!trimmed(line->value, sizeof(line->value), equals + 1, to))
		return ini_wrong(err, line, "the value is longer than %d bytes",
				 INI_VALUE_MAX - 1);
	len = strlen(line->value);
	if (line->value[0] == '"') {
		if (len < 2 || line->value[len - 1] != '"')
			return ini_wrong(err, line, "a quote is not closed");
		memmove(line->value, line->value + 1, len - 2);
		line->value[len - 2] = '\0';
	}
	return 0;
}

/**
 * ini_parse() - read the text of a file
 * @err: set when something is wrong with it
 * @file: its name, for messages
 * @text: the text, not terminated
 * @len: bytes in @text
 * @fn: takes each section and each setting
 * @arg: passed to @fn
 *
 * Comments stand on lines of their own and begin with # or ;.
 *
 * Return: 0, or an exit status with the error set.
 */
int ini_parse(struct bmc_error *err, const char *file, const char *text, size_t len, ini_fn *fn,
	      void *arg)
{
	struct ini_line line = { .file = file };
	const char *end = text + len, *next;
	int rc;

	for (; text < end; text = next) {
		const char *eol = memchr(text, '\n', (size_t)(end - text));

		line.number++;
		next = eol ? eol + 1 : end;
		eol = eol ? eol : end;
		if (memchr(text, '\0', (size_t)(eol - text)))
			return ini_wrong(err, &line, "has a NUL byte in it");
		while (text < eol && (isblank((unsigned char)*text) || *text == '\r'))
			text++;
		if (text == eol || *text == '#' || *text == ';')
			continue;
		line.opens = *text == '[';
		line.key[0] = '\0';
		line.value[0] = '\0';
		rc = line.opens ? section(err, &line, text, eol) : setting(err, &line, text, eol);
		if (!rc)
			rc = fn(err, &line, arg);
		if (rc)
			return rc;
	}
	return 0;
}

static int read_whole(int fd, char *text, size_t *len)
{
	ssize_t n;

	*len = 0;
	while (*len <= INI_TEXT_MAX) {
		n = read(fd, text + *len, INI_TEXT_MAX + 1 - *len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (!n)
			return 0;
		*len += (size_t)n;
	}
	return -EFBIG;
}

/**
 * ini_load() - read a file into memory
 * @bmc: the run
 * @file: its name; "-" is standard input
 * @text: set to its text, to be freed
 * @len: set to the bytes in it
 * @there: set to whether it exists; NULL when it has to
 *
 * Return: 0, or BMC_EXIT_USAGE with the error set.
 */
int ini_load(struct bmc *bmc, const char *file, char **text, size_t *len, bool *there)
{
	bool in = !strcmp(file, "-");
	int fd = in ? dup(bmc->sys->in) : open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	int rc;

	*text = NULL;
	*len = 0;
	if (there)
		*there = fd >= 0;
	if (fd < 0 && there && errno == ENOENT)
		return 0;
	if (fd < 0)
		return bmc_error_value(&bmc->err, "file", file, "can't be opened: %s",
				       strerror(errno));
	*text = malloc(INI_TEXT_MAX + 1);
	rc = *text ? read_whole(fd, *text, len) : -ENOMEM;
	close(fd);
	if (!rc)
		return 0;
	free(*text);
	*text = NULL;
	return bmc_error_value(&bmc->err, "file", file, "can't be read: %s", strerror(-rc));
}
