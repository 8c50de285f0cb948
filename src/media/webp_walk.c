/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chunks of a WebP (RFC 9649 section 2), in file order. Padding bytes belong to their chunk. */
#include "src/base/base.h"
#include "src/media/webp.h"

#include "src/media/trailing.h"
#include "src/media/webp_quantiser.h"

struct walk {
	struct container *c;
	struct webp_head head;
	struct span file, s;
	uint32_t n_frames;
	bool stop;
};

/* ---- what a chunk says about itself ---- */

static const char *flags_words(struct container *c, uint8_t flags)
{
	static const struct { uint8_t bit; const char *word; } words[] = {
		{ WEBP_ICC, "ICC profile" }, { WEBP_ALPHA, "alpha" }, { WEBP_EXIF, "EXIF" },
		{ WEBP_XMP, "XMP" }, { WEBP_ANIMATION, "animation" },
	};
	char text[80] = "";

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (flags & words[i].bit)
			snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", text[0] ? ", " : "",
				 words[i].word);
	return arena_fmt(c->arena, "flags: %s", text[0] ? text : "none");
}

static const char *extended(struct container *c, struct span s)
{
	struct webp_head h = { .flags = 0 };
	const char *words;

	if (!webp_extended_read(s, &h))
		return "cut short";
	words = flags_words(c, h.flags);
	return words ? arena_fmt(c->arena, "canvas %lux%lu, %s", (unsigned long)h.canvas_width,
				 (unsigned long)h.canvas_height, words)
		     : NULL;
}

static const char *picture(struct container *c, struct span s, bool lossless)
{
	struct webp_image m = { .found = true };
	unsigned index;

	if (lossless ? !webp_vp8l_read(s, &m) : !webp_vp8_read(s, &m))
		return "no picture header";
	if (!lossless && vp8_quantiser(s, &index))
		return arena_fmt(c->arena, "%lux%lu, lossy, quantiser %u of 127", (unsigned long)m.width,
				 (unsigned long)m.height, index);
	return arena_fmt(c->arena, "%lux%lu, %s%s", (unsigned long)m.width, (unsigned long)m.height,
			 lossless ? "lossless" : "lossy", m.alpha ? ", alpha" : "");
}

/* RFC 9649 section 2.7.1.2: preprocessing, filtering and compression, two bits each. */
static const char *alpha(struct container *c, struct span s)
{
	static const char *const filters[] = { "no filter", "horizontal filter", "vertical filter",
					       "gradient filter" };
	static const char *const methods[] = { "not compressed", "lossless", "unknown compression",
					       "unknown compression" };
	uint8_t b;

	if (!span_u8(&s, &b))
		return "cut short";
	return arena_fmt(c->arena, "%s, %s%s", methods[b & 3], filters[b >> 2 & 3],
			 b >> 4 & 3 ? ", levels reduced" : "");
}

static const char *animation(struct container *c, struct span s)
{
	uint8_t bgra[4];
	uint16_t loops;

	if (!span_copy(&s, bgra, 4) || !span_u16le(&s, &loops))
		return "cut short";
	if (loops == 0)
		return arena_fmt(c->arena, "background #%02x%02x%02x%02x, loops for ever", bgra[2], bgra[1],
				 bgra[0], bgra[3]);
	return arena_fmt(c->arena, "background #%02x%02x%02x%02x, %u loops", bgra[2], bgra[1], bgra[0],
			 bgra[3], loops);
}

static const char *detail_of(struct container *c, const struct riff_chunk *k)
{
	static const char *const plain[] = { "ALPH", "ANMF", "ICCP", "EXIF", "XMP ", "C2PA" };

	if (riff_is(k, "VP8X"))
		return extended(c, k->data);
	if (riff_is(k, "VP8 ") || riff_is(k, "VP8L"))
		return picture(c, k->data, k->type[3] == 'L');
	if (riff_is(k, "ALPH"))
		return alpha(c, k->data);
	if (riff_is(k, "ANIM"))
		return animation(c, k->data);
	for (size_t i = 0; i < ARRAY_LEN(plain); i++)
		if (riff_is(k, plain[i]))
			return NULL;
	return "not a chunk of WebP";
}

/* "VP8", "XMP": without the blanks that fill four bytes. What is not printable is told as a number. */
static const char *name_of(struct container *c, const struct riff_chunk *k)
{
	size_t len = 4;

	for (unsigned i = 0; i < 4; i++)
		if (k->type[i] < 0x20 || k->type[i] > 0x7E)
			return arena_fmt(c->arena, "0x%02x%02x%02x%02x", (uint8_t)k->type[0],
					 (uint8_t)k->type[1], (uint8_t)k->type[2], (uint8_t)k->type[3]);
	while (len > 1 && k->type[len - 1] == ' ')
		len--;
	return arena_strn(c->arena, k->type, len);
}

/* ---- metadata ---- */

static bool block(struct walk *w, const struct riff_chunk *k)
{
	struct block b = { .kind = BLOCK_EXIF, .bytes = k->data };

	if (riff_is(k, "EXIF")) {
		/* The identifier of a JPEG segment does not belong here, but many writers bring it along. */
		if (span_is(&k->data, "Exif\0\0", 6) && !span_slice(&k->data, 6, k->data.len - 6, &b.bytes))
			return true;
	} else if (riff_is(k, "XMP ")) {
		b.kind = BLOCK_XMP;
	} else if (riff_is(k, "ICCP")) {
		b.kind = BLOCK_ICC;
	} else if (riff_is(k, "C2PA")) {
		b.kind = BLOCK_JUMBF;
	} else {
		return true;
	}
	return container_block(w->c, &b);
}

/* ---- frames ---- */

static bool list_frame(struct walk *w, const struct webp_frame *f)
{
	struct embedded p = { .kind = "frame", .media_type = "image/webp", .offset = f->image.offset,
			      .length = f->image.length, .width = f->width, .height = f->height };

	if (w->n_frames == 1 || w->n_frames > WEBP_FRAMES_LISTED || !f->image.found)
		return true;
	return container_picture(w->c, &p);
}

static void check_frame(struct walk *w, const struct riff_chunk *k, const struct webp_frame *f)
{
	const struct webp_head *h = &w->head;

	if (!f->image.readable)
		container_damage(w->c, ST_CORRUPT, k->offset, "frame %lu holds no picture",
				 (unsigned long)w->n_frames);
	else if (f->image.width != f->width || f->image.height != f->height)
		container_damage(w->c, ST_CORRUPT, k->offset,
				 "frame %lu is said to be %lux%lu, its picture is %lux%lu",
				 (unsigned long)w->n_frames, (unsigned long)f->width,
				 (unsigned long)f->height, (unsigned long)f->image.width,
				 (unsigned long)f->image.height);
	if (h->extended && ((uint64_t)f->x + f->width > h->canvas_width ||
			    (uint64_t)f->y + f->height > h->canvas_height))
		container_damage(w->c, ST_CORRUPT, k->offset, "frame %lu lies outside the canvas",
				 (unsigned long)w->n_frames);
}

/* The chunks inside, one deeper. s: behind the frame's own header. */
static bool nested(struct walk *w, struct span s)
{
	struct riff_chunk k;

	while (riff_chunk_next(&s, &k)) {
		const char *name = name_of(w->c, &k);

		if (!name || !container_segment(w->c, name, k.offset, k.length, 1, detail_of(w->c, &k)))
			return false;
		if (k.cut)
			container_damage(w->c, ST_CORRUPT, k.offset,
					 "chunk '%s' runs past the end of its frame", name);
	}
	if (span_left(&s))
		container_damage(w->c, ST_CORRUPT, span_at(&s), "here a chunk should begin");
	return true;
}

static bool frame(struct walk *w, const struct riff_chunk *k)
{
	enum { FRAME_HEADER = 16 };
	struct webp_frame f;
	const char *detail;
	struct span s = k->data;

	w->n_frames++;
	if (!webp_frame_read(k->data, &f) || !span_skip(&s, FRAME_HEADER)) {
		container_damage(w->c, ST_CORRUPT, k->offset, "the header of frame %lu is cut short",
				 (unsigned long)w->n_frames);
		return container_segment(w->c, "ANMF", k->offset, k->length, 0, "cut short");
	}
	detail = arena_fmt(w->c->arena, "frame %lu, %lux%lu at %lu,%lu, %lu ms%s%s",
			   (unsigned long)w->n_frames, (unsigned long)f.width, (unsigned long)f.height,
			   (unsigned long)f.x, (unsigned long)f.y, (unsigned long)f.duration,
			   f.no_blend ? ", replaces" : "", f.dispose ? ", then cleared" : "");
	if (!k->cut)
		check_frame(w, k, &f);
	return detail && container_segment(w->c, "ANMF", k->offset, k->length, 0, detail) && nested(w, s) &&
	       list_frame(w, &f);
}

/* ---- the file ---- */

static bool step(struct walk *w)
{
	struct riff_chunk k;
	const char *name;

	if (!riff_chunk_next(&w->s, &k)) {
		w->stop = true;
		if (span_left(&w->s))
			container_damage(w->c, ST_CORRUPT, span_at(&w->s), "here a chunk should begin");
		return true;
	}
	name = name_of(w->c, &k);
	if (!name)
		return false;
	if (k.cut)
		container_damage(w->c, ST_CORRUPT, k.offset, "chunk '%s' runs past the end", name);
	if (riff_is(&k, "ANMF"))
		return frame(w, &k);
	return block(w, &k) && container_segment(w->c, name, k.offset, k.length, 0, detail_of(w->c, &k));
}

/* Some writers do not count the padding byte of the last chunk. */
static void take_padding(struct walk *w)
{
	struct container *c = w->c;
	uint64_t end = span_at(&w->s) - w->file.origin;
	struct segment *last = &c->segments[c->n_segments - 1];
	struct span byte;

	if (end % 2 && last->depth == 0 && span_left(&w->s) == 0 && span_slice(&w->file, end, 1, &byte) &&
	    byte.data[0] == 0) {
		last->length++;
		w->file.pos++;
	}
}

static bool rest(struct walk *w, uint64_t stated)
{
	uint64_t from = span_at(&w->s), left;
	struct container *c = w->c;
	struct span s;

	if (span_left(&w->s) && !container_segment(c, "not walked", from, span_left(&w->s), 0, NULL))
		return false;
	if (!span_seek(&w->file, w->s.origin + w->s.len - w->file.origin))
		return true;
	take_padding(w);
	from = span_at(&w->file);
	c->end = stated <= w->file.len ? from : 0;
	left = span_left(&w->file);
	return left == 0 || !span_sub(&w->file, left, &s) ||
	       (container_segment(c, "data after end", from, left, 0, NULL) && trailing_pictures(c, s));
}

static bool describe(struct walk *w)
{
	struct webp_head *h = &w->head;
	const struct webp_image *m = &h->image;
	struct container *c = w->c;

	if (h->animated) {
		c->width = h->canvas_width;
		c->height = h->canvas_height;
		c->format = arena_fmt(c->arena, "WebP, animated, %lu frame%s", (unsigned long)h->n_frames,
				      h->n_frames == 1 ? "" : "s");
	} else if (m->readable) {
		c->width = m->width;
		c->height = m->height;
		c->format = arena_fmt(c->arena, "WebP, %s%s", m->lossless ? "lossless" : "lossy, 4:2:0",
				      m->alpha ? ", alpha" : "");
	} else {
		c->width = h->canvas_width;
		c->height = h->canvas_height;
		c->format = "WebP";
	}
	return c->format != NULL;
}

static void check_whole(struct walk *w, uint32_t size)
{
	const struct webp_head *h = &w->head;
	const struct webp_image *m = &h->image;
	struct container *c = w->c;
	uint64_t at = w->file.origin;

	if (size < RIFF_HEADER)
		container_damage(c, ST_CORRUPT, at + 4, "the RIFF header says %lu bytes: too few for a chunk",
				 (unsigned long)size);
	else if ((uint64_t)size + 8 > w->file.len)
		container_damage(c, ST_CORRUPT, at + 4,
				 "the file is %llu bytes long, its RIFF header says %llu",
				 (unsigned long long)w->file.len, (unsigned long long)size + 8);
	if (!h->animated && !m->readable)
		container_damage(c, ST_CORRUPT, m->found ? m->offset : at + RIFF_HEADER,
				 "no picture that can be read");
	else if (!h->animated && h->extended &&
		 (m->width != h->canvas_width || m->height != h->canvas_height))
		container_damage(c, ST_CORRUPT, m->offset, "the canvas is %lux%lu, the picture %lux%lu",
				 (unsigned long)h->canvas_width, (unsigned long)h->canvas_height,
				 (unsigned long)m->width, (unsigned long)m->height);
}

enum status webp_walk(struct span bytes, struct container *c, struct error *e)
{
	struct walk w = { .c = c, .file = bytes };
	uint32_t size;

	c->format = "WebP";
	if (!riff_body(bytes, &w.s, &size)) {
		container_damage(c, ST_CORRUPT, bytes.origin, "no RIFF header");
		return ST_OK;
	}
	webp_head_read(bytes, &w.head);
	check_whole(&w, size);
	if (!describe(&w) || !container_segment(c, "RIFF", bytes.origin, RIFF_HEADER, 0,
						arena_fmt(c->arena, "WEBP, %lu bytes", (unsigned long)size)))
		return container_full(c, e);
	while (!w.stop)
		if (!step(&w))
			return container_full(c, e);
	return rest(&w, size < RIFF_HEADER ? UINT64_MAX : (uint64_t)size + 8) ? ST_OK : container_full(c, e);
}
