/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walked.h: a container, walked and checked for gaps, for tests of the walks. */
#ifndef COTTINGLEY_WALKED_H
#define COTTINGLEY_WALKED_H

#include "src/media/codec.h"
#include "src/media/container.h"
#include "tests/unit/pictures.h"
#include "tests/unit/unit.h"

struct walked {
	struct arena arena;
	struct container c;
};

/* The segments of depth 0 must cover the file without gap or overlap. */
static inline void walked_open(struct walked *w, const struct bytes *b)
{
	struct span s = bytes_span(b);
	const struct codec *codec = codec_probe(&s);
	struct error e = ERROR_INIT;
	uint64_t at = 0;

	assert_non_null(codec);
	assert_non_null(codec->walk);
	memset(w, 0, sizeof *w);
	arena_init(&w->arena, 64 << 20);
	w->c.arena = &w->arena;
	w->c.codec = codec;
	assert_int_equal(codec->walk(s, &w->c, &e), ST_OK);
	for (uint32_t i = 0; i < w->c.n_segments; i++) {
		if (w->c.segments[i].depth)
			continue;
		assert_int_equal(w->c.segments[i].offset, at);
		assert_true(w->c.segments[i].length > 0);
		at += w->c.segments[i].length;
	}
	assert_int_equal(at, b->len);
	assert_non_null(w->c.format);
}

static inline void walked_close(struct walked *w)
{
	arena_release(&w->arena);
}

static inline const struct segment *walked_find(const struct walked *w, const char *name)
{
	for (uint32_t i = 0; i < w->c.n_segments; i++)
		if (strcmp(w->c.segments[i].name, name) == 0)
			return &w->c.segments[i];
	return NULL;
}

static inline const struct embedded *walked_picture(const struct walked *w, const char *kind)
{
	for (uint32_t i = 0; i < w->c.n_pictures; i++)
		if (strcmp(w->c.pictures[i].kind, kind) == 0)
			return &w->c.pictures[i];
	return NULL;
}

static inline void walked_expect_block(const struct walked *w, enum block_kind kind, const void *data, size_t len)
{
	const struct block *k = container_find(&w->c, kind);

	assert_non_null(k);
	assert_int_equal(k->bytes.len, len);
	assert_memory_equal(k->bytes.data, data, len);
}

static inline void walked_expect_damage(const struct walked *w, uint64_t offset, const char *word)
{
	assert_int_equal(w->c.damage.code, ST_CORRUPT);
	assert_true(w->c.damage.has_offset);
	if (!strstr(w->c.damage.message, word))
		fail_msg("'%s' does not say '%s'", w->c.damage.message, word);
	assert_int_equal(w->c.damage.offset, offset);
}

#endif
