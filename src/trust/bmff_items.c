/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/trust/bmff_items.h"

enum { EXTENTS = 1000000, LOOKUPS = 256 };
enum { IN_FILE = 0, IN_IDAT = 1 };

struct search {
	const struct bmff_boxes *boxes;
	const struct span *file;
	bool (*in_hole)(const void *owner, struct extent at);
	const void *owner;
	uint64_t idat, idat_end; /* content of the box, 0: none */
	const struct bmff_box *iinf;
	uint32_t extents, lookups;
	bool loose;
};

static bool content(const struct search *s, const struct bmff_box *x, struct span *out)
{
	return span_slice(s->file, x->offset + x->head, x->length - x->head, out);
}

static bool sized(struct span *s, unsigned bytes, uint64_t *v)
{
	uint8_t b;

	*v = 0;
	for (unsigned i = 0; i < bytes; i++) {
		if (!span_u8(s, &b))
			return false;
		*v = *v << 8 | b;
	}
	return true;
}

/* ---- what an item is (iinf, infe of version 2 and 3) ---- */

static bool entry_is(struct span *infe, uint64_t item, struct span *type)
{
	uint64_t version, id;

	return sized(infe, 1, &version) && span_skip(infe, 3) && (version == 2 || version == 3) &&
	       sized(infe, version == 2 ? 2 : 4, &id) && id == item && span_skip(infe, 2) && span_sub(infe, 4, type);
}

static bool find_type(const struct search *s, uint64_t item, struct span *type)
{
	struct span all, one;
	uint64_t version;
	uint32_t size;

	if (!s->iinf || !content(s, s->iinf, &all) || !sized(&all, 1, &version) || !span_skip(&all, 3) ||
	    !span_skip(&all, version ? 4 : 2))
		return false;
	while (span_u32be(&all, &size) && size >= 8 && span_skip(&all, 4) && span_sub(&all, size - 8, &one))
		if (entry_is(&one, item, type))
			return true;
	return false;
}

static bool is_metadata(struct search *s, uint64_t item)
{
	struct span type;

	if (s->lookups++ >= LOOKUPS || !find_type(s, item, &type))
		return false;
	return memcmp(type.data, "Exif", 4) == 0 || memcmp(type.data, "mime", 4) == 0 || memcmp(type.data, "uri ", 4) == 0;
}

/* ---- where it lies (iloc, versions 0 to 2) ---- */

struct iloc {
	unsigned version, offset, length, base, index; /* sizes of the fields in bytes */
};

static void ask(struct search *s, uint64_t item, unsigned method, uint64_t start, uint64_t length)
{
	uint64_t end = method == IN_IDAT ? s->idat_end : s->file->len;

	if (method == IN_IDAT)
		start = start > UINT64_MAX - s->idat ? UINT64_MAX : start + s->idat;
	if (method > IN_IDAT || start >= end)
		return;
	if (length == 0 || length > end - start)
		length = end - start;
	if (s->in_hole(s->owner, (struct extent){ start, length }) && !is_metadata(s, item))
		s->loose = true;
}

static bool read_extents(struct search *s, struct span *in, const struct iloc *l, uint64_t item, unsigned method, uint64_t base)
{
	uint64_t index, offset, length;
	uint16_t n;

	if (!span_u16be(in, &n))
		return false;
	for (uint16_t i = 0; i < n; i++) {
		if (s->extents++ >= EXTENTS || !sized(in, l->version ? l->index : 0, &index) || !sized(in, l->offset, &offset) ||
		    !sized(in, l->length, &length))
			return false;
		ask(s, item, method, base > UINT64_MAX - offset ? UINT64_MAX : base + offset, length);
	}
	return true;
}

static bool read_item(struct search *s, struct span *in, const struct iloc *l)
{
	uint64_t item, method = 0, reference, base;

	if (!sized(in, l->version < 2 ? 2 : 4, &item) || (l->version && !sized(in, 2, &method)) ||
	    !sized(in, 2, &reference) || !sized(in, l->base, &base))
		return false;
	return read_extents(s, in, l, item, reference ? UINT16_MAX : method & 15, base);
}

static void read_iloc(struct search *s, const struct bmff_box *x)
{
	uint64_t version, sizes, bases, n;
	struct iloc l;
	struct span in;

	if (!content(s, x, &in) || !sized(&in, 1, &version) || !span_skip(&in, 3) || !sized(&in, 1, &sizes) ||
	    !sized(&in, 1, &bases) || version > 2 || !sized(&in, version < 2 ? 2 : 4, &n))
		return;
	l = (struct iloc){ (unsigned)version, (unsigned)sizes >> 4, (unsigned)sizes & 15, (unsigned)bases >> 4,
			   (unsigned)bases & 15 };
	if (l.offset > 8 || l.length > 8 || l.base > 8 || l.index > 8)
		return;
	while (n-- && !s->loose && read_item(s, &in, &l))
		;
}

/* ---- samples ---- */

static void read_chunks(struct search *s, const struct bmff_box *x, unsigned size)
{
	uint64_t n, at;
	struct span in;

	if (!content(s, x, &in) || !span_skip(&in, 4) || !sized(&in, 4, &n))
		return;
	while (n-- && !s->loose && s->extents++ < EXTENTS && sized(&in, size, &at))
		if (at < s->file->len && s->in_hole(s->owner, (struct extent){ at, 1 }))
			s->loose = true;
}

static bool top_meta(const struct search *s, const struct bmff_box *x)
{
	const struct bmff_box *parent = x->parent == BMFF_TOP ? NULL : &s->boxes->list[x->parent];

	return parent && bmff_is(parent, "meta") && parent->parent == BMFF_TOP;
}

static void find_tables(struct search *s)
{
	for (uint32_t i = 0; i < s->boxes->n; i++) {
		const struct bmff_box *x = &s->boxes->list[i];

		if (!top_meta(s, x))
			continue;
		if (bmff_is(x, "iinf"))
			s->iinf = x;
		if (bmff_is(x, "idat")) {
			s->idat = x->offset + x->head;
			s->idat_end = x->offset + x->length;
		}
	}
}

const char *bmff_loose_picture(const struct bmff_boxes *boxes, const struct span *file,
			       bool (*in_hole)(const void *owner, struct extent at), const void *owner)
{
	struct search s = { .boxes = boxes, .file = file, .in_hole = in_hole, .owner = owner };

	find_tables(&s);
	for (uint32_t i = 0; i < boxes->n && !s.loose; i++) {
		const struct bmff_box *x = &boxes->list[i];

		if (bmff_is(x, "iloc") && top_meta(&s, x)) {
			read_iloc(&s, x);
			if (s.loose)
				return "an item of the picture";
		} else if (bmff_is(x, "stco")) {
			read_chunks(&s, x, 4);
		} else if (bmff_is(x, "co64")) {
			read_chunks(&s, x, 8);
		}
	}
	return s.loose ? "a chunk of samples" : NULL;
}
