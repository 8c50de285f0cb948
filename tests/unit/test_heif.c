/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HEIC and AVIF, encoded here by libheif and decoded by us: stored geometry, samples, metadata, limits. */
#include "tests/unit/walked.h"

#include "src/base/mem.h"
#include "src/media/subject.h"

static const struct limits roomy = LIMITS_DEFAULT;

#ifdef WITH_HEIF
#include "tests/unit/heif_pictures.h"

enum { LOSS = 10 }; /* levels that 4:2:0 and quality 90 may change a smooth picture */

static bool cannot(bool av1)
{
	if (!heif_picture_can(av1))
		print_message("# SKIP: this libheif has no %s encoder\n", av1 ? "AV1" : "HEVC");
	return !heif_picture_can(av1);
}

static void open_subject(struct subject *s, const struct bytes *b)
{
	struct error e = ERROR_INIT;

	assert_int_equal(subject_open(s, bytes_span(b), &roomy, &e), ST_OK);
}

static const struct raster *pixels(struct subject *s)
{
	const struct raster *r;
	struct error e = ERROR_INIT;
	enum status st = subject_raster(s, NULL, &r, &e);

	if (st != ST_OK)
		fail_msg("not decoded: %s", e.message);
	return r;
}

static unsigned at(const struct raster *r, uint32_t x, uint32_t y, unsigned c)
{
	size_t i = ((size_t)y * r->width + x) * r->channels + c;

	return r->depth == 16 ? ((const uint16_t *)r->data)[i] : ((const uint8_t *)r->data)[i];
}

static void expect_samples(const struct raster *r, const struct heif_picture_wish *w)
{
	unsigned colours = w->gray ? 1 : 3, one = w->bits > 8 ? 257 : 1;

	assert_int_equal(r->width, w->width ? w->width : 64);
	assert_int_equal(r->height, w->height ? w->height : 64);
	assert_int_equal(r->channels, colours + w->alpha);
	assert_int_equal(r->depth, w->bits > 8 ? 16 : 8);
	for (uint32_t y = 0; y < r->height; y++)
		for (uint32_t x = 0; x < r->width; x++)
			for (unsigned c = 0; c < r->channels; c++) {
				unsigned want = heif_picture_sample((int)x, (int)y, c < colours ? (int)c : 3);
				int off = (int)at(r, x, y, c) - (int)(want * one);

				if (abs(off) > (int)(LOSS * one))
					fail_msg("%u,%u channel %u is off by %d", x, y, c, off);
			}
}

/* The same through libheif's own way to interleaved RGB. */
static void expect_equal_to_libheif(const struct raster *r, const struct bytes *b)
{
	struct heif_decoding_options *how = heif_decoding_options_alloc();
	struct heif_context *c = heif_context_alloc();
	struct heif_image_handle *h;
	struct heif_image *image;
	const uint8_t *p;
	int stride;

	how->ignore_transformations = 1;
	assert_int_equal(heif_context_read_from_memory_without_copy(c, b->data, b->len, NULL).code, heif_error_Ok);
	assert_int_equal(heif_context_get_primary_image_handle(c, &h).code, heif_error_Ok);
	assert_int_equal(heif_decode_image(h, &image, heif_colorspace_RGB, heif_chroma_interleaved_RGB, how).code,
			 heif_error_Ok);
	p = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
	assert_int_equal(heif_image_get_primary_width(image), r->width);
	assert_int_equal(heif_image_get_primary_height(image), r->height);
	for (uint32_t y = 0; y < r->height; y++)
		assert_memory_equal(p + (size_t)stride * y, (uint8_t *)r->data + (size_t)r->width * 3 * y,
				    (size_t)r->width * 3);
	heif_image_release(image);
	heif_image_handle_release(h);
	heif_context_free(c);
	heif_decoding_options_free(how);
}

static const struct {
	struct heif_picture_wish wish;
	const char *format;
} kinds[] = {
	{ { .av1 = false }, "HEIC, 8-bit 4:2:0" },
	{ { .av1 = true }, "AVIF, 8-bit 4:2:0" },
	{ { .av1 = false, .bits = 10 }, "HEIC, 10-bit 4:2:0, scaled to 16 bits" },
	{ { .av1 = true, .full_chroma = true }, "AVIF, 8-bit 4:4:4" },
	{ { .av1 = true, .bits = 12 }, "AVIF, 12-bit 4:2:0, scaled to 16 bits" }, /* 10: libheif 1.15 cannot write */
	{ { .av1 = false, .gray = true }, "HEIC, 8-bit 4:0:0" },
	{ { .av1 = true, .gray = true }, "AVIF, 8-bit 4:0:0" },
	{ { .av1 = true, .alpha = true }, "AVIF, 8-bit 4:2:0, alpha" },
	{ { .av1 = false, .alpha = true }, "HEIC, 8-bit 4:2:0, alpha" },
	{ { .av1 = true, .width = 70, .height = 66 }, "AVIF, 8-bit 4:2:0" },
	{ { .width = 77, .height = 66 }, "HEIC, 8-bit 4:2:0, grid 1x1" },
};

static void decodes_every_kind(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const struct heif_picture_wish *w = &kinds[i].wish;
		struct subject s;
		struct bytes b;

		if (cannot(w->av1))
			continue;
		b = picture_heif(w);
		open_subject(&s, &b);
		assert_string_equal(s.container.format, kinds[i].format);
		expect_samples(pixels(&s), w);
		assert_int_equal(s.container.width, s.raster.width);
		assert_int_equal(s.container.height, s.raster.height);
		assert_int_equal(s.container.damage.code, ST_OK);
		if (s.raster.depth == 8 && s.raster.channels == 3)
			expect_equal_to_libheif(&s.raster, &b);
		subject_release(&s);
		bytes_release(&b);
	}
}

/* White is white and 10 bits are not black when the high byte is looked at. */
static void high_depth_fills_16_bits(void **state)
{
	struct heif_picture_wish w = { .bits = 10 };
	const struct plane *luma;
	struct error e = ERROR_INIT;
	unsigned most = 0;
	struct subject s;
	struct bytes b;

	(void)state;
	if (cannot(false))
		return;
	b = picture_heif(&w);
	open_subject(&s, &b);
	assert_int_equal(subject_luma(&s, NULL, &luma, &e), ST_OK);
	for (uint32_t i = 0; i < luma->width * luma->height; i++)
		most = luma->data[i] > most ? luma->data[i] : most;
	assert_true(most > 120);
	subject_release(&s);
	bytes_release(&b);
}

static void geometry_is_as_stored(void **state)
{
	static const enum heif_orientation turns[] = {
		heif_orientation_rotate_90_cw, heif_orientation_flip_horizontally,
		heif_orientation_rotate_270_cw, heif_orientation_rotate_90_cw_then_flip_vertically,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(turns) && !cannot(true); i++) {
		struct heif_picture_wish w = { .av1 = true, .turned = turns[i] };
		struct bytes b = picture_heif(&w);
		struct subject s;

		assert_true(bytes_find(&b, "irot", 4, 0) != SIZE_MAX || bytes_find(&b, "imir", 4, 0) != SIZE_MAX);
		open_subject(&s, &b);
		expect_samples(pixels(&s), &w);
		expect_equal_to_libheif(&s.raster, &b);
		subject_release(&s);
		bytes_release(&b);
	}
}

/* libheif pads odd sizes, says the size without the padding, and crops with clap: the padding is left out. */
static void padding_is_left_out(void **state)
{
	struct heif_picture_wish w = { .width = 77, .height = 65, .clap = true };
	struct subject s;
	struct bytes b;

	(void)state;
	if (cannot(false))
		return;
	b = picture_heif(&w);
	assert_true(bytes_find(&b, "clap", 4, 0) != SIZE_MAX);
	open_subject(&s, &b);
	expect_samples(pixels(&s), &w);
	assert_int_equal(s.container.width, 77);
	assert_int_equal(s.container.damage.code, ST_OK);
	subject_release(&s);
	bytes_release(&b);
}

/* The same file with another size in ispe. */
static void sizes_that_do_not_agree_are_named(void **state)
{
	static const uint8_t sizes[] = { 200, 32 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sizes) && !cannot(true); i++) {
		struct heif_picture_wish w = { .av1 = true, .width = 128, .height = 128 };
		struct bytes b = picture_heif(&w);
		size_t at = bytes_find(&b, "ispe", 4, 0);
		struct subject s;

		b.data[at + 11] = sizes[i];
		open_subject(&s, &b);
		assert_int_equal(pixels(&s)->width, sizes[i] < 128 ? sizes[i] : 128);
		assert_non_null(strstr(s.container.damage.message, "is coded as 128 x 128"));
		subject_release(&s);
		bytes_release(&b);
	}
}

static void metadata_is_found(void **state)
{
	static const char xmp[] = "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>";
	static const char icc[128] = "not really a profile";
	static const char exif[] = "MM\0*\0\0\0\x08\0\1\1\x0F\0\2\0\0\0\6\0\0\0\x1A\0\0\0\0North";
	struct heif_picture_wish w = { .thumbnail = 32, .xmp = xmp, .xmp_len = sizeof xmp - 1, .icc = icc,
				       .icc_len = sizeof icc, .exif = exif, .exif_len = sizeof exif };
	const struct block *k;
	struct subject s;
	struct bytes b;

	(void)state;
	w.av1 = !heif_picture_can(false);
	if (cannot(w.av1))
		return;
	b = picture_heif(&w);
	open_subject(&s, &b);
	assert_true(s.has_exif);
	assert_string_equal(s.facts.make, "North");
	k = container_find(&s.container, BLOCK_XMP);
	assert_non_null(k);
	assert_int_equal(k->bytes.len, sizeof xmp - 1);
	assert_memory_equal(k->bytes.data, xmp, sizeof xmp - 1);
	k = container_find(&s.container, BLOCK_ICC);
	assert_non_null(k);
	assert_int_equal(k->bytes.len, sizeof icc);
	assert_int_equal(s.container.n_pictures, 1);
	assert_string_equal(s.container.pictures[0].kind, "thumbnail");
	assert_int_equal(s.container.pictures[0].width, 32);
	subject_release(&s);
	bytes_release(&b);
}

static void limits_are_kept(void **state)
{
	struct limits few = roomy, little = roomy;
	struct heif_picture_wish w = { .av1 = false };
	struct error e = ERROR_INIT;
	struct subject s;
	struct raster r;
	struct bytes b;

	(void)state;
	w.av1 = !heif_picture_can(false);
	if (cannot(w.av1))
		return;
	b = picture_heif(&w);
	open_subject(&s, &b);
	few.pixels = 64 * 64 - 1;
	assert_int_equal(s.container.codec->decode(bytes_span(&b), &few, NULL, &r, NULL, &e), ST_LIMIT);
	few.pixels = 63; /* under the width alone: libheif's own limit */
	assert_int_not_equal(s.container.codec->decode(bytes_span(&b), &few, NULL, &r, NULL, &e), ST_OK);
	little.memory = mem_in_use() + 64 * 64 * 8 - 1;
	assert_int_equal(s.container.codec->decode(bytes_span(&b), &little, NULL, &r, NULL, &e), ST_MEMORY);
	subject_release(&s);
	bytes_release(&b);
}

static bool yes(void *owner)
{
	(void)owner;
	return true;
}

static void stops_when_told(void **state)
{
	struct job_control ctl = { .cancelled = yes };
	struct heif_picture_wish w = { .av1 = !heif_picture_can(false) };
	struct error e = ERROR_INIT;
	struct subject s;
	struct raster r;
	struct bytes b;

	(void)state;
	if (cannot(w.av1))
		return;
	b = picture_heif(&w);
	open_subject(&s, &b);
	assert_int_equal(s.container.codec->decode(bytes_span(&b), &roomy, &ctl, &r, NULL, &e), ST_CANCELLED);
	subject_release(&s);
	bytes_release(&b);
}

/* Cut anywhere: an answer, and never a picture of another size. Some cuts of the coded data still decode. */
static void cut_anywhere(void **state)
{
	(void)state;
	for (unsigned av1 = 0; av1 < 2; av1++) {
		struct heif_picture_wish w = { .av1 = av1, .width = 16, .height = 16 };
		unsigned refused = 0;
		struct bytes b;

		if (cannot(av1))
			continue;
		b = picture_heif(&w);
		for (size_t len = 12; len < b.len; len++) {
			struct bytes own = bytes_copy(b.data, len);
			struct error e = ERROR_INIT;
			const struct raster *r;
			struct subject s;

			open_subject(&s, &own);
			assert_int_not_equal(s.container.damage.code, ST_OK);
			if (subject_raster(&s, NULL, &r, &e) == ST_OK)
				assert_int_equal(r->width, 16);
			else
				refused++;
			subject_release(&s);
			bytes_release(&own);
		}
		assert_true(refused > b.len / 2);
		bytes_release(&b);
	}
}

/* A file of tracks alone, and a coding that nobody decodes. */
static void says_what_it_cannot_decode(void **state)
{
	static const char sequence[] = "\0\0\0\x14" "ftypmsf1\0\0\0\0hevc" "\0\0\0\x08moov";
	struct bytes b = bytes_copy(sequence, sizeof sequence - 1);
	struct error e = ERROR_INIT;
	const struct raster *r;
	struct subject s;

	(void)state;
	open_subject(&s, &b);
	assert_int_equal(subject_raster(&s, NULL, &r, &e), ST_UNSUPPORTED);
	assert_non_null(strstr(e.message, "sequence"));
	subject_release(&s);
	bytes_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes_every_kind),
		cmocka_unit_test(high_depth_fills_16_bits),
		cmocka_unit_test(geometry_is_as_stored),
		cmocka_unit_test(padding_is_left_out),
		cmocka_unit_test(sizes_that_do_not_agree_are_named),
		cmocka_unit_test(metadata_is_found),
		cmocka_unit_test(limits_are_kept),
		cmocka_unit_test(stops_when_told),
		cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(says_what_it_cannot_decode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

/* The boxes are read all the same. */
static void says_that_it_was_left_out(void **state)
{
	static const char file[] = "\0\0\0\x14" "ftypheic\0\0\0\0mif1" "\0\0\0\x0Cmeta\0\0\0\0";
	struct bytes b = bytes_copy(file, sizeof file - 1);
	struct error e = ERROR_INIT;
	const struct raster *r;
	struct subject s;

	(void)state;
	assert_int_equal(subject_open(&s, bytes_span(&b), &roomy, &e), ST_OK);
	assert_int_equal(s.container.n_segments, 2);
	assert_int_equal(subject_raster(&s, NULL, &r, &e), ST_UNSUPPORTED);
	assert_non_null(strstr(e.message, "built without libheif"));
	subject_release(&s);
	bytes_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(says_that_it_was_left_out) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
