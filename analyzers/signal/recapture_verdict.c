/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/recapture_verdict.h"

#include "analyzers/signal/cues.h"

#include <math.h>

enum { TEXT_MAX = 400 };
static const double speaks = .69314718; /* ln 2 */

const char *const screen_alternatives[] = {
	"woven cloth, carpet, mesh, blinds, fences, tiles or brickwork seen at a distance",
	"a halftone print, or a printed page photographed",
	"an LED wall, a monitor or another display that belongs to the scene",
	"a resampling or upscaling pattern left by software, or a camera's own demosaicing",
	"a dark room, a framed or letterboxed picture, bluish light",
	NULL,
};

enum level verdict_level(const struct verdict *v)
{
	if (v->score >= v->warning && v->physics > speaks)
		return LEVEL_WARNING;
	return v->score >= v->notice ? LEVEL_NOTICE : LEVEL_NONE;
}

static void interpretation(const struct verdict *v, const struct moire *m, const struct family_evidence *family,
			   unsigned n, struct result *out)
{
	const int32_t region[4] = { (int32_t)m->grid.x[m->peak_tile % m->grid.cols],
				    (int32_t)m->grid.y[m->peak_tile / m->grid.cols], (int32_t)m->grid.size,
				    (int32_t)m->grid.size };
	char summary[TEXT_MAX], detail[TEXT_MAX];

	snprintf(summary, sizeof summary, "consistent with a photo of a screen: score %.4g, threshold %.4g", v->score,
		 v->score >= v->warning ? v->warning : v->notice);
	families_summary(family, n, detail, sizeof detail);
	result_add_finding(out, &(struct finding_spec){ .code = "recapture.screen",
							.kind = FINDING_INTERPRETATION,
							.level = verdict_level(v),
							.trace = TRACE_SPECTRUM,
							.summary = summary,
							.detail = detail,
							.region = v->physics > speaks ? region : NULL,
							.alternatives = screen_alternatives });
}

void verdict_report(const struct verdict *v, const struct moire *m, const struct family_evidence *family, unsigned n,
		    struct result *out)
{
	out->has_score = true;
	out->score = v->score;
	if (verdict_level(v) > LEVEL_NONE)
		interpretation(v, m, family, n, out);
	result_add_measure(out, "log_odds", v->odds, "", NULL);
	result_add_measure(out, "log_odds_physics", v->physics, "", NULL);
}
