/* SPDX-License-Identifier: GPL-3.0-or-later */
/* whiten.h: what stands out of a log spectrum: its decibels over the k x k median around each bin. The
 * half plane (layout: spectrum.h) is continued by what the transform of a real picture has there: rows
 * are periodic, (-fx, -fy) equals (fx, fy). So a picture turned by a quarter gives the same numbers; a
 * border of repeated values would treat one axis unlike the other. The median is taken of bytes of 2/3
 * dB, u8 = trunc(clip(1.5 (D + 40), 0, 255)), which reads the background low by 1/3 dB on average.
 *
 * A median at every bin costs more than decoding the picture. Windows that lie WHITEN_STEP bins apart
 * share most of their samples, so the median is taken exactly at every WHITEN_STEP-th bin and row, by
 * a sliding histogram, and interpolated linearly between. Against the median at every bin the
 * difference on noise is under .35 dB on average and under 2 dB everywhere
 * (tests/unit/test_recapture.c). */
#ifndef COTTINGLEY_WHITEN_H
#define COTTINGLEY_WHITEN_H

#include "src/base/base.h"
#include "src/base/error.h"

enum { WHITEN_STEP = 4 };

struct whiten {
	uint32_t n, half, k;   /* half = n/2 + 1; k odd */
	uint32_t cols, rows;   /* nodes */
	uint8_t *padded;       /* (n + k - 1) * (half + k - 1) bytes */
	float *nodes;          /* rows * cols: background, dB */
	float *line;           /* cols: nodes interpolated to one row */
};

/* n: multiple of 8; k: odd, 3..255. ST_MEMORY. Release also after a failure. */
MUST_USE enum status whiten_init(struct whiten *w, uint32_t n, uint32_t k, struct error *e);
void whiten_release(struct whiten *w);

/* x = db - background, n * half each. */
void whiten_run(struct whiten *w, const float *db, float *x);

#endif
