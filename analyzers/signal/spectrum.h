/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spectrum.h: the log power spectrum of one square tile. Owns one FFTW plan and its buffers, reused
 * from tile to tile. The plan is estimated, not measured: measured plans differ from run to run, and
 * so would the last bits. One thread at a time may init or release spectra (the planner of FFTW is not
 * safe for more).
 *
 * Layout of a half plane, here and in whiten.h and lattice.h: rows fy = -n/2 .. n/2-1, columns fx = 0
 * .. n/2, so bin (row, col) is at index row * half + col and stands for fx = col/n, fy = (row - n/2)/n
 * cycles per pixel. The other half follows by symmetry: (-fx, -fy) has the same power. */
#ifndef COTTINGLEY_SPECTRUM_H
#define COTTINGLEY_SPECTRUM_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/media/raster.h"

struct fftwf_plan_s;

struct spectrum {
	uint32_t n, half;   /* half = n/2 + 1 columns */
	float *window;      /* n: symmetric Hann, 0 at both ends */
	float *in;          /* n * n */
	float (*out)[2];    /* n * half */
	struct fftwf_plan_s *plan;
	float *db;          /* n * half: what spectrum_tile() answers */
};

/* n: even, 16..4096. ST_MEMORY. Release also after a failure. */
MUST_USE enum status spectrum_init(struct spectrum *s, uint32_t n, struct error *e);
void spectrum_release(struct spectrum *s);

/* Tile of n x n at (x, y), which must lie inside p: mean taken off, windowed, transformed; s->db holds
 * 10 log10(|F|^2 + .01) in units of gray levels, not divided by anything. */
void spectrum_tile(struct spectrum *s, const struct plane *p, uint32_t x, uint32_t y);

#endif
