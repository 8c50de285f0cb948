/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Peaks of one tile's spectrum over its surround: of luma, of the luma whose contrast was evened out, and of
 * the colour differences. */
#include "src/base/base.h"
#include "analyzers/signal/decibel.h"
#include "analyzers/signal/features.h"
#include "analyzers/signal/smooth.h"

#include <math.h>

enum { PLANE = TILE_SIDE * TILE_SIDE, HALF_PLANE = TILE_SIDE * (TILE_SIDE / 2 + 1), THRESHOLDS = 5 };
static const float power_floor = 1e-2f, none_db = -99;
static const float threshold[THRESHOLDS] = { 11, 14, 17, 20, 25 }; /* dB; noise alone reaches 14.5 */

struct peaks {
	float band[WAVE_BANDS];
	uint32_t bin[WAVE_BANDS];
	uint32_t over[THRESHOLDS][WAVE_BANDS];
};

static void peaks_find(const struct bandmap *b, const float *x, struct peaks *p)
{
	memset(p, 0, sizeof *p);
	for (unsigned k = 0; k < WAVE_BANDS; k++)
		p->band[k] = none_db;
	for (uint32_t i = 0; i < b->n * b->half; i++) {
		unsigned k = b->wave[i];

		if (k == 0)
			continue;
		k--;
		if (x[i] > p->band[k]) {
			p->band[k] = x[i];
			p->bin[k] = i;
		}
		for (unsigned t = 0; t < THRESHOLDS && x[i] > threshold[t]; t++)
			p->over[t][k]++;
	}
}

static void add_peaks(struct feature_list *f, const char *name, const struct peaks *p)
{
	static const char *const range[] = { "all", "hf", "hh" };
	static const unsigned from[] = { 0, 2, 3 };

	for (unsigned k = 0; k < WAVE_BANDS; k++)
		feature_add(f, p->band[k], "%s.b%u", name, k);
	for (unsigned t = 0; t < THRESHOLDS; t++)
		for (unsigned r = 0; r < ARRAY_LEN(range); r++) {
			uint32_t n = 0;

			for (unsigned k = from[r]; k < WAVE_BANDS; k++)
				n += p->over[t][k];
			feature_add(f, log1pf((float)n), "%s.c%g%s", name, (double)threshold[t], range[r]);
		}
}

static void whiten_power(struct tile_work *w, float *x)
{
	for (size_t i = 0; i < HALF_PLANE; i++)
		w->db[i] = w->power[i] + power_floor;
	decibel(w->db, w->db, HALF_PLANE);
	whiten_run(&w->w512, w->db, x);
}

/* |a R + b G + c B|^2 */
static void mix_power(struct tile_work *w, float a, float b, float c)
{
	for (size_t i = 0; i < HALF_PLANE; i++) {
		float re = a * w->spectrum[0][i][0] + b * w->spectrum[1][i][0] + c * w->spectrum[2][i][0];
		float im = a * w->spectrum[0][i][1] + b * w->spectrum[1][i][1] + c * w->spectrum[2][i][1];

		w->power[i] = re * re + im * im;
	}
}

/* Highest min(X(f), greatest X within 1 bin of f turned by a quarter), for f with one coordinate pair inside. */
static float quarter_partner(const struct bandmap *b, const float *x, unsigned lowest_band)
{
	int32_t n = (int32_t)b->n, half = n / 2;
	float best = 0;

	for (int32_t r = 0; r < n; r++)
		for (int32_t c = 1; c < half; c++) {
			size_t i = (size_t)r * b->half + (size_t)c;
			int32_t fy = r - half, py = -c, px = fy; /* turned: (-fy, fx) or its twin (fy, -fx) */
			float m = none_db;

			if (b->wave[i] <= lowest_band || x[i] <= best)
				continue;
			if (px < 0) {
				px = -px;
				py = -py;
			}
			for (int32_t dy = -1; dy <= 1; dy++)
				for (int32_t dx = -1; dx <= 1; dx++) {
					int32_t yy = py + dy + half, xx = px + dx;
					size_t at = (size_t)yy * b->half + (size_t)xx;

					if (yy >= 0 && yy < n && xx >= 0 && xx <= half && b->wave[at] && x[at] > m)
						m = x[at];
				}
			m = m < x[i] ? m : x[i];
			best = m > best ? m : best;
		}
	return best;
}

/* How the three colours move at the strongest luma peaks: quadrature, chroma share, phase differences. */
static void add_colour_at_peaks(struct tile_work *w, const struct peaks *p, struct feature_list *f)
{
	float tri = 0, chroma = 0, phase = 0, weight = 0;

	for (unsigned k = 0; k < 4; k++) {
		float (*s[3])[2] = { w->spectrum[0] + p->bin[k], w->spectrum[1] + p->bin[k],
			w->spectrum[2] + p->bin[k] };
		float q = 0, total = 0, sr = 0, si = 0, g = p->band[k] - 14;

		if (g <= 0)
			continue;
		for (unsigned c = 0; c < 3; c++) {
			float *a = s[c][0], *b = s[(c + 1) % 3][0];

			q += a[1] * b[0] - a[0] * b[1];
			total += a[0] * a[0] + a[1] * a[1];
			sr += a[0];
			si += a[1];
		}
		total += 1e-6f;
		tri += g * fabsf(q) / total;
		chroma += g * (total - (sr * sr + si * si) / 3) / total;
		phase += g * (fabsf(atan2f(s[0][0][1] * s[1][0][0] - s[0][0][0] * s[1][0][1],
					   s[0][0][0] * s[1][0][0] + s[0][0][1] * s[1][0][1])) +
			      fabsf(atan2f(s[2][0][1] * s[1][0][0] - s[2][0][0] * s[1][0][1],
					   s[2][0][0] * s[1][0][0] + s[2][0][1] * s[1][0][1])));
		weight += g;
	}
	weight = weight > 0 ? weight : 1;
	feature_add(f, tri / weight, "P.tri");
	feature_add(f, chroma / weight, "P.chroma");
	feature_add(f, phase / weight, "P.phase");
}

static void add_amplitudes(struct tile_work *w, const struct peaks *p, struct feature_list *f)
{
	for (unsigned k = 0; k < WAVE_BANDS; k += 2) {
		unsigned at = p->band[k] > p->band[k + 1] ? k : k + 1;
		float amplitude = p->band[at] > 15 ? sqrtf(w->power[p->bin[at]]) / (TILE_SIDE * TILE_SIDE / 8) : 0;

		feature_add(f, logf(amplitude + .01f), "Y.amp%u", k / 2);
	}
}

/* The residual over its local spread: contrast evened out. */
static void even_residual(struct tile_work *w)
{
	float *low = w->scratch[0], *r = w->scratch[1], *sq = w->scratch[2], *tmp = w->scratch[3];

	smooth_gauss(w->luma, low, tmp, TILE_SIDE, smooth_sigma_3);
	for (size_t i = 0; i < PLANE; i++) {
		r[i] = w->luma[i] - low[i];
		sq[i] = r[i] * r[i];
	}
	smooth_gauss(sq, low, tmp, TILE_SIDE, smooth_sigma_8);
	for (size_t i = 0; i < PLANE; i++)
		sq[i] = r[i] / (sqrtf(low[i] > 0 ? low[i] : 0) + 1.0f) * 8.0f;
}

/* Leaves the residual in scratch[1] and the evened one in scratch[2], for the Welch family. */
static void residual_waves(struct tile_work *w, struct feature_list *f)
{
	struct peaks p;

	even_residual(w);
	transform_run(&w->t512, w->scratch[2], TILE_SIDE);
	memset(w->power, 0, HALF_PLANE * sizeof *w->power);
	transform_add_power(&w->t512, w->power);
	whiten_power(w, w->x);
	peaks_find(&w->b512, w->x, &p);
	add_peaks(f, "N", &p);
}

void waves_features(struct tile_work *w, struct feature_list *f)
{
	static const struct {
		const char *name;
		float r, g, b;
	} difference[] = { { "Cr", 1, -1, 0 }, { "Cb", 0, -1, 1 } };
	struct peaks p;

	f->family = FAMILY_WAVES;
	for (size_t k = 0; k < 3; k++) {
		if (w->bytes)
			transform_run_bytes(&w->t512, w->bytes + k, 3, w->stride);
		else
			transform_run(&w->t512, w->rgb[k], TILE_SIDE);
		transform_copy(&w->t512, w->spectrum[k]);
	}
	mix_power(w, .299f, .587f, .114f);
	whiten_power(w, w->luma_x);
	peaks_find(&w->b512, w->luma_x, &p);
	add_peaks(f, "Y", &p);
	add_amplitudes(w, &p, f);
	feature_add(f, quarter_partner(&w->b512, w->luma_x, 1), "Y.ort");
	feature_add(f, quarter_partner(&w->b512, w->luma_x, 3), "Y.orth");
	add_colour_at_peaks(w, &p, f);
	for (size_t k = 0; w->thorough && k < ARRAY_LEN(difference); k++) {
		mix_power(w, difference[k].r, difference[k].g, difference[k].b);
		whiten_power(w, w->x);
		peaks_find(&w->b512, w->x, &p);
		add_peaks(f, difference[k].name, &p);
	}
	if (w->thorough)
		residual_waves(w, f);
}
