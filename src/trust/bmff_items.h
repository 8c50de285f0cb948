/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bmff_items.h: where in a BMFF file picture data lies (ISO/IEC 14496-12: iloc of the top-level meta, stco
 * and co64 of the tracks), asked for one purpose: does some of it lie in bytes that a hash leaves out? */
#ifndef COTTINGLEY_BMFF_ITEMS_H
#define COTTINGLEY_BMFF_ITEMS_H

#include "src/trust/asset.h"
#include "src/trust/bmff_path.h"

/* What lies in a hole, for people ("an item of the picture"), or NULL: nothing does. in_hole is asked for
 * ranges inside the file. Items of metadata (Exif, mime, uri) are left alone. */
const char *bmff_loose_picture(const struct bmff_boxes *boxes, const struct span *file,
			       bool (*in_hole)(const void *owner, struct extent at), const void *owner);

#endif
