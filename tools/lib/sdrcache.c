// SPDX-License-Identifier: GPL-2.0-only
/*
 * SDRs kept in a file, so that they need not be read again.
 *
 * A file is written aside and renamed, so a reader sees an old one, a new one or none,
 * and runs at the same time don't disturb each other. What it holds is checked by a sum
 * and used only under the key the BMC has now. A file that somebody else could have
 * written is not looked at.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cursor.h"
#include "file.h"
#include "sdrs.h"

#define MAGIC_LEN 8
#define HEAD (MAGIC_LEN + SDRS_KEY + 8)

static const uint8_t magic_bytes[MAGIC_LEN] = { 'B', 'M', 'C', 'S', 'D', 'R', '1', '\n' };

/* FNV-1a: finds what a crash or a bad disk leaves behind; it is no protection. */
static uint32_t sum(const uint8_t *data, size_t len)
{
	uint32_t h = 0x811c9dc5;

	while (len--)
		h = (h ^ *data++) * 0x01000193;
	return h;
}

static void put_le(uint8_t *to, uint32_t v)
{
	unsigned int i;

	for (i = 0; i < 4; i++)
		to[i] = (uint8_t)(v >> 8 * i);
}

/**
 * sdrs_encode() - records as the content of a cache file
 * @s: the records
 * @to: filled; NULL to learn the size
 * @room: size of @to
 *
 * Return: bytes needed.
 */
size_t sdrs_encode(const struct sdrs *s, uint8_t *to, size_t room)
{
	size_t need = HEAD + s->used + 4;

	if (!to || room < need)
		return need;
	memcpy(to, magic_bytes, MAGIC_LEN);
	memcpy(to + MAGIC_LEN, s->key, SDRS_KEY);
	put_le(to + MAGIC_LEN + SDRS_KEY, s->n);
	put_le(to + MAGIC_LEN + SDRS_KEY + 4, (uint32_t)s->used);
	if (s->used)
		memcpy(to + HEAD, s->bytes, s->used);
	put_le(to + HEAD + s->used, sum(to, HEAD + s->used));
	return need;
}

/* Are these bytes so many whole records? */
static bool whole(const struct sdrs *s)
{
	struct sdrs_walk walk = { .at = 0 };
	unsigned int n = 0;

	while (sdrs_next(s, &walk))
		n++;
	return n == s->n && walk.at == s->used;
}

/**
 * sdrs_decode() - records from the content of a cache file
 * @s: identified; filled with the records when they are for its key
 * @from: the content
 * @len: bytes of it
 *
 * Return: false when the content is damaged or for another key.
 */
bool sdrs_decode(struct sdrs *s, const uint8_t *from, size_t len)
{
	struct cursor c = cursor_init(from, len);
	struct sdrs found = { .n = 0 };
	uint8_t magic[MAGIC_LEN], key[SDRS_KEY];

	cursor_bytes(&c, magic, sizeof(magic));
	cursor_bytes(&c, key, sizeof(key));
	found.n = cursor_le(&c, 4);
	found.used = cursor_le(&c, 4);
	if (c.bad || memcmp(magic, magic_bytes, MAGIC_LEN) != 0 ||
	    memcmp(key, s->key, SDRS_KEY) != 0 ||
	    found.used > SDRS_BYTES_MAX || c.left != found.used + 4)
		return false;
	found.bytes = malloc(found.used + 1);
	if (!found.bytes)
		return false;
	found.room = found.used + 1;
	cursor_bytes(&c, found.bytes, found.used);
	if (cursor_le(&c, 4) != sum(from, len - 4) || c.bad || !whole(&found)) {
		free(found.bytes);
		return false;
	}
	s->bytes = found.bytes;
	s->used = found.used;
	s->room = found.room;
	s->n = found.n;
	s->cached = true;
	return true;
}

static bool file_name(const struct bmc *bmc, const char *dir, char path[PATH_MAX])
{
	int n = dir ? snprintf(path, PATH_MAX, "%s/sdr-%s", dir, bmc->name) : -1;

	return n > 0 && n < PATH_MAX - 16;
}

static bool load_from(const char *path, struct sdrs *s)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	uint8_t *content = NULL;
	bool good = false;
	struct stat st;

	if (fd < 0)
		return false;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && !(st.st_mode & 022) &&
	    (!st.st_uid || st.st_uid == geteuid()) && st.st_size > 0 &&
	    st.st_size <= SDRS_BYTES_MAX + HEAD + 4)
		content = malloc((size_t)st.st_size);
	if (content)
		good = read(fd, content, (size_t)st.st_size) == st.st_size &&
		       sdrs_decode(s, content, (size_t)st.st_size);
	free(content);
	close(fd);
	return good;
}

/**
 * sdrs_cache_load() - get records from the cache
 * @bmc: the run
 * @s: identified; filled
 *
 * Return: false when the cache has none for this key.
 */
bool sdrs_cache_load(const struct bmc *bmc, struct sdrs *s)
{
	char path[PATH_MAX];

	return (file_name(bmc, bmc->sys->cache_dir, path) && load_from(path, s)) ||
	       (file_name(bmc, bmc->sys->cache_shared, path) && load_from(path, s));
}

/* Make the folder, and the one it is in. */
static void make_dir(const char *dir)
{
	char parent[PATH_MAX];
	char *slash;

	snprintf(parent, sizeof(parent), "%s", dir);
	slash = strrchr(parent, '/');
	if (slash && slash != parent) {
		*slash = '\0';
		mkdir(parent, 0755);
	}
	mkdir(dir, 0755);
}

/**
 * sdrs_cache_store() - put records into the cache
 * @bmc: the run
 * @s: the records
 *
 * Return: false when that is not possible, which hurts nobody.
 */
bool sdrs_cache_store(const struct bmc *bmc, const struct sdrs *s)
{
	size_t len = sdrs_encode(s, NULL, 0);
	char path[PATH_MAX], aside[PATH_MAX + 16];
	uint8_t *content;
	bool good;
	int fd;

	if (!file_name(bmc, bmc->sys->cache_dir, path))
		return false;
	content = malloc(len);
	if (!content)
		return false;
	sdrs_encode(s, content, len);
	make_dir(bmc->sys->cache_dir);
	snprintf(aside, sizeof(aside), "%s.XXXXXX", path);
	fd = mkostemp(aside, O_CLOEXEC);
	good = fd >= 0 && bmc_write_all(fd, content, len) && !fchmod(fd, 0644);
	if (fd >= 0)
		good = !close(fd) && good;
	free(content);
	if (good)
		good = !rename(aside, path);
	if (!good && fd >= 0)
		unlink(aside);
	return good;
}
