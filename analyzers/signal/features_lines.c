/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Straight lines of the thumbnail and what lies on their two sides: the frame of a display is a long straight step
 * from bright to dark and even. Segments grow from strong gradients over neighbours of the same direction, as in
 * von Gioi, Jakubowicz, Morel, Randall 2012 (LSD, IPOL 2), without its a-contrario test: weak ones only add
 * a little noise to sums that the regression weighs. */
#include "src/base/base.h"
#include "analyzers/signal/features.h"
#include "src/base/mem.h"

#include <math.h>

enum { SEGMENTS_MAX = 60, OFFSETS = 16, ALONG = 28, BINS = 256 };
static const float min_gradient = 4, cos_tolerance = .9238795f; /* 22.5 degrees, as LSD */

struct segment_line {
	float x1, y1, x2, y2, length, nx, ny;
};

struct lines {
	const struct thumb *t;
	uint8_t *used;
	uint32_t *order, *region;
	struct segment_line best[SEGMENTS_MAX];
	size_t n_best;
	uint32_t n;        /* all segments over 3 % of the diagonal */
	float sum, diagonal;
};

/* Strongest first, by a counting sort. */
static size_t order_pixels(struct lines *l)
{
	size_t n = (size_t)l->t->width * l->t->height, total = 0;
	uint32_t at[BINS + 1] = { 0 };

	for (size_t i = 0; i < n; i++)
		if (l->t->g[i] >= min_gradient)
			at[BINS - (size_t)(l->t->g[i] < BINS - 1 ? l->t->g[i] : BINS - 1)]++;
	for (size_t k = 1; k <= BINS; k++)
		at[k] += at[k - 1];
	total = at[BINS];
	for (size_t i = n; i-- > 0;)
		if (l->t->g[i] >= min_gradient)
			l->order[--at[BINS - (size_t)(l->t->g[i] < BINS - 1 ? l->t->g[i] : BINS - 1)]] = (uint32_t)i;
	return total;
}

static size_t grow(struct lines *l, uint32_t seed, float *dx, float *dy)
{
	const struct thumb *t = l->t;
	size_t n = 0, done = 0;

	*dx = t->gx[seed] / t->g[seed];
	*dy = t->gy[seed] / t->g[seed];
	l->region[n++] = seed;
	l->used[seed] = 1;
	while (done < n) {
		uint32_t at = l->region[done++], x = at % t->width, y = at / t->width;

		for (uint32_t j = y ? y - 1 : 0; j <= y + 1 && j < t->height; j++)
			for (uint32_t i = x ? x - 1 : 0; i <= x + 1 && i < t->width; i++) {
				uint32_t k = j * t->width + i;
				float norm = hypotf(*dx, *dy);

				if (l->used[k] || t->g[k] < min_gradient ||
				    (t->gx[k] * *dx + t->gy[k] * *dy) < cos_tolerance * t->g[k] * norm)
					continue;
				l->used[k] = 1;
				l->region[n++] = k;
				*dx += t->gx[k] / t->g[k];
				*dy += t->gy[k] / t->g[k];
			}
	}
	return n;
}

/* The region's extent along its line, through its weighted centre. */
static bool fit(const struct lines *l, size_t n, float dx, float dy, struct segment_line *s)
{
	float norm = hypotf(dx, dy), tx = -dy / norm, ty = dx / norm, lo = 0, hi = 0, wide = 0;
	double cx = 0, cy = 0, sum = 0;

	for (size_t i = 0; i < n; i++) {
		double g = (double)l->t->g[l->region[i]];

		cx += g * (l->region[i] % l->t->width);
		cy += g * (l->region[i] / l->t->width);
		sum += g;
	}
	cx /= sum;
	cy /= sum;
	for (size_t i = 0; i < n; i++) {
		float x = (float)(l->region[i] % l->t->width - cx), y = (float)(l->region[i] / l->t->width - cy);
		float a = x * tx + y * ty, b = fabsf(x * dx + y * dy) / norm;

		lo = a < lo ? a : lo;
		hi = a > hi ? a : hi;
		wide = b > wide ? b : wide;
	}
	*s = (struct segment_line){ .x1 = (float)cx + lo * tx, .y1 = (float)cy + lo * ty, .x2 = (float)cx + hi * tx,
		.y2 = (float)cy + hi * ty, .length = hi - lo, .nx = -ty, .ny = tx };
	/* At least half of the rectangle belongs to the region, so that curves and blobs are no segments. */
	return s->length > 6 && (float)n > .5f * s->length * 2 * wide;
}

static void keep(struct lines *l, const struct segment_line *s)
{
	size_t at = l->n_best;

	l->n++;
	l->sum += s->length;
	if (at == SEGMENTS_MAX && l->best[at - 1].length >= s->length)
		return;
	at -= at == SEGMENTS_MAX;
	for (; at > 0 && l->best[at - 1].length < s->length; at--)
		l->best[at] = l->best[at - 1];
	l->best[at] = *s;
	l->n_best += l->n_best < SEGMENTS_MAX;
}

static void find_segments(struct lines *l)
{
	size_t n = order_pixels(l);

	for (size_t i = 0; i < n; i++) {
		struct segment_line s;
		float dx, dy;
		size_t size;

		if (l->used[l->order[i]])
			continue;
		size = grow(l, l->order[i], &dx, &dy);
		if (size > 8 && hypotf(dx, dy) > 0 && fit(l, size, dx, dy, &s) && s.length > .02f * l->diagonal)
			keep(l, &s);
	}
}

static void add_lengths(const struct lines *l, struct feature_list *f)
{
	float top = 0, long_ones = 0, long_sum = 0, c = 0, s = 0;
	size_t dozen = l->n_best < 12 ? l->n_best : 12;

	for (size_t i = 0; i < l->n_best; i++) {
		float part = l->best[i].length / l->diagonal;

		top += i < 10 ? part : 0;
		long_ones += part > .15f;
		long_sum += part > .1f ? l->best[i].length : 0;
		if (i == 3 || (i + 1 == l->n_best && i < 3))
			feature_add(f, top, "l.top4");
	}
	if (l->n_best == 0)
		feature_add(f, 0, "l.top4");
	for (size_t i = 0; i < dozen; i++) {
		float a = 4 * atan2f(l->best[i].ny, l->best[i].nx);

		c += cosf(a) / (float)dozen;
		s += sinf(a) / (float)dozen;
	}
	feature_add(f, l->n_best ? l->best[0].length / l->diagonal : 0, "l.max");
	feature_add(f, top, "l.top10");
	feature_add(f, (float)l->n / ((float)l->t->width * (float)l->t->height / 1e4f), "l.n");
	feature_add(f, long_ones, "l.long");
	feature_add(f, long_sum / (l->sum + 1e-6f), "l.frac");
	feature_add(f, hypotf(c, s), "l.ortho");
}

/* Light beside a segment: medians and spreads of samples along it at offsets to both sides. */
struct sides {
	float median[OFFSETS], mad[OFFSETS];
};
static const float offset[OFFSETS] = { -24, -19, -13, -9, -7, -5, -3, -2, 2, 3, 5, 7, 9, 13, 19, 24 };

static void read_sides(const struct thumb *t, const struct segment_line *s, struct sides *out)
{
	for (unsigned k = 0; k < OFFSETS; k++) {
		float v[ALONG], median;
		size_t n = 0;

		for (unsigned i = 0; i < ALONG; i++) {
			float at = .06f + .88f * (float)i / (ALONG - 1);
			float x = s->x1 + (s->x2 - s->x1) * at + s->nx * offset[k];
			float y = s->y1 + (s->y2 - s->y1) * at + s->ny * offset[k];

			if (x >= 0 && y >= 0 && x < (float)t->width - .5f && y < (float)t->height - .5f)
				v[n++] = t->y[(size_t)(y + .5f) * t->width + (size_t)(x + .5f)];
		}
		out->median[k] = out->mad[k] = NAN;
		if (n <= ALONG / 2)
			continue;
		sort_floats(v, n);
		out->median[k] = median = sorted_percentile(v, n, .5f);
		for (size_t i = 0; i < n; i++)
			v[i] = fabsf(v[i] - median);
		sort_floats(v, n);
		out->mad[k] = sorted_percentile(v, n, .5f);
	}
}

/* Median of up to four numbers that are not NaN. */
static float median_of(const float *from)
{
	float v[4];
	size_t n = 0;

	for (unsigned k = 0; k < 4; k++)
		if (!isnan(from[k]))
			v[n++] = from[k];
	sort_floats(v, n);
	return sorted_percentile(v, n, .5f);
}

struct edge {
	float score, part, step, dark, mad; /* score: how much like the frame of a display */
	bool outward, thin;                 /* the dark side looks away from the middle; bright again further out */
	float x, y, nx, ny;                 /* middle, normal towards the dark side */
};

static float clip01(float v)
{
	return v < 0 ? 0 : v > 1 ? 1 : v;
}

static bool read_edge(const struct lines *l, const struct segment_line *s, struct edge *e)
{
	struct sides z;
	float a, b, sign;
	bool a_dark;

	read_sides(l->t, s, &z);
	a = median_of(z.median + 4);
	b = median_of(z.median + 8);
	if (isnan(a) || isnan(b))
		return false;
	a_dark = a < b;
	sign = a_dark ? -1 : 1;
	e->part = s->length / l->diagonal;
	e->dark = a_dark ? a : b;
	e->step = fabsf(a - b);
	e->mad = median_of(z.mad + (a_dark ? 4 : 8));
	e->x = (s->x1 + s->x2) / 2;
	e->y = (s->y1 + s->y2) / 2;
	e->nx = s->nx * sign;
	e->ny = s->ny * sign;
	e->outward = (e->x - (float)l->t->width / 2) * e->nx + (e->y - (float)l->t->height / 2) * e->ny > 0;
	e->score = e->part * clip01((e->step - 15) / 40) * clip01((75 - e->dark) / 40) * clip01((14 - e->mad) / 10);
	e->thin = false;
	for (unsigned k = 0; k < 4; k++)
		e->thin = e->thin || z.median[a_dark ? k : 12 + k] > e->dark + 25;
	return true;
}

/* Pairs of edges whose dark sides look away from each other, and pairs at a right angle. */
static void add_pairs(const struct edge *e, size_t n, float diagonal, struct feature_list *f)
{
	float opposite = 0, sum = 0, corner = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++) {
			float d = e[i].nx * e[j].nx + e[i].ny * e[j].ny;
			float apart = (e[i].x - e[j].x) * e[i].nx + (e[i].y - e[j].y) * e[i].ny;
			float s = sqrtf(e[i].score * e[j].score);

			if (d < -.9f && apart > .08f * diagonal) {
				opposite = s > opposite ? s : opposite;
				sum += s;
			}
			if (fabsf(d) < .35f && s > corner)
				corner = s;
		}
	feature_add(f, opposite, "e.opp");
	feature_add(f, sum, "e.opps");
	feature_add(f, corner, "e.corner");
}

static void add_edges(const struct lines *l, struct feature_list *f)
{
	struct edge e[SEGMENTS_MAX];
	float all = 0, out = 0, in = 0, thin = 0, len = 0, step = 0, dark = 0, mad = 0, bezel = 0;
	size_t n = 0;

	for (size_t i = 0; i < l->n_best; i++) {
		const struct edge *k = &e[n];

		if (l->best[i].length < .06f * l->diagonal || !read_edge(l, &l->best[i], &e[n]))
			continue;
		n++;
		all += k->score;
		*(k->outward ? &out : &in) += k->score;
		thin += k->thin ? k->score : 0;
		len += k->part;
		step += k->part * k->step;
		dark += k->part * k->dark;
		mad += k->part * k->mad;
		bezel += k->dark < 45 && k->step > 40 ? k->part : 0;
	}
	feature_add(f, all, "e.bezel");
	feature_add(f, out, "e.bezelout");
	feature_add(f, in, "e.bezelin");
	feature_add(f, thin, "e.thin");
	feature_add(f, bezel, "e.hard");
	feature_add(f, len, "e.len");
	feature_add(f, step / (len + 1e-6f), "e.step");
	feature_add(f, dark / (len + 1e-6f), "e.dark");
	feature_add(f, mad / (len + 1e-6f), "e.mad");
	add_pairs(e, n, l->diagonal, f);
}

enum status line_features(const struct thumb *t, struct feature_list *f, struct error *e)
{
	size_t n = (size_t)t->width * t->height;
	struct lines l = { .t = t, .used = mem_array(n, 1), .order = mem_array(n, sizeof *l.order),
		.region = mem_array(n, sizeof *l.region), .diagonal = hypotf((float)t->width, (float)t->height) };
	enum status st = ST_OK;

	if (!l.used || !l.order || !l.region)
		st = err_nomem(e);
	if (st == ST_OK) {
		find_segments(&l);
		add_lengths(&l, f);
		add_edges(&l, f);
	}
	mem_free(l.region);
	mem_free(l.order);
	mem_free(l.used);
	return st;
}
