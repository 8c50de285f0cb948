/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jfif.h: the small application segments of a JPEG: JFIF (ITU-T T.871) and its extension JFXX, Adobe's APP14 (Adobe
 * Technical Note 5116, section 18), and "Ducky", which Photoshop's Save for Web leaves (no public
 * specification; the layout is the one that ExifTool documents). */
#ifndef COTTINGLEY_JFIF_H
#define COTTINGLEY_JFIF_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/span.h"
#include "src/media/container.h"

struct jfif {
	bool has_jfif; uint64_t jfif_offset; uint8_t major, minor, unit; uint16_t x_density, y_density;
	uint8_t thumbnail_w, thumbnail_h;      /* raw RGB thumbnail in the segment */
	bool has_jfxx; uint8_t jfxx_code;      /* 0x10 JPEG, 0x11 palette, 0x13 RGB */
	uint64_t jfxx_offset, jfxx_jpeg_offset, jfxx_jpeg_length; /* the JPEG of 0x10; 0: none */
	bool has_adobe; uint64_t adobe_offset; uint16_t adobe_version, flags0, flags1; uint8_t transform;
	bool has_ducky; uint64_t ducky_offset; bool has_quality; uint32_t quality; /* 0..100 as Save for Web shows it */
	const char *comment, *copyright;       /* of Ducky; NULL: none */
	uint64_t comment_offset, comment_size, copyright_offset, copyright_size;
};

/* From the blocks of c; text goes into its arena. Never fails: what is cut short is absent. */
void jfif_read(struct container *c, struct jfif *out);

#endif
