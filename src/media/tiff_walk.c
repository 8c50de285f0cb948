/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk over a TIFF file: header, directories, values, strips and tiles; the pictures and the blocks of
 * metadata that they name. Raw formats are TIFF files: their previews are JPEG files that a directory names by
 * JPEGInterchangeFormat, as its only strip, or (Panasonic) as the value of an entry. */
#include "src/base/base.h"
#include "src/media/tiff_decode.h"

#include "src/media/codec.h"
#include "src/media/pieces.h"
#include "src/media/raw_walk.h"
#include "src/media/tiff_dir.h"
#include "src/media/trailing.h"

enum {
	MAX_STRIPS = 4 * 1024 * 1024, /* of all directories: bounds the work a small file can ask for */
	MAX_FOLLOWED = 64,            /* JPEGs looked into: each may cost a pass over the file */
	MAX_PICTURES = 512,
	CFA = 32803, LINEAR_RAW = 34892,
};

struct walk {
	struct container *c;
	struct pieces pieces;
	struct tiff_dirs t;
	const struct tiff_dir *primary;
	uint32_t strips, followed;
	bool raw, failed;
};

/* ---- pieces ---- */

static const struct { uint16_t tag; const char *name; } names[] = {
	{ TIFF_BITS, "BitsPerSample" }, { 0x010E, "ImageDescription" }, { TIFF_MAKE, "Make" },
	{ 0x0110, "Model" }, { TIFF_STRIP_OFFSETS, "StripOffsets" }, { TIFF_STRIP_COUNTS, "StripByteCounts" },
	{ 0x011A, "XResolution" }, { 0x011B, "YResolution" }, { 0x0131, "Software" }, { 0x0132, "DateTime" },
	{ 0x013B, "Artist" }, { 0x0140, "ColorMap" }, { TIFF_TILE_OFFSETS, "TileOffsets" },
	{ TIFF_TILE_COUNTS, "TileByteCounts" }, { TIFF_SUB_IFDS, "SubIFDs" }, { TIFF_JPEG_TABLES, "JPEGTables" },
	{ 0x0211, "YCbCrCoefficients" }, { 0x0214, "ReferenceBlackWhite" }, { TIFF_XMP, "XMP" },
	{ 0x8298, "Copyright" }, { TIFF_IPTC, "IPTC" }, { TIFF_PHOTOSHOP, "Photoshop" }, { TIFF_ICC, "ICC" },
	{ TIFF_MAKER_NOTE, "MakerNote" }, { 0x9286, "UserComment" }, { 0x935C, "ImageSourceData" },
	{ 0xC634, "DNGPrivateData" }, { TIFF_JUMBF, "JUMBF" }, { TIFF_JPG_FROM_RAW, "JpgFromRaw" },
};

static const char *value_name(struct walk *w, const struct tiff_dir *d, uint16_t tag)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (names[i].tag == tag)
			return arena_fmt(w->c->arena, "%s %s", d->name, names[i].name);
	return arena_fmt(w->c->arena, "%s value 0x%04x", d->name, tag);
}

static void add(struct walk *w, const char *name, uint64_t offset, uint64_t length)
{
	(void)pieces_add(&w->pieces, name, offset, length, &w->failed);
}

static void add_directory(struct walk *w, const struct tiff_dir *d)
{
	if (d->length)
		add(w, d->name, d->offset, d->length);
	for (uint32_t i = 0; i < d->n && !w->failed && !w->pieces.full; i++) {
		const struct tiff_entry *f = &d->entries[i];

		if (f->apart && !f->lost)
			add(w, value_name(w, d, f->tag), f->value.origin - w->t.s.origin, f->value.len);
	}
}

/* Where the data of a picture lies. */
struct extent {
	uint64_t from, to; /* in the span; to 0: nowhere */
	uint64_t strips;
};

static void widen(struct extent *x, uint64_t from, uint64_t length)
{
	if (!x->strips++ || from < x->from)
		x->from = from;
	if (from + length > x->to)
		x->to = from + length;
}

static void outside(struct walk *w, const struct tiff_dir *d, const struct tiff_entry *f, uint64_t i)
{
	container_damage(w->c, ST_CORRUPT, w->t.s.origin + f->at, "part %llu of %s lies outside the file",
			 (unsigned long long)i, d->name);
}

static void add_strips(struct walk *w, const struct tiff_dir *d, uint16_t at_tag, uint16_t length_tag,
		       const char *what, struct extent *x)
{
	const struct tiff_entry *at = tiff_entry(d, at_tag), *length = tiff_entry(d, length_tag);
	const char *name = at ? arena_fmt(w->c->arena, "%s %s", d->name, what) : NULL;
	uint64_t from, n, len = w->t.s.len;

	for (uint64_t i = 0; at && i < at->count && !w->failed; i++) {
		if (w->strips++ >= MAX_STRIPS) {
			container_damage(w->c, ST_LIMIT, w->t.s.origin + at->at,
					 "more than %d strips and tiles; the rest is not listed", MAX_STRIPS);
			return;
		}
		if (!tiff_uint(&w->t, at, i, &from) || !tiff_uint(&w->t, length, i, &n))
			return;
		if (n == 0 && from == 0)
			continue; /* sparse: a part that was never written */
		if (!pieces_add(&w->pieces, name, from, n, &w->failed))
			outside(w, d, at, i);
		if (from < len)
			widen(x, from, n < len - from ? n : len - from);
	}
}

/* ---- pictures ---- */

static bool is_jpeg(struct walk *w, uint64_t from, uint64_t length, struct embedded *p)
{
	return w->followed++ < MAX_FOLLOWED && raw_is_jpeg(&w->t.s, from, length, p);
}

static bool listed(const struct walk *w, uint64_t offset)
{
	for (uint32_t i = 0; i < w->c->n_pictures; i++)
		if (w->c->pictures[i].offset == offset)
			return true;
	return false;
}

/* Both sides or none: sides beyond 31 bits belong to no picture. */
static void size_of(const struct walk *w, const struct tiff_dir *d, uint32_t *width, uint32_t *height)
{
	*width = tiff_number(&w->t, d, TIFF_WIDTH, 0);
	*height = tiff_number(&w->t, d, TIFF_HEIGHT, 0);
	if (!*width || !*height || *width > INT32_MAX || *height > INT32_MAX)
		*width = *height = 0;
}

static void add_picture(struct walk *w, struct embedded *p, uint64_t from, uint64_t length)
{
	uint64_t len = w->t.s.len;

	if (from >= len || length == 0)
		return;
	if (w->c->n_pictures >= MAX_PICTURES) {
		container_damage(w->c, ST_LIMIT, w->t.s.origin + from,
				 "more than %d pictures; the rest is not listed", MAX_PICTURES);
		return;
	}
	p->length = length < len - from ? length : len - from;
	p->offset = w->t.s.origin + from;
	if (!listed(w, p->offset) && !container_picture(w->c, p))
		w->failed = true;
}

static void add_preview(struct walk *w, uint64_t from, uint64_t length)
{
	struct embedded p = { .kind = "preview" };

	if (is_jpeg(w, from, length, &p))
		add_picture(w, &p, from, length);
}

/* JPEGInterchangeFormat, and Panasonic's JpgFromRaw. */
static void named_jpeg(struct walk *w, const struct tiff_dir *d)
{
	const struct tiff_entry *at = tiff_entry(d, TIFF_JPEG_OFFSET), *n = tiff_entry(d, TIFF_JPEG_LENGTH);
	const struct tiff_entry *value = tiff_entry(d, TIFF_JPG_FROM_RAW);
	uint64_t from, length;

	if (tiff_uint(&w->t, at, 0, &from) && tiff_uint(&w->t, n, 0, &length)) {
		if (!pieces_add(&w->pieces, arena_fmt(w->c->arena, "%s JPEG", d->name), from, length, &w->failed))
			outside(w, d, at, 0);
		if (d != w->primary || w->raw)
			add_preview(w, from, length);
	}
	if (value && w->raw)
		add_preview(w, value->value.origin - w->t.s.origin, value->value.len);
}

static const char *kind_of(const struct walk *w, const struct tiff_dir *d, bool jpeg)
{
	uint32_t photometric = tiff_number(&w->t, d, TIFF_PHOTOMETRIC, 1);

	if (tiff_is_mask(&w->t, d))
		return "mask";
	if (w->raw && jpeg)
		return "preview";
	if (tiff_is_reduced(&w->t, d))
		return "reduced";
	if (w->raw && (photometric == CFA || photometric == LINEAR_RAW || d->kind == TIFF_IFD_SUB))
		return "raw";
	return "page";
}

/* The pixels of one directory. Only as the only strip and with its own tables is a JPEG a picture. */
static void pixels(struct walk *w, const struct tiff_dir *d, const struct extent *x)
{
	struct embedded p = { .media_type = "application/octet-stream" };
	uint32_t compression = tiff_number(&w->t, d, TIFF_COMPRESSION, 1);
	bool jpeg = (compression == 6 || compression == 7) && x->strips == 1 && !tiff_entry(d, TIFF_JPEG_TABLES);

	if (!x->strips || (d == w->primary && !w->raw))
		return;
	size_of(w, d, &p.width, &p.height);
	jpeg = jpeg && is_jpeg(w, x->from, x->to - x->from, &p);
	p.kind = kind_of(w, d, jpeg);
	add_picture(w, &p, x->from, x->to - x->from);
}

static void add_pixels(struct walk *w, const struct tiff_dir *d)
{
	struct extent x = { .strips = 0 };

	if (!tiff_is_picture(d) && !tiff_entry(d, TIFF_JPG_FROM_RAW))
		return;
	add_strips(w, d, TIFF_STRIP_OFFSETS, TIFF_STRIP_COUNTS, "strip", &x);
	add_strips(w, d, TIFF_TILE_OFFSETS, TIFF_TILE_COUNTS, "tile", &x);
	named_jpeg(w, d);
	pixels(w, d, &x);
}

/* ---- blocks of metadata ---- */

static void add_block(struct walk *w, enum block_kind kind, struct span bytes)
{
	struct block b = { .kind = kind, .bytes = bytes };

	if (bytes.len && !w->failed)
		w->failed = !container_block(w->c, &b);
}

static void add_blocks(struct walk *w, const struct tiff_dir *d)
{
	static const struct { uint16_t tag; enum block_kind kind; } kinds[] = {
		{ TIFF_XMP, BLOCK_XMP }, { TIFF_IPTC, BLOCK_IPTC }, { TIFF_PHOTOSHOP, BLOCK_PHOTOSHOP },
		{ TIFF_ICC, BLOCK_ICC }, { TIFF_JUMBF, BLOCK_JUMBF },
	};

	if (d->kind != TIFF_IFD_PAGE && d->kind != TIFF_IFD_SUB)
		return;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const struct tiff_entry *f = tiff_entry(d, kinds[i].tag);

		if (f)
			add_block(w, kinds[i].kind, f->value);
	}
}

/* ---- what is said of the file ---- */

static void describe(struct walk *w)
{
	const struct tiff_dir *d = w->primary;
	const char *compression, *colours, *name = w->c->codec && w->raw ? w->c->codec->name : "TIFF";
	unsigned pages = 0;

	for (uint32_t i = 0; i < w->t.n; i++)
		pages += w->t.dirs[i].kind == TIFF_IFD_PAGE && tiff_is_picture(&w->t.dirs[i]);
	w->c->format = name;
	if (!d || w->raw)
		return;
	size_of(w, d, &w->c->width, &w->c->height);
	compression = tiff_compression_name(tiff_number(&w->t, d, TIFF_COMPRESSION, 1));
	colours = tiff_photometric_name(tiff_number(&w->t, d, TIFF_PHOTOMETRIC, 1));
	w->c->format = arena_fmt(w->c->arena, pages > 1 ? "%s, %s, %s, %u bit, %u pages" : "%s, %s, %s, %u bit",
				 w->t.big ? "BigTIFF" : "TIFF", compression ? compression : "unknown compression",
				 colours ? colours : "unknown colours", tiff_number(&w->t, d, TIFF_BITS, 1), pages);
}

/* Behind the last piece of a TIFF nothing belongs to it; what lies there in a raw file a MakerNote may name. */
static void find_end(struct walk *w)
{
	uint64_t end = pieces_end(&w->pieces);
	struct span rest;

	if (w->raw || !w->primary || w->pieces.full || end <= w->t.s.origin)
		return;
	w->c->end = end;
	if (span_slice(&w->t.s, end - w->t.s.origin, w->t.s.len - (end - w->t.s.origin), &rest) && rest.len)
		w->failed = !trailing_pictures(w->c, rest) || w->failed;
}

enum status tiff_walk(struct span bytes, struct container *c, struct error *e)
{
	struct walk w = { .c = c, .pieces = { .c = c, .file = bytes }, .raw = c->codec && c->codec->raw };
	enum status st = tiff_dirs_read(c->arena, bytes, &w.t, e);

	if (st)
		return st;
	w.primary = tiff_primary(&w.t);
	if (w.t.damage.code)
		container_damage(c, w.t.damage.code, w.t.damage.offset, "%s", w.t.damage.message);
	else if (!w.primary && !w.raw)
		container_damage(c, ST_CORRUPT, bytes.origin, "no directory holds a picture");
	add(&w, "header", 0, w.t.header);
	if (w.t.header && !w.t.big)
		add_block(&w, BLOCK_EXIF, bytes);
	for (uint32_t i = 0; i < w.t.n && !w.failed; i++) {
		add_directory(&w, &w.t.dirs[i]);
		add_blocks(&w, &w.t.dirs[i]);
		add_pixels(&w, &w.t.dirs[i]);
	}
	describe(&w);
	find_end(&w);
	if (w.failed || !c->format)
		return container_full(c, e);
	return pieces_finish(&w.pieces, e);
}
