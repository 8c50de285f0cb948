/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rng.h: the generator's own pseudo-random numbers and smooth noise, so that the same
 * seed gives the same picture on every machine and every run. rng_* is splitmix64
 * (Steele, Lea and Flood 2014); hash_* is its finaliser over coordinates. */
#ifndef GEN_RNG_H
#define GEN_RNG_H

#include <stdint.h>

struct rng {
	uint64_t state;
};

uint64_t rng_next(struct rng *r);
double rng_unit(struct rng *r);                         /* [0, 1) */
double rng_range(struct rng *r, double low, double high);
int rng_below(struct rng *r, int n);                    /* 0 .. n-1 */

/* A well-mixed number for a cell of an infinite plane. */
uint64_t hash_cell(uint64_t seed, int32_t x, int32_t y);

/* Nearly Gaussian, mean 0, variance 1, |value| < 3.5: the sum of four uniform numbers cut
 * from one word. Faster than Box-Muller and free of the C library's logarithm. */
float noise_gauss(uint64_t word);

/* Fractal value noise in about [-1, 1], cells one unit wide in the first octave. Each
 * octave is turned by an odd angle and scaled by 1.93, not 2: aligned lattices would look
 * like interpolation to a resampling detector. */
float noise_fractal(double x, double y, int octaves, uint64_t seed);

#endif
