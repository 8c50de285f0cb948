/* SPDX-License-Identifier: GPL-3.0-or-later */
/* value.h: a small tree of JSON-like values in an arena: parameters, details and camera facts, whose shape
 * differs from check to check. Order is kept. Every call accepts a NULL parent or value (memory ran
 * out earlier) and answers NULL, so that builders need no test a line. */
#ifndef COTTINGLEY_VALUE_H
#define COTTINGLEY_VALUE_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/span.h"
#include "src/base/str.h"

enum value_kind { VALUE_NULL, VALUE_BOOL, VALUE_INT, VALUE_REAL, VALUE_TEXT, VALUE_ARRAY, VALUE_MAP };

struct value {
	enum value_kind kind;
	const char *key;           /* in a map */
	bool boolean;
	int64_t integer;
	double real;
	const char *text;          /* sanitised when it came out of value_decode */
	struct value *first, *last; /* ARRAY, MAP */
	struct value *next;
	uint32_t count;            /* of children */
};

struct value *value_new(struct arena *a, enum value_kind kind);

/* Adds a child to a map (key given) or to an array (key NULL) and returns it. */
struct value *value_add(struct arena *a, struct value *in, const char *key, enum value_kind kind);
void value_add_text(struct arena *a, struct value *in, const char *key, const char *text);
void value_add_int(struct arena *a, struct value *in, const char *key, int64_t v);
void value_add_real(struct arena *a, struct value *in, const char *key, double v);
void value_add_bool(struct arena *a, struct value *in, const char *key, bool v);
void value_add_null(struct arena *a, struct value *in, const char *key);

const struct value *value_get(const struct value *map, const char *key); /* NULL when absent */
const char *value_get_text(const struct value *map, const char *key);    /* NULL when absent */

void value_encode(const struct value *v, struct str *cbor);
/* Hostile input: at most `budget` nodes and 16 levels. NULL when malformed. */
MUST_USE struct value *value_decode(struct arena *a, struct span *cbor, unsigned *budget);

#endif
