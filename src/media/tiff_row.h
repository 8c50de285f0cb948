/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tiff_row.h: a row of TIFF samples as pixels of a raster. Inside src/media only. */
#ifndef COTTINGLEY_TIFF_ROW_H
#define COTTINGLEY_TIFF_ROW_H

#include "src/base/base.h"
#include "src/media/raster.h"

struct tiff_row {
	uint16_t bits, samples, photometric; /* 0 white is zero, 1 gray, 2 RGB, 3 palette */
	bool separate;                       /* each sample in a plane of its own */
	bool has_alpha;
	uint16_t alpha;                      /* which sample */
	uint8_t palette[256][3];
};

void tiff_row_palette(struct tiff_row *t, const uint16_t *red, const uint16_t *green, const uint16_t *blue,
		      unsigned n);
uint8_t tiff_row_channels(const struct tiff_row *t);
/* Does plane p (0 when the samples are interleaved) hold anything that is kept? */
bool tiff_row_wants(const struct tiff_row *t, uint16_t p);
/* Are w pixels in a row of that many bytes? */
bool tiff_row_fits(const struct tiff_row *t, uint32_t w, size_t bytes);
/* w pixels of plane p to (x, y). 16 bits: from is in native order. */
void tiff_row_put(const struct tiff_row *t, const uint8_t *from, uint16_t p, uint32_t w, struct raster *to,
		  uint32_t x, uint32_t y);

#endif
