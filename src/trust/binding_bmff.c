/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hash of a BMFF file (C2PA 2.2 sections 18.6 and 15.12.3): its top-level boxes in file order, each
 * (from version 2 on) preceded by its offset, without what the exclusions name. The first version, without
 * offsets, is deprecated; the reference implementation takes it, and so do we. Trees of hashes for long or
 * fragmented films (merkle) are refused by name. */
#include "src/base/base.h"
#include "src/trust/binding_parts.h"
#include "src/trust/bmff_items.h"
#include "src/trust/bmff_path.h"

#include <inttypes.h>

enum { RANGES = 65536 };

static const uint8_t c2pa_uuid[16] = { 0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C,
				       0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81 };

struct hole { struct extent at; uint32_t box; };

struct film {
	struct binder *b;
	struct bmff_boxes boxes;
	struct hole *holes; /* what is not hashed; after merge(): ordered, not overlapping */
	uint32_t n, room;
};

/* ---- exclusions ---- */

static enum status add_hole(struct film *f, uint64_t start, uint64_t length, uint32_t box)
{
	if (!length)
		return ST_OK;
	if (f->n == RANGES)
		return err_set(f->b->e, ST_LIMIT, "the assertion leaves out more than %d ranges", RANGES);
	if (f->n == f->room) {
		uint32_t room = f->room ? 2 * f->room : BINDING_MAX_RANGES;
		struct hole *more = arena_alloc(f->b->a, room, sizeof *more);

		if (!more)
			return err_nomem(f->b->e);
		if (f->n)
			memcpy(more, f->holes, f->n * sizeof *more);
		f->holes = more;
		f->room = room;
	}
	f->holes[f->n++] = (struct hole){ { start, length }, box };
	return ST_OK;
}

static enum status exclude_box(struct film *f, uint32_t index, const struct cnode *subset)
{
	struct bmff_box *x = &f->boxes.list[index];
	uint64_t offset, length;
	enum status st = ST_OK;

	if (!subset) {
		x->left_out = true;
		return add_hole(f, x->offset, x->length, index);
	}
	for (const struct cnode *n = subset->first; n && !st; n = n->next) {
		if (!cn_uint(n, "offset", &offset) || !cn_uint(n, "length", &length) || offset >= x->length)
			continue;
		if (length == 0 || length > x->length - offset)
			length = x->length - offset;
		st = add_hole(f, x->offset + offset, length, index);
	}
	return st;
}

/* Hostile files times hostile assertions: boxes are at most BMFF_BOXES, exclusions BINDING_MAX_RANGES. */
static enum status exclude(struct film *f, const struct cnode *exclusion)
{
	const struct span *file = &f->b->in->asset->bytes;
	enum status st = ST_OK;

	for (uint32_t i = 0; i < f->boxes.n && !st; i++)
		if (bmff_exclusion_matches(&f->boxes, i, exclusion, file))
			st = exclude_box(f, i, binder_get(exclusion, "subset"));
	return st;
}

static int by_start(const void *x, const void *y)
{
	const struct hole *a = x, *b = y;

	if (a->at.start != b->at.start)
		return a->at.start < b->at.start ? -1 : 1;
	if (a->at.length != b->at.length)
		return a->at.length > b->at.length ? -1 : 1; /* the widest first: it covers the others */
	return a->box < b->box ? -1 : a->box > b->box;
}

static void merge(struct film *f)
{
	uint64_t end = 0;
	uint32_t n = 0;

	if (f->n)
		qsort(f->holes, f->n, sizeof *f->holes, by_start);
	for (uint32_t i = 0; i < f->n; i++) {
		struct hole h = f->holes[i];

		if (extent_end(h.at) <= end)
			continue;
		if (h.at.start < end) {
			h.at.length -= end - h.at.start;
			h.at.start = end;
		}
		end = extent_end(h.at);
		f->holes[n++] = h;
	}
	f->n = n;
}

/* ---- hashing ---- */

static enum status hash_outside(const struct film *f, struct digest *d, uint64_t at, uint64_t end, uint32_t *hole)
{
	enum status st = ST_OK;

	while (at < end && !st) {
		const struct extent *h;

		while (*hole < f->n && extent_end(f->holes[*hole].at) <= at)
			++*hole;
		h = *hole < f->n ? &f->holes[*hole].at : NULL;
		if (!h || h->start >= end)
			return digest_range(f->b, d, at, end - at);
		if (h->start > at)
			st = digest_range(f->b, d, at, h->start - at);
		at = extent_end(*h);
	}
	return st;
}

/* Bytes behind the last box have no offset in front of them, but are hashed. */
static enum status hash_all(const struct film *f, struct digest *d, bool offsets)
{
	uint64_t reached = 0, size = f->b->in->asset->bytes.len;
	enum status st = ST_OK;
	uint32_t hole = 0;

	for (uint32_t i = 0; i < f->boxes.n && !st; i++) {
		const struct bmff_box *x = &f->boxes.list[i];

		if (x->parent != BMFF_TOP)
			continue;
		if (offsets && !x->left_out)
			digest_offset(d, x->offset);
		reached = x->offset + x->length;
		st = hash_outside(f, d, x->offset, reached, &hole);
	}
	return st || reached >= size ? st : hash_outside(f, d, reached, size, &hole);
}

static enum status hash(const struct film *f, const struct span *expected, bool *same)
{
	struct digest d;
	enum status st = digest_begin(f->b, f->b->out->algorithm, &d);

	if (!st)
		st = hash_all(f, &d, strcmp(f->b->in->label, "c2pa.hash.bmff") != 0);
	if (st) {
		digest_drop(&d);
		return st;
	}
	*same = digest_equals(&d, expected);
	return ST_OK;
}

/* ---- names of what is left out ---- */

static bool has_uuid(const struct film *f, const struct bmff_box *x, const uint8_t uuid[16])
{
	struct span s;

	return bmff_is(x, "uuid") && span_slice(&f->b->in->asset->bytes, x->offset + x->head, 16, &s) &&
	       memcmp(s.data, uuid, 16) == 0;
}

/* Does a store of the file lie in this box? */
static bool holds_store(const struct film *f, const struct bmff_box *x)
{
	const struct asset *a = f->b->in->asset;
	const struct extent at = { x->offset, x->length };

	for (uint32_t i = 0; i < a->n_stores; i++)
		for (uint32_t k = 0; k < a->stores[i].n_pieces; k++)
			if (extents_meet(a->stores[i].pieces[k], at))
				return true;
	return false;
}

static enum unbound_kind kind_of(const struct film *f, const struct bmff_box *x, const char **what)
{
	static const struct { const char *type; enum unbound_kind kind; const char *what; } known[] = {
		{ "free", UNBOUND_FREE, "free" }, { "skip", UNBOUND_FREE, "skip" },
		{ "ftyp", UNBOUND_METADATA, "ftyp, the file's type" }, { "mfra", UNBOUND_OTHER, "mfra, an index" },
		{ "tfra", UNBOUND_OTHER, "tfra, an index" },
		{ "stco", UNBOUND_OTHER, "stco: where the samples lie" }, { "co64", UNBOUND_OTHER, "co64: where the samples lie" },
		{ "tfhd", UNBOUND_OTHER, "tfhd: where the samples lie" }, { "trun", UNBOUND_OTHER, "trun: where the samples lie" },
		{ "iloc", UNBOUND_PICTURE, "iloc: which bytes the picture is made of" },
		{ "udta", UNBOUND_METADATA, "udta" }, { "prft", UNBOUND_METADATA, "prft" },
	};

	if (has_uuid(f, x, c2pa_uuid)) {
		*what = holds_store(f, x) ? "manifest store" : "C2PA box that holds no store";
		return holds_store(f, x) ? UNBOUND_STORE : UNBOUND_OTHER;
	}
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (bmff_is(x, known[i].type)) {
			*what = known[i].what;
			return known[i].kind;
		}
	*what = piece_type(f->b, x->type);
	return bmff_is(x, "uuid") ? UNBOUND_METADATA : UNBOUND_PICTURE;
}

static enum status name_holes(struct film *f)
{
	enum status st = ST_OK;

	for (uint32_t i = 0; i < f->n && !st; i++) {
		const struct bmff_box *x = &f->boxes.list[f->holes[i].box];
		const char *what;
		enum unbound_kind kind = kind_of(f, x, &what);

		st = what ? unbound_put(f->b, f->holes[i].at, kind, what) : err_nomem(f->b->e);
	}
	return st;
}

/* Does the picture lie in bytes that are not hashed? Items (stills) and chunks of samples (films) are looked
 * up. */
static bool in_hole(const void *owner, struct extent at)
{
	const struct film *f = owner;

	uint32_t low = 0, high = f->n;

	while (low < high) { /* the first hole that ends behind the start */
		uint32_t middle = low + (high - low) / 2;

		if (extent_end(f->holes[middle].at) > at.start)
			high = middle;
		else
			low = middle + 1;
	}
	return low < f->n && extents_meet(f->holes[low].at, at);
}

/* ---- the assertion ---- */

/* Those that the specification asks for: the C2PA box, ftyp, mfra (18.6.3). */
static bool is_mandatory(const struct cnode *x)
{
	const char *path = cn_text(x, "xpath");
	const struct cnode *data = binder_get(x, "data");
	struct span value;
	uint64_t offset;

	if (strcmp(path, "/ftyp") == 0 || strcmp(path, "/mfra") == 0)
		return true;
	return strcmp(path, "/uuid") == 0 && data && data->count == 1 && cn_uint(data->first, "offset", &offset) &&
	       offset == 8 && cn_bytes(data->first, "value", &value) && value.len == sizeof c2pa_uuid &&
	       memcmp(value.data, c2pa_uuid, sizeof c2pa_uuid) == 0;
}

static const char *read_list(const struct cnode *list, uint32_t *extra)
{
	if (!list || !list->count)
		return "the assertion lists no exclusions";
	if (list->count > BINDING_MAX_RANGES)
		return "more exclusions than are read";
	for (const struct cnode *x = list->first; x; x = x->next) {
		const char *wrong = bmff_exclusion_fault(x);

		if (wrong)
			return wrong;
		*extra += !is_mandatory(x);
	}
	return NULL;
}

static enum status make_holes(struct film *f, const struct cnode *list)
{
	enum status st = bmff_boxes_read(f->b->a, &f->b->in->asset->bytes, &f->boxes, f->b->e);

	for (const struct cnode *x = list->first; x && !st; x = x->next)
		st = exclude(f, x);
	if (st)
		return st;
	merge(f);
	return name_holes(f);
}

static enum status judge(struct film *f, const struct span *expected)
{
	struct binder *b = f->b;
	const char *loose;
	bool same = false;
	enum status st;

	st = hash(f, expected, &same);
	if (st)
		return st;
	loose = bmff_loose_picture(&f->boxes, &b->in->asset->bytes, in_hole, f);
	if (loose)
		b->out->picture_unbound = true;
	if (!same)
		return binder_answer(b, BINDING_MISMATCH, "the file's boxes are not those that were signed");
	if (loose)
		return binder_answer(b, BINDING_MISMATCH, "%s lies in bytes that are left out of the hash: the picture is not "
				     "bound", loose);
	if (b->out->picture_unbound)
		return binder_answer(b, BINDING_MISMATCH, "the signer left picture data out of the hash: the picture is not "
				     "bound; the rest of the file is as it was signed");
	return binder_answer(b, BINDING_MATCH, "the file's boxes are those that were signed");
}

enum status binding_bmff(struct binder *b)
{
	const struct cnode *list = cn_kind(cn_get(b->in->assertion, "exclusions"), CN_ARRAY);
	struct film f = { .b = b };
	struct span expected;
	enum status st = ST_OK;
	uint32_t extra = 0;
	const char *wrong;

	binder_pads(b, b->in->assertion);
	if (b->in->asset->kind != ASSET_BMFF)
		return binder_answer(b, BINDING_MISMATCH, "a file of kind %s has no boxes of this sort",
				     asset_kind_name(b->in->asset->kind));
	if (binder_get(b->in->assertion, "merkle"))
		return binder_fail(b, BINDING_UNSUPPORTED, "general.error",
				   "a tree of hashes (merkle), as long films have, is not verified here");
	wrong = read_list(list, &extra);
	if (!wrong && !cn_bytes(b->in->assertion, "hash", &expected))
		wrong = "the assertion holds no hash";
	if (wrong)
		return binder_answer(b, BINDING_MALFORMED, "%s", wrong);
	if (!binder_algorithm(b, b->in->assertion, &b->out->algorithm, &st))
		return st;
	if (extra)
		binder_extra(b, "%" PRIu32 " exclusions beyond those that the specification asks for", extra);
	st = make_holes(&f, list);
	if (st == ST_LIMIT) {
		err_clear(b->e);
		return binder_fail(b, BINDING_UNSUPPORTED, "general.error", "the file has more boxes than are read");
	}
	return st ? st : judge(&f, &expected);
}
