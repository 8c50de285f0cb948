/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tiff_dir.h: every directory of a TIFF file with its entries, for the walk and the decoder. TIFF 6.0
 * section 2; BigTIFF as libtiff defines it (8-byte offsets and counts, magic 43); the raw formats of Olympus
 * and Panasonic have a magic of their own and are TIFF behind it. Bounded: TIFF_MAX_DIRS directories,
 * TIFF_MAX_ENTRIES entries in all, no directory twice. Inside src/media only. */
#ifndef COTTINGLEY_TIFF_DIR_H
#define COTTINGLEY_TIFF_DIR_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/span.h"

enum { TIFF_MAX_DIRS = 2048, TIFF_MAX_ENTRIES = 65536 };

enum tiff_tag {
	TIFF_JPG_FROM_RAW = 0x002E, /* Panasonic */
	TIFF_NEW_SUBFILE = 0x00FE,
	TIFF_SUBFILE = 0x00FF,
	TIFF_WIDTH = 0x0100,
	TIFF_HEIGHT = 0x0101,
	TIFF_BITS = 0x0102,
	TIFF_COMPRESSION = 0x0103,
	TIFF_PHOTOMETRIC = 0x0106,
	TIFF_MAKE = 0x010F,
	TIFF_STRIP_OFFSETS = 0x0111,
	TIFF_SAMPLES = 0x0115,
	TIFF_STRIP_COUNTS = 0x0117,
	TIFF_TILE_OFFSETS = 0x0144,
	TIFF_TILE_COUNTS = 0x0145,
	TIFF_SUB_IFDS = 0x014A,
	TIFF_JPEG_TABLES = 0x015B,
	TIFF_JPEG_OFFSET = 0x0201,
	TIFF_JPEG_LENGTH = 0x0202,
	TIFF_XMP = 0x02BC,
	TIFF_IPTC = 0x83BB,
	TIFF_PHOTOSHOP = 0x8649,
	TIFF_EXIF = 0x8769,
	TIFF_ICC = 0x8773,
	TIFF_GPS = 0x8825,
	TIFF_MAKER_NOTE = 0x927C,
	TIFF_INTEROP = 0xA005,
	TIFF_JUMBF = 0xCD41, /* C2PA 1.3 section 11.3.4 */
};

enum tiff_ifd { TIFF_IFD_PAGE, TIFF_IFD_SUB, TIFF_IFD_EXIF, TIFF_IFD_GPS, TIFF_IFD_INTEROP };

struct tiff_entry {
	uint16_t tag, type;
	uint64_t count, at; /* at: offset of the entry in the span */
	struct span value;  /* empty when lost */
	bool apart;         /* the value lies outside the entry */
	bool lost;          /* unknown type, or outside the file */
};

struct tiff_dir {
	enum tiff_ifd kind;
	const char *name;        /* "IFD0", "IFD0 SubIFD1", "Exif", ...; in the arena */
	uint64_t offset, length; /* in the span; length 0: could not be read */
	struct tiff_entry *entries;
	uint32_t n;
};

struct tiff_dirs {
	struct span s;
	bool little, big;
	uint32_t header; /* bytes */
	struct tiff_dir *dirs; /* pages first come first, in the order they were met */
	uint32_t n, n_entries;
	struct error damage; /* the first; code ST_OK: none */
};

/* Is there a header that can be followed? */
bool tiff_header(const struct span *s);
/* ST_OK also for a damaged file (out->damage); ST_MEMORY. Everything lives in a. */
MUST_USE enum status tiff_dirs_read(struct arena *a, struct span s, struct tiff_dirs *out, struct error *e);

const struct tiff_entry *tiff_entry(const struct tiff_dir *d, uint16_t tag); /* first, or NULL */
/* Value i of an entry of an unsigned whole type; false when there is none. */
MUST_USE bool tiff_uint(const struct tiff_dirs *t, const struct tiff_entry *e, uint64_t i, uint64_t *v);
/* The first value of a tag, or `otherwise`; cut to 32 bits. */
uint32_t tiff_number(const struct tiff_dirs *t, const struct tiff_dir *d, uint16_t tag, uint32_t otherwise);

bool tiff_is_picture(const struct tiff_dir *d);
bool tiff_is_reduced(const struct tiff_dirs *t, const struct tiff_dir *d);
bool tiff_is_mask(const struct tiff_dirs *t, const struct tiff_dir *d);
/* The first page in full resolution; else the first such SubIFD; else the first picture; NULL: none. */
const struct tiff_dir *tiff_primary(const struct tiff_dirs *t);

#endif
