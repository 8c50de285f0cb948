/* SPDX-License-Identifier: GPL-3.0-or-later */
/* isobmff.h: the boxes of the ISO base media file format (ISO/IEC 14496-12), as HEIF (ISO/IEC 23008-12),
 * AVIF and Canon CR3 use them. Inside src/media only. One pass lists the boxes and keeps what they say
 * about items, tracks and properties (struct iso); the second puts pictures and blocks into the container. */
#ifndef COTTINGLEY_ISOBMFF_H
#define COTTINGLEY_ISOBMFF_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/span.h"
#include "src/media/container.h"

/* Bounds against files made of tables. 20000 items is what libheif reads, too. */
enum {
	ISO_MAX_DEPTH = 12, ISO_MAX_ITEMS = 20000, ISO_MAX_PROPERTIES = 20000, ISO_MAX_LINKS = 262144,
	ISO_MAX_TRACKS = 64,
};

struct box {
	char type[5];            /* the four bytes as they are; may be anything */
	uint64_t offset, length; /* of the whole box in the file, as far as there is one */
	struct span body;        /* behind size, type and extended type */
	uint8_t uuid[16];        /* of a 'uuid' box */
	bool cut;                /* it claims more bytes than there are */
	bool bad;                /* its size is smaller than its own header */
	bool to_end;             /* size 0 */
};

/* Moves s past one box; false when fewer than 8 bytes are left or the box is bad (then s did not move). */
MUST_USE bool box_next(struct span *s, struct box *out);
bool box_is(const struct box *b, const char *type);
bool box_is_uuid(const struct box *b, const uint8_t uuid[16]);
/* The type as text that is safe to show: as it is when printable, else its four bytes in hexadecimal. */
const char *box_name(struct arena *a, const char type[5]);
/* Reads the version and the flags of a full box. */
MUST_USE bool box_full(struct span *body, uint8_t *version, uint32_t *flags);

struct iso_property {
	char type[5];
	struct span body;
};

struct iso_item {
	uint32_t id, order;          /* order: in the file */
	char type[5];
	const char *content;         /* of a 'mime' item; else NULL */
	bool encoded;                /* its bytes are compressed (content_encoding) */
	bool located;                /* iloc names it */
	bool readable;               /* one run of bytes in this file: offset and length are filled */
	bool outside;                /* it leaves the file */
	uint64_t offset, length;
	uint32_t pieces;
	/* from the links */
	uint32_t thumbnail_of, auxiliary_of, describes; /* an item's id; 0: of none */
	uint32_t first_part;         /* of a derived picture: the first it is made of */
	bool tile;                   /* part of a grid */
	/* from the properties */
	uint32_t width, height;
	uint8_t bits;                /* of a sample; 0: unknown */
	const char *chroma;          /* "4:2:0" or NULL */
	const struct iso_property *aux, *icc;
};

struct iso_link { /* a reference from one item to another, or an item's property (1-based) */
	char type[5];
	uint32_t from, to;
};

struct iso_track {
	char handler[5], format[5];
	uint32_t width, height, samples;
	uint64_t offset;             /* of the first chunk; 0: unknown */
	uint64_t size;               /* of the first sample; 0: unknown */
};

struct iso {
	struct container *c;
	struct span file;
	struct span idat;            /* of the meta box; len 0: none */
	uint32_t primary;            /* 0: none */
	char handler[5];             /* of the meta box */
	bool has_meta, has_moov, in_items, full, no_memory;
	bool cut;                    /* the last box of the file runs past its end */
	unsigned canon;              /* inside a box of Canon's */
	struct iso_item *items; uint32_t n_items, room_items;
	struct iso_item *places; uint32_t n_places, room_places; /* what iloc says; id, offset, length ... */
	struct iso_property *properties; uint32_t n_properties, room_properties;
	struct iso_link *links; uint32_t n_links, room_links;
	struct iso_link *owned; uint32_t n_owned, room_owned; /* item -> property */
	struct iso_track *tracks; uint32_t n_tracks, room_tracks;
	uint64_t iloc_at;
};

/* Room for one more of n in *list (arena, doubling); false without memory (no_memory is set). */
MUST_USE bool iso_room(struct iso *w, void *list, uint32_t n, uint32_t *room, size_t size);
/* Says once that a table is longer than is read here. */
void iso_too_many(struct iso *w, uint64_t at, const char *what, uint32_t limit);
const char *iso_say(struct iso *w, const char *fmt, ...) PRINTF(2, 3);

/* What one box says about itself, and what it adds to w. NULL: nothing to say. isobmff_meta.c,
 * isobmff_moov.c and isobmff_property.c each look at the boxes that they know. */
const char *iso_meta_box(struct iso *w, const struct box *b);
const char *iso_moov_box(struct iso *w, const struct box *b);
const char *iso_property_box(struct iso *w, const struct box *b);
/* One reference box inside iref; large: 32-bit ids. */
const char *iso_reference(struct iso *w, const struct box *b, bool large);

/* "8-bit 4:2:0" and so on of a decoder configuration (hvcC, av1C); false for others. */
MUST_USE bool iso_coding(const struct iso_property *p, uint8_t *bits, const char **chroma);

/* Second pass (isobmff_items.c): links, places and properties go to the items; then the container's size,
 * format, blocks and pictures. False without memory or beyond the limits of the container. */
MUST_USE bool iso_items(struct iso *w);
struct iso_item *iso_find(const struct iso *w, uint32_t id); /* or NULL; once iso_items() began */
/* Tracks as pictures (isobmff_moov.c). */
MUST_USE bool iso_tracks(struct iso *w);
/* Canon's boxes (isobmff_canon.c). What a uuid box of theirs is, or NULL. What lies in one: a block or a
 * preview; *detail says which. */
const char *iso_canon_uuid(const struct box *b);
MUST_USE bool iso_canon_box(struct iso *w, const struct box *b, const char **detail);

MUST_USE enum status isobmff_walk(struct span bytes, struct container *c, struct error *e);

#endif
