/* SPDX-License-Identifier: GPL-3.0-or-later */
/* photoshop.h: image resource blocks (Adobe Photoshop File Formats Specification, November 2019, "Image
 * Resources Section"): '8BIM', id, padded name, size, padded data. JPEG keeps them in APP13 (several segments
 * are one run of bytes), TIFF in tag 34377. */
#ifndef COTTINGLEY_PHOTOSHOP_H
#define COTTINGLEY_PHOTOSHOP_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/hash.h"
#include "src/base/span.h"

enum { PHOTOSHOP_MAX_RESOURCES = 4096, PHOTOSHOP_MAX_BYTES = 16 * 1024 * 1024 };
enum photoshop_id {
	PS_RESOLUTION = 0x03ED, PS_IPTC = 0x0404, PS_JPEG_QUALITY = 0x0406, PS_THUMBNAIL4 = 0x0409,
	PS_COPYRIGHT = 0x040A, PS_URL = 0x040B, PS_THUMBNAIL = 0x040C, PS_ICC = 0x040F, PS_SLICES = 0x041A,
	PS_VERSION = 0x0421, PS_EXIF = 0x0422, PS_XMP = 0x0424, PS_DIGEST = 0x0425, PS_PRINT_SCALE = 0x0426,
};

struct photoshop_resource {
	uint16_t id;
	const char *name;   /* what the specification calls it, or NULL */
	const char *label;  /* the resource's own name, UTF-8; "" as a rule */
	const char *shown;  /* decoded, for people, or NULL */
	struct span bytes;  /* borrowed, or in the arena when the block was joined */
};

enum photoshop_digest {
	DIGEST_ABSENT,   /* no resource 0x0425 */
	DIGEST_UNSET,    /* all zeros: a program asked that XMP be used and IPTC be ignored */
	DIGEST_NO_IPTC,  /* a digest, and no IPTC to compare it with */
	DIGEST_MATCH,
	DIGEST_DIFFERS,  /* IPTC was changed by a program that does not keep the digest */
};

struct photoshop {
	struct photoshop_resource *list; uint32_t n;
	bool joined;        /* from several segments: places in the file are those of the first */
	bool damaged; uint64_t damage_offset;
	bool has_resolution; double x_dpi, y_dpi;
	bool has_quality; int quality /* 0..12 as Photoshop shows it */; const char *quality_format; /* "standard", "optimised", "progressive" */
	bool has_version; uint32_t version; const char *writer, *reader;
	enum photoshop_digest digest_state;
	uint8_t digest[MD5_LEN];
	bool has_thumbnail; bool thumbnail_bgr; /* 0x0409 of Photoshop 4.0 */
	uint32_t thumbnail_width, thumbnail_height; /* as its header says */
	uint64_t thumbnail_offset, thumbnail_length; /* of the JPEG in the file; 0: joined, or not a JPEG */
	struct span thumbnail; /* the JPEG */
	bool has_slices; const char *slices_name; /* often the name of the document */
	bool has_url; const char *url;
	bool has_copyright; bool copyrighted;
	struct span iptc, xmp, exif, icc; /* resources of these kinds; data NULL: none */
};

/* The block after "Photoshop 3.0\0". ST_OK also for damaged blocks; ST_CORRUPT when not one resource can be read;
 * ST_MEMORY. digest_state is filled by photoshop_digest(). */
MUST_USE enum status photoshop_read(struct arena *a, struct span block, struct photoshop *out, struct error *e);
/* Compares the digest with the MD5 of the IPTC bytes. iptc.data NULL: none. */
void photoshop_compare(struct photoshop *p, struct span iptc);
const char *photoshop_name(uint16_t id); /* NULL: nobody names it */
const char *photoshop_digest_words(enum photoshop_digest d);
struct value;
void photoshop_facts_value(struct arena *a, const struct photoshop *p, struct value *metadata); /* adds "photoshop" */

#endif
