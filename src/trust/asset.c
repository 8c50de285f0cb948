/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/trust/asset.h"

#include "src/trust/asset_parts.h"
#include "src/trust/jumbf.h"

#include <inttypes.h>
#include <stdarg.h>

enum { FIRST_ROOM = 16, SVG_HEAD = 65536, SHARE = ASSET_MAX_STRAYS / (STRAY_CARVED + 1) };

static const char and_more[] = ", and more of the kind";

/* ---- what walks add ---- */

void *asset_grow(struct arena *a, void *items, uint32_t n, size_t size)
{
	void *more;

	if (n && (n < FIRST_ROOM || n & (n - 1)))
		return items;
	more = arena_alloc(a, n ? (size_t)n * 2 : FIRST_ROOM, size);
	if (more && n)
		memcpy(more, items, n * size);
	return more;
}

void asset_fault(struct store_found *s, const char *code, uint64_t offset, const char *fmt, ...)
{
	char text[300];
	va_list ap;

	if (s->code)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	s->usable = false;
	s->code = code;
	(void)err_corrupt(&s->fault, offset, "%s", text);
}

static struct stray *last_of_kind(struct asset *a, enum stray_kind kind, uint32_t *n)
{
	struct stray *last = NULL;

	*n = 0;
	for (uint32_t i = 0; i < a->n_strays; i++) {
		if (a->strays[i].kind != kind)
			continue;
		last = &a->strays[i];
		++*n;
	}
	return last;
}

bool asset_stray_room(const struct asset *a, enum stray_kind kind)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < a->n_strays; i++)
		n += a->strays[i].kind == kind;
	return n < SHARE;
}

static void add_stray(struct asset *a, enum stray_kind kind, struct extent at, const char *text)
{
	uint32_t n;
	struct stray *last = last_of_kind(a, kind, &n);

	if (n < SHARE) {
		last = &a->strays[a->n_strays++];
		*last = (struct stray){ kind, at, arena_str(a->arena, text) };
	} else if (!strstr(last->text, and_more)) {
		last->text = arena_fmt(a->arena, "%s%s", last->text, and_more);
	}
	if (!last->text)
		last->text = and_more; /* without memory */
}

void asset_stray(struct asset *a, enum stray_kind kind, uint64_t start, uint64_t length,
		 const char *fmt, ...)
{
	char text[300];
	va_list ap;

	if (length == 0)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	add_stray(a, kind, (struct extent){ start, length }, text);
}

struct store_found *asset_add_store(struct asset *a, uint64_t start)
{
	if (a->n_stores < ASSET_MAX_STORES)
		return &a->stores[a->n_stores++];
	asset_stray(a, STRAY_SECOND_STORE, start, 1, "one more manifest store than the %d that are looked at",
		    ASSET_MAX_STORES);
	return NULL;
}

enum status asset_add_piece(struct asset *a, struct store_found *s, uint64_t start, uint64_t length,
			    struct error *e)
{
	struct extent *pieces;

	if (s->n_pieces == ASSET_MAX_PIECES) {
		asset_fault(s, CODE_TORN_STORE, start, "manifest store has more than %d pieces", ASSET_MAX_PIECES);
		return ST_OK;
	}
	pieces = asset_grow(a->arena, s->pieces, s->n_pieces, sizeof *pieces);
	if (!pieces)
		return err_nomem(e);
	s->pieces = pieces;
	s->pieces[s->n_pieces++] = (struct extent){ start, length };
	return ST_OK;
}

void asset_add_place(struct store_found *s, uint64_t start, uint64_t length)
{
	if (ALWAYS(s->n_places < ARRAY_LEN(s->places)))
		s->places[s->n_places++] = (struct extent){ start, length };
}

enum status asset_add_box(struct asset *a, const char *name, uint64_t offset, uint64_t length,
			  struct asset_box **box, struct error *e)
{
	struct asset_box *boxes;

	*box = NULL;
	if (a->n_boxes == ASSET_MAX_BOXES) {
		if (!a->damage.code)
			(void)err_at(&a->damage, ST_LIMIT, offset, "there are more than %d boxes", ASSET_MAX_BOXES);
		return ST_OK;
	}
	boxes = asset_grow(a->arena, a->boxes, a->n_boxes, sizeof *boxes);
	if (!boxes)
		return err_nomem(e);
	a->boxes = boxes;
	*box = &boxes[a->n_boxes++];
	**box = (struct asset_box){ .name = name, .offset = offset, .length = length };
	return ST_OK;
}

void asset_ends(struct asset *a, uint64_t end)
{
	a->end = end;
	if (end < a->bytes.len)
		asset_stray(a, STRAY_AFTER_END, end, a->bytes.len - end, "%" PRIu64 " bytes follow the end of the %s",
			    a->bytes.len - end, asset_kind_name(a->kind));
}

/* ---- kinds ---- */

bool asset_begins_store(struct span s, uint64_t *length)
{
	uint64_t left = span_left(&s);
	uint32_t word, type, inner;

	if (!span_u32be(&s, &word) || !span_u32be(&s, &type) || type != FOURCC('j', 'u', 'm', 'b'))
		return false;
	*length = word ? word : left;
	if (word == 1 && !span_u64be(&s, length))
		return false;
	return span_u32be(&s, &word) && span_u32be(&s, &type) && span_u32be(&s, &inner) &&
	       type == FOURCC('j', 'u', 'm', 'd') && inner == FOURCC('c', '2', 'p', 'a');
}

static bool is_svg(const struct span *file)
{
	size_t len = file->len < SVG_HEAD ? file->len : SVG_HEAD, at = 0;
	const uint8_t *p = file->data;

	if (len >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
		at = 3;
	while (at < len && (p[at] == ' ' || p[at] == '\t' || p[at] == '\r' || p[at] == '\n'))
		at++;
	return at < len && p[at] == '<' && memmem(p + at, len - at, "<svg", 4);
}

/* QuickTime files from before `ftyp` begin with one of the others (QuickTime File Format, "movie files"). */
static bool is_bmff(const struct span *file)
{
	static const char first[][5] = { "ftyp", "moov", "mdat", "wide", "free", "skip" };
	static const uint8_t jxl[] = { 0, 0, 0, 12, 'J', 'X', 'L', ' ', 13, 10, 0x87, 10 };
	struct span s = *file;

	if (span_is(&s, jxl, sizeof jxl))
		return true;
	if (!span_skip(&s, 4))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(first); i++)
		if (span_is(&s, first[i], 4))
			return true;
	return false;
}

static enum asset_kind kind_of(const struct span *file)
{
	static const struct { const char *magic; size_t len; enum asset_kind kind; } magics[] = {
		{ "\xFF\xD8", 2, ASSET_JPEG },	  { "\x89PNG\r\n\x1A\n", 8, ASSET_PNG },
		{ "RIFF", 4, ASSET_RIFF },	  { "II*\0", 4, ASSET_TIFF },
		{ "MM\0*", 4, ASSET_TIFF },	  { "II+\0", 4, ASSET_TIFF },
		{ "MM\0+", 4, ASSET_TIFF },	  { "GIF87a", 6, ASSET_GIF },
		{ "GIF89a", 6, ASSET_GIF },
	};
	uint64_t length;

	for (size_t i = 0; i < ARRAY_LEN(magics); i++)
		if (span_is(file, magics[i].magic, magics[i].len))
			return magics[i].kind;
	if (asset_begins_store(*file, &length))
		return ASSET_STORE;
	return is_bmff(file) ? ASSET_BMFF : is_svg(file) ? ASSET_SVG : ASSET_OTHER;
}

const char *asset_kind_name(enum asset_kind k)
{
	static const char *const names[] = {
		[ASSET_OTHER] = "file", [ASSET_JPEG] = "JPEG", [ASSET_PNG] = "PNG",
		[ASSET_RIFF] = "RIFF",	[ASSET_BMFF] = "ISO BMFF", [ASSET_TIFF] = "TIFF",
		[ASSET_GIF] = "GIF",	[ASSET_SVG] = "SVG", [ASSET_STORE] = "C2PA manifest store",
	};

	return k < ARRAY_LEN(names) ? names[k] : "file";
}

/* A companion file: the store and nothing else (C2PA 2.2 section 11). */
enum status asset_walk_store(struct asset *a, struct error *e)
{
	uint64_t length, there = a->bytes.len;
	struct store_found *s = asset_add_store(a, 0);

	if (NEVER(!s || !asset_begins_store(a->bytes, &length)))
		return ST_OK;
	there = length < there ? length : there;
	asset_add_place(s, 0, there);
	if (length <= a->bytes.len)
		asset_ends(a, length);
	return asset_add_piece(a, s, 0, there, e);
}

/* ---- stores ---- */

/* One piece: the bytes of the file; several: a copy. */
static enum status join_bytes(struct asset *a, struct store_found *s, uint64_t total, struct error *e)
{
	uint8_t *joined;
	size_t at = 0;

	if (s->n_pieces == 1 && span_slice(&a->bytes, s->pieces[0].start, total, &s->bytes)) {
		s->bytes.origin = 0;
		return ST_OK;
	}
	if (NEVER(total > a->bytes.len))
		return err_set(e, ST_INTERNAL, "manifest store is longer than its file");
	joined = arena_alloc(a->arena, (size_t)total, 1);
	if (!joined)
		return err_nomem(e);
	for (uint32_t i = 0; i < s->n_pieces; i++) {
		memcpy(joined + at, a->bytes.data + s->pieces[i].start, (size_t)s->pieces[i].length);
		at += (size_t)s->pieces[i].length;
	}
	s->bytes = span_of(joined, at, 0);
	return ST_OK;
}

enum status asset_index(struct asset *a, struct store_found *s, struct error *e)
{
	uint64_t total = 0;

	s->ends = arena_alloc(a->arena, s->n_pieces, sizeof *s->ends);
	if (!s->ends)
		return err_nomem(e);
	for (uint32_t i = 0; i < s->n_pieces; i++)
		s->ends[i] = total += s->pieces[i].length;
	return ST_OK;
}

enum status asset_join(struct asset *a, struct store_found *s, struct error *e)
{
	enum status st;

	if (s->n_pieces == 0)
		return ST_OK;
	if ((st = asset_index(a, s, e)))
		return st;
	return join_bytes(a, s, s->ends[s->n_pieces - 1], e);
}

static uint64_t place_of(const struct store_found *s)
{
	return s->n_places ? s->places[0].start : s->n_pieces ? s->pieces[0].start : 0;
}

static void judge(struct store_found *s)
{
	uint64_t length, at = place_of(s);

	s->usable = s->code == NULL;
	if (!s->usable)
		return;
	if (!asset_begins_store(s->bytes, &length))
		asset_fault(s, CODE_TORN_STORE, at, "what stands in the place of a manifest store is none");
	else if (length != s->bytes.len)
		asset_fault(s, CODE_TORN_STORE, at,
			    "manifest store says that it has %" PRIu64 " bytes, and has %zu", length, s->bytes.len);
}

/* Two: none can be told to be the right one (2.2 section 15.5.2). */
static void judge_several(struct asset *a)
{
	struct store_found *first = &a->stores[0];

	if (a->n_stores < 2 || a->merged)
		return;
	for (uint32_t i = 0; i < a->n_stores; i++) {
		struct store_found *s = &a->stores[i];
		uint64_t at = place_of(s);

		if (i)
			asset_stray(a, STRAY_SECOND_STORE, at, s->n_places ? s->places[0].length : s->bytes.len,
				    "another manifest store, beside the one at byte %" PRIu64, place_of(first));
		s->code = NULL; /* that there are several says more than what else is wrong with one of them */
		asset_fault(s, CODE_SEVERAL_STORES, at, "the file has %" PRIu32 " manifest stores, where one may be",
			    a->n_stores);
	}
}

/* Boxes of the store in use have the name by which a box hash calls them. */
static void name_store_boxes(struct asset *a)
{
	const struct store_found *why, *s = asset_store(a, &why);

	for (uint32_t i = 0; i < a->n_boxes; i++) {
		struct asset_box *b = &a->boxes[i];

		if (!b->store)
			continue;
		b->store = s && b->offset >= s->places[0].start &&
			   b->offset - s->places[0].start < s->places[0].length;
		if (b->store)
			b->name = "C2PA";
	}
}

enum status asset_open(struct arena *arena, struct span file, struct asset *out, struct error *e)
{
	static asset_walk *const walks[] = {
		[ASSET_JPEG] = asset_walk_jpeg, [ASSET_PNG] = asset_walk_png, [ASSET_RIFF] = asset_walk_riff,
		[ASSET_BMFF] = asset_walk_bmff, [ASSET_TIFF] = asset_walk_tiff, [ASSET_GIF] = asset_walk_gif,
		[ASSET_SVG] = asset_walk_svg,	[ASSET_STORE] = asset_walk_store,
	};
	enum status st;

	memset(out, 0, sizeof *out);
	out->arena = arena;
	out->bytes = span_of(file.data, file.len, 0);
	out->kind = kind_of(&out->bytes);
	if (walks[out->kind] && (st = walks[out->kind](out, e)))
		return st;
	for (uint32_t i = 0; i < out->n_stores; i++) {
		if ((st = asset_join(out, &out->stores[i], e)))
			return st;
		judge(&out->stores[i]);
	}
	if (out->kind == ASSET_BMFF && (st = asset_merge(out, e)))
		return st;
	judge_several(out);
	name_store_boxes(out);
	asset_carve(out);
	return ST_OK;
}

const struct store_found *asset_store(const struct asset *a, const struct store_found **why)
{
	*why = NULL;
	if (a->merged)
		return a->merged;
	for (uint32_t i = 0; i < a->n_stores; i++)
		if (a->stores[i].usable)
			return &a->stores[i];
	*why = a->n_stores ? &a->stores[0] : NULL;
	return NULL;
}

bool store_in_file(const struct store_found *s, uint64_t at, uint64_t *file)
{
	uint32_t from = 0, to = s->n_pieces;

	while (from < to) { /* the first piece that ends behind it */
		uint32_t middle = from + (to - from) / 2;

		if (s->ends[middle] > at)
			to = middle;
		else
			from = middle + 1;
	}
	if (from == s->n_pieces)
		return false;
	*file = s->pieces[from].start + (at - (s->ends[from] - s->pieces[from].length));
	return true;
}
