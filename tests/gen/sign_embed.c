/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "tests/gen/sign_embed.h"

#include "src/base/base64.h"
#include "tests/gen/common.h"
#include "tests/gen/sign.h"

#include <zlib.h>

void put_be(struct str *o, uint64_t v, unsigned bytes)
{
	while (bytes--)
		str_putc(o, (char)(v >> 8 * bytes));
}

void put_le(struct str *o, uint64_t v, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		str_putc(o, (char)(v >> 8 * i));
}

static const uint8_t *need(const struct str *s, size_t at, size_t n)
{
	if (at > s->len || s->len - at < n)
		die("offset %zu is outside %zu bytes", at, s->len);
	return (const uint8_t *)s->data + at;
}

uint64_t get_be(const struct str *s, size_t at, unsigned bytes)
{
	const uint8_t *p = need(s, at, bytes);
	uint64_t v = 0;

	for (unsigned i = 0; i < bytes; i++)
		v = v << 8 | p[i];
	return v;
}

uint64_t get_le(const struct str *s, size_t at, unsigned bytes)
{
	const uint8_t *p = need(s, at, bytes);
	uint64_t v = 0;

	for (unsigned i = bytes; i > 0; i--)
		v = v << 8 | p[i - 1];
	return v;
}

void set_be(struct str *s, size_t at, uint64_t v, unsigned bytes)
{
	need(s, at, bytes);
	for (unsigned i = 0; i < bytes; i++)
		s->data[at + i] = (char)(v >> 8 * (bytes - 1 - i));
}

void set_le(struct str *s, size_t at, uint64_t v, unsigned bytes)
{
	need(s, at, bytes);
	for (unsigned i = 0; i < bytes; i++)
		s->data[at + i] = (char)(v >> 8 * i);
}

size_t find_bytes(const struct str *s, size_t from, const void *what, size_t len)
{
	const char *hit = from <= s->len ? memmem(s->data + from, s->len - from, what, len) : NULL;

	if (!hit)
		die("the bytes sought are not there");
	return (size_t)(hit - s->data);
}

void insert_bytes(struct str *s, size_t at, const void *what, size_t len)
{
	str_add(s, what, len); /* makes room */
	memmove(s->data + at + len, s->data + at, s->len - len - at);
	memcpy(s->data + at, what, len);
}

void remove_bytes(struct str *s, size_t at, size_t len)
{
	memmove(s->data + at, s->data + at + len, s->len - at - len);
	s->len -= len;
}

static void place(struct place *list, unsigned *n, size_t start, size_t length)
{
	list[(*n)++] = (struct place){ start, length };
}

/* ---- JPEG (A.3.1): APP11 segments of JPEG XT, every piece with the box's head again ---- */

static void jpeg_pieces(const struct str *store, size_t most, struct str *out)
{
	size_t z = 1, n;

	for (size_t at = 0; at < store->len; at += n) {
		n = store->len - at < most ? store->len - at : most;
		put_be(out, 0xFFEB, 2);
		put_be(out, n + (z == 1 ? 10 : 18), 2);
		str_puts(out, "JP");
		put_be(out, 0x0211, 2);
		put_be(out, z, 4);
		if (z++ > 1)
			str_add(out, store->data, 8);
		str_add(out, store->data + at, n);
	}
}

size_t jpeg_head(const struct str *picture)
{
	size_t at = 2;

	while (get_be(picture, at, 2) == 0xFFE0 ||
	       (get_be(picture, at, 2) == 0xFFE1 && !memcmp(need(picture, at + 4, 5), "Exif", 5)))
		at += 2 + (size_t)get_be(picture, at + 2, 2);
	return at;
}

static void in_jpeg(const struct str *picture, const struct str *store, size_t piece, struct str *out,
		    struct place *list, unsigned *n)
{
	size_t at = jpeg_head(picture);

	str_add(out, picture->data, at);
	jpeg_pieces(store, piece ? piece : 64000, out);
	place(list, n, at, out->len - at);
	str_add(out, picture->data + at, picture->len - at);
}

static void in_png(const struct str *picture, const struct str *store, struct str *out, struct place *list,
		   unsigned *n)
{
	size_t at = 33; /* behind IHDR */

	str_add(out, picture->data, at);
	put_be(out, store->len, 4);
	str_puts(out, "caBX");
	str_add(out, store->data, store->len);
	put_be(out, crc32(0, (const Bytef *)out->data + at + 4, (uInt)store->len + 4), 4);
	place(list, n, at, out->len - at);
	str_add(out, picture->data + at, picture->len - at);
}

/* The last chunk; its padding is outside what is left out, the size of the RIFF is hashed. */
static void in_webp(const struct str *picture, const struct str *store, struct str *out, struct place *list,
		    unsigned *n)
{
	str_add(out, picture->data, picture->len);
	str_puts(out, "C2PA");
	put_le(out, store->len, 4);
	str_add(out, store->data, store->len);
	place(list, n, picture->len, out->len - picture->len);
	if (store->len % 2)
		str_putc(out, 0);
	set_le(out, 4, out->len - 8, 4);
}

/* ---- BMFF (A.5): a uuid box behind ftyp; what iloc points at moves ---- */

static size_t bmff_find(const struct str *s, size_t at, size_t end, const char *type)
{
	for (size_t n; at + 8 <= end; at += n) {
		n = (size_t)get_be(s, at, 4);
		if (!memcmp(s->data + at + 4, type, 4))
			return at;
		if (n < 8)
			break;
	}
	die("no box '%s'", type);
}

static void shift(struct str *s, size_t at, unsigned bytes, uint64_t by)
{
	if (bytes)
		set_be(s, at, get_be(s, at, bytes) + by, bytes);
}

/* One item of iloc at *at (ISO 14496-12 section 8.11.3); sizes: its two bytes of field sizes. */
static void shift_item(struct str *s, size_t *at, unsigned version, unsigned sizes, uint64_t by)
{
	unsigned offset = sizes >> 12, length = sizes >> 8 & 15, base = sizes >> 4 & 15;
	unsigned index = version ? sizes & 15 : 0;
	bool in_file = true;
	size_t extents;

	*at += version < 2 ? 2 : 4;
	if (version) {
		in_file = (get_be(s, *at, 2) & 15) == 0;
		*at += 2;
	}
	*at += 2;
	if (in_file)
		shift(s, *at, base, by);
	*at += base;
	extents = (size_t)get_be(s, *at, 2);
	for (*at += 2; extents > 0; extents--) {
		if (in_file && !base)
			shift(s, *at + index, offset, by);
		*at += index + offset + length;
	}
}

static void shift_iloc(struct str *s, uint64_t by)
{
	size_t meta = bmff_find(s, 0, s->len, "meta");
	size_t at = bmff_find(s, meta + 12, meta + (size_t)get_be(s, meta, 4), "iloc");
	unsigned version = (unsigned)get_be(s, at + 8, 1), sizes = (unsigned)get_be(s, at + 12, 2);
	unsigned n = (unsigned)get_be(s, at + 14, version < 2 ? 2 : 4);

	for (at += version < 2 ? 16 : 18; n > 0; n--)
		shift_item(s, &at, version, sizes, by);
}

static void in_bmff(const struct str *picture, const struct str *store, struct str *out)
{
	static const uint8_t uuid[16] = { 0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C,
					  0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81 };
	size_t at = (size_t)get_be(picture, 0, 4), box;

	str_add(out, picture->data, at);
	box = box_start(out, "uuid");
	str_add(out, uuid, sizeof uuid);
	put_be(out, 0, 4);
	str_add(out, "manifest", 9);
	put_be(out, 0, 8); /* no Merkle boxes */
	str_add(out, store->data, store->len);
	box_end(out, box);
	str_add(out, picture->data + at, picture->len - at);
	shift_iloc(out, out->len - picture->len);
}

/* ---- TIFF (A.3.2): the first directory again at the end, with one entry more; its count and its data are left out ---- */

enum { TIFF_TAG_C2PA = 0xCD41, TIFF_UNDEFINED = 7 };

static void in_tiff(const struct str *picture, const struct str *store, struct str *out, struct place *list,
		    unsigned *n)
{
	size_t dir = (size_t)get_le(picture, 4, 4), entries = (size_t)get_le(picture, dir, 2), at;

	str_add(out, picture->data, picture->len);
	if (out->len % 2)
		str_putc(out, 0);
	set_le(out, 4, out->len, 4);
	put_le(out, entries + 1, 2);
	str_add(out, picture->data + dir + 2, entries * 12); /* all tags are below ours */
	put_le(out, TIFF_TAG_C2PA, 2);
	put_le(out, TIFF_UNDEFINED, 2);
	at = out->len;
	place(list, n, at, 4);
	put_le(out, store->len, 4);
	put_le(out, at + 12, 4);
	put_le(out, 0, 4); /* no further directory */
	place(list, n, out->len, store->len);
	str_add(out, store->data, store->len);
}

/* An application extension before the first picture (A.3). */
static void in_gif(const struct str *picture, const struct str *store, struct str *out, struct place *list,
		   unsigned *n)
{
	unsigned flags = (unsigned)get_be(picture, 10, 1);
	size_t at = 13 + (flags & 0x80 ? 3u << ((flags & 7) + 1) : 0), block;

	str_add(out, picture->data, at);
	str_add(out, "\x21\xFF\x0B" "C2PA_GIF" "\x01\x00\x00", 14);
	for (size_t i = 0; i < store->len; i += block) {
		block = store->len - i < 255 ? store->len - i : 255;
		put_be(out, block, 1);
		str_add(out, store->data + i, block);
	}
	put_be(out, 0, 1);
	place(list, n, at, out->len - at);
	str_add(out, picture->data + at, picture->len - at);
}

static void in_svg(const struct str *picture, const struct str *store, struct str *out, struct place *list,
		   unsigned *n)
{
	const char *tag = strstr(picture->data, "<svg"), *end = tag ? strchr(tag, '>') : NULL;
	size_t at;

	if (!end)
		die("no svg element");
	at = (size_t)(end + 1 - picture->data);
	str_add(out, picture->data, at);
	str_puts(out, "<metadata><c2pa:manifest xmlns:c2pa=\"http://c2pa.org/manifest\">");
	place(list, n, out->len, 0);
	base64_add(out, (const uint8_t *)store->data, store->len);
	list[*n - 1].length = out->len - list[*n - 1].start;
	str_puts(out, "</c2pa:manifest></metadata>");
	str_add(out, picture->data + at, picture->len - at);
}

void embed(enum container c, const struct str *picture, const struct str *store, size_t piece, struct str *out,
	   struct place places[PLACES_MAX], unsigned *n)
{
	*n = 0;
	switch (c) {
	case IN_JPEG: in_jpeg(picture, store, piece, out, places, n); break;
	case IN_PNG: in_png(picture, store, out, places, n); break;
	case IN_WEBP: in_webp(picture, store, out, places, n); break;
	case IN_BMFF: in_bmff(picture, store, out); break;
	case IN_TIFF: in_tiff(picture, store, out, places, n); break;
	case IN_GIF: in_gif(picture, store, out, places, n); break;
	case IN_SVG: in_svg(picture, store, out, places, n); break;
	}
}
