/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tables of a meta box mean together: ISO/IEC 23008-12 sections 6.4 (roles: thmb, auxl, cdsc,
 * dimg), 6.6.2.3 (grid), annex A.2.1 (Exif: four bytes say where in the item the TIFF header stands). */
#include "src/base/base.h"
#include "src/media/isobmff.h"

/* What pictures are coded as, or derived by. */
static const struct coding {
	char type[5];
	const char *media_type;
} codings[] = {
	{ "hvc1", "video/H265" }, { "hev1", "video/H265" }, { "lhv1", "video/H265" }, { "av01", "video/AV1" },
	{ "avc1", "video/H264" }, { "vvc1", "video/H266" }, { "jpeg", "image/jpeg" }, { "j2k1", "image/j2c" },
	{ "mski", "application/octet-stream" },             { "unci", "application/octet-stream" },
	{ "grid", "application/octet-stream" },             { "iovl", "application/octet-stream" },
	{ "iden", "application/octet-stream" },             { "tmap", "application/octet-stream" },
};

static const struct {
	const char *urn, *word;
} aux_words[] = {
	{ "urn:mpeg:hevc:2015:auxid:1", "alpha" },
	{ "urn:mpeg:hevc:2015:auxid:2", "depth" },
	{ "urn:mpeg:avc:2015:auxid:1", "alpha" },
	{ "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "alpha" },
	{ "urn:mpeg:mpegB:cicp:systems:auxiliary:depth", "depth" },
};

static const struct coding *coding(const struct iso_item *it)
{
	for (size_t i = 0; i < ARRAY_LEN(codings); i++)
		if (memcmp(it->type, codings[i].type, 4) == 0)
			return &codings[i];
	return NULL;
}

/* ---- putting together ---- */

static int by_id(const void *a, const void *b)
{
	const struct iso_item *x = a, *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* The first with this id in a sorted list. */
static struct iso_item *first(struct iso_item *list, uint32_t n, uint32_t id)
{
	uint32_t lo = 0, hi = n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (list[mid].id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && list[lo].id == id ? &list[lo] : NULL;
}

struct iso_item *iso_find(const struct iso *w, uint32_t id)
{
	return first(w->items, w->n_items, id);
}

static void place(struct iso *w)
{
	for (uint32_t i = 0; i < w->n_items; i++) {
		struct iso_item *it = &w->items[i];
		const struct iso_item *at = first(w->places, w->n_places, it->id);

		if (!at)
			continue;
		it->located = true;
		it->readable = at->readable;
		it->outside = at->outside;
		it->pieces = at->pieces;
		it->offset = at->pieces ? at->offset : 0;
		it->length = at->readable ? at->length : 0;
		if (at->outside)
			container_damage(w->c, ST_CORRUPT, w->iloc_at, "item %lu lies outside the file",
					 (unsigned long)it->id);
	}
}

static void refer(struct iso *w)
{
	for (uint32_t i = 0; i < w->n_links; i++) {
		const struct iso_link *l = &w->links[i];
		struct iso_item *from = iso_find(w, l->from), *to = iso_find(w, l->to);

		if (!from || !to)
			continue;
		if (memcmp(l->type, "thmb", 4) == 0 && !from->thumbnail_of)
			from->thumbnail_of = l->to;
		else if (memcmp(l->type, "auxl", 4) == 0 && !from->auxiliary_of)
			from->auxiliary_of = l->to;
		else if (memcmp(l->type, "cdsc", 4) == 0 && (!from->describes || l->to == w->primary))
			from->describes = l->to;
		else if (memcmp(l->type, "dimg", 4) == 0) {
			from->first_part = from->first_part ? from->first_part : l->to;
			to->tile = to->tile || memcmp(from->type, "grid", 4) == 0;
		}
	}
}

static void own(struct iso_item *it, const struct iso_property *p)
{
	struct span s = p->body;
	uint32_t width, height;
	const char *chroma;
	uint8_t bits;

	if (memcmp(p->type, "ispe", 4) == 0 && span_skip(&s, 4) && span_u32be(&s, &width) &&
	    span_u32be(&s, &height)) {
		it->width = width;
		it->height = height;
	} else if (iso_coding(p, &bits, &chroma)) {
		it->bits = bits;
		it->chroma = chroma;
	} else if (memcmp(p->type, "auxC", 4) == 0) {
		it->aux = p;
	} else if (memcmp(p->type, "colr", 4) == 0 && (span_is(&s, "prof", 4) || span_is(&s, "rICC", 4))) {
		it->icc = p;
	}
}

static void give_properties(struct iso *w)
{
	for (uint32_t i = 0; i < w->n_owned; i++) {
		struct iso_item *it = iso_find(w, w->owned[i].from);

		if (it && w->owned[i].to <= w->n_properties)
			own(it, &w->properties[w->owned[i].to - 1]);
	}
}

static bool bytes_of(const struct iso *w, const struct iso_item *it, struct span *out)
{
	return it->readable && span_slice(&w->file, it->offset - w->file.origin, it->length, out);
}

/* ---- blocks ---- */

static bool is_tiff(const struct span *s, uint64_t at)
{
	struct span t = *s;

	return span_skip(&t, at) && (span_is(&t, "II", 2) || span_is(&t, "MM", 2));
}

/* Inside mdat or inside meta's idat. */
static uint32_t depth_at(const struct iso *w, uint64_t offset)
{
	return offset >= w->idat.origin && offset - w->idat.origin < w->idat.len ? 2 : 1;
}

/* Writers count differently: from behind the number, from its start, or not at all before "Exif\0\0". */
static bool exif_item(struct iso *w, struct span s)
{
	static const uint8_t guesses[] = { 4, 10, 0, 6 };
	struct block k = { .kind = BLOCK_EXIF };
	struct span number = s;
	uint32_t offset = 0;
	uint64_t at;

	if (!span_u32be(&number, &offset))
		return true;
	at = 4 + (uint64_t)offset;
	for (size_t i = 0; i < ARRAY_LEN(guesses) && !is_tiff(&s, at); i++)
		at = is_tiff(&s, guesses[i]) ? guesses[i] : at;
	if (!span_skip(&s, at) || !span_sub(&s, span_left(&s), &k.bytes)) {
		container_damage(w->c, ST_CORRUPT, number.origin, "the Exif item points outside itself");
		return true;
	}
	at = k.bytes.origin;
	return container_segment(w->c, "Exif item", at, k.bytes.len, depth_at(w, at), NULL) &&
	       container_block(w->c, &k);
}

static bool metadata_item(struct iso *w, const struct iso_item *it)
{
	bool xmp = it->content && strcmp(it->content, "application/rdf+xml") == 0;
	struct block k = { .kind = BLOCK_XMP };
	struct span s;

	if (it->encoded || !bytes_of(w, it, &s))
		return true;
	if (memcmp(it->type, "Exif", 4) == 0)
		return exif_item(w, s);
	if (memcmp(it->type, "mime", 4) != 0 || !xmp)
		return true;
	k.bytes = s;
	return container_segment(w->c, "XMP item", s.origin, s.len, depth_at(w, s.origin), NULL) &&
	       container_block(w->c, &k);
}

/* That of the primary picture first: who asks for one block gets it. */
static bool metadata(struct iso *w)
{
	for (unsigned others = 0; others < 2; others++)
		for (uint32_t i = 0; i < w->n_items; i++) {
			const struct iso_item *it = &w->items[i];

			if ((it->describes != w->primary) == others && !metadata_item(w, it))
				return false;
		}
	return true;
}

static bool profile(struct iso *w, const struct iso_item *it)
{
	struct block k = { .kind = BLOCK_ICC };
	struct span s;

	if (!it || !it->icc)
		return true;
	s = it->icc->body;
	if (!span_skip(&s, 4) || !span_sub(&s, span_left(&s), &k.bytes))
		return true;
	return container_segment(w->c, "ICC profile", k.bytes.origin, k.bytes.len, 4, NULL) &&
	       container_block(w->c, &k);
}

/* ---- the primary picture ---- */

/* " of 8 columns and 6 rows"; also gives the size where no property does. */
static const char *grid(struct iso *w, struct iso_item *it)
{
	uint8_t flags, rows, columns;
	uint32_t width, height;
	uint16_t w16, h16;
	struct span s;

	if (memcmp(it->type, "grid", 4) != 0 || !bytes_of(w, it, &s) || !span_skip(&s, 1) ||
	    !span_u8(&s, &flags) || !span_u8(&s, &rows) || !span_u8(&s, &columns))
		return "";
	if (flags & 1 && span_u32be(&s, &width) && span_u32be(&s, &height)) {
		it->width = it->width ? it->width : width;
		it->height = it->height ? it->height : height;
	} else if (!(flags & 1) && span_u16be(&s, &w16) && span_u16be(&s, &h16)) {
		it->width = it->width ? it->width : w16;
		it->height = it->height ? it->height : h16;
	}
	return iso_say(w, ", grid %ux%u", columns + 1u, rows + 1u);
}

static bool has_alpha(struct iso *w);

static bool primary_picture(struct iso *w)
{
	struct iso_item *it = w->primary ? iso_find(w, w->primary) : NULL, *part;
	struct container *c = w->c;
	const char *tiles;

	if (!it) {
		if (w->has_meta && memcmp(w->handler, "pict", 4) == 0)
			container_damage(c, ST_CORRUPT, 0, w->primary ? "the primary item does not exist"
								     : "no primary item");
		return true;
	}
	part = it->first_part ? iso_find(w, it->first_part) : NULL;
	tiles = grid(w, it);
	if (!it->bits && part) {
		it->bits = part->bits;
		it->chroma = part->chroma;
	}
	c->width = it->width;
	c->height = it->height;
	if (it->bits)
		c->format = iso_say(w, "%s, %u-bit %s%s%s%s", c->format, it->bits, it->chroma, tiles,
				    has_alpha(w) ? ", alpha" : "", it->bits > 8 ? ", scaled to 16 bits" : "");
	return profile(w, it->icc ? it : part);
}

/* ---- the others ---- */

static const char *aux_word(struct iso *w, const struct iso_item *it)
{
	struct span s;
	const char *urn, *last;
	size_t len = 0;

	if (!it->aux)
		return "unnamed";
	s = it->aux->body;
	if (!span_skip(&s, 4))
		return "unnamed";
	while (len < span_left(&s) && len < 128 && s.data[s.pos + len])
		len++;
	urn = container_text(w->c, s.data + s.pos, len);
	if (!urn || !*urn)
		return "unnamed";
	for (size_t i = 0; i < ARRAY_LEN(aux_words); i++)
		if (strcmp(urn, aux_words[i].urn) == 0)
			return aux_words[i].word;
	last = strrchr(urn, ':');
	return last && last[1] ? last + 1 : urn;
}

static bool has_alpha(struct iso *w)
{
	for (uint32_t i = 0; i < w->n_items; i++)
		if (w->items[i].auxiliary_of == w->primary && strcmp(aux_word(w, &w->items[i]), "alpha") == 0)
			return true;
	return false;
}

static bool picture(struct iso *w, const struct iso_item *it)
{
	const struct coding *k = coding(it);
	struct embedded p = { .kind = "image", .offset = it->offset, .length = it->length, .width = it->width,
			      .height = it->height };

	if (!k || it->id == w->primary || it->tile)
		return true;
	p.media_type = k->media_type;
	if (it->thumbnail_of)
		p.kind = "thumbnail";
	else if (it->auxiliary_of)
		p.kind = iso_say(w, "auxiliary (%s)", aux_word(w, it));
	return !w->no_memory && container_picture(w->c, &p);
}

bool iso_items(struct iso *w)
{
	if (w->n_items)
		qsort(w->items, w->n_items, sizeof *w->items, by_id);
	if (w->n_places)
		qsort(w->places, w->n_places, sizeof *w->places, by_id);
	place(w);
	refer(w);
	give_properties(w);
	if (!primary_picture(w) || !metadata(w))
		return false;
	for (uint32_t i = 0; i < w->n_items; i++)
		if (!picture(w, &w->items[i]))
			return false;
	return !w->no_memory;
}
