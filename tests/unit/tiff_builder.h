/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tiff_builder.h: TIFF files in memory, for tests and fuzz seeds: entry by entry, little-endian, right and wrong ones
 * alike; and compressed ones through libtiff's own encoder. */
#ifndef COTTINGLEY_TIFF_BUILDER_H
#define COTTINGLEY_TIFF_BUILDER_H

#include "tests/unit/pictures.h"

enum { TIFF_BUILDER_ENTRIES = 32 };

/* One directory. Values of more than four bytes are appended to the file when they are added. */
struct tiff_builder {
	struct bytes b;
	struct { uint16_t tag, type; uint32_t count, value; } entries[TIFF_BUILDER_ENTRIES];
	unsigned n;
	size_t link; /* where the offset of the next directory has to be written */
};

void tiff_begin(struct tiff_builder *t, const char magic[4]); /* "II*\0" */
uint32_t tiff_data(struct tiff_builder *t, const void *bytes, size_t len); /* appends; answers the offset */
void tiff_short(struct tiff_builder *t, uint16_t tag, uint16_t v);
void tiff_long(struct tiff_builder *t, uint16_t tag, uint32_t v);
void tiff_longs(struct tiff_builder *t, uint16_t tag, uint32_t n, const uint32_t *v);
void tiff_bytes(struct tiff_builder *t, uint16_t tag, uint16_t type, uint32_t n, const void *v); /* 1-byte types */
/* Writes the entries, sorted, as a directory and forgets them; answers its offset. chained: the last chained
 * directory, or the header, points to it. */
uint32_t tiff_directory(struct tiff_builder *t, bool chained);
void tiff_pokes(struct bytes *b, size_t at, uint32_t v); /* four bytes, little-endian */

/* A gray 8-bit picture of noise, one strip, in the directory under way. */
void tiff_gray(struct tiff_builder *t, uint32_t w, uint32_t h);

#endif
