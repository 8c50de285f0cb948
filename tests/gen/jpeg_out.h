/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jpeg_out.h: canvases (sRGB code values) to and from JPEG in memory, and the segments that
 * stand before the picture. */
#ifndef GEN_JPEG_OUT_H
#define GEN_JPEG_OUT_H

#include "bytes.h"
#include "canvas.h"
#include "options.h"

#include <stdbool.h>

struct jpeg_settings {
	int quality;          /* libjpeg's 1..100 */
	const char *sampling; /* 420 422 440 411 444 */
	const char *colours;  /* ycc gray rgb cmyk ycck */
	bool progressive;
	bool arithmetic;
	bool optimise;        /* Huffman tables made for this picture */
	bool jfif;
	int restart;          /* MCUs between restart markers, 0 = none */
};

/* Keys quality, sampling, colours, progressive, arithmetic, optimise, jfif, restart. */
struct jpeg_settings jpeg_from_options(struct options *o);

/* Appends a whole file to out. segments (may be NULL) go after SOI, or after the JFIF
 * segment if there is one. */
void jpeg_write(const struct canvas *c, const struct jpeg_settings *s,
		const struct bytes *segments, struct bytes *out);

/* Initialises c from a JPEG file in memory. */
void jpeg_read(const struct bytes *file, struct canvas *c);

void jpeg_size(const struct bytes *file, int *w, int *h);
/* The same smaller, but not under w x h if it was larger: as much as decoding alone can do. */
void jpeg_read_small(const struct bytes *file, struct canvas *c, int w, int h);

/* marker: the byte after 0xFF. At most 65533 bytes of data. */
void jpeg_add_segment(struct bytes *out, unsigned marker, const void *data, size_t n);

/* Segments asked for by keys com=TEXT, xmp=TEXT and marker.XX=TEXT (or =hex:0011..). */
void jpeg_add_asked(struct bytes *out, struct options *o);

/* Text as it stands, or the bytes after "hex:". */
void value_bytes(const char *text, struct bytes *out);

#endif
