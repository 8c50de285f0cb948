/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ISO base media (HEIF, AVIF, MP4, QuickTime; ISO/IEC 14496-12) and JPEG XL (ISO/IEC 18181-2): the store in
 * a top-level `uuid` box with C2PA's extended type (C2PA 2.2 appendix A.5), in JPEG XL in a top-level `jumb`
 * box. */
#include "src/base/base.h"

#include "src/trust/asset_parts.h"
#include "src/trust/jumbf.h"

#include <inttypes.h>

enum { PURPOSE_MAX = 32, USERTYPE = 16 };

#define UUID FOURCC('u', 'u', 'i', 'd')
#define JUMB FOURCC('j', 'u', 'm', 'b')

static const uint8_t c2pa_type[USERTYPE] = { 0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C,
					     0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81 };

struct box {
	uint64_t start, length;
	uint32_t type;
	struct span body; /* behind size, type and large size */
};

/* One box of the top level; false at the end and at damage. */
static bool next_box(struct asset *a, struct span *in, struct box *b)
{
	uint64_t length, header = 8;
	size_t from = in->pos;
	uint32_t size;

	b->start = span_at(in);
	if (span_left(in) == 0)
		return false;
	if (!span_u32be(in, &size) || !span_u32be(in, &b->type) || (size == 1 && !span_u64be(in, &length))) {
		(void)err_corrupt(&a->damage, b->start, "box is cut off in its header");
		return false;
	}
	if (size == 1)
		header = 16;
	else
		length = size ? size : in->len - from;
	if (length < header || length > in->len - from) {
		(void)err_corrupt(&a->damage, b->start, "box says %" PRIu64 " bytes, %zu are there", length,
				  in->len - from);
		return false;
	}
	b->length = length;
	return span_sub(in, length - header, &b->body);
}

/* The string behind version and flags: "manifest", "original", "update", "merkle". */
static bool read_purpose(struct span *in, char out[PURPOSE_MAX])
{
	size_t n = 0;
	uint8_t c;

	if (!span_skip(in, 4))
		return false;
	while (n < PURPOSE_MAX && span_u8(in, &c)) {
		out[n++] = (char)c;
		if (!c)
			return true;
	}
	return false;
}

/* What stands behind the store in its box is padding, hashed by nobody. */
static void check_padding(struct asset *a, const struct span *rest)
{
	struct span left;

	if (span_slice(rest, rest->pos, span_left(rest), &left) && !span_is_zero(&left))
		asset_stray(a, STRAY_PIECE, span_at(rest), span_left(rest),
			    "padding behind the manifest store in its box is not all zero");
}

/* Version, flags and the place of the first `merkle` box, hashed by nobody. */
static void check_head(struct asset *a, const struct box *b, const struct span *in)
{
	struct span head = b->body, at, type;
	uint64_t merkle;

	if (!span_skip(&head, USERTYPE) || !span_sub(&head, 4, &at) || !span_slice(in, in->pos - 8, 8, &head) ||
	    !span_u64be(&head, &merkle))
		return;
	if (memcmp(at.data, "\0\0\0\0", 4) != 0)
		asset_stray(a, STRAY_PIECE, at.origin, 4, "the manifest store's box has an unknown version or flags");
	if (merkle && (!span_slice(&a->bytes, merkle, 8, &type) || memcmp(type.data + 4, "uuid", 4) != 0))
		asset_stray(a, STRAY_PIECE, span_at(in) - 8, 8, "the manifest store's box points to a box that is not there");
}

static enum status take_store(struct asset *a, const struct box *b, struct span in, bool update, struct error *e)
{
	struct store_found *s = asset_add_store(a, b->start);
	uint64_t at = span_at(&in), there = span_left(&in), length;

	if (!s)
		return ST_OK;
	s->update = update;
	asset_add_place(s, b->start, b->length);
	/* Without a store in it the box is judged as it is. */
	if (asset_begins_store(in, &length) && length < there)
		there = length;
	if (span_skip(&in, there))
		check_padding(a, &in);
	return asset_add_piece(a, s, at, there, e);
}

static enum status take_box(struct asset *a, const struct box *b, struct error *e)
{
	struct span in = b->body;
	char purpose[PURPOSE_MAX];
	uint64_t length;

	if (b->type == JUMB) {
		struct span whole;

		if (!span_slice(&a->bytes, b->start, b->length, &whole) || !asset_begins_store(whole, &length))
			return ST_OK;
		return take_store(a, b, whole, false, e);
	}
	if (b->type != UUID || !span_is(&in, c2pa_type, USERTYPE) || !span_skip(&in, USERTYPE))
		return ST_OK;
	if (!read_purpose(&in, purpose)) {
		asset_stray(a, STRAY_PIECE, b->start, b->length, "C2PA box that does not say its purpose");
		return ST_OK;
	}
	if (strcmp(purpose, "merkle") == 0)
		return ST_OK;
	if (strcmp(purpose, "manifest") != 0 && strcmp(purpose, "original") != 0 && strcmp(purpose, "update") != 0) {
		asset_stray(a, STRAY_PIECE, b->start, b->length, "C2PA box of an unknown purpose");
		return ST_OK;
	}
	if (span_skip(&in, 8)) /* where the first `merkle` box is */
		check_head(a, b, &in);
	else
		in.pos = in.len;
	return take_store(a, b, in, strcmp(purpose, "update") == 0, e);
}

enum status asset_walk_bmff(struct asset *a, struct error *e)
{
	struct span in = a->bytes;
	enum status st;
	struct box b;

	while (next_box(a, &in, &b))
		if ((st = take_box(a, &b, e)))
			return st;
	asset_ends(a, b.start);
	return ST_OK;
}

/* ---- original and update ---- */

static void put_be32(uint8_t *p, uint64_t v)
{
	for (unsigned i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * (3 - i));
}

/* The contents of a superbox, with or without its description, as they stand in the file. */
static bool contents_of(const struct store_found *s, bool description, struct span *out)
{
	struct span in = s->bytes;
	uint64_t header = span_is(&in, "\0\0\0\1", 4) ? 16 : 8;
	uint32_t word;

	if (!span_skip(&in, header) || !span_slice(&in, in.pos, span_left(&in), out))
		return false;
	if (description)
		return true;
	if (!span_u32be(&in, &word) || word < 8 || word > out->len)
		return false;
	return span_slice(out, word, out->len - word, out);
}

static enum status join_two(struct asset *a, const struct store_found *original, const struct store_found *update,
			    struct error *e)
{
	const struct extent *first = &original->pieces[0], *second = &update->pieces[0];
	struct store_found *m = arena_alloc(a->arena, 1, sizeof *m);
	struct span x, y;
	uint64_t total;
	enum status st;
	uint8_t *p;

	if (!m)
		return err_nomem(e);
	if (!contents_of(original, true, &x) || !contents_of(update, false, &y) ||
	    (total = 8 + (uint64_t)x.len + y.len) > UINT32_MAX)
		return ST_OK;
	p = arena_alloc(a->arena, (size_t)total, 1);
	if (!p)
		return err_nomem(e);
	put_be32(p, total);
	memcpy(p + 4, "jumb", 4);
	memcpy(p + 8, x.data, x.len);
	memcpy(p + 8 + x.len, y.data, y.len);
	m->bytes = span_of(p, (size_t)total, 0);
	if ((st = asset_add_piece(a, m, first->start, 8, e)) ||
	    (st = asset_add_piece(a, m, first->start + x.origin, x.len, e)) ||
	    (st = asset_add_piece(a, m, second->start + y.origin, y.len, e)) || (st = asset_index(a, m, e)))
		return st;
	asset_add_place(m, original->places[0].start, original->places[0].length);
	asset_add_place(m, update->places[0].start, update->places[0].length);
	m->usable = m->update = true;
	a->merged = m;
	return ST_OK;
}

/* The merged store is the original's with the update's manifests behind its own. */
enum status asset_merge(struct asset *a, struct error *e)
{
	struct store_found *original = &a->stores[0], *update = &a->stores[1];

	if (a->n_stores == 1 && original->update)
		asset_fault(original, CODE_TORN_STORE, original->places[0].start,
			    "there is an update of the manifest store, but no original");
	if (a->n_stores != 2 || !update->update || original->update || !original->usable || !update->usable)
		return ST_OK;
	return join_two(a, original, update, e);
}
