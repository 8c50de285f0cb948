/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jpeg_marker.h: steps from marker to marker (ITU-T T.81 annex B). Inside src/media only. */
#ifndef COTTINGLEY_JPEG_MARKER_H
#define COTTINGLEY_JPEG_MARKER_H

#include "src/base/base.h"
#include "src/base/span.h"

enum {
	M_TEM = 0x01, M_SOF0 = 0xC0, M_SOF1 = 0xC1, M_SOF2 = 0xC2, M_SOF3 = 0xC3, M_DHT = 0xC4,
	M_JPG = 0xC8, M_DAC = 0xCC,
	M_RST0 = 0xD0, M_RST7 = 0xD7, M_SOI = 0xD8, M_EOI = 0xD9, M_SOS = 0xDA, M_DQT = 0xDB, M_DNL = 0xDC,
	M_DRI = 0xDD, M_DHP = 0xDE, M_EXP = 0xDF, M_APP0 = 0xE0, M_APP15 = 0xEF, M_SOF55 = 0xF7, M_COM = 0xFE
};

enum jpeg_step {
	JPEG_STEP,     /* a marker, and its segment when it has one */
	JPEG_STEP_END, /* no further marker; m->junk bytes were left */
	JPEG_STEP_CUT, /* its length runs past the end; body holds what there is */
	JPEG_STEP_BAD  /* its length is below 2; body is empty, the next step starts after the length */
};

struct jpeg_marker {
	uint8_t code;
	uint64_t junk_offset, junk; /* bytes passed over before it */
	uint64_t offset, length;    /* in the file: fill bytes, marker, length and body */
	uint64_t fill;              /* 0xFF bytes before the marker itself */
	struct span body;           /* after the length */
};

/* Moves s past the next marker. */
enum jpeg_step jpeg_marker_next(struct span *s, struct jpeg_marker *m);
bool jpeg_marker_alone(uint8_t code);  /* stands without a length */
bool jpeg_marker_frame(uint8_t code);  /* SOF0..SOF15 or JPEG-LS' SOF55 */
bool jpeg_marker_known(uint8_t code);  /* what T.81 gives a meaning in a picture */
/* Moves s over entropy-coded data to the marker that ends it (not RST), or to the end. Counts RST markers. */
uint64_t jpeg_marker_entropy(struct span *s, uint32_t *n_restarts);
/* "DQT", "APP13", "SOF2"; "0xBF" for what has no name. buf holds 8. */
const char *jpeg_marker_name(uint8_t code, char buf[8]);
/* The length of the JPEG that begins at s; false when it has no end of image. */
bool jpeg_marker_extent(struct span s, uint64_t *length);

/* Zigzag index to row order. Not named jpeg_natural_order: libjpeg exports that, and the linker would give it
 * ours. */
extern const uint8_t jpeg_row_order[64];

#endif
