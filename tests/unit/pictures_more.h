/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pictures_more.h: small WebP, GIF and BMP pictures in memory, with the pixels that they hold. GIF and BMP
 * are written here by hand, WebP containers too; the coded picture in a WebP is libwebp's. */
#ifndef COTTINGLEY_PICTURES_MORE_H
#define COTTINGLEY_PICTURES_MORE_H

#include "tests/unit/pictures.h"

/* ---- RIFF ---- */
void riff_add(struct bytes *body, const char *type, const void *data, size_t len); /* pads */
struct bytes riff_wrap(const char *form, const struct bytes *body); /* "WEBP" and its chunks */

/* ---- WebP ---- */
struct webp_wish {
	unsigned width, height; /* 0: 64 x 48 */
	bool lossless, alpha;
	int quality;            /* of lossy; 0: 75 */
};
/* The chunks of the coded picture (ALPH, VP8 or VP8L). *rgba: what was encoded; free(). Empty when this build
 * has no libwebp. */
struct bytes webp_coded(const struct webp_wish *w, uint8_t **rgba);
struct bytes picture_webp(const struct webp_wish *w, uint8_t **rgba); /* a file, simple or extended */
/* Payload of VP8X and ANMF. */
struct bytes webp_vp8x(uint8_t flags, uint32_t width, uint32_t height);
struct bytes webp_anmf(uint32_t x, uint32_t y, uint32_t width, uint32_t height, uint32_t ms,
		       const void *coded, size_t len);
/* Frames of 20 x 10 on a canvas of 40 x 30, the first at 10, 4; frame i is drawn as webp_coded() draws. */
struct bytes picture_webp_animated(unsigned frames, bool lossless, bool alpha);

/* ---- GIF ---- */
struct gif_wish {
	unsigned width, height;    /* the screen; 0: 30 x 20 */
	unsigned x, y, w, h;       /* of the image; w 0: as large as the screen */
	unsigned bits;             /* of an index, 1..8; 0: 4 */
	bool interlaced, local;    /* local: the colours belong to the image */
	bool has_transparent; uint8_t transparent;
	unsigned frames;           /* 0: 1 */
};
/* *indices: of the image, row by row; free(). Its colours are those of picture_palette(). */
struct bytes picture_gif(const struct gif_wish *w, uint8_t **indices);
/* An extension with its label and its contents in sub-blocks; header: the first sub-block, or NULL. */
struct bytes gif_block(uint8_t label, const char *header, const void *data, size_t len);

/* ---- BMP ---- */
struct bmp_wish {
	unsigned width, height;  /* 0: 13 x 7 */
	unsigned header;         /* 12, 40, 108, 124...; 0: 40 */
	unsigned bits;           /* 1, 4, 8, 16, 24, 32 */
	unsigned compression;    /* as BMP numbers it */
	bool top_down;
	unsigned colours;        /* in the table; 0: all */
	uint32_t mask[4];        /* with bit fields */
};
/* *rgba: 4 bytes a pixel, top row first; free(). */
struct bytes picture_bmp(const struct bmp_wish *w, uint8_t **rgba);

#endif
