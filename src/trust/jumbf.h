/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jumbf.h: JUMBF boxes (ISO/IEC 19566-5) as C2PA 2.2 section 11.1 uses them: a tree in an arena over borrowed bytes.
 * Hostile input: depth, number of boxes and every length are bounded. */
#ifndef COTTINGLEY_JUMBF_H
#define COTTINGLEY_JUMBF_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/span.h"

enum { JUMBF_DEPTH = 32, JUMBF_BOXES = 65536, JUMBF_LABEL_MAX = 1024, JUMBF_INFLATED_MAX = 32 * 1024 * 1024 };

#define FOURCC(a, b, c, d) \
	((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

struct jumbf_box {
	uint32_t type;        /* four characters, big-endian: FOURCC('j','u','m','b') is a superbox */
	struct span whole;    /* header included; origin: offset in the store */
	struct span payload;  /* without the header: of a superbox what C2PA hashes (2.2 section 8.4.2.3) */
	/* of a superbox, from its description box */
	uint8_t uuid[16];
	uint32_t kind;        /* first four bytes of the uuid: FOURCC('c','2','m','a') a manifest; see c2pa_uuid() */
	uint8_t toggles;
	const char *label;    /* "" when there is none; control characters are a fault; not sanitised otherwise */
	bool has_salt; struct span salt;
	struct jumbf_box *parent, *first, *last, *next; /* content boxes; the description box is not among them */
	uint32_t n;           /* content boxes */
};

/* bytes: one superbox and nothing else. ST_CORRUPT with the offset in the store, ST_LIMIT, ST_MEMORY. */
MUST_USE enum status jumbf_parse(struct arena *a, struct span bytes, struct jumbf_box **out, struct error *e);

bool jumbf_is_c2pa(const struct jumbf_box *b, uint32_t kind); /* a superbox with the C2PA uuid of that kind */
const struct jumbf_box *jumbf_child(const struct jumbf_box *b, const char *label); /* the only one; NULL: none or several */
unsigned jumbf_count(const struct jumbf_box *b, const char *label); /* children of that label */
const struct jumbf_box *jumbf_content(const struct jumbf_box *b, uint32_t type); /* first content box of a type */

/* A compressed manifest (kind `c2cm`: one `brob` box, Brotli) as the superbox inside, parsed, its bytes in the
 * arena. ST_CORRUPT (manifest.compressed.invalid), ST_LIMIT over JUMBF_INFLATED_MAX, ST_MEMORY. */
MUST_USE enum status jumbf_inflate(struct arena *a, const struct jumbf_box *compressed, struct jumbf_box **out,
				   struct error *e);

#endif
