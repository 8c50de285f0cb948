/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pixels of a BMP. A palette becomes RGB; bit fields of up to 8 bits are scaled to 8 bits, wider ones to 16;
 * alpha only where a mask names it. Run-length codes that leave pixels out leave them at colour 0. */
#include "src/base/base.h"
#include "src/media/bmp.h"

#include "src/base/mem.h"
#include "src/media/decode.h"

enum { ROWS_A_LOOK = 64, COLOURS = 256 };

struct field {
	uint32_t mask;
	unsigned shift;
	uint32_t max; /* 0: not there */
};

struct decoder {
	struct bmp_header h;
	struct span pixels;
	struct raster raster;
	uint8_t *indices;            /* of run-length codes */
	uint8_t palette[COLOURS][3];
	unsigned n_colours;
	int outside;                 /* an index beyond the palette, or -1 */
	struct field field[4];
};

static void fields_fill(struct decoder *d)
{
	for (unsigned i = 0; i < 4; i++) {
		uint32_t m = d->h.mask[i];

		d->field[i].mask = m;
		d->field[i].shift = m ? (unsigned)__builtin_ctz(m) : 0;
		d->field[i].max = m >> d->field[i].shift;
	}
}

static void palette_fill(struct decoder *d, struct span bytes)
{
	d->n_colours = d->h.n_colours < COLOURS ? d->h.n_colours : COLOURS;
	if (!span_seek(&bytes, d->h.palette))
		d->n_colours = 0;
	for (unsigned i = 0; i < d->n_colours; i++) {
		uint8_t bgr[4];

		if (!span_copy(&bytes, bgr, d->h.entry)) {
			d->n_colours = i;
			return;
		}
		d->palette[i][0] = bgr[2];
		d->palette[i][1] = bgr[1];
		d->palette[i][2] = bgr[0];
	}
}

static inline void put_index(struct decoder *d, unsigned i, uint8_t *out)
{
	if (i >= d->n_colours)
		d->outside = (int)i;
	memcpy(out, d->palette[i], 3); /* black beyond the end */
}

static void row_indexed(struct decoder *d, const uint8_t *in, uint8_t *out)
{
	unsigned bits = d->h.bits, per = 8 / bits, mask = (1u << bits) - 1;

	for (uint32_t x = 0; x < d->h.width; x++, out += 3)
		put_index(d, in[x / per] >> (8 - bits - x % per * bits) & mask, out);
}

static void row_bgr(const struct decoder *d, const uint8_t *in, uint8_t *out)
{
	for (uint32_t x = 0; x < d->h.width; x++, in += 3, out += 3) {
		out[0] = in[2];
		out[1] = in[1];
		out[2] = in[0];
	}
}

static uint32_t scale(const struct field *f, uint32_t pixel, uint32_t top)
{
	uint64_t v = (pixel & f->mask) >> f->shift;

	return f->max ? (uint32_t)((v * top + f->max / 2) / f->max) : 0;
}

static void row_fields(const struct decoder *d, const uint8_t *in, uint8_t *out)
{
	unsigned channels = d->raster.channels, bytes = d->h.bits / 8;
	uint16_t *wide = (uint16_t *)(void *)out;

	for (uint32_t x = 0; x < d->h.width; x++, in += bytes) {
		uint32_t v = in[0] | (uint32_t)in[1] << 8;

		if (bytes == 4)
			v |= (uint32_t)in[2] << 16 | (uint32_t)in[3] << 24;
		for (unsigned c = 0; c < channels; c++)
			if (d->raster.depth == 16)
				*wide++ = (uint16_t)scale(&d->field[c], v, UINT16_MAX);
			else
				*out++ = (uint8_t)scale(&d->field[c], v, UINT8_MAX);
	}
}

static void row(struct decoder *d, const uint8_t *in, uint8_t *out)
{
	if (d->h.bits <= 8)
		row_indexed(d, in, out);
	else if (d->h.bits == 24)
		row_bgr(d, in, out);
	else
		row_fields(d, in, out);
}

static uint8_t *row_at(struct decoder *d, uint32_t y)
{
	size_t bytes = (size_t)d->raster.width * d->raster.channels * (d->raster.depth / 8u);

	return (uint8_t *)d->raster.data + bytes * (d->h.top_down ? y : d->h.height - 1 - y);
}

static enum status look(const struct decoder *d, struct job_control *ctl, uint32_t y, struct error *e)
{
	if (y % ROWS_A_LOOK)
		return ST_OK;
	if (job_cancelled(ctl))
		return err_set(e, ST_CANCELLED, "stopped while decoding");
	job_progress(ctl, (unsigned)((uint64_t)y * 1000 / d->h.height), "decoding");
	return ST_OK;
}

static enum status plain(struct decoder *d, struct job_control *ctl, struct error *warning, struct error *e)
{
	uint64_t stride = bmp_stride(&d->h), needed = ((uint64_t)d->h.width * d->h.bits + 7) / 8;

	for (uint32_t y = 0; y < d->h.height; y++) {
		enum status st = look(d, ctl, y, e);
		struct span in;

		if (st)
			return st;
		if (span_slice(&d->pixels, y * stride, needed, &in)) {
			row(d, in.data, row_at(d, y));
			continue;
		}
		if (y == 0)
			return err_corrupt(e, d->pixels.origin + d->pixels.len,
					   "the file ends inside the first row");
		err_corrupt(warning, d->pixels.origin + d->pixels.len, "the file ends in row %lu of %lu",
			    (unsigned long)y + 1, (unsigned long)d->h.height);
		break;
	}
	return ST_OK;
}

static enum status runs(struct decoder *d, struct job_control *ctl, struct error *warning, struct error *e)
{
	uint64_t used;
	bool whole;

	d->indices = mem_array(d->h.width, d->h.height);
	if (!d->indices)
		return err_nomem(e);
	used = bmp_runs(&d->h, d->pixels, d->indices, &whole);
	if (!whole)
		err_corrupt(warning, d->pixels.origin + used, "the run-length codes have no end");
	for (uint32_t y = 0; y < d->h.height; y++) {
		const uint8_t *in = d->indices + (size_t)y * d->h.width;
		uint8_t *out = row_at(d, y);
		enum status st = look(d, ctl, y, e);

		if (st)
			return st;
		for (uint32_t x = 0; x < d->h.width; x++)
			put_index(d, in[x], out + (size_t)x * 3);
	}
	return ST_OK;
}

static enum status prepare(struct decoder *d, struct span bytes, const struct limits *lim, struct error *e)
{
	const struct bmp_header *h = &d->h;
	bool fields = h->bits == 16 || h->bits == 32, alpha = fields && h->mask[3];
	enum status st = bmp_supported(h, e);

	if (st)
		return st;
	d->outside = -1;
	if (fields)
		fields_fill(d);
	d->raster = (struct raster){ .width = h->width, .height = h->height, .depth = 8,
				     .channels = alpha ? 4 : 3 };
	for (unsigned i = 0; fields && i < 4; i++)
		if (d->field[i].max > UINT8_MAX)
			d->raster.depth = 16;
	st = decode_pixels(h->width, h->height, lim, e);
	if (st)
		return st;
	if (h->bits <= 8)
		palette_fill(d, bytes);
	if (!span_seek(&bytes, h->pixels) || !span_sub(&bytes, span_left(&bytes), &d->pixels))
		return err_corrupt(e, bytes.origin + 10,
				   "the pixels are said to begin behind the end of the file");
	return decode_allocate(&d->raster, bmp_compressed(h) ? (uint64_t)h->width * h->height : 0, lim, e);
}

enum status bmp_decode(struct span bytes, const struct limits *lim, struct job_control *ctl,
		       struct raster *out, struct error *warning, struct error *e)
{
	struct decoder d = { .outside = -1 };
	struct error own = ERROR_INIT;
	enum status st = bmp_header_read(bytes, &d.h, e);

	if (!st)
		st = prepare(&d, bytes, lim, e);
	if (!st)
		st = bmp_compressed(&d.h) ? runs(&d, ctl, &own, e) : plain(&d, ctl, &own, e);
	if (d.outside >= 0 && own.code == ST_OK)
		err_corrupt(&own, bytes.origin + d.h.palette, "colour %d is not in the table of %u colours",
			    d.outside, d.n_colours);
	if (warning)
		*warning = own;
	mem_free(d.indices);
	if (st)
		raster_release(&d.raster);
	else
		*out = d.raster;
	return st;
}
