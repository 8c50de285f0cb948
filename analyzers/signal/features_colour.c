/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colour and light of the whole picture: a display lifts and tints the blacks, has its own white, and its colours
 * are those of its primaries. Family of Cao, Kot 2010, "Identification of recaptured photographs on LCD screens". */
#include "src/base/base.h"
#include "analyzers/signal/features.h"
#include "src/base/mem.h"

#include <math.h>

enum { BORDER = 16, HISTOGRAM = 24, BLOCKS = 16, FIFTHS = 5, FEW = 50 };

struct moments {
	double n, sum, squares;
};

static void moments_add(struct moments *m, double v)
{
	m->n++;
	m->sum += v;
	m->squares += v * v;
}

static float mean_of(const struct moments *m)
{
	return m->n > 0 ? (float)(m->sum / m->n) : NAN;
}

static float deviation_of(const struct moments *m)
{
	double mean = m->n > 0 ? m->sum / m->n : 0, v = m->n > 0 ? m->squares / m->n - mean * mean : 0;

	return m->n > 0 ? (float)sqrt(v > 0 ? v : 0) : NAN;
}

struct colours {
	const struct thumb *t;
	size_t n;
	float *sorted; /* n: scratch */
	float *light;  /* n: Y in ascending order */
	float *sat;    /* n: hypot(Cb, Cr) */
	uint32_t *room; /* 2 n: for sorting */
	struct feature_list *f;
};

static float saturation(const uint8_t *p)
{
	uint8_t top = p[0] > p[1] ? p[0] : p[1], low = p[0] < p[1] ? p[0] : p[1];

	top = top > p[2] ? top : p[2];
	low = low < p[2] ? low : p[2];
	return top ? 255.0f * (float)(top - low) / (float)top : 0;
}

static void add_moments(struct colours *c)
{
	struct moments s = { 0 }, v = { 0 }, cb = { 0 }, cr = { 0 };
	double both = 0;
	float corr;

	for (size_t i = 0; i < c->n; i++) {
		moments_add(&s, (double)saturation(c->t->rgb + 3 * i));
		moments_add(&v, (double)c->t->value[i]);
		moments_add(&cb, (double)c->t->cb[i]);
		moments_add(&cr, (double)c->t->cr[i]);
		both += (double)c->t->cb[i] * (double)c->t->cr[i];
	}
	feature_add(c->f, mean_of(&s), "c.S.mean");
	feature_add(c->f, deviation_of(&s), "c.S.sd");
	feature_add(c->f, mean_of(&v), "c.V.mean");
	feature_add(c->f, deviation_of(&v), "c.V.sd");
	feature_add(c->f, mean_of(&cb), "c.Cb.mean");
	feature_add(c->f, deviation_of(&cb), "c.Cb.sd");
	feature_add(c->f, mean_of(&cr), "c.Cr.mean");
	feature_add(c->f, deviation_of(&cr), "c.Cr.sd");
	corr = (float)(both / v.n) - mean_of(&cb) * mean_of(&cr);
	feature_add(c->f, corr / (deviation_of(&cb) * deviation_of(&cr) + 1e-3f), "c.CbCr.corr");
}

static bool on_border(const struct thumb *t, size_t i)
{
	uint32_t x = (uint32_t)(i % t->width), y = (uint32_t)(i / t->width);

	return x < BORDER || y < BORDER || x + BORDER >= t->width || y + BORDER >= t->height;
}

/* Means of R, G, B where lo <= V <= hi. */
static void mean_rgb(const struct colours *c, float lo, float hi, float out[3])
{
	double sum[3] = { 0 }, n = 0;

	for (size_t i = 0; i < c->n; i++)
		if (c->t->value[i] >= lo && c->t->value[i] <= hi) {
			for (size_t k = 0; k < 3; k++)
				sum[k] += c->t->rgb[3 * i + k];
			n++;
		}
	for (size_t k = 0; k < 3; k++)
		out[k] = n > 0 ? (float)(sum[k] / n) : NAN;
}

static void add_light(struct colours *c)
{
	struct moments border = { 0 }, all = { 0 };
	float bright[3], dark[3];
	size_t under = 0, over = 0;

	for (size_t i = 0; i < c->n; i++) {
		float v = c->t->value[i];

		if (on_border(c->t, i))
			moments_add(&border, (double)v);
		moments_add(&all, (double)v);
		under += v < 40;
		over += v > 250;
	}
	memcpy(c->sorted, c->t->value, c->n * sizeof *c->sorted);
	sort_floats_in(c->sorted, c->n, c->room);
	feature_add(c->f, sorted_percentile(c->sorted, c->n, .01f), "c.V.p1");
	feature_add(c->f, sorted_percentile(c->sorted, c->n, .05f), "c.V.p5");
	feature_add(c->f, sorted_percentile(c->sorted, c->n, .5f), "c.V.p50");
	feature_add(c->f, sorted_percentile(c->sorted, c->n, .99f), "c.V.p99");
	feature_add(c->f, (float)under / (float)c->n, "c.dark");
	feature_add(c->f, (float)over / (float)c->n, "c.clip");
	feature_add(c->f, mean_of(&border) - mean_of(&all), "c.border");
	mean_rgb(c, sorted_percentile(c->sorted, c->n, .9f), 256, bright);
	mean_rgb(c, -1, sorted_percentile(c->sorted, c->n, .1f), dark);
	feature_add(c->f, bright[2] / (bright[1] + 1), "c.bright.bg");
	feature_add(c->f, bright[0] / (bright[1] + 1), "c.bright.rg");
	feature_add(c->f, (dark[2] + 1) / (dark[1] + 1), "c.dark.bg");
	feature_add(c->f, (dark[0] + 1) / (dark[1] + 1), "c.dark.rg");
}

static float linear(float v)
{
	return powf((v / 255 + .055f) / 1.055f, 2.4f);
}

/* Ranges of light, in natural logarithms of linear light. */
static void add_ranges(struct colours *c)
{
	float p[7];
	static const float part[7] = { .01f, .05f, .25f, .5f, .75f, .95f, .99f };

	for (size_t k = 0; k < 7; k++)
		p[k] = linear(sorted_percentile(c->light, c->n, part[k]));
	feature_add(c->f, logf((p[6] + 1e-4f) / (p[0] + 1e-4f)), "g.dr");
	feature_add(c->f, logf((p[5] + 1e-4f) / (p[1] + 1e-4f)), "g.dr2");
	feature_add(c->f, logf(p[3] + 1e-4f), "g.med");
	feature_add(c->f, logf((p[4] + 1e-3f) / (p[2] + 1e-3f)), "g.iq");
	feature_add(c->f, logf((p[6] + 4e-3f) / (p[3] + 4e-3f)), "g.top");
}

/* Median of plane where lo <= y <= hi. */
static float median_between(struct colours *c, const float *plane, float lo, float hi)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		if (c->t->y[i] >= lo && c->t->y[i] <= hi)
			c->sorted[n++] = plane[i];
	sort_floats_in(c->sorted, n, c->room);
	return sorted_percentile(c->sorted, n, .5f);
}

static void add_fifths(struct colours *c)
{
	float edge[FIFTHS + 1], cb[FIFTHS], cr;

	for (size_t k = 0; k <= FIFTHS; k++)
		edge[k] = sorted_percentile(c->light, c->n, (float)k / FIFTHS);
	for (size_t k = 0; k < FIFTHS; k++) {
		cb[k] = median_between(c, c->t->cb, edge[k], edge[k + 1]);
		cr = median_between(c, c->t->cr, edge[k], edge[k + 1]);
		feature_add(c->f, cb[k], "g.cb%zu", k);
		feature_add(c->f, cr, "g.cr%zu", k);
	}
	feature_add(c->f, cb[FIFTHS - 1] - cb[0], "g.cbslope");
}

static void add_floor(struct colours *c)
{
	struct moments y = { 0 }, cb = { 0 }, cr = { 0 };
	float edge = sorted_percentile(c->light, c->n, .05f);
	for (size_t i = 0; i < c->n; i++)
		if (c->t->y[i] <= edge) {
			moments_add(&y, (double)c->t->y[i]);
			moments_add(&cb, (double)c->t->cb[i]);
			moments_add(&cr, (double)c->t->cr[i]);
		}
	feature_add(c->f, mean_of(&y), "g.floor");
	feature_add(c->f, mean_of(&cb), "g.floor.cb");
	feature_add(c->f, mean_of(&cr), "g.floor.cr");
	feature_add(c->f, deviation_of(&y), "g.floor.sd");
}

static void add_chroma(struct colours *c)
{
	size_t neutral = 0, blue = 0, warm = 0, occupied = 0;
	static const float wide = 96;
	uint32_t bin[HISTOGRAM * HISTOGRAM] = { 0 };
	float entropy = 0;

	for (size_t i = 0; i < c->n; i++) {
		float cb = c->t->cb[i], cr = c->t->cr[i];
		int x = (int)((cb + wide) / (2 * wide) * HISTOGRAM), y = (int)((cr + wide) / (2 * wide) * HISTOGRAM);

		neutral += c->sat[i] < 4;
		blue += cb > 8 && cr < 4 && c->t->y[i] > 30;
		warm += cr > 8 && cb < -8;
		if (x >= 0 && x < HISTOGRAM && y >= 0 && y < HISTOGRAM)
			bin[y * HISTOGRAM + x]++;
	}
	for (size_t k = 0; k < ARRAY_LEN(bin); k++) {
		float p = (float)bin[k] / (float)c->n;

		occupied += p > .001f;
		entropy -= p > 0 ? p * logf(p) : 0;
	}
	memcpy(c->sorted, c->sat, c->n * sizeof *c->sorted);
	sort_floats_in(c->sorted, c->n, c->room);
	feature_add(c->f, sorted_percentile(c->sorted, c->n, .5f), "g.sat50");
	feature_add(c->f, sorted_percentile(c->sorted, c->n, .9f), "g.sat90");
	feature_add(c->f, sorted_percentile(c->sorted, c->n, .99f), "g.sat99");
	feature_add(c->f, (float)neutral / (float)c->n, "g.neutral");
	feature_add(c->f, (float)blue / (float)c->n, "g.blue");
	feature_add(c->f, (float)warm / (float)c->n, "g.warm");
	feature_add(c->f, (float)occupied, "g.bins");
	feature_add(c->f, entropy, "g.entropy");
}

struct neutral_range {
	float lo, hi, cb, cr;
};

/* Chroma of nearly neutral pixels by their light: a screen in a lamp-lit room has two whites. */
static void add_mixture(struct colours *c)
{
	struct neutral_range r[3] = { { 170, 256, NAN, NAN }, { 70, 170, NAN, NAN }, { -1, 45, NAN, NAN } };
	static const char *const name[3] = { "hi", "mid", "lo" };

	for (size_t k = 0; k < 3; k++) {
		for (unsigned pass = 0; pass < 2; pass++) {
			size_t n = 0;

			for (size_t i = 0; i < c->n; i++)
				if (c->sat[i] < 28 && c->t->y[i] > r[k].lo && c->t->y[i] <= r[k].hi)
					c->sorted[n++] = pass ? c->t->cr[i] : c->t->cb[i];
			sort_floats_in(c->sorted, n, c->room);
			*(pass ? &r[k].cr : &r[k].cb) = n > FEW ? sorted_percentile(c->sorted, n, .5f) : NAN;
		}
		feature_add(c->f, r[k].cb, "i.%s.cb", name[k]);
		feature_add(c->f, r[k].cr, "i.%s.cr", name[k]);
	}
	feature_add(c->f, r[0].cb - r[1].cb, "i.hi-mid.cb");
	feature_add(c->f, r[2].cb - r[1].cb, "i.lo-mid.cb");
	feature_add(c->f, r[2].cb - r[0].cb, "i.lo-hi.cb");
	feature_add(c->f, r[0].cr - r[1].cr, "i.hi-mid.cr");
	feature_add(c->f, r[2].cr - r[1].cr, "i.lo-mid.cr");
}

static float correlation(const float *a, const float *b, size_t n)
{
	double sa = 0, sb = 0, aa = 0, bb = 0, ab = 0, va, vb;

	for (size_t i = 0; i < n; i++) {
		sa += (double)a[i];
		sb += (double)b[i];
		aa += (double)a[i] * (double)a[i];
		bb += (double)b[i] * (double)b[i];
		ab += (double)a[i] * (double)b[i];
	}
	va = aa - sa * sa / (double)n;
	vb = bb - sb * sb / (double)n;
	return va > 1e-6 && vb > 1e-6 ? (float)((ab - sa * sb / (double)n) / sqrt(va * vb)) : 0;
}

/* Means over a grid of BLOCKS x BLOCKS: does the bright go with the blue? */
static void add_blocks(struct colours *c)
{
	enum { N = BLOCKS * BLOCKS };
	float y[N] = { 0 }, cb[N] = { 0 }, cr[N] = { 0 }, n[N] = { 0 }, sorted[N];

	for (size_t row = 0, i = 0; row < c->t->height; row++)
		for (size_t col = 0; col < c->t->width; col++, i++) {
			size_t k = row * BLOCKS / c->t->height * BLOCKS + col * BLOCKS / c->t->width;

			y[k] += c->t->y[i];
			cb[k] += c->t->cb[i];
			cr[k] += c->t->cr[i];
			n[k]++;
		}
	for (size_t k = 0; k < N; k++) {
		float some = n[k] > 0 ? n[k] : 1;

		y[k] /= some;
		cb[k] /= some;
		cr[k] /= some;
	}
	memcpy(sorted, y, sizeof sorted);
	sort_floats(sorted, N);
	feature_add(c->f, logf((sorted_percentile(sorted, N, .9f) + 4) / (sorted_percentile(sorted, N, .1f) + 4)),
		    "i.blocks");
	feature_add(c->f, correlation(y, cb, N), "i.y.cb");
	feature_add(c->f, correlation(y, cr, N), "i.y.cr");
	feature_add(c->f, correlation(cb, cr, N), "i.cb.cr");
}

void colour_features(const struct thumb *t, struct feature_list *f)
{
	struct colours c = { .t = t, .n = (size_t)t->width * t->height, .f = f };
	float *buffer = mem_need(5 * c.n, sizeof *buffer);

	c.sorted = buffer;
	c.sat = buffer + c.n;
	c.light = buffer + 2 * c.n;
	c.room = (uint32_t *)(void *)(buffer + 3 * c.n);
	memcpy(c.light, t->y, c.n * sizeof *c.light);
	sort_floats_in(c.light, c.n, c.room);
	for (size_t i = 0; i < c.n; i++)
		c.sat[i] = sqrtf(t->cb[i] * t->cb[i] + t->cr[i] * t->cr[i]);
	add_moments(&c);
	add_light(&c);
	add_ranges(&c);
	add_fifths(&c);
	add_floor(&c);
	add_chroma(&c);
	add_mixture(&c);
	add_blocks(&c);
	free(buffer);
}
