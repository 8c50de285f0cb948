/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Extensions (GIF89a sections 23 to 26), and what programs put into application extensions. */
#include "src/base/base.h"
#include "src/media/gif.h"

enum { APPLICATION_HEADER = 11, JOINED_MAX = 8 * 1024 * 1024 };

bool gif_sub_blocks(struct span *s, struct span *chain)
{
	size_t start = s->pos;
	bool whole = false;
	uint8_t len = 0;

	while (span_u8(s, &len)) {
		whole = len == 0;
		if (whole || !span_skip(s, len))
			break;
	}
	if (!whole)
		s->pos = s->len;
	*chain = span_of(s->data + start, s->pos - start, s->origin + start);
	return whole;
}

struct span gif_join(struct container *c, struct span chain, size_t max)
{
	size_t room = chain.len < max ? chain.len : max, used = 0;
	uint8_t *out = arena_alloc(c->arena, room, 1), len;
	uint64_t origin = chain.len ? chain.origin + 1 : chain.origin;

	while (out && span_u8(&chain, &len) && len && used < room) {
		size_t n = len;

		n = n < span_left(&chain) ? n : span_left(&chain);
		n = n < room - used ? n : room - used;
		if (n == 0 || !span_copy(&chain, out + used, n))
			break;
		used += n;
	}
	return span_of(out, used, origin);
}

/* Section 23: disposal in bits 2 to 4, transparency in bit 0, delay in hundredths of a second. */
static const char *control(struct container *c, struct span chain)
{
	static const char *const disposals[] = { "", ", stays", ", then cleared", ", then undone" };
	uint8_t len, packed, index;
	uint16_t delay;

	if (!span_u8(&chain, &len) || len < 4 || !span_u8(&chain, &packed) || !span_u16le(&chain, &delay) ||
	    !span_u8(&chain, &index))
		return "cut short";
	return arena_fmt(c->arena, "delay %u.%02u s%s%s", delay / 100u, delay % 100u,
			 (packed >> 2 & 7) < 4 ? disposals[packed >> 2 & 3] : ", unknown disposal",
			 packed & 1 ? arena_fmt(c->arena, ", colour %u is transparent", index) : "");
}

/* Joined contents cost memory: what is beyond the budget of the file is only listed. */
static struct span join(struct container *c, struct span chain, size_t max, size_t *budget)
{
	struct span all = gif_join(c, chain, max < *budget ? max : *budget);

	*budget -= all.len;
	return all;
}

static bool comment(struct container *c, struct span chain, size_t *budget, const char **detail)
{
	struct block b = { .kind = BLOCK_TEXT, .bytes = chain, .keyword = "comment" };
	struct span all = join(c, chain, CONTAINER_MAX_TEXT, budget);

	if (!all.data)
		return false;
	b.text = container_text(c, all.data, all.len);
	*detail = arena_fmt(c->arena, "%zu bytes%s", all.len, *budget ? "" : " (cut: too much text)");
	return b.text && *detail && container_block(c, &b);
}

/* Netscape's loop extension: sub-block 1 of three bytes; 0 is for ever. */
static const char *loops(struct container *c, struct span rest)
{
	uint8_t len, id;
	uint16_t n;

	if (!span_u8(&rest, &len) || len < 3 || !span_u8(&rest, &id) || (id & 7) != 1 ||
	    !span_u16le(&rest, &n))
		return NULL;
	return n ? arena_fmt(c->arena, "%u loops", n) : "loops for ever";
}

/* XMP specification part 3 section 1.1.2: the packet as it is, then a trailer of 258 bytes that leads a
 * reader of sub-blocks to the end: 01, FF, FE, FD ... 01, 00, 00. The last 00 ends the chain. Writers that
 * wrap the packet into sub-blocks exist. */
static bool xmp(struct container *c, struct span rest, size_t *budget, const char **detail)
{
	enum { TRAILER = 258 };
	struct block b = { .kind = BLOCK_XMP };
	struct span magic;

	if (rest.len >= TRAILER && span_slice(&rest, rest.len - TRAILER, TRAILER, &magic) &&
	    span_is(&magic, "\x01\xFF\xFE\xFD", 4)) {
		if (!span_slice(&rest, 0, rest.len - TRAILER, &b.bytes))
			return false;
	} else {
		b.bytes = join(c, rest, JOINED_MAX, budget);
		*detail = "in sub-blocks, without the trailer of XMP";
	}
	return b.bytes.data && container_block(c, &b);
}

static bool joined(struct container *c, struct span rest, enum block_kind kind, size_t *budget,
		   const char **detail)
{
	struct block b = { .kind = kind, .bytes = join(c, rest, JOINED_MAX, budget) };

	if (b.bytes.data)
		*detail = arena_fmt(c->arena, "%zu bytes", b.bytes.len);
	return b.bytes.data && *detail && container_block(c, &b);
}

/* chain: from the length of the header block on. */
static bool application(struct container *c, struct span chain, size_t *budget, const char **name,
			const char **detail)
{
	struct span rest, id;
	uint8_t len;
	char *text;

	if (!span_u8(&chain, &len) || len != APPLICATION_HEADER || !span_sub(&chain, len, &id) ||
	    !span_sub(&chain, span_left(&chain), &rest)) {
		*detail = "no header of 11 bytes";
		return true;
	}
	text = container_text(c, id.data, id.len);
	*name = text ? arena_fmt(c->arena, "application %s", text) : NULL;
	if (!*name)
		return false;
	if (span_is(&id, "XMP DataXMP", 11))
		return xmp(c, rest, budget, detail);
	if (span_is(&id, "ICCRGBG1012", 11))
		return joined(c, rest, BLOCK_ICC, budget, detail);
	if (span_is(&id, "C2PA_GIF", 8)) /* C2PA specification, "Embedding manifests into GIF" */
		return joined(c, rest, BLOCK_JUMBF, budget, detail);
	if (span_is(&id, "NETSCAPE2.0", 11) || span_is(&id, "ANIMEXTS1.0", 11))
		*detail = loops(c, rest);
	return true;
}

bool gif_extension(struct container *c, struct span *s, size_t *budget)
{
	uint64_t from = span_at(s);
	const char *name = NULL, *detail = NULL;
	struct span chain;
	uint8_t label = 0;
	bool whole, ok = true;

	if (!span_skip(s, 1) || !span_u8(s, &label)) {
		container_damage(c, ST_CORRUPT, from, "the file ends inside an extension");
		s->pos = s->len;
		return container_segment(c, "extension", from, span_at(s) - from, 0, "cut short");
	}
	whole = gif_sub_blocks(s, &chain);
	if (!whole)
		container_damage(c, ST_CORRUPT, from, "the file ends inside an extension");
	if (label == 0xF9) {
		name = "graphic control";
		detail = control(c, chain);
	} else if (label == 0xFE) {
		name = "comment";
		ok = comment(c, chain, budget, &detail);
	} else if (label == 0x01) {
		name = "plain text";
	} else if (label == 0xFF) {
		name = "application";
		ok = application(c, chain, budget, &name, &detail);
	} else {
		name = arena_fmt(c->arena, "extension 0x%02x", label);
	}
	return ok && name && container_segment(c, name, from, span_at(s) - from, 0, detail);
}
