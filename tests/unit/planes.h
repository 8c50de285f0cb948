/* SPDX-License-Identifier: GPL-3.0-or-later */
/* planes.h: pictures with known waves and known noise, for the tests of the spectral checks. */
#ifndef COTTINGLEY_TEST_PLANES_H
#define COTTINGLEY_TEST_PLANES_H

#include "src/base/base.h"
#include "src/media/raster.h"

/* The angle is the direction of the wave's normal, x to the right and y down, degrees. */
struct wave {
	double period, angle, amplitude;
};

double noise_uniform(void);           /* 0 to 1; plane_new() starts the sequence again */
double noise_gauss(double sigma);     /* sum of twelve uniform ones */
uint8_t byte_of(double v);            /* rounded and clipped */
struct plane plane_new(uint32_t w, uint32_t h); /* zero */
void plane_drop(struct plane *p);
struct plane waves_new(uint32_t w, uint32_t h, double noise, const struct wave *wave, int n); /* about 128 */
/* Two waves at a right angle, 2.9 px, in noise: what a display leaves. 1600 x 1200. */
struct plane lattice_new(void);

#endif
