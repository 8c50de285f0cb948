/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and details of the evidence of a recapture. */
#include "src/base/base.h"
#include "analyzers/signal/recapture_evidence.h"

#include "analyzers/signal/display.h"

#include <math.h>
#include <stdarg.h>

static const double usual_distance = 600;           /* mm: an arm's length from a screen */
static const double nearest = 70, farthest = 10000; /* mm: where phones begin to focus, and the end of a large room */

void peak_label(const struct peak *p, char *text, size_t size)
{
	double period = 1 / hypot(p->fx, p->fy);

	if (p->phases.reading == PHASES_ROTATED)
		snprintf(text, size, "%.3g px R%+.0f B%+.0f", period, p->phases.red, p->phases.blue);
	else
		snprintf(text, size, "%.3g px%s", period,
			 p->phases.reading == PHASES_IN_STEP ? " in step" : "");
}

/* ---- the display that a period would mean ---- */

static void put(char *text, size_t size, const char *fmt, ...) PRINTF(3, 4);
static void put(char *text, size_t size, const char *fmt, ...)
{
	size_t used = strlen(text);
	va_list ap;

	va_start(ap, fmt);
	if (used < size)
		vsnprintf(text + used, size - used, fmt, ap);
	va_end(ap);
}

static void put_pitches(const struct display_candidate *c, uint32_t n, char *text, size_t size)
{
	put(text, size, "If a display made this wave, each of its pixels covers %.3g captured pixels", c[0].pitch);
	for (uint32_t i = 1; i < n; i++)
		put(text, size, "%s%.3g", i == 1 ? " or, folded by sampling, " : i + 1 < n ? ", " : " or ", c[i].pitch);
	put(text, size, ". ");
}

static void put_at_usual(const struct display_view *v, const struct display_candidate *c, uint32_t n, char *text,
			 size_t size)
{
	put(text, size, "At %.0f cm through a lens of %.3g mm (35 mm equivalent%s) that is", usual_distance / 10,
	    v->focal35, v->assumed ? ", assumed as of a phone" : "");
	for (uint32_t i = 0; i < n; i++) {
		double mm = display_mm(v, c[i].pitch, usual_distance);
		const struct display_kind *k = display_kind_of(display_ppi(mm));

		put(text, size, "%s %.2g mm, %.0f ppi%s%s", i ? ";" : "", mm, display_ppi(mm), k ? ", as of " : "",
		    k ? k->name : "");
	}
	put(text, size, ". ");
}

static bool in_reach(const struct display_view *v, double pitch, const struct display_kind *k, double *from, double *to)
{
	*from = display_distance(v, pitch, k->ppi_high);
	*to = display_distance(v, pitch, k->ppi_low);
	return *to >= nearest && *from <= farthest;
}

static void put_distances(const struct display_view *v, const struct display_candidate *c, uint32_t n, char *text,
			  size_t size)
{
	put(text, size, "Distances it would mean:");
	for (uint32_t i = 0; i < n; i++) {
		const char *sep = "";

		put(text, size, "%s %.3g px:", i ? ";" : "", c[i].pitch);
		for (uint32_t k = 0; k < DISPLAY_KINDS; k++) {
			double from, to;

			if (!in_reach(v, c[i].pitch, &display_kinds[k], &from, &to))
				continue;
			put(text, size, "%s %s %.2g to %.2g m", sep, display_kinds[k].name, from / 1000, to / 1000);
			sep = ",";
		}
		if (!*sep)
			put(text, size, " no common display within reach");
	}
	put(text, size, ". All this assumes that the picture was neither cropped nor resized.");
}

static struct display_view view_of(const struct subject *in, uint32_t width, uint32_t height)
{
	return display_view(in && in->facts.has_focal35 ? in->facts.focal35 : (double)NAN, width, height);
}

void display_sentences(double fx, double fy, const struct subject *in, uint32_t width, uint32_t height, char *text,
		       size_t size)
{
	struct display_candidate c[DISPLAY_CANDIDATES_MAX];
	uint32_t n = display_candidates(fx, fy, c);
	struct display_view v = view_of(in, width, height);

	text[0] = 0;
	if (n == 0)
		return;
	put_pitches(c, n, text, size);
	put_at_usual(&v, c, n, text, size);
	put_distances(&v, c, n, text, size);
}

/* ---- details ---- */

static void add_rgb(struct arena *a, struct value *in, const char *key, const double v[3])
{
	static const char *const colour[] = { "red", "green", "blue" };
	struct value *map = value_add(a, in, key, VALUE_MAP);

	for (unsigned k = 0; k < 3; k++)
		value_add_real(a, map, colour[k], v[k]);
}

static void add_phases(struct arena *a, const struct moire *m, const struct peak *p, struct value *list)
{
	struct value *one = value_add(a, list, NULL, VALUE_MAP);
	const struct phases *h = &p->phases;

	value_add_text(a, one, "wave", p->name);
	value_add_real(a, one, "period_px", 1 / hypot(p->fx, p->fy));
	value_add_real(a, one, "angle", wave_angle(p->fx, p->fy));
	value_add_real(a, one, "db", p->db);
	value_add_int(a, one, "tile_column", p->tile % m->grid.cols);
	value_add_int(a, one, "tile_row", p->tile / m->grid.cols);
	add_rgb(a, one, "amplitude", h->amplitude);
	add_rgb(a, one, "noise", h->noise);
	add_rgb(a, one, "differs", h->differs);
	value_add_real(a, one, "colour", h->colour);
	value_add_real(a, one, "colour_noise", h->colour_noise);
	value_add_real(a, one, "red_to_green", h->red);
	value_add_real(a, one, "red_error", h->red_error);
	value_add_real(a, one, "blue_to_green", h->blue);
	value_add_real(a, one, "blue_error", h->blue_error);
	value_add_real(a, one, "rotation", h->rotation);
	value_add_real(a, one, "rotation_error", h->rotation_error);
	value_add_text(a, one, "reading", phase_reading_name(h->reading));
	value_add_text(a, one, "words", h->why ? h->why : phase_reading_words(h->reading));
}

static void add_candidate(struct arena *a, const struct display_view *v, const struct display_candidate *c,
			  struct value *list)
{
	struct value *one = value_add(a, list, NULL, VALUE_MAP), *kinds;
	double mm = display_mm(v, c->pitch, usual_distance);
	const struct display_kind *kind = display_kind_of(display_ppi(mm));

	value_add_real(a, one, "pitch_px", c->pitch);
	value_add_int(a, one, "fold", c->fold);
	value_add_real(a, one, "angle", c->angle);
	value_add_real(a, one, "pitch_mm", mm);
	value_add_real(a, one, "ppi", display_ppi(mm));
	if (kind)
		value_add_text(a, one, "as_of", kind->name);
	else
		value_add_null(a, one, "as_of");
	kinds = value_add(a, one, "distances", VALUE_ARRAY);
	for (uint32_t k = 0; k < DISPLAY_KINDS; k++) {
		struct value *d = value_add(a, kinds, NULL, VALUE_MAP);
		double from, to;
		bool reached = in_reach(v, c->pitch, &display_kinds[k], &from, &to);

		value_add_text(a, d, "display", display_kinds[k].name);
		value_add_real(a, d, "from_mm", from);
		value_add_real(a, d, "to_mm", to);
		value_add_bool(a, d, "in_reach", reached);
	}
}

static void add_display(const struct raster *raster, const struct moire *m, const struct subject *in,
			struct arena *a, struct value *details)
{
	struct display_candidate c[DISPLAY_CANDIDATES_MAX];
	uint32_t n = display_candidates((double)m->fx, (double)m->fy, c);
	struct display_view v = view_of(in, raster->width, raster->height);
	struct value *d = value_add(a, details, "display", VALUE_MAP), *list;

	value_add_real(a, d, "focal35_mm", v.focal35);
	value_add_bool(a, d, "focal35_assumed", v.assumed);
	value_add_real(a, d, "distance_mm", usual_distance);
	list = value_add(a, d, "candidates", VALUE_ARRAY);
	for (uint32_t i = 0; i < n; i++)
		add_candidate(a, &v, &c[i], list);
}

static void add_reach(struct arena *a, const struct reach *r, struct value *details)
{
	struct value *d = value_add(a, details, "reach", VALUE_MAP), *region;

	value_add_text(a, d, "where", reach_name(r->kind));
	value_add_int(a, d, "tiles_together", r->together);
	value_add_int(a, d, "tiles_speaking", r->speaking);
	if (r->kind == REACH_NONE) {
		value_add_null(a, d, "region");
		return;
	}
	region = value_add(a, d, "region", VALUE_ARRAY);
	for (unsigned i = 0; i < 4; i++)
		value_add_int(a, region, NULL, r->region[i]);
}

void evidence_details(const struct raster *raster, const struct moire *m, const struct peak *p, uint32_t n,
		      const struct reach *r, const struct subject *in, struct result *out)
{
	struct value *d = result_details(out), *list;
	bool fine = m->peak_db > evidence_db;

	if (fine) {
		value_add_real(out->arena, d, "period_px", 1 / hypot((double)m->fx, (double)m->fy));
		value_add_real(out->arena, d, "angle", wave_angle((double)m->fx, (double)m->fy));
	} else {
		value_add_null(out->arena, d, "period_px");
		value_add_null(out->arena, d, "angle");
	}
	value_add_real(out->arena, d, "log10_nfa", m->log10_nfa);
	value_add_int(out->arena, d, "tiles_agreeing", m->agreeing);
	value_add_int(out->arena, d, "tiles", m->n_tiles);
	list = value_add(out->arena, d, "phases", VALUE_ARRAY);
	for (uint32_t i = 0; i < n; i++)
		add_phases(out->arena, m, &p[i], list);
	add_reach(out->arena, r, d);
	if (fine)
		add_display(raster, m, in, out->arena, d);
	else
		value_add_null(out->arena, d, "display");
}
