/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/jfif.h"

#include "src/base/utf8.h"

enum { DUCKY_QUALITY = 1, DUCKY_COMMENT, DUCKY_COPYRIGHT, DUCKY_TEXT = 4096, JFXX_JPEG = 0x10 };

/* version, unit, densities, thumbnail size (T.871, 10.1) */
static void jfif(const struct block *b, struct jfif *o)
{
	struct span s = b->bytes;

	if (o->has_jfif || !span_u8(&s, &o->major) || !span_u8(&s, &o->minor) || !span_u8(&s, &o->unit) ||
	    !span_u16be(&s, &o->x_density) || !span_u16be(&s, &o->y_density))
		return;
	o->has_jfif = true;
	o->jfif_offset = b->bytes.origin;
	if (!span_u8(&s, &o->thumbnail_w) || !span_u8(&s, &o->thumbnail_h))
		o->thumbnail_w = o->thumbnail_h = 0;
}

static void jfxx(const struct block *b, struct jfif *o)
{
	struct span s = b->bytes;

	if (o->has_jfxx || !span_u8(&s, &o->jfxx_code))
		return;
	o->has_jfxx = true;
	o->jfxx_offset = b->bytes.origin;
	if (o->jfxx_code == JFXX_JPEG && span_is(&s, "\xFF\xD8", 2)) {
		o->jfxx_jpeg_offset = span_at(&s);
		o->jfxx_jpeg_length = span_left(&s);
	}
}

static void adobe(const struct block *b, struct jfif *o)
{
	struct span s = b->bytes;

	if (o->has_adobe || !span_u16be(&s, &o->adobe_version) || !span_u16be(&s, &o->flags0) ||
	    !span_u16be(&s, &o->flags1) || !span_u8(&s, &o->transform))
		return;
	o->has_adobe = true;
	o->adobe_offset = b->bytes.origin;
}

/* A count of UTF-16 units, then the text. */
static const char *wide_text(struct arena *a, struct span s)
{
	char *out, *p;
	uint32_t n;
	uint16_t c;

	if (!span_u32be(&s, &n) || n > span_left(&s) / 2 || n > DUCKY_TEXT)
		return NULL;
	out = p = arena_alloc(a, (size_t)n * 3 + 1, 1);
	for (; out && n && span_u16be(&s, &c) && c; n--)
		p += utf8_encode(c >= 0xD800 && c < 0xE000 ? 0xFFFD : c, p);
	return out;
}

/* Tag and length of 16 bits each, until tag 0. */
static void ducky(struct container *c, const struct block *b, struct jfif *o)
{
	struct span s = b->bytes, v;
	uint16_t tag, len;

	o->has_ducky = true;
	o->ducky_offset = o->ducky_offset ? o->ducky_offset : b->bytes.origin;
	while (span_u16be(&s, &tag) && tag && span_u16be(&s, &len) && span_sub(&s, len, &v)) {
		if (tag == DUCKY_QUALITY && !o->has_quality) {
			struct span q = v;

			o->has_quality = span_u32be(&q, &o->quality);
		} else if (tag == DUCKY_COMMENT && !o->comment) {
			o->comment = wide_text(c->arena, v);
			o->comment_offset = v.origin;
			o->comment_size = v.len;
		} else if (tag == DUCKY_COPYRIGHT && !o->copyright) {
			o->copyright = wide_text(c->arena, v);
			o->copyright_offset = v.origin;
			o->copyright_size = v.len;
		}
	}
}

void jfif_read(struct container *c, struct jfif *out)
{
	memset(out, 0, sizeof *out);
	for (uint32_t i = 0; i < c->n_blocks; i++) {
		const struct block *b = &c->blocks[i];

		if (b->kind == BLOCK_JFIF)
			jfif(b, out);
		else if (b->kind == BLOCK_JFXX)
			jfxx(b, out);
		else if (b->kind == BLOCK_ADOBE)
			adobe(b, out);
		else if (b->kind == BLOCK_DUCKY)
			ducky(c, b, out);
	}
}
