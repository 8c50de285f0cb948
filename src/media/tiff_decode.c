/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pixels through libtiff: rows of strips one by one, so that a strip as large as the picture needs no second
 * copy; tiles one by one; YCbCr that is no JPEG in bands through libtiff's own conversion. */
#include "src/base/base.h"
#include "src/media/tiff_decode.h"

#include "src/base/mem.h"
#include "src/media/decode.h"
#include "src/media/tiff_dir.h"
#include "src/media/tiff_memory.h"
#include "src/media/tiff_row.h"

enum { ROWS_A_LOOK = 32, MAX_BAD = 64 };

struct reader {
	struct tiff_memory m;
	struct tiff_row row; /* how samples become pixels */
	const struct limits *lim;
	struct job_control *ctl;
	struct raster raster;
	uint32_t compression;
	bool tiled, convert; /* convert: by libtiff */
	uint32_t bad, good;  /* strips and tiles, or rows */
	uint32_t piece_w, piece_h;
	uint8_t *buffer;     /* mem_array: one row, one tile, or one band */
	size_t buffer_size;
	struct error e;
};

static uint32_t field32(TIFF *tif, uint32_t tag, uint32_t otherwise)
{
	uint32_t v;

	return TIFFGetField(tif, tag, &v) ? v : otherwise;
}

static uint16_t field16(TIFF *tif, uint32_t tag, uint16_t otherwise)
{
	uint16_t v;

	return TIFFGetFieldDefaulted(tif, tag, &v) ? v : otherwise;
}

/* ---- what is read, and what is refused by name ---- */

static const uint16_t readable[] = { COMPRESSION_NONE, COMPRESSION_CCITTRLE, COMPRESSION_CCITTRLEW,
				     COMPRESSION_CCITTFAX3, COMPRESSION_CCITTFAX4, COMPRESSION_LZW,
				     COMPRESSION_OJPEG, COMPRESSION_JPEG, COMPRESSION_ADOBE_DEFLATE,
				     COMPRESSION_DEFLATE, COMPRESSION_PACKBITS };

static enum status check_compression(struct reader *r)
{
	const char *name = tiff_compression_name(r->compression);

	for (size_t i = 0; i < ARRAY_LEN(readable); i++)
		if (readable[i] == r->compression && TIFFIsCODECConfigured(readable[i]))
			return ST_OK;
	if (name)
		return err_set(&r->e, ST_UNSUPPORTED, "TIFF with compression %s has no reader here", name);
	return err_set(&r->e, ST_UNSUPPORTED, "TIFF with compression %u has no reader here", r->compression);
}

static enum status check_samples(struct reader *r)
{
	static const char *const formats[] = { "?", "whole", "signed", "floating point", "untyped",
					       "complex whole", "complex floating point" };
	uint16_t format = field16(r->m.tif, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
	unsigned bits = r->row.bits;

	if (format != SAMPLEFORMAT_UINT && format != SAMPLEFORMAT_VOID)
		return err_set(&r->e, ST_UNSUPPORTED, "TIFF with %s samples of %u bits has no reader here",
			       format < ARRAY_LEN(formats) ? formats[format] : "unknown", bits);
	if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16)
		return err_set(&r->e, ST_UNSUPPORTED, "TIFF with samples of %u bits has no reader here", bits);
	return ST_OK;
}

static enum status check_photometric(struct reader *r)
{
	const char *name = tiff_photometric_name(r->row.photometric);
	unsigned colours = 0;

	switch (r->row.photometric) {
	case PHOTOMETRIC_MINISWHITE: case PHOTOMETRIC_MINISBLACK:
		colours = 1;
		break;
	case PHOTOMETRIC_PALETTE:
		colours = r->row.bits <= 8 ? 1 : 0;
		break;
	case PHOTOMETRIC_RGB: case PHOTOMETRIC_YCBCR:
		colours = 3;
		break;
	default:
		break;
	}
	if (!colours)
		return name ? err_set(&r->e, ST_UNSUPPORTED,
				      "TIFF with %s samples of %u bits has no reader here", name, r->row.bits)
			    : err_set(&r->e, ST_UNSUPPORTED, "TIFF with colour space %u has no reader here",
				      r->row.photometric);
	if (r->row.samples < colours)
		return err_corrupt(&r->e, r->m.at, "%u samples a pixel where %s needs %u", r->row.samples, name,
				   colours);
	return ST_OK;
}

/* YCbCr as JPEG is left to libjpeg, all other to libtiff. */
static enum status choose_conversion(struct reader *r)
{
	char why[1024] = "";

	if (r->row.photometric != PHOTOMETRIC_YCBCR)
		return ST_OK;
	if (r->compression == COMPRESSION_JPEG && !r->row.separate) {
		TIFFSetField(r->m.tif, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
		r->row.photometric = PHOTOMETRIC_RGB;
		return ST_OK;
	}
	r->convert = true;
	if (!TIFFRGBAImageOK(r->m.tif, why))
		return err_set(&r->e, ST_UNSUPPORTED, "YCbCr of this kind has no reader here: %s", why);
	return ST_OK;
}

static enum status palette(struct reader *r)
{
	uint16_t *red, *green, *blue;
	unsigned n = 1U << r->row.bits;

	if (r->row.photometric != PHOTOMETRIC_PALETTE)
		return ST_OK;
	if (!TIFFGetField(r->m.tif, TIFFTAG_COLORMAP, &red, &green, &blue))
		return err_corrupt(&r->e, r->m.at, "a palette picture without a palette");
	tiff_row_palette(&r->row, red, green, blue, n);
	return ST_OK;
}

static void find_alpha(struct reader *r)
{
	unsigned colours = r->row.photometric == PHOTOMETRIC_RGB ? 3 : 1;
	uint16_t n = 0, *kinds = NULL;

	if (!TIFFGetField(r->m.tif, TIFFTAG_EXTRASAMPLES, &n, &kinds))
		return;
	for (unsigned i = 0; i < n && colours + i < r->row.samples; i++)
		if (kinds[i] == EXTRASAMPLE_ASSOCALPHA || kinds[i] == EXTRASAMPLE_UNASSALPHA) {
			r->row.has_alpha = true;
			r->row.alpha = (uint16_t)(colours + i);
			return;
		}
}

static enum status look(struct reader *r)
{
	TIFF *tif = r->m.tif;
	enum status st;

	r->raster.width = field32(tif, TIFFTAG_IMAGEWIDTH, 0);
	r->raster.height = field32(tif, TIFFTAG_IMAGELENGTH, 0);
	r->compression = field16(tif, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
	r->row.bits = field16(tif, TIFFTAG_BITSPERSAMPLE, 1);
	r->row.samples = field16(tif, TIFFTAG_SAMPLESPERPIXEL, 1);
	r->row.separate = field16(tif, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) == PLANARCONFIG_SEPARATE;
	r->row.photometric = field16(tif, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
	r->tiled = TIFFIsTiled(tif);
	st = decode_pixels(r->raster.width, r->raster.height, r->lim, &r->e);
	st = st ? st : check_compression(r);
	st = st ? st : check_samples(r);
	st = st ? st : check_photometric(r);
	st = st ? st : choose_conversion(r);
	return st ? st : palette(r);
}

/* ---- memory ---- */

static void size_pieces(struct reader *r)
{
	TIFF *tif = r->m.tif;
	tmsize_t size;

	r->piece_w = r->raster.width;
	r->piece_h = field32(tif, TIFFTAG_ROWSPERSTRIP, r->raster.height);
	if (r->tiled) {
		r->piece_w = field32(tif, TIFFTAG_TILEWIDTH, 0);
		r->piece_h = field32(tif, TIFFTAG_TILELENGTH, 0);
	}
	if (r->piece_h == 0 || r->piece_h > r->raster.height)
		r->piece_h = r->tiled && r->piece_h ? r->piece_h : r->raster.height;
	size = r->tiled ? TIFFTileSize(tif) : TIFFScanlineSize(tif);
	r->buffer_size = size > 0 ? (size_t)size : 0;
	if (r->convert && (__builtin_mul_overflow((size_t)r->raster.width,
						  (r->piece_h < r->raster.height ? r->piece_h : r->raster.height) *
							  sizeof(uint32_t),
						  &r->buffer_size)))
		r->buffer_size = 0;
}

static enum status allocate(struct reader *r)
{
	enum status st;

	size_pieces(r);
	if (!r->buffer_size || !r->piece_w || !r->piece_h ||
	    (!r->convert && !tiff_row_fits(&r->row, r->tiled ? r->piece_w : r->raster.width,
					   r->tiled ? r->buffer_size / r->piece_h : r->buffer_size)))
		return err_corrupt(&r->e, r->m.at, "strips or tiles of an impossible size");
	r->raster.channels = (uint8_t)(r->convert ? 3 : tiff_row_channels(&r->row));
	r->raster.depth = r->row.bits == 16 ? 16 : 8;
	st = decode_allocate(&r->raster, r->buffer_size, r->lim, &r->e);
	if (st)
		return st;
	r->buffer = mem_array(r->buffer_size, 1);
	return r->buffer ? ST_OK : err_nomem(&r->e);
}

/* ---- pixels ---- */

static bool stopped(struct reader *r, uint64_t done, uint64_t all)
{
	if (job_cancelled(r->ctl)) {
		err_set(&r->e, ST_CANCELLED, "stopped while decoding");
		return true;
	}
	job_progress(r->ctl, (unsigned)(done * 1000 / (all ? all : 1)), "decoding");
	return false;
}

/* One strip or tile more that could not be read; false: enough of them. */
static bool bad_piece(struct reader *r)
{
	if (r->m.first.code == ST_OK)
		err_corrupt(&r->m.first, r->m.at, "a part of the picture cannot be read");
	return ++r->bad < MAX_BAD;
}

/* Where strip or tile i begins, for complaints. */
static void note_place(struct reader *r, uint32_t i)
{
	uint64_t at = TIFFGetStrileOffset(r->m.tif, i);

	r->m.at = at <= r->m.s.len ? r->m.s.origin + at : r->m.s.origin + r->m.s.len;
}

static enum status read_strips(struct reader *r, uint16_t plane, uint16_t planes)
{
	uint64_t all = (uint64_t)r->raster.height * planes, before = (uint64_t)r->raster.height * plane;
	uint32_t y = 0;

	while (y < r->raster.height) {
		uint64_t next = ((uint64_t)y / r->piece_h + 1) * r->piece_h;

		if (y % r->piece_h == 0)
			note_place(r, TIFFComputeStrip(r->m.tif, y, plane));
		if ((y % ROWS_A_LOOK == 0 || y % r->piece_h == 0) && stopped(r, before + y, all))
			return ST_CANCELLED;
		if (TIFFReadScanline(r->m.tif, r->buffer, y, plane) >= 0) {
			tiff_row_put(&r->row, r->buffer, plane, r->raster.width, &r->raster, 0, y);
			r->good++;
			y++;
			continue;
		}
		if (!bad_piece(r))
			return ST_OK;
		y = next < r->raster.height ? (uint32_t)next : r->raster.height;
	}
	return ST_OK;
}

static void put_tile(struct reader *r, uint32_t x, uint32_t y, uint16_t plane)
{
	size_t stride = r->buffer_size / r->piece_h;
	uint32_t w = r->raster.width - x < r->piece_w ? r->raster.width - x : r->piece_w;

	for (uint32_t i = 0; i < r->piece_h && y + i < r->raster.height; i++)
		tiff_row_put(&r->row, r->buffer + i * stride, plane, w, &r->raster, x, y + i);
}

static enum status read_tiles(struct reader *r, uint16_t plane, uint16_t planes)
{
	uint64_t all = (uint64_t)r->raster.height * planes, before = (uint64_t)r->raster.height * plane;

	for (uint64_t y = 0; y < r->raster.height; y += r->piece_h)
		for (uint64_t x = 0; x < r->raster.width; x += r->piece_w) {
			note_place(r, TIFFComputeTile(r->m.tif, (uint32_t)x, (uint32_t)y, 0, plane));
			if (stopped(r, before + y, all))
				return ST_CANCELLED;
			memset(r->buffer, 0, r->buffer_size);
			if (TIFFReadTile(r->m.tif, r->buffer, (uint32_t)x, (uint32_t)y, 0, plane) < 0) {
				if (!bad_piece(r))
					return ST_OK;
				continue;
			}
			put_tile(r, (uint32_t)x, (uint32_t)y, plane);
			r->good++;
		}
	return ST_OK;
}

static void put_converted(struct reader *r, uint32_t y, uint32_t rows)
{
	const uint8_t *from = r->buffer;
	uint8_t *to = (uint8_t *)r->raster.data + (size_t)y * r->raster.width * 3;
	uint32_t p;

	for (size_t i = 0; i < (size_t)rows * r->raster.width; i++, to += 3) {
		memcpy(&p, from + i * sizeof p, sizeof p);
		to[0] = TIFFGetR(p);
		to[1] = TIFFGetG(p);
		to[2] = TIFFGetB(p);
	}
}

/* The wanted orientation is the one that the file names: then libtiff turns nothing. */
static enum status read_bands(struct reader *r)
{
	char why[1024] = "";
	TIFFRGBAImage image;
	enum status st = ST_OK;

	if (!TIFFRGBAImageBegin(&image, r->m.tif, 0, why))
		return err_corrupt(&r->e, r->m.at, "%s", why);
	image.req_orientation = image.orientation;
	for (uint64_t y = 0; !st && r->bad < MAX_BAD && y < r->raster.height; y += r->piece_h) {
		uint64_t left = r->raster.height - y;
		uint32_t rows = left < r->piece_h ? (uint32_t)left : r->piece_h;
		unsigned before = r->m.errors;

		note_place(r, r->tiled ? TIFFComputeTile(r->m.tif, 0, (uint32_t)y, 0, 0)
				       : TIFFComputeStrip(r->m.tif, (uint32_t)y, 0));
		image.row_offset = (int)y;
		memset(r->buffer, 0, r->buffer_size);
		if (stopped(r, y, r->raster.height))
			st = ST_CANCELLED;
		else if (!TIFFRGBAImageGet(&image, (uint32_t *)(void *)r->buffer, r->raster.width, rows) ||
			 r->m.errors != before)
			(void)bad_piece(r);
		else
			r->good++;
		if (!st)
			put_converted(r, (uint32_t)y, rows);
	}
	TIFFRGBAImageEnd(&image);
	return st;
}

static enum status read_pixels(struct reader *r)
{
	uint16_t planes = r->row.separate ? r->row.samples : 1;
	enum status st = ST_OK;

	if (r->convert)
		return read_bands(r);
	for (uint16_t p = 0; !st && p < planes && r->bad < MAX_BAD; p++)
		if (tiff_row_wants(&r->row, p))
			st = r->tiled ? read_tiles(r, p, planes) : read_strips(r, p, planes);
	return st;
}

static enum status guarded(struct reader *r, uint64_t directory)
{
	enum status st;

	if (!TIFFSetSubDirectory(r->m.tif, directory)) {
		r->e = r->m.first;
		return r->e.code ? r->e.code
				 : err_corrupt(&r->e, r->m.s.origin + directory, "the directory cannot be read");
	}
	r->m.at = r->m.s.origin + directory;
	r->m.first.code = ST_OK; /* about directories: the walk has seen those */
	st = look(r);
	if (st)
		return st;
	find_alpha(r);
	st = allocate(r);
	if (st)
		return st;
	r->m.decoding = true;
	st = read_pixels(r);
	if (st || r->good)
		return st;
	r->e = r->m.first;
	return r->e.code ? r->e.code : err_corrupt(&r->e, r->m.at, "no part of the picture can be read");
}

/* The directory that the walk calls the picture. */
static enum status find_picture(struct span bytes, uint64_t *offset, struct error *e)
{
	enum { ROOM = 16 * 1024 * 1024 };
	const struct tiff_dir *d;
	struct tiff_dirs t;
	struct arena a;
	enum status st;

	arena_init(&a, ROOM);
	st = tiff_dirs_read(&a, bytes, &t, e);
	d = st ? NULL : tiff_primary(&t);
	if (d)
		*offset = d->offset;
	else if (!st)
		st = t.damage.code ? err_corrupt(e, t.damage.offset, "%s", t.damage.message)
				   : err_corrupt(e, bytes.origin, "no directory of this TIFF holds a picture");
	arena_release(&a);
	return st;
}

enum status tiff_decode(struct span bytes, const struct limits *lim, struct job_control *ctl,
			struct raster *out, struct error *warning, struct error *e)
{
	struct reader r = { .lim = lim, .ctl = ctl };
	uint64_t directory = 0;
	enum status st = find_picture(bytes, &directory, e);

	st = st ? st : tiff_memory_open(&r.m, bytes, decode_room(lim), e);
	if (st)
		return st;
	st = guarded(&r, directory);
	tiff_memory_close(&r.m);
	mem_free(r.buffer);
	if (st) {
		raster_release(&r.raster);
		if (e)
			*e = r.e;
		return st;
	}
	if (warning)
		*warning = r.m.first;
	*out = r.raster;
	return ST_OK;
}
