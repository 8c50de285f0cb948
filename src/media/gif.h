/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gif.h: what walk and decoder of GIF share (GIF89a specification, CompuServe 1990). Inside src/media
 * only. */
#ifndef COTTINGLEY_GIF_H
#define COTTINGLEY_GIF_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/span.h"
#include "src/media/container.h"

/* The canvas: the logical screen, grown to hold the first image. There are files whose screen is smaller, or
 * 0 x 0, and browsers show them in this way (Chromium: GIFImageReader, Firefox: nsGIFDecoder2). */
static inline void gif_canvas(uint32_t *width, uint32_t *height, uint32_t x, uint32_t y, uint32_t image_width,
			      uint32_t image_height)
{
	if (*width < x + image_width)
		*width = x + image_width;
	if (*height < y + image_height)
		*height = y + image_height;
}

/* Sub-blocks (section 15): moves s behind the empty one that ends them. *chain: all of them, lengths
 * included. False when the file ends first; s stands at its end then. */
MUST_USE bool gif_sub_blocks(struct span *s, struct span *chain);
/* Their contents in one piece, in the arena, at most max bytes; its place in the file is that of the first
 * byte. NULL data without memory. */
struct span gif_join(struct container *c, struct span chain, size_t max);

/* An extension: adds its segment and its blocks. s stands at its 0x21. *budget: bytes of contents still
 * joined from this file. False without memory. */
MUST_USE bool gif_extension(struct container *c, struct span *s, size_t *budget);

MUST_USE enum status gif_walk(struct span bytes, struct container *c, struct error *e);

#endif
