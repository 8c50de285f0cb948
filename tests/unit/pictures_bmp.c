/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/pictures_more.h"

#include "src/base/mem.h"

struct maker {
	const struct bmp_wish *w;
	unsigned width, height, header, colours;
	uint32_t mask[4];
	uint8_t *rgba;
	struct bytes out;
};

static void put(struct bytes *b, uint32_t v, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		bytes_add(b, (uint8_t[]){ i < 4 ? (uint8_t)(v >> 8 * i) : 0 }, 1);
}

static bool fields(const struct bmp_wish *w)
{
	return w->compression == 3 || w->compression == 6;
}

static unsigned sample(unsigned x, unsigned y, unsigned c)
{
	return picture_noise(x, y, c);
}

static unsigned index_at(const struct maker *m, unsigned x, unsigned y)
{
	/* Runs for the run-length codes. */
	return sample(m->w->compression ? x / 4 : x, y, 0) % (1u << m->w->bits);
}

/* What a field of so many ones shows of a sample of its own width: rounded to 8 bits. */
static uint8_t shown(uint32_t v, uint32_t max)
{
	return max ? (uint8_t)((v * 255 + max / 2) / max) : 0;
}

static uint32_t pixel(struct maker *m, unsigned x, unsigned y, uint8_t rgba[4])
{
	uint32_t v = 0;

	rgba[3] = 255;
	for (unsigned c = 0; c < 4; c++) {
		uint32_t mask = m->mask[c], one = mask ? mask & (0 - mask) : 1, max = mask / one;
		uint32_t s = max ? sample(x, y, c) % (max + 1 ? max + 1 : 256) : 0;

		v |= s * one;
		if (c < 3 || mask)
			rgba[c] = shown(s, max);
	}
	return v;
}

static void row(struct maker *m, unsigned y)
{
	size_t start = m->out.len;
	unsigned bits = m->w->bits, byte = 0;

	for (unsigned x = 0; x < m->width; x++) {
		uint8_t *to = m->rgba + ((size_t)y * m->width + x) * 4;

		if (bits <= 8) {
			unsigned i = index_at(m, x, y), last = (x + 1) * bits % 8;

			byte = byte << bits | i;
			memset(to, 0, 3);
			to[3] = 255;
			if (i < m->colours)
				picture_palette(i, to);
			to[3] = 255;
			if (last == 0 || x + 1 == m->width)
				put(&m->out, byte << (last ? 8 - last : 0), 1);
		} else if (bits == 24) {
			for (unsigned c = 0; c < 3; c++)
				to[c] = (uint8_t)sample(x, y, c);
			to[3] = 255;
			bytes_add(&m->out, (uint8_t[]){ to[2], to[1], to[0] }, 3);
		} else {
			put(&m->out, pixel(m, x, y, to), bits / 8);
		}
	}
	while ((m->out.len - start) % 4)
		put(&m->out, 0, 1);
}

/* A run for equal neighbours, a literal of four for the rest, an end of line each row. */
static void row_runs(struct maker *m, unsigned y)
{
	unsigned per = m->w->compression == 1 ? 1 : 2;

	for (unsigned x = 0; x < m->width;) {
		unsigned i = index_at(m, x, y), n = 1;

		while (x + n < m->width && index_at(m, x + n, y) == i)
			n++;
		if (n < 3 && x + 4 <= m->width) {
			n = 4;
			put(&m->out, 0x400, 2);
			for (unsigned k = 0; k < 4; k += per)
				put(&m->out, per == 1 ? index_at(m, x + k, y) :
				    index_at(m, x + k, y) << 4 | index_at(m, x + k + 1, y), 1);
		} else {
			put(&m->out, n | (per == 1 ? i : i << 4 | i) << 8, 2);
		}
		for (unsigned k = 0; k < n; k++) {
			uint8_t *to = m->rgba + ((size_t)y * m->width + x + k) * 4;

			picture_palette(index_at(m, x + k, y), to);
			to[3] = 255;
		}
		x += n;
	}
	put(&m->out, 0, 2);
}

static void headers(struct maker *m)
{
	const struct bmp_wish *w = m->w;
	unsigned inside = m->header >= 52 && m->header != 64;
	unsigned masks = fields(w) && m->header == 40 ? (w->compression == 6 ? 4 : 3) : 0;
	unsigned pixels = 14 + m->header + masks * 4 + m->colours * (m->header == 12 ? 3 : 4);
	size_t end;

	bytes_add(&m->out, "BM", 2);
	put(&m->out, 0, 8);
	put(&m->out, pixels, 4);
	end = m->out.len + m->header + masks * 4;
	put(&m->out, m->header, 4);
	put(&m->out, m->width, m->header == 12 ? 2 : 4);
	put(&m->out, w->top_down ? 0 - m->height : m->height, m->header == 12 ? 2 : 4);
	put(&m->out, 1, 2);
	put(&m->out, w->bits, 2);
	if (m->header >= 40) {
		put(&m->out, w->compression, 4);
		put(&m->out, 0, 12);
		put(&m->out, w->colours, 4);
		put(&m->out, 0, 4);
	}
	for (unsigned i = 0; i < 4 && (inside || masks) && m->out.len < end; i++)
		put(&m->out, fields(w) ? m->mask[i] : 0, 4);
	while (m->out.len < end)
		put(&m->out, 0, 1);
}

struct bytes picture_bmp(const struct bmp_wish *w, uint8_t **rgba)
{
	static const uint32_t five[4] = { 0x7C00, 0x3E0, 0x1F, 0 }, eight[4] = { 0xFF0000, 0xFF00, 0xFF, 0 };
	struct maker m = { .w = w, .width = w->width ? w->width : 13, .height = w->height ? w->height : 7,
			   .header = w->header ? w->header : 40, .out = bytes_copy("", 0) };

	m.colours = w->bits <= 8 ? (w->colours ? w->colours : 1u << w->bits) : 0;
	memcpy(m.mask, fields(w) ? w->mask : w->bits == 16 ? five : eight, sizeof m.mask);
	m.rgba = mem_need((size_t)m.width * m.height, 4);
	headers(&m);
	for (unsigned i = 0; i < m.colours; i++) {
		uint8_t p[4];

		picture_palette(i, p);
		bytes_add(&m.out, (uint8_t[]){ p[2], p[1], p[0], 0 }, m.header == 12 ? 3 : 4);
	}
	for (unsigned y = 0; y < m.height; y++) {
		unsigned at = w->top_down ? y : m.height - 1 - y;

		if (w->compression == 1 || w->compression == 2)
			row_runs(&m, at);
		else
			row(&m, at);
	}
	if (w->compression == 1 || w->compression == 2)
		put(&m.out, 0x100, 2);
	for (unsigned i = 0; i < 4; i++)
		m.out.data[2 + i] = (uint8_t)(m.out.len >> 8 * i);
	if (rgba)
		*rgba = m.rgba;
	else
		free(m.rgba);
	return m.out;
}
