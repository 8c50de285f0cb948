/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/png_chunk.h"

#include <zlib.h>

bool png_chunk_next(struct span *s, bool crc, struct png_chunk *out)
{
	uint32_t len, stored;
	struct span body = *s;
	uint64_t left;

	memset(out, 0, sizeof *out);
	out->offset = span_at(s);
	if (span_left(s) < 12 || !span_u32be(&body, &len) || !span_copy(&body, out->type, 4))
		return false;
	for (unsigned i = 0; i < 4; i++) {
		char c = out->type[i];

		out->bad_type = out->bad_type || !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
	}
	left = span_left(&body);
	out->cut = len > left || left - len < 4;
	if (!span_sub(&body, len < left ? len : left, &out->data))
		return false;
	if (out->cut) {
		out->length = span_left(s);
		s->pos = s->len;
		return true;
	}
	if (!span_u32be(&body, &stored))
		return false;
	if (crc) {
		uLong sum = crc32_z(0, (const Bytef *)out->type, 4);

		out->bad_crc = crc32_z(sum, out->data.data, out->data.len) != stored;
	}
	out->length = len + (uint64_t)12;
	s->pos = body.pos;
	return true;
}

bool png_header_read(struct span s, struct png_header *out)
{
	struct png_chunk k;
	uint8_t method, filter;

	return span_is(&s, PNG_SIGNATURE, 8) && span_skip(&s, 8) && png_chunk_next(&s, false, &k) &&
	       memcmp(k.type, "IHDR", 4) == 0 && k.data.len == 13 && span_u32be(&k.data, &out->width) &&
	       span_u32be(&k.data, &out->height) && span_u8(&k.data, &out->depth) &&
	       span_u8(&k.data, &out->colour) && span_u8(&k.data, &method) && span_u8(&k.data, &filter) &&
	       span_u8(&k.data, &out->interlace);
}

const char *png_header_words(const struct png_header *h, char buf[48])
{
	static const char *const colours[] = {
		"gray", NULL, "RGB", "palette", "gray+alpha", NULL, "RGB+alpha"
	};
	const char *colour = h->colour < ARRAY_LEN(colours) ? colours[h->colour] : NULL;

	snprintf(buf, 48, "%d-bit %s%s", h->depth, colour ? colour : "unknown colour type",
		 h->interlace ? ", interlaced" : "");
	return buf;
}

bool png_extent(struct span s, uint64_t *length)
{
	size_t start = s.pos;
	struct png_chunk k;

	if (!span_skip(&s, 8))
		return false;
	while (png_chunk_next(&s, false, &k) && !k.cut && !k.bad_type) {
		if (memcmp(k.type, "IEND", 4) == 0) {
			*length = s.pos - start;
			return true;
		}
	}
	return false;
}
