/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces of a BMP by their place; what lies between them is listed as a gap. */
#include "src/base/base.h"
#include "src/media/bmp.h"

#include "src/media/trailing.h"

enum { PIECES = 6 };

struct piece {
	uint64_t offset, length; /* from the start of the file */
	const char *name, *detail;
};

struct walk {
	struct container *c;
	struct span file;
	struct bmp_header h;
	struct piece piece[PIECES];
	unsigned n;
};

static void add(struct walk *w, const char *name, uint64_t offset, uint64_t length, const char *detail)
{
	if (length && w->n < PIECES)
		w->piece[w->n++] = (struct piece){ offset, length, name, detail };
}

static const char *header_name(const struct bmp_header *h)
{
	static const struct { uint32_t size; const char *name; } names[] = {
		{ BMP_CORE, "BITMAPCOREHEADER" }, { BMP_OS2_SHORT, "OS/2 2.x header" },
		{ BMP_INFO, "BITMAPINFOHEADER" }, { 52, "BITMAPV2INFOHEADER" }, { 56, "BITMAPV3INFOHEADER" },
		{ BMP_OS2, "OS/2 2.x header" }, { BMP_V4, "BITMAPV4HEADER" }, { BMP_V5, "BITMAPV5HEADER" },
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (names[i].size == h->header)
			return names[i].name;
	return "header";
}

static const char *compression_words(const struct bmp_header *h)
{
	static const char *const words[] = { "", ", RLE8", ", RLE4", ", bit fields", ", JPEG", ", PNG",
					     ", bit fields" };

	if (h->compression == BMP_OS2_HUFFMAN)
		return ", Huffman";
	if (h->compression == BMP_OS2_RLE24)
		return ", RLE24";
	return h->compression < ARRAY_LEN(words) ? words[h->compression] : ", unknown compression";
}

/* Where the pixels end: as counted, or as run-length codes say, or as the header says. */
static uint64_t pixel_bytes(const struct walk *w)
{
	const struct bmp_header *h = &w->h;
	uint64_t left = h->pixels < w->file.len ? w->file.len - h->pixels : 0, used;
	struct span s;
	bool whole;

	if (!bmp_compressed(h))
		return h->compression == BMP_RGB || h->compression == BMP_BITFIELDS ||
		       h->compression == BMP_ALPHABITFIELDS ? bmp_stride(h) * h->height :
		       h->image_bytes ? h->image_bytes : left;
	if (!span_slice(&w->file, h->pixels, left, &s))
		return h->image_bytes;
	used = bmp_runs(h, s, NULL, &whole);
	if (!whole)
		container_damage(w->c, ST_CORRUPT, s.origin + used, "the run-length codes have no end");
	return h->image_bytes > used && h->image_bytes <= left ? h->image_bytes : used;
}

static bool profile(struct walk *w)
{
	const struct bmp_header *h = &w->h;
	bool linked = h->colour_space == BMP_LINKED;
	struct block b = { .kind = linked ? BLOCK_TEXT : BLOCK_ICC, .keyword = "linked profile" };

	if (h->profile_bytes == 0)
		return true;
	if (!span_slice(&w->file, h->profile, h->profile_bytes, &b.bytes)) {
		container_damage(w->c, ST_CORRUPT, w->file.origin + BMP_FILE_HEADER + 112,
				 "the ICC profile lies outside the file");
		return true;
	}
	if (linked) {
		b.text = container_text(w->c, b.bytes.data, strnlen((const char *)b.bytes.data, b.bytes.len));
		if (!b.text)
			return false;
	}
	add(w, linked ? "linked profile" : "ICC profile", h->profile, h->profile_bytes, NULL);
	return container_block(w->c, &b);
}

/* A whole JPEG or PNG in the place of the pixels. */
static bool inside(struct walk *w, uint64_t length)
{
	struct embedded p = { .kind = "frame", .offset = w->file.origin + w->h.pixels, .length = length,
			      .width = w->h.width, .height = w->h.height };

	if (w->h.compression != BMP_JPEG && w->h.compression != BMP_PNG)
		return true;
	p.media_type = w->h.compression == BMP_JPEG ? "image/jpeg" : "image/png";
	return w->h.pixels > w->file.len || length > w->file.len - w->h.pixels || container_picture(w->c, &p);
}

static bool collect(struct walk *w)
{
	const struct bmp_header *h = &w->h;
	struct arena *a = w->c->arena;
	uint64_t pixels = pixel_bytes(w);

	add(w, "file header", 0, BMP_FILE_HEADER, arena_fmt(a, "%lu bytes", (unsigned long)h->file_size));
	add(w, header_name(h), BMP_FILE_HEADER, h->header,
	    arena_fmt(a, "%lux%lu, %u-bit%s%s", (unsigned long)h->width, (unsigned long)h->height, h->bits,
		      compression_words(h), h->top_down ? ", top row first" : ""));
	add(w, "bit fields", h->masks, h->masks_bytes, NULL);
	add(w, "colours", h->palette, (uint64_t)h->n_colours * h->entry,
	    arena_fmt(a, "%lu colours", (unsigned long)h->n_colours));
	add(w, "pixels", h->pixels, pixels, NULL);
	return profile(w) && inside(w, pixels);
}

static void sort(struct walk *w)
{
	for (unsigned i = 1; i < w->n; i++)
		for (unsigned j = i; j > 0 && w->piece[j].offset < w->piece[j - 1].offset; j--) {
			struct piece p = w->piece[j];

			w->piece[j] = w->piece[j - 1];
			w->piece[j - 1] = p;
		}
}

static const char *gap_words(const struct span *s)
{
	for (size_t i = 0; i < s->len; i++)
		if (s->data[i])
			return "data that no header names";
	return "zeros";
}

/* Up to offset `to` of the file, from *at. */
static bool gap(struct walk *w, uint64_t *at, uint64_t to)
{
	uint64_t from = *at;
	struct span s;

	if (to <= from || !span_slice(&w->file, from, to - from, &s))
		return true;
	*at = to;
	return container_segment(w->c, "gap", w->file.origin + from, s.len, 0, gap_words(&s));
}

/* In order, cut where they run into each other or past the end. */
static bool emit(struct walk *w)
{
	struct container *c = w->c;
	uint64_t at = 0, len = w->file.len;
	bool cut = false;
	struct span rest;

	sort(w);
	for (unsigned i = 0; i < w->n; i++) {
		const struct piece *p = &w->piece[i];
		uint64_t end = p->offset + p->length;

		if (end > len) {
			container_damage(c, ST_CORRUPT, w->file.origin + (p->offset < len ? p->offset : len),
					 "the file ends %s the %s", p->offset < len ? "inside" : "before",
					 p->name);
			cut = true;
		}
		if (p->offset < at)
			container_damage(c, ST_CORRUPT, w->file.origin + p->offset,
					 "the %s lies over the part before", p->name);
		if (!gap(w, &at, p->offset < len ? p->offset : len))
			return false;
		end = end < len ? end : len;
		if (end <= at)
			continue;
		if (!container_segment(c, p->name, w->file.origin + at, end - at, 0, p->detail))
			return false;
		at = end;
	}
	c->end = cut ? 0 : w->file.origin + at;
	if (at == len || !span_slice(&w->file, at, len - at, &rest))
		return true;
	return container_segment(c, "data after end", rest.origin, rest.len, 0, NULL) &&
	       trailing_pictures(c, rest);
}

enum status bmp_walk(struct span bytes, struct container *c, struct error *e)
{
	struct walk w = { .c = c, .file = bytes };
	struct error why = ERROR_INIT;

	c->format = "BMP";
	if (bmp_header_read(bytes, &w.h, &why)) {
		container_damage(c, why.code, why.offset, "%s", why.message);
		return container_segment(c, "not walked", bytes.origin, bytes.len, 0, NULL) ? ST_OK :
		       container_full(c, e);
	}
	c->width = w.h.width;
	c->height = w.h.height;
	c->format = arena_fmt(c->arena, "BMP, %u-bit%s", w.h.bits, compression_words(&w.h));
	return collect(&w) && emit(&w) && c->format ? ST_OK : container_full(c, e);
}
