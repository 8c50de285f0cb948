/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bandmap.h: which bins of a half plane (layout: spectrum.h) may speak, and in which band of frequency
 * they lie. Left out: the twins (fx = 0 and fx = 1/2 with fy <= 0); bins with both coordinates within 1
 * of a multiple of n/8, and bins within t of an axis and of such a multiple along it (t = 2 for n >= 512,
 * else 1), where the 8 x 8 blocks of the last JPEG save put their lines. */
#ifndef COTTINGLEY_BANDMAP_H
#define COTTINGLEY_BANDMAP_H

#include "src/base/base.h"
#include "src/base/error.h"

enum { WAVE_BANDS = 6, HUE_BANDS = 4 };
/* Cycles per pixel. Waves: .03 .06 .1 .2 .35 .5 .71. Hue bands, for the colour rotation, which lies
 * lower: .02 .04 .08 .14 .25 at n = 512, .02 .05 .1 .16 .26 below. */
extern const float wave_edge[WAVE_BANDS + 1];

struct bandmap {
	uint32_t n, half;
	uint8_t *wave; /* n * half: 1 + band, 0 for none */
	uint8_t *hue;  /* n * half: 1 + hue band, 0 for none */
	uint32_t hue_bins[HUE_BANDS];
};

MUST_USE enum status bandmap_init(struct bandmap *b, uint32_t n, struct error *e); /* n: multiple of 8 */
/* The n rows and n/2 + 1 columns of `from` around frequency 0. n: even, at most from->n. */
MUST_USE enum status bandmap_middle(struct bandmap *b, const struct bandmap *from, uint32_t n, struct error *e);
void bandmap_release(struct bandmap *b);

#endif
