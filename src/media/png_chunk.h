/* SPDX-License-Identifier: GPL-3.0-or-later */
/* png_chunk.h: steps from chunk to chunk (W3C PNG, second edition, section 5). Inside src/media only. */
#ifndef COTTINGLEY_PNG_CHUNK_H
#define COTTINGLEY_PNG_CHUNK_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/span.h"
#include "src/media/container.h"

#define PNG_SIGNATURE "\x89PNG\r\n\x1a\n"

struct png_header {
	uint32_t width, height;
	uint8_t depth, colour, interlace; /* colour: 0 gray, 2 RGB, 3 palette, 4 gray+alpha, 6 RGB+alpha */
};

struct png_chunk {
	char type[5];
	uint64_t offset, length; /* in the file: length field, type, data and CRC */
	struct span data;
	bool cut;     /* it runs past the end; data holds what there is */
	bool bad_crc; /* computed only when asked for */
	bool bad_type; /* not four letters */
};

/* s stands at a signature. False without a signature and an IHDR of 13 bytes behind it. */
MUST_USE bool png_header_read(struct span s, struct png_header *out);
/* "8-bit RGB, interlaced"; in buf, which holds 48. */
const char *png_header_words(const struct png_header *h, char buf[48]);
/* Moves s past one chunk; false when fewer than 12 bytes are left. */
MUST_USE bool png_chunk_next(struct span *s, bool crc, struct png_chunk *out);
/* The length of the PNG that begins at s; false when it has no IEND. */
MUST_USE bool png_extent(struct span s, uint64_t *length);

MUST_USE enum status png_walk(struct span bytes, struct container *c, struct error *e);
/* tEXt, zTXt, iTXt: adds a block; *detail tells the keyword. *budget: bytes of text still taken from this
 * file. */
MUST_USE bool png_text_chunk(struct container *c, const struct png_chunk *k, size_t *budget,
			     const char **detail);
/* "Raw profile type NAME", as ImageMagick writes it: a blank line, the name, a count, then hex. Adds the block that it
 * holds, decoded; adds none when it is no such text. */
MUST_USE bool png_raw_profile(struct container *c, const char *name, struct span text);

#endif
