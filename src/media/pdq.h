/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdq.h: the perceptual hash PDQ, as "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing
 * Algorithm" (Facebook, 2018-19) and its public reference (facebook/ThreatExchange, pdq/cpp) define it. Luma
 * as float, nearest sampling to 512 x 512 when a side is longer, two passes of a box filter along rows and
 * columns (W. Jarosz, "Fast image convolutions"), 64 x 64 samples at cell centres, coefficients 1 to 16 of a
 * DCT both ways, one bit for each that lies over their median. Vendor's advice: 31 bits or fewer apart is a
 * match; quality 49 or less matches nothing. Pure; the same bytes give the same bits. */
#ifndef COTTINGLEY_PDQ_H
#define COTTINGLEY_PDQ_H

#include "src/base/base.h"
#include "src/base/hamming.h"
#include "src/media/raster.h"

enum { PDQ_SIDE = 64, PDQ_DCT = 16, PDQ_MAX_SIDE = 512, PDQ_MIN_SIDE = 5, PDQ_QUALITY_MIN = 50 };

/* The eight ways to lay a rectangle on another. First mirrored, then, when DIHEDRAL_TURN is set, rows and
 * columns change places. */
enum dihedral {
	DIHEDRAL_SAME = 0,
	DIHEDRAL_MIRROR = 1,	 /* left and right change places */
	DIHEDRAL_FLIP = 2,	 /* top and bottom */
	DIHEDRAL_HALF = 3,	 /* half a turn */
	DIHEDRAL_TURN = 4,	 /* along the main diagonal */
	DIHEDRAL_LEFT = 5,	 /* a quarter to the left (anticlockwise) */
	DIHEDRAL_RIGHT = 6,	 /* a quarter to the right */
	DIHEDRAL_TURN_OTHER = 7, /* along the other diagonal */
	DIHEDRALS = 8
};
const char *dihedral_words(enum dihedral d); /* "mirrored"; "" for DIHEDRAL_SAME */

/* Luma of a picture, at most PDQ_MAX_SIDE each way. */
struct pdq_luma {
	uint32_t width, height;
	float *data; /* mem_array */
};
MUST_USE bool pdq_luma(const struct raster *r, struct pdq_luma *out); /* false without memory */
void pdq_luma_release(struct pdq_luma *l);

struct pdq {
	float cells[PDQ_SIDE][PDQ_SIDE]; /* 0..255: what the hash sees */
	float dct[PDQ_DCT][PDQ_DCT];
	int quality; /* 0..100 */
};
/* False without memory. A side under PDQ_MIN_SIDE: quality 0 and all zero. */
MUST_USE bool pdq_compute(const struct pdq_luma *l, struct pdq *out);
/* The same from 64 x 64 samples that the caller made. */
void pdq_from_cells(struct pdq *p);
/* The hash of the picture after d. */
struct bits256 pdq_hash(const struct pdq *p, enum dihedral d);

#endif
