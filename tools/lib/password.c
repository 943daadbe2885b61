// SPDX-License-Identifier: GPL-2.0-only
/* Getting a password without it ever being seen; and whether it is a good one. */
#include "password.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "policy.h"

#define CREDENTIAL "bmc-password"

/**
 * bmc_password_wipe() - forget a password
 * @pw: the password
 */
void bmc_password_wipe(struct bmc_password *pw)
{
	explicit_bzero(pw, sizeof(*pw));
	munlock(pw, sizeof(*pw));
}

/* The length says enough to find the mistake and too little to find the password. */
static int refuse(struct bmc *bmc, const struct bmc_password *pw, const char *rule)
{
	char shown[32];

	snprintf(shown, sizeof(shown), "(%zu bytes)", pw->len);
	return bmc_error_value(&bmc->err, "password", shown, "%s", rule);
}

/* Signals get through only while nothing has been read yet, or between two reads. */
static int wait_readable(struct bmc *bmc, int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	sigset_t none;

	sigemptyset(&none);
	for (;;) {
		int rc = bmc_interrupted(bmc);

		if (rc)
			return rc;
		if (ppoll(&pfd, 1, NULL, &none) >= 0)
			return 0;
		if (errno != EINTR)
			return 0;
	}
}

/*
 * Read to the end, at a terminal to the end of the line; strip one newline. @field and
 * @value tell in errors where from.
 */
static int read_all(struct bmc *bmc, int fd, const char *field, const char *value,
		    struct bmc_password *pw)
{
	bool tty = isatty(fd);
	ssize_t n;
	int rc;

	mlock(pw, sizeof(*pw));
	pw->len = 0;
	while (pw->len < sizeof(pw->bytes)) {
		rc = wait_readable(bmc, fd);
		if (rc)
			return rc;
		n = read(fd, pw->bytes + pw->len, sizeof(pw->bytes) - pw->len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return bmc_error_value(&bmc->err, field, value, "can't be read: %s",
					       strerror(errno));
		if (!n)
			break;
		pw->len += (size_t)n;
		if (tty && pw->bytes[pw->len - 1] == '\n')
			break;
	}
	if (pw->len && pw->bytes[pw->len - 1] == '\n')
		pw->len--;
	return 0;
}

static int read_file(struct bmc *bmc, const char *path, bool check_owner,
		     struct bmc_password *pw)
{
	struct stat st;
	int rc, fd;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return bmc_error_value(&bmc->err, "password-file", path, "can't be opened: %s",
				       strerror(errno));
	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		rc = bmc_error_value(&bmc->err, "password-file", path, "is not a regular file");
	else if (check_owner && st.st_uid != geteuid())
		rc = bmc_error_value(&bmc->err, "password-file", path,
				     "does not belong to the caller");
	else if (check_owner && st.st_mode & 077)
		rc = bmc_error_value(&bmc->err, "password-file", path,
				     "is open to group or others (mode %04o, must be 0600 or less)",
				     (unsigned int)st.st_mode & 07777);
	else
		rc = read_all(bmc, fd, "password-file", path, pw);
	close(fd);
	return rc;
}

static int ask_once(struct bmc *bmc, int tty, const char *prompt, struct bmc_password *pw)
{
	struct termios old, quiet;
	int rc;

	if (tcgetattr(tty, &old))
		return bmc_error_set(&bmc->err, BMC_EXIT_USAGE, "%s is not a terminal",
				     bmc->sys->tty);
	quiet = old;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	quiet.c_lflag |= ICANON | ECHONL;
	dprintf(tty, "%s", prompt);
	tcsetattr(tty, TCSAFLUSH, &quiet);
	rc = read_all(bmc, tty, "terminal", bmc->sys->tty, pw);
	tcsetattr(tty, TCSAFLUSH, &old);
	return rc;
}

static int ask(struct bmc *bmc, bool twice, struct bmc_password *pw)
{
	struct bmc_password again = { .len = 0 };
	int rc, tty;

	tty = open(bmc->sys->tty, O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (tty < 0) {
		bmc_error_set(&bmc->err, BMC_EXIT_USAGE,
			      "no password given and no terminal to ask at");
		bmc_error_hint(&bmc->err,
			       "use --password-stdin, --password-file or --password-fd");
		return bmc->err.code;
	}
	rc = ask_once(bmc, tty, "Password: ", pw);
	if (!rc && twice) {
		rc = ask_once(bmc, tty, "Again: ", &again);
		if (!rc && (again.len != pw->len ||
			    memcmp(again.bytes, pw->bytes, pw->len) != 0))
			rc = refuse(bmc, pw, "differs from the second one");
		bmc_password_wipe(&again);
	}
	close(tty);
	return rc;
}

static int read_source(struct bmc *bmc, const struct bmc_password_source *src, bool twice,
		       struct bmc_password *pw)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	char path[4096], number[16];

	if (src->from_stdin)
		return read_all(bmc, bmc->sys->in, "password-stdin", "(standard input)", pw);
	if (src->file)
		return read_file(bmc, src->file, true, pw);
	if (src->fd >= 0) {
		snprintf(number, sizeof(number), "%d", src->fd);
		return read_all(bmc, src->fd, "password-fd", number, pw);
	}
	if (dir && (size_t)snprintf(path, sizeof(path), "%s/" CREDENTIAL, dir) < sizeof(path) &&
	    !access(path, F_OK))
		/* The service manager has seen to who may read it. */
		return read_file(bmc, path, false, pw);
	return ask(bmc, twice, pw);
}

/**
 * bmc_password_read() - get a password
 * @bmc: the run
 * @src: where from
 * @twice: when asking at the terminal, ask twice
 * @pw: filled; wipe it after use, also after an error
 *
 * Return: 0 when there is a password that can be sent, else an exit status with
 * the error set.
 */
int bmc_password_read(struct bmc *bmc, const struct bmc_password_source *src, bool twice,
		      struct bmc_password *pw)
{
	int rc = read_source(bmc, src, twice, pw);

	return rc ? rc : bmc_password_check(bmc, pw);
}

/**
 * bmc_password_check() - can a BMC have this password at all?
 * @bmc: the run
 * @pw: the password
 *
 * Return: 0, or BMC_EXIT_USAGE with the error set.
 */
int bmc_password_check(struct bmc *bmc, const struct bmc_password *pw)
{
	size_t i;

	if (!pw->len)
		return refuse(bmc, pw, "is empty");
	for (i = 0; i < pw->len; i++) {
		if (!pw->bytes[i])
			return refuse(bmc, pw, "has a NUL byte in it");
		if (pw->bytes[i] & 0x80)
			return refuse(bmc, pw, "has a byte that is not ASCII");
		if (iscntrl((unsigned char)pw->bytes[i]))
			return refuse(bmc, pw, "has a control character in it");
	}
	if (pw->len > IPMI_PASSWORD_MAX)
		return bmc_error_value(&bmc->err, "password", "(too long)",
				       "is longer than %d bytes, the most IPMI can store",
				       IPMI_PASSWORD_MAX);
	return 0;
}

static unsigned int classes(const struct bmc_password *pw)
{
	unsigned int seen = 0;
	size_t i;

	for (i = 0; i < pw->len; i++) {
		unsigned char c = (unsigned char)pw->bytes[i];

		seen |= islower(c) ? 1 : isupper(c) ? 2 : isdigit(c) ? 4 : 8;
	}
	return (unsigned int)__builtin_popcount(seen);
}

static bool contains(const struct bmc_password *pw, const char *name)
{
	size_t i, n = strlen(name);

	for (i = 0; n && i + n <= pw->len; i++)
		if (!strncasecmp(pw->bytes + i, name, n))
			return true;
	return false;
}

/* A soft rule: --force breaks it, but not in silence. */
static int soft(struct bmc *bmc, const struct bmc_password *pw, const char *rule)
{
	int rc;

	if (bmc->opt.force) {
		bmc_note(bmc, "--force: the password %s", rule);
		return 0;
	}
	rc = refuse(bmc, pw, rule);
	bmc_error_hint(&bmc->err, "--force sets it all the same");
	return rc;
}

/**
 * bmc_password_policy() - is this a password to give to a user?
 * @bmc: the run
 * @pw: a password that passed bmc_password_check()
 * @name: name of the user, NULL when not known yet
 * @allow_20: more than 16 bytes are wanted
 *
 * Return: 0, or BMC_EXIT_USAGE with the error set.
 */
int bmc_password_policy(struct bmc *bmc, const struct bmc_password *pw, const char *name,
			bool allow_20)
{
	struct bmc_policy policy;
	char rule[100];
	size_t i;
	int rc;

	rc = bmc_policy_read(bmc, &policy);
	if (rc)
		return rc;
	if (pw->len > policy.max && !(allow_20 && policy.max == IPMI_PASSWORD_SHORT)) {
		snprintf(rule, sizeof(rule), "is longer than %lu bytes%s", policy.max,
			 policy.max == IPMI_PASSWORD_SHORT ?
			 ": IPMI 1.5 sessions can't use it" : "");
		rc = refuse(bmc, pw, rule);
		bmc_error_hint(&bmc->err, "--allow-20 sets it all the same");
		return rc;
	}
	if (pw->len < policy.min) {
		snprintf(rule, sizeof(rule), "is shorter than %lu bytes", policy.min);
		rc = soft(bmc, pw, rule);
		if (rc)
			return rc;
	}
	if (classes(pw) < policy.classes) {
		snprintf(rule, sizeof(rule), "has less than %lu of: %s", policy.classes,
			 "lower case, upper case, digits, other characters");
		rc = soft(bmc, pw, rule);
		if (rc)
			return rc;
	}
	if (name && contains(pw, name)) {
		rc = soft(bmc, pw, "contains the name of the user");
		if (rc)
			return rc;
	}
	for (i = 0; i < pw->len; i++) {
		if (!strchr("\"'\\ :", pw->bytes[i]))
			continue;
		bmc_note(bmc, "the password has a quote, backslash, colon or blank");
		bmc_note(bmc, "some web pages of BMCs can't take that");
		break;
	}
	return 0;
}
