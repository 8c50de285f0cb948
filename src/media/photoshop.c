/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/photoshop.h"

#include "src/base/str.h"
#include "src/base/utf8.h"
#include "src/base/value.h"

#include <math.h>

enum { THUMBNAIL_HEADER = 28, SHOWN_TEXT = 400, URL_MAX = 1024 };

static const struct {
	uint16_t id;
	const char *name;
} names[] = {
	{ 0x03E8, "channels, rows, columns" },	{ 0x03E9, "Macintosh print record" },
	{ 0x03EA, "page format" },		{ 0x03ED, "resolution" },
	{ 0x03EE, "names of alpha channels" },	{ 0x03EF, "display info" },
	{ 0x03F0, "caption" },			{ 0x03F1, "border" },
	{ 0x03F2, "background colour" },	{ 0x03F3, "print flags" },
	{ 0x03F4, "halftone, gray" },		{ 0x03F5, "halftone, colour" },
	{ 0x03F6, "halftone, duotone" },	{ 0x03F7, "transfer, gray" },
	{ 0x03F8, "transfer, colour" },		{ 0x03F9, "transfer, duotone" },
	{ 0x03FA, "duotone" },			{ 0x03FC, "effective black and white" },
	{ 0x03FD, "EPS options" },		{ 0x03FE, "quick mask" },
	{ 0x0400, "layer state" },		{ 0x0401, "working path" },
	{ 0x0402, "layer groups" },		{ 0x0404, "IPTC-NAA" },
	{ 0x0405, "raw format" },		{ 0x0406, "JPEG quality" },
	{ 0x0408, "grid and guides" },		{ 0x0409, "thumbnail, Photoshop 4" },
	{ 0x040A, "copyright flag" },		{ 0x040B, "URL" },
	{ 0x040C, "thumbnail" },		{ 0x040D, "global angle" },
	{ 0x040E, "colour samplers, old" },	{ 0x040F, "ICC profile" },
	{ 0x0410, "watermark" },		{ 0x0411, "ICC untagged" },
	{ 0x0412, "effects visible" },		{ 0x0413, "spot halftone" },
	{ 0x0414, "document IDs seed" },	{ 0x0415, "Unicode names of alpha channels" },
	{ 0x0416, "indexed colours" },		{ 0x0417, "transparent index" },
	{ 0x0419, "global altitude" },		{ 0x041A, "slices" },
	{ 0x041B, "workflow URL" },		{ 0x041C, "jump to XPEP" },
	{ 0x041D, "identifiers of alpha channels" }, { 0x041E, "URL list" },
	{ 0x0421, "version" },			{ 0x0422, "EXIF" },
	{ 0x0423, "EXIF 3" },			{ 0x0424, "XMP" },
	{ 0x0425, "caption digest" },		{ 0x0426, "print scale" },
	{ 0x0428, "pixel aspect ratio" },	{ 0x0429, "layer comps" },
	{ 0x042A, "alternate duotone" },	{ 0x042B, "alternate spot colours" },
	{ 0x042D, "layer selection" },		{ 0x042E, "HDR toning" },
	{ 0x042F, "print info" },		{ 0x0430, "layer groups enabled" },
	{ 0x0431, "colour samplers" },		{ 0x0432, "measurement scale" },
	{ 0x0433, "timeline" },			{ 0x0434, "sheet disclosure" },
	{ 0x0435, "display info, floating point" }, { 0x0436, "onion skins" },
	{ 0x0438, "count" },			{ 0x043A, "print information" },
	{ 0x043B, "print style" },		{ 0x043C, "Macintosh NSPrintInfo" },
	{ 0x043D, "Windows DEVMODE" },		{ 0x043E, "path of autosave" },
	{ 0x043F, "format of autosave" },	{ 0x0440, "path selection" },
	{ 0x0BB7, "clipping path" },		{ 0x0BB8, "origin path" },
	{ 0x1B58, "ImageReady variables" },	{ 0x1B59, "ImageReady data sets" },
	{ 0x1F40, "Lightroom workflow" },	{ 0x2710, "print flags information" },
};

const char *photoshop_name(uint16_t id)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (names[i].id == id)
			return names[i].name;
	if (id >= 0x07D0 && id <= 0x0BB6)
		return "path";
	return id >= 0x0FA0 && id <= 0x1387 ? "plug-in" : NULL;
}

const char *photoshop_digest_words(enum photoshop_digest d)
{
	static const char *const words[] = {
		[DIGEST_ABSENT] = "none",
		[DIGEST_UNSET] = "zeros: XMP counts, IPTC does not",
		[DIGEST_NO_IPTC] = "present, without IPTC to compare it with",
		[DIGEST_MATCH] = "matches the IPTC records",
		[DIGEST_DIFFERS] = "differs from the IPTC records",
	};

	return (unsigned)d < ARRAY_LEN(words) ? words[d] : "";
}

static bool signature(const struct span *s)
{
	/* ImageReady, PhotoDeluxe, Lightroom and a plug-in write the others. */
	static const char *const known[] = { "8BIM", "MeSa", "PHUT", "AgHg", "DCSR" };

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (span_is(s, known[i], 4))
			return true;
	return false;
}

/* One resource; false at the end, or where reading stops (*damaged). */
static bool step(struct span *s, uint16_t *id, struct span *label, struct span *data, bool *damaged)
{
	uint32_t size;
	uint8_t len;

	if (span_left(s) == 0)
		return false;
	*damaged = true;
	if (!signature(s)) {
		*damaged = s->data[s->pos] != 0; /* zeros fill the block up */
		return false;
	}
	if (!span_skip(s, 4) || !span_u16be(s, id) || !span_u8(s, &len) || !span_sub(s, len, label) ||
	    (len % 2 == 0 && !span_skip(s, 1)) || !span_u32be(s, &size) || !span_sub(s, size, data))
		return false;
	*damaged = size % 2 && span_left(s) && !span_skip(s, 1);
	return true;
}

/* Unicode string of the specification: a count, then UTF-16. */
static const char *unicode(struct arena *a, struct span *s)
{
	char *out, *p;
	uint32_t n;
	uint16_t c, low;
	struct span text;

	if (!span_u32be(s, &n) || n > SHOWN_TEXT || !span_sub(s, (uint64_t)n * 2, &text))
		return NULL;
	out = p = arena_alloc(a, (size_t)n * 3 + 1, 1);
	while (out && span_u16be(&text, &c) && c) {
		uint32_t cp = c;

		if (c >= 0xD800 && c < 0xDC00 && span_u16be(&text, &low) && low >= 0xDC00 && low < 0xE000)
			cp = 0x10000 + ((uint32_t)(c - 0xD800) << 10) + (low - 0xDC00u);
		p += utf8_encode(cp >= 0xD800 && cp < 0xE000 ? 0xFFFD : cp, p);
	}
	return out;
}

static const char *text_of(struct arena *a, struct span s, size_t max)
{
	size_t n = s.len < max ? s.len : max;
	char *out;
	size_t used = 0;

	if (utf8_valid((const char *)s.data, n))
		return arena_strn(a, (const char *)s.data, n);
	out = arena_alloc(a, 2 * n + 1, 1);
	for (size_t i = 0; out && i < n; i++)
		used += utf8_encode(s.data[i], out + used);
	return out;
}

/* ---- what single resources say ---- */

struct look {
	struct arena *a;
	struct photoshop *p;
	struct photoshop_resource *r;
	struct span s;
};

/* 16.16 fixed point, pixels an inch whatever unit is shown. */
static const char *resolution(struct look *l)
{
	uint32_t x, y;
	uint16_t skip;

	if (!span_u32be(&l->s, &x) || !span_u16be(&l->s, &skip) || !span_u16be(&l->s, &skip) ||
	    !span_u32be(&l->s, &y))
		return NULL;
	l->p->has_resolution = true;
	l->p->x_dpi = x / 65536.0;
	l->p->y_dpi = y / 65536.0;
	return arena_fmt(l->a, "%.4g x %.4g dpi", l->p->x_dpi, l->p->y_dpi);
}

/* Not in the specification; ExifTool's Photoshop.pm: quality from -4 on, then the kind. */
static const char *quality(struct look *l)
{
	uint16_t q, kind;

	if (!span_u16be(&l->s, &q) || !span_u16be(&l->s, &kind) || (int16_t)q < -4 || (int16_t)q > 8)
		return NULL;
	l->p->has_quality = true;
	l->p->quality = (int16_t)q + 4;
	l->p->quality_format = kind == 0 ? "standard" : kind == 1 ? "optimised" : kind == 0x101 ? "progressive" : "unknown";
	return arena_fmt(l->a, "%d of 12, %s", l->p->quality, l->p->quality_format);
}

static const char *version(struct look *l)
{
	struct photoshop *p = l->p;

	if (!span_u32be(&l->s, &p->version) || !span_skip(&l->s, 1))
		return NULL;
	p->has_version = true;
	p->writer = unicode(l->a, &l->s);
	p->reader = unicode(l->a, &l->s);
	return arena_fmt(l->a, "%lu, written by '%s', for '%s'", (unsigned long)p->version, p->writer ? p->writer : "",
			 p->reader ? p->reader : "");
}

static const char *digest(struct look *l)
{
	static const uint8_t zero[MD5_LEN];
	char hex[2 * MD5_LEN + 1];

	if (l->s.len != MD5_LEN)
		return NULL;
	memcpy(l->p->digest, l->s.data, MD5_LEN);
	l->p->digest_state = memcmp(zero, l->s.data, MD5_LEN) == 0 ? DIGEST_UNSET : DIGEST_NO_IPTC;
	return arena_str(l->a, hex_encode(hex, l->s.data, MD5_LEN));
}

static const char *thumbnail(struct look *l)
{
	struct photoshop *p = l->p;
	uint32_t format, w, h;
	bool jpeg;

	if (!span_u32be(&l->s, &format) || !span_u32be(&l->s, &w) || !span_u32be(&l->s, &h) ||
	    l->s.len < THUMBNAIL_HEADER || w > INT32_MAX || h > INT32_MAX)
		return NULL;
	jpeg = format == 1 && span_slice(&l->s, THUMBNAIL_HEADER, l->s.len - THUMBNAIL_HEADER, &p->thumbnail);
	if (!p->has_thumbnail || l->r->id == PS_THUMBNAIL) { /* the newer one when there are both */
		p->has_thumbnail = true;
		p->thumbnail_bgr = l->r->id == PS_THUMBNAIL4;
		p->thumbnail_width = w;
		p->thumbnail_height = h;
		p->thumbnail_offset = jpeg ? p->thumbnail.origin : 0;
		p->thumbnail_length = jpeg ? p->thumbnail.len : 0;
	}
	return arena_fmt(l->a, "%lux%lu, %s", (unsigned long)w, (unsigned long)h, jpeg ? "JPEG" : "raw");
}

/* Version 6; later ones are descriptors. */
static const char *slices(struct look *l)
{
	uint32_t v;

	l->p->has_slices = true;
	if (!span_u32be(&l->s, &v) || v != 6 || !span_skip(&l->s, 16))
		return NULL;
	l->p->slices_name = unicode(l->a, &l->s);
	return l->p->slices_name;
}

static const char *url(struct look *l)
{
	l->p->has_url = true;
	l->p->url = text_of(l->a, l->s, URL_MAX);
	return l->p->url;
}

static const char *copyright(struct look *l)
{
	uint8_t v;

	l->p->has_copyright = span_u8(&l->s, &v);
	l->p->copyrighted = l->p->has_copyright && v;
	return l->p->copyrighted ? "copyrighted" : "not marked";
}

static const char *keep(struct span *to, const struct look *l)
{
	if (!to->data && l->s.len)
		*to = l->s;
	return NULL;
}

static void look(struct look *l)
{
	const char *shown = NULL;

	switch (l->r->id) {
	case PS_RESOLUTION: shown = resolution(l); break;
	case PS_JPEG_QUALITY: shown = quality(l); break;
	case PS_VERSION: shown = version(l); break;
	case PS_DIGEST: shown = digest(l); break;
	case PS_THUMBNAIL4:
	case PS_THUMBNAIL: shown = thumbnail(l); break;
	case PS_SLICES: shown = slices(l); break;
	case PS_URL: shown = url(l); break;
	case PS_COPYRIGHT: shown = copyright(l); break;
	case PS_IPTC: shown = keep(&l->p->iptc, l); break;
	case PS_XMP: shown = keep(&l->p->xmp, l); break;
	case PS_EXIF: shown = keep(&l->p->exif, l); break;
	case PS_ICC: shown = keep(&l->p->icc, l); break;
	default: break;
	}
	l->r->shown = shown;
}

enum status photoshop_read(struct arena *a, struct span block, struct photoshop *out, struct error *e)
{
	struct span s = span_of(block.data, block.len, block.origin), label, data;
	uint32_t n = 0;
	uint16_t id;

	memset(out, 0, sizeof *out);
	while (n < PHOTOSHOP_MAX_RESOURCES && step(&s, &id, &label, &data, &out->damaged))
		n++;
	if (out->damaged)
		out->damage_offset = span_at(&s);
	if (n == 0)
		return err_corrupt(e, block.origin, "no Photoshop resource where one should begin");
	out->list = arena_alloc(a, n, sizeof *out->list);
	if (!out->list)
		return err_nomem(e);
	s.pos = 0;
	for (bool bad; out->n < n && step(&s, &id, &label, &data, &bad); out->n++) {
		struct photoshop_resource *r = &out->list[out->n];
		struct look l = { .a = a, .p = out, .r = r, .s = data };

		*r = (struct photoshop_resource){ .id = id, .name = photoshop_name(id), .bytes = data };
		r->label = text_of(a, label, 255);
		if (!r->label)
			return err_nomem(e);
		look(&l);
	}
	return ST_OK;
}

void photoshop_compare(struct photoshop *p, struct span iptc)
{
	struct digests d;
	struct hasher *h;

	if (p->digest_state == DIGEST_ABSENT || p->digest_state == DIGEST_UNSET || !iptc.data ||
	    hasher_new(&h, NULL) != ST_OK)
		return;
	hasher_add(h, iptc.data, iptc.len);
	if (hasher_done(h, &d, NULL) == ST_OK)
		p->digest_state = memcmp(d.md5, p->digest, MD5_LEN) == 0 ? DIGEST_MATCH : DIGEST_DIFFERS;
}

void photoshop_facts_value(struct arena *a, const struct photoshop *p, struct value *metadata)
{
	struct value *v = value_add(a, metadata, "photoshop", VALUE_MAP);

	value_add_int(a, v, "resources", p->n);
	if (p->has_quality) {
		value_add_int(a, v, "jpeg_quality", p->quality);
		value_add_text(a, v, "jpeg_format", p->quality_format);
	}
	if (p->has_version && p->writer)
		value_add_text(a, v, "writer", p->writer);
	if (p->digest_state != DIGEST_ABSENT)
		value_add_text(a, v, "caption_digest", photoshop_digest_words(p->digest_state));
	if (p->has_thumbnail) {
		value_add_int(a, v, "thumbnail_width", p->thumbnail_width);
		value_add_int(a, v, "thumbnail_height", p->thumbnail_height);
	}
	if (p->slices_name && p->slices_name[0])
		value_add_text(a, v, "slices_name", p->slices_name);
	if (p->has_url && p->url)
		value_add_text(a, v, "url", p->url);
	if (p->has_copyright)
		value_add_bool(a, v, "copyrighted", p->copyrighted);
	if (p->damaged)
		value_add_bool(a, v, "damaged", true);
}
