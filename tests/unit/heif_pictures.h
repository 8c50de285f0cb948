/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heif_pictures.h: small HEIC and AVIF pictures made in memory by libheif's own encoders, for tests and
 * fuzz seeds. Only in builds WITH_HEIF. */
#ifndef COTTINGLEY_HEIF_PICTURES_H
#define COTTINGLEY_HEIF_PICTURES_H

#include "tests/unit/pictures.h"

#include <libheif/heif.h>

struct heif_picture_wish {
	bool av1;                        /* else HEVC */
	int width, height;               /* 0: 64 x 64 */
	int bits;                        /* 0: 8; 10 or 12: more */
	bool gray, alpha, full_chroma;   /* full_chroma: 4:4:4, not 4:2:0 */
	bool clap;                       /* odd sizes are cropped by clap, not by a grid of one tile */
	int thumbnail;                   /* its longer side; 0: none */
	enum heif_orientation turned;    /* 0: as it is; written as irot and imir */
	const void *exif, *xmp, *icc;
	size_t exif_len, xmp_len, icc_len;
};

/* The sample that was encoded, 0..255: smooth, so that lossy coding keeps it. c: 0..2 colour, 3 alpha. */
unsigned heif_picture_sample(int x, int y, int c);
bool heif_picture_can(bool av1); /* is there an encoder? */
struct bytes picture_heif(const struct heif_picture_wish *w);

#endif
