/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/heat.h"

#include "src/base/mem.h"

#include <math.h>

void heat_colour(double t, uint8_t rgb[3])
{
	static const uint8_t stop[5][3] = {
		{ 0, 34, 78 }, { 62, 76, 108 }, { 124, 123, 120 }, { 186, 173, 107 }, { 254, 232, 56 }
	};
	double at = !(t > 0) ? 0 : t > 1 ? 4 : t * 4;
	int i = at >= 4 ? 3 : (int)at;

	for (int k = 0; k < 3; k++)
		rgb[k] = (uint8_t)(stop[i][k] + (stop[i + 1][k] - stop[i][k]) * (at - i) + 0.5);
}

static double scaled(double v, double low, double high)
{
	double t = high > low ? (v - low) / (high - low) : 0;

	return !(t > 0) ? 0 : t > 1 ? 1 : t;
}

static enum glyph density(double t)
{
	return (enum glyph)(GLYPH_D1 + (int)(t * (DENSITIES - 1) + 0.5));
}

/* Mean of the numbers under part (i, j) of a grid of w x h; NaN where none can speak. */
static double mean_value(const struct heat *h, int i, int j, int w, int rows)
{
	uint32_t x0 = (uint32_t)((uint64_t)i * h->cols / (unsigned)w),
		 y0 = (uint32_t)((uint64_t)j * h->rows / (unsigned)rows);
	uint32_t x1 = (uint32_t)((uint64_t)(i + 1) * h->cols / (unsigned)w);
	uint32_t y1 = (uint32_t)((uint64_t)(j + 1) * h->rows / (unsigned)rows);
	double sum = 0;
	unsigned n = 0;

	x1 = x1 > x0 ? x1 : x0 + 1;
	y1 = y1 > y0 ? y1 : y0 + 1;
	for (uint32_t y = y0; y < y1; y++)
		for (uint32_t x = x0; x < x1; x++) {
			double v = (double)h->data[(size_t)y * h->cols + x];

			if (isnan(v))
				continue;
			sum += v;
			n++;
		}
	return n ? sum / n : (double)NAN;
}

static void draw_densities(struct cellbuf *b, struct box box, const struct heat *h)
{
	for (int y = 0; y < box.h; y++)
		for (int x = 0; x < box.w; x++) {
			double v = mean_value(h, x, y, box.w, box.h);

			if (!isnan(v))
				cellbuf_glyph(b, box.x + x, box.y + y, density(scaled(v, h->low, h->high)),
					      ROLE_TEXT);
		}
}

void heat_draw(struct picture_cache *c, struct cellbuf *b, struct box box, const struct heat *h)
{
	uint32_t w = (uint32_t)box.w, rows = (uint32_t)box.h * 2; /* what half blocks can show */
	uint8_t *rgb;

	if (box.w < 1 || box.h < 1 || h->cols == 0 || h->rows == 0)
		return;
	if (b->ascii || b->depth == DEPTH_MONO) {
		draw_densities(b, box, h);
		return;
	}
	rgb = mem_array((size_t)w * rows, 3);
	for (uint32_t i = 0; rgb && i < w * rows; i++) {
		double v = mean_value(h, (int)(i % w), (int)(i / w), (int)w, (int)rows);

		if (!isnan(v))
			heat_colour(scaled(v, h->low, h->high), rgb + (size_t)i * 3);
	}
	if (rgb)
		picture_draw(c, b, box,
			     &(struct pixels){ .width = w, .height = rows, .rgb = rgb, .exact = true });
	mem_free(rgb);
}

int heat_legend(struct cellbuf *b, int x, int y, int w, double low, double high, const char *unit)
{
	int used = cellbuf_print(b, x, y, w, ROLE_DIM, "%.3g ", low);

	for (int i = 0; i < 2 * DENSITIES && used < w; i++, used++) {
		double t = (double)i / (2 * DENSITIES - 1);
		uint8_t c[3];

		heat_colour(t, c);
		if (b->ascii || b->depth == DEPTH_MONO)
			cellbuf_glyph(b, x + used, y, density(t), ROLE_TEXT);
		else
			cellbuf_pixel(b, x + used, y, 0x2588, COLOUR_RGB(c[0], c[1], c[2]), COLOUR_DEFAULT);
	}
	return used + cellbuf_print(b, x + used, y, w - used, ROLE_DIM, " %.3g%s%s", high,
				    unit && *unit ? " " : "", unit ? unit : "");
}

double heat_value(const struct map *m, double x, double y)
{
	double i = m->step_x > 0 ? floor((x - m->origin_x) / m->step_x) : -1;
	double j = m->step_y > 0 ? floor((y - m->origin_y) / m->step_y) : -1;

	if (!(i >= 0 && j >= 0 && i < m->cols && j < m->rows))
		return (double)NAN;
	return (double)m->data[(size_t)j * m->cols + (size_t)i];
}

static double map_under(const struct map *m, const double rect[4], uint32_t i, uint32_t j, uint32_t w,
			uint32_t h)
{
	return heat_value(m, rect[0] + (i + 0.5) * rect[2] / w, rect[1] + (j + 0.5) * rect[3] / h);
}

void heat_blend(const struct map *m, const double rect[4], uint32_t width, uint32_t height, uint8_t *rgb)
{
	for (uint32_t j = 0; j < height; j++)
		for (uint32_t i = 0; i < width; i++) {
			uint8_t *p = rgb + ((size_t)j * width + i) * 3;
			double v = map_under(m, rect, i, j, width, height);
			unsigned grey = (p[0] * 299u + p[1] * 587u + p[2] * 114u) / 1000;
			uint8_t c[3];

			memset(p, (int)grey, 3);
			if (isnan(v))
				continue;
			heat_colour(scaled(v, m->low, m->high), c);
			for (int k = 0; k < 3; k++)
				p[k] = (uint8_t)((grey * 2 + c[k] * 3u) / 5);
		}
}

void heat_densities(const struct map *m, const double rect[4], struct cellbuf *b, struct box box)
{
	for (int y = 0; y < box.h; y++)
		for (int x = 0; x < box.w; x++) {
			double v = map_under(m, rect, (uint32_t)x, (uint32_t)y, (uint32_t)box.w,
					     (uint32_t)box.h);

			if (isnan(v))
				cellbuf_put(b, box.x + x, box.y + y, ' ', ROLE_TEXT);
			else
				cellbuf_glyph(b, box.x + x, box.y + y, density(scaled(v, m->low, m->high)),
					      ROLE_TEXT);
		}
}
