// SPDX-License-Identifier: GPL-2.0-only
/* Finding and opening the device, the host lock, and remarks to the user. */
#include "device.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "array.h"
#include "out.h"

#define LOCK_WAIT_MS 10000
#define LOCK_POLL_MS 100

/**
 * bmc_init() - prepare a run
 * @bmc: the run
 * @sys: the world around, must outlive it
 * @opt: options, copied
 */
void bmc_init(struct bmc *bmc, const struct bmc_system *sys, const struct bmc_options *opt)
{
	memset(bmc, 0, sizeof(*bmc));
	bmc->sys = sys;
	bmc->opt = *opt;
	bmc->lock_fd = -1;
	bmc_error_clear(&bmc->err);
	/* Answers to an earlier owner of this file must not match ours. */
	bmc->msgid = (long)getpid() << 16;
	if (opt->timeout_ms)
		bmc->deadline = bmc_now(bmc) + opt->timeout_ms;
}

/**
 * bmc_done() - end a run
 * @bmc: the run
 */
void bmc_done(struct bmc *bmc)
{
	bmc_unlock(bmc);
	bmc_close(bmc);
	json_object_put(bmc->writes);
	bmc->writes = NULL;
}

static int parse_number(const char *text, unsigned int *number)
{
	char *end;
	unsigned long v;

	if (!isdigit((unsigned char)text[0]) || (text[0] == '0' && text[1]) || strlen(text) > 4)
		return -1;
	v = strtoul(text, &end, 10);
	if (*end)
		return -1;
	*number = (unsigned int)v;
	return 0;
}

static void add_device(struct bmc_device *found, unsigned int *n, unsigned int room,
		       unsigned int number, const char *dir, const char *prefix)
{
	unsigned int i, at;

	for (at = 0; at < *n && found[at].number < number; at++)
		;
	if (*n == room || (at < *n && found[at].number == number))
		return;
	for (i = *n; i > at; i--)
		found[i] = found[i - 1];
	found[at].number = number;
	snprintf(found[at].path, sizeof(found[at].path), "%s/%s%u", dir, prefix, number);
	(*n)++;
}

/**
 * bmc_devices() - list the device nodes of this host
 * @sys: the world around
 * @found: filled in the order of their numbers
 * @room: how many fit
 *
 * Looks for ipmiN, ipmi/N and ipmidev/N, as every tool does.
 *
 * Return: how many there are.
 */
unsigned int bmc_devices(const struct bmc_system *sys, struct bmc_device *found,
			 unsigned int room)
{
	static const char *const places[][2] = { { "", "ipmi" }, { "/ipmi", "" },
						 { "/ipmidev", "" } };
	unsigned int n = 0, i, number;

	for (i = 0; i < ARRAY_SIZE(places); i++) {
		size_t skip = strlen(places[i][1]);
		struct dirent *e;
		char path[48];
		DIR *dir;

		snprintf(path, sizeof(path), "%s%s", sys->dev_root, places[i][0]);
		dir = opendir(path);
		if (!dir)
			continue;
		while ((e = readdir(dir)))
			if (!strncmp(e->d_name, places[i][1], skip) &&
			    !parse_number(e->d_name + skip, &number))
				add_device(found, &n, room, number, path, places[i][1]);
		closedir(dir);
	}
	return n;
}

static void device_names(char *text, size_t room, const struct bmc_device *found, unsigned int n)
{
	size_t used = 0;
	unsigned int i;

	text[0] = '\0';
	for (i = 0; i < n && used < room; i++)
		used += (size_t)snprintf(text + used, room - used, "%sipmi%u", i ? ", " : "",
					 found[i].number);
}

static int no_such_device(struct bmc *bmc, const char *wanted, const struct bmc_device *found,
			  unsigned int n)
{
	char names[256], shown[60];

	bmc_printable(shown, sizeof(shown), wanted, strlen(wanted));
	device_names(names, sizeof(names), found, n);
	if (n)
		return bmc_error_set(&bmc->err, BMC_EXIT_NO_DEVICE,
				     "device %s does not exist; there is: %s", shown, names);
	return bmc_error_set(&bmc->err, BMC_EXIT_NO_DEVICE,
			     "device %s does not exist; no BMC device on this host", shown);
}

static void use_device(struct bmc *bmc, const char *path, const char *name)
{
	snprintf(bmc->path, sizeof(bmc->path), "%s", path);
	snprintf(bmc->name, sizeof(bmc->name), "%s", name);
}

/**
 * bmc_select() - decide which device to use
 * @bmc: the run; its path and name are set
 *
 * The one given with -d; else the one in the environment; else the only one.
 *
 * Return: 0, or an exit status with the error set.
 */
int bmc_select(struct bmc *bmc)
{
	struct bmc_device found[BMC_DEVICES_MAX];
	unsigned int n = bmc_devices(bmc->sys, found, BMC_DEVICES_MAX);
	const char *wanted = bmc->opt.device;
	unsigned int i, number;
	char names[256];
	char name[sizeof(bmc->name)];

	if (!wanted)
		wanted = getenv("BMCCTL_DEVICE");
	if (wanted && strchr(wanted, '/')) {
		if (strlen(wanted) >= sizeof(bmc->path) ||
		    strlen(strrchr(wanted, '/') + 1) >= sizeof(bmc->name) ||
		    access(wanted, F_OK))
			return no_such_device(bmc, wanted, found, n);
		use_device(bmc, wanted, strrchr(wanted, '/') + 1);
		return 0;
	}
	if (wanted) {
		if (parse_number(wanted, &number) &&
		    (strncmp(wanted, "ipmi", 4) != 0 || parse_number(wanted + 4, &number)))
			return no_such_device(bmc, wanted, found, n);
		for (i = 0; i < n && found[i].number != number; i++)
			;
		if (i == n)
			return no_such_device(bmc, wanted, found, n);
	} else {
		if (!n) {
			bmc_error_set(&bmc->err, BMC_EXIT_NO_DEVICE,
				      "no BMC: there is no %s/ipmiN", bmc->sys->dev_root);
			bmc_error_hint(&bmc->err, "is the driver loaded? (modprobe bmclink_si)");
			return bmc->err.code;
		}
		if (n > 1) {
			device_names(names, sizeof(names), found, n);
			return bmc_error_set(&bmc->err, BMC_EXIT_USAGE,
					     "there are several BMCs (%s): choose with -d", names);
		}
		i = 0;
	}
	snprintf(name, sizeof(name), "ipmi%u", found[i].number);
	use_device(bmc, found[i].path, name);
	return 0;
}

/**
 * bmc_open() - open the device, unless it is open
 * @bmc: the run
 *
 * Return: 0, or an exit status with the error set.
 */
int bmc_open(struct bmc *bmc)
{
	int rc;

	if (bmc->open)
		return 0;
	if (!bmc->path[0]) {
		rc = bmc_select(bmc);
		if (rc)
			return rc;
	}
	rc = bmc->sys->door->open(bmc->sys->door_priv, bmc->path, &bmc->readonly);
	if (!rc) {
		bmc->open = true;
		return 0;
	}
	if (rc == -EACCES || rc == -EPERM)
		return bmc_error_set(&bmc->err, BMC_EXIT_PERMISSION,
				     "no permission to open %s", bmc->path);
	if (rc == -EBUSY)
		return bmc_error_set(&bmc->err, BMC_EXIT_BUSY, "%s has too many users", bmc->path);
	return bmc_error_set(&bmc->err, BMC_EXIT_NO_DEVICE, "can't open %s: %s", bmc->path,
			     strerror(-rc));
}

/**
 * bmc_close() - close the device
 * @bmc: the run
 */
void bmc_close(struct bmc *bmc)
{
	if (bmc->open)
		bmc->sys->door->close(bmc->sys->door_priv);
	bmc->open = false;
}

/**
 * bmc_now() - the monotonic clock
 * @bmc: the run
 *
 * Return: milliseconds.
 */
long long bmc_now(struct bmc *bmc)
{
	return bmc->sys->door->now_ms(bmc->sys->door_priv);
}

/**
 * bmc_interrupted() - did a signal ask to stop?
 * @bmc: the run
 *
 * Return: 0, or the exit status to end with. While cleaning up, always 0.
 */
int bmc_interrupted(struct bmc *bmc)
{
	int sig = bmc->sys->signal ? *bmc->sys->signal : 0;

	if (!sig || bmc->cleanup)
		return 0;
	return bmc_error_set(&bmc->err, BMC_EXIT_SIGNAL + sig, "interrupted by signal %d", sig);
}

/**
 * bmc_sleep() - wait without asking the BMC
 * @bmc: the run
 * @ms: how long
 *
 * Return: 0, or an exit status when interrupted or out of time.
 */
int bmc_sleep(struct bmc *bmc, long ms)
{
	long long left;
	int rc;

	if (bmc->deadline && !bmc->cleanup) {
		left = bmc->deadline - bmc_now(bmc);
		if (left < ms)
			return bmc_error_set(&bmc->err, BMC_EXIT_TIMEOUT,
					     "the time limit of %ld s is over",
					     bmc->opt.timeout_ms / 1000);
	}
	rc = bmc_interrupted(bmc);
	if (rc)
		return rc;
	bmc->sys->door->sleep_ms(bmc->sys->door_priv, ms);
	return bmc_interrupted(bmc);
}

/*
 * A folder for all is sticky, and there the kernel lets nobody, root included, open the file of
 * somebody else as if to create it. Whoever may open the device may take the lock.
 */
static int lock_open(struct bmc *bmc, const char *path)
{
	const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY;
	struct stat st;
	int fd;

	fd = open(path, flags);
	if (fd >= 0 || errno != ENOENT)
		return fd;
	fd = open(path, flags | O_CREAT | O_EXCL, 0600);
	if (fd < 0 && errno == EEXIST)
		return open(path, flags);
	if (fd >= 0 && !stat(bmc->path, &st) && !fchown(fd, (uid_t)-1, st.st_gid))
		(void)fchmod(fd, 0640);
	return fd;
}

static int lock_file(struct bmc *bmc)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/bmc.%s", bmc->sys->lock_dir, bmc->name);
	fd = lock_open(bmc, path);
	if (fd >= 0 || errno != ENOENT)
		return fd;
	/* A rescue system or an initramfs may have no folder for locks. */
	*strrchr(path, '/') = '\0';
	*strrchr(path, '/') = '\0';
	mkdir(path, 0755);
	mkdir(bmc->sys->lock_dir, 01777);
	snprintf(path, sizeof(path), "%s/bmc.%s", bmc->sys->lock_dir, bmc->name);
	return lock_open(bmc, path);
}

/**
 * bmc_lock() - keep other runs on this host from changing the same BMC
 * @bmc: the run, with the device selected
 *
 * Not in a dry run, which changes nothing.
 *
 * Return: 0, or an exit status with the error set.
 */
int bmc_lock(struct bmc *bmc)
{
	long long end = bmc_now(bmc) + LOCK_WAIT_MS;
	int rc;

	if (bmc->lock_fd >= 0 || bmc->opt.dry_run)
		return 0;
	rc = bmc_open(bmc);
	if (rc)
		return rc;
	if (bmc->readonly)
		return bmc_error_set(&bmc->err, BMC_EXIT_PERMISSION,
				     "no permission to change %s: it is open for reading only",
				     bmc->name);
	bmc->lock_fd = lock_file(bmc);
	if (bmc->lock_fd < 0)
		return bmc_error_set(&bmc->err, errno == EACCES || errno == EPERM ?
				     BMC_EXIT_PERMISSION : BMC_EXIT_FAILED,
				     "can't create the lock %s/bmc.%s: %s", bmc->sys->lock_dir,
				     bmc->name, strerror(errno));
	while (flock(bmc->lock_fd, LOCK_EX | LOCK_NB)) {
		if (bmc_now(bmc) >= end) {
			bmc_unlock(bmc);
			return bmc_error_set(&bmc->err, BMC_EXIT_BUSY,
					     "another program on this host is changing %s",
					     bmc->name);
		}
		rc = bmc_sleep(bmc, LOCK_POLL_MS);
		if (rc) {
			bmc_unlock(bmc);
			return rc;
		}
	}
	return 0;
}

/**
 * bmc_unlock() - let others change the BMC again
 * @bmc: the run
 */
void bmc_unlock(struct bmc *bmc)
{
	if (bmc->lock_fd >= 0)
		close(bmc->lock_fd);
	bmc->lock_fd = -1;
}

/**
 * bmc_note() - a remark for the user, on standard error
 * @bmc: the run
 * @fmt: the remark, one line
 *
 * With -j it is a line of JSON: what reads errors as JSON shall be able to read remarks.
 */
void bmc_note(struct bmc *bmc, const char *fmt, ...)
{
	const int flags = JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE;
	struct json_object *doc, *note;
	char text[512];
	va_list ap;

	if (bmc->opt.quiet)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!bmc->opt.json) {
		fprintf(bmc->sys->err, "bmc: note: %s\n", text);
		return;
	}
	doc = json_object_new_object();
	note = json_object_new_object();
	out_str(note, "message", text);
	json_object_object_add(doc, "note", note);
	fprintf(bmc->sys->err, "%s\n", json_object_to_json_string_ext(doc, flags));
	json_object_put(doc);
}
