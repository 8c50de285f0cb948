/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/whitebalance.h"

#include "src/base/mem.h"

#include <math.h>
#include <stdarg.h>

/* Few cells: the larger they are, the less the filters and the reduced colour of JPEG take off the
 * edges between them. */
enum { CELLS_MAX = 10000, BLOCKS_ACROSS = 7 };
enum { SHINY_CELLS_MAX = 40000 }; /* highlights are small */

/* Under both a surface is one even colour: about what the noise of a camera alone does. */
static const double flat_lightness = .03, flat_colour = .02;

/* What no resampling of a region knows of: paints that are not grey on average (the error of the estimators is
 * then 4 to 6 degrees at the median, as published for Gehler's and the NUS set), papers that are not white
 * (four in CIELAB), people of one complexion (2.4 in a and b), what cameras do to colours and tones. Natural
 * logarithms; .1 is 2 to 3 degrees near white. Chosen so that intervals hold 95 % on the seeds that
 * `tests/bench/illuminants 150 chosen` draws. */
static const struct doubt doubts[] = {
	[READ_SURFACES] = { 1, { .1, .135 }, { .18, .22 } },
	[READ_NEUTRAL] = { 1, { .03, .035 }, { .02, .08 } },
	[READ_HIGHLIGHT] = { 1, { .065, .08 }, { .08, .12 } },
	[READ_MATERIAL] = { 1, { .005, .008 }, { .14, .28 } },
};
static const struct doubt skin_doubt = { 1, { .033, .045 }, { .04, .32 } }; /* people differ */

static enum wb_reading reading_of(const struct region *r)
{
	return r->kind == REGION_PLAIN	     ? READ_SURFACES
	       : r->kind == REGION_NEUTRAL   ? READ_NEUTRAL
	       : r->kind == REGION_HIGHLIGHT ? READ_HIGHLIGHT
					     : READ_MATERIAL;
}

const char *wb_reading_name(enum wb_reading r)
{
	static const char *const names[] = { "surfaces", "neutral", "highlight", "material" };

	return names[r];
}

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

static enum status read_light(const struct light *l, unsigned index, const struct locus *locus,
			      const struct wb_limits *limits, struct job_control *ctl, struct wb_region *o,
			      struct error *e)
{
	struct light_blocks b;
	enum status st;

	if (o->reading == READ_HIGHLIGHT)
		return wb_read_highlights(l, index, locus, limits, ctl, o, e);
	if ((st = blocks_make(l, block_side(l), &b, e)) != ST_OK)
		return st;
	st = o->reading == READ_SURFACES ? measure_surface(&b, index, limits, o, e)
					 : wb_read_colour(&b, index, limits, o, e);
	blocks_release(&b);
	return st;
}

static enum status measure(const struct raster *r, unsigned index, const struct locus *locus,
			   const struct wb_limits *limits, struct job_control *ctl, struct wb_region *o,
			   struct error *e)
{
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
	st = light_make(r, &o->rect, o->reading == READ_HIGHLIGHT ? SHINY_CELLS_MAX : CELLS_MAX, ctl, &l, e);
	if (st != ST_OK)
		return st;
	if (enough(&l, limits, o))
		st = read_light(&l, index, locus, limits, ctl, o, e);
	light_release(&l);
	if (st == ST_OK && o->speaks && o->reading != READ_MATERIAL)
		resampled_doubt(&o->spread, o->light.rg, &doubts[o->reading], index);
	return st;
}

/* Two colours of one material, as two lights that differ as much around what is rendered white. */
static void centre(struct resampled *r, const double middle[2], double rg[2])
{
	double ab[2];

	chroma_logs(rg, ab);
	chroma_of_logs((const double[2]){ ab[0] - middle[0], ab[1] - middle[1] }, rg);
	for (uint32_t i = 0; i < r->n; i++) {
		chroma_logs(r->rg[i], ab);
		chroma_of_logs((const double[2]){ ab[0] - middle[0], ab[1] - middle[1] }, r->rg[i]);
	}
}

static enum status angle_of_material(const struct wb_region *x, const struct wb_region *y, struct angle *out,
				     struct error *e)
{
	struct resampled s[2] = { { .n = x->spread.n }, { .n = y->spread.n } };
	const struct doubt *doubt = x->rect.kind == REGION_SKIN ? &skin_doubt : &doubts[READ_MATERIAL];
	double a[2], b[2], rg[2][2], middle[2];

	for (unsigned i = 0; i < 2; i++) {
		const struct wb_region *o = i ? y : x;

		s[i].rg = mem_array(s[i].n, sizeof *s[i].rg);
		memcpy(rg[i], o->light.rg, sizeof rg[i]);
		if (s[i].rg)
			memcpy(s[i].rg, o->spread.rg, s[i].n * sizeof *s[i].rg);
	}
	chroma_logs(rg[0], a);
	chroma_logs(rg[1], b);
	for (unsigned c = 0; c < 2; c++)
		middle[c] = (a[c] + b[c]) / 2;
	for (unsigned i = 0; i < 2 && s[0].rg && s[1].rg; i++) {
		centre(&s[i], middle, rg[i]);
		resampled_doubt(&s[i], rg[i], doubt, i);
	}
	if (s[0].rg && s[1].rg)
		*out = angle_between(rg[0], &s[0], rg[1], &s[1]);
	resampled_release(&s[0]);
	resampled_release(&s[1]);
	return isnan(out->high) ? err_nomem(e) : ST_OK;
}

/* Of two regions that are read by their own light, or of one material; else there is nothing to compare. */
static bool comparable(const struct wb_region *x, const struct wb_region *y)
{
	if (!x->speaks || !y->speaks)
		return false;
	if (x->reading == READ_MATERIAL || y->reading == READ_MATERIAL)
		return x->rect.kind == y->rect.kind;
	return true;
}

static enum wb_reading lesser(enum wb_reading a, enum wb_reading b)
{
	return a == b ? a : a == READ_SURFACES || b == READ_SURFACES ? READ_SURFACES : READ_HIGHLIGHT;
}

static struct cct seen_from(const struct wb_region *x, const struct wb_region *y, const struct locus *locus)
{
	double a[2], b[2], rg[2];

	chroma_logs(x->light.rg, a);
	chroma_logs(y->light.rg, b);
	chroma_of_logs((const double[2]){ b[0] - a[0], b[1] - a[1] }, rg);
	return cct_of(locus, rg);
}

static enum status compare(struct wb_guided *g, unsigned a, unsigned b, const struct locus *locus,
			   const struct wb_limits *limits, struct error *e)
{
	struct wb_pair *p = &g->pairs[g->n_pairs++];
	const struct wb_region *x = &g->at[a], *y = &g->at[b];
	bool both = x->reading == READ_SURFACES && y->reading == READ_SURFACES, flat = x->flat || y->flat;
	enum status st = ST_OK;
	double s;

	*p = (struct wb_pair){ .a = a, .b = b, .reading = lesser(x->reading, y->reading) };
	p->angle.high = (double)NAN;
	p->cct = seen_from(x, y, locus);
	if (p->reading == READ_MATERIAL)
		st = angle_of_material(x, y, &p->angle, e);
	else
		p->angle = angle_between(x->light.rg, &x->spread, y->light.rg, &y->spread);
	if (both)
		p->agree = estimators_apart(&x->light, &y->light, limits->angle, &p->third);
	p->apart = p->angle.low > limits->narrow && (!both || p->agree >= 3) && !flat;
	s = flat ? 0 : p->angle.low / limits->narrow;
	if (both)
		s = fmin(s, p->third / limits->angle);
	g->score = fmax(g->score, s / (1 + s));
	return st;
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
		o->reading = reading_of(&o->rect);
		st = measure(r, i, locus, limits, ctl, o, e);
		o->cct = o->speaks && o->reading != READ_MATERIAL
				 ? cct_of(locus, o->light.rg)
				 : (struct cct){ (double)NAN, (double)NAN };
		out->speaking += o->speaks;
	}
	for (unsigned a = 0; a < out->n && st == ST_OK; a++)
		for (unsigned b = a + 1; b < out->n && st == ST_OK; b++)
			if (comparable(&out->at[a], &out->at[b]))
				st = compare(out, a, b, locus, limits, e);
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
