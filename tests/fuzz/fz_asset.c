/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manifest stores in files of every kind: all that is told about a file lies in it, and a store that may be
 * used is alone, whole, and where it is said to be. */
#include "src/base/base.h"
#include "src/base/utf8.h"
#include "src/trust/asset.h"
#include "src/trust/jumbf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool ok)
{
	if (!ok)
		abort();
}

static bool inside(const struct extent *x, size_t size)
{
	return x->start <= size && x->length <= size - x->start;
}

static void check_found(const struct store_found *s, size_t size)
{
	uint64_t total = 0;

	for (uint32_t i = 0; i < s->n_places; i++)
		require(inside(&s->places[i], size));
	for (uint32_t i = 0; i < s->n_pieces; i++) {
		require(inside(&s->pieces[i], size));
		total += s->pieces[i].length;
	}
	require(s->n_pieces == 0 || total == s->bytes.len);
	require(s->usable == (s->code == NULL));
	require(s->usable || (s->fault.message[0] && s->fault.has_offset && s->fault.offset <= size));
}

static void check_used(const struct asset *a, const struct store_found *s)
{
	uint64_t at;

	require(s->usable && s->n_places > 0 && s->bytes.len >= 20);
	require(memcmp(s->bytes.data + 4, "jumb", 4) == 0);
	require(a->merged == s || a->n_stores == 1);
	for (size_t i = s == a->merged ? 8 : 0; s->n_pieces && i < s->bytes.len; i += 61)
		require(store_in_file(s, i, &at) && at < a->bytes.len && a->bytes.data[at] == s->bytes.data[i]);
}

static void check(const struct asset *a, size_t size)
{
	const struct store_found *why, *s = asset_store(a, &why);
	uint64_t at = 0;

	require(a->n_stores <= ASSET_MAX_STORES && a->n_strays <= ASSET_MAX_STRAYS && a->n_boxes <= ASSET_MAX_BOXES);
	require(a->end <= size);
	for (uint32_t i = 0; i < a->n_stores; i++)
		check_found(&a->stores[i], size);
	for (uint32_t i = 0; i < a->n_strays; i++)
		require(inside(&a->strays[i].at, size) && utf8_valid(a->strays[i].text, strlen(a->strays[i].text)));
	for (uint32_t i = 0; i < a->n_boxes; i++) {
		require(a->boxes[i].offset >= at);
		at = a->boxes[i].offset + a->boxes[i].length + a->boxes[i].data_length;
		require(at <= size && a->boxes[i].name);
		require(!a->boxes[i].store || s);
	}
	require(!(s && why));
	require((s || why) == (a->n_stores > 0));
	if (s)
		check_used(a, s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct asset a;
	struct error e = ERROR_INIT;
	struct arena arena;

	arena_init(&arena, (size_t)64 << 20);
	if (asset_open(&arena, span_of(data, size, 0), &a, &e) == ST_OK)
		check(&a, size);
	else
		require(e.code == ST_MEMORY || e.code == ST_LIMIT);
	arena_release(&arena);
	return 0;
}
