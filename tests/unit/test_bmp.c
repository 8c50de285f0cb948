/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/mem.h"
#include "tests/unit/pictures_more.h"
#include "tests/unit/walked.h"

static const struct limits roomy = LIMITS_DEFAULT;

static enum status decode(const struct bytes *b, const struct limits *lim, struct job_control *ctl,
			  struct raster *out, struct error *warning, struct error *e)
{
	struct span s = bytes_span(b);
	const struct codec *c = codec_probe(&s);

	assert_string_equal(c->media_type, "image/bmp");
	return c->decode(s, lim, ctl, out, warning, e);
}

static void compare(const struct bmp_wish *wish, enum status warned)
{
	unsigned width = wish->width ? wish->width : 13, height = wish->height ? wish->height : 7;
	struct error e = ERROR_INIT, warning = ERROR_INIT;
	uint8_t *rgba;
	struct bytes b = picture_bmp(wish, &rgba);
	struct raster r;

	if (decode(&b, &roomy, NULL, &r, &warning, &e) != ST_OK)
		fail_msg("%u bits, header %u: %s", wish->bits, wish->header, e.message);
	assert_int_equal(warning.code, warned);
	assert_int_equal(r.width, width);
	assert_int_equal(r.height, height);
	assert_int_equal(r.depth, 8);
	assert_int_equal(r.channels, wish->mask[3] ? 4 : 3);
	for (size_t i = 0; i < (size_t)width * height; i++)
		assert_memory_equal((uint8_t *)r.data + i * r.channels, rgba + 4 * i, r.channels);
	raster_release(&r);
	bytes_release(&b);
	free(rgba);
}

static void decodes_every_kind(void **state)
{
	static const unsigned bits[] = { 1, 2, 4, 8, 16, 24, 32 }, sizes[] = { 12, 40, 52, 56, 64, 108, 124 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bits); i++)
		for (size_t j = 0; j < ARRAY_LEN(sizes); j++)
			for (unsigned k = 0; k < 2; k++) {
				struct bmp_wish w = { .bits = bits[i], .header = sizes[j],
						      .top_down = k && sizes[j] > 12 };

				compare(&w, ST_OK);
				w.width = 1;
				w.height = 3;
				compare(&w, ST_OK);
			}
}

static void decodes_bit_fields(void **state)
{
	static const struct { unsigned bits; uint32_t mask[4]; } all[] = {
		{ 16, { 0xF800, 0x07E0, 0x001F, 0 } },
		{ 16, { 0x0F00, 0x00F0, 0x000F, 0xF000 } },
		{ 32, { 0x000000FF, 0x0000FF00, 0x00FF0000, 0xFF000000 } },
		{ 32, { 0xFF000000, 0x00FF0000, 0x0000FF00, 0 } },
		{ 32, { 0x3, 0x1C, 0xF80, 0x1000 } },
	};
	static const unsigned sizes[] = { 40, 108, 124 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		for (size_t j = 0; j < ARRAY_LEN(sizes); j++) {
			struct bmp_wish w = { .bits = all[i].bits, .header = sizes[j], .compression = 3 };

			memcpy(w.mask, all[i].mask, sizeof w.mask);
			if (sizes[j] == 40 && w.mask[3])
				w.compression = 6;
			compare(&w, ST_OK);
		}
}

static void keeps_wide_fields_at_16_bits(void **state)
{
	struct bmp_wish w = { .width = 1, .height = 1, .bits = 32, .compression = 3,
			      .mask = { 0x3FF00000, 0xFFC00, 0x3FF, 0 } };
	struct bytes b = picture_bmp(&w, NULL);
	struct error e = ERROR_INIT;
	struct raster r;

	(void)state;
	memcpy(b.data + b.len - 4, "\xFF\x03\x08\x20", 4); /* 512, 512, 1023 */
	assert_int_equal(decode(&b, &roomy, NULL, &r, NULL, &e), ST_OK);
	assert_int_equal(r.depth, 16);
	assert_int_equal(((uint16_t *)r.data)[0], (512 * 65535u + 511) / 1023);
	assert_int_equal(((uint16_t *)r.data)[1], (512 * 65535u + 511) / 1023);
	assert_int_equal(((uint16_t *)r.data)[2], 65535);
	raster_release(&r);
	bytes_release(&b);
}

static void decodes_runs(void **state)
{
	static const unsigned widths[] = { 1, 5, 13, 64, 301 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(widths); i++)
		for (unsigned c = 1; c <= 2; c++) {
			struct bmp_wish w = { .width = widths[i], .height = 9, .bits = c == 1 ? 8 : 4,
					      .compression = c };

			compare(&w, ST_OK);
		}
}

/* Moves, runs over the edges, codes after the end of the bitmap. */
static void follows_odd_runs(void **state)
{
	static const uint8_t codes[] = { 3, 1, 0, 2, 2, 1, 200, 2, 0, 0, 0, 2, 0, 90, 5, 3, 0, 1, 9, 9 };
	struct bmp_wish wish = { .width = 8, .height = 4, .bits = 8, .compression = 1 };
	struct bytes b = picture_bmp(&wish, NULL);
	size_t at = 54 + 1024;
	struct error e = ERROR_INIT, warning = ERROR_INIT;
	struct raster r;
	struct walked w;
	uint8_t p[3][4];

	(void)state;
	for (unsigned i = 0; i < 3; i++)
		picture_palette(i, p[i]);
	b.len = at;
	bytes_add(&b, codes, sizeof codes);
	assert_int_equal(decode(&b, &roomy, NULL, &r, &warning, &e), ST_OK);
	assert_int_equal(warning.code, ST_OK);
	for (unsigned x = 0; x < 8; x++) { /* the bottom row is the last one */
		assert_memory_equal((uint8_t *)r.data + (3 * 8 + x) * 3, p[x < 3], 3);
		assert_memory_equal((uint8_t *)r.data + (2 * 8 + x) * 3, p[x < 5 ? 0 : 2], 3);
		assert_memory_equal((uint8_t *)r.data + x * 3, p[0], 3);
	}
	raster_release(&r);
	walked_open(&w, &b);
	assert_int_equal(w.c.end, b.len - 2);
	assert_int_equal(walked_find(&w, "data after end")->length, 2);
	walked_close(&w);
	b.len -= 4;
	walked_open(&w, &b);
	walked_expect_damage(&w, b.len, "no end");
	walked_close(&w);
	bytes_release(&b);
}

static void names_a_colour_that_is_not_there(void **state)
{
	struct bmp_wish w = { .bits = 4, .colours = 5 };

	(void)state;
	compare(&w, ST_CORRUPT);
}

static void lists_the_pieces(void **state)
{
	static const char *const names[] = { "file header", "BITMAPINFOHEADER", "bit fields", "gap", "pixels",
					     "data after end" };
	struct bmp_wish wish = { .bits = 16, .compression = 3, .mask = { 0xF800, 0x07E0, 0x001F, 0 } };
	struct bytes b = picture_bmp(&wish, NULL);
	struct walked w;

	(void)state;
	bytes_insert(&b, 66, "hidden", 6);
	b.data[10] += 6;
	bytes_add(&b, "tail", 4);
	walked_open(&w, &b);
	assert_int_equal(w.c.n_segments, ARRAY_LEN(names));
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		assert_string_equal(w.c.segments[i].name, names[i]);
	assert_string_equal(w.c.segments[1].detail, "13x7, 16-bit, bit fields");
	assert_string_equal(w.c.segments[3].detail, "data that no header names");
	assert_string_equal(w.c.format, "BMP, 16-bit, bit fields");
	assert_int_equal(w.c.end, b.len - 4);
	assert_int_equal(w.c.damage.code, ST_OK);
	walked_close(&w);
	bytes_release(&b);
}

static void put32(struct bytes *b, size_t at, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++)
		b->data[at + i] = (uint8_t)(v >> 8 * i);
}

static void finds_profiles(void **state)
{
	struct bmp_wish wish = { .bits = 24, .header = 124 };
	struct bytes b = picture_bmp(&wish, NULL);
	size_t at = b.len;
	const struct block *found;
	struct walked w;

	(void)state;
	bytes_add(&b, "C:\\p.icc\0", 9);
	put32(&b, 14 + 112, (uint32_t)at - 14);
	put32(&b, 14 + 116, 9);
	put32(&b, 14 + 56, 0x4D424544);
	walked_open(&w, &b);
	found = container_find(&w.c, BLOCK_ICC);
	assert_int_equal(found->bytes.origin, at);
	assert_int_equal(found->bytes.len, 9);
	assert_int_equal(w.c.end, b.len);
	walked_close(&w);
	put32(&b, 14 + 56, 0x4C494E4B);
	walked_open(&w, &b);
	assert_string_equal(container_find(&w.c, BLOCK_TEXT)->text, "C:\\p.icc");
	assert_non_null(walked_find(&w, "linked profile"));
	walked_close(&w);
	put32(&b, 14 + 116, 99);
	walked_open(&w, &b);
	walked_expect_damage(&w, 14 + 112, "outside the file");
	walked_close(&w);
	bytes_release(&b);
}

static void expect(const struct bytes *b, enum status st, const char *words)
{
	struct error e = ERROR_INIT;
	struct raster r;

	assert_int_equal(decode(b, &roomy, NULL, &r, NULL, &e), st);
	if (!strstr(e.message, words))
		fail_msg("'%s' does not say '%s'", e.message, words);
}

static void refuses_by_name(void **state)
{
	static const struct {
		unsigned header, bits, compression;
		enum status st;
		const char *words;
	} all[] = {
		{ 40, 0, 4, ST_UNSUPPORTED, "a JPEG inside (BI_JPEG)" },
		{ 40, 0, 5, ST_UNSUPPORTED, "a PNG inside (BI_PNG)" },
		{ 64, 1, 3, ST_UNSUPPORTED, "OS/2 Huffman 1D" },
		{ 64, 24, 4, ST_UNSUPPORTED, "OS/2 RLE24" },
		{ 40, 32, 11, ST_UNSUPPORTED, "CMYK" },
		{ 40, 32, 99, ST_UNSUPPORTED, "compression 99" },
		{ 40, 64, 0, ST_UNSUPPORTED, "64 bits a pixel" },
		{ 40, 24, 3, ST_CORRUPT, "bit fields with 24 bits" },
		{ 40, 24, 1, ST_CORRUPT, "run-length codes with 24 bits" },
	};
	struct bmp_wish wish = { .bits = 24, .header = 64 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct bytes b;
		struct walked w;

		wish.header = all[i].header;
		b = picture_bmp(&wish, NULL);
		put32(&b, 10, 200); /* room for what would follow the header */
		b.data[28] = (uint8_t)all[i].bits;
		put32(&b, 30, all[i].compression);
		expect(&b, all[i].st, all[i].words);
		walked_open(&w, &b);
		assert_int_equal(w.c.n_pictures, all[i].bits == 0);
		walked_close(&w);
		bytes_release(&b);
	}
}

static bool yes(void *owner)
{
	(void)owner;
	return true;
}

static void keeps_limits(void **state)
{
	struct bmp_wish wish = { .bits = 8, .compression = 1 };
	struct limits poor = { .pixels = 1 << 20, .memory = 100 };
	struct job_control ctl = { .cancelled = yes };
	struct bytes b = picture_bmp(&wish, NULL);
	struct error e = ERROR_INIT;
	struct raster r;

	(void)state;
	assert_int_equal(decode(&b, &poor, NULL, &r, NULL, &e), ST_MEMORY);
	assert_int_equal(decode(&b, &roomy, &ctl, &r, NULL, &e), ST_CANCELLED);
	put32(&b, 18, 0x7FFFFFFF);
	put32(&b, 22, 0x80000001); /* top row first */
	assert_int_equal(decode(&b, &roomy, NULL, &r, NULL, &e), ST_LIMIT);
	put32(&b, 22, 0x80000000);
	expect(&b, ST_CORRUPT, "no picture is");
	put32(&b, 22, 0);
	expect(&b, ST_CORRUPT, "no picture is");
	put32(&b, 22, 7);
	put32(&b, 18, 13);
	put32(&b, 10, 40);
	expect(&b, ST_CORRUPT, "inside the headers");
	put32(&b, 10, 100000);
	expect(&b, ST_CORRUPT, "behind the end");
	bytes_release(&b);
}

static void keeps_what_was_decoded_of_a_cut_file(void **state)
{
	struct bmp_wish wish = { .bits = 24, .top_down = true };
	struct bytes b = picture_bmp(&wish, NULL);
	struct error e = ERROR_INIT, warning = ERROR_INIT;
	uint8_t zeros[13 * 3] = { 0 };
	struct raster whole, part;
	struct walked w;

	(void)state;
	assert_int_equal(decode(&b, &roomy, NULL, &whole, NULL, &e), ST_OK);
	b.len -= 20;
	assert_int_equal(decode(&b, &roomy, NULL, &part, &warning, &e), ST_OK);
	assert_non_null(strstr(warning.message, "the file ends in row 7 of 7"));
	assert_memory_equal(part.data, whole.data, sizeof zeros * 6);
	assert_memory_equal((uint8_t *)part.data + sizeof zeros * 6, zeros, sizeof zeros);
	walked_open(&w, &b);
	walked_expect_damage(&w, 54, "the file ends inside the pixels");
	walked_close(&w);
	raster_release(&whole);
	raster_release(&part);
	bytes_release(&b);
}

static void survives_every_cut_and_flip(void **state)
{
	static const struct bmp_wish wishes[] = {
		{ .bits = 4, .header = 12 }, { .bits = 8, .compression = 1 }, { .bits = 4, .compression = 2 },
		{ .bits = 32, .header = 124, .compression = 3,
		  .mask = { 0xFF, 0xFF00, 0xFF0000, 0xFF000000 } },
	};
	struct limits lim = { .pixels = 100000, .memory = 1 << 24 };

	(void)state;
	for (size_t k = 0; k < ARRAY_LEN(wishes); k++) {
		struct bytes b = picture_bmp(&wishes[k], NULL);

		for (size_t i = 18; i < 2 * b.len; i++) {
			struct bytes copy = bytes_copy(b.data, i < b.len ? i : b.len);
			struct span s = bytes_span(&copy);
			struct error e, warning = ERROR_INIT;
			struct raster r;
			struct walked w;

			if (i >= b.len)
				copy.data[i - b.len] ^= 0x55;
			if (codec_probe(&s)) {
				walked_open(&w, &copy);
				if (i < b.len)
					assert_int_equal(w.c.damage.code, ST_CORRUPT);
				walked_close(&w);
				if (decode(&copy, &lim, NULL, &r, &warning, &e) == ST_OK)
					raster_release(&r);
			}
			bytes_release(&copy);
		}
		bytes_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes_every_kind),
		cmocka_unit_test(decodes_bit_fields),
		cmocka_unit_test(keeps_wide_fields_at_16_bits),
		cmocka_unit_test(decodes_runs),
		cmocka_unit_test(follows_odd_runs),
		cmocka_unit_test(names_a_colour_that_is_not_there),
		cmocka_unit_test(lists_the_pieces),
		cmocka_unit_test(finds_profiles),
		cmocka_unit_test(refuses_by_name),
		cmocka_unit_test(keeps_limits),
		cmocka_unit_test(keeps_what_was_decoded_of_a_cut_file),
		cmocka_unit_test(survives_every_cut_and_flip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
