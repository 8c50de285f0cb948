/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces of a file, for naming what a hash leaves out. Which of them decide how the picture looks is decided
 * strictly: what is not known to be metadata counts as picture data. */
#include "src/base/base.h"
#include "src/trust/binding_parts.h"

enum { FIRST_ROOM = 64 };

enum status unbound_add(struct binder *b, struct piece p)
{
	struct pieces *all = &b->pieces;

	if (!p.at.length)
		return ST_OK;
	if (all->n == ASSET_MAX_BOXES) { /* what is not looked at counts as picture data */
		struct piece *last = &all->list[all->n - 1];

		last->at.length = b->in->asset->bytes.len - last->at.start;
		last->kind = UNBOUND_PICTURE;
		return ST_OK;
	}
	if (all->n == all->room) {
		uint32_t room = all->room ? 2 * all->room : FIRST_ROOM;
		struct piece *more = arena_alloc(b->a, room, sizeof *more);

		if (!more)
			return err_nomem(b->e);
		if (all->n)
			memcpy(more, all->list, all->n * sizeof *more);
		all->list = more;
		all->room = room;
	}
	all->list[all->n++] = p;
	return ST_OK;
}

const char *piece_name(const struct binder *b, uint64_t offset, uint64_t length)
{
	for (uint32_t i = 0; i < b->in->n_segments; i++) {
		const struct segment *s = &b->in->segments[i];

		if (s->depth == 0 && s->offset == offset && s->length == length)
			return s->name;
	}
	return NULL;
}

const char *piece_type(struct binder *b, const uint8_t type[4])
{
	char text[5] = "    ";

	for (int i = 0; i < 4; i++)
		text[i] = (char)(type[i] >= ' ' && type[i] <= '~' ? type[i] : '?');
	return arena_str(b->a, text);
}

static bool listed(const char *name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(name, list[i]) == 0)
			return true;
	return false;
}

/* ---- JPEG (ITU-T T.81 annex B) ---- */

static bool starts(const struct span *file, uint64_t at, const char *text, size_t len)
{
	struct span s;

	return span_slice(file, at, len, &s) && memcmp(s.data, text, len) == 0;
}

static const char *app_content(const struct span *file, uint64_t at)
{
	static const struct { const char *magic; size_t len; const char *name; } known[] = {
		{ "Exif\0", 5, "Exif" }, { "http://ns.adobe.com/xap/1.0/", 28, "XMP" }, { "ICC_PROFILE\0", 12, "ICC" },
		{ "http://ns.adobe.com/xmp/extension/", 34, "extended XMP" }, { "MPF\0", 4, "MPF" },
		{ "Photoshop 3.0", 13, "Photoshop" }, { "JFIF\0", 5, "JFIF" }, { "Adobe", 5, "Adobe" },
		{ "JP", 2, "JUMBF" },
	};

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (starts(file, at + 4, known[i].magic, known[i].len))
			return known[i].name;
	return NULL;
}

/* APP14 Adobe says whether the samples are YCbCr or RGB: it decides every colour of the picture. */
static bool jpeg_metadata(const struct span *file, const struct asset_box *x)
{
	if (strcmp(x->name, "COM") == 0)
		return true;
	if (strncmp(x->name, "APP", 3) != 0)
		return false;
	return strcmp(x->name, "APP14") != 0 || !starts(file, x->offset + 4, "Adobe", 5);
}

static const char *jpeg_name(struct binder *b, const struct asset_box *x)
{
	const char *name = piece_name(b, x->offset, x->length);
	const char *content = strncmp(x->name, "APP", 3) == 0 ? app_content(&b->in->asset->bytes, x->offset) : NULL;

	if (name)
		return name;
	return content ? arena_fmt(b->a, "%s %s", x->name, content) : x->name;
}

/* ---- PNG (third edition, section 11) ---- */

/* Ancillary chunks (small first letter) but those that change which pixels or frames are shown. */
static bool png_metadata(const char *name)
{
	static const char *const shown[] = { "tRNS", "acTL", "fcTL", "fdAT", "PNGh" };

	return name[0] >= 'a' && name[0] <= 'z' && !listed(name, shown, ARRAY_LEN(shown));
}

static enum status from_boxes(struct binder *b)
{
	const struct asset *f = b->in->asset;
	enum status st = ST_OK;

	for (uint32_t i = 0; i < f->n_boxes && !st; i++) {
		const struct asset_box *x = &f->boxes[i];
		bool meta = f->kind == ASSET_PNG ? png_metadata(x->name) : jpeg_metadata(&f->bytes, x);
		struct piece p = { .at = { x->offset, x->length + x->data_length }, .head = f->kind == ASSET_PNG ? 8 : 4,
				   .kind = x->store ? UNBOUND_STORE : meta ? UNBOUND_METADATA : UNBOUND_PICTURE };

		p.what = x->store ? "manifest store" : f->kind == ASSET_JPEG ? jpeg_name(b, x) : x->name;
		st = p.what ? unbound_add(b, p) : err_nomem(b->e);
	}
	return st;
}

/* ---- RIFF ---- */

static enum unbound_kind riff_kind(const char *type)
{
	static const char *const metadata[] = { "EXIF", "XMP ", "ICCP", "_PMX", "id3 ", "bext", "iXML" };

	if (strcmp(type, "C2PA") == 0)
		return UNBOUND_STORE;
	if (strcmp(type, "JUNK") == 0)
		return UNBOUND_FREE;
	return listed(type, metadata, ARRAY_LEN(metadata)) ? UNBOUND_METADATA : UNBOUND_PICTURE;
}

static enum status riff_chunk(struct binder *b, struct span *s)
{
	uint64_t start = s->pos, length;
	struct piece p = { .head = 8 };
	struct span type;
	uint32_t size;

	if (!span_sub(s, 4, &type) || !span_u32le(s, &size)) {
		s->pos = s->len;
		return ST_OK;
	}
	p.what = piece_type(b, type.data);
	if (!p.what)
		return err_nomem(b->e);
	length = 8 + (uint64_t)size;
	if (length + (size & 1) <= s->len - start)
		length += size & 1;
	if (length > s->len - start)
		length = s->len - start;
	p.at = (struct extent){ start, length };
	p.kind = riff_kind(p.what);
	s->pos = (size_t)(start + length);
	return unbound_add(b, p);
}

static enum status from_riff(struct binder *b)
{
	const struct piece head = { .at = { 0, 12 }, .kind = UNBOUND_PICTURE, .what = "RIFF header" };
	struct span s = b->in->asset->bytes;
	enum status st = ST_OK;

	s.pos = 0;
	if (b->in->asset->end && b->in->asset->end < s.len)
		s.len = (size_t)b->in->asset->end;
	if (span_skip(&s, 12))
		st = unbound_add(b, head);
	while (!st && span_left(&s))
		st = riff_chunk(b, &s);
	return st;
}

/* ---- BMFF, at the top level ---- */

static enum unbound_kind bmff_kind(const char *type)
{
	static const char *const unused[] = { "free", "skip" };

	if (listed(type, unused, ARRAY_LEN(unused)))
		return UNBOUND_FREE;
	return UNBOUND_PICTURE;
}

static enum status bmff_box(struct binder *b, struct span *s)
{
	uint64_t start = s->pos, length = 0, large;
	struct piece p = { .head = 8 };
	struct span type;
	uint32_t size;

	if (!span_u32be(s, &size) || !span_sub(s, 4, &type)) {
		s->pos = s->len;
		return ST_OK;
	}
	if (size == 1)
		length = span_u64be(s, &large) ? large : 0;
	else
		length = size ? size : s->len - start;
	if (length < 8 || length > s->len - start)
		length = s->len - start;
	p.what = piece_type(b, type.data);
	if (!p.what)
		return err_nomem(b->e);
	p.at = (struct extent){ start, length };
	p.kind = bmff_kind(p.what);
	s->pos = (size_t)(start + length);
	return unbound_add(b, p);
}

static enum status from_bmff(struct binder *b)
{
	struct span s = b->in->asset->bytes;
	enum status st = ST_OK;

	s.pos = 0;
	while (!st && span_left(&s))
		st = bmff_box(b, &s);
	return st;
}

/* ---- GIF (89a, sections 17 to 27) ---- */

static bool skip_blocks(struct span *s)
{
	uint8_t n;

	while (span_u8(s, &n))
		if (n == 0)
			return true;
		else if (!span_skip(s, n))
			return false;
	return false;
}

static bool skip_colours(struct span *s, uint8_t flags)
{
	return !(flags & 0x80) || span_skip(s, (uint64_t)3 << ((flags & 7) + 1));
}

static bool gif_extension(struct span *s, struct piece *p)
{
	uint8_t label;

	if (!span_u8(s, &label))
		return false;
	p->what = label == 0xFE ? "comment" : label == 0xFF ? "application extension" : "extension";
	p->kind = label == 0xFE ? UNBOUND_METADATA : UNBOUND_PICTURE;
	if (label == 0xFF && (starts(s, s->pos, "\x0BXMP DataXMP", 12) || starts(s, s->pos, "\x0BICCRGBG1", 9)))
		p->kind = UNBOUND_METADATA;
	if (label == 0xFF && starts(s, s->pos, "\x0B" "C2PA_GIF", 9)) {
		p->kind = UNBOUND_STORE;
		p->what = "manifest store";
	}
	return skip_blocks(s);
}

static bool gif_image(struct span *s)
{
	uint8_t flags, bits;

	return span_skip(s, 8) && span_u8(s, &flags) && skip_colours(s, flags) && span_u8(s, &bits) && skip_blocks(s);
}

static enum status from_gif(struct binder *b)
{
	struct piece p = { .head = 3, .kind = UNBOUND_PICTURE, .what = "screen descriptor" };
	struct span s = b->in->asset->bytes;
	uint8_t flags, kind = 0;
	enum status st;
	bool ok;

	s.pos = 0;
	ok = span_skip(&s, 10) && span_u8(&s, &flags) && span_skip(&s, 2) && skip_colours(&s, flags);
	p.at = (struct extent){ 0, s.pos };
	st = unbound_add(b, p);
	while (ok && !st && kind != 0x3B && span_u8(&s, &kind)) {
		p = (struct piece){ .at.start = s.pos - 1, .head = 3, .kind = UNBOUND_PICTURE, .what = "image" };
		ok = kind == 0x3B || (kind == 0x21 ? gif_extension(&s, &p) : kind == 0x2C && gif_image(&s));
		p.at.length = s.pos - p.at.start;
		st = unbound_add(b, p);
	}
	return st;
}

/* ---- all ---- */

static int by_start(const void *x, const void *y)
{
	const struct piece *a = x, *b = y;

	if (a->at.start != b->at.start)
		return a->at.start < b->at.start ? -1 : 1;
	if (a->at.length != b->at.length)
		return a->at.length < b->at.length ? -1 : 1;
	return a->kind < b->kind ? -1 : a->kind > b->kind;
}

static enum status read_kind(struct binder *b)
{
	const struct piece all = { .at = { 0, b->in->asset->bytes.len }, .kind = UNBOUND_PICTURE, .what = "text of the picture" };

	switch (b->in->asset->kind) {
	case ASSET_JPEG:
	case ASSET_PNG:
		return from_boxes(b);
	case ASSET_RIFF:
		return from_riff(b);
	case ASSET_BMFF:
		return from_bmff(b);
	case ASSET_TIFF:
		return pieces_tiff(b);
	case ASSET_GIF:
		return from_gif(b);
	case ASSET_SVG:
		return unbound_add(b, all);
	case ASSET_OTHER:
	case ASSET_STORE:
		break;
	}
	return ST_OK;
}

enum status pieces_read(struct binder *b)
{
	enum status st;

	if (b->pieces.read)
		return ST_OK;
	b->pieces.read = true;
	st = read_kind(b);
	if (b->pieces.n)
		qsort(b->pieces.list, b->pieces.n, sizeof *b->pieces.list, by_start);
	return st;
}
