/* SPDX-License-Identifier: GPL-3.0-or-later */
/* asset.h: a file as C2PA sees it (C2PA 2.2, appendix A): where its manifest stores are, byte for byte, and, for the
 * general box hash, the list of its boxes. Stricter than the readers of src/media, which go on after damage: what
 * is not exactly as the specification says is named. Everything lives in the arena; bytes are borrowed. */
#ifndef COTTINGLEY_ASSET_H
#define COTTINGLEY_ASSET_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/span.h"

enum { ASSET_MAX_BOXES = 65536, ASSET_MAX_STORES = 16, ASSET_MAX_STRAYS = 64, ASSET_MAX_PIECES = 65536 };

enum asset_kind {
	ASSET_OTHER, ASSET_JPEG, ASSET_PNG, ASSET_RIFF, ASSET_BMFF, ASSET_TIFF, ASSET_GIF, ASSET_SVG, ASSET_STORE
	/* STORE: the file itself is a store (.c2pa) */
};

struct extent { uint64_t start, length; };

struct store_found {
	struct span bytes;       /* the store in one piece: borrowed from the file, or joined or decoded in the arena */
	struct extent *pieces;   /* where its bytes stand in the file, in order (n_pieces 0: decoded, e.g. base64) */
	uint32_t n_pieces;
	uint64_t *ends;          /* of each piece in the store */
	struct extent places[4]; /* what a data hash must exclude for it, by the convention of this container */
	uint32_t n_places;
	bool usable;             /* one store, pieces in order and without gaps, length as declared */
	const char *code;        /* not usable: the specification's code, else NULL */
	struct error fault;      /* and its sentence, with the offset in the file */
	bool update;             /* BMFF: the box whose purpose is `update`; comes after its `original` */
};

/* Something near a store that does not belong where it is. */
enum stray_kind {
	STRAY_SECOND_STORE,  /* another complete store */
	STRAY_PIECE,         /* a piece that belongs to no usable store (APP11 leftovers, orphaned chunk) */
	STRAY_GAP,           /* other bytes between the pieces of one store */
	STRAY_AFTER_SCAN,    /* a store or piece after the first SOS, IDAT or image data */
	STRAY_FILL,          /* fill bytes between JPEG segments, unhashed by a box hash */
	STRAY_AFTER_END,     /* bytes after the end of the picture (EOI, IEND, RIFF size) */
	STRAY_CARVED         /* `jumb` ... `c2pa` found outside every place the specification names */
};
struct stray { enum stray_kind kind; struct extent at; const char *text; /* for people */ };

/* One box of the general box hash (2.2 section 18.7; names as there: "SOI", "APP1", "SOS", "RST0", "PNGh", "IHDR"). */
struct asset_box {
	const char *name;
	uint64_t offset, length; /* marker or header included. SOS: its header alone; the entropy data that follows is
				    data_length more bytes (likewise after RSTn) */
	uint64_t data_length;
	bool store;              /* a piece of the store in use: its name is "C2PA" */
};

struct asset {
	struct arena *arena;
	struct span bytes;
	enum asset_kind kind;
	struct store_found stores[ASSET_MAX_STORES]; uint32_t n_stores; /* in file order */
	struct store_found *merged; /* BMFF: of `original` and `update`; NULL: none */
	struct stray strays[ASSET_MAX_STRAYS]; uint32_t n_strays;
	struct asset_box *boxes; uint32_t n_boxes; /* JPEG and PNG */
	uint64_t end;            /* of the picture proper: just past EOI, IEND, the RIFF; 0 unknown */
	struct error damage;     /* the walk stopped here; ST_OK: none */
};

/* kind by the first bytes. ST_OK also when there is no store (n_stores 0). ST_MEMORY, ST_LIMIT. */
MUST_USE enum status asset_open(struct arena *a, struct span file, struct asset *out, struct error *e);
/* The store to verify: the only usable one. Two or more stores: NULL (2.2 section 15.5.2: treat as none). BMFF with
 * `original` and `update`: the merged store (A.5.3). NULL and *why (a store with code and fault) when a store is
 * there but none is
 * usable; both NULL: no store. */
const struct store_found *asset_store(const struct asset *a, const struct store_found **why);
/* Offset in the file of byte `at` of the store; false when the store is decoded. */
bool store_in_file(const struct store_found *s, uint64_t at, uint64_t *file);

const char *asset_kind_name(enum asset_kind k); /* "JPEG" */

#endif
