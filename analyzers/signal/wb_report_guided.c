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

/* " (skin)", or "" for a plain region */
static const char *kind_words(const struct wb_region *o, char out[24])
{
	const char *name = region_kind_name(o->rect.kind);

	snprintf(out, 24, *name ? " (%s)" : "%s", name);
	return out;
}

static void say_light(unsigned i, const struct wb_region *o, const int32_t region[4], struct result *out)
{
	static const char *const why[] = {
		[READ_SURFACES] = NULL,
		[READ_NEUTRAL] = "taken for white or grey paint, so that its colour is that of the light",
		[READ_HIGHLIGHT] = "where the colours of the highlights meet",
		[READ_MATERIAL] = "one material: compared with its like only",
	};
	char text[TEXT_MAX], kelvin[80], kind[24], more[80] = "";

	kelvin_words(&o->cct, kelvin, sizeof kelvin);
	if (o->reading == READ_SURFACES)
		snprintf(more, sizeof more, "; %u estimators%s", o->light.n, o->flat ? "; flat" : "");
	if (o->reading == READ_HIGHLIGHT)
		snprintf(more, sizeof more, "; %u lines", o->lines);
	if (o->reading == READ_MATERIAL)
		snprintf(text, sizeof text, "region %u%s: colour r %.3f g %.3f", i + 1, kind_words(o, kind),
			 o->light.rg[0], o->light.rg[1]);
	else
		snprintf(text, sizeof text, "region %u%s: light r %.3f g %.3f, %s%s", i + 1, kind_words(o, kind),
			 o->light.rg[0], o->light.rg[1], kelvin, more);
	observe("whitebalance.region", text,
		o->flat ? "one even colour: its paint and its light cannot be told apart, so that it is "
			  "compared only "
			  "with what is known to have the same paint"
			: why[o->reading],
		region, out);
}

static void say_region(unsigned i, const struct wb_region *o, const struct raster *r, struct result *out)
{
	char text[TEXT_MAX], kind[24];
	int32_t region[4];
	bool inside = pick_region(o, r, region);

	if (o->speaks) {
		say_light(i, o, region, out);
		return;
	}
	snprintf(text, sizeof text, "region %u%s cannot speak: %s", i + 1, kind_words(o, kind), o->reason);
	observe("whitebalance.silent", text, NULL, inside ? region : NULL, out);
}

static const char *verdict_of(const struct wb_pair *p, const struct wb_guided *g, const struct wb_limits *l)
{
	if (g->at[p->a].flat || g->at[p->b].flat)
		return "a flat region: the difference may be paint";
	if (p->angle.low > l->narrow)
		return "fewer than three estimators agree: nothing can be said";
	if (p->angle.high <= 2 * l->narrow)
		return "consistent with one light";
	return "consistent with one light, and with two: nothing can be said";
}

static const char *basis_of(const struct wb_pair *p)
{
	static const char *const words[] = {
		[READ_SURFACES] = "it holds for surfaces of equal paint on average, which is for the eye to judge",
		[READ_NEUTRAL] = "it holds when both are white or grey paint",
		[READ_HIGHLIGHT] = "it holds when both are shiny, or one shiny and one white or grey",
		[READ_MATERIAL] = "it holds when both are of one material",
	};

	return words[p->reading];
}

static void say_two_lights(const struct wb_pair *p, const struct wb_guided *g, const struct wb_limits *l,
			   const struct raster *r, struct result *out)
{
	char text[TEXT_MAX], detail[2 * TEXT_MAX], kelvin[80];
	const char *from = p->reading == READ_MATERIAL ? region_kind_name(g->at[p->a].rect.kind)
						       : wb_reading_name(p->reading);
	int32_t region[4];

	snprintf(text, sizeof text,
		 "supports another light on region %u than on region %u: %.1f degrees (95 %%: %.1f to %.1f), "
		 "read from %s",
		 p->b + 1, p->a + 1, p->angle.degrees, p->angle.low, p->angle.high, from);
	kelvin_words(&p->cct, kelvin, sizeof kelvin);
	snprintf(detail, sizeof detail,
		 "the whole interval lies over %g degrees; were the light on region %u rendered white, that on "
		 "region %u would be %s; %s",
		 l->narrow, p->a + 1, p->b + 1, kelvin, basis_of(p));
	pick_region(&g->at[p->b], r, region);
	wb_interpret("whitebalance.regions", text, detail, region,
		     p->reading == READ_MATERIAL ? wb_material_alternatives : wb_alternatives, out);
}

static void say_pair(const struct wb_pair *p, const struct wb_guided *g, const struct wb_limits *l,
		     struct result *out)
{
	char text[TEXT_MAX];

	snprintf(text, sizeof text, "regions %u and %u: %.1f degrees (95 %%: %.1f to %.1f); %s", p->a + 1,
		 p->b + 1, p->angle.degrees, p->angle.low, p->angle.high, verdict_of(p, g, l));
	observe("whitebalance.pair", text, basis_of(p), NULL, out);
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
	value_add_text(a, m, "reading", wb_reading_name(o->reading));
	if (o->rect.kind != REGION_PLAIN)
		value_add_text(a, m, "kind", region_kind_name(o->rect.kind));
	if (o->reading == READ_HIGHLIGHT)
		value_add_int(a, m, "lines", o->lines);
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
		value_add_text(out->arena, m, "reading", wb_reading_name(p->reading));
		value_add_int(out->arena, m, "estimators_agreeing", p->agree);
		value_add_real(out->arena, m, "cct_if_white", p->cct.kelvin);
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
		if (!g->at[i].speaks || g->at[i].reading == READ_MATERIAL)
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
			say_two_lights(&g->pairs[i], g, limits, r, out);
	for (unsigned i = 0; i < g->n; i++)
		say_region(i, &g->at[i], r, out);
	for (unsigned i = 0; i < g->n_pairs; i++)
		if (!g->pairs[i].apart)
			say_pair(&g->pairs[i], g, limits, out);
	measures(g, out);
	details(g, out);
}
