/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/pictures_more.h"

#include "src/base/mem.h"

static void put16(struct bytes *b, unsigned v)
{
	bytes_add(b, (uint8_t[]){ (uint8_t)v, (uint8_t)(v >> 8) }, 2);
}

static void sub_blocks(struct bytes *b, const uint8_t *data, size_t len)
{
	for (size_t n; len; data += n, len -= n) {
		uint8_t count = (uint8_t)(n = len < 255 ? len : 255);

		bytes_add(b, &count, 1);
		bytes_add(b, data, n);
	}
	bytes_add(b, "", 1);
}

struct bytes gif_block(uint8_t label, const char *header, const void *data, size_t len)
{
	uint8_t head[3] = { 0x21, label, 0 };
	struct bytes b;

	head[2] = header ? (uint8_t)strlen(header) : 0;
	b = bytes_copy(head, header ? 3 : 2);
	if (header)
		bytes_add(&b, header, head[2]);
	sub_blocks(&b, data, len);
	return b;
}

/* ---- LZW (GIF89a appendix F), with the dictionary as a list of (prefix, last) ---- */

struct lzw {
	struct bytes out;
	uint32_t bits;
	unsigned n_bits, size, first, next, prefix[4096];
	uint8_t last[4096];
};

static void emit(struct lzw *z, unsigned code)
{
	z->bits |= code << z->n_bits;
	for (z->n_bits += z->size; z->n_bits >= 8; z->n_bits -= 8, z->bits >>= 8)
		bytes_add(&z->out, (uint8_t[]){ (uint8_t)z->bits }, 1);
}

static void restart(struct lzw *z, unsigned bits)
{
	z->size = bits + 1;
	z->first = z->next = (1u << bits) + 2;
}

static unsigned find(const struct lzw *z, unsigned prefix, uint8_t last)
{
	for (unsigned i = z->first; i < z->next; i++)
		if (z->prefix[i] == prefix && z->last[i] == last)
			return i;
	return 4096;
}

static void lzw(struct bytes *b, const uint8_t *data, size_t len, unsigned bits)
{
	struct lzw z = { .out = bytes_copy("", 0) };
	unsigned code = data[0];
	uint8_t size = (uint8_t)bits;

	restart(&z, bits);
	emit(&z, 1u << bits);
	for (size_t i = 1; i < len; i++) {
		unsigned longer = find(&z, code, data[i]);

		if (longer < 4096) {
			code = longer;
			continue;
		}
		emit(&z, code);
		if (z.next == 4095) {
			emit(&z, 1u << bits);
			restart(&z, bits);
		} else {
			if (z.next == 1u << z.size)
				z.size++;
			z.prefix[z.next] = code;
			z.last[z.next++] = data[i];
		}
		code = data[i];
	}
	emit(&z, code);
	if (z.next == 1u << z.size)
		z.size++;
	emit(&z, (1u << bits) + 1);
	z.size = 8;
	emit(&z, 0); /* what is left of the last byte */
	bytes_add(b, &size, 1);
	sub_blocks(b, z.out.data, z.out.len);
	bytes_release(&z.out);
}

/* Rows in the order of appendix E. */
static uint8_t *interlace(const uint8_t *px, unsigned w, unsigned h)
{
	static const unsigned first[] = { 0, 4, 2, 1 }, step[] = { 8, 8, 4, 2 };
	uint8_t *out = mem_need(w, h), *to = out;

	for (unsigned pass = 0; pass < 4; pass++)
		for (unsigned y = first[pass]; y < h; y += step[pass], to += w)
			memcpy(to, px + (size_t)y * w, w);
	return out;
}

static void palette(struct bytes *b, unsigned bits)
{
	for (unsigned i = 0; i < 1u << bits; i++) {
		uint8_t rgba[4];

		picture_palette(i, rgba);
		bytes_add(b, rgba, 3);
	}
}

static void image(struct bytes *b, const struct gif_wish *w, const uint8_t *px, unsigned iw, unsigned ih)
{
	unsigned bits = w->bits ? w->bits : 4;
	uint8_t packed = (uint8_t)((w->interlaced ? 0x40 : 0) | (w->local ? 0x80 | (bits - 1) : 0));
	uint8_t *rows = w->interlaced ? interlace(px, iw, ih) : NULL;

	if (w->has_transparent)
		bytes_add(b, (uint8_t[]){ 0x21, 0xF9, 4, 1, 10, 0, w->transparent, 0 }, 8);
	bytes_add(b, ",", 1);
	put16(b, w->x);
	put16(b, w->y);
	put16(b, iw);
	put16(b, ih);
	bytes_add(b, &packed, 1);
	if (w->local)
		palette(b, bits);
	lzw(b, rows ? rows : px, (size_t)iw * ih, bits < 2 ? 2 : bits);
	free(rows);
}

struct bytes picture_gif(const struct gif_wish *w, uint8_t **indices)
{
	unsigned width = w->width ? w->width : 30, height = w->height ? w->height : 20;
	unsigned iw = w->w ? w->w : width, ih = w->w ? w->h : height, bits = w->bits ? w->bits : 4;
	uint8_t *px = mem_need(iw, ih), packed = (uint8_t)(w->local ? 0 : 0x80 | (bits - 1));
	struct bytes b = bytes_copy("GIF89a", 6);

	for (size_t i = 0; i < (size_t)iw * ih; i++)
		px[i] = picture_noise((uint32_t)(i % iw), (uint32_t)(i / iw), 0) & ((1u << bits) - 1);
	put16(&b, width);
	put16(&b, height);
	bytes_add(&b, (uint8_t[]){ packed, 0, 0 }, 3);
	if (!w->local)
		palette(&b, bits);
	for (unsigned i = 0; i < (w->frames ? w->frames : 1); i++)
		image(&b, w, px, iw, ih);
	bytes_add(&b, ";", 1);
	if (indices)
		*indices = px;
	else
		free(px);
	return b;
}
