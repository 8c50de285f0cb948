/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk over TIFF: pieces without a gap, pages, blocks, and files made to loop or to lie. */
#include "tests/unit/unit.h"

#include "src/media/subject.h"
#include "tests/unit/tiff_builder.h"
#include "tests/unit/walked.h"

static struct bytes two_pages(void)
{
	struct tiff_builder t;

	tiff_begin(&t, "II*\0");
	tiff_gray(&t, 20, 10);
	tiff_bytes(&t, 0x0131, 2, 8, "scanner\0");
	tiff_bytes(&t, 0x02BC, 1, 12, "<x:xmpmeta/>");
	tiff_bytes(&t, 0x8773, 7, 6, "icc---");
	tiff_bytes(&t, 0x83BB, 7, 6, "\x1C\2\x05\0\1x");
	tiff_bytes(&t, 0x8649, 7, 8, "8BIM\4\4\0\0");
	tiff_bytes(&t, 0xCD41, 7, 8, "\0\0\0\x08jumb");
	tiff_directory(&t, true);
	tiff_gray(&t, 6, 4);
	tiff_long(&t, 0x00FE, 2);
	tiff_directory(&t, true);
	return t.b;
}

static void lists_pages_and_blocks(void **state)
{
	static const enum block_kind kinds[] = { BLOCK_EXIF, BLOCK_XMP, BLOCK_ICC, BLOCK_IPTC, BLOCK_PHOTOSHOP,
						 BLOCK_JUMBF };
	struct bytes b = two_pages();
	struct walked w;

	(void)state;
	walked_open(&w, &b);
	assert_int_equal(w.c.damage.code, ST_OK);
	assert_string_equal(w.c.format, "TIFF, uncompressed, gray, 8 bit, 2 pages");
	assert_int_equal(w.c.width, 20);
	assert_int_equal(w.c.height, 10);
	assert_int_equal(w.c.n_pictures, 1);
	assert_string_equal(w.c.pictures[0].kind, "page");
	assert_int_equal(w.c.pictures[0].width, 6);
	assert_int_equal(w.c.pictures[0].length, 24);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		assert_non_null(container_find(&w.c, kinds[i]));
	assert_memory_equal(container_find(&w.c, BLOCK_XMP)->bytes.data, "<x:xmpmeta/>", 12);
	assert_int_equal(container_find(&w.c, BLOCK_EXIF)->bytes.len, b.len);
	assert_non_null(walked_find(&w, "IFD0 strip"));
	assert_non_null(walked_find(&w, "IFD1"));
	assert_non_null(walked_find(&w, "IFD0 XMP"));
	assert_null(walked_find(&w, "unreferenced"));
	assert_int_equal(w.c.end, b.len);
	walked_close(&w);
	bytes_release(&b);
}

static void names_what_nobody_claims(void **state)
{
	struct bytes b = two_pages();
	size_t from = b.len;
	struct walked w;

	(void)state;
	bytes_add(&b, "PK\3\4 an archive", 15);
	walked_open(&w, &b);
	assert_int_equal(walked_find(&w, "unreferenced")->offset, from);
	assert_int_equal(w.c.end, from);
	walked_close(&w);
	bytes_release(&b);
}

/* The picture to examine is the full one, wherever it stands. */
static void passes_over_reduced_pictures(void **state)
{
	struct tiff_builder t;
	uint32_t sub[2];
	struct raster r;
	struct error e;
	struct walked w;
	struct span s;

	(void)state;
	tiff_begin(&t, "II*\0");
	tiff_gray(&t, 40, 30);
	sub[0] = tiff_directory(&t, false);
	tiff_gray(&t, 40, 30);
	tiff_long(&t, 0x00FE, 4);
	sub[1] = tiff_directory(&t, false);
	tiff_gray(&t, 8, 6);
	tiff_long(&t, 0x00FE, 1);
	tiff_longs(&t, 0x014A, 2, sub);
	tiff_directory(&t, true);
	walked_open(&w, &t.b);
	assert_int_equal(w.c.width, 40);
	assert_int_equal(w.c.n_pictures, 2);
	assert_string_equal(w.c.pictures[0].kind, "reduced");
	assert_string_equal(w.c.pictures[1].kind, "mask");
#ifdef WITH_TIFF
	s = bytes_span(&t.b);
	assert_int_equal(w.c.codec->decode(s, &(struct limits)LIMITS_DEFAULT, NULL, &r, NULL, &e), ST_OK);
	assert_int_equal(r.width, 40);
	raster_release(&r);
#else
	(void)r, (void)e, (void)s;
#endif
	walked_close(&w);
	bytes_release(&t.b);
}

static void leaves_a_chain_that_loops(void **state)
{
	struct tiff_builder t;
	uint32_t at;
	struct walked w;

	(void)state;
	tiff_begin(&t, "II*\0");
	tiff_gray(&t, 20, 10);
	at = tiff_directory(&t, true);
	tiff_pokes(&t.b, t.link, at);
	walked_open(&w, &t.b);
	walked_expect_damage(&w, t.link, "read before");
	assert_int_equal(w.c.width, 20);
	walked_close(&w);
	bytes_release(&t.b);
}

static void leaves_subifds_that_loop(void **state)
{
	struct tiff_builder t;
	uint32_t many[200], at;
	struct walked w;

	(void)state;
	tiff_begin(&t, "II*\0");
	tiff_gray(&t, 20, 10);
	for (size_t i = 0; i < ARRAY_LEN(many); i++)
		many[i] = 0xF0000000u; /* outside; then back to the first */
	tiff_longs(&t, 0x014A, ARRAY_LEN(many), many);
	at = tiff_directory(&t, true);
	tiff_pokes(&t.b, bytes_find(&t.b, "\0\0\0\xF0", 4, 0), at);
	walked_open(&w, &t.b);
	assert_int_equal(w.c.damage.code, ST_CORRUPT);
	walked_close(&w);
	bytes_release(&t.b);
}

static void bounds_counts_that_lie(void **state)
{
	static const uint32_t lies[] = { 0xFFFFFFFF, 0x80000000, 0x7FFFFFFF, 0 };
	struct bytes b;
	struct walked w;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lies); i++)
		for (unsigned field = 4; field <= 8; field += 4)
			for (unsigned entry = 0; entry < 9; entry++) {
				struct tiff_builder t;
				uint32_t at;

				tiff_begin(&t, "II*\0");
				tiff_gray(&t, 20, 10);
				at = tiff_directory(&t, true);
				b = t.b;
				tiff_pokes(&b, at + 2 + 12 * entry + field, lies[i]);
				walked_open(&w, &b);
				assert_true(w.c.width <= INT32_MAX);
				assert_int_equal(w.c.width == 0, w.c.height == 0);
				walked_close(&w);
				bytes_release(&b);
			}
}

static void survives_every_length(void **state)
{
	struct bytes b = two_pages();

	(void)state;
	for (size_t len = 4; len < b.len; len++) {
		struct bytes part = bytes_copy(b.data, len);
		struct walked w;

		walked_open(&w, &part);
		assert_int_equal(w.c.damage.code, ST_CORRUPT);
		walked_close(&w);
		bytes_release(&part);
	}
	bytes_release(&b);
}

/* 2,100 pages: more than are read; the bound is said, and nothing else breaks. */
static void bounds_the_number_of_pages(void **state)
{
	struct tiff_builder t;
	struct walked w;

	(void)state;
	tiff_begin(&t, "II*\0");
	for (unsigned i = 0; i < 2100; i++) {
		tiff_gray(&t, 2, 2);
		tiff_directory(&t, true);
	}
	walked_open(&w, &t.b);
	assert_int_not_equal(w.c.damage.code, ST_OK);
	assert_true(w.c.n_pictures <= 1024);
	walked_close(&w);
	bytes_release(&t.b);
}

static void reads_a_bigtiff(void **state)
{
	static const uint8_t file[] = {
		'I', 'I', 43, 0, 8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0,
		6, 0, 0, 0, 0, 0, 0, 0,
		0, 1, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0,
		1, 1, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,
		2, 1, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0,
		6, 1, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,
		0x11, 1, 16, 0, 1, 0, 0, 0, 0, 0, 0, 0, 152, 0, 0, 0, 0, 0, 0, 0,
		0x17, 1, 16, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 0, 11, 22,
	};
	struct bytes b = bytes_copy(file, sizeof file);
	struct walked w;

	(void)state;
	walked_open(&w, &b);
	assert_int_equal(w.c.damage.code, ST_OK);
	assert_string_equal(w.c.format, "BigTIFF, uncompressed, gray, 8 bit");
	assert_null(container_find(&w.c, BLOCK_EXIF));
	assert_int_equal(walked_find(&w, "IFD0 strip")->offset, 152);
#ifdef WITH_TIFF
	{
		struct raster r;
		struct error e;

		assert_int_equal(w.c.codec->decode(bytes_span(&b), &(struct limits)LIMITS_DEFAULT, NULL, &r, NULL, &e),
				 ST_OK);
		assert_memory_equal(r.data, "\x0b\x16", 2);
		raster_release(&r);
	}
#endif
	walked_close(&w);
	bytes_release(&b);
}

/* An IFD1 that has a size of its own is a page: its JPEG is no thumbnail to compare with. */
static void tells_a_page_from_a_thumbnail(void **state)
{
	struct jpeg_wish wish = { .width = 32, .height = 24 };
	struct bytes jpeg = picture_jpeg(&wish);
	struct error e = ERROR_INIT;
	struct tiff_builder t;
	struct subject s;

	(void)state;
	for (unsigned kind = 0; kind < 3; kind++) { /* a page, a reduced picture, a camera's IFD1 */
		uint32_t at;

		tiff_begin(&t, "II*\0");
		tiff_gray(&t, 20, 10);
		tiff_directory(&t, true);
		at = tiff_data(&t, jpeg.data, jpeg.len);
		if (kind < 2) {
			tiff_long(&t, 0x0100, 32);
			tiff_long(&t, 0x0101, 24);
			tiff_long(&t, 0x00FE, kind);
		}
		tiff_long(&t, 0x0201, at);
		tiff_long(&t, 0x0202, (uint32_t)jpeg.len);
		tiff_directory(&t, true);
		assert_int_equal(subject_open(&s, bytes_span(&t.b), &(struct limits)LIMITS_DEFAULT, &e), ST_OK);
		assert_true(s.has_exif);
		assert_false(s.derived);
		assert_int_equal(s.exif.thumbnail_length > 0, kind > 0);
		assert_int_equal(s.container.n_pictures, 1);
		assert_string_equal(s.container.pictures[0].kind, kind ? "thumbnail" : "preview");
		assert_string_equal(s.container.pictures[0].media_type, "image/jpeg");
		subject_release(&s);
		bytes_release(&t.b);
	}
	bytes_release(&jpeg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_pages_and_blocks),
		cmocka_unit_test(names_what_nobody_claims),
		cmocka_unit_test(passes_over_reduced_pictures),
		cmocka_unit_test(leaves_a_chain_that_loops),
		cmocka_unit_test(leaves_subifds_that_loop),
		cmocka_unit_test(bounds_counts_that_lie),
		cmocka_unit_test(survives_every_length),
		cmocka_unit_test(bounds_the_number_of_pages),
		cmocka_unit_test(reads_a_bigtiff),
		cmocka_unit_test(tells_a_page_from_a_thumbnail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
