/* SPDX-License-Identifier: GPL-3.0-or-later */
/* media.h: what every walk and decoder promises, for the fuzz targets of formats. */
#ifndef COTTINGLEY_FUZZ_MEDIA_H
#define COTTINGLEY_FUZZ_MEDIA_H

#include "src/base/utf8.h"
#include "src/media/codec.h"

static inline void fuzz_demand(bool promise)
{
	if (!promise)
		abort();
}

static inline void fuzz_container(const struct container *c, size_t size)
{
	uint64_t at = 0;

	for (uint32_t i = 0; i < c->n_segments; i++) {
		const struct segment *s = &c->segments[i];

		fuzz_demand(s->depth > 0 || s->offset == at);
		fuzz_demand(s->length > 0 && s->offset <= size && s->length <= size - s->offset);
		fuzz_demand(utf8_valid(s->name, strlen(s->name)));
		at += s->depth ? 0 : s->length;
	}
	fuzz_demand(at == size && c->end <= size);
	for (uint32_t i = 0; i < c->n_pictures; i++)
		fuzz_demand(c->pictures[i].offset <= size &&
			    c->pictures[i].length <= size - c->pictures[i].offset);
	for (uint32_t i = 0; i < c->n_blocks; i++) {
		fuzz_demand(c->blocks[i].bytes.origin + c->blocks[i].bytes.len <= size);
		fuzz_demand(!c->blocks[i].text || utf8_valid(c->blocks[i].text, strlen(c->blocks[i].text)));
	}
}

/* A picture that is decoded without a warning has the size that the walk says. */
static inline void fuzz_pixels(const struct codec *codec, struct span s, const struct container *c)
{
	struct limits lim = { .pixels = 250000, .memory = 64 << 20 };
	struct error e = ERROR_INIT, warning = ERROR_INIT;
	struct plane luma;
	struct raster r;

	if (codec->decode(s, &lim, NULL, &r, &warning, &e) != ST_OK) {
		fuzz_demand(e.code != ST_OK && e.message[0]);
		return;
	}
	fuzz_demand(r.width == c->width && r.height == c->height);
	if (raster_luma(&r, &luma))
		plane_release(&luma);
	raster_release(&r);
}

static inline void fuzz_media(const struct codec *codec, const uint8_t *data, size_t size)
{
	struct span s = span_of(data, size, 0);
	struct container c = { .codec = codec };
	struct error e = ERROR_INIT;
	struct arena arena;

	if (!codec->probe(&s))
		return;
	arena_init(&arena, 64 << 20);
	c.arena = &arena;
	if (codec->walk(s, &c, &e) == ST_OK) {
		fuzz_container(&c, size);
		fuzz_pixels(codec, s, &c);
	}
	arena_release(&arena);
}

#endif
