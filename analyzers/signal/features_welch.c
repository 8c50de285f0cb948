/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Averaged periodograms (Welch 1967, IEEE Trans. AU 15(2)) of a tile: of log luma, of the clipped and the evened
 * residual. Averaging lowers the peaks that chance makes, so that weak waves stand out. */
#include "src/base/base.h"
#include "analyzers/signal/decibel.h"
#include "analyzers/signal/features.h"
#include "analyzers/signal/smooth.h"

#include <math.h>

enum { PLANE = TILE_SIDE * TILE_SIDE, COUNTS = 3 };
static const float power_floor = 1e-3f;
static const float count_over[COUNTS] = { 4, 5, 7 }; /* dB */

static void average(struct tile_work *w, struct transform *t, const float *plane)
{
	size_t bins = (size_t)t->n * t->half;
	float windows = 0;

	memset(w->power, 0, bins * sizeof *w->power);
	for (uint32_t y = 0; y + t->n <= TILE_SIDE; y += t->n / 2)
		for (uint32_t x = 0; x + t->n <= TILE_SIDE; x += t->n / 2) {
			transform_run(t, plane + (size_t)y * TILE_SIDE + x, TILE_SIDE);
			transform_add_power(t, w->power);
			windows++;
		}
	for (size_t i = 0; i < bins; i++)
		w->db[i] = w->power[i] / windows + power_floor;
	decibel(w->db, w->db, bins);
}

static void add_welch(struct feature_list *f, const char *name, const struct bandmap *b, const float *x)
{
	float band[WAVE_BANDS], hf, hh;
	uint32_t over[COUNTS] = { 0 };

	for (unsigned k = 0; k < WAVE_BANDS; k++)
		band[k] = -99;
	for (uint32_t i = 0; i < b->n * b->half; i++) {
		unsigned k = b->wave[i];

		if (k == 0)
			continue;
		k--;
		band[k] = x[i] > band[k] ? x[i] : band[k];
		for (unsigned t = 0; k >= 2 && t < COUNTS && x[i] > count_over[t]; t++)
			over[t]++;
	}
	for (unsigned k = 0; k < WAVE_BANDS; k++)
		feature_add(f, band[k], "%s.b%u", name, k);
	hf = band[3] > band[4] ? band[3] : band[4];
	hh = hf > band[5] ? hf : band[5];
	feature_add(f, hf, "%s.hf", name);
	feature_add(f, hh, "%s.hh", name);
	for (unsigned t = 0; t < COUNTS; t++)
		feature_add(f, log1pf((float)over[t]), "%s.c%u", name, t);
}

static void one(struct tile_work *w, struct feature_list *f, const char *name, const float *plane, bool large)
{
	struct transform *t = large ? &w->t256 : &w->t128;

	average(w, t, plane);
	whiten_run(large ? &w->w256 : &w->w128, w->db, w->x);
	add_welch(f, name, large ? &w->b256 : &w->b128, w->x);
}

/* 40 ln(Y + 6): a logarithm, because light on a display multiplies its lattice. */
static void log_luma(struct tile_work *w, float *to)
{
	static const float per_db = 9.210340f; /* 40 ln(10) / 10 */

	for (size_t i = 0; i < PLANE; i++)
		to[i] = w->luma[i] + 6;
	decibel(to, to, PLANE);
	for (size_t i = 0; i < PLANE; i++)
		to[i] *= per_db;
}

static void clipped_residual(struct tile_work *w, float *to)
{
	smooth_gauss(w->luma, to, w->scratch[3], TILE_SIDE, smooth_sigma_3);
	for (size_t i = 0; i < PLANE; i++) {
		float r = w->luma[i] - to[i];

		to[i] = r < -8 ? -8 : r > 8 ? 8 : r;
	}
}

/* Nothing unless thorough. Needs the evened residual that the family of waves left in scratch[2]. */
void welch_features(struct tile_work *w, struct feature_list *f)
{
	if (!w->thorough)
		return;
	f->family = FAMILY_WELCH;
	log_luma(w, w->scratch[0]);
	one(w, f, "L2", w->scratch[0], true);
	clipped_residual(w, w->scratch[1]);
	one(w, f, "C2", w->scratch[1], true);
	one(w, f, "N2", w->scratch[2], true);
	one(w, f, "N1", w->scratch[2], false);
	one(w, f, "Y1", w->luma, false);
}
