/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/smooth.h"

const uint32_t smooth_sigma_3[3] = { 5, 7, 7 }, smooth_sigma_8[3] = { 15, 17, 17 };

/* Sums slide down all columns at once: one add and one subtract a sample, side by side. */
static void down_columns(const float *from, float *to, uint32_t n, uint32_t w)
{
	uint32_t pad = w / 2;
	float scale = 1.0f / (float)w;
	const float *first = from, *last = from + (size_t)(n - 1) * n;
	float *sum = to; /* row 0 of the answer holds the running sums until the end */

	for (uint32_t i = 0; i < n; i++) {
		float s = first[i] * (float)(pad + 1);

		for (uint32_t j = 1; j <= pad; j++)
			s += from[(size_t)j * n + i];
		sum[i] = s;
	}
	for (uint32_t j = 1; j < n; j++) {
		const float *in = j + pad < n ? from + (size_t)(j + pad) * n : last;
		const float *out = j > pad ? from + (size_t)(j - pad - 1) * n : first;
		const float *above = to + (size_t)(j - 1) * n;
		float *here = to + (size_t)j * n;

		for (uint32_t i = 0; i < n; i++)
			here[i] = above[i] + (in[i] - out[i]);
	}
	for (size_t i = 0; i < (size_t)n * n; i++)
		to[i] *= scale;
}

static void transpose(const float *from, float *to, uint32_t n)
{
	enum { BLOCK = 16 };

	for (uint32_t y = 0; y < n; y += BLOCK)
		for (uint32_t x = 0; x < n; x += BLOCK)
			for (uint32_t j = y; j < n && j < y + BLOCK; j++)
				for (uint32_t i = x; i < n && i < x + BLOCK; i++)
					to[(size_t)i * n + j] = from[(size_t)j * n + i];
}

void smooth_box(const float *from, float *to, float *scratch, uint32_t n, uint32_t w)
{
	down_columns(from, scratch, n, w);
	transpose(scratch, to, n);
	down_columns(to, scratch, n, w);
	transpose(scratch, to, n);
}

void smooth_gauss(const float *from, float *to, float *scratch, uint32_t n, const uint32_t widths[3])
{
	down_columns(from, scratch, n, widths[0]);
	down_columns(scratch, to, n, widths[1]);
	down_columns(to, scratch, n, widths[2]);
	transpose(scratch, to, n);
	down_columns(to, scratch, n, widths[0]);
	down_columns(scratch, to, n, widths[1]);
	down_columns(to, scratch, n, widths[2]);
	transpose(scratch, to, n);
}
