/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Header, quality, pixels and coefficients of JPEG. */
#include "tests/unit/unit.h"

#include "src/base/mem.h"
#include "src/media/codec.h"
#include "src/media/jpeg.h"
#include "tests/unit/pictures.h"

#include <jpeglib.h>

static const struct limits roomy = LIMITS_DEFAULT;

static enum status decode(const struct bytes *b, const struct limits *lim, struct job_control *ctl,
			  struct raster *out, struct error *warning, struct error *e)
{
	struct span s = bytes_span(b);
	const struct codec *c = codec_probe(&s);

	assert_non_null(c);
	assert_string_equal(c->media_type, "image/jpeg");
	return c->decode(s, lim, ctl, out, warning, e);
}

static void expect_refusal(const struct bytes *b, enum status st, uint64_t offset, const char *word)
{
	struct error e = ERROR_INIT;
	struct raster r;

	assert_int_equal(decode(b, &roomy, NULL, &r, NULL, &e), st);
	assert_int_equal(e.code, st);
	assert_true(e.has_offset);
	assert_int_equal(e.offset, offset);
	if (!strstr(e.message, word))
		fail_msg("'%s' does not say '%s'", e.message, word);
}

static void reads_the_header(void **state)
{
	struct jpeg_wish w = { .width = 70, .height = 50, .restart = 4 };
	struct bytes b = picture_jpeg(&w);
	struct jpeg_info info;
	struct error e;
	char text[96];

	(void)state;
	assert_int_equal(jpeg_read_info(bytes_span(&b), &info, &e), ST_OK);
	assert_int_equal(info.sof, 0xC0);
	assert_int_equal(info.precision, 8);
	assert_int_equal(info.width, 70);
	assert_int_equal(info.height, 50);
	assert_int_equal(info.n_components, 3);
	assert_int_equal(info.components[0].h * 10 + info.components[0].v, 22);
	assert_int_equal(info.n_scans, 1);
	assert_int_equal(info.restart_interval, 4);
	assert_true(info.has_jfif && !info.has_adobe && info.standard_huffman);
	assert_true(info.has_table[0] && info.has_table[1] && !info.has_table[2]);
	assert_int_equal(info.order[0], 0xD8);
	assert_int_equal(info.order[1], 0xE0);
	assert_int_equal(info.order[info.n_order - 1], 0xDA);
	assert_string_equal(jpeg_describe(&info, text, sizeof text), "baseline, 4:2:0");
	bytes_release(&b);
}

static void describes_processes(void **state)
{
	static const struct { struct jpeg_wish w; const char *words; } cases[] = {
		{ { .components = 1 }, "baseline, gray" },
		{ { .progressive = true, .h = 1, .v = 1 }, "progressive, 4:4:4" },
		{ { .h = 2, .v = 1 }, "baseline, 4:2:2" },
		{ { .h = 1, .v = 2 }, "baseline, 4:4:0" },
		{ { .h = 4, .v = 1 }, "baseline, 4:1:1" },
		{ { .h = 3, .v = 1 }, "baseline, 3x1 1x1 1x1" },
		{ { .arithmetic = true }, "extended, arithmetic, 4:2:0" },
		{ { .components = 4 }, "baseline, 4 colours, 4:4:4" },
	};
	struct jpeg_info info;
	char text[96];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct bytes b = picture_jpeg(&cases[i].w);

		assert_int_equal(jpeg_read_info(bytes_span(&b), &info, NULL), ST_OK);
		assert_string_equal(jpeg_describe(&info, text, sizeof text), cases[i].words);
		assert_int_equal(info.has_adobe, cases[i].w.components == 4);
		assert_int_equal(info.n_scans > 1, cases[i].w.progressive);
		bytes_release(&b);
	}
}

static void tells_standard_huffman_tables(void **state)
{
	struct jpeg_wish w = { .optimised = true };
	struct bytes b = picture_jpeg(&w);
	struct jpeg_info info;

	(void)state;
	assert_int_equal(jpeg_read_info(bytes_span(&b), &info, NULL), ST_OK);
	assert_false(info.standard_huffman);
	bytes_release(&b);
}

static void needs_a_frame_header(void **state)
{
	static const uint8_t no_frame[] = { 0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xD9 };
	struct jpeg_info info;
	struct error e = ERROR_INIT;

	(void)state;
	assert_int_equal(jpeg_read_info(span_of(no_frame, sizeof no_frame, 0), &info, &e), ST_CORRUPT);
	assert_int_equal(e.offset, 8);
	assert_int_equal(jpeg_read_info(span_of("GIF89a", 6, 0), &info, &e), ST_CORRUPT);
	assert_int_equal(e.offset, 0);
}

static void table_of_quality(int q, bool chroma, uint16_t out[64])
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr err;

	c.err = jpeg_std_error(&err);
	jpeg_create_compress(&c);
	c.in_color_space = JCS_RGB;
	c.input_components = 3;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, q, TRUE);
	memcpy(out, c.quant_tbl_ptrs[chroma]->quantval, 64 * sizeof *out);
	jpeg_destroy_compress(&c);
}

static void finds_every_ijg_quality(void **state)
{
	uint16_t table[64];
	double difference;

	(void)state;
	for (int q = 1; q <= 100; q++) {
		for (int chroma = 0; chroma < 2; chroma++) {
			int found;

			table_of_quality(q, chroma, table);
			found = jpeg_ijg_quality(table, chroma, &difference);
			assert_true(difference == 0);
			assert_int_equal(found, chroma && q < 3 ? 3 : q); /* 1 to 3 are one table */
		}
	}
	table_of_quality(75, false, table);
	table[10] += 3;
	assert_int_equal(jpeg_ijg_quality(table, false, &difference), 75);
	assert_true(difference == 3.0 / 64);
}

/* Against libjpeg used the plain way. */
static void decode_reference(const struct bytes *b, struct raster *out, J_COLOR_SPACE space)
{
	struct jpeg_decompress_struct c;
	struct jpeg_error_mgr err;

	c.err = jpeg_std_error(&err);
	jpeg_create_decompress(&c);
	jpeg_mem_src(&c, b->data, b->len);
	jpeg_read_header(&c, TRUE);
	c.out_color_space = space;
	jpeg_start_decompress(&c);
	*out = (struct raster){ .width = c.output_width, .height = c.output_height,
				.channels = (uint8_t)c.output_components, .depth = 8 };
	out->data = mem_array((size_t)out->width * out->height, out->channels);
	while (c.output_scanline < c.output_height) {
		JSAMPROW row = (JSAMPROW)out->data + (size_t)c.output_scanline * out->width * out->channels;

		jpeg_read_scanlines(&c, &row, 1);
	}
	jpeg_finish_decompress(&c);
	jpeg_destroy_decompress(&c);
}

static void decodes_what_libjpeg_decodes(void **state)
{
	static const struct jpeg_wish wishes[] = {
		{ .width = 61, .height = 43 },
		{ .components = 1, .width = 17 },
		{ .progressive = true, .width = 33 },
		{ .arithmetic = true },
		{ .arithmetic = true, .progressive = true },
		{ .restart = 1 },
		{ .h = 1, .v = 1 },
		{ .h = 2, .v = 1 },
		{ .h = 1, .v = 2 },
		{ .width = 1, .height = 1 },
		{ .optimised = true, .quality = 100 },
		{ .quality = 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wishes); i++) {
		struct bytes b = picture_jpeg(&wishes[i]);
		struct error e = ERROR_INIT, warning = ERROR_INIT;
		struct raster got, want;

		assert_int_equal(decode(&b, &roomy, NULL, &got, &warning, &e), ST_OK);
		assert_int_equal(warning.code, ST_OK);
		decode_reference(&b, &want, wishes[i].components == 1 ? JCS_GRAYSCALE : JCS_RGB);
		assert_int_equal(got.width, want.width);
		assert_int_equal(got.height, want.height);
		assert_int_equal(got.channels, want.channels);
		assert_int_equal(got.depth, 8);
		assert_memory_equal(got.data, want.data, (size_t)got.width * got.height * got.channels);
		raster_release(&got);
		raster_release(&want);
		bytes_release(&b);
	}
}

/* Adobe writes inverted CMYK: 255 is no ink. Without the marker 0 is no ink. */
static void converts_cmyk(void **state)
{
	struct jpeg_wish w = {
		.components = 4, .quality = 100, .is_solid = true, .solid = { 200, 100, 50, 128 }
	};
	struct bytes b = picture_jpeg(&w);
	size_t adobe = bytes_find(&b, "Adobe", 5, 0);
	struct error e = ERROR_INIT;
	struct raster r;
	uint8_t *p;

	(void)state;
	assert_true(adobe != SIZE_MAX);
	assert_int_equal(decode(&b, &roomy, NULL, &r, NULL, &e), ST_OK);
	assert_int_equal(r.channels, 3);
	p = r.data;
	assert_in_range(p[0], 99, 101); /* 200 * 128 / 255 */
	assert_in_range(p[1], 49, 51);
	assert_in_range(p[2], 24, 26);
	raster_release(&r);
	memcpy(b.data + adobe, "Other", 5);
	assert_int_equal(decode(&b, &roomy, NULL, &r, NULL, &e), ST_OK);
	p = r.data;
	assert_in_range(p[0], 26, 28); /* 55 * 127 / 255 */
	assert_in_range(p[1], 76, 78);
	raster_release(&r);
	bytes_release(&b);
}

static size_t frame_of(const struct bytes *b, uint8_t code)
{
	uint8_t marker[3] = { 0xFF, code, 0 };

	return bytes_find(b, marker, 3, 0);
}

static void refuses_by_name(void **state)
{
	struct jpeg_wish w = { .components = 3 };
	struct bytes b = picture_jpeg(&w);
	size_t sof = frame_of(&b, 0xC0);

	(void)state;
	b.data[sof + 4] = 12;
	expect_refusal(&b, ST_UNSUPPORTED, sof, "12-bit JPEG");
	b.data[sof + 4] = 8;
	b.data[sof + 1] = 0xC3;
	expect_refusal(&b, ST_UNSUPPORTED, sof, "lossless");
	b.data[sof + 1] = 0xC5;
	expect_refusal(&b, ST_UNSUPPORTED, sof, "differential");
	b.data[sof + 1] = 0xF7;
	expect_refusal(&b, ST_UNSUPPORTED, sof, "JPEG-LS");
	b.data[sof + 1] = 0xC0;
	memset(b.data + sof + 5, 0, 2);
	expect_refusal(&b, ST_CORRUPT, sof, "empty picture");
	bytes_release(&b);
}

static void keeps_limits_before_it_allocates(void **state)
{
	struct jpeg_wish w = { .progressive = true };
	struct bytes b = picture_jpeg(&w);
	struct limits small = { .pixels = 64 * 48 - 1, .memory = 1 << 30 },
		      poor = { .pixels = 300000000, .memory = 20000 };
	size_t sof = frame_of(&b, 0xC2);
	struct jpeg_coefficients co;
	struct error e = ERROR_INIT;
	struct raster r;

	(void)state;
	assert_int_equal(decode(&b, &small, NULL, &r, NULL, &e), ST_LIMIT);
	assert_non_null(strstr(e.message, "64 x 48"));
	assert_int_equal(decode(&b, &poor, NULL, &r, NULL, &e), ST_MEMORY);
	assert_int_equal(jpeg_coefficients_read(bytes_span(&b), &small, NULL, &co, &e), ST_LIMIT);
	assert_int_equal(jpeg_coefficients_read(bytes_span(&b), &poor, NULL, &co, &e), ST_MEMORY);
	memset(b.data + sof + 5, 0xFF, 4); /* 65535 x 65535 */
	assert_int_equal(decode(&b, &roomy, NULL, &r, NULL, &e), ST_LIMIT);
	memcpy(b.data + sof + 5, "\x3F\x00\x3F\x00", 4); /* 260 megapixels: the coefficients do not fit */
	assert_int_equal(decode(&b, &roomy, NULL, &r, NULL, &e), ST_MEMORY);
	assert_int_equal(jpeg_coefficients_read(bytes_span(&b), &roomy, NULL, &co, &e), ST_MEMORY);
	bytes_release(&b);
}

static bool yes(void *owner)
{
	++*(int *)owner;
	return true;
}

static void stops_when_asked(void **state)
{
	struct jpeg_wish plain = { .components = 3 }, progressive = { .progressive = true };
	struct bytes list[2] = { picture_jpeg(&plain), picture_jpeg(&progressive) };
	int asked = 0;
	struct job_control ctl = { .cancelled = yes, .owner = &asked };
	struct jpeg_coefficients co;
	struct error e = ERROR_INIT;
	struct raster r;

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(decode(&list[i], &roomy, &ctl, &r, NULL, &e), ST_CANCELLED);
		assert_int_equal(jpeg_coefficients_read(bytes_span(&list[i]), &roomy, &ctl, &co, &e),
				 ST_CANCELLED);
		bytes_release(&list[i]);
	}
	assert_true(asked >= 4);
}

/* The first scan of a progressive file, a thousand times. */
static void limits_the_number_of_scans(void **state)
{
	struct jpeg_wish w = { .progressive = true, .components = 1, .width = 8, .height = 8 };
	struct bytes b = picture_jpeg(&w);
	size_t first = bytes_find(&b, "\xFF\xDA", 2, 0), next = bytes_find(&b, "\xFF\xC4", 2, first);
	struct bytes scan = bytes_copy(b.data + first, next - first);
	struct jpeg_coefficients co;
	struct error e = ERROR_INIT;
	struct raster r;

	(void)state;
	assert_true(next != SIZE_MAX);
	for (int i = 0; i < 1000; i++)
		bytes_insert(&b, first, scan.data, scan.len);
	assert_int_equal(decode(&b, &roomy, NULL, &r, NULL, &e), ST_LIMIT);
	assert_non_null(strstr(e.message, "500 scans"));
	assert_int_equal(jpeg_coefficients_read(bytes_span(&b), &roomy, NULL, &co, &e), ST_LIMIT);
	bytes_release(&scan);
	bytes_release(&b);
}

static void shows_a_cut_file_and_complains(void **state)
{
	struct jpeg_wish w = { .width = 200, .height = 200 };
	struct bytes b = picture_jpeg(&w);
	struct error e = ERROR_INIT, warning = ERROR_INIT;
	struct raster r;

	(void)state;
	b.len /= 2;
	assert_int_equal(decode(&b, &roomy, NULL, &r, &warning, &e), ST_OK);
	assert_int_equal(warning.code, ST_CORRUPT);
	assert_non_null(strstr(warning.message, "Premature end"));
	assert_int_equal(warning.offset, b.len);
	raster_release(&r);
	bytes_release(&b);
}

static void answers_corrupt_with_a_place(void **state)
{
	struct jpeg_wish w = { .components = 1 };
	struct bytes b = picture_jpeg(&w);
	size_t dht = bytes_find(&b, "\xFF\xC4", 2, 0);
	struct error e = ERROR_INIT;
	struct raster r;

	(void)state;
	memset(b.data + dht + 5, 0xFF, 16); /* more codes than there can be */
	assert_int_equal(decode(&b, &roomy, NULL, &r, NULL, &e), ST_CORRUPT);
	assert_true(e.has_offset);
	assert_in_range(e.offset, dht, dht + 64);
	assert_non_null(strstr(e.message, "Huffman"));
	bytes_release(&b);
}

/* Every prefix, and every byte flipped: whatever comes out, nothing may be read or written beyond its end. */
static void survives_every_cut_and_flip(void **state)
{
	struct jpeg_wish w = { .width = 24, .height = 16, .progressive = true, .restart = 1 };
	struct bytes b = picture_jpeg(&w);
	struct limits lim = { .pixels = 100000, .memory = 1 << 24 };
	size_t whole = b.len;

	(void)state;
	for (size_t i = 0; i < 2 * whole; i++) {
		struct jpeg_coefficients co;
		struct error e;
		struct raster r;
		struct bytes copy =
			bytes_copy(b.data, i < whole ? i : whole); /* own block: ASan sees its end */

		if (i >= whole)
			copy.data[i - whole] ^= 0x55;
		if (jpeg_coefficients_read(bytes_span(&copy), &lim, NULL, &co, &e) == ST_OK)
			jpeg_coefficients_release(&co);
		if (copy.len > 2 && copy.data[0] == 0xFF && copy.data[1] == 0xD8) {
			struct span s = bytes_span(&copy);
			const struct codec *c = codec_probe(&s);

			if (c && c->decode && c->decode(s, &lim, NULL, &r, NULL, &e) == ST_OK)
				raster_release(&r);
		}
		bytes_release(&copy);
	}
	bytes_release(&b);
}

static void coefficients_are_those_of_libjpeg(void **state)
{
	static const struct jpeg_wish wishes[] = { { .width = 61, .height = 43 },
						   { .progressive = true, .components = 1 },
						   { .components = 4, .quality = 30 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wishes); i++) {
		struct bytes b = picture_jpeg(&wishes[i]);
		struct jpeg_decompress_struct c;
		struct jpeg_error_mgr err;
		struct jpeg_coefficients co;
		struct jpeg_info info;
		struct error e = ERROR_INIT;
		jvirt_barray_ptr *arrays;

		assert_int_equal(jpeg_coefficients_read(bytes_span(&b), &roomy, NULL, &co, &e), ST_OK);
		assert_int_equal(jpeg_read_info(bytes_span(&b), &info, &e), ST_OK);
		c.err = jpeg_std_error(&err);
		jpeg_create_decompress(&c);
		jpeg_mem_src(&c, b.data, b.len);
		jpeg_read_header(&c, TRUE);
		arrays = jpeg_read_coefficients(&c);
		assert_int_equal(co.n_components, c.num_components);
		for (int k = 0; k < c.num_components; k++) {
			size_t row = (size_t)c.comp_info[k].width_in_blocks * 64;

			assert_int_equal(co.components[k].blocks_w, c.comp_info[k].width_in_blocks);
			assert_int_equal(co.components[k].blocks_h, c.comp_info[k].height_in_blocks);
			assert_memory_equal(co.components[k].table, info.tables[info.components[k].table],
					    128);
			for (unsigned y = 0; y < co.components[k].blocks_h; y++) {
				JBLOCKARRAY r =
					c.mem->access_virt_barray((j_common_ptr)&c, arrays[k], y, 1, FALSE);

				assert_memory_equal(co.components[k].data + y * row, r[0], row * 2);
			}
		}
		jpeg_destroy_decompress(&c);
		jpeg_coefficients_release(&co);
		bytes_release(&b);
	}
}

/* A flat picture has only DC, and DC times its divisor over 8 is the level. */
static void a_flat_picture_has_only_dc(void **state)
{
	struct jpeg_wish w = { .components = 1, .is_solid = true, .solid = { 200 }, .quality = 50 };
	struct bytes b = picture_jpeg(&w);
	struct jpeg_coefficients co;
	struct error e = ERROR_INIT;

	(void)state;
	assert_int_equal(jpeg_coefficients_read(bytes_span(&b), &roomy, NULL, &co, &e), ST_OK);
	assert_int_equal(co.components[0].blocks_w, 8);
	assert_int_equal(co.components[0].blocks_h, 6);
	assert_int_equal(co.components[0].table[0], 16);
	assert_int_equal(co.components[0].table[1], 11); /* row order: 11 stands right of 16 */
	assert_int_equal(co.components[0].table[8], 12);
	for (unsigned i = 0; i < 48 * 64; i++)
		assert_int_equal(co.components[0].data[i], i % 64 ? 0 : (200 - 128) * 8 / 16);
	jpeg_coefficients_release(&co);
	jpeg_coefficients_release(&co);
	bytes_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_header),
		cmocka_unit_test(describes_processes),
		cmocka_unit_test(tells_standard_huffman_tables),
		cmocka_unit_test(needs_a_frame_header),
		cmocka_unit_test(finds_every_ijg_quality),
		cmocka_unit_test(decodes_what_libjpeg_decodes),
		cmocka_unit_test(converts_cmyk),
		cmocka_unit_test(refuses_by_name),
		cmocka_unit_test(keeps_limits_before_it_allocates),
		cmocka_unit_test(stops_when_asked),
		cmocka_unit_test(limits_the_number_of_scans),
		cmocka_unit_test(shows_a_cut_file_and_complains),
		cmocka_unit_test(answers_corrupt_with_a_place),
		cmocka_unit_test(survives_every_cut_and_flip),
		cmocka_unit_test(coefficients_are_those_of_libjpeg),
		cmocka_unit_test(a_flat_picture_has_only_dc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
