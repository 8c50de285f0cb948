/* SPDX-License-Identifier: GPL-3.0-or-later */
/* binding_scene.h: a file, an assertion about its bytes, and what the verifier makes of the two. */
#ifndef COTTINGLEY_BINDING_SCENE_H
#define COTTINGLEY_BINDING_SCENE_H

#include "tests/unit/unit.h"

#include "src/base/cbor.h"
#include "src/trust/binding.h"
#include "tests/unit/store_builder.h"

struct scene {
	struct bytes file;
	struct arena arena;
	struct asset asset;
	const struct store_found *store;
	struct str cbor;          /* the assertion, written by the test */
	struct binding_input in;  /* fields may be set before scene_check() */
	struct status_log log;
	struct binding_report r;
	struct error e;
};

/* Takes the file. */
void scene_open(struct scene *s, struct bytes file);
void scene_close(struct scene *s);
/* Another file of the same length under the same assertion is a change of its bytes: read it anew. */
void scene_reopen(struct scene *s);
/* Checks s->cbor under that label, and asks for the code "assertion.<tail>"; whole codes have no such front. */
void scene_check(struct scene *s, const char *label, enum binding_answer answer, const char *code);
bool scene_says(const struct scene *s, const char *code);
bool scene_names(const struct scene *s, enum unbound_kind kind, uint64_t start, uint64_t length);

/* {exclusions: ranges, alg, hash: of all other bytes, pad}; alg NULL: left out, and SHA-256 is meant. */
void put_data_hash(struct scene *s, const char *alg, const struct extent *ranges, size_t n);
void put_ranges(struct str *o, const struct extent *ranges, size_t n);
/* The place that a data hash must leave out for the store. */
struct extent store_place(const struct scene *s);

/* A hash in the making. */
void digest_of(const char *alg, const struct str *bytes, struct str *cbor);

#endif
