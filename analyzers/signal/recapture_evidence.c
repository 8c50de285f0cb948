/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/recapture_evidence.h"

#include "analyzers/signal/cues.h"
#include "analyzers/signal/rotation.h"

#include <math.h>

enum { TEXT_MAX = 400, DETAIL_MAX = 1000, FAMILY_NAME_MAX = 40 };
enum { SAME_WITHIN = 4, PARTNER_WITHIN = 4 /* bins */, ROTATION_TILES = 4 };

const float evidence_db = 17;
static const float worth_saying = 22; /* dB: lower waves are drawn and counted, but no sentence is made of them */

const char *const stripes_alternatives[] = {
	"an LED wall, a monitor or another display that belongs to the scene",
	"lateral colour of the lens, where it shifts red and blue apart by a third of the wave",
	"cloth or print of three colours in turn",
	NULL,
};
const char *const texture_alternatives[] = {
	"a screen whose colours were lost: photographed in black and white, or saved with coarse colours", NULL
};

/* ---- which waves ---- */

double wave_angle(double fx, double fy)
{
	double degrees = atan2(fy, fx) * 57.295779513082321;

	if (degrees < 0)
		degrees += 180;
	return degrees >= 180 ? degrees - 180 : degrees;
}

static bool is_new(const struct peak *p, uint32_t n, double fx, double fy)
{
	const double within = (double)SAME_WITHIN / MOIRE_TILE;

	for (uint32_t i = 0; i < n; i++)
		if (hypot(p[i].fx - fx, p[i].fy - fy) < within || hypot(p[i].fx + fx, p[i].fy + fy) < within)
			return false;
	return true;
}

static uint32_t add(struct peak *p, uint32_t n, struct peak next)
{
	if (n >= PEAKS_MAX || !(hypot(next.fx, next.fy) > 0) || !(next.db > (double)evidence_db) ||
	    !is_new(p, n, next.fx, next.fy))
		return n;
	if (next.fx < 0) {
		next.fx = -next.fx;
		next.fy = -next.fy;
	}
	p[n] = next;
	return n + 1;
}

static struct peak in_bin(const struct moire *m, uint32_t tile, uint32_t bin, double db, const char *name)
{
	return (struct peak){ .fx = (double)(bin % m->half) / MOIRE_TILE,
			      .fy = (double)(bin / m->half) / MOIRE_TILE - .5,
			      .db = db,
			      .tile = tile,
			      .name = name };
}

/* The highest bin of the mean spectrum around f turned by a quarter, as lattice.c looks for it. */
static uint32_t partner_of(const struct moire *m, uint32_t bin)
{
	const int32_t n = MOIRE_TILE, half = (int32_t)m->half;
	int32_t fx = (int32_t)(bin % m->half), fy = (int32_t)(bin / m->half) - n / 2;
	int32_t px = fy < 0 ? -fy : fy, py = fy < 0 ? fx : -fx;
	float best = -INFINITY;
	uint32_t at = 0;

	for (int32_t dy = -PARTNER_WITHIN; dy <= PARTNER_WITHIN; dy++)
		for (int32_t c = px - PARTNER_WITHIN; c <= px + PARTNER_WITHIN; c++) {
			int32_t i = (py + dy + n / 2 + n) % n * half + c;

			if (c >= 0 && c < half && m->mean[i] > best) {
				best = m->mean[i];
				at = (uint32_t)i;
			}
		}
	return at;
}

static uint32_t add_lattice(const struct moire *m, struct peak *p, uint32_t n)
{
	uint32_t tile = m->lattice_tile, bin = m->tile[tile].lattice_bin;
	double db = (double)m->lattice.max;

	if (!(db > (double)evidence_db))
		return n;
	n = add(p, n, in_bin(m, tile, bin, db, "lattice"));
	return add(p, n, in_bin(m, tile, partner_of(m, bin), db, "partner"));
}

static uint32_t strongest_tile(const struct moire *m, uint32_t band)
{
	uint32_t best = 0;

	for (uint32_t i = 1; i < m->n_tiles; i++)
		if (m->tile[i].band_db[band] > m->tile[best].band_db[band])
			best = i;
	return best;
}

uint32_t peaks_find(const struct moire *m, struct peak out[PEAKS_MAX])
{
	uint32_t n;

	if (m->half == 0 || m->n_tiles == 0)
		return 0;
	n = add(out, 0,
		(struct peak){ .fx = (double)m->fx,
			       .fy = (double)m->fy,
			       .db = (double)m->peak_db,
			       .tile = m->peak_tile,
			       .name = "peak" });
	n = add_lattice(m, out, n);
	for (uint32_t k = BANDS; k-- > 0;) {
		uint32_t t = strongest_tile(m, k);

		n = add(out, n, in_bin(m, t, m->tile[t].band_bin[k], (double)m->tile[t].band_db[k], "band"));
	}
	return n;
}

const struct peak *peaks_telling(const struct peak *p, uint32_t n)
{
	static const enum phase_reading wanted[] = { PHASES_ROTATED, PHASES_IN_STEP };

	for (size_t k = 0; k < ARRAY_LEN(wanted); k++)
		for (uint32_t i = 0; i < n; i++)
			if (p[i].phases.reading == wanted[k])
				return &p[i];
	return p;
}

/* The tiles whose fine waves are the highest, first the highest. */
static uint32_t likely_tiles(const struct moire *m, uint32_t tiles[ROTATION_TILES])
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < m->n_tiles; i++) {
		uint32_t k = n < ROTATION_TILES ? n++ : ROTATION_TILES;

		for (; k > 0 && tile_peaks_high(&m->tile[tiles[k - 1]]) < tile_peaks_high(&m->tile[i]); k--)
			if (k < ROTATION_TILES)
				tiles[k] = tiles[k - 1];
		if (k < ROTATION_TILES)
			tiles[k] = i;
	}
	return n;
}

/* Adds the strongest wave of turning colours among the likely tiles. */
static enum status add_colours(const struct raster *r, const struct moire *m, struct peak *p, uint32_t *n, struct error *e)
{
	struct rotation_wave wave[ROTATION_TILES], *best = NULL;
	uint32_t tiles[ROTATION_TILES], found;
	enum status st = rotation_find(r, &m->grid, tiles, likely_tiles(m, tiles), wave, &found, e);

	if (st != ST_OK)
		return st;
	for (uint32_t i = 0; i < found; i++)
		if (!best || wave[i].db * fabs(wave[i].turn) > best->db * fabs(best->turn))
			best = &wave[i];
	if (best)
		*n = add(p, *n,
			 (struct peak){ .fx = best->fx, .fy = best->fy, .db = best->db, .tile = best->tile, .name = "colour" });
	return ST_OK;
}

static enum status measure_phases(const struct raster *r, const struct moire *m, struct peak *p, uint32_t n, struct error *e)
{
	for (uint32_t i = 0; i < n; i++) {
		uint32_t x = m->grid.x[p[i].tile % m->grid.cols], y = m->grid.y[p[i].tile / m->grid.cols];
		enum status st = phases_measure(r, x, y, p[i].fx, p[i].fy, &p[i].phases, e);

		if (st != ST_OK)
			return st;
	}
	return ST_OK;
}

/* ---- observations ---- */

static void observe(struct result *out, const char *code, const char *summary, const char *detail,
		    const int32_t *region, const char *const *alternatives)
{
	result_add_finding(out, &(struct finding_spec){ .code = code,
							.kind = FINDING_OBSERVATION,
							.level = LEVEL_NONE,
							.trace = TRACE_SPECTRUM,
							.summary = summary,
							.detail = detail,
							.region = region,
							.alternatives = alternatives });
}

static void observe_reach(const struct moire *m, const struct reach *r, const struct subject *in,
			  const struct raster *raster, struct result *out)
{
	char text[TEXT_MAX], detail[DETAIL_MAX];

	if (r->kind == REACH_NONE || r->kind == REACH_ALONE)
		return;
	snprintf(text, sizeof text, "waves of %.3g px and their like hang together in %u of %u tiles: %s",
		 1 / hypot((double)m->fx, (double)m->fy), r->together, r->speaking, reach_words(r->kind));
	display_sentences((double)m->fx, (double)m->fy, in, raster->width, raster->height, detail, sizeof detail);
	observe(out, "recapture.where", text, detail, r->kind == REACH_ALL ? NULL : r->region, lattice_alternatives);
}

static void colours_detail(const struct peak *p, char *text, size_t size)
{
	const struct phases *h = &p->phases;
	int used;

	if (!phases_seen(h)) {
		snprintf(text, size, "what differs between the colours, %.2g gray levels, is no more than noise gives (%.2g)",
			 h->colour, h->colour_noise);
		return;
	}
	used = snprintf(text, size,
			"of what differs between the colours (%.2g gray levels, noise %.2g): red %+.0f, blue %+.0f degrees "
			"ahead of green, standard deviation %.0f and %.0f; rotation %+.2f, standard deviation %.2f "
			"(stripes 1 or -1, texture 0)",
			h->colour, h->colour_noise, h->red, h->blue, h->red_error, h->blue_error, h->rotation,
			h->rotation_error);
	if (h->reading == PHASES_ROTATED && used > 0 && (size_t)used < size)
		snprintf(text + used, size - (size_t)used,
			 "; a lens that shifts red and blue by %.1f px each, in opposite directions, does the same",
			 phases_lens_shift(p->fx, p->fy));
}

static void observe_colours(const struct moire *m, const struct reach *r, const struct peak *p, struct result *out)
{
	const struct phases *h = &p->phases;
	bool rotated = h->reading == PHASES_ROTATED;
	char text[TEXT_MAX], detail[DETAIL_MAX];
	uint32_t col = p->tile % m->grid.cols, row = p->tile / m->grid.cols;
	const int32_t region[4] = { (int32_t)m->grid.x[col], (int32_t)m->grid.y[row], MOIRE_TILE, MOIRE_TILE };

	/* Turning colours are rare and always told; colours in step are what pictures have. */
	if (!rotated && (h->reading != PHASES_IN_STEP || m->peak_db <= worth_saying || r->kind < REACH_PART))
		return;
	snprintf(text, sizeof text, "red, green and blue of a wave of %.3g px are %s", 1 / hypot(p->fx, p->fy),
		 phase_reading_words(h->reading));
	colours_detail(p, detail, sizeof detail);
	observe(out, "recapture.colours", text, detail, region, rotated ? stripes_alternatives : texture_alternatives);
}

/* ---- families ---- */

static void family_name(const char *name, char out[FAMILY_NAME_MAX])
{
	snprintf(out, FAMILY_NAME_MAX, "%s", name);
	for (char *c = out; *c; c++)
		if (*c == ' ')
			*c = '_';
}

static void show_families(const struct family_evidence *f, size_t n, struct result *out)
{
	char text[TEXT_MAX], name[FAMILY_NAME_MAX];
	struct value *list, *one;

	if (n == 0)
		return;
	families_summary(f, n, text, sizeof text);
	observe(out, "recapture.families", text, NULL, NULL, NULL);
	list = value_add(out->arena, result_details(out), "families", VALUE_ARRAY);
	for (size_t i = 0; i < n; i++) {
		family_name(f[i].name, name);
		result_add_measure(out, name, f[i].z, "", NULL);
		one = value_add(out->arena, list, NULL, VALUE_MAP);
		value_add_text(out->arena, one, "name", f[i].name);
		value_add_real(out->arena, one, "contribution", f[i].z);
		value_add_text(out->arena, one, "words", family_words(f[i].z));
	}
}

/* ---- measures and map ---- */

/* What a reader looks for first. */
static void wave_measures(const struct moire *m, const struct peak *p, uint32_t n, const struct reach *r, struct result *out)
{
	const struct phases *h = n ? &peaks_telling(p, n)->phases : NULL;
	bool seen = h && phases_seen(h);
	double nan = (double)NAN, f = hypot((double)m->fx, (double)m->fy);

	result_add_measure(out, "peak_db", (double)m->peak_db, "dB", NULL);
	result_add_measure(out, "peak_period", m->peak_db > evidence_db ? 1 / f : nan, "px", NULL);
	result_add_measure(out, "red_to_green", seen ? h->red : nan, "deg", NULL);
	result_add_measure(out, "blue_to_green", seen ? h->blue : nan, "deg", NULL);
	result_add_measure(out, "phase_error", seen ? fmax(h->red_error, h->blue_error) : nan, "deg", NULL);
	result_add_measure(out, "rotation", seen ? h->rotation : nan, "", NULL);
	result_add_measure(out, "rotation_error", seen ? h->rotation_error : nan, "", NULL);
	result_add_measure(out, "tiles_together", r->together, "", NULL);
}

static void spectral_measures(const struct moire *m, struct result *out)
{
	double nan = (double)NAN, fx = (double)m->fx, fy = (double)m->fy;
	bool peak = m->peak_db > evidence_db;
	static const char *const band_name[BANDS] = { "band_030_100_db", "band_100_200_db", "band_200_350_db",
		"band_350_500_db" };

	result_add_measure(out, "peak_frequency", peak ? hypot(fx, fy) : nan, "cycles/px", NULL);
	result_add_measure(out, "peak_angle", peak ? wave_angle(fx, fy) : nan, "deg", NULL);
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

void recapture_evidence(const struct raster *raster, const struct moire *m, const struct family_evidence *families,
			size_t n, const struct subject *in, struct result *out)
{
	struct peak peaks[PEAKS_MAX];
	bool silent[TILES_MAX];
	struct reach reach;
	struct error e = ERROR_INIT;
	uint32_t found = peaks_find(m, peaks);
	bool fine = m->peak_db > evidence_db;

	if ((fine && add_colours(raster, m, peaks, &found, &e) != ST_OK) ||
	    measure_phases(raster, m, peaks, found, &e) != ST_OK) {
		out->status = RESULT_FAILED;
		out->code = ST_MEMORY;
		out->reason = "memory ceiling reached";
		return;
	}
	reach_silent(m, raster, silent);
	reach = reach_of(m, silent, evidence_db, raster->width, raster->height);
	if (m->peak_db > worth_saying)
		observe_reach(m, &reach, in, raster, out);
	if (fine && found)
		observe_colours(m, &reach, peaks_telling(peaks, found), out);
	wave_measures(m, peaks, found, &reach, out);
	show_families(families, n, out);
	spectral_measures(m, out);
	evidence_details(raster, m, peaks, found, &reach, in, out);
	peak_map(m, raster->width, raster->height, out);
	evidence_plots(m, peaks, found, out);
}
