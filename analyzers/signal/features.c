/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/features.h"
#include "src/base/mem.h"

#include <math.h>
#include <stdarg.h>

const char *const family_name[FAMILIES] = {
	[FAMILY_WAVES] = "fine waves",     [FAMILY_WELCH] = "averaged waves", [FAMILY_ROTATION] = "colour rotation",
	[FAMILY_COLOUR] = "colour and light", [FAMILY_LAYOUT] = "layout and edges", [FAMILY_SAVE] = "last save",
};

enum { TILE_FEATURES_MAX = 400, SPREADS = 4 };

void feature_add(struct feature_list *f, float value, const char *name, ...)
{
	va_list ap;

	if (f->n < f->room) {
		f->v[f->n] = value;
		if (f->families)
			f->families[f->n] = (uint8_t)f->family;
		if (f->names) {
			va_start(ap, name);
			vsnprintf(f->names[f->n], FEATURE_NAME, name, ap);
			va_end(ap);
		}
	}
	f->n++;
}

float sorted_percentile(const float *sorted, size_t n, float part)
{
	float at = part * (float)(n - 1);
	size_t low, high;

	if (n == 0)
		return NAN;
	low = (size_t)at;
	high = low + 1 < n ? low + 1 : low;
	return sorted[low] + (at - (float)low) * (sorted[high] - sorted[low]);
}

/* One row a tile. */
struct tile_table {
	float v[TILES_MAX][TILE_FEATURES_MAX];
	char names[TILE_FEATURES_MAX][FEATURE_NAME];
	uint8_t families[TILE_FEATURES_MAX];
	size_t n; /* columns */
};

static enum status one_tile(struct tile_work *w, const struct raster *r, const struct tile_grid *g, uint32_t i,
			    struct job_control *ctl, struct tile_table *t, struct error *e)
{
	static void (*const family[])(struct tile_work *, struct feature_list *) = {
		waves_features, rotation_features, welch_features,
	};
	struct feature_list f = { .v = t->v[i], .names = i == 0 ? t->names : NULL, .families = t->families,
		.room = TILE_FEATURES_MAX };

	tile_work_load(w, r, g->x[i % g->cols], g->y[i / g->cols]);
	for (size_t k = 0; k < ARRAY_LEN(family); k++) {
		if (job_cancelled(ctl))
			return err_set(e, ST_CANCELLED, "cancelled");
		family[k](w, &f);
	}
	t->n = f.n < f.room ? f.n : f.room;
	return ST_OK;
}

/* Median, 80th percentile, greatest, mean of the three greatest: perspective, blur and glare leave the waves
 * of a screen in some tiles only. */
static void spread(const struct tile_table *t, uint32_t tiles, size_t k, struct feature_list *out)
{
	static const char *const suffix[SPREADS] = { "p50", "p80", "max", "t3" };
	float v[TILES_MAX], top = 0;
	uint32_t n = tiles < 3 ? tiles : 3;

	for (uint32_t i = 0; i < tiles; i++)
		v[i] = t->v[i][k];
	sort_floats(v, tiles);
	for (uint32_t i = 0; i < n; i++)
		top += v[tiles - 1 - i] / (float)n;
	out->family = (enum feature_family)t->families[k];
	for (size_t s = 0; s < SPREADS; s++) {
		float value = tiles == 0 ? NAN : s == 0 ? sorted_percentile(v, tiles, .5f)
			: s == 1 ? sorted_percentile(v, tiles, .8f) : s == 2 ? v[tiles - 1] : top;

		feature_add(out, value, "%s/%s", t->names[k], suffix[s]);
	}
}

/* Names are needed even when there is no tile: those of an empty one. */
static void name_columns(struct tile_work *w, struct tile_table *t)
{
	struct feature_list f = { .v = t->v[0], .names = t->names, .families = t->families,
		.room = TILE_FEATURES_MAX };

	waves_features(w, &f);
	rotation_features(w, &f);
	welch_features(w, &f);
	t->n = f.n < f.room ? f.n : f.room;
}

static enum status tile_families(const struct raster *r, const struct feature_plan *plan, struct job_control *ctl,
				 const struct tile_listener *listener, struct feature_list *out,
				 struct error *e)
{
	struct tile_table *t = mem_array(1, sizeof *t);
	struct tile_work w = { .thorough = plan->thorough };
	struct tile_grid g = { 0 };
	uint32_t tiles;
	enum status st = t ? tile_work_init(&w, e) : err_nomem(e);

	if (r->width >= TILE_LEAST && r->height >= TILE_LEAST)
		tile_grid_init(&g, r->width > TILE_SIDE ? r->width : TILE_SIDE,
			       r->height > TILE_SIDE ? r->height : TILE_SIDE, TILE_SIDE, plan->tiles);
	tiles = g.cols * g.rows;
	for (uint32_t i = 0; i < tiles && st == ST_OK; i++) {
		job_progress(ctl, i * 1000 / tiles, "spectra");
		st = one_tile(&w, r, &g, i, ctl, t, e);
		if (st == ST_OK && listener)
			listener->heard(listener->self, i, &w);
	}
	if (st == ST_OK && tiles == 0)
		name_columns(&w, t);
	for (size_t k = 0; st == ST_OK && k < t->n; k++)
		spread(t, tiles, k, out);
	tile_work_release(&w);
	mem_free(t);
	return st;
}

static enum status picture_families(const struct raster *r, const struct small *small, struct feature_list *out, struct error *e)
{
	struct thumb t;
	enum status st = thumb_init(&t, small, e);

	if (st == ST_OK) {
		out->family = FAMILY_COLOUR;
		colour_features(&t, out);
		out->family = FAMILY_LAYOUT;
		layout_features(&t, out);
		st = line_features(&t, out, e);
	}
	out->family = FAMILY_SAVE;
	if (st == ST_OK)
		st = save_features(r, &t, out, e);
	thumb_release(&t);
	return st;
}

enum status features_measure(const struct raster *r, const struct small *small, const struct feature_plan *plan,
			     struct job_control *ctl, const struct tile_listener *listener,
			     struct feature_list *out, struct error *e)
{
	enum status st = tile_families(r, plan, ctl, listener, out, e);

	if (st == ST_OK)
		st = picture_families(r, small, out, e);
	if (st == ST_OK && out->n > out->room)
		return err_set(e, ST_INTERNAL, "%zu features, room for %zu", out->n, out->room);
	return st;
}
