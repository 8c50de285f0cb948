/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exif_thumbnail.h: does the thumbnail show the picture? Both are shrunk to one small grid and compared by
 * zero-mean normalised cross-correlation (NCC), which brightness and contrast do not change. Tried: all
 * eight orientations, black bars of a letterbox cut away, centre crops to the other one's shape, small
 * shifts; then one as a part of the other (cropping). Because the best of many tries is taken, unrelated pictures reach far
 * above 0. tests/bench/thumbnails prints what pictures and their own thumbnails reach. */
#ifndef COTTINGLEY_EXIF_THUMBNAIL_H
#define COTTINGLEY_EXIF_THUMBNAIL_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/media/raster.h"

enum thumbnail_state {
	THUMBNAIL_NONE,     /* there is none */
	THUMBNAIL_SILENT,   /* one of the two cannot be decoded, or is too flat to compare */
	THUMBNAIL_COMPARED,
};

struct thumbnail_match {
	enum thumbnail_state state;
	const char *why;        /* of SILENT */
	uint32_t width, height; /* of the thumbnail; 0 when it could not be decoded */
	double whole;           /* best NCC of the whole pictures, -1..1 */
	double part;            /* best NCC of the picture as a part of the thumbnail; -1: not searched */
	double part_share;      /* the share of the thumbnail's width that this part takes */
	double inside;          /* best NCC of the thumbnail as a part of the picture; -1: not searched */
};

/* ST_OK or ST_MEMORY. Fills state, why, width, height, whole, part, part_share, inside. */
MUST_USE enum status thumbnail_compare(const struct raster *picture, const struct raster *thumbnail,
				       struct thumbnail_match *m, struct error *e);

#endif
