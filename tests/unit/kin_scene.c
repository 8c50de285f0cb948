/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/unit/kin_scene.h"

#include "src/base/mem.h"

static unsigned mix(unsigned a, unsigned b, unsigned c)
{
	unsigned h = a * 0x9E3779B1u ^ b * 0x85EBCA77u ^ c * 0xC2B2AE3Du;

	h ^= h >> 15;
	h *= 0x2C1B3C6Du;
	h ^= h >> 12;
	h *= 0x297A2D39u;
	return h ^ h >> 15;
}

static struct raster blank(uint32_t w, uint32_t h)
{
	struct raster r = { .width = w, .height = h, .channels = 1, .depth = 8, .data = mem_array(w, h) };

	if (!r.data)
		abort();
	return r;
}

/* Value noise of one octave: 8.8 fixed point between the corners of a lattice of `cell` pixels. */
static int octave(unsigned seed, unsigned x, unsigned y, unsigned cell)
{
	unsigned i = x / cell, j = y / cell, u = x % cell * 256 / cell, v = y % cell * 256 / cell;
	int a = (int)(mix(seed, i, j) % 256), b = (int)(mix(seed, i + 1, j) % 256);
	int c = (int)(mix(seed, i, j + 1) % 256), d = (int)(mix(seed, i + 1, j + 1) % 256);
	int top = a * (int)(256 - u) + b * (int)u, low = c * (int)(256 - u) + d * (int)u;

	return (top * (int)(256 - v) + low * (int)v) / 65536 - 128;
}

static int blobs(unsigned seed, int x, int y, int w, int h)
{
	int v = 0;

	for (unsigned k = 0; k < 9; k++) {
		int cx = (int)(mix(seed, k, 1) % (unsigned)w), cy = (int)(mix(seed, k, 2) % (unsigned)h);
		int rx = w / 16 + (int)(mix(seed, k, 3) % (unsigned)(w / 7)),
		    ry = h / 16 + (int)(mix(seed, k, 4) % (unsigned)(h / 7));
		long long dx = x - cx, dy = y - cy;

		if (dx * dx * ry * ry + dy * dy * rx * rx < (long long)rx * rx * ry * ry)
			v = (int)(mix(seed, k, 5) % 160) - 80;
	}
	return v;
}

struct raster scene_new(unsigned seed, uint32_t w, uint32_t h)
{
	struct raster r = blank(w, h);
	uint8_t *p = r.data;

	for (uint32_t y = 0; y < h; y++)
		for (uint32_t x = 0; x < w; x++) {
			int v = 128 + blobs(seed, (int)x, (int)y, (int)w, (int)h);

			v += octave(seed, x, y, w / 3) / 2 + octave(seed + 1, x, y, w / 8) / 3 +
			     octave(seed + 2, x, y, w / 20 + 1) / 4 + octave(seed + 3, x, y, w / 60 + 1) / 8;
			*p++ = (uint8_t)(v < 4 ? 4 : v > 251 ? 251 : v);
		}
	return r;
}

struct raster scene_lay(const struct raster *r, enum dihedral d)
{
	bool turn = (d & DIHEDRAL_TURN) != 0;
	struct raster out = turn ? blank(r->height, r->width) : blank(r->width, r->height);
	const uint8_t *in = r->data;
	uint8_t *p = out.data;

	for (uint32_t y = 0; y < out.height; y++)
		for (uint32_t x = 0; x < out.width; x++) {
			uint32_t u = turn ? y : x, v = turn ? x : y;

			u = d & DIHEDRAL_MIRROR ? r->width - 1 - u : u;
			v = d & DIHEDRAL_FLIP ? r->height - 1 - v : v;
			*p++ = in[(size_t)v * r->width + u];
		}
	return out;
}

static uint32_t at(double share, uint32_t n)
{
	double v = share * n;

	return v < 0 ? 0 : v > n ? n : (uint32_t)v;
}

struct raster scene_part(const struct raster *r, double x0, double y0, double x1, double y1, uint32_t w,
			 uint32_t h)
{
	struct raster out = blank(w, h);
	const uint8_t *in = r->data;
	uint8_t *p = out.data;

	for (uint32_t j = 0; j < h; j++)
		for (uint32_t i = 0; i < w; i++) {
			uint32_t l = at(x0 + (x1 - x0) * i / w, r->width),
				 t = at(y0 + (y1 - y0) * j / h, r->height);
			uint32_t e = at(x0 + (x1 - x0) * (i + 1) / w, r->width),
				 b = at(y0 + (y1 - y0) * (j + 1) / h, r->height);
			unsigned sum = 0, n = 0;

			for (uint32_t y = t; y < (b > t ? b : t + 1); y++)
				for (uint32_t x = l; x < (e > l ? e : l + 1); x++, n++)
					sum += in[(size_t)y * r->width + x];
			*p++ = (uint8_t)((sum + n / 2) / n);
		}
	return out;
}

struct raster scene_frame(const struct raster *r, uint32_t left, uint32_t top, uint32_t right,
			  uint32_t bottom, uint8_t level)
{
	struct raster out = blank(r->width + left + right, r->height + top + bottom);
	uint8_t *p = out.data;

	memset(p, level, (size_t)out.width * out.height);
	for (uint32_t y = 0; y < r->height; y++)
		memcpy(p + (size_t)(y + top) * out.width + left,
		       (const uint8_t *)r->data + (size_t)y * r->width, r->width);
	return out;
}

void scene_banner(struct raster *r, double share)
{
	uint32_t from = r->height - at(share, r->height), cell = r->height / 40 + 1;
	uint8_t *p = r->data;

	for (uint32_t y = from; y < r->height; y++)
		for (uint32_t x = 0; x < r->width; x++) {
			bool ink = (y - from) / cell % 3 == 1 && mix(77, x / cell, 0) % 3 != 0;

			p[(size_t)y * r->width + x] = ink ? 240 : 16;
		}
}

void scene_noise(struct raster *r, unsigned seed, int levels)
{
	uint8_t *p = r->data;

	for (size_t i = 0; i < (size_t)r->width * r->height; i++) {
		int v = p[i] + (int)(mix(seed, (unsigned)i, 9) % (unsigned)(2 * levels + 1)) - levels;

		p[i] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
	}
}
