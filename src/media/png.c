/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PNG through libpng. Samples as stored: no gamma, no colour management. A palette becomes RGB; 1, 2 and
 * 4-bit gray is scaled to 8 bits by repeating its bits (0..1 to 0 and 255); a tRNS chunk becomes alpha; 16
 * bits stay. Ancillary chunks are not even parsed here. Wrong checksums do not stop the picture: the walk
 * reports them. */
#include "src/base/base.h"
#include "src/media/formats.h"

#include "src/base/mem.h"
#include "src/media/decode.h"
#include "src/media/png_chunk.h"

#include <png.h>
#include <setjmp.h>

enum { ROWS_A_LOOK = 32, CHUNKS_KEPT = 16, CHUNK_MEMORY = 4 * 1024 * 1024 };

struct reader {
	png_structp png;
	png_infop info;
	struct span s;
	struct job_control *ctl;
	const struct limits *lim;
	struct raster raster;
	enum status st; /* of our own reasons to stop */
	struct error e, warning;
};

static void on_error(png_structp png, png_const_charp text)
{
	struct reader *r = png_get_error_ptr(png);

	if (r->st == ST_OK)
		r->st = err_corrupt(&r->e, span_at(&r->s), "%s", text);
	png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
	struct reader *r = png_get_error_ptr(png);

	if (r->warning.code == ST_OK)
		err_corrupt(&r->warning, span_at(&r->s), "%s", text);
}

static void on_read(png_structp png, png_bytep out, size_t len)
{
	struct reader *r = png_get_io_ptr(png);

	if (!span_copy(&r->s, out, len)) {
		r->s.pos = r->s.len;
		png_error(png, "the file ends inside the picture");
	}
}

static void stop(struct reader *r, enum status st)
{
	r->st = st;
	png_longjmp(r->png, 1);
}

static void expand(struct reader *r)
{
	png_byte colour = png_get_color_type(r->png, r->info), depth = png_get_bit_depth(r->png, r->info);

	if (colour == PNG_COLOR_TYPE_PALETTE)
		png_set_palette_to_rgb(r->png);
	else if (colour == PNG_COLOR_TYPE_GRAY && depth < 8)
		png_set_expand_gray_1_2_4_to_8(r->png);
	if (png_get_valid(r->png, r->info, PNG_INFO_tRNS))
		png_set_tRNS_to_alpha(r->png);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	if (depth == 16)
		png_set_swap(r->png);
#endif
}

static void allocate(struct reader *r)
{
	struct raster *ra = &r->raster;
	enum status st;

	ra->width = png_get_image_width(r->png, r->info);
	ra->height = png_get_image_height(r->png, r->info);
	ra->channels = png_get_channels(r->png, r->info);
	ra->depth = png_get_bit_depth(r->png, r->info);
	st = decode_allocate(ra, 0, r->lim, &r->e);
	if (st)
		stop(r, st);
	if (png_get_rowbytes(r->png, r->info) != (size_t)ra->width * ra->channels * (ra->depth / 8u))
		png_error(r->png, "row size is not what the header says");
}

static void rows(struct reader *r)
{
	size_t bytes = png_get_rowbytes(r->png, r->info);
	int passes = png_set_interlace_handling(r->png);
	uint64_t all = (uint64_t)r->raster.height * (unsigned)passes, done = 0;

	for (int pass = 0; pass < passes; pass++) {
		uint8_t *row = r->raster.data;

		for (uint32_t y = 0; y < r->raster.height; y++, row += bytes, done++) {
			if (done % ROWS_A_LOOK == 0) {
				if (job_cancelled(r->ctl))
					stop(r, err_set(&r->e, ST_CANCELLED, "stopped while decoding"));
				job_progress(r->ctl, (unsigned)(done * 1000 / all), "decoding");
			}
			png_read_row(r->png, row, NULL);
		}
	}
}

/* The jump lands here and nowhere else; nothing that it needs lives in a register of this function. */
static bool guarded(struct reader *r)
{
	if (setjmp(png_jmpbuf(r->png)))
		return false;
	png_set_read_fn(r->png, r, on_read);
	png_set_user_limits(r->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX); /* pixels are counted before */
	png_set_chunk_cache_max(r->png, CHUNKS_KEPT);
	png_set_chunk_malloc_max(r->png, CHUNK_MEMORY);
	png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
	png_set_crc_action(r->png, PNG_CRC_WARN_USE, PNG_CRC_WARN_USE);
	png_read_info(r->png, r->info);
	expand(r);
	(void)png_set_interlace_handling(r->png);
	png_read_update_info(r->png, r->info);
	allocate(r);
	rows(r);
	return true;
}

static enum status decode(struct span bytes, const struct limits *lim, struct job_control *ctl,
			  struct raster *out, struct error *warning, struct error *e)
{
	struct reader r = { .s = bytes, .ctl = ctl, .lim = lim };
	struct png_header h;
	enum status st;
	bool done;

	if (!png_header_read(bytes, &h))
		return err_corrupt(e, bytes.origin + 8, "no IHDR chunk");
	st = decode_pixels(h.width, h.height, lim, e);
	if (st)
		return st;
	r.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &r, on_error, on_warning);
	r.info = r.png ? png_create_info_struct(r.png) : NULL;
	if (!r.info) {
		png_destroy_read_struct(&r.png, NULL, NULL);
		return err_nomem(e);
	}
	done = guarded(&r);
	png_destroy_read_struct(&r.png, &r.info, NULL);
	if (warning)
		*warning = r.warning;
	if (done) {
		*out = r.raster;
		return ST_OK;
	}
	raster_release(&r.raster);
	if (e)
		*e = r.e;
	return r.st;
}

static bool probe(const struct span *s)
{
	return span_is(s, PNG_SIGNATURE, 8);
}

const struct codec png_codec = {
	.name = "PNG", .media_type = "image/png", .probe = probe, .walk = png_walk, .decode = decode,
};
