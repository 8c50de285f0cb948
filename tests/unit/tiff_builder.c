/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/tiff_builder.h"

#include "src/base/mem.h"

static void put32(uint8_t *p, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

void tiff_pokes(struct bytes *b, size_t at, uint32_t v)
{
	put32(b->data + at, v);
}

void tiff_begin(struct tiff_builder *t, const char magic[4])
{
	uint8_t header[8] = { 0 };

	memset(t, 0, sizeof *t);
	memcpy(header, magic, 4);
	t->b = bytes_copy(header, sizeof header);
	t->link = 4;
}

uint32_t tiff_data(struct tiff_builder *t, const void *bytes, size_t len)
{
	uint32_t at;

	if (t->b.len & 1)
		bytes_add(&t->b, "", 1);
	at = (uint32_t)t->b.len;
	bytes_add(&t->b, bytes, len);
	return at;
}

static void add(struct tiff_builder *t, uint16_t tag, uint16_t type, uint32_t count, uint32_t value)
{
	unsigned i = t->n++;

	if (t->n > TIFF_BUILDER_ENTRIES)
		abort();
	for (; i > 0 && t->entries[i - 1].tag > tag; i--)
		t->entries[i] = t->entries[i - 1];
	t->entries[i].tag = tag;
	t->entries[i].type = type;
	t->entries[i].count = count;
	t->entries[i].value = value;
}

void tiff_short(struct tiff_builder *t, uint16_t tag, uint16_t v)
{
	add(t, tag, 3, 1, v);
}

void tiff_long(struct tiff_builder *t, uint16_t tag, uint32_t v)
{
	add(t, tag, 4, 1, v);
}

void tiff_longs(struct tiff_builder *t, uint16_t tag, uint32_t n, const uint32_t *v)
{
	uint8_t *bytes = mem_need(n, 4);

	for (uint32_t i = 0; i < n; i++)
		put32(bytes + 4 * i, v[i]);
	add(t, tag, 4, n, n == 1 ? v[0] : tiff_data(t, bytes, 4 * (size_t)n));
	free(bytes);
}

void tiff_bytes(struct tiff_builder *t, uint16_t tag, uint16_t type, uint32_t n, const void *v)
{
	uint8_t here[4] = { 0 };

	if (n > 4) {
		add(t, tag, type, n, tiff_data(t, v, n));
		return;
	}
	memcpy(here, v, n);
	add(t, tag, type, n, here[0] | (uint32_t)here[1] << 8 | (uint32_t)here[2] << 16 | (uint32_t)here[3] << 24);
}

uint32_t tiff_directory(struct tiff_builder *t, bool chained)
{
	uint8_t e[12], n[2] = { (uint8_t)t->n, 0 }, next[4] = { 0 };
	uint32_t at = tiff_data(t, n, 2);

	for (unsigned i = 0; i < t->n; i++) {
		e[0] = (uint8_t)t->entries[i].tag;
		e[1] = (uint8_t)(t->entries[i].tag >> 8);
		e[2] = (uint8_t)t->entries[i].type;
		e[3] = 0;
		put32(e + 4, t->entries[i].count);
		put32(e + 8, t->entries[i].value);
		bytes_add(&t->b, e, sizeof e);
	}
	bytes_add(&t->b, next, sizeof next);
	if (chained) {
		put32(t->b.data + t->link, at);
		t->link = t->b.len - 4;
	}
	t->n = 0;
	return at;
}

void tiff_gray(struct tiff_builder *t, uint32_t w, uint32_t h)
{
	uint8_t *rows = mem_need(w, h);

	for (uint32_t y = 0; y < h; y++)
		for (uint32_t x = 0; x < w; x++)
			rows[y * w + x] = picture_noise(x, y, 0);
	tiff_long(t, 0x0100, w);
	tiff_long(t, 0x0101, h);
	tiff_short(t, 0x0102, 8);
	tiff_short(t, 0x0103, 1);
	tiff_short(t, 0x0106, 1);
	tiff_long(t, 0x0111, tiff_data(t, rows, (size_t)w * h));
	tiff_short(t, 0x0115, 1);
	tiff_long(t, 0x0116, h);
	tiff_long(t, 0x0117, w * h);
	free(rows);
}
