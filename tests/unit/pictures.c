/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/pictures.h"

#include "src/base/mem.h"

#include <jpeglib.h>
#include <png.h>
#include <zlib.h>

uint8_t picture_noise(uint32_t x, uint32_t y, uint32_t c)
{
	uint32_t v = (x / 5 * 37 + y / 3 * 59 + c * 83) * 2654435761u;

	return (uint8_t)((v >> 26) + x * 2 + y);
}

struct bytes bytes_copy(const void *data, size_t len)
{
	struct bytes b = { .data = mem_need(len + 1, 1), .len = len };

	if (len)
		memcpy(b.data, data, len);
	return b;
}

void bytes_insert(struct bytes *b, size_t at, const void *data, size_t len)
{
	uint8_t *p = mem_need(b->len + len + 1, 1);

	if (b->len) { /* an empty one has no data */
		memcpy(p, b->data, at);
		memcpy(p + at + len, b->data + at, b->len - at);
	}
	if (len)
		memcpy(p + at, data, len);
	free(b->data);
	b->data = p;
	b->len += len;
}

void bytes_add(struct bytes *b, const void *data, size_t len)
{
	bytes_insert(b, b->len, data, len);
}

size_t bytes_find(const struct bytes *b, const void *what, size_t len, size_t from)
{
	for (size_t i = from; i + len <= b->len; i++)
		if (memcmp(b->data + i, what, len) == 0)
			return i;
	return SIZE_MAX;
}

struct span bytes_span(const struct bytes *b)
{
	return span_of(b->data, b->len, 0);
}

void bytes_release(struct bytes *b)
{
	free(b->data);
	memset(b, 0, sizeof *b);
}

static void setup(struct jpeg_compress_struct *c, const struct jpeg_wish *w)
{
	int n = w->components ? w->components : 3;

	c->image_width = w->width ? w->width : 64;
	c->image_height = w->height ? w->height : 48;
	c->input_components = n;
	c->in_color_space = n == 1 ? JCS_GRAYSCALE : n == 4 ? JCS_CMYK : JCS_RGB;
	jpeg_set_defaults(c);
	jpeg_set_quality(c, w->quality ? w->quality : 75, TRUE);
	if (w->h && w->v) {
		c->comp_info[0].h_samp_factor = w->h;
		c->comp_info[0].v_samp_factor = w->v;
	}
	if (w->progressive)
		jpeg_simple_progression(c);
	c->arith_code = w->arithmetic;
	c->optimize_coding = w->optimised;
	c->restart_interval = w->restart;
}

struct bytes picture_jpeg(const struct jpeg_wish *w)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr err;
	unsigned char *out = NULL;
	unsigned long len = 0;
	struct bytes b;
	JSAMPROW row;

	c.err = jpeg_std_error(&err);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &out, &len);
	setup(&c, w);
	jpeg_start_compress(&c, TRUE);
	row = mem_need(c.image_width, (size_t)c.input_components);
	while (c.next_scanline < c.image_height) {
		for (unsigned i = 0; i < c.image_width * (unsigned)c.input_components; i++) {
			unsigned n = (unsigned)c.input_components, comp = i % n;

			row[i] = w->is_solid ? w->solid[comp] : picture_noise(i / n, c.next_scanline, comp);
		}
		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	free(row);
	b = bytes_copy(out, len);
	free(out);
	return b;
}

void picture_palette(unsigned i, uint8_t rgba[4])
{
	for (unsigned c = 0; c < 3; c++)
		rgba[c] = (uint8_t)(i * (c + 3) * 7 + c * 50);
	rgba[3] = (uint8_t)(255 - i);
}

static void put(png_structp png, png_bytep data, size_t len)
{
	bytes_add(png_get_io_ptr(png), data, len);
}

static void palette(png_structp png, png_infop info, const struct png_wish *w)
{
	unsigned n = 1u << w->depth;
	png_color colours[256];
	png_byte alpha[256];

	for (unsigned i = 0; i < n; i++) {
		uint8_t p[4];

		picture_palette(i, p);
		colours[i] = (png_color){ p[0], p[1], p[2] };
		alpha[i] = p[3];
	}
	png_set_PLTE(png, info, colours, (int)n);
	if (w->trns)
		png_set_tRNS(png, info, alpha, (int)n, NULL);
}

/* The transparent colour is that of the first pixel. */
static void key_colour(png_structp png, png_infop info, const struct png_wish *w, const uint8_t *row)
{
	png_color_16 key = { .index = 0 };

	if (w->colour == PNG_COLOR_TYPE_GRAY) {
		key.gray = w->depth == 16 ? (png_uint_16)(row[0] << 8 | row[1]) :
					    (png_uint_16)(row[0] >> (8 - w->depth));
	} else if (w->depth == 16) {
		key.red = (png_uint_16)(row[0] << 8 | row[1]);
		key.green = (png_uint_16)(row[2] << 8 | row[3]);
		key.blue = (png_uint_16)(row[4] << 8 | row[5]);
	} else {
		key.red = row[0];
		key.green = row[1];
		key.blue = row[2];
	}
	png_set_tRNS(png, info, NULL, 0, &key);
}

struct bytes picture_png(const struct png_wish *w, uint8_t **rows)
{
	static const int channels[] = { 1, 0, 3, 1, 2, 0, 4 };
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	size_t stride = ((size_t)w->width * (size_t)(channels[w->colour] * w->depth) + 7) / 8;
	struct bytes out = bytes_copy("", 0);
	uint8_t *data = mem_need(stride, w->height);

	for (size_t i = 0; i < stride * w->height; i++)
		data[i] = picture_noise((uint32_t)(i % stride * 11), (uint32_t)(i / stride * 3), 0);
	png_set_write_fn(png, &out, put, NULL);
	png_set_IHDR(png, info, w->width, w->height, w->depth, w->colour,
		     w->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, 0, 0);
	if (w->colour == PNG_COLOR_TYPE_PALETTE)
		palette(png, info, w);
	else if (w->trns)
		key_colour(png, info, w, data);
	png_write_info(png, info);
	for (int pass = png_set_interlace_handling(png); pass > 0; pass--)
		for (unsigned y = 0; y < w->height; y++)
			png_write_row(png, data + y * stride);
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	if (rows)
		*rows = data;
	else
		free(data);
	return out;
}

struct bytes picture_segment(uint8_t marker, const void *payload, size_t len)
{
	uint8_t head[4] = { 0xFF, marker, (uint8_t)((len + 2) >> 8), (uint8_t)(len + 2) };
	struct bytes b = bytes_copy(head, 4);

	bytes_add(&b, payload, len);
	return b;
}

static void be32(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> (24 - 8 * i));
}

struct bytes picture_chunk(const char *type, const void *data, size_t len)
{
	uint8_t head[8], tail[4];
	struct bytes b;

	be32(head, (uint32_t)len);
	memcpy(head + 4, type, 4);
	b = bytes_copy(head, 8);
	bytes_add(&b, data, len);
	be32(tail, (uint32_t)crc32(0, b.data + 4, (uInt)(len + 4)));
	bytes_add(&b, tail, 4);
	return b;
}
