/* SPDX-License-Identifier: GPL-3.0-or-later */
/* binding_parts.h: what the kinds of hard bindings share; private to binding*.c and unbound*.c. */
#ifndef COTTINGLEY_BINDING_PARTS_H
#define COTTINGLEY_BINDING_PARTS_H

#include "src/trust/binding.h"

#include <openssl/evp.h>

/* One piece of the file's structure: what a range over it would leave unbound. */
struct piece {
	struct extent at;
	uint32_t head;          /* bytes of marker, length and type in front of the content */
	enum unbound_kind kind; /* when all of it is left out */
	const char *what;       /* "APP1 Exif" */
};

struct pieces {
	struct piece *list;
	uint32_t n, room;
	bool read;
};

struct binder {
	struct arena *a;
	const struct binding_input *in;
	struct status_log *log;
	struct binding_report *out;
	struct error *e;
	const char *scheme;   /* "dataHash": middle of the codes */
	struct pieces pieces; /* of the file, read when first asked for; ordered by start */
};

/* ---- binding.c ---- */

/* The one answer, with its code ("assertion.dataHash.mismatch"); not a match: the text is the note too.
 * ST_OK, ST_MEMORY. */
MUST_USE enum status binder_answer(struct binder *b, enum binding_answer answer, const char *fmt, ...) PRINTF(3, 4);
MUST_USE enum status binder_fail(struct binder *b, enum binding_answer answer, const char *code, const char *fmt, ...)
	PRINTF(4, 5);
/* The informational additionalExclusionsPresent of this kind. */
void binder_extra(struct binder *b, const char *fmt, ...) PRINTF(2, 3);
/* For people, behind what the note says already. */
void binder_note(struct binder *b, const char *fmt, ...) PRINTF(2, 3);
/* Algorithm of a map, else of the claim. False: none or not allowed; the answer has been given. */
bool binder_algorithm(struct binder *b, const struct cnode *map, const char **alg, enum status *st);
/* cn_get() that takes a null for absent: writers put null where they mean nothing. */
const struct cnode *binder_get(const struct cnode *map, const char *key);
/* Is `pad` or `pad2` of the map more than zeros? Says so. */
void binder_pads(struct binder *b, const struct cnode *map);

struct digest { EVP_MD_CTX *ctx; };
MUST_USE enum status digest_begin(struct binder *b, const char *alg, struct digest *d);
MUST_USE enum status digest_range(struct binder *b, struct digest *d, uint64_t start, uint64_t length); /* inside the file */
void digest_offset(struct digest *d, uint64_t offset); /* eight bytes, big-endian */
/* Ends it and compares; ends it too when the status is bad. */
bool digest_equals(struct digest *d, const struct span *expected);
void digest_drop(struct digest *d);

MUST_USE enum status binding_data(struct binder *b);
MUST_USE enum status binding_boxes(struct binder *b);
MUST_USE enum status binding_bmff(struct binder *b);

/* ---- unbound.c ---- */

/* Names what the range leaves unbound, by the structure of the file. */
MUST_USE enum status unbound_range(struct binder *b, struct extent at);
MUST_USE enum status unbound_put(struct binder *b, struct extent at, enum unbound_kind kind, const char *what);
/* Puts them in order; overlapping ones are cut. */
void unbound_finish(struct binder *b);

/* ---- unbound_pieces.c, unbound_tiff.c ---- */
MUST_USE enum status pieces_read(struct binder *b);
MUST_USE enum status unbound_add(struct binder *b, struct piece p);
MUST_USE enum status pieces_tiff(struct binder *b);
/* "APP1 Exif" of the segment that starts there, from the container reader; NULL: it names none. */
const char *piece_name(const struct binder *b, uint64_t offset, uint64_t length);
/* Four characters of a type, safe to show. */
const char *piece_type(struct binder *b, const uint8_t type[4]);

static inline uint64_t extent_end(struct extent x)
{
	return x.start + x.length;
}

static inline bool extents_meet(struct extent a, struct extent b)
{
	return a.start < extent_end(b) && b.start < extent_end(a);
}

#endif
