/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text chunks (PNG section 11.3.4). Compressed text is a place for a decompression bomb: 64 kB a chunk, and a
 * budget for the file. */
#include "src/base/base.h"
#include "src/media/png_chunk.h"

#include "src/base/mem.h"
#include "src/media/inflate.h"

#include <zlib.h>

enum { KEYWORD_MAX = 79 };

/* Takes bytes up to a NUL and steps over it. */
static bool until_nul(struct span *s, struct span *out)
{
	const uint8_t *p = span_left(s) ? memchr(s->data + s->pos, 0, span_left(s)) : NULL;

	return p && span_sub(s, (uint64_t)(p - (s->data + s->pos)), out) && span_skip(s, 1);
}

/* At most room bytes; *len is what came out before the end, the damage, or the room was reached. */
static bool inflate_some(struct span in, uint8_t *out, size_t room, size_t *len)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)(in.data + in.pos) };
	int r;

	if (span_left(&in) > UINT32_MAX || inflateInit(&z) != Z_OK)
		return false;
	z.avail_in = (uInt)span_left(&in);
	z.next_out = out;
	z.avail_out = (uInt)room;
	r = inflate(&z, Z_SYNC_FLUSH);
	*len = room - z.avail_out;
	inflateEnd(&z);
	return r == Z_STREAM_END || (r == Z_OK && *len == room);
}

static char *inflate_text(struct container *c, struct span in, size_t *budget, const char **note)
{
	size_t room = *budget < CONTAINER_MAX_TEXT ? *budget : CONTAINER_MAX_TEXT, len = 0;
	uint8_t *buf;
	char *text;

	*note = room == 0 ? " (not inflated: too much text)" : "";
	if (room == 0)
		return arena_str(c->arena, "");
	buf = mem_array(room, 1);
	if (!buf)
		return NULL;
	if (!inflate_some(in, buf, room, &len))
		*note = " (damaged)";
	*budget -= len;
	text = container_text(c, buf, len);
	mem_free(buf);
	return text;
}

static char *plain_text(struct container *c, struct span in, size_t *budget, const char **note)
{
	size_t len = span_left(&in);

	*note = "";
	if (len > CONTAINER_MAX_TEXT)
		len = CONTAINER_MAX_TEXT;
	if (len > *budget) {
		*note = " (not shown: too much text)";
		len = 0;
	}
	*budget -= len;
	return container_text(c, in.data + in.pos, len);
}

/* Keyword in, position after the header of the chunk out. */
static bool header(const char *type, struct span *s, struct span *key, bool *compressed)
{
	uint8_t flag = 0, method = 0;
	struct span skip;

	*compressed = false;
	if (!until_nul(s, key) || key->len == 0 || key->len > KEYWORD_MAX)
		return false;
	if (memcmp(type, "zTXt", 4) == 0) {
		*compressed = true;
		return span_u8(s, &method) && method == 0;
	}
	if (memcmp(type, "iTXt", 4) == 0) {
		if (!span_u8(s, &flag) || !span_u8(s, &method) || !until_nul(s, &skip) ||
		    !until_nul(s, &skip))
			return false;
		*compressed = flag == 1;
		return flag <= 1 && method == 0;
	}
	return true;
}

/* XMP and raw profiles may be larger than text that is shown: the whole of the budget is theirs. */
static bool bytes_of(struct container *c, struct span s, bool compressed, size_t *budget, struct span *out)
{
	size_t len = span_left(&s);
	uint8_t *buf;
	bool whole;

	*out = (struct span){ 0 };
	if (!compressed) {
		*out = span_of(s.data + s.pos, len, span_at(&s));
		return true;
	}
	if (*budget == 0 || !inflate_bounded(s, *budget, &buf, &len, &whole))
		return true;
	*budget -= len;
	*out = span_of(arena_copy(c->arena, buf, len), len, span_at(&s));
	mem_free(buf);
	return out->data != NULL;
}

static bool xmp_chunk(struct container *c, struct span s, bool compressed, size_t *budget, const char **detail)
{
	struct block b = { .kind = BLOCK_XMP, .decoded = compressed };

	*detail = compressed ? "XML:com.adobe.xmp, compressed" : "XML:com.adobe.xmp";
	return bytes_of(c, s, compressed, budget, &b.bytes) && (!b.bytes.data || container_block(c, &b));
}

bool png_text_chunk(struct container *c, const struct png_chunk *k, size_t *budget, const char **detail)
{
	struct block b = { .kind = BLOCK_TEXT, .bytes = k->data };
	struct span s = k->data, key;
	const char *note;
	bool compressed;

	if (!header(k->type, &s, &key, &compressed)) {
		*detail = "malformed text";
		return true;
	}
	b.keyword = container_text(c, key.data, key.len);
	if (!b.keyword)
		return false;
	if (strcmp(b.keyword, "XML:com.adobe.xmp") == 0)
		return xmp_chunk(c, s, compressed, budget, detail);
	if (strncmp(b.keyword, "Raw profile type ", 17) == 0) {
		struct span raw;

		if (!bytes_of(c, s, compressed, budget, &raw) || !png_raw_profile(c, b.keyword + 17, raw))
			return false;
	}
	b.text = compressed ? inflate_text(c, s, budget, &note) : plain_text(c, s, budget, &note);
	*detail = b.text ? arena_fmt(c->arena, "%s%s", b.keyword, note) : NULL;
	return *detail && container_block(c, &b);
}
