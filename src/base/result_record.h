/* SPDX-License-Identifier: GPL-3.0-or-later */
/* result_record.h: reading one hostile CBOR record field by field; what result_decode*.c share. Every call answers false when the
 * value is not what may stand there; what was read lives in the reader's arena, and texts are sanitised. Private to base. */
#ifndef COTTINGLEY_RESULT_RECORD_H
#define COTTINGLEY_RESULT_RECORD_H

#include "src/base/result.h"
#include "src/base/span.h"

enum {
	TEXT_MAX = 4096, LIST_MAX = 65536, SMALL_LIST_MAX = 1024, NODES_MAX = 20000,
	SIDE_MAX = INT32_MAX, /* PNG's */
	/* Of all results together: a report draws each figure and numbers each finding. */
	FINDINGS_MAX = 2048, FIGURES_MAX = 128,
};

struct reader {
	struct arena *a;
	struct span in;
	unsigned nodes; /* what is left of the budget of value trees */
	unsigned findings, figures; /* and of these */
};

typedef bool (*field_fn)(struct reader *r, void *object, const char *key, size_t key_len, bool *known);
typedef bool (*item_fn)(struct reader *r, void *item);

/* Takes one from a budget; false when it is used up. */
bool record_spend(unsigned *budget);
bool record_key(const char *key, size_t len, const char *name);
/* Reads a map, giving each key to fn, which reads its value or says that it does not know it. */
bool record_map(struct reader *r, void *object, field_fn fn);
/* Reads an array of at most max items of `size` bytes into *items. */
bool record_list(struct reader *r, void *items, uint32_t *n, size_t size, uint32_t max, item_fn fn);
bool record_text(struct reader *r, const char **out);
/* A text that may not be null. */
bool record_word(struct reader *r, const char **out);
bool record_text_item(struct reader *r, void *item);
bool record_u32(struct reader *r, uint32_t max, uint32_t *out);
bool record_u64(struct reader *r, uint64_t *out);
/* An enum below count; enums are ints here. */
bool record_enum(struct reader *r, unsigned count, void *out);
bool record_status(struct reader *r, enum status *out);
bool record_digest(struct reader *r, uint8_t *out, size_t len);
bool record_tree(struct reader *r, struct value **out);
bool record_map_tree(struct reader *r, struct value **out);
bool record_floats(struct reader *r, const float **out, uint32_t *n);

/* In a field function: is this the key? */
#define KEY(name) record_key(k, len, name)

/* result_decode_check.c: one result of a check. */
bool record_result(struct reader *r, void *result);

#endif
