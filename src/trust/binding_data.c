/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data hash (C2PA 2.2 sections 18.5 and 15.12.1): all bytes of the file but some ranges. The range that
 * leaves out the store must be exactly the store's place: wider, it would leave room for bytes that nobody
 * signed. */
#include "src/base/base.h"
#include "src/trust/binding_parts.h"

#include <inttypes.h>

struct exclusions {
	struct extent list[BINDING_MAX_RANGES];
	bool store[BINDING_MAX_RANGES]; /* is exactly a place of a store */
	uint32_t n;
};

/* NULL: well formed. */
static const char *read_one(const struct cnode *map, struct extent *out)
{
	if (!cn_uint(map, "start", &out->start) || !cn_uint(map, "length", &out->length))
		return "an exclusion without start or length";
	return NULL;
}

static const char *read_exclusions(const struct cnode *assertion, struct exclusions *x)
{
	const struct cnode *array = binder_get(assertion, "exclusions");
	const char *wrong = NULL;

	if (!array)
		return NULL;
	if (array->kind != CN_ARRAY)
		return "exclusions are no array";
	if (array->count > BINDING_MAX_RANGES)
		return "more exclusions than are read";
	for (const struct cnode *n = array->first; n && !wrong; n = n->next)
		wrong = read_one(n, &x->list[x->n++]);
	return wrong;
}

/* Sorted, each behind the one before (15.12.1.1). Lengths that overflow are left to past_end(). */
static const char *out_of_order(const struct exclusions *x)
{
	for (uint32_t i = 1; i < x->n; i++) {
		if (x->list[i].start < x->list[i - 1].start)
			return "exclusions are not in order";
		if (x->list[i].start - x->list[i - 1].start < x->list[i - 1].length)
			return "exclusions overlap";
	}
	return NULL;
}

static const struct extent *past_end(const struct exclusions *x, uint64_t size)
{
	for (uint32_t i = 0; i < x->n; i++)
		if (x->list[i].start > size || x->list[i].length > size - x->list[i].start)
			return &x->list[i];
	return NULL;
}

/* An update manifest has made the store longer since: the range that began where the store begins now ends
 * where it ends, and what came after it has moved (15.12.1). */
static void follow_store(const struct store_found *s, struct exclusions *x)
{
	for (uint32_t p = 0; p < s->n_places; p++)
		for (uint32_t i = 0; i < x->n; i++) {
			uint64_t grown = s->places[p].length - x->list[i].length; /* modulo 2^64: may have shrunk */

			if (x->list[i].start != s->places[p].start)
				continue;
			x->list[i].length = s->places[p].length;
			for (uint32_t k = i + 1; k < x->n; k++)
				x->list[k].start += grown;
			break;
		}
}

static bool mark_places(const struct store_found *s, struct exclusions *x, const struct extent **missing)
{
	bool all = true;

	for (uint32_t p = 0; p < s->n_places; p++) {
		bool found = false;

		for (uint32_t i = 0; i < x->n; i++)
			if (x->list[i].start == s->places[p].start && x->list[i].length == s->places[p].length)
				x->store[i] = found = true;
		if (!found && all)
			*missing = &s->places[p];
		all = all && found;
	}
	return all;
}

static const char *embedded_places(const struct store_found *s, struct exclusions *x, char *text, size_t room)
{
	const struct extent *missing = NULL;

	if (mark_places(s, x, &missing))
		return NULL;
	for (uint32_t i = 0; i < x->n; i++) {
		if (!extents_meet(x->list[i], *missing))
			continue;
		snprintf(text, room, "an exclusion of %" PRIu64 " bytes at byte %" PRIu64 " is not exactly the place of the "
			 "manifest store: %" PRIu64 " bytes at byte %" PRIu64, x->list[i].length, x->list[i].start,
			 missing->length, missing->start);
		return text;
	}
	return "no exclusion leaves out the manifest store";
}

/* A manifest that came on its own may leave out nothing but a store that really stands there. */
static const char *detached_places(const struct asset *f, struct exclusions *x, char *text, size_t room)
{
	const struct extent *missing = NULL;

	for (uint32_t k = 0; k < f->n_stores; k++)
		mark_places(&f->stores[k], x, &missing);
	for (uint32_t i = 0; i < x->n; i++) {
		if (x->store[i] || !x->list[i].length)
			continue;
		snprintf(text, room, "a manifest beside its file leaves out %" PRIu64 " bytes at byte %" PRIu64
			 ", where no store is", x->list[i].length, x->list[i].start);
		return text;
	}
	return NULL;
}

/* Which ranges are stores; NULL: as it must be, else the sentence why not. */
static const char *match_places(struct binder *b, struct exclusions *x, char *text, size_t room)
{
	const struct store_found *s = b->in->store;

	return s && s->n_places ? embedded_places(s, x, text, room) : detached_places(b->in->asset, x, text, room);
}

static enum status name_ranges(struct binder *b, const struct exclusions *x)
{
	uint64_t size = b->in->asset->bytes.len;
	enum status st = ST_OK;

	for (uint32_t i = 0; i < x->n && !st; i++) {
		struct extent r = x->list[i];

		if (r.start >= size || !r.length)
			continue;
		if (r.length > size - r.start)
			r.length = size - r.start;
		st = x->store[i] ? unbound_put(b, r, UNBOUND_STORE, "manifest store") : unbound_range(b, r);
	}
	return st;
}

/* Everything before `end` outside the ranges. */
static enum status hash_before(struct binder *b, const struct exclusions *x, const char *alg, uint64_t end,
			       const struct span *expected, bool *same)
{
	enum status st;
	struct digest d;
	uint64_t at = 0;

	st = digest_begin(b, alg, &d);
	for (uint32_t i = 0; i < x->n && !st && x->list[i].start < end; i++) {
		st = digest_range(b, &d, at, x->list[i].start - at);
		at = extent_end(x->list[i]);
	}
	if (!st && at < end)
		st = digest_range(b, &d, at, end - at);
	if (st) {
		digest_drop(&d);
		return st;
	}
	*same = digest_equals(&d, expected);
	return ST_OK;
}

/* A mismatch has one cause that can be told from all others: bytes were added behind the picture. */
static enum status differs(struct binder *b, const struct exclusions *x, const struct span *expected)
{
	uint64_t end = b->in->asset->end, size = b->in->asset->bytes.len;
	bool same = false;
	enum status st;

	if (end && end < size) {
		st = hash_before(b, x, b->out->algorithm, end, expected, &same);
		if (st)
			return st;
	}
	if (same)
		return binder_answer(b, BINDING_MISMATCH, "%" PRIu64 " bytes were added behind the end of the picture; "
				     "the file before them is as it was signed", size - end);
	return binder_answer(b, BINDING_MISMATCH, "the file's bytes are not those that were signed");
}

static enum status judge(struct binder *b, const struct exclusions *x, const struct span *expected)
{
	bool same = false;
	enum status st = hash_before(b, x, b->out->algorithm, b->in->asset->bytes.len, expected, &same);

	if (st)
		return st;
	if (b->out->picture_unbound)
		return binder_answer(b, BINDING_MISMATCH, "the signer left picture data out of the hash: the picture is not "
				     "bound%s", same ? "; the rest of the file is as it was signed" : "");
	if (!same)
		return differs(b, x, expected);
	return binder_answer(b, BINDING_MATCH, "the file's bytes are those that were signed");
}

static enum status check_ranges(struct binder *b, struct exclusions *x, const struct span *expected)
{
	uint64_t size = b->in->asset->bytes.len;
	const struct extent *behind;
	const char *wrong;
	char text[200];
	enum status st;

	if (x->n > 1)
		binder_extra(b, "%" PRIu32 " ranges of the file are left out of its hash", x->n);
	behind = past_end(x, size);
	wrong = behind ? NULL : match_places(b, x, text, sizeof text);
	st = name_ranges(b, x);
	if (st)
		return st;
	if (behind)
		return binder_answer(b, BINDING_MISMATCH, "an exclusion at byte %" PRIu64 " ends behind the file",
				     behind->start);
	if (wrong)
		return binder_answer(b, BINDING_MISMATCH, "%s", wrong);
	return judge(b, x, expected);
}

enum status binding_data(struct binder *b)
{
	const struct cnode *assertion = b->in->assertion;
	struct exclusions *x = arena_alloc(b->a, 1, sizeof *x);
	struct span expected;
	enum status st = ST_OK;
	const char *wrong;

	if (!x)
		return err_nomem(b->e);
	binder_pads(b, assertion);
	if (binder_get(assertion, "url"))
		return binder_answer(b, BINDING_UNSUPPORTED, "the hash is said to be of bytes elsewhere (url)");
	if (!cn_bytes(assertion, "hash", &expected))
		return binder_answer(b, BINDING_MALFORMED, "the assertion holds no hash");
	wrong = read_exclusions(assertion, x);
	if (!wrong)
		wrong = out_of_order(x);
	if (!wrong && b->in->from_parent && b->in->store) {
		follow_store(b->in->store, x);
		wrong = out_of_order(x);
	}
	if (wrong)
		return binder_answer(b, BINDING_MALFORMED, "%s", wrong);
	if (!binder_algorithm(b, assertion, &b->out->algorithm, &st))
		return st;
	return check_ranges(b, x, &expected);
}
