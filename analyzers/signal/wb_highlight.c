/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The light from highlights. What a shiny surface sends back is its own colour and, in the highlight,
 * that of the light (dichromatic reflection, Shafer 1985), so that the cells around a highlight lie on a
 * line in the chromaticity plane that leads to the light, and lines of surfaces of other colours meet there
 * (Lee 1986; Lehmann, Palm 2001). A line is taken from each small patch in which the colour changes along one
 * line and, in the same direction, grows brighter. One line alone leaves open where on it the light is:
 * that lights lie near the line of black bodies (Finlayson, Schaefer 2001) holds it there. The lines are
 * met by least squares, reweighted (Cauchy), because borders between two paints look like highlights. */
#include "src/base/base.h"
#include "analyzers/signal/whitebalance.h"

#include "src/base/mem.h"

#include <math.h>

enum { PATCH = 6, CELLS_NEEDED = 18, LINES_NEEDED = 6, ROUNDS = 12 };

/* A patch speaks when its longer axis is 2.5 times the shorter one, colour and brightness go together, and
 * the colour moves by more than noise does. */
static const double elongated = 2.5, brighter = .6, moves = .01;
static const double scatter = .01;	 /* of the lines about the light, chromaticity */
static const double near_locus = .012;	 /* of lights about the line of black bodies, chromaticity */

struct line {
	double at[2], along[2];	 /* mean of the cells; unit vector towards brighter ones */
	double off, turn;	 /* variance across at the mean; and of the slope */
};

struct lines {
	struct line *at;
	uint32_t n;
};

/* ---- a patch ---- */

struct moments {
	double w, m[2], s, mm[3], sm[2], ss;
	uint32_t n;
};

/* Weighted by brightness: the noise of a chromaticity is that of a sample over their sum. */
static void add(struct moments *o, const float *f)
{
	double s = (double)f[0] + (double)f[1] + (double)f[2], c[2] = { (double)f[0] / s, (double)f[1] / s };

	o->n++;
	o->w += s;
	o->s += s * s;
	o->ss += s * s * s;
	for (unsigned k = 0; k < 2; k++) {
		o->m[k] += s * c[k];
		o->sm[k] += s * s * c[k];
	}
	o->mm[0] += s * c[0] * c[0];
	o->mm[1] += s * c[0] * c[1];
	o->mm[2] += s * c[1] * c[1];
}

static bool line_of(const struct moments *o, struct line *l)
{
	double m[2] = { o->m[0] / o->w, o->m[1] / o->w }, s = o->s / o->w;
	double v[3] = { o->mm[0] / o->w - m[0] * m[0], o->mm[1] / o->w - m[0] * m[1],
			o->mm[2] / o->w - m[1] * m[1] };
	double half = (v[0] + v[2]) / 2, root = hypot((v[0] - v[2]) / 2, v[1]), turn;
	double wide = half + root, thin = fmax(1e-9, half - root), up, bright;

	if (wide < moves * moves || wide < elongated * elongated * thin)
		return false;
	turn = .5 * atan2(2 * v[1], v[0] - v[2]);
	l->along[0] = cos(turn);
	l->along[1] = sin(turn);
	up = (o->sm[0] / o->w - m[0] * s) * l->along[0] + (o->sm[1] / o->w - m[1] * s) * l->along[1];
	bright = o->ss / o->w - s * s;
	if (bright <= 0 || fabs(up) < brighter * sqrt(wide * bright))
		return false;
	for (unsigned k = 0; k < 2; k++) {
		l->at[k] = m[k];
		l->along[k] = copysign(l->along[k], up * l->along[k]);
	}
	l->off = thin / o->n;
	l->turn = thin / (o->n * wide);
	return true;
}

static void gather(const struct light *l, struct lines *o)
{
	for (uint32_t r0 = 0; r0 + PATCH <= l->rows; r0 += PATCH)
		for (uint32_t c0 = 0; c0 + PATCH <= l->cols; c0 += PATCH) {
			struct moments m = { .n = 0 };

			for (uint32_t r = r0; r < r0 + PATCH; r++)
				for (uint32_t c = c0; c < c0 + PATCH; c++)
					if (l->usable[(size_t)r * l->cols + c])
						add(&m, l->rgb + ((size_t)r * l->cols + c) * 3);
			if (m.n >= CELLS_NEEDED)
				o->n += line_of(&m, &o->at[o->n]);
		}
}

/* ---- where they meet ---- */

/* a x = b, symmetric. */
struct normal {
	double a[3], b[2];
};

/* The line through `at` whose normal is n, with this weight. */
static void put(struct normal *o, const double n[2], const double at[2], double weight)
{
	double d = n[0] * at[0] + n[1] * at[1];

	o->a[0] += weight * n[0] * n[0];
	o->a[1] += weight * n[0] * n[1];
	o->a[2] += weight * n[1] * n[1];
	o->b[0] += weight * n[0] * d;
	o->b[1] += weight * n[1] * d;
}

/* The light lies on the bright side of the cells: a line that would be met on the other side has no part. */
static void put_line(struct normal *o, const struct line *l, const double x[2])
{
	double n[2] = { -l->along[1], l->along[0] }, d[2] = { x[0] - l->at[0], x[1] - l->at[1] };
	double far = d[0] * l->along[0] + d[1] * l->along[1], across = d[0] * n[0] + d[1] * n[1];
	double var = l->off + l->turn * far * far + scatter * scatter;

	if (far < 0)
		return;
	put(o, n, l->at, 1 / (var * (1 + across * across / var)));
}

static void put_locus(struct normal *o, const struct locus *locus, const double x[2])
{
	double best = HUGE_VAL, n[2], length;
	int at = 1;

	for (int i = 1; i + 1 < LOCUS_POINTS; i++) {
		double d = hypot(x[0] - locus->rg[i][0], x[1] - locus->rg[i][1]);

		if (d < best) {
			best = d;
			at = i;
		}
	}
	n[0] = locus->rg[at - 1][1] - locus->rg[at + 1][1];
	n[1] = locus->rg[at + 1][0] - locus->rg[at - 1][0];
	length = hypot(n[0], n[1]);
	n[0] /= length;
	n[1] /= length;
	put(o, n, locus->rg[at], 1 / (near_locus * near_locus));
	/* and hardly beyond its ends */
	put(o, (const double[2]){ n[1], -n[0] }, (const double[2]){ 1 / 3., 1 / 3. }, 1 / (.15 * .15));
}

static void meet(const struct lines *k, const uint32_t *pick, const struct locus *locus, double x[2])
{
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct normal o = { .a = { 0, 0, 0 } };
		double det;

		for (uint32_t i = 0; i < k->n; i++)
			put_line(&o, &k->at[pick ? pick[i] : i], x);
		put_locus(&o, locus, x);
		det = o.a[0] * o.a[2] - o.a[1] * o.a[1];
		x[0] = (o.a[2] * o.b[0] - o.a[1] * o.b[1]) / det;
		x[1] = (o.a[0] * o.b[1] - o.a[1] * o.b[0]) / det;
		x[0] = fmin(.8, fmax(.1, x[0]));
		x[1] = fmin(.8, fmax(.1, x[1]));
	}
}

static enum status resample(const struct lines *k, unsigned stream, const struct locus *locus,
			    struct job_control *ctl, struct wb_region *o, struct error *e)
{
	uint64_t state = ((uint64_t)stream + 1) << 32;
	uint32_t *pick = mem_array(k->n, sizeof *pick);

	if (!pick)
		return err_nomem(e);
	for (uint32_t i = 0; i < o->spread.n; i++) {
		for (uint32_t j = 0; j < k->n; j++)
			pick[j] = (uint32_t)((resample_draw(&state) >> 32) * k->n >> 32);
		memcpy(o->spread.rg[i], o->light.rg, sizeof o->light.rg);
		meet(k, pick, locus, o->spread.rg[i]);
		if (i % 16 == 0 && job_cancelled(ctl)) {
			mem_free(pick);
			return err_set(e, ST_CANCELLED, "cancelled");
		}
	}
	mem_free(pick);
	resampled_covariance(&o->spread);
	return ST_OK;
}

static enum status read_lines(const struct lines *k, unsigned stream, const struct locus *locus,
			      const struct wb_limits *limits, struct job_control *ctl, struct wb_region *o,
			      struct error *e)
{
	o->lines = k->n;
	if (k->n < LINES_NEEDED) {
		snprintf(o->reason, sizeof o->reason,
			 "no highlights: %u places where the colour turns towards a light, %d are needed", k->n,
			 LINES_NEEDED);
		return ST_OK;
	}
	o->light.rg[0] = o->light.rg[1] = 1 / 3.;
	meet(k, NULL, locus, o->light.rg);
	o->spread = (struct resampled){ .n = limits->resamples,
					.rg = mem_array(limits->resamples, sizeof *o->spread.rg) };
	if (!o->spread.rg)
		return err_nomem(e);
	o->speaks = true;
	return resample(k, stream, locus, ctl, o, e);
}

enum status wb_read_highlights(const struct light *l, unsigned stream, const struct locus *locus,
			       const struct wb_limits *limits, struct job_control *ctl, struct wb_region *o,
			       struct error *e)
{
	size_t most = (size_t)(l->cols / PATCH + 1) * (l->rows / PATCH + 1);
	struct lines k = { .at = mem_array(most, sizeof *k.at) };
	enum status st;

	if (!k.at)
		return err_nomem(e);
	gather(l, &k);
	st = read_lines(&k, stream, locus, limits, ctl, o, e);
	mem_free(k.at);
	return st;
}
