/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies in bytes that a hash leaves out: whole pieces of metadata are the signer's right, picture data
 * means that the signature says nothing about the picture. A range is cut at the pieces of the file's own
 * structure. */
#include "src/base/base.h"
#include "src/trust/binding_parts.h"

#include "src/base/utf8.h"

enum { DIGITS = 32, NAME_MAX_SHOWN = 160 };

/* "12,034" */
static const char *grouped(uint64_t n, char out[DIGITS])
{
	char *at = out + DIGITS - 1;

	*at = '\0';
	for (unsigned i = 0; i == 0 || n; i++) {
		if (i && i % 3 == 0)
			*--at = ',';
		*--at = (char)('0' + n % 10);
		n /= 10;
	}
	return at;
}

/* The list is full: its last entry stands for all that follow, as loud as the loudest of them. */
static void put_rest(struct binding_report *out, struct extent at, enum unbound_kind kind)
{
	struct unbound *last = &out->unbound[out->n_unbound - 1];
	uint64_t end = extent_end(at) > extent_end(last->at) ? extent_end(at) : extent_end(last->at);

	if (kind == UNBOUND_PICTURE || last->kind == UNBOUND_PICTURE)
		last->kind = UNBOUND_PICTURE;
	else
		last->kind = UNBOUND_OTHER;
	if (at.start < last->at.start)
		last->at.start = at.start;
	last->at.length = end - last->at.start;
	last->what = "many more pieces";
}

enum status unbound_put(struct binder *b, struct extent at, enum unbound_kind kind, const char *what)
{
	struct binding_report *out = b->out;
	struct unbound *u = out->unbound;
	char digits[DIGITS], safe[NAME_MAX_SHOWN]; /* names of chunks and boxes come from the file */
	const char *text;

	if (!at.length)
		return ST_OK;
	if (kind == UNBOUND_PICTURE)
		out->picture_unbound = true;
	if (out->n_unbound == BINDING_MAX_RANGES) {
		put_rest(out, at, kind);
		return ST_OK;
	}
	utf8_sanitise(safe, sizeof safe, what, strlen(what));
	text = arena_fmt(b->a, "%s, %s %s", safe, grouped(at.length, digits), at.length == 1 ? "byte" : "bytes");
	if (!text)
		return err_nomem(b->e);
	u[out->n_unbound++] = (struct unbound){ .kind = kind, .at = at, .what = text };
	return ST_OK;
}

/* ---- between the pieces ---- */

static bool all_bytes(const struct binder *b, struct extent at, uint8_t value)
{
	const uint8_t *p = b->in->asset->bytes.data + at.start;

	for (uint64_t i = 0; i < at.length; i++)
		if (p[i] != value)
			return false;
	return true;
}

static enum status put_gap(struct binder *b, struct extent at)
{
	if (!at.length)
		return ST_OK;
	if (all_bytes(b, at, 0))
		return unbound_put(b, at, UNBOUND_PADDING, "zeros");
	if (b->in->asset->kind == ASSET_JPEG && all_bytes(b, at, 0xFF))
		return unbound_put(b, at, UNBOUND_FILL, "fill bytes");
	return unbound_put(b, at, UNBOUND_OTHER, "bytes of no known structure");
}

/* Bytes that no piece claims: behind the picture, behind the point where the file can be read no further, or
 * a gap. */
static enum status put_unclaimed(struct binder *b, struct extent at)
{
	const struct asset *f = b->in->asset;
	uint64_t end = f->end;
	enum status st;

	if (f->damage.code && (!end || at.start < end))
		return unbound_put(b, at, UNBOUND_PICTURE, "bytes of a part that cannot be read");
	if (!end || extent_end(at) <= end)
		return put_gap(b, at);
	if (at.start >= end)
		return unbound_put(b, at, UNBOUND_AFTER_END, "bytes behind the end of the picture");
	st = put_gap(b, (struct extent){ at.start, end - at.start });
	if (st)
		return st;
	return unbound_put(b, (struct extent){ end, extent_end(at) - end }, UNBOUND_AFTER_END,
			   "bytes behind the end of the picture");
}

/* ---- pieces ---- */

/* Part of a piece of metadata is metadata as long as its length stays signed: else another length makes what
 * follows mean something else. */
static enum status put_part(struct binder *b, const struct piece *p, struct extent at)
{
	bool whole = at.start == p->at.start && at.length == p->at.length;
	enum unbound_kind kind = p->kind;
	const char *what = p->what;

	if (!whole) {
		what = arena_fmt(b->a, "part of %s", p->what);
		if (!what)
			return err_nomem(b->e);
		if (kind == UNBOUND_METADATA && at.start < p->at.start + p->head)
			kind = UNBOUND_OTHER;
	}
	return unbound_put(b, at, kind, what);
}

static struct extent cut(struct extent at, uint64_t from, uint64_t to)
{
	uint64_t start = at.start > from ? at.start : from, end = extent_end(at) < to ? extent_end(at) : to;

	return (struct extent){ start, end > start ? end - start : 0 };
}

/* Pieces may overlap in a hostile file: one of picture data under another is picture data all the same. */
static void mark_picture(struct binder *b, struct extent at)
{
	for (uint32_t i = 0; i < b->pieces.n && !b->out->picture_unbound; i++)
		if (b->pieces.list[i].kind == UNBOUND_PICTURE && extents_meet(b->pieces.list[i].at, at))
			b->out->picture_unbound = true;
}

enum status unbound_range(struct binder *b, struct extent at)
{
	uint64_t from = at.start, end = extent_end(at);
	enum status st = pieces_read(b);

	for (uint32_t i = 0; i < b->pieces.n && !st && from < end; i++) {
		const struct piece *p = &b->pieces.list[i];
		struct extent part = cut(p->at, from, end);

		if (!part.length)
			continue;
		if (part.start > from)
			st = put_unclaimed(b, (struct extent){ from, part.start - from });
		if (!st)
			st = put_part(b, p, part);
		from = extent_end(part);
	}
	if (!st && from < end)
		st = put_unclaimed(b, (struct extent){ from, end - from });
	mark_picture(b, at);
	return st;
}

/* ---- the list ---- */

/* Same start: length and kind decide, so that nothing depends on how qsort goes about it. */
static int by_place(const void *x, const void *y)
{
	const struct unbound *a = x, *b = y;

	if (a->at.start != b->at.start)
		return a->at.start < b->at.start ? -1 : 1;
	if (a->at.length != b->at.length)
		return a->at.length < b->at.length ? -1 : 1;
	return a->kind < b->kind ? -1 : a->kind > b->kind;
}

void unbound_finish(struct binder *b)
{
	struct unbound *u = b->out->unbound;
	uint64_t end = 0;
	uint32_t n = 0;

	qsort(u, b->out->n_unbound, sizeof *u, by_place);
	for (uint32_t i = 0; i < b->out->n_unbound; i++) {
		struct extent at = cut(u[i].at, end, UINT64_MAX);

		if (!at.length)
			continue;
		end = extent_end(at);
		u[n] = u[i];
		u[n++].at = at;
	}
	b->out->n_unbound = n;
}
