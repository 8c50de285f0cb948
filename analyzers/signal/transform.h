/* SPDX-License-Identifier: GPL-3.0-or-later */
/* transform.h: one FFTW plan for squares of n x n samples with its window and buffers, shared by all
 * spectra of that size. Plans are estimated, not measured: measured plans differ from run to run, and so
 * would the last bits. One thread at a time may init or release (the planner of FFTW is not safe for more).
 * Half planes have the layout of spectrum.h: fy = -n/2 .. n/2-1 by rows, fx = 0 .. n/2 by columns. */
#ifndef COTTINGLEY_TRANSFORM_H
#define COTTINGLEY_TRANSFORM_H

#include "src/base/base.h"
#include "src/base/error.h"

struct fftwf_plan_s;

struct transform {
	uint32_t n, half;
	float *window; /* n: symmetric Hann, 0 at both ends */
	float *in;     /* n * n */
	float (*out)[2];
	struct fftwf_plan_s *plan;
};

MUST_USE enum status transform_init(struct transform *t, uint32_t n, struct error *e); /* n even, 16..4096 */
void transform_release(struct transform *t);

/* n x n samples from `from` (stride samples a row): mean off, windowed, transformed; t->out has fy = 0 first. */
void transform_run(struct transform *t, const float *from, size_t stride);
/* The same from one channel of bytes at `from`: every `step`-th byte, `stride` bytes a row. */
void transform_run_bytes(struct transform *t, const uint8_t *from, size_t step, size_t stride);
/* |F|^2 added to sum (n * half, fy = -n/2 first). */
void transform_add_power(const struct transform *t, float *sum);
/* Copies F in the order of a half plane. */
void transform_copy(const struct transform *t, float (*to)[2]);

#endif
