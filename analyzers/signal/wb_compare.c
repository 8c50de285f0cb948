/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/whitebalance.h"

#include <math.h>

enum { LOGS_NEEDED = 64, PAIRS_NEEDED = 6 };

/* Lamps are made within .006 of the locus (ANSI C78.377), daylight lies .003 over it, light through
 * leaves up to .02. What seems to be further off is paint. */
static const double duv_to = .02;

static const double lightness_ratio = 1.6;	  /* of the spreads of ln Y of like surfaces */
static const double fill_from = .35, odd_to = .5; /* a compact part: of its rectangle; of the picture */
/* Of the like pairs between the part and the rest so many differ, of those within the rest so few. */
static const double apart_from = .8, rest_to = .05;

/* Overlap of two normal distributions with equal means (Bhattacharyya): 1 for equal covariances. */
static double overlap(const double p[3], const double q[3])
{
	double m[3] = { (p[0] + q[0]) / 2, (p[1] + q[1]) / 2, (p[2] + q[2]) / 2 };
	double dp = p[0] * p[2] - p[1] * p[1], dq = q[0] * q[2] - q[1] * q[1], dm = m[0] * m[2] - m[1] * m[1];

	return dp > 0 && dq > 0 && dm > 0 ? sqrt(sqrt(dp * dq) / dm) : 0;
}

struct judge {
	const struct surfaces *s;
	const struct wb_limits *limits;
	bool usable[SURFACES_MAX];	       /* varied enough, in a light that there can be */
	struct resampled spread[SURFACES_MAX]; /* made when first asked for */
	/* Of each pair, both ways: 0 when the two are not alike, over 1 when they are in another light. */
	float strength[SURFACES_MAX][SURFACES_MAX];
};

static void choose(struct judge *j, const struct locus *locus)
{
	for (uint32_t i = 0; i < j->s->n; i++) {
		const struct patch *p = &j->s->at[i];

		struct cct cct = cct_of(locus, p->light.rg);

		j->usable[i] = p->speaks && p->variety.n >= LOGS_NEEDED &&
			       p->variety.narrow >= j->limits->variety && !isnan(cct.kelvin) &&
			       fabs(cct.duv) <= duv_to;
	}
}

static bool alike(const struct judge *j, uint32_t a, uint32_t b)
{
	const struct variety *p = &j->s->at[a].variety, *q = &j->s->at[b].variety;

	return p->lightness <= lightness_ratio * q->lightness &&
	       q->lightness <= lightness_ratio * p->lightness &&
	       overlap(p->cov, q->cov) >= j->limits->likeness;
}

static double off(const struct surfaces *s, uint32_t i)
{
	return chroma_angle(s->at[i].light.rg, s->median);
}

/* Strength of one pair: 1 at both limits, and no more than the weaker of the two. */
static double strength(const struct judge *j, double third, const struct angle *g)
{
	double z = g->sigma > 0 ? g->degrees / g->sigma : 0;

	return fmin(third / j->limits->angle, z / j->limits->sigmas);
}

static enum status spread_of(struct judge *j, uint32_t i, struct error *e)
{
	if (j->spread[i].rg)
		return ST_OK;
	return illuminant_resample(&j->s->at[i].surface, j->limits->resamples, i, &j->spread[i], e);
}

static enum status angle_of(struct judge *j, uint32_t a, uint32_t b, struct angle *out, struct error *e)
{
	enum status st = spread_of(j, a, e);

	if (st == ST_OK)
		st = spread_of(j, b, e);
	if (st == ST_OK)
		*out = angle_between(j->s->at[a].light.rg, &j->spread[a], j->s->at[b].light.rg,
				     &j->spread[b]);
	return st;
}

static enum status compare_pair(struct judge *j, uint32_t a, uint32_t b, struct error *e)
{
	struct angle g;
	double third;
	enum status st = angle_of(j, a, b, &g, e);

	if (st != ST_OK)
		return st;
	estimators_apart(&j->s->at[a].light, &j->s->at[b].light, j->limits->angle, &third);
	j->strength[a][b] = j->strength[b][a] = (float)fmax(1e-6, strength(j, third, &g));
	return ST_OK;
}

/* ---- is what is odd in one place, and does the rest agree with itself? ---- */

/* Pairs with one end in each of two sets, or with both in one. */
struct tally {
	uint32_t like, apart;
	float best;
	uint32_t a, b;
};

static struct tally tally_of(const struct judge *j, const bool in[SURFACES_MAX], bool first, bool second)
{
	struct tally t = { .best = 0 };

	for (uint32_t a = 0; a < j->s->n; a++)
		for (uint32_t b = 0; b < j->s->n; b++) {
			float v = j->strength[a][b];

			if (v <= 0 || in[a] != first || in[b] != second || (first == second && b < a))
				continue;
			t.like++;
			t.apart += v > 1;
			if (v > t.best) {
				t.best = v;
				t.a = a;
				t.b = b;
			}
		}
	return t;
}

static bool touch(const struct surfaces *s, uint32_t a, uint32_t b)
{
	const struct patch *p = &s->at[a], *q = &s->at[b];

	return p->c0 <= q->c1 && q->c0 <= p->c1 && p->r0 <= q->r1 && q->r0 <= p->r1;
}

static bool odd(const struct judge *j, uint32_t i)
{
	uint32_t like = 0, apart = 0;

	for (uint32_t k = 0; k < j->s->n; k++) {
		like += j->strength[i][k] > 0;
		apart += j->strength[i][k] > 1;
	}
	return apart > 0 && 2 * apart >= like;
}

/* The odd surfaces that hang together with this one and are in its light. */
static void grow(const struct judge *j, uint32_t from, bool in[SURFACES_MAX])
{
	bool grew = true;

	memset(in, 0, SURFACES_MAX * sizeof *in);
	in[from] = true;
	while (grew) {
		grew = false;
		for (uint32_t a = 0; a < j->s->n; a++)
			for (uint32_t b = 0; b < j->s->n; b++)
				if (in[a] && !in[b] && odd(j, b) && touch(j->s, a, b) &&
				    j->strength[a][b] <= 1)
					grew = in[b] = true;
	}
}

static bool fills(const struct judge *j, const bool in[SURFACES_MAX], struct region *box)
{
	uint32_t c0 = UINT32_MAX, r0 = UINT32_MAX, c1 = 0, r1 = 0, blocks = 0;
	const struct surfaces *s = j->s;

	for (uint32_t i = 0; i < s->n; i++) {
		const struct patch *p = &s->at[i];

		if (!in[i])
			continue;
		blocks += p->surface.n;
		c0 = p->c0 < c0 ? p->c0 : c0;
		r0 = p->r0 < r0 ? p->r0 : r0;
		c1 = p->c1 > c1 ? p->c1 : c1;
		r1 = p->r1 > r1 ? p->r1 : r1;
	}
	*box = (struct region){ c0 * s->step, r0 * s->step, (c1 - c0) * s->step, (r1 - r0) * s->step, REGION_PLAIN };
	return blocks >= fill_from * (c1 - c0) * (r1 - r0) &&
	       blocks <= odd_to * s->blocks.cols * s->blocks.rows;
}

/* A claim about a part needs enough comparisons (six, where four were too few for drawn pictures with one
 * light) and a rest that agrees with itself: where like surfaces differ all over the
 * picture, the estimators cannot tell light from paint here. */
static void place(const struct judge *j, struct wb_compared *o)
{
	float best = 0;

	for (uint32_t i = 0; i < j->s->n; i++) {
		bool in[SURFACES_MAX];
		struct tally out, rest;
		struct region box;

		if (!odd(j, i))
			continue;
		grow(j, i, in);
		out = tally_of(j, in, false, true);
		rest = tally_of(j, in, false, false);
		if (out.like < PAIRS_NEEDED || out.apart < apart_from * out.like ||
		    rest.like < PAIRS_NEEDED || rest.apart > rest_to * rest.like || out.best <= best ||
		    !fills(j, in, &box))
			continue;
		best = out.best;
		o->compact = true;
		o->odd = box;
		o->a = out.a;
		o->b = out.b;
	}
}

/* Half of what a placed part of the same strength gets: under .5 without one. */
static void conclude(struct judge *j, struct wb_compared *o)
{
	static const bool none[SURFACES_MAX];
	struct tally all = tally_of(j, none, false, false);
	double s, third;
	struct error e;

	o->like = all.like;
	o->apart = all.apart;
	o->a = all.a;
	o->b = all.b;
	place(j, o);
	if (!o->compact && off(j->s, o->a) > off(j->s, o->b)) {
		uint32_t t = o->a;

		o->a = o->b;
		o->b = t;
	}
	if (!ALWAYS(angle_of(j, o->a, o->b, &o->angle, &e) == ST_OK)) /* both were resampled before */
		return;
	s = (double)j->strength[o->a][o->b];
	o->score = s / (1 + s) * (o->compact ? 1 : .5);
	o->agree = estimators_apart(&j->s->at[o->a].light, &j->s->at[o->b].light, j->limits->angle, &third);
	memcpy(o->cov[0], j->spread[o->a].cov, sizeof o->cov[0]);
	memcpy(o->cov[1], j->spread[o->b].cov, sizeof o->cov[1]);
}

static enum status nothing_like(const struct judge *j, struct error *e)
{
	uint32_t usable = 0;

	for (uint32_t i = 0; i < j->s->n; i++)
		usable += j->usable[i];
	return err_set(
		e, ST_NOT_APPLICABLE,
		"nothing to compare: of %u surfaces with several colours no two are of like material; mark "
		"regions to measure their light",
		usable);
}

enum status wb_compare(const struct surfaces *s, const struct locus *locus, const struct wb_limits *limits,
		       struct job_control *ctl, struct wb_compared *out, struct error *e)
{
	struct judge j = { .s = s, .limits = limits };
	enum status st = ST_OK;
	uint32_t like = 0;

	memset(out, 0, sizeof *out);
	choose(&j, locus);
	for (uint32_t a = 0; a < s->n && st == ST_OK; a++) {
		for (uint32_t b = a + 1; b < s->n && st == ST_OK; b++) {
			if (!j.usable[a] || !j.usable[b] || !alike(&j, a, b))
				continue;
			like++;
			st = compare_pair(&j, a, b, e);
			if (st == ST_OK && job_cancelled(ctl))
				st = err_set(e, ST_CANCELLED, "cancelled");
		}
	}
	if (st == ST_OK && !like)
		st = nothing_like(&j, e);
	if (st == ST_OK)
		conclude(&j, out);
	for (uint32_t i = 0; i < s->n; i++)
		resampled_release(&j.spread[i]);
	return st;
}
