/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the check `whitebalance` says of regions that a person marked. */
#include "src/base/base.h"
#include "analyzers/signal/wb_words.h"

#include <math.h>

enum { TEXT_MAX = 240 };

static bool pick_region(const struct wb_region *o, const struct raster *r, int32_t region[4])
{
	if (o->rect.x >= r->width || o->rect.y >= r->height)
		return false;
	region[0] = (int32_t)o->rect.x;
	region[1] = (int32_t)o->rect.y;
	region[2] = (int32_t)o->rect.width;
	region[3] = (int32_t)o->rect.height;
	return true;
}

static void kelvin_words(const struct cct *c, char *out, size_t len)
{
	if (isnan(c->kelvin))
		snprintf(out, len, "no colour temperature (Duv %+.3f)", c->duv);
	else
		snprintf(out, len, "as light of %.0f K (Duv %+.3f)", c->kelvin, c->duv);
}

static void observe(const char *code, const char *summary, const char *detail, const int32_t *region,
		    struct result *out)
{
	result_add_finding(out, &(struct finding_spec){ .code = code,
							.kind = FINDING_OBSERVATION,
							.level = LEVEL_NONE,
							.trace = TRACE_COLOUR,
							.summary = summary,
							.detail = detail,
							.region = region });
}

static void say_region(unsigned i, const struct wb_region *o, const struct raster *r, struct result *out)
{
	char text[TEXT_MAX], kelvin[80];
	int32_t region[4];
	bool inside = pick_region(o, r, region);

	if (!o->speaks) {
		snprintf(text, sizeof text, "region %u cannot speak: %s", i + 1, o->reason);
		observe("whitebalance.silent", text, NULL, inside ? region : NULL, out);
		return;
	}
	kelvin_words(&o->cct, kelvin, sizeof kelvin);
	snprintf(text, sizeof text, "region %u: light r %.3f g %.3f, %s; %u estimators%s", i + 1,
		 o->light.rg[0], o->light.rg[1], kelvin, o->light.n, o->flat ? "; flat" : "");
	observe("whitebalance.region", text,
		o->flat ? "one even colour: its paint and its light cannot be told apart, so that it is "
			  "compared only "
			  "with what is known to have the same paint"
			: NULL,
		region, out);
}

static const char *verdict_of(const struct wb_pair *p, const struct wb_guided *g, const struct wb_limits *l)
{
	if (g->at[p->a].flat || g->at[p->b].flat)
		return "a flat region: the difference may be paint";
	if (p->angle.low > l->angle)
		return "fewer than three estimators agree";
	if (p->angle.high < l->angle)
		return "no larger than what estimators err";
	return "the interval holds the threshold: nothing can be said";
}

static void say_pair(const struct wb_pair *p, const struct wb_guided *g, const struct wb_limits *l,
		     const struct raster *r, struct result *out)
{
	char text[TEXT_MAX], detail[TEXT_MAX];
	int32_t region[4];

	if (p->apart) {
		snprintf(text, sizeof text,
			 "consistent with another light on region %u than on region %u: %.1f degrees (95 %%: "
			 "%.1f to "
			 "%.1f)",
			 p->b + 1, p->a + 1, p->angle.degrees, p->angle.low, p->angle.high);
		snprintf(detail, sizeof detail,
			 "the whole interval lies over %g degrees and %u estimators agree; it holds for "
			 "surfaces of "
			 "equal paint on average, which is for the eye to judge",
			 l->angle, p->agree);
	} else {
		snprintf(text, sizeof text, "regions %u and %u: %.1f degrees (95 %%: %.1f to %.1f); %s",
			 p->a + 1, p->b + 1, p->angle.degrees, p->angle.low, p->angle.high,
			 verdict_of(p, g, l));
		observe("whitebalance.pair", text, NULL, NULL, out);
		return;
	}
	pick_region(&g->at[p->b], r, region);
	wb_interpret("whitebalance.regions", text, detail, region, out);
}

static void put_region(const struct wb_region *o, struct value *m, struct result *out)
{
	struct arena *a = out->arena;

	if (o->speaks) {
		wb_put_light(a, m, &o->rect, &o->light, o->spread.cov, &o->cct);
		value_add_bool(a, m, "flat", o->flat);
	} else {
		wb_put_rect(a, m, &o->rect);
		value_add_null(a, m, "rg");
		value_add_null(a, m, "cov");
		value_add_null(a, m, "cct");
		value_add_text(a, m, "reason", o->reason);
	}
	value_add_int(a, m, "pixels", o->pixels);
}

static void put_pairs(const struct wb_guided *g, struct value *d, struct result *out)
{
	struct value *list = value_add(out->arena, d, "pairs", VALUE_ARRAY);

	for (unsigned i = 0; i < g->n_pairs; i++) {
		const struct wb_pair *p = &g->pairs[i];
		struct value *m = value_add(out->arena, list, NULL, VALUE_MAP);

		value_add_int(out->arena, m, "a", p->a + 1);
		value_add_int(out->arena, m, "b", p->b + 1);
		wb_put_angle(out->arena, m, &p->angle);
		value_add_int(out->arena, m, "estimators_agreeing", p->agree);
		value_add_bool(out->arena, m, "apart", p->apart);
	}
}

static void details(const struct wb_guided *g, struct result *out)
{
	struct value *d = result_details(out), *list;

	value_add_text(out->arena, d, "mode", "guided");
	list = value_add(out->arena, d, "regions", VALUE_ARRAY);
	for (unsigned i = 0; i < g->n; i++)
		put_region(&g->at[i], value_add(out->arena, list, NULL, VALUE_MAP), out);
	if (g->n_pairs) {
		wb_put_angle(out->arena, d, &g->pairs[0].angle);
	} else {
		value_add_null(out->arena, d, "angle");
		value_add_null(out->arena, d, "angle_ci");
	}
	put_pairs(g, d, out);
}

static void measures(const struct wb_guided *g, struct result *out)
{
	char name[40];

	if (g->n_pairs) {
		result_add_measure(out, "angle", g->pairs[0].angle.degrees, "deg", NULL);
		result_add_measure(out, "angle_low", g->pairs[0].angle.low, "deg", NULL);
		result_add_measure(out, "angle_high", g->pairs[0].angle.high, "deg", NULL);
	}
	for (unsigned i = 1; i < g->n_pairs; i++) {
		snprintf(name, sizeof name, "angle_%u_%u", g->pairs[i].a + 1, g->pairs[i].b + 1);
		result_add_measure(out, name, g->pairs[i].angle.degrees, "deg", NULL);
	}
	for (unsigned i = 0; i < g->n; i++) {
		if (!g->at[i].speaks)
			continue;
		snprintf(name, sizeof name, "kelvin_%u", i + 1);
		result_add_measure(out, name, g->at[i].cct.kelvin, "K", NULL);
	}
}

void wb_report_guided(const struct wb_guided *g, const struct wb_limits *limits, const struct raster *r,
		      struct result *out)
{
	out->has_score = true;
	out->score = g->score;
	for (unsigned i = 0; i < g->n_pairs; i++)
		if (g->pairs[i].apart)
			say_pair(&g->pairs[i], g, limits, r, out);
	for (unsigned i = 0; i < g->n; i++)
		say_region(i, &g->at[i], r, out);
	for (unsigned i = 0; i < g->n_pairs; i++)
		if (!g->pairs[i].apart)
			say_pair(&g->pairs[i], g, limits, r, out);
	measures(g, out);
	details(g, out);
}
