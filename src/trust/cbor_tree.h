/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cbor_tree.h: one whole CBOR item (RFC 8949) as a tree in an arena, in which every item keeps its source range:
 * C2PA hashes and signs bytes as they stand, so nothing is ever encoded again before it is hashed. Hostile input:
 * depth at most CBOR_TREE_DEPTH, items at most CBOR_TREE_ITEMS, lengths checked against what is left. Indefinite
 * lengths, half and single floats, tags and simple values are read (other writers use them). Text must be UTF-8. */
#ifndef COTTINGLEY_CBOR_TREE_H
#define COTTINGLEY_CBOR_TREE_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/span.h"
#include "src/base/value.h"

enum { CBOR_TREE_DEPTH = 32, CBOR_TREE_ITEMS = 200000 };

enum cnode_kind {
	CN_UINT, CN_NINT, CN_BYTES, CN_TEXT, CN_ARRAY, CN_MAP, CN_TAG, CN_BOOL, CN_NULL, CN_REAL, CN_SIMPLE
};

struct cnode {
	enum cnode_kind kind;
	uint64_t number;     /* UINT: value; NINT: -1 - value; TAG: the tag; SIMPLE: its number */
	double real;         /* REAL */
	bool boolean;        /* BOOL */
	struct span bytes;   /* BYTES, TEXT: content (of indefinite strings: joined, in the arena) */
	const char *text;    /* TEXT: the same with a NUL, in the arena; not sanitised; NULL when it holds a NUL */
	struct span whole;   /* the item as it stands in the source, head included; whole.origin says where */
	struct cnode *first; /* ARRAY: items; TAG: its one item; MAP: key, value, key, value, ... */
	struct cnode *next;
	uint32_t count;      /* ARRAY: items; MAP: pairs */
	bool repeats;        /* MAP: a key stands there twice (RFC 8949 section 5.6: not valid) */
};

/* The span must hold exactly one item: ST_CORRUPT, with its offset, when it does not; ST_LIMIT; ST_MEMORY. */
MUST_USE enum status cbor_tree(struct arena *a, struct span bytes, struct cnode **out, struct error *e);
/* One item at the span's position, and moves past it. */
MUST_USE enum status cbor_tree_next(struct arena *a, struct span *bytes, struct cnode **out, struct error *e);

/* Every call accepts a NULL node and answers NULL or false when it is absent or of another kind. */
const struct cnode *cn_get(const struct cnode *map, const char *key); /* the first of that name */
const struct cnode *cn_get_int(const struct cnode *map, int64_t key);
const struct cnode *cn_kind(const struct cnode *n, enum cnode_kind kind); /* n, or NULL when it is another kind */
const char *cn_text(const struct cnode *map, const char *key);
bool cn_uint(const struct cnode *map, const char *key, uint64_t *v);
bool cn_bytes(const struct cnode *map, const char *key, struct span *v);
bool cn_is_text(const struct cnode *n, const char *text);

/* For people: the item as a value (byte strings as hex cut at 64 bytes, tags dropped but for tag 0, a time), sanitised,
 * at most `budget` nodes and 12 levels, the rest replaced by the text "...". Appends to `in` under key. */
void cn_show(struct arena *a, const struct cnode *n, struct value *in, const char *key, unsigned *budget);

#endif
