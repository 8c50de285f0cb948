/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/pieces.h"

enum { FIRST_ROOM = 64 };

static bool make_room(struct pieces *p)
{
	uint32_t more = p->room ? p->room * 2 : FIRST_ROOM;
	struct piece *list;

	if (p->n < p->room)
		return true;
	list = arena_alloc(p->c->arena, more, sizeof *list);
	if (!list)
		return false;
	if (p->n)
		memcpy(list, p->list, p->n * sizeof *list);
	p->list = list;
	p->room = more;
	return true;
}

static bool join(struct pieces *p, const char *name, uint64_t offset, uint64_t length)
{
	struct piece *last = p->n ? &p->list[p->n - 1] : NULL;

	if (!last || last->name != name || last->offset + last->length != offset)
		return false;
	last->length += length;
	last->count++;
	return true;
}

bool pieces_add(struct pieces *p, const char *name, uint64_t offset, uint64_t length, bool *failed)
{
	uint64_t left = offset < p->file.len ? p->file.len - offset : 0;
	bool whole = length <= left && offset <= p->file.len;

	length = length < left ? length : left;
	offset += p->file.origin;
	if (length == 0 || join(p, name, offset, length))
		return whole;
	if (p->n >= PIECES_MAX) {
		if (!p->full)
			container_damage(p->c, ST_LIMIT, offset,
					 "more than %d pieces; the rest is not listed", PIECES_MAX);
		p->full = true;
		return whole;
	}
	if (!name || !make_room(p)) {
		*failed = true;
		return whole;
	}
	p->list[p->n] = (struct piece){ .offset = offset, .length = length, .name = name, .count = 1,
					.order = p->n };
	p->n++;
	return whole;
}

/* By place, the longer first; a total order, so that every run agrees. */
static int compare(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	if (x->length != y->length)
		return x->length > y->length ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

uint64_t pieces_end(const struct pieces *p)
{
	uint64_t end = 0;

	for (uint32_t i = 0; i < p->n; i++)
		if (p->list[i].offset + p->list[i].length > end)
			end = p->list[i].offset + p->list[i].length;
	return end;
}

static bool gap(struct pieces *p, uint64_t from, uint64_t to)
{
	const uint8_t *b = p->file.data + (from - p->file.origin);
	bool zero = true;

	if (to <= from)
		return true;
	for (uint64_t i = 0; i < to - from && zero; i++)
		zero = b[i] == 0;
	return container_segment(p->c, "unreferenced", from, to - from, 0, zero ? "zero bytes" : NULL);
}

static bool put(struct pieces *p, const struct piece *k, uint64_t *at)
{
	uint64_t end = k->offset + k->length, shared = k->offset < *at ? *at - k->offset : 0;
	const char *detail = NULL;

	if (shared >= k->length)
		return container_segment(p->c, k->name, k->offset, k->length, 1, "inside another piece");
	if (!gap(p, *at, k->offset))
		return false;
	if (shared)
		detail = arena_fmt(p->c->arena, "its first %llu bytes lie in the piece before",
				   (unsigned long long)shared);
	else if (k->count > 1)
		detail = arena_fmt(p->c->arena, "%u in a row", k->count);
	*at = end;
	return container_segment(p->c, k->name, k->offset + shared, k->length - shared, 0, detail);
}

enum status pieces_finish(struct pieces *p, struct error *e)
{
	uint64_t at = p->file.origin, end = p->file.origin + p->file.len;

	if (p->n)
		qsort(p->list, p->n, sizeof *p->list, compare);
	for (uint32_t i = 0; i < p->n; i++)
		if (!put(p, &p->list[i], &at))
			return container_full(p->c, e);
	return gap(p, at, end) ? ST_OK : container_full(p->c, e);
}
