/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/tiff_row.h"

enum { WHITE_IS_ZERO = 0, RGB = 2, PALETTE = 3 };

/* Entries have 16 bits; old writers filled only 8 of them, and then none reaches 256 (as libtiff's own tools
 * decide). */
void tiff_row_palette(struct tiff_row *t, const uint16_t *red, const uint16_t *green, const uint16_t *blue,
		      unsigned n)
{
	unsigned shift = 0;

	for (unsigned i = 0; i < n && i < 256; i++)
		if (red[i] > 255 || green[i] > 255 || blue[i] > 255)
			shift = 8;
	for (unsigned i = 0; i < n && i < 256; i++) {
		t->palette[i][0] = (uint8_t)(red[i] >> shift);
		t->palette[i][1] = (uint8_t)(green[i] >> shift);
		t->palette[i][2] = (uint8_t)(blue[i] >> shift);
	}
}

static uint8_t colours(const struct tiff_row *t)
{
	return t->photometric == RGB || t->photometric == PALETTE ? 3 : 1;
}

uint8_t tiff_row_channels(const struct tiff_row *t)
{
	return (uint8_t)(colours(t) + t->has_alpha);
}

bool tiff_row_wants(const struct tiff_row *t, uint16_t p)
{
	return !t->separate || p < (t->photometric == RGB ? 3 : 1) || (t->has_alpha && p == t->alpha);
}

bool tiff_row_fits(const struct tiff_row *t, uint32_t w, size_t bytes)
{
	uint64_t need = (uint64_t)w * t->bits * (t->separate ? 1U : t->samples);

	return (need + 7) / 8 <= bytes;
}

/* Sample i of the row. */
static unsigned sample(const struct tiff_row *t, const uint8_t *from, size_t i)
{
	unsigned per_byte;
	uint16_t v;

	if (t->bits == 8)
		return from[i];
	if (t->bits == 16) {
		memcpy(&v, from + 2 * i, sizeof v);
		return v;
	}
	per_byte = 8U / t->bits;
	v = from[i / per_byte];
	return v >> (8U - t->bits * (1U + (unsigned)(i % per_byte))) & ((1U << t->bits) - 1);
}

static void put(struct raster *to, size_t at, unsigned v)
{
	if (to->depth == 16)
		((uint16_t *)to->data)[at] = (uint16_t)v;
	else
		((uint8_t *)to->data)[at] = (uint8_t)v;
}

/* Sample k of w pixels, `step` samples apart, to channel c. */
static void put_channel(const struct tiff_row *t, const uint8_t *from, size_t k, size_t step, uint32_t w,
			struct raster *to, size_t at, bool invert)
{
	unsigned top = (1U << t->bits) - 1, scale = t->bits < 8 ? 255 / top : 1;

	for (uint32_t i = 0; i < w; i++, at += to->channels, k += step) {
		unsigned v = sample(t, from, k);

		put(to, at, (invert ? top - v : v) * scale);
	}
}

static void put_palette(const struct tiff_row *t, const uint8_t *from, size_t step, uint32_t w,
			struct raster *to, size_t at)
{
	for (uint32_t i = 0; i < w; i++, at += to->channels) {
		const uint8_t *rgb = t->palette[sample(t, from, i * step)];

		for (unsigned c = 0; c < 3; c++)
			put(to, at + c, rgb[c]);
	}
}

static void put_separate(const struct tiff_row *t, const uint8_t *from, uint16_t p, uint32_t w,
			 struct raster *to, size_t at)
{
	bool is_alpha = t->has_alpha && p == t->alpha;

	if (t->photometric == PALETTE && !is_alpha)
		put_palette(t, from, 1, w, to, at);
	else
		put_channel(t, from, 0, 1, w, to, at + (is_alpha ? colours(t) : p),
			    t->photometric == WHITE_IS_ZERO && !is_alpha);
}

/* Are the samples in the file already what the raster holds? */
static bool is_plain(const struct tiff_row *t, const struct raster *to)
{
	return !t->separate && t->bits >= 8 && t->photometric != WHITE_IS_ZERO && t->photometric != PALETTE &&
	       t->samples == to->channels && (!t->has_alpha || t->alpha == colours(t));
}

void tiff_row_put(const struct tiff_row *t, const uint8_t *from, uint16_t p, uint32_t w, struct raster *to,
		  uint32_t x, uint32_t y)
{
	size_t at = ((size_t)y * to->width + x) * to->channels;

	if (is_plain(t, to)) {
		memcpy((uint8_t *)to->data + at * (to->depth / 8U), from,
		       (size_t)w * to->channels * (to->depth / 8U));
		return;
	}
	if (t->separate) {
		put_separate(t, from, p, w, to, at);
		return;
	}
	if (t->photometric == PALETTE)
		put_palette(t, from, t->samples, w, to, at);
	else
		for (unsigned c = 0; c < colours(t); c++)
			put_channel(t, from, c, t->samples, w, to, at + c, t->photometric == WHITE_IS_ZERO);
	if (t->has_alpha)
		put_channel(t, from, t->alpha, t->samples, w, to, at + colours(t), false);
}
