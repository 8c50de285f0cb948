/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lens.h: what lens, hand and pixel aperture do to light, along one axis, as weights of
 * samples that lie closer together than pixels. */
#ifndef GEN_LENS_H
#define GEN_LENS_H

enum { LENS_TAPS_MAX = 129, LENS_DENSE_MAX = 8 };

struct lens {
	int dense;                     /* samples per captured pixel */
	int reach;                     /* in samples; taps are -reach .. reach */
	float weight[LENS_TAPS_MAX];   /* sum 1; of the sample at reach + i */
};

/* dense: samples a pixel. sigma: of a Gaussian; box: widths of up to n even apertures; all in
 * pixels, 0 = none. For odd dense the middle sample lies on the pixel's centre, for even dense
 * half a sample before it. */
struct lens lens_make(int dense, double sigma, const double *box, int n);

#endif
