/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/mem.h"
#include "tests/unit/walked.h"

#include <zlib.h>

static const struct limits roomy = LIMITS_DEFAULT;

static enum status decode(const struct bytes *b, const struct limits *lim, struct job_control *ctl,
			  struct raster *out, struct error *e)
{
	struct span s = bytes_span(b);
	const struct codec *c = codec_probe(&s);

	assert_string_equal(c->media_type, "image/png");
	return c->decode(s, lim, ctl, out, NULL, e);
}

/* Sample c of pixel x in a packed row. */
static unsigned packed(const uint8_t *row, const struct png_wish *w, unsigned channels, unsigned x,
		       unsigned c)
{
	size_t bit = ((size_t)x * channels + c) * (unsigned)w->depth;

	if (w->depth == 16)
		return (unsigned)(row[bit / 8] << 8 | row[bit / 8 + 1]);
	return (row[bit / 8] >> (8 - (unsigned)w->depth - bit % 8)) & ((1u << w->depth) - 1);
}

static void expected(const uint8_t *row, const uint8_t *first, const struct png_wish *w, unsigned x,
		     unsigned out[4], unsigned *n)
{
	static const unsigned channels[] = { 1, 0, 3, 1, 2, 0, 4 };
	unsigned ch = channels[w->colour], raw[4], scale = w->depth < 8 ? 255 / ((1u << w->depth) - 1) : 1;
	unsigned opaque = w->depth == 16 ? 65535 : 255;
	bool key = true;

	for (unsigned c = 0; c < ch; c++) {
		raw[c] = packed(row, w, ch, x, c);
		key = key && raw[c] == packed(first, w, ch, 0, c);
		out[c] = raw[c] * scale;
	}
	*n = ch;
	if (w->colour == 3) {
		uint8_t p[4];

		picture_palette(raw[0], p);
		*n = w->trns ? 4 : 3;
		for (unsigned c = 0; c < *n; c++)
			out[c] = p[c];
	} else if (w->trns) {
		out[(*n)++] = key ? 0 : opaque;
	}
}

static void compare(const struct png_wish *w)
{
	uint8_t *rows;
	struct bytes b = picture_png(w, &rows);
	static const unsigned channels[] = { 1, 0, 3, 1, 2, 0, 4 };
	size_t stride = ((size_t)w->width * channels[w->colour] * (unsigned)w->depth + 7) / 8, at = 0;
	struct error e = ERROR_INIT;
	struct raster r;

	assert_int_equal(decode(&b, &roomy, NULL, &r, &e), ST_OK);
	assert_int_equal(r.width, w->width);
	assert_int_equal(r.height, w->height);
	assert_int_equal(r.depth, w->depth == 16 ? 16 : 8);
	for (unsigned y = 0; y < w->height; y++) {
		for (unsigned x = 0; x < w->width; x++) {
			unsigned want[4], n;

			expected(rows + y * stride, rows, w, x, want, &n);
			assert_int_equal(r.channels, n);
			for (unsigned c = 0; c < n; c++, at++)
				assert_int_equal(r.depth == 16 ? ((uint16_t *)r.data)[at]
							       : ((uint8_t *)r.data)[at],
						 want[c]);
		}
	}
	raster_release(&r);
	free(rows);
	bytes_release(&b);
}

static void decodes_every_kind(void **state)
{
	static const struct { int colour, depths[6];
	} kinds[] = {
		{ 0, { 1, 2, 4, 8, 16 } }, { 2, { 8, 16 } }, { 3, { 1, 2, 4, 8 } },
		{ 4, { 8, 16 } },	   { 6, { 8, 16 } },
	};
	static const unsigned sizes[][2] = { { 13, 11 }, { 1, 1 }, { 3, 9 } };

	(void)state;
	for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
		for (unsigned d = 0; kinds[k].depths[d]; d++)
			for (unsigned mode = 0; mode < 4; mode++)
				for (size_t s = 0; s < ARRAY_LEN(sizes); s++) {
					struct png_wish w = { sizes[s][0], sizes[s][1], kinds[k].depths[d],
							      kinds[k].colour, mode & 1, mode & 2 };

					if (!w.trns || w.colour < 4)
						compare(&w);
				}
}

static struct bytes sample(void)
{
	struct png_wish w = { .width = 20, .height = 10, .depth = 8, .colour = 2 };

	return picture_png(&w, NULL);
}

static void set_size(struct bytes *b, uint32_t width, uint32_t height)
{
	for (int i = 0; i < 4; i++) {
		b->data[16 + i] = (uint8_t)(width >> (24 - 8 * i));
		b->data[20 + i] = (uint8_t)(height >> (24 - 8 * i));
	}
}

static void keeps_limits_before_it_allocates(void **state)
{
	struct limits poor = { .pixels = 300000000, .memory = 100 };
	struct bytes b = sample();
	struct error e = ERROR_INIT;
	struct raster r;

	(void)state;
	assert_int_equal(decode(&b, &poor, NULL, &r, &e), ST_MEMORY);
	set_size(&b, 60000, 60000);
	assert_int_equal(decode(&b, &roomy, NULL, &r, &e), ST_LIMIT);
	assert_string_equal(
		e.message,
		"60000 x 60000 pixels are over the limit of 300000000; raise it with --max-pixels");
	set_size(&b, 0, 10);
	assert_int_equal(decode(&b, &roomy, NULL, &r, &e), ST_CORRUPT);
	bytes_release(&b);
}

static bool yes(void *owner)
{
	(void)owner;
	return true;
}

static void stops_when_asked(void **state)
{
	struct job_control ctl = { .cancelled = yes };
	struct bytes b = sample();
	struct error e = ERROR_INIT;
	struct raster r;

	(void)state;
	assert_int_equal(decode(&b, &roomy, &ctl, &r, &e), ST_CANCELLED);
	bytes_release(&b);
}

static void answers_corrupt_with_a_place(void **state)
{
	struct bytes b = sample();
	size_t idat = bytes_find(&b, "IDAT", 4, 0);
	struct error e = ERROR_INIT;
	struct raster r;

	(void)state;
	b.len = idat + 20;
	assert_int_equal(decode(&b, &roomy, NULL, &r, &e), ST_CORRUPT);
	assert_true(e.has_offset);
	assert_int_equal(e.offset, b.len);
	bytes_release(&b);
}

static void put_chunk(struct bytes *b, const char *type, const void *data, size_t len)
{
	struct bytes k = picture_chunk(type, data, len);

	bytes_insert(b, 33, k.data, k.len); /* behind IHDR */
	bytes_release(&k);
}

static void put_ztxt(struct bytes *b, size_t len)
{
	uint8_t *text = calloc(len, 1), *out;
	uLongf size = compressBound(len);

	memset(text, 'z', len);
	out = calloc(size + 5, 1);
	memcpy(out, "Key\0", 5);
	assert_int_equal(compress(out + 5, &size, text, len), Z_OK);
	put_chunk(b, "zTXt", out, size + 5);
	free(text);
	free(out);
}

static void lists_chunks_and_text(void **state)
{
	struct bytes b = sample();
	const struct block *t;
	struct walked w;

	(void)state;
	put_chunk(&b, "eXIf", "II*\0rest", 8);
	put_chunk(&b, "caBX", "box", 3);
	put_chunk(&b, "iTXt", "XML:com.adobe.xmp\0\0\0\0\0<x/>", 26);
	put_chunk(&b, "tIME", "\x07\xE8\5\1\x0A\x0B\x0C", 7);
	put_chunk(&b, "pHYs", "\0\0\x0B\x13\0\0\x0B\x13\1", 9);
	put_ztxt(&b, 100);
	put_chunk(&b, "iTXt", "Title\0\0\0en\0T\0\xC3\xA9", 15);
	put_chunk(&b, "tEXt", "Author\0caf\xE9", 11);
	walked_open(&w, &b);
	assert_int_equal(w.c.damage.code, ST_OK);
	assert_string_equal(w.c.format, "PNG, 8-bit RGB");
	assert_int_equal(w.c.width, 20);
	assert_int_equal(w.c.height, 10);
	assert_int_equal(w.c.end, b.len);
	assert_string_equal(walked_find(&w, "IHDR")->detail, "20x10, 8-bit RGB");
	assert_string_equal(walked_find(&w, "tIME")->detail, "2024-05-01 10:11:12");
	assert_string_equal(walked_find(&w, "pHYs")->detail, "2835x2835 a metre");
	t = container_find(&w.c, BLOCK_TEXT);
	assert_string_equal(t[0].keyword, "Author");
	assert_string_equal(t[0].text, "caf\xC3\xA9");
	assert_string_equal(t[1].text, "\xC3\xA9");
	assert_int_equal(strlen(t[2].text), 100);
	assert_int_equal(container_find(&w.c, BLOCK_XMP)->bytes.len, 4);
	assert_int_equal(container_find(&w.c, BLOCK_EXIF)->bytes.len, 8);
	assert_int_equal(container_find(&w.c, BLOCK_JUMBF)->bytes.len, 3);
	walked_close(&w);
	bytes_release(&b);
}

static void holds_inflated_text_short(void **state)
{
	struct bytes b = sample();
	struct walked w;
	size_t all = 0;

	(void)state;
	for (int i = 0; i < 80; i++)
		put_ztxt(&b, 1000000);
	walked_open(&w, &b);
	assert_int_equal(strlen(container_find(&w.c, BLOCK_TEXT)->text), CONTAINER_MAX_TEXT);
	for (uint32_t i = 0; i < w.c.n_blocks; i++)
		all += strlen(w.c.blocks[i].text);
	assert_int_equal(all, 4 << 20); /* of the 80 MB that there are */
	assert_int_equal(w.c.n_blocks, 80);
	walked_close(&w);
	bytes_release(&b);
}

/* Metadata of other formats in text: hex, or compressed XMP. Their bytes lie in the arena. */
static void decodes_profiles_in_text(void **state)
{
	static const char exif[] = "Raw profile type exif\0\nexif\n      14\n457869660000\n49492a0001020304\n";
	static const char iptc[] = "Raw profile type iptc\0\niptc\n 4\n3842494d\n";
	static const char bad[] = "Raw profile type icc\0\nicc\n 99\n0a0bxx0c\n";
	static const char none[] = "Raw profile type xmp\0no count";
	uint8_t xmp[64] = "XML:com.adobe.xmp\0\1\0\0";
	struct bytes b = sample();
	uLongf len = sizeof xmp - 22;
	struct walked w;

	(void)state;
	assert_int_equal(compress(xmp + 22, &len, (const Bytef *)"<x/>", 4), Z_OK);
	put_chunk(&b, "tEXt", exif, sizeof exif - 1);
	put_chunk(&b, "tEXt", iptc, sizeof iptc - 1);
	put_chunk(&b, "tEXt", bad, sizeof bad - 1);
	put_chunk(&b, "tEXt", none, sizeof none - 1);
	put_chunk(&b, "iTXt", xmp, 22 + len);
	walked_open(&w, &b);
	assert_int_equal(w.c.damage.code, ST_OK);
	assert_true(container_find(&w.c, BLOCK_EXIF)->decoded);
	assert_int_equal(container_find(&w.c, BLOCK_EXIF)->bytes.len, 8);
	assert_memory_equal(container_find(&w.c, BLOCK_EXIF)->bytes.data, "II*\0\1\2\3\4", 8);
	assert_memory_equal(container_find(&w.c, BLOCK_PHOTOSHOP)->bytes.data, "8BIM", 4);
	assert_int_equal(container_find(&w.c, BLOCK_ICC)->bytes.len, 2); /* up to what is no hex */
	assert_true(container_find(&w.c, BLOCK_XMP)->decoded);
	assert_memory_equal(container_find(&w.c, BLOCK_XMP)->bytes.data, "<x/>", 4);
	walked_close(&w);
	bytes_release(&b);
}

static void names_a_wrong_checksum_and_goes_on(void **state)
{
	struct bytes b = sample();
	size_t idat = bytes_find(&b, "IDAT", 4, 0) - 4;
	struct error e = ERROR_INIT;
	struct raster r;
	struct walked w;

	(void)state;
	put_chunk(&b, "tEXt", "Key\0text", 8);
	b.data[33 + 8 + 8] ^= 1;
	walked_open(&w, &b);
	walked_expect_damage(&w, 33, "chunk 'tEXt' has a wrong checksum");
	assert_string_equal(walked_find(&w, "tEXt")->detail, "Key; wrong checksum");
	assert_int_equal(w.c.end, b.len);
	walked_close(&w);
	bytes_release(&b);
	b = sample();
	b.data[b.len - 13] ^= 1; /* the last byte of IDAT's checksum */
	walked_open(&w, &b);
	walked_expect_damage(&w, idat, "chunk 'IDAT' has a wrong checksum");
	assert_int_equal(decode(&b, &roomy, NULL, &r, &e), ST_OK);
	raster_release(&r);
	walked_close(&w);
	bytes_release(&b);
}

static void names_what_is_broken(void **state)
{
	struct bytes b = sample();
	size_t idat = bytes_find(&b, "IDAT", 4, 0) - 4;
	struct walked w;

	(void)state;
	b.len -= 12;
	walked_open(&w, &b);
	walked_expect_damage(&w, b.len, "no IEND");
	walked_close(&w);
	b.len -= 6;
	walked_open(&w, &b);
	walked_expect_damage(&w, idat, "chunk 'IDAT' runs past the end");
	walked_close(&w);
	memset(b.data + idat + 4, 0x80, 4);
	walked_open(&w, &b);
	walked_expect_damage(&w, idat, "here a chunk should begin");
	assert_int_equal(walked_find(&w, "not walked")->offset, idat);
	walked_close(&w);
	memcpy(b.data + 12, "IHDX", 4);
	walked_open(&w, &b);
	walked_expect_damage(&w, 8, "chunk 'IHDX' before IHDR");
	walked_close(&w);
	bytes_release(&b);
}

static void lists_pictures_behind_the_end(void **state)
{
	struct jpeg_wish jw = { .width = 30 };
	struct bytes b = sample(), j = picture_jpeg(&jw);
	size_t end = b.len;
	struct walked w;

	(void)state;
	bytes_add(&b, j.data, j.len);
	walked_open(&w, &b);
	assert_int_equal(w.c.end, end);
	assert_int_equal(w.c.n_pictures, 1);
	assert_int_equal(w.c.pictures[0].offset, end);
	assert_int_equal(w.c.pictures[0].width, 30);
	walked_close(&w);
	bytes_release(&b);
	bytes_release(&j);
}

static void survives_every_cut_and_flip(void **state)
{
	struct png_wish pw = {
		.width = 9, .height = 9, .depth = 4, .colour = 3, .interlaced = true, .trns = true
	};
	struct limits lim = { .pixels = 100000, .memory = 1 << 24 };
	struct bytes b = picture_png(&pw, NULL);
	size_t whole = b.len;

	(void)state;
	put_ztxt(&b, 50);
	whole = b.len;
	for (size_t i = 8; i < 2 * whole; i++) {
		struct bytes copy = bytes_copy(b.data, i < whole ? i : whole);
		struct error e;
		struct raster r;
		struct walked w;

		if (i >= whole + 8)
			copy.data[i - whole] ^= 0x55;
		walked_open(&w, &copy);
		walked_close(&w);
		if (decode(&copy, &lim, NULL, &r, &e) == ST_OK)
			raster_release(&r);
		bytes_release(&copy);
	}
	bytes_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes_every_kind),
		cmocka_unit_test(keeps_limits_before_it_allocates),
		cmocka_unit_test(stops_when_asked),
		cmocka_unit_test(answers_corrupt_with_a_place),
		cmocka_unit_test(lists_chunks_and_text),
		cmocka_unit_test(holds_inflated_text_short),
		cmocka_unit_test(decodes_profiles_in_text),
		cmocka_unit_test(names_a_wrong_checksum_and_goes_on),
		cmocka_unit_test(names_what_is_broken),
		cmocka_unit_test(lists_pictures_behind_the_end),
		cmocka_unit_test(survives_every_cut_and_flip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
