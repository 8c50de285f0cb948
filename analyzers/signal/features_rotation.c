/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Red, green and blue waves out of step. The sub-pixels of a striped display stand a third of a pixel apart, so
 * the moire of the three colours has phases 0 and +-120 degrees, and the quadrature Q = Im(R G* + G B* + B R*)
 * reaches .866 of the chromatic power T = |R|^2 + |G|^2 + |B|^2 - |R+G+B|^2 / 3. Gray or coloured texture moves in
 * step (Q = 0); lateral colour aberration of +-theta gives 2 sin(theta) (1 - cos(theta)) only. */
#include "src/base/base.h"
#include "analyzers/signal/decibel.h"
#include "analyzers/signal/features.h"

#include <math.h>

enum { PLANE = TILE_SIDE * TILE_SIDE };
static const float power_floor = 1e-2f, full_turn = .866f;

/* Half planes of one size; q is odd and t even under (fx, fy) -> (-fx, -fy). */
struct quadrature {
	const struct bandmap *map;
	struct whiten *whiten;
	float *q, *t, *total; /* total: |R|^2 + |G|^2 + |B|^2, NULL when not wanted */
	float *xq, *xt;
	uint32_t radius; /* of the box mean over bins */
};

static void add_quadrature(float (*const s[3])[2], size_t bins, float *q, float *t, float *total)
{
	for (size_t i = 0; i < bins; i++) {
		float rr = s[0][i][0], ri = s[0][i][1], gr = s[1][i][0], gi = s[1][i][1];
		float br = s[2][i][0], bi = s[2][i][1];
		float sum_r = rr + gr + br, sum_i = ri + gi + bi;
		float power = rr * rr + ri * ri + gr * gr + gi * gi + br * br + bi * bi;

		q[i] += (ri * gr - rr * gi) + (gi * br - gr * bi) + (bi * rr - br * ri);
		t[i] += power - (sum_r * sum_r + sum_i * sum_i) / 3.0f;
		if (total)
			total[i] += power;
	}
}

/* One row of a half plane with `pad` bins more on each side: the twins, with the sign they have. */
static void widen_row(const float *v, uint32_t n, uint32_t half, uint32_t row, uint32_t pad, float twin_sign,
		      float *out)
{
	const float *here = v + (size_t)row * half, *twin = v + (size_t)((n - row) % n) * half;

	memcpy(out + pad, here, half * sizeof *out);
	for (uint32_t i = 1; i <= pad; i++) {
		out[pad - i] = twin_sign * twin[i];
		out[pad + half - 1 + i] = twin_sign * twin[half - 1 - i];
	}
}

/* Box mean over (2 radius + 1)^2 bins; rows are periodic. tmp: n * half. */
static void box(float *v, uint32_t n, uint32_t half, uint32_t radius, float twin_sign, float *tmp)
{
	float line[TILE_SIDE / 2 + 1 + 8], scale = 1.0f / (float)((2 * radius + 1) * (2 * radius + 1));

	for (uint32_t r = 0; r < n; r++) {
		float *to = tmp + (size_t)r * half;

		widen_row(v, n, half, r, radius, twin_sign, line);
		memset(to, 0, half * sizeof *to);
		for (uint32_t k = 0; k <= 2 * radius; k++)
			for (uint32_t c = 0; c < half; c++)
				to[c] += line[c + k];
	}
	memset(v, 0, (size_t)n * half * sizeof *v);
	for (uint32_t r = 0; r < n; r++) {
		float *to = v + (size_t)r * half;

		for (uint32_t k = 0; k <= 2 * radius; k++) {
			const float *from = tmp + (size_t)((r + k + n - radius) % n) * half;

			for (uint32_t c = 0; c < half; c++)
				to[c] += from[c];
		}
		for (uint32_t c = 0; c < half; c++)
			to[c] *= scale;
	}
}

/* Both in decibels over the background of T. */
static void over_background(struct quadrature *z, float *db)
{
	size_t bins = (size_t)z->map->n * z->map->half;

	for (size_t i = 0; i < bins; i++)
		db[i] = (z->t[i] > 0 ? z->t[i] : 0) + power_floor;
	decibel(db, db, bins);
	whiten_run(z->whiten, db, z->xt);
	for (size_t i = 0; i < bins; i++)
		z->xq[i] = fabsf(z->q[i]) + power_floor;
	decibel(z->xq, z->xq, bins);
	for (size_t i = 0; i < bins; i++)
		z->xq[i] -= db[i] - z->xt[i];
}

static void smooth_both(struct quadrature *z, float *tmp)
{
	uint32_t n = z->map->n, half = z->map->half;

	box(z->q, n, half, z->radius, -1, tmp);
	box(z->t, n, half, z->radius, 1, tmp);
	if (z->total)
		box(z->total, n, half, z->radius, 1, tmp);
	for (size_t i = 0; i < (size_t)n * half; i++)
		z->q[i] /= full_turn;
}

struct hue_band {
	float xq, q_at_xq, xt, q_at_xt; /* greatest decibels and the share of rotation there */
	float margin;                   /* greatest max(0, xq + 3) |q| */
	float sum_q, sum_t, sum_total, sum_share, sum_excess;
	uint32_t over_3, over_0, turning, strong;
};

static void read_bands(const struct quadrature *z, struct hue_band band[HUE_BANDS])
{
	memset(band, 0, HUE_BANDS * sizeof *band);
	for (unsigned k = 0; k < HUE_BANDS; k++)
		band[k].xq = band[k].xt = -99;
	for (size_t i = 0; i < (size_t)z->map->n * z->map->half; i++) {
		unsigned k = z->map->hue[i];
		struct hue_band *b;
		float share, m;

		if (k == 0)
			continue;
		b = &band[k - 1];
		share = fabsf(z->q[i]) / (z->t[i] + 1e-3f);
		m = z->xq[i] > -3 ? (z->xq[i] + 3) * share : 0;
		if (z->xq[i] > b->xq) {
			b->xq = z->xq[i];
			b->q_at_xq = share;
		}
		if (z->xt[i] > b->xt) {
			b->xt = z->xt[i];
			b->q_at_xt = share;
		}
		b->margin = m > b->margin ? m : b->margin;
		b->sum_q += fabsf(z->q[i]);
		b->sum_t += z->t[i];
		b->sum_total += z->total ? z->total[i] : 0;
		b->sum_share += share;
		b->sum_excess += z->xq[i] > 0 ? z->xq[i] : 0;
		b->over_0 += z->xq[i] > 0;
		b->over_3 += z->xq[i] > 3;
		b->strong += z->xt[i] > 4;
		b->turning += z->xt[i] > 4 && share > .6f;
	}
}

static void add_bands(struct feature_list *f, const char *name, const struct quadrature *z)
{
	struct hue_band band[HUE_BANDS];
	float best = -99, best_margin = 0, ratio = 0;

	read_bands(z, band);
	for (unsigned k = 0; k < HUE_BANDS; k++) {
		const struct hue_band *b = &band[k];
		float n = (float)(z->map->hue_bins[k] ? z->map->hue_bins[k] : 1);
		float share = b->sum_q / (b->sum_t + 1e-6f);

		feature_add(f, b->xq, "%s%u.xq", name, k);
		feature_add(f, b->xq * b->q_at_xq, "%s%u.xqq", name, k);
		feature_add(f, b->xt, "%s%u.xt", name, k);
		feature_add(f, b->xt * b->q_at_xt, "%s%u.xtq", name, k);
		feature_add(f, b->margin, "%s%u.mx", name, k);
		feature_add(f, log1pf((float)b->over_3), "%s%u.n3", name, k);
		feature_add(f, log1pf((float)b->over_0), "%s%u.n0", name, k);
		feature_add(f, log1pf((float)b->turning), "%s%u.nrot", name, k);
		feature_add(f, log1pf((float)b->strong), "%s%u.nt", name, k);
		feature_add(f, b->sum_share / n, "%s%u.mq", name, k);
		feature_add(f, share, "%s%u.rq", name, k);
		feature_add(f, b->sum_excess, "%s%u.es", name, k);
		if (z->total)
			feature_add(f, b->sum_q / (b->sum_total + 1e-6f), "%s%u.rt", name, k);
		best = b->xq * b->q_at_xq > best ? b->xq * b->q_at_xq : best;
		best_margin = b->margin > best_margin ? b->margin : best_margin;
		ratio += k > 0 ? share / (HUE_BANDS - 1) : 0;
	}
	feature_add(f, best, "%s.all", name);
	feature_add(f, best_margin, "%s.mxall", name);
	feature_add(f, ratio, "%s.rqm", name);
}

/* The middle of the half planes: bands end at a quarter of a cycle, 128 bins, and the background's median and the
 * box reach 17 bins further. Rows beyond are not the neighbours that a period would make them, but nobody looks there. */
static void middle(struct tile_work *w, float (*const to[3])[2])
{
	const uint32_t half = TILE_SIDE / 2 + 1, skip = (TILE_SIDE - HUE_SIDE) / 2;

	for (size_t k = 0; k < 3; k++)
		for (uint32_t r = 0; r < HUE_SIDE; r++)
			memcpy(to[k] + (size_t)r * HUE_HALF, w->spectrum[k] + (size_t)(r + skip) * half,
			       HUE_HALF * sizeof *to[k]);
}

/* From the spectra that the family of waves left. */
static void whole_tile(struct tile_work *w, struct feature_list *f)
{
	enum { BINS = HUE_SIDE * HUE_HALF };
	struct quadrature z = { .map = &w->hue, .whiten = &w->w512_wide, .q = w->power, .t = w->x,
		.xq = w->scratch[0], .xt = w->scratch[3], .radius = 2 };
	float (*const s[3])[2] = { (float (*)[2])(void *)w->scratch[0], (float (*)[2])(void *)w->scratch[1],
		(float (*)[2])(void *)w->scratch[3] };

	middle(w, s);
	memset(z.q, 0, BINS * sizeof *z.q);
	memset(z.t, 0, BINS * sizeof *z.t);
	add_quadrature(s, BINS, z.q, z.t, NULL);
	smooth_both(&z, w->db);
	over_background(&z, w->db);
	add_bands(f, "Q", &z);
}

/* Sums over half-overlapping windows of t->n in planes of side `side`. */
static void averaged(struct tile_work *w, struct transform *t, const struct bandmap *map, struct whiten *whiten,
		     float *const plane[3], uint32_t side, const char *name, struct feature_list *f)
{
	size_t bins = (size_t)t->n * t->half;
	struct quadrature z = { .map = map, .whiten = whiten, .q = w->power, .t = w->power + bins,
		.total = w->x, .xq = w->x + bins, .xt = w->db + bins, .radius = 1 };
	float (*const s[3])[2] = { w->spectrum[0], w->spectrum[1], w->spectrum[2] };

	memset(w->power, 0, 2 * bins * sizeof *w->power);
	memset(w->x, 0, bins * sizeof *w->x);
	for (uint32_t y = 0; y + t->n <= side; y += t->n / 2)
		for (uint32_t x = 0; x + t->n <= side; x += t->n / 2) {
			for (size_t k = 0; k < 3; k++) {
				transform_run(t, plane[k] + (size_t)y * side + x, side);
				transform_copy(t, s[k]);
			}
			add_quadrature(s, bins, z.q, z.t, z.total);
		}
	smooth_both(&z, w->db);
	over_background(&z, w->db);
	add_bands(f, name, &z);
}

static void halve(const float *from, float *to)
{
	enum { SMALL = TILE_SIDE / 2 };

	for (uint32_t y = 0; y < SMALL; y++)
		for (uint32_t x = 0; x < SMALL; x++) {
			const float *p = from + (size_t)2 * y * TILE_SIDE + (size_t)2 * x;

			to[y * SMALL + x] = (p[0] + p[1] + p[TILE_SIDE] + p[TILE_SIDE + 1]) / 4;
		}
}

void rotation_features(struct tile_work *w, struct feature_list *f)
{
	float *half[3] = { w->scratch[0], w->scratch[0] + PLANE / 4, w->scratch[0] + PLANE / 2 };

	f->family = FAMILY_ROTATION;
	whole_tile(w, f);
	if (!w->thorough)
		return;
	averaged(w, &w->t256, &w->b256, &w->w256_wide, w->rgb, TILE_SIDE, "q", f);
	for (size_t k = 0; k < 3; k++)
		halve(w->rgb[k], half[k]);
	averaged(w, &w->t128, &w->b128, &w->w128_wide, half, TILE_SIDE / 2, "h", f);
}
