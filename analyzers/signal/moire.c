/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/moire.h"

#include "analyzers/signal/spectrum.h"
#include "analyzers/signal/whiten.h"
#include "src/base/mem.h"

#include <math.h>

/* Of the peak's frequency: perspective changes a screen's pitch across the picture. */
static const float near_part = .15f;

enum { CLIPPED_OVER = 250 };

static float clip_part(const struct plane *p, uint32_t x, uint32_t y, uint32_t n)
{
	uint32_t clipped = 0;

	for (uint32_t j = 0; j < n; j++) {
		const uint8_t *row = p->data + (size_t)(y + j) * p->width + x;

		for (uint32_t i = 0; i < n; i++)
			clipped += row[i] > CLIPPED_OVER;
	}
	return (float)clipped / (float)(n * n);
}

static void finish_mean(struct moire *m, const struct bins *b)
{
	float scale = 1.0f / (float)m->n_tiles;

	for (uint32_t r = 0; r < b->n; r++)
		for (uint32_t c = 0; c < b->half; c++) {
			size_t i = (size_t)r * b->half + c;

			m->mean[i] = b->kind[i] == BIN_MASKED ? 0 : m->mean[i] * scale;
		}
}

static int ascending(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

static float percentile(const float *sorted, uint32_t n, float part)
{
	float at = part * (float)(n - 1);
	uint32_t low = (uint32_t)at, high = low + 1 < n ? low + 1 : low;

	return sorted[low] + (at - (float)low) * (sorted[high] - sorted[low]);
}

static struct spread spread_of(const float *v, uint32_t n)
{
	float sorted[TILES_MAX];

	memcpy(sorted, v, n * sizeof *v);
	qsort(sorted, n, sizeof *sorted, ascending);
	return (struct spread){ .median = percentile(sorted, n, .5f), .p80 = percentile(sorted, n, .8f),
		.max = sorted[n - 1] };
}

static void spread_all(struct moire *m)
{
	float v[TILES_MAX];

	for (uint32_t k = 0; k < BANDS; k++) {
		for (uint32_t i = 0; i < m->n_tiles; i++)
			v[i] = m->tile[i].band_db[k];
		m->band[k] = spread_of(v, m->n_tiles);
	}
	for (uint32_t i = 0; i < m->n_tiles; i++)
		v[i] = (float)m->tile[i].over;
	m->over = spread_of(v, m->n_tiles);
	for (uint32_t i = 0; i < m->n_tiles; i++)
		v[i] = m->tile[i].lattice_db;
	m->lattice = spread_of(v, m->n_tiles);
}

/* Distance of two frequencies, of which either may stand for its conjugate. */
static float apart(float ax, float ay, float bx, float by)
{
	float same = hypotf(ax - bx, ay - by), conjugate = hypotf(ax + bx, ay + by);

	return same < conjugate ? same : conjugate;
}

static bool agrees(const struct moire *m, const struct tile_peaks *t, float count_db)
{
	float within = near_part * hypotf(m->fx, m->fy);

	return tile_peaks_high(t) > count_db &&
	       (apart(t->fx, t->fy, m->fx, m->fy) <= within || apart(t->fx, t->fy, -m->fy, m->fx) <= within);
}

static void find_peak(struct moire *m, const struct moire_params *mp, const struct bins *b)
{
	for (uint32_t i = 0; i < m->n_tiles; i++) {
		if (tile_peaks_high(&m->tile[i]) > tile_peaks_high(&m->tile[m->peak_tile]))
			m->peak_tile = i;
		if (m->tile[i].lattice_db > m->tile[m->lattice_tile].lattice_db)
			m->lattice_tile = i;
		m->clip += m->tile[i].clip / (float)m->n_tiles;
	}
	m->peak_db = tile_peaks_high(&m->tile[m->peak_tile]);
	m->fx = m->tile[m->peak_tile].fx;
	m->fy = m->tile[m->peak_tile].fy;
	m->log10_nfa = moire_log10_nfa((double)m->peak_db, (double)b->high * m->n_tiles);
	for (uint32_t i = 0; i < m->n_tiles; i++)
		m->agreeing += agrees(m, &m->tile[i], mp->count_db);
}

double moire_log10_nfa(double db, double bins)
{
	const double log10_2 = 0.30102999566398120;

	return log10(bins) - log10_2 * pow(10, (db - 1) / 10);
}

/* ---- tile by tile ---- */

enum status moire_begin(struct moire_builder *b, uint32_t width, uint32_t height, const struct moire_params *mp,
			struct error *e)
{
	struct moire *m = &b->moire;
	enum status st;

	memset(b, 0, sizeof *b);
	b->params = *mp;
	tile_grid_init(&m->grid, width, height, MOIRE_TILE, mp->tiles);
	m->n_tiles = m->grid.cols * m->grid.rows;
	if (m->n_tiles == 0)
		return err_set(e, ST_NOT_APPLICABLE, "too small: needs %d px on each side", MOIRE_TILE);
	if ((st = bins_init(&b->bins, MOIRE_TILE, e)) != ST_OK)
		return st;
	m->half = b->bins.half;
	m->mean = mem_array((size_t)MOIRE_TILE * m->half, sizeof *m->mean);
	return m->mean ? ST_OK : err_nomem(e);
}

void moire_tile(struct moire_builder *b, uint32_t tile, const float *x, float clip)
{
	struct moire *m = &b->moire;

	tile_peaks_find(&b->bins, x, b->params.count_db, &m->tile[tile]);
	m->tile[tile].clip = clip;
	for (uint32_t i = 0; i < b->bins.n * b->bins.half; i++)
		m->mean[i] += x[i];
}

void moire_end(struct moire_builder *b, struct moire *out)
{
	finish_mean(&b->moire, &b->bins);
	spread_all(&b->moire);
	find_peak(&b->moire, &b->params, &b->bins);
	*out = b->moire;
	b->moire.mean = NULL;
	moire_abandon(b);
}

void moire_abandon(struct moire_builder *b)
{
	moire_release(&b->moire);
	bins_release(&b->bins);
}

/* ---- a plane by itself ---- */

struct bench {
	struct spectrum spectrum;
	struct whiten whiten;
	float *x; /* whitened spectrum of the present tile */
};

static enum status bench_init(struct bench *b, struct error *e)
{
	enum status st;

	memset(b, 0, sizeof *b);
	if ((st = spectrum_init(&b->spectrum, MOIRE_TILE, e)) != ST_OK)
		return st;
	if ((st = whiten_init(&b->whiten, MOIRE_TILE, MOIRE_MEDIAN, e)) != ST_OK)
		return st;
	b->x = mem_array((size_t)MOIRE_TILE * b->spectrum.half, sizeof *b->x);
	return b->x ? ST_OK : err_nomem(e);
}

static void bench_release(struct bench *b)
{
	mem_free(b->x);
	whiten_release(&b->whiten);
	spectrum_release(&b->spectrum);
}

static enum status measure_tiles(struct bench *b, const struct plane *p, struct job_control *ctl,
				 struct moire_builder *m, struct error *e)
{
	const struct tile_grid *g = &m->moire.grid;

	for (uint32_t i = 0; i < m->moire.n_tiles; i++) {
		uint32_t x = g->x[i % g->cols], y = g->y[i / g->cols];

		if (job_cancelled(ctl))
			return err_set(e, ST_CANCELLED, "cancelled");
		job_progress(ctl, i * 1000 / m->moire.n_tiles, "spectrum");
		spectrum_tile(&b->spectrum, p, x, y);
		whiten_run(&b->whiten, b->spectrum.db, b->x);
		moire_tile(m, i, b->x, clip_part(p, x, y, MOIRE_TILE));
	}
	job_progress(ctl, 1000, "spectrum");
	return ST_OK;
}

enum status moire_measure(const struct plane *p, const struct moire_params *mp, struct job_control *ctl,
			  struct moire *out, struct error *e)
{
	struct moire_builder m;
	struct bench b = { 0 };
	enum status st = moire_begin(&m, p->width, p->height, mp, e);

	if (st == ST_OK)
		st = bench_init(&b, e);
	if (st == ST_OK)
		st = measure_tiles(&b, p, ctl, &m, e);
	if (st == ST_OK)
		moire_end(&m, out);
	else
		moire_abandon(&m);
	bench_release(&b);
	return st;
}

void moire_release(struct moire *m)
{
	mem_free(m->mean);
	m->mean = NULL;
}
