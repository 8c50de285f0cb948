/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/jpeg_decode.h"

#include "src/base/mem.h"
#include "src/media/decode.h"
#include "src/media/jpeg_reader.h"

enum { ROWS = 4 }; /* as many as libjpeg ever makes at once */

struct decoder {
	struct jpeg_reader r;
	struct raster raster;
	uint8_t *line; /* one row of CMYK */
};

static void choose(struct decoder *d)
{
	j_decompress_ptr cinfo = &d->r.cinfo;

	if (cinfo->num_components == 1)
		cinfo->out_color_space = JCS_GRAYSCALE;
	else if (cinfo->jpeg_color_space == JCS_CMYK || cinfo->jpeg_color_space == JCS_YCCK)
		cinfo->out_color_space = JCS_CMYK;
	else
		cinfo->out_color_space = JCS_RGB;
}

static void allocate(struct decoder *d)
{
	j_decompress_ptr cinfo = &d->r.cinfo;
	struct jpeg_reader *r = &d->r;
	enum status st;

	d->raster = (struct raster){
		.width = cinfo->image_width, .height = cinfo->image_height,
		.channels = cinfo->out_color_space == JCS_GRAYSCALE ? 1 : 3, .depth = 8,
	};
	st = decode_allocate(&d->raster,
			     jpeg_has_multiple_scans(cinfo) ? jpeg_reader_coefficient_bytes(r) : 0, r->lim,
			     &r->e);
	if (st)
		jpeg_reader_stop(r, st);
	if (cinfo->out_color_space != JCS_CMYK)
		return;
	d->line = mem_array(cinfo->image_width, 4);
	if (!d->line)
		jpeg_reader_stop(r, err_nomem(&r->e));
}

static void cmyk_to_rgb(const uint8_t *in, uint8_t *out, uint32_t n, bool inverted)
{
	unsigned flip = inverted ? 0 : 255;

	for (uint32_t i = 0; i < n; i++, in += 4)
		for (unsigned c = 0; c < 3; c++)
			*out++ = (uint8_t)(((in[c] ^ flip) * (in[3] ^ flip) + 127) / 255);
}

static void rows_cmyk(struct decoder *d)
{
	j_decompress_ptr cinfo = &d->r.cinfo;
	size_t stride = (size_t)d->raster.width * 3;
	JSAMPROW row = d->line;

	while (cinfo->output_scanline < cinfo->output_height) {
		uint8_t *to = (uint8_t *)d->raster.data + cinfo->output_scanline * stride;

		if (jpeg_read_scanlines(cinfo, &row, 1) == 1)
			cmyk_to_rgb(d->line, to, d->raster.width, cinfo->saw_Adobe_marker);
	}
}

static void rows_plain(struct decoder *d)
{
	j_decompress_ptr cinfo = &d->r.cinfo;
	size_t stride = (size_t)d->raster.width * d->raster.channels;

	while (cinfo->output_scanline < cinfo->output_height) {
		uint8_t *to = (uint8_t *)d->raster.data + cinfo->output_scanline * stride;
		JDIMENSION left = cinfo->output_height - cinfo->output_scanline;
		JSAMPROW row[ROWS];

		for (unsigned i = 0; i < ROWS && i < left; i++)
			row[i] = to + i * stride;
		jpeg_read_scanlines(cinfo, row, left < ROWS ? left : ROWS);
	}
}

/* The jump lands here and nowhere else; all state lives in *d. */
static bool guarded(struct decoder *d)
{
	if (setjmp(d->r.jump))
		return false;
	jpeg_reader_create(&d->r);
	jpeg_read_header(&d->r.cinfo, TRUE);
	choose(d);
	allocate(d);
	jpeg_start_decompress(&d->r.cinfo);
	if (d->r.cinfo.output_width != d->raster.width || d->r.cinfo.output_height != d->raster.height)
		jpeg_reader_stop(&d->r,
				 err_set(&d->r.e, ST_INTERNAL, "libjpeg changed the size of the picture"));
	if (d->line)
		rows_cmyk(d);
	else
		rows_plain(d);
	jpeg_finish_decompress(&d->r.cinfo);
	return true;
}

enum status jpeg_decode(struct span bytes, const struct limits *lim, struct job_control *ctl,
			struct raster *out, struct error *warning, struct error *e)
{
	struct decoder d = { .r = { .bytes = bytes, .lim = lim, .ctl = ctl } };
	enum status st = jpeg_reader_check(bytes, lim, e);
	bool done;

	if (st)
		return st;
	done = guarded(&d);
	jpeg_destroy_decompress(&d.r.cinfo);
	mem_free(d.line);
	if (warning)
		*warning = d.r.warning;
	if (done) {
		*out = d.raster;
		return ST_OK;
	}
	raster_release(&d.raster);
	if (e)
		*e = d.r.e;
	return d.r.st;
}
