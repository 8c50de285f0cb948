/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/whitebalance.h"

#include <math.h>
#include <stdarg.h>

/* Few cells: the larger they are, the less the filters and the reduced colour of JPEG take off the
 * edges between them. */
enum { CELLS_MAX = 10000, BLOCKS_ACROSS = 7 };

/* Under both a surface is one even colour: about what the noise of a camera alone does. */
static const double flat_lightness = .03, flat_colour = .02;

static bool silent(struct wb_region *o, const char *fmt, ...) PRINTF(2, 3);
static bool silent(struct wb_region *o, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(o->reason, sizeof o->reason, fmt, ap);
	va_end(ap);
	return false;
}

/* The part of the region that lies in the picture. */
static bool clip(const struct raster *r, struct region *p)
{
	if (p->x >= r->width || p->y >= r->height)
		return false;
	p->width = p->width > r->width - p->x ? r->width - p->x : p->width;
	p->height = p->height > r->height - p->y ? r->height - p->y : p->height;
	return true;
}

/* About 7 x 7 blocks: enough to resample, and each so large that its neighbours tell something new. */
static uint32_t block_side(const struct light *l)
{
	uint32_t side = (uint32_t)(sqrt((double)l->cols * l->rows) / BLOCKS_ACROSS);

	if (side > VOTE_CELLS)
		side = (side + VOTE_CELLS / 2) / VOTE_CELLS * VOTE_CELLS;
	return side < 4 ? 4 : side;
}

static bool enough(const struct light *l, const struct wb_limits *limits, struct wb_region *o)
{
	const struct region *p = &o->rect;
	double pixels = (double)l->n_usable * l->step * l->step;

	o->pixels = (uint32_t)pixels;
	if (pixels >= limits->surface.min_pixels)
		return true;
	return silent(o, "%s: %.0f of its %.0f pixels can be used, at least %g are needed",
		      2 * l->n_clipped > (uint64_t)l->cols * l->rows ? "saturated"
		      : 2 * l->n_dark > (uint64_t)l->cols * l->rows  ? "too dark"
								     : "clipped or dark",
		      pixels, (double)p->width * p->height, limits->surface.min_pixels);
}

static enum status measure_surface(const struct light_blocks *b, unsigned index,
				   const struct wb_limits *limits, struct wb_region *o, struct error *e)
{
	uint32_t list[4096], n = 0;
	struct surface s = { .blocks = b, .list = list };
	struct variety v;

	for (uint32_t i = 0; i < b->cols * b->rows && n < ARRAY_LEN(list); i++)
		if (b->at[i].n)
			list[n++] = i;
	s.n = n;
	v = variety_of(&s);
	o->flat = v.lightness < flat_lightness && v.wide < flat_colour;
	o->light = illuminant_of(&s);
	if (o->light.n < 3) {
		silent(o, o->flat ? "flat: one even colour without an edge"
				  : "too broken up: no edge in it can be used");
		return ST_OK;
	}
	o->speaks = true;
	return illuminant_resample(&s, limits->resamples, index, &o->spread, e);
}

static enum status measure(const struct raster *r, unsigned index, const struct wb_limits *limits,
			   struct job_control *ctl, struct wb_region *o, struct error *e)
{
	struct light_blocks b;
	struct light l;
	enum status st;

	if (!clip(r, &o->rect)) {
		silent(o, "outside the picture, which is %u x %u", r->width, r->height);
		return ST_OK;
	}
	if (o->rect.width < 16 || o->rect.height < 16 ||
	    (double)o->rect.width * o->rect.height < limits->surface.min_pixels) {
		silent(o, "too small: %u x %u pixels, at least 16 a side and %g in all are needed",
		       o->rect.width, o->rect.height, limits->surface.min_pixels);
		return ST_OK;
	}
	if ((st = light_make(r, &o->rect, CELLS_MAX, ctl, &l, e)) != ST_OK)
		return st;
	if (enough(&l, limits, o) && (st = blocks_make(&l, block_side(&l), &b, e)) == ST_OK) {
		st = measure_surface(&b, index, limits, o, e);
		blocks_release(&b);
	}
	light_release(&l);
	return st;
}

static void compare(struct wb_guided *g, unsigned a, unsigned b, const struct wb_limits *limits)
{
	struct wb_pair *p = &g->pairs[g->n_pairs++];
	const struct wb_region *x = &g->at[a], *y = &g->at[b];
	double s;

	*p = (struct wb_pair){ .a = a, .b = b };
	p->angle = angle_between(x->light.rg, &x->spread, y->light.rg, &y->spread);
	p->agree = estimators_apart(&x->light, &y->light, limits->angle, &p->third);
	p->apart = p->angle.low > limits->angle && p->agree >= 3 && !x->flat && !y->flat;
	s = x->flat || y->flat ? 0 : fmin(p->angle.low, p->third) / limits->angle;
	g->score = fmax(g->score, s / (1 + s));
}

enum status wb_guide(const struct raster *r, const struct region *regions, unsigned n,
		     const struct locus *locus, const struct wb_limits *limits, struct job_control *ctl,
		     struct wb_guided *out, struct error *e)
{
	enum status st = ST_OK;

	memset(out, 0, sizeof *out);
	for (unsigned i = 0; i < n && st == ST_OK; i++) {
		struct wb_region *o = &out->at[out->n++];

		o->rect = regions[i];
		st = measure(r, i, limits, ctl, o, e);
		if (o->speaks)
			o->cct = cct_of(locus, o->light.rg);
		out->speaking += o->speaks;
	}
	for (unsigned a = 0; a < out->n && st == ST_OK; a++)
		for (unsigned b = a + 1; b < out->n; b++)
			if (out->at[a].speaks && out->at[b].speaks)
				compare(out, a, b, limits);
	if (st != ST_OK)
		wb_guided_release(out);
	return st;
}

void wb_guided_release(struct wb_guided *g)
{
	for (unsigned i = 0; i < g->n; i++)
		resampled_release(&g->at[i].spread);
	memset(g, 0, sizeof *g);
}
