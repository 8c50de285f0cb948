/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of a meta box: ISO/IEC 14496-12 sections 8.11.3 (iloc), 8.11.4 (pitm), 8.11.6 (iinf, infe),
 * 8.11.12 (iref); ISO/IEC 23008-12 section 9.3 (ipma). Tables are read as far as they go; what does not fit
 * is damage. */
#include "src/base/base.h"
#include "src/media/isobmff.h"

enum { BRANDS_SHOWN = 16, KINDS = 16 };

static const char *cut_short(struct iso *w, const struct box *b)
{
	container_damage(w->c, ST_CORRUPT, b->offset, "box '%s' is cut short",
			 box_name(w->c->arena, b->type));
	return "cut short";
}

static bool get_id(struct span *s, bool large, uint32_t *id)
{
	uint16_t small;

	if (large)
		return span_u32be(s, id);
	if (!span_u16be(s, &small))
		return false;
	*id = small;
	return true;
}

/* A string that ends with a zero byte, or with the box. */
static const char *get_text(struct iso *w, struct span *s)
{
	const uint8_t *from = s->data + s->pos;
	size_t left = span_left(s), len = 0;

	while (len < left && from[len])
		len++;
	if (!span_skip(s, len < left ? len + 1 : len))
		return NULL;
	return container_text(w->c, from, len);
}

static const char *file_type(struct iso *w, const struct box *b)
{
	struct span s = b->body;
	const char *text;
	char brand[5] = "";
	uint32_t minor;

	if (!span_copy(&s, brand, 4) || !span_u32be(&s, &minor))
		return cut_short(w, b);
	text = iso_say(w, "%s, version %lu; compatible with", box_name(w->c->arena, brand),
		       (unsigned long)minor);
	for (unsigned i = 0; i < BRANDS_SHOWN && span_copy(&s, brand, 4); i++)
		text = iso_say(w, "%s %s", text, box_name(w->c->arena, brand));
	return span_left(&s) >= 4 ? iso_say(w, "%s ...", text) : text;
}

static const char *handler(struct iso *w, const struct box *b)
{
	struct span s = b->body;
	char type[5] = "";

	if (!span_skip(&s, 8) || !span_copy(&s, type, 4))
		return cut_short(w, b);
	if (w->in_items)
		memcpy(w->handler, type, sizeof type);
	else if (w->n_tracks && !w->tracks[w->n_tracks - 1].handler[0])
		memcpy(w->tracks[w->n_tracks - 1].handler, type, sizeof type);
	return box_name(w->c->arena, type);
}

static const char *primary(struct iso *w, const struct box *b)
{
	struct span s = b->body;
	uint8_t version;
	uint32_t flags, id;

	if (!box_full(&s, &version, &flags) || !get_id(&s, version > 0, &id))
		return cut_short(w, b);
	if (w->in_items)
		w->primary = id;
	return iso_say(w, "item %lu", (unsigned long)id);
}

/* ---- iinf ---- */

/* infe of version 2 and 3; older ones have no item type and are not used for pictures. */
static void item_entry(struct iso *w, const struct box *b)
{
	struct iso_item item = { .order = w->n_items };
	struct span s = b->body;
	uint8_t version;
	uint16_t protection;
	uint32_t flags;

	if (!box_full(&s, &version, &flags) || !get_id(&s, version >= 3, &item.id) ||
	    !span_u16be(&s, &protection) || (version >= 2 && !span_copy(&s, item.type, 4))) {
		(void)cut_short(w, b);
		return;
	}
	if (w->n_items >= ISO_MAX_ITEMS) {
		iso_too_many(w, b->offset, "items", ISO_MAX_ITEMS);
		return;
	}
	(void)get_text(w, &s); /* its name */
	if (version >= 2 && memcmp(item.type, "mime", 4) == 0) {
		item.content = get_text(w, &s);
		item.encoded = span_left(&s) > 0 && s.data[s.pos] != 0;
	}
	if (iso_room(w, &w->items, w->n_items, &w->room_items, sizeof item))
		w->items[w->n_items++] = item;
}

/* "51 items: 48 hvc1, 1 grid, 1 Exif, 1 mime", counted from item number from on. */
static const char *count_kinds(struct iso *w, uint32_t from)
{
	struct { const char *type; uint32_t n; } kinds[KINDS];
	const char *text = iso_say(w, "%lu items", (unsigned long)(w->n_items - from));
	uint32_t n = 0, k;

	for (uint32_t i = from; i < w->n_items; i++) {
		for (k = 0; k < n && memcmp(kinds[k].type, w->items[i].type, 4) != 0; k++)
			;
		if (k == KINDS)
			continue;
		if (k == n) {
			kinds[n].type = w->items[i].type;
			kinds[n++].n = 0;
		}
		kinds[k].n++;
	}
	for (k = 0; k < n; k++)
		text = iso_say(w, "%s%s %lu %s", text, k ? "," : ":", (unsigned long)kinds[k].n,
			       box_name(w->c->arena, kinds[k].type));
	return n == KINDS ? iso_say(w, "%s, ...", text) : text;
}

static const char *item_info(struct iso *w, const struct box *b)
{
	struct span s = b->body;
	uint32_t flags, count, from = w->n_items;
	uint8_t version;
	struct box entry;

	if (!box_full(&s, &version, &flags) || !get_id(&s, version > 0, &count))
		return cut_short(w, b);
	if (!w->in_items)
		return NULL;
	for (uint32_t i = 0; i < count && !w->no_memory && box_next(&s, &entry); i++)
		if (box_is(&entry, "infe"))
			item_entry(w, &entry);
	if (w->n_items - from < count && w->n_items < ISO_MAX_ITEMS)
		container_damage(w->c, ST_CORRUPT, b->offset, "iinf promises %lu items and holds %lu",
				 (unsigned long)count, (unsigned long)(w->n_items - from));
	return count_kinds(w, from);
}

/* ---- iloc ---- */

struct location {
	struct span s;
	uint8_t version, offset_size, length_size, base_size, index_size;
};

static bool sized(struct span *s, uint8_t size, uint64_t *v)
{
	uint32_t small;

	*v = 0;
	if (size == 8)
		return span_u64be(s, v);
	if (size == 0)
		return true;
	if (size != 4 || !span_u32be(s, &small))
		return false;
	*v = small;
	return true;
}

/* Adds one extent to what is known of the item. source: the file, or idat. A length of 0 is the rest of it.
 * */
static void add_extent(struct iso_item *it, const struct span *source, uint64_t base, uint64_t offset,
		       uint64_t length)
{
	struct span piece;
	uint64_t at;

	if (!source->data /* no idat */ || __builtin_add_overflow(base, offset, &at) || at > source->len) {
		it->outside = true;
		return;
	}
	if (length == 0)
		length = source->len - at;
	if (!span_slice(source, at, length, &piece)) {
		it->outside = true;
		return;
	}
	if (it->pieces == 0)
		it->offset = piece.origin;
	else if (piece.origin != it->offset + it->length)
		it->readable = false;
	it->length += piece.len;
	it->pieces++;
}

static bool extents(struct location *l, struct iso_item *it, const struct span *source, uint64_t base)
{
	uint64_t index, offset, length;
	uint16_t n;

	if (!span_u16be(&l->s, &n))
		return false;
	if (n > 1 && l->index_size + l->offset_size + l->length_size == 0)
		n = 1; /* all the same: nothing says where the others are */
	for (unsigned i = 0; i < n; i++) {
		if (!sized(&l->s, l->index_size, &index) || !sized(&l->s, l->offset_size, &offset) ||
		    !sized(&l->s, l->length_size, &length))
			return false;
		if (source && !it->outside)
			add_extent(it, source, base, offset, length);
	}
	it->readable = it->readable && source && it->pieces > 0 && !it->outside;
	return true;
}

/* Method 0: offsets in the file; 1: in idat; 2: in another item, which is not followed. */
static bool location(struct iso *w, struct location *l)
{
	struct iso_item it = { .located = true, .readable = true, .order = w->n_places };
	const struct span *sources[] = { &w->file, &w->idat };
	uint16_t method = 0, outside_file;
	uint64_t base;

	if (!get_id(&l->s, l->version == 2, &it.id) || (l->version > 0 && !span_u16be(&l->s, &method)) ||
	    !span_u16be(&l->s, &outside_file) || !sized(&l->s, l->base_size, &base))
		return false;
	method &= 15;
	if (!extents(l, &it, method < ARRAY_LEN(sources) && !outside_file ? sources[method] : NULL, base))
		return false;
	if (!iso_room(w, &w->places, w->n_places, &w->room_places, sizeof it))
		return true; /* told by no_memory */
	w->places[w->n_places++] = it;
	return true;
}

static bool location_sizes(struct location *l)
{
	const uint8_t *sizes[] = { &l->offset_size, &l->length_size, &l->base_size, &l->index_size };
	uint8_t a, b;

	if (!span_u8(&l->s, &a) || !span_u8(&l->s, &b))
		return false;
	l->offset_size = a >> 4;
	l->length_size = a & 15;
	l->base_size = b >> 4;
	l->index_size = l->version > 0 ? b & 15 : 0;
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
		if (*sizes[i] != 0 && *sizes[i] != 4 && *sizes[i] != 8)
			return false;
	return true;
}

/* Read after all other boxes of meta: idat may follow it. */
static const char *item_locations(struct iso *w, const struct box *b)
{
	struct location l = { .s = b->body };
	uint32_t flags, count, i;

	if (!box_full(&l.s, &l.version, &flags) || l.version > 2 || !location_sizes(&l) ||
	    !get_id(&l.s, l.version == 2, &count))
		return cut_short(w, b);
	if (!w->in_items)
		return NULL;
	w->iloc_at = b->offset;
	for (i = 0; i < count && !w->no_memory; i++) {
		if (w->n_places >= ISO_MAX_ITEMS) {
			iso_too_many(w, b->offset, "places of items", ISO_MAX_ITEMS);
			break;
		}
		if (!location(w, &l))
			break;
	}
	if (i < count && w->n_places < ISO_MAX_ITEMS)
		return cut_short(w, b);
	return iso_say(w, "version %u, %lu items", l.version, (unsigned long)count);
}

/* ---- iref ---- */

const char *iso_reference(struct iso *w, const struct box *b, bool large)
{
	struct span s = b->body;
	struct iso_link link = { .from = 0 };
	uint16_t n, i;

	memcpy(link.type, b->type, sizeof link.type);
	if (!get_id(&s, large, &link.from) || !span_u16be(&s, &n))
		return cut_short(w, b);
	for (i = 0; i < n && w->n_links < ISO_MAX_LINKS; i++) {
		if (!get_id(&s, large, &link.to))
			return cut_short(w, b);
		if (!iso_room(w, &w->links, w->n_links, &w->room_links, sizeof link))
			return NULL;
		w->links[w->n_links++] = link;
	}
	if (i < n)
		iso_too_many(w, b->offset, "references", ISO_MAX_LINKS);
	if (n == 1)
		return iso_say(w, "from item %lu to item %lu", (unsigned long)link.from,
			       (unsigned long)link.to);
	return iso_say(w, "from item %lu to %u items", (unsigned long)link.from, n);
}

/* ---- ipma ---- */

static bool association(struct iso *w, struct span *s, bool large, bool wide)
{
	struct iso_link link = { .from = 0 };
	uint8_t n, small;
	uint16_t big;

	if (!get_id(s, large, &link.from) || !span_u8(s, &n))
		return false;
	for (unsigned i = 0; i < n; i++) {
		if (wide ? !span_u16be(s, &big) : !span_u8(s, &small))
			return false;
		link.to = wide ? big & 0x7FFF : small & 0x7F; /* the first bit: essential */
		if (link.to == 0 || w->n_owned >= ISO_MAX_LINKS)
			continue;
		if (!iso_room(w, &w->owned, w->n_owned, &w->room_owned, sizeof link))
			return true;
		w->owned[w->n_owned++] = link;
	}
	return true;
}

static const char *associations(struct iso *w, const struct box *b)
{
	struct span s = b->body;
	uint32_t flags, count;
	uint8_t version;

	if (!box_full(&s, &version, &flags) || !span_u32be(&s, &count))
		return cut_short(w, b);
	if (!w->in_items)
		return NULL;
	for (uint32_t i = 0; i < count && !w->no_memory; i++)
		if (!association(w, &s, version > 0, flags & 1))
			return cut_short(w, b);
	if (w->n_owned >= ISO_MAX_LINKS)
		iso_too_many(w, b->offset, "properties of items", ISO_MAX_LINKS);
	return iso_say(w, "%lu items", (unsigned long)count);
}

static const struct {
	const char *type;
	const char *(*read)(struct iso *w, const struct box *b);
} known[] = {
	{ "ftyp", file_type }, { "styp", file_type },      { "hdlr", handler },  { "pitm", primary },
	{ "iinf", item_info }, { "iloc", item_locations }, { "ipma", associations },
};

const char *iso_meta_box(struct iso *w, const struct box *b)
{
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (box_is(b, known[i].type))
			return known[i].read(w, b);
	return NULL;
}
