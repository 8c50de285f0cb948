/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/wb_words.h"

#include <math.h>

const char *const wb_alternatives[] = {
	"mixed light: a flash and a lamp, a window and a lamp, a screen, a coloured wall nearby",
	"a shadow lit by the blue sky beside a part in the sun",
	"a phone that renders faces, the sky or the background by themselves (portrait mode, HDR)",
	"surfaces of other paint: what looks like light may be colour",
	"a local colour correction or a graduated filter",
	NULL,
};

const char *const wb_material_alternatives[] = {
	"mixed light: a flash and a lamp, a window and a lamp, a screen, a coloured wall nearby",
	"a shadow lit by the blue sky beside a part in the sun",
	"not one material after all: make-up, a tan, blood or age of skin, another batch of paper, cloth or paint",
	"a phone that renders faces, the sky or the background by themselves (portrait mode, HDR)",
	"a local colour correction or a graduated filter",
	NULL,
};

static void put_numbers(struct arena *a, struct value *m, const char *key, const double *v, unsigned n)
{
	struct value *list = value_add(a, m, key, VALUE_ARRAY);

	for (unsigned i = 0; i < n; i++)
		value_add_real(a, list, NULL, v[i]);
}

void wb_put_rect(struct arena *a, struct value *m, const struct region *rect)
{
	struct value *list = value_add(a, m, "rect", VALUE_ARRAY);

	value_add_int(a, list, NULL, rect->x);
	value_add_int(a, list, NULL, rect->y);
	value_add_int(a, list, NULL, rect->width);
	value_add_int(a, list, NULL, rect->height);
}

void wb_put_angle(struct arena *a, struct value *m, const struct angle *g)
{
	const double ci[2] = { g->low, g->high };

	value_add_real(a, m, "angle", g->degrees);
	put_numbers(a, m, "angle_ci", ci, 2);
}

struct ellipse ellipse_of(const double cov[3])
{
	const double chi2 = 5.991464547107979; /* 95 % of chi-squared with two degrees of freedom */
	double half = (cov[0] + cov[2]) / 2, root = hypot((cov[0] - cov[2]) / 2, cov[1]);
	struct ellipse e = { .major = sqrt(chi2 * (half + root)),
			     .minor = sqrt(chi2 * fmax(0, half - root)) };

	e.angle = 28.6478897565412 * atan2(2 * cov[1], cov[0] - cov[2]);
	return e;
}

void wb_put_light(struct arena *a, struct value *m, const struct region *rect, const struct illuminant *l,
		  const double cov[3], const struct cct *cct)
{
	struct ellipse e = ellipse_of(cov);
	struct value *v;

	wb_put_rect(a, m, rect);
	put_numbers(a, m, "rg", l->rg, 2);
	put_numbers(a, m, "cov", cov, 3);
	v = value_add(a, m, "ellipse", VALUE_MAP);
	value_add_real(a, v, "major", e.major);
	value_add_real(a, v, "minor", e.minor);
	value_add_real(a, v, "angle", e.angle);
	value_add_real(a, m, "cct", cct->kelvin);
	value_add_real(a, m, "duv", cct->duv);
	v = value_add(a, m, "estimates", VALUE_MAP);
	for (unsigned k = 0; k < ESTIMATORS; k++)
		if (l->spoke[k])
			put_numbers(a, v, estimator_name[k], l->by[k], 2);
}

void wb_interpret(const char *code, const char *summary, const char *detail, const int32_t region[4],
		  const char *const *alternatives, struct result *out)
{
	result_add_finding(out, &(struct finding_spec){ .code = code,
							.kind = FINDING_INTERPRETATION,
							.level = LEVEL_NOTICE,
							.trace = TRACE_COLOUR,
							.summary = summary,
							.detail = detail,
							.region = region,
							.alternatives = alternatives });
}
