/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Raw profiles (ImageMagick, png.c): metadata of other formats as hex in a text chunk, from before PNG had chunks of
 * its own for it. */
#include "src/base/base.h"
#include "src/media/png_chunk.h"

#include <ctype.h>

static int hex(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (uint8_t)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One byte; line breaks lie between pairs. */
static bool pair(struct span *s, uint8_t *out)
{
	uint8_t hi, lo;

	do
		if (!span_u8(s, &hi))
			return false;
	while (isspace(hi));
	if (!span_u8(s, &lo) || hex(hi) < 0 || hex(lo) < 0)
		return false;
	*out = (uint8_t)(hex(hi) << 4 | hex(lo));
	return true;
}

/* Over the name and the count, to the hex digits; *count as written. */
static bool head(struct span *s, uint64_t *count)
{
	uint8_t c;
	int words = 0;
	bool in = false;

	*count = 0;
	while (words < 2 && span_u8(s, &c)) {
		if (!isspace(c) && words == 1) {
			if (!isdigit(c) || *count > UINT32_MAX)
				return false;
			*count = *count * 10 + (uint64_t)(c - '0');
		}
		words += in && isspace(c);
		in = !isspace(c);
	}
	return words == 2;
}

static struct span past(struct span s, size_t n)
{
	return span_of(s.data + n, s.len - n, s.origin);
}

/* ImageMagick calls Photoshop resources "iptc", and both EXIF and XMP "APP1". */
static bool add(struct container *c, const char *name, struct span s)
{
	static const char xmp[] = "http://ns.adobe.com/xap/1.0/";
	struct block b = { .kind = BLOCK_TEXT, .bytes = s, .decoded = true };

	if (span_is(&s, "Exif\0\0", 6)) {
		b.kind = BLOCK_EXIF;
		b.bytes = past(s, 6);
	} else if (span_is(&s, "II*\0", 4) || span_is(&s, "MM\0*", 4)) {
		b.kind = BLOCK_EXIF;
	} else if (span_is(&s, xmp, sizeof xmp)) {
		b.kind = BLOCK_XMP;
		b.bytes = past(s, sizeof xmp);
	} else if (span_is(&s, "8BIM", 4)) {
		b.kind = BLOCK_PHOTOSHOP;
	} else if (span_is(&s, "\x1C", 1)) {
		b.kind = BLOCK_IPTC;
	} else if (strcmp(name, "xmp") == 0) {
		b.kind = BLOCK_XMP;
	} else if (strcmp(name, "icc") == 0 || strcmp(name, "icm") == 0) {
		b.kind = BLOCK_ICC;
	}
	return b.kind == BLOCK_TEXT || container_block(c, &b);
}

bool png_raw_profile(struct container *c, const char *name, struct span text)
{
	size_t room, n = 0;
	uint64_t count;
	uint8_t *out;

	if (!text.data || !head(&text, &count))
		return true;
	room = span_left(&text) / 2;
	if (count < room)
		room = (size_t)count;
	if (room == 0)
		return true;
	out = arena_alloc(c->arena, room, 1);
	if (!out)
		return false;
	while (n < room && pair(&text, &out[n]))
		n++;
	return n == 0 || add(c, name, span_of(out, n, text.origin));
}
