/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "png_out.h"
#include "common.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

static const struct {
	const char *name;
	int type, channels;
} types[] = {
	{ "gray", PNG_COLOR_TYPE_GRAY, 1 }, { "rgb", PNG_COLOR_TYPE_RGB, 3 },
	{ "palette", PNG_COLOR_TYPE_PALETTE, 1 },
	{ "gray-alpha", PNG_COLOR_TYPE_GRAY_ALPHA, 2 }, { "rgba", PNG_COLOR_TYPE_RGB_ALPHA, 4 },
};

/* Steps of each channel in a palette of that depth. */
static const struct {
	int depth;
	unsigned r, g, b;
} cubes[] = { { 1, 1, 2, 1 }, { 2, 1, 4, 1 }, { 4, 2, 4, 2 }, { 8, 6, 6, 6 } };

struct layout {
	int type, channels, depth;
	unsigned r, g, b; /* palette steps */
};

static struct layout layout_from_options(struct options *o)
{
	const char *name = options_text(o, "type", "rgb");
	struct layout l = { .depth = (int)options_int(o, "depth", 8) };

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (!strcmp(types[i].name, name)) {
			l.type = types[i].type;
			l.channels = types[i].channels;
		}
	if (!l.channels)
		die("unknown type '%s'", name);
	for (size_t i = 0; i < sizeof cubes / sizeof *cubes; i++)
		if (cubes[i].depth == l.depth) {
			l.r = cubes[i].r;
			l.g = cubes[i].g;
			l.b = cubes[i].b;
		}
	if (l.type == PNG_COLOR_TYPE_PALETTE ? !l.r :
	    l.channels > 1 || l.depth > 4 ? l.depth != 8 && l.depth != 16 : !l.r)
		die("'%s' cannot have depth %d", name, l.depth);
	return l;
}

static unsigned step_level(unsigned i, unsigned steps)
{
	return steps < 2 ? 0 : i * 255 / (steps - 1);
}

/* Few levels need dither, or the picture cannot be recognised. */
static unsigned dither(float v, unsigned steps, int x, int y)
{
	static const unsigned char order[4][4] = {
		{ 0, 8, 2, 10 }, { 12, 4, 14, 6 }, { 3, 11, 1, 9 }, { 15, 7, 13, 5 },
	};
	float at = v * (float)(steps - 1) + ((float)order[y & 3][x & 3] + 0.5f) / 16;
	unsigned level = at < 0 ? 0 : (unsigned)at;

	return level >= steps ? steps - 1 : level;
}

static float luma(const float *px)
{
	return 0.299f * px[0] + 0.587f * px[1] + 0.114f * px[2];
}

static float alpha_at(const struct canvas *c, int x, int y)
{
	double u = 2.0 * x / c->w - 1, v = 2.0 * y / c->h - 1;

	if (c->alpha)
		return c->alpha[(size_t)y * (size_t)c->w + (size_t)x];
	return (float)fmin(1, fmax(0, 3 * (1.15 - sqrt(u * u + v * v))));
}

static png_byte *put_level(png_byte *at, float v, int depth)
{
	unsigned level = canvas_level(v, depth == 16 ? 65535 : 255);

	if (depth == 16)
		*at++ = (png_byte)(level >> 8);
	*at++ = (png_byte)level;
	return at;
}

static png_byte palette_index(const struct layout *l, const float *px, int x, int y)
{
	float grey = luma(px);
	unsigned r = dither(l->r > 1 ? px[0] : grey, l->r, x, y);
	unsigned g = dither(l->r > 1 ? px[1] : grey, l->g, x, y);
	unsigned b = dither(l->r > 1 ? px[2] : grey, l->b, x, y);

	return (png_byte)((r * l->g + g) * l->b + b);
}

static void put_row(const struct canvas *c, const struct layout *l, int y, png_byte *row)
{
	for (int x = 0; x < c->w; x++) {
		const float *px = canvas_at(c, x, y);

		if (l->type == PNG_COLOR_TYPE_PALETTE) {
			*row++ = palette_index(l, px, x, y);
			continue;
		}
		if (l->depth < 8) {
			*row++ = (png_byte)dither(luma(px), 1u << l->depth, x, y);
			continue;
		}
		if (l->channels < 3)
			row = put_level(row, luma(px), l->depth);
		else
			for (int ch = 0; ch < 3; ch++)
				row = put_level(row, px[ch], l->depth);
		if (l->channels % 2 == 0)
			row = put_level(row, alpha_at(c, x, y), l->depth);
	}
}

static void set_palette(png_structp p, png_infop info, const struct layout *l)
{
	png_color colours[256];
	unsigned n = 0;

	for (unsigned r = 0; r < l->r; r++)
		for (unsigned g = 0; g < l->g; g++)
			for (unsigned b = 0; b < l->b; b++) {
				unsigned green = step_level(g, l->g);
				bool grey = l->r < 2;

				colours[n++] = (png_color){
					(png_byte)(grey ? green : step_level(r, l->r)),
					(png_byte)green,
					(png_byte)(grey ? green : step_level(b, l->b)) };
			}
	png_set_PLTE(p, info, colours, (int)n);
}

/* Makes the darkest palette entry, or the colour of one middle grey, transparent. */
static void set_transparent(png_structp p, png_infop info, const struct layout *l)
{
	png_byte alpha[1] = { 0 };
	png_uint_16 middle = (png_uint_16)((1u << l->depth) / 2);
	png_color_16 key = { 0, middle, middle, middle, middle };

	if (l->type == PNG_COLOR_TYPE_PALETTE)
		png_set_tRNS(p, info, alpha, 1, NULL);
	else
		png_set_tRNS(p, info, NULL, 0, &key);
}

static void set_texts(png_structp p, png_infop info, struct options *o, const char *prefix,
		      int compression)
{
	const struct option *item;
	size_t at = 0;

	while ((item = options_next(o, prefix, &at))) {
		png_text text = { .compression = compression };

		text.key = item->key + strlen(prefix);
		text.text = item->value;
		text.text_length = strlen(item->value);
		png_set_text(p, info, &text, 1);
	}
}

static void set_extras(png_structp p, png_infop info, struct options *o,
		       const struct layout *l, const struct bytes *tiff)
{
	if (l->type == PNG_COLOR_TYPE_PALETTE)
		set_palette(p, info, l);
	if (options_int(o, "trns", 0))
		set_transparent(p, info, l);
	if (options_int(o, "srgb", 1))
		png_set_sRGB(p, info, PNG_sRGB_INTENT_PERCEPTUAL);
	if (options_int(o, "phys", 0))
		png_set_pHYs(p, info, (png_uint_32)options_int(o, "phys", 0),
			     (png_uint_32)options_int(o, "phys", 0), PNG_RESOLUTION_METER);
	set_texts(p, info, o, "text.", PNG_TEXT_COMPRESSION_NONE);
	set_texts(p, info, o, "ztxt.", PNG_TEXT_COMPRESSION_zTXt);
	set_texts(p, info, o, "itxt.", PNG_ITXT_COMPRESSION_NONE);
	if (tiff->len)
		png_set_eXIf_1(p, info, (png_uint_32)tiff->len, tiff->data);
}

static void write_bytes(png_structp p, png_bytep data, size_t n)
{
	bytes_add(png_get_io_ptr(p), data, n);
}

static void flush_bytes(png_structp p)
{
	(void)p;
}

static png_byte **make_rows(const struct canvas *c, const struct layout *l)
{
	png_byte **rows = xnew((size_t)c->h, sizeof *rows);

	for (int y = 0; y < c->h; y++) {
		rows[y] = xnew((size_t)c->w * (size_t)l->channels, l->depth == 16 ? 2 : 1);
		put_row(c, l, y, rows[y]);
	}
	return rows;
}

void png_write(const struct canvas *c, struct options *o, const struct bytes *tiff,
	       struct bytes *out)
{
	struct layout l = layout_from_options(o);
	png_structp p = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = p ? png_create_info_struct(p) : NULL;
	png_byte **rows;

	if (!info || setjmp(png_jmpbuf(p)))
		die("cannot write a PNG");
	rows = make_rows(c, &l);
	png_set_write_fn(p, out, write_bytes, flush_bytes);
	png_set_IHDR(p, info, (png_uint_32)c->w, (png_uint_32)c->h, l.depth, l.type,
		     options_int(o, "interlace", 0) ? PNG_INTERLACE_ADAM7 :
		     PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
	set_extras(p, info, o, &l, tiff);
	png_write_info(p, info);
	png_set_packing(p);
	png_write_image(p, rows);
	png_write_end(p, NULL); /* with info, libpng would write eXIf twice */
	png_destroy_write_struct(&p, &info);
	for (int y = 0; y < c->h; y++)
		free(rows[y]);
	free(rows);
}

static uint32_t checksum(const uint8_t *data, size_t n)
{
	uint32_t crc = 0xffffffffu;

	for (size_t i = 0; i < n; i++) {
		crc ^= data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
	}
	return crc ^ 0xffffffffu;
}

void png_repair_checksum(struct bytes *file, size_t at)
{
	uint32_t n = bytes_u32(file, at, ORDER_BIG);

	bytes_set_u32(file, at + 8 + n, ORDER_BIG, checksum(file->data + at + 4, n + 4));
}

void png_add_chunk(struct bytes *out, const char type[4], const void *data, size_t n)
{
	size_t at = out->len;

	bytes_add_u32(out, ORDER_BIG, (uint32_t)n);
	bytes_add(out, type, 4);
	bytes_add(out, data, n);
	bytes_add_u32(out, ORDER_BIG, 0);
	png_repair_checksum(out, at);
}
