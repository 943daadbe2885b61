// SPDX-License-Identifier: GPL-2.0-only
/* Files with what a BMC has: written whole or not at all. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/file.h"
#include "watch.h"

static int failed(struct bmc_error *err, const char *path)
{
	char shown[200];
	int e = errno;

	bmc_printable(shown, sizeof(shown), path, strlen(path));
	return bmc_error_set(err, e == EACCES || e == EPERM ? BMC_EXIT_PERMISSION :
			     BMC_EXIT_FAILED, "%s: %s", shown, strerror(e));
}

/**
 * file_save() - make a file, or replace one
 * @err: set when that fails; then there is no half a file
 * @path: its path
 * @data: its content
 * @len: bytes of it
 * @mode: who may read it
 *
 * Return: 0, or an exit status.
 */
int file_save(struct bmc_error *err, const char *path, const void *data, size_t len,
	      unsigned int mode)
{
	char aside[PATH_MAX];
	struct stat st;
	int fd, rc = 0;

	/* What is no ordinary file, such as /dev/stdout, can't be replaced. */
	if (!stat(path, &st) && !S_ISREG(st.st_mode)) {
		fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		if (fd < 0 || !bmc_write_all(fd, data, len))
			rc = failed(err, path);
		if (fd >= 0)
			close(fd);
		return rc;
	}
	if (snprintf(aside, sizeof(aside), "%s.XXXXXX", path) >= (int)sizeof(aside)) {
		errno = ENAMETOOLONG;
		return failed(err, path);
	}
	fd = mkostemp(aside, O_CLOEXEC);
	if (fd < 0)
		return failed(err, path);
	if (!bmc_write_all(fd, data, len) || fchmod(fd, mode) || fsync(fd))
		rc = failed(err, path);
	if (close(fd) && !rc)
		rc = failed(err, path);
	if (!rc && rename(aside, path))
		rc = failed(err, path);
	if (rc)
		unlink(aside);
	return rc;
}

/**
 * file_load() - read a file
 * @err: set when that fails
 * @path: its path
 * @data: filled
 * @room: size of @data; a file that is larger is refused
 * @len: set to its size
 *
 * Return: 0, or an exit status.
 */
int file_load(struct bmc_error *err, const char *path, void *data, size_t room, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ssize_t n = -1;
	char more;
	int rc = 0;

	*len = 0;
	if (fd < 0)
		return failed(err, path);
	while (*len < room && (n = read(fd, (char *)data + *len, room - *len)) > 0)
		*len += (size_t)n;
	if (n < 0)
		rc = failed(err, path);
	else if (*len == room && read(fd, &more, 1) > 0)
		rc = bmc_error_value(err, "file", path, "is larger than %zu bytes", room);
	close(fd);
	return rc;
}
