/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Raw formats: which one it is, which JPEGs it names, and that these are examined in its place. */
#include "tests/unit/unit.h"

#include "analyzers/analyzer.h"
#include "src/media/subject.h"
#include "tests/unit/tiff_builder.h"
#include "tests/unit/walked.h"

static const struct limits roomy = LIMITS_DEFAULT;

static struct bytes jpeg(unsigned width, unsigned height)
{
	struct jpeg_wish w = { .width = width, .height = height };

	return picture_jpeg(&w);
}

static void open_subject(struct subject *s, const struct bytes *b)
{
	struct error e = ERROR_INIT;

	if (subject_open(s, bytes_span(b), &roomy, &e) != ST_OK)
		fail_msg("%s", e.message);
}

/* A sensor's data as a directory of its own; answers its offset. */
static uint32_t sensor(struct tiff_builder *t)
{
	tiff_gray(t, 16, 16);
	for (unsigned i = 0; i < t->n; i++)
		if (t->entries[i].tag == 0x0106)
			t->entries[i].value = 32803;
	return tiff_directory(t, false);
}

/* Preview as the only strip of a SubIFD, a thumbnail in IFD1, the sensor's data in another SubIFD. */
static struct bytes made_dng(size_t *preview)
{
	struct bytes large = jpeg(320, 200), small = jpeg(32, 24);
	struct tiff_builder t;
	uint32_t sub[2], exif, at;

	tiff_begin(&t, "II*\0");
	sub[0] = sensor(&t);
	*preview = at = tiff_data(&t, large.data, large.len);
	tiff_long(&t, 0x00FE, 1);
	tiff_long(&t, 0x0100, 320);
	tiff_long(&t, 0x0101, 200);
	tiff_short(&t, 0x0103, 7);
	tiff_long(&t, 0x0111, at);
	tiff_long(&t, 0x0117, (uint32_t)large.len);
	sub[1] = tiff_directory(&t, false);
	tiff_long(&t, 0xA002, 4000); /* the sensor, not the preview */
	tiff_long(&t, 0xA003, 3000);
	exif = tiff_directory(&t, false);
	tiff_gray(&t, 8, 6);
	tiff_long(&t, 0x00FE, 1);
	tiff_bytes(&t, 0x010F, 2, 6, "Maker");
	tiff_longs(&t, 0x014A, 2, sub);
	tiff_long(&t, 0x8769, exif);
	tiff_bytes(&t, 0xC612, 1, 4, "\1\4\0\0");
	tiff_directory(&t, true);
	at = tiff_data(&t, small.data, small.len);
	tiff_long(&t, 0x0201, at);
	tiff_long(&t, 0x0202, (uint32_t)small.len);
	tiff_directory(&t, true);
	bytes_release(&large);
	bytes_release(&small);
	return t.b;
}

static void examines_the_largest_preview(void **state)
{
	const struct jpeg_coefficients *co;
	struct error e = ERROR_INIT;
	const struct raster *r;
	const struct plane *luma;
	struct subject s;
	size_t preview;
	struct bytes b = made_dng(&preview);
	struct walked w;

	(void)state;
	walked_open(&w, &b);
	assert_int_equal(w.c.damage.code, ST_OK);
	walked_close(&w);
	open_subject(&s, &b);
	assert_string_equal(s.container.codec->media_type, "image/x-adobe-dng");
	assert_true(s.derived);
	assert_true(s.has_jpeg);
	assert_true(s.has_exif);
	assert_string_equal(s.facts.make, "Maker");
	assert_int_equal(s.container.width, 320);
	assert_non_null(strstr(s.container.format, "preview is examined (JPEG, 320x200 at 0x"));
	assert_int_equal(s.picture.origin, preview);
	assert_int_equal(subject_raster(&s, NULL, &r, &e), ST_OK);
	assert_int_equal(r->height, 200);
	assert_int_equal(subject_luma(&s, NULL, &luma, &e), ST_OK);
	assert_int_equal(subject_coefficients(&s, NULL, &co, &e), ST_OK);
	assert_int_equal(co->components[0].blocks_w, 40);
	subject_release(&s);
	bytes_release(&b);
}

static void lists_what_is_inside(void **state)
{
	static const char *const kinds[] = { "thumbnail", "preview", "raw", "reduced" };
	size_t preview;
	struct bytes b = made_dng(&preview);
	struct subject s;

	(void)state;
	open_subject(&s, &b);
	assert_int_equal(s.container.n_pictures, ARRAY_LEN(kinds));
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		unsigned n = 0;

		for (uint32_t k = 0; k < s.container.n_pictures; k++)
			n += strcmp(s.container.pictures[k].kind, kinds[i]) == 0;
		if (n != 1)
			fail_msg("%u pictures of kind %s", n, kinds[i]);
	}
	subject_release(&s);
	bytes_release(&b);
}

/* Checks that look at pixels say what they measured; the size in EXIF is the sensor's and contradicts nothing. */
static void says_what_was_measured(void **state)
{
	const struct context cx = { .now = 1735776000, .name = "a.dng" };
	size_t preview;
	struct bytes b = made_dng(&preview);
	struct subject s;
	struct arena a;

	(void)state;
	open_subject(&s, &b);
	arena_init(&a, 64 << 20);
	for (size_t i = 0; analyzers[i]; i++) {
		struct result r = { .arena = &a };
		bool said = false;

		if (analyzers[i]->stage != STAGE_EXAMINER)
			continue;
		analyzer_run(analyzers[i], &s, &cx, NULL, NULL, &r);
		for (uint32_t k = 0; k < r.n_limits; k++)
			said = said || strstr(r.limits[k], "embedded preview");
		if (r.status == RESULT_DONE && (analyzers[i]->needs & (NEED_PIXELS | NEED_JPEG_TABLES)))
			assert_true(said);
		for (uint32_t k = 0; k < r.n_findings; k++) {
			assert_string_not_equal(r.findings[k].code, "exif.dimensions.mismatch");
			assert_string_not_equal(r.findings[k].code, "exif.thumbnail.aspect");
			assert_string_not_equal(r.findings[k].code, "exif.structure.broken");
		}
	}
	arena_release(&a);
	subject_release(&s);
	bytes_release(&b);
}

/* The data of sensors is often a lossless JPEG: that is no preview. */
static void takes_no_lossless_jpeg(void **state)
{
	struct bytes data = jpeg(64, 48);
	struct error e = ERROR_INIT;
	struct tiff_builder t;
	struct subject s;
	uint32_t at;

	(void)state;
	data.data[bytes_find(&data, "\xFF\xC0", 2, 0) + 1] = 0xC3;
	tiff_begin(&t, "II*\0");
	at = tiff_data(&t, data.data, data.len);
	tiff_long(&t, 0x0100, 64);
	tiff_long(&t, 0x0101, 48);
	tiff_short(&t, 0x0103, 7);
	tiff_long(&t, 0x0111, at);
	tiff_long(&t, 0x0117, (uint32_t)data.len);
	tiff_bytes(&t, 0xC612, 1, 4, "\1\4\0\0");
	tiff_directory(&t, true);
	assert_int_equal(subject_open(&s, bytes_span(&t.b), &roomy, &e), ST_OK);
	assert_false(s.derived);
	assert_false(subject_has_decoder(&s));
	{
		const struct raster *r;

		assert_int_equal(subject_raster(&s, NULL, &r, &e), ST_UNSUPPORTED);
		assert_non_null(strstr(e.message, "no embedded JPEG preview"));
	}
	subject_release(&s);
	bytes_release(&t.b);
	bytes_release(&data);
}

static void put32(uint8_t *p, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * (3 - i));
}

static void expect_preview(const struct bytes *b, const char *type, uint64_t at)
{
	struct subject s;
	struct walked w;

	walked_open(&w, b);
	if (w.c.damage.code)
		fail_msg("%s: %s", type, w.c.damage.message);
	walked_close(&w);
	open_subject(&s, b);
	assert_string_equal(s.container.codec->media_type, type);
	assert_true(s.derived);
	assert_int_equal(s.picture.origin, at);
	assert_int_equal(s.container.width, 96);
	subject_release(&s);
	for (size_t len = 16; len < b->len; len += len < 200 ? 1 : 37) { /* cut anywhere: no gap, no crash */
		struct bytes part = bytes_copy(b->data, len);

		walked_open(&w, &part);
		walked_close(&w);
		bytes_release(&part);
	}
}

static void finds_the_jpeg_of_a_raf(void **state)
{
	uint8_t header[160] = "FUJIFILMCCD-RAW 0201";
	struct bytes j = jpeg(96, 64), b;

	(void)state;
	put32(header + 84, sizeof header);
	put32(header + 88, (uint32_t)j.len);
	b = bytes_copy(header, sizeof header);
	bytes_add(&b, j.data, j.len);
	expect_preview(&b, "image/x-fuji-raf", sizeof header);
	bytes_release(&b);
	bytes_release(&j);
}

static void finds_the_jpeg_of_an_rw2(void **state)
{
	struct bytes j = jpeg(96, 64);
	struct tiff_builder t;
	size_t at;

	(void)state;
	tiff_begin(&t, "IIU\0");
	at = t.b.len;
	tiff_bytes(&t, 0x002E, 7, (uint32_t)j.len, j.data);
	tiff_directory(&t, true);
	expect_preview(&t.b, "image/x-panasonic-rw2", at);
	bytes_release(&t.b);
	bytes_release(&j);
}

static void finds_the_jpeg_of_an_orf(void **state)
{
	struct bytes j = jpeg(96, 64);
	struct tiff_builder t;
	struct subject s;
	uint32_t at;

	(void)state;
	tiff_begin(&t, "IIRO");
	tiff_gray(&t, 16, 16);
	tiff_directory(&t, true);
	at = tiff_data(&t, j.data, j.len);
	tiff_long(&t, 0x0201, at);
	tiff_long(&t, 0x0202, (uint32_t)j.len);
	tiff_directory(&t, true);
	expect_preview(&t.b, "image/x-olympus-orf", at);
	open_subject(&s, &t.b);
	assert_int_equal(s.exif.n_problems, 0); /* the magic is its own */
	subject_release(&s);
	bytes_release(&t.b);
	bytes_release(&j);
}

static void little(struct bytes *b, uint32_t v)
{
	bytes_add(b, (uint8_t[]){ (uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16), (uint8_t)(v >> 24) }, 4);
}

static void finds_the_jpeg_of_an_x3f(void **state)
{
	uint8_t header[40] = "FOVb";
	struct bytes j = jpeg(96, 64), b = bytes_copy(header, sizeof header);
	uint32_t directory;

	(void)state;
	bytes_add(&b, "SECi\0\0\2\0", 8);
	little(&b, 2);
	little(&b, 18);
	little(&b, 96);
	little(&b, 64);
	little(&b, 0);
	bytes_add(&b, j.data, j.len);
	directory = (uint32_t)b.len;
	bytes_add(&b, "SECd\0\0\2\0", 8);
	little(&b, 1);
	little(&b, sizeof header);
	little(&b, (uint32_t)j.len + 28);
	bytes_add(&b, "IMA2", 4);
	little(&b, directory);
	expect_preview(&b, "image/x-sigma-x3f", sizeof header + 28);
	bytes_release(&b);
	bytes_release(&j);
}

static void finds_the_jpeg_of_a_crw(void **state)
{
	struct bytes j = jpeg(96, 64), b = bytes_copy("II\x1A\0\0\0HEAPCCDR\2\0\1\0\0\0\0\0\0\0\0\0", 26);

	(void)state;
	bytes_add(&b, j.data, j.len);
	bytes_add(&b, "\1\0\x07\x20", 4);
	little(&b, (uint32_t)j.len);
	little(&b, 0);
	little(&b, (uint32_t)j.len);
	expect_preview(&b, "image/x-canon-crw", 26);
	bytes_release(&b);
	bytes_release(&j);
}

/* A heap that contains itself. */
static void leaves_heaps_that_loop(void **state)
{
	struct bytes b = bytes_copy("II\x1A\0\0\0HEAPCCDR\2\0\1\0\0\0\0\0\0\0\0\0", 26);
	struct walked w;

	(void)state;
	bytes_add(&b, "\2\0\x0A\x30", 4);
	little(&b, 26);
	little(&b, 0);
	bytes_add(&b, "\x0A\x30", 2);
	little(&b, 26);
	little(&b, 0);
	little(&b, 0);
	walked_open(&w, &b);
	walked_close(&w);
	bytes_release(&b);
}

static void finds_the_exif_of_an_mrw(void **state)
{
	struct tiff_builder t;
	uint8_t head[16] = "\0MRM\0\0\0\0\0TTW";
	struct bytes b;
	struct subject s;

	(void)state;
	tiff_begin(&t, "II*\0");
	tiff_bytes(&t, 0x010F, 2, 8, "Minolta");
	tiff_directory(&t, true);
	put32(head + 4, (uint32_t)t.b.len + 8);
	put32(head + 12, (uint32_t)t.b.len);
	b = bytes_copy(head, sizeof head);
	bytes_add(&b, t.b.data, t.b.len);
	bytes_add(&b, "sensor data", 11);
	open_subject(&s, &b);
	assert_string_equal(s.container.codec->media_type, "image/x-minolta-mrw");
	assert_string_equal(s.facts.make, "Minolta");
	assert_false(s.derived);
	assert_int_equal(s.container.damage.code, ST_OK);
	subject_release(&s);
	bytes_release(&b);
	bytes_release(&t.b);
}

static void names_raw_files_by_maker(void **state)
{
	static const struct { const char *make, *type; } makers[] = {
		{ "PENTAX ", "image/x-pentax-pef" }, { "SAMSUNG", "image/x-samsung-srw" },
		{ "Unknown", "image/x-raw" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(makers); i++)
		for (unsigned deep = 0; deep < 2; deep++) {
			struct tiff_builder t;
			struct span s;
			uint32_t sub;

			tiff_begin(&t, "II*\0");
			sub = sensor(&t);
			tiff_gray(&t, 8, 8);
			tiff_bytes(&t, 0x010F, 2, 8, makers[i].make);
			if (deep)
				tiff_long(&t, 0x014A, sub);
			for (unsigned n = 0; n < t.n; n++)
				if (t.entries[n].tag == 0x0106 && !deep)
					t.entries[n].value = 32803;
			tiff_directory(&t, true);
			s = bytes_span(&t.b);
			assert_string_equal(codec_probe(&s)->media_type, makers[i].type);
			bytes_release(&t.b);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(examines_the_largest_preview),
		cmocka_unit_test(lists_what_is_inside),
		cmocka_unit_test(says_what_was_measured),
		cmocka_unit_test(takes_no_lossless_jpeg),
		cmocka_unit_test(finds_the_jpeg_of_a_raf),
		cmocka_unit_test(finds_the_jpeg_of_an_rw2),
		cmocka_unit_test(finds_the_jpeg_of_an_orf),
		cmocka_unit_test(finds_the_jpeg_of_an_x3f),
		cmocka_unit_test(finds_the_jpeg_of_a_crw),
		cmocka_unit_test(leaves_heaps_that_loop),
		cmocka_unit_test(finds_the_exif_of_an_mrw),
		cmocka_unit_test(names_raw_files_by_maker),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
