/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fields.h: reads one flat CBOR map into a struct, by a table, as hostile input. Unknown keys are passed
 * over, a key that comes twice or holds what it may not is an error. */
#ifndef COTTINGLEY_FIELDS_H
#define COTTINGLEY_FIELDS_H

#include "src/base/base.h"
#include "src/base/span.h"

enum field_kind {
	FIELD_U32,    /* uint32_t or unsigned, at most max */
	FIELD_U64,    /* uint64_t, at most max */
	FIELD_I64,    /* int64_t */
	FIELD_BOOL,   /* bool */
	FIELD_ENUM,   /* an enum, at most max */
	FIELD_REAL,   /* double, finite */
	FIELD_TEXT,   /* char[max]: UTF-8 of at most max - 1 bytes once sanitised; longer is cut */
	FIELD_NAME,   /* char[max]: as text, but too long is an error */
	FIELD_BYTES,  /* struct span, borrowed, at most max bytes */
	FIELD_ITEM,   /* struct span of one whole item, borrowed */
	FIELD_OTHER,  /* read() does it */
};

struct field {
	const char *key;
	enum field_kind kind;
	size_t offset; /* in the struct */
	uint64_t max;
	bool (*read)(struct span *in, void *base); /* FIELD_OTHER */
};

/* *seen: bit i is set when fields[i] was there; n is at most 64. *in is left behind the map, or at what was
 * wrong. */
MUST_USE bool fields_read(struct span *in, const struct field *fields, size_t n, void *base, uint64_t *seen);

/* Is the key there? For tests of what a kind must have. */
bool fields_has(const struct field *fields, size_t n, uint64_t seen, const char *key);
/* All of a space-separated list of keys. */
bool fields_have(const struct field *fields, size_t n, uint64_t seen, const char *keys);

#endif
