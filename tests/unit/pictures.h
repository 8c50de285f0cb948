/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pictures.h: small pictures made in memory with libjpeg and libpng themselves, for tests and fuzz seeds. */
#ifndef COTTINGLEY_PICTURES_H
#define COTTINGLEY_PICTURES_H

#include "src/base/base.h"
#include "src/base/span.h"

struct bytes {
	uint8_t *data; /* free() */
	size_t len;
};

struct jpeg_wish {
	unsigned width, height; /* 0: 64 x 48 */
	int components;         /* 0: 3; 1, 3 or 4 (CMYK with an Adobe marker) */
	int quality;            /* 0: 75 */
	int h, v;               /* sampling of the first component; 0: 2x2, or 1x1 when gray */
	bool progressive, arithmetic, optimised;
	unsigned restart;       /* MCUs */
	uint8_t solid[4];       /* with is_solid: every sample */
	bool is_solid;
};
struct bytes picture_jpeg(const struct jpeg_wish *w);

/* rows: packed samples as PNG stores them, big-endian. trns, with_palette: where the colour type allows. */
struct png_wish {
	unsigned width, height;
	int depth, colour;
	bool interlaced, trns;
};
/* *rows: what was written, row after row without filter bytes; free(). */
struct bytes picture_png(const struct png_wish *w, uint8_t **rows);
/* The palette and alpha that picture_png writes for index i. */
void picture_palette(unsigned i, uint8_t rgba[4]);

uint8_t picture_noise(uint32_t x, uint32_t y, uint32_t c); /* the sample patterns are made of */

/* Editing: all take and give owned bytes. */
struct bytes bytes_copy(const void *data, size_t len);
void bytes_insert(struct bytes *b, size_t at, const void *data, size_t len);
void bytes_add(struct bytes *b, const void *data, size_t len);
size_t bytes_find(const struct bytes *b, const void *what, size_t len, size_t from); /* SIZE_MAX: nowhere */
struct span bytes_span(const struct bytes *b);
void bytes_release(struct bytes *b);

/* An APPn segment: marker, length, payload. */
struct bytes picture_segment(uint8_t marker, const void *payload, size_t len);
/* A PNG chunk with its checksum. */
struct bytes picture_chunk(const char *type, const void *data, size_t len);

#endif
