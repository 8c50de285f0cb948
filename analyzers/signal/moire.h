/* SPDX-License-Identifier: GPL-3.0-or-later */
/* moire.h: what the fine spectrum of a picture says of a regular lattice, tile by tile and over all
 * tiles. Pure numbers: no decoder, no thresholds of a verdict. The method: tiles of 512 x 512 at
 * native resolution, mean off, symmetric Hann window, power spectrum in dB over its own 25 x 25
 * median, bins of the JPEG blocks left out, then the highest bins by band, the number of high bins,
 * and the highest bin that has a partner at a right angle, as the square lattice of a display has. For
 * a smooth random spectrum the power of a bin is exponentially distributed and the highest of 1e5 bins
 * stands 12 dB over the median (white noise reaches 14.5 dB in twelve tiles), which is why 17 dB is a
 * safe threshold for counting. Family of the method: Muammar, Dragotti 2013,
 * "An investigation into aliasing in images recaptured from an LCD
 * monitor using a digital camera", ICASSP; the whitening and the counts are our own and were measured
 * on five photographers' pictures. */
#ifndef COTTINGLEY_MOIRE_H
#define COTTINGLEY_MOIRE_H

#include "analyzers/signal/lattice.h"
#include "analyzers/signal/tiles.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/media/raster.h"

enum { MOIRE_TILE = 512, MOIRE_MEDIAN = 25 };

struct moire_params {
	uint32_t tiles;  /* wanted, 1..TILES_MAX */
	float count_db;  /* bins over this are counted, and a tile's peak over this can agree */
};

/* Over tiles. p80: the 80th percentile, linear between ranks. */
struct spread {
	float median, p80, max;
};

struct moire {
	struct tile_grid grid;
	uint32_t n_tiles;
	struct tile_peaks tile[TILES_MAX]; /* row by row */
	struct spread band[BANDS];  /* dB */
	struct spread over;         /* bins over count_db */
	struct spread lattice;      /* dB */
	float peak_db;              /* highest bin of the high bands over all tiles */
	uint32_t peak_tile, lattice_tile;
	float fx, fy;               /* of that peak, cycles per pixel, fx >= 0 */
	uint32_t agreeing; /* tiles whose own peak is over count_db and near it or near its quarter turn */
	double log10_nfa;           /* see moire_log10_nfa */
	float clip;                 /* part of the samples over 250, mean of tiles */
	uint32_t half;              /* columns of mean */
	float *mean; /* MOIRE_TILE * half: mean over tiles of the whitened dB; masked bins are 0 */
};

/* Tile by tile, for those who have the whitened spectra already: begin, each tile once, end. After a failure of
 * begin, or instead of end: abandon. */
struct moire_builder {
	struct moire moire;
	struct moire_params params;
	struct bins bins;
};
MUST_USE enum status moire_begin(struct moire_builder *b, uint32_t width, uint32_t height,
				 const struct moire_params *mp, struct error *e); /* as moire_measure() */
/* x: whitened luma spectrum of this tile of the grid; clip: see struct tile_peaks. */
void moire_tile(struct moire_builder *b, uint32_t tile, const float *x, float clip);
void moire_end(struct moire_builder *b, struct moire *out); /* the caller releases *out */
void moire_abandon(struct moire_builder *b);

/* ST_NOT_APPLICABLE when p is smaller than a tile; ST_CANCELLED (asked once a tile); ST_MEMORY. On
 * ST_OK the caller releases *out. Progress runs from 0 to 1000. */
MUST_USE enum status moire_measure(const struct plane *p, const struct moire_params *mp,
				   struct job_control *ctl, struct moire *out, struct error *e);
void moire_release(struct moire *m);

/* log10 of the number of bins this high expected by chance among `bins` bins of a smooth random
 * spectrum, whose power over its median m exceeds v m with probability 2^-v. One decibel is taken off
 * for the error of the background. It says that a line is no accident of noise. It cannot tell a
 * screen from cloth. */
double moire_log10_nfa(double db, double bins);

#endif
