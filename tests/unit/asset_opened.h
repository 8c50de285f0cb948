/* SPDX-License-Identifier: GPL-3.0-or-later */
/* asset_opened.h: a made file, opened as asset_open() opens it, and what the tests of stores ask about it. */
#ifndef COTTINGLEY_ASSET_OPENED_H
#define COTTINGLEY_ASSET_OPENED_H

#include "tests/unit/unit.h"

#include "src/trust/asset.h"
#include "src/trust/jumbf.h"
#include "tests/unit/store_builder.h"

/* The codes of stores that are refused. */
#define TORN "claim.missing"
#define SEVERAL "general.error"
#define GAP "assertion.dataHash.mismatch"

struct opened {
	struct bytes file;
	struct arena arena;
	struct asset a;
	const struct store_found *store, *why;
	struct error e;
};

/* Takes the file. */
static inline void open_it(struct opened *o, struct bytes file)
{
	memset(o, 0, sizeof *o);
	o->file = file;
	arena_init(&o->arena, (size_t)256 << 20);
	assert_int_equal(asset_open(&o->arena, bytes_span(&file), &o->a, &o->e), ST_OK);
	o->store = asset_store(&o->a, &o->why);
}

static inline void end(struct opened *o)
{
	arena_release(&o->arena);
	bytes_release(&o->file);
}

static inline struct bytes small_store(void)
{
	const struct store_wish w = { .manifests = 1 };

	return build_store(&w);
}

static inline unsigned strays(const struct opened *o, enum stray_kind kind)
{
	unsigned n = 0;

	for (uint32_t i = 0; i < o->a.n_strays; i++)
		n += o->a.strays[i].kind == kind;
	return n;
}

static inline void assert_stray(const struct opened *o, enum stray_kind kind, uint64_t start, uint64_t length)
{
	for (uint32_t i = 0; i < o->a.n_strays; i++)
		if (o->a.strays[i].kind == kind && o->a.strays[i].at.start == start && o->a.strays[i].at.length == length)
			return;
	fail_msg("no stray of kind %d at %llu", kind, (unsigned long long)start);
}

static inline void assert_place(const struct opened *o, unsigned i, uint64_t start, uint64_t length)
{
	assert_true(i < o->store->n_places);
	assert_int_equal(o->store->places[i].start, start);
	assert_int_equal(o->store->places[i].length, length);
}

/* The store is this one, and each of its bytes stands where store_in_file says. */
static inline void assert_store(const struct opened *o, const struct bytes *store)
{
	uint64_t at;

	assert_non_null(o->store);
	assert_null(o->why);
	assert_true(o->store->usable);
	assert_null(o->store->code);
	assert_int_equal(o->store->bytes.len, store->len);
	assert_memory_equal(o->store->bytes.data, store->data, store->len);
	for (size_t i = 0; i < store->len && o->store->n_pieces; i++) {
		assert_true(store_in_file(o->store, i, &at));
		assert_int_equal(o->file.data[at], store->data[i]);
	}
	assert_false(store_in_file(o->store, store->len, &at));
	assert_int_equal(o->a.damage.code, ST_OK);
}

static inline void assert_refused(const struct opened *o, const char *code)
{
	assert_null(o->store);
	assert_non_null(o->why);
	assert_false(o->why->usable);
	assert_string_equal(o->why->code, code);
	assert_true(o->why->fault.has_offset);
	assert_true(o->why->fault.message[0]);
}

#endif
