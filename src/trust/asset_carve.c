/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manifest stores where the specification has no place for them: leftovers, or smuggled. */
#include "src/base/base.h"

#include "src/trust/asset_parts.h"

#include <inttypes.h>

static int by_start(const void *a, const void *b)
{
	const struct extent *x = a, *y = b;

	return (x->start > y->start) - (x->start < y->start);
}

/* All pieces and places of stores, by their start; NULL without memory. */
static struct extent *known_extents(struct asset *a, size_t *n)
{
	struct extent *known;
	size_t total = 0;

	for (uint32_t i = 0; i < a->n_stores; i++)
		total += a->stores[i].n_pieces + a->stores[i].n_places;
	known = arena_alloc(a->arena, total ? total : 1, sizeof *known);
	*n = 0;
	for (uint32_t i = 0; known && i < a->n_stores; i++) {
		const struct store_found *s = &a->stores[i];

		if (s->n_pieces)
			memcpy(known + *n, s->pieces, s->n_pieces * sizeof *known);
		*n += s->n_pieces;
		memcpy(known + *n, s->places, s->n_places * sizeof *known);
		*n += s->n_places;
	}
	if (known)
		qsort(known, *n, sizeof *known, by_start);
	return known;
}

/* The description's box and uuid are eight fixed bytes that stand together; the superbox begins 12 bytes
 * before them, or 20 with an XLBox. */
static bool store_before(const struct asset *a, uint64_t hit, uint64_t *start, uint64_t *length)
{
	static const unsigned back[] = { 12, 20 };

	for (size_t i = 0; i < ARRAY_LEN(back); i++) {
		struct span s;

		if (hit < back[i] || !span_slice(&a->bytes, hit - back[i], a->bytes.len - (hit - back[i]), &s))
			continue;
		if (asset_begins_store(s, length)) {
			*start = hit - back[i];
			if (*length > s.len)
				*length = s.len;
			return true;
		}
	}
	return false;
}

static const char mark[] = "jumdc2pa";

/* memmem() steps through compressed data some bytes at a time; memchr() for one letter does so by whole vectors. */
static const uint8_t *find_mark(const uint8_t *p, size_t n)
{
	const uint8_t *end = p + n;

	while ((size_t)(end - p) >= sizeof mark - 1) {
		p = memchr(p, mark[0], (size_t)(end - p) - (sizeof mark - 2));
		if (!p || memcmp(p, mark, sizeof mark - 1) == 0)
			return p;
		p++;
	}
	return NULL;
}

static void carve_range(struct asset *a, uint64_t from, uint64_t to)
{
	while (from < to && asset_stray_room(a, STRAY_CARVED)) {
		const uint8_t *p = a->bytes.data + from;
		const uint8_t *hit = find_mark(p, (size_t)(to - from));
		uint64_t at, start, length;

		if (!hit)
			return;
		at = from + (uint64_t)(hit - p);
		if (store_before(a, at, &start, &length))
			asset_stray(a, STRAY_CARVED, start, length,
				    "the beginning of a manifest store that stands in no place for one");
		from = at + sizeof mark - 1;
	}
}

/* Linear: each byte outside the known extents is searched once. */
void asset_carve(struct asset *a)
{
	uint64_t from = 0;
	size_t n;
	struct extent *known = known_extents(a, &n);

	for (size_t i = 0; known && i < n; i++) {
		uint64_t end = known[i].start + known[i].length;

		if (known[i].start > from)
			carve_range(a, from, known[i].start);
		from = end > from ? end : from;
	}
	carve_range(a, from, a->bytes.len);
}
