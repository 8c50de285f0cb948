/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "jpeg_out.h"
#include "common.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

static const struct {
	const char *name;
	int across, down;
} samplings[] = {
	{ "420", 2, 2 }, { "422", 2, 1 }, { "440", 1, 2 }, { "411", 4, 1 }, { "444", 1, 1 },
};

static const struct {
	const char *name;
	J_COLOR_SPACE in, file;
	int channels;
} colourings[] = {
	{ "ycc", JCS_RGB, JCS_YCbCr, 3 }, { "gray", JCS_GRAYSCALE, JCS_GRAYSCALE, 1 },
	{ "rgb", JCS_RGB, JCS_RGB, 3 }, { "cmyk", JCS_CMYK, JCS_CMYK, 4 },
	{ "ycck", JCS_CMYK, JCS_YCCK, 4 },
};

enum { COLOURINGS = sizeof colourings / sizeof *colourings };

struct jpeg_settings jpeg_from_options(struct options *o)
{
	struct jpeg_settings s = {
		.quality = (int)options_int(o, "quality", 92),
		.sampling = options_text(o, "sampling", "422"),
		.colours = options_text(o, "colours", "ycc"),
		.progressive = options_int(o, "progressive", 0) != 0,
		.arithmetic = options_int(o, "arithmetic", 0) != 0,
		.optimise = options_int(o, "optimise", 0) != 0,
		.jfif = options_int(o, "jfif", 1) != 0,
		.restart = (int)options_int(o, "restart", 0),
	};

	return s;
}

static size_t find_colouring(const char *name)
{
	for (size_t i = 0; i < COLOURINGS; i++)
		if (!strcmp(colourings[i].name, name))
			return i;
	die("unknown colours '%s'", name);
}

static void set_sampling(struct jpeg_compress_struct *j, const char *name)
{
	for (size_t i = 0; i < sizeof samplings / sizeof *samplings; i++) {
		if (strcmp(samplings[i].name, name))
			continue;
		for (int k = 0; k < j->num_components; k++) {
			bool full = k == 0 || k == 3;

			j->comp_info[k].h_samp_factor = full ? samplings[i].across : 1;
			j->comp_info[k].v_samp_factor = full ? samplings[i].down : 1;
		}
		return;
	}
	die("unknown sampling '%s'", name);
}

/* CMYK the way Adobe stores it: inverted, with the common part moved to black. */
static void put_cmyk(const unsigned rgb[3], JSAMPLE *out)
{
	unsigned k = rgb[0] > rgb[1] ? rgb[0] : rgb[1];

	k = rgb[2] > k ? rgb[2] : k;
	for (int ch = 0; ch < 3; ch++)
		out[ch] = (JSAMPLE)(k ? (rgb[ch] * 255 + k / 2) / k : 255);
	out[3] = (JSAMPLE)k;
}

static void put_row(const struct canvas *c, int y, int channels, JSAMPLE *row)
{
	for (int x = 0; x < c->w; x++, row += channels) {
		const float *px = canvas_at(c, x, y);
		unsigned rgb[3];

		for (int ch = 0; ch < 3; ch++)
			rgb[ch] = canvas_level(px[ch], 255);
		if (channels == 1)
			row[0] = (JSAMPLE)((299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) /
					   1000);
		else if (channels == 4)
			put_cmyk(rgb, row);
		else
			for (int ch = 0; ch < 3; ch++)
				row[ch] = (JSAMPLE)rgb[ch];
	}
}

static void set_up(struct jpeg_compress_struct *j, const struct canvas *c,
		   const struct jpeg_settings *s)
{
	size_t i = find_colouring(s->colours);

	j->image_width = (JDIMENSION)c->w;
	j->image_height = (JDIMENSION)c->h;
	j->in_color_space = colourings[i].in;
	j->input_components = colourings[i].channels;
	jpeg_set_defaults(j);
	jpeg_set_colorspace(j, colourings[i].file);
	jpeg_set_quality(j, s->quality, TRUE);
	if (colourings[i].channels != 1)
		set_sampling(j, s->sampling);
	if (s->progressive)
		jpeg_simple_progression(j);
	j->arith_code = s->arithmetic;
	j->optimize_coding = s->optimise;
	j->restart_interval = (unsigned)s->restart;
	if (!s->jfif)
		j->write_JFIF_header = FALSE;
}

static void encode(const struct canvas *c, const struct jpeg_settings *s, struct bytes *out)
{
	struct jpeg_compress_struct j;
	struct jpeg_error_mgr errors;
	unsigned char *data = NULL;
	unsigned long n = 0;
	JSAMPLE *row;

	j.err = jpeg_std_error(&errors);
	jpeg_create_compress(&j);
	jpeg_mem_dest(&j, &data, &n);
	set_up(&j, c, s);
	row = xnew((size_t)c->w, 4);
	jpeg_start_compress(&j, TRUE);
	for (int y = 0; y < c->h; y++) {
		put_row(c, y, j.input_components, row);
		jpeg_write_scanlines(&j, &row, 1);
	}
	jpeg_finish_compress(&j);
	jpeg_destroy_compress(&j);
	bytes_add(out, data, n);
	free(row);
	free(data);
}

void jpeg_write(const struct canvas *c, const struct jpeg_settings *s,
		const struct bytes *segments, struct bytes *out)
{
	struct bytes plain = { 0 };
	size_t head = 2;

	encode(c, s, &plain);
	if (plain.data[3] == 0xe0)
		head += 2 + bytes_u16(&plain, 4, ORDER_BIG);
	bytes_add(out, plain.data, head);
	if (segments)
		bytes_add(out, segments->data, segments->len);
	bytes_add(out, plain.data + head, plain.len - head);
	bytes_release(&plain);
}

static void read_pixels(struct jpeg_decompress_struct *j, struct canvas *c)
{
	float code[MAXJSAMPLE + 1];
	JSAMPLE *row;

	for (int i = 0; i <= MAXJSAMPLE; i++)
		code[i] = (float)i / 255;
	j->out_color_space = JCS_RGB;
	jpeg_start_decompress(j);
	canvas_init(c, (int)j->output_width, (int)j->output_height);
	row = xnew((size_t)c->w, 3);
	while (j->output_scanline < j->output_height) {
		float *px = canvas_at(c, 0, (int)j->output_scanline);

		jpeg_read_scanlines(j, &row, 1);
		for (int i = 0; i < c->w * 3; i++)
			px[i] = code[row[i]];
	}
	jpeg_finish_decompress(j);
	free(row);
}

void jpeg_read(const struct bytes *file, struct canvas *c)
{
	jpeg_read_small(file, c, JPEG_MAX_DIMENSION, JPEG_MAX_DIMENSION);
}

void jpeg_read_small(const struct bytes *file, struct canvas *c, int w, int h)
{
	struct jpeg_decompress_struct j;
	struct jpeg_error_mgr errors;
	unsigned eighths = 8;

	j.err = jpeg_std_error(&errors);
	jpeg_create_decompress(&j);
	jpeg_mem_src(&j, file->data, file->len);
	jpeg_read_header(&j, TRUE);
	/* halves alone: other fractions decode slower than the whole picture does */
	while (eighths > 1 && j.image_width * (eighths / 2) >= (unsigned)w * 8 &&
	       j.image_height * (eighths / 2) >= (unsigned)h * 8)
		eighths /= 2;
	j.scale_num = eighths;
	j.scale_denom = 8;
	read_pixels(&j, c);
	jpeg_destroy_decompress(&j);
}

void jpeg_size(const struct bytes *file, int *w, int *h)
{
	struct jpeg_decompress_struct j;
	struct jpeg_error_mgr errors;

	j.err = jpeg_std_error(&errors);
	jpeg_create_decompress(&j);
	jpeg_mem_src(&j, file->data, file->len);
	jpeg_read_header(&j, TRUE);
	*w = (int)j.image_width;
	*h = (int)j.image_height;
	jpeg_destroy_decompress(&j);
}

void jpeg_add_segment(struct bytes *out, unsigned marker, const void *data, size_t n)
{
	if (n > 65533)
		die("a segment of %zu bytes is too long", n);
	bytes_add_u8(out, 0xff);
	bytes_add_u8(out, marker);
	bytes_add_u16(out, ORDER_BIG, (unsigned)n + 2);
	bytes_add(out, data, n);
}

void value_bytes(const char *text, struct bytes *out)
{
	unsigned value;

	if (strncmp(text, "hex:", 4)) {
		bytes_add_text(out, text);
		return;
	}
	for (text += 4; sscanf(text, "%2x", &value) == 1 && text[0] && text[1]; text += 2)
		bytes_add_u8(out, value);
}

void jpeg_add_asked(struct bytes *out, struct options *o)
{
	static const char xmp_name[] = "http://ns.adobe.com/xap/1.0/";
	const char *xmp = options_text(o, "xmp", NULL), *com = options_text(o, "com", NULL);
	const struct option *item;
	struct bytes data = { 0 };
	size_t at = 0;

	if (xmp) {
		bytes_add(&data, xmp_name, sizeof xmp_name);
		bytes_add_text(&data, xmp);
		jpeg_add_segment(out, 0xe1, data.data, data.len);
	}
	while ((item = options_next(o, "marker.", &at))) {
		data.len = 0;
		value_bytes(item->value, &data);
		jpeg_add_segment(out, (unsigned)strtoul(item->key + 7, NULL, 16) & 255,
				 data.data, data.len);
	}
	if (com)
		jpeg_add_segment(out, 0xfe, com, strlen(com));
	bytes_release(&data);
}
