// SPDX-License-Identifier: GPL-2.0-only
/* The rules for passwords of this site, and passwords made after them. */
#include "policy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#include "array.h"
#include "ini.h"
#include "parse.h"

#define DEFAULT_MIN 8
#define DEFAULT_CLASSES 3
#define GENERATED 16

static int take(struct bmc_error *err, const struct ini_line *line, void *arg)
{
	struct bmc_policy *policy = arg;
	struct {
		const char *key;
		unsigned long *value, min, max;
	} keys[] = {
		{ "min_length", &policy->min, 1, IPMI_PASSWORD_MAX },
		{ "max_length", &policy->max, 1, IPMI_PASSWORD_MAX },
		{ "classes", &policy->classes, 1, 4 },
	};
	unsigned int i;

	if (strcmp(line->section, "password") != 0 || line->item[0])
		return ini_wrong(err, line, "there is no section [%s] here", line->section);
	if (line->opens)
		return 0;
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		if (strcmp(line->key, keys[i].key) != 0)
			continue;
		if (!parse_ulong(line->value, keys[i].value) || *keys[i].value < keys[i].min ||
		    *keys[i].value > keys[i].max)
			return ini_wrong(err, line, "%s %s is not in %lu to %lu", line->key,
					 line->value, keys[i].min, keys[i].max);
		return 0;
	}
	return ini_wrong(err, line, "there is no setting %s", line->key);
}

/**
 * bmc_policy_parse() - read rules
 * @err: set when something is wrong
 * @file: name of the file, for messages
 * @text: its text
 * @len: bytes in @text
 * @policy: filled, with defaults for what is not said
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int bmc_policy_parse(struct bmc_error *err, const char *file, const char *text, size_t len,
		     struct bmc_policy *policy)
{
	int rc;

	policy->min = DEFAULT_MIN;
	policy->max = IPMI_PASSWORD_SHORT;
	policy->classes = DEFAULT_CLASSES;
	rc = ini_parse(err, file, text, len, take, policy);
	if (!rc && policy->min > policy->max)
		return bmc_error_set(err, BMC_EXIT_USAGE,
				     "%s: min_length is more than max_length", file);
	return rc;
}

/**
 * bmc_policy_read() - the rules of this site
 * @bmc: the run
 * @policy: filled
 *
 * Return: 0, or BMC_EXIT_USAGE with the error set.
 */
int bmc_policy_read(struct bmc *bmc, struct bmc_policy *policy)
{
	const char *file = bmc->sys->policy;
	char *text;
	size_t len;
	bool there;
	int rc;

	rc = ini_load(bmc, file, &text, &len, &there);
	if (rc)
		return rc;
	rc = bmc_policy_parse(&bmc->err, file, there ? text : "", len, policy);
	free(text);
	return rc;
}

/* Without characters that look alike or that web pages of BMCs can't take. */
static const char *const alphabet[] = {
	"abcdefghijkmnopqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "!#%+,-./=?@_",
};

static bool draw(struct bmc_password *pw)
{
	unsigned int seen = 0;
	size_t i, k = 0;
	uint8_t random[256];

	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		return false;
	for (i = 0; i < GENERATED && k + 1 < sizeof(random); k++) {
		unsigned int set = random[k] & 3;
		size_t n = strlen(alphabet[set]);
		unsigned int at = random[++k];

		/* Each character of a set is as likely as another, and none is doubled. */
		if (at >= 256 / n * n || (i && pw->bytes[i - 1] == alphabet[set][at % n]))
			continue;
		pw->bytes[i++] = alphabet[set][at % n];
		seen |= 1U << set;
	}
	explicit_bzero(random, sizeof(random));
	pw->len = i;
	return i == GENERATED && seen == 0x0f;
}

/**
 * bmc_password_generate() - make a password
 * @bmc: the run
 * @name: of the user, NULL when it does not matter
 * @pw: filled; wipe it after use
 *
 * Return: 0, or an exit status with the error set.
 */
int bmc_password_generate(struct bmc *bmc, const char *name, struct bmc_password *pw)
{
	unsigned int i;

	mlock(pw, sizeof(*pw));
	for (i = 0; i < 100; i++)
		if (draw(pw) && (!name || !*name ||
				 !memmem(pw->bytes, pw->len, name, strlen(name))))
			return 0;
	return bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "can't get random numbers: %s",
			     strerror(errno));
}

/**
 * bmc_password_store() - write a password to a new file that only the caller may read
 * @bmc: the run
 * @file: name of the file
 * @pw: the password
 *
 * Return: 0, or an exit status with the error set.
 */
int bmc_password_store(struct bmc *bmc, const char *file, const struct bmc_password *pw)
{
	int fd, rc;

	fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return bmc_error_value(&bmc->err, "generate", file, "can't be created: %s",
				       strerror(errno));
	rc = write(fd, pw->bytes, pw->len) != (ssize_t)pw->len || write(fd, "\n", 1) != 1 ||
	     fsync(fd);
	if (!close(fd) && !rc)
		return 0;
	unlink(file);
	return bmc_error_value(&bmc->err, "generate", file, "can't be written: %s",
			       strerror(errno));
}
