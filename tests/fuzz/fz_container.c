/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recognises and walks; the segments must cover the input without gap or overlap, pictures and blocks must
 * lie in it. */
#include "src/base/base.h"
#include "src/base/utf8.h"
#include "src/media/codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool ok)
{
	if (!ok)
		abort();
}

static void check(const struct container *c, size_t size)
{
	uint64_t at = 0;

	for (uint32_t i = 0; i < c->n_segments; i++) {
		require(c->segments[i].depth > 0 || c->segments[i].offset == at);
		require(utf8_valid(c->segments[i].name, strlen(c->segments[i].name)));
		at += c->segments[i].depth ? 0 : c->segments[i].length;
	}
	require(c->n_segments == 0 || at == size);
	for (uint32_t i = 0; i < c->n_pictures; i++)
		require(c->pictures[i].offset <= size &&
			c->pictures[i].length <= size - c->pictures[i].offset);
	for (uint32_t i = 0; i < c->n_blocks; i++) {
		/* What was inflated or read from hex is longer or shorter than its piece, and begins in it. */
		require(c->blocks[i].bytes.origin + (c->blocks[i].decoded ? 0 : c->blocks[i].bytes.len) <= size);
		require(!c->blocks[i].text || utf8_valid(c->blocks[i].text, strlen(c->blocks[i].text)));
	}
	require(c->end <= size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span s = span_of(data, size, 0);
	const struct codec *codec = codec_probe(&s);
	struct container c = { .codec = codec };
	struct error e = ERROR_INIT;
	struct arena arena;

	if (!codec || !codec->walk)
		return 0;
	arena_init(&arena, 64 << 20);
	c.arena = &arena;
	if (codec->walk(s, &c, &e) == ST_OK)
		check(&c, size);
	arena_release(&arena);
	return 0;
}
