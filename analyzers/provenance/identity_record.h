/* SPDX-License-Identifier: GPL-3.0-or-later */
/* identity_record.h: what the `identity` check keeps of a picture in its details, so that pictures can be
 * compared later without decoding them: hashes of the whole, of the part inside uniform borders, of 36
 * windows, and 64 x 64 samples of 64 levels. The windows repair what PDQ lacks: cut 10 % of a picture away
 * and its hash is another one. They, and the part inside borders, are sampled by area means from the luma
 * that PDQ sees, so their bits are near those of PDQ, not equal to them. */
#ifndef COTTINGLEY_IDENTITY_RECORD_H
#define COTTINGLEY_IDENTITY_RECORD_H

#include "src/base/base.h"
#include "src/base/hamming.h"
#include "src/base/result.h"
#include "src/base/value.h"
#include "src/media/pdq.h"

enum { IDENTITY_WINDOWS = 36, IDENTITY_LEVELS = 64, IDENTITY_CELLS = PDQ_SIDE * PDQ_SIDE };

struct box4 {
	double x0, y0, x1, y1; /* shares of width and height; 0 0 1 1 is the whole picture */
};

struct identity_record {
	int quality;	/* of PDQ */
	bool matchable; /* quality >= PDQ_QUALITY_MIN: there is enough in the picture to know it by */
	struct bits256 whole[DIHEDRALS];
	bool trimmed; /* there are uniform borders; inner and trim are set */
	struct box4 trim;
	struct bits256 inner[DIHEDRALS];
	struct bits256 windows[IDENTITY_WINDOWS];
	uint8_t cells[IDENTITY_CELLS]; /* 0..63, from the darkest to the brightest sample; row by row */
};

/* 90, 85, 80 and 72 % of the sides, each at nine places: (i % 9) / 3 down, i % 3 to the right. PDQ bears a
 * box that is off by some 2 % of a side; a fitted box repairs the rest. */
struct box4 identity_window(unsigned i);

MUST_USE bool identity_measure(const struct raster *r,
			       struct identity_record *out); /* false without memory */
void identity_write(const struct identity_record *rec, struct value *details, struct arena *a);
/* Reads what a worker wrote: every length and digit is checked. False: no record, or a broken one. */
MUST_USE bool identity_read(const struct value *details, struct identity_record *out);

#endif
