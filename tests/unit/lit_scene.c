/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/unit/lit_scene.h"

#include "analyzers/signal/cct.h"
#include "src/base/mem.h"

#include <math.h>
/* libjpeg's header needs FILE and size_t before it */
#include <jpeglib.h>

static uint64_t mix(uint64_t z)
{
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

/* 0 to 1, the same for the same four numbers. */
static double chance(uint64_t seed, uint64_t a, uint64_t b, uint64_t c)
{
	uint64_t z = mix(seed * 0x9E3779B97F4A7C15u + mix(a + mix(b + mix(c + 1))));

	return (double)(z >> 11) / 9007199254740992.0;
}

void light_colour(double kelvin, double rg[2])
{
	struct locus l;
	int i = 0;

	locus_init(&l);
	while (i + 2 < LOCUS_POINTS && l.kelvin[i + 1] > kelvin)
		i++;
	for (unsigned c = 0; c < 2; c++) {
		double t = (l.kelvin[i] - kelvin) / (l.kelvin[i] - l.kelvin[i + 1]);

		rg[c] = l.rg[i][c] + t * (l.rg[i + 1][c] - l.rg[i][c]);
	}
}

static uint8_t stored(double linear, double noise)
{
	double v = linear <= .0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - .055;

	v = floor(255 * v + noise + .5);
	return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

static bool inside(const struct region *r, uint32_t x, uint32_t y)
{
	return x >= r->x && x - r->x < r->width && y >= r->y && y - r->y < r->height;
}

/* Paint of a tile; shading that falls across it; on every third tile a highlight, which has the light's
 * own colour. */
static void reflect(const struct lit_scene *s, uint32_t x, uint32_t y, double out[3])
{
	uint32_t i = x / s->tile, j = y / s->tile;
	double u = (double)(x % s->tile) / s->tile - .5, v = (double)(y % s->tile) / s->tile - .5;
	double grey = .12 + .4 * chance(s->seed, i, j, 0), shade = 1 + .5 * u * chance(s->seed, i, j, 9);
	double shine = (i + 2 * j) % 3 ? 0 : .25 * exp(-8 * (u * u + v * v));

	for (unsigned c = 0; c < 3; c++) {
		double paint = grey * (1 + s->colour * (2 * chance(s->seed, i, j, c + 1) - 1));

		if (s->red_wall && inside(&s->other, x, y))
			paint = grey * (c == 0 ? 1.3 : .5);
		out[c] = paint * shade + shine;
	}
}

static void light_of(double kelvin, double rgb[3])
{
	double rg[2], top;

	light_colour(kelvin, rg);
	rgb[0] = rg[0];
	rgb[1] = rg[1];
	rgb[2] = 1 - rg[0] - rg[1];
	top = fmax(rgb[0], fmax(rgb[1], rgb[2]));
	for (unsigned c = 0; c < 3; c++)
		rgb[c] /= top;
}

struct raster lit_scene_draw(const struct lit_scene *s)
{
	struct raster r = { s->width, s->height, 3, 8, mem_array((size_t)s->width * s->height, 3) };
	double light[2][3], f[3];
	uint8_t *to = r.data;

	if (!to)
		abort();
	light_of(s->kelvin, light[0]);
	light_of(s->other.width ? s->other_kelvin : s->kelvin, light[1]);
	for (uint32_t y = 0; y < s->height; y++)
		for (uint32_t x = 0; x < s->width; x++) {
			const double *l = light[inside(&s->other, x, y)];

			reflect(s, x, y, f);
			for (unsigned c = 0; c < 3; c++) {
				double n = chance(s->seed + 7, x, y, c) + chance(s->seed + 8, x, y, c) - 1;

				*to++ = stored(fmin(.88, f[c] * l[c]), 2.449 * s->noise * n);
			}
		}
	return r;
}

static double between(uint64_t seed, uint64_t what, double low, double high)
{
	return low + (high - low) * chance(seed, 1000, what, 0);
}

struct lit_scene lit_scene_any(uint64_t seed, bool apart, int *quality)
{
	struct lit_scene s = { .width = 900, .height = 700, .seed = seed };

	s.tile = (uint32_t)between(seed, 0, 8, 30);
	s.kelvin = 1e6 / between(seed, 1, 111, 370);
	s.other_kelvin = apart ? 1e6 / between(seed, 2, 111, 370) : s.kelvin;
	s.other = (struct region){ .x = (uint32_t)between(seed, 3, 20, 500),
				   .y = (uint32_t)between(seed, 4, 20, 400),
				   .width = (uint32_t)between(seed, 5, 150, 380),
				   .height = (uint32_t)between(seed, 6, 150, 280) };
	s.colour = between(seed, 7, .2, .8);
	s.noise = between(seed, 8, .3, 5);
	s.red_wall = !apart && chance(seed, 1000, 9, 0) < .3; /* another paint, the same light */
	*quality = (int)between(seed, 10, 55, 98);
	return s;
}

uint8_t *lit_scene_jpeg(const struct raster *r, int quality, size_t *len)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr err;
	unsigned char *out = NULL;
	unsigned long n = 0;

	c.err = jpeg_std_error(&err);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &out, &n);
	c.image_width = r->width;
	c.image_height = r->height;
	c.input_components = 3;
	c.in_color_space = JCS_RGB;
	jpeg_set_defaults(&c); /* 4:2:0 */
	jpeg_set_quality(&c, quality, TRUE);
	jpeg_start_compress(&c, TRUE);
	while (c.next_scanline < c.image_height) {
		JSAMPROW row = (JSAMPROW)r->data + (size_t)c.next_scanline * r->width * 3;

		(void)jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	*len = n;
	return out;
}
