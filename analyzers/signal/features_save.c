/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the lens, the camera's processing and the last save left in the finest scales, as ratios that do not depend on the
 * exposure: noise against edges, octaves, colour residual against luma, the lines of 8 x 8 blocks. */
#include "src/base/base.h"
#include "analyzers/signal/features.h"
#include "analyzers/signal/smooth.h"
#include "src/base/mem.h"

#include <math.h>

enum { SIDE = 256, PLANE = SIDE * SIDE, CELL = 32, OCTAVES = 4 };

struct save_work {
	float *rgb[3], *y, *low, *tmp, *r, *sorted;
};

static enum status allocate(struct save_work *w, struct error *e)
{
	float **all[] = { &w->rgb[0], &w->rgb[1], &w->rgb[2], &w->y, &w->low, &w->tmp, &w->r, &w->sorted };

	for (size_t k = 0; k < ARRAY_LEN(all); k++)
		if (!(*all[k] = mem_array(PLANE, sizeof **all[k])))
			return err_nomem(e);
	return ST_OK;
}

static void release(struct save_work *w)
{
	float *all[] = { w->rgb[0], w->rgb[1], w->rgb[2], w->y, w->low, w->tmp, w->r, w->sorted };

	for (size_t k = 0; k < ARRAY_LEN(all); k++)
		mem_free(all[k]);
}

/* Squares of SIDE are taken around the middle; where the picture ends they are mirrored. */
static uint32_t mirrored(int64_t at, uint32_t n)
{
	int64_t period = 2 * (int64_t)n;

	at = (at % period + period) % period;
	return (uint32_t)(at < n ? at : period - 1 - at);
}

static void load(struct save_work *w, const struct raster *r)
{
	bool colour = r->channels >= 3;
	int64_t x0 = ((int64_t)r->width - SIDE) / 16 * 8, y0 = ((int64_t)r->height - SIDE) / 16 * 8;

	for (uint32_t j = 0; j < SIDE; j++)
		for (uint32_t i = 0; i < SIDE; i++) {
			size_t at = ((size_t)mirrored(y0 + j, r->height) * r->width + mirrored(x0 + i, r->width)) * r->channels;

			for (size_t k = 0; k < 3; k++) {
				size_t p = at + (colour ? k : 0);

				w->rgb[k][j * SIDE + i] = r->depth == 16 ? (float)(((const uint16_t *)r->data)[p] >> 8)
									 : (float)((const uint8_t *)r->data)[p];
			}
		}
	for (size_t i = 0; i < PLANE; i++)
		w->y[i] = .299f * w->rgb[0][i] + .587f * w->rgb[1][i] + .114f * w->rgb[2][i];
}

static void residual(struct save_work *w, const float *plane)
{
	smooth_box(plane, w->low, w->tmp, SIDE, 3);
	for (size_t i = 0; i < PLANE; i++)
		w->r[i] = plane[i] - w->low[i];
}

static float rms(const float *v, size_t n)
{
	double s = 0;

	for (size_t i = 0; i < n; i++)
		s += (double)v[i] * (double)v[i];
	return (float)sqrt(s / (double)n);
}

/* Deviations of the residual in cells, those neither black nor burnt. */
static size_t cell_deviations(struct save_work *w, float *out)
{
	size_t n = 0;

	for (uint32_t y = 0; y < SIDE; y += CELL)
		for (uint32_t x = 0; x < SIDE; x += CELL) {
			float s = 0, mean = 0;

			for (uint32_t j = y; j < y + CELL; j++)
				for (uint32_t i = x; i < x + CELL; i++) {
					s += w->r[j * SIDE + i] * w->r[j * SIDE + i];
					mean += w->y[j * SIDE + i];
				}
			mean /= CELL * CELL;
			if (mean > 20 && mean < 235)
				out[n++] = sqrtf(s / (CELL * CELL));
		}
	return n;
}

static void add_sharpness(struct save_work *w, struct feature_list *f)
{
	float cells[(SIDE / CELL) * (SIDE / CELL)], noise, middle, top, edge;
	size_t n;

	residual(w, w->y);
	n = cell_deviations(w, cells);
	sort_floats(cells, n);
	noise = logf(sorted_percentile(cells, n, .1f) + .02f);
	middle = logf(sorted_percentile(cells, n, .5f) + .02f);
	top = logf(sorted_percentile(cells, n, .95f) + .02f);
	for (size_t i = 0; i < PLANE; i++)
		w->sorted[i] = fabsf(w->r[i]);
	sort_floats(w->sorted, PLANE);
	edge = logf(sorted_percentile(w->sorted, PLANE, .999f) + .1f);
	feature_add(f, noise, "s.noise");
	feature_add(f, middle - noise, "s.mid-noise");
	feature_add(f, top - noise, "s.top-noise");
	feature_add(f, edge - noise, "s.edge-noise");
	feature_add(f, logf((sorted_percentile(w->sorted, PLANE, .9f) + .05f) /
			    (sorted_percentile(w->sorted, PLANE, .5f) + .05f)), "s.tail");
}

/* Correlation of the residual with itself one and two samples on: what demosaicing, denoising and resizing leave. */
static void add_correlations(struct save_work *w, struct feature_list *f)
{
	static const size_t step[] = { 1, 2, SIDE, 2 * SIDE, SIDE + 1, SIDE - 1 };
	float own = rms(w->r, PLANE);

	for (size_t k = 0; k < ARRAY_LEN(step); k++) {
		double s = 0;

		for (size_t i = 0; i + step[k] < PLANE; i++)
			s += (double)(w->r[i] * w->r[i + step[k]]);
		feature_add(f, (float)(s / PLANE) / (own * own + 1e-3f), "s.corr%zu", k);
	}
}

static void add_colour_residual(struct save_work *w, struct feature_list *f)
{
	float luma = logf(rms(w->r, PLANE) + .02f);

	for (size_t k = 0; k < 3; k += 2) {
		for (size_t i = 0; i < PLANE; i++)
			w->sorted[i] = w->rgb[k][i] - w->rgb[1][i];
		residual(w, w->sorted);
		feature_add(f, logf(rms(w->r, PLANE) + .02f) - luma, "s.chroma%zu", k);
	}
}

/* Mean step across the lines of 8 x 8 blocks over that elsewhere, best of the 8 positions. */
static void add_blocks(struct save_work *w, struct feature_list *f)
{
	double step[8] = { 0 }, sum = 0, best = 0;

	for (uint32_t j = 0; j < SIDE; j++)
		for (uint32_t i = 1; i < SIDE; i++)
			step[i % 8] += (double)fabsf(w->y[j * SIDE + i] - w->y[j * SIDE + i - 1]);
	for (unsigned k = 0; k < 8; k++) {
		sum += step[k];
		best = step[k] > best ? step[k] : best;
	}
	feature_add(f, (float)log((best + 1) / ((sum - best) / 7 + 1)), "s.blocks");
}

static size_t thumb_at(const struct thumb *t, uint32_t i, uint32_t j)
{
	int64_t x0 = ((int64_t)t->width - SIDE) / 2, y0 = ((int64_t)t->height - SIDE) / 2;

	return (size_t)mirrored(y0 + j, t->height) * t->width + mirrored(x0 + i, t->width);
}

/* Of the thumbnail, where scale does not matter: octaves of detail, kurtosis, edges. */
static void add_octaves(const struct thumb *t, struct save_work *w, struct feature_list *f)
{
	float level[OCTAVES], q2, q4;
	double s2 = 0, s4 = 0;

	for (uint32_t j = 0; j < SIDE; j++)
		for (uint32_t i = 0; i < SIDE; i++)
			w->y[j * SIDE + i] = t->y[thumb_at(t, i, j)];
	for (unsigned k = 0; k < OCTAVES; k++) {
		smooth_box(w->y, w->low, w->tmp, SIDE, (2u << k) + 1);
		for (size_t i = 0; i < PLANE; i++)
			w->r[i] = w->y[i] - w->low[i];
		level[k] = logf(rms(w->r, PLANE) + .05f);
		if (k == 0)
			for (size_t i = 0; i < PLANE; i++) {
				double v = (double)(w->r[i] * w->r[i]);

				s2 += v;
				s4 += v * v;
			}
		memcpy(w->y, w->low, PLANE * sizeof *w->y);
	}
	q2 = (float)(s2 / PLANE);
	q4 = (float)(s4 / PLANE);
	feature_add(f, level[0], "t.detail");
	for (unsigned k = 0; k + 1 < OCTAVES; k++)
		feature_add(f, level[k] - level[k + 1], "t.octave%u", k);
	feature_add(f, logf((q4 + 1e-3f) / (q2 * q2 + 1e-3f)), "t.kurtosis");
}

/* Chroma waves where luma is smooth, from the thumbnail: coarse moire that resizing spares. */
static void add_smooth_chroma(const struct thumb *t, struct save_work *w, struct feature_list *f)
{
	const float *plane[3] = { t->y, t->cb, t->cr };
	float level[3];

	for (unsigned k = 0; k < 3; k++) {
		double s = 0, n = 0;

		for (uint32_t j = 0; j < SIDE; j++)
			for (uint32_t i = 0; i < SIDE; i++)
				w->y[j * SIDE + i] = plane[k][thumb_at(t, i, j)];
		smooth_box(w->y, w->r, w->tmp, SIDE, 3);
		smooth_box(w->r, w->low, w->tmp, SIDE, 13);
		for (uint32_t j = 0; j < SIDE; j++)
			for (uint32_t i = 0; i < SIDE; i++) {
				float v = w->r[j * SIDE + i] - w->low[j * SIDE + i];

				if (t->g[thumb_at(t, i, j)] < 3) {
					s += (double)(v * v);
					n++;
				}
			}
		level[k] = logf((float)sqrt(s / (n > 0 ? n : 1)) + .02f);
	}
	feature_add(f, level[1], "t.flat.cb");
	feature_add(f, level[2], "t.flat.cr");
	feature_add(f, level[1] - level[0], "t.flat.cb-y");
	feature_add(f, level[2] - level[0], "t.flat.cr-y");
}

enum status save_features(const struct raster *r, const struct thumb *t, struct feature_list *f, struct error *e)
{
	struct save_work w = { 0 };
	enum status st = allocate(&w, e);

	if (st == ST_OK) {
		load(&w, r);
		add_sharpness(&w, f);
		add_correlations(&w, f);
		add_colour_residual(&w, f);
		add_blocks(&w, f);
		add_octaves(t, &w, f);
		add_smooth_chroma(t, &w, f);
	}
	release(&w);
	return st;
}
