/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bmp.h: the headers of a Windows or OS/2 bitmap (Microsoft: BITMAPFILEHEADER, BITMAPCOREHEADER,
 * BITMAPINFOHEADER, BITMAPV4HEADER, BITMAPV5HEADER; IBM: "Bitmap File Format", OS/2 2.x; versions 2 and 3
 * with 52 and 56 bytes are Adobe's). Inside src/media only. */
#ifndef COTTINGLEY_BMP_H
#define COTTINGLEY_BMP_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/base/span.h"
#include "src/media/container.h"
#include "src/media/raster.h"

enum { BMP_FILE_HEADER = 14, BMP_CORE = 12, BMP_OS2_SHORT = 16, BMP_INFO = 40, BMP_OS2 = 64, BMP_V4 = 108,
       BMP_V5 = 124 };
/* As Windows numbers them; OS/2's 3 and 4 (Huffman, RLE24) are moved out of the way. */
enum {
	BMP_RGB, BMP_RLE8, BMP_RLE4, BMP_BITFIELDS, BMP_JPEG, BMP_PNG, BMP_ALPHABITFIELDS,
	BMP_OS2_HUFFMAN = 0x10003, BMP_OS2_RLE24
};
enum { BMP_LINKED = 0x4C494E4B, BMP_EMBEDDED = 0x4D424544 }; /* "LINK", "MBED" */

struct bmp_header {
	uint32_t file_size;          /* as the file header says */
	uint32_t header;             /* size of the information header */
	uint32_t width, height;
	bool top_down;
	uint16_t bits;               /* a pixel */
	uint32_t compression;        /* BMP_... */
	uint32_t image_bytes;        /* as written; 0 is usual when not compressed */
	uint64_t masks, masks_bytes; /* behind the header: offset from the start, length; length 0: none */
	uint32_t mask[4];            /* red, green, blue, alpha; for 16 and 32 bits */
	uint64_t palette;            /* offset from the start */
	uint32_t entry, n_colours;   /* bytes of one, 3 or 4; how many */
	uint64_t pixels;             /* offset from the start */
	uint32_t colour_space;
	uint64_t profile;            /* offset from the start */
	uint32_t profile_bytes;      /* 0: none */
};

/* ST_CORRUPT: these are no headers. */
MUST_USE enum status bmp_header_read(struct span bytes, struct bmp_header *h, struct error *e);
/* Bytes from one row to the next. */
uint64_t bmp_stride(const struct bmp_header *h);
bool bmp_compressed(const struct bmp_header *h); /* run-length codes */
/* Why there is no reader for these pixels; ST_OK: there is. */
MUST_USE enum status bmp_supported(const struct bmp_header *h, struct error *e);

/* Run-length codes (Microsoft: "Bitmap Compression"). out: width * height indices, bottom row first; NULL:
 * only find the end. Answers how many bytes of s were used; *whole: there was an end-of-bitmap. */
uint64_t bmp_runs(const struct bmp_header *h, struct span s, uint8_t *out, bool *whole);

MUST_USE enum status bmp_walk(struct span bytes, struct container *c, struct error *e);
MUST_USE enum status bmp_decode(struct span bytes, const struct limits *lim, struct job_control *ctl,
				struct raster *out, struct error *warning, struct error *e);

#endif
