/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure_raster.c: numbers to pixels. One colour scale, cividis (Nunez, Anderton, Renslow 2018), which reads
 * the same with and without colour vision and in grey print; cells that cannot speak are hatched, never given
 * a colour of the scale. */
#include "src/base/base.h"
#include "src/report/html.h"

#include "src/base/mem.h"

#include <math.h>

enum { MAP_SIDE = 320, SPECTRUM_MIN = 192, SPECTRUM_MAX = 384, SCALE_W = 192, SCALE_H = 10 };

void raster_colour(double t, uint8_t rgb[3])
{
	static const uint8_t stops[][3] = {
		{ 0x00, 0x22, 0x4E }, { 0x12, 0x35, 0x70 }, { 0x3B, 0x49, 0x6C }, { 0x57, 0x5D, 0x6D },
		{ 0x70, 0x71, 0x73 }, { 0x8A, 0x86, 0x78 }, { 0xA5, 0x9C, 0x74 }, { 0xC3, 0xB3, 0x69 },
		{ 0xE1, 0xCC, 0x55 }, { 0xFE, 0xE8, 0x38 },
	};
	const unsigned last = ARRAY_LEN(stops) - 1;
	double place, f;
	unsigned i;

	if (!isfinite(t)) {
		memset(rgb, 0xC8, 3);
		return;
	}
	place = fmin(fmax(t, 0), 1) * last;
	i = place >= last ? last - 1 : (unsigned)place;
	f = place - i;
	for (unsigned k = 0; k < 3; k++)
		rgb[k] = (uint8_t)lround(stops[i][k] + f * (stops[i + 1][k] - stops[i][k]));
}

static double scaled(double v, double low, double high)
{
	if (!isfinite(v) || !isfinite(low) || !isfinite(high) || high <= low)
		return (double)NAN;
	return (v - low) / (high - low);
}

/* A pixel outside the scale: light grey with darker diagonals. */
static void hatch(uint8_t *rgb, uint32_t x, uint32_t y)
{
	memset(rgb, (x + y) % 6 == 0 ? 0xAA : 0xE4, 3);
}

static void put_pixel(uint8_t *rgb, double t, uint32_t x, uint32_t y)
{
	if (isfinite(t))
		raster_colour(t, rgb);
	else
		hatch(rgb, x, y);
}

/* The cell index along one axis; UINT32_MAX outside the map. */
static uint32_t cell(double at, double origin, double step, uint32_t n)
{
	double i = floor((at - origin) / step);

	return isfinite(i) && i >= 0 && i < n ? (uint32_t)i : UINT32_MAX;
}

static double map_at(const struct map *m, double x, double y)
{
	uint32_t i = cell(x, m->origin_x, m->step_x, m->cols), j = cell(y, m->origin_y, m->step_y, m->rows);

	if (i == UINT32_MAX || j == UINT32_MAX)
		return (double)NAN;
	return scaled((double)m->data[(size_t)j * m->cols + i], m->low, m->high);
}

bool raster_map_uri(struct str *o, const struct examination *x, const struct map *m)
{
	double w = x->width ? x->width : fabs(m->step_x) * m->cols,
	       h = x->height ? x->height : fabs(m->step_y) * m->rows;
	double shrink = MAP_SIDE / fmax(w, h);
	uint32_t cols, rows;
	uint8_t *rgb;
	bool ok;

	if (!isfinite(shrink) || shrink <= 0)
		return false;
	cols = (uint32_t)fmax(1, round(w * shrink));
	rows = (uint32_t)fmax(1, round(h * shrink));
	rgb = mem_array((size_t)cols * rows, 3);
	if (!rgb)
		return false;
	for (uint32_t j = 0; j < rows; j++)
		for (uint32_t i = 0; i < cols; i++)
			put_pixel(rgb + 3 * ((size_t)j * cols + i),
				  map_at(m, (i + 0.5) / shrink, (j + 0.5) / shrink), i, j);
	ok = png_data_uri(o, rgb, cols, rows);
	mem_free(rgb);
	return ok;
}

/* The strongest value of the cells that fall on one pixel: a peak one bin wide must not vanish. */
static double strongest(const struct plot *p, uint32_t x0, uint32_t x1, uint32_t y0, uint32_t y1)
{
	double best = (double)NAN;

	for (uint32_t y = y0; y < y1; y++)
		for (uint32_t x = x0; x < x1; x++) {
			double v = (double)p->data[(size_t)y * p->cols + x];

			if (isfinite(v) && !(v <= best))
				best = v;
		}
	return best;
}

static uint32_t pixels_for(uint32_t n)
{
	if (n > SPECTRUM_MAX)
		return SPECTRUM_MAX;
	return n < SPECTRUM_MIN ? n * ((SPECTRUM_MIN + n - 1) / n) : n;
}

bool raster_spectrum_uri(struct str *o, const struct plot *p)
{
	uint32_t w = pixels_for(p->cols), h = pixels_for(p->rows);
	uint8_t *rgb = mem_array((size_t)w * h, 3);
	bool ok;

	if (!rgb)
		return false;
	for (uint32_t j = 0; j < h; j++) {
		uint32_t y0 = (uint32_t)((uint64_t)j * p->rows / h),
			 y1 = (uint32_t)((uint64_t)(j + 1) * p->rows / h);

		for (uint32_t i = 0; i < w; i++) {
			uint32_t x0 = (uint32_t)((uint64_t)i * p->cols / w),
				 x1 = (uint32_t)((uint64_t)(i + 1) * p->cols / w);
			double v = strongest(p, x0, x1 > x0 ? x1 : x0 + 1, y0, y1 > y0 ? y1 : y0 + 1);

			put_pixel(rgb + 3 * ((size_t)j * w + i), scaled(v, p->low, p->high), i, j);
		}
	}
	ok = png_data_uri(o, rgb, w, h);
	mem_free(rgb);
	return ok;
}

bool raster_scale_uri(struct str *o)
{
	uint8_t rgb[SCALE_H * SCALE_W * 3];

	for (uint32_t j = 0; j < SCALE_H; j++)
		for (uint32_t i = 0; i < SCALE_W; i++)
			raster_colour((double)i / (SCALE_W - 1), rgb + 3 * (j * SCALE_W + i));
	return png_data_uri(o, rgb, SCALE_W, SCALE_H);
}
