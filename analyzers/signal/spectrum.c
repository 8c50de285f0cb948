/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/spectrum.h"

#include "analyzers/signal/decibel.h"
#include "src/base/mem.h"

#include <fftw3.h>
#include <math.h>

/* Keeps the logarithm finite; far under any noise of 8-bit pictures. */
static const float power_floor = 1e-2f;

static void fill_window(float *w, uint32_t n)
{
	const double two_pi = 6.283185307179586;

	for (uint32_t i = 0; i < n; i++)
		w[i] = (float)(0.5 - 0.5 * cos(two_pi * i / (n - 1)));
}

enum status spectrum_init(struct spectrum *s, uint32_t n, struct error *e)
{
	size_t bins = (size_t)n * (n / 2 + 1);

	memset(s, 0, sizeof *s);
	s->n = n;
	s->half = n / 2 + 1;
	s->window = mem_array(n, sizeof *s->window);
	s->db = mem_array(bins, sizeof *s->db);
	s->in = fftwf_alloc_real((size_t)n * n);
	s->out = fftwf_alloc_complex(bins);
	if (!s->window || !s->db || !s->in || !s->out)
		return err_nomem(e);
	s->plan = fftwf_plan_dft_r2c_2d((int)n, (int)n, s->in, s->out, FFTW_ESTIMATE);
	if (!s->plan)
		return err_nomem(e);
	fill_window(s->window, n);
	return ST_OK;
}

void spectrum_release(struct spectrum *s)
{
	if (s->plan)
		fftwf_destroy_plan(s->plan);
	fftwf_free(s->out);
	fftwf_free(s->in);
	mem_free(s->db);
	mem_free(s->window);
	memset(s, 0, sizeof *s);
}

static float tile_mean(const struct plane *p, uint32_t x, uint32_t y, uint32_t n)
{
	uint64_t sum = 0;

	for (uint32_t j = 0; j < n; j++) {
		const uint8_t *row = p->data + (size_t)(y + j) * p->width + x;

		for (uint32_t i = 0; i < n; i++)
			sum += row[i];
	}
	return (float)((double)sum / ((double)n * n));
}

static void load_tile(struct spectrum *s, const struct plane *p, uint32_t x, uint32_t y)
{
	float mean = tile_mean(p, x, y, s->n);

	for (uint32_t j = 0; j < s->n; j++) {
		const uint8_t *row = p->data + (size_t)(y + j) * p->width + x;
		float *in = s->in + (size_t)j * s->n;
		float w = s->window[j];

		for (uint32_t i = 0; i < s->n; i++)
			in[i] = ((float)row[i] - mean) * (w * s->window[i]);
	}
}

void spectrum_tile(struct spectrum *s, const struct plane *p, uint32_t x, uint32_t y)
{
	load_tile(s, p, x, y);
	fftwf_execute(s->plan);
	for (uint32_t r = 0; r < s->n; r++) {
		/* FFTW has fy = 0 first, we have it in the middle. */
		float (*from)[2] = s->out + (size_t)((r + s->n / 2) % s->n) * s->half;
		float *to = s->db + (size_t)r * s->half;

		for (uint32_t c = 0; c < s->half; c++)
			to[c] = from[c][0] * from[c][0] + from[c][1] * from[c][1] + power_floor;
		decibel(to, to, s->half);
	}
}
