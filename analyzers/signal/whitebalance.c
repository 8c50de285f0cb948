/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check `whitebalance`: does one light fall on all of the picture? See illuminant.h for the
 * estimators, surfaces.h for what is compared, whitebalance.h for the two questions. Uncalibrated:
 * never more than a notice. */
#include "src/base/base.h"
#include "analyzers/checks.h"

#include "analyzers/signal/whitebalance.h"

#include <math.h>

enum { CELLS_MAX = 200000 };

/* Spread of ln R/G and ln B/G; noise and JPEG reach .02 in grey pictures. */
static const double monochrome_under = .03;
static const double usable_from = .2;

/* 8 degrees: single estimators err by 4 to 6 on pictures with one light (median, Gehler's and the NUS
 * set), so that less than 8 between two parts says nothing. The likeness was raised from .9 after false
 * alarms on drawn and sample pictures with one light; what it does on those is no error rate. */
static const struct param params[] = {
	{ .name = "angle_deg", .unit = "deg", .value = 8, .min = 3, .max = 45,
	  .help = "lights further apart than this are called different; estimators alone err by 4 to 6" },
	/* One light varies by as much from place to place: shade, a wall nearby. */
	{ .name = "narrow_deg", .unit = "deg", .value = 3, .min = .5, .max = 45,
	  .help = "with regions: two lights, when the whole interval of their angle lies over this" },
	{ .name = "sigmas", .unit = "", .value = 3, .min = 1, .max = 10,
	  .help = "without regions: and by so many standard deviations" },
	/* Two normal distributions overlap by .96 when the variances of one are 1.8 times those of the
	 * other. */
	{ .name = "likeness", .unit = "", .value = .96, .min = .5, .max = 1,
	  .help = "without regions: overlap of the colours of two surfaces, once their light is taken off" },
	{ .name = "variety", .unit = "", .value = .05, .min = 0, .max = 1,
	  .help = "without regions: a surface must vary by this in both colour axes (natural logarithm)" },
	{ .name = "min_share", .unit = "%", .value = .5, .min = .1, .max = 25,
	  .help = "without regions: smaller surfaces are left out, part of the picture's area" },
	{ .name = "min_pixels", .unit = "px", .value = 2500, .min = 256, .max = 1000000,
	  .help = "a surface or region needs so many pixels that are neither clipped nor dark" },
	{ .name = "resamples", .unit = "", .value = 200, .min = 50, .max = RESAMPLES_MAX,
	  .help = "how often the blocks of a surface are drawn again for its interval" },
	{ .name = NULL },
};

static struct wb_limits limits_of(const struct param *p)
{
	return (struct wb_limits){ .angle = param_value(p, "angle_deg"),
				   .narrow = param_value(p, "narrow_deg"),
				   .sigmas = param_value(p, "sigmas"),
				   .likeness = param_value(p, "likeness"),
				   .variety = param_value(p, "variety"),
				   .resamples = (uint32_t)param_value(p, "resamples"),
				   .surface = { .min_share = param_value(p, "min_share") / 100,
						.min_pixels = param_value(p, "min_pixels") } };
}

static const char *const limits_always[] = {
	"uncalibrated: no false-alarm rate has been measured for this version, so it never goes beyond a "
	"notice",
	"colour temperatures are those of the light as the picture renders it, after the camera's white "
	"balance; they are no temperatures of lamps",
	"the intervals hold 95 % of drawn scenes with known lights (tests/bench/illuminants); pictures of "
	"cameras may err more",
};
static const char *const limit_automatic =
	"maps of the light made without a person are near chance on real composites: they help to look, and "
	"nothing found means nothing";
static const char *const limit_guided =
	"regions that a person marked: another choice of surfaces gives another answer, and what the person "
	"says that they show is taken for true";

static void add_limits(bool guided, struct result *out)
{
	result_add_limit(out, guided ? limit_guided : limit_automatic);
	for (size_t i = 0; i < ARRAY_LEN(limits_always); i++)
		result_add_limit(out, limits_always[i]);
}

static const char *const grey = "greyscale: the picture has no colours";

/* ---- by itself ---- */

static enum status check_light(const struct light *l, struct error *e)
{
	double part = l->n_usable / ((double)l->cols * l->rows);

	if (part < usable_from)
		return err_set(
			e, ST_NOT_APPLICABLE,
			"too dark or clipped: %.0f %% of the picture can be used, at least %.0f are needed",
			100 * part, 100 * usable_from);
	return ST_OK;
}

static enum status check_surfaces(const struct surfaces *s, struct error *e)
{
	if (s->whole.wide < monochrome_under)
		return err_set(e, ST_NOT_APPLICABLE,
			       "nearly one colour: greyscale, toned or a single surface");
	if (s->speaking < 2)
		return err_set(e, ST_NOT_APPLICABLE,
			       "too small: %u surface%s large enough to measure, two are needed", s->speaking,
			       s->speaking == 1 ? "" : "s");
	return ST_OK;
}

static enum status divide(const struct raster *r, const struct wb_limits *limits, struct job_control *ctl,
			  struct surfaces *out, struct error *e)
{
	const struct region whole = { .width = r->width, .height = r->height };
	struct light l;
	enum status st;

	if (r->width < 16 || r->height < 16)
		return err_set(e, ST_NOT_APPLICABLE, "too small: %u x %u pixels", r->width, r->height);
	if ((st = light_make(r, &whole, CELLS_MAX, ctl, &l, e)) != ST_OK)
		return st;
	st = check_light(&l, e);
	if (st == ST_OK)
		st = surfaces_make(&l, &limits->surface, out, e);
	light_release(&l);
	if (st == ST_OK && (st = check_surfaces(out, e)) != ST_OK)
		surfaces_release(out);
	return st;
}

static enum status look(const struct raster *r, const struct wb_limits *limits, struct job_control *ctl,
			struct result *out, struct error *e)
{
	struct wb_compared c;
	struct surfaces s;
	struct locus locus;
	enum status st = divide(r, limits, ctl, &s, e);

	if (st != ST_OK)
		return st;
	locus_init(&locus);
	st = wb_compare(&s, &locus, limits, ctl, &c, e);
	if (st == ST_OK)
		wb_report_compared(&s, &c, &locus, limits, r, out);
	surfaces_release(&s);
	return st;
}

/* ---- with regions ---- */

static enum status nobody_speaks(const struct wb_guided *g, struct error *e)
{
	return err_set(e, ST_NOT_APPLICABLE, "no region can speak: region 1 is %s", g->at[0].reason);
}

static void plot_regions(const struct wb_guided *g, const struct locus *locus, struct result *out)
{
	static const char *const label[REGIONS_MAX] = { "1", "2", "3", "4", "5", "6", "7", "8" };
	struct wb_point points[REGIONS_MAX];
	unsigned n = 0;

	for (unsigned i = 0; i < g->n; i++) {
		struct wb_point *p = &points[n];

		if (!g->at[i].speaks || g->at[i].reading == READ_MATERIAL)
			continue;
		n++;
		p->label = label[i];
		memcpy(p->rg, g->at[i].light.rg, sizeof p->rg);
		memcpy(p->cov, g->at[i].spread.cov, sizeof p->cov);
	}
	if (n)
		wb_plot(locus, points, n, out);
}

/* The whole picture against the two lights. What keeps the check from working by itself leaves the
 * regions as they are. */
static enum status map_picture(const struct raster *r, const struct wb_guided *g,
			       const struct wb_limits *limits, struct job_control *ctl, struct result *out,
			       struct error *e)
{
	struct surfaces s;
	enum status st = divide(r, limits, ctl, &s, e);

	if (st != ST_OK)
		return st == ST_NOT_APPLICABLE ? ST_OK : st;
	/* Between two lights that hardly differ there is only noise. */
	if (g->n_pairs && g->pairs[0].angle.low > limits->narrow && g->pairs[0].reading != READ_MATERIAL)
		wb_map_between(&s, g->at[g->pairs[0].a].light.rg, g->at[g->pairs[0].b].light.rg, out);
	wb_map_angle(&s, out);
	surfaces_release(&s);
	return ST_OK;
}

static enum status measure(const struct raster *r, const struct context *cx, const struct wb_limits *limits,
			   struct job_control *ctl, struct result *out, struct error *e)
{
	struct wb_guided g;
	struct locus locus;
	enum status st;

	locus_init(&locus);
	if ((st = wb_guide(r, cx->regions, cx->n_regions, &locus, limits, ctl, &g, e)) != ST_OK)
		return st;
	if (!g.speaking) {
		st = nobody_speaks(&g, e);
	} else {
		wb_report_guided(&g, limits, r, out);
		plot_regions(&g, &locus, out);
		st = map_picture(r, &g, limits, ctl, out, e);
	}
	wb_guided_release(&g);
	return st;
}

static enum status whitebalance_run(struct subject *in, const struct context *cx, const struct param *p,
				    struct job_control *ctl, struct result *out, struct error *e)
{
	struct wb_limits limits = limits_of(p);
	const struct raster *r;
	enum status st;

	if ((st = subject_raster(in, ctl, &r, e)) != ST_OK)
		return st;
	if (r->channels < 3)
		return err_set(e, ST_NOT_APPLICABLE, "%s", grey);
	st = cx->n_regions ? measure(r, cx, &limits, ctl, out, e) : look(r, &limits, ctl, out, e);
	if (st == ST_OK)
		add_limits(cx->n_regions > 0, out);
	return st;
}

const struct analyzer analyzer_whitebalance = {
	.id = "whitebalance",
	.title = "White balance",
	.question = "Does one light fall on all of the picture?",
	.stage = STAGE_EXAMINER,
	.trace = TRACE_COLOUR,
	.version = 2,
	.needs = NEED_PIXELS,
	.profiles = PROFILE_QUICK | PROFILE_FULL,
	.scores = true,
	.regions = true,
	.params = params,
	.run = whitebalance_run,
};
