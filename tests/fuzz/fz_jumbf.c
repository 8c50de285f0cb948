/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A manifest store as a tree of boxes: each lies in the input and in its superbox, after the one before. */
#include "src/base/base.h"
#include "src/base/utf8.h"
#include "src/trust/jumbf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool ok)
{
	if (!ok)
		abort();
}

static unsigned check(const struct jumbf_box *b, uint64_t from, uint64_t to, unsigned depth)
{
	uint64_t at = b->payload.origin, end = b->whole.origin + b->whole.len;
	unsigned boxes = 1, n = 0;

	require(depth < JUMBF_DEPTH + 1);
	require(b->whole.origin >= from && end <= to && b->payload.origin + b->payload.len == end);
	require(strlen(b->label) <= JUMBF_LABEL_MAX && utf8_valid(b->label, strlen(b->label)));
	require(!b->has_salt || b->salt.len == 16 || b->salt.len == 32);
	for (const struct jumbf_box *c = b->first; c; c = c->next) {
		require(c->parent == b && (c->next || c == b->last));
		boxes += check(c, at, end, depth + 1);
		at = c->whole.origin + c->whole.len;
		n++;
	}
	require(n == b->n && boxes <= JUMBF_BOXES);
	return boxes;
}

static void inflate(struct arena *a, const struct jumbf_box *b)
{
	struct error e = ERROR_INIT;
	struct jumbf_box *inside;

	for (const struct jumbf_box *c = b->first; c; c = c->next)
		if (jumbf_is_c2pa(c, FOURCC('c', '2', 'c', 'm')) && jumbf_inflate(a, c, &inside, &e) == ST_OK)
			check(inside, 0, JUMBF_INFLATED_MAX, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error e = ERROR_INIT;
	struct jumbf_box *b;
	struct arena a;

	arena_init(&a, (size_t)128 << 20);
	if (jumbf_parse(&a, span_of(data, size, 0), &b, &e) == ST_OK) {
		check(b, 0, size, 0);
		require(b->whole.len == size);
		inflate(&a, b);
	} else {
		require(e.code == ST_LIMIT || e.code == ST_MEMORY || (e.code == ST_CORRUPT && e.offset <= size));
	}
	arena_release(&a);
	return 0;
}
