/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/raster.h"

#include "src/base/mem.h"

/* .299 .587 .114 times 65536, rounded so that they add up to 65536: white stays 255. */
enum { RED = 19595, GREEN = 38470, BLUE = 7471, HALF = 32768 };
/* Squares behind a transparent picture: 8 shown pixels wide, around mid gray. */
enum { CHECK = 8, CHECK_DARK = 102, CHECK_LIGHT = 153 };

void raster_release(struct raster *r)
{
	if (!r)
		return;
	mem_free(r->data);
	memset(r, 0, sizeof *r);
}

void plane_release(struct plane *p)
{
	if (!p)
		return;
	mem_free(p->data);
	memset(p, 0, sizeof *p);
}

static inline __attribute__((always_inline)) void mix(const uint8_t *restrict in, uint8_t *restrict out,
						      size_t n, size_t step)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t y = in[step * i] * (uint32_t)RED + in[step * i + 1] * (uint32_t)GREEN +
			     in[step * i + 2] * (uint32_t)BLUE;

		out[i] = (uint8_t)((y + HALF) >> 16);
	}
}

/* The same loop twice. Taking bytes apart in threes needs the byte shuffle that plain x86-64 lacks, and
 * luma is on the path of every picture. Integers only, so both give the same bytes. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
__attribute__((target("avx2"), optimize("O3"))) static void mix_rgb_wide(const uint8_t *restrict in,
									 uint8_t *restrict out, size_t n)
{
	mix(in, out, n, 3);
}

static bool wide(void)
{
	return __builtin_cpu_supports("avx2") != 0;
}
#else
static void mix_rgb_wide(const uint8_t *restrict in, uint8_t *restrict out, size_t n)
{
	mix(in, out, n, 3);
}

static bool wide(void)
{
	return false;
}
#endif

static void mix_rgb(const uint8_t *restrict in, uint8_t *restrict out, size_t n)
{
	mix(in, out, n, 3);
}

static void mix_rgba(const uint8_t *restrict in, uint8_t *restrict out, size_t n)
{
	mix(in, out, n, 4);
}

static void luma_8(const struct raster *r, uint8_t *out, size_t n)
{
	const uint8_t *in = r->data;

	if (r->channels == 3 && wide())
		mix_rgb_wide(in, out, n);
	else if (r->channels == 3)
		mix_rgb(in, out, n);
	else if (r->channels == 4)
		mix_rgba(in, out, n);
	else if (r->channels == 1)
		memcpy(out, in, n);
	else
		for (size_t i = 0; i < n; i++)
			out[i] = in[2 * i];
}

static void luma_16(const struct raster *r, uint8_t *out, size_t n)
{
	const uint16_t *in = r->data;
	size_t step = r->channels;

	for (size_t i = 0; i < n; i++, in += step) {
		if (step < 3) {
			out[i] = (uint8_t)(in[0] >> 8);
			continue;
		}
		out[i] = (uint8_t)(((in[0] >> 8) * (uint32_t)RED + (in[1] >> 8) * (uint32_t)GREEN +
				    (in[2] >> 8) * (uint32_t)BLUE + HALF) >> 16);
	}
}

bool raster_luma(const struct raster *r, struct plane *out)
{
	size_t n;

	*out = (struct plane){ .width = r->width, .height = r->height };
	if (!mem_mul(&n, r->width, r->height))
		return false;
	out->data = mem_array(n, 1);
	if (!out->data)
		return false;
	if (r->depth == 16)
		luma_16(r, out->data, n);
	else
		luma_8(r, out->data, n);
	return true;
}

struct sums {
	uint64_t colour[3]; /* weighted by alpha */
	uint64_t alpha, count;
};

static inline void add_pixel(struct sums *s, const uint8_t *p, unsigned channels)
{
	uint32_t alpha = channels == 2 ? p[1] : channels == 4 ? p[3] : 255;

	for (unsigned c = 0; c < 3; c++)
		s->colour[c] += (uint64_t)p[channels >= 3 ? c : 0] * alpha;
	s->alpha += alpha;
	s->count++;
}

static void add_row(struct sums *s, const struct raster *r, uint32_t y, uint32_t x0, uint32_t x1)
{
	size_t at = ((size_t)y * r->width + x0) * r->channels;
	const uint8_t *p8 = r->data;
	const uint16_t *p16 = r->data;

	for (uint32_t x = x0; x < x1; x++, at += r->channels) {
		uint8_t px[4] = { 0 };

		for (unsigned c = 0; c < r->channels; c++)
			px[c] = r->depth == 16 ? (uint8_t)(p16[at + c] >> 8) : p8[at + c];
		add_pixel(s, px, r->channels);
	}
}

/* Opaque 8-bit RGB, the usual case. */
static void add_row_rgb(struct sums *s, const struct raster *r, uint32_t y, uint32_t x0, uint32_t x1)
{
	const uint8_t *p = (const uint8_t *)r->data + ((size_t)y * r->width + x0) * 3;
	uint32_t n = x1 - x0;
	uint64_t red = 0, green = 0, blue = 0;

	for (uint32_t i = 0; i < n; i++, p += 3) {
		red += p[0];
		green += p[1];
		blue += p[2];
	}
	s->colour[0] += red * 255;
	s->colour[1] += green * 255;
	s->colour[2] += blue * 255;
	s->alpha += (uint64_t)n * 255;
	s->count += n;
}

static void put_pixel(const struct sums *s, uint32_t check, uint8_t *out)
{
	uint64_t all = s->count * 255;

	for (unsigned c = 0; c < 3; c++)
		out[c] = (uint8_t)((s->colour[c] + (all - s->alpha) * check + all / 2) / all);
}

/* Source range [*a, *b) of output cell i of n over len samples from start: never empty. */
static void range(uint32_t start, uint32_t len, uint32_t n, uint32_t i, uint32_t *a, uint32_t *b)
{
	uint64_t lo = (uint64_t)i * len / n, hi = ((uint64_t)i + 1) * len / n;

	if (hi <= lo)
		hi = lo + 1;
	*a = start + (uint32_t)lo;
	*b = start + (uint32_t)hi;
}

void raster_shrink_rgb(const struct raster *r, uint32_t x, uint32_t y, uint32_t w, uint32_t h, uint32_t out_w,
		       uint32_t out_h, uint8_t *out)
{
	bool plain = r->depth == 8 && r->channels == 3;

	if (NEVER(x >= r->width || y >= r->height))
		return;
	if (w == 0 || w > r->width - x)
		w = r->width - x;
	if (h == 0 || h > r->height - y)
		h = r->height - y;
	for (uint32_t j = 0; j < out_h; j++) {
		uint32_t y0, y1, x0, x1;

		range(y, h, out_h, j, &y0, &y1);
		for (uint32_t i = 0; i < out_w; i++, out += 3) {
			struct sums s = { .count = 0 };

			range(x, w, out_w, i, &x0, &x1);
			for (uint32_t row = y0; row < y1; row++) {
				if (plain)
					add_row_rgb(&s, r, row, x0, x1);
				else
					add_row(&s, r, row, x0, x1);
			}
			put_pixel(&s, (i / CHECK + j / CHECK) % 2 ? CHECK_LIGHT : CHECK_DARK, out);
		}
	}
}

void small_release(struct small *s)
{
	mem_free(s->rgb);
	memset(s, 0, sizeof *s);
}

/* One side of n pixels where the long one, `from`, becomes `to`: rounded, at least 1. */
static uint32_t scaled(uint32_t n, uint32_t from, uint32_t to)
{
	uint32_t v = from > to ? (uint32_t)(((uint64_t)n * to + from / 2) / from) : n;

	return v ? v : 1;
}

bool raster_small(const struct raster *r, uint32_t side, struct small *out)
{
	uint32_t from = r->width > r->height ? r->width : r->height;

	out->width = scaled(r->width, from, side);
	out->height = scaled(r->height, from, side);
	out->rgb = mem_array((size_t)out->width * out->height, 3);
	if (!out->rgb)
		return false;
	raster_shrink_rgb(r, 0, 0, r->width, r->height, out->width, out->height, out->rgb);
	return true;
}
