/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ISO/IEC 14496-12 section 4.2: size (32 bits), type, then a size of 64 bits when size is 1; 0 means to the
 * end of what holds the box; 'uuid' is followed by 16 bytes of type. */
#include "src/base/base.h"
#include "src/media/isobmff.h"

static bool read_header(struct span *s, struct box *b, uint64_t *size)
{
	uint32_t small;

	if (!span_u32be(s, &small) || !span_copy(s, b->type, 4))
		return false;
	*size = small;
	if (small == 1 && !span_u64be(s, size))
		return false;
	return !box_is(b, "uuid") || span_copy(s, b->uuid, sizeof b->uuid);
}

bool box_next(struct span *s, struct box *out)
{
	struct span before = *s, after = *s;
	uint64_t size, header;

	*out = (struct box){ .offset = span_at(s) };
	if (!read_header(&after, out, &size))
		return false;
	header = after.pos - before.pos;
	out->to_end = size == 0;
	if (out->to_end)
		size = span_left(&before);
	out->bad = size < header;
	if (out->bad)
		return false;
	out->cut = size > span_left(&before);
	if (out->cut)
		size = span_left(&before);
	out->length = size;
	if (!span_sub(&after, size - header, &out->body))
		return false;
	*s = after;
	return true;
}

bool box_is(const struct box *b, const char *type)
{
	return memcmp(b->type, type, 4) == 0;
}

bool box_is_uuid(const struct box *b, const uint8_t uuid[16])
{
	return box_is(b, "uuid") && memcmp(b->uuid, uuid, 16) == 0;
}

/* 0xA9 begins Apple's own names: a copyright sign of Latin-1. */
const char *box_name(struct arena *a, const char type[5])
{
	const uint8_t *t = (const uint8_t *)type;
	bool sign = t[0] == 0xA9;

	for (unsigned i = sign; i < 4; i++)
		if (t[i] < 0x20 || t[i] > 0x7E)
			return arena_fmt(a, "0x%02x%02x%02x%02x", t[0], t[1], t[2], t[3]);
	return sign ? arena_fmt(a, "\xC2\xA9%.3s", type + 1) : arena_fmt(a, "%.4s", type);
}

bool box_full(struct span *body, uint8_t *version, uint32_t *flags)
{
	uint32_t both;

	if (!span_u32be(body, &both))
		return false;
	*version = (uint8_t)(both >> 24);
	*flags = both & 0xFFFFFF;
	return true;
}
