/* SPDX-License-Identifier: GPL-3.0-or-later */
/* png_out.h: canvases (sRGB code values) as PNG in every colour type and depth. */
#ifndef GEN_PNG_OUT_H
#define GEN_PNG_OUT_H

#include "bytes.h"
#include "canvas.h"
#include "options.h"

/* Keys type=gray|rgb|palette|gray-alpha|rgba, depth, interlace, trns, srgb, phys,
 * text.NAME, ztxt.NAME, itxt.NAME. tiff: an Exif block for eXIf, or empty. Appends a whole
 * file to out. Without alpha of its own an alpha type gets a soft oval. */
void png_write(const struct canvas *c, struct options *o, const struct bytes *tiff,
	       struct bytes *out);

/* Appends one chunk with its length and checksum. */
void png_add_chunk(struct bytes *out, const char type[4], const void *data, size_t n);
/* Recomputes the checksum of the chunk whose length field is at the offset. */
void png_repair_checksum(struct bytes *file, size_t at);

#endif
