/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exif_out.h: an Exif block built by hand from keys. Tags are sorted, types are those of
 * Exif 2.32, offsets are right in either byte order (key order=II or MM), and IFD1 holds the
 * thumbnail if one is given. Nothing is checked for sense: saying contradictory things is
 * what the block is for. */
#ifndef GEN_EXIF_OUT_H
#define GEN_EXIF_OUT_H

#include "bytes.h"
#include "options.h"

#include <stdbool.h>

/* Fills in, for exif=camera, what an honest camera writes for a w x h picture. Keys that
 * were given stay; the value "-" leaves a tag out. */
void exif_camera_defaults(struct options *o, int w, int h);

/* True if a block was asked for: exif=camera, exif=bare, or any tag's key. */
bool exif_wanted(struct options *o);

/* Appends the TIFF structure (without "Exif" and its two zero bytes). thumbnail: a JPEG
 * file, or empty for none. */
void exif_build(struct options *o, const struct bytes *thumbnail, struct bytes *out);

/* One line for each key, on standard output. */
void exif_list_keys(void);

#endif
