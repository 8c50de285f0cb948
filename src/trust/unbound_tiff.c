/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces of a TIFF (6.0): directories, what their entries point to, strips and tiles. Values of the tags
 * listed below are metadata; all others decide how the picture is read. BigTIFF counts as one piece of
 * picture data. */
#include "src/base/base.h"
#include "src/trust/binding_parts.h"

enum { DIRECTORIES = 64, ENTRIES = 4096 };
enum { TAG_SUB = 330, TAG_EXIF = 34665, TAG_GPS = 34853, TAG_INTEROP = 40965, TAG_C2PA = 52545 };

struct tiff {
	struct binder *b;
	struct span file;
	bool little;
	uint64_t seen[DIRECTORIES];
	bool meta[DIRECTORIES]; /* a directory of metadata: all its values are */
	uint32_t n;
};

struct entry {
	uint16_t tag, type;
	uint32_t count;
	uint64_t value;  /* where it stands in the file */
	uint64_t length; /* bytes */
};

static bool u16(const struct tiff *t, struct span *s, uint16_t *v)
{
	return t->little ? span_u16le(s, v) : span_u16be(s, v);
}

static bool u32(const struct tiff *t, struct span *s, uint32_t *v)
{
	return t->little ? span_u32le(s, v) : span_u32be(s, v);
}

static uint64_t type_size(uint16_t type)
{
	static const uint8_t sizes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4 };

	return type < ARRAY_LEN(sizes) ? sizes[type] : 0;
}

static void push(struct tiff *t, uint64_t offset, bool meta)
{
	for (uint32_t i = 0; i < t->n; i++)
		if (t->seen[i] == offset)
			return;
	if (offset && offset < t->file.len && t->n < DIRECTORIES) {
		t->seen[t->n] = offset;
		t->meta[t->n++] = meta;
	}
}

static enum status add(struct tiff *t, uint64_t start, uint64_t length, enum unbound_kind kind, const char *what)
{
	if (start >= t->file.len)
		return ST_OK;
	if (length > t->file.len - start)
		length = t->file.len - start;
	return unbound_add(t->b, (struct piece){ .at = { start, length }, .kind = kind, .what = what });
}

/* ---- entries ---- */

static const char *metadata_tag(uint16_t tag)
{
	static const struct { uint16_t tag; const char *name; } known[] = {
		{ 269, "DocumentName" }, { 270, "ImageDescription" }, { 271, "Make" }, { 272, "Model" }, { 285, "PageName" },
		{ 305, "Software" }, { 306, "DateTime" }, { 315, "Artist" }, { 316, "HostComputer" }, { 700, "XMP" },
		{ 33432, "Copyright" }, { 33723, "IPTC" }, { 34377, "Photoshop" }, { 34675, "ICC" },
	};

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (known[i].tag == tag)
			return known[i].name;
	return NULL;
}

static bool item(const struct tiff *t, const struct entry *x, uint32_t i, uint64_t *v)
{
	struct span s = t->file;
	uint16_t small;
	uint32_t large;

	if (!span_seek(&s, x->value + i * type_size(x->type)))
		return false;
	if (x->type == 3 && u16(t, &s, &small)) {
		*v = small;
		return true;
	}
	if ((x->type == 4 || x->type == 13) && u32(t, &s, &large)) {
		*v = large;
		return true;
	}
	return false;
}

/* Strips and tiles: offsets in one entry, lengths in another. */
static enum status data_pieces(struct tiff *t, const struct entry *offsets, const struct entry *lengths, const char *what)
{
	enum status st = ST_OK;

	if (!offsets->count || !lengths->count)
		return ST_OK;
	for (uint32_t i = 0; i < offsets->count && i < lengths->count && !st; i++) {
		uint64_t start, length;

		if (!item(t, offsets, i, &start) || !item(t, lengths, i, &length))
			break;
		st = add(t, start, length, UNBOUND_PICTURE, what);
	}
	return st;
}

static bool read_entry(const struct tiff *t, struct span *s, struct entry *x)
{
	uint64_t inside = s->pos + 8;
	uint32_t offset;

	if (!u16(t, s, &x->tag) || !u16(t, s, &x->type) || !u32(t, s, &x->count) || !u32(t, s, &offset))
		return false;
	x->length = x->count * type_size(x->type);
	x->value = x->length > 4 ? offset : inside;
	return true;
}

static void push_directories(struct tiff *t, const struct entry *x, bool meta)
{
	uint64_t offset;

	for (uint32_t i = 0; i < x->count && i < DIRECTORIES; i++)
		if (item(t, x, i, &offset))
			push(t, offset, meta);
}

static enum status value_piece(struct tiff *t, const struct entry *x, bool meta)
{
	const char *name = metadata_tag(x->tag);

	if (x->tag == TAG_EXIF || x->tag == TAG_GPS || x->tag == TAG_INTEROP)
		push_directories(t, x, true);
	else if (x->tag == TAG_SUB)
		push_directories(t, x, meta);
	if (x->length <= 4)
		return ST_OK;
	if (x->tag == TAG_C2PA)
		return add(t, x->value, x->length, UNBOUND_STORE, "manifest store");
	if (name || meta)
		return add(t, x->value, x->length, UNBOUND_METADATA, name ? name : "value of a metadata directory");
	return add(t, x->value, x->length, UNBOUND_PICTURE, "value of a picture directory");
}

/* ---- directories ---- */

struct data { uint16_t offsets, lengths; const char *what; };
static const struct data data_tags[] = {
	{ 273, 279, "strip" }, { 324, 325, "tile" }, { 513, 514, "JPEG picture" },
};

static enum status directory(struct tiff *t, uint64_t at, bool meta)
{
	struct entry pairs[ARRAY_LEN(data_tags)][2] = { 0 };
	struct span s = t->file;
	enum status st = ST_OK;
	uint32_t next;
	uint16_t n, i;

	if (!span_seek(&s, at) || !u16(t, &s, &n) || n > ENTRIES)
		return add(t, at, t->file.len, UNBOUND_PICTURE, "unreadable directory");
	for (i = 0; i < n && !st; i++) {
		struct entry x;

		if (!read_entry(t, &s, &x))
			break;
		for (size_t k = 0; k < ARRAY_LEN(data_tags); k++)
			if (x.tag == data_tags[k].offsets || x.tag == data_tags[k].lengths)
				pairs[k][x.tag == data_tags[k].lengths] = x;
		st = value_piece(t, &x, meta);
	}
	if (i == n && u32(t, &s, &next))
		push(t, next, meta);
	for (size_t k = 0; k < ARRAY_LEN(data_tags) && !st; k++)
		st = data_pieces(t, &pairs[k][0], &pairs[k][1], data_tags[k].what);
	if (st)
		return st;
	return add(t, at, s.pos - at, meta ? UNBOUND_METADATA : UNBOUND_PICTURE, meta ? "metadata directory" : "directory");
}

enum status pieces_tiff(struct binder *b)
{
	struct tiff t = { .b = b, .file = b->in->asset->bytes };
	uint16_t order, magic;
	enum status st;
	uint32_t first;

	t.file.pos = 0;
	if (!span_u16be(&t.file, &order))
		return ST_OK;
	t.little = order == 0x4949;
	if (!u16(&t, &t.file, &magic) || magic == 43 || !u32(&t, &t.file, &first))
		return add(&t, 0, t.file.len, UNBOUND_PICTURE, "file of a kind whose parts are not told apart");
	push(&t, first, false);
	st = add(&t, 0, 8, UNBOUND_PICTURE, "file header");
	for (uint32_t i = 0; i < t.n && !st; i++)
		st = directory(&t, t.seen[i], t.meta[i]);
	return st;
}
