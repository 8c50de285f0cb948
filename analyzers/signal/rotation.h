/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rotation.h: looks for waves of colour that turn: red, green and blue a third of a turn apart, as the stripes of a
 * display make them. They may be far too weak in brightness to be peaks of the spectrum of moire.h.
 *
 * Method: the three colours at one frequency are taken apart into symmetrical components (Fortescue 1918, "Method of
 * symmetrical co-ordinates", Trans. AIEE 37): what is common, P = R + wG + w^2 B that turns one way and N = R + w^2 G +
 * wB that turns the other way, w = exp(2 pi i / 3). Grey has neither; any texture of one or two colours has both
 * alike; stripes have one alone. With A and B the transforms of the real and the imaginary part of R + wG + w^2 B,
 * P is A + iB and N is A - iB. Tiles of moire.h, binned 2 x 2 (colour beyond .25 cycles/px is not to be trusted, see
 * phases.h), symmetric Hann window; the power of P and N is summed over 3 x 3 bins; the answer is the bin where
 * |P - N|, in dB over the 25 x 25 median of P + N, times |turn| is the highest. Bins of 16 x 16 JPEG blocks are left
 * out. One thread at a time, as spectrum.h says. */
#ifndef COTTINGLEY_ROTATION_H
#define COTTINGLEY_ROTATION_H

#include "analyzers/signal/tiles.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/media/raster.h"

struct rotation_wave {
	uint32_t tile;
	double fx, fy; /* cycles per pixel, fx >= 0 */
	double db;     /* |P - N| over the surround's P + N */
	double turn;   /* (P - N) / (P + N) there: -1 to 1 */
};

/* The strongest wave of each tile of the list, in its order; a grey picture answers none. *n: how many. Tiles must be
 * those of a grid of MOIRE_TILE inside r. ST_MEMORY. */
MUST_USE enum status rotation_find(const struct raster *r, const struct tile_grid *g, const uint32_t *tiles,
				   uint32_t n_tiles, struct rotation_wave *out, uint32_t *n, struct error *e);

#endif
