/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exif_builder.h: builds TIFF blocks for tests, in either byte order. Entries are written in the order they
 * are added; pointers to the directories that have entries are added by builder_finish(). */
#ifndef COTTINGLEY_EXIF_BUILDER_H
#define COTTINGLEY_EXIF_BUILDER_H

#include "src/base/base.h"
#include "src/media/exif.h"

enum { BUILDER_ENTRIES = 256, BUILDER_BYTES = 65536 };

struct builder_entry {
	enum exif_ifd ifd;
	uint16_t tag, type;
	uint32_t count;
	size_t at, len; /* in values */
};

struct exif_builder {
	bool little;
	struct builder_entry entries[BUILDER_ENTRIES];
	unsigned n;
	uint8_t values[BUILDER_BYTES];
	size_t n_values;
	const uint8_t *thumbnail;
	size_t n_thumbnail;
	uint8_t out[2 * BUILDER_BYTES];
	size_t n_out;
};

void builder_init(struct exif_builder *b, bool little);
/* bytes are already in the block's byte order. */
void builder_raw(struct exif_builder *b, enum exif_ifd ifd, uint16_t tag, uint16_t type, uint32_t count,
		 const void *bytes, size_t len);
void builder_text(struct exif_builder *b, enum exif_ifd ifd, uint16_t tag, const char *s);
void builder_short(struct exif_builder *b, enum exif_ifd ifd, uint16_t tag, uint16_t v);
void builder_long(struct exif_builder *b, enum exif_ifd ifd, uint16_t tag, uint32_t v);
void builder_byte(struct exif_builder *b, enum exif_ifd ifd, uint16_t tag, uint8_t v);
/* n pairs of numerator and denominator; type RATIONAL, or SRATIONAL when sign. */
void builder_ratios(struct exif_builder *b, enum exif_ifd ifd, uint16_t tag, bool sign, unsigned n,
		    const int64_t *pairs);
/* Borrowed; put behind everything, IFD1 points to it. */
void builder_thumbnail(struct exif_builder *b, const void *jpeg, size_t len);
/* b->out[0..n_out) is the block. */
void builder_finish(struct exif_builder *b);

#endif
