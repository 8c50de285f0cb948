/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/reach.h"

#include <math.h>

enum { SAMPLE_STEP = 8, WAVES = BANDS - BAND_HIGH + 1 };
static const double black_under = 25;
static const float clipped_over = .5f, near_part = .15f;

struct wave {
	float x, y;
};

static struct wave in_bin(const struct moire *m, uint32_t bin)
{
	return (struct wave){ (float)(bin % m->half) / MOIRE_TILE, (float)(bin / m->half) / MOIRE_TILE - .5f };
}

/* The waves of a tile that stand over the threshold: the highest of each band, and the lattice. */
static uint32_t waves_of(const struct moire *m, uint32_t tile, float over_db, struct wave out[WAVES])
{
	const struct tile_peaks *t = &m->tile[tile];
	uint32_t n = 0;

	if (m->half == 0)
		return 0;
	for (uint32_t k = BAND_HIGH; k < BANDS; k++)
		if (t->band_db[k] > over_db)
			out[n++] = in_bin(m, t->band_bin[k]);
	if (t->lattice_db > over_db)
		out[n++] = in_bin(m, t->lattice_bin);
	return n;
}

/* Either may stand for its conjugate. */
static float apart(struct wave a, struct wave b)
{
	return fminf(hypotf(a.x - b.x, a.y - b.y), hypotf(a.x + b.x, a.y + b.y));
}

static bool alike(struct wave a, struct wave b)
{
	float within = near_part * hypotf(a.x, a.y);

	return apart(a, b) <= within || apart(a, (struct wave){ -b.y, b.x }) <= within;
}

static bool belong(const struct moire *m, uint32_t i, uint32_t j, float over_db)
{
	struct wave a[WAVES], b[WAVES];
	uint32_t na = waves_of(m, i, over_db, a), nb = waves_of(m, j, over_db, b);

	for (uint32_t k = 0; k < na; k++)
		for (uint32_t l = 0; l < nb; l++)
			if (alike(a[k], b[l]))
				return true;
	return false;
}

static bool side_by_side(const struct moire *m, uint32_t i, uint32_t j)
{
	uint32_t cols = m->grid.cols, low = i < j ? i : j, high = i < j ? j : i;

	return high - low == cols || (high - low == 1 && high % cols != 0);
}

/* One step outwards from the group; false when nothing came to it. */
static bool grow(const struct moire *m, const bool *silent, float over_db, struct reach *r)
{
	bool grown = false;

	for (uint32_t i = 0; i < m->n_tiles; i++)
		for (uint32_t j = 0; !r->in[i] && !silent[i] && j < m->n_tiles; j++)
			if (r->in[j] && side_by_side(m, i, j) && belong(m, j, i, over_db)) {
				r->in[i] = grown = true;
				r->together++;
			}
	return grown;
}

/* First and last column and row: of the group, or of all tiles that can speak. */
struct sides {
	uint32_t col[2], row[2];
};

static struct sides sides_of(const struct moire *m, const bool *tiles, bool wanted)
{
	struct sides s = { { UINT32_MAX, 0 }, { UINT32_MAX, 0 } };

	for (uint32_t i = 0; i < m->n_tiles; i++) {
		uint32_t c = i % m->grid.cols, r = i / m->grid.cols;

		if (tiles[i] != wanted)
			continue;
		s.col[0] = c < s.col[0] ? c : s.col[0];
		s.col[1] = c > s.col[1] ? c : s.col[1];
		s.row[0] = r < s.row[0] ? r : s.row[0];
		s.row[1] = r > s.row[1] ? r : s.row[1];
	}
	return s;
}

static void box_of(const struct moire *m, const struct sides *s, uint32_t width, uint32_t height, int32_t region[4])
{
	uint64_t w = width, h = height;
	uint32_t cols = m->grid.cols, rows = m->grid.rows;

	region[0] = (int32_t)(w * s->col[0] / cols);
	region[1] = (int32_t)(h * s->row[0] / rows);
	region[2] = (int32_t)(w * (s->col[1] + 1) / cols) - region[0];
	region[3] = (int32_t)(h * (s->row[1] + 1) / rows) - region[1];
}

struct reach reach_of(const struct moire *m, const bool *silent, float over_db, uint32_t width, uint32_t height)
{
	struct reach r = { REACH_NONE };
	struct sides group, all;

	for (uint32_t i = 0; i < m->n_tiles; i++)
		r.speaking += !silent[i];
	if (m->peak_tile >= m->n_tiles || silent[m->peak_tile] || !(m->peak_db > over_db))
		return r;
	r.in[m->peak_tile] = true;
	r.together = 1;
	while (grow(m, silent, over_db, &r))
		;
	group = sides_of(m, r.in, true);
	all = sides_of(m, silent, false);
	box_of(m, &group, width, height, r.region);
	if (r.together == 1)
		r.kind = REACH_ALONE;
	else if (3 * r.together >= 2 * r.speaking && memcmp(&group, &all, sizeof all) == 0)
		r.kind = REACH_ALL;
	else
		r.kind = REACH_PART;
	return r;
}

static double brightest(const struct raster *r, size_t i)
{
	uint32_t best = 0, colours = r->channels < 3 ? 1 : 3;

	for (uint32_t c = 0; c < colours; c++) {
		uint32_t v = r->depth == 16 ? (uint32_t)((const uint16_t *)r->data)[i + c] >> 8 :
					      ((const uint8_t *)r->data)[i + c];

		best = v > best ? v : best;
	}
	return best;
}

void reach_silent(const struct moire *m, const struct raster *r, bool silent[TILES_MAX])
{
	const uint32_t n = MOIRE_TILE / SAMPLE_STEP;

	for (uint32_t t = 0; t < m->n_tiles; t++) {
		uint32_t x = m->grid.x[t % m->grid.cols], y = m->grid.y[t / m->grid.cols];
		double sum = 0;

		for (uint32_t j = 0; j < n; j++)
			for (uint32_t i = 0; i < n; i++) {
				size_t row = (size_t)(y + j * SAMPLE_STEP) * r->width;

				sum += brightest(r, (row + x + (size_t)i * SAMPLE_STEP) * r->channels);
			}
		silent[t] = sum < black_under * n * n || m->tile[t].clip > clipped_over;
	}
}

const char *reach_name(enum reach_kind k)
{
	static const char *const name[] = { "nowhere", "one_tile", "part", "all_over" };

	return name[k];
}

const char *reach_words(enum reach_kind k)
{
	static const char *const words[] = {
		"",
		"no neighbour shares it: how far a screen would reach cannot be told",
		"if a screen made them, it is a screen in the scene, or one that does not fill the frame",
		"if a screen made them, the picture is of a screen that fills the frame, or nearly",
	};

	return words[k];
}
