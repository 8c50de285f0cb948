/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/cues.h"

#include <math.h>

enum { TEXT_MAX = 240 };

const char *const lattice_alternatives[] = {
	"woven cloth, carpet, mesh, blinds, fences, tiles or brickwork seen at a distance",
	"a halftone print, or a printed page photographed",
	"an LED wall, a monitor or another display that belongs to the scene",
	"a resampling or upscaling pattern left by software, or a camera's own demosaicing",
	NULL,
};
const char *const blacks_alternatives[] = { "shade under a blue sky", "a dark blue object", "a colour grade", NULL };
const char *const surround_alternatives[] = {
	"a window, doorway or lit sign seen from a dark room", "a bright object on a black background",
	"a letterboxed or framed picture", NULL,
};

static void tile_region(const struct moire *m, uint32_t tile, int32_t region[4])
{
	region[0] = (int32_t)m->grid.x[tile % m->grid.cols];
	region[1] = (int32_t)m->grid.y[tile / m->grid.cols];
	region[2] = region[3] = (int32_t)m->grid.size;
}

static void observe(struct result *out, const char *code, enum trace trace, const char *summary,
		    const int32_t *region, const char *const *alternatives)
{
	result_add_finding(out, &(struct finding_spec){ .code = code,
							.kind = FINDING_OBSERVATION,
							.level = LEVEL_NONE,
							.trace = trace,
							.summary = summary,
							.region = region,
							.alternatives = alternatives });
}

static void spectral_findings(const struct moire *m, const struct cues *c, const struct cue_limits *l,
			      struct result *out)
{
	double f = hypot((double)m->fx, (double)m->fy);
	char text[TEXT_MAX];
	int32_t region[4];

	if (c->present[CUE_PEAK]) {
		tile_region(m, m->peak_tile, region);
		snprintf(text, sizeof text,
			 "a fine wave of %.3g px stands %.1f dB over its surround, seen in %u of %u tiles",
			 1 / f, (double)m->peak_db, m->agreeing, m->n_tiles);
		observe(out, "recapture.peak", TRACE_SPECTRUM, text, region, lattice_alternatives);
	}
	if (c->present[CUE_LATTICE]) {
		tile_region(m, m->lattice_tile, region);
		snprintf(text, sizeof text,
			 "two waves at a right angle, both at least %.1f dB over their surround",
			 (double)m->lattice.max);
		observe(out, "recapture.lattice", TRACE_SPECTRUM, text, region, lattice_alternatives);
	}
	if (c->present[CUE_BINS]) {
		snprintf(text, sizeof text,
			 "%.0f bins of the spectrum stand more than %g dB over their surround",
			 (double)m->over.p80, l->count_db);
		observe(out, "recapture.bins", TRACE_SPECTRUM, text, NULL, lattice_alternatives);
	}
}

static void context_findings(const struct scene *s, const struct cues *c, struct result *out)
{
	char text[TEXT_MAX];

	if (c->present[CUE_BLACKS]) {
		snprintf(text, sizeof text,
			 "the darkest fifth of the picture is bluish (Cb %.1f), as a lit display's "
			 "black is",
			 s->dark_blue);
		observe(out, "recapture.blacks", TRACE_COLOUR, text, NULL, blacks_alternatives);
	}
	if (c->present[CUE_SURROUND]) {
		snprintf(text, sizeof text, "a bright rectangle (mean %.0f) in a dark surround (mean %.0f)",
			 s->inside, s->outside);
		observe(out, "recapture.surround", TRACE_COLOUR, text, s->screen, surround_alternatives);
	}
}

void cues_report(const struct moire *m, const struct scene *s, const struct cues *c, const struct cue_limits *l,
		 struct result *out)
{
	struct value *list;

	spectral_findings(m, c, l, out);
	context_findings(s, c, out);
	result_add_measure(out, "dark_blue", s->dark_blue, "Cb", NULL);
	result_add_measure(out, "bright_rectangle", s->has_screen, "", NULL);
	list = value_add(out->arena, result_details(out), "cues", VALUE_ARRAY);
	for (unsigned i = 0; i < CUES; i++)
		if (c->present[i])
			value_add_text(out->arena, list, NULL, cue_name[i]);
}
