/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bytes.h"
#include "common.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void bytes_release(struct bytes *b)
{
	free(b->data);
	memset(b, 0, sizeof *b);
}

static void grow(struct bytes *b, size_t more)
{
	size_t room = b->room ? b->room : 256;

	if (more > SIZE_MAX / 4 - b->len)
		die("buffer too large");
	while (room < b->len + more)
		room *= 2;
	if (room == b->room)
		return;
	b->data = realloc(b->data, room);
	if (!b->data)
		die("out of memory (%zu bytes)", room);
	b->room = room;
}

void bytes_add(struct bytes *b, const void *data, size_t n)
{
	if (!n)
		return;
	grow(b, n);
	memcpy(b->data + b->len, data, n);
	b->len += n;
}

void bytes_add_text(struct bytes *b, const char *text)
{
	bytes_add(b, text, strlen(text));
}

void bytes_add_u8(struct bytes *b, unsigned value)
{
	uint8_t byte = (uint8_t)value;

	bytes_add(b, &byte, 1);
}

void bytes_add_u16(struct bytes *b, enum byte_order order, unsigned value)
{
	static const uint8_t zero[2];

	bytes_add(b, zero, 2);
	bytes_set_u16(b, b->len - 2, order, value);
}

void bytes_add_u32(struct bytes *b, enum byte_order order, uint32_t value)
{
	static const uint8_t zero[4];

	bytes_add(b, zero, 4);
	bytes_set_u32(b, b->len - 4, order, value);
}

static void need(const struct bytes *b, size_t at, size_t n)
{
	if (at > b->len || b->len - at < n)
		die("offset %zu is outside a buffer of %zu bytes", at, b->len);
}

void bytes_set_u16(struct bytes *b, size_t at, enum byte_order order, unsigned value)
{
	need(b, at, 2);
	b->data[at + (order == ORDER_LITTLE ? 1 : 0)] = (uint8_t)(value >> 8);
	b->data[at + (order == ORDER_LITTLE ? 0 : 1)] = (uint8_t)value;
}

void bytes_set_u32(struct bytes *b, size_t at, enum byte_order order, uint32_t value)
{
	bool little = order == ORDER_LITTLE;

	need(b, at, 4);
	bytes_set_u16(b, at + (little ? 2 : 0), order, value >> 16);
	bytes_set_u16(b, at + (little ? 0 : 2), order, value & 0xffff);
}

unsigned bytes_u16(const struct bytes *b, size_t at, enum byte_order order)
{
	need(b, at, 2);
	if (order == ORDER_LITTLE)
		return b->data[at] | (unsigned)b->data[at + 1] << 8;
	return b->data[at + 1] | (unsigned)b->data[at] << 8;
}

uint32_t bytes_u32(const struct bytes *b, size_t at, enum byte_order order)
{
	uint32_t first = bytes_u16(b, at, order);
	uint32_t second = bytes_u16(b, at + 2, order);

	return order == ORDER_LITTLE ? first | second << 16 : first << 16 | second;
}

size_t bytes_find(const struct bytes *b, size_t from, const void *data, size_t n)
{
	const uint8_t *hit;

	if (from > b->len)
		return b->len;
	hit = memmem(b->data + from, b->len - from, data, n);
	return hit ? (size_t)(hit - b->data) : b->len;
}

void bytes_read_file(struct bytes *b, const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t block[65536];
	size_t n;

	if (!f)
		die("cannot open '%s'", path);
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		bytes_add(b, block, n);
	if (ferror(f))
		die("cannot read '%s'", path);
	fclose(f);
}

void bytes_write_file(const struct bytes *b, const char *path)
{
	FILE *f = fopen(path, "wb");
	size_t n;

	if (!f)
		die("cannot write '%s'", path);
	n = fwrite(b->data, 1, b->len, f);
	if (fclose(f) || n != b->len)
		die("cannot write '%s'", path);
}
