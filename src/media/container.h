/* SPDX-License-Identifier: GPL-3.0-or-later */
/* container.h: what a file is made of, found without decoding a pixel. Everything lives in the arena. */
#ifndef COTTINGLEY_CONTAINER_H
#define COTTINGLEY_CONTAINER_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/result.h"
#include "src/base/span.h"

enum { CONTAINER_MAX_SEGMENTS = 65536, CONTAINER_MAX_TEXT = 65536 };

/* A block of metadata inside the file, borrowed from the evidence. */
enum block_kind { BLOCK_EXIF, BLOCK_XMP, BLOCK_ICC, BLOCK_IPTC, BLOCK_PHOTOSHOP, BLOCK_JUMBF, BLOCK_TEXT,
		  BLOCK_XMP_EXTENSION, BLOCK_JFIF, BLOCK_JFXX, BLOCK_ADOBE, BLOCK_DUCKY };
struct block {
	enum block_kind kind;
	/* EXIF: from the TIFF header on; of a TIFF the whole file. XMP, PHOTOSHOP: after the identifier. ICC: the
	 * profile or its part (JPEG), the chunk (PNG). JUMBF: the APP11 payload from "JP" on, the caBX data, the
	 * boxes in a C2PA uuid box, or the value of TIFF entry 0xCD41. IPTC: the records of resource 0x0404 or of
	 * TIFF entry 0x83BB. TEXT: the payload as it stands in the file. XMP_EXTENSION, JFIF, JFXX, ADOBE, DUCKY:
	 * after the identifier. */
	struct span bytes;
	bool decoded;         /* the bytes were inflated or read from hex and lie in the arena: their origin is the
				 place of the piece that they came from, and a place inside them is none in the file */
	uint8_t part, parts;  /* ICC of a JPEG: "part 1 of 3"; 0: not numbered */
	const char *keyword;  /* TEXT: PNG keyword or "COM". EXIF of a CR3: "IFD0", "Exif" or "GPS" */
	const char *text;     /* TEXT: the text, UTF-8, inflated, cut at 64 kB; else NULL */
};

struct container {
	struct arena *arena;      /* given by the caller before walk() */
	const struct codec *codec;
	uint32_t width, height;   /* of the primary picture, as stored */
	const char *format;       /* for people: "JPEG, baseline, 4:2:2" */
	struct segment *segments; uint32_t n_segments, room_segments;
	struct embedded *pictures; uint32_t n_pictures, room_pictures;
	struct block *blocks; uint32_t n_blocks, room_blocks;
	uint64_t end;             /* offset just past the primary picture's last byte; 0 when unknown */
	struct error damage;      /* the first, with its offset; code ST_OK: none */
};

/* Builders for codecs; false without memory or beyond CONTAINER_MAX_SEGMENTS. */
MUST_USE bool container_segment(struct container *c, const char *name, uint64_t offset, uint64_t length,
				uint32_t depth, const char *detail);
MUST_USE bool container_picture(struct container *c, const struct embedded *p);
MUST_USE bool container_block(struct container *c, const struct block *b);
/* Keeps the first only. */
void container_damage(struct container *c, enum status st, uint64_t offset, const char *fmt, ...)
	PRINTF(4, 5);
/* Why a builder answered false: ST_LIMIT or ST_MEMORY. */
enum status container_full(const struct container *c, struct error *e);
/* Text of the evidence as UTF-8, in the arena, cut at CONTAINER_MAX_TEXT: what is not UTF-8 is read as
 * Latin-1. */
char *container_text(struct container *c, const uint8_t *bytes, size_t len);
const struct block *container_find(const struct container *c, enum block_kind kind); /* first, or NULL */

#endif
