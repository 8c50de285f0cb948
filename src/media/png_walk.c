/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/png_chunk.h"

#include "src/media/trailing.h"

enum { TEXT_BUDGET = 4 * 1024 * 1024 }; /* bytes of text taken from one file */

struct walk {
	struct container *c;
	struct span file, s;
	size_t budget;
	bool header, data, ended, stop;
};

static bool is(const struct png_chunk *k, const char *type)
{
	return memcmp(k->type, type, 4) == 0;
}

static bool block(struct walk *w, const struct png_chunk *k, enum block_kind kind)
{
	return container_block(w->c, &(struct block){ .kind = kind, .bytes = k->data });
}

static const char *header(struct walk *w, const struct png_chunk *k)
{
	struct container *c = w->c;
	struct png_header h;
	char words[48];

	if (!png_header_read(w->file, &h) || k->offset != w->file.origin + 8) {
		container_damage(c, ST_CORRUPT, k->offset,
				 "IHDR is not the first chunk, or not 13 bytes long");
		return NULL;
	}
	c->width = h.width;
	c->height = h.height;
	c->format = arena_fmt(c->arena, "PNG, %s", png_header_words(&h, words));
	return arena_fmt(c->arena, "%lux%lu, %s", (unsigned long)h.width, (unsigned long)h.height, words);
}

static const char *physical(struct walk *w, struct span s)
{
	uint32_t x, y;
	uint8_t unit;

	if (!span_u32be(&s, &x) || !span_u32be(&s, &y) || !span_u8(&s, &unit))
		return "cut short";
	return arena_fmt(w->c->arena, "%lux%lu%s", (unsigned long)x, (unsigned long)y,
			 unit == 1 ? " a metre" : " (aspect)");
}

static const char *modified(struct walk *w, struct span s)
{
	uint16_t year;
	uint8_t t[5];

	if (!span_u16be(&s, &year) || !span_copy(&s, t, sizeof t))
		return "cut short";
	return arena_fmt(w->c->arena, "%04d-%02d-%02d %02d:%02d:%02d", year, t[0], t[1], t[2], t[3], t[4]);
}

/* What the chunk says about itself, and its block; false without memory. */
static bool look_inside(struct walk *w, const struct png_chunk *k, const char **detail)
{
	if (is(k, "IHDR"))
		*detail = header(w, k);
	else if (is(k, "PLTE"))
		*detail = arena_fmt(w->c->arena, "%zu colours", k->data.len / 3);
	else if (is(k, "pHYs"))
		*detail = physical(w, k->data);
	else if (is(k, "tIME"))
		*detail = modified(w, k->data);
	else if (is(k, "tEXt") || is(k, "zTXt") || is(k, "iTXt"))
		return png_text_chunk(w->c, k, &w->budget, detail);
	else if (is(k, "eXIf"))
		return block(w, k, BLOCK_EXIF);
	else if (is(k, "iCCP"))
		return block(w, k, BLOCK_ICC);
	else if (is(k, "caBX"))
		return block(w, k, BLOCK_JUMBF);
	return true;
}

static void check(struct walk *w, const struct png_chunk *k)
{
	struct container *c = w->c;

	if (!w->header && !is(k, "IHDR"))
		container_damage(c, ST_CORRUPT, k->offset, "chunk '%s' before IHDR", k->type);
	if (k->cut)
		container_damage(c, ST_CORRUPT, k->offset, "chunk '%s' runs past the end of the file",
				 k->type);
	else if (k->bad_crc)
		container_damage(c, ST_CORRUPT, k->offset, "chunk '%s' has a wrong checksum", k->type);
	if (is(k, "IEND") && !w->data)
		container_damage(c, ST_CORRUPT, k->offset, "no picture data before IEND");
	w->header = w->header || is(k, "IHDR");
	w->data = w->data || is(k, "IDAT");
}

static bool step(struct walk *w)
{
	struct png_chunk k;
	const char *name, *detail = NULL;
	struct span before = w->s;

	if (!png_chunk_next(&w->s, true, &k) || k.bad_type) {
		if (span_left(&before) > 0)
			container_damage(w->c, ST_CORRUPT, span_at(&before), "here a chunk should begin");
		w->s = before;
		w->stop = true;
		return true;
	}
	check(w, &k);
	name = arena_strn(w->c->arena, k.type, 4);
	if (!name || !look_inside(w, &k, &detail))
		return false;
	if (k.bad_crc)
		detail = arena_fmt(w->c->arena, "%s%swrong checksum", detail ? detail : "",
				   detail ? "; " : "");
	w->ended = is(&k, "IEND") && !k.cut;
	w->stop = w->ended || k.cut;
	return container_segment(w->c, name, k.offset, k.length, 0, detail);
}

static bool rest(struct walk *w)
{
	uint64_t from = span_at(&w->s);
	struct span left;

	if (!span_sub(&w->s, span_left(&w->s), &left) || left.len == 0)
		return true;
	return container_segment(w->c, w->ended ? "data after end" : "not walked", from, left.len, 0, NULL) &&
	       trailing_pictures(w->c, left);
}

enum status png_walk(struct span bytes, struct container *c, struct error *e)
{
	struct walk w = { .c = c, .file = bytes, .s = bytes, .budget = TEXT_BUDGET };

	c->format = "PNG";
	if (!span_is(&w.s, PNG_SIGNATURE, 8) || !span_skip(&w.s, 8)) {
		container_damage(c, ST_CORRUPT, span_at(&w.s), "no PNG signature");
		return ST_OK;
	}
	if (!container_segment(c, "signature", bytes.origin, 8, 0, NULL))
		return container_full(c, e);
	while (!w.stop)
		if (!step(&w))
			return container_full(c, e);
	if (w.ended)
		c->end = span_at(&w.s);
	else
		container_damage(c, ST_CORRUPT, span_at(&w.s), "no IEND");
	if (!rest(&w))
		return container_full(c, e);
	return c->format ? ST_OK : err_nomem(e);
}
