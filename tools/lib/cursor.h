/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A reader that can't leave its buffer. All that comes from a BMC is read through it.
 *
 * Reading past the end gives zeros and sets @bad; a decoder reads everything it
 * wants and looks at @bad once, at its end.
 */
#ifndef BMC_CURSOR_H
#define BMC_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/**
 * struct cursor - position in bytes that are not trusted
 * @at: next byte
 * @left: bytes left
 * @bad: something was read that isn't there
 */
struct cursor {
	const uint8_t *at;
	size_t left;
	bool bad;
};

/**
 * cursor_init() - start reading
 * @data: the bytes
 * @len: how many
 *
 * Return: a cursor at the first byte.
 */
static inline struct cursor cursor_init(const void *data, size_t len)
{
	return (struct cursor){ .at = data, .left = len };
}

/**
 * cursor_bytes() - read bytes
 * @c: the cursor
 * @dst: filled with @len bytes, zeros when there are not so many
 * @len: how many
 */
static inline void cursor_bytes(struct cursor *c, void *dst, size_t len)
{
	if (c->bad || c->left < len) {
		memset(dst, 0, len);
		c->bad = true;
		c->left = 0;
		return;
	}
	if (len)
		memcpy(dst, c->at, len);
	c->at += len;
	c->left -= len;
}

/**
 * cursor_u8() - read one byte
 * @c: the cursor
 *
 * Return: the byte, 0 past the end.
 */
static inline uint8_t cursor_u8(struct cursor *c)
{
	uint8_t v;

	cursor_bytes(c, &v, 1);
	return v;
}

/**
 * cursor_le() - read a number, least significant byte first
 * @c: the cursor
 * @size: its size in bytes, up to 4
 *
 * Return: the number, 0 past the end.
 */
static inline uint32_t cursor_le(struct cursor *c, unsigned int size)
{
	uint8_t b[4] = { 0 };

	cursor_bytes(c, b, size > sizeof(b) ? sizeof(b) : size);
	return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

#endif
