/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the check `whitebalance` says by itself. */
#include "src/base/base.h"
#include "analyzers/signal/wb_words.h"

#include <math.h>

enum { TEXT_MAX = 240 };

static struct region box_of(const struct surfaces *s, uint32_t i)
{
	const struct patch *p = &s->at[i];

	return (struct region){ p->c0 * s->step, p->r0 * s->step, (p->c1 - p->c0) * s->step,
				(p->r1 - p->r0) * s->step, REGION_PLAIN };
}

/* The last block of a row may reach over the edge. */
static struct region cut(struct region p, const struct raster *r)
{
	p.width = p.width > r->width - p.x ? r->width - p.x : p.width;
	p.height = p.height > r->height - p.y ? r->height - p.y : p.height;
	return p;
}

static void finding(const struct wb_compared *c, const struct wb_limits *l, const struct raster *r,
		    struct result *out)
{
	struct region p = cut(c->odd, r);
	const int32_t region[4] = { (int32_t)p.x, (int32_t)p.y, (int32_t)p.width, (int32_t)p.height };
	char text[TEXT_MAX], detail[TEXT_MAX];

	snprintf(text, sizeof text,
		 "consistent with a part in another light: %.1f degrees (95 %%: %.1f to %.1f) from surfaces "
		 "like it",
		 c->angle.degrees, c->angle.low, c->angle.high);
	snprintf(detail, sizeof detail,
		 "%u of %u pairs of like surfaces differ by more than %g degrees and %g standard deviations; "
		 "%u "
		 "estimators agree; no false-alarm rate has been measured, and on real composites such maps "
		 "are "
		 "near chance",
		 c->apart, c->like, l->angle, l->sigmas, c->agree);
	wb_interpret("whitebalance.part", text, detail, region, wb_alternatives, out);
}

static void details(const struct surfaces *s, const struct wb_compared *c, const struct locus *locus,
		    const struct raster *r, struct result *out)
{
	struct value *d = result_details(out), *list;
	const uint32_t pair[2] = { c->a, c->b };

	value_add_text(out->arena, d, "mode", "automatic");
	list = value_add(out->arena, d, "regions", VALUE_ARRAY);
	for (unsigned i = 0; i < 2; i++) {
		const struct patch *p = &s->at[pair[i]];
		struct region rect = cut(box_of(s, pair[i]), r);
		struct cct cct = cct_of(locus, p->light.rg);

		wb_put_light(out->arena, value_add(out->arena, list, NULL, VALUE_MAP), &rect, &p->light,
			     c->cov[i], &cct);
	}
	wb_put_angle(out->arena, d, &c->angle);
	value_add_int(out->arena, d, "pairs_like", c->like);
	value_add_int(out->arena, d, "pairs_apart", c->apart);
}

static void measures(const struct surfaces *s, const struct wb_compared *c, struct result *out)
{
	result_add_measure(out, "angle", c->angle.degrees, "deg", NULL);
	result_add_measure(out, "angle_sigma", c->angle.sigma, "deg", NULL);
	result_add_measure(out, "estimators_agreeing", c->agree, "", NULL);
	result_add_measure(out, "surfaces", s->speaking, "", NULL);
	result_add_measure(out, "pairs_like", c->like, "", NULL);
	result_add_measure(out, "pairs_apart", c->apart, "", NULL);
	result_add_measure(out, "median_r", s->median[0], "", NULL);
	result_add_measure(out, "median_g", s->median[1], "", NULL);
}

void wb_report_compared(const struct surfaces *s, const struct wb_compared *c, const struct locus *locus,
			const struct wb_limits *limits, const struct raster *r, struct result *out)
{
	struct wb_point points[3] = {
		{ .label = "like", .rg = { s->at[c->a].light.rg[0], s->at[c->a].light.rg[1] } },
		{ .label = "odd", .rg = { s->at[c->b].light.rg[0], s->at[c->b].light.rg[1] } },
		{ .label = "median", .rg = { s->median[0], s->median[1] } }
	};

	for (unsigned i = 0; i < 2; i++)
		memcpy(points[i].cov, c->cov[i], sizeof points[i].cov);
	out->has_score = true;
	out->score = c->score;
	if (c->compact)
		finding(c, limits, r, out);
	measures(s, c, out);
	details(s, c, locus, r, out);
	wb_map_angle(s, out);
	wb_plot(locus, points, ARRAY_LEN(points), out);
}
