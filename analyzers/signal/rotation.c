/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/rotation.h"

#include "analyzers/signal/decibel.h"
#include "analyzers/signal/lattice.h"
#include "analyzers/signal/moire.h"
#include "analyzers/signal/whiten.h"
#include "src/base/mem.h"

#include <fftw3.h>
#include <math.h>

enum { N = MOIRE_TILE / 2, HALF = N / 2 + 1, BINS_N = N * HALF };

static const float power_floor = 1e-2f;
static const float sine = 0.8660254f; /* of a third of a turn */

/* Planes of the half plane of spectrum.h. */
struct bench {
	float window[N], pair[MOIRE_TILE * 3];
	float *in[2];          /* real and imaginary part of R + wG + w^2 B, N * N each */
	fftwf_complex *out[2]; /* their transforms, A and B, N * HALF each */
	fftwf_plan plan[2];
	struct whiten whiten;
	struct bins bins;
	float *p, *n, *sum, *difference, *over; /* BINS_N */
};

static enum status bench_init(struct bench *b, struct error *e)
{
	enum status st;

	memset(b, 0, sizeof *b);
	if ((st = whiten_init(&b->whiten, N, MOIRE_MEDIAN, e)) != ST_OK || (st = bins_init(&b->bins, N, e)) != ST_OK)
		return st;
	b->p = mem_array((size_t)5 * BINS_N, sizeof *b->p);
	if (!b->p)
		return err_nomem(e);
	for (uint32_t k = 0; k < 2; k++) {
		b->in[k] = fftwf_alloc_real((size_t)N * N);
		b->out[k] = fftwf_alloc_complex(BINS_N);
		if (!b->in[k] || !b->out[k])
			return err_nomem(e);
		b->plan[k] = fftwf_plan_dft_r2c_2d(N, N, b->in[k], b->out[k], FFTW_ESTIMATE);
		if (!b->plan[k])
			return err_nomem(e);
	}
	b->n = b->p + BINS_N;
	b->sum = b->n + BINS_N;
	b->difference = b->sum + BINS_N;
	b->over = b->difference + BINS_N;
	for (uint32_t i = 0; i < N; i++)
		b->window[i] = (float)(0.5 - 0.5 * cos(6.283185307179586 * i / (N - 1)));
	return ST_OK;
}

static void bench_release(struct bench *b)
{
	for (uint32_t k = 0; k < 2; k++) {
		if (b->plan[k])
			fftwf_destroy_plan(b->plan[k]);
		fftwf_free(b->out[k]);
		fftwf_free(b->in[k]);
	}
	mem_free(b->p);
	bins_release(&b->bins);
	whiten_release(&b->whiten);
}

static float sample(const struct raster *r, size_t i)
{
	if (r->depth == 16)
		return (float)((const uint16_t *)r->data)[i] / 257.0f;
	return (float)((const uint8_t *)r->data)[i];
}

/* Two rows of pixels, each value the sum of the pair of one column. */
static void load_rows(const struct raster *r, uint32_t x, uint32_t y, float pair[MOIRE_TILE * 3])
{
	size_t at = ((size_t)y * r->width + x) * r->channels, below = at + (size_t)r->width * r->channels;

	if (r->depth == 8 && r->channels == 3) {
		const uint8_t *a = (const uint8_t *)r->data + at, *b = (const uint8_t *)r->data + below;

		for (uint32_t i = 0; i < MOIRE_TILE * 3; i++)
			pair[i] = (float)(a[i] + b[i]);
		return;
	}
	for (uint32_t i = 0; i < MOIRE_TILE; i++)
		for (uint32_t c = 0; c < 3; c++) {
			size_t k = (size_t)i * r->channels + c;

			pair[i * 3 + c] = sample(r, at + k) + sample(r, below + k);
		}
}

/* R + wG + w^2 B, mean of four pixels, and its mean over the tile. */
static void load(struct bench *b, const struct raster *r, uint32_t x, uint32_t y, float mean[2])
{
	double sum[2] = { 0 };

	for (uint32_t j = 0; j < N; j++) {
		float *re = b->in[0] + (size_t)j * N, *im = b->in[1] + (size_t)j * N;

		load_rows(r, x, y + 2 * j, b->pair);
		for (uint32_t i = 0; i < N; i++) {
			const float *v = b->pair + (size_t)6 * i;
			float red = v[0] + v[3], green = v[1] + v[4], blue = v[2] + v[5];

			re[i] = (red - (green + blue) / 2) / 4;
			im[i] = sine * (green - blue) / 4;
			sum[0] += (double)re[i];
			sum[1] += (double)im[i];
		}
	}
	for (uint32_t k = 0; k < 2; k++)
		mean[k] = (float)(sum[k] / ((double)N * N));
}

static void transform(struct bench *b, const float mean[2])
{
	for (uint32_t k = 0; k < 2; k++) {
		for (uint32_t j = 0; j < N; j++) {
			float *row = b->in[k] + (size_t)j * N;

			for (uint32_t i = 0; i < N; i++)
				row[i] = (row[i] - mean[k]) * b->window[i] * b->window[j];
		}
		fftwf_execute(b->plan[k]);
	}
}

/* P = |A + iB|^2 and N = |A - iB|^2. FFTW has fy = 0 first, we have it in the middle. */
static void take_apart(struct bench *b)
{
	for (uint32_t r = 0; r < N; r++) {
		size_t from = (size_t)((r + N / 2) % N) * HALF;
		const fftwf_complex *u = b->out[0] + from, *v = b->out[1] + from;
		float *p = b->p + (size_t)r * HALF, *n = b->n + (size_t)r * HALF;

		for (uint32_t c = 0; c < HALF; c++) {
			float both = u[c][0] * u[c][0] + u[c][1] * u[c][1] + v[c][0] * v[c][0] + v[c][1] * v[c][1];
			float turn = 2 * (u[c][1] * v[c][0] - u[c][0] * v[c][1]);

			p[c] = both + turn;
			n[c] = both - turn;
		}
	}
}

/* Sum over 3 x 3 bins; rows wrap around, columns end. line: HALF. */
static void box_row(const float *v, uint32_t r, float *line, float *out)
{
	const float *above = v + (size_t)((r + N - 1) % N) * HALF, *own = v + (size_t)r * HALF,
		    *below = v + (size_t)((r + 1) % N) * HALF;

	for (uint32_t c = 0; c < HALF; c++)
		line[c] = above[c] + own[c] + below[c];
	out[0] = line[0] + line[1];
	for (uint32_t c = 1; c + 1 < HALF; c++)
		out[c] = line[c - 1] + line[c] + line[c + 1];
	out[HALF - 1] = line[HALF - 2] + line[HALF - 1];
}

static void compare(struct bench *b)
{
	float line[HALF], p[HALF], n[HALF];

	for (uint32_t r = 0; r < N; r++) {
		box_row(b->p, r, line, p);
		box_row(b->n, r, line, n);
		for (uint32_t c = 0; c < HALF; c++) {
			b->sum[r * HALF + c] = p[c] + n[c] + power_floor;
			b->difference[r * HALF + c] = p[c] - n[c];
		}
	}
}

/* By decibels times the turn: a strong wave of two colours leaves a difference too, of the noise under it. */
static struct rotation_wave strongest(struct bench *b, uint32_t tile)
{
	struct rotation_wave w = { .tile = tile };
	float *db = b->p, *absolute = b->n, best = -INFINITY; /* both no longer needed as powers */

	decibel(b->sum, db, BINS_N);
	whiten_run(&b->whiten, db, b->over);
	for (uint32_t i = 0; i < BINS_N; i++)
		absolute[i] = fabsf(b->difference[i]) + power_floor;
	decibel(absolute, absolute, BINS_N);
	for (uint32_t i = 0; i < BINS_N; i++) {
		float over = absolute[i] - (db[i] - b->over[i]), turn = b->difference[i] / b->sum[i];

		if (b->bins.kind[i] == BIN_MASKED || (b->bins.kind[i] & BIN_BAND) > BANDS || over * fabsf(turn) <= best)
			continue;
		best = over * fabsf(turn);
		w.db = (double)over;
		w.turn = (double)turn;
		w.fx = (double)(i % HALF) / MOIRE_TILE;
		w.fy = ((double)(i / HALF) - N / 2) / MOIRE_TILE;
	}
	return w;
}

enum status rotation_find(const struct raster *r, const struct tile_grid *g, const uint32_t *tiles, uint32_t n_tiles,
			  struct rotation_wave *out, uint32_t *n, struct error *e)
{
	struct bench *b;
	enum status st;

	*n = 0;
	if (r->channels < 3 || n_tiles == 0)
		return ST_OK;
	b = mem_array(1, sizeof *b);
	if (!b)
		return err_nomem(e);
	st = bench_init(b, e);
	for (uint32_t i = 0; st == ST_OK && i < n_tiles; i++) {
		float mean[2];

		load(b, r, g->x[tiles[i] % g->cols], g->y[tiles[i] / g->cols], mean);
		transform(b, mean);
		take_apart(b);
		compare(b);
		out[(*n)++] = strongest(b, tiles[i]);
	}
	bench_release(b);
	mem_free(b);
	return st;
}
