/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/tiff_dir.h"

enum { MAGIC = 42, MAGIC_BIG = 43 };

/* Bytes of one item of TIFF types 0..18 (16 to 18: BigTIFF); 0: no such type. */
static const uint8_t type_size[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8 };

struct reader {
	struct arena *arena;
	struct tiff_dirs *t;
	uint32_t room_entries;
	bool no_memory, full;
};

static bool get16(const struct tiff_dirs *t, struct span *s, uint16_t *v)
{
	return t->little ? span_u16le(s, v) : span_u16be(s, v);
}

static bool get32(const struct tiff_dirs *t, struct span *s, uint64_t *v)
{
	uint32_t x;

	if (!(t->little ? span_u32le(s, &x) : span_u32be(s, &x)))
		return false;
	*v = x;
	return true;
}

static bool get64(const struct tiff_dirs *t, struct span *s, uint64_t *v)
{
	return t->little ? span_u64le(s, v) : span_u64be(s, v);
}

/* An offset or a count: four bytes, eight in a BigTIFF. */
static bool get_word(const struct tiff_dirs *t, struct span *s, uint64_t *v)
{
	return t->big ? get64(t, s, v) : get32(t, s, v);
}

static void damage(struct reader *r, uint64_t at, const char *what, const char *dir)
{
	if (r->t->damage.code == ST_OK)
		err_corrupt(&r->t->damage, r->t->s.origin + at, what, dir);
}

/* "II" or "MM", then 42, 43, or what Olympus ("RO", "RS") and Panasonic ("U\0") write there. */
static bool read_header(struct tiff_dirs *t, uint64_t *first)
{
	struct span s = t->s;
	uint16_t magic, size = 0, zero = 0;

	t->little = span_is(&s, "II", 2);
	if ((!t->little && !span_is(&s, "MM", 2)) || !span_skip(&s, 2) || !get16(t, &s, &magic))
		return false;
	t->big = magic == MAGIC_BIG;
	t->header = t->big ? 16 : 8;
	if (t->big && (!get16(t, &s, &size) || !get16(t, &s, &zero) || size != 8 || zero != 0))
		return false;
	if (!t->big && magic != MAGIC && magic != 0x4F52 && magic != 0x5352 && magic != 0x0055)
		return false;
	return get_word(t, &s, first);
}

bool tiff_header(const struct span *s)
{
	struct tiff_dirs t = { .s = *s };
	uint64_t first;

	return read_header(&t, &first);
}

/* Queues a directory; the name is taken over. */
static void queue(struct reader *r, enum tiff_ifd kind, const char *name, uint64_t offset, uint64_t from)
{
	struct tiff_dirs *t = r->t;

	if (!name) {
		r->no_memory = true;
		return;
	}
	for (uint32_t i = 0; i < t->n; i++)
		if (t->dirs[i].offset == offset) {
			damage(r, from, "the pointer to %s leads to a directory that was read before", name);
			return;
		}
	if (t->n == TIFF_MAX_DIRS) {
		damage(r, from, "too many directories: %s and the rest is not read", name);
		r->full = true;
		return;
	}
	t->dirs[t->n++] = (struct tiff_dir){ .kind = kind, .name = name, .offset = offset };
}

static uint64_t word_size(const struct tiff_dirs *t)
{
	return t->big ? 8 : 4;
}

static bool known_type(uint16_t type)
{
	return type < ARRAY_LEN(type_size) && type_size[type];
}

static void locate(struct reader *r, const struct tiff_dir *d, struct tiff_entry *f, const struct span *field)
{
	uint64_t size = 0, offset;
	struct span here = *field;

	f->value = span_of(field->data, 0, field->origin);
	f->lost = true;
	if (!known_type(f->type) || __builtin_mul_overflow(f->count, (uint64_t)type_size[f->type], &size)) {
		damage(r, f->at, known_type(f->type) ? "an entry of %s has an impossible size"
						     : "an entry of %s has an unknown type", d->name);
		return;
	}
	f->apart = size > word_size(r->t);
	if (!f->apart)
		f->lost = !span_sub(&here, size, &f->value);
	else if (get_word(r->t, &here, &offset) && span_slice(&r->t->s, offset, size, &f->value))
		f->lost = false;
	else
		damage(r, f->at, "an entry of %s points outside the file", d->name);
}

static void follow(struct reader *r, const struct tiff_dir *d, const struct tiff_entry *f)
{
	bool page = d->kind == TIFF_IFD_PAGE || d->kind == TIFF_IFD_SUB;
	uint64_t to;

	if (f->tag == TIFF_SUB_IFDS && page) {
		for (uint32_t i = 0; i < f->count && !r->full && !r->no_memory; i++) {
			if (!tiff_uint(r->t, f, i, &to))
				return;
			queue(r, TIFF_IFD_SUB, arena_fmt(r->arena, "%s SubIFD%u", d->name, i), to, f->at);
		}
		return;
	}
	if (!tiff_uint(r->t, f, 0, &to))
		return;
	if (f->tag == TIFF_EXIF && page)
		queue(r, TIFF_IFD_EXIF, "Exif", to, f->at);
	else if (f->tag == TIFF_GPS && (page || d->kind == TIFF_IFD_EXIF))
		queue(r, TIFF_IFD_GPS, "GPS", to, f->at);
	else if (f->tag == TIFF_INTEROP && d->kind == TIFF_IFD_EXIF)
		queue(r, TIFF_IFD_INTEROP, "Interop", to, f->at);
}

static bool read_entry(struct reader *r, struct tiff_dir *d, struct span *s)
{
	struct tiff_dirs *t = r->t;
	struct tiff_entry f = { .at = s->pos };
	struct span entry, field;

	if (!span_sub(s, t->big ? 20 : 12, &entry) || !get16(t, &entry, &f.tag) || !get16(t, &entry, &f.type) ||
	    !get_word(t, &entry, &f.count) || !span_sub(&entry, word_size(t), &field))
		return false;
	locate(r, d, &f, &field);
	d->entries[d->n++] = f;
	return true;
}

static bool read_count(const struct tiff_dirs *t, struct span *s, uint64_t *n)
{
	uint16_t small;

	if (t->big)
		return get64(t, s, n);
	if (!get16(t, s, &small))
		return false;
	*n = small;
	return true;
}

/* As many entries as fit into the file and into what is left of the bound. */
static uint64_t fitting(struct reader *r, const struct tiff_dir *d, const struct span *s, uint64_t n)
{
	uint64_t fit = span_left(s) / (r->t->big ? 20 : 12), left = TIFF_MAX_ENTRIES - r->t->n_entries;

	if (n > fit)
		damage(r, d->offset, "%s has more entries than fit into the file", d->name);
	if (n > left && fit > left)
		damage(r, d->offset, "too many entries: part of %s is not read", d->name);
	n = n < fit ? n : fit;
	return n < left ? n : left;
}

/* Only pages form a chain; behind the others makers leave what they like. */
static void read_next(struct reader *r, const struct tiff_dir *d, struct span *s, uint32_t *pages)
{
	uint64_t at = s->pos, next;

	if (!get_word(r->t, s, &next)) {
		if (d->kind == TIFF_IFD_PAGE)
			damage(r, at, "the file ends inside %s", d->name);
		return;
	}
	if (d->kind == TIFF_IFD_PAGE && next)
		queue(r, TIFF_IFD_PAGE, arena_fmt(r->arena, "IFD%u", (*pages)++), next, at);
}

static void read_dir(struct reader *r, uint32_t which, uint32_t *pages)
{
	struct tiff_dirs *t = r->t;
	struct tiff_dir *d = &t->dirs[which];
	struct span s = t->s;
	uint64_t n, take;

	if (!span_seek(&s, d->offset) || !read_count(t, &s, &n)) {
		damage(r, d->offset <= s.len ? d->offset : s.len, "%s lies outside the file", d->name);
		return;
	}
	take = fitting(r, d, &s, n);
	d->entries = arena_alloc(r->arena, take ? (size_t)take : 1, sizeof *d->entries);
	if (!d->entries) {
		r->no_memory = true;
		return;
	}
	while (d->n < take && read_entry(r, d, &s))
		t->n_entries++;
	if (d->n == n)
		read_next(r, d, &s, pages);
	d->length = s.pos - d->offset;
	for (uint32_t i = 0; i < d->n; i++)
		follow(r, d, &d->entries[i]);
}

enum status tiff_dirs_read(struct arena *a, struct span s, struct tiff_dirs *out, struct error *e)
{
	struct reader r = { .arena = a, .t = out };
	uint32_t pages = 1;
	uint64_t first;

	memset(out, 0, sizeof *out);
	s.pos = 0;
	out->s = s;
	out->dirs = arena_alloc(a, TIFF_MAX_DIRS, sizeof *out->dirs);
	if (!out->dirs)
		return err_nomem(e);
	if (!read_header(out, &first)) {
		out->header = 0;
		err_corrupt(&out->damage, s.origin, "no TIFF header");
		return ST_OK;
	}
	queue(&r, TIFF_IFD_PAGE, arena_str(a, "IFD0"), first, 4);
	for (uint32_t i = 0; i < out->n && !r.no_memory; i++)
		read_dir(&r, i, &pages);
	return r.no_memory ? err_nomem(e) : ST_OK;
}

const struct tiff_entry *tiff_entry(const struct tiff_dir *d, uint16_t tag)
{
	for (uint32_t i = 0; i < d->n; i++)
		if (d->entries[i].tag == tag)
			return d->entries[i].lost ? NULL : &d->entries[i];
	return NULL;
}

bool tiff_uint(const struct tiff_dirs *t, const struct tiff_entry *e, uint64_t i, uint64_t *v)
{
	unsigned size = e && known_type(e->type) ? type_size[e->type] : 0;
	struct span s;
	uint16_t v16;
	uint8_t v8;

	if (!e || e->lost || i >= e->count || !span_slice(&e->value, i * size, size, &s))
		return false;
	switch (e->type) {
	case 1: case 7:
		return span_u8(&s, &v8) && (*v = v8, true);
	case 3:
		return get16(t, &s, &v16) && (*v = v16, true);
	case 4: case 13:
		return get32(t, &s, v);
	case 16: case 18:
		return get64(t, &s, v);
	default:
		return false;
	}
}

uint32_t tiff_number(const struct tiff_dirs *t, const struct tiff_dir *d, uint16_t tag, uint32_t otherwise)
{
	uint64_t v;

	if (!tiff_uint(t, tiff_entry(d, tag), 0, &v))
		return otherwise;
	return v < UINT32_MAX ? (uint32_t)v : UINT32_MAX;
}

bool tiff_is_picture(const struct tiff_dir *d)
{
	return (d->kind == TIFF_IFD_PAGE || d->kind == TIFF_IFD_SUB) &&
	       (tiff_entry(d, TIFF_STRIP_OFFSETS) || tiff_entry(d, TIFF_TILE_OFFSETS) ||
		tiff_entry(d, TIFF_JPEG_OFFSET));
}

/* NewSubfileType: 1 reduced, 4 a mask; the older SubfileType: 2 reduced (TIFF 6.0 section 8). */
bool tiff_is_reduced(const struct tiff_dirs *t, const struct tiff_dir *d)
{
	return (tiff_number(t, d, TIFF_NEW_SUBFILE, 0) & 1) || tiff_number(t, d, TIFF_SUBFILE, 0) == 2;
}

bool tiff_is_mask(const struct tiff_dirs *t, const struct tiff_dir *d)
{
	return (tiff_number(t, d, TIFF_NEW_SUBFILE, 0) & 4) || tiff_number(t, d, TIFF_PHOTOMETRIC, 0) == 4;
}

static bool full(const struct tiff_dirs *t, const struct tiff_dir *d)
{
	return tiff_is_picture(d) && tiff_entry(d, TIFF_WIDTH) && !tiff_is_reduced(t, d) && !tiff_is_mask(t, d);
}

/* Pages that say nothing of being reduced come before SubIFDs that are in full: so do readers that know no
 * SubIFDs, and the picture everybody sees is the one to examine. */
const struct tiff_dir *tiff_primary(const struct tiff_dirs *t)
{
	static const enum tiff_ifd kinds[] = { TIFF_IFD_PAGE, TIFF_IFD_SUB };

	for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
		for (uint32_t i = 0; i < t->n; i++)
			if (t->dirs[i].kind == kinds[k] && full(t, &t->dirs[i]))
				return &t->dirs[i];
	for (uint32_t i = 0; i < t->n; i++)
		if (tiff_is_picture(&t->dirs[i]))
			return &t->dirs[i];
	return NULL;
}
