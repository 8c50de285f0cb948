/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/mem.h"
#include "src/media/webp_quantiser.h"
#include "tests/unit/pictures_more.h"
#include "tests/unit/walked.h"

#ifdef WITH_WEBP
#include <webp/decode.h>
#include <webp/encode.h>
#endif

static const struct limits roomy = LIMITS_DEFAULT;

/* 64 x 48, no picture behind the header: enough for walks, and the same in every build. */
static const uint8_t vp8[11] = { 0x10, 0, 0, 0x9D, 0x01, 0x2A, 64, 0, 48, 0, 0 };

static enum status decode(const struct bytes *b, const struct limits *lim, struct job_control *ctl,
			  struct raster *out, struct error *warning, struct error *e)
{
	struct span s = bytes_span(b);
	const struct codec *c = codec_probe(&s);

	assert_string_equal(c->media_type, "image/webp");
	return c->decode(s, lim, ctl, out, warning, e);
}

static struct bytes extended(uint8_t flags, const char *type, const void *data, size_t len)
{
	struct bytes body = bytes_copy("", 0), x = webp_vp8x(flags, 64, 48), b;

	riff_add(&body, "VP8X", x.data, x.len);
	riff_add(&body, "VP8 ", vp8, sizeof vp8);
	riff_add(&body, type, data, len);
	b = riff_wrap("WEBP", &body);
	bytes_release(&x);
	bytes_release(&body);
	return b;
}

static void lists_the_chunks_of_a_simple_file(void **state)
{
	struct bytes body = bytes_copy("", 0), b;
	struct walked w;

	(void)state;
	riff_add(&body, "VP8 ", vp8, sizeof vp8);
	b = riff_wrap("WEBP", &body);
	walked_open(&w, &b);
	assert_int_equal(w.c.n_segments, 2);
	assert_string_equal(w.c.segments[0].detail, "WEBP, 24 bytes");
	assert_string_equal(w.c.segments[1].name, "VP8");
	assert_string_equal(w.c.segments[1].detail, "64x48, lossy");
	assert_int_equal(w.c.segments[1].length, 20); /* the padding byte is its */
	assert_string_equal(w.c.format, "WebP, lossy, 4:2:0");
	assert_int_equal(w.c.width, 64);
	assert_int_equal(w.c.height, 48);
	assert_int_equal(w.c.damage.code, ST_OK);
	assert_int_equal(w.c.end, b.len);
	walked_close(&w);
	bytes_release(&b);
	bytes_release(&body);
}

static void spells_out_flags(void **state)
{
	struct bytes b = extended(0x3E, "ALPH", "\x15", 1);
	struct walked w;

	(void)state;
	walked_open(&w, &b);
	assert_string_equal(walked_find(&w, "VP8X")->detail,
			    "canvas 64x48, flags: ICC profile, alpha, EXIF, XMP, animation");
	assert_string_equal(walked_find(&w, "ALPH")->detail, "lossless, horizontal filter, levels reduced");
	walked_close(&w);
	bytes_release(&b);
	b = extended(0, "ABCD", "", 0);
	walked_open(&w, &b);
	assert_string_equal(walked_find(&w, "VP8X")->detail, "canvas 64x48, flags: none");
	assert_string_equal(walked_find(&w, "ABCD")->detail, "not a chunk of WebP");
	walked_close(&w);
	bytes_release(&b);
}

static void finds_metadata(void **state)
{
	static const struct {
		const char *type, *data;
		size_t len;
		enum block_kind kind;
		size_t at, size;
	} all[] = {
		{ "EXIF", "II*\0\x08\0\0\0\0\0\0\0\0\0", 14, BLOCK_EXIF, 0, 14 },
		{ "EXIF", "Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0", 20, BLOCK_EXIF, 6, 14 },
		{ "XMP ", "<x:xmpmeta/>", 12, BLOCK_XMP, 0, 12 },
		{ "ICCP", "profile", 7, BLOCK_ICC, 0, 7 },
		{ "C2PA", "jumb", 4, BLOCK_JUMBF, 0, 4 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct bytes b = extended(0x2C, all[i].type, all[i].data, all[i].len);
		const struct block *found;
		struct walked w;

		walked_open(&w, &b);
		found = container_find(&w.c, all[i].kind);
		assert_non_null(found);
		assert_int_equal(found->bytes.len, all[i].size);
		assert_memory_equal(found->bytes.data, all[i].data + all[i].at, all[i].size);
		assert_memory_equal(b.data + found->bytes.origin, all[i].data + all[i].at, all[i].size);
		assert_int_equal(w.c.n_blocks, 1);
		walked_close(&w);
		bytes_release(&b);
	}
}

static void names_what_is_broken(void **state)
{
	struct bytes b = extended(0, "XMP ", "<x/>", 4);
	struct walked w;

	(void)state;
	b.data[4]++; /* one more than there is */
	walked_open(&w, &b);
	walked_expect_damage(&w, 4, "its RIFF header says");
	assert_int_equal(w.c.end, 0);
	walked_close(&w);
	b.data[4] = 3;
	walked_open(&w, &b);
	walked_expect_damage(&w, 4, "too few for a chunk");
	walked_close(&w);
	b.data[4] = (uint8_t)(b.len - 8);
	b.data[12 + 4] = 200; /* VP8X runs past the end */
	walked_open(&w, &b);
	walked_expect_damage(&w, 12, "no picture that can be read");
	walked_close(&w);
	b.data[12 + 4] = 10;
	b.data[12 + 8 + 4] = 65 - 1; /* the canvas */
	walked_open(&w, &b);
	walked_expect_damage(&w, 30, "the canvas is 65x48, the picture 64x48");
	assert_int_equal(w.c.width, 64);
	walked_close(&w);
	bytes_release(&b);
}

static void tells_what_follows_the_end(void **state)
{
	struct bytes b = extended(0, "XMP ", "<x/>", 4), p;
	struct png_wish wish = { .width = 9, .height = 9, .depth = 8, .colour = 2 };
	size_t end = b.len;
	struct walked w;

	(void)state;
	p = picture_png(&wish, NULL);
	bytes_add(&b, p.data, p.len);
	walked_open(&w, &b);
	assert_int_equal(w.c.end, end);
	assert_int_equal(w.c.damage.code, ST_OK);
	assert_int_equal(walked_find(&w, "data after end")->offset, end);
	assert_int_equal(w.c.n_pictures, 1);
	assert_string_equal(w.c.pictures[0].kind, "trailing");
	assert_int_equal(w.c.pictures[0].offset, end);
	walked_close(&w);
	bytes_release(&p);
	bytes_release(&b);
	/* A padding byte that the RIFF size does not count is no data after the end. */
	b = extended(0, "XMP ", "<xx/>", 5);
	b.data[4]--;
	walked_open(&w, &b);
	assert_int_equal(w.c.end, b.len);
	assert_null(walked_find(&w, "data after end"));
	assert_int_equal(w.c.damage.code, ST_OK);
	walked_close(&w);
	bytes_release(&b);
}

static struct bytes two_frames(void)
{
	struct bytes body = bytes_copy("", 0), coded = bytes_copy("", 0), x = webp_vp8x(0x02, 80, 60), b;

	riff_add(&coded, "ALPH", "\1", 1);
	riff_add(&coded, "VP8 ", vp8, sizeof vp8);
	riff_add(&body, "VP8X", x.data, x.len);
	riff_add(&body, "ANIM", "\x01\x02\x03\xFF\5\0", 6);
	for (unsigned i = 0; i < 2; i++) {
		struct bytes f = webp_anmf(2 * i, 10, 64, 48, 40, coded.data, coded.len);

		riff_add(&body, "ANMF", f.data, f.len);
		bytes_release(&f);
	}
	b = riff_wrap("WEBP", &body);
	bytes_release(&body);
	bytes_release(&coded);
	bytes_release(&x);
	return b;
}

static void lists_frames(void **state)
{
	struct bytes b = two_frames();
	const struct embedded *p;
	unsigned deep = 0;
	struct walked w;

	(void)state;
	walked_open(&w, &b);
	assert_string_equal(w.c.format, "WebP, animated, 2 frames");
	assert_int_equal(w.c.width, 80);
	assert_string_equal(walked_find(&w, "ANIM")->detail, "background #030201ff, 5 loops");
	assert_string_equal(walked_find(&w, "ANMF")->detail, "frame 1, 64x48 at 0,10, 40 ms");
	for (uint32_t i = 0; i < w.c.n_segments; i++)
		deep += w.c.segments[i].depth == 1;
	assert_int_equal(deep, 4);
	assert_int_equal(w.c.n_pictures, 1); /* the first is the picture itself */
	p = &w.c.pictures[0];
	assert_string_equal(p->kind, "frame");
	assert_int_equal(p->width, 64);
	assert_memory_equal(b.data + p->offset, "ALPH", 4);
	assert_int_equal(p->offset + p->length, b.len - 1); /* without the padding byte */
	assert_int_equal(w.c.damage.code, ST_OK);
	walked_close(&w);
	b.data[12 + 8 + 4] = 63; /* the canvas is too small for the second one */
	walked_open(&w, &b);
	walked_expect_damage(&w, bytes_find(&b, "ANMF", 4, bytes_find(&b, "ANMF", 4, 0) + 1),
			     "outside the canvas");
	walked_close(&w);
	bytes_release(&b);
}

#ifdef WITH_WEBP
static void lossless_is_exact(void **state)
{
	static const unsigned sizes[][2] = { { 1, 1 }, { 64, 48 }, { 17, 200 } };

	(void)state;
	for (unsigned i = 0; i < ARRAY_LEN(sizes) * 2; i++) {
		struct webp_wish w = { sizes[i / 2][0], sizes[i / 2][1], .lossless = true, .alpha = i % 2 };
		unsigned channels = w.alpha ? 4 : 3;
		struct error e = ERROR_INIT, warning = ERROR_INIT;
		struct bytes b;
		struct raster r;
		uint8_t *rgba;

		b = picture_webp(&w, &rgba);
		assert_int_equal(decode(&b, &roomy, NULL, &r, &warning, &e), ST_OK);
		assert_int_equal(warning.code, ST_OK);
		assert_int_equal(r.width, w.width);
		assert_int_equal(r.height, w.height);
		assert_int_equal(r.channels, channels);
		for (size_t p = 0; p < (size_t)w.width * w.height; p++)
			assert_memory_equal((uint8_t *)r.data + p * channels, rgba + p * 4, channels);
		raster_release(&r);
		bytes_release(&b);
		free(rgba);
	}
}

/* In pieces, without the container, as libwebp does it in one call with it. */
static void lossy_is_what_libwebp_says(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		struct webp_wish w = { 131, 77, .alpha = i & 1, .quality = i & 2 ? 90 : 10 };
		struct error e = ERROR_INIT;
		struct bytes b = picture_webp(&w, NULL);
		uint8_t *want;
		struct raster r;
		int width, height;

		want = w.alpha ? WebPDecodeRGBA(b.data, b.len, &width, &height) :
				 WebPDecodeRGB(b.data, b.len, &width, &height);
		assert_non_null(want);
		assert_int_equal(decode(&b, &roomy, NULL, &r, NULL, &e), ST_OK);
		assert_int_equal(r.width, width);
		assert_int_equal(r.channels, w.alpha ? 4 : 3);
		assert_memory_equal(r.data, want, (size_t)width * (size_t)height * r.channels);
		WebPFree(want);
		raster_release(&r);
		bytes_release(&b);
	}
}

static void first_frame_lies_on_the_canvas(void **state)
{
	struct webp_wish w = { 20, 10, .lossless = true, .alpha = true };
	struct bytes b = picture_webp_animated(3, true, true), coded;
	struct error e = ERROR_INIT;
	struct raster r;
	uint8_t *rgba;

	(void)state;
	coded = webp_coded(&w, &rgba);
	assert_int_equal(decode(&b, &roomy, NULL, &r, NULL, &e), ST_OK);
	assert_int_equal(r.width, 40);
	assert_int_equal(r.height, 30);
	assert_int_equal(r.channels, 4);
	for (unsigned y = 0; y < 30; y++)
		for (unsigned x = 0; x < 40; x++) {
			const uint8_t *px = (uint8_t *)r.data + (y * 40 + x) * 4;
			bool in = x >= 10 && x < 30 && y >= 4 && y < 14;

			const uint8_t *want = in ? rgba + ((y - 4) * 20 + x - 10) * 4 : (uint8_t[4]){ 0 };

			assert_memory_equal(px, want, 4);
		}
	raster_release(&r);
	bytes_release(&b);
	bytes_release(&coded);
	free(rgba);
}

static void keeps_what_was_decoded_of_a_cut_file(void **state)
{
	struct webp_wish w = { .width = 64, .height = 200, .quality = 80 };
	struct bytes b = picture_webp(&w, NULL);
	struct raster whole, part;
	struct error e = ERROR_INIT, warning = ERROR_INIT;

	(void)state;
	assert_int_equal(decode(&b, &roomy, NULL, &whole, NULL, &e), ST_OK);
	b.len = b.len * 3 / 4;
	assert_int_equal(decode(&b, &roomy, NULL, &part, &warning, &e), ST_OK);
	assert_int_equal(warning.code, ST_CORRUPT);
	assert_int_equal(warning.offset, b.len);
	assert_non_null(strstr(warning.message, "the picture data ends in row"));
	assert_memory_equal(part.data, whole.data, (size_t)64 * 3 * 50); /* a quarter at the least */
	assert_memory_not_equal(part.data, whole.data, (size_t)64 * 3 * 200);
	raster_release(&whole);
	raster_release(&part);
	bytes_release(&b);
}

/* With one segment: 127 * (1 - c), c the cube root of the quality's line (libwebp, quant_enc.c). */
static void reads_the_quantiser(void **state)
{
	static const struct { float quality; unsigned index; } all[] = {
		{ 100, 0 }, { 75, 26 }, { 50, 38 }, { 0, 127 }
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		WebPMemoryWriter out;
		WebPPicture p;
		WebPConfig config;
		unsigned index = 999;

		assert_true(WebPConfigInit(&config) && WebPPictureInit(&p));
		WebPMemoryWriterInit(&out);
		config.quality = all[i].quality;
		config.segments = 1;
		config.sns_strength = 0;
		p.width = p.height = 64;
		assert_true(WebPPictureAlloc(&p));
		for (int at = 0; at < p.y_stride * p.height; at++)
			p.y[at] = picture_noise((uint32_t)at % 64, (uint32_t)at / 64, 0);
		memset(p.u, 128, (size_t)p.uv_stride * 32);
		memset(p.v, 128, (size_t)p.uv_stride * 32);
		p.writer = WebPMemoryWrite;
		p.custom_ptr = &out;
		assert_true(WebPEncode(&config, &p));
		assert_true(webp_quantiser(span_of(out.mem, out.size, 0), &index));
		assert_int_equal(index, all[i].index);
		for (size_t len = 0; len < out.size; len++)
			(void)!webp_quantiser(span_of(out.mem, len, 0), &index);
		WebPPictureFree(&p);
		WebPMemoryWriterClear(&out);
	}
}

static bool yes(void *owner)
{
	(void)owner;
	return true;
}

static void keeps_limits(void **state)
{
	struct webp_wish w = { .lossless = true };
	struct limits few = { .pixels = 64 * 48 - 1, .memory = 1 << 24 };
	struct limits poor = { .pixels = 1 << 20, .memory = 1000 };
	struct job_control ctl = { .cancelled = yes };
	struct bytes b = picture_webp(&w, NULL);
	struct error e = ERROR_INIT;
	struct raster r;

	(void)state;
	assert_int_equal(decode(&b, &few, NULL, &r, NULL, &e), ST_LIMIT);
	assert_int_equal(decode(&b, &poor, NULL, &r, NULL, &e), ST_MEMORY);
	assert_int_equal(decode(&b, &roomy, &ctl, &r, NULL, &e), ST_CANCELLED);
	bytes_release(&b);
	/* The canvas counts, not only the frame. */
	b = picture_webp_animated(1, false, false);
	b.data[12 + 8 + 5] = b.data[12 + 8 + 8] = 0xFF;
	b.data[12 + 8 + 6] = b.data[12 + 8 + 9] = 0xFF;
	assert_int_equal(decode(&b, &roomy, NULL, &r, NULL, &e), ST_LIMIT);
	bytes_release(&b);
}
#else
static void says_that_there_is_no_decoder(void **state)
{
	struct bytes b = two_frames();
	struct error e = ERROR_INIT;
	struct raster r;

	(void)state;
	assert_int_equal(decode(&b, &roomy, NULL, &r, NULL, &e), ST_UNSUPPORTED);
	assert_non_null(strstr(e.message, "built without libwebp"));
	bytes_release(&b);
}
#endif

static void check_cut(const struct bytes *b, size_t len, size_t flip)
{
	struct limits lim = { .pixels = 100000, .memory = 1 << 24 };
	struct bytes copy = bytes_copy(b->data, len);
	struct error e, warning = ERROR_INIT;
	struct raster r;
	struct walked w;

	if (flip < len)
		copy.data[flip] ^= 0x55;
	walked_open(&w, &copy);
	if (flip >= len && len < b->len)
		assert_int_equal(w.c.damage.code, ST_CORRUPT);
	walked_close(&w);
	if (decode(&copy, &lim, NULL, &r, &warning, &e) == ST_OK)
		raster_release(&r);
	bytes_release(&copy);
}

static void survives_every_cut_and_flip(void **state)
{
	struct webp_wish lossy = { 20, 20, .alpha = true }, lossless = { 9, 9, .lossless = true };
	struct bytes all[] = { two_frames(), picture_webp_animated(2, false, true),
			       picture_webp(&lossy, NULL), picture_webp(&lossless, NULL) };

	(void)state;
	for (unsigned i = 0; i < ARRAY_LEN(all); i++) {
		for (size_t len = 12; len < all[i].len; len++)
			check_cut(&all[i], len, SIZE_MAX);
		for (size_t at = 12; at < all[i].len; at++)
			check_cut(&all[i], all[i].len, at);
		bytes_release(&all[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_the_chunks_of_a_simple_file),
		cmocka_unit_test(spells_out_flags),
		cmocka_unit_test(finds_metadata),
		cmocka_unit_test(names_what_is_broken),
		cmocka_unit_test(tells_what_follows_the_end),
		cmocka_unit_test(lists_frames),
#ifdef WITH_WEBP
		cmocka_unit_test(lossless_is_exact),
		cmocka_unit_test(lossy_is_what_libwebp_says),
		cmocka_unit_test(first_frame_lies_on_the_canvas),
		cmocka_unit_test(keeps_what_was_decoded_of_a_cut_file),
		cmocka_unit_test(reads_the_quantiser),
		cmocka_unit_test(keeps_limits),
#else
		cmocka_unit_test(says_that_there_is_no_decoder),
#endif
		cmocka_unit_test(survives_every_cut_and_flip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
