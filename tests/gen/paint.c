/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "paint.h"
#include "common.h"
#include "rng.h"

#include <math.h>
#include <stdlib.h>

enum { SUBROWS = 5 };

struct bounds {
	float x0, y0, x1, y1;
};

struct colour colour_hex(unsigned rgb)
{
	return (struct colour){ srgb_decode((float)(rgb >> 16 & 255) / 255),
				srgb_decode((float)(rgb >> 8 & 255) / 255),
				srgb_decode((float)(rgb & 255) / 255) };
}

struct colour colour_scale(struct colour c, double by)
{
	return (struct colour){ c.r * (float)by, c.g * (float)by, c.b * (float)by };
}

struct colour colour_mix(struct colour a, struct colour b, double t)
{
	float k = (float)(t < 0 ? 0 : t > 1 ? 1 : t);

	return (struct colour){ a.r + (b.r - a.r) * k, a.g + (b.g - a.g) * k,
				a.b + (b.b - a.b) * k };
}

struct paint paint_grain(unsigned rgb, double grain, double scale)
{
	return (struct paint){ .colour = colour_hex(rgb), .grain = (float)grain,
			       .scale = (float)scale, .seed = rgb };
}

struct paint paint_of(unsigned rgb)
{
	return paint_grain(rgb, 0.15, 40);
}

double paint_aspect(const struct canvas *c)
{
	return (double)c->w / c->h;
}

int paint_octaves(const struct canvas *c, double scale)
{
	int n = 1 + (int)(log(c->h / (2 * scale) + 1) / log(1.93));

	return n > 7 ? 7 : n;
}

static struct bounds bounds_of(const struct point *p, int n, double scale)
{
	struct bounds b = { 1e9f, 1e9f, -1e9f, -1e9f };

	for (int i = 0; i < n; i++) {
		b.x0 = fminf(b.x0, p[i].x);
		b.y0 = fminf(b.y0, p[i].y);
		b.x1 = fmaxf(b.x1, p[i].x);
		b.y1 = fmaxf(b.y1, p[i].y);
	}
	return (struct bounds){ b.x0 * (float)scale, b.y0 * (float)scale,
				b.x1 * (float)scale, b.y1 * (float)scale };
}

static float shade(const struct canvas *c, int x, int y, const struct bounds *b,
		   const struct paint *with, int octaves)
{
	double stretch = with->stretch > 0 ? with->stretch : 1;
	double scale = with->scale / c->h;
	float light = 1;

	if (with->grain > 0)
		light += with->grain * noise_fractal(x * scale / stretch, y * scale * stretch,
						     octaves, with->seed);
	if (with->ball > 0) {
		float u = (2 * x - b->x0 - b->x1) / (b->x1 - b->x0 + 1) + 0.35f;
		float v = (2 * y - b->y0 - b->y1) / (b->y1 - b->y0 + 1) + 0.4f;

		light *= 1 - with->ball * (u * u + v * v) * 0.36f;
	}
	return light < 0.02f ? 0.02f : light;
}

/* Mixes one row of the paint in; cover is a fraction for each column from x0 on. */
static void blend_row(struct canvas *c, int y, int x0, int x1, const float *cover,
		      const struct bounds *b, const struct paint *with)
{
	int octaves = paint_octaves(c, with->scale > 0 ? with->scale : 1);

	for (int x = x0; x <= x1; x++) {
		float k = cover[x - x0] > 1 ? 1 : cover[x - x0];
		float *px = canvas_at(c, x, y);
		float light;

		if (k <= 0)
			continue;
		light = shade(c, x, y, b, with, octaves);
		px[0] += (with->colour.r * light - px[0]) * k;
		px[1] += (with->colour.g * light - px[1]) * k;
		px[2] += (with->colour.b * light - px[2]) * k;
		if (c->alpha) {
			float *a = &c->alpha[(size_t)y * (size_t)c->w + (size_t)x];

			*a += (1 - *a) * k;
		}
	}
}

static int order_floats(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

/* Where the outline crosses the horizontal line y, sorted, in pixels. */
static int crossings(const struct point *p, int n, float y, float scale, float *out)
{
	int found = 0;

	for (int i = 0; i < n; i++) {
		float ax = p[i].x * scale, ay = p[i].y * scale;
		float bx = p[(i + 1) % n].x * scale, by = p[(i + 1) % n].y * scale;

		if ((ay <= y) == (by <= y))
			continue;
		out[found++] = ax + (y - ay) * (bx - ax) / (by - ay);
	}
	qsort(out, (size_t)found, sizeof *out, order_floats);
	return found;
}

/* Adds weight times the part of each pixel between a and b. */
static void add_span(float *cover, int x0, int x1, float a, float b, float weight)
{
	int first, last;

	a = fmaxf(a, (float)x0);
	b = fminf(b, (float)x1 + 1);
	if (b <= a)
		return;
	first = (int)a;
	last = (int)b > x1 ? x1 : (int)b;
	for (int x = first; x <= last; x++) {
		float part = fminf(b, (float)x + 1) - fmaxf(a, (float)x);

		cover[x - x0] += part * weight;
	}
}

void paint_polygon(struct canvas *c, const struct point *p, int n, const struct paint *with)
{
	float scale = (float)c->h, cross[PAINT_POINTS_MAX], *cover;
	struct bounds b = bounds_of(p, n, scale);
	int x0 = b.x0 < 0 ? 0 : (int)fminf(b.x0, 1e6f);
	int x1 = b.x1 > (float)c->w - 1 ? c->w - 1 : (int)b.x1;
	int y0 = b.y0 < 0 ? 0 : (int)fminf(b.y0, 1e6f);
	int y1 = b.y1 > scale - 1 ? c->h - 1 : (int)b.y1;

	if (n > PAINT_POINTS_MAX)
		die("an outline has %d points", n);
	if (x1 < x0 || y1 < y0 || b.x1 < 0 || b.y1 < 0)
		return;
	cover = xnew((size_t)(x1 - x0) + 1, sizeof *cover);
	for (int y = y0; y <= y1; y++) {
		for (int i = 0; i <= x1 - x0; i++)
			cover[i] = 0;
		for (int s = 0; s < SUBROWS; s++) {
			float at = (float)y + ((float)s + 0.5f) / SUBROWS;
			int found = crossings(p, n, at, scale, cross);

			for (int i = 0; i + 1 < found; i += 2)
				add_span(cover, x0, x1, cross[i], cross[i + 1],
					 1.0f / SUBROWS);
		}
		blend_row(c, y, x0, x1, cover, &b, with);
	}
	free(cover);
}

void paint_box(struct canvas *c, double x, double y, double w, double h,
	       const struct paint *with)
{
	struct point p[4] = {
		{ (float)x, (float)y }, { (float)(x + w), (float)y },
		{ (float)(x + w), (float)(y + h) }, { (float)x, (float)(y + h) },
	};

	paint_polygon(c, p, 4, with);
}

void paint_ellipse(struct canvas *c, double x, double y, double rx, double ry,
		   const struct paint *with)
{
	struct point p[48];

	for (int i = 0; i < 48; i++) {
		double turn = 2 * GEN_PI * i / 48;

		p[i] = (struct point){ (float)(x + rx * cos(turn)),
				       (float)(y + ry * sin(turn)) };
	}
	paint_polygon(c, p, 48, with);
}

void paint_line(struct canvas *c, struct point a, struct point b, double width,
		const struct paint *with)
{
	float dx = b.x - a.x, dy = b.y - a.y, length = sqrtf(dx * dx + dy * dy);
	float nx, ny;

	if (length <= 0)
		return;
	nx = -dy / length * (float)width / 2;
	ny = dx / length * (float)width / 2;
	paint_polygon(c, (struct point[]){ { a.x + nx, a.y + ny }, { b.x + nx, b.y + ny },
			{ b.x - nx, b.y - ny }, { a.x - nx, a.y - ny } }, 4, with);
}
