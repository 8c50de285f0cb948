/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lattice.h: which bins of a spectrum may speak, and what one tile's whitened spectrum says of a
 * regular lattice. Layout of a half plane: spectrum.h. */
#ifndef COTTINGLEY_LATTICE_H
#define COTTINGLEY_LATTICE_H

#include "src/base/base.h"
#include "src/base/error.h"

enum { BANDS = 4, BAND_HIGH = 2 }; /* bands BAND_HIGH and up are "high frequency" */
/* Cycles per pixel: .03 .1 .2 .35 .5; the last band holds its upper edge. */
extern const float band_edge[BANDS + 1];

/* One byte a bin. Left out (BIN_MASKED): R < .03 cycles per pixel, where pictures live; bins with both
 * coordinates within 1 of a multiple of n/8, and bins within 2 of an axis and of such a multiple along
 * it, where the 8 x 8 blocks of JPEG put their lines; the conjugate twins on the axis fx = 0 and on
 * the edge fx = 1/2. The axes are kept otherwise: a screen photographed straight on has its peaks near
 * them. */
enum {
	BIN_MASKED = 0,
	BIN_BAND = 7,    /* these bits: 1 + band, or BANDS + 1 above .5 */
	BIN_COUNTED = 8, /* R > .08 */
};
struct bins {
	uint32_t n, half;
	uint8_t *kind;        /* n * half */
	uint32_t high;        /* how many lie in the high bands */
};
MUST_USE enum status bins_init(struct bins *b, uint32_t n, struct error *e); /* n: multiple of 8 */
void bins_release(struct bins *b);

struct tile_peaks {
	float band_db[BANDS];      /* highest bin of each band, dB over its surround */
	uint32_t band_bin[BANDS];  /* its index */
	float fx, fy; /* of the highest bin of the high bands, cycles per pixel, refined; 0, 0: none */
	uint32_t over;             /* counted bins over count_db */
	/* Max of min(X(f), max of X in the 9 x 9 bins around f turned by 90 degrees) over bins f with .08 <
	 * R <= .5: lower down the steep slope of ordinary pictures makes pairs by itself. */
	float lattice_db;
	uint32_t lattice_bin;
	float clip;                /* part of the samples over 250; filled by the caller */
};

/* x: n * half whitened decibels. */
void tile_peaks_find(const struct bins *b, const float *x, float count_db, struct tile_peaks *out);

/* The high-band peak of a tile, dB. */
float tile_peaks_high(const struct tile_peaks *t);

#endif
