/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/binding_scene.h"

enum { ARENA = 64 << 20, TEXT = 1 << 24 };

void scene_reopen(struct scene *s)
{
	const struct store_found *why;

	arena_release(&s->arena);
	arena_init(&s->arena, ARENA);
	assert_int_equal(asset_open(&s->arena, bytes_span(&s->file), &s->asset, &s->e), ST_OK);
	s->store = asset_store(&s->asset, &why);
	s->in.asset = &s->asset;
	s->in.store = s->store;
}

void scene_open(struct scene *s, struct bytes file)
{
	memset(s, 0, sizeof *s);
	s->file = file;
	s->in.url = "self#jumbf=/c2pa/m/c2pa.assertions/hash";
	s->in.default_alg = "sha256";
	arena_init(&s->arena, ARENA);
	str_init(&s->cbor, TEXT);
	scene_reopen(s);
}

void scene_close(struct scene *s)
{
	arena_release(&s->arena);
	str_release(&s->cbor);
	bytes_release(&s->file);
}

static void check_order(const struct scene *s)
{
	uint64_t end = 0;

	for (uint32_t i = 0; i < s->r.n_unbound; i++) {
		assert_true(s->r.unbound[i].at.start >= end && s->r.unbound[i].at.length > 0);
		assert_non_null(s->r.unbound[i].what);
		end = s->r.unbound[i].at.start + s->r.unbound[i].at.length;
	}
	assert_true(end <= s->file.len);
}

void scene_check(struct scene *s, const char *label, enum binding_answer answer, const char *code)
{
	struct cnode *n = NULL;

	assert_int_equal(cbor_tree(&s->arena, span_of(s->cbor.data, s->cbor.len, 0), &n, &s->e), ST_OK);
	s->in.assertion = n;
	s->in.label = label;
	status_log_init(&s->log, &s->arena);
	assert_int_equal(binding_check(&s->arena, &s->in, &s->log, &s->r, &s->e), ST_OK);
	check_order(s);
	if (s->r.answer != answer || !scene_says(s, code))
		fail_msg("answer %d (%s), not %d with %s", (int)s->r.answer, s->r.note ? s->r.note : "", (int)answer, code);
	assert_int_equal(status_has_class(&s->log, CODE_SUCCESS), answer == BINDING_MATCH);
	assert_int_equal(status_has_class(&s->log, CODE_FAILURE), answer != BINDING_MATCH);
	assert_true(answer == BINDING_MATCH || s->r.note);
}

bool scene_says(const struct scene *s, const char *code)
{
	char whole[100];

	snprintf(whole, sizeof whole, "assertion.%s", code);
	return status_has(&s->log, whole) || status_has(&s->log, code);
}

bool scene_names(const struct scene *s, enum unbound_kind kind, uint64_t start, uint64_t length)
{
	for (uint32_t i = 0; i < s->r.n_unbound; i++)
		if (s->r.unbound[i].kind == kind && s->r.unbound[i].at.start == start && s->r.unbound[i].at.length == length)
			return true;
	return false;
}

void digest_of(const char *alg, const struct str *bytes, struct str *cbor)
{
	uint8_t out[64];
	size_t n;

	assert_true(hash_named(alg, bytes->data, bytes->len, out, &n));
	cbor_put_bytes(cbor, out, n);
}

void put_ranges(struct str *o, const struct extent *ranges, size_t n)
{
	cbor_put_array(o, n);
	for (size_t i = 0; i < n; i++) {
		cbor_put_map(o, 2);
		cbor_put_text(o, "start");
		cbor_put_uint(o, ranges[i].start);
		cbor_put_text(o, "length");
		cbor_put_uint(o, ranges[i].length);
	}
}

void put_data_hash(struct scene *s, const char *alg, const struct extent *ranges, size_t n)
{
	struct str rest;

	str_init(&rest, TEXT);
	for (size_t at = 0; at < s->file.len; at++) {
		bool out = false;

		for (size_t i = 0; i < n; i++)
			out |= at >= ranges[i].start && at - ranges[i].start < ranges[i].length;
		if (!out)
			str_add(&rest, s->file.data + at, 1);
	}
	str_clear(&s->cbor);
	cbor_put_map(&s->cbor, alg ? 4 : 3);
	cbor_put_text(&s->cbor, "exclusions");
	put_ranges(&s->cbor, ranges, n);
	if (alg) {
		cbor_put_text(&s->cbor, "alg");
		cbor_put_text(&s->cbor, alg);
	}
	cbor_put_text(&s->cbor, "hash");
	digest_of(alg ? alg : "sha256", &rest, &s->cbor);
	cbor_put_text(&s->cbor, "pad");
	cbor_put_bytes(&s->cbor, "\0\0\0\0", 4);
	str_release(&rest);
}

struct extent store_place(const struct scene *s)
{
	assert_non_null(s->store);
	return s->store->places[0];
}
