/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One CBOR item as a tree: every item lies in the input and in what holds it, and what is shown is safe to
 * show. */
#include "src/base/base.h"
#include "src/base/utf8.h"
#include "src/trust/cbor_tree.h"

enum { ORIGIN = 77 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool ok)
{
	if (!ok)
		abort();
}

static unsigned check(const struct cnode *n, uint64_t from, uint64_t to, unsigned depth)
{
	uint64_t at = n->whole.origin + 1;
	unsigned items = 1;
	uint32_t children = 0;

	require(depth < CBOR_TREE_DEPTH);
	require(n->whole.len > 0 && n->whole.origin >= from && n->whole.origin + n->whole.len <= to);
	if (n->kind == CN_TEXT)
		require(utf8_valid((const char *)n->bytes.data, n->bytes.len) &&
			(!n->text || strlen(n->text) == n->bytes.len));
	for (const struct cnode *c = n->first; c; c = c->next) {
		items += check(c, at, n->whole.origin + n->whole.len, depth + 1);
		at = c->whole.origin + c->whole.len;
		children++;
	}
	require(children == (n->kind == CN_MAP ? 2 * n->count : n->count));
	require(items <= CBOR_TREE_ITEMS);
	return items;
}

static void check_shown(const struct value *v, unsigned depth)
{
	require(depth <= 13);
	require(!v->text || utf8_valid(v->text, strlen(v->text)));
	require(!v->key || utf8_valid(v->key, strlen(v->key)));
	for (const struct value *c = v->first; c; c = c->next)
		check_shown(c, depth + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error e = ERROR_INIT;
	unsigned budget = 300;
	struct arena a;
	struct cnode *n;
	struct value *shown;

	arena_init(&a, (size_t)64 << 20);
	if (cbor_tree(&a, span_of(data, size, ORIGIN), &n, &e) == ST_OK) {
		check(n, ORIGIN, ORIGIN + size, 0);
		require(n->whole.len == size);
		shown = value_new(&a, VALUE_ARRAY);
		cn_show(&a, n, shown, NULL, &budget);
		if (shown)
			check_shown(shown, 0);
	} else {
		require(e.code == ST_LIMIT || e.code == ST_MEMORY ||
			(e.code == ST_CORRUPT && e.offset >= ORIGIN && e.offset <= ORIGIN + size));
	}
	arena_release(&a);
	return 0;
}
