/* SPDX-License-Identifier: GPL-3.0-or-later */
/* broken_png.c: faults in PNG files. The signature is 8 bytes, IHDR follows. */
#include "broken.h"
#include "common.h"
#include "png_out.h"

enum { IHDR_AT = 8, IHDR_DATA = 16, IHDR_END = 33 };

static void set_size(struct bytes *f, uint32_t side)
{
	bytes_set_u32(f, IHDR_DATA, ORDER_BIG, side);
	bytes_set_u32(f, IHDR_DATA + 4, ORDER_BIG, side);
	png_repair_checksum(f, IHDR_AT);
}

void png_bomb(struct bytes *f)
{
	set_size(f, 0x7fffffff);
}

void png_zero(struct bytes *f)
{
	set_size(f, 0);
}

void png_truncated(struct bytes *f)
{
	f->len = f->len * 6 / 10;
}

/* The length field of the first IDAT. */
static size_t find_data(const struct bytes *f)
{
	size_t at = bytes_find(f, 0, "IDAT", 4);

	if (at >= f->len)
		die("the file has no IDAT");
	return at - 4;
}

void png_checksum(struct bytes *f)
{
	size_t at = find_data(f);

	f->data[at + 8 + bytes_u32(f, at, ORDER_BIG)] ^= 0x55;
}

void png_past_end(struct bytes *f)
{
	bytes_set_u32(f, find_data(f), ORDER_BIG, 0x7ffffff0);
}

void png_trailing(struct bytes *f)
{
	for (int i = 0; i < 64; i++)
		bytes_add_text(f, "These bytes stand after the end of the picture.\n");
}

static void put_after(struct bytes *f, size_t at, const struct bytes *what)
{
	struct bytes whole = { 0 };

	bytes_add(&whole, f->data, at);
	bytes_add(&whole, what->data, what->len);
	bytes_add(&whole, f->data + at, f->len - at);
	bytes_release(f);
	*f = whole;
}

void png_order(struct bytes *f)
{
	struct bytes chunk = { 0 };

	png_add_chunk(&chunk, "tEXt", "Comment\0first", 13);
	put_after(f, IHDR_AT, &chunk);
	bytes_release(&chunk);
}

void png_many_chunks(struct bytes *f)
{
	struct bytes many = { 0 };

	for (int i = 0; i < 20000; i++)
		png_add_chunk(&many, "abCd", "x", 1);
	put_after(f, IHDR_END, &many);
	bytes_release(&many);
}
