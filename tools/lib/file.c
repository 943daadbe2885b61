// SPDX-License-Identifier: GPL-2.0-only
/* What write() leaves to its callers. */
#include "file.h"

#include <errno.h>
#include <unistd.h>

/**
 * bmc_write_all() - write all of it
 * @fd: to where
 * @data: it
 * @len: bytes of it
 *
 * Return: false when that fails, with errno set.
 */
bool bmc_write_all(int fd, const void *data, size_t len)
{
	const char *at = data;
	ssize_t n;

	while (len) {
		n = write(fd, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}
