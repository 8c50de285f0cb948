/* SPDX-License-Identifier: GPL-3.0-or-later */
/* raw_walk.h: raw formats that are not TIFF from their first byte. Each walk names header, directories and
 * data, lists the JPEGs that the format names, and takes EXIF from where the format keeps it. No maker publishes them:
 * the sources are the tables of ExifTool (FujiFilm.pm, MinoltaRaw.pm, SigmaRaw.pm, CanonRaw.pm) and the CIFF
 * specification (Canon, 1997). Inside src/media only. */
#ifndef COTTINGLEY_RAW_WALK_H
#define COTTINGLEY_RAW_WALK_H

#include "src/base/base.h"
#include "src/media/container.h"

MUST_USE enum status raf_walk(struct span bytes, struct container *c, struct error *e);
MUST_USE enum status mrw_walk(struct span bytes, struct container *c, struct error *e);
MUST_USE enum status x3f_walk(struct span bytes, struct container *c, struct error *e);
MUST_USE enum status crw_walk(struct span bytes, struct container *c, struct error *e);

/* ---- what they share with the walk over TIFF (raw_preview.c) ---- */

/* Is there at [from, from+length) of the span a JPEG that an ordinary decoder opens? Raw data is often a lossless
 * JPEG. Fills media type, width and height. May cost a pass over those bytes: bound the calls. */
bool raw_is_jpeg(const struct span *s, uint64_t from, uint64_t length, struct embedded *p);
/* The same, and adds it to c as "preview"; the EXIF in it becomes a block when c has none. False: memory. */
MUST_USE bool raw_preview(struct container *c, const struct span *s, uint64_t from, uint64_t length);

#endif
