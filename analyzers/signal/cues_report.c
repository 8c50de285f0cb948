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

/* Direction of a wave's normal in the stored picture: x to the right, y down; 0 <= angle < 180. */
static double angle_of(double fx, double fy)
{
	double degrees = atan2(fy, fx) * 57.295779513082321;

	if (degrees < 0)
		degrees += 180;
	return degrees >= 180 ? degrees - 180 : degrees;
}

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

static void interpretation(const struct moire *m, const struct cues *c, struct result *out)
{
	char summary[TEXT_MAX], detail[TEXT_MAX] = "cues:";
	int32_t region[4];
	size_t used = strlen(detail);

	for (unsigned i = 0; i < CUES; i++)
		if (c->present[i])
			used += (size_t)snprintf(detail + used, sizeof detail - used, " %s", cue_name[i]);
	snprintf(detail + used, sizeof detail - used,
		 "; two are needed and one must come from the spectrum; no false-alarm rate has been "
		 "measured yet");
	snprintf(summary, sizeof summary,
		 "consistent with a photo of a screen: peak %.1f dB, lattice %.1f dB, %u of %u tiles agree",
		 (double)m->peak_db, (double)m->lattice.max, m->agreeing, m->n_tiles);
	tile_region(m, m->peak_tile, region);
	result_add_finding(out, &(struct finding_spec){ .code = "recapture.screen",
							.kind = FINDING_INTERPRETATION,
							.level = LEVEL_NOTICE,
							.trace = TRACE_SPECTRUM,
							.summary = summary,
							.detail = detail,
							.region = region,
							.alternatives = lattice_alternatives });
}

static void spectral_measures(const struct moire *m, bool peak, struct result *out)
{
	double nan = (double)NAN, f = hypot((double)m->fx, (double)m->fy);
	static const char *const band_name[BANDS] = { "band_030_100_db", "band_100_200_db", "band_200_350_db",
		"band_350_500_db" };

	result_add_measure(out, "peak_db", (double)m->peak_db, "dB", NULL);
	result_add_measure(out, "peak_frequency", peak ? f : nan, "cycles/px", NULL);
	result_add_measure(out, "peak_period", peak ? 1 / f : nan, "px", NULL);
	result_add_measure(out, "peak_angle", peak ? angle_of((double)m->fx, (double)m->fy) : nan, "deg",
			   NULL);
	result_add_measure(out, "lattice_db", (double)m->lattice.max, "dB", NULL);
	result_add_measure(out, "lattice_median_db", (double)m->lattice.median, "dB", NULL);
	result_add_measure(out, "bins_over_17db", (double)m->over.p80, "", NULL);
	result_add_measure(out, "bins_over_17db_median", (double)m->over.median, "", NULL);
	result_add_measure(out, "bins_over_17db_max", (double)m->over.max, "", NULL);
	for (unsigned k = 0; k < BANDS; k++)
		result_add_measure(out, band_name[k], (double)m->band[k].max, "dB", NULL);
	result_add_measure(out, "tiles", m->n_tiles, "", NULL);
	result_add_measure(out, "tiles_agreeing", m->agreeing, "", NULL);
	result_add_measure(out, "clip_fraction", (double)m->clip, "", NULL);
}

static void details(const struct moire *m, const struct cues *c, bool peak, struct result *out)
{
	struct value *d = result_details(out), *list;

	if (peak) {
		value_add_real(out->arena, d, "period_px", 1 / hypot((double)m->fx, (double)m->fy));
		value_add_real(out->arena, d, "angle", angle_of((double)m->fx, (double)m->fy));
	} else {
		value_add_null(out->arena, d, "period_px");
		value_add_null(out->arena, d, "angle");
	}
	value_add_real(out->arena, d, "log10_nfa", m->log10_nfa);
	value_add_int(out->arena, d, "tiles_agreeing", m->agreeing);
	value_add_int(out->arena, d, "tiles", m->n_tiles);
	list = value_add(out->arena, d, "cues", VALUE_ARRAY);
	for (unsigned i = 0; i < CUES; i++)
		if (c->present[i])
			value_add_text(out->arena, list, NULL, cue_name[i]);
}

/* Each cell is its share of the picture and shows the tile that lies in it. */
static void peak_map(const struct moire *m, uint32_t width, uint32_t height, struct result *out)
{
	float data[TILES_MAX];

	for (uint32_t i = 0; i < m->n_tiles; i++)
		data[i] = tile_peaks_high(&m->tile[i]);
	result_add_map(out, &(struct map){ .name = "peak",
					   .title = "Highest fine wave of each tile",
					   .unit = "dB",
					   .cols = m->grid.cols,
					   .rows = m->grid.rows,
					   .step_x = (double)width / m->grid.cols,
					   .step_y = (double)height / m->grid.rows,
					   .low = 10,
					   .high = 40,
					   .data = data });
}

void cues_report(const struct moire *m, const struct scene *s, const struct cues *c,
		 const struct cue_limits *l, uint32_t width, uint32_t height, struct result *out)
{
	/* Lower ones are what noise gives: they have no period to speak of. */
	bool peak = (double)m->peak_db > l->count_db;

	out->has_score = true;
	out->score = c->score;
	if (c->consistent)
		interpretation(m, c, out);
	spectral_findings(m, c, l, out);
	context_findings(s, c, out);
	spectral_measures(m, peak, out);
	result_add_measure(out, "dark_blue", s->dark_blue, "Cb", NULL);
	result_add_measure(out, "bright_rectangle", s->has_screen, "", NULL);
	details(m, c, peak, out);
	peak_map(m, width, height, out);
	cues_plot(m, l, out);
}
