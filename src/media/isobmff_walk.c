/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From box to box. Boxes of depth 0 cover the file; what they hold is listed below them. Which boxes hold
 * boxes is a table: nothing is guessed from bytes. */
#include "src/base/base.h"
#include "src/media/isobmff.h"

#include "src/media/codec.h"
#include "src/media/trailing.h"

#include <stdarg.h>

/* How the boxes inside one begin: at once, after version and flags, after a count of 32 bits as well. */
enum inside { PLAIN, FULL, COUNTED, PROPERTIES, REFERENCES };

static const struct {
	char type[5];
	enum inside inside;
} holders[] = {
	{ "meta", FULL }, { "iprp", PLAIN }, { "ipco", PROPERTIES }, { "iref", REFERENCES },
	{ "grpl", PLAIN }, { "moov", PLAIN }, { "trak", PLAIN }, { "mdia", PLAIN }, { "minf", PLAIN },
	{ "stbl", PLAIN }, { "dinf", PLAIN }, { "edts", PLAIN }, { "udta", PLAIN }, { "dref", COUNTED },
	{ "tref", PLAIN }, { "moof", PLAIN }, { "traf", PLAIN },
};

/* What may stand at the top: a box that runs past the end of the file is believed only with such a name. */
static const char top_types[][5] = {
	"ftyp", "styp", "meta", "moov", "mdat", "free", "skip", "wide", "uuid", "jumb", "moof", "mfra",
	"idat", "sidx", "pnot", "PICT", "mpvd", "sefd", "meco", "pdin", "emsg", "ssix", "prft", "imda",
	"etyp",
};

static const uint8_t uuid_c2pa[16] = { 0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C,
				       0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81 };
static const uint8_t uuid_xmp[16] = { 0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8,
				      0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC };

const char *iso_say(struct iso *w, const char *fmt, ...)
{
	char text[512];
	const char *p;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	p = arena_str(w->c->arena, text);
	w->no_memory = w->no_memory || !p;
	return p ? p : "";
}

bool iso_room(struct iso *w, void *list, uint32_t n, uint32_t *room, size_t size)
{
	void **base = list, *bigger;
	uint32_t want = *room ? *room * 2 : 32;

	if (n < *room)
		return true;
	bigger = arena_alloc(w->c->arena, want, size);
	if (!bigger) {
		w->no_memory = true;
		return false;
	}
	if (n)
		memcpy(bigger, *base, n * size);
	*base = bigger;
	*room = want;
	return true;
}

void iso_too_many(struct iso *w, uint64_t at, const char *what, uint32_t limit)
{
	if (!w->full)
		container_damage(w->c, ST_LIMIT, at, "more than %lu %s; the rest is not read",
				 (unsigned long)limit, what);
	w->full = true;
}

static bool boxes(struct iso *w, struct span s, enum inside how, unsigned depth);

static bool listed(struct iso *w, const struct box *b, unsigned depth, const char *detail)
{
	const char *name = box_name(w->c->arena, b->type);

	if (b->cut)
		detail = iso_say(w, "%s%scut short", detail ? detail : "", detail ? "; " : "");
	if (!name)
		w->no_memory = true;
	return !w->no_memory && container_segment(w->c, name, b->offset, b->length, depth, detail);
}

/* C2PA specification 2.1 section A.5.1: a full box, the purpose as a string, and for a manifest the offset
 * (64 bits) of what is left out of the hash; then JUMBF. */
static bool c2pa(struct iso *w, const struct box *b, const char **detail)
{
	static const char manifest[] = "manifest";
	struct block k = { .kind = BLOCK_JUMBF };
	struct span s = b->body;
	uint32_t flags;
	uint8_t version;

	*detail = "C2PA";
	if (!box_full(&s, &version, &flags) || !span_is(&s, manifest, sizeof manifest))
		return true;
	if (!span_skip(&s, sizeof manifest + 8) || !span_sub(&s, span_left(&s), &k.bytes))
		return true;
	*detail = "C2PA manifest";
	return container_block(w->c, &k);
}

static bool uuid_box(struct iso *w, const struct box *b, unsigned depth, const char **detail)
{
	struct block k = { .kind = BLOCK_XMP, .bytes = b->body };
	const uint8_t *u = b->uuid;

	if (box_is_uuid(b, uuid_c2pa))
		return c2pa(w, b, detail);
	if (box_is_uuid(b, uuid_xmp)) {
		*detail = "XMP";
		return container_block(w->c, &k);
	}
	if (iso_canon_uuid(b)) { /* they hold boxes, the preview's behind eight bytes */
		*detail = iso_canon_uuid(b);
		w->canon++;
		if (!boxes(w, b->body, strcmp(*detail, "Canon preview") == 0 ? COUNTED : PLAIN, depth + 1))
			return false;
		w->canon--;
		return true;
	}
	*detail = iso_say(w, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", u[0],
			  u[1], u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10], u[11], u[12], u[13],
			  u[14], u[15]);
	return true;
}

static bool jumbf_box(struct iso *w, const struct box *b)
{
	struct block k = { .kind = BLOCK_JUMBF };

	return !span_slice(&w->file, b->offset - w->file.origin, b->length, &k.bytes) ||
	       container_block(w->c, &k);
}

/* The items of the file are those of its first meta box; moov and trak have metas of their own. */
static bool meta_box(struct iso *w, struct span s, unsigned depth)
{
	bool mine = depth == 0 && !w->has_meta;
	struct span look = s, found;
	struct box b;

	if (mine) {
		w->in_items = w->has_meta = true;
		if (!span_skip(&look, 4))
			return true;
		while (box_next(&look, &b)) /* iloc may stand before the idat that it means */
			if (box_is(&b, "idat") && !w->idat.len)
				w->idat = b.body;
	}
	/* QuickTime's meta is no full box: its handler follows at once. */
	found = s;
	if (!boxes(w, s, span_skip(&found, 4) && span_is(&found, "hdlr", 4) ? PLAIN : FULL, depth + 1))
		return false;
	if (mine)
		w->in_items = false;
	return true;
}

static const char *say_about(struct iso *w, const struct box *b, enum inside how)
{
	const char *detail;

	if (how == PROPERTIES)
		return iso_property_box(w, b);
	detail = iso_meta_box(w, b);
	return detail ? detail : iso_moov_box(w, b);
}

static bool descend(struct iso *w, const struct box *b, unsigned depth)
{
	if (depth + 1 >= ISO_MAX_DEPTH) {
		container_damage(w->c, ST_CORRUPT, b->offset, "boxes lie deeper than %d levels",
				 ISO_MAX_DEPTH);
		return true;
	}
	if (box_is(b, "meta"))
		return meta_box(w, b->body, depth);
	for (size_t i = 0; i < ARRAY_LEN(holders); i++)
		if (box_is(b, holders[i].type))
			return boxes(w, b->body, holders[i].inside, depth + 1);
	return true;
}

static bool one(struct iso *w, const struct box *b, enum inside how, unsigned depth)
{
	const char *detail = say_about(w, b, how);

	if (box_is(b, "uuid") && depth + 1 < ISO_MAX_DEPTH && !uuid_box(w, b, depth, &detail))
		return false;
	if (w->canon && !iso_canon_box(w, b, &detail))
		return false;
	if (box_is(b, "jumb") && depth == 0 && !jumbf_box(w, b))
		return false;
	w->has_moov = w->has_moov || box_is(b, "moov");
	return listed(w, b, depth, detail) && descend(w, b, depth);
}

static bool references(struct iso *w, struct span s, unsigned depth)
{
	struct box b;
	uint8_t version;
	uint32_t flags;

	if (!box_full(&s, &version, &flags))
		return true;
	while (!w->no_memory && box_next(&s, &b)) {
		const char *detail = w->in_items ? iso_reference(w, &b, version > 0) : NULL;

		if (!listed(w, &b, depth, detail))
			return false;
	}
	return !w->no_memory;
}

static bool boxes(struct iso *w, struct span s, enum inside how, unsigned depth)
{
	struct box b = { .bad = false };

	if (how == REFERENCES)
		return references(w, s, depth);
	if (how == FULL ? !span_skip(&s, 4) : how == COUNTED ? !span_skip(&s, 8) : false)
		return true;
	while (!w->no_memory && box_next(&s, &b)) {
		if (b.cut)
			container_damage(w->c, ST_CORRUPT, b.offset, "box '%s' is longer than what holds it",
					 box_name(w->c->arena, b.type));
		if (!one(w, &b, how, depth))
			return false;
	}
	if (b.bad)
		container_damage(w->c, ST_CORRUPT, b.offset, "box '%s' is shorter than its own header",
				 box_name(w->c->arena, b.type));
	return !w->no_memory;
}

/* ---- the file ---- */

static bool believable(const struct box *b)
{
	for (size_t i = 0; i < ARRAY_LEN(top_types); i++)
		if (box_is(b, top_types[i]))
			return true;
	for (unsigned i = 0; i < 4; i++)
		if (b->type[i] < 0x20 || b->type[i] > 0x7E)
			return false;
	return !b->cut && !b->to_end;
}

static bool top(struct iso *w, struct span *s)
{
	struct span before = *s;
	struct box b;

	while (box_next(s, &b)) {
		if (!believable(&b)) {
			*s = before;
			break;
		}
		w->cut = b.cut;
		if (b.cut)
			container_damage(w->c, ST_CORRUPT, b.offset, "box '%s' runs past the end of the file",
					 box_name(w->c->arena, b.type));
		if (!one(w, &b, PLAIN, 0))
			return false;
		before = *s;
	}
	return true;
}

static bool rest(struct iso *w, struct span *s)
{
	bool whole = w->has_meta || w->has_moov;
	uint64_t from = span_at(s);
	struct span left;

	if (whole && !w->cut)
		w->c->end = from;
	if (!span_sub(s, span_left(s), &left) || left.len == 0)
		return true;
	if (!whole)
		container_damage(w->c, ST_CORRUPT, from, "here a box should begin");
	return container_segment(w->c, whole ? "data after end" : "not walked", from, left.len, 0, NULL) &&
	       trailing_pictures(w->c, left);
}

/* Metadata that items point at lies anywhere: the list is brought into the order of the file. */
static int in_file_order(const void *a, const void *b)
{
	const struct segment *x = a, *y = b;

	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	if (x->depth != y->depth)
		return x->depth < y->depth ? -1 : 1;
	if (x->length != y->length)
		return x->length < y->length ? 1 : -1;
	return strcmp(x->name, y->name);
}

enum status isobmff_walk(struct span bytes, struct container *c, struct error *e)
{
	struct iso w = { .c = c, .file = bytes };
	struct span s = bytes;

	c->format = c->codec ? c->codec->name : "ISO base media";
	if (!top(&w, &s) || !rest(&w, &s) || !iso_items(&w) || !iso_tracks(&w))
		return container_full(c, e);
	if (!w.has_meta && !w.has_moov)
		container_damage(c, ST_CORRUPT, span_at(&s), "no box that describes a picture");
	if (c->n_segments)
		qsort(c->segments, c->n_segments, sizeof *c->segments, in_file_order);
	return c->format ? ST_OK : err_nomem(e);
}
