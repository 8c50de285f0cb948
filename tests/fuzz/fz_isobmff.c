/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk of ISO boxes, whatever the brand: segments cover the input, everything that is told lies in it.
 * Inputs of odd size are walked as Canon CR3. */
#include "src/base/base.h"
#include "src/base/utf8.h"
#include "src/media/formats.h"
#include "src/media/isobmff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool ok)
{
	if (!ok)
		abort();
}

static void check_text(const char *s)
{
	require(!s || utf8_valid(s, strlen(s)));
}

static void check(const struct container *c, size_t size)
{
	uint64_t at = 0;

	for (uint32_t i = 0; i < c->n_segments; i++) {
		const struct segment *s = &c->segments[i];

		require(s->offset <= size && s->length <= size - s->offset);
		require(s->depth > 0 || s->offset == at);
		at += s->depth ? 0 : s->length;
		require(s->name != NULL);
		check_text(s->name);
		check_text(s->detail);
	}
	require(at == size);
	for (uint32_t i = 0; i < c->n_pictures; i++) {
		const struct embedded *p = &c->pictures[i];

		require(p->offset <= size && p->length <= size - p->offset && p->media_type != NULL);
		check_text(p->kind);
	}
	for (uint32_t i = 0; i < c->n_blocks; i++)
		require(c->blocks[i].bytes.origin + c->blocks[i].bytes.len <= size);
	require(c->end <= size);
	check_text(c->format);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct container c = { .codec = size & 1 ? &cr3_codec : &heic_codec };
	struct error e = ERROR_INIT;
	struct arena arena;

	arena_init(&arena, 64 << 20);
	c.arena = &arena;
	if (isobmff_walk(span_of(data, size, 0), &c, &e) == ST_OK)
		check(&c, size);
	else
		require(e.code == ST_LIMIT || e.code == ST_MEMORY);
	arena_release(&arena);
	return 0;
}
