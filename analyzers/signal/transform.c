/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/transform.h"
#include "src/base/mem.h"

#include <fftw3.h>
#include <math.h>

static void fill_window(float *w, uint32_t n)
{
	const double two_pi = 6.283185307179586;

	for (uint32_t i = 0; i < n; i++)
		w[i] = (float)(0.5 - 0.5 * cos(two_pi * i / (n - 1)));
}

enum status transform_init(struct transform *t, uint32_t n, struct error *e)
{
	memset(t, 0, sizeof *t);
	t->n = n;
	t->half = n / 2 + 1;
	t->window = mem_array(n, sizeof *t->window);
	t->in = fftwf_alloc_real((size_t)n * n);
	t->out = fftwf_alloc_complex((size_t)n * t->half);
	if (!t->window || !t->in || !t->out)
		return err_nomem(e);
	t->plan = fftwf_plan_dft_r2c_2d((int)n, (int)n, t->in, t->out, FFTW_ESTIMATE);
	if (!t->plan)
		return err_nomem(e);
	fill_window(t->window, n);
	return ST_OK;
}

void transform_release(struct transform *t)
{
	if (t->plan)
		fftwf_destroy_plan(t->plan);
	fftwf_free(t->out);
	fftwf_free(t->in);
	mem_free(t->window);
	memset(t, 0, sizeof *t);
}

/* Eight sums side by side, so that the order is fixed and the compiler may use a vector. */
static float mean_of(const float *from, size_t stride, uint32_t n)
{
	double total = 0;

	for (uint32_t j = 0; j < n; j++) {
		const float *row = from + j * stride;
		float s[8] = { 0 };

		for (uint32_t i = 0; i < n; i += 8)
			for (uint32_t k = 0; k < 8; k++)
				s[k] += row[i + k];
		for (uint32_t k = 0; k < 8; k++)
			total += (double)s[k];
	}
	return (float)(total / ((double)n * n));
}

void transform_run(struct transform *t, const float *from, size_t stride)
{
	float mean = mean_of(from, stride, t->n);

	for (uint32_t j = 0; j < t->n; j++) {
		const float *row = from + j * stride;
		float *in = t->in + (size_t)j * t->n;
		float w = t->window[j];

		for (uint32_t i = 0; i < t->n; i++)
			in[i] = (row[i] - mean) * (w * t->window[i]);
	}
	fftwf_execute(t->plan);
}

void transform_run_bytes(struct transform *t, const uint8_t *from, size_t step, size_t stride)
{
	uint64_t sum = 0;
	float mean;

	for (uint32_t j = 0; j < t->n; j++) {
		const uint8_t *row = from + j * stride;
		uint32_t line = 0;

		for (uint32_t i = 0; i < t->n; i++)
			line += row[i * step];
		sum += line;
	}
	mean = (float)((double)sum / ((double)t->n * t->n));
	for (uint32_t j = 0; j < t->n; j++) {
		const uint8_t *row = from + j * stride;
		float *in = t->in + (size_t)j * t->n;
		float w = t->window[j];

		for (uint32_t i = 0; i < t->n; i++)
			in[i] = ((float)row[i * step] - mean) * (w * t->window[i]);
	}
	fftwf_execute(t->plan);
}

void transform_add_power(const struct transform *t, float *sum)
{
	for (uint32_t r = 0; r < t->n; r++) {
		float (*from)[2] = t->out + (size_t)((r + t->n / 2) % t->n) * t->half;
		float *to = sum + (size_t)r * t->half;

		for (uint32_t c = 0; c < t->half; c++)
			to[c] += from[c][0] * from[c][0] + from[c][1] * from[c][1];
	}
}

void transform_copy(const struct transform *t, float (*to)[2])
{
	size_t top = (size_t)(t->n / 2) * t->half;

	memcpy(to, t->out + top, top * sizeof *to);
	memcpy(to + top, t->out, top * sizeof *to);
}
