/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layout: dark and smooth surrounds, corners, directions of edges, dark areas that touch the border. Context, not
 * physics: it tells how people photograph screens, and never decides alone. */
#include "src/base/base.h"
#include "analyzers/signal/features.h"
#include "src/base/mem.h"

#include <math.h>

enum { DIRECTIONS = 36, RINGS = 4, SIDES = 4 };

static float laplacian(const struct thumb *t, uint32_t x, uint32_t y)
{
	uint32_t w = t->width, h = t->height;
	const float *p = t->y + (size_t)y * w + x;
	float l = x ? p[-1] : p[0], r = x + 1 < w ? p[1] : p[0];
	float a = y ? *(p - w) : p[0], b = y + 1 < h ? p[w] : p[0];

	return fabsf(l + r + a + b - 4 * p[0]);
}

struct surround {
	uint32_t frame; /* width of the frame, pixels */
	float n, n_frame, dark, dark_smooth, all_dark_smooth, flat, bright_flat;
	float side[SIDES], n_side[SIDES], total;
};

static void look_at(const struct thumb *t, uint32_t x, uint32_t y, struct surround *s)
{
	float v = t->y[(size_t)y * t->width + x], l = laplacian(t, x, y);
	const bool at[SIDES] = { y < s->frame, y + s->frame >= t->height, x < s->frame, x + s->frame >= t->width };

	s->n++;
	s->total += v;
	s->all_dark_smooth += v < 45 && l < 4;
	s->flat += l < 1.5f;
	s->bright_flat += l < 1.5f && v > 150;
	for (unsigned k = 0; k < SIDES; k++)
		if (at[k]) {
			s->side[k] += v;
			s->n_side[k]++;
		}
	if (at[0] || at[1] || at[2] || at[3]) {
		s->n_frame++;
		s->dark += v < 40;
		s->dark_smooth += v < 50 && l < 4;
	}
}

static void add_surround(const struct thumb *t, struct feature_list *f)
{
	uint32_t short_side = t->width < t->height ? t->width : t->height;
	struct surround s = { .frame = short_side * 6 / 100 };
	float low = 256, high = 0;

	s.frame = s.frame < 4 ? 4 : s.frame;
	for (uint32_t y = 0; y < t->height; y++)
		for (uint32_t x = 0; x < t->width; x++)
			look_at(t, x, y, &s);
	for (unsigned k = 0; k < SIDES; k++) {
		float mean = s.side[k] / s.n_side[k];

		low = mean < low ? mean : low;
		high = mean > high ? mean : high;
	}
	feature_add(f, s.dark / s.n_frame, "b.dark");
	feature_add(f, s.dark_smooth / s.n_frame, "b.dark2");
	feature_add(f, s.all_dark_smooth / s.n, "d.smooth");
	feature_add(f, s.flat / s.n, "f.flat");
	feature_add(f, s.bright_flat / s.n, "f.brightflat");
	feature_add(f, low - s.total / s.n, "b.min");
	feature_add(f, high - low, "b.range");
}

static float mean_in(const struct thumb *t, uint32_t x0, uint32_t x1, uint32_t y0, uint32_t y1)
{
	double sum = 0, n = 0;

	for (uint32_t y = y0; y < y1; y++)
		for (uint32_t x = x0; x < x1; x++, n++)
			sum += (double)t->y[(size_t)y * t->width + x];
	return n > 0 ? (float)(sum / n) : NAN;
}

static void add_corners(const struct thumb *t, struct feature_list *f)
{
	uint32_t w = t->width, h = t->height, cw = w / 5, ch = h / 5;
	float middle = mean_in(t, w / 3, 2 * w / 3, h / 3, 2 * h / 3);
	float corners = (mean_in(t, 0, cw, 0, ch) + mean_in(t, w - cw, w, 0, ch) + mean_in(t, 0, cw, h - ch, h) +
			 mean_in(t, w - cw, w, h - ch, h)) / 4;

	feature_add(f, corners - middle, "b.corners");
}

/* Means by distance from the middle: light, edges, saturation of the four rings, outer ones over the inner one. */
static void add_rings(const struct thumb *t, struct feature_list *f)
{
	float y[RINGS] = { 0 }, g[RINGS] = { 0 }, s[RINGS] = { 0 }, b[RINGS] = { 0 }, n[RINGS] = { 0 };

	for (uint32_t j = 0; j < t->height; j++)
		for (uint32_t i = 0; i < t->width; i++) {
			size_t at = (size_t)j * t->width + i;
			float dx = fabsf((float)(2 * i + 1) / (float)t->width - 1);
			float dy = fabsf((float)(2 * j + 1) / (float)t->height - 1);
			unsigned k = (unsigned)((dx > dy ? dx : dy) * RINGS);

			k = k < RINGS ? k : RINGS - 1;
			y[k] += t->y[at];
			g[k] += t->g[at];
			s[k] += fabsf(t->cb[at]) + fabsf(t->cr[at]);
			b[k] += t->cb[at];
			n[k]++;
		}
	for (unsigned k = 0; k < RINGS; k++) {
		float some = n[k] > 0 ? n[k] : 1;

		y[k] /= some;
		g[k] /= some;
		s[k] /= some;
		b[k] /= some;
	}
	for (unsigned k = 1; k < RINGS; k++) {
		feature_add(f, logf((y[k] + 4) / (y[0] + 4)), "r.y%u", k);
		feature_add(f, logf((g[k] + .5f) / (g[0] + .5f)), "r.g%u", k);
		feature_add(f, logf((s[k] + 1) / (s[0] + 1)), "r.s%u", k);
		feature_add(f, b[k] - b[0], "r.b%u", k);
	}
}

/* Directions of edges, twofold and fourfold order, entropy of their histogram. */
static void add_directions(const struct thumb *t, struct feature_list *f)
{
	static const float pi = 3.14159265f;
	double c2 = 0, s2 = 0, c4 = 0, s4 = 0, sum = 0;
	float hist[DIRECTIONS] = { 0 }, entropy = 0, top = 0, edges = 0;
	size_t n = (size_t)t->width * t->height;

	for (size_t i = 0; i < n; i++) {
		float a;
		int bin;

		if (t->g[i] <= 6)
			continue;
		a = atan2f(t->gy[i], t->gx[i]);
		c2 += (double)(t->g[i] * cosf(2 * a));
		s2 += (double)(t->g[i] * sinf(2 * a));
		c4 += (double)(t->g[i] * cosf(4 * a));
		s4 += (double)(t->g[i] * sinf(4 * a));
		sum += (double)t->g[i];
		edges++;
		bin = (int)((a < 0 ? a + pi : a) / pi * DIRECTIONS) % DIRECTIONS;
		hist[bin] += t->g[i];
	}
	for (size_t k = 0; k < DIRECTIONS; k++) {
		float p = hist[k] / ((float)sum + 1e-6f);

		top = p > top ? p : top;
		entropy -= p > 0 ? p * logf(p) : 0;
	}
	feature_add(f, (float)(hypot(c4, s4) / (sum + 1e-6)), "o.c4");
	feature_add(f, (float)(hypot(c2, s2) / (sum + 1e-6)), "o.c2");
	feature_add(f, entropy, "o.entropy");
	feature_add(f, top, "o.max");
	feature_add(f, edges / (float)n, "o.edges");
}

/* Connected dark and smooth areas: of a room around a screen, of its frame. */
struct dark_area {
	const struct thumb *t;
	uint8_t *mask; /* 1 dark and smooth, 2 seen */
	uint32_t *stack;
	float border, biggest, inner;
};

static bool is_dark(const struct thumb *t, uint32_t x, uint32_t y)
{
	size_t at = (size_t)y * t->width + x;

	return t->y[at] < 42 && t->g[at] < 3;
}

static void flood(struct dark_area *d, size_t start)
{
	uint32_t w = d->t->width, h = d->t->height;
	size_t depth = 0, n = 0;
	bool border = false;
	float part;

	d->stack[depth++] = (uint32_t)start;
	d->mask[start] = 2;
	while (depth > 0) {
		uint32_t at = d->stack[--depth], x = at % w, y = at / w;
		const bool ok[4] = { x > 0, x + 1 < w, y > 0, y + 1 < h };
		const uint32_t next[4] = { at - 1, at + 1, at - w, at + w };

		n++;
		border = border || !ok[0] || !ok[1] || !ok[2] || !ok[3];
		for (unsigned k = 0; k < 4; k++)
			if (ok[k] && d->mask[next[k]] == 1) {
				d->mask[next[k]] = 2;
				d->stack[depth++] = next[k];
			}
	}
	part = (float)n / ((float)w * (float)h);
	d->biggest = part > d->biggest ? part : d->biggest;
	if (border)
		d->border += part;
	else if (part > .003f)
		d->inner += part;
}

static void add_dark_areas(const struct thumb *t, struct feature_list *f)
{
	size_t n = (size_t)t->width * t->height;
	struct dark_area d = { .t = t, .mask = mem_need(n, 1), .stack = mem_need(n, sizeof *d.stack) };

	for (uint32_t y = 0; y < t->height; y++)
		for (uint32_t x = 0; x < t->width; x++)
			d.mask[(size_t)y * t->width + x] = is_dark(t, x, y);
	for (size_t i = 0; i < n; i++)
		if (d.mask[i] == 1)
			flood(&d, i);
	feature_add(f, d.border, "d.border");
	feature_add(f, d.biggest, "d.biggest");
	feature_add(f, d.inner, "d.inner");
	free(d.mask);
	free(d.stack);
}

void layout_features(const struct thumb *t, struct feature_list *f)
{
	add_surround(t, f);
	add_corners(t, f);
	add_rings(t, f);
	add_directions(t, f);
	add_dark_areas(t, f);
}
