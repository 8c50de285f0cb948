/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/makernote.h"

#include "src/media/makernote_kinds.h"

enum {
	ENTRY = 12, MAX_ENTRIES = 4096, TAG_MAKER_NOTE = 0x927C, TAG_EQUIPMENT = 0x2010, EQUIPMENT_MAX = 256,
	FOOTER = 8, /* Canon: a TIFF header at the end, with the offset that the note once had */
};

/* Bytes of one item of TIFF types 0..13; 0: no such type. */
static const uint8_t type_size[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4 };

/* An entry as it stands in the directory. All places are counted from the TIFF header of the block. */
struct raw {
	uint16_t tag, type;
	uint32_t count, offset;
	uint64_t size; /* of the value; 0: unknown type */
	int64_t at;    /* of the four bytes that hold the value or its offset */
};

struct reader {
	struct arena *arena;
	const struct exif *x;
	const struct maker_layout *layout;
	struct maker_note *out;
	int64_t start, end;   /* of the note */
	int64_t dir, dir_end; /* of its directory */
	struct raw *raw;
	uint32_t n;
};

static bool get16(const struct reader *r, struct span *s, uint16_t *v)
{
	return r->out->dir.little_endian ? span_u16le(s, v) : span_u16be(s, v);
}

static bool get32(const struct reader *r, struct span *s, uint32_t *v)
{
	return r->out->dir.little_endian ? span_u32le(s, v) : span_u32be(s, v);
}

static bool u16_at(const struct reader *r, int64_t at, uint16_t *v)
{
	struct span s = r->x->block;

	return at >= 0 && span_seek(&s, (uint64_t)at) && get16(r, &s, v);
}

static bool u32_at(const struct reader *r, int64_t at, uint32_t *v)
{
	struct span s = r->x->block;

	return at >= 0 && span_seek(&s, (uint64_t)at) && get32(r, &s, v);
}

/* ---- where the directory is, and in which byte order ---- */

/* A header may name the order: "II" or "MM" behind the signature. */
static bool header_order(const struct reader *r, bool *little)
{
	const struct span *note = &r->out->bytes;

	for (size_t i = r->layout->magic_len & ~1u; i + 2 <= r->layout->dir && i + 2 <= note->len; i += 2)
		if (memcmp(note->data + i, "II", 2) == 0 || memcmp(note->data + i, "MM", 2) == 0) {
			*little = note->data[i] == 'I';
			return true;
		}
	return false;
}

static bool plausible(const struct reader *r, uint16_t n)
{
	uint16_t type = 0;

	return n && n <= MAX_ENTRIES && r->dir + 2 + (int64_t)n * ENTRY <= r->end &&
	       u16_at(r, r->dir + 4, &type) && type && type < ARRAY_LEN(type_size);
}

/* Programs rewrite the block in the other byte order and cannot turn the note: then its count tells. */
static bool settle_order(struct reader *r, uint16_t *n)
{
	bool *little = &r->out->dir.little_endian;

	if (u16_at(r, r->dir, n) && plausible(r, *n))
		return true;
	*little = !*little;
	return u16_at(r, r->dir, n) && plausible(r, *n);
}

static bool find_directory(struct reader *r, uint16_t *n)
{
	const struct maker_layout *l = r->layout;
	struct exif *dir = &r->out->dir;
	uint32_t at = 0;

	dir->little_endian = l->order == ORDER_LITTLE	? true
			     : l->order == ORDER_BIG	? false
							: r->x->little_endian;
	if (l->order == ORDER_BLOCK)
		(void)header_order(r, &dir->little_endian);
	if (l->flags & NOTE_POINTER && !u32_at(r, r->start + l->dir, &at))
		return false;
	r->dir = r->start + (l->flags & NOTE_POINTER ? (int64_t)at : l->dir);
	return r->dir >= r->start && r->dir < r->end && settle_order(r, n);
}

/* ---- entries ---- */

static bool read_raw(const struct reader *r, int64_t at, struct raw *e)
{
	struct span s = r->x->block;

	if (!span_seek(&s, (uint64_t)at) || !get16(r, &s, &e->tag) || !get16(r, &s, &e->type) ||
	    !get32(r, &s, &e->count) || !get32(r, &s, &e->offset))
		return false;
	e->at = at + 8;
	e->size = e->type < ARRAY_LEN(type_size) ? (uint64_t)type_size[e->type] * e->count : 0;
	return true;
}

static bool read_directory(struct reader *r, uint16_t n)
{
	r->dir_end = r->dir + 2 + (int64_t)n * ENTRY;
	r->raw = arena_alloc(r->arena, n, sizeof *r->raw);
	if (!r->raw)
		return false;
	while (r->n < n && read_raw(r, r->dir + 2 + (int64_t)r->n * ENTRY, &r->raw[r->n]))
		r->n++;
	return true;
}

/* ---- what the offsets are worth ---- */

/* Values that one can ask about: not those in their entry, not null pointers, none that the note cannot hold.
 */
static bool asks(const struct reader *r, const struct raw *e)
{
	return e->size > 4 && e->offset && e->size <= (uint64_t)(r->end - r->start);
}

static bool inside(const struct reader *r, const struct raw *e, int64_t base)
{
	int64_t at = base + e->offset;

	return at >= r->start && at + (int64_t)e->size <= r->end &&
	       (at >= r->dir_end || at + (int64_t)e->size <= r->dir);
}

static bool any_asks(const struct reader *r)
{
	for (uint32_t i = 0; i < r->n; i++)
		if (asks(r, &r->raw[i]))
			return true;
	return false;
}

static uint32_t outside(const struct reader *r, int64_t base)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->n; i++)
		n += asks(r, &r->raw[i]) && !inside(r, &r->raw[i], base);
	return n;
}

static int64_t base_of(const struct reader *r, enum maker_base base)
{
	return base == MAKER_BASE_NOTE	 ? r->start + r->layout->base_at
	       : base == MAKER_BASE_FILE ? -(int64_t)r->x->block.origin
					 : r->layout->base_at;
}

static void settle_base(struct reader *r)
{
	struct maker_note *m = r->out;
	enum maker_base other = r->layout->base == MAKER_BASE_NOTE ? MAKER_BASE_BLOCK : MAKER_BASE_NOTE;

	m->base = r->layout->base;
	m->base_at = base_of(r, m->base);
	/* The other one counts from the first byte of the note, or of the block. */
	if (r->layout->flags & NOTE_EITHER) {
		int64_t at = other == MAKER_BASE_NOTE ? r->start : 0;

		if (outside(r, at) < outside(r, m->base_at)) {
			m->base = other;
			m->base_at = at;
		}
	}
	m->n_outside = outside(r, m->base_at);
}

/* The least and the most by which all offsets could be raised so that every value lies behind the
 * directory and inside the note. False: there is no such distance, or nothing to move. */
static bool room(const struct reader *r, int64_t *least, int64_t *most)
{
	int64_t low = INT64_MAX, high = 0;

	for (uint32_t i = 0; i < r->n; i++)
		if (asks(r, &r->raw[i])) {
			int64_t at = r->raw[i].offset, end = at + (int64_t)r->raw[i].size;

			low = at < low ? at : low;
			high = end > high ? end : high;
		}
	*least = *most = 0;
	if (high == 0)
		return false;
	*least = r->dir_end - (r->out->base_at + low);
	*most = r->end - (r->out->base_at + high);
	return *least <= *most;
}

/* How far the note stands from where Canon's footer says that it stood; false: no footer. */
static bool footer(const struct reader *r, int64_t *distance)
{
	const struct span *note = &r->out->bytes;
	const char *want = r->out->dir.little_endian ? "II*\0" : "MM\0*";
	uint32_t was;

	if (r->out->kind != MAKER_CANON || note->len < 2 * FOOTER ||
	    memcmp(note->data + note->len - FOOTER, want, 4) != 0 || !u32_at(r, r->end - 4, &was))
		return false;
	*distance = r->start - (int64_t)was;
	return true;
}

static bool leaves_block(const struct reader *r)
{
	for (uint32_t i = 0; i < r->n; i++) {
		int64_t at = r->out->base_at + r->raw[i].offset;

		if (asks(r, &r->raw[i]) &&
		    (at < 0 || at + (int64_t)r->raw[i].size > (int64_t)r->x->block.len))
			return true;
	}
	return false;
}

/* A footer that differs while the values end exactly before it: Picasa and ACDSee renew the offsets and
 * forget the footer. */
static bool footer_is_stale(const struct reader *r, int64_t most)
{
	return r->out->n_outside == 0 && (most == FOOTER || most == FOOTER + 1);
}

static void judge_offsets(struct reader *r)
{
	struct maker_note *m = r->out;
	int64_t least, most, by = 0;
	bool mend = room(r, &least, &most), told = footer(r, &by);

	m->offsets = any_asks(r) ? MAKER_OFFSETS_INSIDE : MAKER_OFFSETS_NONE;
	if (m->offsets == MAKER_OFFSETS_NONE)
		return;
	if (mend && told && by && by >= least && by <= most && !footer_is_stale(r, most)) {
		m->offsets = MAKER_OFFSETS_MOVED;
		m->moved = by;
	} else if (m->n_outside && mend && m->base != MAKER_BASE_NOTE) {
		by = least + r->layout->gap;
		m->offsets = MAKER_OFFSETS_MOVED;
		m->moved = by < most ? by : most;
	} else if (m->n_outside) {
		m->offsets = leaves_block(r) ? MAKER_OFFSETS_BROKEN : MAKER_OFFSETS_BLOCK;
	}
}

/* ---- fields ---- */

static void locate(const struct reader *r, const struct raw *e, enum exif_ifd ifd, struct exif_field *f)
{
	int64_t at = e->size <= 4 ? e->at : r->out->base_at + r->out->moved + e->offset;

	*f = (struct exif_field){
		.ifd = ifd, .tag = e->tag, .type = e->type, .count = e->count, .broken = true
	};
	f->bytes = span_of(r->x->block.data + e->at, 0, r->x->block.origin + (uint64_t)e->at);
	if (at >= 0 && (e->size || !e->count) && e->type && e->type < ARRAY_LEN(type_size))
		f->broken = !span_slice(&r->x->block, (uint64_t)at, e->size, &f->bytes);
}

static bool add_fields(struct reader *r, enum exif_ifd ifd)
{
	struct exif *d = &r->out->dir;
	struct exif_field *all = arena_alloc(r->arena, (size_t)d->n_fields + r->n, sizeof *all);

	if (!all)
		return false;
	if (d->n_fields)
		memcpy(all, d->fields, d->n_fields * sizeof *all);
	for (uint32_t i = 0; i < r->n; i++)
		locate(r, &r->raw[i], ifd, &all[d->n_fields + i]);
	d->fields = all;
	d->n_fields += r->n;
	return true;
}

/* Olympus, type 2 and later: the Equipment directory, pointed to by a number or standing in an opaque
 * value. */
static bool add_equipment(struct reader *r)
{
	const struct raw *e = NULL;
	uint16_t n;

	for (uint32_t i = 0; i < r->n && !e; i++)
		if (r->raw[i].tag == TAG_EQUIPMENT &&
		    (r->raw[i].type == 4 || r->raw[i].type == 7 || r->raw[i].type == 13))
			e = &r->raw[i];
	if (r->out->kind != MAKER_OLYMPUS || !e)
		return true;
	r->dir = r->out->base_at + r->out->moved + e->offset;
	if (r->dir < r->start || r->dir >= r->end || !u16_at(r, r->dir, &n) || !plausible(r, n) ||
	    n > EQUIPMENT_MAX)
		return true;
	r->n = 0;
	return read_directory(r, n) && add_fields(r, EXIF_IFD_OTHER);
}

enum status maker_note_read(struct arena *a, const struct exif *x, const struct exif_facts *f,
			    struct maker_note *out, struct error *e)
{
	struct reader r = { .arena = a, .x = x, .out = out };
	const struct exif_field *field = exif_find(x, EXIF_IFD_EXIF, TAG_MAKER_NOTE);
	uint16_t n;

	memset(out, 0, sizeof *out);
	field = field ? field : exif_find(x, EXIF_IFD0, TAG_MAKER_NOTE);
	if (!field || field->broken)
		return ST_OK;
	out->bytes = field->bytes;
	r.layout = maker_layout_find(&field->bytes, f);
	out->kind = r.layout->kind;
	out->name = r.layout->name;
	out->dir.block = x->block;
	r.start = (int64_t)(field->bytes.origin - x->block.origin);
	r.end = r.start + (int64_t)field->bytes.len;
	if (r.layout->flags & NOTE_OPAQUE || !find_directory(&r, &n))
		return ST_OK;
	out->directory = true;
	if (!read_directory(&r, n))
		return err_nomem(e);
	settle_base(&r);
	judge_offsets(&r);
	if (!add_fields(&r, EXIF_IFD0) || !add_equipment(&r))
		return err_nomem(e);
	maker_values_read(a, out);
	return ST_OK;
}
