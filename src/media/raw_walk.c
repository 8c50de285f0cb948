/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/raw_walk.h"

#include "src/media/codec.h"
#include "src/media/pieces.h"

enum {
	MAX_PREVIEWS = 64, MAX_BLOCKS = 1024,
	RAF_DIRECTORY = 84, /* JPEG, CFA header, CFA data: offset and length each */
	X3F_JPEG = 18, X3F_HEADER = 28, X3F_ENTRY = 12,
	CRW_ENTRY = 10, CRW_DEPTH = 8, CRW_JPEG = 0x2007, CRW_THUMBNAIL = 0x2008,
};

struct walk {
	struct container *c;
	struct pieces pieces;
	struct span s;
	unsigned previews, blocks;
	bool failed;
};

static struct walk begin(struct span bytes, struct container *c)
{
	bytes.pos = 0;
	c->format = c->codec ? c->codec->name : "raw";
	return (struct walk){ .c = c, .pieces = { .c = c, .file = bytes }, .s = bytes };
}

static void add(struct walk *w, const char *name, uint64_t offset, uint64_t length)
{
	if (!pieces_add(&w->pieces, name, offset, length, &w->failed))
		container_damage(w->c, ST_CORRUPT, w->s.origin + (offset < w->s.len ? offset : w->s.len),
				 "%s reaches past the end of the file", name);
}

static void preview(struct walk *w, uint64_t offset, uint64_t length)
{
	if (w->previews++ < MAX_PREVIEWS && !w->failed)
		w->failed = !raw_preview(w->c, &w->s, offset, length);
}

static enum status finish(struct walk *w, struct error *e)
{
	return w->failed ? container_full(w->c, e) : pieces_finish(&w->pieces, e);
}

static void cut(struct walk *w, uint64_t at)
{
	container_damage(w->c, ST_CORRUPT, w->s.origin + (at < w->s.len ? at : w->s.len),
			 "the file ends inside its directory");
}

/* ---- Fujifilm ---- */

enum status raf_walk(struct span bytes, struct container *c, struct error *e)
{
	static const char *const parts[] = { "JPEG", "CFA header", "CFA data" };
	struct walk w = begin(bytes, c);
	uint32_t offset, length;

	add(&w, "header", 0, RAF_DIRECTORY);
	if (!span_seek(&w.s, RAF_DIRECTORY)) {
		cut(&w, w.s.len);
		return finish(&w, e);
	}
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (!span_u32be(&w.s, &offset) || !span_u32be(&w.s, &length)) {
			cut(&w, w.s.pos);
			break;
		}
		add(&w, "directory", w.s.pos - 8, 8);
		if (offset && length)
			add(&w, parts[i], offset, length);
		if (i == 0)
			preview(&w, offset, length);
	}
	return finish(&w, e);
}

/* ---- Minolta: blocks of a name and a length; TTW holds a TIFF block ---- */

static bool mrw_block(struct walk *w, uint64_t end)
{
	static const char *const names[] = { "PRD", "TTW", "WBG", "RIF", "PAD" };
	const char *name = "block";
	struct block b = { .kind = BLOCK_EXIF };
	uint64_t at = w->s.pos;
	uint8_t id[4];
	uint32_t length;

	if (at >= end || w->blocks++ >= MAX_BLOCKS || !span_copy(&w->s, id, 4) || !span_u32be(&w->s, &length) ||
	    id[0] != 0)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (memcmp(id + 1, names[i], 3) == 0)
			name = names[i];
	add(w, name, at, 8 + (uint64_t)length);
	if (strcmp(name, "TTW") == 0 && span_slice(&w->s, w->s.pos, length, &b.bytes) && length)
		w->failed = !container_block(w->c, &b) || w->failed;
	return span_skip(&w->s, length) && !w->failed;
}

enum status mrw_walk(struct span bytes, struct container *c, struct error *e)
{
	struct walk w = begin(bytes, c);
	uint32_t length;

	add(&w, "header", 0, 8);
	if (!span_skip(&w.s, 4) || !span_u32be(&w.s, &length)) {
		cut(&w, w.s.len);
		return finish(&w, e);
	}
	while (mrw_block(&w, 8 + (uint64_t)length))
		;
	if (w.s.pos < 8 + (uint64_t)length)
		container_damage(c, ST_CORRUPT, w.s.origin + w.s.pos, "a block does not fit into the header");
	else if (!w.failed && w.s.pos < w.s.len)
		add(&w, "raw data", w.s.pos, w.s.len - w.s.pos);
	return finish(&w, e);
}

/* ---- Sigma: the last four bytes say where the directory is ---- */

static bool x3f_entry(struct walk *w, struct span *s)
{
	uint32_t offset, length, type, format;
	struct span part, inner;

	if (!span_u32le(s, &offset) || !span_u32le(s, &length) || !span_u32le(s, &type))
		return false;
	add(w, type == 0x47414D49 || type == 0x32474D49 ? "image" : type == 0x504F5250 ? "properties" : "section",
	    offset, length); /* IMAG, IMG2, PROP */
	if (!span_slice(&w->s, offset, length, &part) || !span_is(&part, "SECi", 4))
		return true;
	inner = part;
	if (span_skip(&inner, 12) && span_u32le(&inner, &format) && format == X3F_JPEG && length > X3F_HEADER)
		preview(w, (uint64_t)offset + X3F_HEADER, length - X3F_HEADER);
	return true;
}

enum status x3f_walk(struct span bytes, struct container *c, struct error *e)
{
	struct walk w = begin(bytes, c);
	struct span s = w.s;
	uint32_t at, n, i;

	add(&w, "header", 0, 40);
	if (s.len < 44 || !span_seek(&s, s.len - 4) || !span_u32le(&s, &at) || !span_seek(&s, at) ||
	    !span_is(&s, "SECd", 4) || !span_skip(&s, 8) || !span_u32le(&s, &n)) {
		container_damage(c, ST_CORRUPT, bytes.origin + (bytes.len > 4 ? bytes.len - 4 : 0),
				 "no directory where the end of the file says");
		return finish(&w, e);
	}
	for (i = 0; i < n && i < MAX_BLOCKS && !w.failed && x3f_entry(&w, &s); i++)
		;
	if (i < n)
		container_damage(c, ST_CORRUPT, span_at(&s), "the directory has fewer entries than it says");
	add(&w, "directory", at, 12 + (uint64_t)i * X3F_ENTRY);
	add(&w, "pointer to the directory", w.s.len - 4, 4);
	return finish(&w, e);
}

/* ---- Canon CRW: CIFF, heaps in heaps; a heap ends with the offset of its directory ---- */

static bool crw_u16(bool little, struct span *s, uint16_t *v)
{
	return little ? span_u16le(s, v) : span_u16be(s, v);
}

static bool crw_u32(bool little, struct span *s, uint32_t *v)
{
	return little ? span_u32le(s, v) : span_u32be(s, v);
}

static void crw_heap(struct walk *w, bool little, uint64_t from, uint64_t length, unsigned depth);

static bool crw_entry(struct walk *w, bool little, uint64_t heap, uint64_t room, struct span *s,
		      unsigned depth)
{
	uint16_t type, kind;
	uint32_t length, offset;

	if (w->blocks++ >= MAX_BLOCKS || !crw_u16(little, s, &type) || !crw_u32(little, s, &length) ||
	    !crw_u32(little, s, &offset))
		return false;
	if (type & 0x4000) /* the value stands in the entry */
		return true;
	kind = type & 0x3FFF;
	if (offset > room || length > room - offset) {
		container_damage(w->c, ST_CORRUPT, span_at(s) - CRW_ENTRY,
				 "record 0x%04x lies outside its heap", kind);
		return true;
	}
	if ((kind & 0x3800) == 0x2800 || (kind & 0x3800) == 0x3000) {
		crw_heap(w, little, heap + offset, length, depth + 1);
		return true;
	}
	add(w, arena_fmt(w->c->arena, "record 0x%04x", kind), heap + offset, length);
	if (kind == CRW_JPEG || kind == CRW_THUMBNAIL)
		preview(w, heap + offset, length);
	return true;
}

static void crw_heap(struct walk *w, bool little, uint64_t from, uint64_t length, unsigned depth)
{
	struct span heap, s;
	uint32_t directory;
	uint16_t n, i;

	if (depth > CRW_DEPTH || w->failed || !span_slice(&w->s, from, length, &heap) || length < 6)
		return;
	s = heap;
	if (!span_seek(&s, length - 4) || !crw_u32(little, &s, &directory) || directory > length - 4 ||
	    !span_seek(&s, directory) || !crw_u16(little, &s, &n)) {
		container_damage(w->c, ST_CORRUPT, heap.origin + length - 4, "a heap without a directory");
		return;
	}
	for (i = 0; i < n && !w->failed && crw_entry(w, little, from, length, &s, depth); i++)
		;
	add(w, "directory", from + directory, 2 + (uint64_t)i * CRW_ENTRY);
	add(w, "pointer to the directory", from + length - 4, 4);
}

enum status crw_walk(struct span bytes, struct container *c, struct error *e)
{
	struct walk w = begin(bytes, c);
	bool little = span_is(&bytes, "II", 2);
	struct span s = w.s;
	uint32_t header;

	if (!span_skip(&s, 2) || !crw_u32(little, &s, &header) || header < 14 || header > w.s.len) {
		container_damage(c, ST_CORRUPT, bytes.origin + 2, "the header has an impossible length");
		return finish(&w, e);
	}
	add(&w, "header", 0, header);
	crw_heap(&w, little, header, w.s.len - header, 0);
	return finish(&w, e);
}
