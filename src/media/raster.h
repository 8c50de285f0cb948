/* SPDX-License-Identifier: GPL-3.0-or-later */
/* raster.h: decoded samples, as stored: no orientation, no colour management. */
#ifndef COTTINGLEY_RASTER_H
#define COTTINGLEY_RASTER_H

#include "src/base/base.h"

/* Interleaved samples. 8 bit: bytes. 16 bit: native uint16_t. */
struct raster {
	uint32_t width, height;
	uint8_t channels; /* 1 gray, 2 gray+alpha, 3 RGB, 4 RGB+alpha */
	uint8_t depth;    /* 8 or 16 */
	void *data;       /* mem_array; width * height * channels * depth/8 */
};
void raster_release(struct raster *r);

/* One plane of bytes, row by row, no padding. */
struct plane {
	uint32_t width, height;
	uint8_t *data; /* mem_array */
};
void plane_release(struct plane *p);

/* Rec. 601 luma, .299 .587 .114 in 16-bit fixed point, rounded; 16-bit samples are taken at their high byte;
 * alpha is ignored. NULL data on failure. */
MUST_USE bool raster_luma(const struct raster *r, struct plane *out);

/* A small RGB picture, rows without padding. */
struct small {
	uint32_t width, height;
	uint8_t *rgb; /* mem_array */
};
void small_release(struct small *s);
/* The whole of r by area average, its long side at most `side`. NULL rgb on failure. */
MUST_USE bool raster_small(const struct raster *r, uint32_t side, struct small *out);

/* Area average of rect to exactly out_w x out_h RGB bytes (out: out_w*out_h*3); gray is replicated, alpha is
 * laid over mid gray checks. */
void raster_shrink_rgb(const struct raster *r, uint32_t x, uint32_t y, uint32_t w, uint32_t h, uint32_t out_w,
		       uint32_t out_h, uint8_t *out);

#endif
