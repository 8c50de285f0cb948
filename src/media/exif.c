/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/exif.h"

#include <stdarg.h>

enum {
	MAX_DIRS = 64, MAX_FIELDS = 65536, MAX_PROBLEMS = 256, ENTRY = 12, TIFF_MAGIC = 42,
	TAG_SUB_IFDS = 0x014A, TAG_THUMB_OFFSET = 0x0201, TAG_THUMB_LENGTH = 0x0202,
	TAG_EXIF = 0x8769, TAG_GPS = 0x8825, TAG_INTEROP = 0xA005,
};

/* Bytes of one item of TIFF types 0..13; 0: no such type. */
static const uint8_t type_size[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4 };

struct dir {
	enum exif_ifd ifd;
	bool chain;          /* may another one follow it? */
	uint64_t start, end; /* in the block; end is known once it was read */
};

struct walk {
	struct arena *arena;
	struct exif *x;
	struct dir dirs[MAX_DIRS];
	uint32_t n_dirs, room_fields, room_problems;
	bool no_memory, full;
};

static bool get16(const struct exif *x, struct span *s, uint16_t *v)
{
	return x->little_endian ? span_u16le(s, v) : span_u16be(s, v);
}

static bool get32(const struct exif *x, struct span *s, uint32_t *v)
{
	return x->little_endian ? span_u32le(s, v) : span_u32be(s, v);
}

/* Room for one more item of an array in the arena; the caller raises the count. */
static bool grow(struct walk *w, void *array, uint32_t n, uint32_t *room, size_t size)
{
	void **base = array, *bigger;
	uint32_t want = *room ? *room * 2 : 32;

	if (n < *room)
		return true;
	bigger = arena_alloc(w->arena, want, size);
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

static void PRINTF(3, 4) problem(struct walk *w, uint64_t at, const char *fmt, ...)
{
	struct exif *x = w->x;
	char text[160];
	va_list ap;

	if (x->n_problems >= MAX_PROBLEMS ||
	    !grow(w, &x->problems, x->n_problems, &w->room_problems, sizeof *x->problems))
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	x->problems[x->n_problems].offset = x->block.origin + at;
	x->problems[x->n_problems].what = arena_str(w->arena, text);
	if (x->problems[x->n_problems].what)
		x->n_problems++;
	else
		w->no_memory = true;
}

/* Queues a directory, unless it was met before or there are too many. */
static void queue(struct walk *w, enum exif_ifd ifd, bool chain, uint64_t start, uint64_t from)
{
	for (uint32_t i = 0; i < w->n_dirs; i++)
		if (w->dirs[i].start == start) {
			problem(w, from, "the pointer to %s leads back to %s", exif_ifd_name(ifd),
				exif_ifd_name(w->dirs[i].ifd));
			return;
		}
	if (w->n_dirs == MAX_DIRS) {
		if (!w->full)
			problem(w, from, "more than %d directories; the rest is not read", MAX_DIRS);
		w->full = true;
		return;
	}
	w->dirs[w->n_dirs++] = (struct dir){ .ifd = ifd, .chain = chain, .start = start };
}

static enum exif_ifd pointed(enum exif_ifd from, uint16_t tag)
{
	if (tag == TAG_EXIF && from == EXIF_IFD0)
		return EXIF_IFD_EXIF;
	if (tag == TAG_GPS && (from == EXIF_IFD0 || from == EXIF_IFD_EXIF))
		return EXIF_IFD_GPS;
	if (tag == TAG_INTEROP && from == EXIF_IFD_EXIF)
		return EXIF_IFD_INTEROP;
	return EXIF_IFD_OTHER;
}

static void follow(struct walk *w, const struct exif_field *f, uint64_t at)
{
	uint32_t n = f->tag == TAG_SUB_IFDS ? f->count : 1;
	uint64_t to;

	if (f->tag != TAG_EXIF && f->tag != TAG_GPS && f->tag != TAG_INTEROP && f->tag != TAG_SUB_IFDS)
		return;
	if (f->ifd == EXIF_IFD_GPS || f->ifd == EXIF_IFD_INTEROP)
		return; /* these tag numbers mean nothing there */
	for (uint32_t i = 0; i < n && !w->full; i++) {
		if (!exif_uint(w->x, f, i, &to)) {
			problem(w, at, "entry 0x%04x of %s is no pointer", f->tag, exif_ifd_name(f->ifd));
			return;
		}
		queue(w, pointed(f->ifd, f->tag), f->tag == TAG_SUB_IFDS, to, at);
	}
}

/* Where the value lies: in the entry itself up to four bytes, else at an offset. */
static void locate(struct walk *w, struct exif_field *f, struct span *entry, uint64_t at)
{
	uint64_t size = f->type < ARRAY_LEN(type_size) ? (uint64_t)type_size[f->type] * f->count : 0;
	const char *dir = exif_ifd_name(f->ifd);
	struct span here = *entry;
	uint32_t offset = 0;

	f->bytes = span_of(entry->data + entry->pos, 0, span_at(entry));
	f->broken = true;
	if (f->type >= ARRAY_LEN(type_size) || !type_size[f->type]) {
		problem(w, at, "entry 0x%04x of %s has the unknown type %u", f->tag, dir, f->type);
		return;
	}
	if (size <= 4) {
		f->broken = !span_sub(&here, size, &f->bytes);
		return;
	}
	if (get32(w->x, &here, &offset) && span_slice(&w->x->block, offset, size, &f->bytes))
		f->broken = false;
	else
		problem(w, at, "entry 0x%04x of %s points outside the block", f->tag, dir);
}

static bool read_entry(struct walk *w, enum exif_ifd ifd, struct span *s)
{
	struct exif *x = w->x;
	struct exif_field f = { .ifd = ifd };
	uint64_t at = s->pos;
	struct span entry;

	if (!span_sub(s, ENTRY, &entry) || !get16(x, &entry, &f.tag) || !get16(x, &entry, &f.type) ||
	    !get32(x, &entry, &f.count))
		return false;
	if (x->n_fields >= MAX_FIELDS) {
		if (!w->full)
			problem(w, at, "more than %d entries; the rest is not read", MAX_FIELDS);
		w->full = true;
		return false;
	}
	locate(w, &f, &entry, at);
	if (!grow(w, &x->fields, x->n_fields, &w->room_fields, sizeof f))
		return false;
	x->fields[x->n_fields++] = f;
	follow(w, &f, at);
	return true;
}

/* Directories that share bytes are read all the same: every entry is shown, and the overlap is named. */
static void note_overlap(struct walk *w, uint32_t which)
{
	const struct dir *d = &w->dirs[which];

	for (uint32_t i = 0; i < which; i++)
		if (d->start < w->dirs[i].end && w->dirs[i].start < d->end) {
			problem(w, d->start, "%s overlaps %s", exif_ifd_name(d->ifd),
				exif_ifd_name(w->dirs[i].ifd));
			return;
		}
}

/* Only pages (TIFF 6.0 section 2) form a chain; makers leave garbage after Exif, GPS and Interop. */
static void follow_chain(struct walk *w, const struct dir *d, struct span *s)
{
	uint64_t at = s->pos;
	uint32_t next;

	if (d->chain && get32(w->x, s, &next) && next)
		queue(w, d->ifd == EXIF_IFD0 ? EXIF_IFD1 : EXIF_IFD_OTHER, true, next, at);
}

static void read_dir(struct walk *w, uint32_t which)
{
	struct dir *d = &w->dirs[which];
	struct span s = w->x->block;
	uint16_t n, i;

	if (!span_seek(&s, d->start) || !get16(w->x, &s, &n)) {
		problem(w, d->start <= s.len ? d->start : s.len, "%s lies outside the block",
			exif_ifd_name(d->ifd));
		return;
	}
	d->end = d->start + 2 + (uint64_t)n * ENTRY;
	note_overlap(w, which);
	for (i = 0; i < n && read_entry(w, d->ifd, &s); i++)
		;
	if (i < n && !w->full)
		problem(w, s.pos, "%s has %u entries, only %u of them fit", exif_ifd_name(d->ifd), n, i);
	else if (i == n)
		follow_chain(w, d, &s);
}

static void find_thumbnail(struct walk *w)
{
	struct exif *x = w->x;
	const struct exif_field *at = exif_find(x, EXIF_IFD1, TAG_THUMB_OFFSET);
	const struct exif_field *length = exif_find(x, EXIF_IFD1, TAG_THUMB_LENGTH);
	uint64_t from, n;
	struct span bytes;

	if (!at || !length || !exif_uint(x, at, 0, &from) || !exif_uint(x, length, 0, &n) || n == 0)
		return;
	if (!span_slice(&x->block, from, n, &bytes)) {
		problem(w, at->bytes.origin - x->block.origin, "the thumbnail points outside the block");
		return;
	}
	x->thumbnail_offset = bytes.origin;
	x->thumbnail_length = n;
}

/* Raw files of Olympus ("RO", "RS") and Panasonic ("U\0") say something else at their own beginning. */
static bool raw_magic(struct span block, uint16_t magic)
{
	return block.origin == 0 && (magic == 0x4F52 || magic == 0x5352 || magic == 0x0055);
}

static enum status read_block(struct arena *a, struct span block, enum exif_ifd ifd, struct exif *out,
			      struct error *e)
{
	struct walk w = { .arena = a, .x = out };
	struct span s = block;
	uint16_t magic = 0;
	uint32_t first = 0;

	memset(out, 0, sizeof *out);
	s.pos = 0;
	out->block = s;
	out->little_endian = span_is(&s, "II", 2);
	if ((!out->little_endian && !span_is(&s, "MM", 2)) || !span_skip(&s, 2) || !get16(out, &s, &magic) ||
	    !get32(out, &s, &first) || (magic != TIFF_MAGIC && first >= block.len))
		return err_corrupt(e, block.origin, "no TIFF header in the EXIF block");
	if (magic != TIFF_MAGIC && !raw_magic(block, magic))
		problem(&w, 2, "the TIFF header says 0x%04x where 0x002a belongs", magic);
	queue(&w, ifd, ifd == EXIF_IFD0, first, 4);
	for (uint32_t i = 0; i < w.n_dirs && !w.no_memory && out->n_fields < MAX_FIELDS; i++)
		read_dir(&w, i);
	if (!w.no_memory)
		find_thumbnail(&w);
	return w.no_memory ? err_nomem(e) : ST_OK;
}

enum status exif_read(struct arena *a, struct span block, struct exif *out, struct error *e)
{
	return read_block(a, block, EXIF_IFD0, out, e);
}

/* One list after another, in a, as one; NULL without memory. */
static void *joined(struct arena *a, const void *x, uint32_t nx, const void *y, uint32_t ny, size_t size)
{
	uint8_t *p = arena_alloc(a, (size_t)nx + ny + 1, size);

	if (p && nx)
		memcpy(p, x, nx * size);
	if (p && ny)
		memcpy(p + nx * size, y, ny * size);
	return p;
}

enum status exif_add(struct arena *a, struct span block, enum exif_ifd ifd, struct exif *x, struct error *e)
{
	struct exif_problem *problems;
	struct exif_field *fields;
	struct exif more;
	enum status st = read_block(a, block, ifd, &more, e);

	if (st)
		return st;
	if (more.little_endian != x->little_endian || more.n_fields > MAX_FIELDS - x->n_fields)
		return err_corrupt(e, block.origin, "the EXIF blocks of the file do not belong together");
	fields = joined(a, x->fields, x->n_fields, more.fields, more.n_fields, sizeof *fields);
	problems = joined(a, x->problems, x->n_problems, more.problems, more.n_problems, sizeof *problems);
	if (!fields || !problems)
		return err_nomem(e);
	x->fields = fields;
	x->n_fields += more.n_fields;
	x->problems = problems;
	x->n_problems += more.n_problems;
	return ST_OK;
}

const struct exif_field *exif_find(const struct exif *x, enum exif_ifd ifd, uint16_t tag)
{
	for (uint32_t i = 0; i < x->n_fields; i++)
		if (x->fields[i].ifd == ifd && x->fields[i].tag == tag)
			return &x->fields[i];
	return NULL;
}
