/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/container.h"

#include "src/base/utf8.h"

#include <stdarg.h>

enum { FIRST_ROOM = 32 };

/* Room for one more of n in list; doubling, so that the arena holds at most twice what is used. */
static void *one_more(struct arena *a, void *list, uint32_t n, uint32_t *room, size_t size)
{
	uint32_t more = *room ? *room * 2 : FIRST_ROOM;
	void *p;

	if (n < *room)
		return list;
	if (n >= CONTAINER_MAX_SEGMENTS)
		return NULL;
	p = arena_alloc(a, more, size);
	if (!p)
		return NULL;
	if (n)
		memcpy(p, list, n * size);
	*room = more;
	return p;
}

bool container_segment(struct container *c, const char *name, uint64_t offset, uint64_t length,
		       uint32_t depth, const char *detail)
{
	struct segment *list =
		one_more(c->arena, c->segments, c->n_segments, &c->room_segments, sizeof *list);

	if (!list)
		return false;
	c->segments = list;
	list[c->n_segments++] = (struct segment){
		.name = name, .offset = offset, .length = length, .detail = detail, .depth = depth,
	};
	return true;
}

bool container_picture(struct container *c, const struct embedded *p)
{
	struct embedded *list =
		one_more(c->arena, c->pictures, c->n_pictures, &c->room_pictures, sizeof *list);

	if (!list)
		return false;
	c->pictures = list;
	list[c->n_pictures++] = *p;
	return true;
}

bool container_block(struct container *c, const struct block *b)
{
	struct block *list = one_more(c->arena, c->blocks, c->n_blocks, &c->room_blocks, sizeof *list);

	if (!list)
		return false;
	c->blocks = list;
	list[c->n_blocks++] = *b;
	return true;
}

const struct block *container_find(const struct container *c, enum block_kind kind)
{
	for (uint32_t i = 0; i < c->n_blocks; i++)
		if (c->blocks[i].kind == kind)
			return &c->blocks[i];
	return NULL;
}

void container_damage(struct container *c, enum status st, uint64_t offset, const char *fmt, ...)
{
	char text[sizeof c->damage.message];
	va_list ap;

	if (c->damage.code != ST_OK)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	err_at(&c->damage, st, offset, "%s", text);
}

enum status container_full(const struct container *c, struct error *e)
{
	if (c->n_segments >= CONTAINER_MAX_SEGMENTS || c->n_pictures >= CONTAINER_MAX_SEGMENTS ||
	    c->n_blocks >= CONTAINER_MAX_SEGMENTS)
		return err_at(e, ST_LIMIT, c->n_segments ? c->segments[c->n_segments - 1].offset : 0,
			      "the file has more than %d pieces", CONTAINER_MAX_SEGMENTS);
	return err_nomem(e);
}

char *container_text(struct container *c, const uint8_t *bytes, size_t len)
{
	const char *s = (const char *)bytes;
	size_t used = 0;
	char *out;

	if (len > CONTAINER_MAX_TEXT)
		for (len = CONTAINER_MAX_TEXT; len > CONTAINER_MAX_TEXT - 4 && (bytes[len] & 0xC0) == 0x80;
		     len--)
			; /* do not cut a character */
	if (utf8_valid(s, len))
		return arena_strn(c->arena, s, len);
	out = arena_alloc(c->arena, 2 * len + 1, 1); /* Latin-1 grows to two bytes at the most */
	if (!out)
		return NULL;
	for (size_t i = 0; i < len; i++)
		used += utf8_encode(bytes[i], out + used);
	return out;
}
